"""Rules that the shipped data must keep: every number has a source, every text two languages, nothing is lost by accident."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from crosswalk.checks import check_paths
from crosswalk.library.document import parse
from crosswalk.library.kinds import kind_of
from crosswalk.library.library import Library
from crosswalk.model.base import Source

ROOT = Path(__file__).resolve().parents[2]
LIBRARY = Library.shipped()
FILES = sorted([*(ROOT / "standards").rglob("*.yaml"), *(ROOT / "mappings").rglob("*.yaml")])
NAMES = [path.relative_to(ROOT).as_posix() for path in FILES]
DATA = {name: parse(path.read_bytes(), str(path)).data for name, path in zip(NAMES, FILES, strict=True)}
CHINESE = re.compile(r"[\u4e00-\u9fff]")

# Whoever adds data raises the count; a count that falls by itself is a file that was lost.
COUNTS = {
    "standard": 82,
    "material-standard": 30,
    "attribution-standard": 6,
    "catalogue": 4,
    "label-scheme": 7,
    "neutrality": 6,
    "characterisation": 30,
    "factors": 54,
    "goods": 1,
    "recycling-parameters": 1,
    "waste-treatment": 5,
    "mapping": 85,
    "disclosure": 5,
    "glossary": 1,
}
SHORT_CODES = {"horizon", "year", "years", "pages"}  # numbers that name something instead of measuring it


def walk(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    yield path, value
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, entry in entries:
        yield from walk(entry, (*path, key))


def test_no_finding_in_anything_shipped() -> None:
    count, faults = check_paths([ROOT / "standards", ROOT / "mappings", ROOT / "examples"])
    assert [fault.render() for fault in faults] == []
    assert count >= len(FILES)


def test_counts() -> None:
    assert {
        "standard": len(LIBRARY.standard_ids()),
        "material-standard": len(LIBRARY.material_standard_ids()),
        "attribution-standard": len(LIBRARY.attribution_standard_ids()),
        "catalogue": len(LIBRARY.catalogue.ids()),
        "label-scheme": len(LIBRARY.label_scheme.ids()),
        "neutrality": len(LIBRARY.neutrality_standard.ids()),
        "characterisation": len(LIBRARY.characterisation.ids()),
        "factors": len(LIBRARY.factor_set.ids()),
        "goods": len(LIBRARY.goods.ids()),
        "recycling-parameters": len(LIBRARY.recycling_parameters.ids()),
        "waste-treatment": len(LIBRARY.waste_treatment.ids()),
        "mapping": len(LIBRARY.mapping.ids()),
        "disclosure": len(LIBRARY.disclosure.ids()),
        "glossary": len(LIBRARY.glossary.ids()),
    } == COUNTS


def test_counts_of_the_printed_tables() -> None:
    # GB/T 51366-2019, Table D.0.1 and Table E.0.1
    assert len(LIBRARY.factor_set("cn-gbt-51366-materials").items) == 69
    assert len(LIBRARY.factor_set("cn-gbt-51366-transport").items) == 16
    # announcement No. 47 of 2025 of MEE and NBS: 30 provinces (none for Tibet), 7 regions, the country,
    # and the country twice more by another definition
    sets = [LIBRARY.factor_set(name) for name in ("cn-electricity-co2", "cn-electricity-co2-excluding-market", "cn-electricity-co2-fossil")]
    assert sum(2023 in series.values for item in sets for series in item.series) == 40
    regions = {series.region for series in sets[0].series}
    assert len({region for region in regions if re.fullmatch(r"CN-[A-Z]{2}", region)}) == 30
    assert len(regions) == 30 + 7 + 1
    assert {series.parent for series in sets[0].series} - {None} <= regions


@pytest.mark.parametrize(
    ("factor_set", "region", "year", "value"),
    [
        ("cn-electricity-co2", "CN", 2023, "0.5306"),
        ("cn-electricity-co2", "CN-YN", 2023, "0.1333"),
        ("cn-electricity-co2", "CN-NX", 2023, "0.6187"),
        ("cn-electricity-footprint", "CN", 2023, "0.6205"),
    ],
)
def test_pinned_electricity_factors(factor_set: str, region: str, year: int, value: str) -> None:
    series = next(series for series in LIBRARY.factor_set(factor_set).series if series.region == region)
    assert series.values[year] == Decimal(value)


@pytest.mark.parametrize(
    ("name", "methane", "nitrous_oxide"),
    # IPCC SAR; AR4 table 2.14; AR5 table 8.A.1 (fossil 30, other 28); AR6 table 7.15 (29.8, 27.0, 273)
    [
        ("sar-100", ("21", "21"), "310"),
        ("ar4-100", ("25", "25"), "298"),
        ("ar5-100", ("30", "28"), "265"),
        ("ar6-100", ("29.8", "27.0"), "273"),
    ],
)
def test_pinned_characterisation_factors(name: str, methane: tuple[str, str], nitrous_oxide: str) -> None:
    factors = LIBRARY.characterisation(name).factors
    assert (factors["ch4-fossil"].value, factors["ch4-biogenic"].value) == tuple(map(Decimal, methane))
    assert factors["n2o"].value == Decimal(nitrous_oxide)


@pytest.mark.parametrize("name", NAMES)
def test_every_text_has_both_languages(name: str) -> None:
    for path, value in walk(DATA[name]):
        if isinstance(value, dict) and ("en" in value or "zh" in value):
            assert set(value) == {"en", "zh"}, path
            assert str(value["en"]).strip(), path
            assert str(value["zh"]).strip(), path
            if path[-1] != "title":
                assert not CHINESE.search(str(value["en"]).split("（")[0].split("(")[0]) or CHINESE.search(str(value["zh"])), path


@pytest.mark.parametrize("name", NAMES)
def test_every_number_has_a_source(name: str) -> None:
    """Whoever holds a number, or something above it in the file, says where it was read and how far that was checked."""
    data = DATA[name]

    def sourced(path: tuple[Any, ...]) -> bool:
        holder = data
        found = "source" in data
        for key in path:
            found = found or (isinstance(holder, dict) and ("source" in holder or "confirmed" in holder))
            holder = holder[key]
        return found

    for path, value in walk(data):
        if isinstance(value, int | Decimal) and not isinstance(value, bool) and path[-1] not in SHORT_CODES:
            assert sourced(path), f"{name}: {'.'.join(map(str, path))} = {value}"


@pytest.mark.parametrize("name", NAMES)
def test_every_source_names_a_document_and_its_confirmation(name: str) -> None:
    documents = DATA[name].get("documents", {})
    for path, value in walk(DATA[name]):
        if path and path[-1] == "source":
            source = Source.model_validate(value)
            assert source.document in documents, path
    for key, document in documents.items():
        assert document["title"], key


@pytest.mark.parametrize("name", [*NAMES, *(path.relative_to(ROOT).as_posix() for path in sorted((ROOT / "examples").glob("*.yaml")))])
def test_no_invisible_and_no_full_width_signs(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    for line, content in enumerate(text.splitlines(), 1):
        for sign in content:
            assert unicodedata.category(sign) not in ("Cf", "Cc", "Co", "Cn", "Zl", "Zp"), f"{name}:{line}: U+{ord(sign):04X}"
            assert sign not in "\u00a0\u3000\u202f\ufffd", f"{name}:{line}: U+{ord(sign):04X}"
            assert not ("\uff10" <= sign <= "\uff5a" and sign.isalnum()), f"{name}:{line}: full-width {sign}"  # punctuation is meant
        assert content == content.rstrip(), f"{name}:{line}: blanks at the end"
    assert text.endswith("\n")
    assert "\r" not in text


@pytest.mark.parametrize("name", NAMES)
def test_no_machine_path_and_no_secret_in_the_data(name: str) -> None:
    assert not re.search(r"/(home|root|work|tmp)/|[A-Z]:\\", (ROOT / name).read_text("utf-8"))


def test_ids_are_unique_and_aliases_lead_home() -> None:
    ids = [(kind_of(name), str(data["id"])) for name, data in DATA.items()]
    assert len(set(ids)) == len(ids)
    for key in LIBRARY.standard_ids():
        record = LIBRARY.record(key)
        family = record["family"]
        for alias in record.get("aliases", ()):
            assert LIBRARY.record(LIBRARY.resolve(alias).key)["family"] == family, (key, alias)


@pytest.mark.parametrize("key", LIBRARY.standard_ids())
def test_every_standard_can_be_used(key: str) -> None:
    standard = LIBRARY.standard(key)
    assert sum(indicator.main for indicator in standard.indicators) == 1
    assert any(stage.in_total for stage in standard.stages)
    assert {rule.topic for rule in standard.rules}
    for other in (*standard.supersedes, *standard.based_on):
        assert re.fullmatch(r"(cn|eu|int)/[a-z0-9][a-z0-9.-]*", other), other
    for threshold in standard.thresholds:
        assert threshold.value.magnitude.is_finite()


def test_every_factor_is_positive_and_every_region_a_code() -> None:
    for key in LIBRARY.factor_set.ids():
        item = LIBRARY.factor_set(key)
        assert item.series or item.items or item.parameters, key
        for series in item.series:
            assert re.fullmatch(r"[A-Z]{2}(-[A-Z0-9]+)?|EU|GLO|[A-Z]{2,}[A-Za-z0-9-]*", series.region), (key, series.region)
            assert all(value >= 0 for value in series.values.values()), (key, series.region)
            assert all(1990 <= year <= 2100 for year in series.values), (key, series.region)
        assert len({entry.id for entry in item.items}) == len(item.items), key


def test_every_assumption_says_what_it_rests_on() -> None:
    seen: set[str] = set()
    for key in LIBRARY.mapping.ids():
        for assumption in LIBRARY.mapping(key).assumptions:
            assert assumption.id not in seen
            seen.add(assumption.id)
            assert assumption.source.document
            for standard in (*assumption.from_standards, *assumption.to_standards):
                assert standard in LIBRARY.standard_ids()
    assert "no-bio-based-material" in seen
