"""Gaps between the rules of two standards that move no atom: areas, reference quantities, study periods, methods, verification."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from crosswalk.engine import wording
from crosswalk.engine.answers import Addresses
from crosswalk.engine.gap import Answer, Gap
from crosswalk.engine.rules.reference import Restatement, catalogue
from crosswalk.engine.rules.unit import AREA_NAMES, area_of, years
from crosswalk.engine.run import Outcome
from crosswalk.engine.trace import cite
from crosswalk.model.base import Text, text
from crosswalk.model.footprint import ABSENT_BY_TOPIC, Footprint

if TYPE_CHECKING:
    from crosswalk.engine.pair import Pair

ZERO = Decimal(0)


def differences(pair: Pair, footprint: Footprint, outcome: Outcome, addresses: Addresses) -> list[Gap]:
    """The rules in which two standards differ on a declaration: what figures are per, the study period, and topic by topic."""
    finder = _Differences(pair, footprint, outcome, addresses)
    return [*finder.basis(), *finder.period(), *finder.rules()]


def study_periods(pair: Pair, footprint: Footprint) -> tuple[str, str]:
    """The years of the declaration and those that the target asks for, as people write them."""
    own = years(footprint, pair.source)
    goal = pair.target.unit.study_period
    return (f"{own.normalize():f}" if own else "?", f"{goal.to('a').magnitude.normalize():f}" if goal else "?")


def evidence(pair: Pair, footprint: Footprint, unit: str, today: date) -> list[Gap]:
    """Verification that the target asks for, and evidence that has expired."""
    target = pair.target.number
    found = []
    known = footprint.evidence
    rule = next((rule for rule in pair.target.rules if rule.topic == "verification"), None)
    if rule is not None and rule.value != "none" and known.verification is None:
        message, question = wording.verification_needed(target, rule.text)
        words = pair.library.verification_words
        known_words = tuple(entry.id for key in words.ids() for entry in words.of(key).words)
        answers = (Answer("evidence.verification", choices=known_words), Answer("evidence.expires"))
        found.append(Gap("verification", "total", "minor", ZERO, unit, message, question, (target,), answered_by=answers))
    if known.expires is not None and known.expires < today:
        message, question = wording.expired(known.expires.isoformat())
        found.append(Gap("verification", "total", "major", ZERO, unit, message, question))
    return found


class _Differences:
    def __init__(self, pair: Pair, footprint: Footprint, outcome: Outcome, addresses: Addresses):
        self.pair, self.footprint, self.outcome, self.addresses = pair, footprint, outcome, addresses
        self.source, self.target = pair.source.number, pair.target.number
        self.unit = outcome.wanted.unit()

    def basis(self) -> list[Gap]:
        """The floor area meant, and the characterisation set that nobody stated."""
        found = []
        declared, wanted = self.outcome.declared, self.outcome.wanted
        if wanted.area is not None:
            after = text(*AREA_NAMES[wanted.area])
            words = None
            if self.pair.target.unit.area is None:
                words = wording.area_open(self.target, after)
            elif declared.area is not None and declared.area != wanted.area:
                before = text(*AREA_NAMES[declared.area])
                ratio = area_of(self.footprint, declared.area) / area_of(self.footprint, wanted.area)
                words = wording.area_converted(before, after, f"{ratio:.6g}")
            if words is not None:
                found.append(Gap("unit-basis", "total", "info", ZERO, self.unit, *words, (self.target,)))
        step = self.outcome.step
        if step is not None and (step.declared is not step.wanted or step.factor != 1):
            words = wording.reference_converted(
                (step.declared.name, self.source), (step.wanted.name, self.target), f"{step.factor:.6g}", self._behind(step)
            )
            found.append(Gap("unit-basis", "total", "info", ZERO, self.unit, *words, (self.target,)))
        own = self.pair.source.characterisation
        if own.open and self.footprint.characterisation is None and self.outcome.plan.target_set is None:
            words = wording.characterisation_unstated(self.source, self.target)
            answers = (Answer("characterisation", choices=own.sets),)
            found.append(Gap("rule-differs", "total", "minor", ZERO, self.unit, *words, (self.source,), answered_by=answers))
        return found

    def _behind(self, step: Restatement) -> Text:
        """The properties that a change of reference quantity rests on, and where those that nobody declared come from."""
        known = catalogue(self.pair.library).properties
        parts = [text(known[name].name.en, known[name].name.zh) for name in step.stated]
        parts += [
            text(f"{known[entry.property].name.en} {entry.value} ({cited})", f"{known[entry.property].name.zh} {entry.value}（{cited}）")
            for entry, cited in ((entry, cite(entry.source)) for entry in step.published)
        ]
        return text(", ".join(part.en for part in parts) or "-", "、".join(part.zh for part in parts) or "-")

    def period(self) -> list[Gap]:
        own = years(self.footprint, self.pair.source)
        goal = self.pair.target.unit.study_period
        if own is None or goal is None or goal.to("a").magnitude == own:
            return []
        message, question = wording.period_differs(*study_periods(self.pair, self.footprint))
        answers = (Answer("subject.service_life", "a"),) if self.footprint.subject.service_life is None else ()
        return [Gap("rule-differs", "total", "minor", ZERO, self.unit, message, question, (self.target,), answered_by=answers)]

    def rules(self) -> list[Gap]:
        found = []
        goals = {rule.topic: rule for rule in reversed(self.pair.target.rules)}
        own = {rule.topic: rule for rule in reversed(self.pair.source.rules)}
        for topic, rule in own.items():
            other = goals.get(topic)
            if other is None or other.value == rule.value or topic in ("verification", "threshold"):
                continue
            if ABSENT_BY_TOPIC.get(topic) in self.footprint.without:
                continue  # the rules have nothing to act on
            if topic == "recycling" and (self.outcome.change is not None or self.footprint.recycling is not None):
                continue  # told by material, or nothing changes
            message, question = wording.rule_differs(topic, self.source, rule.text, self.target, other.text)
            if topic == "biogenic-carbon" and self.footprint.biogenic_carbon is not None:
                question = wording.ALREADY_DECLARED
            clauses = tuple(
                f"{standard}: {clause}"
                for standard, clause in ((self.source, rule.source.clause), (self.target, other.source.clause))
                if clause
            )
            answers = partial(self._answers, topic)
            found.append(Gap("rule-differs", "total", "info", ZERO, self.unit, message, question, clauses, answered_by=answers))
        return found

    def _answers(self, topic: str) -> tuple[Answer, ...]:
        """The fields that settle a topic."""
        footprint = self.footprint
        if topic == "biogenic-carbon":
            return self.addresses.carbon()
        if topic == "study-period":
            life = self.pair.source.subject == "building" and footprint.subject.service_life is None
            year = footprint.year is None and footprint.period is None
            return (*((Answer("subject.service_life", "a"),) if life else ()), *((Answer("year"),) if year else ()))
        absent = ABSENT_BY_TOPIC.get(topic)
        declared = {
            "electricity": any(entry.of_electricity and not entry.is_zero for entry in (*footprint.figures, *footprint.supplement)),
            "co-products": footprint.co_products is not None,
        }
        return (Answer("without", choices=(absent,)),) if absent is not None and not declared.get(absent) else ()
