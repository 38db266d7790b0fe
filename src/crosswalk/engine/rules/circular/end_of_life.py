"""End-of-life allocation: the circular footprint formula, cut-off, end-of-life recycling, and modules A-C and D of EN 15804.

Each method is a sum of two parts: what stands with the input of material, and what stands at the end of life. Results are kg CO2e per kg of
material, materials add. Formulas: Recommendation (EU) 2021/2279, Annex I (circular footprint formula); ISO 14044:2006, 4.3.4.3; EN 15804+A2, Annex D.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import NamedTuple

from crosswalk.engine.rules.circular.components import ONE, Components
from crosswalk.model.recycling import Method

Values = Mapping[str, Decimal]

NETTING: tuple[Method, ...] = ("end-of-life-recycling", "circular-footprint-formula")
"""The methods whose figures hold a credit, so that what they leave to the end of life may be below zero."""


class Parts(NamedTuple):
    """What a method charges to the product: with its material input, and at its end of life, kg CO2e/kg."""

    input: Decimal
    output: Decimal

    @property
    def total(self) -> Decimal:
        """Both parts together."""
        return self.input + self.output


def _cut_off(v: Values) -> Parts:
    return Parts(
        (1 - v["R1"]) * v["Ev"] + v["R1"] * v["Er"],
        v["R3"] * v["EER"] + (1 - v["R2"] - v["R3"]) * v["ED"],
    )


def _formula(v: Values) -> Parts:
    return Parts(
        (1 - v["R1"]) * v["Ev"] + v["R1"] * (v["A"] * v["Er"] + (1 - v["A"]) * v["Ev"] * v["qi"]),
        (1 - v["A"]) * v["R2"] * (v["Ee"] - v["Es"] * v["qo"])
        + (1 - v["B"]) * v["R3"] * (v["EER"] - v["S"])
        + (1 - v["R2"] - v["R3"]) * v["ED"],
    )


def _recycling(v: Values) -> Parts:
    return Parts(
        v["Ev"],
        v["R2"] * (v["Ee"] - v["Es"] * v["qo"]) + v["R3"] * (v["EER"] - v["S"]) + (1 - v["R2"] - v["R3"]) * v["ED"],
    )


def _modules(v: Values) -> Parts:
    return Parts(
        (1 - v["R1"]) * v["Ev"] + v["R1"] * (v["Er"] - v["c"]),
        v["R2"] * v["c"] + v["R3"] * v["EER"] + (1 - v["R2"] - v["R3"]) * v["ED"],
    )


_METHODS: dict[Method, Callable[[Values], Parts]] = {
    "cut-off": _cut_off,
    "circular-footprint-formula": _formula,
    "end-of-life-recycling": _recycling,
    "modules-a-c-and-d": _modules,
}


FORMULAS: dict[Method, str] = {
    "cut-off": "(1−R1)·Ev + R1·Er + R3·EER + (1−R2−R3)·ED",
    "circular-footprint-formula": "(1−R1)·Ev + R1·(A·Er + (1−A)·Ev·qi) + (1−A)·R2·(Ee − Es·qo) + (1−B)·R3·(EER − S) + (1−R2−R3)·ED",
    "end-of-life-recycling": "Ev + R2·(Ee − Es·qo) + R3·(EER − S) + (1−R2−R3)·ED",
    "modules-a-c-and-d": "(1−R1)·Ev + R1·(Er − c) + R2·c + R3·EER + (1−R2−R3)·ED",
}
"""The methods as people write them, kg CO2e per kg of material; for reports."""


def parts_of(method: Method, values: Values) -> Parts:
    """The two parts of a method, from components by symbol."""
    return _METHODS[method](values)


def module_d_of(values: Values) -> Parts:
    """Module D from components by symbol: of the net flow of material, and of exported energy."""
    v = values
    return Parts((v["R2"] - v["R1"]) * (v["Ee"] - v["c"] - v["Es"] * v["qo"]), -v["R3"] * v["S"])


def circular_footprint_formula(item: Components) -> Decimal:
    """The circular footprint formula, kg CO2e/kg (Recommendation (EU) 2021/2279, Annex I).

    >>> bottle = dict(R1="0.3", R2="0.41756", A="0.5", Ev="3.40", Er="1.90", qi="0.9", ED="0.179")
    >>> round(circular_footprint_formula(Components.symmetric(**{key: Decimal(value) for key, value in bottle.items()})), 6)
    Decimal('2.986072')
    """
    return _formula(item.as_dict()).total


def cut_off(item: Components) -> Decimal:
    """The recycled-content or cut-off method: recycled input carries its recycling only; no credit; kg CO2e/kg."""
    return _cut_off(item.as_dict()).total


def end_of_life_recycling(item: Components) -> Decimal:
    """The end-of-life recycling method: the product gets all credit for what leaves it, none for recycled input, kg CO2e/kg.

    Closed-loop procedure of ISO 14044:2006, 4.3.4.3.3, applied to pools of material. The open-loop procedure has `qo` below 1.
    """
    return _recycling(item.as_dict()).total


def modules_a_to_c(item: Components) -> Decimal:
    """Modules A to C of EN 15804: processing of waste belongs to its producer up to the end-of-waste point, kg CO2e/kg."""
    return _modules(item.as_dict()).total


class ModuleD(NamedTuple):
    """Module D of EN 15804, kg CO2e/kg: the net flow of material times its unit, and exported energy."""

    material: Decimal
    energy: Decimal

    @property
    def total(self) -> Decimal:
        """Material and energy."""
        return self.material + self.energy


def module_d(item: Components) -> ModuleD:
    """Module D (EN 15804+A2, Annex D): net output flow times (processing after end of waste less the replaced material)."""
    return ModuleD(*module_d_of(item.as_dict()))


def net_flow(item: Components) -> Decimal:
    """The net output flow of module D, a share of the material: what is recycled less what came in recycled."""
    return item.R2 - item.R1


# -- conversions with declared components --------------------------------------------------------------------------------------------


def formula_from_cut_off(value: Decimal, item: Components) -> Decimal:
    """The circular footprint formula from a cut-off figure of the same material, kg CO2e/kg."""
    return value + _between(item)


def cut_off_from_formula(value: Decimal, item: Components) -> Decimal:
    """A cut-off figure from one by the circular footprint formula, kg CO2e/kg."""
    return value - _between(item)


def _between(v: Components) -> Decimal:
    shared = v.R1 * (v.Ev * v.qi - v.Er) - v.R2 * (v.Es * v.qo - v.Ee)
    return (1 - v.A) * shared - (1 - v.B) * v.R3 * v.S - v.B * v.R3 * v.EER


def formula_from_modules(modules: Decimal, credits: ModuleD, item: Components) -> Decimal:
    """The circular footprint formula from modules A-C and D of one material, kg CO2e/kg.

    In a symmetric loop (Es = Ev, Ee = Er, qo = qi) neither Ev nor Er is needed: what an EPD does not show is `c` only.
    """
    v = item
    loop = (v.Ev * v.qi - v.Es * v.qo) - (v.Er - v.Ee)
    return (
        modules
        + (1 - v.A) * credits.material
        + (1 - v.B) * credits.energy
        - v.B * v.R3 * v.EER
        + v.A * (v.R1 - v.R2) * v.c
        + (1 - v.A) * v.R1 * loop
    )


def recycling_from_modules(modules: Decimal, credits: ModuleD, item: Components) -> Decimal:
    """The end-of-life recycling method from modules A-C and D of one material, kg CO2e/kg.

    In a symmetric loop without loss of quality (or without recycled input) it is their plain sum: this method charges full virgin burdens for the
    input, whatever its quality, while module D counts recycled input at its own quality.
    """
    v = item
    return modules + credits.total + v.R1 * (v.Ev - v.Es * v.qo - (v.Er - v.Ee))


def mixed(at_zero: Decimal, at_one: Decimal, allocation: Decimal) -> Decimal:
    """The circular footprint formula for any A from its values at A = 0 and A = 1: it is linear in A.

    >>> mixed(Decimal("2.8"), Decimal("6.8"), Decimal("0.2"))
    Decimal('3.60')
    """
    return allocation * at_one + (ONE - allocation) * at_zero
