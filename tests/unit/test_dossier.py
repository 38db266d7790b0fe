"""Recognition dossiers: every point with a verdict, a source and, where open, a question; counts; precedents; accreditation by date."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import crosswalk as cw
from crosswalk.cli import main
from crosswalk.engine.rules.classify import State
from crosswalk.labels.dossier import Dossier

LIBRARY = cw.Library.shipped()
DAY = date(2026, 11, 27)
TYRE = "examples/tyre-recognition.yaml"
EXAMPLES = {
    TYRE: "eu/pef-2021-2279",
    "examples/hydrogen-tcab.yaml": "eu/rfnbo-2023-1185",
    "examples/ev-battery-miit551.yaml": "eu/battery-2023-1542",
    "examples/steel-coil/coil.yaml": "eu/cbam-2023-956",
    "examples/office-gbt51366.yaml": "eu/en-15978-2011",
    "examples/epd-concrete-c20-25.yaml": "cn/gbt-24067-2024",
    "examples/neutral-watch.yaml": "cn/gbt-24067-2024",
}


def states(made: Dossier) -> dict[str, State]:
    return {check.topic: check.state for check in made.checks}


def tyre(target: str = "int/iso-14067-2018", day: date = DAY, **evidence: Any) -> dict[str, State]:
    data = {
        "standard": "cn/gbt-24067-2024",
        "declared_unit": "1 item",
        "subject": {"kind": "tyre"},
        "figures": [{"stage": "A1-C4", "value": "26 kg CO2e"}],
        "evidence": evidence,
    }
    return states(cw.dossier(data, to=target, as_of=day))


@pytest.mark.parametrize("file", EXAMPLES)
def test_every_point_has_a_verdict_a_source_and_a_question_where_it_is_open(file: str) -> None:
    made = cw.dossier(file, to=EXAMPLES[file], as_of=DAY)
    assert {check.section for check in made.checks} == {"rules", "data", "conformity", "claim"}
    for topic in ("boundary", "gases", "characterisation", "electricity", "allocation", "data-age", "primary-data", "background-data"):
        assert topic in states(made), topic
    for topic in ("verification", "assurance", "verified-to", "accreditation", "validity"):
        assert topic in states(made), topic
    for check in made.checks:
        assert check.source
        assert check.statement.en
        assert check.statement.zh
        assert (check.question is not None) or check.state is not State.OPEN, check.topic
    data = made.as_dict()
    assert data["counts"] == {word: sum(entry["verdict"] == word for entry in data["checks"]) for word in ("met", "not met", "open")}
    assert json.dumps(data, ensure_ascii=False)


def test_rules_are_read_off_the_definitions() -> None:
    steel = states(cw.dossier("examples/steel-coil/coil.yaml", to="CBAM", as_of=DAY))
    assert steel["electricity"] is State.MET  # kWh are declared: evaluated anew
    assert steel["allocation"] is State.FAILED
    assert steel["gases"] is State.MET  # of steel the mechanism counts CO2 only
    same = tyre()
    assert same["allocation"] is State.MET
    assert same["offsets"] is State.MET
    assert same["electricity"] is State.OPEN


@pytest.mark.parametrize(
    ("said", "target", "expected"),
    [
        ("accredited", "eu/cbam-2023-956", State.MET),
        ("third-party", "eu/cbam-2023-956", State.FAILED),
        ("第三方", "eu/cbam-2023-956", State.FAILED),
        ("somebody", "eu/cbam-2023-956", State.OPEN),
    ],
)
def test_verification_by_kind(said: str, target: str, expected: State) -> None:
    coil = cw.read("examples/steel-coil/coil.yaml")
    made = cw.dossier(coil.model_copy(update={"evidence": coil.evidence.model_copy(update={"verification": said})}), to=target, as_of=DAY)
    assert states(made)["verification"] is expected


def test_assurance_and_databases_under_the_border_mechanism() -> None:
    coil = cw.read("examples/steel-coil/coil.yaml")
    for level, expected in (("limited", State.FAILED), ("reasonable", State.MET)):
        evidence = type(coil.evidence)(level=level, background_data=[{"name": "some database"}])
        found = states(cw.dossier(coil.model_copy(update={"evidence": evidence}), to="CBAM", as_of=DAY))
        assert found["assurance"] is expected
        assert found["background-data"] is State.FAILED  # databases of life-cycle data are not accepted


@pytest.mark.parametrize(
    ("arrangement", "day", "expected"),
    [
        ("iaf-mla", date(2025, 6, 1), State.MET),
        ("IAF MLA", date(2026, 6, 1), State.MET),  # existing marks stay valid in the transition
        ("iaf-mla", date(2027, 1, 1), State.OPEN),
        ("gac-mra", date(2025, 12, 31), State.FAILED),
        ("gac-mra", date(2026, 1, 1), State.MET),  # a rule that names the old arrangement takes the new one
        ("ilac-mra", date(2026, 6, 1), State.FAILED),  # laboratories, not verification
        ("another", date(2026, 6, 1), State.OPEN),
        (None, date(2026, 6, 1), State.OPEN),
    ],
)
def test_accreditation_by_arrangement_and_date(arrangement: str | None, day: date, expected: State) -> None:
    assert tyre(day=day, accreditation={"body": "CNAS", "arrangement": arrangement})["accreditation"] is expected


@given(st.dates(date(2020, 1, 1), date(2035, 1, 1)))
def test_evidence_that_has_expired_is_not_met(day: date) -> None:
    assert tyre(expires="2027-01-01", day=day)["validity"] is (State.MET if day <= date(2027, 1, 1) else State.FAILED)


def test_precedents_are_listed_with_their_scope_and_not_counted() -> None:
    made = cw.dossier("examples/hydrogen-tcab.yaml", to="eu/rfnbo-2023-1185", as_of=DAY)
    ids = {entry.id for entry in made.precedents}
    assert {"iaf-mla", "gac-mra"} <= ids
    assert "cn-eu-vehicle-guide" not in ids  # passenger cars only
    assert "cn-jp-environmental-labels" not in ids
    car = {
        "standard": "cn/gbt-24067-2024",
        "subject": {"kind": "passenger car"},
        "declared_unit": "1 item",
        "figures": [{"stage": "A1-A3", "value": "9000 kg CO2e"}],
    }
    listed = {entry.id: entry for entry in cw.dossier(car, to="eu/pef-2021-2279", as_of=DAY).precedents}
    assert listed["cn-eu-vehicle-guide"].since == "2025-07-22"
    assert all(entry.scope.zh and entry.effect.zh for entry in listed.values())


def test_the_claim_of_neutrality_is_a_point_of_the_dossier() -> None:
    made = cw.dossier("examples/neutral-watch.yaml", to="cn/gbt-24067-2024", as_of=DAY)
    assert states(made)["eu/2024-825"] is State.FAILED
    assert made.translation.total.bounds[0] == made.translation.total.bounds[2]


@pytest.mark.parametrize(
    ("what", "said"), [("agreements", "cn-eu-vehicle-guide"), ("schemes", "cn/cnca-cfp-00-2025"), ("neutrality", "int/pas-2060-2014")]
)
def test_lists(what: str, said: str) -> None:
    for lang in ("en", "zh"):
        assert CliRunner().invoke(main, ["list", what, "--lang", lang]).exit_code == 0
    rows = json.loads(CliRunner().invoke(main, ["list", what, "--format", "json"]).stdout)
    assert said in [row["id"] for row in rows]


def test_what_cannot_be_compared_has_no_dossier() -> None:
    with pytest.raises(cw.NotComparableError):
        cw.dossier("examples/office-gbt51366.yaml", to="cn/gbt-24067-2024")
    done = CliRunner().invoke(main, ["dossier", "examples/office-gbt51366.yaml", "--to", "cn/gbt-24067-2024", "--format", "json"])
    assert done.exit_code == 4
    assert json.loads(done.stdout)["comparable"] is False


@pytest.mark.parametrize(("lang", "said"), [("en", "without legal effect"), ("zh", "不具法律效力")])
@pytest.mark.parametrize("form", ["table", "markdown", "json"])
def test_command(lang: str, said: str, form: str) -> None:
    done = CliRunner().invoke(main, ["dossier", TYRE, "--to", "PEF", "--lang", lang, "--format", form])
    assert done.exit_code == 0
    assert said in done.stdout or (form == "json" and json.loads(done.stdout)["legal_effect"])
