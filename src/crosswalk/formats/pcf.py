"""What PACT and Catena-X share: a cradle-to-gate product carbon footprint with few totals, read as a partial footprint under ISO 14067."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from crosswalk.formats.modules import tolerance
from crosswalk.formats.reading import Notes, Value, day, number, quantity, take

STANDARD = "int/iso-14067-2018"
REPORTS = {"AR4": "ar4-100", "AR5": "ar5-100", "AR6": "ar6-100"}
"""Characterisation sets by IPCC assessment report."""
UPTAKE = ("biogenicCO2Uptake", "biogenicCarbonWithdrawal", "pcfIncludingBiogenicUptake", "pCfIncludingBiogenic", "pcfIncludingBiogenic")
"""Numbers below zero that lie outside the footprint without biogenic uptake."""
STAGE = "cradle-to-gate"


def numbers(tree: Any, names: Sequence[str], notes: Notes, at: str, stage: str = STAGE) -> tuple[dict[str, Decimal], list[Value]]:
    """The numbers of a record that are present, and each as a value."""
    found: dict[str, Decimal] = {}
    values = []
    for name in names:
        printed = take(tree, name)
        value = number(printed, notes, f"{at}.{name}")
        if value is not None:
            found[name] = value
            values.append(Value(name, stage, str(printed), "kg CO2e" if "arbon" not in name else "kg C"))
    return found, values


def figures(stated: dict[str, Decimal]) -> list[dict[str, str]]:
    """Figures from indicator to number."""
    return [{"stage": STAGE, "indicator": indicator, "value": f"{value} kg CO2e"} for indicator, value in stated.items()]


def check_uptake(excluding: Decimal | None, including: Decimal | None, uptake: Decimal | None, notes: Notes) -> None:
    """Including biogenic uptake = excluding + uptake; the residual is told, nothing is corrected."""
    if excluding is None or including is None or uptake is None:
        return
    residual = including - excluding - uptake
    if abs(residual) > tolerance(including, excluding, uptake):
        notes.remark(
            f"the footprint including biogenic uptake is {including}, excluding {excluding} plus uptake {uptake} makes {excluding + uptake} "
            f"(residual {residual} kg CO2e)",
            f"含生物源吸收的碳足迹为 {including}，而不含值 {excluding} 加吸收 {uptake} 得 {excluding + uptake}（残差 {residual} kg CO2e）",
        )


def check_fossil(excluding: Decimal | None, stated: dict[str, Decimal], notes: Notes) -> None:
    """The fossil part exceeds the whole only where another part is below zero; the residual is told, nothing is corrected."""
    fossil = stated.get("fossilGhgEmissions")
    if excluding is None or fossil is None or any(value < 0 for name, value in stated.items() if name not in UPTAKE):
        return
    if fossil - excluding > tolerance(fossil, excluding):
        notes.remark(
            f"the fossil part is {fossil} and the footprint excluding biogenic uptake {excluding} (residual {fossil - excluding} kg CO2e), "
            "though no part is below zero",
            f"化石部分为 {fossil}，而不含生物源吸收的碳足迹为 {excluding}（残差 {fossil - excluding} kg CO2e），且没有负值部分",
        )


def characterisation(reports: Sequence[Any], notes: Notes) -> list[str]:
    """The sets that the footprint may rest on.

    Raises:
        DeclarationError: none of them is known.
    """
    found = [REPORTS[name] for name in (str(entry).strip().upper().replace("IPCC", "").strip() for entry in reports) if name in REPORTS]
    unknown = [str(entry) for entry in reports if str(entry).strip().upper().replace("IPCC", "").strip() not in REPORTS]
    if unknown:
        raise notes.wrong(
            f"the characterisation factors {', '.join(unknown)} are not known (known: {', '.join(REPORTS)})",
            f"特征化因子 {'、'.join(unknown)} 未知（已知：{'、'.join(REPORTS)}）",
            "ipccCharacterizationFactors",
        )
    return found


def standards(named: Sequence[Any], notes: Notes) -> None:
    """Tell under which standard the footprint is read where it names another one."""
    names = [str(entry) for entry in named]
    if not any("14067" in name for name in names):
        shown = ", ".join(names) or "none"
        notes.remark(
            f"read as a partial footprint (cradle to gate) under ISO 14067; the file names {shown} as its standards",
            f"按 ISO 14067 的部分碳足迹（摇篮到大门）读取；文件所列标准为 {shown}",
        )


def period(start: object, end: object, notes: Notes, excluding_end: bool) -> dict[str, str] | None:
    """The reference period; an end at the first midnight of a month means the day before."""
    first, last = day(start), day(end)
    if first is None or last is None:
        for name, value in (("period start", start), ("period end", end)):
            notes.detail(name, value)
        return None
    if excluding_end and last > first and last.day == 1 and "T00:00" in str(end):
        last -= timedelta(days=1)
    if last < first:
        raise notes.wrong(
            f"the reference period ends on {last}, before {first}", f"参考期结束于 {last}，早于 {first}", "referencePeriodEnd"
        )
    return {"start": first.isoformat(), "end": last.isoformat()}


def declared_unit(amount: Decimal, unit: str, notes: Notes) -> str:
    """What the values are per.

    Raises:
        DeclarationError: the unit is unknown or the amount is not above zero.
    """
    found = quantity(amount, unit)
    if found is None:
        raise notes.wrong(f"{unit!r} is no known unit of the declared unit", f"声明单位的单位 {unit!r} 未知", "declaredUnit")
    if found.magnitude <= 0:
        raise notes.wrong(f"the declared amount is {amount}", f"声明数量为 {amount}", "declaredUnitAmount")
    return str(found)


def subject(pcf: Any, mass: Decimal | None, per: str, notes: Notes) -> dict[str, Any]:
    """The product: its mass and place."""
    found: dict[str, Any] = {"kind": "product"}
    if mass is not None and mass > 0:
        found["mass"] = f"{mass} kg"
        magnitude, _, unit = per.partition(" ")
        if unit == "kg" and Decimal(magnitude) != mass:
            notes.remark(
                f"the declared unit is {per}, the mass of the product per declared unit {mass} kg",
                f"声明单位为 {per}，而每声明单位的产品质量为 {mass} kg",
            )
    for name in ("geographyCountrySubdivision", "geographyCountry"):
        place = take(pcf, name)
        if isinstance(place, str) and place[:2].isalpha() and place[:2].isupper() and (len(place) == 2 or place[2:3] == "-"):
            found.setdefault("location", place)
        else:
            notes.detail(name, place)
    for name in ("geographyRegionOrSubregion", "geographyRegionOrSubRegion"):
        notes.detail("region", take(pcf, name))
    return found


def carbon(product: Decimal | None, packaging: Decimal | None, notes: Notes) -> dict[str, str] | None:
    """Biogenic carbon of product and packaging per declared unit."""
    if product is None:
        notes.detail("biogenic carbon of the packaging", None if packaging is None else f"{packaging} kg")
        return None
    return {"product": f"{product} kg"} | ({} if packaging is None else {"packaging": f"{packaging} kg"})


def past(expires: date | None) -> dict[str, str]:
    """The end of validity as evidence."""
    return {} if expires is None else {"expires": expires.isoformat()}
