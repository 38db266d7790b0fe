"""Runs a compiled plan on the values of one declaration, in decimal arithmetic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from crosswalk.engine.bounds import Interval, contribution
from crosswalk.engine.lines import BINARY_NOISE, Declaration
from crosswalk.engine.plan import WEAKEST_FIRST, FigurePlan, Plan, Replacement, Residual
from crosswalk.engine.rules.reference import Restatement
from crosswalk.engine.rules.unit import Basis
from crosswalk.errors import Finding, InconsistentDeclarationError
from crosswalk.frames.space import Atoms

if TYPE_CHECKING:
    from crosswalk.engine.recycling import Reallocation

ZERO = Decimal(0)
UNBOUNDED = Decimal("Infinity")
Vector = dict[int, tuple[Decimal, Decimal]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """All numbers of one translation.

    Attributes:
        plan: the plan that was run.
        declaration: the lines.
        intervals: one for each figure of the plan, the total first.
        vector: the values of the lines, residuals and replacements of the chosen forest.
        empty: the lines whose declared zero says that nothing is there.
        chosen: the forest that bounds the total best; gaps are told from it.
        uniform: the factor common to all figures (unit and period).
        wanted: what the figures are per.
        declared: what the declaration was per.
        notes: warnings, in both languages.
        contradicted: assumptions that the declared values exclude.
        change: what another end-of-life method changes, already in `intervals`.
        step: how the figures became figures per another reference quantity, where they did.
    """

    plan: Plan
    declaration: Declaration
    intervals: tuple[Interval, ...]
    vector: Vector
    empty: frozenset[int]
    chosen: int
    uniform: Decimal
    wanted: Basis
    declared: Basis
    notes: tuple[tuple[str, str], ...]
    contradicted: tuple[str, ...]
    step: Restatement | None = None
    change: Reallocation | None = None

    def scale_of(self, atoms: Atoms) -> tuple[Decimal, Decimal | None]:
        """From the declared unit to that of the result, by area, declared unit and study period: the least and the greatest of some atoms' stages.

        They differ where stages have different areas, or replacements another study period (`None`: without bound).
        """
        low, high = self.plan.scale_of(atoms)
        return low * self.uniform, None if high is None else high * self.uniform

    def restated(self, line: int) -> tuple[Decimal, Decimal]:
        """A declared value in the unit of the result, before any other rule of the target; an end may be infinite."""
        return _converted(self.declaration.values[line], *self.scale_of(self.plan.lines[line].atoms))


def run(plan: Plan, declaration: Declaration, uniform: Decimal, wanted: Basis, declared: Basis, step: Restatement | None = None) -> Outcome:
    """Run a plan on the values of a declaration.

    Raises:
        InconsistentDeclarationError: parts exceed their whole by more than rounding explains.
    """
    values = declaration.values
    replaced = {len(values) * 2 + position: _anew(entry, declaration) for position, entry in enumerate(plan.replacements)}
    vectors: list[Vector | None] = []
    tolerance = sum(declaration.half_digits, ZERO) * uniform
    warnings: list[tuple[str, str]] = list(declaration.notes)
    for position in plan.weightless:
        if values[position] != (ZERO, ZERO):
            warnings.append(_without_factor(declaration.lines[position].label, declaration.fields[position], plan.source_sets[0].id))
    for index, forest in enumerate(plan.forests):
        vector: Vector = dict(enumerate(values))
        vector.update(replaced)
        try:
            for residual in forest.residuals:
                vector[residual.slot] = _leave(residual, vector, declaration, warnings)
        except InconsistentDeclarationError as error:
            if index == 0:
                raise
            # a further indicator that contradicts the main one bounds nothing; what was declared first is kept
            warnings += [(f"{finding.field}: {finding.en}", f"{finding.field}：{finding.zh}") for finding in error.findings]
            vectors.append(None)
            continue
        # scaled last: a difference of figures as they were printed is exact, one of scaled figures is not
        vectors.append(vector if uniform == 1 else {slot: _scaled(value, uniform) for slot, value in vector.items()})
    empty = _empty_lines(plan, values)
    intervals = list(plan.template)
    chosen = 0
    conflict = False
    for position in plan.varying:
        interval = _figure(plan.forests[0].figures[position], vectors[0] or {}, empty)
        for index in range(1, len(plan.forests)):
            further = vectors[index]
            if further is None:
                continue
            other = _figure(plan.forests[index].figures[position], further, empty)
            both = interval.intersection(other, tolerance)
            if both is None:
                conflict = True
                if position == 0:
                    warnings.append(_conflict(interval, other))
                continue
            if position == 0 and other.tighter_than(interval):
                chosen = index
            interval = both
        intervals[position] = interval
    return Outcome(
        plan,
        declaration,
        tuple(intervals),
        vectors[chosen] or {},
        empty,
        chosen,
        uniform,
        wanted,
        declared,
        tuple(dict.fromkeys(warnings)),
        _contradicted(plan, vectors, declaration, uniform) or (weakest_of(plan) if conflict else ()),
        step,
    )


def _contradicted(plan: Plan, vectors: Sequence[Vector | None], declaration: Declaration, uniform: Decimal) -> tuple[str, ...]:
    """The assumptions without which a value below zero, beyond rounding, could not be."""
    found: dict[str, None] = {}
    for forest, vector in zip(plan.forests, vectors, strict=True):
        if vector is None:
            continue
        for denial in forest.denials:
            high = vector[denial.slot][1]
            if high < 0 and high < -uniform * sum((declaration.half_digits[line] for line in denial.lines), ZERO):
                found.update(dict.fromkeys(denial.assumptions))
    return tuple(found)


def weakest_of(plan: Plan) -> tuple[str, ...]:
    """The assumptions of the weakest basis: two indicators that exclude each other under assumptions may agree without them."""
    absent = [entry for entry in plan.assumptions if entry.kind == "absent"]
    basis = next((basis for basis in WEAKEST_FIRST if any(entry.basis == basis for entry in absent)), None)
    return tuple(entry.id for entry in absent if entry.basis == basis)


def _empty_lines(plan: Plan, values: Sequence[tuple[Decimal, Decimal]]) -> frozenset[int]:
    """The lines of zero, unless a part, a carbon content or a further indicator inside them says that something is there."""
    return frozenset(
        position
        for position, (low, high) in enumerate(values)
        if not low and not high and not any(values[inner][0] or values[inner][1] for inner in plan.within.get(position, ()))
    )


def _scaled(value: tuple[Decimal, Decimal], factor: Decimal) -> tuple[Decimal, Decimal]:
    low, high = value
    if low is high:
        product = low * factor
        return product, product
    return low * factor, high * factor


def _anew(entry: Replacement, declaration: Declaration) -> tuple[Decimal, Decimal]:
    """What the activities of a line become in the target, or the value of a line that comes evaluated."""
    if not entry.activities:
        return declaration.values[entry.line]
    low = high = ZERO
    for item, way in zip(declaration.items_of(entry.line), entry.activities, strict=True):
        ends = way.ends(item)
        if way.keeps:
            ends += _converted(item.value, *entry.kept)
        if way.unknown is not None:
            ends += [UNBOUNDED * -1 if entry.downward else ZERO, UNBOUNDED] if item.amount.magnitude else [ZERO]
        low, high = low + min(ends), high + max(ends)
    return (low, low) if low == high else (low, high)


def _leave(
    residual: Residual,
    vector: Vector,
    declaration: Declaration,
    warnings: list[tuple[str, str]],
) -> tuple[Decimal, Decimal]:
    """What the children leave of their parent, in the unit of the declaration.

    Raises:
        InconsistentDeclarationError: the parts exceed the whole by more than rounding explains.
    """
    low, high = vector[residual.parent]
    tolerance = declaration.half_digits[residual.parent]
    for child, least, greatest in residual.children:
        part_low, part_high = _converted(vector[child], least, greatest)
        low -= part_high
        high -= part_low
        tolerance += declaration.half_digits[child]
    if vector[residual.parent][1].is_finite():
        tolerance += abs(vector[residual.parent][1]) * BINARY_NOISE
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
            raise parts_exceed(name, -high, where)
        low, high = max(low, ZERO), max(high, ZERO)
    elif not residual.upward:
        if low > tolerance:
            raise InconsistentDeclarationError(
                Finding(
                    f"the parts of {name} leave {low:.6g} kg CO2e for uptake and credits, which cannot be positive",
                    f"{name} 的各部分之和给吸收与抵扣留下 {low:.6g} kg CO2e，不能为正值",
                    field=where,
                )
            )
        low, high = min(low, ZERO), min(high, ZERO)
    return (low, low) if low == high else (low, high)


def parts_exceed(name: str, gap: Decimal, field: str) -> InconsistentDeclarationError:
    """The error of a figure that is less than what is declared inside it, by so many kg CO2e."""
    return InconsistentDeclarationError(
        Finding(f"the parts of {name} exceed it by {gap:.6g} kg CO2e", f"{name} 的各部分之和超出其总值 {gap:.6g} kg CO2e", field=field)
    )


def _converted(value: tuple[Decimal, Decimal], least: Decimal, greatest: Decimal | None) -> tuple[Decimal, Decimal]:
    """A value counted with a factor between two ends (`None`: without bound)."""
    if least == greatest:
        return value if least == 1 else (value[0] * least, value[1] * least)
    ends = []
    for end in value:
        ends.append(ZERO if end == 0 or least == 0 else end * least)
        ends.append(ZERO if end == 0 or greatest == 0 else end * greatest if greatest is not None else end * Decimal("Infinity"))
    return min(ends), max(ends)


def _figure(plan: FigurePlan, vector: Vector, empty: frozenset[int]) -> Interval:
    """One figure of one forest: the sum of its terms; what is missing opens an end."""
    if plan.fixed is not None:
        return plan.fixed
    low: Decimal | None = ZERO
    high: Decimal | None = ZERO
    best: Decimal | None = ZERO
    for term in plan.terms:
        value = vector[term.slot]
        if term.factor is not None and value[0] is value[1]:
            # the common case: a determined share of a known value
            share = term.factor * value[0]
            low = None if low is None else low + share
            high = None if high is None else high + share
            best = None if best is None else best + share
            continue
        least, greatest = contribution(value, term.by, term.line in empty)
        low = None if low is None or least is None else low + least
        high = None if high is None or greatest is None else high + greatest
        estimate = least if least is not None and least == greatest else None
        if estimate is None and term.by.best is not None and value[0] == value[1]:
            estimate = term.by.best * value[0]
        best = None if best is None or estimate is None else best + estimate
    if plan.silent_below or plan.silent_above:
        low, best, high = None if plan.silent_below else low, None, None if plan.silent_above else high
    if not plan.missing:
        return Interval(low, best, high, True, False, low, best, high)
    return Interval(None if plan.open_below else low, None, None if plan.open_above else high, True, True, low, best, high)


def _without_factor(label: str, field: str, characterisation: str) -> tuple[str, str]:
    return (
        f"{field}: {characterisation} gives no factor to the gases of {label}, so its CO2e counts nowhere; declare their mass, or the set used",
        f"{field}：{characterisation} 未给出 {label} 所含气体的因子，其 CO2e 不计入任何数值；请声明质量或所用因子集",
    )


def _conflict(first: Interval, second: Interval) -> tuple[str, str]:
    texts = [f"[{_text(entry.shared_low)}, {_text(entry.shared_high)}]" for entry in (first, second)]
    return (
        f"two indicators of the declaration contradict each other in the total: {texts[0]} against {texts[1]}; the main indicator is used",
        f"声明中的两个指标在总量上相互矛盾：{texts[0]} 与 {texts[1]}；采用主要指标",
    )


def _text(value: Decimal | None) -> str:
    return "?" if value is None else f"{value:.6g}"
