"""A world of seven atoms, in which plans are compiled and run on a few declared lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from crosswalk.engine.bounds import Interval
from crosswalk.engine.compile import UNKNOWN
from crosswalk.engine.forest import forests
from crosswalk.engine.lines import Declaration, Line
from crosswalk.engine.plan import Plan, Replacement, Rules, TargetFigure, compile_forests
from crosswalk.engine.rules.characterise import Weight
from crosswalk.engine.rules.unit import Basis
from crosswalk.engine.run import Outcome, run
from crosswalk.library.library import Library
from crosswalk.model.mapping import Assumption

LIBRARY = Library.shipped()
SPACE = LIBRARY.space("life-cycle")  # of which only the names in messages are used
FOSSIL, METHANE, NITROUS, OTHER, UPTAKE, STORE, NOVEL = (1 << position for position in range(7))
EMISSIONS, NEGATIVE = FOSSIL | METHANE | NITROUS | OTHER | NOVEL, UPTAKE | STORE
EVERY = EMISSIONS | NEGATIVE
Pair = tuple[Decimal, Decimal]


def dec(value: str | int | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def weights(*entries: tuple[str, str | None, int]) -> tuple[Weight, ...]:
    return tuple(Weight((Decimal(low), dec(high), atoms)) for low, high, atoms in entries)


# the declared set gives CH4 25 and N2O 300, the target's 30 and 270; the declared one gives the novel gas no factor
RULES = Rules(
    negative=NEGATIVE,
    weights=weights(("1", "1", FOSSIL | OTHER | NEGATIVE), ("1.2", "1.2", METHANE), ("0.9", "0.9", NITROUS)),
    mass_weights=weights(("1", "1", FOSSIL | OTHER | NEGATIVE), ("30", "30", METHANE), ("270", "270", NITROUS), ("500", "500", NOVEL)),
    replaced_weights=weights(("1", "1", EVERY)),
    own_factors=weights(("1", "1", FOSSIL | OTHER | NEGATIVE), ("25", "25", METHANE), ("300", "300", NITROUS), ("0", "0", NOVEL)),
    absent=(),
    shares=(),
    target_atoms=EVERY,
    kept=False,
    unspecified={},
    known={},
)


def line(label: str, atoms: int, **more: Any) -> Line:
    return Line(label, atoms, upward=bool(atoms & ~NEGATIVE), downward=bool(atoms & NEGATIVE), **more)


def pair_of(value: str) -> Pair:
    low, _, high = value.partition("..")
    return Decimal(low), Decimal(high or low)


def declared(*entries: tuple[Line, str], half: str = "0", **more: Any) -> Declaration:
    """Lines with their values, `3` or `3..4`."""
    lines, values = tuple(entry[0] for entry in entries), tuple(pair_of(entry[1]) for entry in entries)
    values = tuple((low, low) if low == high else (low, high) for low, high in values)
    size = len(lines)
    return Declaration(
        lines, tuple(f"figures[{position}]" for position in range(size)), values, (Decimal(half),) * size, (None,) * size, (), (), **more
    )


def plan_for(
    declaration: Declaration,
    figures: Sequence[int],
    rules: Rules = RULES,
    replacements: Sequence[Replacement] = (),
    within: Mapping[int, tuple[int, ...]] | None = None,
    **more: Any,
) -> Plan:
    counted = [entry.atoms if entry.mass or entry.evaluated else entry.atoms & ~NOVEL for entry in declaration.lines]
    grown = forests(SPACE, declaration.lines, declaration.fields, counted)
    wanted = [TargetFigure(f"F{position}", "I", atoms) for position, atoms in enumerate(figures)]
    plans = compile_forests(grown, declaration.lines, wanted, replacements, replace(rules, known={}))
    found = Plan(
        plans,
        (UNKNOWN,) * len(figures),
        tuple(range(len(figures))),
        within or {},
        (),
        tuple(replacements),
        (),
        declaration.lines,
        LIBRARY.characterisation("ar5-100"),
        (LIBRARY.characterisation("ar4-100"),),
    )
    return replace(found, **more)


WHOLE = Basis("", None, False, Decimal(1))


def outcome(plan: Plan, declaration: Declaration, uniform: str = "1") -> Outcome:
    return run(plan, declaration, Decimal(uniform), WHOLE, WHOLE)


def figures_of(declaration: Declaration, figures: Sequence[int], uniform: str = "1", **more: Any) -> tuple[Interval, ...]:
    return outcome(plan_for(declaration, figures, **more), declaration, uniform).intervals


def ends(low: str | None, best: str | None, high: str | None, missing: str = "") -> Interval:
    """An interval; `below` and `above` of `missing` open what else were its ends."""
    shared = (dec(low), dec(best), dec(high))
    if not missing:
        return Interval(*shared, True, False, *shared)
    return Interval(None if "below" in missing else shared[0], None, None if "above" in missing else shared[2], True, True, *shared)


def assumption(name: str, basis: str = "published", **more: Any) -> Assumption:
    return Assumption.model_validate(
        {
            "id": name,
            "kind": "absent",
            "statement": {"en": name, "zh": f"假设 {name}"},
            "basis": basis,
            "atoms": {},
            "source": {"document": "none", "confirmed": "secondary"},
            **more,
        }
    )


def share(low: str, best: str | None, high: str) -> Assumption:
    return assumption("share", kind="share", part={}, low=low, best=best, high=high)
