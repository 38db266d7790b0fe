"""Process emissions under the Chinese national ETS guidelines for cement, steel and aluminium: the twins of the `cbam` rules.

The guidelines are CETS—AG—02.01 (cement), 03.01 (steel) and 04.01 (aluminium), all V01—2024. Their text was not read: formulas and numbers
rest on software that implements them, on one (confidence: implementation) or two; the comments say which. Older values are from memory
(confidence: unconfirmed).
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

from crosswalk.engine.rules.cbam.limits import ONE, ZERO, Floored, amount, entry, not_below_zero, share
from crosswalk.engine.rules.cbam.pfc import Perfluorocarbons
from crosswalk.errors import Finding, InconsistentDeclarationError

CO2_PER_C = (Decimal(44), Decimal(12))  # the ratio is not a finite decimal, so the result is multiplied, then divided
KG_PER_T = Decimal(1000)

# CETS—AG—02.01, t CO2/t clinker. Portland: two implementations; the others: one.
CLINKER_FACTORS: Mapping[str, Decimal] = MappingProxyType(
    {
        "硅酸盐水泥熟料": Decimal("0.535"),
        "白色硅酸盐水泥熟料": Decimal("0.550"),
        "硫（铁）铝酸盐水泥熟料": Decimal("0.413"),
        "铝酸盐水泥熟料": Decimal("0.292"),
    }
)


def _each(factor: str, names: str) -> dict[str, Decimal]:
    return dict.fromkeys(names.split(), Decimal(factor))


# CETS—AG—02.01, t CO2/t of substitute (非碳酸盐替代原料扣减系数). One implementation; copper slag and fluor-gypsum: two.
SUBSTITUTE_DEDUCTIONS: Mapping[str, Decimal] = MappingProxyType(
    _each("0.600", "脱硫粉剂（氢氧化钙） 熟石灰")
    | _each("0.480", "电石渣 镁渣")
    | _each("0.375", "造纸白泥 氟化钙污泥 磷渣")
    | _each("0.305", "钒钛渣 氮渣 飞灰 铁合金炉渣")
    | _each("0.245", "脱硫石膏 磷石膏 钛石膏 氟石膏 硼石膏 模型石膏 柠檬酸渣")
    | _each("0.215", "钢渣 镍渣")
    | _each("0.135", "锰渣 锌渣 锡渣")
    | _each("0.055", "市政污泥 铝渣 硫酸渣 铜渣 铅锌渣 粉煤灰 赤泥")
)

# CETS—AG—03.01, t CO2/t. One implementation. The standard of 2015 has another value for crude steel; its other values are not known here.
PURCHASED_CARBON: Mapping[str, Decimal] = MappingProxyType(
    {
        "生铁": Decimal("0.172"),
        "直接还原铁": Decimal("0.073"),
        "镍铁合金": Decimal("0.037"),
        "硅铁合金": Decimal("0.007"),
        "钼铁合金": Decimal("0.018"),
        "锰硅合金": Decimal("0.092"),
        "低碳锰硅合金": Decimal("0.011"),
        "高炉锰铁": Decimal("0.275"),
        "电炉高碳锰铁": Decimal("0.275"),
        "微碳锰铁": Decimal("0.004"),
        "高碳铬铁": Decimal("0.348"),
        "废钢": Decimal("0.037"),
    }
)
PRODUCT_CARBON: Mapping[str, Decimal] = MappingProxyType(
    {"生铁": Decimal("0.172"), "粗钢": Decimal("0.037"), "焦油": Decimal("2.699"), "粗苯": Decimal("3.382")}
)
PRODUCT_CARBON_2015: Mapping[str, Decimal] = MappingProxyType(  # GB/T 32151.5-2015, memory (unconfirmed)
    {"生铁": Decimal("0.172"), "粗钢": Decimal("0.0154")}
)

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
GWP: Mapping[str, Decimal] = MappingProxyType({"CF4": Decimal(6630), "C2F6": Decimal(11100)})  # one implementation


def clinker_emissions(clinker: Decimal, kind: str, substitutes: Mapping[str, Decimal] | None = None) -> Floored:
    """Process emissions of clinker in t CO2, less a deduction for raw materials without carbonate; negative ones are set to zero.

    Args:
        clinker: t.
        kind: as in `CLINKER_FACTORS`.
        substitutes: t of each material, named as in `SUBSTITUTE_DEDUCTIONS`.

    >>> clinker_emissions(Decimal(100000), "硅酸盐水泥熟料", {"电石渣": Decimal(5000)}).value
    Decimal('51100.000')
    """
    factor = entry(CLINKER_FACTORS, kind, "clinker", "熟料品种", "kind")
    return not_below_zero(amount(clinker, "clinker") * factor - carbon_of(substitutes or {}, SUBSTITUTE_DEDUCTIONS, "substitutes"))


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


def anode_effect_co2e(gases: Perfluorocarbons) -> Decimal:
    """Gases of the anode effect as t CO2e."""
    return amount(gases.cf4, "gases.cf4") * GWP["CF4"] + amount(gases.c2f6, "gases.c2f6") * GWP["C2F6"]


def carbon_of(quantities: Mapping[str, Decimal], factors: Mapping[str, Decimal], field: str = "quantities") -> Decimal:
    """Carbon of materials as t CO2: what purchased materials bring in, what products keep, or what substitutes deduct.

    Args:
        quantities: t by name.
        factors: t CO2/t by name: `PURCHASED_CARBON`, `PRODUCT_CARBON`, `PRODUCT_CARBON_2015` or `SUBSTITUTE_DEDUCTIONS`.
        field: what the errors name.

    >>> carbon_of({"废钢": Decimal(200000)}, PURCHASED_CARBON)
    Decimal('7400.000')
    """
    parts = (amount(each, f"{field}.{name}") * entry(factors, name, "material", "材料", field) for name, each in quantities.items())
    return sum(parts, ZERO)


def steel_carbon(purchased: Mapping[str, Decimal], products: Mapping[str, Decimal], kept: Mapping[str, Decimal]) -> Decimal:
    """Carbon bought less carbon kept in products, t CO2; one part of an enterprise's emissions, so it may be negative.

    Args:
        purchased: t by name, as in `PURCHASED_CARBON`.
        products: t by name.
        kept: t CO2/t of products, of the edition that applies: `PRODUCT_CARBON` or `PRODUCT_CARBON_2015`.
    """
    return carbon_of(purchased, PURCHASED_CARBON, "purchased") - carbon_of(products, kept, "products")
