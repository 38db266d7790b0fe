"""Completions that tell two labels apart, or that earn both: declarations that anybody can check, shown only where the verdicts come out so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from crosswalk.engine.pair import AssumptionMode
from crosswalk.engine.rules.classify import VerdictWord
from crosswalk.engine.selector import selector
from crosswalk.errors import InputError, NotComparableError
from crosswalk.frames.space import Atoms, Space
from crosswalk.labels.assess import Modes, figure_standard, situation_of, verdicts_on
from crosswalk.labels.guarantee import in_force_of, limit_of, loosest, per_of, ways
from crosswalk.labels.rules import guard_of_pair
from crosswalk.labels.verdict import Situation, Verdict, judge
from crosswalk.library.library import Library
from crosswalk.model.base import Text
from crosswalk.model.footprint import Footprint
from crosswalk.model.label import Condition, Label
from crosswalk.model.quantity import Quantity, readable
from crosswalk.model.scheme import LabelScheme
from crosswalk.model.standard import Standard

Setter = Standard | LabelScheme
Of = tuple[Setter, Label]
ZERO, ONE, TWO = Decimal(0), Decimal(1), Decimal(2)
MOST_WAYS = 16
SMALL = Decimal("0.1")  # of the lower limit of both labels, for something that earns both
NEARLY = Decimal("0.99")  # of a limit whose own sign nobody has read, or that is met after rounding


@dataclass(frozen=True, slots=True)
class Example:
    """Something that earns the first label, and the second or not.

    Attributes:
        declaration: a footprint to which both verdicts can be asked again; `None` where no figure plays a part.
        conditions: the answers that it gives.
        first: the verdict on the first label, `implied`.
        second: the verdict on the second label: `excluded` of a counter-example, `implied` of something that earns both.
    """

    declaration: dict[str, Any] | None
    conditions: dict[str, Any]
    first: Verdict
    second: Verdict

    def as_dict(self) -> dict[str, Any]:
        """The example as plain data."""
        return {
            "declaration": self.declaration,
            "conditions": self.conditions,
            "first": {"verdict": self.first.verdict, "measured": [entry.as_dict() for entry in self.first.measured]},
            "second": {
                "verdict": self.second.verdict,
                "measured": [entry.as_dict() for entry in self.second.measured],
                "reason": self.reason.model_dump() if self.second.verdict == "excluded" else None,
            },
        }

    @property
    def reason(self) -> Text:
        """Why the second label is not earned."""
        return (self.second.failed or self.second.reasons)[0]


def counter_example(library: Library, first: Of, second: Of, day: date, as_of: date | None, assumptions: AssumptionMode) -> Example | None:
    """Search a declaration that earns the first label and fails the second; `None` where none was found, which proves nothing."""
    home = _home(library, first, second)
    modes: Modes = (as_of, assumptions, False)
    bodies: list[dict[str, Any] | None] = [None] if home is None else list(_declarations(library, home, first, second, day))
    for keep in (False, True):  # a figure that fails tells more than an answer that fails
        for body in bodies:
            for answers in _answers(first, second, fail=keep):
                found = _checked(library, home, body, answers, first, second, day, modes, "excluded")
                if found is not None:
                    return found
    return None


def common_example(library: Library, first: Of, second: Of, day: date, as_of: date | None, assumptions: AssumptionMode) -> Example | None:
    """Search a declaration that earns both labels; `None` where none was found, which proves nothing."""
    home = _home(library, first, second)
    modes: Modes = (as_of, assumptions, False)
    bodies: list[dict[str, Any] | None] = [None] if home is None else list(_declarations(library, home, first, second, day))
    nothing_more = [] if home is None else _nothing_more(library, home, second)
    for body in reversed(bodies):  # the last ones are well within any limit from above
        if body is not None and home is not None:
            body = {**body, "figures": [*body["figures"], *_no_electricity(library, home, body)]}
            body |= {"supplement": nothing_more} if nothing_more else {}
        for answers in _answers(first, second, fail=False):
            found = _checked(library, home, body, answers, first, second, day, modes, "implied")
            if found is not None:
                return found
    return None


def _home(library: Library, first: Of, second: Of) -> Standard | None:
    """The standard under which an example is declared."""
    if not (first[1].thresholds or second[1].thresholds or first[1].declared_under or second[1].declared_under):
        return None
    if first[1].declared_under:
        return library.standard(first[1].declared_under[0])
    kept, asked = figure_standard(library, first[0]), figure_standard(library, second[0])
    return kept or asked if first[1].thresholds or not second[1].thresholds else asked or kept


def _checked(
    library: Library,
    home: Standard | None,
    body: dict[str, Any] | None,
    answers: dict[str, Any],
    first: Of,
    second: Of,
    day: date,
    modes: Modes,
    wanted: VerdictWord,
) -> Example | None:
    try:
        if home is None or body is None:
            parsed = Footprint.model_validate(
                {"standard": "none", "figures": [{"stage": "none", "value": "0 kg CO2e"}], "conditions": answers}
            )
            situation = Situation(day, day, None, parsed.conditions)
            told = [judge(setter, label, None, situation) for setter, label in (first, second)]
        else:
            footprint = Footprint.model_validate({**body, "conditions": answers})
            known = situation_of(library, footprint, home, day)
            told = [
                entry
                for setter, label in (first, second)
                for entry in verdicts_on(library, footprint, home, setter, (label,), known, modes)
            ]
    except (InputError, NotComparableError):
        return None
    if told[0].verdict != "implied" or told[1].verdict != wanted:
        return None
    return Example(None if body is None else {**body, "conditions": answers}, answers, told[0], told[1])


# -- answers --------------------------------------------------------------------------------------------------------------------------


def _answers(first: Of, second: Of, *, fail: bool) -> Iterator[dict[str, Any]]:
    """Answers with which the first label's conditions hold; with `fail`, those of the second that are not the same fail, else they are kept."""
    own = {entry.id: entry for entry in first[0].conditions}
    names = {name for part in second[1].requires for name in part.conditions()}
    asked = {entry.id: entry for entry in second[0].conditions if entry.id in names}
    for way in ways(first[1].requires)[:MOST_WAYS]:
        given = {name: _answer(own[name], True) for name in sorted(way) if name in own}
        rest = {name: entry for name, entry in asked.items() if name not in given}
        kept = {name: _answer(entry, True) for name, entry in rest.items()}
        if not fail:
            yield {**given, **kept}
            deducted = {entry.deduction.condition for entry in second[0].thresholds if entry.deduction is not None} & rest.keys()
            if deducted:  # nothing is taken off the figure
                yield {**given, **kept, **{name: _answer(rest[name], False) for name in sorted(deducted)}}
            continue
        for name, entry in rest.items():  # one failing answer tells more than many
            yield {**given, **kept, name: _answer(entry, False)}
        yield {**given, **{name: _answer(entry, False) for name, entry in rest.items()}}


