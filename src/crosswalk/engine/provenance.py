"""The facts behind a result, and where each of them stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import crosswalk as package
from crosswalk.engine.run import Outcome
from crosswalk.engine.topics import TOPICS
from crosswalk.library.library import Library
from crosswalk.model.base import Source, Text, text
from crosswalk.model.mapping import Assumption
from crosswalk.model.standard import Standard

if TYPE_CHECKING:
    from crosswalk.engine.pair import Pair


class Fact(NamedTuple):
    """Something that a result rests on, and where it stands: the id of the file, and the source in it."""

    what: Text
    source: Source
    home: str


def facts_behind(pair: Pair, outcome: Outcome, assumptions: Sequence[Assumption]) -> list[Fact]:
    """The facts of the boundary, unit, characterisation, factors and assumptions that a result rests on."""
    found = [fact for standard in (pair.source, pair.target) for fact in facts_of(pair.library, standard)]
    plan = outcome.plan
    gases = dict.fromkeys(("co2-fossil", "ch4-fossil", "ch4-biogenic", "n2o", *(line.gas for line in plan.lines if line.mass and line.gas)))
    names = pair.library.space(pair.source.frame).gas_records
    for item in (*plan.source_sets, *([plan.target_set] if plan.target_set else [])):
        for gas in gases:
            if gas in item.factors:
                found.append(_fact(item.id, gas, names[gas].zh, item.source_of(gas)))
    for factor in (*outcome.declaration.used_factors, *(factor for entry in plan.replacements for factor in entry.known)):
        said = f"{factor.region} {', '.join(str(year) for year in factor.years)}"
        found.append(_fact(factor.factor_set.id, said, said, factor.source))
    for material in outcome.change.materials if outcome.change is not None else ():
        for entry in material.defaults:
            found.append(_fact(entry.parameters, f"{entry.symbol} of {entry.item}", f"{entry.item} 的 {entry.symbol}", entry.source))
    if outcome.step is not None:
        for value in outcome.step.published:
            properties = {entry.id: entry.name.zh for entry in pair.library.reference_quantities().properties}
            meant = text(f"{value.property}: {value.value}", f"{properties[value.property]}：{value.value}")
            found.append(Fact(meant, value.source, _home(pair, value.source)))
    homes = {
        assumption.id: mapping.id for mapping in pair.library.mappings(pair.source.id, pair.target.id) for assumption in mapping.assumptions
    }
    for assumption in assumptions:
        home = homes.get(assumption.id, "")
        found.append(Fact(text(f"assumption {assumption.id}", f"假设 {assumption.id}"), assumption.source, home))
    return list(dict.fromkeys(found))


def _home(pair: Pair, source: Source) -> str:
    """The file of a published property: one of the standards, or the list of reference quantities."""
    for standard in (pair.target, pair.source):
        if source.document in standard.documents:
            return standard.id
    return pair.library.reference_quantities().id


def facts_of(library: Library, standard: Standard) -> Iterator[Fact]:
    """What a standard says of the meaning of its figures: unit, characterisation, boundary, stages, factors, end of life."""
    space = library.space(standard.frame)
    stages = {**space.stage_records, **{stage.id: stage.name for stage in standard.stages}}

    def named(keys: Iterable[str], records: dict[str, Text], rest: str) -> str:
        return "、".join(records[key].zh if key in records else key for key in keys) or rest

    def fact(en: str, zh: str, source: Source) -> Fact:
        return _fact(standard.id, en, zh, source)

    yield fact("unit", "单位", standard.unit.source)
    yield fact("characterisation", "特征化", standard.characterisation.source)
    for part in standard.boundary:
        en = f"boundary of {', '.join(part.stages or ('all stages',))}"
        yield fact(en, f"{named(part.stages or (), stages, '所有阶段')}的边界", part.source)
    for part in standard.excluded:
        en = f"exclusion of {', '.join(part.sources or part.stages or ('all',))}"
        what = named(part.sources, space.source_records, "") if part.sources else named(part.stages or (), stages, "全部")
        yield fact(en, f"{what}的排除", part.source)
    for stage in standard.stages:
        if stage.source is not None:
            yield fact(f"stage {stage.id}", f"阶段：{stage.name.zh}", stage.source)
    for rule in standard.activities:
        yield fact(f"factor of {rule.carrier}", f"{CARRIERS[rule.carrier]}的因子", rule.source)
    if standard.end_of_life is not None:
        yield fact("end-of-life method", "寿命末期方法", standard.end_of_life.source)


CARRIERS = {"electricity": "电力", "heat": "热力", "fuel": "燃料", "material": "材料", "transport": "运输"}


def rules_of(standard: Standard) -> Iterator[Fact]:
    """The rules of a standard, each with its source."""
    for rule in standard.rules:
        yield _fact(standard.id, f"rule: {TOPICS[rule.topic].en}", f"规则：{TOPICS[rule.topic].zh}", rule.source)


def _fact(home: str, en: str, zh: str, source: Source) -> Fact:
    return Fact(text(f"{home}: {en}", f"{home}：{zh}"), source, home)


def versions(library: Library) -> dict[str, str]:
    """The version of the program and that of its data."""
    return {"version": package.__version__, "data_version": library.version}


def manifest_of(library: Library, ids: Iterable[str]) -> dict[str, str]:
    """The versions, and the content hash of each definition by its id."""
    return {**versions(library), **{key: f"sha256:{library.sha256(key)}" for key in sorted(set(ids))}}
