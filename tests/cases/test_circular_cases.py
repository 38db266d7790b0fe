"""Worked cases of end-of-life allocation, recycled content and waste: CIRC-1 to CIRC-12, at the precision that they are printed with.

Published numbers are marked so; the others follow from the published inputs by the formulas of section 0 of the project's collection of facts.
"""

from __future__ import annotations

from decimal import Decimal

import pytest

from crosswalk.engine.rules.circular.bounds import Known, Range, between, difference, exactly, formula_from_unsplit_module_d
from crosswalk.engine.rules.circular.components import Components
from crosswalk.engine.rules.circular.end_of_life import (
    circular_footprint_formula,
    cut_off,
    end_of_life_recycling,
    formula_from_modules,
    module_d,
    modules_a_to_c,
    net_flow,
    recycling_from_modules,
)


def loop(**known: str) -> Components:
    return Components.symmetric(**{name: Decimal(value) for name, value in known.items()})


# -- CIRC-1: closed loop of the eToolLCD documentation -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("allocation", "formula"), [("0", "2.8"), ("0.2", "3.6"), ("0.5", "4.8"), ("0.8", "6.0"), ("1", "6.8")])
def test_circ_1(allocation: str, formula: str) -> None:
    item = loop(R1="0.4", R2="0.9", Ev="10", Er="2", A=allocation)
    assert cut_off(item) == modules_a_to_c(item) == Decimal("6.8")  # published: A1-A3
    assert module_d(item) == module_d(item)._replace(material=Decimal("-4.0"), energy=Decimal(0))
    assert end_of_life_recycling(item) == Decimal("2.8")
    assert circular_footprint_formula(item) == Decimal(formula)


def test_circ_2() -> None:
    assert net_flow(Components(R1=Decimal("0.4"), R2=Decimal("0.9"))) == Decimal("0.5")  # published: 50 %


# -- CIRC-3: anodised aluminium profile, EPD 10997 ----------------------------------------------------------------------------------------

PROFILE = Decimal("10.68") + Decimal("0.002322")
PROFILE_D = Decimal("-5.507")


@pytest.mark.parametrize(("allocation", "formula"), [("0.2", "6.276722"), ("0.5", "7.928822")])
def test_circ_3(allocation: str, formula: str) -> None:
    rates = Components(R1=Decimal("0.24"), R2=Decimal("0.96"), A=Decimal(allocation))
    split = module_d(rates)._replace(material=PROFILE_D)
    assert net_flow(rates) == Decimal("0.72")
    assert round(PROFILE_D / net_flow(rates), 6) == Decimal("-7.648611")
    assert recycling_from_modules(PROFILE, split, rates) == Decimal("5.175322")
    assert formula_from_modules(PROFILE, split, rates) == Decimal(formula)
    assert formula_from_unsplit_module_d(PROFILE, PROFILE_D, Decimal(allocation)) == (Decimal("5.175322"), Decimal(formula))


# -- CIRC-4: cotton and polyester of Ecobalyse --------------------------------------------------------------------------------------------


def test_circ_4() -> None:
    cotton = {"R1": "0.4", "A": "0.8", "qi": "0.5"}
    polyester = {"R1": "1", "A": "0.5", "qi": "0.7"}

    def coefficients(known: dict[str, str]) -> tuple[Decimal, Decimal]:
        virgin = circular_footprint_formula(loop(**known, Ev="1", Er="0"))
        recycled = circular_footprint_formula(loop(**known, Ev="0", Er="1"))
        return virgin, recycled

    assert coefficients(cotton) == (Decimal("0.64"), Decimal("0.32"))
    assert coefficients(polyester) == (Decimal("0.35"), Decimal("0.5"))


# -- CIRC-6: default packaging ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("virgin", "recycling", "disposal", "content", "rate", "expected"),
    [
        ("11.89", "0.60", "0.023", "0.55", "0.745", ("5.686365", "3.925125", "3.484815")),
        ("2.89", "0.51", "0.025", "0.58", "0.8046", ("1.514485", "1.086847", "0.979937")),
        ("0.86", "0.54", "0.008", "0.52", "0.657", ("0.696344", "0.661272", None)),
    ],
)
def test_circ_6(virgin: str, recycling: str, disposal: str, content: str, rate: str, expected: tuple[str, str, str | None]) -> None:
    item = loop(R1=content, R2=rate, A="0.2", Ev=virgin, Er=recycling, ED=disposal)
    assert round(cut_off(item), 6) == Decimal(expected[0])
    assert round(circular_footprint_formula(item), 6) == Decimal(expected[1])
    if expected[2] is not None:
        assert round(end_of_life_recycling(item), 6) == Decimal(expected[2])


# -- CIRC-7: the sign of recycling at the end of life ------------------------------------------------------------------------------------


def test_circ_7() -> None:
    item = loop(R1="0.3", R2="0.41756", R3="0", A="0.5", Ev="3.40", Er="1.90", ED="0.179", qi="0.9")
    assert round(circular_footprint_formula(item), 6) == Decimal("2.986072")
    assert round(cut_off(item), 6) == Decimal("3.054257")
    wrong = circular_footprint_formula(item) - 2 * item.R2 * (1 - item.A) * (item.Ee - item.Es * item.qo)
    assert round(wrong, 6) == Decimal("3.470442")  # what the trap gives, and we do not


# -- CIRC-8: bounds from the cut-off figure ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ratio", "low", "high"), [(("0", "1"), "2.266667", "6.8"), (("0.1", "0.3"), "2.975", "4.155556"), (("0.2", "0.2"), "3.6", "3.6")]
)
def test_circ_8(ratio: tuple[str, str], low: str, high: str) -> None:
    known = Known(
        {
            "R1": exactly(Decimal("0.4")),
            "R2": exactly(Decimal("0.9")),
            "R3": exactly(Decimal(0)),
            "A": exactly(Decimal("0.2")),
            "B": exactly(Decimal(0)),
            "qi": exactly(Decimal(1)),
        },
        symmetric=True,
        ratio=Range(Decimal(ratio[0]), Decimal(ratio[1])),
        figure=exactly(Decimal("6.8")),
    )
    found = difference(known, between("cut-off", "circular-footprint-formula"))
    assert found.low is not None
    assert found.high is not None
    assert (round(found.low + Decimal("6.8"), 6), round(found.high + Decimal("6.8"), 6)) == (Decimal(low), Decimal(high))
