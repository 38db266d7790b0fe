"""What a declarer shows of verification, accreditation and data; and what standards ask of it."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from crosswalk.model.base import Measured, Model, Number
from crosswalk.model.supply import Share

Level = Literal["limited", "reasonable"]


class Accreditation(Model):
    """The accreditation of the body that verified: who accredited it, under which arrangement between accreditation bodies."""

    body: str
    arrangement: str | None = None
    scope: str | None = None
    number: str | None = None


class BackgroundData(Model):
    """A database of background data, and whether it was reviewed."""

    name: str
    version: str | None = None
    reviewed: bool | None = None


class Evidence(Model):
    """Verification and validity of the declaration, and the quality of its data.

    Attributes:
        verification: who looked at it: `third-party`, `accredited`, `critical-review` …
        level: level of assurance of the statement.
        verified_to: the standards of the verification, such as ISO 14064-3.
        verifier: the body.
        accreditation: of that body.
        oldest_data: year of the oldest data behind the figures.
        primary_data_share: share of the figure that rests on primary data.
        background_data: databases behind the rest.
        expires: last day of validity.
        registration: number under which it is published.
    """

    verification: str | None = None
    level: Level | None = None
    verified_to: tuple[str, ...] = ()
    verifier: str | None = None
    accreditation: Accreditation | None = None
    oldest_data: int | None = Field(default=None, ge=1900, le=2200)
    primary_data_share: Share | None = None
    background_data: tuple[BackgroundData, ...] = ()
    expires: date | None = None
    registration: str | None = None


class Asks(Model):
    """What a rule asks of the evidence, in numbers and words that can be compared; what is left out is not asked, or was not read.

    Attributes:
        level: least level of assurance.
        primary_data: least share of primary data.
        oldest_data: greatest age of data.
        databases: `refused` where no database of background data counts.
    """

    level: Level | None = None
    primary_data: Number | None = None
    oldest_data: Measured | None = None
    databases: Literal["refused"] | None = None
