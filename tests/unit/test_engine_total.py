"""A declared total beside its parts: when it is a check, when it says more, when it holds what lies outside, and when it cannot be."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

import crosswalk as cw
from crosswalk.engine.lines import Declaration
from crosswalk.errors import InconsistentDeclarationError

EN15978, EN15804, GBT51366, BR18 = "eu/en-15978-2011", "eu/en-15804-a2-2019", "cn/gbt-51366-2019", "eu/dk-br18-2023"


def figures(*values: str) -> list[dict[str, Any]]:
    """`stage [indicator] value` in kg CO2e."""
    found = []
    for entry in values:
        stage, *indicator, value = entry.split()
        found.append({"stage": stage, "value": f"{value} kg CO2e"} | ({"indicator": indicator[0]} if indicator else {}))
    return found


def translated(standard: str, total: str, parts: list[dict[str, Any]], **more: Any) -> cw.Translation:
    data: dict[str, Any] = {"standard": standard, "figures": parts, "total": total, **more}
    if standard == EN15804:
        data["declared_unit"] = "1 t"
    else:
        data["subject"] = {"gross_floor_area": "100 m**2", "heated_floor_area": "100 m**2", "service_life": "50 a"}
    return cw.translate(data, to=standard)


def read(standard: str, total: str, parts: list[dict[str, Any]], **more: Any) -> Declaration:
    return translated(standard, total, parts, **more).outcome.declaration


def labels(declaration: Declaration) -> list[str]:
    return [line.label for line in declaration.lines]


# -- a check -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("total", "agrees"),
    [("1100", True), ("1101", True), ("1102", False), ("1101.0", True), ("1101.1", False), ("1105", False), ("1.1e3", True)],
)
def test_a_total_that_its_parts_add_up_to_is_a_check(total: str, agrees: bool) -> None:
    # half a unit of each part and half a digit of the total
    found = read(GBT51366, f"{total} kg CO2e", figures("production 1000", "transport 100"))
    assert labels(found) == ["production", "transport", *([] if agrees else ["total"])]
    assert found.notes == ()


def test_a_total_in_tonnes_is_rounded_in_tonnes() -> None:
    parts = figures("production 1020", "transport 100")
    assert labels(read(GBT51366, "1.1 t CO2e", parts)) == ["production", "transport"]
    found = read(GBT51366, "1.2 t CO2e", parts)
    assert labels(found) == ["production", "transport", "total"]
    assert found.fields == ("figures[0]", "figures[1]", "total")
    assert found.values[2] == (Decimal(1200), Decimal(1200))
    assert found.half_digits == (Decimal("0.5"), Decimal("0.5"), Decimal(50))
    assert found.amounts == (None, None, None)


def test_parts_of_parts_and_further_cuts_are_not_added_again() -> None:
    for inside in (["A1 300"], ["A1-A3 GWP-fossil 300", "A1-A3 GWP-GHG 401"]):
        parts = figures("A1-A3 402", *inside, "C4 3")
        assert "total" not in labels(read(EN15804, "405 kg CO2e", parts))
        assert "total" in labels(read(EN15804, "705 kg CO2e", parts))
    # nor is what answers a question beyond the standard, or a carbon content
    more: dict[str, Any] = {"supplement": figures("B6 33"), "biogenic_carbon": {"product": "10 kg C"}}
    assert "total" not in labels(read(EN15804, "405 kg CO2e", figures("A1-A3 402", "C4 3"), **more))
    assert "total" in labels(read(EN15804, "438 kg CO2e", figures("A1-A3 402", "C4 3"), **more))
    assert "total" in labels(read(EN15804, "442 kg CO2e", figures("A1-A3 402", "C4 3"), **more))


def test_what_a_carbon_content_or_a_further_indicator_says_of_other_stages_is_no_part() -> None:
    assert "total" not in labels(read(EN15804, "405 kg CO2e", figures("A4 402", "A5 3"), biogenic_carbon={"product": "10 kg C"}))
    assert "total" not in labels(read(EN15804, "405 kg CO2e", figures("A1-A3 402", "C4 3", "A4 GWP-GHG 10")))


def test_a_mass_of_gas_is_no_part_in_co2e() -> None:
    parts = [*figures("A1-A3 402", "C4 3"), {"stage": "C2", "gas": "ch4", "mass": "100 kg"}]
    assert "total" not in labels(read(EN15804, "405 kg CO2e", parts))


def test_a_total_may_lie_anywhere_in_the_ranges_of_its_parts() -> None:
    between = {"stage": "transport", "value": {"low": "100 kg CO2e", "high": "200 kg CO2e"}}
    parts = [*figures("production 1000"), between]
    for total, agrees in (("1098", False), ("1099", True), ("1100", True), ("1150", True), ("1200", True), ("1201", True), ("1202", False)):
        if total == "1098":
            with pytest.raises(InconsistentDeclarationError, match="the parts add up to 1100 kg CO2e, more than the total of 1098"):
                read(GBT51366, f"{total} kg CO2e", parts)
        else:
            assert ("total" not in labels(read(GBT51366, f"{total} kg CO2e", parts))) == agrees


# -- a line of its own ---------------------------------------------------------------------------------------------------------


def test_a_total_that_says_more_is_a_line() -> None:
    found = translated(GBT51366, "1500 kg CO2e", figures("production 1000", "transport 100"))
    assert found.total.bounds == (Decimal(1500),) * 3
    line = found.outcome.declaration.lines[2]
    assert line.label == "total"
    assert all(not part.atoms & ~line.atoms for part in found.outcome.declaration.lines)


def test_a_total_below_its_parts_holds_uptake_where_uptake_can_be_undeclared() -> None:
    # EN 15804: GWP-total nets biogenic uptake, which nobody need declare apart
    found = translated(EN15804, "300 kg CO2e", figures("A1-A3 402", "C4 3"))
    assert found.total.bounds == (Decimal(300),) * 3
    # in GB/T 51366 the only uptake is that of sinks, a figure of its own
    with pytest.raises(InconsistentDeclarationError) as caught:
        read(GBT51366, "1098 kg CO2e", figures("production 1000", "transport 100"))
    (finding,) = caught.value.findings
    assert finding.en == (
        "the parts add up to 1100 kg CO2e, more than the total of 1098 kg CO2e; declare sinks and credits as figures of their own"
    )
    assert finding.zh == "各部分之和为 1100 kg CO2e，超过总量 1098 kg CO2e；碳汇与抵扣请单独声明"
    assert finding.field == "total"


HOUSE = ("A1-A3 1000", "B4 200", "B6 300", "C3 50", "C4 20")


@pytest.mark.parametrize("total", ["1567", "1570", "1573"])
def test_all_parts_of_a_total_may_differ_from_it_by_rounding(total: str) -> None:
    found = translated(BR18, f"{total} kg CO2e", figures(*HOUSE))
    assert labels(found.outcome.declaration) == [part.split()[0] for part in HOUSE]
    assert found.total.bounds == (Decimal(1570),) * 3


@pytest.mark.parametrize("total", ["1566", "1574", "1566.9", "1573.000000002"])
def test_all_parts_of_a_total_must_add_up_to_it(total: str) -> None:
    with pytest.raises(InconsistentDeclarationError) as caught:
        read(BR18, f"{total} kg CO2e", figures(*HOUSE))
    (finding,) = caught.value.findings
    assert finding.en == f"every part of the total is declared, but they add up to 1570 kg CO2e, not {total} kg CO2e"
    assert finding.zh == f"总量的各部分均已声明，但其和为 1570 kg CO2e，而不是 {total} kg CO2e"
    assert finding.field == "total"


def test_a_total_printed_by_software_may_carry_binary_noise() -> None:
    parts = [{"stage": "production", "value": "1000.00000000000000 kg CO2e"}, {"stage": "transport", "value": "100.00000000000000 kg CO2e"}]
    for total, agrees in (("1100.00000000109", True), ("1099.99999999891", True), ("1100.00000000113", False)):
        assert ("total" not in labels(read(GBT51366, f"{total} kg CO2e", parts))) == agrees


# -- what lies outside ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("total", "credits", "named", "amount"),
    [
        ("325", ["D -80"], "D", "-80"),
        ("327", ["D -80"], "D", "-80"),
        ("323", ["D -80"], "D", "-80"),
        ("325", ["D GWP-fossil -50", "D GWP-biogenic -30"], "D / GWP-fossil, D / GWP-biogenic", "-80"),
        ("355", ["D GWP-fossil -50", "D GWP-biogenic -30"], "D / GWP-fossil", "-50"),
        ("375", ["D GWP-fossil -50", "D GWP-biogenic -30"], "D / GWP-biogenic", "-30"),
    ],
)
def test_a_total_that_nets_module_d_says_nothing_of_the_standards_total(total: str, credits: list[str], named: str, amount: str) -> None:
    found = translated(EN15804, f"{total} kg CO2e", figures("A1-A3 402", "C4 3", *credits))
    assert found.total.bounds == (Decimal(405),) * 3
    declaration = found.outcome.declaration
    assert "total" not in labels(declaration)
    assert declaration.notes == (
        (
            f"total: the total of {total} kg CO2e includes {named} ({amount} kg CO2e), which the standard keeps outside; "
            "it is left away, the parts add up to 405 kg CO2e",
            f"total：总量 {total} kg CO2e 包含了 {named}（{amount} kg CO2e），而标准将其置于总量之外；该总量不予采用，各部分之和为 405 kg CO2e",
        ),
    )


@pytest.mark.parametrize(
    ("total", "outside"),
    [("328", "D -80"), ("322", "D -80"), ("500", "D -80"), ("485", "D 80"), ("325", "D 80"), ("403", "D 0"), ("365", "D GWP-fossil -80")],
)
def test_a_total_that_credits_do_not_explain_is_a_line(total: str, outside: str) -> None:
    found = translated(EN15804, f"{total} kg CO2e", figures("A1-A3 402", "C4 3", outside))
    assert labels(found.outcome.declaration)[-1] == "total"
    assert found.outcome.declaration.notes == ()
    assert found.total.bounds == (Decimal(total),) * 3


def test_credits_between_two_ends_explain_no_total() -> None:
    between = {"stage": "D", "value": {"low": "-90 kg CO2e", "high": "-70 kg CO2e"}}
    for total in (315, 325, 335):
        assert "total" in labels(read(EN15804, f"{total} kg CO2e", [*figures("A1-A3 402", "C4 3"), between]))


def test_a_total_that_nets_credits_keeps_the_range_of_its_parts() -> None:
    between = {"stage": "A1-A3", "value": {"low": "400 kg CO2e", "high": "420 kg CO2e"}}
    parts = [between, *figures("C4 3", "D -80")]
    for total, netted in (("322", True), ("323", True), ("343", True), ("344", True), ("345", False), ("321", False)):
        found = read(EN15804, f"{total} kg CO2e", parts)
        assert bool(found.notes) == netted
        assert ("total" in labels(found)) != netted
        if netted:
            assert found.notes[0][0].endswith("the parts add up to 403 to 423 kg CO2e")
            assert found.notes[0][1].endswith("各部分之和为 403 至 423 kg CO2e")


def test_all_parts_of_a_total_are_told_with_both_ends() -> None:
    between = {"stage": "C4", "value": {"low": "20 kg CO2e", "high": "30 kg CO2e"}}
    with pytest.raises(InconsistentDeclarationError) as caught:
        read(BR18, "1600 kg CO2e", [*figures(*HOUSE[:-1]), between])
    (finding,) = caught.value.findings
    assert finding.en == "every part of the total is declared, but they add up to 1570 to 1580 kg CO2e, not 1600 kg CO2e"
    assert finding.zh == "总量的各部分均已声明，但其和为 1570 至 1580 kg CO2e，而不是 1600 kg CO2e"
