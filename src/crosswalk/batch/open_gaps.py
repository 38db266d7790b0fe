"""The gaps of a pattern that have a width: what opens the total, or moves it, and by how much in each row.

Gaps without a width (rules, evidence, what does not count) do not differ between rows: `Crosswalk.apply` tells them of one.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from crosswalk.batch import node as n
from crosswalk.batch.node import NEVER, NULL, ZERO, Node
from crosswalk.batch.output import OpenGap
from crosswalk.batch.pattern import Pattern
from crosswalk.engine.crosswalk import Planned
from crosswalk.engine.gaps import gaps_without_values, is_open_term, open_kind
from crosswalk.engine.plan import Anew
from crosswalk.engine.run import Outcome

if TYPE_CHECKING:
    from crosswalk.batch.figures import Figures


def term_gaps(pattern: Pattern, planned: Planned, figures: Figures) -> Iterator[OpenGap]:
    """Lines that count partly in the total: the range of what they contribute, in the forest that bounds the total best."""
    pair, plan = pattern.crosswalk, planned.plan
    if pair.identity:
        return
    space = pair.library.space(pair.source.frame)
    for forest, contributions, chosen in zip(plan.forests, figures.contributions, figures.chosen, strict=True):
        total = forest.figures[0]
        for term in total.terms:
            if not is_open_term(term, total.figure.atoms, space.negative, plan.unsettled):
                continue
            low, _, high = contributions.of(term)
            endless = n.some(n.absent(low), n.absent(high))
            stage = stages(pattern, term.atoms)
            kinds = [open_kind(term, total.figure.atoms, space.negative, without_end) for without_end in (False, True)]
            wide = n.negation(n.equal(low, high))
            width = NULL if NULL in (low, high) else n.add(high, n.scale(-1, low))
            if kinds[0] == kinds[1]:
                yield OpenGap(kinds[0], stage, n.every(chosen, n.some(endless, wide)), width)
                continue
            if width != NULL:
                yield OpenGap(kinds[0], stage, n.every(chosen, n.negation(endless), wide), width)
            if endless != NEVER:
                yield OpenGap(kinds[1], stage, n.every(chosen, endless), NULL)


def fixed_gaps(pattern: Pattern, planned: Planned) -> list[tuple[str, str]]:
    """Kind and stage of what no line covers, and what the target values by its own rule from a quantity that nobody declared."""
    pair, plan, declaration = pattern.crosswalk, planned.plan, pattern.declaration
    vector = dict.fromkeys(range(len(declaration.lines)), (Decimal(0), Decimal(0)))
    outcome = Outcome(
        plan,
        declaration,
        plan.template,
        vector,
        frozenset(),
        0,
        planned.uniform,
        planned.wanted,
        planned.declared,
        (),
        (),
        None,
        planned.change,
    )
    found = [(str(gap.kind), gap.stage) for gap in gaps_without_values(pair, pattern.footprint, outcome) if gap.width is None]
    if pair.identity:
        return found
    for position, line in enumerate(declaration.lines):
        if line.view or line.group:
            continue
        ways = [way for entry in plan.replacements if entry.line == position for way in entry.activities]
        unsettled = line.atoms & plan.unsettled and not line.activities
        found += [("rule-differs", stages(pattern, line.atoms))] * (bool(unsettled) or sum(way.unknown is not None for way in ways))
    return found


def activity_gap(way: Anew, stage: str, scales: tuple[Decimal, Decimal | None], before: Node, ends: list[Node]) -> Iterator[OpenGap]:
    """What the target's own factors change in one activity, and how far its possible readings lie apart; `ends` are what each of them gives.

    Both are told at the greatest scale that is bounded, where the stages of the activity have several.
    """
    scale = scales[0] if scales[1] is None else scales[1]
    if way.unknown is not None or (way.keeps and not way.factors):
        return
    changes = [n.magnitude(n.add(end, n.scale(-1, before))) for end in ends if end != before]
    if changes:
        change = n.larger(*changes)
        yield OpenGap("rule-differs", stage, n.negation(n.equal(change, ZERO)), n.scale(scale, change))
    if len(way.factors) > 1:
        width = n.add(n.larger(*ends), n.scale(-1, n.smaller(*ends)))
        yield OpenGap("rule-differs", stage, n.negation(n.equal(width, ZERO)), n.scale(scale, width))


def stages(pattern: Pattern, atoms: int) -> str:
    """Stages as messages name them."""
    space = pattern.crosswalk.library.space(pattern.crosswalk.source.frame)
    return ", ".join(space.describe_stages(space.stages_of(atoms)))
