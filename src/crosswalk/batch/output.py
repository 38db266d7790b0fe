"""What a program computes: figures as expressions, and the conditions under which a row is refused or an assumption excluded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from crosswalk.batch import node as n
from crosswalk.batch.node import NULL, Node
from crosswalk.engine.bounds import Interval
from crosswalk.engine.figures import status_of

if TYPE_CHECKING:
    from crosswalk.batch.pattern import Pattern

STEP = "__crosswalk_step_"
Ends = tuple[Node, Node, Node]  # low, best, high


@dataclass(frozen=True)
class Bounds:
    """A figure before it becomes a result (`engine/bounds.py`, `Interval`).

    Attributes:
        ends: of the figure.
        shared: of the part that the source covers.
        covered: whether anything is declared.
        missing: whether something is not.
    """

    ends: Ends
    shared: Ends
    covered: Node
    missing: Node

    def as_output(self) -> Output:
        """The figure with its status."""
        low, _, high = self.ends
        return Output(*self.ends, status(low, high, n.every(n.negation(self.covered), self.missing)))

    def as_shared(self) -> Output:
        """The part that the source covers, with its status."""
        low, _, high = self.shared
        return Output(*self.shared, status(low, high, n.negation(self.covered)))


@dataclass(frozen=True)
class Reason:
    """Why a row is refused."""

    field: str
    en: str
    zh: str


@dataclass(frozen=True)
class Output:
    """One figure of the result."""

    low: Node
    best: Node
    high: Node
    status: Node

    @property
    def nodes(self) -> tuple[Node, Node, Node, Node]:
        """The four columns."""
        return self.low, self.best, self.high, self.status


@dataclass(frozen=True)
class OpenGap:
    """Why a figure of a row stays open, or how far the target's factor moves it: in the rows where `there` holds, by `width` (null: without end)."""

    kind: str
    stage: str
    there: Node
    width: Node


@dataclass(frozen=True)
class Turn:
    """Rows in which a condition holds are of another pattern."""

    condition: Node
    pattern: Callable[[], Pattern]


@dataclass(frozen=True)
class Step:
    """An expression that is computed before, as a column; it uses steps of lower levels only."""

    name: str
    level: int
    node: Node


class Steps:
    """Expressions that are computed before, each under a name of its own, because much is made of them."""

    def __init__(self) -> None:
        self.found: list[Step] = []
        self._columns: dict[Node, Node] = {}
        self._levels: dict[str, int] = {}

    def number(self, node: Node) -> Node:
        """A number, computed before if it is more than a column."""
        return self._kept(node, "number")

    def condition(self, node: Node) -> Node:
        """A condition, computed before if it is more than a column."""
        return node if node in (n.ALWAYS, n.NEVER) else self._kept(node, "holds")

    def bounds(self, bounds: Bounds) -> Bounds:
        """A figure whose ends are computed before."""
        ends, shared = ((self.number(low), self.number(best), self.number(high)) for low, best, high in (bounds.ends, bounds.shared))
        return Bounds(ends, shared, bounds.covered, bounds.missing)

    def _kept(self, node: Node, kind: str) -> Node:
        if node.op in ("number", "null", "column", "open"):
            return node
        if node not in self._columns:
            level = max((self._levels.get(name, -1) for name in n.names(node)), default=-1) + 1
            start = f"{STEP}{level}_{kind}"  # the level is in the name: a name is of one level in all programs
            name = f"{start}{sum(step.name.startswith(start) for step in self.found)}"
            self._levels[name] = level
            self.found.append(Step(name, level, node))
            self._columns[node] = n.step(name, kind == "number" and n.may_be_null(node))
        return self._columns[node]


class Shape:
    """A key whose hash is worked out once."""

    __slots__ = ("_hash", "parts")

    def __init__(self, parts: tuple[object, ...]):
        self.parts, self._hash = parts, hash(parts)

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Shape) and self._hash == other._hash and self.parts == other.parts)


@dataclass
class Program:
    """What is computed for the rows of one pattern.

    Attributes:
        steps: what is computed before.
        outputs: by (stage, indicator); `total` and `shared` first.
        unit: of the figures.
        checks: conditions under which a row is refused, in the order in which the engine would find them.
        turns: conditions under which the values of a row make it one of another pattern; the first that holds decides.
        denials: conditions under which a value excludes assumptions, where no turn is taken.
        gaps: those whose width depends on values.
        fixed_gaps: kind and stage of those that are in every row and have no end; worked out when they are asked for.
    """

    outputs: dict[tuple[str, str], Output]
    unit: str
    steps: list[Step] = field(default_factory=list)
    checks: list[tuple[Node, Reason]] = field(default_factory=list)
    turns: list[Turn] = field(default_factory=list)
    denials: list[tuple[Node, tuple[str, ...]]] = field(default_factory=list)
    gaps: list[OpenGap] = field(default_factory=list)
    fixed_gaps: Callable[[], list[tuple[str, str]]] = list

    @cached_property
    def numbers(self) -> list[float]:
        """All numbers of the expressions, in their order."""
        return [value for node in self.nodes for value in n.numbers(node)]

    @cached_property
    def shape(self) -> Shape:
        """Everything but the numbers: programs of one shape are computed together."""
        steps = tuple(step.name for step in self.steps)
        reasons = tuple(reason for _, reason in self.checks)
        gaps = tuple((gap.kind, gap.stage) for gap in self.gaps)
        return Shape((self.unit, steps, tuple(self.outputs), reasons, gaps, tuple(n.structure(node) for node in self.nodes)))

    @property
    def nodes(self) -> Iterator[Node]:
        """Every expression, in a fixed order, those of gaps last."""
        yield from self.before_gaps
        for gap in self.gaps:
            yield from (gap.there, gap.width)

    @property
    def before_gaps(self) -> Iterator[Node]:
        """Every expression but those of gaps."""
        yield from (step.node for step in self.steps)
        for output in self.outputs.values():
            yield from output.nodes
        yield from (condition for condition, _ in self.checks)
        yield from (turn.condition for turn in self.turns)
        yield from (condition for condition, _ in self.denials)


def constant(interval: Interval) -> Bounds:
    """A figure that depends on no value."""

    def node(value: Decimal | None) -> Node:
        return NULL if value is None else n.number(value)

    def always(holds: bool) -> Node:
        return n.ALWAYS if holds else n.NEVER

    ends = node(interval.low), node(interval.best), node(interval.high)
    shared = node(interval.shared_low), node(interval.shared_best), node(interval.shared_high)
    return Bounds(ends, shared, always(interval.covered), always(interval.missing))


def status(low: Node, high: Node, gone: Node) -> Node:
    """How well a figure is known (`status_of`), decided row by row only where it differs between rows; `gone`: nothing of it is declared."""

    def word(below: bool, above: bool, same: bool = False) -> Node:
        one = Decimal(1)
        return n.text(status_of(None if below else one, None if above else one if same else one * 2, True, False))

    missing = n.text(status_of(None, None, False, True))
    meet = word(False, False, same=True)
    known = meet if low == high else n.where(n.equal(low, high), meet, word(False, False))
    below, above = n.absent(low), n.absent(high)
    bounded = n.where(above, word(False, True), known)
    return n.where(gone, missing, n.where(below, n.where(above, word(True, True), word(True, False)), bounded))
