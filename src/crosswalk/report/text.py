"""Text that came from files, made safe to show: no control characters, no line breaks of its own."""

from __future__ import annotations

import unicodedata


def visible(text: str) -> str:
    r"""The text on one line, control characters shown as `\ufffd`: a name cannot move the cursor or start a line of its own.

    >>> visible("Office\x1b[2J\nTotal: 0")
    'Office\ufffd[2J Total: 0'
    """
    return "".join("\ufffd" if unicodedata.category(sign)[0] == "C" else sign for sign in " ".join(text.split()))
