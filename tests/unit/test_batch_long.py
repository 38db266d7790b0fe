"""Frames whose rows are figures: each backend, each row against `apply`, rows that contradict each other."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_batch import BACKENDS, CROSSWALK

import crosswalk as cw
from crosswalk.errors import InputError

NAMES = ("id", "stage", "source", "value", "unit", "year")
ROWS: list[tuple[Any, ...]] = [
    ("b", "production", None, 386.2, "kg CO2e", 2023),
    ("a", "production", None, 0.41, "t CO2e", 2023),
    ("b", "operational-energy", "heat", 12.0, "kg CO2e", 2023),
    ("b", "demolition", None, None, "kg CO2e", 2023),
    ("a", "carbon-sink", None, -3.3, "kg CO2e", None),
    ("twice", "production", None, 1.0, "kg CO2e", 2023),
    ("twice", "production", None, 2.0, "kg CO2e", 2023),
    ("spelled twice", "production", None, 1.0, "kg CO2e", 2023),
    ("spelled twice", "建材生产", None, 1.0, "kg CO2e", 2023),
    ("years", "production", None, 5.0, "kg CO2e", 2023),
    ("years", "demolition", None, 3.0, "kg CO2e", 2022),
    ("no stage", None, None, 4.0, "kg CO2e", 2023),
    ("unknown", "prodction of shoes", None, 4.0, "kg CO2e", 2023),
    ("below zero", "production", None, -4.0, "kg CO2e", 2023),
]
REASONS = {
    "twice": ("figures", "two rows of this id declare the same figure"),
    "years": ("year", "the rows of this id differ in 'year'"),
    "no stage": ("figures[0].stage", "a row of this id has no stage"),
}


def frame(rows: list[tuple[Any, ...]] = ROWS) -> pl.DataFrame:
    schema = {"id": pl.String, "stage": pl.String, "source": pl.String, "value": pl.Float64, "unit": pl.String, "year": pl.Int64}
    return pl.DataFrame(rows, schema, orient="row")


def declared(key: str, rows: list[tuple[Any, ...]] = ROWS) -> dict[str, Any]:
    own = [row for row in rows if row[0] == key and row[3] is not None]
    figures = [
        {"stage": stage, **({"source": source} if source else {}), "value": f"{value} {unit}"} for _, stage, source, value, unit, _ in own
    ]
    years = [row[5] for row in rows if row[0] == key and row[5] is not None]
    return {"standard": "cn/gbt-51366-2019", "figures": figures, **({"year": years[0]} if years else {})}


def assert_same(row: dict[str, Any], translation: cw.Translation) -> None:
    for figure in (translation.total, translation.shared, *translation.figures):
        if figure.indicator == translation.crosswalk.target.main_indicator.id:
            assert row[f"{figure.stage}_status"] == figure.status
            for end, bound in zip(("low", "best", "high"), figure.bounds, strict=True):
                found = row[f"{figure.stage}_{end}"]
                assert (found is None) == (bound is None)
                assert bound is None or found == pytest.approx(float(bound), rel=1e-12, abs=1e-12)


@pytest.mark.filterwarnings("ignore:Dask support is moving:FutureWarning")
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")  # sockets of Spark
@pytest.mark.parametrize("backend", list(BACKENDS))
def test_figures_below_each_other_are_a_footprint(backend: str) -> None:
    make, back = BACKENDS[backend]
    result = CROSSWALK.apply_frame(make(frame()))
    rows = {row["id"]: row for row in back(result.rows).to_dicts()}
    assert set(rows) == {"a", "b"}
    for key, row in rows.items():
        assert_same(row, cw.translate(declared(key), "eu/en-15978-2011"))
    refused = {row["id"]: row for row in back(result.rejected).to_dicts()}
    assert set(refused) == {"twice", "spelled twice", "years", "no stage", "unknown", "below zero"}
    for key, (field, reason) in REASONS.items():
        assert (refused[key]["field"], refused[key]["reason_en"]) == (field, reason)
    assert "prodction" in refused["unknown"]["reason_en"]


def test_eager_frames_keep_the_order_of_the_ids_and_what_is_declared() -> None:
    rows = CROSSWALK.apply_frame(frame()).rows
    assert rows["id"].to_list() == ["b", "a"]
    assert rows.select("production/kg CO2e", "production/t CO2e", "operational-energy/heat/kg CO2e").row(0) == (386.2, None, 12.0)


def test_a_layout_says_that_rows_are_figures() -> None:
    consumption = pl.DataFrame(
        {"building": [1, 1, 2], "part": ["operation", "production", "operation"], "kwh": [10.0, None, 7.0], "kg": [None, 3.0, None], "where": ["CN-BJ", None, "CN-BJ"]}
    )  # fmt: skip
    layout = {
        "each_row": "figure",
        "id": "building",
        "year": 2023,
        "figures": [{"stage": "$part", "value": "$kg kg CO2e", "activity": {"electricity": "$kwh kWh", "region": "$where"}}],
    }
    result = CROSSWALK.apply_frame(consumption, layout)
    assert len(result.rejected) == 0
    first = {"stage": "operation", "activity": {"electricity": "10.0 kWh", "region": "CN-BJ"}}
    figures = [first, {"stage": "production", "value": "3.0 kg CO2e"}]
    footprint = {"standard": "cn/gbt-51366-2019", "year": 2023, "figures": figures}
    assert_same(result.rows.row(0, named=True), cw.translate(footprint, "eu/en-15978-2011"))


@pytest.mark.parametrize(
    ("layout", "says"),
    [
        ({"each_row": "figures", "id": "id", "figures": []}, "not 'figures'"),
        ({"each_row": "figure", "figures": [{"stage": "$stage", "value": "$value kg CO2e"}]}, "need an id"),
        ({"each_row": "figure", "id": "id", "figures": []}, "one entry"),
        ({"each_row": "figure", "id": "id", "figures": [{"stage": "$stag", "value": "$value kg CO2e"}]}, "no column 'stag'"),
        ({"each_row": "figure", "id": "id", "figures": [{"stage": "$stage", "value": "$stage kg CO2e"}]}, "of type"),
    ],
)
def test_layouts_that_cannot_be_read(layout: dict[str, Any], says: str) -> None:
    with pytest.raises(InputError, match=says):
        CROSSWALK.apply_frame(frame(), layout)


def test_rows_without_an_id_and_too_many_kinds_are_refused() -> None:
    with pytest.raises(InputError, match="1 rows have no id"):
        CROSSWALK.apply_frame(frame([*ROWS, (None, "production", None, 1.0, "kg CO2e", 2023)]))
    with pytest.raises(InputError, match="kinds of figures, at most 3"):
        CROSSWALK.apply_frame(frame(), limit=3)


STAGES = ["production", "transport", "construction", "demolition", "carbon-sink"]
DRAWN = st.lists(st.tuples(st.integers(0, 3), st.sampled_from(STAGES), st.integers(0, 9000)), min_size=1, unique_by=lambda row: row[:2])


@settings(max_examples=25, deadline=None)
@given(DRAWN)
def test_every_id_gives_what_apply_gives(drawn: list[tuple[int, str, int]]) -> None:
    rows = [(str(key), stage, None, (-1 if stage == "carbon-sink" else 1) * value / 10, "kg CO2e", 2023) for key, stage, value in drawn]
    found = CROSSWALK.apply_frame(frame(rows)).rows
    assert found["id"].to_list() == list(dict.fromkeys(str(key) for key, *_ in drawn))
    for row in found.to_dicts():
        assert_same(row, cw.translate(declared(row["id"], rows), "eu/en-15978-2011"))
