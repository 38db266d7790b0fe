"""Rounding of what is reported; calculations before it keep every digit.

The act names no rounding mode; half is rounded up, as is usual in trade.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, localcontext

from crosswalk.engine.rules.cbam.limits import signed

SPECIFIC_DECIMALS = 5  # (EU) 2025/2547 Annex II A.1 point 8, primary: at most 5 digits after the comma
NITROUS_OXIDE_DECIMALS = 3  # (EU) 2025/2547 Annex II B.6.2.4, primary: tonnes of N2O to three decimal places


def to_decimals(value: Decimal, decimals: int) -> Decimal:
    """The value with at most so many digits after the comma; fewer stay as they are.

    >>> to_decimals(Decimal("1.0045"), 3), to_decimals(Decimal("1.2"), 3)
    (Decimal('1.005'), Decimal('1.2'))
    """
    exponent = signed(value, "value").as_tuple().exponent
    if isinstance(exponent, int) and exponent >= -decimals:
        return value
    with localcontext() as context:
        context.prec = max(context.prec, value.adjusted() + decimals + 2)
        return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def reported_tonnes(emissions: Decimal) -> Decimal:
    """Emissions of an installation over a reporting period, t CO2e, in full tonnes (Annex II A.1 point 6).

    >>> reported_tonnes(Decimal("1587424.347"))
    Decimal('1587424')
    """
    return to_decimals(emissions, 0)


def reported_specific(emissions: Decimal) -> Decimal:
    """Specific embedded emissions, t CO2e per tonne of goods, with at most five decimals (Annex II A.1 point 8).

    >>> reported_specific(Decimal("0.7852147410358565"))
    Decimal('0.78521')
    """
    return to_decimals(emissions, SPECIFIC_DECIMALS)
