"""What a declaration says before anything is translated: lines, values, rounding, items that add up, and the carbon of a product."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

import crosswalk as cw
from crosswalk.engine.declare import carbon_places, declare, release_carriers
from crosswalk.engine.lines import Declaration, Line
from crosswalk.errors import DeclarationError, InputError
from crosswalk.library.library import Library

LIBRARY = Library.shipped()
SPACE = LIBRARY.space("life-cycle")
EN15804, GBT51366, EN15978 = "eu/en-15804-a2-2019", "cn/gbt-51366-2019", "eu/en-15978-2011"
CO2 = Decimal(44) / 12


def read(standard: str, figures: list[dict[str, Any]], **more: Any) -> Declaration:
    data: dict[str, Any] = {"standard": standard, "figures": figures, **more}
    if standard == EN15804:
        data.setdefault("declared_unit", "1 t")
    return declare(cw.read(data), LIBRARY, LIBRARY.standard(standard))


def figure(stage: str, value: str | tuple[str | None, str | None], **more: Any) -> dict[str, Any]:
    ends = {key: f"{end} kg CO2e" for key, end in zip(("low", "high"), value, strict=True) if end} if isinstance(value, tuple) else None
    return {"stage": stage, "value": ends or f"{value} kg CO2e", **more}


def shown(declaration: Declaration) -> list[tuple[str, str, str, str]]:
    """(label, field, low, high) of each line, to six digits after the point."""
    return [
        (line.label, field, f"{low:.6f}".rstrip("0").rstrip("."), f"{high:.6f}".rstrip("0").rstrip("."))
        for line, field, (low, high) in zip(declaration.lines, declaration.fields, declaration.values, strict=True)
    ]


# -- figures -------------------------------------------------------------------------------------------------------------------


def test_figures_and_supplements_stand_in_their_order() -> None:
    found = read(EN15804, [figure("A1-A3", "402"), figure("C4", "3.5", indicator="GWP-fossil")], supplement=[figure("B6", "33.25")])
    assert shown(found) == [
        ("A1-A3", "figures[0]", "402", "402"),
        ("C4 / GWP-fossil", "figures[1]", "3.5", "3.5"),
        ("B6", "supplement[0]", "33.25", "33.25"),
    ]
    assert found.half_digits == (Decimal("0.5"), Decimal("0.05"), Decimal("0.005"))
    assert [line.beyond for line in found.lines] == [False, False, True]
    assert found.amounts == (None, None, None)
    assert found.items == {}
    assert found.notes == ()
    assert found.used_factors == ()
    assert found.allocated is None


def test_a_label_names_all_words_of_a_figure() -> None:
    words = {"stage": "A3", "source": "combustion", "gas": "ch4", "mass": "2 kg"}
    (line,) = read(EN15804, [words]).lines
    assert (line.label, line.mass, line.gas, line.view) == ("A3 / combustion / ch4", True, "ch4", False)
    assert line.atoms == SPACE.box(("A3",), ("combustion",), ("ch4",))
    (view,) = read(EN15804, [figure("A3", "2", indicator="GWP-GHG")]).lines
    assert view.view
    (further,) = read(EN15804, [figure("A3", "2", indicator="GWP-fossil")]).lines
    assert not further.view


@pytest.mark.parametrize(
    ("stage", "value", "expected"),
    [
        ("production", ("-5", "10"), ("0", "10")),  # no emission is below zero
        ("production", ("5", "10"), ("5", "10")),
        ("carbon-sink", ("-10", "5"), ("-10", "0")),  # no sink is above zero
        ("carbon-sink", ("-10", "-5"), ("-10", "-5")),
        ("production", ("5", None), ("5", "Infinity")),
        ("production", (None, "5"), ("0", "5")),
        ("carbon-sink", (None, "-5"), ("-Infinity", "-5")),
        ("carbon-sink", ("-5", None), ("-5", "0")),
    ],
)
def test_a_range_is_cut_at_zero_where_the_line_cannot_follow(stage: str, value: tuple[str, str], expected: tuple[str, str]) -> None:
    assert read(GBT51366, [figure(stage, value)]).values == (tuple(Decimal(end) for end in expected),)


def test_a_range_of_a_line_of_both_signs_is_kept() -> None:
    assert read(EN15804, [figure("A1-A3", ("-5", "10"))]).values == ((Decimal(-5), Decimal(10)),)


@pytest.mark.parametrize(
    ("stage", "value", "en", "zh"),
    [
        (
            "production",
            "-5.50",
            "a negative value (-5.5) for production, which holds emissions only; declare uptake, storage or credits under their own source",
            "production 仅含排放，不能为负值（-5.5）；吸收、封存或抵扣请按各自的来源声明",
        ),
        (
            "carbon-sink",
            "500",
            "a positive value (500) for carbon-sink, which holds uptake, storage or credits only; write it negative",
            "carbon-sink 仅含吸收、封存或抵扣，不能为正值（500）；请写作负值",
        ),
    ],
)
def test_a_value_of_the_wrong_sign_is_refused(stage: str, value: str, en: str, zh: str) -> None:
    with pytest.raises(DeclarationError) as caught:
        read(GBT51366, [figure("production", "1"), figure(stage, value)] if stage != "production" else [figure(stage, value)])
    (finding,) = caught.value.findings
    assert (finding.en, finding.zh) == (en, zh)
    assert finding.field == ("figures[0].value" if stage == "production" else "figures[1].value")
    assert read(GBT51366, [figure(stage, "0")]).values == ((Decimal(0), Decimal(0)),)


# -- items that add up ---------------------------------------------------------------------------------------------------------


def material(name: str, amount: str, factor: str, stage: str = "production") -> dict[str, Any]:
    return {"stage": stage, "activity": {"material": name, "amount": amount, "factor": factor}}


def test_items_of_one_stage_are_parts_of_one_figure() -> None:
    found = read(
        GBT51366,
        [
            material("cement", "2.0 t", "700 kg CO2e/t"),
            figure("demolition", "9"),
            material("carbon-steel-average", "3.0 t", "2000 kg CO2e/t"),
            material("cement", "1.0 t", "800 kg CO2e/t", "demolition") | {"stage": "transport"},
            material("sand", "10 t", "3 kg CO2e/t"),
        ],
    )
    lines = shown(found)
    assert lines[0][1:] == ("figures[0]", "7430", "7430")  # 1400 + 6000 + 30
    assert lines[0][0].endswith(" (3)")
    assert [entry[1] for entry in lines] == ["figures[0]", "figures[1]", "figures[3]"]
    assert lines[2][2:] == ("800", "800")
    items = found.items_of(0)
    assert [str(item.value[0]) for item in items] == ["1400.0", "6000.0", "30"]
    assert [item.amount.to("t").magnitude for item in items] == [2, 3, 10]
    assert len(found.lines[0].activities) == 3
    assert found.amounts[0] is None
    assert found.amounts[2] is not None
    assert found.half_digits[0] == sum(
        (
            entry.half_digits[0]
            for entry in (
                read(GBT51366, [material("cement", "2.0 t", "700 kg CO2e/t")]),
                read(GBT51366, [material("carbon-steel-average", "3.0 t", "2000 kg CO2e/t")]),
                read(GBT51366, [material("sand", "10 t", "3 kg CO2e/t")]),
            )
        ),
        Decimal(0),
    )
    assert len(found.lines) == len(found.fields) == len(found.values) == len(found.half_digits) == len(found.amounts) == 3


def test_one_item_alone_stays_as_it_is() -> None:
    found = read(GBT51366, [material("cement", "2.0 t", "700 kg CO2e/t")])
    ((label, field, low, high),) = shown(found)
    assert (field, low, high) == ("figures[0]", "1400", "1400")
    assert "(" not in label
    assert found.amounts[0] is not None
    assert found.amounts[0].to("t").magnitude == 2


# -- biogenic carbon -----------------------------------------------------------------------------------------------------------


def carbon(figures: list[dict[str, Any]], product: str = "10 kg C", **more: Any) -> list[tuple[str, str, str, str]]:
    return shown(read(EN15804, figures, biogenic_carbon={"product": product, **more}))


def test_carbon_is_taken_up_and_given_off_at_44_to_12() -> None:
    # 3 kg of carbon are 11 kg of CO2, 6 kg are 22 kg
    assert carbon([figure("A1-A3", "402")], "3 kg C") == [
        ("A1-A3", "figures[0]", "402", "402"),
        ("biogenic carbon bound", "biogenic_carbon", "-11", "-11"),
        ("biogenic carbon given off", "biogenic_carbon", "11", "11"),
    ]
    found = read(EN15804, [figure("A1-A3", "402")], biogenic_carbon={"product": "3 kg C", "packaging": "6 kg C"})
    assert shown(found)[1:] == [
        ("biogenic carbon bound", "biogenic_carbon", "-33", "-33"),
        ("biogenic carbon given off", "biogenic_carbon", "11", "11"),
        ("packaging carbon given off", "biogenic_carbon", "22", "22"),
    ]
    bound, given, packaging = found.lines[1:]
    rule = LIBRARY.standard(EN15804).biogenic
    assert rule is not None
    for line, stages in ((bound, rule.product_uptake), (given, rule.product_release), (packaging, rule.packaging_release)):
        assert line.atoms == SPACE.box(stages, ("biogenic",), ("co2-biogenic",))
        assert (line.mass, line.gas, line.group) == (True, "co2-biogenic", "biogenic")
    assert found.half_digits[1:] == (Decimal(0),) * 3
    assert found.amounts[1:] == (None, None, None)


def test_a_standard_that_is_none_on_products_holds_no_carbon() -> None:
    frame = LIBRARY.standard("int/ghgp-corporate-2004")
    assert carbon_places(frame, LIBRARY.space(frame.frame)) is None
    plain = LIBRARY.standard(EN15978)
    usual = SPACE.frame.carbon
    assert usual is not None
    if plain.biogenic is None:
        assert carbon_places(plain, SPACE) == (usual.uptake, usual.release)
    own = LIBRARY.standard(EN15804).biogenic
    assert own is not None
    assert carbon_places(LIBRARY.standard(EN15804), SPACE) == (own.product_uptake, own.product_release)


@pytest.mark.parametrize(
    ("figures", "where"),
    [
        ([figure("C3", "40"), figure("C4", "2")], ("C3", "C4")),  # either may hold it
        ([figure("C3", "40")], ("C3",)),
        ([figure("C3", "36.7")], ("C3",)),
        ([figure("C3", "36.6")], ("C3", "C4")),  # too little to hold the release
        ([figure("C3", "40"), figure("C4", "0")], ("C3",)),
        ([figure("C3", "0"), figure("C4", "40")], ("C4",)),
        ([figure("C4", "40")], ("C4",)),
        ([figure("C4", ("40", "50"))], ("C4",)),
        ([figure("C4", ("30", "50"))], ("C3", "C4")),
        ([figure("A1-A3", "40")], ("C3", "C4")),
        ([figure("C4", "40", indicator="GWP-GHG")], ("C3", "C4")),  # a further indicator says nothing of it
    ],
)
def test_carbon_is_given_off_where_the_only_value_is_large_enough(figures: list[dict[str, Any]], where: tuple[str, ...]) -> None:
    found = read(EN15804, figures, biogenic_carbon={"product": "10 kg C"})
    (line,) = (line for line in found.lines if line.label == "biogenic carbon given off")
    assert line.atoms == SPACE.box(where, ("biogenic",), ("co2-biogenic",))


def test_a_value_that_is_just_the_release_holds_it() -> None:
    found = read(EN15804, [figure("C4", "11")], biogenic_carbon={"product": "3 kg C"})
    assert found.lines[-1].atoms == SPACE.box(("C4",), ("biogenic",), ("co2-biogenic",))


def test_the_lines_of_a_stage_that_may_hold_a_release() -> None:
    def line(stages: tuple[str, ...], view: bool = False) -> Line:
        return Line("x", SPACE.box(stages, None), view=view)

    lines = [line(("C3",)), line(("C4",)), line(("C3", "C4")), line(("C4",), view=True), line(("A1",)), line(("C4",))]
    assert list(release_carriers(SPACE, lines, ("C3", "C4"))) == [("C3", (0,)), ("C4", (1, 5))]


def test_modules_that_only_together_hold_the_uptake_are_added_up() -> None:
    found = read(EN15804, [figure("A1", "-100"), figure("A2", "20.5"), figure("A3", "30"), figure("C4", "50")], biogenic_carbon="10 kg C")
    lines = shown(found)
    assert lines[4] == ("A1 + A2 + A3", "figures[0]", "-49.5", "-49.5")
    assert found.half_digits[4] == Decimal("1.05")
    assert found.lines[4].group == "biogenic"
    assert found.lines[4].atoms == sum((found.lines[position].atoms for position in range(3)), 0)
    assert lines[5][0] == "biogenic carbon bound"


@pytest.mark.parametrize(
    "figures",
    [
        [figure("A1-A3", "402")],  # one figure holds it
        [figure("A1", "-100"), figure("A3", "30")],  # a module is not declared
        [figure("A1", "-100"), figure("A2", "20"), figure("A3", "30", indicator="GWP-fossil")],
        [figure("A1", "-100"), figure("A2", "20"), figure("A3", "30", indicator="GWP-GHG")],
        [figure("A1-A3", "402"), figure("A1", "-100"), figure("A2", "20"), figure("A3", "482")],
        [figure("C4", "402")],
    ],
)
def test_where_nothing_needs_to_be_added_up(figures: list[dict[str, Any]]) -> None:
    assert not any(" + " in label for label, *_ in carbon(figures))


def test_modules_between_two_ends_are_added_up_end_by_end() -> None:
    lines = carbon([figure("A1", ("-100", "-90")), figure("A2", "20"), figure("A3", ("30", "35"))])
    assert lines[3] == ("A1 + A2 + A3", "figures[0]", "-50", "-35")


def test_the_finest_figures_are_added_up() -> None:
    parts = [figure("A1", "-100"), figure("A2", "20"), figure("A3", "30"), figure("A1", "-20", indicator="GWP-biogenic")]
    found = read(EN15804, parts, biogenic_carbon="10 kg C")
    # the biogenic part of A1 holds its uptake, but not all of A1 to A3
    assert any(line.label == "biogenic carbon bound" for line in found.lines)


# -- a process with co-products ------------------------------------------------------------------------------------------------

# 120 of 150 MJ are hydrogen: it bears four fifths
PROCESS: dict[str, Any] = {
    "declared_unit": "1 MJ",
    "co_products": {"product": "hydrogen", "energies": {"hydrogen": "120 MJ", "heat": "30 MJ"}},
}


def whole(**words: Any) -> dict[str, Any]:
    return {"stage": "e_i+e_p", "indicator": "gross", "of_process": True, **words}


def test_the_product_bears_its_share_of_the_process() -> None:
    found = read(
        "eu/rfnbo-2023-1185",
        [
            whole(value="30.0 g CO2e"),
            {"stage": "e_td", "value": "2 g CO2e"},
            whole(value={"low": "10 g CO2e", "high": "20 g CO2e"}, source="electricity"),
        ],
        **PROCESS,
    )
    assert [entry[1:] for entry in shown(found)] == [
        ("figures[0]", "0.024", "0.024"),
        ("figures[1]", "0.002", "0.002"),
        ("figures[2]", "0.008", "0.016"),
    ]
    assert found.half_digits == (Decimal("0.00004"), Decimal("0.0005"), Decimal(0))
    assert found.allocated is not None
    assert (found.allocated.share, found.allocated.fields) == (Decimal("0.8"), ("figures[0]", "figures[2]"))


def test_the_product_bears_its_share_of_what_was_consumed() -> None:
    power = {"electricity": "10 kWh", "factor": "100 g CO2e/kWh"}
    found = read("eu/rfnbo-2023-1185", [whole(source="electricity", activity=power)], **PROCESS)
    assert shown(found) == [("e_i+e_p / electricity / gross", "figures[0]", "0.8", "0.8")]
    (amount,) = found.amounts
    assert amount is not None
    assert amount.to("kWh").magnitude == 8
    (item,) = found.items_of(0)
    assert (item.amount.to("kWh").magnitude, item.value) == (Decimal(8), (Decimal("0.8"), Decimal("0.8")))


def test_the_product_bears_its_share_of_each_item() -> None:
    supplies = [{"kind": "direct-line", "share": "90 %", "fully_renewable": True}]
    power = {"electricity": "100 MJ", "region": "DE", "year": 2020, "supply": supplies}
    alone = read("eu/rfnbo-2023-1185", [whole(source="electricity", activity=power, of_process=False)], declared_unit="1 MJ")
    shared = read("eu/rfnbo-2023-1185", [whole(source="electricity", activity=power)], **PROCESS)
    assert len(alone.items_of(0)) == len(shared.items_of(0)) == 2
    for one, part in zip(alone.items_of(0), shared.items_of(0), strict=True):
        assert part.amount.magnitude == one.amount.magnitude * Decimal("0.8")
        assert part.amount.unit == one.amount.unit
        assert part.value == (one.value[0] * Decimal("0.8"), one.value[1] * Decimal("0.8"))
    # 10 MJ at 99.3 g/MJ
    assert alone.values == ((Decimal("0.993"), Decimal("0.993")),)
    assert shared.values == ((Decimal("0.7944"), Decimal("0.7944")),)


# -- factors of the declared standard ------------------------------------------------------------------------------------------


def test_a_factor_of_the_declared_standard_counts_what_it_was_made_of() -> None:
    more: dict[str, Any] = {"subject": {"location": "CN-ZJ"}, "year": 2023}
    found = read(GBT51366, [{"stage": "operation", "activity": {"electricity": "100 kWh"}}], **more)
    (line,) = found.lines
    factor = found.used_factors[0]
    assert found.values == ((100 * factor.value,) * 2,)
    # China's grid factors are those of the CO2 of generation
    assert SPACE.describe_sources(line.atoms) == ["electricity.generation"]
    assert [gas.id for gas in SPACE.gases_of(line.atoms)] == ["co2-fossil"]
    assert line.activity is not None
    assert (line.activity.carrier, line.activity.region, line.activity.year) == ("electricity", "CN-ZJ", 2023)
    found = read(GBT51366, [{"stage": "operation", "activity": {"fuel": "天然气", "amount": "10 GJ"}}], **more)
    (line,) = found.lines
    assert found.values == ((Decimal("555.4"),) * 2,)
    assert SPACE.describe_sources(line.atoms) == ["combustion"]
    assert line.activity is not None
    assert line.activity.item == "natural-gas"


def test_a_factor_of_the_declarer_says_nothing_of_its_parts() -> None:
    power = {"electricity": "100 kWh", "factor": "0.5 kg CO2e/kWh"}
    (line,) = read(EN15804, [{"stage": "A3", "activity": power}]).lines
    assert SPACE.describe_sources(line.atoms) == ["electricity"]
    # a factor in CO2 is one of CO2 alone
    (co2,) = read(EN15804, [{"stage": "A3", "activity": power | {"factor": "0.5 kg CO2/kWh"}}]).lines
    assert co2.atoms == line.atoms & SPACE.box(None, None, ("co2",))
    assert co2.atoms != line.atoms


def test_an_own_factor_of_another_year_is_told() -> None:
    crosswalked = declare(
        cw.read(
            {
                "standard": GBT51366,
                "subject": {"location": "CN"},
                "figures": [{"stage": "operation", "activity": {"electricity": "1 kWh", "year": 2019}}],
            }
        ),
        LIBRARY,
        LIBRARY.standard(GBT51366),
        nearest_year=True,
    )
    assert crosswalked.used_factors[0].asked == 2019
    assert crosswalked.notes == (
        (
            "figures[0]: cn-electricity-co2 has no factor of 2019 for CN; that of 2021 stands in",
            "figures[0]：cn-electricity-co2 没有 CN 2019 年的因子，以 2021 年代替",
        ),
    )
    with pytest.raises(InputError):
        read(GBT51366, [{"stage": "operation", "activity": {"electricity": "1 kWh", "year": 2019}}], subject={"location": "CN"})


# -- more of items -------------------------------------------------------------------------------------------------------------


def test_items_between_two_ends_add_end_by_end_after_a_stage_of_one_item() -> None:
    ranged = material("cement", "1.0 t", "700 kg CO2e/t") | {"value": {"low": "600 kg CO2e", "high": "800 kg CO2e"}}
    del ranged["activity"]["factor"]
    found = read(
        GBT51366,
        [material("cement", "1 t", "5 kg CO2e/t") | {"stage": "transport"}, ranged, material("sand", "10 t", "3 kg CO2e/t")],
    )
    assert [entry[1:] for entry in shown(found)] == [("figures[0]", "5", "5"), ("figures[1]", "630", "830")]
    assert [item.value for item in found.items_of(1)] == [(Decimal(600), Decimal(800)), (Decimal(30), Decimal(30))]


def test_consumed_heat_and_electricity_are_heat_and_electricity() -> None:
    for carrier in ("electricity", "heat"):
        (line,) = read(EN15804, [{"stage": "A3", "activity": {carrier: "10 GJ", "factor": "0.1 t CO2e/GJ"}}]).lines
        assert line.atoms == read(EN15804, [figure("A3", "1", source=carrier)]).lines[0].atoms
        assert line.label == "A3"


def test_consumption_of_several_supplies_is_one_line_of_several_activities() -> None:
    supplies = [{"kind": "direct-line", "share": "90 %", "fully_renewable": True}]
    power = {"electricity": "100 MJ", "region": "DE", "year": 2020, "supply": supplies}
    (line,) = read("eu/rfnbo-2023-1185", [{"stage": "plant", "source": "electricity", "activity": power}], declared_unit="1 MJ").lines
    assert line.activity is None
    assert len(line.items) == 2
    assert {entry.supply for entry in line.activities} == {"direct-line", None}


def test_the_least_positive_value_of_a_sink_is_refused() -> None:
    with pytest.raises(DeclarationError, match=r"a positive value \(0\.5\) for carbon-sink"):
        read(GBT51366, [figure("carbon-sink", "0.5")])
