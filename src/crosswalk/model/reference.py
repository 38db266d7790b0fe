"""Reference quantities: what a figure of a product can be per, and how much of each a subject holds."""

from __future__ import annotations

from crosswalk.model.base import Document, Measured, Model, Source, Text


class PropertyValue(Model):
    """A value of a property that a document states for the subjects that match: each field of `subjects` holds one of the names listed.

    A declared value goes before, unless the value is `binding`: then the method prescribes it in the place of whatever was declared.
    """

    property: str
    value: Measured
    subjects: dict[str, tuple[str, ...]] = {}
    binding: bool = False
    source: Source
    note: Text | None = None


class SubjectProperty(Model):
    """A property of a subject: the field of `subject` of the same name."""

    id: str
    name: Text
    unit: str
    example: str


class Usual(Model):
    """Between what figures of whole products lie in practice; one outside is told, because the quantity was probably mistaken for another."""

    low: Measured | None = None
    high: Measured | None = None
    instead: Text
    source: Source


class ReferenceQuantity(Model):
    """A quantity that figures are per. `amounts` are the products of properties that tell how much of it a subject holds, best first.

    `apart` is the reason why no property leads from it to another quantity, `usual` what its figures are like.
    """

    id: str
    name: Text
    aliases: tuple[str, ...] = ()
    unit: str
    amounts: tuple[tuple[str, ...], ...] = ()
    apart: Text | None = None
    usual: Usual | None = None


class ReferenceQuantities(Model):
    """The reference quantities, the properties behind them, and published values of properties."""

    id: str
    name: Text
    documents: dict[str, Document] = {}
    properties: tuple[SubjectProperty, ...]
    quantities: tuple[ReferenceQuantity, ...]
    values: tuple[PropertyValue, ...] = ()
