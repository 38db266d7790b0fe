"""Attributed direct emissions of a good, which count as zero where they are below it: what its declared figures then tell.

(EU) 2025/2547 Annex III Equation 55: what a process exports, retains or stores may exceed what it emits, and its attributed emissions are then zero. A
declared figure that holds all of them is therefore no sum of its parts, while figures of emissions, exports, retained carbon and capture are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from crosswalk.engine.lines import Added, Declaration, Line, sum_atoms, with_lines
from crosswalk.engine.run import parts_exceed
from crosswalk.engine.selector import Selector
from crosswalk.engine.total import with_line, with_total
from crosswalk.frames.space import Atoms
from crosswalk.model.footprint import Footprint
from crosswalk.model.standard import Standard

ZERO = Decimal(0)
OPEN = Decimal("-Infinity")
DERIVED = "attributed"  # the group of the lines that are added


def never_negative(standard: Standard) -> bool:
    """Whether attributed direct emissions below zero count as zero under a standard."""
    return standard.goods is not None and standard.goods.never_negative


def own_direct_atoms(chosen: Selector) -> Atoms:
    """The direct emissions of a good's own process, deductions among them."""
    space = chosen.space
    return space.at_stages(space.stage_mask("A3")) & chosen.boundary & chosen.indicator_atoms("direct")


def holding(lines: Sequence[Line], direct: Atoms) -> tuple[int, ...]:
    """The declared lines that hold all own direct emissions; one in kilograms of gas does where these are CO2 only, so that it is CO2e as well."""
    return tuple(at for at, line in enumerate(lines) if not (line.group or line.evaluated or direct & ~line.atoms))


def with_attributed(footprint: Footprint, declaration: Declaration, chosen: Selector, *, same_rule: bool) -> Declaration:
    """The declaration of a good, with its total, as the lines that are translated.

    Args:
        footprint: declares the total.
        declaration: under a standard with the rule.
        chosen: its selector, for the category of the good.
        same_rule: whether the target counts direct emissions below zero as zero too.

    Raises:
        InconsistentDeclarationError: the parts exceed the total, or all of it is declared and the sum differs.
    """
    kept = with_parts_set_to_zero(declaration, chosen, footprint.total is not None)
    found = kept if footprint.total is None else with_total(footprint, kept, chosen)
    if same_rule:
        return with_parts_at_most(found, chosen)
    declaration = replace(declaration, notes=(*declaration.notes, *found.notes[len(kept.notes) :]))
    if len(found.lines) > len(kept.lines):
        declaration = with_line(declaration, found.lines[-1], found.values[-1][0], found.half_digits[-1])
    return with_negative_emissions(declaration, chosen)


def with_parts_set_to_zero(declaration: Declaration, chosen: Selector, has_total: bool) -> Declaration:
    """The declaration with zero in the place of all its direct emissions, where they add up to less beside a figure that counts them as zero.

    Nothing changes where a figure says more of them than that, or where emissions that nobody declared may make up for the deductions.
    """
    direct = own_direct_atoms(chosen)
    lines = declaration.lines
    inside = [at for at, line in enumerate(lines) if not (line.evaluated or line.atoms == direct or line.atoms & ~direct)]
    outer = [at for at in inside if not (lines[at].group or lines[at].view or _inside_another(lines, at, inside))]
    emissions = direct & ~chosen.space.negative
    most = sum((declaration.values[at][1] for at in outer), ZERO)
    alone = next((at for at in holding(lines, direct) if lines[at].atoms == direct), None)
    says_more = alone is not None and declaration.values[alone] != (ZERO, ZERO)
    if (
        not (has_total or holding(lines, direct))
        or most >= ZERO
        or says_more
        or emissions & ~sum_atoms(lines[at].atoms for at in outer)
        or any(lines[at].activities for at in inside)  # the target may evaluate them otherwise
        or any(lines[at].mass and len(chosen.space.gases_of(lines[at].atoms)) > 1 for at in outer)
    ):
        return declaration
    names = ", ".join(lines[at].label for at in inside)
    note = (
        f"{names}: they add up to {most:f} kg CO2e; direct emissions of the process below zero count as zero under {chosen.standard.number}",
        f"{names}：合计 {most:f} kg CO2e；按 {chosen.standard.number}，过程直接排放小于零时计为零",
    )
    zero = [] if alone is not None else [(chosen.summed_line("direct", direct, False), declaration.fields[inside[0]], (ZERO, ZERO), ZERO)]
    return replace(_without(with_lines(declaration, zero), inside), notes=(*declaration.notes, note))


