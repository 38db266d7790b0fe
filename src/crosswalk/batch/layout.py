"""What the columns of a frame mean: a layout (`model/layout.py`) held against a crosswalk and the columns of a frame.

A layout is written by hand, or read off the names of the columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from crosswalk.engine.crosswalk import Crosswalk
from crosswalk.engine.selector import Selector, selector
from crosswalk.errors import DeclarationError, Finding, UnknownNameError, nearest_text
from crosswalk.model.base import Text, text
from crosswalk.model.layout import AREAS, CARBON, ENDS, LISTS, Layout, Reference, Value, references
from crosswalk.names import Names

SUBJECT = {  # properties of a subject that a column can name, with the unit that goes without saying
    **dict.fromkeys(AREAS, "m**2"),
    "service_life": "a",
    "location": None,
    "reference_area": None,
    "reference_quantity": None,
    "cn_code": None,
    "origin": None,
    "production_year": None,
}
REFUSED = {
    "precursors": text("a list of precursors", "前体清单"),
    "recycling": text("recycled materials", "再生材料"),
    "co_products": text("co-products", "联产品"),
    "conditions": text("answers to conditions", "对条件的回答"),
}
SUPPLY = text("how electricity was supplied or valued", "电力的供应与取值方式")
_ZERO = re.compile(r"[+-]?0+(\.0*)?(\s.*)?", re.DOTALL)
_SHORT = 3  # letters; names of columns as short as codes of stages say too little to be read by their likeness
_NAME = re.compile(r"\s*(.*?)\s*(?:\[\s*(.+?)\s*\])?\s*", re.DOTALL)


# -- a layout written by hand ----------------------------------------------------------------------------------------------------------


def read_layout(crosswalk: Crosswalk, layout: Mapping[str, Any], columns: Sequence[str]) -> Layout:
    """The layout, its columns checked.

    Raises:
        DeclarationError: a column that the frame does not have, or something that one row of a frame cannot say.
    """
    template = {key: value for key, value in layout.items() if key not in ("id", "standard")}
    for name, what in REFUSED.items():
        if name in template:
            raise not_held(what, name)
    for name in LISTS:
        for position, figure in enumerate(template.get(name) or ()):
            if isinstance(figure, Mapping) and isinstance(figure.get("value"), Mapping):
                _check_ends(figure["value"], f"{name}[{position}].value")
            if isinstance(figure, Mapping) and isinstance(figure.get("activity"), Mapping):
                for key in ("supply", "method"):
                    if key in figure["activity"]:
                        raise not_held(SUPPLY, f"{name}[{position}].activity.{key}")
    own = crosswalk.source.id
    if "standard" in layout and crosswalk.library.resolve(str(layout["standard"]), crosswalk.as_of, "standard").key != own:
        raise DeclarationError(
            Finding(
                f"the layout names {layout['standard']}, the crosswalk starts from {own}",
                f"版式所指为 {layout['standard']}，而换算的起点为 {own}",
                field="standard",
            )
        )
    places = tuple(references({**template, "standard": own}))
    names = layout.get("id")
    named = None if names is None else str(names).removeprefix("$")
    for column, field in [(entry.column, entry.field) for entry in places] + ([(named, "id")] if named is not None else []):
        if column not in columns:
            raise missing_column(column, columns, field)
    if not any(entry.amount for entry in places):
        raise DeclarationError(
            Finding(
                "no figure of the layout takes its amount from a column; expected for example `value: $production kg CO2e`",
                "版式中没有从列取值的数据；例如应为 `value: $production kg CO2e`",
                field="figures",
            )
        )
    return Layout({"standard": own, **template}, places, named)


def not_held(what: Text, field: str) -> DeclarationError:
    """What one row of a frame cannot say, or expressions of columns cannot compute."""
    return DeclarationError(
        Finding(
            f"the rows of a frame cannot hold {what.en}; translate such footprints one by one",
            f"数据框的行不支持{what.zh}；请逐个换算此类碳足迹",
            field=field,
        )
    )


def _check_ends(value: Mapping[str, Any], field: str) -> None:
    """Both ends of a range are columns: beside a column, only a low end of zero can be a constant."""
    ends = {end: value[end] for end in ENDS if end in value}
    fixed = [end for end, given in ends.items() if not str(given).startswith("$")]
    if len(fixed) == len(ends) or not fixed:
        return
    if fixed == ["low"] and _ZERO.fullmatch(str(ends["low"])):
        return
    raise DeclarationError(
        Finding(
            "of a range with one end in a column, the other end is a column too, or zero as `low`; put the constant into a column, or leave it away",
            "区间的一端取自列时，另一端也须为列，或以零作为 `low`；请将该常数写入一列，或不填",
            field=f"{field}.{fixed[0]}",
        )
    )


def missing_column(column: str, columns: Sequence[str], field: str) -> DeclarationError:
    """A column that the layout names and the frame does not have."""
    names = Names("column", "列")
    for name in columns:
        names.add(name, ())
    nearest = nearest_text([key for key, _, _ in names.nearest(column)] or list(columns))
    return DeclarationError(Finding(f"the frame has no column {column!r}", f"数据框没有列 {column!r}", field=field, nearest=nearest))


def check_numbers(places: Iterable[Reference], schema: Mapping[str, Any]) -> None:
    """Refuse columns that are to hold amounts and do not hold numbers."""
    for entry in places:
        dtype = schema[entry.column]
        if (entry.amount or entry.basis) and not dtype.is_numeric():
            raise DeclarationError(
                Finding(
                    f"column {entry.column!r} is of type {dtype}; amounts are numbers, their unit stands in the layout or in a column of its own "
                    "(`value: $amount`, `unit: $unit`)",
                    f"列 {entry.column!r} 的类型为 {dtype}；数量应为数值，单位写在版式中或另设一列（`value: $amount`、`unit: $unit`）",
                    field=entry.column,
                )
            )


# -- a layout read off the columns -----------------------------------------------------------------------------------------------------


def infer_layout(crosswalk: Crosswalk, columns: Sequence[str]) -> Layout:
    """The layout that the names of the columns tell: stages of the source standard with a source, properties of the subject, year and id.

    A name may end with a unit in brackets (`production [t CO2e]`); the ends of a range are columns of their own (`production/low`,
    `production/high`). A name that stands for nothing is not read and stays in the result.

    Raises:
        DeclarationError: a name that is only like one that is known, or no column holds a figure.
    """
    chosen = selector(crosswalk.library, crosswalk.source.id, crosswalk.category if crosswalk.source.goods else None)
    template: dict[str, Any] = {"figures": []}
    doubtful: list[Finding] = []
    for column in columns:
        match = _NAME.fullmatch(column)
        assert match is not None  # every text matches
        name, unit = match[1], match[2]
        reference = f"${{{column}}}"
        if name in SUBJECT:
            given = unit or SUBJECT[name]
            template.setdefault("subject", {})[name] = reference if given is None else f"{reference} {given}"
        elif name in ("year", "declared_unit", "characterisation") or (name == "activity_level" and unit):
            template[name] = f"{reference} {unit}" if unit else reference
        elif name == "id":
            template["id"] = column
        elif name in (CARBON, f"{CARBON}/packaging"):
            part = "packaging" if name.endswith("packaging") else "product"
            template.setdefault(CARBON, {})[part] = f"{reference} {unit or 'kg'}"
        elif name == "total" and chosen.stage_names.get(name) is None:
            template["total"] = f"{reference} {unit or 'kg CO2e'}"
        else:
            figure = _figure(chosen, name, column, doubtful)
            if figure is not None:
                _add(template["figures"], figure, f"{reference} {unit or 'kg CO2e'}")
    if doubtful:
        raise DeclarationError(*doubtful)
    if not template["figures"]:
        raise DeclarationError(
            Finding(
                f"no column holds a figure of {crosswalk.source.number}; name columns by its stages, or give a layout",
                f"没有列对应 {crosswalk.source.number} 的数据；请以其阶段命名列，或给出版式",
                nearest=nearest_text([stage.id for stage in crosswalk.source.stages]),
            )
        )
    return read_layout(crosswalk, template, columns)


def _add(figures: list[dict[str, Any]], words: dict[str, str], amount: str) -> None:
    """A figure with its value, or one end of it beside the other."""
    end = words.pop("end", None)
    if end is None:
        figures.append({**words, "value": amount})
        return
    for figure in figures:
        if isinstance(figure["value"], dict) and {**words, "value": figure["value"]} == figure and end not in figure["value"]:
            figure["value"][end] = amount
            return
    figures.append({**words, "value": {end: amount}})


def _figure(chosen: Selector, name: str, column: str, doubtful: list[Finding]) -> dict[str, str] | None:
    """The words of a figure that a name tells, or `None`; a name that is nearly one is doubtful."""
    stage, *further = [part.strip() for part in name.split("/")]
    if (
        len(stage) <= _SHORT
        and stage.isascii()
        and not any(names.spells(stage) for names in (chosen.stage_names, chosen.space.stage_names))
    ):
        code = chosen.stage_names.get(stage) or chosen.space.stage_names.get(stage)
        if code is not None:
            doubtful.append(_doubtful(column, (code,)))
        if code is not None or not further:
            return None
    if chosen.stage_names.get(stage) is None and chosen.space.stage_names.get(stage) is None and chosen.space.stage_range(stage) is None:
        try:
            match = chosen.stage_names.resolve(stage)
        except UnknownNameError:
            if not further:
                return None
            nearest = nearest_text([key for key, _, _ in chosen.stage_names.nearest(stage)])
        else:
            nearest = (match.key,)
        doubtful.append(_doubtful(column, nearest))
        return None
    words = {"stage": stage}
    if further and further[-1] in ENDS:
        words["end"] = further.pop()
    for part in further:
        for key, names in (("source", chosen.space.source_names), ("gas", chosen.space.gas_names), ("indicator", chosen.indicator_names)):
            if key not in words and names.get(part) is not None:
                words[key] = part
                break
        else:
            doubtful.append(_doubtful(column, nearest_text([key for key, _, _ in chosen.space.source_names.nearest(part)])))
            return None
    return words


def _doubtful(column: str, nearest: tuple[str, ...]) -> Finding:
    return Finding(
        f"the name of column {column!r} is only like a known one; rename it, or give a layout that says what it holds",
        f"列名 {column!r} 只是近似于已知名称；请改名，或用版式说明其含义",
        field=column,
        nearest=nearest,
    )


def spelled(value: Any) -> Value:
    """A value of a column as a declaration writes it: 2023.0 is the year 2023, a day is written out."""
    if isinstance(value, float):
        return int(value) if value.is_integer() else str(Decimal(repr(value)))
    return value if value is None or isinstance(value, str | int) else str(value)
