"""What must hold for end-of-life allocation, whatever the components: the identities between the methods, and sound and tight intervals."""

from __future__ import annotations

from decimal import Decimal
from itertools import product
from typing import Any

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.optimize import linprog

import crosswalk as cw
from crosswalk.engine.rules.circular.bounds import (
    UNIT,
    Known,
    Range,
    between,
    difference,
    exactly,
    formula_from_unsplit_module_d,
    virgin_burden,
)
from crosswalk.engine.rules.circular.components import Components
from crosswalk.engine.rules.circular.end_of_life import (
    circular_footprint_formula,
    cut_off,
    cut_off_from_formula,
    end_of_life_recycling,
    formula_from_cut_off,
    formula_from_modules,
    mixed,
    module_d,
    modules_a_to_c,
    parts_of,
    recycling_from_modules,
)
from crosswalk.model.recycling import Method

METHODS: tuple[Method, ...] = ("cut-off", "circular-footprint-formula", "end-of-life-recycling", "modules-a-c-and-d")
ROUNDING = Decimal("1e-20")
FLOAT = 1e-7
ONE, ZERO = Decimal(1), Decimal(0)

shares = st.integers(0, 1000).map(lambda value: Decimal(value) / 1000)
burdens = st.integers(0, 20_000).map(lambda value: Decimal(value) / 1000)


@st.composite
def components(draw: st.DrawFn, symmetric: bool | None = None) -> Components:
    same = draw(st.booleans()) if symmetric is None else symmetric
    recycled = draw(shares)
    recovered = draw(shares.map(lambda share: share * (1 - recycled)))
    recycling, virgin, quality = draw(burdens), draw(burdens), draw(shares)
    ended = recycling if same else draw(burdens)
    return Components(
        R1=draw(shares),
        R2=recycled,
        R3=recovered,
        A=draw(shares),
        B=draw(shares),
        Ev=virgin,
        Er=recycling,
        Ee=ended,
        Es=virgin if same else draw(burdens),
        qi=quality,
        qo=quality if same else draw(shares),
        EER=draw(burdens),
        S=draw(burdens),
        ED=draw(burdens),
        c=draw(shares) * min(recycling, ended),
    )


def changed(item: Components, **values: Decimal) -> Components:
    return Components(**{**item.as_dict(), **values})


def near(first: Decimal, second: Decimal) -> bool:
    return abs(first - second) <= ROUNDING * 1000


# -- identities ------------------------------------------------------------------------------------------------------------------------


@given(components())
def test_the_formula_follows_from_cut_off_and_back(item: Components) -> None:
    assert near(formula_from_cut_off(cut_off(item), item), circular_footprint_formula(item))
    assert near(cut_off_from_formula(circular_footprint_formula(item), item), cut_off(item))


@given(components())
def test_the_formula_is_linear_in_both_allocation_factors(item: Components) -> None:
    at_zero, at_one = (circular_footprint_formula(changed(item, A=value)) for value in (ZERO, ONE))
    assert near(mixed(at_zero, at_one, item.A), circular_footprint_formula(item))
    at_zero, at_one = (circular_footprint_formula(changed(item, B=value)) for value in (ZERO, ONE))
    assert near(mixed(at_zero, at_one, item.B), circular_footprint_formula(item))


@given(components())
def test_the_ends_of_the_formula_are_the_other_methods(item: Components) -> None:
    assert near(circular_footprint_formula(changed(item, A=ZERO, B=ZERO, qi=ONE)), end_of_life_recycling(item))
    assert near(circular_footprint_formula(changed(item, A=ONE, B=ZERO)) + item.R3 * item.S, cut_off(item))


@given(components())
def test_the_formula_follows_from_modules(item: Components) -> None:
    assert near(formula_from_modules(modules_a_to_c(item), module_d(item), item), circular_footprint_formula(item))
    assert near(recycling_from_modules(modules_a_to_c(item), module_d(item), item), end_of_life_recycling(item))


