"""A comparison of two standards as a report: figure by figure, and rule by rule."""

from __future__ import annotations

from crosswalk.engine.compare import TOTAL, Comparison
from crosswalk.engine.provenance import facts_of, rules_of
from crosswalk.engine.topics import TOPICS
from crosswalk.model.base import Text
from crosswalk.report.disclosure import checklist_table
from crosswalk.report.evidence import facts_table, hashes_table, rules_table
from crosswalk.report.pictures.coverage import alone, coverage_picture, named
from crosswalk.report.tables import Picture, Report, Table
from crosswalk.report.words import kind, word


def comparison_report(result: Comparison, lang: str, whole: bool = False) -> Report:
    """The report of a comparison; the `whole` one tells where each fact stands, and the content hash of every definition."""
    facts = (
        ("1", f"{result.first.number} {result.first.name[lang]} ({result.first.id})"),
        ("2", f"{result.second.number} {result.second.name[lang]} ({result.second.id})"),
    )
    names = [{stage.id: stage.name for stage in standard.stages} for standard in (result.first, result.second)]
    relations = Table(
        word("figures", lang),
        ("1", word("relation", lang), "2", word("only first", lang), word("only second", lang)),
        tuple(
            (
                _figure(entry.first, names[0], lang),
                kind(entry.relation, lang),
                _figure(entry.second, names[1], lang),
                entry.only_first[lang],
                entry.only_second[lang],
            )
            for entry in result.relations
        ),
    )
    tables = [relations, rules_table(result.rules, lang), *checklist_table(result.disclosure, lang)]
    all_names = {**names[1], **names[0]}
    notes = [
        (
            f"{_figure(note.from_stage, all_names, lang)} → {_figure(note.to_stage, all_names, lang)}",
            note.transformation[lang],
            note.gap[lang] if note.gap else "-",
        )
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
    if whole:
        facts_behind = [
            fact for standard in (result.first, result.second) for fact in (*facts_of(result.library, standard), *rules_of(standard))
        ]
        homes = {result.first.id, result.second.id, *(mapping.id for mapping in result.mappings)}
        tables += [facts_table(result.library, facts_behind, lang), hashes_table(result.library, homes, lang)]
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


def _figure(key: str | None, names: dict[str, Text], lang: str) -> str:
    """A figure by its code, or its name in Chinese where the code is an English word."""
    if not key or key == "none":
        return "-"
    return key if lang == "en" else named(key, names.get(key, TOTAL), lang)
