"""Characterisation: from the factors of one set to those of another.

`CO2e = sum of mass x factor`. A figure known by gas is multiplied by the ratio of the factors; a figure known only as a sum lies between the
smallest and the largest ratio of the gases that it may hold.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

from crosswalk.frames.space import Atoms, Space
from crosswalk.model.characterisation import CharacterisationSet

ONE = Decimal(1)
ZERO = Decimal(0)

Classes = tuple[tuple[Decimal, Atoms], ...]
"""A partition of atoms by one number each."""


class Weight(tuple[Decimal, Decimal | None, Atoms]):
    """(low, high, atoms): what one unit declared on any of the atoms becomes; `high` is `None` when nothing bounds it."""

    __slots__ = ()


@lru_cache(maxsize=256)
def factor_classes(space: Space, item: _ById) -> Classes:
    """The atoms that a set characterises, grouped by their factor (kg CO2e per kg of gas); factors of zero are left out."""
    found: dict[Decimal, Atoms] = {}
    overridden: Atoms = 0
    for override in item.value.overrides:
        atoms = space.box(None, override.sources, (override.gas,)) & ~overridden
        overridden |= atoms
        found[override.value] = found.get(override.value, 0) | atoms
    for gas, entry in item.value.factors.items():
        atoms = space.box(None, None, (gas,)) & ~overridden
        found[entry.value] = found.get(entry.value, 0) | atoms
    return tuple((value, atoms) for value, atoms in found.items() if value != 0 and atoms)


class _ById:
    """A characterisation set as a cache key: the same by identity."""

    __slots__ = ("value",)

    def __init__(self, value: CharacterisationSet):
        self.value = value

    def __hash__(self) -> int:
        return id(self.value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ById) and other.value is self.value


def classes_of(space: Space, characterisation: CharacterisationSet) -> Classes:
    """`factor_classes` of a set."""
    return factor_classes(space, _ById(characterisation))


def characterised(space: Space, sets: Sequence[CharacterisationSet]) -> Atoms:
    """The atoms to which at least one of the sets gives a factor other than zero."""
    atoms: Atoms = 0
    for item in sets:
        for _, members in classes_of(space, item):
            atoms |= members
    return atoms


def ratios(space: Space, source: CharacterisationSet | None, target: CharacterisationSet) -> Classes:
    """What one kg CO2e of the source set (one kg of gas for `None`) becomes under the target set, atom by atom."""
    goal = classes_of(space, target)
    covered: Atoms = 0
    for _, atoms in goal:
        covered |= atoms
    start: Classes = ((ONE, space.possible),) if source is None else classes_of(space, source)
    found: dict[Decimal, Atoms] = {}
    for before, origin in start:
        for after, atoms in (*goal, (ZERO, space.possible & ~covered)):
            both = origin & atoms
            if both:
                ratio = ONE if before == after else after / before
                found[ratio] = found.get(ratio, 0) | both
    return tuple(found.items())


def weights(space: Space, sources: Sequence[CharacterisationSet | None], target: CharacterisationSet | None) -> tuple[Weight, ...]:
    """The weights of a re-characterisation.

    Args:
        space: the atoms.
        sources: the set that was used, or several when the declaration does not say which (the weight is then the hull over them).
        target: the set of the target, or `None` to keep what was declared.
    """
    if target is None:
        kept = characterised(space, [item for item in sources if item is not None]) if None not in sources else space.possible
        return (Weight((ONE, ONE, kept)),)
    tables = [ratios(space, source, target) for source in sources]
    if len(tables) == 1:
        return tuple(Weight((ratio, ratio, atoms)) for ratio, atoms in tables[0])
    parts: list[tuple[Decimal, Decimal, Atoms]] = [(ratio, ratio, atoms) for ratio, atoms in tables[0]]
    for table in tables[1:]:
        known: Atoms = 0
        for _, atoms in table:
            known |= atoms
        merged: dict[tuple[Decimal, Decimal], Atoms] = {}
        seen: Atoms = 0
        for low, high, atoms in parts:
            seen |= atoms
            rest = atoms & ~known
            if rest:
                merged[low, high] = merged.get((low, high), 0) | rest
            for ratio, members in table:
                both = atoms & members
                if both:
                    key = (min(low, ratio), max(high, ratio))
                    merged[key] = merged.get(key, 0) | both
        for ratio, members in table:
            fresh = members & ~seen
            if fresh:
                merged[ratio, ratio] = merged.get((ratio, ratio), 0) | fresh
        parts = [(low, high, atoms) for (low, high), atoms in merged.items()]
    return tuple(Weight((low, high, atoms)) for low, high, atoms in parts)


def own_factors(space: Space, sources: Sequence[CharacterisationSet]) -> tuple[Weight, ...]:
    """Kg CO2e per kg of gas under the set that was used, or the hull over several when the declaration does not say which."""
    return _own_factors(space, tuple(_ById(item) for item in sources))


@lru_cache(maxsize=64)
def _own_factors(space: Space, sources: tuple[_ById, ...]) -> tuple[Weight, ...]:
    found: dict[tuple[Decimal, Decimal], Atoms] = {}
    tables = [weights(space, [None], item.value) for item in sources]
    parts: list[tuple[Decimal, Decimal, Atoms]] = [(entry[0], entry[0], entry[2]) for entry in tables[0]]
    for table in tables[1:]:
        found = {}
        for low, high, atoms in parts:
            for factor, _, members in table:
                both = atoms & members
                if both:
                    key = (min(low, factor), max(high, factor))
                    found[key] = found.get(key, 0) | both
        parts = [(low, high, atoms) for (low, high), atoms in found.items()]
    return tuple(Weight((low, high, atoms)) for low, high, atoms in parts)
