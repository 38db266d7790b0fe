"""The gap between a lifestyle footprint and a target per person. 1.5-Degree Lifestyles (2019): gap = (F - T) / F."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from crosswalk.errors import DeclarationError, Finding

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class LifestyleGap:
    """How far a footprint lies above a target.

    Attributes:
        footprint: t CO2e per person and year.
        target: t CO2e per person and year.
        tonnes: what has to go, t CO2e per person and year; zero where the target is met.
        share: the same as a fraction of the footprint.
    """

    footprint: Decimal
    target: Decimal
    tonnes: Decimal
    share: Decimal


def lifestyle_gap(footprint: Decimal, target: Decimal) -> LifestyleGap:
    """The gap of a footprint to a target, both in t CO2e per person and year.

    Avoided emissions of low-carbon behaviour are another quantity and are never subtracted; a territorial inventory per person is no footprint.

    Raises:
        DeclarationError: a footprint or target that is not above zero.

    >>> round(lifestyle_gap(Decimal("4.2"), Decimal("0.7")).share, 3)
    Decimal('0.833')
    """
    for name, value in (("footprint", footprint), ("target", target)):
        if value <= 0:
            raise DeclarationError(Finding(f"the {name} must be above zero", f"{name} 必须大于零", field=name))
    tonnes = max(ZERO, footprint - target)
    return LifestyleGap(footprint, target, tonnes, tonnes / footprint)


def per_person(emissions: Decimal, population: Decimal) -> Decimal:
    """Emissions per person and year, t CO2e, from t CO2e and persons.

    Raises:
        DeclarationError: a population that is not above zero.
    """
    if population <= 0:
        raise DeclarationError(Finding("the population must be above zero", "人口必须大于零", field="population"))
    return emissions / population
