"""What pictures share: shades and marks that need no colour, labels of a known width, and a drawing that says in words what it shows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import sha256
from html import escape
from typing import Any
from unicodedata import east_asian_width

from crosswalk.errors import MissingPackageError
from crosswalk.report.tables import Picture
from crosswalk.report.text import printed

CERTAIN, OPEN = "#30527a", "#c3d3e6"  # dark and light: they differ in print without colour
INK, LINE = "#222", "#444"
ROW = 26  # pixels
FONT = 11  # pixels
WIDE = 38  # signs of a label


def columns_of(text: str) -> int:
    """How many columns of a fixed grid a text takes; a Chinese sign takes two.

    >>> columns_of("A1 产品")
    7
    """
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def short(text: str, most: int = WIDE) -> str:
    """A label of at most so many columns, on one line; what is cut off is told by an ellipsis.

    >>> short("建筑材料生产阶段", 9)
    '建筑材料…'
    """
    text = printed(text)
    if columns_of(text) <= most:
        return text
    kept = ""
    for sign in text:
        if columns_of(kept + sign) > most - 1:
            break
        kept += sign
    return kept.rstrip() + "…"


def extent(labels: Iterable[str]) -> int:
    """The pixels that labels need, whichever font the reader has."""
    return round(max((columns_of(label) for label in labels), default=0) * FONT * 0.58) + 12


def numbered(labels: Sequence[str]) -> list[str]:
    """Labels that differ, as the rows of a picture must."""
    return [f"{position}. {printed(label)}" for position, label in enumerate(labels, 1)]


def grid(
    rows: Sequence[str],
    columns: Sequence[str],
    cells: Iterable[tuple[int, int, str]],
    look: Mapping[str, tuple[str, str, str]],
    size: int = 24,
) -> dict[str, Any]:
    """A chart of cells: rows by columns, each cell of a kind with its mark, its shade and the shade of the mark."""
    values = [
        {"row": row, "column": column, "mark": look[kind][0], "shade": look[kind][1], "ink": look[kind][2]} for row, column, kind in cells
    ]

    def axis(labels: Sequence[str], field: str, **more: Any) -> dict[str, Any]:
        shown = [short(label) for label in labels]
        written = {"title": None, "ticks": False, "domain": False, "labelLimit": 0, "labelPadding": 4, "minExtent": extent(shown), **more}
        named = f"{_list(shown)}[datum.value]"
        return {"field": field, "type": "ordinal", "scale": {"domain": list(range(len(labels)))}, "axis": {**written, "labelExpr": named}}

    place = {
        "y": axis(rows, "row"),
        "x": axis(columns, "column", orient="top", labelAngle=-90, labelAlign="left", labelBaseline="middle"),
    }
    return {
        "width": {"step": size},
        "height": {"step": size},
        "data": {"values": values},
        "encoding": place,
        "layer": [
            {
                "mark": {"type": "rect", "stroke": LINE, "strokeWidth": 0.5},
                "encoding": {"fill": {"field": "shade", "type": "nominal", "scale": None}},
            },
            {
                "mark": {"type": "text", "fontSize": size * 0.6, "fontWeight": "bold"},
                "encoding": {"text": {"field": "mark"}, "color": {"field": "ink", "type": "nominal", "scale": None}},
            },
        ],
    }


def _list(texts: Sequence[str]) -> str:
    """Texts as a list in the language of Vega's expressions; a text can end neither its quotes nor the expression."""
    return "[" + ", ".join("'" + "".join(f"\\u{ord(sign):04x}" if sign in "'\\" else sign for sign in text) + "'" for text in texts) + "]"


def drawn(spec: Mapping[str, Any], title: str, words: str, key: str = "") -> Picture:
    """The picture of a Vega-Lite chart; it reaches for nothing outside.

    Raises:
        MissingPackageError: vl-convert is not installed (`pip install "carbon-crosswalk[report]"`).
    """
    try:
        import vl_convert
    except ImportError as error:
        raise MissingPackageError(
            'pictures need vl-convert: pip install "carbon-crosswalk[report]"',
            '图形需要 vl-convert：pip install "carbon-crosswalk[report]"',
        ) from error
    whole = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "background": None,
        "padding": 5,
        **spec,
        "config": {
            "font": "system-ui, 'Noto Sans CJK SC', 'Microsoft YaHei', sans-serif",
            "view": {"stroke": None},
            "axis": {"grid": False, "labelFontSize": FONT, "labelColor": INK},
        },
    }
    svg: str = vl_convert.vegalite_to_svg(whole, vl_version="5.21", allowed_base_urls=[])
    svg = re.sub(r"<\?xml[^>]*\?>", "", svg)
    svg = re.sub(r' (?:aria-[a-z]+|role)="[^"]*"', "", svg)  # one image with our words, in place of an English name for each axis
    name = "picture-" + sha256(svg.encode()).hexdigest()[:10]
    said = f'<title id="{name}-title">{escape(printed(title))}</title><desc id="{name}-desc">{escape(printed(words))}</desc>'
    head, rest = svg.split(">", 1)
    return Picture(title, words, f'{head} role="img" aria-labelledby="{name}-title {name}-desc">{said}{rest}', key)


def along(
    rows: Sequence[Mapping[str, Any]], unit: str, least: float, most: float, margin: float, open_below: bool
) -> Callable[..., dict[str, Any]]:
    """Makes layers of rows of intervals below each other, along one axis of values with room for arrows at open ends."""
    beside = {"title": None, "labelLimit": 0, "ticks": False, "domain": False, "minExtent": extent(str(row["row"]) for row in rows)}
    axis = {"field": "row", "type": "nominal", "sort": None, "axis": beside}
    scale = {"domain": [least - (2 * margin if open_below or least < 0 else 0), most + 2 * margin], "nice": False, "zero": False}

    def layer(mark: dict[str, Any], field: str | None, **more: Any) -> dict[str, Any]:
        value = {
            "field": field,
            "type": "quantitative",
            "scale": scale,
            "title": printed(unit),
            "axis": {"tickCount": 6, "labelOverlap": True},
        }
        return {"mark": mark, "encoding": {"y": axis, **({"x": value} if field is not None else {}), **more}}

    return layer
