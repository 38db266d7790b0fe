"""The facts behind a result, and where each of them stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from crosswalk.engine.run import Outcome
from crosswalk.model.base import Source
from crosswalk.model.mapping import Assumption
from crosswalk.model.standard import Standard

if TYPE_CHECKING:
    from crosswalk.engine.pair import Pair


class Fact(NamedTuple):
    """Something that a result rests on, and where it stands."""

    what: str
    source: Source


def facts_behind(pair: Pair, outcome: Outcome, assumptions: Sequence[Assumption]) -> list[Fact]:
    """The facts of the boundary, unit, characterisation, factors and assumptions that a result rests on."""
    found = [Fact(f"{standard.id}: {where}", source) for standard in (pair.source, pair.target) for where, source in _facts(standard)]
    plan = outcome.plan
    gases = dict.fromkeys(("co2-fossil", "ch4-fossil", "ch4-biogenic", "n2o", *(line.gas for line in plan.lines if line.mass and line.gas)))
    for item in (*plan.source_sets, *([plan.target_set] if plan.target_set else [])):
        found += [Fact(f"{item.id}: {gas}", item.source_of(gas)) for gas in gases if gas in item.factors]
    for factor in (*outcome.declaration.used_factors, *(factor for entry in plan.replacements for factor in entry.known)):
        found.append(Fact(f"{factor.factor_set.id}: {factor.region} {', '.join(str(year) for year in factor.years)}", factor.source))
    for material in outcome.change.materials if outcome.change is not None else ():
        found += [Fact(f"{entry.parameters}: {entry.symbol} of {entry.item}", entry.source) for entry in material.defaults]
    if outcome.step is not None:
        found += [Fact(f"{entry.property}: {entry.value}", entry.source) for entry in outcome.step.published]
    found += [Fact(f"assumption {entry.id}", entry.source) for entry in assumptions]
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
