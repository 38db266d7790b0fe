"""The crosswalk between two standards: compiled once, applied to any number of footprints."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache, partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal

from crosswalk.engine.accounts import with_accounts
from crosswalk.engine.attributed import holding, never_negative, own_direct_atoms, with_attributed
from crosswalk.engine.bounds import Coefficients
from crosswalk.engine.compile import compile_plan
from crosswalk.engine.declare import declare
from crosswalk.engine.goods import category_of, check_years, never_below_zero
from crosswalk.engine.lines import Declaration, sum_atoms
from crosswalk.engine.pair import AssumptionMode, Pair
from crosswalk.engine.plan import Plan
from crosswalk.engine.recycled_credits import Credits, settled, whole
from crosswalk.engine.recycling import Reallocation, reallocated, undeclared
from crosswalk.engine.rules.reference import Restatement, meant, restate, unusual
from crosswalk.engine.rules.unit import Basis, declared_basis, restated_bases, target_basis
from crosswalk.engine.run import Outcome, run
from crosswalk.engine.selector import Selector, selector
from crosswalk.engine.situation import Situation, situation_of
from crosswalk.engine.total import with_total
from crosswalk.engine.translation import Translation
from crosswalk.errors import InputError
from crosswalk.frames.space import Atoms
from crosswalk.library.library import Library
from crosswalk.model.footprint import Footprint

if TYPE_CHECKING:
    from crosswalk.batch import FrameTranslation

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
class Crosswalk(Pair):
    """The operator from declarations under `source` to figures under `target`.

    Where both are the same, figures are cut to what was declared, unless the `whole` is asked for: a class is earned by the whole, not by a part.

    >>> import crosswalk as cw
    >>> x = cw.crosswalk("cn/gbt-51366-2019", "eu/en-15978-2011")
    >>> x.source.number, x.target.number
    ('GB/T 51366-2019', 'EN 15978:2011')
    """

    _plans: dict[object, Plan] = field(init=False, default_factory=dict, repr=False)
    _known: dict[object, dict[tuple[Atoms, Atoms, bool], Coefficients]] = field(init=False, default_factory=dict, repr=False)
    programs: dict[object, Any] = field(
        init=False, default_factory=dict, repr=False, compare=False
    )  # of frames; kept and cleared by `batch/`

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
        """Translate every row of a dataframe: pandas, Polars (eager or lazy), PyArrow, DuckDB, Dask, PySpark. A lazy frame stays lazy.

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
            chosen = self._own_selector()
            if never_negative(self.source):
                declaration = with_attributed(footprint, declaration, chosen, same_rule=self.same_attribution(declaration))
            elif footprint.total is not None:
                declaration = with_total(footprint, declaration, chosen)
            return self._evaluate(footprint, declaration, without)
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
        if never_negative(self.target):
            kept = self.same_attribution(declaration) and bool(holding(declaration.lines, own_direct_atoms(self._own_selector())))
            return never_below_zero(outcome, self.library.space(self.source.frame), kept)
        return outcome

    def _own_selector(self) -> Selector:
        return selector(self.library, self.source.id, self.category if self.source.goods else None)

    def same_attribution(self, declaration: Declaration) -> bool:
        """Whether both standards set the same direct emissions to zero where they are below it, as far as any are declared."""
        if not (never_negative(self.source) and never_negative(self.target)):
            return False
        own, goal = (own_direct_atoms(chosen) for chosen in (self._own_selector(), selector(self.library, self.target.id, self.category)))
        return not own & ~goal and not any(line.atoms & goal & ~own for line in declaration.lines)

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
            plan = compile_plan(self, declaration, situation, self._known_for((situation.characterisation, situation.scales)))
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

        assumed = self.assumptions(declaration.lines, situation)
        absent = sum_atoms(self.atoms(entry.atoms) for entry in assumed if entry.kind == "absent")
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

    def _known_for(self, weighting: object) -> dict[tuple[Atoms, Atoms, bool], Coefficients]:
        """Coefficients under one weighting, kept while plans of that weighting are compiled (with and without each assumption)."""
        if weighting not in self._known:
            self._known = {weighting: {}}
        return self._known[weighting]


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
