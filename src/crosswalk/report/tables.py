"""What a report shows, as titled tables: the one source of the terminal and the Markdown form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from crosswalk.engine.compare import Comparison
from crosswalk.engine.disclosure import Declared, Item
from crosswalk.engine.figures import FigureResult
from crosswalk.engine.gap_groups import told
from crosswalk.engine.topics import TOPICS
from crosswalk.engine.translation import Translation
from crosswalk.model.disclosure import ASKS
from crosswalk.report.words import kind, word

Rows = list[dict[str, Any]]
"""What a list gives as data."""


@dataclass(frozen=True, slots=True)
class Table:
    """A titled table; `numeric` names the columns that are aligned to the right."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Report:
    """A heading, facts as (name, value) and tables, with notes at the end."""

    title: str
    facts: tuple[tuple[str, str], ...]
    tables: tuple[Table, ...]
    notes: tuple[str, ...] = ()


def amount(value: Decimal | None, lang: str, empty: str | None = None) -> str:
    """A number for reading: six significant digits, no exponent for ordinary sizes; `None` is open."""
    if value is None:
        return word("open", lang) if empty is None else empty
    if value == 0:
        return "0"
    if value == value.to_integral_value() and abs(value) < 10**9:
        return f"{int(value)}"
    exponent = value.adjusted()
    if -5 < exponent < 12:
        digits = max(0, 5 - exponent)
        shown = f"{value:.{digits}f}"
        return shown.rstrip("0").rstrip(".") if "." in shown else shown
    return f"{value:.6g}"


def translation_report(result: Translation, lang: str) -> Report:
    """The report of a translation."""
    name = result.footprint.name
    facts = (
        (
            word("from", lang),
            f"{result.crosswalk.source.number} {result.crosswalk.source.name[lang]} ({result.source})",
        ),
        (word("to", lang), f"{result.crosswalk.target.number} {result.crosswalk.target.name[lang]} ({result.target})"),
        (word("declared unit", lang), result.outcome.wanted.describe() if result.outcome.wanted.per else word("whole subject", lang)),
        (word("total", lang), sentence(result.total, lang)),
        (word("shared", lang), sentence(result.shared, lang)),
        *((word("functional unit", lang), sentence(unit, lang)) for unit in (result.functional_unit,) if unit is not None),
        *_judged(result, lang),
    )
    main = result.crosswalk.target.main_indicator.id
    covered = [entry for entry in result.figures if entry.status != "missing"]
    shown = [entry for entry in covered if entry.indicator == main or _says_something(entry)]
    missing = [entry.stage for entry in result.figures if entry.status == "missing" and entry.indicator == main]
    figures = Table(
        f"{word('figures', lang)} ({result.unit})",
        tuple(word(key, lang) for key in ("stage", "indicator", "low", "best", "high", "status")),
        tuple(
            (
                entry.stage,
                entry.indicator,
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
                gap.stage,
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
                tuple((use.id, use.statement[lang], use.assumption.basis, amount(use.narrowed, lang)) for use in result.assumptions),
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


DECLARED: dict[Declared | None, tuple[str, str]] = {
    "declared": ("declared", "已声明"),
    "partly": ("in part", "部分声明"),
    "not-declared": ("not declared", "未声明"),
    None: ("-", "-"),
}


def checklist_table(items: Sequence[Item], lang: str) -> list[Table]:
    """The elements of a report under two standards, those first that one has to add."""
    if not items:
        return []
    rows = [
        (
            entry.element.name[lang],
            ASKS[entry.source][lang],
            ASKS[entry.target][lang] + (f" ({entry.detail[lang]})" if entry.detail else ""),
            DECLARED[entry.declared][lang == "zh"],
            entry.question[lang] if entry.question else "-",
        )
        for entry in sorted(items, key=lambda entry: entry.question is None)
    ]
    columns = tuple(word(key, lang) for key in ("element", "from", "to", "declaration", "question"))
    return [Table(word("disclosure", lang), columns, tuple(rows))]


def trace_table(result: Translation, lang: str) -> Table:
    """The steps of a translation."""
    return Table(
        word("trace", lang),
        tuple(word(key, lang) for key in ("step", "input", "output", "source")),
        tuple((step["step"], step["input"], step["output"], step["source"]) for step in result.trace),
    )


def sentence(figure: FigureResult, lang: str) -> str:
    """A figure in one line."""
    low, best, high = figure.bounds
    state = kind(figure.status, lang)
    if low is not None and low == high:
        return f"{amount(low, lang)} {figure.unit} ({state})"
    estimate = f", {word('best', lang)} {amount(best, lang)}" if best is not None else ""
    return f"{amount(low, lang)} … {amount(high, lang)} {figure.unit}{estimate} ({state})"


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
    rules = Table(
        word("rules", lang),
        (word("topic", lang), word("relation", lang), "1", "2"),
        tuple(
            (
                TOPICS[entry.topic][lang],
                kind(entry.relation, lang),
                entry.first[lang] if entry.first else "-",
                entry.second[lang] if entry.second else "-",
            )
            for entry in result.rules
        ),
    )
    tables = [relations, rules, *checklist_table(result.disclosure, lang)]
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
        *(f"{TOPICS[entry.topic][lang]}: {entry.text[lang]}" for mapping in result.mappings for entry in mapping.differences),
        *(entry.text[lang] for mapping in result.mappings for entry in mapping.comparisons),
        word("legal", lang),
    ]
    return Report(
        f"{word('comparison', lang)}: {result.first.number} / {result.second.number}",
        facts,
        tuple(tables),
        tuple(extra),
    )


def plain_table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]], numeric: Sequence[int] = ()) -> Report:
    """A report of one table."""
    return Report(title, (), (Table("", tuple(columns), tuple(tuple(row) for row in rows), frozenset(numeric)),))
