"""The mapping of a table: a layout (a footprint in which `$column` stands for the value of a column) and how its rows are to be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

import yaml

from crosswalk.errors import DeclarationError, Finding, nearest_text
from crosswalk.model.figure import Figure
from crosswalk.model.layout import LISTS, Layout, references
from crosswalk.names import Names

ROWS = ("footprint", "figure")
_FIGURE = (*Figure.model_fields, "unit", "scenario")
_OWN = ("sheet", "header", "row", "decimal", "id")


@dataclass(frozen=True)
class TableMapping:
    """How a table is read.

    Attributes:
        layout: what the columns mean; its `id` tells footprints apart.
        row: what a row is: a `footprint`, or one `figure` of the footprint that its id names.
        sheet: the sheet of a workbook.
        header: the row of the column names.
        decimal: the sign between units and decimals of the numbers.
    """

    layout: Layout
    row: str = "footprint"
    sheet: str | None = None
    header: int | None = None
    decimal: str = "."

    @property
    def columns(self) -> frozenset[str]:
        """The columns that are read."""
        own = () if self.layout.id is None else (self.layout.id,)
        return frozenset((*self.layout.columns, *own))

    def check_columns(self, columns: Sequence[str]) -> None:
        """Refuse a mapping that names columns the table does not have.

        Raises:
            DeclarationError: with the nearest columns, one finding for each column that is missing.
        """
        names = Names("column", "列")
        for name in columns:
            names.add(name, ())
        places = [(entry.column, entry.field) for entry in self.layout.references]
        places += [(self.layout.id, "id")] if self.layout.id is not None else []
        faults = [
            Finding(
                f"the table has no column {column!r}",
                f"表中没有列 {column!r}",
                field=field,
                nearest=nearest_text([key for key, _, _ in names.nearest(column)] or list(columns)),
            )
            for column, field in places
            if column not in columns
        ]
        if faults:
            raise DeclarationError(*faults)


def read_mapping(data: object) -> TableMapping:
    """A mapping from plain data.

    Raises:
        DeclarationError: a key is wrong, or no column holds an amount.
    """
    if not isinstance(data, Mapping):
        raise _wrong(
            "expected a mapping: `standard:`, `figures:` and `$column` in them", "应为映射：含 `standard:`、`figures:`，其中以 `$列名` 取值"
        )
    if not isinstance(data.get("standard"), str):
        raise _wrong(
            "the mapping names no standard; expected for example `standard: EN 15804+A2`",
            "映射未指明标准；例如 `standard: EN 15804+A2`",
            "standard",
        )
    row = data.get("row", "footprint")
    if row not in ROWS:
        raise _wrong(
            f"a row is a footprint or a figure, not {row!r}",
            f"一行是一个碳足迹（footprint）或一项数据（figure），而不是 {row!r}",
            "row",
            ROWS,
        )
    decimal = data.get("decimal", ".")
    if decimal not in (".", ","):
        raise _wrong(f"the decimal sign is . or , and not {decimal!r}", f"小数点应为 . 或 ,，而不是 {decimal!r}", "decimal")
    header = data.get("header")
    if header is not None and (not isinstance(header, int) or isinstance(header, bool) or header < 1):
        raise _wrong(
            "`header` is the number of the row with the column names, counted from 1", "`header` 为列名所在行号，从 1 计起", "header"
        )
    sheet = data.get("sheet")
    if sheet is not None and not isinstance(sheet, str):
        raise _wrong("`sheet` is the name of a sheet", "`sheet` 为工作表名称", "sheet")
    template = {key: value for key, value in data.items() if key not in _OWN}
    for name in LISTS:
        figures = template.get(name, [])
        if not isinstance(figures, list) or not all(isinstance(entry, Mapping) for entry in figures):
            raise _wrong("expected a list of figures", "应为数据列表", name)
        for position, entry in enumerate(figures):
            for key in entry:
                if key not in _FIGURE:
                    nearest = nearest_text(get_close_matches(str(key), _FIGURE))
                    raise _wrong("unknown field", "未知字段", f"{name}[{position}].{key}", nearest)
    places = tuple(references(template))
    if not any(entry.path[0] in LISTS for entry in places):
        raise _wrong(
            "no figure takes its amount from a column; expected for example `value: $A1-A3 kg CO2e`",
            "没有数据从列取值；例如应为 `value: $A1-A3 kg CO2e`",
            "figures",
        )
    identity = data.get("id")
    if identity is not None and not isinstance(identity, str):
        raise _wrong("`id` names the column that tells footprints apart", "`id` 为区分碳足迹的列名", "id")
    if row == "figure" and "total" in template:
        raise _wrong(
            "in rows of figures a total is a row of its own: its stage is `total`",
            "每行一项数据时，合计单独成行，其阶段为 `total`",
            "total",
        )
    return TableMapping(Layout(template, places, _column(identity)), row, sheet, header, decimal)


def _column(name: str | None) -> str | None:
    """A column by its name, written with or without `$`."""
    if name is None or not name.startswith("$"):
        return name
    return name[2:-1] if name.startswith("${") and name.endswith("}") else name[1:]


def reference(column: str, unit: str | None = None) -> str:
    """How a layout takes a value from a column.

    >>> reference("A1-A3", "kg CO2e"), reference("Product name")
    ('$A1-A3 kg CO2e', '${Product name}')
    """
    plain = not any(sign.isspace() or sign in "{}$" for sign in column)
    return (f"${column}" if plain else f"${{{column}}}") + ("" if unit is None else f" {unit}")


def write_mapping(data: Mapping[str, Any]) -> str:
    """A mapping as YAML, a figure a line."""
    lines = []
    for key, value in data.items():
        if key in LISTS:
            lines.append(f"{key}:\n" + "".join(f"  - {_flow(entry)}\n" for entry in value) if value else f"{key}: []\n")
        else:
            lines.append(yaml.safe_dump({key: value}, allow_unicode=True, sort_keys=False, width=10_000))
    return "".join(lines)


def _flow(entry: Mapping[str, Any]) -> str:
    return yaml.safe_dump(dict(entry), allow_unicode=True, sort_keys=False, default_flow_style=True, width=10_000).strip()


def _wrong(en: str, zh: str, field: str | None = None, nearest: tuple[str, ...] = ()) -> DeclarationError:
    return DeclarationError(Finding(en, zh, field=field, nearest=nearest))
