"""Process emissions under the Chinese national ETS guidelines for cement, steel and aluminium: the twins of the `cbam` rules.

The guidelines are CETS—AG—02.01 (cement), 03.01 (steel) and 04.01 (aluminium), all V01—2024. Their text was not read: formulas and numbers
rest on software that implements them, on one (confidence: implementation) or two; the comments say which. Older values are from memory
(confidence: unconfirmed).

The factors of clinker and materials are no part of the rules: they stand in the factor sets `cn-cets-clinker` and `cn-cets-steel-materials`,
with their sources, and come in as numbers by item id (`item_values`). What is deducted is negative there, and is negative here.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from crosswalk.engine.rules.cbam.limits import ONE, ZERO, Floored, amount, entry, not_below_zero, share, signed
from crosswalk.engine.rules.cbam.pfc import Perfluorocarbons
from crosswalk.errors import Finding, InconsistentDeclarationError

CO2_PER_C = (Decimal(44), Decimal(12))  # the ratio is not a finite decimal, so the result is multiplied, then divided
KG_PER_T = Decimal(1000)

# CETS—AG—04.01. Sources disagree on these defaults (a draft printed 1.424 t CO2/t and 0.1454 t CO2e/t instead), so no function falls back
# on them unasked.
ANODE_CONSUMPTION = Decimal("0.411")  # t/t Al, one implementation
ANODE_CONSUMPTION_2015 = Decimal("0.42")  # t/t Al, GB/T 32151.4-2015, memory (unconfirmed)
ANODE_SULPHUR = Decimal("0.02")  # one implementation
ANODE_ASH = Decimal("0.004")  # one implementation
ANODE_FACTOR_DRAFT = Decimal("1.424")  # t CO2/t Al, draft of 2024, secondary
ANODE_EFFECT_CF4 = Decimal("0.034")  # kg/t Al without monitored duration, one implementation
ANODE_EFFECT_C2F6 = Decimal("0.0034")  # kg/t Al likewise
ANODE_EFFECT_SLOPE = Decimal("0.143")  # (kg CF4/t Al)/(anode effect minutes/cell-day), one implementation
ANODE_EFFECT_C2F6_SHARE = Decimal("0.1")  # t C2F6/t CF4, one implementation; (EU) 2025/2547 has 0.121 for the same cells


def clinker_emissions(
    clinker: Decimal, kind: str, factors: Mapping[str, Decimal], substitutes: Mapping[str, Decimal] | None = None
) -> Floored:
    """Process emissions of clinker in t CO2, less a deduction for raw materials without carbonate; negative ones are set to zero.

    Args:
        clinker: t.
        kind: item id of the clinker.
        factors: t CO2/t by item id, as in the set `cn-cets-clinker`: of clinker, and below zero of each substitute.
        substitutes: t of each raw material by item id.

    >>> from crosswalk.engine.rules.activity import item_values
    >>> from crosswalk.library.library import Library
    >>> factors = item_values(Library.shipped().factor_set("cn-cets-clinker"))
    >>> clinker_emissions(Decimal(100000), "clinker", factors, {"carbide-slag-deduction": Decimal(5000)}).value
    Decimal('51100.000')
    """
    factor = entry(_added(factors), kind, "clinker", "熟料品种", "kind")
    return not_below_zero(amount(clinker, "clinker") * factor + carbon_of(substitutes or {}, _deducted(factors), "substitutes"))


def anode_factor(consumption: Decimal, sulphur: Decimal, ash: Decimal) -> Decimal:
    """Emissions of anodes in t CO2/t Al: the carbon of what is consumed, as CO2. The formula is from memory (unconfirmed).

    Args:
        consumption: net anodes, t/t Al.
        sulphur: mass share in the anode.
        ash: mass share in the anode.

    >>> anode_factor(ANODE_CONSUMPTION, ANODE_SULPHUR, ANODE_ASH)
    Decimal('1.470832')
    """
    if share(sulphur, "sulphur") + share(ash, "ash") > 1:
        raise InconsistentDeclarationError(Finding("sulphur and ash exceed the anode", "硫分与灰分之和大于 1", field="sulphur"))
    above, below = CO2_PER_C
    return amount(consumption, "consumption") * (ONE - sulphur - ash) * above / below


def anode_emissions(aluminium: Decimal, factor: Decimal) -> Decimal:
    """Emissions of anodes in t CO2; aluminium in t, factor in t CO2/t Al."""
    return amount(aluminium, "aluminium") * amount(factor, "factor")


def anode_effect(aluminium: Decimal, minutes: Decimal) -> Perfluorocarbons:
    """Gases of the anode effect in t with monitored duration; aluminium in t, minutes per cell and day."""
    cf4 = ANODE_EFFECT_SLOPE * amount(minutes, "minutes") * amount(aluminium, "aluminium") / KG_PER_T
    return Perfluorocarbons(cf4, ANODE_EFFECT_C2F6_SHARE * cf4)


def anode_effect_by_default(aluminium: Decimal, cf4: Decimal, c2f6: Decimal) -> Perfluorocarbons:
    """Gases of the anode effect in t without monitored duration.

    Args:
        aluminium: t.
        cf4: kg/t Al, such as `ANODE_EFFECT_CF4`.
        c2f6: kg/t Al, such as `ANODE_EFFECT_C2F6`.
    """
    tonnes = amount(aluminium, "aluminium") / KG_PER_T
    return Perfluorocarbons(tonnes * amount(cf4, "cf4"), tonnes * amount(c2f6, "c2f6"))


def anode_effect_co2e(gases: Perfluorocarbons, gwp: Mapping[str, Decimal]) -> Decimal:
    """Gases of the anode effect as t CO2e.

    Args:
        gases: t.
        gwp: t CO2e/t of `cf4` and `c2f6`, as in the characterisation set `cn-cets-aluminium-2024`.
    """
    cf4, c2f6 = (amount(entry(gwp, gas, "gas", "气体", "gwp"), f"gwp.{gas}") for gas in ("cf4", "c2f6"))
    return amount(gases.cf4, "gases.cf4") * cf4 + amount(gases.c2f6, "gases.c2f6") * c2f6


def carbon_of(quantities: Mapping[str, Decimal], factors: Mapping[str, Decimal], field: str = "quantities") -> Decimal:
    """Carbon of materials as t CO2: what materials bring in, or below zero what products keep and substitutes deduct.

    Args:
        quantities: t by item id.
        factors: t CO2/t by item id, as in the sets `cn-cets-steel-materials` and `cn-cets-clinker`.
        field: what the errors name.

    >>> from crosswalk.engine.rules.activity import item_values
    >>> from crosswalk.library.library import Library
    >>> factors = item_values(Library.shipped().factor_set("cn-cets-steel-materials"))
    >>> carbon_of({"steel-scrap": Decimal(200000)}, factors)
    Decimal('7400.000')
    """
    parts = (
        amount(each, f"{field}.{name}") * signed(entry(factors, name, "material", "材料", field), f"factors.{name}")
        for name, each in quantities.items()
    )
    return sum(parts, ZERO)


def steel_carbon(purchased: Mapping[str, Decimal], products: Mapping[str, Decimal], factors: Mapping[str, Decimal]) -> Decimal:
    """Carbon bought less carbon kept in products, t CO2; one part of an enterprise's emissions, so it may be negative.

    Args:
        purchased: t by item id.
        products: t by item id.
        factors: t CO2/t by item id, of the edition that applies, as in the set `cn-cets-steel-materials`; below zero of products.
    """
    return carbon_of(purchased, _added(factors), "purchased") + carbon_of(products, _deducted(factors), "products")


def _added(factors: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """The factors of what adds emissions, so that no deduction is taken for one of them."""
    return {name: factor for name, factor in factors.items() if signed(factor, f"factors.{name}") >= 0}


def _deducted(factors: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """The factors of what deducts emissions, which are negative."""
    return {name: factor for name, factor in factors.items() if signed(factor, f"factors.{name}") <= 0}
