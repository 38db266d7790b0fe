"""Files that say one thing twice, or say what cannot be: told or refused, never silently settled. All numbers are invented."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from foreign import BIOGENIC_30, FOSSIL_30, GWP_30, GWP_A1, LULUC_30, ilcd_json, ilcd_xml, pact_v3

from crosswalk.errors import DeclarationError, DocumentError
from crosswalk.formats.reading import Notes, Reading, day, last_day
from crosswalk.formats.registry import read_foreign


def read(content: bytes | dict[str, Any], scenarios: tuple[str, ...] = ()) -> Reading:
    found = read_foreign(content if isinstance(content, bytes) else json.dumps(content).encode(), "file", scenarios)
    assert found is not None
    return found


def remarks(found: Reading) -> str:
    return "\n".join(entry.en for entry in found.remarks)


def openepd(gwp: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "doctype": "openEPD",
        "declared_unit": {"qty": 1, "unit": "kg"},
        "impacts": {"EF 3.0": {"gwp": gwp} | more.pop("also", {})},
    } | more


def mean(value: float) -> dict[str, Any]:
    return {"mean": value, "unit": "kgCO2e"}


def lcax(impacts: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"declaredUnit": "kg", "standard": "en15804a2", "impacts": impacts} | more


@pytest.mark.parametrize(
    "content",
    [
        openepd({"A1A2A3": mean(1), "C_scenarios": [{"name": "x", "C1": mean(1)}, {"name": "x", "C1": mean(9)}]}),
        openepd({"A1A2A3": mean(1), "A1-A3": mean(7)}),
        openepd({"A1A2A3": mean(1)}, also={"GWP": {"A1A2A3": mean(7)}}),
        lcax({"gwp": {"a1a3": 1, "A1-A3": 9}}),
        lcax({"gwp": {"a1a3": 1}, "GWP": {"a1a3": 9}}),
        ilcd_json({GWP_A1: [("A1-A3", None, "1"), ("A1-A3", None, "2")]}),
        ilcd_xml({GWP_A1: [("C4", "x", "1"), ("C4", "x", "2")]}),
    ],
)
def test_a_number_given_twice_is_refused(content: Any) -> None:
    with pytest.raises(DeclarationError, match="with different numbers"):
        read(content)


def test_the_same_number_twice_is_one() -> None:
    assert len(read(openepd({"A1A2A3": mean(1), "A1-A3": mean(1)})).footprints[0].figures) == 1


def test_two_defaults_that_exclude_each_other_are_alternatives() -> None:
    """Two scenarios of one group, both marked as default, with values for one module."""
    found = read(
        ilcd_json(
            {GWP_A1: [("A1-A3", None, "1"), ("C4", "a", "1"), ("C4", "b", "5")]},
            scenarios=({"name": "a", "default": True, "group": "x"}, {"name": "b", "default": True, "group": "x"}),
        )
    )
    value: Any = found.footprints[0].figures[1].value
    assert (value.low.magnitude, value.high.magnitude) == (1, 5)


def test_defaults_of_two_groups() -> None:
    found = read(
        ilcd_xml(
            {GWP_A1: [("A1-A3", None, "1"), ("A4", "near", "2"), ("A4", "far", "3"), ("C4", "fire", "4"), ("C4", "tip", "5")]},
            scenarios=(
                {"name": "near", "group": "transport"},
                {"name": "far", "group": "transport", "default": True},
                {"name": "fire", "group": "end", "default": True},
                {"name": "tip", "group": "end"},
            ),
        )
    )
    assert [(entry.stage, str(entry.value)) for entry in found.footprints[0].figures] == [
        ("A1-A3", "1 kg*CO2e"),
        ("A4", "3 kg*CO2e"),
        ("C4", "4 kg*CO2e"),
    ]
    assert len(found.values) == 5


def test_several_reference_flows_are_refused() -> None:
    data = json.loads(ilcd_json({GWP_A1: [("A1-A3", None, "1")]}))
    flows = data["exchanges"]["exchange"]
    flows.append(flows[0] | {"dataSetInternalID": 1, "resultingflowAmount": 1000})
    two = ilcd_xml({GWP_A1: [("A1-A3", None, "1")]}).replace(
        b"</referenceToReferenceFlow>", b"</referenceToReferenceFlow><referenceToReferenceFlow>8</referenceToReferenceFlow>"
    )
    for content in (data, two):
        with pytest.raises(DeclarationError, match="several reference flows"):
            read(content)


@pytest.mark.parametrize(("amount", "unit"), [("1000", "kg"), ("0.5", "m3")])
def test_the_amount_of_the_reference_flow_is_never_one_by_default(amount: str, unit: str) -> None:
    reference = ("93a60a56-a3c8-11da-a746-0800200b9a66" if unit == "kg" else "93a60a56-a3c8-22da-a746-0800200c9a66", "1.0", unit)
    found = read(ilcd_json({GWP_A1: [("A1-A3", None, "1")]}, amount=amount, reference=reference))
    assert found.footprints[0].declared_unit is not None
    assert found.footprints[0].declared_unit.magnitude == Decimal(amount)


@pytest.mark.parametrize("amount", ["0", "-1"])
def test_a_reference_flow_of_nothing_is_refused(amount: str) -> None:
    with pytest.raises(DeclarationError, match="amount of the reference flow"):
        read(ilcd_json({GWP_A1: [("A1-A3", None, "1")]}, amount=amount))


def test_labels_never_tell_the_factors() -> None:
    """A method that nobody knows with the label GWP: no footprint, whatever the compliance of +A2 says."""
    for compliance in ((), ("c0016b33-8cf7-415c-ac6e-deba0d21440d",)):
        with pytest.raises(DeclarationError, match="no result has a known GWP method"):
            read(ilcd_json({"00000000-0000-4000-8000-00000000abcd": [("A1-A3", None, "1")]}, compliance=compliance))


def test_totals_against_their_parts() -> None:
    found = read(
        ilcd_json(
            {
                GWP_30: [("A1-A3", None, "10")],
                FOSSIL_30: [("A1-A3", None, "1")],
                BIOGENIC_30: [("A1-A3", None, "1")],
                LULUC_30: [("A1-A3", None, "1")],
            }
        )
    )
    assert "residual 7" in remarks(found)
    assert "residual 4.80" in remarks(read(pact_v3(fossilGhgEmissions="9")))
    assert "residual" not in remarks(read(pact_v3()))
    assert "residual" not in remarks(read(pact_v3(fossilGhgEmissions="9", landManagementBiogenicCO2Removals="-4.80")))


def test_a_mass_beside_another_declared_unit() -> None:
    found = read(openepd({"A1A2A3": mean(1)}, kg_per_declared_unit={"qty": 1000, "unit": "kg"}))
    assert "the declared unit is 1 kg, the mass of the product per declared unit 1000 kg" in remarks(found)


def test_density_off_by_a_thousand() -> None:
    volume = ("93a60a56-a3c8-22da-a746-0800200c9a66", "1.0", "m3")
    mass = (("93a60a56-a3c8-11da-a746-0800200b9a66", "510"),)
    found = read(ilcd_json({GWP_A1: [("A1-A3", None, "1")]}, reference=volume, properties=mass, density="0.51"))
    assert "mass and volume give 510 kg/m3" in remarks(found)
    assert "implausible" in remarks(read(ilcd_json({GWP_A1: [("A1-A3", None, "1")]}, density="510000")))


def test_days() -> None:
    assert str(day(1577833200000)) == "2020-01-01"  # midnight of Berlin
    assert day(1577833200) is None  # seconds are not taken for milliseconds
    assert day("2026") is None
    notes = Notes("file")
    assert (str(last_day("2027", notes)), str(last_day(2027, notes)), len(notes.remarks)) == ("2027-12-31", "2027-12-31", 2)
    assert last_day(True, notes) is None


@pytest.mark.parametrize("content", [openepd({"A1A2A3": mean(1)}, valid_until="2027"), lcax({"gwp": {"a1a3": 1}}, validUntil="2027")])
def test_a_bare_year_of_validity_is_its_end(content: Any) -> None:
    found = read(content)
    assert str(found.footprints[0].evidence.expires) == "2027-12-31"
    assert "only the year is given" in remarks(found)


def test_unknown_keys_of_every_json_format_are_listed() -> None:
    strange = {"__proto__": {"polluted": 1}, "constructor": [{"x": "y"}]}
    for content in (
        openepd({"A1A2A3": mean(1)}) | strange,
        lcax({"gwp": {"a1a3": 1}}) | strange,
        pact_v3() | strange,
        json.loads(ilcd_json({GWP_A1: [("A1-A3", None, "1")]})) | strange,
    ):
        assert {"__proto__.polluted", "constructor[0].x"} <= set(read(content).unread)


@pytest.mark.parametrize("literal", ["NaN", "Infinity", "-Infinity", "1e400", "1" * 500, "true"])
def test_json_numbers_that_are_none(literal: str) -> None:
    text = json.dumps(openepd({"A1A2A3": mean(12345)})).replace("12345", literal)
    with pytest.raises(DeclarationError, match="not a finite decimal number"):
        read(text.encode())


def test_an_unknown_root_is_told_in_short() -> None:
    with pytest.raises(DocumentError) as caught:
        read(b"<" + b"a" * 1_000_000 + b"/>")
    assert len(str(caught.value)) < 300
