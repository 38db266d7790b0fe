"""Claims of carbon neutrality: the footprint before offsets, what is set against it, and whether standards and laws let the claim stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from crosswalk.engine.crosswalk import compile_crosswalk
from crosswalk.engine.figures import both, number
from crosswalk.engine.rules.classify import State, VerdictWord, verdict
from crosswalk.errors import DeclarationError, Finding, UnknownNameError
from crosswalk.labels import neutrality_wording as wording
from crosswalk.labels.assess import situation_of
from crosswalk.labels.check import Check, cited, counts
from crosswalk.labels.measured import Interval
from crosswalk.labels.verdict import Situation, condition_state, requirement
from crosswalk.library.library import Library
from crosswalk.model.base import Source, Text
from crosswalk.model.footprint import Footprint
from crosswalk.model.neutrality import Neutrality, Units
from crosswalk.model.neutrality_standard import CreditKind, NeutralityStandard
from crosswalk.model.quantity import Quantity
from crosswalk.model.regions import lies_in
from crosswalk.model.standard import Standard
from crosswalk.names import Names

INSTRUMENTS = "electricity-instruments-accepted"
"""The condition on which reductions by contracts and certificates rest; asked by the standard of the footprint."""
REMOVALS = ("removal", "temporary-removal")
OTHER = "other"
"""A kind of unit without a name of its own; whether it is a removal, nobody can tell."""
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Closing:
    """Units of one kind that are set against the footprint, in kg CO2e per declared unit."""

    kind: CreditKind
    units: Units
    amount: Decimal
    removal: bool


@dataclass(frozen=True, slots=True)
class Claimed:
    """The verdict on a claim under one standard or law."""

    standard: NeutralityStandard
    verdict: VerdictWord
    checks: tuple[Check, ...]


@dataclass(frozen=True, slots=True)
class NeutralityReport:
    """What crosses to another scheme, and what becomes of the claim. A technical comparison without legal effect.

    Attributes:
        footprint: the declaration.
        source: its standard.
        day: the day of the claim.
        before: the footprint before offsets, kg CO2e per declared unit: the only figure that another standard may take.
        derivable: whether it stands as declared; open while it rests on electricity instruments that nobody has confirmed.
        closing: what is set against it, by kind, never summed into a figure.
        claims: verdicts of the claimed standard first, then of the others, then of laws.
    """

    footprint: Footprint
    source: Standard
    day: date
    before: Interval
    derivable: Check
    closing: tuple[Closing, ...]
    claims: tuple[Claimed, ...]

    def of(self, standard: str) -> Claimed:
        """The verdict under one standard or law, by its id.

        Raises:
            KeyError: the claim was not held against it.
        """
        for entry in self.claims:
            if entry.standard.id == standard:
                return entry
        raise KeyError(standard)

    def as_dict(self) -> dict[str, Any]:
        """The report as plain data."""
        return {
            "standard": self.source.id,
            "name": both(self.footprint.name) if self.footprint.name else None,
            "as_of": self.day.isoformat(),
            "before_offsets": {"low": number(self.before.low), "high": number(self.before.high), "unit": "kg CO2e"},
            "derivable": self.derivable.as_dict(),
            "closing": [
                {
                    "kind": entry.kind.id,
                    "nature": entry.kind.nature,
                    "name": entry.kind.name.model_dump(),
                    "amount": number(entry.amount),
                    "unit": "kg CO2e",
                    "retired": entry.units.retired,
                    "removal": entry.removal,
                }
                for entry in self.closing
            ],
            "claims": [
                {
                    "standard": entry.standard.id,
                    "verdict": entry.verdict,
                    "counts": counts(entry.checks),
                    "checks": [check.as_dict() for check in entry.checks],
                }
                for entry in self.claims
            ],
        }


def assess_neutrality(library: Library, footprint: Footprint, source: Standard, day: date) -> NeutralityReport:
    """Hold a claim of carbon neutrality against the standard that it names, the other standards and the laws that speak of it.

    Raises:
        DeclarationError: the footprint makes no claim of neutrality.
        UnknownNameError: a standard or a kind of unit that nobody knows.
    """
    claim = footprint.neutrality
    if claim is None:
        raise DeclarationError(
            Finding(
                "the footprint makes no claim of neutrality: add `neutrality:`",
                "该碳足迹未作碳中和声明：请添加 `neutrality:`",
                field="neutrality",
            )
        ).located(footprint.file, footprint.lines)
    situation = situation_of(library, footprint, source, day)
    translation = compile_crosswalk(library, source.id, source.id, "curated", None).apply(footprint)
    unit = f"{translation.outcome.wanted.co2e}*CO2e"
    low, _, high = translation.total.bounds
    before = Interval(low, high, unit).into("kg*CO2e")
    whole = (
        compile_crosswalk(library, source.id, source.id, "curated", None, None, False, True).apply(footprint).total.bounds[2] is not None
    )
    closing = tuple(_closing(library, footprint, claim))
    chosen = library.neutrality_standard.ids()
    own = None
    if claim.standard is not None:
        try:
            own = library.neutrality_standard(claim.standard).id
        except UnknownNameError as error:
            raise error.located(footprint.file, footprint.lines) from None
    standards = [library.neutrality_standard(key) for key in sorted(chosen, key=lambda key: (key != own, key))]
    fitting = [entry for entry in standards if entry.id == own or entry.bars or claim.subject in entry.subjects]
    claims = []
    for standard in sorted(fitting, key=lambda entry: bool(entry.bars)):
        if standard.bars:
            checks = list(_admissible(standard, claim, closing, day))
        else:
            checks = list(_under(standard, claim, source, before, whole, closing, situation))
        claims.append(Claimed(standard, verdict(check.state for check in checks), tuple(checks)))
    return NeutralityReport(footprint, source, day, before, _derivable(source, claim, situation), closing, tuple(claims))


def _closing(library: Library, footprint: Footprint, claim: Neutrality) -> Iterator[Closing]:
    names = Names("kind of unit", "抵销单位种类")
    kinds = {kind.id: kind for kind in library.credit_kinds("credit-kinds").kinds}
    for kind in kinds.values():
        names.add(kind.id, [kind.name.en, kind.name.zh, *kind.aliases])
    for field, removal, entries in (("removals", True, claim.removals), ("credits", False, claim.credits)):
        for position, entry in enumerate(entries):
            key = names.get(entry.kind)
            if key is None:  # a kind is never guessed: an allowance is no credit
                near = tuple(name for name, _, _ in names.nearest(entry.kind)) or tuple(kinds)
                finding = Finding(
                    f"unknown kind of unit {entry.kind!r}",
                    f"未知的抵销单位种类 {entry.kind!r}",
                    field=f"neutrality.{field}[{position}].kind",
                    nearest=near[:5],
                )
                raise UnknownNameError(finding).located(footprint.file, footprint.lines)
            if removal and kinds[key].nature not in REMOVALS and key != OTHER:
                finding = Finding(
                    f"{kinds[key].name.en} ({kinds[key].nature}) is no removal inside the boundary: declare it under `credits`",
                    f"{kinds[key].name.zh}不是边界内的清除：请在 `credits` 下声明",
                    field=f"neutrality.removals[{position}].kind",
                )
                raise DeclarationError(finding).located(footprint.file, footprint.lines)
            yield Closing(kinds[key], entry, entry.amount.to("kg*CO2e").magnitude, removal)


def _derivable(source: Standard, claim: Neutrality, situation: Situation) -> Check:
    """Whether the footprint stands as declared: reductions by contracts and certificates count only under its electricity rule."""
    rule = next((rule for rule in source.rules if rule.topic == "electricity"), None)
    where = "" if rule is None else cited(source.number, rule.source)
    resting = [entry for entry in claim.reductions if entry.by == "electricity-instruments"]
    if not resting:
        return Check("rules", "electricity", wording.FOOTPRINT, State.MET, wording.AS_DECLARED, None, where)
    answer = situation.answers.get(INSTRUMENTS)
    state = State.OPEN if answer is None else State.MET if answer is True else State.FAILED
    amount = claim.sum_of(tuple(resting))
    return Check("rules", "electricity", wording.FOOTPRINT, state, wording.rests_on_instruments(amount, state), wording.ask(state), where)


# -- a standard -----------------------------------------------------------------------------------------------------------------------


def _under(
    standard: NeutralityStandard,
    claim: Neutrality,
    source: Standard,
    before: Interval,
    whole: bool,
    closing: Sequence[Closing],
    situation: Situation,
) -> Iterator[Check]:
    begun, withdrawn = standard.dates.in_force or standard.dates.issued, standard.dates.withdrawn
    early = begun is not None and situation.day < begun
    ended = withdrawn is not None and situation.day >= withdrawn
    yield _check(
        "in-force",
        wording.IN_FORCE,
        State.FAILED if early or ended else State.MET,
        wording.in_force(standard, begun if early else None, withdrawn if ended else None),
        standard,
        standard.source,
    )
    fits = claim.subject in standard.subjects
    yield _check(
        "subject",
        wording.SUBJECT,
        State.MET if fits else State.FAILED,
        wording.subject(standard, claim.subject, fits),
        standard,
        standard.source,
    )
    taken = standard.footprints.get(claim.subject, ())
    if taken:
        state = State.MET if source.id in taken else State.OPEN
        yield _check(
            "footprint", wording.FOOTPRINT, state, wording.footprint(taken, source, state), standard, standard.source, wording.DECLARE_THERE
        )
    state = State.MET if whole else State.OPEN
    yield _check("completeness", wording.COMPLETENESS, state, wording.complete(whole), standard, standard.source, wording.DECLARE_REST)
    if standard.reductions_first != "no":
        declared = bool(claim.reductions)
        left = _left(claim, before)
        state = State.MET if declared and left is None and standard.reductions_first == "yes" else State.OPEN
        question = wording.DECLARE_REDUCTIONS if not declared else wording.DECLARE_ALL_REDUCTIONS if left is not None else None
        yield _check(
            "reductions",
            wording.REDUCTIONS,
            state,
            wording.reductions(claim, standard) if left is None else wording.reductions_differ(left, before),
            standard,
            standard.source,
            question or wording.READ_ORDER,
        )
    yield _balance(standard, before, closing)
    conditions = {entry.id: entry for entry in standard.conditions}
    for entry in standard.requires:
        found = requirement(entry, conditions, lambda condition: condition_state(condition, situation), situation.produced)
        names = entry.conditions()
        question = found.questions[0] if found.questions else None
        yield _check(names[0], wording.CONDITION, found.state, found.reason, standard, conditions[names[0]].source, question)


def _left(claim: Neutrality, before: Interval) -> Decimal | None:
    """The baseline less the reductions, where that is not the footprint; within the last printed digits it is."""
    if claim.baseline is None or not claim.reductions:
        return None
    left = claim.baseline.to("kg*CO2e").magnitude - claim.sum_of(claim.reductions)
    printed = [claim.baseline, *(entry.amount for entry in claim.reductions)]
    slack = sum((Quantity(entry.half_digit, entry.unit).to("kg*CO2e").magnitude for entry in printed), ZERO)
    fits = (before.low is None or before.low <= left + slack) and (before.high is None or left - slack <= before.high)
    return None if fits else left


def _accepted(standard: NeutralityStandard, kind: CreditKind) -> tuple[State, Source]:
    """Whether units of a kind may close the balance; a rule on the kind goes before one on its nature."""
    for rule in standard.units:
        if kind.id in rule.kinds:
            return (State.MET if rule.state == "accepted" else State.FAILED), rule.source
    for rule in standard.units:
        if kind.nature in rule.natures:
            return (State.MET if rule.state == "accepted" else State.FAILED), rule.source
    return State.OPEN, standard.source


def _balance(standard: NeutralityStandard, before: Interval, closing: Sequence[Closing]) -> Check:
    """Whether what may count covers the footprint: for certain, perhaps, or not."""
    certain, possible = ZERO, ZERO
    refused: list[CreditKind] = []
    open_: list[CreditKind] = []
    for entry in closing:
        state, _ = _accepted(standard, entry.kind)
        if state is State.FAILED or entry.units.retired is False:
            refused.append(entry.kind)
            continue
        possible += entry.amount
        if state is State.MET and entry.units.retired:
            certain += entry.amount
        else:
            open_.append(entry.kind)
    state = State.OPEN
    if before.high is not None and certain >= before.high:
        state = State.MET
    elif before.low is not None and possible < before.low:
        state = State.FAILED
    statement = wording.balance(before, certain, possible, refused, open_)
    return _check("balance", wording.BALANCE, state, statement, standard, standard.source, wording.CLOSE_BALANCE)


# -- a law ----------------------------------------------------------------------------------------------------------------------------


def _admissible(standard: NeutralityStandard, claim: Neutrality, closing: Sequence[Closing], day: date) -> Iterator[Check]:
    """Whether a law lets the claim be made: by what it rests on, to whom, where and when."""
    for bar in standard.bars:
        facts = (
            State.MET if claim.subject in bar.subjects else State.FAILED,
            _offset(closing),
            State.OPEN if claim.audience is None else State.MET if claim.audience in bar.audiences else State.FAILED,
            State.OPEN if claim.market is None else State.MET if _in_market(claim.market, bar.markets) else State.FAILED,
            State.MET if day >= bar.from_day else State.FAILED,
        )
        hit = State.FAILED if State.FAILED in facts else State.OPEN if State.OPEN in facts else State.MET
        state = {State.MET: State.FAILED, State.FAILED: State.MET, State.OPEN: State.OPEN}[hit]
        yield _check(
            "admissible", wording.ADMISSIBLE, state, wording.admissible(bar, state, day), standard, bar.source, wording.DECLARE_MARKET
        )


def _offset(closing: Sequence[Closing]) -> State:
    """Whether a claim rests on units from outside; open where nobody can tell."""
    if any(not entry.removal for entry in closing):
        return State.MET
    return State.OPEN if any(entry.kind.id == OTHER for entry in closing) else State.FAILED


def _in_market(market: str, markets: Sequence[str]) -> bool:
    return market in markets or lies_in(market, tuple(markets))


def _check(
    topic: str, name: Text, state: State, statement: Text, standard: NeutralityStandard, source: Source, question: Text | None = None
) -> Check:
    return Check("claim", topic, name, state, statement, question if state is State.OPEN else None, cited(standard.number, source))
