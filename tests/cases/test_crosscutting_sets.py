"""CROSS-9: how many of the 53 sub-categories of the GPC belong to each level. The counts follow from the cuts of the levels; no file holds them.

Counts from the seed table of CityCatalyst (https://github.com/Open-Earth-Foundation/CityCatalyst, secondary).
"""

from __future__ import annotations

import re

import pytest

from crosswalk.engine.selector import selector
from crosswalk.library.library import Library

LIBRARY = Library.shipped()
GPC = selector(LIBRARY, "int/gpc-2021")
ROW = re.compile(r"(I|II|III|IV|V|VI)\.\d(\.\d)?")
ROWS = {stage.id: GPC.stage_atoms(stage.id) & GPC.boundary for stage in GPC.standard.stages if ROW.fullmatch(stage.id)}


def rows_in(level: str) -> set[str]:
    """The sub-categories that lie in a level; one that lay in it only in part would be none."""
    atoms = GPC.stage_atoms(level) & GPC.boundary
    for name, row in ROWS.items():
        assert row & atoms in (0, row), (level, name)
    return {name for name, row in ROWS.items() if row & atoms}


def test_there_are_53_and_they_are_disjoint() -> None:
    assert len(ROWS) == 53
    seen = 0
    for name, row in ROWS.items():
        assert row, name
        assert not row & seen, name
        seen |= row


@pytest.mark.parametrize(("level", "count"), [("BASIC", 32), ("BASIC+", 47), ("territorial", 27)])
def test_the_size_of_a_level(level: str, count: int) -> None:
    assert len(rows_in(level)) == count


def test_how_the_levels_meet() -> None:
    basic, plus, territorial = rows_in("BASIC"), rows_in("BASIC+"), rows_in("territorial")
    assert basic < plus
    assert len(basic & territorial) == 17
    assert len(plus - territorial) == 25
    assert territorial - plus == {"I.4.4", "III.1.3", "III.2.3", "III.3.3", "III.4.3"}
    scope2 = rows_in("scope-2")
    assert len(basic & scope2) == len(scope2) == 11
    assert len((plus - territorial) - scope2 - {row for row in plus if row.startswith("III")}) == 10
    assert {row for row in plus - territorial if row.startswith("III")} == {"III.1.2", "III.2.2", "III.3.2", "III.4.2"}
    assert set(ROWS) - plus - territorial == {"VI.1"}


def test_the_levels_are_unions_of_their_rows() -> None:
    for level in ("BASIC", "BASIC+", "territorial"):
        union = 0
        for name in rows_in(level):
            union |= ROWS[name]
        assert union == GPC.stage_atoms(level) & GPC.boundary, level
