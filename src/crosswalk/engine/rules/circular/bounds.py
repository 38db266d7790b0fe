"""What follows for end-of-life methods from components of a material that are known in part: intervals that are sound, and tight.

A difference of two methods is linear in each component. So over independent ranges its ends stand at corners, and where a range has no end, the
sign of the slope tells whether the difference has one. Where the material figure under one method is known, Ev follows from it and the
ratio Er / Ev; the difference is then monotone in each component, and corners are enough again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import product
from typing import NamedTuple

from crosswalk.engine.rules.circular.components import BURDENS, ONE, SHARES, ZERO
from crosswalk.engine.rules.circular.end_of_life import Values, module_d_of, parts_of
from crosswalk.errors import Finding, InconsistentDeclarationError
from crosswalk.model.recycling import Method


class Range(NamedTuple):
    """Two ends; `None` is open."""

    low: Decimal | None
    high: Decimal | None

    @property
    def exact(self) -> bool:
        """Whether both ends are one number."""
        return self.low is not None and self.low == self.high

    @property
    def finite(self) -> bool:
        """Whether both ends are known."""
        return self.low is not None and self.high is not None

    def __add__(self, other: tuple[object, ...]) -> Range:
        """The sum of two independent ranges."""
        low, high = other
        assert low is None or isinstance(low, Decimal)
        assert high is None or isinstance(high, Decimal)
        return Range(
            None if self.low is None or low is None else self.low + low,
            None if self.high is None or high is None else self.high + high,
        )

    def times(self, factor: Decimal) -> Range:
        """The range times a number of zero or more."""
        return Range(None if self.low is None else self.low * factor, None if self.high is None else self.high * factor)

    def hull(self, other: Range) -> Range:
        """What either of two ranges allows."""
        return Range(
            None if self.low is None or other.low is None else min(self.low, other.low),
            None if self.high is None or other.high is None else max(self.high, other.high),
        )

    def agreed(self, other: Range) -> Range:
        """What two statements allow together; where they exclude each other (printed numbers are rounded) what either allows."""
        low = self.low if other.low is None else other.low if self.low is None else max(self.low, other.low)
        high = self.high if other.high is None else other.high if self.high is None else min(self.high, other.high)
        return self.hull(other) if low is not None and high is not None and low > high else Range(low, high)

    def apart(self, other: Range) -> Decimal:
        """By how much two ranges miss each other; 0 where they meet."""
        gaps = [
            first.low - second.high for first, second in ((self, other), (other, self)) if first.low is not None and second.high is not None
        ]
        return max([ZERO, *gaps])


OPEN = Range(None, None)
NOTHING = Range(ZERO, ZERO)
UNIT = Range(ZERO, ONE)
BURDEN = Range(ZERO, None)


def exactly(value: Decimal) -> Range:
    """A range of one number."""
    return Range(value, value)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the components of one material.

    Attributes:
        ranges: components by symbol; one that is left out is unknown: a share from 0 to 1, a burden from 0 upward.
        symmetric: the recyclate replaces the same material at the same quality: Es = Ev, Ee = Er, qo = qi.
        ratio: Er / Ev, and Ee / Es (`None`: nothing is known of it).
        figure: the material part of the figure under `figure_method`, kg CO2e per kg of material, without energy recovery and disposal.
        figure_method: that method.
    """

    ranges: Mapping[str, Range] = field(default_factory=dict)
    symmetric: bool = False
    ratio: Range | None = None
    figure: Range | None = None
    figure_method: Method = "cut-off"

    def box(self) -> dict[str, Range]:
        """A range for each component that is free."""
        found = {name: self.ranges.get(name, UNIT) for name in SHARES}
        found |= {name: self.ranges.get(name, BURDEN) for name in BURDENS}
        if self.symmetric:
            for name in ("Es", "Ee", "qo"):
                del found[name]
        if self.ratio is not None:
            found["ratio"] = self.ratio
            del found["Er"]
            found.pop("Ee", None)
        return found


Difference = Callable[[Values], Decimal]


