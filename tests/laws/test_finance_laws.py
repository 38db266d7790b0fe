"""One loan and one row of a frame give the same numbers, gaps and refusals."""

from __future__ import annotations

from decimal import Decimal
from importlib import import_module
from typing import Any

import polars as pl
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

import crosswalk as cw
from crosswalk.errors import InputError, NotComparableError
from crosswalk.finance.frame import attribute_frame
from crosswalk.model.attribution import CLASSES

pd: Any = import_module("pandas")  # without stubs

STANDARDS = ("int/pcaf-a-2022", "cn/pboc-carbon-2021", "eu/sfdr-2022-1288")
MONEY = ("monthly_average", "evic", "equity", "debt", "total_assets", "revenue", "total_investment", "value_at_origination", "ppp_gdp")

number = st.integers(1, 10_000).map(lambda value: value / 100)
maybe = st.none() | number
tonnes = st.none() | st.integers(0, 100_000).map(lambda value: value / 10)


@st.composite
def rows(draw: st.DrawFn) -> dict[str, Any]:
    row: dict[str, Any] = {"class": draw(st.sampled_from(list(CLASSES))), "balance": draw(maybe), "listed": draw(st.booleans())}
    row |= {name: draw(maybe) for name in MONEY}
    if row["equity"] is not None and draw(st.booleans()):
        row["equity"] = -row["equity"]
    quarters = draw(st.none() | st.tuples(number, number, number, number))
    row |= {f"quarter_{place}": None if quarters is None else quarters[place - 1] for place in range(1, 5)}
    prefix = draw(st.sampled_from(["", "financed_"]))
    scopes = draw(st.sampled_from([("scope1", "scope2", "scope3"), ("scope1_2", "scope3"), ("scope1",), ("scope3",)]))
    for scope in scopes:
        row[f"{prefix}{scope}_co2e"], row[f"{prefix}{scope}_co2"] = draw(tonnes), draw(tonnes)
    row |= {"data": draw(st.sampled_from([None, "1a", "1b", "2a", "3b", "9"])), "sector": draw(st.sampled_from([None, "24", "0610", "62"]))}
    row |= {
        "uncalled_guarantee": draw(st.booleans()) and draw(st.booleans()),
        "currency": draw(st.sampled_from([None, "CNY", "EUR", "USD"])),
    }
    return row


def as_position(row: dict[str, Any]) -> dict[str, Any]:
    unit = row["currency"] or "CNY"
    position: dict[str, Any] = {"class": row["class"], "listed": row["listed"], "uncalled_guarantee": row["uncalled_guarantee"]}
    position |= {name: f"{row[name]} {unit}" for name in ("balance", *MONEY) if row[name] is not None}
    if row["quarter_1"] is not None:
        position["quarters"] = [f"{row[f'quarter_{place}']} {unit}" for place in range(1, 5)]
    for field, prefix in (("emissions", ""), ("financed", "financed_")):
        scopes = {}
        for scope in ("scope1", "scope2", "scope1_2", "scope3"):
            values = {gas: row.get(f"{prefix}{scope}_{gas}") for gas in ("co2e", "co2")}
            given_ = {gas: f"{value} t {gas.upper().replace('E', 'e')}" for gas, value in values.items() if value is not None}
            if given_:
                scopes[scope] = given_
        if scopes:
            position[field] = scopes
    return position | {name: row[name] for name in ("data", "sector") if row[name] is not None}


