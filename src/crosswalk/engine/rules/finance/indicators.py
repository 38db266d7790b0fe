"""Principal adverse impact indicators of (EU) 2022/1288 Annex I, and the portfolio metrics of PCAF Part A chapter 6. Amounts in one currency."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from crosswalk.engine.rules.finance.attribution import ZERO, factor
from crosswalk.errors import DeclarationError, Finding

MILLION = Decimal(1_000_000)


@dataclass(frozen=True, slots=True)
class Holding:
    """An investment.

    Attributes:
        value: its current value.
        enterprise_value: of the investee, including cash.
        emissions: of the investee, t CO2e a year.
        revenue: of the investee in the year.
    """

    value: Decimal
    enterprise_value: Decimal
    emissions: Decimal
    revenue: Decimal | None = None


def ghg_emissions(holdings: Sequence[Holding]) -> Decimal:
    """PAI 1 (t CO2e): the sum of value over enterprise value times emissions.

    >>> ghg_emissions([Holding(Decimal(10), Decimal(100), Decimal(5000))])
    Decimal('500.0')
    """
    return sum((factor(entry.value, entry.enterprise_value) * entry.emissions for entry in holdings), ZERO)


def carbon_footprint(emissions: Decimal, all_investments: Decimal) -> Decimal:
    """PAI 2 (t CO2e per million invested): PAI 1 over the value of all investments, cash and derivatives included.

    >>> round(carbon_footprint(Decimal(500), Decimal("20e6")), 1)
    Decimal('25.0')
    """
    return emissions / (_above_zero(all_investments) / MILLION)


def ghg_intensity(holdings: Sequence[Holding], all_investments: Decimal) -> Decimal:
    """PAI 3 (t CO2e per million revenue): intensities of investees weighted by their part of all investments.

    >>> round(ghg_intensity([Holding(Decimal(10), Decimal(100), Decimal(5000), Decimal("50e6"))], Decimal(20)), 1)
    Decimal('50.0')
    """
    total = ZERO
    for entry in holdings:
        if entry.revenue is None:
            raise DeclarationError(
                Finding("the intensity needs the revenue of every investee", "强度须有每个被投资方的营业收入", field="revenue")
            )
        total += entry.value / _above_zero(all_investments) * (entry.emissions / (_above_zero(entry.revenue) / MILLION))
    return total


def sovereign_intensity(holdings: Sequence[tuple[Decimal, Decimal, Decimal]], all_investments: Decimal) -> Decimal:
    """PAI 15 (t CO2e per million of GDP; unconfirmed): value, emissions (t) and GDP of each country, weighted by the part of all investments.

    >>> round(sovereign_intensity([(Decimal(5), Decimal(1000), Decimal("10e6"))], Decimal(10)), 1)
    Decimal('50.0')
    """
    return sum(
        (value / _above_zero(all_investments) * (emissions / (_above_zero(gdp) / MILLION)) for value, emissions, gdp in holdings), ZERO
    )


def inefficient_real_estate(before_2021_class_c_or_worse: Decimal, later_above_nzeb: Decimal, assets_under_rules: Decimal) -> Decimal:
    """PAI 18 (share; unconfirmed): assets built before the end of 2020 of class C or worse, and later ones above nearly zero energy, over all under the rules."""
    return (before_2021_class_c_or_worse + later_above_nzeb) / _above_zero(assets_under_rules)


def quality_score(positions: Sequence[tuple[Decimal, Decimal]]) -> Decimal:
    """The data-quality score of a portfolio: scores weighted by outstanding amounts (PCAF Part A, 5, Box 8).

    Args:
        positions: outstanding amount and score of each position.

    >>> round(quality_score([(Decimal(3), Decimal(1)), (Decimal(1), Decimal(5))]), 2)
    Decimal('2.00')
    """
    whole = sum((amount for amount, _ in positions), ZERO)
    return sum((amount * score for amount, score in positions), ZERO) / _above_zero(whole)


def _above_zero(value: Decimal) -> Decimal:
    if value <= ZERO:
        raise DeclarationError(Finding(f"a value must be above zero, not {value:f}", f"数值必须大于零，而不是 {value:f}"))
    return value
