"""Carbon-market units: allowances and verified reductions as types of their own.

One unit of each is a tonne of CO2e, so that tonnes compare. What a unit is worth for compliance does not carry over, and a ratio of prices is no ratio of tonnes.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from crosswalk.errors import DeclarationError, Finding, UnitMismatchError
from crosswalk.model.base import Text
from crosswalk.model.money import Money
from crosswalk.model.quantity import Quantity, decimal

Kind = Literal["CEA", "EUA", "CCER"]
System = Literal["cn-ets", "eu-ets"]

SYSTEM_NAMES: dict[System, Text] = {
    "cn-ets": Text(en="Chinese national trading system", zh="全国碳排放权交易市场"),
    "eu-ets": Text(en="EU emissions trading system", zh="欧盟碳排放交易体系"),
}
ACCEPTED: dict[System, tuple[Kind, ...]] = {"cn-ets": ("CEA", "CCER"), "eu-ets": ("EUA",)}
"""What can be surrendered where: interim regulation on carbon emissions trading, Articles 14 and 30 (primary); Directive 2003/87/EC (unconfirmed)."""


@dataclass(frozen=True, slots=True)
class MarketUnits:
    """A number of units of one kind.

    >>> MarketUnits(Decimal(100), "CEA").tonnes == MarketUnits(Decimal(100), "EUA").tonnes
    True
    >>> MarketUnits(Decimal(100), "CCER").relation("EUA")
    ('equal', 'none')
    """

    count: Decimal
    kind: Kind

    @classmethod
    def parse(cls, value: object) -> MarketUnits:
        """Read `"1000 CEA"`.

        Raises:
            DeclarationError: no number, or no kind of unit.
        """
        if isinstance(value, MarketUnits):
            return value
        words = str(value).split()
        kinds: tuple[Kind, ...] = ("CEA", "EUA", "CCER")
        kind = next((entry for entry in kinds if len(words) == 2 and words[1].upper() == entry), None)
        if kind is None:
            raise DeclarationError(
                Finding(f"{value!s} is no number of units: write 1000 CEA", f"{value!s} 不是碳市场单位数量：请写 1000 CEA", nearest=kinds)
            )
        return cls(decimal(words[0]), kind)

    @property
    def tonnes(self) -> Quantity:
        """Their mass: one tonne of CO2e each."""
        return Quantity(self.count, "t*CO2e")

    def relation(self, other: Kind) -> tuple[Literal["equal"], Literal["equal", "none"]]:
        """How one unit stands to one of another kind: in tonnes, and in compliance."""
        return "equal", "equal" if self.kind == other else "none"

    def surrendered(self, system: System) -> Quantity:
        """The tonnes that the units cover in a trading system; of verified reductions the limit of that system still holds.

        Raises:
            UnitMismatchError: the system does not take units of this kind.

        >>> MarketUnits(Decimal(5), "CEA").surrendered("cn-ets")
        Quantity(5 t*CO2e)
        """
        if self.kind not in ACCEPTED[system]:
            taken = ", ".join(ACCEPTED[system])
            raise UnitMismatchError(
                Finding(
                    f"{self.kind} has no compliance value in the {SYSTEM_NAMES[system].en}, which takes {taken}: equal in tonnes is not interchangeable",
                    f"{self.kind} 在{SYSTEM_NAMES[system].zh}中不具履约价值，该体系接受 {taken}：吨数相等不等于可互换",
                )
            )
        return self.tonnes

    def __add__(self, other: MarketUnits) -> MarketUnits:
        """The sum of units of one kind."""
        self._same(other)
        return MarketUnits(self.count + other.count, self.kind)

    def __sub__(self, other: MarketUnits) -> MarketUnits:
        """The difference of units of one kind."""
        self._same(other)
        return MarketUnits(self.count - other.count, self.kind)

    def _same(self, other: MarketUnits) -> None:
        if self.kind != other.kind:
            raise UnitMismatchError(
                Finding(
                    f"{self.kind} and {other.kind} are not interchangeable; add their `tonnes` where only the mass matters",
                    f"{self.kind} 与 {other.kind} 不可互换；仅涉及质量时请相加其 `tonnes`",
                )
            )

    def __str__(self) -> str:
        return f"{self.count} {self.kind}"


@dataclass(frozen=True, slots=True)
class Price:
    """A price per unit of one kind. Two prices have a ratio of money, and none of tonnes.

    >>> round(Price.of_trade(Money.parse("318 m CNY"), MarketUnits(Decimal("5.2685e6"), "CEA")).amount, 2)
    Decimal('60.36')
    """

    amount: Decimal
    currency: str
    kind: Kind

    @classmethod
    def of_trade(cls, paid: Money, units: MarketUnits) -> Price:
        """The average price of a trade.

        Raises:
            DeclarationError: no unit was traded.
        """
        if units.count <= 0:
            raise DeclarationError(Finding("a price needs units that were traded", "计算价格须有成交量"))
        return cls(paid.amount / units.count, paid.currency, units.kind)

    def value(self, units: MarketUnits) -> Money:
        """What units of this kind cost.

        Raises:
            UnitMismatchError: the units are of another kind.
        """
        if units.kind != self.kind:
            raise UnitMismatchError(
                Finding(f"a price of {self.kind} says nothing of {units.kind}", f"{self.kind} 的价格不适用于 {units.kind}")
            )
        return Money(units.count * self.amount, self.currency)

    def ratio(self, other: Price) -> Decimal:
        """How one price stands to another of the same currency: a ratio of money, never to be multiplied with tonnes.

        Raises:
            UnitMismatchError: the currencies differ; no rate is assumed.
        """
        if self.currency != other.currency:
            raise UnitMismatchError(
                Finding(
                    f"{self.currency} and {other.currency} need a rate; none is assumed",
                    f"{self.currency} 与 {other.currency} 须有汇率；不作假定",
                )
            )
        return self.amount / other.amount

    def convert(self, units: MarketUnits, into: Kind) -> MarketUnits:
        """Units of one kind as units of another by their prices: there is no such thing.

        Raises:
            UnitMismatchError: always, unless both are the same kind.
        """
        if units.kind == into == self.kind:
            return units
        raise UnitMismatchError(
            Finding(
                f"a ratio of prices is no ratio of tonnes: {units} cannot become {into}",
                f"价格比不是吨数比：{units} 不能换算为 {into}",
            )
        )
