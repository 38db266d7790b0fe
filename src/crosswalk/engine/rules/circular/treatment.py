"""Waste treatment: methane of landfill, fossil carbon dioxide of incineration, methane and nitrous oxide of composting, from published parameters.

Formulas of the IPCC 2006 Guidelines, volume 5. Amounts are kilograms; shares are numbers between 0 and 1. Biogenic carbon dioxide is not counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from crosswalk.engine.rules.circular.bounds import Range
from crosswalk.errors import DeclarationError, Finding, UnknownNameError
from crosswalk.model.recycling import check_share
from crosswalk.model.waste import Biological, Incineration, WasteComponent, WasteTreatment

CO2_PER_CARBON = Decimal(44) / Decimal(12)
CH4_PER_CARBON = Decimal(16) / Decimal(12)
ONE = Decimal(1)


def degradable_carbon(mix: Mapping[str, Decimal], parameters: WasteTreatment) -> Decimal:
    """Degradable organic carbon of mixed wet waste, kg C per kg: the sum of each component's share times its DOC.

    Raises:
        UnknownNameError: a component without a DOC in the set.
        DeclarationError: shares outside 0-1, or adding up to more than 1.
    """
    total = Decimal(0)
    known = {entry.id: entry for entry in parameters.components}
    for name, part in mix.items():
        check_share(name, part, name)
        entry = known.get(name)
        if entry is None or (entry.degradable_carbon is None and entry.id != "plastics"):
            raise _unknown(name, parameters, [key for key, found in known.items() if found.degradable_carbon is not None])
        total += part * (entry.degradable_carbon or Decimal(0))
    _check_mix(mix)
    return total


def landfill_methane(
    carbon: Decimal,
    *,
    correction: Decimal,
    degrades: Decimal,
    methane: Decimal,
    recovered: Decimal = Decimal(0),
    oxidation: Decimal = Decimal(0),
) -> Decimal:
    """Methane of landfill over all time, kg CH4 per kg of wet waste: (MCF·DOC·DOCf·F·16/12 - recovered)·(1 - OX).

    Args:
        carbon: degradable organic carbon, DOC, share of wet waste.
        correction: MCF, the methane correction of the site.
        degrades: DOCf, the share of DOC that degrades.
        methane: F, the share of methane in landfill gas.
        recovered: methane that is collected, kg CH4 per kg of waste.
        oxidation: OX, the share of the rest that is oxidised in the cover.

    Raises:
        DeclarationError: a share outside 0-1, or more recovered than arises.

    >>> round(landfill_methane(Decimal("0.15"), correction=Decimal(1), degrades=Decimal("0.5"), methane=Decimal("0.5")), 6)
    Decimal('0.050000')
    """
    for name, value in (("DOC", carbon), ("MCF", correction), ("DOCf", degrades), ("F", methane), ("OX", oxidation)):
        check_share(name, value, name)
    potential = correction * carbon * degrades * methane * CH4_PER_CARBON
    if not 0 <= recovered <= potential:
        raise DeclarationError(
            Finding(
                f"{recovered} kg of methane cannot be recovered from a potential of {potential:.6g} kg per kg of waste",
                f"每千克废物产甲烷潜力为 {potential:.6g} kg，不能回收 {recovered} kg",
                field="recovered",
            )
        )
    return (potential - recovered) * (1 - oxidation)


def component_incineration(component: WasteComponent, oxidation: Decimal = ONE) -> Decimal | None:
    """Fossil carbon dioxide of burning one component, kg CO2 per kg of wet waste: dm·CF·FCF·OF·44/12; `None` where the set does not tell.

    >>> plastics = WasteComponent(id="plastics", name={"en": "plastics", "zh": "塑料"}, dry_matter="1", carbon="0.75", fossil="1")
    >>> component_incineration(plastics)
    Decimal('2.750000000000000000000000000')
    """
    check_share("OF", oxidation, "oxidation")
    if component.dry_matter is None or component.carbon is None or component.fossil is None:
        return None
    return component.dry_matter * component.carbon * component.fossil * oxidation * CO2_PER_CARBON


def mixed_incineration(mix: Mapping[str, Decimal], parameters: WasteTreatment, oxidation: Decimal = ONE) -> Range:
    """Fossil carbon dioxide of burning mixed wet waste, kg CO2 per kg. A component of unknown fossil share counts from none of its carbon to all of it.

    Raises:
        UnknownNameError: a component that the set does not have.
        DeclarationError: shares outside 0-1, or adding up to more than 1.
    """
    known = {entry.id: entry for entry in parameters.components}
    low = high = Decimal(0)
    for name, part in mix.items():
        check_share(name, part, name)
        entry = known.get(name)
        if entry is None or entry.dry_matter is None or entry.carbon is None:
            raise _unknown(
                name, parameters, [key for key, found in known.items() if found.dry_matter is not None and found.carbon is not None]
            )
        burnt = part * entry.dry_matter * entry.carbon * oxidation * CO2_PER_CARBON
        low += Decimal(0) if entry.fossil is None else burnt * entry.fossil
        high += burnt if entry.fossil is None else burnt * entry.fossil
    _check_mix(mix)
    return Range(low, high)


def incineration(entry: Incineration) -> Range:
    """Fossil carbon dioxide of incineration by a guideline, kg CO2 per kg of waste: dm·CCW·FCF·EF·44/12; two ends where the basis is open."""
    per_mass = entry.carbon * entry.fossil * entry.efficiency * CO2_PER_CARBON
    return Range(per_mass * entry.dry_matter[0], per_mass * entry.dry_matter[1])


class Gases(NamedTuple):
    """Gases of a treatment, kg per kg of wet waste; `None` where the set does not tell."""

    ch4: Decimal
    n2o: Decimal | None


def biological(entry: Biological) -> Gases:
    """Methane and nitrous oxide of composting or digestion, kg per kg of wet waste."""
    return Gases(entry.ch4, entry.n2o)


def fossil_flue_gas(carbon_dioxide: Decimal, parameters: WasteTreatment) -> Decimal:
    """The fossil part of measured carbon dioxide of a plant, same unit.

    Raises:
        UnknownNameError: the set has no fossil share.
    """
    if parameters.fossil_share_of_flue_gas is None:
        raise _unknown("fossil share of flue gas", parameters, [])
    return carbon_dioxide * parameters.fossil_share_of_flue_gas


def _check_mix(mix: Mapping[str, Decimal]) -> None:
    total = sum(mix.values(), Decimal(0))
    if total > 1:
        raise DeclarationError(
            Finding(f"the shares of the mix add up to {total}, more than 1", f"各组分之和为 {total}，超过1", field="mix")
        )


def _unknown(name: str, parameters: WasteTreatment, known: list[str]) -> UnknownNameError:
    return UnknownNameError(
        Finding(f"{parameters.name.en} has no {name!r}", f"{parameters.name.zh} 没有 {name!r}", field=name, nearest=tuple(known[:5]))
    )
