"""What the library holds, as rows and tables: lists, single records, search results, emission factors."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from crosswalk.engine.rules.activity import first_match, refusal
from crosswalk.engine.rules.circular.parameters import RATES
from crosswalk.engine.topics import TOPICS
from crosswalk.errors import Finding, UnknownNameError
from crosswalk.library.library import Library
from crosswalk.model.base import Source
from crosswalk.model.certificates import CertificateScheme
from crosswalk.model.factors import FactorSet
from crosswalk.model.frame import Box
from crosswalk.model.quantity import readable
from crosswalk.model.reference import ReferenceQuantities
from crosswalk.model.regions import lies_in
from crosswalk.model.standard import StageDefinition, Standard
from crosswalk.names import Names
from crosswalk.report.materials import PARAMETERS, material_standard_report, parameters_report
from crosswalk.report.schemes import neutrality_report, scheme_report
from crosswalk.report.tables import Report, Table, plain_table
from crosswalk.report.waste import waste_report, waste_rows
from crosswalk.report.words import word

Rows = list[dict[str, Any]]
CARRIERS = ("electricity", "heat", "fuel", "material", "transport")
CARRIER_NAMES = {
    "电力": "electricity",
    "电": "electricity",
    "热力": "heat",
    "热": "heat",
    "燃料": "fuel",
    "材料": "material",
    "建材": "material",
    "运输": "transport",
    "回收": "recycling",
    "废物": "waste",
    "填埋": "landfill",
    "焚烧": "incineration",
    "堆肥": "composting",
}


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
        rows = [(gas, f"{entry.value}", _cite(entry.source or item.source, lang)) for gas, entry in item.factors.items()]
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
        facts = [(word("unit", lang), readable(factors.unit)), (word("source", lang), _cite(factors.source, lang))]
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
        return scheme.model_dump(mode="json", exclude_none=True), _scheme_report(scheme, lang)
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


def _scheme_report(scheme: CertificateScheme, lang: str) -> Report:
    """A scheme of certificates: its unit, and how long a certificate may be used."""
    facts = (
        (word("unit", lang), readable(str(scheme.unit))),
        (word("scope", lang), scheme.energy[lang]),
        (word("consumption in", lang), ", ".join(scheme.countries)),
        (word("source", lang), _cite(scheme.source, lang)),
    )
    rows = tuple(
        (
            str(rule.produced_from or "-"),
            str(rule.produced_until or "-"),
            str(rule.months or "-"),
            str(rule.until or "-"),
            _cite(rule.source, lang),
        )
        for rule in scheme.validity
    )
    columns = tuple(word(key, lang) for key in ("produced from", "produced until", "months", "until", "source"))
    return Report(f"{scheme.id}: {scheme.name[lang]}", facts, (Table("", columns, rows),), tuple(note[lang] for note in scheme.notes))


def _value_rows(factors: FactorSet, lang: str) -> Iterator[tuple[str, ...]]:
    for series in factors.series:
        for year, value in series.values.items():
            yield series.region, series.name[lang], str(year), str(value)
    for item in factors.items:
        yield item.id, item.name[lang], str(item.year or "-"), f"{item.value} {readable(item.unit or factors.unit)}"


def standard_report(standard: Standard, lang: str, quantities: ReferenceQuantities) -> Report:
    """Identity, reference quantity, stages, boundary and rules of a standard."""
    names = {entry.id: entry.name[lang] for entry in quantities.quantities}
    per = "; ".join(f"{names[name]} ({name})" for name in standard.unit.reference)
    dates = ", ".join(f"{key} {value}" for key, value in standard.dates.model_dump(exclude_none=True).items())
    facts = (
        (word("id", lang), standard.id),
        (word("status", lang), f"{standard.status}; {dates}" if dates else standard.status),
        (word("basis", lang), standard.nature[lang]),
        (word("source", lang), _cite(standard.source, lang)),
        (
            "GWP",
            ", ".join(standard.characterisation.sets) + (f" ({word('open', lang)})" if standard.characterisation.open else ""),
        ),
        *(((word("per", lang), per),) if per else ()),
    )
    stages = Table(
        word("stage", lang),
        (
            word("id", lang),
            word("name", lang),
            "EN 15804/15978" if standard.frame == "life-cycle" else standard.frame,
            word("in total", lang),
        ),
        tuple(
            (
                stage.id,
                stage.name[lang],
                _covers(stage),
                _part_of_total(standard, stage, lang),
            )
            for stage in standard.stages
        ),
    )
    boundary = Table(
        word("boundary", lang),
        (word("stage", lang), word("source", lang), word("gas", lang), word("confirmed", lang)),
        tuple(
            (
                sign + ", ".join(part.stages or ("*",)),
                ", ".join(part.sources or ("*",)),
                ", ".join(part.gases or ("*",)),
                _cite(part.source, lang),
            )
            for sign, parts in (("", standard.boundary), ("- ", standard.excluded))
            for part in parts
        ),
    )
    rules = Table(
        word("rules", lang),
        (word("topic", lang), word("statement", lang), word("confirmed", lang)),
        tuple((TOPICS[rule.topic][lang], rule.text[lang], _cite(rule.source, lang)) for rule in standard.rules),
    )
    thresholds = Table(
        TOPICS["threshold"][lang],
        (word("id", lang), word("kind", lang), word("value", lang), word("statement", lang), word("confirmed", lang)),
        tuple(
            (
                entry.id,
                entry.kind,
                f"{entry.operator} {readable(str(entry.value))}",
                entry.applies_to[lang],
                _cite(entry.source, lang),
            )
            for entry in standard.thresholds
        ),
    )
    return Report(
        f"{standard.number} {standard.name[lang]}",
        facts,
        (stages, boundary, rules, thresholds),
        tuple(note[lang] for note in standard.notes),
    )


def _part_of_total(standard: Standard, stage: StageDefinition, lang: str) -> str:
    """Whether a stage is part of the total; of several sums, which one is it."""
    if not stage.in_total:
        return word("reported apart", lang)
    if standard.total is not None:
        return "=" if stage.id == standard.total else "-"
    return "+"


def _covers(stage: StageDefinition) -> str:
    """What a stage covers: stages of the frame and the sources that cut them, block by block."""
    blocks = stage.blocks or (Box(stages=stage.covers, sources=stage.sources),)
    return "; ".join(", ".join(block.stages or ("*",)) + (f": {', '.join(block.sources)}" if block.sources else "") for block in blocks)


def _cite(source: Source, lang: str) -> str:
    words = {"primary": "一手", "secondary": "二手", "unconfirmed": "未核实"}
    confirmed = words[source.confirmed] if lang == "zh" else source.confirmed
    return f"{source.clause or source.document} [{confirmed}]"


def found(text: str, limit: int, lang: str) -> tuple[Rows, Report]:
    """Search results, best first."""
    rows = [
        {"kind": kind, "id": key, "likeness": round(score, 1), "matched": shown_name}
        for kind, key, score, shown_name in Library.shipped().find(text, limit)
    ]
    table = [(str(row["kind"]), str(row["id"]), str(row["matched"]), str(row["likeness"])) for row in rows]
    return rows, plain_table("", (word("kind", lang), word("id", lang), word("name", lang), word("score", lang)), table, (3,))


NO_VALUE = ("no set has a value for this region", "没有因子集收录该地区的数值")


def factor_rows(key: str, region: str | None, year: int | None, lang: str, nearest_year: bool = False) -> tuple[Rows, Report]:
    """Emission factors of a carrier, a set or an item, for a region and a year; with `nearest_year`, of the nearest year where there is none.

    Raises:
        UnknownNameError: nothing has that name, or no set has a value for the region and year.
    """
    library = Library.shipped()
    carrier = CARRIER_NAMES.get(key, key.casefold())
    if carrier in ("waste", "landfill", "incineration", "composting"):
        return waste_rows(library, carrier, lang)
    if carrier == "recycling":
        return _parameter_rows(library, region, lang)
    if carrier in CARRIERS:
        sets = [library.factor_set(name) for name in library.factor_set.ids() if library.factor_set(name).carrier == carrier]
    elif library.factor_set.names.get(key):
        sets = [library.factor_set(key)]
    else:
        return _item_rows(key, library, lang)
    if region is not None and not any(item.series for item in sets):  # tables without regions hold for the country of their document
        sets, region = [item for item in sets if lies_in(region, (item.jurisdiction,))], None
    rows = [row for item in sets for row in _rows_of(item, region, year, nearest_year)]
    if not rows:
        reason = refusal(sets, region, None if nearest_year else year)
        if reason is not None:
            raise UnknownNameError(Finding(reason.en, reason.zh, field="region"))
        regions = sorted({series.region for item in sets for series in item.series})
        years = sorted({known for item in sets for series in item.series if region in (None, series.region) for known in series.values})
        known = (f"years: {', '.join(map(str, years))}", f"年份：{'、'.join(map(str, years))}") if years else NO_VALUE
        raise UnknownNameError(
            Finding(
                f"no {key} factor for {region or 'any region'}, {year or 'any year'} ({known[0]}"
                f"{'; `--nearest-year` takes the nearest' if years and year else ''})",
                f"没有 {region or '任何地区'}、{year or '任何年份'} 的 {key} 因子（{known[1]}"
                f"{'；`--nearest-year` 取最近年份' if years and year else ''}）",
                nearest=tuple(_close(region, regions)),
            )
        )
    return rows, _factor_report(rows, lang)


def _parameter_rows(library: Library, region: str | None, lang: str) -> tuple[Rows, Report]:
    """Default parameters of end-of-life formulas; rates only where they hold for the region."""
    rows: Rows = []
    for key in library.recycling_parameters.ids():
        entry = library.recycling_parameters(key)
        for item in entry.items:
            for name in PARAMETERS:
                found = item.values.get(name)  # type: ignore[call-overload]
                if found is None or (region is not None and name in RATES and not lies_in(region, entry.regions)):
                    continue
                source = found.source or entry.source
                rows.append(
                    {
                        "set": entry.id,
                        "key": item.id,
                        "name": item.name.model_dump(),
                        "year": None,
                        "value": str(found.value),
                        "unit": name,
                        "basis": entry.vintage,
                        "regions": list(entry.regions) if name in RATES else [],
                        "source": {
                            "document": str(entry.documents[source.document].title),
                            "url": entry.documents[source.document].url,
                            "clause": source.clause,
                            "confirmed": source.confirmed,
                        },
                    }
                )
    return rows, _factor_report(rows, lang)


def _close(region: str | None, regions: list[str]) -> list[str]:
    if region is None:
        return regions[:5]
    names = Names("region", "地区")
    for entry in regions:
        names.add(entry, [])
    return [name for name, _, _ in names.nearest(region)] or regions[:5]


def _rows_of(item: FactorSet, region: str | None, year: int | None, nearest_year: bool) -> Iterator[dict[str, Any]]:
    for series in item.series:
        if region is not None and series.region != region:
            continue
        for asked in [year] if year is not None else list(series.values):
            value = first_match([item], series.region, asked, None, nearest_year)
            if value is not None:
                yield _row(
                    item,
                    series.region,
                    series.name.model_dump(),
                    value.years[0],
                    str(value.value),
                    readable(item.unit),
                    value.source,
                )
    if region is None:
        for known in item.parameters:
            shown = "; ".join(f"{name} {value}" for name, value in known.inputs.items())
            yield _row(item, known.id, known.name.model_dump(), None, shown, "", known.source or item.source)
        for entry in item.items:
            if year is None or entry.year in (None, year):
                yield _row(
                    item,
                    entry.id,
                    entry.name.model_dump(),
                    entry.year,
                    str(entry.value),
                    readable(entry.unit or item.unit),
                    entry.source or item.source,
                )


def _row(item: FactorSet, key: str, name: dict[str, str], year: int | None, value: str, unit: str, source: Source) -> dict[str, Any]:
    document = item.documents[source.document]
    return {
        "set": item.id,
        "key": key,
        "name": name,
        "year": year,
        "value": value,
        "unit": unit,
        "basis": item.basis,
        "counts": {"sources": list(item.counts.sources or ("all",)), "gases": list(item.counts.gases or ("all",))},
        "source": {
            "document": str(document.title),
            "url": document.url,
            "clause": source.clause,
            "confirmed": source.confirmed,
        },
    }


def _item_rows(key: str, library: Library, lang: str) -> tuple[Rows, Report]:
    names = Names("factor, carrier or factor set", "因子、载体或因子集")
    homes: dict[str, tuple[FactorSet, int]] = {}
    for name in library.factor_set.ids():
        item = library.factor_set(name)
        for position, entry in enumerate(item.items):
            homes[f"{name}#{entry.id}"] = (item, position)
            names.add(f"{name}#{entry.id}", [entry.id, entry.name.en, entry.name.zh, *entry.aliases])
    names.add("electricity", list(CARRIER_NAMES))
    match = names.resolve(key)
    wanted = match.key.rpartition("#")[2]
    rows = []
    for home, (item, position) in homes.items():
        entry = item.items[position]
        if home == match.key or entry.id == wanted:
            rows.append(
                _row(
                    item,
                    entry.id,
                    entry.name.model_dump(),
                    entry.year,
                    str(entry.value),
                    readable(entry.unit or item.unit),
                    entry.source or item.source,
                )
            )
    return rows, _factor_report(rows, lang)


def _factor_report(rows: Rows, lang: str) -> Report:
    table = [
        (
            row["set"],
            row["key"],
            row["name"][lang],
            str(row["year"] or "-"),
            row["value"],
            row["unit"],
            f"{row['source']['clause'] or row['source']['document']} [{row['source']['confirmed']}]",
        )
        for row in rows
    ]
    columns = ("id", "region", "name", "year", "value", "unit", "source")
    return plain_table("", tuple(word(column, lang) for column in columns), table, (4,))
