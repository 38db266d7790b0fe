"""A mapping: what is curated about two standards, or about every pair of a frame, with its sources."""

from __future__ import annotations

from crosswalk.engine.topics import TOPICS
from crosswalk.model.frame import Box
from crosswalk.model.mapping import Assumption, Mapping
from crosswalk.report.tables import Report, Table
from crosswalk.report.words import cite, word


def mapping_report(mapping: Mapping, lang: str) -> Report:
    """Transformations, assumptions, differences, published comparisons and links between labels."""
    facts = ((word("id", lang), mapping.id), (word("between", lang), " / ".join(mapping.between or (mapping.frame,))))
    return Report(" / ".join(mapping.between or (mapping.id,)), facts, mapping_tables(mapping, lang))


def mapping_tables(mapping: Mapping, lang: str) -> tuple[Table, ...]:
    """What a mapping says, block by block."""
    notes = Table(
        word("correspondences", lang),
        tuple(word(key, lang) for key in ("stage", "transformation", "gap", "confirmed")),
        tuple(
            (
                f"{entry.from_stage} → {entry.to_stage or '-'}",
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
                _box(entry.part or entry.atoms),
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
            (entry.text[lang], "-" if entry.value is None else str(entry.value), entry.unit or "-", cite(entry.source, lang))
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


def _box(box: Box) -> str:
    """The atoms of a block, an axis that is not restricted left out."""
    return "; ".join(", ".join(axis) for axis in (box.stages, box.sources, box.gases) if axis) or "*"
