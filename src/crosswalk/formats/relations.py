"""Comparisons of standards as tables: SQLite with one table each for standards, figures and rules, or the figures as one Parquet file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

from crosswalk.errors import MissingPackageError
from crosswalk.library.library import data_version

if TYPE_CHECKING:
    from crosswalk.engine.compare import Comparison

Row = tuple[str | None, ...]
STANDARDS = ("id", "number", "name_en", "name_zh", "field", "jurisdiction", "subject", "frame", "status")
FIGURES = ("first", "first_figure", "relation", "second", "second_figure", "only_first", "only_second")
RULES = ("first", "second", "topic", "relation", "first_en", "first_zh", "second_en", "second_zh")


def standards(comparisons: Sequence[Comparison]) -> list[Row]:
    """The standards that are compared, each once."""
    found = {standard.id: standard for entry in comparisons for standard in (entry.first, entry.second)}
    return [
        (
            standard.id,
            standard.number,
            standard.name.en,
            standard.name.zh,
            standard.field,
            standard.jurisdiction,
            standard.subject,
            standard.frame,
            standard.status,
        )
        for _, standard in sorted(found.items())
    ]


def figures(comparisons: Iterable[Comparison]) -> Iterator[Row]:
    """How figures stand to each other; `relation` is read from the first to the second, `none` has no second figure."""
    for entry in comparisons:
        for row in entry.relations:
            yield entry.first.id, row.first or None, row.relation, entry.second.id, row.second, row.only_first.en, row.only_second.en


def rules(comparisons: Iterable[Comparison]) -> Iterator[Row]:
    """How the two standards treat each topic."""
    for entry in comparisons:
        for row in entry.rules:
            first, second = ((side.en, side.zh) if side is not None else (None, None) for side in (row.first, row.second))
            yield entry.first.id, entry.second.id, row.topic, row.relation, *first, *second


def sqlite(comparisons: Sequence[Comparison]) -> bytes:
    """A database with the tables `standards`, `figures`, `rules` and `about`."""
    tables: dict[str, tuple[Sequence[str], Iterable[Row]]] = {
        "about": (("version", "licence"), [(data_version(), "CC-BY-4.0")]),
        "standards": (STANDARDS, standards(comparisons)),
        "figures": (FIGURES, figures(comparisons)),
        "rules": (RULES, rules(comparisons)),
    }
    base = sqlite3.connect(":memory:")
    try:
        for name, (columns, rows) in tables.items():
            base.execute(f'CREATE TABLE "{name}" ({", ".join(f"{column} TEXT" for column in columns)})')
            base.executemany(f'INSERT INTO "{name}" VALUES ({", ".join("?" * len(columns))})', rows)
        base.commit()
        return bytes(base.serialize())
    finally:
        base.close()


def parquet(comparisons: Sequence[Comparison]) -> bytes:
    """The figures as one Parquet file.

    Raises:
        MissingPackageError: pyarrow is not installed.
    """
    try:
        arrow: Any = import_module("pyarrow")
        files: Any = import_module("pyarrow.parquet")
    except ImportError:
        raise MissingPackageError(
            'Parquet needs pyarrow: pip install "carbon-crosswalk[parquet]"',
            '写出 Parquet 需要 pyarrow：pip install "carbon-crosswalk[parquet]"',
        ) from None
    columns = list(zip(*figures(comparisons), strict=True)) or [()] * len(FIGURES)
    table = arrow.table({name: arrow.array(column, arrow.string()) for name, column in zip(FIGURES, columns, strict=True)})
    sink = arrow.BufferOutputStream()
    files.write_table(table.replace_schema_metadata({"version": data_version(), "licence": "CC-BY-4.0"}), sink)
    return bytes(sink.getvalue().to_pybytes())
