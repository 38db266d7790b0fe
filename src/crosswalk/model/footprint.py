"""A declared footprint: what the declarer states, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Field, model_validator

from crosswalk.errors import Finding, InconsistentDeclarationError
from crosswalk.model.base import Declared, Measured, Model, Text
from crosswalk.model.co_products import CoProducts
from crosswalk.model.evidence import Evidence
from crosswalk.model.figure import CO2E, Figure, co2e, co2e_scale, require, wrong
from crosswalk.model.neutrality import Neutrality
from crosswalk.model.quantity import Quantity
from crosswalk.model.recycling import Recycling
from crosswalk.model.standard import Area
from crosswalk.model.supply import percentage

_LONGEST_LIFE = 1000  # years
VehicleCategory = Literal["L", "M1", "M2", "M3", "N1", "N2", "N3", "other"]
POSITIVE = {
    "gross_floor_area": "m**2",
    "useful_floor_area": "m**2",
    "heated_floor_area": "m**2",
    "service_life": "a",
    "mass": "kg",
    "volume": "m**3",
    "density": "kg/m**3",
    "fuel_energy": "MJ",
    "net_calorific_value": "MJ/kg",
    "capacity": "kWh",
    "usable_capacity": "kWh",
    "full_cycles": "cycle/a",
    "delivered_energy": "kWh",
    "life_distance": "km",
    "load": "t",
    "actual_distance": "km",
    "shortest_feasible_distance": "km",
    "great_circle_distance": "km",
    "distance_adjustment_factor": "km/km",
    "clinker_content": "t/t",
    "nitrogen_content": "kg/t",
    "energy_consumption": "tce",
    "population": "person",
}
"""Properties of a subject that are measured, with a unit of their dimension; none can be zero or less."""


Absent = Literal["electricity", "co-products", "cut-off", "carbon-storage", "replacement", "offsets"]
ABSENT_BY_TOPIC: dict[str, Absent] = {
    "electricity": "electricity",
    "allocation": "co-products",
    "cut-off": "cut-off",
    "carbon-storage": "carbon-storage",
    "replacement": "replacement",
    "offsets": "offsets",
}
"""What a declarer may say that there is none of, by the topic of the rule that then has nothing to act on."""


def _or_text(schema: dict[str, Any]) -> None:
    """A record that may also be written as one text."""
    record = dict(schema)
    schema.clear()
    schema["anyOf"] = [record, {"type": ["string", "number"]}]


_NUMBER = re.compile(r"\s*[+-]?\d+(\.\d*)?([eE][+-]?\d+)?\s*")


def _name(value: object) -> object:
    return {"en": value, "zh": value} if isinstance(value, str) else value


def _bare(unit: str) -> Callable[[object], object]:
    """A number, or a text that is one, whose unit goes without saying."""

    def stated(value: object) -> object:
        number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
        return f"{value} {unit}" if number or (isinstance(value, str) and _NUMBER.fullmatch(value)) else value

    return stated


def _code(value: object) -> object:
    """A code of a nomenclature, as text; YAML reads digits without spaces as a number."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


