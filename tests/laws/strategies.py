"""Random declarations with a known truth behind them.

A completion gives every atom a mass of gas. The lines of a declaration are drawn first, as words; their values are then sums over a random
completion, so that every declaration is consistent, and whatever a translation says can be held against the truth.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Any

from hypothesis import strategies as st

import crosswalk as cw
from crosswalk.engine.crosswalk import Crosswalk
from crosswalk.engine.declare import declare
from crosswalk.engine.lines import Line
from crosswalk.engine.rules.characterise import classes_of
from crosswalk.engine.selector import Selector, selector
from crosswalk.engine.translation import Translation
from crosswalk.errors import InputError
from crosswalk.frames.space import Atoms, Space
from crosswalk.library.library import Library
from crosswalk.model.footprint import Footprint
from crosswalk.model.quantity import Quantity
from crosswalk.model.standard import Standard

ZERO = Decimal(0)
ONE = Decimal(1)
LIBRARY = Library.shipped()
AREAS = {"gross_floor_area": Decimal(1200), "useful_floor_area": Decimal(1050), "heated_floor_area": Decimal(900)}
BUILDING_UNITS = (None, "1 m**2", "1 m**2*a", "1 a", "10 m**2")
# What a product may be declared per: the declared unit, and the reference quantity that it means.
PRODUCT_UNITS = (
    (None, "item"),
    ("1 kg", "mass"),
    ("2 t", "mass"),
    ("1 m**3", "volume"),
    ("1 GJ", "fuel-energy"),
    ("1000 kWh", "energy-delivered"),
    ("1 kWh", "battery-capacity"),
    ("1 kWh", "usable-battery-capacity"),
    ("10 t*km", "transport-activity-actual"),
    ("1 t*km", "transport-activity-shortest"),
    ("100 km", "distance-over-life"),
    ("1000 tce", "energy-consumption"),
    ("1 person", "person"),
)
PROPERTIES = {
    "mass": "800 kg",
    "volume": "0.5 m**3",
    "net_calorific_value": "40 MJ/kg",
    "capacity": "64 kWh",
    "usable_capacity": "60 kWh",
    "full_cycles": "60 cycle/a",
    "vehicle_category": "M1",
    "service_life": "8 a",
    "life_distance": "250000 km",
    "load": "20 t",
    "actual_distance": "550 km",
    "shortest_feasible_distance": "500 km",
    "great_circle_distance": "400 km",
    "energy_consumption": "300000 tce",
    "population": "50000 person",
}
HELD = {  # how much of each reference quantity a subject with these properties holds, in its own unit
    "item": Decimal(1),
    "mass": Decimal(800),
    "volume": Decimal("0.5"),
    "fuel-energy": Decimal(32000),
    "battery-capacity": Decimal(64),
    "usable-battery-capacity": Decimal(60),
    "energy-delivered": Decimal(28800),
    "transport-activity-actual": Decimal(11000),
    "transport-activity-shortest": Decimal(10000),
    "transport-activity-great-circle": Decimal(8000),
    "distance-over-life": Decimal(250000),
    "energy-consumption": Decimal(300000),
    "person": Decimal(50000),
}
MAIN_GASES = 7  # the gas list begins with CO2, CH4 and N2O by origin; without a bias nearly every deposit would be a fluorinated gas

Data = dict[str, Any]


def _subjects() -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = {}
    for key in sorted(LIBRARY.standard_ids()):
        standard = LIBRARY.standard(key)
        if standard.goods is not None:
            continue  # what counts depends on the good: test_goods_laws.py
        found.setdefault(kind_of(standard), []).append(key)
    return found


def kind_of(standard: Standard) -> tuple[str, str]:
    """Standards of one kind can be translated into one another: one frame, one kind of subject, and one test cycle, as nothing leads to another."""
    cycle = next((name for name in standard.unit.reference if QUANTITIES[name].apart), None)
    return standard.frame, cycle or standard.subject


QUANTITIES = {entry.id: entry for entry in LIBRARY.reference_quantities().quantities}
KINDS = _subjects()
STANDARDS = [key for members in KINDS.values() for key in members]
PAIRS = [(first, second) for members in KINDS.values() for first in members for second in members if first != second]


@lru_cache(maxsize=256)
def standard_of(key: str) -> Standard:
    return LIBRARY.standard(key)


@lru_cache(maxsize=256)
def space_of(key: str) -> Space:
    return LIBRARY.space(standard_of(key).frame)


@dataclass(frozen=True)
class Case:
    """A declaration, the standard aimed at, and the truth: kilograms of gas by atom (its bit), and the set that the declarer used."""

    source: str
    target: str
    data: Data
    masses: dict[int, Decimal]
    used_set: str

    @property
    def footprint(self) -> Footprint:
        return cw.read(self.data)

    @property
    def possible_sets(self) -> tuple[str, ...]:
        """The sets on which the declaration may rest, as far as it tells."""
        return (self.used_set,) if "characterisation" in self.data else accepted_sets(self.source)

    @property
    def keeps_set(self) -> bool:
        """Whether the target accepts whatever set was used."""
        rule = standard_of(self.target).characterisation
        return self.source == self.target or rule.open or all(name in rule.sets for name in self.possible_sets)

    @property
    def result_set(self) -> str:
        """The set in which the translation is expressed."""
        return self.used_set if self.keeps_set else standard_of(self.target).characterisation.sets[0]

    def with_data(self, **changes: Any) -> Case:
        return replace(self, data={**self.data, **changes})

    def __repr__(self) -> str:
        space = space_of(self.source)
        held = {describe_bit(space, bit): str(mass) for bit, mass in self.masses.items()}
        return f"Case({self.source} -> {self.target}, {self.data}, holds={held}, used_set={self.used_set})"


@dataclass(frozen=True)
class Style:
    """What a declaration may contain. `tight`: only what the closed form resolves without loss."""

    tight: bool = False
    ranges: bool = False
    activities: bool = True
    views: bool = True
    carbon: bool = True
    total: bool = True
    masses: bool = True
    open_set: bool = False
    open_period: bool = False
    figures: int = 7


SOUND = Style(ranges=True, open_set=True, open_period=True)
TIGHT = Style(tight=True, views=False, carbon=False)
PLAIN = Style(activities=False)


def describe_bit(space: Space, bit: int) -> str:
    width = len(space.stages)
    block, stage = divmod(bit, width)
    gas, source = divmod(block, len(space.sources))
    return f"{space.stages[stage].id} {space.sources[source].id} {space.gases[gas].id}"


# -- factors, written without the engine's weights -------------------------------------------------------------------------------------


@lru_cache(maxsize=200_000)
def factor_at(frame_of: str, set_id: str, bit: int) -> Decimal:
    """Kilograms of CO2e per kilogram of gas of one atom; zero where the set does not characterise it."""
    for value, atoms in classes_of(space_of(frame_of), LIBRARY.characterisation(set_id)):
        if atoms >> bit & 1:
            return value
    return ZERO


def reallocates(source: str, target: str) -> bool:
    """Whether the two standards share recycling by different methods, which no figure of a declaration settles."""
    own, goal = standard_of(source).end_of_life, standard_of(target).end_of_life
    if goal is None or source == target:
        return False
    may = set(UNSAID if own is None else own.accepts if own.method == "open" else (own.method,))
    if goal.method == "open":
        return not may <= set(goal.accepts)
    return goal.method not in may or (len(may) > 1 and goal.method in ("circular-footprint-formula", "end-of-life-recycling"))


UNSAID = ("cut-off", "end-of-life-recycling", "modules-a-c-and-d")


def unsettled(translation: Translation, position: int) -> tuple[bool, bool]:
    """Whether another method of recycling, with no material declared, opens the lower and the upper end of a figure (0 is the total)."""
    if not reallocates(translation.source, translation.target):
        return False, False
    standard = standard_of(translation.target)
    rule = standard.end_of_life
    assert rule is not None
    figure = translation.outcome.plan.forests[0].figures[position].figure
    if position and figure.stage in rule.gate and figure.indicator == standard.main_indicator.id:
        own = standard_of(translation.source).end_of_life
        if own is not None and own.method == "modules-a-c-and-d":  # recycled input then bears its whole recycling, which adds
            return False, True
    touched = not position or figure.stage in (*rule.input, *rule.output, *rule.part, *rule.gate)
    return touched, touched


def result_set(used: str, target: str) -> str:
    """The set in which a translation is expressed: the target's own, unless it accepts the one that was used."""
    rule = standard_of(target).characterisation
    return used if rule.open or used in rule.sets else rule.sets[0]


