"""Ids that do not tell rows apart, found over the whole file; what does not fit the memory goes to disk."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from crosswalk.batch.files.chunk import ROW, Chunk, Fault
from crosswalk.batch.files.sink import is_text

MEMORY = "256MB"
MOST_REPEATED = 100_000  # distinct ids that are told row by row; with more, the column is no id


def repeated_ids(pieces: Iterable[Chunk], column: str, folder: Path) -> dict[Any, tuple[int, int]]:
    """The ids that stand in several rows, with the first of these rows and how many they are; at most `MOST_REPEATED` and one."""
    source = iter(pieces)
    first = next(source, None)
    if first is None:
        return {}
    schema = pa.schema([(ROW, pa.int64()), ("id", first.table[column].type)])

    def batches() -> Iterable[pa.RecordBatch]:
        for piece in (first, *()), source:
            for chunk in piece:
                yield from pa.table([chunk.table[ROW], chunk.table[column]], schema=schema).to_batches()

    settings: dict[str, Any] = {"memory_limit": MEMORY, "temp_directory": str(folder / "ids"), "preserve_insertion_order": "false"}
    with duckdb.connect(config=settings) as base:
        base.register("ids", pa.RecordBatchReader.from_batches(schema, batches()))
        found = base.execute(
            f"SELECT id, min({ROW}), count(*) FROM ids WHERE id IS NOT NULL GROUP BY id HAVING count(*) > 1 LIMIT {MOST_REPEATED + 1}"
        ).fetchall()
    return {key: (int(row), int(count)) for key, row, count in found}


def id_faults(table: pa.Table, column: str, repeated: dict[Any, tuple[int, int]]) -> list[Fault]:
    """Rows without an id, and every row whose id stands in another row too: nobody knows which of them holds."""
    ids = table[column]
    if not repeated and not ids.null_count and not (is_text(ids.type) and pc.any(pc.equal(ids, "")).as_py()):
        return []
    faults = []
    for row, value in zip(table[ROW].to_pylist(), ids.to_pylist(), strict=True):
        if value is None or value == "":
            faults.append(Fault(row, column, "the row has no id", "该行没有编号"))
        elif value in repeated:
            first, count = repeated[value]
            en = f"{count} rows have the id {value!r}, the first is row {first}; ids tell rows apart"
            faults.append(Fault(row, column, en, f"有 {count} 行的编号为 {value!r}，首行为第 {first} 行；编号应能区分各行"))
    return faults
