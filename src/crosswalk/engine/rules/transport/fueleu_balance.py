"""FuelEU Maritime: compliance balance, banking, borrowing, pooling and penalties. Regulation (EU) 2023/1805, Articles 20, 21 and 23, Annex IV.

Balances are g CO2e, energies MJ, intensities g CO2e/MJ, amounts of money EUR. A surplus is above zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from crosswalk.engine.rules.cbam.limits import amount, positive, signed
from crosswalk.errors import DeclarationError, Finding

ZERO = Decimal(0)
ONE = Decimal(1)
VLSFO_ENERGY = Decimal(41000)
"""Annex IV, part B: MJ of a tonne of VLSFO."""
VLSFO_PRICE = Decimal(2400)
"""Annex IV, part B: EUR for a tonne of VLSFO."""
STEP = Decimal("0.1")
"""Article 23(2): by how much the penalty grows with each further period of deficit in a row."""
BORROWABLE = Decimal("0.02")
"""Article 20(2): of the limit times the energy."""
REPAID = Decimal("1.1")
"""Article 20(2): what is taken off in the next period."""
SHORE_POWER_PRICE = Decimal("1.5")
"""Article 23(5): EUR for each kW of power demand at berth and hour."""


def balance(limit: Decimal, intensity: Decimal, energy: Decimal) -> Decimal:
    """The compliance balance. Annex IV, part A(a).

    >>> balance(Decimal("89.3368"), Decimal("91.7442"), Decimal(1000))
    Decimal('-2407.4000')
    """
    return (amount(limit, "limit") - signed(intensity, "intensity")) * amount(energy, "energy")


def penalty(deficit: Decimal, intensity: Decimal, periods: int = 1) -> Decimal:
    """The penalty of a deficit. Annex IV, part B(a); Article 23(2).

    Args:
        deficit: the balance; nothing is due at zero or above.
        intensity: of the ship in the period.
        periods: how many periods in a row now have a deficit, this one included.
    """
    if periods < 1:
        raise DeclarationError(Finding("periods of deficit are counted from 1", "连续亏缺期数从1起计", field="periods"))
    if signed(deficit, "deficit") >= 0:
        return ZERO
    return -deficit / (positive(intensity, "intensity") * VLSFO_ENERGY) * VLSFO_PRICE * (ONE + (periods - 1) * STEP)


def most_to_borrow(limit: Decimal, energy: Decimal) -> Decimal:
    """The largest advance on the next period, g CO2e. Article 20(2).

    >>> most_to_borrow(Decimal("89.3368"), Decimal(15000))
    Decimal('26801.040000')
    """
    return BORROWABLE * amount(limit, "limit") * amount(energy, "energy")


def repayment(borrowed: Decimal, *, limit: Decimal, energy: Decimal, borrowed_before: bool = False, pooled: bool = False) -> Decimal:
    """What is taken off the balance of the next period. Articles 20(2) and 21(7).

    Args:
        borrowed: g CO2e taken in advance.
        limit: of the period.
        energy: used in the period.
        borrowed_before: whether the period before already borrowed.
        pooled: whether the ship is part of a pool in the period.

    Raises:
        DeclarationError: more than the law allows, twice in a row, or inside a pool.
    """
    amount(borrowed, "borrowed")
    most = most_to_borrow(limit, energy)
    if borrowed and (borrowed_before or pooled):
        raise DeclarationError(
            Finding(
                "no borrowing in two periods in a row or inside a pool",
                "不得连续两期预借，亦不得在联营中预借",
                field="borrowed",
            )
        )
    if borrowed > most:
        raise DeclarationError(
            Finding(
                f"at most {most:f} g CO2e can be borrowed, not {borrowed:f}",
                f"最多可预借 {most:f} g CO2e，而非 {borrowed:f}",
                field="borrowed",
            )
        )
    return borrowed * REPAID


def pool_is_valid(before: Mapping[str, Decimal], after: Mapping[str, Decimal]) -> bool:
    """Whether a pool may be formed: the balances keep their total, which is above zero; no deficit grows, and no surplus becomes a deficit. Article 21(4).

    Args:
        before: balance by ship.
        after: balance by ship once shared out.

    Raises:
        DeclarationError: the two do not name the same ships.
    """
    if before.keys() != after.keys():
        raise DeclarationError(Finding("a pool shares the balances of its own ships", "联营只在其船舶之间分配余额", field="after"))
    if sum(before.values(), ZERO) != sum(after.values(), ZERO) or sum(before.values(), ZERO) <= 0:
        return False
    return all(after[ship] >= min(balance, ZERO) for ship, balance in before.items())


def shore_power_penalty(power: Decimal, hours: Decimal) -> Decimal:
    """The penalty for a port call without shore power, EUR. Article 23(5).

    Args:
        power: total power demand at berth as established, kW.
        hours: at berth, rounded up to the whole hour by the caller.
    """
    return SHORE_POWER_PRICE * amount(power, "power") * amount(hours, "hours")
