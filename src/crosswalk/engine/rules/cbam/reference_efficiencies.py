"""Reference efficiencies of separate production: (EU) 2025/2547 Annex III C, Tables 1 and 2.

Annex III A.2.2 points to Annex II G for them, but they are printed in Annex III C. They refer to the net calorific value.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Literal

from crosswalk.engine.rules.cbam.limits import entry
from crosswalk.errors import Finding, MissingPropertyError

Medium = Literal["hot water", "steam", "exhaust gas"]
MEDIA: tuple[Medium, ...] = ("hot water", "steam", "exhaust gas")  # exhaust gas used directly at 250 °C or more

# Percent, read in the primary text. Categories: S1 hard coal, coke, petcoke; S2 lignite, shale oil; S3 peat; S4 dry biomass; S5 other solid
# biomass, liquors; S6 municipal and industrial waste; L7 oil products; L8 bio-liquids; L9 waste liquids; G10 natural gas, LPG, LNG,
# biomethane; G11 refinery gases, hydrogen, synthesis gas; G12 biogas; G13 coke oven, blast furnace and other recovered gases; O14 waste
# heat.
# Columns: built before 2012, 2012 to 2015, from 2016.
ELECTRICITY: Mapping[str, tuple[str | None, ...]] = MappingProxyType(
    {
        "S1": ("44.2", "44.2", "44.2"),
        "S2": ("41.8", "41.8", "41.8"),
        "S3": ("39.0", "39.0", "39.0"),
        "S4": ("33.0", "33.0", "37.0"),
        "S5": ("25.0", "25.0", "30.0"),
        "S6": ("25.0", "25.0", "25.0"),
        "L7": ("44.2", "44.2", "44.2"),
        "L8": ("44.2", "44.2", "44.2"),
        "L9": ("25.0", "25.0", "29.0"),
        "G10": ("52.5", "52.5", "53.0"),
        "G11": ("44.2", "44.2", "44.2"),
        "G12": ("42.0", "42.0", "42.0"),
        "G13": ("35.0", "35.0", "35.0"),
        "O14": (None, None, "30.0"),
    }
)
# Columns: built before 2016, from 2016; in each hot water, steam, exhaust gas.
HEAT: Mapping[str, tuple[tuple[str | None, ...], tuple[str | None, ...]]] = MappingProxyType(
    {
        "S1": (("88", "83", "80"), ("88", "83", "80")),
        "S2": (("86", "81", "78"), ("86", "81", "78")),
        "S3": (("86", "81", "78"), ("86", "81", "78")),
        "S4": (("86", "81", "78"), ("86", "81", "78")),
        "S5": (("80", "75", "72"), ("80", "75", "72")),
        "S6": (("80", "75", "72"), ("80", "75", "72")),
        "L7": (("89", "84", "81"), ("85", "80", "77")),
        "L8": (("89", "84", "81"), ("85", "80", "77")),
        "L9": (("80", "75", "72"), ("75", "70", "67")),
        "G10": (("90", "85", "82"), ("92", "87", "84")),
        "G11": (("89", "84", "81"), ("90", "85", "82")),
        "G12": (("70", "65", "62"), ("80", "75", "72")),
        "G13": (("80", "75", "72"), ("80", "75", "72")),
        "O14": ((None, None, None), ("92", "87", None)),
    }
)
STEAM_WITHOUT_CONDENSATE = Decimal(5)  # Table 2 note 1, primary: percentage points
_PERCENT = Decimal(100)
_ELECTRICITY_FROM = (2012, 2016)
_HEAT_FROM = 2016


def reference_electricity_efficiency(category: str, year: int) -> Decimal:
    """The efficiency, as a fraction, of electricity production without heat (Table 1).

    Args:
        category: of the fuel, such as `G10`.
        year: in which the unit was built.

    >>> reference_electricity_efficiency("G10", 2018)
    Decimal('0.53')
    """
    row = entry(ELECTRICITY, category, "fuel category", "燃料类别", "category")
    return _fraction(row[sum(year >= start for start in _ELECTRICITY_FROM)], category, year)


def reference_heat_efficiency(category: str, year: int, medium: Medium, *, condensate_counted: bool = True) -> Decimal:
    """The efficiency, as a fraction, of a stand-alone boiler (Table 2).

    Args:
        category: of the fuel, such as `G10`.
        year: in which the unit was built.
        medium: what carries the heat.
        condensate_counted: whether the unit's own heat efficiency allows for returned condensate; if not, steam gets five points more.

    >>> reference_heat_efficiency("G10", 2018, "steam", condensate_counted=False)
    Decimal('0.92')
    """
    row = entry(HEAT, category, "fuel category", "燃料类别", "category")[int(year >= _HEAT_FROM)]
    column = entry({name: position for position, name in enumerate(MEDIA)}, medium, "heat medium", "热介质", "medium")
    found = _fraction(row[column], category, year)
    return found + STEAM_WITHOUT_CONDENSATE / _PERCENT if medium == "steam" and not condensate_counted else found


def _fraction(printed: str | None, category: str, year: int) -> Decimal:
    if printed is None:
        raise MissingPropertyError(
            Finding(
                f"the act prints no reference efficiency for {category} built in {year} with this use",
                f"法规未给出 {category} 在 {year} 年建成且用于此用途的参考效率",
                field="category",
            )
        )
    return Decimal(printed) / _PERCENT
