"""Books of many rows: every kind of frame gives the same, a hundred thousand rows go in one call, and what is open has its gaps."""

from __future__ import annotations

import random
import time
from importlib import import_module
from typing import Any

import polars as pl
import pytest

from crosswalk.errors import DeclarationError, DocumentError, NotComparableError
from crosswalk.finance.frame import FrameResult, attribute_frame
from crosswalk.model.attribution import CLASSES

MANY = 100_000
STANDARDS = ("PCAF", "PBoC guide", "SFDR", "CTB")


def loans(count: int, seed: int = 7) -> pl.DataFrame:
    """Rows as a bank might have them: amounts that are often missing, wrong options and currencies among them."""
    draw = random.Random(seed)

    def some(share: float, most: float) -> list[float | None]:
        return [round(draw.random() * most + 1, 2) if draw.random() < share else None for _ in range(count)]

    amounts = {
        name: some(0.7, 1e8) for name in ("evic", "equity", "debt", "revenue", "total_investment", "value_at_origination", "ppp_gdp")
    }
    emissions = {name: some(0.6, 1e4) for name in ("scope1_co2e", "scope2_co2e", "scope3_co2e", "financed_scope1_2_co2")}
    return pl.DataFrame(
        {
            "class": [draw.choice([*CLASSES, "shipping"]) for _ in range(count)],
            "balance": some(0.95, 1e6),
            "monthly_average": some(0.5, 1e6),
            **{f"quarter_{place}": some(0.8, 1e6) for place in range(1, 5)},
            **amounts,
            **emissions,
            "data": [draw.choice([None, "1a", "2a", "3a", "3b", "9z"]) for _ in range(count)],
            "sector": [draw.choice([None, "24.10", "C24", "6.10", "steel"]) for _ in range(count)],
            "currency": [draw.choice([None, "CNY", "EUR", "USD"]) for _ in range(count)],
        },
        strict=False,
    )


def run(frame: Any, source: str = "PCAF", to: str | None = None, **more: Any) -> FrameResult:
    return attribute_frame(frame, source, to, year=2024, currency="CNY", rates={"EUR": 7.8}, **more)


def listed(frame: Any) -> list[dict[str, Any]]:
    found: Any = pl.from_arrow(frame) if type(frame).__module__.startswith("pyarrow") else frame
    found = found if isinstance(found, pl.DataFrame) else pl.from_pandas(found)
    made: list[dict[str, Any]] = found.with_columns(pl.col(pl.Float64).round_sig_figs(12)).to_dicts()
    return made


def of_kind(kind: str, frame: pl.DataFrame) -> Any:
    if kind == "lazy":
        return frame.lazy()
    if kind == "pyarrow":
        return frame.to_arrow()
    if kind == "duckdb":
        return import_module("duckdb").from_arrow(frame.to_arrow())
    return import_module("dask.dataframe").from_pandas(frame.to_pandas(), npartitions=1) if kind == "dask" else frame.to_pandas()


@pytest.mark.filterwarnings("ignore:Dask support:FutureWarning")
@pytest.mark.parametrize("to", STANDARDS)
@pytest.mark.parametrize("kind", ["lazy", "pandas", "pyarrow", "duckdb", "dask"])
def test_every_kind_of_frame_gives_the_same(kind: str, to: str) -> None:
    frame = loans(120)
    mine, other = run(frame, to=to), run(of_kind(kind, frame), to=to)
    assert listed(mine.rows) == listed(other.rows)
    assert listed(mine.gaps) == listed(other.gaps)
    assert listed(mine.rejected) == listed(other.rejected)
    assert (mine.unit, mine.score is None) == (other.unit, other.score is None)
    assert mine.total[0] == pytest.approx(other.total[0])
    assert mine.indicators.keys() == other.indicators.keys()


def test_a_hundred_thousand_rows_in_one_call() -> None:
    frame = loans(MANY)
    start = time.perf_counter()
    result = run(frame, "PBoC guide", "PCAF")
    took = time.perf_counter() - start
    assert result.rows.height + result.rejected.height == MANY
    assert set(result.rows["row"]).isdisjoint(result.rejected["row"])
    reasons = set(result.rejected["reason"])
    assert {"unknown-class", "currency-without-rate", "unknown-data-option", "unknown-sector", "no-amount", "no-emissions"} <= reasons
    unsure = result.rows.filter(pl.col("status") != "exact")["row"]
    assert set(unsure) <= set(result.gaps["row"])  # nothing is open without a gap that says why
    assert result.score is not None
    assert 1 <= result.score[0] <= result.score[1] <= 5
    weights = frame.with_row_index("row").join(result.rows, on="row")
    rate = pl.when(pl.col("currency") == "EUR").then(7.8).otherwise(1.0)
    known = weights.with_columns(weight=pl.coalesce("balance", "quarter_4") * rate)
    if known["weight"].null_count() == 0:
        assert result.score[0] == pytest.approx(
            known.select((pl.col("weight") * pl.col("score_low")).sum() / pl.col("weight").sum()).item()
        )
    assert took < 60  # about 1.5 s on two cores; the bound only tells a plan that is not columnar


def test_the_score_of_a_frame_is_weighted_by_balances() -> None:
    """PCAF Part A (2022), Box 8, as rows of a frame: 3.0325."""
    amounts, options = [522425.0, 187449.0, 82778.0, 108997.0, 67556.0, 54762.0], ["2b", "3b", "1a", "1a", "1b", "3b"]
    frame = pl.DataFrame({"class": ["business-loans-and-unlisted-equity"] * 6, "balance": amounts, "equity": [0.0] * 6, "debt": [1e6] * 6})
    result = run(frame.with_columns(scope1_co2e=pl.lit(1.0), data=pl.Series(options)))
    assert result.score == pytest.approx((3.0325, 3.0325), abs=5e-5)


def test_indicators_of_a_frame() -> None:
    rows = {"class": ["listed-equity-and-bonds"] * 2, "listed": [True, True], "evic": [100e6] * 2, "revenue": [50e6, 5e6]}
    quarters = {f"quarter_{place}": [10e6, 10e6 if place < 3 else 0.0] for place in range(1, 5)}
    emissions = {"scope1_co2e": [5000.0, 7000.0], "scope2_co2e": [0.0, 0.0], "scope3_co2e": [0.0, 0.0]}
    found = run(pl.DataFrame({**rows, **quarters, **emissions}), "SFDR", all_investments=50e6).indicators
    assert found == {"ghg-emissions": (850, 850), "carbon-footprint": (17, 17), "ghg-intensity": pytest.approx((160, 160))}
    with pytest.raises(DeclarationError, match="less than the rows"):
        run(pl.DataFrame({**rows, **quarters, **emissions}), "SFDR", all_investments=14e6)


def test_what_is_no_frame_is_refused() -> None:
    with pytest.raises(DocumentError, match=r"not builtins\.dict"):
        run({"class": ["mortgages"]})
    with pytest.raises(DocumentError, match="no column 'class'"):
        run(pl.DataFrame({"balance": [1.0]}))
    with pytest.raises(NotComparableError, match="avoided emissions"):
        run(loans(3), "PCAF", "green credit guide")
