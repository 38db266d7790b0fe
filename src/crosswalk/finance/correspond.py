"""Which activities of one catalogue correspond to those of another, both ways, through the Common Ground Taxonomy or relations that both texts show."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from crosswalk.engine.trace import cite
from crosswalk.errors import Finding, UnknownNameError, nearest_text
from crosswalk.finance.activities import Activity, activities
from crosswalk.library.library import Library
from crosswalk.model.base import Confirmation, Source, Text, text
from crosswalk.model.catalogue import Relation, Scenario
from crosswalk.names import Names, normalise

Stricter = Literal["none", "eu", "cn", "both"]
SIDES = {"eu": "eu", "EU": "eu", "欧盟": "eu", "cn": "cn", "CN": "cn", "China": "cn", "中国": "cn", "cgt": "common", "CGT": "common"}

STRICTER: dict[Scenario, Stricter] = {1: "none", 2: "eu", 3: "cn", 4: "both"}
"""Which side's criteria are narrower, by scenario."""
TO_EU: dict[Scenario, Relation] = {1: "equal", 2: "equal", 3: "narrower", 4: "narrower"}
"""How the common activity stands to the European one: it takes the criteria of the narrower side, of both where neither is."""
TO_CN: dict[Scenario, Relation] = {1: "equal", 2: "narrower", 3: "equal", 4: "narrower"}
EU_TO_CN: dict[Scenario, Relation] = {1: "equal", 2: "narrower", 3: "broader", 4: "overlap"}
_REVERSED: dict[Relation, Relation] = {"narrower": "broader", "broader": "narrower", "equal": "equal", "overlap": "overlap", "none": "none"}

HARM = text(
    "substantial contribution only: harm to other objectives and minimum safeguards are tested apart",
    "仅涉及实质性贡献：对其他目标无重大损害与最低保障须另行检验",
)
_STRICTER_NAMES: dict[Stricter, Text] = {
    "none": text("the criteria are comparable", "双方标准可比"),
    "eu": text("the European criteria are narrower and hold", "欧盟标准更窄，采用欧盟标准"),
    "cn": text("the Chinese criteria are narrower and hold", "中国标准更窄，采用中国标准"),
    "both": text("comparability cannot be shown: both sets of criteria hold", "可比性无法证明：须同时满足双方标准"),
}


@dataclass(frozen=True, slots=True)
class Link:
    """A corresponding activity.

    Attributes:
        other: the activity on the other side; `None` where only its code is known.
        system: the catalogue of the other.
        code: of the other.
        relation: of the activity asked for to the other.
        scenario: of the comparison, where it comes from there.
        stricter: the side with the narrower criteria.
        via: the code of the common activity between two sides.
        gap: what stays open.
        question: what to test or declare.
        source: where it stands.
        confirmed: how far it was checked.
    """

    other: Activity | None
    system: str
    code: str
    relation: Relation
    scenario: Scenario | None
    stricter: Stricter | None
    via: str | None
    gap: Text
    question: Text | None
    source: str
    confirmed: Confirmation

    def as_dict(self) -> dict[str, Any]:
        """The link as plain data."""
        return {
            "system": self.system,
            "code": self.code,
            "title": self.other.title.model_dump() if self.other else None,
            "relation": self.relation,
            "scenario": self.scenario,
            "stricter_side": self.stricter,
            "via": self.via,
            "gap": self.gap.model_dump(),
            "question": self.question.model_dump() if self.question else None,
            "source": self.source,
            "confirmed": self.confirmed,
        }


