"""Savings against a fossil comparator, and the saving that a date of operation requires.

Directive (EU) 2018/2001 Annex V C.3 and Article 29(10), (EU) 2023/1185 Annex A.2, (EU) 2025/2359 Annex A.2.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from crosswalk.engine.rules.cbam.limits import ONE, positive, share, signed
from crosswalk.errors import DeclarationError, Finding


@dataclass(frozen=True, slots=True)
class Requirement:
    """A saving that installations of a period of start must reach; both ends included, `None` is open.

    Attributes:
        saving: fraction.
        started_from: first day of start of operation.
        started_until: last day of start of operation.
    """

    saving: Decimal
    started_from: date | None = None
    started_until: date | None = None

    def __post_init__(self) -> None:
        share(self.saving, "saving")
        if self.started_from and self.started_until and self.started_from > self.started_until:
            raise DeclarationError(Finding("the period ends before it begins", "期间结束早于开始", field="started_until"))

    def covers(self, started: date) -> bool:
        """Whether an installation that started on this day falls under it."""
        return (self.started_from is None or self.started_from <= started) and (self.started_until is None or started <= self.started_until)


def saving(emissions: Decimal, comparator: Decimal) -> Decimal:
    """(E_F - E)/E_F as a fraction; negative where the fuel emits more than the comparator. Both in the same unit.

    >>> saving(Decimal("28.2"), Decimal(94))
    Decimal('0.7')
    """
    base = positive(comparator, "comparator")
    return (base - signed(emissions, "emissions")) / base


def limit(comparator: Decimal, required: Decimal) -> Decimal:
    """The highest emissions that still reach a saving, in the unit of the comparator.

    Args:
        comparator: emissions of the fossil comparator.
        required: saving as a fraction.

    >>> limit(Decimal(94), Decimal("0.70"))
    Decimal('28.20')
    """
    return positive(comparator, "comparator") * (ONE - share(required, "required"))


def reaches(emissions: Decimal, comparator: Decimal, required: Decimal) -> bool:
    """Whether a saving of at least `required` is reached; compared as emissions, so that no quotient is rounded."""
    return signed(emissions, "emissions") <= limit(comparator, required)


def required_saving(requirements: Iterable[Requirement], started: date) -> Decimal:
    """The saving that holds for an installation by its start of operation.

    Raises:
        DeclarationError: no requirement covers the day, or more than one does.
    """
    found = [entry for entry in requirements if entry.covers(started)]
    if len(found) != 1:
        raise DeclarationError(
            Finding(
                f"{len(found)} requirements cover a start of operation on {started.isoformat()}; exactly one must",
                f"有 {len(found)} 项要求适用于 {started.isoformat()} 投入运行的装置；须恰好一项",
                field="started",
            )
        )
    return found[0].saving
