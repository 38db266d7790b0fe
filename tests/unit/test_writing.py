"""Written files: what is asked for, what is refused, what the file says of itself."""

from __future__ import annotations

import io
import json
import re
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from foreign import SCREWS, cbam_workbook, pact_v3

import crosswalk as cw
from crosswalk.errors import DeclarationError, UnknownNameError
from crosswalk.formats.reading import chosen
from crosswalk.formats.registry import read_foreign
from crosswalk.formats.write.draft import declared_draft
from crosswalk.model.footprint import Footprint

PANEL = "examples/formats/panel-soda4lca.json"
PACT = "examples/formats/polypropylene-pact.json"
GIVEN = {
    "companyName": "Works",
    "companyIds": ["urn:example:works"],
    "productIds": "urn:example:product",
    "productDescription": "granulate",
    "fossilCarbonContent": "0.85",
    "exemptedEmissionsPercent": "0",
    "created": "2026-01-31T00:00:00Z",
}
EPD: dict[str, Any] = {
    "standard": "eu/en-15804-a2-2019",
    "characterisation": "en15804-a2-ef3.1",
    "name": "Board",
    "subject": {"kind": "product"},
    "declared_unit": "1 m**3",
    "figures": [{"stage": "A1-A3", "value": "386.20 kg CO2e"}],
}
GOOD: dict[str, Any] = {
    "standard": "eu/cbam-2023-956",
    "name": "screws",
    "subject": {"kind": "good", "cn_code": "7318 15 42", "origin": "CN", "production_year": 2026},
    "declared_unit": "1 t",
    "period": {"start": "2026-01-01", "end": "2026-12-31"},
    "figures": [{"stage": "A1-A3", "indicator": "direct", "value": "2.01 t CO2e"}],
}


def back(content: bytes) -> Footprint:
    found = read_foreign(content, "file")
    assert found is not None
    return chosen(found, None, "file")


def with_figures(data: dict[str, Any], *figures: dict[str, Any]) -> dict[str, Any]:
    return {**data, "figures": list(figures)}


# -- PACT ------------------------------------------------------------------------------------------------------------------------------


def test_pact_asks_for_what_it_requires_and_nobody_declared() -> None:
    with pytest.raises(DeclarationError) as error:
        cw.write(PACT, "pact")
    asked = {finding.field for finding in error.value.findings}
    assert asked == {"companyName", "companyIds", "productIds", "productDescription", "fossilCarbonContent", "exemptedEmissionsPercent"}
    assert all("--set" in finding.en and "--set" in finding.zh for finding in error.value.findings)


# The required properties and the form of decimals of the OpenAPI definition of data model 3.0 (ProductFootprint, CarbonFootprint, Decimal).
REQUIRED = {
    "id",
    "specVersion",
    "created",
    "status",
    "companyName",
    "companyIds",
    "productDescription",
    "productIds",
    "productNameCompany",
    "pcf",
}
REQUIRED_OF_PCF = {
    "declaredUnitOfMeasurement",
    "declaredUnitAmount",
    "productMassPerDeclaredUnit",
    "referencePeriodStart",
    "referencePeriodEnd",
    "pcfExcludingBiogenicUptake",
    "pcfIncludingBiogenicUptake",
    "fossilCarbonContent",
    "fossilGhgEmissions",
    "ipccCharacterizationFactors",
    "crossSectoralStandards",
    "exemptedEmissionsPercent",
}
DECIMALS = (
    *sorted(name for name in REQUIRED_OF_PCF if re.search("Amount|Mass|pcf|Content|Emissions(?!Percent)", name)),
    "exemptedEmissionsPercent",
)


def test_pact_holds_what_the_data_model_requires_with_decimals_as_texts() -> None:
    written = cw.write(PACT, "pact", details=GIVEN)
    data = json.loads(written.content)
    assert data.keys() >= REQUIRED
    pcf = data["pcf"]
    assert pcf.keys() >= REQUIRED_OF_PCF
    for name in DECIMALS:
        assert re.fullmatch(r"[+-]?\d+(\.\d+)?", pcf[name]), name
    assert pcf["pcfExcludingBiogenicUptake"] == "4.20"
    assert "dqi" not in pcf
    assert "verification" not in pcf
    assert data["created"] == "2026-01-31T00:00:00Z"
    assert (pcf["referencePeriodStart"], pcf["referencePeriodEnd"]) == ("2025-01-01T00:00:00Z", "2026-01-01T00:00:00Z")
    assert cw.write(PACT, "pact", details=GIVEN).content == written.content


