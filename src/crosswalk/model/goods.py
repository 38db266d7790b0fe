"""Goods under a border adjustment: categories, what counts for each, and the tables that hold codes, default values and benchmarks.

The long tables (codes, default values, benchmarks) are CSV files beside the YAML file; the `…Row` models are their rows.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from crosswalk.errors import DeclarationError, Finding, UnknownNameError
from crosswalk.model.base import Confirmation, Document, Model, Number, Source, Text

FunctionalUnit = Literal["t", "t clinker", "kg N", "kWh"]
Column = Literal["A", "B"]

_WEAKEST_FIRST: tuple[Confirmation, ...] = ("unconfirmed", "secondary", "primary")


def _code(value: str) -> str:
    if not re.fullmatch(r"[0-9]{4}(?:[0-9]{2}){0,3}", value):
        raise DeclarationError(Finding(f"{value!r} is no code of 4, 6, 8 or 10 digits", f"{value!r} 不是4、6、8或10位数字的编码"))
    return value


def _csv_file(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*\.csv", value):
        raise DeclarationError(
            Finding(f"{value!r} is not the name of a CSV file in the same folder", f"{value!r} 不是同一文件夹中的 CSV 文件名")
        )
    return value


Code = Annotated[str, AfterValidator(_code)]
"""A code of the nomenclature: digits only, of a heading (4), a subheading (6), a CN line (8) or a TARIC line (10)."""

CsvFile = Annotated[str, AfterValidator(_csv_file)]


def weakest(*tags: Confirmation) -> Confirmation:
    """The tag of what rests on several facts: that of the weakest.

    >>> weakest("primary", "secondary")
    'secondary'
    """
    return min(tags, key=_WEAKEST_FIRST.index)


class Category(Model):
    """An aggregated goods category: the gases that count, whether indirect emissions count, and what emissions are given per.

    `gases` are those of the calculation rules; `gases_regulation` those of the regulation's own list, where that differs.
    """

    id: str
    name: Text
    sector: str
    gases: tuple[str, ...] = Field(min_length=1)
    gases_regulation: tuple[str, ...] | None = None
    indirect: bool
    functional_unit: FunctionalUnit
    de_minimis: bool = True
    note: Text | None = None


class Categories(Model):
    """All aggregated goods categories."""

    items: tuple[Category, ...] = Field(min_length=1)
    source: Source


class TaricLine(Model):
    """A part of a CN code that has a TARIC code, and maybe a production route, of its own."""

    code: Code
    name: Text
    route: str | None = None


class TaricLines(Model):
    """The CN codes that are told apart, or narrowed, by TARIC codes."""

    items: tuple[TaricLine, ...]
    source: Source


class Codes(Model):
    """A list of codes with its source."""

    codes: tuple[Code, ...]
    source: Source


class Excluded(Model):
    """A code that is easily taken for a listed one, but is left out of the list."""

    code: str
    name: Text


class ExcludedCodes(Model):
    """Codes left out of the list."""

    items: tuple[Excluded, ...]
    source: Source


class Replaced(Model):
    """An older code and the codes that took its place."""

    code: Code
    by: tuple[Code, ...] = Field(min_length=1)
    source: Source


class Remark(Model):
    """What has to be known about some codes; with `tables`, about their default values in these tables."""

    codes: tuple[str, ...] = Field(min_length=1)
    tables: tuple[str, ...] | None = None
    text: Text


class Yearly(Model):
    """A number by year."""

    values: dict[int, Number]
    source: Source
    note: Text | None = None


class MarkUps(Model):
    """The mark-up on default values, by sector and year; the last year holds for all later ones."""

    values: dict[str, dict[int, Number]]
    source: Source


class Region(Model):
    """A country or territory."""

    code: str | None = None
    name: Text


class Exempt(Model):
    """Origins outside the mechanism: what comes from there is no good of it, and as a precursor counts with zero."""

    regions: tuple[Region, ...]
    members: tuple[str, ...]
    source: Source


class DeMinimis(Model):
    """The mass per importer and calendar year, in tonnes, up to which goods are exempt."""

    mass: Number
    source: Source


class Markers(Model):
    """The production years, first and last, that a year marker of the benchmark table stands for."""

    years: dict[int, tuple[int, int]]
    source: Source


class Routes(Model):
    """The letters of production routes."""

    names: dict[str, Text]
    source: Source


class Start(Model):
    """The first production year of the definitive regime."""

    year: int
    source: Source


class Table(Model):
    """A CSV file beside this one; the rows name their own document and confirmation, this source names the clause.

    `in_force` says how far it was checked that the numbers still hold, where the act was corrected after they were read.
    """

    file: CsvFile
    source: Source
    in_force: Confirmation = "primary"
    note: Text | None = None


class Tables(Model):
    """The long tables: codes, default values by origin (`other` and `unknown` beside country codes), benchmarks."""

    lines: Table
    defaults: dict[str, Table]
    benchmarks: Table


class Goods(Model):
    """A list of goods under a border adjustment, with everything that applies to whole categories, sectors or years."""

    id: str
    name: Text
    aliases: tuple[str, ...] = ()
    jurisdiction: str
    documents: dict[str, Document]
    source: Source
    note: Text | None = None
    start: Start
    sectors: dict[str, Text]
    categories: Categories
    open_units: Codes
    taric: TaricLines
    partial: Codes
    excluded: ExcludedCodes
    replaced: tuple[Replaced, ...] = ()
    remarks: tuple[Remark, ...] = ()
    mark_ups: MarkUps
    cbam_factor: Yearly
    cscf: Yearly
    exempt: Exempt
    without_adjustment: Codes
    de_minimis: DeMinimis
    markers: Markers
    routes: Routes
    tables: Tables

    @model_validator(mode="after")
    def _known(self) -> Goods:
        """Sectors, routes and tables that are referred to must be defined."""
        named = [(f"categories.items[{place}].sector", entry.sector, self.sectors) for place, entry in enumerate(self.categories.items)]
        named += [(f"mark_ups.values.{sector}", sector, self.sectors) for sector in self.mark_ups.values]
        named += [
            (f"taric.items[{place}].route", entry.route, self.routes.names)
            for place, entry in enumerate(self.taric.items)
            if entry.route is not None
        ]
        named += [
            (f"remarks[{place}].tables", name, self.tables.defaults)  # type: ignore[misc]
            for place, remark in enumerate(self.remarks)
            for name in remark.tables or ()
        ]
        faults = [
            Finding(f"{name!r} is not defined in this file", f"本文件未定义 {name!r}", field=field, nearest=tuple(known)[:5])
            for field, name, known in named
            if name not in known
        ]
        faults += [
            Finding(f"the table {name!r} is needed", f"缺少表 {name!r}", field="tables.defaults")
            for name in ("other", "unknown")
            if name not in self.tables.defaults
        ]
        if faults:
            raise DeclarationError(*faults)
        return self

    def category(self, name: str) -> Category:
        """A category, by id.

        Raises:
            UnknownNameError: no category has that id.
        """
        for entry in self.categories.items:
            if entry.id == name:
                return entry
        raise UnknownNameError(
            Finding(
                f"unknown category of goods {name!r}",
                f"未知货物类别 {name!r}",
                nearest=tuple(entry.id for entry in self.categories.items),
            )
        )

    def mark_up(self, sector: str, year: int) -> Number | None:
        """The mark-up of a sector in a year, as a share; `None` for a sector without one."""
        years = self.mark_ups.values.get(sector)
        if years is None:
            return None
        started = [known for known in years if known <= year]
        return years[max(started)] if started else None


class Row(Model):
    """What every row of a table has: a code, a document of the YAML file, and how far the numbers were checked."""

    code: Code
    source: str
    confirmed: Confirmation


class LineRow(Row):
    """A row of the table of codes: a CN code and its category."""

    category: str
    description: str = Field(min_length=1)


class DefaultRow(Row):
    """A row of a table of default values, in t CO2e per t of goods, before mark-up; `total` is what counts, the parts are for information."""

    direct: Number | None = None
    indirect: Number | None = None
    total: Number = Field(ge=0)
    route: str | None = None
    route_confirmed: Confirmation


class BenchmarkRow(Row):
    """A row of the table of benchmarks, in t CO2e per t of goods."""

    column: Column
    route: str | None = None
    marker: int | None = None
    value: Number = Field(ge=0)
