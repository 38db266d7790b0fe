"""What the library holds, as rows and tables: lists, single records, search results, emission factors."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from crosswalk.library.library import Library
from crosswalk.model.base import Model
from crosswalk.model.characterisation import CharacterisationSet
from crosswalk.model.factors import FactorSet
from crosswalk.model.quantity import readable
from crosswalk.report.glossary import glossary_report
from crosswalk.report.mapping import mapping_report
from crosswalk.report.materials import material_standard_report, parameters_report
from crosswalk.report.schemes import neutrality_report, scheme_report
from crosswalk.report.sources import with_sources
from crosswalk.report.standard import certificate_report, standard_report
from crosswalk.report.tables import Report, Rows, Table, plain_table
from crosswalk.report.waste import waste_report
from crosswalk.report.words import cite, kind, word


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
        table = [
            (row["id"], row["number"], row["name"][lang], word(f"field {row['field']}", lang), kind(row["status"], lang)) for row in rows
        ]
        return rows, plain_table("", tuple(word(column, lang) for column in columns), table)
    if what == "mappings":
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
    if what == "waste":
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
        table = [(row["id"], row["name"][lang], row["unit"], word(f"of {row['basis']}", lang)) for row in rows]
        return rows, plain_table("", tuple(word(column, lang) for column in columns), table)
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
    """One standard, mapping, characterisation set, factor set, certificate scheme, or set of recycling or waste-treatment parameters.

    Raises:
        UnknownNameError: nothing has that name.
    """
    item, report = _shown_item(Library.shipped(), name, as_of, lang)
    if isinstance(item, dict):
        return item, report
    return item.model_dump(mode="json", exclude_none=True), with_sources(report, item, lang)


def _shown_item(library: Library, name: str, as_of: date | None, lang: str) -> tuple[Model | dict[str, Any], Report]:
    if name in library.characterisation.ids():
        return library.characterisation(name), _characterisation_report(library.characterisation(name), lang)
    if name in library.factor_set.ids():
        return library.factor_set(name), _factor_set_report(library.factor_set(name), lang)
    scheme = library.certificate_scheme.lookup(name)
    if scheme is not None:
        return scheme, certificate_report(scheme, lang)
    if name in library.waste_treatment.ids():
        return library.waste_treatment(name), waste_report(library.waste_treatment(name), lang)
    if name in library.recycling_parameters.ids():
        return library.recycling_parameters(name), parameters_report(library.recycling_parameters(name), lang)
    if name in library.glossary:
        return library.glossary(name), glossary_report(library.glossary(name), lang)
    if name in library.mapping:
        return library.mapping(name), mapping_report(library, library.mapping(name), lang)
    key = library.resolve(name, as_of).key
    if key in library.label_scheme:
        return library.label_scheme(key), scheme_report(library.label_scheme(key), lang)
    if key in library.neutrality_standard:
        return library.neutrality_standard(key), neutrality_report(library.neutrality_standard(key), lang)
    if library.is_attribution(key):
        from crosswalk.report.finance import attribution_report

        return attribution_report(library.attribution_standard(key), lang)
    if library.is_material(key):
        return library.material_standard(name, as_of), material_standard_report(library.material_standard(name, as_of), lang)
    standard = library.standard(name, as_of)
    return standard, standard_report(standard, lang, library)


def _characterisation_report(item: CharacterisationSet, lang: str) -> Report:
    rows = tuple((gas, f"{entry.value}", cite(entry.source or item.source, lang)) for gas, entry in item.factors.items())
    columns = (word("gas", lang), word("value", lang), word("source", lang))
    return Report(
        f"{item.id}: {item.name[lang]}",
        ((word("notes", lang), item.note[lang]),) if item.note else (),
        (Table(f"kg CO2e/kg, {item.metric}{item.horizon}", columns, rows, frozenset({1})),),
    )


def _factor_set_report(factors: FactorSet, lang: str) -> Report:
    facts = [(word("unit", lang), readable(factors.unit)), (word("source", lang), cite(factors.source, lang))]
    if factors.note:
        facts.append((word("notes", lang), factors.note[lang]))
    columns = tuple(word(key, lang) for key in ("region", "name", "year", "value"))
    return Report(
        f"{factors.id}: {factors.name[lang]}", tuple(facts), (Table("", columns, tuple(_value_rows(factors, lang)), frozenset({3})),)
    )


def _value_rows(factors: FactorSet, lang: str) -> Iterator[tuple[str, ...]]:
    for series in factors.series:
        for year, value in series.values.items():
            yield series.region, series.name[lang], str(year), str(value)
    for item in factors.items:
        yield item.id, item.name[lang], str(item.year or "-"), f"{item.value} {readable(item.unit or factors.unit)}"


def found(text: str, limit: int, lang: str) -> tuple[Rows, Report]:
    """Search results, best first; what matched is shown where it is not the name itself, in whichever language it is."""
    library = Library.shipped()
    rows: Rows = []
    table = []
    for sort, key, score, matched in library.find(text, limit):
        name = library.name_of(sort, key)
        rows.append({"kind": sort, "id": key, "name": name.model_dump(), "likeness": round(score, 1), "matched": matched})
        other = "" if matched in (key, name[lang]) else matched
        table.append((word(f"found {sort}", lang), key, name[lang], other, str(round(score, 1))))
    return rows, plain_table("", tuple(word(column, lang) for column in ("kind", "id", "name", "matched", "score")), table, (4,))
