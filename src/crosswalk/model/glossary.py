"""Terms of the field in both languages, with where each pair of words was read."""

from __future__ import annotations

from pydantic import Field

from crosswalk.model.base import Document, Model, Source, Text
from crosswalk.model.cited import StandardField


class Wording(Model):
    """One Chinese wording of a term, and the texts that use it.

    `confirmed` of a source is about the pair: primary is an official text with both languages side by side. `paired_here`: each half was read in
    a text of its own language, and that they mean the same is our reading.
    """

    chinese: str = Field(min_length=1)
    sources: tuple[Source, ...] = Field(min_length=1)
    paired_here: bool = False
    note: Text | None = None


class Term(Model):
    """One concept: its English term and its Chinese wordings, the one that this project uses first."""

    english: str = Field(min_length=1)
    field: StandardField
    wordings: tuple[Wording, ...] = Field(min_length=1)


class Glossary(Model):
    """A list of terms."""

    id: str
    name: Text
    documents: dict[str, Document]
    terms: tuple[Term, ...]
