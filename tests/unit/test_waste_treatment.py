"""Landfill, incineration and biological treatment, and the parameters behind them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from crosswalk.engine.rules.circular.treatment import (
    biological,
    component_incineration,
    degradable_carbon,
    fossil_flue_gas,
    incineration,
    landfill_methane,
    mixed_incineration,
)
from crosswalk.errors import DeclarationError, UnknownNameError
from crosswalk.library.library import Library
from crosswalk.model.waste import WasteTreatment

LIBRARY = Library.shipped()
IPCC = LIBRARY.waste_treatment("IPCC waste")


def parts(**shares: str) -> dict[str, Decimal]:
    return {name: Decimal(value) for name, value in shares.items()}


def test_degradable_carbon_of_a_mix() -> None:
    # 0.15·food + 0.20·garden + 0.40·paper + 0.43·wood + 0.24·textiles + 0.15·industrial
    mix = parts(food="0.5", garden="0.1", paper="0.1", wood="0.05", textiles="0.05", industrial="0.1", plastics="0.1")
    assert degradable_carbon(mix, IPCC) == Decimal("0.075") + Decimal("0.02") + Decimal("0.04") + Decimal("0.0215") + Decimal(
        "0.012"
    ) + Decimal("0.015")


def test_landfill_methane() -> None:
    # DOC 0.17, DOCf 0.5, F 0.5 of the EPA documentation
    potential = landfill_methane(Decimal("0.17"), correction=Decimal(1), degrades=Decimal("0.5"), methane=Decimal("0.5"))
    assert round(potential, 6) == Decimal("0.056667")
    assert IPCC.landfill is not None
    half = landfill_methane(
        Decimal("0.17"),
        correction=Decimal(1),
        degrades=Decimal("0.5"),
        methane=Decimal("0.5"),
        recovered=potential / 2,
        oxidation=Decimal("0.1"),
    )
    assert round(half, 12) == round(potential / 2 * Decimal("0.9"), 12)
    assert [option.value for option in IPCC.landfill.correction] == [Decimal(value) for value in ("1.0", "0.5", "0.8", "0.4", "0.6")]
    with pytest.raises(DeclarationError, match="cannot be recovered"):
        landfill_methane(Decimal("0.1"), correction=Decimal(1), degrades=Decimal("0.5"), methane=Decimal("0.5"), recovered=Decimal(1))
    with pytest.raises(DeclarationError, match="MCF"):
        landfill_methane(Decimal("0.1"), correction=Decimal("1.2"), degrades=Decimal("0.5"), methane=Decimal("0.5"))


def test_incineration_of_components() -> None:
    by_id = {entry.id: component_incineration(entry) for entry in IPCC.components}
    assert by_id["plastics"] == Decimal("2.75")  # 0.75·44/12
    assert by_id["food"] is None  # its fossil share is not in the set
    assert by_id["garden"] == 0
    found = mixed_incineration(parts(plastics="0.1", food="0.5"), IPCC)
    assert found.low == Decimal("0.275")
    assert found.high is not None
    assert found.high > found.low
    exact = mixed_incineration(parts(plastics="0.1", garden="0.5"), IPCC)
    assert exact.low == exact.high


def test_a_mix_is_checked() -> None:
    with pytest.raises(DeclarationError, match=r"add up to 1\.1"):
        mixed_incineration(parts(plastics="0.6", paper="0.5"), IPCC)
    with pytest.raises(UnknownNameError, match="no 'glass'"):
        mixed_incineration(parts(glass="0.1"), IPCC)
    with pytest.raises(UnknownNameError, match="no 'glass'"):
        degradable_carbon(parts(glass="0.1"), IPCC)
    with pytest.raises(DeclarationError, match="from 0 to 1"):
        degradable_carbon(parts(food="50"), IPCC)


def test_the_basis_of_the_guideline_of_2025_stays_open() -> None:
    municipal, hazardous = LIBRARY.waste_treatment("cn-provincial-2025-waste").incineration
    low, high = incineration(municipal)
    assert low is not None
    assert high is not None
    assert (round(low, 6), round(high, 6)) == (Decimal("0.222933"), Decimal("0.557333"))
    assert municipal.question is not None
    assert incineration(hazardous).exact
    data = municipal.model_dump(mode="json")
    with pytest.raises(ValueError, match="an open basis needs `gap` and `question`"):
        type(municipal).model_validate({**data, "gap": None})


def test_biological_treatment_and_flue_gas() -> None:
    compost, digestion = (biological(entry) for entry in IPCC.biological)
    assert compost == (Decimal("0.004"), Decimal("0.00024"))
    assert digestion == (Decimal("0.0008"), None)
    assert fossil_flue_gas(Decimal(100), LIBRARY.waste_treatment("eu-incineration")) == 42
    with pytest.raises(UnknownNameError, match="fossil share"):
        fossil_flue_gas(Decimal(100), IPCC)


def test_a_set_holds_something() -> None:
    data = {key: value for key, value in IPCC.model_dump(mode="json").items() if key not in ("components", "landfill", "biological")}
    with pytest.raises(ValueError, match="a set needs"):
        WasteTreatment.model_validate(data)
