"""A standard: what its figures mean, as data."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from crosswalk.errors import DeclarationError, Finding
from crosswalk.model.base import Measured, Model, Number, Source, Text
from crosswalk.model.cited import Cited
from crosswalk.model.co_products import AllocationMethod
from crosswalk.model.evidence import Asks
from crosswalk.model.factors import Acceptance, Carrier, SupplyKind
from crosswalk.model.frame import Box
from crosswalk.model.label import Condition, Label, TakenThreshold, Threshold
from crosswalk.model.recycling import Method
from crosswalk.model.reference import PropertyValue
from crosswalk.model.supply import GridChoice

SubjectKind = Literal["building", "product", "installation", "organisation", "territory", "household"]
Area = Literal["gross_floor_area", "useful_floor_area", "heated_floor_area"]
Topic = Literal[
    "declared-unit",
    "study-period",
    "characterisation",
    "electricity",
    "biogenic-carbon",
    "carbon-storage",
    "land-use-change",
    "recycling",
    "cut-off",
    "allocation",
    "capital-goods",
    "replacement",
    "operational-energy",
    "data-quality",
    "offsets",
    "verification",
    "threshold",
]


class StageDefinition(Model):
    """A stage as the standard names it, and the stages of the frame that it covers.

    `sources` are the emission sources that it holds, where the standard cuts a stage of the frame by them (well to tank, tank to wheel; scope 1,
    scope 2). One that no single cut describes is the union of `blocks`, in the place of `covers` and `sources`. A `further` sum crosses another one
    (two totals with different accounts of energy): it repeats what other figures hold, in another cut.
    """

    id: str
    name: Text
    aliases: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()
    sources: tuple[str, ...] | None = None
    blocks: tuple[Box, ...] = ()
    further: bool = False
    in_total: bool = True
    clause: str | None = None
    source: Source | None = None

    @model_validator(mode="after")
    def _one_form(self) -> StageDefinition:
        if bool(self.covers) == bool(self.blocks) or (self.blocks and self.sources is not None):
            raise DeclarationError(
                Finding("a stage has either `covers` (and `sources`) or `blocks`", "阶段须给出 `covers`（及 `sources`）或 `blocks` 之一")
            )
        return self


class Indicator(Model):
    """A figure type: the gases, and the sources, that it counts.

    `additional` ones repeat the same emissions in another cut (GWP-GHG beside GWP-total, direct beside total emissions). `parts` narrow it to
    blocks, where gases and sources alone do not draw it (direct emissions of some gases together with electricity of all).
    """

    id: str
    name: Text
    aliases: tuple[str, ...] = ()
    gases: tuple[str, ...] | None = None
    sources: tuple[str, ...] | None = None
    parts: tuple[Box, ...] = ()
    main: bool = False
    additional: bool = False
    source: Source | None = None


class BoundaryPart(Box):
    """A block of the boundary, with the clause that draws it."""

    source: Source
    note: Text | None = None


class CharacterisationRule(Model):
    """The characterisation sets that the standard accepts; the first is its own, `open` where it names none."""

    sets: tuple[str, ...] = Field(min_length=1)
    open: bool = False
    source: Source


class AreaException(Model):
    """Stages whose figures refer to another floor area than the rest."""

    stages: tuple[str, ...]
    area: Area


class UnitRule(Model):
    """What the figures are per.

    `area` is the floor area of a building figure (`None`: whatever was declared); `time` tells a figure over the whole study period from one
    a year; `study_period` is the standard's own reference study period, `None` where the declarer's service life holds;
    `default_service_life` stands in where the declarer states none; `co2e` is the unit in which the standard states its figures.

    `reference` are the reference quantities that a product's figures may be per, the standard's own first (none: whatever was declared);
    `per` is the unit of the first one where it is not the usual one. `fuel` is the fuel that the standard is about, `values` are the properties that it
    prescribes.
    """

    area: Area | None = None
    exceptions: tuple[AreaException, ...] = ()
    time: Literal["life", "year"] | None = None
    study_period: Measured | None = None
    default_service_life: Measured | None = None
    co2e: Literal["g", "kg", "t"] = "kg"
    reference: tuple[str, ...] = ()
    per: str | None = None
    fuel: str | None = None
    values: tuple[PropertyValue, ...] = ()
    source: Source


class GoodsRule(Model):
    """How the category of a good narrows the main figure of a standard on traded goods.

    The main figure counts the gases of the category. `indirect` are the blocks that it counts only where the category's indirect emissions count,
    `apart` those that it never counts (they are reported beside it). `first_year` and `last_year` bound the production years of the
    regime. `verified_precursors` says that actual values of precursors need an accredited verifier, `never_negative` that own direct emissions
    below zero (more exported than emitted) count as zero.
    """

    list: str
    indirect: tuple[Box, ...]
    apart: tuple[Box, ...] = ()
    first_year: int | None = None
    last_year: int | None = None
    verified_precursors: bool = False
    never_negative: bool = False
    source: Source


class Rest(Model):
    """A reading of which mix electricity takes that no accepted proof covers, with the factor sets of that mix.

    `region` is the region whose value holds, where it is not that of the consumption. `beside_supply` limits the reading to consumption of which
    another part has proof of its supply.
    """

    id: str
    name: Text
    factor_sets: tuple[str, ...] = Field(min_length=1)
    region: str | None = None
    beside_supply: bool = False
    source: Source


class Analysis(Model):
    """How the standard turns the analysed carbon content of a fuel into CO2: its conversion factor, and the share that oxidises by fuel.

    `oxidation` holds for the fuels named, `other` for the rest; where neither says something the declared share holds.
    """

    carbon_to_co2: Literal["44/12", "3.664"]
    oxidation: dict[str, Number] = {}
    other: Number | None = None
    source: Source


class GridMethod(Model):
    """A way in which the standard lets electricity be valued, and the value that it gives: of fully renewable electricity, or beyond the hours that count.

    `average` takes the factor sets of the rule; `marginal` and `hourly-average` a value that the grid operator publishes.
    """

    id: Literal["fully-renewable"] | GridChoice
    value: Measured | None = None
    source: Source

    @model_validator(mode="after")
    def _with_its_value(self) -> GridMethod:
        if (self.id in ("fully-renewable", "full-load-hours")) != (self.value is not None):
            raise DeclarationError(
                Finding(
                    "a value belongs to fully-renewable and to full-load-hours, and only there",
                    "仅 fully-renewable 与 full-load-hours 须有取值",
                    field="value",
                )
            )
        return self


class ActivityRule(Model):
    """The factor sets with which the standard evaluates an activity, best first.

    Of electricity, `method` says whether the place decides (`location-based`: no contract or certificate changes the figure) or the proof of supply
    (`market-based`). `evidence` says which proof the standard accepts in the place of its factor, and which it refuses; what it does not say stays
    open. Where certificates are accepted, `schemes` names those that are; another scheme stays open. `rest` is the mix of what no accepted proof
    covers, in the place of `factor_sets`; several entries are sources that disagree, and both bound the figure unless the declarer chooses.
    `prescribed` names the stages of the frame at which the standard values the carrier by this rule alone: a figure that holds some of it without
    its quantity stays open there. `methods` are the ways of valuing electricity that a declarer may choose from.
    """

    carrier: Carrier
    factor_sets: tuple[str, ...]
    prescribed: tuple[str, ...] = ()
    methods: tuple[GridMethod, ...] = ()
    method: Literal["location-based", "market-based"] | None = None
    evidence: dict[SupplyKind, Acceptance] = {}
    schemes: tuple[str, ...] = ()
    rest: tuple[Rest, ...] = ()
    analysis: Analysis | None = None
    source: Source
    note: Text | None = None


class Account(Model):
    """A second account of consumed electricity, beside that of the place: the stage holds what another standard makes of the same consumption.

    `stage` is a stage of the standard that nothing but this account fills (scope 2 by contract), `by` the standard that evaluates it, `moves` the
    sources of that standard and those that stand for them in the account.
    """

    stage: str
    by: str
    moves: dict[str, str]
    source: Source


class BiogenicRule(Model):
    """How a declared biogenic carbon content enters: the stages that take the carbon up and those that release it."""

    product_uptake: tuple[str, ...]
    product_release: tuple[str, ...]
    packaging_uptake: tuple[str, ...] = ()
    packaging_release: tuple[str, ...] = ()
    source: Source


class EndOfLifeRule(Model):
    """How the standard shares burdens and credits of recycling between products; the materials come from the declaration (`recycling:`).

    Attributes:
        method: the method, or `open` where the declarer chooses.
        accepts: the methods that a declaration may state: for `open` those in use, else such as the standard has beside its own.
        input: figures that hold the whole of what stands with the material input.
        output: figures that hold the whole of what stands at the end of life.
        part: figures that hold some of what stands at the end of life.
        gate: figures of intermediate products, which have recycled input cut off.
        beyond: figures of credits beyond the system boundary (module D).
        allocated: stages of the frame that hold nothing but burdens and credits that the method itself allocates.
        allocation_factors: the values that the standard gives to A; none where it has no such factor.
        energy_allocation: its value of B.
        parameters: its sets of default parameters.
    """

    method: Method | Literal["open"]
    accepts: tuple[Method, ...] = ()
    input: tuple[str, ...] = ()
    output: tuple[str, ...] = ()
    part: tuple[str, ...] = ()
    gate: tuple[str, ...] = ()
    beyond: tuple[str, ...] = ()
    allocated: tuple[str, ...] = ()
    allocation_factors: tuple[Number, ...] = ()
    energy_allocation: Number | None = None
    parameters: tuple[str, ...] = ()
    source: Source
    note: Text | None = None


class Rule(Model):
    """A rule of the standard in our own words. `value` is a short code: two standards agree on a topic when their codes are equal.

    `asks` says in numbers what the rule asks of the evidence of a declaration, where it does.
    """

    topic: Topic
    value: str
    text: Text
    asks: Asks | None = None
    source: Source


class Standard(Cited):
    """One edition of a standard or legal act: identity, stages, boundary, rules. Built from one YAML file.

    `total` is the stage that is the total, where the standard has several sums of which one is the main one (levels of a city inventory, with and
    without land use); without it the total is what the stages with `in_total` hold. `thresholds_taken` are limits whose numbers another standard sets. `activities_of` is the standard whose rules on activities hold
    for the carriers that the standard's own do not name; `accounts` are stages that another standard evaluates.
    """

    kind: Literal[
        "standard",
        "regulation",
        "directive",
        "recommendation",
        "framework",
        "code",
        "rating-system",
        "national-application",
        "guideline",
    ]
    subject: SubjectKind
    frame: str
    unit: UnitRule
    goods: GoodsRule | None = None
    characterisation: CharacterisationRule
    stages: tuple[StageDefinition, ...]
    total: str | None = None
    indicators: tuple[Indicator, ...]
    boundary: tuple[BoundaryPart, ...]
    excluded: tuple[BoundaryPart, ...] = ()
    activities: tuple[ActivityRule, ...] = ()
    activities_of: str | None = None
    accounts: tuple[Account, ...] = ()
    biogenic: BiogenicRule | None = None
    end_of_life: EndOfLifeRule | None = None
    allocation: tuple[AllocationMethod, ...] = ()
    rules: tuple[Rule, ...] = ()
    thresholds: tuple[Threshold, ...] = ()
    thresholds_taken: tuple[TakenThreshold, ...] = ()
    conditions: tuple[Condition, ...] = ()
    labels: tuple[Label, ...] = ()

    @property
    def main_indicator(self) -> Indicator:
        """The indicator of the standard's main figure."""
        return next(indicator for indicator in self.indicators if indicator.main)
