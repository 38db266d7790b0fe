"""Benchmarks of the free allocation adjustment, (EU) 2025/2620 Annex, point 5: t CO2e per tonne of goods.

Column A is for goods with actual emissions, column B for goods with default values. A value may depend on the production route (a letter) and on
the production year.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from crosswalk.errors import DeclarationError, Finding, MissingPropertyError, UnknownNameError
from crosswalk.library.defaults import check_year
from crosswalk.library.goods import GoodsLine, GoodsTable, System, spaced
from crosswalk.model.base import Confirmation, Source, Text
from crosswalk.model.goods import Column


@dataclass(frozen=True, slots=True)
class Benchmark:
    """One benchmark.

    Attributes:
        line: the good.
        column: `A` for actual emissions, `B` for default values.
        year: year of production.
        route: letter of the production route; `None` where the benchmark does not depend on it.
        value: t CO2e/t.
        source: document and clause.
        notes: what has to be known about it.
    """

    line: GoodsLine
    column: Column
    year: int
    route: str | None
    value: Decimal
    source: Source
    notes: tuple[Text, ...]

    @property
    def confirmed(self) -> Confirmation:
        """How far the number was checked."""
        return self.source.confirmed


def benchmarks(table: GoodsTable, line: GoodsLine, column: Column, year: int) -> tuple[Benchmark, ...]:
    """The benchmarks of one good in a production year, one for each route; none for a good without any.

    Raises:
        DeclarationError: the year is before 2026.
        UnknownNameError: the table does not reach to that year.
    """
    check_year(table, year)
    markers = table.goods.markers.years
    last = max(end for _, end in markers.values())
    if year > last:
        raise UnknownNameError(Finding(f"no benchmark is known for {year}, only up to {last}", f"{year} 年的基准值未知，仅至 {last} 年"))
    home = table.goods.tables.benchmarks
    return tuple(
        Benchmark(
            line=line,
            column=column,
            year=year,
            route=row.route,
            value=row.value,
            source=Source(document=row.source, clause=home.source.clause, confirmed=row.confirmed),
            notes=(home.note,) if home.note else (),
        )
        for row in table.benchmark_rows(line, column)
        if row.marker is None or markers[row.marker][0] <= year <= markers[row.marker][1]
    )


def routes(table: GoodsTable, line: GoodsLine) -> tuple[str, ...]:
    """The routes that the benchmarks of a good tell apart, in either column."""
    columns: tuple[Column, ...] = ("A", "B")
    return tuple(sorted({row.route for column in columns for row in table.benchmark_rows(line, column) if row.route is not None}))


def benchmark(table: GoodsTable, code: str, column: Column, year: int, route: str | None = None, *, system: System = "eu") -> Benchmark:
    """The one benchmark of a code.

    Args:
        table: the list of goods.
        code: a code of goods with one and the same benchmark.
        column: `A` for actual emissions (Equations 2 to 4), `B` for default values (Equation 6).
        year: year of production; year marker (1) is 2026-27, (2) is 2028-30.
        route: letter of the production route, where the benchmark depends on it.
        system: `eu`, or `cn` for a code of the Chinese tariff.

    Raises:
        DeclarationError: the year is before 2026, or the column or route contradicts the code.
        MissingPropertyError: the benchmark depends on the route, and none was given.
        UnknownNameError: the code, route or year has no benchmark.
        AmbiguousCodeError: the goods of the code have different benchmarks.

    >>> from crosswalk.library.goods import goods_table
    >>> benchmark(goods_table(), "7208 39 00", "B", 2026, "C").value
    Decimal('1.370')
    """
    if column not in ("A", "B"):
        raise DeclarationError(Finding(f"{column!r} is no column: A or B", f"{column!r} 不是列名：A 或 B"))
    every = table.covered(code, system=system)
    lines = tuple(line for line in every if route is None or line.route in (None, route)) or every  # a route may tell TARIC codes apart
    found = [_one(table, line, column, year, route) for line in lines]
    if len({entry.value for entry in found}) > 1:
        raise table.ambiguous(code, lines, [("benchmark", "基准值")], system=system)
    return found[0]


def _one(table: GoodsTable, line: GoodsLine, column: Column, year: int, route: str | None) -> Benchmark:
    known = table.goods.routes.names
    if route is not None and route not in known:
        raise UnknownNameError(Finding(f"unknown route {route!r}", f"未知路线 {route!r}", nearest=tuple(known)))
    options = benchmarks(table, line, column, year)
    if not options:
        raise UnknownNameError(
            Finding(
                f"{spaced(line.code)} has no benchmark" + ("; its newer codes have" if line.replaced_by else ""),
                f"{spaced(line.code)} 没有基准值" + ("；其新编码有" if line.replaced_by else ""),
                nearest=tuple(spaced(code) for code in line.replaced_by),
            )
        )
    told_apart = routes(table, line)
    if route is not None and told_apart and route not in told_apart:
        raise UnknownNameError(
            Finding(
                f"{line.label()} has no benchmark of route {route}",
                f"{line.label('zh')} 没有路线 {route} 的基准值",
                nearest=told_apart,
            )
        )
    chosen = [entry for entry in options if route is None or entry.route in (None, route)]
    if len({entry.value for entry in chosen}) > 1:
        listed = ", ".join(f"{entry.route} {entry.value}" for entry in chosen)
        raise MissingPropertyError(
            Finding(
                f"the benchmark of {spaced(line.code)} depends on the production route: {listed}; give the route",
                f"{spaced(line.code)} 的基准值取决于生产路线：{listed}；请给出路线",
                nearest=told_apart,
            )
        )
    return chosen[0]
