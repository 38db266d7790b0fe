"""The program of a pattern: what `engine/run.py` computes for one declaration, as expressions for all its rows at once.

The cases are those of the scalar engine: residuals, lines that the target evaluates anew, ranges, values above and below zero, declared zeros, ends
that nothing bounds, further cuts of the same emissions, assumptions that a value excludes, values that no line can have.
"""

from __future__ import annotations

from functools import partial

from crosswalk.batch.carbon import other_carbon_lines
from crosswalk.batch.checks import above_zero, checks_of
from crosswalk.batch.figures import Figures
from crosswalk.batch.layout import not_held
from crosswalk.batch.node import NEVER
from crosswalk.batch.open_gaps import fixed_gaps, term_gaps
from crosswalk.batch.output import Output, Program, Turn
from crosswalk.batch.pattern import Pattern
from crosswalk.batch.total import held_against_parts
from crosswalk.batch.values import Values
from crosswalk.model.base import text
from crosswalk.model.layout import Layout


def program_of(pattern: Pattern, layout: Layout, left_out: tuple[str, ...]) -> Program:
    """The program of a pattern without some assumptions.

    Raises:
        InputError: what the engine refuses in every row, or what one row of a frame cannot say.
    """
    planned, crosswalk = pattern.planned(left_out), pattern.crosswalk
    number = crosswalk.target.number
    if crosswalk.target.goods is not None and crosswalk.target.goods.never_negative:
        never = text(f"goods under {number}, whose direct emissions are never below zero", f" {number} 的货物（其直接排放不小于零）")
        raise not_held(never, "standard")
    if crosswalk.target.accounts and not crosswalk.identity:
        raise not_held(text(f"two accounts of one consumption ({number})", f"同一消耗的两套核算（{number}）"), "standard")
    values = Values(pattern, planned)
    checks = [*checks_of(values, layout), *above_zero(values)]
    turns = list(other_carbon_lines(pattern, values))
    if pattern.total is not None:
        refused, more = held_against_parts(pattern.total, values)
        checks += refused
        if more != NEVER:
            turns.append(Turn(more, pattern.with_total))
    figures = Figures(pattern, planned, values)
    checks += figures.vectors[0].contradictions
    outputs: dict[tuple[str, str], Output] = {}
    for position, (plan, bounds) in enumerate(zip(planned.plan.forests[0].figures, figures.bounds(), strict=True)):
        outputs[plan.figure.stage, plan.figure.indicator] = bounds.as_output()
        if position == 0:
            outputs["shared", plan.figure.indicator] = bounds.as_shared()
    gaps = [*term_gaps(pattern, planned, figures), *values.gaps]
    program = Program(outputs, planned.wanted.unit(), figures.steps.found, checks, turns, list(figures.denials()), gaps)
    program.fixed_gaps = partial(fixed_gaps, pattern, planned)
    return program
