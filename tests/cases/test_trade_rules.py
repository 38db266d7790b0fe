"""TRADE-1 to TRADE-5, TRADE-11 and CN-1 to CN-5: filled examples of the European Commission, and Chinese twins.

TRADE-1, 3, 4 and 5 are the filled examples "CBAM SEE V2.1_Example ..." of the Commission communication template v2.1.1 for installations
(13 December 2024): examples 1 (cement), 2 (steel), 4 (screws) and 6 (aluminium). TRADE-11 is the example row of its sheet B_EmInst. They
belong to the transitional period, in which indirect emissions of all goods were counted, and use the same equations as (EU) 2025/2547.
TRADE-2 and the CN cases are derived: the rule is published (CN: by software that implements it), the figures are this project's arithmetic
on it.
"""

from __future__ import annotations

from decimal import Decimal

import pytest
from published import LIBRARY, as_printed

from crosswalk.engine.rules import cn_ets
from crosswalk.engine.rules.activity import item_values
from crosswalk.engine.rules.cbam import calculation as calc
from crosswalk.engine.rules.cbam import pfc
from crosswalk.engine.rules.cbam.attribution import attributed_direct, attributed_indirect, electricity_emissions, waste_gas_export
from crosswalk.engine.rules.cbam.embedded import per_tonne_by_clinker, simple_good, specific_consumption
from crosswalk.engine.rules.cbam.goods import Precursor, Produced, Supplied, embedded_emissions
from crosswalk.engine.rules.cbam.rounding import reported_specific, reported_tonnes

D = Decimal


def fuel(tonnes: str, gigajoules: str, factor: str, biomass: str = "0") -> Decimal:
    """Emissions of a fuel whose net calorific value is printed in GJ/t."""
    return calc.combustion_emissions(calc.fuel_energy(D(tonnes), D(gigajoules) / 1000), calc.fossil_part(D(factor), D(biomass)))


# -- TRADE-1 and TRADE-2: cement (template example 1; CN 2523 29 00) -----------------------------------------------------------------

CLINKER = D(1255000)
CLINKER_CONTENT = D("0.95")
CEMENT = CLINKER / CLINKER_CONTENT
CEMENT_MWH = D("193864.47368421053")


def cement_emissions() -> Decimal:
    streams = (
        calc.clinker_emissions(CLINKER),
        fuel("88000", "25", "95"),  # coal
        fuel("25000", "20", "83", "0.15"),  # household waste
        fuel("43000", "40", "78"),  # heavy fuel oil
    )
    return sum(streams, D(0))


def test_cement_per_tonne() -> None:
    emissions = cement_emissions()
    assert as_printed(emissions, "1037310")
    assert as_printed(CEMENT, "1321052.6315789474")
    indirect = attributed_indirect(CEMENT_MWH, D("0.833"))
    cement = embedded_emissions([Produced("cement", emissions, indirect, CEMENT, counts_indirect=True)], "cement")
    assert as_printed(cement.direct, "0.7852147410358565")
    assert as_printed(cement.indirect, "0.12224275")
    assert as_printed(cement.total, "0.9074574910358565")
    assert as_printed(specific_consumption(CEMENT_MWH, CEMENT), "0.14675")
    assert reported_specific(cement.direct) == D("0.78521")


def test_cement_in_the_functional_unit_of_the_definitive_period() -> None:
    # derived: tonnes of clinker contained, then Equation 64; 0.605 is the Chinese grid default of (EU) 2025/2621 Annex II
    direct = simple_good(cement_emissions(), CLINKER)
    indirect = simple_good(attributed_indirect(CEMENT_MWH, D("0.833")), CLINKER)
    assert as_printed(direct, "0.8265418")
    assert as_printed(indirect, "0.1286766")
    assert as_printed(per_tonne_by_clinker(direct, CLINKER_CONTENT), "0.7852147410358565")
    assert as_printed(per_tonne_by_clinker(indirect, CLINKER_CONTENT), "0.12224275")
    chinese = simple_good(attributed_indirect(CEMENT_MWH, D("0.605")), CEMENT)
    assert as_printed(chinese, "0.08878375")


# -- TRADE-3: blast furnace and converter in one process (template example 2; CN 7208 10 00 and others) ------------------------------

STEEL = D(4800000)
STEEL_STREAMS = (
    ("50000", "0.88", "0"),  # coke fines
    ("5600000", "0.00023", "0"),  # iron ores
    ("2200000", "0.88", "0"),  # coke
    ("70000", "0.683571530119101", "0.16"),  # plastic waste
    ("800000", "0.0021", "0"),  # external scrap
    ("200000", "0.0018", "0"),  # internal scrap
    ("280000", "0.0027292576419213972", "0"),  # lime
    ("170000", "0.75", "0"),  # natural gas
    ("40000", "0.1", "0"),  # other
    ("-4800000", "0.0018", "0"),  # steel
    ("-1000000", "0.0003", "0"),  # slag
)


