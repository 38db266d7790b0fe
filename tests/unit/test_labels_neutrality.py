"""Claims of carbon neutrality, point by point: what is said, in both languages, which field is asked for, and where the rule stands."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

import crosswalk as cw
from crosswalk.engine.rules.classify import State
from crosswalk.errors import DeclarationError, UnknownNameError
from crosswalk.labels import neutrality_wording as wording
from crosswalk.labels.check import Check, cited, counts
from crosswalk.labels.neutrality import NeutralityReport
from crosswalk.model.base import Source, Text, text

ISO, PAS, EVENT, LAW = "int/iso-14068-1-2023", "int/pas-2060-2014", "cn/mee-event-neutrality-2019", "eu/2024-825"
DAY = date(2025, 6, 1)  # all of them are in force, and the law does not apply yet
VCS = {"kind": "VCS", "amount": "10 kg CO2e", "retired": True}


def claimed(day: date = DAY, **more: Any) -> NeutralityReport:
    """Ten kilograms under ISO 14067, and a claim."""
    body: dict[str, Any] = {
        "standard": "int/iso-14067-2018",
        "declared_unit": "1 item",
        "figures": [{"stage": "A1-C4", "value": "10 kg CO2e"}],
    }
    outer: dict[str, Any] = {key: more.pop(key) for key in ("name", "standard", "figures", "conditions") if key in more}
    claim = {"standard": more.pop("under", ISO), **more}
    return cw.neutrality({**body, **outer, "neutrality": claim}, as_of=day)


def point(report: NeutralityReport, standard: str, topic: str) -> Check:
    return next(check for check in report.of(standard).checks if check.topic == topic)


def test_a_report_as_plain_data() -> None:
    report = claimed(name="watch", standard="int/iso-14067-2018", credits=[VCS], removals=[], audience="consumers", market="EU")
    plain = report.as_dict()
    claims = plain.pop("claims")
    assert plain == {
        "standard": "int/iso-14067-2018",
        "name": {"en": "watch", "zh": "watch"},
        "as_of": "2025-06-01",
        "before_offsets": {"low": 10, "high": 10, "unit": "kg CO2e"},
        "derivable": {
            "section": "rules",
            "topic": "electricity",
            "verdict": "met",
            "statement": {"en": "no reduction rests on contracts or certificates for electricity", "zh": "没有减排依赖电力合同或证书"},
            "question": None,
            "source": "ISO 14067:2018: 6.4.9.4; the order from memory [unconfirmed]",
        },
        "closing": [
            {
                "kind": "vcs",
                "nature": "credit",
                "name": {"en": "Verified carbon unit of a private programme", "zh": "自愿减排机制减排量（VCS等）"},
                "amount": 10,
                "unit": "kg CO2e",
                "retired": True,
                "removal": False,
            }
        ],
    }
    assert [(entry["standard"], entry["verdict"], entry["counts"]) for entry in claims] == [
        (ISO, "possible", {"met": 5, "not met": 0, "open": 6}),
        (PAS, "possible", {"met": 4, "not met": 0, "open": 1}),
        (LAW, "implied", {"met": 1, "not met": 0, "open": 0}),
    ]
    assert claims[1]["checks"] == [check.as_dict() for check in report.of(PAS).checks]
    assert claims[1]["checks"][0] == {
        "section": "claim",
        "topic": "in-force",
        "verdict": "met",
        "statement": {"en": "PAS 2060:2014 is in force", "zh": "PAS 2060:2014 有效"},
        "question": None,
        "source": "PAS 2060:2014: withdrawn on 30 November 2025 [secondary]",
    }
    assert claimed().as_dict()["name"] is None
    with pytest.raises(KeyError, match=EVENT):
        report.of(EVENT)


def test_a_point_as_plain_data() -> None:
    word = text("found", "所见")
    check = Check("claim", "x", word, State.OPEN, word, text("What?", "什么？"), "act")
    assert check.as_dict() == {
        "section": "claim",
        "topic": "x",
        "verdict": "open",
        "statement": {"en": "found", "zh": "所见"},
        "question": {"en": "What?", "zh": "什么？"},
        "source": "act",
    }
    assert cited("X 1", Source(document="act", clause="3", confirmed="primary")) == "X 1: 3 [primary]"
    assert cited("X 1", Source(document="act", confirmed="unconfirmed")) == "X 1: act [unconfirmed]"
    states = [State.MET, State.MET, State.FAILED, State.OPEN, State.OPEN, State.OPEN]
    assert counts(Check("claim", "x", word, state, word, None, "") for state in states) == {"met": 2, "not met": 1, "open": 3}


def test_kilograms_whatever_the_unit_of_the_declaration() -> None:
    report = claimed(figures=[{"stage": "A1-C4", "value": "10000 g CO2e"}], credits=[{**VCS, "amount": "10000 g CO2e"}])
    assert str(report.before) == "10 kg CO2e"
    assert str(report.closing[0].amount.normalize()) == "1E+1"


@pytest.mark.parametrize(
    ("standard", "subject", "expected"),
    [
        (ISO, "product", [ISO, PAS, LAW]),
        (PAS, "product", [PAS, ISO, LAW]),
        (None, "product", [ISO, PAS, LAW]),
        (EVENT, "product", [EVENT, ISO, PAS, LAW]),  # the one that is claimed, even if it is not for products
        (LAW, "product", [ISO, PAS, LAW]),  # a law comes last
        ("ISO 14068", "event", [ISO, EVENT, PAS, LAW]),
        (
            PAS,
            "organisation",
            [PAS, "cn/tceca-g-0171-2022", "cn/zero-carbon-factory-2026", ISO, LAW],
        ),
    ],
)
def test_which_standards_and_laws_a_claim_is_held_against(standard: str | None, subject: str, expected: list[str]) -> None:
    report = claimed(under=standard, subject=subject)
    assert [entry.standard.id for entry in report.claims] == expected


# -- one point after the other ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("standard", "day", "state", "en", "zh"),
    [
        (ISO, date(2023, 11, 29), State.FAILED, "ISO 14068-1:2023 holds from 2023-11-30 on", "ISO 14068-1:2023 自 2023-11-30 起有效"),
        (ISO, date(2023, 11, 30), State.MET, "ISO 14068-1:2023 is in force", "ISO 14068-1:2023 有效"),
        (PAS, date(2025, 11, 29), State.MET, "PAS 2060:2014 is in force", "PAS 2060:2014 有效"),
        (PAS, date(2025, 11, 30), State.FAILED, "PAS 2060:2014 was withdrawn on 2025-11-30", "PAS 2060:2014 已于 2025-11-30 撤销"),
    ],
)
def test_whether_the_standard_holds_on_the_day(standard: str, day: date, state: State, en: str, zh: str) -> None:
    found = point(claimed(day), standard, "in-force")
    assert (found.state, found.statement, found.question, found.name) == (state, text(en, zh), None, wording.IN_FORCE)


def test_a_standard_that_was_issued_holds_from_then_on() -> None:
    factory = "cn/zero-carbon-factory-2026"
    early, later = (
        point(claimed(day, subject="organisation"), factory, "in-force").state for day in (date(2026, 1, 18), date(2026, 1, 19))
    )
    assert (early, later) == (State.FAILED, State.MET)


def test_whether_such_a_subject_may_be_called_neutral() -> None:
    report = claimed(under=EVENT)
    found = point(report, EVENT, "subject")
    told = text(
        "under MEE Announcement 2019 No. 19 a product may not be called neutral", "按 MEE Announcement 2019 No. 19，产品不可声明中和"
    )
    assert (found.state, found.statement, found.question, found.name) == (State.FAILED, told, None, wording.SUBJECT)
    found = point(report, ISO, "subject")
    assert (found.state, found.statement.en) == (State.MET, "under ISO 14068-1:2023 a product may be called neutral")


def test_under_which_standard_the_footprint_is_declared() -> None:
    found = point(claimed(), ISO, "footprint")
    told = text("the footprint is declared under ISO 14067:2018", "碳足迹按 ISO 14067:2018 声明")
    assert (found.state, found.statement, found.question, found.name) == (State.MET, told, None, wording.FOOTPRINT)
    assert found.source == "ISO 14068-1:2023: accounts [secondary]"
    found = point(claimed(standard="cn/gbt-24067-2024"), ISO, "footprint")
    told = text(
        "the footprint is taken from int/iso-14067-2018; this one is declared under GB/T 24067-2024",
        "碳足迹应取自 int/iso-14067-2018；本次按 GB/T 24067-2024 声明",
    )
    assert (found.state, found.statement, found.question) == (State.OPEN, told, wording.DECLARE_THERE)
    assert not [check for check in claimed().of(PAS).checks if check.topic == "footprint"]  # it names none


def test_a_footprint_of_which_a_part_is_missing() -> None:
    found = point(claimed(), ISO, "completeness")
    assert (found.state, found.statement, found.question, found.name) == (
        State.MET,
        text("every part of the footprint is declared", "碳足迹各部分均已声明"),
        None,
        wording.COMPLETENESS,
    )
    found = point(claimed(figures=[{"stage": "cradle-to-gate", "value": "10 kg CO2e"}]), ISO, "completeness")
    told = text("parts of the footprint are not declared, which is not zero", "碳足迹部分内容未声明，不等于零")
    assert (found.state, found.statement, found.question) == (State.OPEN, told, wording.DECLARE_REST)


REDUCED = [{"name": "x", "amount": "25 kg CO2e"}, {"name": "y", "amount": "5000 g CO2e"}]


@pytest.mark.parametrize(
    ("standard", "more", "state", "en", "zh", "question"),
    [
        (
            ISO,
            {},
            State.OPEN,
            "no reduction is declared; under ISO 14068-1:2023 reductions must come first",
            "未声明减排；按 ISO 14068-1:2023须先减排",
            wording.DECLARE_REDUCTIONS,
        ),
        (
            ISO,
            {"reductions": REDUCED},
            State.MET,
            "reductions of 30 kg CO2e are declared; under ISO 14068-1:2023 they must come first",
            "已声明减排 30 kg CO2e；按 ISO 14068-1:2023须先减排",
            None,
        ),
        (
            ISO,
            {"reductions": REDUCED, "baseline": "40 kg CO2e"},
            State.MET,
            "reductions of 30 kg CO2e (75 %) are declared; under ISO 14068-1:2023 they must come first",
            "已声明减排 30 kg CO2e (75 %)；按 ISO 14068-1:2023须先减排",
            None,
        ),
        (
            ISO,
            {"reductions": REDUCED, "baseline": "50 kg CO2e"},
            State.OPEN,
            "the baseline less the declared reductions is 20 kg CO2e, the footprint before offsets is 10 kg CO2e",
            "基准减去所声明的减排为 20 kg CO2e，而抵销前碳足迹为 10 kg CO2e",
            wording.DECLARE_ALL_REDUCTIONS,
        ),
        (
            ISO,
            {"baseline": "50 kg CO2e"},
            State.OPEN,
            "no reduction is declared; under ISO 14068-1:2023 reductions must come first",
            "未声明减排；按 ISO 14068-1:2023须先减排",
            wording.DECLARE_REDUCTIONS,
        ),
        (
            EVENT,
            {"reductions": REDUCED},
            State.OPEN,
            "reductions of 30 kg CO2e are declared; under MEE Announcement 2019 No. 19 they may have to (not read) come first",
            "已声明减排 30 kg CO2e；按 MEE Announcement 2019 No. 19可能须（未核读）先减排",
            wording.READ_ORDER,
        ),
        (
            EVENT,
            {},
            State.OPEN,
            "no reduction is declared; under MEE Announcement 2019 No. 19 reductions may have to (not read) come first",
            "未声明减排；按 MEE Announcement 2019 No. 19可能须（未核读）先减排",
            wording.DECLARE_REDUCTIONS,
        ),
    ],
)
def test_reductions_before_units(standard: str, more: dict[str, Any], state: State, en: str, zh: str, question: Text | None) -> None:
    report = claimed(subject="event", **more)
    found = point(report, standard, "reductions")
    assert (found.state, found.statement, found.question, found.name) == (state, text(en, zh), question, wording.REDUCTIONS)
    assert not [check for check in report.of(PAS).checks if check.topic == "reductions"]  # they need not come first there


@pytest.mark.parametrize(
    ("baseline", "agrees"),
    [
        ("40 kg CO2e", True),
        ("41 kg CO2e", True),
        ("39 kg CO2e", True),
        ("41.1 kg CO2e", False),
        ("38.9 kg CO2e", False),
        ("41.0 kg CO2e", False),
    ],
)
def test_the_last_printed_digits_may_be_rounded(baseline: str, agrees: bool) -> None:
    """Half a kilogram of the baseline and half a kilogram of the reduction: 11 may be 10, 11.1 may not; 41.0 is printed more finely."""
    found = point(claimed(baseline=baseline, reductions=[{"name": "x", "amount": "30 kg CO2e"}]), ISO, "reductions")
    assert (found.state is State.MET) is agrees


def test_of_a_range_every_value_between_its_ends_agrees() -> None:
    span = [{"stage": "A1-C4", "value": {"low": "8.0 kg CO2e", "high": "12.0 kg CO2e"}}]
    for amount, state in (("30.0", State.MET), ("28.0", State.MET), ("32.0", State.MET), ("27.8", State.OPEN), ("32.2", State.OPEN)):
        reductions = [{"name": "x", "amount": f"{amount} kg CO2e"}]
        assert point(claimed(figures=span, baseline="40.0 kg CO2e", reductions=reductions), ISO, "reductions").state is state


def unit(kind: str, amount: str, retired: bool | None = True) -> dict[str, Any]:
    return {"kind": kind, "amount": f"{amount} kg CO2e", "retired": retired}


@pytest.mark.parametrize(
    ("credits", "state", "en", "zh"),
    [
        ([unit("VCS", "10")], State.MET, "units that count: 10 kg CO2e", "可计单位：10 kg CO2e"),
        ([unit("VCS", "9.9")], State.FAILED, "units that count: 9.9 kg CO2e", "可计单位：9.9 kg CO2e"),
        ([unit("VCS", "4"), unit("CCER", "6")], State.MET, "units that count: 10 kg CO2e", "可计单位：10 kg CO2e"),
        (
            [unit("VCS", "4"), unit("CCER", "6", None)],
            State.OPEN,
            "units that count: 4 kg CO2e, with those that are open 10 kg CO2e; open: Chinese certified emission reduction",
            "可计单位：4 kg CO2e，含未定者 10 kg CO2e；未定：国家核证自愿减排量",
        ),
        (
            [unit("VCS", "4"), unit("CCER", "6", False)],
            State.FAILED,
            "units that count: 4 kg CO2e; do not count: Chinese certified emission reduction",
            "可计单位：4 kg CO2e；不计：国家核证自愿减排量",
        ),
        (
            [unit("CEA", "10")],  # no rule on allowances was read
            State.OPEN,
            "units that count: 0 kg CO2e, with those that are open 10 kg CO2e; open: Chinese emission allowance",
            "可计单位：0 kg CO2e，含未定者 10 kg CO2e；未定：全国碳市场配额",
        ),
        (
            [unit("CEA", "1"), unit("CEA", "2"), unit("EUA", "1"), unit("VCS", "3", False), unit("VCS", "3", False)],
            State.FAILED,
            "units that count: 0 kg CO2e, with those that are open 4 kg CO2e; "
            "do not count: Verified carbon unit of a private programme; open: Chinese emission allowance, EU allowance",
            "可计单位：0 kg CO2e，含未定者 4 kg CO2e；不计：自愿减排机制减排量（VCS等）；未定：全国碳市场配额、欧盟碳配额",
        ),
        (
            [unit("CCER", "6", False), unit("VCS", "10")],
            State.MET,
            "units that count: 10 kg CO2e; do not count: Chinese certified emission reduction",
            "可计单位：10 kg CO2e；不计：国家核证自愿减排量",
        ),
        ([], State.FAILED, "units that count: 0 kg CO2e", "可计单位：0 kg CO2e"),
    ],
)
def test_units_against_the_footprint(credits: list[dict[str, Any]], state: State, en: str, zh: str) -> None:
    found = point(claimed(credits=credits), ISO, "balance")
    told = text(f"the footprint is 10 kg CO2e; {en}", f"碳足迹为 10 kg CO2e；{zh}")
    question = wording.CLOSE_BALANCE if state is State.OPEN else None
    assert (found.state, found.statement, found.question, found.name) == (state, told, question, wording.BALANCE)


def test_units_against_a_range() -> None:
    span = [{"stage": "A1-C4", "value": {"low": "8 kg CO2e", "high": "12 kg CO2e"}}]
    for amount, state in (("12", State.MET), ("11.9", State.OPEN), ("8", State.OPEN), ("7.9", State.FAILED)):
        assert point(claimed(figures=span, credits=[unit("VCS", amount)]), ISO, "balance").state is state


def test_a_rule_on_a_kind_goes_before_one_on_its_nature() -> None:
    report = claimed(subject="event", credits=[unit("CEA", "4"), unit("PHCER", "6")])
    assert point(report, EVENT, "balance").state is State.MET  # allowances by kind, the others by nature
    removed = claimed(removals=[unit("permanent carbon removal unit", "10")])
    assert point(removed, ISO, "balance").state is State.MET
    assert point(removed, PAS, "balance").state is State.OPEN  # it has no concept of removals
    assert removed.closing[0].removal


def test_conditions_stand_at_the_end_with_their_own_sources() -> None:
    report = claimed(conditions={"neutrality-verified": True, "neutrality-pathway": False})
    points = {check.topic: check for check in report.of(ISO).checks[-5:]}
    assert list(points) == [
        "neutrality-reduction-evidence",
        "neutrality-pathway",
        "neutrality-unabated-apart",
        "neutrality-yearly-report",
        "neutrality-verified",
    ]
    assert [points[name].state for name in points] == [State.OPEN, State.FAILED, State.OPEN, State.OPEN, State.MET]
    assert points["neutrality-verified"].statement == text("the claim is verified independently: holds", "声明经独立核查：满足")
    assert points["neutrality-pathway"].source == "ISO 14068-1:2023: pathway and management plan [secondary]"
    assert points["neutrality-yearly-report"].question == text(
        "Is there a public report every year? (`conditions.neutrality-yearly-report`)",
        "是否每年公开报告？（`conditions.neutrality-yearly-report`）",
    )
    assert points["neutrality-verified"].question is None
    assert {check.name for check in points.values()} == {wording.CONDITION}


# -- electricity instruments --------------------------------------------------------------------------------------------------------------

CONTRACTS = [{"name": "x", "amount": "20 kg CO2e", "by": "electricity-instruments"}, {"name": "y", "amount": "10 kg CO2e"}]


@pytest.mark.parametrize(
    ("answer", "state", "en", "zh"),
    [
        ({}, State.OPEN, "whether they meet the electricity rule is not answered", "其是否满足电力规则尚未答复"),
        ({"electricity-instruments-accepted": True}, State.MET, "they meet the electricity rule", "其满足电力规则"),
        (
            {"electricity-instruments-accepted": False},
            State.FAILED,
            "they do not meet the electricity rule: the footprint cannot be derived from this declaration",
            "其不满足电力规则：无法由此声明得出碳足迹",
        ),
    ],
)
def test_reductions_that_rest_on_contracts_for_electricity(answer: dict[str, bool], state: State, en: str, zh: str) -> None:
    found = claimed(reductions=CONTRACTS, conditions=answer).derivable
    told = text(
        f"20 kg CO2e less than the baseline rest on contracts or certificates for electricity; {en}",
        f"较基线减少的 20 kg CO2e 依赖电力合同或证书；{zh}",
    )
    assert (found.section, found.topic, found.name, found.state, found.statement) == (
        "rules",
        "electricity",
        wording.FOOTPRINT,
        state,
        told,
    )
    assert found.question == wording.ask(state)
    assert (found.question is not None) is (state is State.OPEN)
    assert found.source == "ISO 14067:2018: 6.4.9.4; the order from memory [unconfirmed]"


# -- laws ---------------------------------------------------------------------------------------------------------------------------------

BAN = date(2026, 9, 27)
SAID = "no claim, based on offsetting, that a product has a neutral, reduced or positive impact by greenhouse gases"
SAID_ZH = "不得基于抵销声称产品的温室气体影响为中性、降低或正面"
REMOVAL, OTHER = unit("permanent carbon removal unit", "10"), unit("other", "10")


@pytest.mark.parametrize(
    ("day", "claim", "state"),
    [
        (BAN, {"credits": [VCS], "audience": "consumers", "market": "EU"}, State.FAILED),
        (BAN, {"credits": [VCS], "audience": "consumers", "market": "DE"}, State.FAILED),  # a Member State
        (date(2026, 9, 26), {"credits": [VCS], "audience": "consumers", "market": "EU"}, State.MET),
        (BAN, {"credits": [VCS], "audience": "business", "market": "EU"}, State.MET),
        (BAN, {"credits": [VCS], "audience": "consumers", "market": "CN"}, State.MET),
        (BAN, {"credits": [VCS], "audience": "consumers"}, State.OPEN),
        (BAN, {"credits": [VCS], "market": "EU"}, State.OPEN),
        (BAN, {"credits": [VCS], "market": "CN"}, State.MET),
        (BAN, {"credits": [VCS], "audience": "consumers", "market": "EU", "subject": "organisation"}, State.MET),
        (BAN, {"audience": "consumers", "market": "EU"}, State.MET),  # it rests on no unit
        (BAN, {"removals": [REMOVAL], "audience": "consumers", "market": "EU"}, State.MET),
        (BAN, {"removals": [OTHER], "audience": "consumers", "market": "EU"}, State.OPEN),
        (BAN, {"removals": [REMOVAL, OTHER], "audience": "consumers", "market": "EU"}, State.OPEN),
        (BAN, {"removals": [REMOVAL], "credits": [VCS], "audience": "consumers", "market": "EU"}, State.FAILED),
    ],
)
def test_a_ban_on_claims_by_offsetting(day: date, claim: dict[str, Any], state: State) -> None:
    report = claimed(day, **claim)
    (found,) = report.of(LAW).checks
    later = "; it applies from 2026-09-27 on", "；自 2026-09-27 起适用"
    told = {
        State.FAILED: ("hits this claim since 2026-09-27", "自 2026-09-27 起适用于本声明"),
        State.OPEN: ("may hit this claim: audience or market is not declared", "可能适用于本声明：未声明面向对象或市场"),
        State.MET: (f"does not hit this claim on {day}{later[0] * (day < BAN)}", f"在 {day} 不适用于本声明{later[1] * (day < BAN)}"),
    }[state]
    assert (found.topic, found.name, found.state) == ("admissible", wording.ADMISSIBLE, state)
    assert found.statement == text(f"{SAID}: {told[0]}", f"{SAID_ZH}：{told[1]}")
    assert found.question == (wording.DECLARE_MARKET if state is State.OPEN else None)
    assert found.source == "Directive (EU) 2024/825: black list of unfair practices; point 4c from memory [secondary]"
    assert report.of(LAW).verdict == {State.FAILED: "excluded", State.MET: "implied", State.OPEN: "possible"}[state]


# -- what cannot be ------------------------------------------------------------------------------------------------------------------------


def test_no_claim_is_made() -> None:
    bare = {"standard": "int/iso-14067-2018", "declared_unit": "1 item", "figures": [{"stage": "A1-C4", "value": "10 kg CO2e"}]}
    with pytest.raises(DeclarationError) as caught:
        cw.neutrality(bare, as_of=DAY)
    (finding,) = caught.value.findings
    assert (finding.en, finding.zh, finding.field) == (
        "the footprint makes no claim of neutrality: add `neutrality:`",
        "该碳足迹未作碳中和声明：请添加 `neutrality:`",
        "neutrality",
    )


def test_a_kind_of_unit_that_nobody_knows() -> None:
    with pytest.raises(UnknownNameError) as caught:
        claimed(credits=[VCS, unit("CEER", "1")])
    (finding,) = caught.value.findings
    assert (finding.en, finding.zh, finding.field) == (
        "unknown kind of unit 'CEER'",
        "未知的抵销单位种类 'CEER'",
        "neutrality.credits[1].kind",
    )
    assert "ccer" in finding.nearest
    assert 1 <= len(finding.nearest) <= 5
    with pytest.raises(UnknownNameError) as caught:
        claimed(removals=[unit("0123456789", "1")])
    (finding,) = caught.value.findings
    assert finding.field == "neutrality.removals[0].kind"
    assert finding.nearest == ("cea", "eua", "ccer", "phcer", "cdm-cer")  # nothing is near: the first ones that there are


def test_a_credit_among_removals_is_pointed_out() -> None:
    with pytest.raises(DeclarationError) as caught:
        claimed(removals=[REMOVAL, unit("CCER", "1")])
    (finding,) = caught.value.findings
    assert (finding.en, finding.zh, finding.field) == (
        "Chinese certified emission reduction (credit) is no removal inside the boundary: declare it under `credits`",
        "国家核证自愿减排量不是边界内的清除：请在 `credits` 下声明",
        "neutrality.removals[1].kind",
    )


def test_a_standard_that_nobody_knows_is_located_in_its_file(tmp_path: Any) -> None:
    path = tmp_path / "claim.yaml"
    path.write_text(
        "standard: int/iso-14067-2018\ndeclared_unit: 1 item\nfigures:\n  - {stage: A1-C4, value: 10 kg CO2e}\nneutrality:\n  standard: none of all\n",
        encoding="utf-8",
    )
    with pytest.raises(UnknownNameError) as caught:
        cw.neutrality(path, as_of=DAY)
    assert "claim.yaml" in str(caught.value)
