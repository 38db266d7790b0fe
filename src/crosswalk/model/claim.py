"""Claims on materials: recycled content, a recycling rate, the composition of a recycled raw material, as declared under one standard."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from crosswalk.model.base import Declared, Measured, Model, Text
from crosswalk.model.evidence import Evidence
from crosswalk.model.figure import require, wrong
from crosswalk.model.materials import Base, Chain
from crosswalk.model.recycling import MeasuredRate, MeasuringPoint, Span, check_share, check_yield, share, share_span

Name = Annotated[Text, BeforeValidator(lambda value: {"en": value, "zh": value} if isinstance(value, str) else value)]
Share = Annotated[Span, BeforeValidator(share_span, json_schema_input_type=Any)]


class ClaimSubject(Model):
    """What the claim is about.

    Attributes:
        category: the kind of product, in the words of the targets of a standard.
        placed_on_market: the day on which it is placed on the market; today when left out.
    """

    category: str | None = None
    placed_on_market: date | None = None


class ContentClaim(Model):
    """A share of recycled content, as the standard of the claim counts it.

    Attributes:
        material: the material or element, where the standard tells several apart.
        share: the whole share; needed unless its parts are given.
        post_consumer: the part of it that is post-consumer material.
        pre_consumer: the part of it that is pre-consumer material.
        chain: how the recycled material is attributed; physically contained unless a claim says that it rests on mass balance.
        collected_in: where the waste was collected, an ISO 3166 code.
        recycled_in: where it was recycled.
        equivalent: whether collection and recycling outside the EU follow equivalent rules.
        masses: masses of product and parts that shares may be of.
    """

    material: str | None = None
    share: Share | None = None
    post_consumer: Share | None = None
    pre_consumer: Share | None = None
    chain: Chain = "physical"
    collected_in: str | None = None
    recycled_in: str | None = None
    equivalent: bool | None = None
    masses: dict[Base, Measured] = {}

    @model_validator(mode="after")
    def _consistent(self) -> ContentClaim:
        if self.share is None and self.post_consumer is None and self.pre_consumer is None:
            raise wrong("a claim on recycled content needs a `share`", "再生料含量声明须给出 `share`", "share")
        parts = sum((part.low for part in (self.post_consumer, self.pre_consumer) if part is not None), Decimal(0))
        whole = Decimal(1) if self.share is None or self.share.high is None else self.share.high
        if parts > whole:
            raise wrong(
                f"the parts add up to {parts}, more than the whole share of {whole}",
                f"各部分之和为 {parts}，超过总份额 {whole}",
                "post_consumer",
            )
        for name, mass in self.masses.items():
            if require(mass, "kg", f"masses.{name}") <= 0:
                raise wrong("a mass must be above zero", "质量必须大于零", f"masses.{name}")
        return self


class RateClaim(Model):
    """A recycling rate under one of the rates of the standard of the claim, with the yields that are known.

    `point` says where it was measured, where the standard leaves that open.
    """

    rate: Annotated[Decimal, BeforeValidator(share, json_schema_input_type=Any)]
    of: str | None = None
    material: str | None = None
    point: MeasuringPoint | None = None
    sorting_yield: Annotated[Decimal, BeforeValidator(share, json_schema_input_type=Any)] | None = None
    recycling_yield: Annotated[Decimal, BeforeValidator(share, json_schema_input_type=Any)] | None = None

    @model_validator(mode="after")
    def _in_range(self) -> RateClaim:
        check_share("the rate", self.rate, "rate")
        for name in ("sorting_yield", "recycling_yield"):
            if getattr(self, name) is not None:
                check_yield(getattr(self, name), name)
        return self

    def measured(self, at: MeasuringPoint) -> MeasuredRate:
        """The rate at its measuring point."""
        return MeasuredRate(rate=self.rate, at=at, sorting_yield=self.sorting_yield, recycling_yield=self.recycling_yield)


class Composition(Model):
    """The composition of a raw material, mass shares by property, to be held against a grade."""

    grade: str | None = None
    properties: dict[str, Share] = Field(min_length=1)


def _several(value: object) -> object:
    """One entry may stand without a list."""
    return [value] if isinstance(value, dict) else value


_Contents = ContentClaim | tuple[ContentClaim, ...]
_Rates = RateClaim | tuple[RateClaim, ...]


class Claim(Declared):
    """A claim on a material or product, under one standard. What is not stated is not known."""

    standard: str
    name: Name | None = None
    subject: ClaimSubject = ClaimSubject()
    recycled_content: Annotated[tuple[ContentClaim, ...], BeforeValidator(_several, json_schema_input_type=_Contents)] = ()
    recycling_rate: Annotated[tuple[RateClaim, ...], BeforeValidator(_several, json_schema_input_type=_Rates)] = ()
    composition: Composition | None = None
    evidence: Evidence = Evidence()

    @model_validator(mode="after")
    def _something_claimed(self) -> Claim:
        if not (self.recycled_content or self.recycling_rate or self.composition):
            raise wrong(
                "a claim needs `recycled_content`, `recycling_rate` or `composition`",
                "声明须含 `recycled_content`、`recycling_rate` 或 `composition`",
            )
        return self


FIELDS: tuple[Literal["recycled_content", "recycling_rate", "composition"], ...] = ("recycled_content", "recycling_rate", "composition")
"""What tells a claim from a footprint."""