def test_steel_mass_balance_waste_gas_and_specific_emissions() -> None:
    balance = calc.mass_balance([calc.CarbonStream(D(tonnes), D(carbon), D(biomass)) for tonnes, carbon, biomass in STEEL_STREAMS])
    assert as_printed(balance.emissions, "7866044.469877754")
    exported = waste_gas_export(D(12800))
    assert as_printed(exported, "478959.36")
    direct = attributed_direct(balance.emissions, waste_gas_exported=exported)
    assert not direct.was_set_to_zero
    assert as_printed(direct.value, "7387085.109877754")
    assert reported_tonnes(direct.value) == 7387085
    indirect = attributed_indirect(D(1658844), D("0.589"))
    steel = embedded_emissions([Produced("steel", direct.value, indirect, STEEL, counts_indirect=True)], "steel")
    assert as_printed(steel.direct, "1.5389760646")
    assert as_printed(steel.indirect, "0.2035539825")
    assert as_printed(steel.total, "1.742530047")
    # derived: in the definitive period steel is a good of Annex II, so only direct emissions count
    definitive = embedded_emissions([Produced("steel", direct.value, indirect, STEEL, counts_indirect=False)], "steel")
    assert reported_specific(definitive.total) == D("1.53898")


def test_steel_example_leaves_biomass_carbon_unmatched() -> None:
    # The example rates 16 % of the plastic's carbon as zero and books none of it into steel and slag; B.3.2 asks for evidence then.
    balance = calc.mass_balance([calc.CarbonStream(D(tonnes), D(carbon), D(biomass)) for tonnes, carbon, biomass in STEEL_STREAMS])
    assert as_printed(balance.unmatched_zero_rated, "7656.0011")


# -- TRADE-4: carbon steel screws (template example 4; CN 7318 15 42) ----------------------------------------------------------------


def test_screws_with_the_mass_before_cutting() -> None:
    gas = fuel("17000", "3.5", "56.1")  # 3.5 GJ of natural gas per tonne of screws
    assert as_printed(gas, "3337.95")
    rod = Supplied("rod", D("1.539"), D("0.204"), counts_indirect=True)
    used = Precursor("rod", D(20000))
    screws = Produced("screws", gas, attributed_indirect(D(3400), D("0.833")), D(17000), counts_indirect=True, precursors=(used,))
    result = embedded_emissions([screws, rod], "screws")
    assert as_printed(result.direct, "2.0069382352941174")
    assert as_printed(result.indirect, "0.4066")
    assert as_printed(result.total, "2.4135382352941175")
    assert as_printed(specific_consumption(D(20000), D(17000)), "1.17647")


# -- TRADE-5: aluminium (template example 6) -----------------------------------------------------------------------------------------


def smelter_gases() -> pfc.Perfluorocarbons:
    minutes = pfc.anode_effect_minutes(D("0.6039358521605075"), D("0.25"))
    return pfc.slope_method(D(200000), minutes, pfc.CellFactors(D("0.102"), D("0.12")))


def test_aluminium_anode_effects() -> None:
    duct = smelter_gases()
    assert as_printed(duct.cf4, "3.080072846")
    assert as_printed(duct.c2f6, "0.369608742")
    assert as_printed(pfc.co2e(pfc.with_fugitive(duct, D("0.97"))), "25282")


def test_aluminium_whole_site() -> None:
    anodes = calc.mass_balance([calc.CarbonStream(D(69000), D(1))]).emissions
    site = fuel("14181", "48", "56.1") + anodes + pfc.co2e(pfc.with_fugitive(smelter_gases(), D("0.97")))
    assert as_printed(site, "316284.6")
    assert abs(site - (311000 + 5283)) < 2  # the example's processes, printed in full tonnes


def test_aluminium_smelting_and_forming() -> None:
    smelting = Produced("slab", D(311000), attributed_indirect(D(3000000), D("0.41")), D(200000), counts_indirect=True)
    forming = Produced(
        "profile",
        D(5283),
        attributed_indirect(D(105000), D("0.41")),
        D(113000),
        counts_indirect=True,
        precursors=(Precursor("slab", D(120000)),),
    )
    slab = embedded_emissions([smelting, forming], "slab")
    assert as_printed(slab.direct, "1.555")
    assert as_printed(slab.indirect, "6.15")
    profile = embedded_emissions([smelting, forming], "profile")
    assert as_printed(profile.direct, "1.698079646")
    assert as_printed(profile.indirect, "6.9119469027")


