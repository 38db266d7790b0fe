"""The cells of a table, from CSV or one sheet of a workbook, with the row and column of each."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from crosswalk.errors import DocumentError, Finding, UnknownNameError, nearest_text
from crosswalk.formats.reading import Notes
from crosswalk.library.document import MAX_BYTES, ZIP
from crosswalk.library.malformed import malformed_csv

MOST_ROWS = 50_000
MOST_COLUMNS = 500
MOST_CELLS = 1_000_000
_SEPARATORS = (",", ";", "\t", "|")
_YAML = re.compile(r"\s*(?:---|%|#|-\s|[\w.\"' /-]{1,80}:(?:\s|$))")
_LOOKED_AT = 20  # lines from which the separator is told
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


@dataclass(frozen=True, slots=True)
class Grid:
    """A table.

    Attributes:
        sheet: the sheet of a workbook; `None` for CSV.
        header: the row of the column names, counted from 1.
        columns: their names; a column without one is called by its number.
        rows: the filled rows below, each with its number.
        above: the filled rows above the names.
        others: filled sheets of the workbook that are not read.
    """

    sheet: str | None
    header: int
    columns: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    above: tuple[tuple[int, tuple[str, ...]], ...] = ()
    others: tuple[str, ...] = ()

    def column(self, name: str) -> list[str]:
        """The filled cells of a column."""
        place = self.columns.index(name)
        return [cells[place] for _, cells in self.rows if cells[place]]


def is_table(content: bytes) -> bool:
    """Whether a text is a table: no YAML, and the same separator in its first lines.

    >>> is_table(b"stage,value\\nA1-A3,1\\n"), is_table(b"standard: EN 15804\\nfigures: [1, 2]\\n")
    (True, False)
    """
    head = content[:65_536]
    try:
        text = _decoded(head if len(head) == len(content) else head[: head.rfind(b"\n") + 1], None, None)
    except DocumentError:
        return False
    lines = [line for line in text.splitlines() if line.strip()]
    return bool(lines) and not _YAML.match(lines[0]) and len(lines) > 1 and _separator(text) is not None


def read_grid(content: bytes, notes: Notes, sheet: str | None = None, header: int | None = None) -> Grid:
    """The cells of a CSV text or of a workbook.

    Args:
        content: the bytes of the file.
        notes: where remarks go.
        sheet: the sheet of a workbook; its only filled one when left out.
        header: the row of the column names; the first row with two texts when left out.

    Raises:
        InputError: no table, several sheets and none chosen, names given twice, cells beyond the names, an error or an unsaved formula in a cell.
    """
    if content.startswith(ZIP):
        name, lines, others = _sheet(content, notes, sheet)
        return _grid(list(enumerate(lines, 1)), notes, header, name, others)
    if sheet is not None:
        raise _wrong(notes, f"a CSV file has no sheet {sheet!r}", f"CSV 文件没有工作表 {sheet!r}")
    return _grid(_csv(content, notes), notes, header, None, ())


def _sheet(content: bytes, notes: Notes, wanted: str | None) -> tuple[str, list[list[str]], tuple[str, ...]]:
    from crosswalk.formats.archive import Archive
    from crosswalk.formats.workbook import Workbook

    workbook = Workbook(Archive(content, notes.file))
    filled = [name for name in workbook.names if wanted == name or any(cell.value is not None for cell in workbook.sheet(name).values())]
    if wanted is not None and wanted not in workbook.names:
        raise UnknownNameError(
            Finding(f"no sheet {wanted!r}", f"没有工作表 {wanted!r}", file=notes.file, field="sheet", nearest=nearest_text(workbook.names))
        )
    if wanted is None and len(filled) != 1:
        raise DocumentError(
            Finding(
                f"the workbook has {len(filled)} filled sheets; name the one to read with `sheet`",
                f"工作簿有 {len(filled)} 个非空工作表；请用 `sheet` 指明要读取的工作表",
                file=notes.file,
                field="sheet",
                nearest=nearest_text(filled),
            )
        )
    name = wanted if wanted is not None else filled[0]
    return name, workbook.rows(name), tuple(other for other in filled if other != name)


def _csv(content: bytes, notes: Notes) -> list[tuple[int, list[str]]]:
    if len(content) > MAX_BYTES:
        raise _wrong(notes, f"more than {MAX_BYTES:,} bytes", f"超过 {MAX_BYTES:,} 字节")
    text = _decoded(content, notes.file, notes)
    if "\0" in text:
        raise _wrong(notes, "the text holds null characters", "文本含空字符")
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = _separator(text) or max(_SEPARATORS, key=first.count)
    if separator not in first and _separator(text) is None:
        raise _wrong(
            notes,
            "no table: expected lines of cells, separated by comma, semicolon, tab or |",
            "不是表格：应为以逗号、分号、制表符或 | 分隔的行",
        )
    found: list[tuple[int, list[str]]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    start = 1
    try:
        for cells in reader:
            found.append((start, [cell.strip() for cell in cells]))
            start = reader.line_num + 1
            if len(found) > MOST_ROWS:
                raise _wrong(notes, f"more than {MOST_ROWS:,} rows", f"超过 {MOST_ROWS:,} 行")
    except csv.Error as error:
        raise DocumentError(Finding(*malformed_csv(error), file=notes.file, line=reader.line_num)) from None
    return found


def _decoded(content: bytes, file: str | None, notes: Notes | None) -> str:
    """UTF-8, UTF-16 with its mark, or GB 18030, which Chinese spreadsheets write; a remark tells the last one."""
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), "utf-8")
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        pass
    try:
        text = content.decode("gb18030")
    except UnicodeDecodeError:
        raise DocumentError(Finding("the text is neither UTF-8 nor GB 18030", "文本既不是 UTF-8 也不是 GB 18030", file=file)) from None
    if notes is not None:
        notes.remark("the text is no UTF-8; it was read as GB 18030", "文本不是 UTF-8，按 GB 18030 读取")
    return text


def _separator(text: str) -> str | None:
    """The separator that gives the first lines the most cells, and at least two lines as many as the widest."""
    best: tuple[int, int] | None = None
    chosen = None
    lines = list(islice((line for line in text.splitlines() if line.strip()), _LOOKED_AT))
    for separator in _SEPARATORS:
        try:
            widths = [len(cells) for cells in csv.reader(lines, delimiter=separator)]
        except csv.Error:
            continue
        widest = max(widths, default=0)
        score = (widths.count(widest), widest)
        if widest > 1 and score[0] > 1 and (best is None or score > best):
            best, chosen = score, separator
    return chosen


def _grid(lines: list[tuple[int, list[str]]], notes: Notes, header: int | None, sheet: str | None, others: tuple[str, ...]) -> Grid:
    width = max((len(cells) for _, cells in lines), default=0)
    if len(lines) > MOST_ROWS or width > MOST_COLUMNS or len(lines) * width > MOST_CELLS:
        raise _wrong(
            notes,
            f"more than {MOST_ROWS:,} rows, {MOST_COLUMNS} columns or {MOST_CELLS:,} cells",
            f"超过 {MOST_ROWS:,} 行、{MOST_COLUMNS} 列或 {MOST_CELLS:,} 个单元格",
        )
    filled = [(number, cells) for number, cells in lines if any(cells)]
    wanted = (number == header if header is not None else sum(map(bool, cells)) > 1 for number, cells in filled)
    place = next((position for position, fits in enumerate(wanted) if fits), None)
    if place is None:
        where = "with two column names" if header is None else f"{header} with column names"
        raise _wrong(notes, f"the table has no row {where}", "表中没有含列名的行" if header is None else f"表中第 {header} 行没有列名")
    number, names = filled[place]
    while names and not names[-1] and all(not cells[len(names) - 1 :] or not any(cells[len(names) - 1 :]) for _, cells in filled[place:]):
        names = names[:-1]
    columns = tuple(" ".join(name.split()) or f"column {position}" for position, name in enumerate(names, 1))
    for position, name in enumerate(columns):
        if name in columns[:position]:
            raise DocumentError(
                Finding(
                    f"two columns are called {name!r} ({columns.index(name) + 1} and {position + 1}); rename one",
                    f"两列同名 {name!r}（第 {columns.index(name) + 1} 列与第 {position + 1} 列）；请改名",
                    file=notes.file,
                    line=number,
                    field=name,
                )
            )
    return Grid(
        sheet,
        number,
        columns,
        tuple((row, _padded(row, cells, len(columns), notes)) for row, cells in filled[place + 1 :]),
        tuple((row, tuple(cells)) for row, cells in filled[:place]),
        others,
    )


def _padded(row: int, cells: list[str], width: int, notes: Notes) -> tuple[str, ...]:
    if any(cells[width:]):
        raise DocumentError(
            Finding(
                f"the row has {len(cells)} cells, and {width} columns have names; a separator inside a value needs quotes",
                f"该行有 {len(cells)} 个单元格，而有名称的列为 {width} 个；值中的分隔符须加引号",
                file=notes.file,
                line=row,
            )
        )
    return (*cells[:width], *("",) * (width - len(cells)))


def _wrong(notes: Notes, en: str, zh: str) -> DocumentError:
    return DocumentError(Finding(en, zh, file=notes.file))


def shown(cells: Iterable[str]) -> str:
    """A few cells as one short text."""
    return " | ".join(cell for cell in cells if cell)[:200]
