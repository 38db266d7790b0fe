"""Captured CO2 under the EU taxonomy, (EU) 2021/2139 Annex I: it lowers a figure where it is stored by sections 5.11 and 5.12, and nowhere else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import crosswalk as cw
from crosswalk.cli import main
from crosswalk.errors import UnknownNameError
from crosswalk.library.library import Library

TAXONOMY = "eu/taxonomy-2021-2139"
STORED, OTHER_USE, SUBTRACTED = "captured-co2-stored", "captured-co2-not-for-storage", "captured-co2-subtracted"


def plant(kind: str, value: str, captured: str | None = None, **more: Any) -> dict[str, Any]:
    stage, indicator = more.pop("stage", "installation"), more.pop("indicator", "direct")
    figures = [{"stage": stage, "indicator": indicator, "value": f"{value} t CO2e"}]
    if captured is not None:
        figures.append({"stage": more.pop("captured_at", "installation"), "indicator": "captured", "value": f"{captured} t CO2e"})
    return {"standard": TAXONOMY, "subject": {"kind": kind}, "declared_unit": "1 t", "figures": figures, **more}


def verdict(data: dict[str, Any], label: str) -> Any:
    return cw.verdict(data, f"{TAXONOMY}#{label}")


@pytest.mark.parametrize(
    ("value", "answers", "expected", "interval"),
    [
        ("0.85", {}, "possible", ("0.45", "0.85")),  # the limit of 0.722 lies between gross and net
        ("0.60", {}, "possible", ("0.20", "0.60")),  # captured for storage, it must be stored by the criteria, whatever the figure
        ("1.20", {}, "excluded", ("0.80", "1.20")),  # not even the net figure passes
        ("0.85", {STORED: True}, "implied", ("0.45", "0.45")),
        ("0.60", {STORED: True}, "implied", ("0.20", "0.20")),
        ("0.85", {STORED: False}, "excluded", ("0.85", "0.85")),
        ("0.60", {STORED: False}, "possible", ("0.60", "0.60")),
        ("0.60", {STORED: False, OTHER_USE: True}, "implied", ("0.60", "0.60")),  # used otherwise: nothing is deducted, nothing is broken
        ("0.60", {STORED: False, OTHER_USE: False}, "excluded", ("0.60", "0.60")),
        ("1.122", {STORED: True}, "excluded", ("0.722", "0.722")),  # lower than the limit, so the limit itself fails
    ],
)
def test_clinker_with_capture(value: str, answers: dict[str, bool], expected: str, interval: tuple[str, str]) -> None:
    """Section 3.7(a): lower than 0.722; 0.40 t are captured."""
    found = verdict(plant("clinker", value, "-0.40", conditions=answers), "3.7-clinker")
    assert found.verdict == expected
    measured = found.measured[0].interval
    assert (f"{measured.low:.3f}", f"{measured.high:.3f}") == tuple(f"{float(end):.3f}" for end in interval)
    assert (expected == "possible") == any(STORED in question.en or OTHER_USE in question.en for question in found.questions)


def test_a_capture_that_nobody_declares_is_none() -> None:
    assert verdict(plant("clinker", "0.85"), "3.7-clinker").verdict == "excluded"
    passing = verdict(plant("clinker", "0.60"), "3.7-clinker")
    assert passing.verdict == "implied"
    assert any("concerns nothing that is declared" in reason.en for reason in passing.reasons)
    assert verdict(plant("clinker", "0.60", "0"), "3.7-clinker").verdict == "implied"  # a declared zero is none either


def test_storage_without_an_amount_leaves_the_figure_open_below() -> None:
    found = verdict(plant("clinker", "0.85", conditions={STORED: True}), "3.7-clinker")
    assert found.verdict == "possible"
    assert found.measured[0].interval.low is None
    assert "figure below zero" in found.questions[0].en
    assert found.questions[0].zh


def test_clinker_of_the_border_adjustment_with_capture() -> None:
    """A declaration under another standard whose figure is net of capture is never held against the gross limit as it stands."""
    figures = [
        {"stage": "process", "source": "combustion", "value": "300 t CO2e"},
        {"stage": "process", "source": "process", "value": "550 t CO2e"},
        {"stage": "process", "source": "capture", "value": "-400 t CO2e"},
    ]
    subject = {"kind": "clinker", "cn_code": "2523 10 00", "origin": "CN", "production_year": 2026}
    good = {"standard": "eu/cbam-2023-956", "subject": subject, "declared_unit": "1 t", "activity_level": "1000 t", "figures": figures}
    assert verdict(good, "3.7-clinker").verdict == "possible"
    uncaptured = {**good, "figures": figures[:2]}  # 0.85 t is above the limit, whatever the rules that differ would take away
    assert verdict(uncaptured, "3.7-clinker").verdict == "possible"
    alike = {**uncaptured, "without": ["electricity", "co-products", "cut-off", "carbon-storage"]}
    assert verdict(alike, "3.7-clinker").verdict == "excluded"


@pytest.mark.parametrize(
    ("label", "kind", "unit", "value", "answers", "missing"),
    [
        ("4.29-fossil-gas", "gas power", "1 kWh", "90 g CO2e", {"life-cycle-verified": True, "biomass-blend-by-criteria": True}, "gas-leaks-measured"),
        ("4.7-renewable-fuels", "electricity from renewable fuels", "1 kWh", "90 g CO2e", {"life-cycle-verified": True, "leaks-measured": True}, "biomass-blend-by-criteria"),
        ("4.28-nuclear", "nuclear power", "1 kWh", "12 g CO2e", {"life-cycle-verified": True}, "nuclear-general-criteria"),
    ],
)  # fmt: skip
def test_the_number_alone_is_not_the_whole_criterion(
    label: str, kind: str, unit: str, value: str, answers: dict[str, Any], missing: str
) -> None:
    """Sections 4.7, 4.28 and 4.29 ask for more than the number; until it is answered nothing is implied."""
    figures = [{"stage": "life-cycle", "indicator": "life-cycle-ghg", "value": value}]
    data = {"standard": TAXONOMY, "subject": {"kind": kind}, "declared_unit": unit, "figures": figures, "conditions": answers}
    found = verdict(data, label)
    assert found.verdict == "possible"
    assert any(missing in question.en for question in found.questions)
    assert verdict({**data, "conditions": {**answers, missing: True}}, label).verdict == "implied"


def test_bioenergy_and_grids_by_their_further_points() -> None:
    """Section 4.8, points 1 and 3, and section 4.9, point 2."""
    answers: dict[str, Any] = {"bioenergy-saving": "0.85 dimensionless", "bioenergy-efficiency": True}
    figures = [{"stage": "life-cycle", "indicator": "life-cycle-ghg", "value": "40 g CO2e"}]
    data = {"standard": TAXONOMY, "subject": {"kind": "biomass power"}, "declared_unit": "1 kWh", "conditions": answers, "figures": figures}
    assert verdict(data, "4.8-bioenergy").verdict == "possible"
    more = {**answers, "bioenergy-biomass": True, "bioenergy-digestate": True}
    assert verdict({**data, "conditions": more}, "4.8-bioenergy").verdict == "implied"
    grid = {"grid-interconnected-european": False, "grid-new-capacity": "0.5 dimensionless", "grid-average-factor": "300 g CO2e/kWh"}
    wires = {**data, "subject": {"kind": "electricity grid"}, "conditions": grid}
    assert verdict(wires, "4.9-grid").verdict == "possible"
    assert verdict({**wires, "conditions": {**grid, "grid-other-activity": False}}, "4.9-grid").verdict == "excluded"


def test_a_wrong_source_in_a_condition_is_found(tmp_path: Path) -> None:
    """A condition that names a source which the frame does not have would hold by itself for everybody."""
    shipped = Library.shipped().path(TAXONOMY)
    file = tmp_path / shipped.name
    file.write_text(shipped.read_text("utf-8").replace("where_declared: [capture]", "where_declared: [xyzzy-unheard-of]", 1), "utf-8")
    result = CliRunner().invoke(main, ["check", str(file)])
    assert result.exit_code == 3
    assert "xyzzy" in result.output
    assert "where_declared" in result.output


def test_the_limit_of_hydrogen_stands_in_one_file() -> None:
    """Section 3.10 is held against figures by the fuel acts too; its number is that of the taxonomy, not a second copy."""
    library = Library.shipped()
    taxonomy = {entry.id: entry for entry in library.standard(TAXONOMY).thresholds}
    fuels = {entry.id: entry for entry in library.standard("eu/rfnbo-2023-1185").thresholds}
    for taken, original in (("taxonomy-hydrogen", "hydrogen"), ("taxonomy-synthetic-fuels", "synthetic-fuels")):
        own, other = fuels[taken], taxonomy[original]
        assert (own.operator, own.value, own.comparator) == (other.operator, other.value, other.comparator)
        assert (own.stage, own.indicator, own.deduction) == (None, None, None)
        assert taken not in {entry["id"] for entry in library.record("eu/rfnbo-2023-1185")["thresholds"]}
    with pytest.raises(UnknownNameError, match="no threshold"):
        library.threshold(f"{TAXONOMY}#hydrogenn")
