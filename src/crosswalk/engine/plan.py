"""A plan: what a pattern of declared lines contributes to each figure of the target, compiled once and applied many times."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from crosswalk.engine.bounds import Coefficients, coefficients, share_coefficients
from crosswalk.engine.declare import Line
from crosswalk.engine.forest import Forest, Node
from crosswalk.engine.rules.activity import FactorValue
from crosswalk.engine.rules.characterise import Weight
from crosswalk.frames.space import Atoms, Space
from crosswalk.model.characterisation import CharacterisationSet
from crosswalk.model.mapping import Assumption


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
    atoms: Atoms


@dataclass(frozen=True, slots=True)
class Replacement:
    """A line that the target evaluates anew from its activity: kg of CO2(e) per unit of the activity, and the atoms that counts."""

    line: int
    factor: FactorValue
    atoms: Atoms


@dataclass(frozen=True, slots=True)
class Term:
    """A slot of the value vector, the atoms it holds, and by what it counts in a figure. Slots: lines, then residuals, then replacements."""

    slot: int
    by: Coefficients
    line: int
    atoms: Atoms


@dataclass(frozen=True, slots=True)
class FigurePlan:
    """How one figure is put together from the declared values."""

    figure: TargetFigure
    terms: tuple[Term, ...]
    missing: Atoms


@dataclass(frozen=True, slots=True)
class Residual:
    """The slot of a parent's residual: its value less those of its children, each kg of gas counted with a factor between two ends."""

    slot: int
    parent: int
    children: tuple[tuple[int, Decimal, Decimal], ...]
    upward: bool
    downward: bool
    empty: bool


