"""The recognition dossier: what a body of mutual recognition would have to look at, point by point, for one footprint and one target."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from crosswalk.engine.compare import Comparison, RuleRelation, compare_standards
from crosswalk.engine.crosswalk import compile_crosswalk
from crosswalk.engine.figures import both
from crosswalk.engine.pair import AssumptionMode
from crosswalk.engine.rules.classify import State
from crosswalk.engine.selector import selector
from crosswalk.engine.topics import QUESTIONS, TOPICS
from crosswalk.engine.translation import Translation
from crosswalk.labels import dossier_wording as wording
from crosswalk.labels.assess import products, situation_of, verdicts_on
from crosswalk.labels.check import Check, Section, cited, counts
from crosswalk.labels.conformity import conformity_checks, data_checks
from crosswalk.labels.neutrality import assess_neutrality
from crosswalk.labels.rules import UNREAD, evaluated_anew, settled
from crosswalk.library.library import Library
from crosswalk.model.agreement import Agreement
from crosswalk.model.base import Text
from crosswalk.model.footprint import Footprint
from crosswalk.model.regions import EU_MEMBERS, lies_in
from crosswalk.model.scheme import LabelScheme
from crosswalk.model.standard import Rule, Standard, Topic
from crosswalk.names import normalise

RULES: tuple[Topic, ...] = ("electricity", "allocation", "recycling", "biogenic-carbon", "cut-off", "offsets")
"""Rules that are compared one by one, after boundary, gases and warming potentials."""
OPENING = ("missing", "not-declared", "inseparable")
STATES = {"implied": State.MET, "excluded": State.FAILED}


@dataclass(frozen=True, slots=True)
class Dossier:
    """Every point with its verdict, and the precedents. A technical comparison without legal effect.

    Attributes:
        translation: the footprint under the target.
        day: the day of the dossier.
        checks: the points, by section: rules, data, conformity, claim.
        precedents: agreements between the two sides, with their scope; they are listed, not counted.
    """

    translation: Translation
    day: date
    checks: tuple[Check, ...]
    precedents: tuple[Agreement, ...]

    def section(self, name: Section) -> tuple[Check, ...]:
        """The points of one section."""
        return tuple(check for check in self.checks if check.section == name)

    @property
    def counts(self) -> dict[str, int]:
        """How many points are met, not met and open. No weights."""
        return counts(self.checks)

    @property
    def questions(self) -> tuple[Check, ...]:
        """The points that a question closes."""
        return tuple(check for check in self.checks if check.state is State.OPEN and check.question is not None)

    def as_dict(self) -> dict[str, Any]:
        """The dossier as plain data."""
        result = self.translation
        return {
            "source": result.source,
            "target": result.target,
            "name": both(result.footprint.name) if result.footprint.name else None,
            "as_of": self.day.isoformat(),
            "legal_effect": {"en": "none: a technical comparison", "zh": "无：技术性比较"},
            "total": result.total.as_dict(),
            "shared": result.shared.as_dict(),
            "counts": self.counts,
            "sections": {name: counts(self.section(name)) for name in ("rules", "data", "conformity", "claim")},
            "checks": [check.as_dict() for check in self.checks],
            "precedents": [
                {
                    "id": entry.id,
                    "kind": entry.kind,
                    "name": entry.name.model_dump(),
                    "parties": entry.parties.model_dump(),
                    "scope": entry.scope.model_dump(),
                    "effect": entry.effect.model_dump(),
                    "since": entry.since,
                    "until": entry.until.isoformat() if entry.until else None,
                    "confirmed": entry.source.confirmed,
                }
                for entry in self.precedents
            ],
            "manifest": result.manifest,
        }


def dossier_of(
    library: Library,
    footprint: Footprint,
    source: Standard,
    target: Standard,
    day: date,
    *,
    as_of: date | None = None,
    assumptions: AssumptionMode = "curated",
    nearest_year: bool = False,
) -> Dossier:
    """Draw up the dossier of a footprint for a target.

    Raises:
        InputError: the declaration is not valid under its own standard, or a conversion lacks a property.
        NotComparableError: the two standards share no frame or no kind of subject.
    """
    translation = compile_crosswalk(library, source.id, target.id, assumptions, as_of, None, nearest_year).apply(footprint)
    checks = (
        *_rules(library, translation, compare_standards(library, source, target)),
        *data_checks(footprint, target, day),
        *conformity_checks(library, footprint, target, day),
        *_claims(library, footprint, source, target, day, (as_of, assumptions, nearest_year)),
    )
    return Dossier(translation, day, checks, tuple(_precedents(library, footprint, source, target)))


# -- rules ----------------------------------------------------------------------------------------------------------------------------


def _rules(library: Library, translation: Translation, comparison: Comparison) -> Iterator[Check]:
    source, target = comparison.first, comparison.second
    gaps = [gap for gap in translation.gaps if gap.kind in OPENING and (gap.width is None or gap.width)]
    where = cited(target.number, target.boundary[0].source) if target.boundary else target.number
    state = State.OPEN if gaps else State.MET
    yield Check("rules", "boundary", wording.BOUNDARY, state, wording.boundary(gaps), gaps[0].question if gaps else None, where)
    missing = _only_of_target(library, translation)
    state = State.OPEN if missing else State.MET
    yield Check("rules", "gases", wording.GASES, state, wording.gases(missing), wording.DECLARE_GASES if missing else None, where)
    yield _potentials(translation, target)
    relations = {row.topic: row for row in comparison.rules}
    for topic in RULES:
        row = relations.get(topic)
        if row is not None:
            yield _rule(translation, source, target, row)
        else:
            yield Check("rules", topic, TOPICS[topic], State.OPEN, wording.NEITHER, QUESTIONS[topic], f"{source.number}; {target.number}")


def _only_of_target(library: Library, translation: Translation) -> list[Text]:
    """The main gases that the target counts for this good and that the source counts nowhere."""
    operator = translation.crosswalk
    category = operator.category if operator.source.goods else None
    own = selector(library, operator.source.id, category)
    known = {gas.id for gas in own.space.gases_of(own.total())}
    return [gas.name for gas in own.space.gases_of(operator.figures[0].atoms) if gas.group == "main" and gas.id not in known]


def _potentials(translation: Translation, target: Standard) -> Check:
    """Whether the warming potentials are the target's, or lead to them without loss."""
    _, goal = translation.crosswalk.sets(translation.footprint.characterisations)
    exact = translation.shared.bounds[0] is not None and translation.shared.bounds[0] == translation.shared.bounds[2]
    state = State.MET if goal is None or exact else State.OPEN
    question = QUESTIONS["characterisation"] if translation.footprint.characterisation is None else wording.DECLARE_MASSES
    statement = wording.potentials(goal.id if goal else None, exact)
    where = cited(target.number, target.characterisation.source)
    return Check(
        "rules", "characterisation", TOPICS["characterisation"], state, statement, question if state is State.OPEN else None, where
    )


