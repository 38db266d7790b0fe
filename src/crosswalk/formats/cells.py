"""Cells of tables that no spreadsheet program takes for a formula."""

from __future__ import annotations

import re

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_ESCAPED = re.compile(r"'+[=+\-@\t\r]")


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