class Subject(Model):
    """What the footprint is of. Areas and other properties are those of the whole subject.

    `reference_area` says which floor area a declared unit of m2 means, where the standard leaves it open; `reference_quantity` which quantity a
    declared unit of a product means, where its dimension leaves that open (kWh of capacity or delivered). A traded good has its code of the
    Combined Nomenclature (or, with `code_system: cn`, of the Chinese tariff, which shares six digits with it), its country of origin, the year and the route (letter of the benchmark tables) of its production, and where its figures
    refer to a part of it the content: tonnes of clinker, or kilograms of nitrogen, a tonne.
    """

    kind: str | None = None
    gross_floor_area: Measured | None = None
    useful_floor_area: Measured | None = None
    heated_floor_area: Measured | None = None
    reference_area: Area | None = None
    service_life: Measured | None = None
    location: str | None = None
    operation_start: date | None = None
    mass: Measured | None = None
    reference_quantity: str | None = None
    fuel: str | None = None
    vehicle_category: VehicleCategory | None = None
    volume: Measured | None = None
    density: Measured | None = None
    fuel_energy: Measured | None = None
    net_calorific_value: Measured | None = None
    capacity: Measured | None = None
    usable_capacity: Measured | None = None
    full_cycles: Annotated[Measured, BeforeValidator(_bare("cycle/a"))] | None = None
    delivered_energy: Measured | None = None
    life_distance: Measured | None = None
    load: Measured | None = None
    actual_distance: Measured | None = None
    shortest_feasible_distance: Measured | None = None
    great_circle_distance: Measured | None = None
    distance_adjustment_factor: Annotated[Measured, BeforeValidator(_bare("km/km"))] | None = None
    energy_consumption: Measured | None = None
    population: Measured | None = None
    cn_code: Annotated[str, BeforeValidator(_code)] | None = None
    code_system: Literal["eu", "cn"] = "eu"
    origin: str | None = None
    production_year: int | None = Field(default=None, ge=1900, le=2200)
    route: str | None = None
    clinker_content: Measured | None = None
    nitrogen_content: Measured | None = None

    @model_validator(mode="after")
    def _positive(self) -> Subject:
        for name, unit in POSITIVE.items():
            quantity = getattr(self, name)
            if quantity is not None and require(quantity, unit, name) <= 0:
                raise wrong(f"{name} must be above zero", f"{name} 必须大于零", name)
        capacity = self.usable_capacity or self.capacity
        if (
            self.delivered_energy is not None
            and capacity is not None
            and self.delivered_energy.to("kWh").magnitude < capacity.to("kWh").magnitude
        ):
            raise wrong(
                f"over its life a battery delivers more than one full charge: {self.delivered_energy} against a capacity of {capacity}; "
                "were capacity and delivered energy exchanged?",
                f"电池全寿命提供的能量应多于一次满充：{self.delivered_energy}，而容量为 {capacity}；是否混淆了容量与提供的能量？",
                "delivered_energy",
            )
        if self.service_life is not None and self.service_life.to("a").magnitude > _LONGEST_LIFE:
            raise wrong(
                f"a service life of at most {_LONGEST_LIFE} years is expected",
                f"使用年限不应超过 {_LONGEST_LIFE} 年",
                "service_life",
            )
        return self


def _answer(value: object) -> object:
    """Yes or no as they are; a percentage as a share; anything else as a quantity."""
    if isinstance(value, bool | Quantity):
        return value
    if isinstance(value, str) and value.strip().endswith(("%", "％")):
        share = percentage(value)
        if not 0 <= share <= 1:
            raise wrong(f"a share lies between 0 and 100 %, not {value}", f"比例应在 0 到 100% 之间，而不是 {value}")
        return Quantity(share, "dimensionless")
    if isinstance(value, int | float | Decimal) or (isinstance(value, str) and _BARE.fullmatch(value)):
        raise wrong(
            f"an answer needs its unit: a share as a percentage such as 95 %, other quantities such as 15 g CO2e/MJ, not {value}",
            f"答复须带单位：比例写作百分数，例如 95%，其他数量例如 15 g CO2e/MJ，而不是 {value}",
        )
    return Quantity.parse(value)


_BARE = re.compile(r"\s*[+-]?\d+(\.\d+)?\s*")
_ANSWER: dict[str, Any] = {
    "anyOf": [{"type": "boolean"}, {"type": "string"}],
    "description": "yes or no, or a quantity such as '15 g CO2e/MJ'",
}
Answer = Annotated[Any, BeforeValidator(_answer), Field(json_schema_extra=_ANSWER)]
"""The answer to the question of a condition: yes or no, or a quantity."""


