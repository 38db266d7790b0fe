"""Random declarations with a known truth behind them.

A completion gives every atom a mass of gas. The lines of a declaration are drawn first, as words; their values are then sums over a random
completion, so that every declaration is consistent, and whatever a translation says can be held against the truth.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

import crosswalk as cw
from crosswalk.engine.crosswalk import Crosswalk
from crosswalk.engine.lines import Line, sum_atoms
from crosswalk.engine.rules.characterise import classes_of
from crosswalk.engine.translation import Translation
from crosswalk.frames.space import Atoms
from crosswalk.library.library import Library
from crosswalk.model.footprint import Footprint
from crosswalk.testing.goods import PRECURSORS, category_in, goods, precursors
from crosswalk.testing.shipped import AREAS, BUILDING_UNITS, LIBRARY, PRODUCT_UNITS, PROPERTIES, kind_of, quantities, space_of, standard_of
from crosswalk.testing.shipped import pairs as every_pair
from crosswalk.testing.truth import ONE, ZERO, accepted_sets, bits_from, describe_bit, factor_at, line_value, without_quantity
from crosswalk.testing.words import (
    PLAIN,
    Data,
    Style,
    compatible,
    declared,
    figure_words,
    inner_of,
    lines_of,
    one_factor,
    selector_of,
    stage_words,
)

MAIN_GASES = 7  # the gas list begins with CO2, CH4 and N2O by origin; without a bias nearly every deposit would be a fluorinated gas


@dataclass(frozen=True)
class Case:
    """A declaration, the standard aimed at, and the truth: kilograms of gas by atom (its bit), and the set that the declarer used."""

    source: str
    target: str
    data: Data
    masses: dict[int, Decimal]
    used_set: str
    library: Library = LIBRARY

    @property
    def footprint(self) -> Footprint:
        """The declaration, read."""
        return cw.read(self.data, self.library)

    @property
    def possible_sets(self) -> tuple[str, ...]:
        """The sets on which the declaration may rest, as far as it tells."""
        return (self.used_set,) if "characterisation" in self.data else accepted_sets(self.source, self.library)

    @property
    def keeps_set(self) -> bool:
        """Whether the target accepts whatever set was used."""
        rule = standard_of(self.target, self.library).characterisation
        return self.source == self.target or rule.open or all(name in rule.sets for name in self.possible_sets)

    @property
    def result_set(self) -> str:
        """The set in which the translation is expressed."""
        return self.used_set if self.keeps_set else standard_of(self.target, self.library).characterisation.sets[0]

    def with_data(self, **changes: Any) -> Case:
        """The same case with other entries of the declaration."""
        return replace(self, data={**self.data, **changes})

    def __repr__(self) -> str:
        space = space_of(self.source, self.library)
        held = {describe_bit(space, bit): str(mass) for bit, mass in self.masses.items()}
        return f"Case({self.source} -> {self.target}, {self.data}, holds={held}, used_set={self.used_set})"


# -- values ----------------------------------------------------------------------------------------------------------------------------


def amounts() -> st.SearchStrategy[Decimal]:
    """Amounts as people print them, with two digits after the point."""
    return st.integers(0, 10**6).map(lambda n: Decimal(n).scaleb(-2))


def plain(value: Decimal) -> str:
    """A number without an exponent."""
    return f"{value:f}" if value else "0"


@st.composite
def masses_in(draw: st.DrawFn, key: str, sets: Sequence[Atoms], most: int = 10, library: Library = LIBRARY) -> dict[int, Decimal]:
    """A random completion: a few atoms of some sets hold gas, downward ones a negative amount."""
    space = space_of(key, library)
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
def cases(draw: st.DrawFn, pairs: Sequence[tuple[str, str]] | None = None, style: Style = PLAIN, library: Library = LIBRARY) -> Case:
    """A consistent declaration under the first standard of a pair, with its completion."""
    source, target = draw(st.sampled_from(every_pair(library) if pairs is None else pairs))
    own, goal = standard_of(source, library), standard_of(target, library)
    rule = own.goods or goal.goods
    used = draw(st.sampled_from(own.characterisation.sets))
    data: Data = {"standard": source, "subject": {}}
    if not style.open_set or used not in accepted_sets(source, library) or draw(st.booleans()):
        data["characterisation"] = used
    if own.subject == "building":
        life = goal.unit.study_period or own.unit.study_period
        years = life.to("a").magnitude if life else Decimal(50)
        if style.open_period:
            years = draw(st.sampled_from([years, Decimal(30), Decimal(60)]))
        data["subject"] = {area: f"{size} m**2" for area, size in AREAS.items()}
        data["subject"] |= {"reference_area": "gross_floor_area", "service_life": f"{years:f} a"}
        unit = draw(st.sampled_from(BUILDING_UNITS))
        data |= {"declared_unit": unit} if unit else {}
    elif rule is not None:
        data |= draw(goods(own, rule, library, by_mass=bool(goal.unit.reference)))
    else:
        cycle = kind_of(goal, library)[1]
        unit, quantity = ("100 km", cycle) if cycle in quantities(library) else draw(st.sampled_from(PRODUCT_UNITS))
        data["subject"] = {**PROPERTIES, "reference_quantity": quantity}
        data |= {"declared_unit": unit} if unit else {}
    category = category_in(data, own, library)
    chosen, wanted = selector_of(data, source, library), selector_of(data, target, library)
    names = [name for name in stage_words(source, library, category) if style.views or not chosen.is_further(name)]
    stages = draw(st.lists(st.sampled_from(names), min_size=1, max_size=4, unique=True))
    drawn = draw(st.lists(figure_words(source, stages, style, library, category), min_size=1, max_size=style.figures))
    figures: list[Data] = []
    lines: list[Line] = []
    for words in drawn:
        line = lines_of({**data, "figures": [words]}, source, library)[0]
        if style.tight and line.mass and not one_factor(source, used, line.atoms, library):
            continue
        if compatible(line, lines):
            figures.append(words)
            lines.append(line)
    if not figures:
        figures, lines = [{"stage": stages[0], "value": "0 kg CO2e"}], []
    data["figures"] = figures
    lines = list(lines_of(data, source, library))
    masses = draw(masses_in(source, [*(line.atoms for line in lines), wanted.boundary], library=library))
    _forget_balances(source, lines, masses, used, library)
    holds_carbon = own.biogenic is not None or space_of(source, library).frame.carbon is not None
    if style.carbon and holds_carbon and rule is None and draw(st.integers(0, 3)) == 0:
        _add_carbon(draw, source, data, masses, used, library)
    _set_values(source, data, masses, used, library, category)
    if (
        style.total
        and not draw(st.integers(0, 3))
        and compatible(chosen.total_line, lines)
        and _nothing_deducted(chosen.total_line, source, lines, masses, used, library)
    ):
        data["total"] = f"{plain(line_value(source, chosen.total_line, masses, used, library, category))} kg CO2e"
    if style.ranges:
        for figure in data["figures"]:
            if "value" in figure and not draw(st.integers(0, 3)):
                _blur(draw, figure)
    if rule is not None and style.precursors and "total" not in data and not draw(st.integers(0, 1)):
        space = space_of(source, library)
        if not sum_atoms(line.atoms for line in lines) & space.at_stages(space.stage_mask(PRECURSORS)):
            data["precursors"] = draw(precursors(rule, library))
    return Case(source, target, data, masses, used, library)


def _nothing_deducted(total: Line, source: str, lines: Sequence[Line], masses: dict[int, Decimal], used: str, library: Library) -> bool:
    """Whether the total is not below its parts because of sinks or credits that the declaration does not name; that is refused."""
    covered = 0
    for line in lines:
        if not (line.view or line.mass or line.beyond) and not line.atoms & ~total.atoms:
            covered |= line.atoms
    left = total.atoms & ~covered
    rest = sum((mass * factor_at(source, used, bit, library) for bit, mass in masses.items() if left >> bit & 1), ZERO)
    return rest >= 0 or bool(left & space_of(source, library).carried_by("biogenic.uptake"))


def _forget_balances(source: str, lines: Sequence[Line], masses: dict[int, Decimal], used: str, library: Library) -> None:
    """A declared zero says that nothing is there, not that uptake balances emissions; so no truth has such a balance."""
    while True:
        for line in lines:
            own = line.atoms & ~inner_of(line, lines)
            held = {bit: mass for bit, mass in masses.items() if mass and own >> bit & 1}
            total = sum((mass if line.mass else mass * factor_at(source, used, bit, library) for bit, mass in held.items()), ZERO)
            if held and not total and len({mass > 0 for mass in held.values()}) > 1:
                for bit in held:
                    del masses[bit]
                break
        else:
            return


def _set_values(source: str, data: Data, masses: dict[int, Decimal], used: str, library: Library, category: str | None = None) -> None:
    for figure, line in zip(data["figures"], lines_of(data, source, library), strict=False):
        key, unit = ("mass", "kg") if line.mass else ("value", "kg CO2e")
        figure[key] = f"{plain(line_value(source, line, masses, used, library, category))} {unit}"


def _blur(draw: st.DrawFn, figure: Data) -> None:
    """A value known only between two ends."""
    value = Decimal(figure["value"].split()[0])
    ends = {"low": value - draw(amounts()), "high": value + draw(amounts())}
    kept = draw(st.sampled_from([("low", "high"), ("low",), ("high",)]))
    figure["value"] = {end: f"{plain(ends[end])} kg CO2e" for end in kept}


def _add_carbon(draw: st.DrawFn, source: str, data: Data, masses: dict[int, Decimal], used: str, library: Library) -> None:
    """A carbon content, and the uptake and release that it stands for; dropped where the truth would contradict the rule of the standard."""
    data["biogenic_carbon"] = {"product": f"{3 * draw(st.integers(0, 500))} kg", "packaging": f"{3 * draw(st.integers(0, 50))} kg"}
    space = space_of(source, library)
    before = dict(masses)
    for _ in range(2):  # where the release stands depends on the values, which depend on the release
        masses.clear()
        masses.update(before)
        declaration = declared(data, source, library)
        for line, (value, _high) in zip(declaration.lines, declaration.values, strict=True):
            if line.group:
                for bit in [bit for bit in masses if line.atoms >> bit & 1]:
                    del masses[bit]
                side = line.atoms & space.negative if value < 0 else line.atoms & ~space.negative
                masses[bits_from(side, 0)] = value
        _set_values(source, data, masses, used, library)
    total = selector_of(data, source, library).total_line
    lines, values = _carbon_lines(data, source, library)
    for line, (value, _high) in zip((*lines, total), (*values, (line_value(source, total, masses, used, library), ZERO)), strict=True):
        told = line.group and line_value(source, line, masses, used, library) != value
        balanced = not value and any(mass and line.atoms >> bit & 1 for bit, mass in masses.items())
        if told or balanced:  # a zero says that nothing is there, not that release balances uptake
            del data["biogenic_carbon"]
            masses.clear()
            masses.update(before)
            return


def _carbon_lines(data: Data, source: str, library: Library) -> tuple[tuple[Line, ...], tuple[tuple[Decimal, Decimal], ...]]:
    declaration = declared(data, source, library)
    return declaration.lines, declaration.values


# -- truth -----------------------------------------------------------------------------------------------------------------------------


def reach(translation: Translation, case: Case) -> Atoms:
    """The atoms of which the declaration tells something: a line in CO2e is silent on what the set behind it leaves out but the target counts.

    Where the declaration leaves its set unsaid, it is the set that was used all the same: a gas that it counts is part of the value.
    """
    certain: Atoms = space_of(case.source, case.library).possible
    if not case.keeps_set:
        certain = 0
        for _, members in classes_of(space_of(case.source, case.library), case.library.characterisation(case.used_set)):
            certain |= members
    atoms: Atoms = 0
    for line in translation.outcome.declaration.lines:
        atoms |= line.atoms if line.mass else line.atoms & certain
    for entry in translation.outcome.plan.replacements:
        atoms &= ~translation.outcome.declaration.lines[entry.line].atoms
    atoms &= ~without_quantity(translation)
    for entry in translation.outcome.plan.replacements:
        atoms |= entry.atoms  # its quantity is known, whatever the factor counts besides
    return atoms


def crosswalk_of(source: str, target: str, assumptions: Any = "none", library: Library = LIBRARY) -> Crosswalk:
    """The crosswalk of two standards, strict unless assumptions are asked for."""
    return cw.crosswalk(source, target, assumptions=assumptions, library=library)


def truth(case: Case, figure: Atoms, set_id: str, factors: Sequence[Decimal]) -> Decimal:
    """What a figure is under the completion, in a set and with the factor of each leaf stage."""
    found = ZERO
    for bit, mass in case.masses.items():
        if figure >> bit & 1:
            found += mass * factor_at(case.source, set_id, bit, case.library) * factors[bit % len(factors)]
    return found


def size_of(case: Case) -> Decimal:
    """How large the numbers of a case are, for tolerances."""
    return ONE + sum(
        (abs(mass) * max(ONE, factor_at(case.source, case.used_set, bit, case.library)) for bit, mass in case.masses.items()), ZERO
    )
