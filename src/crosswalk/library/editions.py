"""What a name of a standard means on a day: its number names it, and an alias shared by editions means the one in force."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import Any

from crosswalk.errors import Finding, UnknownNameError
from crosswalk.library.index import Entry
from crosswalk.names import Match, Names, all_names, normalise

FAMILY = "family:"  # before the name of a family, where a spelling means no edition of its own


class Editions:
    """Whatever is cited by number, by its id."""

    def __init__(self, schemes: Mapping[str, Entry]):
        self._schemes = schemes

    def resolve(self, name: str, as_of: date | None = None, field: str | None = None) -> Match:
        """The id that a number or alias stands for; of several editions the one in force on `as_of` (today).

        Raises:
            UnknownNameError: nothing has a name close enough; the nearest are named.
        """
        if name in self._schemes:  # what is called by its id needs no dictionary of names
            return Match(name, name, False, name)
        try:
            match = self._names.resolve(name, field)
        except UnknownNameError as error:
            raise UnknownNameError(
                *(
                    Finding(f.en, f.zh, f.file, f.line, f.field, tuple(dict.fromkeys(self._edition(key, as_of) for key in f.nearest)))
                    for f in error.findings
                )
            ) from None
        return Match(self._edition(match.key, as_of), match.asked, match.guessed, match.name)

    @cached_property
    def _families(self) -> dict[str, list[str]]:
        families: dict[str, list[str]] = {}
        for key, entry in self._schemes.items():
            families.setdefault(str(entry.head.get("family", key)), []).append(key)
        return families

    @cached_property
    def _names(self) -> Names:
        names = Names("standard", "标准")
        for key, entry in self._schemes.items():
            names.add(key, [str(entry.head.get("number", ""))])
        for family, members in self._families.items():
            spellings = {member: all_names(self._schemes[member].head) for member in members}
            counted = Counter(spelling for each in spellings.values() for spelling in {normalise(name) for name in each})
            for member, each in spellings.items():
                for name in each:  # a name that only one of several editions bears means that edition, whatever the day
                    shared = len(members) == 1 or counted[normalise(name)] > 1
                    names.add(FAMILY + family if shared else member, [name])
            names.add(FAMILY + family, [family])
        return names

    def _edition(self, key: str, as_of: date | None) -> str:
        if not key.startswith(FAMILY):
            return key
        day = as_of or date.today()
        members = self._families[key.removeprefix(FAMILY)]

        def start(member: str) -> str:
            dates = self._schemes[member].head.get("dates") or {}
            return str(dates.get("in_force") or dates.get("issued") or member.rsplit("-", 1)[-1])

        def rank(member: str) -> tuple[bool, str]:
            """Editions in force before withdrawn ones and drafts, then the newest."""
            head = self._schemes[member].head
            end = str((head.get("dates") or {}).get("withdrawn") or "9999")
            valid = day.isoformat() < end and head.get("status") != "draft"
            current = as_of is not None or head.get("status") == "in-force"
            return valid and current, start(member)

        started = [member for member in members if start(member) <= day.isoformat()]
        return max(started, key=rank) if started else min(members, key=start)


def search(
    homes: Mapping[str, Mapping[str, Entry]], terms: Iterable[Mapping[str, Any]], text: str, limit: int
) -> list[tuple[str, str, float, str]]:
    """What is like a text in either language, its stages and items too: (kind, id, likeness, the name that matched), best first.

    The id of a term is its English name, and the name that matched shows both languages.
    """
    found: list[tuple[str, str, float, str]] = []
    for kind, entries in homes.items():
        names = Names(kind, kind)
        for key, entry in entries.items():
            names.add(key, all_names(entry.head))
            for part in (*(entry.data.get("stages") or ()), *(entry.data.get("items") or ())):
                names.add(key, all_names(part))
        for key, score, shown in names.nearest(text, limit):
            same = [other for other, entry in entries.items() if shown in all_names(entry.head)]  # editions share their names
            found += [(kind, other, score, shown) for other in dict.fromkeys([key, *same])]
    words, wordings = (
        Names("term", "术语"),
        {str(term["english"]): [str(wording["chinese"]) for wording in term["wordings"]] for term in terms},
    )
    for term, chinese in wordings.items():
        words.add(term, chinese)
    found += [("term", key, score, " · ".join((key, *wordings[key]))) for key, score, _ in words.nearest(text, limit)]
    return sorted(dict.fromkeys(found), key=lambda hit: (-hit[2], hit[0] == "term", hit[1]))[:limit]
