"""Compares two standards: set relations, figure by figure, and differences, rule by rule."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from crosswalk.engine.disclosure import Item, checklist
from crosswalk.engine.selector import selector
from crosswalk.engine.topics import TOPICS
from crosswalk.engine.wording import different_frames
from crosswalk.frames.space import Atoms, Space
from crosswalk.library.library import Library
from crosswalk.model.base import Text, text
from crosswalk.model.mapping import Mapping
from crosswalk.model.standard import Standard, Topic

Relation = Literal["equal", "narrower", "broader", "overlap", "none"]
TOTAL = text("total", "总量")
NOTHING = text("", "")


def relation_of(first: Atoms, second: Atoms) -> Relation:
    """How one set of atoms stands to another.

    >>> relation_of(0b0110, 0b0111), relation_of(0b1100, 0b0110)
    ('narrower', 'overlap')
    """
    if first == second:
        return "equal"
    both = first & second
    if not both:
        return "none"
    if both == first:
        return "narrower"
    return "broader" if both == second else "overlap"


@dataclass(frozen=True, slots=True)
class FigureRelation:
    """How a figure of the first standard stands to one of the second.

    Attributes:
        first: stage of the first standard, or `total`.
        second: stage of the second, or `None` where no figure of it overlaps.
        relation: `narrower` means that the first counts less.
        only_first: stages and sources that only the first counts.
        only_second: those that only the second counts.
    """

    first: str
    second: str | None
    relation: Relation
    only_first: Text
    only_second: Text


@dataclass(frozen=True, slots=True)
class RuleRelation:
    """How the two standards treat one topic."""

    topic: Topic
    relation: Literal["equal", "differs", "only-first", "only-second"]
    first: Text | None
    second: Text | None


@dataclass(frozen=True, slots=True)
class Coverage:
    """Every main figure of one standard against every one of another, by the sets of what they count.

    Attributes:
        first: the figures of the first standard that have something in common with one of the second, `total` first, as (id, name).
        second: those of the second.
        cells: how each of the first stands to each of the second.
        alone_first: the figures of the first standard that have nothing in common with any of the second.
        alone_second: those of the second.
    """

    first: tuple[tuple[str, Text], ...]
    second: tuple[tuple[str, Text], ...]
    cells: tuple[tuple[Relation, ...], ...]
    alone_first: tuple[tuple[str, Text], ...]
    alone_second: tuple[tuple[str, Text], ...]


class Comparison:
    """The comparison of two standards."""

    def __init__(self, library: Library, first: Standard, second: Standard):
        self.library, self.first, self.second = library, first, second

    @property
    def comparable(self) -> bool:
        """Whether figures can be set against each other at all."""
        return self.first.frame == self.second.frame

    @cached_property
    def mappings(self) -> list[Mapping]:
        """What is curated about the pair."""
        return [entry for entry in self.library.mappings(self.first.id, self.second.id) if entry.between is not None]

    @cached_property
    def relations(self) -> tuple[FigureRelation, ...]:
        """Totals first, then every stage of the first standard against each stage of the second that it meets, main indicators."""
        space = self.library.space(self.first.frame)
        own, foreign = _figures(self.library, self.first), _figures(self.library, self.second)
        found = []
        met: set[str] = set()
        for name, atoms in own.items():
            partners = ["total"] if name == "total" else [key for key, other in foreign.items() if key != "total" and atoms & other]
            if not partners:
                found.append(FigureRelation(name, None, "none", _contents(space, atoms), NOTHING))
            for partner in partners:
                met.add(partner)
                other = foreign[partner]
                found.append(
                    FigureRelation(
                        name,
                        partner,
                        relation_of(atoms, other),
                        _contents(space, atoms & ~other),
                        _contents(space, other & ~atoms),
                    )
                )
        found += [FigureRelation("", name, "none", NOTHING, _contents(space, atoms)) for name, atoms in foreign.items() if name not in met]
        return tuple(found)

    def relation(self, first: str, second: str) -> Relation:
        """The relation of one pair of figures."""
        own, foreign = _figures(self.library, self.first), _figures(self.library, self.second)
        return relation_of(own[first], foreign[second])

    @cached_property
    def coverage(self) -> Coverage:
        """The whole matrix of relations; figures that have nothing in common with any of the other standard stand apart."""
        own, foreign = _figures(self.library, self.first), _figures(self.library, self.second)
        names = [{stage.id: stage.name for stage in standard.stages} for standard in (self.first, self.second)]

        def split(mine: dict[str, Atoms], others: dict[str, Atoms], side: int) -> tuple[list[str], list[tuple[str, Text]]]:
            met = [key for key, atoms in mine.items() if any(atoms & other for other in others.values())]
            return met, [(key, names[side].get(key, TOTAL)) for key in mine if key not in met]

        (rows, alone_first), (columns, alone_second) = split(own, foreign, 0), split(foreign, own, 1)
        return Coverage(
            tuple((key, names[0].get(key, TOTAL)) for key in rows),
            tuple((key, names[1].get(key, TOTAL)) for key in columns),
            tuple(tuple(relation_of(own[row], foreign[column]) for column in columns) for row in rows),
            tuple(alone_first),
            tuple(alone_second),
        )

    @cached_property
    def rules(self) -> tuple[RuleRelation, ...]:
        """The differences rule by rule; two standards agree on a topic when their rule codes are equal."""
        own = {rule.topic: rule for rule in reversed(self.first.rules)}
        foreign = {rule.topic: rule for rule in reversed(self.second.rules)}
        found = [self._characterisation()]
        for topic in TOPICS:
            left, right = own.get(topic), foreign.get(topic)  # type: ignore[call-overload]
            if (left is None and right is None) or topic == "characterisation":
                continue
            relation: Literal["equal", "differs", "only-first", "only-second"] = "differs"
            if left is None or right is None:
                relation = "only-second" if left is None else "only-first"
            elif left.value == right.value:
                relation = "equal"
            found.append(RuleRelation(topic, relation, left.text if left else None, right.text if right else None))  # type: ignore[arg-type]
        return tuple(found)

    def _characterisation(self) -> RuleRelation:
        def say(standard: Standard) -> Text:
            sets = ", ".join(standard.characterisation.sets)
            if standard.characterisation.open:
                return text(f"open; in use: {sets}", f"未规定；常用：{sets}")
            return text(sets, sets)

        same = self.first.characterisation.sets == self.second.characterisation.sets and not self.first.characterisation.open
        return RuleRelation("characterisation", "equal" if same else "differs", say(self.first), say(self.second))

    @cached_property
    def disclosure(self) -> tuple[Item, ...]:
        """What the second standard asks of a report, against what the first one asks; nothing where it is no standard on disclosure."""
        return checklist(self.library, self.first, self.second)

    def as_dict(self) -> dict[str, Any]:
        """The comparison as plain data."""
        return {
            "first": self.first.id,
            "second": self.second.id,
            "comparable": self.comparable,
            "figures": [
                {
                    "first": entry.first or None,
                    "second": entry.second,
                    "relation": entry.relation,
                    "only_first": entry.only_first.en,
                    "only_second": entry.only_second.en,
                }
                for entry in self.relations
            ],
            "rules": [
                {
                    "topic": entry.topic,
                    "relation": entry.relation,
                    "first": entry.first.model_dump() if entry.first else None,
                    "second": entry.second.model_dump() if entry.second else None,
                }
                for entry in self.rules
            ],
            "disclosure": [entry.as_dict() for entry in self.disclosure],
            **notes_of(self.mappings),
        }

    def to_json(self, indent: int | None = 2) -> str:
        """The comparison as one JSON document."""
        return json.dumps(self.as_dict(), ensure_ascii=False, indent=indent)


def notes_of(mappings: Iterable[Mapping]) -> dict[str, Any]:
    """What mappings say beside the definitions, as plain data: correspondences, differences, published comparisons."""
    known = tuple(mappings)
    return {
        "notes": [
            {
                "from": note.from_stage,
                "to": note.to_stage,
                "of": mapping.between[0] if mapping.between else None,
                "transformation": note.transformation.model_dump(),
                "gap": note.gap.model_dump() if note.gap else None,
            }
            for mapping in known
            for note in mapping.correspondences
        ],
        "differences": [{"topic": entry.topic, "text": entry.text.model_dump()} for mapping in known for entry in mapping.differences],
        "comparisons": [
            {
                "text": entry.text.model_dump(),
                "value": str(entry.value) if entry.value is not None else None,
                "unit": entry.unit,
            }
            for mapping in known
            for entry in mapping.comparisons
        ],
    }


def compare_standards(library: Library, first: Standard, second: Standard) -> Comparison:
    """Compare two standards of one frame.

    Raises:
        NotComparableError: they have different frames.
    """
    if first.frame != second.frame:
        raise different_frames(first, second, library.mappings(first.id, second.id))
    return Comparison(library, first, second)


def _figures(library: Library, standard: Standard) -> dict[str, Atoms]:
    """The main figures of a standard as atoms. Which gases a characterisation set happens to list is a matter of rules, not of boundaries."""
    chosen = selector(library, standard.id)
    indicator = chosen.indicator_atoms(standard.main_indicator.id)
    found = {"total": chosen.total()}
    for stage in standard.stages:
        atoms = chosen.boundary & chosen.stage_atoms(stage.id) & indicator
        if atoms:
            found[stage.id] = atoms
    return found


def _contents(space: Space, atoms: Atoms) -> Text:
    """What a set counts: stages and sources, by their ids in English and their names in Chinese."""
    if not atoms:
        return NOTHING
    stages = space.describe_stages(space.stages_of(atoms))
    sources = space.describe_sources(atoms)
    gases = sorted({gas.formula for gas in space.gases_of(atoms)})
    few = f" ({', '.join(gases)})" if len(gases) <= 3 else ""
    more = " …" if len(sources) > 5 else ""
    named = "、".join(space.source_records[key].zh for key in sources[:5])
    return text(
        f"{', '.join(stages)}: {', '.join(sources[:5])}{more}{few}",
        f"{'、'.join(_stage_in_chinese(space, key) for key in stages)}：{named}{more}{few}",
    )


def _stage_in_chinese(space: Space, key: str) -> str:
    """A code such as A1-A3 as it is, an English word by its name."""
    return key if key[0].isupper() and "." not in key else space.stage_records[key].zh if key in space.stage_records else key
