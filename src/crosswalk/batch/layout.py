"""What the columns of a frame mean: a footprint in which `$column` stands for the value of a column.

`$production kg CO2e` is a number with its unit; `$region` a word. A layout is written by hand, or read off the names of the columns.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from crosswalk.engine.crosswalk import Crosswalk
from crosswalk.engine.selector import Selector, selector
from crosswalk.errors import DeclarationError, Finding, UnknownNameError, nearest_text
from crosswalk.names import Names

Path = tuple[str | int, ...]
Value = str | int | float | bool | None

LISTS = ("figures", "supplement")
AMOUNTS = ("electricity", "heat", "amount", "mass", "distance")
AREAS = ("gross_floor_area", "useful_floor_area", "heated_floor_area")
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
    "precursors": "a list of precursors",
    "recycling": "recycled materials",
    "co_products": "co-products",
    "biogenic_carbon": "a biogenic carbon content",
    "conditions": "answers to conditions",
}
_REFERENCE = re.compile(r"\$(?:\{([^}]+)\}|([^\s{}$]+))(?:\s+(.+))?", re.DOTALL)
_NAME = re.compile(r"\s*(.*?)\s*(?:\[\s*(.+?)\s*\])?\s*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Reference:
    """A place of the layout that a column fills: its path, the column, and the unit of its numbers."""

    path: Path
    column: str
    unit: str | None

    @property
    def amount(self) -> bool:
        """Whether it holds an amount: a number in which a figure is linear. Everything else decides how the row is computed."""
        if self.path[0] not in LISTS:
            return self.path == ("total",)
        inner = self.path[2:]
        return inner in (("value",), ("mass",)) or (len(inner) == 2 and inner[0] == "activity" and inner[1] in (*AMOUNTS, "factor"))

    @property
    def basis(self) -> bool:
        """Whether it holds a quantity that all figures are multiplied or divided by: a floor area, or the activity level."""
        return self.path == ("activity_level",) or (self.path[0] == "subject" and self.path[-1] in AREAS)

    @property
    def field(self) -> str:
        """The place as messages name it."""
        text = ""
        for part in self.path:
            text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
        return text


@dataclass(frozen=True)
class Layout:
    """A footprint with references in it, and the column that tells rows apart."""

    template: Mapping[str, Any]
    references: tuple[Reference, ...]
    id: str | None

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that are read, each once."""
        return tuple(dict.fromkeys(entry.column for entry in self.references))

    def footprint(self, known: Callable[[Reference], Value]) -> tuple[dict[str, Any], list[tuple[str, int]]]:
        """The footprint of a row, and where its figures stand in the layout; what is not known (`None`) is not declared."""
        places = {entry.path: entry for entry in self.references}
        data = _filled(self.template, (), places, known)
        kept: list[tuple[str, int]] = []
        for name in LISTS:
            figures = []
            for position, figure in enumerate(data.get(name) or ()):
                pruned = _pruned(figure)
                if pruned is not None:
                    figures.append(pruned)
                    kept.append((name, position))
            if name in data:
                data[name] = figures
        return data, kept


def _filled(node: Any, path: Path, places: Mapping[Path, Reference], known: Callable[[Reference], Value]) -> Any:
    reference = places.get(path)
    if reference is not None:
        value = known(reference)
        return value if value is None or reference.unit is None else f"{value} {reference.unit}"
    if isinstance(node, Mapping):
        filled = {key: _filled(value, (*path, key), places, known) for key, value in node.items()}
        return {key: value for key, value in filled.items() if value is not None}
    if isinstance(node, list | tuple):
        return [_filled(value, (*path, position), places, known) for position, value in enumerate(node)]
    return node


def _pruned(figure: dict[str, Any]) -> dict[str, Any] | None:
    """The figure without an activity that has no quantity, or `None` where nothing is declared."""
    activity = figure.get("activity")
    if activity is not None and not (
        "electricity" in activity or "heat" in activity or "amount" in activity or {"mass", "distance"} <= activity.keys()
    ):
        figure = {key: value for key, value in figure.items() if key != "activity"}
    if "value" not in figure and "mass" not in figure:
        if "activity" not in figure:
            return None
        figure = {key: value for key, value in figure.items() if key != "unit"}
    return figure


# -- a layout written by hand ----------------------------------------------------------------------------------------------------------


