"""Attribution of emissions to processes and goods: (EU) 2025/2547 Annex II D.1, Annex III A (Equations 35, 41 to 43, 53 to 56)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from crosswalk.engine.rules.cbam.calculation import NATURAL_GAS_FACTOR
from crosswalk.engine.rules.cbam.limits import ZERO, Floored, amount, not_below_zero, positive, share, signed
from crosswalk.errors import DeclarationError, Finding, InconsistentDeclarationError

# Of (EU) 2025/2547 and read in the primary text.
WASTE_GAS_EXPORT_CORRECTION = Decimal("0.667")  # Annex III A.2.3: waste gas used less efficiently than natural gas


@dataclass(frozen=True, slots=True)
class CoProduct:
    """One output of a process with several.

    Attributes:
        name: distinct within the process.
        mass: t.
        molar_mass: g/mol; `None` if it is not known.
    """

    name: str
    mass: Decimal
    molar_mass: Decimal | None = None


@dataclass(frozen=True, slots=True)
class MolarAttribution:
    """Emissions of each co-product, t CO2e.

    Attributes:
        emissions: by name.
        by_mass: a molar mass was missing, so masses decided.
    """

    emissions: Mapping[str, Decimal]
    by_mass: bool


def molar_attribution(emissions: Decimal, products: Sequence[CoProduct]) -> MolarAttribution:
    """The emissions of a chemical process by co-product, in proportion to amounts of substance (Equation 43).

    If one molar mass is unknown, masses are used for all.

    Args:
        emissions: direct or indirect emissions of the whole process, t CO2e.
        products: all co-products.
    """
    if len({product.name for product in products}) < len(products):
        raise DeclarationError(Finding("two co-products have the same name", "两种联产品同名", field="products"))
    by_mass = any(product.molar_mass is None for product in products)
    weights = {}
    for position, product in enumerate(products):
        place = f"products[{position}]"
        weight = amount(product.mass, f"{place}.mass")
        if product.molar_mass is not None:
            molar_mass = positive(product.molar_mass, f"{place}.molar_mass")
            weight = weight if by_mass else weight / molar_mass
        weights[product.name] = weight
    total = positive(sum(weights.values(), ZERO), "products")
    amount(emissions, "emissions")
    return MolarAttribution({name: emissions * weight / total for name, weight in weights.items()}, by_mass)


def reconciled(installation: Decimal, processes: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """The data of the processes, corrected by one factor to the total of the installation (Equations 41 and 42)."""
    parts = {name: amount(value, f"processes.{name}") for name, value in processes.items()}
    total = sum(parts.values(), ZERO)
    if total == 0:
        if amount(installation, "installation") > 0:
            raise InconsistentDeclarationError(
                Finding("the processes have nothing, the installation has something", "各工序合计为零而装置总量不为零", field="processes")
            )
        return parts
    factor = amount(installation, "installation") / total
    return {name: value * factor for name, value in parts.items()}


def electricity_emissions(electricity: Decimal, factor: Decimal) -> Decimal:
    """Emissions of electricity produced or consumed, t CO2 (Equation 35); electricity in MWh, factor in t CO2/MWh."""
    return amount(electricity, "electricity") * amount(factor, "factor")


def waste_gas_import(energy: Decimal) -> Decimal:
    """What imported waste gas adds, t CO2 (Equation 53).

    Args:
        energy: volume times net calorific value, TJ.
    """
    return amount(energy, "energy") * NATURAL_GAS_FACTOR


def waste_gas_export(energy: Decimal, correction: Decimal = WASTE_GAS_EXPORT_CORRECTION) -> Decimal:
    """What exported waste gas deducts, t CO2 (Equation 54); only with evidence that can be verified.

    Args:
        energy: volume times net calorific value, TJ.
        correction: for the lower efficiency of waste gas.

    >>> waste_gas_export(Decimal(12800))
    Decimal('478959.3600')
    """
    return amount(energy, "energy") * NATURAL_GAS_FACTOR * share(correction, "correction")


def attributed_direct(
    direct: Decimal,
    *,
    heat_imported: Decimal = ZERO,
    heat_exported: Decimal = ZERO,
    waste_gas_imported: Decimal = ZERO,
    waste_gas_exported: Decimal = ZERO,
    electricity_produced: Decimal = ZERO,
) -> Floored:
    """Attributed direct emissions of a process, t CO2e (Equation 55); negative ones are set to zero, and the result says so.

    Args:
        direct: directly attributable emissions. They include all emissions of waste gas that is exported, none of waste gas that is
            imported, and none of fuel for heat that other processes use too. A mass balance may make them negative.
        heat_imported: emissions of heat from other processes, common boilers or other installations.
        heat_exported: emissions of heat given away, without heat of electricity-driven processes and of nitric acid production.
        waste_gas_imported: `waste_gas_import`.
        waste_gas_exported: `waste_gas_export`.
        electricity_produced: emissions of electricity made inside the process (`electricity_emissions`).

    >>> attributed_direct(Decimal(100), electricity_produced=Decimal(120)).was_set_to_zero
    True
    """
    added = amount(heat_imported, "heat_imported") + amount(waste_gas_imported, "waste_gas_imported")
    deducted = amount(heat_exported, "heat_exported") + amount(waste_gas_exported, "waste_gas_exported")
    return not_below_zero(signed(direct, "direct") + added - deducted - amount(electricity_produced, "electricity_produced"))


def electricity_mix_factor(sources: Sequence[tuple[Decimal, Decimal]]) -> Decimal:
    """Mean factor of an installation's electricity in t CO2/MWh, weighted by consumption (Article 9).

    Args:
        sources: MWh and t CO2/MWh of each source of the whole installation; of one process only with evidence that it used no others.
    """
    consumed = sum((amount(electricity, "sources") for electricity, _ in sources), ZERO)
    return sum((electricity_emissions(*source) for source in sources), ZERO) / positive(consumed, "sources")


def attributed_indirect(electricity: Decimal, factor: Decimal) -> Decimal:
    """Attributed indirect emissions of a process, t CO2 (Equation 56): electricity consumed in MWh, its factor in t CO2/MWh."""
    return electricity_emissions(electricity, factor)
