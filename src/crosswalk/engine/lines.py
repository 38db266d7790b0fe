"""Declared lines: what each covers, and the values of a whole declaration."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from crosswalk.engine.rules.activity import FactorValue
from crosswalk.frames.space import Atoms
from crosswalk.model.quantity import Quantity

BINARY_NOISE = Decimal("1e-12")  # relative; figures printed by other software as binary doubles add up only to this


@dataclass(frozen=True, slots=True)
class ActivityKey:
    """What must be known to look up another factor for an activity."""

    carrier: str
    region: str | None
    year: int | None
    item: str | None


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """What one declared line covers, without its value. Lines with the same words are one object, so that patterns of lines compare fast.

    Attributes:
        label: how messages call it.
        atoms: what it covers.
        mass: it holds kilograms of gas instead of CO2e.
        gas: the gas or group of gases it names, if any.
        activity: the activity behind it, if any.
        view: it belongs to an additional indicator that repeats what other lines count.
        group: lines that were derived together (`""` for declared ones).
        upward: it holds emissions.
        downward: it holds uptake, storage or credits.
        beyond: it answers a question beyond the standard.
    """

    label: str
    atoms: Atoms = dataclasses.field(repr=False)
    mass: bool = False
    gas: str | None = None
    activity: ActivityKey | None = None
    view: bool = False
    group: str = ""
    upward: bool = True
    downward: bool = False
    beyond: bool = False


@dataclass(frozen=True, slots=True)
class Declaration:
    """The lines of a footprint and their values.

    `values` are (low, high) in kg CO2e, or kg of gas, per declared unit; `half_digits` tell how far rounding may have moved each; `amounts` are
    the activities' quantities over the declared period; `fields` name the fields of the declaration. `notes` are warnings, in both languages.
    """

    lines: tuple[Line, ...]
    fields: tuple[str, ...]
    values: tuple[tuple[Decimal, Decimal], ...]
    half_digits: tuple[Decimal, ...]
    amounts: tuple[Quantity | None, ...]
    used_factors: tuple[FactorValue, ...]
    notes: tuple[tuple[str, str], ...]


def sum_atoms(sets: Iterable[Atoms]) -> Atoms:
    """The union of sets of atoms."""
    atoms: Atoms = 0
    for entry in sets:
        atoms |= entry
    return atoms
