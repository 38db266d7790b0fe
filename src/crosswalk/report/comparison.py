"""A comparison of two standards as a report: figure by figure, and rule by rule."""

from __future__ import annotations

from collections.abc import Iterable

from crosswalk.engine.compare import Comparison, RuleRelation
from crosswalk.engine.topics import TOPICS
from crosswalk.report.disclosure import checklist_table
from crosswalk.report.pictures.coverage import alone, coverage_picture
from crosswalk.report.tables import Picture, Report, Table
from crosswalk.report.words import kind, word


def comparison_report(result: Comparison, lang: str) -> Report:
    """The report of a comparison."""
    facts = (
        ("1", f"{result.first.number} {result.first.name[lang]} ({result.first.id})"),
        ("2", f"{result.second.number} {result.second.name[lang]} ({result.second.id})"),
    )
    relations = Table(
        word("figures", lang),
        ("1", word("relation", lang), "2", word("only first", lang), word("only second", lang)),
        tuple(
            (entry.first or "-", kind(entry.relation, lang), entry.second or "-", entry.only_first, entry.only_second)
            for entry in result.relations
        ),
    )
    tables = [relations, rules_table(result.rules, lang), *checklist_table(result.disclosure, lang)]
    notes = [
        (f"{note.from_stage} -> {note.to_stage or '-'}", note.transformation[lang], note.gap[lang] if note.gap else "-")
        for mapping in result.mappings
        for note in mapping.correspondences
    ]
    if notes:
        tables.append(
            Table(
                word("notes", lang),
                (word("stage", lang), word("transformation", lang), word("gap", lang)),
                tuple(notes),
            )
        )
    extra = [
        *alone(result, lang),
        *(f"{TOPICS[entry.topic][lang]}: {entry.text[lang]}" for mapping in result.mappings for entry in mapping.differences),
        *(entry.text[lang] for mapping in result.mappings for entry in mapping.comparisons),
        word("legal", lang),
    ]

    def pictures() -> tuple[Picture, ...]:
        picture = coverage_picture(result, lang)
        return () if picture is None else (picture,)

    title = f"{word('comparison', lang)}: {result.first.number} / {result.second.number}"
    return Report(title, facts, tuple(tables), tuple(extra), pictures)


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
