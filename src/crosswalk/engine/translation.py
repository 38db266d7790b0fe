"""The result of a translation: figures with bounds, ranked gaps, assumptions, trace and manifest."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crosswalk.engine import wording
from crosswalk.engine.bounds import Interval
from crosswalk.engine.disclosure import Item, checklist
from crosswalk.engine.figures import AssumptionUse, FigureResult, both, number, status_of
from crosswalk.engine.gap import Gap
from crosswalk.engine.gaps import find_gaps
from crosswalk.engine.goods import content_of
from crosswalk.engine.provenance import Fact, facts_behind, versions
from crosswalk.engine.run import Outcome
from crosswalk.engine.trace import Step, trace_steps
from crosswalk.errors import NotComparableError
from crosswalk.model.base import Text, text
from crosswalk.model.footprint import Footprint
from crosswalk.model.quantity import Quantity

if TYPE_CHECKING:
    from crosswalk.engine.crosswalk import Crosswalk


class Translation:
    """A footprint translated into another standard.

    `total` is the target's full total; `shared` is the part of it that the declaration covers, like for like.
    """

    def __init__(self, crosswalk: Crosswalk, footprint: Footprint, outcome: Outcome):
        self.crosswalk = crosswalk
        self.footprint = footprint
        self.outcome = outcome
        self.unit = outcome.wanted.unit()
        self.warnings: list[Text] = []

    # -- figures -------------------------------------------------------------------------------------------------------------------

    @property
    def source(self) -> str:
        """The id of the standard of the declaration."""
        return self.crosswalk.source.id

    @property
    def target(self) -> str:
        """The id of the standard translated into."""
        return self.crosswalk.target.id

    @cached_property
    def total(self) -> FigureResult:
        """The target's total."""
        return self._figure(0, "total", None)

    @cached_property
    def shared(self) -> FigureResult:
        """The part of the target's total that the declaration covers."""
        interval = self.outcome.intervals[0]
        bounds = (interval.shared_low, interval.shared_best, interval.shared_high)
        status = status_of(bounds[0], bounds[2], interval.covered, not interval.covered)
        return FigureResult("shared", self.outcome.plan.forests[0].figures[0].figure.indicator, None, bounds, self.unit, status)

    @cached_property
    def functional_unit(self) -> FigureResult | None:
        """The total per functional unit of the good (clinker or nitrogen contained), where that is no tonne of it and its content is declared.

        (EU) 2025/2547 Annex III Equations 64-66, the other way round.
        """
        unit = self.crosswalk.functional_unit
        content = content_of(self.footprint, unit)
        if content is None:
            return None
        tonnes = Quantity(self.outcome.wanted.count, self.outcome.wanted.per or "t").to("t").magnitude
        low, best, high = (None if value is None else value / tonnes / content for value in self.total.bounds)
        interval = self.outcome.intervals[0]
        status = status_of(low, high, interval.covered, interval.missing)
        return FigureResult("functional-unit", self.total.indicator, None, (low, best, high), f"t CO2e/{unit}", status)

    @cached_property
    def figures(self) -> tuple[FigureResult, ...]:
        """The target's figures, stage by stage and indicator by indicator."""
        names = {stage.id: stage.name for stage in self.crosswalk.target.stages}
        plans = self.outcome.plan.forests[0].figures
        return tuple(
            self._figure(position, plans[position].figure.stage, names.get(plans[position].figure.stage))
            for position in range(1, len(plans))
        )

    def _figure(self, position: int, stage: str, name: Text | None) -> FigureResult:
        interval: Interval = self.outcome.intervals[position]
        figure = self.outcome.plan.forests[0].figures[position].figure
        status = status_of(interval.low, interval.high, interval.covered, interval.missing)
        return FigureResult(stage, figure.indicator, name, (interval.low, interval.best, interval.high), self.unit, status)

    def figure(self, stage: str, indicator: str | None = None) -> FigureResult:
        """One figure by the target's stage and indicator (the main one).

        Raises:
            KeyError: the target has no such figure.
        """
        goal = indicator or self.crosswalk.target.main_indicator.id
        for entry in self.figures:
            if entry.stage == stage and entry.indicator == goal:
                return entry
        raise KeyError((stage, goal))

    # -- explanations --------------------------------------------------------------------------------------------------------------

    @cached_property
    def gaps(self) -> tuple[Gap, ...]:
        """Every reason why the result is not exact, the one that matters most first."""
        found = find_gaps(self.crosswalk, self.footprint, self.outcome, self.crosswalk.as_of or date.today())
        facts = self.unconfirmed
        if facts and not self.crosswalk.identity:
            message, question = wording.unconfirmed(len(facts))
            found = (
                *found,
                Gap("unconfirmed", "total", "info", Decimal(0), self.unit, message, question, tuple(facts[:5])),
            )
        return found

    @cached_property
    def assumptions(self) -> tuple[AssumptionUse, ...]:
        """The assumptions without which a figure would be known less well."""
        used = []
        known = dict(_by_figure(self.outcome))
        for assumption in self.outcome.plan.assumptions:
            other = self.crosswalk.evaluate(self.footprint, assumption.id)
            if any(known[figure] != interval for figure, interval in _by_figure(other)):
                wide, narrow = other.intervals[0], self.outcome.intervals[0]
                narrowed = None
                if None not in (wide.shared_low, wide.shared_high, narrow.shared_low, narrow.shared_high):
                    assert wide.shared_high is not None
                    assert wide.shared_low is not None
                    assert narrow.shared_high is not None
                    assert narrow.shared_low is not None
                    narrowed = (wide.shared_high - wide.shared_low) - (narrow.shared_high - narrow.shared_low)
                used.append(AssumptionUse(assumption, narrowed))
        return tuple(used)

    @cached_property
    def with_judgements(self) -> Translation | None:
        """What the translation becomes with the assumptions that rest on judgement, where they tell more; never used unasked."""
        wider = self.crosswalk.with_judgements()
        if wider is None:
            return None
        other = wider.apply(self.footprint)
        return other if other.outcome.intervals[0] != self.outcome.intervals[0] else None

    @cached_property
    def facts(self) -> list[Fact]:
        """The facts that the result rests on, each with its source."""
        return facts_behind(self.crosswalk, self.outcome, [use.assumption for use in self.assumptions])

    @cached_property
    def unconfirmed(self) -> list[str]:
        """The facts behind the result that are marked unconfirmed in the data."""
        return list(dict.fromkeys(fact.what.en for fact in self.facts if fact.source.confirmed == "unconfirmed"))

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """Every step from the declared lines to the total, in the order in which it was taken, in both languages."""
        return trace_steps(self.crosswalk.library, self.crosswalk.source, self.crosswalk.target, self.outcome)

    @cached_property
    def trace(self) -> list[dict[str, str]]:
        """The steps as plain data, in English."""
        return [step.as_dict() for step in self.steps]

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """What the result rests on: version, and the content hash of every definition that was used."""
        library = self.crosswalk.library
        plan = self.outcome.plan
        sets = [item.id for item in plan.source_sets] + ([plan.target_set.id] if plan.target_set else [])
        factors = [factor.factor_set.id for entry in plan.replacements for factor in entry.known] + [
            entry.factor_set.id for entry in self.outcome.declaration.used_factors
        ]
        change = self.outcome.change
        parameters = {entry.parameters for material in (change.materials if change is not None else ()) for entry in material.defaults}
        return {
            **versions(library),
            "standards": {key: f"sha256:{library.sha256(key)}" for key in sorted({self.source, self.target})},
            "mappings": {entry.id: f"sha256:{library.sha256(entry.id)}" for entry in library.mappings(self.source, self.target)},
            "characterisation": {key: f"sha256:{library.sha256(key)}" for key in sorted(set(sets))},
            "factors": {key: f"sha256:{library.sha256(key)}" for key in sorted(set(factors))},
            **({"recycling": {key: f"sha256:{library.sha256(key)}" for key in sorted(parameters)}} if parameters else {}),
            "assumptions": self.crosswalk.mode,
            "as_of": self.crosswalk.as_of.isoformat() if self.crosswalk.as_of else None,
            "unconfirmed": self.unconfirmed,
        }

    @cached_property
    def checklist(self) -> tuple[Item, ...]:
        """What the target asks of a report beside its figures, and what of it is there; nothing where it is no standard on disclosure."""
        states = {entry.stage: entry.status for entry in self.figures if entry.indicator == self.crosswalk.target.main_indicator.id}
        return checklist(self.crosswalk.library, self.crosswalk.source, self.crosswalk.target, lambda stage: states.get(stage, "missing"))

    # -- forms ---------------------------------------------------------------------------------------------------------------------

    def as_dict(self) -> dict[str, Any]:
        """The result as plain data, in the published JSON form."""
        return {
            "source": self.source,
            "target": self.target,
            "comparable": True,
            "name": both(self.footprint.name) if self.footprint.name else None,
            "declared_unit": self.outcome.wanted.describe(),
            "total": self.total.as_dict(),
            "shared": self.shared.as_dict(),
            "functional_unit": self.functional_unit.as_dict() if self.functional_unit else None,
            "with_judgements": self._judged(),
            "figures": [{"stage": entry.stage, "indicator": entry.indicator, **entry.as_dict()} for entry in self.figures],
            "gaps": [gap.as_dict() for gap in self.gaps],
            "assumptions": [use.as_dict(self.unit) for use in self.assumptions],
            "precursors": self._precursors(),
            "disclosure": [entry.as_dict() for entry in self.checklist],
            "trace": self.trace,
            "warnings": [both(entry) for entry in [*self.warnings, *(text(*note) for note in self.outcome.notes)]],
            "manifest": self.manifest,
        }

    def _precursors(self) -> list[dict[str, Any]]:
        """What each precursor brings in, and by which route."""
        scale = self.outcome.uniform
        return [
            {
                "name": entry.label,
                "cn_code": entry.code,
                "route": entry.route,
                "low": number(entry.value[0] * scale),
                "high": number(entry.value[1] * scale) if entry.value[1].is_finite() else None,
                "by_default": number(entry.by_default * scale),
                "unit": self.unit,
                "note": {"en": entry.note[0], "zh": entry.note[1]},
            }
            for entry in self.outcome.declaration.inputs
        ]

    def _judged(self) -> dict[str, Any] | None:
        other = self.with_judgements
        return None if other is None else {"total": other.total.as_dict(), "shared": other.shared.as_dict()}

    def to_json(self, indent: int | None = 2) -> str:
        """The result as one JSON document; equal input gives equal bytes."""
        return json.dumps(self.as_dict(), ensure_ascii=False, indent=indent)

    def report(self, path: str | Path, lang: str = "en") -> None:
        """Write the whole report to a file; its ending tells the form: `.html`, `.xlsx`, `.md` or `.json`.

        Raises:
            InputError: no form has that ending, or the file cannot be written.
            MissingPackageError: HTML needs `carbon-crosswalk[report]`, XLSX needs `carbon-crosswalk[xlsx]`.
        """
        # a step to a layer above, as `Crosswalk.apply_frame` takes one; nothing here depends on what is loaded
        import_module("crosswalk.report.files").write_translation(self, Path(path), lang)

    def as_footprint(self) -> Footprint:
        """The translation as a declaration under the target, bounds as ranges: the start of a further translation.

        Raises:
            NotComparableError: no figure of the target is bounded on any side, so there is nothing to declare.
        """
        plans = self.outcome.plan.forests[0].figures
        main = self.crosswalk.target.main_indicator.id
        order = sorted(
            (position for position in range(1, len(plans)) if plans[position].figure.indicator == main),
            key=lambda position: (self._open_ends(position), plans[position].figure.atoms.bit_count()),
        )
        taken = 0
        figures: list[dict[str, Any]] = []
        for position in order:
            atoms = plans[position].figure.atoms
            interval = self.outcome.intervals[position]
            if atoms & taken or (interval.low is None and interval.high is None):
                continue
            taken |= atoms
            if interval.low == interval.high == 0 and not self._empty(position):
                interval = interval._replace(high=None)  # uptake that balances emissions: a declared zero would say that neither is there
            ends = {
                key: f"{value} {self.outcome.wanted.co2e} CO2e"
                for key, value in (("low", interval.low), ("high", interval.high))
                if value is not None
            }
            figures.append({"stage": plans[position].figure.stage, "value": ends})
        if not figures:
            raise NotComparableError(
                f"nothing of the declaration bounds a figure of {self.crosswalk.target.number}",
                f"该声明无法界定 {self.crosswalk.target.number} 的任何数值",
            )
        wanted = self.outcome.wanted
        meant = {key: value for key, value in (("reference_area", wanted.area), ("reference_quantity", wanted.reference)) if value}
        per = "*".join(part for part in (wanted.per, "a" if wanted.yearly else "") if part)
        plan = self.outcome.plan
        kept = plan.target_set or (plan.source_sets[0] if len(plan.source_sets) == 1 else None)
        return Footprint.model_validate(
            {
                "standard": self.target,
                "name": both(self.footprint.name) if self.footprint.name else None,
                "subject": self.footprint.subject.model_copy(update=meant),
                "declared_unit": f"{wanted.count} {per}" if per else None,
                "year": self.footprint.year,
                "characterisation": kept.id if kept else None,
                "figures": figures,
            }
        )

    def _empty(self, position: int) -> bool:
        """Whether a figure of zero holds nothing at all: only emissions, or only lines that say so."""
        figure = self.outcome.plan.forests[0].figures[position]
        space = self.crosswalk.library.space(self.crosswalk.source.frame)
        return not figure.figure.atoms & space.negative or all(term.line in self.outcome.empty for term in figure.terms)

    def _open_ends(self, position: int) -> tuple[int, Decimal]:
        interval = self.outcome.intervals[position]
        width = interval.width()
        return (0, width) if width is not None else ((interval.low is None) + (interval.high is None), Decimal(0))

    def __repr__(self) -> str:
        return f"<Translation {self.source} -> {self.target}: shared {self.shared!r}>"


def _by_figure(outcome: Outcome) -> Iterator[tuple[tuple[str, str], Interval]]:
    for plan, interval in zip(outcome.plan.forests[0].figures, outcome.intervals, strict=True):
        yield (plan.figure.stage, plan.figure.indicator), interval
