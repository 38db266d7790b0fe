"""Which end-of-life methods a translation leads between, and what a change of method does, part by part."""

from __future__ import annotations

from decimal import Decimal

import pytest

from crosswalk.engine.plan import TargetFigure
from crosswalk.engine.recycling import UNSAID, Material, Methods, Reallocation, change_of, methods_of, relevant, undeclared
from crosswalk.engine.rules.circular.bounds import NOTHING, OPEN, Known, Range, exactly
from crosswalk.errors import DeclarationError
from crosswalk.library.library import Library
from crosswalk.model.base import Source, text
from crosswalk.model.recycling import Method, Recycling
from crosswalk.model.standard import EndOfLifeRule, Standard

D = Decimal
LIBRARY = Library.shipped()
SILENT, EPD, PEF, PCF, STEEL = map(
    LIBRARY.standard, ("cn/gbt-51366-2019", "eu/en-15804-a2-2019", "eu/pef-2021-2279", "cn/gbt-24067-2024", "int/worldsteel-2017")
)
CUT: Method = "cut-off"
FORMULA: Method = "circular-footprint-formula"
WHOLE: Method = "end-of-life-recycling"
MODULES: Method = "modules-a-c-and-d"
SOURCE = Source(document="text", confirmed="primary")


def asks(method: str, *accepts: str, id: str = "x/target") -> Standard:
    """A standard with an end-of-life rule of this method."""
    rule = EndOfLifeRule.model_validate({"method": method, "accepts": accepts, "source": SOURCE})
    return STEEL.model_copy(update={"id": id, "end_of_life": rule})


def states(method: Method | None) -> Recycling:
    material = {"name": "metal", "amount": "1 kg", "R1": 0, "R2": 0, "R3": 0}
    return Recycling.model_validate({"materials": [material], **({"method": method} if method else {})})


@pytest.mark.parametrize(
    ("source", "target", "recycling", "at_gate", "expected"),
    [
        (asks(CUT, id="a"), asks(FORMULA), None, False, Methods((CUT,), (FORMULA,))),
        (asks(CUT, id="a"), asks(CUT), None, False, None),
        (asks(CUT, id="a"), asks(CUT), states(None), False, None),
        (asks(CUT, id="x/target"), asks(FORMULA), None, False, None),  # the same standard
        (asks(CUT, id="a"), SILENT, states(None), False, None),
        (asks(CUT, WHOLE, id="a"), asks(FORMULA), states(WHOLE), False, Methods((WHOLE,), (FORMULA,))),
        (asks(CUT, WHOLE, id="a"), asks(WHOLE), states(WHOLE), False, None),
        (asks(FORMULA, id="a"), asks(WHOLE), states(None), True, Methods((CUT,), (WHOLE,))),
        (asks(FORMULA, id="a"), asks(CUT), states(None), True, None),
        # nobody says which: the methods in use, and a figure that may have followed the target's stays as it is
        (SILENT, asks(FORMULA), None, False, Methods(UNSAID, (FORMULA,))),
        (SILENT, asks(CUT), None, False, None),
        (SILENT, asks(MODULES), None, False, None),
        (SILENT, asks(WHOLE), None, False, Methods(UNSAID, (WHOLE,))),  # a target that nets credits
        (SILENT, asks(CUT), states(None), False, Methods(UNSAID, (CUT,))),  # materials are declared
        (SILENT, asks(CUT), states(CUT), False, None),
        (asks("open", CUT, WHOLE, id="a"), asks(FORMULA), None, False, Methods((CUT, WHOLE), (FORMULA,))),
        (asks("open", id="a"), asks(FORMULA), None, False, Methods(UNSAID, (FORMULA,))),
        # a target that leaves it open takes what is in use there
        (asks(CUT, id="a"), asks("open", CUT, WHOLE), None, False, None),
        (asks(FORMULA, id="a"), asks("open", CUT, WHOLE), None, False, Methods((FORMULA,), (CUT, WHOLE))),
        (asks("open", CUT, MODULES, id="a"), asks("open", CUT, WHOLE), None, False, Methods((CUT, MODULES), (CUT, WHOLE))),
    ],
)
def test_methods(source: Standard, target: Standard, recycling: Recycling | None, at_gate: bool, expected: Methods | None) -> None:
    assert methods_of(source, target, recycling, at_gate) == expected


