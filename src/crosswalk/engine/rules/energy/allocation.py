"""Sharing emissions among co-products, and the useful part of heat.

Directive (EU) 2018/2001 Annex V C.1(b) and C.16 to C.18; (EU) 2023/1185 and (EU) 2025/2359 Annex A.15.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from crosswalk.engine.rules.cbam.limits import ZERO, amount, efficiency, positive, share, signed
from crosswalk.errors import DeclarationError, Finding

AMBIENT = Decimal("273.15")  # K; RED Annex V C.1(b) and C.16, primary (read in its Spanish transposition)

# RED Annex V C.1(b) and C.16, primary: may be used for heat exported to buildings below 150 °C. The formula gives 0.35448; this is as printed.
BUILDING_HEAT_FACTOR = Decimal("0.3546")


def by_energy(emissions: Decimal, energies: Mapping[str, Decimal], negative_is_zero: bool = False) -> dict[str, Decimal]:
    """Emissions by co-product in proportion to energy (RED Annex V C.17; (EU) 2023/1185 and 2025/2359 Annex A.15(e)).

    Wastes and residues take no share under RED and are left out. Of heat only the useful part counts (`useful_heat`).

    Args:
        emissions: what is to be shared; may be negative.
        energies: MJ by co-product on the lower heating value.
        negative_is_zero: RED Annex V C.18: a co-product with negative energy content counts as zero. Otherwise it is refused.

    >>> by_energy(Decimal(90), {"fuel": Decimal(2), "meal": Decimal(1)})
    {'fuel': Decimal('60'), 'meal': Decimal('30')}
    """
    if negative_is_zero:
        energies = {name: max(signed(value, f"energies.{name}"), ZERO) for name, value in energies.items()}
    return _in_proportion(emissions, energies, "energies")


def by_value(emissions: Decimal, values: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Emissions by co-product in proportion to economic value, where some products hold no energy (Annex A.15(f) of both acts).

    Args:
        emissions: what is to be shared; may be negative.
        values: factory-gate value by co-product, average of three years, in one currency.
    """
    return _in_proportion(emissions, values, "values")


def carnot_factor(temperature: Decimal) -> Decimal:
    """Exergy fraction of useful heat at a temperature in K (RED Annex V C.1(b), C.16).

    The copy of the act that was read holds the formula as a picture; (T - T0)/T is from memory (unconfirmed).
    """
    kelvin = signed(temperature, "temperature")
    if kelvin <= AMBIENT:
        raise DeclarationError(
            Finding(
                f"useful heat must be warmer than {AMBIENT} K, not {kelvin} K",
                f"有用热的温度应高于 {AMBIENT} K，而不是 {kelvin} K",
                field="temperature",
            )
        )
    return (kelvin - AMBIENT) / kelvin


def useful_heat(heat: Decimal, factor: Decimal) -> Decimal:
    """The part of exported heat that takes emissions, in the unit of `heat` (RED Annex V C.16)."""
    return amount(heat, "heat") * share(factor, "factor")


def cogeneration(emissions: Decimal, electric: Decimal, thermal: Decimal, factor: Decimal) -> tuple[Decimal, Decimal]:
    """G CO2e per MJ of electricity and per MJ of heat from a cogeneration unit, shared by exergy (RED Annex V C.1(b)(iii) and (iv)).

    The formulas are pictures in the copy that was read and are from memory (unconfirmed); their symbols were read.

    Args:
        emissions: E of the fuel, g CO2e/MJ.
        electric: yearly electricity by yearly fuel input.
        thermal: yearly useful heat by yearly fuel input.
        factor: exergy fraction of the heat; that of electricity is 1.
    """
    el, heat = efficiency(electric, "electric"), efficiency(thermal, "thermal")
    if el + heat > 1:
        raise DeclarationError(
            Finding(
                f"the efficiencies must not exceed 1 together, not {el + heat}",
                f"两项效率之和不得超过 1，而不是 {el + heat}",
                field="thermal",
            )
        )
    of_heat = share(factor, "factor")
    per_exergy = signed(emissions, "emissions") / (el + of_heat * heat)
    return per_exergy, per_exergy * of_heat


def _in_proportion(emissions: Decimal, weights: Mapping[str, Decimal], field: str) -> dict[str, Decimal]:
    total = positive(sum((amount(value, f"{field}.{name}") for name, value in weights.items()), ZERO), field)
    shared = signed(emissions, "emissions")
    return {name: shared * value / total for name, value in weights.items()}
