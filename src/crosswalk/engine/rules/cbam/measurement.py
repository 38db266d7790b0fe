"""The measurement-based methodology: (EU) 2025/2547 Annex II B.6.2 and B.9.3 (Equations 16, 18, 19 and 29)."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from crosswalk.engine.rules.cbam.calculation import GWP
from crosswalk.engine.rules.cbam.limits import ONE, ZERO, amount, share
from crosswalk.engine.rules.cbam.rounding import NITROUS_OXIDE_DECIMALS, to_decimals
from crosswalk.errors import DeclarationError, Finding

# Of (EU) 2025/2547 and read in the primary text.
OXYGEN_IN_AIR = Decimal("0.2095")  # Annex II B.9.3.2: volume fraction in dry air
DEVIATIONS = Decimal(2)  # Annex II B.6.2.6: standard deviations added to the mean for a missing concentration
_T_PER_G = Decimal("1E-6")


def measured_emissions(readings: Iterable[tuple[Decimal, Decimal]]) -> Decimal:
    """Emissions of a source in t of the gas (Equation 16).

    Args:
        readings: for each hour, or shorter period, the concentration in g/Nm3 and the dry flue gas in Nm3.
    """
    return sum((amount(content, "concentration") * amount(volume, "volume") for content, volume in readings), ZERO) * _T_PER_G


def substitute_concentration(mean: Decimal, deviation: Decimal) -> Decimal:
    """The concentration for an hour with too few readings: mean plus twice the standard deviation (Equation 19), in the same unit."""
    return amount(mean, "mean") + DEVIATIONS * amount(deviation, "deviation")


def nitrous_oxide_co2e(nitrous_oxide: Decimal) -> Decimal:
    """N2O of a year, in t and taken to three decimals as B.6.2.4 asks, as t CO2e (Equation 18).

    >>> nitrous_oxide_co2e(Decimal("10.0004"))
    Decimal('2650.000')
    """
    return to_decimals(amount(nitrous_oxide, "nitrous_oxide"), NITROUS_OXIDE_DECIMALS) * GWP["N2O"]


def flue_gas_flow(air: Decimal, oxygen: Decimal) -> Decimal:
    """Flue gas of a nitric acid unit in Nm3/h, dry (Equation 29).

    Args:
        air: all air that enters, primary, secondary and seal, Nm3/h.
        oxygen: volume fraction of O2 in the dry flue gas.
    """
    if share(oxygen, "oxygen") == 1:
        raise DeclarationError(Finding("flue gas cannot be pure oxygen", "烟气不可能是纯氧", field="oxygen"))
    return amount(air, "air") * (ONE - OXYGEN_IN_AIR) / (ONE - oxygen)
