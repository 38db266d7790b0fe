"""Perfluorocarbons of primary aluminium: (EU) 2025/2547 Annex II B.7 (Equations 20 to 26)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from crosswalk.engine.rules.cbam.calculation import GWP
from crosswalk.engine.rules.cbam.limits import amount, efficiency, entry, signed
from crosswalk.errors import DeclarationError, Finding, MissingPropertyError


@dataclass(frozen=True, slots=True)
class CellFactors:
    """Factors of a cell technology.

    Attributes:
        cf4: slope method: (kg CF4/t Al)/(anode effect minutes/cell-day); overvoltage method: (kg CF4/t Al)/mV.
        c2f6: t C2F6/t CF4.
    """

    cf4: Decimal
    c2f6: Decimal


# Of (EU) 2025/2547 and read in the primary text: Annex II B.7.1 Table 2.
SLOPE_FACTORS: Mapping[str, CellFactors] = MappingProxyType(
    {
        "PFPB L": CellFactors(Decimal("0.122"), Decimal("0.097")),  # legacy point feed prebake
        "PFPB M": CellFactors(Decimal("0.104"), Decimal("0.057")),  # modern point feed prebake
        "CWPB": CellFactors(Decimal("0.143"), Decimal("0.121")),  # centre worked prebake
        "SWPB": CellFactors(Decimal("0.233"), Decimal("0.280")),  # side worked prebake
        "VSS": CellFactors(Decimal("0.058"), Decimal("0.086")),  # vertical stud Søderberg
        "HSS": CellFactors(Decimal("0.165"), Decimal("0.077")),  # horizontal stud Søderberg
    }
)
MEASURED_ONLY = "PFPB MW"  # Table 2 note 1, primary: own measurements, or CWPB where they are not feasible or cost too much

# Annex II B.7.2 Table 3.
OVERVOLTAGE_FACTORS: Mapping[str, CellFactors] = MappingProxyType(
    {
        "CWPB": CellFactors(Decimal("1.16"), Decimal("0.121")),
        "SWPB": CellFactors(Decimal("3.65"), Decimal("0.252")),
    }
)
_T_PER_KG = Decimal("0.001")


@dataclass(frozen=True, slots=True)
class Perfluorocarbons:
    """Masses of CF4 and C2F6, t."""

    cf4: Decimal
    c2f6: Decimal


def slope_factors(technology: str) -> CellFactors:
    """The slope factors of a cell technology (Table 2).

    Raises:
        UnknownNameError: no such technology.
        MissingPropertyError: a technology whose factors must be measured.
    """
    if technology == MEASURED_ONLY:
        raise MissingPropertyError(
            Finding(
                f"{MEASURED_ONLY} has no standard factors: declare measured ones; CWPB only where measuring is not feasible or too costly",
                f"{MEASURED_ONLY} 无标准因子：请声明实测值；仅在无法测量或成本不合理时使用 CWPB",
                field="technology",
            )
        )
    return entry(SLOPE_FACTORS, technology, "cell technology", "电解槽类型", "technology")


def overvoltage_factors(technology: str) -> CellFactors:
    """The overvoltage factors of a cell technology (Table 3)."""
    return entry(OVERVOLTAGE_FACTORS, technology, "cell technology for the overvoltage method", "过电压法电解槽类型", "technology")


def anode_effect_minutes(frequency: Decimal, duration: Decimal) -> Decimal:
    """Anode effect minutes per cell-day from anode effects per cell-day and their mean duration in minutes (Equation 23)."""
    return amount(frequency, "frequency") * amount(duration, "duration")


def slope_method(aluminium: Decimal, minutes: Decimal, factors: CellFactors) -> Perfluorocarbons:
    """Gases through the duct by method A (Equations 21 and 22), t.

    Args:
        aluminium: primary aluminium made, t.
        minutes: anode effect minutes per cell-day.
        factors: of the technology (`slope_factors`) or of the installation.

    >>> slope_method(Decimal(500000), Decimal("0.20"), slope_factors("CWPB"))
    Perfluorocarbons(cf4=Decimal('14.30000000'), c2f6=Decimal('1.73030000000'))
    """
    cf4 = amount(minutes, "minutes") * amount(factors.cf4, "factors.cf4") * _T_PER_KG * amount(aluminium, "aluminium")
    return Perfluorocarbons(cf4, cf4 * amount(factors.c2f6, "factors.c2f6"))


def overvoltage_method(aluminium: Decimal, overvoltage: Decimal, current_efficiency: Decimal, factors: CellFactors) -> Perfluorocarbons:
    """Gases through the duct by method B (Equations 24 and 25), t.

    Args:
        aluminium: primary aluminium made, t.
        overvoltage: anode effect overvoltage per cell, mV.
        current_efficiency: in percent, such as 95; a value up to 1 is taken for a fraction and refused.
        factors: of the technology (`overvoltage_factors`) or of the installation.
    """
    if not 1 < signed(current_efficiency, "current_efficiency") <= 100:
        raise DeclarationError(
            Finding(
                f"must be in percent, above 1 and at most 100, not {current_efficiency}",
                f"应为百分数，大于 1 且不超过 100，而不是 {current_efficiency}",
                field="current_efficiency",
            )
        )
    per_tonne = amount(factors.cf4, "factors.cf4") * amount(overvoltage, "overvoltage") * _T_PER_KG
    cf4 = per_tonne * amount(aluminium, "aluminium") / current_efficiency
    return Perfluorocarbons(cf4, cf4 * amount(factors.c2f6, "factors.c2f6"))


def with_fugitive(duct: Perfluorocarbons, collection: Decimal) -> Perfluorocarbons:
    """All gases, t, from those through the duct and its collection efficiency (Equation 20)."""
    efficiency(collection, "collection")
    return Perfluorocarbons(amount(duct.cf4, "duct.cf4") / collection, amount(duct.c2f6, "duct.c2f6") / collection)


def co2e(gases: Perfluorocarbons) -> Decimal:
    """The gases as t CO2e (Equation 26)."""
    return amount(gases.cf4, "gases.cf4") * GWP["CF4"] + amount(gases.c2f6, "gases.c2f6") * GWP["C2F6"]
