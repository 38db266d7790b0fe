"""Standards on materials: what counts as recycled content, where a recycling rate is measured, and what is no waste any more."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BeforeValidator, model_validator

from crosswalk.errors import DeclarationError, Finding
from crosswalk.model.base import Model, Number, Source, Text, text
from crosswalk.model.cited import Cited
from crosswalk.model.recycling import MeasuringPoint

Origin = Literal["post-consumer", "pre-consumer", "rework", "bio-based", "primary"]
Chain = Literal["physical", "mass-balance", "mass-balance-with-fuel"]
Place = Literal["eu", "equivalent", "other"]
Counting = Literal["counted", "not-counted", "open"]
Base = Literal[
    "product",
    "plastic-part",
    "bottle-plastic",
    "vehicle-plastic",
    "active-material-element",
    "battery-lead",
    "input-material",
]

ORIGINS: dict[Origin, Text] = {
    "post-consumer": text("post-consumer material", "消费后材料"),
    "pre-consumer": text("pre-consumer material (manufacturing waste)", "消费前材料（生产废料）"),
    "rework": text("rework and scrap reused in the same process", "同一工艺内回用的返工料和边角料"),
    "bio-based": text("bio-based material", "生物基材料"),
    "primary": text("primary material", "原生材料"),
}
CHAINS: dict[Chain, Text] = {
    "physical": text("physically contained", "实物含量"),
    "mass-balance": text("attributed by mass balance, fuel use left out", "质量平衡归属（不计燃料用途）"),
    "mass-balance-with-fuel": text("attributed by mass balance, fuel use counted", "质量平衡归属（计入燃料用途）"),
}
PLACES: dict[Place, Text] = {
    "eu": text("collected and recycled in the EU", "在欧盟收集和回收"),
    "equivalent": text("collected and recycled elsewhere under equivalent rules", "在其他地区按等效规则收集和回收"),
    "other": text("collected or recycled elsewhere without equivalent rules", "在其他地区收集或回收，无等效规则"),
}
BASES: dict[Base, Text] = {
    "product": text("mass of the product", "产品质量"),
    "plastic-part": text("mass of the plastic part", "塑料部件质量"),
    "bottle-plastic": text(
        "mass of all plastic parts of the bottle, with caps, labels and sleeves", "瓶的全部塑料部件质量（含盖、标签、套标）"
    ),
    "vehicle-plastic": text("mass of all plastics of the vehicle type", "车型全部塑料质量"),
    "active-material-element": text("mass of the element in the active materials", "活性材料中该元素的质量"),
    "battery-lead": text("mass of lead in the battery", "电池中铅的质量"),
    "input-material": text("mass of the material that enters production", "投入生产的材料质量"),
}
INSIDE: dict[Base, tuple[Base, ...]] = {
    "plastic-part": ("bottle-plastic", "product"),
    "bottle-plastic": ("product",),
    "vehicle-plastic": ("product",),
}
"""Which mass is a part of which other."""


def _several(value: object) -> object:
    """One name may stand without a list."""
    return (value,) if isinstance(value, str) else value


class ContentTarget(Model):
    """A minimum share from a day on.

    Attributes:
        id: its name within the standard.
        name: what it is.
        category: the products that it holds for, one or several; all where left out.
        material: the material or element that it is about, where there are several.
        share: the least share, 0-1.
        valid_from: the first day.
        later: what may move that day.
        averaged: over what the share is averaged, where that is not one product.
    """

    id: str
    name: Text
    category: Annotated[tuple[str, ...], BeforeValidator(_several, json_schema_input_type=str | tuple[str, ...])] = ()
    material: str | None = None
    share: Number
    valid_from: date | None = None
    later: Text | None = None
    averaged: Text | None = None
    source: Source

    @model_validator(mode="after")
    def _a_share(self) -> ContentTarget:
        if not 0 <= self.share <= 1:
            raise DeclarationError(Finding("a share is a number from 0 to 1", "份额为 0 至 1 的数"))
        return self


class ContentRule(Model):
    """What counts as recycled content, and as a share of what.

    `counts`, `chains` and `places` say of each origin, chain of custody and place whether it counts; what is left out is open.
    """

    per: Base
    counts: dict[Origin, Counting]
    chains: dict[Chain, Counting] = {}
    places: dict[Place, Counting] = {}
    unknown: Counting = "open"
    apart: bool = False
    averaging: Text | None = None
    targets: tuple[ContentTarget, ...] = ()
    exempt: tuple[Text, ...] = ()
    source: Source
    note: Text | None = None


class RateTarget(Model):
    """A minimum rate from a day on."""

    id: str
    name: Text
    material: str | None = None
    share: Number
    valid_from: date | None = None
    source: Source


class RateRule(Model):
    """A rate, and the place where it is measured.

    `design-potential` is what could be recycled by design, `plant-yield` what one plant recovers of its input, `chain-yield` what a whole recycling
    chain recovers of the waste that enters it: none of them is the rate of a product's waste. Left out where it was not read.
    """

    id: str
    name: Text
    measured_at: MeasuringPoint | Literal["design-potential", "plant-yield", "chain-yield"] | None = None
    energy_recovery: Counting = "not-counted"
    targets: tuple[RateTarget, ...] = ()
    source: Source
    note: Text | None = None


class Limit(Model):
    """A limit on a property of a material, a mass share."""

    property: str
    name: Text
    operator: Literal["<", "<=", ">", ">="]
    value: Number
    source: Source | None = None


class Grade(Model):
    """A grade of a material: it meets the grade when every limit holds, or one of each list of alternatives."""

    id: str
    name: Text
    aliases: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    limits: tuple[Limit, ...] = ()
    any_of: tuple[tuple[Limit, ...], ...] = ()
    source: Source | None = None


class StatusRule(Model):
    """When a material is no waste: the grades, what meeting one means, and what else has to hold."""

    meets: Text
    fails: Text
    grades: tuple[Grade, ...]
    conditions: tuple[Text, ...] = ()
    source: Source


class MaterialStandard(Cited):
    """One edition of a standard or legal act on materials. Built from one YAML file."""

    kind: Literal["standard", "regulation", "directive", "decision", "recommendation", "guideline", "announcement", "proposal"]
    about: Text
    content: ContentRule | None = None
    rates: tuple[RateRule, ...] = ()
    waste_status: StatusRule | None = None
