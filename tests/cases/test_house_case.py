"""BLD-1, BLD-2, BLD-3 and BLD-8: a Danish house with the results of the official Danish tool.

Source: LCAbyg example house "Single-family house, example" (BUILD, mode for the rules of 2023), public repository
ocni-dtu/lcax, commit 76c479d, tests/datafixtures/lcabyg_example_project.json and lcabyg_example_project_results.json,
https://github.com/ocni-dtu/lcax. 184 m2, from 2023, 50 years.
"""

from __future__ import annotations

from decimal import Decimal

import pytest
from published import LIBRARY, Data, as_printed, exactly, example, gaps, printed_values, without

import crosswalk as cw
from crosswalk.engine.rules.activity import look_up, year_value
from crosswalk.model.quantity import Quantity

PUBLISHED_SUM = "76300.73199657902"
"""Sum of A1-A3, B4, B6, C3 and C4, kg CO2e of the whole building."""
AREA = Decimal(184)
ENERGY = Decimal("3183.2")  # kWh/a: 17.3 kWh/(m2 a) x 184 m2


@pytest.fixture
def house() -> Data:
    return example("lcabyg-house")


@pytest.fixture
def house_by_energy() -> Data:
    return example("lcabyg-house-energy")


# -- BLD-1: parts, sum, unit -----------------------------------------------------------------------


def test_replacement_is_the_sum_of_its_published_parts(house: Data) -> None:
    # B4 is declared beside its parts: new products 3377.327..., end of life of the old ones C3 1329.129... + C4
    # 10.892...
    parts = ("3377.3271856660112", "1329.1299623908492", "10.892198044911352")
    assert as_printed(sum(map(Decimal, parts), Decimal(0)), "4717.349346101772")
    assert as_printed(cw.translate(house, to="eu/dk-br18-2023").figure("B4").bounds[0], "4717.349346101772")
    only_parts = without(house, lambda figure: figure["stage"] == "B4")
    assert exactly(cw.translate(only_parts, to="eu/dk-br18-2023").shared, PUBLISHED_SUM)


# -- BLD-2: to the Chinese boundary ----------------------------------------------------------------


def test_modules_outside_the_chinese_boundary_are_removed_by_name(house: Data) -> None:
    result = cw.translate(house, to="cn/gbt-51366-2019")
    for stage, printed in (
        ("B4.production", "4717.349346101772"),
        ("C3", "21850.7394733352"),
        ("C4", "6559.058811045013"),
    ):
        (gap,) = gaps(result, "surplus", stage)
        assert gap.width == 0  # what is removed widens no bound
        assert as_printed(gap.amount * AREA, printed)


@pytest.mark.parametrize("stage", ["A4", "A5", "C1"])
def test_modules_that_nobody_declared_are_missing_not_zero(house: Data, stage: str) -> None:
    result = cw.translate(house, to="cn/gbt-51366-2019")
    (gap,) = [*gaps(result, "missing", stage), *gaps(result, "not-declared", stage)]
    assert gap.width is None  # nothing bounds it
    figure = result.figure({"A4": "transport", "A5": "construction", "C1": "demolition"}[stage])
    assert figure.status == "missing"
    assert figure.bounds == (Decimal(0), None, None)


def test_biogenic_carbon_makes_the_product_stage_inseparable(house: Data) -> None:
    (gap,) = gaps(cw.translate(house, to="cn/gbt-51366-2019"), "inseparable", "A1-A3")
    assert "biogenic carbon content" in gap.question.en
    assert "生物源碳含量" in gap.question.zh


# -- BLD-3: electricity ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("year", "printed"),
    [(2023, "593.98512"), (2024, "511.85856"), (2025, "429.732"), (2026, "373.70768"), (2072, "128.28296")],
)
def test_danish_factors_give_the_published_yearly_results(year: int, printed: str) -> None:
    danish = LIBRARY.factor_set("dk-br18-electricity")
    factor = year_value(danish, danish.series[0], year)
    assert factor is not None
    assert as_printed(factor * ENERGY, printed)