@given(components(symmetric=True))
def test_a_symmetric_loop_needs_no_virgin_burden(item: Components) -> None:
    a_to_c, credits = modules_a_to_c(item), module_d(item)
    shown = a_to_c + (1 - item.A) * credits.material + (1 - item.B) * credits.energy - item.B * item.R3 * item.EER
    assert near(shown + item.A * (item.R1 - item.R2) * item.c, circular_footprint_formula(item))
    if item.qi == 1 or not item.R1:
        assert near(a_to_c + credits.total, end_of_life_recycling(item))


@given(components(symmetric=True), shares)
def test_a_closed_loop_does_not_depend_on_the_allocation_factor(item: Components, other: Decimal) -> None:
    closed = changed(item, R1=item.R2, R3=ZERO)
    assert near(circular_footprint_formula(closed), circular_footprint_formula(changed(closed, A=other)))


@given(components())
def test_supplier_and_user_of_a_kilogram_share_its_recycling_once(item: Components) -> None:
    """What the supplier is charged for recycling and the user for recycled input adds up to the recycling, where both use the same numbers."""
    supplier = (1 - item.A) * (item.Ee - item.Es * item.qo)
    user = item.A * item.Ee + (1 - item.A) * item.Es * item.qo
    assert near(supplier + user, item.Ee)
    taken = changed(item, R1=ONE, R2=ZERO, R3=ZERO, Er=item.Ee, Ev=item.Es, qi=item.qo, ED=ZERO, c=ZERO)
    assert near(parts_of("circular-footprint-formula", taken.as_dict()).input, user)


@given(components(), shares)
def test_recycled_content_pays_where_its_formula_says(item: Components, step: Decimal) -> None:
    more = changed(item, R1=item.R1 + (1 - item.R1) * step)
    benefit = item.A * (item.Ev - item.Er) + (1 - item.A) * item.Ev * (1 - item.qi)
    gain = circular_footprint_formula(item) - circular_footprint_formula(more)
    assert near(gain, (more.R1 - item.R1) * benefit)


@given(components(symmetric=True))
def test_an_unsplit_module_d_bounds_the_formula(item: Components) -> None:
    whole = changed(item, B=ZERO, c=ZERO)
    credits = module_d(whole)
    assume(credits.material <= 0)
    found = formula_from_unsplit_module_d(modules_a_to_c(whole), credits.total, whole.A)
    assert found.low is not None
    assert found.high is not None
    assert found.low - ROUNDING <= circular_footprint_formula(whole) <= found.high + ROUNDING


# -- intervals -------------------------------------------------------------------------------------------------------------------------

pairs = st.tuples(st.sampled_from(METHODS), st.sampled_from(METHODS))


@st.composite
def partly(draw: st.DrawFn, item: Components) -> dict[str, Range]:
    """What somebody who knows some components exactly, some within a range and some not at all would declare."""
    found: dict[str, Range] = {}
    for name, value in item.as_dict().items():
        how = draw(st.sampled_from(["exact", "exact", "range", "unknown"]))
        if how == "exact":
            found[name] = exactly(value)
        elif how == "range":
            spread = draw(shares)
            top = value + spread if name in ("Ev", "Er", "Ee", "Es", "EER", "S", "ED", "c") else min(ONE, value + spread)
            found[name] = Range(max(ZERO, value - spread), top)
    return found


def inside(value: Decimal, found: Range) -> bool:
    return (found.low is None or found.low - ROUNDING * 1000 <= value) and (found.high is None or value <= found.high + ROUNDING * 1000)


@given(components(), pairs, st.data())
def test_the_truth_lies_inside(item: Components, pair: tuple[Method, Method], data: st.DataObject) -> None:
    symmetric = (item.Es, item.Ee, item.qo) == (item.Ev, item.Er, item.qi)
    known = Known(data.draw(partly(item)), symmetric=symmetric)
    of = between(*pair)
    assert inside(of(item.as_dict()), difference(known, of))


@given(components(symmetric=True), pairs, shares, st.data())
def test_the_truth_lies_inside_where_the_material_figure_is_known(
    item: Components, pair: tuple[Method, Method], spread: Decimal, data: st.DataObject
) -> None:
    assume(item.Ev > 0)
    ratio = item.Er / item.Ev
    method = pair[0]
    values = {**item.as_dict(), "EER": ZERO, "S": ZERO, "ED": ZERO}
    figure = parts_of(method, values).total
    ranges = data.draw(partly(item))
    known = Known(
        ranges, symmetric=True, ratio=Range(max(ZERO, ratio - spread), ratio + spread), figure=exactly(figure), figure_method=method
    )
    of = between(*pair)
    assert inside(of(item.as_dict()), difference(known, of))


