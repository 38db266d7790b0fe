"""Lines as a forest: disjoint or nested sets of atoms, a parent's residual being what its children leave.

Lines that cross (by stage and by source at once, say) determine nothing together and are refused with the cross-table to declare. Lines that
belong to another cut of the same emissions (an additional indicator, a carbon content) form further forests; each forest bounds the truth by
itself, so their intervals are intersected.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crosswalk.engine.declare import Line
from crosswalk.errors import Finding, InconsistentDeclarationError
from crosswalk.frames.space import Atoms, Space


@dataclass(frozen=True, slots=True)
class Node:
    """A line in its forest.

    Attributes:
        line: position in the declaration.
        atoms: what the line covers.
        children: the lines nested directly inside.
        residual: the atoms that the children leave.
    """

    line: int
    atoms: Atoms
    children: tuple[Node, ...]
    residual: Atoms


@dataclass(frozen=True, slots=True)
class Forest:
    """Disjoint trees of lines."""

    roots: tuple[Node, ...]
    covered: Atoms

    def nodes(self) -> list[Node]:
        """All nodes, parents before children."""
        found: list[Node] = []
        queue = list(self.roots)
        while queue:
            node = queue.pop(0)
            found.append(node)
            queue.extend(node.children)
        return found


def crosses(first: Atoms, second: Atoms) -> bool:
    """Whether two sets overlap without one holding the other."""
    both = first & second
    return bool(both) and both not in (first, second)


def grow(positions: Sequence[int], atoms: Sequence[Atoms]) -> Forest:
    """The forest of lines that do not cross."""
    order = sorted(positions, key=lambda position: (-atoms[position].bit_count(), position))
    children: dict[int | None, list[int]] = {None: []}
    for position in order:
        parent: int | None = None
        level = children[None]
        while True:
            inside = next((other for other in level if atoms[position] & atoms[other] == atoms[position]), None)
            if inside is None:
                break
            parent = inside
            level = children[inside]
        children[parent].append(position)
        children[position] = []

    def node(position: int) -> Node:
        parts = tuple(node(child) for child in sorted(children[position]))
        residual = atoms[position]
        for part in parts:
            residual &= ~part.atoms
        return Node(position, atoms[position], parts, residual)

    roots = tuple(node(position) for position in sorted(children[None]))
    covered: Atoms = 0
    for root in roots:
        covered |= root.atoms
    return Forest(roots, covered)


def forests(space: Space, lines: Sequence[Line], fields: Sequence[str], atoms: Sequence[Atoms]) -> tuple[Forest, ...]:
    """The forests of a declaration: that of the declared lines, then one for each further cut.

    Raises:
        InconsistentDeclarationError: declared lines cross.
    """
    core = [position for position, line in enumerate(lines) if not line.view and not line.group and atoms[position]]
    _refuse_crossing(space, lines, fields, atoms, core)
    found = []
    extras: dict[str, list[int]] = {}
    for position, line in enumerate(lines):
        if atoms[position] and (line.view or line.group):
            extras.setdefault("view" if line.view else line.group, []).append(position)
    found.append(grow(core, atoms))
    for members in extras.values():
        kept = _uncrossed(members, atoms)
        if kept:
            fitting = [position for position in core if not any(crosses(atoms[position], atoms[member]) for member in kept)]
            found.append(grow([*fitting, *kept], atoms))
    return tuple(found)


def _uncrossed(members: Sequence[int], atoms: Sequence[Atoms]) -> list[int]:
    kept: list[int] = []
    for member in members:
        if not any(crosses(atoms[member], atoms[other]) or atoms[member] == atoms[other] for other in kept):
            kept.append(member)
    return kept


def _refuse_crossing(space: Space, lines: Sequence[Line], fields: Sequence[str], atoms: Sequence[Atoms], positions: Sequence[int]) -> None:
    for index, first in enumerate(positions):
        for second in positions[index + 1 :]:
            if atoms[first] == atoms[second]:
                raise InconsistentDeclarationError(
                    Finding(
                        f"{lines[second].label} is declared twice ({fields[first]} and {fields[second]}); "
                        "alternatives are not added, keep one",
                        f"{lines[second].label} 重复声明（{fields[first]} 与 {fields[second]}）；备选值不相加，请只保留一个",
                        field=fields[second],
                    )
                )
            if crosses(atoms[first], atoms[second]):
                both = atoms[first] & atoms[second]
                stages = ", ".join(space.describe_stages(space.stages_of(both)))
                sources = ", ".join(space.describe_sources(both))
                raise InconsistentDeclarationError(
                    Finding(
                        f"{lines[first].label} and {lines[second].label} overlap without one holding the other; "
                        f"declare their common part (stages {stages}; sources {sources}) as a figure of its own and the rest apart",
                        f"{lines[first].label} 与 {lines[second].label} 交叉；"
                        f"请将其共同部分（阶段 {stages}；来源 {sources}）单独声明，其余分开声明",
                        field=fields[second],
                    )
                )
