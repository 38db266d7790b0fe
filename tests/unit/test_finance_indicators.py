"""Indicators of a book: adverse impacts of (EU) 2022/1288, EU climate benchmarks, figures adjusted for enterprise values, reductions of green loans."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import crosswalk as cw
from crosswalk.cli import main
from crosswalk.engine.rules.classify import State
from crosswalk.engine.rules.finance import climate_benchmarks
from crosswalk.engine.rules.finance.green_loans import coal_saved, issuer_share, loan_reduction
from crosswalk.engine.rules.finance.indicators import Holding, ghg_intensity, inefficient_real_estate, sovereign_intensity
from crosswalk.errors import DeclarationError, NotComparableError

D = Decimal


def attributed(data: dict[str, Any], to: str | None = None) -> Any:
    return cw.attribute(data, to)


def share_of(value: str, emissions: int, revenue: str = "50 m EUR", **more: Any) -> dict[str, Any]:
    scopes = {"scope1": f"{emissions} t CO2e", "scope2": "0 t CO2e", "scope3": "0 t CO2e"}
    held = {"class": "listed equity", "listed": True, "balance": value, "quarters": [value] * 4, "evic": "100 m EUR", "revenue": revenue}
    return {**held, "emissions": scopes, **more}


def book(*positions: dict[str, Any], standard: str = "SFDR", **more: Any) -> dict[str, Any]:
    return {"standard": standard, "currency": "EUR", "year": 2025, "positions": list(positions), **more}


def indicators(result: cw.BookTranslation) -> dict[str, tuple[Any, Any]]:
    return {entry.number or entry.id: (bounds.low, bounds.high) for entry, bounds, _ in result.indicators}


COUNTRY = {"class": "sovereign debt", "quarters": ["5 m EUR"] * 4, "gdp": "1000 m EUR", "emissions": {"scope1": "200000 t CO2e"}}


def building(value: str, **facts: Any) -> dict[str, Any]:
    return {"class": "commercial real estate", "quarters": [value] * 4, "building": facts}


def test_the_five_indicators_of_one_book() -> None:
    """Indicators 1, 2, 3, 15 and 18 of (EU) 2022/1288 Annex I, each as its equation gives it by itself."""
    old = building("3 m EUR", under_rules=True, built_after_2020=False, energy_class="D")
    new = building("7 m EUR", under_rules=True, built_after_2020=True, above_nearly_zero=False)
    free = building("9 m EUR", under_rules=False)
    result = attributed(book(share_of("10 m EUR", 5000), COUNTRY, old, new, free, all_investments="50 m EUR"))
    found = indicators(result)
    million = D(1_000_000)
    holding = Holding(10 * million, 100 * million, D(5000), 50 * million)
    assert found["1"] == (500, 500)
    assert found["2"] == (10, 10)
    assert found["3"] == (ghg_intensity([holding], 50 * million),) * 2 == (D(20), D(20))
    assert found["15"] == (sovereign_intensity([(5 * million, D(200_000), 1000 * million)], 50 * million),) * 2 == (D(20), D(20))
    assert found["18"] == (inefficient_real_estate(3 * million, D(0), 10 * million),) * 2 == (D("0.3"), D("0.3"))
    assert result.total.bounds == (500, 500, 500)  # countries and buildings are no part of indicator 1
    assert [entry["class"] for entry in result.as_dict()["beside"]] == ["sovereign-debt"] + ["commercial-real-estate"] * 3
    assert "eu/sfdr-2022-1288: indicator sovereign-intensity" in result.unconfirmed


def test_what_an_indicator_lacks_is_an_interval_with_a_question() -> None:
    country = {name: value for name, value in COUNTRY.items() if name != "gdp"}
    unknown = building("10 m EUR", under_rules=True)
    known = building("10 m EUR", under_rules=True, built_after_2020=False, energy_class="A")
    held = {name: value for name, value in share_of("10 m EUR", 5000).items() if name != "revenue"}
    result = attributed(book(held, country, unknown, known))
    found = indicators(result)
    assert found["2"] == (0, 50)  # all investments are 10 m EUR at least
    assert found["3"] == (0, None)
    assert found["15"] == (0, None)
    assert found["18"] == (0, D("0.5"))
    asked = {(gap.stage, gap.question.en.rpartition("(`")[2].partition("`")[0]) for gap in result.gaps}
    assert {("indicators", "all_investments"), ("positions[0]", "revenue"), ("positions[1]", "gdp"), ("positions[2]", "building")} <= asked
    assert all(gap.question.zh and gap.message.zh for gap in result.gaps)


@pytest.mark.parametrize(
    ("facts", "low", "high"),
    [
        ({"under_rules": True, "built_after_2020": False, "energy_class": "C"}, "0.5", "0.5"),  # class C is inefficient
        ({"under_rules": True, "built_after_2020": False, "energy_class": "B"}, "0", "0"),
        ({"under_rules": True, "built_after_2020": True, "above_nearly_zero": True, "energy_class": "A"}, "0.5", "0.5"),
        ({"under_rules": True, "energy_class": "D", "above_nearly_zero": True}, "0.5", "0.5"),  # both ages say so
        ({"under_rules": True, "energy_class": "D"}, "0", "0.5"),
        ({"built_after_2020": False, "energy_class": "D"}, "0", "0.5"),  # perhaps outside the rules
        ({}, "0", "0.5"),
        ({"under_rules": False}, "0", "0"),
    ],
)
def test_inefficient_real_estate_in_part_known(facts: dict[str, Any], low: str, high: str) -> None:
    efficient = building("10 m EUR", under_rules=True, built_after_2020=False, energy_class="A")
    found = indicators(attributed(book(building("10 m EUR", **facts), efficient)))
    assert found["18"] == (D(low), D(high))


INDEX: dict[str, Any] = {"kind": "paris-aligned", "universe": 200, "base_year": 2020, "base_intensity": 100}
AVERAGES = {"average_evic": "110 m EUR", "average_evic_before": "100 m EUR"}


def test_a_climate_benchmark_from_a_book() -> None:
    """(EU) 2020/1818: intensity over enterprise value, without inflation, against universe and trajectory (case FINANCE-8)."""
    data = book(share_of("10 m EUR", 5000), share_of("10 m EUR", 7000), standard="PAB", index={**INDEX, **AVERAGES})
    result = attributed(data)
    found = indicators(result)
    assert found["ghg-intensity"] == (60, 60)
    factor = climate_benchmarks.inflation(D(110), D(100))
    value = climate_benchmarks.deflated(D("100e6"), factor)
    first, second = (climate_benchmarks.intensity(tonnes, value) for tonnes in (D(5000), D(7000)))
    assert found["ghg-intensity-deflated"] == (66, 66)
    assert round((first + second) / 2, 20) == 66
    assert found["base-year-limit"] == (100, 100)
    assert round(found["trajectory-limit"][0], 2) == D("69.57")
    assert result.limits == {"trajectory-limit": State.MET}
    late = attributed({**data, "positions": [share_of("10 m EUR", 6400)]})
    assert indicators(late)["ghg-intensity-deflated"] == (D("70.4"), D("70.4"))
    assert late.limits == {"trajectory-limit": State.FAILED}
    first = attributed({**data, "year": 2020})
    assert first.limits["base-year-limit"] is State.MET  # the universe is a limit of the base year alone


@pytest.mark.parametrize(("kind", "limit"), [("paris-aligned", 100), ("climate-transition", 140)])
def test_limits_of_the_base_year_by_kind(kind: str, limit: int) -> None:
    result = attributed(book(share_of("10 m EUR", 10001), standard="CTB", year=2020, index={**INDEX, "kind": kind}))
    assert indicators(result)["base-year-limit"] == (limit, limit)
    assert result.limits["base-year-limit"] is (State.FAILED if limit == 100 else State.MET)
    asked = {gap.question.en for gap in result.gaps}
    assert any("index.average_evic`" in question for question in asked)


def test_scope_3_of_a_benchmark_by_its_phase_in() -> None:
    position = share_of("10 m EUR", 1000, sector="62")
    position["emissions"] = {**position["emissions"], "scope3": "9000 t CO2e"}
    for year, expected in ((2023, 100), (2024, 1000)):
        assert attributed({**book(position, standard="CTB"), "year": year}).total.bounds[0] == expected


def test_intensity_adjusted_for_enterprise_values_stands_beside_the_unadjusted_one() -> None:
    """PCAF Part A (2022), chapter 6: the figure of the present year over the weighted change of enterprise values."""
    first, second = share_of("10 m EUR", 5000, evic_base="50 m EUR"), share_of("10 m EUR", 7000, evic_base="100 m EUR")
    found = indicators(attributed(book(first, second, standard="PCAF")))
    moved = climate_benchmarks.value_adjustment([(D("0.5"), D(50), D(100)), (D("0.5"), D(100), D(100))])
    assert moved == D("0.75")
    assert found["economic-intensity"] == (60, 60)
    assert found["economic-intensity-adjusted"] == (climate_benchmarks.adjusted(D(60), moved, of_base_year=False),) * 2 == (D(80), D(80))
    assert "economic-intensity-adjusted" not in indicators(attributed(book(share_of("10 m EUR", 5000), standard="PCAF")))
    half = attributed(book(first, share_of("10 m EUR", 7000), standard="PCAF"))
    assert indicators(half)["economic-intensity-adjusted"] == (0, None)
    assert any("evic_base" in gap.question.en for gap in half.gaps)


LOAN = {
    "class": "project finance",
    "balance": "30 m CNY",
    "total_investment": "120 m CNY",
    "equity": "40 m CNY",
    "debt": "60 m CNY",
    "supply": "1000000 kWh",
    "apart": {"avoided": "1000 t CO2e"},
}


def test_reductions_of_green_loans_from_a_book() -> None:
    """Chinese guide: balance over total investment, coal by last year's rate; harmonised framework: share in the finance."""
    data = {"standard": "绿色信贷测算指引", "currency": "CNY", "year": 2024, "coal_rate": "0.3 kgce/kWh", "positions": [LOAN]}
    guide = attributed(data)
    assert guide.total.bounds == (loan_reduction(D(1000), D(30), D(120)),) * 3 == (D(250), D(250), D(250))
    assert indicators(guide)["coal-saved"] == (coal_saved(D(1_000_000), D(300)) / 4,) * 2 == (D(75), D(75))
    assert guide.total.indicator == "avoided-emissions"
    framework = attributed(data, "ICMA")
    assert framework.total.bounds[0] == issuer_share(D(1000), D(30), D(100)) == 300
    assert guide.apart == framework.apart == {}
    inventory = attributed(data, "PCAF")  # what is avoided is no emission, and lowers none
    assert inventory.total.bounds == (0, None, None)
    assert inventory.apart["avoided"][0] == (300, 300)
    assert {gap.kind for gap in guide.gaps} == {"unconfirmed"}


