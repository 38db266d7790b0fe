"""The rules of one position as column expressions: the same intervals as `shares`, for a whole frame at once. `null` is an open end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from crosswalk.finance.shares import FIELDS, PARTS_OF_A_WHOLE
from crosswalk.model.attribution import ClassRule, Denominator, Gases, Numerator
from crosswalk.model.book import AMOUNTS

if TYPE_CHECKING:
    import narwhals as nw

QUARTER_COLUMNS = ("quarter_1", "quarter_2", "quarter_3", "quarter_4")
AMOUNT_COLUMNS = (*AMOUNTS, *QUARTER_COLUMNS)
SCOPE_COLUMNS = tuple(f"{scope}_{gas}" for scope in ("scope1", "scope2", "scope1_2", "scope3") for gas in ("co2e", "co2"))
EMISSION_COLUMNS = (*SCOPE_COLUMNS, *(f"financed_{name}" for name in SCOPE_COLUMNS))


class Ends(NamedTuple):
    """Two expressions: the low and the high end."""

    low: nw.Expr
    high: nw.Expr


class Columns:
    """Builds expressions over the columns of a book.

    Args:
        nw: the narwhals module, loaded by whoever has frames.
    """

    def __init__(self, nw: Any):
        self.nw = nw
        self.col = nw.col

    def number(self, value: float) -> nw.Expr:
        """A constant."""
        found: nw.Expr = self.nw.lit(value, dtype=self.nw.Float64)
        return found

    @property
    def null(self) -> nw.Expr:
        """An open end."""
        found: nw.Expr = self.nw.lit(None, dtype=self.nw.Float64)
        return found

    def pick(self, condition: Any, then: Any, otherwise: Any) -> nw.Expr:
        """One of two expressions; a condition on something that is not known does not hold."""
        found: nw.Expr = self.nw.when(condition).then(then).otherwise(otherwise)
        return found

    def first(self, *choices: Any) -> nw.Expr:
        """The first that is known."""
        found: nw.Expr = self.nw.coalesce(*choices)
        return found

    def highest(self, *choices: Any) -> nw.Expr:
        """The greatest of numbers that are all known."""
        found: nw.Expr = self.nw.max_horizontal(*choices)
        return found

    # -- the rules -------------------------------------------------------------------------------------------------------------------

    @property
    def balance(self) -> nw.Expr:
        """The balance on the last day, also as the last quarter end."""
        return self.first(self.col("balance"), self.col("quarter_4"))

    @property
    def weight(self) -> Ends:
        """The balance as a weight: nothing for a guarantee that was not called."""
        found = self.pick(self.col("uncalled_guarantee"), self.number(0), self.balance)
        return Ends(found, found)

    def amount(self, kind: Numerator) -> tuple[Ends, nw.Expr]:
        """The amount that is attributed, and whether it is not declared."""
        zero = self.number(0)
        if kind == "quarterly-average":
            known = (self.col("quarter_1") + self.col("quarter_2") + self.col("quarter_3") + self.col("quarter_4")) / 4
            low = self.first(known, self.balance / 4, zero)
        else:
            known = self.col("monthly_average") if kind == "monthly-average" else self.balance
            low = self.first(known, zero)
        guarantee = self.col("uncalled_guarantee")
        return Ends(self.pick(guarantee, zero, low), self.pick(guarantee, zero, known)), known.is_null() & ~guarantee

    def value(self, kind: Denominator, least: nw.Expr) -> tuple[Ends, nw.Expr]:
        """What the amount is divided by, and whether it is not declared."""
        zero = self.number(0)
        if kind == "evic":
            known = self.col("evic")
            low = self.first(known, self.highest(self.first(self.col("debt"), zero), least))
        elif kind == "equity-and-debt":
            equity = self.highest(self.first(self.col("equity"), zero), zero)
            both = self.pick(self.col("equity").is_null(), self.null, equity + self.col("debt"))
            known = self.first(both, self.col("total_assets"))
            low = self.first(known, self.highest(equity + self.first(self.col("debt"), zero), least))
        else:
            known = self.col(FIELDS[kind])
            low = self.first(known, zero)
        return Ends(low, known), known.is_null()

    def share(self, rule: ClassRule, kind: Denominator) -> tuple[Ends, dict[str, nw.Expr]]:
        """The share under a rule, and by code what is not declared, or exceeds its whole."""
        part, no_amount = self.amount(rule.numerator)
        inside = rule.numerator == "balance" and kind in PARTS_OF_A_WHOLE
        whole, no_value = self.value(kind, part.low if inside else self.number(0))
        found = self.over(part, whole)
        flags = {f"{rule.numerator}-unknown": no_amount, f"{kind}-unknown": no_value}
        above = found.low > 1
        flags["exceeds-whole" if inside else "share-above-one"] = above
        if rule.without_value:
            unknown = self.col("value_at_origination").is_null()
            one = self.pick(self.col("uncalled_guarantee"), self.number(0), self.number(1))
            found = Ends(self.pick(unknown, one, found.low), self.pick(unknown, one, found.high))
            flags = {name: flag & ~unknown for name, flag in flags.items()}
            flags["no-value"] = unknown
        if kind == "equity-and-debt":
            flags["negative-equity"] = self.col("equity") < 0
            flags["total-assets"] = (self.col("equity").is_null() | self.col("debt").is_null()) & ~self.col("total_assets").is_null()
        return found, flags

    def ratio(self, first: ClassRule, second: ClassRule, declared: Denominator, wanted: Denominator) -> tuple[Ends, dict[str, nw.Expr]]:
        """The share under a second rule over that under a first; what both share cancels."""
        one, zero = self.number(1), self.number(0)
        part, whole = Ends(one, one), Ends(one, one)
        flags: dict[str, nw.Expr] = {}
        if first.numerator != second.numerator:
            (mine, lack), (theirs, other) = self.amount(second.numerator), self.amount(first.numerator)
            part = self.over(mine, theirs)
            flags |= {f"{second.numerator}-unknown": lack, f"{first.numerator}-unknown": other}
        if declared != wanted:
            (mine, lack), (theirs, other) = self.value(declared, zero), self.value(wanted, zero)
            whole = self.over(mine, theirs)
            flags |= {f"{declared}-unknown": lack, f"{wanted}-unknown": other}
            if "equity-and-debt" in (declared, wanted):
                flags["negative-equity"] = self.col("equity") < 0
        product = self.times(part, whole)
        guarantee = self.col("uncalled_guarantee")
        found = Ends(self.pick(guarantee, zero, product.low), self.pick(guarantee, zero, product.high))
        return found, {code: flag & ~guarantee for code, flag in flags.items()}

    def emission(self, column: str, gases: Gases) -> tuple[Ends, nw.Expr, nw.Expr]:
        """Declared emissions in the gases of the target, whether anything is known, and whether the gases differ."""
        wanted, other = (self.col(f"{column}_{gas}") for gas in (("co2e", "co2") if gases == "co2e" else ("co2", "co2e")))
        known = ~(wanted.is_null() & other.is_null())
        low = self.first(wanted, other, self.number(0)) if gases == "co2e" else self.first(wanted, self.number(0))
        high = wanted if gases == "co2e" else self.first(wanted, other)
        return Ends(low, high), known, wanted.is_null() & ~other.is_null()

    # -- arithmetic of ends ------------------------------------------------------------------------------------------------------------

    def over(self, first: Ends, second: Ends) -> Ends:
        """The quotient of two ranges of numbers of zero or more."""
        zero = self.number(0)
        low = self.pick(second.high.is_null() | (second.high == 0), zero, first.low / second.high)
        high = self.pick(first.high.is_null() | (second.low == 0), self.null, first.high / second.low)
        return Ends(low, self.pick(first.high == 0, zero, high))

    def times(self, first: Ends, second: Ends) -> Ends:
        """The product of two ranges of numbers of zero or more."""
        nothing = (first.high == 0) | (second.high == 0)
        return Ends(first.low * second.low, self.pick(nothing, self.number(0), first.high * second.high))

    def plus(self, first: Ends, second: Ends) -> Ends:
        """The sum of two ranges."""
        return Ends(first.low + second.low, first.high + second.high)

    def chosen(self, choices: list[tuple[Any, Ends]]) -> Ends:
        """The ends whose condition holds."""
        low, high = self.null, self.null
        for condition, ends in reversed(choices):
            low, high = self.pick(condition, ends.low, low), self.pick(condition, ends.high, high)
        return Ends(low, high)
