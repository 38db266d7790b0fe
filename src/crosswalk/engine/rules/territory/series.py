"""Peak and neutrality years of a series of yearly inventories. A series says only what its years say: nothing is extrapolated."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from crosswalk.errors import DeclarationError, Finding

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Year:
    """One year of a series.

    Attributes:
        year: the calendar year.
        emissions: gross emissions, t CO2e, zero or more.
        removals: uptake by land and storage, t CO2e, zero or less; credits bought elsewhere are none.
        planned: the year lies in a plan and was not measured.
    """

    year: int
    emissions: Decimal
    removals: Decimal = ZERO
    planned: bool = False

    @property
    def net(self) -> Decimal:
        """What is left, t CO2e."""
        return self.emissions + self.removals


@dataclass(frozen=True, slots=True)
class Peak:
    """The highest year of a series.

    Attributes:
        year: the last of the highest years.
        emissions: its gross emissions, t CO2e.
        state: `reached` where a measured year after it is lower, `planned` where only planned years are, `open` where it is the last year.
        fall: by how much the last year lies below it, as a fraction.
        missing: years between the first and the last that the series leaves out; the peak may lie in one of them.
    """

    year: int
    emissions: Decimal
    state: Literal["reached", "planned", "open"]
    fall: Decimal
    missing: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Neutrality:
    """The first year from which the net balance stays at zero or below.

    Attributes:
        year: the year; `None` where the last year of the series is above zero.
        state: `reached` by measured years, `planned` by planned ones only, `open` where there is no such year.
        left: the net balance of the last year, t CO2e.
    """

    year: int | None
    state: Literal["reached", "planned", "open"]
    left: Decimal


def in_order(series: Sequence[Year]) -> tuple[Year, ...]:
    """The years in their order.

    Raises:
        DeclarationError: no year, a year twice, gross emissions below zero, removals above it, or a measured year after a planned one.

    >>> [entry.year for entry in in_order([Year(2021, Decimal(2)), Year(2020, Decimal(1))])]
    [2020, 2021]
    """
    if not series:
        raise _wrong("a series needs at least one year", "序列至少需要一年", None)
    years = tuple(sorted(series, key=lambda entry: entry.year))
    for before, after in itertools.pairwise(years):
        if before.year == after.year:
            raise _wrong(f"the year {after.year} stands twice", f"{after.year} 年重复", after.year)
        if before.planned and not after.planned:
            raise _wrong(f"{after.year} is measured but lies after a planned year", f"{after.year} 年为实测，却位于规划年之后", after.year)
    for entry in years:
        if entry.emissions < 0:
            raise _wrong(
                "gross emissions cannot be negative; uptake stands under `removals`", "总排放不能为负；吸收请写在 `removals`", entry.year
            )
        if entry.removals > 0:
            raise _wrong("removals are zero or less", "清除量应为零或负值", entry.year)
    return years


def peak(series: Sequence[Year]) -> Peak:
    """The peak of gross emissions; removals do not bring it forward.

    Raises:
        DeclarationError: see `in_order`.

    >>> found = peak([Year(2020, Decimal(5)), Year(2021, Decimal(7)), Year(2023, Decimal(6))])
    >>> found.year, found.state, found.missing
    (2021, 'reached', (2022,))
    """
    years = in_order(series)
    top = max(years, key=lambda entry: (entry.emissions, entry.year))
    after = [entry for entry in years if entry.year > top.year]
    state: Literal["reached", "planned", "open"] = "open"
    if after:
        state = "planned" if after[0].planned else "reached"
    fall = (top.emissions - years[-1].emissions) / top.emissions if top.emissions else ZERO
    known = {entry.year for entry in years}
    missing = tuple(year for year in range(years[0].year, years[-1].year) if year not in known)
    return Peak(top.year, top.emissions, state, fall, missing)


def neutrality(series: Sequence[Year]) -> Neutrality:
    """From which year on the net balance is zero or below; offsets are no part of it.

    Raises:
        DeclarationError: see `in_order`.

    >>> plan = [Year(2024, Decimal(5), Decimal(-1)), Year(2058, Decimal(2), Decimal(-2), planned=True)]
    >>> neutrality(plan)
    Neutrality(year=2058, state='planned', left=Decimal('0'))
    """
    years = in_order(series)
    found: Year | None = None
    for entry in reversed(years):
        if entry.net > 0:
            break
        found = entry
    if found is None:
        return Neutrality(None, "open", years[-1].net)
    return Neutrality(found.year, "planned" if found.planned else "reached", years[-1].net)


def _wrong(en: str, zh: str, year: int | None) -> DeclarationError:
    return DeclarationError(Finding(en, zh, field="series" if year is None else f"series.{year}"))
