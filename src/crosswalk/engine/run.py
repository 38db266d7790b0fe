"""Runs a compiled plan on the values of one declaration, in decimal arithmetic."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from crosswalk.engine.bounds import contribution
from crosswalk.engine.declare import Declaration
from crosswalk.engine.plan import ForestPlan, Plan, Residual
from crosswalk.engine.rules.unit import Basis
from crosswalk.errors import Finding, InconsistentDeclarationError
from crosswalk.frames.space import Atoms
from crosswalk.model.quantity import Quantity

ZERO = Decimal(0)
Ends = tuple[Decimal | None, Decimal | None]
Vector = dict[int, tuple[Decimal, Decimal]]


class Interval(NamedTuple):
    """A figure's bounds in kg CO2e; `None` is unbounded. `shared_*` leave out what is missing: the part that the source covers."""

    low: Decimal | None
    best: Decimal | None
    high: Decimal | None
    covered: bool
    missing: bool
    shared_low: Decimal | None
    shared_best: Decimal | None
    shared_high: Decimal | None

    def width(self) -> Decimal | None:
        """High less low, or `None` when unbounded."""
        return None if self.low is None or self.high is None else self.high - self.low

    def tighter_than(self, other: Interval) -> bool:
        """Whether the part that the source covers is known better here than in the other interval."""
        return _openness(self) < _openness(other)

    def intersection(self, other: Interval, tolerance: Decimal) -> Interval | None:
        """What both intervals allow, or `None` when they exclude each other by more than rounding."""
        own, foreign = (self, other) if not other.tighter_than(self) else (other, self)
        pairs = ((own.low, own.best, own.high, foreign.low, foreign.high), (own.shared_low, own.shared_best, own.shared_high, foreign.shared_low, foreign.shared_high))
        found: list[Decimal | None] = []
        for low, best, high, second_low, second_high in pairs:
            least = low if second_low is None else second_low if low is None else max(low, second_low)
            greatest = high if second_high is None else second_high if high is None else min(high, second_high)
            if least is not None and greatest is not None and least > greatest:
                if least - greatest > tolerance:
                    return None
                least, greatest = low, high
            inside = best is not None and (least is None or best >= least) and (greatest is None or best <= greatest)
            found += [least, best if inside else (least if least is not None and least == greatest else None), greatest]
        return Interval(found[0], found[1], found[2], own.covered or foreign.covered, own.missing and foreign.missing, found[3], found[4], found[5])


def _openness(interval: Interval) -> tuple[int, Decimal]:
    ends = (interval.shared_low, interval.shared_high)
    if ends[0] is None or ends[1] is None:
        return ends.count(None), ZERO
    return 0, ends[1] - ends[0]


@dataclass(frozen=True, slots=True)
class Outcome:
    """All numbers of one translation.

    Attributes:
        plan: the plan that was run.
        declaration: the lines.
        intervals: one for each figure of the plan, the total first.
        vectors: the value vector of each forest.
        chosen: the forest that bounds the total best; gaps are told from it.
        uniform: the factor common to all figures (unit and period).
        wanted: what the figures are per.
        declared: what the declaration was per.
        notes: warnings, in both languages.
    """

    plan: Plan
    declaration: Declaration
    intervals: tuple[Interval, ...]
    vectors: tuple[Vector, ...]
    chosen: int
    uniform: Decimal
    wanted: Basis
    declared: Basis
    notes: tuple[tuple[str, str], ...]


def run(plan: Plan, declaration: Declaration, uniform: Decimal, negative: Atoms, wanted: Basis, declared: Basis) -> Outcome:
    values = declaration.values
    if uniform != 1:
        values = tuple((low * uniform, high * uniform) for low, high in values)
    replaced = {
        len(values) * 2 + position: entry.factor.per(_amount(declaration, entry.line)) * uniform for position, entry in enumerate(plan.replacements)
    }
    intervals: list[Interval] = []
    vectors: list[Vector] = []
    tolerance = sum(declaration.half_digits, ZERO) * uniform
    warnings: list[tuple[str, str]] = list(declaration.notes)
    for forest in plan.forests:
        vector = dict(enumerate(values))
        vector.update({slot: (value, value) for slot, value in replaced.items()})
        for residual in forest.residuals:
            vector[residual.slot] = _leave(residual, vector, declaration, uniform, warnings)
        vectors.append(vector)
    chosen = 0
    for position in range(len(plan.forests[0].figures)):
        interval = _figure(plan.forests[0], position, vectors[0], negative)
        for index in range(1, len(plan.forests)):
            other = _figure(plan.forests[index], position, vectors[index], negative)
            both = interval.intersection(other, tolerance)
            if both is None:
                if position == 0:
                    warnings.append(_conflict(interval, other))
                continue
            if position == 0 and other.tighter_than(interval):
                chosen = index
            interval = both
        intervals.append(interval)
    return Outcome(plan, declaration, tuple(intervals), tuple(vectors), chosen, uniform, wanted, declared, tuple(dict.fromkeys(warnings)))


