"""An interval against a threshold, and conditions that hold, fail or are open: logic with three values, for labels and for claims on materials."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from enum import Enum
from typing import Literal

from crosswalk.model.label import Operator

Definite = Literal["implied", "possible", "excluded"]
"""Whether something is so whatever is not known, for some of it, or never."""
VerdictWord = Definite | Literal["unknown"]


class State(Enum):
    """Whether something holds: in every completion of what is not known, in some, or in none."""

    MET = "met"
    OPEN = "open"
    FAILED = "failed"


def all_of(states: Iterable[State]) -> State:
    """All must hold.

    >>> all_of([State.MET, State.OPEN]), all_of([State.OPEN, State.FAILED]), all_of([])
    (<State.OPEN: 'open'>, <State.FAILED: 'failed'>, <State.MET: 'met'>)
    """
    found = set(states)
    return State.FAILED if State.FAILED in found else State.OPEN if State.OPEN in found else State.MET


def any_of(states: Iterable[State]) -> State:
    """One must hold.

    >>> any_of([State.FAILED, State.OPEN]), any_of([State.OPEN, State.MET]), any_of([])
    (<State.OPEN: 'open'>, <State.MET: 'met'>, <State.FAILED: 'failed'>)
    """
    found = set(states)
    return State.MET if State.MET in found else State.OPEN if State.OPEN in found else State.FAILED


def within(low: Decimal | None, high: Decimal | None, operator: Operator, limit: Decimal, sign_open: bool = False) -> State:
    """Whether every value of an interval (`None`: without bound) meets a limit, some, or none.

    Args:
        low: least value.
        high: greatest value.
        operator: how values compare with the limit.
        limit: the number.
        sign_open: nobody knows whether the number itself passes.

    >>> within(Decimal(4), Decimal(4), "<=", Decimal("4.9")), within(Decimal(4), None, "<=", Decimal("4.9"))
    (<State.MET: 'met'>, <State.OPEN: 'open'>)
    >>> within(Decimal("4.9"), Decimal("4.9"), "<=", Decimal("4.9"), sign_open=True)
    <State.OPEN: 'open'>
    """
    if operator in (">", ">="):
        below: Operator = "<" if operator == ">" else "<="
        return within(None if high is None else -high, None if low is None else -low, below, -limit, sign_open)
    if high is not None and (high < limit or (high == limit and operator == "<=" and not sign_open)):
        return State.MET
    if low is not None and (low > limit or (low == limit and operator == "<" and not sign_open)):
        return State.FAILED
    return State.OPEN


def word_of(state: State) -> Definite:
    """The verdict that a state is.

    >>> word_of(State.OPEN)
    'possible'
    """
    return "implied" if state is State.MET else "excluded" if state is State.FAILED else "possible"


def verdict(states: Iterable[State]) -> Definite:
    """The verdict over all conditions of a label; open conditions never make it `implied`."""
    return word_of(all_of(states))