@dataclass(frozen=True, slots=True)
class ForestPlan:
    """The plan of one forest."""

    forest: Forest
    residuals: tuple[Residual, ...]
    figures: tuple[FigurePlan, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The compiled pattern: one plan for each forest, and what they rest on. `target_set` is `None` where the declared set is kept."""

    forests: tuple[ForestPlan, ...]
    replacements: tuple[Replacement, ...]
    assumptions: tuple[Assumption, ...]
    lines: tuple[Line, ...]
    target_set: CharacterisationSet | None
    source_sets: tuple[CharacterisationSet, ...]


@dataclass(frozen=True, slots=True)
class Rules:
    """What the compiler of a plan must know besides the lines.

    Attributes:
        space: the atoms.
        negative: the atoms that count downward.
        weights: the weights of CO2e lines.
        mass_weights: the weights of lines in kg of gas.
        replaced_weights: the weights of lines that the target evaluates anew.
        own_factors: kg CO2e per kg of gas under the declaration's set, as weights, for the residuals of masses.
        absent: assumptions that atoms carry nothing.
        shares: assumptions on shares inside a line.
        target_atoms: atoms that the target's set characterises.
    """

    space: Space
    negative: Atoms
    weights: tuple[Weight, ...]
    mass_weights: tuple[Weight, ...]
    replaced_weights: tuple[Weight, ...]
    own_factors: tuple[Weight, ...]
    absent: tuple[tuple[Assumption, Atoms], ...]
    shares: tuple[tuple[Assumption, Atoms, Atoms], ...]
    target_atoms: Atoms


def compile_forest(
    forest: Forest, lines: Sequence[Line], figures: Sequence[TargetFigure], replacements: Sequence[Replacement], rules: Rules
) -> ForestPlan:
    """The plan of one forest for all figures of a target."""
    return _Compiler(forest, lines, replacements, rules).compile(figures)


class _Compiler:
    def __init__(self, forest: Forest, lines: Sequence[Line], replacements: Sequence[Replacement], rules: Rules):
        self.forest = forest
        self.lines = lines
        self.rules = rules
        self.replacements = {entry.line: (len(lines) * 2 + position, entry) for position, entry in enumerate(replacements)}
        self.nodes = forest.nodes()
        self.replaced_below = {node.line for node in self.nodes if self._holds_replacement(node)}
        self.absent: Atoms = 0
        for _, atoms in rules.absent:
            self.absent |= atoms
        self.covered = forest.covered
        for _, entry in self.replacements.values():
            self.covered |= entry.atoms

    def _holds_replacement(self, node: Node) -> bool:
        return node.line in self.replacements or any(self._holds_replacement(child) for child in node.children)

    def compile(self, figures: Sequence[TargetFigure]) -> ForestPlan:
        residuals = tuple(self._residual(node) for node in self.nodes if node.children)
        plans = []
        for figure in figures:
            terms: list[Term] = []
            for root in self.forest.roots:
                self._terms(root, figure.atoms, terms)
            missing = figure.atoms & self.rules.target_atoms & ~self.covered & ~self.absent
            plans.append(FigurePlan(figure, tuple(terms), missing))
        return ForestPlan(self.forest, residuals, tuple(plans))

    def _residual(self, node: Node) -> Residual:
        children = []
        for child in node.children:
            low = high = Decimal(1)
            if self.lines[child.line].mass and not self.lines[node.line].mass:
                own = [(entry[0], entry[1]) for entry in self.rules.own_factors if entry[2] & child.atoms]
                low = min((entry[0] for entry in own), default=Decimal(0))
                high = max((entry[1] for entry in own if entry[1] is not None), default=Decimal(0))
            children.append((child.line, low, high))
        negative = self.rules.negative
        return Residual(
            len(self.lines) + node.line,
            node.line,
            tuple(children),
            bool(node.residual & ~negative),
            bool(node.residual & negative),
            not node.residual,
        )

    def _terms(self, node: Node, figure: Atoms, terms: list[Term]) -> None:
        replaced = self.replacements.get(node.line)
        if replaced is not None:
            slot, entry = replaced
            by = coefficients(entry.atoms, figure, self.rules.replaced_weights, self.rules.negative)
            if not by.nothing:
                terms.append(Term(slot, by, node.line, entry.atoms))
            return
        line = self.lines[node.line]
        weights = self.rules.mass_weights if line.mass else self.rules.weights
        if node.line not in self.replaced_below:
            whole = coefficients(node.atoms, figure, weights, self.rules.negative)
            if whole.exact:
                if not whole.nothing:
                    terms.append(Term(node.line, whole, node.line, node.atoms))
                return
        for child in node.children:
            self._terms(child, figure, terms)
        if node.residual:
            by = self._narrowed(node.residual, figure, weights)
            if not by.nothing:
                terms.append(Term(len(self.lines) + node.line if node.children else node.line, by, node.line, node.residual))

    def _narrowed(self, atoms: Atoms, figure: Atoms, weights: Sequence[Weight]) -> Coefficients:
        """The coefficients of a residual, after the assumptions that speak of it."""
        negative = self.rules.negative
        plain = coefficients(atoms, figure, weights, negative)
        left = atoms & ~self.absent
        if not plain.exact and left != atoms:
            plain = _assuming(plain, coefficients(left, figure, weights, negative), left, negative)
            atoms = left if left & ~negative else atoms
        if plain.exact or atoms & negative:
            return plain
        for assumption, whole, part in self.rules.shares:
            inside, outside = atoms & part, atoms & ~part
            if atoms & ~whole or not inside or not outside:
                continue
            assert assumption.low is not None
            assert assumption.high is not None
            return share_coefficients(
                coefficients(inside, figure, weights, negative),
                coefficients(outside, figure, weights, negative),
                assumption.low,
                assumption.best,
                assumption.high,
            )
        return plain



def _assuming(plain: Coefficients, narrowed: Coefficients, left: Atoms, negative: Atoms) -> Coefficients:
    """The narrowed coefficients for the signs that the atoms left can produce; a value of the other sign contradicts the assumption."""
    above, below = bool(left & ~negative), bool(left & negative)
    return Coefficients(
        narrowed.low_above if above else plain.low_above,
        narrowed.low_below if below else plain.low_below,
        narrowed.high_above if above else plain.high_above,
        narrowed.high_below if below else plain.high_below,
        narrowed.best if above and below else None,
    )
