"""What the library holds, as rows and tables: lists, single records, search results, emission factors."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from crosswalk.library.library import Library
from crosswalk.model.factors import FactorSet
from crosswalk.model.quantity import readable
from crosswalk.report.materials import material_standard_report, parameters_report
from crosswalk.report.schemes import neutrality_report, scheme_report
from crosswalk.report.standard import certificate_report, standard_report
from crosswalk.report.tables import Report, Rows, Table, plain_table
from crosswalk.report.waste import waste_report
from crosswalk.report.words import cite, word


def listing(what: str, field: str | None, lang: str) -> tuple[Rows, Report]:
    """A list of standards, mappings, factor sets, characterisation sets, sets of recycling or of waste-treatment parameters."""
    library = Library.shipped()
    rows: Rows
    columns: tuple[str, ...]
    table: list[tuple[str, ...]]
    if what == "standards":
        rows = []
        for key in sorted([*library.standard_ids(field), *library.material_standard_ids(field), *library.attribution_standard_ids(field)]):
            record = library.record(key)
            rows.append(
                {
                    "id": key,
                    "number": record["number"],
                    "name": record["name"],
                    "field": record["field"],
                    "status": record["status"],
                }
            )
        columns = ("id", "number", "name", "field", "status")
    elif what == "mappings":
        rows = [
            {
                "id": key,
                "between": list(library.mapping(key).between or ()),
                "assumptions": len(library.mapping(key).assumptions),
            }
            for key in library.mapping.ids()
        ]
        table = [(row["id"], " / ".join(row["between"]), str(row["assumptions"])) for row in rows]
        return rows, plain_table("", (word("id", lang), word("between", lang), word("count of assumptions", lang)), table, (2,))
    elif what == "waste":
        rows = [
            {"id": key, "name": library.waste_treatment(key).name.model_dump(), "region": library.waste_treatment(key).jurisdiction}
            for key in library.waste_treatment.ids()
        ]
        columns = ("id", "name", "region")
    elif what == "recycling":
        rows = []
        for key in library.recycling_parameters.ids():
            entry = library.recycling_parameters(key)
            rows.append({"id": key, "name": entry.name.model_dump(), "region": ", ".join(entry.regions), "items": len(entry.items)})
        columns = ("id", "name", "region")
    elif what == "factors":
        rows = [_set_row(library.factor_set(key)) for key in library.factor_set.ids()]
        columns = ("id", "name", "unit", "basis")
    else:
        rows = [{"id": key, "name": library.characterisation(key).name.model_dump()} for key in library.characterisation.ids()]
        columns = ("id", "name")
    table = [tuple(_shown(row[column], lang) for column in columns) for row in rows]
    return rows, plain_table("", tuple(word(column, lang) for column in columns), table)


def _set_row(item: FactorSet) -> dict[str, Any]:
    return {
        "id": item.id,
        "name": item.name.model_dump(),
        "carrier": item.carrier,
        "unit": readable(item.unit),
        "basis": item.basis,
        "values": sum(len(series.values) for series in item.series) + len(item.items),
    }


def _shown(value: Any, lang: str) -> str:
    return str(value[lang]) if isinstance(value, dict) else str(value)


def shown(name: str, as_of: date | None, lang: str) -> tuple[dict[str, Any], Report]:
    """One standard, characterisation set, factor set, certificate scheme, or set of recycling or waste-treatment parameters.

    Raises:
        UnknownNameError: nothing has that name.
    """
    library = Library.shipped()
    if name in library.characterisation.ids():
        item = library.characterisation(name)
        rows = [(gas, f"{entry.value}", cite(entry.source or item.source, lang)) for gas, entry in item.factors.items()]
        report = Report(
            f"{item.id}: {item.name[lang]}",
            tuple(((word("notes", lang), item.note[lang]),) if item.note else ()),
            (
                Table(
                    f"kg CO2e/kg, {item.metric}{item.horizon}",
                    (word("gas", lang), word("value", lang), word("source", lang)),
                    tuple(rows),
                    frozenset({1}),
                ),
            ),
        )
        return item.model_dump(mode="json", exclude_none=True), report
    if name in library.factor_set.ids():
        factors = library.factor_set(name)
        facts = [(word("unit", lang), readable(factors.unit)), (word("source", lang), cite(factors.source, lang))]
        if factors.note:
            facts.append((word("notes", lang), factors.note[lang]))
        table = Table(
            "",
            tuple(word(key, lang) for key in ("region", "name", "year", "value")),
            tuple(_value_rows(factors, lang)),
            frozenset({3}),
        )
        return factors.model_dump(mode="json", exclude_none=True), Report(f"{factors.id}: {factors.name[lang]}", tuple(facts), (table,))
    scheme = library.certificate_scheme.lookup(name)
    if scheme is not None:
        return scheme.model_dump(mode="json", exclude_none=True), certificate_report(scheme, lang)
    if name in library.waste_treatment.ids():
        waste = library.waste_treatment(name)
        return waste.model_dump(mode="json", exclude_none=True), waste_report(waste, lang)
    if name in library.recycling_parameters.ids():
        parameters = library.recycling_parameters(name)
        return parameters.model_dump(mode="json", exclude_none=True), parameters_report(parameters, lang)
    key = library.resolve(name, as_of).key
    if key in library.label_scheme:
        scheme_of = library.label_scheme(key)
        return scheme_of.model_dump(mode="json", exclude_none=True), scheme_report(scheme_of, lang)
    if key in library.neutrality_standard:
        neutral = library.neutrality_standard(key)
        return neutral.model_dump(mode="json", exclude_none=True), neutrality_report(neutral, lang)
    if library.is_attribution(key):
        from crosswalk.report.finance import attribution_report

        return attribution_report(library.attribution_standard(key), lang)
    if library.is_material(key):
        material = library.material_standard(name, as_of)
        return material.model_dump(mode="json", exclude_none=True), material_standard_report(material, lang)
    standard = library.standard(name, as_of)
    return standard.model_dump(mode="json", exclude_none=True), standard_report(standard, lang, library.reference_quantities())


def _value_rows(factors: FactorSet, lang: str) -> Iterator[tuple[str, ...]]:
    for series in factors.series:
        for year, value in series.values.items():
            yield series.region, series.name[lang], str(year), str(value)
    for item in factors.items:
        yield item.id, item.name[lang], str(item.year or "-"), f"{item.value} {readable(item.unit or factors.unit)}"


def found(text: str, limit: int, lang: str) -> tuple[Rows, Report]:
    """Search results, best first."""
    rows = [
        {"kind": kind, "id": key, "likeness": round(score, 1), "matched": shown_name}
        for kind, key, score, shown_name in Library.shipped().find(text, limit)
    ]
    table = [(str(row["kind"]), str(row["id"]), str(row["matched"]), str(row["likeness"])) for row in rows]
    return rows, plain_table("", (word("kind", lang), word("id", lang), word("name", lang), word("score", lang)), table, (3,))
