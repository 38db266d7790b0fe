"""A translation as a report: short for the terminal, whole for a file that somebody signs."""

from __future__ import annotations

from dataclasses import replace

from crosswalk.engine.figures import FigureResult
from crosswalk.engine.gap_groups import told
from crosswalk.engine.translation import Translation
from crosswalk.report.disclosure import checklist_table
from crosswalk.report.evidence import behind, declared_table, names_for, pictures_of
from crosswalk.report.naming import in_words
from crosswalk.report.tables import Report, Table, amount, sentence
from crosswalk.report.words import kind, word


def translation_report(result: Translation, lang: str) -> Report:
    """The report of a translation."""
    name, names = result.footprint.name, names_for(result)
    facts = (
        (
            word("from", lang),
            f"{result.crosswalk.source.number} {result.crosswalk.source.name[lang]} ({result.source})",
        ),
        (word("to", lang), f"{result.crosswalk.target.number} {result.crosswalk.target.name[lang]} ({result.target})"),
        (word("declared unit", lang), in_words(result.outcome.wanted.describe(), names, lang)),
        (word("total", lang), sentence(result.total, lang)),
        (word("shared", lang), sentence(result.shared, lang)),
        *((word("functional unit", lang), sentence(unit, lang)) for unit in (result.functional_unit,) if unit is not None),
        *_judged(result, lang),
    )
    main = result.crosswalk.target.main_indicator.id
    covered = [entry for entry in result.figures if entry.status != "missing"]
    shown = [entry for entry in covered if entry.indicator == main or _says_something(entry)]
    missing = [in_words(entry.stage, names, lang) for entry in result.figures if entry.status == "missing" and entry.indicator == main]
    figures = Table(
        f"{word('figures', lang)} ({result.unit})",
        tuple(word(key, lang) for key in ("stage", "indicator", "low", "best", "high", "status")),
        tuple(
            (
                in_words(entry.stage, names, lang),
                in_words(entry.indicator, names, lang),
                amount(entry.bounds[0], lang),
                amount(entry.bounds[1], lang, "-"),
                amount(entry.bounds[2], lang),
                kind(entry.status, lang),
            )
            for entry in shown
        ),
        frozenset({2, 3, 4}),
    )
    gaps = Table(
        f"{word('gaps', lang)} ({result.unit})",
        ("#", *(word(key, lang) for key in ("kind", "stage", "width", "message", "question"))),
        tuple(
            (
                str(position),
                f"{kind(gap.kind, lang)} ({kind(gap.severity, lang)})",
                in_words(gap.stage, names, lang),
                amount(gap.amount if gap.width == 0 and gap.amount is not None else gap.width, lang),
                gap.message[lang],
                gap.question[lang],
            )
            for position, gap in enumerate(told(result.gaps), 1)
        ),
        frozenset({3}),
    )
    tables = [figures, *_precursors(result, lang), gaps]
    tables += checklist_table(result.checklist, lang)
    if result.assumptions:
        tables.append(
            Table(
                word("assumptions", lang),
                tuple(word(key, lang) for key in ("id", "statement", "basis", "narrowed")),
                tuple(
                    (use.id, use.statement[lang], word(f"basis {use.assumption.basis}", lang), amount(use.narrowed, lang))
                    for use in result.assumptions
                ),
                frozenset({3}),
            )
        )
    notes = [note[lang] for note in result.warnings]
    if len(shown) < len(covered):
        notes.append(word("left out", lang).format(len(covered) - len(shown)))
    if missing:
        notes.append(f"{word('missing figures', lang)}: {', '.join(missing)}")
    notes.append(word("legal", lang))
    title = f"{word('translation', lang)}: {name[lang] if name else result.source}"
    return Report(title, facts, tuple(tables), tuple(notes))


def _precursors(result: Translation, lang: str) -> tuple[Table, ...]:
    """What each precursor brings in, and by which route."""
    inputs = result.outcome.declaration.inputs
    if not inputs:
        return ()
    scale = result.outcome.uniform
    return (
        Table(
            f"{word('precursors', lang)} ({result.unit})",
            tuple(word(key, lang) for key in ("name", "code", "route", "low", "high", "by default", "source")),
            tuple(
                (
                    entry.label,
                    entry.code,
                    kind(entry.route, lang),
                    amount(entry.value[0] * scale, lang),
                    amount(entry.value[1] * scale if entry.value[1].is_finite() else None, lang),
                    amount(entry.by_default * scale, lang),
                    entry.note[1 if lang == "zh" else 0],
                )
                for entry in inputs
            ),
            frozenset({3, 4, 5}),
        ),
    )


def _judged(result: Translation, lang: str) -> tuple[tuple[str, str], ...]:
    """The totals with the assumptions that rest on judgement, where these tell more."""
    other = result.with_judgements
    if other is None:
        return ()
    return (
        (word("judged total", lang), sentence(other.total, lang)),
        (word("judged shared", lang), sentence(other.shared, lang)),
    )


def _says_something(figure: FigureResult) -> bool:
    """Whether a sub-indicator says more than that it lies between nothing and its total."""
    low, _, high = figure.bounds
    return (low is not None and low != 0) or (low is not None and low == high)


def whole_report(result: Translation, lang: str) -> Report:
    """The report of a translation with all that a verifier checks: what was declared, where the rules differ, each step, each fact with how far it
    was confirmed, and the content hash of every definition.
    """
    made = translation_report(result, lang)
    tables = (declared_table(result, lang), *made.tables, *behind(result, lang))
    return replace(made, tables=tables, pictures=lambda: pictures_of(result, lang))
