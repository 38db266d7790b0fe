"""The crosswalk between two standards: compiled once, applied to any number of footprints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache, partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal

from crosswalk.engine.accounts import with_accounts
from crosswalk.engine.anew import Evaluation, replaced_atoms
from crosswalk.engine.bounds import Coefficients, Interval, weight_range
from crosswalk.engine.declare import declare
from crosswalk.engine.forest import forests
from crosswalk.engine.goods import category_of, check_years, never_below_zero
from crosswalk.engine.lines import Declaration, Line, sum_atoms
from crosswalk.engine.plan import Anew, Plan, Replacement, Rules, TargetFigure, compile_forests
from crosswalk.engine.recycled_credits import Credits, allocated_by, credits_of, settled, whole
from crosswalk.engine.recycling import Reallocation, methods_of, reallocated, undeclared
from crosswalk.engine.rules.characterise import Weight, characterised, own_factors, weights
from crosswalk.engine.rules.reference import Restatement, meant, restate, unusual
from crosswalk.engine.rules.unit import Basis, declared_basis, restated_bases, target_basis
from crosswalk.engine.run import Outcome, run
from crosswalk.engine.selector import selector
from crosswalk.engine.situation import Situation, scaled, situation_of
from crosswalk.engine.total import with_total
from crosswalk.engine.translation import Translation
from crosswalk.engine.wording import different_frames
from crosswalk.errors import InputError, NotComparableError
from crosswalk.frames.space import Atoms
from crosswalk.library.library import Library
from crosswalk.model.characterisation import CharacterisationSet
from crosswalk.model.footprint import Footprint
from crosswalk.model.frame import Box
from crosswalk.model.mapping import Assumption
from crosswalk.model.standard import Standard

if TYPE_CHECKING:
    from crosswalk.batch import FrameTranslation

AssumptionMode = Literal["curated", "all", "none"]
BASES: dict[str, tuple[str, ...]] = {
    "curated": ("published", "derived"),
    "all": ("published", "derived", "judgement"),
    "none": (),
}

UNKNOWN = Interval(None, None, None, False, True, None, None, None)  # stands in for a figure until it is computed
SUBJECTS = {"building": "建筑", "product": "产品", "installation": "设施", "organisation": "组织", "territory": "区域", "household": "居民"}
KEPT_PLANS = 512  # patterns of lines; buildings whose areas differ by stage have one each
ZERO = Decimal(0)
ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Planned:
    """What a declaration is run with: its plan, the factor common to all figures, the situation, what figures are per, and the changes after the sums."""

    plan: Plan
    uniform: Decimal
    situation: Situation
    wanted: Basis
    declared: Basis
    step: Restatement | None
    change: Reallocation | None


@dataclass(slots=True)
class Crosswalk:
    """The operator from declarations under `source` to figures under `target`.

    Where both are the same, figures are cut to what was declared, unless the `whole` is asked for: a class is earned by the whole, not by a part.

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
    category: str | None = None
    nearest_year: bool = False
    whole: bool = False
    figures: tuple[TargetFigure, ...] = field(init=False)
    evaluation: Evaluation = field(init=False, repr=False)
    _plans: dict[object, Plan] = field(init=False, default_factory=dict, repr=False)
    _known: dict[object, dict[tuple[Atoms, Atoms, bool], Coefficients]] = field(init=False, default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        if self.source.frame != self.target.frame:
            raise different_frames(self.source, self.target, self.library.mappings(self.source.id, self.target.id))
        if self.source.subject != self.target.subject and {self.source.subject, self.target.subject} != {"installation", "product"}:
            raise NotComparableError(
                f"{self.source.number} declares a {self.source.subject}, {self.target.number} a {self.target.subject}: "
                "one is a part of the other, and only a bill of quantities leads from part to whole",
                f"{self.source.number} 的对象为{SUBJECTS[self.source.subject]}，{self.target.number} 的对象为{SUBJECTS[self.target.subject]}："
                "二者是部分与整体的关系，须有工程量清单才能换算",
            )
        # credits that the target's method allocates are computed where another method was used; under the same one they are figures as others
        differ = methods_of(self.source, self.target, None) is not None
        self.figures = self._target_figures(self.allocated(self.target) if differ else 0, 0)
        self.evaluation = Evaluation(self.library, self.source, self.target, self.as_of, self.nearest_year)

    @property
    def identity(self) -> bool:
        """Whether source and target are the same standard."""
        return self.source.id == self.target.id

    @property
    def functional_unit(self) -> str | None:
        """What the target's figures are given per, for the category of the good at hand."""
        if self.target.goods is None or self.category is None:
            return None
        return self.library.goods(self.target.goods.list).category(self.category).functional_unit

    def _target_figures(self, aside: Atoms, beside: Atoms) -> tuple[TargetFigure, ...]:
        """The figures of the target, without the atoms `aside`, and with those that are `beside` its boundary in what holds its end of life."""
        chosen = selector(self.library, self.target.id, self.category if self.target.goods else None)
        indicators = sorted(self.target.indicators, key=lambda entry: (not entry.main, entry.additional))
        rule = self.target.end_of_life
        ends, beyond = (rule.output, rule.beyond) if rule is not None else ((), ())  # another method's credits are no module D
        main = chosen.indicator_atoms(self.target.main_indicator.id)
        found = [TargetFigure("total", self.target.main_indicator.id, chosen.total() & ~aside | beside & main)]
        if self.target.goods is not None:  # direct and indirect emissions of the good as a whole
            found += [TargetFigure("total", entry.id, chosen.total_of(entry)) for entry in indicators if not entry.main]
        for stage in self.target.stages:
            at_stage = chosen.boundary & chosen.stage_atoms(stage.id) & ~aside
            for indicator in indicators:
                atoms = at_stage & chosen.counted_by(indicator)
                if atoms:
                    if indicator.main and stage.id in ends:
                        atoms |= beside & main
                    found.append(TargetFigure(stage.id, indicator.id, atoms & ~beside if stage.id in beyond else atoms))
        return tuple(found)

    def allocated(self, standard: Standard) -> Atoms:
        """What the end-of-life method of a standard allocates, where the other standard has another method: no line holds it as it is meant."""
        rule = standard.end_of_life
        other = self.source if standard is self.target else self.target
        if self.identity or rule is None or (other.end_of_life is not None and other.end_of_life.method == rule.method):
            return 0
        return allocated_by(self.library, standard)

    # -- applying ------------------------------------------------------------------------------------------------------------------

    def apply(self, footprint: Footprint) -> Translation:
        """Translate one footprint.

        Raises:
            InputError: the declaration is not valid under the source standard, or a conversion lacks a property.
        """
        return self._apply(footprint, {})

    def apply_frame(
        self,
        frame: Any,
        layout: Mapping[str, Any] | None = None,
        *,
        decimals: int | None = None,
        indicators: Literal["main", "all"] = "main",
        limit: int = 1000,
    ) -> FrameTranslation:
        """Translate every row of a dataframe: pandas, Polars (eager or lazy), PyArrow, DuckDB, Dask. A lazy frame stays lazy.

        Args:
            frame: one footprint a row; a null is not declared, which is not zero.
            layout: a footprint in which `$column` stands for the value of a column (`$column unit` for a number), and `id:` names the column
                that tells rows apart; without it, columns are read by their names (`production`, `operation/electricity [t CO2e]`).
            decimals: printed digits after the point of the declared values, where they were rounded; else they are exact.
            indicators: figures of the main indicator, or of `all`.
            limit: how many distinct combinations of what is no amount (regions, years, missing values) are taken.

        Raises:
            InputError: the frame or the layout cannot be read. Single rows are rejected in the result instead.
            MissingPackageError: narwhals is not installed (`pip install "carbon-crosswalk[batch]"`).
        """
        # the one step to a layer above, so that a crosswalk has both ways of applying it; nothing here depends on what is loaded
        found: FrameTranslation = import_module("crosswalk.batch").apply_frame(self, frame, layout, decimals, indicators, limit)
        return found

    def _apply(self, footprint: Footprint, parts: dict[int, Translation]) -> Translation:
        """Translate a footprint; `parts` are the precursors translated so far, by identity, so that a shared one is translated once."""
        fitting = self.for_good(footprint)
        return Translation(fitting, footprint, fitting.evaluate(footprint, None, parts))

    def for_good(self, footprint: Footprint) -> Crosswalk:
        """The crosswalk for the category of the good, where one of the standards tells categories apart; else this one.

        Raises:
            InputError: the good has no code, a code outside the list, or a production year outside the regime.
        """
        rule = self.target.goods or self.source.goods
        if rule is None or self.category is not None:
            return self
        try:
            check_years(footprint, self.source if self.source.goods else self.target)
            category = category_of(self.library, rule, footprint)
        except InputError as error:
            raise error.located(footprint.file, footprint.lines) from None
        return compile_crosswalk(
            self.library, self.source.id, self.target.id, self.mode, self.as_of, category, self.nearest_year, self.whole
        )

    def evaluate(self, footprint: Footprint, without: str | None, parts: dict[int, Translation] | None = None) -> Outcome:
        """The numbers of a translation, all assumptions of the mode applied.

        With `without`, that assumption is left out, and only the total and the figures that it can reach are computed.
        """
        try:
            own = self.category if self.source.goods else None
            declaration = declare(footprint, self.library, self.source, self.as_of, own, self.nearest_year)
            if footprint.precursors is not None:
                from crosswalk.engine.precursors import with_precursors

                declaration = with_precursors(
                    footprint,
                    declaration,
                    self.library,
                    self.source,
                    self.target,
                    partial(self._part, parts={} if parts is None else parts),
                    self.category,
                )
            if self.target.accounts and not self.identity:
                declaration = with_accounts(footprint, declaration, self.library, self.target, self._account)
            if footprint.total is None:
                return self._evaluate(footprint, declaration, without)
            whole = with_total(footprint, declaration, selector(self.library, self.source.id, own))
            return self._evaluate(footprint, whole, without)
        except InputError as error:
            raise error.located(footprint.file, footprint.lines) from None

    def known(self, footprint: Footprint, ranges: Mapping[str | None, tuple[Decimal, Decimal]]) -> Translation:
        """What is known under the target where nothing is known but the ranges of figures of the source: what a label guarantees.

        Args:
            footprint: supplies subject, declared unit and characterisation; its figures are not read.
            ranges: least and greatest value (infinite: open) of stages of the source, of its total under `None`; kg CO2e per declared unit.

        Raises:
            InputError: a conversion lacks a property.
        """
        chosen = selector(self.library, self.source.id)
        main = chosen.indicator_atoms(self.source.main_indicator.id)
        lines = tuple(
            chosen.total_line if stage is None else chosen.summed_line(stage, chosen.boundary & chosen.stage_atoms(stage) & main, False)
            for stage in ranges
        )
        values = tuple((low if line.downward else max(low, ZERO), high) for line, (low, high) in zip(lines, ranges.values(), strict=True))
        fields = tuple(stage or "total" for stage in ranges)
        declaration = Declaration(lines, fields, values, (ZERO,) * len(lines), (None,) * len(lines), (), ())
        return Translation(self, footprint, self._evaluate(footprint, declaration, None))

    def _account(self, consumption: Footprint, by: str) -> Translation:
        """A consumption under the standard of one of the target's accounts."""
        operator = compile_crosswalk(self.library, self.source.id, by, self.mode, self.as_of, None, self.nearest_year)
        return operator.apply(consumption)

    def _part(self, precursor: Footprint, parts: dict[int, Translation]) -> Translation:
        """The footprint of a precursor under the target."""
        if id(precursor) not in parts:
            own = self.library.resolve(precursor.standard, self.as_of, "standard").key
            operator = compile_crosswalk(self.library, own, self.target.id, self.mode, self.as_of, None, self.nearest_year)
            parts[id(precursor)] = operator._apply(precursor, parts)
        return parts[id(precursor)]

    def _evaluate(self, footprint: Footprint, declaration: Declaration, without: str | None) -> Outcome:
        left_out = () if without is None else (without,)
        outcome = self._run(footprint, declaration, left_out, without)
        while outcome.contradicted:
            left_out = tuple(sorted({*left_out, *outcome.contradicted}))
            outcome = self._run(footprint, declaration, left_out, without)
        return outcome

    def _run(self, footprint: Footprint, declaration: Declaration, left_out: tuple[str, ...], probe: str | None) -> Outcome:
        planned = self.planned(footprint, declaration, left_out, probe)
        change = planned.change
        outcome = run(planned.plan, declaration, planned.uniform, planned.wanted, planned.declared, planned.step)
        if self.source.unit.reference or footprint.subject.reference_quantity is not None:
            note = unusual(self.library, footprint, self.source)
            outcome = outcome if note is None else replace(outcome, notes=(*outcome.notes, note))
        if change is not None:
            outcome = reallocated(outcome, change, self.target)
        if self.target.goods is not None and self.target.goods.never_negative:
            category = self.category and self.library.goods(self.target.goods.list).category(self.category)
            by_rule = self.source.goods is not None and self.source.goods.never_negative
            floored = [line.atoms for line in declaration.lines] if by_rule else []
            return never_below_zero(outcome, self.library.space(self.source.frame), bool(category and category.indirect), floored)
        return outcome

    def planned(self, footprint: Footprint, declaration: Declaration, left_out: tuple[str, ...] = (), probe: str | None = None) -> Planned:
        """What the lines of a declaration are run with.

        Raises:
            InputError: a conversion lacks a property, or the lines contradict each other.
        """
        declared = declared_basis(footprint, self.source)
        kept = self.identity and not self.whole and self.source.subject == "building"
        wanted = declared if kept else target_basis(footprint, declared, self.target)
        step = self._restated(footprint)
        if step is not None:
            declared, wanted = restated_bases(step, self.target)
        uniform, situation = situation_of(
            self.library, self.source, self.target, footprint, declaration, declared, wanted, left_out, probe, step
        )
        change, credits = self._change(footprint, declaration, situation)
        if credits is not None:
            situation = replace(situation, credits=credits)
        key = (declaration.lines, situation)
        plan = self._plans.get(key)
        if plan is None:
            plan = self._compile(declaration, situation)
            if len(self._plans) >= KEPT_PLANS:
                self._plans.clear()
            self._plans[key] = plan
        return Planned(plan, uniform, situation, wanted, declared, step, change)

    def _change(self, footprint: Footprint, declaration: Declaration, situation: Situation) -> tuple[Reallocation | None, Credits | None]:
        """What the target's end-of-life method changes in the declared figures, and whether credits are in them; both `None` where nothing is."""
        methods, credits = settled(self.library, self.source, self.target, footprint.recycling, declaration.lines)
        if methods is None or credits is None:
            return None if methods is None else undeclared(methods), credits
        from crosswalk.engine.recycled_materials import reallocation_of

        assumed = self._assumptions(declaration.lines, declaration, situation)
        absent = sum_atoms(self._atoms(entry.atoms) for entry in assumed if entry.kind == "absent")
        change = reallocation_of(self, methods, footprint, declaration, situation.characterisation, absent)
        held = credits != "inside" or whole(self.library, self.source, self.target, declaration.lines)
        change = replace(change, ended=credits != "open", whole=held)
        return change, credits if change.known else None

    def _restated(self, footprint: Footprint) -> Restatement | None:
        """The step to the target's reference quantity, where it has one; what is declared under the target itself stays as it is."""
        whole = self.source.subject == "installation" and footprint.activity_level is None
        if self.target.unit.reference and not self.identity and not whole:
            return restate(self.library, footprint, self.source, self.target)
        if footprint.subject.reference_quantity is not None:
            meant(self.library, footprint, self.source)  # a name that nobody knows is told wherever it stands
        return None

    def with_judgements(self) -> Crosswalk | None:
        """The same crosswalk with the assumptions that rest on judgement; `None` where they are in use, switched off, or there are none."""
        if self.identity or self.mode != "curated":
            return None
        if all(entry.basis != "judgement" for entry in self.library.assumptions(self.source.id, self.target.id)):
            return None
        return compile_crosswalk(self.library, self.source.id, self.target.id, "all", self.as_of, self.category, self.nearest_year)

    def sets(self, characterisation: tuple[str, ...] | None) -> tuple[tuple[CharacterisationSet, ...], CharacterisationSet | None]:
        """The sets that the declaration may rest on, and the target's (`None`: what was declared is kept)."""
        rule = self.source.characterisation
        names = characterisation or (rule.sets if rule.open else rule.sets[:1])
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
        atoms = [line.atoms if line.mass or line.evaluated else line.atoms & characterised_atoms for line in declaration.lines]
        figures = self.figures
        if situation.credits is not None:
            beside = credits_of(self.library, self.source, self.target, declaration.lines) if situation.credits == "inside" else 0
            figures = self._target_figures(allocated_by(self.library, self.target), beside)
            if situation.credits != "inside":
                aside = allocated_by(self.library, self.source)
                atoms = [part & ~aside for part in atoms]
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
            unsettled=0 if self.identity else self.evaluation.unsettled(lines, space),
        )
        if self.identity:
            # what was declared is kept as it is; derived lines add nothing to it
            atoms = [0 if line.group else part for part, line in zip(atoms, lines, strict=True)]
            covered = sum_atoms(atoms)  # with precursors, which come evaluated
            if self.whole:
                covered |= ~space.negative  # what is not declared stays open, but a deduction that nobody claims is none
            if self.target.goods is not None and not any(line.evaluated for line in lines):
                covered |= space.at_stages(space.stage_mask("A1.precursors"))  # a good whose precursors are not declared is not known
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
        within = _within(lines, atoms)
        return Plan(plans, template, varying, within, weightless, replacements, tuple(assumptions), lines, goal, sources, rules.unsettled)

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
        """The lines that the target evaluates with a factor of its own, and those that come to it evaluated."""
        found = [Replacement(position, (), line.atoms, line.atoms) for position, line in enumerate(lines) if line.evaluated]
        if self.identity:
            return found
        space = self.library.space(self.source.frame)
        sources, goal = self.sets(situation.characterisation)
        for position, ways in self.evaluation.replacements(lines, space, situation.years_of_use):
            atoms, covered = replaced_atoms(space, lines[position], ways)
            kept: tuple[Decimal, Decimal | None] = (ONE, ONE)
            if goal is not None and any(way.keeps for way in ways):
                line = lines[position].atoms
                spread = weight_range(line, line, weights(space, list(sources), goal))
                kept = kept if spread is None else (spread.low, spread.high)
            found.append(Replacement(position, ways, atoms, covered, kept, lines[position].downward))
        # an activity inside another one is evaluated with it; two of one carrier in one stage, neither inside the other (generation and
        # losses apart), cannot be evaluated anew: the whole factor fits neither
        outer = [entry for entry in found if not any(_inside(entry, other, lines) for other in found)]
        return [
            _jointly(entry, lines[entry.line]) if any(entry.atoms & other.atoms for other in outer if other is not entry) else entry
            for entry in outer
            if entry.activities or not any(entry.atoms & other.atoms for other in outer if other is not entry)
        ]


