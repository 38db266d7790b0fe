"""What a declaration allows, found by linear programming over the atoms: the yardstick of the closed form.

Variables are classes of atoms that no line, figure, factor, sign or scale tells apart; each declared line is one equation (or two inequalities).
Nothing here uses forests, plans or the closed form.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

import highspy
import numpy as np

from crosswalk.engine.lines import Line
from crosswalk.engine.rules.characterise import classes_of
from crosswalk.engine.translation import Translation
from crosswalk.frames.space import Atoms
from crosswalk.testing.cases import Case
from crosswalk.testing.shipped import LIBRARY, space_of
from crosswalk.testing.truth import result_set, stage_factors, without_quantity
from crosswalk.testing.words import inner_of

Ends = tuple[float | None, float | None]


@lru_cache(maxsize=512)
def factor_pairs(frame_of: str, used: str, goal: str) -> tuple[tuple[float, float, Atoms], ...]:
    """All possible atoms by their factors in two sets."""
    space = space_of(frame_of)

    def table(name: str) -> list[tuple[float, Atoms]]:
        classes = [(float(value), atoms) for value, atoms in classes_of(space, LIBRARY.characterisation(name))]
        rest = space.possible
        for _, atoms in classes:
            rest &= ~atoms
        return [*classes, (0.0, rest)]

    pairs = ((first, second, a & b) for first, a in table(used) for second, b in table(goal))
    return tuple((first, second, atoms) for first, second, atoms in pairs if atoms)


def split(cells: list[tuple[tuple[int, ...], Atoms]], by: Atoms) -> list[tuple[tuple[int, ...], Atoms]]:
    found = []
    for key, atoms in cells:
        inside = atoms & by
        if inside:
            found.append(((*key, 1), inside))
        if inside != atoms:
            found.append(((*key, 0), atoms & ~inside))
    return found


class Oracle:
    """The linear programme of one translation."""

    def __init__(self, translation: Translation, case: Case):
        self.case = case
        self.space = space_of(case.source)
        declaration = translation.outcome.declaration
        self.lines: list[Line] = list(declaration.lines)
        self.values = [(float(low), float(high)) for low, high in declaration.values]
        self.empty = self._empty(declaration.values)
        pairs = factor_pairs(case.source, case.used_set, result_set(case.used_set, case.target))
        scales: dict[Decimal, int] = {}
        for stage, (low, high) in enumerate(stage_factors(case.data, case.source, case.target)):
            assert low == high, "the programme needs equal study periods"
            scales[low] = scales.get(low, 0) | 1 << stage
        self.scales = [(float(scale), self.space.at_stages(mask)) for scale, mask in scales.items()]
        # the solver meets its equations within a tolerance in declared units; a figure per m2 and life may stretch them
        self.stretch = max(1.0, *(scale for scale, _ in self.scales))
        outer = [
            entry
            for entry in translation.outcome.plan.replacements
            if not any(
                self.lines[entry.line].atoms != self.lines[other.line].atoms
                and not self.lines[entry.line].atoms & ~self.lines[other.line].atoms
                for other in translation.outcome.plan.replacements
            )
        ]
        self.dropped: Atoms = 0  # what the target evaluates anew, whatever was declared
        self.anew: Atoms = 0
        self.replaced: list[tuple[float, float, Atoms]] = []
        for entry in outer:
            if not entry.activities:  # it comes in the target's terms, as a second account of the same consumption does
                low, high = declaration.values[entry.line]
                self.dropped |= entry.atoms
                self.anew |= entry.atoms
                self.replaced.append((float(low), float(high), entry.atoms))
                continue
            amount = declaration.amounts[entry.line]
            assert amount is not None
            self.dropped |= self.lines[entry.line].atoms
            self.anew |= entry.atoms
            ends = [float(factor.per(amount)) for factor in entry.known]
            if any(way.unknown for way in entry.activities):  # any emission
                ends = [0.0, np.inf if amount.magnitude else 0.0]
            self.replaced.append((ends[0], ends[-1], entry.atoms))
        self.dropped |= without_quantity(translation)
        self.pairs = pairs
        self.size = max([1.0, *(abs(end) for value in self.values for end in value if np.isfinite(end))])

    def _empty(self, values: Sequence[tuple[Decimal, Decimal]]) -> Atoms:
        """Where a declared zero says that nothing is there: a line of zero that holds no part other than zero."""
        pairs = factor_pairs(self.case.source, self.case.used_set, self.case.used_set)
        counted = empty = 0
        for used, _, atoms in pairs:
            counted |= atoms if used else 0
        for line, value in zip(self.lines, values, strict=True):
            parts = [
                amount
                for part, amount in zip(self.lines, values, strict=True)
                if part.atoms != line.atoms
                and not part.atoms & ~line.atoms
                and (part.mass or part.atoms & counted)  # CO2e of a gas without a factor counts nothing
            ]
            if not any(end for amount in (value, *parts) for end in amount):
                empty |= line.atoms & ~inner_of(line, self.lines) & (self.space.possible if line.mass else counted)
        return empty

    def bounds(self, figure: Atoms, covered: Atoms | None = None) -> Ends:
        """Least and greatest value of a figure, of its covered part where `covered` is given; `None` is unbounded."""
        wanted = figure if covered is None else figure & covered
        low, high = self._programme(wanted)
        for least, most, atoms in self.replaced:
            inside = [scale for scale, at in self.scales if atoms & at & wanted]
            ends = ([0.0] if atoms & ~wanted else []) + inside
            low = None if low is None else low + least * min(ends)
            high = None if high is None or (max(ends) and np.isinf(most)) else high + (most * max(ends) if max(ends) else 0.0)
        return low, high

    def _programme(self, wanted: Atoms) -> Ends:
        rows = len(self.lines)
        # a declared zero settles nothing of what the target evaluates anew
        cells: list[tuple[tuple[int, ...], Atoms]] = [((), self.space.possible & ~(self.empty & ~self.dropped))]
        for line in self.lines:
            cells = split(cells, line.atoms)
        cells = split(split(cells, self.space.negative), wanted & ~self.anew)
        cells = split(cells, self.dropped)
        columns: dict[tuple[float, ...], None] = {}
        open_low = open_high = False
        for key, atoms in cells:
            *member, negative, counted, dropped = key
            if not counted and not any(member):
                continue
            for used, goal, block in self.pairs:
                here = atoms & block
                if not here:
                    continue
                sign = -1.0 if negative else 1.0
                unit = used or goal or 1.0  # variables are kg CO2e where the declarer's set, or else the target's, has a factor
                column = [
                    sign * (1.0 if line.mass else used) / unit if inside else 0.0 for line, inside in zip(self.lines, member, strict=True)
                ]
                for scale, at in self.scales:
                    if not here & at:
                        continue
                    weight = sign * goal / unit * scale if counted else 0.0
                    if dropped and weight:  # the declared value says nothing about what the target evaluates anew
                        open_low, open_high = open_low or weight < 0, open_high or weight > 0
                        weight = 0.0
                    columns[(*column, weight)] = None
        if not columns:
            return 0.0, 0.0
        matrix = np.array(list(columns), dtype=float)
        cost, coefficients = matrix[:, rows], matrix[:, :rows].T
        kept = [row for row in range(rows) if np.any(coefficients[row])]
        norms = [float(np.max(np.abs(coefficients[row]))) for row in kept]
        lower, upper = (
            np.array([self.values[row][end] / norm / self.size for row, norm in zip(kept, norms, strict=True)]) for end in (0, 1)
        )
        equations = np.array([coefficients[row] / norm for row, norm in zip(kept, norms, strict=True)])
        low, high = _ends(cost, equations, lower, upper)
        low = None if low is None else low * self.size
        high = None if high is None else high * self.size
        return (None if open_low else low), (None if open_high else high)


def _ends(cost: Any, equations: Any, lower: Any, upper: Any) -> Ends:
    """The least and greatest of `cost x` with `lower <= equations x <= upper` and `x >= 0`; `None` is unbounded."""
    programme = highspy.HighsLp()
    programme.num_row_, programme.num_col_ = len(equations), len(cost)
    programme.col_cost_ = cost
    programme.col_lower_ = np.zeros(len(cost))
    programme.col_upper_ = np.full(len(cost), np.inf)
    programme.row_lower_, programme.row_upper_ = lower, upper
    programme.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    programme.a_matrix_.start_ = np.arange(0, equations.size + 1, len(cost), dtype=np.int32)
    programme.a_matrix_.index_ = np.tile(np.arange(len(cost), dtype=np.int32), len(equations))
    programme.a_matrix_.value_ = equations.ravel()
    solver = _solver()
    solver.passModel(programme)
    found = [_optimum(solver, sense) for sense in (highspy.ObjSense.kMinimize, highspy.ObjSense.kMaximize)]
    if None in found:  # HiGHS does not always tell unbounded from infeasible; a consistent declaration is never infeasible
        solver.changeColsCost(len(cost), np.arange(len(cost), dtype=np.int32), np.zeros(len(cost)))
        assert _optimum(solver, highspy.ObjSense.kMinimize) == 0
    return found[0], found[1]


_STRATEGIES = (1, 4)  # dual, then primal simplex
_NO_END = (highspy.HighsModelStatus.kUnbounded, highspy.HighsModelStatus.kUnboundedOrInfeasible)


@lru_cache(maxsize=1)
def _solver() -> Any:
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.silent()
    solver.setOptionValue("presolve", "off")  # the programmes are small
    return solver


def _optimum(solver: Any, sense: Any) -> float | None:
    solver.clearSolver()  # a start from an unbounded ray can end without an answer
    solver.changeObjectiveSense(sense)
    for strategy in _STRATEGIES:  # where one loses its way on a degenerate programme, the next one finds the end
        solver.setOptionValue("simplex_strategy", strategy)
        solver.run()
        status = solver.getModelStatus()
        if status == highspy.HighsModelStatus.kOptimal:
            return float(solver.getInfo().objective_function_value)
        if status in _NO_END:
            return None
        solver.clearSolver()
    raise AssertionError(f"the programme was not solved: {status}")
