"""A stretch of rows of a file, and the rows of it that cannot be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

ROW = "row_number"
PIECE = 16_384  # rows that a reader hands over at once
MOST_BYTES = 128_000_000  # of the rows of a chunk: long texts make it shorter


@dataclass(frozen=True)
class Fault:
    """Why a row cannot be read: its number, the column, and the reason in both languages."""

    row: int
    field: str
    en: str
    zh: str


@dataclass(frozen=True)
class Chunk:
    """Rows with their numbers as first column.

    Attributes:
        table: the rows.
        faults: rows that cannot be read; those that are too short or too long are not in the table.
    """

    table: pa.Table
    faults: tuple[Fault, ...] = ()


def gathered(pieces: Iterable[Chunk], rows: int) -> Iterator[Chunk]:
    """Chunks of `rows` rows, or fewer where they are large. The same pieces always give the same chunks, so that a run can be continued."""
    tables: list[pa.Table] = []
    faults: list[Fault] = []
    count = size = 0
    for piece in pieces:
        table = piece.table
        faults += piece.faults
        while table.num_rows >= rows - count:
            tables.append(table.slice(0, rows - count))
            table = table.slice(rows - count)
            last = tables[-1][ROW][-1].as_py()
            yield Chunk(pa.concat_tables(tables), tuple(fault for fault in faults if fault.row <= last))
            faults = [fault for fault in faults if fault.row > last]
            tables, count, size = [], 0, 0
        tables.append(table)
        count += table.num_rows
        size += table.nbytes
        if size >= MOST_BYTES or len(faults) >= rows:
            yield Chunk(pa.concat_tables(tables), tuple(faults))
            tables, faults, count, size = [], [], 0, 0
    if count or faults:
        yield Chunk(pa.concat_tables(tables), tuple(faults))


def of_rows(names: Sequence[str], types: Sequence[pa.DataType], numbers: Sequence[int], rows: Sequence[Sequence[Any]]) -> pa.Table:
    """A table of rows that were read one by one."""
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(names)
    arrays = [pa.array(values, of) for values, of in zip(columns, types, strict=True)]
    return pa.table([pa.array(numbers, pa.int64()), *arrays], names=[ROW, *names])