def test_pact_has_ratings_only_if_they_are_given_and_between_1_and_5() -> None:
    ratings = {"technologicalDQR": "2.0", "geographicalDQR": 3, "temporalDQR": "1"}
    assert json.loads(cw.write(PACT, "pact", details=GIVEN | ratings).content)["pcf"]["dqi"] == {
        "technologicalDQR": "2.0",
        "geographicalDQR": "3",
        "temporalDQR": "1",
    }
    for wrong in ({"technologicalDQR": "2"}, ratings | {"temporalDQR": "6"}):
        with pytest.raises(DeclarationError):
            cw.write(PACT, "pact", details=GIVEN | wrong)


def test_pact_says_what_the_methodology_asks_where_it_is_given() -> None:
    more = {"primaryDataShare": "56.12", "packagingEmissionsIncluded": "true", "ccsTechnologicalCO2CaptureIncluded": False}
    written = cw.write(PACT, "pact", details=GIVEN | more)
    pcf = json.loads(written.content)["pcf"]
    assert (pcf["primaryDataShare"], pcf["packagingEmissionsIncluded"], pcf["ccsTechnologicalCO2CaptureIncluded"]) == ("56.12", True, False)
    assert written.remarks == ()
    assert back(written.content).evidence.primary_data_share == Decimal("0.5612")
    for wrong in ({"packagingEmissionsIncluded": "perhaps"}, {"primaryDataShare": "101"}):
        with pytest.raises(DeclarationError):
            cw.write(PACT, "pact", details=GIVEN | wrong)


def test_pact_takes_no_characterisation_but_that_of_an_ipcc_report() -> None:
    data = {
        "standard": "ISO 14067",
        "name": "x",
        "declared_unit": "1 kg",
        "year": 2025,
        "characterisation": "ef-3.1",
        "figures": [
            {"stage": "cradle-to-gate", "indicator": name, "value": "1 kg CO2e"} for name in ("CFP", "CFP-with-biogenic", "fossil")
        ],
    }
    with pytest.raises(DeclarationError, match=r"ef-3\.1 is no characterisation by an IPCC report"):
        cw.write(data, "pact", details=GIVEN)


def test_pact_of_a_part_of_the_life_cycle_is_refused() -> None:
    with pytest.raises(DeclarationError, match="pcfExcludingBiogenicUptake is required"):
        cw.write(
            {
                "standard": "ISO 14067",
                "name": "x",
                "declared_unit": "1 kg",
                "year": 2025,
                "figures": [{"stage": "production", "value": "1 kg CO2e"}],
            },
            "pact",
            details=GIVEN,
        )


def test_an_interval_needs_a_choice_and_the_file_says_which() -> None:
    data = json.loads(json.dumps(pact_v3(ipccCharacterizationFactors=["AR6"])))
    footprint = back(json.dumps(data).encode())
    open_one = cw.read(
        {
            "standard": "int/iso-14067-2018",
            "name": "x",
            "declared_unit": "1 kg",
            "year": 2025,
            "characterisation": "ar6-100",
            "figures": [
                {"stage": "cradle-to-gate", "indicator": "CFP", "value": {"low": "4 kg CO2e", "high": "5 kg CO2e"}},
                {"stage": "cradle-to-gate", "indicator": "CFP-with-biogenic", "value": "4.05 kg CO2e"},
                {"stage": "cradle-to-gate", "indicator": "fossil", "value": {"low": "3 kg CO2e"}},
            ],
        }
    )
    told = [remark.en for remark in cw.write(footprint, "pact", details=GIVEN).remarks]
    assert told == [
        "the PACT methodology also asks for primaryDataShare, packagingEmissionsIncluded, ccsTechnologicalCO2CaptureIncluded, which nobody stated"
    ]
    with pytest.raises(DeclarationError, match="choose it with --value"):
        cw.write(open_one, "pact", details=GIVEN)
    with pytest.raises(DeclarationError, match="has no high end"):
        cw.write(open_one, "pact", details=GIVEN, value="high")
    chosen_one = json.loads(cw.write(open_one, "pact", details=GIVEN, value="low").content)
    assert chosen_one["pcf"]["pcfExcludingBiogenicUptake"] == "4"
    assert "the low end of 4 .. 5 kg CO2e was written" in chosen_one["comment"]
    assert "the low end of 3 .. open kg CO2e was written" in chosen_one["comment"]


