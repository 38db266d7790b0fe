"""A layout: a footprint in which `$column` stands for the value of a column; `batch/` and `formats/` fill it row by row.

`$production kg CO2e` is a number with its unit; `$region` a word; `${column with spaces}` a long name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from crosswalk.errors import DeclarationError, Finding

Path = tuple[str | int, ...]
Value = str | int | float | bool | None

LISTS = ("figures", "supplement")
AMOUNTS = ("electricity", "heat", "amount", "mass", "distance")
ENDS = ("low", "high")
CARBON = "biogenic_carbon"
AREAS = ("gross_floor_area", "useful_floor_area", "heated_floor_area")
_REFERENCE = re.compile(r"\$(?:\{([^}]+)\}|([^\s{}$]+))(?:\s+(.+))?", re.DOTALL)


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
            return self.path[0] in ("total", CARBON)
        inner = self.path[2:]
        return (
            inner in (("value",), ("mass",))
            or inner[:-1] == ("value",)
            or (len(inner) == 2 and inner[0] == "activity" and inner[1] in (*AMOUNTS, "factor"))
        )

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
        if self._is_silent(data.get(CARBON), (CARBON,)):
            del data[CARBON]
        kept: list[tuple[str, int]] = []
        for name in LISTS:
            figures = []
            for position, figure in enumerate(data.get(name) or ()):
                if self._is_silent(figure.get("value"), (name, position, "value")):
                    del figure["value"]
                pruned = _pruned(figure)
                if pruned is not None:
                    figures.append(pruned)
                    kept.append((name, position))
            if name in data:
                data[name] = figures
        return data, kept

    def _is_silent(self, record: Any, path: Path) -> bool:
        """Whether a record takes amounts from columns, and none of them holds one: a constant beside them declares nothing."""
        if not isinstance(record, Mapping):
            return False
        inside = [entry.path[-1] for entry in self.references if entry.path[:-1] == path]
        return bool(inside) and not any(key in record for key in inside)


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


def references(node: Any, path: Path = ()) -> Iterator[Reference]:
    """The places of a template that columns fill.

    Raises:
        DeclarationError: a text begins with `$` and names no column.
    """
    if isinstance(node, Mapping):
        for key, value in node.items():
            yield from references(value, (*path, key))
    elif isinstance(node, list | tuple):
        for position, value in enumerate(node):
            yield from references(value, (*path, position))
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
