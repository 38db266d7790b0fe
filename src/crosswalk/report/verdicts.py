"""The report of the labels that a footprint earns, may earn, or cannot earn."""

from __future__ import annotations

from dataclasses import replace

from crosswalk.labels.assess import LabelReport, labels_of
from crosswalk.labels.measured import Measured
from crosswalk.library.library import Library
from crosswalk.model.quantity import readable
from crosswalk.report.evidence import declared_table, facts_table, hashes_table, names_for, trace_table
from crosswalk.report.tables import Report, Table, amount
from crosswalk.report.words import word

VERDICTS: dict[str, tuple[str, str]] = {
    "implied": ("implied: every completion earns it", "必然满足：任何补全均取得"),
    "possible": ("possible", "可能满足"),
    "excluded": ("excluded: no completion earns it", "不能满足：任何补全均不取得"),
    "unknown": ("unknown: no number is fixed", "未知：尚无数值规定"),
}


def labels_report(result: LabelReport, lang: str, whole: bool = False) -> Report:
    """The verdicts, then for each what decides it, and what to declare; the `whole` one tells how each figure was found, and where each fact stands."""
    name = result.footprint.name
    source = f"{result.source.number} {result.source.name[lang]} ({result.source.id})"
    verdicts = Table(
        word("labels", lang),
        tuple(word(key, lang) for key in ("label", "name", "verdict", "limit", "figure")),
        tuple(
            (
                entry.label,
                entry.name[lang],
                VERDICTS[entry.verdict][lang == "zh"],
                limits_of(entry.measured),
                figures_of(entry.measured, lang),
            )
            for entry in result.verdicts
        ),
    )
    reasons = Table(
        word("reasons", lang),
        (word("label", lang), word("statement", lang)),
        tuple((entry.label, reason[lang]) for entry in result.verdicts for reason in entry.reasons),
    )
    questions = Table(
        word("question", lang),
        (word("label", lang), word("question", lang)),
        tuple((entry.label, question[lang]) for entry in result.verdicts for question in entry.questions),
    )
    notes = [word("legal", lang)]
    if any(entry.unconfirmed for entry in result.verdicts):
        labels = ", ".join(entry.label for entry in result.verdicts if entry.unconfirmed)
        notes.insert(0, f"{word('unconfirmed', lang)}: {labels}")
    if result.untested:
        notes.insert(0, f"{word('untested', lang)}: {', '.join(result.untested)}")
    if not result.verdicts:
        notes.insert(0, word("no labels", lang))
    title = f"{word('labels', lang)}: {name[lang] if name else result.source.number}"
    facts = ((word("from", lang), source), (word("day", lang), result.day.isoformat()))
    tables = [verdicts, reasons, questions, *(_behind(result, lang) if whole else ())]
    return Report(title, facts, tuple(tables), tuple(notes))


def _behind(result: LabelReport, lang: str) -> list[Table]:
    """What was declared, how it became the figure that was held against limits, where each fact stands, and the hash of every definition."""
    library = Library.shipped()
    made = {entry.translation.target: entry.translation for entry in result.verdicts if entry.translation is not None and entry.measured}
    tables = [declared_table(entry, lang) for entry in list(made.values())[:1]]
    for target, entry in made.items():
        table = trace_table(entry.steps, lang, names_for(entry))
        tables.append(replace(table, title=f"{table.title}: {library.standard(target).number}"))
    facts = [fact for verdict in result.verdicts for fact in verdict.facts]
    facts += [fact for entry in made.values() for fact in entry.facts]
    ids = {result.source.id, *(verdict.label.partition("#")[0] for verdict in result.verdicts)}
    for entry in made.values():
        ids |= {key for known in ("mappings", "characterisation", "factors", "standards") for key in entry.manifest[known]}
    return [*tables, facts_table(library, facts, lang), hashes_table(library, ids, lang)]


def limits_of(measured: tuple[Measured, ...]) -> str:
    """The limits of thresholds."""
    return "; ".join(f"{entry.threshold.operator} {readable(str(entry.threshold.value))}" for entry in measured) or "-"


def figures_of(measured: tuple[Measured, ...], lang: str) -> str:
    """The intervals that were held against thresholds."""
    found = []
    for entry in measured:
        low, high = amount(entry.interval.low, lang), amount(entry.interval.high, lang)
        found.append(f"{low if low == high else f'{low} … {high}'} {readable(entry.interval.unit)}")
    return "; ".join(found) or "-"


def label_listing(field: str | None, lang: str) -> tuple[list[dict[str, object]], Report]:
    """All labels of the library, or of one field."""
    rows: list[dict[str, object]] = []
    table = []
    for standard, label in labels_of(Library.shipped(), field):
        known = {entry.id: entry for entry in standard.thresholds}
        limits = [
            f"{known[name].operator} {readable(str(known[name].value))}"
            for name in (*label.thresholds, *dict.fromkeys(name for entry in label.requires for name in entry.thresholds()))
        ]
        conditions = list(dict.fromkeys(name for entry in label.requires for name in entry.conditions()))
        rows.append(
            {
                "id": f"{standard.id}#{label.id}",
                "name": label.name.model_dump(),
                "of": list(label.of),
                "thresholds": limits,
                "conditions": conditions,
                "undetermined": label.undetermined.model_dump() if label.undetermined else None,
                "confirmed": label.source.confirmed,
            }
        )
        table.append((f"{standard.id}#{label.id}", label.name[lang], "; ".join(limits) or "-", ", ".join(conditions) or "-"))
    columns = tuple(word(key, lang) for key in ("label", "name", "limit", "conditions"))
    return rows, Report("", (), (Table("", columns, tuple(table)),))
