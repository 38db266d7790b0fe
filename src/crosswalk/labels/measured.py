"""A figure beside a threshold: the interval that it is known to lie in, and how that stands to the limit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from crosswalk.engine.figures import number
from crosswalk.engine.rules.classify import State
from crosswalk.labels.rules import OPEN_WAY, Guard
from crosswalk.model.label import Threshold
from crosswalk.model.quantity import Quantity, readable

Figure = Callable[[Threshold], "Interval"]
"""The figure that a threshold is held against, in the unit of the threshold."""
ONE = Decimal(1)
MOST_DIGITS = 10  # of a declared number; it decides at a limit, so that it is never rounded onto it


@dataclass(frozen=True, slots=True)
class Interval:
    """The figure that a label is held against, for one unit of what it is per (`None`: without bound)."""

    low: Decimal | None
    high: Decimal | None
    unit: str

    def into(self, unit: str) -> Interval:
        """The same interval in another unit of its dimension.

        Raises:
            UnitMismatchError: another dimension.
        """
        scale = Quantity(ONE, self.unit).to(unit).magnitude
        low, high = (None if end is None else end * scale for end in (self.low, self.high))
        return Interval(low, high, unit)

    def rounded(self, decimals: int) -> Interval:
        """The same interval with its ends rounded half up, as a threshold asks before it is held against them."""
        step = ONE.scaleb(-decimals)
        low, high = (None if end is None else end.quantize(step, ROUND_HALF_UP) for end in (self.low, self.high))
        return Interval(low, high, self.unit)

    def __str__(self) -> str:
        low, high = ("?" if end is None else _shown(end) for end in (self.low, self.high))
        return f"{low} {readable(self.unit)}" if low == high != "?" else f"{low} … {high} {readable(self.unit)}"


def _shown(end: Decimal) -> str:
    """A number as people write it: in full where it was declared, to six digits where it was calculated.

    >>> _shown(Decimal("20")), _shown(Decimal("28.20000001")), _shown(Decimal(100) / 3)
    ('20', '28.20000001', '33.3333')
    """
    exact = end.normalize()
    rounded = exact if len(exact.as_tuple().digits) <= MOST_DIGITS else Decimal(f"{exact:.6g}").normalize()
    return f"{rounded:f}"


@dataclass(frozen=True, slots=True)
class Measured:
    """One threshold and how the figure stands to it: in truth, and by its number alone, were all rules of the two standards the same."""

    threshold: Threshold
    interval: Interval
    state: State
    by_number: State

    @classmethod
    def of(cls, threshold: Threshold, interval: Interval, by_number: State, guard: Guard = OPEN_WAY) -> Measured:
        """How an interval stands to a threshold: as its number says, unless a rule keeps the number from crossing; then it is open."""
        return cls(threshold, interval, State.OPEN if guard else by_number, by_number)

    @property
    def saving(self) -> tuple[Decimal | None, Decimal | None] | None:
        """Least and greatest saving against the comparator, as fractions, where the threshold has one."""
        if self.threshold.comparator is None:
            return None
        fossil = self.threshold.comparator.to(self.interval.unit).magnitude
        ends = (None if end is None else (fossil - end) / fossil for end in (self.interval.high, self.interval.low))
        least, greatest = ends
        return least, greatest

    def as_dict(self) -> dict[str, Any]:
        """The threshold and the interval as plain data."""
        return {
            "threshold": self.threshold.id,
            "operator": self.threshold.operator,
            "limit": number(self.threshold.value.magnitude),
            "low": number(self.interval.low),
            "high": number(self.interval.high),
            "unit": readable(self.interval.unit),
            "saving": None if self.saving is None else [number(end) for end in self.saving],
            "state": self.state.value,
            "by_number": self.by_number.value,
        }