def accepted_sets(source: str) -> tuple[str, ...]:
    """The sets that a declaration without `characterisation:` may rest on."""
    rule = standard_of(source).characterisation
    return rule.sets if rule.open else rule.sets[:1]


def _area(standard: Standard, declared: str | None, stage: int, space: Space) -> str | None:
    if declared is None:
        return None
    for exception in standard.unit.exceptions:
        if any(space.stage_mask(name) >> stage & 1 for name in exception.stages):
            return exception.area
    return declared


def restated(data: Data, goal: Standard) -> Decimal:
    """What one declared unit of a product becomes per unit of the target's reference quantity."""
    declared = data["subject"].get("reference_quantity")
    if not goal.unit.reference or declared is None:
        return ONE
    wanted = declared if declared in goal.unit.reference else goal.unit.reference[0]
    number, unit = (data.get("declared_unit") or "1 pcs").split(" ", 1)
    count = Quantity(Decimal(number), unit).to(QUANTITIES[declared].unit).magnitude
    per = Quantity(ONE, goal.unit.per or QUANTITIES[wanted].unit).to(QUANTITIES[wanted].unit).magnitude
    ratio = ONE if declared == wanted else HELD[declared] / HELD[wanted]
    return ratio / count * per


def stage_factors(data: Data, source: str, target: str) -> list[tuple[Decimal, Decimal | None]]:
    """What one declared unit at each leaf stage becomes in the target's unit and study period: (low, high)."""
    space, own, goal = space_of(source), standard_of(source), standard_of(target)
    if own.id == goal.id or own.subject != "building":
        factor = ONE if own.id == goal.id else restated(data, goal)
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


