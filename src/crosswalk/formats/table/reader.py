"""Footprints from the rows of a table by a mapping that a person confirmed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import partial
from typing import Any

from crosswalk.engine.selector import Selector, selector
from crosswalk.errors import DeclarationError, DocumentError, Finding, InputError, UnknownNameError
from crosswalk.formats.alternatives import alternatives, figure_value
from crosswalk.formats.reading import Notes, Reading, Scenario, Value, declared, number
from crosswalk.formats.table.grid import Grid, read_grid, shown
from crosswalk.formats.table.mapping import TableMapping
from crosswalk.formats.workbook import calendar_day
from crosswalk.library.library import Library
from crosswalk.model.footprint import Footprint
from crosswalk.model.layout import LISTS, Reference
from crosswalk.model.quantity import Quantity
from crosswalk.names import normalise

MOST_FOOTPRINTS = 20_000
MOST_FAULTS = 20
NOT_DECLARED = frozenset(("mnd", "nd", "n.d."))
"""How tables write that a module was not declared; every other sign that is no number is refused."""
TOTALS = frozenset(("total", "sum", "合计", "总计", "总量"))
_PER = re.compile(r"(.*?(?:CO_?\(?2\)?|CO₂|二氧化碳|当量)[^/]*?)\s*(?:/|\bper\b|每)\s*(.+)", re.IGNORECASE | re.DOTALL)
_WORDS = ("stage", "source", "gas", "indicator")


def read_table(content: bytes, mapping: TableMapping, scenarios: tuple[str, ...], notes: Notes, library: Library | None = None) -> Reading:
    """The footprints of a table, and every column that the mapping does not name.

    Raises:
        InputError: with the row and the column of every fault.
    """
    grid = read_grid(content, notes, mapping.sheet, mapping.header)
    try:
        mapping.check_columns(grid.columns)
    except InputError as error:
        raise error.located(notes.file, {}) from None
    data = library or Library.shipped()
    standard = data.resolve(str(mapping.layout.template["standard"]), None, "standard").key
    rows = _Rows(grid, mapping, selector(data, standard), notes, scenarios)
    found = Reading(f"table ({'CSV' if grid.sheet is None else 'XLSX'})")
    faults: list[Finding] = []
    for identity, lines in rows.groups():
        try:
            own = Notes(notes.file)
            found.footprints += (rows.footprint(identity, lines, own),)
            found.values += tuple(rows.values)
            notes.remarks += [entry for entry in own.remarks if entry not in notes.remarks]
        except InputError as error:
            faults += error.findings
            if len(faults) >= MOST_FAULTS:
                break
    if len(faults) >= MOST_FAULTS:
        more = Finding("there may be further faults; mend these first", "可能还有其他错误；请先改正以上各项", file=notes.file)
        raise DeclarationError(*faults[:MOST_FAULTS], more)
    if faults:
        raise DeclarationError(*faults)
    found.scenarios = tuple(rows.scenarios.values())
    found.details = {f"row {row}": shown(cells) for row, cells in grid.above}
    found.unread = unread(grid, mapping.columns)
    found.remarks = tuple(notes.remarks)
    return found


def unread(grid: Grid, columns: Iterable[str]) -> dict[str, str]:
    """The filled columns that are not read, with their first cells and how many there are, and the other sheets."""
    named = frozenset(columns)
    left = {name: grid.column(name) for name in grid.columns if name not in named}
    found = {f"column {name!r}": f"{shown(cells[:5])} ({len(cells)})" for name, cells in left.items() if cells}
    return found | {f"sheet {name!r}": "not read" for name in grid.others}


@dataclass(slots=True)
class _Rows:
    """The rows of a table on their way to footprints; `values` are those of the footprint at hand."""

    grid: Grid
    mapping: TableMapping
    chosen: Selector
    notes: Notes
    wanted: tuple[str, ...]
    values: list[Value] = field(default_factory=list)
    scenarios: dict[str, Scenario] = field(default_factory=dict)
    places: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        self.places = {name: position for position, name in enumerate(self.grid.columns)}

    def groups(self) -> list[tuple[str | None, list[int]]]:
        """The rows of each footprint, by position.

        Raises:
            InputError: a row without an id, an id twice, no rows or too many.
        """
        column = self.mapping.layout.id
        count = len(self.grid.rows)
        if not count:
            raise DocumentError(Finding("the table has no rows below its column names", "表中列名以下没有数据行", file=self.notes.file))
        if column is None:
            groups: list[tuple[str | None, list[int]]] = (
                [(None, list(range(count)))] if self.mapping.row == "figure" else [(None, [place]) for place in range(count)]
            )
        else:
            named: dict[str, list[int]] = {}
            for place, (row, cells) in enumerate(self.grid.rows):
                identity = cells[self.places[column]]
                if not identity:
                    raise self.wrong(
                        row, column, "the cell is empty; every row needs the id of its footprint", "单元格为空；每行都须给出其碳足迹的编号"
                    )
                if self.mapping.row == "footprint" and identity in named:
                    raise self.wrong(
                        row,
                        column,
                        f"{identity!r} stands in two rows; each row is a footprint",
                        f"{identity!r} 出现在两行；每行为一个碳足迹",
                    )
                named.setdefault(identity, []).append(place)
            groups = list(named.items())
        if len(groups) > MOST_FOOTPRINTS:
            raise DocumentError(
                Finding(f"more than {MOST_FOOTPRINTS:,} footprints", f"碳足迹超过 {MOST_FOOTPRINTS:,} 个", file=self.notes.file)
            )
        return groups

    def wrong(self, row: int, column: str | None, en: str, zh: str, nearest: tuple[str, ...] = ()) -> DeclarationError:
        """An error about one cell."""
        sheet = "" if self.grid.sheet is None else f"{self.grid.sheet}, "
        return DeclarationError(Finding(en, zh, self.notes.file, row, f"{sheet}column {column!r}" if column else self.grid.sheet, nearest))

    def footprint(self, identity: str | None, lines: list[int], notes: Notes) -> Footprint:
        """One footprint from its rows."""
        self.values.clear()
        origin: list[tuple[int, int]] = []  # of each figure the row, and the place in the layout
        data: dict[str, Any] = {}
        units: dict[str | None, int] = {}
        for place in lines:
            row = self.grid.rows[place][0]
            filled, kept = self.mapping.layout.footprint(partial(self._known, place, notes))
            for key, value in filled.items():
                if key in LISTS:
                    data.setdefault(key, []).extend(value)
                elif isinstance(value, dict) and isinstance(data.get(key), dict):
                    for inner, said in value.items():
                        self._agree(row, f"{key}.{inner}", data[key].setdefault(inner, said), said)
                else:
                    self._agree(row, key, data.setdefault(key, value), value)
            origin += [(row, position) for name, position in kept if name == "figures"]
            for name in LISTS:
                for figure in filled.get(name, ()):
                    self._unit(figure, row, units)
        if isinstance(data.get("total"), str):
            total = {"value": data["total"]}
            self._unit(total, self.grid.rows[lines[0]][0], units)
            data["total"] = total["value"]
        self._base(data, units)
        if identity is not None:
            data.setdefault("name", identity)
        figures = self._stages(data, origin)
        if not figures:
            raise self.wrong(self.grid.rows[lines[0]][0], None, "the row declares no figure", "该行没有声明任何数据")
        kept_rows = [place for _, place in figures]
        data["figures"] = self._alternatives(figures, notes)
        try:
            return declared(data, notes)
        except InputError as error:
            raise type(error)(*(self._placed(entry, kept_rows, lines) for entry in error.findings)) from None

    def _agree(self, row: int, field: str, first: object, value: object) -> None:
        """What belongs to the footprint as a whole is the same in all of its rows that state it."""
        if first != value:
            column = next((entry.column for entry in self.mapping.layout.references if entry.field == field), None)
            raise self.wrong(
                row,
                column,
                f"{value!r}, but an earlier row of this footprint says {first!r}",
                f"{value!r} 与该碳足迹前面的行 {first!r} 不一致",
            )

    def _known(self, place: int, notes: Notes, entry: Reference) -> str | None:
        row, cells = self.grid.rows[place]
        cell = cells[self.places[entry.column]]
        if not cell:
            return None
        if entry.path[-1] == "expires" and self.grid.sheet is not None and cell.isdecimal():
            found = calendar_day(Decimal(cell[:10]))
            return cell if found is None else found.isoformat()
        if entry.unit is None and not (entry.amount or entry.path[-1] in ("low", "high", "amount")):
            return cell
        if cell.casefold() in NOT_DECLARED:
            notes.remark(f"{cell} in column {entry.column!r} was read as not declared", f"列 {entry.column!r} 中的 {cell} 视为未声明")
            return None
        if entry.unit is None and not _bare(cell):
            return cell  # the unit stands in the cell; the figure tells what is wrong with it
        if self.mapping.decimal == ",":
            if "." in cell:
                raise self.wrong(
                    row,
                    entry.column,
                    f"{cell!r} has a point, and the mapping says `decimal: ','`",
                    f"{cell!r} 含“.”，而映射为 `decimal: ','`",
                )
            cell = cell.replace(",", ".")
        try:
            number(cell, self.notes, entry.column)
        except InputError as error:
            raise self.wrong(row, entry.column, error.findings[0].en, error.findings[0].zh) from None
        return cell

    def _column_of(self, key: str) -> str | None:
        return next((entry.column for entry in self.mapping.layout.references if entry.path[0] == key), None)

    def _unit(self, figure: dict[str, Any], row: int, units: dict[str | None, int]) -> None:
        """A unit such as `kg CO2e/m3` says what the figure is per; it stands in `unit`, in the value or at both of its ends."""
        value = figure.get("value")
        places: list[tuple[dict[str, Any], str]] = [(figure, "unit")]
        places += [(value, end) for end in ("low", "high")] if isinstance(value, dict) else [(figure, "value")]
        per = None
        for place, key in places:
            match = _PER.fullmatch(place[key]) if isinstance(place.get(key), str) else None
            if match is not None:
                place[key], per = match[1].strip(), match[2].strip()
                units.setdefault(per, row)
        if per is None and value is not None:
            units.setdefault(None, row)

    def _base(self, data: dict[str, Any], units: dict[str | None, int]) -> None:
        """What all figures are per: the declared unit, or what the units of the figures say."""
        stated = data.get("declared_unit")
        if isinstance(stated, Mapping):
            stated = f"{stated.get('amount', '')} {stated.get('unit', '')}".strip()
        if isinstance(stated, str) and stated and not stated[0].isdigit():
            stated = f"1 {stated}"
        if stated:
            data["declared_unit"] = stated
        if not stated and None in units and len(units) > 1:
            raise self.wrong(
                units[None],
                None,
                f"the figure does not say what it is per, and others are per {next(unit for unit in units if unit)}; add `declared_unit` to the mapping",
                f"该数据未说明以何为单位，而其他数据以 {next(unit for unit in units if unit)} 计；请在映射中补充 `declared_unit`",
            )
        for unit, row in units.items():
            if unit is None:
                continue
            given = f"1 {unit}"
            try:
                fits = not stated or Quantity.parse(str(stated)) == Quantity.parse(given)
            except InputError as error:
                raise self.wrong(row, self._column_of("declared_unit"), error.findings[0].en, error.findings[0].zh) from None
            if not fits:
                raise self.wrong(
                    row,
                    None,
                    f"the unit of the figure is per {unit}, and the footprint is declared per {stated}",
                    f"数据的单位以 {unit} 计，而碳足迹按 {stated} 声明",
                )
            stated = data["declared_unit"] = given

    def _stages(self, data: dict[str, Any], origin: list[tuple[int, int]]) -> list[tuple[dict[str, Any], tuple[int, int]]]:
        """The figures with their rows; a row whose stage is a total is the total of the footprint."""
        kept = []
        for figure, place in zip(data.get("figures", ()), origin, strict=True):
            stage, row = figure.get("stage"), place[0]
            if not isinstance(stage, str) or self._is_stage(stage):
                kept.append((figure, place))
                continue
            if normalise(stage) in TOTALS and not any(figure.get(word) for word in ("source", "gas")) and self._is_main(figure):
                if "total" in data:
                    raise self.wrong(row, None, "a second total", "出现第二个合计")
                value = figure.get("value")
                data["total"] = f"{value} {figure['unit']}" if "unit" in figure and isinstance(value, str) else value
                continue
            column = next((entry.column for entry in self.mapping.layout.references if entry.path[-1] == "stage"), None)
            try:
                match = self.chosen.stage_names.resolve(stage)
            except UnknownNameError as error:
                raise self.wrong(row, column, error.findings[0].en, error.findings[0].zh, error.findings[0].nearest) from None
            raise self.wrong(
                row,
                column,
                f"{stage!r} is only like the stage {match.key!r}; write it as it is",
                f"{stage!r} 只是近似于阶段 {match.key!r}；请照原样书写",
                (match.key,),
            )
        return kept

    def _is_stage(self, stage: str) -> bool:
        chosen = self.chosen
        return (
            chosen.stage_names.get(stage) is not None
            or chosen.space.stage_names.get(stage) is not None
            or chosen.space.stage_range(stage) is not None
        )

    def _is_main(self, figure: dict[str, Any]) -> bool:
        name = figure.get("indicator")
        return name is None or self.chosen.indicator_names.get(name) == self.chosen.standard.main_indicator.id

    def _alternatives(self, figures: list[tuple[dict[str, Any], tuple[int, int]]], notes: Notes) -> list[dict[str, Any]]:
        """Figures of several scenarios become one value, or the interval between them; every number is kept among the values."""
        groups: dict[tuple[Any, ...], list[tuple[str | None, dict[str, Any], int]]] = {}
        for figure, (row, _) in figures:
            name = figure.pop("scenario", None)
            if name is not None:
                self.scenarios.setdefault(name, Scenario(name))
            value = figure.get("value", figure.get("mass"))
            if isinstance(value, str):
                printed, _, unit = value.partition(" ")
                self.values.append(
                    Value(str(figure.get("indicator", "")), str(figure.get("stage", "")), printed, unit or figure.get("unit"), name)
                )
            groups.setdefault(tuple(str(figure.get(word, "")) for word in _WORDS), []).append((name, figure, row))
        if all(name is None for entries in groups.values() for name, _, _ in entries):
            if self.wanted:
                raise UnknownNameError(
                    Finding("the file has no scenarios to choose from", "文件中没有可选择的情景", self.notes.file, field="scenario")
                )
            return [figure for figure, _ in figures]
        choice = alternatives((), [[name for name, _, _ in entries] for entries in groups.values()], self.wanted, notes)
        found = []
        for words, entries in groups.items():
            numbers: dict[str | None, Decimal] = {}
            for name, figure, row in entries:
                if name in numbers:
                    raise self.wrong(
                        row,
                        None,
                        f"{' '.join(filter(None, words))} stands twice for one scenario",
                        f"{' '.join(filter(None, words))} 在同一情景下出现两次",
                    )
                try:
                    numbers[name] = Quantity.parse(figure.get("value"), figure.get("unit")).to("kg CO2e").magnitude
                except InputError as error:
                    raise self.wrong(row, None, error.findings[0].en, error.findings[0].zh) from None
            possible = choice.choose(" ".join(filter(None, words)), numbers, notes)
            if possible:
                first = {key: value for key, value in entries[0][1].items() if key != "unit"}
                found.append(first | {"value": figure_value(possible, "kg CO2e")})
        return found

    def _placed(self, finding: Finding, places: list[tuple[int, int]], lines: list[int]) -> Finding:
        """A fault of a field as a fault of a cell."""
        match = re.match(r"figures\[(\d+)\](.*)", finding.field or "")
        row = self.grid.rows[lines[0]][0]
        path = finding.field or ""
        if match is not None:
            row, position = places[int(match[1])] if int(match[1]) < len(places) else (row, -1)
            path = match[2]
            own = [entry for entry in self.mapping.layout.references if entry.path[:2] == ("figures", position)]
            inner = [entry for entry in own if path.endswith(str(entry.path[-1]))] or [entry for entry in own if entry.amount]
        else:
            inner = [entry for entry in self.mapping.layout.references if entry.field == path]
        column = f"column {inner[0].column!r}" if inner else finding.field
        sheet = "" if self.grid.sheet is None else f"{self.grid.sheet}, "
        return replace(finding, line=row, field=f"{sheet}{column}")


def _bare(cell: str) -> bool:
    return cell[-1].isdigit() or cell[-1] == "."
