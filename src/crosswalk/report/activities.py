"""What activities of green catalogues correspond to, as rows and tables."""

from __future__ import annotations

from datetime import date
from typing import Any

from crosswalk.finance.activities import Instrument, editions_for
from crosswalk.finance.correspond import correspond
from crosswalk.library.library import Library
from crosswalk.model.base import Text, text
from crosswalk.report.tables import Report, Table
from crosswalk.report.words import kind, word

NO_ROW = text(
    "No confirmed row links this activity; the official table of the Common Ground Taxonomy can be added with `crosswalk import`.",
    "没有已确认的对应行；可用 `crosswalk import` 加入共同分类目录的官方表格。",
)


def correspondence(
    asked: str, to: str | None, limit: int, instrument: Instrument | None, day: date | None, filed: date | None, lang: str
) -> tuple[dict[str, Any], Report]:
    """The activities that a code or title stands for, with their links, and the edition that holds for an instrument.

    Raises:
        UnknownNameError: nothing is alike, `to` names no catalogue, or no edition is known for the day.
    """
    library = Library.shipped()
    found = correspond(asked, to, limit=limit, library=library)
    notes: list[Text] = []
    if not any(entry.links for entry in found):
        notes.append(NO_ROW)
    editions = () if instrument is None else editions_for(library, instrument, day or date.today(), filed)
    if editions:
        numbers = [entry.number for entry in editions]
        notes.append(
            text(
                f"{'Edition' if len(numbers) == 1 else 'The issuer may choose between the editions'}: {', '.join(numbers)}",
                f"{'适用版本' if len(numbers) == 1 else '发行人可选择的版本'}：{'、'.join(numbers)}",
            )
        )
    data = {
        "asked": asked,
        "found": [entry.as_dict() for entry in found],
        "editions": [entry.id for entry in editions],
        "notes": [entry.model_dump() for entry in notes],
    }
    rows = tuple(
        (
            entry.activity.catalogue.number,
            entry.activity.code or "-",
            entry.activity.title[lang],
            f"{entry.likeness:.0f}",
            word(f"tag {entry.activity.row.confirmed}", lang),
        )
        for entry in found
    )
    first = Table(
        word("activities", lang),
        tuple(word(key, lang) for key in ("catalogue", "code", "name", "score", "confirmed")),
        rows,
        frozenset({3}),
    )
    links = tuple(
        (
            entry.activity.code,
            f"{library.catalogue(link.system).number} {link.code}",
            link.other.title[lang] if link.other else "-",
            kind(link.relation, lang),
            "; ".join(part[lang] for part in (link.gap, link.question) if part is not None),
            f"{link.source} [{word(f'tag {link.confirmed}', lang)}]",
        )
        for entry in found
        for link in entry.links
    )
    second = Table(
        word("links", lang), tuple(word(key, lang) for key in ("code", "corresponds to", "name", "relation", "gap", "source")), links
    )
    tests = tuple(
        (entry.activity.code, criterion.kind[lang], criterion.criterion.text[lang])
        for entry in found
        for criterion in entry.activity.catalogue.criteria
        if criterion.code == entry.activity.code
    )
    third = Table(word("tests", lang), tuple(word(key, lang) for key in ("code", "kind", "limit")), tests)
    tables = (first, *(table for table in (second, third) if table.rows))
    return data, Report("", (), tables, tuple(note[lang] for note in notes))
