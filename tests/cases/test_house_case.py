"""BLD-1, BLD-2, BLD-3 and BLD-8: a Danish house with the results of the official Danish tool.

Source: LCAbyg example house "Single-family house, example" (BUILD, mode for the rules of 2023), public repository
ocni-dtu/lcax, commit 76c479d, tests/datafixtures/lcabyg_example_project.json and lcabyg_example_project_results.json,
https://github.com/ocni-dtu/lcax. 184 m2, from 2023, 50 years.
"""

from __future__ import annotations

from decimal import Decimal

import pytest
from published import LIBRARY, Data, as_printed, exactly, example, gaps, holds, printed_values, without

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


def test_parts_add_up_to_the_published_sum_and_d_stays_apart(house: Data) -> None:
    result = cw.translate(house, to="eu/dk-br18-2023")
    assert exactly(result.shared, PUBLISHED_SUM)
    assert not exactly(result.shared, "63182.89572326719")  # the wrong answer, with D netted
    assert not result.gaps


def test_house_into_its_own_standard_is_exact_and_changes_nothing(house: Data) -> None:
    result = cw.translate(house, to="eu/dk-br18-2023")
    assert exactly(result.total, PUBLISHED_SUM)
    assert exactly(result.figure("B4"), "4717.349346101772")
    assert exactly(result.figure("D"), "-13117.836273311834")


def test_replacement_is_the_sum_of_its_published_parts(house: Data) -> None:
    # B4 is declared beside its parts: new products 3377.327..., end of life of the old ones C3 1329.129... + C4
    # 10.892...
    parts = ("3377.3271856660112", "1329.1299623908492", "10.892198044911352")
    assert as_printed(sum(map(Decimal, parts), Decimal(0)), "4717.349346101772")
    assert as_printed(cw.translate(house, to="eu/dk-br18-2023").figure("B4").bounds[0], "4717.349346101772")
    only_parts = without(house, lambda figure: figure["stage"] == "B4")
    assert exactly(cw.translate(only_parts, to="eu/dk-br18-2023").shared, PUBLISHED_SUM)


def test_yearly_figure_per_square_metre_is_never_net_of_d(house: Data) -> None:
    # the rules of 2025 keep areas, period and modules of 2023 and add A4 and A5, so that the shared part is the
    # published figure
    result = cw.translate(house, to="eu/dk-br18-2025")
    assert result.shared.unit == "kg CO2e/(m**2*a)"
    assert exactly(result.shared, "8.29355782571511")
    assert not exactly(result.shared, "6.867706056876869")  # the wrong answer, with D netted
    assert exactly(result.figure("D"), "-1.4258517688382428")


def test_figure_over_fifty_years_per_square_metre(house: Data) -> None:
    result = cw.translate(house, to="eu/dk-br18-2025")
    low = result.shared.bounds[0]
    assert low is not None
    assert as_printed(low * 50, "414.67789128575555")


def test_published_sum_is_accepted_as_declared_total(house: Data) -> None:
    house["total"] = f"{PUBLISHED_SUM} kg CO2e"
    assert exactly(cw.translate(house, to="eu/dk-br18-2023").total, PUBLISHED_SUM)


def test_wrong_total_is_refused(house: Data) -> None:
    house["total"] = "63182.89572326719 kg CO2e"  # the published sum net of D
    with pytest.raises(cw.InputError, match="add up to"):
        cw.translate(house, to="eu/dk-br18-2023")


# -- BLD-2: to the Chinese boundary ----------------------------------------------------------------


def test_shared_part_under_the_chinese_boundary_contains_the_intersection(house: Data) -> None:
    # A1-A3 + B6 = 43173.58436609715 kg, the atoms that both sides declare; per m2 of gross floor area
    intersection = (Decimal("34881.66668609714") + Decimal("8291.917680000013")) / AREA
    assert as_printed(intersection * AREA, "43173.58436609715")
    assert as_printed(intersection / 50, "4.692780909358386")
    result = cw.translate(house, to="cn/gbt-51366-2019")
    assert result.shared.unit == "kg CO2e/m**2"
    assert holds(result.shared, intersection)


def test_bounds_close_once_biogenic_carbon_is_answered(house: Data) -> None:
    # Not published: the answer "nothing bio-based", and no module D, to see that 43173.584 is the upper end of finite
    # bounds then.
    # B6 is the only open part: the Danish figure counts the life cycle of electricity, the Chinese one CO2 of
    # generation.
    answered = {**without(house, lambda figure: figure["stage"] == "D"), "biogenic_carbon": "0 kg"}
    low, _, high = cw.translate(answered, to="cn/gbt-51366-2019").shared.bounds
    assert low is not None
    assert high is not None
    assert as_printed(low * AREA, "34881.66668609714")
    assert as_printed(high * AREA, "43173.58436609715")


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


def test_a_declared_carbon_content_does_not_hide_what_is_removed(house: Data) -> None:
    answered = {**without(house, lambda figure: figure["stage"] == "D"), "biogenic_carbon": "0 kg"}
    result = cw.translate(answered, to="cn/gbt-51366-2019")
    assert gaps(result, "surplus", "C3")
    assert gaps(result, "surplus", "C4")


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
