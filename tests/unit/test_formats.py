"""Interchange formats: what must survive, one test a trap."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from foreign import (
    BIOGENIC_30,
    CARBON,
    CBAM_HEADINGS,
    COMPLIANCE_30,
    COMPLIANCE_31,
    COMPLIANCE_A1,
    ENERGY,
    FOSSIL_30,
    GWP_30,
    GWP_31,
    GWP_A1,
    LULUC_30,
    MASS,
    MATERIAL,
    PANEL,
    SCREWS,
    Amount,
    cbam_workbook,
    ilcd_json,
    ilcd_xml,
    ilcd_zip,
    pact_v3,
)

import crosswalk as cw
from crosswalk.errors import DeclarationError, DocumentError, UnknownNameError
from crosswalk.formats.footprint import write_yaml
from crosswalk.formats.reading import Reading
from crosswalk.library.document import parse


@pytest.fixture
def reading(tmp_path: Path) -> Any:
    """Reads content as a file whose name tells nothing."""

    def read(content: bytes | dict[str, Any] | list[Any], *scenario: str) -> Reading:
        path = tmp_path / "file.dat"
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        return cw.read_all(path, scenario=scenario)

    return read


def values(reading: Reading) -> dict[tuple[str, str | None], Any]:
    """The figures in kg CO2e by stage and indicator; two ends where alternatives remain."""
    found = {}
    for figure in reading.footprints[0].figures:
        low, high = figure.range or (None, None)
        found[figure.stage, figure.indicator] = low if low == high else (low, high)
    return found


def said(reading: Reading) -> str:
    return "\n".join(entry.en for entry in reading.remarks)


def test_solid_wood_panel(reading: Any) -> None:
    """Every value of the published data set, with the default scenario of module D; the same data set as examples/epd-solid-wood-panel.yaml."""
    content = ilcd_json(
        {GWP_A1: PANEL},
        compliance=(COMPLIANCE_A1,),
        scenarios=(ENERGY, MATERIAL),
        properties=((MASS, "510.45"), (CARBON, "219.94")),
    )
    found = reading(content)
    footprint, written = found.footprints[0], cw.read("examples/epd-solid-wood-panel.yaml")
    assert footprint.standard == "eu/en-15804-a1-2013"
    assert [(entry.stage, entry.range) for entry in footprint.figures] == [(entry.stage, entry.range) for entry in written.figures]
    assert footprint.subject.mass == written.subject.mass
    assert footprint.biogenic_carbon is not None
    assert str(footprint.biogenic_carbon.product) == "219.94 kg"
    assert {(entry.module, entry.scenario, entry.number) for entry in found.values} == set(PANEL)
    assert "'energetisch', the default of the data set, was taken" in said(found)


def test_the_caller_chooses_a_scenario(reading: Any) -> None:
    content = ilcd_json({GWP_A1: PANEL}, scenarios=(ENERGY, MATERIAL))
    assert values(reading(content, "stofflich"))["D", "GWP"] == Decimal("-11.125577109865484")
    with pytest.raises(UnknownNameError, match=r"no scenario 'landfill'.*energetisch"):
        reading(content, "landfill")


def test_a_scenario_of_a_file_that_has_none(reading: Any) -> None:
    for content in (pact_v3(), b"standard: cn/gbt-51366-2019"):
        with pytest.raises(UnknownNameError, match="no scenarios to choose from"):
            reading(content, "stofflich")


def test_without_a_default_the_value_lies_between_the_scenarios(reading: Any) -> None:
    found = reading(ilcd_json({GWP_A1: PANEL}, scenarios=({"name": "energetisch"}, MATERIAL)))
    assert values(found)["D", "GWP"] == (Decimal("-261.09709844067464"), Decimal("-11.125577109865484"))
    assert "2 scenarios are alternatives" in said(found)


def test_a_module_of_the_scenario_that_was_not_chosen_is_not_declared(reading: Any) -> None:
    amounts: list[Amount] = [
        ("A1-A3", None, "10"),
        ("C3", "burnt", "4"),
        ("D", "burnt", "-3"),
        ("D", "recycled", "-1"),
        ("C4", "recycled", "2"),
    ]
    content = ilcd_json({GWP_A1: amounts}, scenarios=({"name": "burnt", "default": True}, {"name": "recycled"}))
    assert set(values(reading(content))) == {("A1-A3", "GWP"), ("C3", "GWP"), ("D", "GWP")}
    chosen = reading(content, "Recycled")
    assert values(chosen) == {("A1-A3", "GWP"): 10, ("C4", "GWP"): 2, ("D", "GWP"): -1}
    assert "C3 GWP is declared for 'burnt' only" in said(chosen)


def test_scenarios_of_other_modules_are_no_alternatives(reading: Any) -> None:
    amounts: list[Amount] = [("A4", "lorry", "5"), ("D", "burnt", "-3"), ("D", "recycled", "-1")]
    content = ilcd_json({GWP_A1: amounts}, scenarios=({"name": "lorry"}, {"name": "burnt", "default": True}, {"name": "recycled"}))
    assert values(reading(content)) == {("A4", "GWP"): 5, ("D", "GWP"): -3}


def test_reference_flow_of_a_tonne(reading: Any) -> None:
    """Results for 1 000 kg, although the unit reads kg."""
    footprint = reading(ilcd_json({GWP_A1: [("A1-A3", None, "250")]}, amount="1000", reference=(MASS, "1.0", "kg"))).footprints[0]
    assert footprint.declared_unit.to("kg").magnitude == 1000
    assert footprint.subject.mass.to("kg").magnitude == 1000
    result = cw.translate(footprint, to="cn/gbt-24067-2024").as_dict()
    assert result["declared_unit"] == "1000 kg"


def test_the_method_tells_the_set_and_the_label_does_not(reading: Any) -> None:
    """The same label under two methods."""
    old = reading(ilcd_json({GWP_30: [("A1-A3", None, "7")]})).footprints[0]
    new = reading(ilcd_json({GWP_31: [("A1-A3", None, "7")]})).footprints[0]
    assert (old.characterisation, new.characterisation) == ("en15804-a2-ef3.0", "en15804-a2-ef3.1")
    with pytest.raises(DeclarationError, match="labels do not tell which factors were used"):
        reading(ilcd_json({"00000000-0000-4000-8000-00000000dead": [("A1-A3", None, "7")]}, compliance=(COMPLIANCE_30,)))


def test_compliance_tells_the_set_of_the_only_gwp_of_a1(reading: Any) -> None:
    found = reading(ilcd_json({"00000000-0000-4000-8000-00000000dead": [("A1-A3", None, "7")]}, compliance=(COMPLIANCE_A1,)))
    assert found.footprints[0].standard == "eu/en-15804-a1-2013"


def test_two_sets_beside_each_other(reading: Any) -> None:
    """EF 3.0 and EF 3.1 of one declaration: the compliance decides, else it is refused."""
    results: dict[str, list[Amount]] = {GWP_30: [("A1-A3", None, "7")], GWP_31: [("A1-A3", None, "8")]}
    found = reading(ilcd_json(results, compliance=(COMPLIANCE_31,)))
    assert values(found) == {("A1-A3", "GWP-total"): 8}
    assert {entry.number for entry in found.values} == {"7", "8"}
    with pytest.raises(DeclarationError, match=r"EF 3\.0 and EF 3\.1 stand side by side"):
        reading(ilcd_json(results))


def test_a1_and_a2_beside_each_other(reading: Any) -> None:
    found = reading(ilcd_json({GWP_A1: [("A1-A3", None, "7")], GWP_30: [("A1-A3", None, "8")]}))
    assert found.footprints[0].standard == "eu/en-15804-a2-2019"
    assert "those after EF 3.0 are the footprint" in said(found)


def test_parts_that_contradict_their_whole(reading: Any) -> None:
    amounts: list[Amount] = [("A1", None, "5.0"), ("A2", None, "1.0"), ("A3", None, "2.0"), ("A1-A3", None, "9.0")]
    found = reading(ilcd_json({GWP_A1: amounts}))
    assert values(found) == {("A1-A3", "GWP"): (8, 9)}
    assert "residual 1.0" in said(found)


def test_parts_that_agree_within_rounding_count_once(reading: Any) -> None:
    amounts: list[Amount] = [("A1", None, "5.0"), ("A2", None, "1.0"), ("A3", None, "2.0"), ("A1-A3", None, "8.1")]
    found = reading(ilcd_json({GWP_A1: amounts}))
    assert not found.remarks
    result = cw.translate(found.footprints[0], to="eu/en-15804-a1-2013")
    assert result.figure("A1-A3").bounds == (Decimal("8.1"),) * 3


def test_single_modules_only(reading: Any) -> None:
    found = reading(ilcd_json({GWP_A1: [("A1", None, "5"), ("A2", None, "1"), ("A3", None, "2")]}))
    assert cw.translate(found.footprints[0], to="eu/en-15804-a1-2013").figure("A1-A3").bounds == (Decimal(8),) * 3


def test_total_that_is_not_the_sum_of_its_parts(reading: Any) -> None:
    """A1-A3 of the concrete data set 335241f9-db84-486c-9a19-cd5ebb791903 (see examples/epd-concrete-c20-25.yaml): 0.12192 kg apart."""
    results: dict[str, list[Amount]] = {
        GWP_30: [("A1-A3", None, "146.75360187405067")],
        FOSSIL_30: [("A1-A3", None, "146.6440631142674")],
        BIOGENIC_30: [("A1-A3", None, "0.15050451930391834")],
        LULUC_30: [("A1-A3", None, "0.08095450976931733")],
    }
    found = reading(ilcd_json(results))
    assert len(found.footprints[0].figures) == 4
    assert "residual -0.1219202692899" in said(found)


def test_density_against_mass_and_volume(reading: Any) -> None:
    found = reading(ilcd_json({GWP_A1: PANEL}, scenarios=(ENERGY, MATERIAL), properties=((MASS, "510.45"),), density="0.51045"))
    assert "0.51045 kg/m3 is printed, mass and volume give 510.45" in said(found)
    assert "density" not in said(
        reading(ilcd_json({GWP_A1: PANEL}, scenarios=(ENERGY, MATERIAL), properties=((MASS, "510.45"),), density="510"))
    )


@pytest.mark.parametrize(("name", "unit"), [("qm", "m**2"), ("m^3", "m**3"), ("Stück", "pcs"), ("kg", "kg"), ("m", "m")])
def test_unit_names_of_the_format(reading: Any, name: str, unit: str) -> None:
    footprint = reading(ilcd_json({GWP_A1: [("A1-A3", None, "7")]}, reference=("x", "1.0", name))).footprints[0]
    assert footprint.declared_unit.has_dimension_of(unit)


def test_unknown_unit_is_told_and_not_guessed(reading: Any) -> None:
    found = reading(ilcd_json({GWP_A1: [("A1-A3", None, "7")]}, reference=("x", "1.0", "Pfifferling")))
    assert found.footprints[0].declared_unit is None
    assert "'Pfifferling' is not known" in said(found)


def test_results_in_another_unit_of_co2e(reading: Any) -> None:
    old_group = "00000000-0000-4000-8000-0000000000aa"
    assert values(reading(ilcd_json({GWP_A1: [("A1-A3", None, "0.007")]}, unit_group=old_group, unit="t CO2-Äq."))) == {("A1-A3", "GWP"): 7}
    with pytest.raises(DeclarationError, match="not known as a unit of CO2e"):
        reading(ilcd_json({GWP_A1: [("A1-A3", None, "7")]}, unit_group=old_group, unit="kg Ethen"))


def test_dates_and_evidence(reading: Any) -> None:
    """Milliseconds of the midnight in Berlin, and a year alone."""
    time = {
        "referenceYear": 2020,
        "dataSetValidUntil": 2025,
        "other": {"anies": [{"name": "publicationDateOfEPD", "value": 1577833200000}]},
    }
    found = reading(ilcd_json({GWP_A1: [("A1-A3", None, "7")]}, time=time))
    assert found.details["published"] == "2020-01-01"
    evidence = found.footprints[0].evidence
    assert (evidence.verification, evidence.expires) == ("third-party", date(2025, 12, 31))
    assert "only the year is given" in said(found)


def test_a_missing_value_is_not_zero(reading: Any) -> None:
    found = reading(ilcd_json({GWP_A1: [("A1-A3", None, "7"), ("A4", None, ""), ("C4", None, "0.0")]}))
    assert values(found) == {("A1-A3", "GWP"): 7, ("C4", "GWP"): 0}
    assert "A4 GWP has no number: not declared" in said(found)


def test_unknown_keys_are_listed(reading: Any) -> None:
    found = reading(ilcd_json({GWP_A1: [("A1-A3", None, "7")]}, more={"future": {"answer": [42]}}))
    assert found.unread == {"future.answer[0]": "42"}


def test_unknown_module_is_told(reading: Any) -> None:
    found = reading(ilcd_json({GWP_A1: [("A1-A3", None, "7"), ("B8", None, "2")]}))
    assert values(found) == {("A1-A3", "GWP"): 7}
    assert "'B8', which is no module of the format" in said(found)


def test_the_same_value_twice_with_two_numbers_is_refused(reading: Any) -> None:
    with pytest.raises(DeclarationError, match=r"A1-A3 GWP is given 2 times with different numbers \(7, 8\)"):
        reading(ilcd_json({GWP_A1: [("A1-A3", None, "7"), ("A1-A3", None, "8")]}))


def test_xml_and_json_say_the_same(reading: Any) -> None:
    scenarios = (ENERGY, MATERIAL)
    first, second = reading(ilcd_xml({GWP_A1: PANEL}, scenarios=scenarios)), reading(ilcd_json({GWP_A1: PANEL}, scenarios=scenarios))
    assert values(first) == values(second)
    assert first.footprints[0].name.zh == "板材"
    assert first.footprints[0].subject.location == "CN"


def test_bare_xml_does_not_know_its_unit(reading: Any) -> None:
    found = reading(ilcd_xml({GWP_A1: [("A1-A3", None, "7")]}, amount="1000"))
    assert found.footprints[0].declared_unit is None
    assert "values are per 1000 of the reference flow, whose unit stands in another file" in said(found)


def test_zip_with_its_flow(reading: Any) -> None:
    content = ilcd_zip(ilcd_xml({GWP_A1: [("A1-A3", None, "7")]}, amount="2.0"))
    footprint = reading(content).footprints[0]
    assert footprint.declared_unit.to("m**3").magnitude == 2
    assert footprint.subject.mass.to("kg").magnitude == Decimal("1020.9")


def test_xml_of_version_1_3(reading: Any) -> None:
    found = reading(ilcd_xml({GWP_31: [("A1-A3", None, "7")]}, expires="2029-04-30", inside='<x:new xmlns:x="urn:x" y="1">kept</x:new>'))
    assert found.format == "ILCD+EPD 1.3 (XML)"
    assert found.footprints[0].evidence.expires == date(2029, 4, 30)
    place = "/processInformation/dataSetInformation/other/new"
    assert (found.unread[place], found.unread[f"{place}@y"]) == ("kept", "1")


def test_pact_v3(reading: Any) -> None:
    found = reading(pact_v3())
    footprint = found.footprints[0]
    assert footprint.standard == "int/iso-14067-2018"
    assert footprint.characterisation == "ar6-100"
    assert values(found) == {
        ("cradle-to-gate", "CFP"): Decimal("4.20"),
        ("cradle-to-gate", "CFP-with-biogenic"): Decimal("4.05"),
        ("cradle-to-gate", "fossil"): Decimal("4.12"),
    }
    assert (footprint.period.start, footprint.period.end) == (date(2025, 1, 1), date(2025, 12, 31))
    assert not found.remarks
    assert found.unread == {"pcf.dqi.technologicalDQR": "2.0"}
    assert cw.translate(footprint, to="cn/gbt-24067-2024").shared.bounds == (Decimal("4.20"),) * 3


def test_invisible_characters_of_a_name_are_left_out(reading: Any) -> None:
    """What other software writes must be readable again as a document of our own."""
    found = reading(pact_v3() | {"productNameCompany": "Beton\u00adstein\u200b", "comment": "a\u202fb"})
    assert found.footprints[0].name.en == "Betonstein"
    assert cw.read(parse(write_yaml(found.footprints[0]).encode()).data).name == found.footprints[0].name
    assert reading(pact_v3() | {"productNameCompany": "\u200b"}).footprints[0].name is None


def test_pact_declared_amount(reading: Any) -> None:
    """Data model 3: values are for the amount; data model 2: for one declared unit."""
    third = reading(pact_v3(declaredUnitAmount="12", declaredUnitOfMeasurement="liter", productMassPerDeclaredUnit="9.5"))
    assert third.footprints[0].declared_unit.to("L").magnitude == 12
    second = {
        "specVersion": "2.2.0",
        "pcf": {"declaredUnit": "liter", "unitaryProductAmount": "12.0", "pCfExcludingBiogenic": "0.5", "characterizationFactors": "AR5"},
    }
    found = reading(second)
    assert found.footprints[0].declared_unit.to("L").magnitude == 1
    assert found.details["declared units in the product"] == "12.0"
    assert "read as a partial footprint (cradle to gate) under ISO 14067; the file names none" in said(found)


def test_pact_totals_that_contradict(reading: Any) -> None:
    assert "residual -0.50" in said(reading(pact_v3(pcfIncludingBiogenicUptake="3.55")))
    assert "1.5 % of the emissions are exempted" in said(reading(pact_v3(exemptedEmissionsPercent="1.5")))


def test_two_reports_become_an_interval(reading: Any) -> None:
    """One of AR5 and AR6 was used and nobody says which: the result holds what either gives."""
    both, old, new = (
        cw.translate(reading(pact_v3(ipccCharacterizationFactors=reports)).footprints[0], to="cn/gbt-24067-2024").shared
        for reports in (["AR5", "AR6"], ["AR5"], ["AR6"])
    )
    assert new.bounds == (Decimal("4.20"),) * 3
    for single in (old, new):
        assert both.bounds[0] is not None
        assert single.bounds[0] is not None
        assert both.bounds[0] <= single.bounds[0]
        assert both.bounds[2] is None or (single.bounds[2] is not None and both.bounds[2] >= single.bounds[2])


def test_pact_list_and_choice(reading: Any, tmp_path: Path) -> None:
    found = reading({"data": [pact_v3(), pact_v3(pcfExcludingBiogenicUptake="9")]})
    assert [entry.figures[0].value.magnitude for entry in found.footprints] == [Decimal("4.20"), 9]
    path = tmp_path / "file.dat"
    assert cw.read(path, item=2).figures[0].value.magnitude == 9  # type: ignore[union-attr]
    with pytest.raises(DocumentError, match="the file holds 2 footprints; choose one"):
        cw.read(path)


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("pcfExcludingBiogenicUptake", "a lot", "not a finite decimal number"),
        ("pcfExcludingBiogenicUptake", None, "is required"),
        ("ipccCharacterizationFactors", ["AR9"], "AR9 are not known"),
        ("declaredUnitOfMeasurement", "bushel", "'bushel' is no known unit"),
        ("declaredUnitAmount", "0", "the declared amount is 0"),
    ],
)
def test_pact_faults(reading: Any, field: str, value: Any, message: str) -> None:
    with pytest.raises(DeclarationError, match=message):
        reading(pact_v3(**{field: value}))


def catenax(**production: Any) -> dict[str, Any]:
    """Version 9 of the semantic model; all numbers are invented."""
    return {
        "scopeOfPcfForm": [{"partialFullPcf": "Cradle-to-gate", "specVersion": ["urn:io.catenax.pcf:datamodel:version:9.0.0"]}],
        "companyAndProductInformation": [
            {
                "productInformation": [
                    {"declaredUnitOfMeasurement": "kilogram", "declaredUnitAmount": 1.0, "productMassPerDeclaredUnit": 1.0}
                ]
            }
        ],
        "pcfAssessmentAndMethodology": [
            {
                "pcfMethodology": [
                    {
                        "standards": [{"crossSectoralStandards": "ISO Standard 14067"}],
                        "gwpCharacterizationFactorDetails": [{"ipccCharacterizationFactors": ["AR6"]}],
                    }
                ]
            }
        ],
        "productLifeCycleStagesAndEmissions": [
            {
                "productionStage": [
                    {"pcfExcludingBiogenicUptake": 2.5, "pcfIncludingBiogenicUptake": 2.5, "biogenicCO2Uptake": 0} | production
                ],
                "distributionStage": [{"distributionStageIncluded": False, "distributionStageFossilGhgEmissions": 0.3}],
            }
        ],
    }


def test_catena_x_nested(reading: Any) -> None:
    found = reading(catenax())
    assert found.format == "Catena-X PCF 9.0.0"
    assert values(found) == {("cradle-to-gate", "CFP"): Decimal("2.5"), ("cradle-to-gate", "CFP-with-biogenic"): Decimal("2.5")}
    assert "distribution emissions are given beside production and not included" in said(found)
    assert ("distribution", "0.3") in {(entry.module, entry.number) for entry in found.values}


def test_catena_x_flat(reading: Any) -> None:
    """Version 7: flat, with prefixes of the programmes that added a field; values are per one declared unit."""
    found = reading(
        {
            "specVersion": "urn:io.catenax.pcf:datamodel:version:7.0.0",
            "productName": "Casting",
            "declaredUnit": "kilogram",
            "unitaryProductAmount": 1000.0,
            "pcfExcludingBiogenic": 2.0,
            "pcfIncludingBiogenic": 1.0,
            "extWBCSD_fossilGhgEmissions": 1.9,
            "biogenicCarbonWithdrawal": -0.5,
            "characterizationFactors": "AR5",
            "crossSectoralStandardsUsed": [{"crossSectoralStandard": "ISO Standard 14067"}],
        }
    )
    assert found.footprints[0].declared_unit.to("kg").magnitude == 1
    assert ("cradle-to-gate", "fossil") in values(found)
    assert "residual -0.5" in said(found)


def openepd(**more: Any) -> dict[str, Any]:
    """All numbers are invented."""

    def kilograms(mean: float) -> dict[str, Any]:
        return {"mean": mean, "unit": "kgCO2e"}

    return {
        "doctype": "openEPD",
        "openepd_version": "0.1",
        "product_name": "Board",
        "declared_unit": {"qty": 1, "unit": "m2"},
        "kg_per_declared_unit": {"qty": 9.8, "unit": "kg"},
        "valid_until": "2029-01-31",
        "impacts": {
            "EF 3.0": {
                "gwp": {
                    "A1A2A3": kilograms(3.5),
                    "C_scenarios": [
                        {"name": "Landfill", "likelihood": 0.7, "C4": kilograms(0.4)},
                        {"name": "Incineration", "C3": kilograms(1.2), "D": kilograms(-0.6)},
                    ],
                },
                "odp": {"A1A2A3": {"mean": 1e-7, "unit": "kgCFC11e"}},
            }
        },
    } | more


def test_openepd(reading: Any) -> None:
    found = reading(openepd())
    footprint = found.footprints[0]
    assert (footprint.standard, footprint.characterisation) == ("eu/en-15804-a2-2019", "en15804-a2-ef3.0")
    assert values(found)["A1-A3", "GWP-total"] == Decimal("3.5")
    assert {entry.name for entry in found.scenarios} == {"Landfill", "Incineration"}
    assert found.details["likelihood of Landfill"] == "0.7"
    assert set(values(reading(openepd(), "incineration"))) == {("A1-A3", "GWP-total"), ("C3", "GWP-total"), ("D", "GWP-total")}
    assert "odp" in {entry.indicator for entry in found.values}


def test_openepd_years_of_the_use_stage(reading: Any) -> None:
    """A value for 25 years is none for a life of 50: it is not scaled."""
    use = {"A1A2A3": {"mean": 3.5, "unit": "kgCO2e"}, "B2": {"mean": 1.0, "unit": "kgCO2e"}, "B2_years": 25}
    same = reading(openepd(impacts={"EF 3.1": {"gwp": use}}))
    assert same.footprints[0].subject.service_life.to("a").magnitude == 25
    assert values(same)["B2", "GWP-total"] == 1
    use = use | {"B2_years": 25}
    other = reading(openepd(impacts={"EF 3.1": {"gwp": use}}, product_service_life_years=50))
    assert ("B2", "GWP-total") not in values(other)
    assert "hold for 25 years, the service life is 50" in said(other)


def test_openepd_method_that_is_not_of_en_15804(reading: Any) -> None:
    impacts = {"TRACI 2.1": {"gwp": {"A1A2A3": {"mean": 3.5, "unit": "kgCO2e"}}}}
    with pytest.raises(DeclarationError, match=r"methods of the file: TRACI 2\.1"):
        reading(openepd(impacts=impacts))


def test_lcax_of_two_generations(reading: Any) -> None:
    """The figures of the concrete data set of examples/epd-concrete-c20-25.yaml in both spellings."""
    new = {
        "formatVersion": "3.2.0",
        "name": "Concrete",
        "declaredUnit": "m3",
        "standard": "en15804a2",
        "conversions": [{"value": 2297.0, "to": "kg"}],
        "impacts": {"gwp": {"a1a3": 146.75360187405067, "b1": -5.076189806179392, "c4": 0.0, "a5": None}, "odp": {"a1a3": 1e-6}},
    }
    old = {
        "format_version": "0.1.2",
        "name": "Concrete",
        "declared_unit": "M3",
        "standard": "EN15804A2",
        "gwp": {"a1a3": 146.75360187405067, "b1": -5.076189806179392, "c4": 0.0, "a5": None},
    }
    first, second = reading(new), reading(old)
    assert values(first) == values(second)
    assert values(first)["A1-A3", "GWP-total"] == Decimal("146.75360187405067")
    assert ("A5", "GWP-total") not in values(first)
    assert first.footprints[0].subject.mass.to("kg").magnitude == 2297
    assert first.footprints[0].characterisation is None
    with pytest.raises(DeclarationError, match="the standard is 'unknown'"):
        reading(new | {"standard": "unknown"})


def test_cbam_workbook(reading: Any) -> None:
    """Values of the Commission's filled example 4; binary floats are read by their shortest form."""
    found = reading(cbam_workbook([SCREWS]))
    assert found.format == "CBAM communication template 2.1.1"
    footprint = found.footprints[0]
    assert (footprint.standard, footprint.subject.cn_code, footprint.subject.origin) == ("eu/cbam-2023-1773", "73181542", "CN")
    assert values(found) == {("A1-A3", "direct"): Decimal("2006.9382352941174"), ("A1-A3", "indirect"): Decimal("406.6")}
    result = cw.translate(footprint, to="eu/cbam-2023-1773")
    assert result.total.bounds == (Decimal("2.4135382352941174"),) * 3  # published: 2.4135382352941175, a sum of binary floats
    assert reading(cbam_workbook([SCREWS], start="46023", end="46387")).footprints[0].standard == "eu/cbam-2023-956"


