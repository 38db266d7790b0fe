"""The verdict on one label: the interval against its thresholds, and the conditions besides."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from crosswalk.engine.provenance import Fact
from crosswalk.engine.rules.classify import State, VerdictWord, all_of, any_of, verdict, within
from crosswalk.errors import DeclarationError, Finding, UnitMismatchError
from crosswalk.labels import wording
from crosswalk.labels.measured import Figure, Interval, Measured
from crosswalk.labels.rules import OPEN_WAY, Guard
from crosswalk.model.base import Text, text
from crosswalk.model.label import Condition, Label, Requirement, Threshold
from crosswalk.model.quantity import Quantity, readable
from crosswalk.model.scheme import LabelScheme
from crosswalk.model.standard import Standard

if TYPE_CHECKING:
    from crosswalk.engine.translation import Translation


@dataclass(frozen=True, slots=True)
class Situation:
    """What a verdict depends on besides the figure.

    Attributes:
        day: the day on which the label is asked for.
        produced: the last day of production, by which conditions with dates are read.
        started: the start of operation of the installation.
        answers: what the declarer answered, by condition.
        declared_under: the standard of the declaration.
        expires: the last day of the evidence.
        properties: measured properties of the subject.
        guard: rules that keep the figure from being one of the standard that sets the label.
        held: whether some declared figure can hold any of the emission sources named; where there is no figure, nobody knows.
    """

    day: date
    produced: date
    started: date | None
    answers: Mapping[str, bool | Quantity]
    declared_under: str | None = None
    expires: date | None = None
    properties: Mapping[str, Quantity] = field(default_factory=dict)
    guard: Guard = OPEN_WAY
    held: Callable[[Sequence[str]], bool] | None = None

    def unclaimed(self, condition: Condition) -> bool:
        """Whether a condition is about emission sources of which the declaration certainly holds none."""
        return bool(condition.where_declared) and self.held is not None and not self.held(condition.where_declared)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a figure says of one label.

    Attributes:
        label: `standard#label`.
        standard: number of the standard.
        name: of the label.
        verdict: `implied` (every completion earns it), `possible`, `excluded`, or `unknown` where no act fixes a number.
        measured: the thresholds that hold, with the interval in their unit.
        reasons: what decides, most important first.
        questions: what to declare so that the verdict becomes definite.
        sources: clauses behind thresholds and conditions.
        unconfirmed: whether some of them were not read by anybody.
        failed: those of the reasons that exclude it.
        facts: what the verdict rests on, each with its source.
        translation: the translation whose figure was held against the limits; `None` where there is none.
    """

    label: str
    standard: str
    name: Text
    verdict: VerdictWord
    measured: tuple[Measured, ...]
    reasons: tuple[Text, ...]
    questions: tuple[Text, ...]
    sources: tuple[str, ...]
    unconfirmed: bool
    failed: tuple[Text, ...] = ()
    facts: tuple[Fact, ...] = ()
    translation: Translation | None = None

    def as_dict(self) -> dict[str, Any]:
        """The verdict as plain data."""
        return {
            "label": self.label,
            "standard": self.standard,
            "name": self.name.model_dump(),
            "verdict": self.verdict,
            "measured": [entry.as_dict() for entry in self.measured],
            "reasons": [entry.model_dump() for entry in self.reasons],
            "questions": [entry.model_dump() for entry in self.questions],
            "sources": list(self.sources),
            "unconfirmed": self.unconfirmed,
        }