def _answer(condition: Condition, holds: bool) -> Any:
    if condition.value is None or condition.operator is None:
        return holds
    value, unit = condition.value.magnitude, condition.value.unit
    upward = condition.operator in (">", ">=")
    above, below = value * TWO, value / TWO
    if unit == "dimensionless":
        return f"{(value + (ONE - value) / TWO if upward == holds else below) * 100:f} %"
    return f"{above if upward == holds else below:f} {readable(unit)}"


# -- declarations ---------------------------------------------------------------------------------------------------------------------


def _declarations(library: Library, home: Standard, first: Of, second: Of, day: date) -> Iterator[dict[str, Any]]:
    """Declarations worth trying: the greatest figure that earns the first label, and something that only the second counts."""
    kept = [entry for entry in loosest(in_force_of(*first, day)) if not limit_of(entry).above]
    asked = in_force_of(*second, day)
    unit = (kept or asked)[0].value.unit if kept or asked else "kg*CO2e/kg"
    space = library.space(home.frame)
    own = selector(library, home.id)
    goal = figure_standard(library, second[0]) or home
    theirs = selector(library, goal.id)
    stages = _cover(home, own.total(), library)
    base: dict[str, Any] = {
        "standard": home.id,
        "subject": _subject(first, second, home, goal),
        "declared_unit": f"1 {per_of(unit) or 'kg'}",
    }
    absent = dict.fromkeys(
        word for entry in (figure_standard(library, first[0]), goal) if entry for word in guard_of_pair(home, entry).absences
    )
    if absent:  # a product on which the rules that differ have nothing to act
        base["without"] = list(absent)
    if home.characterisation.open:
        base["characterisation"] = home.characterisation.sets[0]
    none_deducted = _zeros(space, theirs.total() & ~own.total() & space.negative)
    for entry in kept:
        top = Quantity(limit_of(entry).end, entry.value.unit.partition("/")[0]).to("kg*CO2e").magnitude
        inside = own.total() if entry.stage is None else own.total() & own.stage_atoms(entry.stage)
        common = inside & theirs.total() & ~space.negative
        for value in (top, *(_between(other.value, unit, top) for other in asked if _alike(other.value.unit, unit)), top * NEARLY):
            if common and value > 0:
                made = {**base, "figures": _figures(space, home, stages, _words(space, common), value, library)}
                yield {**made, "supplement": none_deducted} if none_deducted else made
    if not kept:  # nothing limits the figure of what earns the first label
        for entry in asked:
            top = Quantity(limit_of(entry).end, entry.value.unit.partition("/")[0]).to("kg*CO2e").magnitude
            inside = theirs.total() if entry.stage is None else theirs.total() & theirs.stage_atoms(entry.stage)
            common = own.total() & inside & ~space.negative
            if common and top > 0:
                yield {**base, "figures": _figures(space, home, stages, _words(space, common), top * TWO, library)}
    extra = theirs.total() & ~own.total() & ~space.negative
    if extra:
        stage, source, gas = _words(space, extra)
        for amount in (ONE, Decimal(1000), Decimal(1000000)):
            supplement = [{"stage": stage, "source": source, "gas": gas, "value": f"{amount} kg CO2e"}]
            yield {**base, "figures": [{"stage": name, "value": "0 kg CO2e"} for name in stages], "supplement": supplement}
    yield {**base, "figures": [{"stage": name, "value": "0 kg CO2e"} for name in stages]}
    common = own.total() & theirs.total() & ~space.negative
    limits = [entry.value.to(unit).magnitude for entry in (*kept, *asked) if not limit_of(entry).above and _alike(entry.value.unit, unit)]
    small = min(limits, default=ZERO) * SMALL
    if common and small > 0:  # well within the limits of both
        value = Quantity(small, unit.partition("/")[0]).to("kg*CO2e").magnitude
        yield {**base, "figures": _figures(space, home, stages, _words(space, common), value, library)}