# -- EPDs ------------------------------------------------------------------------------------------------------------------------------


def test_openepd_names_a_method_only_where_the_factors_tell_it() -> None:
    with pytest.raises(DeclarationError) as error:
        cw.write({name: value for name, value in EPD.items() if name != "characterisation"}, "openepd")
    assert error.value.findings[0].nearest == ("en15804-a2-ef3.0", "en15804-a2-ef3.1")
    with pytest.raises(DeclarationError, match="After which CML method"):
        cw.write(PANEL, "openepd")
    data = json.loads(cw.write(EPD, "openepd").content, parse_float=Decimal)
    assert data["impacts"] == {"EF 3.1": {"gwp": {"A1A2A3": {"mean": Decimal("386.20"), "unit": "kgCO2e"}}}}


def test_ilcd_keeps_the_amount_of_the_reference_flow() -> None:
    """Results for 1 000 kg are per 1 000 kg; a mass that is no finite decimal per unit is kept whole."""
    tonne = cw.write({**EPD, "declared_unit": "1000 kg"}, "ilcd")
    assert str(back(tonne.content).declared_unit) == "1000 kg"
    odd = {**EPD, "declared_unit": "7 m**3", "subject": {"kind": "product", "mass": "510 kg"}}
    found = back(cw.write(odd, "ilcd").content)
    assert (str(found.declared_unit), found.subject.mass and found.subject.mass.magnitude) == ("7 m**3", Decimal(510))
    assert tonne.content == cw.write({**EPD, "declared_unit": "1000 kg"}, "ilcd").content


def test_ilcd_holds_names_that_look_like_markup() -> None:
    name = {"en": '<!DOCTYPE x> & "board"', "zh": "板材 <b>"}
    found = back(cw.write({**EPD, "name": name}, "ilcd").content)
    assert found.name is not None
    assert {"en": found.name.en, "zh": found.name.zh} == name


def test_a_text_that_xml_cannot_hold_is_refused() -> None:
    with pytest.raises(DeclarationError, match="cannot carry"):
        cw.write({**EPD, "name": "a\x01b"}, "ilcd")


def test_half_characters_are_a_fault_of_the_declaration() -> None:
    for form in ("ilcd", "openepd", "json", "yaml"):
        with pytest.raises(cw.InputError):
            cw.write({**EPD, "name": "a\ud800b"}, form)


def test_parts_that_a_reader_would_take_for_a_contradiction_are_refused() -> None:
    """A1, A2 and A3 that miss A1-A3 would be read as an interval between the two."""
    parts = [
        {"stage": stage, "value": f"{value} kg CO2e"} for stage, value in (("A1-A3", "10.0"), ("A1", "5.0"), ("A2", "1.0"), ("A3", "3.0"))
    ]
    for form in ("ilcd", "openepd"):
        with pytest.raises(DeclarationError, match="figures A1-A3"):
            cw.write(with_figures(EPD, *parts), form)


def test_another_standard_is_told_the_way() -> None:
    for form in ("pact", "openepd", "ilcd", "cbam-xlsx", "esrs"):
        with pytest.raises(DeclarationError) as error:
            cw.write("examples/office-gbt51366.yaml", form)
        assert "--to" in error.value.render("en")
        assert "--to" in error.value.render("zh")


def test_names_are_read_as_the_standard_means_them() -> None:
    written = cw.write(
        with_figures(EPD, {"stage": "cradle to gate", "indicator": "climate change - total", "value": "0.3862 t CO2e"}), "openepd"
    )
    figure = back(written.content).figures[0]
    assert (figure.stage, figure.indicator, figure.range) == ("A1-A3", "GWP-total", (Decimal("386.2"), Decimal("386.2")))


# -- translations ----------------------------------------------------------------------------------------------------------------------