def oracle(known: Known, given_shares: dict[str, Decimal], source: Method, target: Method) -> tuple[float | None, float | None]:
    """The least and greatest difference by a linear programme over the burdens, all shares given: independent of corners and slopes."""
    names = ("Ev", "Er", "Ee", "Es", "EER", "S", "ED", "c")
    zero = dict.fromkeys(names, ZERO) | given_shares

    def row(of: Any) -> list[float]:
        return [float(of({**zero, name: ONE})) for name in names]

    equal: list[list[float]] = []
    below: list[list[float]] = []
    equal_to: list[float] = []
    below_to: list[float] = []
    if known.symmetric:
        equal += [[1, 0, 0, -1, 0, 0, 0, 0], [0, 1, -1, 0, 0, 0, 0, 0]]
        equal_to += [0.0, 0.0]
    if known.figure is not None:
        equal.append(row(lambda values: parts_of(known.figure_method, {**values, "EER": ZERO, "S": ZERO, "ED": ZERO}).total))
        assert known.figure.low is not None
        equal_to.append(float(known.figure.low))
    if known.ratio is not None:
        low, high = known.ratio
        assert low is not None
        assert high is not None
        for recycled, virgin in ((1, 0), (2, 3)):
            for factor, sign in ((low, -1.0), (high, 1.0)):
                line = [0.0] * len(names)
                line[recycled], line[virgin] = sign, -sign * float(factor or 0)
                below.append(line)
                below_to.append(0.0)
    ends = [known.ranges.get(name, Range(ZERO, None)) for name in names]
    cost = np.array(row(between(source, target)))
    found: list[float | None] = []
    for sign in (1, -1):
        result = linprog(
            sign * cost,
            A_eq=np.array(equal) if equal else None,
            b_eq=equal_to or None,
            A_ub=np.array(below) if below else None,
            b_ub=below_to or None,
            bounds=[(float(entry.low or 0), None if entry.high is None else float(entry.high)) for entry in ends],
            method="highs",
        )
        found.append(None if result.status != 0 else sign * float(result.fun or 0.0))
    return found[0], found[1]


def agree(found: Range, programme: tuple[float | None, float | None]) -> bool:
    return all(
        (end is None) == (other is None) and (end is None or other is None or abs(float(end) - other) <= FLOAT * max(1.0, abs(other)))
        for end, other in zip(found, programme, strict=True)
    )


SHARES = ("R1", "R2", "R3", "A", "B", "qi", "qo")


@given(components(), pairs, st.data())
def test_intervals_are_those_of_the_linear_programme(item: Components, pair: tuple[Method, Method], data: st.DataObject) -> None:
    symmetric = (item.Es, item.Ee, item.qo) == (item.Ev, item.Er, item.qi)
    ranges = {**data.draw(partly(item)), **{name: exactly(getattr(item, name)) for name in SHARES}}
    if symmetric:  # what is said of one of two equal components holds for both
        ranges = {name: entry for name, entry in ranges.items() if name not in ("Es", "Ee")}
    known = Known(ranges, symmetric=symmetric)
    given_shares = {name: getattr(item, name) for name in SHARES}
    assert agree(difference(known, between(*pair)), oracle(known, given_shares, *pair))