@dataclass(frozen=True, slots=True)
class Found:
    """An activity that was asked for, how well it was named (100: exactly), and what corresponds to it."""

    activity: Activity
    likeness: float
    links: tuple[Link, ...]

    def as_dict(self) -> dict[str, Any]:
        """The finding as plain data."""
        row, catalogue = self.activity.row, self.activity.catalogue
        known = {name: getattr(row, name) for name in ("standards", "criteria", "isic", "nace", "gbt4754") if getattr(row, name)}
        return {
            "system": catalogue.id,
            "code": row.code or None,
            "title": self.activity.title.model_dump(),
            "title_origin": row.title_origin,
            **known,
            "confirmed": row.confirmed,
            "likeness": round(self.likeness, 1),
            "tests": [
                {
                    "id": entry.criterion.id,
                    "kind": entry.kind.model_dump(),
                    "text": entry.criterion.text.model_dump(),
                    "source": cite(entry.criterion.source),
                }
                for entry in catalogue.criteria
                if entry.code == row.code
            ],
            "links": [link.as_dict() for link in self.links],
        }


def correspond(asked: str, to: str | None = None, *, limit: int = 5, library: Library | None = None) -> tuple[Found, ...]:
    """The activities that a code, a title or a likeness of one stands for, each with what corresponds to it elsewhere.

    Args:
        asked: a code (`D1.3`, `3.2.3.4`, `4.30`), a title or a part of one, in English or Chinese.
        to: only links to this catalogue, by id, alias or side (`eu`, `cn`, `cgt`).
        limit: how many activities at most, where the name is only alike.
        library: other data than the shipped ones.

    Raises:
        UnknownNameError: nothing is alike, or `to` names no catalogue.

    >>> [(found.activity.code, link.code, link.relation) for found in correspond("3.2.3.4", "eu") for link in found.links]
    [('3.2.3.4', '4.30', 'broader')]
    """
    data = library or Library.shipped()
    wanted = None if to is None else catalogues_of(data, to)
    every = activities(data)
    code = code_of(asked)
    matches = [(entry, 100.0) for entry in every if entry.code and entry.code.casefold() == code.casefold()]
    matches = matches or _by_title(every, asked, limit)
    if not matches:
        raise UnknownNameError(
            Finding(
                f"no activity is called or coded {asked!r}",
                f"没有名称或代码为 {asked!r} 的活动",
                nearest=nearest_text(_nearest_codes(every, code)),
            )
        )
    return tuple(
        Found(entry, likeness, tuple(link for link in links_of(data, entry) if wanted is None or link.system in wanted))
        for entry, likeness in matches
    )


def catalogues_of(library: Library, name: str) -> set[str]:
    """The catalogues that a name, or a side, stands for."""
    if name in SIDES:
        return {key for key in library.catalogue.ids() if library.catalogue(key).side == SIDES[name]}
    return {library.catalogue.names.resolve(name, "to").key}


def code_of(asked: str) -> str:
    """A code as catalogues print it, without the words and signs that people write around it.

    >>> code_of("§ 4.30"), code_of("d 1.3"), code_of("第3.2.3.4项"), code_of("Section 4.30")
    ('4.30', 'd1.3', '3.2.3.4', '4.30')
    """
    bare = re.sub(r"(?i)^(§|section\b|sect\.|no\.|第)\s*|[节節条條项項]$", "", asked.strip())
    return re.sub(r"\s+", "", bare) if re.search(r"\d", bare) else bare


def _nearest_codes(every: Iterable[Activity], code: str) -> list[str]:
    """The codes that begin most like one, the shortest first."""
    known = {entry.code for entry in every if entry.code}
    return sorted(known, key=lambda name: (-_common_length(name, code), abs(len(name) - len(code)), name))


