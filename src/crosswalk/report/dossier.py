"""The recognition dossier as tables."""

from __future__ import annotations

from crosswalk.labels.dossier import Dossier
from crosswalk.report.neutrality import checks_table
from crosswalk.report.tables import Report, Table, sentence
from crosswalk.report.translation import whole_report
from crosswalk.report.words import word


def dossier_report(result: Dossier, lang: str, whole: bool = False) -> Report:
    """Figures, counts, the points section by section, and precedents; the `whole` one holds the report of the translation behind them."""
    made = result.translation
    name = made.footprint.name
    source, target = made.crosswalk.source, made.crosswalk.target
    counted = result.counts
    shown = ", ".join(
        f"{word({'met': 'met', 'not met': 'not met', 'open': 'open point'}[key], lang)} {count}" for key, count in counted.items()
    )
    facts = (
        (word("from", lang), f"{source.number} {source.name[lang]} ({source.id})"),
        (word("to", lang), f"{target.number} {target.name[lang]} ({target.id})"),
        (word("day", lang), result.day.isoformat()),
        (word("total", lang), sentence(made.total, lang)),
        (word("shared", lang), sentence(made.shared, lang)),
        (word("points", lang), f"{shown} ({len(result.checks)})"),
    )
    sections = tuple(
        checks_table(word(f"section {section}", lang), result.section(section), lang)
        for section in ("rules", "data", "conformity", "claim")
    )
    precedents = Table(
        word("precedents", lang),
        tuple(word(key, lang) for key in ("name", "scope", "effect", "valid from", "confirmed")),
        tuple(
            (entry.name[lang], entry.scope[lang], entry.effect[lang], entry.since or "-", word(f"tag {entry.source.confirmed}", lang))
            for entry in result.precedents
        ),
    )
    title = f"{word('dossier', lang)}: {name[lang] if name else source.number}"
    notes = (word("count only", lang), word("legal", lang))
    if not whole:
        return Report(title, facts, (*sections, precedents), notes)
    behind = whole_report(made, lang)
    return Report(title, facts, (*sections, precedents, *behind.tables), (*behind.notes[:-1], *notes), behind.pictures)
