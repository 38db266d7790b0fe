"""Attributed direct emissions below zero, which count as zero where a good is declared: what its figures then tell under a standard without that rule.

(EU) 2025/2547 Annex III Equation 55: what a process exports, retains or stores may exceed what it emits, and its attributed emissions are then zero.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from crosswalk.engine.lines import Declaration, Line, Range, sum_atoms
from crosswalk.engine.selector import Selector
from crosswalk.frames.space import Atoms
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


def with_negative_emissions(declaration: Declaration, chosen: Selector) -> Declaration:
    """The declaration as sums over atoms, where figures that hold all own direct emissions were declared with zero in the place of less.

    Such a figure is the most that its atoms may add up to, and what it holds besides deductions adds up to no less than it. Two of them differ by
    just what the larger holds besides. Where direct emissions are known to be above zero, figures are sums already.

    Args:
        declaration: under a standard with that rule.
        chosen: its selector, for the category of the good.
    """
    direct = own_direct_atoms(chosen)
    deductions = direct & chosen.space.negative
    lines = declaration.lines
    whole = holding(lines, direct)
    if not deductions or not whole or _above_zero(declaration, direct, deductions):
        return declaration
    smallest = min(whole, key=lambda at: lines[at].atoms.bit_count())
    values = list(declaration.values)
    added: list[tuple[Line, Range, int]] = []
    for at in whole:
        low, high = declaration.values[at]
        if high < ZERO:
            continue  # declared as a sum, against the rule
        values[at] = (OPEN, high)
        if at == smallest or lines[smallest].atoms & ~lines[at].atoms:
            atoms, value = lines[at].atoms & ~deductions, (max(low, ZERO), -OPEN)
        else:
            least, most = declaration.values[smallest]
            atoms, value = lines[at].atoms & ~lines[smallest].atoms, (low - most, high - least)
        if atoms and value[1] >= ZERO:
            added.append((chosen.summed_line(lines[at].label, atoms, lines[at].beyond, DERIVED), value, at))
    names = ", ".join(lines[at].label for at in whole)
    note = (
        f"{names}: under {chosen.standard.number} direct emissions of the process count as zero where they are below it, so the sum may be less; "
        "declare what is exported, retained and captured apart, each with 0 if there is none",
        f"{names}：按 {chosen.standard.number}，过程直接排放小于零时计为零，实际之和可能更小；请分别声明输出、留存与捕集的量，没有时填 0",
    )
    return replace(
        declaration,
        lines=(*lines, *(line for line, _, _ in added)),
        fields=(*declaration.fields, *(declaration.fields[at] for _, _, at in added)),
        values=(*values, *(value for _, value, _ in added)),
        half_digits=(*declaration.half_digits, *(declaration.half_digits[at] + declaration.half_digits[smallest] for _, _, at in added)),
        amounts=(*declaration.amounts, *(None for _ in added)),
        notes=(*declaration.notes, note),
    )


def _above_zero(declaration: Declaration, direct: Atoms, deductions: Atoms) -> bool:
    """Whether all deductions are declared, and no more of them than of emissions."""
    parts = list(_parts(declaration, direct))
    lines = [declaration.lines[at] for at in parts]
    if deductions & ~sum_atoms(line.atoms for line in lines):
        return False
    outer = [at for at in parts if not _inside_another(declaration.lines, at, parts)]
    return sum((declaration.values[at][0] for at in outer), ZERO) >= ZERO


def _parts(declaration: Declaration, direct: Atoms) -> Iterator[int]:
    """The declared lines inside the direct emissions that say what they add up to."""
    for at, line in enumerate(declaration.lines):
        inside = not (line.mass or line.group or line.view or line.evaluated or line.atoms & ~direct)
        if inside and (line.atoms != direct or declaration.values[at][0] > ZERO):
            yield at


def _inside_another(lines: Sequence[Line], at: int, others: Sequence[int]) -> bool:
    own = lines[at].atoms
    return any(other != at and own != lines[other].atoms and not own & ~lines[other].atoms for other in others)