def test_a_method_that_the_standard_does_not_have() -> None:
    for source, nearest in ((asks(CUT, MODULES), (CUT, MODULES)), (asks("open", WHOLE), (WHOLE,))):
        with pytest.raises(DeclarationError) as caught:
            methods_of(source, PEF, states(FORMULA))
        (found,) = caught.value.findings
        assert (found.en, found.zh) == (
            f"{source.number} has no end-of-life method '{FORMULA}'",
            f"{source.number} 没有寿命终止方法 '{FORMULA}'",
        )
        assert (found.field, found.nearest) == ("recycling.method", nearest)


VALUES = {"R1": "0.2", "R2": "0.5", "R3": "0.1", "A": "0.25", "B": "0.5", "Ev": "10", "Er": "4", "Ee": "6", "Es": "8"}
VALUES |= {"qi": "0.9", "qo": "0.75", "EER": "3", "S": "7", "ED": "0.5", "c": "2"}


def metal(kilograms: str = "2", credits: tuple[str, str] | None = None, **open_ones: Range) -> Material:
    known = Known({name: exactly(D(value)) for name, value in VALUES.items()} | open_ones)
    return Material(text("metal", "金属"), D(kilograms), known, None if credits is None else (D(credits[0]), D(credits[1])))


def change(source: Method, target: Method, *materials: Material, complete: bool = True, ended: bool = True) -> Reallocation:
    return Reallocation(Methods((source,), (target,)), materials or (metal(),), complete=complete, ended=ended)


def both(value: str) -> Range:
    return exactly(D(value))


def test_what_a_change_of_method_does() -> None:
    """Per kilogram: cut-off 8.8 + 0.5, formula 9.55 + 0, end-of-life recycling 10 - 0.2 (input + end of life), of it 0.2 disposal."""
    there = change(CUT, FORMULA)
    assert (there.total, there.input, there.output) == (both("0.5"), both("1.5"), both("-1"))
    assert there.gate == both("0")  # recycled input is cut off already
    assert change(WHOLE, FORMULA).gate == both("-2.4")  # 8.8 - 10
    assert there.beyond == both("-2.6")  # 0.3 x (6 - 2 - 6) - 0.1 x 7
    assert there.known
    assert there.of(metal("3")) == both("0.75")
    two = change(CUT, FORMULA, metal("2"), metal("1"))
    assert (two.total, two.of(metal("2"))) == (both("0.75"), both("0.5"))


def test_where_nothing_of_the_end_of_life_is_declared() -> None:
    # a method that nets a credit leaves all of the end of life but its disposal to the components; one that nets none changes what is there
    assert change(WHOLE, FORMULA, ended=False).total == both("-1.3")  # 2 x (9.55 - 10 + 0 - 0.2)
    assert change(WHOLE, FORMULA, ended=False).output == both("-0.4")
    assert change(WHOLE, FORMULA).total == both("-0.5")
    assert change(WHOLE, FORMULA).output == both("0.4")
    assert change(CUT, FORMULA, ended=False).total == both("0.5")
    assert change(CUT, FORMULA, ended=False).output == both("-1")


def test_several_methods_are_their_hull() -> None:
    found = Reallocation(Methods((CUT, WHOLE), (FORMULA,)), (metal(),), complete=True)
    assert found.total == Range(D("-0.5"), D("0.5"))
    assert found.input == Range(D("-0.9"), D("1.5"))
    assert found.gate == Range(D("-2.4"), D(0))
    to_both = Reallocation(Methods((FORMULA,), (CUT, WHOLE)), (metal(),), complete=True)
    assert to_both.total == Range(D("-0.5"), D("0.5"))


