"""Lines as a forest: disjoint or nested sets of atoms, a parent's residual being what its children leave.

Lines that cross (by stage and by source at once, say) determine nothing together and are refused with the cross-table to declare. Lines that
belong to another cut of the same emissions (an additional indicator, a carbon content) form further forests; each forest bounds the truth by
itself, so their intervals are intersected.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from crosswalk.engine.lines import Line
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
    atoms: Atoms = field(repr=False)
    children: tuple[Node, ...]
    residual: Atoms = field(repr=False)


@dataclass(frozen=True, slots=True)
class Forest:
    """Disjoint trees of lines."""

    roots: tuple[Node, ...]
    covered: Atoms = field(repr=False)

    def nodes(self) -> list[Node]:
        """All nodes, parents before children."""
        found: list[Node] = []
        queue = list(self.roots)
        while queue:
            node = queue.pop(0)
            found.append(node)
            queue.extend(node.children)
        return found


class _Order:
    """How lines lie to each other: by the atoms that they declare, or else by those that their characterisation counts."""

    def __init__(self, lines: Sequence[Line], counted: Sequence[Atoms]):
        self.declared = [line.atoms for line in lines]
        self.counted = counted

    def inside(self, first: int, second: int) -> bool:
        """Whether the first line is a part of the second."""
        for atoms in (self.declared, self.counted):
            own, other = atoms[first], atoms[second]
            both = own & other
            if own != other and both in (own, other):
                return both == own
        return False

    def same(self, first: int, second: int) -> bool:
        """Whether two lines say the same thing twice."""
        if self.counted[first] != self.counted[second]:
            return False
        return not (self.inside(first, second) or self.inside(second, first))

    def cross(self, first: int, second: int) -> bool:
        """Whether two lines overlap without one holding the other."""
        overlap = self.counted[first] & self.counted[second]
        return bool(overlap) and not (self.inside(first, second) or self.inside(second, first))

    def grow(self, positions: Sequence[int]) -> Forest:
        """The forest of lines that do not cross."""
        holders = {part: [whole for whole in positions if whole != part and self.inside(part, whole)] for part in positions}
        children: dict[int | None, list[int]] = {None: []}
        for position in sorted(positions):
            parent = max(holders[position], key=lambda whole: len(holders[whole]), default=None)
            children.setdefault(parent, []).append(position)

        def node(position: int) -> Node:
            parts = tuple(node(child) for child in children.get(position, ()))
            residual = self.counted[position]
            for part in parts:
                residual &= ~part.atoms
            return Node(position, self.counted[position], parts, residual)

        covered: Atoms = 0
        for position in positions:
            covered |= self.counted[position]
        return Forest(tuple(node(position) for position in children[None]), covered)


def forests(space: Space, lines: Sequence[Line], fields: Sequence[str], atoms: Sequence[Atoms]) -> tuple[Forest, ...]:
    """The forests of a declaration: that of the declared lines, then those of each further cut.

    Args:
        space: the atoms.
        lines: the declared lines.
        fields: where they stand, for messages.
        atoms: what each line counts: less than it declares where its set leaves gases out.

    Raises:
        InconsistentDeclarationError: declared lines cross.
    """
    order = _Order(lines, atoms)
    core = [position for position, line in enumerate(lines) if not (line.view or line.group or line.evaluated) and atoms[position]]
    _refuse_crossing(space, lines, fields, order, core)
    found = [order.grow(core)]
    extras: dict[str, list[int]] = {}
    for position, line in enumerate(lines):
        if atoms[position] and (line.view or line.group):
            extras.setdefault("view" if line.view else line.group, []).append(position)
    for members in extras.values():
        for kept in _uncrossed(members, order):
            fitting = [position for position in core if not any(order.cross(position, member) for member in kept)]
            found.append(order.grow([*fitting, *kept]))
    return tuple(found)


def _uncrossed(members: Sequence[int], order: _Order) -> list[list[int]]:
    """The lines of a further cut in groups that do not cross, whatever the order in which they were declared."""
    groups: list[list[int]] = []
    for member in sorted(members, key=lambda member: (-order.counted[member].bit_count(), order.counted[member])):
        fit = next((group for group in groups if not any(order.cross(member, other) for other in group)), None)
        if fit is None:
            groups.append([member])
        else:
            fit.append(member)
    return groups


def _refuse_crossing(space: Space, lines: Sequence[Line], fields: Sequence[str], order: _Order, positions: Sequence[int]) -> None:
    for index, first in enumerate(positions):
        for second in positions[index + 1 :]:
            if order.same(first, second):
                raise InconsistentDeclarationError(
                    Finding(
                        f"{lines[second].label} is declared twice ({fields[first]} and {fields[second]}); "
                        "alternatives are not added, keep one",
                        f"{lines[second].label} 重复声明（{fields[first]} 与 {fields[second]}）；备选值不相加，请只保留一个",
                        field=fields[second],
                    )
                )
            if order.cross(first, second):
                both = order.counted[first] & order.counted[second]
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
