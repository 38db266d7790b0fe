"""What a number in a calculation can be; everything else is refused before it is calculated with.

Each function gives the number back, so that a check stands where the number is used.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from typing import TypeVar

from crosswalk.errors import DeclarationError, Finding, UnknownNameError, nearest_text

ZERO = Decimal(0)
ONE = Decimal(1)
LARGEST = Decimal("1E+30")  # no mass, energy or factor comes near; keeps every product inside the decimal range
SMALLEST = Decimal("1E-30")  # the same for quotients; zero itself is allowed

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Floored:
    """A result that a rule sets to zero where it is negative.

    Attributes:
        before: as calculated.
        value: as it counts.
    """

    before: Decimal
    value: Decimal

    @property
    def was_set_to_zero(self) -> bool:
        """Whether the rule changed the result."""
        return self.before != self.value


def not_below_zero(value: Decimal) -> Floored:
    """The value, or zero where it is negative.

    >>> not_below_zero(Decimal(-5))
    Floored(before=Decimal('-5'), value=Decimal('0'))
    """
    return Floored(value, max(value, ZERO))


def signed(value: Decimal, field: str) -> Decimal:
    """A finite number of either sign.

    Raises:
        DeclarationError: not a number, infinite, or of a size that no quantity has.
    """
    if not value.is_finite() or (value != 0 and not SMALLEST <= abs(value) < LARGEST):
        raise _refused("a finite number of a possible size", "可能范围内的有限数值", value, field)
    return value


def amount(value: Decimal, field: str) -> Decimal:
    """A number not below zero.

    >>> amount(Decimal(-1), "fuel")
    Traceback (most recent call last):
    crosswalk.errors.DeclarationError: fuel: must not be negative, not -1
    """
    if signed(value, field) < 0:
        raise _refused("not be negative", "非负数", value, field, bare=True)
    return value


def positive(value: Decimal, field: str) -> Decimal:
    """A number above zero, such as one that divides."""
    if signed(value, field) <= 0:
        raise _refused("greater than zero", "大于零的数值", value, field)
    return value


def share(value: Decimal, field: str) -> Decimal:
    """A fraction from 0 to 1, both included."""
    if not 0 <= signed(value, field) <= 1:
        raise _refused("a fraction from 0 to 1", "0 至 1 之间的比例", value, field)
    return value


def efficiency(value: Decimal, field: str) -> Decimal:
    """A fraction above 0 and up to 1."""
    if not 0 < signed(value, field) <= 1:
        raise _refused("a fraction above 0 and at most 1", "大于 0 且不超过 1 的比例", value, field)
    return value


def entry(table: Mapping[str, T], name: str, en: str, zh: str, field: str) -> T:
    """The entry of a table of the act.

    Raises:
        UnknownNameError: the table has no such entry; nothing is guessed, the nearest names are given.
    """
    if name not in table:
        nearest = nearest_text(get_close_matches(name, table, 5, 0.3) or list(table))
        raise UnknownNameError(Finding(f"unknown {en} {name!r}", f"未知{zh} {name!r}", field=field, nearest=nearest))
    return table[name]


def _refused(en: str, zh: str, value: Decimal, field: str, bare: bool = False) -> DeclarationError:
    return DeclarationError(Finding(f"must {'' if bare else 'be '}{en}, not {value}", f"应为{zh}，而不是 {value}", field=field))
