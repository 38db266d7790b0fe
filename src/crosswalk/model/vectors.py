"""Conformance vectors: a question to an implementation, and the answer that a source prints for it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field

from crosswalk.model.base import Document, Model, Number, Text

Ask = Literal["translate", "assess", "attribute", "labels", "equivalent"]
"""`translate` a footprint; `assess` a claim on a material; `attribute` a book of loans; `labels` of a footprint; whether two labels are `equivalent`."""

Verdict = Literal["implied", "possible", "excluded", "unknown"]
Version = Annotated[str, Field(pattern=r"^\d+\.\d+\.\d+$")]


class Printed(Model):
    """Where the expected numbers stand, and whether they are printed there or calculated from inputs that are.

    `document` is a key of the file's `documents`.
    """

    document: str
    clause: str | None = None
    basis: Literal["published", "calculated"]


class Value(Model):
    """What one figure of the result must be.

    `of` names the total, the shared part or the figure per functional unit; otherwise `stage` (and `indicator`, the first one when left out) names
    a figure. `low`, `best` and `high` are compared where they are given; null is an end that nothing bounds. `holds` is a number that must lie
    within the bounds. A number agrees within half of its last printed digit, or within `tolerance`, and always within 1e-12 of its size, which is
    what binary numbers in JSON lose. `times` is a number by which the result is multiplied before it is compared (an area, an output).
    """

    of: Literal["total", "shared", "functional_unit"] | None = None
    stage: str | None = None
    indicator: str | None = None
    low: Number | None = None
    best: Number | None = None
    high: Number | None = None
    holds: Number | None = None
    tolerance: Number | None = None
    times: Number | None = None
    unit: str | None = None
    status: str | None = None


class ExpectedGap(Model):
    """A gap that the result must name: its kind and stage, and its size where a source gives one (`times` as in `Value`)."""

    kind: str
    stage: str | None = None
    amount: Number | None = None
    tolerance: Number | None = None
    times: Number | None = None


class Options(Model):
    """With what is asked: the day whose editions and factors hold, and which assumptions are used."""

    as_of: date
    assumptions: Literal["curated", "all", "none"] = "curated"


class Expected(Model):
    """The answer. `status` is the exit status; `error` the name of the typed error and `field` the field at fault, for what must be refused."""

    status: Literal[0, 3, 4] = 0
    error: str | None = None
    field: str | None = None
    values: tuple[Value, ...] = ()
    gaps: tuple[ExpectedGap, ...] = ()
    verdicts: dict[str, Verdict] = {}
    verdict: Verdict | None = None


class Vector(Model):
    """One case: what is declared, what is asked, and what must come out."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9.+-]*$")
    name: Text
    source: Printed
    ask: Ask
    input: dict[str, Any] | None = None
    to: str | None = None
    labels: tuple[str, str] | None = None
    options: Options
    expect: Expected


class VectorFile(Model):
    """Cases of one field. `version` is that of the whole set: major where an answer changed, minor where cases came in, patch where texts did."""

    version: Version
    name: Text
    documents: dict[str, Document]
    vectors: tuple[Vector, ...]
