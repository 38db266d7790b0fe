"""The testing kit with a standard of one's own: every entry takes `library=`, and nothing of one library is taken for another's."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

import crosswalk as cw
from crosswalk.errors import DeclarationError, UnknownNameError
from crosswalk.library.library import Library
from crosswalk.testing import (
    EquivalenceClaimError,
    SoundnessClaimError,
    TranslationClaimError,
    assert_equivalent,
    assert_not_equivalent,
    assert_sound,
    assert_translates,
    complete,
    completions,
    footprints,
    frames,
    label_pairs,
    labels,
)

TOY, GBT = "int/toy-2026", "cn/gbt-51366-2019"
SHED: dict[str, Any] = {
    "standard": TOY,
    "declared_unit": "1 m**2",
    "subject": {"gross_floor_area": "12 m**2", "service_life": "20 a"},
    "figures": [{"stage": "supply", "value": "80 kg CO2e"}],
}
LABELS = """
thresholds:
  - {id: small, kind: limit, name: {en: small, zh: 小}, operator: "<=", value: 100 kg CO2e/m**2, applies_to: {en: all, zh: 全部}, source: {document: page, confirmed: primary}}
  - {id: tiny, kind: limit, name: {en: tiny, zh: 微}, operator: "<=", value: 50 kg CO2e/m**2, applies_to: {en: all, zh: 全部}, source: {document: page, confirmed: primary}}
labels:
  - {id: small-shed, name: {en: Small shed, zh: 小棚屋}, thresholds: [small], source: {document: page, confirmed: primary}}
  - {id: tiny-shed, name: {en: Tiny shed, zh: 微棚屋}, thresholds: [tiny], source: {document: page, confirmed: primary}}
"""
few = settings(max_examples=15, database=None, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The toy of docs/add-a-standard.md with two labels."""
    place: Path = tmp_path_factory.mktemp("own") / "toy"
    shutil.copytree("docs/toy", place)
    file = place / "standards" / "buildings" / "int-toy-2026.yaml"
    file.write_text(file.read_text("utf-8") + LABELS, "utf-8")
    return place


@pytest.fixture(scope="module")
def toy(folder: Path) -> Library:
    return Library([folder])


def test_strategies_draw_from_the_library(toy: Library) -> None:
    seen = set()

    @few
    @given(footprints(TOY, GBT, library=toy, ranges=True))
    def drawn(footprint: Any) -> None:
        seen.add(footprint.figures[0].stage)
        assert cw.translate(footprint, to=GBT, library=toy).source == TOY

    drawn()
    assert seen <= {"supply", "use"} | set(toy.space("life-cycle").stage_records)
    with pytest.raises(UnknownNameError, match=r"^standard: unknown standard 'int/toy-2026'"):
        footprints(TOY)
    with pytest.raises(UnknownNameError, match=r"^target: unknown standard 'int/toy-2026'"):
        footprints(GBT, TOY)


def test_completions_rest_on_the_library(toy: Library) -> None:
    @few
    @given(completions(SHED, to=GBT, library=toy))
    def drawn(completion: Any) -> None:
        assert completion.violations() == []
        assert completion.value("production") <= 80 + completion.slack  # the rest of the supply is its transport

    translation = cw.translate(SHED, to=GBT, library=toy)
    assert complete(translation, Random(1)).violations() == []
    drawn()
    with pytest.raises(DeclarationError, match=r"^to: a translation has its own"):
        completions(translation, to=GBT)
    with pytest.raises(DeclarationError, match=r"^library: a translation has its own"):
        completions(translation, library=Library.shipped())
    completions(translation, library=toy)


def test_frames_hold_their_footprints(toy: Library) -> None:
    crosswalk = cw.crosswalk(TOY, GBT, library=toy)

    @few
    @given(frames(TOY, library=toy))
    def drawn(rows: Any) -> None:
        result = crosswalk.apply_frame(rows.frame, rows.layout)
        assert len(result.rows) == len(rows.footprints) == rows.frame.height

    drawn()


def test_labels_of_the_library(toy: Library) -> None:
    small, tiny = f"{TOY}#small-shed", f"{TOY}#tiny-shed"
    seen, pairs = set(), set()

    @settings(few, max_examples=200)
    @given(labels("buildings", library=toy), label_pairs("buildings", library=toy))
    def drawn(label: str, pair: tuple[str, str]) -> None:
        seen.add(label)
        pairs.add(frozenset(pair))

    drawn()
    assert {small, tiny} <= seen
    assert any(small in pair for pair in pairs)
    assert assert_equivalent(tiny, small, library=toy).verdict == "implied"
    assert assert_not_equivalent(small, tiny, library=toy).verdict == "possible"
    with pytest.raises(EquivalenceClaimError, match="was claimed to imply"):
        assert_equivalent(small, tiny, library=toy)
    with pytest.raises(UnknownNameError):
        assert_equivalent(tiny, small)


def test_claims_on_translations_of_the_library(toy: Library) -> None:
    assert_translates(SHED, TOY, figures={"supply": 80}, status={"supply": "exact"}, library=toy)
    with pytest.raises(TranslationClaimError, match="supply GWP: claimed 81, is 80"):
        assert_translates(SHED, TOY, figures={"supply": 81}, library=toy)
    with pytest.raises(UnknownNameError):
        assert_translates(SHED, TOY, figures={"supply": 80})


def test_converters_are_held_against_the_library(toy: Library) -> None:
    assert_sound(lambda _: (0, 80), SHED, GBT, figure="shared", examples=30, library=toy)
    assert_sound(lambda _: (0, None), footprints(TOY, GBT, carbon=False, library=toy), GBT, figure="production", examples=10, library=toy)
    with pytest.raises(SoundnessClaimError):
        assert_sound(lambda _: 40, SHED, GBT, figure="production", library=toy)


def test_no_number_of_one_library_is_taken_for_that_of_another(folder: Path, toy: Library, tmp_path: Path) -> None:
    """A library that replaces a shipped set of factors: what was worked out for the one must not be used for the other."""
    place = tmp_path / "standards" / "characterisation"
    place.mkdir(parents=True)
    content = Library.shipped().path("ar6-100").read_text("utf-8")
    assert "  n2o: 273\n" in content
    (place / "ar6-100.yaml").write_text(content.replace("  n2o: 273\n", "  n2o: 546\n"), "utf-8")
    doubled = Library([folder, tmp_path])
    data = {**SHED, "figures": [{"stage": "supply", "gas": "n2o", "mass": "1 kg"}]}
    for library, worth in ((toy, 273), (doubled, 546), (toy, 273)):
        translation = assert_translates(data, TOY, figures={"supply": worth}, library=library)
        completion = complete(translation, Random(4))
        assert completion.violations() == []
        assert sum(mass for mass in completion.masses.values()) >= 1
        assert completion.value("supply") >= worth - completion.slack
        assert_sound([lambda _: 273, lambda _: 546][worth > 300], data, TOY, figure="supply", examples=20, library=library)
    with pytest.raises(SoundnessClaimError):
        assert_sound(lambda _: Decimal(273), data, TOY, figure="supply", examples=20, library=doubled)
