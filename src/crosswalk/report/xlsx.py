"""Reports as a workbook: a sheet of facts and notes, and a sheet for each table; numbers are numbers, texts are never formulas."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from crosswalk.errors import MissingPackageError
from crosswalk.formats.sheets import text_cell
from crosswalk.report.tables import Report, Table
from crosswalk.report.text import Amount, printed
from crosswalk.report.words import word

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

WIDEST = 60  # characters of a column
PLAIN = re.compile(r"-?\d{1,15}(\.\d{1,15})?")


def render(report: Report, lang: str) -> bytes:
    """A report as the bytes of an XLSX file.

    Raises:
        MissingPackageError: openpyxl is not installed (`pip install "carbon-crosswalk[xlsx]"`).
    """
    try:
        from openpyxl import Workbook
    except ImportError as error:
        raise MissingPackageError(
            'workbooks need openpyxl: pip install "carbon-crosswalk[xlsx]"', '工作簿需要 openpyxl：pip install "carbon-crosswalk[xlsx]"'
        ) from error
    book = Workbook()
    summary = book.active
    assert summary is not None
    summary.title = word("summary", lang)
    rows = [(report.title,), *report.facts, *((note,) for note in report.notes)]
    _fill(summary, [row for row in rows if any(row)], frozenset())
    _set_widths(summary)
    for table in report.tables:
        if table.rows:
            _add(book, table)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _add(book: Workbook, table: Table) -> None:
    """A table as a sheet: its title above, the heads of the columns stay in sight."""
    from openpyxl.styles import Font

    sheet = book.create_sheet(_name(table.title, book.sheetnames))
    head = 2 if table.title else 1
    _fill(sheet, [(table.title,)] if table.title else [], frozenset())
    _fill(sheet, [table.columns], frozenset())
    _fill(sheet, table.rows, table.numeric)
    for cell in sheet[head]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = f"A{head + 1}"
    _set_widths(sheet)


def _fill(sheet: Worksheet, rows: Iterable[Sequence[str]], numeric: frozenset[int]) -> None:
    for row in rows:
        numbers = [_number(text) if column in numeric or isinstance(text, Amount) else None for column, text in enumerate(row)]
        sheet.append([text_cell(sheet, printed(text)) if number is None else number for text, number in zip(row, numbers, strict=True)])


def _number(text: str) -> Any:
    """The number that a cell shows, at its whole precision where it is known."""
    if isinstance(text, Amount):
        return text.value
    return float(text) if PLAIN.fullmatch(text) else None


def _name(title: str, taken: Sequence[str]) -> str:
    """A title as the name of a sheet: 31 characters, none of those that a workbook forbids, and none taken."""
    wanted = re.sub(r"[\[\]:*?/\\']", " ", printed(title)).strip()[:27] or "1"
    names = [wanted, *(f"{wanted} {number}" for number in range(2, 100))]
    return next(name for name in names if name.casefold() not in {entry.casefold() for entry in taken})


def _set_widths(sheet: Worksheet) -> None:
    from openpyxl.styles import Alignment
    from openpyxl.utils import get_column_letter

    for position, column in enumerate(sheet.iter_cols(min_row=1), 1):
        longest = max((len(str(cell.value)) for cell in column if cell.value is not None), default=0)
        sheet.column_dimensions[get_column_letter(position)].width = min(WIDEST, longest + 2)
        if longest > WIDEST:
            for cell in column:
                cell.alignment = Alignment(wrap_text=True, vertical="top")
