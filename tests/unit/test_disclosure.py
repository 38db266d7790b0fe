"""What reports on climate hold under Chinese and European standards: checklists beside the emission figures."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from click.testing import CliRunner

import crosswalk as cw
from crosswalk.cli import main
from crosswalk.engine.disclosure import Item
from crosswalk.library.library import Library

D = Decimal
LIBRARY = Library.shipped()
ESRS, DRAFT = "eu/esrs-e1-2023", "eu/esrs-e1-draft-2026"
CHINESE = ("cn/csds-climate-2025", "cn/exchange-guidelines-2024", "cn/jrt-0227-2021")
GAPS = ("scope-2-market", "ets-share", "ghg-intensity", "removals", "carbon-credits", "assurance")  # dossier, crosswalk E


def company(standard: str, *figures: tuple[str, str], **more: Any) -> dict[str, Any]:
    rows = [{"stage": stage, "value": value} for stage, value in figures]
    return {"standard": standard, "subject": {"kind": "organisation"}, "year": 2024, "characterisation": "ar6-100", "figures": rows, **more}


def items(data: dict[str, Any], to: str) -> dict[str, Item]:
    return {entry.element.id: entry for entry in cw.translate(data, to=to).checklist}


@pytest.mark.parametrize("source", CHINESE[:2])
def test_what_a_chinese_report_lacks_for_the_european_one(source: str) -> None:
    found = items(company(source, ("scope-1", "1000 t CO2e"), ("scope-2", "500 t CO2e")), ESRS)
    for name in GAPS:
        assert (found[name].source, found[name].target) == ("not-asked", "asked"), name
        question = found[name].question
        assert question is not None
        assert question.en.endswith(".")
        assert question.zh.endswith("。")
    for name in ("scope-1", "scope-2-location"):
        assert (found[name].source, found[name].target, found[name].declared, found[name].question) == ("asked", "asked", "declared", None)


def test_scope_3_is_asked_by_one_and_encouraged_by_the_other() -> None:
    assert items(company(CHINESE[1], ("scope-1", "1 t CO2e")), ESRS)["scope-3"].source == "voluntary"
    assert items(company(CHINESE[0], ("scope-1", "1 t CO2e")), ESRS)["scope-3"].source == "asked"


def test_the_figures_cross_through_the_frame() -> None:
    data = company(CHINESE[0], ("scope-1", "1000 t CO2e"), ("scope-2", "500 t CO2e"), ("3.6", "70 t CO2e"))
    result = cw.translate(data, to=ESRS)
    assert result.shared.bounds == (D(1570),) * 3
    assert result.figure("3.6").bounds == (D(70),) * 3
    assert result.figure("3.1").status == "missing"
    assert any(gap.kind == "missing" and gap.stage == "scope-2-market" for gap in result.gaps)


def test_a_chinese_standard_on_carbon_dioxide_only_is_a_lower_end() -> None:
    result = cw.translate(company(CHINESE[2], ("scope-1", "1000 t CO2e")), to=ESRS)
    low, _, high = result.figure("scope-1").bounds
    assert low == 1000
    assert high is None
    back = cw.translate(company(ESRS, ("scope-1", "1000 t CO2e")), to=CHINESE[2])
    assert back.shared.bounds[0] == 0
    assert back.shared.bounds[2] == 1000


def test_an_inventory_standard_asks_what_its_boundary_holds() -> None:
    found = items(company("cn/gbt-32150-2015", ("enterprise", "1000 t CO2e")), ESRS)
    assert found["scope-1"].source == "partly"  # no release of land
    assert found["scope-3"].source == "not-asked"
    assert found["targets"].source == "not-asked"


def test_both_directions() -> None:
    data = company(ESRS, ("scope-1", "1000 t CO2e"), ("scope-2", "500 t CO2e"), ("scope-2-market", "0 t CO2e"))
    found = items(data, CHINESE[1])
    assert found["reductions-by-measure"].question is None  # asked by both
    assert found["unit-trades"].question is not None  # asked in part there
    assert found["ets-share"].question is None
    assert found["scope-3"].target == "voluntary"


def test_nothing_for_standards_that_are_no_disclosure() -> None:
    assert cw.translate(company(ESRS, ("scope-1", "1 t CO2e")), to="ISO 14064-1").checklist == ()
    assert cw.compare(ESRS, "ISO 14064-1").disclosure == ()


def test_the_draft_is_open_where_nobody_read_it() -> None:
    found = {entry.element.id: entry for entry in cw.compare(ESRS, DRAFT).disclosure}
    assert found["transition-plan"].target == "open"
    assert found["scope-1"].target == "asked"
    assert LIBRARY.standard(DRAFT).status == "draft"
    assert LIBRARY.resolve("ESRS E1").key == ESRS


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_checklist_is_printed_and_in_the_json(lang: str) -> None:
    runner = CliRunner()
    done = runner.invoke(main, ["compare", "CSDS climate", ESRS, "--format", "markdown", "--lang", lang])
    assert done.exit_code == 0
    assert {"en": "Share of scope 1 under emissions trading", "zh": "范围一中纳入排放交易的份额"}[lang] in done.stdout
    done = runner.invoke(main, ["compare", "CSDS climate", ESRS, "--format", "json"])
    assert {entry["element"] for entry in json.loads(done.stdout)["disclosure"]} >= set(GAPS)


def test_every_element_of_the_european_standard_has_a_rule() -> None:
    disclosure = LIBRARY.disclosure_of(ESRS)
    assert disclosure is not None
    names = [entry.id for name in LIBRARY.disclosure_elements.ids() for entry in LIBRARY.disclosure_elements(name).elements]
    assert [rule.element for rule in disclosure.elements] == names
    assert len(set(names)) == len(names)


def test_stages_of_elements_exist_in_the_european_standard() -> None:
    stages = {stage.id for stage in LIBRARY.standard(ESRS).stages}
    for name in LIBRARY.disclosure_elements.ids():
        for element in LIBRARY.disclosure_elements(name).elements:
            assert set(element.stages) <= stages, element.id


def test_a_disclosure_that_names_nothing_known(tmp_path: Any) -> None:
    file = tmp_path / "wrong.yaml"
    source = "{document: d, confirmed: unconfirmed}"
    file.write_text(
        f"id: x\nof: eu/esrs-e1-2032\nname: {{en: x, zh: 名}}\ndocuments: {{d: {{title: t}}}}\nsource: {source}\n"
        f"elements:\n  - {{element: scope-9, asks: asked, source: {source}}}\n",
        "utf-8",
    )
    done = CliRunner().invoke(main, ["check", str(file)])
    assert done.exit_code == 3
    assert "eu/esrs-e1-2032" in done.output
    assert "scope-9" in done.output


def test_the_plain_form_of_an_element() -> None:
    found = items(company(CHINESE[0], ("scope-1", "1000 t CO2e")), ESRS)
    market = found["scope-2-market"].as_dict()
    assert list(market) == ["element", "name", "pillar", "source", "target", "detail", "declared", "question", "sources"]
    assert (market["element"], market["source"], market["target"], market["declared"]) == (
        "scope-2-market",
        "not-asked",
        "asked",
        "not-declared",
    )
    element = found["scope-2-market"].element
    assert (market["name"], market["pillar"]) == ({"en": element.name.en, "zh": element.name.zh}, element.pillar)
    assert element.question is not None
    assert market["question"] == {"en": element.question.en, "zh": element.question.zh}
    assert market["sources"] == list(found["scope-2-market"].sources)
    assert len(found["scope-1"].sources) == 2  # the clauses of both
    declared = found["scope-1"].as_dict()
    assert (declared["declared"], declared["question"]) == ("declared", None)
    plan = found["transition-plan"].as_dict()
    assert plan["declared"] is None  # no figure of an inventory


def test_an_element_declared_in_part_is_asked_for() -> None:
    low = items(company(CHINESE[2], ("scope-1", "1000 t CO2e")), ESRS)["scope-1"]
    assert low.declared == "partly"
    assert low.question is not None
