"""What an argument of the kit may be. A wrong one is one error that names the argument, what is expected and the nearest valid name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from crosswalk.errors import DeclarationError, Finding, InputError
from crosswalk.names import one_of

LANGUAGES = ("en", "zh")


def check_language(lang: str | None) -> None:
    """Refuse a language in which nothing is told."""
    if lang is not None:
        one_of(lang, LANGUAGES, "lang", "language", "语言")


def check_assumptions(mode: str) -> None:
    """Refuse an unknown choice of assumptions."""
    from crosswalk.engine.pair import check_mode  # loaded here, as the plugin of pytest checks a language without the engine

    check_mode(mode)


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
