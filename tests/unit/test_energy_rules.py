"""The calculation rules for hydrogen, fuels and certificates: each function, its limits, and what must hold for any input."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosswalk.engine.rules.energy import allocation, certificates, electricity, fuels, hydrogen, red, savings
from crosswalk.engine.rules.energy.electricity import LOW_CARBON_METHODS, RFNBO_METHODS, Source
from crosswalk.engine.rules.energy.fuels import Interval, Supply
from crosswalk.engine.rules.energy.hydrogen import HeatingBasis
from crosswalk.engine.rules.energy.savings import Requirement
from crosswalk.errors import DeclarationError, InconsistentDeclarationError, InputError

D = Decimal
NAN = D("NaN")
CLOSE = D("1E-20")  # relative; a quotient carries 28 digits

amounts = st.decimals(0, 10**6, places=6)
positives = st.decimals(D("0.001"), 10**6, places=3)
shares = st.decimals(0, 1, places=6)
signed = st.decimals(-(10**6), 10**6, places=6)


def close(first: Decimal, second: Decimal) -> bool:
    return abs(first - second) <= CLOSE * max(abs(first), abs(second), D(1))


# -- hydrogen ------------------------------------------------------------------------------------------------------------------------


@given(amounts)
def test_hydrogen_there_and_back(value: Decimal) -> None:
    assert close(hydrogen.mass(hydrogen.energy(value, "LHV"), "LHV"), value)
    assert close(hydrogen.per_mass(hydrogen.per_energy(value, "LHV"), "LHV"), value)


@pytest.mark.parametrize("basis", ["HHV", "lhv", ""])
def test_only_the_lower_heating_value_is_accepted(basis: str) -> None:
    for function in (hydrogen.energy, hydrogen.mass, hydrogen.per_energy, hydrogen.per_mass):
        with pytest.raises(DeclarationError) as caught:
            function(D(1), cast("HeatingBasis", basis))
        assert caught.value.findings[0].field == "basis"
        assert "低位" in caught.value.render("zh")


# -- savings -------------------------------------------------------------------------------------------------------------------------


@given(positives, shares)
def test_the_limit_has_exactly_the_saving(comparator: Decimal, required: Decimal) -> None:
    highest = savings.limit(comparator, required)
    assert close(savings.saving(highest, comparator), required)
    assert savings.reaches(highest, comparator, required)
    assert not savings.reaches(highest + D("0.000001"), comparator, required)


def test_a_saving_is_a_fraction() -> None:
    for wrong in ("70", "-0.1", "NaN", "1.0001"):
        with pytest.raises(DeclarationError):
            savings.limit(D(94), D(wrong))
    with pytest.raises(DeclarationError):
        savings.saving(D(1), D(0))


RED_TRANSPORT = (
    Requirement(D("0.50"), None, date(2015, 10, 5)),
    Requirement(D("0.60"), date(2015, 10, 6), date(2020, 12, 31)),
    Requirement(D("0.65"), date(2021, 1, 1), None),
)


@pytest.mark.parametrize(
    ("started", "required"),
    [
        (date(2015, 10, 5), "0.50"),
        (date(2015, 10, 6), "0.60"),
        (date(2020, 12, 31), "0.60"),
        (date(2021, 1, 1), "0.65"),
    ],
)
def test_the_start_of_operation_chooses_the_saving(started: date, required: str) -> None:
    assert savings.required_saving(RED_TRANSPORT, started) == D(required)


def test_no_requirement_or_two_are_refused() -> None:
    with pytest.raises(DeclarationError, match="0 requirements"):
        savings.required_saving(RED_TRANSPORT[2:], date(2020, 1, 1))
    with pytest.raises(DeclarationError, match="2 requirements"):
        savings.required_saving((Requirement(D(0)), *RED_TRANSPORT), date(2022, 1, 1))
    with pytest.raises(DeclarationError):
        Requirement(D("0.5"), date(2021, 1, 2), date(2021, 1, 1))


# -- RED -----------------------------------------------------------------------------------------------------------------------------


@given(st.lists(amounts, min_size=8, max_size=8))
def test_red_sum_has_five_emissions_and_three_savings(values: list[Decimal]) -> None:
    terms = red.Terms(*values)
    assert terms.total == sum(values[:5], D(0)) - sum(values[5:], D(0))


def test_red_terms_that_cannot_be() -> None:
    for name in ("distribution", "use", "soil", "storage", "replacement"):
        with pytest.raises(DeclarationError) as caught:
            red.Terms(**{name: D(-1)})
        assert caught.value.findings[0].field == name
    with pytest.raises(DeclarationError):
        red.Terms(land_use=NAN)
    assert red.Terms(land_use=D(-29)).total == -29


def test_land_use_change() -> None:
    # one tonne of carbon a hectare over 20 years, 3.664 t CO2 in grams, on 100 000 MJ a year
    assert red.land_use_change(D(51), D(50), D(100000)) == D("1.832")
    assert red.land_use_change(D(50), D(51), D(100000)) == D("-1.832")
    assert red.land_use_change(D(50), D(50), D(100000), D(29)) == -29
    for wrong in ((D(-1), D(0), D(1)), (D(1), D(0), D(0)), (NAN, D(0), D(1))):
        with pytest.raises(DeclarationError):
            red.land_use_change(*wrong)


def test_final_energy() -> None:
    assert red.final_energy(D(30), D("0.75")) == 40
    for wrong in ("0", "1.01", "-0.5"):
        with pytest.raises(DeclarationError):
            red.final_energy(D(30), D(wrong))


# -- allocation ----------------------------------------------------------------------------------------------------------------------


@given(signed, st.dictionaries(st.text(min_size=1), positives, min_size=1, max_size=5))
def test_allocation_keeps_the_sum_and_the_proportion(emissions: Decimal, energies: dict[str, Decimal]) -> None:
    for shared in (allocation.by_energy(emissions, energies), allocation.by_value(emissions, energies)):
        assert abs(sum(shared.values(), D(0)) - emissions) <= D("1E-18")
        assert list(shared) == list(energies)
    assert all(value == 0 or (value > 0) == (emissions > 0) for value in allocation.by_energy(emissions, energies).values())


def test_allocation_with_negative_energy() -> None:
    energies = {"fuel": D(4), "wet residue": D(-1)}
    with pytest.raises(DeclarationError):
        allocation.by_energy(D(8), energies)
    assert allocation.by_energy(D(8), energies, negative_is_zero=True) == {"fuel": D(8), "wet residue": D(0)}
    with pytest.raises(DeclarationError):
        allocation.by_energy(D(8), {"a": NAN}, negative_is_zero=True)
    with pytest.raises(DeclarationError):
        allocation.by_value(D(8), {})


def test_carnot_factor_at_150_degrees_is_not_quite_the_printed_one() -> None:
    assert round(allocation.carnot_factor(D("423.15")), 4) == D("0.3545")
    assert D("0.3546") == allocation.BUILDING_HEAT_FACTOR
    for cold in ("273.15", "0", "-1"):
        with pytest.raises(DeclarationError):
            allocation.carnot_factor(D(cold))
    assert allocation.useful_heat(D(100), allocation.BUILDING_HEAT_FACTOR) == D("35.46")


@given(amounts, st.decimals(D("0.1"), D("0.5"), places=3), st.decimals(D("0.1"), D("0.5"), places=3), shares)
def test_cogeneration_gives_away_all_emissions(emissions: Decimal, electric: Decimal, thermal: Decimal, factor: Decimal) -> None:
    power, heat = allocation.cogeneration(emissions, electric, thermal, factor)
    assert close(power * electric + heat * thermal, emissions)
    assert heat <= power or close(heat, power)


def test_cogeneration_cannot_give_more_than_it_takes() -> None:
    with pytest.raises(DeclarationError):
        allocation.cogeneration(D(50), D("0.6"), D("0.5"), D("0.35"))


# -- RFNBO and low-carbon fuels ------------------------------------------------------------------------------------------------------


@given(st.lists(amounts, min_size=8, max_size=8))
def test_fuel_formulas(values: list[Decimal]) -> None:
    elastic, rigid, avoided, processing, distribution, use, storage, bound = values
    supply = Supply(elastic, rigid, avoided)
    assert supply.total == elastic + rigid - avoided
    renewable = fuels.rfnbo_emissions(supply, processing, distribution, use, storage)
    assert renewable == elastic + rigid - avoided + processing + distribution + use - storage
    assert fuels.low_carbon_emissions(supply, processing, distribution, use, storage, bound) == renewable - bound


def test_fuel_terms_that_cannot_be() -> None:
    for name in ("processing", "distribution", "use", "storage"):
        with pytest.raises(DeclarationError) as caught:
            fuels.rfnbo_emissions(Supply(), **{name: D(-1)})
        assert caught.value.findings[0].field == name
    with pytest.raises(DeclarationError):
        Supply(existing_use=NAN)


def test_capture_can_cost_more_than_it_saves() -> None:
    net = fuels.net_capture(D(5), D(4), D(1), D("0.5"))
    assert net == D("-0.5")
    assert fuels.low_carbon_emissions(Supply(D(10)), storage=net) == D("10.5")


def test_qualifying_share() -> None:
    assert fuels.qualifying_share(D(3), D(4)) == D("0.75")
    with pytest.raises(InconsistentDeclarationError):
        fuels.qualifying_share(D(5), D(4))
    with pytest.raises(DeclarationError):
        fuels.qualifying_share(D(0), D(0))


def test_an_interval_above_the_limit_cannot_be_averaged_away() -> None:
    limit = D("28.2")
    assert fuels.average_of_intervals([Interval(D(1), limit), Interval(D(3), D("8.2"))], limit) == D("13.2")
    with pytest.raises(DeclarationError) as caught:
        fuels.average_of_intervals([Interval(D(100), D(0)), Interval(D(1), D("28.3"))], limit)
    assert caught.value.findings[0].field == "intervals[1].intensity"
    with pytest.raises(DeclarationError):
        fuels.average_of_intervals([], limit)


# -- electricity ---------------------------------------------------------------------------------------------------------------------


def test_full_load_hours() -> None:
    assert electricity.full_load_hour_intensity(D(4000), D(4000), D(183)) == 0
    assert electricity.full_load_hour_intensity(D("4000.1"), D(4000), D(183)) == 183
    for hours, eligible in ((D(8785), D(1)), (D(1), D(8785)), (D(-1), D(1)), (NAN, D(1))):
        with pytest.raises(DeclarationError):
            electricity.full_load_hour_intensity(hours, eligible, D(183))


def test_hours_of_a_zone_above_ninety_percent() -> None:
    assert electricity.renewable_zone_hours(2026, D("0.95")) == D("8322.00")
    assert electricity.renewable_zone_hours(2028, D(1)) == 8784
    for closed in ("0.9", "0.5", "1.1", "95"):
        with pytest.raises(DeclarationError):
            electricity.renewable_zone_hours(2026, D(closed))


def test_mean_intensity_weighs_by_energy() -> None:
    sources = [Source(D(3), D(0), "fully-renewable"), Source(D(1), D(100), "average")]
    assert electricity.mean_intensity(sources, RFNBO_METHODS) == 25
    assert electricity.mean_intensity([Source(D(1), D(183), "full-load-hours")], RFNBO_METHODS) == 183


@pytest.mark.parametrize(
    "sources",
    [
        [Source(D(1), D(100), "average"), Source(D(1), D(0), "marginal")],
        [Source(D(1), D(0), "fully-renewable"), Source(D(1), D(183), "full-load-hours")],
        [Source(D(1), D(100), "hourly-average")],
        [Source(D(0), D(100), "average")],
        [],
    ],
)
def test_mixtures_of_methods_that_the_renewable_act_refuses(sources: list[Source]) -> None:
    with pytest.raises(InputError):
        electricity.mean_intensity(sources, RFNBO_METHODS)


def test_the_low_carbon_act_has_one_method_more() -> None:
    hourly = [Source(D(1), D(100), "hourly-average"), Source(D(1), D(50), "hourly-average")]
    assert electricity.mean_intensity(hourly, LOW_CARBON_METHODS) == 75


def test_fully_renewable_is_zero() -> None:
    with pytest.raises(InconsistentDeclarationError):
        Source(D(1), D(1), "fully-renewable")
    with pytest.raises(DeclarationError):
        Source(D(-1), D(1), "average")


# -- certificates --------------------------------------------------------------------------------------------------------------------


@given(st.lists(st.decimals(0, 10**6, places=3), max_size=12))
def test_certificates_lose_nothing(months: list[Decimal]) -> None:
    carried, count = D(0), 0
    for settled in months:
        month = certificates.issued(settled, carried)
        assert 0 <= month.carried < 1
        carried, count = month.carried, count + month.certificates
    assert count + carried == sum(months, D(0))


def test_certificates_refuse_what_cannot_be() -> None:
    for settled, carried in ((D(-1), D(0)), (D(1), D(1)), (NAN, D(0)), (D(1), D("-0.1"))):
        with pytest.raises(DeclarationError):
            certificates.issued(settled, carried)


def test_electricity_part_refuses_negative_amounts() -> None:
    assert hydrogen.electricity_part(D(52), D("0.5")) == 26
    with pytest.raises(DeclarationError):
        hydrogen.electricity_part(D(-52), D("0.5"))