def difference(known: Known, of: Difference) -> Range:
    """The range of a difference of two methods (or of module D) over all components that agree with what is known.

    Args:
        known: the components.
        of: a function that is linear in each component, such as the one that `between` makes.
    """
    found = _over_components(known, of)
    if known.figure is not None and known.symmetric and known.ratio is not None:
        return found.agreed(_over_figure(known, of))
    return found


def between(source: Method, target: Method) -> Difference:
    """The figure of a material under `target` less that under `source`, kg CO2e/kg. Disposal cancels out."""
    return lambda values: parts_of(target, values).total - parts_of(source, values).total


def input_between(source: Method, target: Method) -> Difference:
    """The same, of what stands with the material input."""
    return lambda values: parts_of(target, values).input - parts_of(source, values).input


def output_between(source: Method, target: Method) -> Difference:
    """The same, of what stands at the end of life."""
    return lambda values: parts_of(target, values).output - parts_of(source, values).output


def output_alone(target: Method) -> Difference:
    """The least that stands at the end of life under `target`, disposal left out, kg CO2e/kg."""
    return lambda values: parts_of(target, {**values, "ED": ZERO}).output


def input_and_output(source: Method, target: Method) -> Difference:
    """The change of what stands with the material input, and all of the end of life but its disposal: for a figure without its end of life."""
    before, after = input_between(source, target), output_alone(target)
    return lambda values: before(values) + after(values)


def credits_beyond(values: Values) -> Decimal:
    """Module D, material and energy, kg CO2e/kg."""
    return module_d_of(values).total


def _complete(values: dict[str, Decimal], known: Known) -> Values:
    """All components from the free ones."""
    if known.ratio is not None:
        values["Er"] = values["ratio"] * values["Ev"]
        if not known.symmetric:
            values["Ee"] = values["ratio"] * values["Es"]
    if known.symmetric:
        values["Es"], values["Ee"], values["qo"] = values["Ev"], values["Er"], values["qi"]
    return values


def _corners(box: Mapping[str, Range], coupled: bool) -> Iterator[dict[str, Decimal]]:
    """The corners of the ranges that have two ends; R2 + R3 stays at most 1 where `coupled`."""
    ends = {name: dict.fromkeys(entry) for name, entry in box.items() if entry.high is not None and name not in ("R2", "R3")}
    rates = _rates(box["R2"], box["R3"]) if coupled else list(product(dict.fromkeys(box["R2"]), dict.fromkeys(box["R3"])))
    for corner in product(*ends.values()):
        values = dict(zip(ends, corner, strict=True))
        for recycled, recovered in rates:
            yield {**values, "R2": recycled, "R3": recovered}  # type: ignore[dict-item]


def _rates(recycled: Range, recovered: Range) -> list[tuple[Decimal, Decimal]]:
    """The corners of all (R2, R3) within their ranges and with a sum of at most 1."""
    assert recycled.low is not None
    assert recycled.high is not None
    assert recovered.low is not None
    assert recovered.high is not None
    inside = [(a, b) for a in recycled for b in recovered if a is not None and b is not None and a + b <= 1]
    on_edge = [(a, 1 - a) for a in recycled if a is not None and recovered.low <= 1 - a <= recovered.high]
    on_edge += [(1 - b, b) for b in recovered if b is not None and recycled.low <= 1 - b <= recycled.high]
    found = list(dict.fromkeys([*inside, *on_edge]))
    if not found:
        raise InconsistentDeclarationError(
            Finding(
                f"R2 is at least {recycled.low} and R3 at least {recovered.low}: more is recycled or recovered than the product holds",
                f"R2 不小于 {recycled.low}，R3 不小于 {recovered.low}：回收与能量回收之和超过产品所含材料",
                field="R2",
            )
        )
    return found


def _over_components(known: Known, of: Difference) -> Range:
    """The range over the components alone, by corners and slopes."""
    box = known.box()
    free = {name: entry.low for name, entry in box.items() if entry.high is None}
    low: Decimal | None = None
    high: Decimal | None = None
    falls = rises = False
    for corner in _corners(box, coupled=True):
        start = {**corner, **{name: ZERO if least is None else least for name, least in free.items()}}
        value = of(_complete(dict(start), known))
        low = value if low is None else min(low, value)
        high = value if high is None else max(high, value)
        for name in free:  # open components meet in no product, so each has a slope of its own
            slope = of(_complete({**start, name: start[name] + 1}, known)) - value
            falls, rises = falls or slope < 0, rises or slope > 0
    return Range(None if falls else low, None if rises else high)


