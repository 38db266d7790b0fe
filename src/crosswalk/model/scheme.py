"""Label schemes: labels that have no boundary of their own and take the figure of a standard."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from crosswalk.model.base import Text
from crosswalk.model.cited import Cited
from crosswalk.model.label import Condition, Label, Threshold
from crosswalk.model.standard import SubjectKind


class LabelScheme(Cited):
    """A scheme of labels: identity, the standard whose figure it takes, thresholds and conditions. Built from one YAML file.

    Attributes:
        figure_of: the standard whose figure it takes; none where no number decides.
        subject: what its labels are for.
        mark: what the scheme is about, in our own words.
    """

    kind: Literal["product-label", "type-i-label", "type-iii-declaration", "rating-system"]
    mark: Text
    subject: SubjectKind
    figure_of: str | None = None
    thresholds: tuple[Threshold, ...] = ()
    conditions: tuple[Condition, ...] = ()
    labels: tuple[Label, ...] = Field(min_length=1)
