"""Data-quality scores of positions and books: 1 is best, 5 worst; an option that is not declared leaves the score open between them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from crosswalk.engine.rules.circular.bounds import Range
from crosswalk.engine.rules.finance.indicators import quality_score
from crosswalk.finance.shares import Lack, Tell
from crosswalk.model.attribution import AttributionStandard
from crosswalk.model.base import text
from crosswalk.model.book import Position
from crosswalk.names import Names

BEST, WORST = Decimal(1), Decimal(5)


def option_score(standard: AttributionStandard, position: Position, tell: Tell) -> Range | None:
    """The score of a position; `None` where the standard has no scores for its class.

    Raises:
        UnknownNameError: the option is none of the class.
    """
    table = standard.table(position.asset_class)
    if table is None:
        return None
    if position.data is None:
        options = ", ".join(entry.option for entry in table.options)
        tell(
            Lack(
                "quality-unknown",
                "data",
                text("the kind of data behind the emissions is not declared", "未声明排放数据的类型"),
                text(f"Declare `data`, one of: {options}.", f"请声明 `data`，可取：{options}。"),
            )
        )
        return Range(BEST, WORST)
    names = Names("option of data", "数据选项")
    for entry in table.options:
        names.add(entry.option, [entry.name.en, entry.name.zh])
    key = names.resolve(position.data, "data").key
    score = next(entry.score for entry in table.options if entry.option == key)
    return Range(score, score)


def portfolio_score(scored: Sequence[tuple[Range, Range]]) -> Range | None:
    """The score of a book: scores weighted by balances (`PCAF Part A`); `None` where no position has one.

    Args:
        scored: balance and score of each position; a balance that is not known leaves the score open.
    """
    if not scored:
        return None
    if any(balance.low != balance.high for balance, _ in scored):
        return Range(BEST, WORST)
    weights = [balance.low or Decimal(0) for balance, _ in scored]
    if not sum(weights):
        return None
    low, high = (
        quality_score([(weight, end or WORST) for weight, end in zip(weights, ends, strict=True)])
        for ends in zip(*(score for _, score in scored), strict=True)
    )
    return Range(low, high)
