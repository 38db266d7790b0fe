"""Published default parameters of end-of-life formulas, and where they hold."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from crosswalk.errors import DeclarationError, Finding, MissingPropertyError, UnknownNameError
from crosswalk.model.base import Source
from crosswalk.model.recycling import SYMBOLS, ParameterItem, RecyclingParameters
from crosswalk.model.regions import lies_in
from crosswalk.names import Names

RATES = ("R1", "R2", "R3")
"""Parameters that differ from region to region."""


@dataclass(frozen=True, slots=True)
class Default:
    """One default that was used, and where it stands."""

    parameters: str
    item: str
    symbol: str
    value: Decimal
    source: Source


def item_of(sets: tuple[RecyclingParameters, ...], application: str, field: str) -> tuple[RecyclingParameters, ParameterItem]:
    """The entry of an application in the first set that has it, by id or name.

    Raises:
        UnknownNameError: no set has such an application; the nearest are named.
    """
    names = Names("application of default parameters", "缺省参数的用途")
    homes: dict[str, tuple[RecyclingParameters, ParameterItem]] = {}
    for entry in sets:
        for item in entry.items:
            if item.id not in homes:
                homes[item.id] = (entry, item)
                names.add(item.id, [item.name.en, item.name.zh, *item.aliases])
    if not homes:
        raise UnknownNameError(
            Finding("neither standard has default parameters; declare the value", "两项标准均无缺省参数；请声明数值", field=field)
        )
    return homes[names.resolve(application, field).key]


def default_of(
    sets: tuple[RecyclingParameters, ...], application: str, symbol: str, region: str | None, field: str, application_field: str
) -> Default:
    """The published default of a parameter, for the region where it has to hold.

    Args:
        sets: the sets of the standards at hand, best first.
        application: the material and its use.
        symbol: the parameter.
        region: where the product is made (R1) or becomes waste (R2, R3), an ISO 3166 code.
        field: the field that asks for the default.
        application_field: the field that names the application.

    Raises:
        UnknownNameError: no such application.
        DeclarationError: the set has no such value, or the rate holds for other countries.
        MissingPropertyError: the region decides, and was not declared.
    """
    entry, item = item_of(sets, application, application_field)
    found = item.values.get(symbol)  # type: ignore[call-overload]
    en, zh = SYMBOLS[symbol]
    if found is None:
        raise DeclarationError(
            Finding(
                f"{entry.name.en} has no default of {symbol} for {item.name.en}; declare it: {en}",
                f"{entry.name.zh} 没有 {item.name.zh} 的 {symbol} 缺省值；请声明{zh}",
                field=field,
            )
        )
    if symbol in RATES:
        _check_region(entry, symbol, region, field)
    return Default(entry.id, item.id, symbol, found.value, found.source or entry.source)


def _check_region(entry: RecyclingParameters, symbol: str, region: str | None, field: str) -> None:
    """Raise where a rate does not hold: collection and recycling are those of the market, not of the standard."""
    en, zh = SYMBOLS[symbol]
    where, needs = ("made", "subject.location") if symbol == "R1" else ("waste", "recycling.waste_region")
    if region is None:
        raise MissingPropertyError(
            Finding(
                f"a default of {symbol} holds for {entry.jurisdiction} only: where {'is the product made' if where == 'made' else 'does the product become waste'}? "
                f"declare `{needs}`",
                f"{symbol} 的缺省值仅适用于 {entry.jurisdiction}：产品在何处{'生产' if where == 'made' else '成为废物'}？请声明 `{needs}`",
                field=field,
            )
        )
    if not lies_in(region, entry.regions):
        raise DeclarationError(
            Finding(
                f"the default of {symbol} in {entry.name.en} holds for {entry.jurisdiction} ({entry.vintage}), not for {region}: what is {en} in {region}?",
                f"{entry.name.zh} 的 {symbol} 缺省值适用于 {entry.jurisdiction}（{entry.vintage}），不适用于 {region}：{region} 的{zh}是多少？",
                field=field,
            )
        )
