"""Which carbon lines a row has: its values tell where bound carbon is given off, and whether there is any (`engine/declare.py`)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from crosswalk.batch import node as n
from crosswalk.batch.node import ZERO
from crosswalk.batch.output import Turn
from crosswalk.batch.pattern import Carbon, Pattern
from crosswalk.batch.values import Values
from crosswalk.engine.declare import release_carriers
from crosswalk.engine.lines import BINARY_NOISE
from crosswalk.model.layout import CARBON


def other_carbon_lines(pattern: Pattern, values: Values) -> Iterator[Turn]:
    """The conditions under which the values of a row ask for other carbon lines than the pattern has."""
    own, others = pattern.carbon, pattern.others
    if own is None or others is None:
        return
    lines, fields = pattern.declaration.lines, pattern.declaration.fields
    bound, released = [position for position, field in enumerate(fields) if field == CARBON][:2]
    amount = values.lines[released][0]
    space = pattern.crosswalk.library.space(pattern.crosswalk.source.frame)
    held, large = {}, {}
    for stage, positions in release_carriers(space, lines[: bound + 1], own.stages):
        some = [n.negation(n.every(*(n.equal(end, ZERO) for end in dict.fromkeys(values.lines[position])))) for position in positions]
        held[stage] = n.some(*some)
        noise = n.scale(BINARY_NOISE, n.magnitude(amount))
        large[stage] = n.some(*(n.negation(n.less(n.add(values.lines[position][0], noise), amount)) for position in positions))
    grouped = [values.lines[position] for position, line in enumerate(lines) if line.group]
    none = n.every(*(n.equal(end, ZERO) for slot in grouped for end in dict.fromkeys(slot)))
    only = {
        stage: n.every(held[stage], large[stage], *(n.negation(other) for name, other in held.items() if name != stage)) for stage in held
    }
    everywhere = n.negation(n.some(*only.values()))
    for stages, at in [(own.stages, everywhere), *(((stage,), condition) for stage, condition in only.items())]:
        for some_carbon in (True, False):
            wanted = Carbon(stages, some_carbon)
            condition = n.every(at, n.negation(none) if some_carbon else none)
            if wanted != own and condition != n.NEVER:
                yield Turn(condition, partial(others, wanted))
