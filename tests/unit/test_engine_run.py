"""What a run makes of zeros, of further cuts of the same emissions and of lines that the target evaluates anew, in a world of seven atoms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from seven_atoms import (
    FOSSIL,
    LIBRARY,
    METHANE,
    NITROUS,
    NOVEL,
    OTHER,
    RULES,
    UPTAKE,
    assumption,
    declared,
    ends,
    figures_of,
    line,
    outcome,
    pair_of,
    plan_for,
    share,
)

from crosswalk.engine.bounds import Interval
from crosswalk.engine.lines import ActivityKey, Declaration, Item
from crosswalk.engine.plan import Anew, Replacement
from crosswalk.engine.rules.activity import AnalysedCarbon, FactorValue
from crosswalk.engine.rules.reference import Restatement, catalogue
from crosswalk.engine.rules.unit import Basis
from crosswalk.engine.run import Outcome, run
from crosswalk.errors import InconsistentDeclarationError
from crosswalk.model.base import Source
from crosswalk.model.frame import Box
from crosswalk.model.quantity import Quantity

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


# -- further cuts --------------------------------------------------------------------------------------------------------------


def test_a_further_indicator_narrows_what_the_main_one_leaves_open() -> None:
    declaration = declared((line("total", FOSSIL | UPTAKE), "60"), (line("GHG", FOSSIL, view=True), "100"))
    plan = plan_for(declaration, [FOSSIL, UPTAKE, FOSSIL | UPTAKE], assumptions=(assumption("published"),))
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
        ([Anew((factor_value("0.6"),), keeps=True)], {"kept": (Decimal(1), Decimal("1.5"))}, ends("50", None, "75")),
        ([Anew((factor_value("0.6"),), keeps=True)], {"kept": (Decimal("0.5"), Decimal(1))}, ends("25", None, "60")),
        ([Anew((factor_value("0.6"),), keeps=True)], {"kept": (Decimal(0), Decimal(1))}, ends("0", None, "60")),
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
    zero = Decimal(0)
    assert fossil == Interval(zero, None, None, False, True, zero, zero, zero)


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


def test_a_declared_zero_that_stays_is_zero_under_any_factor() -> None:
    declaration, replacement = consumed("0", "100", [Anew((factor_value("0.6"),), keeps=True)], replaced={"kept": (Decimal("0.5"), None)})
    assert anew(declaration, replacement, [FOSSIL | METHANE]).intervals == (ends("0", None, "60"),)


def test_each_replaced_line_has_a_place_of_its_own() -> None:
    declaration = declared(
        (line("power", FOSSIL, activity=KEY), "50"), (line("heat", NITROUS, activity=KEY), "20"), (line("rest", OTHER), "7")
    )
    declaration = replace(declaration, amounts=(Quantity(Decimal(100), "kWh"), Quantity(Decimal(10), "kWh"), None))
    replacements = [Replacement(position, (Anew((factor_value("0.6"),)),), atoms, atoms) for position, atoms in ((0, FOSSIL), (1, NITROUS))]
    plan = plan_for(declaration, [FOSSIL, NITROUS, FOSSIL | NITROUS | OTHER], replacements=replacements)
    found = outcome(plan, declaration)
    assert found.vector == {0: pair_of("50"), 1: pair_of("20"), 2: pair_of("7"), 6: pair_of("60"), 7: pair_of("6")}
    assert found.intervals == (ends("60", "60", "60"), ends("6", "6", "6"), ends("73", "73", "73"))


def test_a_further_cut_that_contradicts_hides_none_of_the_others() -> None:
    note = ("a", "甲")
    absent = assumption("no uptake")
    declaration = declared(
        (line("fuel", FOSSIL | METHANE), "100"),
        (line("net", FOSSIL | METHANE | OTHER, view=True), "90"),
        (line("content", FOSSIL | UPTAKE, group="biogenic"), "-10"),
        half="0.5",
    )
    declaration = replace(declaration, notes=(note,))
    rules = replace(RULES, absent=((absent, UPTAKE),))
    plan = plan_for(declaration, [METHANE, FOSSIL], rules=rules, assumptions=(assumption("other"),))
    assert len(plan.forests) == 3
    found = outcome(plan, declaration)
    assert found.notes[0] == note
    assert len(found.notes) == 2
    assert found.contradicted == ("no uptake",)
    # the third one says that nothing is fossil, if there is no uptake
    assert found.intervals == (ends("0", None, "120"), ends("0", "0", "0"))
    # of three cuts, the last one bounds the figure although the second contradicts the first there
    declaration = declared(
        (line("fuel", FOSSIL | METHANE), "100"),
        (line("low", FOSSIL | NITROUS, view=True), "-0..10"),
        (line("carbon", METHANE | OTHER, group="biogenic"), "30"),
    )
    found = outcome(plan_for(declaration, [METHANE, FOSSIL, FOSSIL | METHANE]), declaration)
    assert found.intervals == (ends("0", None, "36"), ends("0", None, "10"), ends("100", None, "120"))


def test_a_cut_after_one_that_excludes_the_main_one_still_bounds() -> None:
    declaration = declared(
        (line("fuel", FOSSIL), "100"),
        (line("heat", METHANE | OTHER), "50"),
        (line("again", FOSSIL, view=True), "200"),
        (line("carbon", METHANE | NITROUS, group="biogenic"), "10"),
    )
    found = outcome(plan_for(declaration, [FOSSIL | METHANE]), declaration)
    # the main cut says 100 to 160, the second 200 to 260, the third 100 to 112
    (note,) = found.notes
    assert "[100, 160.0] against [200, 260.0]" in note[0]
    assert found.intervals == (ends("100", None, "112"),)
    assert found.chosen == 2


def test_what_a_run_was_told_stands_in_its_outcome() -> None:
    declaration = declared((line("fuel", FOSSIL), "100"))
    first, second = list(catalogue(LIBRARY).quantities.values())[:2]
    step = Restatement(first, second, Decimal(1), Decimal(2))
    wanted, own = Basis("kg", None, False, Decimal(1)), Basis("t", None, False, Decimal(3))
    plan = plan_for(declaration, [FOSSIL])
    found = run(plan, declaration, Decimal(2), wanted, own, step)
    assert found.step is step
    assert (found.plan, found.declaration) == (plan, declaration)
    assert (found.uniform, found.wanted, found.declared) == (Decimal(2), wanted, own)
    assert found.change is None
    assert outcome(plan, declaration).step is None


def test_a_figure_of_nothing_declared_stands_in_the_template() -> None:
    declaration = declared((line("fuel", FOSSIL), "100"))
    plan = plan_for(declaration, [FOSSIL, METHANE])
    told = ends("1", "2", "3")
    found = outcome(replace(plan, template=(plan.template[0], told), varying=(0,)), declaration)
    assert found.intervals == (ends("100", "100", "100"), told)


def test_a_cut_opens_only_the_side_that_it_is_silent_about() -> None:
    main = line("fuel", FOSSIL | OTHER)
    declaration = declared((main, "100"), (line("across", FOSSIL | METHANE, view=True), "60"))
    # methane is unknown to the main cut, other gases to the second: neither bounds the sum above, the main one bounds it below
    assert figures_of(declaration, [FOSSIL | OTHER | METHANE]) == (ends("100", None, None),)
    declaration = declared((main, "100"), (line("net", FOSSIL | UPTAKE, view=True), "60"))
    assert figures_of(declaration, [FOSSIL | OTHER | UPTAKE]) == (ends("60", None, "100"),)
    # a figure of which the main cut has nothing, and the second only the uptake
    main_figure = plan_for(declaration, [UPTAKE | METHANE]).forests[0].figures[0]
    zero = Decimal(0)
    assert main_figure.fixed == Interval(None, None, None, False, True, None, None, zero)
    declaration = declared((main, "100"), (line("gas", METHANE, view=True), "60"))
    main_figure = plan_for(declaration, [METHANE]).forests[0].figures[0]
    assert main_figure.fixed == Interval(zero, None, None, False, False, zero, None, None)
