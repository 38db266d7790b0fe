"""Frames: every backend, layouts by hand and by column names, rows that are refused, frames that cannot be read."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any

import pandas as pd
import polars as pl
import pytest

import crosswalk as cw
from crosswalk.errors import InputError

LAYOUT = {
    "id": "building",
    "declared_unit": "1 m**2",
    "year": "$year",
    "subject": {"service_life": "50 a"},
    "figures": [
        {"stage": "production", "value": "$production", "unit": "$unit"},
        {"stage": "operational-energy", "source": "electricity", "activity": {"electricity": "$electricity kWh", "region": "$region"}},
        {"stage": "carbon-sink", "value": "$sink kg CO2e"},
        {"stage": "demolition", "value": {"low": "$least kg CO2e", "high": "$most t CO2e"}},
    ],
}
DATA = {
    "building": ["a", "b", "c", "d", "e", "f", "g"],
    "production": [386.2, 0.4, None, -1.0, 300.0, 7.0, 7.0],
    "unit": ["kg CO2e", "t CO2e", "kg CO2e", "kg CO2e", "kg CO2e", "furlong", "kg CO2e"],
    "electricity": [2944.0, 3000.0, 100.0, 5.0, None, 3.0, 1.0],
    "region": ["CN-BJ", "CN-SH", "CN-BJ", "CN-BJ", None, "CN-BJ", "CN-BJ"],
    "sink": [-3.3, 0.0, None, -1.0, -2.0, -1.0, -1.0],
    "least": [3.0, 9.1, None, 1.0, 2.0, 1.0, 5.0],
    "most": [0.0075, 0.0091, 0.004, 0.002, None, 0.001, 0.004],
    "year": [2023, 2023, 2022, 2023, 2023, 2023, 2023],
    "note": ["kept", "as", "it", "is", "in", "rows", "too"],
}
CROSSWALK = cw.crosswalk("cn/gbt-51366-2019", "eu/en-15978-2011")


PRODUCTS = cw.crosswalk("eu/en-15804-a2-2019", "cn/gbt-24067-2024")
PRODUCT_LAYOUT = {
    "id": "building",
    "declared_unit": "1 kg",
    "subject": {"mass": "1 kg"},
    "biogenic_carbon": {"product": "$carbon kg C", "packaging": "$box kg"},
    "figures": [
        {"stage": "A1-A3", "value": {"low": "$low kg CO2e", "high": "$high kg CO2e"}},
        {"stage": "A1-A3", "indicator": "GWP-GHG", "value": "$ghg kg CO2e"},
        {"stage": "C3", "value": "$burnt kg CO2e"},
        {"stage": "C4", "value": "$landfilled kg CO2e"},
    ],
}
PRODUCT_DATA = {  # bound carbon of which a stage can hold the release, or none; cuts that tell more or less; ends that are open
    "building": ["a", "b", "c", "d", "e", "f", "g", "h"],
    "carbon": [0.3, 0.0, 0.3, 0.5, -1.0, 0.1, None, 0.3],
    "box": [0.03, 0.0, None, None, None, 0.0, None, None],
    "low": [-2.0, 1.0, None, None, 1.0, 3.0, None, -2.0],
    "high": [0.5, 1.0, 5.0, None, 1.0, 2.0, 4.0, None],
    "ghg": [1.6, 1.0, None, 12.0, 1.0, 1.0, 9.0, 0.2],
    "burnt": [1.2, 0.0, 0.2, None, 1.0, 1.0, 1.0, 1.4],
    "landfilled": [None, 0.0, 0.9, 2.0, 1.0, 1.0, None, 0.0],
}


def frame() -> pl.DataFrame:
    return pl.DataFrame(DATA)


def products() -> pl.DataFrame:
    return pl.DataFrame(PRODUCT_DATA)


def of_dask(given: pl.DataFrame) -> Any:
    import dask.dataframe

    return dask.dataframe.from_pandas(given.to_pandas(), npartitions=2)  # type: ignore[no-untyped-call]


def of_duckdb(given: pl.DataFrame) -> Any:
    import duckdb

    return duckdb.from_arrow(given.to_arrow())


@cache
def spark() -> Any:
    """One local session with two workers for all tests of a process."""
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        pytest.skip("PySpark needs Java, and this machine has none")
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # workers that read the rows of a test, not those of the `python3` on the path
    quick: dict[str, bool | float | int | str | None] = {
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "2",
        "spark.driver.host": "127.0.0.1",
    }
    builder = SparkSession.builder.master("local[2]").config(map=quick)
    return builder.getOrCreate()


def of_spark(given: pl.DataFrame) -> Any:
    types = {pl.String: "string", pl.Float64: "double", pl.Int64: "long"}
    schema = ", ".join(f"{name} {types[type(dtype)]}" for name, dtype in given.schema.items())
    return spark().createDataFrame(given.rows(), schema).repartition(2)


def from_spark(found: Any) -> pl.DataFrame:
    """The rows as collected, in the order of the ids: Spark promises none."""
    rows = pl.DataFrame([row.asDict() for row in found.collect()], infer_schema_length=None)
    return rows.sort("building") if "building" in rows.columns else rows


BACKENDS: dict[str, tuple[Callable[[pl.DataFrame], Any], Callable[[Any], pl.DataFrame]]] = {
    "polars": (lambda given: given, lambda found: found),
    "polars lazy": (lambda given: given.lazy(), lambda found: found.collect()),
    "pandas": (lambda given: given.to_pandas(), pl.from_pandas),
    "pyarrow": (lambda given: given.to_arrow(), lambda found: pl.DataFrame(pl.from_arrow(found))),
    "duckdb": (of_duckdb, lambda found: pl.DataFrame(pl.from_arrow(found.to_arrow_table()))),
    "dask": (of_dask, lambda found: pl.from_pandas(found.compute())),
    "pyspark": (of_spark, from_spark),
}


def footprint(row: dict[str, Any]) -> dict[str, Any]:
    figures: list[dict[str, Any]] = []
    if row["production"] is not None:
        figures.append({"stage": "production", "value": f"{row['production']} {row['unit']}"})
    if row["electricity"] is not None:
        activity = {"electricity": f"{row['electricity']} kWh", "region": row["region"]}
        figures.append({"stage": "operational-energy", "source": "electricity", "activity": activity})
    if row["sink"] is not None:
        figures.append({"stage": "carbon-sink", "value": f"{row['sink']} kg CO2e"})
    ends = {
        end: f"{row[name]} {unit}" for end, name, unit in (("low", "least", "kg CO2e"), ("high", "most", "t CO2e")) if row[name] is not None
    }
    if ends:
        figures.append({"stage": "demolition", "value": ends})
    common = {"declared_unit": "1 m**2", "year": row["year"], "subject": {"service_life": "50 a"}}
    return {"standard": CROSSWALK.source.id, **common, "figures": figures}


@pytest.mark.filterwarnings("ignore:Dask support is moving:FutureWarning")
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")  # sockets of Spark
@pytest.mark.parametrize("backend", list(BACKENDS))
def test_every_backend_gives_the_numbers_of_the_scalar_engine(backend: str) -> None:
    make, back = BACKENDS[backend]
    given = make(frame())
    result = CROSSWALK.apply_frame(given, LAYOUT)
    assert type(result.rows) is type(given)
    rows, rejected = back(result.rows), back(result.rejected)
    gaps = None if backend == "pyspark" else back(result.gaps)  # its plan of many unions takes a minute on a busy machine
    assert rows["building"].to_list() == ["a", "b", "c", "e"]
    assert rejected["building"].to_list() == ["d", "f", "g"]
    assert rows["note"].to_list() == ["kept", "as", "it", "in"]
    assert rejected["field"].to_list() == ["figures[0].value", "figures[0].value", "figures[3].value"]
    assert "negative value" in rejected["reason_en"][0]
    assert "unknown unit" in rejected["reason_en"][1]
    given_rows = {row["building"]: row for row in frame().iter_rows(named=True)}
    for row in rows.iter_rows(named=True):
        expected = CROSSWALK.apply(cw.read(footprint(given_rows[row["building"]])))
        for entry in (
            expected.total,
            expected.shared,
            expected.figure("A1-A3"),
            expected.figure("B6"),
            expected.figure("B1"),
            expected.figure("C1"),
        ):
            assert row[f"{entry.stage}_status"] == entry.status
            for end, bound in zip(("low", "best", "high"), entry.bounds, strict=True):
                assert row[f"{entry.stage}_{end}"] == (None if bound is None else pytest.approx(float(bound), rel=1e-12, abs=1e-12))
        assert row["result_unit"] == expected.unit
        if gaps is None:
            continue
        scalar = sorted((gap.kind, gap.stage) for gap in expected.gaps if gap.width is None or gap.width)
        assert sorted(gaps.filter(pl.col("building") == row["building"]).select("kind", "stage").rows()) == scalar


def product(row: dict[str, Any]) -> dict[str, Any]:
    figures: list[dict[str, Any]] = []
    ends = {end: f"{row[end]} kg CO2e" for end in ("low", "high") if row[end] is not None}
    if ends:
        figures.append({"stage": "A1-A3", "value": ends})
    if row["ghg"] is not None:
        figures.append({"stage": "A1-A3", "indicator": "GWP-GHG", "value": f"{row['ghg']} kg CO2e"})
    for name, stage in (("burnt", "C3"), ("landfilled", "C4")):
        if row[name] is not None:
            figures.append({"stage": stage, "value": f"{row[name]} kg CO2e"})
    carbon = {key: f"{row[name]} kg" for key, name in (("product", "carbon"), ("packaging", "box")) if row[name] is not None}
    common = {"declared_unit": "1 kg", "subject": {"mass": "1 kg"}, **({"biogenic_carbon": carbon} if carbon else {})}
    return {"standard": PRODUCTS.source.id, **common, "figures": figures}


@pytest.mark.parametrize("backend", ["polars", "polars lazy", "pandas", "pyarrow"])
def test_frames_hold_ranges_bound_carbon_and_further_cuts(backend: str) -> None:
    make, back = BACKENDS[backend]
    result = PRODUCTS.apply_frame(make(products()), PRODUCT_LAYOUT)
    rows, rejected = back(result.rows), back(result.rejected)
    gaps = back(result.gaps)
    assert rows["building"].to_list() == ["a", "b", "c", "d", "g", "h"]
    assert rejected.select("building", "field").rows() == [("e", "biogenic_carbon.product"), ("f", "figures[0].value")]
    given = {row["building"]: row for row in products().iter_rows(named=True)}
    for row in rows.iter_rows(named=True):
        expected = PRODUCTS.apply(cw.read(product(given[row["building"]])))
        for entry in (expected.total, expected.shared, *expected.figures):
            if entry.indicator != PRODUCTS.target.main_indicator.id:
                continue
            assert row[f"{entry.stage}_status"] == entry.status, (row["building"], entry)
            for end, bound in zip(("low", "best", "high"), entry.bounds, strict=True):
                wanted = None if bound is None else pytest.approx(float(bound), rel=1e-12, abs=1e-12)
                assert row[f"{entry.stage}_{end}"] == wanted, (row["building"], entry, end)
        scalar = sorted((gap.kind, gap.stage) for gap in expected.gaps if gap.width is None or gap.width)
        assert sorted(gaps.filter(pl.col("building") == row["building"]).select("kind", "stage").rows()) == scalar


@pytest.mark.filterwarnings("ignore:Dask support is moving:FutureWarning")
@pytest.mark.parametrize("backend", ["duckdb", "dask"])
def test_frames_that_cannot_hold_further_cuts_say_so(backend: str) -> None:
    with pytest.raises(InputError, match=f"biogenic_carbon.*a frame of {backend} cannot compute that"):
        PRODUCTS.apply_frame(BACKENDS[backend][0](products()), PRODUCT_LAYOUT)


def test_rows_of_the_golden_frame_meet_what_is_decided_by_their_values() -> None:
    """The lines differ from row to row: where carbon is given off, whether there is any; and one or the other cut bounds the total."""
    found = {}
    for row in products().iter_rows(named=True):
        if row["building"] in "abcdgh":
            outcome = PRODUCTS.apply(cw.read(product(row))).outcome
            labels = [line.label for line in outcome.declaration.lines if line.group]
            stages = [line.atoms for line in outcome.declaration.lines if line.label == "biogenic carbon given off"]
            found[row["building"]] = (len(labels), stages, outcome.chosen, len(outcome.plan.forests))
    assert len({str(entry[1]) for entry in found.values()}) >= 3
    assert {entry[2] for entry in found.values()} >= {0, 1}
    assert {entry[3] for entry in found.values()} >= {2, 3}


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_spark_runs_without_python_on_its_workers() -> None:
    """The query is one plan of column expressions: no function of ours is called row by row, and nothing is shuffled but what was before."""
    result = CROSSWALK.apply_frame(of_spark(frame()), LAYOUT)
    for found in (result.rows, result.rejected):
        plan = found._jdf.queryExecution().toString()
        assert "__crosswalk_case" in plan
        assert not [word for word in ("UDF", "udf", "Python", "ArrowEval", "BatchEval", "MapInPandas") if word in plan]
        assert found._jdf.queryExecution().executedPlan().toString().count("Exchange") == 1  # the two partitions of this test


def test_ends_of_a_range_are_columns_of_their_own() -> None:
    """By name; a range of which no column holds an end is not declared, whatever stands beside it."""
    given = pl.DataFrame(
        {"production/low": [1.0, None, 2.0], "production/high [t CO2e]": [0.002, None, 0.001], "transport": [1.0, 1.0, 1.0]}
    )
    found = CROSSWALK.apply_frame(given)
    assert found.rows.select("A1-A3_low", "A1-A3_high", "A1-A3_status").rows() == [(1.0, 2.0, "bounded"), (0.0, None, "missing")]
    assert found.rejected["reason_en"].to_list() == ["`low` must not exceed `high`"]
    ends = {"low": "0 kg CO2e", "high": "$v kg CO2e"}
    layout = {"figures": [{"stage": "production", "value": ends}, {"stage": "transport", "value": "1 kg CO2e"}]}
    rows = CROSSWALK.apply_frame(pl.DataFrame({"v": [3.0, None]}), layout).rows
    assert rows.select("A1-A3_low", "A1-A3_high", "A1-A3_status").rows() == [(0.0, 3.0, "bounded"), (0.0, None, "missing")]


def test_equal_ends_in_two_units_are_one_value() -> None:
    given = pl.DataFrame({"production/low": [1000.1, 0.3], "production/high [t CO2e]": [1.0001, 0.0003]})
    assert CROSSWALK.apply_frame(given).rows["A1-A3_status"].to_list() == ["exact", "exact"]


def test_the_name_of_a_stage_that_is_a_code_is_read_letter_by_letter() -> None:
    """`d` may be a distance; only `D` is the stage."""
    x = cw.crosswalk("eu/en-15804-a2-2019", "cn/gbt-24067-2024")
    assert x.apply_frame(pl.DataFrame({"A1-A3": [1.0], "D": [-1.0], "day": [1], "no": [7]})).rows.height == 1
    for name, nearest in (("d", "D"), ("a1", "A1"), ("d/electricity", "D"), ("D [t CO2e]", None)):
        given = pl.DataFrame({"A1-A3": [1.0], name: [-1.0]})
        if nearest is None:
            assert x.apply_frame(given).rows.height == 1
            continue
        with pytest.raises(InputError, match=f"only like a known one.*nearest: {nearest}"):
            x.apply_frame(given)


def test_chunks_of_a_frame_compile_their_patterns_once() -> None:
    x = cw.crosswalk("cn/gbt-51366-2019", "eu/levels-1.2-2021", as_of=date(2025, 1, 1))
    layout = {**LAYOUT, "subject": {"service_life": "50 a", "gross_floor_area": "100 m**2", "useful_floor_area": "90 m**2"}}
    first = x.apply_frame(frame(), layout).rows
    kept = dict(x.programs)
    assert kept
    assert x.apply_frame(frame()[3:], layout).rows.equals(first.filter(pl.col("building") == "e"))
    assert {key: id(case) for key, case in x.programs.items()} == {key: id(case) for key, case in kept.items()}


def test_columns_named_like_stages_need_no_layout() -> None:
    found = CROSSWALK.apply_frame(pl.DataFrame({"id": [1], "production [t CO2e]": [0.4], "transport": [11], "remark": ["x"]})).rows
    assert found["A1-A3_low"].to_list() == [400.0]
    assert found["shared_best"].to_list() == [411.0]
    assert found["remark"].to_list() == ["x"]


@pytest.mark.parametrize("unit", ["1 m**2", None])
def test_floor_areas_of_rows_are_a_factor(unit: str | None) -> None:
    """A German figure per building and year becomes one per m2 of its own floor area, whatever the row."""
    operator = cw.crosswalk("cn/gbt-51366-2019", "eu/levels-1.2-2021")
    areas = [1000.0, 250.5]
    given = pl.DataFrame({"value": [386.2, 12.5], "gross": areas, "useful": [900.0, 200.0]})
    subject = {"gross_floor_area": "$gross m**2", "useful_floor_area": "$useful m**2", "service_life": "50 a"}
    layout: dict[str, Any] = {"subject": subject, "figures": [{"stage": "production", "value": "$value kg CO2e"}]}
    if unit:
        layout["declared_unit"] = unit
    found = operator.apply_frame(given, layout).rows
    for at, row in enumerate(given.iter_rows(named=True)):
        own = {"gross_floor_area": f"{row['gross']} m**2", "useful_floor_area": f"{row['useful']} m**2", "service_life": "50 a"}
        data = {"standard": operator.source.id, "subject": own, "figures": [{"stage": "production", "value": f"{row['value']} kg CO2e"}]}
        expected = operator.apply(cw.read({**data, **({"declared_unit": unit} if unit else {})}))
        low = expected.shared.bounds[0]
        assert low
        assert found["shared_low"][at] == pytest.approx(float(low), rel=1e-12)
        assert found["result_unit"][at] == expected.unit


def test_gaps_of_rows_without_ids() -> None:
    """Rows of an eager frame are told by their number; nothing tells those of a lazy one apart."""
    given = pl.DataFrame({"production": [-1.0, 5.0, 6.0], "A1": [None, 2.0, None]})
    gaps = CROSSWALK.apply_frame(given).gaps
    assert set(gaps["row"]) == {1, 2}
    assert gaps["row"].is_sorted()
    with pytest.raises(InputError, match="need ids"):
        _ = CROSSWALK.apply_frame(given.lazy()).gaps


def test_parts_above_their_whole_are_refused_beyond_rounding() -> None:
    given = pl.DataFrame({"production": [10.0, 10.0, 10.0], "A1": [9.0, 10.04, 11.0]})
    assert CROSSWALK.apply_frame(given, decimals=1).rejected["A1"].to_list() == [11.0]
    assert CROSSWALK.apply_frame(given).rejected["A1"].to_list() == [10.04, 11.0]


def test_an_empty_frame_keeps_its_columns() -> None:
    found = CROSSWALK.apply_frame(frame().clear(), LAYOUT)
    assert (len(found.rows), len(found.rejected)) == (0, 0)
    assert {"total_low", "A1-A3_status", "note"} <= set(found.rows.columns)


def test_all_rows_can_be_refused() -> None:
    found = CROSSWALK.apply_frame(pl.DataFrame({"production": [float("nan"), float("inf")]}))
    assert (len(found.rows), found.rejected["reason_en"].to_list()) == (0, ["production is not a finite number"] * 2)
    missing = CROSSWALK.apply_frame(pl.DataFrame({"production": [None]}, schema={"production": pl.Float64}))
    assert missing.rejected["reason_en"].to_list() == ["no figure is declared"]


@pytest.mark.parametrize(
    ("given", "layout", "message"),
    [
        (
            pd.DataFrame({"produktion": [1.0]}),
            {"figures": [{"stage": "production", "value": "$production kg CO2e"}]},
            "nearest: produktion",
        ),
        (pl.DataFrame({"production": ["386.2 kg CO2e"]}), None, "of type String; amounts are numbers"),
        (pl.DataFrame({"id": [1, 1], "production": [1.0, 2.0]}), None, "1 of 2 ids are repeated"),
        (pl.DataFrame({"produktion": [1.0]}), None, "nearest: production"),
        (pl.DataFrame({"height": [1.0]}), None, "no column holds a figure"),
        (pl.DataFrame({"production": [1.0], "total_low": [2.0]}), None, "has a column 'total_low' already"),
        (pl.DataFrame({"v": [1.0]}), {"recycling": {"method": "cut-off"}, "figures": []}, "cannot hold recycled materials"),
        (
            pl.DataFrame({"v": [1.0]}),
            {"figures": [{"stage": "production", "value": {"low": "3 kg CO2e", "high": "$v kg CO2e"}}]},
            "the other end is a column too",
        ),
        (pl.DataFrame({"d": [1.0], "production": [1.0]}), None, "nearest: D"),
        (pl.DataFrame({"v": [1.0]}), {"figures": [{"stage": "production", "value": "3 kg CO2e"}]}, "takes its amount from a column"),
        ([1, 2], None, "list is no dataframe"),
    ],
)
def test_frames_that_cannot_be_read(given: Any, layout: dict[str, Any] | None, message: str) -> None:
    with pytest.raises(InputError) as error:
        CROSSWALK.apply_frame(given, layout)
    assert message in error.value.render()
    assert error.value.render("zh") != error.value.render()


def test_widths_of_activities_are_told_in_the_unit_of_the_result_where_stages_have_scales_of_their_own() -> None:
    """A total over stages of different areas, beside electricity at one of them."""
    operator = cw.crosswalk("eu/levels-1.2-2021", "eu/dk-br18-2023", assumptions="none")
    areas = {
        "gross_floor_area": "1200 m**2",
        "useful_floor_area": "1050 m**2",
        "heated_floor_area": "900 m**2",
        "reference_area": "gross_floor_area",
    }
    activity = {"electricity": "$kwh kWh", "region": "CN", "year": 2023}
    layout = {
        "id": "id",
        "subject": {"kind": "building", **areas, "service_life": "50 a"},
        "figures": [{"stage": "A1", "source": "electricity", "activity": activity, "value": "$value kg CO2e"}],
        "total": "$total kg CO2e",
    }
    rows = pl.DataFrame({"id": [1, 2], "kwh": [1.0, 40.0], "value": [0.02, 30.0], "total": [0.0, 90.0]})
    found = operator.apply_frame(rows, layout).gaps.filter(pl.col("kind") == "rule-differs", pl.col("width").is_not_null())
    for row in rows.iter_rows(named=True):
        own = {**activity, "electricity": f"{row['kwh']} kWh"}
        figures = [{"stage": "A1", "source": "electricity", "activity": own, "value": f"{row['value']} kg CO2e"}]
        one = operator.apply(
            cw.read(
                {"standard": "eu/levels-1.2-2021", "subject": layout["subject"], "figures": figures, "total": f"{row['total']} kg CO2e"}
            )
        )
        widths = sorted(float(gap.width) for gap in one.gaps if gap.kind == "rule-differs" and gap.stage == "A1" and gap.width)
        assert widths
        assert sorted(found.filter(pl.col("id") == row["id"])["width"].to_list()) == pytest.approx(widths)


def test_direct_emissions_of_a_good_are_sums_in_rows_where_they_are_above_zero() -> None:
    good = {"kind": "product", "cn_code": "7208 39 00", "origin": "CN", "production_year": 2026}
    operator = cw.crosswalk("eu/cbam-2023-956", "cn/t-cisa-469-2024", assumptions="none")
    base = {"id": "id", "subject": good, "declared_unit": "1 t"}
    direct = [
        {"stage": "process", "indicator": "direct", "value": "$direct kg CO2e"},
        {"stage": "process", "source": "exports", "value": "$out kg CO2e"},
    ]
    rows = pl.DataFrame({"id": [1, 2, 3], "direct": [2.0, 0.0, 0.5], "out": [-5.0, -5.0, -1.0]})
    found = operator.apply_frame(rows, {**base, "figures": direct})
    assert found.rejected["id"].to_list() == [2]
    assert found.rejected["field"].to_list() == ["figures[0]"]
    assert "below zero" in found.rejected["reason_en"][0]
    assert "小于零" in found.rejected["reason_zh"][0]
    for row in found.rows.iter_rows(named=True):
        figures = [
            {**figure, "value": figure["value"].replace("$direct", str(row["direct"])).replace("$out", str(row["out"]))}
            for figure in direct
        ]
        one = operator.apply(cw.read({"standard": "eu/cbam-2023-956", "subject": good, "declared_unit": "1 t", "figures": figures}))
        assert (row["total_low"], row["total_high"]) == (pytest.approx(float(one.total.bounds[0] or 0)), one.total.bounds[2])
    whole = operator.apply_frame(rows, {**base, "figures": [{"stage": "process", "value": "$direct kg CO2e"}]})
    assert whole.rejected["id"].to_list() == [1, 2, 3]
    assert "cannot hold process without the direct emissions" in whole.rejected["reason_en"][0]
    summed = operator.apply_frame(rows, {**base, "figures": direct[1:], "total": "$direct kg CO2e"})
    assert summed.rejected["field"].to_list() == ["total"] * 3
    by_source = operator.apply_frame(rows, {**base, "figures": direct[1:]})
    assert by_source.rejected.is_empty()


def test_too_many_ways_of_computing_are_refused() -> None:
    given = pl.DataFrame({"production": [1.0] * 20, "year": range(2000, 2020)})
    with pytest.raises(InputError, match="more than 10 ways"):
        CROSSWALK.apply_frame(given, limit=10)


def test_many_patterns_are_as_good_as_one() -> None:
    """Every combination of seven figures: 127 patterns, the row without figures refused; conditions do not nest as deep as there are patterns."""
    names = ["production", "A1", "transport", "construction", "operational-energy/heat", "refrigerants", "demolition"]
    rows = [{name: 24.0 - 2 * at if which >> at & 1 else None for at, name in enumerate(names)} for which in range(128)]
    rows += [{**dict.fromkeys(names), "demolition": -1.0}]
    found = CROSSWALK.apply_frame(pl.DataFrame({"id": range(129), **{name: [row[name] for row in rows] for name in names}}))
    assert found.rejected["id"].to_list() == [0, 128]
    assert found.rows["id"].to_list() == list(range(1, 128))
    for row in (0, 41, 126):
        figures = []
        for name, value in rows[row + 1].items():
            stage, _, source = name.partition("/")
            if value is not None:
                figures.append({"stage": stage, "value": f"{value} kg CO2e", **({"source": source} if source else {})})
        expected = CROSSWALK.apply(cw.read({"standard": CROSSWALK.source.id, "figures": figures}))
        for figure in (expected.total, expected.shared, expected.figure("A1-A3"), expected.figure("B6")):
            own = [found.rows[f"{figure.stage}_{end}"][row] for end in ("low", "best", "high", "status")]
            assert own == [*(None if bound is None else pytest.approx(float(bound)) for bound in figure.bounds), figure.status]


def test_a_value_that_excludes_an_assumption_sets_it_aside() -> None:
    """The rows beside it keep theirs."""
    operator = cw.crosswalk("cn/gbt-24067-2024", "cn/gbt-46531-2025", assumptions="all")
    given = pl.DataFrame({"v": [5.0, -5.0, 0.0]})
    common = {"declared_unit": "1 kg", "subject": {"mass": "1 kg", "reference_quantity": "mass"}}
    layout = {**common, "figures": [{"stage": "use", "value": "$v kg CO2e"}]}
    left_out = []
    found = operator.apply_frame(given, layout).rows
    for at, value in enumerate(given["v"]):
        data = {"standard": operator.source.id, **common, "figures": [{"stage": "use", "value": f"{value} kg CO2e"}]}
        expected = operator.apply(cw.read(data))
        left_out.append(expected.outcome.plan is not operator.planned(expected.footprint, expected.outcome.declaration).plan)
        for end, bound in zip(("low", "best", "high"), expected.shared.bounds, strict=True):
            assert found[f"shared_{end}"][at] == (None if bound is None else pytest.approx(float(bound)))
    assert left_out == [False, True, False]


def test_one_figure_a_row_with_its_stage_in_a_column() -> None:
    given = pl.DataFrame({"stage": ["production", "demolition", "transport", "demolitoin", None], "v": [5.0, -5.0, -1.0, 1.0, 1.0]})
    found = CROSSWALK.apply_frame(given, {"figures": [{"stage": "$stage", "value": "$v kg CO2e"}]})
    assert found.rows["shared_best"].to_list() == [5.0, 1.0]  # a stage by its likeness, as in a footprint
    reasons = found.rejected["reason_en"].to_list()
    assert ["demolition" in reasons[0], "transport" in reasons[1]] == [True, True]
    assert len(reasons) == 3


def test_days_and_numbers_that_are_no_amounts() -> None:
    given = pl.DataFrame({"day": [date(2023, 5, 1), None], "life": [50.0, float("nan")], "v": [5.0, 6.0]})
    layout = {
        "evidence": {"expires": "$day"},
        "subject": {"service_life": "$life a"},
        "figures": [{"stage": "production", "value": "$v kg CO2e"}],
    }
    found = CROSSWALK.apply_frame(given, layout)
    assert found.rows["shared_best"].to_list() == [5.0]
    assert found.rejected["field"].to_list() == ["subject.service_life"]


def test_without_narwhals_the_error_says_what_to_install() -> None:
    script = "import sys; sys.modules['narwhals'] = None\nimport crosswalk as cw\nfrom crosswalk.errors import MissingPackageError\n"
    script += "try:\n    cw.crosswalk('cn/gbt-51366-2019', 'eu/en-15978-2011').apply_frame(None)\n"
    script += "except MissingPackageError as error:\n    print(error.render(), error.render('zh'), error.exit_status)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.count('pip install "carbon-crosswalk[batch]"') == 2
    assert done.stdout.strip().endswith("2")


def test_what_parts_leave_is_zero_where_the_printed_numbers_are() -> None:
    """7.56 less 0.36 x 21 is zero; as binary numbers it is not, and two ends that meet would seem open."""
    x = cw.crosswalk("cn/national-inventory-2008", "cn/btr1-2024")
    layout = {
        "id": "id",
        "figures": [{"stage": "energy", "value": "$all kg CO2e"}, {"stage": "energy", "gas": "ch4-fossil", "mass": "$methane kg"}],
    }
    row = x.apply_frame(pl.DataFrame({"id": [1], "all": [7.56], "methane": [0.36]}), layout, decimals=2).rows.row(0, named=True)
    assert (row["shared_status"], row["shared_best"]) == ("exact", pytest.approx(0.01008, rel=1e-12))


def test_a_pattern_that_is_refused_names_the_place_in_the_layout() -> None:
    """The first figure is not declared in this row; the others keep the places that they have in the layout."""
    x = cw.crosswalk("cn/gbt-51366-2019", "eu/en-15978-2011")
    figures = [{"stage": "production", "value": "$a kg CO2e"}, *({"stage": "demolition", "value": f"${name} kg CO2e"} for name in "bc")]
    frame = pl.DataFrame({"id": [1], "a": [None], "b": [1.0], "c": [2.0]}, schema_overrides={"a": pl.Float64})
    refused = x.apply_frame(frame, {"id": "id", "figures": figures}).rejected.row(0, named=True)
    assert refused["field"].startswith("figures[2]")


def test_a_total_is_a_check_or_a_line() -> None:
    """Rows whose total agrees with the parts, says more, nets credits outside it, holds undeclared uptake, or none is declared."""
    x = cw.crosswalk("eu/en-15804-a2-2019", "cn/gbt-24067-2024")
    common = {"declared_unit": "1 kg", "subject": {"mass": "1 kg"}}
    given = pl.DataFrame(
        {
            "id": list("abcdef"),
            "total": [15.0, 40.0, 9.0, None, float("nan"), 12.0],
            "A1": [10.0, 10.0, 10.0, 10.0, 10.0, 10.0],
            "A3": [5.0] * 6,
            "D": [-6.0, -6.0, -6.0, -6.0, -6.0, None],
        }
    )
    columns = [{"stage": stage, "value": f"${stage} kg CO2e"} for stage in ("A1", "A3", "D")]
    found = x.apply_frame(given, {**common, "id": "id", "total": "$total kg CO2e", "figures": columns}, indicators="all")
    assert found.rejected.select("id", "field").rows() == [("e", "total")]
    statuses = []
    for row, own in zip(given.filter(pl.col("id") != "e").iter_rows(named=True), found.rows.iter_rows(named=True), strict=True):
        figures = [{"stage": stage, "value": f"{row[stage]} kg CO2e"} for stage in ("A1", "A3", "D") if row[stage] is not None]
        total = {} if row["total"] is None else {"total": f"{row['total']} kg CO2e"}
        expected = x.apply(cw.read({"standard": x.source.id, **common, **total, "figures": figures}))
        statuses.append("total" in expected.outcome.declaration.fields)
        for figure in (expected.total, expected.shared, *expected.figures):
            name = figure.stage if figure.indicator == x.target.main_indicator.id else f"{figure.stage}/{figure.indicator}"
            assert own[f"{name}_status"] == figure.status
            for end, bound in zip(("low", "best", "high"), figure.bounds, strict=True):
                assert own[f"{name}_{end}"] == (None if bound is None else pytest.approx(float(bound), rel=1e-12, abs=1e-12)), (name, row)
    assert statuses == [False, True, False, False, True]


def test_a_total_below_its_parts_is_refused_as_in_a_footprint() -> None:
    given = pl.DataFrame({"id": [1, 2], "total": [40.0, 60.0], "production": [50.0, 50.0], "operational-energy": [1.0, 1.0]})
    x = cw.crosswalk("eu/red-2018-2001", "eu/red-2018-2001")
    layout = {"total": "$total g CO2e", "figures": [{"stage": "raw-material", "value": "$production g CO2e"}], "declared_unit": "1 MJ"}
    found = x.apply_frame(given, layout)
    assert found.rejected["id"].to_list() == [1]
    assert "more than the total" in found.rejected["reason_en"][0]


@pytest.mark.parametrize("ends", [{"high": "kg"}, {"low": "kg", "high": "t"}])
def test_ranges_of_what_is_taken_off_give_what_the_footprints_give(ends: dict[str, str]) -> None:
    """Columns are learnt at one, where carbonation cannot be; what they give is not cut there."""
    subject = {"mass": "800 kg", "reference_quantity": "item"}
    rows = [{"low": -5000.0, "high": high} for high in (-5.0, -2.0, 0.0)]

    def declared(known: Callable[[str], str]) -> dict[str, Any]:
        value = {end: f"{known(end)} {unit} CO2e" for end, unit in ends.items()}
        return {"standard": "cn/gbt-24067-2024", "subject": subject, "figures": [{"stage": "C3", "source": "carbonation", "value": value}]}

    crosswalk = cw.crosswalk("cn/gbt-24067-2024", "cn/gbt-24067-2024")
    frame = pl.DataFrame([{"id": at, **row} for at, row in enumerate(rows)])
    found = crosswalk.apply_frame(frame, {**declared(lambda end: f"${{{end}}}"), "id": "id"})
    assert found.rejected.height == 0
    for row, given in zip(found.rows.iter_rows(named=True), rows, strict=True):
        bounds = crosswalk.apply(cw.read(declared(lambda end, given=given: str(given[end])))).total.bounds  # type: ignore[misc]
        assert (row["total_low"], row["total_high"]) == tuple(None if end is None else float(end) for end in (bounds[0], bounds[2]))
