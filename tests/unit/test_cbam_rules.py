"""The calculation rules of (EU) 2025/2547 and their Chinese twins: each function, its limits, and what must hold for any input."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosswalk.engine.rules import cn_ets
from crosswalk.engine.rules.activity import item_values
from crosswalk.engine.rules.cbam import attribution, calculation, embedded, heat, limits, measurement, pfc, rounding
from crosswalk.engine.rules.cbam.calculation import CarbonStream
from crosswalk.engine.rules.cbam.goods import Good, Precursor, Produced, Supplied, embedded_emissions
from crosswalk.engine.rules.cbam.reference_efficiencies import (
    ELECTRICITY,
    HEAT,
    MEDIA,
    reference_electricity_efficiency,
    reference_heat_efficiency,
)
from crosswalk.errors import DeclarationError, InconsistentDeclarationError, InputError, MissingPropertyError, UnknownNameError
from crosswalk.library.library import Library

D = Decimal
NAN = D("NaN")
CLOSE = D("1E-20")  # relative; a quotient carries 28 digits

amounts = st.decimals(0, 10**9, places=6)
positives = st.decimals(D("0.001"), 10**9, places=3)
shares = st.decimals(0, 1, places=6)
efficiencies = st.decimals(D("0.01"), 1, places=4)


def close(first: Decimal, second: Decimal) -> bool:
    return abs(first - second) <= CLOSE * max(abs(first), abs(second), D(1))


# -- limits --------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("check", [limits.signed, limits.amount, limits.positive, limits.share, limits.efficiency])
@pytest.mark.parametrize("value", ["NaN", "sNaN", "Infinity", "-Infinity", "1E+30", "1E+999999", "1E-999999"])
def test_no_number_that_no_quantity_has(check: Callable[[Decimal, str], Decimal], value: str) -> None:
    with pytest.raises(DeclarationError, match="place: must be a finite number"):
        check(D(value), "place")


@pytest.mark.parametrize(
    ("check", "bad", "good"),
    [
        (limits.amount, ["-1", "-0.001"], ["0", "-0", "7"]),
        (limits.positive, ["-1", "0", "-0"], ["0.001"]),
        (limits.share, ["-0.1", "1.1", "95"], ["0", "0.5", "1"]),
        (limits.efficiency, ["-0.1", "0", "1.0001", "95"], ["0.0001", "1"]),
    ],
)
def test_limits(check: Callable[[Decimal, str], Decimal], bad: list[str], good: list[str]) -> None:
    for text in bad:
        with pytest.raises(DeclarationError, match="place: must"):
            check(D(text), "place")
    for text in good:
        assert check(D(text), "place") == D(text)


def test_errors_speak_both_languages() -> None:
    with pytest.raises(DeclarationError) as caught:
        limits.share(D(2), "biomass_fraction")
    assert caught.value.render("zh") == "biomass_fraction: 应为0 至 1 之间的比例，而不是 2"


# -- combustion, process, mass balance -----------------------------------------------------------------------------------------------


def test_combustion() -> None:
    energy = calculation.fuel_energy(D(1000), D("0.0258"))
    assert calculation.combustion_emissions(energy, D("94.6")) == D("2440.68")  # IPCC defaults for other bituminous coal
    assert calculation.combustion_emissions(energy, D("94.6"), D("0.5")) == D("1220.34")
    assert calculation.oxidation_factor(D(2), D(100)) == D("0.98")
    assert calculation.fossil_part(D(83), D("0.15")) == D("70.55")
    assert calculation.fossil_part(D(83)) == 83


@pytest.mark.parametrize("ncv", ["25.8", "1", "25800", "0", "-0.02", "NaN"])
def test_calorific_value_in_the_wrong_unit(ncv: str) -> None:
    with pytest.raises(DeclarationError, match="ncv: must be"):
        calculation.fuel_energy(D(1000), D(ncv))


def test_more_carbon_in_ash_than_in_the_fuel() -> None:
    with pytest.raises(InconsistentDeclarationError, match="ash holds more carbon"):
        calculation.oxidation_factor(D(101), D(100))
    with pytest.raises(DeclarationError, match="carbon_total"):
        calculation.oxidation_factor(D(0), D(0))


def test_factors_and_carbon_contents_are_each_others_inverse() -> None:
    assert calculation.factor_per_mass(D("0.0409")) == D("0.1498576")
    assert close(calculation.carbon_from_mass_factor(calculation.factor_per_mass(D("0.0409"))), D("0.0409"))
    assert close(calculation.carbon_from_energy_factor(calculation.factor_per_energy(D("0.73"), D("0.048")), D("0.048")), D("0.73"))


def test_process_emissions() -> None:
    assert calculation.process_emissions(D(1000), D("0.440")) == 440
    assert calculation.process_emissions(D(1000), D("0.440"), D("0.9")) == 396
    assert calculation.process_emissions(D(10), calculation.UREA_FACTOR) == D("7.328")


@given(amounts, amounts, shares, shares)
def test_emissions_are_linear_in_the_activity(first: Decimal, second: Decimal, factor: Decimal, oxidation: Decimal) -> None:
    for rule in (calculation.combustion_emissions, calculation.process_emissions):
        apart = rule(first, factor, oxidation) + rule(second, factor, oxidation)
        assert close(rule(first + second, factor, oxidation), apart)
    assert calculation.combustion_emissions(first, factor, oxidation) <= calculation.combustion_emissions(first, factor)


streams = st.lists(st.tuples(st.decimals(-(10**7), 10**7, places=3), shares, shares), max_size=8)


@given(streams)
def test_mass_balance_closes(drawn: list[tuple[Decimal, Decimal, Decimal]]) -> None:
    """Carbon in, less carbon out, less what is rated zero, times 3.664; reversing every stream reverses the result."""
    balance = calculation.mass_balance([CarbonStream(*each) for each in drawn])
    carbon = sum((quantity * content for quantity, content, _ in drawn), D(0))
    zero_rated = sum((quantity * content * biomass for quantity, content, biomass in drawn), D(0))
    assert close(balance.emissions, calculation.F_CARBON * (carbon - zero_rated))
    reverse = calculation.mass_balance([CarbonStream(-quantity, content, biomass) for quantity, content, biomass in drawn])
    assert reverse.emissions == -balance.emissions
    assert calculation.mass_balance([CarbonStream(*each) for each in reversed(drawn)]).emissions == balance.emissions


def test_mass_balance_in_equals_out() -> None:
    balance = calculation.mass_balance([CarbonStream(D(100), D("0.04")), CarbonStream(D(-200), D("0.02"))])
    assert balance == calculation.MassBalance(D(0), D(0))


@pytest.mark.parametrize(
    ("streams", "unmatched"),
    [
        ([("100", "0.5", "1")], "0"),  # nothing leaves with carbon
        ([("100", "0.5", "1"), ("-100", "0.1", "0")], "50"),
        ([("100", "0.5", "1"), ("-100", "0.1", "1")], "40"),
        ([("100", "0.5", "0.1"), ("-100", "0.1", "1")], "0"),
        ([("100", "0.5", "1"), ("-100", "0", "0")], "0"),  # what leaves holds no carbon
    ],
)
def test_biomass_carbon_that_is_not_booked_out(streams: list[tuple[str, str, str]], unmatched: str) -> None:
    found = calculation.mass_balance([CarbonStream(D(a), D(b), D(c)) for a, b, c in streams])
    assert found.unmatched_zero_rated == D(unmatched)


@pytest.mark.parametrize(
    ("quantity", "carbon", "biomass"), [("NaN", "0.1", "0"), ("1", "-0.1", "0"), ("1", "88", "0"), ("1", "0.1", "1.1")]
)
def test_impossible_streams(quantity: str, carbon: str, biomass: str) -> None:
    with pytest.raises(DeclarationError):
        CarbonStream(D(quantity), D(carbon), D(biomass))


# -- clinker, dust, nitric acid ------------------------------------------------------------------------------------------------------


def test_clinker_from_cement_deliveries() -> None:
    # 1000 t delivered of which 100 t from stock; 20 t of clinker bought, 50 t sold, stock 10 t higher at the end
    made = calculation.clinker_produced(D(1000), D(100), D("0.9"), D(20), D(50), D(-10))
    assert made == D(900) * D("0.9") - 20 + 50 + 10
    assert calculation.clinker_emissions(made) == D("446.25")


def test_clinker_cannot_be_negative() -> None:
    with pytest.raises(InconsistentDeclarationError, match="comes out as -100 t"):
        calculation.clinker_produced(D(0), D(0), D(1), D(100), D(0), D(0))


@given(st.decimals(0, 2, places=4), shares)
def test_kiln_dust_factor_lies_between_nothing_and_clinker(clinker: Decimal, calcination: Decimal) -> None:
    found = calculation.kiln_dust_factor(clinker, calcination)
    assert 0 <= found <= clinker + CLOSE
    assert close(calculation.kiln_dust_factor(clinker, D(1)), clinker)
    assert calculation.kiln_dust_factor(clinker, D(0)) == 0


def test_kiln_dust() -> None:
    # 0.525/1.525 x 0.5 = 0.172131...; over 1 - 0.172131... = 0.207920...
    assert close(calculation.kiln_dust_factor(D("0.525"), D("0.5")), D("0.2625") / D("1.2625"))
    assert calculation.kiln_dust_emissions(D(100)) == D("52.5")
    with pytest.raises(DeclarationError, match="calcination"):
        calculation.kiln_dust_factor(D("0.525"), D(50))


def test_nitric_acid() -> None:
    assert measurement.flue_gas_flow(D(1000), D("0.2095")) == 1000
    assert close(measurement.flue_gas_flow(D(1000), D("0.02")), D("790.5") / D("0.98"))
    assert measurement.measured_emissions([(D("0.5"), D(100000)), (D("0.3"), D(100000))]) == D("0.08")
    assert measurement.substitute_concentration(D("0.5"), D("0.1")) == D("0.7")
    assert measurement.nitrous_oxide_co2e(D("1.0005")) == D("1.001") * 265


@pytest.mark.parametrize("oxygen", ["1", "2", "-0.1", "NaN"])
def test_impossible_flue_gas(oxygen: str) -> None:
    with pytest.raises(DeclarationError, match="oxygen"):
        measurement.flue_gas_flow(D(1000), D(oxygen))


# -- perfluorocarbons ----------------------------------------------------------------------------------------------------------------


def test_slope_and_overvoltage() -> None:
    gases = pfc.slope_method(D(1000), D(1), pfc.slope_factors("SWPB"))
    assert (gases.cf4, gases.c2f6) == (D("0.233"), D("0.06524"))
    gases = pfc.overvoltage_method(D(1000), D(2), D(95), pfc.overvoltage_factors("CWPB"))
    assert close(gases.cf4, D("2.32") / 95)
    assert close(gases.c2f6, D("2.32") / 95 * D("0.121"))
    assert pfc.co2e(pfc.Perfluorocarbons(D(1), D(1))) == 17730


def test_technologies_without_factors() -> None:
    with pytest.raises(UnknownNameError, match="nearest: CWPB"):
        pfc.slope_factors("CWPD")
    with pytest.raises(MissingPropertyError, match="measured"):
        pfc.slope_factors("PFPB MW")
    with pytest.raises(UnknownNameError):
        pfc.overvoltage_factors("HSS")


@pytest.mark.parametrize("value", ["0.95", "1", "0", "-95", "101", "NaN"])
def test_current_efficiency_is_in_percent(value: str) -> None:
    with pytest.raises(DeclarationError, match="current_efficiency"):
        pfc.overvoltage_method(D(1000), D(2), D(value), pfc.overvoltage_factors("CWPB"))


@given(amounts, st.decimals(0, 100, places=4), efficiencies)
def test_fugitive_gases_only_add(aluminium: Decimal, minutes: Decimal, collection: Decimal) -> None:
    duct = pfc.slope_method(aluminium, minutes, pfc.slope_factors("CWPB"))
    everything = pfc.with_fugitive(duct, collection)
    assert everything.cf4 >= duct.cf4
    assert close(pfc.co2e(everything) * collection, pfc.co2e(duct))
    assert pfc.with_fugitive(duct, D(1)) == duct


# -- heat and power ------------------------------------------------------------------------------------------------------------------

COAL = heat.Fuel(D(100), D("94.6"))
FURNACE_GAS = heat.Fuel(D(100), D(260), is_waste_gas=True)


def test_heat_of_a_boiler() -> None:
    assert heat.fuel_mix_factor([COAL], D(540)) == D(100)
    assert heat.boiler_heat_emissions(D(90), D(100), D("0.9")) == D(10000)
    assert heat.heat_from_fuel(D(100)) == 70
    assert heat.heat_from_fuel(D(100), D("0.85")) == 85
    assert heat.heat_emissions(D(10), D("105.1")) == 1051
    assert heat.heat_emissions(D(10), heat.EXOTHERMIC_HEAT_FACTOR) == 0


@pytest.mark.parametrize(("fuel_factor", "printed"), [("94.6", "105.1"), ("56.1", "62.3")])
def test_heat_from_outside_without_data(fuel_factor: str, printed: str) -> None:
    assert round(heat.unverified_heat_factor(D(fuel_factor)), 1) == D(printed)


def test_waste_gas_counts_at_most_as_natural_gas() -> None:
    assert heat.fuel_mix_factor([FURNACE_GAS]) == D("56.1")
    assert heat.power_plant_factor([FURNACE_GAS], D(0), D(5610)) == 1
    assert heat.fuel_mix_factor([heat.Fuel(D(100), D(44), is_waste_gas=True)]) == 44
    assert heat.fuel_mix_factor([heat.Fuel(D(100), D(260))]) == 260
    assert heat.cogeneration_emissions([FURNACE_GAS], cap_waste_gas=True) == 5610
    assert heat.cogeneration_emissions([FURNACE_GAS], D(1), cap_waste_gas=False) == 26001


def test_cogeneration_with_standard_efficiencies() -> None:
    shares = heat.cogeneration_shares(heat.CHP_HEAT_EFFICIENCY, heat.CHP_ELECTRICITY_EFFICIENCY, D("0.87"), D("0.53"))
    of_heat, of_electricity = D("0.55") / D("0.87"), D("0.25") / D("0.53")
    assert close(shares.heat, of_heat / (of_heat + of_electricity))
    emissions = heat.cogeneration_emissions([COAL], D(540), cap_waste_gas=True)
    assert emissions == 10000
    heat_factor = heat.cogeneration_heat_factor(emissions, shares, D(55))
    electricity_factor = heat.cogeneration_electricity_factor(emissions, shares, D(25) / heat.TJ_PER_MWH)
    assert close(heat_factor * 55 + electricity_factor * 25 / heat.TJ_PER_MWH, D(10000))


@given(efficiencies, efficiencies, efficiencies, efficiencies)
def test_cogeneration_divides_everything(first: Decimal, second: Decimal, third: Decimal, fourth: Decimal) -> None:
    shares = heat.cogeneration_shares(first, second, third, fourth)
    assert close(shares.heat + shares.electricity, D(1))
    assert 0 < shares.heat < 1


def test_efficiencies_of_a_unit() -> None:
    assert heat.output_efficiency(D(55), heat.energy_input([COAL])) == D("0.55")
    assert heat.output_efficiency(D(6944) * heat.TJ_PER_MWH, D(100)) == D("0.249984")
    with pytest.raises(DeclarationError, match="output"):
        heat.output_efficiency(D(6944), D(100))  # MWh where TJ are asked for
    with pytest.raises(DeclarationError, match="heat_efficiency"):
        heat.boiler_heat_emissions(D(1), D(1), D(90))
    with pytest.raises(DeclarationError, match="fuels"):
        heat.fuel_mix_factor([])


def test_reference_efficiencies() -> None:
    assert reference_electricity_efficiency("G10", 2015) == D("0.525")
    assert reference_electricity_efficiency("S5", 2011) == D("0.25")
    assert reference_electricity_efficiency("L9", 2016) == D("0.29")
    assert reference_heat_efficiency("L7", 2015, "hot water") == D("0.89")
    assert reference_heat_efficiency("L7", 2016, "exhaust gas") == D("0.77")
    assert reference_heat_efficiency("S1", 2000, "steam", condensate_counted=False) == D("0.88")
    assert reference_heat_efficiency("S1", 2000, "hot water", condensate_counted=False) == D("0.88")


def test_reference_efficiencies_are_complete() -> None:
    assert list(ELECTRICITY) == list(HEAT)
    for category in HEAT:
        for year in (2010, 2013, 2020):
            if category != "O14" or year >= 2016:
                assert 0 < reference_electricity_efficiency(category, year) < 1
            for medium in MEDIA:
                if category != "O14" or (year >= 2016 and medium != "exhaust gas"):
                    assert 0 < reference_heat_efficiency(category, year, medium) < 1


def test_reference_efficiencies_that_are_not_printed() -> None:
    with pytest.raises(MissingPropertyError, match="O14 built in 2010"):
        reference_electricity_efficiency("O14", 2010)
    with pytest.raises(MissingPropertyError):
        reference_heat_efficiency("O14", 2020, "exhaust gas")
    with pytest.raises(UnknownNameError):
        reference_heat_efficiency("G14", 2020, "steam")


# -- attribution ---------------------------------------------------------------------------------------------------------------------


def test_molar_attribution() -> None:
    # chlor-alkali: equal amounts of substance of hydrogen and chlorine, twice that of caustic soda
    products = [
        attribution.CoProduct("hydrogen", D(2), D(2)),
        attribution.CoProduct("chlorine", D(71), D(71)),
        attribution.CoProduct("caustic soda", D(80), D(40)),
    ]
    found = attribution.molar_attribution(D(100), products)
    assert not found.by_mass
    assert found.emissions == {"hydrogen": 25, "chlorine": 25, "caustic soda": 50}


def test_attribution_by_mass_where_a_molar_mass_is_unknown() -> None:
    products = [attribution.CoProduct("hydrogen", D(25), D(2)), attribution.CoProduct("tar", D(75))]
    found = attribution.molar_attribution(D(100), products)
    assert found.by_mass
    assert found.emissions == {"hydrogen": 25, "tar": 75}


@given(amounts, st.lists(st.tuples(positives, st.decimals(1, 500, places=3)), min_size=1, max_size=6))
def test_molar_attribution_loses_nothing(emissions: Decimal, drawn: list[tuple[Decimal, Decimal]]) -> None:
    products = [attribution.CoProduct(str(position), *each) for position, each in enumerate(drawn)]
    found = attribution.molar_attribution(emissions, products).emissions
    assert close(sum(found.values(), D(0)), emissions)
    reverse = attribution.molar_attribution(emissions, products[::-1]).emissions
    assert all(close(reverse[name], value) for name, value in found.items())


def test_impossible_co_products() -> None:
    hydrogen = attribution.CoProduct("hydrogen", D(2), D(2))
    with pytest.raises(DeclarationError, match="same name"):
        attribution.molar_attribution(D(1), [hydrogen, hydrogen])
    with pytest.raises(DeclarationError, match=r"products\[0\]\.molar_mass"):
        attribution.molar_attribution(D(1), [attribution.CoProduct("hydrogen", D(2), D(0))])
    with pytest.raises(DeclarationError, match="products"):
        attribution.molar_attribution(D(1), [])


def test_reconciliation() -> None:
    assert attribution.reconciled(D(100), {"a": D(50), "b": D(30)}) == {"a": D("62.5"), "b": D("37.5")}
    assert attribution.reconciled(D(0), {"a": D(0)}) == {"a": 0}
    with pytest.raises(InconsistentDeclarationError):
        attribution.reconciled(D(1), {"a": D(0)})


def test_waste_gas_and_electricity() -> None:
    assert attribution.waste_gas_import(D(100)) == 5610
    assert attribution.waste_gas_export(D(100)) == D("3741.87")
    assert attribution.electricity_mix_factor([(D(300), D("0.605")), (D(100), D(0))]) == D("0.45375")
    assert attribution.attributed_indirect(D(100), D("0.605")) == D("60.5")


def test_attributed_direct_emissions() -> None:
    found = attribution.attributed_direct(
        D(1000),
        heat_imported=D(200),
        heat_exported=D(50),
        waste_gas_imported=D(30),
        waste_gas_exported=D(80),
        electricity_produced=D(100),
    )
    assert found == limits.Floored(D(1000), D(1000))
    assert not found.was_set_to_zero


@given(st.decimals(-(10**6), 10**6, places=2), amounts, amounts, amounts, amounts, amounts)
def test_attributed_emissions_are_never_negative(direct: Decimal, a: Decimal, b: Decimal, c: Decimal, d: Decimal, e: Decimal) -> None:
    found = attribution.attributed_direct(
        direct, heat_imported=a, heat_exported=b, waste_gas_imported=c, waste_gas_exported=d, electricity_produced=e
    )
    assert found.before == direct + a - b + c - d - e
    assert found.value >= 0
    assert found.was_set_to_zero == (found.before < 0)
    assert found.was_set_to_zero or found.value == found.before


# -- specific embedded emissions -----------------------------------------------------------------------------------------------------

parts = st.lists(st.tuples(amounts, st.decimals(0, 100, places=5)), max_size=6)


@given(amounts, positives, parts)
def test_both_forms_agree(attributed: Decimal, level: Decimal, precursors: list[tuple[Decimal, Decimal]]) -> None:
    """Equations 59 and 60 give the same as 61 to 63."""
    whole = embedded.complex_good(attributed, level, precursors)
    own = embedded.simple_good(attributed, level)
    by_unit = embedded.complex_good_by_unit(own, [(embedded.specific_consumption(quantity, level), each) for quantity, each in precursors])
    assert close(whole, by_unit)
    assert close(whole, embedded.complex_good(attributed, level, precursors[::-1]))


def test_functional_units() -> None:
    assert embedded.per_tonne_by_clinker(D("0.8"), D("0.75")) == D("0.6")
    assert embedded.per_tonne_by_nitrogen(D("0.002"), D(460)) == D("0.92")
    with pytest.raises(DeclarationError, match="clinker_content"):
        embedded.per_tonne_by_clinker(D("0.8"), D(75))
    with pytest.raises(DeclarationError, match="kg N per t"):
        embedded.per_tonne_by_nitrogen(D("0.002"), D(460000))


def test_mean_of_several_suppliers() -> None:
    first, second = embedded.SpecificEmissions(D(2), D("0.5")), embedded.SpecificEmissions(D(1), D(0))
    mean = embedded.average_specific([(D(1), first), (D(3), second)])
    assert (mean.direct, mean.indirect, mean.total) == (D("1.25"), D("0.125"), D("1.375"))
    with pytest.raises(DeclarationError):
        embedded.average_specific([])


SINTER = Produced("sinter", D(20), D(4), D(100), counts_indirect=True)
IRON = Produced("iron", D(130), D(10), D(100), counts_indirect=False, precursors=(Precursor("sinter", D(150)),))
STEEL = Produced("steel", D(15), D(20), D(100), counts_indirect=False, precursors=(Precursor("iron", D(90)),))


def test_status_of_the_precursor_decides_about_its_indirect_emissions() -> None:
    iron = embedded_emissions([SINTER, IRON], "iron")
    assert (iron.direct, iron.indirect) == (D("1.6"), D("0.06"))  # the sinter's 0.04 x 1.5, not the furnace's own
    steel = embedded_emissions([STEEL, IRON, SINTER], "steel")
    assert (steel.direct, steel.indirect) == (D("1.59"), D("0.054"))
    hydrogen = Produced("hydrogen", D(900), D(100), D(100), counts_indirect=False)
    ammonia = Produced("ammonia", D(10), D(30), D(100), counts_indirect=True, precursors=(Precursor("hydrogen", D(18)),))
    found = embedded_emissions([ammonia, hydrogen], "ammonia")
    assert (found.direct, found.indirect) == (D("1.72"), D("0.3"))


def test_supplied_precursors() -> None:
    bought = Supplied("iron", D("1.6"), D("0.06"), counts_indirect=False, indirect_of_precursors=D("0.06"))
    assert embedded_emissions([STEEL, bought], "steel").indirect == D("0.054")
    alloy = Supplied("iron", D("1.6"), D("0.3"), counts_indirect=False, indirect_of_precursors=D(0))
    assert embedded_emissions([STEEL, alloy], "steel").indirect == 0
    assert embedded_emissions([alloy], "iron").total == D("1.6")
    with pytest.raises(MissingPropertyError, match=r"iron\.indirect_of_precursors: the indirect emissions of this good do not count"):
        Supplied("iron", D("1.6"), D("0.06"), counts_indirect=False)
    with pytest.raises(InconsistentDeclarationError):
        Supplied("iron", D("1.6"), D("0.06"), counts_indirect=False, indirect_of_precursors=D(1))


def test_precursor_of_exempt_origin_counts_as_zero() -> None:
    rolled = Produced("coil", D(5), D(0), D(10), counts_indirect=False, precursors=(Precursor("slab", D(11), exempt_origin=True),))
    assert embedded_emissions([rolled], "coil").total == D("0.5")


def test_cycles_are_named() -> None:
    goods = [
        Produced(name, D(1), D(0), D(1), counts_indirect=False, precursors=(Precursor(uses, D(1)),))
        for name, uses in (("slab", "coil"), ("coil", "tube"), ("tube", "slab"), ("bolt", "slab"))
    ]
    with pytest.raises(DeclarationError, match="precursors of themselves: ") as caught:
        embedded_emissions(goods, "bolt")
    cycle = str(caught.value).rsplit(": ", 1)[1].split(" -> ")
    assert cycle[0] == cycle[-1]
    assert sorted(cycle[1:]) == ["coil", "slab", "tube"]
    assert "bolt" not in cycle
    with pytest.raises(DeclarationError, match="slab -> slab"):
        embedded_emissions([Produced("slab", D(1), D(0), D(1), counts_indirect=False, precursors=(Precursor("slab", D(1)),))], "slab")


def test_goods_that_are_missing_or_named_twice() -> None:
    with pytest.raises(UnknownNameError, match="unknown good 'sinter'"):
        embedded_emissions([IRON], "iron")
    with pytest.raises(DeclarationError, match="two goods are named 'iron'"):
        embedded_emissions([IRON, Supplied("iron", D(1), D(0), counts_indirect=False)], "iron")


def test_a_long_chain_of_goods() -> None:
    goods: list[Good] = [Supplied("0", D(1), D(0), counts_indirect=True)]
    for number in range(1, 3000):
        used = (Precursor(str(number - 1), D(1)),)
        goods.append(Produced(str(number), D(1), D(0), D(1), counts_indirect=True, precursors=used))
    assert embedded_emissions(goods, "2999").direct == 3000


@given(st.permutations([SINTER, IRON, STEEL, Supplied("scrap", D(0), D(0), counts_indirect=False)]), st.booleans())
def test_order_of_goods_and_precursors_is_irrelevant(goods: list[Good], reverse: bool) -> None:
    used = [Precursor("steel", D(110)), Precursor("iron", D(3)), Precursor("sinter", D(7)), Precursor("iron", D(2))]
    coil = Produced("coil", D(9), D(8), D(100), counts_indirect=False, precursors=tuple(used[::-1] if reverse else used))
    found = embedded_emissions([coil, *goods], "coil")
    assert close(found.direct, (9 + 110 * D("1.59") + 5 * D("1.6") + 7 * D("0.2")) / 100)
    assert close(found.indirect, (110 * D("0.054") + 5 * D("0.06") + 7 * D("0.04")) / 100)


@pytest.mark.parametrize("direct", ["-1", "NaN"])
def test_impossible_goods(direct: str) -> None:
    with pytest.raises(DeclarationError, match=r"slab\.direct"):
        Produced("slab", D(direct), D(0), D(1), counts_indirect=True)
    with pytest.raises(DeclarationError, match=r"slab\.indirect"):
        Supplied("slab", D(1), D(direct), counts_indirect=False, indirect_of_precursors=D(1))
    with pytest.raises(DeclarationError, match=r"slab\.precursors\[0\]\.quantity"):
        Produced("slab", D(1), D(0), D(1), counts_indirect=True, precursors=(Precursor("iron", D(direct)),))


def test_no_activity_no_specific_emissions() -> None:
    with pytest.raises(DeclarationError, match="activity_level"):
        Produced("slab", D(1), D(0), D(0), counts_indirect=True)
    with pytest.raises(DeclarationError, match="activity_level"):
        embedded.simple_good(D(1), D(0))


# -- rounding ------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "tonnes", "specific"),
    [
        ("1.5", "2", "1.5"),
        ("2.5", "3", "2.5"),
        ("0.000005", "0", "0.00001"),
        ("0.0000049", "0", "0.00000"),
        ("1.698079646", "2", "1.69808"),
    ],
)
def test_rounding(value: str, tonnes: str, specific: str) -> None:
    assert str(rounding.reported_tonnes(D(value))) == tonnes
    assert str(rounding.reported_specific(D(value))) == specific


@given(st.decimals(0, 10**12, places=12))
def test_rounding_twice_is_rounding_once(value: Decimal) -> None:
    once = rounding.reported_specific(value)
    assert rounding.reported_specific(once) == once
    assert abs(once - value) <= D("0.000005")


def test_rounding_of_numbers_wider_than_the_context() -> None:
    assert rounding.reported_tonnes(D("12345678901234567890123456789.5")) == D("12345678901234567890123456790")
    with pytest.raises(DeclarationError):
        rounding.reported_specific(NAN)


# -- Chinese twins -------------------------------------------------------------------------------------------------------------------


LIBRARY = Library.shipped()
CLINKER_FACTORS = item_values(LIBRARY.factor_set("cn-cets-clinker"))
STEEL_FACTORS = item_values(LIBRARY.factor_set("cn-cets-steel-materials"))
ALUMINIUM_GWP = {gas: factor.value for gas, factor in LIBRARY.characterisation("cn-cets-aluminium-2024").factors.items()}


def test_clinker_deductions_end_at_zero() -> None:
    found = cn_ets.clinker_emissions(D(100), "clinker-calcium-aluminate", CLINKER_FACTORS, {"slaked-lime-deduction": D(100)})
    assert found == limits.Floored(D("-30.8"), D(0))
    assert found.was_set_to_zero


def test_unknown_chinese_materials() -> None:
    with pytest.raises(UnknownNameError, match=r"kind: unknown clinker 'white-clinker'.*nearest: .*clinker-white"):
        cn_ets.clinker_emissions(D(100), "white-clinker", CLINKER_FACTORS)
    with pytest.raises(UnknownNameError, match=r"substitutes: unknown material 'fluorite'.*nearest: fluorogypsum-deduction"):
        cn_ets.clinker_emissions(D(100), "clinker", CLINKER_FACTORS, {"fluorite": D(1)})
    with pytest.raises(UnknownNameError, match="nearest: crude-steel-product"):
        cn_ets.steel_carbon({}, {"crude-benzol-product": D(1)}, {"crude-steel-product": D("-0.0154")})


def test_nothing_is_added_that_deducts_nor_deducted_that_adds() -> None:
    with pytest.raises(UnknownNameError, match="kind: unknown clinker 'carbide-slag-deduction'"):
        cn_ets.clinker_emissions(D(100), "carbide-slag-deduction", CLINKER_FACTORS)
    with pytest.raises(UnknownNameError, match="substitutes: unknown material 'clinker'"):
        cn_ets.clinker_emissions(D(100), "clinker", CLINKER_FACTORS, {"clinker": D(1)})
    with pytest.raises(UnknownNameError, match=r"purchased: unknown material 'pig-iron-product'.*nearest: pig-iron"):
        cn_ets.steel_carbon({"pig-iron-product": D(1)}, {}, STEEL_FACTORS)
    with pytest.raises(UnknownNameError, match=r"products: unknown material 'pig-iron'.*nearest: pig-iron-product"):
        cn_ets.steel_carbon({}, {"pig-iron": D(1)}, STEEL_FACTORS)


def test_impossible_chinese_factors() -> None:
    with pytest.raises(DeclarationError, match=r"factors\.clinker: must be a finite number"):
        cn_ets.clinker_emissions(D(1), "clinker", {"clinker": NAN})
    with pytest.raises(DeclarationError, match=r"factors\.steel-scrap: must be a finite number"):
        cn_ets.carbon_of({"steel-scrap": D(1)}, {"steel-scrap": NAN})
    with pytest.raises(DeclarationError, match=r"gwp\.c2f6: must not be negative"):
        cn_ets.anode_effect_co2e(pfc.Perfluorocarbons(D(1), D(1)), {"cf4": D(1), "c2f6": D(-1)})
    with pytest.raises(UnknownNameError, match="gwp: unknown gas 'c2f6'"):
        cn_ets.anode_effect_co2e(pfc.Perfluorocarbons(D(1), D(1)), {"cf4": D(1)})


def test_item_values_are_all_in_the_unit_of_their_set() -> None:
    materials = LIBRARY.factor_set("eu-2025-2547-materials")
    assert {item.id for item in materials.items} - set(item_values(materials)) == {"flare-gas"}  # t CO2 per cubic metre


def test_impossible_anodes() -> None:
    with pytest.raises(InconsistentDeclarationError, match="sulphur and ash"):
        cn_ets.anode_factor(D("0.4"), D("0.6"), D("0.6"))
    with pytest.raises(DeclarationError, match="minutes"):
        cn_ets.anode_effect(D(1), D(-1))
    with pytest.raises(DeclarationError, match=r"purchased\.steel-scrap"):
        cn_ets.steel_carbon({"steel-scrap": D(-1)}, {}, STEEL_FACTORS)


@given(amounts, st.decimals(0, 100, places=4))
def test_chinese_and_european_anode_effects_share_their_slope(aluminium: Decimal, minutes: Decimal) -> None:
    """The same CF4; C2F6 at 0.1 instead of 0.121 of it; the same warming potentials."""
    chinese, european = cn_ets.anode_effect(aluminium, minutes), pfc.slope_method(aluminium, minutes, pfc.slope_factors("CWPB"))
    assert close(chinese.cf4, european.cf4)
    assert close(chinese.c2f6 * D("1.21"), european.c2f6)
    assert cn_ets.anode_effect_co2e(chinese, ALUMINIUM_GWP) == pfc.co2e(chinese)


# -- all functions -------------------------------------------------------------------------------------------------------------------

ONE_BAD: list[Callable[[Decimal], object]] = [
    lambda bad: calculation.fuel_energy(bad, D("0.04")),
    lambda bad: calculation.oxidation_factor(bad, D(1)),
    lambda bad: calculation.combustion_emissions(bad, D(1)),
    lambda bad: calculation.combustion_emissions(D(1), bad),
    lambda bad: calculation.combustion_emissions(D(1), D(1), bad),
    lambda bad: calculation.factor_per_energy(bad, D("0.04")),
    lambda bad: calculation.factor_per_energy(D("0.5"), bad),
    lambda bad: calculation.factor_per_mass(bad),
    lambda bad: calculation.fossil_part(bad),
    lambda bad: calculation.fossil_part(D(1), bad),
    lambda bad: calculation.process_emissions(bad, D(1)),
    lambda bad: calculation.process_emissions(D(1), D(1), bad),
    lambda bad: calculation.carbon_from_energy_factor(bad, D("0.04")),
    lambda bad: calculation.carbon_from_mass_factor(bad),
    lambda bad: calculation.clinker_produced(bad, D(0), D(1), D(0), D(0), D(0)),
    lambda bad: calculation.clinker_produced(D(1), D(0), bad, D(0), D(0), D(0)),
    lambda bad: calculation.clinker_emissions(bad),
    lambda bad: calculation.kiln_dust_factor(bad, D(1)),
    lambda bad: calculation.kiln_dust_emissions(bad),
    lambda bad: measurement.measured_emissions([(bad, D(1))]),
    lambda bad: measurement.measured_emissions([(D(1), bad)]),
    lambda bad: measurement.substitute_concentration(D(1), bad),
    lambda bad: measurement.nitrous_oxide_co2e(bad),
    lambda bad: measurement.flue_gas_flow(bad, D("0.02")),
    lambda bad: pfc.anode_effect_minutes(bad, D(1)),
    lambda bad: pfc.slope_method(bad, D(1), pfc.slope_factors("CWPB")),
    lambda bad: pfc.slope_method(D(1), D(1), pfc.CellFactors(bad, D(1))),
    lambda bad: pfc.overvoltage_method(D(1), bad, D(95), pfc.overvoltage_factors("CWPB")),
    lambda bad: pfc.with_fugitive(pfc.Perfluorocarbons(D(1), D(1)), bad),
    lambda bad: pfc.co2e(pfc.Perfluorocarbons(D(1), bad)),
    lambda bad: heat.Fuel(bad, D(1)),
    lambda bad: heat.Fuel(D(1), bad),
    lambda bad: heat.heat_from_fuel(D(1), bad),
    lambda bad: heat.fuel_mix_factor([COAL], bad),
    lambda bad: heat.boiler_heat_emissions(D(1), D(1), bad),
    lambda bad: heat.heat_emissions(bad, D(1)),
    lambda bad: heat.unverified_heat_factor(bad),
    lambda bad: heat.cogeneration_emissions([COAL], bad, cap_waste_gas=True),
    lambda bad: heat.output_efficiency(D(1), bad),
    lambda bad: heat.cogeneration_shares(bad, D(1), D(1), D(1)),
    lambda bad: heat.cogeneration_shares(D(1), D(1), D(1), bad),
    lambda bad: heat.cogeneration_heat_factor(D(1), heat.CogenerationShares(D(1), D(0)), bad),
    lambda bad: heat.cogeneration_electricity_factor(bad, heat.CogenerationShares(D(1), D(0)), D(1)),
    lambda bad: heat.power_plant_factor([COAL], D(0), bad),
    lambda bad: attribution.molar_attribution(bad, [attribution.CoProduct("hydrogen", D(1), D(2))]),
    lambda bad: attribution.reconciled(bad, {"a": D(1)}),
    lambda bad: attribution.reconciled(D(1), {"a": bad}),
    lambda bad: attribution.electricity_emissions(bad, D(1)),
    lambda bad: attribution.electricity_mix_factor([(bad, D(1))]),
    lambda bad: attribution.waste_gas_import(bad),
    lambda bad: attribution.waste_gas_export(D(1), bad),
    lambda bad: attribution.attributed_direct(D(1), heat_imported=bad),
    lambda bad: attribution.attributed_direct(D(1), heat_exported=bad),
    lambda bad: attribution.attributed_direct(D(1), waste_gas_imported=bad),
    lambda bad: attribution.attributed_direct(D(1), waste_gas_exported=bad),
    lambda bad: attribution.attributed_direct(D(1), electricity_produced=bad),
    lambda bad: attribution.attributed_indirect(D(1), bad),
    lambda bad: embedded.complex_good(D(1), D(1), [(D(1), bad)]),
    lambda bad: embedded.specific_consumption(bad, D(1)),
    lambda bad: embedded.complex_good_by_unit(bad, []),
    lambda bad: embedded.average_specific([(bad, embedded.SpecificEmissions(D(1), D(1)))]),
    lambda bad: embedded.per_tonne_by_clinker(bad, D(1)),
    lambda bad: embedded.per_tonne_by_nitrogen(D(1), bad),
    lambda bad: cn_ets.clinker_emissions(bad, "clinker", CLINKER_FACTORS),
    lambda bad: cn_ets.clinker_emissions(D(1), "clinker", {"clinker": bad}),
    lambda bad: cn_ets.clinker_emissions(D(1), "clinker", CLINKER_FACTORS, {"carbide-slag-deduction": bad}),
    lambda bad: cn_ets.anode_factor(bad, D(0), D(0)),
    lambda bad: cn_ets.anode_emissions(bad, D(1)),
    lambda bad: cn_ets.anode_effect(bad, D(1)),
    lambda bad: cn_ets.anode_effect_by_default(D(1), bad, D(0)),
    lambda bad: cn_ets.anode_effect_co2e(pfc.Perfluorocarbons(bad, D(0)), ALUMINIUM_GWP),
    lambda bad: cn_ets.anode_effect_co2e(pfc.Perfluorocarbons(D(1), D(0)), {"cf4": bad, "c2f6": D(1)}),
    lambda bad: cn_ets.carbon_of({"steel-scrap": bad}, STEEL_FACTORS),
    lambda bad: cn_ets.steel_carbon({"steel-scrap": bad}, {}, STEEL_FACTORS),
    lambda bad: cn_ets.steel_carbon({}, {"crude-steel-product": bad}, STEEL_FACTORS),
]


@pytest.mark.parametrize("bad", ["-1", "NaN", "Infinity"])
def test_every_function_refuses_impossible_input_with_a_typed_error(bad: str) -> None:
    for call in ONE_BAD:
        with pytest.raises(InputError) as caught:
            call(D(bad))
        assert all(finding.en and finding.zh for finding in caught.value.findings)


def test_tables_cannot_be_changed() -> None:
    for table in (calculation.GWP, pfc.SLOPE_FACTORS, pfc.OVERVOLTAGE_FACTORS, ELECTRICITY, HEAT, CLINKER_FACTORS, STEEL_FACTORS):
        assert isinstance(table, MappingProxyType)
