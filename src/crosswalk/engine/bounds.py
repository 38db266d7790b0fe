"""The closed form: what a line of known value can contribute to a figure whose atoms it covers only partly.

A line holds the value `v = sum of x`, with `x >= 0` on emissions and `x <= 0` on uptake. It contributes `sum of w x`, where `w` is the weight of an
atom in the target and 0 outside. By linear-programming duality the least contribution is the largest `t v` with `max w(uptake) <= t <= min
w(emission)`, the greatest the smallest `t v` with `max w(emission) <= t <= min w(uptake)`; where no such `t` exists, the line bounds nothing on
that side. For a line of emissions this is the plain `v * [min w, max w]`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import NamedTuple

from crosswalk.engine.rules.characterise import Weight
from crosswalk.frames.space import Atoms

ZERO = Decimal(0)


class Coefficients(NamedTuple):
    """By what a line's value is multiplied for the low and high end, for values above and below zero; `None` is unbounded."""

    low_above: Decimal | None
    low_below: Decimal | None
    high_above: Decimal | None
    high_below: Decimal | None
    best: Decimal | None

    @property
    def exact(self) -> bool:
        """Whether the contribution is determined by the value."""
        return self.low_above is not None and self.low_above == self.low_below == self.high_above == self.high_below

    @property
    def nothing(self) -> bool:
        """Whether the line contributes nothing."""
        return self.exact and self.low_above == 0


NOTHING = Coefficients(ZERO, ZERO, ZERO, ZERO, ZERO)


class Range(NamedTuple):
    """Least and greatest weight of some atoms, outside the figure counting as 0; `high` is `None` when unbounded."""

    low: Decimal
    high: Decimal | None


def weight_range(atoms: Atoms, figure: Atoms, weights: Sequence[Weight]) -> Range | None:
    """The range of weights over a set of atoms, or `None` when the set is empty."""
    if not atoms:
        return None
    inside = atoms & figure
    if not inside:
        return Range(ZERO, ZERO)
    left = inside
    least: Decimal | None = ZERO if inside != atoms else None
    greatest: Decimal = ZERO
    unbounded = False
    for low, high, members in weights:
        met = left & members
        if met:
            least = low if least is None or low < least else least
            if high is None:
                unbounded = True
            elif high > greatest:
                greatest = high
            left ^= met
            if not left:
                break
    if left or least is None:
        least = ZERO
    return Range(least, None if unbounded else greatest)


def coefficients(atoms: Atoms, figure: Atoms, weights: Sequence[Weight], negative: Atoms) -> Coefficients:
    """The coefficients of a line over `atoms` for a figure."""
    if not atoms & figure:
        return NOTHING
    up = weight_range(atoms & ~negative, figure, weights)
    down = weight_range(atoms & negative, figure, weights)
    if up is None and down is None:
        return NOTHING
    if down is None:
        assert up is not None
        best = up.low if up.low == up.high else None
        return Coefficients(up.low, up.low, up.high, up.high, best)
    if up is None:
        best = down.low if down.low == down.high else None
        return Coefficients(down.low, down.high, down.high, down.low, best)
    low_bounded = down.high is not None and down.high <= up.low
    high_bounded = up.high is not None and up.high <= down.low
    best = up.low if low_bounded and high_bounded and up.low == down.low else None
    return Coefficients(
        up.low if low_bounded else None,
        down.high if low_bounded else None,
        up.high if high_bounded else None,
        down.low if high_bounded else None,
        best,
    )


def share_coefficients(part: Coefficients, rest: Coefficients, low: Decimal, best: Decimal | None, high: Decimal) -> Coefficients:
    """The coefficients of an emission line of which `part` holds a share between `low` and `high`, and `rest` the remainder."""
    one = Decimal(1)

    def mix(first: Decimal | None, second: Decimal | None, end: Callable[[list[Decimal]], Decimal]) -> Decimal | None:
        if first is None or second is None:
            return None
        return end([share * first + (one - share) * second for share in (low, high)])

    least = mix(part.low_above, rest.low_above, min)
    greatest = mix(part.high_above, rest.high_above, max)
    estimate = None
    if best is not None and part.best is not None and rest.best is not None:
        estimate = best * part.best + (one - best) * rest.best
    return Coefficients(least, least, greatest, greatest, estimate)


def contribution(value: tuple[Decimal, Decimal], line: Coefficients, empty: bool = False) -> tuple[Decimal | None, Decimal | None]:
    """The interval that a line of known value (or known range) contributes.

    Args:
        value: what the line holds, or what its parts leave of it.
        line: the coefficients.
        empty: the line is a declared zero, which says that nothing is there; a whole of which its parts leave nothing may still hold uptake
            that balances emissions.

    >>> plain = Coefficients(ZERO, ZERO, Decimal(1), Decimal(1), None)
    >>> contribution((Decimal(5), Decimal(5)), plain)
    (Decimal('0'), Decimal('5'))
    """
    low, high = value
    if empty and not low and not high:
        return ZERO, ZERO
    if low >= 0:  # weights are never negative, so each end of a one-signed value gives the same end of the contribution
        return _times(line.low_above, low), _times(line.high_above, high)
    if high <= 0:
        return _times(line.low_below, low), _times(line.high_below, high)
    least = _times(line.low_below, low) if line.low_above is not None else None
    greatest = _times(line.high_above, high) if line.high_below is not None else None
    return least, greatest


def _times(coefficient: Decimal | None, value: Decimal) -> Decimal | None:
    if coefficient is None:
        return None
    if not coefficient:
        return ZERO
    product = coefficient * value
    return product if product.is_finite() else None


class Interval(NamedTuple):
    """A figure's bounds in kg CO2e; `None` is unbounded. `shared_*` leave out what is missing: the part that the source covers."""

    low: Decimal | None
    best: Decimal | None
    high: Decimal | None
    covered: bool
    missing: bool
    shared_low: Decimal | None
    shared_best: Decimal | None
    shared_high: Decimal | None

    def width(self) -> Decimal | None:
        """High less low, or `None` when unbounded."""
        return None if self.low is None or self.high is None else self.high - self.low

    def tighter_than(self, other: Interval) -> bool:
        """Whether the part that the source covers is known better here than in the other interval."""
        return _openness(self) < _openness(other)

    def intersection(self, other: Interval, tolerance: Decimal) -> Interval | None:
        """What both intervals allow, or `None` when they exclude each other by more than rounding."""
        own, foreign = (self, other) if not other.tighter_than(self) else (other, self)
        pairs = (
            (own.low, own.best, own.high, foreign.low, foreign.high),
            (own.shared_low, own.shared_best, own.shared_high, foreign.shared_low, foreign.shared_high),
        )
        found: list[Decimal | None] = []
        for low, best, high, second_low, second_high in pairs:
            least = low if second_low is None else second_low if low is None else max(low, second_low)
            greatest = high if second_high is None else second_high if high is None else min(high, second_high)
            if least is not None and greatest is not None and least > greatest:
                if least - greatest > tolerance:
                    return None
                least, greatest = low, high
            inside = best is not None and (least is None or best >= least) and (greatest is None or best <= greatest)
            found += [least, best if inside else (least if least is not None and least == greatest else None), greatest]
        return Interval(
            found[0],
            found[1],
            found[2],
            own.covered or foreign.covered,
            own.missing and foreign.missing,
            found[3],
            found[4],
            found[5],
        )


def _openness(interval: Interval) -> tuple[int, Decimal]:
    ends = (interval.shared_low, interval.shared_high)
    if ends[0] is None or ends[1] is None:
        return ends.count(None), ZERO
    return 0, ends[1] - ends[0]
