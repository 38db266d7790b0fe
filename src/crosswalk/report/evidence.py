"""What a verifier checks behind a result: what was declared, where rules differ, steps, facts with how far each is confirmed, hashes, drawings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Protocol

from crosswalk.engine.compare import RuleRelation, compare_standards
from crosswalk.engine.provenance import Fact, manifest_of
from crosswalk.engine.topics import TOPICS
from crosswalk.engine.trace import Step
from crosswalk.engine.translation import Translation
from crosswalk.library.library import Library
from crosswalk.model.base import text
from crosswalk.report.naming import OWN, NameOf, in_words, names_of
from crosswalk.report.tables import Picture, Table, amount
from crosswalk.report.words import cite, kind, word


class Unconfirmed(Protocol):
    """A result that tells which of its facts nobody has confirmed, in English."""

    @property
    def facts(self) -> Iterable[Fact]:
        """Everything that it rests on."""

    @property
    def unconfirmed(self) -> list[str]:
        """What of it is unconfirmed."""


def names_for(result: Translation) -> NameOf:
    """The names behind the ids in a translation."""
    return names_of(result.crosswalk.library, result.crosswalk.source, result.crosswalk.target)


def declared_table(result: Translation, lang: str) -> Table:
    """The lines as they were declared, per the unit of the declaration."""
    declaration, declared = result.outcome.declaration, result.outcome.declared
    names = names_for(result)
    rows = tuple(
        (
            in_words(line.label, names, lang),
            declaration.fields[position],
            *(amount(end if end.is_finite() else None, lang) for end in declaration.values[position]),
            f"kg {in_words(line.gas or '', names, lang)}" if line.mass else declared.unit(),
        )
        for position, line in enumerate(result.outcome.plan.lines)
    )
    columns = tuple(word(key, lang) for key in ("line", "entry", "low", "high", "unit"))
    return Table(f"{word('declared lines', lang)} ({in_words(declared.describe(), names, lang)})", columns, rows, frozenset({2, 3}))


def differences_table(result: Translation, lang: str) -> Table:
    """The rules in which the two standards differ."""
    pair = result.crosswalk
    compared = compare_standards(pair.library, pair.source, pair.target)
    table = rules_table((entry for entry in compared.rules if entry.relation != "equal"), lang)
    return replace(table, title=word("rule differences", lang), columns=(*table.columns[:2], pair.source.number, pair.target.number))


def rules_table(rules: Iterable[RuleRelation], lang: str) -> Table:
    """Two standards rule by rule."""
    return Table(
        word("rules", lang),
        (word("topic", lang), word("relation", lang), "1", "2"),
        tuple(
            (
                TOPICS[entry.topic][lang],
                kind(entry.relation, lang),
                entry.first[lang] if entry.first else "-",
                entry.second[lang] if entry.second else "-",
            )
            for entry in rules
        ),
    )


def trace_table(steps: Iterable[Step], lang: str, names: NameOf = OWN) -> Table:
    """The steps of a calculation, each with its formula and source."""
    columns = tuple(word(key, lang) for key in ("step", "rule", "formula", "input", "output", "source"))
    rows = tuple(
        (
            word(f"step {step.step}", lang),
            step.rule[lang],
            step.formula or "-",
            in_words(step.input[lang], names, lang),
            in_words(step.output[lang], names, lang),
            step.source[lang],
        )
        for step in steps
    )
    return Table(word("trace", lang), columns, rows)


def facts_table(library: Library, facts: Iterable[Fact], lang: str) -> Table:
    """Every fact that a result rests on, the document in which it stands, and how far it was confirmed."""
    rows = tuple((fact.what[lang], _title(library, fact, lang), cite(fact.source, lang)) for fact in dict.fromkeys(facts))
    return Table(word("facts", lang), tuple(word(key, lang) for key in ("fact", "document", "confirmed")), rows)


def unconfirmed_note(result: Unconfirmed, lang: str) -> str:
    """The facts behind a result that nobody has confirmed, in one line."""
    said = {fact.what.en: fact.what[lang] for fact in result.facts}
    return f"{word('unconfirmed', lang)}: {('、' if lang == 'zh' else ', ').join(said[fact] for fact in result.unconfirmed)}"


def _title(library: Library, fact: Fact, lang: str) -> str:
    document = library.document(fact.home, fact.source.document) if fact.home else None
    if document is None:
        return fact.source.document
    return document.title if isinstance(document.title, str) else document.title[lang]


def manifest_table(manifest: Mapping[str, Any], lang: str) -> Table:
    """The version, and the content hash of every definition."""
    rows = [("crosswalk", str(manifest["version"])), (word("data", lang), str(manifest["data_version"]))]
    for key in ("standards", "mappings", "characterisation", "factors", "recycling"):
        rows += manifest.get(key, {}).items()
    rows += [(key, str(entry)) for key, entry in manifest.items() if str(entry).startswith("sha256:")]
    if manifest.get("assumptions"):
        rows.append((word("mode", lang), word(f"mode {manifest['assumptions']}", lang)))
    if manifest.get("as_of"):
        rows.append((word("as of", lang), str(manifest["as_of"])))
    return Table(word("manifest", lang), (word("id", lang), word("version", lang)), tuple(rows))


def hashes_table(library: Library, ids: Iterable[str], lang: str) -> Table:
    """The version, and the content hashes of some definitions."""
    return manifest_table(manifest_of(library, ids), lang)


def behind(result: Translation, lang: str) -> tuple[Table, ...]:
    """All that a translation rests on, after its figures and gaps."""
    return (
        differences_table(result, lang),
        trace_table(result.steps, lang, names_for(result)),
        facts_table(result.crosswalk.library, result.facts, lang),
        manifest_table(result.manifest, lang),
    )


def pictures_of(result: Translation, lang: str) -> tuple[Picture, ...]:
    """From the declared to the translated value, and stage by stage."""
    from crosswalk.engine.by_stage import by_stage  # the terminal draws nothing
    from crosswalk.engine.waterfall import waterfall
    from crosswalk.report.pictures import stages_picture, waterfall_picture

    names = names_for(result)
    steps = [
        replace(step, label=text(step.label.en, in_words(step.label.zh, names, "zh")))
        for step in waterfall(result.crosswalk, result.outcome)
    ]
    fall = waterfall_picture(steps, result.unit, lang)
    stages = stages_picture(by_stage(result.crosswalk, result.outcome), result.unit, lang)
    return (fall,) if stages is None else (fall, stages)
