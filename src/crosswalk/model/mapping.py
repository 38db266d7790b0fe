"""Mappings: what two definitions cannot say about each other, and the curated assumptions."""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from crosswalk.errors import DeclarationError, Finding
from crosswalk.model.base import Document, Model, Number, Source, Text
from crosswalk.model.frame import Box
from crosswalk.model.standard import SubjectKind, Topic

Basis = Literal["published", "derived", "judgement"]


class Assumption(Model):
    """A sourced statement about atoms that a declaration leaves open.

    `absent`: the atoms in `atoms` carry nothing, unless the declaration names them.
    `share`: inside a line whose atoms all lie in `atoms`, those in `part` hold between `low` and `high` of its value, `best` being the estimate.
    """

    id: str
    kind: Literal["absent", "share"]
    statement: Text
    basis: Basis
    atoms: Box
    part: Box | None = None
    low: Number | None = None
    best: Number | None = None
    high: Number | None = None
    from_standards: tuple[str, ...] = ()
    to_standards: tuple[str, ...] = ()
    subjects: tuple[SubjectKind, ...] = ()
    source: Source

    @model_validator(mode="after")
    def _complete(self) -> Assumption:
        if self.kind == "share":
            if self.part is None or self.low is None or self.high is None:
                raise DeclarationError(Finding("a share needs `part`, `low` and `high`", "份额须给出 `part`、`low` 与 `high`"))
            best = self.low if self.best is None else self.best
            if not 0 <= self.low <= best <= self.high <= 1:
                raise DeclarationError(Finding("a share needs 0 <= low <= best <= high <= 1", "份额须满足 0 <= low <= best <= high <= 1"))
        return self


class Correspondence(Model):
    """A note on a pair of stages or figures: what must be done by hand, and what stays open."""

    from_stage: str
    to_stage: str | None
    transformation: Text
    gap: Text | None = None
    source: Source


class Difference(Model):
    """A difference that no number expresses."""

    topic: Topic
    text: Text
    source: Source


class Link(Model):
    """What a label or condition of one standard says of a label or condition of the other: `implies` it, or `excludes` it.

    Both are written `standard#id`. A link holds in its direction only.
    """

    given: str
    relation: Literal["implies", "excludes"]
    then: str
    text: Text
    source: Source


class Comparison(Model):
    """A published comparison of the two schemes, for plausibility, never for computing."""

    text: Text
    value: Number | None = None
    unit: str | None = None
    source: Source


class Mapping(Model):
    """Curated facts about a pair of standards, or, without a pair, about every pair of a frame."""

    id: str
    between: tuple[str, str] | None = None
    frame: str
    documents: dict[str, Document] = {}
    correspondences: tuple[Correspondence, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    differences: tuple[Difference, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    links: tuple[Link, ...] = ()