# -- words -----------------------------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=64)
def stage_words(key: str) -> tuple[str, ...]:
    """Every stage name with which a figure can be declared: the standard's own ids, and the frame's codes."""
    chosen = selector(LIBRARY, key)
    names = dict.fromkeys([stage.id for stage in chosen.standard.stages] + list(chosen.space.stage_records))
    return tuple(name for name in names if _selects(chosen, name, None, None, None))


@lru_cache(maxsize=4096)
def source_words(key: str, stage: str) -> tuple[str, ...]:
    chosen = selector(LIBRARY, key)
    return tuple(name for name in chosen.space.source_records if _selects(chosen, stage, name, None, None))


@lru_cache(maxsize=8192)
def gas_words(key: str, stage: str, source: str | None) -> tuple[str, ...]:
    chosen = selector(LIBRARY, key)
    names = [
        "co2",
        "ch4",
        "n2o",
        "co2-fossil",
        "co2-biogenic",
        "ch4-fossil",
        "ch4-biogenic",
        "sf6",
        "hfc-134a",
        "hfcs",
        "f-gases",
        "co",
    ]
    return tuple(name for name in names if _selects(chosen, stage, source, name, None))


def _selects(chosen: Selector, stage: str, source: str | None, gas: str | None, indicator: str | None) -> bool:
    try:
        return bool(chosen.select(stage, source, gas, indicator, "figures[0]", False)[0])
    except InputError:
        return False


def one_factor(source: str, set_id: str, atoms: Atoms) -> bool:
    """Whether a set gives every atom the same factor, so that a mass is a known amount of CO2e."""
    classes = classes_of(space_of(source), LIBRARY.characterisation(set_id))
    return any(not atoms & ~members for _, members in classes)


@st.composite
def figure_words(draw: st.DrawFn, key: str, stages: Sequence[str], style: Style) -> Data:
    """One figure without its value."""
    standard = standard_of(key)
    stage = draw(st.sampled_from(stages))
    words: Data = {"stage": stage}
    kind = draw(st.integers(0, 11))
    if kind in (4, 5, 6, 7, 10):
        words["source"] = draw(st.sampled_from(source_words(key, stage)))
    if kind in (6, 8, 9, 10) and (gases := gas_words(key, stage, words.get("source"))):
        words["gas"] = draw(st.sampled_from(gases))
        if style.masses and kind in (9, 10):
            words["mass"] = "0 kg"
    if kind in (3, 7) and "gas" not in words:
        names = [entry.id for entry in standard.indicators if style.views or not entry.additional]
        indicator = draw(st.sampled_from(names))
        if _selects(selector(LIBRARY, key), stage, words.get("source"), None, indicator):
            words["indicator"] = indicator
    if kind == 11 and style.activities and "electricity" in source_words(key, stage):
        words["source"] = "electricity"
        words["activity"] = {
            "electricity": f"{draw(st.integers(0, 5000))} kWh",
            "region": draw(st.sampled_from(["CN", "CN-BJ", "DK", "DE"])),
        }
        words["activity"]["year"] = draw(st.integers(2018, 2026))
        if draw(st.booleans()):
            words["activity"]["factor"] = draw(st.sampled_from(["0.5306 kg CO2/kWh", "0.6205 kg CO2e/kWh"]))
    if "mass" not in words:
        words["value"] = "0 kg CO2e"
    return words