def _amount(declaration: Declaration, line: int) -> Quantity:
    amount = declaration.amounts[line]
    assert amount is not None
    return amount


def _leave(
    residual: Residual,
    vector: Vector,
    declaration: Declaration,
    uniform: Decimal,
    warnings: list[tuple[str, str]],
) -> tuple[Decimal, Decimal]:
    """What the children leave of their parent.

    Raises:
        InconsistentDeclarationError: the parts exceed the whole by more than rounding explains.
    """
    low, high = vector[residual.parent]
    tolerance = declaration.half_digits[residual.parent]
    for child, least, greatest in residual.children:
        ends = [each for end in vector[child] for each in (end * least, end * greatest)] if least != greatest else [end * least for end in vector[child]]
        low -= max(ends)
        high -= min(ends)
        tolerance += declaration.half_digits[child]
    tolerance *= uniform
    name, where = declaration.lines[residual.parent].label, declaration.fields[residual.parent]
    if residual.empty:
        if low > tolerance or high < -tolerance:
            gap = low if low > 0 else high
            warnings.append(
                (
                    f"{where}: {name} and its parts differ by {gap:.6g} kg CO2e, more than rounding explains; both are kept as printed",
                    f"{where}：{name} 与其各部分之和相差 {gap:.6g} kg CO2e，超出舍入误差；均按原值保留",
                )
            )
        return ZERO, ZERO
    if not residual.downward:
        if high < -tolerance:
            raise InconsistentDeclarationError(
                Finding(
                    f"the parts of {name} exceed it by {-high / uniform:.6g} kg CO2e",
                    f"{name} 的各部分之和超出其总值 {-high / uniform:.6g} kg CO2e",
                    field=where,
                )
            )
        return max(low, ZERO), max(high, ZERO)
    if not residual.upward:
        if low > tolerance:
            raise InconsistentDeclarationError(
                Finding(
                    f"the parts of {name} leave {low / uniform:.6g} kg CO2e for uptake and credits, which cannot be positive",
                    f"{name} 的各部分之和给吸收与抵扣留下 {low / uniform:.6g} kg CO2e，不能为正值",
                    field=where,
                )
            )
        return min(low, ZERO), min(high, ZERO)
    return low, high


def _figure(forest: ForestPlan, position: int, vector: Vector, negative: Atoms) -> Interval:
    """One figure of one forest: the sum of its terms, and whether something is missing."""
    plan = forest.figures[position]
    low: Decimal | None = ZERO
    high: Decimal | None = ZERO
    best: Decimal | None = ZERO
    for term in plan.terms:
        value = vector[term.slot]
        least, greatest = contribution(value, term.by)
        low = None if low is None or least is None else low + least
        high = None if high is None or greatest is None else high + greatest
        estimate = least if least is not None and least == greatest else None
        if estimate is None and term.by.best is not None and value[0] == value[1]:
            estimate = term.by.best * value[0]
        best = None if best is None or estimate is None else best + estimate
    if not plan.missing:
        return Interval(low, best, high, bool(plan.terms), False, low, best, high)
    open_low = None if plan.missing & negative else low
    open_high = None if plan.missing & ~negative else high
    return Interval(open_low, None, open_high, bool(plan.terms), True, low, best, high)


def _conflict(first: Interval, second: Interval) -> tuple[str, str]:
    texts = [f"[{_text(entry.shared_low)}, {_text(entry.shared_high)}]" for entry in (first, second)]
    return (
        f"two indicators of the declaration contradict each other in the total: {texts[0]} against {texts[1]}; the main indicator is used",
        f"声明中的两个指标在总量上相互矛盾：{texts[0]} 与 {texts[1]}；采用主要指标",
    )


def _text(value: Decimal | None) -> str:
    return "?" if value is None else f"{value:.6g}"
