"""Heat, combined heat and power: (EU) 2025/2547 Annex II C.1 and D.4.1, Annex III A.2.2 (Equations 32, 38, 44 to 52)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from crosswalk.engine.rules.cbam.calculation import NATURAL_GAS_FACTOR
from crosswalk.engine.rules.cbam.limits import ZERO, amount, efficiency, positive

# All of (EU) 2025/2547 and read in the primary text.
BOILER_EFFICIENCY = Decimal("0.90")  # Annex III A.2.2: heat from outside without verified data; exported heat of unknown fuel (A.3)
HEAT_PROXY_EFFICIENCY = Decimal("0.7")  # Annex II C.1.2.3
CHP_HEAT_EFFICIENCY = Decimal("0.55")  # Annex III A.2.2: only where neither measured nor design values exist
CHP_ELECTRICITY_EFFICIENCY = Decimal("0.25")  # likewise
EXOTHERMIC_HEAT_FACTOR = ZERO  # Annex II C.1.3, Annex III A.2.2: t CO2e/TJ of heat from chemistry other than combustion

TJ_PER_MWH = Decimal("0.0036")  # unit definition


@dataclass(frozen=True, slots=True)
class Fuel:
    """A fuel of a boiler, power plant or cogeneration unit.

    Attributes:
        energy: TJ.
        factor: t CO2/TJ.
        is_waste_gas: its factor then counts up to that of natural gas where the act says so.
    """

    energy: Decimal
    factor: Decimal
    is_waste_gas: bool = False

    def __post_init__(self) -> None:
        amount(self.energy, "energy")
        amount(self.factor, "factor")

    def emissions(self, cap_waste_gas: bool) -> Decimal:
        """T CO2."""
        factor = min(self.factor, NATURAL_GAS_FACTOR) if cap_waste_gas and self.is_waste_gas else self.factor
        return self.energy * factor


def energy_input(fuels: Sequence[Fuel]) -> Decimal:
    """Energy of the fuels in TJ (Equation 33)."""
    return sum((fuel.energy for fuel in fuels), ZERO)


def heat_from_fuel(energy: Decimal, heat_efficiency: Decimal = HEAT_PROXY_EFFICIENCY) -> Decimal:
    """Net measurable heat in TJ from the fuel energy in TJ (Equation 32): method 2 with the measured efficiency, method 3 without."""
    return amount(energy, "energy") * efficiency(heat_efficiency, "heat_efficiency")


def fuel_mix_factor(fuels: Sequence[Fuel], flue_gas_cleaning: Decimal = ZERO) -> Decimal:
    """Emission factor of a fuel mix in t CO2/TJ (Equation 45), waste gas capped at natural gas; flue-gas cleaning in t CO2."""
    emitted = sum((fuel.emissions(cap_waste_gas=True) for fuel in fuels), amount(flue_gas_cleaning, "flue_gas_cleaning"))
    return emitted / positive(energy_input(fuels), "fuels")


def boiler_heat_emissions(heat: Decimal, mix_factor: Decimal, heat_efficiency: Decimal) -> Decimal:
    """Heat-related emissions of a process in t CO2 (Equation 44).

    Args:
        heat: measurable heat consumed, TJ.
        mix_factor: of the fuels, t CO2/TJ.
        heat_efficiency: of the heat production.
    """
    return amount(mix_factor, "mix_factor") * amount(heat, "heat") / efficiency(heat_efficiency, "heat_efficiency")


def heat_emissions(heat: Decimal, heat_factor: Decimal) -> Decimal:
    """Emissions of heat whose own factor is known, t CO2: `EmH,imp = Qimp x EFheat`, the second Equation 52 (Annex III A.3).

    Args:
        heat: TJ.
        heat_factor: t CO2/TJ of heat, not of fuel.
    """
    return amount(heat, "heat") * amount(heat_factor, "heat_factor")


def unverified_heat_factor(fuel_factor: Decimal) -> Decimal:
    """Factor in t CO2/TJ of heat from outside without verified data (Annex III A.2.2, method 2).

    Args:
        fuel_factor: standard factor of the fuel most used in the industrial sector of the country, t CO2/TJ.
    """
    return amount(fuel_factor, "fuel_factor") / BOILER_EFFICIENCY


def cogeneration_emissions(fuels: Sequence[Fuel], flue_gas_cleaning: Decimal = ZERO, *, cap_waste_gas: bool) -> Decimal:
    """Emissions of a cogeneration unit in t CO2 (Equation 46).

    Args:
        fuels: of the unit.
        flue_gas_cleaning: t CO2.
        cap_waste_gas: whether waste gas counts at most with the factor of natural gas. The cap stands in the passage on cogeneration but
            names the mix factor of Equation 45, so the caller decides.
    """
    emitted = (fuel.emissions(cap_waste_gas) for fuel in fuels)
    return sum(emitted, amount(flue_gas_cleaning, "flue_gas_cleaning"))


def output_efficiency(output: Decimal, fuel: Decimal) -> Decimal:
    """Mean efficiency of heat (Equation 47) or electricity (Equation 48); output and fuel energy both in TJ."""
    return efficiency(amount(output, "output") / positive(fuel, "fuel"), "output")


@dataclass(frozen=True, slots=True)
class CogenerationShares:
    """How the emissions of a cogeneration unit divide; the two add up to 1."""

    heat: Decimal
    electricity: Decimal


def cogeneration_shares(heat: Decimal, electricity: Decimal, reference_heat: Decimal, reference_electricity: Decimal) -> CogenerationShares:
    """The attribution factors of a cogeneration unit (Equations 49 and 50).

    Args:
        heat: efficiency of its heat production.
        electricity: efficiency of its electricity production.
        reference_heat: efficiency of a stand-alone boiler (`reference_efficiencies`).
        reference_electricity: efficiency of power production without heat.
    """
    of_heat = efficiency(heat, "heat") / efficiency(reference_heat, "reference_heat")
    of_electricity = efficiency(electricity, "electricity") / efficiency(reference_electricity, "reference_electricity")
    both = of_heat + of_electricity
    return CogenerationShares(of_heat / both, of_electricity / both)


def cogeneration_heat_factor(emissions: Decimal, shares: CogenerationShares, heat: Decimal) -> Decimal:
    """Factor of the unit's heat in t CO2/TJ (Equation 51); emissions in t CO2, net heat in TJ."""
    return amount(emissions, "emissions") * shares.heat / positive(heat, "heat")


def cogeneration_electricity_factor(emissions: Decimal, shares: CogenerationShares, electricity: Decimal) -> Decimal:
    """Factor of the unit's electricity in t CO2/MWh (the first Equation 52); emissions in t CO2, net electricity in MWh.

    The act prints no unit here; MWh is that of Equation 35, in which the factor is used.
    """
    return amount(emissions, "emissions") * shares.electricity / positive(electricity, "electricity")


def power_plant_factor(fuels: Sequence[Fuel], flue_gas_cleaning: Decimal, electricity: Decimal) -> Decimal:
    """Factor in t CO2/MWh of electricity made without cogeneration (Equation 38), waste gas capped at natural gas.

    Args:
        fuels: used for the electricity.
        flue_gas_cleaning: t CO2.
        electricity: net production of all sources of the plant, MWh.
    """
    emitted = sum((fuel.emissions(cap_waste_gas=True) for fuel in fuels), amount(flue_gas_cleaning, "flue_gas_cleaning"))
    return emitted / positive(electricity, "electricity")
