"""What the stages of a standard count: for each branch of emission sources the whole, a part, or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from crosswalk.engine.selector import selector
from crosswalk.library.library import Library
from crosswalk.model.standard import Standard
from crosswalk.report.naming import in_words, names_of
from crosswalk.report.tables import Table
from crosswalk.report.words import word

Extent = Literal["whole", "part", "nothing"]


@dataclass(frozen=True, slots=True)
class Coverage:
    """What one stage counts.

    Attributes:
        stage: the stage of the standard.
        extents: how much of each branch of sources counts that can occur in the parts of the frame which the stage covers.
    """

    stage: str
    extents: dict[str, Extent]


def coverage(library: Library, standard: Standard) -> tuple[Coverage, ...]:
    """Each stage against the branches of emission sources of the frame, all gases together.

    A branch counts in part where some of its sources or gases lie outside the boundary, and so does one of a stage that the standard cuts by source.
    """
    space, chosen = library.space(standard.frame), selector(library, standard.id)
    branches = [source.id for source in space.frame.sources]
    found = []
    for stage in standard.stages:
        own = chosen.stage_atoms(stage.id)
        there = space.at_stages(space.stages_of(own))
        extents: dict[str, Extent] = {}
        for branch in branches:
            possible = there & space.box(None, (branch,), None)
            counted = possible & own & chosen.boundary
            if possible:
                extents[branch] = "whole" if counted == possible else "part" if counted else "nothing"
        found.append(Coverage(stage.id, extents))
    return tuple(found)


def coverage_table(library: Library, standard: Standard, lang: str) -> Table:
    """The stages of a standard, each with what it counts in whole and in part."""
    names = library.space(standard.frame).source_records
    known = names_of(library, standard)
    sign = "、" if lang == "zh" else ", "
    return Table(
        word("stages count", lang),
        tuple(word(key, lang) for key in ("stage", "counts whole", "counts part")),
        tuple(
            (
                in_words(entry.stage, known, lang),
                *(
                    sign.join(names[branch][lang] for branch, found in entry.extents.items() if found == extent) or "-"
                    for extent in ("whole", "part")
                ),
            )
            for entry in coverage(library, standard)
        ),
    )
