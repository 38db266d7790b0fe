"""Cells of tables that no spreadsheet program takes for a formula."""

from __future__ import annotations

import re

LEADS = r"[=+\-@\t\r\n]"  # signs at which spreadsheet programs begin to calculate
_FORMULA = re.compile(f"'*{LEADS}")
_ESCAPED = re.compile(f"'+{LEADS}")


def escaped(text: str) -> str:
    """A cell that begins like a formula gets an apostrophe before it.

    >>> escaped("=1+1"), escaped("steel")
    ("'=1+1", 'steel')
    """
    return f"'{text}" if _FORMULA.match(text) else text


def unescaped(text: str) -> str:
    """The text of an escaped cell.

    >>> unescaped(escaped("'-5"))
    "'-5"
    """
    return text[1:] if _ESCAPED.match(text) else text
