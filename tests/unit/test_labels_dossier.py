"""The rules of a dossier, point by point, and the dossier as plain data."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

import crosswalk as cw
from crosswalk.engine.rules.classify import State
from crosswalk.engine.topics import QUESTIONS, TOPICS
from crosswalk.labels import dossier_wording as wording
from crosswalk.labels.check import Check
from crosswalk.labels.dossier import Dossier
from crosswalk.model.base import text

DAY = date(2026, 6, 1)
ISO, CHINESE, PEF, CBAM = "int/iso-14067-2018", "cn/gbt-24067-2024", "eu/pef-2021-2279", "eu/cbam-2023-956"


def tyre(target: str = ISO, **more: Any) -> Dossier:
    body = {
        "standard": CHINESE,
        "declared_unit": "1 item",
        "subject": {"kind": "tyre"},
        "figures": [{"stage": "A1-C4", "value": "26 kg CO2e"}],
        **more,
    }
    return cw.dossier(body, to=target, as_of=DAY)


def point(made: Dossier, topic: str) -> Check:
    return next(check for check in made.checks if check.topic == topic)


def test_a_dossier_as_plain_data() -> None:
    made = tyre(name="tyre")
    plain = made.as_dict()
    checks, precedents, manifest = (plain.pop(name) for name in ("checks", "precedents", "manifest"))
    total = {"low": 26, "best": 26, "high": 26, "unit": "kg CO2e/item", "status": "exact"}
    assert plain == {
        "source": CHINESE,
        "target": ISO,
        "name": {"en": "tyre", "zh": "tyre"},
        "as_of": "2026-06-01",
        "legal_effect": {"en": "none: a technical comparison", "zh": "无：技术性比较"},
        "total": total,
        "shared": total,
        "counts": {"met": 9, "not met": 0, "open": 9},
        "sections": {
            "rules": {"met": 8, "not met": 0, "open": 1},
            "data": {"met": 0, "not met": 0, "open": 3},
            "conformity": {"met": 0, "not met": 0, "open": 5},
            "claim": {"met": 1, "not met": 0, "open": 0},
        },
    }
    assert checks == [check.as_dict() for check in made.checks]
    assert manifest == made.translation.manifest
    first = made.precedents[0]
    assert precedents[0] == {
        "id": first.id,
        "kind": first.kind,
        "name": first.name.model_dump(),
        "parties": first.parties.model_dump(),
        "scope": first.scope.model_dump(),
        "effect": first.effect.model_dump(),
        "since": first.since,
        "until": first.until.isoformat() if first.until else None,
        "confirmed": first.source.confirmed,
    }
    assert made.questions == tuple(check for check in made.checks if check.state is State.OPEN)
    assert tyre().as_dict()["name"] is None


def test_the_points_on_rules_and_their_order() -> None:
    rules = tyre().section("rules")
    topics = ["boundary", "gases", "characterisation", "electricity", "allocation", "recycling", "biogenic-carbon", "cut-off", "offsets"]
    assert [check.topic for check in rules] == topics
    assert [check.name for check in rules[:3]] == [wording.BOUNDARY, wording.GASES, TOPICS["characterisation"]]
    assert [check.state for check in rules] == [State.MET] * 3 + [State.OPEN] + [State.MET] * 5
    told = {check.topic: check.statement.en for check in rules}
    assert told["boundary"] == "everything that the target counts is declared"
    assert told["gases"] == "the main gases of the target are counted on both sides"
    assert told["characterisation"] == "the declared warming potentials are accepted by the target"
    assert told["cut-off"] == "the same rule on both sides: consistent criteria by significance, no number"
    sources = {check.topic: check.source for check in rules}
    assert sources["characterisation"] == "ISO 14067:2018: most recent IPCC GWP100 [unconfirmed]"
    assert sources["electricity"] == "ISO 14067:2018: 6.4.9.4; the order from memory [unconfirmed]"
    assert sources["boundary"] == sources["gases"]
    assert point(tyre(), "electricity").question == QUESTIONS["electricity"]
    assert [check.question for check in rules if check.state is State.MET] == [None] * 8


def test_what_settles_a_rule_of_the_dossier() -> None:
    found = point(tyre(without=["electricity"]), "electricity")
    assert (found.state, found.statement, found.question) == (State.MET, wording.NOTHING_TO_ACT_ON, None)
    power = {
        "stage": "cradle-to-gate",
        "source": "electricity",
        "value": "5.2 kg CO2e",
        "activity": {"electricity": "9 kWh", "region": "CN", "year": 2024},
    }
    figures = [{"stage": "cradle-to-gate", "value": "24.6 kg CO2e"}, power]
    anew = point(tyre(PEF, figures=figures), "electricity")
    assert (anew.state, anew.statement, anew.question) == (State.MET, wording.EVALUATED_ANEW, None)
    carbon = point(tyre(PEF, biogenic_carbon="2.1 kg"), "biogenic-carbon")
    assert (carbon.state, carbon.statement) == (State.MET, wording.CARBON_DECLARED)


def test_a_part_that_is_not_declared_opens_the_boundary() -> None:
    made = tyre(figures=[{"stage": "cradle-to-gate", "value": "24.6 kg CO2e"}])
    found = point(made, "boundary")
    gaps = [gap for gap in made.translation.gaps if gap.kind in ("missing", "not-declared", "inseparable") and gap.width != 0]
    assert found.state is State.OPEN
    assert found.question == gaps[0].question
    assert found.statement.en.startswith(gaps[0].message.en)


def test_without_a_claim_of_neutrality_that_point_is_met() -> None:
    found = point(tyre(), "neutrality")
    assert (found.section, found.name, found.state, found.statement, found.question, found.source) == (
        "claim",
        wording.NEUTRALITY,
        State.MET,
        text("no claim of carbon neutrality is made", "未作碳中和声明"),
        None,
        "ISO 14067:2018",
    )


def test_a_claim_of_neutrality_is_a_point_for_each_standard_and_law() -> None:
    claim = {"audience": "consumers", "market": "EU", "credits": [{"kind": "VCS", "amount": "26 kg CO2e", "retired": True}]}
    claims = tyre(neutrality=claim).section("claim")
    assert [check.topic for check in claims] == ["int/iso-14068-1-2023", "int/pas-2060-2014", "eu/2024-825"]
    assert [check.state for check in claims] == [State.OPEN, State.FAILED, State.MET]
    assert claims[0].question is not None
    assert claims[1].statement.en == "PAS 2060:2014 was withdrawn on 2025-11-30"
    assert claims[2].statement.en.endswith("it applies from 2026-09-27 on")


@pytest.mark.parametrize(
    ("kind", "listed"),
    [("tyre", ["gac-mra", "iaf-mla", "ilac-mra"]), ("passenger car", ["cn-eu-vehicle-guide", "gac-mra", "iaf-mla", "ilac-mra"])],
)
def test_precedents_between_both_sides_are_for_the_product(kind: str, listed: list[str]) -> None:
    assert set(listed) <= {entry.id for entry in tyre(PEF, subject={"kind": kind}).precedents}
    assert ("cn-eu-vehicle-guide" in {entry.id for entry in tyre(PEF, subject={"kind": kind}).precedents}) is (kind != "tyre")


def test_the_labels_of_the_target_are_points_of_the_dossier() -> None:
    claims = cw.dossier("examples/hydrogen-tcab.yaml", to="eu/rfnbo-2023-1185", as_of=DAY).section("claim")
    assert [check.topic for check in claims] == ["eu/rfnbo-2023-1185#rfnbo", "eu/rfnbo-2023-1185#taxonomy-hydrogen", "neutrality"]
