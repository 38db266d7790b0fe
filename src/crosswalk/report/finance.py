"""Reports of finance: a book of loans and investments under another standard, and standards on financed emissions."""

from __future__ import annotations

from typing import Any

from crosswalk.engine.rules.circular.bounds import Range
from crosswalk.engine.rules.classify import State
from crosswalk.finance.attribute import SCOPE_NAMES
from crosswalk.finance.result import BookTranslation
from crosswalk.model.attribution import CLASSES, DENOMINATORS, NUMERATORS, AttributionStandard
from crosswalk.model.base import Text
from crosswalk.report.evidence import facts_table, manifest_table, trace_table, unconfirmed_note
from crosswalk.report.tables import Report, Table, amount
from crosswalk.report.words import cite, kind, unit_word, word

APART: dict[str, Text] = {
    "removals": Text(en="removals", zh="清除量"),
    "avoided": Text(en="avoided emissions", zh="避免的排放"),
    "credits_retired": Text(en="credits retired", zh="已注销碳信用"),
    "credits_generated": Text(en="credits generated", zh="已产生碳信用"),
    "land_use": Text(en="land use (net)", zh="土地利用（净值）"),
    "biogenic_co2": Text(en="biogenic CO2", zh="生物源CO2"),
}

LIMITS: dict[State, Text] = {
    State.MET: Text(en="kept", zh="符合"),
    State.OPEN: Text(en="open", zh="待定"),
    State.FAILED: Text(en="exceeded", zh="超出"),
}


def book_report(result: BookTranslation, lang: str, trace: bool = False, whole: bool = False) -> Report:
    """The report of a book under a standard; with its steps, or the `whole` one with all that it rests on."""
    facts = [
        (word("from", lang), f"{result.source_standard.number} ({result.source_standard.id})"),
        (word("to", lang), f"{result.target_standard.number} ({result.target_standard.id})"),
        (word("year", lang), str(result.book.year)),
        (
            word("avoided" if result.target_standard.quantity == "avoided" else "financed", lang),
            f"{span(Range(result.total.bounds[0], result.total.bounds[2]), lang)} {result.unit} ({kind(result.total.status, lang)})",
        ),
        (
            word("shared", lang),
            f"{span(Range(result.shared.bounds[0], result.shared.bounds[2]), lang)} {result.unit} ({kind(result.shared.status, lang)})",
        ),
    ]
    if result.score is not None:
        facts.append((word("data quality", lang), span(result.score, lang)))
    scopes = Table(
        word("figures", lang),
        tuple(word(key, lang) for key in ("scope", "low", "best", "high", "unit", "status")),
        tuple(
            (SCOPE_NAMES[entry.stage][lang], *(amount(end, lang) for end in entry.bounds), result.unit, kind(entry.status, lang))
            for entry in result.figures
        ),
        frozenset({1, 2, 3}),
    )
    positions = Table(
        word("positions", lang),
        tuple(word(key, lang) for key in ("name", "class", "share of emissions", "financed", "unit", "data quality")),
        tuple(
            (
                entry.label if entry.position.name is None else entry.position.name[lang],
                CLASSES[entry.rule.asset_class][lang],
                "-" if entry.share is None else span(entry.share, lang),
                span(entry.line("total"), lang),
                result.unit,
                "-" if entry.score is None else span(entry.score, lang),
            )
            for entry in result.positions
        ),
        frozenset({2, 3, 5}),
    )
    indicators = Table(
        word("indicators", lang),
        tuple(word(key, lang) for key in ("number", "name", "low", "high", "unit", "status")),
        tuple(
            (
                entry.number or "-",
                entry.name[lang],
                amount(bounds.low, lang),
                amount(bounds.high, lang),
                unit_word(unit, lang),
                LIMITS[result.limits[entry.id]][lang] if entry.id in result.limits else "-",
            )
            for entry, bounds, unit in result.indicators
        ),
        frozenset({2, 3}),
    )
    gaps = Table(
        f"{word('gaps', lang)} ({result.unit})",
        ("#", *(word(key, lang) for key in ("position", "kind", "width", "message", "question"))),
        tuple(
            (
                str(place),
                gap.stage,
                f"{kind(gap.kind, lang)} ({kind(gap.severity, lang)})",
                amount(gap.width, lang),
                gap.message[lang],
                gap.question[lang],
            )
            for place, gap in enumerate(result.gaps, 1)
        ),
        frozenset({3}),
    )
    tables = [scopes, positions, *([indicators] if indicators.rows else []), gaps]
    if result.apart:
        rows = tuple((APART[name][lang], span(bounds, lang), unit) for name, (bounds, unit) in result.apart.items())
        tables.insert(-1, Table(word("apart", lang), tuple(word(key, lang) for key in ("name", "value", "unit")), rows, frozenset({1})))
    if trace or whole:
        tables.append(trace_table(result.steps, lang))
    if whole:
        tables += [facts_table(result.library, result.facts, lang), manifest_table(result.manifest, lang)]
    notes = [entry[lang] for entry in result.warnings]
    if result.unconfirmed:
        notes.append(unconfirmed_note(result, lang))
    notes.append(word("legal", lang))
    name = result.book.name
    return Report(f"{word('book', lang)}: {name[lang] if name else result.book.standard}", tuple(facts), tuple(tables), tuple(notes))


