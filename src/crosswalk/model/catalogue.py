"""Catalogues of green activities: editions with their dates, a table of codes and titles, and criteria that rest on numbers."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from crosswalk.model.base import Confirmation, Document, Model, Source, Text
from crosswalk.model.label import Condition

Scenario = Literal[1, 2, 3, 4, 5, 6]
Origin = Literal["official", "own translation", "own"]
Relation = Literal["equal", "narrower", "broader", "overlap", "none"]


class Edition(Model):
    """When an edition of a catalogue holds.

    Attributes:
        year: of the edition.
        published: the day on which it was published.
        applies_from: the first day on which it is used.
        instruments: what it is for.
        earlier_keep: what was approved before publication keeps the edition before.
        may_choose: what was filed, and not yet approved, at publication may choose between the two.
    """

    year: int
    published: date | None = None
    applies_from: date
    instruments: tuple[Literal["bond", "loan"], ...]
    earlier_keep: bool = False
    may_choose: tuple[Literal["bond", "loan"], ...] = ()
    source: Source
    choose_source: Source | None = None


class CatalogueTable(Model):
    """The CSV file with the activities."""

    file: str = Field(pattern=r"^[\w.-]+\.csv$")
    source: Source


class ItemCriterion(Model):
    """A criterion on a number, for one code of the catalogue."""

    code: str
    kind: Text
    criterion: Condition


class Correspondence(Model):
    """How an activity of this catalogue stands to one of another; `relation` is of the first to the second."""

    code: str
    system: str
    other: str
    relation: Relation
    gap: Text
    question: Text | None = None
    source: Source


class Catalogue(Model):
    """One edition of a catalogue of activities. The table stands beside the file.

    `levels` is how deep its codes go. `pattern` is what a code looks like.
    """

    id: str
    number: str
    name: Text
    aliases: tuple[str, ...] = ()
    family: str
    side: Literal["cn", "eu", "common"]
    issuer: Text
    documents: dict[str, Document]
    source: Source
    edition: Edition | None = None
    levels: int = Field(ge=1, le=6)
    pattern: str
    table: CatalogueTable
    criteria: tuple[ItemCriterion, ...] = ()
    correspondences: tuple[Correspondence, ...] = ()
    notes: tuple[Text, ...] = ()


class ActivityRow(Model):
    """A row of the table of a catalogue; what is not known is empty.

    `eu` and `cn` are codes of the two sides behind a common activity, several separated by `;`, with the `scenario` of the comparison.
    """

    code: str = ""
    title_en: str = ""
    title_zh: str = ""
    title_origin: Origin = "official"
    standards: str = ""
    criteria: str = ""
    isic: str = ""
    nace: str = ""
    gbt4754: str = ""
    eu: str = ""
    cn: str = ""
    scenario: (
        Annotated[Scenario, BeforeValidator(lambda value: int(value) if isinstance(value, str) and value.isdecimal() else value)] | None
    ) = None
    confirmed: Confirmation
    source: str

    def codes(self, side: Literal["eu", "cn"]) -> tuple[str, ...]:
        """The codes of one side."""
        return tuple(part.strip() for part in (self.eu if side == "eu" else self.cn).split(";") if part.strip())
