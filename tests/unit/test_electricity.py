"""Electricity by location and by market: proof of supply, what the rest takes, years, regions and certificates."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import crosswalk as cw
from crosswalk.cli import main
from crosswalk.engine.rules.activity import first_match, latest_match
from crosswalk.model.certificates import CertificateScheme

LOCATION = "int/ghgp-scope2-location-2015"
MARKET = "int/ghgp-scope2-market-2015"
PEF = "eu/pef-2021-2279"
LIBRARY = cw.Library.shipped()


def plant(region: str = "CN", year: int = 2023, standard: str = "cn/gbt-32150-2015", **activity: Any) -> dict[str, Any]:
    consumed = {"electricity": "1000 MWh", **activity}
    return {
        "standard": standard,
        "subject": {"kind": "installation", "location": region},
        "year": year,
        "figures": [{"stage": "enterprise", "source": "electricity", "activity": consumed}],
    }


def green(amount: str = "600 MWh", factor: str = "0 kg CO2/kWh", **more: Any) -> dict[str, Any]:
    return {"kind": "certificate", "scheme": "GEC", "amount": amount, "factor": factor, "cancelled": True, **more}


def tonnes(data: dict[str, Any], to: str, **more: Any) -> tuple[Decimal | None, Decimal | None]:
    low, _, high = cw.translate(data, to=to, **more).shared.bounds
    return low, high


def say(data: dict[str, Any], to: str, **more: Any) -> str:
    return "\n".join(gap.message.en for gap in cw.translate(data, to=to, **more).gaps)


# -- location and market --------------------------------------------------------------------------------------------------------------


def test_germany_2024_by_location_and_by_market() -> None:
    """ENERGY-4: 1000 MWh without proof, AIB 2024: production mix 311.58 t, residual mix 724.56 t."""
    data = plant("DE", 2024, factor="0.5 kg CO2/kWh")
    low, high = tonnes(data, LOCATION)
    assert low == high == Decimal("311.5818409618842")
    low, high = tonnes(data, MARKET)
    assert low == high == Decimal("724.5641857372283")


def test_what_no_certificate_covers_lies_between_the_two_readings_for_china() -> None:
    # 400 MWh: 0.5306 (national average) or 0.6096 (without market-traded power)
    assert tonnes(plant(supply=green()), MARKET) == (Decimal("212.2400"), Decimal("243.8400"))
    assert "sources disagree" in say(plant(supply=green()), MARKET)


@pytest.mark.parametrize(("rest", "expected"), [("cn-average", "212.24"), ("cn-excluding-market", "243.84")])
def test_the_declarer_chooses_the_reading(rest: str, expected: str) -> None:
    low, high = tonnes(plant(supply=green(), rest=rest), MARKET)
    assert low == high == Decimal(expected)
    assert "sources disagree" not in say(plant(supply=green(), rest=rest), MARKET)


def test_without_any_certificate_both_sources_say_the_same() -> None:
    low, high = tonnes(plant(), MARKET)
    assert low == high == Decimal("609.6")


def test_the_province_does_not_change_a_national_reading() -> None:
    assert tonnes(plant("CN-ZJ", supply=green()), MARKET) == (Decimal("212.2400"), Decimal("243.8400"))


def test_an_unknown_reading_is_refused_with_those_that_exist() -> None:
    with pytest.raises(cw.InputError, match="cn-average"):
        cw.translate(plant(supply=green(), rest="cn-mean"), to=MARKET)


def test_own_generation_and_direct_line_beside_the_grid() -> None:
    parts = [
        {"kind": "own-generation", "share": "30 %", "factor": "0.05 kg CO2/kWh"},
        {"kind": "direct-line", "amount": "200 MWh", "factor": "0.01 kg CO2/kWh"},
    ]
    low, high = tonnes(plant(supply=parts, rest="cn-average"), MARKET)
    assert low == high == Decimal("15") + Decimal("2") + 500 * Decimal("0.5306")


def test_a_zero_residual_is_refused_with_its_reason() -> None:
    data = plant("AT", 2024, factor="0.2 kg CO2/kWh")
    assert tonnes(data, MARKET) == (Decimal("0"), None)  # nobody knows the mix of the supplier; 200 t rest on another factor
    result = cw.translate(data, to=MARKET)
    assert result.shared.status == "lower-bound"
    assert [gap.amount for gap in result.gaps if gap.width is None and "published as 0" in gap.message.en] == [200]
    assert "the declared value (200.000 t CO2e) rests on another factor" in say(data, MARKET)
    assert any("supplier" in gap.question.en for gap in cw.translate(data, to=MARKET).gaps)
    with pytest.raises(cw.InputError, match="published as 0"):
        cw.translate({**plant("CH", 2023), "standard": MARKET}, to=LOCATION)


def test_the_european_footprint_takes_the_residual_mix_after_proof() -> None:
    product = {
        "standard": "eu/en-15804-a2-2019",
        "subject": {"location": "DE"},
        "declared_unit": "1 kg",
        "year": 2024,
        "figures": [{"stage": "A3", "source": "electricity", "activity": {"electricity": "10 kWh", "factor": "0.4 kg CO2e/kWh"}}],
    }
    low, _ = tonnes(product, PEF)
    assert low is not None
    assert low == Decimal("7.245641857372283")
    assert any(
        gap.width is None and gap.stage == "A3" for gap in cw.translate(product, to=PEF).gaps
    )  # CO2 of generation is not all that it asks


def test_electricity_without_a_quantity_cannot_be_evaluated_anew_and_says_so() -> None:
    data = {
        "standard": "cn/gbt-32150-2015",
        "figures": [{"stage": "enterprise", "source": "electricity", "value": "500 t CO2e"}],
    }
    result = cw.translate(data, to=MARKET)
    assert any("kWh" in gap.question.en for gap in result.gaps)
    assert result.total.bounds == (Decimal(0), None, None)
    assert result.total.status == "missing"  # 500 t say nothing of the quantity


@given(
    st.integers(0, 1500),
    st.integers(0, 1000),
    st.sampled_from(["certificate", "ppa"]),
    st.booleans(),
)
def test_no_contract_changes_a_location_based_figure(grams: int, covered: int, kind: str, cancelled: bool) -> None:
    state = {"cancelled": cancelled, "scheme": "GEC"} if kind == "certificate" else {}
    supply = {"kind": kind, "amount": f"{covered} MWh", "factor": f"{Decimal(grams) / 1000} kg CO2/kWh", **state}
    assert tonnes(plant(supply=supply), LOCATION) == tonnes(plant(), LOCATION) == (Decimal("530.6"), Decimal("530.6"))


@given(st.lists(st.integers(0, 2000), min_size=2, max_size=2, unique=True), st.integers(0, 1000))
def test_a_market_based_figure_rises_with_the_factor_of_the_proof(grams: list[int], covered: int) -> None:
    found = [
        tonnes(plant(supply=green(f"{covered} MWh", f"{Decimal(each) / 1000} kg CO2/kWh"), rest="cn-average"), MARKET)[0]
        for each in sorted(grams)
    ]
    assert found[0] is not None
    assert found[1] is not None
    assert found[0] <= found[1]


@given(st.decimals("0.001", "100000", places=3), st.sampled_from([("MWh", "1"), ("kWh", "1000"), ("GJ", "3.6"), ("万千瓦时", "0.1")]))
def test_the_unit_of_energy_changes_nothing(amount: Decimal, unit: tuple[str, str]) -> None:
    plain = {**plant(), "figures": [{"stage": "enterprise", "source": "electricity", "activity": {"electricity": f"{amount} MWh"}}]}
    other = {
        **plant(),
        "figures": [
            {"stage": "enterprise", "source": "electricity", "activity": {"electricity": f"{amount * Decimal(unit[1])} {unit[0]}"}}
        ],
    }
    first, second = (tonnes(data, LOCATION)[0] for data in (plain, other))
    assert first is not None
    assert second is not None
    assert abs(first - second) <= first * Decimal("1e-24")


@given(st.integers(0, 1000), st.integers(0, 1000))
def test_parts_and_rest_add_up_to_the_whole(first: int, second: int) -> None:
    parts = [green(f"{first} MWh", "0.1 kg CO2/kWh"), {"kind": "ppa", "amount": f"{second} MWh", "factor": "0.2 kg CO2/kWh"}]
    data = plant(supply=parts, rest="cn-average")
    if first + second > 1000:
        with pytest.raises(cw.InputError, match="more than the 1000 consumed"):
            cw.read(data)
        return
    expected = Decimal("0.1") * first + Decimal("0.2") * second + Decimal("0.5306") * (1000 - first - second)
    low, high = tonnes(data, MARKET)
    assert low == high == expected


def test_a_figure_that_rests_on_proof_its_own_standard_refuses_is_marked() -> None:
    data = plant(standard=LOCATION, supply=green())
    data["figures"][0]["stage"] = "scope-2"
    result = cw.translate(data, to=LOCATION)
    assert any("does not take certificate" in note[0] for note in result.outcome.notes)
    assert not cw.translate(plant(supply=green()), to=MARKET).outcome.notes


# -- certificates ---------------------------------------------------------------------------------------------------------------------


def scheme(name: str) -> CertificateScheme:
    found = LIBRARY.certificate_scheme.lookup(name)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("name", "produced", "last"),
    [
        ("GEC", (2024, 1), date(2025, 12, 31)),  # two years, the month of production included
        ("绿证", (2024, 5), date(2026, 4, 30)),
        ("GEC", (2023, 12), date(2025, 12, 31)),  # produced before 2024: to the end of 2025
        ("GO", (2024, 8), date(2026, 2, 28)),
    ],
)
def test_last_day_of_a_certificate(name: str, produced: tuple[int, int], last: date) -> None:
    assert scheme(name).last_day(produced) == last


def test_a_certificate_cancelled_after_its_last_day_proves_nothing() -> None:
    late = plant(supply=green(produced="2024-05", cancelled_on="2026-05-01"))
    assert tonnes(late, MARKET) == tonnes(plant(), MARKET)
    assert "prove nothing" in say(late, MARKET)
    in_time = plant(supply=green(produced="2024-05", cancelled_on="2026-04-30"), rest="cn-average")
    assert tonnes(in_time, MARKET)[1] == Decimal("212.24")


def test_the_month_is_asked_where_it_decides() -> None:
    data = plant(supply=green(vintage=2024, cancelled_on="2026-06-30"), rest="cn-average")
    assert tonnes(data, MARKET) == (Decimal("212.2400"), Decimal("530.6000"))
    assert any("`produced`" in gap.question.en for gap in cw.translate(data, to=MARKET).gaps)


def test_an_expired_certificate_is_cancelled_too() -> None:
    assert tonnes(plant(supply=green(expired=True)), MARKET) == tonnes(plant(), MARKET)


@pytest.mark.parametrize(
    ("region", "year", "scheme", "without"),
    [("CN-ZJ", 2023, "GO", "609.6"), ("DE", 2024, "GEC", "724.5641857372283"), ("GB", 2024, "GO", "420.7566520436972")],
)
def test_a_certificate_of_another_market_keeps_both_ends(region: str, year: int, scheme: str, without: str) -> None:
    """Recognition is a gap with its reason, also where the target knows the scheme for its own market."""
    data = plant(region, year, factor="0.5 kg CO2/kWh", supply={**green("1000 MWh"), "scheme": scheme})
    assert tonnes(data, MARKET) == (Decimal(0), Decimal(without))
    assert "another market than that of the consumption" in say(data, MARKET)


@pytest.mark.parametrize(("region", "year", "scheme"), [("CN-ZJ", 2023, "GEC"), ("DE", 2024, "GO"), ("NO", 2024, "来源担保")])
def test_a_certificate_of_the_market_of_the_consumption_counts(region: str, year: int, scheme: str) -> None:
    data = plant(region, year, factor="0.5 kg CO2/kWh", supply={**green("1000 MWh"), "scheme": scheme})
    assert tonnes(data, MARKET) == (Decimal(0), Decimal(0))


def test_a_certificate_without_its_scheme_is_asked_for_it() -> None:
    supply = {name: value for name, value in green("1000 MWh").items() if name != "scheme"}
    result = cw.translate(plant(supply=supply), to=MARKET)
    assert result.shared.bounds[0] != result.shared.bounds[2]
    assert any("Declare the `scheme`" in gap.question.en for gap in result.gaps)


def test_certificates_of_an_unknown_scheme_are_a_gap() -> None:
    data = plant(supply=green(scheme="I-REC"), rest="cn-average")
    assert tonnes(data, MARKET) == (Decimal("212.2400"), Decimal("530.6000"))
    assert "no law makes the two stand for one another" in say(data, MARKET)


@pytest.mark.parametrize(
    ("supply", "message"),
    [
        ([green(serials=["A1"]), green("100 MWh", serials=["A1"])], "proves two consumptions"),
        (green(serials=["A1", "A1"]), "listed twice"),
        (green("1200 MWh"), "more than the 1000 consumed"),
        (green("600.5 MWh"), "no whole number"),
        ({**green(), "amount": None, "share": "120 %"}, "between 0 and 100 %"),
        ({**green(), "share": "50 %"}, "not both"),
        ({**green(), "factor": None}, "its own `factor`"),
        ([{"kind": "ppa"}, {"kind": "direct-line"}], "`amount` or `share`"),
        (green(produced="2024-13"), "does not have the form"),
        (green(produced="2024-05", vintage=2023), "another year"),
        (green(produced="2024-05", cancelled_on="2024-04-30"), "before its electricity was produced"),
        (green(factor="0 kg CO2e/kWh"), "some factors of this activity count CO2 and others CO2e"),
        (green("600 kg"), "another dimension"),
    ],
)
def test_supply_that_cannot_be(supply: Any, message: str) -> None:
    with pytest.raises(cw.InputError, match=message):
        cw.translate(plant(supply=supply), to=MARKET)


def test_a_certificate_counts_once_for_a_good_and_its_precursors() -> None:
    inner = plant(supply=green(serials=["GEC-1"]))
    outer = {
        **plant(supply=green(serials=["GEC-1"])),
        "activity_level": "100 t",
        "precursors": [{"name": "steel", "amount": "1 t", "footprint": inner}],
    }
    with pytest.raises(cw.InputError, match="GEC-1 proves two consumptions"):
        cw.read(outer)


# -- years and regions ----------------------------------------------------------------------------------------------------------------


def test_a_year_after_the_series_takes_the_newest_one_and_says_so() -> None:
    data = plant(year=2026, factor="0.5 kg CO2/kWh")
    assert tonnes(data, LOCATION) == (Decimal("530.6"), Decimal("530.6"))
    assert "has no factor of 2026; that of 2023 stands in" in say(data, LOCATION)


def test_a_year_before_the_series_has_no_factor_unless_the_nearest_is_asked_for() -> None:
    data = plant(year=2019, factor="0.6 kg CO2/kWh")
    assert tonnes(data, LOCATION) == (Decimal("0"), None)
    assert "no factor for the region or year" in say(data, LOCATION)
    assert tonnes(data, LOCATION, nearest_year=True) == (Decimal("556.8"), Decimal("556.8"))
    assert "has no factor of 2019; that of 2021 stands in" in say(data, LOCATION, nearest_year=True)


@pytest.mark.parametrize("year", [2019, 2026])
def test_the_own_factor_of_another_year_is_refused_unless_asked_for(year: int) -> None:
    with pytest.raises(cw.InputError, match=f"none for {year}") as caught:
        cw.translate(plant(year=year), to=MARKET)
    assert "--nearest-year" in str(caught.value)
    result = cw.translate(plant(year=year), to=MARKET, nearest_year=True)
    assert any(f"has no factor of {year}" in note[0] for note in result.outcome.notes)


def test_the_newest_factor_of_the_day_needs_no_gap_where_no_year_is_declared() -> None:
    data = plant(factor="0.5 kg CO2/kWh")
    del data["year"]
    result = cw.translate(data, to=LOCATION, as_of=date(2026, 11, 1))
    assert result.shared.bounds[0] == Decimal("530.6")
    assert not any("stands in" in gap.message.en for gap in result.gaps)
    assert cw.translate(data, to=LOCATION, as_of=date(2022, 6, 1)).shared.bounds[0] == Decimal("536.6")


@given(
    st.lists(st.tuples(st.integers(0, 400), st.integers(0, 900), st.sampled_from(["GEC", "I-REC", "expired"])), min_size=1, max_size=2),
    st.data(),
)
def test_every_way_to_see_the_supplies_lies_inside_and_the_ends_are_attained(
    parts: list[tuple[int, int, str]], data: st.DataObject
) -> None:
    """Certificates of an unknown scheme may be accepted or not, and the rest may take either reading."""
    supplies = []
    for amount, grams, kind in parts:
        state = {"scheme": "GEC", "expired": True} if kind == "expired" else {"scheme": kind}
        supplies.append(green(f"{amount} MWh", f"{Decimal(grams) / 1000} kg CO2/kWh", **state))
    low, high = tonnes(plant(supply=supplies), MARKET)
    assert low is not None
    assert high is not None
    possible = [entry for entry in parts if entry[2] != "expired"]
    average, residual = Decimal("0.5306"), Decimal("0.6096")

    def one_way(accepts: dict[int, bool], reading: Decimal) -> Decimal:
        total, left = Decimal(0), Decimal(1000)
        for index, (amount, grams, kind) in enumerate(parts):
            left -= amount
            others = any(other[2] != "expired" for place, other in enumerate(parts) if place != index)
            total += amount * (Decimal(grams) / 1000 if accepts[index] and kind != "expired" else reading if others else residual)
        return total + left * (reading if possible else residual)

    accepts = {index: kind == "GEC" or (kind == "I-REC" and data.draw(st.booleans())) for index, (_, _, kind) in enumerate(parts)}
    assert low <= one_way(accepts, data.draw(st.sampled_from([average, residual]))) <= high


def test_nearest_of_two_years_is_the_earlier() -> None:
    grid = LIBRARY.factor_set("aib-production-mix")
    found = latest_match([grid], "NO", 2023, None, "EU", nearest=True)  # 2022 and 2024 are published, 2023 is not
    assert found is not None
    assert (found.years, found.asked) == ((2022,), 2023)
    assert first_match([grid], "NO", 2023, None) is None


def test_a_region_without_a_factor_is_one_typed_error() -> None:
    with pytest.raises(cw.InputError, match="has no electricity factor here for CN-XZ"):
        cw.translate(plant("CN-XZ"), to=MARKET)


# -- CO2 and CO2e ---------------------------------------------------------------------------------------------------------------------


def test_a_co2_factor_written_as_co2e_is_marked() -> None:
    result = cw.translate(plant(factor="0.5306 kg CO2e/kWh"), to=LOCATION)
    assert any("published in cn-electricity-co2, 2023 as CO2 of generation only" in note[0] for note in result.outcome.notes)
    assert not cw.translate(plant(factor="0.5306 kg CO2/kWh"), to=LOCATION).outcome.notes


def test_a_co2_set_named_for_a_co2e_factor_is_refused() -> None:
    with pytest.raises(cw.InputError, match="counts CO2 only"):
        cw.translate(plant(factor="0.5306 kg CO2e/kWh", factor_set="cn-electricity-co2"), to=LOCATION)


# -- nothing crashes ------------------------------------------------------------------------------------------------------------------

WORDS: dict[str, list[Any]] = {
    "kind": ["certificate", "ppa", "direct-line", "own-generation"],
    "amount": ["300 MWh", "1200 MWh", "0 kWh", "-1 MWh", "5 kg"],
    "share": ["30 %", "120 %", 0.5, "x"],
    "factor": ["0 kg CO2/kWh", "0.1 kg CO2e/kWh", "3 t CO2/t"],
    "scheme": ["GEC", "I-REC", ""],
    "vintage": [2022, 2024, "x"],
    "produced": ["2024-05", "2024-00", 202405],
    "cancelled": [True, False, "maybe"],
    "cancelled_on": ["2025-01-01", "2030-01-01", "soon"],
    "expired": [True, False],
    "serials": [["A"], ["A", "A"], "A"],
}
SUPPLY = st.fixed_dictionaries(
    {"kind": st.sampled_from(WORDS["kind"])}, optional={name: st.sampled_from(found) for name, found in WORDS.items() if name != "kind"}
)


@given(
    st.one_of(SUPPLY, st.lists(SUPPLY, min_size=1, max_size=3)),
    st.sampled_from(["CN", "CN-ZJ", "AT", "DE", "XX", None]),
    st.sampled_from([2019, 2023, 2026]),
    st.sampled_from([None, "0.5 kg CO2/kWh", "0.5306 kg CO2e/kWh"]),
    st.sampled_from([LOCATION, MARKET, "eu/mrr-2018-2066"]),
    st.booleans(),
)
def test_no_supply_crashes(supply: Any, region: str | None, year: int, factor: str | None, to: str, nearest: bool) -> None:
    data = plant(region or "CN", year, supply=supply, **({"factor": factor} if factor else {}))
    if region is None:
        data["subject"] = {"kind": "installation"}
    told: list[str] = []
    try:
        result = cw.translate(data, to=to, nearest_year=nearest)
        low, _, high = result.shared.bounds
        assert low is None or high is None or low <= high
        assert result.as_dict()["gaps"] is not None
    except (cw.InputError, cw.NotComparableError) as error:
        told = [error.render("en"), error.render("zh")]
    assert all(told)


def test_a_year_left_out_of_a_series_has_no_factor() -> None:
    """Norway 2023 is left out of the AIB production mix: neither 2022 nor 2024 stands in silently."""
    data = plant("NO", 2023, factor="0.02 kg CO2/kWh")
    assert tonnes(data, LOCATION) == (Decimal(0), None)
    assert "has no factor for the region or year" in say(data, LOCATION)
    assert tonnes(data, LOCATION, nearest_year=True) == (Decimal("7.226752375623963"),) * 2
    assert "that of 2022 stands in" in say(data, LOCATION, nearest_year=True)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["electricity", "--region", "CN-XZ", "--year", "2023"], "no set has a value for this region"),
        (["aib-residual-mix", "--region", "AT", "--year", "2030", "--nearest-year"], "use the mix of the supplier"),
        (["electricity", "--region", "CN-XZ", "--lang", "zh"], "没有因子集收录该地区的数值"),
    ],
)
def test_regions_without_a_factor_on_the_command_line(arguments: list[str], message: str) -> None:
    result = CliRunner().invoke(main, ["factors", *arguments])
    assert result.exit_code == 3
    assert message in result.stderr


def test_a_table_without_regions_answers_for_the_country_of_its_document() -> None:
    result = CliRunner().invoke(main, ["factors", "heat", "--region", "CN", "--format", "json"])
    assert [(row["set"], row["value"]) for row in json.loads(result.stdout)] == [("cn-heat-default", "0.11")]
    assert CliRunner().invoke(main, ["factors", "heat", "--region", "DE"]).exit_code == 3
