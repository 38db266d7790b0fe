"""What the lines of a declaration leave for one another: atoms that the same lines hold, and how much of them is declared.

Lines that are disjoint or nested form a tree, and each line leaves its children's rest to a cell of its own: any content of the cells with the
declared sums is a completion. A line across them (a carbon content over modules, an additional indicator) takes a part of each cell that it meets
(`across.py`); where such lines overlap one another, a declaration is completed from a completion that is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from random import Random

from crosswalk.engine.lines import Declaration, Line
from crosswalk.engine.rules.characterise import classes_of
from crosswalk.frames.space import Atoms
from crosswalk.library.library import Library
from crosswalk.testing.across import Amounts, Cell, share_out
from crosswalk.testing.shipped import LIBRARY, space_of
from crosswalk.testing.truth import ONE, ZERO, bits_from, factor_at
from crosswalk.testing.words import crossing

Masses = dict[int, Decimal]
"""Kilograms of gas by atom (its bit); of uptake, storage and credits below zero."""


@lru_cache(maxsize=256)
def factor_pairs(frame_of: str, used: str, goal: str, library: Library = LIBRARY) -> tuple[tuple[Decimal, Decimal, Atoms], ...]:
    """All possible atoms by their factors in two sets."""
    space = space_of(frame_of, library)

    def table(name: str) -> list[tuple[Decimal, Atoms]]:
        classes = list(classes_of(space, library.characterisation(name)))
        rest = space.possible
        for _, atoms in classes:
            rest &= ~atoms
        return [*classes, (ZERO, rest)]

    found = ((first, second, a & b) for first, a in table(used) for second, b in table(goal))
    return tuple((first, second, atoms) for first, second, atoms in found if atoms)


@dataclass(frozen=True, slots=True)
class Sorts:
    """The atoms of a cell, sorted so that a draw meets the rare ones as often as the common: by sign, factors, place in the total and scale.

    `up` and `down` hold what the declarer's set characterises, `unseen` what it leaves out.
    """

    up: tuple[Atoms, ...] = field(repr=False)
    down: tuple[Atoms, ...] = field(repr=False)
    unseen: tuple[Atoms, ...] = field(repr=False)


def sorted_atoms(atoms: Atoms, pairs: Sequence[tuple[Decimal, Decimal, Atoms]], cuts: Iterable[Atoms], negative: Atoms) -> Sorts:
    """Atoms by sign, by their factors, and by whether they lie inside each of the cuts."""
    found: tuple[list[Atoms], list[Atoms], list[Atoms]] = ([], [], [])
    parts = [atoms & negative, atoms & ~negative]
    for cut in cuts:
        parts = [piece for part in parts for piece in (part & cut, part & ~cut) if piece]
    for part in parts:
        down = bool(part & negative)
        for used, _, members in pairs:
            here = part & members
            if here:
                found[2 if not used else 1 if down else 0].append(here)
    return Sorts(*(tuple(entry) for entry in found))


@dataclass(frozen=True, slots=True)
class Node:
    """A line with the lines directly inside it, and the cell that they leave."""

    line: int
    children: tuple[Node, ...]
    left: Atoms = field(repr=False)
    rest: Sorts
    empty: bool


class UnfitError(Exception):
    """A draw that the declared sums do not allow; another draw may fit."""


def tree(lines: Sequence[Line]) -> tuple[dict[int, int | None], tuple[int, ...]]:
    """The line directly around each line, and the further lines that lie across some of these; declared figures of one cut never cross."""
    held = [position for position in range(len(lines)) if lines[position].atoms]
    kept: list[int] = []
    across: list[int] = []
    for position in sorted(held, key=lambda at: (lines[at].view or bool(lines[at].group), -lines[at].atoms.bit_count())):
        (across if any(crossing(lines[position].atoms, lines[other].atoms) for other in kept) else kept).append(position)
    kept.sort(key=lambda at: -lines[at].atoms.bit_count())
    parents: dict[int, int | None] = {}
    for index, position in enumerate(kept):
        around = [other for other in kept[:index] if not lines[position].atoms & ~lines[other].atoms]
        parents[position] = around[-1] if around else None
    return parents, tuple(across)


def empty_lines(declaration: Declaration, counted: Atoms) -> frozenset[int]:
    """The lines of zero that hold no line other than zero: nothing is there, not even uptake that balances emissions.

    CO2e of a gas to which the set gives no factor counts nothing, whatever its line says.
    """
    values = [
        any(value) and (line.mass or bool(line.atoms & counted)) for value, line in zip(declaration.values, declaration.lines, strict=True)
    ]
    atoms = [line.atoms for line in declaration.lines]
    return frozenset(
        position
        for position, own in enumerate(atoms)
        if not any(values[other] for other, part in enumerate(atoms) if part and not part & ~own)
    )


class Filler:
    """Draws contents of the cells of one declaration under one of the sets on which it may rest."""

    def __init__(
        self,
        frame_of: str,
        declaration: Declaration,
        used: str,
        goal: str,
        cuts: Sequence[Atoms],
        known: Mapping[int, Decimal] | None,
        library: Library,
    ):
        self.frame_of, self.used, self.known, self.library = frame_of, used, known, library
        self.declaration = declaration
        self.space = space_of(frame_of, library)
        self.negative = self.space.negative
        self.pairs = factor_pairs(frame_of, used, goal, library)
        self.cuts = cuts
        self.known_sorts: dict[Atoms, Sorts] = {}
        self.counted = self.covered = 0
        for factor, _, atoms in self.pairs:
            self.counted |= atoms if factor else 0
        self.empty = empty_lines(declaration, self.counted)
        parents, self.across = tree(declaration.lines)
        for position in parents:
            self.covered |= declaration.lines[position].atoms
        overlap = any(
            declaration.lines[first].atoms & declaration.lines[second].atoms
            for index, first in enumerate(self.across)
            for second in self.across[index + 1 :]
        )
        self.roots: tuple[Node, ...] | None = None
        self.fixed: list[tuple[Decimal, bool, Sorts]] = []
        if self.across and known is not None:
            self.fixed = list(self._known_cells(known))
        elif overlap:
            raise UnfitError
        else:
            self.roots = self._nodes(parents, None)
        covered = self.covered
        for position in self.across:
            covered |= declaration.lines[position].atoms
        self.beyond = self._sorts(self.space.possible & ~covered)

    def _sorts(self, atoms: Atoms) -> Sorts:
        if atoms not in self.known_sorts:
            self.known_sorts[atoms] = sorted_atoms(atoms, self.pairs, self.cuts, self.negative)
        return self.known_sorts[atoms]

    def _nodes(self, parents: Mapping[int, int | None], around: int | None) -> tuple[Node, ...]:
        found = []
        for position, parent in parents.items():
            if parent == around:
                children = self._nodes(parents, position)
                rest = self.declaration.lines[position].atoms
                for child in children:
                    rest &= ~self.declaration.lines[child.line].atoms
                found.append(Node(position, children, rest, self._sorts(rest), position in self.empty))
        return tuple(found)

    def _known_cells(self, known: Mapping[int, Decimal]) -> Iterator[tuple[Decimal, bool, Sorts]]:
        """What a known completion holds in each cell of one factor: amount in kg of gas, whether uptake may balance emissions there, atoms."""
        cells: list[tuple[tuple[int, ...], Atoms]] = [((), self.space.possible)]
        for position, line in enumerate(self.declaration.lines):
            cells = [
                (key, part)
                for held, atoms in cells
                for key, part in (((*held, position), atoms & line.atoms), (held, atoms & ~line.atoms))
                if part
            ]
        for held, atoms in cells:
            if not held:
                continue
            balanced = not any(position in self.empty or self.declaration.lines[position].group for position in held)
            for used in {used for used, _, _ in self.pairs}:
                members: Atoms = 0
                for factor, _, some in self.pairs:
                    members |= some if factor == used else 0
                here = atoms & members
                amount = sum((mass for bit, mass in known.items() if here >> bit & 1), ZERO)
                if here and used:
                    yield amount, balanced, self._sorts(here)

    def fill(self, rng: Random) -> Masses:
        """One completion of the declared lines, and of what no line covers.

        Raises:
            UnfitError: the draw does not fit the declared sums.
        """
        found: Masses = {}
        if self.roots is not None:
            cells: list[Cell] = []
            for root in self.roots:
                self._node(found, root, cells, rng)
            for position in self.across:
                cells = self._across(found, position, cells, rng)
            for cell in cells:
                assert cell.amount is not None  # what nothing tells of is never left over
                self._net(found, cell.amount, cell.balanced, self._sorts(cell.atoms), rng, mass=False)
        else:
            assert self.known is not None
            found = {bit: mass for bit, mass in self.known.items() if not factor_at(self.frame_of, self.used, bit, self.library)}
            for amount, balanced, sorts in self.fixed:
                self._net(found, amount, balanced, sorts, rng, mass=True)
        for others in (self.beyond.up, self.beyond.down, self.beyond.unseen):
            if others and rng.random() < 0.5:
                self._put(found, _amount(rng), others, rng, mass=True)
        return found

    def _node(self, found: Masses, node: Node, cells: list[Cell], rng: Random) -> Decimal:
        """What a line holds, its children first; gives its value. What is left in CO2e stays in `cells` while lines across may take of it."""
        line = self.declaration.lines[node.line]
        inside = ZERO
        for child in node.children:
            of_gas = self.declaration.lines[child.line].mass
            if line.mass and not of_gas and self.across:
                raise UnfitError
            part: Masses = {}
            value = self._node(part, child, cells, rng)
            inside += value if of_gas == line.mass else sum((self._worth(bit, mass, line.mass) for bit, mass in part.items()), ZERO)
            for bit, mass in part.items():
                found[bit] = found.get(bit, ZERO) + mass
        low, high = self.declaration.values[node.line]
        rest = node.rest
        ups, downs = (rest.up + self._unseen(rest, True), rest.down + self._unseen(rest, False)) if line.mass else (rest.up, rest.down)
        slack = self._slack(node)
        if not ups:
            if inside < low - slack:
                raise UnfitError
            high = min(high, max(inside, low))
        if not downs:
            if inside > high + slack:
                raise UnfitError
            low = max(low, min(inside, high))
        value = between(rng, low, high, inside)
        left = value - inside
        if (left > 0 and not ups) or (left < 0 and not downs):
            if abs(left) > slack:
                raise UnfitError
            left = ZERO
        balanced = not node.empty and not line.group
        if self.across and not line.mass:
            cells.append(Cell(left, balanced, node.left))
        else:
            self._net(found, left, balanced, Sorts(ups, downs, ()), rng, mass=line.mass)
        if not line.mass and rest.unseen and rng.random() < 0.3:  # CO2e says nothing of a gas that its set leaves out
            self._put(found, _amount(rng), rest.unseen, rng, mass=True)
        return inside + left

    def _across(self, found: Masses, position: int, cells: list[Cell], rng: Random) -> list[Cell]:
        """Share a line across cells out among them; gives the cells with what the line takes of each as a cell of its own."""
        line = self.declaration.lines[position]
        if position in self.empty:
            if any(line.atoms >> bit & 1 for bit in found):
                raise UnfitError
            return list(_without(cells, line.atoms))
        placed = sum((self._worth(bit, mass, line.mass) for bit, mass in found.items() if line.atoms >> bit & 1), ZERO)
        low, high = self.declaration.values[position]
        value = between(rng, low, high, placed) - placed
        if line.mass:
            factors = {factor for factor, _, atoms in self.pairs if atoms & line.atoms}
            if len(factors) > 1:
                raise UnfitError  # kilograms of several gases in sums of CO2e
            factor = factors.pop()
            if not factor:
                unseen = self._sorts(line.atoms)
                self._net(found, value, False, Sorts(self._unseen(unseen, True), self._unseen(unseen, False), ()), rng, mass=True)
                return cells
            value *= factor
        amounts = Amounts(self.counted, self.negative)
        free = Cell(None, not line.group and position not in self.empty, line.atoms & ~self.covered)
        shared = share_out(cells, free, line.atoms, value, amounts, rng)
        if shared is None:
            raise UnfitError
        return shared

    def _unseen(self, rest: Sorts, up: bool) -> tuple[Atoms, ...]:
        return tuple(atoms for atoms in rest.unseen if bool(atoms & self.negative) is not up)

    def _slack(self, node: Node) -> Decimal:
        """How far rounding of a line and its parts may have moved their difference."""
        low, high = self.declaration.values[node.line]
        size = max(abs(end) for end in (low, high)) if low.is_finite() and high.is_finite() else ZERO
        return sum((self._half(at) for at in (node.line, *(child.line for child in node.children))), size * Decimal("1e-12"))

    def _half(self, position: int) -> Decimal:
        """Half a unit of the last digit of a line; a declared zero is no rounded number."""
        return self.declaration.half_digits[position] if any(self.declaration.values[position]) else ZERO

    def _worth(self, bit: int, mass: Decimal, of_gas: bool) -> Decimal:
        return mass if of_gas else mass * factor_at(self.frame_of, self.used, bit, self.library)

    def _net(self, found: Masses, amount: Decimal, balanced: bool, sorts: Sorts, rng: Random, *, mass: bool) -> None:
        """Place an amount; where both signs can be, sometimes more of both."""
        up, down = max(amount, ZERO), max(-amount, ZERO)
        if balanced and sorts.up and sorts.down and rng.random() < 0.4:
            more = _amount(rng)
            up, down = up + more, down + more
        for part, atoms in ((up, sorts.up), (down, sorts.down)):
            if part and not atoms:
                raise UnfitError
            if part:
                self._put(found, part, atoms, rng, mass=mass)

    def _put(self, found: Masses, amount: Decimal, sorts: Sequence[Atoms], rng: Random, *, mass: bool) -> None:
        """Place a positive amount (kg of gas, or CO2e under the declarer's set) on one or several atoms."""
        share = rng.choice((ZERO, ZERO, Decimal("0.5"), Decimal("0.125")))
        for part in (amount * share, amount * (ONE - share)):
            if not part:
                continue
            atoms = rng.choice(sorts)
            bit = bits_from(atoms, rng.randrange(atoms.bit_length()))
            kilograms = part if mass else part / factor_at(self.frame_of, self.used, bit, self.library)
            found[bit] = found.get(bit, ZERO) + (-kilograms if self.negative >> bit & 1 else kilograms)


def _without(cells: Sequence[Cell], line: Atoms) -> Iterator[Cell]:
    """The cells, with nothing of them inside a line of zero."""
    for cell in cells:
        inside, outside = cell.atoms & line, cell.atoms & ~line
        if inside and not outside and cell.amount:
            raise UnfitError
        if outside:
            yield Cell(cell.amount, cell.balanced, outside)


def _amount(rng: Random) -> Decimal:
    return Decimal(rng.randrange(10**6)).scaleb(-2)


def between(rng: Random, low: Decimal, high: Decimal, inside: Decimal) -> Decimal:
    """A value of a range: one of its ends, or something between; an open end is taken a way beyond what is inside."""
    if low == high:
        return low
    if not low.is_finite():
        low = min(high, inside) - _amount(rng)
    if not high.is_finite():
        high = max(low, inside) + _amount(rng)
    return rng.choice((low, high, low + (high - low) * Decimal(rng.randrange(1000)) / 1000))