def crossing(first: Atoms, second: Atoms) -> bool:
    both = first & second
    return both != 0 and both != first and both != second


def _compatible(line: Line, others: Iterable[Line]) -> bool:
    """Whether a line may stand beside others: the same cut of emissions must be disjoint or nested."""
    for other in others:
        if line.atoms == other.atoms and line.view == other.view:
            return False
        if not line.view and not other.view and crossing(line.atoms, other.atoms):
            return False
    return True


def lines_of(data: Data, key: str) -> tuple[Line, ...]:
    return declare(cw.read(data), LIBRARY, standard_of(key)).lines


# -- values ----------------------------------------------------------------------------------------------------------------------------


def bits_from(atoms: Atoms, start: int) -> int:
    """The first atom of a set at or after a place, counted round."""
    rest = atoms >> start
    if not rest:
        rest, start = atoms, 0
    return start + (rest & -rest).bit_length() - 1


def amounts() -> st.SearchStrategy[Decimal]:
    return st.integers(0, 10**6).map(lambda n: Decimal(n).scaleb(-2))


def line_value(key: str, line: Line, masses: dict[int, Decimal], set_id: str) -> Decimal:
    """What a line declares when the truth is known."""
    held = [(bit, mass) for bit, mass in masses.items() if line.atoms >> bit & 1]
    return sum((mass if line.mass else mass * factor_at(key, set_id, bit) for bit, mass in held), ZERO)


def plain(value: Decimal) -> str:
    return f"{value:f}" if value else "0"


@st.composite
def masses_in(draw: st.DrawFn, key: str, sets: Sequence[Atoms], most: int = 10) -> dict[int, Decimal]:
    """A random completion: a few atoms of some sets hold gas, downward ones a negative amount."""
    space = space_of(key)
    every = space.possible.bit_length()
    main = MAIN_GASES * len(space.stages) * len(space.sources)
    places = st.tuples(st.integers(0, len(sets) - 1), st.one_of(st.integers(0, main - 1), st.integers(0, every - 1)), amounts())
    found: dict[int, Decimal] = {}
    for which, start, amount in draw(st.lists(places, max_size=most)):
        if sets[which]:
            bit = bits_from(sets[which], start)
            found[bit] = -amount if space.negative >> bit & 1 else amount
    return found


