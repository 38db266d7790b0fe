"""Bad input of transport: each is one typed error that says, in both languages, what is wrong and what to do."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

import crosswalk as cw
from crosswalk.engine.rules.transport import battery, ets_shipping, vehicles
from crosswalk.engine.rules.transport.fueleu import Consumption, intensity, limit, wind_factor
from crosswalk.engine.rules.transport.fueleu_balance import penalty, pool_is_valid, repayment
from crosswalk.engine.rules.transport.marine import ETS, find, resolved, well_to_wake
from crosswalk.errors import DeclarationError, InputError, MissingPropertyError, NotComparableError, UnitMismatchError, UnknownNameError
from crosswalk.library.library import Library

D = Decimal
FUELS = Library.shipped().marine_fuels("eu-2023-1805-annex-ii")
HFO = resolved(FUELS, "HFO")
BATTERY: dict[str, Any] = {
    "standard": "cn/miit-battery-2025-551",
    "declared_unit": "1 kWh",
    "figures": [{"stage": "RM", "value": "0.09 kg CO2e"}],
}
CAR: dict[str, Any] = {
    "standard": "cn/gb-19578-2021",
    "declared_unit": "100 km",
    "figures": [{"stage": "TTW", "activity": {"fuel": "petrol", "amount": "5.0 L"}}],
}
CHAIN: dict[str, Any] = {"standard": "cn/gbt-46531-2025", "declared_unit": "1 t*km", "figures": [{"stage": "TTW", "value": "75 g CO2"}]}


@pytest.mark.parametrize(
    ("call", "error", "says"),
    [
        (lambda: resolved(FUELS, "bunker gold"), UnknownNameError, "unknown marine fuel"),
        (lambda: find(FUELS, "e-dieseI"), UnknownNameError, "unknown marine fuel"),
        (lambda: resolved(FUELS, "LPG, propane"), MissingPropertyError, "slip"),
        (lambda: resolved(FUELS, "HVO"), MissingPropertyError, "lower calorific value"),
        (lambda: resolved(FUELS, "HVO", lcv=D("0.044")), MissingPropertyError, "intensity E"),
        (lambda: resolved(FUELS, "HVO", lcv=D(0), e=D(16)), DeclarationError, "greater than zero"),
        (lambda: resolved(FUELS, "e-methanol"), MissingPropertyError, "certified well-to-tank"),
        (lambda: well_to_wake(resolved(FUELS, "HFO", well_to_tank=False), ETS), MissingPropertyError, "not known"),
        (lambda: intensity([], year=2025), DeclarationError, "no energy"),
        (lambda: intensity([Consumption(HFO, D(-1))], year=2025), DeclarationError, "not be negative"),
        (lambda: intensity([Consumption(HFO, D(1), rewarded=True)], year=2034), DeclarationError, "2025 to 2033"),
        (lambda: limit(2024), DeclarationError, "no limit before 2025"),
        (lambda: wind_factor(D(1), D(0)), DeclarationError, "greater than zero"),
        (lambda: penalty(D(-1), D(90), periods=0), DeclarationError, "counted from 1"),
        (lambda: repayment(D(26802), limit=limit(2029), energy=D(15000)), DeclarationError, "can be borrowed"),
        (lambda: repayment(D(1), limit=limit(2029), energy=D(15000), borrowed_before=True), DeclarationError, "two periods"),
        (lambda: repayment(D(1), limit=limit(2029), energy=D(15000), pooled=True), DeclarationError, "inside a pool"),
        (lambda: pool_is_valid({"a": D(1)}, {"b": D(1)}), DeclarationError, "its own ships"),
        (lambda: ets_shipping.surrendered(D(1), 2023), DeclarationError, "before 2024"),
        (lambda: vehicles.electricity_limit(D("1.85")), DeclarationError, "no mass of a car"),
        (lambda: vehicles.electricity_limit(D(185000)), DeclarationError, "no mass of a car"),
        (lambda: vehicles.manufacturer_target_2020(D(-1500), "M1"), DeclarationError, "not be negative"),
        (lambda: vehicles.consumption_of_co2(D(120), D(0)), DeclarationError, "greater than zero"),
        (lambda: vehicles.co2_of_consumption(D("NaN"), D(2400)), DeclarationError, ""),
        (lambda: battery.years_of_operation(D(8), D(160000)), MissingPropertyError, "kilometres a year"),
        (lambda: battery.energy_delivered(D(-28), D(60), D(8)), DeclarationError, "not be negative"),
    ],
)
def test_calculations_refuse(call: Callable[[], object], error: type[InputError], says: str) -> None:
    with pytest.raises(error) as caught:
        call()
    assert type(caught.value) is error
    (finding,) = caught.value.findings
    assert says in finding.en
    assert finding.zh
    assert finding.zh != finding.en


def test_a_fuel_outside_the_table_names_the_nearest() -> None:
    with pytest.raises(UnknownNameError) as caught:
        resolved(FUELS, "LNG Otto")
    assert "lng-otto-medium-speed" in caught.value.findings[0].nearest


@pytest.mark.parametrize(
    ("footprint", "target", "error", "says", "field"),
    [
        pytest.param(
            {**BATTERY, "subject": {"capacity": "60 kWh", "delivered_energy": "55 kWh"}},
            "eu/battery-2023-1542", DeclarationError, "exchanged", "subject.delivered_energy", id="capacity and delivered energy exchanged",
        ),
        pytest.param(
            {**BATTERY, "declared_unit": "1 kWh", "subject": {"reference_quantity": "mass"}},
            "eu/battery-2023-1542", UnitMismatchError, "is no amount of mass", "declared_unit", id="capacity in another dimension",
        ),
        pytest.param(
            {**BATTERY, "subject": {"capacity": "60 Ah"}}, "eu/battery-2023-1542", DeclarationError, "unknown unit", "subject.capacity", id="capacity in Ah"
        ),
        pytest.param(
            {**CHAIN, "subject": {"actual_distance": "-530 km"}}, "int/iso-14083-2023", DeclarationError, "above zero", "subject.actual_distance", id="negative distance"
        ),
        pytest.param(
            CHAIN, "int/iso-14083-2023", MissingPropertyError, "subject.reference_quantity", "subject", id="which distance a t·km means"
        ),
        pytest.param(
            {**CHAIN, "subject": {"reference_quantity": "actual distance"}},
            "int/iso-14083-2023", MissingPropertyError, "subject.distance_adjustment_factor", "subject", id="actual distance without a way to another",
        ),
        pytest.param(
            {**CHAIN, "figures": [{"stage": "TTW", "activity": {"transport": "x", "mass": "1 t", "distance": "-3 km"}}]},
            "int/iso-14083-2023", DeclarationError, "cannot be negative", "figures[0].activity", id="negative distance of an activity",
        ),
        pytest.param(
            {"standard": "GB/T 24067", "declared_unit": "100 km", "figures": [{"stage": "use", "value": "12 kg CO2e"}]},
            "eu/co2-vehicles-2019-631", MissingPropertyError, "distance-wltp", "subject", id="missing cycle",
        ),
        pytest.param(
            {**CAR, "figures": [{"stage": "TTW", "activity": {"fuel": "plutonium", "amount": "5.0 L"}}]},
            "eu/co2-vehicles-2019-631", UnknownNameError, "plutonium", "figures[0].activity.fuel", id="fuel not in the table",
        ),
        pytest.param(
            {**CAR, "figures": [{"stage": "TTW", "activity": {"fuel": "petrol", "amount": "5.0 kWh"}}]},
            "eu/co2-vehicles-2019-631", UnitMismatchError, "dimension", "figures[0].activity", id="fuel in another dimension",
        ),
        pytest.param(
            {"standard": "FuelEU", "figures": [{"stage": "TtW", "activity": {"fuel": "HFO", "amount": "1000 t"}}]},
            "eu/ets-shipping-2023-2776", DeclarationError, "counts more than this stage", "figures[0].activity", id="well-to-wake factor of a tank-to-wake stage",
        ),
        pytest.param(
            {**BATTERY, "subject": {"usable_capacity": "60 kWh", "service_life": "8 a", "full_cycles": 60}},
            "eu/battery-ev-draft-2024", MissingPropertyError, "subject.vehicle_category", "subject", id="prescribed by a category that is not stated",
        ),
        pytest.param(
            {**BATTERY, "subject": {"vehicle_category": "car"}},
            "eu/battery-ev-draft-2024", DeclarationError, "not one of 'L', 'M1'", "subject.vehicle_category", id="vehicle category that nobody knows",
        ),
        pytest.param(
            {**BATTERY, "subject": {"full_cycles": "60 kWh"}}, "eu/battery-2023-1542", DeclarationError, "another dimension", "subject.full_cycles", id="cycles in kWh"
        ),
    ],
)  # fmt: skip
def test_declarations_refuse(footprint: dict[str, Any], target: str, error: type[InputError], says: str, field: str) -> None:
    with pytest.raises(error) as caught:
        cw.translate(footprint, to=target)
    found = [finding for finding in caught.value.findings if says in finding.en and finding.field == field]
    assert len(found) == 1, caught.value.findings
    assert found[0].zh
    assert found[0].zh != found[0].en


def test_one_cycle_is_not_another() -> None:
    """CLTC to WLTP is refused with the reason, in both languages, and exits with 4."""
    electric = {"standard": "GB 36980.1", "declared_unit": "100 km"}
    electric["figures"] = [{"stage": "electricity", "activity": {"electricity": "14.2 kWh", "factor": "0.5306 kg CO2/kWh"}}]  # type: ignore[assignment]
    with pytest.raises(NotComparableError) as caught:
        cw.translate(electric, to="eu/co2-vehicles-2019-631")
    assert "it takes a test on the other one" in caught.value.render("en")
    assert "试验" in caught.value.render("zh")
    assert caught.value.exit_status == 4


@pytest.mark.parametrize(
    ("unit", "quantity", "value", "told"),
    [
        ("1 kWh", "energy-delivered", "80 kg CO2e", True),
        ("1 kWh", "energy-delivered", "0.2 kg CO2e", False),
        ("1 kWh", "battery-capacity", "0.2 kg CO2e", True),
        ("1 MWh", "battery-capacity", "80000 kg CO2e", False),
        ("1 kWh", "usable-battery-capacity", "80 kg CO2e", False),
        ("1 kWh", "battery-capacity", "0 kg CO2e", False),
    ],
)
def test_a_quantity_that_was_probably_mistaken_is_told(unit: str, quantity: str, value: str, told: bool) -> None:
    """A factor of hundreds lies between a kWh of capacity and one delivered, so that an exchange shows in the number."""
    subject = {"reference_quantity": quantity, "capacity": "62 kWh", "usable_capacity": "60 kWh", "full_cycles": 60, "service_life": "8 a"}
    data = {**BATTERY, "declared_unit": unit, "subject": subject, "figures": [{"stage": "RM", "value": value}]}
    result = cw.translate(data, to="eu/battery-2023-1542")
    warnings = [entry for entry in result.as_dict()["warnings"] if "unusual" in entry["en"]]
    assert bool(warnings) == told
    assert all("基准" in entry["zh"] for entry in warnings)


def test_a_value_that_a_method_prescribes_replaces_the_declared_one() -> None:
    """The draft prescribes 60 cycles for M1; a category outside its table keeps what the maker states."""
    subject = {"usable_capacity": "50 kWh", "service_life": "10 a", "full_cycles": 90, "reference_quantity": "item"}
    pack = {**BATTERY, "declared_unit": None, "figures": [{"stage": "RM", "value": "3000 kg CO2e"}]}
    for category, cycles in (("M1", 60), ("L", 20), ("N3", 250), ("other", 90)):
        result = cw.translate({**pack, "subject": {**subject, "vehicle_category": category}}, to="eu/battery-ev-draft-2024")
        assert result.shared.bounds[0] == pytest.approx(D(3000) / (D(50) * cycles * 10), rel=D("1e-20")), category
    drafted = {"standard": "eu/battery-ev-draft-2024", "declared_unit": "1 kWh", "figures": [{"stage": "RM", "value": "0.1 kg CO2e"}]}
    assert cw.translate(drafted, to="eu/battery-2023-1542").shared.bounds[0] == D("0.1")  # what the Regulation leaves open stays
    own = cw.translate({**pack, "subject": subject}, to="eu/battery-2023-1542")
    assert own.shared.bounds[0] == pytest.approx(D(3000) / (D(50) * 90 * 10), rel=D("1e-20"))


@pytest.mark.parametrize("told", [1.05, "1.05", "1.05 km/km"])
def test_a_ratio_needs_no_unit_as_number_or_text(told: object) -> None:
    subject = {"reference_quantity": "transport-activity-actual", "distance_adjustment_factor": told}
    chain = {"standard": "GB/T 46531", "declared_unit": "1 t*km", "subject": subject, "figures": [{"stage": "TTW", "value": "60 g CO2"}]}
    assert cw.translate(chain, to="ISO 14083").shared.bounds[0] == Decimal("0.063")


def test_a_fuel_that_the_target_lists_by_engine_names_the_rows() -> None:
    activity = {"fuel": "LNG", "amount": "1000 t", "factor": "2.75 t CO2/t"}
    subject = {"mass": "1000 t", "net_calorific_value": "49.1 MJ/kg"}
    ship = {"standard": "cn/msa-ships-2022", "subject": subject, "figures": [{"stage": "TTW", "activity": activity}]}
    gap = next(gap for gap in cw.translate(ship, to="FuelEU").gaps if "has no factor for LNG" in gap.message["en"])
    assert "lng-otto-medium-speed" in gap.question["en"]
    assert "lng-otto-medium-speed" in gap.question["zh"]
