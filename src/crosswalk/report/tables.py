"""What a report shows, as titled tables: the one source of the terminal and the Markdown form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from crosswalk.engine.figures import FigureResult
from crosswalk.report.text import Amount
from crosswalk.report.words import kind, word

Rows = list[dict[str, Any]]
"""What a list gives as data."""


@dataclass(frozen=True, slots=True)
class Table:
    """A titled table; `numeric` names the columns that are aligned to the right."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Picture:
    """A vector drawing with what it shows in words, and what its shades and marks mean."""

    title: str
    words: str
    svg: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """A heading, facts as (name, value) and tables, with notes at the end; pictures are for forms that show them."""

    title: str
    facts: tuple[tuple[str, str], ...]
    tables: tuple[Table, ...]
    notes: tuple[str, ...] = ()
    pictures: Callable[[], tuple[Picture, ...]] = tuple


def amount(value: Decimal | None, lang: str, empty: str | None = None) -> str:
    """A number for reading: six significant digits, no exponent for ordinary sizes; `None` is open."""
    if value is None:
        return word("open", lang) if empty is None else empty
    return Amount(_digits(value), value)


def _digits(value: Decimal) -> str:
    if value == 0:
        return "0"
    if value == value.to_integral_value() and abs(value) < 10**9:
        return f"{int(value)}"
    exponent = value.adjusted()
    if -5 < exponent < 12:
        digits = max(0, 5 - exponent)
        shown = f"{value:.{digits}f}"
        return shown.rstrip("0").rstrip(".") if "." in shown else shown
    return f"{value:.6g}"


def sentence(figure: FigureResult, lang: str) -> str:
    """A figure in one line."""
    low, best, high = figure.bounds
    state = kind(figure.status, lang)
    if low is not None and low == high:
        return f"{amount(low, lang)} {figure.unit} ({state})"
    estimate = f", {word('best', lang)} {amount(best, lang)}" if best is not None else ""
    return f"{amount(low, lang)} … {amount(high, lang)} {figure.unit}{estimate} ({state})"


def plain_table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]], numeric: Sequence[int] = ()) -> Report:
    """A report of one table."""
    return Report(title, (), (Table("", tuple(columns), tuple(tuple(row) for row in rows), frozenset(numeric)),))
