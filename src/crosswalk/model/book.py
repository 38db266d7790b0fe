"""A book of loans and investments as declared under one standard, with what is known of the counterparts."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from crosswalk.model.attribution import AssetClass
from crosswalk.model.base import Declared, Measured, Model, Number
from crosswalk.model.claim import Name
from crosswalk.model.figure import wrong
from crosswalk.model.money import Amount, Money, Rates
from crosswalk.model.quantity import Quantity
from crosswalk.names import Names

QUARTERS = 4


def _asset_class(value: object) -> object:
    if not isinstance(value, str):
        return value
    from crosswalk.model.attribution import CLASSES

    names = Names("asset class", "资产类别")
    for key, name in CLASSES.items():
        names.add(key, [name.en, name.zh])
    for other, words in _OTHER_NAMES.items():
        names.add(other, words)
    return names.resolve(value).key


_OTHER_NAMES = {
    "business-loans-and-unlisted-equity": ["business loans", "business loan", "corporate loan", "non-project financing", "unlisted equity", "非项目融资", "企业贷款", "对公贷款"],
    "listed-equity-and-bonds": ["listed equity", "corporate bonds", "bonds", "equity", "股票", "公司债券", "债券"],
    "project-finance": ["project loan", "project financing", "项目贷款"],
    "mortgages": ["mortgage", "按揭"],
    "motor-vehicle-loans": ["vehicle loans", "car loans", "车贷"],
    "sovereign-debt": ["sovereign", "sovereign bonds", "国债"],
}  # fmt: skip


class Emission(Model):
    """The emissions of one scope in a year: all gases (t CO2e), the CO2 alone (t CO2), or both."""

    co2e: Measured | None = None
    co2: Measured | None = None

    @model_validator(mode="after")
    def _masses(self) -> Emission:
        if self.co2e is None and self.co2 is None:
            raise wrong("an emission needs `co2e` or `co2`", "排放须给出 `co2e` 或 `co2`")
        for name, quantity, unit in (("co2e", self.co2e, "t*CO2e"), ("co2", self.co2, "t*CO2")):
            if quantity is None:
                continue
            if not quantity.has_dimension_of(unit):
                raise wrong(
                    f"{name} is a mass such as `1000 {unit.replace('*', ' ')}`, not {quantity}",
                    f"{name} 应为质量，例如 `1000 {unit.replace('*', ' ')}`，而不是 {quantity}",
                    name,
                )
            if quantity.magnitude < 0:
                raise wrong(
                    "emissions are zero or more; removals, credits and avoided emissions stand under `apart:` and are never netted",
                    "排放量不小于零；清除量、碳信用与避免排放写在 `apart:` 下，不得相抵",
                    name,
                )
        if self.co2e is not None and self.co2 is not None and self.tonnes("co2") > self.tonnes("co2e"):  # type: ignore[operator]
            raise wrong("the CO2 alone exceeds all gases together", "仅CO2超过全部气体之和", "co2")
        return self

    def tonnes(self, gases: str) -> Decimal | None:
        """Tonnes of CO2e, or of CO2."""
        quantity = self.co2e if gases == "co2e" else self.co2
        return None if quantity is None else quantity.to("t*CO2e" if gases == "co2e" else "t*CO2").magnitude


def _emission(value: object) -> object:
    """One number is all gases where it is CO2e, the CO2 alone where it is CO2."""
    if isinstance(value, dict | Emission):
        return value
    quantity = Quantity.parse(value)
    return {"co2": quantity} if quantity.has_dimension_of("t*CO2") else {"co2e": quantity}


Emitted = Annotated[Emission, BeforeValidator(_emission, json_schema_input_type=Any)]


class Scopes(Model):
    """Emissions by scope; `scope1_2` where the first two are known together only."""

    scope1: Emitted | None = None
    scope2: Emitted | None = None
    scope1_2: Emitted | None = None
    scope3: Emitted | None = None

    @model_validator(mode="after")
    def _no_overlap(self) -> Scopes:
        if self.scope1_2 is not None and (self.scope1 is not None or self.scope2 is not None):
            raise wrong(
                "give `scope1` and `scope2`, or their sum `scope1_2`, not both",
                "请给出 `scope1` 与 `scope2`，或二者之和 `scope1_2`，不可兼有",
                "scope1_2",
            )
        return self

    @property
    def given(self) -> dict[str, Emission]:
        """The scopes that are known."""
        return {name: getattr(self, name) for name in ("scope1", "scope2", "scope1_2", "scope3") if getattr(self, name) is not None}


class Apart(Model):
    """What is reported beside emissions and never subtracted from them; `land_use` is the net of a country, below zero where it takes up more."""

    removals: Measured | None = None
    avoided: Measured | None = None
    credits_retired: Measured | None = None
    credits_generated: Measured | None = None
    biogenic_co2: Measured | None = None
    land_use: Measured | None = None

    @model_validator(mode="after")
    def _masses(self) -> Apart:
        for name in type(self).model_fields:
            quantity = getattr(self, name)
            if quantity is not None and not (quantity.has_dimension_of("t*CO2e") or quantity.has_dimension_of("t*CO2")):
                raise wrong(
                    f"{name} is a mass such as `10 t CO2e`, not {quantity}", f"{name} 应为质量，例如 `10 t CO2e`，而不是 {quantity}", name
                )
        return self


def _sector(value: object) -> object:
    """A NACE division or class with two digits before the point: `C24.10`, `24.10`, `6.10` (a YAML number), `06`."""
    text = str(value).strip() if isinstance(value, str | int | Decimal) and not isinstance(value, bool) else value
    if not isinstance(text, str):
        return value
    found = re.fullmatch(r"[A-Ua-u]?\s?(?:(\d{4})|(\d{1,2})((?:\.\d{1,2}){0,2}))", text)
    if found is None:
        raise wrong(
            f"{text!r} is no division or class of NACE: write `24`, `24.10` or `C24.10`",
            f"{text!r} 不是NACE分类代码：请写 `24`、`24.10` 或 `C24.10`",
        )
    return found[1] or found[2].zfill(2) + found[3]


class Building(Model):
    """What decides whether real estate is inefficient; what is not said is not known.

    Attributes:
        under_rules: whether it must follow the rules on energy certificates and nearly zero-energy buildings.
        built_after_2020: whether it was built after 31 December 2020.
        energy_class: class of its energy performance certificate, for one that is older.
        above_nearly_zero: whether its primary energy demand is above that of nearly zero-energy buildings, for one that is newer.
    """

    under_rules: bool | None = None
    built_after_2020: bool | None = None
    energy_class: Literal["A", "B", "C", "D", "E", "F", "G"] | None = None
    above_nearly_zero: bool | None = None

    @property
    def inefficient(self) -> bool | None:
        """Whether it counts as inefficient: of class C or worse, or above nearly zero energy; `None` is not known."""
        old = None if self.energy_class is None else self.energy_class > "B"
        if self.built_after_2020 is None:
            return old if old == self.above_nearly_zero else None
        return self.above_nearly_zero if self.built_after_2020 else old


class Index(Model):
    """What an EU climate benchmark is measured against: the book is its constituents.

    Attributes:
        kind: which of the two.
        universe: intensity of the investable universe in the base year (t CO2e per million of enterprise value).
        base_year: first year of the trajectory.
        base_intensity: intensity of the benchmark in that year.
        average_evic: average enterprise value of the constituents at the end of the year.
        average_evic_before: the same a year before.
    """

    kind: Literal["climate-transition", "paris-aligned"]
    universe: Number | None = None
    base_year: int | None = Field(default=None, ge=1990, le=2200)
    base_intensity: Number | None = None
    average_evic: Amount | None = None
    average_evic_before: Amount | None = None

    @model_validator(mode="after")
    def _above_zero(self) -> Index:
        numbers = {"universe": self.universe, "base_intensity": self.base_intensity}
        numbers |= {name: money.amount for name in ("average_evic", "average_evic_before") if (money := getattr(self, name)) is not None}
        for name, value in numbers.items():
            if value is not None and value <= 0:
                raise wrong(f"{name} must be above zero", f"{name} 必须大于零", name)
        return self


class Position(Model):
    """One loan or investment.

    Attributes:
        name: of the counterpart or project.
        asset_class: its class.
        balance: outstanding on the last day of the year (market value of equity).
        monthly_average: average of the monthly balances of the year.
        quarters: value at the four quarter ends, quantity then times the price at the end of the financial year.
        listed: whether the counterpart has a market value; where it is not said, whether `evic` is given.
        evic: enterprise value including cash.
        equity: total equity of the counterpart or project; below zero counts as zero.
        debt: total debt.
        total_assets: balance-sheet total, the fallback where equity and debt are not known.
        revenue: main business revenue in the year.
        total_investment: of the project.
        value_at_origination: of the property or vehicle.
        ppp_gdp: GDP at purchasing power parity, for sovereign debt.
        gdp: GDP of the country as it is, for its intensity.
        evic_base: enterprise value at the end of the base year, for figures adjusted for its change.
        building: what decides whether real estate is inefficient.
        supply: electricity that the project supplies in the year, for the coal that it saves.
        emissions: of the counterpart in the year.
        financed: what was declared as financed emissions under the standard of the book, where the counterpart's are not known.
        apart: what is reported beside.
        data: the option of data behind the emissions (`1a`, `2b` …).
        sector: NACE division or class.
        stage: of a guarantee that was not called, nothing is attributed.
    """

    name: Name | None = None
    asset_class: Annotated[AssetClass, BeforeValidator(_asset_class, json_schema_input_type=str)] = Field(alias="class")
    balance: Amount | None = None
    monthly_average: Amount | None = None
    quarters: tuple[Amount, ...] = ()
    listed: bool | None = None
    evic: Amount | None = None
    equity: Amount | None = None
    debt: Amount | None = None
    total_assets: Amount | None = None
    revenue: Amount | None = None
    total_investment: Amount | None = None
    value_at_origination: Amount | None = None
    ppp_gdp: Amount | None = None
    gdp: Amount | None = None
    evic_base: Amount | None = None
    building: Building | None = None
    supply: Measured | None = None
    emissions: Scopes | None = None
    financed: Scopes | None = None
    apart: Apart | None = None
    data: str | None = None
    sector: Annotated[str | None, BeforeValidator(lambda value: value if value is None else _sector(value), json_schema_input_type=str)] = (
        None
    )
    uncalled_guarantee: bool = False

    @model_validator(mode="after")
    def _consistent(self) -> Position:
        if self.balance is None and self.monthly_average is None and not self.quarters:
            raise wrong(
                "a position needs its `balance`, `monthly_average` or `quarters`",
                "头寸须给出 `balance`、`monthly_average` 或 `quarters`",
                "balance",
            )
        if self.quarters and len(self.quarters) != QUARTERS:
            raise wrong(
                f"four quarter ends are needed, {len(self.quarters)} are given",
                f"须给出四个季末，实际为 {len(self.quarters)} 个",
                "quarters",
            )
        for name in AMOUNTS:
            amount = getattr(self, name)
            if (
                amount is not None
                and name != "equity"
                and (amount.amount < 0 or (amount.amount == 0 and name not in ("balance", "monthly_average", "debt")))
            ):
                raise wrong(f"{name} must be above zero", f"{name} 必须大于零", name)
        if any(amount.amount < 0 for amount in self.quarters):
            raise wrong("a value at a quarter end cannot be negative", "季末价值不能为负", "quarters")
        avoided = self.apart is not None and self.apart.avoided is not None
        if self.emissions is None and self.financed is None and not avoided and self.building is None:
            raise wrong(
                "a position needs the `emissions` of the counterpart, or the `financed` ones that were declared",
                "头寸须给出对手方 `emissions` 或已声明的 `financed`",
                "emissions",
            )
        if self.supply is not None and (not self.supply.has_dimension_of("kWh") or self.supply.magnitude < 0):
            raise wrong(
                f"supply is an amount of electricity such as `1000 MWh`, not {self.supply}",
                f"supply 应为电量，例如 `1000 MWh`，而不是 {self.supply}",
                "supply",
            )
        return self

    @property
    def has_market_value(self) -> bool:
        """Whether the counterpart is listed."""
        return self.evic is not None if self.listed is None else self.listed

    @property
    def amounts(self) -> dict[str, Money]:
        """All amounts of money that are given."""
        found = {name: getattr(self, name) for name in AMOUNTS if getattr(self, name) is not None}
        return {**found, **{f"quarters[{place}]": value for place, value in enumerate(self.quarters)}}


AMOUNTS = (
    "balance",
    "monthly_average",
    "evic",
    "equity",
    "debt",
    "total_assets",
    "revenue",
    "total_investment",
    "value_at_origination",
    "ppp_gdp",
    "gdp",
    "evic_base",
)


class Book(Declared):
    """Loans and investments declared under one standard, for one year. What is not stated is not known.

    `rates` are what one unit of another currency is worth in the currency of the book. `all_investments` is the value of everything that is
    managed, with cash, for figures per value invested. `index` makes it the constituents of a benchmark. `coal_rate` is the coal that thermal power
    took per unit of electricity in the year before, as the country publishes it.
    """

    standard: str
    name: Name | None = None
    currency: str = Field(pattern=r"^[A-Z]{3}$")
    year: int = Field(ge=1990, le=2200)
    rates: Rates
    all_investments: Amount | None = None
    index: Index | None = None
    coal_rate: Measured | None = None
    positions: tuple[Position, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _one_currency(self) -> Book:
        for currency, rate in self.rates.items():
            if rate <= 0:
                raise wrong(f"the rate of {currency} must be above zero", f"{currency} 的汇率必须大于零", f"rates.{currency}")
            if currency == self.currency and rate != 1:
                raise wrong(
                    f"{currency} is the currency of the book: its rate is 1", f"{currency} 为账册币种，汇率为1", f"rates.{currency}"
                )
        named = [
            (f"positions[{place}].{name}", money) for place, entry in enumerate(self.positions) for name, money in entry.amounts.items()
        ]
        if self.all_investments is not None:
            named.append(("all_investments", self.all_investments))
        if self.index is not None and self.index.base_year is not None and self.index.base_year > self.year:
            raise wrong(
                f"the base year {self.index.base_year} lies after the year of the book, {self.year}",
                f"基准年 {self.index.base_year} 晚于账册年份 {self.year}",
                "index.base_year",
            )
        if self.index is not None:
            averages = (("average_evic", self.index.average_evic), ("average_evic_before", self.index.average_evic_before))
            named += [(f"index.{name}", money) for name, money in averages if money is not None]
        if self.coal_rate is not None and not (self.coal_rate.has_dimension_of("kgce/kWh") and self.coal_rate.magnitude > 0):
            raise wrong(
                f"coal_rate is coal per electricity such as `0.3 kgce/kWh`, not {self.coal_rate}",
                f"coal_rate 应为供电煤耗，例如 `0.3 kgce/kWh`，而不是 {self.coal_rate}",
                "coal_rate",
            )
        for field, money in named:
            if money.currency != self.currency and money.currency not in self.rates:
                raise wrong(
                    f"{money} stands in a book of {self.currency} without a rate: declare `rates: {{{money.currency}: …}}`, the value of 1 {money.currency} in {self.currency}; none is assumed",
                    f"{money} 所在账册币种为 {self.currency} 且无汇率：请声明 `rates: {{{money.currency}: …}}`，即1 {money.currency} 折合的 {self.currency}；不作假定",
                    field,
                )
        return self

    def worth(self, money: Money) -> Decimal:
        """An amount in the currency of the book."""
        return money.amount if money.currency == self.currency else money.amount * self.rates[money.currency]

    @property
    def last_day(self) -> date:
        """The last day of the year."""
        return date(self.year, 12, 31)


FIELDS = ("positions",)
"""What tells a book from a footprint."""
