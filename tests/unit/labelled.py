"""Labels of a few lines for tests: limits, conditions, and a scheme or a shipped standard that sets them."""

from __future__ import annotations

from typing import Any

import crosswalk as cw
from crosswalk.labels.equivalence import LabelOf
from crosswalk.model.label import Condition, Label, Threshold
from crosswalk.model.scheme import LabelScheme

UNIT = "kg*CO2e/kg"


def both(word: str) -> dict[str, str]:
    return {"en": word, "zh": f"{word}（中）"}


def source(clause: str | None, confirmed: str = "primary") -> dict[str, Any]:
    return {"document": "act", "clause": clause, "confirmed": confirmed}


def limit(name: str, operator: str = "<=", value: str = "5 kg CO2e/kg", **more: Any) -> dict[str, Any]:
    fields = {"id": name, "kind": "limit", "name": both(name), "operator": operator, "value": value, "applies_to": both("all")}
    return {**fields, "source": source(f"limit {name}"), **more}


def condition(name: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "text": both(f"{name} is so"), "question": both(f"Is {name} so?"), "source": source(f"condition {name}"), **more}


def scheme(label: dict[str, Any], thresholds: list[Any] | None = None, conditions: list[Any] | None = None) -> tuple[LabelScheme, Label]:
    made = LabelScheme.model_validate(
        {
            "id": "eu/x",
            "number": "X 1",
            "name": both("scheme"),
            "family": "x",
            "kind": "product-label",
            "nature": both("voluntary"),
            "field": "common",
            "jurisdiction": "EU",
            "issuer": both("issuer"),
            "status": "in-force",
            "dates": {},
            "documents": {"act": {"title": "act"}},
            "source": source("1"),
            "mark": both("mark"),
            "subject": "product",
            "thresholds": thresholds or [],
            "conditions": conditions or [],
            "labels": [{"id": "good", "name": both("Good"), "source": source("label"), **label}],
        }
    )
    return made, made.labels[0]


def set_by(
    standard: str, *labels: dict[str, Any], thresholds: list[Any] | None = None, conditions: list[Any] | None = None
) -> list[LabelOf]:
    """Labels as a shipped standard would set them, with its own figures and rules."""
    made = cw.Library.shipped().standard(standard)
    own = tuple(Label.model_validate({"name": both(entry["id"]), "source": source(f"label {entry['id']}"), **entry}) for entry in labels)
    limits = tuple(Threshold.model_validate(entry) for entry in thresholds or ())
    asked = tuple(Condition.model_validate(entry) for entry in conditions or ())
    setter = made.model_copy(update={"labels": own, "thresholds": limits, "conditions": asked})
    return [LabelOf(setter, entry) for entry in own]
