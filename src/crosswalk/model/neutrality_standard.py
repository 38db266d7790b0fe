"""What standards and laws say of claims of carbon neutrality, and the kinds of units."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from crosswalk.model.base import Document, Model, Source, Text
from crosswalk.model.cited import Cited
from crosswalk.model.label import Condition, Requirement
from crosswalk.model.neutrality import Audience, NeutralSubject

Nature = Literal["allowance", "credit", "behaviour-credit", "removal", "temporary-removal", "reduction"]


class CreditKind(Model):
    """A kind of unit. `nature` says what one unit stands for; temporary ones count as released when their monitoring ends."""

    id: str
    name: Text
    aliases: tuple[str, ...] = ()
    nature: Nature
    jurisdiction: str
    note: Text | None = None
    source: Source


class CreditKinds(Model):
    """The kinds of units with which claims of neutrality are closed."""

    id: str
    documents: dict[str, Document]
    kinds: tuple[CreditKind, ...] = Field(min_length=1)


class AcceptedUnits(Model):
    """Whether a standard lets units close the balance, by kind or by nature; what no rule names stays open."""

    state: Literal["accepted", "refused"]
    kinds: tuple[str, ...] = ()
    natures: tuple[Nature, ...] = ()
    source: Source
    note: Text | None = None


class Bar(Model):
    """A prohibition: who may not claim what, in which market, from which day."""

    text: Text
    subjects: tuple[NeutralSubject, ...]
    audiences: tuple[Audience, ...]
    markets: tuple[str, ...]
    from_day: date
    source: Source


class NeutralityStandard(Cited):
    """A standard, guideline or law on claims of carbon neutrality. Built from one YAML file.

    Attributes:
        subjects: what may be called neutral under it.
        footprints: standards of the footprint that it takes, by subject.
        reductions_first: whether reductions must come before units.
        units: which units may close the balance.
        requires: what must hold besides.
        bars: what it forbids.
    """

    kind: Literal["standard", "guideline", "group-standard", "directive"]
    field: Literal["common"]
    subjects: tuple[NeutralSubject, ...] = ()
    footprints: dict[NeutralSubject, tuple[str, ...]] = {}
    reductions_first: Literal["yes", "no", "open"] = "open"
    units: tuple[AcceptedUnits, ...] = ()
    conditions: tuple[Condition, ...] = ()
    requires: tuple[Requirement, ...] = ()
    bars: tuple[Bar, ...] = ()
