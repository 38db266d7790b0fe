"""Emission-factor sets: per kWh, kg, t·km …, by region and year or by item."""

from __future__ import annotations

from typing import Literal

from crosswalk.model.base import Document, Model, Number, Source, Text
from crosswalk.model.frame import Box

Carrier = Literal["electricity", "heat", "fuel", "material", "transport"]
SupplyKind = Literal["own-generation", "direct-line", "ppa", "certificate"]
Acceptance = Literal["accepted", "refused"]


class Series(Model):
    """The values of one region, by year."""

    region: str
    name: Text
    parent: str | None = None
    values: dict[int, Number]
    value_sources: dict[int, Source] = {}


class Item(Model):
    """One named factor: a material, a fuel, a means of transport, a technology."""

    id: str
    name: Text
    aliases: tuple[str, ...] = ()
    unit: str | None = None
    value: Number
    year: int | None = None
    counts: Box | None = None
    inputs: dict[str, str] = {}
    source: Source | None = None
    note: Text | None = None


class Parameters(Model):
    """A fuel of which a document gives parameters (`inputs`), but nothing from which a factor follows; it is shown, and never calculated with."""

    id: str
    name: Text
    inputs: dict[str, str]
    source: Source | None = None


class Unusable(Model):
    """A region whose published value is no factor, and why; what to use instead is said there."""

    regions: tuple[str, ...]
    years: tuple[int, ...] = ()
    reason: Text
    source: Source


class FactorSet(Model):
    """A published set of emission factors that count the same atoms.

    `counts` says what the number covers, so that the engine, not prose, tells a CO2 factor of generation from a life-cycle one.
    """

    id: str
    name: Text
    aliases: tuple[str, ...] = ()
    carrier: Carrier
    jurisdiction: str
    unit: str
    counts: Box
    basis: str
    projection: Literal["static", "by-year"] = "static"
    interpolation: Literal["none", "linear"] = "none"
    extend_last: bool = False
    default_region: str | None = None
    documents: dict[str, Document]
    source: Source
    year_sources: dict[int, Source] = {}
    note: Text | None = None
    series: tuple[Series, ...] = ()
    items: tuple[Item, ...] = ()
    parameters: tuple[Parameters, ...] = ()
    unusable: tuple[Unusable, ...] = ()

    def refusal(self, region: str | None, year: int | None) -> Text | None:
        """Why a published value must not be used as a factor, where that is so."""
        found = (entry for entry in self.unusable if region in entry.regions and (not entry.years or year is None or year in entry.years))
        return next((entry.reason for entry in found), None)

    def source_of(self, series: Series, year: int) -> Source:
        """The source of one value: its own, its year's, or the set's."""
        return series.value_sources.get(year) or self.year_sources.get(year) or self.source
