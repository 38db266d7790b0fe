"""The figures of the target as expressions: what each forest of lines gives, and what all of them together allow (`engine/run.py`)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from crosswalk.batch import node as n
from crosswalk.batch.contribution import Contributions
from crosswalk.batch.node import NEVER, NULL, ZERO, Node
from crosswalk.batch.output import Bounds, Ends, Steps
from crosswalk.batch.pattern import Pattern
from crosswalk.batch.values import Values, Vector
from crosswalk.engine.crosswalk import Planned
from crosswalk.engine.lines import BINARY_NOISE
from crosswalk.engine.plan import FigurePlan, Plan
from crosswalk.engine.recycling import change_of
from crosswalk.engine.rules.circular.bounds import NOTHING
from crosswalk.engine.run import weakest_of

Denial = tuple[Node, tuple[str, ...]]


class Figures:
    """All figures of a pattern.

    Attributes:
        vectors: the slots of each forest.
        contributions: the sums over them.
        chosen: for each forest, the condition under which it bounds the total best, and does not determine what is covered of it.
        steps: what is computed before, because much is made of it.
    """

    def __init__(self, pattern: Pattern, planned: Planned, values: Values):
        self.pattern, self.planned, self.values = pattern, planned, values
        self.plan: Plan = planned.plan
        self.vectors = [Vector(values, forest) for forest in self.plan.forests]
        self.contributions = [Contributions(values, vector, self.plan) for vector in self.vectors]
        self.steps = Steps()
        self.chosen: list[Node] = [n.ALWAYS, *(NEVER for _ in self.vectors[1:])]
        self._conflicts: list[Node] = []
        self._unusable = [NEVER, *(self.steps.condition(vector.contradicted) for vector in self.vectors[1:])]

    def bounds(self) -> list[Bounds]:
        """Every figure, the total first."""
        figures = self.plan.forests[0].figures
        return [self._changed(self._whole(position), figure, position) for position, figure in enumerate(figures)]

    def _whole(self, position: int) -> Bounds:
        """A figure, as all forests bound it."""
        found = self.contributions[0].figure(self.plan.forests[0].figures[position])
        if len(self.vectors) == 1 or position not in self.plan.varying:
            return found
        tighter = []
        for index in range(1, len(self.vectors)):
            other = self.contributions[index].figure(self.plan.forests[index].figures[position])
            found, better = self._both(found, other, self._unusable[index])
            tighter.append(better)
        if position == 0:
            low, _, high = found.shared
            wide = n.some(n.absent(low), n.absent(high), n.negation(n.equal(low, high)))
            self.chosen = [
                self.steps.condition(n.every(wide, better, *(n.negation(later) for later in tighter[index:])))
                for index, better in enumerate([n.ALWAYS, *tighter])
            ]
        return found

    def _both(self, own: Bounds, other: Bounds, unusable: Node) -> tuple[Bounds, Node]:
        """What two forests allow together, and whether the second knows the shared part better; the first alone where they exclude each other."""
        if (own.ends, own.shared) == (other.ends, other.shared):
            return Bounds(own.ends, own.shared, n.some(own.covered, other.covered), n.every(own.missing, other.missing)), NEVER
        own, other = self.steps.bounds(own), self.steps.bounds(other)
        noise = self._noise(own, other)
        tolerance = self.values.rounding(sum(self.pattern.declaration.half_digits, Decimal(0)))
        better = self.steps.condition(_tighter(other.shared, own.shared, noise))
        pairs = (
            [(own.ends, other.ends)]
            if (own.ends, other.ends) == (own.shared, other.shared)
            else [
                (own.ends, other.ends),
                (own.shared, other.shared),
            ]
        )
        apart = self.steps.condition(n.some(*(_crosses(*_innermost(*pair), n.larger(tolerance, noise)) for pair in pairs)))
        alone = self.steps.condition(n.some(apart, unusable))
        if apart != NEVER:
            self._conflicts.append(n.every(apart, n.negation(unusable)))
        found = [self._within(*pair, better, alone, noise) for pair in pairs]
        covered = n.where(alone, own.covered, n.some(own.covered, other.covered))
        missing = n.where(alone, own.missing, n.every(own.missing, other.missing))
        return Bounds(found[0], found[-1], covered, missing), n.every(better, n.negation(alone))

    def _within(self, own: Ends, other: Ends, better: Node, alone: Node, noise: Node) -> Ends:
        """The ends that both intervals allow; those of the better known one where they miss each other by no more than rounding."""
        low, high = _innermost(own, other)
        crossed = _crosses(low, high, noise)
        meet = NEVER if NULL in (low, high) else n.less(n.magnitude(n.add(high, n.scale(-1, low))), noise)
        least = n.where(crossed, n.where(better, other[0], own[0]), low)
        greatest = n.where(crossed, n.where(better, other[2], own[2]), n.where(meet, low, high))
        least, greatest = (self.steps.number(n.where(alone, mine, end)) for mine, end in ((own[0], least), (own[2], greatest)))
        estimate = n.where(better, other[1], own[1])
        point = n.where(n.equal(least, greatest), least, NULL)
        if estimate == NULL:
            return least, n.where(alone, own[1], point), greatest
        above = n.some(n.absent(least), n.negation(n.less(n.add(estimate, noise), least)))
        below = n.some(n.absent(greatest), n.negation(n.less(n.add(greatest, noise), estimate)))
        inside = n.every(n.negation(n.absent(estimate)), above, below)
        return least, self.steps.number(n.where(alone, own[1], n.where(inside, estimate, point))), greatest

    def _noise(self, own: Bounds, other: Bounds) -> Node:
        """How far binary numbers may lie apart whose printed ones are the same."""
        lines = [n.magnitude(end) for slot in self.values.lines for end in dict.fromkeys(slot) if not n.endless(end)]
        ends = [n.magnitude(end) for each in (own.ends, other.ends) for end in (each[0], each[2]) if end != NULL]
        whole = self.steps.number(n.add(*lines))
        return self.steps.number(n.scale(BINARY_NOISE, n.larger(whole, *ends)))

    def denials(self) -> Iterator[Denial]:
        """The conditions under which values exclude assumptions."""
        half = self.pattern.declaration.half_digits
        found: list[Denial] = []
        for vector, unusable in zip(self.vectors, self._unusable, strict=True):
            for denial in vector.forest.denials:
                high = vector.slots[denial.slot][1]
                rounding = self.values.rounding(sum((half[line] for line in denial.lines), Decimal(0)))
                condition = n.every(n.less(high, n.scale(-1, rounding)), n.negation(unusable))
                if condition != NEVER:
                    found.append((condition, denial.assumptions))
        yield from found
        weakest = weakest_of(self.plan)
        if weakest and self._conflicts:
            contradicted = n.some(*(condition for condition, _ in found)) if found else NEVER
            yield n.every(n.some(*self._conflicts), n.negation(contradicted)), weakest

    def _changed(self, found: Bounds, plan: FigurePlan, position: int) -> Bounds:
        """The figure after the change of the end-of-life method, where no recycled material is declared: ends may open, and nothing else."""
        ends, shared, missing = found.ends, found.shared, found.missing
        change, target = self.planned.change, self.pattern.crosswalk.target
        if change is None:
            return found
        rule = target.end_of_life
        assert rule is not None
        by = change_of(plan.figure, rule, change, position == 0)
        main = plan.figure.indicator == target.main_indicator.id
        if by is not None and by != NOTHING:
            low = ends[0] if main and by.low is not None else NULL
            high = ends[2] if main and by.high is not None else NULL
            assert not by.low
            assert not by.high  # a change without materials is nothing, or open
            ends = (low, NULL, high)
            missing = missing if main and by.finite else n.ALWAYS
            alike = by if change.whole or position else change.input
            assert not (main and alike.finite) or alike == NOTHING
        found = Bounds(ends, shared, found.covered, missing)
        if change.known and rule.beyond and plan.figure.stage in rule.beyond and main and found.covered != n.ALWAYS:
            assert found.covered == NEVER  # nothing else says anything of what lies beyond
            low, high = (NULL if end is None else ZERO for end in change.beyond)
            ends = (low, ZERO if low == high == ZERO else NULL, high)
            return Bounds(ends, ends, n.ALWAYS, NEVER)
        return found


def _innermost(own: Ends, other: Ends) -> tuple[Node, Node]:
    """The greater low and the smaller high end of two intervals."""
    return n.larger(own[0], other[0]), n.smaller(own[2], other[2])


def _crosses(low: Node, high: Node, by: Node) -> Node:
    """Whether the low end lies above the high one by more than an amount."""
    if NULL in (low, high):
        return NEVER
    known = [n.negation(n.absent(end)) for end in (low, high)]
    return n.every(*known, n.less(n.add(high, by), low))


def _tighter(first: Ends, second: Ends, noise: Node) -> Node:
    """Whether the first interval has fewer open ends than the second, or as a closed one less width."""
    open_ends = [[n.absent(ends[0]), n.absent(ends[2])] for ends in (first, second)]
    both = [n.every(*ends) for ends in open_ends]
    either = [n.some(*ends) for ends in open_ends]
    fewer = n.some(n.every(both[1], n.negation(both[0])), n.every(either[1], n.negation(either[0])))
    if NULL in (first[0], first[2], second[0], second[2]):
        return fewer
    widths = [n.add(ends[2], n.scale(-1, ends[0])) for ends in (first, second)]
    narrower = n.every(n.negation(either[0]), n.negation(either[1]), n.less(n.add(widths[0], noise), widths[1]))
    return n.some(fewer, narrower)
