"""The program of a pattern: what `engine/run.py` computes for one declaration, as expressions for all its rows at once.

The cases are those of the scalar engine: residuals, lines that the target evaluates anew, ranges, values above and below zero, declared zeros, ends
that nothing bounds, further cuts of the same emissions, assumptions that a value excludes, values that no line can have.
"""

from __future__ import annotations

from functools import partial

from crosswalk.batch.carbon import other_carbon_lines
from crosswalk.batch.checks import checks_of
from crosswalk.batch.figures import Figures
from crosswalk.batch.node import NEVER
from crosswalk.batch.open_gaps import fixed_gaps, term_gaps
from crosswalk.batch.output import Output, Program, Turn
from crosswalk.batch.pattern import Pattern
from crosswalk.batch.total import held_against_parts
from crosswalk.batch.values import Values
from crosswalk.errors import DeclarationError, Finding
from crosswalk.model.layout import Layout


def program_of(pattern: Pattern, layout: Layout, left_out: tuple[str, ...]) -> Program:
    """The program of a pattern without some assumptions.

    Raises:
        InputError: what the engine refuses in every row, or what one row of a frame cannot say.
    """
    planned, crosswalk = pattern.planned(left_out), pattern.crosswalk
    if crosswalk.target.goods is not None and crosswalk.target.goods.never_negative:
        raise _apart(f"goods under {crosswalk.target.number}, whose direct emissions are never below zero", "standard")
    if crosswalk.target.accounts and not crosswalk.identity:
        raise _apart(f"two accounts of one consumption ({crosswalk.target.number})", "standard")
    values = Values(pattern, planned)
    checks = list(checks_of(values, layout))
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


def _apart(what: str, where: str) -> DeclarationError:
    return DeclarationError(
        Finding(f"frames do not hold {what}; translate such footprints one by one", "数据框不支持此类碳足迹，请逐个换算", field=where)
    )
