"""The values that an installation communicates under CBAM: the cells of the summary sheet of the Commission's template, as a table or in a workbook of ours.

The workbook holds the cells at the places that they have in version 2.1.1 of the communication template for installations (13 December 2024, sheets
Summary_Communication and A_InstData). It is not the template: what the other sheets compute is not in it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from crosswalk.formats.cbam import DEFINITIVE, HEADINGS, INSTALLATION, SHEET, TRANSITIONAL
from crosswalk.formats.cells import escaped
from crosswalk.formats.write.decimals import dumps
from crosswalk.formats.write.draft import Draft, Point
from crosswalk.formats.write.xlsx import Content, workbook

WHOLE = ("total", "A1-A3")
"""Stages that mean all of a good's embedded emissions."""
STANDARDS = (TRANSITIONAL, DEFINITIVE)
STAGES = ("total",)
DETAILS = {
    "installation": ("", ""),
    "process": ("", ""),
    "category": ("", ""),
    "share_of_defaults": ("", ""),
}
_PRODUCT_ROW = HEADINGS + 1
_TITLES = {
    "D": "Production process from which the products arise",
    "E": "Type of aggregated good or precursor",
    "F": "CN Codes",
    "G": "CN Name",
    "H": "Product name",
    "I": "SEE (direct)",
    "J": "SEE (indirect)",
    "K": "SEE (total)",
    "L": "Unit",
    "M": "Share of emissions by default value",
    "AC": "Clinker factor",
}
"""Headings of the columns that are filled; the template has more, whose values a footprint does not hold."""
_UNITS = {"t": "tCO2e/t", "MWh": "tCO2e/MWh"}
_TONNES = Decimal(1000)  # kilograms in a tonne: the cells are in t CO2e


class Entry(NamedTuple):
    """One cell: its place, what it is, its value, and of a number the interval in which it lies."""

    sheet: str
    cell: str
    title: str
    value: Content | None
    low: Decimal | None = None
    best: Decimal | None = None
    high: Decimal | None = None
    unit: str = ""


def write(draft: Draft, form: str) -> bytes:
    """The cells as CSV, JSON or a workbook.

    Raises:
        DeclarationError: another standard, no reporting period or origin, a figure of a part of the good, or an interval for a workbook.
    """
    draft.needs(STANDARDS)
    if draft.footprint.subject.kind == "good":
        draft.take("subject", "kind")
    entries = [*_installation(draft), *_product(draft, single=form == "cbam-xlsx")]
    draft.check()
    if form == "cbam-xlsx":
        return _workbook(entries, draft)
    return (_csv(entries, draft) if form == "cbam-csv" else _json(entries, draft)).encode()


def _installation(draft: Draft) -> list[Entry]:
    """Name, country, period and verifier."""
    found = []
    if "installation" in draft.details:
        found.append(Entry(SHEET, "G12", "Name of the installation (English name):", str(draft.details["installation"])))
    origin, period, year = draft.footprint.subject.origin, draft.footprint.period, draft.footprint.subject.production_year
    if origin is None:
        draft.fault(
            "from which country is the good? Declare `subject.origin`", "货物原产于哪个国家？请声明 `subject.origin`", "subject.origin"
        )
    else:
        found.append(Entry(SHEET, "G16", "Country:", draft.take("subject", "origin")))
    if period is None:
        draft.fault(
            "to which period do the emissions refer? Declare `period`, such as {start: 2026-01-01, end: 2026-12-31}",
            "排放数据属于哪一报告期？请声明 `period`，例如 {start: 2026-01-01, end: 2026-12-31}",
            "period",
        )
    else:
        draft.take("period", "start")
        draft.take("period", "end")
        if year == period.end.year:
            draft.take("subject", "production_year")
        found += [
            Entry(SHEET, "G20", "Reporting period start:", period.start),
            Entry(SHEET, "G21", "Reporting period end:", period.end),
        ]
    evidence = draft.footprint.evidence
    if evidence.verification == "third-party" and evidence.verifier is not None:
        draft.take("evidence", "verification")
        found.append(Entry(INSTALLATION, "I37", "Verifier", draft.take("evidence", "verifier")))
    return found


def _product(draft: Draft, single: bool) -> list[Entry]:
    """The row of the good."""
    unit, count = _unit(draft)
    row: list[Entry] = []

    def cell(column: str, value: Content | None, point: Point | None = None) -> None:
        address = f"{column}{_PRODUCT_ROW}"
        if point is None:
            row.append(Entry(SHEET, address, _TITLES[column], value))
        else:
            low, best, high = (None if end is None else end / _TONNES / count for end in (point.low, point.best, point.high))
            row.append(Entry(SHEET, address, _TITLES[column], value, low, best, high, unit))

    for column, name in (("D", "process"), ("E", "category")):
        if name in draft.details:
            cell(column, str(draft.details[name]))
    code = draft.footprint.subject.cn_code
    if code is not None and draft.footprint.subject.code_system == "eu":
        draft.drop("subject", "cn_code")
        digits = re.sub(r"\D", "", code)
        draft.say(digits, "subject", "cn_code")
        cell("F", digits)
    if draft.footprint.name is not None:
        cell("H", draft.name())
    clinker = draft.quantity("subject", "clinker_content")
    numbers = _numbers(draft, single, count)
    for column, name in (("I", "direct"), ("J", "indirect")):
        if name in numbers:
            cell(column, numbers[name][1], numbers[name][0])
        elif name == "direct":
            draft.fault("the direct emissions are required: declare the indicator 'direct'", "须有直接排放：请声明指标 'direct'", "figures")
    if {"direct", "indirect"} <= set(numbers):
        cell("K", *_sum(numbers["direct"], numbers["indirect"]))
    cell("L", unit)
    if "share_of_defaults" in draft.details:
        cell("M", _share(draft))
    if clinker is not None:
        draft.take("subject", "clinker_content")
        cell("AC", clinker.to("t/t").magnitude)
    return row


