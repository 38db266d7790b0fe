"""One reason why a result is not exact."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from crosswalk.engine.figures import both, number
from crosswalk.model.base import Text
from crosswalk.model.result import GapKind, Severity


@dataclass(frozen=True, slots=True)
class Answer:
    """One field of the footprint that helps to close a gap.

    Attributes:
        field: its path, such as `subject.service_life` or `figures[1].activity.electricity`; `figures` and `supplement` for a figure that is to be added.
        unit: the unit of the number that is asked for; of electricity or heat (kWh, GJ) in a figure that is to be added, that of its activity. `None` for a word or a year.
        stage: with `source`, `gas` and `indicator` the words of a figure that is to be added.
        source: its emission source.
        gas: its gas.
        indicator: its indicator.
        choices: the words that can stand there, where they are few; `none` stands for an empty list.
        holds: the declared lines that a figure that is to be added holds: it is their whole.
    """

    field: str
    unit: str | None = None
    stage: str | None = None
    source: str | None = None
    gas: str | None = None
    indicator: str | None = None
    choices: tuple[str, ...] = ()
    holds: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The answer as plain data, in the published JSON form."""
        words = {"stage": self.stage, "source": self.source, "gas": self.gas, "indicator": self.indicator}
        figure = {key: value for key, value in words.items() if value is not None}
        return {"field": self.field, "figure": figure or None, "unit": self.unit, "choices": list(self.choices), "holds": list(self.holds)}


Answers = tuple[Answer, ...] | Callable[[], tuple[Answer, ...]]


@dataclass(frozen=True, slots=True)
class Gap:
    """One reason why the result is not exact.

    Attributes:
        kind: what sort of reason.
        stage: the stage of the frame that it concerns, or `total`.
        severity: how much it matters beside what was declared.
        width: the part of the total's interval that it causes, in `unit`; `None` when nothing bounds it; zero where it moves no bound.
        unit: the unit of width and amount.
        message: what the gap is.
        question: what to declare to close it.
        sources: standards and clauses behind it.
        amount: the value concerned (removed from the target, or the change), where there is one.
        cause: what it has in common with other gaps of its kind, so that they can be told as one.
        place: what of the cause is its own: a stage with its name, or a declared line.
        answered_by: the answers, or how they are found: that takes longer than all else about a gap, and most readers need none.
    """

    kind: GapKind
    stage: str
    severity: Severity
    width: Decimal | None
    unit: str
    message: Text
    question: Text
    sources: tuple[str, ...] = ()
    amount: Decimal | None = None
    cause: Text | None = None
    place: Text | None = None
    answered_by: Answers = field(default=(), compare=False, repr=False)

    @property
    def answers(self) -> tuple[Answer, ...]:
        """The fields that answer the question, where it can be answered by single fields."""
        return self.answered_by() if callable(self.answered_by) else self.answered_by

    def as_dict(self) -> dict[str, Any]:
        """The gap as plain data, in the published JSON form."""
        return {
            "kind": self.kind,
            "stage": self.stage,
            "severity": self.severity,
            "width": number(self.width),
            "amount": number(self.amount),
            "unit": self.unit,
            "message": both(self.message),
            "question": both(self.question),
            "sources": list(self.sources),
            "answers": [answer.as_dict() for answer in self.answers],
        }
