"""Hydrogen between mass and energy: kg H2 and MJ, kg CO2e/kg H2 and g CO2e/MJ.

Everything is on the lower heating value. A figure on the higher heating value is refused, not converted: the classes and acts are all stated
on the lower one, and a silent change would pass hydrogen that fails.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from crosswalk.engine.rules.cbam.limits import amount, signed
from crosswalk.errors import DeclarationError, Finding

HeatingBasis = Literal["LHV", "HHV"]

# MJ/kg, secondary. (EU) 2021/2139 Annex I 3.10 fits it: 94 g/MJ less 73.4 % is printed there as 3 t CO2e/t H2.
LOWER_HEATING_VALUE = Decimal(120)
GRAMS_PER_KG = Decimal(1000)


def energy(mass: Decimal, basis: HeatingBasis) -> Decimal:
    """MJ of a mass of hydrogen in kg.

    >>> energy(Decimal(2), "LHV")
    Decimal('240')
    """
    _lower(basis)
    return amount(mass, "mass") * LOWER_HEATING_VALUE


def mass(energy: Decimal, basis: HeatingBasis) -> Decimal:
    """Kg of hydrogen that hold an energy in MJ."""
    _lower(basis)
    return amount(energy, "energy") / LOWER_HEATING_VALUE


def per_energy(intensity: Decimal, basis: HeatingBasis) -> Decimal:
    """G CO2e/MJ from kg CO2e/kg H2.

    >>> per_energy(Decimal("3.384"), "LHV")
    Decimal('28.200')
    """
    _lower(basis)
    return signed(intensity, "intensity") * GRAMS_PER_KG / LOWER_HEATING_VALUE


def per_mass(intensity: Decimal, basis: HeatingBasis) -> Decimal:
    """Kg CO2e/kg H2 from g CO2e/MJ.

    >>> per_mass(Decimal("28.2"), "LHV")
    Decimal('3.384')
    """
    _lower(basis)
    return signed(intensity, "intensity") * LOWER_HEATING_VALUE / GRAMS_PER_KG


def electricity_part(consumption: Decimal, factor: Decimal) -> Decimal:
    """Kg CO2e/kg H2 that the electricity of an electrolyser brings in.

    Args:
        consumption: kWh/kg H2.
        factor: kg CO2e/kWh (or kg CO2/kWh, and the result is CO2 only).
    """
    return amount(consumption, "consumption") * amount(factor, "factor")


def _lower(basis: HeatingBasis) -> None:
    if basis != "LHV":
        raise DeclarationError(
            Finding(
                f"hydrogen is counted on the lower heating value (LHV), not on {basis!r}; restate the figure",
                f"氢按低位发热量（LHV）计，而不是 {basis!r}；请重新给出数值",
                field="basis",
            )
        )
