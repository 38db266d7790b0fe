"""The language in which failures are told where an assertion names none."""

from __future__ import annotations

from contextvars import ContextVar

from crosswalk.testing.asked import check_language

_CHOSEN: ContextVar[str] = ContextVar("crosswalk_lang", default="en")


def chosen() -> str:
    """The language of failures: `en` or `zh`."""
    return _CHOSEN.get()


def choose(lang: str) -> None:
    """Choose the language of failures for this run; the pytest plugin does, from `--crosswalk-lang` or the setting `crosswalk_lang`."""
    check_language(lang)
    _CHOSEN.set(lang)
