"""The rules that are more than sets: units and areas, study periods, activities, biogenic carbon, characterisation."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest

import crosswalk as cw
from crosswalk.engine.rules.activity import first_match, latest_match, look_up, look_up_item, year_value
from crosswalk.engine.rules.biogenic import carbon_dioxide
from crosswalk.engine.rules.characterise import characterised, ratios, weights
from crosswalk.engine.rules.period import time_factor
from crosswalk.engine.rules.unit import declared_basis, target_basis, years
from crosswalk.errors import MissingPropertyError, UnitMismatchError
from crosswalk.library.library import Library
from crosswalk.model.footprint import Footprint
from crosswalk.model.quantity import Quantity

LIBRARY = Library.shipped()
SPACE = LIBRARY.space("life-cycle")


def building(stage: str = "A1-A3", **fields: Any) -> dict[str, Any]:
    standard = fields.pop("standard", "eu/en-15978-2011")
    return {"standard": standard, "figures": [{"stage": stage, "value": "1000 kg CO2e"}], **fields}


# -- units ---------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("declared", "per", "yearly", "unit"),
    [
        (None, "", False, "kg CO2e"),
        ("1 m**2", "m**2", False, "kg CO2e/m**2"),
        ("1 平方米", "m**2", False, "kg CO2e/m**2"),
        ("1 m**2*a", "m**2", True, "kg CO2e/(m**2*a)"),
        ("1 a", "", True, "kg CO2e/a"),
    ],
)
def test_declared_basis_of_a_building(declared: str | None, per: str, yearly: bool, unit: str) -> None:
    footprint = cw.read(building(declared_unit=declared))
    basis = declared_basis(footprint, LIBRARY.standard("eu/en-15978-2011"))
    assert (basis.per, basis.yearly, basis.unit()) == (per, yearly, unit)


@pytest.mark.parametrize("unit", ["1 kWh", "1 kg", "1 m", "1 m**3"])
def test_no_other_unit_for_a_building(unit: str) -> None:
    with pytest.raises(UnitMismatchError, match="building figure is per"):
        declared_basis(cw.read(building(declared_unit=unit)), LIBRARY.standard("eu/en-15978-2011"))


def test_a_product_keeps_its_declared_unit() -> None:
    footprint = cw.read(
        {"standard": "eu/en-15804-a2-2019", "declared_unit": "1 t", "figures": [{"stage": "A1-A3", "value": "700 kg CO2e"}]}
    )
    basis = declared_basis(footprint, LIBRARY.standard("eu/en-15804-a2-2019"))
    assert target_basis(footprint, basis, LIBRARY.standard("cn/gbt-24067-2024")) == basis
    assert basis.unit() == "kg CO2e/t"


def shared(data: dict[str, Any], to: str) -> Decimal:
    figure = cw.translate(data, to=to).shared
    assert figure.bounds[0] is not None
    assert figure.bounds[0] == figure.bounds[2]
    return figure.bounds[0]


AREAS = {"gross_floor_area": "200 m**2", "useful_floor_area": "160 m**2", "service_life": "50 a"}


def test_whole_building_to_a_square_metre() -> None:
    assert shared(building(subject=AREAS), "eu/epbd-2024-1275") == Decimal("6.25")  # 1000 kg over 160 m2 of useful area


def test_area_to_area_uses_both_areas_and_never_a_ratio_of_its_own() -> None:
    # 10 kg per m2 of gross area are 10 x 200 kg, over 160 m2 of useful area
    data = building(subject=AREAS, declared_unit="1 m**2", standard="cn/gbt-51366-2019", stage="production")
    data["figures"][0]["value"] = "10 kg CO2e"
    assert shared(data, "eu/epbd-2024-1275") == Decimal("12.5")
    for area in ("gross_floor_area", "useful_floor_area"):
        less = {key: entry for key, entry in AREAS.items() if key != area}
        with pytest.raises(MissingPropertyError, match=rf"subject\.{area}"):
            cw.translate({**data, "subject": less}, to="eu/epbd-2024-1275")


def test_reference_area_says_what_a_square_metre_means() -> None:
    data = building(subject=AREAS, declared_unit="1 m**2")
    with pytest.raises(MissingPropertyError, match=r"subject\.reference_area"):
        cw.translate(data, to="eu/epbd-2024-1275")
    for area, expected in (("useful_floor_area", "1000"), ("gross_floor_area", "1250")):
        assert shared({**data, "subject": {**AREAS, "reference_area": area}}, "eu/epbd-2024-1275") == Decimal(expected)


def test_a_declared_unit_of_several() -> None:
    data = building(subject=AREAS, declared_unit="100 m**2", standard="cn/gbt-51366-2019", stage="production")
    assert shared(data, "eu/epbd-2024-1275") == Decimal("12.5")  # 10 kg per m2 of gross area


def test_life_to_yearly_and_back() -> None:
    assert shared(building(subject=AREAS), "eu/levels-1.2-2021") == Decimal("0.125")  # 6.25 kg over 50 years
    data = building(subject=AREAS, declared_unit="1 m**2*a", standard="eu/levels-1.2-2021")
    data["figures"][0]["value"] = "0.125 kg CO2e"
    assert shared(data, "eu/epbd-2024-1275") == Decimal("6.25")


def test_stages_with_an_area_of_their_own() -> None:
    # BR18 sets B6 against the heated area and everything else against the gross one; both a year, over 50 years
    subject = {**AREAS, "heated_floor_area": "100 m**2"}
    assert shared(building(subject=subject), "eu/dk-br18-2023") == Decimal("0.1")
    assert cw.translate(building("B6.1", subject=subject), to="eu/dk-br18-2023").figure("B6").bounds[0] == Decimal("0.2")


# -- study period --------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("time", "before", "after", "low", "high"),
    [
        ("once", 50, 60, "1", "1"),
        ("yearly", 50, 60, "1.2", "1.2"),
        ("yearly", 60, 50, "0.8333333333333333333333333333", "0.8333333333333333333333333333"),
        ("replacement", 50, 50, "1", "1"),
        ("replacement", 50, 60, "1", None),
        ("replacement", 60, 50, "0", "1"),
    ],
)
def test_time_factor(time: Any, before: int, after: int, low: str, high: str | None) -> None:
    assert time_factor(time, Decimal(before), Decimal(after)) == (Decimal(low), None if high is None else Decimal(high))


def test_years_come_from_the_subject_then_from_the_standard() -> None:
    standard = LIBRARY.standard("cn/gbt-51366-2019")
    assert years(cw.read(building(subject={"service_life": "70 a"})), standard) == 70
    assert years(cw.read(building()), standard) == 50
    assert years(cw.read(building()), LIBRARY.standard("eu/en-15978-2011")) is None


def test_study_period_of_the_target() -> None:
    # BR18 looks at 50 years: of 100 years of operation half counts, what happens once counts whole
    data = building(subject={"gross_floor_area": "1 m**2", "heated_floor_area": "1 m**2", "service_life": "100 a"})
    once = cw.translate(data, to="eu/dk-br18-2023").figure("A1-A3")
    data["figures"] = [{"stage": "B6.1", "value": "1000 kg CO2e"}]
    use = cw.translate(data, to="eu/dk-br18-2023").figure("B6")
    assert once.bounds[0] is not None
    assert use.bounds[0] is not None
    assert use.bounds[0] == once.bounds[0] / 2


# -- activities ----------------------------------------------------------------------------------------------------------------------


def test_factors_by_region_and_year() -> None:
    grid = LIBRARY.factor_set("cn-electricity-co2")
    found = look_up(grid, "CN", 2023, None)
    assert found is not None
    # national average of 2023: MEE and NBS, announcement No. 47 of 2025
    assert (found.value, found.years, found.is_co2_only, found.substituted) == (Decimal("0.5306"), (2023,), True, False)
    assert found.source.confirmed == "secondary"
    province = look_up(grid, "CN-YN", 2023, None)
    assert province is not None
    assert (province.value, province.region) == (Decimal("0.1333"), "CN-YN")
    assert look_up(grid, "CN", 1990, None) is None


def test_a_factor_times_a_quantity() -> None:
    found = look_up(LIBRARY.factor_set("cn-electricity-co2"), "CN", 2023, None)
    assert found is not None
    assert found.per(Quantity.parse("2944 kWh")) == Decimal("1562.0864")
    assert found.per(Quantity.parse("2.944 MWh")) == Decimal("1562.0864")
    with pytest.raises(UnitMismatchError):
        found.per(Quantity.parse("1 kg"))


def test_interpolation_and_holding_on() -> None:
    danish = LIBRARY.factor_set("dk-br18-electricity")
    series = danish.series[0]
    known = sorted(series.values)
    assert year_value(danish, series, known[0]) == series.values[known[0]]
    assert year_value(danish, series, known[-1] + 100) == (series.values[known[-1]] if danish.extend_last else None)
    assert year_value(danish, series, known[0] - 1) is None
    for first, second in pairwise(known):
        if second - first == 2:
            assert year_value(danish, series, first + 1) == (series.values[first] + series.values[second]) / 2


def test_a_factor_that_changes_by_year_is_a_mean_over_the_years_of_use() -> None:
    danish = LIBRARY.factor_set("dk-br18-electricity")
    values = [year_value(danish, danish.series[0], year) for year in range(2023, 2073)]
    found = look_up(danish, "DK", 2023, 50)
    assert found is not None
    assert found.value == sum((value for value in values if value is not None), Decimal(0)) / 50
    assert found.years == (2023, 2072)


def test_items() -> None:
    materials = LIBRARY.factor_set("cn-gbt-51366-materials")
    found = look_up_item(materials, "c30-concrete")
    assert found is not None
    assert (found.value, found.unit) == (Decimal("295"), "kg CO2e/m**3")
    assert look_up_item(materials, "timber") is None


def test_materials_and_transport_are_evaluated() -> None:
    figures = [
        {"stage": "production", "activity": {"material": "C30混凝土", "amount": "2 m**3"}},
        {"stage": "transport", "activity": {"transport": "diesel-truck-30t", "mass": "5 t", "distance": "40 km"}},
    ]
    result = cw.translate({"standard": "cn/gbt-51366-2019", "figures": figures}, to="cn/gbt-51366-2019")
    assert result.figure("production").bounds == (Decimal(590),) * 3  # 2 x 295
    assert result.figure("transport").bounds == (Decimal("15.6"),) * 3  # 5 x 40 x 0.078


def test_a_set_of_another_jurisdiction_never_lends_its_default_region() -> None:
    danish = LIBRARY.factor_set("dk-br18-electricity")
    assert latest_match([danish], "CN", 2023, None, "EU") is None
    own = latest_match([danish], "DK", 2023, None, "EU")
    assert own is not None
    assert own.region == "DK"


def test_the_newest_year_before_stands_in_where_the_factor_is_applied_anew() -> None:
    grid = LIBRARY.factor_set("cn-electricity-co2")
    newest = max(next(series for series in grid.series if series.region == "CN").values)
    found = latest_match([grid], "CN", newest + 3, None, "CN")
    assert found is not None
    assert found.years == (newest,)
    assert first_match([grid], "CN", newest + 3, None) is None


@pytest.mark.parametrize(
    ("standard", "fuel", "amount", "en", "zh"),
    [
        (
            "cn/gbt-32151.5-2015",
            *("天然气", "100 MJ_HHV"),
            "the factor of natural-gas (cn-fuels-ndrc) is in kg CO2/GJ and cannot be applied to 100 MJ HHV; "
            "it is on the lower heating value: declare the amount so",
            "natural-gas 的因子（cn-fuels-ndrc）单位为 kg CO2/GJ，不能用于 100 MJ HHV；该因子按低位发热量：请按低位发热量声明",
        ),
        (
            "cn/gbt-32151.5-2015",
            *("烟煤", "100 L"),
            "the factor of bituminous-coal (cn-fuels-ndrc) is in kg CO2/GJ and cannot be applied to 100 L; "
            "declare the amount as energy, or its `ncv:`, such as 36 MJ/Nm3 or 25.8 GJ/t",
            "bituminous-coal 的因子（cn-fuels-ndrc）单位为 kg CO2/GJ，不能用于 100 L；请以能量声明，或给出 `ncv:`，例如 36 MJ/Nm3 或 25.8 GJ/t",
        ),
        (
            "eu/fueleu-2023-1805",
            *("HFO", "3 m"),
            "the factor of hfo (eu-2023-1805-wtw) is in g CO2e/g and cannot be applied to 3 m; "
            "another dimension: declare the amount in a unit of that kind",
            "hfo 的因子（eu-2023-1805-wtw）单位为 g CO2e/g，不能用于 3 m；量纲不同：请以相应单位声明",
        ),
    ],
)
def test_an_amount_that_a_factor_cannot_take_says_what_leads_there(standard: str, fuel: str, amount: str, en: str, zh: str) -> None:
    stage = "WtW" if standard.startswith("eu/") else "A3.process"
    figures = [{"stage": stage, "source": "combustion", "activity": {"fuel": fuel, "amount": amount}}]
    data = {"standard": standard, "subject": {"cn_code": "7208 39 00", "location": "CN"}, "activity_level": "1 t", "figures": figures}
    with pytest.raises(UnitMismatchError) as caught:
        cw.translate(data, to="eu/cbam-2023-956")
    (found,) = caught.value.findings
    assert (found.en, found.zh, found.field) == (en, zh, "figures[0].activity")


def test_target_factor_replaces_the_declared_one() -> None:
    # 0.6205 kg CO2e/kWh: China's electricity carbon footprint factor of 2023 (MEE, NBS, NEA)
    figure = {
        "stage": "operation",
        "source": "electricity",
        "value": "53.06 kg CO2e",
        "activity": {"electricity": "100 kWh", "factor": "0.5306 kg CO2/kWh", "region": "CN", "year": 2023},
    }
    result = cw.translate({"standard": "cn/gbt-51366-2019", "figures": [figure]}, to="eu/en-15978-2011")
    assert result.shared.bounds[0] == Decimal("62.05")
    gap = next(gap for gap in result.gaps if gap.kind == "rule-differs" and gap.amount)
    assert gap.amount == Decimal("8.99")


def test_value_that_disagrees_with_its_activity_is_kept_and_told() -> None:
    figure = {"stage": "operation", "value": "99 kg CO2e", "activity": {"electricity": "100 kWh", "factor": "0.5306 kg CO2/kWh"}}
    result = cw.translate({"standard": "cn/gbt-51366-2019", "figures": [figure]}, to="cn/gbt-51366-2019")
    assert result.total.bounds[0] == 99
    assert any("activity times factor gives 53.06" in note["en"] for note in result.as_dict()["warnings"])


# -- biogenic carbon -----------------------------------------------------------------------------------------------------------------


def test_carbon_to_carbon_dioxide() -> None:
    assert carbon_dioxide(Decimal(12)) == 44
    assert carbon_dioxide(Decimal(0)) == 0


def test_carbon_content_splits_a_mixed_line() -> None:
    # 1 kg C bound in A1-A3 is 44/12 kg CO2: of -3 kg CO2e the emissions are -3 + 44/12
    plain: dict[str, Any] = {"standard": "eu/en-15804-a1-2013", "figures": [{"stage": "A1-A3", "value": "-3 kg CO2e"}]}
    before = cw.translate(plain, to="cn/gbt-24067-2024", assumptions="none").shared.bounds
    after = cw.translate({**plain, "biogenic_carbon": "1 kg"}, to="cn/gbt-24067-2024", assumptions="none").shared.bounds
    assert before[0] is None or before[2] is None
    assert after[2] is not None
    written = cw.translate({**plain, "biogenic_carbon": {"product": "1 kg C"}}, to="cn/gbt-24067-2024", assumptions="none").shared.bounds
    assert written == after


# -- characterisation ----------------------------------------------------------------------------------------------------------------


def test_ratios_gas_by_gas() -> None:
    ar4, ar5 = LIBRARY.characterisation("ar4-100"), LIBRARY.characterisation("ar5-100")
    found = {}
    for ratio, atoms in ratios(SPACE, ar4, ar5):
        for gas in ("co2-fossil", "ch4-fossil", "n2o"):
            if atoms & SPACE.box(("A1",), ("combustion",), (gas,)):
                found[gas] = ratio
    # IPCC AR4 table 2.14: 25 and 298; AR5 table 8.A.1: 30 (fossil) and 265
    assert found == {"co2-fossil": 1, "ch4-fossil": Decimal(30) / 25, "n2o": Decimal(265) / 298}


def test_weights_of_several_sets_are_their_hull() -> None:
    sets = [LIBRARY.characterisation(name) for name in ("ar4-100", "ar5-100")]
    goal = LIBRARY.characterisation("ar5-100")
    atom = SPACE.box(("A1",), ("combustion",), ("n2o",))
    low, high = next((low, high) for low, high, atoms in weights(SPACE, sets, goal) if atoms & atom)
    assert (low, high) == (Decimal(265) / 298, Decimal(1))


def test_a_set_characterises_what_it_lists() -> None:
    atoms = characterised(SPACE, [LIBRARY.characterisation("ar5-100")])
    assert atoms & SPACE.box(("A1",), ("process",), ("sf6",))
    assert not characterised(SPACE, []) & atoms


def test_masses_are_characterised_by_the_set_that_is_named() -> None:
    data: dict[str, Any] = {
        "standard": "cn/gbt-51366-2019",
        "figures": [{"stage": "production", "source": "process", "gas": "N2O", "mass": "2 kg"}],
    }
    for name, expected in (("ar5-100", 530), ("ar4-100", 596), ("ar6-100", 546)):
        footprint = Footprint.model_validate({**data, "characterisation": name})
        assert cw.translate(footprint, to="cn/gbt-51366-2019").figure("production").bounds == (Decimal(expected),) * 3
    assert cw.translate(data, to="cn/gbt-51366-2019").figure("production").bounds[:1] == (Decimal(530),)  # the hull of what is in use
