"""Biogenic carbon content: carbon bound in a product is CO2 taken up, 44/12 kg per kg, and given off again at its end of life.

Convention -1/+1 of EN 15804+A2 and EN 16485: the uptake stands where the carbon enters (A1-A3), the release where it leaves (C3 or C4 for
the product, A5 for its packaging).
"""

from __future__ import annotations

from decimal import Decimal

CO2_PER_CARBON = Decimal(44) / Decimal(12)


def carbon_dioxide(carbon: Decimal) -> Decimal:
    """Kilograms of CO2 that hold `carbon` kilograms of carbon (molar masses 44 and 12).

    >>> round(carbon_dioxide(Decimal("219.94")), 4)
    Decimal('806.4467')
    """
    return carbon * 44 / 12
