"""What an argument of the kit may be. A wrong one is one error that names the argument, what is expected and the nearest valid name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import get_args

from crosswalk.errors import DeclarationError, Finding, InputError, UnknownNameError, nearest_text
from crosswalk.names import Names

LANGUAGES = ("en", "zh")


def one_of(value: object, known: Sequence[str], field: str, en: str, zh: str) -> None:
    """Refuse what is not one of some names.

    Args:
        value: what was given.
        known: what may be given.
        field: the argument.
        en: what it is, in English.
        zh: the same in Chinese.

    Raises:
        UnknownNameError: it is none of them.
    """
    if value not in known:
        finding = Finding(
            f"unknown {en} {value!r}; expected one of {', '.join(known)}",
            f"未知{zh} {value!r}；应为下列之一：{'、'.join(known)}",
            field=field,
            nearest=nearest(value, known),
        )
        raise UnknownNameError(finding)


def nearest(value: object, known: Sequence[str]) -> tuple[str, ...]:
    """The names that are most like what was given, best first; the first ones where none is like it."""
    names = Names("name", "名称")
    for name in known:
        names.add(name, ())
    return nearest_text([key for key, _, _ in names.nearest(str(value))] or list(known))


def check_language(lang: str | None) -> None:
    """Refuse a language in which nothing is told."""
    if lang is not None:
        one_of(lang, LANGUAGES, "lang", "language", "语言")


def check_assumptions(mode: str) -> None:
    """Refuse an unknown choice of assumptions."""
    from crosswalk.engine.pair import AssumptionMode  # loaded here, as the plugin of pytest checks a language without the engine

    one_of(mode, get_args(AssumptionMode), "assumptions", "choice of assumptions", "假设选项")


def check_count(value: object, field: str) -> None:
    """Refuse a number of things that is not at least one.

    Raises:
        DeclarationError: it is less, or no whole number.
    """
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise DeclarationError(Finding(f"at least one is needed, not {value!r}", f"至少需要一个，而不是 {value!r}", field=field))


@contextmanager
def argument(field: str) -> Iterator[None]:
    """Let an error that names no field name this argument."""
    try:
        yield
    except InputError as error:
        raise type(error)(*(replace(finding, field=finding.field or field) for finding in error.findings)) from None