# -- TRADE-11: anode effects (template sheet B_EmInst, example row) ------------------------------------------------------------------


def test_anode_effects_with_the_factors_of_an_installation() -> None:
    minutes = pfc.anode_effect_minutes(D("2.17"), D("1.23"))
    duct = pfc.slope_method(D(500000), minutes, pfc.CellFactors(D("0.146"), D("0.122")))
    assert as_printed(duct.cf4, "194.8443")
    assert as_printed(duct.c2f6, "23.7710046")
    assert as_printed(pfc.co2e(pfc.with_fugitive(duct, D("0.98"))), "1587424.347")


# -- CN-1 to CN-5: national ETS guidelines CETS—AG—02.01, 03.01 and 04.01 (V01—2024), by software that implements them ---------------

CLINKER_FACTORS = item_values(LIBRARY.factor_set("cn-cets-clinker"))
STEEL_FACTORS = item_values(LIBRARY.factor_set("cn-cets-steel-materials"))
STEEL_FACTORS_2015 = {"crude-steel-product": D("-0.0154")}  # GB/T 32151.5-2015, memory (unconfirmed); no shipped set has it
ALUMINIUM_GWP = {gas: factor.value for gas, factor in LIBRARY.characterisation("cn-cets-aluminium-2024").factors.items()}


def test_clinker_with_substitutes() -> None:
    slag = {"carbide-slag-deduction": D(5000)}
    both = slag | {"coal-fly-ash-deduction": D(8000)}
    assert cn_ets.clinker_emissions(D(100000), "clinker", CLINKER_FACTORS, slag).value == 51100
    assert cn_ets.clinker_emissions(D(100000), "clinker", CLINKER_FACTORS, both).value == 50660
    # the same clinker by the minimum method of (EU) 2025/2547 Annex II B.9.2.2
    assert calc.clinker_emissions(D(100000)) == 52500


def test_white_clinker() -> None:
    assert cn_ets.clinker_emissions(D(10000), "clinker-white", CLINKER_FACTORS).value == 5500


def test_anode_effect_monitored_by_default_and_under_cbam() -> None:
    aluminium, minutes = D(500000), D("0.20")
    gases = cn_ets.anode_effect(aluminium, minutes)
    assert (gases.cf4, gases.c2f6) == (D("14.3"), D("1.43"))  # 0.0286 and 0.00286 kg/t
    assert cn_ets.anode_effect_co2e(gases, ALUMINIUM_GWP) == 110682
    default = cn_ets.anode_effect_by_default(aluminium, cn_ets.ANODE_EFFECT_CF4, cn_ets.ANODE_EFFECT_C2F6)
    assert cn_ets.anode_effect_co2e(default, ALUMINIUM_GWP) == 131580
    european = pfc.slope_method(aluminium, minutes, pfc.slope_factors("CWPB"))
    assert as_printed(pfc.co2e(pfc.with_fugitive(european, D(1))), "114015.33")


@pytest.mark.parametrize(
    ("consumption", "factor", "emissions"),
    [(cn_ets.ANODE_CONSUMPTION, "1.470832", 735416), (cn_ets.ANODE_CONSUMPTION_2015, "1.50304", 751520)],
)
def test_anodes_by_edition(consumption: Decimal, factor: str, emissions: int) -> None:
    found = cn_ets.anode_factor(consumption, cn_ets.ANODE_SULPHUR, cn_ets.ANODE_ASH)
    assert found == D(factor)
    assert cn_ets.anode_emissions(D(500000), found) == emissions


def test_anodes_by_the_draft() -> None:
    assert cn_ets.anode_emissions(D(500000), cn_ets.ANODE_FACTOR_DRAFT) == 712000


def test_carbon_in_steel() -> None:
    scrap, steel = {"steel-scrap": D(200000)}, {"crude-steel-product": D(1000000)}
    assert cn_ets.carbon_of(scrap, STEEL_FACTORS) == 7400
    assert cn_ets.carbon_of(steel, STEEL_FACTORS) == -37000  # kept, so below zero
    assert cn_ets.steel_carbon(scrap, steel, STEEL_FACTORS) == -29600
    assert cn_ets.steel_carbon({}, steel, STEEL_FACTORS_2015) == -15400


def test_electricity_of_the_screws() -> None:
    assert as_printed(electricity_emissions(D(3400), D("0.833")), "2832.2")  # TRADE-4
