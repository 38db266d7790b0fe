"""Attribution factors: PCAF Part A (2022) chapter 5, the guide of the People's Bank of China of 2021, enterprise value.

All amounts of one factor are in one currency; a factor has no unit.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from crosswalk.errors import DeclarationError, Finding

ZERO, ONE = Decimal(0), Decimal(1)


def factor(amount: Decimal, value: Decimal, *, may_exceed_one: bool = False) -> Decimal:
    """The share of a counterpart's emissions that belongs to an amount: amount over value.

    Args:
        amount: outstanding amount or holding.
        value: enterprise value, equity and debt, revenue, total investment, value at origination or GDP.
        may_exceed_one: the guide of the People's Bank divides by revenue, which a loan may exceed; PCAF in principle has no factor above one.

    Raises:
        DeclarationError: a negative amount, a value that is not above zero, or a factor above one where the rule has none.

    >>> factor(Decimal(10), Decimal(40)), factor(Decimal(50), Decimal(40), may_exceed_one=True)
    (Decimal('0.25'), Decimal('1.25'))
    """
    if amount < ZERO:
        raise DeclarationError(Finding(f"an amount cannot be negative: {amount:f}", f"金额不能为负：{amount:f}"))
    if value <= ZERO:
        raise DeclarationError(
            Finding(f"what an amount is divided by must be above zero, not {value:f}", f"分母必须大于零，而不是 {value:f}")
        )
    share = amount / value
    if share > ONE and not may_exceed_one:
        raise DeclarationError(
            Finding(
                f"the amount {amount:f} exceeds the value {value:f} of which it is a part",
                f"金额 {amount:f} 超过其所属总额 {value:f}",
            )
        )
    return share


def equity_and_debt(equity: Decimal, debt: Decimal) -> Decimal:
    """Total equity and debt of a private company or project; equity below zero counts as zero, all is attributed to debt (PCAF Part A, 5.2).

    >>> equity_and_debt(Decimal(-30), Decimal(100)), equity_and_debt(Decimal(60), Decimal(40))
    (Decimal('100'), Decimal('100'))
    """
    return max(equity, ZERO) + debt


def enterprise_value(ordinary: Decimal, preferred: Decimal, debt: Decimal, non_controlling: Decimal) -> Decimal:
    """Enterprise value including cash: market values of ordinary and preferred shares, book values of debt and non-controlling interests.

    Cash is not deducted ((EU) 2022/1288 Annex I; (EU) 2020/1818 Article 1).

    >>> enterprise_value(Decimal(600), Decimal(50), Decimal(300), Decimal(50))
    Decimal('1000')
    """
    return ordinary + preferred + debt + non_controlling


def monthly_average(balances: Sequence[Decimal]) -> Decimal:
    """The average of monthly balances (guide of the People's Bank, unconfirmed).

    >>> monthly_average([Decimal(10)] * 6 + [Decimal(20)] * 6)
    Decimal('15')
    """
    if not balances:
        raise DeclarationError(Finding("no monthly balance is given", "未给出月度余额"))
    return sum(balances, ZERO) / len(balances)


def quarterly_average(values: Sequence[Decimal]) -> Decimal:
    """The average of four quarter ends ((EU) 2022/1288 Article 6(3)).

    >>> quarterly_average([Decimal(10), Decimal(10), Decimal(0), Decimal(0)])
    Decimal('5')
    """
    if len(values) != 4:
        raise DeclarationError(
            Finding(f"four quarter ends are needed, {len(values)} are given", f"须给出四个季末，实际为 {len(values)} 个")
        )
    return sum(values, ZERO) / 4


def financed(share: Decimal, emissions: Decimal) -> Decimal:
    """Financed emissions (t): share times the emissions (t) of the counterpart; credits, removals and avoided emissions are never netted."""
    if emissions < ZERO:
        raise DeclarationError(
            Finding(
                "emissions are zero or more: removals, credits and avoided emissions are reported apart",
                "排放量不小于零：清除量、碳信用与避免排放须单列",
            )
        )
    return share * emissions


def sovereign(exposure: Decimal, ppp_gdp: Decimal, emissions: Decimal) -> Decimal:
    """Emissions (t) of sovereign debt: exposure (USD) over GDP at purchasing power parity (international USD), not over the debt (PCAF Part A, 5.7).

    >>> round(sovereign(Decimal("1e6"), Decimal("579762e6"), Decimal(61451586)), 2)
    Decimal('105.99')
    """
    return financed(factor(exposure, ppp_gdp), emissions)
