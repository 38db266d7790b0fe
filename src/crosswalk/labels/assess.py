"""What a declared footprint earns: its labels on both sides, each after a translation into the standard that sets it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from crosswalk.engine.crosswalk import compile_crosswalk
from crosswalk.engine.figures import both
from crosswalk.engine.pair import AssumptionMode
from crosswalk.engine.rules.reference import catalogue, meant, per_other
from crosswalk.engine.translation import Translation
from crosswalk.errors import Finding, InputError, NotComparableError, UnitMismatchError, UnknownNameError, nearest_text
from crosswalk.labels import wording
from crosswalk.labels.measured import Figure, Interval
from crosswalk.labels.rules import guard_of
from crosswalk.labels.verdict import Situation, Verdict, judge
from crosswalk.library.library import Library
from crosswalk.model.base import Text, text
from crosswalk.model.footprint import POSITIVE, Footprint
from crosswalk.model.label import Label, Threshold
from crosswalk.model.quantity import Quantity
from crosswalk.model.scheme import LabelScheme
from crosswalk.model.standard import Standard
from crosswalk.names import Names, normalise

MOST_QUESTIONS = 3  # of one figure; the translation itself lists all of its gaps


@dataclass(frozen=True, slots=True)
class LabelReport:
    """The verdicts on all labels that a footprint can be held against, and the labels that could not be tested."""

    footprint: Footprint
    source: Standard
    day: date
    verdicts: tuple[Verdict, ...]
    untested: tuple[str, ...]

    def of(self, label: str) -> Verdict:
        """The verdict on one label, by its `standard#label` id.

        Raises:
            KeyError: the label was not tested.
        """
        return next(entry for entry in self.verdicts if entry.label == label)

    def as_dict(self) -> dict[str, Any]:
        """The report as plain data."""
        return {
            "standard": self.source.id,
            "name": both(self.footprint.name) if self.footprint.name else None,
            "as_of": self.day.isoformat(),
            "labels": [entry.as_dict() for entry in self.verdicts],
            "untested": list(self.untested),
        }


def assess(
    library: Library,
    footprint: Footprint,
    source: Standard,
    *,
    as_of: date | None = None,
    assumptions: AssumptionMode = "curated",
    nearest_year: bool = False,
) -> LabelReport:
    """The verdicts on every label of the library that is for this product.

    Raises:
        InputError: the declaration is not valid under its own standard, or answers a condition that no label asks.
    """
    day = as_of or date.today()
    situation = situation_of(library, footprint, source, day)
    mine = products(footprint, source)
    found: list[Verdict] = []
    untested: list[str] = []
    for setter in _setters(library, source):
        fitting = tuple(label for label in setter.labels if not label.of or mine & {normalise(word) for word in label.of})
        if not mine:
            untested += [f"{setter.id}#{label.id}" for label in setter.labels if label.of]
        found += verdicts_on(library, footprint, source, setter, fitting, situation, (as_of, assumptions, nearest_year))
    return LabelReport(footprint, source, day, tuple(found), tuple(untested))


Modes = tuple[date | None, AssumptionMode, bool]
"""Day asked for, assumptions, and whether the nearest year stands in."""


def verdicts_on(
    library: Library,
    footprint: Footprint,
    source: Standard,
    setter: Standard | LabelScheme,
    labels: tuple[Label, ...],
    situation: Situation,
    modes: Modes,
) -> list[Verdict]:
    """The verdicts on some labels of one standard or scheme."""
    if not labels:
        return []
    target = figure_standard(library, setter)
    about = {entry.id for entry in setter.conditions if entry.where_declared}
    if target is None or not any(_asks_figures(label, about) for label in labels):
        return [judge(setter, label, None, situation) for label in labels]
    figure = _figure(library, footprint, source, target, *modes)
    if figure.translation is not None:
        situation = replace(situation, held=partial(_can_hold, figure.translation))
    nominal = None
    if target.id != source.id and target.subject == source.subject:
        as_of, assumptions, nearest_year = modes
        declared = compile_crosswalk(library, source.id, source.id, assumptions, as_of, None, nearest_year).apply(footprint)
        nominal = partial(_total_in, declared)
    if figure.translation is not None:
        situation = replace(situation, guard=guard_of(figure.translation))
    found = [judge(setter, label, figure.measure, situation, figure.asked(setter, label), figure.reason, nominal) for label in labels]
    return [replace(entry, translation=figure.translation) for entry in found]


def _asks_figures(label: Label, about: set[str]) -> bool:
    """Whether a label needs figures: for a threshold, or for a condition that is about what is declared."""
    return bool(label.thresholds) or any(entry.thresholds() or about & set(entry.conditions()) for entry in label.requires)


def _can_hold(translation: Translation, sources: Sequence[str]) -> bool:
    """Whether some declared figure can hold any of these emission sources."""
    wanted = translation.crosswalk.library.space(translation.crosswalk.source.frame).box(None, tuple(sources), None)
    outcome = translation.outcome
    return any(line.atoms & wanted for place, line in enumerate(outcome.plan.lines) if place not in outcome.empty)


def _total_in(translation: Translation, threshold: Threshold) -> Interval:
    """The declared total in the unit of a threshold, whatever figure the threshold is for."""
    return interval_in(translation, threshold.value.unit)


def situation_of(library: Library, footprint: Footprint, source: Standard, day: date) -> Situation:
    """What verdicts on a declared footprint depend on besides its figures.

    Raises:
        UnknownNameError: an answer to a condition that no label asks.
    """
    return Situation(
        day,
        produced(footprint, day),
        footprint.subject.operation_start,
        answers(library, footprint),
        source.id,
        footprint.evidence.expires,
        {name: quantity for name in POSITIVE if (quantity := getattr(footprint.subject, name)) is not None},
    )


def figure_standard(library: Library, setter: Standard | LabelScheme) -> Standard | None:
    """The standard whose figure the thresholds of a standard or scheme are held against; `None` where no figure decides."""
    if isinstance(setter, Standard):
        return setter
    return library.standard(setter.figure_of) if setter.figure_of else None


def held(translation: Translation, threshold: Threshold) -> Interval:
    """The figure of a translation that a threshold is held against, in its unit.

    Raises:
        UnitMismatchError: no property of the subject leads there, or the figure is per another reference quantity (another test cycle).
    """
    wanted = threshold.reference
    if wanted is not None:
        crosswalk = translation.crosswalk
        known = translation.outcome.wanted.reference
        possible = {known} if known else {entry.id for entry in meant(crosswalk.library, translation.footprint, crosswalk.source)}
        if wanted not in possible or (len(possible) > 1 and not crosswalk.identity):
            raise UnitMismatchError(Finding(f"the figure is not per {wanted}", f"数值的基准不是 {wanted}"))
    return interval_in(translation, threshold.value.unit, threshold.stage, threshold.indicator)


def products(footprint: Footprint, source: Standard) -> set[str]:
    """The words for what a footprint is of: what the declarer says, and what its standard is about."""
    subject = footprint.subject
    words = {normalise(word) for word in (subject.kind, subject.fuel, source.unit.fuel) if word}
    return words | ({"fuel"} if subject.fuel or source.unit.fuel else set())


def _setters(library: Library, source: Standard) -> Iterator[Standard | LabelScheme]:
    """What sets labels that a declaration under `source` can be held against: its own standard first, then others, then schemes."""
    ids = [key for key in library.standard_ids() if library.record(key).get("labels")]
    for key in sorted(ids, key=lambda entry: (entry != source.id, entry)):
        target = library.standard(key)
        kinds = {target.subject, source.subject}
        if target.frame == source.frame and (len(kinds) == 1 or kinds == {"installation", "product"}) and target.status != "withdrawn":
            yield target
    for key in library.label_scheme.ids():
        scheme = library.label_scheme(key)
        if scheme.subject == source.subject and scheme.status != "withdrawn":
            yield scheme


@dataclass(frozen=True, slots=True)
class _Figure:
    measure: Figure | None
    questions: tuple[Text, ...]
    reason: Text | None
    translation: Translation | None = None

    def asked(self, setter: Standard | LabelScheme, label: Label) -> tuple[Text, ...]:
        """What to declare so that the figures of a label become narrower."""
        if self.translation is None:
            return self.questions
        named = {*label.thresholds, *(name for entry in label.requires for name in entry.thresholds())}
        figures = [(entry.stage, entry.indicator) for entry in setter.thresholds if entry.id in named]
        whole = any(stage is None for stage, _ in figures)
        return _questions(self.translation, [] if whole else [(stage, name) for stage, name in figures if stage is not None])


def _figure(
    library: Library,
    footprint: Footprint,
    source: Standard,
    target: Standard,
    as_of: date | None,
    assumptions: AssumptionMode,
    nearest_year: bool,
) -> _Figure:
    """The total of a footprint under a target, for one unit of what the target's figures are per."""
    try:
        translation = compile_crosswalk(library, source.id, target.id, assumptions, as_of, None, nearest_year, True).apply(footprint)
    except NotComparableError as error:
        return _Figure(None, (), wording.no_figure(text(error.en, error.zh)))
    except InputError as error:
        if source.id == target.id:
            raise
        first = error.findings[0]
        return _Figure(None, (text(first.en, first.zh),), wording.no_figure(text(first.en, first.zh)))
    return _Figure(partial(held, translation), (), None, translation)


