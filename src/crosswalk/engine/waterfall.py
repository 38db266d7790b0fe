"""From the declared to the translated value, line by line: what a waterfall shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from crosswalk.engine.bounds import contribution
from crosswalk.engine.forest import Node
from crosswalk.engine.pair import Pair
from crosswalk.engine.run import Outcome
from crosswalk.engine.selector import selector
from crosswalk.model.base import Text, text

ZERO = Decimal(0)
ROUNDING = Decimal("1e-18")
Ends = tuple[Decimal | None, Decimal | None]


@dataclass(frozen=True, slots=True)
class Step:
    """One row of a waterfall.

    Attributes:
        label: what the row is.
        kind: a `sum` stands on zero, a `change` on the row before.
        change: by how much the row moves each end of the running value, in the unit of the result; of a sum its value. `None` is an open end.
        running: the value after the row.
    """

    label: Text
    kind: Literal["sum", "change"]
    change: Ends
    running: Ends


def waterfall(pair: Pair, outcome: Outcome) -> tuple[Step, ...]:
    """The declared lines as a sum, what each counts more or less in the target, the shared part, and the total.

    All values are in the unit of the result. A line that the total of its own standard leaves out (module D) is no part of the sum; one in
    kilograms of a gas enters where it is characterised. What the target's rules decide beside the lines (a method of recycling, credits that nobody
    declared) is a step of its own. The shared part can be narrower than
    the changes before it add up to, where a declared total or another cut of the same emissions tells more.
    """
    forest = outcome.plan.forests[outcome.chosen]
    changes: list[tuple[Text, Ends]] = []
    declared: Ends = (ZERO, ZERO)
    own_total = selector(pair.library, pair.source.id, pair.category).total()
    anew = {entry.line for entry in outcome.plan.replacements if entry.activities}
    for root in forest.forest.roots:
        line = outcome.plan.lines[root.line]
        low, high = outcome.restated(root.line)
        said: Ends = (ZERO, ZERO) if line.mass or not line.atoms & own_total else (_finite(low), _finite(high))
        inside = {node.line for node in _tree(root)}
        counts: Ends = (ZERO, ZERO)
        for term in forest.figures[0].terms:
            if term.line in inside:
                counts = _add(counts, contribution(outcome.vector[term.slot], term.by, term.line in outcome.empty))
        declared = _add(declared, said)
        change: Ends = (_less(counts[0], said[0]), _less(counts[1], said[1]))
        if change != (ZERO, ZERO):
            changes.append((_reason(line.label, line.mass, counts, bool(anew & inside)), change))
    steps = [Step(text("declared", "声明值"), "sum", declared, declared)]
    running = declared
    for label, change in changes:
        running = _add(running, change)
        steps.append(Step(label, "change", change, running))
    interval = outcome.intervals[0]
    shared: Ends = (interval.shared_low, interval.shared_high)
    total: Ends = (interval.low, interval.high)
    largest = max((abs(end) for step in steps for end in step.running if end is not None), default=ZERO)
    if not _within(shared, running, ROUNDING * largest):
        change = (_less(shared[0], running[0]), _less(shared[1], running[1]))
        steps.append(
            Step(text("what the target's rules add beside the lines", "目标标准规则在各条目之外带来的变化"), "change", change, shared)
        )
    steps.append(Step(text("shared part, like for like", "可比部分"), "sum", shared, shared))
    if total != shared:
        steps.append(Step(text("total, with what is not declared", "总量（含未声明部分）"), "sum", total, total))
    return tuple(steps)


def _reason(label: str, mass: bool, counts: Ends, anew: bool) -> Text:
    """Why a line counts otherwise in the target."""
    if counts == (ZERO, ZERO):
        return text(f"{label}: left out by the target", f"{label}：目标标准不计入")
    if mass:
        return text(f"{label}: characterised", f"{label}：经特征化")
    if anew:
        return text(f"{label}: evaluated with the target's factor", f"{label}：按目标标准因子重新计算")
    return text(f"{label}: counted by the target's rules", f"{label}：按目标标准规则计入")


def _tree(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children:
        yield from _tree(child)


def _finite(value: Decimal) -> Decimal | None:
    return value if value.is_finite() else None


def _add(first: Ends, second: Ends) -> Ends:
    low, high = ((None if None in (one, other) else one + other) for one, other in zip(first, second, strict=True))  # type: ignore[operator]
    return low, high


def _within(inner: Ends, outer: Ends, slack: Decimal) -> bool:
    """Whether an interval lies in another, but for the last digits of the arithmetic."""
    (low, high), (least, greatest) = inner, outer
    above = least is None or (low is not None and least <= low + slack)
    return above and (greatest is None or (high is not None and high <= greatest + slack))


def _less(value: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if value is None or other is None else value - other