@given(components(symmetric=True), pairs, st.tuples(shares, shares))
def test_intervals_from_a_material_figure_are_those_of_the_linear_programme(
    item: Components, pair: tuple[Method, Method], span: tuple[Decimal, Decimal]
) -> None:
    ratio = Range(min(span), max(span))
    figure = parts_of(pair[0], {**item.as_dict(), "EER": ZERO, "S": ZERO, "ED": ZERO}).total
    assume(figure > 0)
    ranges = {name: exactly(value) for name, value in item.as_dict().items() if name in SHARES} | {
        name: exactly(getattr(item, name)) for name in ("EER", "S", "ED")
    }
    ranges["c"] = exactly(ZERO)
    figure = parts_of(pair[0], {**item.as_dict(), "EER": ZERO, "S": ZERO, "ED": ZERO, "c": ZERO}).total
    assume(figure > Decimal("0.001"))
    known = Known(ranges, symmetric=True, ratio=ratio, figure=exactly(figure), figure_method=pair[0])
    virgin = virgin_burden(known)
    assume(virgin.finite and virgin.high is not None and virgin.high < 10**6)  # else nothing bounds it, which the next test asks for
    given_shares = {name: getattr(item, name) for name in SHARES}
    assert agree(difference(known, between(*pair)), oracle(known, given_shares, *pair))


@given(components(symmetric=True), pairs, st.data())
def test_both_ends_are_attained(item: Components, pair: tuple[Method, Method], data: st.DataObject) -> None:
    """Some corner of what is known gives each end that is not open; R2 + R3 is held at exact values."""
    ranges = data.draw(partly(item))
    ranges["R2"], ranges["R3"] = exactly(item.R2), exactly(item.R3)
    known = Known(ranges, symmetric=True)
    of = between(*pair)
    found = difference(known, of)
    box = known.box()
    least, greatest = None, None
    names = list(box)
    corners = product(*(dict.fromkeys([entry.low, entry.high if entry.high is not None else entry.low]) for entry in box.values()))
    for corner in corners:
        values = {name: end for name, end in zip(names, corner, strict=True) if end is not None}
        values["Es"], values["Ee"], values["qo"] = values["Ev"], values["Er"], values["qi"]
        value = of(values)
        least = value if least is None else min(least, value)
        greatest = value if greatest is None else max(greatest, value)
    assert found.low is None or found.low == least
    assert found.high is None or found.high == greatest


@given(shares, shares, burdens)
def test_full_recycled_content_separates_nothing(rate: Decimal, allocation: Decimal, figure: Decimal) -> None:
    known = Known(
        {"R1": exactly(ONE), "R2": exactly(rate), "R3": exactly(ZERO), "A": exactly(allocation), "B": exactly(ZERO), "qi": exactly(ONE)},
        symmetric=True,
        ratio=UNIT,
        figure=exactly(figure),
    )
    assert virgin_burden(known) == (None, None)
    found = difference(known, between("cut-off", "circular-footprint-formula"))
    assert not found.finite or set(found) == {ZERO}


def test_a_formula_that_cannot_be_inverted_is_refused() -> None:
    # k = 1 - R1 + R1·(A·ratio + (1 - A)·q) + (1 - A)·R2·(ratio - q) = 0 for A = 0, R2 = 1, ratio = 0, q = 1
    known = Known(
        {"R1": exactly(ZERO), "R2": exactly(ONE), "R3": exactly(ZERO), "A": exactly(ZERO), "B": exactly(ZERO), "qi": exactly(ONE)},
        symmetric=True,
        ratio=exactly(ZERO),
        figure=exactly(Decimal("0.5")),
        figure_method="circular-footprint-formula",
    )
    assert virgin_burden(known) == (None, None)
    assert not difference(known, between("circular-footprint-formula", "cut-off")).finite


@given(components(symmetric=True), pairs, st.data())
def test_knowing_more_never_widens(item: Components, pair: tuple[Method, Method], data: st.DataObject) -> None:
    ranges = data.draw(partly(item))
    name = data.draw(st.sampled_from(sorted(item.as_dict())))
    of = between(*pair)
    before = difference(Known(ranges, symmetric=True), of)
    after = difference(Known({**ranges, name: exactly(getattr(item, name))}, symmetric=True), of)
    assert before.low is None or (after.low is not None and after.low >= before.low)
    assert before.high is None or (after.high is not None and after.high <= before.high)


# -- through a translation --------------------------------------------------------------------------------------------------------------

SAID: dict[str, tuple[str, ...]] = {
    "shares": ("R1", "R2", "R3", "A", "B", "qi", "qo"),
    "burdens": ("Ev", "Er", "Ee", "Es", "EER", "S", "c"),
}


