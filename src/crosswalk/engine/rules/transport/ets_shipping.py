"""Ships in the EU emissions trading system: what is monitored, and what of it is surrendered. (EU) 2023/2776, Annex I, part A, and Annex II, part C."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from crosswalk.engine.rules.cbam.limits import amount
from crosswalk.engine.rules.transport.marine import ETS, Fuel, Potentials, tank_to_wake
from crosswalk.errors import DeclarationError, Finding

ONE = Decimal(1)
ICE_CLASS = Decimal("0.95")
"""Article 12(3-e) of Directive 2003/87/EC, as applied in Annex II, part C: 5 % less for ships with an ice class."""
FOREIGN_VOYAGE = Decimal("0.5")
"""Annex II, part C: voyages between a port of the Union and another one."""
PHASE_IN = {2024: Decimal("0.40"), 2025: Decimal("0.70")}
"""Article 3gb of Directive 2003/87/EC, percentages by a secondary source; all from 2026."""


def emissions(fuels: Sequence[tuple[Fuel, Decimal]], gwp: Potentials = ETS) -> Decimal:
    """Monitored emissions, in the unit of the masses. (EU) 2023/2776, Annex I, part A.

    Args:
        fuels: fuel and its mass; fuels with sustainable biomass come with a CO2 factor of zero.
        gwp: warming potentials; those of the act unless another set is compared.
    """
    return sum((amount(mass, "mass") * tank_to_wake(fuel, gwp) for fuel, mass in fuels), Decimal(0))


def surrendered(monitored: Decimal, year: int, *, foreign_voyage: bool = False, ice_class: bool = False) -> Decimal:
    """What of monitored emissions is surrendered, in the order of Annex II, part C.

    Args:
        monitored: emissions of the voyages of one kind, any unit.
        year: of the emissions.
        foreign_voyage: whether one of the two ports lies outside the Union.
        ice_class: whether the ship has an ice class.

    >>> surrendered(Decimal(1000), 2024, foreign_voyage=True)
    Decimal('200.000')
    """
    if year < min(PHASE_IN):
        raise DeclarationError(
            Finding(f"ships surrender nothing before {min(PHASE_IN)}", f"{min(PHASE_IN)} 年之前船舶无清缴义务", field="year")
        )
    value = amount(monitored, "monitored")
    if foreign_voyage:
        value *= FOREIGN_VOYAGE
    if ice_class:
        value *= ICE_CLASS
    return value * PHASE_IN.get(year, ONE)
