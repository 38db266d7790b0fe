"""Rules on regions: lifestyles and their targets, the bands of parks, peak and neutrality of series of years, each with its limits."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from crosswalk.engine.rules.territory import lifestyle, park, series
from crosswalk.engine.rules.territory.park import Band
from crosswalk.engine.rules.territory.series import Neutrality, Peak, Year
from crosswalk.errors import DeclarationError

D = Decimal
SMALL = Band("small", D(200), D(1000), D("0.2"))
LARGE = Band("large", D(1000), None, D("0.3"))


@pytest.mark.parametrize(
    ("call", "en", "zh", "field"),
    [
        (lambda: lifestyle.lifestyle_gap(D(0), D(1)), "the footprint must be above zero", "footprint 必须大于零", "footprint"),
        (lambda: lifestyle.lifestyle_gap(D(1), D(0)), "the target must be above zero", "target 必须大于零", "target"),
        (lambda: lifestyle.per_person(D(1), D(0)), "the population must be above zero", "人口必须大于零", "population"),
        (
            lambda: park.gate(D(1), D(0), []),
            *("the energy consumption must be above zero", "能源消费量必须大于零", "subject.energy_consumption"),
        ),
        (lambda: park.gate(D(-1), D(1), []), "the emissions of a park are not below zero", "园区排放不能为负", "figures"),
        (lambda: series.in_order([]), "a series needs at least one year", "序列至少需要一年", "series"),
        (lambda: series.in_order([Year(2020, D(1)), Year(2020, D(2))]), "the year 2020 stands twice", "2020 年重复", "series.2020"),
        (
            lambda: series.peak([Year(2030, D(1), planned=True), Year(2031, D(2))]),
            *("2031 is measured but lies after a planned year", "2031 年为实测，却位于规划年之后", "series.2031"),
        ),
        (
            lambda: series.in_order([Year(2020, D(0)), Year(2021, D(-1))]),
            "gross emissions cannot be negative; uptake stands under `removals`",
            *("总排放不能为负；吸收请写在 `removals`", "series.2021"),
        ),
        (
            lambda: series.neutrality([Year(2020, D(1), D(0)), Year(2021, D(1), D("0.5"))]),
            *("removals are zero or less", "清除量应为零或负值", "series.2021"),
        ),
    ],
)
def test_refused(call: Callable[[], Any], en: str, zh: str, field: str) -> None:
    with pytest.raises(DeclarationError) as caught:
        call()
    (found,) = caught.value.findings
    assert (found.en, found.zh, found.field) == (en, zh, field)


def test_per_person() -> None:
    assert lifestyle.per_person(D(900), D(300)) == 3
    assert lifestyle.per_person(D(1), D("0.5")) == 2


def test_a_lifestyle_and_its_target() -> None:
    assert lifestyle.lifestyle_gap(D(4), D(1)) == lifestyle.LifestyleGap(D(4), D(1), D(3), D("0.75"))
    assert lifestyle.lifestyle_gap(D("0.5"), D("0.8")) == lifestyle.LifestyleGap(D("0.5"), D("0.8"), D(0), D(0))


@pytest.mark.parametrize(
    ("emissions", "energy", "band", "met", "excess"),
    [
        ("40", "200", SMALL, True, "0"),  # the least consumption of a band lies in it, and a limit that is reached is met
        ("40.5", "200", SMALL, False, "0.5"),
        ("250", "999", SMALL, False, "50.2"),
        ("300", "1000", LARGE, True, "0"),  # the end of one band is the begin of the next
        ("900", "2000", LARGE, False, "300"),
        ("900", "199.9", None, None, "0"),
        ("0", "0.5", None, None, "0"),
    ],
)
def test_the_band_of_a_park(emissions: str, energy: str, band: Band | None, met: bool | None, excess: str) -> None:
    found = park.gate(D(emissions), D(energy), [SMALL, LARGE])
    assert found == park.Gate(D(emissions) / D(energy), band, met, D(excess))


def test_guiding_indicators_that_fall_short() -> None:
    values = {"heat": D("0.45"), "water": D("0.9"), "unasked": D(0)}
    assert park.shortfalls(values, {"heat": D("0.5"), "water": D("0.8"), "unknown": D(1)}) == {"heat": D("0.05"), "water": D(0)}


def planned(*years: tuple[int, int, int, bool]) -> list[Year]:
    return [Year(year, D(emissions), D(removals), plan) for year, emissions, removals, plan in years]


@pytest.mark.parametrize(
    ("years", "peak", "neutrality"),
    [
        (
            [(2021, 8, 0, False), (2020, 5, -1, False), (2024, 6, -2, False)],
            Peak(2021, D(8), "reached", D("0.25"), (2022, 2023)),
            Neutrality(None, "open", D(4)),
        ),
        (  # of two years that are equally high the last one is the peak; the last year has no year after it
            [(2020, 5, 0, False), (2021, 5, -5, False)],
            Peak(2021, D(5), "open", D(0), ()),
            Neutrality(2021, "reached", D(0)),
        ),
        (  # a year above zero begins the count anew
            [(2020, 4, -4, False), (2021, 8, -7, False), (2030, 2, -2, True), (2031, 2, -3, True)],
            Peak(2021, D(8), "planned", D("0.75"), tuple(range(2022, 2030))),
            Neutrality(2030, "planned", D(-1)),
        ),
        ([(2020, 0, 0, True)], Peak(2020, D(0), "open", D(0), ()), Neutrality(2020, "planned", D(0))),
    ],
)
def test_peak_and_neutrality(years: list[tuple[int, int, int, bool]], peak: Peak, neutrality: Neutrality) -> None:
    assert series.peak(planned(*years)) == peak
    assert series.neutrality(planned(*years)) == neutrality


def test_a_planned_year_may_follow_a_measured_one_of_any_size() -> None:
    assert [entry.net for entry in series.in_order(planned((2026, 3, -1, True), (2025, 9, -2, False)))] == [7, 2]
