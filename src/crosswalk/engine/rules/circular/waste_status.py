"""Whether a raw material made from waste is waste: its composition against the limits of a grade."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from crosswalk.engine.rules.circular.bounds import Range
from crosswalk.engine.rules.classify import Definite, State, any_of, verdict, within, word_of
from crosswalk.model.materials import Grade, Limit


class Finding(NamedTuple):
    """How one limit is met."""

    limit: Limit
    share: Range | None
    state: State

    @property
    def verdict(self) -> Definite:
        """The state as a verdict."""
        return word_of(self.state)


class Status(NamedTuple):
    """The verdict on a grade, and the limits behind it, the deciding ones first."""

    verdict: Definite
    findings: tuple[Finding, ...]


def status_of(grade: Grade, composition: Mapping[str, Range]) -> Status:
    """The verdict on a grade; what the composition does not state is possible.

    Args:
        grade: its limits, all of which must hold, and lists of alternatives, of which one must.
        composition: mass shares by property, 0-1.
    """
    findings = [held(limit, composition) for limit in grade.limits]
    states = [finding.state for finding in findings]
    for group in grade.any_of:
        alternatives = [held(limit, composition) for limit in group]
        states.append(any_of(entry.state for entry in alternatives))
        findings += alternatives
    order = (State.FAILED, State.OPEN, State.MET)
    return Status(verdict(states) if states else "possible", tuple(sorted(findings, key=lambda finding: order.index(finding.state))))


def held(limit: Limit, composition: Mapping[str, Range]) -> Finding:
    """How a composition stands to one limit."""
    share = composition.get(limit.property)
    if share is None:
        return Finding(limit, None, State.OPEN)
    return Finding(limit, share, within(share.low, share.high, limit.operator, limit.value))