def judge(
    standard: Standard | LabelScheme,
    label: Label,
    figure: Figure | None,
    situation: Situation,
    open_questions: Sequence[Text] = (),
    reason: Text | None = None,
    nominal: Figure | None = None,
) -> Verdict:
    """The verdict on a label.

    Args:
        standard: the standard or scheme that sets it.
        label: the label.
        figure: the figure under that standard for a threshold; `None` where there is none, for the `reason` given.
        situation: day, production, start of operation and answers.
        open_questions: what to declare so that the interval becomes narrower.
        reason: why there is no figure.
        nominal: the declared figure under its own standard, by its unit alone; told, never judged.
    """
    conditions = {entry.id: entry for entry in standard.conditions}
    day = _day(label, situation)
    known = {entry.id: entry for entry in standard.thresholds}
    state_of = partial(condition_state, situation=situation)
    if figure is not None:
        figure = partial(_deducted, figure=figure, conditions=conditions, situation=situation)
    way = partial(_one_way, known=known, figure=figure, day=day, reason=reason, situation=situation)
    required = [requirement(entry, conditions, state_of, situation.produced, way, situation.unclaimed) for entry in label.requires]
    reasons: list[Text] = []
    questions: list[Text] = []
    states: list[State] = []
    measured: tuple[Measured, ...] = ()
    dated = in_force(label, day)
    if dated is not None:
        reasons.append(dated)
        states.append(State.FAILED)
    if label.thresholds and dated is None:
        found = None if figure is None else _measured(standard, label, figure, situation)
        if found is None:
            states.append(State.OPEN)
            reasons.append(reason or wording.OTHER_UNIT)
            questions += open_questions if figure is None else (wording.DECLARE_UNIT,)
        else:
            measured, state, missing = found
            states.append(state)
            reasons += [wording.measured(entry) for entry in measured]
            guarded = any(situation.guard.on(entry.threshold, situation.declared_under) for entry in measured)
            reasons += [wording.rules_differ(situation.guard)] if guarded else []
            reasons += [] if measured else [wording.not_in_force(label.name, day)]
            reasons += [told for entry in measured for told in _nominal(entry, nominal)]
            questions += missing
            if any(entry.by_number is State.OPEN for entry in measured):
                questions += [told for entry in measured for told in _unquantified(entry.threshold, conditions, situation)]
                questions += open_questions
            if guarded:
                questions.append(wording.ask_without(situation.guard))
    if label.declared_under:
        fitting = situation.declared_under in label.declared_under
        states.append(State.MET if fitting else State.OPEN)
        reasons.append(wording.declared_under(label.declared_under, fitting))
        questions += () if fitting else (wording.declare_under(label.declared_under),)
    if any(entry.figure_open for entry in required):
        questions += open_questions
    for entry in sorted(required, key=lambda found: (State.FAILED, State.OPEN, State.MET).index(found.state)):
        states.append(entry.state)
        reasons.append(entry.reason)
        questions += entry.questions
    word: VerdictWord = verdict(states)
    if label.undetermined is not None and word != "excluded":
        word = "unknown"
        reasons.insert(0, label.undetermined)
    used = [conditions[name] for part in label.requires for name in part.conditions()]
    measured += tuple(dict.fromkeys(found for entry in required for found in entry.measured))
    allowed = [conditions[entry.threshold.deduction.condition] for entry in measured if entry.threshold.deduction is not None]
    used = list(dict.fromkeys([*used, *(entry for entry in allowed if not situation.unclaimed(entry))]))
    sources = [label.source, *(entry.threshold.source for entry in measured), *(entry.source for entry in used)]
    return Verdict(
        f"{standard.id}#{label.id}",
        standard.number,
        label.name,
        word,
        measured,
        tuple(reasons),
        tuple(dict.fromkeys(questions)) if word == "possible" else (),
        tuple(dict.fromkeys(f"{standard.number}: {source.clause or source.document}" for source in sources)),
        any(source.confirmed == "unconfirmed" for source in sources),
        (
            *((dated,) if dated is not None else ()),
            *(wording.measured(entry) for entry in measured if entry.state is State.FAILED),
            *(entry.reason for entry in required if entry.state is State.FAILED),
        ),
        facts_of_label(standard, label, [entry.threshold for entry in measured], used),
    )


def facts_of_label(
    setter: Standard | LabelScheme, label: Label, thresholds: Sequence[Threshold], conditions: Sequence[Condition]
) -> tuple[Fact, ...]:
    """What a label rests on: itself, limits and conditions, each with its source."""
    home = f"{setter.id}#{label.id}"
    found = [Fact(text(f"{home}: {label.name.en}", f"{home}：{label.name.zh}"), label.source, setter.id)]
    for limit in thresholds:
        shown = f"{limit.operator} {readable(str(limit.value))}"
        found.append(Fact(text(f"{home}: limit {shown}", f"{home}：限值 {shown}"), limit.source, setter.id))
    found += [Fact(text(f"{home}: {entry.text.en}", f"{home}：{entry.text.zh}"), entry.source, setter.id) for entry in conditions]
    return tuple(dict.fromkeys(found))


