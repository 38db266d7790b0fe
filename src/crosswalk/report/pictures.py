"""Pictures of reports as vector graphics with text alternatives, drawn by Vega-Lite; told apart by lightness and marks, never by colour alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from crosswalk.engine.waterfall import Step
from crosswalk.errors import MissingPackageError
from crosswalk.report.tables import Picture, amount
from crosswalk.report.text import visible
from crosswalk.report.words import word

CERTAIN, OPEN = "#30527a", "#c3d3e6"  # dark and light: they differ in print without colour
ROW = 26  # pixels


def waterfall_picture(steps: Sequence[Step], unit: str, lang: str) -> Picture:
    """The way from the declared to the translated value: dark up to what is sure, light for what lies between the bounds, an arrow where it is open.

    Raises:
        MissingPackageError: vl-convert is not installed (`pip install "carbon-crosswalk[report]"`).
    """
    ends = [float(end) for step in steps for end in (*step.running, Decimal(0)) if end is not None]
    least, most = min(ends), max(ends)
    margin = (most - least or 1.0) * 0.08
    names = [f"{position}. {visible(step.label[lang])}" for position, step in enumerate(steps, 1)]
    rows: list[dict[str, Any]] = []
    before: tuple[float, float] = (0.0, 0.0)
    for name, step in zip(names, steps, strict=True):
        low, high = (None if end is None else float(end) for end in step.running)
        shown = (least - margin if low is None else low, most + margin if high is None else high)
        start = 0.0 if step.kind == "sum" else before[0]
        sure = shown[0] if low is not None else shown[1] if step.kind == "sum" and high is not None and high < 0 else start
        rows.append(
            {
                "row": name,
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
    axis = {"field": "row", "type": "nominal", "sort": None, "axis": {"title": None, "labelLimit": 420, "ticks": False, "domain": False}}
    open_below = any(step.running[0] is None for step in steps)
    scale = {"domain": [least - (2 * margin if open_below or least < 0 else 0), most + 2 * margin], "nice": False, "zero": False}
    ticks = {"tickCount": 6, "labelOverlap": True}

    def layer(mark: dict[str, Any], field: str, **more: Any) -> dict[str, Any]:
        value = {"field": field, "type": "quantitative", "scale": scale, "title": unit, "axis": ticks}
        return {"mark": mark, "encoding": {"y": axis, "x": value, **more}}

    spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": 420,
        "height": ROW * len(rows),
        "background": None,
        "padding": {"left": 80, "right": 160, "top": 5, "bottom": 5},  # readers' fonts are wider than those that it is laid out with
        "data": {"values": rows},
        "config": {"font": "system-ui, sans-serif", "view": {"stroke": None}, "axis": {"grid": False}},
        "layer": [
            layer({"type": "bar", "height": 14, "color": OPEN, "stroke": "#444", "strokeWidth": 0.6}, "low", x2={"field": "high"}),
            layer({"type": "bar", "height": 14, "color": CERTAIN}, "start", x2={"field": "sure"}),
            layer({"type": "text", "align": "right", "dx": -2, "color": "#222"}, "low", text={"field": "left"}),
            layer({"type": "text", "align": "left", "dx": 2, "color": "#222"}, "high", text={"field": "right"}),
            {
                "mark": {"type": "text", "align": "left", "color": "#222"},
                "encoding": {"y": axis, "x": {"value": 430}, "text": {"field": "said"}},
            },
        ],
    }
    title = f"{word('waterfall', lang)} ({unit})"
    return Picture(title, "; ".join(f"{name}: {row['said']}" for name, row in zip(names, rows, strict=True)), _svg(spec))


def _said(step: Step, lang: str) -> str:
    """The value of a row in words; a change bears its sign."""
    low, high = step.change
    if low is not None and high is not None:  # a range that is left out moves its upper end further down
        low, high = min(low, high), max(low, high)
    sign = "+" if step.kind == "change" else ""

    def shown(value: Decimal | None) -> str:
        return (sign if value is not None and value > 0 else "") + amount(value, lang)

    return shown(low) if low is not None and low == high else f"{shown(low)} … {shown(high)}"


def _svg(spec: dict[str, Any]) -> str:
    """The drawing of a Vega-Lite chart; it reaches for nothing outside."""
    try:
        import vl_convert
    except ImportError as error:
        raise MissingPackageError(
            'pictures need vl-convert: pip install "carbon-crosswalk[report]"',
            '图形需要 vl-convert：pip install "carbon-crosswalk[report]"',
        ) from error
    drawn: str = vl_convert.vegalite_to_svg(spec, vl_version="5.21", allowed_base_urls=[])
    return re.sub(r"<\?xml[^>]*\?>", "", drawn)