def interval_in(translation: Translation, unit: str, stage: str | None = None, indicator: str | None = None) -> Interval:
    """The total, or a figure of a stage (the main one, unless its indicator is named), in a unit, also per another quantity of the product (kg of hydrogen, MJ on the lower heating value).

    Raises:
        UnitMismatchError: no property of the subject leads from what the total is per to what the unit is per.
    """
    wanted = translation.outcome.wanted
    low, _, high = translation.total.bounds if stage is None else translation.figure(stage, indicator).bounds
    low, high = (None if end is None else end / wanted.count for end in (low, high))
    own = Interval(low, high, replace(wanted, count=Decimal(1)).unit().replace(" ", "*"))
    if Quantity(Decimal(1), own.unit).has_dimension_of(unit):
        return own.into(unit)
    crosswalk = translation.crosswalk
    known = catalogue(crosswalk.library).quantities
    possible = meant(crosswalk.library, translation.footprint, crosswalk.source) if wanted.reference is None else (known[wanted.reference],)
    if len(possible) != 1:
        return own.into(unit)
    (reference,) = possible
    standards = (crosswalk.source, crosswalk.target)
    factor = per_other(crosswalk.library, translation.footprint.subject, standards, reference.id, unit)
    if factor is None:
        return own.into(unit)
    usual = own.into(f"kg*CO2e/({reference.unit})" if wanted.per else "kg*CO2e")
    other = next(entry for entry in known.values() if Quantity(Decimal(1), unit).has_dimension_of(f"kg*CO2e/({entry.unit})"))
    scaled = Interval(*_times(usual, factor), f"kg*CO2e/({other.unit})")
    return scaled.into(unit)