def test_a_reduction_that_is_not_declared_is_not_zero() -> None:
    data = {
        "standard": "green credit guide",
        "currency": "CNY",
        "year": 2024,
        "positions": [{**LOAN, "apart": None, "emissions": {"scope1": "1 t CO2e"}}],
    }
    result = attributed(data)
    assert result.total.bounds == (0, None, None)
    assert any("avoided" in gap.question.en for gap in result.gaps)
    assert any("coal_rate" in gap.question.en for gap in result.gaps)
    co2 = attributed({**data, "positions": [{**LOAN, "apart": {"avoided": "1000 t CO2"}}]})
    assert co2.total.bounds[0] == 0
    assert co2.shared.bounds[0] == 250
    with pytest.raises(NotComparableError):
        attributed({**data, "positions": [{"class": "mortgages", "balance": "1 CNY", "emissions": {"scope1": "1 t CO2e"}}]})


@pytest.mark.parametrize(
    ("change", "field", "message"),
    [
        ({"index": {"kind": "paris"}}, "index.kind", "paris"),
        ({"index": {**INDEX, "universe": 0}}, "index.universe", "above zero"),
        ({"index": {**INDEX, "average_evic": "1 m USD"}}, "index.average_evic", "without a rate"),
        ({"coal_rate": "300 g"}, "coal_rate", "coal per electricity"),
        ({"coal_rate": "0 kgce/kWh"}, "coal_rate", "coal per electricity"),
    ],
)
def test_bad_fields_of_indicators_are_named(change: dict[str, Any], field: str, message: str) -> None:
    with pytest.raises(DeclarationError, match=message) as caught:
        attributed(book(share_of("10 m EUR", 5000), standard="CTB", **change))
    assert field in str([finding.field for finding in caught.value.findings])