class Precursor(Model):
    """A good that is an input of another one, itself under the border adjustment.

    Its embedded emissions are the producer's verified figures (`direct`, `indirect`), those of a declared footprint of its own, or, where neither
    is given, the default value of its code and origin. `amount` is what the whole activity level consumes, losses included.
    `indirect_of_precursors` is the part of `indirect` that comes from its own precursors whose indirect emissions count.
    """

    name: Annotated[Text, BeforeValidator(_name, json_schema_input_type=Text | str)] | None = None
    cn_code: Annotated[str, BeforeValidator(_code)] | None = None
    code_system: Literal["eu", "cn"] = "eu"
    origin: str | None = None
    production_year: int | None = Field(default=None, ge=1900, le=2200)
    route: str | None = None
    amount: Measured
    direct: Measured | None = None
    indirect: Measured | None = None
    indirect_of_precursors: Measured | None = None
    footprint: Footprint | None = None
    evidence: Evidence = Evidence()

    @model_validator(mode="after")
    def _one_way(self) -> Precursor:
        if self.amount.magnitude < 0:
            raise wrong("an amount cannot be negative", "数量不能为负", "amount")
        if self.footprint is not None and (self.direct is not None or self.indirect is not None):
            raise wrong(
                "a precursor has figures of its own (`direct`, `indirect`) or a `footprint`, not both",
                "前体只能给出 `direct`、`indirect` 数值或 `footprint` 之一",
                "footprint",
            )
        if self.footprint is None and self.cn_code is None:
            raise wrong("a precursor needs its `cn_code`", "前体须给出 `cn_code`", "cn_code")
        if self.indirect is not None and self.direct is None:
            raise wrong(
                "a precursor with `indirect` emissions needs its `direct` ones too", "给出 `indirect` 时须同时给出 `direct`", "direct"
            )
        return self


class BiogenicCarbon(Model):
    """Biogenic carbon bound in the product and in its packaging, as a mass of carbon per declared unit (44/12 kg of CO2 per kg)."""

    model_config = ConfigDict(json_schema_extra=_or_text)

    product: Measured
    packaging: Measured | None = None

    @model_validator(mode="before")
    @classmethod
    def _one_number(cls, data: object) -> object:
        return {"product": data} if isinstance(data, str | int | float | Decimal) else data

    @model_validator(mode="after")
    def _masses(self) -> BiogenicCarbon:
        for name, mass in (("product", self.product), ("packaging", self.packaging)):
            if mass is None:
                continue
            carbon = mass.to("kg*C").magnitude if mass.has_dimension_of("kg*C") else require(mass, "kg", name)
            if carbon < 0:
                raise wrong("a carbon content cannot be negative", "碳含量不能为负", name)
        return self


def carbon_mass(quantity: Quantity) -> Decimal:
    """Kilograms of carbon, written `kg` or `kg C`."""
    return quantity.to("kg*C").magnitude if quantity.has_dimension_of("kg*C") else quantity.to("kg").magnitude


class Period(Model):
    """The reporting period."""

    start: date
    end: date

    @model_validator(mode="after")
    def _in_order(self) -> Period:
        if self.start > self.end:
            raise wrong("the period ends before it starts", "报告期的结束早于开始", "end")
        return self


