"""Published numbers of energy that were looked up after the data had been entered, through the library as a user calls it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

import crosswalk as cw

D = Decimal
CN_ENTERPRISE, MRR, RFNBO = "cn/gbt-32150-2015", "eu/mrr-2018-2066", "eu/rfnbo-2023-1185"
MARKET, LOCATION = "int/ghgp-scope2-market-2015", "int/ghgp-scope2-location-2015"

# 各种能源折标准煤及碳排放参考系数, https://max.book118.com/html/2020/1123/8133103033003020.shtm: kg CO2 per kg, of natural gas per m3 (secondary).
# The table also has raw coal, kerosene and refinery gas, which the provincial guideline's set here does not list.
REFERENCE_COEFFICIENTS = {
    "焦炭": ("kg", "2.8604"),
    "原油": ("kg", "3.0202"),
    "燃料油": ("kg", "3.1705"),
    "汽油": ("kg", "2.9251"),
    "柴油": ("kg", "3.0959"),
    "液化石油气": ("kg", "3.1013"),
    "天然气": ("Nm3", "2.1622"),
}


def plant(standard: str, stage: str, **figure: Any) -> dict[str, Any]:
    return {"standard": standard, "subject": {"kind": "installation"}, "year": 2023, "figures": [{"stage": stage, **figure}]}


def tonnes(data: dict[str, Any], to: str) -> D:
    low, _, high = cw.translate(data, to=to).shared.bounds
    assert low is not None
    assert low == high
    return low


@pytest.mark.parametrize(("fuel", "unit", "printed"), [(fuel, *row) for fuel, row in REFERENCE_COEFFICIENTS.items()])
def test_chinese_reference_coefficients(fuel: str, unit: str, printed: str) -> None:
    amount = "1000 kg" if unit == "kg" else "1000 Nm3"
    burnt = {"fuel": fuel, "amount": amount, "factor_set": "cn-fuels-provincial-2025"}
    data = plant(CN_ENTERPRISE, "enterprise", source="combustion", activity=burnt)
    assert tonnes(data, CN_ENTERPRISE).quantize(D("0.0001")) == D(printed)


def test_a_kilogram_of_diesel_by_the_ipcc_defaults() -> None:
    """74.1 t CO2/TJ x 43 TJ/Gg = 3.1863 kg CO2/kg: http://wuliok.com/keyushenghuo/xiaozhishixiaohuodong/17166.html (secondary)."""
    data = plant(MRR, "installation", activity={"fuel": "柴油", "amount": "1000 kg"})
    assert tonnes(data, MRR) == D("3.1863")


def test_six_tenths_of_a_million_kilowatt_hours_certified() -> None:
    """200 t by place at 0.20 kg/kWh; by market 400 000 kWh at a residual of 0.45: 180 t.

    https://tools.gera.services/scope2-market-vs-location-based, example (secondary).
    """
    consumed = {"electricity": "1000000 kWh", "region": "DE"}
    by_place = plant(LOCATION, "scope-2", source="electricity", activity={**consumed, "factor": "0.20 kg CO2e/kWh"})
    assert tonnes(by_place, LOCATION) == 200
    proof = {"kind": "certificate", "scheme": "GO", "amount": "600000 kWh", "factor": "0 kg CO2e/kWh", "cancelled": True}
    by_market = plant(MARKET, "scope-2", source="electricity", activity={**consumed, "factor": "0.45 kg CO2e/kWh", "supply": proof})
    assert tonnes(by_market, MARKET) == 180


def test_the_limit_per_kilogram_that_french_law_prints() -> None:
    """3,38 kg CO2eq/kg H2 for renewable and low-carbon hydrogen alike.

    https://environnement-magazine.fr/energie/article/2024/07/05/149494/hydrogene-bascarbone-renouvelable-seuil-fixe-journal-officiel (secondary).
    """
    for standard_id in (RFNBO, "eu/lcf-2025-2359"):
        standard = cw.Library.shipped().standard(standard_id)
        limits = {entry.id: entry.value for entry in standard.thresholds}
        assert limits["saving-70"].magnitude * 120 / 1000 == limits["saving-70-hydrogen-mass"].magnitude
        assert limits["saving-70-hydrogen-mass"].magnitude.quantize(D("0.01")) == D("3.38")


# (EU) 2021/2139, Annex I, read in the text as enacted (primary): criteria that touch electricity and hydrogen.
def test_the_criterion_of_the_taxonomy_for_hydrogen() -> None:
    """Section 3.10: a saving of 73,4 % against 94 g/MJ, "lower than" 3 t CO2e/t H2."""
    terms = {"e_i+e_p": "2.9999 kg CO2e", "e_td": "0 kg CO2e", "e_u": "0 kg CO2e"}
    data = {
        "standard": RFNBO,
        "subject": {"fuel": "hydrogen"},
        "declared_unit": "1 kg",
        "year": 2026,
        "figures": [{"stage": stage, "value": value} for stage, value in terms.items()],
        "conditions": {"savings-verified": True, "captured-co2-stored-by-criteria": True},
    }
    found = cw.verdict(data, f"{RFNBO}#taxonomy-hydrogen")
    assert found.verdict == "implied"
    least, _ = found.measured[0].saving or (None, None)
    assert least is not None
    assert round(least * 100, 1) == D("73.4")
    data["figures"][0]["value"] = "3.0 kg CO2e"  # type: ignore[index]
    assert cw.verdict(data, f"{RFNBO}#taxonomy-hydrogen").verdict == "excluded"