def _nothing_more(library: Library, home: Standard, second: Of) -> list[dict[str, Any]]:
    """Declared zeros for all that only the standard of the second label counts."""
    goal = figure_standard(library, second[0]) or home
    return _zeros(library.space(home.frame), selector(library, goal.id).total() & ~selector(library, home.id).total())


def _no_electricity(library: Library, home: Standard, body: dict[str, Any]) -> list[dict[str, Any]]:
    """No kilowatt-hour at the stages of a declaration that may hold some, where it says that there is none."""
    if "electricity" not in body.get("without", ()):
        return []
    own = selector(library, home.id)
    electric = own.total() & library.space(home.frame).box(None, ("electricity",), None)
    none: dict[str, Any] = {"source": "electricity", "value": "0 kg CO2e", "activity": {"electricity": "0 kWh"}}
    stages = dict.fromkeys(figure["stage"] for figure in body["figures"] if "source" not in figure)
    return [{"stage": stage, **none} for stage in stages if own.stage_atoms(stage) & electric]


def _alike(one: str, other: str) -> bool:
    return Quantity(ONE, one).has_dimension_of(other)


def _between(limit: Quantity, unit: str, top: Decimal) -> Decimal:
    """Half way between a limit of the second label and the greatest figure of the first, kg CO2e."""
    other = limit.to(unit)
    return (Quantity(other.magnitude, unit.partition("/")[0]).to("kg*CO2e").magnitude + top) / TWO