class Footprint(Declared):
    """A footprint as declared under one standard. A figure that is not listed is not declared, which is not zero.

    `supplement` holds figures that the standard does not ask for, in the stages of the frame: the answers to questions of a gap report. `conditions`
    answers, by their ids, what a label asks besides the number. `co_products` are all products of the process behind figures marked `of_process`.
    `neutrality` is a claim of carbon neutrality: it lowers no figure. `without` says what there is none of in all that the figures count (no electricity,
    no co-products, nothing cut off …), so that rules on it have nothing to act on; it changes no figure.
    `characterisation` names the set of factors, or several of which one was used and nobody says which.
    """

    standard: str
    name: Annotated[Text, BeforeValidator(_name, json_schema_input_type=Text | str)] | None = None
    subject: Subject = Subject()
    declared_unit: Measured | None = None
    year: int | None = Field(default=None, ge=1900, le=2200)
    period: Period | None = None
    characterisation: str | tuple[str, ...] | None = None
    activity_level: Measured | None = None
    figures: tuple[Figure, ...] = Field(min_length=1)
    precursors: tuple[Precursor, ...] | None = None
    supplement: tuple[Figure, ...] = ()
    total: Measured | None = None
    biogenic_carbon: BiogenicCarbon | None = None
    recycling: Recycling | None = None
    co_products: CoProducts | None = None
    conditions: dict[str, Answer] = {}
    without: tuple[Absent, ...] = ()
    neutrality: Neutrality | None = None
    evidence: Evidence = Evidence()

    def model_post_init(self, _context: Any) -> None:
        """Check what pydantic cannot: the declared unit is positive and the total is a mass of CO2e."""
        if self.declared_unit is not None and self.declared_unit.magnitude <= 0:
            raise wrong("declared_unit must be above zero", "declared_unit 必须大于零", "declared_unit")
        if self.activity_level is not None and self.activity_level.magnitude <= 0:
            raise wrong("activity_level must be above zero", "activity_level 必须大于零", "activity_level")
        if self.total is not None:
            require(self.total, CO2E, "total")
        self._check_certificates()
        self._check_absent()

    def _check_absent(self) -> None:
        """What is said to be absent is declared nowhere."""
        if "co-products" in self.without and self.co_products is not None:
            raise wrong(
                "`without` says that there are no co-products, `co_products` lists them",
                "`without` 称无联产品，而 `co_products` 列有联产品",
                "without",
            )
        for label, figures in (("figures", self.figures), ("supplement", self.supplement)):
            for position, figure in enumerate(figures):
                if "electricity" in self.without and figure.of_electricity and not figure.is_zero:
                    raise wrong(
                        f"`without` says that there is no electricity, {label}[{position}] declares some",
                        f"`without` 称不用电，而 {label}[{position}] 声明了用电",
                        "without",
                    )

    def _check_certificates(self) -> None:
        """No certificate proves two consumptions, of the good and of its precursors neither."""
        seen: set[tuple[str | None, str]] = set()
        for field, scheme, number in self.certificates():
            if (scheme, number) in seen:
                raise InconsistentDeclarationError(
                    Finding(
                        f"certificate {number} proves two consumptions; each counts once",
                        f"证书 {number} 用于两处用电；每张证书只能计一次",
                        field=field,
                    )
                )
            seen.add((scheme, number))

    def certificates(self) -> Iterator[tuple[str, str | None, str]]:
        """The certificates that are used, with the field where each stands: scheme and number; those of precursors too."""
        for label, figures in (("figures", self.figures), ("supplement", self.supplement)):
            for position, figure in enumerate(figures):
                for index, entry in enumerate(figure.activity.supply if figure.activity is not None else ()):
                    field = f"{label}[{position}].activity.supply[{index}].serials"
                    yield from ((field, entry.scheme, number) for number in entry.serials)
        inner = {
            id(entry.footprint): (position, entry.footprint) for position, entry in enumerate(self.precursors or ()) if entry.footprint
        }
        for position, footprint in inner.values():  # a footprint that two precursors share is one and the same consumption
            yield from ((f"precursors[{position}]", scheme, number) for _, scheme, number in footprint.certificates())

    @property
    def characterisations(self) -> tuple[str, ...] | None:
        """The sets of factors of which one was used, `None` where nothing is said."""
        return (self.characterisation,) if isinstance(self.characterisation, str) else self.characterisation or None

    @cached_property
    def total_value(self) -> Decimal | None:
        """The declared total in kg CO2e."""
        return None if self.total is None else co2e(self.total)

    @cached_property
    def total_half_digit(self) -> Decimal:
        """Half of the last printed digit of the total, in kg CO2e."""
        return Decimal(0) if self.total is None else self.total.half_digit * co2e_scale(self.total)
