"""Electricity of fuels from several sources, and its valuation by the methods of (EU) 2023/1185 and (EU) 2025/2359, from a declaration."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import crosswalk as cw
from crosswalk.engine.rules.energy.electricity import RFNBO_METHODS, Source, full_load_hour_intensity, mean_intensity

D = Decimal
RFNBO, LCF, ISO = "eu/rfnbo-2023-1185", "eu/lcf-2025-2359", "int/iso-14067-2018"
LINE = {"kind": "direct-line", "share": "90 %", "fully_renewable": True}
HOURS = {"method": "full-load-hours", "full_load_hours": "4000 h", "price_setting_hours": "3999 h"}


def fuel(standard: str = RFNBO, amount: str = "100 MJ", region: str = "DE", **activity: Any) -> dict[str, Any]:
    stage = "A3" if standard == ISO else "plant"
    figure = {"stage": stage, "source": "electricity", "activity": {"electricity": amount, "region": region, "year": 2020, **activity}}
    return {"standard": standard, "subject": {"fuel": "hydrogen"}, "declared_unit": "1 MJ", "figures": [figure]}


def grams(data: dict[str, Any], to: str = RFNBO) -> tuple[D | None, D | None]:
    low, _, high = cw.translate(data, to=to).shared.bounds
    return low, high


def test_ninety_per_cent_by_a_direct_line_and_ten_from_the_german_grid() -> None:
    """99.3 g/MJ in Table A: 10 MJ of 100 give 993 g, a mean of 9.93 g/MJ."""
    mean = mean_intensity([Source(D(90), D(0), "fully-renewable"), Source(D(10), D("99.3"), "average")], RFNBO_METHODS)
    assert grams(fuel(supply=LINE)) == (mean * 100, mean * 100)
    assert grams(fuel(supply=LINE), LCF) == (D(997), D(997))  # 99.7 in Table 5 of the other act


@pytest.mark.parametrize(("hours", "counted", "each"), [("3000 h", "3000 h", "0"), ("3001 h", "3000 h", "183")])
def test_the_option_of_full_load_hours_holds_for_all_electricity(hours: str, counted: str, each: str) -> None:
    """A.6(b): 0 up to the hours in which renewable or nuclear plants set the price, 183 g/MJ beyond, for fully renewable electricity too."""
    option = {"method": "full-load-hours", "full_load_hours": hours, "price_setting_hours": counted}
    assert full_load_hour_intensity(D(hours[:4]), D(counted[:4]), D(183)) == D(each)
    for data in (fuel(**option), fuel(supply=LINE, **option)):
        assert grams(data) == grams(data, LCF) == (D(each) * 100, D(each) * 100)


def test_values_of_the_grid_operator() -> None:
    marginal = fuel(method="marginal", factor="120 g CO2e/MJ")
    assert grams(marginal) == grams(marginal, LCF) == (D(12000), D(12000))
    hourly = fuel(LCF, method="hourly-average", factor="80 g CO2e/MJ")
    assert grams(hourly, LCF) == (D(8000), D(8000))
    assert grams(hourly, RFNBO) == (D(9930), D(9930))  # the other act has no such method: its average holds
    with pytest.raises(cw.InputError, match="has no method 'hourly-average'") as caught:
        cw.translate(fuel(method="hourly-average", factor="80 g CO2e/MJ"), to=LCF)
    assert "full-load-hours" in str(caught.value)


def test_a_country_outside_the_tables_can_declare_hours_and_renewables() -> None:
    assert grams(fuel(region="CN", **HOURS), LCF) == (D(18300), D(18300))
    assert grams(fuel(region="CN", supply={"kind": "direct-line", "fully_renewable": True}), LCF) == (D(0), D(0))
    with pytest.raises(cw.InputError, match="has no electricity factor here for CN"):
        cw.translate(fuel(region="CN", supply=LINE), to=RFNBO)


@pytest.mark.parametrize("target", ["cn/tcab-0078-2020", "int/iso-19870-1-2026", "cn/gbt-24067-2024", ISO])
@pytest.mark.parametrize("activity", [{"supply": {"kind": "direct-line", "fully_renewable": True}}, {**HOURS, "full_load_hours": "1 h"}])
def test_a_zero_set_by_rule_is_no_zero_elsewhere(target: str, activity: dict[str, Any]) -> None:
    """Others count the life cycle of wind power, or the mix of the grid: never an exact zero."""
    result = cw.translate(fuel(region="US", **activity), to=target)
    assert result.shared.status == "lower-bound"
    assert any("by its own rule" in gap.message.en and gap.question.zh for gap in result.gaps)


def test_by_full_load_hours_the_grid_has_its_own_factor_elsewhere() -> None:
    grid = cw.translate(fuel(region="CN", amount="1 kWh", **HOURS, year=2023), to=ISO).shared
    assert grid.bounds[0] == D("0.6205")  # kg CO2e per MJ of hydrogen


def test_other_standards_do_not_know_these_methods() -> None:
    with pytest.raises(cw.InputError, match="has no method 'fully-renewable'"):
        cw.translate(fuel(ISO, supply=LINE), to=RFNBO)
    with pytest.raises(cw.InputError, match="has no method 'full-load-hours'"):
        cw.translate(fuel(ISO, **HOURS), to=RFNBO)


@pytest.mark.parametrize(
    ("activity", "message"),
    [
        ({"method": "full-load-hours"}, "need `full_load_hours` and `price_setting_hours`"),
        ({"full_load_hours": "10 h"}, "belongs to `method: full-load-hours`"),
        ({**HOURS, "full_load_hours": "8785 h"}, "at most 8784 hours"),
        ({**HOURS, "full_load_hours": "10 kWh"}, "cannot be converted"),
        ({**HOURS, "factor": "0 g CO2e/MJ"}, "leave out `factor`"),
        ({"method": "marginal"}, "needs the published value"),
        ({"method": "cheapest"}, "average"),
        ({"supply": {**LINE, "kind": "certificate"}}, "certificates alone make no electricity fully renewable"),
        ({"supply": {**LINE, "factor": "0 g CO2e/MJ"}}, "leave out `factor`"),
        ({"supply": {**LINE, "share": "110 %"}}, "between 0 and 100 %"),
    ],
)
def test_bad_input(activity: dict[str, Any], message: str) -> None:
    with pytest.raises(cw.InputError, match=message) as caught:
        cw.translate(fuel(**activity), to=LCF)
    assert all(finding.en and finding.zh for finding in caught.value.findings)


def test_a_method_belongs_to_electricity() -> None:
    data = fuel()
    data["figures"][0] = {
        "stage": "plant",
        "source": "fuel-supply",
        "activity": {"fuel": "natural gas", "amount": "1 MJ", "method": "average"},
    }
    with pytest.raises(cw.InputError, match="belongs to electricity"):
        cw.read(data)


@given(st.integers(0, 100), st.integers(0, 100))
def test_parts_from_a_file_are_the_weighted_mean(first: int, second: int) -> None:
    line = {**LINE, "share": f"{first} %"}
    agreed = {"kind": "ppa", "share": f"{min(second, 100 - first)} %", "fully_renewable": True}
    rest = 100 - first - min(second, 100 - first)
    mean = mean_intensity([Source(D(100 - rest), D(0), "fully-renewable"), Source(D(rest), D("99.3"), "average")], RFNBO_METHODS)
    assert grams(fuel(supply=[line, agreed])) == (mean * 100, mean * 100)
