"""The crosswalk between two standards: compiled once, applied to any number of footprints."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from crosswalk.engine.bounds import Coefficients, Interval
from crosswalk.engine.declare import declare, factor_sets
from crosswalk.engine.forest import forests
from crosswalk.engine.lines import Declaration, Line, sum_atoms
from crosswalk.engine.plan import Plan, Replacement, Rules, TargetFigure, compile_forests
from crosswalk.engine.rules.activity import FactorValue, latest_match, look_up_item
from crosswalk.engine.rules.characterise import Weight, characterised, weights
from crosswalk.engine.rules.period import time_factor
from crosswalk.engine.rules.unit import Basis, area_scales, declared_basis, require_years, target_basis, years
from crosswalk.engine.run import BINARY_NOISE, Outcome, run
from crosswalk.engine.selector import selector
from crosswalk.engine.translation import Translation
from crosswalk.errors import Finding, InconsistentDeclarationError, InputError, NotComparableError
from crosswalk.frames.space import Atoms, Space
from crosswalk.library.library import Library
from crosswalk.model.characterisation import CharacterisationSet
from crosswalk.model.footprint import Footprint
from crosswalk.model.frame import Box
from crosswalk.model.mapping import Assumption
from crosswalk.model.standard import Standard

AssumptionMode = Literal["curated", "all", "none"]
BASES: dict[str, tuple[str, ...]] = {
    "curated": ("published", "derived"),
    "all": ("published", "derived", "judgement"),
    "none": (),
}

UNKNOWN = Interval(None, None, None, False, True, None, None, None)  # stands in for a figure until it is computed
SUBJECTS = {"building": "建筑", "product": "产品"}
KEPT_PLANS = 512  # patterns of lines; buildings whose areas differ by stage have one each
ZERO = Decimal(0)
ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class StageScale:
    """What one unit declared at some stages becomes under the target's unit and study period; `high` is `None` when unbounded."""

    low: Decimal
    high: Decimal | None
    stages: int


@dataclass(frozen=True, slots=True)
class Situation:
    """What a plan depends on besides the lines: characterisation, scales, years of use, assumptions, and which lines are negative."""

    characterisation: str | None
    scales: tuple[StageScale, ...]
    years_of_use: int | None
    left_out: str | None
    no_biogenic: bool
    below_zero: tuple[int, ...]


