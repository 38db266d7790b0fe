"""Vehicles: from fuel consumption to CO2, and limits over mass.

Nothing here leads from one test cycle to another: consumption and emissions hold on the cycle on which they were measured.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from crosswalk.engine.rules.cbam.limits import amount, positive
from crosswalk.errors import DeclarationError, Finding

HUNDRED = Decimal(100)
LIGHTEST, HEAVIEST = Decimal(100), Decimal(10000)
"""Between these a mass in kg can be that of a car; our judgement, against masses given in tonnes or grams."""
FLAT_BELOW, FLAT_ABOVE = Decimal(1090), Decimal(2710)
LOWEST_LIMIT, HIGHEST_LIMIT = Decimal("10.1"), Decimal("19.1")
SLOPE, CENTRE, AT_CENTRE = Decimal("0.00556"), Decimal(1780), Decimal("13.92")
CARS_2020 = (Decimal(95), Decimal("0.0333"), Decimal("1379.88"))
VANS_2020 = (Decimal(147), Decimal("0.096"), Decimal("1766.4"))
"""Regulation (EU) 2019/631, Annex I: target in g/km, slope in g/km per kg, mass M0 in kg."""


def co2_of_consumption(consumption: Decimal, factor: Decimal) -> Decimal:
    """G CO2/km from litres per 100 km.

    Args:
        consumption: L/100 km on a test cycle.
        factor: g CO2 per litre of fuel, by the document that the figure is for.

    >>> co2_of_consumption(Decimal("5.0"), Decimal(2400))
    Decimal('120.0')
    """
    return amount(consumption, "consumption") * amount(factor, "factor") / HUNDRED


def consumption_of_co2(emission: Decimal, factor: Decimal) -> Decimal:
    """L/100 km from g CO2/km, on the same test cycle."""
    return amount(emission, "emission") * HUNDRED / positive(factor, "factor")


def electricity_limit(kerb_mass: Decimal) -> Decimal:
    """Limit of the energy consumption of an electric passenger car in kWh/100 km, CLTC. GB 36980.1-2025 (secondary source).

    Args:
        kerb_mass: kerb mass in kg.

    >>> electricity_limit(Decimal(1000)), electricity_limit(Decimal(2315))
    (Decimal('10.1'), Decimal('16.89460'))
    """
    mass = _mass(kerb_mass, "kerb_mass")
    if mass <= FLAT_BELOW:
        return LOWEST_LIMIT
    return HIGHEST_LIMIT if mass > FLAT_ABOVE else SLOPE * (mass - CENTRE) + AT_CENTRE


def manufacturer_target_2020(mass: Decimal, category: Literal["M1", "N1"]) -> Decimal:
    """A manufacturer's target of 2020 in g CO2/km, never below zero. Regulation (EU) 2019/631, Article 4(1), Annex I.

    Args:
        mass: mean mass in running order of its new vehicles, kg.
        category: cars (M1) or vans (N1).
    """
    target, slope, centre = CARS_2020 if category == "M1" else VANS_2020
    return max(target + slope * (_mass(mass, "mass") - centre), Decimal(0))


def _mass(value: Decimal, field: str) -> Decimal:
    if not LIGHTEST <= amount(value, field) <= HEAVIEST:
        raise DeclarationError(
            Finding(
                f"{value} kg is no mass of a car: the formula is for {LIGHTEST} to {HEAVIEST} kg",
                f"{value} kg 不是乘用车质量：公式适用于 {LIGHTEST} 至 {HEAVIEST} kg",
                field=field,
            )
        )
    return value
