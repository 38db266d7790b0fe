"""Recycling rates at their measuring points: collected for recycling, input to the recycling plant, output of it.

The points follow each other, and something is lost on the way: collected >= input (the rate of waste law, Implementing Decision (EU) 2019/1004) >=
output (R2 of the circular footprint formula). A rate moves from one point to another by the yields between them, and by nothing else.
"""

from __future__ import annotations

from decimal import Decimal

from crosswalk.engine.rules.circular.bounds import Range
from crosswalk.errors import DeclarationError, Finding
from crosswalk.model.recycling import MeasuredRate, MeasuringPoint, check_share, check_yield

ORDER: tuple[MeasuringPoint, ...] = ("collected", "recycling-input", "recycling-output")
YIELDS = ("sorting_yield", "recycling_yield")
"""What leads from each point to the next: sorting from collected to input, recycling from input to output."""


def converted_rate(rate: MeasuredRate, to: MeasuringPoint) -> Range:
    """A recycling rate at another measuring point, a share of the material in the product or waste.

    Exact where the yields between the points are declared. Without one, a rate further on is at most the declared one, and an earlier one at
    least that: up to 1.

    Raises:
        DeclarationError: the rate at an earlier point would exceed 1.

    >>> converted_rate(MeasuredRate(rate="0.8", at="recycling-input", recycling_yield="0.9"), "recycling-output")
    Range(low=Decimal('0.72'), high=Decimal('0.72'))
    """
    start, end = ORDER.index(rate.at), ORDER.index(to)
    if start <= end:
        low = high = rate.rate
        for name in YIELDS[start:end]:
            step = getattr(rate, name)
            low = Decimal(0) if step is None else low * step
            high = high if step is None else high * step
        return Range(low, high)
    low = high = rate.rate
    for name in reversed(YIELDS[end:start]):
        step = getattr(rate, name)
        low = low if step is None else low / step
        high = Decimal(1) if step is None else high / step
    if low > 1:
        raise DeclarationError(
            Finding(
                f"with these yields the rate at {to} would be {low:.4g}, more than all; check that each yield is what comes out over what goes in",
                f"按所给得率，{to} 处的回收率将为 {low:.4g}，超过全部；请核对得率为产出除以投入",
                field="rate",
            )
        )
    return Range(low, min(high, Decimal(1)))


def cycles(rate: Decimal) -> Decimal:
    """How much material one unit of primary material yields over all its lives: 1 / (1 - R), R being the share recycled each time.

    Raises:
        DeclarationError: the rate is no share, or 1: the material would never be lost.

    >>> cycles(Decimal("0.8"))
    Decimal('5')
    """
    check_share("R2", rate, "rate")
    if rate == 1:
        raise DeclarationError(Finding("with a rate of 1 nothing is ever lost", "回收率为1时材料永不损失", field="rate"))
    return 1 / (1 - rate)


def steel_scrap_value(primary: Decimal, recycled: Decimal, metal_yield: Decimal) -> Decimal:
    """The unit value of steel scrap, kg CO2e per kg of scrap: (Xpr - Xre) x Y (worldsteel, closed material loop).

    Args:
        primary: Xpr, steel from ore only, kg CO2e/kg.
        recycled: Xre, steel from scrap only, kg CO2e/kg.
        metal_yield: Y, steel out over scrap in, at most 1. Some sources print the reciprocal under this name.

    Raises:
        DeclarationError: the yield is upside down.

    >>> steel_scrap_value(Decimal("2.2"), Decimal("0.4"), Decimal("0.9"))
    Decimal('1.62')
    """
    check_yield(metal_yield, "metal_yield")
    return (primary - recycled) * metal_yield
