"""A plan: what a pattern of declared lines contributes to each figure of the target, compiled once and applied many times."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from crosswalk.engine.bounds import Coefficients, Interval, coefficients, share_coefficients, weight_range
from crosswalk.engine.forest import Forest, Node
from crosswalk.engine.lines import Item, Line, sum_atoms
from crosswalk.engine.rules.activity import AnalysedCarbon, FactorValue
from crosswalk.engine.rules.characterise import Weight
from crosswalk.frames.space import Atoms
from crosswalk.model.characterisation import CharacterisationSet
from crosswalk.model.frame import Box
from crosswalk.model.mapping import Assumption, Basis

ZERO = Decimal(0)
ONE = Decimal(1)
WEAKEST_FIRST: tuple[Basis, ...] = ("judgement", "derived", "published")


@dataclass(frozen=True, slots=True)
class TargetFigure:
    """One figure that the target asks for.

    Attributes:
        stage: the target's stage id, or `total`.
        indicator: the target's indicator id.
        atoms: what the figure counts.
    """

    stage: str
    indicator: str
    atoms: Atoms = field(repr=False)


@dataclass(frozen=True, slots=True)
class Anew:
    """How the target evaluates one activity; more than one way bounds the value between them.

    Attributes:
        factors: the factors of the target that may hold.
        keeps: the declared value may stand: the target accepts its proof of supply or may accept it, or values the carrier no other way.
        analysis: how the target turns the analysed carbon of a fuel into CO2.
        unknown: why nobody can tell the target's value from the declaration: it has no factor here, its factor is for several figures at once,
            or a rule that the target does not know sets the declared value.
    """

    factors: tuple[FactorValue, ...] = ()
    keeps: bool = False
    analysis: AnalysedCarbon | None = None
    unknown: Literal["no-factor", "joint-factor", "by-rule"] | None = None

    @property
    def counts(self) -> tuple[Box, ...]:
        """What each of the ways counts, the declared value aside."""
        return tuple(factor.counts for factor in self.factors) + ((self.analysis.counts,) if self.analysis else ())

    def ends(self, item: Item) -> list[Decimal]:
        """Kilograms of CO2(e) by each way, the declared value aside."""
        found = [factor.per(item.amount) for factor in self.factors]
        if self.analysis is not None and item.carbon is not None:
            found.append(self.analysis.of(item.carbon, item.oxidation))
        return found


@dataclass(frozen=True, slots=True)
class Replacement:
    """A line that the target evaluates anew from its activities, one by one, and the atoms that they count.

    A line without activities is what the target makes of it already. Where the target's value is unknown, it is any emission, and below zero only
    where the line is `downward`. `kept` are the least and greatest of what the target's characterisation makes
    of a declared unit that stays (`None`: without bound). `covered` are the atoms that every way of every activity counts: of the others it stays
    open whether anybody counted them. What other lines declare of these atoms is not the same figure, and neither holds nor bounds it.
    """

    line: int
    activities: tuple[Anew, ...]
    atoms: Atoms = field(repr=False)
    covered: Atoms = field(repr=False)
    kept: tuple[Decimal, Decimal | None] = (ONE, ONE)
    downward: bool = False

    @property
    def known(self) -> tuple[FactorValue, ...]:
        """The factors that the target has."""
        return tuple(factor for entry in self.activities for factor in entry.factors)


@dataclass(frozen=True, slots=True)
class Term:
    """A slot of the value vector, the atoms it holds, and by what it counts in a figure. Slots: lines, then residuals, then replacements.

    `factor` is the one coefficient where the contribution is determined by the value.
    """

    slot: int
    by: Coefficients
    line: int
    atoms: Atoms = field(repr=False)
    factor: Decimal | None


@dataclass(frozen=True, slots=True)
class FigurePlan:
    """How one figure is put together from the declared values.

    What is `missing` from the whole declaration opens an end of the interval; what only this forest is silent about opens an end of the part
    that the declaration covers, too. `fixed` is the interval of a figure to which no line contributes.
    """

    figure: TargetFigure
    terms: tuple[Term, ...]
    missing: Atoms = field(repr=False)
    open_below: bool
    open_above: bool
    silent_below: bool
    silent_above: bool
    fixed: Interval | None


@dataclass(frozen=True, slots=True)
class Residual:
    """The slot of a parent's residual: its value less those of its children.

    A child in kg of gas under a parent in CO2e counts with a factor between two ends, and the reverse with its inverse (`None`: without bound).
    """

    slot: int
    parent: int
    children: tuple[tuple[int, Decimal, Decimal | None], ...]
    upward: bool
    downward: bool
    empty: bool


@dataclass(frozen=True, slots=True)
class Denial:
    """A slot whose uptake is all assumed absent: a value below zero there excludes `assumptions`. `lines` tell how far rounding reaches."""

    slot: int
    lines: tuple[int, ...]
    assumptions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ForestPlan:
    """The plan of one forest."""

    forest: Forest
    residuals: tuple[Residual, ...]
    denials: tuple[Denial, ...]
    figures: tuple[FigurePlan, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The compiled pattern: one plan for each forest, and what they rest on.

    Attributes:
        forests: their plans, that of the declared lines first.
        template: the intervals of all figures, those to which no line contributes filled in.
        varying: positions of the figures that depend on values.
        within: for each line, the lines inside it (parts, carbon content, further indicator): what they hold, a zero cannot deny.
        weightless: lines in CO2e of gases to which the declared set gives no factor.
        replacements: lines that the target evaluates anew.
        assumptions: what was assumed.
        lines: the declared lines.
        target_set: the target's characterisation set, or `None` where the declared one is kept.
        source_sets: the sets that the declaration may rest on.
        unsettled: what the target values by its own rule alone, and no line gives the quantity of.
        scales: what one declared unit becomes by area, declared unit and study period, where these differ by stage.
    """

    forests: tuple[ForestPlan, ...]
    template: tuple[Interval, ...]
    varying: tuple[int, ...]
    within: Mapping[int, tuple[int, ...]]
    weightless: tuple[int, ...]
    replacements: tuple[Replacement, ...]
    assumptions: tuple[Assumption, ...]
    lines: tuple[Line, ...]
    target_set: CharacterisationSet | None
    source_sets: tuple[CharacterisationSet, ...]
    unsettled: Atoms = field(default=0, repr=False)
    scales: tuple[Weight, ...] = field(default=(), repr=False)

    def scale_of(self, atoms: Atoms) -> tuple[Decimal, Decimal | None]:
        """By what the stages of some atoms are multiplied besides what is common to all: the least and the greatest (`None`: without bound)."""
        spread = weight_range(atoms, atoms, self.scales) if self.scales else None
        return (ONE, ONE) if spread is None else (spread.low, spread.high)


