"""Whether whatever earns one label earns another: the interval that the first guarantees, classified in the second."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from crosswalk.engine.crosswalk import compile_crosswalk
from crosswalk.engine.pair import AssumptionMode
from crosswalk.engine.provenance import Fact
from crosswalk.engine.rules.classify import State, VerdictWord, all_of, verdict
from crosswalk.errors import InputError, NotComparableError
from crosswalk.labels import wording
from crosswalk.labels.assess import figure_standard, held
from crosswalk.labels.counterexample import Example, common_example, counter_example
from crosswalk.labels.guarantee import (
    guaranteed,
    in_force_of,
    known_state,
    loosest,
    per_of,
    same_start,
    state_within,
    strict_ends,
    ways,
)
from crosswalk.labels.measured import Figure, Measured
from crosswalk.labels.rules import Guard, guard_of_pair
from crosswalk.labels.verdict import Required, facts_of_label, in_force, requirement
from crosswalk.library.library import Library
from crosswalk.model.base import Text, text
from crosswalk.model.footprint import Footprint
from crosswalk.model.label import Condition, Label, Threshold
from crosswalk.model.mapping import Link
from crosswalk.model.scheme import LabelScheme
from crosswalk.model.standard import Standard
from crosswalk.names import normalise


@dataclass(frozen=True, slots=True)
class LabelOf:
    """A label with the standard or scheme that sets it."""

    setter: Standard | LabelScheme
    label: Label

    @property
    def id(self) -> str:
        """`standard#label`."""
        return f"{self.setter.id}#{self.label.id}"


@dataclass(frozen=True, slots=True)
class Equivalence:
    """Whether whatever earns the first label earns the second. A technical comparison without legal effect.

    Attributes:
        first: the label that is held.
        second: the label that is asked for.
        verdict: `implied`: whatever earns the first earns the second; `possible`: some does; `excluded`: nothing does; `unknown`: no act fixes a number.
        measured: the thresholds of the second, with the interval that the first guarantees.
        reasons: what decides, most important first.
        questions: what the holder of the first must answer besides.
        example: something that earns the first and not the second.
        common: something that earns both.
        sources: clauses behind both.
        unconfirmed: whether some of them were not read by anybody.
        day: the day of the comparison.
        facts: what it rests on, each with its source.
    """

    first: LabelOf
    second: LabelOf
    verdict: VerdictWord
    measured: tuple[Measured, ...]
    reasons: tuple[Text, ...]
    questions: tuple[Text, ...]
    example: Example | None
    common: Example | None
    sources: tuple[str, ...]
    unconfirmed: bool
    day: date
    facts: tuple[Fact, ...] = ()

    @property
    def settled(self) -> bool:
        """Whether the verdict is the last word: a `possible` of which both an example and a counter-example are known, or any other one."""
        return self.verdict != "unknown" and (self.verdict != "possible" or (self.example is not None and self.common is not None))

    def as_dict(self) -> dict[str, Any]:
        """The comparison as plain data."""
        return {
            "first": self.first.id,
            "second": self.second.id,
            "as_of": self.day.isoformat(),
            "verdict": self.verdict,
            "settled": self.settled,
            "measured": [entry.as_dict() for entry in self.measured],
            "reasons": [entry.model_dump() for entry in self.reasons],
            "questions": [entry.model_dump() for entry in self.questions],
            "counter_example": self.example.as_dict() if self.example else None,
            "common_example": self.common.as_dict() if self.common else None,
            "sources": list(self.sources),
            "unconfirmed": self.unconfirmed,
        }


def equivalent_labels(
    library: Library,
    first: LabelOf,
    second: LabelOf,
    day: date,
    *,
    as_of: date | None = None,
    assumptions: AssumptionMode = "curated",
    with_example: bool = True,
) -> Equivalence:
    """Hold whatever earns the first label against the second.

    Raises:
        NotComparableError: the labels are for different products, or for a part and its whole.
    """
    _same_subject(first, second)
    questions: tuple[Text, ...] = ()
    measured: tuple[Measured, ...] = ()
    unread = first.label.undetermined or second.label.undetermined
    told = [(State.FAILED, dated) for entry in (first, second) if (dated := in_force(entry.label, day)) is not None]
    links = _links(library, first, second)
    told += [(State.FAILED, link.text) for link in links if link.then == second.id and link.relation == "excludes" and _always(link, first)]
    states = [state for state, _ in told]
    if not states:
        measured, state, reasons = _metric(library, first, second, day, as_of, assumptions)
        states.append(state)
        told += reasons
        state, parts = _conditions(first, second, links, day)
        states.append(state)
        told += [(part.state, part.reason) for part in parts]
        told += [(State.FAILED if link.relation == "excludes" else State.MET, link.text) for link in links if _always(link, first)]
        questions = tuple(question for part in parts for question in part.questions)
        if second.label.declared_under:
            fits = bool(first.label.declared_under) and set(first.label.declared_under) <= set(second.label.declared_under)
            states.append(State.MET if fits else State.OPEN)
            told.append((states[-1], wording.declared_under(second.label.declared_under, fits)))
    ordered = sorted(told, key=lambda entry: (State.FAILED, State.OPEN, State.MET).index(entry[0]))
    reasons_told = list(dict.fromkeys(reason for _, reason in ordered))
    word: VerdictWord = verdict(states)
    if unread is not None and word != "excluded" and first.id != second.id:
        word = "unknown"
        reasons_told.insert(0, unread)
    example = common = None
    if with_example and word == "possible":
        pair = (first.setter, first.label), (second.setter, second.label)
        example = counter_example(library, *pair, day, as_of, assumptions)
        common = common_example(library, *pair, day, as_of, assumptions)
    sources = [(entry.setter.number, source) for entry in (first, second) for source in _sources(entry)]
    sources += [(link.then, link.source) for link in links]
    return Equivalence(
        first,
        second,
        word,
        measured,
        tuple(reasons_told),
        tuple(dict.fromkeys(questions)) if word == "possible" else (),
        example,
        common,
        tuple(dict.fromkeys(f"{number}: {source.clause or source.document}" for number, source in sources)),
        any(source.confirmed == "unconfirmed" for _, source in sources),
        day,
        (*_facts(first), *_facts(second), *(Fact(link.text, link.source, home) for link in links for home in _homes(library, link))),
    )


def _facts(entry: LabelOf) -> tuple[Fact, ...]:
    names = {name for part in entry.label.requires for name in part.conditions()}
    limits = [limit for limit in entry.setter.thresholds if limit.id in entry.label.thresholds]
    return facts_of_label(entry.setter, entry.label, limits, [known for known in entry.setter.conditions if known.id in names])


def _homes(library: Library, link: Link) -> list[str]:
    """The mapping that holds a link."""
    pair = (link.given.partition("#")[0], link.then.partition("#")[0])
    return [mapping.id for mapping in library.mappings(*pair) if link in mapping.links][:1]


def _sources(entry: LabelOf) -> list[Any]:
    names = {name for part in entry.label.requires for name in part.conditions()}
    thresholds = [limit.source for limit in entry.setter.thresholds if limit.id in entry.label.thresholds]
    return [entry.label.source, *thresholds, *(known.source for known in entry.setter.conditions if known.id in names)]


def _same_subject(first: LabelOf, second: LabelOf) -> None:
    """Raise where no product can have both labels."""
    own, other = first.setter.subject, second.setter.subject
    words = [{normalise(word) for word in entry.label.of} for entry in (first, second)]
    if own != other or (words[0] and words[1] and not words[0] & words[1]):
        raise NotComparableError(
            f"{first.id} and {second.id} are for different products: no product can have both",
            f"{first.id} 与 {second.id} 适用于不同产品，没有产品可同时取得",
        )


def _links(library: Library, first: LabelOf, second: LabelOf) -> list[Link]:
    """What is curated about the pair, from the first to the second."""
    if first.setter.id == second.setter.id:
        return []
    found = [link for mapping in library.mappings(first.setter.id, second.setter.id) if mapping.between for link in mapping.links]
    return [link for link in found if link.given.startswith(f"{first.setter.id}#") and link.then.startswith(f"{second.setter.id}#")]


def _always(link: Link, first: LabelOf) -> bool:
    """Whether whatever earns the first label has what a link starts from."""
    return link.given == first.id or all(link.given.partition("#")[2] in way for way in ways(first.label.requires))


# -- the number -----------------------------------------------------------------------------------------------------------------------


def _metric(
    library: Library, first: LabelOf, second: LabelOf, day: date, as_of: date | None, assumptions: AssumptionMode
) -> tuple[tuple[Measured, ...], State, list[tuple[State, Text]]]:
    """The thresholds of the second label against what those of the first guarantee."""
    asked = in_force_of(second.setter, second.label, day)
    if not second.label.thresholds:
        return (), State.MET, []
    if not asked:
        return (), State.FAILED, [(State.FAILED, wording.not_in_force(second.label.name, day))]
    holding = in_force_of(first.setter, first.label, day)
    own, goal = figure_standard(library, first.setter), figure_standard(library, second.setter)
    if own is None or goal is None or not holding:
        return (), State.OPEN, [(State.OPEN, wording.guarantees_no_number(first.label.name))]
    if own.frame != goal.frame or own.subject != goal.subject:
        return (), State.OPEN, [(State.OPEN, wording.guarantees_no_number(first.label.name))]
    try:
        operator = compile_crosswalk(library, own.id, goal.id, assumptions, as_of, None, False, True)
        guard = guard_of_pair(own, goal)
        carrier = _carrier(first, second, own, goal, holding)
        found = []
        for entry in asked:
            kept = loosest(known for known in holding if same_start(known, entry))
            figure = partial(held, guaranteed(operator, carrier, kept))
            found.append(_held_against(entry, kept, figure, own.id == goal.id, guard.on(entry, own.id)))
    except InputError as error:
        finding = error.findings[0]
        return (), State.OPEN, [(State.OPEN, wording.no_figure(text(finding.en, finding.zh)))]
    always = [entry.state for entry in found if not entry.threshold.by_start]
    by_start = {entry.state for entry in found if entry.threshold.by_start}
    states = [*always, *([by_start.pop()] if len(by_start) == 1 else [State.OPEN] if by_start else [])]
    told = [(entry.state, wording.guaranteed(entry)) for entry in found]
    if any(guard.on(entry.threshold, own.id) for entry in found):
        told.append((State.OPEN, wording.rules_differ(guard)))
    return tuple(found), all_of(states), told


def _held_against(threshold: Threshold, kept: list[Threshold], figure: Figure, same: bool, guard: Guard) -> Measured:
    interval = figure(threshold)
    if same and any(entry.id == threshold.id for entry in kept):
        return Measured.of(threshold, interval, State.MET)  # the very same limit, whatever its sign
    strict = strict_ends(interval, kept, threshold, same)
    return Measured.of(threshold, interval, state_within(interval, threshold, *strict), guard)


def _carrier(first: LabelOf, second: LabelOf, own: Standard, goal: Standard, kept: list[Threshold]) -> Footprint:
    """A declaration without figures of its own: the product and what the figures are per."""
    per = per_of(kept[0].value.unit)
    fuel = next((entry.unit.fuel for entry in (own, goal) if entry.unit.fuel), None)
    if fuel is None:
        common = [word for word in first.label.of if normalise(word) in {normalise(other) for other in second.label.of}]
        fuel = common[0] if common and "fuel" in {*first.label.of, *second.label.of} else None
    return Footprint.model_validate(
        {
            "standard": own.id,
            "subject": {"fuel": fuel} if fuel else {},
            "declared_unit": f"1 {per}",
            "figures": [{"stage": own.stages[0].id, "value": {"low": "0 kg CO2e"}}],
        }
    )


# -- the conditions -------------------------------------------------------------------------------------------------------------------


def _conditions(first: LabelOf, second: LabelOf, links: list[Link], day: date) -> tuple[State, list[Required]]:
    """The requirements of the second label in every way in which the first can be earned."""
    own = {entry.id: entry for entry in first.setter.conditions}
    asked = {entry.id: entry for entry in second.setter.conditions}
    each: list[list[Required]] = []
    for way in ways(first.label.requires):
        holding = {name: own[name] for name in way if name in own}
        known = [(link, _is_given(link, first, holding)) for link in links]
        state_of = partial(_state, standard=second.setter.id, way=holding, links=known)
        kept = way if first.setter.id == second.setter.id else frozenset[str]()
        limit = partial(_limit, second=second, kept=kept)
        each.append([requirement(entry, asked, state_of, day, limit) for entry in second.label.requires])
    whole = [all_of(entry.state for entry in parts) for parts in each]
    state = whole[0] if len(set(whole)) == 1 else State.OPEN
    worst = min(each, key=lambda parts: [(State.FAILED, State.OPEN, State.MET).index(entry.state) for entry in parts])
    if state is State.OPEN:  # tell of a way that stays open rather than of one that fails
        worst = next((parts for parts, found in zip(each, whole, strict=True) if found is State.OPEN), worst)
    return state, worst


def _limit(name: str, *, second: LabelOf, kept: frozenset[str]) -> Required:
    """A threshold among alternatives: met where the first label was earned by the very same one, else open."""
    threshold = next(entry for entry in second.setter.thresholds if entry.id == name)
    state = State.MET if f"threshold:{name}" in kept else State.OPEN
    told = wording.alternative(threshold, state)
    return Required(state, told, (), told)


def _state(condition: Condition, *, standard: str, way: Mapping[str, Condition], links: list[tuple[Link, bool]]) -> State:
    return known_state(condition, standard, way, links)


def _is_given(link: Link, first: LabelOf, holding: Mapping[str, Condition]) -> bool:
    name = link.given.partition("#")[2]
    return link.given == first.id or name in holding
