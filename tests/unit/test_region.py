"""A region as one file: what it evaluates to, and what is refused."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import crosswalk as cw
from crosswalk.cli import main

D = Decimal
COUNTY = Path(__file__).resolve().parents[2] / "examples" / "county" / "county.yaml"
FIGURES = [{"stage": "industry-and-construction", "gas": "co2", "value": "900 t CO2e"}]


def described(**more: Any) -> dict[str, Any]:
    return {"inventory": {"standard": "cn/provincial-2011", "figures": FIGURES}, **more}


def test_the_county() -> None:
    """By hand: 118000 + 35000 + 62000 + 1240000 + 410000 of fuels, 1484739 t of 2985 GWh at Zhejiang's 0.4974, 18000 of waste burnt elsewhere."""
    report = cw.region(COUNTY, to="GPC", as_of=None)
    fuels, waste = D(118000 + 35000 + 62000 + 1240000 + 410000), D(18000)
    power = D("0.4974") * (2100 + 380 + 460 + 45) * 1000
    assert report.translation.figure("scope-2").bounds[0] == power
    assert report.translation.total.bounds[0] == fuels + power + waste
    assert report.translation.figure("I.4.4").bounds[0] == 1860000
    assert report.translation.figure("V.2").bounds == (D(-210000), D(-210000), D(-210000))
    assert report.per_capita is not None
    low, high = report.per_capita
    assert low == high == D("4726660") / 520000
    assert report.own.total.bounds[0] == D("4726660")
    assert report.neutrality is not None
    assert report.neutrality.year == 2058
    assert report.neutrality.left == 0


def test_the_same_gases_in_sar_and_ar5() -> None:
    """4726660 t in SAR: methane by 28/21, nitrous oxide by 265/310, a family of gases between its members."""
    report = cw.region(COUNTY, to="eu/governance-2018-1999")
    methane, laughing_gas = D(310 + 4200 + 6100 + 3300 + 520), D(95 + 240 + 38)
    carbon_dioxide = D(1860000 + 1240000 + 410000 + 62000 + 118000 + 35000 + 530000 + 41000)
    known = carbon_dioxide + methane * 28 + laughing_gas * 265
    assert carbon_dioxide + methane * 21 + laughing_gas * 310 + 12000 == D("4726660")
    low, best, high = report.translation.shared.bounds
    assert best is None
    assert low is not None
    assert high is not None
    assert known < low < high < known + 12000 * D("1.5")


def test_a_file_of_a_region_stands_for_its_inventory() -> None:
    assert cw.read(COUNTY).standard == "cn/provincial-2011"
    result = cw.translate(COUNTY, to="GPC")
    assert result.total.bounds == cw.region(COUNTY, to="GPC").translation.total.bounds


def test_only_the_inventory_is_needed() -> None:
    report = cw.region(described(), to="GPC")
    assert (report.peak, report.neutrality, report.targets, report.parks, report.per_capita) == (None, None, (), (), None)
    assert report.as_dict()["peak"] is None


def test_a_park_without_its_energy_has_no_gate() -> None:
    park = {"standard": "cn/zero-carbon-park-2025", "figures": [{"stage": "direct", "value": "5 t CO2e"}]}
    report = cw.region(described(parks=[park]), to="GPC")
    assert report.parks[0].gates == ()


def test_a_lifestyle_footprint_that_is_open_above() -> None:
    lifestyle = {
        "standard": "int/lifestyles-1.5-2019",
        "declared_unit": "1 person",
        "figures": [{"stage": "housing", "value": {"low": "3 t CO2e"}}],
    }
    report = cw.region(described(lifestyle=lifestyle), to="GPC")
    assert report.targets[0].least.share == D("0.5") / 3
    assert report.targets[0].greatest is None


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"population": "0 person"}, "population"),
        ({"population": "5 t"}, "population"),
        ({"series": [{"year": 2020, "emissions": "5 kg"}]}, "emissions"),
        ({"series": [{"year": 2020, "emissions": "5 t CO2e"}, {"year": 2020, "emissions": "6 t CO2e"}]}, "twice"),
        ({"series": [{"year": 2020, "emissions": "5 t CO2e", "removals": "1 t CO2e"}]}, "zero or less"),
        ({"parks": [{"standard": "GPC", "figures": [{"stage": "I.1.1", "value": "5 t CO2e"}]}]}, "no standard on parks"),
        ({"parcs": []}, "parks"),
        ({"lifestyle": {"standard": "int/lifestyles-1.5-2019", "figures": [{"stage": "flying", "value": "1 t CO2e"}]}}, "flying"),
    ],
)
def test_what_cannot_be(more: dict[str, Any], message: str) -> None:
    with pytest.raises(cw.InputError, match=message):
        cw.region(described(**more), to="GPC")


def test_errors_name_file_and_line(tmp_path: Path) -> None:
    file = tmp_path / "county.yaml"
    file.write_text("inventory:\n  standard: cn/provincial-2011\n  figures:\n    - {stage: forests, value: 1 t CO2e}\n", "utf-8")
    for words in (["region", str(file), "--to", "GPC"], ["translate", str(file), "--to", "GPC"], ["check", str(file)]):
        done = CliRunner().invoke(main, words)
        assert done.exit_code == 3, words
        assert "county.yaml" in done.output
        assert "forests" in done.output


def test_a_region_is_not_comparable_with_a_product() -> None:
    with pytest.raises(cw.NotComparableError):
        cw.region(described(), to="EN 15978")
    done = CliRunner().invoke(main, ["region", str(COUNTY), "--to", "EN 15978", "--format", "json"])
    assert done.exit_code == 4
