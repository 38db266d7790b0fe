"""Completions: what may truly lie behind a declaration, down to each stage, source and gas.

A declaration tells sums. A completion tells every atom, so that each figure of the target has one true value under it; sound bounds hold the
values of every completion.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from random import Random
from typing import TYPE_CHECKING, Any

from crosswalk.engine.attributed import holding
from crosswalk.engine.figures import FigureResult
from crosswalk.engine.rules.characterise import characterised
from crosswalk.engine.translation import Translation
from crosswalk.errors import OneReasonError
from crosswalk.frames.space import Atoms
from crosswalk.report.naming import in_words, names_of
from crosswalk.testing.asked import check_language
from crosswalk.testing.cells import Filler, Masses, UnfitError, between
from crosswalk.testing.truth import ONE, ZERO, bits_from, describe_bit, factor_at, own_direct, set_to_zero, without_quantity

if TYPE_CHECKING:
    from crosswalk.engine.situation import StageScale

TRIES = 200
DIGITS = Decimal("1e-10")  # of the amounts involved; decimals carry 28 digits, and factors of gases reach tens of thousands
WIDEST = 3  # how far an open end of a scale is followed


class IncompletableError(OneReasonError):
    """Nobody can draw what lies behind this declaration; the message says why."""

    exit_status = 3


@dataclass(frozen=True, eq=False)
class Completion:
    """One truth that agrees with everything declared.

    Attributes:
        translation: the translation of the declaration, whose bounds are to hold.
        masses: kilograms of gas by atom, of uptake, storage and credits below zero.
        evaluated: what the target evaluates anew from activities, kg CO2e in its terms by atom; what was declared of it is left out of `masses`.
        used_set: the characterisation set behind the declared values.
        goal_set: that of the target's values.
        factors: what one unit of each stage becomes in the target's unit and study period.
        counted: what each figure of the target counts, by stage and indicator; of `shared`, what the declaration covers of the total.
        left_out: the atoms of which only `evaluated` tells.
        never_negative: the direct emissions of a good's own process, which count as zero where they are below it.
    """

    translation: Translation = field(repr=False)
    masses: Masses
    evaluated: Masses
    used_set: str
    goal_set: str
    factors: Sequence[Decimal] = field(repr=False)
    counted: Mapping[tuple[str, str], Atoms] = field(repr=False)
    left_out: Atoms = field(default=0, repr=False)
    never_negative: Atoms = field(default=0, repr=False)

    def value(self, figure: FigureResult | str = "total", indicator: str | None = None) -> Decimal:
        """The true value of a figure of the target, in the unit of the translation.

        Args:
            figure: `total`, `shared`, a stage of the target, or a figure of the translation.
            indicator: of a stage; the main one when left out.

        Raises:
            KeyError: the target has no such figure.
        """
        stage, named = (figure.stage, figure.indicator) if isinstance(figure, FigureResult) else (figure, indicator)
        atoms = self.counted[stage, named or self.translation.crosswalk.target.main_indicator.id]
        held = {bit: value for bit, value in self.values_at.items() if atoms >> bit & 1}
        direct = self.never_negative & atoms if stage == "shared" else self.never_negative
        return sum(held.values(), ZERO) + set_to_zero(held, atoms, direct)

    def values_of(self, figures: Sequence[FigureResult]) -> list[Decimal]:
        """The true values of several figures."""
        return [self.value(figure) for figure in figures]

    @cached_property
    def values_at(self) -> dict[int, Decimal]:
        """CO2e under the target by atom, in its unit."""
        found: dict[int, Decimal] = {}
        frame, width, library = self.translation.source, len(self.factors), self.translation.crosswalk.library
        for bit, mass in self.masses.items():
            factor = factor_at(frame, self.goal_set, bit, library)
            if factor and mass:
                found[bit] = mass * factor * self.factors[bit % width]
        for bit, value in self.evaluated.items():
            found[bit] = found.get(bit, ZERO) + value * self.factors[bit % width]
        return found

    @cached_property
    def size(self) -> Decimal:
        """How large the numbers are that cancel in the sums."""
        return ONE + sum((abs(value) for value in self.values_at.values()), ZERO)

    @property
    def slack(self) -> Decimal:
        """How far arithmetic and the printed digits of the declaration may move a figure."""
        half = sum(self.translation.outcome.declaration.half_digits, ZERO)
        return self.size * DIGITS + half * max(self.factors)

    def violations(self) -> list[tuple[FigureResult, Decimal]]:
        """The figures whose bounds do not hold their true value, with that value; none, if the translation is sound."""
        translation = self.translation
        found = []
        figures = (translation.total, translation.shared, *translation.figures)
        for figure, value in zip(figures, self.values_of(figures), strict=True):
            low, _, high = figure.bounds
            if (low is not None and value < low - self.slack) or (high is not None and value > high + self.slack):
                found.append((figure, value))
        return found

    def describe(self, lang: str = "en") -> str:
        """What it holds, one atom a line: stage, source, gas, amount; Chinese has names in the place of ids that are English words."""
        check_language(lang)
        crosswalk, zh = self.translation.crosswalk, lang == "zh"
        space, names = crosswalk.library.space(crosswalk.source.frame), names_of(crosswalk.library, crosswalk.source)
        sign = "：" if zh else ": "

        def atom(bit: int) -> str:
            return " ".join(in_words(part, names, lang) for part in describe_bit(space, bit).split(" ")) + sign

        lines = [f"{atom(bit)}{mass:.6g} kg" for bit, mass in sorted(self.masses.items()) if mass]
        anew = "，重新计算" if zh else ", evaluated anew"
        lines += [f"{atom(bit)}{value:.6g} kg CO2e{anew}" for bit, value in sorted(self.evaluated.items())]
        return "\n".join(lines) or ("无" if zh else "nothing")

    def __repr__(self) -> str:
        return f"<Completion under {self.used_set}: {'; '.join(self.describe().splitlines())}>"

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """How hypothesis and IPython show it; by themselves they print the fields of a dataclass."""
        printer.text(repr(self))


class Completer:
    """Draws completions of one declaration; what can be worked out once is."""

    def __init__(self, translation: Translation, known: Masses | None = None, used_set: str | None = None):
        refuse(translation)
        self.translation = translation
        self.library = translation.crosswalk.library
        self.space = self.library.space(translation.crosswalk.source.frame)
        self.known, self.used = known, used_set
        self.fillers: dict[str, Filler] = {}
        plan = translation.outcome.plan
        self.sets = (used_set,) if used_set else tuple(entry.id for entry in plan.source_sets)
        self.goal = None if plan.target_set is None else plan.target_set.id
        self.scales = _scales(translation)
        self.open = without_quantity(translation)
        self.counted = {name: _counted(translation, name) for name in self.sets}
        self.never_negative = own_direct(translation.target, self.library, translation.crosswalk.category)
        if translation.crosswalk.identity:  # its figures are cut to what was declared
            self.never_negative &= self.counted[self.sets[0]]["total", translation.crosswalk.target.main_indicator.id]

    def draw(self, rng: Random) -> Completion:
        """One completion.

        Raises:
            IncompletableError: no completion was found.
        """
        used = rng.choice(self.sets)
        filler = self._filler(used)
        for _ in range(TRIES):
            try:
                masses = filler.fill(rng)
                self._refuse_negative(masses, used)
                break
            except UnfitError:
                continue
        else:
            raise IncompletableError(
                "no completion was found: the declared figures leave hardly any", "未找到补全：已声明的数值几乎不留余地"
            )
        masses, evaluated, left_out = self._anew(masses, rng)
        return Completion(
            self.translation,
            masses,
            evaluated,
            used,
            self.goal or used,
            self._factors(rng),
            self.counted[used],
            left_out,
            self.never_negative,
        )

    def _refuse_negative(self, masses: Masses, used: str) -> None:
        """Figures that hold all own direct emissions were declared with zero in the place of less, and stand so for a target with the same rule: they
        are sums in those completions only in which these are not below zero.

        Raises:
            UnfitError: they are.
        """
        crosswalk, declaration = self.translation.crosswalk, self.translation.outcome.declaration
        if not self.never_negative or not crosswalk.same_attribution(declaration):
            return
        direct = own_direct(crosswalk.source.id, self.library, crosswalk.category)
        values = {bit: mass * factor_at(crosswalk.source.id, used, bit, self.library) for bit, mass in masses.items() if direct >> bit & 1}
        if holding(declaration.lines, direct) and set_to_zero(values, direct, direct):
            raise UnfitError

    def _filler(self, used: str) -> Filler:
        if used not in self.fillers:
            declaration = self.translation.outcome.declaration
            cuts = [self.translation.crosswalk.figures[0].atoms]
            cuts += [self.space.at_stages(entry.stages) for entry in self.scales[1:]]
            try:
                self.fillers[used] = Filler(self.translation.source, declaration, used, self.goal or used, cuts, self.known, self.library)
            except UnfitError:
                raise IncompletableError(
                    "figures of several indicators overlap without one holding the other; leave the further ones out",
                    "多个指标的数值交叉而互不包含；请略去附加指标",
                ) from None
        return self.fillers[used]

    def _factors(self, rng: Random) -> list[Decimal]:
        """What a unit of each stage becomes; between two ends where study periods differ."""
        share = Decimal(rng.randrange(5)) / 4
        found = [self.scales[0].low] * len(self.space.stages)
        for entry in self.scales:
            high = entry.low * WIDEST if entry.high is None else entry.high
            value = entry.low + (high - entry.low) * share
            for stage in range(len(found)):
                if entry.stages >> stage & 1:
                    found[stage] = value
        return found

    def _anew(self, masses: Masses, rng: Random) -> tuple[Masses, Masses, Atoms]:
        """The completion without what the target evaluates anew, and that part in kg CO2e of the target."""
        declaration, replacements = self.translation.outcome.declaration, self.translation.outcome.plan.replacements
        anew: Atoms = 0
        found: Masses = {}
        for entry in replacements:
            own = declaration.lines[entry.line].atoms
            anew |= entry.atoms
            if any(own & declaration.lines[other.line].atoms == own != declaration.lines[other.line].atoms for other in replacements):
                continue
            value = ZERO
            if not entry.activities:  # it comes in the target's terms, as a precursor or a second account of the same consumption does
                value = between(rng, *declaration.values[entry.line], ZERO)
            for item, way in zip(declaration.items_of(entry.line), entry.activities, strict=bool(entry.activities)):
                ends = way.ends(item)
                if way.keeps:
                    ends += [item.value[0] * entry.kept[0]]
                if way.unknown is not None:
                    ends += [Decimal(rng.randrange(1000)) if item.amount.magnitude else ZERO]
                value += rng.choice(ends)
            for part in (value / 4, value * 3 / 4):
                bit = bits_from(entry.atoms, rng.randrange(entry.atoms.bit_length()))
                found[bit] = found.get(bit, ZERO) + part
        if open_atoms := self.open & ~anew:
            anew |= open_atoms
            bit = bits_from(open_atoms, rng.randrange(open_atoms.bit_length()))
            found[bit] = found.get(bit, ZERO) + rng.randrange(1000)
        return {bit: mass for bit, mass in masses.items() if not anew >> bit & 1}, found, anew


def refuse(translation: Translation) -> None:
    """Refuse what a completion cannot tell the target's figures of.

    Raises:
        IncompletableError: figures rest on more than sums over atoms.
    """
    if translation.outcome.change is not None and translation.outcome.change.known:
        raise IncompletableError(
            "the target shares recycling by another method, evaluated anew from the declared materials",
            "目标标准按另一方法分配再生负担，由已声明的材料重新计算",
        )


def reach(translation: Translation, used_set: str) -> Atoms:
    """The atoms of which the declaration tells something: CO2e tells nothing of a gas that the set behind it leaves out and the target counts."""
    outcome = translation.outcome
    library = translation.crosswalk.library
    space = library.space(translation.crosswalk.source.frame)
    certain = space.possible
    if outcome.plan.target_set is not None:
        certain = characterised(space, (library.characterisation(used_set),))
    atoms: Atoms = 0
    for line in outcome.declaration.lines:
        atoms |= line.atoms if line.mass else line.atoms & certain
    for replacement in outcome.plan.replacements:
        atoms &= ~outcome.declaration.lines[replacement.line].atoms
    atoms &= ~without_quantity(translation)
    for replacement in outcome.plan.replacements:
        atoms |= replacement.atoms  # its quantity is known, whatever the factor counts besides
    return atoms


def _counted(translation: Translation, used_set: str) -> dict[tuple[str, str], Atoms]:
    figures = [entry.figure for entry in translation.outcome.plan.forests[0].figures]  # under its own standard, cut to what was declared
    found = {(entry.stage, entry.indicator): entry.atoms for entry in figures}
    main = translation.crosswalk.target.main_indicator.id
    found["total", main] = figures[0].atoms
    found["shared", main] = found["shared", figures[0].indicator] = figures[0].atoms & reach(translation, used_set)
    return found


def _scales(translation: Translation) -> tuple[StageScale, ...]:
    from crosswalk.engine.situation import StageScale

    outcome = translation.outcome
    planned = translation.crosswalk.planned(translation.footprint, outcome.declaration)
    every = (StageScale(planned.uniform, planned.uniform, 0),)
    return every + planned.situation.scales


def complete(translation: Translation, rng: Random, known: Mapping[int, Decimal] | None = None) -> Completion:
    """One completion of the declaration behind a translation.

    Raises:
        IncompletableError: it cannot be completed.
    """
    return Completer(translation, None if known is None else dict(known)).draw(rng)
