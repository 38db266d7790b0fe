"""The documents behind an item of the library, and how far its facts were checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, get_args

from crosswalk.model.base import Confirmation, Document, Model
from crosswalk.model.cited import Cited
from crosswalk.report.tables import Report, Table
from crosswalk.report.words import kind, word


def with_sources(report: Report, item: Model, lang: str) -> Report:
    """The report of an item with its documents and the count of its facts by how far they were checked."""
    documents: dict[str, Document] = getattr(item, "documents", {})
    counted = Counter(_confirmations(item.model_dump(mode="json")))
    facts = report.facts
    if counted:
        said = ", ".join(f"{word(f'tag {level}', lang)} {counted[level]}" for level in get_args(Confirmation) if counted[level])
        facts = (*facts, (word("confirmed facts", lang), said))
    return replace(report, facts=facts, tables=(*report.tables, documents_table(documents, lang)))


def status_fact(item: Cited, lang: str) -> tuple[str, str]:
    """The status of an edition with its dates."""
    dates = ", ".join(f"{word(f'date {key}', lang)} {value}" for key, value in item.dates.model_dump(exclude_none=True).items())
    said = kind(item.status, lang)
    return word("status", lang), f"{said}; {dates}" if dates else said


def documents_table(documents: dict[str, Document], lang: str) -> Table:
    """What was read, under the names by which clauses cite it."""
    return Table(
        word("documents", lang),
        tuple(word(key, lang) for key in ("id", "title", "publisher", "date", "address")),
        tuple(
            (
                key,
                entry.title if isinstance(entry.title, str) else entry.title[lang],
                entry.publisher or "-",
                entry.date or "-",
                entry.url or "-",
            )
            for key, entry in documents.items()
        ),
    )


def _confirmations(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if "confirmed" in value:
            yield value["confirmed"]
        for part in value.values():
            yield from _confirmations(part)
    elif isinstance(value, list):
        for part in value:
            yield from _confirmations(part)