def declared(item: Components, kilograms: Decimal, ranges: dict[str, Range] | None = None) -> dict[str, Any]:
    """An EPD of one material: modules A-C and D as they follow from its components, and the components as far as they are known."""
    modules, credits = parts_of("modules-a-c-and-d", item.as_dict()), module_d(item)

    def said(name: str) -> Any:
        unit = " kg CO2e/kg" if name in SAID["burdens"] else ""
        if ranges is None:
            return f"{getattr(item, name)}{unit}"
        entry = ranges.get(name)
        if entry is None:
            return None
        return {"low": f"{entry.low}{unit}", **({} if entry.high is None else {"high": f"{entry.high}{unit}"})}

    return {
        "standard": "eu/en-15804-a2-2019",
        "declared_unit": "1 kg",
        "characterisation": "ef-3.1",
        "biogenic_carbon": "0 kg",
        "figures": [
            {"stage": "A1-A3", "value": f"{modules.input * kilograms} kg CO2e"},
            {"stage": "C4", "value": f"{modules.output * kilograms} kg CO2e"},
            *([{"stage": "D", "value": f"{credits.total * kilograms} kg CO2e"}] if ranges is None else []),
        ],
        "recycling": {
            "materials": [
                {
                    "name": "material",
                    "amount": f"{kilograms} kg",
                    **{name: said(name) for names in SAID.values() for name in names if said(name) is not None},
                }
            ]
        },
    }


allocations = st.sampled_from([Decimal("0.2"), Decimal("0.5"), Decimal("0.8")])


@given(components(), allocations, st.integers(1, 1000).map(Decimal))
def test_a_translated_epd_is_the_formula(item: Components, allocation: Decimal, kilograms: Decimal) -> None:
    whole = changed(item, A=allocation)
    result = cw.translate(declared(whole, kilograms), to="eu/pef-2021-2279")
    low, _, high = result.shared.bounds
    formula = circular_footprint_formula(whole) * kilograms
    assert low is not None
    assert high is not None
    assert abs(low - formula) <= ROUNDING * 10**6
    assert abs(high - formula) <= ROUNDING * 10**6


@given(components(), allocations, st.data())
def test_a_translated_epd_with_parts_of_its_components_holds_the_formula(
    item: Components, allocation: Decimal, data: st.DataObject
) -> None:
    whole = changed(item, A=allocation)
    ranges = data.draw(partly(whole))
    ranges["A"] = exactly(allocation)
    for name in SAID["shares"]:
        ranges.setdefault(name, UNIT)
    result = cw.translate(declared(whole, ONE, ranges), to="eu/pef-2021-2279")
    if result.outcome.change is not None and result.outcome.change.known:
        low, _, high = result.shared.bounds
        assert inside(circular_footprint_formula(whole), Range(low, high))


@given(shares, shares, st.integers(1, 100))
def test_the_figure_settles_nothing_where_processing_before_waste_bends_the_difference(
    content: Decimal, ratio: Decimal, burden: int
) -> None:
    """With c the difference is a fraction of R1 plus a multiple of it: its ends need not stand at the ends of R1."""
    item = Components.symmetric(R1=content, R2=ONE / 2, Ev=Decimal(burden), Er=ratio * burden, c=ratio * burden / 2)
    ranges = {name: exactly(value) for name, value in item.as_dict().items() if name not in ("R1", "Ev", "Er", "Es", "Ee", "qo")}
    known = Known({**ranges, "R1": Range(ZERO, Decimal("0.9"))}, symmetric=True, ratio=exactly(ratio), figure=exactly(cut_off(item)))
    assume(content <= Decimal("0.9"))
    of = between("cut-off", "modules-a-c-and-d")
    assert inside(of(item.as_dict()), difference(known, of))


# -- the whole of a declaration, or less ------------------------------------------------------------------------------------------------

ENDS = {
    "eu/pef-2021-2279": "circular-footprint-formula",
    "int/worldsteel-2017": "end-of-life-recycling",
    "eu/en-15804-a2-2019": "modules-a-c-and-d",
}
INPUT = {
    "eu/pef-2021-2279": "raw-material-acquisition",
    "int/worldsteel-2017": "cradle-to-gate",
    "cn/gbt-24067-2024": "raw-material-acquisition",
    "eu/en-15804-a2-2019": "A1",
}


