"""What a label guarantees, and the guard on numbers that cross: ends of limits, the loosest of several, what one limit says of another."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

import crosswalk as cw
from crosswalk.engine.crosswalk import compile_crosswalk
from crosswalk.engine.rules.classify import State
from crosswalk.labels.guarantee import (
    Limit,
    guaranteed,
    in_force_of,
    known_state,
    limit_of,
    loosest,
    per_of,
    same_start,
    state_within,
    strict_ends,
    ways,
)
from crosswalk.labels.measured import Interval
from crosswalk.labels.rules import OPEN_WAY, Guard, differing_rules, guard_of, guard_of_pair, settled
from crosswalk.model.footprint import Footprint
from crosswalk.model.label import Condition, Requirement, Threshold
from crosswalk.model.mapping import Link

LIBRARY = cw.Library.shipped()
TCAB, RFNBO, LCF = "cn/tcab-0078-2020", "eu/rfnbo-2023-1185", "eu/lcf-2025-2359"
UNIT = "kg*CO2e/kg"
WORD = {"en": "x", "zh": "某"}
SOURCE = {"document": "act", "confirmed": "primary"}


def limit(operator: str, value: str = "5 kg CO2e/kg", name: str = "x", **more: Any) -> Threshold:
    fields = {"id": name, "kind": "limit", "name": WORD, "operator": operator, "value": value, "applies_to": WORD, "source": SOURCE}
    return Threshold.model_validate({**fields, **more})


def between(low: str | None, high: str | None, unit: str = UNIT) -> Interval:
    return Interval(None if low is None else Decimal(low), None if high is None else Decimal(high), unit)


# -- ends ---------------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "end", "above", "strict"),
    [
        (limit("<"), "5", False, True),
        (limit("<="), "5", False, False),
        (limit(">"), "5", True, True),
        (limit(">="), "5", True, False),
        (limit("<=", sign_open=True), "5", False, None),
        (limit(">", sign_open=True), "5", True, None),
        # 5.05 is rounded to 5.1 and 4.95 to 5.0
        (limit("<=", decimals=1), "5.05", False, True),
        (limit("<", decimals=1), "4.95", False, True),
        (limit(">=", decimals=1), "4.95", True, False),
        (limit(">", decimals=1), "5.05", True, False),
        (limit("<=", decimals=0), "5.5", False, True),
        (limit(">=", decimals=2), "4.995", True, False),
    ],
)
def test_the_end_that_a_limit_sets(asked: Threshold, end: str, above: bool, strict: bool | None) -> None:
    assert limit_of(asked) == Limit(Decimal(end), above, strict)


MET, OPEN, FAILED = State.MET, State.OPEN, State.FAILED


@pytest.mark.parametrize(
    ("low", "high", "operator", "expected"),
    [
        ("1", "4", "<=", MET),
        ("1", "5", "<=", MET),
        ("1", "5", "<", OPEN),
        ("1", "6", "<=", OPEN),
        ("5", "6", "<=", OPEN),
        ("5", "6", "<", FAILED),
        ("6", "7", "<=", FAILED),
        (None, "4", "<", MET),
        (None, None, "<", OPEN),
        ("6", None, "<", FAILED),
        ("6", "7", ">", MET),
        ("5", "7", ">=", MET),
        ("5", "7", ">", OPEN),
        ("4", "5", ">=", OPEN),
        ("4", "5", ">", FAILED),
        ("3", "4", ">=", FAILED),
        ("6", None, ">", MET),
        (None, "4", ">", FAILED),
        (None, None, ">", OPEN),
    ],
)
def test_a_guaranteed_interval_against_a_limit(low: str | None, high: str | None, operator: str, expected: State) -> None:
    assert state_within(between(low, high), limit(operator), False) is expected


@pytest.mark.parametrize(
    ("low", "high", "operator", "strict_high", "strict_low", "expected"),
    [
        ("1", "5", "<", True, False, MET),  # everything below 5 is below 5
        ("1", "5", "<", False, True, OPEN),
        ("5", "6", "<=", False, True, FAILED),  # everything above 5 is above 5
        ("5", "6", "<=", True, False, OPEN),
        ("5", "7", ">", False, True, MET),
        ("5", "7", ">", True, False, OPEN),
        ("4", "5", ">=", True, False, FAILED),
        ("4", "5", ">=", False, True, OPEN),
        ("1", "6", "<", True, True, OPEN),
        ("4", "6", "<=", True, True, OPEN),
    ],
)
def test_an_end_that_is_not_among_the_guaranteed_figures(
    low: str, high: str, operator: str, strict_high: bool, strict_low: bool, expected: State
) -> None:
    assert state_within(between(low, high), limit(operator), strict_high, strict_low) is expected


def test_a_limit_whose_sign_nobody_read_is_kept_below_it_only() -> None:
    unread = limit("<=", sign_open=True)
    assert state_within(between("1", "5"), unread, False) is OPEN
    assert state_within(between("1", "5"), unread, True) is MET
    assert state_within(between("5", "6"), unread, False) is OPEN
    assert state_within(between("5", "6"), unread, False, True) is FAILED


@pytest.mark.parametrize(
    ("interval", "kept", "same", "expected"),
    [
        (between(None, "5"), [limit("<")], True, (True, False)),
        (between(None, "5"), [limit("<=")], True, (False, False)),
        (between(None, "5"), [limit("<=", sign_open=True)], True, (False, False)),
        (between("5", None), [limit(">")], True, (False, True)),
        (between("3", "5"), [limit(">", "3 kg CO2e/kg"), limit("<")], True, (True, True)),
        (between(None, "4"), [limit("<")], False, (False, False)),  # the interval ends elsewhere
        (between(None, "5"), [limit("<")], False, (True, False)),
        (between(None, "5000", "g*CO2e/kg"), [limit("<")], True, (True, False)),
        # within one standard the tightest of several counts, in one unit
        (between(None, "5"), [limit("<"), limit("<=", "6 kg CO2e/kg")], True, (True, False)),
        (between(None, "5"), [limit("<=", "6 kg CO2e/kg"), limit("<", "5000 g CO2e/kg")], True, (True, False)),
        (between(None, "5"), [limit("<="), limit("<", "6 kg CO2e/kg")], True, (False, False)),
        (between("5", None), [limit(">"), limit(">=", "4000 g CO2e/kg")], True, (False, True)),
        (between("5", None), [limit(">="), limit(">", "4 kg CO2e/kg")], True, (False, False)),
        # across standards only a single one is certain
        (between(None, "5"), [limit("<"), limit("<", "6 kg CO2e/kg")], False, (False, False)),
        # limits on another figure say nothing
        (between(None, "5"), [limit("<", stage="A1")], True, (False, False)),
        (between(None, "5"), [limit("<", indicator="gross")], True, (False, False)),
        (between(None, "5"), [limit("<", stage="A1")], False, (True, False)),
        (between(None, "5"), [limit("<", "5 kg CO2e/MJ")], False, (False, False)),
        (between(None, "5"), [], True, (False, False)),
    ],
)
def test_which_ends_are_strict(interval: Interval, kept: list[Threshold], same: bool, expected: tuple[bool, bool]) -> None:
    assert strict_ends(interval, kept, limit("<"), same) == expected


# -- several limits -----------------------------------------------------------------------------------------------------------------------

OLD, NEW = {"started_until": "2015-10-05"}, {"started_from": "2021-01-01"}


@pytest.mark.parametrize(
    ("kept", "expected"),
    [
        ([limit("<", name="a"), limit("<", name="b")], "ab"),  # those for everybody all bind
        ([limit("<", name="a", **OLD), limit("<", "3 kg CO2e/kg", "b", **NEW)], "a"),
        ([limit("<", "3 kg CO2e/kg", "a", **OLD), limit("<", name="b", **NEW)], "b"),
        ([limit("<", "3000 g CO2e/kg", "a", **OLD), limit("<", "5 kg CO2e/kg", "b", **NEW)], "b"),
        ([limit(">", name="a", **OLD), limit(">", "3 kg CO2e/kg", "b", **NEW)], "b"),
        ([limit(">", "3 kg CO2e/kg", "a", **OLD), limit(">", name="b", **NEW)], "a"),
        ([limit("<", name="a", **OLD), limit("<=", name="b", **NEW)], "a"),
        ([limit("<", name="a", **OLD), limit(">", "3 kg CO2e/kg", "b", **NEW)], "ab"),  # of each direction one
        ([limit("<", name="a", **OLD), limit("<", "3 kg CO2e/kg", "b", stage="A1", **NEW)], "ab"),  # and of each figure
        ([limit("<", name="a", **OLD), limit("<", "3 kg CO2e/kg", "b", indicator="gross", **NEW)], "ab"),
        ([limit("<", name="a", **OLD), limit("<", name="b"), limit("<", "6 kg CO2e/kg", "c", **NEW)], "bc"),
    ],
)
def test_of_limits_by_start_of_operation_only_the_loosest_is_certain(kept: list[Threshold], expected: str) -> None:
    assert "".join(entry.id for entry in loosest(kept)) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({}, {}, True),
        (OLD, {}, True),
        (OLD, NEW, False),
        (NEW, OLD, False),
        (OLD, {"started_from": "2015-10-05"}, True),
        (OLD, {"started_from": "2015-10-06"}, False),
        (NEW, {"started_from": "2016-01-01", "started_until": "2021-01-01"}, True),
        (NEW, {"started_from": "2016-01-01", "started_until": "2020-12-31"}, False),
    ],
)
def test_installations_that_fall_under_both(one: dict[str, str], other: dict[str, str], expected: bool) -> None:
    assert same_start(limit("<", **one), limit("<", **other)) is expected


@pytest.mark.parametrize(("day", "expected"), [(date(2024, 12, 31), True), (date(2025, 7, 1), False)])
def test_limits_of_a_label_that_hold_on_a_day(day: date, expected: bool) -> None:
    """The Danish limit of 2023 held until the middle of 2025."""
    setter = LIBRARY.sets_labels("eu/dk-br18-2023")
    label = next(entry for entry in setter.labels if entry.id == "within-limit")
    assert [entry.id for entry in in_force_of(setter, label, day)] == [
        entry.id for entry in setter.thresholds if entry.id in label.thresholds and entry.holds_on(day)
    ]
    assert bool(in_force_of(setter, label, day)) is expected


def test_what_a_limit_is_per() -> None:
    assert [per_of(unit) for unit in ("kg*CO2e/(m**2*a)", "g*CO2e/MJ", "kg*CO2e")] == ["m**2*a", "MJ", ""]


CARRIER = {"standard": TCAB, "declared_unit": "1 kg", "figures": [{"stage": "up-to-production", "value": {"low": "0 kg CO2e"}}]}


@pytest.mark.parametrize(
    ("thresholds", "low", "high"),
    [
        ([limit("<", "4.9 kg CO2e/kg")], "0", "4.9"),
        ([limit("<", "4900 g CO2e/kg")], "0", "4.9"),
        ([limit("<", "4.9 kg CO2e/kg"), limit("<", "3 kg CO2e/kg")], "0", "3"),
        ([limit("<", "3 kg CO2e/kg"), limit("<", "4.9 kg CO2e/kg")], "0", "3"),
        ([limit("<", "4.9 kg CO2e/kg"), limit(">", "1 kg CO2e/kg")], "1", "4.9"),
        ([limit(">", "1 kg CO2e/kg"), limit(">=", "2 kg CO2e/kg")], "2", None),
        ([limit(">", "2 kg CO2e/kg"), limit(">=", "1 kg CO2e/kg"), limit("<", "4 kg CO2e/kg")], "2", "4"),
        ([limit("<=", "4.9 kg CO2e/kg", decimals=1)], "0", "4.95"),
        ([limit("<", "4.9 kg CO2e/kg", indicator="gross")], "0", None),
        ([limit("<", "4.9 kg CO2e/kg", deduction={"indicator": "net", "condition": "stored"})], "0", None),
        ([limit("<", "4.9 kg CO2e/kg"), limit("<", "1 kg CO2e/kg", indicator="gross")], "0", "4.9"),
        ([limit("<", "4.9 kg CO2e/kg"), limit("<", "1 kg CO2e/kg", deduction={"indicator": "net", "condition": "stored"})], "0", "4.9"),
        ([], "0", None),
    ],
)
def test_the_range_that_limits_guarantee(thresholds: list[Threshold], low: str, high: str | None) -> None:
    """Nothing is taken off a figure of this standard, so that it is never below zero."""
    operator = compile_crosswalk(LIBRARY, TCAB, TCAB, "curated", None, None, False, True)
    bounds = guaranteed(operator, Footprint.model_validate(CARRIER), thresholds).total.bounds
    assert (bounds[0], bounds[2]) == (Decimal(low), None if high is None else Decimal(high))


def test_a_limit_on_a_stage_bounds_that_stage_and_the_total_from_below() -> None:
    operator = compile_crosswalk(LIBRARY, TCAB, TCAB, "curated", None, None, False, True)
    kept = [limit(operator, value, stage="up-to-production") for operator, value in (("<", "3 kg CO2e/kg"), (">", "1 kg CO2e/kg"))]
    found = guaranteed(operator, Footprint.model_validate(CARRIER), kept)
    assert found.figure("up-to-production").bounds[::2] == (Decimal(1), Decimal(3))
    assert found.total.bounds[::2] == (Decimal(1), None)
    both = guaranteed(operator, Footprint.model_validate(CARRIER), [*kept, limit("<", "9 kg CO2e/kg")])
    assert both.figure("up-to-production").bounds[::2] == (Decimal(1), Decimal(3))
    assert both.total.bounds[2] == Decimal(9)


# -- ways and conditions ------------------------------------------------------------------------------------------------------------------


def test_a_threshold_among_alternatives_stands_in_the_ways() -> None:
    either = Requirement.model_validate({"any": [{"threshold": "cap"}, {"all": [{"condition": "a"}, {"threshold": "low"}]}]})
    assert ways((either,)) == [frozenset({"threshold:cap"}), frozenset({"a", "threshold:low"})]
    two = Requirement.model_validate({"all": [{"any": [{"condition": "a"}, {"condition": "b"}]}, {"condition": "c"}]})
    assert ways((two,)) == [frozenset("ac"), frozenset("bc")]
    assert ways((Requirement(condition="a"), Requirement(condition="a"))) == [frozenset("a")]


def asked(name: str, operator: str | None = None, value: str | None = None, by: str | None = None) -> Condition:
    fields = {"id": name, "text": WORD, "question": WORD, "operator": operator, "value": value, "answered_by": by, "source": SOURCE}
    return Condition.model_validate(fields)


def link(then: str, relation: str = "implies") -> Link:
    return Link.model_validate({"given": "eu/a#x", "then": then, "relation": relation, "text": WORD, "source": SOURCE})


def test_a_condition_that_holds_answers_itself_and_no_other() -> None:
    way = {"own": asked("own")}
    assert known_state(asked("own"), "eu/b", way, ()) is MET
    assert known_state(asked("other"), "eu/b", way, ()) is OPEN
    assert known_state(asked("own"), "eu/b", {}, ()) is OPEN
    assert known_state(asked("own"), "eu/b", {"own": asked("own", "<", "5 t")}, ()) is MET


@pytest.mark.parametrize(
    ("known", "wanted", "expected"),
    [
        (("<", "5 t"), ("<", "6 t"), MET),
        (("<", "5 t"), ("<", "5000 kg"), MET),
        (("<", "5 t"), ("<=", "5 t"), MET),
        (("<=", "5 t"), ("<", "5 t"), OPEN),
        (("<=", "5 t"), ("<=", "5 t"), MET),
        (("<", "6 t"), ("<", "5 t"), OPEN),
        (("<", "5 t"), (">", "5 t"), FAILED),
        (("<=", "5 t"), (">=", "5 t"), OPEN),
        (("<=", "5 t"), (">", "5 t"), FAILED),
        (("<", "5 t"), (">=", "5 t"), FAILED),
        (("<", "5 t"), (">", "4 t"), OPEN),
        (("<", "5 t"), (">", "6 t"), FAILED),
        ((">", "5 t"), (">", "4 t"), MET),
        ((">=", "5 t"), (">", "5 t"), OPEN),
        ((">", "5 t"), (">=", "5 t"), MET),
        ((">=", "5 t"), (">=", "5 t"), MET),
        ((">=", "5 t"), ("<=", "5 t"), OPEN),
        ((">=", "5 t"), ("<", "5 t"), FAILED),
        ((">", "5 t"), ("<=", "5 t"), FAILED),
        ((">", "5 t"), ("<", "4 t"), FAILED),
        ((">", "5 t"), (">", "6 t"), OPEN),
    ],
)
def test_a_condition_on_a_quantity_says_something_of_its_kin(known: tuple[str, str], wanted: tuple[str, str], expected: State) -> None:
    """Kin: of the same id, or answered by the same property of the subject."""
    assert known_state(asked("own", *wanted), "eu/b", {"own": asked("own", *known)}, ()) is expected
    by = "energy_consumption"
    assert known_state(asked("other", *wanted, by), "eu/b", {"own": asked("own", *known, by)}, ()) is expected


@pytest.mark.parametrize(
    ("known", "wanted"),
    [
        (asked("a", "<", "5 t", "energy_consumption"), asked("b", "<", "6 t", "gross_floor_area")),
        (asked("a", "<", "5 t"), asked("b", "<", "6 t")),
        (asked("a", by="expiry"), asked("b", by="expiry")),
        (asked("a", "<", "5 t", "expiry"), asked("b", "<", "6 t", "expiry")),  # of two certificates
        (asked("a", by="energy_consumption"), asked("b", "<", "6 t", "energy_consumption")),
        (asked("a", "<", "5 t", "energy_consumption"), asked("b", by="energy_consumption")),
    ],
)
def test_conditions_that_say_nothing_of_each_other(known: Condition, wanted: Condition) -> None:
    assert known_state(wanted, "eu/b", {known.id: known}, ()) is OPEN


def test_what_is_curated_about_two_labels() -> None:
    wanted = asked("own")
    assert known_state(wanted, "eu/b", {}, [(link("eu/b#own"), True)]) is MET
    assert known_state(wanted, "eu/b", {}, [(link("eu/b#own", "excludes"), True)]) is FAILED
    assert known_state(wanted, "eu/b", {}, [(link("eu/b#own"), False)]) is OPEN  # what it starts from is not guaranteed
    assert known_state(wanted, "eu/b", {}, [(link("eu/b#other"), True), (link("eu/c#own"), True)]) is OPEN
    assert known_state(wanted, "eu/b", {}, [(link("eu/b#own"), False), (link("eu/b#own", "excludes"), True)]) is FAILED
    quantity = asked("own", "<", "5 t")
    looser = {"own": asked("own", "<", "6 t")}
    assert known_state(quantity, "eu/b", looser, [(link("eu/b#own"), True)]) is OPEN  # the numbers decide, not the link


# -- rules that keep a number from crossing -----------------------------------------------------------------------------------------------


def hydrogen(**more: Any) -> dict[str, Any]:
    return {"standard": TCAB, "declared_unit": "1 kg", "figures": [{"stage": "up-to-production", "value": "4 kg CO2e"}], **more}


def test_the_guard_between_two_standards() -> None:
    chinese, european = LIBRARY.standard(TCAB), LIBRARY.standard(RFNBO)
    assert guard_of_pair(chinese, chinese) is OPEN_WAY
    guard = guard_of_pair(chinese, european)
    assert guard == Guard(("electricity", "allocation", "cut-off", "carbon-storage", "offsets"), "Delegated Regulation (EU) 2023/1185")
    assert guard.absences == ("electricity", "co-products", "cut-off", "carbon-storage", "offsets")
    assert [name.en for name in guard.names] == ["electricity", "allocation", "cut-off", "carbon storage", "offsets"]
    assert bool(guard)
    assert not OPEN_WAY
    assert (OPEN_WAY.names, OPEN_WAY.absences) == ((), ())


def test_a_rule_differs_by_its_value_or_because_nobody_read_it() -> None:
    base = LIBRARY.standard("int/iso-14067-2018")

    def with_rules(**values: str) -> Any:
        rule = base.rules[0]
        made = tuple(rule.model_copy(update={"topic": topic.replace("_", "-"), "value": value}) for topic, value in values.items())
        return base.model_copy(update={"rules": made})

    own = with_rules(electricity="grid", allocation="open", cut_off="1 %", offsets="not-read", recycling="a")
    assert differing_rules(own, own) == ["allocation", "offsets"]  # read on neither side, so that nobody knows
    assert differing_rules(own, with_rules(electricity="market", allocation="open", cut_off="1 %", offsets="not-read")) == [
        "electricity",
        "allocation",
        "offsets",
    ]
    assert differing_rules(own, with_rules(electricity="grid")) == ["allocation", "cut-off", "offsets"]
    assert differing_rules(with_rules(recycling="a"), with_rules(recycling="b")) == []  # it moves no number here
    twice = own.model_copy(update={"rules": (*own.rules, own.rules[0].model_copy(update={"value": "later"}))})
    assert differing_rules(own, twice) == ["allocation", "offsets"]  # the first rule on a topic is the main one


def test_what_settles_a_rule() -> None:
    said = cw.translate(hydrogen(without=["electricity", "offsets"]), to=RFNBO)
    assert [settled(said, topic) for topic in ("electricity", "offsets", "cut-off")] == [True, True, False]
    assert guard_of(said) == Guard(("allocation", "cut-off", "carbon-storage"), "Delegated Regulation (EU) 2023/1185")
    assert not guard_of(cw.translate(hydrogen(), to=TCAB))


def tyre(*figures: dict[str, Any]) -> dict[str, Any]:
    return {"standard": "cn/gbt-24067-2024", "declared_unit": "1 item", "subject": {"location": "CN"}, "figures": list(figures)}


POWER = {
    "stage": "cradle-to-gate",
    "source": "electricity",
    "value": "5.2 kg CO2e",
    "activity": {"electricity": "9 kWh", "region": "CN", "year": 2024},
}
REST = {"stage": "cradle-to-gate", "value": "24.6 kg CO2e"}


def test_electricity_that_the_target_values_itself_settles_its_rule_and_no_other() -> None:
    both = cw.translate(tyre(REST, POWER), to="eu/pef-2021-2279")
    assert [settled(both, topic) for topic in ("electricity", "allocation")] == [True, False]
    assert "electricity" not in guard_of(both).topics
    without = cw.translate(tyre(REST), to="eu/pef-2021-2279")
    assert settled(without, "electricity") is False
    assert "electricity" in guard_of(without).topics
