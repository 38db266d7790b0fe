"""The study period: what happens to figures when the years of use change.

Once-only stages keep their value. Yearly stages grow with the years. Replacements come in steps that only the service life of the parts would
tell, so their value is bounded: never less over a longer period, never more over a shorter one.
"""

from __future__ import annotations

from decimal import Decimal

from crosswalk.model.frame import TimeBehaviour


def time_factor(time: TimeBehaviour, declared_years: Decimal, target_years: Decimal) -> tuple[Decimal, Decimal | None]:
    """What one unit over the declared study period becomes over the target's, as (low, high); `None` is unbounded.

    >>> time_factor("yearly", Decimal(50), Decimal(60))
    (Decimal('1.2'), Decimal('1.2'))
    >>> time_factor("replacement", Decimal(50), Decimal(60))
    (Decimal('1'), None)
    """
    one = Decimal(1)
    if time == "once" or declared_years == target_years:
        return one, one
    if time == "yearly":
        ratio = target_years / declared_years
        return ratio, ratio
    return (one, None) if target_years > declared_years else (Decimal(0), one)
