"""Which of the facts behind a result nobody has confirmed yet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from crosswalk.engine.run import Outcome
from crosswalk.model.base import Source
from crosswalk.model.mapping import Assumption
from crosswalk.model.standard import Standard

if TYPE_CHECKING:
    from crosswalk.engine.pair import Pair


def unconfirmed_facts(pair: Pair, outcome: Outcome, assumptions: Sequence[Assumption]) -> list[str]:
    """The unconfirmed facts of the boundary, unit, characterisation, factors and assumptions that the result rests on."""
    found: list[str] = []
    for standard in (pair.source, pair.target):
        found += [f"{standard.id}: {where}" for where, source in _facts(standard) if source.confirmed == "unconfirmed"]
    plan = outcome.plan
    for item in (*plan.source_sets, *([plan.target_set] if plan.target_set else [])):
        found += [
            f"{item.id}: {gas}"
            for gas in ("co2-fossil", "ch4-fossil", "ch4-biogenic", "n2o")
            if gas in item.factors and item.source_of(gas).confirmed == "unconfirmed"
        ]
    for factor in (*outcome.declaration.used_factors, *(factor for entry in plan.replacements for factor in entry.known)):
        if factor.source.confirmed == "unconfirmed":
            found.append(f"{factor.factor_set.id}: {factor.region} {', '.join(str(year) for year in factor.years)}")
    for material in outcome.change.materials if outcome.change is not None else ():
        found += [
            f"{entry.parameters}: {entry.symbol} of {entry.item}" for entry in material.defaults if entry.source.confirmed == "unconfirmed"
        ]
    if outcome.step is not None:
        found += [f"{entry.property}: {entry.value}" for entry in outcome.step.published if entry.source.confirmed == "unconfirmed"]
    found += [f"assumption {entry.id}" for entry in assumptions if entry.source.confirmed == "unconfirmed"]
    return list(dict.fromkeys(found))


def _facts(standard: Standard) -> Iterable[tuple[str, Source]]:
    yield "unit", standard.unit.source
    yield "characterisation", standard.characterisation.source
    for part in standard.boundary:
        yield f"boundary of {', '.join(part.stages or ('all stages',))}", part.source
    for part in standard.excluded:
        yield f"exclusion of {', '.join(part.sources or part.stages or ('all',))}", part.source
    for stage in standard.stages:
        if stage.source is not None:
            yield f"stage {stage.id}", stage.source
    for rule in standard.activities:
        yield f"factor of {rule.carrier}", rule.source
    if standard.end_of_life is not None:
        yield "end-of-life method", standard.end_of_life.source
