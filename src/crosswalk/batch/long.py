"""Frames in which each row is one figure: the rows of a footprint are brought side by side, and the frame is translated as any other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw

from crosswalk.batch.cases import PREFIX, Frame, collected
from crosswalk.batch.layout import check_numbers, missing_column, spelled
from crosswalk.errors import DeclarationError, Finding
from crosswalk.model.layout import LISTS, Reference, references

KEY = "each_row"
WORDS = ("source", "gas", "indicator")
FIRST, BAD = f"{PREFIX}first", f"{PREFIX}refused"
AMOUNT, COUNT, LEAST = f"{PREFIX}amount", f"{PREFIX}count", f"{PREFIX}least"


@dataclass(frozen=True)
class Wide:
    """One row for each footprint.

    Attributes:
        frame: the id, what the rows of a footprint have in common, and one column for each kind of figure.
        layout: what these columns hold.
        refused: the same columns of footprints whose rows contradict each other, with the field and the reason in both languages.
    """

    frame: Frame
    layout: dict[str, Any]
    refused: Frame


def long_layout(layout: Mapping[str, Any] | None, columns: Sequence[str]) -> dict[str, Any] | None:
    """The layout of a frame whose rows are figures, as it was given or as the columns `id`, `stage` and `value` tell; `None` for other frames.

    Raises:
        DeclarationError: `each_row` says something else than `figure` or `footprint`.
    """
    if layout is not None:
        said = layout.get(KEY, "footprint")
        if said not in ("figure", "footprint"):
            raise DeclarationError(
                Finding(f"a row is a `figure` or a `footprint`, not {said!r}", f"每行为 `figure` 或 `footprint`，而非 {said!r}", field=KEY)
            )
        return {key: value for key, value in layout.items() if key != KEY} if said == "figure" else None
    value = next((name for name in columns if name == "value" or (name.startswith("value [") and name.endswith("]"))), None)
    if value is None or not {"id", "stage"} <= set(columns):
        return None
    unit = "$unit" if value == "value" and "unit" in columns else value[7:-1] or "kg CO2e"
    figure = {"stage": "$stage", **{word: f"${word}" for word in WORDS if word in columns}}
    figure |= {"value": "$value", "unit": unit} if unit == "$unit" else {"value": f"${{{value}}} {unit}"}
    common = {name: f"${name}" for name in ("year", "declared_unit", "characterisation") if name in columns}
    return {"id": "id", **common, "figures": [figure]}


def widened(frame: Frame, layout: Mapping[str, Any], columns: Sequence[str], limit: int) -> Wide:
    """The rows of each footprint side by side.

    Raises:
        DeclarationError: the layout has no id or not just one figure, a column is missing, or there are too many kinds of figures.
    """
    named = str(layout.get("id", "")).removeprefix("$")
    figure = _only_figure(layout, named)
    places = list(references({key: value for key, value in layout.items() if key not in ("id", "standard")}))
    for column, field in [(named, "id"), *((entry.column, entry.field) for entry in places)]:
        if column not in columns:
            raise missing_column(column, columns, field)
    check_numbers(places, dict(frame.collect_schema()))
    own = [entry for entry in places if entry.path[0] == "figures"]
    words = list(dict.fromkeys(entry.column for entry in own if not entry.amount))
    amounts = list(dict.fromkeys(entry.column for entry in own if entry.amount))
    common = {entry.column: entry.field for entry in places if entry.path[0] != "figures" and entry.column != named}
    _check_ids(frame, named)
    kinds = _kinds(frame, words, limit)
    stage = next((entry.column for entry in own if entry.path[2:] == ("stage",)), None)
    figures: list[Any] = []
    names: dict[tuple[int, str], str] = {}
    for at, kind in enumerate(kinds):
        known = dict(zip(words, kind, strict=True))
        if stage is not None and known[stage] is None:
            continue
        for column in amounts:
            names[at, column] = _name(known, column if len(amounts) > 1 else None, (*columns, *names.values()))
        figures.append(_filled(figure, ("figures", 0), own, known, {column: names[at, column] for column in amounts}))
    gathered = _gathered(frame, named, kinds, words, names, common)
    reasons = [
        (nw.any_horizontal(*(nw.col(f"{COUNT}{at}") > 1 for at in range(len(kinds))), ignore_nulls=True), "figures", *TWICE),
        *(
            (nw.col(f"{COUNT}{at}") > 0, "figures[0].stage", *NO_STAGE)
            for at, kind in enumerate(kinds)
            if stage is not None and dict(zip(words, kind, strict=True))[stage] is None
        ),
        *((nw.col(f"{LEAST}{at}") != nw.col(column), field, *_differs(column)) for at, (column, field) in enumerate(common.items())),
    ]
    bad = nw.any_horizontal(*(condition for condition, *_ in reasons), ignore_nulls=True)
    marked = gathered.with_columns(bad.alias(BAD))
    if not isinstance(marked, nw.LazyFrame):
        marked = marked.sort(FIRST)
    told = []
    for place, name in enumerate(("field", "reason_en", "reason_zh"), 1):
        chosen: nw.Expr = nw.lit(None, nw.String)
        for reason in reversed(reasons):
            chosen = nw.when(reason[0]).then(nw.lit(str(reason[place]), nw.String)).otherwise(chosen)
        told.append(chosen.alias(name))
    inner = [name for name in marked.collect_schema().names() if name.startswith(PREFIX)]
    wanted = {key: value for key, value in layout.items() if key != "figures"} | {"id": named, "figures": figures}
    return Wide(marked.filter(~nw.col(BAD)).drop(inner), wanted, marked.filter(nw.col(BAD)).with_columns(*told).drop(inner))


TWICE = (
    "two rows of this id declare the same figure",
    "该编号有两行声明同一项数据",
)
NO_STAGE = ("a row of this id has no stage", "该编号有一行未指明阶段")


def _differs(column: str) -> tuple[str, str]:
    return f"the rows of this id differ in {column!r}", f"该编号各行的 {column!r} 不一致"


def _only_figure(layout: Mapping[str, Any], named: str) -> Mapping[str, Any]:
    if not named:
        raise DeclarationError(
            Finding(
                "rows that are figures need an id: the column that tells footprints apart",
                "每行为一项数据时须有编号列以区分碳足迹",
                field="id",
            )
        )
    figures = layout.get("figures")
    if (
        not isinstance(figures, list | tuple)
        or len(figures) != 1
        or not isinstance(figures[0], Mapping)
        or any(layout.get(name) for name in LISTS[1:])
    ):
        raise DeclarationError(
            Finding(
                "a layout of rows that are figures has one entry in `figures`, whose words stand in columns (`stage: $stage`)",
                "每行为一项数据的版式在 `figures` 中只有一项，其用词取自列（`stage: $stage`）",
                field="figures",
            )
        )
    return figures[0]


def _check_ids(frame: Frame, named: str) -> None:
    found = collected(frame.select(nw.col(named).is_null().cast(nw.Int64).sum().alias("missing")))
    missing = next(iter(found.iter_rows()))[0]
    if missing:
        raise DeclarationError(
            Finding(f"{missing} rows have no id in column {named!r}", f"有 {missing} 行在列 {named!r} 中没有编号", field=named)
        )


def _kinds(frame: Frame, words: Sequence[str], limit: int) -> list[tuple[Any, ...]]:
    """The kinds of figures that occur: each combination of words."""
    if not words:
        return [()]
    found = collected(frame.select(*words).unique())
    columns = [
        [None if missing else word for missing, word in zip(found[name].is_null().to_list(), found[name].to_list(), strict=True)]
        for name in words
    ]
    kinds = sorted(set(zip(*columns, strict=True)), key=lambda kind: tuple((word is not None, str(word)) for word in kind))
    if len(kinds) > limit:
        raise DeclarationError(
            Finding(f"{len(kinds)} kinds of figures, at most {limit}", f"数据种类有 {len(kinds)} 种，至多 {limit} 种", field="figures")
        )
    return kinds


def _name(known: Mapping[str, Any], amount: str | None, taken: Sequence[str]) -> str:
    """A column by the words of its figure; a point would be a field of a structure to Spark."""
    said = "/".join(str(spelled(word)) for word in known.values() if word is not None) or "value"
    name = (said if amount is None else f"{said} {amount}").replace(".", "_")
    while name in taken:
        name += "'"
    return name


def _filled(
    node: Any, path: tuple[str | int, ...], places: Sequence[Reference], known: Mapping[str, Any], columns: Mapping[str, str]
) -> Any:
    """The figure of one kind: its words in their places, its amounts in their columns."""
    reference = next((entry for entry in places if entry.path == path), None)
    if reference is not None and reference.amount:
        return f"${{{columns[reference.column]}}}" + (f" {reference.unit}" if reference.unit else "")
    if reference is not None:
        word = spelled(known[reference.column])
        return word if word is None or reference.unit is None else f"{word} {reference.unit}"
    if isinstance(node, Mapping):
        filled = {key: _filled(value, (*path, key), places, known, columns) for key, value in node.items()}
        return {key: value for key, value in filled.items() if value is not None}
    return node


def _gathered(
    frame: Frame,
    named: str,
    kinds: Sequence[tuple[Any, ...]],
    words: Sequence[str],
    names: Mapping[tuple[int, str], str],
    common: Mapping[str, str],
) -> Frame:
    """One row for each id: the amounts of each kind, how many rows declare it, and the greatest and least of what rows have in common."""
    eager = not isinstance(frame, nw.LazyFrame)
    if eager:
        frame = frame.with_row_index(FIRST)
    parts = []
    for at, kind in enumerate(kinds):
        each = [nw.col(word).is_null() if value is None else nw.col(word) == nw.lit(value) for word, value in zip(words, kind, strict=True)]
        own = nw.all_horizontal(*each, ignore_nulls=True) if each else ~nw.lit(False, nw.Boolean)
        parts.append(nw.when(own).then(nw.lit(1, nw.Int64)).otherwise(nw.lit(0, nw.Int64)).alias(f"{COUNT}{at}"))
        parts += [
            nw.when(own).then(nw.col(column).cast(nw.Float64)).alias(name) for (position, column), name in names.items() if position == at
        ]
    spread = frame.with_columns(*parts)
    taken = [nw.col(f"{COUNT}{at}").sum() for at in range(len(kinds))] + [nw.col(name).max() for name in names.values()]
    for at, column in enumerate(common):
        spread = spread.with_columns(nw.col(column).alias(f"{LEAST}{at}"))
        taken += [nw.col(column).max(), nw.col(f"{LEAST}{at}").min()]
    if eager:
        taken.append(nw.col(FIRST).min())
    return spread.group_by(named).agg(*taken)
