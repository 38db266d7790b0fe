"""Declared lines: what each covers, and the values of a whole declaration."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal

from crosswalk.engine.co_products import Allocated
from crosswalk.engine.rules.activity import FactorValue
from crosswalk.frames.space import Atoms
from crosswalk.model.factors import SupplyKind
from crosswalk.model.quantity import Quantity
from crosswalk.model.supply import GridChoice

Proof = Literal["yes", "no", "open"]
Route = Literal["actual", "translated", "default", "exempt"]
Range = tuple[Decimal, Decimal]

BINARY_NOISE = Decimal("1e-12")  # relative; figures printed by other software as binary doubles add up only to this


@dataclass(frozen=True, slots=True)
class ActivityKey:
    """What must be known to look up another factor for an activity.

    Attributes:
        carrier: what was consumed.
        region: where.
        year: when.
        item: which fuel, material or means of transport.
        unit: of the amount.
        supply: how electricity came that is not from the mix of the grid.
        proven: whether that proof can count at all; `open` where the day decides and was not declared.
        scheme: of certificates.
        rest: the reading that the declarer chose for electricity without proof.
        beside: another part of the same electricity has proof of its supply.
        carbon: whether a fuel's carbon was analysed, and whether the oxidation is declared with it.
        method: how grid electricity was valued, where the declarer chose.
        within_hours: by full-load hours, whether the plant stayed within those that count.
        fully_renewable: the supply counts as fully renewable under the declared standard.
    """

    carrier: str
    region: str | None
    year: int | None
    item: str | None
    unit: str
    supply: SupplyKind | None = None
    proven: Proof = "yes"
    scheme: str | None = None
    rest: str | None = None
    beside: bool = False
    carbon: Literal["with-oxidation", "alone"] | None = None
    method: GridChoice | None = None
    within_hours: bool | None = None
    fully_renewable: bool = False

    @property
    def by_rule(self) -> bool:
        """Whether a rule sets the declared value (zero, or 183 g/MJ), not what was emitted."""
        return self.fully_renewable or self.method == "full-load-hours"


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """What one declared line covers, without its value. Lines with the same words are one object, so that patterns of lines compare fast.

    Attributes:
        label: how messages call it.
        atoms: what it covers.
        mass: it holds kilograms of gas instead of CO2e.
        gas: the gas or group of gases it names, if any.
        activity: the activity behind it, if any.
        items: the activities behind a line of several that add up.
        view: it belongs to an additional indicator that repeats what other lines count.
        group: lines that were derived together (`""` for declared ones).
        upward: it holds emissions.
        downward: it holds uptake, storage or credits.
        beyond: it answers a question beyond the standard.
        evaluated: it is already what the target makes of it (a precursor translated by itself).
    """

    label: str
    atoms: Atoms = field(repr=False)
    mass: bool = False
    gas: str | None = None
    activity: ActivityKey | None = None
    view: bool = False
    group: str = ""
    upward: bool = True
    downward: bool = False
    beyond: bool = False
    items: tuple[ActivityKey, ...] = ()
    evaluated: bool = False

    @property
    def activities(self) -> tuple[ActivityKey, ...]:
        """The activities behind the line, one by one."""
        return self.items or ((self.activity,) if self.activity is not None else ())


@dataclass(frozen=True, slots=True)
class Item:
    """One of several activities that add up in a line: its amount, its declared value in kg CO2e, and kilograms of carbon by analysis."""

    amount: Quantity
    value: tuple[Decimal, Decimal]
    label: str
    carbon: Decimal | None = None
    oxidation: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Input:
    """What one precursor brings in.

    Attributes:
        label: its name or code.
        code: its code.
        route: whether its figure is the producer's own, a footprint translated here, a default value, or zero by its origin.
        value: kg CO2e for the whole activity level, (low, high).
        note: where the figure comes from, in both languages.
        apart: indirect emissions that were declared and do not count, kg CO2e.
        by_default: the part of the value that rests on default values, its own or those of its precursors, kg CO2e.
    """

    label: str
    code: str
    route: Route
    value: Range
    note: tuple[str, str]
    apart: Decimal = Decimal(0)
    by_default: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Declaration:
    """The lines of a footprint and their values.

    `values` are (low, high) in kg CO2e, or kg of gas, per declared unit; `half_digits` tell how far rounding may have moved each; `amounts` are
    the activities' quantities over the declared period, `items` those of lines that several activities add up to, `inputs` what precursors
    bring in; `fields` name the fields of the
    declaration; `allocated` tells how figures of a process with co-products were shared. `notes` are warnings, in both languages.
    """

    lines: tuple[Line, ...]
    fields: tuple[str, ...]
    values: tuple[tuple[Decimal, Decimal], ...]
    half_digits: tuple[Decimal, ...]
    amounts: tuple[Quantity | None, ...]
    used_factors: tuple[FactorValue, ...]
    notes: tuple[tuple[str, str], ...]
    items: Mapping[int, tuple[Item, ...]] = field(default_factory=dict)
    inputs: tuple[Input, ...] = ()
    allocated: Allocated | None = None

    def items_of(self, line: int) -> tuple[Item, ...]:
        """The activities behind a line, with their amounts, in the order of `Line.activities`."""
        if line in self.items:
            return self.items[line]
        amount = self.amounts[line]
        return () if amount is None else (Item(amount, self.values[line], self.lines[line].label),)


Added = tuple[Line, str, Range, Decimal]
"""A line with the field that it stands for, its value and half a unit of its last digit."""


def with_lines(declaration: Declaration, added: Iterable[Added]) -> Declaration:
    """The declaration with further lines, behind which stands no activity."""
    found = tuple(added)
    return replace(
        declaration,
        lines=(*declaration.lines, *(line for line, _, _, _ in found)),
        fields=(*declaration.fields, *(name for _, name, _, _ in found)),
        values=(*declaration.values, *(value for _, _, value, _ in found)),
        half_digits=(*declaration.half_digits, *(half_digit for _, _, _, half_digit in found)),
        amounts=(*declaration.amounts, *(None for _ in found)),
    )


def sum_atoms(sets: Iterable[Atoms]) -> Atoms:
    """The union of sets of atoms."""
    atoms: Atoms = 0
    for entry in sets:
        atoms |= entry
    return atoms
