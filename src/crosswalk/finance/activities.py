"""Catalogues of green activities with their tables: codes, titles, editions."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from crosswalk.errors import DeclarationError, DocumentError, Finding, UnknownNameError
from crosswalk.library.document import read_bytes
from crosswalk.library.library import Library
from crosswalk.library.validation import findings_of
from crosswalk.model.base import Text
from crosswalk.model.catalogue import ActivityRow, Catalogue

Instrument = Literal["bond", "loan"]
CHINESE = "cn/green-catalogue"
"""The family of the Chinese catalogues."""


@dataclass(frozen=True, slots=True)
class Activity:
    """An activity of a catalogue."""

    catalogue: Catalogue
    row: ActivityRow

    @property
    def code(self) -> str:
        """Its code; empty where none is known."""
        return self.row.code

    @property
    def title(self) -> Text:
        """Its title; where a language has none, that of the other."""
        english, chinese = self.row.title_en or self.row.title_zh, self.row.title_zh or self.row.title_en
        return Text(en=english or self.code, zh=chinese or self.code)


@lru_cache(maxsize=8)
def activities(library: Library) -> tuple[Activity, ...]:
    """All activities of all catalogues of a library."""
    return tuple(
        Activity(catalogue, row)
        for key in library.catalogue.ids()
        for catalogue in (library.catalogue(key),)
        for row in table_of(library, catalogue)
    )


def table_of(library: Library, catalogue: Catalogue) -> tuple[ActivityRow, ...]:
    """The rows of a catalogue.

    Raises:
        DocumentError: the file is missing or not UTF-8.
        DeclarationError: rows are malformed or stand twice; every fault is named.
    """
    return read_table(library.path(catalogue.id).parent / catalogue.table.file, catalogue)


def read_table(path: Path, catalogue: Catalogue) -> tuple[ActivityRow, ...]:
    """The rows of a CSV file of activities, checked against what the catalogue says of its codes."""
    file = str(path)
    try:
        content = read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise DocumentError(Finding("the file is not UTF-8", "文件不是 UTF-8 编码", file=file)) from None
    reader = csv.DictReader(io.StringIO(content, newline=""), strict=True)
    faults: list[Finding] = []
    rows: list[ActivityRow] = []
    seen: set[str] = set()
    for cells in reader:
        try:
            row = ActivityRow.model_validate({name: cell for name, cell in cells.items() if cell})
        except ValidationError as error:
            faults += [replace(finding, file=file, line=reader.line_num) for finding in findings_of(error)]
            continue
        faults += [replace(finding, file=file, line=reader.line_num) for finding in row_faults(row, catalogue, seen)]
        seen.add(row.code)
        rows.append(row)
    if faults:
        raise DeclarationError(*faults)
    return tuple(rows)


def row_faults(row: ActivityRow, catalogue: Catalogue, seen: set[str]) -> Iterator[Finding]:
    """What is wrong with a row: the form of its code, a code that stands twice, a source that the catalogue does not name."""
    if row.code and not re.fullmatch(catalogue.pattern, row.code):
        yield Finding(f"{row.code!r} is no code of {catalogue.number}", f"{row.code!r} 不是 {catalogue.number} 的代码", field="code")
    if row.code and row.code in seen:
        yield Finding(f"the code {row.code} stands twice", f"代码 {row.code} 重复", field="code")
    if not row.code and not (row.title_en or row.title_zh):
        yield Finding("a row needs a code or a title", "一行须有代码或名称", field="code")
    if row.source not in catalogue.documents:
        yield Finding(f"{row.source!r} is not defined in `documents:`", f"`documents:` 中没有 {row.source!r}", field="source")


def editions_for(library: Library, instrument: Instrument, approved: date, filed: date | None = None) -> tuple[Catalogue, ...]:
    """The editions of the Chinese catalogue by which an instrument is green: one, or two of which the issuer may choose.

    Args:
        library: where the catalogues are.
        instrument: a bond or a loan.
        approved: the day on which it was approved, registered or issued.
        filed: the day on which it was filed, where it was approved later.

    Raises:
        UnknownNameError: no edition of this library was in use then.
        DeclarationError: it was approved before it was filed.
    """
    if filed is not None and filed > approved:
        raise DeclarationError(
            Finding(
                f"filed on {filed.isoformat()}, after the approval of {approved.isoformat()}",
                f"申报日 {filed.isoformat()} 晚于批准日 {approved.isoformat()}",
                field="filed",
            )
        )
    chinese = [
        (entry.edition, entry)
        for key in library.catalogue.ids()
        for entry in (library.catalogue(key),)
        if entry.family == CHINESE and entry.edition is not None and instrument in entry.edition.instruments
    ]
    chinese.sort(key=lambda pair: pair[0].applies_from)
    started = [entry for edition, entry in chinese if edition.applies_from <= approved]
    for place in range(len(chinese) - 1, 0, -1):
        edition, newer = chinese[place]
        waiting = filed is not None and edition.published is not None and filed < edition.published <= approved
        if waiting and instrument in edition.may_choose:
            return (chinese[place - 1][1], newer)
    if not started:
        raise UnknownNameError(
            Finding(
                f"no edition of the catalogue for a {instrument} of {approved.isoformat()} is known here",
                f"此处没有适用于 {approved.isoformat()} 的{'债券' if instrument == 'bond' else '贷款'}的目录版本",
                nearest=tuple(f"{edition.year} ({edition.applies_from.isoformat()})" for edition, _ in chinese),
            )
        )
    return (started[-1],)
