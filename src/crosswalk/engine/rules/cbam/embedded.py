"""Specific embedded emissions: (EU) 2025/2547 Annex III A.3 and B (Equations 57 to 66). Whole chains of goods: `goods`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from crosswalk.engine.rules.cbam.limits import ZERO, amount, positive, share
from crosswalk.errors import DeclarationError, Finding

KG_PER_T = Decimal(1000)

Part = tuple[Decimal, Decimal]
"""(quantity, specific emissions) of a precursor: `M` and `SEE`, or `m` and `SEE`."""


@dataclass(frozen=True, slots=True)
class SpecificEmissions:
    """Specific embedded emissions, t CO2e per functional unit (t, t of clinker or kg of nitrogen contained)."""

    direct: Decimal
    indirect: Decimal

    @property
    def total(self) -> Decimal:
        """Direct and indirect together."""
        return self.direct + self.indirect


def simple_good(attributed: Decimal, activity_level: Decimal) -> Decimal:
    """Specific emissions, direct or indirect, of a good without precursors (Equations 57 and 58; `ae` of Equation 63).

    Args:
        attributed: t CO2e.
        activity_level: functional units.
    """
    return amount(attributed, "attributed") / positive(activity_level, "activity_level")


def complex_good(attributed: Decimal, activity_level: Decimal, precursors: Sequence[Part]) -> Decimal:
    """Specific emissions, direct or indirect, of a good with precursors (Equations 59 and 60).

    Args:
        attributed: t CO2e.
        activity_level: functional units.
        precursors: quantity used in functional units, and specific emissions in t CO2e per functional unit.

    >>> complex_good(Decimal(50), Decimal(100), [(Decimal(120), Decimal("1.5"))])
    Decimal('2.3')
    """
    return (amount(attributed, "attributed") + _sum_of(precursors)) / positive(activity_level, "activity_level")


def specific_consumption(quantity: Decimal, activity_level: Decimal) -> Decimal:
    """Precursor used per functional unit of the good (Equation 61)."""
    return amount(quantity, "quantity") / positive(activity_level, "activity_level")


def complex_good_by_unit(own: Decimal, precursors: Sequence[Part]) -> Decimal:
    """Specific emissions of a good with precursors from figures per functional unit (Equation 62).

    Args:
        own: specific attributed emissions (`simple_good`).
        precursors: specific consumption (`specific_consumption`) and specific emissions.
    """
    return amount(own, "own") + _sum_of(precursors)


def average_specific(deliveries: Sequence[tuple[Decimal, SpecificEmissions]]) -> SpecificEmissions:
    """The mean of one precursor from several installations or years, weighted by quantity (Article 14).

    Args:
        deliveries: quantity in functional units, and its specific emissions.
    """
    total = positive(sum((amount(quantity, "deliveries") for quantity, _ in deliveries), ZERO), "deliveries")
    return SpecificEmissions(
        _sum_of([(quantity, each.direct) for quantity, each in deliveries]) / total,
        _sum_of([(quantity, each.indirect) for quantity, each in deliveries]) / total,
    )


def per_tonne_by_clinker(specific: Decimal, clinker_content: Decimal) -> Decimal:
    """T CO2e per t of goods from t CO2e per t of clinker and the clinker content in t/t (Equation 64)."""
    return amount(specific, "specific") * share(clinker_content, "clinker_content")


def per_tonne_by_nitrogen(specific: Decimal, nitrogen_content: Decimal) -> Decimal:
    """T CO2e per t of goods from t CO2e per kg of nitrogen and the nitrogen content in kg/t (Equations 65 and 66)."""
    if amount(nitrogen_content, "nitrogen_content") > KG_PER_T:
        raise DeclarationError(
            Finding(f"must be in kg N per t, at most 1000, not {nitrogen_content}", f"单位为 kg N/t，至多 1000，而不是 {nitrogen_content}")
        )
    return amount(specific, "specific") * nitrogen_content


def _sum_of(parts: Sequence[Part]) -> Decimal:
    return sum((amount(quantity, "precursors") * amount(specific, "precursors") for quantity, specific in parts), ZERO)
