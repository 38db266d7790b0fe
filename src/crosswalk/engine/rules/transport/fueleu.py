"""FuelEU Maritime: greenhouse gas intensity of the energy used on board, and its limit by year. Regulation (EU) 2023/1805, Article 4, Annex I.

The formulas are images in the copy that was read; their algebra follows the definitions of the terms and agrees in three transcriptions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from crosswalk.engine.rules.cbam.limits import amount, efficiency, positive
from crosswalk.engine.rules.transport.marine import FUELEU, Fuel, Potentials, tank_to_wake
from crosswalk.errors import DeclarationError, Finding, MissingPropertyError

ZERO = Decimal(0)
ONE = Decimal(1)
REFERENCE = Decimal("91.16")
"""Article 4(2): fleet average of 2020, g CO2e/MJ."""
REDUCTIONS: tuple[tuple[int, Decimal], ...] = (
    (2025, Decimal("0.02")),
    (2030, Decimal("0.06")),
    (2035, Decimal("0.145")),
    (2040, Decimal("0.31")),
    (2045, Decimal("0.62")),
    (2050, Decimal("0.80")),
)
"""Article 4(2): reduction from 1 January of a year."""
WIND: tuple[tuple[Decimal, Decimal], ...] = (
    (Decimal("0.15"), Decimal("0.95")),
    (Decimal("0.1"), Decimal("0.97")),
    (Decimal("0.05"), Decimal("0.99")),
)
"""Annex I: reward factor by the ratio of wind power to propulsion power, from the ratio on."""
REWARD_YEARS = (2025, 2033)
REWARD = Decimal(2)
"""Article 5(1), Annex I: from 1 January 2025 to 31 December 2033 the energy of fuel of non-biological origin can count twice."""


@dataclass(frozen=True, slots=True)
class Consumption:
    """Fuel used in one kind of consumer over a reporting period.

    Attributes:
        fuel: the fuel.
        mass: grams, or any unit that is the same in all entries of a ship; already cut to the share of the voyages that counts.
        rewarded: whether the reward for fuel of non-biological origin is claimed for it.
    """

    fuel: Fuel
    mass: Decimal
    rewarded: bool = False


@dataclass(frozen=True, slots=True)
class Intensity:
    """The greenhouse gas intensity of a ship in g CO2e/MJ, and what it consists of.

    Attributes:
        well_to_tank: supply, over the energy with rewards.
        tank_to_wake: use on board, over the same.
        wind: reward factor for wind-assisted propulsion.
        energy: energy used on board without rewards, MJ where masses are grams.
    """

    well_to_tank: Decimal
    tank_to_wake: Decimal
    wind: Decimal
    energy: Decimal

    @property
    def value(self) -> Decimal:
        """Equation 1 times the wind factor."""
        return self.wind * (self.well_to_tank + self.tank_to_wake)


def limit(year: int) -> Decimal:
    """The limit of a year in g CO2e/MJ. Article 4(2).

    >>> limit(2025), limit(2034), limit(2050)
    (Decimal('89.3368'), Decimal('85.6904'), Decimal('18.2320'))
    """
    found = [reduction for start, reduction in REDUCTIONS if start <= year]
    if not found:
        raise DeclarationError(
            Finding(
                f"there is no limit before {REDUCTIONS[0][0]}, and {year} was asked for",
                f"{REDUCTIONS[0][0]} 年之前没有限值（{year}）",
                field="year",
            )
        )
    return REFERENCE * (ONE - found[-1])


def wind_factor(wind_power: Decimal, propulsion_power: Decimal) -> Decimal:
    """The reward factor for wind-assisted propulsion. Annex I.

    Args:
        wind_power: available effective power of the wind systems, kW.
        propulsion_power: propulsion power, kW.

    >>> wind_factor(Decimal(1200), Decimal(10000))
    Decimal('0.97')
    """
    ratio = amount(wind_power, "wind_power") / positive(propulsion_power, "propulsion_power")
    return next((factor for start, factor in WIND if ratio >= start), ONE)


def intensity(
    consumptions: Sequence[Consumption],
    *,
    year: int,
    electricity: Decimal = ZERO,
    wind: Decimal = ONE,
    gwp: Potentials = FUELEU,
) -> Intensity:
    """The greenhouse gas intensity of the energy used on board. Annex I, Equation 1.

    Args:
        consumptions: fuels by consumer.
        year: reporting period; rewards are possible from 2025 to 2033.
        electricity: from shore, MJ where masses are grams; it counts in the energy, its emissions are zero.
        wind: reward factor for wind-assisted propulsion.
        gwp: warming potentials; those of the Regulation unless another set is compared.

    Raises:
        DeclarationError: no energy at all, or a reward outside its years.
        MissingPropertyError: the well-to-tank value of a fuel is not known.
    """
    upstream = onboard = energy = counted = ZERO
    for entry in consumptions:
        mass = amount(entry.mass, "mass")
        if entry.fuel.wtt is None:
            raise MissingPropertyError(
                Finding(f"well to tank of {entry.fuel.id} is not known", f"{entry.fuel.id} 的油井到油箱数值未知", field="wtt")
            )
        own = mass * entry.fuel.lcv
        upstream += own * entry.fuel.wtt
        onboard += mass * tank_to_wake(entry.fuel, gwp)
        energy += own
        counted += own * (_reward(year) if entry.rewarded else ONE)
    energy += amount(electricity, "electricity")
    counted += electricity
    if counted == 0:
        raise DeclarationError(Finding("a ship that used no energy has no intensity", "未使用能量的船舶没有强度值", field="consumptions"))
    return Intensity(upstream / counted, onboard / counted, efficiency(wind, "wind"), energy)


def _reward(year: int) -> Decimal:
    first, last = REWARD_YEARS
    if not first <= year <= last:
        raise DeclarationError(
            Finding(
                f"the reward for fuel of non-biological origin holds from {first} to {last}, not in {year}",
                f"非生物来源燃料奖励适用于 {first} 至 {last} 年，不适用于 {year} 年",
                field="year",
            )
        )
    return REWARD
