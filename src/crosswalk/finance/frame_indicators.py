"""Indicators of a book of many rows: the sums of `indicators.py` as column expressions, for those that columns lead to."""

from __future__ import annotations

from typing import Any

from crosswalk.errors import DeclarationError, Finding
from crosswalk.finance.columns import Columns, Ends
from crosswalk.model.attribution import AttributionStandard

MILLION = 1e6
Bounds = tuple[float, float | None]


class Indicators:
    """The indicators of one frame.

    Args:
        nw: the narwhals module.
        make: the expressions of its rules.
        target: whose indicators they are.
        table: the accepted rows, with the columns that the run has added.
        all_investments: value of everything that is managed; without it the rows are all where weights are parts of the positions, else unknown.

    Raises:
        DeclarationError: all investments are worth less than the rows alone.
    """

    def __init__(self, nw: Any, make: Columns, target: AttributionStandard, table: Any, all_investments: float | None):
        self.nw, self.make, self.target = nw, make, target
        self.quarterly = any(entry.numerator == "quarterly-average" for entry in target.classes)
        held, _ = make.amount("quarterly-average")
        value = held if self.quarterly else make.weight
        self.table = table.with_columns(value.low.fill_null(0).alias("_value_low"), value.high.alias("_value_high"))
        least = self._sum("_value_low")
        known = not self.table.get_column("_value_high").is_null().any()
        if all_investments is not None and all_investments < least * (1 - 1e-12):
            raise DeclarationError(
                Finding(
                    f"all investments are worth {all_investments:g}, less than the rows alone ({least:g})",
                    f"全部投资为 {all_investments:g}，小于各行之和（{least:g}）",
                    field="all_investments",
                )
            )
        self.whole: Bounds = (all_investments, all_investments) if all_investments is not None else (least, None)
        if all_investments is None and known and not self.quarterly:
            self.whole = (least, self._sum("_value_high"))

    def found(self, total: Bounds) -> dict[str, Bounds]:
        """Each indicator that columns lead to, by its id."""
        made: dict[str, Bounds] = {}
        for entry in self.target.indicators:
            if entry.formula == "financed-emissions":
                made[entry.id] = total
            elif entry.formula == "per-value-invested":
                made[entry.id] = self._per_value(total)
            elif entry.formula == "weighted-revenue-intensity":
                made[entry.id] = self._revenue_intensity()
        return made

    def _per_value(self, total: Bounds) -> Bounds:
        least, most = self.whole
        low = 0.0 if most is None or not most else total[0] / most * MILLION
        high = None if total[1] is None or not least else total[1] / least * MILLION
        return low, 0.0 if total[1] == 0 else high

    def _revenue_intensity(self) -> Bounds:
        """Emissions over revenue by the part of all investments; an unknown revenue leaves the row open upward, an unknown value at most all."""
        nw, make = self.nw, self.make
        least, most = self.whole
        value, zero = Ends(nw.col("_value_low"), nw.col("_value_high")), make.number(0)
        part = make.over(value, Ends(make.number(least), make.null if most is None else make.number(most)))
        weight = Ends(part.low, make.pick(part.high.is_null() | (part.high > 1), make.number(1), part.high))
        emitted = Ends(nw.col("_whole_low"), nw.col("_whole_high"))
        known = nw.col("_direct") & ~nw.col("revenue").is_null()
        ratio = make.over(emitted, Ends(nw.col("revenue"), nw.col("revenue")))
        intensity = Ends(make.pick(known, ratio.low, zero), make.pick(known, ratio.high, make.null))
        counted = nw.col("class") != "sovereign-debt"
        product = make.times(weight, intensity)
        rows = self.table.filter(counted).select(product.low.alias("low"), product.high.alias("high"))
        high = rows.get_column("high")
        upper = None if high.is_null().any() else float(high.sum() or 0) * MILLION
        return float(rows.get_column("low").sum() or 0) * MILLION, upper

    def _sum(self, column: str) -> float:
        return float(self.table.get_column(column).sum() or 0)