@dataclass(frozen=True, slots=True)
class Rules:
    """What the compiler of a plan must know besides the lines.

    Attributes:
        negative: the atoms that count downward.
        weights: the weights of CO2e lines.
        mass_weights: the weights of lines in kg of gas.
        replaced_weights: the weights of lines that the target evaluates anew.
        own_factors: kg CO2e per kg of gas under the declaration's set, as weights, for the residuals of masses.
        absent: assumptions that atoms carry nothing.
        shares: assumptions on shares inside a line.
        target_atoms: atoms that the target's set characterises.
        kept: the target keeps the declared characterisation.
        known: coefficients worked out before, by atoms, figure and kind of line; they do not depend on assumptions.
        unspecified: factors for gases whose origin is not stated, where the set publishes one.
        unsettled: what the target values by its own rule alone, and no line gives the quantity of: no declared value tells anything of it.
    """

    negative: Atoms
    weights: tuple[Weight, ...]
    mass_weights: tuple[Weight, ...]
    replaced_weights: tuple[Weight, ...]
    own_factors: tuple[Weight, ...]
    absent: tuple[tuple[Assumption, Atoms], ...]
    shares: tuple[tuple[Assumption, Atoms, Atoms], ...]
    target_atoms: Atoms
    kept: bool
    unspecified: Mapping[str, Decimal]
    known: dict[tuple[Atoms, Atoms, bool], Coefficients]
    unsettled: Atoms = 0


def compile_forests(
    grown: Sequence[Forest],
    lines: Sequence[Line],
    figures: Sequence[TargetFigure],
    replacements: Sequence[Replacement],
    rules: Rules,
) -> tuple[ForestPlan, ...]:
    """The plans of the forests of one declaration for all figures of a target."""
    compilers = [_Compiler(forest, lines, replacements, rules) for forest in grown]
    covered: Atoms = 0
    for compiler in compilers:
        covered |= compiler.covered
    return tuple(compiler.compile(figures, covered) for compiler in compilers)