def _unit(draft: Draft) -> tuple[str, Decimal]:
    """The unit of the cells, and how many of it the values are per."""
    per = draft.quantity("declared_unit")
    for unit, title in _UNITS.items():
        if per is not None and per.has_dimension_of(unit):
            draft.drop("declared_unit")
            draft.say(f"1 {unit}", "declared_unit")
            return title, per.to(unit).magnitude
    draft.fault(
        "the values are per tonne or MWh of the good: declare `declared_unit: 1 t`",
        "数值须以每吨或每 MWh 货物计：请声明 `declared_unit: 1 t`",
        "declared_unit",
    )
    return "", Decimal(1)


def _numbers(draft: Draft, single: bool, count: Decimal) -> dict[str, tuple[Point, Decimal | None]]:
    """Direct and indirect emissions as intervals, with one number each where a workbook or an exact figure has one."""
    found: dict[str, tuple[Point, Decimal | None]] = {}
    for point in draft.points(WHOLE):
        if point.stage not in WHOLE or point.indicator not in ("direct", "indirect"):
            if point.indicator == draft.standard.main_indicator.id and point.stage in WHOLE:
                draft.without(
                    point,
                    "the total of the sheet is direct plus indirect emissions, whether or not the regulation counts both for this good",
                    "该表合计为直接加间接排放，与法规是否对该货物计入两者无关",
                )
                continue
            draft.without(
                point,
                "the summary holds direct and indirect emissions of the whole good; translate with --to to add up its parts",
                "汇总表仅含整个货物的直接与间接排放；可用 --to 转换以汇总各部分",
            )
            continue
        exact = point.low if point.low is not None and point.low == point.high else None
        number = draft.number(point) if single else exact
        found[point.indicator] = (point, None if number is None else number / _TONNES / count)
        if number is not None:
            draft.wrote(point._replace(stage="A1-A3"), number / count)
    return found


def _sum(direct: tuple[Point, Decimal | None], indirect: tuple[Point, Decimal | None]) -> tuple[Decimal | None, Point]:
    """Direct plus indirect emissions, as the template adds them up; the ends of a sum are sums of ends."""

    def added(first: Decimal | None, second: Decimal | None) -> Decimal | None:
        return None if first is None or second is None else first + second

    ends = [added(getattr(direct[0], name), getattr(indirect[0], name)) for name in ("low", "best", "high")]
    return added(direct[1], indirect[1]), Point(direct[0].stage, "direct and indirect", *ends)


def _share(draft: Draft) -> Decimal:
    from crosswalk.errors import InputError
    from crosswalk.model.supply import percentage

    given = str(draft.details["share_of_defaults"])
    try:
        share = percentage(given) if given.strip().endswith(("%", "％")) else Decimal(given)
    except (InputError, ArithmeticError):
        share = Decimal(-1)
    if not 0 <= share <= 1:
        draft.fault(f"a share lies between 0 and 1, not at {given!r}", f"份额应在 0 与 1 之间，而不是 {given!r}", "share_of_defaults")
    return share


def _notes(draft: Draft) -> list[str]:
    """What the file says of itself, in both languages."""
    lines = [
        "Communication values in the cells of the Commission's template, written by carbon-crosswalk; this is not the template itself.",
        "按欧盟委员会通报模板单元格写出的通报数值（carbon-crosswalk）；并非模板本身。",
    ]
    for entry in (*draft.origin, *draft.remarks):
        lines += [entry.en, entry.zh]
    return lines


def _workbook(entries: Sequence[Entry], draft: Draft) -> bytes:
    summary: dict[str, Content] = {
        "D15": "Country:",
        **{f"{column}{HEADINGS}": title for column, title in _TITLES.items()},
        f"C{_PRODUCT_ROW}": Decimal(1),
    }
    sheets: dict[str, dict[str, Content]] = {SHEET: summary, INSTALLATION: {}}
    for entry in entries:
        if entry.value is None:
            continue
        sheets[entry.sheet][entry.cell] = entry.value
        if entry.cell.startswith("G"):
            summary[f"D{entry.cell[1:]}"] = entry.title
    sheets["Notes"] = {f"A{position}": line for position, line in enumerate(_notes(draft), 1)}
    return workbook(sheets)


def _csv(entries: Sequence[Entry], draft: Draft) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(Entry._fields)
    for entry in entries:
        writer.writerow(["" if part is None else f"{part:f}" if isinstance(part, Decimal) else escaped(str(part)) for part in entry])
    for line in _notes(draft):
        writer.writerow(["Notes", "", escaped(line), *[""] * (len(Entry._fields) - 3)])
    return "\ufeff" + stream.getvalue()  # spreadsheet programs take UTF-8 by its mark


def _json(entries: Sequence[Entry], draft: Draft) -> str:
    cells: list[dict[str, Any]] = []
    for entry in entries:
        value = entry.value if isinstance(entry.value, Decimal) or entry.value is None else str(entry.value)
        found: dict[str, Any] = {"sheet": entry.sheet, "cell": entry.cell, "title": entry.title, "value": value}
        if entry.unit:
            found |= {"low": entry.low, "best": entry.best, "high": entry.high, "unit": entry.unit}
        cells.append(found)
    return dumps({"notes": _notes(draft), "cells": cells})
