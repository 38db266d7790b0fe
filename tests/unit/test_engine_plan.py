"""Plans of a world of seven atoms, compiled and run: every figure, warning and error worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from seven_atoms import (
    EVERY,
    FOSSIL,
    METHANE,
    NITROUS,
    NOVEL,
    OTHER,
    RULES,
    STORE,
    UPTAKE,
    Pair,
    assumption,
    declared,
    ends,
    figures_of,
    line,
    outcome,
    pair_of,
    plan_for,
    share,
    weights,
)

from crosswalk.engine.bounds import Interval
from crosswalk.engine.plan import Denial, Residual
from crosswalk.errors import InconsistentDeclarationError
from crosswalk.model.mapping import Assumption

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
    assert [(term.slot, term.line, term.atoms, term.factor) for term in plan.forests[0].figures[0].terms] == [
        (0, 0, FOSSIL | OTHER, Decimal(1))
    ]
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
    assert found.vector[3] == pair_of("0")
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


# -- assumptions ---------------------------------------------------------------------------------------------------------------


def test_absence_narrows_and_misses_nothing() -> None:
    declaration = declared((line("fuel", FOSSIL | METHANE), "100"))
    rules = replace(RULES, absent=((assumption("no methane"), METHANE | NITROUS),))
    assert figures_of(declaration, [FOSSIL | METHANE, FOSSIL, METHANE, FOSSIL | NITROUS], rules=rules)[:2] == (
        ends("100", "100", "100"),
        ends("100", "100", "100"),
    )
    methane, nitrous = figures_of(declaration, [METHANE, FOSSIL | METHANE | NITROUS], rules=rules)
    assert methane == ends("0", "0", "0")._replace(covered=False)
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


def test_wholes_of_both_kinds_of_parts() -> None:
    # one part outside the declared set, one inside: the first does not count in the whole, the second does
    whole = line("whole", FOSSIL | METHANE | NOVEL)
    declaration = declared((whole, "100"), (line("novel", NOVEL, mass=True), "2"), (line("methane", METHANE), "30"))
    assert figures_of(declaration, [FOSSIL | METHANE | NOVEL, NOVEL]) == (ends("1106", "1106", "1106"), ends("1000", "1000", "1000"))
    # a range of masses
    declaration = declared((line("whole", FOSSIL | METHANE), "100"), (line("CH4", METHANE, mass=True), "1..2"))
    assert figures_of(declaration, [FOSSIL]) == (ends("50", None, "75"),)


def test_a_part_of_which_no_set_knows_the_factor() -> None:
    rules = replace(RULES, own_factors=weights(("1", "1", FOSSIL)), kept=True)
    declaration = declared((line("whole", FOSSIL | METHANE), "100"), (line("CH4", METHANE, mass=True), "1"))
    assert plan_for(declaration, [FOSSIL], rules=rules).forests[0].residuals[0].children == ((1, Decimal(0), Decimal(0)),)
    declaration = declared((line("whole", FOSSIL | METHANE, mass=True), "100"), (line("CH4", METHANE), "1"))
    assert plan_for(declaration, [FOSSIL], rules=rules).forests[0].residuals[0].children == ((1, Decimal(0), None),)


def test_all_roots_cover() -> None:
    kept = replace(RULES, kept=True)
    declaration = declared((line("fuel", FOSSIL), "100"), (line("methane", METHANE), "10"))
    assert figures_of(declaration, [FOSSIL | METHANE], rules=kept) == (ends("112", "112", "112"),)
    assert figures_of(declaration, [FOSSIL | METHANE | NITROUS], rules=kept) == (ends("112", "112", "112", "above"),)
    # a gas that the declared set leaves out is not covered, nor is a second one
    rules = replace(RULES, own_factors=weights(("1", "1", FOSSIL), ("0", "25", METHANE), ("0", "300", NITROUS)))
    declaration = declared((line("fuel", FOSSIL | METHANE | NITROUS), "100"))
    for gas in (METHANE, NITROUS):
        assert figures_of(declaration, [FOSSIL | gas], rules=rules)[0].high is None


def test_exactly_what_rounding_explains_is_no_contradiction() -> None:
    fossil, methane = line("fossil", FOSSIL), line("methane", METHANE)
    for second in ("28.4999999999", "31.5000000001"):  # three half digits of 0.5, and 1e-12 of the whole
        declaration = declared((line("whole", FOSSIL | METHANE), "100"), (fossil, "70"), (methane, second), half="0.5")
        assert outcome(plan_for(declaration, [FOSSIL]), declaration).notes == ()
    declaration = declared((line("sink", UPTAKE | METHANE), "100"), (methane, "98.9999999999"), half="0.5")
    assert figures_of(declaration, [UPTAKE]) == (ends("0", "0", "0"),)


@pytest.mark.parametrize(
    ("fossil", "methane", "gap"),
    [("70..72", "20..21", "7"), ("70..90", "20..30", None), ("80..82", "27..28", "-7"), ("80", "10..19.5", "0.5")],
)
def test_ranges_of_parts_differ_from_their_whole_by_the_nearer_end(fossil: str, methane: str, gap: str | None) -> None:
    declaration = declared((line("whole", FOSSIL | METHANE), "100"), (line("fossil", FOSSIL), fossil), (line("methane", METHANE), methane))
    notes = outcome(plan_for(declaration, [FOSSIL]), declaration).notes
    assert [note[0].partition("differ by ")[2].partition(" kg")[0] for note in notes] == ([] if gap is None else [gap])


def test_an_assumption_changes_nothing_that_is_exact() -> None:
    rules = replace(RULES, absent=((assumption("none"), UPTAKE | METHANE),))
    declaration = declared((line("sink", UPTAKE), "-5"), (line("methane", METHANE), "10"))
    assert figures_of(declaration, [UPTAKE, METHANE], rules=rules) == (ends("-5", "-5", "-5"), ends("12", "12", "12"))
    # nor where it is what the parts of a line leave, which denies it
    declaration = declared((line("net", UPTAKE | METHANE), "5"), (line("methane", METHANE), "10"))
    found = outcome(plan_for(declaration, [UPTAKE], rules=rules), declaration)
    assert found.intervals == (ends("-5", "-5", "-5"),)
    assert found.contradicted == ("none",)


def test_absence_of_a_part_leaves_the_rest_exact_above_and_below_zero() -> None:
    rules = replace(RULES, absent=((assumption("no methane"), METHANE),))
    net = line("net", FOSSIL | METHANE | UPTAKE)
    for value in ("100", "-5"):
        assert figures_of(declared((net, value)), [FOSSIL | METHANE | UPTAKE], rules=rules) == (ends(value, value, value),)


def test_a_share_counts_where_the_uptake_of_a_line_is_assumed_absent() -> None:
    net = line("net", FOSSIL | METHANE | UPTAKE)
    given = (share("0.9", "0.95", "0.98"), FOSSIL | METHANE, FOSSIL)
    rules = replace(RULES, absent=((assumption("no uptake"), UPTAKE),), shares=(given,))
    plan = plan_for(declared((net, "100")), [FOSSIL], rules=rules)
    assert [term.atoms for term in plan.forests[0].figures[0].terms] == [FOSSIL | METHANE]
    assert figures_of(declared((net, "100")), [FOSSIL], rules=rules) == (ends("90", "95", "98"),)
    # where no emission is left, a value above zero must be one: the term still holds all of the line
    none = replace(RULES, absent=((assumption("no emission"), FOSSIL | METHANE),))
    plan = plan_for(declared((net, "100")), [FOSSIL], rules=none)
    assert [term.atoms for term in plan.forests[0].figures[0].terms] == [FOSSIL | METHANE | UPTAKE]


def test_every_line_whose_uptake_is_assumed_absent_can_deny_it() -> None:
    rules = replace(RULES, absent=((assumption("no uptake"), UPTAKE),))
    declaration = declared(
        (line("fuel", NITROUS), "1"),
        (line("net", FOSSIL | UPTAKE | METHANE), "20"),
        (line("methane", METHANE), "30"),
        (line("store", STORE), "-1"),
    )
    plan = plan_for(declaration, [FOSSIL], rules=rules)
    assert plan.forests[0].denials == (Denial(5, (1, 2), ("no uptake",)),)
    assert outcome(plan, declaration).contradicted == ("no uptake",)