def test_danish_factors_give_the_published_result_of_fifty_years(house_by_energy: Data) -> None:
    danish = LIBRARY.factor_set("dk-br18-electricity")
    found = look_up(danish, "DK", 2023, 50)
    assert found is not None
    assert as_printed(found.value * 50, "2.6049")
    assert as_printed(found.per(Quantity(ENERGY * 50, "kWh")), "8291.91768")
    result = cw.translate(house_by_energy, to="eu/dk-br18-2023")
    assert exactly(result.figure("B6"), "8291.917680000013")
    assert not exactly(result.figure("B6"), "29699.256")  # the factor of 2023 for all fifty years
    assert exactly(result.shared, PUBLISHED_SUM)


def test_china_evaluates_the_same_energy_with_its_static_factor(house_by_energy: Data) -> None:
    # 0.5306 kg CO2/kWh: national average of 2023, MEE and NBS announcement No. 47 of 2025
    result = cw.translate(house_by_energy, to="cn/gbt-51366-2019")
    chinese = ENERGY * 50 * Decimal("0.5306")
    low = result.figure("operational-energy").bounds[0]
    assert low is not None
    assert as_printed(low * AREA, str(chinese))
    first = result.gaps[0]
    assert (first.kind, first.stage) == ("rule-differs", "B6.1")
    assert first.amount is not None
    assert as_printed(first.amount * AREA, str(chinese - Decimal("8291.91768")))
    assert "0.5306" in first.message.en
    assert "default region" in first.message.en  # Denmark is not in the Chinese set, and the gap says so


def test_without_its_energy_the_electricity_rule_stays_a_question(house: Data) -> None:
    result = cw.translate(house, to="cn/gbt-51366-2019")
    assert any("kWh" in gap.question.en for gap in gaps(result, "rule-differs", "B6.1"))


# -- BLD-8: limit values ---------------------------------------------------------------------------


def threshold(standard: str, name: str) -> Decimal:
    (found,) = [entry for entry in LIBRARY.standard(standard).thresholds if entry.id == name]
    assert found.operator == "<="
    return found.value.to("kg CO2e/(m**2*a)").magnitude


def test_house_against_the_danish_limits(house: Data) -> None:
    # limits: knowledge centre byggeriogklima.dk and Real-Time LCA
    # (https://docs.realtimelca.com/methodology-and-compliance)
    assert threshold("eu/dk-br18-2023", "limit") == Decimal("12.0")
    assert threshold("eu/dk-br18-2023", "low-emission-class") == Decimal("8.0")
    assert threshold("eu/dk-br18-2025", "limit-houses") == Decimal("6.7")
    value = sum(printed_values(house).values(), Decimal(0)) - sum(
        (printed_values(house)[stage] for stage in ("B4.production", "B4.end-of-life", "D")), Decimal(0)
    )
    value /= AREA * 50
    assert as_printed(value, "8.2936")
    assert value <= threshold("eu/dk-br18-2023", "limit")
    assert value > threshold("eu/dk-br18-2023", "low-emission-class")
    assert value > threshold("eu/dk-br18-2025", "limit-houses")


def test_limit_of_2023_does_not_apply_to_a_small_house() -> None:
    (limit,) = [entry for entry in LIBRARY.standard("eu/dk-br18-2023").thresholds if entry.id == "limit"]
    assert "1000 m2" in limit.applies_to.en


def test_incomplete_total_comes_before_any_limit_of_2025(house: Data) -> None:
    result = cw.translate(house, to="eu/dk-br18-2025")
    assert result.total.status not in ("exact", "bounded")
    assert result.total.bounds[2] is None
    assert [gap.stage for gap in result.gaps[:2]] == ["A4", "A5"]
    assert {gap.kind for gap in result.gaps[:2]} == {"missing"}
