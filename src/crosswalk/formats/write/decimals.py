"""JSON whose numbers keep their digits."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any


def dumps(data: Any) -> str:
    """Data as JSON; a decimal is printed with its digits, never as a binary float.

    >>> dumps({"mean": Decimal("386.20")})
    '{\\n  "mean": 386.20\\n}\\n'
    """
    return _value(data, "\n") + "\n"


def _value(data: Any, margin: str) -> str:
    if isinstance(data, Decimal):
        return str(data)
    inner = margin + "  "
    if isinstance(data, dict) and data:
        return (
            "{"
            + ",".join(f"{inner}{json.dumps(str(key), ensure_ascii=False)}: {_value(value, inner)}" for key, value in data.items())
            + f"{margin}}}"
        )
    if isinstance(data, list | tuple) and data:
        return "[" + ",".join(inner + _value(value, inner) for value in data) + f"{margin}]"
    return json.dumps(data, ensure_ascii=False)
