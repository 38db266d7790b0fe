"""Tables of waste treatment: factors worked out from the parameters of each set."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from crosswalk.engine.rules.circular.bounds import Range
from crosswalk.engine.rules.circular.treatment import component_incineration, incineration, landfill_methane
from crosswalk.library.library import Library
from crosswalk.model.base import Source, Text
from crosswalk.model.waste import WasteTreatment
from crosswalk.report.tables import Report, Rows, Table
from crosswalk.report.words import word


def waste_rows(library: Library, treatment: str, lang: str) -> tuple[Rows, Report]:
    """The factors of one treatment (`waste`: of all), by set."""
    rows = [
        row
        for key in library.waste_treatment.ids()
        for row in _rows(library.waste_treatment(key))
        if treatment in ("waste", row["treatment"])
    ]
    columns = ("id", "treatment of", "name", "value", "unit", "source")
    table = Table(
        "",
        tuple(word(column, lang) for column in columns),
        tuple(
            (
                row["set"],
                row["treatment"],
                row["name"][lang],
                row["value"] if row["low"] == row["high"] else f"{row['low']} … {row['high']}",
                row["unit"],
                f"{row['source']['clause'] or row['source']['document']} [{word('tag ' + row['source']['confirmed'], lang)}]",
            )
            for row in rows
        ),
        frozenset({3}),
    )
    notes = tuple(dict.fromkeys(f"{row['gap'][lang]} {row['question'][lang]}" for row in rows if row["gap"]))
    return rows, Report("", (), (table,), notes)


def _rows(entry: WasteTreatment) -> Iterator[dict[str, Any]]:
    def row(
        treatment: str, name: Text, value: Range, unit: str, source: Source | None, gap: Text | None = None, question: Text | None = None
    ) -> dict[str, Any]:
        cited = source or entry.source
        low, high = (str(round(end, 6)) if end is not None else "?" for end in value)
        return {
            "set": entry.id,
            "treatment": treatment,
            "name": name.model_dump(),
            "low": low,
            "high": high,
            "value": low if low == high else None,
            "unit": unit,
            "gap": gap.model_dump() if gap else None,
            "question": question.model_dump() if question else None,
            "source": {"document": str(entry.documents[cited.document].title), "clause": cited.clause, "confirmed": cited.confirmed},
        }

    for burnt in entry.incineration:
        yield row("incineration", burnt.name, incineration(burnt), "kg CO2/kg", burnt.source, burnt.gap, burnt.question)
    for component in entry.components:
        found = component_incineration(component)
        if found is not None:
            yield row("incineration", component.name, Range(found, found), "kg CO2/kg", component.source)
    if entry.landfill is not None:
        site, share = entry.landfill.correction[0], entry.landfill.degrades[0]
        for component in entry.components:
            if component.degradable_carbon is None:
                continue
            ends = [
                landfill_methane(
                    component.degradable_carbon,
                    correction=site.value,
                    degrades=share.value,
                    methane=entry.landfill.methane,
                    oxidation=option.value,
                )
                for option in entry.landfill.oxidation
            ]
            yield row("landfill", component.name, Range(min(ends), max(ends)), "kg CH4/kg", component.source)
    for option in entry.biological:
        yield row(option.id, option.name, Range(option.ch4, option.ch4), "kg CH4/kg", option.source)
        if option.n2o is not None:
            yield row(option.id, option.name, Range(option.n2o, option.n2o), "kg N2O/kg", option.source)


def waste_report(entry: WasteTreatment, lang: str) -> Report:
    """A set of waste-treatment parameters."""
    facts = (
        (word("region", lang), entry.jurisdiction),
        (word("source", lang), f"{entry.source.clause} [{word('tag ' + entry.source.confirmed, lang)}]"),
    )
    components = Table(
        word("components", lang),
        (word("id", lang), word("name", lang), "dm", "DOC", "C", word("fossil carbon", lang)),
        tuple(
            (
                part.id,
                part.name[lang],
                *(
                    str(value) if value is not None else "-"
                    for value in (part.dry_matter, part.degradable_carbon, part.carbon, part.fossil)
                ),
            )
            for part in entry.components
        ),
        frozenset({2, 3, 4, 5}),
    )
    factors = Table(
        word("value", lang),
        tuple(word(key, lang) for key in ("treatment of", "name", "value", "unit")),
        tuple((row["treatment"], row["name"][lang], row["value"] or f"{row['low']} … {row['high']}", row["unit"]) for row in _rows(entry)),
        frozenset({2}),
    )
    notes = [note[lang] for note in entry.notes]
    notes += [f"{burnt.gap[lang]} {burnt.question[lang]}" for burnt in entry.incineration if burnt.gap and burnt.question]
    return Report(f"{entry.id}: {entry.name[lang]}", facts, (components, factors), tuple(notes))
