"""One reason why a result is not exact."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from crosswalk.engine.figures import both, number
from crosswalk.model.base import Text
from crosswalk.model.result import GapKind, Severity


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
        }
