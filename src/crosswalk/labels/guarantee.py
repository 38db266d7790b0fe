"""What a label guarantees of everything that earned it: ranges of figures, and the conditions that hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import product

from crosswalk.engine.crosswalk import Crosswalk
from crosswalk.engine.rules.classify import State, within
from crosswalk.engine.translation import Translation
from crosswalk.labels.measured import Interval
from crosswalk.model.footprint import Footprint
from crosswalk.model.label import Condition, Label, Operator, Requirement, Threshold
from crosswalk.model.mapping import Link
from crosswalk.model.quantity import Quantity
from crosswalk.model.scheme import LabelScheme
from crosswalk.model.standard import Standard

INFINITE = Decimal("Infinity")
HALF = Decimal("0.5")
UPWARD: tuple[Operator, ...] = (">", ">=")


@dataclass(frozen=True, slots=True)
class Limit:
    """A threshold as an end of a range of the figure before rounding; `strict` where the end itself does not pass, `None` where nobody knows."""

    end: Decimal
    above: bool
    strict: bool | None


def limit_of(threshold: Threshold) -> Limit:
    """The end that a threshold sets, in its own unit. A figure that is rounded first passes up to half a step beyond the printed number."""
    value, operator = threshold.value.magnitude, threshold.operator
    above = operator in UPWARD
    if threshold.decimals is None:
        return Limit(value, above, None if threshold.sign_open else operator in ("<", ">"))
    half = HALF.scaleb(-threshold.decimals)
    if above:  # half up: a figure on the half step is rounded upward
        return Limit(value - half if operator == ">=" else value + half, True, False)
    return Limit(value + half if operator == "<=" else value - half, False, True)


def in_force_of(setter: Standard | LabelScheme, label: Label, day: date) -> list[Threshold]:
    """The thresholds of a label that hold on a day."""
    known = {entry.id: entry for entry in setter.thresholds}
    return [known[name] for name in label.thresholds if known[name].holds_on(day)]


def loosest(thresholds: Iterable[Threshold]) -> list[Threshold]:
    """One threshold for each figure and direction: all that hold bind, but of those by start of operation only the loosest is certain."""
    always: list[Threshold] = []
    by_start: dict[tuple[str | None, str | None, bool], Threshold] = {}
    for entry in thresholds:
        if not entry.by_start:
            always.append(entry)
            continue
        key = (entry.stage, entry.indicator, entry.operator in UPWARD)
        other = by_start.get(key)
        mine = entry.value.magnitude
        if other is None or (other.value.to(entry.value.unit).magnitude < mine) != key[2]:
            by_start[key] = entry
    return [*always, *by_start.values()]


def same_start(one: Threshold, other: Threshold) -> bool:
    """Whether an installation can fall under both, by the start of its operation."""
    starts = [entry.started_from or date.min for entry in (one, other)]
    ends = [entry.started_until or date.max for entry in (one, other)]
    return max(starts) <= min(ends)


def per_of(unit: str) -> str:
    """What a limit is per.

    >>> per_of("kg*CO2e/(m**2*a)"), per_of("g*CO2e/MJ")
    ('m**2*a', 'MJ')
    """
    return unit.partition("/")[2].strip("()")


def guaranteed(crosswalk: Crosswalk, footprint: Footprint, thresholds: list[Threshold]) -> Translation:
    """What thresholds that are kept under the source say of the target. `footprint` supplies the subject and the declared unit.

    Those on an indicator beside the main one say nothing of main figures, and are left out, as are those from which something may be deducted.

    Raises:
        InputError: a conversion lacks a property.
    """
    ranges: dict[str | None, tuple[Decimal, Decimal]] = {}
    for entry in (known for known in thresholds if known.indicator is None and known.deduction is None):
        limit = limit_of(entry)
        mass = Quantity(limit.end, entry.value.unit.partition("/")[0]).to("kg*CO2e").magnitude
        low, high = ranges.get(entry.stage, (-INFINITE, INFINITE))
        ranges[entry.stage] = (max(low, mass), high) if limit.above else (low, min(high, mass))
    return crosswalk.known(footprint, ranges or {None: (-INFINITE, INFINITE)})


def state_within(interval: Interval, threshold: Threshold, strict_high: bool, strict_low: bool = False) -> State:
    """Whether every figure of a guaranteed interval keeps a threshold; `strict`: that end itself is not among them."""
    limit = limit_of(threshold)
    end, high, low = limit.end, interval.high, interval.low
    if limit.above:  # the mirror image
        end, high, low = -end, None if low is None else -low, None if high is None else -high
        strict_high, strict_low = strict_low, strict_high
    if high is not None and (high < end or (high == end and (strict_high or limit.strict is False))):
        return State.MET
    if low is not None and (low > end or (low == end and (strict_low or limit.strict is True))):
        return State.FAILED
    return State.OPEN


def strict_ends(interval: Interval, kept: Iterable[Threshold], threshold: Threshold, same: bool) -> tuple[bool, bool]:
    """Whether the upper and the lower end of a guaranteed interval are strict: each comes from one limit that its own end does not keep.

    Within one standard that is the tightest limit on the same figure. Across standards it is the only one, if the interval ends where it does: what
    lies below an end by itself lies below it after a translation that leaves the end in its place.
    """
    known = list(kept)
    if same:
        known = [entry for entry in known if (entry.stage, entry.indicator) == (threshold.stage, threshold.indicator)]
    if not all(entry.value.has_dimension_of(interval.unit) for entry in known):
        return False, False  # per another quantity: nobody needs the end itself there
    found = []
    for above, end in ((False, interval.high), (True, interval.low)):
        ends = [(entry.value.unit, limit) for entry in known if (limit := limit_of(entry)).above is above]
        if same and ends:
            ends = [(max if above else min)(ends, key=lambda pair: Quantity(pair[1].end, pair[0]).to(interval.unit).magnitude)]
        if len(ends) != 1 or ends[0][1].strict is not True:
            found.append(False)
            continue
        unit, limit = ends[0]
        found.append(Quantity(limit.end, unit).to(interval.unit).magnitude == end)
    return found[0], found[1]


def ways(requirements: tuple[Requirement, ...]) -> list[frozenset[str]]:
    """The least sets of conditions with which all requirements hold: one for each choice among alternatives.

    A threshold that is one of the alternatives stands among them as `threshold:` and its id.
    """

    def of(entry: Requirement) -> Iterator[frozenset[str]]:
        if entry.condition is not None:
            yield frozenset({entry.condition})
        elif entry.threshold is not None:
            yield frozenset({f"threshold:{entry.threshold}"})
        elif entry.any:
            for part in entry.any:
                yield from of(part)
        else:
            for chosen in product(*(list(of(part)) for part in entry.all)):
                yield frozenset().union(*chosen)

    found = [frozenset[str]().union(*chosen) for chosen in product(*(list(of(entry)) for entry in requirements))]
    return [entry for entry in dict.fromkeys(found) if not any(other < entry for other in found)]


def _same_property(one: Condition, other: Condition) -> bool:
    """Whether one property of the subject answers both."""
    return one.answered_by == other.answered_by not in (None, "expiry")


def _follows(known: Condition, asked: Condition) -> State:
    """What a condition that holds on a quantity says of another on the same quantity."""
    if known.value is None or known.operator is None or asked.value is None or asked.operator is None:
        return State.OPEN
    value, limit = known.value.to(asked.value.unit).magnitude, asked.value.magnitude
    above, strict = known.operator in UPWARD, known.operator in ("<", ">")
    if above == (asked.operator in UPWARD) and value == limit:  # the end itself is the whole difference
        return State.MET if strict or asked.operator in ("<=", ">=") else State.OPEN
    if above != (asked.operator in UPWARD) and value == limit:
        return State.FAILED if strict or asked.operator in ("<", ">") else State.OPEN
    low, high = (value, None) if above else (None, value)
    return within(low, high, asked.operator, limit)


def known_state(
    condition: Condition,
    standard: str,
    way: Mapping[str, Condition],
    links: Iterable[tuple[Link, bool]],
) -> State:
    """What the conditions of a way, and links, say of a condition of another label.

    Args:
        condition: the condition asked about.
        standard: the standard that asks it.
        way: conditions that hold, by id.
        links: links from what holds, and whether what they start from is guaranteed.
    """
    same = way.get(condition.id)
    if same is not None and (condition.value is None or same.value is None):
        return State.MET
    kin = [entry for entry in way.values() if entry.id == condition.id or _same_property(entry, condition)]
    for state in (_follows(entry, condition) for entry in kin):
        if state is not State.OPEN:
            return state
    if same is not None:
        return State.OPEN
    for link, given in links:
        if given and link.then == f"{standard}#{condition.id}":
            return State.MET if link.relation == "implies" else State.FAILED
    return State.OPEN
