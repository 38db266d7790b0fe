"""Values that the target would calculate with a factor nobody has here, or from a quantity nobody declared: open, never exact."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

import crosswalk as cw
from crosswalk.report.translation import translation_report

D = Decimal
RFNBO, LCF, TCAB = "eu/rfnbo-2023-1185", "eu/lcf-2025-2359", "cn/tcab-0078-2020"
GROSS = {"stage": "e_i+e_p", "indicator": "gross", "value": "20 g CO2e"}
AFTER = (
    {"stage": "inputs", "indicator": "e_ex-use", "value": "0 g CO2e"},
    {"stage": "plant", "indicator": "e_ccs", "value": "0 g CO2e"},
    {"stage": "e_td", "value": "2 g CO2e"},
    {"stage": "e_u", "value": "0 g CO2e"},
)
POWER, MRR = "cn/cets-power-2022", "eu/mrr-2018-2066"


def hydrogen(*figures: dict[str, Any], standard: str = RFNBO, **more: Any) -> dict[str, Any]:
    return {"standard": standard, "subject": {"fuel": "hydrogen"}, "declared_unit": "1 MJ", "year": 2023, "figures": list(figures), **more}


def grid(amount: str, region: str = "DE", **more: Any) -> dict[str, Any]:
    return {"stage": "plant", "source": "electricity", "activity": {"electricity": amount, "region": region, "year": 2020, **more}}


def coal(*fuels: dict[str, Any]) -> dict[str, Any]:
    figures = [{"stage": "facility", "source": "combustion", "activity": fuel} for fuel in fuels]
    return {"standard": POWER, "subject": {"kind": "installation", "location": "CN"}, "year": 2023, "figures": figures}


def bounds(result: cw.Translation) -> tuple[D | None, D | None]:
    low, _, high = result.shared.bounds
    return low, high


def test_coal_that_nobody_measured_is_open_in_the_eu() -> None:
    """0.03085 t C/GJ is a Chinese default; which coal it was, and so its EU factor, is not said."""
    result = cw.translate(coal({"fuel": "coal-not-measured", "amount": "1000 GJ"}), to=MRR)
    assert bounds(result) == (D(0), None)
    assert result.shared.status == "lower-bound"
    (gap,) = [entry for entry in result.gaps if "has no factor for" in entry.message.en]
    assert (gap.width, gap.amount) == (None, D("111.9855"))
    assert "111.986 t CO2e" in gap.message.en
    assert "111.986 t CO2e" in gap.message.zh
    assert gap.question.en


def test_the_table_shows_an_open_width_as_open() -> None:
    report = translation_report(cw.translate(coal({"fuel": "coal-not-measured", "amount": "1000 GJ"}), to=MRR), "en")
    row = next(row for table in report.tables for row in table.rows if any("has no factor for" in cell for cell in row))
    assert "open" in row
    assert "111.986" not in row


def test_the_fuels_that_are_known_remain() -> None:
    known = {"fuel": "烟煤", "amount": "1000 GJ", "carbon_content": "0.0262 t C/GJ"}
    result = cw.translate(coal({"fuel": "coal-not-measured", "amount": "1000 GJ"}, known), to=MRR)
    assert result.shared.bounds == (D("26.2") * D("3.664"), None, None)


def test_nothing_burnt_needs_no_factor() -> None:
    assert bounds(cw.translate(coal({"fuel": "coal-not-measured", "amount": "0 GJ"}), to=MRR)) == (D(0), D(0))


def test_a_fuel_figure_says_nothing_of_the_electricity_inside() -> None:
    result = cw.translate(hydrogen(GROSS, *AFTER), to=LCF)
    assert result.figure("e_i+e_p").bounds == (D(0), None, None)
    assert result.total.bounds == (D(2), None, None)
    assert result.total.status == "lower-bound"
    assert bounds(result) == (D(2), D(22))
    assert result.shared.status == "bounded"
    asked = [gap for gap in result.gaps if gap.width is None and "kWh" in gap.question.en]
    assert [gap.amount for gap in asked] == [20]
    assert "千瓦" in asked[0].question.zh or "kWh" in asked[0].question.zh
    assert not [gap for gap in result.gaps if gap.kind == "missing" and "lectricity" in gap.message.en and gap.stage.startswith("A3")]


def test_credits_inside_open_the_lower_end_too() -> None:
    whole = hydrogen({"stage": "e_i+e_p", "value": "20 g CO2e"}, *AFTER[2:])
    result = cw.translate(whole, to=LCF)
    assert result.total.bounds == (None, None, None)
    assert any("kWh" in gap.question.en for gap in result.gaps)
    assert any(gap.kind == "inseparable" for gap in result.gaps)


def test_with_the_kilowatt_hours_it_is_exact() -> None:
    """Germany 2020: 99.3 g/MJ in Table A of (EU) 2023/1185, 99.7 in Table 5 of (EU) 2025/2359."""
    result = cw.translate(hydrogen(GROSS, grid("0.1 MJ"), *AFTER), to=LCF)
    low, _, high = result.total.bounds
    assert low == high == D("22") - D("9.93") + D("9.97")
    none = cw.translate(hydrogen(GROSS, grid("0 kWh"), *AFTER), to=LCF)
    assert none.total.bounds[0] == none.total.bounds[2] == 22


def test_grid_electricity_of_china_has_no_factor_in_the_acts() -> None:
    parts = ({"stage": "e_i+e_p", "value": "200 g CO2e"}, grid("1.5 MJ", "CN", factor="0.5306 kg CO2/kWh"))
    result = cw.translate(
        hydrogen(
            *parts,
        ),
        to=LCF,
    )
    assert result.figure("e_i+e_p").bounds[2] is None
    assert any("no factor for the region" in gap.message.en for gap in result.gaps)


@pytest.mark.parametrize("target", [RFNBO, LCF])
def test_a_class_of_china_says_nothing_of_the_electricity_method_of_the_eu(target: str) -> None:
    data = {
        "standard": TCAB,
        "subject": {"fuel": "hydrogen"},
        "declared_unit": "1 kg",
        "figures": [{"stage": "production", "value": "0.9 kg CO2e"}],
    }
    result = cw.translate(data, to=target)
    assert result.total.bounds[2] is None
    assert any("kWh" in gap.question.en for gap in result.gaps)


def test_generation_and_losses_apart_fit_no_factor_of_the_whole() -> None:
    def part(source: str, factor: str) -> dict[str, Any]:
        return {
            "stage": "A3",
            "source": source,
            "activity": {"electricity": "10 kWh", "region": "CN", "year": 2024, "factor": factor},
        }

    data = {
        "standard": "int/iso-14067-2018",
        "declared_unit": "1 kg",
        "figures": [part("electricity.generation", "0.5 kg CO2e/kWh"), part("electricity.losses", "0.03 kg CO2e/kWh")],
    }
    result = cw.translate(data, to="eu/pef-2021-2279")
    assert bounds(result) == (D(0), None)
    assert sum("fits no part of it" in gap.message.en for gap in result.gaps) == 2
