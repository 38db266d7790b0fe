"""What cells of a report hold: text that came from files, made safe to show, and numbers that keep their value."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

_TYPED = re.compile(r"(`[^`]*`)")
_POWER = re.compile(r"(?<![A-Za-z])(N?[cdkm]?m)\*\*([23])(?![\d.])")
_TIMES = re.compile(r"(?<![A-Za-z])([cdkm]?m²|t|kg|person|vehicle|item|pcs|dwt|GT)\*(a|h|d|km|nmi)(?![A-Za-z])")


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


def printed(text: str) -> str:
    """The text as a report shows it: `visible`, and units with the signs of print. What stands in back quotes is to be typed as it is.

    >>> printed("8.2 kg CO2e/(m**2*a); declare `gross_floor_area: 10300 m**2`")
    '8.2 kg CO2e/(m²·a); declare `gross_floor_area: 10300 m**2`'
    >>> printed("0.075 kg CO2e/(t*km), 2 * 3, x**2")
    '0.075 kg CO2e/(t·km), 2 * 3, x**2'
    """
    shown = visible(text)
    if "*" not in shown:
        return shown
    return "".join(part if place % 2 else _signs(part) for place, part in enumerate(_TYPED.split(shown)))


def _signs(text: str) -> str:
    powers = _POWER.sub(lambda found: found[1] + "²³"[found[2] == "3"], text)
    return _TIMES.sub(r"\1·\2", powers)