@st.composite
def cases(draw: st.DrawFn, pairs: Sequence[tuple[str, str]] = PAIRS, style: Style = PLAIN) -> Case:
    """A consistent declaration under the first standard of a pair, with its completion."""
    source, target = draw(st.sampled_from(pairs))
    own, goal = standard_of(source), standard_of(target)
    used = draw(st.sampled_from(own.characterisation.sets))
    data: Data = {"standard": source, "subject": {}}
    if not style.open_set or used not in accepted_sets(source) or draw(st.booleans()):
        data["characterisation"] = used
    if own.subject == "building":
        life = goal.unit.study_period or own.unit.study_period
        years = life.to("a").magnitude if life else Decimal(50)
        if style.open_period:
            years = draw(st.sampled_from([years, Decimal(30), Decimal(60)]))
        data["subject"] = {area: f"{size} m**2" for area, size in AREAS.items()}
        data["subject"] |= {"reference_area": "gross_floor_area", "service_life": f"{years:f} a"}
    if own.subject == "building":
        unit = draw(st.sampled_from(BUILDING_UNITS))
    else:
        cycle = kind_of(goal)[1]
        unit, quantity = ("100 km", cycle) if cycle in QUANTITIES else draw(st.sampled_from(PRODUCT_UNITS))
        data["subject"] = {**PROPERTIES, "reference_quantity": quantity}
    if unit:
        data["declared_unit"] = unit
    names = [name for name in stage_words(source) if style.views or not selector(LIBRARY, source).is_further(name)]
    stages = draw(st.lists(st.sampled_from(names), min_size=1, max_size=4, unique=True))
    drawn = draw(st.lists(figure_words(source, stages, style), min_size=1, max_size=style.figures))
    figures: list[Data] = []
    lines: list[Line] = []
    for words in drawn:
        line = lines_of({**data, "figures": [words]}, source)[0]
        if style.tight and line.mass and not one_factor(source, used, line.atoms):
            continue
        if _compatible(line, lines):
            figures.append(words)
            lines.append(line)
    if not figures:
        figures, lines = [{"stage": stages[0], "value": "0 kg CO2e"}], []
    data["figures"] = figures
    lines = list(lines_of(data, source))
    chosen, wanted = selector(LIBRARY, source), selector(LIBRARY, target)
    masses = draw(masses_in(source, [*(line.atoms for line in lines), wanted.boundary]))
    _forget_balances(source, lines, masses, used)
    holds_carbon = own.biogenic is not None or space_of(source).frame.carbon is not None
    if style.carbon and holds_carbon and draw(st.integers(0, 3)) == 0:
        _add_carbon(draw, source, data, masses, used)
    _set_values(source, data, masses, used)
    if (
        style.total
        and not draw(st.integers(0, 3))
        and _compatible(chosen.total_line, lines)
        and _nothing_deducted(source, lines, masses, used)
    ):
        data["total"] = f"{plain(line_value(source, chosen.total_line, masses, used))} kg CO2e"
    if style.ranges:
        for figure in data["figures"]:
            if "value" in figure and not draw(st.integers(0, 3)):
                _blur(draw, figure)
    return Case(source, target, data, masses, used)


def _nothing_deducted(source: str, lines: Sequence[Line], masses: dict[int, Decimal], used: str) -> bool:
    """Whether the total is not below its parts because of sinks or credits that the declaration does not name; that is refused."""
    total = selector(LIBRARY, source).total_line
    covered = 0
    for line in lines:
        if not (line.view or line.mass or line.beyond) and not line.atoms & ~total.atoms:
            covered |= line.atoms
    left = total.atoms & ~covered
    rest = sum((mass * factor_at(source, used, bit) for bit, mass in masses.items() if left >> bit & 1), ZERO)
    return rest >= 0 or bool(left & space_of(source).carried_by("biogenic.uptake"))


def inner_of(line: Line, lines: Iterable[Line]) -> Atoms:
    """What smaller lines hold of a line."""
    atoms: Atoms = 0
    for other in lines:
        if other.atoms != line.atoms and not other.atoms & ~line.atoms:
            atoms |= other.atoms
    return atoms


def _forget_balances(source: str, lines: Sequence[Line], masses: dict[int, Decimal], used: str) -> None:
    """A declared zero says that nothing is there, not that uptake balances emissions; so no truth has such a balance."""
    while True:
        for line in lines:
            own = line.atoms & ~inner_of(line, lines)
            held = {bit: mass for bit, mass in masses.items() if mass and own >> bit & 1}
            total = sum((mass if line.mass else mass * factor_at(source, used, bit) for bit, mass in held.items()), ZERO)
            if held and not total and len({mass > 0 for mass in held.values()}) > 1:
                for bit in held:
                    del masses[bit]
                break
        else:
            return


def _set_values(source: str, data: Data, masses: dict[int, Decimal], used: str) -> None:
    for figure, line in zip(data["figures"], lines_of(data, source), strict=False):
        key, unit = ("mass", "kg") if line.mass else ("value", "kg CO2e")
        figure[key] = f"{plain(line_value(source, line, masses, used))} {unit}"


def _blur(draw: st.DrawFn, figure: Data) -> None:
    """A value known only between two ends."""
    value = Decimal(figure["value"].split()[0])
    ends = {"low": value - draw(amounts()), "high": value + draw(amounts())}
    kept = draw(st.sampled_from([("low", "high"), ("low",), ("high",)]))
    figure["value"] = {end: f"{plain(ends[end])} kg CO2e" for end in kept}


