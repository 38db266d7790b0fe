"""The share of a counterpart's emissions that belongs to one position, as an interval, with a question for everything that is not declared."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

from crosswalk.engine.rules.circular.bounds import Range
from crosswalk.engine.rules.finance.attribution import equity_and_debt, quarterly_average
from crosswalk.errors import Finding, InconsistentDeclarationError
from crosswalk.model.attribution import DENOMINATORS, NUMERATORS, ClassRule, Denominator, Numerator
from crosswalk.model.base import Text, text
from crosswalk.model.book import Book, Position

ZERO, ONE = Decimal(0), Decimal(1)
OPEN = Range(ZERO, None)
PARTS_OF_A_WHOLE: tuple[Denominator, ...] = ("evic", "equity-and-debt")
"""Values that hold the amount itself, so that a share of them is one at most."""

FIELDS: dict[str, str] = {
    "balance": "balance",
    "monthly-average": "monthly_average",
    "quarterly-average": "quarters",
    "evic": "evic",
    "equity-and-debt": "equity` and `debt",
    "total-investment": "total_investment",
    "revenue": "revenue",
    "value-at-origination": "value_at_origination",
    "ppp-gdp": "ppp_gdp",
}


class Lack(NamedTuple):
    """Something that is not declared, or stands in for something else: a code, what it is, and the question."""

    code: str
    field: str
    message: Text
    question: Text
    open: bool = True


Tell = Callable[[Lack], None]


def amount(book: Book, position: Position, kind: Numerator, tell: Tell) -> Range:
    """The amount that is attributed, in the currency of the book."""
    if position.uncalled_guarantee:
        return Range(ZERO, ZERO)
    quarters = [book.worth(value) for value in position.quarters]
    balance = book.worth(position.balance) if position.balance is not None else quarters[-1] if quarters else None
    if kind == "monthly-average" and position.monthly_average is not None:
        return _exact(book.worth(position.monthly_average))
    if kind == "quarterly-average" and quarters:
        return _exact(quarterly_average(quarters))
    if kind == "balance" and balance is not None:
        return _exact(balance)
    tell(_lack(f"{kind}-unknown", kind, NUMERATORS[kind]))
    if kind == "quarterly-average" and balance is not None:
        return Range(balance / 4, None)  # the last of the four quarter ends is known
    return OPEN


def value(book: Book, position: Position, kind: Denominator, least: Decimal, tell: Tell) -> Range:
    """What the amount is divided by, in the currency of the book; `least` is the part of it that the amount itself is."""

    def worth(name: str) -> Decimal | None:
        money = getattr(position, name)
        return None if money is None else book.worth(money)

    debt, equity = worth("debt"), worth("equity")
    if kind == "evic":
        known = worth("evic")
        if known is not None:
            return _exact(known)
        tell(_lack("evic-unknown", kind, DENOMINATORS[kind]))
        return Range(max(debt or ZERO, least), None)
    if kind == "equity-and-debt":
        if equity is not None and equity < ZERO:
            tell(
                _stated(
                    "negative-equity",
                    "equity",
                    "equity below zero counts as zero: all emissions belong to the debt",
                    "负权益按零计：排放全部归于债务",
                )
            )
        if equity is not None and debt is not None:
            return _exact(equity_and_debt(equity, debt))
        total = worth("total_assets")
        if total is not None:
            tell(
                _stated(
                    "total-assets",
                    "total_assets",
                    "the balance-sheet total stands for equity and debt",
                    "以资产负债表总额代替权益与债务之和",
                )
            )
            return _exact(total)
        tell(_lack("equity-and-debt-unknown", kind, DENOMINATORS[kind]))
        return Range(max(max(equity or ZERO, ZERO) + (debt or ZERO), least), None)  # a holding may be a part of the equity or of the debt
    field = FIELDS[kind]
    known = worth(field)
    if known is not None:
        return _exact(known)
    tell(_lack(f"{kind}-unknown", kind, DENOMINATORS[kind]))
    return OPEN


def share(book: Book, position: Position, rule: ClassRule, may_exceed_one: bool, tell: Tell) -> Range:
    """The share under the rule of a class.

    Raises:
        InconsistentDeclarationError: the amount exceeds the value of which it is a part.
    """
    kind = rule.denominator(position.has_market_value)
    assert kind is not None
    if rule.without_value and position.value_at_origination is None:
        tell(
            _stated(
                "no-value",
                "value_at_origination",
                "without the value at origination the whole of the emissions is attributed",
                "未声明发放时价值，排放全部归于该头寸",
            )
        )
        return Range(ZERO, ZERO) if position.uncalled_guarantee else Range(ONE, ONE)
    part = amount(book, position, rule.numerator, tell)
    inside = rule.numerator == "balance" and kind in PARTS_OF_A_WHOLE
    whole = value(book, position, kind, part.low if inside and part.low is not None else ZERO, tell)
    found = over(part, whole)
    if found.low is not None and found.low > ONE:
        if inside and not may_exceed_one:
            known = position.equity is not None and position.debt is not None
            stands_in = kind == "equity-and-debt" and not known and position.total_assets is not None
            raise InconsistentDeclarationError(
                Finding(
                    f"the balance {part.low:f} exceeds {DENOMINATORS[kind].en} of {whole.high:f} {book.currency}, of which it is a part",
                    f"余额 {part.low:f} 超过其所属的{DENOMINATORS[kind].zh} {whole.high:f} {book.currency}",
                    field="total_assets" if stands_in else FIELDS[kind].split("`")[0],
                )
            )
        en, zh = (
            ("which the rule allows", "规则允许")
            if may_exceed_one
            else ("two amounts of different days, or one of them is wrong", "二者时点不同，或其一有误")
        )
        tell(
            _stated(
                "share-above-one",
                FIELDS[kind].split("`")[0],
                f"the share is {found.low:.4g}: {NUMERATORS[rule.numerator].en} exceeds {DENOMINATORS[kind].en}, {en}",
                f"分摊系数为 {found.low:.4g}：{NUMERATORS[rule.numerator].zh}超过{DENOMINATORS[kind].zh}，{zh}",
            )
        )
    return found


def ratio(book: Book, position: Position, first: ClassRule, second: ClassRule, tell: Tell) -> Range:
    """The share under a second rule over that under a first; what both divide by, or both attribute, cancels and need not be known."""
    wanted, declared = second.denominator(position.has_market_value), first.denominator(position.has_market_value)
    assert wanted is not None
    assert declared is not None
    part = whole = Range(ONE, ONE)
    if first.numerator != second.numerator:
        part = over(amount(book, position, second.numerator, tell), amount(book, position, first.numerator, tell))
    if declared != wanted:
        whole = over(value(book, position, declared, ZERO, tell), value(book, position, wanted, ZERO, tell))
    return times(part, whole)


def over(first: Range, second: Range) -> Range:
    """The quotient of two ranges of numbers of zero or more."""
    assert first.low is not None
    assert second.low is not None
    low = ZERO if second.high is None else ZERO if second.high == ZERO else first.low / second.high
    high = None if first.high is None or second.low == ZERO else first.high / second.low
    return Range(low, ZERO if first.high == ZERO else high)


def times(first: Range, second: Range) -> Range:
    """The product of two ranges of numbers of zero or more; nothing times something open is nothing."""
    assert first.low is not None
    assert second.low is not None
    high = None if first.high is None or second.high is None else first.high * second.high
    return Range(first.low * second.low, ZERO if ZERO in (first.high, second.high) else high)


def _exact(number: Decimal) -> Range:
    return Range(number, number)


def _lack(code: str, kind: str, what: Text) -> Lack:
    field = FIELDS[kind]
    return Lack(
        code,
        field.split("`")[0],
        text(f"{what.en} is not declared", f"未声明{what.zh}"),
        text(f"Declare {what.en} (`{field}`).", f"请声明{what.zh}（`{field}`）。"),
    )


def _stated(code: str, field: str, en: str, zh: str) -> Lack:
    return Lack(code, field, text(en, zh), text("Nothing to declare, unless it is known better.", "无需声明，除非有更准确的数据。"), False)
