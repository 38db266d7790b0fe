"""Standards on financed emissions: which share of a borrower's emissions belongs to a loan or investment, and what is counted."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import model_validator

from crosswalk.errors import DeclarationError, Finding
from crosswalk.model.base import Model, Number, Source, Text
from crosswalk.model.cited import Cited

AssetClass = Literal[
    "listed-equity-and-bonds",
    "business-loans-and-unlisted-equity",
    "project-finance",
    "commercial-real-estate",
    "mortgages",
    "motor-vehicle-loans",
    "sovereign-debt",
]
Numerator = Literal["balance", "monthly-average", "quarterly-average"]
Denominator = Literal["evic", "equity-and-debt", "total-investment", "revenue", "value-at-origination", "ppp-gdp"]
Scope = Literal["scope1", "scope2", "scope3"]
Gases = Literal["co2", "co2e"]

CLASSES: dict[AssetClass, Text] = {
    "listed-equity-and-bonds": Text(en="listed equity and corporate bonds", zh="上市股权与公司债券"),
    "business-loans-and-unlisted-equity": Text(en="business loans and unlisted equity", zh="商业贷款与非上市股权"),
    "project-finance": Text(en="project finance", zh="项目融资"),
    "commercial-real-estate": Text(en="commercial real estate", zh="商业地产"),
    "mortgages": Text(en="mortgages", zh="住房抵押贷款"),
    "motor-vehicle-loans": Text(en="motor vehicle loans", zh="机动车贷款"),
    "sovereign-debt": Text(en="sovereign debt", zh="主权债务"),
}
NUMERATORS: dict[Numerator, Text] = {
    "balance": Text(en="the balance on the last day of the year", zh="年末余额"),
    "monthly-average": Text(en="the average of the monthly balances of the year", zh="年内月均余额"),
    "quarterly-average": Text(en="the average at the four quarter ends", zh="四个季末的平均值"),
}
DENOMINATORS: dict[Denominator, Text] = {
    "evic": Text(en="enterprise value including cash", zh="含现金企业价值（EVIC）"),
    "equity-and-debt": Text(en="total equity and debt", zh="权益与债务总额"),
    "total-investment": Text(en="total investment of the project", zh="项目总投资"),
    "revenue": Text(en="main business revenue of the borrower", zh="借款人主营业务收入"),
    "value-at-origination": Text(en="value at origination", zh="发放时价值"),
    "ppp-gdp": Text(en="GDP at purchasing power parity", zh="购买力平价GDP"),
}


class ClassRule(Model):
    """How one asset class is attributed: `listed` and `private` counterparts may have denominators of their own.

    `without_value`: the whole of the emissions is attributed where the denominator is not known.
    """

    asset_class: AssetClass
    numerator: Numerator
    listed: Denominator | None = None
    private: Denominator | None = None
    without_value: bool = False
    source: Source
    note: Text | None = None

    @model_validator(mode="after")
    def _one_denominator(self) -> ClassRule:
        if self.listed is None and self.private is None:
            raise DeclarationError(Finding("a class needs `listed`, `private` or both", "须给出 `listed`、`private` 或二者"))
        return self

    def denominator(self, listed: bool) -> Denominator | None:
        """What the amount is divided by, for a listed or another counterpart."""
        return (self.listed or self.private) if listed else (self.private or self.listed)


class ScopeRule(Model):
    """A scope of the counterpart that the standard counts, from which day and for which sectors (NACE divisions; all when left out)."""

    scope: Scope
    from_day: date | None = None
    sectors: tuple[str, ...] = ()
    in_total: bool = True
    source: Source


class QualityOption(Model):
    """An option of data behind a figure, and its score (1 is best)."""

    option: str
    score: Number
    name: Text


class QualityTable(Model):
    """The options of data of some asset classes."""

    classes: tuple[AssetClass, ...]
    options: tuple[QualityOption, ...]
    source: Source


Formula = Literal[
    "financed-emissions",
    "per-value-invested",
    "per-value-adjusted",
    "per-value-deflated",
    "weighted-revenue-intensity",
    "sovereign-intensity",
    "inefficient-real-estate",
    "base-limit",
    "trajectory-limit",
    "coal-saved",
]


class FinanceIndicator(Model):
    """A figure that the standard asks for besides financed emissions.

    `classes` are asset classes that it is about; those without a rule of their own count in it and nowhere else. `limits` is the indicator that must
    not exceed it.
    """

    id: str
    number: str | None = None
    name: Text
    unit: str
    formula: Formula
    classes: tuple[AssetClass, ...] = ()
    limits: str | None = None
    source: Source


class AttributionRule(Model):
    """A rule in our own words."""

    topic: Literal["boundary", "time", "apart", "electricity", "cut-off", "gases", "negative-equity", "intensity"]
    text: Text
    source: Source


class AttributionStandard(Cited):
    """One edition of a standard on financed emissions. Built from one YAML file.

    `may_exceed_one` says that a factor above one is no error of the declaration. `quantity` is what is shared: the emissions of counterparts, or the
    emissions that their projects avoid, which are never subtracted from the others.
    """

    kind: Literal["standard", "regulation", "guideline"]
    about: Text
    classes: tuple[ClassRule, ...]
    quantity: Literal["emissions", "avoided"] = "emissions"
    scopes: tuple[ScopeRule, ...] = ()
    gases: Gases
    gases_source: Source
    may_exceed_one: bool = False
    quality: tuple[QualityTable, ...] = ()
    indicators: tuple[FinanceIndicator, ...] = ()
    rules: tuple[AttributionRule, ...] = ()

    def rule(self, asset_class: AssetClass) -> ClassRule | None:
        """The rule of an asset class, where the standard has one."""
        return next((entry for entry in self.classes if entry.asset_class == asset_class), None)

    def counts(self, scope: Scope, day: date, sector: str | None) -> ScopeRule | None:
        """The rule under which a scope counts on a day for a sector (a NACE division); an unknown sector counts where any does."""
        for entry in self.scopes:
            started = entry.from_day is None or entry.from_day <= day
            if entry.scope == scope and started and (not entry.sectors or sector is None or sector[:2] in entry.sectors):
                return entry
        return None

    def beside(self, asset_class: AssetClass) -> bool:
        """Whether a class counts in an indicator alone."""
        return self.rule(asset_class) is None and any(asset_class in entry.classes for entry in self.indicators)

    def table(self, asset_class: AssetClass) -> QualityTable | None:
        """The options of data of an asset class."""
        return next((entry for entry in self.quality if asset_class in entry.classes), None)
