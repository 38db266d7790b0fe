"""Co-products of a fuel: the share of the declared product, from a declaration."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import crosswalk as cw
from crosswalk.engine.rules.energy.allocation import by_energy, by_value

D = Decimal
RFNBO, LCF, RED = "eu/rfnbo-2023-1185", "eu/lcf-2025-2359", "eu/red-2018-2001"
PRODUCTS = {"product": "hydrogen", "energies": {"hydrogen": "120 MJ", "heat": "30 MJ"}}


def fuel(co_products: dict[str, Any] | None, *figures: dict[str, Any], standard: str = RFNBO) -> dict[str, Any]:
    more = {"co_products": co_products} if co_products else {}
    return {"standard": standard, "subject": {"fuel": "hydrogen"}, "declared_unit": "1 MJ", "year": 2020, "figures": list(figures), **more}


def gross(value: str = "30 g CO2e", **more: Any) -> dict[str, Any]:
    return {"stage": "e_i+e_p", "indicator": "gross", "value": value, "of_process": True, **more}


def grams(data: dict[str, Any], to: str = RFNBO) -> D:
    low, _, high = cw.translate(data, to=to).shared.bounds
    assert low is not None
    assert low == high
    return low


def test_by_energy_the_product_bears_its_share_and_distribution_is_its_own() -> None:
    data = fuel(PRODUCTS, gross(), {"stage": "e_td", "value": "2 g CO2e"})
    assert grams(data) == by_energy(D(30), {"hydrogen": D(120), "heat": D(30)})["hydrogen"] + 2 == 26
    steps = cw.translate(data, to=RFNBO).trace
    (step,) = [entry for entry in steps if entry["step"] == "allocation"]
    assert (step["input"], step["output"]) == ("figures[0]", "hydrogen: × 0.8")
    assert "A.15(e)" in step["source"]


def test_by_value_where_a_product_holds_no_energy() -> None:
    data = fuel({"product": "hydrogen", "values": {"hydrogen": 900, "oxygen": 100}}, gross())
    assert grams(data) == by_value(D(30), {"hydrogen": D(900), "oxygen": D(100)})["hydrogen"] == 27


def test_activities_of_the_process_are_shared_and_valued_anew() -> None:
    """100 MJ of German electricity of 2020: 99.3 g/MJ in the one act, 99.7 in the other; 80 % of it belongs to the hydrogen."""
    used = {"stage": "plant", "source": "electricity", "activity": {"electricity": "100 MJ", "region": "DE"}, "of_process": True}
    assert grams(fuel(PRODUCTS, used)) == D("7944")
    assert grams(fuel(PRODUCTS, used), LCF) == D("7976")
    used["activity"]["supply"] = {"kind": "direct-line", "share": "50 %", "fully_renewable": True}  # type: ignore[index]
    assert grams(fuel(PRODUCTS, used), LCF) == D("3988")


def test_under_red_an_energy_below_zero_is_none() -> None:
    """Directive (EU) 2018/2001, Annex V, C.18."""
    figure = {"stage": "raw-material", "indicator": "e_ec", "value": "30 g CO2e", "of_process": True}
    wet = {"product": "ethanol", "energies": {"ethanol": "2 MJ", "wet pulp": "-1 MJ", "meal": "1 MJ"}}
    assert grams(fuel(wet, figure, standard=RED), RED) == 20
    with pytest.raises(cw.InputError, match="must not be negative"):
        cw.translate(fuel({**wet, "product": "meal"}, gross()), to=RFNBO)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (fuel(None, gross()), "needs the products of the process"),
        (fuel(PRODUCTS, {"stage": "e_td", "value": "2 g CO2e"}), "nothing to share"),
        (fuel({**PRODUCTS, "product": "hydrogn"}, gross()), "none of the products"),
        (fuel({"product": "hydrogen"}, gross()), "`energies` or `values`"),
        (fuel({"product": "h", "energies": {"h": "1 kg"}}, gross()), "cannot be converted"),
        (fuel({"product": "h", "energies": {"h": "120 MJ HHV"}}, gross()), "heating values here are lower ones"),
        (fuel({"product": "h", "values": {"h": 0}}, gross()), "greater than zero"),
        (fuel({"product": "h", "values": {"h": 1}}, {"stage": "raw-material", "indicator": "e_ec", "value": "1 g CO2e", "of_process": True}, standard=RED), "no rule here that shares emissions by value"),
        (fuel(PRODUCTS, {"stage": "A3", "value": "1 g CO2e", "of_process": True}, standard="cn/gbt-24067-2024"), "no rule here that shares"),
    ],
)  # fmt: skip
def test_bad_input(data: dict[str, Any], message: str) -> None:
    with pytest.raises(cw.InputError, match=message) as caught:
        cw.translate(data, to=data["standard"])
    assert all(finding.en and finding.zh and finding.field for finding in caught.value.findings)


@given(st.integers(1, 1000), st.integers(0, 1000), st.integers(0, 1000))
def test_all_products_together_bear_the_whole(first: int, second: int, emitted: int) -> None:
    energies = {"a": f"{first} MJ", "b": f"{second} kWh"}
    parts = [grams(fuel({"product": name, "energies": energies}, gross(f"{emitted} g CO2e"))) for name in energies]
    assert abs(sum(parts, D(0)) - emitted) < D("1e-20")
