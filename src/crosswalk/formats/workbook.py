"""Cells of an XLSX workbook: the values that were saved, and which of them are formulas. Nothing is calculated, no link is followed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property

from crosswalk.errors import DeclarationError, DocumentError, Finding
from crosswalk.formats.archive import Archive
from crosswalk.formats.cells import unescaped
from crosswalk.formats.reading import is_number
from crosswalk.formats.xml import Node, parse_xml

MOST_CELLS = 200_000
_CELL = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})$")
_EPOCH = date(1899, 12, 30)  # day 0 of the 1900 date system, its leap-year fault included


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its saved value (a text or a decimal), and whether it is a formula whose result was never saved, or an error."""

    value: str | Decimal | None
    is_unsaved: bool = False
    is_error: bool = False


class NumberText(str):
    """A cell that holds a number, as text: zeros at its end are lost, so 4.1 may have been written as 4.10."""

    __slots__ = ()


class Workbook:
    """The sheets of a workbook.

    Raises:
        DocumentError: it is no workbook, or holds more than is read.
    """

    def __init__(self, archive: Archive):
        self.archive = archive
        self.file = archive.file
        links = {link.attributes.get("Id"): link.attributes.get("Target", "") for link in self._part("xl/_rels/workbook.xml.rels").children}
        self._paths: dict[str, str] = {}
        for sheet in self._part("xl/workbook.xml").all("sheets", "sheet"):
            target = links.get(sheet.attributes.get("id"), "")
            self._paths[sheet.attributes.get("name", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"

    @property
    def names(self) -> list[str]:
        """The names of the sheets."""
        return list(self._paths)

    def _part(self, name: str) -> Node:
        if name not in self.archive.names:
            raise DocumentError(Finding(f"the workbook lacks {name!r}", f"工作簿缺少 {name!r}", file=self.file))
        return parse_xml(self.archive.read(name), f"{self.file}:{name}" if self.file else name)

    @cached_property
    def _strings(self) -> list[str]:
        if "xl/sharedStrings.xml" not in self.archive.names:
            return []
        return [_text(node) for node in self._part("xl/sharedStrings.xml").children]

    def sheet(self, name: str) -> dict[str, Cell]:
        """The filled cells of a sheet by their address, such as `F26`."""
        cells: dict[str, Cell] = {}
        for row in self._part(self._paths[name]).all("sheetData", "row"):
            for node in row.children:
                address = node.attributes.get("r", "")
                if node.name != "c" or not _CELL.match(address):
                    continue
                cells[address] = self._cell(node)
                if len(cells) > MOST_CELLS:
                    raise DocumentError(
                        Finding(f"more than {MOST_CELLS:,} cells in {name!r}", f"{name!r} 中单元格超过 {MOST_CELLS:,} 个", file=self.file)
                    )
        return cells

    def rows(self, name: str) -> list[list[str]]:
        """A sheet as text, row by row from the first one; numbers as they are shortest (`NumberText`).

        Raises:
            DeclarationError: a cell holds an error, or a formula whose result was never saved.
        """
        grid: dict[tuple[int, int], str] = {}
        for address, cell in self.sheet(name).items():
            if cell.is_unsaved or cell.is_error:
                raise self.wrong(
                    name,
                    address,
                    "the cell holds an error, or a formula without a saved result; open the file and save it",
                    "单元格为错误值，或公式没有保存结果；请打开文件并保存",
                )
            if cell.value is not None:
                grid[_place(address)] = NumberText(f"{cell.value:f}") if isinstance(cell.value, Decimal) else cell.value.strip()
        height = max((row for row, _ in grid), default=-1) + 1
        width = max((column for _, column in grid), default=-1) + 1
        if height * width > MOST_CELLS * 10:  # a few cells far out would make an empty table of any size
            raise DocumentError(Finding(f"the cells of {name!r} lie too far apart", f"{name!r} 的单元格相距过远", file=self.file))
        return [[grid.get((row, column), "") for column in range(width)] for row in range(height)]

    def _cell(self, node: Node) -> Cell:
        kind = node.attributes.get("t", "n")
        printed = node.value("v")
        if kind == "inlineStr":
            inline = node.first("is")
            return Cell((unescaped(_text(inline).strip()) or None) if inline is not None else None)
        if printed is None:
            # an empty result is saved as a text; libraries that write formulas without computing them leave an empty number
            return Cell(None, node.first("f") is not None and (node.first("v") is None or kind != "str"))
        if kind == "s":
            index = int(printed) if printed.isdecimal() and len(printed) < 8 else -1
            return Cell((self._strings[index].strip() or None) if 0 <= index < len(self._strings) else None)
        if kind == "e":
            return Cell(printed, is_error=True)
        if kind == "n" and is_number(printed):
            return Cell(_shortest(printed))
        return Cell(printed)

    def wrong(self, sheet: str, address: str, en: str, zh: str) -> DeclarationError:
        """An error about one cell."""
        return DeclarationError(Finding(en, zh, file=self.file, field=f"{sheet}!{address}"))


def _place(address: str) -> tuple[int, int]:
    """Row and column of an address, counted from zero.

    >>> _place("A1"), _place("AB12")
    ((0, 0), (11, 27))
    """
    letters = address.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(address[len(letters) :]) - 1, column - 1


def _text(node: Node) -> str:
    """The text of a string, its runs joined; phonetic hints are left out."""
    if node.name == "t":
        return node.text
    return "".join(_text(child) for child in node.children if child.name in ("t", "r"))


def _shortest(printed: str) -> Decimal:
    """A number as short as tells the binary float that the program saved: 0.4066, not 0.40660000000000002."""
    exact = Decimal(printed)
    short = Decimal(repr(float(printed)))
    return exact if exact == short else short


def calendar_day(value: str | Decimal | None) -> date | None:
    """The day of a serial number of the 1900 date system.

    >>> calendar_day(Decimal(45291))
    datetime.date(2023, 12, 31)
    """
    if isinstance(value, Decimal) and 1 <= value < 200_000:
        return _EPOCH + timedelta(days=int(value))
    return None
