"""Default values of embedded emissions: the published total of a country, with the mark-up of the sector and year.

A default value stands in for a verified figure; it is no footprint. All amounts are t CO2e per tonne of goods.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from crosswalk.errors import DeclarationError, Finding, UnknownNameError
from crosswalk.library.goods import GoodsLine, GoodsTable, System, spaced
from crosswalk.library.tables import letters
from crosswalk.model.base import Confirmation, Source, Text
from crosswalk.model.goods import DefaultRow, weakest
from crosswalk.model.quantity import decimal
from crosswalk.names import normalise

OTHER = "other"
UNKNOWN = "unknown"
EXEMPT = "exempt"
GIVEN = "given"

_PRINTED = Decimal("0.001")  # the tables print three decimals
_FALLBACK = Text(
    en="The table of the country has no value for this good, so that of the other countries holds.",
    zh="该国表中没有此货物的值，故采用其他国家表。",
)
_GIVEN = Text(en="The total was given by the caller, not looked up.", zh="总值由调用者给出，未经查表。")
_TIE = Text(
    en="The source has one digit more and ends in 5, rounded up here: the third decimal may be one less in the text.",
    zh="来源多一位且末位为5，此处进位：正文第三位小数可能小1。",
)


@dataclass(frozen=True, slots=True)
class DefaultValue:
    """A default value with everything that it rests on.

    Attributes:
        code: the digits that were asked for.
        lines: the goods that the value holds for.
        origin: country of origin as looked up; `None` where it is unknown.
        year: year of production, whose mark-up is applied.
        total: published total before mark-up, t CO2e/t, three decimals.
        direct: published direct part, for information only.
        indirect: published indirect part, for information only.
        mark_up: mark-up as a share.
        value: total with mark-up, t CO2e/t, unrounded; what certificates are due for.
        table: `CN` or another country with a table, `other`, `unknown`, `exempt`, or `given` by the caller.
        route: letter of the production route that the table prints, for the benchmark; `C/F` where the code decides; `None` for none.
        source: document and clause that the total was read in, and how far that was checked.
        confirmed: how far the value was checked: total, mark-up, and whether the table still holds.
        route_confirmed: how far the route was checked.
        notes: what has to be known about this value.
    """

    code: str
    lines: tuple[GoodsLine, ...]
    origin: str | None
    year: int
    total: Decimal
    direct: Decimal | None
    indirect: Decimal | None
    mark_up: Decimal
    value: Decimal
    table: str
    route: str | None
    source: Source
    confirmed: Confirmation
    route_confirmed: Confirmation
    notes: tuple[Text, ...]


def default_value(
    table: GoodsTable,
    code: str,
    origin: str | None,
    year: int,
    *,
    system: System = "eu",
    unlisted: bool = False,
    printed: Decimal | str | None = None,
    route: str | None = None,
) -> DefaultValue:
    """The default value of a good: published total x (1 + mark-up), from (EU) 2025/2621.

    Args:
        table: the list of goods.
        code: a code that stands for goods with one and the same default value.
        origin: ISO code of the country of origin, or the name of an exempt territory; `None` where the country is unknown (Annex IV).
        year: year of production, 2026 or later; from 2028 on the mark-up stays that of 2028.
        system: `eu`, or `cn` for a code of the Chinese tariff.
        unlisted: the caller has checked that Annex I has no value for this country and good, so that the table of other countries holds.
        printed: the total that Annex I prints for a country whose table is not shipped, t CO2e/t.
        route: the route that Annex I prints beside it.

    Raises:
        DeclarationError: the year is before 2026, or the origin is no country code.
        UnknownNameError: the code is not listed, or nothing is known for it.
        AmbiguousCodeError: the goods of the code have different default values.

    >>> from crosswalk.library.goods import goods_table
    >>> value = default_value(goods_table(), "7208 39 00", "CN", 2026)
    >>> value.total, value.mark_up, value.value, value.route
    (Decimal('3.187'), Decimal('0.10'), Decimal('3.50570'), 'C')
    """
    lines = table.covered(code, system=system)
    check_year(table, year)
    country, exempt = origin_of(table, origin)
    asked = table.digits(code, system)
    if exempt:
        return _zero(table, asked, lines, country, year)
    mark_up, mark_up_confirmed = _mark_up(table, code, lines, year, system)
    notes: tuple[Text, ...]
    if printed is not None:
        row, key, notes = _given(table, asked, printed, route), GIVEN, (_GIVEN,)
    elif route is not None:
        raise DeclarationError(Finding("a route is given together with a printed total only", "仅在给出所印总值时可给出路线"))
    else:
        row, key, notes = _row(table, code, lines, _table_of(table, country, unlisted), system)
    total, tie = _round(row.total)
    home = table.goods.tables.defaults.get(key)
    in_force: Confirmation = home.in_force if home else "primary"
    return DefaultValue(
        code=asked,
        lines=lines,
        origin=country,
        year=year,
        total=total,
        direct=row.direct,
        indirect=row.indirect,
        mark_up=mark_up,
        value=total * (1 + mark_up),
        table=key,
        route=row.route,
        source=Source(document=row.source, clause=home.source.clause if home else "Annex I", confirmed=row.confirmed),
        confirmed=weakest(row.confirmed, mark_up_confirmed, in_force, "unconfirmed" if tie else "primary"),
        route_confirmed=weakest(row.route_confirmed, in_force),
        notes=(*notes, _TIE) if tie else notes,
    )


def _given(table: GoodsTable, asked: str, printed: Decimal | str, route: str | None) -> DefaultRow:
    """What the caller read in the table of a country, as a row."""
    total = decimal(printed)
    if total < 0:
        raise DeclarationError(Finding("a printed total cannot be negative", "所印总值不能为负"))
    known = table.goods.routes.names
    for letter in letters(route):
        if letter not in known:
            raise UnknownNameError(Finding(f"unknown route {letter!r}", f"未知路线 {letter!r}", nearest=tuple(known)))
    home = table.goods.tables.defaults[OTHER].source.document
    return DefaultRow(code=asked, total=total, route=route or None, source=home, confirmed="unconfirmed", route_confirmed="unconfirmed")


def check_year(table: GoodsTable, year: int) -> None:
    """Refuse a production year before the definitive regime.

    Raises:
        DeclarationError: the year is too early.
    """
    first = table.goods.start.year
    if year < first:
        raise DeclarationError(
            Finding(
                f"{year} is before {first}, the first year of the definitive regime; the transitional period had other rules",
                f"{year} 早于正式实施首年 {first}；过渡期规则不同",
            )
        )


def origin_of(table: GoodsTable, origin: str | None) -> tuple[str | None, bool]:
    """The code (or the name of an exempt territory) of an origin, and whether it is outside the mechanism.

    Raises:
        DeclarationError: neither a code of two letters nor an exempt territory.
    """
    if origin is None:
        return None, False
    for region in table.goods.exempt.regions:
        names = [region.name.en, region.name.zh] if region.code is None else [region.code, region.name.en, region.name.zh]
        if normalise(origin) in [normalise(name) for name in names]:
            return region.code or region.name.en, True
    country = origin.strip().upper()
    if not (len(country) == 2 and country.isascii() and country.isalpha()):
        raise DeclarationError(
            Finding(
                f"{origin[:40]!r} is no country code of two letters, such as CN",
                f"{origin[:40]!r} 不是两位字母的国家代码，例如 CN",
            )
        )
    return country, country in table.goods.exempt.members


def _table_of(table: GoodsTable, country: str | None, unlisted: bool) -> str:
    if country is None:
        return UNKNOWN
    if country in table.goods.tables.defaults:
        return country
    if unlisted:
        return OTHER
    raise UnknownNameError(
        Finding(
            f"the default values of {country} are not shipped: give the printed total of (EU) 2025/2621 Annex I, "
            "or say that Annex I has none for this country and good (unlisted), so that the table of other countries holds",
            f"未收录 {country} 的默认值：请给出(EU) 2025/2621附件一所印的总值；若附件一对该国该货物无值，请注明（unlisted），即采用其他国家表",
        )
    )


def _mark_up(table: GoodsTable, code: str, lines: tuple[GoodsLine, ...], year: int, system: System) -> tuple[Decimal, Confirmation]:
    sector = table.resolve(code, system=system, attributes=("sector",)).sector or ""
    found = table.goods.mark_up(sector, year)
    if found is None:
        raise UnknownNameError(
            Finding(
                f"there is no default value for {lines[0].label()}: those of electricity are not shipped",
                f"{lines[0].label('zh')} 没有默认值：电力的默认值未收录",
            )
        )
    return found, table.goods.mark_ups.source.confirmed


def _row(table: GoodsTable, code: str, lines: tuple[GoodsLine, ...], key: str, system: System) -> tuple[DefaultRow, str, tuple[Text, ...]]:
    """The one row that holds for all lines, the table that it stands in, and what has to be known about it."""
    found: list[tuple[DefaultRow, str]] = []
    for line in lines:
        row = table.default_row(line, key)
        home = key
        if row is None and key not in (OTHER, UNKNOWN):
            row, home = table.default_row(line, OTHER), OTHER
        if row is None:
            raise _without_value(table, line)
        found.append((row, home))
    if len({(row.total, row.route, home) for row, home in found}) > 1:
        raise table.ambiguous(code, lines, [("default value", "默认值")], system=system)
    row, home = found[0]
    note = table.goods.tables.defaults[home].note
    remarks = [text for line in lines for text in (*line.remarks, *table.remarks(line.code, home))]
    return row, home, tuple(dict.fromkeys([*([_FALLBACK] if home != key else []), *remarks, *([note] if note else [])]))


def _without_value(table: GoodsTable, line: GoodsLine) -> UnknownNameError:
    return UnknownNameError(
        Finding(
            f"{spaced(line.code)} has no default value" + ("; its newer codes have" if line.replaced_by else ""),
            f"{spaced(line.code)} 没有默认值" + ("；其新编码有" if line.replaced_by else ""),
            nearest=tuple(spaced(code) for code in line.replaced_by),
        )
    )


def _round(total: Decimal) -> tuple[Decimal, bool]:
    """A total to the three decimals that are printed, and whether it lay in the middle between two."""
    rounded = total.quantize(_PRINTED, ROUND_HALF_UP)
    return rounded, abs(rounded - total) * 2 == _PRINTED


def _zero(table: GoodsTable, asked: str, lines: tuple[GoodsLine, ...], country: str | None, year: int) -> DefaultValue:
    """Zero for an exempt origin; the note names it, because CH is Switzerland and not China."""
    source = table.goods.exempt.source
    region = next((entry for entry in table.goods.exempt.regions if country in (entry.code, entry.name.en)), None)
    en, zh = (region.name.en, region.name.zh) if region else (f"{country} (European Union)", f"{country}（欧盟）")
    note = Text(
        en=f"{en} is outside the mechanism: no obligation for the good, and zero as a precursor.",
        zh=f"{zh}不在机制范围内：货物无义务，作为前体计为零。",
    )
    zero = Decimal(0)
    return DefaultValue(
        code=asked,
        lines=lines,
        origin=country,
        year=year,
        total=zero,
        direct=None,
        indirect=None,
        mark_up=zero,
        value=zero,
        table=EXEMPT,
        route=None,
        source=source,
        confirmed=source.confirmed,
        route_confirmed=source.confirmed,
        notes=(note,),
    )
