"""The vocabulary of verification: what evidence may say, and which rules each word meets."""

from __future__ import annotations

from crosswalk.model.base import Document, Model, Source, Text


class VerificationWord(Model):
    """One thing that `evidence.verification` may say."""

    id: str
    name: Text
    aliases: tuple[str, ...] = ()


class VerificationCode(Model):
    """A code of rules on verification, and the words that meet it."""

    rule: str
    met_by: tuple[str, ...]


class VerificationWords(Model):
    """The vocabulary of verification. `norms` are the standards of verification that a recognition asks for, any of them."""

    id: str
    documents: dict[str, Document]
    norms: tuple[str, ...]
    words: tuple[VerificationWord, ...]
    codes: tuple[VerificationCode, ...]
    source: Source
