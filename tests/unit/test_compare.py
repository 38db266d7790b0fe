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


def test_the_plain_form_of_a_comparison() -> None:
    result = cw.compare("cn/gbt-51366-2019", "eu/en-15978-2011")
    data = result.as_dict()
    assert list(data) == ["first", "second", "comparable", "figures", "rules", "disclosure", "notes", "differences", "comparisons"]
    assert (data["first"], data["second"]) == ("cn/gbt-51366-2019", "eu/en-15978-2011")
    everywhere = (
        "A1-A5, B1.materials, B1.refrigerants, B2-B5, B6.1, B6.2, B7, C1-C4: combustion, fuel-supply, process, fugitive, electricity …"
    )
    figures = {(entry["first"], entry["second"]): entry for entry in data["figures"]}
    assert figures["total", "total"] == {
        "first": "total",
        "second": "total",
        "relation": "overlap",
        "only_first": "B1.site: vegetation (CO2)",
        "only_second": everywhere,
    }
    assert figures["carbon-sink", None] == {
        "first": "carbon-sink",
        "second": None,
        "relation": "none",
        "only_first": "B1.site: vegetation (CO2)",
        "only_second": "",
    }
    assert figures[None, "B6.3"] == {
        "first": None,
        "second": "B6.3",
        "relation": "none",
        "only_first": "",
        "only_second": "B6.3: combustion, fuel-supply, electricity, heat, biogenic.release",
    }
    total = result.relations[0]
    assert (total.only_first.zh, total.only_second.zh) == (
        "场地绿化：绿化碳汇 (CO2)",
        "A1-A5、已安装产品的排放与吸收、制冷剂泄漏、B2-B5、暖通空调、生活热水与照明、其他建筑集成系统、B7、C1-C4：化石燃料燃烧、燃料上游、工业过程、逸散、外购电力 …",
    )
    assert data["rules"][0] == {
        "topic": "characterisation",
        "relation": "differs",
        "first": {"en": "open; in use: ar5-100, ar4-100, ar6-100, sar-100", "zh": "未规定；常用：ar5-100, ar4-100, ar6-100, sar-100"},
        "second": {
            "en": "open; in use: en15804-a2-ef3.0, en15804-a2-ef3.1, en15804-a1",
            "zh": "未规定；常用：en15804-a2-ef3.0, en15804-a2-ef3.1, en15804-a1",
        },
    }
    (mapping,) = result.mappings
    assert [list(entry) for entry in data["notes"]] == [["from", "to", "of", "transformation", "gap"]] * len(mapping.correspondences)
    assert [list(entry) for entry in data["differences"]] == [["topic", "text"]] * len(mapping.differences)
    assert [list(entry) for entry in data["comparisons"]] == [["text", "value", "unit"]] * len(mapping.comparisons)
    assert (data["comparisons"][0]["value"], data["comparisons"][0]["unit"]) == ("2.9", "percent")  # Chinese total below the European one
    assert (data["notes"][0]["from"], data["notes"][0]["to"], data["notes"][0]["of"]) == ("production", "A1-A3", "cn/gbt-51366-2019")
    assert "\n  " in result.to_json()
    assert "建筑" in result.to_json()  # Chinese as it is, not as escapes


def test_rules_that_only_one_side_has() -> None:
    rules = {entry.topic: entry for entry in cw.compare("cn/gbt-51366-2019", "eu/en-15978-2011").rules}
    for entry in rules.values():
        sides = entry.first is not None, entry.second is not None
        assert (
            entry.relation in {(True, True): ("equal", "differs"), (True, False): ("only-first",), (False, True): ("only-second",)}[sides]
        )
    named = cw.compare("eu/en-15804-a2-2019", "eu/en-15804-a2-2019").rules[0]
    assert named.relation == "equal"
    assert named.first == named.second
    assert named.first is not None
    assert named.first.en.startswith("en15804-a2-ef3.0, en15804-a2-ef3.1")


def test_the_whole_matrix() -> None:
    matrix = cw.compare("cn/gbt-51366-2019", "eu/en-15978-2011").coverage
    rows, columns = [key for key, _ in matrix.first], [key for key, _ in matrix.second]
    assert (rows[:2], columns[:5]) == (["total", "production"], ["total", "A1", "A2", "A3", "A1-A3"])
    assert [name.zh for _, name in matrix.first[:2]] == ["总量", "建材生产"]
    assert matrix.second[0][1].en == "total"
    assert [(key, name.en) for key, name in matrix.alone_first] == [("carbon-sink", "Carbon sink of the site")]
    assert [key for key, _ in matrix.alone_second] == ["B2", "B3", "B4", "B5", "B6.3", "B7", "C2", "C3", "C4"]
    assert matrix.alone_second[0][1].zh == "维护"
    result = cw.compare("cn/gbt-51366-2019", "eu/en-15978-2011")
    assert matrix.cells == tuple(tuple(result.relation(row, column) for column in columns) for row in rows)


def test_standards_of_different_frames_have_no_figures_in_common() -> None:
    with pytest.raises(cw.NotComparableError):
        cw.compare("cn/gbt-51366-2019", "int/gpc-2021")