def credits_within(method: Method, item: Components) -> Decimal:
    """The credits that a method nets, of zero or more, kg CO2e/kg."""
    if method == "circular-footprint-formula":
        return (1 - item.A) * item.R2 * item.Es * item.qo + (1 - item.B) * item.R3 * item.S
    return item.R2 * item.Es * item.qo + item.R3 * item.S if method == "end-of-life-recycling" else ZERO


@st.composite
def declarations(draw: st.DrawFn, item: Components, target: str) -> dict[str, Any]:
    """A declaration under some standard and method that holds the truth, whole or in part."""
    source = draw(st.sampled_from([key for key in INPUT if key != target]))
    method: Method = draw(st.sampled_from(METHODS[::2] + METHODS[3:])) if source not in ENDS else ENDS[source]  # type: ignore[assignment]
    parts = parts_of(method, item.as_dict())
    credit = credits_within(method, item)
    how = draw(st.sampled_from(["whole", "net", "input", "burdens"]))
    figures: list[dict[str, Any]] = [{"stage": INPUT[source], "value": f"{parts.input} kg CO2e"}]
    found: dict[str, Any] = {}
    if source == "eu/en-15804-a2-2019":
        if how != "input":
            figures.append({"stage": "C4", "value": f"{parts.output} kg CO2e"})
    elif how == "net" and (source in ENDS or not credit):
        figures.append({"stage": "end-of-life", "value": f"{parts.output} kg CO2e"})
        figures += [] if source == "int/worldsteel-2017" else [{"stage": "end-of-life", "source": "carbonation", "value": "0 kg CO2e"}]
    elif how != "input":
        figures.append({"stage": "end-of-life", "source": "emissions", "value": f"{parts.output + credit} kg CO2e"})
        figures += [] if source == "int/worldsteel-2017" else [{"stage": "end-of-life", "source": "carbonation", "value": "0 kg CO2e"}]
        if how == "whole" and source in ENDS:
            figures.append({"stage": "end-of-life", "source": "avoided", "value": f"{-credit} kg CO2e"})
        elif credit:
            found["supplement"] = [
                {"stage": "D1", "source": "avoided", "value": f"{-credit} kg CO2e"},
                {"stage": "D1", "source": "emissions", "value": "0 kg CO2e"},
            ][: 2 if how == "whole" else 1]
    stated = {"method": method} if source not in ENDS and draw(st.booleans()) else {}
    material = declared(item, ONE)["recycling"]["materials"][0]
    known = {name: value for name, value in material.items() if name not in SAID["shares"] + SAID["burdens"] or draw(st.integers(0, 9))}
    characterisation = "en15804-a2-ef3.1" if "eu/en-15804-a2-2019" in (source, target) else "ef-3.1"
    base = {"standard": source, "declared_unit": "1 kg", "characterisation": characterisation, "biogenic_carbon": "0 kg"}
    return {**base, "figures": figures, "recycling": {**stated, "materials": [known]}, **found}


@given(components(), allocations, st.sampled_from(list(ENDS)), st.data())
def test_the_figure_of_the_target_lies_inside_the_total(item: Components, allocation: Decimal, target: str, data: st.DataObject) -> None:
    """Whatever of a true figure is declared, and of its components: nothing is taken for zero that nobody declared."""
    whole = changed(item, A=allocation, B=ZERO)
    result = cw.translate(data.draw(declarations(whole, target)), to=target)
    low, _, high = result.total.bounds
    truth = parts_of(ENDS[target], whole.as_dict()).total  # type: ignore[arg-type]
    assert inside(truth, Range(low, high))
    for figure in result.figures:
        rule = cw.Library.shipped().standard(target).end_of_life
        assert rule is not None
        if figure.indicator == result.total.indicator and figure.stage in rule.output:
            assert inside(parts_of(ENDS[target], whole.as_dict()).output, Range(figure.bounds[0], figure.bounds[2]))  # type: ignore[arg-type]
