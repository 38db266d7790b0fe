"""What a program computes: figures as expressions, and the conditions under which a row is refused or an assumption excluded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from crosswalk.batch import node as n
from crosswalk.batch.node import NULL, Node
from crosswalk.engine.bounds import Interval
from crosswalk.engine.figures import status_of

Ends = tuple[Node, Node, Node]  # low, best, high
Computed = tuple[Ends, Ends, bool, bool]  # a figure, the part of it that is covered, and whether something is covered or missing


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


@dataclass
class Program:
    """What is computed for the rows of one pattern.

    Attributes:
        outputs: by (stage, indicator); `total` and `shared` first.
        unit: of the figures.
        checks: conditions under which a row is refused, in the order in which the engine would find them.
        denials: conditions under which a value excludes assumptions.
        gaps: those whose width depends on values.
        fixed_gaps: kind and stage of those that are in every row and have no end; worked out when they are asked for.
    """

    outputs: dict[tuple[str, str], Output]
    unit: str
    checks: list[tuple[Node, Reason]] = field(default_factory=list)
    denials: list[tuple[Node, tuple[str, ...]]] = field(default_factory=list)
    gaps: list[OpenGap] = field(default_factory=list)
    fixed_gaps: Callable[[], list[tuple[str, str]]] = list

    @property
    def nodes(self) -> Iterator[Node]:
        """Every expression, in a fixed order, those of gaps last."""
        yield from self.before_gaps
        for gap in self.gaps:
            yield from (gap.there, gap.width)

    @property
    def before_gaps(self) -> Iterator[Node]:
        """Every expression but those of gaps."""
        for output in self.outputs.values():
            yield from output.nodes
        yield from (condition for condition, _ in self.checks)
        yield from (condition for condition, _ in self.denials)


def constant(interval: Interval) -> Computed:
    """A figure that depends on no value."""

    def node(value: Decimal | None) -> Node:
        return NULL if value is None else n.number(value)

    ends = node(interval.low), node(interval.best), node(interval.high)
    shared = node(interval.shared_low), node(interval.shared_best), node(interval.shared_high)
    return ends, shared, interval.covered, interval.missing


def status(low: Node, high: Node, covered: bool, missing: bool) -> Node:
    """How well a figure is known (`status_of`), decided row by row only where it differs between rows."""

    def word(below: bool, above: bool, same: bool = False) -> Node:
        one = Decimal(1)
        return n.text(status_of(None if below else one, None if above else one if same else one * 2, covered, missing))

    meet = word(False, False, same=True)
    known = meet if low == high else n.where(n.equal(low, high), meet, word(False, False))
    if low == NULL and high == NULL:
        return word(True, True)
    if low == NULL:
        return n.where(n.absent(high), word(True, True), word(True, False))
    if high == NULL:
        return n.where(n.absent(low), word(True, True), word(False, True))
    below, above = n.absent(low), n.absent(high)
    above_open = n.where(above, word(False, True), known)
    both = n.where(above, word(True, True), word(True, False))
    return n.where(below, both, above_open)
