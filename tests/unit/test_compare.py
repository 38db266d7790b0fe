"""Set relations of well-known pairs, and the differences rule by rule."""

from __future__ import annotations

import json

import pytest

import crosswalk as cw
from crosswalk.engine.compare import NOTHING
from crosswalk.library.library import Library

IDS = Library.shipped().standard_ids()


@pytest.mark.parametrize(
    ("first", "second", "figures", "relation"),
    [
        # GB/T 24067-2024 follows ISO 14067: the same boundary
        ("cn/gbt-24067-2024", "int/iso-14067-2018", ("total", "total"), "equal"),
        ("cn/gbt-24067-2024", "int/iso-14067-2018", ("cradle-to-gate", "cradle-to-gate"), "equal"),
        # the module boundaries did not change between the editions of EN 15804
        ("eu/en-15804-a1-2013", "eu/en-15804-a2-2019", ("A1-A3", "A1-A3"), "equal"),
        ("eu/en-15804-a1-2013", "eu/en-15804-a2-2019", ("A1", "A1-A3"), "narrower"),
        # Appendix D of GB/T 51366 has no biogenic carbon, EN 15978 has
        ("cn/gbt-51366-2019", "eu/en-15978-2011", ("production", "A1-A3"), "narrower"),
        ("cn/gbt-51366-2019", "eu/en-15978-2011", ("transport", "A4"), "narrower"),
        ("cn/gbt-51366-2019", "eu/en-15978-2011", ("total", "total"), "overlap"),
        ("cn/gbt-51366-2019", "eu/en-15978-2011", ("carbon-sink", "B1"), "none"),
        ("cn/gbt-51366-2019", "eu/en-15978-2011", ("demolition", "C1"), "narrower"),
        # GB 55015 asks for operation only, by the method of GB/T 51366
        ("cn/gbt-51366-2019", "cn/gb-55015-2021", ("total", "total"), "broader"),
        ("cn/gbt-51366-2019", "cn/gb-55015-2021", ("operational-energy", "operation"), "equal"),
        # the rules of 2025 add modules to those of 2023
        ("eu/dk-br18-2023", "eu/dk-br18-2025", ("total", "total"), "narrower"),
        ("eu/dk-br18-2023", "eu/dk-br18-2025", ("A1-A3", "A1-A3"), "equal"),
        ("eu/en-15978-2011", "eu/levels-1.2-2021", ("A1-A3", "A1-A3"), "equal"),
    ],
)
def test_known_relations(first: str, second: str, figures: tuple[str, str], relation: str) -> None:
    assert cw.compare(first, second).relation(*figures) == relation


@pytest.mark.parametrize("standard", IDS)
def test_every_standard_equals_itself(standard: str) -> None:
    result = cw.compare(standard, standard)
    assert result.relation("total", "total") == "equal"
    for entry in result.relations:
        if entry.first == entry.second:
            assert (entry.relation, entry.only_first, entry.only_second) == ("equal", NOTHING, NOTHING)
    assert {entry.relation for entry in result.rules if entry.topic != "characterisation"} <= {"equal"}


@pytest.mark.parametrize(
    ("first", "second"),
    [("cn/cets-ag-02.01-2024", "int/worldsteel-2017"), ("cn/gbt-51366-2019", "eu/en-15978-2011"), ("eu/dk-br18-2023", "cn/gbt-24067-2024")],
)
def test_comparison_mirrors(first: str, second: str) -> None:
    mirror = {"narrower": "broader", "broader": "narrower"}
    there, back = cw.compare(first, second), cw.compare(second, first)
    for one in there.first.stages:
        for other in there.second.stages:
            try:
                relation = there.relation(one.id, other.id)
            except KeyError:
                continue  # a stage that only another indicator counts
            assert back.relation(other.id, one.id) == mirror.get(relation, relation)


def test_every_figure_of_both_sides_is_told() -> None:
    result = cw.compare("cn/gbt-51366-2019", "eu/en-15978-2011")
    assert {entry.first for entry in result.relations if entry.first} >= {"total", "production", "carbon-sink"}
    assert {"B4", "B7", "C4"} <= {entry.second for entry in result.relations}
    only = next(entry for entry in result.relations if entry.first == "carbon-sink")
    assert (only.second, only.relation) == (None, "none")
    assert "vegetation" in only.only_first.en


def test_rules_and_notes_are_bilingual_and_json_is_stable() -> None:
    result = cw.compare("cn/gbt-51366-2019", "eu/en-15978-2011")
    data = json.loads(result.to_json())
    assert data["comparable"] is True
    assert {entry["relation"] for entry in data["rules"]} <= {"equal", "differs", "only-first", "only-second"}
    assert any(entry["topic"] == "replacement" and entry["relation"] == "differs" for entry in data["rules"])
    for entry in data["rules"]:
        for side in ("first", "second"):
            assert entry[side] is None or (entry[side]["en"] and entry[side]["zh"])
    assert data["notes"]
    assert result.to_json() == cw.compare("GB/T 51366", "EN 15978:2011").to_json()
