"""The checklist of a disclosure: what one standard asks of a report, set against what another one asks and what was declared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from crosswalk.engine.selector import selector
from crosswalk.engine.trace import cite
from crosswalk.library.library import Library
from crosswalk.model.base import Text
from crosswalk.model.disclosure import ASKS, Asks, Disclosure, Element
from crosswalk.model.standard import Standard

Declared = Literal["declared", "partly", "not-declared"]


@dataclass(frozen=True, slots=True)
class Item:
    """One element under two standards.

    Attributes:
        element: what it is.
        source: whether the standard of the declaration asks for it.
        target: whether the other one does.
        detail: how the other one puts it.
        declared: whether the declaration holds the figure; `None` for an element that is no figure of an inventory.
        sources: clauses behind both.
    """

    element: Element
    source: Asks
    target: Asks
    detail: Text | None
    declared: Declared | None
    sources: tuple[str, ...]

    @property
    def question(self) -> Text | None:
        """What to add for the target; nothing where it does not ask, or the figure is declared or asked by both."""
        if self.target in ("not-asked", "open") or self.declared == "declared":
            return None
        return None if self.declared is None and self.source == "asked" else self.element.question

    def as_dict(self) -> dict[str, Any]:
        """The item as plain data."""
        return {
            "element": self.element.id,
            "name": self.element.name.model_dump(),
            "pillar": self.element.pillar,
            "source": self.source,
            "target": self.target,
            "detail": self.detail.model_dump() if self.detail else None,
            "declared": self.declared,
            "question": self.question.model_dump() if self.question else None,
            "sources": list(self.sources),
        }


def checklist(library: Library, source: Standard, target: Standard, status: Callable[[str], str] | None = None) -> tuple[Item, ...]:
    """Every element that one of two standards speaks of; none where the target is no standard on disclosure.

    Args:
        library: the data.
        source: the standard of the declaration.
        target: the other standard.
        status: the status of a figure of the target, by its stage, in a translation.
    """
    asked = library.disclosure_of(target.id)
    if asked is None:
        return ()
    own = library.disclosure_of(source.id)
    found = []
    for name in library.disclosure_elements.ids():
        for element in library.disclosure_elements.of(name).elements:
            goal = asked.asks(element.id)
            mine = own.asks(element.id) if own is not None else _by_boundary(library, source, target, element)
            if goal in ("not-asked", "open") and mine in ("not-asked", "open"):
                continue
            rules = [rule for rule in (asked.rule(element.id), own.rule(element.id) if own else None) if rule is not None]
            detail = next((rule.detail for rule in rules[:1] if asked.rule(element.id) is not None), None)
            stages = tuple(stage.id for stage in target.stages if stage.id in element.stages)
            declared = _declared(status, stages) if status is not None and stages else None
            found.append(Item(element, mine, goal, detail, declared, tuple(cite(rule.source) for rule in rules)))
    return tuple(found)


def _by_boundary(library: Library, source: Standard, target: Standard, element: Element) -> Asks:
    """What an inventory standard asks of an element that is a figure: as far as its boundary reaches; of others it asks nothing."""
    mine, goal = selector(library, source.id).boundary, selector(library, target.id)
    wanted = 0
    for stage in target.stages:
        if stage.id in element.stages:
            wanted |= goal.stage_atoms(stage.id) & goal.boundary
    if not wanted & mine:
        return "not-asked"
    return "partly" if wanted & ~mine else "asked"


def _declared(status: Callable[[str], str], stages: tuple[str, ...]) -> Declared:
    states = {status(stage) for stage in stages}
    if states == {"missing"}:
        return "not-declared"
    return "declared" if states <= {"exact", "bounded"} else "partly"


def shown(asks: Asks) -> Text:
    """The word for what a standard asks."""
    return ASKS[asks]


def elements_of(library: Library, disclosure: Disclosure) -> tuple[tuple[Element, Asks], ...]:
    """All elements with what one standard asks."""
    return tuple(
        (element, disclosure.asks(element.id))
        for name in library.disclosure_elements.ids()
        for element in library.disclosure_elements.of(name).elements
    )
