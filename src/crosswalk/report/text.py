"""What cells of a report hold: text that came from files, made safe to show, and numbers that keep their value."""

from __future__ import annotations

import unicodedata
from decimal import Decimal


class Amount(str):
    """A number as people read it, with its whole value for forms that hold numbers."""

    value: Decimal

    def __new__(cls, shown: str, value: Decimal) -> Amount:
        """The text `shown` of a number."""
        made = super().__new__(cls, shown)
        made.value = value
        return made


def visible(text: str) -> str:
    r"""The text on one line, control characters shown as `\ufffd`: a name cannot move the cursor or start a line of its own.

    >>> visible("Office\x1b[2J\nTotal: 0")
    'Office\ufffd[2J Total: 0'
    """
    return "".join("\ufffd" if unicodedata.category(sign)[0] == "C" else sign for sign in " ".join(text.split()))