def _deducted(threshold: Threshold, figure: Figure, conditions: Mapping[str, Condition], situation: Situation) -> Interval:
    """The figure of a threshold, with what may be deducted: not at all, in full, or anything between while nobody says whether it may.

    A deduction that the declarer confirms without an amount leaves the figure open below.
    """
    whole = figure(threshold)
    if threshold.deduction is None:
        return whole
    condition = conditions[threshold.deduction.condition]
    state = condition_state(condition, situation)
    confirmed = situation.answers.get(condition.id) is True
    if state is State.FAILED or (situation.unclaimed(condition) and not confirmed):
        return whole
    stage = threshold.deduction.stage or threshold.stage
    less = figure(threshold.model_copy(update={"indicator": threshold.deduction.indicator, "stage": stage}))
    if situation.unclaimed(condition):
        return Interval(None, less.high, less.unit)
    return less if state is State.MET else Interval(less.low, whole.high, whole.unit)


def _unquantified(threshold: Threshold, conditions: Mapping[str, Condition], situation: Situation) -> Iterator[Text]:
    """The question for the amount of a deduction that the declarer confirms without one."""
    if threshold.deduction is not None:
        condition = conditions[threshold.deduction.condition]
        if situation.answers.get(condition.id) is True and situation.unclaimed(condition):
            yield wording.declare_deduction(condition)


def _day(label: Label, situation: Situation) -> date:
    """The day against which the dates of a label are held."""
    return situation.produced if label.dated == "production" else situation.day


def in_force(label: Label, day: date) -> Text | None:
    """Why a label cannot be earned on a day; `None` where it can."""
    if label.valid_from is not None and day < label.valid_from:
        return wording.not_yet(label.name, label.valid_from)
    if label.valid_until is not None and day > label.valid_until:
        return wording.no_longer(label.name, label.valid_until)
    return None


def _nominal(entry: Measured, nominal: Figure | None) -> Iterator[Text]:
    """What the declared number says by its unit alone, where the verdict is open."""
    if nominal is None or entry.by_number is not State.OPEN or entry.threshold.stage is not None:
        return
    with contextlib.suppress(UnitMismatchError):  # no property leads to the unit of the threshold; then there is nothing to tell
        declared = _against(entry.threshold, nominal, OPEN_WAY)
        yield wording.nominal(declared.interval, declared.state, declared.saving)


def _measured(
    standard: Standard | LabelScheme, label: Label, figure: Figure, situation: Situation
) -> tuple[tuple[Measured, ...], State, tuple[Text, ...]] | None:
    """The thresholds, or `None` where no property of the subject leads to their unit."""
    try:
        return _measure(standard, label, figure, situation)
    except UnitMismatchError:
        return None


def _measure(
    standard: Standard | LabelScheme, label: Label, figure: Figure, situation: Situation
) -> tuple[tuple[Measured, ...], State, tuple[Text, ...]]:
    """The thresholds in force, the state over all of them, and what to declare to choose among them."""
    known = {entry.id: entry for entry in standard.thresholds}
    holding = [known[name] for name in label.thresholds if known[name].holds_on(_day(label, situation))]
    if not holding:
        return (), State.FAILED, ()
    always = [_against(entry, figure, situation.guard.on(entry, situation.declared_under)) for entry in holding if not entry.by_start]
    by_start = [entry for entry in holding if entry.by_start]
    states = [entry.state for entry in always]
    questions: tuple[Text, ...] = ()
    if by_start:
        chosen = [entry for entry in by_start if situation.started is None or entry.covers_start(situation.started)]
        found = [_against(entry, figure, situation.guard.on(entry, situation.declared_under)) for entry in chosen]
        each = {entry.state for entry in found}
        states.append(each.pop() if len(each) == 1 else State.OPEN if each else State.FAILED)
        if situation.started is None and states[-1] is State.OPEN:
            questions = (wording.START_OF_OPERATION,)
        always += found
    return tuple(always), all_of(states), questions


def _against(threshold: Threshold, figure: Figure, guard: Guard) -> Measured:
    mine = figure(threshold)
    if threshold.decimals is not None:
        mine = mine.rounded(threshold.decimals)
    state = within(mine.low, mine.high, threshold.operator, threshold.value.magnitude, threshold.sign_open)
    return Measured.of(threshold, mine, state, guard)


@dataclass(frozen=True, slots=True)
class Required:
    """A requirement: its state, what decides, the questions whose answers could settle it, and its short form within a group."""

    state: State
    reason: Text
    questions: tuple[Text, ...]
    short: Text
    measured: tuple[Measured, ...] = ()
    figure_open: bool = False


