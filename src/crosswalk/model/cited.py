"""Whatever is cited by a number and has editions: standards of every kind, and label schemes."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from crosswalk.model.base import Document, Model, Source, Text

StandardField = Literal["buildings", "energy", "transport", "circular", "finance", "trade", "common"]
Status = Literal["in-force", "superseded", "withdrawn", "draft"]


class Dates(Model):
    """The dates of an edition. `applies_from` is when its use becomes mandatory, where that differs."""

    issued: date | None = None
    in_force: date | None = None
    applies_from: date | None = None
    withdrawn: date | None = None


class Cited(Model):
    """The identity of one edition. Editions of one `family` share their names; `nature` says what force it has."""

    id: str = Field(pattern=r"^(cn|eu|int)/[a-z0-9][a-z0-9.-]*$")
    number: str
    name: Text
    aliases: tuple[str, ...] = ()
    family: str
    kind: str
    nature: Text
    field: StandardField
    jurisdiction: str
    issuer: Text
    status: Status
    dates: Dates
    supersedes: tuple[str, ...] = ()
    based_on: tuple[str, ...] = ()
    documents: dict[str, Document]
    source: Source
    notes: tuple[Text, ...] = ()
