"""Carbon neutrality: what a declarer sets against the footprint, and what standards and laws say of such claims."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from crosswalk.model.base import Document, Measured, Model, Source, Text
from crosswalk.model.figure import CO2E, co2e, require, wrong
from crosswalk.model.label import Condition, Requirement
from crosswalk.model.standard import Dates, Status

NeutralSubject = Literal["product", "service", "event", "building", "organisation"]
Audience = Literal["consumers", "business"]
Nature = Literal["allowance", "credit", "behaviour-credit", "removal", "temporary-removal", "reduction"]


def _name(value: object) -> object:
    return {"en": value, "zh": value} if isinstance(value, str) else value


# -- what is declared -----------------------------------------------------------------------------------------------------------------


class Reduction(Model):
    """A measure that lowered the footprint, which is declared after it. `by: electricity-instruments` rests on certificates or contracts."""

    name: Annotated[Text, BeforeValidator(_name, json_schema_input_type=Text | str)]
    amount: Measured
    by: Literal["operation", "electricity-instruments"] = "operation"


class Units(Model):
    """Units set against the footprint: their kind by id or name, and their amount per declared unit of the footprint."""

    kind: str
    amount: Measured
    retired: bool | None = None
    registry: str | None = None


class Neutrality(Model):
    """A claim of carbon neutrality on a footprint. Nothing here lowers a figure: the footprint is what it is before offsets.

    Attributes:
        standard: the standard under which neutrality is claimed.
        subject: what is called neutral.
        audience: to whom; laws on unfair practices protect consumers.
        market: country or union where it is claimed, ISO 3166 or `EU`.
        baseline: the footprint before the reductions.
        reductions: measures that lowered it.
        removals: removals inside the boundary.
        credits: units bought.
    """

    standard: str | None = None
    subject: NeutralSubject = "product"
    audience: Audience | None = None
    market: str | None = None
    baseline: Measured | None = None
    reductions: tuple[Reduction, ...] = ()
    removals: tuple[Units, ...] = ()
    credits: tuple[Units, ...] = ()

    @model_validator(mode="after")
    def _amounts(self) -> Neutrality:
        if self.baseline is not None:
            require(self.baseline, CO2E, "baseline")
        for name in ("reductions", "removals", "credits"):
            for position, entry in enumerate(getattr(self, name)):
                if require(entry.amount, CO2E, f"{name}[{position}].amount") < 0:
                    raise wrong(
                        "an amount set against a footprint is not below zero",
                        "抵减量不得为负",
                        f"{name}[{position}].amount",
                    )
        return self

    def sum_of(self, entries: tuple[Units, ...] | tuple[Reduction, ...]) -> Decimal:
        """The amounts of some entries, in kg CO2e."""
        return sum((co2e(entry.amount) for entry in entries), Decimal(0))


# -- what standards and laws say ------------------------------------------------------------------------------------------------------


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


class NeutralityStandard(Model):
    """A standard, guideline or law on claims of carbon neutrality. Built from one YAML file.

    Attributes:
        subjects: what may be called neutral under it.
        footprints: standards of the footprint that it takes, by subject.
        reductions_first: whether reductions must come before units.
        units: which units may close the balance.
        requires: what must hold besides.
        bars: what it forbids.
    """

    id: str = Field(pattern=r"^(cn|eu|int)/[a-z0-9][a-z0-9.-]*$")
    number: str
    name: Text
    aliases: tuple[str, ...] = ()
    family: str
    kind: Literal["standard", "guideline", "group-standard", "directive"]
    nature: Text
    field: Literal["common"]
    jurisdiction: str
    issuer: Text
    status: Status
    dates: Dates
    documents: dict[str, Document]
    source: Source
    subjects: tuple[NeutralSubject, ...] = ()
    footprints: dict[NeutralSubject, tuple[str, ...]] = {}
    reductions_first: Literal["yes", "no", "open"] = "open"
    units: tuple[AcceptedUnits, ...] = ()
    conditions: tuple[Condition, ...] = ()
    requires: tuple[Requirement, ...] = ()
    bars: tuple[Bar, ...] = ()
    notes: tuple[Text, ...] = ()
