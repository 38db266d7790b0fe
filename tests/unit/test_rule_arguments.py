"""Every number that a rule takes is checked, and the error names the argument; so a caller knows which of several numbers is wrong."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from types import ModuleType
from typing import Any

import pytest

from crosswalk.engine.rules import cn_ets
from crosswalk.engine.rules.cbam import attribution, calculation, embedded, heat, measurement, pfc, reference_efficiencies, rounding
from crosswalk.engine.rules.cbam.goods import Precursor, Produced, Supplied
from crosswalk.engine.rules.circular import rates, treatment
from crosswalk.engine.rules.energy import allocation, certificates, electricity, fuels, hydrogen, red, savings
from crosswalk.engine.rules.transport import battery, corsia, ets_shipping, fueleu, fueleu_balance, vehicles
from crosswalk.engine.rules.transport.marine import resolved
from crosswalk.errors import DeclarationError, InputError, UnknownNameError
from crosswalk.library.library import Library
from crosswalk.model.recycling import MeasuredRate
from crosswalk.model.waste import WasteComponent

D = Decimal
NAN, LESS, MANY = D("NaN"), D(-1), D(10**6)
Rule = Callable[..., Any]

MODULES: tuple[ModuleType, ...] = (
    *(attribution, calculation, embedded, heat, measurement, pfc, reference_efficiencies, rounding, cn_ets),
    *(allocation, certificates, electricity, fuels, hydrogen, red, savings),
    *(battery, corsia, ets_shipping, fueleu, fueleu_balance, vehicles),
)
CELL = pfc.CellFactors(D("0.143"), D("0.121"))
GASES = pfc.Perfluorocarbons(D(1), D(1))
COAL = heat.Fuel(D(100), D("94.6"))
SHARES = heat.CogenerationShares(D("0.6"), D("0.4"))
SUPPLY = fuels.Supply(D(10))
MARINE = Library.shipped().marine_fuels("eu-2023-1805-annex-ii")
HFO = resolved(MARINE, "HFO")
PLASTICS = WasteComponent.model_validate(
    {"id": "plastics", "name": {"en": "plastics", "zh": "塑料"}, "dry_matter": "1", "carbon": "0.75", "fossil": "1"}
)

VALID: dict[Rule, dict[str, Any]] = {
    calculation.fuel_energy: {"quantity": D(1), "ncv": D("0.02")},
    calculation.oxidation_factor: {"carbon_in_ash": D(1), "carbon_total": D(100)},
    calculation.combustion_emissions: {"energy": D(1), "factor": D(1), "oxidation": D(1)},
    calculation.factor_per_energy: {"carbon_content": D("0.5"), "ncv": D("0.02")},
    calculation.factor_per_mass: {"carbon_content": D("0.5")},
    calculation.fossil_part: {"preliminary": D(1), "biomass_fraction": D("0.5")},
    calculation.process_emissions: {"quantity": D(1), "factor": D(1), "conversion": D(1)},
    calculation.carbon_from_energy_factor: {"factor": D(1), "ncv": D("0.02")},
    calculation.carbon_from_mass_factor: {"factor": D(1)},
    calculation.clinker_produced: {
        "cement_delivered": D(100),
        "cement_stock": D(0),
        "clinker_ratio": D(1),
        "clinker_supplied": D(0),
        "clinker_dispatched": D(0),
        "clinker_stock": D(0),
    },
    calculation.kiln_dust_factor: {"clinker_factor": D("0.525"), "calcination": D(1)},
    calculation.CarbonStream: {"quantity": D(1), "carbon_content": D("0.5"), "biomass_fraction": D(0)},
    measurement.substitute_concentration: {"mean": D(1), "deviation": D(1)},
    measurement.nitrous_oxide_co2e: {"nitrous_oxide": D(1)},
    measurement.flue_gas_flow: {"air": D(1), "oxygen": D("0.02")},
    pfc.anode_effect_minutes: {"frequency": D(1), "duration": D(1)},
    pfc.slope_method: {"aluminium": D(1), "minutes": D(1), "factors": CELL},
    pfc.overvoltage_method: {"aluminium": D(1), "overvoltage": D(1), "current_efficiency": D(95), "factors": CELL},
    pfc.with_fugitive: {"duct": GASES, "collection": D("0.9")},
    heat.Fuel: {"energy": D(1), "factor": D(1)},
    heat.heat_from_fuel: {"energy": D(1), "heat_efficiency": D("0.9")},
    heat.fuel_mix_factor: {"fuels": [COAL], "flue_gas_cleaning": D(1)},
    heat.boiler_heat_emissions: {"heat": D(1), "mix_factor": D(1), "heat_efficiency": D("0.9")},
    heat.heat_emissions: {"heat": D(1), "heat_factor": D(1)},
    heat.unverified_heat_factor: {"fuel_factor": D(1)},
    heat.cogeneration_emissions: {"fuels": [COAL], "flue_gas_cleaning": D(1), "cap_waste_gas": True},
    heat.output_efficiency: {"output": D(1), "fuel": D(2)},
    heat.cogeneration_shares: {"heat": D(1), "electricity": D(1), "reference_heat": D(1), "reference_electricity": D(1)},
    heat.cogeneration_heat_factor: {"emissions": D(1), "shares": SHARES, "heat": D(1)},
    heat.cogeneration_electricity_factor: {"emissions": D(1), "shares": SHARES, "electricity": D(1)},
    heat.power_plant_factor: {"fuels": [COAL], "flue_gas_cleaning": D(0), "electricity": D(1)},
    attribution.molar_attribution: {"emissions": D(1), "products": [attribution.CoProduct("hydrogen", D(1), D(2))]},
    attribution.reconciled: {"installation": D(1), "processes": {"a": D(1)}},
    attribution.electricity_emissions: {"electricity": D(1), "factor": D(1)},
    attribution.waste_gas_import: {"energy": D(1)},
    attribution.waste_gas_export: {"energy": D(1), "correction": D("0.667")},
    attribution.attributed_direct: {
        "direct": D(9),
        "heat_imported": D(1),
        "heat_exported": D(1),
        "waste_gas_imported": D(1),
        "waste_gas_exported": D(1),
        "electricity_produced": D(1),
    },
    attribution.attributed_indirect: {"electricity": D(1), "factor": D(1)},
    embedded.simple_good: {"attributed": D(1), "activity_level": D(1)},
    embedded.complex_good: {"attributed": D(1), "activity_level": D(1), "precursors": []},
    embedded.specific_consumption: {"quantity": D(1), "activity_level": D(1)},
    embedded.complex_good_by_unit: {"own": D(1), "precursors": []},
    embedded.per_tonne_by_clinker: {"specific": D(1), "clinker_content": D("0.5")},
    embedded.per_tonne_by_nitrogen: {"specific": D(1), "nitrogen_content": D(460)},
    rounding.to_decimals: {"value": D(1), "decimals": 3},
    cn_ets.clinker_emissions: {"clinker": D(1), "kind": "clinker", "factors": {"clinker": D("0.5")}},
    cn_ets.anode_factor: {"consumption": D(1), "sulphur": D("0.1"), "ash": D("0.1")},
    cn_ets.anode_emissions: {"aluminium": D(1), "factor": D(1)},
    cn_ets.anode_effect: {"aluminium": D(1), "minutes": D(1)},
    cn_ets.anode_effect_by_default: {"aluminium": D(1), "cf4": D(1), "c2f6": D(1)},
    allocation.by_energy: {"emissions": D(1), "energies": {"fuel": D(1)}},
    allocation.by_value: {"emissions": D(1), "values": {"fuel": D(1)}},
    allocation.carnot_factor: {"temperature": D(400)},
    allocation.useful_heat: {"heat": D(1), "factor": D("0.5")},
    allocation.cogeneration: {"emissions": D(1), "electric": D("0.3"), "thermal": D("0.5"), "factor": D("0.4")},
    certificates.issued: {"settled": D(1), "carried": D("0.5")},
    electricity.Source: {"energy": D(1), "intensity": D(1), "method": "average"},
    electricity.full_load_hour_intensity: {"hours": D(1), "eligible": D(1), "above": D(183)},
    electricity.renewable_zone_hours: {"year": 2023, "renewable": D("0.95")},
    fuels.Supply: {"elastic": D(1), "rigid": D(1), "existing_use": D(1)},
    fuels.Interval: {"fuel": D(1), "intensity": D(1)},
    fuels.rfnbo_emissions: {"supply": SUPPLY, "processing": D(1), "distribution": D(1), "use": D(1), "storage": D(1)},
    fuels.low_carbon_emissions: {"supply": SUPPLY, "processing": D(1), "distribution": D(1), "use": D(1), "storage": D(1), "bound": D(1)},
    fuels.net_capture: {"captured": D(9), "operations": D(1), "transport": D(1), "destination": D(1)},
    fuels.qualifying_share: {"relevant": D(1), "total": D(2)},
    fuels.average_of_intervals: {"intervals": [fuels.Interval(D(1), D(1))], "limit": D(28)},
    hydrogen.energy: {"mass": D(1), "basis": "LHV"},
    hydrogen.mass: {"energy": D(1), "basis": "LHV"},
    hydrogen.per_energy: {"intensity": D(1), "basis": "LHV"},
    hydrogen.per_mass: {"intensity": D(1), "basis": "LHV"},
    hydrogen.electricity_part: {"consumption": D(1), "factor": D(1)},
    red.Terms: dict.fromkeys(
        ("extraction", "land_use", "processing", "distribution", "use", "soil", "storage", "replacement"),
        D(1),
    ),
    red.land_use_change: {"reference": D(9), "actual": D(1), "productivity": D(1), "bonus": D(1)},
    red.final_energy: {"emissions": D(1), "conversion": D("0.4")},
    savings.Requirement: {"saving": D("0.7")},
    savings.saving: {"emissions": D(1), "comparator": D(94)},
    savings.limit: {"comparator": D(94), "required": D("0.7")},
    savings.reaches: {"emissions": D(1), "comparator": D(94), "required": D("0.7")},
    battery.years_of_operation: {"warranty": D(8), "kilometres": D(1), "kilometres_a_year": D(1)},
    battery.energy_delivered: {"usable_capacity": D(1), "full_cycles": D(1), "years": D(1)},
    corsia.emissions: {"mass": D(1)},
    corsia.saving: {"life_cycle": D(1)},
    ets_shipping.surrendered: {"monitored": D(1), "year": 2026},
    fueleu.wind_factor: {"wind_power": D(1), "propulsion_power": D(1)},
    fueleu.intensity: {"consumptions": [fueleu.Consumption(HFO, D(1))], "year": 2025, "electricity": D(1), "wind": D("0.97")},
    fueleu_balance.balance: {"limit": D(1), "intensity": D(1), "energy": D(1)},
    fueleu_balance.penalty: {"deficit": D(-1), "intensity": D(1), "periods": 1},
    fueleu_balance.most_to_borrow: {"limit": D(1), "energy": D(1)},
    fueleu_balance.repayment: {"borrowed": D(0), "limit": D(1), "energy": D(1)},
    fueleu_balance.shore_power_penalty: {"power": D(1), "hours": D(1)},
    vehicles.co2_of_consumption: {"consumption": D(1), "factor": D(1)},
    vehicles.consumption_of_co2: {"emission": D(1), "factor": D(1)},
    vehicles.electricity_limit: {"kerb_mass": D(1500)},
    vehicles.manufacturer_target_2020: {"mass": D(1500), "category": "M1"},
}
"""A call of each rule that is right."""

OTHERS = {
    # these hand on their numbers to one of the rules above
    *(calculation.clinker_emissions, calculation.kiln_dust_emissions, rounding.reported_tonnes, rounding.reported_specific),
    # results and things that other rules check when they are used
    *(attribution.CoProduct, attribution.MolarAttribution, calculation.MassBalance, embedded.SpecificEmissions),
    *(heat.CogenerationShares, pfc.CellFactors, pfc.Perfluorocarbons, certificates.Issued, fueleu.Consumption, fueleu.Intensity),
}
NUMBERS = [(rule, name) for rule, given in VALID.items() for name, value in given.items() if isinstance(value, Decimal)]


def refused(call: Callable[[], object]) -> InputError:
    with pytest.raises(InputError) as caught:
        call()
    return caught.value


def test_every_rule_with_a_number_is_among_them() -> None:
    for module in MODULES:
        for name, rule in vars(module).items():
            if name.startswith("_") or getattr(rule, "__module__", "") != module.__name__ or not callable(rule):
                continue
            takes = [each for each in inspect.signature(rule).parameters.values() if each.annotation in ("Decimal", "Decimal | None")]
            assert rule in VALID or rule in OTHERS or not takes, f"{module.__name__}.{name}"
            for each in takes if rule in VALID else ():
                assert each.name in VALID[rule], f"{module.__name__}.{name}: {each.name}"


@pytest.mark.parametrize("rule", VALID, ids=lambda rule: f"{rule.__module__.rpartition('.')[2]}.{rule.__name__}")
def test_the_error_names_the_argument(rule: Rule) -> None:
    given = VALID[rule]
    rule(**given)
    for name, value in given.items():
        if isinstance(value, Decimal):
            (found,) = refused(lambda name=name: rule(**{**given, name: NAN})).findings  # type: ignore[misc]
            assert (found.field, found.en) == (name, "must be a finite number of a possible size, not NaN")
            assert found.zh == "应为可能范围内的有限数值，而不是 NaN"


def plants(**more: Decimal) -> list[attribution.CoProduct]:
    return [attribution.CoProduct("a", D(1), D(2)), attribution.CoProduct("b", **{"mass": D(1), "molar_mass": D(2), **more})]


INSIDE: list[tuple[Callable[[], object], str]] = [
    (lambda: calculation.clinker_emissions(LESS), "quantity"),
    (lambda: calculation.kiln_dust_emissions(D(1), LESS), "factor"),
    (lambda: measurement.measured_emissions([(D(1), D(1)), (LESS, D(1))]), "concentration"),
    (lambda: measurement.measured_emissions([(D(1), D(1)), (D(1), LESS)]), "volume"),
    (lambda: pfc.slope_method(D(1), D(1), pfc.CellFactors(LESS, D(1))), "factors.cf4"),
    (lambda: pfc.slope_method(D(1), D(1), pfc.CellFactors(D(1), LESS)), "factors.c2f6"),
    (lambda: pfc.overvoltage_method(D(1), D(1), D(95), pfc.CellFactors(LESS, D(1))), "factors.cf4"),
    (lambda: pfc.overvoltage_method(D(1), D(1), D(95), pfc.CellFactors(D(1), LESS)), "factors.c2f6"),
    (lambda: pfc.with_fugitive(pfc.Perfluorocarbons(LESS, D(1)), D(1)), "duct.cf4"),
    (lambda: pfc.with_fugitive(pfc.Perfluorocarbons(D(1), LESS), D(1)), "duct.c2f6"),
    (lambda: pfc.co2e(pfc.Perfluorocarbons(LESS, D(1))), "gases.cf4"),
    (lambda: pfc.co2e(pfc.Perfluorocarbons(D(1), LESS)), "gases.c2f6"),
    (lambda: cn_ets.anode_effect_co2e(pfc.Perfluorocarbons(LESS, D(1)), {"cf4": D(1), "c2f6": D(1)}), "gases.cf4"),
    (lambda: cn_ets.anode_effect_co2e(pfc.Perfluorocarbons(D(1), LESS), {"cf4": D(1), "c2f6": D(1)}), "gases.c2f6"),
    (lambda: cn_ets.carbon_of({"steel-scrap": LESS}, {"steel-scrap": D(1)}), "quantities.steel-scrap"),
    (lambda: cn_ets.carbon_of({"steel-scrap": D(1)}, {"steel-scrap": NAN}), "factors.steel-scrap"),
    (lambda: cn_ets.clinker_emissions(D(1), "a", {"a": D(1), "b": D(-1)}, {"b": LESS}), "substitutes.b"),
    (lambda: cn_ets.steel_carbon({"a": LESS}, {}, {"a": D(1), "b": D(-1)}), "purchased.a"),
    (lambda: cn_ets.steel_carbon({}, {"b": LESS}, {"a": D(1), "b": D(-1)}), "products.b"),
    (lambda: heat.fuel_mix_factor([heat.Fuel(D(0), D(1))]), "fuels"),
    (lambda: attribution.molar_attribution(D(1), plants(mass=LESS)), "products[1].mass"),
    (lambda: attribution.molar_attribution(D(1), plants(molar_mass=D(0))), "products[1].molar_mass"),
    (lambda: attribution.molar_attribution(D(1), [attribution.CoProduct("a", D(0))]), "products"),
    (lambda: attribution.molar_attribution(D(1), [*plants(), *plants()]), "products"),
    (lambda: attribution.reconciled(D(1), {"kiln": LESS}), "processes.kiln"),
    (lambda: attribution.reconciled(D(1), {"kiln": D(0)}), "processes"),
    (lambda: attribution.reconciled(LESS, {"kiln": D(0)}), "installation"),
    (lambda: attribution.electricity_mix_factor([(LESS, D(1))]), "sources"),
    (lambda: attribution.electricity_mix_factor([(D(0), D(1))]), "sources"),
    (lambda: embedded.complex_good(D(1), D(1), [(LESS, D(1))]), "precursors"),
    (lambda: embedded.complex_good(D(1), D(1), [(D(1), LESS)]), "precursors"),
    (lambda: embedded.average_specific([(LESS, embedded.SpecificEmissions(D(1), D(1)))]), "deliveries"),
    (lambda: embedded.average_specific([(D(0), embedded.SpecificEmissions(D(1), D(1)))]), "deliveries"),
    (lambda: Produced("slab", LESS, D(0), D(1), True), "slab.direct"),
    (lambda: Produced("slab", D(0), LESS, D(1), True), "slab.indirect"),
    (lambda: Produced("slab", D(0), D(0), D(0), True), "slab.activity_level"),
    (lambda: Produced("slab", D(0), D(0), D(1), True, (Precursor("iron", D(1)), Precursor("scrap", LESS))), "slab.precursors[1].quantity"),
    (lambda: Supplied("slab", LESS, D(0), True), "slab.direct"),
    (lambda: Supplied("slab", D(0), LESS, True), "slab.indirect"),
    (lambda: Supplied("slab", D(0), D(1), False, LESS), "slab.indirect_of_precursors"),
    (lambda: Supplied("slab", D(0), D(1), False, D(2)), "slab.indirect_of_precursors"),
    (lambda: Supplied("slab", D(0), D(1), False), "slab.indirect_of_precursors"),
    (lambda: allocation.by_energy(D(1), {"fuel": D(1), "meal": LESS}), "energies.meal"),
    (lambda: allocation.by_energy(D(1), {"fuel": D(1), "meal": NAN}, negative_is_zero=True), "energies.meal"),
    (lambda: allocation.by_energy(D(1), {"fuel": D(0)}), "energies"),
    (lambda: allocation.by_value(D(1), {"fuel": LESS}), "values.fuel"),
    (lambda: allocation.by_value(D(1), {"fuel": D(0)}), "values"),
    (lambda: allocation.carnot_factor(allocation.AMBIENT), "temperature"),
    (lambda: allocation.cogeneration(D(1), D("0.6"), D("0.5"), D("0.4")), "thermal"),
    (lambda: certificates.issued(D(1), D(1)), "carried"),
    (lambda: electricity.Source(D(1), D(1), "fully-renewable"), "intensity"),
    (lambda: electricity.full_load_hour_intensity(D(8785), D(1), D(1)), "hours"),
    (lambda: electricity.full_load_hour_intensity(D(1), D(8785), D(1)), "eligible"),
    (lambda: electricity.renewable_zone_hours(2023, D("0.9")), "renewable"),
    (lambda: electricity.mean_intensity([], electricity.RFNBO_METHODS), "sources"),
    (lambda: electricity.mean_intensity([electricity.Source(D(1), D(1), "hourly-average")], electricity.RFNBO_METHODS), "sources"),
    (lambda: fuels.average_of_intervals([], D(28)), "intervals"),
    (lambda: fuels.average_of_intervals([fuels.Interval(D(1), D(28)), fuels.Interval(D(1), D(29))], D(28)), "intervals[1].intensity"),
    (lambda: fuels.qualifying_share(D(2), D(1)), "relevant"),
    (lambda: red.default_terms({"e_ec": "1", "e_p": "1"}), "inputs"),
    (lambda: savings.Requirement(D(1), date(2026, 1, 2), date(2026, 1, 1)), "started_until"),
    (lambda: savings.required_saving([], date(2026, 1, 1)), "started"),
    (lambda: corsia.reduction([(LESS, D(1))]), "mass"),
    (lambda: corsia.reduction([(D(1), NAN)]), "life_cycle"),
    (lambda: ets_shipping.emissions([(HFO, LESS)]), "mass"),
    (lambda: fueleu.intensity([fueleu.Consumption(HFO, LESS)], year=2025), "mass"),
    (lambda: rates.cycles(D(1)), "rate"),
    (lambda: rates.cycles(D("1.1")), "rate"),
    (lambda: rates.steel_scrap_value(D(2), D(1), D("1.1")), "metal_yield"),
    (lambda: treatment.component_incineration(PLASTICS, D(2)), "oxidation"),
]
"""Numbers inside of lists, tables and other things, and combinations that cannot be."""


@pytest.mark.parametrize(("call", "field"), INSIDE, ids=[f"{field} {number}" for number, (_, field) in enumerate(INSIDE)])
def test_the_error_names_the_place(call: Callable[[], object], field: str) -> None:
    assert [found.field for found in refused(call).findings] == [field]


@pytest.mark.parametrize("rate", [rates.converted_rate])
def test_a_yield_that_makes_more_than_all_names_the_rate(rate: Rule) -> None:
    measured = MeasuredRate.model_validate({"rate": "0.9", "at": "recycling-output", "recycling_yield": "0.8"})
    assert [found.field for found in refused(lambda: rate(measured, "recycling-input")).findings] == ["rate"]


UNKNOWN: list[tuple[Callable[[], object], str, str, str]] = [
    (lambda: reference_efficiencies.reference_electricity_efficiency("G99", 2020), "category", "fuel category 'G99'", "燃料类别 'G99'"),
    (lambda: reference_efficiencies.reference_heat_efficiency("G99", 2020, "steam"), "category", "fuel category 'G99'", "燃料类别 'G99'"),
    (
        lambda: reference_efficiencies.reference_heat_efficiency("G10", 2020, "oil"),  # type: ignore[arg-type]
        *("medium", "heat medium 'oil'", "热介质 'oil'"),
    ),
    (lambda: pfc.slope_factors("CWPD"), "technology", "cell technology 'CWPD'", "电解槽类型 'CWPD'"),
    (
        lambda: pfc.overvoltage_factors("HSS"),
        *("technology", "cell technology for the overvoltage method 'HSS'", "过电压法电解槽类型 'HSS'"),
    ),
    (lambda: cn_ets.clinker_emissions(D(1), "dust", {"clinker": D(1)}), "kind", "clinker 'dust'", "熟料品种 'dust'"),
    (lambda: cn_ets.carbon_of({"ore": D(1)}, {"scrap": D(1)}), "quantities", "material 'ore'", "材料 'ore'"),
    (lambda: cn_ets.anode_effect_co2e(GASES, {"cf4": D(1)}), "gwp", "gas 'c2f6'", "气体 'c2f6'"),
]


@pytest.mark.parametrize(("call", "field", "en", "zh"), UNKNOWN, ids=[en for _, _, en, _ in UNKNOWN])
def test_a_name_outside_a_table_is_told_in_both_languages(call: Callable[[], object], field: str, en: str, zh: str) -> None:
    with pytest.raises(UnknownNameError) as caught:
        call()
    (found,) = caught.value.findings
    assert (found.field, found.en, found.zh) == (field, f"unknown {en}", f"未知{zh}")
    assert found.nearest


def test_sizes_that_no_quantity_has_begin_and_end_at_one_over_and_at_ten_to_the_thirtieth() -> None:
    for value in ("1E-30", "-1E-30", "9.99E+29", "-9.99E+29", "0"):
        assert calculation.CarbonStream(D(value), D(0)).quantity == D(value)
    for value in ("9.99E-31", "-9.99E-31", "1E+30", "-1E+30"):
        with pytest.raises(DeclarationError, match="quantity: must be a finite number of a possible size"):
            calculation.CarbonStream(D(value), D(0))
