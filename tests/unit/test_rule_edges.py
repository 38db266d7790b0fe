"""Where a rule changes over: both sides of each limit, and the limit itself; and the texts that only one case shows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from crosswalk.engine.rules import cn_ets
from crosswalk.engine.rules.activity import (
    AnalysedCarbon,
    FactorValue,
    analysed_carbon,
    first_match,
    known_years,
    latest_match,
    look_up,
    look_up_item,
    year_value,
)
from crosswalk.engine.rules.cbam import attribution, calculation, embedded, heat, measurement, pfc, rounding
from crosswalk.engine.rules.cbam.goods import Precursor, Produced, Supplied, embedded_emissions
from crosswalk.engine.rules.cbam.reference_efficiencies import reference_electricity_efficiency, reference_heat_efficiency
from crosswalk.engine.rules.characterise import weights
from crosswalk.engine.rules.classify import State, within
from crosswalk.engine.rules.energy import allocation, electricity, fuels, hydrogen, red, savings
from crosswalk.engine.rules.transport import battery, corsia, ets_shipping, fueleu, fueleu_balance, vehicles
from crosswalk.engine.rules.transport.marine import ETS, FUELEU, Fuel, default, find, resolved, well_to_wake
from crosswalk.errors import InputError
from crosswalk.library.library import Library
from crosswalk.model.base import Source
from crosswalk.model.quantity import Quantity

D = Decimal
LIBRARY = Library.shipped()
MARINE = LIBRARY.marine_fuels("eu-2023-1805-annex-ii")
GRID, DANISH = LIBRARY.factor_set("cn-electricity-co2"), LIBRARY.factor_set("dk-br18-electricity")
SPACE = LIBRARY.space("life-cycle")
OIL = Fuel("oil", D("0.04"), D(15), D(3), D("0.02"), D("0.001"), D("0.1"))
SMALL = D("0.5")


def refused(call: Callable[[], object]) -> tuple[str, str, str | None]:
    with pytest.raises(InputError) as caught:
        call()
    (found,) = caught.value.findings
    return found.en, found.zh, found.field


@pytest.mark.parametrize(
    ("call", "value"),
    [
        (lambda: calculation.fuel_energy(D(100), D("0.999")), "99.9"),
        (lambda: calculation.oxidation_factor(D(100), D(100)), "0"),
        (lambda: calculation.clinker_produced(D(100), D(100), D(1), D(0), D(0), D(0)), "0"),
        (lambda: calculation.clinker_produced(D(100), D(-10), D("0.5"), D(3), D(7), D(-2)), "61"),
        (lambda: calculation.clinker_emissions(D(100), D("0.5")), "50"),
        (lambda: calculation.kiln_dust_emissions(D(100), D("0.5")), "50"),
        (lambda: calculation.kiln_dust_factor(D(1), D("0.5")), D(1) / 3),  # a half released of a half: 0.25 of 0.75
        (lambda: measurement.flue_gas_flow(D(1000), D("0.5")), "1581"),
        (lambda: pfc.anode_effect_minutes(D("0.4"), D("0.5")), "0.2"),
        (lambda: pfc.overvoltage_method(D(1000), D(2), D(100), pfc.CellFactors(D("0.5"), D("0.2"))).c2f6, "0.002"),
        (lambda: pfc.overvoltage_method(D(1000), D(2), D("1.25"), pfc.CellFactors(D("0.5"), D("0.2"))).cf4, "0.8"),
        (lambda: pfc.with_fugitive(pfc.Perfluorocarbons(D(4), D(1)), D("0.8")).c2f6, "1.25"),
        (lambda: heat.heat_from_fuel(D(100), D(1)), "100"),
        (lambda: heat.fuel_mix_factor([heat.Fuel(D(4), D(50))], D(20)), "55"),
        (lambda: heat.power_plant_factor([heat.Fuel(D(4), D(50))], D(20), D("0.5")), "440"),
        (lambda: heat.output_efficiency(D(2), D(2)), "1"),
        (lambda: heat.Fuel(D(2), D("56.2"), is_waste_gas=True).emissions(cap_waste_gas=True), "112.2"),
        (lambda: heat.Fuel(D(2), D("56.2"), is_waste_gas=True).emissions(cap_waste_gas=False), "112.4"),
        (lambda: reference_electricity_efficiency("S4", 2015), "0.33"),
        (lambda: reference_electricity_efficiency("S4", 2016), "0.37"),
        (lambda: reference_heat_efficiency("L7", 2015, "steam"), "0.84"),
        (lambda: reference_heat_efficiency("L7", 2016, "steam"), "0.80"),
        (lambda: reference_heat_efficiency("L7", 2016, "steam", condensate_counted=False), "0.85"),
        (lambda: attribution.reconciled(D(30), {"a": D(1), "b": D(2)})["b"], "20"),
        (lambda: attribution.reconciled(D(0), {"a": D(1)})["a"], "0"),
        (lambda: embedded.per_tonne_by_nitrogen(SMALL, D(1000)), "500"),
        (lambda: embedded.average_specific([(SMALL, embedded.SpecificEmissions(D(2), D(4)))]).indirect, "4"),
        (lambda: rounding.to_decimals(D("1.25"), 1), "1.3"),
        (lambda: rounding.to_decimals(D("-1.25"), 1), "-1.3"),
        (lambda: cn_ets.anode_factor(D(1), D("0.4"), D("0.6")), "0"),
        (lambda: cn_ets.anode_factor(D("0.5"), D("0.1"), D("0.3")), "1.1"),
        (lambda: cn_ets.anode_effect(D(1000), D(2)).cf4, "0.286"),
        (lambda: cn_ets.anode_effect(D(1000), D(2)).c2f6, "0.0286"),
        (lambda: cn_ets.anode_effect_by_default(D(500), D(4), D(6)).cf4, "2"),
        (lambda: cn_ets.anode_effect_by_default(D(500), D(4), D(6)).c2f6, "3"),
        (lambda: cn_ets.anode_emissions(D(100), D("1.5")), "150"),
        (lambda: cn_ets.clinker_emissions(D(5), "inert", {"inert": D(0)}).value, "0"),  # a factor of zero neither adds nor deducts
        (lambda: cn_ets.steel_carbon({"a": D(10)}, {"a": D(4), "b": D(4)}, {"a": D(0), "b": D("-0.5")}), "-2"),
        (lambda: cn_ets.carbon_of({"a": D(10), "b": D(4)}, {"a": D(3), "b": D("-0.5")}), "28"),
        (lambda: allocation.by_energy(D(90), {"fuel": D(2), "meal": D(-1)}, negative_is_zero=True)["meal"], "0"),
        (lambda: allocation.by_energy(D(90), {"fuel": D(2), "meal": D("0.5")}, negative_is_zero=True)["meal"], "18"),
        (lambda: allocation.by_value(D(-90), {"fuel": D(2), "meal": D(1)})["meal"], "-30"),
        (lambda: allocation.carnot_factor(D("546.3")), "0.5"),
        (lambda: allocation.cogeneration(D(8), D("0.4"), D("0.6"), D("0.5"))[0], D(8) / D("0.7")),
        (lambda: allocation.cogeneration(D(7), D("0.4"), D("0.6"), D("0.5"))[1], "5"),
        (lambda: electricity.full_load_hour_intensity(D(8784), D(8783), D(183)), "183"),
        (lambda: electricity.full_load_hour_intensity(D(1), D(8784), D(183)), "0"),
        (lambda: electricity.renewable_zone_hours(2023, D("0.91")), "7971.6"),
        (lambda: electricity.renewable_zone_hours(2024, D(1)), "8784"),
        (lambda: electricity.hours_of(1900), "8760"),
        (lambda: fuels.qualifying_share(SMALL, SMALL), "1"),
        (lambda: fuels.rfnbo_emissions(fuels.Supply(D(1), D(20), D(4)), D(100), D(300), D(700), D(50)), "1067"),
        (lambda: fuels.low_carbon_emissions(fuels.Supply(D(1), D(20), D(4)), D(100), D(300), D(700), D(50), D(7)), "1060"),
        (lambda: fuels.net_capture(D(50), D(1), D(5), D(20)), "24"),
        (lambda: fuels.average_of_intervals([fuels.Interval(D(1), D(28)), fuels.Interval(D(3), D(-4))], D(28)), "4"),
        (lambda: hydrogen.energy(D(2), "LHV"), "240"),
        (lambda: hydrogen.mass(D(240), "LHV"), "2"),
        (lambda: hydrogen.per_energy(D(-3), "LHV"), "-25"),
        (lambda: hydrogen.per_mass(D(25), "LHV"), "3"),
        (lambda: hydrogen.electricity_part(D(50), D("0.5")), "25"),
        (lambda: red.land_use_change(D(110), D(10), D(1000), D(29)), D("3.664") * 5000 - 29),
        (lambda: red.final_energy(D(-20), D("0.4")), "-50"),
        (lambda: red.default_terms({"e_ec": "1", "e_p": "20", "e_td": "300", "e_p_typical": "15"}).total, "321"),
        (lambda: red.default_terms({"e_ec": "1", "e_p": "20", "e_td": "300", "e_p_typical": "15"}, typical=True).total, "316"),
        (lambda: savings.saving(D(47), D(94)), "0.5"),
        (lambda: battery.years_of_operation(D(8)), "8"),
        (lambda: battery.years_of_operation(D(8), D(100000), D(20000)), "5"),
        (lambda: battery.years_of_operation(D(4), D(100000), D(20000)), "4"),
        (lambda: battery.energy_delivered(D(20), D(50), D(8)), "8000"),
        (lambda: corsia.emissions(D(10)), "31.6"),
        (lambda: corsia.emissions(D(10), "avgas"), "31"),
        (lambda: corsia.saving(D("44.5")), "0.5"),
        (lambda: corsia.saving(D(19), "avgas"), "0.8"),
        (lambda: corsia.reduction([(D(10), D("44.5")), (D(5), D(178))]), "0"),
        (lambda: corsia.reduction([(D(10), D(19))], "avgas"), "24.8"),
        (lambda: ets_shipping.surrendered(D(1000), 2024), "400"),
        (lambda: ets_shipping.surrendered(D(1000), 2025), "700"),
        (lambda: ets_shipping.surrendered(D(1000), 2026, ice_class=True), "950"),
        (lambda: ets_shipping.surrendered(D(1000), 2026, foreign_voyage=True), "500"),
        (lambda: ets_shipping.emissions([(OIL, D(10)), (OIL, D(10))]), D(20) * (D("0.9") * (3 + D("0.56") + D("0.265")) + D("2.8"))),
        (lambda: ets_shipping.emissions([(OIL, D(10))], FUELEU), D(10) * (D("0.9") * (3 + D("0.5") + D("0.298")) + D("2.5"))),
        (lambda: well_to_wake(OIL, ETS), D("0.6") + D("0.9") * (3 + D("0.56") + D("0.265")) + D("2.8")),
        (lambda: fueleu.limit(2029), "89.3368"),
        (lambda: fueleu.limit(2030), "85.6904"),
        (lambda: fueleu.wind_factor(D(15), D(100)), "0.95"),
        (lambda: fueleu.wind_factor(D("14.9"), D(100)), "0.97"),
        (lambda: fueleu.wind_factor(D(5), D(100)), "0.99"),
        (lambda: fueleu.wind_factor(D("4.9"), D(100)), "1"),
        (lambda: fueleu_balance.balance(D(9), D(-1), D(5)), "50"),
        (lambda: fueleu_balance.penalty(D(0), D(1)), "0"),
        (lambda: fueleu_balance.penalty(D(-41000), SMALL), "4800"),
        (lambda: fueleu_balance.penalty(D("-0.5"), D(1), 3), D("0.5") / 41000 * 2400 * D("1.2")),
        (lambda: fueleu_balance.most_to_borrow(D(50), D(3)), "3"),
        (lambda: fueleu_balance.repayment(D(3), limit=D(50), energy=D(3)), "3.3"),
        (lambda: fueleu_balance.repayment(D(0), limit=D(50), energy=D(3), borrowed_before=True, pooled=True), "0"),
        (lambda: fueleu_balance.shore_power_penalty(D(100), D(3)), "450"),
        (lambda: vehicles.co2_of_consumption(D(5), D(2400)), "120"),
        (lambda: vehicles.consumption_of_co2(D(120), D(2400)), "5"),
        (lambda: vehicles.electricity_limit(D(1090)), "10.1"),
        (lambda: vehicles.electricity_limit(D(1091)), "10.08916"),
        (lambda: vehicles.electricity_limit(D(2710)), "19.0908"),
        (lambda: vehicles.electricity_limit(D(2711)), "19.1"),
        (lambda: vehicles.electricity_limit(D(100)), "10.1"),
        (lambda: vehicles.electricity_limit(D(10000)), "19.1"),
        (lambda: vehicles.manufacturer_target_2020(D("1379.88"), "M1"), "95"),
        (lambda: vehicles.manufacturer_target_2020(D("1479.88"), "M1"), "98.33"),
        (lambda: vehicles.manufacturer_target_2020(D("1866.4"), "N1"), "156.6"),
        (lambda: vehicles.manufacturer_target_2020(D(240), "N1"), "0.4656"),
        (lambda: vehicles.manufacturer_target_2020(D(200), "N1"), "0"),
    ],
)
def test_numbers(call: Callable[[], Decimal], value: str | Decimal) -> None:
    assert round(D(call()), 18) == round(D(value), 18)


def test_yes_or_no() -> None:
    first, last = date(2026, 1, 1), date(2027, 12, 31)
    both = savings.Requirement(D("0.7"), first, last)
    assert [both.covers(day) for day in (date(2025, 12, 31), first, last, date(2028, 1, 1))] == [False, True, True, False]
    assert savings.Requirement(D("0.7"), first, first).covers(first)
    assert savings.Requirement(D("0.7"), started_until=last).covers(date(1990, 1, 1))
    assert [savings.reaches(D(value), D(100), D("0.7")) for value in ("30", "30.01")] == [True, False]
    pool = {"a": D(10), "b": D(-6)}
    for shared, valid in (
        ({"a": D(4), "b": D(0)}, True),
        ({"a": D(0), "b": D(4)}, True),
        ({"a": D(-1), "b": D(5)}, False),  # a surplus becomes a deficit
        ({"a": D(11), "b": D(-7)}, False),  # a deficit grows
        ({"a": D(4), "b": D(1)}, False),  # out of nothing
    ):
        assert fueleu_balance.pool_is_valid(pool, shared) == valid
    assert fueleu_balance.pool_is_valid({"a": D("0.5")}, {"a": D("0.5")})
    assert not fueleu_balance.pool_is_valid({"a": D(1), "b": D(-1)}, {"a": D(0), "b": D(0)})


def test_the_intensity_of_a_ship() -> None:
    rewarded = fueleu.Consumption(OIL, D(50), rewarded=True)
    found = fueleu.intensity([fueleu.Consumption(OIL, D(100)), rewarded], year=2025, electricity=D(2), wind=D("0.5"), gwp=ETS)
    onboard = D("0.9") * (3 + D("0.56") + D("0.265")) + D("2.8")
    assert found.energy == 8  # 150 g x 0.04 MJ/g and 2 MJ from shore; fuel with a reward counts twice below the line
    assert (found.well_to_tank, found.tank_to_wake) == (D(90) / 10, 150 * onboard / 10)
    assert found.value == D("0.5") * (9 + 15 * onboard)
    assert fueleu.intensity([rewarded], year=2033).energy == 2
    assert fueleu.intensity([], year=2025, electricity=SMALL).value == 0
    for year in (2024, 2034):
        assert refused(lambda year=year: fueleu.intensity([rewarded], year=year)) == (  # type: ignore[misc]
            f"the reward for fuel of non-biological origin holds from 2025 to 2033, not in {year}",
            f"非生物来源燃料奖励适用于 2025 至 2033 年，不适用于 {year} 年",
            "year",
        )


def test_goods_and_their_indirect_emissions() -> None:
    bought = Supplied("iron", D(2), D("0.5"), counts_indirect=False, indirect_of_precursors=D("0.5"))
    assert bought.counted() == embedded.SpecificEmissions(D(2), D("0.5"))
    steel = Produced("steel", D(10), D(20), SMALL, False, (Precursor("iron", D(3)), Precursor("iron", D(1), exempt_origin=True)))
    assert embedded_emissions([bought, steel, bought], "steel") == embedded.SpecificEmissions(D(32), D(3))
    assert Supplied("iron", D(2), D(0), counts_indirect=False).counted().indirect == 0


@pytest.mark.parametrize(
    ("call", "en", "zh", "field"),
    [
        (lambda: find(MARINE, "moonshine"), "unknown marine fuel 'moonshine'", "未知船用燃料 'moonshine'", "fuel"),
        (
            lambda: resolved(MARINE, "HVO"),
            *(
                "Hydrotreated vegetable oil needs its lower calorific value in MJ/g: state `lcv`; none is assumed",
                "加氢植物油需要低位发热量（MJ/g）：请给出 `lcv`；不作假定",
                "lcv",
            ),
        ),
        (
            lambda: resolved(MARINE, "HVO", lcv=D("0.044")),
            "Hydrotreated vegetable oil needs its intensity E by the Renewable Energy Directive in g CO2e/MJ: state `e`; none is assumed",
            *("加氢植物油需要按可再生能源指令的强度E（g CO2e/MJ）：请给出 `e`；不作假定", "e"),
        ),
        (
            lambda: default(MARINE, find(MARINE, "HVO"), "wtt"),
            *(
                "Hydrotreated vegetable oil needs its certified value: state `wtt`; none is assumed",
                "加氢植物油需要经认证的数值：请给出 `wtt`；不作假定",
                "wtt",
            ),
        ),
        (
            lambda: well_to_wake(resolved(MARINE, "HFO", well_to_tank=False), ETS),
            *("well to tank of hfo is not known", "hfo 的油井到油箱数值未知", "wtt"),
        ),
        (lambda: fueleu.limit(2024), "there is no limit before 2025, and 2024 was asked for", "2025 年之前没有限值（2024）", "year"),
        (lambda: ets_shipping.surrendered(D(1), 2023), "ships surrender nothing before 2024", "2024 年之前船舶无清缴义务", "year"),
        (
            lambda: fueleu_balance.repayment(D("3.5"), limit=D(50), energy=D(3)),
            *("at most 3.00 g CO2e can be borrowed, not 3.5", "最多可预借 3.00 g CO2e，而非 3.5", "borrowed"),
        ),
        (
            lambda: fueleu_balance.repayment(D(1), limit=D(50), energy=D(3), pooled=True),
            *("no borrowing in two periods in a row or inside a pool", "不得连续两期预借，亦不得在联营中预借", "borrowed"),
        ),
        (
            lambda: vehicles.electricity_limit(D("99.9")),
            *(
                "99.9 kg is no mass of a car: the formula is for 100 to 10000 kg",
                "99.9 kg 不是乘用车质量：公式适用于 100 至 10000 kg",
                "kerb_mass",
            ),
        ),
        (
            lambda: battery.years_of_operation(D(8), D(1)),
            "a warranty in kilometres needs the kilometres a year: state `kilometres_a_year`; none is assumed",
            *("里程质保须给出年行驶里程：请给出 `kilometres_a_year`；不作假定", "kilometres_a_year"),
        ),
        (
            lambda: electricity.mean_intensity(
                [electricity.Source(D(1), D(1), "marginal"), electricity.Source(D(1), D(1), "average")], electricity.RFNBO_METHODS
            ),
            *(
                "one method holds for a calendar year, not average, marginal",
                "一个日历年只能采用一种方法，而不是 average, marginal",
                "sources",
            ),
        ),
        (
            lambda: red.default_terms({"e_p": "1"}),
            "the pathway has no disaggregated values (e_ec, e_td), only its total",
            *("该路径没有分项值（e_ec、e_td），只有总值", "inputs"),
        ),
        (
            lambda: savings.required_saving([], date(2026, 1, 2)),
            "0 requirements cover a start of operation on 2026-01-02; exactly one must",
            *("有 0 项要求适用于 2026-01-02 投入运行的装置；须恰好一项", "started"),
        ),
    ],
)
def test_refused_in_both_languages(call: Callable[[], object], en: str, zh: str, field: str) -> None:
    assert refused(call) == (en, zh, field)


# -- activities ----------------------------------------------------------------------------------------------------------------------


def test_analysed_carbon_oxidises_as_the_standard_says_else_as_declared() -> None:
    source = Source(document="mrr", confirmed="primary")
    assert AnalysedCarbon(D(4), D("0.5"), source).of(D(10), D("0.9")) == 20
    assert AnalysedCarbon(D(4), None, source).of(D(10), D("0.9")) == 36
    assert AnalysedCarbon(D(4), None, source).of(D(10), D(0)) == 0
    assert analysed_carbon(None, "coal") is None


def told(found: FactorValue | None) -> object:
    return found and (found.value, found.region, found.years, found.substituted, found.asked)


def test_a_factor_its_region_and_its_year() -> None:
    last = max(GRID.series[0].values)
    national = look_up(GRID, "CN", last, None)
    assert national is not None
    value = national.value
    assert told(look_up(GRID, None, last, None)) == (value, "CN", (last,), False, None)
    assert told(look_up(GRID, "CN", None, None)) == (value, "CN", (last,), False, None)
    assert look_up(GRID, "CN", last + 1, None) is None
    for later in (1, 5):
        assert told(latest_match([GRID], "CN", last + later, None, "CN")) == (value, "CN", (last,), False, last + later)
        assert told(first_match([GRID], "CN", last + later, None, nearest=True)) == (value, "CN", (last,), False, last + later)
        assert first_match([GRID], "CN", last + later, None) is None
    assert latest_match([GRID], "CN", 1990, None, "CN") is None
    first = min(GRID.series[0].values)
    assert told(latest_match([GRID], "CN", 1990, None, "CN", nearest=True)) == (GRID.series[0].values[first], "CN", (first,), False, 1990)
    abroad = look_up(GRID, "DE", last, None)
    assert told(abroad) == (value, "CN", (last,), True, None)
    assert told(latest_match([GRID], "DE", last, None, "CN")) == told(first_match([GRID], "DE", last, None)) == told(abroad)
    assert latest_match([GRID], "DE", last, None, "EU") is None
    assert told(first_match([DANISH, GRID], "CN", last, None)) == (value, "CN", (last,), False, None)  # who knows the region goes first
    assert known_years([GRID], "CN") == tuple(sorted(GRID.series[0].values))
    assert known_years([], "CN") == ()


def test_a_factor_of_years_to_come() -> None:
    series = DANISH.series[0]
    first, second = sorted(series.values)[:2]
    between = [year_value(DANISH, series, year) for year in range(first, second + 1)]
    step = (series.values[second] - series.values[first]) / (second - first)
    assert between == [series.values[first] + step * count for count in range(second - first + 1)]
    assert year_value(DANISH, series, first - 1) is None
    assert year_value(DANISH, series, 2999) == series.values[max(series.values)]
    mean = look_up(DANISH, "DK", first, second - first + 1)
    assert mean is not None
    assert mean.years == (first, second)
    assert round(mean.value, 20) == round((series.values[first] + series.values[second]) / 2, 20)
    assert told(look_up(DANISH, "DK", first, 1)) == (series.values[first], "DK", (first,), False, None)
    assert look_up(DANISH, "DK", first - 1, 5) is None


def test_years_after_the_last_one_are_not_a_mean_of_nothing() -> None:
    series = DANISH.series[0]
    last = max(series.values)
    ends = DANISH.model_copy(update={"extend_last": False})
    assert told(latest_match([ends], "DK", last + 1, None, "DK")) == (series.values[last], series.region, (last,), False, last + 1)
    assert latest_match([ends], "DK", last + 1, 5, "DK") is None
    assert told(latest_match([DANISH], "DK", last + 1, 5, "DK")) == (series.values[last], series.region, (last + 1, last + 5), False, None)


def test_a_fuel_by_mass_takes_the_calorific_value_of_the_set() -> None:
    coal = look_up_item(LIBRARY.factor_set("cn-cets-coal-default"), "coal-not-measured")
    assert coal is not None
    assert coal.ncv is not None
    tonne, heat_of_it = Quantity.parse("1 t"), coal.ncv.to("GJ/t").magnitude
    assert round(coal.per(tonne), 15) == round(coal.value * heat_of_it, 15)  # kg CO2/GJ times GJ
    assert coal.per(Quantity.parse("2 GJ")) == coal.value * 2
    assert [coal.takes(unit) for unit in ("t", "GJ", "m**3", "kWh")] == [True, True, False, True]
    assert coal.is_co2_only
    assert look_up_item(LIBRARY.factor_set("cn-cets-coal-default"), "moonshine") is None


# -- characterisation and classes ----------------------------------------------------------------------------------------------------


def test_what_is_kept_counts_what_the_sets_count() -> None:
    ar5 = LIBRARY.characterisation("ar5-100")
    ((low, high, kept),) = weights(SPACE, [ar5], None)
    assert [low, high] == [1, 1]
    assert kept != SPACE.possible
    assert [tuple(entry) for entry in weights(SPACE, [None, ar5], None)] == [(1, 1, SPACE.possible)]


@pytest.mark.parametrize(
    ("low", "high", "operator", "state"),
    [
        ("4", "5", "<=", State.MET),
        ("4", "5", "<", State.OPEN),
        ("4", "4.9", "<", State.MET),
        ("5", "6", "<=", State.OPEN),
        ("5", "6", "<", State.FAILED),
        ("5.1", None, "<=", State.FAILED),
        (None, "5.1", "<=", State.OPEN),
        ("5", "6", ">=", State.MET),
        ("5", "6", ">", State.OPEN),
        ("4", "5", ">", State.FAILED),
        ("4", "5", ">=", State.OPEN),
        (None, "4", ">=", State.FAILED),
        ("6", None, ">", State.MET),
        (None, None, "<=", State.OPEN),
    ],
)
def test_an_interval_against_five(low: str | None, high: str | None, operator: str, state: State) -> None:
    assert within(low and D(low), high and D(high), operator, D(5)) is state  # type: ignore[arg-type]


def test_on_the_limit_nobody_knows_where_the_sign_is_open() -> None:
    assert [within(D(5), D(5), sign, D(5)) for sign in ("<=", "<", ">=", ">")] == [State.MET, State.FAILED, State.MET, State.FAILED]
    for sign in ("<=", "<", ">=", ">"):
        assert within(D(5), D(5), sign, D(5), sign_open=True) is State.OPEN
        assert within(D(4), D(4), sign, D(5), sign_open=True) is (State.MET if "<" in sign else State.FAILED)
