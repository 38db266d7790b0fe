"""A region as its people describe it: the inventory of one year, a series of years, a lifestyle footprint, parks."""

from __future__ import annotations

from pydantic import Field, model_validator

from crosswalk.model.base import Declared, Measured, Model
from crosswalk.model.claim import Name
from crosswalk.model.figure import require, wrong
from crosswalk.model.footprint import Footprint

CO2E = "kg*CO2e"


class SeriesYear(Model):
    """One year of a series: gross emissions, removals (zero or less), and whether the year lies in a plan."""

    year: int = Field(ge=1900, le=2200)
    emissions: Measured
    removals: Measured | None = None
    planned: bool = False

    @model_validator(mode="after")
    def _masses(self) -> SeriesYear:
        require(self.emissions, CO2E, "emissions")
        if self.removals is not None:
            require(self.removals, CO2E, "removals")
        return self


class Region(Declared):
    """A province, county, city or zone. Everything but the inventory may be left out.

    Attributes:
        name: in one or both languages.
        population: people who live there.
        inventory: the inventory of one year, declared under a standard on territories.
        series: totals of several years, for peak and neutrality.
        lifestyle: the footprint of household consumption per person; no inventory leads there.
        parks: parks of the region, each declared under a standard on parks.
    """

    name: Name | None = None
    population: Measured | None = None
    inventory: Footprint
    series: tuple[SeriesYear, ...] = ()
    lifestyle: Footprint | None = None
    parks: tuple[Footprint, ...] = ()

    @model_validator(mode="after")
    def _people(self) -> Region:
        if self.population is not None and require(self.population, "person", "population") <= 0:
            raise wrong("the population must be above zero", "人口必须大于零", "population")
        return self
