"""Plans of a world of seven atoms, compiled and run: every figure, warning and error worked out by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from crosswalk.engine.bounds import Interval
from crosswalk.engine.compile import UNKNOWN
from crosswalk.engine.forest import forests
from crosswalk.engine.lines import ActivityKey, Declaration, Item, Line
from crosswalk.engine.plan import Anew, Denial, Plan, Replacement, Residual, Rules, TargetFigure, compile_forests
from crosswalk.engine.rules.activity import AnalysedCarbon, FactorValue
from crosswalk.engine.rules.characterise import Weight
from crosswalk.engine.rules.unit import Basis
from crosswalk.engine.run import Outcome, run
from crosswalk.errors import InconsistentDeclarationError
from crosswalk.library.library import Library
from crosswalk.model.base import Source
from crosswalk.model.frame import Box
from crosswalk.model.mapping import Assumption
from crosswalk.model.quantity import Quantity

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


# -- lines and figures ---------------------------------------------------------------------------------------------------------


def test_a_line_counts_wholly_partly_or_not() -> None:
    declaration = declared((line("fuel", FOSSIL | METHANE), "100"), (line("rest", NITROUS), "10"))
    whole, fossil, nitrous, methane, other, both = figures_of(
        declaration, [FOSSIL | METHANE, FOSSIL, NITROUS, METHANE, OTHER, FOSSIL | METHANE | NITROUS]
    )
    assert whole == ends("100", None, "120")  # all of it fossil, or all methane
    assert fossil == ends("0", None, "100")
    assert nitrous == ends("9", "9", "9")
    assert methane == ends("0", None, "120")
    assert both == ends("109", None, "129")
    # nothing was declared of it: zero covered, from zero upward missing
    zero = Decimal(0)
    assert other == Interval(zero, None, None, False, True, zero, zero, zero)


def test_ranges_are_multiplied_end_by_end() -> None:
    declaration = declared((line("fuel", FOSSIL), "100..110"), (line("sink", UPTAKE), "-6..-4"), (line("gas", METHANE), "10..20"))
    fossil, methane, uptake, every = figures_of(declaration, [FOSSIL, METHANE, UPTAKE, FOSSIL | METHANE | UPTAKE])
    assert fossil == ends("100", None, "110")
    assert methane == ends("12", None, "24")
    assert uptake == ends("-6", None, "-4")
    assert every == ends("106", None, "130")


def test_uptake_that_is_missing_opens_the_lower_end() -> None:
    declaration = declared((line("fuel", FOSSIL), "100"))
    for atoms, missing in ((FOSSIL | METHANE, "above"), (FOSSIL | UPTAKE, "below"), (FOSSIL | METHANE | STORE, "below above")):
        assert figures_of(declaration, [atoms]) == (ends("100", "100", "100", missing),)
    zero = Decimal(0)
    assert figures_of(declaration, [UPTAKE]) == (Interval(None, None, zero, False, True, zero, zero, zero),)
    assert figures_of(declaration, [UPTAKE | METHANE]) == (Interval(None, None, None, False, True, zero, zero, zero),)
    assert figures_of(declaration, [0]) == (Interval(zero, zero, zero, False, False, zero, zero, zero),)


def test_what_the_target_gives_no_factor_is_not_missing() -> None:
    declaration = declared((line("fuel", FOSSIL), "100"))
    rules = replace(RULES, target_atoms=EVERY & ~METHANE)
    assert figures_of(declaration, [FOSSIL | METHANE], rules=rules) == (ends("100", "100", "100"),)
    assert figures_of(declaration, [FOSSIL | METHANE | NITROUS], rules=rules) == (ends("100", "100", "100", "above"),)


def test_a_line_in_co2e_says_nothing_of_a_gas_that_its_set_leaves_out() -> None:
    declaration = declared((line("all gases", FOSSIL | NOVEL), "100"))
    assert figures_of(declaration, [FOSSIL | NOVEL]) == (ends("100", "100", "100", "above"),)
    # one that keeps the declared set counts what the declared set counts
    kept = replace(RULES, kept=True, target_atoms=EVERY & ~NOVEL)
    assert figures_of(declaration, [FOSSIL | NOVEL], rules=kept) == (ends("100", "100", "100"),)
    # a mass of it is a mass, whatever the set
    mass = declared((line("all gases", FOSSIL), "100"), (line("novel", NOVEL, mass=True), "2"))
    assert figures_of(mass, [FOSSIL | NOVEL]) == (ends("1100", "1100", "1100"),)


def test_a_gas_that_one_of_several_possible_sets_leaves_out_is_missing() -> None:
    declaration = declared((line("fuel", FOSSIL | METHANE), "100"))
    open_sets = replace(RULES, own_factors=weights(("1", "1", FOSSIL), ("0", "25", METHANE)))
    assert figures_of(declaration, [FOSSIL | METHANE], rules=open_sets) == (ends("100", None, "120", "above"),)


def test_a_uniform_factor_scales_every_end_once() -> None:
    declaration = declared((line("whole", FOSSIL | METHANE), "100..110"), (line("part", METHANE), "30"))
    assert figures_of(declaration, [FOSSIL, FOSSIL | METHANE], "0.5") == (ends("35", None, "40"), ends("53", None, "58"))
    found = outcome(plan_for(declaration, [FOSSIL]), declaration, "0.5")
    assert found.vector == {0: pair_of("50..55"), 1: pair_of("15"), 2: pair_of("35..40")}
    assert found.uniform == Decimal("0.5")


# -- wholes and parts ----------------------------------------------------------------------------------------------------------


def test_a_whole_less_its_part() -> None:
    declaration = declared((line("whole", FOSSIL | METHANE), "100"), (line("part", METHANE), "30"))
    fossil, methane, both = figures_of(declaration, [FOSSIL, METHANE, FOSSIL | METHANE])
    assert fossil == ends("70", "70", "70")
    assert methane == ends("36", "36", "36")
    assert both == ends("106", "106", "106")
    (plan,) = plan_for(declaration, [FOSSIL]).forests
    assert plan.residuals == (Residual(2, 0, ((1, Decimal(1), Decimal(1)),), True, False, False),)
    assert plan.denials == ()


def test_a_whole_of_one_weight_is_taken_as_it_is_printed() -> None:
    declaration = declared((line("whole", FOSSIL | OTHER), "100"), (line("part", FOSSIL), "30"))
    plan = plan_for(declaration, [FOSSIL | OTHER])
    assert [(term.slot, term.line, term.atoms, term.factor) for term in plan.forests[0].figures[0].terms] == [(0, 0, FOSSIL | OTHER, 1)]
    # a mass of gas inside it lies beyond the declared set: the whole alone does not tell it
    beyond = declared((line("whole", FOSSIL | NOVEL), "100"), (line("novel", NOVEL, mass=True), "2"))
    assert figures_of(beyond, [FOSSIL | NOVEL, NOVEL, FOSSIL]) == (
        ends("1100", "1100", "1100"),
        ends("1000", "1000", "1000"),
        ends("100", "100", "100"),
    )


def test_parts_of_parts() -> None:
    declaration = declared(
        (line("inner", NITROUS), "5"), (line("whole", FOSSIL | METHANE | NITROUS), "100"), (line("middle", METHANE | NITROUS), "35")
    )
    whole, fossil, methane, nitrous = figures_of(declaration, [FOSSIL | METHANE | NITROUS, FOSSIL, METHANE, NITROUS])
    assert fossil == ends("65", "65", "65")
    assert methane == ends("36", "36", "36")
    assert nitrous == ends("4.5", "4.5", "4.5")
    assert whole == ends("105.5", "105.5", "105.5")
    assert [(entry.slot, entry.parent) for entry in plan_for(declaration, [FOSSIL]).forests[0].residuals] == [(4, 1), (5, 2)]


def test_ranges_of_parts_cross_over() -> None:
    declaration = declared((line("whole", FOSSIL | METHANE), "100..110"), (line("part", METHANE), "30..50"))
    assert figures_of(declaration, [FOSSIL]) == (ends("50", None, "80"),)


@pytest.mark.parametrize(
    ("own", "residual", "fossil"),
    [
        (("25", "25"), pair_of("75"), ends("75", "75", "75")),
        (("25", "28"), pair_of("72..75"), ends("72", None, "75")),
    ],
)
def test_a_mass_under_a_whole_in_co2e_counts_with_the_factor_of_the_declared_set(
    own: tuple[str, str], residual: Pair, fossil: Interval
) -> None:
    declaration = declared((line("whole", FOSSIL | METHANE), "100"), (line("CH4", METHANE, mass=True, gas="ch4"), "1"))
    rules = replace(RULES, own_factors=weights(("1", "1", FOSSIL), (*own, METHANE)))
    plan = plan_for(declaration, [FOSSIL, METHANE], rules=rules)
    assert plan.forests[0].residuals[0].children == ((1, Decimal(own[0]), Decimal(own[1])),)
    found = outcome(plan, declaration)
    assert found.vector[2] == residual
    assert found.intervals == (fossil, ends("30", "30", "30"))


def test_co2e_under_a_mass_counts_with_the_inverse() -> None:
    both = line("CH4 and N2O", METHANE | NITROUS, mass=True)
    declaration = declared((both, "10"), (line("methane", METHANE), "50"))
    assert plan_for(declaration, [NITROUS]).forests[0].residuals[0].children == ((1, Decimal("0.04"), Decimal("0.04")),)
    assert figures_of(declaration, [NITROUS, METHANE]) == (ends("2160", "2160", "2160"), ends("60", "60", "60"))
    # with a factor between 20 and 25 it is 2 to 2.5 kg; with one from zero on, nobody can tell, but no mass is below zero
    rules = replace(RULES, own_factors=weights(("20", "25", METHANE), ("300", "300", NITROUS)))
    assert figures_of(declaration, [NITROUS], rules=rules) == (ends("2025", None, "2160"),)
    rules = replace(RULES, own_factors=weights(("0", "25", METHANE), ("300", "300", NITROUS)))
    assert plan_for(declaration, [NITROUS], rules=rules).forests[0].residuals[0].children == ((1, Decimal("0.04"), None),)
    assert figures_of(declaration, [NITROUS], rules=rules)[0].shared_high == 2160
    assert figures_of(declaration, [NITROUS], rules=rules)[0].shared_low == 0
    # one to which no set gives a factor takes nothing away that could be told
    rules = replace(RULES, own_factors=weights(("0", "0", METHANE), ("300", "300", NITROUS)))
    assert plan_for(declaration, [NITROUS], rules=rules).forests[0].residuals[0].children == ((1, Decimal(0), None),)


def test_a_part_of_several_gases_counts_between_their_factors() -> None:
    declaration = declared((line("whole", FOSSIL | METHANE | NITROUS), "1000"), (line("mixed", METHANE | NITROUS, mass=True), "2"))
    assert outcome(plan_for(declaration, [FOSSIL]), declaration).vector[2] == pair_of("400..950")


def test_parts_may_exceed_their_whole_by_rounding_only() -> None:
    whole, part = line("whole", FOSSIL | METHANE), line("part", METHANE)
    for printed, left in (("30.9", "0"), ("31", "0"), ("29", "1")):
        assert figures_of(declared((whole, "30"), (part, printed), half="0.5"), [FOSSIL]) == (ends(left, left, left),)
    with pytest.raises(InconsistentDeclarationError) as caught:
        figures_of(declared((whole, "30"), (part, "31.2345678"), half="0.5"), [FOSSIL])
    (finding,) = caught.value.findings
    assert finding.en == "the parts of whole exceed it by 1.23457 kg CO2e"
    assert finding.zh == "whole 的各部分之和超出其总值 1.23457 kg CO2e"
    assert finding.field == "figures[0]"
    # ranges: an end that rounding takes below zero is zero
    assert figures_of(declared((whole, "30"), (part, "20..40")), [FOSSIL]) == (ends("0", None, "10"),)


def test_sums_of_binary_numbers_are_forgiven_their_noise() -> None:
    whole, part = line("whole", FOSSIL | METHANE), line("part", METHANE)
    assert figures_of(declared((whole, "30"), (part, "30.00000000003")), [FOSSIL]) == (ends("0", "0", "0"),)
    with pytest.raises(InconsistentDeclarationError):
        figures_of(declared((whole, "30"), (part, "30.00000000004")), [FOSSIL])


def test_what_is_left_for_uptake_cannot_be_above_zero() -> None:
    whole, part = line("net sink", UPTAKE | METHANE), line("methane", METHANE)
    for printed, left in (("-30", "-30"), ("0", "0"), ("0.5", "0"), ("1", "0")):
        found = figures_of(declared((whole, printed), (part, "0"), half="0.5"), [UPTAKE])
        assert found == (ends(left, left, left),)
    with pytest.raises(InconsistentDeclarationError) as caught:
        figures_of(declared((whole, "32"), (part, "30.7654322"), half="0.5"), [UPTAKE])
    (finding,) = caught.value.findings
    assert finding.en == "the parts of net sink leave 1.23457 kg CO2e for uptake and credits, which cannot be positive"
    assert finding.zh == "net sink 的各部分之和给吸收与抵扣留下 1.23457 kg CO2e，不能为正值"
    assert finding.field == "figures[0]"
    assert figures_of(declared((whole, "5"), (part, "0..20")), [UPTAKE]) == (ends("-15", None, "0"),)


def test_what_is_left_for_both_signs_may_have_either() -> None:
    whole, part = line("net", FOSSIL | UPTAKE | METHANE), line("methane", METHANE)
    for printed, left in (("10", "-20"), ("50", "20")):
        assert figures_of(declared((whole, printed), (part, "30")), [FOSSIL | UPTAKE]) == (ends(left, left, left),)
    assert figures_of(declared((whole, "50"), (part, "30")), [FOSSIL]) == (ends("20", None, None),)
    assert figures_of(declared((whole, "10"), (part, "30")), [UPTAKE]) == (ends(None, None, "-20"),)


@pytest.mark.parametrize(("printed", "gap"), [("100", None), ("100.9", None), ("101.5", None), ("98.5", None), ("102", "2"), ("97", "-3")])
def test_a_whole_whose_parts_are_all_declared_is_a_check(printed: str, gap: str | None) -> None:
    declaration = declared(
        (line("whole", FOSSIL | METHANE), printed), (line("fossil", FOSSIL), "70"), (line("methane", METHANE), "30"), half="0.5"
    )
    found = outcome(plan_for(declaration, [FOSSIL | METHANE, FOSSIL]), declaration)
    assert found.intervals == (ends("106", "106", "106"), ends("70", "70", "70"))
    assert found.vector[3] == (0, 0)
    if gap is None:
        assert found.notes == ()
    else:
        shown = f"{Decimal(gap):.6g}"
        assert found.notes == (
            (
                f"figures[0]: whole and its parts differ by {shown} kg CO2e, more than rounding explains; both are kept as printed",
                f"figures[0]：whole 与其各部分之和相差 {shown} kg CO2e，超出舍入误差；均按原值保留",
            ),
        )


# -- zero ----------------------------------------------------------------------------------------------------------------------


def test_a_declared_zero_of_both_signs_holds_nothing_unless_something_inside_says_so() -> None:
    net, content = line("net", FOSSIL | UPTAKE), line("content", UPTAKE, group="biogenic")
    alone = declared((net, "0"))
    assert figures_of(alone, [FOSSIL]) == (ends("0", "0", "0"),)
    assert outcome(plan_for(alone, [FOSSIL]), alone).empty == {0}
    for printed, emptied in (("0", {0, 1}), ("-5", set()), ("-5..0", set()), ("0..5", set())):
        inside = declared((net, "0"), (content, printed))
        assert outcome(plan_for(inside, [FOSSIL], within={0: (1,)}), inside).empty == emptied
    # what is left after the parts is no declared zero
    left = declared((line("net", FOSSIL | UPTAKE | METHANE), "30"), (line("methane", METHANE), "30"))
    assert figures_of(left, [FOSSIL]) == (ends("0", None, None),)
    assert outcome(plan_for(left, [FOSSIL]), left).empty == frozenset()
    half = declared((net, "0..1"), (line("other", OTHER), "-1..0"))
    assert outcome(plan_for(half, [FOSSIL]), half).empty == frozenset()


def test_gases_without_a_factor_are_told_where_they_carry_something() -> None:
    declaration = declared((line("fuel", FOSSIL), "1"), (line("novel", NOVEL), "5"), (line("none", NOVEL), "0"))
    plan = plan_for(declaration, [FOSSIL], weightless=(1, 2))
    name = plan.source_sets[0].id
    assert outcome(plan, declaration).notes == (
        (
            f"figures[1]: {name} gives no factor to the gases of novel, so its CO2e counts nowhere; declare their mass, or the set used",
            f"figures[1]：{name} 未给出 novel 所含气体的因子，其 CO2e 不计入任何数值；请声明质量或所用因子集",
        ),
    )


def test_notes_of_the_declaration_are_kept_and_told_once() -> None:
    note = ("a", "甲")
    declaration = replace(declared((line("fuel", FOSSIL), "1")), notes=(note, ("b", "乙"), note))
    assert outcome(plan_for(declaration, [FOSSIL]), declaration).notes == (note, ("b", "乙"))


# -- assumptions ---------------------------------------------------------------------------------------------------------------


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


def test_absence_narrows_and_misses_nothing() -> None:
    declaration = declared((line("fuel", FOSSIL | METHANE), "100"))
    rules = replace(RULES, absent=((assumption("no methane"), METHANE | NITROUS),))
    assert figures_of(declaration, [FOSSIL | METHANE, FOSSIL, METHANE, FOSSIL | NITROUS], rules=rules)[:2] == (
        ends("100", "100", "100"),
        ends("100", "100", "100"),
    )
    methane, nitrous = figures_of(declaration, [METHANE, FOSSIL | METHANE | NITROUS], rules=rules)
    assert (methane.low, methane.high, methane.missing) == (0, 0, False)
    assert not nitrous.missing  # what is absent is not missing


def test_a_share_inside_a_line() -> None:
    declaration = declared((line("fuel", FOSSIL | METHANE), "100"))
    given = (share("0.9", "0.95", "0.98"), FOSSIL | METHANE | NITROUS, FOSSIL)
    fossil, both = figures_of(declaration, [FOSSIL, FOSSIL | METHANE], rules=replace(RULES, shares=(given,)))
    assert fossil == ends("90", "95", "98")
    assert both == ends("100.4", "101", "102")
    # without an estimate there is none
    none = (share("0.9", None, "0.98"), FOSSIL | METHANE | NITROUS, FOSSIL)
    assert figures_of(declaration, [FOSSIL], rules=replace(RULES, shares=(none,))) == (ends("90", None, "98"),)


@pytest.mark.parametrize(
    ("whole", "part"),
    [(FOSSIL, FOSSIL), (METHANE | NITROUS, METHANE), (EVERY, NITROUS), (EVERY, FOSSIL | METHANE | NITROUS)],
    ids=["not of the whole line", "of another line", "of nothing in it", "of all of it"],
)
def test_a_share_that_does_not_speak_of_the_line_is_left_alone(whole: int, part: int) -> None:
    declaration = declared((line("fuel", FOSSIL | METHANE), "100"))
    wrong, right = (share("0.5", "0.5", "0.5"), whole, part), (share("0.9", "0.95", "0.98"), EVERY, FOSSIL)
    assert figures_of(declaration, [FOSSIL], rules=replace(RULES, shares=(wrong,))) == (ends("0", None, "100"),)
    assert figures_of(declaration, [FOSSIL], rules=replace(RULES, shares=(wrong, right))) == (ends("90", "95", "98"),)
    # the first that speaks of it counts
    assert figures_of(declaration, [FOSSIL], rules=replace(RULES, shares=(right, (share("0", "0", "1"), EVERY, FOSSIL)))) == (
        ends("90", "95", "98"),
    )


def test_a_share_is_no_share_of_a_line_of_both_signs_and_changes_no_exact_one() -> None:
    rules = replace(RULES, shares=((share("0.5", "0.5", "0.5"), EVERY, FOSSIL),))
    mixed = declared((line("net", FOSSIL | UPTAKE), "100"))
    assert figures_of(mixed, [FOSSIL], rules=rules) == (ends("100", None, None),)
    plain = declared((line("fuel", FOSSIL | OTHER), "100"))
    assert figures_of(plain, [FOSSIL | OTHER], rules=rules) == (ends("100", "100", "100"),)


def test_a_share_counts_in_what_the_parts_leave() -> None:
    declaration = declared((line("whole", FOSSIL | METHANE | NITROUS), "110"), (line("part", NITROUS), "10"))
    rules = replace(RULES, shares=((share("0.9", "0.95", "0.98"), FOSSIL | METHANE, FOSSIL),))
    assert figures_of(declaration, [FOSSIL], rules=rules) == (ends("90", "95", "98"),)


def test_absent_uptake_bounds_a_line_of_both_signs() -> None:
    net = line("net", FOSSIL | METHANE | UPTAKE)
    rules = replace(RULES, absent=((assumption("no uptake"), UPTAKE),))
    assert figures_of(declared((net, "100")), [FOSSIL | METHANE]) == (ends("100", None, None),)
    assert figures_of(declared((net, "100")), [FOSSIL | METHANE], rules=rules) == (ends("100", None, "120"),)
    # a value below zero cannot be: it counts as nothing, and sets the assumption aside
    declaration = declared((net, "-5"), half="0.5")
    plan = plan_for(declaration, [FOSSIL | METHANE], rules=rules)
    assert plan.forests[0].denials == (Denial(0, (0,), ("no uptake",)),)
    found = outcome(plan, declaration)
    assert found.intervals == (ends("0", "0", "0"),)
    assert found.contradicted == ("no uptake",)
    for printed, uniform, told in (("-0.5", "1", ()), ("-0.6", "1", ("no uptake",)), ("-0.6", "2", ("no uptake",)), ("0", "1", ())):
        declaration = declared((net, printed), half="0.5")
        assert outcome(plan, declaration, uniform).contradicted == told
    assert outcome(plan, declared((net, "-5..1")), "1").contradicted == ()


def test_the_rounding_of_the_parts_belongs_to_what_they_leave() -> None:
    whole, part = line("net", FOSSIL | UPTAKE | METHANE), line("methane", METHANE)
    rules = replace(RULES, absent=((assumption("no uptake"), UPTAKE),))
    declaration = declared((whole, "29"), (part, "30"), half="0.5")
    plan = plan_for(declaration, [FOSSIL | METHANE], rules=rules)
    assert plan.forests[0].denials == (Denial(2, (0, 1), ("no uptake",)),)
    assert outcome(plan, declaration).contradicted == ()  # by one: half a digit of each
    for half in ("0.4", "0.49"):
        assert outcome(plan, replace(declaration, half_digits=(Decimal(half),) * 2)).contradicted == ("no uptake",)


def test_the_weakest_assumption_gives_way_first() -> None:
    net = line("net", FOSSIL | UPTAKE | STORE)
    published = (assumption("p"), UPTAKE)
    derived = (assumption("d", "derived"), UPTAKE)
    judgement = (assumption("j", "judgement"), STORE)
    beside = (assumption("x", "judgement"), METHANE)

    def named(*absent: tuple[Assumption, int]) -> tuple[tuple[str, ...], ...]:
        plan = plan_for(declared((net, "-5")), [FOSSIL], rules=replace(RULES, absent=absent))
        return tuple(denial.assumptions for denial in plan.forests[0].denials)

    assert named(published, judgement, beside) == (("j",),)  # the store may hold it, if the judgement is wrong
    assert named(published) == ()  # the store may hold it
    assert named(derived, (assumption("s"), STORE)) == (("d",),)
    assert named(published, derived, (assumption("s"), STORE)) == (("d", "p", "s"),)
    assert named((assumption("both"), UPTAKE | STORE)) == (("both",),)


def test_where_only_uptake_is_left_a_value_above_zero_keeps_its_bounds() -> None:
    rules = replace(RULES, absent=((assumption("no emission"), FOSSIL | METHANE),))
    net = line("net", FOSSIL | METHANE | UPTAKE)
    # below zero it is uptake of weight one, and none of it is methane
    assert figures_of(declared((net, "-5")), [METHANE | UPTAKE], rules=rules)[0].shared_high == -5
    assert figures_of(declared((net, "5")), [FOSSIL | METHANE], rules=rules) == (ends("5", None, None),)


def test_the_best_estimate_of_a_mass_of_unstated_origin() -> None:
    gas = line("CH4", METHANE | OTHER, mass=True, gas="ch4")
    rules = replace(RULES, unspecified={"ch4": Decimal(28)}, mass_weights=weights(("27", "27", METHANE), ("30", "30", OTHER)))
    found = figures_of(declared((gas, "2")), [METHANE | OTHER, METHANE, METHANE | OTHER | FOSSIL], rules=rules)
    assert found == (ends("54", "56", "60"), ends("0", None, "54"), ends("54", "56", "60", "above"))
    # of no other gas, of no line in CO2e, and of none with parts
    other = line("CO2", METHANE | OTHER, mass=True, gas="co2")
    assert figures_of(declared((other, "2")), [METHANE | OTHER], rules=rules) == (ends("54", None, "60"),)
    plain = line("CH4", METHANE | OTHER, gas="ch4")
    assert figures_of(declared((plain, "2")), [METHANE | OTHER], rules=rules)[0].best is None
    parts = declared((line("CH4", METHANE | OTHER | FOSSIL, mass=True, gas="ch4"), "3"), (line("f", FOSSIL, mass=True), "1"))
    assert figures_of(parts, [METHANE | OTHER], rules=rules) == (ends("54", None, "60"),)


# -- further cuts --------------------------------------------------------------------------------------------------------------


def test_a_further_indicator_narrows_what_the_main_one_leaves_open() -> None:
    declaration = declared((line("total", FOSSIL | UPTAKE), "60"), (line("GHG", FOSSIL, view=True), "100"))
    plan = plan_for(declaration, [FOSSIL, UPTAKE, FOSSIL | UPTAKE])
    assert len(plan.forests) == 2
    found = outcome(plan, declaration)
    assert found.intervals == (ends("100", "100", "100"), ends("-40", "-40", "-40"), ends("60", "60", "60"))
    assert found.chosen == 1
    assert found.vector[3 - 1] == pair_of("-40")
    assert found.notes == ()
    assert found.contradicted == ()


def test_the_main_indicator_is_chosen_where_none_tells_more() -> None:
    declaration = declared((line("fuel", FOSSIL | OTHER), "60"), (line("across", FOSSIL | METHANE, view=True), "60"))
    found = outcome(plan_for(declaration, [FOSSIL | OTHER]), declaration)
    assert found.intervals == (ends("60", "60", "60"),)
    assert found.chosen == 0
    # a figure that is no total does not choose
    found = outcome(plan_for(declaration, [FOSSIL | OTHER, FOSSIL | METHANE, METHANE]), declaration)
    assert found.intervals[1] == ends("60", None, "72")
    assert found.chosen == 0


def test_indicators_that_exclude_each_other_in_the_total_are_told() -> None:
    declaration = declared((line("fuel", FOSSIL | OTHER), "100"), (line("again", FOSSIL | OTHER, view=True), "120"), half="0.5")
    judged, published = assumption("judged", "judgement"), assumption("published")
    sharing = share("0", "0", "1")
    plan = plan_for(declaration, [FOSSIL | OTHER], assumptions=(published, judged, sharing))
    found = outcome(plan, declaration)
    assert found.intervals == (ends("100", "100", "100"),)
    assert found.notes == (
        (
            "two indicators of the declaration contradict each other in the total: [100, 100] against [120, 120]; the main indicator is used",
            "声明中的两个指标在总量上相互矛盾：[100, 100] 与 [120, 120]；采用主要指标",
        ),
    )
    assert found.chosen == 0
    assert found.contradicted == ("judged",)  # the weakest may be why
    assert outcome(replace(plan, assumptions=(published, sharing)), declaration).contradicted == ("published",)
    assert outcome(replace(plan, assumptions=(sharing,)), declaration).contradicted == ()
    # within what rounding may have moved both by, they agree
    for printed, uniform, agree in (("101", "1", True), ("101.1", "1", False), ("101", "3", True), ("101.1", "3", False)):
        near = declared((line("fuel", FOSSIL | OTHER), "100"), (line("again", FOSSIL | OTHER, view=True), printed), half="0.5")
        assert (outcome(plan, near, uniform).notes == ()) == agree


def test_a_conflict_in_a_figure_alone_is_not_told_of_the_total() -> None:
    # the total agrees; methane does not
    declaration = declared(
        (line("fossil", FOSSIL), "100"), (line("methane", METHANE), "20"), (line("again", METHANE, view=True), "30"), half="0"
    )
    plan = plan_for(declaration, [FOSSIL, METHANE], assumptions=(assumption("p"),))
    found = outcome(plan, declaration)
    assert found.notes == ()
    assert found.intervals == (ends("100", "100", "100"), ends("24", "24", "24"))
    assert found.contradicted == ("p",)


def test_open_ends_in_a_contradiction_are_written_as_unknown() -> None:
    declaration = declared((line("net", FOSSIL | UPTAKE), "100"), (line("across", FOSSIL | NITROUS, view=True), "20"))
    (note,) = outcome(plan_for(declaration, [FOSSIL]), declaration).notes
    assert "total: [100, ?] against [0, 20];" in note[0]
    assert "：[100, ?] 与 [0, 20]；" in note[1]


def test_a_further_cut_with_parts_beyond_its_whole_bounds_nothing() -> None:
    declaration = declared((line("fuel", FOSSIL | METHANE), "100"), (line("net", FOSSIL | METHANE | OTHER, view=True), "90"), half="0.5")
    found = outcome(plan_for(declaration, [FOSSIL | METHANE, OTHER]), declaration)
    assert found.intervals[0] == ends("100", None, "120")
    assert found.notes == (("figures[1]: the parts of net exceed it by 10 kg CO2e", "figures[1]：net 的各部分之和超出其总值 10 kg CO2e"),)
    assert found.chosen == 0
    assert found.contradicted == ()
    # the main cut itself is refused
    with pytest.raises(InconsistentDeclarationError):
        figures_of(declared((line("net", FOSSIL | METHANE), "90"), (line("fuel", FOSSIL), "100")), [FOSSIL])


def test_what_only_one_cut_is_silent_about_is_not_missing() -> None:
    declaration = declared((line("fuel", FOSSIL), "100"), (line("all", FOSSIL | METHANE | NITROUS, view=True), "150"))
    (total,) = figures_of(declaration, [FOSSIL | METHANE])
    # 100 fossil, the rest of at most 50 methane: 100 to 160
    assert total == ends("100", None, "160")
    (main, further) = (entry.figures[0] for entry in plan_for(declaration, [FOSSIL | METHANE]).forests)
    assert (main.missing, main.open_above, main.silent_above, main.silent_below) == (0, False, True, False)
    assert (further.missing, further.silent_above) == (0, False)
    sink = declared((line("fuel", FOSSIL), "100"), (line("net", FOSSIL | UPTAKE, view=True), "70"))
    assert figures_of(sink, [FOSSIL | UPTAKE]) == (ends("70", "70", "70"),)
    main = plan_for(sink, [UPTAKE]).forests[0].figures[0]
    assert main.fixed == Interval(None, None, Decimal(0), False, False, None, None, Decimal(0))
    assert figures_of(sink, [UPTAKE]) == (Interval(Decimal(-30), Decimal(-30), Decimal(-30), True, False, *[Decimal(-30)] * 3),)


# -- lines that the target evaluates anew --------------------------------------------------------------------------------------

KEY = ActivityKey("electricity", "CN", 2023, None, "kWh")
SOURCE = Source(document="none", confirmed="secondary")


def factor_value(value: str) -> FactorValue:
    return FactorValue(LIBRARY.factor_set("dk-br18-electricity"), Decimal(value), "kg CO2e/kWh", "CN", (2023,), SOURCE, Box())


def consumed(value: str, amount: str, ways: Sequence[Anew], *, replaced: dict[str, Any] | None = None) -> tuple[Declaration, Replacement]:
    power = line("power", FOSSIL, activity=KEY)
    declaration = declared((power, value), (line("rest", OTHER), "7"))
    declaration = replace(declaration, amounts=(Quantity(Decimal(amount), "kWh"), None))
    given: dict[str, Any] = {"atoms": FOSSIL | METHANE, "covered": FOSSIL | METHANE} | (replaced or {})
    return declaration, Replacement(0, tuple(ways), **given)


def anew(declaration: Declaration, replacement: Replacement, figures: Sequence[int], uniform: str = "1") -> Outcome:
    return outcome(plan_for(declaration, figures, replacements=[replacement]), declaration, uniform)


def test_an_activity_takes_the_factor_of_the_target() -> None:
    declaration, replacement = consumed("50", "100", [Anew((factor_value("0.6"),))])
    found = anew(declaration, replacement, [FOSSIL | METHANE, FOSSIL, FOSSIL | METHANE | OTHER, OTHER])
    assert found.intervals == (ends("60", "60", "60"), ends("0", None, "60"), ends("67", "67", "67"), ends("7", "7", "7"))
    assert found.vector[4] == pair_of("60")
    assert replacement.known == (factor_value("0.6"),)
    assert anew(declaration, replacement, [FOSSIL | METHANE], "0.1").intervals == (ends("6.0", "6.0", "6.0"),)


@pytest.mark.parametrize(
    ("ways", "more", "expected"),
    [
        ([Anew((factor_value("0.6"), factor_value("0.4")))], {}, ends("40", None, "60")),
        ([Anew((factor_value("0.6"),), keeps=True)], {}, ends("50", None, "60")),
        ([Anew((factor_value("0.6"),), keeps=True)], {"kept": (Decimal("0.5"), Decimal("1.5"))}, ends("25", None, "75")),
        ([Anew((factor_value("0.6"),), keeps=True)], {"kept": (Decimal("0.5"), None)}, ends("25", None, None)),
        ([Anew((factor_value("0.6"),), keeps=True)], {"kept": (Decimal(2), Decimal(2))}, ends("60", None, "100")),
        ([Anew(unknown="no-factor")], {}, ends("0", None, None)),
        ([Anew((factor_value("0.6"),), unknown="no-factor")], {}, ends("0", None, None)),
        ([Anew(unknown="no-factor")], {"downward": True}, ends(None, None, None)),
    ],
)
def test_several_ways_bound_the_value_between_them(ways: list[Anew], more: dict[str, Any], expected: Interval) -> None:
    declaration, replacement = consumed("50", "100", ways, replaced=more)
    assert anew(declaration, replacement, [FOSSIL | METHANE]).intervals == (expected,)


def test_nothing_consumed_is_nothing_whatever_the_factor() -> None:
    declaration, replacement = consumed("0", "0", [Anew(unknown="no-factor")], replaced={"downward": True})
    assert anew(declaration, replacement, [FOSSIL | METHANE]).intervals == (ends("0", "0", "0"),)


def test_several_activities_add_up() -> None:
    key = replace(KEY, carrier="heat")
    declaration = declared((line("energy", FOSSIL, items=(KEY, key)), "80"))
    items = tuple(Item(Quantity(Decimal(amount), "kWh"), pair_of(value), "one") for amount, value in (("100", "50"), ("10", "30")))
    declaration = replace(declaration, items={0: items})
    ways = (Anew((factor_value("0.6"), factor_value("0.4"))), Anew((factor_value("2"),), keeps=True))
    replacement = Replacement(0, ways, FOSSIL | METHANE, FOSSIL | METHANE)
    assert anew(declaration, replacement, [FOSSIL | METHANE]).intervals == (ends("60", None, "90"),)
    assert replacement.known == (factor_value("0.6"), factor_value("0.4"), factor_value("2"))


def test_analysed_carbon_becomes_co2() -> None:
    way = Anew(analysis=AnalysedCarbon(Decimal("3.664"), None, SOURCE))
    declaration, replacement = consumed("300", "1", [way])
    declaration = replace(declaration, items={0: (Item(Quantity(Decimal(1), "t"), pair_of("300"), "coal", Decimal(100), Decimal("0.99")),)})
    assert anew(declaration, replacement, [FOSSIL | METHANE]).intervals == (ends("362.736", "362.736", "362.736"),)
    assert way.counts == (Box(sources=("combustion",), gases=("co2-fossil",)),)
    assert way.ends(Item(Quantity(Decimal(1), "t"), pair_of("300"), "coal")) == []  # not analysed


def test_a_line_that_comes_evaluated_counts_as_it_is() -> None:
    declaration = declared((line("input", FOSSIL | METHANE, evaluated=True), "40..45"), (line("rest", OTHER), "7"))
    replacement = Replacement(0, (), FOSSIL | METHANE, FOSSIL | METHANE)
    found = anew(declaration, replacement, [FOSSIL | METHANE, FOSSIL | METHANE | OTHER, METHANE])
    assert found.intervals == (ends("40", None, "45"), ends("47", None, "52"), ends("0", None, "45"))


def test_what_a_replacement_counts_no_other_line_counts_again() -> None:
    # the losses are in the target's factor: the line that declares them apart is not added
    declaration, replacement = consumed("50", "100", [Anew((factor_value("0.6"),))])
    declaration = replace(declaration, lines=(declaration.lines[0], line("losses", METHANE)))
    assert anew(declaration, replacement, [FOSSIL | METHANE]).intervals == (ends("60", "60", "60"),)
    assert anew(declaration, replacement, [METHANE]).intervals == (ends("0", None, "60"),)


def test_what_only_some_ways_count_stays_open() -> None:
    declaration, replacement = consumed("50", "100", [Anew((factor_value("0.6"),), keeps=True)], replaced={"covered": FOSSIL})
    (figure,) = anew(declaration, replacement, [FOSSIL | METHANE]).intervals
    assert figure == ends("50", None, "60", "above")


def test_what_a_replaced_line_covered_and_its_factor_does_not_is_missing() -> None:
    declaration, replacement = consumed("50", "100", [Anew((factor_value("0.6"),))], replaced={"atoms": METHANE, "covered": METHANE})
    (figure,) = anew(declaration, replacement, [FOSSIL | METHANE]).intervals
    assert figure == ends("60", "60", "60", "above")
    (fossil,) = anew(declaration, replacement, [FOSSIL]).intervals
    assert (fossil.low, fossil.high, fossil.covered, fossil.shared_high) == (0, None, False, 0)


def test_a_whole_that_holds_a_replaced_part_counts_by_what_is_left() -> None:
    whole, power, other = line("whole", FOSSIL | OTHER), line("power", FOSSIL, activity=KEY), line("deep", FOSSIL | OTHER | NITROUS)
    replacement = Replacement(1, (Anew((factor_value("0.6"),)),), FOSSIL | METHANE, FOSSIL | METHANE)
    amounts: tuple[Quantity | None, ...] = (None, Quantity(Decimal(100), "kWh"), None)
    declaration = replace(declared((whole, "80"), (power, "50"), (other, "90")), amounts=amounts)
    found = anew(declaration, replacement, [FOSSIL | METHANE | OTHER | NITROUS, OTHER, NITROUS, FOSSIL | METHANE])
    assert found.intervals == (ends("99", "99", "99"), ends("30", "30", "30"), ends("9", "9", "9"), ends("60", "60", "60"))


def test_what_the_target_values_by_its_own_rule_alone_is_open() -> None:
    declaration = declared((line("fuel", FOSSIL | METHANE), "100"))
    rules = replace(RULES, unsettled=METHANE)
    # no declared value tells of the methane: the line counts in what is left of the figure
    assert figures_of(declaration, [FOSSIL | METHANE], rules=rules) == (ends("0", None, "100", "above"),)
    assert figures_of(declaration, [METHANE], rules=rules)[0].covered is False
