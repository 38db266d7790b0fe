"""One point of a claim or a dossier: met, not met or open, with its source and the question that closes it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from crosswalk.engine.rules.classify import State
from crosswalk.model.base import Source, Text

Section = Literal["rules", "data", "conformity", "claim"]
WORDS: dict[State, str] = {State.MET: "met", State.FAILED: "not met", State.OPEN: "open"}


@dataclass(frozen=True, slots=True)
class Check:
    """A point that was looked at.

    Attributes:
        section: rules, data, conformity or claim.
        topic: what it is about, a short code.
        name: the topic as people read it.
        state: met, not met or open.
        statement: what was found.
        question: what closes it; `None` where nothing is open.
        source: where the rule stands.
    """

    section: Section
    topic: str
    name: Text
    state: State
    statement: Text
    question: Text | None
    source: str

    def as_dict(self) -> dict[str, Any]:
        """The point as plain data."""
        return {
            "section": self.section,
            "topic": self.topic,
            "verdict": WORDS[self.state],
            "statement": self.statement.model_dump(),
            "question": self.question.model_dump() if self.question else None,
            "source": self.source,
        }


def cited(number: str, source: Source) -> str:
    """Number of a standard, clause and how far it was checked, in one line."""
    return f"{number}: {source.clause or source.document} [{source.confirmed}]"


def counts(checks: Iterable[Check]) -> dict[str, int]:
    """How many points are met, not met and open: a count, without weights.

    >>> counts([])
    {'met': 0, 'not met': 0, 'open': 0}
    """
    known = list(checks)
    return {word: sum(entry.state is state for entry in known) for state, word in WORDS.items()}
