"""Green electricity certificates of China: one for each 1000 kWh settled, the rest of a month carried to the next.

Rule on issuing and trading, 国能发新能规〔2024〕67号; the unit and the carrying over were read in accounts of it (secondary).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal, localcontext

from crosswalk.engine.rules.cbam.limits import ONE, ZERO, amount
from crosswalk.errors import DeclarationError, Finding


@dataclass(frozen=True, slots=True)
class Issued:
    """What a month brings.

    Attributes:
        certificates: number of certificates, 1 MWh each.
        carried: MWh carried to the next month, below 1.
    """

    certificates: int
    carried: Decimal


def issued(settled: Decimal, carried: Decimal = ZERO) -> Issued:
    """Certificates of a month.

    Args:
        settled: MWh settled in the month.
        carried: MWh carried over from the month before, below 1.

    >>> issued(Decimal("12345.6"))
    Issued(certificates=12345, carried=Decimal('0.6'))
    """
    if amount(carried, "carried") >= ONE:
        raise DeclarationError(
            Finding(f"less than 1 MWh can be carried over, not {carried}", f"结转电量应小于 1 MWh，而不是 {carried}", field="carried")
        )
    with localcontext() as context:
        context.prec = 100  # sums of any two possible amounts stay exact
        total = amount(settled, "settled") + carried
        whole = total.to_integral_value(ROUND_FLOOR)
        return Issued(int(whole), total - whole)
