"""One footprint that stands for many rows: what the scalar engine makes of it, and how its lines depend on the columns.

Rows that agree in everything but amounts are one pattern. The engine reads one footprint of the pattern; how a line depends on an amount is learnt
by reading it again with that amount at one. So every rule of reading is written once, in the engine.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Protocol

from pydantic import ValidationError

from crosswalk.batch.layout import spelled
from crosswalk.engine.crosswalk import Crosswalk, Planned
from crosswalk.engine.declare import carbon_places, declare
from crosswalk.engine.lines import Declaration
from crosswalk.engine.selector import selector
from crosswalk.engine.total import Parts, parts_of, with_line
from crosswalk.errors import DeclarationError, Finding, InputError
from crosswalk.library.validation import findings_of
from crosswalk.model.footprint import Footprint
from crosswalk.model.layout import CARBON, ENDS, Layout, Reference, Value

ONE = Decimal(1)
ZERO = Decimal(0)
TOTAL = "total"
EXACT = 40  # digits: a value that nobody rounded
NONE: frozenset[Reference] = frozenset()
UNIT: Mapping[str, int] = {}
Columns = tuple[str, ...]


class Filled(Protocol):
    """The footprint of a pattern with some amounts at one and some areas other than one, and where its figures stand in the layout."""

    def __call__(self, ones: frozenset[Reference] = ..., basis: Mapping[str, int] = ..., /) -> tuple[Footprint, list[tuple[str, int]]]:
        """Fill the layout."""


@dataclass(frozen=True)
class Amount:
    """One figure of a pattern (or the total, or carbon that is bound), and the declaration with all its amounts at one.

    Attributes:
        field: where it stands in the layout.
        low: the columns whose product the low end of its value is a multiple of; `None` where no column holds this end.
        high: those of the high end: the same ones, unless it is a range.
        quantity: the columns whose product its consumption is a multiple of.
        at_one: the declaration with these columns at one, and those of other figures at zero.
        of_activity: a consumption is declared, which cannot be negative.
        is_range: the value is known between two ends.
    """

    field: str
    low: Columns | None
    high: Columns | None
    quantity: Columns
    at_one: Declaration
    of_activity: bool = False
    is_range: bool = False

    @property
    def ends(self) -> tuple[Columns | None, Columns | None]:
        """The columns of both ends."""
        return self.low, self.high

    @property
    def columns(self) -> Columns:
        """All columns, each once."""
        return tuple(dict.fromkeys((*(self.low or ()), *(self.high or ()), *self.quantity)))


@dataclass(frozen=True)
class Total:
    """A declared total: what it is with its column at zero, what the column adds, and how the lines lie to it."""

    parts: Parts
    base: Decimal
    column: str | None
    factor: Decimal
    half_digit: Decimal

    def joined(self, declaration: Declaration, amount: Decimal) -> Declaration:
        """A declaration with the total as a line, its column at some amount."""
        return with_line(declaration, self.parts.line, self.base + self.factor * amount, self.half_digit)


@dataclass(frozen=True)
class Carbon:
    """Where bound carbon leaves a product, and whether there is any: what the lines are, in the rows where the values say so."""

    stages: Columns
    some: bool


@dataclass(frozen=True)
class Pattern:
    """A footprint with all amounts at zero, as the engine reads it, and what changes with the amounts.

    Attributes:
        crosswalk: that of the pattern: for goods, of their category.
        footprint: the footprint.
        declaration: its lines.
        amounts: its figures that take amounts from columns.
        basis: the columns by whose powers every figure is multiplied.
        given: the columns that hold an amount.
        total: the declared total, as long as it is no line.
        carbon: which carbon lines it has, where carbon is declared.
        others: the pattern with other carbon lines, as long as the values of a row may still ask for them.
    """

    crosswalk: Crosswalk
    footprint: Footprint
    declaration: Declaration
    amounts: tuple[Amount, ...]
    basis: tuple[tuple[str, int], ...]
    given: frozenset[str]
    total: Total | None
    carbon: Carbon | None = None
    others: Callable[[Carbon], Pattern] | None = None

    def with_total(self) -> Pattern:
        """The pattern of the rows whose total says more than their parts: it is a line."""
        total = self.total
        assert total is not None
        amounts = [replace(amount, at_one=total.joined(amount.at_one, ZERO)) for amount in self.amounts]
        if total.column is not None:
            own = (total.column,)
            amounts.append(Amount(TOTAL, own, own, (), total.joined(self.declaration, ONE)))
        declaration = total.joined(self.declaration, ZERO)
        return replace(self, declaration=declaration, amounts=tuple(amounts), total=None, others=None)

    def planned(self, left_out: tuple[str, ...]) -> Planned:
        """What the lines are run with, some assumptions left out."""
        declaration = self.declaration
        if self.carbon is not None:  # the engine asks whether there is any, and nothing else of the values
            held = (ONE, ONE) if self.carbon.some else (ZERO, ZERO)
            values = [held if line.group else value for line, value in zip(declaration.lines, declaration.values, strict=True)]
            declaration = replace(declaration, values=tuple(values))
        return self.crosswalk.planned(self.footprint, declaration, left_out)


def pattern_of(crosswalk: Crosswalk, layout: Layout, words: Mapping[str, Any], given: frozenset[str], decimals: int | None) -> Pattern:
    """The pattern of the rows with these words, in which the columns `given` hold an amount.

    Raises:
        InputError: what the engine refuses in every row of the pattern.
    """
    zero = f"0E-{EXACT}" if decimals is None else f"{ZERO:.{decimals}f}" if decimals > 0 else "0"

    def filled(ones: frozenset[Reference] = NONE, basis: Mapping[str, int] = UNIT) -> tuple[Footprint, list[tuple[str, int]]]:
        def known(entry: Reference) -> Value:
            if not (entry.amount or entry.basis):
                return spelled(words[entry.column])
            if entry.column not in given:
                return None
            if entry.basis:
                return basis.get(entry.column, 1)
            return "1" if entry in ones else zero

        data, kept = layout.footprint(known)
        if not data.get("figures"):
            raise DeclarationError(Finding("no figure is declared", "没有声明任何数据", field="figures"))
        return _declared(data), kept

    footprint, kept = filled()
    fitting = crosswalk.for_good(footprint)
    reader = _Reader(fitting, layout, given, footprint, kept, filled)
    places = carbon_places(fitting.source, fitting.library.space(fitting.source.frame))
    if footprint.biogenic_carbon is None or places is None:
        return reader.read(None)
    return replace(reader.read(Carbon(places[1], True)), others=reader.read)


def _declared(data: dict[str, Any]) -> Footprint:
    try:
        return Footprint.model_validate(data)
    except ValidationError as error:
        raise DeclarationError(*findings_of(error)) from None


def _place(field: str | None, kept: Sequence[tuple[str, int]]) -> str | None:
    """A field of the footprint of a pattern as the layout counts its figures, those that the pattern lacks included."""
    match = re.match(r"(figures|supplement)\[(\d+)\]", field or "")
    if match is None or field is None:
        return field
    own = [position for name, position in kept if name == match[1]]
    return f"{match[1]}[{own[int(match[2])]}]{field[match.end() :]}"


@dataclass(frozen=True)
class _Reader:
    crosswalk: Crosswalk
    layout: Layout
    given: frozenset[str]
    footprint: Footprint
    kept: list[tuple[str, int]]
    filled: Filled

    def read(self, carbon: Carbon | None) -> Pattern:
        """The pattern, with carbon lines as given."""
        crosswalk, layout = self.crosswalk, self.layout
        declaration = self._declared(self.footprint, carbon, True)
        declaration = replace(declaration, fields=tuple(_place(field, self.kept) or field for field in declaration.fields))
        amounts = []
        for name, position in self.kept:
            inside = self._inside(name, position)
            if inside:
                at_one = self._declared(self.filled(inside)[0], carbon, False)
                amounts.append(_amount(name, position, inside, layout.template, at_one))
        for entry in layout.references:
            if entry.path[0] == CARBON and entry.column in self.given and carbon is not None:
                at_one = self._declared(self.filled(frozenset({entry}))[0], carbon, False)
                amounts.append(Amount(entry.field, (entry.column,), (entry.column,), (), at_one))
        basis = _basis(crosswalk, layout, self.given, declaration, self.filled)
        total = _total(crosswalk, layout, self.footprint, declaration, self.filled)
        return Pattern(crosswalk, self.footprint, declaration, tuple(amounts), basis, self.given, total, carbon)

    def _inside(self, name: str, position: int) -> frozenset[Reference]:
        return frozenset(
            entry for entry in self.layout.references if entry.amount and entry.path[:2] == (name, position) and entry.column in self.given
        )

    def _declared(self, of: Footprint, carbon: Carbon | None, signs: bool) -> Declaration:
        fitting = self.crosswalk
        category = fitting.category if fitting.source.goods else None
        released = None if carbon is None else carbon.stages
        try:
            return declare(of, fitting.library, fitting.source, fitting.as_of, category, fitting.nearest_year, signs, released)
        except InputError as error:
            raise type(error)(*(replace(finding, field=_place(finding.field, self.kept)) for finding in error.findings)) from None


def _total(crosswalk: Crosswalk, layout: Layout, footprint: Footprint, declaration: Declaration, filled: Filled) -> Total | None:
    base = footprint.total_value
    if base is None:
        return None
    own = crosswalk.category if crosswalk.source.goods else None
    parts = parts_of(declaration, selector(crosswalk.library, crosswalk.source.id, own))
    entry = next((entry for entry in layout.references if entry.path == (TOTAL,)), None)
    at_one = base if entry is None else filled(frozenset({entry}))[0].total_value
    assert at_one is not None
    return Total(parts, base, None if entry is None else entry.column, at_one - base, footprint.total_half_digit)


def _amount(name: str, position: int, inside: frozenset[Reference], template: Mapping[str, Any], at_one: Declaration) -> Amount:
    by_name = {str(entry.path[-1]): entry for entry in inside if "activity" in entry.path}
    own = {str(entry.path[-1]): entry for entry in inside if "activity" not in entry.path}
    figure = template[name][position]
    quantity = tuple(sorted(entry.column for key, entry in by_name.items() if key != "factor"))
    constant = any(key in figure and not _takes_columns(figure[key]) for key in ("value", "mass"))
    value = own if own or constant else by_name
    field, of_activity = f"{name}[{position}]", "activity" in figure and bool(quantity)
    if any(entry.path[-1] in ENDS for entry in value.values()):
        low, high = ((value[end].column,) if end in value else None for end in ENDS)
        return Amount(field, low, high, quantity, at_one, of_activity, True)
    columns = tuple(sorted(entry.column for entry in value.values()))
    return Amount(field, columns, columns, quantity, at_one, of_activity)


def _takes_columns(value: Any) -> bool:
    parts = value.values() if isinstance(value, Mapping) else (value,)
    return any(str(part).startswith("$") for part in parts)


def _basis(
    crosswalk: Crosswalk, layout: Layout, given: frozenset[str], declaration: Declaration, filled: Filled
) -> tuple[tuple[str, int], ...]:
    """The powers of areas and activity level in every figure.

    Raises:
        DeclarationError: stages refer to different areas, so that no common factor exists.
    """
    columns = dict.fromkeys(entry.column for entry in layout.references if entry.basis and entry.column in given)
    found = []
    first = crosswalk.planned(filled()[0], declaration)
    for name in columns:
        other = crosswalk.planned(filled(NONE, {name: 2})[0], declaration)
        scales = [(one.low, two.low) for one, two in zip(first.situation.scales, other.situation.scales, strict=True)]
        scales += [
            (one.high, two.high) for one, two in zip(first.situation.scales, other.situation.scales, strict=True) if one.high and two.high
        ]
        ratios = {(two / one).normalize() for one, two in [(first.uniform, other.uniform), *scales] if one} or {ONE}
        if first.situation.scales:
            ratios = {(two / one).normalize() for one, two in scales if one} or {ONE}
        powers = {ONE: 0, Decimal(2): 1, Decimal("0.5"): -1}
        if len(ratios) != 1 or not ratios <= powers.keys():
            raise DeclarationError(
                Finding(
                    f"stages refer to different floor areas, so rows need the same area: give {name!r} as a constant, or translate one by one",
                    f"各阶段所指面积不同，各行面积须相同：请将 {name!r} 写为常数，或逐个换算",
                    field=name,
                )
            )
        exponent = powers[ratios.pop()]
        if exponent:
            found.append((name, exponent))
    return tuple(found)
