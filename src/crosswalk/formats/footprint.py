"""A footprint as plain data and as YAML of our own: what was declared, every digit as printed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import yaml
from pydantic import BaseModel

from crosswalk.model.footprint import Footprint
from crosswalk.model.quantity import Quantity, readable
from crosswalk.model.recycling import RecycledMaterial, Span

_BURDENS = ("Ev", "Er", "Ee", "Es", "EER", "S", "c")
"""Fields of a recycled material that are kilograms of CO2e per kilogram of it; they are kept without their unit."""


def plain(footprint: Footprint) -> dict[str, Any]:
    """The fields that were declared, as mappings, lists, texts and numbers; `read` gives the same footprint from them.

    >>> from crosswalk.reading import read
    >>> plain(read({"standard": "cn/gbt-51366-2019", "figures": [{"stage": "production", "value": "386.20 kg CO2e"}]}))
    {'standard': 'cn/gbt-51366-2019', 'figures': [{'stage': 'production', 'value': '386.20 kg CO2e'}]}
    """
    found = _plain(footprint)
    assert isinstance(found, dict)
    return found


def _plain(value: Any, unit: str = "") -> Any:
    if isinstance(value, Span):
        ends = {name: f"{end}{unit}" for name, end in (("low", value.low), ("high", value.high)) if end is not None}
        return ends["low"] if value.exact else ends
    if isinstance(value, BaseModel):
        units = dict.fromkeys(_BURDENS, " kg CO2e/kg") if isinstance(value, RecycledMaterial) else {}
        return {
            name: _plain(getattr(value, name), units.get(name, ""))
            for name in type(value).model_fields
            if name in value.model_fields_set and getattr(value, name) is not None
        }
    if isinstance(value, Quantity):
        return f"{value.magnitude} {readable(value.unit)}"
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(entry) for entry in value]
    return value


def write_yaml(footprint: Footprint) -> str:
    """The footprint as a document that `crosswalk translate` takes."""
    return yaml.safe_dump(plain(footprint), allow_unicode=True, sort_keys=False, width=140)