def requirement(
    entry: Requirement,
    conditions: Mapping[str, Condition],
    state_of: Callable[[Condition], State],
    day: date,
    way: Callable[[str], Required] | None = None,
    unclaimed: Callable[[Condition], bool] | None = None,
) -> Required:
    """The state of a requirement from the states of its conditions, and of thresholds by a `way` to judge them (open without one); `day` is that of production.

    `unclaimed` tells which conditions are about nothing that is declared.
    """
    if entry.threshold is not None:
        return Required(State.OPEN, wording.OTHER_UNIT, (), wording.OTHER_UNIT, (), True) if way is None else way(entry.threshold)
    if entry.condition is not None:
        condition = conditions[entry.condition]
        state = state_of(condition)
        nothing = state is State.MET and unclaimed is not None and unclaimed(condition)
        reason = wording.idle(condition.text) if nothing else wording.condition(condition.text, state, outside(condition, day))
        return Required(state, reason, (wording.ask(condition),) if state is State.OPEN else (), reason)
    parts = [requirement(part, conditions, state_of, day, way, unclaimed) for part in (*entry.all, *entry.any)]
    state = (all_of if entry.all else any_of)([part.state for part in parts])
    deciding = [part.short for part in parts if part.state is state]
    if (entry.all and state is State.MET) or (entry.any and state is State.FAILED):
        deciding = [part.reason for part in parts]
    questions = tuple(question for part in parts if part.state is State.OPEN for question in part.questions) if state is State.OPEN else ()
    whole = wording.group(entry.name, deciding, state, bool(entry.any))
    measured = tuple(dict.fromkeys(found for part in parts for found in part.measured))
    is_open = state is State.OPEN and any(part.figure_open for part in parts)
    return Required(state, whole, questions, whole if entry.name is None else wording.named(entry.name, state), measured, is_open)


def _one_way(
    name: str, known: Mapping[str, Threshold], figure: Figure | None, day: date, reason: Text | None, situation: Situation
) -> Required:
    """A threshold that is one of several ways to meet a requirement."""
    threshold = known[name]
    if not threshold.holds_on(day):
        late = wording.not_in_force(threshold.name, day)
        return Required(State.FAILED, late, (), late)
    guard = situation.guard.on(threshold, situation.declared_under)
    if figure is None:
        told = reason or wording.OTHER_UNIT
        return Required(State.OPEN, told, (), told, (), True)
    try:
        found = _against(threshold, figure, guard)
    except UnitMismatchError:
        return Required(State.OPEN, wording.OTHER_UNIT, (wording.DECLARE_UNIT,), wording.OTHER_UNIT)
    told = wording.measured(found)
    asked = (wording.ask_without(guard),) if guard else ()
    return Required(found.state, told, asked, told, (found,), found.by_number is State.OPEN)


def outside(condition: Condition, day: date) -> bool:
    """Whether a condition does not apply on a day, so that it cannot be met."""
    return (condition.valid_from is not None and day < condition.valid_from) or (
        condition.valid_until is not None and day > condition.valid_until
    )


def condition_state(condition: Condition, situation: Situation) -> State:
    """Whether a condition holds by the declarer's answer."""
    if outside(condition, situation.produced):
        return State.FAILED
    answer = situation.answers.get(condition.id)
    if condition.answered_by == "expiry" and situation.expires is not None:
        if situation.expires < situation.day:
            return State.FAILED
        answer = True if answer is None else answer
    elif answer is None and condition.answered_by is not None:
        answer = situation.properties.get(condition.answered_by)
    if answer is None:
        return State.MET if situation.unclaimed(condition) else State.OPEN
    if condition.value is None or condition.operator is None:
        if not isinstance(answer, bool):
            raise DeclarationError(
                Finding(
                    f"{condition.id} is answered with yes or no, not with {answer}",
                    f"{condition.id} 应以是或否回答，而不是 {answer}",
                    field=f"conditions.{condition.id}",
                )
            )
        return State.MET if answer else State.FAILED
    if isinstance(answer, bool):
        raise DeclarationError(
            Finding(
                f"{condition.id} is answered with a quantity such as {readable(str(condition.value))}, not with yes or no",
                f"{condition.id} 应以数量回答，例如 {readable(str(condition.value))}，而不是是或否",
                field=f"conditions.{condition.id}",
            )
        )
    try:
        given = answer.to(condition.value.unit).magnitude
    except UnitMismatchError as error:
        raise UnitMismatchError(*(Finding(entry.en, entry.zh, field=f"conditions.{condition.id}") for entry in error.findings)) from None
    return within(given, given, condition.operator, condition.value.magnitude)
