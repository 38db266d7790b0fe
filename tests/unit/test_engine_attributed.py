"""Direct emissions of a good that were declared as zero in the place of less, under standards without that rule."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

import crosswalk as cw
from crosswalk.errors import InconsistentDeclarationError

CBAM = "eu/cbam-2023-956"
STEEL = {"kind": "product", "cn_code": "7208 39 00", "origin": "CN", "production_year": 2026}  # electricity does not count
ORE = {**STEEL, "cn_code": "2601 12 00"}  # electricity counts
LEAVES_EXPORTS_OUT = "cn/t-cisa-469-2024"
Ends = tuple[int | None, int | None]


def own(value: str, source: str | None = None, indicator: str | None = None) -> dict[str, Any]:
    words = {"source": source, "indicator": indicator}
    return {"stage": "process", **{key: word for key, word in words.items() if word}, "value": f"{value} kg CO2e"}


def shared(*figures: dict[str, Any], to: str = LEAVES_EXPORTS_OUT, good: dict[str, Any] = STEEL, **more: Any) -> Ends:
    data = {"standard": CBAM, "subject": good, "declared_unit": "1 t", "figures": list(figures), **more}
    translation = cw.translate(data, to=to, assumptions="none")
    per = Decimal(1000 if translation.unit.startswith("t ") else 1)
    low, _, high = translation.shared.bounds
    return (None if low is None else int(low * per), None if high is None else int(high * per))


NO_MORE = [own("0", source) for source in ("process", "heat", "retained", "capture")]


def test_zero_says_no_more_than_that_deductions_are_not_smaller() -> None:
    assert shared(own("0", indicator="direct")) == (0, None)
    assert shared(own("0", indicator="direct"), own("-5", "exports")) == (0, None)
    assert shared(own("0", indicator="direct"), own("3", "combustion"), own("-5", "exports")) == (3, None)
    assert shared(own("0", indicator="direct"), own("3", "combustion"), own("-5", "exports"), *NO_MORE) == (3, 3)


def test_above_zero_it_is_a_sum() -> None:
    """2 kg are left of what is emitted when 5 kg were taken off for exports: 7 kg or, with something retained, more."""
    assert shared(own("2", indicator="direct"), own("-5", "exports")) == (7, None)
    assert shared(own("2", indicator="direct"), own("-5", "exports"), own("0", "retained"), own("0", "capture")) == (7, 7)


def test_a_figure_that_holds_more_is_the_most_that_its_parts_add_up_to() -> None:
    """With exports of 5 kg, 4 kg of ore may be electricity alone, beside hardly any direct emissions: not 9 kg."""
    assert shared(own("4"), own("-5", "exports"), good=ORE) == (4, None)
    assert shared(own("4"), good=ORE) == (4, None)


def test_two_such_figures_differ_by_what_the_larger_holds_besides() -> None:
    """Direct emissions may lie below zero by any amount; electricity is 4 kg all the same."""
    ends = (own("0", indicator="direct"), own("4"))
    data = {"standard": CBAM, "subject": ORE, "declared_unit": "1 t", "figures": list(ends), "precursors": []}
    declaration = cw.translate(data, to=LEAVES_EXPORTS_OUT, assumptions="none").outcome.declaration
    own_lines = [
        (line.label, value) for line, value in zip(declaration.lines, declaration.values, strict=True) if "precursors" not in line.label
    ]
    less, more = Decimal("-Infinity"), Decimal("Infinity")
    sums = [("process / direct", (less, 0)), ("process", (less, 4))]
    assert own_lines == [*sums, ("process / direct", (0, more)), ("process", (4, 4))]
    electricity = declaration.lines[-1].atoms
    assert electricity == declaration.lines[1].atoms & ~declaration.lines[0].atoms
    assert shared(*ends, good=ORE) == (4, None)


def test_what_is_declared_of_the_emissions_is_the_least_of_them() -> None:
    """Electricity is 4 kg, combustion 3 kg, whatever is exported."""
    assert shared(own("4"), own("0", indicator="direct"), own("3", "combustion"), own("-5", "exports"), good=ORE) == (7, None)
    assert shared(own("4"), own("4", "electricity"), own("3", "combustion"), good=ORE) == (7, None)
    assert shared(own("2"), own("3", "combustion"), own("-5", "exports"), good=ORE) == (3, None)


def test_where_all_deductions_are_declared_and_smaller_figures_are_sums() -> None:
    parts = [own("9", "combustion"), own("-5", "exports"), own("0", "retained"), own("0", "capture")]
    assert shared(*parts, own("4", indicator="direct")) == (9, 9)
    assert shared(*parts, own("6"), good=ORE) == (11, 11)
    with pytest.raises(InconsistentDeclarationError):
        shared(*parts, own("1", indicator="direct"))


def test_the_note_names_what_to_declare() -> None:
    data = {"standard": CBAM, "subject": STEEL, "declared_unit": "1 t", "figures": [own("0", indicator="direct")]}
    notes = {
        target: cw.translate(data, to=target, assumptions="none").outcome.notes
        for target in (LEAVES_EXPORTS_OUT, "eu/cbam-2023-1773", CBAM)
    }
    assert any("exported, retained and captured apart" in en and "输出、留存与捕集" in zh for en, zh in notes[LEAVES_EXPORTS_OUT])
    assert not any("exported, retained" in en for target in ("eu/cbam-2023-1773", CBAM) for en, _ in notes[target])


def test_under_the_same_rule_a_declared_figure_stays() -> None:
    for target in (CBAM, "eu/cbam-2023-1773"):
        assert shared(own("0", indicator="direct"), own("3", "combustion"), own("-5", "exports"), to=target, precursors=[]) == (0, 0)


ALL = [own("3", "combustion"), own("-5", "exports"), *NO_MORE]


@pytest.mark.parametrize("to", [CBAM, "eu/cbam-2023-1773"])
def test_what_all_parts_leave_below_zero_is_zero_beside_a_total(to: str) -> None:
    """Electricity is the whole of the 4 kg, as the direct emissions of 3 - 5 kg count as zero; read as a sum, 2 kg would be missing."""
    declared = [*ALL, own("4", "electricity")]
    assert shared(*declared, to=to, good=ORE, precursors=[], total="4 kg CO2e") == (4, 4)
    assert shared(*declared, own("4"), to=to, good=ORE, precursors=[]) == (4, 4)
    assert shared(*declared, to=to, good=ORE, precursors=[]) == (4, 4)
    assert shared(*declared, good=ORE, total="4 kg CO2e") == (7, 7)
    with pytest.raises(InconsistentDeclarationError):
        shared(*declared, to=to, good=ORE, total="1 kg CO2e")


@pytest.mark.parametrize("to", [CBAM, "eu/cbam-2023-1773"])
def test_deductions_beside_a_figure_of_all_direct_emissions_say_nothing_of_the_rest(to: str) -> None:
    """The process is 4 kg with its electricity, its exports are larger than its emissions: precursors are 6 kg of the total, not 11 kg."""
    emissions = {"stage": "A3.process", "source": "emissions", "value": "7 kg CO2e"}
    data = {
        "standard": CBAM,
        "subject": ORE,
        "declared_unit": "1 t",
        "figures": [emissions, own("-9", "exports"), own("4")],
        "total": "10 kg CO2e",
    }
    translation = cw.translate(data, to=to, assumptions="none")
    ends = [translation.figure(stage).bounds[::2] for stage in ("process", "precursors")]
    if to == CBAM:
        assert ends == [(Decimal("0.004"), Decimal("0.004")), (Decimal("0.006"), Decimal("0.006"))]
    else:  # fugitive emissions count besides
        assert ends == [(0, None), (Decimal("0.006"), None)]
    assert any("exports: not used" in en and "未采用" in zh for en, zh in translation.outcome.notes)


def test_a_declaration_without_deductions_is_read_as_it_stands() -> None:
    declaration = cw.translate(
        {"standard": CBAM, "subject": ORE, "declared_unit": "1 t", "figures": [own("2", "combustion"), own("4")]}, to="eu/cbam-2023-1773"
    ).outcome.declaration
    assert [line.label for line in declaration.lines] == ["process / combustion", "process"]
    assert list(declaration.values) == [(Decimal(2), Decimal(2)), (Decimal(4), Decimal(4))]
    assert not declaration.notes


@pytest.mark.parametrize("to", [LEAVES_EXPORTS_OUT, CBAM, "eu/cbam-2023-1773"])
def test_a_figure_below_another_one_inside_it_is_refused(to: str) -> None:
    whole = {"stage": "A1-A3", "value": "1000.0 kg CO2e"}
    for more in ((), (own("-5", "exports"),)):
        with pytest.raises(InconsistentDeclarationError, match=r"the parts of A1-A3 exceed it by 1000"):
            shared(own("2000.0"), whole, *more, to=to, good=ORE)
