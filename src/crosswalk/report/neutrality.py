"""A claim of carbon neutrality, and points that are met, not met or open, as tables."""

from __future__ import annotations

from collections.abc import Iterable

from crosswalk.engine.rules.classify import State
from crosswalk.labels.check import Check, counts
from crosswalk.labels.neutrality import NeutralityReport
from crosswalk.library.library import Library
from crosswalk.report.evidence import hashes_table
from crosswalk.report.tables import Report, Table, amount
from crosswalk.report.words import tagged, word

VERDICTS: dict[str, tuple[str, str]] = {
    "implied": ("stands", "成立"),
    "possible": ("open", "待定"),
    "excluded": ("does not stand", "不成立"),
    "unknown": ("unknown", "未知"),
}
STATES = {State.MET: "met", State.FAILED: "not met", State.OPEN: "open point"}


def neutrality_claim_report(result: NeutralityReport, lang: str, whole: bool = False) -> Report:
    """The footprint before offsets, what is set against it, the verdicts, and every point behind them, each with its source."""
    name = result.footprint.name
    low, high = amount(result.before.low, lang), amount(result.before.high, lang)
    facts = (
        (word("from", lang), f"{result.source.number} {result.source.name[lang]} ({result.source.id})"),
        (word("day", lang), result.day.isoformat()),
        (word("before offsets", lang), f"{low if low == high else f'{low} … {high}'} kg CO2e"),
        (result.derivable.name[lang], f"{word(STATES[result.derivable.state], lang)}: {result.derivable.statement[lang]}"),
    )
    closing = Table(
        word("closing", lang),
        tuple(word(key, lang) for key in ("kind", "nature", "value", "retired")),
        tuple(
            (
                entry.kind.name[lang],
                word(f"nature {entry.kind.nature}", lang),
                f"{amount(entry.amount, lang)} kg CO2e",
                word({True: "yes", False: "no", None: "open point"}[entry.units.retired], lang),
            )
            for entry in result.closing
        ),
    )
    verdicts = Table(
        word("verdict", lang),
        tuple(word(key, lang) for key in ("id", "name", "verdict", "met", "not met", "open point")),
        tuple(
            (entry.standard.id, entry.standard.name[lang], VERDICTS[entry.verdict][lang == "zh"], *map(str, counts(entry.checks).values()))
            for entry in result.claims
        ),
    )
    tables = [closing, verdicts, *(checks_table(f"{entry.standard.number}", entry.checks, lang) for entry in result.claims)]
    if whole:
        ids = {result.source.id, *(entry.standard.id for entry in result.claims)}
        tables.append(hashes_table(Library.shipped(), ids, lang))
    title = f"{word('neutrality', lang)}: {name[lang] if name else result.source.number}"
    return Report(title, facts, tuple(tables), (word("never lowers", lang), word("legal", lang)))


def checks_table(title: str, checks: Iterable[Check], lang: str) -> Table:
    """Points with their verdicts, sources and the questions that close them."""
    return Table(
        title,
        tuple(word(key, lang) for key in ("topic", "verdict", "statement", "question", "source")),
        tuple(
            (
                entry.name[lang],
                word(STATES[entry.state], lang),
                entry.statement[lang],
                entry.question[lang] if entry.question else "-",
                tagged(entry.source, lang),
            )
            for entry in checks
        ),
    )
