"""Names: exact, by spelling, by likeness; what is doubtful is refused."""

from __future__ import annotations

import pytest

from crosswalk.errors import UnknownNameError
from crosswalk.library.library import Library
from crosswalk.names import Names, normalise


@pytest.fixture
def names() -> Names:
    found = Names("stage", "阶段")
    found.add("production", ["Building material production", "建材生产"])
    found.add("demolition", ["Demolition", "拆除"])
    found.add("B4", ["Replacement", "更换"])
    found.add("B6", ["Operational energy use", "运行能耗"])
    return found


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("建筑碳排放计算标准", "建築碳排放計算標準"),
        ("GB/T 51366-2019", "gbt51366—2019"),
        ("GB／T　51366", "GB/T 51366"),
        ("B 6", "b6"),
        ("EN 15804+A2", "en15804+a2"),
    ],
)
def test_spellings_that_are_the_same(first: str, second: str) -> None:
    assert normalise(first) == normalise(second)


@pytest.mark.parametrize(("first", "second"), [("EN 15804+A2", "EN 15804+A1"), ("B4", "B6"), ("B6.1", "B61"), ("EN 15804", "EN 15804+A2")])
def test_spellings_that_are_not_the_same(first: str, second: str) -> None:
    assert normalise(first) != normalise(second)


@pytest.mark.parametrize("asked", ["production", "Production", "PRODUCTION", "建材生产", "建材生產", "building-material production"])
def test_known_names_are_not_guesses(names: Names, asked: str) -> None:
    match = names.resolve(asked)
    assert (match.key, match.guessed) == ("production", False)


@pytest.mark.parametrize(("asked", "key"), [("prodution", "production"), ("demolitoin", "demolition"), ("Replacment", "B4")])
def test_clear_likeness_resolves_and_says_so(names: Names, asked: str, key: str) -> None:
    match = names.resolve(asked)
    assert (match.key, match.guessed, match.asked) == (key, True, asked)


@pytest.mark.parametrize("asked", ["B5", "B44", "B", "prod", "xyz", "", "   ", "建", "运行", "B4.1", "x" * 10_000])
def test_doubtful_names_are_refused(names: Names, asked: str) -> None:
    with pytest.raises(UnknownNameError) as caught:
        names.resolve(asked, "figures[0].stage")
    finding = caught.value.findings[0]
    assert finding.field == "figures[0].stage"
    assert finding.nearest
    assert len(finding.render()) < 400


def test_digits_must_agree(names: Names) -> None:
    names.add("B4.production", ["Replacement production 4"])
    with pytest.raises(UnknownNameError) as caught:
        names.resolve("Replacement production 6")
    assert "B4.production" in caught.value.findings[0].nearest


def test_two_equally_good_candidates_are_refused() -> None:
    pair = Names("gas", "气体")
    pair.add("first", ["methane fossil"])
    pair.add("second", ["methane fossik"])
    with pytest.raises(UnknownNameError):
        pair.resolve("methane fossix")


def test_the_first_to_claim_a_spelling_keeps_it(names: Names) -> None:
    names.add("other", ["Demolition"])
    assert names.get("demolition") == "demolition"
    assert names.get("nothing") is None


def test_a_part_of_a_name_is_a_hint_only(names: Names) -> None:
    assert names.nearest("energy")[0][0] == "B6"
    with pytest.raises(UnknownNameError):
        names.resolve("energy")


@pytest.mark.parametrize("number", ["GB/T 51367", "GB/T 51350-2018", "EN 15987", "ISO 14069", "EN 15804+A3"])
def test_no_standard_is_mistaken_for_another_by_a_digit(number: str) -> None:
    with pytest.raises(UnknownNameError) as caught:
        Library.shipped().resolve(number)
    assert caught.value.findings[0].nearest
