"""Holds claims on materials against the rules of another standard: shares become intervals, targets become verdicts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from crosswalk.claims.assessment import Assessment
from crosswalk.claims.composition import assess_composition
from crosswalk.claims.content import assess_content
from crosswalk.claims.rates import assess_rate
from crosswalk.claims.record import Record
from crosswalk.errors import InputError
from crosswalk.library.library import Library
from crosswalk.model.claim import Claim
from crosswalk.model.materials import MaterialStandard

_ORDER = {"critical": 0, "major": 1, "minor": 2, "info": 3}


def assess_claim(library: Library, claim: Claim, source: MaterialStandard, target: MaterialStandard, day: date) -> Assessment:
    """Hold a claim against the rules of a standard.

    Args:
        library: where the standards are.
        claim: the claim.
        source: the standard of the claim.
        target: the standard that it is held against; targets of the same one are judged too.
        day: the day on which targets must be in force; that of placing on the market, where it is declared, comes first.

    Raises:
        NotComparableError: the target has no rule on what was claimed.
        InputError: the claim cannot be meant under its standard.
    """
    try:
        return _assessed(Record(library, claim, source, target, day))
    except InputError as error:
        raise error.located(claim.file, claim.lines) from None


def _assessed(record: Record) -> Assessment:
    claim = record.claim
    for position, entry in enumerate(claim.recycled_content):
        assess_content(record, entry, f"recycled_content[{position}]")
    for position, rate in enumerate(claim.recycling_rate):
        assess_rate(record, rate, f"recycling_rate[{position}]")
    if claim.composition is not None:
        assess_composition(record)
    return Assessment(
        record.library,
        claim,
        record.source,
        record.target,
        tuple(record.shares),
        tuple(record.verdicts),
        tuple(sorted(record.gaps, key=lambda gap: (_ORDER[gap.severity], gap.width is not None, -abs(gap.width or Decimal(0))))),
        tuple(record.steps),
    )
