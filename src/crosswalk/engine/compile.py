"""From the lines of a declaration and their situation to a plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from crosswalk.engine.anew import replaced_atoms
from crosswalk.engine.bounds import Coefficients, Interval, weight_range
from crosswalk.engine.forest import forests
from crosswalk.engine.lines import Declaration, Line, sum_atoms
from crosswalk.engine.pair import Pair
from crosswalk.engine.plan import Anew, Plan, Replacement, Rules, TargetFigure, compile_forests
from crosswalk.engine.recycled_credits import allocated_by, credits_of
from crosswalk.engine.rules.characterise import Weight, characterised, own_factors, weights
from crosswalk.engine.situation import Situation, scaled
from crosswalk.frames.space import Atoms
from crosswalk.model.characterisation import CharacterisationSet

UNKNOWN = Interval(None, None, None, False, True, None, None, None)  # stands in for a figure until it is computed
ONE = Decimal(1)


def compile_plan(pair: Pair, declaration: Declaration, situation: Situation, known: dict[tuple[Atoms, Atoms, bool], Coefficients]) -> Plan:
    """The plan of the lines of a declaration.

    Args:
        pair: the two standards.
        declaration: its lines; their values do not matter.
        situation: unit, study period, characterisation and assumptions.
        known: coefficients that were worked out under the same weights; those found here are added.

    Raises:
        InconsistentDeclarationError: lines cross each other.
    """
    space = pair.library.space(pair.source.frame)
    sources, goal = pair.sets(situation.characterisation)
    base = weights(space, list(sources), goal)
    factors = own_factors(space, sources)
    characterised_atoms = characterised(space, list(sources))
    atoms = [line.atoms if line.mass or line.evaluated else line.atoms & characterised_atoms for line in declaration.lines]
    figures = pair.figures
    if situation.credits is not None:
        beside = credits_of(pair.library, pair.source, pair.target, declaration.lines) if situation.credits == "inside" else 0
        figures = pair.target_figures(allocated_by(pair.library, pair.target), beside)
        if situation.credits != "inside":
            aside = allocated_by(pair.library, pair.source)
            atoms = [part & ~aside for part in atoms]
    lines = declaration.lines
    target_atoms = characterised_atoms if goal is None else characterised(space, [goal])
    replacements = tuple(_replacements(pair, lines, situation))
    assumptions = pair.assumptions(lines, situation)
    rules = Rules(
        negative=space.negative,
        weights=scaled(base, situation.scales, space.at_stages),
        mass_weights=scaled(factors if goal is None else weights(space, [None], goal), situation.scales, space.at_stages),
        replaced_weights=scaled((Weight((ONE, ONE, space.possible)),), situation.scales, space.at_stages),
        own_factors=factors,
        absent=tuple((entry, pair.atoms(entry.atoms)) for entry in assumptions if entry.kind == "absent"),
        shares=tuple(
            (entry, pair.atoms(entry.atoms), pair.atoms(entry.part))
            for entry in assumptions
            if entry.kind == "share" and entry.part is not None
        ),
        target_atoms=target_atoms,
        kept=goal is None,
        known=known,
        unspecified=_unspecified(goal or sources[0] if goal or len(sources) == 1 else None, situation),
        unsettled=0 if pair.identity else pair.evaluation.unsettled(lines, space),
    )
    if pair.identity:
        # what was declared is kept as it is; derived lines add nothing to it
        atoms = [0 if line.group else part for part, line in zip(atoms, lines, strict=True)]
        covered = sum_atoms(atoms)  # with precursors, which come evaluated
        if pair.whole:
            covered |= ~space.negative  # what is not declared stays open, but a deduction that nobody claims is none
        if pair.target.goods is not None and not any(line.evaluated for line in lines):
            covered |= space.at_stages(space.stage_mask("A1.precursors"))  # a good whose precursors are not declared is not known
        figures = tuple(
            TargetFigure(entry.stage, entry.indicator, entry.atoms & covered)
            for position, entry in enumerate(figures)
            if position == 0 or entry.atoms & covered
        )
    if situation.probe is not None:
        figures = _affected(pair, situation.probe, figures, lines)
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
    scales = rules.replaced_weights if situation.scales else ()
    return Plan(
        plans, template, varying, within, weightless, replacements, tuple(assumptions), lines, goal, sources, rules.unsettled, scales
    )


def _affected(pair: Pair, assumption_id: str, figures: Sequence[TargetFigure], lines: Sequence[Line]) -> tuple[TargetFigure, ...]:
    """The total, and the figures that an assumption can reach: they count its atoms, or a line that holds some of them."""
    entry = next(entry for entry in pair.library.assumptions(pair.source.id, pair.target.id) if entry.id == assumption_id)
    reach = pair.atoms(entry.atoms)
    reach |= sum_atoms(line.atoms for line in lines if line.atoms & reach)
    return tuple(figure for position, figure in enumerate(figures) if position == 0 or figure.atoms & reach)


def _replacements(pair: Pair, lines: Sequence[Line], situation: Situation) -> list[Replacement]:
    """The lines that the target evaluates with a factor of its own, and those that come to it evaluated."""
    found = [Replacement(position, (), line.atoms, line.atoms) for position, line in enumerate(lines) if line.evaluated]
    if pair.identity:
        return found
    space = pair.library.space(pair.source.frame)
    sources, goal = pair.sets(situation.characterisation)
    for position, ways in pair.evaluation.replacements(lines, space, situation.years_of_use):
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
