"""Reads the CSV tables of a list of goods: rows of a model, every fault with file, line and field."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Container, Hashable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from crosswalk.errors import DeclarationError, DocumentError, Finding
from crosswalk.library.document import read_bytes
from crosswalk.library.malformed import malformed_csv
from crosswalk.library.validation import findings_of
from crosswalk.model.goods import BenchmarkRow, DefaultRow, Goods, LineRow, Row

R = TypeVar("R", bound=Row)
Numbered = list[tuple[int, R]]


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of all tables of one list of goods; the tables of default values by their key (`CN`, `other`, `unknown`)."""

    lines: tuple[LineRow, ...]
    defaults: dict[str, tuple[DefaultRow, ...]]
    benchmarks: tuple[BenchmarkRow, ...]


def read_tables(goods: Goods, folder: Path) -> Rows:
    """Read and check all tables of a list of goods.

    Raises:
        DocumentError: a file is missing, too large or not UTF-8.
        DeclarationError: rows are malformed, stand twice, or refer to what does not exist; every fault of all tables is named.
    """
    faults: list[Finding] = []
    documents = set(goods.documents)
    routes = set(goods.routes.names)

    path = folder / goods.tables.lines.file
    lines = _read(path, LineRow, lambda row: row.code, documents, faults)
    _refer(path, lines, "category", lambda row: (row.category,), {entry.id for entry in goods.categories.items}, faults)
    codes = {row.code for _, row in lines}
    parts = {code[:digits] for code in codes for digits in (4, 6, 8)} | {entry.code for entry in goods.taric.items}

    defaults: dict[str, tuple[DefaultRow, ...]] = {}
    for key, table in goods.tables.defaults.items():
        path = folder / table.file
        rows = _read(path, DefaultRow, lambda row: row.code, documents, faults)
        _refer(path, rows, "code", lambda row: (row.code,), parts, faults)
        _refer(path, rows, "route", lambda row: letters(row.route), routes, faults)
        defaults[key] = tuple(row for _, row in rows)

    path = folder / goods.tables.benchmarks.file
    benchmarks = _read(path, BenchmarkRow, lambda row: (row.code, row.column, row.route, row.marker), documents, faults)
    _refer(path, benchmarks, "code", lambda row: (row.code,), codes, faults)
    _refer(path, benchmarks, "route", lambda row: letters(row.route), routes, faults)
    _refer(path, benchmarks, "marker", lambda row: () if row.marker is None else (row.marker,), set(goods.markers.years), faults)
    if faults:
        raise DeclarationError(*faults)
    return Rows(tuple(row for _, row in lines), defaults, tuple(row for _, row in benchmarks))


def letters(route: str | None) -> tuple[str, ...]:
    """The letters of a route as printed: one, or several as in `C/F`, where the code decides.

    >>> letters("C/F"), letters(None)
    (('C', 'F'), ())
    """
    return tuple(route.split("/")) if route else ()


def _read(path: Path, kind: type[R], key: Callable[[R], Hashable], documents: set[str], faults: list[Finding]) -> Numbered[R]:
    """The rows of a file with their line numbers; an empty cell is a field that is not given."""
    file = str(path)
    try:
        text = read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise DocumentError(Finding("the file is not UTF-8", "文件不是 UTF-8 编码", file=file)) from None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: Numbered[R] = []
    seen: set[Hashable] = set()
    try:
        header = next(reader, [])
        fields = list(kind.model_fields)
        if sorted(header) != sorted(fields):
            raise DeclarationError(Finding(f"the columns must be {', '.join(fields)}", f"各列应为 {', '.join(fields)}", file=file, line=1))
        for cells in reader:
            if len(cells) != len(header):
                en, zh = f"{len(cells)} cells, {len(header)} are needed", f"有 {len(cells)} 个单元格，应为 {len(header)} 个"
                faults.append(Finding(en, zh, file=file, line=reader.line_num))
                continue
            try:
                row = kind.model_validate({name: cell for name, cell in zip(header, cells, strict=True) if cell})
            except ValidationError as error:
                faults += [replace(finding, file=file, line=reader.line_num) for finding in findings_of(error)]
                continue
            if key(row) in seen:
                faults.append(Finding("this row stands twice", "此行重复", file=file, line=reader.line_num, field="code"))
            seen.add(key(row))
            rows.append((reader.line_num, row))
    except csv.Error as error:
        raise DeclarationError(Finding(*malformed_csv(error), file=file, line=reader.line_num)) from None
    _refer(path, rows, "source", lambda row: (row.source,), documents, faults)
    return rows


def _refer(
    path: Path, rows: Numbered[R], field: str, values: Callable[[R], Iterable[object]], known: Container[object], faults: list[Finding]
) -> None:
    """Add a fault for every value of a row that is not one of those known."""
    for line, row in rows:
        for value in values(row):
            if value not in known:
                faults.append(Finding(f"{value!r} is not defined", f"{value!r} 未定义", file=str(path), line=line, field=field))
