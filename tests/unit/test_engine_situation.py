"""Between two standards: units, areas and study periods as factors, the sets that count, and activities that no factor fits."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

import crosswalk as cw
from crosswalk.engine.crosswalk import Planned
from crosswalk.engine.declare import declare
from crosswalk.engine.rules.characterise import Weight
from crosswalk.engine.situation import StageScale, scaled
from crosswalk.errors import MissingPropertyError
from crosswalk.library.library import Library

LIBRARY = Library.shipped()
SPACE = LIBRARY.space("life-cycle")
GBT51366, BR18, EN15978, EN15804, CFP, CBAM = (
    "cn/gbt-51366-2019",
    "eu/dk-br18-2023",
    "eu/en-15978-2011",
    "eu/en-15804-a2-2019",
    "cn/gbt-24067-2024",
    "eu/cbam-2023-956",
)
# 200 m2 of gross floor area and 100 m2 heated; BR18 wants kg CO2e/(m2 a) over 50 years, B6 per heated area
HOUSE = {"gross_floor_area": "200 m**2", "heated_floor_area": "100 m**2", "service_life": "50 a"}
MODULES = (("A1-A3", 1000), ("B4", 200), ("B6", 500))


def planned(source: str, target: str, figures: list[tuple[str, int]] | tuple[tuple[str, int], ...], **more: Any) -> Planned:
    crosswalk = cw.crosswalk(source, target, assumptions="none")
    data = {"standard": source, "figures": [{"stage": stage, "value": f"{value} kg CO2e"} for stage, value in figures], **more}
    footprint = cw.read(data)
    return crosswalk.planned(footprint, declare(footprint, LIBRARY, crosswalk.source))


def scales(found: Planned) -> dict[str, tuple[Decimal, Decimal | None]]:
    """The scale of each stage, rounded to twelve digits after the point."""

    return {
        " ".join(SPACE.describe_stages(entry.stages)): (round(entry.low, 12), None if entry.high is None else round(entry.high, 12))
        for entry in found.situation.scales
    }


def both(value: str) -> tuple[Decimal, Decimal]:
    return Decimal(value), Decimal(value)


# -- buildings -----------------------------------------------------------------------------------------------------------------


def test_each_stage_takes_its_area_and_the_year() -> None:
    found = planned(EN15978, BR18, MODULES, subject=HOUSE)
    assert scales(found) == {"A1-A3": both("0.0001"), "B4": both("0.0001"), "B6.1 B6.2": both("0.0002")}
    assert found.uniform == 1
    assert found.situation.years_of_use == 50
    assert found.wanted.unit() == "kg CO2e/(m**2*a)"
    assert found.declared.unit() == "kg CO2e"


def test_a_longer_life_holds_more_years_and_perhaps_more_replacements() -> None:
    found = planned(EN15978, BR18, MODULES, subject={**HOUSE, "service_life": "60 a"})
    # of 60 years, 50 are wanted: 50/60 of the energy, and at most all of the replacements
    assert scales(found) == {"A1-A3": both("0.0001"), "B4": (Decimal(0), Decimal("0.0001")), "B6.1 B6.2": both("0.000166666667")}
    result = cw.translate(
        {"standard": EN15978, "subject": {**HOUSE, "service_life": "60 a"}, "figures": [{"stage": "B4", "value": "200 kg CO2e"}]}, to=BR18
    )
    assert result.figure("B4").bounds == (Decimal(0), None, Decimal("0.02"))


def test_a_shorter_life_bounds_the_replacements_below_only() -> None:
    found = planned(EN15978, BR18, MODULES, subject={**HOUSE, "service_life": "40 a"})
    assert scales(found) == {"A1-A3": both("0.0001"), "B4": (Decimal("0.0001"), None), "B6.1 B6.2": both("0.00025")}
    result = cw.translate(
        {"standard": EN15978, "subject": {**HOUSE, "service_life": "40 a"}, "figures": [{"stage": "B4", "value": "200 kg CO2e"}]}, to=BR18
    )
    assert result.figure("B4").bounds[2] is None


def test_one_scale_for_all_stages_is_the_factor_of_all_figures() -> None:
    found = planned(EN15978, BR18, MODULES, subject={**HOUSE, "heated_floor_area": "200 m**2"})
    assert found.situation.scales == ()
    assert found.uniform == Decimal("0.0001")
    # stages that are not declared do not count
    found = planned(EN15978, BR18, MODULES[:2], subject=HOUSE)
    assert found.situation.scales == ()
    assert found.uniform == Decimal("0.0001")
    # an open scale is no factor
    found = planned(EN15978, BR18, MODULES[1:2], subject={**HOUSE, "service_life": "40 a"})
    assert scales(found) == {"B4": (Decimal("0.0001"), None)}
    assert found.uniform == 1


def test_values_a_year_become_values_of_the_life() -> None:
    # 10 kg CO2e/(m2 a) of 200 m2 over 50 years
    more: dict[str, Any] = {"subject": {**HOUSE, "reference_area": "gross_floor_area"}, "declared_unit": "1 m**2*a"}
    found = planned(EN15978, BR18, MODULES[:1], **more)
    assert found.uniform == 1
    assert found.situation.scales == ()
    found = planned(EN15978, BR18, MODULES, **more)
    assert scales(found) == {"A1-A3": both("1"), "B4": both("1"), "B6.1 B6.2": both("2")}
    per_area: dict[str, Any] = {"subject": {**HOUSE, "reference_area": "gross_floor_area"}, "declared_unit": "1 m**2"}
    found = planned(EN15978, BR18, MODULES[:1], **per_area)
    assert found.uniform == Decimal("0.02")


def test_the_same_standard_keeps_what_was_declared() -> None:
    for name in (BR18, EN15978):
        found = planned(name, name, MODULES, subject={**HOUSE, "service_life": "60 a"})
        assert found.uniform == 1
        assert not found.situation.scales
        assert found.situation.years_of_use == 60
        assert found.wanted == found.declared


def test_a_target_without_a_period_keeps_that_of_the_declarer() -> None:
    found = planned(BR18, EN15978, MODULES, subject={**HOUSE, "service_life": "60 a"})
    assert found.uniform == 1
    assert not found.situation.scales
    assert found.situation.years_of_use == 60


def test_a_life_that_is_needed_and_not_declared_is_asked_for() -> None:
    with pytest.raises(MissingPropertyError) as caught:
        planned(EN15978, BR18, MODULES, subject={key: value for key, value in HOUSE.items() if key != "service_life"})
    assert "service_life" in str(caught.value.findings[0].field) + caught.value.findings[0].en


def test_weights_are_scaled_block_by_block() -> None:
    first, second, third = (SPACE.box((stage,), ("combustion",)) for stage in ("A1", "B4", "B6.1"))
    base = (Weight((Decimal(2), Decimal(3), first | second)), Weight((Decimal(5), None, second | third)))
    found = scaled(
        base,
        (
            StageScale(Decimal(10), Decimal(10), SPACE.stage_mask("A1")),
            StageScale(Decimal(1), None, SPACE.stage_mask("B4")),
            StageScale(Decimal(7), Decimal(8), SPACE.stage_mask("B6.1")),
        ),
        SPACE.at_stages,
    )
    assert found == (
        Weight((Decimal(20), Decimal(30), first)),
        Weight((Decimal(2), None, second)),
        Weight((Decimal(5), None, second)),
        Weight((Decimal(35), None, third)),
    )
    assert scaled(base, (), SPACE.at_stages) == base
    assert scaled(base, (StageScale(Decimal(1), Decimal(1), SPACE.stage_mask("C1")),), SPACE.at_stages) == ()


# -- products ------------------------------------------------------------------------------------------------------------------


def test_products_have_one_factor() -> None:
    found = planned(EN15804, CFP, [("A1-A3", 100)], declared_unit="2 t")
    assert found.uniform == 1
    assert not found.situation.scales
    assert found.situation.years_of_use is None
    assert found.situation.characterisation is None
    found = planned(EN15804, CFP, [("A1-A3", 100)], declared_unit="2 t", characterisation="en15804-a2-ef3.1")
    assert found.situation.characterisation == ("en15804-a2-ef3.1",)
    assert found.plan.source_sets[0].id == "en15804-a2-ef3.1"


@pytest.mark.parametrize(("content", "none"), [(None, False), ("0 kg C", True), ("1 kg C", False)])
def test_a_carbon_content_of_zero_says_that_there_is_none(content: str | None, none: bool) -> None:
    more = {} if content is None else {"biogenic_carbon": content}
    assert planned(EN15804, CFP, [("A1-A3", 100)], declared_unit="1 t", **more).situation.no_biogenic == none


def steel(**more: Any) -> dict[str, Any]:
    return {
        "standard": "cn/gbt-32151.5-2015",
        "subject": {"kind": "installation", "cn_code": "7208 39 00", "origin": "CN", "production_year": 2026, "location": "CN"},
        "activity_level": "1000 t",
        "figures": [{"stage": "A3.process", "source": "combustion", "value": "1500 t CO2e"}],
        "precursors": [],
        **more,
    }


def test_an_installation_becomes_a_good_by_its_activity_level() -> None:
    found = cw.translate(steel(), to=CBAM)
    # 1500 t CO2e over 1000 t of good
    assert found.outcome.wanted.unit() == "t CO2e/t"
    assert found.outcome.uniform == Decimal("0.000001")
    assert found.shared.bounds[0] == Decimal("1.5")
    with pytest.raises(MissingPropertyError, match="activity_level: "):
        cw.translate({key: value for key, value in steel().items() if key != "activity_level"}, to=CBAM)


# -- what no single factor fits ------------------------------------------------------------------------------------------------


def power(stage: str, source: str, amount: str, **more: Any) -> dict[str, Any]:
    return {"stage": stage, "source": source, "activity": {"electricity": amount, "factor": "0.5 kg CO2e/kWh", **more}}


def product(*figures: dict[str, Any]) -> dict[str, Any]:
    return {"standard": EN15804, "subject": {"location": "CN"}, "year": 2024, "declared_unit": "1 t", "figures": list(figures)}


def test_parts_of_one_consumption_cannot_take_the_whole_factor_each() -> None:
    # GB/T 24067 takes 0.5777 kg CO2e/kWh of China's footprint of 2024, losses and upstream inside
    whole = cw.translate(product(power("A3", "electricity", "100 kWh")), to=CFP)
    assert whole.shared.bounds == (Decimal("57.77"),) * 3
    apart = cw.translate(product(power("A3", "electricity.generation", "100 kWh"), power("A3", "electricity.losses", "100 kWh")), to=CFP)
    assert apart.shared.bounds[0] == 0
    assert apart.shared.bounds[2] is None
    # at different stages they are two consumptions
    stages = cw.translate(product(power("A1", "electricity", "100 kWh"), power("A3", "electricity", "10 kWh")), to=CFP)
    assert stages.shared.bounds == (Decimal("63.547"),) * 3


def test_what_lies_inside_a_consumption_is_evaluated_with_it() -> None:
    found = cw.translate(product(power("A3", "electricity", "100 kWh"), power("A3", "electricity.losses", "5 kWh")), to=CFP)
    assert found.shared.bounds == (Decimal("57.77"),) * 3
