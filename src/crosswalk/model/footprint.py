"""A declared footprint: what the declarer states, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Field, PrivateAttr, model_validator

from crosswalk.errors import DeclarationError, Finding, InputError, UnitMismatchError
from crosswalk.model.base import Measured, Model, Text
from crosswalk.model.quantity import Quantity
from crosswalk.model.standard import Area

_CO2E = "kg*CO2e"
_LONGEST_LIFE = 1000  # years


def _wrong(en: str, zh: str, field: str | None = None) -> DeclarationError:
    return DeclarationError(Finding(en, zh, field=field))


def _require(quantity: Quantity, unit: str, field: str) -> Decimal:
    """The magnitude in a unit.

    Raises:
        UnitMismatchError: another dimension; the finding names the field.
    """
    try:
        return _co2e(quantity) if unit == _CO2E else quantity.to(unit).magnitude
    except UnitMismatchError as error:
        raise UnitMismatchError(*(Finding(entry.en, entry.zh, field=field) for entry in error.findings)) from None


class Bounds(Model):
    """A value known only between two ends; `None` is open."""

    low: Measured | None = None
    high: Measured | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Bounds:
        ends = [None if end is None else _require(end, _CO2E, name) for name, end in (("low", self.low), ("high", self.high))]
        if ends == [None, None]:
            raise _wrong("a value between two ends needs `low`, `high` or both", "区间值需要 `low`、`high` 或两者")
        if None not in ends and ends[0] > ends[1]:  # type: ignore[operator]
            raise _wrong("`low` must not exceed `high`", "`low` 不得大于 `high`")
        return self


class Activity(Model):
    """What was consumed, and the factor that was used.

    Exactly one of `electricity`, `heat`, `fuel`, `material` and `transport` names the carrier. Electricity and heat hold the quantity itself;
    the others hold a name, and `amount` (or `mass` and `distance`) the quantity. A fuel may state its analysed net calorific value, which then
    holds on both sides. Amounts are per declared unit, like the figure's value.
    """

    electricity: Measured | None = None
    heat: Measured | None = None
    fuel: str | None = None
    material: str | None = None
    transport: str | None = None
    amount: Measured | None = None
    mass: Measured | None = None
    distance: Measured | None = None
    ncv: Measured | None = None
    factor: Measured | None = None
    factor_set: str | None = None
    region: str | None = None
    year: int | None = Field(default=None, ge=1900, le=2200)

    @model_validator(mode="after")
    def _one_carrier(self) -> Activity:
        named = [name for name in ("electricity", "heat", "fuel", "material", "transport") if getattr(self, name) is not None]
        if len(named) != 1:
            raise _wrong(
                "an activity needs exactly one of electricity, heat, fuel, material, transport",
                "活动须且只须给出 electricity、heat、fuel、material、transport 之一",
            )
        if self.ncv is not None and (self.fuel is None or self.amount is None):
            raise _wrong("`ncv` belongs to a fuel with its `amount`", "`ncv` 只用于给出 `amount` 的燃料", "ncv")
        if self.ncv is not None and not Quantity(Decimal(1), f"({self.ncv.unit})*({self.amount.unit})").has_dimension_of("GJ"):  # type: ignore[union-attr]
            raise _wrong(
                f"{self.ncv} times {self.amount} is no energy; expected for example `ncv: 25.8 GJ/t` with tonnes",
                f"{self.ncv} 乘以 {self.amount} 不是能量；例如应为 `ncv: 25.8 GJ/t` 与吨",
                "ncv",
            )
        if self.quantity is None:
            raise _wrong(
                "an activity needs its quantity: `amount`, or `mass` and `distance`",
                "活动须给出数量：`amount`，或 `mass` 与 `distance`",
            )
        if self.quantity.magnitude < 0:
            raise _wrong("an activity cannot be negative", "活动量不能为负")
        return self

    @property
    def carrier(self) -> str:
        """Which carrier the activity names."""
        return next(name for name in ("electricity", "heat", "fuel", "material", "transport") if getattr(self, name) is not None)

    @property
    def item(self) -> str | None:
        """The fuel, material or means of transport."""
        return self.fuel or self.material or self.transport

    @property
    def quantity(self) -> Quantity | None:
        """The amount consumed."""
        if self.amount is not None and self.ncv is not None:
            return Quantity(self.amount.magnitude * self.ncv.magnitude, f"({self.amount.unit})*({self.ncv.unit})").to("GJ")
        if self.electricity or self.heat or self.amount:
            return self.electricity or self.heat or self.amount
        if self.mass and self.distance:
            return Quantity(self.mass.to("t").magnitude * self.distance.to("km").magnitude, "t*km")
        return None


def _with_unit(schema: dict[str, Any]) -> None:
    """The `unit:` key, which is folded into the value before validation."""
    schema["properties"]["unit"] = {
        "type": "string",
        "description": "the unit of `value` or `mass`, where it stands apart",
    }


def _or_text(schema: dict[str, Any]) -> None:
    """A record that may also be written as one text."""
    record = dict(schema)
    schema.clear()
    schema["anyOf"] = [record, {"type": ["string", "number"]}]


class Figure(Model):
    """One declared figure: a value, a mass of gas or an activity, and the atoms that it covers (stage, source, gas, indicator)."""

    model_config = ConfigDict(json_schema_extra=_with_unit)

    stage: str
    source: str | None = None
    gas: str | None = None
    indicator: str | None = None
    value: Measured | Bounds | None = None
    mass: Measured | None = None
    activity: Activity | None = None

    @model_validator(mode="before")
    @classmethod
    def _unit_apart(cls, data: object) -> object:
        key = next((name for name in ("mass", "value") if isinstance(data, dict) and data.get(name) is not None), None)
        if key is None or not isinstance(data, dict) or "unit" not in data:
            return data  # a unit without a number is reported as an unknown field
        data = dict(data)
        unit = str(data.pop("unit"))
        try:
            data[key] = Quantity.parse(data[key], unit)
        except InputError as error:
            raise type(error)(*(replace(finding, field=key) for finding in error.findings)) from None
        return data

    @model_validator(mode="after")
    def _something_declared(self) -> Figure:
        if self.value is None and self.mass is None and self.activity is None:
            raise _wrong("a figure needs a value, a mass or an activity", "每项数据须有 value、mass 或 activity")
        if self.value is not None and self.mass is not None:
            raise _wrong("a figure has a value or a mass, not both", "每项数据只能有 value 或 mass 之一")
        if self.mass is not None:
            if self.gas is None:
                raise _wrong("a mass needs its gas", "给出 mass 时须说明 gas", "mass")
            _require(self.mass, "kg", "mass")
        if isinstance(self.value, Quantity):
            _require(self.value, _CO2E, "value")
        return self

    @cached_property
    def words(self) -> tuple[object, ...]:
        """What the figure says without its numbers; figures with the same words cover the same atoms."""
        activity = self.activity
        said = activity and (
            activity.carrier,
            activity.item,
            activity.factor and activity.factor.unit,
            activity.factor_set,
            activity.region,
            activity.year,
            activity.quantity and activity.quantity.unit,
        )
        return (self.stage, self.source, self.gas, self.indicator, self.mass is not None, self.value is not None, said)

    @cached_property
    def range(self) -> tuple[Decimal, Decimal] | None:
        """The value in kg CO2e (or kg of gas for a mass) as (low, high); `None` when only the activity was declared."""
        if self.mass is not None:
            mass = self.mass.to("kg").magnitude
            return mass, mass
        if isinstance(self.value, Quantity):
            value = _co2e(self.value)
            return value, value
        if isinstance(self.value, Bounds):
            low = _co2e(self.value.low) if self.value.low else Decimal("-Infinity")
            high = _co2e(self.value.high) if self.value.high else Decimal("Infinity")
            return low, high
        return None

    @cached_property
    def half_digit(self) -> Decimal:
        """Half of the last printed digit of the value, in kg CO2e."""
        quantity = self.mass or (self.value if isinstance(self.value, Quantity) else None)
        if quantity is None:
            return Decimal(0)
        return quantity.half_digit * (Quantity(Decimal(1), quantity.unit).to("kg").magnitude if self.mass else _scale(quantity))


def _scale(quantity: Quantity) -> Decimal:
    return _co2e(Quantity(Decimal(1), quantity.unit))


def _co2e(quantity: Quantity) -> Decimal:
    """Kilograms of CO2e; a mass of CO2 counts one for one, because the factor of CO2 is one in every set."""
    return quantity.to("kg*CO2").magnitude if quantity.has_dimension_of("kg*CO2") else quantity.to(_CO2E).magnitude


def _name(value: object) -> object:
    return {"en": value, "zh": value} if isinstance(value, str) else value


def _code(value: object) -> object:
    """A code of a nomenclature, as text; YAML reads digits without spaces as a number."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


