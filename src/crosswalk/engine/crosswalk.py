"""The crosswalk between two standards: compiled once, applied to any number of footprints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from crosswalk.engine.bounds import Coefficients, Interval
from crosswalk.engine.declare import declare, factor_sets, with_total
from crosswalk.engine.forest import forests
from crosswalk.engine.lines import Declaration, Line, sum_atoms
from crosswalk.engine.plan import Plan, Replacement, Rules, TargetFigure, compile_forests
from crosswalk.engine.rules.activity import FactorValue, latest_match, look_up_item
from crosswalk.engine.rules.characterise import Weight, characterised, own_factors, weights
from crosswalk.engine.rules.unit import declared_basis, target_basis
from crosswalk.engine.run import Outcome, run
from crosswalk.engine.selector import selector
from crosswalk.engine.situation import Situation, scaled, situation_of
from crosswalk.engine.translation import Translation
from crosswalk.errors import InputError, NotComparableError
from crosswalk.frames.space import Atoms
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
            whole = with_total(footprint, declaration, selector(self.library, self.source.id))
            return self._evaluate(footprint, whole, without)
        except InputError as error:
            raise error.located(footprint.file, footprint.lines) from None

    def _evaluate(self, footprint: Footprint, declaration: Declaration, without: str | None) -> Outcome:
        left_out = () if without is None else (without,)
        outcome = self._run(footprint, declaration, left_out, without)
        if outcome.contradicted:
            return self._run(footprint, declaration, tuple(sorted({*left_out, *outcome.contradicted})), without)
        return outcome

    def _run(self, footprint: Footprint, declaration: Declaration, left_out: tuple[str, ...], probe: str | None) -> Outcome:
        declared = declared_basis(footprint, self.source)
        wanted = declared if self.identity else target_basis(declared, self.target)
        uniform, situation = situation_of(self.library, self.source, self.target, footprint, declaration, declared, wanted, left_out, probe)
        key = (declaration.lines, situation)
        plan = self._plans.get(key)
        if plan is None:
            plan = self._compile(declaration, situation)
            if len(self._plans) >= KEPT_PLANS:
                self._plans.clear()
            self._plans[key] = plan
        return run(plan, declaration, uniform, wanted, declared)

    def with_judgements(self) -> Crosswalk | None:
        """The same crosswalk with the assumptions that rest on judgement; `None` where they are in use, switched off, or there are none."""
        if self.identity or self.mode != "curated":
            return None
        if all(entry.basis != "judgement" for entry in self.library.assumptions(self.source.id, self.target.id)):
            return None
        return compile_crosswalk(self.library, self.source.id, self.target.id, "all", self.as_of)

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
        factors = own_factors(space, sources)
        characterised_atoms = characterised(space, list(sources))
        atoms = [line.atoms if line.mass else line.atoms & characterised_atoms for line in declaration.lines]
        lines = declaration.lines
        target_atoms = characterised_atoms if goal is None else characterised(space, [goal])
        replacements = tuple(self._replacements(lines, situation))
        assumptions = self._assumptions(lines, declaration, situation)
        rules = Rules(
            space=space,
            negative=space.negative,
            weights=scaled(base, situation.scales, space.at_stages),
            mass_weights=scaled(factors if goal is None else weights(space, [None], goal), situation.scales, space.at_stages),
            replaced_weights=scaled((Weight((ONE, ONE, space.possible)),), situation.scales, space.at_stages),
            own_factors=factors,
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
        if situation.probe is not None:
            figures = self._affected(situation.probe, figures, lines)
        grown = forests(space, lines, declaration.fields, atoms)
        plans = compile_forests(grown, lines, figures, replacements, rules)
        fixed = [
            entry.fixed if all(plan.figures[position].fixed for plan in plans) else None for position, entry in enumerate(plans[0].figures)
        ]
        template = tuple(entry or UNKNOWN for entry in fixed)
        varying = tuple(position for position, entry in enumerate(fixed) if entry is None)
        weightless = tuple(
            position for position, line in enumerate(lines) if not line.mass and not line.group and not line.atoms & characterised_atoms
        )
        return Plan(plans, template, varying, _within(lines), weightless, replacements, tuple(assumptions), lines, goal, sources)

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
                or entry.id in situation.left_out
                or (entry.from_standards and self.source.id not in entry.from_standards)
                or (entry.to_standards and self.target.id not in entry.to_standards)
                or (entry.subjects and self.source.subject not in entry.subjects)
            ):
                continue
            if entry.kind == "absent" and self._named(entry, lines, situation):
                continue
            found.append(entry)
        return found

    def _named(self, entry: Assumption, lines: Sequence[Line], situation: Situation) -> bool:
        """Whether a declared line speaks of atoms that the assumption calls absent, and of nothing else."""
        atoms = self._atoms(entry.atoms)
        return any(not line.atoms & ~atoms and not (line.group == "biogenic" and situation.no_biogenic) for line in lines)

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
        # an activity inside another one is evaluated with it; two of one carrier in one stage, neither inside the other (generation and
        # losses apart), are not evaluated anew: the whole factor fits neither
        outer = [entry for entry in found if not any(_inside(entry, other, lines) for other in found)]
        return [entry for entry in outer if not any(entry.atoms & other.atoms for other in outer if other is not entry)]

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


def _within(lines: Sequence[Line]) -> dict[int, tuple[int, ...]]:
    """For each line, the lines of a further cut that lie inside it."""
    further = [position for position, line in enumerate(lines) if line.view or line.group]
    found = {}
    for position, line in enumerate(lines):
        inner = tuple(other for other in further if lines[other].atoms != line.atoms and not lines[other].atoms & ~line.atoms)
        if inner:
            found[position] = inner
    return found


def _inside(inner: Replacement, outer: Replacement, lines: Sequence[Line]) -> bool:
    """Whether one replaced line is a part of another."""
    own, whole = lines[inner.line].atoms, lines[outer.line].atoms
    return own != whole and not own & ~whole


def _unspecified(characterisation: CharacterisationSet | None, situation: Situation) -> dict[str, Decimal]:
    """Best factors for gases of unstated origin; none where the set is unknown or stages count differently."""
    if characterisation is None or situation.scales:
        return {}
    return {gas: entry.value for gas, entry in characterisation.unspecified.items()}


@lru_cache(maxsize=256)
def compile_crosswalk(library: Library, source: str, target: str, mode: AssumptionMode, as_of: date | None) -> Crosswalk:
    """The crosswalk of two standards, compiled once in a process.

    Raises:
        NotComparableError: the standards share no frame or no kind of subject.
        UnknownNameError: a name stands for no standard.
    """
    return Crosswalk(library, library.standard(source, as_of), library.standard(target, as_of), mode, as_of)
