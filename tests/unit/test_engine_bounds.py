"""The closed form on sets of a few atoms: every end worked out by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest

from crosswalk.engine.bounds import (
    NOTHING,
    Coefficients,
    Interval,
    Range,
    coefficients,
    contribution,
    share_coefficients,
    weight_range,
)
from crosswalk.engine.rules.characterise import Weight

Ends = tuple[str | None, ...]

# six atoms: the first four are emissions, the last two uptake
FOSSIL, METHANE, NITROUS, OPEN, UPTAKE, STORE = (1 << position for position in range(6))
EVERY = FOSSIL | METHANE | NITROUS | OPEN | UPTAKE | STORE
NEGATIVE = UPTAKE | STORE


def number(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def weight(low: str, high: str | None, atoms: int) -> Weight:
    return Weight((Decimal(low), number(high), atoms))


WEIGHTS = (
    weight("1", "1", FOSSIL | UPTAKE),
    weight("1.2", "1.4", METHANE),
    weight("0.9", "0.9", NITROUS | STORE),
    weight("0.5", None, OPEN),
)


def made(*ends: str | None) -> Coefficients:
    return Coefficients(*(number(end) for end in ends))


@pytest.mark.parametrize(
    ("atoms", "figure", "low", "high"),
    [
        (FOSSIL, EVERY, "1", "1"),
        (METHANE, EVERY, "1.2", "1.4"),
        (FOSSIL | METHANE, EVERY, "1", "1.4"),
        (METHANE | NITROUS, EVERY, "0.9", "1.4"),
        (FOSSIL | METHANE | NITROUS, EVERY, "0.9", "1.4"),
        (METHANE | NITROUS, METHANE, "0", "1.4"),  # what lies outside the figure counts as nothing
        (METHANE | NITROUS, NITROUS, "0", "0.9"),
        (METHANE, NITROUS, "0", "0"),
        (OPEN, EVERY, "0.5", None),
        (METHANE | OPEN, EVERY, "0.5", None),
        (OPEN | METHANE | FOSSIL, EVERY & ~FOSSIL, "0", None),
    ],
)
def test_weights_span_the_least_and_the_greatest_and_zero_outside(atoms: int, figure: int, low: str, high: str | None) -> None:
    for order in (WEIGHTS, WEIGHTS[::-1]):
        assert weight_range(atoms, figure, order) == Range(Decimal(low), number(high))


def test_an_atom_without_a_weight_counts_as_nothing() -> None:
    assert weight_range(FOSSIL | METHANE, EVERY, WEIGHTS[:1]) == Range(Decimal(0), Decimal(1))
    assert weight_range(METHANE, EVERY, WEIGHTS[:1]) == Range(Decimal(0), Decimal(0))
    assert weight_range(0, EVERY, WEIGHTS) is None
    # the same atom twice: the first weight is that of the atom
    assert weight_range(FOSSIL | METHANE, EVERY, (*WEIGHTS, weight("0.1", "9", FOSSIL))) == Range(Decimal(1), Decimal("1.4"))


@pytest.mark.parametrize(
    ("atoms", "figure", "expected"),
    [
        # emissions only: the plain case
        (FOSSIL, EVERY, ("1", "1", "1", "1", "1")),
        (FOSSIL | METHANE, EVERY, ("1", "1", "1.4", "1.4", None)),
        (FOSSIL | METHANE, METHANE, ("0", "0", "1.4", "1.4", None)),
        (OPEN, EVERY, ("0.5", "0.5", None, None, None)),
        # uptake only: the value is below zero, so the greatest weight gives the least contribution
        (STORE, EVERY, ("0.9", "0.9", "0.9", "0.9", "0.9")),
        (UPTAKE | STORE, EVERY, ("0.9", "1", "1", "0.9", None)),
        (UPTAKE | STORE, UPTAKE, ("0", "1", "1", "0", None)),
        # both signs of one weight: the sum is exact
        (FOSSIL | UPTAKE, EVERY, ("1", "1", "1", "1", "1")),
        # weights of uptake at most those of emissions: at least as much as the value, no bound above
        (METHANE | UPTAKE, EVERY, ("1.2", "1", None, None, None)),
        (FOSSIL | STORE, EVERY, ("1", "0.9", None, None, None)),
        (FOSSIL | STORE, FOSSIL, ("1", "0", None, None, None)),
        # weights of emissions at most those of uptake: at most the value, no bound below
        (NITROUS | UPTAKE, EVERY, (None, None, "0.9", "1", None)),
        (FOSSIL | UPTAKE, UPTAKE, (None, None, "0", "1", None)),
        # neither
        (FOSSIL | METHANE | STORE | UPTAKE, METHANE | STORE, (None, None, None, None, None)),
        (OPEN | UPTAKE, EVERY, (None, None, None, None, None)),
        (OPEN | STORE, OPEN, ("0.5", "0", None, None, None)),
    ],
)
def test_coefficients_of_a_line(atoms: int, figure: int, expected: Ends) -> None:
    assert coefficients(atoms, figure, WEIGHTS, NEGATIVE) == made(*expected)


def test_an_open_weight_on_uptake_bounds_nothing_below() -> None:
    weights = (weight("1", "1", FOSSIL), weight("0.5", None, UPTAKE))
    assert coefficients(UPTAKE, EVERY, weights, NEGATIVE) == made("0.5", None, None, "0.5", None)
    assert coefficients(FOSSIL | UPTAKE, EVERY, weights, NEGATIVE) == made(None, None, None, None, None)
    assert coefficients(FOSSIL | UPTAKE, EVERY, (weight("0.3", "0.4", FOSSIL), weights[1]), NEGATIVE) == made(
        None, None, "0.4", "0.5", None
    )


def test_a_line_outside_the_figure_contributes_nothing() -> None:
    assert coefficients(FOSSIL, METHANE, WEIGHTS, NEGATIVE) is NOTHING
    assert coefficients(0, EVERY, WEIGHTS, NEGATIVE) is NOTHING
    assert NOTHING.exact
    assert NOTHING.nothing
    assert made("0", "0", "0", "0", "0") == NOTHING


def test_exact_is_what_the_value_determines() -> None:
    one = made("1", "1", "1", "1", "1")
    assert one.exact
    assert not one.nothing
    for position in range(4):
        for other in (None, Decimal("0.9")):
            ends = list(one)
            ends[position] = other
            changed = Coefficients(*ends)
            assert not changed.exact
            assert not changed.nothing
    assert not made(None, None, None, None, None).exact
    assert not made("0", "0", "1", "1", None).nothing  # least nothing is not nothing


@pytest.mark.parametrize(
    ("part", "rest", "share", "expected"),
    [
        # 98.5 to 100 % of a line is CO2 of weight 1, the rest gases of weight 0.5 to 2
        (("1", "1", "1", "1", "1"), ("0.5", "0.5", "2", "2", None), ("0.985", "0.99", "1"), ("0.9925", "0.9925", "1.015", "1.015", None)),
        # both determined: 20 to 40 % counts, the rest does not; best 30 %
        (("1", "1", "1", "1", "1"), ("0", "0", "0", "0", "0"), ("0.2", "0.3", "0.4"), ("0.2", "0.2", "0.4", "0.4", "0.3")),
        (("1", "1", "1", "1", "1"), ("0", "0", "0", "0", "0"), ("0.2", None, "0.4"), ("0.2", "0.2", "0.4", "0.4", None)),
        # the part counts less than the rest: the greatest share gives the least contribution
        (("0", "0", "0", "0", "0"), ("2", "2", "2", "2", "2"), ("0.25", "0.5", "0.75"), ("0.5", "0.5", "1.5", "1.5", "1")),
        (("1", "1", "1", "1", "1"), ("3", "3", "3", "3", "3"), ("0.25", "0.5", "0.5"), ("2", "2", "2.5", "2.5", "2")),
        # one of the two is unbounded above: so is the line
        (("1", "1", None, None, None), ("0.5", "0.5", "2", "2", None), ("0.5", "0.6", "0.6"), ("0.75", "0.75", None, None, None)),
        (("1", "1", "1", "1", "1"), ("0.5", "0.5", None, None, None), ("0.5", "0.6", "0.6"), ("0.75", "0.75", None, None, None)),
        ((None, None, "1", "1", None), ("0.5", "0.5", "2", "2", "1"), ("0.5", "0.5", "0.5"), (None, None, "1.5", "1.5", None)),
    ],
)
def test_a_share_inside_a_line(part: Ends, rest: Ends, share: tuple[str, str | None, str], expected: Ends) -> None:
    low, best, high = share
    assert share_coefficients(made(*part), made(*rest), Decimal(low), number(best), Decimal(high)) == made(*expected)


@pytest.mark.parametrize(
    ("value", "line", "expected"),
    [
        (("5", "5"), ("0", "0", "1", "1", None), ("0", "5")),
        (("4", "6"), ("0.5", "7", "2", "8", None), ("2", "12")),  # above zero: the coefficients for values above zero
        (("-6", "-4"), ("7", "2", "8", "0.5", None), ("-12", "-2")),  # below: those for values below
        (("0", "6"), ("0.5", "7", "2", "8", None), ("0", "12")),
        (("-6", "0"), ("7", "2", "8", "0.5", None), ("-12", "0")),
        (("0.5", "0.6"), ("0.5", "7", "2", "8", None), ("0.25", "1.2")),
        (("0", "6"), ("0.5", None, "2", None, None), ("0", "12")),
        (("-6", "0"), (None, "2", None, "0.5", None), ("-12", "0")),
        (("-6", "0.5"), ("0.5", "2", "3", "0.1", None), ("-12", "1.5")),
        (("-6", "4"), ("0.5", "2", "3", "0.1", None), ("-12", "12")),  # over zero: the worst of both sides
        (("-6", "4"), (None, "2", "3", "0.1", None), (None, "12")),
        (("-6", "4"), ("0.5", None, "3", "0.1", None), (None, "12")),
        (("-6", "4"), ("0.5", "2", None, "0.1", None), ("-12", None)),
        (("-6", "4"), ("0.5", "2", "3", None, None), ("-12", None)),
        (("5", "5"), (None, "1", None, "1", None), (None, None)),
        (("-5", "-5"), ("1", None, "1", None, None), (None, None)),
        (("5", "Infinity"), ("0.5", "0.5", "2", "2", None), ("2.5", None)),
        (("-Infinity", "5"), ("0.5", "0.5", "2", "2", None), (None, "10")),
        (("0", "Infinity"), ("0", "0", "0", "0", "0"), ("0", "0")),  # nothing of an endless value is nothing
        (("0", "0"), (None, None, None, None, None), (None, None)),  # parts that leave nothing may balance uptake and emissions
    ],
)
def test_contribution(value: tuple[str, str], line: Ends, expected: Ends) -> None:
    low, high = (Decimal(end) for end in value)
    assert contribution((low, high), made(*line)) == tuple(number(end) for end in expected)


def test_a_declared_zero_holds_nothing() -> None:
    open_ends = made(None, None, None, None, None)
    zero, one = Decimal(0), Decimal(1)
    assert contribution((zero, zero), open_ends, True) == (zero, zero)
    assert contribution((zero, one), open_ends, True) == (None, None)
    assert contribution((-one, zero), open_ends, True) == (None, None)


# -- intervals -----------------------------------------------------------------------------------------------------------------


def interval(*ends: str | None, shared: Ends | None = None, covered: bool = True, missing: bool = False) -> Interval:
    low, best, high = (number(end) for end in ends)
    shared_low, shared_best, shared_high = (number(end) for end in shared or ends)
    return Interval(low, best, high, covered, missing, shared_low, shared_best, shared_high)


def test_width() -> None:
    assert interval("-2", None, "5").width() == 7
    assert interval(None, None, "5").width() is None
    assert interval("5", None, None).width() is None


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("1", None, "2"), ("1", None, "3")),
        (("1", None, "6"), ("-2", None, "5")),
        (("0", None, "1000000"), ("0", None, None)),  # a bound on both sides, however wide, before one side
        (("0", None, None), (None, None, None)),
        ((None, None, "0"), (None, None, None)),
    ],
)
def test_tighter(first: Ends, second: Ends) -> None:
    assert interval(*first).tighter_than(interval(*second))
    assert not interval(*second).tighter_than(interval(*first))
    assert not interval(*first).tighter_than(interval(*first))


def test_tighter_is_told_of_the_part_that_the_source_covers() -> None:
    narrow = interval("0", None, None, shared=("1", None, "2"))
    wide = interval("0", None, "9", shared=("0", None, "9"))
    assert narrow.tighter_than(wide)
    assert not wide.tighter_than(narrow)
    # one end open is alike, whichever end it is
    assert not interval("0", None, None).tighter_than(interval(None, None, "0"))
    assert not interval(None, None, "0").tighter_than(interval("0", None, None))


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (("0", None, "10"), ("2", None, "12"), ("2", None, "10")),
        (("0", None, "10"), ("2", None, "5"), ("2", None, "5")),
        (("0", None, None), (None, None, "5"), ("0", None, "5")),
        ((None, None, None), ("2", None, "5"), ("2", None, "5")),
        ((None, None, "7"), (None, None, "5"), (None, None, "5")),
        (("3", None, None), ("4", None, None), ("4", None, None)),
        (("0", None, "5"), ("5", None, "9"), ("5", "5", "5")),  # they meet in one number: that is the value
    ],
)
def test_intersection(first: Ends, second: Ends, expected: Ends) -> None:
    for one, other in ((first, second), (second, first)):
        both = interval(*one).intersection(interval(*other), Decimal("0.5"))
        assert both == interval(*expected)


@pytest.mark.parametrize(
    ("best", "kept"),
    [("2", "2"), ("4", "4"), ("5", "5"), ("1.9", None), ("5.1", None)],
)
def test_a_best_estimate_stays_while_both_allow_it(best: str, kept: str | None) -> None:
    own = interval("0", best, "10", shared=("1", "1.5", "3"))  # the tighter one: its shared part is known better
    other = interval("2", None, "5", shared=("0", None, "9"))
    expected = interval("2", kept, "5", shared=("1", "1.5", "3"))
    assert own.intersection(other, Decimal(0)) == expected
    assert other.intersection(own, Decimal(0)) == expected


def test_the_estimate_of_the_tighter_interval_counts() -> None:
    tight, loose = interval("2", "3", "4"), interval("0", "2.5", "10")
    for one, other in ((tight, loose), (loose, tight)):
        assert one.intersection(other, Decimal(0)) == tight
    # equally tight: that of the first
    first, second = interval("0", "1", "4"), interval("0", "3", "4")
    assert first.intersection(second, Decimal(0)) == first
    assert second.intersection(first, Decimal(0)) == second
    # an estimate without any bound stays
    assert interval(None, "3", None).intersection(interval(None, None, None), Decimal(0)) == interval(None, "3", None)


def test_the_whole_and_the_shared_part_are_cut_apart() -> None:
    first = interval("0", None, None, shared=("0", "1", "4"), missing=True)
    second = interval("1", None, None, shared=("1", None, "9"), missing=True, covered=False)
    assert first.intersection(second, Decimal(0)) == interval("1", None, None, shared=("1", "1", "4"), missing=True)


@pytest.mark.parametrize(("first", "second"), [(True, True), (True, False), (False, True), (False, False)])
def test_covered_by_one_and_missing_from_both(first: bool, second: bool) -> None:
    one = interval("0", None, "4", covered=first, missing=first)
    other = interval("0", None, "4", covered=second, missing=second)
    both = one.intersection(other, Decimal(0))
    assert both is not None
    assert both.covered == (first or second)
    assert both.missing == (first and second)


def test_rounding_is_no_contradiction() -> None:
    first, second = interval("1", "1.5", "2"), interval("2.5", "2.6", "4")
    # within the tolerance, the tighter one stands; beyond it there is none that both allow
    assert first.intersection(second, Decimal("0.5")) == first
    assert second.intersection(first, Decimal("0.5")) == first
    assert first.intersection(second, Decimal("0.4999")) is None
    assert second.intersection(first, Decimal("0.4999")) is None
    # a contradiction of the shared part alone is one, too
    shared = interval("0", None, None, shared=("1", None, "2"))
    other = interval("0", None, None, shared=("3", None, "4"))
    assert shared.intersection(other, Decimal("0.9")) is None
    assert shared.intersection(other, Decimal(1)) == shared
