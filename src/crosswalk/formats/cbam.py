"""The Commission's communication template for installations under CBAM (XLSX, versions 2.x): one footprint for each product of its summary sheet.

Columns are found by their headings, never by their position: version 2.1.1 of 13 December 2024 has a column more than 2.1.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from crosswalk.errors import DocumentError, Finding
from crosswalk.formats.archive import Archive
from crosswalk.formats.modules import tolerance
from crosswalk.formats.reading import Notes, Reading, Value, declared
from crosswalk.formats.workbook import Cell, Workbook, calendar_day
from crosswalk.model.footprint import Footprint

SHEET, VERSIONS, INSTALLATION = "Summary_Communication", "0_Versions", "A_InstData"
HEADINGS = 25
ROWS = range(26, 126)
TRANSITIONAL, DEFINITIVE, FIRST_YEAR = "eu/cbam-2023-1773", "eu/cbam-2023-956", 2026
NEEDED = {
    "code": "cn codes",
    "direct": "see (direct)",
    "indirect": "see (indirect)",
    "total": "see (total)",
    "unit": "unit",
}
"""Headings without which the sheet is another one than expected."""
OPTIONAL = {
    "process": "production process from which the products arise",
    "category": "type of aggregated good or precursor",
    "name": "product name",
    "defaults": "share of emissions by default value",
}
_LABELS = {
    "country": "country:",
    "start": "reporting period start:",
    "end": "reporting period end:",
    "installation": "name of the installation (english name):",
}


def read(archive: Archive, notes: Notes) -> Reading:
    """The footprints of the products of an installation.

    Raises:
        DocumentError: a workbook without the summary sheet, or with other headings than those of the template.
        DeclarationError: a formula whose result was not saved, or a cell that is no number.
    """
    book = Workbook(archive)
    if SHEET not in book.names:
        raise DocumentError(
            Finding(
                f"the workbook has no sheet {SHEET!r}, which the CBAM communication template has; its sheets: {', '.join(book.names[:12])}",
                f"工作簿没有 CBAM 通报模板的工作表 {SHEET!r}；其工作表：{'、'.join(book.names[:12])}",
                file=notes.file,
            )
        )
    cells = book.sheet(SHEET)
    columns = _columns(cells, notes)
    facts = _facts(cells, book)
    version = _version(book)
    for name in ("installation", "country"):
        notes.detail(name, facts.get(name))
    start, end = calendar_day(facts.get("start")), calendar_day(facts.get("end"))
    if start is None or end is None:
        raise notes.wrong("the reporting period has no start or end", "报告期缺少开始或结束日期", f"{SHEET}!G20")
    verifier = book.sheet(INSTALLATION).get("I37") if INSTALLATION in book.names else None
    known = {f"{column}{row}" for column in columns.values() for row in ROWS} | facts["cells"]
    values: list[Value] = []
    footprints: list[Footprint] = []
    for row in ROWS:
        read_row = {name: cells.get(f"{column}{row}", Cell(None)) for name, column in columns.items()}
        if read_row["code"].value is not None or _some(read_row["direct"]):
            footprints.append(_product(row, read_row, columns, facts, (start, end), verifier, values, book, notes))
    if not footprints:
        raise _unsaved(cells, columns, notes) or notes.wrong("no product is filled in", "未填写任何产品", f"{SHEET}!F26")
    unread = {
        f"{SHEET}!{address}": str(cell.value)
        for address, cell in cells.items()
        if address not in known and cell.value is not None and _is_content(address, cells)
    }
    return Reading(
        f"CBAM communication template {version}".strip(), tuple(footprints), tuple(values), (), notes.details, unread, tuple(notes.remarks)
    )


def _some(cell: Cell) -> bool:
    return isinstance(cell.value, Decimal) and cell.value != 0


def _is_content(address: str, cells: dict[str, Cell]) -> bool:
    """Whether a cell holds something that was filled in: a value of a product that has a code, or one of the installation."""
    row = int(re.sub(r"\D", "", address))
    if row in ROWS:
        return _at(cells, "F", row) is not None and not address.startswith("C")
    return 12 <= row < HEADINGS - 1 and re.sub(r"\d", "", address) in ("G", "AB", "AC", "AD", "AF", "AH", "AI", "AL", "AM", "I", "Q")


def _at(cells: dict[str, Cell], column: str, row: int) -> str | Decimal | None:
    found = cells.get(f"{column}{row}")
    return found.value if found is not None else None


def _spelled(value: object) -> str:
    return " ".join(str(value or "").split()).casefold()


def _columns(cells: dict[str, Cell], notes: Notes) -> dict[str, str]:
    """The columns by their headings.

    Raises:
        DocumentError: one that is needed is missing or stands twice.
    """
    headings: dict[str, list[str]] = {}
    for address, cell in cells.items():
        column = re.sub(r"\d", "", address)
        if address == f"{column}{HEADINGS}":
            headings.setdefault(_spelled(cell.value), []).append(column)
    found: dict[str, str] = {}
    for name, heading in NEEDED.items():
        columns = headings.get(heading, [])
        if len(columns) != 1:
            raise DocumentError(
                Finding(
                    f"{'no' if not columns else 'more than one'} column of row {HEADINGS} is headed {heading!r}: this is no template version "
                    "that is known, and a column is never taken by its position",
                    f"第 {HEADINGS} 行{'没有' if not columns else '有多个'}列标题为 {heading!r}：不是已知的模板版本，不按位置取列",
                    file=notes.file,
                    field=f"{SHEET}!{HEADINGS}",
                )
            )
        found[name] = columns[0]
    for name, heading in OPTIONAL.items():
        matching = [columns[0] for text, columns in headings.items() if text.startswith(heading)]
        if len(matching) == 1:
            found[name] = matching[0]
    for text, columns in headings.items():
        if text.startswith("embedded electricity"):
            found["electricity"] = columns[0]
        elif text.startswith("electricity ef"):
            found["factor"] = columns[0]
        elif text == "clinker factor":
            found["clinker"] = columns[0]
        elif text.startswith("source for electricity"):
            found["factor_source"] = columns[0]
    return found


def _facts(cells: dict[str, Cell], book: Workbook) -> dict[str, Any]:
    """What stands beside the labels of the installation; "Country:" stands twice, the second is the country."""
    found: dict[str, Any] = {"cells": set()}
    for row in range(11, HEADINGS - 1):
        label, beside = _spelled(_at(cells, "D", row)), cells.get(f"G{row}")
        name = next((name for name, text in _LABELS.items() if text == label), None)
        if name is None or beside is None:
            continue
        if beside.is_unsaved:
            raise _not_saved(book, f"G{row}")
        found[name] = beside.value
        found["cells"].add(f"G{row}")
    return found


def _version(book: Workbook) -> str:
    if VERSIONS not in book.names:
        return ""
    cells = book.sheet(VERSIONS)
    found = [str(value) for value in (_at(cells, "E", row) for row in range(9, 61)) if value is not None]
    return found[-1] if found else ""


def _not_saved(book: Workbook, address: str) -> Exception:
    return book.wrong(
        SHEET,
        address,
        "a formula stands here without a saved result: open the workbook in a spreadsheet program, let it calculate, and save it",
        "此处为公式但没有已保存的结果：请用电子表格软件打开、计算并保存",
    )


def _unsaved(cells: dict[str, Cell], columns: dict[str, str], notes: Notes) -> Exception | None:
    """The error for a workbook whose formulas were never calculated."""
    for row in ROWS:
        for name in ("direct", "code"):
            cell = cells.get(f"{columns[name]}{row}")
            if cell is not None and cell.is_unsaved:
                return notes.wrong(
                    "a formula stands here without a saved result: open the workbook in a spreadsheet program, let it calculate, and save it",
                    "此处为公式但没有已保存的结果：请用电子表格软件打开、计算并保存",
                    f"{SHEET}!{columns[name]}{row}",
                )
    return None


def _product(
    row: int,
    cells: dict[str, Cell],
    columns: dict[str, str],
    facts: dict[str, Any],
    period: tuple[Any, Any],
    verifier: Cell | None,
    values: list[Value],
    book: Workbook,
    notes: Notes,
) -> Footprint:
    """One product of the summary."""
    own = Notes(notes.file)
    code = re.sub(r"\D", "", str(cells["code"].value or ""))
    unit = re.sub(r"\s", "", str(cells["unit"].value or "tCO2e/t"))
    per = {"tCO2e/t": "1 t", "tCO2e/MWh": "1 MWh"}.get(unit)
    if per is None:
        raise book.wrong(
            SHEET,
            f"{columns['unit']}{row}",
            f"the unit {unit!r} is neither tCO2e/t nor tCO2e/MWh",
            f"单位 {unit!r} 既不是 tCO2e/t 也不是 tCO2e/MWh",
        )
    numbers: dict[str, Decimal] = {}
    label = str(cells["name"].value) if "name" in cells and cells["name"].value is not None else code
    for name in ("direct", "indirect", "total", "defaults", "electricity", "factor", "clinker"):
        if name not in cells:
            continue
        cell, address = cells[name], f"{columns[name]}{row}"
        if cell.is_unsaved:
            raise _not_saved(book, address)
        if cell.is_error or (isinstance(cell.value, str) and name in ("direct", "indirect", "total")):
            raise book.wrong(SHEET, address, f"{cell.value!r} is no number", f"{cell.value!r} 不是数字")
        if isinstance(cell.value, Decimal):
            numbers[name] = cell.value
            shown = {"direct": unit, "indirect": unit, "total": unit, "electricity": "MWh/t", "factor": "tCO2/MWh"}.get(name)
            values.append(Value(f"{label}: {name}", "A1-A3", str(cell.value), shown))
    if "direct" not in numbers:
        raise book.wrong(SHEET, f"{columns['direct']}{row}", "the direct emissions are missing", "缺少直接排放")
    if {"indirect", "total"} <= set(numbers):
        residual = numbers["total"] - numbers["direct"] - numbers["indirect"]
        if abs(residual) > tolerance(numbers["total"], numbers["direct"], numbers["indirect"]):
            own.remark(
                f"{label}: the total {numbers['total']} is not direct {numbers['direct']} plus indirect {numbers['indirect']} (residual {residual})",
                f"{label}：合计 {numbers['total']} 不等于直接 {numbers['direct']} 加间接 {numbers['indirect']}（残差 {residual}）",
            )
    if numbers.get("defaults"):
        own.remark(
            f"{label}: a share of {numbers['defaults']} of the emissions comes from default values",
            f"{label}：排放中有 {numbers['defaults']} 的份额来自默认值",
        )
    for name, value in (
        ("process", cells.get("process")),
        ("category", cells.get("category")),
        ("electricity factor source", cells.get("factor_source")),
    ):
        own.detail(f"{label}: {name}", value.value if value is not None else None)
    start, end = period
    record: dict[str, Any] = {
        "standard": DEFINITIVE if end.year >= FIRST_YEAR else TRANSITIONAL,
        "subject": {"kind": "good", "production_year": end.year} | ({"cn_code": code} if code else {}),
        "declared_unit": per,
        "period": {"start": start.isoformat(), "end": end.isoformat()},
        "figures": [
            {"stage": "A1-A3", "indicator": name, "value": f"{numbers[name]} t CO2e"} for name in ("direct", "indirect") if name in numbers
        ],
    }
    if label:
        record["name"] = label
    if isinstance(facts.get("country"), str):
        record["subject"]["origin"] = facts["country"]
    if numbers.get("clinker", Decimal(0)) > 0:
        record["subject"]["clinker_content"] = f"{numbers['clinker']} t/t"
    if verifier is not None and isinstance(verifier.value, str):
        record["evidence"] = {"verification": "third-party", "verifier": verifier.value}
    notes.remarks += own.remarks
    notes.details |= own.details
    return declared(record, own)
