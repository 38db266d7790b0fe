"""Checks what a data file refers to: stages, sources, gases, documents, sets and standards must exist."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from crosswalk.errors import Finding, UnknownNameError
from crosswalk.library.library import Library
from crosswalk.model.agreement import Agreements
from crosswalk.model.footprint import Subject
from crosswalk.model.frame import Box
from crosswalk.model.mapping import Mapping
from crosswalk.model.neutrality_standard import NeutralityStandard
from crosswalk.model.scheme import LabelScheme
from crosswalk.model.standard import EndOfLifeRule, Standard


def reference_findings(kind: str, data: Any, library: Library) -> list[Finding]:
    """Every reference of a valid data file that leads nowhere."""
    found: list[Finding] = []
    found += _documents(data)
    if kind == "standard":
        found += _standard(Standard.model_validate(data), library)
    elif kind == "mapping":
        found += _mapping(Mapping.model_validate(data), library)
    elif kind == "label-scheme":
        found += _label_scheme(LabelScheme.model_validate(data), library)
    elif kind == "neutrality":
        found += _neutrality(NeutralityStandard.model_validate(data), library)
    elif kind == "agreements":
        found += _agreements(Agreements.model_validate(data), library)
    elif kind == "disclosure":
        found += _disclosure(data, library)
    return found


def _no_document(name: str, field: str, documents: Iterable[str]) -> Finding:
    return Finding(f"no document {name!r} in `documents:`", f"`documents:` 中没有 {name!r}", field=field, nearest=tuple(documents)[:5])


def _documents(data: Any) -> Iterator[Finding]:
    """Sources must name a document of their own file."""
    documents = data.get("documents") or {}

    def visit(value: Any, path: str) -> Iterator[Finding]:
        if isinstance(value, dict):
            name = value.get("document")
            if isinstance(name, str) and "confirmed" in value and name not in documents:
                yield _no_document(name, f"{path}.document", documents)
            if isinstance(name, str) and "confirmed" in value:
                for position, other in enumerate(value.get("also") or ()):
                    if other not in documents or other == name:
                        yield _no_document(other, f"{path}.also[{position}]", [key for key in documents if key != name])
            for key, entry in value.items():
                yield from visit(entry, f"{path}.{key}" if path else str(key))
        elif isinstance(value, list):
            for position, entry in enumerate(value):
                yield from visit(entry, f"{path}[{position}]")

    yield from visit(data, "")


def _try(look_up: Callable[[], object], field: str) -> Iterator[Finding]:
    try:
        look_up()
    except UnknownNameError as error:
        for finding in error.findings:
            yield Finding(finding.en, finding.zh, field=field, nearest=finding.nearest)


def _box(library: Library, frame: str, box: Box, own: set[str], field: str) -> Iterator[Finding]:
    space = library.space(frame)
    for position, stage in enumerate(box.stages or ()):
        if stage not in own:
            yield from _try(lambda name=stage: space.stage_mask(name), f"{field}.stages[{position}]")  # type: ignore[misc]
    for position, source in enumerate(box.sources or ()):
        yield from _try(lambda name=source: space.source_leaves(name), f"{field}.sources[{position}]")  # type: ignore[misc]
    for position, gas in enumerate(box.gases or ()):
        yield from _try(lambda name=gas: space.gas_members(name), f"{field}.gases[{position}]")  # type: ignore[misc]


def _standard(standard: Standard, library: Library) -> Iterator[Finding]:
    yield from _try(lambda: library.frame(standard.frame), "frame")
    space = library.space(standard.frame)
    own = {stage.id for stage in standard.stages}
    for position, stage in enumerate(standard.stages):
        for index, name in enumerate(stage.covers):
            yield from _try(lambda key=name: space.stage_mask(key), f"stages[{position}].covers[{index}]")  # type: ignore[misc]
        for index, name in enumerate(stage.sources or ()):
            yield from _try(lambda key=name: space.source_leaves(key), f"stages[{position}].sources[{index}]")  # type: ignore[misc]
        for index, block in enumerate(stage.blocks):
            yield from _box(library, standard.frame, block, own, f"stages[{position}].blocks[{index}]")
    if standard.total is not None and standard.total not in own:
        yield _unknown("stage", "阶段", standard.total, sorted(own), "total")
    for position, account in enumerate(standard.accounts):
        if account.stage not in own:
            yield _unknown("stage", "阶段", account.stage, sorted(own), f"accounts[{position}].stage")
        if account.by not in library.standard_ids():
            yield _unknown("standard", "标准", account.by, library.standard_ids(), f"accounts[{position}].by")
    if standard.activities_of is not None and standard.activities_of not in library.standard_ids():
        yield _unknown("standard", "标准", standard.activities_of, library.standard_ids(), "activities_of")
    for label, parts in (("boundary", standard.boundary), ("excluded", standard.excluded)):
        for position, part in enumerate(parts):
            yield from _box(library, standard.frame, part, own, f"{label}[{position}]")
    for position, indicator in enumerate(standard.indicators):
        yield from _box(library, standard.frame, Box(gases=indicator.gases), own, f"indicators[{position}]")
        for index, block in enumerate(indicator.parts):
            yield from _box(library, standard.frame, block, own, f"indicators[{position}].parts[{index}]")
    for position, name in enumerate(standard.characterisation.sets):
        yield from _try(lambda key=name: library.characterisation(key), f"characterisation.sets[{position}]")  # type: ignore[misc]
    for position, rule in enumerate(standard.activities):
        for index, name in enumerate(rule.factor_sets):
            yield from _try(lambda key=name: library.factor_set(key), f"activities[{position}].factor_sets[{index}]")  # type: ignore[misc]
    if standard.end_of_life is not None:
        yield from _end_of_life(standard, standard.end_of_life, own, library)
    yield from _unit(standard, library)
    for position, rule in enumerate(standard.activities):
        for index, rest in enumerate(rule.rest):
            for place, name in enumerate(rest.factor_sets):
                where = f"activities[{position}].rest[{index}].factor_sets[{place}]"
                yield from _try(lambda key=name: library.factor_set(key), where)  # type: ignore[misc]
        for index, name in enumerate(rule.schemes):
            if name not in library.certificate_scheme.ids():
                yield _unknown(
                    "certificate scheme", "证书机制", name, library.certificate_scheme.ids(), f"activities[{position}].schemes[{index}]"
                )
    yield from _labels(standard, [stage.id for stage in standard.stages], library)
    quantities = [entry.id for entry in library.reference_quantities().quantities]
    indicators = [entry.id for entry in standard.indicators]
    for position, threshold in enumerate(standard.thresholds):
        if threshold.reference is not None and threshold.reference not in quantities:
            yield _unknown("reference quantity", "基准量", threshold.reference, quantities, f"thresholds[{position}].reference")
        if threshold.indicator is not None and threshold.indicator not in indicators:
            yield _unknown("indicator", "指标", threshold.indicator, indicators, f"thresholds[{position}].indicator")
        if threshold.deduction is not None and threshold.deduction.indicator not in indicators:
            yield _unknown("indicator", "指标", threshold.deduction.indicator, indicators, f"thresholds[{position}].deduction.indicator")
    space = library.space(standard.frame)
    for position, condition in enumerate(standard.conditions):
        for place, source in enumerate(condition.where_declared):
            yield from _try(lambda name=source: space.source_leaves(name), f"conditions[{position}].where_declared[{place}]")  # type: ignore[misc]
    if sum(indicator.main for indicator in standard.indicators) != 1:
        yield Finding("exactly one indicator must have `main: true`", "必须有且只有一个指标带 `main: true`", field="indicators")


def _end_of_life(standard: Standard, rule: EndOfLifeRule, own: set[str], library: Library) -> Iterator[Finding]:
    for name in ("input", "output", "part", "gate", "beyond"):
        for position, stage in enumerate(getattr(rule, name)):
            if stage not in own:
                yield Finding(
                    f"no stage {stage!r} in `stages:`",
                    f"`stages:` 中没有 {stage!r}",
                    field=f"end_of_life.{name}[{position}]",
                    nearest=tuple(sorted(own))[:5],
                )
    space = library.space(standard.frame)
    for position, stage in enumerate(rule.allocated):
        yield from _try(lambda key=stage: space.stage_mask(key), f"end_of_life.allocated[{position}]")  # type: ignore[misc]
    for position, name in enumerate(rule.parameters):
        yield from _try(lambda key=name: library.recycling_parameters(key), f"end_of_life.parameters[{position}]")  # type: ignore[misc]


def _unit(standard: Standard, library: Library) -> Iterator[Finding]:
    """Reference quantities and properties that the unit rule names."""
    known = library.reference_quantities()
    quantities, properties = [entry.id for entry in known.quantities], [entry.id for entry in known.properties]
    for position, name in enumerate(standard.unit.reference):
        if name not in quantities:
            yield Finding(
                f"unknown reference quantity {name!r}",
                f"未知基准量 {name!r}",
                field=f"unit.reference[{position}]",
                nearest=tuple(quantities[:5]),
            )
    for position, value in enumerate(standard.unit.values):
        if value.property not in properties:
            yield Finding(f"unknown property {value.property!r}", f"未知特性 {value.property!r}", field=f"unit.values[{position}].property")
        for field in value.subjects:
            if field not in Subject.model_fields:
                yield Finding(
                    f"unknown field of a subject {field!r}", f"subject 中没有字段 {field!r}", field=f"unit.values[{position}].subjects"
                )


def _labels(standard: Standard | LabelScheme, stages: Sequence[str], library: Library) -> Iterator[Finding]:
    """Labels name thresholds and conditions of their own standard, thresholds stages of the standard whose figure they limit."""
    thresholds, conditions = ([entry.id for entry in entries] for entries in (standard.thresholds, standard.conditions))
    if isinstance(standard, Standard):
        thresholds += [entry.id for entry in standard.thresholds_taken]
        for position, taken in enumerate(standard.thresholds_taken):
            yield from _try(lambda name=taken.threshold: library.threshold(name), f"thresholds_taken[{position}].threshold")  # type: ignore[misc]
    for position, threshold in enumerate(standard.thresholds):
        if threshold.stage is not None and threshold.stage not in stages:
            yield _unknown("stage", "阶段", threshold.stage, stages, f"thresholds[{position}].stage")
        if threshold.deduction is not None and threshold.deduction.stage not in (None, *stages):
            yield _unknown("stage", "阶段", threshold.deduction.stage or "", stages, f"thresholds[{position}].deduction.stage")
        if threshold.deduction is not None and threshold.deduction.condition not in conditions:
            yield _unknown("condition", "条件", threshold.deduction.condition, conditions, f"thresholds[{position}].deduction.condition")
    for position, label in enumerate(standard.labels):
        for name in label.declared_under:
            if name not in library.standard_ids():
                yield _unknown("standard", "标准", name, library.standard_ids(), f"labels[{position}].declared_under")
        for name in (*label.thresholds, *(name for entry in label.requires for name in entry.thresholds())):
            if name not in thresholds:
                yield _unknown("threshold", "限值", name, thresholds, f"labels[{position}].thresholds")
        for name in (name for entry in label.requires for name in entry.conditions()):
            if name not in conditions:
                yield _unknown("condition", "条件", name, conditions, f"labels[{position}].requires")


def _label_scheme(scheme: LabelScheme, library: Library) -> Iterator[Finding]:
    home = scheme.figure_of
    if home is not None and home not in library.standard_ids():
        yield _unknown("standard", "标准", home, library.standard_ids(), "figure_of")
        return
    if scheme.thresholds and home is None:
        yield Finding("thresholds need the standard whose figure they limit", "限值须指明其所依数值的标准", field="figure_of")
    yield from _labels(scheme, [] if home is None else [stage.id for stage in library.standard(home).stages], library)


def _neutrality(standard: NeutralityStandard, library: Library) -> Iterator[Finding]:
    kinds = [kind.id for kind in library.credit_kinds("credit-kinds").kinds]
    for position, entry in enumerate(standard.units):
        for name in entry.kinds:
            if name not in kinds:
                yield _unknown("kind of unit", "抵销单位种类", name, kinds, f"units[{position}].kinds")
    for subject, names in standard.footprints.items():
        for name in names:
            if name not in library.standard_ids():
                yield _unknown("standard", "标准", name, library.standard_ids(), f"footprints.{subject}")
    conditions = [entry.id for entry in standard.conditions]
    for name in (name for entry in standard.requires for name in entry.conditions()):
        if name not in conditions:
            yield _unknown("condition", "条件", name, conditions, "requires")


def _agreements(file: Agreements, library: Library) -> Iterator[Finding]:
    known = [entry.id for entry in file.agreements]
    for position, entry in enumerate(file.agreements):
        if entry.replaces is not None and entry.replaces not in known:
            yield _unknown("agreement", "协议", entry.replaces, known, f"agreements[{position}].replaces")
        for name in entry.labels:
            home, _, label = name.partition("#")
            if not any(str(item.get("id")) == label for item in _record(library, home).get("labels") or ()):
                yield _unknown("label", "标签", name, library.label_scheme.ids(), f"agreements[{position}].labels")


def _record(library: Library, key: str) -> dict[str, Any]:
    try:
        return library.record(key)
    except KeyError:
        return {}


def _unknown(what_en: str, what_zh: str, name: str, known: Sequence[str], field: str) -> Finding:
    return Finding(f"unknown {what_en} {name!r}", f"未知{what_zh} {name!r}", field=field, nearest=tuple(known)[:5])


def _disclosure(data: Any, library: Library) -> Iterator[Finding]:
    """The standard with the figures, and elements of the list."""
    if data["of"] not in library.standard_ids():
        yield _unknown("standard", "标准", data["of"], library.standard_ids(), "of")
    known = [entry.id for name in library.disclosure_elements.ids() for entry in library.disclosure_elements.of(name).elements]
    seen: set[str] = set()
    for position, entry in enumerate(data["elements"]):
        name = entry["element"]
        if name not in known:
            yield _unknown("element", "披露要素", name, known, f"elements[{position}].element")
        if name in seen:
            yield Finding(f"{name!r} stands twice", f"{name!r} 重复", field=f"elements[{position}].element")
        seen.add(name)


def _mapping(mapping: Mapping, library: Library) -> Iterator[Finding]:
    for position, name in enumerate(mapping.between or ()):
        if name not in (*library.standard_ids(), *library.material_standard_ids(), *library.label_scheme.ids()):
            yield Finding(f"unknown standard {name!r}", f"未知标准 {name!r}", field=f"between[{position}]")
    for position, link in enumerate(mapping.links):
        for field in ("given", "then"):
            home, _, name = getattr(link, field).partition("#")
            record = _record(library, home)
            known = [str(item.get("id")) for key in ("labels", "conditions") for item in record.get(key) or ()]
            if home not in (mapping.between or ()) or name not in known:
                yield _unknown("label or condition", "标签或条件", getattr(link, field), known, f"links[{position}].{field}")
    for position, assumption in enumerate(mapping.assumptions):
        yield from _box(library, mapping.frame, assumption.atoms, set(), f"assumptions[{position}].atoms")
        if assumption.part is not None:
            yield from _box(library, mapping.frame, assumption.part, set(), f"assumptions[{position}].part")
