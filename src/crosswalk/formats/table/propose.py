"""What the columns of a table may mean: a mapping proposed by their names, in both languages. A person confirms it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from crosswalk.engine.selector import Selector, selector
from crosswalk.errors import DeclarationError, Finding, InputError, UnknownNameError
from crosswalk.formats.reading import Notes, is_number
from crosswalk.formats.table.columns import FILLERS, SPELLINGS
from crosswalk.formats.table.grid import Grid, read_grid
from crosswalk.formats.table.mapping import TableMapping, read_mapping, reference, write_mapping
from crosswalk.formats.table.reader import NOT_DECLARED, TOTALS, unread
from crosswalk.library.library import Library
from crosswalk.model.quantity import Quantity
from crosswalk.names import Names, normalise

OF_FIGURE = ("stage", "unit", "indicator", "source", "gas", "scenario")
_UNIT_IN_NAME = re.compile(r"\s*(.*?)\s*[\[(（【]\s*([^\[\](（【）】]+(?:\([^()]*\))?[^\[\](（【）】]*)[\])）】]\s*")
_PER = re.compile(r"(.*?(?:CO_?\(?2\)?|CO₂|二氧化碳|当量)[^/]*?)\s*(?:/|\bper\b|每)\s*(.+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Doubt:
    """A column that may mean something, and why nobody but a person can tell."""

    column: str
    field: str
    en: str
    zh: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A mapping that the names of the columns suggest.

    Attributes:
        data: the mapping, of what is beyond doubt.
        doubts: columns that only a person can place.
        unread: columns that it does not name, with their cells.
    """

    data: dict[str, Any]
    doubts: tuple[Doubt, ...]
    unread: dict[str, str]
    file: str

    def confirmed(self) -> TableMapping:
        """The mapping, taken as it is.

        Raises:
            DeclarationError: a column is doubtful, or no figure was found.
        """
        if self.doubts:
            raise DeclarationError(
                *(Finding(doubt.en, doubt.zh, file=self.file, field=f"column {doubt.column!r}") for doubt in self.doubts)
            )
        try:
            return read_mapping(self.data)
        except InputError as error:
            raise error.located(self.file, {}) from None

    def to_yaml(self, lang: str = "en") -> str:
        """The mapping as a file to check and to keep; what is doubtful or not read stands in comments."""
        lines = [write_mapping(self.data)]
        for doubt in self.doubts:
            text = doubt.zh if lang == "zh" else doubt.en
            lines.append(f"# {_one_line(f'{doubt.column!r} → {doubt.field}? {text}')}\n")
        head = "未读取" if lang == "zh" else "not read"
        lines += [f"# {head}: {_one_line(f'{name}: {cells}')}\n" for name, cells in self.unread.items()]
        return "".join(lines)


@dataclass(frozen=True, slots=True)
class _Column:
    name: str  # as it stands in the table
    title: str  # without its unit
    unit: str | None  # in full: `kg CO2e/m3`
    numbers: bool


def propose(content: bytes, file: str, standard: str, sheet: str | None = None, library: Library | None = None) -> Proposal:
    """A mapping of the columns of a table for a declaration under a standard.

    Raises:
        InputError: it is no table, or the standard is unknown.
    """
    data = library or Library.shipped()
    found = data.resolve(standard, None, "standard").key
    grid = read_grid(content, Notes(file), sheet)
    return _Proposing(grid, selector(data, found), file).proposal(found, sheet)