def span(bounds: Range, lang: str) -> str:
    """A range for reading."""
    low, high = amount(bounds.low, lang), amount(bounds.high, lang)
    return low if low == high else f"{low} … {high}"


def attribution_report(standard: AttributionStandard, lang: str) -> tuple[dict[str, Any], Report]:
    """A standard on financed emissions: classes, scopes, indicators, scores, rules."""

    def over(rule: Any) -> str:
        found = [entry for entry in dict.fromkeys((rule.listed, rule.private)) if entry is not None]
        return " / ".join(DENOMINATORS[entry][lang] for entry in found)

    tables = [
        Table(
            word("class", lang),
            tuple(word(key, lang) for key in ("class", "numerator", "denominator", "source")),
            tuple(
                (CLASSES[rule.asset_class][lang], NUMERATORS[rule.numerator][lang], over(rule), cite(rule.source, lang))
                for rule in standard.classes
            ),
        ),
        Table(
            word("scope", lang),
            tuple(word(key, lang) for key in ("scope", "valid from", "in total", "source")),
            tuple(
                (
                    SCOPE_NAMES[rule.scope][lang],
                    rule.from_day.isoformat() if rule.from_day else "-",
                    "+" if rule.in_total else "-",
                    cite(rule.source, lang),
                )
                for rule in standard.scopes
            ),
        ),
    ]
    if standard.indicators:
        rows = tuple(
            (entry.number or "-", entry.name[lang], unit_word(entry.unit, lang), cite(entry.source, lang)) for entry in standard.indicators
        )
        tables.append(Table(word("indicators", lang), tuple(word(key, lang) for key in ("number", "name", "unit", "source")), rows))
    for table in standard.quality:
        title = f"{word('data quality', lang)}: {', '.join(CLASSES[entry][lang] for entry in table.classes)}"
        options = tuple((entry.option, str(entry.score), entry.name[lang]) for entry in table.options)
        tables.append(Table(title, tuple(word(key, lang) for key in ("option", "score of data", "name")), options))
    if standard.rules:
        rules = tuple((word(f"about {entry.topic}", lang), entry.text[lang], cite(entry.source, lang)) for entry in standard.rules)
        tables.append(Table(word("rules", lang), tuple(word(key, lang) for key in ("topic", "message", "source")), rules))
    facts = (
        (word("id", lang), standard.id),
        (word("basis", lang), standard.nature[lang]),
        (word("gases", lang), f"{'CO2' if standard.gases == 'co2' else 'CO2e'}; {cite(standard.gases_source, lang)}"),
        (word("source", lang), cite(standard.source, lang)),
    )
    report = Report(f"{standard.number} {standard.name[lang]}", facts, tuple(tables), tuple(note[lang] for note in standard.notes))
    return standard.model_dump(mode="json", exclude_none=True), report
