"""Declared figures: a value, a mass of gas or an activity, and the words that say what it covers."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Any

from pydantic import BeforeValidator, ConfigDict, Field, model_validator

from crosswalk.errors import DeclarationError, Finding, InconsistentDeclarationError, InputError, UnitMismatchError
from crosswalk.model.base import Measured, Model
from crosswalk.model.quantity import Quantity, readable
from crosswalk.model.supply import GridChoice, Share, Supply

CO2E = "kg*CO2e"
LONGEST_YEAR = 8784


def wrong(en: str, zh: str, field: str | None = None) -> DeclarationError:
    """An error about one field of a declaration."""
    return DeclarationError(Finding(en, zh, field=field))


def require(quantity: Quantity, unit: str, field: str) -> Decimal:
    """The magnitude in a unit.

    Raises:
        UnitMismatchError: another dimension; the finding names the field.
    """
    try:
        return co2e(quantity) if unit == CO2E else quantity.to(unit).magnitude
    except UnitMismatchError as error:
        raise UnitMismatchError(*(Finding(entry.en, entry.zh, field=field) for entry in error.findings)) from None


def _supply_of_something_else() -> DeclarationError:
    return wrong("`supply` belongs to electricity", "`supply` 只用于电力", "supply")


class Bounds(Model):
    """A value known only between two ends; `None` is open."""

    low: Measured | None = None
    high: Measured | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Bounds:
        ends = [None if end is None else require(end, CO2E, name) for name, end in (("low", self.low), ("high", self.high))]
        if ends == [None, None]:
            raise wrong("a value between two ends needs `low`, `high` or both", "区间值需要 `low`、`high` 或两者")
        if None not in ends and ends[0] > ends[1]:  # type: ignore[operator]
            raise wrong("`low` must not exceed `high`", "`low` 不得大于 `high`")
        return self


def _several(value: object) -> object:
    """One record, or a list of them."""
    return value if isinstance(value, list | tuple) else (value,)


class Activity(Model):
    """What was consumed, and the factor that was used.

    Exactly one of `electricity`, `heat`, `fuel`, `material` and `transport` names the carrier. Electricity and heat hold the quantity itself;
    the others hold a name, and `amount` (or `mass` and `distance`) the quantity. A fuel may state its analysed net calorific value and carbon
    content, which then hold on both sides, and the share that oxidises. Amounts are per declared unit, like the figure's value. Where sources
    disagree on the mix that electricity without proof of another supply takes, `rest` names the reading. Where the standard lets the declarer choose
    how grid electricity is valued, `method` names the choice; by full-load hours it needs the hours of the plant in the year, and those in which
    renewable or nuclear plants set the price of electricity in the year before (`price_setting_hours`).
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
    carbon_content: Measured | None = None
    oxidation: Share | None = None
    supply: Annotated[tuple[Supply, ...], BeforeValidator(_several, json_schema_input_type=Supply | list[Supply])] = ()
    rest: str | None = None
    method: GridChoice | None = None
    full_load_hours: Measured | None = None
    price_setting_hours: Measured | None = None
    factor: Measured | None = None
    factor_set: str | None = None
    region: str | None = None
    year: int | None = Field(default=None, ge=1900, le=2200)

    @model_validator(mode="after")
    def _one_carrier(self) -> Activity:
        named = [name for name in ("electricity", "heat", "fuel", "material", "transport") if getattr(self, name) is not None]
        if len(named) != 1:
            raise wrong(
                "an activity needs exactly one of electricity, heat, fuel, material, transport",
                "活动须且只须给出 electricity、heat、fuel、material、transport 之一",
            )
        if self.supply and self.electricity is None:
            raise _supply_of_something_else()
        if self.rest is not None and self.electricity is None:
            raise wrong("`rest` belongs to electricity", "`rest` 只用于电力", "rest")
        if self.ncv is not None and (self.fuel is None or self.amount is None):
            raise wrong("`ncv` belongs to a fuel with its `amount`", "`ncv` 只用于给出 `amount` 的燃料", "ncv")
        if self.ncv is not None and not Quantity(Decimal(1), f"({self.ncv.unit})*({self.amount.unit})").has_dimension_of("GJ"):  # type: ignore[union-attr]
            raise wrong(
                f"{readable(str(self.ncv))} times {readable(str(self.amount))} is no energy on the lower heating value; expected for example "
                "`ncv: 25.8 GJ/t` with tonnes, or `36 MJ/Nm3` with Nm3",
                f"{readable(str(self.ncv))} 乘以 {readable(str(self.amount))} 不是低位发热量下的能量；例如应为 `ncv: 25.8 GJ/t` 与吨，或 `36 MJ/Nm3` 与 Nm3",
                "ncv",
            )
        if self.quantity is None:
            raise wrong(
                "an activity needs its quantity: `amount`, or `mass` and `distance`",
                "活动须给出数量：`amount`，或 `mass` 与 `distance`",
            )
        if self.quantity.magnitude < 0:
            raise wrong("an activity cannot be negative", "活动量不能为负")
        self._check_analysis()
        self._check_supply(self.quantity)
        self._check_method()
        return self

    def _check_method(self) -> None:
        """The way in which grid electricity was valued, and what it needs."""
        if self.method is not None and self.electricity is None:
            raise wrong("`method` belongs to electricity", "`method` 只用于电力", "method")
        hours = {"full_load_hours": self.full_load_hours, "price_setting_hours": self.price_setting_hours}
        by_hours = self.method == "full-load-hours"
        for name, value in hours.items():
            if by_hours == (value is not None):
                continue
            if by_hours:
                raise wrong(
                    "full-load hours need `full_load_hours` and `price_setting_hours`, such as 4000 h",
                    "满负荷小时法须给出 `full_load_hours` 与 `price_setting_hours`，例如 4000 h",
                    name,
                )
            raise wrong(f"`{name}` belongs to `method: full-load-hours`", f"`{name}` 只用于 `method: full-load-hours`", name)
        for name, value in hours.items():
            if value is not None and not 0 <= require(value, "h", name) <= LONGEST_YEAR:
                raise wrong(f"a year has at most {LONGEST_YEAR} hours, not {value}", f"一年最多 {LONGEST_YEAR} 小时，而不是 {value}", name)
        if by_hours and self.factor is not None:
            raise wrong(
                "by full-load hours the standard gives the factor; leave out `factor`",
                "满负荷小时法的因子由标准规定；请勿给出 `factor`",
                "factor",
            )
        if self.method in ("marginal", "hourly-average") and self.factor is None:
            raise wrong(
                f"`method: {self.method}` needs the published value as `factor`, such as 120 g CO2e/MJ",
                f"`method: {self.method}` 须以 `factor` 给出公布值，例如 120 g CO2e/MJ",
                "factor",
            )

    @property
    def within_hours(self) -> bool | None:
        """Whether the plant ran no more hours than renewable or nuclear plants set the price; `None` where it is not asked."""
        if self.full_load_hours is None or self.price_setting_hours is None:
            return None
        return self.full_load_hours.to("h").magnitude <= self.price_setting_hours.to("h").magnitude

    def _check_analysis(self) -> None:
        """Carbon content and oxidation belong to a fuel, and the content is per energy or per mass or volume of it."""
        if self.oxidation is not None and self.carbon_content is None:
            raise wrong("`oxidation` belongs to a `carbon_content`", "`oxidation` 须与 `carbon_content` 一并给出", "oxidation")
        if self.carbon_content is None:
            return
        if self.fuel is None or self.amount is None:
            raise wrong(
                "`carbon_content` belongs to a fuel with its `amount`", "`carbon_content` 只用于给出 `amount` 的燃料", "carbon_content"
            )
        if self.factor is not None:
            raise wrong("a fuel has a `factor` or a `carbon_content`, not both", "燃料只能给出 `factor` 或 `carbon_content` 之一", "factor")
        if self.carbon_content.magnitude < 0:
            raise wrong("a carbon content cannot be negative", "含碳量不能为负", "carbon_content")
        if self.carbon_content.has_dimension_of("kg*C/kg") and self.carbon_content.to("kg*C/kg").magnitude > 1:
            raise wrong(
                f"{readable(str(self.carbon_content))} is more carbon than fuel; a content per mass lies between 0 and 1 t C/t",
                f"{readable(str(self.carbon_content))} 表示碳多于燃料本身；按质量计的含碳量应在 0 到 1 t C/t 之间",
                "carbon_content",
            )
        analysed = self.analysed
        if analysed is None:
            raise wrong(
                f"{readable(str(self.carbon_content))} times {readable(str(self.amount))} is no mass of carbon; expected for example "
                "`carbon_content: 0.0262 t C/GJ` with the `ncv` or an amount of energy, or `0.58 t C/t` with tonnes",
                f"{readable(str(self.carbon_content))} 乘以 {readable(str(self.amount))} 不是碳的质量；例如应为 `carbon_content: 0.0262 t C/GJ`"
                "（配合 `ncv` 或能量），或 `0.58 t C/t`（配合吨）",
                "carbon_content",
            )

    @property
    def analysed(self) -> Quantity | None:
        """The quantity to which the carbon content applies, the amount or its energy; `None` where it fits neither."""
        assert self.carbon_content is not None
        content = self.carbon_content.unit
        possible = (self.amount, self.quantity)
        return next(
            (
                entry
                for entry in possible
                if entry is not None and Quantity(Decimal(1), f"({entry.unit})*({content})").has_dimension_of("kg*C")
            ),
            None,
        )

    def carbon(self, quantity: Quantity) -> Decimal:
        """Kilograms of carbon in a quantity of the fuel (`analysed`) by its carbon content."""
        assert self.carbon_content is not None
        product = Quantity(quantity.magnitude * self.carbon_content.magnitude, f"({quantity.unit})*({self.carbon_content.unit})")
        return product.to("kg*C").magnitude

    def _check_supply(self, consumed: Quantity) -> None:
        """Together supplies cover no more than what was consumed."""
        if not self.supply:
            return
        if len(self.supply) > 1 and not all(entry.is_partial for entry in self.supply):
            raise wrong(
                "each of several supplies states the `amount` or `share` that it covers",
                "多项供电凭证须分别给出其覆盖的 `amount` 或 `share`",
                "supply",
            )
        covered = Decimal(0)
        for position, entry in enumerate(self.supply):
            if entry.amount is not None:
                covered += require(entry.amount, consumed.unit, f"supply[{position}].amount")
            elif entry.share is not None:
                covered += consumed.magnitude * entry.share
            if entry.is_partial and entry.factor is None and not entry.fully_renewable and self.method != "full-load-hours":
                raise wrong(
                    "a supply of a part of the electricity states its own `factor`, such as `0 kg CO2/kWh`",
                    "仅覆盖部分电量的供电凭证须给出自身的 `factor`，例如 `0 kg CO2/kWh`",
                    f"supply[{position}].factor",
                )
        if covered > consumed.magnitude:
            raise InconsistentDeclarationError(
                Finding(
                    f"supplies cover {covered.normalize():f} {readable(consumed.unit)}, more than the {consumed.magnitude.normalize():f} consumed",
                    f"供电凭证合计 {covered.normalize():f} {readable(consumed.unit)}，超过用电量 {consumed.magnitude.normalize():f}",
                    field="supply",
                )
            )

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