class Evidence(Model):
    """Verification and validity of the declaration."""

    verification: str | None = None
    expires: date | None = None
    registration: str | None = None


class Subject(Model):
    """What the footprint is of. Areas are those of the whole subject.

    `reference_area` says which floor area a declared unit of m2 means, where the standard leaves it open. A traded good has its code of the
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
    mass: Measured | None = None
    cn_code: Annotated[str, BeforeValidator(_code)] | None = None
    code_system: Literal["eu", "cn"] = "eu"
    origin: str | None = None
    production_year: int | None = Field(default=None, ge=1900, le=2200)
    route: str | None = None
    clinker_content: Measured | None = None
    nitrogen_content: Measured | None = None

    @model_validator(mode="after")
    def _positive(self) -> Subject:
        for name, unit in (
            ("gross_floor_area", "m**2"),
            ("useful_floor_area", "m**2"),
            ("heated_floor_area", "m**2"),
            ("service_life", "a"),
            ("mass", "kg"),
            ("clinker_content", "t/t"),
            ("nitrogen_content", "kg/t"),
        ):
            quantity = getattr(self, name)
            if quantity is not None and _require(quantity, unit, name) <= 0:
                raise _wrong(f"{name} must be above zero", f"{name} 必须大于零", name)
        if self.service_life is not None and self.service_life.to("a").magnitude > _LONGEST_LIFE:
            raise _wrong(
                f"a service life of at most {_LONGEST_LIFE} years is expected",
                f"使用年限不应超过 {_LONGEST_LIFE} 年",
                "service_life",
            )
        return self


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
            raise _wrong("an amount cannot be negative", "数量不能为负", "amount")
        if self.footprint is not None and (self.direct is not None or self.indirect is not None):
            raise _wrong(
                "a precursor has figures of its own (`direct`, `indirect`) or a `footprint`, not both",
                "前体只能给出 `direct`、`indirect` 数值或 `footprint` 之一",
                "footprint",
            )
        if self.footprint is None and self.cn_code is None:
            raise _wrong("a precursor needs its `cn_code`", "前体须给出 `cn_code`", "cn_code")
        if self.indirect is not None and self.direct is None:
            raise _wrong(
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
            carbon = mass.to("kg*C").magnitude if mass.has_dimension_of("kg*C") else _require(mass, "kg", name)
            if carbon < 0:
                raise _wrong("a carbon content cannot be negative", "碳含量不能为负", name)
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
            raise _wrong("the period ends before it starts", "报告期的结束早于开始", "end")
        return self


class Footprint(Model):
    """A footprint as declared under one standard. A figure that is not listed is not declared, which is not zero.

    `supplement` holds figures that the standard does not ask for, in the stages of the frame: the answers to questions of a gap report.
    """

    standard: str
    name: Annotated[Text, BeforeValidator(_name, json_schema_input_type=Text | str)] | None = None
    subject: Subject = Subject()
    declared_unit: Measured | None = None
    year: int | None = Field(default=None, ge=1900, le=2200)
    period: Period | None = None
    characterisation: str | None = None
    activity_level: Measured | None = None
    figures: tuple[Figure, ...] = Field(min_length=1)
    precursors: tuple[Precursor, ...] | None = None
    supplement: tuple[Figure, ...] = ()
    total: Measured | None = None
    biogenic_carbon: BiogenicCarbon | None = None
    evidence: Evidence = Evidence()

    _file: str | None = PrivateAttr(default=None)
    _lines: dict[str, int] = PrivateAttr(default_factory=dict)

    def model_post_init(self, _context: Any) -> None:
        """Check what pydantic cannot: the declared unit is positive and the total is a mass of CO2e."""
        if self.declared_unit is not None and self.declared_unit.magnitude <= 0:
            raise _wrong("declared_unit must be above zero", "declared_unit 必须大于零", "declared_unit")
        if self.activity_level is not None and self.activity_level.magnitude <= 0:
            raise _wrong("activity_level must be above zero", "activity_level 必须大于零", "activity_level")
        if self.total is not None:
            _require(self.total, _CO2E, "total")

    def locate(self, file: str | None, lines: dict[str, int]) -> None:
        """Remember where the fields stand, for messages."""
        self._file, self._lines = file, lines

    @property
    def file(self) -> str | None:
        """The file that the footprint was read from."""
        return self._file

    @property
    def lines(self) -> dict[str, int]:
        """Line numbers by field path, for messages."""
        return self._lines

    @cached_property
    def total_value(self) -> Decimal | None:
        """The declared total in kg CO2e."""
        return None if self.total is None else _co2e(self.total)

    @cached_property
    def total_half_digit(self) -> Decimal:
        """Half of the last printed digit of the total, in kg CO2e."""
        return Decimal(0) if self.total is None else self.total.half_digit * _scale(self.total)
