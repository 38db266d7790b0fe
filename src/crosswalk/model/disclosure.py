"""What standards on climate disclosure ask, element by element, beside the emission figures that they share with inventories."""

from __future__ import annotations

from typing import Literal

from crosswalk.model.base import Document, Model, Source, Text

Asks = Literal["asked", "partly", "voluntary", "not-asked", "open"]
Pillar = Literal["governance", "strategy", "risk", "metrics", "targets", "report"]

ASKS: dict[Asks, Text] = {
    "asked": Text(en="asked", zh="要求"),
    "partly": Text(en="partly", zh="部分要求"),
    "voluntary": Text(en="encouraged, voluntary", zh="鼓励、自愿"),
    "not-asked": Text(en="not asked", zh="未要求"),
    "open": Text(en="not read", zh="未核读"),
}


class Element(Model):
    """One thing that a report may hold, the same for all standards, with the question whose answer fills it.

    `stages` are the stages of standards on inventories that hold the element as a figure; an element without one is words or another number.
    """

    id: str
    name: Text
    pillar: Pillar
    question: Text
    stages: tuple[str, ...] = ()
    source: Source


class DisclosureElements(Model):
    """The list of elements."""

    id: str
    name: Text
    documents: dict[str, Document]
    elements: tuple[Element, ...]


class ElementRule(Model):
    """How a standard treats an element. What a standard does not list is `not-asked` where its text was read, `open` otherwise."""

    element: str
    asks: Asks
    detail: Text | None = None
    source: Source


class Disclosure(Model):
    """What one standard asks of a report. `of` is the standard with the emission figures; `read` says whether the text was read in full."""

    id: str
    of: str
    name: Text
    documents: dict[str, Document]
    source: Source
    read: bool = False
    elements: tuple[ElementRule, ...]

    def rule(self, element: str) -> ElementRule | None:
        """The rule on an element, where the standard has one."""
        return next((entry for entry in self.elements if entry.element == element), None)

    def asks(self, element: str) -> Asks:
        """Whether the standard asks for an element."""
        rule = self.rule(element)
        return rule.asks if rule is not None else "not-asked" if self.read else "open"
