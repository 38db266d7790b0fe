"""Data and conformity of a declaration against what a target asks, point by point."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

import crosswalk as cw
from crosswalk.engine.rules.classify import State
from crosswalk.labels import dossier_wording as wording
from crosswalk.labels.check import Check
from crosswalk.labels.conformity import conformity_checks, data_checks
from crosswalk.model.base import Text, text
from crosswalk.model.evidence import Asks
from crosswalk.model.footprint import Footprint
from crosswalk.model.standard import Standard

LIBRARY = cw.Library.shipped()
ISO = LIBRARY.standard("int/iso-14067-2018")
CBAM = LIBRARY.standard("eu/cbam-2023-956")
DAY = date(2026, 6, 1)
WHERE = "ISO 14067:2018: text [unconfirmed]"
LOOK_UP = text("Look up what ISO 14067:2018 asks for here.", "请查阅 ISO 14067:2018 对此的要求。")


def declared(**evidence: Any) -> Footprint:
    said = {name: value for name, value in evidence.items() if value is not None}
    body = {"standard": ISO.id, "declared_unit": "1 item", "figures": [{"stage": "A1-C4", "value": "26 kg CO2e"}], "evidence": said}
    return Footprint.model_validate(body)


def asking(topic: str, **asks: Any) -> Standard:
    """ISO 14067, were a rule of it to ask something in numbers."""
    rules = tuple(rule.model_copy(update={"asks": Asks.model_validate(asks)}) if rule.topic == topic else rule for rule in ISO.rules)
    return ISO.model_copy(update={"rules": rules})


def points(target: Standard, day: date = DAY, **evidence: Any) -> dict[str, Check]:
    made = declared(**evidence)
    found = [*data_checks(made, target, day), *conformity_checks(LIBRARY, made, target, day)]
    return {check.topic: check for check in found}


def test_the_points_and_their_names() -> None:
    found = points(ISO)
    assert [(check.section, check.topic, check.name) for check in found.values()] == [
        ("data", "data-age", wording.DATA_AGE),
        ("data", "primary-data", wording.PRIMARY),
        ("data", "background-data", wording.BACKGROUND),
        ("conformity", "verification", wording.VERIFICATION),
        ("conformity", "assurance", wording.ASSURANCE),
        ("conformity", "verified-to", wording.NORMS),
        ("conformity", "accreditation", wording.ACCREDITATION),
        ("conformity", "validity", wording.VALIDITY),
    ]
    assert {check.state for check in found.values()} == {State.OPEN}
    sources = {topic: check.source for topic, check in found.items() if check.source != WHERE}
    assert sources == {"verified-to": "ISO 14064-3, ISO 14065, ISO/IEC 17029", "accreditation": "IAF / ILAC / GACI"}
    bare = ISO.model_copy(update={"rules": ()})
    assert {check.source for topic, check in points(bare).items() if topic not in sources} == {"ISO 14067:2018"}


@pytest.mark.parametrize(
    ("topic", "field", "value", "shown"),
    [
        ("data-age", "oldest_data", 2022, "2022"),
        ("primary-data", "primary_data_share", "71 %", "71 %"),
        ("background-data", "background_data", [{"name": "db", "version": "3.1"}, {"name": "other"}], "db 3.1, other"),
        ("assurance", "level", "limited", "limited"),
    ],
)
def test_without_a_number_to_hold_it_against_evidence_is_open(topic: str, field: str, value: Any, shown: str) -> None:
    missing = points(ISO)[topic]
    assert (missing.state, missing.statement) == (State.OPEN, text("not declared", "未声明"))
    assert missing.question == text(f"Declare it (`evidence.{field}`).", f"请声明（`evidence.{field}`）。")
    found = points(ISO, **{field: value})[topic]
    told = text(
        f"declared: {shown}; no number that ISO 14067:2018 asks for was read", f"已声明：{shown}；未读到 ISO 14067:2018 所要求的数值"
    )
    assert (found.state, found.statement, found.question, found.source) == (State.OPEN, told, LOOK_UP, WHERE)


@pytest.mark.parametrize(("year", "state"), [(2021, State.MET), (2020, State.FAILED), (2026, State.MET)])
def test_the_age_of_data(year: int, state: State) -> None:
    found = points(asking("data-quality", oldest_data="5 a"), oldest_data=year)["data-age"]
    told = text(f"the oldest data are of {year}; at most 5 a is asked", f"最早数据为 {year} 年；要求不超过 5 a")
    assert (found.state, found.statement, found.question, found.source) == (state, told, None, WHERE)
    assert points(asking("data-quality", oldest_data="5 a"))["data-age"].state is State.OPEN


@pytest.mark.parametrize(("share", "state"), [("60 %", State.MET), ("59.5 %", State.FAILED), ("100 %", State.MET)])
def test_the_share_of_primary_data(share: str, state: State) -> None:
    found = points(asking("data-quality", primary_data="0.6"), primary_data_share=share)["primary-data"]
    shown = share.removesuffix(" %")
    told = text(f"{shown} % of the figure rest on primary data; at least 60 % is asked", f"数值的 {shown}% 基于初级数据；要求不低于 60%")
    assert (found.state, found.statement, found.question) == (state, told, None)


def test_a_target_that_takes_no_databases() -> None:
    found = points(CBAM, background_data=[{"name": "db"}])["background-data"]
    assert (found.state, found.question) == (State.FAILED, None)
    assert found.statement == text(
        f"{CBAM.number} accepts no databases of life-cycle data; declared: db", f"{CBAM.number} 不接受生命周期数据库；已声明：db"
    )
    silent = points(CBAM)["background-data"]
    assert (silent.state, silent.question) == (
        State.OPEN,
        text("Declare it (`evidence.background_data`).", "请声明（`evidence.background_data`）。"),
    )
    assert silent.statement.en.endswith("whether some stand behind the figures is not declared")


@pytest.mark.parametrize(
    ("asked", "level", "state"),
    [
        ("limited", "limited", State.MET),
        ("limited", "reasonable", State.MET),
        ("reasonable", "limited", State.FAILED),
        ("reasonable", "reasonable", State.MET),
        ("reasonable", None, State.OPEN),
    ],
)
def test_the_level_of_assurance(asked: str, level: str | None, state: State) -> None:
    found = points(asking("verification", level=asked), level=level)["assurance"]
    zh = {"limited": "有限保证", "reasonable": "合理保证"}
    told = (
        text("not declared", "未声明") if level is None else text(f"{level} assurance; {asked} is asked", f"{zh[level]}；要求{zh[asked]}")
    )
    assert (found.state, found.statement, found.source) == (state, told, WHERE)


@pytest.mark.parametrize(
    ("norms", "state", "en", "zh"),
    [
        (["ISO 14064-3"], State.MET, "verified to ISO 14064-3", "核查依据：ISO 14064-3"),
        (["iso 14064-3:2019", "x"], State.MET, "verified to iso 14064-3:2019, x", "核查依据：iso 14064-3:2019, x"),
        (
            ["x"],
            State.OPEN,
            "asked is one of ISO 14064-3, ISO 14065, ISO/IEC 17029; declared: x",
            "要求为 ISO 14064-3, ISO 14065, ISO/IEC 17029 之一；已声明：x",
        ),
        (
            [],
            State.OPEN,
            "asked is one of ISO 14064-3, ISO 14065, ISO/IEC 17029; declared: -",
            "要求为 ISO 14064-3, ISO 14065, ISO/IEC 17029 之一；已声明：-",
        ),
    ],
)
def test_standards_of_verification(norms: list[str], state: State, en: str, zh: str) -> None:
    found = points(ISO, verified_to=norms)["verified-to"]
    question = wording.DECLARE_NORMS if state is State.OPEN else None
    assert (found.state, found.statement, found.question) == (state, text(en, zh), question)


@pytest.mark.parametrize(
    ("expires", "state", "told", "question"),
    [
        ("2026-06-01", State.MET, text("valid until 2026-06-01", "有效期至 2026-06-01"), None),
        ("2026-05-31", State.FAILED, text("expired on 2026-05-31", "已于 2026-05-31 过期"), None),
        (None, State.OPEN, text("no last day of validity is declared", "未声明有效期"), wording.DECLARE_EXPIRY),
    ],
)
def test_validity(expires: str | None, state: State, told: Text, question: Text | None) -> None:
    found = points(ISO, expires=expires)["validity"]
    assert (found.state, found.statement, found.question, found.source) == (state, told, question, WHERE)


@pytest.mark.parametrize(
    ("said", "state", "end"),
    [
        ("accredited", State.MET, "declared: accredited"),
        ("third-party", State.FAILED, "declared: third-party; another kind is asked"),
        ("somebody", State.OPEN, "declared: somebody"),
        (None, State.OPEN, "declared: nothing"),
    ],
)
def test_the_kind_of_verification(said: str | None, state: State, end: str) -> None:
    found = points(CBAM, verification=said)["verification"]
    asks = next(rule for rule in CBAM.rules if rule.topic == "verification").text
    assert asks is not None
    assert (found.state, found.statement.en) == (state, f"asked: {asks.en}; {end}")
    assert found.statement.zh.startswith(f"要求：{asks.zh}；已声明：{said or '无'}")
    if state is State.OPEN:
        assert found.question is not None
        assert f"one of: accredited; or look up what {CBAM.number} asks for" in found.question.en
    else:
        assert found.question is None


def test_a_target_without_a_rule_on_verification_or_that_asks_for_none() -> None:
    bare = ISO.model_copy(update={"rules": ()})
    found = points(bare, verification="accredited")["verification"]
    assert (found.state, found.statement.en) == (State.OPEN, "asked: the rule was not read; declared: accredited")
    assert found.question is not None
    assert "third-party" in found.question.en  # every kind that is known
    rule = next(rule for rule in ISO.rules if rule.topic == "verification")
    none = ISO.model_copy(update={"rules": (rule.model_copy(update={"value": "none"}),)})
    free = points(none)["verification"]
    assert (free.state, free.question, free.section) == (State.MET, None, "conformity")
    assert rule.text is not None
    assert free.statement == text(f"no verification is asked for: {rule.text.en}", f"不要求核查：{rule.text.zh}")


GACI = "Mutual recognition arrangement of Global Accreditation Cooperation"


@pytest.mark.parametrize(
    ("accreditation", "day", "state", "en"),
    [
        (None, DAY, State.OPEN, "no accreditation of the verifier is declared"),
        ({"body": "CNAS"}, DAY, State.OPEN, "accredited by CNAS; the arrangement is not declared or not known"),
        ({"body": "CNAS", "arrangement": "x y z"}, DAY, State.OPEN, "accredited by CNAS; the arrangement is not declared or not known"),
        ({"body": "CNAS", "arrangement": "gac-mra"}, DAY, State.MET, f"accredited by CNAS under {GACI}, in force on 2026-06-01"),
        ({"body": "CNAS", "arrangement": "gac mra"}, DAY, State.MET, f"accredited by CNAS under {GACI}, in force on 2026-06-01"),
        (
            {"body": "CNAS", "arrangement": "gac-mra"},
            date(2025, 12, 31),
            State.FAILED,
            f"accredited by CNAS under {GACI}, which began in 2026-01-01 only",
        ),
    ],
)
def test_the_accreditation_of_the_verifier(accreditation: dict[str, str] | None, day: date, state: State, en: str) -> None:
    found = points(ISO, day, accreditation=accreditation)["accreditation"]
    assert (found.state, found.statement.en) == (state, en)
    assert found.statement.zh != en
    known = "gac-mra" in (accreditation or {}).get("arrangement", "").replace(" ", "-")
    cited = f"{GACI}: in the place of IAF and ILAC since 1 January 2026 [primary]"
    assert found.source == (cited if known else "IAF / ILAC / GACI")
    if state is State.OPEN:
        assert found.question is not None
        assert "gac-mra" in found.question.en
        assert "iaf-mla" in found.question.zh
    else:
        assert found.question is None


def test_an_arrangement_whose_transition_has_ended_names_the_one_in_its_place() -> None:
    found = points(ISO, date(2030, 1, 1), accreditation={"body": "CNAS", "arrangement": "iaf-mla"})["accreditation"]
    assert found.state is State.OPEN
    assert "whose transition ended on" in found.statement.en
    assert found.statement.en.endswith(f"{GACI} came in its place")
    until = next(
        entry.until for name in LIBRARY.agreements.ids() for entry in LIBRARY.agreements.of(name).agreements if entry.id == "iaf-mla"
    )
    assert until is not None
    last = points(ISO, until, accreditation={"body": "CNAS", "arrangement": "iaf-mla"})["accreditation"]
    assert last.state is State.MET
    laboratories = points(ISO, accreditation={"body": "CNAS", "arrangement": "ilac-mra"})["accreditation"]
    assert (laboratories.state, laboratories.question) == (State.FAILED, None)
    assert "which does not cover verification" in laboratories.statement.en
