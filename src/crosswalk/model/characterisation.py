"""Characterisation sets: kilograms of a gas to kilograms of CO2 equivalent."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import ConfigDict, model_validator

from crosswalk.model.base import Document, Model, Number, Source, Sourced, Text


class Override(Model):
    """Another factor for a gas when it comes from certain emission sources."""

    gas: str
    sources: tuple[str, ...]
    value: Number
    source: Source


def _or_numbers(schema: dict[str, Any]) -> None:
    """Factors that share the set's source may be written as plain numbers."""
    for key in ("factors", "unspecified"):
        entry = schema["properties"][key]
        entry["additionalProperties"] = {"anyOf": [entry["additionalProperties"], {"type": ["number", "string"]}]}


class CharacterisationSet(Model):
    """One published set of characterisation factors, kg CO2e per kg of gas.

    A gas that is absent is not characterised by the set. `unspecified` gives the factor of a gas whose origin is not stated.
    """

    model_config = ConfigDict(json_schema_extra=_or_numbers)

    id: str
    name: Text
    metric: Literal["GWP", "GTP"]
    horizon: int
    aliases: tuple[str, ...] = ()
    documents: dict[str, Document]
    source: Source
    note: Text | None = None
    factors: dict[str, Sourced]
    unspecified: dict[str, Sourced] = {}
    overrides: tuple[Override, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _plain_numbers(cls, data: object) -> object:
        if not isinstance(data, dict):
            return data
        data = dict(data)
        for key in ("factors", "unspecified"):
            entries = data.get(key)
            if isinstance(entries, dict):
                data[key] = {gas: entry if isinstance(entry, dict | Sourced) else {"value": entry} for gas, entry in entries.items()}
        return data

    def source_of(self, gas: str) -> Source:
        """The source of one factor: its own, or the set's."""
        return self.factors[gas].source or self.source
