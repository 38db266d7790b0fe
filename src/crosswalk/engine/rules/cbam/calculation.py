"""The calculation-based methodology for CO2: (EU) 2025/2547 Annex II B.3 and B.9 (Equations 5 to 15, 27 and 28)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from crosswalk.engine.rules.cbam.limits import ONE, ZERO, amount, positive, share, signed
from crosswalk.errors import DeclarationError, Finding, InconsistentDeclarationError

# All of (EU) 2025/2547 and read in the primary text.
F_CARBON = Decimal("3.664")  # Annex II B.3.1.1 and B.3.2: t CO2 per t C
CLINKER_FACTOR = Decimal("0.525")  # Annex II B.9.2.2: t CO2/t clinker; the value of the minimum method, not a lower bound
KILN_DUST_FACTOR = Decimal("0.525")  # Annex II B.9.2.3: t CO2/t dust; likewise
GYPSUM_FACTOR = Decimal("0.2558")  # Annex II B.9.1.1: t CO2/t dry gypsum from desulphurisation
UREA_FACTOR = Decimal("0.7328")  # Annex II B.9.1.2: t CO2/t urea in de-NOx units
FLARE_FACTOR = Decimal("0.00393")  # Annex II B.9.1.3: t CO2/Nm3 of flare gas
NATURAL_GAS_FACTOR = Decimal("56.1")  # Annex II G Table 1: t CO2/TJ
GWP = MappingProxyType({"N2O": Decimal(265), "CF4": Decimal(6630), "C2F6": Decimal(11100)})  # Annex II G Table 6: t CO2e/t

# Physics, not the act: no fuel has 1 TJ per tonne or cubic metre, so a larger value was given in GJ, MJ or kJ.
_NET_CALORIFIC_VALUE_BELOW = ONE


def fuel_energy(quantity: Decimal, ncv: Decimal) -> Decimal:
    """Activity data of a fuel in TJ: `AD = FQ x NCV` (Equation 6).

    Args:
        quantity: t or Nm3.
        ncv: net calorific value, TJ/t or TJ/Nm3. The act's Table 1 prints TJ/Gg, a thousandth of that.

    >>> fuel_energy(Decimal(88000), Decimal("0.025"))
    Decimal('2200.000')
    """
    if positive(ncv, "ncv") >= _NET_CALORIFIC_VALUE_BELOW:
        raise DeclarationError(
            Finding(f"must be in TJ per t or Nm3; {ncv} is of the size of GJ/t", f"单位应为 TJ/t 或 TJ/Nm3；{ncv} 像是 GJ/t", field="ncv")
        )
    return amount(quantity, "quantity") * ncv


def oxidation_factor(carbon_in_ash: Decimal, carbon_total: Decimal) -> Decimal:
    """`OF = 1 - Cash / Ctotal` (Equation 7), both in t C; 1 may always be used instead."""
    if amount(carbon_in_ash, "carbon_in_ash") > positive(carbon_total, "carbon_total"):
        raise InconsistentDeclarationError(
            Finding("ash holds more carbon than the fuel", "灰中的碳多于燃料中的碳", field="carbon_in_ash"),
        )
    return ONE - carbon_in_ash / carbon_total


def combustion_emissions(energy: Decimal, factor: Decimal, oxidation: Decimal = ONE) -> Decimal:
    """Emissions of a fuel in t CO2: `Em = AD x EF x OF` (Equation 5).

    Args:
        energy: TJ (`fuel_energy`); or t or Nm3, where the factor is per t or Nm3 (B.3.1.1, modified standard method).
        factor: t CO2/TJ (or per t or Nm3), after `fossil_part`.
        oxidation: oxidation factor, 1 being always allowed.
    """
    return amount(energy, "energy") * amount(factor, "factor") * share(oxidation, "oxidation")


def factor_per_energy(carbon_content: Decimal, ncv: Decimal) -> Decimal:
    """Emission factor in t CO2/TJ from the carbon content in t C/t and the NCV in TJ/t (Equation 8)."""
    return share(carbon_content, "carbon_content") * F_CARBON / positive(ncv, "ncv")


def factor_per_mass(carbon_content: Decimal) -> Decimal:
    """Emission factor in t CO2/t from the carbon content in t C/t (Equation 9)."""
    return share(carbon_content, "carbon_content") * F_CARBON


def fossil_part(preliminary: Decimal, biomass_fraction: Decimal = ZERO) -> Decimal:
    """A preliminary emission factor or carbon content without its biomass fraction (Equations 10 and 15), in the same unit.

    The fraction is the one that meets the criteria of B.3.3; where it is unknown it is zero.
    """
    return amount(preliminary, "preliminary") * (ONE - share(biomass_fraction, "biomass_fraction"))


def process_emissions(quantity: Decimal, factor: Decimal, conversion: Decimal = ONE) -> Decimal:
    """Emissions of a process material in t CO2: `Em = AD x EF x CF` (Equation 11).

    Args:
        quantity: t of material (method A: input, method B: output).
        factor: t CO2/t.
        conversion: conversion factor, 1 being always allowed.
    """
    return amount(quantity, "quantity") * amount(factor, "factor") * share(conversion, "conversion")


def carbon_from_energy_factor(factor: Decimal, ncv: Decimal) -> Decimal:
    """Carbon content in t C/t from a factor in t CO2/TJ and the NCV in TJ/t (Equation 13)."""
    return amount(factor, "factor") * positive(ncv, "ncv") / F_CARBON


def carbon_from_mass_factor(factor: Decimal) -> Decimal:
    """Carbon content in t C/t from a factor in t CO2/t (Equation 14)."""
    return amount(factor, "factor") / F_CARBON


@dataclass(frozen=True, slots=True)
class CarbonStream:
    """A material of a mass balance.

    Attributes:
        quantity: t; negative for what leaves with its carbon.
        carbon_content: t C/t, of all carbon.
        biomass_fraction: share of that carbon that is rated zero.
    """

    quantity: Decimal
    carbon_content: Decimal
    biomass_fraction: Decimal = ZERO

    def __post_init__(self) -> None:
        signed(self.quantity, "quantity")
        share(self.carbon_content, "carbon_content")
        share(self.biomass_fraction, "biomass_fraction")

    def emissions(self) -> Decimal:
        """`Em = f x AD x CC` in t CO2 (Equation 12, with 15)."""
        return F_CARBON * self.quantity * fossil_part(self.carbon_content, self.biomass_fraction)


@dataclass(frozen=True, slots=True)
class MassBalance:
    """The result of a mass balance.

    Attributes:
        emissions: t CO2; negative if more fossil carbon is booked out than in.
        unmatched_zero_rated: t C rated zero that came in and is not booked out in the outputs. Above zero, the last paragraph of B.3.2 asks
            for evidence (stoichiometry or carbon-14), since the outputs may hold biomass carbon whose deduction would be too large.
    """

    emissions: Decimal
    unmatched_zero_rated: Decimal


def mass_balance(streams: Sequence[CarbonStream]) -> MassBalance:
    """All streams of a process by the mass balance method (B.3.2, Equations 12 and 15).

    >>> mass_balance([CarbonStream(Decimal(100), Decimal("0.9")), CarbonStream(Decimal(-50), Decimal("0.04"))]).emissions
    Decimal('322.43200')
    """
    zero_rated = sum((each.quantity * each.carbon_content * each.biomass_fraction for each in streams), ZERO)
    leaves_carbon = any(each.quantity * each.carbon_content < 0 for each in streams)
    return MassBalance(sum((each.emissions() for each in streams), ZERO), max(zero_rated, ZERO) if leaves_carbon else ZERO)


def clinker_produced(
    cement_delivered: Decimal,
    cement_stock: Decimal,
    clinker_ratio: Decimal,
    clinker_supplied: Decimal,
    clinker_dispatched: Decimal,
    clinker_stock: Decimal,
) -> Decimal:
    """Clinker in t from cement deliveries (Equation 27).

    Args:
        cement_delivered: t.
        cement_stock: stock at the start less stock at the end, t (the sign follows from B.4.1(b)).
        clinker_ratio: t clinker/t cement.
        clinker_supplied: bought, t.
        clinker_dispatched: sold, t.
        clinker_stock: stock at the start less stock at the end, t.
    """
    cement = amount(cement_delivered, "cement_delivered") - signed(cement_stock, "cement_stock")
    moved = amount(clinker_dispatched, "clinker_dispatched") - amount(clinker_supplied, "clinker_supplied")
    made = cement * share(clinker_ratio, "clinker_ratio") + moved - signed(clinker_stock, "clinker_stock")
    if made < 0:
        raise InconsistentDeclarationError(Finding(f"clinker production comes out as {made} t", f"熟料产量计算结果为 {made} t"))
    return made


def clinker_emissions(clinker: Decimal, factor: Decimal = CLINKER_FACTOR) -> Decimal:
    """Process emissions of clinker in t CO2 by method B (B.9.2.2 with Equation 11); clinker in t, factor in t CO2/t."""
    return process_emissions(clinker, factor)


def kiln_dust_factor(clinker_factor: Decimal, calcination: Decimal) -> Decimal:
    """Factor of partly calcined kiln dust in t CO2/t (Equation 28).

    Args:
        clinker_factor: the installation's own, t CO2/t clinker.
        calcination: share of the carbonate CO2 of the raw mix that the dust has released, from 0 to 1.

    >>> kiln_dust_factor(Decimal("0.525"), Decimal(0))
    Decimal('0')
    """
    released = amount(clinker_factor, "clinker_factor") / (ONE + clinker_factor) * share(calcination, "calcination")
    return ZERO if released == 0 else released / (ONE - released)


def kiln_dust_emissions(dust: Decimal, factor: Decimal = KILN_DUST_FACTOR) -> Decimal:
    """Process emissions of bypass and kiln dust that leaves the kiln, t CO2 (B.9.2.3); dust in t, factor in t CO2/t."""
    return process_emissions(dust, factor)
