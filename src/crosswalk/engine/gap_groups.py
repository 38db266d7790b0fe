"""Gaps of one cause told as one, for people; the data keep each of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from crosswalk.engine import wording
from crosswalk.engine.gap import Answer, Gap

FEW = 2  # gaps of one cause that are read as easily one by one


def told(gaps: Iterable[Gap]) -> tuple[Gap, ...]:
    """The gaps, those of one cause as one where the first of them stands."""
    groups: dict[object, list[Gap]] = {}
    for position, gap in enumerate(gaps):
        key: object = position if gap.cause is None else (gap.kind, gap.cause, gap.sources, gap.width is None)
        groups.setdefault(key, []).append(gap)
    found: list[Gap] = []
    for group in groups.values():
        found += group if len(group) <= FEW else [_one(group)]
    return tuple(found)


def _one(group: Sequence[Gap]) -> Gap:
    first = group[0]
    assert first.cause is not None
    places = [gap.place for gap in group if gap.place is not None]
    words = _WORDS[first.kind](first.cause, places, first.sources[0])
    stages = ", ".join(dict.fromkeys(gap.stage for gap in group))
    # amounts stand by the places: some are never added
    return replace(first, stage=stages, message=words[0], question=words[1], amount=None, answered_by=lambda: _answers(group))


def _answers(group: Sequence[Gap]) -> tuple[Answer, ...]:
    return tuple(dict.fromkeys(answer for gap in group for answer in gap.answers))


_WORDS = {"missing": wording.several_missing, "not-declared": wording.several_not_declared, "surplus": wording.several_surplus}
