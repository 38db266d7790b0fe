"""Fuels, power plants and default values through the engine: ENERGY-5, 6, 7, 12, 13 and 16 as a declarer meets them."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest

import crosswalk as cw
from crosswalk.engine.rules.energy.red import default_terms
from crosswalk.engine.rules.energy.savings import saving
from crosswalk.model.quantity import Quantity

POWER, CN_POWER, MRR = "cn/cets-power-2022", "cn/gbt-32151.1-2015", "eu/mrr-2018-2066"
NDRC = "cn/gbt-32151.10-2015"
LIBRARY = cw.Library.shipped()
D = Decimal
RED_SETS = ("red-annex-v-default", "red-annex-vi-biomethane", "red-annex-vi-biogas-electricity", "red-annex-vi-solid")


def burnt(activity: dict[str, Any], standard: str = POWER, stage: str = "facility") -> dict[str, Any]:
    return {
        "standard": standard,
        "subject": {"kind": "installation", "location": "CN"},
        "year": 2023,
        "figures": [{"stage": stage, "source": "combustion", "activity": activity}],
    }


def tonnes(data: dict[str, Any], to: str) -> D:
    low, _, high = cw.translate(data, to=to).shared.bounds
    assert low is not None
    assert low == high
    return low


# -- power plants -----------------------------------------------------------------------------------------------------------------------


def test_energy_7_coal_that_nobody_measured() -> None:
    """0.03085 t C/GJ x 44/12 x 0.99 = 0.1119855 t CO2/GJ; before the notice 0.1218228; change -8.08 %."""
    now = tonnes(burnt({"fuel": "coal-not-measured", "amount": "1000000 GJ"}), POWER)
    before = tonnes(burnt({"fuel": "coal-not-measured-earlier", "amount": "1000000 GJ"}), POWER)
    assert (now / 1000000, round(before / 1000000, 7)) == (D("0.1119855"), D("0.1218228"))
    assert round((now / before - 1) * 100, 2) == D("-8.08")


def test_the_default_of_coal_is_no_silent_default() -> None:
    with pytest.raises(cw.InputError, match="coal-not-measured"):
        cw.translate(burnt({"fuel": "褐煤", "amount": "1000 GJ"}), to=MRR)
    result = cw.translate(burnt({"fuel": "coal-not-measured", "amount": "1000 GJ"}), to=MRR)
    assert any("has no factor for" in gap.message.en for gap in result.gaps)  # which coal it was is not said


def test_coal_that_only_the_other_side_lists_keeps_its_declared_value() -> None:
    coal = {"fuel": "烟煤", "amount": "100000 t", "ncv": "22 GJ/t"}
    data = burnt(coal)
    data["figures"][0]["value"] = "209000 t CO2"
    assert tonnes(data, POWER) == D(209000)
    assert tonnes(data, MRR) == D(2200000) * D("94.6") / 1000
    with pytest.raises(cw.InputError, match="no factor here for bituminous-coal; give the `value`, a `factor:`, or its analysed") as caught:
        cw.translate(burnt(coal), to=MRR)
    assert "coal-not-measured" in str(caught.value)


@pytest.mark.parametrize(
    ("amount", "message"),
    [
        ("1000000 Nm3", "declare the amount as energy, or its `ncv:`"),
        ("1000 MJ HHV", "cannot be applied to 1000 MJ HHV; it is on the lower heating value"),
        ("1000 MJ (HHV)", "cannot be applied to 1000 MJ HHV; it is on the lower heating value"),
    ],
)
def test_amounts_that_lead_to_no_energy(amount: str, message: str) -> None:
    activity = {"fuel": "natural gas", "amount": amount}
    with pytest.raises(cw.InputError, match=re.escape(message)):
        cw.translate(burnt(activity, MRR, "installation"), to=MRR)


def test_an_oxidation_factor_is_asked_for_where_the_standard_knows_none() -> None:
    gas = {"fuel": "天然气", "amount": "10 万Nm3", "ncv": "389.31 GJ/万Nm3", "carbon_content": "15.3 t C/TJ"}
    with pytest.raises(cw.InputError, match="no oxidation factor here for 天然气"):
        cw.translate(burnt(gas, CN_POWER, "enterprise"), to=MRR)
    data = burnt({**gas, "oxidation": "99 %"}, CN_POWER, "A3.process")
    # ENERGY-5: 21.6219 t per 10 000 Nm3
    assert round(tonnes(data, CN_POWER) / 10, 4) == D("21.6219")
    assert tonnes(data, MRR) == D("3893.1") * D("0.0153") * D("3.664")


@pytest.mark.parametrize(
    ("activity", "message"),
    [
        ({"fuel": "烟煤", "amount": "1 t", "carbon_content": "0.0262 t C/GJ"}, "is no mass of carbon"),
        ({"fuel": "烟煤", "amount": "1 GJ", "carbon_content": "0.0262 t C/GJ", "factor": "0.1 t CO2/GJ"}, "not both"),
        ({"fuel": "烟煤", "amount": "1 GJ", "oxidation": "99 %", "factor": "0.1 t CO2/GJ"}, "belongs to a `carbon_content`"),
        ({"fuel": "烟煤", "amount": "1 GJ", "carbon_content": "0.0262 t C/GJ", "oxidation": "101 %"}, "between 0 and 100 %"),
        ({"electricity": "1 kWh", "carbon_content": "0.0262 t C/GJ"}, "belongs to a fuel"),
        ({"fuel": "烟煤", "amount": "1 t", "carbon_content": "1.3 t C/t"}, "1.3 t C/t is more carbon than fuel"),
        ({"fuel": "烟煤", "amount": "1 t", "carbon_content": "-0.5 t C/t"}, "cannot be negative"),
        ({"fuel": "烟煤", "amount": "1 t", "ncv": "24 MJ HHV/kg", "carbon_content": "0.0262 t C/GJ"}, "is no energy"),
    ],
)
def test_analyses_that_cannot_be(activity: dict[str, Any], message: str) -> None:
    with pytest.raises(cw.InputError, match=message):
        cw.translate(burnt(activity), to=MRR)


# -- volumes of gas -----------------------------------------------------------------------------------------------------------------------


def gas(amount: str, standard: str = NDRC) -> dict[str, Any]:
    return burnt({"fuel": "天然气", "amount": amount}, standard, "enterprise")


def test_energy_5_by_volume_with_its_reference_state() -> None:
    normal = tonnes(gas("1 万Nm3"), NDRC)
    assert round(normal, 3) == D("21.622")
    at_20 = tonnes(gas("10000 m3_20C"), NDRC)
    assert abs(at_20 / normal - D("273.15") / D("293.15")) < D("1e-20")
    assert at_20 == tonnes(gas("10000 m³ (20 °C)"), NDRC)


def test_a_volume_without_reference_state_is_marked() -> None:
    result = cw.translate(gas("1 万立方米"), to=NDRC)
    assert result.shared.bounds[0] == tonnes(gas("1 万Nm3"), NDRC)
    assert any("reference state" in note[0] for note in result.outcome.notes)
    assert not cw.translate(gas("1 万Nm3"), to=NDRC).outcome.notes


@pytest.mark.parametrize(
    ("text", "unit"), [("1 MJ HHV", "MJ"), ("1 kWh (HHV)", "kWh"), ("1 千瓦时_HHV", "kWh"), ("141.9 MJ HHV/kg", "MJ/kg")]
)
def test_a_higher_heating_value_is_another_dimension(text: str, unit: str) -> None:
    with pytest.raises(cw.InputError, match="heating values here are lower ones"):
        Quantity.parse(text).to(unit)
    assert Quantity.parse("3.6 MJ LHV").to("kWh").magnitude == 1
    assert Quantity.parse("3.6 MJ HHV").to("kWh HHV").magnitude == 1


def test_hydrogen_on_the_higher_heating_value_is_refused() -> None:
    data = {
        "standard": "eu/rfnbo-2023-1185",
        "subject": {"fuel": "hydrogen", "net_calorific_value": "141.9 MJ HHV/kg"},
        "declared_unit": "1 kg",
        "figures": [{"stage": "e_i+e_p", "value": "3 kg CO2e"}],
    }
    with pytest.raises(cw.InputError, match="heating values here are lower ones"):
        cw.read(data)


def test_parameters_without_a_factor_are_never_a_default() -> None:
    known = LIBRARY.factor_set("cn-fuels-power")
    assert not known.items
    assert {entry.id for entry in known.parameters} >= {"natural-gas", "diesel", "coke-oven-gas"}
    assert known.source.confirmed == "unconfirmed"
    with pytest.raises(cw.InputError):
        cw.translate(burnt({"fuel": "natural-gas", "amount": "1 GJ", "factor_set": "cn-fuels-power"}), to=POWER)


# -- default values of RED II ---------------------------------------------------------------------------------------------------------------


def test_energy_13_terms_add_up_and_savings_follow() -> None:
    """All pathways of Annex V A: the terms give both totals as printed, the totals the savings against 94 g/MJ."""
    rows = [entry for entry in LIBRARY.factor_set("red-annex-v-default").items if "e_ec" in entry.inputs]
    assert len(rows) == 35
    for entry in rows:
        default, typical = default_terms(entry.inputs), default_terms(entry.inputs, typical=True)
        assert default.total == entry.value, entry.id
        assert typical.total == D(entry.inputs["total_typical"]), entry.id
        for total, printed in ((default.total, entry.inputs["saving"]), (typical.total, entry.inputs["saving_typical"])):
            assert abs(saving(total, D(94)) * 100 - D(printed)) <= D("0.51"), entry.id


def test_future_pathways_and_gaseous_and_solid_fuels_are_there() -> None:
    counts = {name: len(LIBRARY.factor_set(name).items) for name in RED_SETS}
    assert counts == {
        "red-annex-v-default": 48,
        "red-annex-vi-biomethane": 24,
        "red-annex-vi-biogas-electricity": 36,
        "red-annex-vi-solid": 93,
    }
    manure = next(
        entry for entry in LIBRARY.factor_set(RED_SETS[1]).items if entry.id.startswith("biomethane-wet-manure-closed-digestate-off")
    )
    assert (manure.value, manure.inputs["total_typical"]) == (D("-100"), "-103")
    names = [entry.name.zh for name in RED_SETS for entry in LIBRARY.factor_set(name).items]
    assert len(set(names)) == len(names)
