"""Rules of recycling and waste, number by number: parts of each end-of-life method, ranges over what is not known, rates, defaults, waste treatment."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from crosswalk.engine.rules.circular import content, end_of_life, rates, treatment
from crosswalk.engine.rules.circular.bounds import (
    NOTHING,
    OPEN,
    Known,
    Range,
    between,
    credits_beyond,
    difference,
    exactly,
    formula_from_unsplit_module_d,
    input_and_output,
    input_between,
    output_alone,
    output_between,
    virgin_burden,
)
from crosswalk.engine.rules.circular.components import BURDENS, SHARES, Components
from crosswalk.engine.rules.circular.content import EVERY, Class, Classes, Counted, Line, on_another_base, share_under
from crosswalk.engine.rules.circular.end_of_life import ModuleD, Parts, module_d_of, parts_of
from crosswalk.engine.rules.circular.parameters import default_of, item_of
from crosswalk.engine.rules.circular.treatment import component_incineration, degradable_carbon, landfill_methane, mixed_incineration
from crosswalk.errors import DeclarationError, InputError, MissingPropertyError, UnknownNameError
from crosswalk.library.library import Library
from crosswalk.model.recycling import MeasuredRate, Method
from crosswalk.model.waste import Incineration

D = Decimal
LIBRARY = Library.shipped()
IPCC = LIBRARY.waste_treatment("ipcc-2006-waste")

# no two components alike, no product of two equal to another one, so that each term of a formula shows
ITEM = Components(
    R1=D("0.2"),
    R2=D("0.5"),
    R3=D("0.1"),
    A=D("0.25"),
    B=D("0.5"),
    Ev=D(10),
    Er=D(4),
    Ee=D(6),
    Es=D(8),
    qi=D("0.9"),
    qo=D("0.75"),
    EER=D(3),
    S=D(7),
    ED=D("0.5"),
    c=D(2),
)


def refused(call: Callable[[], object], kind: type[InputError] = DeclarationError) -> tuple[str, str, str | None]:
    with pytest.raises(kind) as caught:
        call()
    (found,) = caught.value.findings
    return found.en, found.zh, found.field


# -- methods -------------------------------------------------------------------------------------------------------------------------


def test_components_by_symbol() -> None:
    assert ITEM.as_dict() == {
        "R1": D("0.2"),
        "R2": D("0.5"),
        "R3": D("0.1"),
        "A": D("0.25"),
        "B": D("0.5"),
        "qi": D("0.9"),
        "qo": D("0.75"),
        "Ev": D(10),
        "Er": D(4),
        "Ee": D(6),
        "Es": D(8),
        "EER": D(3),
        "S": D(7),
        "ED": D("0.5"),
        "c": D(2),
    }


@pytest.mark.parametrize(
    ("method", "input", "output"),
    [
        ("cut-off", "8.8", "0.5"),  # 0.8 x 10 + 0.2 x 4; 0.1 x 3 + 0.4 x 0.5
        ("circular-footprint-formula", "9.55", "0"),  # 8 + 0.2 (1 + 6.75); 0.75 x 0.5 x (6 - 6) + 0.5 x 0.1 x (3 - 7) + 0.2
        ("end-of-life-recycling", "10", "-0.2"),  # 0.5 x (6 - 6) - 0.4 + 0.2
        ("modules-a-c-and-d", "8.4", "1.5"),  # 8 + 0.2 x 2; 0.5 x 2 + 0.3 + 0.2
    ],
)
def test_both_parts_of_each_method(method: Method, input: str, output: str) -> None:
    parts = parts_of(method, ITEM.as_dict())
    assert parts == Parts(D(input), D(output))
    assert parts.total == D(input) + D(output)


def test_module_d_and_the_conversions() -> None:
    dear = Components(**{**ITEM.as_dict(), "Es": D(4)})  # 0.3 x (6 - 2 - 3), and 0.1 x 7 of energy
    assert module_d_of(dear.as_dict()) == Parts(D("0.3"), D("-0.7"))
    credits = end_of_life.module_d(dear)
    assert credits == ModuleD(D("0.3"), D("-0.7"))
    assert credits.total == D("-0.4")
    assert end_of_life.net_flow(dear) == D("0.3")
    for item in (ITEM, dear):
        formula, cut, whole, modules = (
            rule(item)
            for rule in (
                end_of_life.circular_footprint_formula,
                end_of_life.cut_off,
                end_of_life.end_of_life_recycling,
                end_of_life.modules_a_to_c,
            )
        )
        beyond = end_of_life.module_d(item)
        assert end_of_life.formula_from_cut_off(cut, item) == formula
        assert end_of_life.cut_off_from_formula(formula, item) == cut
        assert end_of_life.formula_from_modules(modules, beyond, item) == formula
        assert end_of_life.recycling_from_modules(modules, beyond, item) == whole
    assert (end_of_life.cut_off(ITEM), end_of_life.circular_footprint_formula(ITEM)) == (D("9.3"), D("9.55"))
    assert (end_of_life.end_of_life_recycling(ITEM), end_of_life.modules_a_to_c(ITEM)) == (D("9.8"), D("9.9"))
    assert end_of_life.mixed(D("2.8"), D("6.8"), D("0.25")) == D("3.8")


@pytest.mark.parametrize("method", end_of_life.FORMULAS)
def test_what_is_shown_as_a_formula_is_what_is_calculated(method: Method) -> None:
    written = end_of_life.FORMULAS[method].replace("−", "-").replace("·", "*")
    assert eval(written.replace("1-", "1 -"), {"__builtins__": {}}, dict(ITEM.as_dict())) == parts_of(method, ITEM.as_dict()).total


def test_components_that_cannot_be() -> None:
    assert refused(lambda: Components(R2=D("0.7"), R3=D("0.4")))[2] == "R2"
    for name in SHARES:
        assert refused(lambda name=name: Components(**{name: D("1.5")}))[2] == name  # type: ignore[misc]
    for name in BURDENS:
        assert refused(lambda name=name: Components(**{name: D(-1)}))[2] == name  # type: ignore[misc]
    for recycled in ({"R1": D("0.5")}, {"R2": D("0.5")}):
        assert refused(lambda recycled=recycled: Components(**recycled, Er=D(3), Ee=D(2), c=D("2.5"))) == (  # type: ignore[misc]
            "processing before the end-of-waste point (c = 2.5) is a part of recycling (Er = 3, Ee = 2) and cannot exceed it",
            "废物终止点之前的处理（c = 2.5）是回收过程（Er = 3，Ee = 2）的一部分，不能大于它",
            "c",
        )
        assert Components(**recycled, Er=D(3), Ee=D(2), c=D(2)).c == 2
    assert Components(Er=D(3), Ee=D(2), c=D("2.5")).c == D("2.5")  # of nothing that is recycled
    loop = Components.symmetric(Ev=D(5), Er=D(2))
    assert [loop.Es, loop.Ee, loop.qo] == [5, 2, 1]
    assert Components.symmetric(Ev=D(5), Er=D(2), qi=D("0.8")).qo == D("0.8")


# -- ranges --------------------------------------------------------------------------------------------------------------------------


def span(low: str | None, high: str | None) -> Range:
    return Range(None if low is None else D(low), None if high is None else D(high))


def test_ranges() -> None:
    assert span("1", "2") + span("10", "20") == span("11", "22")
    assert span(None, "2") + span("10", "20") == span(None, "22")
    assert span("1", "2") + span("10", None) == span("11", None)
    assert span("1", "2").times(D(3)) == span("3", "6")
    assert OPEN.times(D(3)) == OPEN
    assert span("1", "2").hull(span("4", "5")) == span("1", "5")
    assert span("1", None).hull(span(None, "5")) == OPEN
    assert span("1", "4").agreed(span("2", "9")) == span("2", "4")
    assert span("1", None).agreed(span(None, "9")) == span("1", "9")
    assert span(None, "4").agreed(span("2", None)) == span("2", "4")
    assert span("1", "2").agreed(span("3", "4")) == span("1", "4")  # what excludes each other: either
    assert span("1", "2").agreed(span("2", "4")) == exactly(D(2))
    assert span("1", "2").apart(span("5", "6")) == span("5", "6").apart(span("1", "2")) == 3
    assert span("1", "2").apart(span("2", "6")) == OPEN.apart(span("1", "2")) == 0
    assert [entry.exact for entry in (exactly(D(1)), span("1", "2"), OPEN, span(None, "1"))] == [True, False, False, False]
    assert [entry.finite for entry in (span("1", "2"), span("1", None), span(None, "1"), OPEN)] == [True, False, False, False]


def known(**more: Range) -> dict[str, Range]:
    return {name: exactly(value) for name, value in ITEM.as_dict().items()} | more


PAIRS: list[tuple[Method, Method, str, str, str]] = [
    ("cut-off", "circular-footprint-formula", "0.25", "0.75", "-0.5"),
    ("modules-a-c-and-d", "end-of-life-recycling", "-0.1", "1.6", "-1.7"),
    ("end-of-life-recycling", "cut-off", "-0.5", "-1.2", "0.7"),
]


@pytest.mark.parametrize(("source", "target", "whole", "input", "output"), PAIRS)
def test_a_difference_of_known_components_is_one_number(source: Method, target: Method, whole: str, input: str, output: str) -> None:
    every = Known(known())
    assert difference(every, between(source, target)) == exactly(D(whole))
    assert difference(every, input_between(source, target)) == exactly(D(input))
    assert difference(every, output_between(source, target)) == exactly(D(output))
    alone = parts_of(target, ITEM.as_dict()).output - D("0.2")  # without disposal
    assert difference(every, output_alone(target)) == exactly(alone)
    assert difference(every, input_and_output(source, target)) == exactly(D(input) + alone)


def test_module_d_of_a_material() -> None:
    assert difference(Known(known()), credits_beyond) == exactly(D("-1.3"))  # 0.3 x (6 - 2 - 6) - 0.7


@pytest.mark.parametrize(
    ("open_ones", "expected"),
    [
        # cut-off to recycling: R1 (Ev - Er) + R2 (Ee - Es qo) - R3 S, which is 1.2 + 0 - 0.7
        ({}, ("0.5", "0.5")),
        ({"R1": span("0.1", "0.4")}, ("-0.1", "1.7")),
        ({"Ee": span("6", None)}, ("0.5", None)),
        ({"Es": span("8", None)}, (None, "0.5")),
        ({"Es": span("6", "10")}, ("-0.25", "1.25")),
        ({"qo": span("0.5", "1")}, ("-0.5", "1.5")),
        ({"Er": span("0", None)}, (None, "1.3")),
        ({"Ev": span("10", None), "Er": span("4", None)}, (None, None)),
        ({"ED": span("0", None)}, ("0.5", "0.5")),  # disposal cancels out
        ({"R3": span("0", "0.5")}, ("-2.3", "1.2")),
        ({"R3": span("0", "1")}, ("-2.3", "1.2")),  # R2 is 0.5, so that R3 is at most that
        ({"R2": span("0.5", "1"), "R3": span("0.4", "0.5"), "Es": exactly(D(0))}, ("0.7", "2")),
        ({"R2": span("0", "1"), "R3": span("0", "1"), "Es": exactly(D(0))}, ("-5.8", "7.2")),
    ],
)
def test_ranges_of_components(open_ones: dict[str, Range], expected: tuple[str | None, str | None]) -> None:
    assert difference(Known(known(**open_ones)), between("cut-off", "end-of-life-recycling")) == span(*expected)


def test_more_recycled_and_recovered_than_there_is() -> None:
    both = Known(known(R2=span("0.6", "1"), R3=span("0.5", "1")))
    assert refused(lambda: difference(both, between("cut-off", "end-of-life-recycling")), InputError) == (
        "R2 is at least 0.6 and R3 at least 0.5: more is recycled or recovered than the product holds",
        "R2 不小于 0.6，R3 不小于 0.5：回收与能量回收之和超过产品所含材料",
        "R2",
    )


def test_components_that_follow_from_others() -> None:
    free = {name: exactly(value) for name, value in ITEM.as_dict().items() if name not in ("Er", "Ee", "Es", "qo")}
    assert Known(free).box()["Es"] == span("0", None)
    assert Known({}).box()["R1"] == span("0", "1")
    # a symmetric loop: Es = 10, Ee = Er, qo = 0.9; with Er = 0.4 Ev: R1 (10 - 4) + R2 (4 - 9) - 0.7
    loop = Known(free, symmetric=True, ratio=exactly(D("0.4")))
    assert set(loop.box()) == set(free) | {"ratio"}
    assert difference(loop, between("cut-off", "end-of-life-recycling")) == exactly(D("-2.0"))
    # an open loop of Es = 8: Ee = 0.4 x 8, qo = 0.75
    other = Known({**free, "Es": exactly(D(8)), "qo": exactly(D("0.75"))}, ratio=exactly(D("0.4")))
    assert "Ee" not in other.box()
    assert difference(other, between("cut-off", "end-of-life-recycling")) == exactly(D("1.2") + D("0.5") * (D("3.2") - 6) - D("0.7"))


LOOP = {"R1": exactly(D("0.5")), "R2": exactly(D("0.5")), "R3": NOTHING, "A": exactly(D("0.5")), "qi": exactly(D(1)), "c": NOTHING}


@pytest.mark.parametrize(
    ("figure", "ratio", "method", "expected"),
    [
        ("6", ("0.2", "0.2"), "cut-off", ("10", "10")),  # 6 = Ev (0.5 + 0.5 x 0.2)
        ("6", ("0.2", "0.5"), "cut-off", ("8", "10")),
        ("6", ("0.2", "0.2"), "end-of-life-recycling", ("10", "10")),  # 6 = Ev (1 + 0.5 (0.2 - 1))
        ("8", ("0.2", "0.2"), "circular-footprint-formula", ("10", "10")),  # 8 = Ev (0.5 + 0.5 (0.1 + 0.5) + 0.25 (0.2 - 1)) + ...
    ],
)
def test_the_virgin_burden_from_the_figure_of_a_material(
    figure: str, ratio: tuple[str, str], method: Method, expected: tuple[str, str]
) -> None:
    loop = Known(LOOP, symmetric=True, ratio=span(*ratio), figure=exactly(D(figure)), figure_method=method)
    found = virgin_burden(loop)
    if method == "circular-footprint-formula":
        expected = (str(D(8) / D("0.6")), str(D(8) / D("0.6")))  # 0.5 + 0.5 (0.5 x 0.2 + 0.5) - 0.25 x 0.8 = 0.6
    assert found == span(*expected)


def test_a_figure_that_does_not_separate() -> None:
    whole = Known({**LOOP, "R1": exactly(D(1))}, symmetric=True, ratio=span("0", "0.2"), figure=exactly(D(6)))
    assert virgin_burden(whole) == OPEN
    open_figure = Known(LOOP, symmetric=True, ratio=exactly(D("0.2")), figure=span("6", None))
    assert virgin_burden(open_figure) == OPEN
    # what the figure says narrows the difference that components alone leave open
    loop = Known(LOOP, symmetric=True, ratio=exactly(D("0.2")), figure=exactly(D(6)))
    assert difference(loop, between("cut-off", "end-of-life-recycling")) == exactly(D(0))  # 0.5 x 8 - 0.5 x 8
    half = Known({**LOOP, "R2": exactly(D("0.25"))}, symmetric=True, ratio=exactly(D("0.2")), figure=exactly(D(6)))
    assert difference(half, between("cut-off", "end-of-life-recycling")) == exactly(D(2))
    blind = Known({**LOOP, "R2": exactly(D("0.25"))}, symmetric=True, ratio=exactly(D("0.2")))
    assert difference(blind, between("cut-off", "end-of-life-recycling")) == span("0", None)


def test_processing_before_the_end_of_waste_bends_the_difference_where_shares_are_open() -> None:
    some = {**LOOP, "c": exactly(D(1))}
    figure = exactly(D(6))
    cut, modules = (
        Known(some, symmetric=True, ratio=exactly(D("0.2")), figure=figure, figure_method=method)
        for method in ("cut-off", "modules-a-c-and-d")
    )
    assert virgin_burden(cut) == virgin_burden(modules) == exactly(D(10))  # R1 = R2, so that c cancels out of modules
    # from modules to cut-off: R1 c less R2 c, whatever the figure says
    assert difference(modules, between("modules-a-c-and-d", "cut-off")) == exactly(D(0))
    for name in ("R1", "R2"):
        open_one = Known(
            {**some, name: span("0.4", "0.5")}, symmetric=True, ratio=exactly(D("0.2")), figure=figure, figure_method="modules-a-c-and-d"
        )
        assert virgin_burden(open_one) == OPEN  # corners are not enough
        blind = Known({**some, name: span("0.4", "0.5")}, symmetric=True, ratio=exactly(D("0.2")), figure=figure)
        assert not difference(blind, between("modules-a-c-and-d", "end-of-life-recycling")).finite
        assert difference(blind, between("cut-off", "end-of-life-recycling")).finite  # no modules, so c plays no part


def test_an_unsplit_module_d() -> None:
    assert formula_from_unsplit_module_d(D(10), D(-4), D("0.25")) == span("6", "7")
    assert formula_from_unsplit_module_d(D(10), D(0), D("0.25")) == span("10", "10")
    assert refused(lambda: formula_from_unsplit_module_d(D(10), D("0.1"), D("0.25")), InputError) == (
        "module D above zero must be split into material and energy",
        "大于零的模块D须拆分为材料与能量",
        "module_d",
    )


# -- rates and recycled content ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "to", "yields", "expected"),
    [
        ("collected", "collected", {}, ("0.5", "0.5")),
        ("collected", "recycling-input", {"sorting_yield": "0.8"}, ("0.4", "0.4")),
        ("collected", "recycling-output", {"sorting_yield": "0.8", "recycling_yield": "0.5"}, ("0.2", "0.2")),
        ("collected", "recycling-output", {"sorting_yield": "0.8"}, ("0", "0.4")),
        ("collected", "recycling-output", {}, ("0", "0.5")),
        ("recycling-output", "recycling-input", {"recycling_yield": "0.8"}, ("0.625", "0.625")),
        ("recycling-output", "collected", {"recycling_yield": "0.8", "sorting_yield": "0.625"}, ("1", "1")),
        ("recycling-output", "collected", {"recycling_yield": "0.8"}, ("0.625", "1")),
        ("recycling-output", "collected", {}, ("0.5", "1")),
        ("recycling-input", "collected", {"sorting_yield": "0.5", "recycling_yield": "0.1"}, ("1", "1")),
        ("recycling-output", "collected", {"sorting_yield": "0.8"}, ("0.625", "1")),
    ],
)
def test_a_rate_at_another_point(at: str, to: str, yields: dict[str, str], expected: tuple[str, str]) -> None:
    rate = MeasuredRate.model_validate({"rate": "0.5", "at": at, **yields})
    assert rates.converted_rate(rate, to) == span(*expected)  # type: ignore[arg-type]


def test_rates_that_cannot_be() -> None:
    rate = MeasuredRate.model_validate({"rate": "0.9", "at": "recycling-input", "sorting_yield": "0.8"})
    assert refused(lambda: rates.converted_rate(rate, "collected")) == (
        "with these yields the rate at collected would be 1.125, more than all; check that each yield is what comes out over what goes in",
        "按所给得率，collected 处的回收率将为 1.125，超过全部；请核对得率为产出除以投入",
        "rate",
    )
    assert refused(lambda: rates.cycles(D(1))) == ("with a rate of 1 nothing is ever lost", "回收率为1时材料永不损失", "rate")
    assert rates.cycles(D("0.75")) == 4
    assert rates.cycles(D(0)) == 1
    assert rates.steel_scrap_value(D("2.5"), D("0.5"), D("0.8")) == D("1.6")


def of(**fields: str) -> Classes:
    return frozenset(entry for entry in EVERY if all(getattr(entry, name) == value for name, value in fields.items()))


POST, PRE = of(origin="post-consumer"), of(origin="pre-consumer")


@pytest.mark.parametrize(
    ("lines", "target", "settled", "expected"),
    [
        ([Line(POST, span("0.3", "0.3"))], Counted(POST, POST), None, ("0.3", "0.3")),
        ([Line(POST, span("0.3", "0.4"))], Counted(POST, POST), None, ("0.3", "0.4")),
        ([Line(POST, span("0.3", None))], Counted(POST, POST), None, ("0.3", "1")),
        ([Line(POST | PRE, span("0.3", "0.3"))], Counted(POST, POST), None, ("0", "0.3")),
        ([Line(PRE, span("0.3", "0.4"))], Counted(POST, POST), None, ("0", "0.7")),  # the rest may count
        ([Line(PRE, span("0.3", "0.4"))], Counted(POST, POST), POST | PRE, ("0", "0")),  # the claim tells all of both
        ([Line(PRE, span("0.3", "0.4"))], Counted(EVERY - PRE, EVERY - PRE), None, ("0.6", "0.7")),  # the rest counts
        ([Line(POST, span("0.3", "0.3")), Line(PRE, span("0.2", "0.2"))], Counted(POST, POST | PRE), None, ("0.3", "0.5")),
        ([], Counted(POST, POST), None, ("0", "1")),
        ([], Counted(EVERY, EVERY), None, ("1", "1")),
    ],
)
def test_recycled_content_under_another_rule(
    lines: list[Line], target: Counted, settled: Classes | None, expected: tuple[str, str]
) -> None:
    assert share_under(lines, target, settled) == span(*expected)


def test_every_class_of_material_is_one_of_each_kind() -> None:
    assert len(EVERY) == len({entry.origin for entry in EVERY}) * len({entry.chain for entry in EVERY}) * len(
        {entry.place for entry in EVERY}
    )
    assert all(isinstance(entry, Class) for entry in EVERY)


@pytest.mark.parametrize(
    ("share", "own", "goal", "expected"),
    [
        (("0.2", "0.3"), "product", "product", ("0.2", "0.3")),
        (("0.2", "0.3"), "product", "plastic-part", ("0", "0.6")),  # of 20 kg, 4 to 6 kg in or beside 10 kg of plastic
        (("0.6", "0.7"), "product", "plastic-part", ("0.2", "1")),
        (("0.5", "0.6"), "plastic-part", "product", ("0.25", "0.8")),
        (("0.5", None), "plastic-part", "product", ("0.25", "1")),
        ((None, "0.5"), "product", "plastic-part", ("0", "1")),
        (("0.2", "0.3"), "product", "bottle-plastic", ("0", "1")),  # its mass is not known
    ],
)
def test_a_share_of_another_mass(share: tuple[str | None, str | None], own: str, goal: str, expected: tuple[str, str]) -> None:
    masses = {"product": D(20), "plastic-part": D(10)}
    assert on_another_base(span(*share), own, goal, masses) == span(*expected)  # type: ignore[arg-type]
    assert content.closed_loop_share(D("0.25"), D("0.2")) == D("0.05")


# -- defaults ------------------------------------------------------------------------------------------------------------------------

SETS = tuple(LIBRARY.recycling_parameters(name) for name in ("pef-annex-c",))
USE = SETS[0].items[0]


def test_defaults_and_where_they_hold() -> None:
    entry, item = item_of(SETS, USE.name.zh, "recycling.materials[0].application")
    assert (entry.id, item.id) == (SETS[0].id, USE.id)
    assert refused(lambda: item_of(SETS, "moon dust", "place"), UnknownNameError)[1:] == ("未知缺省参数的用途 'moon dust'", "place")
    assert refused(lambda: item_of((), "steel", "place"), UnknownNameError) == (
        "neither standard has default parameters; declare the value",
        "两项标准均无缺省参数；请声明数值",
        "place",
    )


def default(symbol: str, region: str | None) -> Callable[[], object]:
    return lambda: default_of(SETS, USE.id, symbol, region, "place", "application")


def test_a_rate_needs_its_region() -> None:
    where = SETS[0].jurisdiction
    assert refused(default("R2", None), MissingPropertyError) == (
        f"a default of R2 holds for {where} only: where does the product become waste? declare `recycling.waste_region`",
        f"R2 的缺省值仅适用于 {where}：产品在何处成为废物？请声明 `recycling.waste_region`",
        "place",
    )
    assert refused(default("R1", None), MissingPropertyError) == (
        f"a default of R1 holds for {where} only: where is the product made? declare `subject.location`",
        f"R1 的缺省值仅适用于 {where}：产品在何处生产？请声明 `subject.location`",
        "place",
    )
    assert refused(default("R2", "CN"))[2] == "place"


# -- waste treatment -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("field", ["DOC", "MCF", "DOCf", "F", "OX"])
def test_shares_of_a_landfill(field: str) -> None:
    names = {"DOC": "carbon", "MCF": "correction", "DOCf": "degrades", "F": "methane", "OX": "oxidation"}
    given = {"carbon": D("0.3"), "correction": D("0.8"), "degrades": D("0.5"), "methane": D("0.5"), "oxidation": D("0.25")}
    assert round(landfill_methane(**given), 20) == D("0.06")  # 0.3 x 0.8 x 0.5 x 0.5 x 4/3 x 0.75
    assert round(landfill_methane(**given, recovered=D("0.04")), 20) == D("0.03")
    assert refused(lambda: landfill_methane(**{**given, names[field]: D("1.5")}))[2] == field
    potential = "0.0800000"  # six digits that count
    for recovered in ("-0.01", "0.1"):
        en, zh, place = refused(lambda recovered=recovered: landfill_methane(**given, recovered=D(recovered)))  # type: ignore[misc]
        assert en == f"{recovered} kg of methane cannot be recovered from a potential of {potential} kg per kg of waste"
        assert zh == f"每千克废物产甲烷潜力为 {potential} kg，不能回收 {recovered} kg"
        assert place == "recovered"


def test_incineration_numbers() -> None:
    half = D("0.5")
    components = {entry.id: entry for entry in IPCC.components}
    plastics = components["plastics"]
    assert component_incineration(plastics, half) == D("1.375")
    for name in ("dry_matter", "carbon", "fossil"):
        assert component_incineration(plastics.model_copy(update={name: None})) is None
    open_share = IPCC.model_copy(update={"components": (plastics.model_copy(update={"fossil": None}), components["garden"])})
    assert mixed_incineration({"plastics": half}, open_share) == span("0", "1.375")
    partly = IPCC.model_copy(update={"components": (plastics.model_copy(update={"fossil": D("0.8")}),)})
    burnt = mixed_incineration({"plastics": half}, partly, half)
    assert burnt.exact
    assert round(burnt.low or D(0), 20) == D("0.55")
    open_basis = Incineration.model_validate(
        {
            **LIBRARY.waste_treatment("cn-provincial-2025-waste").incineration[0].model_dump(mode="json"),
            "carbon": "0.3",
            "fossil": "0.5",
            "efficiency": "1",
            "dry_matter": ["0.4", "0.8"],
        }
    )
    low, high = treatment.incineration(open_basis)
    assert low is not None
    assert high is not None
    assert (round(low, 20), round(high, 20)) == (D("0.22"), D("0.44"))


def test_mixes_that_cannot_be() -> None:
    name = IPCC.name
    for rule, known_ones in (
        (degradable_carbon, [entry.id for entry in IPCC.components if entry.degradable_carbon is not None]),
        (mixed_incineration, [entry.id for entry in IPCC.components if entry.dry_matter is not None and entry.carbon is not None]),
    ):
        with pytest.raises(UnknownNameError) as caught:
            rule({"glass": D("0.1")}, IPCC)
        (found,) = caught.value.findings
        assert (found.en, found.zh, found.field) == (f"{name.en} has no 'glass'", f"{name.zh} 没有 'glass'", "glass")
        assert list(found.nearest) == known_ones[:5]
        assert refused(lambda rule=rule: rule({"plastics": D(-1)}, IPCC))[2] == "plastics"  # type: ignore[misc]
        assert refused(lambda rule=rule: rule({"plastics": D("0.6"), "paper": D("0.5")}, IPCC)) == (  # type: ignore[misc]
            "the shares of the mix add up to 1.1, more than 1",
            "各组分之和为 1.1，超过1",
            "mix",
        )
        rule({"plastics": D("0.5"), "paper": D("0.5")}, IPCC)
    assert degradable_carbon({"plastics": D(1)}, IPCC) == 0
    assert refused(lambda: treatment.fossil_flue_gas(D(1), IPCC), UnknownNameError)[2] == "fossil share of flue gas"