def _add_carbon(draw: st.DrawFn, source: str, data: Data, masses: dict[int, Decimal], used: str) -> None:
    """A carbon content, and the uptake and release that it stands for; dropped where the truth would contradict the rule of the standard."""
    data["biogenic_carbon"] = {"product": f"{3 * draw(st.integers(0, 500))} kg", "packaging": f"{3 * draw(st.integers(0, 50))} kg"}
    space = space_of(source)
    before = dict(masses)
    for _ in range(2):  # where the release stands depends on the values, which depend on the release
        masses.clear()
        masses.update(before)
        declaration = declare(cw.read(data), LIBRARY, standard_of(source))
        for line, (value, _high) in zip(declaration.lines, declaration.values, strict=True):
            if line.group:
                for bit in [bit for bit in masses if line.atoms >> bit & 1]:
                    del masses[bit]
                side = line.atoms & space.negative if value < 0 else line.atoms & ~space.negative
                masses[bits_from(side, 0)] = value
        _set_values(source, data, masses, used)
    total = selector(LIBRARY, source).total_line
    lines, values = _carbon_lines(data, source)
    for line, (value, _high) in zip((*lines, total), (*values, (line_value(source, total, masses, used), ZERO)), strict=True):
        told = line.group and line_value(source, line, masses, used) != value
        balanced = not value and any(mass and line.atoms >> bit & 1 for bit, mass in masses.items())
        if told or balanced:  # a zero says that nothing is there, not that release balances uptake
            del data["biogenic_carbon"]
            masses.clear()
            masses.update(before)
            return


def _carbon_lines(data: Data, source: str) -> tuple[tuple[Line, ...], tuple[tuple[Decimal, Decimal], ...]]:
    declaration = declare(cw.read(data), LIBRARY, standard_of(source))
    return declaration.lines, declaration.values


# -- truth -----------------------------------------------------------------------------------------------------------------------------


def reach(translation: Translation, case: Case) -> Atoms:
    """The atoms about which the declaration says something: a line in CO2e is silent on what its set may leave out but the target counts."""
    certain = space_of(case.source).possible
    for name in () if case.keeps_set else case.possible_sets:
        known: Atoms = 0
        for _, members in classes_of(space_of(case.source), LIBRARY.characterisation(name)):
            known |= members
        certain &= known
    atoms: Atoms = 0
    for line in translation.outcome.declaration.lines:
        atoms |= line.atoms if line.mass else line.atoms & certain
    for entry in translation.outcome.plan.replacements:
        atoms &= ~translation.outcome.declaration.lines[entry.line].atoms
    atoms &= ~without_quantity(translation)
    for entry in translation.outcome.plan.replacements:
        atoms |= entry.atoms  # its quantity is known, whatever the factor counts besides
    return atoms


def without_quantity(translation: Translation) -> Atoms:
    """What the target values by a rule of its own alone, where the declaration gives no quantity for it."""
    if translation.crosswalk.identity:
        return 0
    found: Atoms = 0
    for rule in translation.crosswalk.target.activities:
        own = next((entry for entry in translation.crosswalk.source.activities if entry.carrier == rule.carrier), None)
        if rule.prescribed and (own is None or (own.factor_sets, own.rest) != (rule.factor_sets, rule.rest)):
            found |= space_of(translation.source).box(rule.prescribed, (rule.carrier,), None)
    for line in translation.outcome.declaration.lines:
        found &= ~line.atoms if line.activities else -1
    return found


def target_atoms(translation: Translation, position: int) -> Atoms:
    """The atoms of one figure of the target; 0 is the total."""
    return translation.crosswalk.figures[position].atoms


def crosswalk_of(source: str, target: str, assumptions: Any = "none") -> Crosswalk:
    return cw.crosswalk(source, target, assumptions=assumptions)


def truth(case: Case, figure: Atoms, set_id: str, factors: Sequence[Decimal]) -> Decimal:
    """What a figure is under the completion, in a set and with the factor of each leaf stage."""
    found = ZERO
    for bit, mass in case.masses.items():
        if figure >> bit & 1:
            found += mass * factor_at(case.source, set_id, bit) * factors[bit % len(factors)]
    return found


def size_of(case: Case) -> Decimal:
    """How large the numbers of a case are, for tolerances."""
    return ONE + sum((abs(mass) * max(ONE, factor_at(case.source, case.used_set, bit)) for bit, mass in case.masses.items()), ZERO)
