"""A row of a frame gives what the scalar engine gives for the same footprint."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import replace
from decimal import Decimal
from itertools import zip_longest
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from crosswalk.engine.translation import Translation
from crosswalk.errors import InputError
from crosswalk.testing.cases import Case, cases, crosswalk_of
from crosswalk.testing.shipped import pairs, standard_of
from crosswalk.testing.words import Data, Style

import crosswalk as cw  # isort: skip

PLAIN = Style(views=False, carbon=False, total=True, open_set=True, open_period=True)
STYLES = {
    "values": PLAIN,
    "ranges": replace(PLAIN, ranges=True),
    "cuts": replace(PLAIN, views=True, carbon=True),
    "everything": replace(PLAIN, ranges=True, views=True, carbon=True),
}
FRAMES = [pair for pair in pairs() if standard_of(pair[1]).goods is None]
CHANGES = ("keep", "keep", "keep", "zero", "none", "negative", "large", "small")
SETTINGS = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much])
CLOSE = 1e-12


Path = tuple[str | int, ...]


def places(data: Data) -> list[tuple[Path, str]]:
    """Every amount of a declaration: where it stands, and its unit."""
    found: list[tuple[Path, str]] = []

    def look(node: Any, path: Path) -> None:
        for key, inner in node.items() if isinstance(node, dict) else enumerate(node):
            if isinstance(inner, dict | list):
                look(inner, (*path, key))
            elif key in ("total", "value", "low", "high", "mass", "electricity", "product", "packaging"):
                found.append(((*path, key), inner.split(" ", 1)[1]))

    look({key: data[key] for key in ("total", "biogenic_carbon", "figures") if key in data}, ())
    return found


def with_amounts(data: Data, amounts: dict[int, str | None]) -> Data:
    """The declaration with other amounts (`None`: not declared), by their place in `places`."""
    whole: Data = deepcopy(data)
    for at, (path, unit) in enumerate(places(data)):
        inner: Any = whole
        for key in path[:-1]:
            inner = inner[key]
        if amounts[at] is None:
            del inner[path[-1]]
        else:
            inner[path[-1]] = f"{amounts[at]} {unit}"
    if whole.get("biogenic_carbon") == {}:
        del whole["biogenic_carbon"]
    for figure in whole["figures"]:
        if figure.get("value") == {}:
            del figure["value"]
        if "activity" in figure and "electricity" not in figure["activity"]:
            del figure["activity"]
    whole["figures"] = [figure for figure in whole["figures"] if figure.keys() & {"value", "mass", "activity"}]
    return whole


def changed(amount: str, change: str) -> str | None:
    value = Decimal(amount)
    if change == "none":
        return None
    other = {"keep": value, "zero": Decimal(0), "negative": -value, "large": value * 3 + 1, "small": value / 3}[change]
    return f"{other:.2f}"


@st.composite
def tables(draw: st.DrawFn, style: Style) -> tuple[Case, list[dict[int, str | None]]]:
    """A declaration, and rows of amounts near its own."""
    case = draw(cases(FRAMES, style))
    own = []
    for path, _ in places(case.data):
        inner: Any = case.data
        for key in path:
            inner = inner[key]
        own.append(inner.split()[0])
    rows = []
    for _ in range(draw(st.integers(1, 5))):
        rows.append({at: changed(amount, draw(st.sampled_from(CHANGES))) for at, amount in enumerate(own)})
    return case, rows


def scalar(operator: Any, data: Data) -> Translation | None:
    """The translation of one row, or `None` where it is refused."""
    if not data["figures"]:
        return None
    try:
        return operator.apply(cw.read(data))  # type: ignore[no-any-return]
    except InputError:
        return None


def figures_of(translation: Translation) -> Iterator[tuple[str, tuple[Decimal | None, ...], str]]:
    main = translation.crosswalk.target.main_indicator.id
    for figure in (translation.total, translation.shared, *translation.figures):
        name = figure.stage if figure.indicator == main else f"{figure.stage}/{figure.indicator}"
        yield name, figure.bounds, figure.status


def wide(gaps: Iterable[tuple[str, str, float | None]], size: float) -> list[tuple[str, str, bool, float]]:
    """The gaps of some width, in a fixed order; an endless one is told apart."""
    found = [(kind, stage, width is None, float(width or 0)) for kind, stage, width in gaps if width is None or width > CLOSE * size]
    return sorted(found)


@pytest.mark.parametrize(
    ("mode", "style"), [("none", "values"), ("all", "values"), ("none", "ranges"), ("none", "cuts"), ("all", "everything")]
)
@SETTINGS
@given(st.data())
def test_a_row_gives_what_the_footprint_gives(mode: str, style: str, data: st.DataObject) -> None:
    case, rows = data.draw(tables(STYLES[style]))
    operator = crosswalk_of(case.source, case.target, mode)
    amounts = {f"amount {at}": [None if row[at] is None else float(row[at] or 0) for row in rows] for at in range(len(places(case.data)))}
    frame = pl.DataFrame({"id": list(range(len(rows))), **amounts}, schema_overrides=dict.fromkeys(amounts, pl.Float64))
    layout = with_amounts(case.data, {at: f"${{amount {at}}}" for at in range(len(amounts))})
    result = operator.apply_frame(frame, {**layout, "id": "id"}, decimals=2, indicators="all")
    gaps: dict[int, list[tuple[str, str, float | None]]] = {}
    for identity, kind, stage, width, _ in result.gaps.iter_rows():
        gaps.setdefault(identity, []).append((kind, stage, width))
    found = {row["id"]: row for row in result.rows.iter_rows(named=True)}
    assert gaps.keys() <= found.keys()
    refused = {row["id"]: row["reason_en"] for row in result.rejected.iter_rows(named=True)}
    assert sorted([*found, *refused]) == list(range(len(rows)))
    for at, row in enumerate(rows):
        if "one by one" in refused.get(at, ""):
            event("what frames do not hold")
            continue
        expected = scalar(operator, with_amounts(case.data, row))
        if expected is None:
            event("refused")
            assert at in refused, row
            continue
        assert at in found, (row, refused)
        event(f"translated; cuts of the same emissions: {len(expected.outcome.plan.forests)}, the tightest: {expected.outcome.chosen}")
        if any("contradict" in en for en, _ in expected.outcome.notes):
            event("two cuts contradict each other")
        uniform = abs(expected.outcome.uniform) * sum(
            abs(end) for value in expected.outcome.declaration.values for end in value if end.is_finite()
        )
        ends = [abs(bound) for _, bounds, _ in figures_of(expected) for bound in bounds if bound is not None]
        size = float(max([uniform, *ends, Decimal("1e-9")]))
        for name, bounds, status in figures_of(expected):
            assert found[at][f"{name}_status"] == status, (name, row, bounds, [found[at][f"{name}_{end}"] for end in ("low", "high")])
            for end, bound in zip(("low", "best", "high"), bounds, strict=True):
                value = found[at][f"{name}_{end}"]
                assert (value is None) == (bound is None), (name, end, row, value, bound)
                if bound is not None:
                    assert abs(value - float(bound)) <= CLOSE * size, (name, end, row, value, bound)
        scalar_gaps = [(gap.kind, gap.stage, None if gap.width is None else float(gap.width)) for gap in expected.gaps]
        for own, other in zip_longest(wide(gaps.get(at, ()), size), wide(scalar_gaps, size)):
            assert own is not None and other is not None, (own, other, row)  # noqa: PT018
            assert own[:3] == other[:3], (own, other, row)
            assert abs(own[3] - other[3]) <= CLOSE * max(size, abs(other[3])), (own, other, row)
