"""The way from the declared to the translated value, as a picture."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from crosswalk.engine.waterfall import Step
from crosswalk.report.pictures.look import CERTAIN, INK, LINE, OPEN, ROW, along, drawn, extent, numbered, short
from crosswalk.report.tables import Picture, amount
from crosswalk.report.words import word


def waterfall_picture(steps: Sequence[Step], unit: str, lang: str) -> Picture:
    """The way from the declared to the translated value: dark up to what is sure, light for what lies between the bounds, an arrow where it is open.

    Raises:
        MissingPackageError: vl-convert is not installed (`pip install "carbon-crosswalk[report]"`).
    """
    ends = [float(end) for step in steps for end in (*step.running, Decimal(0)) if end is not None]
    least, most = min(ends), max(ends)
    margin = (most - least or 1.0) * 0.08
    names = numbered([step.label[lang] for step in steps])
    rows: list[dict[str, Any]] = []
    before: tuple[float, float] = (0.0, 0.0)
    for name, step in zip(names, steps, strict=True):
        low, high = (None if end is None else float(end) for end in step.running)
        shown = (least - margin if low is None else low, most + margin if high is None else high)
        start = 0.0 if step.kind == "sum" else before[0]
        sure = shown[0] if low is not None else shown[1] if step.kind == "sum" and high is not None and high < 0 else start
        rows.append(
            {
                "row": short(name, 80),
                "start": start,
                "sure": sure,
                "low": shown[0],
                "high": shown[1],
                "said": _said(step, lang),
                "left": "◀" if low is None else "",
                "right": "▶" if high is None else "",
            }
        )
        before = shown
    layer = along(rows, unit, least, most, margin, any(step.running[0] is None for step in steps))
    spec = {
        "width": 420,
        "height": ROW * len(rows),
        "padding": {"left": 5, "right": extent(str(row["said"]) for row in rows), "top": 5, "bottom": 5},
        "data": {"values": rows},
        "layer": [
            layer({"type": "bar", "height": 14, "color": OPEN, "stroke": LINE, "strokeWidth": 0.6}, "low", x2={"field": "high"}),
            layer({"type": "bar", "height": 14, "color": CERTAIN}, "start", x2={"field": "sure"}),
            layer({"type": "text", "align": "right", "dx": -2, "color": INK}, "low", text={"field": "left"}),
            layer({"type": "text", "align": "left", "dx": 2, "color": INK}, "high", text={"field": "right"}),
            layer({"type": "text", "align": "left", "color": INK}, None, x={"value": 430}, text={"field": "said"}),
        ],
    }
    title = f"{word('waterfall', lang)} ({unit})"
    return drawn(spec, title, "; ".join(f"{name}: {row['said']}" for name, row in zip(names, rows, strict=True)), word("key of bars", lang))


def _said(step: Step, lang: str) -> str:
    """The value of a row in words; a change bears its sign."""
    low, high = step.change
    if low is not None and high is not None:  # a range that is left out moves its upper end further down
        low, high = min(low, high), max(low, high)
    sign = "+" if step.kind == "change" else ""

    def shown(value: Decimal | None) -> str:
        return (sign if value is not None and value > 0 else "") + amount(value, lang)

    return shown(low) if low is not None and low == high else f"{shown(low)} … {shown(high)}"