def _times(interval: Interval, factor: Decimal) -> tuple[Decimal | None, Decimal | None]:
    low, high = (None if end is None else end * factor for end in (interval.low, interval.high))
    return low, high


def _questions(translation: Translation, figures: Sequence[tuple[str, str | None]]) -> tuple[Text, ...]:
    """The questions of the gaps that keep the total open, the widest first; where figures are named, those at their stages."""
    space = translation.crosswalk.library.space(translation.crosswalk.source.frame)
    main = translation.crosswalk.target.main_indicator.id
    plans = {(plan.figure.stage, plan.figure.indicator): plan.figure.atoms for plan in translation.outcome.plan.forests[0].figures}
    counted = 0
    for stage, indicator in figures:
        counted |= plans.get((stage, indicator or main), 0)

    def concerned(stage: str) -> bool:
        known = space.stage_names.get(stage)
        return not figures or known is None or bool(counted & space.at_stages(space.stage_mask(known)))

    asked = [gap.question for gap in translation.gaps if (gap.width is None or gap.width) and concerned(gap.stage)]
    return tuple(dict.fromkeys(asked))[:MOST_QUESTIONS]


def produced(footprint: Footprint, day: date) -> date:
    """The last day of production: of the period, else of the year, else the day itself."""
    if footprint.period is not None:
        return footprint.period.end
    return day if footprint.year is None else date(footprint.year, 12, 31)


def answers(library: Library, footprint: Footprint) -> Mapping[str, Any]:
    """The declarer's answers by the ids of conditions.

    Raises:
        UnknownNameError: an answer to a condition that no label asks.
    """
    if not footprint.conditions:
        return {}
    names = Names("condition of a label", "标签条件")
    for key in (*library.standard_ids(), *library.label_scheme.ids(), *library.neutrality_standard.ids()):
        for entry in library.record(key).get("conditions") or ():
            names.add(str(entry["id"]), [])
    found = {}
    for name, answer in footprint.conditions.items():
        known = names.get(name)
        if known is None:  # an answer is never given to a condition that was only guessed
            finding = Finding(
                f"no label asks for the condition {name!r}",
                f"没有标签询问条件 {name!r}",
                field=f"conditions.{name}",
                nearest=nearest_text([near for near, _, _ in names.nearest(name)] or names.keys()),
            )
            raise UnknownNameError(finding).located(footprint.file, footprint.lines)
        found[known] = answer
    return found


def labels_of(library: Library, field: str | None = None) -> Iterator[tuple[Standard | LabelScheme, Label]]:
    """All labels of the library, or of one field."""
    for key in (*library.standard_ids(field), *library.label_scheme.ids(field)):
        if library.record(key).get("labels"):
            setter = library.sets_labels(key)
            yield from ((setter, label) for label in setter.labels)