@dataclass(slots=True)
class Crosswalk:
    """The operator from declarations under `source` to figures under `target`.

    >>> import crosswalk as cw
    >>> x = cw.crosswalk("cn/gbt-51366-2019", "eu/en-15978-2011")
    >>> x.source.number, x.target.number
    ('GB/T 51366-2019', 'EN 15978:2011')
    """

    library: Library
    source: Standard
    target: Standard
    mode: AssumptionMode = "curated"
    as_of: date | None = None
    figures: tuple[TargetFigure, ...] = field(init=False)
    _plans: dict[object, Plan] = field(init=False, default_factory=dict, repr=False)
    _known: dict[object, dict[tuple[Atoms, Atoms, bool], Coefficients]] = field(init=False, default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        if self.source.frame != self.target.frame:
            raise NotComparableError(
                f"{self.source.number} and {self.target.number} have different frames ({self.source.frame}, {self.target.frame})",
                f"{self.source.number} 与 {self.target.number} 的框架不同（{self.source.frame}、{self.target.frame}）",
            )
        if self.source.subject != self.target.subject:
            raise NotComparableError(
                f"{self.source.number} declares a {self.source.subject}, {self.target.number} a {self.target.subject}: "
                "one is a part of the other, and only a bill of quantities leads from part to whole",
                f"{self.source.number} 的对象为{SUBJECTS[self.source.subject]}，{self.target.number} 的对象为{SUBJECTS[self.target.subject]}："
                "二者是部分与整体的关系，须有工程量清单才能换算",
            )
        self.figures = self._target_figures()

    @property
    def identity(self) -> bool:
        """Whether source and target are the same standard."""
        return self.source.id == self.target.id

    def _target_figures(self) -> tuple[TargetFigure, ...]:
        chosen = selector(self.library, self.target.id)
        indicators = sorted(self.target.indicators, key=lambda entry: (not entry.main, entry.additional))
        found = [TargetFigure("total", self.target.main_indicator.id, chosen.total())]
        for stage in self.target.stages:
            at_stage = chosen.boundary & chosen.space.at_stages(chosen.stage_mask(stage.id))
            for indicator in indicators:
                atoms = at_stage & chosen.indicator_atoms(indicator.id)
                if atoms:
                    found.append(TargetFigure(stage.id, indicator.id, atoms))
        return tuple(found)

    # -- applying ------------------------------------------------------------------------------------------------------------------

    def apply(self, footprint: Footprint) -> Translation:
        """Translate one footprint.

        Raises:
            InputError: the declaration is not valid under the source standard, or a conversion lacks a property.
        """
        outcome = self.evaluate(footprint, None)
        return Translation(self, footprint, outcome)

    def evaluate(self, footprint: Footprint, without: str | None) -> Outcome:
        """The numbers of a translation, all assumptions of the mode applied.

        With `without`, that assumption is left out, and only the total and the figures that it can reach are computed.
        """
        try:
            declaration = declare(footprint, self.library, self.source, self.as_of)
            if footprint.total is None:
                return self._evaluate(footprint, declaration, without)
            return self._evaluate(footprint, self._with_total(footprint, declaration), without)
        except InputError as error:
            raise error.located(footprint.file, footprint.lines) from None

    def _evaluate(self, footprint: Footprint, declaration: Declaration, without: str | None) -> Outcome:
        declared = declared_basis(footprint, self.source)
        wanted = declared if self.identity else target_basis(declared, self.target)
        uniform, situation = self._situation(footprint, declaration, declared, wanted, without)
        key = (declaration.lines, situation)
        plan = self._plans.get(key)
        if plan is None:
            plan = self._compile(declaration, situation)
            if len(self._plans) >= KEPT_PLANS:
                self._plans.clear()
            self._plans[key] = plan
        return run(plan, declaration, uniform, wanted, declared)

    def _with_total(self, footprint: Footprint, declaration: Declaration) -> Declaration:
        """The declaration with its total as a line, where the total says more than its parts."""
        total = footprint.total_value
        assert total is not None
        line = selector(self.library, self.source.id).total_line
        inside = [
            position
            for position, part in enumerate(declaration.lines)
            if not (part.view or part.group or part.mass or part.beyond) and not part.atoms & ~line.atoms
        ]
        roots = [
            position
            for position in inside
            if not any(
                other != position
                and declaration.lines[other].atoms != declaration.lines[position].atoms
                and not declaration.lines[position].atoms & ~declaration.lines[other].atoms
                for other in inside
            )
        ]
        low = sum((declaration.values[position][0] for position in roots), ZERO)
        high = sum((declaration.values[position][1] for position in roots), ZERO)
        tolerance = footprint.total_half_digit + sum((declaration.half_digits[position] for position in roots), ZERO)
        tolerance += abs(total) * BINARY_NOISE
        if low - tolerance <= total <= high + tolerance:
            return declaration
        covered = sum_atoms(declaration.lines[position].atoms for position in roots)
        if not line.atoms & ~covered:
            raise InconsistentDeclarationError(
                Finding(
                    f"every part of the total is declared, but they add up to {low:f} kg CO2e, not {total:f} kg CO2e",
                    f"总量的各部分均已声明，但其和为 {low:f} kg CO2e，而不是 {total:f} kg CO2e",
                    field="total",
                )
            )
        negative = selector(self.library, self.source.id).space.negative
        if total < low and not line.atoms & ~covered & negative:
            raise InconsistentDeclarationError(
                Finding(
                    f"the parts add up to {low:f} kg CO2e, more than the total of {total:f} kg CO2e",
                    f"各部分之和为 {low:f} kg CO2e，超过总量 {total:f} kg CO2e",
                    field="total",
                )
            )
        return Declaration(
            (*declaration.lines, line),
            (*declaration.fields, "total"),
            (*declaration.values, (total, total)),
            (*declaration.half_digits, footprint.total_half_digit),
            (*declaration.amounts, None),
            declaration.used_factors,
            declaration.notes,
        )

    def _situation(
        self, footprint: Footprint, declaration: Declaration, declared: Basis, wanted: Basis, without: str | None
    ) -> tuple[Decimal, Situation]:
        """The factor common to all figures, and what else the plan depends on."""
        uniform, scales = ONE, tuple[StageScale, ...]()
        source_years = years(footprint, self.source)
        target_years = (
            self.target.unit.study_period.to("a").magnitude if self.target.unit.study_period and not self.identity else source_years
        )
        if not self.identity:
            scales = self._scales(footprint, declaration, declared, wanted, target_years)
            first = scales[0] if scales else None
            if first and first.high == first.low and all((entry.low, entry.high) == (first.low, first.high) for entry in scales):
                uniform, scales = first.low, ()
        characterisation = None
        if footprint.characterisation is not None:
            characterisation = self.library.characterisation(footprint.characterisation, "characterisation").id
        no_biogenic = footprint.biogenic_carbon is not None and all(
            value == (ZERO, ZERO) for line, value in zip(declaration.lines, declaration.values, strict=True) if line.group == "biogenic"
        )
        span = int(target_years) if target_years is not None else None
        below = tuple(position for position, (_, high) in enumerate(declaration.values) if high < 0)
        return uniform, Situation(characterisation, scales, span, without, no_biogenic, below)

    def _scales(
        self,
        footprint: Footprint,
        declaration: Declaration,
        declared: Basis,
        wanted: Basis,
        target_years: Decimal | None,
    ) -> tuple[StageScale, ...]:
        space = self.library.space(self.source.frame)
        base = ONE
        needs_years = declared.yearly != wanted.yearly or self.target.unit.study_period is not None
        source_years = require_years(footprint, self.source) if needs_years else None
        if source_years is not None:
            goal = target_years or source_years
            base = (source_years if declared.yearly else ONE) / (goal if wanted.yearly else ONE)
        if declared == wanted and (source_years is None or source_years == target_years):
            return ()
        used = space.stages_of(sum_atoms(line.atoms for line in declaration.lines))
        found = []
        for area in area_scales(space, footprint, self.source, declared, self.target, wanted, used):
            for time in ("once", "yearly", "replacement"):
                mask = space.time_mask(time) & area.stages
                if not mask:
                    continue
                low, high = ONE, ONE
                if source_years is not None:
                    low, above = time_factor(time, source_years, target_years or source_years)
                    if above is None:
                        found.append(StageScale(low * base * area.factor, None, mask))
                        continue
                    high = above
                found.append(StageScale(low * base * area.factor, high * base * area.factor, mask))
        return tuple(found)

    # -- compiling -----------------------------------------------------------------------------------------------------------------

    def sets(self, characterisation: str | None) -> tuple[tuple[CharacterisationSet, ...], CharacterisationSet | None]:
        """The sets that the declaration may rest on, and the target's (`None`: what was declared is kept)."""
        rule = self.source.characterisation
        names = (characterisation,) if characterisation else (rule.sets if rule.open else rule.sets[:1])
        sources = tuple(self.library.characterisation(name) for name in names)
        goal = self.target.characterisation
        if self.identity or goal.open or all(item.id in goal.sets for item in sources):
            return sources, None
        return sources, self.library.characterisation(goal.sets[0])

    def _compile(self, declaration: Declaration, situation: Situation) -> Plan:
        space = self.library.space(self.source.frame)
        sources, goal = self.sets(situation.characterisation)
        base = weights(space, list(sources), goal)
        own_factors = weights(space, [None], sources[0]) if len(sources) == 1 else _hull(space, sources)
        characterised_atoms = characterised(space, list(sources))
        atoms = [line.atoms if line.mass else line.atoms & characterised_atoms for line in declaration.lines]
        lines = declaration.lines
        target_atoms = characterised_atoms if goal is None else characterised(space, [goal])
        replacements = tuple(self._replacements(lines, situation))
        assumptions = self._assumptions(lines, declaration, situation)
        rules = Rules(
            space=space,
            negative=space.negative,
            weights=_scaled(base, situation.scales, space.at_stages),
            mass_weights=_scaled(own_factors if goal is None else weights(space, [None], goal), situation.scales, space.at_stages),
            replaced_weights=_scaled((Weight((ONE, ONE, space.possible)),), situation.scales, space.at_stages),
            own_factors=own_factors,
            absent=tuple((entry, self._atoms(entry.atoms)) for entry in assumptions if entry.kind == "absent"),
            shares=tuple(
                (entry, self._atoms(entry.atoms), self._atoms(entry.part))
                for entry in assumptions
                if entry.kind == "share" and entry.part is not None
            ),
            target_atoms=target_atoms,
            kept=goal is None,
            known=self._known_for((situation.characterisation, situation.scales)),
            unspecified=_unspecified(goal or sources[0] if goal or len(sources) == 1 else None, situation),
        )
        figures = self.figures
        if self.identity:
            # what was declared is kept as it is; derived lines add nothing to it
            atoms = [0 if line.group else part for part, line in zip(atoms, lines, strict=True)]
            covered = sum_atoms(atoms)
            figures = tuple(
                TargetFigure(entry.stage, entry.indicator, entry.atoms & covered)
                for position, entry in enumerate(figures)
                if position == 0 or entry.atoms & covered
            )
        if situation.left_out is not None:
            figures = self._affected(situation.left_out, figures, lines)
        grown = forests(space, lines, declaration.fields, atoms)
        plans = compile_forests(grown, lines, figures, replacements, rules)
        fixed = [
            entry.fixed if all(plan.figures[position].fixed for plan in plans) else None for position, entry in enumerate(plans[0].figures)
        ]
        template = tuple(entry or UNKNOWN for entry in fixed)
        varying = tuple(position for position, entry in enumerate(fixed) if entry is None)
        return Plan(plans, template, varying, replacements, tuple(assumptions), lines, goal, sources)

    def _affected(self, assumption_id: str, figures: Sequence[TargetFigure], lines: Sequence[Line]) -> tuple[TargetFigure, ...]:
        """The total, and the figures that an assumption can reach: they count its atoms, or a line that holds some of them."""
        entry = next(entry for entry in self.library.assumptions(self.source.id, self.target.id) if entry.id == assumption_id)
        reach = self._atoms(entry.atoms)
        reach |= sum_atoms(line.atoms for line in lines if line.atoms & reach)
        return tuple(figure for position, figure in enumerate(figures) if position == 0 or figure.atoms & reach)

    def _known_for(self, weighting: object) -> dict[tuple[Atoms, Atoms, bool], Coefficients]:
        """Coefficients under one weighting, kept while plans of that weighting are compiled (with and without each assumption)."""
        if weighting not in self._known:
            self._known = {weighting: {}}
        return self._known[weighting]

    def _atoms(self, box: Box) -> Atoms:
        space = self.library.space(self.source.frame)
        return space.box(box.stages, box.sources, box.gases)

    def _assumptions(self, lines: Sequence[Line], declaration: Declaration, situation: Situation) -> list[Assumption]:
        if self.identity:
            return []
        found = []
        for entry in self.library.assumptions(self.source.id, self.target.id):
            if (
                entry.basis not in BASES[self.mode]
                or entry.id == situation.left_out
                or (entry.from_standards and self.source.id not in entry.from_standards)
                or (entry.to_standards and self.target.id not in entry.to_standards)
                or (entry.subjects and self.source.subject not in entry.subjects)
            ):
                continue
            if entry.kind == "absent" and self._contradicted(entry, lines, situation):
                continue
            found.append(entry)
        return found

    def _contradicted(self, entry: Assumption, lines: Sequence[Line], situation: Situation) -> bool:
        """Whether the declaration itself speaks of atoms that the assumption calls absent: by name, or by a negative figure that only they explain."""
        atoms = self._atoms(entry.atoms)
        uptake = self.library.space(self.source.frame).negative
        for position, line in enumerate(lines):
            named = not line.atoms & ~atoms and not (line.group == "biogenic" and situation.no_biogenic)
            shown = position in situation.below_zero and line.atoms & uptake and not line.atoms & uptake & ~atoms
            if named or shown:
                return True
        return False

    def _replacements(self, lines: Sequence[Line], situation: Situation) -> list[Replacement]:
        """The lines that the target evaluates with a factor of its own."""
        found = []
        space = self.library.space(self.source.frame)
        for position, line in enumerate(lines):
            if line.activity is None or line.view or self.identity:
                continue
            rule = next((rule for rule in self.target.activities if rule.carrier == line.activity.carrier), None)
            own = next((rule for rule in self.source.activities if rule.carrier == line.activity.carrier), None)
            if rule is None or (own is not None and own.factor_sets == rule.factor_sets):
                continue
            value = self.target_factor(line, situation.years_of_use)
            if value is None:
                continue
            counted = space.box(None, value.counts.sources, value.counts.gases)
            atoms = counted & space.at_stages(space.stages_of(line.atoms))
            found.append(Replacement(position, value, atoms))
        # two activities of one carrier in one stage, neither inside the other (generation and losses apart): the whole factor fits neither
        return [entry for entry in found if not any(_overlap(entry, other, lines) for other in found if other is not entry)]

    def target_factor(self, line: Line, years_of_use: int | None) -> FactorValue | None:
        """The factor with which the target evaluates the activity of a line, if it has one for the region and year."""
        assert line.activity is not None
        rule = next((rule for rule in self.target.activities if rule.carrier == line.activity.carrier), None)
        sets = factor_sets(self.library, rule)
        if line.activity.item is not None:
            return next(
                (value for value in (look_up_item(entry, line.activity.item) for entry in sets) if value is not None),
                None,
            )
        if line.activity.carrier == "electricity" and line.activity.region is None:
            return None
        year = line.activity.year or (self.as_of.year if self.as_of else None)
        return latest_match(sets, line.activity.region, year, years_of_use, self.target.jurisdiction)


def _overlap(first: Replacement, second: Replacement, lines: Sequence[Line]) -> bool:
    """Whether two replacements would count the same atoms although their lines are not nested."""
    own, other = lines[first.line].atoms, lines[second.line].atoms
    return bool(first.atoms & second.atoms) and bool(own & ~other) and bool(other & ~own)


def _unspecified(characterisation: CharacterisationSet | None, situation: Situation) -> dict[str, Decimal]:
    """Best factors for gases of unstated origin; none where the set is unknown or stages count differently."""
    if characterisation is None or situation.scales:
        return {}
    return {gas: entry.value for gas, entry in characterisation.unspecified.items()}


def _hull(space: Space, sources: Sequence[CharacterisationSet]) -> tuple[Weight, ...]:
    """Kg CO2e per kg of gas when one of several sets was used."""
    found: dict[tuple[Decimal, Decimal], Atoms] = {}
    tables = [weights(space, [None], item) for item in sources]
    parts: list[tuple[Decimal, Decimal, Atoms]] = [(entry[0], entry[0], entry[2]) for entry in tables[0]]
    for table in tables[1:]:
        found = {}
        for low, high, atoms in parts:
            for factor, _, members in table:
                both = atoms & members
                if both:
                    key = (min(low, factor), max(high, factor))
                    found[key] = found.get(key, 0) | both
        parts = [(low, high, atoms) for (low, high), atoms in found.items()]
    return tuple(Weight((low, high, atoms)) for low, high, atoms in parts)


def _scaled(base: Sequence[Weight], scales: Sequence[StageScale], at_stages: Callable[[int], Atoms]) -> tuple[Weight, ...]:
    """Weights times the scales of the stages, block by block."""
    if not scales:
        return tuple(base)
    found = []
    for low, high, atoms in base:
        for scale in scales:
            both = atoms & at_stages(scale.stages)
            if both:
                top = None if high is None or scale.high is None else high * scale.high
                found.append(Weight((low * scale.low, top, both)))
    return tuple(found)


@lru_cache(maxsize=256)
def compile_crosswalk(library: Library, source: str, target: str, mode: AssumptionMode, as_of: date | None) -> Crosswalk:
    """The crosswalk of two standards, compiled once in a process.

    Raises:
        NotComparableError: the standards share no frame or no kind of subject.
        UnknownNameError: a name stands for no standard.
    """
    return Crosswalk(library, library.standard(source, as_of), library.standard(target, as_of), mode, as_of)
