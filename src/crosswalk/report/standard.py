"""A standard, and a scheme of certificates, as facts and tables."""

from __future__ import annotations

from crosswalk.engine.topics import TOPICS
from crosswalk.library.library import Library
from crosswalk.model.certificates import CertificateScheme
from crosswalk.model.frame import Box
from crosswalk.model.quantity import readable
from crosswalk.model.standard import ActivityRule, StageDefinition, Standard
from crosswalk.report.coverage import coverage_table
from crosswalk.report.naming import in_words, names_of
from crosswalk.report.schemes import conditions_table, labels_table
from crosswalk.report.sources import status_fact
from crosswalk.report.tables import Report, Table
from crosswalk.report.words import cite, word


def standard_report(standard: Standard, lang: str, library: Library) -> Report:
    """Identity, reference quantity, stages and what they cover, boundary, factor sets, rules, limits and labels of a standard."""
    names, known = {entry.id: entry.name[lang] for entry in library.reference_quantities().quantities}, names_of(library, standard)
    per = "; ".join(f"{names[name]} ({name})" for name in standard.unit.reference)
    facts = (
        (word("id", lang), standard.id),
        status_fact(standard, lang),
        (word("basis", lang), standard.nature[lang]),
        (word("source", lang), cite(standard.source, lang)),
        (
            "GWP",
            ", ".join(standard.characterisation.sets) + (f" ({word('open', lang)})" if standard.characterisation.open else ""),
        ),
        *(((word("per", lang), per),) if per else ()),
    )
    stages = Table(
        word("stage", lang),
        (
            word("id", lang),
            word("name", lang),
            "EN 15804/15978" if standard.frame == "life-cycle" else word(f"frame {standard.frame}", lang),
            word("in total", lang),
        ),
        tuple(
            (
                stage.id,
                stage.name[lang],
                in_words(_covers(stage), known, lang),
                _part_of_total(standard, stage, lang),
            )
            for stage in standard.stages
        ),
    )
    boundary = Table(
        word("boundary", lang),
        (word("stage", lang), word("source", lang), word("gas", lang), word("confirmed", lang)),
        tuple(
            (
                sign + in_words(", ".join(part.stages or ("*",)), known, lang),
                in_words(", ".join(part.sources or ("*",)), known, lang),
                in_words(", ".join(part.gases or ("*",)), known, lang),
                cite(part.source, lang),
            )
            for sign, parts in (("", standard.boundary), ("- ", standard.excluded))
            for part in parts
        ),
    )
    rules = Table(
        word("rules", lang),
        (word("topic", lang), word("statement", lang), word("confirmed", lang)),
        tuple((TOPICS[rule.topic][lang], rule.text[lang], cite(rule.source, lang)) for rule in standard.rules),
    )
    thresholds = Table(
        TOPICS["threshold"][lang],
        (word("id", lang), word("kind", lang), word("value", lang), word("statement", lang), word("confirmed", lang)),
        tuple(
            (
                entry.id,
                word(f"sort {entry.kind}", lang),
                f"{entry.operator} {readable(str(entry.value))}",
                entry.applies_to[lang],
                cite(entry.source, lang),
            )
            for entry in standard.thresholds
        ),
    )
    return Report(
        f"{standard.number} {standard.name[lang]}",
        facts,
        (
            stages,
            coverage_table(library, standard, lang),
            boundary,
            _activities_table(standard, lang),
            rules,
            thresholds,
            labels_table(standard, lang),
            conditions_table(standard.conditions, lang),
        ),
        tuple(note[lang] for note in standard.notes),
    )


def _activities_table(standard: Standard, lang: str) -> Table:
    """The factor sets with which activities are evaluated, best first."""
    return Table(
        word("factor sets", lang),
        tuple(word(key, lang) for key in ("carrier", "factor sets", "basis", "confirmed")),
        tuple(
            (
                word(f"carrier {rule.carrier}", lang),
                _sets(rule),
                word(f"method {rule.method}", lang) if rule.method else "-",
                cite(rule.source, lang),
            )
            for rule in standard.activities
        ),
    )


def _sets(rule: ActivityRule) -> str:
    """The factor sets of a carrier, and those of each reading of what no proof of supply covers."""
    return "; ".join(
        (
            *((", ".join(rule.factor_sets),) if rule.factor_sets else ()),
            *(f"{rest.id}: {', '.join(rest.factor_sets)}" for rest in rule.rest),
        )
    )


def _part_of_total(standard: Standard, stage: StageDefinition, lang: str) -> str:
    """Whether a stage is part of the total; of several sums, which one is it."""
    if not stage.in_total:
        return word("reported apart", lang)
    if standard.total is not None:
        return "=" if stage.id == standard.total else "-"
    return "+"


def _covers(stage: StageDefinition) -> str:
    """What a stage covers: stages of the frame and the sources that cut them, block by block."""
    blocks = stage.blocks or (Box(stages=stage.covers, sources=stage.sources),)
    return "; ".join(", ".join(block.stages or ("*",)) + (f": {', '.join(block.sources)}" if block.sources else "") for block in blocks)


def certificate_report(scheme: CertificateScheme, lang: str) -> Report:
    """A scheme of certificates: its unit, and how long a certificate may be used."""
    facts = (
        (word("unit", lang), readable(str(scheme.unit))),
        (word("scope", lang), scheme.energy[lang]),
        (word("consumption in", lang), ", ".join(scheme.countries)),
        (word("source", lang), cite(scheme.source, lang)),
    )
    rows = tuple(
        (
            str(rule.produced_from or "-"),
            str(rule.produced_until or "-"),
            str(rule.months or "-"),
            str(rule.until or "-"),
            cite(rule.source, lang),
        )
        for rule in scheme.validity
    )
    columns = tuple(word(key, lang) for key in ("produced from", "produced until", "months", "until", "source"))
    return Report(f"{scheme.id}: {scheme.name[lang]}", facts, (Table("", columns, rows),), tuple(note[lang] for note in scheme.notes))
