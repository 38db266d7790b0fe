"""Texts as numbers: a cell that is none rejects its row and says why; nothing is guessed."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc

from crosswalk.batch.files.chunk import ROW, Fault
from crosswalk.batch.files.sink import is_text

_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_WITH_UNIT = re.compile(r"[+-]?[0-9][0-9.,]*\s*[^\s0-9.,].*")


def with_numbers(table: pa.Table, columns: Iterable[str], decimal_comma: bool) -> tuple[pa.Table, list[Fault]]:
    """The table with the texts of some columns as numbers, an empty cell as null, and a fault for each cell that is no number."""
    faults: list[Fault] = []
    for name in columns:
        column = table[name]
        if is_text(column.type):
            numbers, bad = _numbers(column, decimal_comma)
            for at in bad:
                faults.append(_no_number(table[ROW][at].as_py(), name, column[at].as_py(), decimal_comma))
            table = table.set_column(table.column_names.index(name), name, numbers)
        elif pa.types.is_boolean(column.type) or pa.types.is_temporal(column.type):
            for row, value in zip(table[ROW].to_pylist(), column.to_pylist(), strict=True):
                if value is not None:
                    faults.append(_no_number(row, name, str(value), decimal_comma))
            table = table.set_column(table.column_names.index(name), name, pa.nulls(table.num_rows, pa.float64()))
    return table, faults


def _numbers(column: pa.ChunkedArray, decimal_comma: bool) -> tuple[pa.ChunkedArray, list[int]]:
    """The numbers, and the places of texts that are none."""
    trimmed = pc.utf8_trim_whitespace(column)
    filled = pc.if_else(pc.equal(trimmed, ""), pa.scalar(None, column.type), trimmed)
    if not decimal_comma:
        try:
            numbers = pc.cast(filled, pa.float64())
        except pa.ArrowInvalid:
            pass
        else:
            if pc.all(pc.is_finite(numbers)).as_py() in (True, None):
                return numbers, []
    values: list[float | None] = []
    bad = []
    for at, text in enumerate(filled.to_pylist()):
        value = None if text is None else number_of(text, decimal_comma)
        if text is not None and value is None:
            bad.append(at)
        values.append(value)
    return pa.chunked_array([pa.array(values, pa.float64())]), bad


def number_of(text: str, decimal_comma: bool = False) -> float | None:
    """A text as a number, or `None` where it is none.

    >>> number_of("386.2"), number_of("1e3"), number_of("1,5", True), number_of("1,5"), number_of("nan"), number_of("1e999")
    (386.2, 1000.0, 1.5, None, None, None)
    """
    if decimal_comma:
        if "." in text:
            return None
        text = text.replace(",", ".")
    value = float(text) if _NUMBER.fullmatch(text) else math.nan
    return value if math.isfinite(value) else None


def _no_number(row: int, column: str, text: str, decimal_comma: bool) -> Fault:
    shown = text if len(text) <= 40 else f"{text[:40]}…"
    if not decimal_comma and number_of(text.strip(), True) is not None:
        en, zh = "write a point, or say `--decimal-comma`", "请用小数点，或使用 `--decimal-comma`"
    elif _WITH_UNIT.fullmatch(text.strip()):
        en = "one column has one unit, in brackets after its name or in the layout; else give units in a column of their own (`unit: $column`)"
        zh = "一列只有一种单位，写在列名后的方括号或版式中；否则单位另设一列（`unit: $列名`）"
    else:
        en, zh = "leave the cell empty where nothing is declared", "未声明的数据请留空"
    return Fault(row, column, f"{shown!r} is no number; {en}", f"{shown!r} 不是数值；{zh}")
