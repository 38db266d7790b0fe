"""Marine fuels: the default values of a table, cell by cell as printed."""

from __future__ import annotations

from typing import Literal

from crosswalk.model.base import Document, Model, Number, Source, Text

Gap = Literal["TBM", "N/A", "-", "E", "RED III"]
"""What stands in a cell without a number: to be measured, not available, not applicable, value or calorific value by the Renewable Energy Directive."""
FuelClass = Literal["fossil", "biofuel", "rfnbo"]


class MarineFuel(Model):
    """One fuel in one kind of consumer: `lcv` in MJ/g, `wtt` in g CO2e/MJ, `co2`, `ch4` and `n2o` in g/g of fuel burnt, `slip` in % of the mass of fuel."""

    id: str
    fuel_class: FuelClass
    name: Text
    aliases: tuple[str, ...] = ()
    consumer: str
    lcv: Number | Gap
    wtt: Number | Gap
    co2: Number | Gap
    ch4: Number | Gap
    n2o: Number | Gap
    slip: Number | Gap


class MarineFuels(Model):
    """A table of marine fuels."""

    id: str
    name: Text
    aliases: tuple[str, ...] = ()
    documents: dict[str, Document]
    source: Source
    fuels: tuple[MarineFuel, ...]
