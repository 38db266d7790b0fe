"""Electricity from somewhere else than the grid mix: what each standard accepts, refuses, or leaves open."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import crosswalk as cw

CBAM = "eu/cbam-2023-956"
CFP = "cn/gbt-24067-2024"


def cement(factor: str = "0 kg CO2/kWh", **supply: Any) -> dict[str, Any]:
    activity: dict[str, Any] = {"electricity": "100 MWh", "factor": factor}
    return {
        "standard": "cn/gbt-32151.8-2023",
        "subject": {"kind": "installation", "cn_code": "2523 29 00", "origin": "CN", "production_year": 2026, "location": "CN"},
        "activity_level": "1000 t",
        "declared_unit": "1 t",
        "figures": [{"stage": "A3.process", "source": "electricity", "activity": {**activity, **({"supply": supply} if supply else {})}}],
        "precursors": [],
    }


def product(**supply: Any) -> dict[str, Any]:
    return {
        "standard": "eu/en-15804-a2-2019",
        "subject": {"location": "CN"},
        "declared_unit": "1 t",
        "year": 2024,
        "characterisation": "en15804-a2-ef3.1",
        "figures": [
            {
                "stage": "A3",
                "source": "electricity",
                "activity": {"electricity": "100 kWh", "factor": "0.03 kg CO2e/kWh", **({"supply": supply} if supply else {})},
            }
        ],
    }


def shared(data: dict[str, Any], to: str) -> tuple[Decimal | None, Decimal | None]:
    low, _, high = cw.translate(data, to=to).shared.bounds
    return low, high


def test_the_border_adjustment_refuses_certificates() -> None:
    certified = cement(kind="certificate", scheme="GEC", vintage=2026, cancelled=True)
    assert shared(certified, CBAM) == shared(cement(), CBAM) == (Decimal("0.0605"), Decimal("0.0605"))
    gaps = cw.translate(certified, to=CBAM).gaps
    assert any("does not accept certificates" in gap.message.en for gap in gaps)


@pytest.mark.parametrize("kind", ["ppa", "direct-line", "own-generation"])
def test_the_border_adjustment_accepts_physical_supply(kind: str) -> None:
    assert shared(cement("0.02 kg CO2/kWh", kind=kind), CBAM) == (Decimal("0.002"), Decimal("0.002"))
    assert not any("has no factor" in gap.message.en for gap in cw.translate(cement("0.02 kg CO2/kWh", kind=kind), to=CBAM).gaps)


def test_recognition_that_nobody_settled_is_a_gap_and_not_an_assumption() -> None:
    # GB/T 24067 with China's electricity footprint of 2024 (0.5777 kg CO2e/kWh): 57.77 kg without, 3 kg with certificates
    assert shared(product(), CFP) == (Decimal("57.77"), Decimal("57.77"))
    low, high = shared(product(kind="certificate", scheme="GEC", vintage=2024, cancelled=True), CFP)
    assert low is not None
    assert low <= 3
    assert high == Decimal("57.77")
    gaps = cw.translate(product(kind="certificate", cancelled=True), to=CFP).gaps
    assert any("is not known, so both ends are kept" in gap.message.en and gap.width for gap in gaps)


@pytest.mark.parametrize("state", [{"cancelled": False}, {"expired": True, "cancelled": True}, {}])
def test_a_certificate_that_was_not_cancelled_for_the_use_proves_nothing(state: dict[str, Any]) -> None:
    assert shared(product(kind="certificate", **state), CFP) == shared(product(), CFP)
    gaps = cw.translate(product(kind="certificate", **state), to=CFP).gaps
    assert any("prove nothing" in gap.message.en for gap in gaps)


@given(st.integers(0, 2000), st.sampled_from(["certificate", "ppa", "direct-line", "own-generation"]), st.booleans())
def test_no_supply_ever_raises_a_figure_above_the_location_based_one_and_the_declared_one(grams: int, kind: str, cancelled: bool) -> None:
    state = {"cancelled": cancelled} if kind == "certificate" else {}
    factor = f"{Decimal(grams) / 1000} kg CO2/kWh"
    _, plain = shared(cement(factor), CBAM)
    _, proven = shared(cement(factor, kind=kind, **state), CBAM)
    assert plain is not None
    assert proven is not None
    assert proven <= max(plain, Decimal(grams) / 10_000)


def test_a_supply_belongs_to_electricity() -> None:
    data = cement()
    data["figures"][0]["activity"] = {"fuel": "diesel", "amount": "1 t", "factor": "3 t CO2/t", "supply": {"kind": "ppa"}}
    with pytest.raises(cw.InputError, match="belongs to electricity"):
        cw.read(data)
    with pytest.raises(cw.InputError, match="belong to a certificate"):
        cw.read(cement(kind="ppa", scheme="GEC"))
