"""XLSX workbooks, row by row. Saved values are read; nothing is calculated, and a formula without a saved result rejects its row."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from itertools import repeat
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa

from crosswalk.batch.files.chunk import PIECE, Chunk, Fault, of_rows
from crosswalk.batch.files.source import Dialect
from crosswalk.errors import DocumentError, Finding, nearest_text
from crosswalk.formats.archive import HIGHEST_RATIO, MOST_FILES
from crosswalk.formats.sheets import text_cell
from crosswalk.names import Names

MOST_ROWS = 1_048_576  # of a sheet, its header included
LARGEST_SHEET = 2_000_000_000  # bytes, unpacked; it is read as a stream
LARGEST_OTHER = 200_000_000  # bytes, unpacked: texts and styles are held in memory
SMALL = 1_000_000
MOST_COLUMNS = 16_384
TYPES = {bool: pa.bool_(), int: pa.int64(), float: pa.float64(), datetime: pa.timestamp("s"), date: pa.date32()}
LARGEST_INTEGER = 2**53


class Reader:
    """Rows of a sheet, the first row its header."""

    textual = True

    def __init__(self, path: Path, dialect: Dialect):
        self.path = path
        self.formulas = _checked(path)
        book = self._book(True)
        names = book.sheetnames
        if dialect.sheet is not None and dialect.sheet not in names:
            known = Names("sheet", "工作表")
            for name in names:
                known.add(name, ())
            nearest = nearest_text([key for key, _, _ in known.nearest(dialect.sheet)] or names)
            raise DocumentError(
                Finding(f"no sheet {dialect.sheet!r}", f"没有工作表 {dialect.sheet!r}", file=str(path), field="--sheet", nearest=nearest)
            )
        if dialect.sheet is None and len(names) > 1:
            raise DocumentError(
                Finding(
                    f"the workbook has {len(names)} sheets; name one with `--sheet`",
                    f"工作簿有 {len(names)} 张工作表；请用 `--sheet` 指明",
                    file=str(path),
                    nearest=nearest_text(names),
                )
            )
        self.sheet = dialect.sheet or names[0]
        book.close()
        self.columns: tuple[str, ...] = ()
        self.types, self.rows = self._looked_through()

    def _book(self, values: bool) -> Any:
        try:
            return openpyxl.load_workbook(self.path, read_only=True, data_only=values, keep_links=False)
        except Exception as error:  # a foreign file can fail in any way that the library did not foresee
            raise self._broken(error) from None

    def _broken(self, error: Exception) -> DocumentError:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        return DocumentError(Finding(f"no sound XLSX workbook: {reason}", f"XLSX 工作簿无法读取：{reason}", file=str(self.path)))

    def count(self) -> int | None:
        """The number of rows that are filled."""
        return self.rows

    def _records(self) -> Iterator[tuple[int, tuple[Any, ...], tuple[bool, ...]]]:
        """The filled rows, their numbers in the sheet, and which cells are formulas without a saved result."""
        book = self._book(True)
        twin = self._book(False) if self.formulas else None
        try:
            rows = _sheet(book, self.sheet).iter_rows(values_only=True)
            formulas = repeat(()) if twin is None else _sheet(twin, self.sheet).iter_rows()
            for number, (row, cells) in enumerate(zip(rows, formulas, strict=False), 1):
                unsaved = tuple(value is None and cell.data_type == "f" for value, cell in zip(row, cells, strict=False))
                if any(value is not None for value in row) or any(unsaved):
                    yield number, row, unsaved
        except DocumentError:
            raise
        except Exception as error:
            raise self._broken(error) from None
        finally:
            book.close()
            if twin is not None:
                twin.close()

    def _looked_through(self) -> tuple[list[pa.DataType], int]:
        """Header, what each column holds, and how many rows are filled: the rows of one column must have one type in every chunk."""
        kinds: list[set[type]] = []
        count = 0
        for number, row, _ in self._records():
            if not kinds:
                if number != 1:
                    break
                width = max(at for at, value in enumerate(row, 1) if value is not None)
                self.columns = tuple("" if value is None else str(value).strip() for value in row[:width])
                kinds = [set() for _ in self.columns]
                continue
            count += 1
            for found, value in zip(kinds, row, strict=False):
                if value is not None:
                    found.add(int if type(value) is float and _whole(value) else type(value))
        if not kinds:
            raise DocumentError(
                Finding(
                    f"row 1 of sheet {self.sheet!r} is empty; expected a header",
                    f"工作表 {self.sheet!r} 的第 1 行为空；应为表头",
                    file=str(self.path),
                )
            )
        return [_type(found) for found in kinds], count

    def pieces(self, columns: Sequence[str] | None = None) -> Iterator[Chunk]:
        """The rows in order. Cells beyond the header cannot be read."""
        width = len(self.columns)
        places = range(width) if columns is None else [self.columns.index(name) for name in columns]
        names, types = [self.columns[at] for at in places], [self.types[at] for at in places]
        numbers: list[int] = []
        rows: list[list[Any]] = []
        faults: list[Fault] = []
        for number, row, unsaved in self._records():
            if number == 1:
                continue
            padded = [*row[:width], *([None] * (width - len(row)))]
            numbers.append(number)
            rows.append([_of_type(padded[at], of) for at, of in zip(places, types, strict=True)])
            if any(value is not None for value in row[width:]):
                faults.append(Fault(number, "", "a cell stands beyond the last column of the header", "有单元格位于表头最后一列之外"))
            else:
                faults += (_unsaved(number, self.columns[at]) for at, is_unsaved in enumerate(unsaved[:width]) if is_unsaved)
            if len(rows) >= PIECE:
                yield Chunk(of_rows(names, types, numbers, rows), tuple(faults))
                numbers, rows, faults = [], [], []
        yield Chunk(of_rows(names, types, numbers, rows), tuple(faults))


def _sheet(book: Any, name: str) -> Any:
    sheet = book[name]
    sheet.reset_dimensions()  # what a file says about its own size is not believed
    return sheet


def _unsaved(number: int, column: str) -> Fault:
    return Fault(
        number,
        column,
        "the cell is a formula without a saved result; open the file in a spreadsheet program and save it",
        "单元格公式没有保存结果；请用电子表格软件打开并保存文件",
    )


def _whole(value: float) -> bool:
    return value.is_integer() and abs(value) < LARGEST_INTEGER


def _type(kinds: set[type]) -> pa.DataType:
    """What a column holds: one kind of value, numbers of both kinds as such, else texts."""
    if kinds == {int, float}:
        return TYPES[float]
    if len(kinds) == 1:
        return TYPES.get(next(iter(kinds)), pa.string())
    return pa.string()


def _of_type(value: Any, of: pa.DataType) -> Any:
    if value is None:
        return None
    if pa.types.is_string(of):
        return str(int(value)) if type(value) is float and _whole(value) else str(value)
    if pa.types.is_integer(of):
        return int(value)
    return value


def _checked(path: Path) -> bool:
    """Whether the workbook holds formulas; its size and XML are looked at before anything is unpacked into memory.

    Raises:
        DocumentError: no zip archive, or beyond the bounds, or XML with a document type.
    """

    def wrong(en: str, zh: str) -> DocumentError:
        return DocumentError(Finding(en, zh, file=str(path)))

    formulas = False
    try:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
            if len(infos) > MOST_FILES:
                raise wrong(f"more than {MOST_FILES:,} files in the workbook", f"工作簿内文件超过 {MOST_FILES:,} 个")
            for info in infos:
                most = LARGEST_SHEET if info.filename.startswith("xl/worksheets/") else LARGEST_OTHER
                if info.file_size > most or (info.file_size > SMALL and info.file_size > HIGHEST_RATIO * max(1, info.compress_size)):
                    raise wrong(
                        f"{info.filename!r} unpacks to {info.file_size:,} bytes from {info.compress_size:,}: more than the limits of "
                        f"{most:,} bytes and {HIGHEST_RATIO} to 1",
                        f"{info.filename!r} 由 {info.compress_size:,} 字节解压为 {info.file_size:,} 字节，超过上限（{most:,} 字节，{HIGHEST_RATIO} 比 1）",
                    )
                if info.filename.endswith((".xml", ".rels")):
                    with archive.open(info) as stream:
                        rest = b""
                        while block := stream.read(1 << 20):
                            seen = rest + block
                            if b"<!DOCTYPE" in seen or b"<!ENTITY" in seen or b"\x00" in seen:
                                raise wrong(
                                    f"{info.filename!r}: a document type (DOCTYPE) or an encoding other than UTF-8 is refused",
                                    f"{info.filename!r}：拒绝文档类型声明（DOCTYPE）或非 UTF-8 编码",
                                )
                            formulas = formulas or (info.filename.startswith("xl/worksheets/") and _FORMULA.search(seen) is not None)
                            rest = seen[-16:]
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        if isinstance(error, DocumentError):
            raise
        raise wrong(f"no sound XLSX workbook: {error}", f"XLSX 工作簿无法读取：{error}") from None
    return formulas


_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")


class Writer:
    """A workbook of one sheet. Texts are written as texts: nothing in them is run as a formula."""

    def __init__(self, path: Path, _final: Path):
        self.path = path

    def open(self, schema: pa.Schema) -> None:
        """Begin the sheet with its header."""
        self._book = openpyxl.Workbook(write_only=True)
        self._sheet = self._book.create_sheet("crosswalk")
        self._sheet.append([text_cell(self._sheet, name) for name in schema.names])

    def write(self, table: pa.Table) -> None:
        """Add rows.

        Raises:
            DocumentError: a text is longer than a cell can hold.
        """
        try:
            for row in zip(*(column.to_pylist() for column in table.columns), strict=True):
                self._sheet.append([text_cell(self._sheet, value) if isinstance(value, str) else _plain(value) for value in row])
        except DocumentError:
            self._sheet.close()  # openpyxl writes as it goes: the sheet it has begun must end
            raise

    def close(self) -> None:
        """Save the workbook."""
        self._book.save(self.path)

    def most_rows(self) -> int | None:
        """As many as a sheet can hold below its header."""
        return MOST_ROWS - 1


def _plain(value: Any) -> Any:
    """A value as a cell can hold it."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    return value if value is None or isinstance(value, bool | int | float | date | time) else str(value)