def _said_of(supply: Supply) -> tuple[object, ...]:
    """What a supply says without its numbers."""
    factor = supply.factor and supply.factor.unit
    proof = (supply.scheme, supply.months, supply.is_cancelled, supply.cancelled_on)
    return (supply.kind, factor, supply.fully_renewable, *proof, supply.is_partial)


class Figure(Model):
    """One declared figure: a value, a mass of gas or an activity, and the atoms that it covers (stage, source, gas, indicator).

    With `of_process` it is that of a whole process, of which the declared product bears its share (`co_products:` of the footprint).
    """

    model_config = ConfigDict(json_schema_extra=_with_unit)

    stage: str
    source: str | None = None
    gas: str | None = None
    indicator: str | None = None
    value: Measured | Bounds | None = None
    mass: Measured | None = None
    activity: Activity | None = None
    of_process: bool = False

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
            raise wrong("a figure needs a value, a mass or an activity", "每项数据须有 value、mass 或 activity")
        if self.value is not None and self.mass is not None:
            raise wrong("a figure has a value or a mass, not both", "每项数据只能有 value 或 mass 之一")
        if self.mass is not None:
            if self.gas is None:
                raise wrong("a mass needs its gas", "给出 mass 时须说明 gas", "mass")
            require(self.mass, "kg", "mass")
        if isinstance(self.value, Quantity):
            require(self.value, CO2E, "value")
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
            tuple(_said_of(entry) for entry in activity.supply),
            activity.rest,
            activity.method,
            activity.within_hours,
            activity.carbon_content and activity.carbon_content.unit,
        )
        return (self.stage, self.source, self.gas, self.indicator, self.mass is not None, self.value is not None, said)

    @cached_property
    def range(self) -> tuple[Decimal, Decimal] | None:
        """The value in kg CO2e (or kg of gas for a mass) as (low, high); `None` when only the activity was declared."""
        if self.mass is not None:
            mass = self.mass.to("kg").magnitude
            return mass, mass
        if isinstance(self.value, Quantity):
            value = co2e(self.value)
            return value, value
        if isinstance(self.value, Bounds):
            low = co2e(self.value.low) if self.value.low else Decimal("-Infinity")
            high = co2e(self.value.high) if self.value.high else Decimal("Infinity")
            return low, high
        return None

    @property
    def of_electricity(self) -> bool:
        """Whether it is of electricity, by its source or by its activity."""
        return (self.source or "").split(".")[0] == "electricity" or (self.activity is not None and self.activity.carrier == "electricity")

    @property
    def is_zero(self) -> bool:
        """Whether nothing is declared in it, neither as a value nor as an activity."""
        amount = self.activity.quantity if self.activity is not None else None
        return not any(self.range or ()) and (amount is None or amount.magnitude == 0)

    @cached_property
    def half_digit(self) -> Decimal:
        """Half of the last printed digit of the value, in kg CO2e."""
        quantity = self.mass or (self.value if isinstance(self.value, Quantity) else None)
        if quantity is None:
            return Decimal(0)
        return quantity.half_digit * (Quantity(Decimal(1), quantity.unit).to("kg").magnitude if self.mass else co2e_scale(quantity))


def co2e_scale(quantity: Quantity) -> Decimal:
    """Kilograms of CO2e in one unit of a quantity."""
    return co2e(Quantity(Decimal(1), quantity.unit))


def co2e(quantity: Quantity) -> Decimal:
    """Kilograms of CO2e; a mass of CO2 counts one for one, because the factor of CO2 is one in every set."""
    return quantity.to("kg*CO2").magnitude if quantity.has_dimension_of("kg*CO2") else quantity.to(CO2E).magnitude
