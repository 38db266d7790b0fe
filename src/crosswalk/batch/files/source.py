"""What is read: a file by its ending, its columns, how many rows it has, and its rows piece by piece."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from crosswalk.batch.files.chunk import ROW, Chunk
from crosswalk.batch.files.sink import Sink
from crosswalk.errors import DocumentError, Finding, nearest_text
from crosswalk.names import Names

FORMATS = {".csv": "delimited", ".tsv": "delimited", ".parquet": "parquet", ".xlsx": "xlsx"}
"""The endings that are known, and the module of this folder that reads and writes each: a class `Reader`, a class `Writer`."""


@dataclass(frozen=True)
class Dialect:
    """How a file is written where its format leaves it open: the encoding and delimiter of text, the sheet of a workbook."""

    encoding: str = "utf-8"
    delimiter: str | None = None
    sheet: str | None = None


class Source(Protocol):
    """A file of rows.

    Attributes:
        columns: names of the columns.
        textual: cells are texts as typed, or of any type: numbers are made of them cell by cell, and a cell that is none rejects its row.
    """

    columns: tuple[str, ...]
    textual: bool

    def pieces(self, columns: Sequence[str] | None = None) -> Iterator[Chunk]:
        """The rows in order, from the first; only some columns where a reader can save work by it."""

    def count(self) -> int | None:
        """How many rows there are, if that is known without reading them."""


def open_source(path: Path, dialect: Dialect) -> Source:
    """The file, ready to be read.

    Raises:
        DocumentError: it does not exist, is of an unknown kind, has no header, or is not what its ending says.
    """
    module = import_module(f"crosswalk.batch.files.{kind_of(path)}")
    if not path.is_file():
        raise DocumentError(Finding("no such file", "文件不存在", file=str(path)))
    source = cast(Source, module.Reader(path, dialect))
    check_names(source.columns, path)
    return source


def open_sink(path: Path, final: Path) -> Sink:
    """A file to write in the format of `final`.

    Raises:
        DocumentError: it is of an unknown kind.
    """
    return cast(Sink, import_module(f"crosswalk.batch.files.{kind_of(final)}").Writer(path, final))


def kind_of(path: Path) -> str:
    """The module for a file."""
    ending = path.suffix.lower()
    if ending not in FORMATS:
        names = Names("ending", "扩展名")
        for name in FORMATS:
            names.add(name, ())
        nearest = nearest_text([key for key, _, _ in names.nearest(ending)] or list(FORMATS))
        raise DocumentError(
            Finding(
                f"{ending or 'no ending'!r} is no kind of file that is read or written here; expected {', '.join(FORMATS)}",
                f"不支持的文件类型 {ending or '（无扩展名）'!r}；应为 {'、'.join(FORMATS)}",
                file=str(path),
                nearest=nearest,
            )
        )
    return FORMATS[ending]


def check_names(columns: Sequence[str], path: Path) -> None:
    """Refuse a header that does not tell columns apart."""
    findings = []
    for at, name in enumerate(columns, 1):
        if not name:
            findings.append(Finding(f"column {at} has no name", f"第 {at} 列没有列名", file=str(path)))
        elif columns.index(name) != at - 1:
            findings.append(Finding(f"two columns are named {name!r}", f"有两列名为 {name!r}", file=str(path), field=name))
        elif name == ROW:
            findings.append(
                Finding(f"the name {ROW!r} is that of a column of the result", f"列名 {ROW!r} 为结果所用", file=str(path), field=name)
            )
    if not columns:
        findings.append(Finding("the file has no columns", "文件没有列", file=str(path)))
    if findings:
        raise DocumentError(*findings[:20])
