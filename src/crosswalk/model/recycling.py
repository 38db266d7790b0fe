"""Recycling of the materials of a product as declared, and published default parameters of end-of-life formulas."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from crosswalk.errors import DeclarationError, Finding
from crosswalk.model.base import Document, Measured, Model, Number, Source, Text, text
from crosswalk.model.figure import CO2E, require, wrong
from crosswalk.model.quantity import Quantity, decimal

Method = Literal["cut-off", "circular-footprint-formula", "end-of-life-recycling", "modules-a-c-and-d"]
"""How burdens and credits of recycling are shared between products."""

MeasuringPoint = Literal["collected", "recycling-input", "recycling-output"]
"""Where a recycling rate is measured: collected for recycling, what enters the recycling plant, or what leaves it."""

POINTS: dict[str | None, Text] = {
    "collected": text("collected for recycling", "为回收而收集"),
    "recycling-input": text("input of the recycling plant", "进入回收工厂"),
    "recycling-output": text("output of the recycling plant", "回收工厂产出"),
    "design-potential": text("potential by design", "设计潜力"),
    "plant-yield": text("yield of the plant", "工厂得率"),
    "chain-yield": text("yield of the whole chain", "全链得率"),
    None: text("not stated", "未说明"),
}
"""The points, and what else a rate may be, as people read them."""

SYMBOLS: dict[str, tuple[str, str]] = {
    "R1": ("the recycled content of the input", "输入材料的再生料含量"),
    "R2": (
        "the share that is recycled at the end of life, at the output of the recycling plant",
        "寿命终止时被回收的份额（按回收厂产出计）",
    ),
    "R3": ("the share that goes to energy recovery", "能量回收的份额"),
    "A": ("the allocation factor between supplier and user of recyclate", "再生料供需双方的分配系数"),
    "B": ("the allocation factor of energy recovery", "能量回收的分配系数"),
    "Ev": ("the burden of virgin material", "原生材料的负荷"),
    "Er": ("the burden of recycling the input", "再生输入的回收负荷"),
    "Ee": ("the burden of recycling at the end of life", "寿命终止回收的负荷"),
    "Es": ("the burden of the virgin material that is replaced (E*v)", "被替代原生材料的负荷（E*v）"),
    "qi": ("the quality ratio of the recycled input", "再生输入的质量比"),
    "qo": ("the quality ratio of the recyclate", "再生产出的质量比"),
    "EER": ("the burden of energy recovery", "能量回收的负荷"),
    "S": ("the energy burden that the recovery replaces", "能量回收所替代的能源负荷"),
    "c": ("collection, sorting and processing before the end-of-waste point", "废物终止点之前的收集、分选与处理负荷"),
}
"""The components of end-of-life formulas, in words."""

SHARES = ("R1", "R2", "R3", "A", "B", "qi", "qo")
BURDENS = ("Ev", "Er", "Ee", "Es", "EER", "S", "c")


def check_share(name: str, value: Decimal, field: str | None = None) -> None:
    """Raise where a share lies outside 0-1.

    Raises:
        DeclarationError: it does; a rate above 1 may be a percentage without its sign.
    """
    if not 0 <= value <= 1:
        en, zh = SYMBOLS.get(name, (name, name))
        percent = 1 < value <= 100 and name not in ("A", "B", "qi", "qo")
        raise DeclarationError(
            Finding(
                f"{name}, {en}, is a number from 0 to 1, not {value}" + (f"; write {value / 100:f} or '{value} %'" if percent else ""),
                f"{name}（{zh}）应为0至1之间的数，而不是 {value}" + (f"；请写作 {value / 100:f} 或 '{value} %'" if percent else ""),
                field=field,
            )
        )


def check_burden(name: str, value: Decimal, field: str | None = None) -> None:
    """Raise where a burden is negative.

    Raises:
        DeclarationError: credits are subtracted by the formula, and written as the burdens that they avoid.
    """
    if value < 0:
        raise DeclarationError(
            Finding(
                f"{name} is a burden of zero or more; a credit arises in the formula and is not written as a negative burden",
                f"{name} 为不小于零的负荷；抵扣由公式产生，不写作负值",
                field=field,
            )
        )


def check_rates(recycled: Decimal, recovered: Decimal, field: str | None = None) -> None:
    """Raise where more is recycled and burnt than there is.

    Raises:
        DeclarationError: R2 + R3 is above 1.
    """
    if recycled + recovered > 1:
        raise DeclarationError(
            Finding(
                f"R2 + R3 = {recycled + recovered}: more is recycled or recovered than the product holds; expected at most 1",
                f"R2 + R3 = {recycled + recovered}：回收与能量回收之和超过产品所含材料；应不大于1",
                field=field,
            )
        )


def check_yield(value: Decimal, field: str) -> None:
    """Raise where a yield is no share of what went in.

    Raises:
        DeclarationError: it is zero or less, or above 1: given upside down, as kilograms of scrap per kilogram of metal.
    """
    if not 0 < value <= 1:
        turned = f"; {value} kg in per kg out is a yield of {1 / value:.4g}" if value > 1 else ""
        turned_zh = f"；每千克产出投入 {value} 千克，即得率 {1 / value:.4g}" if value > 1 else ""
        raise DeclarationError(
            Finding(
                f"a yield is what comes out over what goes in, above 0 and at most 1, not {value}{turned}",
                f"得率为产出除以投入，大于0且不大于1，而不是 {value}{turned_zh}",
                field=field,
            )
        )


PARTS = {"%": 100, "％": 100, "ppm": 1_000_000}
"""The signs of shares, and how many of such parts are the whole."""


def share(value: object) -> Decimal:
    """A share from a number, or from a text in percent or parts per million.

    >>> share("41.756 %"), share("0.5"), share("50 ppm")
    (Decimal('0.41756'), Decimal('0.5'), Decimal('0.00005'))
    """
    if isinstance(value, str):
        for sign, parts in PARTS.items():
            if value.strip().endswith(sign):
                return decimal(value.strip().removesuffix(sign).strip()) / parts
    return decimal(value)


class Span(Model):
    """A value between two ends; one number is both."""

    low: Decimal
    high: Decimal | None

    @property
    def exact(self) -> bool:
        """Whether both ends are one number."""
        return self.low == self.high


class MeasuredRate(Model):
    """A recycling rate with the place where it was measured, and the yields that lead from there to the output of the recycling plant.

    `sorting_yield` is what enters the recycling plant over what was collected, `recycling_yield` what leaves it over what enters.
    """

    rate: Annotated[Decimal, BeforeValidator(share)]
    at: MeasuringPoint
    sorting_yield: Annotated[Decimal, BeforeValidator(share)] | None = None
    recycling_yield: Annotated[Decimal, BeforeValidator(share)] | None = None

    @model_validator(mode="after")
    def _in_range(self) -> MeasuredRate:
        check_share("R2", self.rate, "rate")
        for name in ("sorting_yield", "recycling_yield"):
            value = getattr(self, name)
            if value is not None:
                check_yield(value, name)
        return self


def _number_or(
    read: Callable[[object], Decimal], name: str, check: Callable[[str, Decimal, str | None], None]
) -> Callable[[object], object]:
    """Reads a number, or `{low: …, high: …}`, as a span, and checks both ends."""

    def parse(value: object) -> object:
        if value is None or value == "default" or isinstance(value, Span | MeasuredRate):
            return value
        if isinstance(value, Mapping):
            if "rate" in value and name == "R2":
                return MeasuredRate.model_validate(value)
            unknown = set(value) - {"low", "high"}
            if unknown or not value:
                raise wrong(
                    f"{name} is a number, or a range with `low` and `high`", f"{name} 应为一个数，或带 `low` 与 `high` 的范围", None
                )
            low = read(value["low"]) if value.get("low") is not None else Decimal(0)
            high = read(value["high"]) if value.get("high") is not None else None
        else:
            low = high = read(value)
        check(name, low, None)
        if high is not None:
            check(name, high, None)
            if low > high:
                raise wrong("`low` must not exceed `high`", "`low` 不得大于 `high`", None)
        elif check is check_share:
            high = Decimal(1)
        return Span(low=low, high=high)

    return parse


def _per_kilogram(value: object) -> Decimal:
    """Kilograms of CO2e per kilogram of material.

    Raises:
        UnitMismatchError: no CO2e per mass.
    """
    quantity = Quantity.parse(value)
    if quantity.has_dimension_of("kg*CO2/kg"):
        return quantity.to("kg*CO2/kg").magnitude
    return quantity.to("kg*CO2e/kg").magnitude


def share_span(value: object) -> object:
    """A share, or a range of shares, as a span."""
    found = _number_or(share, "a share", check_share)(value)
    if found == "default":
        raise wrong("expected a share, such as 0.4 or '40 %'", "应为份额，如 0.4 或 '40 %'", None)
    return found


def _schema(of: str) -> Any:
    ends = {"type": "object", "properties": {"low": {}, "high": {}}, "additionalProperties": False}
    forms: list[dict[str, Any]] = [{"type": ["number", "string"], "description": of}, ends]
    if of.startswith("a share"):
        forms.append({"type": "object", "required": ["rate", "at"]})
    return Field(default=None, json_schema_extra={"anyOf": [*forms, {"type": "null"}]})


def _share(name: str) -> Any:
    return BeforeValidator(_number_or(share, name, check_share), json_schema_input_type=Any)


def _burden(name: str) -> Any:
    return BeforeValidator(_number_or(_per_kilogram, name, check_burden), json_schema_input_type=Any)


_SHARE = "a share from 0 to 1, a percentage, or `default`"
_BURDEN = "kg CO2e per kg of material, such as `2.89 kg CO2e/kg`"


class MaterialModuleD(Model):
    """What module D holds of one material per declared unit: the net flow of material, and exported energy."""

    material: Measured
    energy: Measured | None = None

    @model_validator(mode="after")
    def _masses(self) -> MaterialModuleD:
        for name in ("material", "energy"):
            if getattr(self, name) is not None:
                require(getattr(self, name), CO2E, name)
        return self


class RecycledMaterial(Model):
    """One material of the product, with the components of end-of-life formulas, per kg of it; burdens without biogenic carbon dioxide.

    Symbols are those of the circular footprint formula. A share may be `default`: the published one for `application`. What is left out is not
    known, which is neither zero nor a default.

    Attributes:
        name: the material.
        amount: its mass in one declared unit.
        application: its name in the set of default parameters.
        R2: the share recycled at the output of the recycling plant, or a rate measured before it, with yields.
        Es: E*v, the virgin material that the recyclate replaces.
        symmetric: the recyclate replaces the same material at the same quality: Es = Ev, Ee = Er, qo = qi.
        ratio: Er / Ev, where the two are known by their ratio.
        figure: the part of the declared figures that is this material, kg CO2e per declared unit, by the method of the declaration; without energy
            recovery and disposal.
        module_d: the part of a declared module D that is this material.
    """

    name: Annotated[Text, BeforeValidator(lambda value: {"en": value, "zh": value} if isinstance(value, str) else value)]
    amount: Measured
    application: str | None = None
    R1: Annotated[Span | Literal["default"] | None, _share("R1")] = _schema(_SHARE)
    R2: Annotated[Span | MeasuredRate | Literal["default"] | None, _share("R2")] = _schema(_SHARE)
    R3: Annotated[Span | Literal["default"] | None, _share("R3")] = _schema(_SHARE)
    A: Annotated[Span | Literal["default"] | None, _share("A")] = _schema(_SHARE)
    B: Annotated[Span | None, _share("B")] = _schema(_SHARE)
    qi: Annotated[Span | Literal["default"] | None, _share("qi")] = _schema(_SHARE)
    qo: Annotated[Span | Literal["default"] | None, _share("qo")] = _schema(_SHARE)
    Ev: Annotated[Span | None, _burden("Ev")] = _schema(_BURDEN)
    Er: Annotated[Span | None, _burden("Er")] = _schema(_BURDEN)
    Ee: Annotated[Span | None, _burden("Ee")] = _schema(_BURDEN)
    Es: Annotated[Span | None, _burden("Es")] = _schema(_BURDEN)
    EER: Annotated[Span | None, _burden("EER")] = _schema(_BURDEN)
    S: Annotated[Span | None, _burden("S")] = _schema(_BURDEN)
    c: Annotated[Span | None, _burden("c")] = _schema(_BURDEN)
    symmetric: bool = False
    ratio: Annotated[Span | None, _share("ratio")] = _schema("Er / Ev, from 0 to 1")
    figure: Measured | None = None
    module_d: MaterialModuleD | None = None

    @model_validator(mode="after")
    def _consistent(self) -> RecycledMaterial:
        if require(self.amount, "kg", "amount") <= 0:
            raise wrong("amount must be above zero", "amount 必须大于零", "amount")
        if self.figure is not None and require(self.figure, CO2E, "figure") < 0:
            raise wrong("figure cannot be negative", "figure 不能为负", "figure")
        if isinstance(self.R2, Span) and isinstance(self.R3, Span):
            check_rates(self.R2.low, self.R3.low, "R2")
        if self.symmetric:
            for name, twin in (("Es", "Ev"), ("Ee", "Er"), ("qo", "qi")):
                if getattr(self, name) is not None:
                    raise wrong(
                        f"in a symmetric loop {name} is {twin}; state only {twin}", f"对称回路中 {name} 即 {twin}；只须给出 {twin}", name
                    )
        if self.ratio is not None and (self.Er is not None or self.Ee is not None):
            raise wrong("state Er (and Ee), or their `ratio` to Ev", "请给出 Er（与 Ee）或其与 Ev 之比 `ratio`，二者择一", "ratio")
        if self.application is None:
            for name in SHARES:
                if getattr(self, name) == "default":
                    raise wrong(
                        f"`{name}: default` needs `application`, the name of the material in the set of default parameters",
                        f"`{name}: default` 须同时给出 `application`（该材料在缺省参数集中的名称）",
                        name,
                    )
        if isinstance(self.c, Span):
            for name in ("Er", "Ee"):
                whole = getattr(self, name)
                if isinstance(whole, Span) and whole.high is not None and self.c.low > whole.high:
                    raise wrong(
                        f"processing before the end-of-waste point (c = {self.c.low}) is a part of recycling ({name} = {whole.high}) and cannot exceed it",
                        f"废物终止点之前的处理（c = {self.c.low}）是回收过程（{name} = {whole.high}）的一部分，不能大于它",
                        "c",
                    )
        return self

    @property
    def kilograms(self) -> Decimal:
        """Its mass in one declared unit, kg."""
        return self.amount.to("kg").magnitude


class Recycling(Model):
    """How the materials of a product were recycled before and will be after, for translations between end-of-life methods.

    The list holds every material that is in part recycled input, goes to recycling or to energy recovery. `method` is the method of the declared
    figures, where their standard leaves it open. `waste_region` is where the product becomes waste (ISO 3166 code): default rates hold for
    their own region only.
    """

    method: Method | None = None
    waste_region: str | None = None
    materials: tuple[RecycledMaterial, ...] = Field(min_length=1)


class ParameterValue(Model):
    """A published parameter, with its own source where it is not that of the set."""

    value: Number
    source: Source | None = None
    note: Text | None = None


class ParameterItem(Model):
    """The default parameters of one material in one application; a symbol that is left out has no default."""

    id: str
    name: Text
    aliases: tuple[str, ...] = ()
    values: dict[Literal["A", "R1", "R2", "R3", "qi", "qo"], ParameterValue]
    note: Text | None = None


class RecyclingParameters(Model):
    """A published set of default parameters for end-of-life formulas.

    `regions` are the countries (or the EU) for which its rates (R1, R2, R3) hold; allocation factors and quality ratios hold everywhere.
    `treatment` is how waste that is not recycled is treated there, by mass.
    """

    id: str
    name: Text
    aliases: tuple[str, ...] = ()
    jurisdiction: str
    vintage: Text
    regions: tuple[str, ...]
    documents: dict[str, Document]
    source: Source
    items: tuple[ParameterItem, ...]
    treatment: tuple[ResidualTreatment, ...] = ()
    note: Text | None = None

    @model_validator(mode="after")
    def _shares(self) -> RecyclingParameters:
        for position, item in enumerate(self.items):
            for name, entry in item.values.items():
                check_share(name, entry.value, f"items[{position}].values.{name}.value")
        return self


class ResidualTreatment(Model):
    """How much of the waste that is not recycled goes to one treatment, as a mass."""

    id: Literal["landfill", "incineration"]
    name: Text
    amount: Measured
    year: int
    source: Source | None = None


RecyclingParameters.model_rebuild()
