"""What is written: tables one after the other into one file."""

from __future__ import annotations

from typing import Protocol

import pyarrow as pa
import pyarrow.compute as pc

from crosswalk.formats.cells import LEADS

LEADS_FORMULA = f"^{LEADS}"
IS_NUMBER = r"^[+-]?[0-9.]+([eE][+-]?[0-9]+)?$"


class Sink(Protocol):
    """A file that is written; under its final name it stands only when it is complete."""

    def open(self, schema: pa.Schema) -> None:
        """Begin a file with these columns."""

    def write(self, table: pa.Table) -> None:
        """Add rows."""

    def close(self) -> None:
        """Complete the file."""

    def most_rows(self) -> int | None:
        """How many rows the format can hold."""


def harmless(table: pa.Table) -> pa.Table:
    """Texts that a spreadsheet would run as formulas get an apostrophe in front; numbers that are written as text do not.

    >>> harmless(pa.table({"a": ["=1+1", "-3.5", "@x", "plain", None]}))["a"].to_pylist()
    ["'=1+1", '-3.5', "'@x", 'plain', None]
    """
    columns = []
    for column in table.columns:
        if is_text(column.type):
            risky = pc.and_not(pc.match_substring_regex(column, LEADS_FORMULA), pc.match_substring_regex(column, IS_NUMBER))
            if pc.any(risky).as_py():
                column = pc.if_else(
                    risky, pc.binary_join_element_wise(pa.scalar("'", column.type), column, pa.scalar("", column.type)), column
                )
        columns.append(column)
    return pa.table(columns, names=table.column_names)


def is_text(of: pa.DataType) -> bool:
    """Whether a column holds texts."""
    return bool(pa.types.is_string(of) or pa.types.is_large_string(of))
