"""Gaps of one cause are told as one to people; the data keep each."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import crosswalk as cw
from crosswalk.cli import main
from crosswalk.engine.gap_groups import told

ROOT = Path(__file__).resolve().parents[2]
COUNTY = ROOT / "examples" / "county" / "county.yaml"


def test_a_city_reads_a_third_of_its_gaps_and_none_is_lost() -> None:
    result = cw.translate(COUNTY, to="GPC")
    groups = told(result.gaps)
    assert f"has {len(result.gaps)} gaps in {len(groups)} rows" in (ROOT / "docs" / "gaps.md").read_text("utf-8")
    assert len(groups) * 2 < len(result.gaps)
    stages = [stage for gap in groups for stage in gap.stage.split(", ")]
    assert all(stage in stages for gap in result.gaps for stage in gap.stage.split(", "))
    assert len(result.as_dict()["gaps"]) == len(result.gaps)
    for gap in result.gaps:
        if gap.place is not None:
            assert any(
                gap.place.en in group.message.en and gap.place.zh in group.message.zh for group in groups if group.kind == gap.kind
            ) or any(gap is group for group in groups)


def test_gases_that_are_declared_are_not_asked_for_again() -> None:
    """Carbon dioxide of the fuels is declared, methane and nitrous oxide are not."""
    found = next(gap for gap in cw.translate(COUNTY, to="GPC").gaps if gap.kind == "not-declared" and gap.stage == "manufacturing")
    assert "of the gases only CH4, N2O" in found.message.en
    assert "仅气体CH4、N2O" in found.question.zh


def test_amounts_that_are_never_added_stand_one_by_one() -> None:
    (group,) = (gap for gap in told(cw.translate(COUNTY, to="GPC").gaps) if gap.kind == "surplus" and "reported apart" in gap.message.en)
    assert group.amount is None
    assert "power-and-heat / co2 (1860000)" in group.message.en
    assert "lucf / land.uptake (-210000)" in group.message.zh


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_reports_tell_groups_and_json_each(lang: str) -> None:
    def run(*args: Any) -> str:
        return CliRunner().invoke(main, ["translate", str(COUNTY), "--to", "GPC", "--lang", lang, *args]).stdout

    rows = [line for line in run("--format", "markdown").splitlines() if line.startswith("| ") and line.split("|")[1].strip().isdigit()]
    assert len(rows) == len(told(cw.translate(COUNTY, to="GPC").gaps))


def test_two_gaps_of_one_cause_are_told_one_by_one() -> None:
    result = cw.translate(COUNTY, to="GPC")
    pair = [gap for gap in result.gaps if gap.cause is not None and gap.kind == "missing"][:2]
    assert told(pair) == tuple(pair)
