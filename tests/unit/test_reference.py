"""Reference quantities: figures of a product per kg, per MJ, per kWh of capacity or delivered, per t·km, per item."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

import crosswalk as cw
from crosswalk.engine.rules.energy.hydrogen import LOWER_HEATING_VALUE, per_energy
from crosswalk.errors import InputError, MissingPropertyError, NotComparableError, UnitMismatchError, UnknownNameError
from crosswalk.library.library import Library
from crosswalk.model.footprint import POSITIVE, Subject

LIBRARY = Library.shipped()
RFNBO = "eu/rfnbo-2023-1185"
HYDROGEN = {"standard": "T/CAB 0078", "declared_unit": "1 kg", "figures": [{"stage": "up-to-production", "value": "3.384 kg CO2e"}]}


def declared(**more: Any) -> dict[str, Any]:
    return {
        "standard": "GB/T 24067",
        "declared_unit": "1 kg",
        "figures": [{"stage": "production", "gas": "co2-fossil", "mass": "3.384 kg"}],
        **more,
    }


def test_hydrogen_per_mass_becomes_per_energy() -> None:
    result = cw.translate(declared(subject={"fuel": "hydrogen"}), to=RFNBO)
    assert result.shared.unit == "g CO2e/MJ"
    assert result.shared.bounds[2] == per_energy(Decimal("3.384"), "LHV") == Decimal("28.2")
    assert result.as_dict()["declared_unit"] == "1 MJ (fuel-energy)"
    (gap,) = [gap for gap in result.gaps if gap.kind == "unit-basis"]
    assert "120 MJ/kg" in gap.message.en
    assert "120 MJ/kg" in gap.message.zh
    assert any(step["input"] == "net_calorific_value" and step["output"] == "120 MJ/kg" for step in result.trace)


@pytest.mark.parametrize(
    "subject",
    [
        {"fuel": "H2"},
        {"kind": "氢气"},
        {"net_calorific_value": "120 MJ/kg"},
        {"net_calorific_value": "33.3333333333333333333333333333 kWh/kg"},
    ],
)
def test_a_fuel_is_known_by_name_or_by_its_calorific_value(subject: dict[str, str]) -> None:
    high = cw.translate(declared(subject=subject), to=RFNBO).shared.bounds[2]
    assert high is not None
    assert abs(high - Decimal("28.2")) < Decimal("1e-20")


def test_a_declared_calorific_value_goes_before_the_published_one() -> None:
    assert cw.translate(declared(subject={"fuel": "hydrogen", "net_calorific_value": "119.96 MJ/kg"}), to=RFNBO).shared.bounds[2] == (
        Decimal("3384") / Decimal("119.96")
    )


def test_the_heating_value_of_hydrogen_is_one_fact() -> None:
    (entry,) = [entry for entry in LIBRARY.reference_quantities().values if "hydrogen" in entry.subjects.get("fuel", ())]
    assert entry.value.to("MJ/kg").magnitude == LOWER_HEATING_VALUE


def test_the_standard_itself_may_say_which_fuel_it_is_about() -> None:
    assert cw.translate(HYDROGEN, to=RFNBO).as_dict()["declared_unit"] == "1 MJ (fuel-energy)"
    back = {"standard": RFNBO, "declared_unit": "1 GJ", "figures": [{"stage": "e_i+e_p", "value": "28.2 kg CO2e"}]}
    assert cw.translate(back, to="T/CAB 0078").shared.bounds[0] == Decimal("3.384")


def test_a_translation_says_what_it_is_per() -> None:
    fuel = {"standard": RFNBO, "declared_unit": "2 MJ", "figures": [{"stage": "e_i+e_p", "value": "56.4 g CO2e"}]}
    there = cw.translate(fuel, to="T/CAB 0078").as_footprint()
    assert (there.subject.reference_quantity, str(there.declared_unit)) == ("mass", "1 kg")


@pytest.mark.parametrize(("unit", "value"), [("1 kg", "3.384 kg"), ("1 t", "3384 kg"), ("500 g", "1.692 kg"), ("2 千克", "6.768 kg")])
def test_the_declared_unit_does_not_matter(unit: str, value: str) -> None:
    figures = [{"stage": "production", "gas": "co2-fossil", "mass": value}]
    assert cw.translate(declared(declared_unit=unit, figures=figures, subject={"fuel": "H2"}), to=RFNBO).shared.bounds[2] == pytest.approx(
        Decimal("28.2"), abs=Decimal("1e-20")
    )


def test_what_the_target_leaves_open_stays_as_declared() -> None:
    result = cw.translate(declared(declared_unit="1 m**2"), to="int/iso-14067-2018")
    assert result.as_dict()["declared_unit"] == "1 m**2"
    assert not [gap for gap in result.gaps if gap.kind == "unit-basis"]


@pytest.mark.parametrize(
    ("change", "error", "says"),
    [
        ({}, MissingPropertyError, "declare subject.net_calorific_value"),
        ({"declared_unit": None}, MissingPropertyError, "declare subject.fuel_energy"),
        ({"declared_unit": "1 m**3"}, MissingPropertyError, "or instead: density + net_calorific_value"),
        ({"declared_unit": "1 kWh"}, MissingPropertyError, "declare subject.reference_quantity"),
        ({"declared_unit": "1 m**2"}, UnitMismatchError, "cannot be restated per fuel-energy"),
        ({"subject": {"reference_quantity": "energy delivered"}}, UnitMismatchError, "is no amount of energy delivered"),
        ({"subject": {"reference_quantity": "per thing"}}, UnknownNameError, "unknown reference quantity"),
        ({"subject": {"net_calorific_value": "42 MJ"}}, InputError, "another dimension"),
        ({"subject": {"net_calorific_value": "-1 MJ/kg"}}, InputError, "above zero"),
        ({"subject": {"capacity": "0 kWh"}}, InputError, "above zero"),
        ({"subject": {"capacity": "60 kg"}}, InputError, "another dimension"),
        ({"subject": {"actual_distance": "-5 km"}}, InputError, "above zero"),
    ],
)
def test_refused_with_a_question(change: dict[str, Any], error: type[InputError], says: str) -> None:
    with pytest.raises(error) as caught:
        cw.translate(declared(**change), to=RFNBO)
    assert any(says in finding.en for finding in caught.value.findings)
    assert all(finding.zh and finding.zh != finding.en for finding in caught.value.findings)


def test_a_name_is_checked_even_where_it_is_not_needed() -> None:
    with pytest.raises(UnknownNameError):
        cw.translate(declared(subject={"reference_quantity": "per thing"}), to="int/iso-14067-2018")


def test_kilometres_of_a_test_cycle_lead_nowhere() -> None:
    with pytest.raises(NotComparableError):
        cw.translate(declared(declared_unit="1 km", subject={"reference_quantity": "CLTC", "mass": "1500 kg"}), to=RFNBO)


def test_every_property_is_a_field_of_the_subject_with_the_same_dimension() -> None:
    data = LIBRARY.reference_quantities()
    known = {entry.id for entry in data.properties}
    for entry in data.properties:
        assert entry.id in Subject.model_fields
        assert POSITIVE[entry.id] == entry.unit
        assert Subject.model_validate({entry.id: entry.example})
    assert {name for quantity in data.quantities for amount in quantity.amounts for name in amount} <= known
    assert {entry.property for entry in data.values} <= known
    assert all(quantity.amounts or quantity.apart for quantity in data.quantities)
