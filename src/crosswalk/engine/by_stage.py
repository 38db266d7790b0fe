"""Stage by stage: what the target counts, beside what was declared at the same stage. What a comparison of stages shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from crosswalk.engine.forest import Node
from crosswalk.engine.pair import Pair
from crosswalk.engine.run import Outcome
from crosswalk.frames.space import Space
from crosswalk.model.base import Text, text

Ends = tuple[Decimal | None, Decimal | None]


@dataclass(frozen=True, slots=True)
class StageRow:
    """One stage of the target.

    Attributes:
        stage: the target's stage.
        name: its name.
        bounds: (low, best, high) of the target's figure; `None` is an open end, or no best estimate.
        declared: what the lines declared at this stage add up to in the unit of the result, before the target's other rules, (low, high);
            `None` where none lies there, or one lies there only in part.
    """

    stage: str
    name: Text
    bounds: tuple[Decimal | None, Decimal | None, Decimal | None]
    declared: Ends | None


def by_stage(pair: Pair, outcome: Outcome) -> tuple[StageRow, ...]:
    """The stages of the target that the declaration says something of, main indicator, in the unit of the result.

    A declared line lies at a stage of the target when all of its life-cycle stages do: a line of A1-A3 is shown at A1-A3 and not at A1. No sum
    is shown for a stage of which a part is declared together with another stage, or in kilograms of a gas, which have no value before they are
    characterised.
    """
    plans = outcome.plan.forests[0]
    main = pair.target.main_indicator.id
    names = {stage.id: stage.name for stage in pair.target.stages}
    space = pair.library.space(pair.target.frame)
    found = []
    for position, plan in enumerate(plans.figures):
        interval, figure = outcome.intervals[position], plan.figure
        if position == 0 or figure.indicator != main or (not interval.covered and interval.missing):
            continue
        lines = _lines_at(plans.forest.roots, space.stages_of(figure.atoms), outcome, space)
        name = names.get(figure.stage) or text(figure.stage, figure.stage)
        found.append(StageRow(figure.stage, name, (interval.low, interval.best, interval.high), _sum(lines, outcome)))
    return tuple(found)


def _lines_at(nodes: Sequence[Node], stages: int, outcome: Outcome, space: Space) -> list[int] | None:
    """The widest lines whose stages all lie among these; `None` where something is declared of them together with other stages."""
    found: list[int] = []
    for node in nodes:
        own = space.stages_of(node.atoms)
        if not own & stages:
            continue
        if not own & ~stages:
            found.append(node.line)
            continue
        inside = _lines_at(node.children, stages, outcome, space)
        if inside is None or space.stages_of(node.residual) & stages:
            return None
        found += inside
    return found


def _sum(lines: list[int] | None, outcome: Outcome) -> Ends | None:
    if not lines or any(outcome.plan.lines[line].mass for line in lines):
        return None
    restated = [outcome.restated(line) for line in lines]
    low, high = (sum((ends[end] for ends in restated), Decimal(0)) for end in (0, 1))
    return low if low.is_finite() else None, high if high.is_finite() else None
