"""A mapping: what is curated about two standards, or about every pair of a frame, with its sources."""

from __future__ import annotations

from collections.abc import Sequence

from crosswalk.engine.topics import TOPICS
from crosswalk.library.library import Library
from crosswalk.model.frame import Box
from crosswalk.model.mapping import Assumption, Correspondence, Mapping
from crosswalk.report.naming import OWN, NameOf, in_words, names_in, names_of_frame
from crosswalk.report.tables import Report, Table
from crosswalk.report.words import cite, unit_word, word


def mapping_report(library: Library, mapping: Mapping, lang: str) -> Report:
    """Transformations, assumptions, differences, published comparisons and links between labels."""
    facts = ((word("id", lang), mapping.id), (word("between", lang), " / ".join(mapping.between or (mapping.frame,))))
    return Report(" / ".join(mapping.between or (mapping.id,)), facts, _tables(library, mapping, lang))


def _tables(library: Library, mapping: Mapping, lang: str) -> tuple[Table, ...]:
    """What a mapping says, block by block."""
    sides = [names_in(library.record(side)) for side in mapping.between or ()]
    frame = OWN | (names_of_frame(library, mapping.frame) if mapping.frame in library.frame else {})
    notes = Table(
        word("correspondences", lang),
        tuple(word(key, lang) for key in ("stage", "transformation", "gap", "confirmed")),
        tuple(
            (
                _pair(entry, sides, frame, lang),
                entry.transformation[lang],
                entry.gap[lang] if entry.gap else "-",
                cite(entry.source, lang),
            )
            for entry in mapping.correspondences
        ),
    )
    assumptions = Table(
        word("assumptions of its own", lang),
        tuple(word(key, lang) for key in ("id", "statement", "basis", "value", "about", "confirmed")),
        tuple(
            (
                entry.id,
                entry.statement[lang],
                word(f"basis {entry.basis}", lang),
                _share(entry),
                _box(entry.part or entry.atoms, frame, lang),
                cite(entry.source, lang),
            )
            for entry in mapping.assumptions
        ),
    )
    differences = Table(
        word("differences", lang),
        tuple(word(key, lang) for key in ("topic", "statement", "confirmed")),
        tuple((TOPICS[entry.topic][lang], entry.text[lang], cite(entry.source, lang)) for entry in mapping.differences),
    )
    comparisons = Table(
        word("comparisons", lang),
        tuple(word(key, lang) for key in ("statement", "value", "unit", "confirmed")),
        tuple(
            (
                entry.text[lang],
                "-" if entry.value is None else str(entry.value),
                unit_word(entry.unit, lang) if entry.unit else "-",
                cite(entry.source, lang),
            )
            for entry in mapping.comparisons
        ),
        frozenset({1}),
    )
    links = Table(
        word("implications", lang),
        tuple(word(key, lang) for key in ("given", "relation", "then", "statement", "confirmed")),
        tuple(
            (entry.given, word(f"relation {entry.relation}", lang), entry.then, entry.text[lang], cite(entry.source, lang))
            for entry in mapping.links
        ),
    )
    return notes, assumptions, differences, comparisons, links


def _share(assumption: Assumption) -> str:
    """The bounds of a share, with its best estimate; what is absent has none."""
    if assumption.kind == "absent":
        return "0"
    best = f" ({assumption.best})" if assumption.best is not None else ""
    return f"{assumption.low} … {assumption.high}{best}"


def _pair(entry: Correspondence, sides: Sequence[NameOf], frame: NameOf, lang: str) -> str:
    """What corresponds to what; a note may lead from either standard to the other."""
    stages = [None if stage == "none" else stage for stage in (entry.from_stage, entry.to_stage)]
    first, second = sides or ({}, {})
    if entry.from_stage not in first and entry.from_stage in second:
        first, second = second, first
    names = ({**frame, **first}, {**frame, **second})
    return " → ".join("-" if stage is None else in_words(stage, known, lang) for stage, known in zip(stages, names, strict=True))


def _box(box: Box, frame: NameOf, lang: str) -> str:
    """The atoms of a block, an axis that is not restricted left out."""
    between, after = ("、", "；") if lang == "zh" else (", ", "; ")
    axes = [between.join(in_words(key, frame, lang) for key in axis) for axis in (box.stages, box.sources, box.gases) if axis]
    return after.join(axes) or "*"
