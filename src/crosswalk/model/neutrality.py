"""A claim of carbon neutrality: what a declarer sets against the footprint. What standards say of it stands in `neutrality_standard.py`."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BeforeValidator, model_validator

from crosswalk.model.base import Measured, Model, Text
from crosswalk.model.figure import CO2E, co2e, require, wrong

NeutralSubject = Literal["product", "service", "event", "building", "organisation"]
Audience = Literal["consumers", "business"]


def _name(value: object) -> object:
    return {"en": value, "zh": value} if isinstance(value, str) else value


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