def test_cbam_columns_are_found_by_their_headings(reading: Any) -> None:
    """A further column moves the others: version 2.1.1 has one more than 2.1."""
    moved = {chr(ord(column) + 1) if column > "H" else column: text for column, text in CBAM_HEADINGS.items()}
    row = {chr(ord(column) + 1) if column > "H" else column: value for column, value in SCREWS.items()}
    assert values(reading(cbam_workbook([row], headings=moved)))["A1-A3", "indirect"] == Decimal("406.6")
    with pytest.raises(DocumentError, match=r"no column of row 25 is headed 'see \(direct\)'"):
        reading(cbam_workbook([SCREWS], headings=CBAM_HEADINGS | {"I": "SEE"}))


def test_cbam_formula_without_a_saved_result_is_refused(reading: Any) -> None:
    assert reading(cbam_workbook([SCREWS], formulas=("I26",))).footprints
    for cell in ("I26", "K26", "G16"):
        with pytest.raises(DeclarationError, match=f"{cell}: a formula stands here without a saved result"):
            reading(cbam_workbook([SCREWS], formulas=(cell,), saved=False))


def test_cbam_total_against_its_parts(reading: Any) -> None:
    assert "residual 0.0864617647058" in said(reading(cbam_workbook([SCREWS | {"K": "2.5"}])))


def test_remarks_reach_the_translation(reading: Any) -> None:
    content = ilcd_json({GWP_A1: PANEL}, scenarios=(ENERGY, MATERIAL))
    warnings = cw.translate(reading(content).footprints[0], to="eu/en-15804-a2-2019").warnings
    assert any("'energetisch', the default" in entry.en for entry in warnings)
