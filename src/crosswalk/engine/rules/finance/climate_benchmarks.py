"""EU Climate Transition and Paris-aligned Benchmarks, (EU) 2020/1818; the adjustment of PCAF Part A chapter 6 for changes of enterprise value."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from crosswalk.engine.rules.finance.attribution import ZERO
from crosswalk.engine.rules.finance.indicators import MILLION
from crosswalk.errors import DeclarationError, Finding

Kind = Literal["climate-transition", "paris-aligned"]

LEAST_CUT: dict[Kind, Decimal] = {"climate-transition": Decimal("0.30"), "paris-aligned": Decimal("0.50")}
"""Least cut against the investable universe (Articles 9 and 11)."""
YEARLY_CUT = Decimal("0.07")
"""Least yearly reduction of the trajectory, geometric from the base year (Article 7(2))."""


def intensity(emissions: Decimal, enterprise_value: Decimal) -> Decimal:
    """GHG intensity (t CO2e per million): absolute emissions over enterprise value including cash (Article 1(c)).

    >>> round(intensity(Decimal(500), Decimal("10e6")), 1)
    Decimal('50.0')
    """
    if enterprise_value <= ZERO:
        raise DeclarationError(Finding("an enterprise value must be above zero", "企业价值必须大于零"))
    return emissions / (enterprise_value / MILLION)


def inflation(average_now: Decimal, average_before: Decimal) -> Decimal:
    """The inflation adjustment factor: average enterprise value at the end of the year over that of the year before (Article 7(3)).

    >>> inflation(Decimal(110), Decimal(100))
    Decimal('1.1')
    """
    return average_now / average_before


def deflated(enterprise_value: Decimal, factor: Decimal) -> Decimal:
    """An enterprise value without inflation: divided by the adjustment factor (Article 7(3))."""
    return enterprise_value / factor


def base_limit(universe: Decimal, kind: Kind) -> Decimal:
    """The highest intensity of the base year, from that of the investable universe (Articles 9 and 11).

    >>> base_limit(Decimal(200), "paris-aligned"), base_limit(Decimal(200), "climate-transition")
    (Decimal('100.00'), Decimal('140.00'))
    """
    return universe * (1 - LEAST_CUT[kind])


def trajectory(base: Decimal, years: int) -> Decimal:
    """The highest intensity some years after the base year (Article 7(2)).

    >>> round(trajectory(Decimal(100), 5), 2)
    Decimal('69.57')
    """
    if years < 0:
        raise DeclarationError(Finding("years after the base year cannot be negative", "基准年之后的年数不能为负"))
    return base * (1 - YEARLY_CUT) ** years


def value_adjustment(positions: Sequence[tuple[Decimal, Decimal, Decimal]]) -> Decimal:
    """The adjustment of a portfolio for changes of enterprise value (PCAF Part A, chapter 6).

    Args:
        positions: weight in the present year, enterprise value in the base year, enterprise value in the present year.

    >>> value_adjustment([(Decimal("0.5"), Decimal(100), Decimal(200)), (Decimal("0.5"), Decimal(100), Decimal(100))])
    Decimal('0.75')
    """
    return sum((weight * base / present for weight, base, present in positions), ZERO)


def adjusted(figure: Decimal, adjustment: Decimal, *, of_base_year: bool) -> Decimal:
    """An economic intensity adjusted for changes of enterprise value: the base year times the adjustment, the present year divided by it.

    It stands beside the unadjusted figure and never in its place.
    """
    return figure * adjustment if of_base_year else figure / adjustment
