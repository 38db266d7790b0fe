"""Stage by stage: what the target counts, beside what was declared there, as a picture."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from crosswalk.engine.by_stage import StageRow
from crosswalk.report.pictures.coverage import named
from crosswalk.report.pictures.look import CERTAIN, INK, LINE, OPEN, ROW, along, drawn, extent, numbered, short
from crosswalk.report.tables import Picture, amount
from crosswalk.report.words import word


def stages_picture(rows: Sequence[StageRow], unit: str, lang: str) -> Picture | None:
    """A bar for each stage from its low to its high end, with the best estimate and what was declared there; nothing without stages.

    Raises:
        MissingPackageError: vl-convert is not installed (`pip install "carbon-crosswalk[report]"`).
    """
    if not rows:
        return None
    known = [end for row in rows for end in (*row.bounds, *(row.declared or ())) if end is not None]
    least, most = min([0.0, *map(float, known)]), max([0.0, *map(float, known)])
    margin = (most - least or 1.0) * 0.08
    names = numbered([named(row.stage, row.name, lang) for row in rows])
    values: list[dict[str, Any]] = []
    for name, row in zip(names, rows, strict=True):
        low, best, high = (None if end is None else float(end) for end in row.bounds)
        ends = (least - margin if low is None else low, most + margin if high is None else high)
        sure = ends[1] if high is not None and high < 0 else ends[0] if low is not None and low > 0 else 0.0
        declared = [None if end is None else float(end) for end in row.declared or (None, None)]
        values.append(
            {
                "row": short(name),
                "zero": 0.0,
                "sure": sure,
                "low": ends[0],
                "high": ends[1],
                "best": best,
                "declared": declared[0],
                "declared to": declared[1],
                "left": "◀" if low is None else "",
                "right": "▶" if high is None else "",
                "said": _said(row, lang),
            }
        )
    layer = along(values, unit, least, most, margin, any(row.bounds[0] is None for row in rows))
    spec = {
        "width": 420,
        "height": ROW * len(values),
        "padding": {"left": 5, "right": extent(str(value["said"]) for value in values), "top": 5, "bottom": 5},
        "data": {"values": values},
        "layer": [
            layer({"type": "bar", "height": 12, "color": OPEN, "stroke": LINE, "strokeWidth": 0.6}, "low", x2={"field": "high"}),
            layer({"type": "bar", "height": 12, "color": CERTAIN}, "zero", x2={"field": "sure"}),
            layer({"type": "text", "align": "right", "dx": -2, "color": INK}, "low", text={"field": "left"}),
            layer({"type": "text", "align": "left", "dx": 2, "color": INK}, "high", text={"field": "right"}),
            layer({"type": "tick", "size": 18, "thickness": 2, "color": "#000"}, "best"),
            *(
                layer({"type": "point", "shape": "diamond", "size": 90, "filled": True, "fill": "#fff", "stroke": "#000"}, end)
                for end in ("declared", "declared to")  # both ends of a range, one mark where they are equal
            ),
            layer({"type": "text", "align": "left", "color": INK}, None, x={"value": 430}, text={"field": "said"}),
        ],
    }
    title = f"{word('by stage', lang)} ({unit})"
    words = "; ".join(f"{name}: {value['said']}" for name, value in zip(names, values, strict=True))
    return drawn(spec, title, words, word("key of stages", lang))


def _said(row: StageRow, lang: str) -> str:
    """The bounds of a stage in words, with what was declared there."""
    low, best, high = row.bounds
    text = _range(low, high, lang)
    if best is not None and low != high:
        text += f", {word('best', lang).lower()} {amount(best, lang)}"
    return text if row.declared is None else f"{text} ({word('declared there', lang)} {_range(*row.declared, lang)})"


def _range(low: Decimal | None, high: Decimal | None, lang: str) -> str:
    return amount(low, lang) if low is not None and low == high else f"{amount(low, lang)} … {amount(high, lang)}"
