"""The errors of `crosswalk`, drawn in one place.

    CrosswalkError
    ├── InputError (ValueError)                 exit status 3
    │   ├── DocumentError                       a file that cannot be read: encoding, syntax, size, hostile content
    │   ├── DeclarationError                    a field with a wrong value, or an unknown field
    │   ├── InconsistentDeclarationError        figures that contradict each other
    │   ├── UnitMismatchError                   a quantity of the wrong dimension, or an unknown unit
    │   ├── MissingPropertyError                a property that a conversion needs and nobody declared
    │   ├── UnknownNameError (LookupError)      a standard, stage, source, gas, region … that nobody knows
    │   └── AmbiguousCodeError (LookupError)    a code that stands for several goods, which differ in what was asked
    ├── MissingPackageError (ImportError)       exit status 2: an optional package is needed for what was asked
    └── NotComparableError                      exit status 4: the two schemes share no frame or no subject

An input error holds one or more findings; each finding names file, line, field, what was expected and the nearest valid names.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault of an input, in both languages.

    Attributes:
        en: what is wrong and what to do, in English.
        zh: the same in Chinese.
        file: the file, or `None` for data that came from memory.
        line: the line in the file, counted from 1.
        field: the path of the field, such as `figures[2].value`.
        nearest: the nearest valid names, best first.
    """

    en: str
    zh: str
    file: str | None = None
    line: int | None = None
    field: str | None = None
    nearest: tuple[str, ...] = ()

    def render(self, lang: str = "en") -> str:
        """One line of text: `file:line: field: message`.

        >>> Finding("no such stage", "没有该阶段", "a.yaml", 4, "figures[0].stage", ("operation",)).render()
        'a.yaml:4: figures[0].stage: no such stage; nearest: operation'
        """
        place = self.file or ""
        if self.line is not None:
            place += f":{self.line}"
        parts = [part for part in (place, self.field) if part]
        text = self.zh if lang == "zh" else self.en
        if self.nearest:
            text += ("；最接近：" if lang == "zh" else "; nearest: ") + ", ".join(self.nearest)
        return ": ".join([*parts, text])


class CrosswalkError(Exception):
    """Base of every error that `crosswalk` raises on purpose."""

    exit_status = 1

    def render(self, lang: str = "en") -> str:
        """The message in the language asked for."""
        return str(self)


class InputError(CrosswalkError, ValueError):
    """Something that was given is not valid; holds every fault that was found, not only the first."""

    exit_status = 3

    def __init__(self, *findings: Finding):
        self.findings = findings
        super().__init__(*findings)

    def __str__(self) -> str:
        return self.render()

    def render(self, lang: str = "en") -> str:
        """All findings, one a line."""
        return "\n".join(finding.render(lang) for finding in self.findings)

    def located(self, file: str | None, lines: dict[str, int]) -> InputError:
        """The same error with file and line filled in where they are known from the field's path."""
        return type(self)(*(_locate(finding, file, lines) for finding in self.findings))


class DocumentError(InputError):
    """A file that cannot be read as what it should be."""


class DeclarationError(InputError):
    """A field with a wrong value, a missing field or an unknown one."""


class InconsistentDeclarationError(InputError):
    """Figures that contradict each other: parts above their total, lines that cross, a figure given twice."""


class UnitMismatchError(InputError):
    """A quantity of the wrong dimension or with an unknown unit."""


class MissingPropertyError(InputError):
    """A conversion needs a property of the subject that was not declared."""


class UnknownNameError(InputError, LookupError):
    """A name that stands for nothing here; the finding lists the nearest names."""


class AmbiguousCodeError(InputError, LookupError):
    """A code that stands for several goods, which differ in what was asked; the finding lists their codes."""


class OneReasonError(CrosswalkError):
    """An error that one sentence in each language tells whole."""

    def __init__(self, en: str, zh: str):
        self.en, self.zh = en, zh
        super().__init__(en, zh)

    def __str__(self) -> str:
        return self.en

    def render(self, lang: str = "en") -> str:
        """The reason in the language asked for."""
        return self.zh if lang == "zh" else self.en


class NotComparableError(OneReasonError):
    """The two schemes share no frame, or declare different kinds of subject."""

    exit_status = 4


class MissingPackageError(OneReasonError, ImportError):
    """An optional package is not installed; the message says how to get it."""

    exit_status = 2


def _locate(finding: Finding, file: str | None, lines: dict[str, int]) -> Finding:
    line = finding.line
    field = finding.field
    while line is None and field:
        line = lines.get(field)
        field = _parent(field)
    return replace(finding, file=finding.file or file, line=line)


def _parent(field: str) -> str:
    cut = max(field.rfind("."), field.rfind("["))
    return field[:cut] if cut > 0 else ""


def nearest_text(names: Sequence[str]) -> tuple[str, ...]:
    """At most five names, for the `nearest` of a finding."""
    return tuple(names[:5])