def _rule(translation: Translation, source: Standard, target: Standard, row: RuleRelation) -> Check:
    own, other = (_first(standard, row.topic) for standard in (source, target))
    unread = any(rule is None or rule.value in UNREAD for rule in (own, other))
    outcome = translation.outcome
    state, how = State.OPEN, wording.differs(row.first, row.second)
    if row.relation == "equal" and not unread:
        state, how = State.MET, wording.same(row.second)
    elif row.topic == "electricity" and evaluated_anew(translation):
        state, how = State.MET, wording.EVALUATED_ANEW
    elif settled(translation, row.topic):
        state, how = State.MET, wording.NOTHING_TO_ACT_ON
    elif row.topic == "recycling" and outcome.change is not None and outcome.change.known:
        state, how = State.MET, wording.REALLOCATED
    elif row.topic == "biogenic-carbon" and translation.footprint.biogenic_carbon is not None:
        state, how = State.MET, wording.CARBON_DECLARED
    elif not unread and row.topic in ("allocation", "cut-off"):
        state = State.FAILED
    rule = other or own
    where = target.number if rule is None else cited((target if other else source).number, rule.source)
    return Check("rules", row.topic, TOPICS[row.topic], state, how, None if state is State.MET else QUESTIONS[row.topic], where)


def _first(standard: Standard, topic: Topic) -> Rule | None:
    return next((rule for rule in standard.rules if rule.topic == topic), None)


# -- claims ---------------------------------------------------------------------------------------------------------------------------


def _claims(
    library: Library,
    footprint: Footprint,
    source: Standard,
    target: Standard,
    day: date,
    modes: tuple[date | None, AssumptionMode, bool],
) -> Iterator[Check]:
    """The labels of the target, and a claim of neutrality, if one is made."""
    situation = situation_of(library, footprint, source, day)
    mine = products(footprint, source)
    schemes = [library.label_scheme(key) for key in library.label_scheme.ids()]
    setters: list[Standard | LabelScheme] = [target]
    setters += [entry for entry in schemes if entry.status != "withdrawn" and entry.figure_of == target.id]
    for setter in setters:
        fitting = tuple(label for label in setter.labels if not label.of or mine & {normalise(word) for word in label.of})
        for found in verdicts_on(library, footprint, source, setter, fitting, situation, modes):
            state = STATES.get(found.verdict, State.OPEN)
            statement = (found.failed or found.reasons)[0] if found.reasons else found.name
            question = (found.questions or (wording.NO_NUMBER_YET,))[0] if state is State.OPEN else None
            yield Check("claim", found.label, found.name, state, statement, question, found.sources[0])
    if footprint.neutrality is None:
        yield Check("claim", "neutrality", wording.NEUTRALITY, State.MET, wording.NO_CLAIM, None, target.number)
        return
    report = assess_neutrality(library, footprint, source, day)
    yield report.derivable
    for claim in report.claims:
        state = STATES.get(claim.verdict, State.OPEN)
        deciding = next((check for check in claim.checks if check.state is state), claim.checks[0])
        yield Check("claim", claim.standard.id, claim.standard.name, state, deciding.statement, deciding.question, deciding.source)


# -- precedents -----------------------------------------------------------------------------------------------------------------------


def _precedents(library: Library, footprint: Footprint, source: Standard, target: Standard) -> Iterator[Agreement]:
    """Agreements between the two sides that are for this product; arrangements of accreditation bodies always."""
    sides = {side for side in (source.jurisdiction, target.jurisdiction, footprint.subject.location, footprint.subject.origin) if side}
    sides = {side.split("-")[0] for side in sides} - {"INT"}
    mine = {normalise(word) for word in (footprint.subject.kind, footprint.subject.fuel) if word}
    for file in map(library.agreements.of, library.agreements.ids()):
        for entry in file.agreements:
            if "INT" in entry.between or (
                sides
                and all(_party(side, entry.between) for side in sides)
                and (not entry.of or mine & {normalise(word) for word in entry.of})
            ):
                yield entry


def _party(side: str, between: tuple[str, ...]) -> bool:
    return side in between or lies_in(side, between) or (side == "EU" and any(party in EU_MEMBERS for party in between))