def _common_length(one: str, other: str) -> int:
    return next((place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def is_activity_code(library: Library, asked: str) -> bool:
    """Whether a word has the form of an activity: a code of a catalogue, or letters; digits alone are a customs code."""
    if any(re.fullmatch(library.catalogue(key).pattern, code_of(asked), re.IGNORECASE) for key in library.catalogue.ids()):
        return True
    return not re.fullmatch(r"[\d\s.]+", asked.strip())


def _by_title(every: tuple[Activity, ...], asked: str, limit: int) -> list[tuple[Activity, float]]:
    names = Names("activity", "活动")
    by_key: dict[str, list[Activity]] = {}
    for entry in every:
        for title in (entry.row.title_en, entry.row.title_zh):
            if title:
                by_key.setdefault(normalise(title), []).append(entry)
                names.add(normalise(title), [title])
    exact = names.get(asked)
    if exact is not None:
        return [(entry, 100.0) for entry in by_key[exact]]
    return [(entry, score) for key, score, _ in names.nearest(asked, limit) for entry in by_key[key]][:limit]


def links_of(library: Library, activity: Activity) -> tuple[Link, ...]:
    """Everything that corresponds to an activity."""
    return (*_direct(library, activity), *_common(library, activity))


def _direct(library: Library, activity: Activity) -> Iterator[Link]:
    own = activity.catalogue
    for key in library.catalogue.ids():
        catalogue = library.catalogue(key)
        for entry in catalogue.correspondences:
            other = library.catalogue.names.resolve(entry.system).key
            if key == own.id and entry.code == activity.code:
                yield _link(
                    library, other, entry.other, entry.relation, None, None, entry.gap, entry.question, entry.source, catalogue.number
                )
            elif other == own.id and entry.other == activity.code:
                yield _link(
                    library,
                    key,
                    entry.code,
                    _REVERSED[entry.relation],
                    None,
                    None,
                    entry.gap,
                    entry.question,
                    entry.source,
                    catalogue.number,
                )


def _common(library: Library, activity: Activity) -> Iterator[Link]:
    """Links by rows of the common taxonomy that say what they compare."""
    own = activity.catalogue
    sides = {
        side: next((key for key in library.catalogue.ids() if library.catalogue(key).side == side and _compared(library, key)), None)
        for side in ("eu", "cn")
    }
    for common in activities(library):
        row = common.row
        if common.catalogue.side != "common" or row.scenario is None or row.scenario not in STRICTER:
            continue
        source = Source(document=row.source, clause=row.code, confirmed=row.confirmed)
        ends: list[tuple[str | None, Iterable[str], Relation]] = []
        if common == activity:
            ends = [(sides["eu"], row.codes("eu"), TO_EU[row.scenario]), (sides["cn"], row.codes("cn"), TO_CN[row.scenario])]
        elif own.id == sides["eu"] and activity.code in row.codes("eu"):
            ends = [
                (common.catalogue.id, (row.code,), _REVERSED[TO_EU[row.scenario]]),
                (sides["cn"], row.codes("cn"), EU_TO_CN[row.scenario]),
            ]
        elif own.id == sides["cn"] and activity.code in row.codes("cn"):
            ends = [
                (common.catalogue.id, (row.code,), _REVERSED[TO_CN[row.scenario]]),
                (sides["eu"], row.codes("eu"), _REVERSED[EU_TO_CN[row.scenario]]),
            ]
        for system, codes, relation in ends:
            for code in codes if system is not None else ():
                assert system is not None
                via = None if common.catalogue.id in (system, own.id) else row.code
                yield _link(
                    library,
                    system,
                    code,
                    relation,
                    row.scenario,
                    via,
                    HARM,
                    _STRICTER_NAMES[STRICTER[row.scenario]],
                    source,
                    common.catalogue.number,
                )


def _compared(library: Library, key: str) -> bool:
    """Whether a catalogue is the one that the common taxonomy compares: of the Chinese ones the edition of 2021."""
    edition = library.catalogue(key).edition
    return edition is None or edition.year == COMPARED_EDITION


COMPARED_EDITION = 2021


def _link(
    library: Library,
    system: str,
    code: str,
    relation: Relation,
    scenario: Scenario | None,
    via: str | None,
    gap: Text,
    question: Text | None,
    source: Source,
    number: str,
) -> Link:
    other = next((entry for entry in activities(library) if entry.catalogue.id == system and entry.code == code), None)
    stricter = None if scenario is None else STRICTER[scenario]
    return Link(
        other,
        system,
        code,
        relation,
        scenario,
        stricter,
        via,
        gap,
        question,
        f"{number}: {source.clause or source.document}",
        source.confirmed,
    )
