"""Reductions of green loans and bonds: the guide of the Chinese banking regulator, and the share of an issuer under the harmonised framework of ICMA.

A reduction is an avoided emission: it is never subtracted from an inventory.
"""

from __future__ import annotations

from decimal import Decimal

from crosswalk.engine.rules.finance.attribution import ZERO
from crosswalk.errors import DeclarationError, Finding


def loan_reduction(project_reduction: Decimal, loan_balance: Decimal, total_investment: Decimal) -> Decimal:
    """The yearly reduction (t CO2e) of a loan: that of the project times the balance over the total investment.

    The form is secondary; that the denominator is the total investment is unconfirmed.

    >>> loan_reduction(Decimal(1000), Decimal(30), Decimal(120))
    Decimal('250.00')
    """
    if total_investment <= ZERO or loan_balance < ZERO:
        raise DeclarationError(Finding("balance and total investment must be above zero", "余额与总投资必须大于零"))
    return project_reduction * (loan_balance / total_investment)


def coal_saved(supply: Decimal, coal_rate: Decimal) -> Decimal:
    """Standard coal saved (tce a year) by renewable power: electricity supplied (kWh) times last year's coal rate of thermal supply (g coal equivalent/kWh).

    The rate of 2012 was 326 g/kWh (secondary).

    >>> coal_saved(Decimal(1_000_000), Decimal(326))
    Decimal('326')
    """
    return supply * coal_rate / Decimal(1_000_000)


def issuer_share(project_reduction: Decimal, financed: Decimal, project_finance: Decimal) -> Decimal:
    """The yearly reduction (t CO2e) that an issuer may report: pro rata to its share of the finance (harmonised framework, unconfirmed).

    >>> issuer_share(Decimal(1000), Decimal(40), Decimal(100))
    Decimal('400.0')
    """
    if project_finance <= ZERO:
        raise DeclarationError(Finding("the finance of a project must be above zero", "项目融资总额必须大于零"))
    return project_reduction * (financed / project_finance)
