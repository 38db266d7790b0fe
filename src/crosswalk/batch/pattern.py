"""One footprint that stands for many rows: what the scalar engine makes of it, and how its lines depend on the columns.

Rows that agree in everything but amounts are one pattern. The engine reads one footprint of the pattern; how a line depends on an amount is learnt
by reading it again with that amount at one. So every rule of reading is written once, in the engine.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Protocol

from pydantic import ValidationError

from crosswalk.batch.layout import spelled
from crosswalk.engine.crosswalk import Crosswalk, Planned
from crosswalk.engine.declare import declare
from crosswalk.engine.lines import Declaration
from crosswalk.engine.selector import selector
from crosswalk.engine.total import Parts, parts_of, with_line
from crosswalk.errors import DeclarationError, Finding, InputError
from crosswalk.library.validation import findings_of
from crosswalk.model.footprint import Footprint
from crosswalk.model.layout import Layout, Reference, Value

ONE = Decimal(1)
ZERO = Decimal(0)
TOTAL = "total"
EXACT = 40  # digits: a value that nobody rounded
NONE: frozenset[Reference] = frozenset()
UNIT: Mapping[str, int] = {}


class Filled(Protocol):
    """The footprint of a pattern with some amounts at one and some areas other than one, and where its figures stand in the layout."""

    def __call__(self, ones: frozenset[Reference] = ..., basis: Mapping[str, int] = ..., /) -> tuple[Footprint, list[tuple[str, int]]]:
        """Fill the layout."""


@dataclass(frozen=True)
class Amount:
    """One figure of a pattern, and the declaration with all its amounts at one.

    Attributes:
        field: where it stands in the layout.
        value: the columns whose product its value is a multiple of.
        quantity: the columns whose product its consumption is a multiple of.
        at_one: the declaration with these columns at one, and those of other figures at zero.
        of_activity: a consumption is declared, which cannot be negative.
    """

    field: str
    value: tuple[str, ...]
    quantity: tuple[str, ...]
    at_one: Declaration
    of_activity: bool


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
    """

    crosswalk: Crosswalk
    footprint: Footprint
    declaration: Declaration
    amounts: tuple[Amount, ...]
    basis: tuple[tuple[str, int], ...]
    given: frozenset[str]
    total: Total | None

    def with_total(self) -> Pattern:
        """The pattern of the rows whose total says more than their parts: it is a line."""
        total = self.total
        assert total is not None
        amounts = [replace(amount, at_one=total.joined(amount.at_one, ZERO)) for amount in self.amounts]
        if total.column is not None:
            amounts.append(Amount(TOTAL, (total.column,), (), total.joined(self.declaration, ONE), False))
        return replace(self, declaration=total.joined(self.declaration, ZERO), amounts=tuple(amounts), total=None)

    def planned(self, left_out: tuple[str, ...]) -> Planned:
        """What the lines are run with, some assumptions left out."""
        return self.crosswalk.planned(self.footprint, self.declaration, left_out)


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
    return _read(crosswalk, layout, given, footprint, kept, filled)


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


def _read(
    crosswalk: Crosswalk, layout: Layout, given: frozenset[str], footprint: Footprint, kept: list[tuple[str, int]], filled: Filled
) -> Pattern:
    fitting = crosswalk.for_good(footprint)

    def declared(of: Footprint, signs: bool) -> Declaration:
        category = fitting.category if fitting.source.goods else None
        try:
            return declare(of, fitting.library, fitting.source, fitting.as_of, category, fitting.nearest_year, signs)
        except InputError as error:
            raise type(error)(*(replace(finding, field=_place(finding.field, kept)) for finding in error.findings)) from None

    declaration = declared(footprint, True)
    declaration = replace(declaration, fields=tuple(_place(field, kept) or field for field in declaration.fields))
    amounts = []
    for name, position in kept:
        inside = frozenset(
            entry for entry in layout.references if entry.amount and entry.path[:2] == (name, position) and entry.column in given
        )
        if inside:
            at_one = declared(filled(inside)[0], False)
            amounts.append(_amount(name, position, inside, layout.template, at_one))
    basis = _basis(fitting, layout, given, declaration, filled)
    return Pattern(fitting, footprint, declaration, tuple(amounts), basis, given, _total(fitting, layout, footprint, declaration, filled))


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
    constant = any(key in figure and not str(figure[key]).startswith("$") for key in ("value", "mass"))
    value = own if own or constant else by_name
    columns = tuple(sorted(entry.column for entry in value.values()))
    return Amount(f"{name}[{position}]", columns, quantity, at_one, "activity" in figure and bool(quantity))


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
