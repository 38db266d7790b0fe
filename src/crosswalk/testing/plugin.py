"""The pytest plugin: two fixtures, the language of failures, and what a failed test translated.

pytest loads it in every project that has `crosswalk` installed; so it imports nothing of the library until a fixture is used.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from crosswalk.engine.translation import Translation
    from crosswalk.library.library import Library

_TOLD = pytest.StashKey[list[Any]]()
_GAPS = 3


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option and the setting for the language of failures."""
    group = parser.getgroup("crosswalk", "carbon-crosswalk")
    group.addoption("--crosswalk-lang", choices=("en", "zh"), help="the language in which failures of crosswalk.testing are told")
    parser.addini("crosswalk_lang", "the language in which failures of crosswalk.testing are told: en or zh", default="en")


def pytest_configure(config: pytest.Config) -> None:
    """Choose the language of failures."""
    lang = config.getoption("--crosswalk-lang") or config.getini("crosswalk_lang")
    if lang not in ("en", "zh"):
        raise pytest.UsageError(f"crosswalk_lang: expected en or zh, not {lang!r}")
    from crosswalk.testing.language import choose

    choose(lang)


@pytest.fixture(scope="session")
def crosswalk_library() -> Library:
    """The standards, mappings, labels and factors: the shipped ones, and those of a project that overrides this fixture with its own library."""
    from crosswalk.library.library import Library

    return Library.shipped()


@pytest.fixture
def crosswalk_translate(request: pytest.FixtureRequest, crosswalk_library: Library) -> Callable[..., Translation]:
    """`crosswalk.translate` with `crosswalk_library`; its results are told with their gaps where the test fails."""
    import crosswalk

    told: list[Translation] = []
    request.node.stash[_TOLD] = told

    def translate(*arguments: Any, **options: Any) -> Translation:
        found = crosswalk.translate(*arguments, **{"library": crosswalk_library, **options})
        told.append(found)
        return found

    return translate


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Show what a failed test translated, with the gaps that matter most."""
    outcome = yield
    report = outcome.get_result()  # type: ignore[attr-defined]
    translations = item.stash.get(_TOLD, [])
    if report.when == "call" and report.failed and translations:
        report.sections.append(("crosswalk", "\n".join(_shown(entry) for entry in translations)))


def _shown(translation: Translation) -> str:
    from crosswalk.report.tables import sentence
    from crosswalk.report.words import kind, word
    from crosswalk.testing.claims import named
    from crosswalk.testing.language import chosen

    lang = chosen()
    zh = lang == "zh"
    sign, comma = ("：", "，") if zh else (": ", ", ")
    lines = [f"{translation.source} -> {translation.target}"]
    lines += [f"  {word(figure.stage, lang)}{sign}{sentence(figure, lang)}" for figure in (translation.total, translation.shared)]
    for gap in translation.gaps[:_GAPS]:
        lines.append(f"  {kind(gap.kind, lang)}{comma}{named(gap.stage, translation)[zh]}{sign}{gap.message[lang]}")
        lines.append(f"    {gap.question[lang]}")
    return "\n".join(lines)
