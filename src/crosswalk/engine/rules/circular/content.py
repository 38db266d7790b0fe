"""Recycled content: what a share under one rule says of the share under another.

The material of a product falls into classes by origin, chain of custody and place of recycling. A declared share is the sum over the classes that its
rule counts; what the target counts is another set of classes. So a share that lies wholly inside the target's set counts in full, one that lies partly
inside counts anything from nothing to all of it, and what no share speaks of may hold the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from typing import NamedTuple, get_args

from crosswalk.engine.rules.circular.bounds import UNIT, Range
from crosswalk.model.materials import INSIDE, Base, Chain, ContentRule, Counting, Origin, Place

ZERO, ONE = Decimal(0), Decimal(1)


class Class(NamedTuple):
    """One class of material."""

    origin: Origin
    chain: Chain
    place: Place


EVERY: frozenset[Class] = frozenset(Class(*entry) for entry in product(get_args(Origin), get_args(Chain), get_args(Place)))
Classes = frozenset[Class]


@dataclass(frozen=True, slots=True)
class Counted:
    """What a rule counts for certain, and what it may count."""

    certain: Classes
    possible: Classes


def counted(rule: ContentRule) -> Counted:
    """The classes that a rule counts; a class counts when its origin, chain and place all do, and may count while one of them is open."""

    def states(entry: Class) -> tuple[Counting, Counting, Counting]:
        return rule.counts.get(entry.origin, "open"), rule.chains.get(entry.chain, "open"), rule.places.get(entry.place, "open")

    return Counted(
        frozenset(entry for entry in EVERY if all(state == "counted" for state in states(entry))),
        frozenset(entry for entry in EVERY if "not-counted" not in states(entry)),
    )


class Line(NamedTuple):
    """A declared share and the classes that it covers; lines are disjoint."""

    classes: Classes
    share: Range


def share_under(lines: Sequence[Line], target: Counted, settled: Classes | None = None) -> Range:
    """The share that the target counts, over all ways in which the declared shares can be made up; it is sound and tight.

    Shares add up to at most 1. Classes that are not `settled` may hold material beside the lines; by default those of the lines are.

    >>> whole = Line(EVERY - {entry for entry in EVERY if entry.origin == "primary"}, Range(Decimal("0.4"), Decimal("0.4")))
    >>> after_use = frozenset(entry for entry in EVERY if entry.origin == "post-consumer")
    >>> share_under([whole], Counted(after_use, after_use))
    Range(low=Decimal('0'), high=Decimal('0.4'))
    """
    covered: Classes = frozenset().union(*(line.classes for line in lines)) if lines else frozenset()
    rest = EVERY - (covered if settled is None else settled)
    inside = [line for line in lines if line.classes <= target.certain]
    outside = [line for line in lines if not line.classes <= target.certain]
    low = _sum(line.share.low or ZERO for line in inside)
    if rest <= target.certain:  # whatever is not in another line counts
        low = max(low, ONE - _sum(_top(line) for line in outside))
    meets = [line for line in lines if line.classes & target.possible]
    misses = [line for line in lines if not line.classes & target.possible]
    left = ONE - _sum(line.share.low or ZERO for line in misses)
    high = left if rest & target.possible else min(left, _sum(_top(line) for line in meets))
    return Range(max(low, ZERO), min(high, ONE))


def _sum(values: Iterable[Decimal]) -> Decimal:
    return sum(values, ZERO)


def _top(line: Line) -> Decimal:
    return ONE if line.share.high is None else line.share.high


def on_another_base(share: Range, own: Base, goal: Base, masses: Mapping[Base, Decimal]) -> Range:
    """A share of one mass as a share of another, of which one is a part of the other (kg for both; any unit, as only their ratio counts).

    Recycled material may stand in the part or outside it. Where a mass is not known, or neither is a part of the other, anything is possible.

    >>> of_product = Range(Decimal("0.2"), Decimal("0.2"))
    >>> on_another_base(of_product, "product", "plastic-part", {"product": Decimal(30), "plastic-part": Decimal(27)})
    Range(low=Decimal('0.1111111111111111111111111111'), high=Decimal('0.2222222222222222222222222222'))
    """
    if own == goal:
        return share
    if own not in masses or goal not in masses:
        return UNIT
    first, second = masses[own], masses[goal]
    low, high = (share.low or ZERO) * first, (ONE if share.high is None else share.high) * first
    if own in INSIDE.get(goal, ()) and second <= first:  # from the whole to its part: some of it may lie outside the part
        return Range(max(ZERO, low - (first - second)) / second, min(high, second) / second)
    if goal in INSIDE.get(own, ()) and first <= second:  # from the part to the whole: the rest of the whole is not known
        return Range(low / second, min(second, high + (second - first)) / second)
    return UNIT


def closed_loop_share(whole: Decimal, part: Decimal) -> Decimal:
    """The share of all material that a part of the recycled share is: 20 % of a share of 25 % is 5 % of all.

    >>> closed_loop_share(Decimal("0.25"), Decimal("0.2"))
    Decimal('0.050')
    """
    return whole * part
