"""One fact in one place: a number that stands in an equation of a rule and in the shipped data is the same number."""

from __future__ import annotations

from decimal import Decimal

import pytest

from crosswalk.engine.rules.activity import look_up_item
from crosswalk.engine.rules.cbam import calculation
from crosswalk.library.library import Library
from crosswalk.model.quantity import Quantity

LIBRARY = Library.shipped()
MATERIALS = "eu-2025-2547-materials"
FUELS = "eu-2025-2547-fuels"
GASES = "cbam-2025-2547"


@pytest.mark.parametrize(
    ("constant", "unit", "factor_set", "item"),
    [
        (calculation.CLINKER_FACTOR, "t CO2/t", MATERIALS, "clinker"),
        (calculation.KILN_DUST_FACTOR, "t CO2/t", MATERIALS, "cement-kiln-dust"),
        (calculation.GYPSUM_FACTOR, "t CO2/t", MATERIALS, "desulphurisation-gypsum"),
        (calculation.UREA_FACTOR, "t CO2/t", MATERIALS, "urea-for-denox"),
        (calculation.FLARE_FACTOR, "t CO2/Nm3", MATERIALS, "flare-gas"),
        (calculation.NATURAL_GAS_FACTOR, "t CO2/TJ", FUELS, "natural-gas"),
    ],
)
def test_factors_of_equations(constant: Decimal, unit: str, factor_set: str, item: str) -> None:
    shipped = look_up_item(LIBRARY.factor_set(factor_set), item)
    assert shipped is not None
    assert Quantity(shipped.value, shipped.unit).to(unit).magnitude == constant


def test_warming_potentials_of_equations() -> None:
    shipped = {gas.upper(): factor.value for gas, factor in LIBRARY.characterisation(GASES).factors.items()}
    carbon_dioxide = {"CO2-FOSSIL", "CO2-BIOGENIC", "CO2-LUC"}
    assert {gas: value for gas, value in shipped.items() if gas not in carbon_dioxide} == calculation.GWP
    assert {shipped[gas] for gas in carbon_dioxide} == {1}  # the equations of CO2 have no factor for it


def test_carbon_to_carbon_dioxide() -> None:
    """Table 5 prints factors with two decimals and carbon contents beside them: one is the other times `F_CARBON`."""
    found = 0
    for item in LIBRARY.factor_set(MATERIALS).items:
        if "carbon_content" in item.inputs:
            content = Quantity.parse(item.inputs["carbon_content"]).magnitude
            assert calculation.factor_per_mass(content).quantize(Decimal("0.01")) == item.value, item.id
            found += 1
    assert found == 9
