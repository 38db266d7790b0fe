"""What every model shares: frozen, strict about unknown keys, bilingual texts, sources."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PrivateAttr

from crosswalk.model.quantity import Quantity, decimal

Confirmation = Literal["primary", "secondary", "unconfirmed"]
"""How far a number was checked: read in the primary text, in a secondary source, or neither."""


class Model(BaseModel):
    """A frozen record that refuses unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True, defer_build=True)


class Text(Model):
    """A text in English and simplified Chinese.

    >>> Text(en="stage", zh="阶段")["zh"]
    '阶段'
    """

    en: str = Field(min_length=1)
    zh: str = Field(min_length=1)

    def __getitem__(self, lang: str) -> str:
        return self.zh if lang == "zh" else self.en

    def __str__(self) -> str:
        return self.en


def text(en: str, zh: str) -> Text:
    """A bilingual text of the package's own words, without validation cost."""
    return Text.model_construct(en=en, zh=zh)


CONFIRMATIONS: dict[Confirmation, Text] = {
    "primary": text("primary", "一手"),
    "secondary": text("secondary", "二手"),
    "unconfirmed": text("unconfirmed", "未核实"),
}


class Document(Model):
    """A document that was read: a standard, an announcement, a data set, a page."""

    title: str | Text
    publisher: str | None = None
    date: str | None = None  # as printed: a day, a month or a year
    url: str | None = None


class Source(Model):
    """Where a fact or number stands: a document of the same file, a clause or table, and how far it was checked.

    `also` names further documents of the file in which the same stands: a second reading.
    """

    document: str
    clause: str | None = None
    confirmed: Confirmation
    also: tuple[str, ...] = ()
    note: Text | None = None


def _decimal(value: object) -> Decimal:
    return decimal(value)


def _quantity(value: object) -> Quantity:
    return Quantity.parse(value)


_NUMBER_SCHEMA: dict[str, Any] = {"anyOf": [{"type": "number"}, {"type": "string"}]}

Number = Annotated[Decimal, BeforeValidator(_decimal), Field(json_schema_extra=_NUMBER_SCHEMA)]
"""A finite decimal, kept as printed."""


class _QuantitySchema:
    @classmethod
    def __get_pydantic_json_schema__(cls, _schema: Any, _handler: Any) -> dict[str, Any]:
        return {
            "type": ["string", "number"],
            "description": "a number and a unit, such as '386.2 kg CO2e'; a number where the unit stands apart",
        }


Measured = Annotated[Quantity, BeforeValidator(_quantity), _QuantitySchema]
"""A quantity with its unit, such as `386.2 kg CO2e`."""


class Sourced(Model):
    """A number with its source."""

    value: Number
    source: Source | None = None


class Declared(Model):
    """Something that a declarer states in a file; it remembers where its fields stand, for messages."""

    _file: str | None = PrivateAttr(default=None)
    _lines: dict[str, int] = PrivateAttr(default_factory=dict)
    _remarks: tuple[Text, ...] = PrivateAttr(default=())

    def locate(self, file: str | None, lines: dict[str, int]) -> None:
        """Remember where the fields stand."""
        self._file, self._lines = file, lines

    @property
    def file(self) -> str | None:
        """The file that it was read from."""
        return self._file

    @property
    def lines(self) -> dict[str, int]:
        """Line numbers by field path."""
        return self._lines

    def annotate(self, remarks: tuple[Text, ...]) -> None:
        """Remember what its reader found worth telling."""
        self._remarks = remarks

    @property
    def remarks(self) -> tuple[Text, ...]:
        """What the reader of a foreign format found worth telling: choices made, numbers that contradict each other."""
        return self._remarks
