"""Certificates due for imported goods: embedded emissions less free allocation, less a carbon price paid abroad.

A default value is no footprint: embedded emissions say whether they are `default` or `actual`, and the free allocation has to be of the same kind
((EU) 2025/2620 Article 3). Certificate prices and carbon prices paid are inputs; none is shipped.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from crosswalk.errors import DeclarationError, Finding, InconsistentDeclarationError
from crosswalk.library.defaults import DefaultValue, check_year, origin_of
from crosswalk.library.goods import GoodsTable, System, spaced
from crosswalk.model.base import Confirmation
from crosswalk.model.goods import weakest
from crosswalk.model.quantity import decimal
from crosswalk.trade.allocation import Basis, Sefa, amount


@dataclass(frozen=True, slots=True)
class EmbeddedEmissions:
    """Specific embedded emissions (SEE) of a good.

    Attributes:
        code: digits of the good.
        year: year of production.
        value: t CO2e per tonne of the good (per MWh for electricity).
        route: `default` or `actual`.
        evidence: the table of default values, or the verification report.
        confirmed: how far a default value was checked; `None` for actual values.
    """

    code: str
    year: int
    value: Decimal
    route: Basis
    evidence: str
    confirmed: Confirmation | None = None


@dataclass(frozen=True, slots=True)
class CarbonPriceReduction:
    """What a carbon price effectively paid abroad takes off, in certificates (t CO2e) for the whole import.

    Attributes:
        amount: certificates.
        evidence: what proves it: the certified payment, net of rebates and compensation, or the published default price.
        kind: `paid`, or `default` for the Commission's default carbon price of the country, the only one allowed with default values.
    """

    amount: Decimal
    evidence: str
    kind: Literal["paid", "default"] = "paid"


@dataclass(frozen=True, slots=True)
class Obligation:
    """Certificates due for the import of one good.

    Attributes:
        code: digits of the good.
        year: year of production.
        mass: net mass imported, t.
        route: `default` or `actual`, of both embedded emissions and free allocation.
        embedded: mass x SEE, t CO2e.
        adjustment: mass x SEFA, t CO2e (Equation 1).
        reduction: certificates taken off for a carbon price paid abroad.
        certificates: what remains, never below zero, not rounded.
        confirmed: how far the facts were checked on which the number rests.
    """

    code: str
    year: int
    mass: Decimal
    route: Basis
    embedded: Decimal
    adjustment: Decimal
    reduction: Decimal
    certificates: Decimal
    confirmed: Confirmation

    def cost(self, price: Decimal | int | str) -> Decimal:
        """Certificates x the price of one certificate, in the currency of the price."""
        return self.certificates * amount(price, "price")


@dataclass(frozen=True, slots=True)
class Import:
    """Goods imported in a calendar year.

    Attributes:
        code: CN code.
        mass: net mass, t.
        origin: ISO code of the country of origin.
    """

    code: str
    mass: Decimal
    origin: str


@dataclass(frozen=True, slots=True)
class DeMinimis:
    """Whether an importer's year stays within the de-minimis mass.

    Attributes:
        mass: net mass that counts towards the limit, t.
        limit: the limit, t.
        within: whether the mass does not exceed the limit.
        due: the imports for which there is an obligation.
    """

    mass: Decimal
    limit: Decimal
    within: bool
    due: tuple[Import, ...]


def see_default(default: DefaultValue) -> EmbeddedEmissions:
    """Embedded emissions by default value, mark-up included."""
    where = f"{default.source.document}: {default.source.clause}"
    return EmbeddedEmissions(default.code, default.year, default.value, "default", where, default.confirmed)


def see_actual(
    table: GoodsTable, code: str, year: int, value: Decimal | int | str, evidence: str, *, system: System = "eu"
) -> EmbeddedEmissions:
    """Actual embedded emissions, t CO2e per tonne of the good, of direct and (where they count) indirect emissions.

    Raises:
        DeclarationError: no evidence, a negative value, or a year before 2026.
    """
    check_year(table, year)
    table.covered(code, system=system)
    _evident(evidence, "evidence")
    return EmbeddedEmissions(table.digits(code, system), year, amount(value, "value"), "actual", evidence)


def certificates(
    mass: Decimal | int | str, see: EmbeddedEmissions, sefa: Sefa, carbon_price_reduction: CarbonPriceReduction | None = None
) -> Obligation:
    """Certificates due for one good: max(0, mass x (SEE - SEFA) - reduction). A negative result is zero, and no other good gains by it.

    Args:
        mass: net mass imported, t.
        see: specific embedded emissions.
        sefa: specific embedded free allocation of the same good, year and kind.
        carbon_price_reduction: what a carbon price paid abroad takes off.

    Raises:
        InconsistentDeclarationError: emissions and allocation are of different goods, years or kinds.
        DeclarationError: a negative amount, or a carbon price without evidence.
    """
    if (see.code, see.year) != (sefa.code, sefa.year):
        raise InconsistentDeclarationError(
            Finding(
                f"embedded emissions of {spaced(see.code)} in {see.year}, free allocation of {spaced(sefa.code)} in {sefa.year}",
                f"隐含排放为 {spaced(see.code)} {see.year} 年，免费配额为 {spaced(sefa.code)} {sefa.year} 年",
            )
        )
    if see.route != sefa.route:
        raise InconsistentDeclarationError(
            Finding(
                f"embedded emissions are {see.route}, the free allocation is {sefa.route}: both by default, or both actual",
                f"隐含排放为 {see.route}，免费配额为 {sefa.route}：须同为默认值或同为实际值",
            )
        )
    imported = amount(mass, "mass")
    embedded, adjustment = imported * see.value, imported * sefa.value
    reduction = _reduction(carbon_price_reduction, see.route)
    return Obligation(
        code=see.code,
        year=see.year,
        mass=imported,
        route=see.route,
        embedded=embedded,
        adjustment=adjustment,
        reduction=reduction,
        certificates=max(Decimal(0), embedded - adjustment - reduction),
        confirmed=weakest(sefa.confirmed, *([see.confirmed] if see.confirmed else [])),
    )


def total_certificates(obligations: Iterable[Obligation]) -> Decimal:
    """The sum over goods; each counts with zero at least."""
    return sum((entry.certificates for entry in obligations), Decimal(0))


def de_minimis(table: GoodsTable, imports: Iterable[Import]) -> DeMinimis:
    """Whether the imports of one importer in one calendar year stay within 50 t net mass, all CN codes together.

    Electricity and hydrogen do not count towards it and are never exempt; what comes from an exempt origin is no import of the mechanism.
    """
    limit = table.goods.de_minimis.mass
    counted: list[Import] = []
    always: list[Import] = []
    for entry in imports:
        categories = {line.category.de_minimis for line in table.covered(entry.code)}
        amount(entry.mass, "mass")
        if not origin_of(table, entry.origin)[1]:
            (counted if categories == {True} else always).append(entry)
    mass = sum((decimal(entry.mass) for entry in counted), Decimal(0))
    within = mass <= limit
    return DeMinimis(mass, limit, within, tuple(always if within else [*counted, *always]))


def _reduction(given: CarbonPriceReduction | None, route: Basis) -> Decimal:
    if given is None:
        return Decimal(0)
    _evident(given.evidence, "carbon_price_reduction.evidence")
    if route == "default" and given.kind != "default":
        raise DeclarationError(
            Finding(
                "with default values, only the default carbon price of the country may be used",
                "采用默认值时，只能使用该国的默认碳价",
                field="carbon_price_reduction.kind",
            )
        )
    return amount(given.amount, "carbon_price_reduction.amount")


def _evident(evidence: str, field: str) -> None:
    if not evidence.strip():
        raise DeclarationError(Finding("say what proves this value", "请注明该数值的依据", field=field))
