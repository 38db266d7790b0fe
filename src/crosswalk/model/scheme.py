"""Label schemes: labels that have no boundary of their own and take the figure of a standard."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from crosswalk.model.base import Document, Model, Source, Text
from crosswalk.model.label import Condition, Label, Threshold
from crosswalk.model.standard import Dates, StandardField, Status, SubjectKind


class LabelScheme(Model):
    """A scheme of labels: identity, the standard whose figure it takes, thresholds and conditions. Built from one YAML file.

    Attributes:
        figure_of: the standard whose figure it takes; none where no number decides.
        subject: what its labels are for.
        mark: what the scheme is about, in our own words.
    """

    id: str = Field(pattern=r"^(cn|eu|int)/[a-z0-9][a-z0-9.-]*$")
    number: str
    name: Text
    aliases: tuple[str, ...] = ()
    family: str
    kind: Literal["product-label", "type-i-label", "type-iii-declaration", "rating-system"]
    nature: Text
    field: StandardField
    jurisdiction: str
    issuer: Text
    status: Status
    dates: Dates
    documents: dict[str, Document]
    source: Source
    mark: Text
    subject: SubjectKind
    figure_of: str | None = None
    thresholds: tuple[Threshold, ...] = ()
    conditions: tuple[Condition, ...] = ()
    labels: tuple[Label, ...] = Field(min_length=1)
    notes: tuple[Text, ...] = ()
