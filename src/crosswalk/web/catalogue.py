"""The standards of the page: lists, those that can be compared with one, and one in full."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from crosswalk.library.library import Library
from crosswalk.model.standard import Standard
from crosswalk.report.catalogue import shown
from crosswalk.report.tables import Report
from crosswalk.report.words import Lang
from crosswalk.web.words import FIELDS, STATES, pick, say


@dataclass(frozen=True, slots=True)
class Listed:
    """A standard in a list."""

    id: str
    number: str
    name: str
    field: str
    status: str
    jurisdiction: str
    curated: bool = False


def listed(library: Library, ids: Iterable[str], lang: Lang, curated: frozenset[str] = frozenset()) -> list[Listed]:
    """Standards as they stand in a list."""
    return [
        Listed(
            key,
            str(record["number"]),
            str(record["name"][lang]),
            str(record["field"]),
            pick(STATES, str(record["status"]), lang),
            str(record.get("jurisdiction", "")),
            key in curated,
        )
        for key in ids
        for record in (library.record(key),)
    ]


def by_field(entries: Iterable[Listed], lang: Lang) -> list[tuple[str, list[Listed]]]:
    """Standards under the names of their fields, fields in the usual order."""
    found: dict[str, list[Listed]] = {key: [] for key in FIELDS}
    for entry in entries:
        found.setdefault(entry.field, []).append(entry)
    return [(pick(FIELDS, key, lang), members) for key, members in found.items() if members]


def declarable(library: Library, lang: Lang) -> list[tuple[str, list[Listed]]]:
    """The standards under which a footprint can be declared, by field."""
    return by_field(listed(library, library.standard_ids(), lang), lang)


def comparable(library: Library, source: str, lang: Lang) -> list[tuple[str, list[Listed]]]:
    """The standards into which a declaration can be translated: those that suggest themselves, then all others by field.

    What suggests itself has a mapping of the pair, or is of the same field and another jurisdiction.
    """
    own = library.record(source)
    curated = frozenset(
        other
        for entry in library.mapping.entries.values()
        for pair in (entry.head.get("between") or (),)
        if source in pair
        for other in pair
    )
    linked = {"installation", "product"}

    def fits(key: str) -> bool:
        other = library.record(key)
        same = other["subject"] == own["subject"] or {str(other["subject"]), str(own["subject"])} == linked
        return bool(key != source and other["frame"] == own["frame"] and same)

    def abroad(entry: Listed) -> bool:
        return entry.jurisdiction != own.get("jurisdiction")

    entries = listed(library, filter(fits, library.standard_ids()), lang, curated)
    entries.sort(key=lambda entry: (not entry.curated, not abroad(entry), entry.number))
    near = [entry for entry in entries if entry.curated or (entry.field == own["field"] and abroad(entry))]
    return [*([(say("suggested", lang), near)] if near else []), *by_field((entry for entry in entries if entry not in near), lang)]


def every(library: Library, field: str | None, lang: Lang) -> list[tuple[str, list[Listed]]]:
    """All standards, or those of one field."""
    ids = sorted({*library.standard_ids(field), *library.material_standard_ids(field), *library.attribution_standard_ids(field)})
    return by_field(listed(library, ids, lang), lang)


def found(library: Library, text: str, lang: Lang) -> list[tuple[str, str, str]]:
    """What is like a text: the id of its page, its number or id, and its name, with what matched where that is not the name."""
    hits = []
    for kind, key, _, matched in library.find(text, 30):
        number = str(library.record(key)["number"]) if kind == "standard" else key
        name = library.name_of(kind, key)[lang]
        if kind == "term":  # both languages at once; it stands in the glossary
            hits.append((library.term(key)[0], number, matched.removeprefix(f"{key} · ")))
        else:
            hits.append((key, number, name if matched == name else f"{name} ({matched})"))
    return list(dict.fromkeys(hits))


def whole(library: Library, name: str, lang: Lang) -> tuple[Report, Standard | None]:
    """One standard or set with everything that is known of it, and the standard, where it is one under which people declare.

    Raises:
        UnknownNameError: nothing has that name.
    """
    _, report = shown(name, None, lang)
    if name not in library.standard_ids():
        return report, None
    return report, library.standard(name)