def records(frame: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = frame.to_dicts() if isinstance(frame, pl.DataFrame) else frame.to_dict("records")
    return found


def alone(row: dict[str, Any], source: str, target: str, year: int) -> cw.BookTranslation | None:
    book = {"standard": source, "currency": "CNY", "year": year, "rates": {"EUR": "7.5"}, "positions": [as_position(row)]}
    try:
        result = cw.attribute(book, target)
    except (InputError, NotComparableError):
        return None
    return result if result.positions else None  # a class that only an indicator counts has no row of its own


def same(first: Any, second: Decimal | None) -> bool:
    if first is None or pd.isna(first):
        return second is None
    return second is not None and abs(float(first) - float(second)) <= 1e-12 * max(abs(float(second)), 1e-300) + 1e-300


BOOKS = {"source": st.sampled_from(STANDARDS), "target": st.sampled_from(STANDARDS), "year": st.sampled_from([2022, 2024, 2025])}


@settings(max_examples=20)
@given(book=st.lists(rows(), min_size=1, max_size=30), **BOOKS)
def test_one_loan_and_one_row_of_polars_agree(book: list[dict[str, Any]], source: str, target: str, year: int) -> None:
    agree(pl.DataFrame, book, source, target, year)


@settings(max_examples=4, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(book=st.lists(rows(), min_size=20, max_size=40), **BOOKS)
def test_one_loan_and_one_row_of_pandas_agree(book: list[dict[str, Any]], source: str, target: str, year: int) -> None:
    agree(pd.DataFrame, book, source, target, year)


def together(result: Any, positions: list[dict[str, Any]], source: str, target: str, year: int) -> None:
    """The sums of the frame are those of one book of all accepted rows: total, score, indicators."""
    if not positions:
        return
    whole = cw.attribute({"standard": source, "currency": "CNY", "year": year, "rates": {"EUR": "7.5"}, "positions": positions}, target)
    pairs = [(result.total, (whole.total.bounds[0], whole.total.bounds[2])), (result.score, whole.score)]
    pairs += [(result.indicators[entry.id], bounds) for entry, bounds, _ in whole.indicators if entry.id in result.indicators]
    for mine, other in pairs:
        assert (mine is None) == (other is None), (mine, other)
        if mine is not None and other is not None:
            for first, second in zip(mine, other, strict=True):
                close = second is not None and first is not None and abs(first - float(second)) <= 1e-9 * max(abs(float(second)), 1e-9)
                assert close or (first is None and second is None), (mine, other)


def agree(make: Any, book: list[dict[str, Any]], source: str, target: str, year: int) -> None:
    names = sorted({name for row in book for name in row})
    columns = {name: [row.get(name) for row in book] for name in names}
    frame = make({name: values for name, values in columns.items() if any(value is not None for value in values)})
    result = attribute_frame(frame, source, target, year=year, currency="CNY", rates={"EUR": 7.5})
    table, gaps, rejected = (records(entry) for entry in (result.rows, result.gaps, result.rejected))
    found = {entry["row"]: entry for entry in table}
    refused = {entry["row"] for entry in rejected}
    assert set(found) | refused == set(range(len(book)))
    assert not set(found) & refused
    together(result, [as_position(row) for place, row in enumerate(book) if place in found], source, target, year)
    for place, row in enumerate(book):
        single = alone(row, source, target, year)
        assert (single is None) == (place in refused), (row, single)
        if single is None:
            continue
        entry = found[place]
        low, _, high = single.total.bounds
        assert same(entry["low"], low)
        assert same(entry["high"], high)
        assert (entry["status"] == "exact") == (low == high) or same(entry["low"], high)
        for figure in single.figures:
            assert same(entry[f"{figure.stage}_low"], figure.bounds[0])
            assert same(entry[f"{figure.stage}_high"], figure.bounds[2])
        share = single.positions[0].share
        if share is not None:
            assert same(entry["share_low"], share.low)
            assert same(entry["share_high"], share.high)
        score = single.positions[0].score
        assert same(entry["score_low"], None if score is None else score.low)
        codes = {gap["code"] for gap in gaps if gap["row"] == place}
        asked = {gap.question.en for gap in single.gaps if gap.kind == "not-declared" and gap.severity != "info"}
        assert bool(asked) == any(code.endswith("-unknown") and code != "quality-unknown" for code in codes)
