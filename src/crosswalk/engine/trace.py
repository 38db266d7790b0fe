"""The trace: every step from the declared lines to the total, for a reader who checks the calculation."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from crosswalk.engine.bounds import contribution
from crosswalk.engine.recycling import Reallocation
from crosswalk.engine.rules.circular.bounds import Range
from crosswalk.engine.run import Outcome
from crosswalk.model.base import Source
from crosswalk.model.quantity import readable
from crosswalk.model.standard import Standard

UNKNOWN = {"no-factor": "no factor here", "joint-factor": "one factor for several figures", "by-rule": "set by a rule that is unknown here"}


def trace_steps(source: Standard, target: Standard, outcome: Outcome) -> list[dict[str, Any]]:
    """The steps in the order in which they were taken: declared, unit, characterise, activity, residual, count, sum."""
    steps: list[dict[str, Any]] = []
    plan, unit = outcome.plan, outcome.wanted.unit()
    forest, vector = plan.forests[outcome.chosen], outcome.vector
    for position, line in enumerate(plan.lines):
        low, high = outcome.declaration.values[position]
        declared = f"kg {line.gas}" if line.mass else outcome.declared.unit()
        steps.append(_step("declared", outcome.declaration.fields[position], line.label, _range(low, high, declared), source.number))
    for factor in outcome.declaration.used_factors:
        steps.append(
            _step(
                "activity",
                "factor of the declared standard",
                f"{factor.factor_set.id} {factor.region}",
                f"{factor.value} {factor.unit}",
                cite(factor.source),
            )
        )
    shared = outcome.declaration.allocated
    if shared is not None:
        steps.append(
            _step(
                "allocation",
                f"co-products by {shared.by}",
                ", ".join(shared.fields),
                f"{shared.product}: x {shared.share:.9g}",
                cite(shared.source),
            )
        )
    if outcome.uniform != 1 or outcome.declared != outcome.wanted:
        steps.append(
            _step(
                "unit",
                "area, declared unit and study period" if outcome.step is None else "reference quantity",
                outcome.declared.describe() + f" [{outcome.declared.unit()}]",
                f"x {outcome.uniform:.9g} -> {unit}",
                cite(target.unit.source),
            )
        )
    if outcome.step is not None:
        steps += [
            _step("unit", "published property", entry.property, str(entry.value), cite(entry.source)) for entry in outcome.step.published
        ]
    if plan.target_set is not None:
        steps.append(
            _step(
                "characterise",
                "ratio of factors, gas by gas",
                " / ".join(item.id for item in plan.source_sets),
                plan.target_set.id,
                cite(target.characterisation.source),
            )
        )
    for position, entry in enumerate(plan.replacements):
        if not entry.activities:
            continue
        ways = [f"{factor.factor_set.id} {factor.region}: {factor.value:.9g} {factor.unit}" for factor in entry.known]
        ways += [f"analysed carbon x {way.analysis.ratio:.9g}" for way in entry.activities if way.analysis]
        ways += ["declared value" for way in entry.activities if way.keeps]
        ways += [UNKNOWN[way.unknown] for way in entry.activities if way.unknown]
        factors = "; ".join(ways)
        clauses = [cite(factor.source) for factor in entry.known] + [cite(way.analysis.source) for way in entry.activities if way.analysis]
        steps.append(
            _step(
                "activity",
                f"factor of {target.number}",
                f"{plan.lines[entry.line].label}: {_range(*vector[entry.line], unit)}",
                f"{_range(*vector[len(plan.lines) * 2 + position], unit)} ({factors})",
                "; ".join(dict.fromkeys(clauses)),
            )
        )
    for residual in forest.residuals:
        if not residual.empty:
            steps.append(
                _step(
                    "residual",
                    "whole less its parts",
                    plan.lines[residual.parent].label,
                    _range(*vector[residual.slot], unit),
                    source.number,
                )
            )
    for term in forest.figures[0].terms:
        low_end, high_end = contribution(vector[term.slot], term.by, term.line in outcome.empty)
        steps.append(
            _step(
                "count",
                "set relation of atoms",
                plan.lines[term.line].label,
                f"total: {_open_range(low_end, high_end, unit)}",
                target.number,
            )
        )
    if outcome.change is not None:
        steps += _end_of_life(outcome.change, target, outcome)
    interval = outcome.intervals[0]
    steps.append(
        _step(
            "sum",
            "disjoint lines add",
            "shared",
            _open_range(interval.shared_low, interval.shared_high, unit),
            target.number,
        )
    )
    return steps


def _end_of_life(change: Reallocation, target: Standard, outcome: Outcome) -> list[dict[str, Any]]:
    """One step for each material: what the target's method makes of its recycling."""
    assert target.end_of_life is not None
    rule = f"{' or '.join(change.methods.sources)} -> {' or '.join(change.methods.targets)}"
    unit, source = outcome.wanted.unit(), cite(target.end_of_life.source)
    steps = []
    for material in change.materials:
        known = ", ".join(f"{name} {_ends(entry)}" for name, entry in material.known.ranges.items())
        low, high = change.of(material).times(outcome.uniform)
        cited = "; ".join(dict.fromkeys([source, *(f"{entry.parameters}: {cite(entry.source)}" for entry in material.defaults)]))
        said = f"{material.name.en}, {material.kilograms.normalize():f} kg: {known}"
        steps.append(_step("end-of-life", rule, said, _open_range(low, high, unit), cited))
    if not change.complete:
        steps.append(
            _step("end-of-life", rule, "materials that nobody declared", _open_range(*change.total.times(outcome.uniform), unit), source)
        )
    return steps


def _ends(entry: Range) -> str:
    low, high = (None if end is None else f"{end:.6g}" for end in entry)
    return f"{low}" if low == high else f"{low or '?'}-{high or '?'}"


def _step(step: str, rule: str, before: str, after: str, source: str) -> dict[str, Any]:
    return {"step": step, "rule": rule, "input": before, "output": after, "source": source}


def _range(low: Decimal, high: Decimal, unit: str) -> str:
    return _open_range(low if low.is_finite() else None, high if high.is_finite() else None, readable(unit))


def _open_range(low: Decimal | None, high: Decimal | None, unit: str) -> str:
    if low is not None and low == high:
        return f"{low:.9g} {unit}"
    return f"{'unbounded' if low is None else f'{low:.9g}'} .. {'unbounded' if high is None else f'{high:.9g}'} {unit}"


def cite(source: Source) -> str:
    """A source in one line."""
    return f"{source.document}{', ' + source.clause if source.clause else ''} [{source.confirmed}]"
