"""What a figure truly is where every atom is known, written without the engine's weights: the yardstick of its bounds."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache

from crosswalk.engine.attributed import never_negative, own_direct_atoms
from crosswalk.engine.lines import Line
from crosswalk.engine.rules.characterise import classes_of
from crosswalk.engine.selector import selector
from crosswalk.engine.translation import Translation
from crosswalk.frames.space import Atoms, Space
from crosswalk.library.library import Library
from crosswalk.model.quantity import Quantity
from crosswalk.model.standard import Standard
from crosswalk.testing.shipped import AREAS, HELD, LIBRARY, quantities, space_of, standard_of
from crosswalk.testing.words import Data

ZERO = Decimal(0)
ONE = Decimal(1)


def describe_bit(space: Space, bit: int) -> str:
    """An atom in words: stage, source, gas."""
    width = len(space.stages)
    block, stage = divmod(bit, width)
    gas, source = divmod(block, len(space.sources))
    return f"{space.stages[stage].id} {space.sources[source].id} {space.gases[gas].id}"


@lru_cache(maxsize=200_000)
def factor_at(frame_of: str, set_id: str, bit: int, library: Library = LIBRARY) -> Decimal:
    """Kilograms of CO2e per kilogram of gas of one atom; zero where the set does not characterise it."""
    for value, atoms in classes_of(space_of(frame_of, library), library.characterisation(set_id)):
        if atoms >> bit & 1:
            return value
    return ZERO


def reallocates(source: str, target: str, library: Library = LIBRARY) -> bool:
    """Whether the two standards share recycling by different methods, which no figure of a declaration settles."""
    own, goal = standard_of(source, library).end_of_life, standard_of(target, library).end_of_life
    if goal is None or source == target:
        return False
    may = set(UNSAID if own is None else own.accepts if own.method == "open" else (own.method,))
    if goal.method == "open":
        return not may <= set(goal.accepts)
    return goal.method not in may or (len(may) > 1 and goal.method in ("circular-footprint-formula", "end-of-life-recycling"))


UNSAID = ("cut-off", "end-of-life-recycling", "modules-a-c-and-d")


def unsettled(translation: Translation, position: int) -> tuple[bool, bool]:
    """Whether another method of recycling, with no material declared, opens the lower and the upper end of a figure (0 is the total)."""
    library = translation.crosswalk.library
    if not reallocates(translation.source, translation.target, library):
        return False, False
    standard = standard_of(translation.target, library)
    rule = standard.end_of_life
    assert rule is not None
    figure = translation.outcome.plan.forests[0].figures[position].figure
    if position and figure.stage in rule.gate and figure.indicator == standard.main_indicator.id:
        own = standard_of(translation.source, library).end_of_life
        if own is not None and own.method == "modules-a-c-and-d":  # recycled input then bears its whole recycling, which adds
            return False, True
    touched = not position or figure.stage in (*rule.input, *rule.output, *rule.part, *rule.gate)
    return touched, touched


def result_set(used: str, target: str, library: Library = LIBRARY) -> str:
    """The set in which a translation is expressed: the target's own, unless it accepts the one that was used."""
    rule = standard_of(target, library).characterisation
    return used if rule.open or used in rule.sets else rule.sets[0]


def accepted_sets(source: str, library: Library = LIBRARY) -> tuple[str, ...]:
    """The sets that a declaration without `characterisation:` may rest on."""
    rule = standard_of(source, library).characterisation
    return rule.sets if rule.open else rule.sets[:1]


def _area(standard: Standard, declared: str | None, stage: int, space: Space) -> str | None:
    if declared is None:
        return None
    for exception in standard.unit.exceptions:
        if any(space.stage_mask(name) >> stage & 1 for name in exception.stages):
            return exception.area
    return declared


def restated(data: Data, goal: Standard, library: Library = LIBRARY) -> Decimal:
    """What one declared unit of a product becomes per unit of the target's reference quantity."""
    declared = data["subject"].get("reference_quantity", "mass" if "cn_code" in data["subject"] else None)
    if not goal.unit.reference or declared is None:
        return ONE
    known = quantities(library)
    wanted = declared if declared in goal.unit.reference else goal.unit.reference[0]
    number, unit = (data.get("declared_unit") or "1 pcs").split(" ", 1)
    count = Quantity(Decimal(number), unit).to(known[declared].unit).magnitude
    per = Quantity(ONE, goal.unit.per or known[wanted].unit).to(known[wanted].unit).magnitude
    ratio = ONE if declared == wanted else HELD[declared] / HELD[wanted]
    return ratio / count * per


