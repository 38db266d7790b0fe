"""Reports on materials: claims held against rules, comparisons of rules, single standards and parameter sets."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from crosswalk.claims.assessment import Assessment, Judgement, shown
from crosswalk.claims.compare import STATES, MaterialComparison
from crosswalk.engine.rules.circular.bounds import exactly
from crosswalk.model.materials import BASES, CHAINS, ORIGINS, PLACES, Limit, MaterialStandard
from crosswalk.model.recycling import POINTS, SYMBOLS, RecyclingParameters
from crosswalk.report.evidence import facts_table, manifest_table, trace_table, unconfirmed_note
from crosswalk.report.sources import status_fact
from crosswalk.report.tables import Report, Table, amount
from crosswalk.report.words import cite, kind, word


def assessment_report(result: Assessment, lang: str, trace: bool = False, whole: bool = False) -> Report:
    """The report of a claim held against a standard; with its steps, or the `whole` one with all that it rests on."""
    name = result.claim.name
    facts = [
        (word("from", lang), f"{result.source.number} {result.source.name[lang]} ({result.source.id})"),
        (word("to", lang), f"{result.target.number} {result.target.name[lang]} ({result.target.id})"),
    ]
    facts += [(entry.label[lang], shown(entry.share)) for entry in result.shares]
    verdicts = Table(
        word("verdicts", lang),
        tuple(word(key, lang) for key in ("target", "least", "valid from", "verdict", "reason", "source")),
        tuple(
            (
                entry.name[lang],
                "-" if entry.least is None else shown(exactly(entry.least)),
                _from(entry, lang),
                kind(entry.verdict, lang),
                entry.reason[lang],
                f"{entry.source.clause or entry.source.document} [{word(f'tag {entry.source.confirmed}', lang)}]",
            )
            for entry in result.verdicts
        ),
    )
    gaps = Table(
        f"{word('gaps', lang)} (%)",
        ("#", *(word(key, lang) for key in ("kind", "width", "message", "question"))),
        tuple(
            (
                str(position),
                f"{kind(gap.kind, lang)} ({kind(gap.severity, lang)})",
                amount(gap.width if gap.amount is None or gap.width else gap.amount, lang),
                gap.message[lang],
                gap.question[lang],
            )
            for position, gap in enumerate(result.gaps, 1)
        ),
        frozenset({2}),
    )
    notes = [entry[lang] for entry in result.warnings]
    if result.unconfirmed:
        notes.append(unconfirmed_note(result, lang))
    notes.append(word("legal", lang))
    title = f"{word('assessment', lang)}: {name[lang] if name else result.source.number}"
    tables = [verdicts, gaps, *([trace_table(result.steps, lang)] if trace or whole else [])]
    if whole:
        tables += [facts_table(result.library, result.facts, lang), manifest_table(result.manifest, lang)]
    return Report(title, tuple(facts), tuple(tables), tuple(notes))


def _from(entry: Judgement, lang: str) -> str:
    parts = [entry.valid_from.isoformat()] if entry.valid_from else []
    parts += [entry.later[lang]] if entry.later else []
    return ("，" if lang == "zh" else ", ").join(parts) or "-"


def rules_report(result: MaterialComparison, lang: str) -> Report:
    """The report of a comparison of two standards on materials."""
    facts = (
        ("1", f"{result.first.number} {result.first.name[lang]} ({result.first.id})"),
        ("2", f"{result.second.number} {result.second.name[lang]} ({result.second.id})"),
        (word("relation", lang), kind(result.relation, lang)),
    )
    rows = Table(
        word("rules", lang),
        (word("topic", lang), word("relation", lang), "1", "2"),
        tuple((entry.name[lang], kind(entry.relation, lang), entry.first[lang], entry.second[lang]) for entry in result.rows),
    )
    notes = [entry.text[lang] for mapping in result.mappings for entry in mapping.differences]
    notes += [
        f"{note.transformation[lang]}{f' ({note.gap[lang]})' if note.gap else ''}"
        for mapping in result.mappings
        for note in mapping.correspondences
    ]
    title = f"{word('comparison', lang)}: {result.first.number} / {result.second.number}"
    return Report(title, facts, (rows,), (*notes, word("legal", lang)))


def material_standard_report(standard: MaterialStandard, lang: str) -> Report:
    """What a standard on materials rules."""
    facts = (
        (word("id", lang), standard.id),
        status_fact(standard, lang),
        (word("basis", lang), standard.nature[lang]),
        (word("about", lang), standard.about[lang]),
        (word("source", lang), cite(standard.source, lang)),
    )
    tables = [
        Table(word("counts", lang), (word("topic", lang), word("relation", lang), word("confirmed", lang)), tuple(_counts(standard, lang))),
        Table(
            word("rates", lang),
            (word("id", lang), word("name", lang), word("measured at", lang), word("confirmed", lang)),
            tuple((rule.id, rule.name[lang], POINTS[rule.measured_at][lang], cite(rule.source, lang)) for rule in standard.rates),
        ),
        Table(
            word("targets", lang),
            (word("id", lang), word("name", lang), word("least", lang), word("valid from", lang), word("confirmed", lang)),
            tuple(_targets(standard, lang)),
        ),
        Table(
            word("grades", lang),
            (word("id", lang), word("name", lang), word("limits", lang), word("confirmed", lang)),
            tuple(_grades(standard, lang)),
        ),
    ]
    notes = [note[lang] for note in standard.notes]
    if standard.content is not None and standard.content.note is not None:
        notes.insert(0, standard.content.note[lang])
    return Report(f"{standard.number} {standard.name[lang]}", facts, tuple(tables), tuple(notes))


def _counts(standard: MaterialStandard, lang: str) -> Iterator[tuple[str, str, str]]:
    rule = standard.content
    if rule is None:
        return
    cited = cite(rule.source, lang)
    yield word("share of", lang), BASES[rule.per][lang], cited
    for origin, name in ORIGINS.items():
        yield name[lang], STATES[rule.counts.get(origin, "open")][lang], cited
    for chain, name in CHAINS.items():
        yield name[lang], STATES[rule.chains.get(chain, "open")][lang], cited
    for place, name in PLACES.items():
        yield name[lang], STATES[rule.places.get(place, "open")][lang], cited


def _targets(standard: MaterialStandard, lang: str) -> Iterator[tuple[str, ...]]:
    for entry in standard.content.targets if standard.content else ():
        later = f"{entry.valid_from or ''} {entry.later[lang] if entry.later else ''}".strip()
        yield entry.id, entry.name[lang], shown(exactly(entry.share)), later, cite(entry.source, lang)
    for rate in standard.rates:
        for target in rate.targets:
            yield (
                f"{rate.id}: {target.id}",
                target.name[lang],
                shown(exactly(target.share)),
                str(target.valid_from or "-"),
                cite(target.source, lang),
            )


def _grades(standard: MaterialStandard, lang: str) -> Iterator[tuple[str, ...]]:
    def say(limit: Limit) -> str:
        return f"{limit.name[lang]} {limit.operator} {shown(exactly(limit.value))}"

    for grade in standard.waste_status.grades if standard.waste_status else ():
        either = " 或 " if lang == "zh" else " or "
        parts = [say(limit) for limit in grade.limits] + [either.join(say(limit) for limit in group) for group in grade.any_of]
        assert standard.waste_status is not None
        yield grade.id, grade.name[lang], "; ".join(parts), cite(grade.source or standard.waste_status.source, lang)


PARAMETERS = ("A", "R1", "R2", "R3", "qi", "qo")


def parameters_report(entry: RecyclingParameters, lang: str) -> Report:
    """A set of default parameters."""
    facts = [
        (word("region", lang), f"{', '.join(entry.regions)} ({entry.vintage[lang]})"),
        (word("source", lang), cite(entry.source, lang)),
    ]
    if entry.note:
        facts.append((word("notes", lang), entry.note[lang]))
    rows = []
    for item in entry.items:
        tags = {(value.source or entry.source).confirmed for value in item.values.values()}
        values = [str(item.values[name].value) if name in item.values else "-" for name in PARAMETERS]
        rows.append((item.id, item.name[lang], *values, ", ".join(word(f"tag {tag}", lang) for tag in sorted(tags))))
    table = Table(
        "",
        (word("id", lang), word("name", lang), *PARAMETERS, word("confirmed", lang)),
        tuple(rows),
        frozenset(range(2, 2 + len(PARAMETERS))),
    )
    total = sum((part.amount.to("t").magnitude for part in entry.treatment), Decimal(0))
    treatment = Table(
        word("treatment", lang),
        (word("name", lang), word("year", lang), word("value", lang), "%", word("source", lang)),
        tuple(
            (
                part.name[lang],
                str(part.year),
                str(part.amount),
                f"{part.amount.to('t').magnitude / total * 100:.2f}",
                cite(part.source or entry.source, lang),
            )
            for part in entry.treatment
        ),
        frozenset({2, 3}),
    )
    notes = tuple(f"{name}: {words[1 if lang == 'zh' else 0]}" for name, words in SYMBOLS.items() if name in PARAMETERS)
    return Report(f"{entry.id}: {entry.name[lang]}", tuple(facts), (table, treatment), notes)