def _subject(first: Of, second: Of, home: Standard, goal: Standard) -> dict[str, Any]:
    if home.subject == "building":
        words = [word for word in first[1].of if word in second[1].of or not second[1].of] or list(second[1].of)
        area = "5000 m**2"
        return {
            "kind": words[0] if words else "building",
            **dict.fromkeys(("gross_floor_area", "heated_floor_area", "useful_floor_area"), area),
            "reference_area": home.unit.area or "gross_floor_area",
            "service_life": "50 a",
        }
    fuel = next((entry.unit.fuel for entry in (home, goal) if entry.unit.fuel), None)
    shared = [word for word in first[1].of if word in second[1].of] or list(first[1].of or second[1].of)
    if fuel is None and "fuel" in {*first[1].of, *second[1].of} and shared:
        fuel = shared[0]
    return {"fuel": fuel} if fuel else {"kind": shared[0]} if shared else {}


def _cover(home: Standard, total: Atoms, library: Library) -> list[str]:
    """Stages of a standard that together are its total, none of them twice."""
    own = selector(library, home.id)
    main = own.indicator_atoms(home.main_indicator.id)
    found: list[str] = []
    left = total
    for stage in sorted(home.stages, key=lambda entry: -(own.stage_atoms(entry.id) & total & main).bit_count()):
        atoms = own.boundary & own.stage_atoms(stage.id) & main
        if stage.in_total and atoms and not atoms & ~left:
            found.append(stage.id)
            left &= ~atoms
    return found


def _figures(
    space: Space, home: Standard, stages: list[str], words: tuple[str, str, str], value: Decimal, library: Library
) -> list[dict[str, Any]]:
    """All of a total at one atom, zero elsewhere."""
    own = selector(library, home.id)
    stage, source, gas = words
    atom = space.box((stage,), (source,), (gas,))
    amount = f"{value.normalize():f} kg CO2e"
    figures: list[dict[str, Any]] = []
    for name in stages:
        inside = bool(own.stage_atoms(name) & atom)
        figures.append({"stage": name, "value": amount if inside else "0 kg CO2e"})
    return [*figures, {"stage": stage, "source": source, "gas": gas, "value": amount}]


def _zeros(space: Space, atoms: Atoms) -> list[dict[str, Any]]:
    """Declared zeros for uptake and credits that only the second label's standard deducts."""
    return [
        {"stage": stage, "source": source.id, "value": "0 kg CO2e"}
        for source in space.sources_of(atoms)
        for stage in space.describe_stages(space.stages_of(atoms & space.box(None, (source.id,), None)))
    ]


def _words(space: Space, atoms: Atoms) -> tuple[str, str, str]:
    """Stage, source and gas of one atom of a set, of fossil CO2 where there is one."""
    gases = space.gases_of(atoms)
    gas = next((entry.id for entry in gases if entry.id == "co2-fossil"), gases[0].id)
    of_gas = atoms & space.box(None, None, (gas,))
    source = space.sources_of(of_gas)[0].id
    mask = space.stages_of(of_gas & space.box(None, (source,), None))
    stages = [stage.id for position, stage in enumerate(space.stages) if mask >> position & 1]
    return min(stages, key=lambda name: name.count(".")), source, gas