class _Compiler:
    def __init__(self, forest: Forest, lines: Sequence[Line], replacements: Sequence[Replacement], rules: Rules):
        self.forest = forest
        self.lines = lines
        self.rules = rules
        self.replacements = {entry.line: (len(lines) * 2 + position, entry) for position, entry in enumerate(replacements)}
        self.nodes = forest.nodes()
        self._present: dict[tuple[Atoms, bool], tuple[Weight, ...]] = {}
        self.beyond = {node.line: self._beyond(node) for node in self.nodes}
        anew: Atoms = 0  # what replacements count, so that no other line may count it again
        sure: Atoms = 0  # what they count in any case
        dropped: Atoms = 0  # what replaced lines covered; of this, only what their replacements count is known
        for entry in replacements:
            anew |= entry.atoms
            sure |= entry.covered
            dropped |= lines[entry.line].atoms
        self.settled = anew | dropped | rules.unsettled
        self.absent: Atoms = 0
        for _, atoms in rules.absent:
            self.absent |= atoms
        self.covered = self._certain() & ~self.settled | sure

    def _certain(self) -> Atoms:
        """What the lines cover, whichever of the sets was used: one in CO2e says nothing of a gas that a set leaves out."""
        if self.rules.kept:
            return self.forest.covered
        left_out: Atoms = 0
        for low, _, atoms in self.rules.own_factors:
            if low == 0:
                left_out |= atoms
        covered: Atoms = 0
        for node in self.nodes:
            covered |= node.atoms if self.lines[node.line].mass else node.atoms & ~left_out
        return covered

    def compile(self, figures: Sequence[TargetFigure], covered: Atoms) -> ForestPlan:
        """The plan of the forest; `covered` is what all forests of the declaration cover."""
        negative = self.rules.negative
        residuals = tuple(self._residual(node) for node in self.nodes if node.children)
        plans = []
        for figure in figures:
            terms = self._replaced(figure.atoms)
            for root in self.forest.roots:
                self._terms(root, figure.atoms & ~self.settled, terms)
            unseen = figure.atoms & self.rules.target_atoms & ~self.covered & ~self.absent
            missing, silent = unseen & ~covered, unseen & covered
            below, above = bool(missing & negative), bool(missing & ~negative)
            quiet_below, quiet_above = bool(silent & negative), bool(silent & ~negative)
            fixed = None if terms else _nothing_declared(below, above, quiet_below, quiet_above)
            plans.append(FigurePlan(figure, tuple(terms), missing, below, above, quiet_below, quiet_above, fixed))
        return ForestPlan(self.forest, residuals, tuple(self._denials()), tuple(plans))

    def _residual(self, node: Node) -> Residual:
        children: list[tuple[int, Decimal, Decimal | None]] = []
        whole = self.lines[node.line].mass
        for child in node.children:
            part = self.lines[child.line].mass
            if part == whole:
                children.append((child.line, ONE, ONE))
                continue
            own = [(entry[0], entry[1]) for entry in self.rules.own_factors if entry[2] & child.atoms]
            low = min((entry[0] for entry in own), default=ZERO)
            high = max((entry[1] for entry in own if entry[1] is not None), default=ZERO)
            if part:
                children.append((child.line, low, high))
            else:
                children.append((child.line, ONE / high if high else ZERO, ONE / low if low else None))
        negative = self.rules.negative
        return Residual(
            len(self.lines) + node.line,
            node.line,
            tuple(children),
            bool(node.residual & ~negative),
            bool(node.residual & negative),
            not node.residual,
        )

    def _denials(self) -> Iterator[Denial]:
        for node in self.nodes:
            uptake = node.residual & self.rules.negative
            if not uptake or uptake & ~self.absent:
                continue
            slot = len(self.lines) + node.line if node.children else node.line
            lines = (node.line, *(child.line for child in node.children))
            yield Denial(slot, lines, tuple(self._weakest(uptake)))

    def _weakest(self, uptake: Atoms) -> Iterator[str]:
        """The assumptions that give way first where a value needs some of this uptake: judgements before published statements."""
        for basis in WEAKEST_FIRST:
            kept = sum_atoms(atoms for entry, atoms in self.rules.absent if WEAKEST_FIRST.index(entry.basis) > WEAKEST_FIRST.index(basis))
            yield from (entry.id for entry, atoms in self.rules.absent if entry.basis == basis and atoms & uptake)
            if uptake & ~kept:
                return

    def _replaced(self, figure: Atoms) -> list[Term]:
        """The lines that the target evaluates anew."""
        terms = []
        for line, (slot, entry) in self.replacements.items():
            by = coefficients(entry.atoms, figure, self.rules.replaced_weights, self.rules.negative)
            if not by.nothing:
                terms.append(_term(slot, by, line, entry.atoms))
        return terms

    def _terms(self, node: Node, figure: Atoms, terms: list[Term]) -> None:
        if node.line in self.replacements:
            return
        beyond = self.beyond[node.line]
        if not (node.atoms | beyond) & figure:
            return
        line = self.lines[node.line]
        weights = self._weights(node.atoms, line.mass)
        whole = self._coefficients(node.atoms, figure, weights, line.mass)
        if whole.exact and not beyond & figure & self.rules.target_atoms:
            if not whole.nothing:  # never so around a line that is evaluated anew: the figure is without its atoms
                terms.append(_term(node.line, whole, node.line, node.atoms))
            return
        for child in node.children:
            self._terms(child, figure, terms)
        if node.residual:
            by, held = self._narrowed(node.residual, figure, weights, line.mass)
            if line.mass and by.best is None and not held & ~figure and not node.children:
                by = by._replace(best=self.rules.unspecified.get(line.gas or ""))
            if not by.nothing:
                terms.append(_term(len(self.lines) + node.line if node.children else node.line, by, node.line, held))

    def _coefficients(self, atoms: Atoms, figure: Atoms, weights: Sequence[Weight], mass: bool) -> Coefficients:
        key = (atoms, figure, mass)
        found = self.rules.known.get(key)
        if found is None:
            found = coefficients(atoms, figure, weights, self.rules.negative)
            self.rules.known[key] = found
        return found

    def _weights(self, atoms: Atoms, mass: bool) -> tuple[Weight, ...]:
        """The weights that a line can meet at all: most lines hold few of the gases."""
        key = (atoms, mass)
        if key not in self._present:
            every = self.rules.mass_weights if mass else self.rules.weights
            self._present[key] = tuple(entry for entry in every if entry[2] & atoms)
        return self._present[key]

    def _beyond(self, node: Node) -> Atoms:
        """What masses inside a line in CO2e hold beyond it: gases that the set of the declaration leaves out."""
        found: Atoms = 0
        for child in node.children:
            found |= child.atoms & ~node.atoms | self._beyond(child)
        return found

    def _narrowed(self, atoms: Atoms, figure: Atoms, weights: Sequence[Weight], mass: bool) -> tuple[Coefficients, Atoms]:
        """The coefficients of a residual after the assumptions that speak of it, and the atoms that it then holds."""
        negative = self.rules.negative
        plain = self._coefficients(atoms, figure, weights, mass)
        left = atoms & ~self.absent
        if not plain.exact and left != atoms:
            plain = _assuming(plain, self._coefficients(left, figure, weights, mass), left, negative)
            atoms = left if left & ~negative else atoms
        if plain.exact or atoms & negative:
            return plain, atoms
        for assumption, whole, part in self.rules.shares:
            inside, outside = atoms & part, atoms & ~part
            if atoms & ~whole or not inside or not outside:
                continue
            assert assumption.low is not None
            assert assumption.high is not None
            first, second = coefficients(inside, figure, weights, negative), coefficients(outside, figure, weights, negative)
            return share_coefficients(first, second, assumption.low, assumption.best, assumption.high), atoms
        return plain, atoms


