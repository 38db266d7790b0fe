"""From the declared to the translated value: the steps of the waterfall, the stages beside each other, the trace, and the way back to a declaration."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import crosswalk as cw
from crosswalk.engine.by_stage import by_stage
from crosswalk.engine.waterfall import waterfall

EN15978, BR18, EN15804, CFP = "eu/en-15978-2011", "eu/dk-br18-2023", "eu/en-15804-a2-2019", "cn/gbt-24067-2024"
Row = tuple[str, str, list[str | None], list[str | None]]


def shown(ends: tuple[Decimal | None, ...]) -> list[str | None]:
    return [None if end is None else f"{end.normalize():f}" for end in ends]


def rows(translation: cw.Translation) -> list[Row]:
    steps = waterfall(translation.crosswalk, translation.outcome)
    return [(step.kind, step.label.en, shown(step.change), shown(step.running)) for step in steps]


def stages(translation: cw.Translation) -> dict[str, tuple[list[str | None], list[str | None] | None]]:
    found = by_stage(translation.crosswalk, translation.outcome)
    return {row.stage: (shown(row.bounds), None if row.declared is None else shown(row.declared)) for row in found}


def house(*figures: tuple[str, int], **more: Any) -> dict[str, Any]:
    """200 m2 of gross floor area, 100 m2 heated, 50 years."""
    return {
        "standard": EN15978,
        "subject": {"gross_floor_area": "200 m**2", "heated_floor_area": "100 m**2", "service_life": "50 a", **more},
        "figures": [{"stage": stage, "value": f"{value} kg CO2e"} for stage, value in figures],
    }


def product(*figures: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"standard": EN15804, "subject": {"location": "CN"}, "year": 2024, "declared_unit": "1 t", "figures": list(figures), **more}


def test_declared_values_stand_in_the_unit_of_the_result_though_areas_differ_by_stage() -> None:
    # 1000 kg over 200 m2 and 50 years, 500 kg over 100 m2 and 50 years: 0.1 and 0.1 kg CO2e/(m2 a)
    found = cw.translate(house(("A1-A3", 1000), ("B6", 500), ("D", -100)), to=BR18, assumptions="none")
    assert found.unit == "kg CO2e/(m**2*a)"
    assert rows(found) == [
        ("sum", "declared", ["0.2", "0.2"], ["0.2", "0.2"]),
        ("change", "B6: counted by the target's rules", ["-0.1", "0"], ["0.1", "0.2"]),
        ("sum", "shared part, like for like", ["0.1", "0.2"], ["0.1", "0.2"]),
        ("sum", "total, with what is not declared", [None, None], [None, None]),
    ]
    assert stages(found)["A1-A3"] == (["0.1", "0.1", "0.1"], ["0.1", "0.1"])
    assert stages(found)["D"][1] == ["-0.01", "-0.01"]
    (unit,) = (step for step in found.trace if step["step"] == "unit")
    assert unit["formula"] == "A1-A3, D1, D2: v × 0.0001; B6.1, B6.2: v × 0.0002"


def test_a_declared_value_of_stages_of_two_areas_lies_between_both() -> None:
    found = cw.translate(house(("A1-A3", 1000), ("B6", 500), service_life="40 a"), to=BR18, assumptions="none")
    assert rows(found)[0][2] == ["0.225", "0.225"]  # 1000 / (200 * 50) + 500 * 50/40 / (100 * 50)
    found = cw.translate(house(("A1-A3", 1000), ("B4", 100), service_life="60 a"), to=BR18, assumptions="none")
    assert rows(found)[0][2] == ["0.1", "0.11"]  # none to all of the replacements
    found = cw.translate(house(("A1-A3", 1000), ("B4", 100), service_life="40 a"), to=BR18, assumptions="none")
    assert rows(found)[0][2] == ["0.11", None]
    unit = next(step for step in found.trace if step["step"] == "unit")
    assert unit["formula"] == "A1-A3: v × 0.0001; B4: v × [0.0001, ∞]"
    found = cw.translate(house(("A1-A3", 1000), ("B4", 100), service_life="60 a"), to=BR18, assumptions="none")
    unit = next(step for step in found.trace if step["step"] == "unit")
    assert unit["formula"] == "A1-A3: v × 0.0001; B4: v × [0, 0.0001]"


def test_gaps_of_consumption_are_as_wide_as_the_stage_is_scaled() -> None:
    for area, before, after, width in (("100", "0.10000", "0.00935240", "0.0906476"), ("200", "0.050000", "0.00467620", "0.0453238")):
        data = house(("A1-A3", 1000), heated_floor_area=f"{area} m**2", location="DK") | {"year": 2025}
        power = {"electricity": "1000 kWh", "factor": "0.5 kg CO2e/kWh"}
        data["figures"].append({"stage": "B6", "source": "electricity", "activity": power})
        found = cw.translate(data, to=BR18, assumptions="none")
        (gap,) = (gap for gap in found.gaps if gap.width and gap.kind == "rule-differs")
        # 0.5 and 0.046762 kg CO2e/kWh, over 50 years and the heated area
        assert gap.width == Decimal(width)
        assert gap.unit == "kg CO2e/(m**2*a)"
        assert f": {before} becomes {after} kg CO2e/(m**2*a) " in gap.message.en


def test_what_is_left_of_a_whole_is_told_in_the_declared_unit_where_stages_are_scaled_apart() -> None:
    data = house(("A1-A3", 1000), ("B6", 500))
    data["figures"].append({"stage": "A1", "value": "300 kg CO2e"})
    found = cw.translate(data, to=BR18, assumptions="none")
    (left,) = (step for step in found.trace if step["step"] == "residual")
    assert left["output"] == "700 kg CO2e"
    data["subject"]["heated_floor_area"] = "200 m**2"  # one factor for all
    found = cw.translate(data, to=BR18, assumptions="none")
    (left,) = (step for step in found.trace if step["step"] == "residual")
    assert left["output"] == "0.07000 kg CO2e/(m**2*a)"


def test_the_steps_of_a_product() -> None:
    data = product(
        {"stage": "A4", "value": {"low": "10 kg CO2e", "high": "20 kg CO2e"}, "source": "combustion", "gas": "co2-fossil"},
        {"stage": "D", "value": "-80 kg CO2e"},
        {"stage": "C2", "source": "combustion", "gas": "ch4-fossil", "mass": "2 kg"},
        {"stage": "A5", "source": "electricity", "activity": {"electricity": "100 kWh", "factor": "0.5 kg CO2e/kWh"}},
    )
    found = cw.translate(data, to=CFP, assumptions="none")
    # 29.8 kg CO2e/kg of fossil methane (AR6), 0.5777 kg CO2e/kWh
    assert rows(found)[:-1] == [
        ("sum", "declared", ["60", "70"], ["60", "70"]),
        ("change", "C2 / combustion / ch4-fossil: characterised", ["59.6", "59.6"], ["119.6", "129.6"]),
        ("change", "A5 / electricity: evaluated with the target's factor", ["7.77", "7.77"], ["127.37", "137.37"]),
        ("sum", "shared part, like for like", ["127.37", "137.37"], ["127.37", "137.37"]),
    ]
    labels = [step.label.zh for step in waterfall(found.crosswalk, found.outcome)]
    assert labels == [
        "声明值",
        "C2 / combustion / ch4-fossil：经特征化",
        "A5 / electricity：按目标标准因子重新计算",
        "可比部分",
        "总量（含未声明部分）",
    ]


def test_what_a_target_leaves_out_is_a_step_down() -> None:
    data = house(("A1-A3", 1000), ("A4", 300))
    found = cw.translate(data, to=BR18, assumptions="none")
    assert rows(found)[1] == ("change", "A4: left out by the target", ["-0.03", "-0.03"], ["0.1", "0.1"])


def test_a_stage_beside_what_was_declared_there() -> None:
    found = cw.translate(house(("A1-A3", 1000), ("A4", 30), ("A5", 20)), to=EN15978, assumptions="none")
    table = stages(found)
    assert table["A1-A3"] == (["1000"] * 3, ["1000"] * 2)
    assert table["A4"] == (["30"] * 3, ["30"] * 2)
    assert table["A1"][1] is None  # declared together with A2 and A3
    # parts of a whole are shown at their stage, the whole at its own
    parts = cw.translate(house(("A1-A3", 1000), ("A1", 300)), to=EN15978, assumptions="none")
    table = stages(parts)
    assert table["A1"] == (["300"] * 3, ["300"] * 2)
    assert table["A1-A3"][1] == ["1000"] * 2
    assert table["A3"][1] is None


# -- a translation as a declaration --------------------------------------------------------------------------------------------


def test_a_translation_is_declared_under_its_target() -> None:
    found = cw.translate(house(("A1-A3", 1000), ("B6", 500)), to=BR18, assumptions="none")
    again = found.as_footprint()
    assert again.standard == BR18
    assert str(again.declared_unit) == "1 m**2*a"
    assert again.subject.reference_area == "gross_floor_area"
    values = {figure.stage: tuple(None if end is None else float(end) for end in figure.range or ()) for figure in again.figures}
    assert values["A1-A3"] == (0.1, 0.1)
    assert values["B6"] == (0, 0.1)
    assert cw.translate(again, to=BR18, assumptions="none").figure("A1-A3").bounds[0] == Decimal("0.1")


def test_a_translation_of_a_product_keeps_its_unit_year_and_set() -> None:
    data = product({"stage": "A4", "value": "10 kg CO2e", "source": "combustion", "gas": "co2-fossil"}, name="Thing")
    again = cw.translate(data | {"declared_unit": "2 t"}, to=CFP, assumptions="none").as_footprint()
    assert str(again.declared_unit) == "2 t"
    assert (again.year, again.characterisation) == (2024, "ar6-100")
    assert again.name is not None
    assert again.name.en == "Thing"
    assert "distribution" in {figure.stage for figure in again.figures}
