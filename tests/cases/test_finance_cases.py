"""Published and constructed cases of finance, at printed precision. Each names its source."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest

import crosswalk as cw
from crosswalk.engine.rules.classify import State
from crosswalk.engine.rules.finance import climate_benchmarks
from crosswalk.engine.rules.finance.attribution import equity_and_debt, factor, financed, quarterly_average, sovereign
from crosswalk.engine.rules.finance.indicators import Holding, ghg_emissions, quality_score
from crosswalk.errors import DeclarationError
from crosswalk.finance.activities import editions_for
from crosswalk.finance.correspond import correspond
from crosswalk.finance.criteria import benchmark, judge_item
from crosswalk.finance.units import MarketUnits, Price
from crosswalk.library.library import Library
from crosswalk.model.money import Money
from crosswalk.model.quantity import Quantity

D = Decimal
LIBRARY = Library.shipped()
TAXONOMY = "eu/taxonomy-2021-2139"


def printed(value: Decimal, like: str) -> str:
    return str(value.quantize(D(like), ROUND_HALF_UP))


def activity(kind: str, *figures: dict[str, Any], unit: str = "1 t", **more: Any) -> dict[str, Any]:
    return {"standard": TAXONOMY, "subject": {"kind": kind}, "declared_unit": unit, "figures": list(figures), **more}


def figure(stage: str, indicator: str, value: str) -> dict[str, Any]:
    return {"stage": stage, "indicator": indicator, "value": value}


def word(data: dict[str, Any], label: str, **options: Any) -> str:
    return cw.verdict(data, f"{TAXONOMY}#{label}", **options).verdict


BOX_8 = [("522425", 3), ("187449", 5), ("82778", 1), ("108997", 1), ("67556", 2), ("54762", 5)]


@pytest.mark.parametrize("misprint", ["108997", "108977"])
def test_finance_2_weighted_data_quality(misprint: str) -> None:
    """PCAF Part A (2022), Box 8; the printed denominator holds 108,977 by misprint."""
    rows = [(D(misprint if amount == "108997" else amount), D(score)) for amount, score in BOX_8]
    assert printed(quality_score(rows), "0.01") == "3.03"


def test_finance_2_through_a_book() -> None:
    options = {1: "1a", 2: "1b", 3: "2b", 5: "3b"}
    positions = [
        {
            "class": "business loans",
            "balance": f"{amount} EUR",
            "equity": "0 EUR",
            "debt": "1 m EUR",
            "emissions": {"scope1": "1 t CO2e"},
            "data": options[score],
        }
        for amount, score in BOX_8
    ]
    result = cw.attribute({"standard": "PCAF", "currency": "EUR", "year": 2024, "positions": positions})
    assert result.score is not None
    assert result.score.exact
    assert printed(result.score.low or D(0), "0.0001") == "3.0325"


def test_finance_3_sovereign_debt() -> None:
    """PCAF Part A (2022), Table 5-20: Singapore."""
    emissions = D(61451586)
    assert printed(sovereign(D("1e6"), D("579762e6"), emissions), "1") == "106"
    assert printed(D("1e6") / D("312935e6") * emissions, "1") == "196"  # the approach by debt, which the standard does not take
    book = {
        "standard": "PCAF",
        "currency": "USD",
        "year": 2024,
        "positions": [
            {"class": "sovereign debt", "balance": "1 m USD", "ppp_gdp": "579762 m USD", "emissions": {"scope1": f"{emissions} t CO2e"}}
        ],
    }
    assert printed(cw.attribute(book).figure("scope1").bounds[1] or D(0), "0.01") == "105.99"


def test_finance_4_average_of_four_quarters() -> None:
    """Answers of the ESAs: 10 % held at two of four quarter ends."""
    assert financed(factor(quarterly_average([D(10), D(10), D(0), D(0)]), D(100)), D(5000)) == 250
    position = {"class": "listed equity", "listed": True, "quarters": ["10 m EUR", "10 m EUR", "0 EUR", "0 EUR"], "evic": "100 m EUR"}
    position |= {"emissions": {"scope1": "4000 t CO2e", "scope2": "600 t CO2e", "scope3": "400 t CO2e"}, "revenue": "50 m EUR"}
    book = {"standard": "SFDR", "currency": "EUR", "year": 2024, "all_investments": "25 m EUR", "positions": [position]}
    result = cw.attribute(book)
    assert result.total.bounds == (D(250), D(250), D(250))
    indicators = {entry.number: bounds.low for entry, bounds, _ in result.indicators}
    assert indicators == {"1": 250, "2": 10, "3": 20}  # 250 t / 25 M; 5 of 25 M x 5000 t / 50 M
    assert ghg_emissions([Holding(D(5), D(100), D(5000))]) == 250


@pytest.mark.parametrize(
    ("value", "expected"), [("0.468", "implied"), ("0.4689999999", "implied"), ("0.469", "excluded"), ("0.4691", "excluded")]
)
def test_finance_5_cement_lower_than_the_printed_limit(value: str, expected: str) -> None:
    """(EU) 2021/2139 Annex I, 3.7(b): 0.722 x 0.65 is printed as 0.469."""
    assert printed(D("0.722") * D("0.65"), "0.001") == "0.469"
    assert word(activity("cement", figure("clinker-and-cement", "direct", f"{value} t CO2e")), "3.7-cement") == expected


SMELTER = {"aluminium-electricity-intensity": "60 g CO2e/kWh", "aluminium-electricity-use": "15.0 MWh/t"}


@pytest.mark.parametrize(
    ("year", "separate", "label"), [(2025, "implied", "3.8-aluminium-until-2025"), (2026, "excluded", "3.8-aluminium-from-2026")]
)
def test_finance_6_aluminium_both_readings(year: int, separate: str, label: str) -> None:
    """(EU) 2021/2139 Annex I, 3.8(a): two of three until 2025, all three after; the footnote makes one sum of them."""
    figures = [figure("installation", "direct", "1.50 t CO2e"), figure("installation", "electricity", "0.9 t CO2e")]
    data = activity("primary aluminium", *figures, year=year, conditions=SMELTER)
    assert word(data, label) == separate
    combined = cw.verdict(data, f"{TAXONOMY}#3.8-aluminium-combined")
    assert combined.verdict == "implied"
    assert (combined.measured[0].interval.low, combined.measured[0].threshold.value.magnitude) == (D("2.40"), D("3.034"))


def test_finance_6_at_the_limit() -> None:
    conditions = {"aluminium-electricity-intensity": "100 g CO2e/kWh", "aluminium-electricity-use": "15.5 MWh/t"}
    data = activity("primary aluminium", figure("installation", "direct", "1.484 t CO2e"), year=2026, conditions=conditions)
    assert word(data, "3.8-aluminium-from-2026") == "implied"  # "do not exceed"


def test_finance_8_paris_aligned_trajectory() -> None:
    """(EU) 2020/1818 Articles 7, 9 and 11."""
    base = climate_benchmarks.base_limit(D(200), "paris-aligned")
    assert base == 100
    assert printed(climate_benchmarks.trajectory(base, 5), "0.01") == "69.57"


def test_finance_9_labelled_bonds() -> None:
    """Press report on the list of August 2025: counts and volumes within the band of the printed percentages."""
    assert printed(D(276) / D("0.25"), "1") == "1104"
    volume = Money.parse("3524.31 亿元").amount
    assert volume == D("352431e6")
    assert printed(volume / D("0.179") / D("1e9"), "0.1") == "1968.9"
    assert volume / D("0.1795") < D("1968.9e9") < volume / D("0.1785")


@pytest.mark.parametrize(
    ("paid", "tonnes", "price"), [("318 m CNY", "5.2685", "60.36"), ("262 m CNY", "4.4603", "58.74"), ("580 m CNY", "9.7288", "59.62")]
)
def test_finance_10_prices_of_a_week(paid: str, tonnes: str, price: str) -> None:
    """Chinese national market, 15 to 19 December 2025."""
    found = Price.of_trade(Money.parse(paid), MarketUnits(D(tonnes) * 1_000_000, "CEA"))
    assert printed(found.amount, "0.01") == price


def test_finance_11_below_the_benchmark_and_not_aligned() -> None:
    """Carbon black of 1.30: (EU) 2021/2139 3.11 fails, the benchmark of (EU) 2021/447 is met."""
    data = activity("carbon black", figure("installation", "exchangeable", "1.30 t CO2e"))
    assert word(data, "3.11-carbon-black") == "excluded"
    assert benchmark("carbon-black").best_tenth < D("1.30") < benchmark("carbon-black").benchmark


def test_finance_12_hydrogen_saving_and_limit() -> None:
    """(EU) 2021/2139 3.10: the saving gives 3.0005, the act prints lower than 3."""
    assert D(94) * 120 * (1 - D("0.734")) / 1000 == D("3.000480")
    threshold = next(entry for entry in LIBRARY.standard(TAXONOMY).thresholds if entry.id == "hydrogen")
    assert (threshold.operator, threshold.value.magnitude) == ("<", D(3))
    for value, expected in (("2.9999", "implied"), ("3", "excluded"), ("3.0004", "excluded")):
        data = activity("hydrogen", figure("life-cycle", "life-cycle-ghg", f"{value} t CO2e"), conditions={"life-cycle-verified": True})
        assert word(data, "3.10-hydrogen") == expected


def test_finance_13_edition_and_item_test() -> None:
    """A bond for a gas-fired tri-generation plant: green in China, a test in the EU."""
    edition = editions_for(LIBRARY, "bond", date(2024, 3, 1))
    assert [entry.id for entry in edition] == ["cn/green-bond-catalogue-2021"]
    (found,) = correspond("3.2.3.4", "eu")
    (link,) = found.links
    assert (link.code, link.relation, link.confirmed) == ("4.30", "broader", "primary")
    assert "4.30" in (link.question.en if link.question else "")
    plant = activity("gas CHP", figure("life-cycle", "life-cycle-ghg", "240 g CO2e"), unit="1 kWh")
    assert word(plant, "4.30-fossil-gas-chp") == "possible"
    late = {**plant, "conditions": {"gas-permit-by-2030": False}}
    assert word(late, "4.30-fossil-gas-chp") == "excluded"
    answers = {"life-cycle-verified": True}
    clean = activity("gas CHP", figure("life-cycle", "life-cycle-ghg", "99.9 g CO2e"), unit="1 kWh", conditions=answers)
    assert word(clean, "4.30-fossil-gas-chp") == "possible"  # point 2 of the section, on leaks, holds beside point 1
    assert word({**clean, "conditions": {**answers, "gas-leaks-measured": True}}, "4.30-fossil-gas-chp") == "implied"
    assert word({**clean, "conditions": {**answers, "gas-leaks-measured": False}}, "4.30-fossil-gas-chp") == "excluded"


def test_finance_14_photovoltaic_modules() -> None:
    """Catalogue of 2021, 3.2.2.2."""
    answers: dict[str, Quantity | Decimal | str] = {
        "mono-cell": "0.205",
        "mono-module": "0.180",
        "mono-first-year": "0.03",
        "mono-later-years": "0.007",
        "mono-25-years": D("0.03") + 24 * D("0.007"),
    }
    states = {entry.criterion.criterion.id: entry.state for entry in judge_item("cn/green-bond-catalogue-2021", "3.2.2.2", answers)}
    assert states["mono-cell"] is State.FAILED
    assert {states[name] for name in ("mono-module", "mono-first-year", "mono-later-years", "mono-25-years")} == {State.MET}
    assert states["multi-cell"] is State.OPEN
    assert D("0.03") + 24 * D("0.007") == D("0.198")
    assert D("0.025") + 24 * D("0.007") == D("0.193")


def test_limits_of_the_taxonomy_are_the_averages_not_the_benchmarks() -> None:
    """Every limit that cites (EU) 2021/447 equals the average of the best tenth, and differs from the benchmark."""
    thresholds = {entry.id: entry for entry in LIBRARY.standard(TAXONOMY).thresholds}
    table = LIBRARY.ets_benchmarks("eu-ets-2021-2025")
    named = [entry for entry in table.benchmarks if entry.threshold]
    assert len(named) == 17
    assert len(table.benchmarks) == 32
    for entry in named:
        limit = thresholds[entry.threshold or ""]
        assert limit.value.to("t*CO2e/t").magnitude == entry.best_tenth != entry.benchmark, entry.id
        assert (limit.indicator == "exchangeable") == entry.exchangeable, entry.id


def test_a_cradle_to_gate_footprint_is_never_held_against_a_direct_limit_as_it_stands() -> None:
    data = {
        "standard": "GB/T 24067",
        "subject": {"kind": "cement"},
        "declared_unit": "1 t",
        "figures": [{"stage": "A1-A3", "value": "0.60 t CO2e"}],
    }
    found = cw.verdict(data, f"{TAXONOMY}#3.7-cement")
    assert found.verdict == "possible"
    assert (found.measured[0].interval.low, found.measured[0].interval.high) == (D(0), D("0.60"))
    below = {
        **data,
        "figures": [{"stage": "A1-A3", "value": "0.40 t CO2e"}],
        "supplement": [{"stage": "A3", "source": "exports.waste-gas", "value": "0 t CO2e"}],
    }
    alone = cw.verdict(below, f"{TAXONOMY}#3.7-cement")
    assert (alone.verdict, alone.measured[0].by_number.value) == (
        "possible",
        "met",
    )  # the two value electricity and co-products by other rules
    none = {**below, "without": ["electricity", "co-products", "cut-off", "carbon-storage", "replacement"]}
    assert cw.verdict(none, f"{TAXONOMY}#3.7-cement").verdict == "implied"  # the whole is below: so is any part of it


def test_negative_equity_and_amounts_above_their_whole() -> None:
    assert equity_and_debt(D(-50), D(100)) == 100
    with pytest.raises(DeclarationError, match="exceeds"):
        factor(D(120), D(100))
    assert factor(D(120), D(100), may_exceed_one=True) == D("1.2")