def with_parts_at_most(declaration: Declaration, chosen: Selector) -> Declaration:
    """The declaration for a standard with the same rule, where deductions may be larger than emissions: figures that hold all own direct emissions
    are kept, what emissions are declared apart is the most that is left of them, and deductions are left out.
    """
    direct = own_direct_atoms(chosen)
    deductions = direct & chosen.space.negative
    lines, values = declaration.lines, declaration.values
    whole = holding(lines, direct)
    parts = [at for at, line in enumerate(lines) if line.atoms & direct and not line.evaluated and at not in whole]
    out = [at for at in parts if lines[at].atoms & deductions]
    if (
        not whole
        or not any(values[at][0] < ZERO for at in out)
        or any(lines[at].activities for at in parts)
        or _above_zero(declaration, direct, deductions)
    ):
        return declaration
    at_most = [(ZERO, max(value[1], ZERO)) if at in parts else value for at, value in enumerate(values)]
    names = ", ".join(lines[at].label for at in out)
    note = (
        f"{names}: not used; direct emissions of the process below zero count as zero under {chosen.standard.number}, and are part of other figures",
        f"{names}：未采用；按 {chosen.standard.number}，过程直接排放小于零时计为零，并已含于其他数值",
    )
    return replace(_without(replace(declaration, values=tuple(at_most)), out), notes=(*declaration.notes, note))


def with_negative_emissions(declaration: Declaration, chosen: Selector) -> Declaration:
    """The declaration as sums over atoms, where figures that hold all own direct emissions were declared with zero in the place of less.

    Such a figure is the most that its atoms may add up to, and what it holds besides deductions adds up to no less than it. Two of them differ by
    just what the larger holds besides. Where direct emissions are known to be above zero, figures are sums already.

    Args:
        declaration: under a standard with that rule.
        chosen: its selector, for the category of the good.

    Raises:
        InconsistentDeclarationError: one of two such figures is less than the other, which it holds.
    """
    direct = own_direct_atoms(chosen)
    deductions = direct & chosen.space.negative
    lines = declaration.lines
    whole = holding(lines, direct)
    if not deductions or not whole or _above_zero(declaration, direct, deductions):
        return declaration
    smallest = min(whole, key=lambda at: lines[at].atoms.bit_count())
    values = list(declaration.values)
    added: list[Added] = []
    for at in whole:
        low, high = declaration.values[at]
        if high < ZERO:
            continue  # declared as a sum, against the rule
        values[at] = (OPEN, high)
        if at == smallest or lines[smallest].atoms & ~lines[at].atoms:
            atoms = lines[at].atoms & ~deductions
            value = max(low, ZERO, _least(declaration, atoms)), -OPEN
        else:
            least, most = declaration.values[smallest]
            atoms, value = lines[at].atoms & ~lines[smallest].atoms, (low - most, high - least)
        half_digit = declaration.half_digits[at] + declaration.half_digits[smallest]
        if value[1] < -half_digit:
            raise parts_exceed(lines[at].label, -value[1], declaration.fields[at])
        if atoms and value[1] >= ZERO:
            added.append((chosen.summed_line(lines[at].label, atoms, lines[at].beyond, DERIVED), declaration.fields[at], value, half_digit))
    names = ", ".join(lines[at].label for at in whole)
    note = (
        f"{names}: under {chosen.standard.number} direct emissions of the process count as zero where they are below it, so the sum may be less; "
        "declare what is exported, retained and captured apart, each with 0 if there is none",
        f"{names}：按 {chosen.standard.number}，过程直接排放小于零时计为零，实际之和可能更小；请分别声明输出、留存与捕集的量，没有时填 0",
    )
    return replace(with_lines(replace(declaration, values=tuple(values)), added), notes=(*declaration.notes, note))


def _without(declaration: Declaration, out: Sequence[int]) -> Declaration:
    """The declaration without some of its lines."""
    left = [at for at in range(len(declaration.lines)) if at not in out]
    return replace(
        declaration,
        lines=tuple(declaration.lines[at] for at in left),
        fields=tuple(declaration.fields[at] for at in left),
        values=tuple(declaration.values[at] for at in left),
        half_digits=tuple(declaration.half_digits[at] for at in left),
        amounts=tuple(declaration.amounts[at] for at in left),
        items={new: declaration.items[at] for new, at in enumerate(left) if at in declaration.items},
    )


def _above_zero(declaration: Declaration, direct: Atoms, deductions: Atoms) -> bool:
    """Whether all deductions are declared, and no more of them than of emissions."""
    parts = [at for at in _parts(declaration, direct) if declaration.lines[at].atoms != direct or declaration.values[at][0] > ZERO]
    if deductions & ~sum_atoms(declaration.lines[at].atoms for at in parts):
        return False
    return _sum_of_least(declaration, parts) >= ZERO


def _least(declaration: Declaration, atoms: Atoms) -> Decimal:
    """What the figures inside some atoms add up to at least, where these hold emissions only."""
    return _sum_of_least(declaration, _parts(declaration, atoms))


def _sum_of_least(declaration: Declaration, parts: Sequence[int]) -> Decimal:
    outer = [at for at in parts if not _inside_another(declaration.lines, at, parts)]
    return sum((declaration.values[at][0] for at in outer), ZERO)


def _parts(declaration: Declaration, atoms: Atoms) -> list[int]:
    """The declared lines inside some atoms, in CO2e."""
    return [
        at
        for at, line in enumerate(declaration.lines)
        if not (line.mass or line.group or line.view or line.evaluated or line.atoms & ~atoms)
    ]


def _inside_another(lines: Sequence[Line], at: int, others: Sequence[int]) -> bool:
    own = lines[at].atoms
    return any(other != at and own != lines[other].atoms and not own & ~lines[other].atoms for other in others)