def _term(slot: int, by: Coefficients, line: int, atoms: Atoms) -> Term:
    return Term(slot, by, line, atoms, by.low_above if by.exact else None)


def _nothing_declared(below: bool, above: bool, silent_below: bool, silent_above: bool) -> Interval:
    """The interval of a figure to which no line contributes: zero, opened by what is missing."""
    low, high = None if silent_below else ZERO, None if silent_above else ZERO
    best = None if silent_below or silent_above else ZERO
    missing = below or above
    return Interval(None if below else low, None if missing else best, None if above else high, False, missing, low, best, high)


def _assuming(plain: Coefficients, narrowed: Coefficients, left: Atoms, negative: Atoms) -> Coefficients:
    """The narrowed coefficients for the signs that the atoms left can produce.

    Where no uptake is left, a value below zero is rounding, or the end of a range that cannot be reached, and counts as zero; beyond that it sets
    the assumption aside (`Denial`). Where no emission is left, a value above zero keeps the plain coefficients.
    """
    above, below = bool(left & ~negative), bool(left & negative)
    return Coefficients(
        narrowed.low_above if above else plain.low_above,
        narrowed.low_below if below else ZERO,
        narrowed.high_above if above else plain.high_above,
        narrowed.high_below if below else ZERO,
        narrowed.best if above and below else None,
    )
