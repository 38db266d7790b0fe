"""Compares two standards on materials: what counts, of which mass, where rates are measured, which targets they set."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, get_args

from crosswalk.claims.assessment import shown
from crosswalk.engine.compare import notes_of
from crosswalk.engine.rules.circular.bounds import exactly
from crosswalk.engine.rules.circular.content import counted
from crosswalk.errors import NotComparableError
from crosswalk.library.library import Library
from crosswalk.model.base import Text, text
from crosswalk.model.mapping import Mapping
from crosswalk.model.materials import (
    BASES,
    CHAINS,
    ORIGINS,
    PLACES,
    Chain,
    ContentRule,
    ContentTarget,
    Counting,
    MaterialStandard,
    Origin,
    Place,
    RateTarget,
)

STATES: dict[Counting, Text] = {
    "counted": text("counted", "计入"),
    "not-counted": text("not counted", "不计入"),
    "open": text("open", "未定"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One point in which two rules agree or differ."""

    id: str
    name: Text
    relation: Literal["equal", "differs", "open", "only-first", "only-second"]
    first: Text
    second: Text


class MaterialComparison:
    """The comparison of two standards on materials."""

    def __init__(self, library: Library, first: MaterialStandard, second: MaterialStandard):
        self.library, self.first, self.second = library, first, second

    @cached_property
    def relation(self) -> Literal["equal", "narrower", "broader", "overlap", "none", "open"]:
        """How what the first counts as recycled content stands to what the second counts; `open` where a rule leaves something open."""
        own, goal = self.first.content, self.second.content
        if own is None or goal is None:
            return "none"
        left, right = counted(own), counted(goal)
        if left.certain != left.possible or right.certain != right.possible:
            return "open"
        if left.certain == right.certain:
            return "equal"
        if left.certain < right.certain:
            return "narrower"
        return "broader" if left.certain > right.certain else "overlap" if left.certain & right.certain else "none"

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """Every point: origins, chains of custody, places, the mass that a share is of, measuring points, targets."""
        return (*self._content(), *self._rates(), *self._targets())

    def row(self, name: str) -> Row:
        """One point by its id.

        Raises:
            KeyError: there is none.
        """
        for entry in self.rows:
            if entry.id == name:
                return entry
        raise KeyError(name)

    @cached_property
    def mappings(self) -> list[Mapping]:
        """What is curated about the pair."""
        return self.library.mappings(self.first.id, self.second.id)

    def _content(self) -> tuple[Row, ...]:
        own, goal = self.first.content, self.second.content
        if own is None or goal is None:
            return ()
        found = []
        for origin in get_args(Origin):
            found.append(_states(origin, ORIGINS[origin], own.counts.get(origin, "open"), goal.counts.get(origin, "open")))
        for chain in get_args(Chain):
            found.append(_states(chain, CHAINS[chain], own.chains.get(chain, "open"), goal.chains.get(chain, "open")))
        for place in get_args(Place):
            found.append(_states(place, PLACES[place], own.places.get(place, "open"), goal.places.get(place, "open")))
        found.append(_states("unknown", text("material of unknown origin", "来源不明的材料"), own.unknown, goal.unknown))
        same: Literal["equal", "differs"] = "equal" if own.per == goal.per else "differs"
        found.append(Row("denominator", text("share of", "分母"), same, BASES[own.per], BASES[goal.per]))
        return tuple(found)

    def _rates(self) -> tuple[Row, ...]:
        if not (self.first.rates and self.second.rates):
            return ()

        def say(standard: MaterialStandard) -> Text:
            return text(
                "; ".join(f"{rule.name.en}: {rule.measured_at or 'not read'}" for rule in standard.rates),
                "；".join(f"{rule.name.zh}：{rule.measured_at or '未核读'}" for rule in standard.rates),
            )

        points = [[rule.measured_at for rule in standard.rates] for standard in (self.first, self.second)]
        relation: Literal["equal", "differs", "open"] = (
            "open" if None in points[0] + points[1] else "equal" if points[0] == points[1] else "differs"
        )
        return (Row("measuring-point", text("measured at", "计量点"), relation, say(self.first), say(self.second)),)

    def _targets(self) -> tuple[Row, ...]:
        def say(rule: ContentRule | None, standard: MaterialStandard) -> Text:
            targets: list[ContentTarget | RateTarget] = [] if rule is None else list(rule.targets)
            targets += [entry for rate in standard.rates for entry in rate.targets]
            parts = [(entry, shown(exactly(entry.share)), entry.valid_from.isoformat() if entry.valid_from else "?") for entry in targets]
            return text(
                "; ".join(f"{entry.name.en} {share} ({day})" for entry, share, day in parts) or "-",
                "；".join(f"{entry.name.zh} {share}（{day}）" for entry, share, day in parts) or "-",
            )

        left, right = say(self.first.content, self.first), say(self.second.content, self.second)
        if left.en == right.en == "-":
            return ()
        relation: Literal["only-first", "only-second", "equal", "differs"] = (
            "only-second" if left.en == "-" else "only-first" if right.en == "-" else "equal" if left == right else "differs"
        )
        return (Row("targets", text("targets", "目标"), relation, left, right),)

    def as_dict(self) -> dict[str, Any]:
        """The comparison as plain data."""
        return {
            "first": self.first.id,
            "second": self.second.id,
            "comparable": True,
            "relation": self.relation,
            "rules": [
                {
                    "id": entry.id,
                    "name": entry.name.model_dump(),
                    "relation": entry.relation,
                    "first": entry.first.model_dump(),
                    "second": entry.second.model_dump(),
                }
                for entry in self.rows
            ],
            **notes_of(self.mappings),
        }


def _states(name: str, label: Text, first: Counting, second: Counting) -> Row:
    relation: Literal["open", "equal", "differs"] = "open" if "open" in (first, second) else "equal" if first == second else "differs"
    return Row(name, label, relation, STATES[first], STATES[second])


def compare_materials(library: Library, first: MaterialStandard, second: MaterialStandard) -> MaterialComparison:
    """Compare two standards on materials.

    Raises:
        NotComparableError: neither recycled content nor rates nor waste status stand in both.
    """
    shared = [
        first.content is not None and second.content is not None,
        bool(first.rates and second.rates),
        first.waste_status is not None and second.waste_status is not None,
    ]
    if not any(shared):
        raise NotComparableError(
            f"{first.number} ({first.about.en}) and {second.number} ({second.about.en}) rule on different things",
            f"{first.number}（{first.about.zh}）与 {second.number}（{second.about.zh}）所规定的对象不同",
        )
    return MaterialComparison(library, first, second)
