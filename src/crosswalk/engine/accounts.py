"""A second account of the consumed energy: what another standard makes of it stands in a stage of its own (scope 2 by contract beside scope 2 by place).

The two accounts tell of one consumption and are never added; so each has atoms of its own, and a figure of one says nothing about the other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

from crosswalk.engine.lines import Declaration, Line, sum_atoms
from crosswalk.engine.selector import selector
from crosswalk.engine.translation import Translation
from crosswalk.frames.space import Atoms, Space
from crosswalk.library.library import Library
from crosswalk.model.footprint import Footprint
from crosswalk.model.standard import Account, Standard

ZERO = Decimal(0)
OPEN = Decimal("Infinity")


def with_accounts(
    footprint: Footprint,
    declaration: Declaration,
    library: Library,
    target: Standard,
    translate: Callable[[Footprint, str], Translation],
) -> Declaration:
    """The declaration with a line for each account of the target that it does not fill itself.

    Args:
        footprint: declares the consumption.
        declaration: its lines, with the fields where they stand.
        library: the standards.
        target: the standard with the accounts.
        translate: translates a footprint into the standard of an account.
    """
    for account in target.accounts:
        line = _evaluated(footprint, declaration, library, target, account, translate)
        if line is not None:
            declaration = replace(
                declaration,
                lines=(*declaration.lines, line[0]),
                fields=(*declaration.fields, "figures"),
                values=(*declaration.values, line[1]),
                half_digits=(*declaration.half_digits, ZERO),
                amounts=(*declaration.amounts, None),
            )
    return declaration


def _evaluated(
    footprint: Footprint,
    declaration: Declaration,
    library: Library,
    target: Standard,
    account: Account,
    translate: Callable[[Footprint, str], Translation],
) -> tuple[Line, tuple[Decimal, Decimal]] | None:
    """The line of one account; none where it is declared, or no consumption was declared by its amount."""
    space = library.space(target.frame)
    chosen = selector(library, target.id)
    stage = chosen.stage_atoms(account.stage) & chosen.boundary
    if any(line.atoms & stage for line in declaration.lines):
        return None
    moved = space.box(None, tuple(account.moves), None)
    consumed = {field for field, line in zip(declaration.fields, declaration.lines, strict=True) if line.activities and line.atoms & moved}
    parts = {
        name: tuple(figure for position, figure in enumerate(getattr(footprint, name)) if f"{name}[{position}]" in consumed)
        for name in ("figures", "supplement")
    }
    if not any(parts.values()):
        return None
    alone = footprint.model_copy(update={**parts, "total": None, "precursors": None, "biogenic_carbon": None, "recycling": None})
    found = translate(alone, account.by)
    atoms = _moved(space, _covered(found), account) & stage
    interval = found.outcome.intervals[0]
    if not atoms or interval.shared_low is None:
        return None
    scale = Decimal(1000) if found.outcome.wanted.co2e == "t" else Decimal(1)
    high = OPEN if interval.shared_high is None else interval.shared_high * scale
    label = f"{account.stage} ({account.by})"
    return chosen.summed_line(label, atoms, True, evaluated=True), (interval.shared_low * scale, high)


def _covered(found: Translation) -> Atoms:
    """What the account's standard knows of the consumption."""
    plan = found.outcome.plan
    replaced = {entry.line for entry in plan.replacements}
    kept: Sequence[Atoms] = [line.atoms for position, line in enumerate(plan.lines) if position not in replaced]
    return sum_atoms([*kept, *(entry.covered for entry in plan.replacements)]) & plan.forests[0].figures[0].figure.atoms


def _moved(space: Space, atoms: Atoms, account: Account) -> Atoms:
    """The atoms of the account that stand for atoms of its standard: same stage, same gas, the source that stands for the other."""
    found: Atoms = 0
    for source, stands_for in account.moves.items():
        for gas in space.gases_of(atoms & space.box(None, (source,), None)):
            stages = space.stages_of(atoms & space.box(None, (source,), (gas.id,)))
            found |= space.at_stages(stages) & space.box(None, (stands_for,), (gas.id,))
    return found