def test_a_product_that_is_listed_in_part() -> None:
    assert change(CUT, FORMULA, complete=False).total == OPEN
    # module D of what is not listed may be anything; what cut-off and modules charge for the input differs by c alone
    assert change(MODULES, CUT, complete=False).input == Range(D("0.8"), None)
    silent = undeclared(Methods((CUT,), (FORMULA,)))
    assert (silent.materials, silent.complete, silent.known) == ((), False, False)
    assert undeclared(Methods((CUT,), (FORMULA,))) is silent


def test_module_d_as_declared_stands_for_the_burdens() -> None:
    unknown = {name: Range(D(0), None) for name in ("Ev", "Er", "Ee", "Es")}
    loop = Known(
        {name: exactly(D(VALUES[name])) for name in ("R1", "R2", "R3", "A", "B", "qi", "EER", "S", "ED", "c")} | unknown, symmetric=True
    )
    credited = Material(text("metal", "金属"), D(2), loop, (D("0.4"), D("-0.7")))
    found = change(MODULES, FORMULA, credited)
    # 0.75 x 0.4 - 0.5 x 0.7 - 0.5 x 0.1 x 3 + 0.25 x (0.2 - 0.5) x 2
    assert found.total == both("-0.7")
    assert change(MODULES, WHOLE, credited).total == Range(D("-0.6"), None)  # a tenth is lost of what came in recycled, so that Ev matters
    assert change(CUT, FORMULA, credited).total != both("-0.7")  # module D belongs to modules


def test_components_against_module_d() -> None:
    agree = metal(credits=("-0.6", "-0.7"))
    assert change(MODULES, FORMULA).disagreement(agree) == 0
    assert change(MODULES, FORMULA).disagreement(metal()) == 0
    assert change(MODULES, FORMULA).disagreement(metal(credits=("-0.2", "-0.7"))) == D("0.6")  # 0.75 x 0.4 x 2 kg
    assert change(MODULES, WHOLE).disagreement(metal(credits=("-0.2", "-0.7"))) == D("0.8")
    assert change(CUT, FORMULA).disagreement(metal(credits=("-0.2", "-0.7"))) == 0


def test_the_components_that_matter() -> None:
    share, burden = Range(D(0), D(1)), Range(D(0), None)
    methods = Methods((CUT,), (WHOLE,))
    assert relevant(metal(R1=share), methods) == ("R1",)
    assert relevant(metal(A=share, B=share, ED=burden), methods) == (
        "A",
        "B",
    )  # none of them matters, so all are told but disposal, which cancels out
    assert relevant(metal(A=share, Es=burden, R1=share), methods) == ("R1", "Es")
    assert relevant(metal(qo=share, R2=Range(D("0.5"), D("0.6"))), methods) == ("R2", "qo")


def figure(stage: str) -> TargetFigure:
    return TargetFigure(stage, "GWP", 1)


def test_the_figures_that_a_change_concerns() -> None:
    rule = EndOfLifeRule.model_validate(
        {"method": FORMULA, "input": ["in"], "output": ["end"], "part": ["some"], "gate": ["gate"], "source": SOURCE}
    )
    found = change(CUT, FORMULA)
    stages = ("in", "end", "some", "gate", "other")
    assert [change_of(figure(stage), rule, found, False) for stage in stages] == [both("1.5"), both("-1"), OPEN, both("0"), None]
    assert change_of(figure("total"), rule, found, True) == both("0.5")
    # where the change is open and the declared method nets credits, nobody knows where these stand
    unknown = change(WHOLE, FORMULA, metal(Es=Range(D(0), None)))
    assert not unknown.known
    assert change_of(figure("total"), rule, unknown, True) == OPEN
    assert change_of(figure("end"), rule, unknown, False) == OPEN
    assert change_of(figure("in"), rule, unknown, False) == both("-0.9")
    half = change(CUT, FORMULA, metal(Es=Range(D(0), None)))
    assert change_of(figure("total"), rule, half, True) == half.total
    assert change_of(figure("end"), rule, half, False) == half.output
    same = change(CUT, CUT)
    assert same.output == NOTHING
    assert change_of(figure("some"), rule, same, False) is None
