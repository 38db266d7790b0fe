"""Energy factors of the shipped sets: ENERGY-2, 3, 4, 7, 10, 12, 15, 16, 17, and the fuels of CN-6 and CN-7.

ENERGY-3a (trends), 4 (Germany), 5, 6 and the engine's side of CN-7 are in test_factor_cases. The printed numbers come from

- Delegated Regulations (EU) 2023/1185 and (EU) 2025/2359, Annex, Parts B and C, and Implementing Regulation (EU) 2018/2066, Article 25;
- the announcements of the Chinese ministries as cited in the sets;
- the derived cases of this project: its own arithmetic on those numbers, where the comment says so.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from published import LIBRARY, as_printed, characterise

import crosswalk as cw
from crosswalk.engine.rules.activity import look_up, look_up_item
from crosswalk.engine.rules.cbam import calculation as calc
from crosswalk.errors import InputError
from crosswalk.model.factors import Item
from crosswalk.model.quantity import Quantity, factor

D = Decimal
CO2_PER_CARBON = D(44) / D(12)
CHINESE_FUELS = ("cn-fuels-ndrc", "cn-fuels-provincial-2025", "cn-cets-coal-default")
MASS_OF_GAS = ("eu-2023-1185-fuel-ch4", "eu-2023-1185-fuel-n2o", "eu-2025-2359-fuel-upstream-ch4", "eu-2025-2359-fuel-upstream-n2o")


def item(set_id: str, name: str) -> Item:
    (found,) = [entry for entry in LIBRARY.factor_set(set_id).items if entry.id == name]
    return found


def inputs(entry: Item) -> tuple[Quantity, Decimal, Decimal]:
    """Net calorific value, carbon content in t C/TJ and oxidation factor."""
    return (
        Quantity.parse(entry.inputs["ncv"]),
        Quantity.parse(entry.inputs["carbon_content"]).to("t*C/TJ").magnitude,
        D(entry.inputs["oxidation"]),
    )


def chinese(entry: Item) -> Decimal:
    """t CO2 per TJ = kg CO2/GJ, from the inputs."""
    _, carbon, oxidation = inputs(entry)
    return carbon * oxidation * CO2_PER_CARBON


def grid(set_id: str, region: str, year: int) -> Decimal:
    found = look_up(LIBRARY.factor_set(set_id), region, year, None)
    assert found is not None
    assert not found.substituted
    return found.per(Quantity.parse("1 MWh"))


# -- ENERGY-2: nuclear electricity, heat factor of Table 3 over 33 %; published as about 3.6 g/MJ and 13 g/kWh ---------------------


def test_nuclear_electricity() -> None:
    per_megajoule = item("eu-2023-1185-fuel-upstream", "nuclear").value / D("0.33")
    assert as_printed(per_megajoule, "3.636")
    assert as_printed(per_megajoule, "3.6")
    assert as_printed(per_megajoule * factor("kWh", "MJ"), "13.1")


# -- ENERGY-3: two quantities with one unit; derived from the announcements of 2025 -------------------------------------------------


def test_footprint_factor_is_not_a_newer_co2_factor() -> None:
    assert as_printed(grid("cn-electricity-footprint", "CN", 2023) / grid("cn-electricity-co2", "CN", 2023), "1.1694")
    assert max(LIBRARY.factor_set("cn-electricity-co2").series[0].values) == 2023  # no factor of 2024 was published when the set was made


def test_generation_types_are_those_of_2023_alone() -> None:
    printed = {  # announcement No. 3 of 2025, kg CO2e/kWh
        "coal": "0.9440",
        "gas": "0.4792",
        "hydro": "0.0143",
        "nuclear": "0.0065",
        "wind": "0.0336",
        "pv": "0.0545",
        "csp": "0.0313",
        "biomass": "0.0457",
        "transmission-distribution": "0.0463",
    }
    shipped = {entry.id: entry.value for entry in LIBRARY.factor_set("cn-electricity-footprint-technology").items}
    assert shipped == {name: D(value) for name, value in printed.items()}


# -- ENERGY-4: a residual of zero is no factor (full disclosure in Austria and Switzerland; the production mix of Norway 2023) ------


@pytest.mark.parametrize(
    ("set_id", "region", "year"),
    [*(("aib-residual-mix", region, year) for region in ("AT", "CH") for year in (2022, 2023, 2024)), ("aib-production-mix", "NO", 2023)],
)
def test_zero_of_the_residual_mix_is_never_used(set_id: str, region: str, year: int) -> None:
    factors = LIBRARY.factor_set(set_id)
    assert look_up(factors, region, year, None) is None
    assert all(value > 0 for series in factors.series for value in series.values.values())
    assert factors.note is not None
    country = {"AT": "Austria", "CH": "Switzerland", "NO": "Norway 2023"}[region]
    assert country in factors.note.en


# -- ENERGY-7: coal without analysis in the Chinese ETS; derived, the oxidation factor is not confirmed ----------------------------


def test_default_of_coal_not_measured() -> None:
    now, before = item("cn-cets-coal-default", "coal-not-measured"), item("cn-cets-coal-default", "coal-not-measured-earlier")
    assert as_printed(chinese(now) / 1000, "0.1119855")
    assert as_printed(chinese(before) / 1000, "0.1218228")
    assert as_printed((chinese(now) / chinese(before) - 1) * 100, "-8.08")
    assert LIBRARY.factor_set("cn-cets-coal-default").source.confirmed == "unconfirmed"


# -- ENERGY-10: combustion under Part C of (EU) 2023/1185, Tables 1 and 2 with GWP 25 and 298; derived, natural gas as in Part B ----


@pytest.mark.parametrize(("name", "printed"), [("anthracite", "98.772"), ("natural-gas", "56.1548"), ("natural-gas", "56.2")])
def test_combustion_with_methane_and_nitrous_oxide(name: str, printed: str) -> None:
    co2, ch4, n2o = (item(f"eu-2023-1185-{kind}", name).value for kind in ("fuels", "fuel-ch4", "fuel-n2o"))
    assert as_printed(co2 + characterise("red-annex-v-c4", {"ch4": str(ch4), "n2o": str(n2o)}), printed)


def test_european_acts_agree_but_for_two_fuels() -> None:
    monitoring = {entry.id: entry.value for entry in LIBRARY.factor_set("eu-mrr-fuels").items}
    electricity = {entry.id: entry.value for entry in LIBRARY.factor_set("eu-2023-1185-fuels").items}
    differing = {
        name: (electricity[name], monitoring[name])
        for name in electricity.keys() & monitoring.keys()
        if electricity[name] != monitoring[name]
    }
    assert differing == {"kerosene": (D("71.5"), D("71.9")), "oil-shale-and-tar-sands": (D("73.3"), D("107.0"))}


# -- ENERGY-12: 100 MWh from China, 2023; derived from announcement No. 47 of 2025 -------------------------------------------------


def test_fossil_electricity_is_the_twin_of_the_border_adjustment() -> None:
    fossil, average = (grid(set_id, "CN", 2023) * 100 / 1000 for set_id in ("cn-electricity-co2-fossil", "cn-electricity-co2"))
    assert as_printed(fossil, "82.73")
    assert as_printed(average, "53.06")
    assert as_printed(fossil / average, "1.559")
    assert grid("cn-electricity-co2-fossil", "CN", 2023) == D("827.3")


# -- ENERGY-15: Tables 3 and 4 of (EU) 2025/2359 are the grams of (EU) 2023/1185 with 29.8 and 273, as printed ----------------------


@pytest.mark.parametrize(("gas", "gwp"), [("ch4", "29.8"), ("n2o", "273")])
def test_printed_equivalents_fit_one_set_only(gas: str, gwp: str) -> None:
    grams = {entry.id: entry.value for entry in LIBRARY.factor_set(f"eu-2023-1185-fuel-{gas}").items}
    printed = {entry.id: entry.value for entry in LIBRARY.factor_set(f"eu-2025-2359-fuel-{gas}").items}
    assert printed.keys() - grams.keys() == {"renewable-municipal-waste"}
    assert grams.keys() <= printed.keys()
    same = grams.keys() - {"oil-shale-and-tar-sands"}  # another class of fuel in the later act
    assert all(as_printed(grams[name] * D(gwp), str(printed[name])) for name in same)
    ar6 = LIBRARY.characterisation("ar6-100").factors
    assert ar6["ch4-fossil" if gas == "ch4" else "n2o"].value == D(gwp)
    for other in ("red-annex-v-c4", "eu-2020-1044"):
        assert not all(as_printed(characterise(other, {gas: str(grams[name])}), str(printed[name])) for name in same)


def test_charcoal_and_solid_fuels_as_printed() -> None:
    assert item("eu-2023-1185-fuel-ch4", "charcoal").value * D("29.8") == item("eu-2025-2359-fuel-ch4", "charcoal").value == D("5.96")
    assert item("eu-2025-2359-fuel-n2o", "anthracite").value == D("0.41")


# -- ENERGY-16: 1000 t with 70 % carbon; 3.664 of Article 25(1) of (EU) 2018/2066 against 44/12; derived ----------------------------


def test_carbon_of_a_mass_balance() -> None:
    carbon = D(1000) * D("0.70")
    assert as_printed(carbon * calc.F_CARBON, "2564.8")
    assert as_printed(carbon * CO2_PER_CARBON, "2566.67")
    assert as_printed(carbon * (CO2_PER_CARBON - calc.F_CARBON), "1.87")


def test_chinese_fuels_are_converted_with_44_over_12() -> None:
    for set_id in CHINESE_FUELS:
        for entry in LIBRARY.factor_set(set_id).items:
            _, carbon, oxidation = inputs(entry)
            assert as_printed(carbon * oxidation * CO2_PER_CARBON, str(entry.value)), (set_id, entry.id)
            assert not as_printed(carbon * oxidation * calc.F_CARBON, str(entry.value)), (set_id, entry.id)


# -- ENERGY-17: supply of natural gas under (EU) 2025/2359, Part B Table 1 with (EU) 2020/1044; derived -----------------------------


def test_supply_of_natural_gas() -> None:
    co2, ch4, n2o = (item(f"eu-2025-2359-fuel-upstream-{gas}", "natural-gas").value for gas in ("co2", "ch4", "n2o"))
    assert as_printed(co2 + characterise("eu-2020-1044", {"ch4": str(ch4), "n2o": str(n2o)}), "10.318")
    assert item("eu-2023-1185-fuel-upstream", "natural-gas").value == D("12.7")


def test_methane_of_refined_products_follows_that_of_crude_oil() -> None:
    methane = LIBRARY.factor_set("eu-2025-2359-fuel-upstream-ch4").items
    crude = item("eu-2025-2359-fuel-upstream-ch4", "crude-oil").value
    derived = [entry for entry in methane if entry.inputs]
    assert {entry.inputs["multiplier"] for entry in derived} == {"1.01", "1.08", "1.09"}
    for entry in derived:
        assert Quantity.parse(entry.inputs["ch4_crude"]).magnitude == crude
        assert entry.value == D(entry.inputs["multiplier"]) * crude


@pytest.mark.parametrize("set_id", MASS_OF_GAS)
def test_mass_of_a_gas_is_never_taken_for_carbon_dioxide(set_id: str) -> None:
    found = look_up_item(LIBRARY.factor_set(set_id), "natural-gas")
    assert found is not None
    assert not found.takes("GJ")
    assert not {"co2-fossil", "co2-biogenic"} & set(found.counts.gases or ("co2-fossil",))
    figure: dict[str, Any] = {"stage": "installation", "activity": {"fuel": "natural-gas", "amount": "1000 GJ", "factor_set": set_id}}
    with pytest.raises(InputError, match="another dimension"):
        cw.translate({"standard": "eu/mrr-2018-2066", "figures": [figure]}, to="eu/mrr-2018-2066")


# -- CN-6: 1000 t of bituminous coal without analysis, three documents; derived ----------------------------------------------------


def test_bituminous_coal_by_document() -> None:
    coal = {set_id: item(set_id, "bituminous-coal") for set_id in ("cn-fuels-provincial-2025", "cn-fuels-ndrc", "eu-mrr-fuels")}
    tonnes = {set_id: Quantity.parse(entry.inputs["ncv"]).to("GJ/t").magnitude for set_id, entry in coal.items()}
    for set_id, printed in (("cn-fuels-provincial-2025", "1741.75"), ("cn-fuels-ndrc", "2071.51")):
        assert as_printed(tonnes[set_id] * chinese(coal[set_id]), printed)
    assert as_printed(tonnes["eu-mrr-fuels"] * coal["eu-mrr-fuels"].value, "2440.68")


def test_digit_error_of_the_steel_guideline_is_nowhere_a_factor() -> None:
    for set_id in CHINESE_FUELS:
        assert all(inputs(entry)[1] != D("23.08") for entry in LIBRARY.factor_set(set_id).items)
    note = LIBRARY.factor_set("cn-fuels-provincial-2025").note
    assert note is not None
    assert "0.02308" in note.en
    assert "0.02308" in note.zh


# -- CN-7: the provincial guideline of 2025 as one implementation prints it, and Appendix A of GB/T 51366-2019 ----------------------


def test_provincial_guideline_is_reproduced_to_the_last_digit() -> None:
    fuels = LIBRARY.factor_set("cn-fuels-provincial-2025").items
    assert len(fuels) == 14
    for entry in fuels:
        ncv, _, _ = inputs(entry)
        printed = Quantity.parse(entry.inputs["printed"])
        per = "万Nm3" if ncv.has_dimension_of("GJ/Nm3") else "t"
        product = ncv.to(f"GJ/{per}").magnitude * chinese(entry) / 1000
        assert printed.unit == Quantity.parse(f"1 t CO2/{per}").unit
        assert as_printed(product, entry.inputs["printed"].split()[0]), entry.id


def test_appendix_a_follows_from_the_provincial_guideline() -> None:
    appendix = LIBRARY.factor_set("cn-gbt-51366-fuels").items
    assert len(appendix) == 6
    for row in appendix:
        source = item("cn-fuels-provincial-2025", row.id)
        _, _, oxidation = inputs(source)
        assert abs(row.value - chinese(source)) <= D("0.01"), row.id
        assert abs(row.value - chinese(source) * oxidation) > D("0.01"), row.id  # oxidation applied twice


def test_unconfirmed_sets_stay_unconfirmed() -> None:
    for set_id in CHINESE_FUELS:
        factors = LIBRARY.factor_set(set_id)
        assert factors.source.confirmed == "unconfirmed"
        assert all(entry.source is None or entry.source.confirmed == "unconfirmed" for entry in factors.items)


def test_a_fuel_has_one_id_in_every_set() -> None:
    european = {entry.id for entry in LIBRARY.factor_set("eu-mrr-fuels").items}
    known = european | {entry.id for entry in LIBRARY.factor_set("cn-fuels-ndrc").items}
    assert {entry.id for entry in LIBRARY.factor_set("cn-fuels-provincial-2025").items} <= known
    only_here = {entry.id for entry in LIBRARY.factor_set("eu-2023-1185-fuels").items} - european
    assert only_here == {"brown-coal-briquettes", "aviation-gasoline", "jet-kerosene", "municipal-waste"}