def read_layout(crosswalk: Crosswalk, layout: Mapping[str, Any], columns: Sequence[str]) -> Layout:
    """The layout, its columns checked.

    Raises:
        DeclarationError: a column that the frame does not have, or something that one row of a frame cannot say.
    """
    template = {key: value for key, value in layout.items() if key not in ("id", "standard")}
    for name, what in REFUSED.items():
        if name in template:
            raise _refused(name, what)
    for name in LISTS:
        for position, figure in enumerate(template.get(name) or ()):
            if isinstance(figure, Mapping) and isinstance(figure.get("value"), Mapping):
                raise _refused(f"{name}[{position}].value", "a value between two ends")
            if isinstance(figure, Mapping) and isinstance(figure.get("activity"), Mapping):
                for key in ("supply", "method"):
                    if key in figure["activity"]:
                        raise _refused(f"{name}[{position}].activity.{key}", "how electricity was supplied or valued")
    own = crosswalk.source.id
    if "standard" in layout and crosswalk.library.resolve(str(layout["standard"]), crosswalk.as_of, "standard").key != own:
        raise DeclarationError(
            Finding(
                f"the layout names {layout['standard']}, the crosswalk starts from {own}",
                f"版式所指为 {layout['standard']}，而换算的起点为 {own}",
                field="standard",
            )
        )
    references = tuple(_references({**template, "standard": own}, ()))
    names = layout.get("id")
    named = None if names is None else str(names).removeprefix("$")
    for column, field in [(entry.column, entry.field) for entry in references] + ([(named, "id")] if named is not None else []):
        if column not in columns:
            raise missing_column(column, columns, field)
    if not any(entry.amount for entry in references):
        raise DeclarationError(
            Finding(
                "no figure of the layout takes its amount from a column; expected for example `value: $production kg CO2e`",
                "版式中没有从列取值的数据；例如应为 `value: $production kg CO2e`",
                field="figures",
            )
        )
    return Layout({"standard": own, **template}, references, named)


def _refused(field: str, what: str) -> DeclarationError:
    return DeclarationError(
        Finding(
            f"the rows of a frame cannot hold {what}; translate such footprints one by one",
            "数据框的行不支持该项；请逐个换算此类碳足迹",
            field=field,
        )
    )


def missing_column(column: str, columns: Sequence[str], field: str) -> DeclarationError:
    """A column that the layout names and the frame does not have."""
    names = Names("column", "列")
    for name in columns:
        names.add(name, ())
    nearest = nearest_text([key for key, _, _ in names.nearest(column)] or list(columns))
    return DeclarationError(Finding(f"the frame has no column {column!r}", f"数据框没有列 {column!r}", field=field, nearest=nearest))


def _references(node: Any, path: Path) -> Iterator[Reference]:
    if isinstance(node, Mapping):
        for key, value in node.items():
            yield from _references(value, (*path, key))
    elif isinstance(node, list | tuple):
        for position, value in enumerate(node):
            yield from _references(value, (*path, position))
    elif isinstance(node, str) and node.startswith("$"):
        match = _REFERENCE.fullmatch(node)
        if match is None:
            raise DeclarationError(
                Finding(
                    f"{node!r} names no column; write `$column`, `$column unit` or `${{column with spaces}} unit`",
                    f"{node!r} 未指明列；请写作 `$列名`、`$列名 单位` 或 `${{含空格的列名}} 单位`",
                    field=".".join(str(part) for part in path),
                )
            )
        yield Reference(path, match[1] or match[2], match[3])


# -- a layout read off the columns -----------------------------------------------------------------------------------------------------


def infer_layout(crosswalk: Crosswalk, columns: Sequence[str]) -> Layout:
    """The layout that the names of the columns tell: stages of the source standard with a source, properties of the subject, year and id.

    A name may end with a unit in brackets (`production [t CO2e]`). A name that stands for nothing is not read and stays in the result.

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
        elif name == "total" and chosen.stage_names.get(name) is None:
            template["total"] = f"{reference} {unit or 'kg CO2e'}"
        else:
            figure = _figure(chosen, name, column, doubtful)
            if figure is not None:
                template["figures"].append({**figure, "value": f"{reference} {unit or 'kg CO2e'}"})
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


def _figure(chosen: Selector, name: str, column: str, doubtful: list[Finding]) -> dict[str, str] | None:
    """The words of a figure that a name tells, or `None`; a name that is nearly one is doubtful."""
    stage, *further = [part.strip() for part in name.split("/")]
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
