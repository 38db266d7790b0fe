"""Labels, classes and limits as conditions: a number within a threshold, and what must hold besides."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field, model_validator

from crosswalk.errors import DeclarationError, Finding
from crosswalk.model.base import Measured, Model, Source, Text

Operator = Literal["<", "<=", ">", ">="]


class Condition(Model):
    """Something that must hold besides the number, and the question that settles it.

    The declarer answers yes or no, or with a quantity where `operator` and `value` say what it must be. The dates say when the condition applies; on
    other days it cannot be met, so that it belongs into an alternative. `answered_by: expiry` is a condition on validity: `evidence.expires` answers it
    where the declarer does not, and a certificate that has expired fails it whatever the answer. Another `answered_by` is a property of the subject.
    `where_declared` names emission sources: the condition is about them, so it holds by itself where no declared figure can hold any of them (CO2
    that nobody declares as captured needs no storage).
    """

    id: str
    text: Text
    question: Text
    operator: Operator | None = None
    value: Measured | None = None
    answered_by: Literal["expiry", "heated_floor_area", "gross_floor_area", "useful_floor_area", "energy_consumption"] | None = None
    where_declared: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_until: date | None = None
    source: Source

    @model_validator(mode="after")
    def _both(self) -> Condition:
        if (self.operator is None) != (self.value is None):
            raise DeclarationError(
                Finding("a condition on a quantity has `operator` and `value`", "数量条件须同时给出 `operator` 与 `value`")
            )
        return self


class Requirement(Model):
    """A condition or a threshold by its id, or several of which all or any must hold. A name says what a group is, such as a route.

    A threshold stands here where it is one of several ways; those that every figure must meet stand in `thresholds` of the label.
    """

    condition: str | None = None
    threshold: str | None = None
    all: tuple[Requirement, ...] = ()
    any: tuple[Requirement, ...] = ()
    name: Text | None = None

    @model_validator(mode="after")
    def _one_form(self) -> Requirement:
        if sum(bool(form) for form in (self.condition, self.threshold, self.all, self.any)) != 1:
            raise DeclarationError(
                Finding(
                    "a requirement has exactly one of `condition`, `threshold`, `all`, `any`",
                    "一项要求须且只须给出 `condition`、`threshold`、`all`、`any` 之一",
                )
            )
        return self

    def conditions(self) -> tuple[str, ...]:
        """The ids of all conditions in it."""
        own = (self.condition,) if self.condition else ()
        return own + tuple(name for part in (*self.all, *self.any) for name in part.conditions())

    def thresholds(self) -> tuple[str, ...]:
        """The ids of all thresholds in it."""
        own = (self.threshold,) if self.threshold else ()
        return own + tuple(name for part in (*self.all, *self.any) for name in part.thresholds())


class Label(Model):
    """A label, class or eligibility that a figure of a standard can earn.

    Attributes:
        id: within the standard; `standard#id` is its name elsewhere.
        of: words for the products that it is for (`hydrogen`, `fuel`, `battery`, `building` …); any product of the standard when left out.
        thresholds: the thresholds of the standard of which the figure must meet every one that holds on the day; of several for installations by
            their start of operation, the one that covers it.
        undetermined: why there is no number yet, for a class whose act fixes none; its verdict is `unknown`.
        dated: which day its dates, and those of its thresholds, are held against: the day on which the label is asked for, or the last day of
            production, where the act speaks of the year in which something was made or done.
        declared_under: standards under one of which the figure must be declared; any when left out.
        requires: what must hold besides.
        valid_from: first day on which it can be earned.
        valid_until: last day on which it can be earned.
    """

    id: str
    name: Text
    aliases: tuple[str, ...] = ()
    of: tuple[str, ...] = ()
    thresholds: tuple[str, ...] = ()
    undetermined: Text | None = None
    dated: Literal["day", "production"] = "day"
    declared_under: tuple[str, ...] = ()
    requires: tuple[Requirement, ...] = ()
    valid_from: date | None = None
    valid_until: date | None = None
    source: Source
    note: Text | None = None

    @model_validator(mode="after")
    def _something(self) -> Label:
        if not (self.thresholds or self.requires or self.undetermined or self.declared_under):
            raise DeclarationError(
                Finding("a label has thresholds, requirements, or says why it is undetermined", "标签须有限值、要求，或说明其尚未确定")
            )
        return self


class Deduction(Model):
    """A figure that takes the place of the figure of a threshold if a condition holds: the same one less something that may be deducted then.

    While the condition is not answered, both are possible.
    """

    indicator: str
    stage: str | None = None
    condition: str


class Threshold(Model):
    """A number that the standard sets, with what it applies to; a reduction target is not a limit, and says so in `kind`.

    `sign_open`: nobody has read whether the number itself passes, so that a figure equal to it may or may not. `started_from` and `started_until`
    limit it to installations by the start of their operation. `comparator` is the figure of the fossil fuel from which the number was derived.
    `stage` is the figure of the standard that is held against it, where that is not the total, with the `indicator` where that is not the main one.
    `decimals` is to how many decimals the figure is rounded before. `reference` is the reference quantity that it must be per, where others have the
    same unit (kilometres of one test cycle). `figure_of` are standards whose own figure the act takes for the limit, so that no rule keeps it from crossing.
    `deduction` is the figure that counts instead where something may be deducted.
    """

    id: str
    kind: Literal["limit", "class", "reduction-target", "score", "ambition"]
    name: Text
    operator: Operator
    value: Measured
    applies_to: Text
    stage: str | None = None
    indicator: str | None = None
    reference: str | None = None
    figure_of: tuple[str, ...] = ()
    deduction: Deduction | None = None
    decimals: int | None = Field(default=None, ge=0, le=6)
    sign_open: bool = False
    comparator: Measured | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    started_from: date | None = None
    started_until: date | None = None
    source: Source

    def holds_on(self, day: date) -> bool:
        """Whether the threshold is in force on a day."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_until is None or day <= self.valid_until)

    @property
    def by_start(self) -> bool:
        """Whether it is for installations of some start of operation."""
        return self.started_from is not None or self.started_until is not None

    def covers_start(self, started: date) -> bool:
        """Whether an installation that started on a day falls under it."""
        return (self.started_from is None or self.started_from <= started) and (self.started_until is None or started <= self.started_until)


class TakenThreshold(Model):
    """A threshold that another standard sets, held here against the figure of this one: its number stands there and nowhere else.

    `threshold` is `standard#threshold`; `source` tells why it holds for the figure of this standard.
    """

    id: str
    threshold: str
    name: Text
    applies_to: Text
    source: Source

    def taken(self, original: Threshold) -> Threshold:
        """The threshold under the id and words of this standard."""
        words = {"id": self.id, "name": self.name, "applies_to": self.applies_to, "source": self.source}
        return original.model_copy(update={**words, "stage": None, "indicator": None, "deduction": None})


Requirement.model_rebuild()
