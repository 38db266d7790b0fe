"""Finds what a name means: exactly, by normalised spelling, or by likeness, in English, simplified and traditional Chinese."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from crosswalk.errors import Finding, UnknownNameError, nearest_text

ACCEPT = 90.0  # likeness from which a single candidate is taken, 0-100
CLEAR = 8.0  # how far the second candidate must lie behind
SUGGEST = 45.0  # likeness from which a candidate is worth naming
LONGEST_NAME = 200


@lru_cache(maxsize=1)
def _simplifier() -> Any:
    import opencc

    return opencc.OpenCC("t2s")


@lru_cache(maxsize=8192)
def normalise(name: str) -> str:
    """The spelling under which names are compared: folded case and width, simplified Chinese, no spaces or signs.

    >>> normalise("GB/T 51366—2019"), normalise("建築碳排放計算標準")
    ('gbt513662019', '建筑碳排放计算标准')
    """
    text = unicodedata.normalize("NFKC", name[:LONGEST_NAME]).casefold()
    if any("\u4e00" <= sign <= "\u9fff" for sign in text):
        text = _simplifier().convert(text)
    return re.sub(r"[^\w+.#]|_", "", text)


@dataclass(frozen=True, slots=True)
class Match:
    """What a name was resolved to; `guessed` when it was found by likeness only."""

    key: str
    asked: str
    guessed: bool
    name: str


@dataclass(slots=True)
class Names:
    """A dictionary of names: each key has any number of spellings."""

    what_en: str
    what_zh: str
    _exact: dict[str, str] = field(default_factory=dict)
    _spellings: dict[str, tuple[str, str]] = field(default_factory=dict)

    def add(self, key: str, names: Iterable[str]) -> None:
        """Let `names` (and the key itself) stand for `key`; the first to claim a spelling keeps it."""
        for name in (key, *names):
            self._exact.setdefault(name, key)
            self._spellings.setdefault(normalise(name), (key, name))

    def get(self, name: str) -> str | None:
        """The key that a name stands for exactly or by normalised spelling, else `None`."""
        found = self._exact.get(name)
        if found is None:
            spelled = self._spellings.get(normalise(name))
            found = spelled[0] if spelled else None
        return found

    def spells(self, name: str) -> bool:
        """Whether a name is written as it stands in the data, letter by letter."""
        return name in self._exact

    def resolve(self, name: str, field_path: str | None = None) -> Match:
        """The key that a name stands for.

        An unambiguous good likeness resolves, and the match says that it was guessed.

        Raises:
            UnknownNameError: nothing is close enough, or two candidates are too close to each other; the nearest are named.
        """
        found = self.get(name)
        if found is not None:
            return Match(found, name, False, found)
        candidates = self.nearest(name)
        if (
            candidates
            and candidates[0][1] >= ACCEPT
            and _same_digits(name, candidates[0][2])
            and (len(candidates) == 1 or candidates[0][1] - candidates[1][1] >= CLEAR)
        ):
            return Match(candidates[0][0], name, True, candidates[0][2])
        shown = name if len(name) <= 60 else name[:60] + "…"
        raise UnknownNameError(
            Finding(
                f"unknown {self.what_en} {shown!r}",
                f"未知{self.what_zh} {shown!r}",
                field=field_path,
                nearest=nearest_text([key for key, _, _ in candidates]) or nearest_text(self.keys()),
            )
        )

    def keys(self) -> list[str]:
        """All keys, in the order in which they were added."""
        return list(dict.fromkeys(self._exact.values()))

    def nearest(self, name: str, limit: int = 5) -> list[tuple[str, float, str]]:
        """The nearest keys with their likeness (0-100) and the spelling that matched, best first."""
        from rapidfuzz import fuzz, process

        asked = normalise(name)
        if not asked:
            return []
        best: dict[str, tuple[float, str]] = {}
        for scorer, weight in ((fuzz.ratio, 1.0), (fuzz.partial_ratio, 0.85)):
            for spelling, score, _ in process.extract(asked, list(self._spellings), scorer=scorer, limit=limit * 4, score_cutoff=SUGGEST):
                key, shown = self._spellings[spelling]
                value = score * weight if min(len(spelling), len(asked)) > 1 else score * 0.5
                if value > best.get(key, (0.0, ""))[0]:
                    best[key] = (value, shown)
        for spelling, (key, shown) in self._spellings.items():
            if asked in spelling:  # a part of a name is a good hint, but never an unambiguous one
                best[key] = max(best.get(key, (0.0, "")), (60.0 + 25.0 * len(asked) / len(spelling), shown))
        ranked = sorted(((key, score, shown) for key, (score, shown) in best.items()), key=lambda entry: (-entry[1], entry[0]))
        return [entry for entry in ranked if entry[1] >= SUGGEST][:limit]


def _same_digits(name: str, other: str) -> bool:
    """Numbers of standards and modules must agree to the digit: B4 is not B6, 51366 is not 51350."""
    return re.findall(r"\d+", name) == re.findall(r"\d+", other)


def all_names(entries: Mapping[str, Any]) -> list[str]:
    """The spellings that a raw record offers: its names in both languages, its number and its aliases."""
    name = entries.get("name") or {}
    found = [str(entries[key]) for key in ("number",) if entries.get(key)]
    found += [str(name[lang]) for lang in ("en", "zh") if name.get(lang)]
    return found + [str(alias) for alias in entries.get("aliases") or ()]


def one_of(value: object, known: Collection[str], field: str, en: str, zh: str) -> None:
    """Refuse what is not one of some names.

    Args:
        value: what was given.
        known: what may be given.
        field: the argument.
        en: what it is, in English.
        zh: the same in Chinese.

    Raises:
        UnknownNameError: it is none of them.
    """
    if value not in known:
        finding = Finding(
            f"unknown {en} {value!r}; expected one of {', '.join(known)}",
            f"未知{zh} {value!r}；应为下列之一：{'、'.join(known)}",
            field=field,
            nearest=nearest(value, known),
        )
        raise UnknownNameError(finding)


def nearest(value: object, known: Collection[str]) -> tuple[str, ...]:
    """The names that are most like what was given, best first; the first ones where none is like it."""
    names = Names("name", "名称")
    for name in known:
        names.add(name, ())
    return nearest_text([key for key, _, _ in names.nearest(str(value))] or list(known))
