"""A declared total beside its parts: a check where it agrees with them, a line of its own where it says more."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from crosswalk.engine.lines import BINARY_NOISE, Declaration, Line, sum_atoms, with_lines
from crosswalk.engine.selector import Selector
from crosswalk.errors import Finding, InconsistentDeclarationError
from crosswalk.model.footprint import Footprint

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Parts:
    """How the lines of a declaration lie to its total, whatever their values.

    Attributes:
        line: the total as a line.
        roots: the lines whose sum a total is checked against.
        whole: they cover all of the total.
        uptake: biogenic uptake that nobody declared apart may be inside the total.
        netted: lines outside the total, all together and one by one, whose credits it may hold by mistake.
    """

    line: Line
    roots: tuple[int, ...]
    whole: bool
    uptake: bool
    netted: tuple[tuple[int, ...], ...]


def parts_of(declaration: Declaration, chosen: Selector) -> Parts:
    """The parts of the total that a declaration states."""
    line = chosen.total_line
    plain = [position for position, part in enumerate(declaration.lines) if not (part.view or part.group or part.mass or part.beyond)]
    inside = [position for position in plain if not declaration.lines[position].atoms & ~line.atoms]
    roots = tuple(
        position
        for position in inside
        if not any(
            other != position
            and declaration.lines[other].atoms != declaration.lines[position].atoms
            and not declaration.lines[position].atoms & ~declaration.lines[other].atoms
            for other in inside
        )
    )
    left = line.atoms & ~sum_atoms(declaration.lines[position].atoms for position in roots)
    outside = tuple(position for position in plain if not declaration.lines[position].atoms & line.atoms)
    # biogenic uptake is often inside a total and nowhere apart; sinks and credits are figures of the standard, to be declared as such
    uptake = bool(left & chosen.space.carried_by("biogenic.uptake"))
    return Parts(line, roots, not left, uptake, (outside, *((position,) for position in outside)))


def with_line(declaration: Declaration, line: Line, total: Decimal, half_digit: Decimal) -> Declaration:
    """The declaration with its total as a line."""
    return with_lines(declaration, [(line, "total", (total, total), half_digit)])


def with_total(footprint: Footprint, declaration: Declaration, chosen: Selector) -> Declaration:
    """The declaration with its total as a line, where the total says more than its parts.

    Raises:
        InconsistentDeclarationError: the parts exceed the total, or all of it is declared and the sum differs.
    """
    total = footprint.total_value
    assert total is not None
    parts = parts_of(declaration, chosen)
    low = sum((declaration.values[position][0] for position in parts.roots), ZERO)
    high = sum((declaration.values[position][1] for position in parts.roots), ZERO)
    tolerance = footprint.total_half_digit + sum((declaration.half_digits[position] for position in parts.roots), ZERO)
    tolerance += abs(total) * BINARY_NOISE
    if low - tolerance <= total <= high + tolerance:
        return declaration
    if parts.whole:
        en, zh = _between(low, high)
        raise InconsistentDeclarationError(
            Finding(
                f"every part of the total is declared, but they add up to {en} kg CO2e, not {total:f} kg CO2e",
                f"总量的各部分均已声明，但其和为 {zh} kg CO2e，而不是 {total:f} kg CO2e",
                field="total",
            )
        )
    note = _netted(declaration, parts, total, (low, high), tolerance)
    if note is not None:
        return replace(declaration, notes=(*declaration.notes, note))
    if total < low and not parts.uptake:
        raise InconsistentDeclarationError(
            Finding(
                f"the parts add up to {low:f} kg CO2e, more than the total of {total:f} kg CO2e; "
                "declare sinks and credits as figures of their own",
                f"各部分之和为 {low:f} kg CO2e，超过总量 {total:f} kg CO2e；碳汇与抵扣请单独声明",
                field="total",
            )
        )
    return with_line(declaration, parts.line, total, footprint.total_half_digit)


def _netted(
    declaration: Declaration, parts: Parts, total: Decimal, ends: tuple[Decimal, Decimal], tolerance: Decimal
) -> tuple[str, str] | None:
    """Tell a total that is the sum of its parts and of credits outside it, such as those of module D: it says nothing of the standard's total.

    A total below its parts could also hold an uptake that nobody declared, and just that much by chance; left away, it misleads in neither case.
    """
    for netted in parts.netted:
        low, high = (sum((declaration.values[position][end] for position in netted), ZERO) for end in (0, 1))
        off = tolerance + sum((declaration.half_digits[position] for position in netted), ZERO)
        if low == high < 0 and total < ends[0] and ends[0] + low - off <= total <= ends[1] + high + off:
            labels = ", ".join(declaration.lines[position].label for position in netted)
            en, zh = _between(*ends)
            return (
                f"total: the total of {total:f} kg CO2e includes {labels} ({low:f} kg CO2e), which the standard keeps outside; "
                f"it is left away, the parts add up to {en} kg CO2e",
                f"total：总量 {total:f} kg CO2e 包含了 {labels}（{low:f} kg CO2e），而标准将其置于总量之外；该总量不予采用，"
                f"各部分之和为 {zh} kg CO2e",
            )
    return None


def _between(low: Decimal, high: Decimal) -> tuple[str, str]:
    """A sum in both languages: one number, or its two ends."""
    return (f"{low:f}",) * 2 if low == high else (f"{low:f} to {high:f}", f"{low:f} 至 {high:f}")