def test_a_translation_is_written_by_the_end_that_was_chosen() -> None:
    t = cw.translate("examples/epd-ready-mix-35mpa.yaml", to="eu/en-15804-a1-2013")
    written = cw.write(t, "ilcd", value="low")
    figures = back(written.content).figures
    assert len(figures) == 3
    for figure in figures:
        assert figure.range is not None
        assert figure.range[0] == figure.range[1] == t.figure(figure.stage).bounds[0]
    assert any("translated from eu/en-15804-a2-2019 into eu/en-15804-a1-2013" in remark.en for remark in written.remarks)


def test_a_best_estimate_is_that_of_the_translation() -> None:
    draft = declared_draft(
        cw.read(with_figures(EPD, {"stage": "A1-A3", "value": {"low": "1 kg CO2e", "high": "3 kg CO2e"}})), cw.Library.shipped()
    )
    draft.value, draft.best = "best", {("A1-A3", "GWP-total"): Decimal("2.5")}
    assert draft.number(draft.points()[0]) == Decimal("2.5")
    assert "the best estimate of 1 .. 3 kg CO2e was written" in draft.remarks[0].en


def test_what_nobody_declared_is_never_written_as_zero() -> None:
    """C2 is not declared: the translation leaves it open from zero, and no file of it says zero, whatever end was chosen."""
    t = cw.translate("examples/office-gbt51366.yaml", to="eu/en-15978-2011")
    assert t.figure("C2").bounds[0] == 0
    assert t.figure("C2").status == "missing"
    footprint = cw.read(json.loads(cw.write(t, "json").content))
    assert {figure.stage for figure in footprint.figures} == {"A1-A3", "B6", "C1"}


def test_a_good_with_precursors_is_computed_first() -> None:
    coil = "examples/steel-coil/coil.yaml"
    t = cw.translate(coil, to="CBAM")
    with pytest.raises(DeclarationError, match="--to"):
        cw.write(coil, "cbam-json")
    cells = {entry["cell"]: entry for entry in json.loads(cw.write(t, "cbam-json").content, parse_float=Decimal)["cells"]}
    for cell, indicator in (("I26", "direct"), ("J26", "indirect")):
        assert cells[cell]["value"] == pytest.approx(t.figure("total", indicator).bounds[0])
    assert cells["K26"]["value"] == cells["I26"]["value"] + cells["J26"]["value"]


# -- CBAM ------------------------------------------------------------------------------------------------------------------------------


def test_the_screws_of_the_commission_come_back_as_they_were() -> None:
    """Example 4 of the Commission: 2.00694 direct, 0.4066 indirect, 2.41354 in all."""
    given = back(cbam_workbook([SCREWS], end="46387", start="46023"))
    written = cw.write(given, "cbam-xlsx", details={"installation": "Works"})
    again = back(written.content)
    assert [figure.range for figure in again.figures] == [figure.range for figure in given.figures]
    assert (again.subject, again.period, again.declared_unit) == (given.subject, given.period, given.declared_unit)
    cells = openpyxl.load_workbook(io.BytesIO(written.content))["Summary_Communication"]
    assert cells["I26"].value == pytest.approx(2.0069382352941174, abs=0)
    assert cells["K26"].value == pytest.approx(2.4135382352941175, rel=1e-15)


def test_no_cell_is_a_formula() -> None:
    hostile = {**GOOD, "name": '=HYPERLINK("http://x","y")'}
    written = cw.write(hostile, "cbam-xlsx", details={"installation": "@works", "process": "+1", "category": "-2"})
    for sheet in openpyxl.load_workbook(io.BytesIO(written.content)):
        for row in sheet:
            for cell in row:
                assert cell.data_type != "f"
                assert not (isinstance(cell.value, str) and cell.value.startswith(("=", "+", "-", "@")))
    name = back(written.content).name
    assert name is not None
    assert name.en == hostile["name"]
    assert b"\n=" not in cw.write(hostile, "cbam-csv").content
    assert b",'=HYPERLINK" in cw.write(hostile, "cbam-csv").content.replace(b'"', b"")