class _Proposing:
    def __init__(self, grid: Grid, chosen: Selector, file: str):
        self.grid, self.chosen, self.file = grid, chosen, file
        self.columns = [self._read(name) for name in grid.columns if grid.column(name)]
        self.fields = Names("column", "列")
        for key, names in SPELLINGS.items():
            self.fields.add(key, names)
        self.doubts: list[Doubt] = []
        self.taken: dict[str, _Column] = {}

    def _read(self, name: str) -> _Column:
        match = _UNIT_IN_NAME.fullmatch(name)
        title, unit = (match[1], match[2]) if match is not None and match[1] and _is_unit(match[2]) else (name, None)
        cells = self.grid.column(name)
        numbers = bool(cells) and all(is_number(cell.replace(",", ".")) or cell.casefold() in NOT_DECLARED for cell in cells)
        return _Column(name, title, unit, numbers)

    def proposal(self, standard: str, sheet: str | None) -> Proposal:
        """What the names of all columns suggest."""
        figures: list[tuple[_Column, dict[str, str]]] = []
        for column in self.columns:
            words = self._words(column.title) if column.numbers else None
            field = self.fields.get(column.title)
            if words is not None and field is None:
                figures.append((column, words))
            elif field is not None:
                self._take(field, column)
            else:
                self._likely(column)
        data: dict[str, Any] = {"standard": standard}
        if sheet is not None:
            data["sheet"] = sheet
        stage = self.taken.get("stage")
        if stage is not None and not all(self._is_stage(cell) for cell in self.grid.column(stage.name)):
            unknown = next(cell for cell in self.grid.column(stage.name) if not self._is_stage(cell))
            self._doubt(
                stage,
                "stage",
                f"{unknown[:60]!r} is no stage of {self.chosen.standard.number}",
                f"{unknown[:60]!r} 不是 {self.chosen.standard.number} 的阶段",
            )
        shape = self._long(stage, figures) if stage is not None else self._wide(figures)
        self._whole(data, wide=stage is None)
        self._decimals(data)
        data |= shape
        self._loose_unit(data)
        named = (
            {column.name for column in self.taken.values()}
            | {column.name for column, _ in figures}
            | {doubt.column for doubt in self.doubts}
        )
        return Proposal(data, tuple(self.doubts), unread(self.grid, named), self.file)

    def _decimals(self, data: dict[str, Any]) -> None:
        """A decimal comma is told by a number that can have no other; `1,234` alone may be either."""
        commas = {column: [cell for cell in self.grid.column(column.name) if "," in cell] for column in self.columns if column.numbers}
        if any(len(cell.rpartition(",")[2]) != 3 for cells in commas.values() for cell in cells):
            data["decimal"] = ","
            return
        for column, cells in commas.items():
            if cells:
                self.doubts.append(
                    Doubt(
                        column.name,
                        "decimal",
                        f"is {cells[0]!r} a decimal or a thousand?",
                        f"{cells[0]!r} 中的逗号是小数点还是千位分隔符？",
                    )
                )

    def _take(self, field: str, column: _Column) -> None:
        if field in self.taken:
            other = self.taken[field].name
            self._doubt(column, field, f"{other!r} means the same; keep one", f"与 {other!r} 含义相同；请保留其一")
        elif field in ("value", "low", "high", "total") and not column.numbers:
            self._doubt(column, field, "not all of its cells are numbers", "并非所有单元格都是数")
        else:
            self.taken[field] = column

    def _doubt(self, column: _Column, field: str, en: str, zh: str) -> None:
        self.doubts.append(Doubt(column.name, field, en, zh))
        if self.taken.get(field) is column:
            del self.taken[field]

    def _likely(self, column: _Column) -> None:
        """A name that is only like a known one is a doubt; any other column is not read."""
        for names in (self.chosen.stage_names, self.chosen.indicator_names) if column.numbers else ():
            try:
                match = names.resolve(column.title)
            except UnknownNameError:
                continue
            self._doubt(column, match.key, f"the name is only like {match.name!r}", f"列名只是近似于 {match.name!r}")
            return
        try:
            match = self.fields.resolve(column.title)
        except UnknownNameError:
            return
        self._doubt(column, match.key, f"the name is only like {match.name!r}", f"列名只是近似于 {match.name!r}")

    def _is_stage(self, name: str) -> bool:
        space = self.chosen.space
        known = (
            self.chosen.stage_names.get(name) is not None or space.stage_names.get(name) is not None or space.stage_range(name) is not None
        )
        return known or normalise(name) in TOTALS

    def _words(self, title: str) -> dict[str, str] | None:
        """Stage and further words that a name holds exactly: `A1-A3`, `A1-A3 / GWP-fossil`, `GWP-fossil A1-A3`, `生产阶段碳排放`."""
        parts = [part.strip() for part in re.split(r"[/|:：]", title) if part.strip()]
        tokens = title.split()
        splits = [tuple(parts)] if len(parts) > 1 else []
        splits += [(title,)] + [(" ".join(tokens[:at]), " ".join(tokens[at:])) for at in range(1, len(tokens))]
        for split in splits:
            for order in (split, split[::-1]):
                words = self._exact(order)
                if words is not None:
                    return words
        return None

    def _exact(self, parts: tuple[str, ...]) -> dict[str, str] | None:
        stage = next(
            (name for name in _spellings(parts[0]) if self.chosen.stage_names.get(name) or self.chosen.space.stage_range(name) is not None),
            None,
        )
        if stage is None:
            return None
        words = {"stage": self.chosen.stage_names.get(stage) or stage}
        for part in parts[1:]:
            known = (
                ("indicator", self.chosen.indicator_names),
                ("source", self.chosen.space.source_names),
                ("gas", self.chosen.space.gas_names),
            )
            place = next((key for key, names in known if key not in words and names.get(part) is not None), None)
            if place is None:
                return None
            words[place] = part
        return words

    def _long(self, stage: _Column, figures: list[tuple[_Column, dict[str, str]]]) -> dict[str, Any]:
        """A row is a figure: one column of values, or one for each indicator."""
        for column, _ in figures:
            self._doubt(
                column,
                "figures",
                "the table has a column of stages, and this column is called like a stage",
                "表中已有阶段列，而此列名亦为阶段",
            )
        figures.clear()
        words = {key: reference(self.taken[key].name) for key in OF_FIGURE if key in self.taken and key != "unit"}
        if "low" in self.taken and "high" in self.taken and "value" not in self.taken:
            ends = {end: reference(self.taken[end].name, self._unit(self.taken[end])) for end in ("low", "high")}
            return {"row": "figure", "figures": [words | {"value": ends}]}
        found = []
        value = self.taken.get("value")
        if value is not None:
            found.append(words | self._valued(value))
        for column in self.columns:
            if column.numbers and self.chosen.indicator_names.get(column.title) is not None and "indicator" not in self.taken:
                if column is value:
                    continue
                self.taken[f"indicator {column.title}"] = column
                self.doubts = [doubt for doubt in self.doubts if doubt.column != column.name]
                found.append(words | {"indicator": self.chosen.indicator_names.get(column.title) or column.title} | self._valued(column))
        return {"row": "figure", "figures": found}

    def _wide(self, figures: list[tuple[_Column, dict[str, str]]]) -> dict[str, Any]:
        seen: dict[tuple[tuple[str, str], ...], str] = {}
        found = []
        for column, words in list(figures):
            key = tuple(words.items())
            if key in seen:
                self._doubt(column, words["stage"], f"{seen[key]!r} means the same; keep one", f"与 {seen[key]!r} 含义相同；请保留其一")
                figures.remove((column, words))
                continue
            seen[key] = column.name
            found.append(words | self._valued(column))
        return {"figures": found}

    def _valued(self, column: _Column) -> dict[str, str]:
        unit = self.taken.get("unit")
        if column.unit is None and unit is not None and all(_is_co2e(cell) for cell in self.grid.column(unit.name)):
            return {"value": reference(column.name), "unit": reference(unit.name)}
        return {"value": reference(column.name, self._unit(column))}

    def _unit(self, column: _Column) -> str | None:
        """The unit of a column; without one nothing can be read until a person adds it."""
        if column.unit is None:
            self.doubts.append(
                Doubt(
                    column.name,
                    "unit",
                    "no unit: neither in the name nor in a column; is it kg CO2e?",
                    "没有单位：列名与单位列均未给出；是否为 kg CO2e？",
                )
            )
        return column.unit

    def _whole(self, data: dict[str, Any], *, wide: bool) -> None:
        """Fields of the footprint as a whole."""
        if "id" in self.taken:
            data["id"] = self.taken["id"].name
        elif "name" in self.taken:
            data["id"] = self.taken["name"].name
        if "name" in self.taken:
            data["name"] = reference(self.taken["name"].name)
        for field in ("declared_unit", "year"):
            if field in self.taken:
                data[field] = reference(self.taken[field].name)
        if wide:
            for field in ("indicator", "source", "gas", "scenario", "low", "high", "value"):
                if field in self.taken:
                    self._doubt(
                        self.taken[field],
                        field,
                        "the table has no column of stages; which figure does it belong to?",
                        "表中没有阶段列；该列属于哪项数据？",
                    )
            if "total" in self.taken:
                data["total"] = reference(self.taken["total"].name, self._unit(self.taken["total"]))
        elif "total" in self.taken:
            self._doubt(self.taken["total"], "total", "a total beside rows of figures", "每行一项数据的表中出现合计列")
        defaults = {"subject.service_life": "a", "subject.gross_floor_area": "m**2", "subject.useful_floor_area": "m**2"}
        for field, column in self.taken.items():
            outer, _, inner = field.partition(".")
            if inner:
                data.setdefault(outer, {})[inner] = reference(column.name, column.unit or defaults.get(field))

    def _loose_unit(self, data: dict[str, Any]) -> None:
        """A column of units that are no units of CO2e."""
        unit = self.taken.get("unit")
        if unit is not None and reference(unit.name) not in (figure.get("unit") for figure in data.get("figures", ())):
            self._doubt(
                unit,
                "unit",
                "is it the unit of the values, or what they are per (`declared_unit`)?",
                "是数值的单位，还是其所按的单位（`declared_unit`）？",
            )


def _spellings(name: str) -> Iterable[str]:
    yield name
    for filler in FILLERS:
        for cut in (name.removesuffix(filler).strip(), name.removeprefix(filler).strip()):
            if cut and cut != name:
                yield cut
                for inner in FILLERS:
                    if cut.removesuffix(inner).strip() not in ("", cut):
                        yield cut.removesuffix(inner).strip()


def _is_unit(text: str) -> bool:
    split = _PER.fullmatch(text)
    try:
        Quantity.parse("1", split[1].strip() if split else text)
    except InputError:
        return False
    return True


def _is_co2e(cell: str) -> bool:
    split = _PER.fullmatch(cell)
    try:
        return Quantity.parse("1", split[1].strip() if split else cell).has_dimension_of("kg CO2e")
    except InputError:
        return False


def _one_line(text: str) -> str:
    """A text of a table inside a comment, from which no line break can lead out."""
    return "".join(sign if sign.isprintable() else " " for sign in text)
