"""The equations of finance, one by one: hand-computed numbers in which no two terms are alike, their limits, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from crosswalk.engine.rules.finance import attribution, climate_benchmarks, green_loans, indicators
from crosswalk.engine.rules.finance.indicators import Holding
from crosswalk.errors import DeclarationError

D = Decimal
STEEL = Holding(D(30), D(120), D(8000), D("40e6"))
BANK = Holding(D(50), D(1000), D(600), D("75e6"))


@pytest.mark.parametrize(
    ("call", "value"),
    [
        (lambda: attribution.factor(D(0), D(40)), 0),
        (lambda: attribution.factor(D(40), D(40)), 1),
        (lambda: attribution.factor(D(41), D(40), may_exceed_one=True), D("1.025")),
        (lambda: attribution.factor(D("0.5"), D("0.8")), D("0.625")),
        (lambda: attribution.equity_and_debt(D(60), D(40)), 100),
        (lambda: attribution.equity_and_debt(D(-30), D(100)), 100),
        (lambda: attribution.equity_and_debt(D("0.5"), D(1)), D("1.5")),
        (lambda: attribution.enterprise_value(D(600), D(50), D(300), D(7)), 957),
        (lambda: attribution.monthly_average([D(10), D(20), D(60)]), 30),
        (lambda: attribution.quarterly_average([D(1), D(2), D(4), D(9)]), 4),
        (lambda: attribution.financed(D("0.25"), D(80)), 20),
        (lambda: attribution.financed(D("0.25"), D(0)), 0),
        (lambda: attribution.sovereign(D(3), D(12), D(80)), 20),
        (lambda: indicators.ghg_emissions([STEEL, BANK]), 2030),  # 0.25 x 8000 + 0.05 x 600
        (lambda: indicators.ghg_emissions([]), 0),
        (lambda: indicators.carbon_footprint(D(500), D("20e6")), 25),
        (lambda: indicators.ghg_intensity([STEEL, BANK], D(80)), 80),  # 3/8 of 200 t and 5/8 of 8 t, each per million of revenue
        (
            lambda: indicators.sovereign_intensity([(D(5), D(1000), D("10e6")), (D(15), D(300), D("60e6"))], D(20)),
            D("28.75"),
        ),  # 100/4 + 5 x 3/4
        (lambda: indicators.inefficient_real_estate(D(30), D(10), D(160)), D("0.25")),
        (lambda: indicators.quality_score([(D(3), D(1)), (D(1), D(5))]), 2),
        (lambda: climate_benchmarks.intensity(D(500), D("10e6")), 50),
        (lambda: climate_benchmarks.inflation(D(110), D(100)), D("1.1")),
        (lambda: climate_benchmarks.deflated(D(110), D("1.1")), 100),
        (lambda: climate_benchmarks.base_limit(D(200), "paris-aligned"), 100),
        (lambda: climate_benchmarks.base_limit(D(200), "climate-transition"), 140),
        (lambda: climate_benchmarks.trajectory(D(100), 0), 100),
        (lambda: climate_benchmarks.trajectory(D(100), 2), D("86.49")),
        (lambda: climate_benchmarks.value_adjustment([(D("0.25"), D(100), D(200)), (D("0.75"), D(90), D(60))]), D("1.25")),
        (lambda: climate_benchmarks.adjusted(D(60), D("0.75"), of_base_year=True), 45),
        (lambda: climate_benchmarks.adjusted(D(60), D("0.75"), of_base_year=False), 80),
        (lambda: green_loans.loan_reduction(D(1000), D(30), D(120)), 250),
        (lambda: green_loans.loan_reduction(D(1000), D(0), D(1)), 0),
        (lambda: green_loans.loan_reduction(D(1000), D("0.5"), D("0.5")), 1000),
        (lambda: green_loans.coal_saved(D(2_000_000), D(326)), 652),
        (lambda: green_loans.issuer_share(D(1000), D(40), D(160)), 250),
        (lambda: green_loans.issuer_share(D(1000), D("0.1"), D("0.4")), 250),
    ],
)
def test_numbers(call: Callable[[], Decimal], value: Decimal) -> None:
    assert call() == value


@pytest.mark.parametrize(
    ("call", "en", "zh", "field"),
    [
        (lambda: attribution.factor(D(-1), D(40)), "an amount cannot be negative: -1", "金额不能为负：-1", None),
        (
            lambda: attribution.factor(D(1), D(0)),
            "what an amount is divided by must be above zero, not 0",
            "分母必须大于零，而不是 0",
            None,
        ),
        (
            lambda: attribution.factor(D(41), D(40)),
            "the amount 41 exceeds the value 40 of which it is a part",
            "金额 41 超过其所属总额 40",
            None,
        ),
        (lambda: attribution.monthly_average([]), "no monthly balance is given", "未给出月度余额", None),
        (
            lambda: attribution.quarterly_average([D(1)] * 3),
            *("four quarter ends are needed, 3 are given", "须给出四个季末，实际为 3 个", None),
        ),
        (
            lambda: attribution.financed(D("0.5"), D(-1)),
            "emissions are zero or more: removals, credits and avoided emissions are reported apart",
            *("排放量不小于零：清除量、碳信用与避免排放须单列", None),
        ),
        (lambda: indicators.carbon_footprint(D(1), D(0)), "a value must be above zero, not 0", "数值必须大于零，而不是 0", None),
        (lambda: indicators.ghg_intensity([STEEL], D(-2)), "a value must be above zero, not -2", "数值必须大于零，而不是 -2", None),
        (
            lambda: indicators.ghg_intensity([STEEL, Holding(D(1), D(2), D(3))], D(80)),
            *("the intensity needs the revenue of every investee", "强度须有每个被投资方的营业收入", "revenue"),
        ),
        (lambda: indicators.quality_score([(D(0), D(1))]), "a value must be above zero, not 0", "数值必须大于零，而不是 0", None),
        (lambda: climate_benchmarks.intensity(D(1), D(0)), "an enterprise value must be above zero", "企业价值必须大于零", None),
        (lambda: climate_benchmarks.trajectory(D(1), -1), "years after the base year cannot be negative", "基准年之后的年数不能为负", None),
        (
            lambda: green_loans.loan_reduction(D(1), D(1), D(0)),
            "balance and total investment must be above zero",
            "余额与总投资必须大于零",
            None,
        ),
        (
            lambda: green_loans.loan_reduction(D(1), D(-1), D(9)),
            "balance and total investment must be above zero",
            "余额与总投资必须大于零",
            None,
        ),
        (lambda: green_loans.issuer_share(D(1), D(1), D(0)), "the finance of a project must be above zero", "项目融资总额必须大于零", None),
    ],
)
def test_refused(call: Callable[[], Any], en: str, zh: str, field: str | None) -> None:
    with pytest.raises(DeclarationError) as caught:
        call()
    (found,) = caught.value.findings
    assert (found.en, found.zh, found.field) == (en, zh, field)