def _over_figure(known: Known, of: Difference) -> Range:
    """The range where Ev follows from the figure of the material: Ev = figure / k with k > 0; open where k can be zero."""
    assert known.figure is not None
    assert known.ratio is not None
    box = known.box()
    del box["Ev"]
    if box["c"] != NOTHING and not (box["R1"].exact and box["R2"].exact) and (known.figure_method == "modules-a-c-and-d" or _counts_c(of)):
        return OPEN  # c makes the difference bend in R1 and R2, so that corners are not enough
    if any(entry.high is None for name, entry in box.items() if name not in ("EER", "S", "ED", "c")) or known.figure.high is None:
        return OPEN
    box["figure"] = known.figure
    free = {name: entry.low or ZERO for name, entry in box.items() if entry.high is None}
    low: Decimal | None = None
    high: Decimal | None = None
    falls = rises = False
    bends = any(not box[name].exact for name in ("R2", "R3")) and known.figure_method in (
        "circular-footprint-formula",
        "end-of-life-recycling",
    )
    for corner in _corners(box, coupled=not bends):
        start = {**corner, **free}

        def at(values: dict[str, Decimal]) -> Decimal | None:
            found = _material(values, known)
            return None if found is None else of(found)

        value = at(start)
        if value is None:
            return OPEN
        low = value if low is None else min(low, value)
        high = value if high is None else max(high, value)
        for name in free:
            moved = at({**start, name: start[name] + 1})
            if moved is None:
                return OPEN
            falls, rises = falls or moved < value, rises or moved > value
    return Range(None if falls else low, None if rises else high)


def _counts_c(of: Difference) -> bool:
    """Whether a difference depends on processing before the end-of-waste point: one of its methods is that of modules."""
    point = {name: Decimal(index + 2) / 19 for index, name in enumerate((*SHARES, *BURDENS))}
    return of(point) != of({**point, "c": point["c"] + 1})


def _material(values: dict[str, Decimal], known: Known) -> Values | None:
    """All components where Ev follows from the figure; `None` where the figure does not determine it."""
    unit = _complete({**values, "Ev": ONE}, known)
    own = material_part(known.figure_method, {**unit, "c": ZERO})
    if own <= 0:
        return None
    figure = values["figure"]
    if known.figure_method == "modules-a-c-and-d":
        figure -= (values["R2"] - values["R1"]) * values["c"]
    return _complete({**values, "Ev": figure / own}, known)


def material_part(method: Method, values: Values) -> Decimal:
    """What a method charges for material, without energy recovery and disposal, kg CO2e/kg."""
    return parts_of(method, {**values, "EER": ZERO, "S": ZERO, "ED": ZERO}).total


def virgin_burden(known: Known) -> Range:
    """Ev from the figure of a material in a symmetric loop, kg CO2e/kg: open where it cannot be separated (R1 = 1, or k of zero or less)."""
    return _over_figure(known, lambda values: values["Ev"])


def formula_from_unsplit_module_d(modules: Decimal, credits: Decimal, allocation: Decimal) -> Range:
    """The circular footprint formula where module D is one number of zero or less, its material and energy parts too, and B = 0.

    Symmetric loop, without the term A·(R1 - R2)·c, kg CO2e. Where a part could be above zero the range does not hold.

    >>> formula_from_unsplit_module_d(Decimal("10.682322"), Decimal("-5.507"), Decimal("0.2"))
    Range(low=Decimal('5.175322'), high=Decimal('6.276722'))
    """
    if credits > 0:
        raise InconsistentDeclarationError(
            Finding("module D above zero must be split into material and energy", "大于零的模块D须拆分为材料与能量", field="module_d")
        )
    return Range(modules + credits, modules + (1 - allocation) * credits)
