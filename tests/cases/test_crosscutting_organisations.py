"""Inventories of organisations and countries: exported energy, second accounts, value-chain categories, land use, families of gases.

Relations of ISO 14064-1 categories and scopes: dossier table (ISO contents of categories 1 to 4 secondary, the rest from memory). CROSS-4: China 2021,
https://www.nccc.org.cn/sys-nd/650.html (secondary). ESRS: (EU) 2023/2772, AR 39 to 48 (primary).
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

import crosswalk as cw
from crosswalk.engine.selector import selector
from crosswalk.library.library import Library

D = Decimal
LIBRARY = Library.shipped()
GBT, GHGP, ISO, ESRS = "cn/gbt-32150-2015", "int/ghgp-corporate-2004", "int/iso-14064-1-2018", "eu/esrs-e1-2023"
CATEGORIES = {
    "category-1": ("scope-1",),
    "category-2": ("scope-2",),
    "category-3": ("3.4", "3.6", "3.7", "3.9"),
    "category-4": ("3.1", "3.2", "3.3", "3.5", "3.8"),
    "category-6": ("3.other",),
    "category-5": ("3.10", "3.11", "3.12", "3.13", "3.14", "3.15"),
}


def atoms(standard: str, *stages: str) -> int:
    chosen = selector(LIBRARY, standard)
    found = 0
    for stage in stages:
        found |= chosen.stage_atoms(stage) & chosen.boundary
    return found


def company(*figures: dict[str, Any], standard: str = GBT, **more: Any) -> dict[str, Any]:
    subject = {"kind": "organisation", "location": "CN"}
    return {"standard": standard, "subject": subject, "year": 2023, "characterisation": "ar6-100", "figures": list(figures), **more}


def co2(source: str, value: str, stage: str = "enterprise") -> dict[str, Any]:
    return {"stage": stage, "source": source, "gas": "co2", "value": f"{value} t CO2e"}


@pytest.mark.parametrize(("category", "scopes"), CATEGORIES.items())
def test_categories_of_iso_are_unions_of_scopes(category: str, scopes: tuple[str, ...]) -> None:
    assert atoms(ISO, category) == atoms(GHGP, *scopes) != 0


def test_fifteen_categories_are_disjoint_and_make_scope_3() -> None:
    seen = 0
    for number in range(1, 16):
        own = atoms(GHGP, f"3.{number}")
        assert own, number
        assert not own & seen, number
        seen |= own
    assert seen | atoms(GHGP, "3.other") == atoms(GHGP, "scope-3")
    assert not seen & atoms(GHGP, "3.other")
    assert not seen & atoms(GHGP, "scope-1", "scope-2", "scope-2-market")


@pytest.mark.parametrize(
    ("first", "second", "relation"),
    [
        (GBT, GHGP, "overlap"),
        (GBT, ESRS, "overlap"),
        (GBT, ISO, "overlap"),
        (GHGP, ISO, "equal"),
        (GHGP, ESRS, "equal"),
        (ISO, ESRS, "equal"),
    ],
)
def test_totals(first: str, second: str, relation: str) -> None:
    assert cw.compare(first, second).relation("total", "total") == relation
    assert cw.compare(ISO, ESRS).relation("category-1", "scope-1") == "equal"


def test_exported_electricity_is_put_back() -> None:
    """1000 t of fuel, 150 t deducted for electricity sold: the Chinese total is 850 t, scope 1 is 1000 t. The gap has the size."""
    data = company(co2("combustion", "1000"), {"stage": "enterprise", "source": "exports.electricity", "value": "-150 t CO2e"})
    assert cw.translate(data, to=GBT).total.bounds[0] == 850
    for target in (GHGP, ISO, ESRS):
        result = cw.translate(data, to=target)
        assert result.shared.bounds == (D(1000),) * 3
        gap = next(gap for gap in result.gaps if gap.kind == "surplus")
        assert gap.amount == -150


def test_a_net_figure_of_an_enterprise_bounds_nothing_alone() -> None:
    """300 t in one number may be more of fuels less what was sold, and its electricity is valued anew by the place."""
    data = company({"stage": "enterprise", "value": "300 t CO2e"})
    result = cw.translate(data, to=GHGP)
    assert result.shared.bounds == (D(0), None, None)
    assert any(gap.kind == "inseparable" and "deducted" in gap.message.en for gap in result.gaps)
    fuel = cw.translate(company(co2("combustion", "1000"), {"stage": "enterprise", "value": "900 t CO2e"}), to=GHGP)
    assert fuel.shared.bounds[0] == 1000  # what is declared apart is known


def green(location: str = "CN-ZJ") -> dict[str, Any]:
    supply = {"kind": "certificate", "scheme": "GEC", "amount": "600 MWh", "factor": "0 kg CO2/kWh", "cancelled": True}
    figure = {"stage": "enterprise", "source": "electricity", "activity": {"electricity": "1000 MWh", "supply": supply}}
    return company(co2("combustion", "1000"), figure, subject={"kind": "organisation", "location": location})


@pytest.mark.parametrize("target", [GHGP, ESRS])
def test_two_accounts_of_one_consumption(target: str) -> None:
    """1000 MWh in Zhejiang, 600 of them certified: 497.4 t by place; by contract 400 MWh at one of two Chinese averages."""
    result = cw.translate(green(), to=target)
    assert result.figure("scope-2").bounds[0] == D("497.4")
    assert result.figure("scope-2-market").bounds[0] == D("212.24")
    alone = cw.translate(green(), to="int/ghgp-scope2-market-2015").shared
    assert alone.bounds[0] == result.figure("scope-2-market").bounds[0]
    assert result.shared.bounds[0] == D("1497.4")
    assert result.figure("total-market").bounds[0] == D("1212.24")
    assert not any("beside its total" in gap.message.en for gap in result.gaps)


def test_a_value_without_kilowatt_hours_leads_to_no_second_account() -> None:
    data = company({"stage": "enterprise", "source": "electricity", "value": "500 t CO2e"})
    result = cw.translate(data, to=ESRS)
    assert result.figure("scope-2-market").status == "missing"
    gap = next(gap for gap in result.gaps if gap.stage == "scope-2-market")
    assert "kWh" in gap.question.en
    assert "合同" in gap.question.zh


def test_an_organisation_is_no_product() -> None:
    with pytest.raises(cw.NotComparableError):
        cw.compare(GHGP, "int/iso-14067-2018")
    with pytest.raises(cw.InputError, match="carbon content"):
        cw.translate(company(co2("combustion", "1"), biogenic_carbon="1 kg"), to=GHGP)


# -- CROSS-4: China 2021, 100 million t ------------------------------------------------------------------------------------------------

BTR, EU = "cn/btr1-2024", "eu/governance-2018-1999"


def china(*figures: tuple[str, str | None, str]) -> dict[str, Any]:
    rows = [{"stage": stage, "value": f"{value} 亿吨 CO2e", **({"gas": gas} if gas else {})} for stage, gas, value in figures]
    return {"standard": BTR, "subject": {"kind": "country"}, "year": 2021, "figures": rows}


def hundred_megatonnes(data: dict[str, Any], stage: str, indicator: str | None = None) -> Decimal | None:
    low, _, high = cw.translate(data, to=BTR).figure(stage, indicator).bounds
    assert low == high
    return None if low is None else low / 10**8


def test_carbon_dioxide_of_china_2021_with_and_without_land() -> None:
    data = china(("energy", "co2", "100.95"), ("ippu", "co2", "15.24"), ("waste", "co2", "0.09"), ("lulucf", "co2", "-13.46"))
    assert hundred_megatonnes(data, "total-without-lulucf", "co2") == D("116.28")
    assert hundred_megatonnes(data, "total-with-lulucf", "co2") == D("102.82")
    assert cw.translate(data, to=BTR).total.bounds[0] == D("11628000000")  # the total of the standard leaves land out


def test_land_use_moves_the_total_by_its_size() -> None:
    """143.14 without, 129.99 with: 13.15 of land, of which 13.46 are carbon dioxide and 0.31 other gases the other way."""
    data = china(("total-without-lulucf", None, "143.14"), ("lulucf", None, "-13.15"))
    assert hundred_megatonnes(data, "total-with-lulucf") == D("129.99")
    assert D("-13.15") - D("-13.46") == D("0.31")
    result = cw.translate(data, to=EU)
    assert result.shared.bounds == (D("14314000000"),) * 3
    gap = next(gap for gap in result.gaps if gap.kind == "surplus")
    assert gap.amount == D("-1315000000")


def test_a_total_without_gases_is_only_bounded_in_another_set() -> None:
    data = china(("total-without-lulucf", None, "143.14"))
    result = cw.translate({**data, "standard": BTR}, to="cn/national-inventory-2008")
    low, best, high = result.shared.bounds
    assert best is None
    assert low is None or low < D("14314000000") * D("0.8")
    assert high is None or high > D("14314000000")


def test_families_of_gases_stay_between_their_members() -> None:
    """SAR to AR5: a sum of hydrofluorocarbons has no factor of its own; the least and the greatest ratio of its members bound it."""
    data = {"standard": "cn/provincial-2011", "figures": [{"stage": "industrial-processes", "gas": "hfcs", "value": "1000 t CO2e"}]}
    low, best, high = cw.translate(data, to=EU).figure("ippu").bounds
    sar, ar5 = (LIBRARY.characterisation(name).factors for name in ("cn-provincial-2011", "eu-2020-1044"))
    ratios = [ar5[gas].value / sar[gas].value for gas in sar if gas.startswith("hfc-")]
    assert best is None
    assert low is not None
    assert abs(low - 1000 * min(ratios)) < D("1e-9")
    shared = cw.translate(data, to=EU).shared.bounds
    assert shared[2] is not None
    assert abs(shared[2] - 1000 * max(ratios)) < D("1e-9")
    by_gas = {**data, "figures": [{"stage": "industrial-processes", "gas": "hfc-23", "value": "1000 t CO2e"}]}
    low, _, high = cw.translate(by_gas, to=EU).shared.bounds
    assert low == high == 1000 * D(12400) / D(11700)
    assert high is not None


def test_a_city_with_two_sums() -> None:
    figures = [
        {"stage": "BASIC", "value": "100 kt CO2e"},
        {"stage": "territorial", "value": "90 kt CO2e"},
        {"stage": "I.4.4", "value": "30 kt CO2e"},
    ]
    data = {"standard": "GPC", "subject": {"kind": "city"}, "year": 2023, "figures": figures}
    result = cw.translate(data, to="GPC")
    assert result.figure("BASIC").bounds == (D(100000),) * 3
    assert result.figure("territorial").bounds == (D(90000),) * 3
    there = cw.translate(data, to="cn/provincial-2025")
    low, _, high = there.shared.bounds
    assert low is not None
    assert low >= 0
    assert high is None or high >= 30000
