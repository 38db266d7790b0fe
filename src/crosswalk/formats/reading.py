"""What a reader gives: footprints, every value that it met, and what it did not understand. Nothing of a file is dropped silently."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from pydantic import ValidationError

from crosswalk.errors import DeclarationError, DocumentError, Finding, InputError
from crosswalk.library.document import without_invisible
from crosswalk.library.validation import findings_of
from crosswalk.model.base import Text, text
from crosswalk.model.footprint import Footprint
from crosswalk.model.quantity import Quantity, decimal


class Value(NamedTuple):
    """One number of a file as printed, whether or not a footprint has a place for it.

    Attributes:
        indicator: its name in the file.
        module: the life-cycle module or stage.
        scenario: the scenario under which it holds.
        number: as printed.
        unit: as printed.
        method: the identifier of the characterisation method.
    """

    indicator: str
    module: str
    number: str
    unit: str | None = None
    scenario: str | None = None
    method: str | None = None


@dataclass(frozen=True, slots=True)
class Scenario:
    """One of several alternatives of a data set; `group` holds those that exclude each other."""

    name: str
    is_default: bool = False
    group: str | None = None
    description: str | None = None


@dataclass(slots=True)
class Reading:
    """What a file said.

    Attributes:
        format: the format, with its version where the file names one.
        footprints: the declared footprints.
        values: every number of the file, of all indicators, modules and scenarios.
        scenarios: the alternatives that the file describes.
        details: what was understood and has no place in a footprint.
        unread: what was not understood, by its path.
        remarks: what a person should know: choices made, numbers that contradict each other.
    """

    format: str
    footprints: tuple[Footprint, ...] = ()
    values: tuple[Value, ...] = ()
    scenarios: tuple[Scenario, ...] = ()
    details: dict[str, str] = field(default_factory=dict)
    unread: dict[str, str] = field(default_factory=dict)
    remarks: tuple[Text, ...] = ()


@dataclass(slots=True)
class Notes:
    """What a reader gathers on its way."""

    file: str | None
    remarks: list[Text] = field(default_factory=list)
    details: dict[str, str] = field(default_factory=dict)

    def remark(self, en: str, zh: str) -> None:
        """Tell a person."""
        self.remarks.append(text(en, zh))

    def detail(self, name: str, value: object) -> None:
        """Keep what a footprint has no field for."""
        if value is not None and value != "":
            self.details[name] = str(value)

    def wrong(self, en: str, zh: str, at: str | None = None) -> DeclarationError:
        """An error about one place of the file."""
        return DeclarationError(Finding(en, zh, file=self.file, field=at))


def declared(data: dict[str, Any], notes: Notes) -> Footprint:
    """The footprint of plain data, located in its file, with the remarks of its reader.

    Raises:
        DeclarationError: a field is wrong; every fault is named.
    """
    name = data.get("name")
    if name is not None:
        texts = {
            lang: without_invisible(part).strip() for lang, part in (name if isinstance(name, dict) else {"en": name, "zh": name}).items()
        }
        data = {**data, "name": texts if all(texts.values()) else None}
    try:
        footprint = Footprint.model_validate(data)
    except ValidationError as error:
        raise DeclarationError(*findings_of(error)).located(notes.file, {}) from None
    except InputError as error:
        raise error.located(notes.file, {}) from None
    footprint.locate(notes.file, {})
    footprint.annotate(tuple(notes.remarks))
    return footprint


def take(tree: Any, *path: str | int) -> Any:
    """Take a value out of nested mappings and lists, so that what is left was not understood; `None` where it is missing."""
    for step in path[:-1]:
        tree = _step(tree, step)
    last = path[-1]
    found = _step(tree, last)
    if found is None:
        return None
    if isinstance(tree, dict):
        del tree[last]
    else:
        tree[last] = None
    return found


def _step(tree: Any, step: str | int) -> Any:
    if isinstance(step, int):
        return tree[step] if isinstance(tree, list) and -len(tree) <= step < len(tree) else None
    return tree.get(step) if isinstance(tree, dict) else None


def entries(tree: Any, *path: str | int) -> list[Any]:
    """The list at a path; a single entry stands for a list of one, nothing for an empty one."""
    for step in path:
        tree = _step(tree, step)
    return tree if isinstance(tree, list) else [] if tree is None else [tree]


def left(tree: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every value that nobody took, with its path."""
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield from left(value, f"{path}.{key}" if path else str(key))
    elif isinstance(tree, list):
        for position, value in enumerate(tree):
            yield from left(value, f"{path}[{position}]")
    elif tree is not None and tree != "":
        yield path, str(tree)


