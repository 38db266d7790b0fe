"""A frame of a million declarations against a Polars expression written by hand, and against a loop over rows."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable

import polars as pl

from bench.measure import Measurement, machine
from crosswalk import crosswalk, read

SOURCE, TARGET = "cn/gbt-51366-2019", "eu/en-15978-2011"
PARTS = ("A1", "A3")
SITE = ("construction/electricity", "construction/combustion")
USE = ("operational-energy/electricity", "operational-energy/combustion", "operational-energy/heat")
FIGURES = ("production", *PARTS, "transport", *SITE, *USE, "refrigerants", "carbon-sink", "demolition")
NOT_DECLARED = ("B2", "B3", "B4", "B5", "B6.3", "B7", "C2", "C3", "C4")


def declarations(rows: int) -> pl.DataFrame:
    """Twelve figures of each building, without gaps."""
    draw = random.Random(51366)
    columns = {name: [draw.random() * 50 for _ in range(rows)] for name in FIGURES}
    columns["carbon-sink"] = [-value for value in columns["carbon-sink"]]
    columns["production"] = [value + 100 for value in columns["production"]]
    return pl.DataFrame(columns)


def by_hand(frame: pl.DataFrame) -> pl.DataFrame:
    """The columns that the crosswalk gives, written for this one case by somebody who knows its result."""
    col, nothing = pl.col, pl.lit(None, pl.Float64)
    whole = pl.sum_horizontal("production", "transport", *SITE, *USE, "refrigerants", "demolition")
    rest = pl.max_horizontal(col("production") - col("A1") - col("A3"), pl.lit(0.0))
    bounds: dict[str, tuple[pl.Expr, pl.Expr, str]] = {  # low, best and high, status
        "total": (whole, nothing, "lower-bound"),
        "shared": (whole, whole, "exact"),
        "A1": (col("A1"), col("A1"), "exact"),
        "A2": (rest, rest, "exact"),
        "A3": (col("A3"), col("A3"), "exact"),
        "A1-A3": (col("production"), col("production"), "exact"),
        "A4": (col("transport"), nothing, "lower-bound"),
        "A5": (pl.sum_horizontal(*SITE), nothing, "lower-bound"),
        "B1": (col("refrigerants"), nothing, "lower-bound"),
        "B6": (pl.sum_horizontal(*USE), nothing, "lower-bound"),
        "C1": (col("demolition"), nothing, "lower-bound"),
        "D": (nothing, nothing, "missing"),
        **{stage: (pl.lit(0.0), nothing, "missing") for stage in NOT_DECLARED},
    }
    emissions = [name for name in FIGURES if name != "carbon-sink"]
    valid = pl.all_horizontal(
        *(col(name).is_between(0, 1e41) for name in emissions),
        col("carbon-sink").is_between(-1e41, 0),
        col("A1") + col("A3") <= col("production") * (1 + 1e-12),
    )
    columns = []
    for stage, (low, high, status) in bounds.items():
        ends = [low.alias(f"{stage}_low"), high.alias(f"{stage}_best"), high.alias(f"{stage}_high")]
        columns += [*ends, pl.lit(status).alias(f"{stage}_status")]
    return frame.filter(valid).with_columns(*columns, pl.lit("kg CO2e").alias("result_unit"))


def seconds(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def frames(rows: int = 1_000_000, runs: int = 11, sample: int = 500) -> list[Measurement]:
    """Ratios of calls side by side; the hand-written columns are checked to be the same."""
    operator = crosswalk(SOURCE, TARGET)
    frame = declarations(rows)
    own, other = operator.apply_frame(frame).rows, by_hand(frame)
    for name in own.columns:
        same = (own[name] - other[name]).abs().max() or 0.0 if own[name].dtype == pl.Float64 else 0.0
        equal = same < 1e-9 and own[name].null_count() == other[name].null_count()
        if not equal or (own[name].dtype == pl.String and not own[name].equals(other[name])):
            raise AssertionError(f"the expression by hand gives another {name}")
    pairs = [(seconds(lambda: operator.apply_frame(frame)), seconds(lambda: by_hand(frame))) for _ in range(runs)]
    ratio = statistics.median(first / second for first, second in pairs)
    columnar, hand = (statistics.median(column) for column in zip(*pairs, strict=True))
    detail = f"{columnar * 1000:.0f} ms against {hand * 1000:.0f} ms for {rows:,} rows"
    found = [Measurement("frame_vs_handwritten_polars", round(ratio, 3), "ratio", 2.5, ratio <= 2.5, runs, machine(), detail)]

    def loop() -> None:
        for row in frame.head(sample).iter_rows(named=True):
            figures = []
            for name in FIGURES:
                stage, _, source = name.partition("/")
                figures.append({"stage": stage, "value": f"{row[name]} kg CO2e", **({"source": source} if source else {})})
            translation = operator.apply(read({"standard": SOURCE, "figures": figures}))
            _ = (translation.total, translation.shared, translation.figures)

    loop()
    each = statistics.median(seconds(loop) for _ in range(5)) / sample
    speed = each / (columnar / rows)
    detail = f"{each * 1e6:.0f} us against {columnar / rows * 1e6:.2f} us a row"
    found.append(Measurement("frame_rows_per_second_vs_loop", round(speed), "ratio", 200, speed >= 200, 5, machine(), detail, True))
    return found + conversions(columnar / rows)


def conversions(row: float, values: int = 200) -> list[Measurement]:
    """Seconds of a row of a frame against those of one value that openscm-units converts; nothing where it is not installed."""
    try:
        from openscm_units import unit_registry
    except ImportError:
        print("frame_rows_vs_openscm_units is left out: openscm-units is not installed (extra `bench`)")
        return []

    def convert() -> None:
        for value in range(values):
            with unit_registry.context("AR6GWP100"):
                unit_registry.Quantity(float(value), "kg CH4").to("kg CO2")

    convert()
    each = statistics.median(seconds(convert) for _ in range(9)) / values
    speed = each / row
    detail = f"{each * 1e6:.0f} us a value against {row * 1e6:.2f} us a row of twelve figures"
    return [Measurement("frame_rows_vs_openscm_units", round(speed), "ratio", 1000, speed >= 1000, 9, machine(), detail, True)]