def stage_factors(data: Data, source: str, target: str, library: Library = LIBRARY) -> list[tuple[Decimal, Decimal | None]]:
    """What one declared unit at each leaf stage becomes in the target's unit and study period: (low, high)."""
    space, own, goal = space_of(source, library), standard_of(source, library), standard_of(target, library)
    if own.id == goal.id or own.subject != "building":
        factor = ONE if own.id == goal.id else restated(data, goal, library)
        if own.subject == "installation" != goal.subject:
            factor /= Decimal(data["activity_level"].split()[0])
        return [(factor, factor)] * len(space.stages)
    unit = data.get("declared_unit")
    count, per = unit.split(" ", 1) if unit else ("1", "")
    yearly = per in ("a", "m**2*a")
    before = (own.unit.area or data["subject"].get("reference_area")) if per.startswith("m**2") else None
    yearly_goal = {"year": True, "life": False, None: yearly}[goal.unit.time]
    life = Decimal(data["subject"]["service_life"].split()[0])
    life_goal = goal.unit.study_period.to("a").magnitude if goal.unit.study_period else life
    found: list[tuple[Decimal, Decimal | None]] = []
    for stage in range(len(space.stages)):
        bit = 1 << stage
        area = _area(own, before, stage, space)
        whole = ONE if area is None else AREAS[area]
        if goal.unit.area is None:
            after = _area(goal, before, stage, space)
            divided = ONE if after is None else AREAS[after]
        else:
            after = _area(goal, goal.unit.area, stage, space)
            assert after is not None
            divided = AREAS[after] * Decimal(count)
        base = whole / divided * (life if yearly else ONE) / (life_goal if yearly_goal else ONE)
        low, high = ONE, ONE
        open_above = False
        if life_goal != life and space.time_mask("yearly") & bit:
            low = high = life_goal / life
        elif life_goal != life and space.time_mask("replacement") & bit:
            low, open_above = (ONE, True) if life_goal > life else (ZERO, False)
        found.append((base * low, None if open_above else base * high))
    return found


def bits_from(atoms: Atoms, start: int) -> int:
    """The first atom of a set at or after a place, counted round."""
    rest = atoms >> start
    if not rest:
        rest, start = atoms, 0
    return start + (rest & -rest).bit_length() - 1


def line_value(
    key: str, line: Line, masses: dict[int, Decimal], set_id: str, library: Library = LIBRARY, category: str | None = None
) -> Decimal:
    """What a line declares when the truth is known: of a good, own direct emissions below zero count as zero where they are whole."""
    held = {bit: mass for bit, mass in masses.items() if line.atoms >> bit & 1}
    values = held if line.mass else {bit: mass * factor_at(key, set_id, bit, library) for bit, mass in held.items()}
    return sum(values.values(), ZERO) + set_to_zero(values, line.atoms, own_direct(key, library, category))


@lru_cache(maxsize=256)
def own_direct(key: str, library: Library = LIBRARY, category: str | None = None) -> Atoms:
    """The direct emissions of a good's own process that are never below zero under a standard: (EU) 2025/2547 Annex III Equation 55; none elsewhere."""
    return own_direct_atoms(selector(library, key, category)) if never_negative(standard_of(key, library)) else 0


def set_to_zero(values: Mapping[int, Decimal], figure: Atoms, direct: Atoms) -> Decimal:
    """What a figure that holds the whole own direct emissions gains where these are below zero."""
    if not direct or direct & ~figure:
        return ZERO
    return max(-sum((value for bit, value in values.items() if direct >> bit & 1), ZERO), ZERO)


def without_quantity(translation: Translation) -> Atoms:
    """What the target values by a rule of its own alone, where the declaration gives no quantity for it."""
    if translation.crosswalk.identity:
        return 0
    found: Atoms = 0
    for rule in translation.crosswalk.target.activities:
        own = next((entry for entry in translation.crosswalk.source.activities if entry.carrier == rule.carrier), None)
        if rule.prescribed and (own is None or (own.factor_sets, own.rest) != (rule.factor_sets, rule.rest)):
            found |= space_of(translation.source, translation.crosswalk.library).box(rule.prescribed, (rule.carrier,), None)
    for line in translation.outcome.declaration.lines:
        found &= ~line.atoms if line.activities else -1
    return found


def target_atoms(translation: Translation, position: int) -> Atoms:
    """The atoms of one figure of the target; 0 is the total."""
    return translation.crosswalk.figures[position].atoms
