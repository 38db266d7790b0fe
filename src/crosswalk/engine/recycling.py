"""From one end-of-life method to another: what changes in the figures of a footprint that declares how its materials are recycled.

Every method is another way to share the burdens and credits of recycling between products. So a figure under the target's method is the declared
figure plus a difference that depends on the recycled materials alone (`rules/circular`). The difference is added to the figures after the sums: it
is an interval where components are known in part, and open where nothing bounds it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property, lru_cache

from crosswalk.engine.bounds import Interval
from crosswalk.engine.plan import TargetFigure
from crosswalk.engine.rules.circular.bounds import (
    NOTHING,
    Difference,
    Known,
    Range,
    between,
    credits_beyond,
    difference,
    input_and_output,
    input_between,
    output_alone,
    output_between,
)
from crosswalk.engine.rules.circular.end_of_life import NETTING, Values
from crosswalk.engine.rules.circular.parameters import Default
from crosswalk.engine.run import Outcome
from crosswalk.errors import DeclarationError, Finding
from crosswalk.model.base import Text
from crosswalk.model.recycling import BURDENS, SHARES, Method, Recycling
from crosswalk.model.standard import EndOfLifeRule, Standard

ZERO = Decimal(0)
ONE = Decimal(1)
UNSAID: tuple[Method, ...] = ("cut-off", "end-of-life-recycling", "modules-a-c-and-d")
"""The methods in use where a standard says nothing: the options of ISO 14044, and modules. The circular footprint formula is prescribed or not used."""


@dataclass(frozen=True, slots=True)
class Methods:
    """The methods that the declaration may follow, and those that the target takes: one each, or several where nobody said which."""

    sources: tuple[Method, ...]
    targets: tuple[Method, ...]


@dataclass(frozen=True, slots=True)
class Material:
    """One declared material, ready for the rules.

    Attributes:
        name: its name.
        kilograms: its mass in one declared unit.
        known: what is known of its components, burdens in the characterisation of the target.
        credits: its module D as declared (material, energy), kg CO2e per kg, in the characterisation of the target; `None` where unknown.
        defaults: the published defaults that were used.
    """

    name: Text
    kilograms: Decimal
    known: Known
    credits: tuple[Decimal, Decimal] | None = None
    defaults: tuple[Default, ...] = ()


def methods_of(source: Standard, target: Standard, recycling: Recycling | None, at_gate: bool = False) -> Methods | None:
    """The methods to convert between, or `None` where the declared figures stand as they are.

    A target that leaves the method open takes the declared one if it is in use there. A source that leaves it open, and whose declaration does not
    state it, is left alone where it may have followed the target's, unless the target nets credits, or the materials are declared: then each method
    that it may have followed leads to a figure. The difference of the rules is told either way.

    Args:
        source: the standard of the declaration.
        target: the standard translated into.
        recycling: what the declaration says of its materials.
        at_gate: whether it is that of an intermediate product, whose recycled input is cut off.

    Raises:
        DeclarationError: the declaration states a method that its standard does not have.
    """
    own, goal = source.end_of_life, target.end_of_life
    stated = recycling.method if recycling is not None else None
    if stated is not None and own is not None and stated not in (own.method, *own.accepts):
        raise DeclarationError(
            Finding(
                f"{source.number} has no end-of-life method {stated!r}",
                f"{source.number} 没有寿命终止方法 {stated!r}",
                field="recycling.method",
                nearest=tuple(dict.fromkeys([*([own.method] if own.method != "open" else []), *own.accepts])),
            )
        )
    if goal is None or source.id == target.id:
        return None
    if stated is not None:
        sources: tuple[Method, ...] = (stated,)
    elif at_gate:
        sources = ("cut-off",)
    elif own is None or own.method == "open":
        sources = own.accepts if own is not None and own.accepts else UNSAID
    else:
        sources = (own.method,)
    if goal.method == "open":
        return None if set(sources) <= set(goal.accepts) else Methods(sources, goal.accepts)
    if sources == (goal.method,) or (recycling is None and goal.method in sources and goal.method not in NETTING):
        return None
    return Methods(sources, (goal.method,))


@dataclass(frozen=True)
class Reallocation:
    """What the change of method does, per declared unit, kg CO2e.

    Attributes:
        methods: from which method to which.
        materials: the declared materials; none where the declaration is silent.
        complete: whether the materials are all of the product; else the rest may do anything.
        ended: whether something of the end of life is declared. Else a method that nets a credit leaves all of it to the components.
        whole: whether the declared figure holds all credits of its method; else only its input is restated like for like.
    """

    methods: Methods
    materials: tuple[Material, ...] = ()
    complete: bool = False
    ended: bool = True
    whole: bool = True

    @cached_property
    def total(self) -> Range:
        """The change of the whole figure."""
        return self._change(
            lambda source, target: between(source, target) if self._ends(source) else input_and_output(source, target), True
        )

    @cached_property
    def input(self) -> Range:
        """The change of what stands with the material input."""
        return self._change(input_between)

    @cached_property
    def output(self) -> Range:
        """The change of what stands at the end of life."""
        return self._change(lambda source, target: output_between(source, target) if self._ends(source) else output_alone(target))

    @cached_property
    def gate(self) -> Range:
        """The change of the figure of an intermediate product, which has recycled input cut off."""
        found: Range | None = None
        for source in self.methods.sources:
            one = self._sum(input_between(source, "cut-off"))
            found = one if found is None else found.hull(one)
        assert found is not None
        return found

    @cached_property
    def beyond(self) -> Range:
        """Module D of the materials."""
        return self._sum(credits_beyond)

    @property
    def known(self) -> bool:
        """Whether the change is bounded on both sides."""
        return self.total.finite

    def of(self, material: Material) -> Range:
        """The change that one material causes."""
        return replace(self, materials=(material,), complete=True).total

    def disagreement(self, material: Material) -> Decimal:
        """By how much the components of a material and its module D contradict each other, kg CO2e per declared unit; 0 where they agree."""
        found = ZERO
        for source in self.methods.sources:
            for target in self.methods.targets:
                beside = _from_module_d(material, (source, target))
                if beside is not None:
                    own = difference(material.known, between(source, target))
                    found = max(found, own.apart(difference(material.known, beside)) * material.kilograms)
        return found

    def _ends(self, source: Method) -> bool:
        return self.ended or source not in NETTING

    def _change(self, make: Callable[[Method, Method], Difference], whole: bool = False) -> Range:
        found: Range | None = None
        for source in self.methods.sources:
            for target in self.methods.targets:
                one = self._sum(make(source, target), (source, target) if whole else None)
                found = one if found is None else found.hull(one)
        assert found is not None
        return found

    def _sum(self, of: Difference, pair: tuple[Method, Method] | None = None) -> Range:
        total = NOTHING
        for material in self.materials:
            found = difference(material.known, of)
            beside = _from_module_d(material, pair)
            if beside is not None:
                found = found.agreed(difference(material.known, beside))
            total = total + found.times(material.kilograms)
        if not self.complete:  # any amount of anything: nothing, or without end in a direction that is open at all
            low, high = difference(Known(), of)
            total = total + Range(None if low is None or low < 0 else ZERO, None if high is None or high > 0 else ZERO)
        return total


@lru_cache(maxsize=32)
def undeclared(methods: Methods) -> Reallocation:
    """The change for a declaration that says nothing of its materials: the same for all of them."""
    return Reallocation(methods)


def _from_module_d(material: Material, pair: tuple[Method, Method] | None) -> Difference | None:
    """The change from modules A-C where module D of the material is declared: neither Ev nor Er is needed in a symmetric loop."""
    if material.credits is None or pair is None or pair[0] != "modules-a-c-and-d":
        return None
    flow, energy = material.credits

    def to_formula(v: Values) -> Decimal:
        loop = (v["Ev"] * v["qi"] - v["Es"] * v["qo"]) - (v["Er"] - v["Ee"])
        return (
            (1 - v["A"]) * flow
            + (1 - v["B"]) * energy
            - v["B"] * v["R3"] * v["EER"]
            + v["A"] * (v["R1"] - v["R2"]) * v["c"]
            + (1 - v["A"]) * v["R1"] * loop
        )

    def to_recycling(v: Values) -> Decimal:
        return flow + energy + v["R1"] * (v["Ev"] - v["Es"] * v["qo"] - (v["Er"] - v["Ee"]))

    return {"circular-footprint-formula": to_formula, "end-of-life-recycling": to_recycling}.get(pair[1])


def relevant(material: Material, methods: Methods) -> tuple[str, ...]:
    """The components whose exact value would narrow the change that the material causes, shares first."""
    plain = replace(material, credits=None)
    whole = Reallocation(methods, (plain,), complete=True).total
    found = []
    for name, entry in plain.known.box().items():
        if entry.exact or name not in (*SHARES, *BURDENS):
            continue
        fixed = replace(plain, known=replace(plain.known, ranges={**plain.known.ranges, name: Range(entry.low, entry.low)}))
        if Reallocation(methods, (fixed,), complete=True).total != whole:
            found.append(name)
    order = [*SHARES, *BURDENS]
    if not found:  # each alone changes nothing while another one is open
        found = [name for name, entry in plain.known.box().items() if not entry.exact and name in order]
    return tuple(sorted(found, key=order.index))


# -- applying ------------------------------------------------------------------------------------------------------------------------


def reallocated(outcome: Outcome, change: Reallocation, target: Standard) -> Outcome:
    """The outcome with the change added to the figures that it concerns.

    Where the change is not bounded, the shared part stays what the declaration covers without it.
    """
    rule = target.end_of_life
    assert rule is not None
    main = target.main_indicator.id
    intervals = list(outcome.intervals)
    for position, plan in enumerate(outcome.plan.forests[0].figures):
        by = change_of(plan.figure, rule, change, position == 0)
        if by is None or by == NOTHING:
            continue
        if plan.figure.indicator != main:  # how much of the change is fossil, biogenic or from land use is not known
            by = Range(None, None)
        shared = by if change.whole or position else change.input
        intervals[position] = _shifted(intervals[position], by.times(outcome.uniform), shared.times(outcome.uniform))
    if change.known and rule.beyond:
        for position, plan in enumerate(outcome.plan.forests[0].figures):
            if plan.figure.stage in rule.beyond and plan.figure.indicator == main and not intervals[position].covered:
                low, high = change.beyond.times(outcome.uniform)
                best = low if low == high else None
                intervals[position] = Interval(low, best, high, True, False, low, best, high)
    return replace(outcome, intervals=tuple(intervals), change=change)


def change_of(figure: TargetFigure, rule: EndOfLifeRule, change: Reallocation, whole: bool) -> Range | None:
    """The change of one figure, or `None` where the method does not touch it."""
    # credits of the declared method stand with its figures only where the whole change is known
    settled = change.known or not any(method in NETTING for method in change.methods.sources)
    if whole:
        return change.total if settled else Range(None, None)
    if figure.stage in rule.input:
        return change.input
    if figure.stage in rule.output:
        return change.output if settled else Range(None, None)
    if figure.stage in rule.gate:
        return change.gate
    if figure.stage in rule.part and change.output != NOTHING:
        return Range(None, None)
    return None


def _shifted(interval: Interval, by: Range, alike: Range) -> Interval:
    """A figure with a change added to its whole, and another one to what both sides count."""

    def plus(value: Decimal | None, step: Decimal | None) -> Decimal | None:
        return None if value is None or step is None else value + step

    low, high = plus(interval.low, by.low), plus(interval.high, by.high)
    best = plus(interval.best, by.low) if by.exact else None
    shared = (interval.shared_low, interval.shared_best, interval.shared_high)
    if alike.finite:
        shared = (plus(shared[0], alike.low), plus(shared[1], alike.low) if alike.exact else None, plus(shared[2], alike.high))
    return Interval(low, best, high, interval.covered, interval.missing or not by.finite, *shared)
