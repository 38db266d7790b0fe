"""Agreements between bodies that recognise each other's labels, footprints or accreditations: precedents, with their scope."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from crosswalk.model.base import Document, Model, Source, Text


class Agreement(Model):
    """One agreement.

    Attributes:
        kind: what is recognised; `cooperation` recognises nothing by itself.
        between: jurisdictions of the parties, `INT` for a world-wide arrangement.
        scope: what it covers.
        effect: what it spares the applicant.
        of: words for the products; any product when left out.
        labels: labels of the library that it is about, as `standard#label`.
        since: first day, month or year as printed.
        until: last day, where it has ended.
        verification: whether an arrangement of accreditation bodies covers the verification of footprints.
        replaces: the agreement of this file in whose place it came.
    """

    id: str
    kind: Literal["label-recognition", "footprint-recognition", "accreditation", "cooperation"]
    name: Text
    parties: Text
    between: tuple[str, ...] = Field(min_length=1)
    scope: Text
    effect: Text
    of: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    since: str | None = None
    until: date | None = None
    verification: bool = False
    replaces: str | None = None
    source: Source


class Agreements(Model):
    """A file of agreements."""

    id: str
    documents: dict[str, Document]
    agreements: tuple[Agreement, ...]
