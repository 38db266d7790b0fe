"""CORSIA: what eligible fuels take off the emissions of an operator. SOR/96-433, section 1000.23 (Canada); S.I. 2021/534, article 41C (United Kingdom)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from crosswalk.engine.rules.cbam.limits import amount, signed

Kind = Literal["jet", "avgas", "jet-b"]
CONVERSION: dict[Kind, Decimal] = {"jet": Decimal("3.16"), "avgas": Decimal("3.10"), "jet-b": Decimal("3.10")}
"""Fuel conversion factor FCF, kg CO2 per kg of fuel."""
BASELINE: dict[Kind, Decimal] = {"jet": Decimal(89), "avgas": Decimal(95), "jet-b": Decimal(89)}
"""Baseline life-cycle emissions LC, g CO2e/MJ."""


def emissions(mass: Decimal, kind: Kind = "jet") -> Decimal:
    """Tonnes of CO2 of tonnes of fuel, whatever it was made of."""
    return amount(mass, "mass") * CONVERSION[kind]


def saving(life_cycle: Decimal, kind: Kind = "jet") -> Decimal:
    """The share by which an eligible fuel lowers emissions: 1 - LS/LC.

    Args:
        life_cycle: LS in g CO2e/MJ, induced land-use change included.
        kind: the fuel that it replaces.
    """
    return 1 - signed(life_cycle, "life_cycle") / BASELINE[kind]


def reduction(eligible: Sequence[tuple[Decimal, Decimal]], kind: Kind = "jet") -> Decimal:
    """Tonnes of CO2 that eligible fuels take off: FCF x sum of mass x (1 - LS/LC).

    Args:
        eligible: mass in t and life-cycle value LS in g CO2e/MJ of each fuel.
        kind: the fuel that they replace.
    """
    return CONVERSION[kind] * sum((amount(mass, "mass") * saving(life_cycle, kind) for mass, life_cycle in eligible), Decimal(0))
