"""What the slots of one forest contribute to a figure of the target, as expressions (`engine/bounds.py`)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from crosswalk.batch import node as n
from crosswalk.batch.node import NEVER, NULL, ZERO, Node
from crosswalk.batch.output import Bounds, Ends, constant
from crosswalk.batch.values import Values, Vector
from crosswalk.engine.bounds import Coefficients
from crosswalk.engine.plan import FigurePlan, Plan, Term

Pair = tuple[Node, Node]


class Contributions:
    """Sums over the terms of figures."""

    def __init__(self, values: Values, vector: Vector, plan: Plan):
        self.vector, self.plan = vector, plan
        self.lines, self.held = values.declared.lines, values.lines

    def figure(self, plan: FigurePlan) -> Bounds:
        """Ends of a figure, those of the part that is covered, and whether something is covered or missing."""
        if plan.fixed is not None:
            return constant(plan.fixed)
        lows, bests, highs = [], [], []
        for term in plan.terms:
            low, best, high = self.of(term)
            lows.append(low)
            bests.append(best)
            highs.append(high)
        low = NULL if plan.silent_below else n.add(*lows)
        high = NULL if plan.silent_above else n.add(*highs)
        best = NULL if plan.silent_below or plan.silent_above else n.add(*bests)
        shared = (low, best, high)
        if not plan.missing:
            return Bounds(shared, shared, n.ALWAYS, NEVER)
        return Bounds((NULL if plan.open_below else low, NULL, NULL if plan.open_above else high), shared, n.ALWAYS, n.ALWAYS)

    def of(self, term: Term) -> Ends:
        """What a slot contributes to a figure: low, best, high."""
        by, (low, high) = term.by, self.vector.slots[term.slot]
        point = low == high
        unbounded = term.slot in self.vector.open
        if term.factor is not None and point and not unbounded:
            share = n.scale(term.factor, low)
            return share, share, share
        least, greatest = self._ends(by, low, high, term, unbounded)
        empty = self._empty(term)
        if empty != NEVER and (_may_open(by) or term.slot >= len(self.lines) * 2):
            empty = n.every(empty, n.equal(low, ZERO), n.equal(high, ZERO)) if term.slot != term.line else empty
            least, greatest = n.where(empty, ZERO, least), n.where(empty, ZERO, greatest)
        if least == greatest and not n.may_be_null(least):
            return least, least, greatest
        # where the ends meet, an estimate is the same
        best = n.where(n.equal(least, greatest), least, NULL)
        if by.best is None:
            return least, best, greatest
        estimate = n.scale(by.best, low)
        if point and not unbounded:
            return least, estimate, greatest
        return least, n.where(n.equal(low, high), n.bounded(estimate) if unbounded else estimate, best), greatest

    def _ends(self, by: Coefficients, low: Node, high: Node, term: Term, unbounded: bool) -> Pair:
        def times(coefficient: Decimal | None, value: Node) -> Node:
            if coefficient is None:
                return NULL
            product = n.scale(coefficient, value)
            return n.bounded(product) if unbounded or n.endless(product) else product

        upward, downward = self._signs(term)
        above = times(by.low_above, low), times(by.high_above, high)
        below = times(by.low_below, low), times(by.high_below, high)
        if not downward or (not upward and above == below):
            return above
        if not upward and [end == NULL for end in above] == [end == NULL for end in below]:
            return below  # at zero both are zero
        across = (
            below[0] if by.low_above is not None else NULL,
            above[1] if by.high_below is not None else NULL,
        )
        at_least_zero, at_most_zero = n.negation(n.less(low, ZERO)), n.negation(n.less(ZERO, high))
        if low == high:
            return _each(lambda up, down: n.where(at_least_zero, up, down), above, below)
        beyond = _each(lambda down, both: n.where(at_most_zero, down, both), below, across)
        return _each(lambda up, other: n.where(at_least_zero, up, other), above, beyond)

    def _signs(self, term: Term) -> tuple[bool, bool]:
        """Whether a slot can be above zero, and below."""
        for residual in self.vector.forest.residuals:
            if residual.slot == term.slot:
                return residual.upward, residual.downward
        if term.slot >= len(self.lines) * 2:
            return True, True
        line = self.lines[term.line]
        return line.upward, line.downward

    def _empty(self, term: Term) -> Node:
        """The line is a zero, and nothing inside it says that something is there."""
        positions = (term.line, *self.plan.within.get(term.line, ()))
        return n.every(*(n.equal(end, ZERO) for position in positions for end in dict.fromkeys(self.held[position])))


def _each(choose: Callable[[Node, Node], Node], first: Pair, second: Pair) -> Pair:
    return choose(first[0], second[0]), choose(first[1], second[1])


def _may_open(by: Coefficients) -> bool:
    """Whether a zero would leave an end open."""
    return None in (by.low_above, by.low_below, by.high_above, by.high_below)