def _jointly(entry: Replacement, line: Line) -> Replacement:
    """A line of which the target's factor would count more than the line does, and as much again of another line."""
    ways = tuple(Anew(unknown="joint-factor") for _ in entry.activities)
    return replace(entry, activities=ways, atoms=line.atoms, covered=line.atoms)


def _within(lines: Sequence[Line], counted: Sequence[Atoms]) -> dict[int, tuple[int, ...]]:
    """For each line, the lines inside it that count something, of the same cut or of a further one."""
    found = {}
    for position, line in enumerate(lines):
        inner = tuple(
            other
            for other, part in enumerate(lines)
            if counted[other] and not part.evaluated and part.atoms != line.atoms and not part.atoms & ~line.atoms
        )
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
def compile_crosswalk(
    library: Library,
    source: str,
    target: str,
    mode: AssumptionMode,
    as_of: date | None,
    category: str | None = None,
    nearest_year: bool = False,
    whole: bool = False,
) -> Crosswalk:
    """The crosswalk of two standards (for one category of goods, where they tell these apart), compiled once in a process.

    Raises:
        NotComparableError: the standards share no frame or no kind of subject.
        UnknownNameError: a name stands for no standard.
    """
    return Crosswalk(library, library.standard(source, as_of), library.standard(target, as_of), mode, as_of, category, nearest_year, whole)
