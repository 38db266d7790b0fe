"""What must hold between standards that state their figures per a quantity: no property leads from one test cycle to another."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import crosswalk as cw
from crosswalk.errors import NotComparableError
from crosswalk.model.quantity import Quantity
from crosswalk.testing.shipped import HELD, LIBRARY, PRODUCT_UNITS, PROPERTIES, quantities

CYCLES = sorted(key for key, entry in quantities().items() if entry.apart)
PRODUCTS = [key for key in LIBRARY.standard_ids() if LIBRARY.standard(key).subject == "product" and LIBRARY.standard(key).goods is None]
TESTED = [key for key in PRODUCTS if set(LIBRARY.standard(key).unit.reference) & set(CYCLES)]
NAMED = [key for key in PRODUCTS if HELD.keys() & set(LIBRARY.standard(key).unit.reference)]


def declared(standard: str, unit: str | None, quantity: str, value: Decimal) -> dict[str, Any]:
    stage = LIBRARY.standard(standard).stages[0].id
    data: dict[str, Any] = {"standard": standard, "subject": {**PROPERTIES, "reference_quantity": quantity}}
    data["figures"] = [{"stage": stage, "gas": "co2-fossil", "mass": f"{value} kg"}]
    return data if unit is None else {**data, "declared_unit": unit}


@given(st.sampled_from(TESTED), st.sampled_from(CYCLES), st.sampled_from(TESTED))
def test_a_figure_of_one_cycle_is_never_one_of_another(source: str, cycle: str, target: str) -> None:
    footprint = declared(source, "100 km", cycle, Decimal(12))
    footprint["figures"] = [{"stage": LIBRARY.standard(source).stages[0].id, "value": "12 kg CO2e"}]
    if source != target and cycle not in LIBRARY.standard(target).unit.reference:
        with pytest.raises(NotComparableError):
            cw.translate(footprint, to=target)
    elif source != target:
        assert cw.translate(footprint, to=target).as_dict()["declared_unit"] == f"1 km ({cycle})"


@given(st.sampled_from(NAMED), st.sampled_from(PRODUCT_UNITS), st.sampled_from(PRODUCT_UNITS), st.decimals("0.01", "1000", places=2))
def test_per_what_a_figure_is_declared_does_not_matter(
    target: str, first: tuple[str | None, str], second: tuple[str | None, str], value: Decimal
) -> None:
    """The same subject declared per two quantities gives the same figures, though the numbers declared differ by orders of magnitude."""
    source = "int/iso-14067-2018"
    ends = []
    for unit, quantity in (first, second):
        number, name = (unit or "1 pcs").split(" ", 1)
        count = Quantity(Decimal(number), name).to(quantities()[quantity].unit).magnitude
        footprint = declared(source, unit, quantity, value * count / HELD[quantity])
        footprint["figures"][0]["stage"] = "production"
        result = cw.translate(footprint, to=target, assumptions="none")
        ends.append([bound for figure in (result.total, result.shared, *result.figures) for bound in figure.bounds])
    for one, other in zip(*ends, strict=True):
        assert (one is None) == (other is None)
        if one is not None and other is not None:
            assert abs(one - other) <= abs(one) * Decimal("1e-20")