def number(value: object, notes: Notes, at: str) -> Decimal | None:
    """A finite decimal, or `None` where nothing stands.

    Raises:
        DeclarationError: something else stands there.
    """
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    try:
        return decimal(value)
    except InputError as error:
        raise DeclarationError(*(Finding(entry.en, entry.zh, file=notes.file, field=at) for entry in error.findings)) from None


def is_number(value: object) -> bool:
    """Whether a finite decimal stands there."""
    try:
        decimal(value)
    except InputError:
        return False
    return True


UNITS = {
    "kilogram": "kg",
    "cubic meter": "m**3",
    "kilowatt hour": "kWh",
    "megajoule": "MJ",
    "ton kilometer": "t*km",
    "square meter": "m**2",
    "stück": "pcs",
    "stk": "pcs",
    "stk.": "pcs",
    "pcs.": "pcs",
    "pce": "pcs",
    "item(s)": "pcs",
    "items": "pcs",
    "tones": "t",
    "metric ton": "t",
    "m2*a": "m**2*a",
    "m^2": "m**2",
    "m^3": "m**3",
    "tones_km": "t*km",
    "tonne": "t",
}
"""Unit names of the formats that are no units here."""


def quantity(amount: Decimal, unit: str) -> Quantity | None:
    """An amount with the unit of a file, `None` where the unit is unknown."""
    try:
        return Quantity.parse(amount, UNITS.get(unit.strip().casefold(), unit.strip()))
    except InputError:
        return None


def day(value: object) -> date | None:
    """A day from `2026-01-31`, a time stamp, or milliseconds since 1970; a bare year is none.

    Milliseconds mean the midnight of an unknown time zone, so the nearest midnight of UTC is the day.

    >>> day("2026-01-31T23:00:00Z"), day(1577833200000)
    (datetime.date(2026, 1, 31), datetime.date(2020, 1, 1))
    """
    if isinstance(value, str) and value.strip().lstrip("-").isdigit() and len(value.strip()) > 8:
        value = int(value.strip()) if len(value.strip()) < 16 else None
    if isinstance(value, Decimal) and value == value.to_integral_value():
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        if not 10**11 < abs(value) < 10**14:  # before 1973 no declaration was made; a shorter number counts seconds
            return None
        return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=value, hours=12)).date()
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, str):
        try:
            return date.fromisoformat(value.strip()[:10])
        except ValueError:
            return None
    return value if isinstance(value, date) else None


def last_day(value: object, notes: Notes) -> date | None:
    """The last day of validity; of a bare year its end, which is told."""
    year = str(value).strip() if isinstance(value, str | int | Decimal) and not isinstance(value, bool) else ""
    if len(year) == 4 and year.isdecimal() and 1900 <= int(year) <= 2200:
        notes.remark(
            f"the data set is valid until {int(year)}; only the year is given, so the end of it was taken",
            f"数据集有效期至 {int(year)} 年；仅给出年份，取该年年末",
        )
        return date(int(year), 12, 31)
    return day(value)


def chosen(found: Reading, item: int | None, file: str) -> Footprint:
    """One footprint of a file: the only one, or the one chosen by its number.

    Raises:
        DocumentError: the file holds several and none was chosen, or there is no such number.
    """
    count = len(found.footprints)
    if item is None and count == 1:
        return found.footprints[0]
    if item is not None and 1 <= item <= count:
        return found.footprints[item - 1]
    names = [f"{position}: {entry.name or entry.subject.cn_code or '?'}" for position, entry in enumerate(found.footprints[:20], 1)]
    shown = ", ".join(names) + (", …" if count > 20 else "")
    raise DocumentError(
        Finding(
            f"the file holds {count} footprint{'s' if count != 1 else ''}; choose one by its number with `item` ({shown})",
            f"文件中有 {count} 个碳足迹，请用 `item` 按序号选择其一（{shown}）",
            file=file,
        )
    )


def merged(readings: list[Reading]) -> Reading:
    """The readings of one file as one; what each did not understand and remarked is numbered by its footprint."""
    first = readings[0]
    result = Reading(first.format)
    for position, reading in enumerate(readings, 1):
        result.footprints += reading.footprints
        result.values += reading.values
        result.scenarios += tuple(entry for entry in reading.scenarios if entry not in result.scenarios)
        result.details |= {f"{position}: {name}": value for name, value in reading.details.items()}
        result.unread |= {f"{position}: {path}": value for path, value in reading.unread.items()}
        result.remarks += tuple(entry for entry in reading.remarks if entry not in result.remarks)
    return result