def test_a_workbook_holds_one_number_a_table_the_interval() -> None:
    data = with_figures(GOOD, {"stage": "A1-A3", "indicator": "direct", "value": {"low": "2 t CO2e", "high": "3 t CO2e"}})
    with pytest.raises(DeclarationError, match="choose it with --value"):
        cw.write(data, "cbam-xlsx")
    notes = openpyxl.load_workbook(io.BytesIO(cw.write(data, "cbam-xlsx", value="high").content))["Notes"]
    assert any("the high end of 2000 .. 3000 kg CO2e" in str(row[0].value) for row in notes)
    cell = next(entry for entry in json.loads(cw.write(data, "cbam-json").content)["cells"] if entry["cell"] == "I26")
    assert (cell["value"], cell["low"], cell["best"], cell["high"], cell["unit"]) == (None, 2, None, 3, "tCO2e/t")
    with pytest.raises(DeclarationError, match="holds intervals as they are"):
        cw.write(data, "cbam-json", value="high")


# -- ESRS ------------------------------------------------------------------------------------------------------------------------------


def facts(what: Any) -> dict[str, Any]:
    return {entry["figure"]: entry for entry in json.loads(cw.write(what, "esrs", details={"entity": "LEI 1"}).content)["facts"]}


def test_esrs_facts_of_a_declaration_hold_its_sums_but_no_sum_of_unknown_parts() -> None:
    figures = [{"stage": stage, "value": f"{value} t CO2e"} for stage, value in (("scope-1", 10), ("scope-2", 5), ("3.1", "7.5"))]
    found = facts({"standard": "ESRS E1", "year": 2024, "figures": figures})
    assert found["scope-1"]["name"] == "esrs:GrossScope1GreenhouseGasEmissions"
    assert (found["3.1"]["value"], found["3.1"]["scope-3 category"], found["3.1"]["decimals"]) == (7.5, 1, 1)
    assert (found["total-location"]["value"], found["total-location"]["method"]) == (22.5, "location-based")
    assert "scope-2-market" not in found
    assert "total-market" not in found


def test_esrs_facts_of_a_translation_are_intervals_where_it_is_one() -> None:
    t = cw.translate({"standard": "GHG Protocol", "year": 2023, "figures": [{"stage": "scope-2", "value": "100 t CO2e"}]}, to="ESRS E1")
    found = facts(t)
    low, _, high = t.figure("scope-2").bounds
    assert low is not None
    assert high is not None
    assert low < high
    assert (found["scope-2"]["low"], found["scope-2"]["best"], found["scope-2"]["high"]) == (float(low), None, float(high))
    assert (found["total-location"]["low"], found["total-location"]["high"]) == (float(low), None)
    assert "value" not in found["scope-2"]
    assert "scope-1" not in found


def test_esrs_needs_to_know_whose_and_when() -> None:
    with pytest.raises(DeclarationError) as error:
        cw.write({"standard": "ESRS E1", "figures": [{"stage": "scope-1", "value": "1 t CO2e"}]}, "esrs")
    assert {finding.field for finding in error.value.findings} == {"entity", "period"}


# -- names -----------------------------------------------------------------------------------------------------------------------------


def test_an_unknown_format_or_field_names_the_nearest() -> None:
    with pytest.raises(UnknownNameError) as error:
        cw.write(EPD, "openpd")
    assert error.value.findings[0].nearest[0] == "openepd"
    with pytest.raises(UnknownNameError) as error:
        cw.write(PACT, "pact", details={"companyname": "x"})
    assert error.value.findings[0].nearest[0] == "companyName"


def test_the_archive_holds_what_tells_the_unit() -> None:
    with zipfile.ZipFile(io.BytesIO(cw.write(EPD, "ilcd").content)) as found:
        assert sorted(Path(name).parent.name for name in found.namelist()) == ["flowproperties", "flows", "processes", "unitgroups"]


@pytest.mark.parametrize("form", ["yaml", "json"])
def test_figures_of_one_stage_keep_their_sources_gases_and_activities(form: str) -> None:
    electricity = {"electricity": "2944 kWh", "factor": "0.5306 kg CO2/kWh", "region": "CN", "year": 2023}
    figures = [
        {"stage": "operational-energy", "source": "electricity", "activity": electricity},
        {"stage": "operational-energy", "source": "heat", "value": "50 kg CO2e"},
        {"stage": "production", "gas": "CH4", "mass": "0.021 kg"},
        {"stage": "production", "value": "386.2 kg CO2e"},
    ]
    declared = cw.read({"standard": "cn/gbt-51366-2019", "figures": figures})
    content = cw.write(declared, form).content
    assert [figure.model_dump() for figure in cw.read(yaml.safe_load(content)).figures] == [
        figure.model_dump() for figure in declared.figures
    ]
