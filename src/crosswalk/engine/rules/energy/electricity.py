"""Electricity for hydrogen and fuels: (EU) 2023/1185 Annex A.5 and A.6, (EU) 2025/2359 Annex A.5 and A.6, (EU) 2023/1184 Article 4(1).

Read in the primary texts.
"""

from __future__ import annotations

from calendar import isleap
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from crosswalk.engine.rules.cbam.limits import ZERO, amount, positive, share
from crosswalk.errors import DeclarationError, Finding, InconsistentDeclarationError

Method = Literal["fully-renewable", "average", "full-load-hours", "marginal", "hourly-average"]

# Ways to value grid electricity that is not fully renewable; one of them in a calendar year.
RFNBO_METHODS: frozenset[Method] = frozenset({"average", "full-load-hours", "marginal"})  # (EU) 2023/1185 A.6
LOW_CARBON_METHODS: frozenset[Method] = RFNBO_METHODS | {"hourly-average"}  # (EU) 2025/2359 A.6

LONGEST_YEAR = 8784  # hours of a leap year
RENEWABLE_ZONE_SHARE = Decimal("0.9")  # (EU) 2023/1184 Article 4(1), primary: the share must exceed it


@dataclass(frozen=True, slots=True)
class Source:
    """Electricity from one source.

    Attributes:
        energy: MJ, or any unit that all sources share.
        intensity: g CO2e/MJ.
        method: how the intensity was found.
    """

    energy: Decimal
    intensity: Decimal
    method: Method

    def __post_init__(self) -> None:
        amount(self.energy, "energy")
        amount(self.intensity, "intensity")
        if self.method == "fully-renewable" and self.intensity != 0:
            raise InconsistentDeclarationError(
                Finding(
                    f"fully renewable electricity counts as zero, not {self.intensity}",
                    f"完全可再生电力计为零，而不是 {self.intensity}",
                    field="intensity",
                )
            )


def hours_of(year: int) -> int:
    """Hours of a calendar year: 8784 in a leap year."""
    return LONGEST_YEAR if isleap(year) else 8760


def full_load_hour_intensity(hours: Decimal, eligible: Decimal, above: Decimal) -> Decimal:
    """Intensity by the full-load hours of the fuel plant, g CO2e/MJ: zero up to the eligible hours, `above` beyond them.

    (EU) 2023/1185 Annex A.6(b), (EU) 2025/2359 Annex A.6(c). It then holds for all electricity of the plant, renewable included.

    Args:
        hours: full-load hours of the installation in the year.
        eligible: hours in which renewable or nuclear plants set the marginal price, in the preceding year with reliable data.
        above: value of the act where the hours are exceeded.

    >>> full_load_hour_intensity(Decimal(3000), Decimal(3000), Decimal(183))
    Decimal('0')
    """
    used = _hours(hours, "hours")
    cheap = _hours(eligible, "eligible")
    worst = amount(above, "above")
    return ZERO if used <= cheap else worst


def renewable_zone_hours(year: int, renewable: Decimal) -> Decimal:
    """The most hours that may be counted as fully renewable in a bidding zone of more than 90 % ((EU) 2023/1184 Article 4(1)).

    Raises:
        DeclarationError: the share does not exceed 90 %, so the route is closed.
    """
    part = share(renewable, "renewable")
    if part <= RENEWABLE_ZONE_SHARE:
        raise DeclarationError(
            Finding(
                f"the renewable share of the zone must exceed {RENEWABLE_ZONE_SHARE}, not {part}",
                f"竞价区可再生电力比例须超过 {RENEWABLE_ZONE_SHARE}，而不是 {part}",
                field="renewable",
            )
        )
    return hours_of(year) * part


def mean_intensity(sources: Sequence[Source], methods: Collection[Method]) -> Decimal:
    """Intensity of all electricity of a calendar year, weighted by energy, g CO2e/MJ.

    Args:
        sources: the electricity by source.
        methods: what the act allows: `RFNBO_METHODS` or `LOW_CARBON_METHODS`.

    Raises:
        DeclarationError: a method that the act does not know, or no electricity at all.
        InconsistentDeclarationError: two methods for grid electricity in one year, or full-load hours beside fully renewable electricity.
    """
    used = {source.method for source in sources}
    unknown = used - {"fully-renewable"} - set(methods)
    if unknown:
        names = ", ".join(sorted(unknown))
        raise DeclarationError(Finding(f"the act has no method {names}", f"法规没有该方法：{names}", field="sources"))
    grid = used - {"fully-renewable"}
    if len(grid) > 1:
        names = ", ".join(sorted(grid))
        raise InconsistentDeclarationError(
            Finding(f"one method holds for a calendar year, not {names}", f"一个日历年只能采用一种方法，而不是 {names}", field="sources")
        )
    if grid == {"full-load-hours"} and len(used) > 1:
        raise InconsistentDeclarationError(
            Finding(
                "full-load hours hold for all electricity, fully renewable electricity included",
                "采用满负荷小时数时，全部电力（含完全可再生电力）均按其计算",
                field="sources",
            )
        )
    energy = positive(sum((source.energy for source in sources), ZERO), "sources")
    return sum((source.energy * source.intensity for source in sources), ZERO) / energy


def _hours(value: Decimal, field: str) -> Decimal:
    if amount(value, field) > LONGEST_YEAR:
        raise DeclarationError(
            Finding(f"a year has at most {LONGEST_YEAR} hours, not {value}", f"一年最多 {LONGEST_YEAR} 小时，而不是 {value}", field=field)
        )
    return value
