"""Whether a raw material made from waste is waste: its composition against the limits of a grade."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from crosswalk.engine.rules.circular.bounds import Range
from crosswalk.engine.rules.circular.content import Verdict
from crosswalk.model.materials import Grade, Limit


class Finding(NamedTuple):
    """How one limit is met."""

    limit: Limit
    share: Range | None
    verdict: Verdict


class Status(NamedTuple):
    """The verdict on a grade, and the limits behind it, the deciding ones first."""

    verdict: Verdict
    findings: tuple[Finding, ...]


def status_of(grade: Grade, composition: Mapping[str, Range]) -> Status:
    """The verdict on a grade; what the composition does not state is possible.

    Args:
        grade: its limits, all of which must hold, and lists of alternatives, of which one must.
        composition: mass shares by property, 0-1.
    """
    findings = [held(limit, composition) for limit in grade.limits]
    groups: list[list[Finding]] = [[held(limit, composition) for limit in group] for group in grade.any_of]
    verdicts = [finding.verdict for finding in findings]
    for group in groups:
        verdicts.append(_best([finding.verdict for finding in group]))
        findings += group
    order: tuple[Verdict, ...] = ("excluded", "possible", "implied")
    worst: Verdict = next((entry for entry in order if entry in verdicts), "possible")
    return Status(worst, tuple(sorted(findings, key=lambda finding: order.index(finding.verdict))))


def held(limit: Limit, composition: Mapping[str, Range]) -> Finding:
    """How a composition stands to one limit."""
    share = composition.get(limit.property)
    if share is None:
        return Finding(limit, None, "possible")
    tests = {
        "<": lambda value: value < limit.value,
        "<=": lambda value: value <= limit.value,
        ">": lambda value: value > limit.value,
        ">=": lambda value: value >= limit.value,
    }
    ends = [end for end in share if end is not None]
    met = [tests[limit.operator](end) for end in ends]
    if len(ends) == 2 and all(met):
        return Finding(limit, share, "implied")
    return Finding(limit, share, "possible" if any(met) or len(ends) < 2 else "excluded")


def _best(verdicts: Sequence[Verdict]) -> Verdict:
    order: tuple[Verdict, ...] = ("implied", "possible", "excluded")
    return next(entry for entry in order if entry in verdicts)