def test_a_base_year_after_the_year_of_the_book_is_refused() -> None:
    with pytest.raises(DeclarationError, match="after the year of the book") as caught:
        attributed(book(share_of("10 m EUR", 5000), standard="CTB", index={**INDEX, "base_year": 2030}))
    assert caught.value.findings[0].field == "index.base_year"


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_command_shows_indicators_and_limits(tmp_path: Path, lang: str) -> None:
    file = tmp_path / "index.json"
    file.write_text(json.dumps(book(share_of("10 m EUR", 5000), standard="PAB", index={**INDEX, **AVERAGES})), "utf-8")
    shown = CliRunner().invoke(main, ["translate", str(file), "--to", "PAB", "--lang", lang, "--format", "markdown"])
    assert shown.exit_code == 0, shown.output
    assert ("kept" if lang == "en" else "符合") in shown.output
    data = json.loads(CliRunner().invoke(main, ["translate", str(file), "--to", "PAB", "--format", "json"]).stdout)
    kept = {entry["id"]: entry.get("kept") for entry in data["indicators"]}
    assert kept == {"ghg-intensity": None, "ghg-intensity-deflated": None, "base-year-limit": None, "trajectory-limit": "met"}
    for standard in ("PAB", "green credit guide", "ICMA"):
        assert CliRunner().invoke(main, ["show", standard, "--lang", lang]).exit_code == 0
