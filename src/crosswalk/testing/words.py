"""The words of declarations: every stage, source and gas with which a standard lets a figure be declared, and figures drawn from them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from hypothesis import strategies as st

import crosswalk as cw
from crosswalk.engine.declare import declare
from crosswalk.engine.lines import Declaration, Line
from crosswalk.engine.rules.characterise import classes_of
from crosswalk.engine.selector import Selector, selector
from crosswalk.errors import InputError
from crosswalk.frames.space import Atoms
from crosswalk.library.library import Library
from crosswalk.testing.goods import category_in
from crosswalk.testing.shipped import LIBRARY, space_of, standard_of

Data = dict[str, Any]


@dataclass(frozen=True)
class Style:
    """What a declaration may contain. `tight`: only what the closed form resolves without loss."""

    tight: bool = False
    ranges: bool = False
    activities: bool = True
    views: bool = True
    carbon: bool = True
    total: bool = True
    masses: bool = True
    open_set: bool = False
    open_period: bool = False
    precursors: bool = False
    figures: int = 7


SOUND = Style(ranges=True, open_set=True, open_period=True)
TIGHT = Style(tight=True, views=False, carbon=False)
PLAIN = Style(activities=False)


@lru_cache(maxsize=64)
def stage_words(key: str, library: Library = LIBRARY, category: str | None = None) -> tuple[str, ...]:
    """Every stage name with which a figure can be declared: the standard's own ids, and the frame's codes."""
    chosen = selector(library, key, category)
    names = dict.fromkeys([stage.id for stage in chosen.standard.stages] + list(chosen.space.stage_records))
    return tuple(name for name in names if selects(chosen, name, None, None, None))


@lru_cache(maxsize=4096)
def source_words(key: str, stage: str, library: Library = LIBRARY, category: str | None = None) -> tuple[str, ...]:
    """Every source with which a figure of a stage can be declared."""
    chosen = selector(library, key, category)
    return tuple(name for name in chosen.space.source_records if selects(chosen, stage, name, None, None))


@lru_cache(maxsize=8192)
def gas_words(key: str, stage: str, source: str | None, library: Library = LIBRARY, category: str | None = None) -> tuple[str, ...]:
    """The usual gases, and groups of them, with which a figure of a stage and a source can be declared."""
    chosen = selector(library, key, category)
    names = [
        "co2",
        "ch4",
        "n2o",
        "co2-fossil",
        "co2-biogenic",
        "ch4-fossil",
        "ch4-biogenic",
        "sf6",
        "hfc-134a",
        "hfcs",
        "f-gases",
        "co",
    ]
    return tuple(name for name in names if selects(chosen, stage, source, name, None))


def selects(chosen: Selector, stage: str, source: str | None, gas: str | None, indicator: str | None) -> bool:
    """Whether the words of a figure mean anything under a standard."""
    try:
        return bool(chosen.select(stage, source, gas, indicator, "figures[0]", False)[0])
    except InputError:
        return False


def one_factor(source: str, set_id: str, atoms: Atoms, library: Library = LIBRARY) -> bool:
    """Whether a set gives every atom the same factor, so that a mass is a known amount of CO2e."""
    classes = classes_of(space_of(source, library), library.characterisation(set_id))
    return any(not atoms & ~members for _, members in classes)


@st.composite
def figure_words(
    draw: st.DrawFn, key: str, stages: Sequence[str], style: Style, library: Library = LIBRARY, category: str | None = None
) -> Data:
    """One figure without its value."""
    standard = standard_of(key, library)
    stage = draw(st.sampled_from(stages))
    words: Data = {"stage": stage}
    kind = draw(st.integers(0, 11))
    if kind in (4, 5, 6, 7, 10):
        words["source"] = draw(st.sampled_from(source_words(key, stage, library, category)))
    if kind in (6, 8, 9, 10) and (gases := gas_words(key, stage, words.get("source"), library, category)):
        words["gas"] = draw(st.sampled_from(gases))
        if style.masses and kind in (9, 10):
            words["mass"] = "0 kg"
    if kind in (3, 7) and "gas" not in words:
        names = [entry.id for entry in standard.indicators if style.views or not entry.additional]
        indicator = draw(st.sampled_from(names))
        if selects(selector(library, key, category), stage, words.get("source"), None, indicator):
            words["indicator"] = indicator
    if kind == 11 and style.activities and "electricity" in source_words(key, stage, library, category):
        words["source"] = "electricity"
        words["activity"] = {
            "electricity": f"{draw(st.integers(0, 5000))} kWh",
            "region": draw(st.sampled_from(["CN", "CN-BJ", "DK", "DE"])),
        }
        words["activity"]["year"] = draw(st.integers(2018, 2026))
        if draw(st.booleans()):
            words["activity"]["factor"] = draw(st.sampled_from(["0.5306 kg CO2/kWh", "0.6205 kg CO2e/kWh"]))
    if "mass" not in words:
        words["value"] = "0 kg CO2e"
    return words


def crossing(first: Atoms, second: Atoms) -> bool:
    """Whether two sets overlap without one holding the other."""
    both = first & second
    return both != 0 and both != first and both != second


def compatible(line: Line, others: Iterable[Line]) -> bool:
    """Whether a line may stand beside others: the same cut of emissions must be disjoint or nested."""
    for other in others:
        if line.atoms == other.atoms and line.view == other.view:
            return False
        if not line.view and not other.view and crossing(line.atoms, other.atoms):
            return False
    return True


def lines_of(data: Data, key: str, library: Library = LIBRARY) -> tuple[Line, ...]:
    """The lines of a declaration under a standard."""
    return declared(data, key, library).lines


def declared(data: Data, key: str, library: Library = LIBRARY) -> Declaration:
    """A declaration under a standard, as the engine reads it."""
    standard = standard_of(key, library)
    return declare(cw.read(data, library), library, standard, None, category_in(data, standard, library))


def selector_of(data: Data, key: str, library: Library = LIBRARY) -> Selector:
    """What words mean under a standard, for the good that is declared where the standard tells goods apart."""
    return selector(library, key, category_in(data, standard_of(key, library), library))


def inner_of(line: Line, lines: Iterable[Line]) -> Atoms:
    """What smaller lines hold of a line."""
    atoms: Atoms = 0
    for other in lines:
        if other.atoms != line.atoms and not other.atoms & ~line.atoms:
            atoms |= other.atoms
    return atoms
