"""A line across cells: how much of each cell it takes, so that the parts add up to its value and every cell can still hold its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random

from crosswalk.frames.space import Atoms

ZERO = Decimal(0)
End = Decimal | None
"""An end of an interval; `None` is open."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Atoms with the CO2e that they hold together; `None` where nothing tells. `balanced`: uptake may balance emissions there."""

    amount: Decimal | None
    balanced: bool
    atoms: Atoms = field(repr=False)


@dataclass(frozen=True, slots=True)
class Amounts:
    """Which amounts of CO2e atoms can hold, by the signs of those that the declarer's set counts."""

    counted: Atoms = field(repr=False)
    negative: Atoms = field(repr=False)

    def of(self, atoms: Atoms) -> tuple[End, End]:
        """Least and greatest."""
        known = atoms & self.counted
        return None if known & self.negative else ZERO, None if known & ~self.negative else ZERO


def share_out(cells: Sequence[Cell], free: Cell, line: Atoms, value: Decimal, amounts: Amounts, rng: Random) -> list[Cell] | None:
    """The cells cut by a line, with random parts that add up to its value; `None` where no parts do.

    Args:
        cells: what the declared figures leave.
        free: the atoms of the line that no declared figure holds.
        line: its atoms.
        value: what it holds, kg CO2e.
        amounts: which amounts atoms can hold.
        rng: the choices.
    """
    met = [cell for cell in cells if cell.atoms & line]
    rng.shuffle(met)
    met += [free] if free.atoms else []
    reach = [_part(cell, line, amounts) for cell in met]
    found = [cell for cell in cells if not cell.atoms & line]
    left = value
    for position, cell in enumerate(met):
        low, high = reach[position]
        later_low, later_high = (_sum([ends[end] for ends in reach[position + 1 :]]) for end in (0, 1))
        low = _most(low, None if later_high is None else left - later_high)
        high = _least(high, None if later_low is None else left - later_low)
        if low is not None and high is not None and low > high:
            return None
        part = _choice(low, high, left, rng)
        left -= part
        found.append(Cell(part, cell.balanced, cell.atoms & line))
        if cell.amount is not None:
            found.append(Cell(cell.amount - part, cell.balanced, cell.atoms & ~line))
    return found if not left else None


def _part(cell: Cell, line: Atoms, amounts: Amounts) -> tuple[End, End]:
    """How much of a cell the line can take, so that the rest of the cell can hold the rest of its amount."""
    low, high = amounts.of(cell.atoms & line)
    if cell.amount is None:
        return low, high
    if not cell.amount and not cell.balanced:
        return ZERO, ZERO
    rest_low, rest_high = amounts.of(cell.atoms & ~line)
    return (
        _most(low, None if rest_high is None else cell.amount - rest_high),
        _least(high, None if rest_low is None else cell.amount - rest_low),
    )


def _choice(low: End, high: End, wanted: Decimal, rng: Random) -> Decimal:
    """An amount between two ends: an end, what is wanted, nothing, or something between."""
    known = [end for end in (low, high, ZERO, wanted) if end is not None and (low is None or end >= low) and (high is None or end <= high)]
    first, second = rng.choice(known), rng.choice(known)
    return rng.choice((first, first + (second - first) * Decimal(rng.randrange(1000)) / 1000))


def _most(first: End, second: End) -> End:
    return second if first is None else first if second is None else max(first, second)


def _least(first: End, second: End) -> End:
    return second if first is None else first if second is None else min(first, second)


def _sum(ends: Sequence[End]) -> End:
    total = ZERO
    for end in ends:
        if end is None:
            return None
        total += end
    return total
