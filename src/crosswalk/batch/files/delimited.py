"""CSV and TSV: texts as typed. The delimiter is read off the header, a wrong encoding is told and never guessed."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TextIO

import pyarrow as pa
import pyarrow.csv

from crosswalk.batch.files.chunk import PIECE, Chunk, Fault, of_rows
from crosswalk.batch.files.sink import harmless
from crosswalk.batch.files.source import Dialect
from crosswalk.errors import DocumentError, Finding

DELIMITERS = ",;\t|"
LONGEST_LINE = 1_000_000  # characters
MOST_COLUMNS = 10_000


class Reader:
    """Rows of a text file with a delimiter."""

    textual = True

    def __init__(self, path: Path, dialect: Dialect):
        self.path = path
        self.encoding = "utf-8-sig" if dialect.encoding.lower().replace("_", "-") in ("utf-8", "utf8") else dialect.encoding
        self.delimiter = dialect.delimiter or ("\t" if path.suffix.lower() == ".tsv" else None)
        for _, row in self._records():
            self.columns = tuple(name.strip() for name in row)
            break
        else:
            raise DocumentError(Finding("the file is empty; expected a header and rows", "文件为空；应有表头和数据行", file=str(path)))
        if len(self.columns) > MOST_COLUMNS:
            raise DocumentError(Finding(f"more than {MOST_COLUMNS:,} columns", f"列数超过 {MOST_COLUMNS:,}", file=str(path)))

    def count(self) -> int | None:
        """Unknown before the file was read."""
        return None

    def pieces(self, columns: Sequence[str] | None = None) -> Iterator[Chunk]:
        """The rows in order. A row that is shorter or longer than the header cannot be read."""
        places = range(len(self.columns)) if columns is None else [self.columns.index(name) for name in columns]
        names = [self.columns[at] for at in places]
        types = [pa.string()] * len(names)
        numbers: list[int] = []
        rows: list[Sequence[str]] = []
        faults: list[Fault] = []
        header = True
        for number, row in self._records():
            if header:
                header = False
                continue
            if len(row) != len(self.columns):
                faults.append(_uneven(number, len(row), len(self.columns)))
            else:
                numbers.append(number)
                rows.append(row if columns is None else [row[at] for at in places])
            if len(rows) >= PIECE or len(faults) >= PIECE:
                yield Chunk(of_rows(names, types, numbers, rows), tuple(faults))
                numbers, rows, faults = [], [], []
        yield Chunk(of_rows(names, types, numbers, rows), tuple(faults))

    def _records(self) -> Iterator[tuple[int, list[str]]]:
        """The filled records and their numbers as a spreadsheet counts them: the header is row 1, blank rows count."""
        number = 0
        try:
            with self.path.open(encoding=self.encoding, newline="") as stream:
                lines = self._lines(stream)
                for row in csv.reader(lines, delimiter=self.delimiter or self._delimiter(), strict=True):
                    number += 1
                    if row:
                        yield number, row
        except (UnicodeError, LookupError) as error:
            raise DocumentError(
                Finding(
                    f"row {number + 1} or a later one is not text in {self.encoding.removesuffix('-sig')}: {error}; name the encoding of the file, "
                    "for example `--encoding gb18030`",
                    f"第 {number + 1} 行或其后的内容不是 {self.encoding.removesuffix('-sig')} 文本：{error}；请指明文件编码，例如 `--encoding gb18030`",
                    file=str(self.path),
                )
            ) from None
        except csv.Error as error:
            raise DocumentError(
                Finding(f"row {number + 1} cannot be read: {error}", f"第 {number + 1} 行无法读取：{error}", file=str(self.path))
            ) from None
        except OSError as error:
            raise DocumentError(Finding(f"cannot read: {error.strerror}", f"无法读取：{error.strerror}", file=str(self.path))) from None

    def _delimiter(self) -> str:
        """The delimiter that stands most often in the header."""
        with self.path.open(encoding=self.encoding, newline="") as stream:
            header = next(self._lines(stream), "")
        self.delimiter = max(DELIMITERS, key=header.count)
        return self.delimiter

    def _lines(self, stream: TextIO) -> Iterator[str]:
        while line := stream.readline(LONGEST_LINE + 1):
            if len(line) > LONGEST_LINE:
                raise DocumentError(
                    Finding(
                        f"a line is longer than {LONGEST_LINE:,} characters",
                        f"有一行超过 {LONGEST_LINE:,} 个字符",
                        file=str(self.path),
                    )
                )
            yield line


def _uneven(number: int, found: int, expected: int) -> Fault:
    return Fault(
        number,
        "",
        f"the row has {found} cells, the header {expected}; quote cells that hold the delimiter",
        f"该行有 {found} 个单元格，表头有 {expected} 个；含分隔符的单元格请加引号",
    )


class Writer:
    """A text file with a delimiter, in UTF-8."""

    def __init__(self, path: Path, final: Path):
        self.path, self.final = path, final

    def open(self, schema: pa.Schema) -> None:
        """Begin the file with its header.

        Raises:
            DocumentError: a column holds lists or records.
        """
        for field in schema:
            if pa.types.is_nested(field.type):
                raise DocumentError(
                    Finding(
                        f"column {field.name!r} holds {field.type}, which a CSV file cannot; write Parquet",
                        f"列 {field.name!r} 为 {field.type}，CSV 无法存放；请输出 Parquet",
                        file=str(self.final),
                        field=field.name,
                    )
                )
        options = pa.csv.WriteOptions(delimiter="\t" if self.final.suffix.lower() == ".tsv" else ",", quoting_style="needed")
        names = harmless(pa.table({"names": pa.array(schema.names, pa.string())}))["names"].to_pylist()
        self.schema = pa.schema([field.with_name(name) for field, name in zip(schema, names, strict=True)])
        self._writer = pa.csv.CSVWriter(self.path, self.schema, write_options=options)

    def write(self, table: pa.Table) -> None:
        """Add rows."""
        self._writer.write_table(harmless(table).rename_columns(self.schema.names).cast(self.schema))

    def close(self) -> None:
        """Complete the file."""
        self._writer.close()

    def most_rows(self) -> int | None:
        """Any number."""
        return None
