"""A book of many rows under another standard in one call: pandas, Polars or PyArrow in, the same out; lazy frames are collected (extra `batch`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from importlib import import_module
from operator import or_
from typing import Any

from crosswalk.errors import DocumentError, Finding, MissingPackageError, NotComparableError
from crosswalk.finance.columns import AMOUNT_COLUMNS, EMISSION_COLUMNS, SCOPE_COLUMNS, Columns, Ends
from crosswalk.finance.frame_indicators import Indicators
from crosswalk.finance.quality import BEST, WORST
from crosswalk.finance.shares import FIELDS
from crosswalk.library.library import Library
from crosswalk.model.attribution import CLASSES, AttributionStandard, ClassRule

REQUIRED = ("class",)
REJECTIONS = (
    "unknown-class",
    "no-rule",
    "currency-without-rate",
    "no-amount",
    "value-not-above-zero",
    "no-emissions",
    "negative-emissions",
    "co2-above-co2e",
    "scope1_2-beside-its-parts",
    "exceeds-whole",
    "unknown-data-option",
    "unknown-sector",
)
"""Why a row has no figures, the first reason that holds: the counterpart of the errors of a single book."""
STATED = ("negative-equity", "total-assets", "no-value", "share-above-one", "financed-unused")
MAY_BE_ZERO = ("balance", "monthly_average", "debt", "quarter_1", "quarter_2", "quarter_3", "quarter_4")


@dataclass(frozen=True, slots=True)
class FrameResult:
    """A book as frames.

    Attributes:
        rows: one row for each position: `row`, `low`, `best`, `high`, `status` of the total, the ends of scopes, share and score.
        gaps: `row`, `kind`, `field`, `width` and `code` of everything that keeps a row open or stands in for something.
        rejected: `row` and `reason` of those without figures.
        total: low and high end of the sum; `None` is open.
        score: low and high end of the data-quality score of the book; `None` where the target has none.
        unit: of the figures.
        indicators: low and high end of the indicators that columns lead to, by id, per million of the currency where they are per value.
    """

    rows: Any
    gaps: Any
    rejected: Any
    total: tuple[float, float | None]
    score: tuple[float, float] | None
    unit: str
    indicators: dict[str, tuple[float, float | None]]


def attribute_frame(
    frame: Any,
    source: str,
    to: str | None = None,
    *,
    year: int,
    currency: str,
    rates: Mapping[str, float] | None = None,
    all_investments: float | None = None,
    library: Library | None = None,
) -> FrameResult:
    """The financed emissions of every row of a frame.

    Args:
        frame: pandas, Polars or PyArrow, or a lazy one of Polars, DuckDB or Dask, which is collected; column `class` (an id of an asset class) and those of `columns.py` that are known, all others may be left out.
        source: the standard of the book.
        to: the standard whose figures are asked for; that of the book when left out.
        year: of the book.
        currency: of the book; rows of another one have it in a column `currency` and need a rate.
        rates: what one unit of another currency is worth.
        all_investments: value of everything that is managed, in the currency of the book, for indicators per value invested.
        library: other data than the shipped ones.

    Raises:
        MissingPackageError: narwhals is not installed.
        DocumentError: a column is missing, or it is no frame.
        DeclarationError: all investments are worth less than the rows alone.
        UnknownNameError: a name stands for no standard.
    """
    try:
        nw: Any = import_module("narwhals")
    except ImportError:
        raise MissingPackageError(
            'dataframes need narwhals: pip install "carbon-crosswalk[batch]"',
            '处理数据框需要 narwhals：pip install "carbon-crosswalk[batch]"',
        ) from None
    data = library or Library.shipped()
    own = data.attribution_standard(source)
    target = own if to is None else data.attribution_standard(to)
    if target.quantity == "avoided":
        raise NotComparableError(
            f"{target.number} is about avoided emissions, which frames do not hold: declare a book",
            f"{target.number} 针对避免的排放，数据框不含此项：请以账册声明",
        )
    try:
        table = nw.from_native(frame)
    except TypeError:
        kind = f"{type(frame).__module__.partition('.')[0]}.{type(frame).__qualname__}"
        raise DocumentError(
            Finding(
                f"a book is a frame of pandas, Polars, PyArrow, DuckDB or Dask, not {kind}",
                f"账册须为 pandas、Polars、PyArrow、DuckDB 或 Dask 的数据框，而不是 {kind}",
            )
        ) from None
    if isinstance(table, nw.LazyFrame):  # gaps, refused rows and sums are read back in any case
        table = table.collect()
    missing = [name for name in REQUIRED if name not in table.columns]
    if missing:
        raise DocumentError(
            Finding(f"the frame has no column {missing[0]!r}", f"数据框没有列 {missing[0]!r}", nearest=tuple(table.columns)[:5])
        )
    return _Frame(nw, own, target, date(year, 12, 31)).run(table, currency, dict(rates or {}), all_investments)


class _Frame:
    """The expressions of one pair of standards."""

    def __init__(self, nw: Any, source: AttributionStandard, target: AttributionStandard, day: date):
        self.nw, self.source, self.target, self.day = nw, source, target, day
        self.make = Columns(nw)
        self.flags: dict[str, Any] = {}

    def run(self, table: Any, currency: str, rates: dict[str, float], all_investments: float | None) -> FrameResult:
        nw, make = self.nw, self.make
        table = self._prepared(table, currency, rates)
        factor, direct = self._factor()
        table = table.with_columns(factor.low.alias("_factor_low"), factor.high.alias("_factor_high"), direct.alias("_direct"))
        table = table.with_columns(*(flag.alias(f"_flag_{code}") for code, flag in self.flags.items()))
        ends = self._figures(Ends(nw.col("_factor_low"), nw.col("_factor_high")))
        if any(entry.formula == "weighted-revenue-intensity" for entry in self.target.indicators):
            flags, whole = dict(self.flags), make.number(1)
            ends["_whole"] = self._figures(Ends(whole, whole))["total"]
            self.flags = flags
        table = table.with_columns(
            *(end.alias(f"{name}_{side}") for name, pair in ends.items() for side, end in (("low", pair.low), ("high", pair.high)))
        )
        table = table.with_columns(*self._score(), _reason=self._reason(table.columns))
        accepted = table.filter(nw.col("_reason").is_null())
        low, high = nw.col("total_low"), nw.col("total_high")
        status = (
            nw.when(high.is_null())
            .then(nw.lit("lower-bound"))
            .otherwise(nw.when(low == high).then(nw.lit("exact")).otherwise(nw.lit("bounded")))
        )
        direct_share = nw.col("_direct")
        rows = accepted.select(
            nw.col("row"),
            low.alias("low"),
            make.pick(low == high, low, make.null).alias("best"),
            high.alias("high"),
            status.alias("status"),
            *(nw.col(f"{scope}_{side}") for scope in ("scope1", "scope2", "scope3") for side in ("low", "high")),
            make.pick(direct_share, nw.col("_factor_low"), make.null).alias("share_low"),
            make.pick(direct_share, nw.col("_factor_high"), make.null).alias("share_high"),
            nw.col("score_low"),
            nw.col("score_high"),
        )
        rejected = table.filter(~nw.col("_reason").is_null()).select(nw.col("row"), nw.col("_reason").alias("reason"))
        unit = "t CO2" if self.target.gases == "co2" else "t CO2e"
        total, score = self._sums(accepted)
        found = Indicators(nw, make, self.target, accepted, all_investments).found(total)
        return FrameResult(rows.to_native(), self._gaps(accepted).to_native(), rejected.to_native(), total, score, unit, found)

    def _prepared(self, table: Any, currency: str, rates: dict[str, float]) -> Any:
        """All columns that the rules read, in the currency of the book, with the number of the row."""
        nw, make = self.nw, self.make
        table = table.with_row_index("row") if "row" not in table.columns else table
        numbers = (*AMOUNT_COLUMNS, *EMISSION_COLUMNS)
        table = table.with_columns(
            *((nw.col(name).cast(nw.Float64) if name in table.columns else make.null).alias(name) for name in numbers)
        )
        for name in ("data", "sector", "currency"):
            if name not in table.columns:
                table = table.with_columns(nw.lit(None, dtype=nw.String).alias(name))
        sector = nw.col("sector").cast(nw.String).str.strip_chars().str.replace_all(r"^[A-Ua-u]\s?", "")
        one_digit = sector.str.contains(r"^\d(?:\.|$)").fill_null(value=False)
        table = table.with_columns(nw.when(one_digit).then(nw.concat_str(nw.lit("0"), sector)).otherwise(sector).alias("sector"))
        said = {name: nw.col(name).cast(nw.Boolean) for name in ("listed", "uncalled_guarantee") if name in table.columns}
        market = ~nw.col("evic").is_null()
        table = table.with_columns(
            (nw.coalesce(said["listed"], market) if "listed" in said else market).alias("listed"),
            (said["uncalled_guarantee"].fill_null(value=False) if "uncalled_guarantee" in said else nw.lit(value=False)).alias(
                "uncalled_guarantee"
            ),
        )
        rate = make.pick(nw.col("currency").is_null() | (nw.col("currency") == currency), make.number(1), make.null)
        for code, worth in rates.items():
            rate = make.pick(nw.col("currency") == code, make.number(float(worth)), rate)
        table = table.with_columns(rate.alias("_rate"))
        return table.with_columns(*((nw.col(name) * nw.col("_rate")).alias(name) for name in AMOUNT_COLUMNS))

    def _each(self) -> list[tuple[Any, ClassRule, bool]]:
        """The rules of the target with the rows that each is for, listed or not."""
        nw = self.nw
        return [
            ((nw.col("class") == rule.asset_class) & (nw.col("listed") if listed else ~nw.col("listed")), rule, listed)
            for rule in self.target.classes
            for listed in (True, False)
        ]

    def _factor(self) -> tuple[Ends, Any]:
        """By what emissions are multiplied, and whether they are those of the counterpart."""
        nw, make = self.nw, self.make
        direct = reduce(or_, (~nw.col(name).is_null() for name in SCOPE_COLUMNS))
        financed = reduce(or_, (~nw.col(f"financed_{name}").is_null() for name in SCOPE_COLUMNS))
        self._flag({"financed-unused": financed}, direct)
        choices: list[tuple[Any, Ends]] = []
        for rows, rule, listed in self._each():
            wanted = rule.denominator(listed)
            assert wanted is not None
            share, flags = make.share(rule, wanted)
            choices.append((rows & direct, share))
            self._flag(flags, rows & direct)
            own = self.source.rule(rule.asset_class)
            declared = None if own is None else own.denominator(listed)
            if own is None or declared is None:
                choices.append((rows & ~direct, Ends(make.number(0), make.null)))
                self._flag({"no-rule-of-source": ~direct}, rows)
                continue
            ratio, flags = make.ratio(own, rule, declared, wanted)
            choices.append((rows & ~direct, ratio))
            self._flag(flags, rows & ~direct)
        return make.chosen(choices), direct

    def _flag(self, flags: Mapping[str, Any], rows: Any) -> None:
        for code, flag in flags.items():
            held = flag.fill_null(value=False) & rows
            self.flags[code] = self.flags[code] | held if code in self.flags else held

    def _figures(self, factor: Ends) -> dict[str, Ends]:
        """The ends of each scope and of the total, with a share of the counterpart's emissions."""
        nw, make = self.nw, self.make
        gases = self.target.gases
        missing = Ends(make.number(0), make.null)
        found: dict[str, Ends] = {}
        known: dict[str, Any] = {}
        for scope in ("scope1", "scope2", "scope1_2", "scope3"):
            own, financed = (make.emission(f"{prefix}{scope}", gases) for prefix in ("", "financed_"))
            direct = nw.col("_direct")
            found[scope] = make.times(
                Ends(make.pick(direct, own[0].low, financed[0].low), make.pick(direct, own[0].high, financed[0].high)), factor
            )
            known[scope] = make.pick(direct, own[1], financed[1])
            self.flags[f"gases-{scope}"] = make.pick(direct, own[2], financed[2])
        parts = make.plus(found["scope1"], found["scope2"])
        joint = make.chosen(
            [
                (known["scope1_2"], found["scope1_2"]),
                (known["scope1"] | known["scope2"], parts),
                (nw.lit(value=True), make.times(missing, factor)),
            ]
        )
        either = Ends(make.number(0), found["scope1_2"].high)
        for scope in ("scope1", "scope2"):
            split = ~known[scope] & known["scope1_2"]
            found[scope] = Ends(make.pick(split, either.low, found[scope].low), make.pick(split, either.high, found[scope].high))
            self.flags[f"missing-{scope}"] = ~known[scope] & ~known["scope1_2"]
        counted, in_total = self._third()
        self.flags["missing-scope3"] = ~known["scope3"] & counted
        self.flags["gases-scope3"] = self.flags["gases-scope3"] & counted
        third = found["scope3"]
        zero = make.number(0)
        total = make.plus(joint, Ends(make.pick(in_total, third.low, zero), make.pick(in_total, third.high, zero)))
        shown = Ends(make.pick(counted, third.low, make.null), make.pick(counted, third.high, make.null))
        return {"scope1": found["scope1"], "scope2": found["scope2"], "scope3": shown, "total": total}

    def _third(self) -> tuple[Any, Any]:
        """Whether scope 3 counts for a row, and whether inside the total."""
        nw = self.nw
        counted, inside = nw.lit(value=False), nw.lit(value=False)
        for rule in reversed(
            [entry for entry in self.target.scopes if entry.scope == "scope3" and (entry.from_day is None or entry.from_day <= self.day)]
        ):
            sector = nw.col("sector")
            held = nw.lit(value=True) if not rule.sectors else (sector.is_null() | sector.str.slice(0, 2).is_in(list(rule.sectors)))
            counted = nw.when(held).then(nw.lit(value=True)).otherwise(counted)
            inside = nw.when(held).then(nw.lit(value=rule.in_total)).otherwise(inside)
        return counted, inside

    def _score(self) -> Sequence[Any]:
        nw, make = self.nw, self.make
        low, high = make.null, make.null
        for table in self.target.quality:
            rows = nw.col("class").is_in(list(table.classes))
            low = make.pick(rows & nw.col("data").is_null(), make.number(float(BEST)), low)
            high = make.pick(rows & nw.col("data").is_null(), make.number(float(WORST)), high)
            for option in table.options:
                held = rows & (nw.col("data") == option.option)
                low, high = (make.pick(held, make.number(float(option.score)), end) for end in (low, high))
        return low.alias("score_low"), high.alias("score_high")

    def _reason(self, columns: Sequence[str]) -> Any:
        """Why a row is rejected; `null` where it is not."""
        nw = self.nw

        def any_of(flags: Sequence[Any]) -> Any:
            return reduce(or_, flags)

        scored = [entry for table in self.target.quality for entry in table.classes]
        option_known = any_of(
            [nw.lit(value=False)]
            + [
                nw.col("class").is_in(list(table.classes)) & nw.col("data").is_in([option.option for option in table.options])
                for table in self.target.quality
            ]
        )
        positive = [name for name in AMOUNT_COLUMNS if name != "equity"]
        amounts = [nw.col("balance"), nw.col("monthly_average"), *(nw.col(f"quarter_{place}") for place in range(1, 5))]
        checks = {
            "unknown-class": ~nw.col("class").is_in(list(CLASSES)) | nw.col("class").is_null(),
            "no-rule": ~nw.col("class").is_in([rule.asset_class for rule in self.target.classes]),
            "currency-without-rate": nw.col("_rate").is_null(),
            "no-amount": reduce(lambda first, second: first & second, (entry.is_null() for entry in amounts)),
            "value-not-above-zero": any_of([nw.col(name) < 0 if name in MAY_BE_ZERO else nw.col(name) <= 0 for name in positive]),
            "no-emissions": reduce(lambda first, second: first & second, (nw.col(name).is_null() for name in EMISSION_COLUMNS)),
            "negative-emissions": any_of([nw.col(name) < 0 for name in EMISSION_COLUMNS]),
            "co2-above-co2e": any_of(
                [nw.col(name.removesuffix("e")) > nw.col(name) for name in EMISSION_COLUMNS if name.endswith("_co2e")]
            ),
            "scope1_2-beside-its-parts": any_of(
                [
                    any_of([~nw.col(f"{prefix}scope1_2_{gas}").is_null() for gas in ("co2e", "co2")])
                    & any_of([~nw.col(f"{prefix}{scope}_{gas}").is_null() for scope in ("scope1", "scope2") for gas in ("co2e", "co2")])
                    for prefix in ("", "financed_")
                ]
            ),
            "exceeds-whole": nw.col("_flag_exceeds-whole")
            if "_flag_exceeds-whole" in columns and not self.target.may_exceed_one
            else nw.lit(value=False),
            "unknown-sector": ~nw.col("sector").is_null() & ~nw.col("sector").str.contains(r"^\d\d(?:\d\d|(?:\.\d{1,2}){0,2})$"),
            "unknown-data-option": ~nw.col("data").is_null() & ~option_known & nw.col("class").is_in(scored)
            if scored
            else nw.lit(value=False),
        }
        reason = nw.lit(None, dtype=nw.String)
        for code in reversed(REJECTIONS):
            reason = nw.when(checks[code].fill_null(value=False)).then(nw.lit(code)).otherwise(reason)
        return reason

    def _gaps(self, accepted: Any) -> Any:
        """One row for each gap of each row."""
        nw, make = self.nw, self.make
        width = nw.col("total_high") - nw.col("total_low")
        parts = []
        codes = {**self.flags, "quality-unknown": ~nw.col("score_low").is_null() & nw.col("data").is_null()}
        differs = "inseparable" if self.target.gases == "co2" else "missing"
        for code, flag in codes.items():
            if code == "exceeds-whole":
                continue
            kind = (
                differs
                if code.startswith("gases-")
                else "missing"
                if code.startswith("missing-")
                else "data-quality"
                if code in (*STATED, "quality-unknown")
                else "not-declared"
            )
            held = nw.col(f"_flag_{code}") if f"_flag_{code}" in accepted.columns else flag
            closed = code in STATED or code == "quality-unknown"
            part = accepted.filter(held.fill_null(value=False)).select(
                nw.col("row"),
                nw.lit(kind).alias("kind"),
                nw.lit(_field(code)).alias("field"),
                (make.number(0) if closed else width).alias("width"),
                nw.lit(code).alias("code"),
            )
            parts.append(part)
        return nw.concat(parts).sort("row", "code")

    def _sums(self, accepted: Any) -> tuple[tuple[float, float | None], tuple[float, float] | None]:
        """The total of the book and its data-quality score."""
        nw = self.nw
        high = accepted.get_column("total_high")
        total = (float(accepted.get_column("total_low").sum() or 0), None if high.is_null().any() else float(high.sum() or 0))
        scored = accepted.filter(~nw.col("score_low").is_null()).with_columns(self.make.weight.low.alias("_weight"))
        if not len(scored):
            return total, None
        weight = scored.get_column("_weight")
        if weight.is_null().any():
            return total, (float(BEST), float(WORST))
        if not weight.sum():
            return total, None
        low, high_ = (float((weight * scored.get_column(f"score_{side}")).sum()) / float(weight.sum()) for side in ("low", "high"))
        return total, (low, high_)


def _field(code: str) -> str:
    """The column that a gap asks for."""
    kind = code.removesuffix("-unknown")
    if kind in FIELDS:
        return FIELDS[kind].split("`")[0]
    for prefix in ("gases-", "missing-"):
        if code.startswith(prefix):
            return code.removeprefix(prefix)
    return {
        "negative-equity": "equity",
        "total-assets": "total_assets",
        "no-value": "value_at_origination",
        "quality": "data",
        "financed-unused": "financed",
    }.get(kind, "emissions")
