"""Emission factors and default parameters by region and year, as rows and a table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from crosswalk.engine.rules.activity import first_match, refusal
from crosswalk.engine.rules.circular.parameters import RATES
from crosswalk.errors import Finding, UnknownNameError
from crosswalk.library.library import Library
from crosswalk.model.base import Source
from crosswalk.model.factors import FactorSet, Item
from crosswalk.model.quantity import readable
from crosswalk.model.regions import lies_in
from crosswalk.names import Names
from crosswalk.report.materials import PARAMETERS
from crosswalk.report.tables import Report, Rows, plain_table
from crosswalk.report.waste import waste_rows
from crosswalk.report.words import word

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
                        "basis": entry.vintage.en,
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
            row = _row(item, known.id, known.name.model_dump(), None, shown, "", known.source or item.source)
            yield row | {"inputs": {name: str(value) for name, value in known.inputs.items()}}
        for entry in item.items:
            if year is None or entry.year in (None, year):
                yield _row_of(item, entry)


def _row_of(item: FactorSet, entry: Item) -> dict[str, Any]:
    """The row of an item that has no region."""
    unit = readable(entry.unit or item.unit)
    return _row(item, entry.id, entry.name.model_dump(), entry.year, str(entry.value), unit, entry.source or item.source)


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
            rows.append(_row_of(item, entry))
    return rows, _factor_report(rows, lang)


def _value(row: dict[str, Any], lang: str) -> str:
    """The value of a row; of a set of parameters each with its name."""
    if "inputs" not in row:
        return str(row["value"])
    said = "; ".join(f"{word(name, lang)} {value}" for name, value in row["inputs"].items())
    return said if lang == "zh" else said.replace("万", "10^4 ")


def _factor_report(rows: Rows, lang: str) -> Report:
    table = [
        (
            row["set"],
            row["key"],
            row["name"][lang],
            str(row["year"] or "-"),
            _value(row, lang),
            row["unit"],
            f"{row['source']['clause'] or row['source']['document']} [{word('tag ' + row['source']['confirmed'], lang)}]",
        )
        for row in rows
    ]
    columns = ("id", "region", "name", "year", "value", "unit", "source")
    return plain_table("", tuple(word(column, lang) for column in columns), table, (4,))
