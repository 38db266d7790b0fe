"""The verdict on one label, on a scheme of a few lines: every field of the result, by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from labelled import UNIT, both, condition, limit, scheme, source

from crosswalk.engine.provenance import Fact
from crosswalk.engine.rules.classify import State
from crosswalk.errors import DeclarationError, UnitMismatchError
from crosswalk.labels import wording
from crosswalk.labels.measured import Figure, Interval, Measured
from crosswalk.labels.rules import Guard
from crosswalk.labels.verdict import Situation, condition_state, in_force, judge, outside, requirement
from crosswalk.model.base import Text, text
from crosswalk.model.label import Condition, Requirement, Threshold
from crosswalk.model.quantity import Quantity

DAY, MADE = date(2026, 6, 1), date(2025, 12, 31)


def at(low: str | None, high: str | None = None, unit: str = UNIT) -> Figure:
    """The same figure for every threshold; one end alone is both."""
    ends = (None if low is None else Decimal(low), None if high is None else Decimal(high))
    interval = Interval(ends[0], ends[0] if high is None else ends[1], unit)
    return lambda _: interval


def case(answers: dict[str, Any] | None = None, **more: Any) -> Situation:
    return Situation(**{"day": DAY, "produced": MADE, "started": None, "answers": answers or {}, "declared_under": "eu/own", **more})


def english(texts: tuple[Text, ...]) -> list[str]:
    return [entry.en for entry in texts]


NARROW = text("Split the figure.", "请拆分数值。")


def test_a_verdict_as_plain_data() -> None:
    setter, label = scheme({"thresholds": ["cap"], "requires": [{"condition": "own"}]}, [limit("cap")], [condition("own")])
    found = judge(setter, label, at("4", "6"), case(), [NARROW])
    assert found.as_dict() == {
        "label": "eu/x#good",
        "standard": "X 1",
        "name": both("Good"),
        "verdict": "possible",
        "measured": [
            {
                "threshold": "cap",
                "operator": "<=",
                "limit": 5,
                "low": 4,
                "high": 6,
                "unit": "kg CO2e/kg",
                "saving": None,
                "state": "open",
                "by_number": "open",
            }
        ],
        "reasons": [
            {
                "en": "cap (<= 5 kg CO2e/kg): the figure is 4 … 6 kg CO2e/kg; only a part of it passes",
                "zh": "cap（中）（<= 5 kg CO2e/kg）：数值为 4 … 6 kg CO2e/kg；仅部分满足",
            },
            {"en": "own is so: is not answered", "zh": "own is so（中）：尚未答复"},
        ],
        "questions": [
            {"en": "Split the figure.", "zh": "请拆分数值。"},
            {"en": "Is own so? (`conditions.own`)", "zh": "Is own so?（中）（`conditions.own`）"},
        ],
        "sources": ["X 1: label", "X 1: limit cap", "X 1: condition own"],
        "unconfirmed": False,
    }
    assert found.failed == ()
    assert found.translation is None
    assert found.facts == (
        Fact(text("eu/x#good: Good", "eu/x#good：Good（中）"), label.source, "eu/x"),
        Fact(text("eu/x#good: limit <= 5 kg CO2e/kg", "eu/x#good：限值 <= 5 kg CO2e/kg"), setter.thresholds[0].source, "eu/x"),
        Fact(text("eu/x#good: own is so", "eu/x#good：own is so（中）"), setter.conditions[0].source, "eu/x"),
    )


def test_what_fails_comes_before_what_is_open_and_that_before_what_holds() -> None:
    conditions = [condition(name) for name in ("holds", "open", "fails")]
    requires = [{"condition": name} for name in ("holds", "open", "fails")]
    setter, label = scheme({"thresholds": ["cap"], "requires": requires}, [limit("cap")], conditions)
    found = judge(setter, label, at("6"), case({"holds": True, "fails": False}), [NARROW])
    assert found.verdict == "excluded"
    assert english(found.reasons) == [
        "cap (<= 5 kg CO2e/kg): the figure is 6 kg CO2e/kg; none of it passes",
        "fails is so: does not hold",
        "open is so: is not answered",
        "holds is so: holds",
    ]
    assert english(found.failed) == [found.reasons[0].en, "fails is so: does not hold"]
    assert found.questions == ()  # no answer can earn it any more
    assert judge(setter, label, at("4"), case(dict.fromkeys(("holds", "open", "fails"), True))).verdict == "implied"
    left = judge(setter, label, at("4"), case(dict.fromkeys(("holds", "fails"), True)), [NARROW])
    assert english(left.questions) == ["Is open so? (`conditions.open`)"]  # only what is open is asked


@pytest.mark.parametrize(
    ("dates", "day", "en", "zh"),
    [
        ({"valid_from": "2026-06-02"}, DAY, "Good can be earned from 2026-06-02 on", "Good（中）自 2026-06-02 起方可取得"),
        ({"valid_until": "2026-05-31"}, DAY, "Good could be earned until 2026-05-31", "Good（中）仅在 2026-05-31 及以前可取得"),
        ({"valid_from": "2026-06-01", "valid_until": "2026-06-01"}, DAY, None, None),
        (
            {"valid_from": "2026-01-01", "dated": "production"},
            MADE,
            "Good can be earned from 2026-01-01 on",
            "Good（中）自 2026-01-01 起方可取得",
        ),
        ({"valid_until": "2025-12-31", "dated": "production"}, MADE, None, None),
    ],
)
def test_the_days_of_a_label(dates: dict[str, str], day: date, en: str | None, zh: str | None) -> None:
    setter, label = scheme({"thresholds": ["cap"], **dates}, [limit("cap")])
    told = in_force(label, day)
    assert told == (None if en is None or zh is None else text(en, zh))
    found = judge(setter, label, at("4"), case())
    if told is None:
        assert found.verdict == "implied"
    else:
        assert (found.verdict, found.reasons, found.failed, found.measured) == ("excluded", (told,), (told,), ())


def test_a_limit_that_is_not_in_force_excludes_and_says_so() -> None:
    setter, label = scheme({"thresholds": ["cap"]}, [limit("cap", valid_from="2026-06-02")])
    found = judge(setter, label, at("4"), case())
    assert (found.verdict, found.measured) == ("excluded", ())
    assert found.reasons == (text("no threshold of Good is in force on 2026-06-01", "Good（中）的限值在 2026-06-01 均未生效"),)
    assert found.sources == ("X 1: label",)


def test_limits_of_a_label_by_production_are_those_of_the_last_day_of_production() -> None:
    thresholds = [limit("old", value="5 kg CO2e/kg", valid_until="2025-12-31"), limit("new", value="3 kg CO2e/kg", valid_from="2026-01-01")]
    for dated, ids, word in (("production", ["old"], "implied"), ("day", ["new"], "excluded")):
        setter, label = scheme({"thresholds": ["old", "new"], "dated": dated}, thresholds)
        found = judge(setter, label, at("4"), case())
        assert ([entry.threshold.id for entry in found.measured], found.verdict) == (ids, word)


def test_without_a_figure_the_reason_and_what_to_declare_are_told() -> None:
    setter, label = scheme({"thresholds": ["cap"]}, [limit("cap")])
    reason = text("no figure here", "此处无数值")
    found = judge(setter, label, None, case(), [NARROW], reason)
    assert (found.verdict, found.reasons, found.questions, found.measured) == ("possible", (reason,), (NARROW,), ())
    assert judge(setter, label, None, case()).reasons == (wording.OTHER_UNIT,)


def other_unit(threshold: Threshold) -> Interval:
    return Interval(Decimal(4), Decimal(4), "kg*CO2e/m**2").into(threshold.value.unit)


def test_a_figure_per_something_else_asks_for_the_unit() -> None:
    setter, label = scheme({"thresholds": ["cap"]}, [limit("cap")])
    found = judge(setter, label, other_unit, case(), [NARROW])
    assert (found.verdict, found.reasons, found.questions) == ("possible", (wording.OTHER_UNIT,), (wording.DECLARE_UNIT,))


def test_a_label_for_declarations_under_a_standard() -> None:
    setter, label = scheme({"declared_under": ["eu/own", "eu/kin"]})
    found = judge(setter, label, None, case())
    assert found.verdict == "implied"
    assert found.reasons == (text("declared under eu/own, eu/kin: holds", "按 eu/own, eu/kin 声明：满足"),)
    assert found.questions == ()
    setter, label = scheme({"declared_under": ["eu/own", "eu/kin"], "requires": [{"condition": "own"}]}, conditions=[condition("own")])
    assert english(judge(setter, label, None, case()).questions) == ["Is own so? (`conditions.own`)"]
    setter, label = scheme({"declared_under": ["eu/own", "eu/kin"]})
    away = judge(setter, label, None, case(declared_under="cn/other"))
    assert away.verdict == "possible"
    assert english(away.reasons) == ["declared under eu/own, eu/kin: not yet, and a translated figure is none that was declared there"]
    assert away.questions == (text("Declare the footprint under eu/own / eu/kin.", "请按 eu/own / eu/kin 声明碳足迹。"),)


def test_a_class_without_a_number_is_unknown_unless_it_is_excluded() -> None:
    setter, label = scheme({"undetermined": both("no act yet"), "requires": [{"condition": "own"}]}, conditions=[condition("own")])
    found = judge(setter, label, None, case({"own": True}))
    assert (found.verdict, english(found.reasons)) == ("unknown", ["no act yet", "own is so: holds"])
    failed = judge(setter, label, None, case({"own": False}))
    assert (failed.verdict, english(failed.reasons)) == ("excluded", ["own is so: does not hold"])


def test_sources_name_the_document_where_there_is_no_clause_and_tell_what_nobody_read() -> None:
    unread = limit("cap", source=source(None, "unconfirmed"))
    setter, label = scheme({"thresholds": ["cap"]}, [unread])
    found = judge(setter, label, at("4"), case())
    assert (found.sources, found.unconfirmed) == (("X 1: label", "X 1: act"), True)
    assert judge(setter, label, None, case()).unconfirmed is False  # no limit was applied


# -- numbers that do not cross -----------------------------------------------------------------------------------------------------------

GUARD = Guard(("electricity", "cut-off"), "X 1")


def test_rules_that_differ_leave_the_number_open() -> None:
    setter, label = scheme({"thresholds": ["cap"]}, [limit("cap")])
    found = judge(setter, label, at("4"), case(guard=GUARD), [NARROW])
    assert found.verdict == "possible"
    assert [(entry.state, entry.by_number) for entry in found.measured] == [(State.OPEN, State.MET)]
    assert found.reasons == (
        text(
            "cap (<= 5 kg CO2e/kg): the figure is 4 kg CO2e/kg; by this number all of it passes, and the rules that differ decide",
            "cap（中）（<= 5 kg CO2e/kg）：数值为 4 kg CO2e/kg；仅按此数值全部满足，最终取决于不同的规则",
        ),
        wording.rules_differ(GUARD),
    )
    assert found.questions == (wording.ask_without(GUARD),)  # a narrower figure would not help


def test_a_limit_that_takes_the_figure_of_the_declared_standard_has_no_guard() -> None:
    setter, label = scheme({"thresholds": ["cap"]}, [limit("cap", figure_of=["eu/own"])])
    found = judge(setter, label, at("4"), case(guard=GUARD))
    assert (found.verdict, len(found.reasons)) == ("implied", 1)  # nothing is said of rules that differ
    setter, label = scheme({"thresholds": ["cap"]}, [limit("cap", figure_of=["eu/own"], started_from="2020-01-01")])
    assert judge(setter, label, at("4"), case(guard=GUARD, started=date(2021, 1, 1))).verdict == "implied"
    setter, label = scheme({"requires": [{"threshold": "cap"}]}, [limit("cap", figure_of=["eu/own"])])
    assert judge(setter, label, at("4"), case(guard=GUARD)).verdict == "implied"
    assert judge(setter, label, at("4"), case(guard=GUARD, declared_under="cn/other")).verdict == "possible"


@pytest.mark.parametrize(
    ("declared", "told"),
    [
        (("4", None), "by its unit alone the declared figure is 4 kg CO2e/kg, within the limit"),
        (("6", None), "by its unit alone the declared figure is 6 kg CO2e/kg, beyond the limit"),
        (("4", "6"), "by its unit alone the declared figure is 4 … 6 kg CO2e/kg, partly within the limit"),
    ],
)
def test_the_declared_number_is_told_where_the_verdict_is_open(declared: tuple[str, str | None], told: str) -> None:
    setter, label = scheme({"thresholds": ["cap"]}, [limit("cap")])
    found = judge(setter, label, at("3", "7"), case(), nominal=at(*declared))
    assert english(found.reasons) == [
        "cap (<= 5 kg CO2e/kg): the figure is 3 … 7 kg CO2e/kg; only a part of it passes",
        f"{told}; what the two standards count differently decides",
    ]
    assert len(judge(setter, label, at("3"), case(), nominal=at(*declared)).reasons) == 1  # all of it passes: nothing is left to tell


def test_the_declared_number_is_told_with_its_saving() -> None:
    setter, label = scheme({"thresholds": ["cap"]}, [limit("cap", comparator="10 kg CO2e/kg")])
    found = judge(setter, label, at("3", "7"), case(), nominal=at("4"))
    assert found.reasons[1] == text(
        "by its unit alone the declared figure is 4 kg CO2e/kg (saving 60.0 %), within the limit; what the two standards count differently decides",
        "仅按单位换算，声明值为 4 kg CO2e/kg（减排 60.0 %），在限值之内；两项标准计入内容的差异起决定作用",
    )


def test_the_declared_number_is_not_told_of_a_single_stage_nor_in_another_unit() -> None:
    setter, label = scheme({"thresholds": ["cap"]}, [limit("cap", stage="A1")])
    assert len(judge(setter, label, at("3", "7"), case(), nominal=at("4")).reasons) == 1
    setter, label = scheme({"thresholds": ["cap"]}, [limit("cap")])
    assert len(judge(setter, label, at("3", "7"), case(), nominal=other_unit).reasons) == 1


# -- limits by the start of operation ------------------------------------------------------------------------------------------------------

BY_START = [
    limit("before", value="5 kg CO2e/kg", started_until="2020-12-31"),
    limit("since", value="3 kg CO2e/kg", started_from="2021-01-01"),
]


@pytest.mark.parametrize(
    ("started", "figure", "word", "measured"),
    [
        (date(2020, 12, 31), "4", "implied", ["before"]),
        (date(2021, 1, 1), "4", "excluded", ["since"]),
        (None, "4", "possible", ["before", "since"]),
        (None, "2", "implied", ["before", "since"]),
        (None, "6", "excluded", ["before", "since"]),
    ],
)
def test_the_start_of_operation_chooses_the_limit(started: date | None, figure: str, word: str, measured: list[str]) -> None:
    setter, label = scheme({"thresholds": ["before", "since"]}, BY_START)
    found = judge(setter, label, at(figure), case(started=started))
    assert (found.verdict, [entry.threshold.id for entry in found.measured]) == (word, measured)
    assert found.questions == ((wording.START_OF_OPERATION,) if word == "possible" else ())


def test_an_open_figure_is_asked_for_after_the_start_of_operation() -> None:
    setter, label = scheme({"thresholds": ["before", "since"]}, BY_START)
    assert judge(setter, label, at("2", "4"), case(), [NARROW]).questions == (wording.START_OF_OPERATION, NARROW)


def test_a_start_that_no_limit_covers_earns_nothing_and_other_limits_still_bind() -> None:
    setter, label = scheme({"thresholds": ["since"]}, BY_START)
    assert judge(setter, label, at("2"), case(started=date(2020, 1, 1))).verdict == "excluded"
    setter, label = scheme({"thresholds": ["cap", "since"]}, [limit("cap", value="1 kg CO2e/kg"), *BY_START])
    found = judge(setter, label, at("2"), case(started=date(2022, 1, 1)))
    assert (found.verdict, [(entry.threshold.id, entry.state.value) for entry in found.measured]) == (
        "excluded",
        [("cap", "failed"), ("since", "met")],
    )
    span = judge(setter, label, at("0", "4"), case(started=date(2022, 1, 1)))
    assert (span.verdict, span.questions) == ("possible", ())  # the start is known: it is not asked again


def test_a_guard_holds_for_limits_by_start_as_well() -> None:
    setter, label = scheme({"thresholds": ["before", "since"]}, BY_START)
    found = judge(setter, label, at("2"), case(guard=GUARD))
    assert [entry.state for entry in found.measured] == [State.OPEN, State.OPEN]


def test_a_figure_is_rounded_half_up_before_it_is_held_against_a_limit() -> None:
    setter, label = scheme({"thresholds": ["cap"]}, [limit("cap", value="5.0 kg CO2e/kg", decimals=1)])
    assert judge(setter, label, at("5.049"), case()).verdict == "implied"
    found = judge(setter, label, at("5.05"), case())
    assert (found.verdict, str(found.measured[0].interval)) == ("excluded", "5.1 kg CO2e/kg")


# -- deductions ----------------------------------------------------------------------------------------------------------------------------

DEDUCTION = {"indicator": "net", "condition": "stored"}
STORED = condition("stored", where_declared=["capture"])


def gross_and_net(threshold: Threshold) -> Interval:
    """7 … 8 before the deduction, 3 … 4 after it; of the stage A3 one less."""
    low = Decimal(3 if threshold.indicator == "net" else 7) - (1 if threshold.stage == "A3" else 0)
    return Interval(low, low + 1, UNIT)


@pytest.mark.parametrize(
    ("answers", "held", "interval", "word"),
    [
        ({}, True, "3 … 8 kg CO2e/kg", "possible"),  # the one or the other
        ({"stored": True}, True, "3 … 4 kg CO2e/kg", "implied"),
        ({"stored": False}, True, "7 … 8 kg CO2e/kg", "excluded"),
        ({}, False, "7 … 8 kg CO2e/kg", "excluded"),  # nothing was captured
        ({"stored": False}, False, "7 … 8 kg CO2e/kg", "excluded"),
        ({"stored": True}, False, "? … 4 kg CO2e/kg", "implied"),  # some was, and nobody says how much
    ],
)
def test_what_may_be_deducted(answers: dict[str, bool], held: bool, interval: str, word: str) -> None:
    setter, label = scheme({"thresholds": ["cap"]}, [limit("cap", deduction=DEDUCTION)], [STORED])
    asked: list[tuple[str, ...]] = []

    def can_hold(sources: Any) -> bool:
        asked.append(tuple(sources))
        return held

    found = judge(setter, label, gross_and_net, case(answers, held=can_hold))
    assert (str(found.measured[0].interval), found.verdict) == (interval, word)
    assert set(asked) == {("capture",)}
    told = held  # the condition of a deduction that nobody claims plays no part
    assert ("X 1: condition stored" in found.sources) is told
    assert any("stored is so" in fact.what.en for fact in found.facts) is told


def test_a_deduction_is_of_the_stage_of_its_limit_or_of_its_own() -> None:
    for stages, interval in (({}, "2 … 3 kg CO2e/kg"), ({"stage": "A1"}, "3 … 4 kg CO2e/kg")):
        setter, label = scheme({"thresholds": ["cap"]}, [limit("cap", stage="A3", deduction={**DEDUCTION, **stages})], [STORED])
        assert str(judge(setter, label, gross_and_net, case({"stored": True})).measured[0].interval) == interval


def test_a_deduction_that_is_confirmed_without_an_amount_is_asked_for() -> None:
    tight = limit("cap", value="1 kg CO2e/kg", deduction=DEDUCTION)
    setter, label = scheme({"thresholds": ["cap"]}, [tight], [STORED])
    found = judge(setter, label, gross_and_net, case({"stored": True}, held=lambda _: False), [NARROW])
    assert found.questions == (
        text(
            "Declare the amount as a figure below zero (`source: capture`): stored is so.",
            "请以负值声明其数量（`source: capture`）：stored is so（中）。",
        ),
        NARROW,
    )
    declared = judge(setter, label, at("0", "2"), case({"stored": True}, held=lambda _: True), [NARROW])
    assert declared.questions == (NARROW,)
    assert judge(setter, label, at("0", "2"), case(held=lambda _: False), [NARROW]).questions == (NARROW,)


# -- thresholds among alternatives -----------------------------------------------------------------------------------------------------------

EITHER = {"requires": [{"name": both("route"), "any": [{"threshold": "cap"}, {"condition": "own"}]}]}


@pytest.mark.parametrize(
    ("figure", "answers", "word", "reasons", "questions"),
    [
        ("4", {}, "implied", ["route holds: cap (<= 5 kg CO2e/kg): the figure is 4 kg CO2e/kg; all of it passes"], []),
        ("6", {"own": True}, "implied", ["route holds: own is so: holds"], []),
        (
            "6",
            {"own": False},
            "excluded",
            ["route does not hold: cap (<= 5 kg CO2e/kg): the figure is 6 kg CO2e/kg; none of it passes / own is so: does not hold"],
            [],
        ),
        ("6", {}, "possible", ["route is open: own is so: is not answered"], ["Is own so? (`conditions.own`)"]),
    ],
)
def test_a_limit_as_one_of_two_ways(figure: str, answers: dict[str, bool], word: str, reasons: list[str], questions: list[str]) -> None:
    setter, label = scheme(EITHER, [limit("cap")], [condition("own")])
    found = judge(setter, label, at(figure), case(answers), [NARROW])
    assert (found.verdict, english(found.reasons), english(found.questions)) == (word, reasons, questions)
    assert [entry.threshold.id for entry in found.measured] == ["cap"]
    assert found.sources == ("X 1: label", "X 1: limit cap", "X 1: condition own")


def test_a_way_that_the_figure_leaves_open_asks_for_a_narrower_figure_first() -> None:
    setter, label = scheme(EITHER, [limit("cap")], [condition("own")])
    span = judge(setter, label, at("4", "6"), case(), [NARROW])
    assert english(span.questions) == ["Split the figure.", "Is own so? (`conditions.own`)"]
    without = judge(setter, label, None, case(), [NARROW], text("no figure here", "此处无数值"))
    assert english(without.questions) == ["Split the figure.", "Is own so? (`conditions.own`)"]
    assert english(without.reasons) == ["route is open: no figure here / own is so: is not answered"]
    assert english(judge(setter, label, None, case(), [NARROW]).reasons) == [
        f"route is open: {wording.OTHER_UNIT.en} / own is so: is not answered"
    ]
    unit = judge(setter, label, other_unit, case({"own": False}), [NARROW])
    assert unit.questions == (wording.DECLARE_UNIT,)
    assert english(unit.reasons) == [f"route is open: {wording.OTHER_UNIT.en}"]


def test_a_way_with_a_guard_asks_what_the_rules_act_on() -> None:
    setter, label = scheme(EITHER, [limit("cap")], [condition("own")])
    found = judge(setter, label, at("4"), case({"own": False}, guard=GUARD), [NARROW])
    assert (found.verdict, found.questions) == ("possible", (wording.ask_without(GUARD),))
    assert [(entry.state, entry.by_number) for entry in found.measured] == [(State.OPEN, State.MET)]


def test_a_way_before_its_day_is_closed() -> None:
    setter, label = scheme(EITHER, [limit("cap", valid_from="2026-06-02")], [condition("own")])
    found = judge(setter, label, at("4"), case({"own": False}))
    assert found.verdict == "excluded"
    assert english(found.reasons) == [
        "route does not hold: no threshold of cap is in force on 2026-06-01 / own is so: does not hold",
    ]
    made = {**EITHER, "dated": "production"}
    setter, label = scheme(made, [limit("cap", valid_until="2025-12-31")], [condition("own")])
    assert judge(setter, label, at("4"), case()).verdict == "implied"


def test_a_deduction_among_alternatives_counts_as_well() -> None:
    setter, label = scheme({"requires": [{"threshold": "cap"}]}, [limit("cap", deduction=DEDUCTION)], [STORED])
    found = judge(setter, label, gross_and_net, case({"stored": True}, held=lambda _: True))
    assert (found.verdict, str(found.measured[0].interval)) == ("implied", "3 … 4 kg CO2e/kg")


# -- requirements ----------------------------------------------------------------------------------------------------------------------------


def required(entry: dict[str, Any], answers: dict[str, bool]) -> tuple[str, str, str, list[str]]:
    known = {name: Condition.model_validate(condition(name)) for name in "abc"}
    found = requirement(Requirement.model_validate(entry), known, lambda asked: condition_state(asked, case(answers)), MADE)
    return found.state.value, found.reason.en, found.short.zh, [question.en[3] for question in found.questions]


A_AND_B = {"all": [{"condition": "a"}, {"condition": "b"}]}


@pytest.mark.parametrize(
    ("entry", "answers", "state", "reason", "short", "questions"),
    [
        (
            A_AND_B,
            {},
            "open",
            "a is so: is not answered; b is so: is not answered",
            "a is so（中）：尚未答复；b is so（中）：尚未答复",
            ["a", "b"],
        ),
        (A_AND_B, {"a": True}, "open", "b is so: is not answered", "b is so（中）：尚未答复", ["b"]),
        (A_AND_B, {"a": False}, "failed", "a is so: does not hold", "a is so（中）：不满足", []),
        (A_AND_B, {"a": True, "b": True}, "met", "a is so: holds; b is so: holds", "a is so（中）：满足；b is so（中）：满足", []),
        (
            {**A_AND_B, "name": both("pair")},
            {},
            "open",
            "pair is open: a is so: is not answered; b is so: is not answered",
            "pair（中）待定",
            ["a", "b"],
        ),
        ({**A_AND_B, "name": both("pair")}, {"a": False}, "failed", "pair does not hold: a is so: does not hold", "pair（中）不满足", []),
        ({"any": A_AND_B["all"]}, {"a": False}, "open", "b is so: is not answered", "b is so（中）：尚未答复", ["b"]),
        ({"any": A_AND_B["all"]}, {"b": True}, "met", "b is so: holds", "b is so（中）：满足", []),
        (
            {"any": A_AND_B["all"]},
            {"a": False, "b": False},
            "failed",
            "a is so: does not hold / b is so: does not hold",
            "a is so（中）：不满足 / b is so（中）：不满足",
            [],
        ),
        (  # a group inside another is told by its name, unless all of it is told
            {"any": [{**A_AND_B, "name": both("pair")}, {"condition": "c"}]},
            {"c": False},
            "open",
            "pair is open",
            "pair（中）待定",
            ["a", "b"],
        ),
        (
            {"any": [{**A_AND_B, "name": both("pair")}, {"condition": "c"}]},
            {"a": False, "c": False},
            "failed",
            "pair does not hold: a is so: does not hold / c is so: does not hold",
            "pair（中）不满足：a is so（中）：不满足 / c is so（中）：不满足",
            [],
        ),
    ],
)
def test_groups_of_conditions(
    entry: dict[str, Any], answers: dict[str, bool], state: str, reason: str, short: str, questions: list[str]
) -> None:
    assert required(entry, answers) == (state, reason, short, questions)


def test_a_threshold_without_a_way_to_judge_it_is_open() -> None:
    found = requirement(Requirement(threshold="cap"), {}, lambda _: State.MET, MADE)
    assert (found.state, found.reason, found.short, found.questions, found.measured, found.figure_open) == (
        State.OPEN,
        wording.OTHER_UNIT,
        wording.OTHER_UNIT,
        (),
        (),
        True,
    )
    group = requirement(Requirement.model_validate({"all": [{"threshold": "cap"}]}), {}, lambda _: State.MET, MADE)
    assert group.figure_open is True
    closed = requirement(
        Requirement.model_validate({"all": [{"threshold": "cap"}, {"condition": "a"}]}),
        {"a": Condition.model_validate(condition("a"))},
        lambda _: State.FAILED,
        MADE,
    )
    assert closed.figure_open is False


def test_a_condition_on_what_is_not_declared_is_idle() -> None:
    setter, label = scheme({"requires": [{"condition": "stored"}]}, conditions=[STORED])
    idle = judge(setter, label, None, case(held=lambda _: False))
    assert idle.verdict == "implied"
    assert idle.reasons == (text("stored is so: concerns nothing that is declared", "stored is so（中）：未声明所涉内容，不适用"),)
    assert english(judge(setter, label, None, case(held=lambda _: True)).reasons) == ["stored is so: is not answered"]
    assert english(judge(setter, label, None, case({"stored": True}, held=lambda _: True)).reasons) == ["stored is so: holds"]
    assert english(judge(setter, label, None, case({"stored": False}, held=lambda _: False)).reasons) == ["stored is so: does not hold"]
    grouped, of_group = scheme({"requires": [{"all": [{"condition": "stored"}]}]}, conditions=[STORED])
    assert "concerns nothing" in judge(grouped, of_group, None, case(held=lambda _: False)).reasons[0].en
    assert judge(setter, label, None, case()).verdict == "possible"  # without figures nobody knows
    named, other = scheme({"requires": [{"condition": "own"}]}, conditions=[condition("own")])
    assert judge(named, other, None, case(held=lambda _: False)).verdict == "possible"  # it is about no emission source


# -- single conditions ---------------------------------------------------------------------------------------------------------------------------


def state(answers: dict[str, Any] | None = None, situation: dict[str, Any] | None = None, **more: Any) -> State:
    return condition_state(Condition.model_validate(condition("own", **more)), case(answers, **(situation or {})))


@pytest.mark.parametrize(
    ("dates", "is_outside"),
    [
        ({"valid_from": "2026-01-01"}, True),
        ({"valid_from": "2025-12-31"}, False),
        ({"valid_until": "2025-12-30"}, True),
        ({"valid_until": "2025-12-31"}, False),
        ({"valid_from": "2025-01-01", "valid_until": "2025-12-30"}, True),
        ({"valid_from": "2026-01-01", "valid_until": "2026-12-31"}, True),
        ({}, False),
    ],
)
def test_conditions_apply_by_the_day_of_production(dates: dict[str, Any], is_outside: bool) -> None:
    assert outside(Condition.model_validate(condition("own", **dates)), MADE) is is_outside
    assert state({"own": True}, **dates) is (State.FAILED if is_outside else State.MET)
    setter, label = scheme({"requires": [{"condition": "own"}]}, conditions=[condition("own", **dates)])
    told = judge(setter, label, None, case({"own": True})).reasons[0]
    assert told == (
        text("own is so: cannot be used on this day", "own is so（中）：该日期不适用")
        if is_outside
        else text("own is so: holds", "own is so（中）：满足")
    )


SHARE: dict[str, Any] = {"operator": ">=", "value": "0.9 dimensionless"}


def test_conditions_by_answer() -> None:
    assert [state(), state({"own": True}), state({"own": False})] == [State.OPEN, State.MET, State.FAILED]
    answers = ["0.899 dimensionless", "0.9 dimensionless"]
    assert [state({"own": Quantity.parse(answer)}, **SHARE) for answer in answers] == [State.FAILED, State.MET]
    small: dict[str, Any] = {"operator": "<", "value": "18 g CO2e/MJ"}
    assert [state({"own": Quantity.parse(f"{n} g CO2e/kWh")}, **small) for n in ("64.79", "64.8")] == [State.MET, State.FAILED]


@pytest.mark.parametrize(
    ("answers", "expires", "expected"),
    [
        ({}, None, State.OPEN),
        ({}, DAY, State.MET),
        ({}, date(2026, 5, 31), State.FAILED),
        ({"own": True}, date(2026, 5, 31), State.FAILED),
        ({"own": False}, DAY, State.FAILED),
        ({"own": True}, None, State.MET),
    ],
)
def test_a_condition_on_validity(answers: dict[str, bool], expires: date | None, expected: State) -> None:
    assert state(answers, {"expires": expires}, answered_by="expiry") is expected
    if not answers:
        assert state(answers, {"expires": expires}) is State.OPEN  # another condition is not answered by it


def test_a_condition_on_a_property_of_the_subject() -> None:
    large = {"operator": ">", "value": "1000 m**2", "answered_by": "heated_floor_area"}
    known = {"properties": {"heated_floor_area": Quantity.parse("1001 m**2"), "gross_floor_area": Quantity.parse("10 m**2")}}
    assert state({}, known, **large) is State.MET
    assert state({"own": Quantity.parse("999 m**2")}, known, **large) is State.FAILED  # the answer goes first
    assert state({}, {}, **large) is State.OPEN
    assert state({}, known, operator=">", value="1000 m**2") is State.OPEN  # no property answers it


@pytest.mark.parametrize(
    ("more", "answer", "en", "zh"),
    [
        ({}, Quantity.parse("5 MJ"), "own is answered with yes or no, not with 5 MJ", "own 应以是或否回答，而不是 5 MJ"),
        (
            {"operator": "<", "value": "18 g CO2e/MJ"},
            True,
            "own is answered with a quantity such as 18 g CO2e/MJ, not with yes or no",
            "own 应以数量回答，例如 18 g CO2e/MJ，而不是是或否",
        ),
    ],
)
def test_answers_of_the_wrong_kind(more: dict[str, Any], answer: Any, en: str, zh: str) -> None:
    with pytest.raises(DeclarationError) as caught:
        state({"own": answer}, **more)
    (finding,) = caught.value.findings
    assert (finding.en, finding.zh, finding.field) == (en, zh, "conditions.own")


def test_an_answer_of_another_dimension_names_its_field() -> None:
    with pytest.raises(UnitMismatchError) as caught:
        state({"own": Quantity.parse("5 kWh")}, operator="<", value="18 g CO2e/MJ")
    (finding,) = caught.value.findings
    assert finding.field == "conditions.own"
    assert "kWh" in finding.en
    assert finding.en != finding.zh
    assert "kWh" in finding.zh


# -- a figure beside its limit ----------------------------------------------------------------------------------------------------------------


def test_the_saving_against_the_fossil_fuel() -> None:
    """94 g/MJ of fossil fuel: 28.2 g/MJ save 70 %, 47 g/MJ 50 %."""
    cap = Threshold.model_validate(limit("cap", value="28.2 g CO2e/MJ", comparator="94 g CO2e/MJ"))
    found = Measured.of(cap, Interval(Decimal("28.2"), Decimal(47), "g*CO2e/MJ"), State.OPEN)
    assert found.saving == (Decimal("0.5"), Decimal("0.7"))
    assert found.as_dict()["saving"] == [0.5, 0.7]
    assert wording.measured(found) == text(
        "cap (<= 28.2 g CO2e/MJ): the figure is 28.2 … 47 g CO2e/MJ (saving 50.0 % … 70.0 %); only a part of it passes",
        "cap（中）（<= 28.2 g CO2e/MJ）：数值为 28.2 … 47 g CO2e/MJ（减排 50.0 % … 70.0 %）；仅部分满足",
    )
    open_below = Measured.of(cap, Interval(None, Decimal("0.047"), "kg*CO2e/MJ"), State.OPEN)
    assert open_below.saving == (Decimal("0.5"), None)
    assert open_below.as_dict()["low"] is None


def test_intervals_as_people_read_them() -> None:
    assert str(Interval(None, None, UNIT)) == "? … ? kg CO2e/kg"
    assert str(Interval(Decimal(2), None, UNIT)) == "2 … ? kg CO2e/kg"
    assert str(Interval(Decimal("1234567.891"), Decimal("1234567.891"), UNIT)) == "1234567.891 kg CO2e/kg"
    assert str(Interval(Decimal("12345678912"), Decimal("12345678912"), UNIT)) == "12345700000 kg CO2e/kg"
    assert Interval(Decimal(2), None, UNIT).into("g*CO2e/kg") == Interval(Decimal(2000), None, "g*CO2e/kg")
    assert Interval(None, Decimal(3), UNIT).into("g*CO2e/kg") == Interval(None, Decimal(3000), "g*CO2e/kg")
    assert Interval(Decimal("2.25"), None, UNIT).rounded(1) == Interval(Decimal("2.3"), None, UNIT)


def test_nothing_bounds_the_figure() -> None:
    setter, label = scheme({"thresholds": ["cap"]}, [limit("cap")])
    found = judge(setter, label, at(None), case(), [NARROW])
    assert found.reasons == (text("cap (<= 5 kg CO2e/kg): nothing bounds the figure yet", "cap（中）（<= 5 kg CO2e/kg）：数值尚无界限"),)


def test_a_figure_equal_to_a_limit_whose_sign_nobody_read() -> None:
    setter, label = scheme({"thresholds": ["cap"]}, [limit("cap", sign_open=True)])
    found = judge(setter, label, at("5"), case())
    assert found.reasons == (
        text(
            "cap (<= 5 kg CO2e/kg): the figure is 5 kg CO2e/kg; equal to it, and whether that passes was not read",
            "cap（中）（<= 5 kg CO2e/kg）：数值为 5 kg CO2e/kg；等于限值，是否满足未核读",
        ),
    )
