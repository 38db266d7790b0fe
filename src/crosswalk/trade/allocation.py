"""The specific embedded free allocation (SEFA), (EU) 2025/2620 Annex, points 2 to 4: t CO2e per tonne of goods.

Equation 2: SFAProc = CBAM factor x CSCF x benchmark of column A, for the last production process. Equation 3: a simple good has that as its SEFA.
Equation 4: a complex good adds mass x SEFA of each precursor. Equation 5: that mass is the precursor's amount per tonne of the good.
Equation 6: for default values, SEFA = CBAM factor x CSCF x benchmark of column B.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from crosswalk.errors import DeclarationError, Finding, MissingPropertyError
from crosswalk.library.defaults import EXEMPT, DefaultValue, check_year, default_value, origin_of
from crosswalk.library.goods import GoodsLine, GoodsTable, System, spaced
from crosswalk.library.tables import letters
from crosswalk.model.base import Confirmation
from crosswalk.model.goods import Yearly, weakest
from crosswalk.model.quantity import decimal
from crosswalk.trade.benchmark import Benchmark, benchmark, routes

Basis = Literal["default", "actual"]
PartBasis = Literal["exempt", "verified", "computed", "column-b"]
Cscf = Mapping[int, Decimal]


@dataclass(frozen=True, slots=True)
class Precursor:
    """A precursor of a good: itself a listed good, used up in its production.

    Attributes:
        code: its code.
        mass: tonnes of it per tonne of the good, before cutting and with losses (Equation 5).
        year: its own reporting period, which may differ from that of the good.
        origin: ISO code of its country of production; `None` where that is unknown.
        route: letter of its production route.
        sefa: the verified value of its producer, t CO2e/t (point 3.3(1)).
        actual: whether to compute its value from its own benchmark and precursors (Equations 3 and 4) instead.
        precursors: its own precursors, for `actual`.
        evidence: the verification report on which `sefa` or `actual` rests.
    """

    code: str
    mass: Decimal
    year: int
    origin: str | None
    route: str | None = None
    sefa: Decimal | None = None
    actual: bool = False
    precursors: tuple[Precursor, ...] = ()
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class SefaPart:
    """What one precursor adds: `mass` x `value`. `basis` says where its SEFA comes from."""

    code: str
    year: int
    mass: Decimal
    value: Decimal
    basis: PartBasis
    confirmed: Confirmation


@dataclass(frozen=True, slots=True)
class Sefa:
    """The specific embedded free allocation of a good.

    Attributes:
        code: digits of the good.
        year: year of production.
        value: t CO2e per tonne of the good.
        route: `default` (Equation 6) or `actual` (Equations 2 to 4); it has to be the same as that of the embedded emissions.
        process: the part of the good's own benchmark.
        benchmark: that benchmark; `None` where it does not matter.
        factor: CBAM factor of the year, the share of free allocation that remains.
        cscf: cross-sectoral correction factor of the year; `None` where it does not matter.
        parts: what the precursors add.
        confirmed: how far the facts were checked on which the value rests.
    """

    code: str
    year: int
    value: Decimal
    route: Basis
    process: Decimal
    benchmark: Benchmark | None
    factor: Decimal
    cscf: Decimal | None
    parts: tuple[SefaPart, ...]
    confirmed: Confirmation


def sefa_default(table: GoodsTable, default: DefaultValue, *, route: str | None = None, cscf: Cscf | None = None) -> Sefa:
    """SEFA of a good with a default value: CBAM factor x CSCF x benchmark of column B (Equation 6).

    Args:
        table: the list of goods.
        default: the default value, whose printed route selects the benchmark.
        route: the route, where none is printed or the printed one selects no benchmark.
        cscf: correction factors by year, for years whose factor is not shipped.

    Raises:
        MissingPropertyError: the route or the correction factor is needed and not known.
        UnknownNameError: no benchmark or factor is known for the code, route or year.
        AmbiguousCodeError: the goods of the code have different benchmarks.
    """
    code, year = default.code, default.year
    if default.table == EXEMPT:
        return Sefa(code, year, Decimal(0), "default", Decimal(0), None, Decimal(0), None, (), default.confirmed)
    factor, _ = _yearly(table.goods.cbam_factor, year, None)
    found = _column_b(table, code, default.lines, year, default.route, route) if factor else None
    return _own(table, code, year, found, "default", cscf, ())


def sefa_actual(
    table: GoodsTable,
    code: str,
    year: int,
    *,
    route: str | None = None,
    precursors: Sequence[Precursor] = (),
    cscf: Cscf | None = None,
    factors_on_column_b: bool = True,
    system: System = "eu",
) -> Sefa:
    """SEFA of a good with actual emissions: its own process (Equation 2) and its precursors (Equations 3 and 4).

    Args:
        table: the list of goods.
        code: the good.
        year: year of production.
        route: letter of the production route, where the benchmark of column A depends on it.
        precursors: all precursors; those of the Union or an exempt origin count with zero.
        cscf: correction factors by year, for years whose factor is not shipped.
        factors_on_column_b: whether a precursor without a verified value counts with CBAM factor x CSCF x benchmark, or with the bare benchmark.
            Point 3.3(2) only says that the benchmark of column B is selected; read with Equation 6 the factors belong to it. The wording alone
            does not settle it.
        system: `eu`, or `cn` for a code of the Chinese tariff.

    Raises:
        DeclarationError: the year is before 2026, or a precursor contradicts itself.
        MissingPropertyError: a route or correction factor is needed and not known.
        UnknownNameError: no benchmark or factor is known for a code, route or year.
    """
    check_year(table, year)
    lines = table.covered(code, system=system)
    asked = table.digits(code, system)
    if all(line.cn8 in table.goods.without_adjustment.codes for line in lines):
        tag = table.goods.without_adjustment.source.confirmed
        return Sefa(asked, year, Decimal(0), "actual", Decimal(0), None, Decimal(0), None, (), tag)
    factor, _ = _yearly(table.goods.cbam_factor, year, None)
    found = benchmark(table, code, "A", year, route, system=system) if factor else None
    parts = tuple(_part(table, entry, cscf, factors_on_column_b) for entry in precursors)
    return _own(table, asked, year, found, "actual", cscf, parts)


def _own(
    table: GoodsTable, code: str, year: int, found: Benchmark | None, basis: Basis, cscf: Cscf | None, parts: tuple[SefaPart, ...]
) -> Sefa:
    """Equations 2 to 4, or 6: the benchmark of the good with its factors, and what its precursors add."""
    scale, factor, correction, confirmed = _scale(table, year, cscf)
    process = scale * found.value if found else Decimal(0)
    value = process + sum((part.mass * part.value for part in parts), Decimal(0))
    tags = [confirmed, *([found.confirmed] if found else []), *(part.confirmed for part in parts)]
    return Sefa(code, year, value, basis, process, found, factor, correction, parts, weakest(*tags))


def _scale(table: GoodsTable, year: int, cscf: Cscf | None) -> tuple[Decimal, Decimal, Decimal | None, Confirmation]:
    """CBAM factor x CSCF, both factors, and how far they were checked. Where no free allocation remains, the CSCF does not matter."""
    factor, tag = _yearly(table.goods.cbam_factor, year, None)
    if not factor:
        return factor, factor, None, tag
    correction, other = _yearly(table.goods.cscf, year, cscf)
    return factor * correction, factor, correction, weakest(tag, other)


def _yearly(series: Yearly, year: int, given: Cscf | None) -> tuple[Decimal, Confirmation]:
    if given is not None and year in given:
        return amount(given[year], "cscf"), "primary"
    if year not in series.values:
        note = series.note
        en, zh = f"no factor is known for {year}", f"{year} 年的系数未知"
        raise MissingPropertyError(Finding(f"{en}. {note.en}" if note else en, f"{zh}。{note.zh}" if note else zh))
    return series.values[year], series.source.confirmed


def amount(value: Decimal | int | str, field: str) -> Decimal:
    """A finite number that is not negative.

    Raises:
        DeclarationError: it is something else.
    """
    number = decimal(value)
    if number < 0:
        raise DeclarationError(Finding(f"{number} cannot be negative", f"{number} 不能为负", field=field))
    return number


def _column_b(table: GoodsTable, code: str, lines: Sequence[GoodsLine], year: int, printed: str | None, route: str | None) -> Benchmark:
    """The benchmark of column B that the printed route selects; the highest where several grades stand under one code (point 5.1)."""
    found = []
    for line in lines:
        told_apart = routes(table, line)
        selected = [letter for letter in letters(printed) if letter in told_apart]
        if selected and route is not None and route not in selected:
            raise DeclarationError(
                Finding(
                    f"route {route} is given for {spaced(line.code)}, the table of default values prints {printed}",
                    f"为 {spaced(line.code)} 给出路线 {route}，而默认值表印为 {printed}",
                )
            )
        choice: list[str | None] = [route] if route is not None or not selected else [*selected]
        found.append(max((benchmark(table, line.code, "B", year, letter) for letter in choice), key=lambda entry: entry.value))
    if len({entry.value for entry in found}) > 1:
        raise table.ambiguous(code, lines, [("benchmark", "基准值")])
    return found[0]


def _part(table: GoodsTable, entry: Precursor, cscf: Cscf | None, factors_on_column_b: bool) -> SefaPart:
    """Mass and SEFA of a precursor."""
    mass = amount(entry.mass, "mass")
    lines = table.covered(entry.code)
    code = table.digits(entry.code)
    check_year(table, entry.year)
    own = entry.sefa is not None or entry.actual
    if (entry.sefa is not None and entry.actual) or (entry.precursors and not entry.actual):
        raise DeclarationError(
            Finding(
                f"precursor {spaced(code)}: a verified value, its own precursors (actual) and column B exclude one another",
                f"前体 {spaced(code)}：核查值、由其前体计算（actual）与B列三者只能取一",
            )
        )
    if own and not entry.evidence.strip():
        raise DeclarationError(
            Finding(
                f"precursor {spaced(code)}: actual values need the verification report they rest on (evidence)",
                f"前体 {spaced(code)}：实际值须注明所依据的核查报告（evidence）",
            )
        )
    if origin_of(table, entry.origin)[1]:
        return SefaPart(code, entry.year, mass, Decimal(0), "exempt", table.goods.exempt.source.confirmed)
    if entry.sefa is not None:
        return SefaPart(code, entry.year, mass, amount(entry.sefa, "sefa"), "verified", "primary")
    if entry.actual:
        made = sefa_actual(
            table,
            entry.code,
            entry.year,
            route=entry.route,
            precursors=entry.precursors,
            cscf=cscf,
            factors_on_column_b=factors_on_column_b,
        )
        return SefaPart(code, entry.year, mass, made.value, "computed", made.confirmed)
    return _by_column_b(table, entry, code, mass, lines, cscf, factors_on_column_b)


def _by_column_b(
    table: GoodsTable, entry: Precursor, code: str, mass: Decimal, lines: Sequence[GoodsLine], cscf: Cscf | None, with_factors: bool
) -> SefaPart:
    """A precursor without a verified value, point 3.3(2)."""
    scale, confirmed = Decimal(1), weakest("primary")
    if with_factors:
        scale, _, _, confirmed = _scale(table, entry.year, cscf)
        if not scale:
            return SefaPart(code, entry.year, mass, scale, "column-b", confirmed)
    printed = _printed_route(table, entry) if any(routes(table, line) for line in lines) else None
    found = _column_b(table, code, lines, entry.year, printed, entry.route)
    return SefaPart(code, entry.year, mass, scale * found.value, "column-b", weakest(confirmed, found.confirmed))


def _printed_route(table: GoodsTable, entry: Precursor) -> str | None:
    """The default route of a precursor's country of origin, where its table is shipped; otherwise the caller has to know it."""
    country, _ = origin_of(table, entry.origin)
    if country is None or country in table.goods.tables.defaults:
        return default_value(table, entry.code, country, entry.year).route
    if entry.route is None:
        raise MissingPropertyError(
            Finding(
                f"precursor {spaced(table.digits(entry.code))}: give the route that (EU) 2025/2621 Annex I prints for {country}",
                f"前体 {spaced(table.digits(entry.code))}：请给出(EU) 2025/2621附件一为 {country} 所印的路线",
                field="route",
            )
        )
    return None
