"""Ids in words: what a Chinese reader sees in the place of an id that is an English word; codes such as A1-A3 and GWP-total stay."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from crosswalk.library.library import Library
from crosswalk.model.base import Text, text
from crosswalk.model.standard import Standard

NameOf = Mapping[str, Text]

SPLIT = re.compile(r"( / | \+ |, |: |; |：|；|、| \(|\)| \[|\])")
OWN: dict[str, Text] = {
    "total": text("total", "总量"),
    "whole subject": text("whole subject", "整个对象"),
    "biogenic carbon bound": text("biogenic carbon bound", "结合的生物源碳"),
    "biogenic carbon given off": text("biogenic carbon given off", "释放的生物源碳"),
    "packaging carbon given off": text("packaging carbon given off", "包装释放的生物源碳"),
    "precursors": text("precursors", "前体"),
    "annex-ii": text("annex-ii", "附件二所列"),
    "other": text("other", "其他"),
    "direct": text("direct", "直接"),
    "indirect": text("indirect", "间接"),
    "score": text("score", "评分"),
    "recycled-content": text("recycled-content", "再生料含量"),
    "main": text("main", "主要温室气体"),
    "fluorinated": text("fluorinated", "含氟气体"),
    "ozone-depleting": text("ozone-depleting", "消耗臭氧层物质"),
    "short-lived": text("short-lived", "短寿命气体"),
    "gross_floor_area": text("gross_floor_area", "建筑面积"),
    "useful_floor_area": text("useful_floor_area", "使用面积"),
    "heated_floor_area": text("heated_floor_area", "供暖面积"),
}
"""Labels that the engine gives to lines of its own, words of declared units, and what mappings name that no standard has an id for."""


def names_of(library: Library, *standards: Standard) -> NameOf:
    """The names behind the ids of some standards of one frame; where two of them use an id, that of the last one holds."""
    quantities = library.reference_quantities()
    found = names_of_frame(library, standards[0].frame)
    found |= {entry.id: entry.name for entry in quantities.quantities}
    found |= {entry.id: entry.name for entry in quantities.properties}
    for standard in standards:
        found |= {entry.id: entry.name for entry in standard.indicators}
        found |= {entry.id: entry.name for entry in standard.stages}
    return {**found, **OWN}


def names_of_frame(library: Library, frame: str) -> dict[str, Text]:
    """The names of the gases, sources and stages of a frame."""
    space = library.space(frame)
    return {**space.gas_records, **space.source_records, **space.stage_records}


def names_in(data: Any) -> dict[str, Text]:
    """Every name in a data file that stands beside an id."""
    found: dict[str, Text] = {}
    if isinstance(data, dict):
        if isinstance(data.get("id"), str) and isinstance(data.get("name"), dict):
            found[data["id"]] = text(data["name"]["en"], data["name"]["zh"])
        for value in data.values():
            found |= names_in(value)
    elif isinstance(data, list):
        for value in data:
            found |= names_in(value)
    return found


def in_words(label: str, names: NameOf, lang: str) -> str:
    """A label with its ids in words.

    >>> in_words("operation / electricity", {"operation": text("Operation", "运行"), "electricity": text("Electricity", "电力")}, "zh")
    '运行 / 电力'
    """
    if lang == "en":
        return label
    return "".join(_word(part, names) for part in SPLIT.split(label))


def _word(part: str, names: NameOf) -> str:
    known = names.get(part)
    return known.zh if known is not None and not is_code(part) else part


def is_code(key: str) -> bool:
    """Whether an id is a code that people use in every language: A1-A3, B6.1, GWP-total, I.4.1.

    >>> [is_code(key) for key in ("A1-A3", "GWP-fossil", "I.4.1", "A3.process", "operation")]
    [True, True, True, False, False]
    """
    return bool(re.fullmatch(r"(GWP|CFP)(-[a-z]+)?|[A-Z0-9][A-Z0-9.+-]*", key))
