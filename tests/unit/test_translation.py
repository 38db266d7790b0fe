"""What a translation says beside its numbers: gaps, assumptions, answers, trace, manifest, and the same bytes twice."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import crosswalk as cw
from crosswalk.errors import UnknownNameError
from crosswalk.library.library import Library
from crosswalk.report import markdown
from crosswalk.report.translation import translation_report

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = [path for path in sorted((ROOT / "examples").glob("*.yaml")) if not path.stem.startswith(("claim-", "loan-"))]
CHINESE = re.compile(r"[\u4e00-\u9fff]")
HOUSE: dict[str, Any] = {
    "standard": "eu/dk-br18-2023",
    "subject": {"gross_floor_area": "100 m**2", "heated_floor_area": "100 m**2", "service_life": "50 a"},
    "figures": [
        {"stage": stage, "value": f"{number} kg CO2e"}
        for stage, number in (("A1-A3", 1000), ("B4", 200), ("B6", 300), ("C3", 50), ("C4", 20))
    ],
}


def numbers(*values: int) -> tuple[Decimal | None, ...]:
    return tuple(Decimal(value) for value in values)


PRODUCTS = ["cn/gbt-24067-2024", "eu/en-15804-a2-2019", "eu/pef-2021-2279"]
BUILDINGS = ["eu/en-15978-2011", "cn/gbt-50378-2019"]
PAIRS = [
    *((f"{name}.yaml", target) for name in ("office-gbt51366", "lcabyg-house", "lcabyg-house-energy") for target in BUILDINGS),
    *((path.name, target) for path in EXAMPLES if path.stem.startswith("epd-") for target in PRODUCTS),
]


@pytest.fixture(params=PAIRS, ids=" to ".join)
def result(request: pytest.FixtureRequest) -> cw.Translation:
    name, target = request.param
    return cw.translate(ROOT / "examples" / name, to=target)


def test_bounds_are_in_order(result: cw.Translation) -> None:
    for figure in (result.total, result.shared, *result.figures):
        known = [end for end in figure.bounds if end is not None]
        assert known == sorted(known)
        low, best, high = figure.bounds
        open_ends = {
            (False, False): {"exact", "bounded", "missing"},
            (False, True): {"lower-bound", "missing"},
            (True, False): {"upper-bound", "missing"},
            (True, True): {"not-comparable", "missing"},
        }
        assert figure.status in open_ends[low is None, high is None]
        assert (figure.status == "exact") == (low is not None and low == high and figure.status != "missing")
        if figure.status == "exact":
            assert best == low


def test_shared_part_lies_inside_the_total(result: cw.Translation) -> None:
    (low, _, high), (total_low, _, total_high) = result.shared.bounds, result.total.bounds
    assert total_low is None or (low is not None and total_low <= low)
    assert total_high is None or (high is not None and high <= total_high)


def test_gaps_are_typed_ranked_and_ask_in_both_languages(result: cw.Translation) -> None:
    kinds = {
        "missing",
        "surplus",
        "inseparable",
        "rule-differs",
        "not-declared",
        "unit-basis",
        "data-quality",
        "verification",
        "unconfirmed",
    }
    order = ["critical", "major", "minor", "info"]
    for gap in result.gaps:
        assert gap.kind in kinds
        assert gap.width is None or gap.width >= 0
        assert gap.unit == result.unit
        for text in (gap.message, gap.question):
            assert text.en.strip()
            assert CHINESE.search(text.zh)
            assert not CHINESE.search(text.en)
            assert "None" not in text.en
    own = result.gaps[:-1] if result.gaps and result.gaps[-1].kind == "unconfirmed" else result.gaps
    assert [order.index(gap.severity) for gap in own] == sorted(order.index(gap.severity) for gap in own)
    for first, second in pairwise(own):
        if first.severity == second.severity and first.width is not None:
            assert second.width is not None  # open ends come before numbers
            if first.width and second.width:
                assert first.width >= second.width


def test_an_exact_total_has_no_gap_with_a_width_and_an_open_one_has_a_reason(result: cw.Translation) -> None:
    low, _, high = result.total.bounds
    reasons = [gap for gap in result.gaps if gap.kind in ("missing", "not-declared", "inseparable")]
    if low is None or high is None:
        assert reasons


def test_trace_and_manifest(result: cw.Translation) -> None:
    assert result.trace[0]["step"] == "declared"
    assert result.trace[-1]["step"] == "sum"
    for step in result.trace:
        assert set(step) == {"step", "rule", "formula", "input", "output", "source"}
        assert all(isinstance(entry, str) and entry for entry in step.values())
    declared = [step for step in result.trace if step["step"] == "declared"]
    assert len(declared) == len(result.outcome.plan.lines)
    manifest = result.manifest
    assert (manifest["version"], manifest["data_version"]) == (cw.__version__, cw.Library.shipped().version)
    assert set(manifest["standards"]) == {result.source, result.target}
    for group in ("standards", "mappings", "characterisation", "factors"):
        for key, said in manifest[group].items():
            assert said == f"sha256:{Library.shipped().sha256(key)}"
    assert manifest["characterisation"]
    for used in result.assumptions:
        assert any(used.id == entry.id for entry in Library.shipped().assumptions(result.source, result.target))


def test_json_follows_the_contract(result: cw.Translation) -> None:
    data = json.loads(result.to_json(), parse_constant=lambda name: pytest.fail(name))
    assert {"source", "target", "comparable", "total", "shared", "figures", "gaps", "assumptions", "trace", "warnings", "manifest"} <= set(
        data
    )
    for entry in (data["total"], data["shared"], *data["figures"]):
        assert {"low", "best", "high", "unit", "status"} <= set(entry)
        assert entry["status"] in {"exact", "bounded", "lower-bound", "upper-bound", "missing", "not-comparable"}
    for gap in data["gaps"]:
        assert {"kind", "stage", "severity", "width", "unit", "message", "question", "sources"} <= set(gap)
    for used in data["assumptions"]:
        assert used["sources"]
        assert CHINESE.search(used["statement"]["zh"])


def test_quantities_are_pint_quantities() -> None:
    total = cw.translate(HOUSE, to="eu/dk-br18-2023").total
    assert total.low is not None
    assert total.low.to("t*CO2e").magnitude == Decimal("1.57")
    assert total.best is not None
    assert total.best == total.high
    assert cw.translate(HOUSE, to="eu/en-15978-2011").total.high is None


# -- determinism ---------------------------------------------------------------------------------------------------------------------


def test_the_same_bytes_twice_and_in_another_process() -> None:
    script = "import crosswalk as cw, sys; sys.stdout.write(cw.translate(sys.argv[1], to='eu/en-15978-2011').to_json())"
    path = str(ROOT / "examples" / "office-gbt51366.yaml")
    here = [cw.translate(path, to="eu/en-15978-2011").to_json() for _ in range(2)]
    there = [
        subprocess.run(
            [sys.executable, "-c", script, path],
            capture_output=True,
            check=True,
            timeout=60,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
        )
        for seed in ("1", "2")
    ]
    assert {*here, *(done.stdout.decode() for done in there)} == {here[0]}


def test_order_of_figures_does_not_matter() -> None:
    backwards = {**HOUSE, "figures": HOUSE["figures"][::-1]}
    first, second = (cw.translate(data, to="eu/en-15978-2011") for data in (HOUSE, backwards))
    assert first.total.bounds == second.total.bounds
    assert [figure.bounds for figure in first.figures] == [figure.bounds for figure in second.figures]
    assert [(gap.kind, gap.stage, gap.width) for gap in first.gaps] == [(gap.kind, gap.stage, gap.width) for gap in second.gaps]


# -- answers and assumptions ---------------------------------------------------------------------------------------------------------

ANSWERS = ["A4", "A5", "B1.materials", "B1.refrigerants", "B2", "B3", "B4.installation", "B5", "B6.2", "B7", "C1", "C2"]


def test_every_answer_closes_a_gap_and_all_of_them_bound_the_total() -> None:
    data = {**HOUSE, "supplement": [{"stage": "A0", "value": "0 kg CO2e"}]}
    before = cw.translate(HOUSE, to="eu/en-15978-2011", assumptions="all")
    start = missing = {gap.stage for gap in before.gaps if gap.kind == "missing"}
    assert start
    assert before.total.bounds[2] is None
    for stage in ANSWERS:
        data["supplement"] = [*data["supplement"], {"stage": stage, "value": "10 kg CO2e"}]
        after = cw.translate(data, to="eu/en-15978-2011", assumptions="all")
        left = {gap.stage for gap in after.gaps if gap.kind == "missing"}
        assert left <= missing, stage
        assert after.total.bounds[0] is not None
        assert before.total.bounds[0] is not None
        assert after.total.bounds[0] >= before.total.bounds[0], stage
        before, missing = after, left
    assert len(missing) < len(start)
    if not missing:
        assert before.total.bounds[2] is not None


def test_an_answer_makes_its_figure_exact() -> None:
    data = {**HOUSE, "supplement": [{"stage": "B7", "value": "12.5 kg CO2e"}]}
    before, after = (cw.translate(entry, to="eu/en-15978-2011").figure("B7") for entry in (HOUSE, data))
    assert before.status == "missing"
    assert (after.bounds, after.status) == ((Decimal("12.5"),) * 3, "exact")


def test_splitting_a_line_narrows_the_interval() -> None:
    # production cannot be split into A1, A2 and A3 by itself; one part declared bounds the others
    data: dict[str, Any] = {"standard": "cn/gbt-51366-2019", "figures": [{"stage": "production", "value": "100 kg CO2e"}]}
    whole = cw.translate(data, to="eu/en-15978-2011").figure("A1")
    data["figures"] = [*data["figures"], {"stage": "A1", "value": "80 kg CO2e"}]
    split = cw.translate(data, to="eu/en-15978-2011")
    assert whole.bounds[::2] == numbers(0, 100)
    assert split.figure("A1").bounds == numbers(80, 80, 80)
    assert split.figure("A3").bounds[::2] == numbers(0, 20)
    assert split.figure("A1-A3").bounds == numbers(100, 100, 100)


def test_assumptions_narrow_and_are_listed() -> None:
    data = {
        "standard": "cn/gbt-51366-2019",
        "figures": [{"stage": "production", "value": "100 kg CO2e"}, {"stage": "operation", "value": "50 kg CO2e"}],
    }
    strict, curated, every = (cw.translate(data, to="eu/en-15978-2011", assumptions=mode) for mode in ("none", "curated", "all"))
    assert strict.assumptions == ()
    assert curated.assumptions
    assert {use.id for use in curated.assumptions} <= {use.id for use in every.assumptions}
    assert {use.assumption.basis for use in curated.assumptions} <= {"published", "derived"}
    for narrow, wide in ((curated, strict), (every, curated)):
        for own, other in zip(narrow.figures, wide.figures, strict=True):
            (low, _, high), (least, _, greatest) = own.bounds, other.bounds
            assert least is None or (low is not None and low >= least)
            assert greatest is None or (high is not None and high <= greatest)
    assert strict.manifest["assumptions"] == "none"


def test_identity_changes_nothing() -> None:
    for path in EXAMPLES:
        footprint = cw.read(path)
        result = cw.translate(footprint, to=footprint.standard)
        assert result.assumptions == ()
        assert {gap.kind for gap in result.gaps} <= {"data-quality"}, path.name


def test_not_declared_is_not_zero() -> None:
    zero = {**HOUSE, "supplement": [{"stage": "B7", "value": "0 kg CO2e"}]}
    assert cw.translate(zero, to="eu/en-15978-2011").figure("B7").bounds == numbers(0, 0, 0)
    assert cw.translate(HOUSE, to="eu/en-15978-2011").figure("B7").bounds[2] is None


def test_total_supplies_the_residual() -> None:
    data: dict[str, Any] = {
        "standard": "cn/gbt-51350-2019",
        "total": "50 kg CO2e",
        "figures": [{"stage": "operation", "source": "combustion", "value": "20 kg CO2e"}],
    }
    assert cw.translate(data, to="cn/gbt-51350-2019").total.bounds == numbers(50, 50, 50)


def test_parts_that_leave_nothing_leave_nothing_in_any_unit() -> None:
    """517.85 kg of methane at 27 are the whole 13 981.95 kg CO2e; 1 kWh over 60 kWh x 8 a is no finite decimal number."""
    data: dict[str, Any] = {
        "standard": "cn/gbt-47064-2026",
        "subject": {
            "vehicle_category": "M1",
            "life_distance": "250000 km",
            "energy_consumption": "300000 tce",
            "mass": "800 kg",
            "capacity": "64 kWh",
            "usable_capacity": "60 kWh",
            "full_cycles": "60 cycle/a",
            "service_life": "8 a",
            "reference_quantity": "usable-battery-capacity",
        },
        "declared_unit": "1 kWh",
        "figures": [
            {"stage": "cradle-to-gate", "value": "13981.950 kg CO2e"},
            {"stage": "cradle-to-gate", "source": "combustion", "value": "0 kg CO2e"},
            {"stage": "raw-material-acquisition", "source": "electricity", "gas": "ch4-biogenic", "mass": "517.85 kg"},
        ],
    }
    made = cw.translate(data, to="eu/battery-ev-draft-2024").figure("MP")
    assert (made.bounds, made.status) == (numbers(0, 0, 0), "exact")


def test_an_unknown_choice_of_assumptions_is_named() -> None:
    with pytest.raises(UnknownNameError) as found:
        cw.translate(HOUSE, to="eu/en-15978-2011", assumptions="curate")  # type: ignore[arg-type]
    (finding,) = found.value.findings
    assert finding.field == "assumptions"
    assert finding.nearest[0] == "curated"
    assert "none" in finding.en


def test_not_comparable() -> None:
    with pytest.raises(cw.NotComparableError) as caught:
        cw.translate(HOUSE, to="eu/en-15804-a2-2019")
    assert caught.value.exit_status == 4
    assert "building" in caught.value.en
    assert CHINESE.search(caught.value.render("zh"))


def test_a_translation_can_be_translated_again() -> None:
    first = cw.translate(HOUSE, to="eu/en-15978-2011")
    again = cw.translate(first.as_footprint(), to="eu/dk-br18-2023")
    low, _, high = again.figure("A1-A3").bounds
    assert low is not None
    assert high is not None
    assert low <= Decimal(1000) / 100 / 50 <= high


def test_a_crosswalk_can_be_shown() -> None:
    assert "GB/T 51366" in repr(cw.crosswalk("cn/gbt-51366-2019", "eu/en-15978-2011"))


def test_a_residual_below_zero_sets_the_assumption_aside_that_excludes_it() -> None:
    # 3 kg of carbon are bound in A1-A3 and given off in C, so that 10.99 kg in C hold an uptake of 0.01 kg that nobody declared
    declared: dict[str, Any] = {
        "standard": "eu/dk-br18-2023",
        "subject": {"kind": "building", "gross_floor_area": "100 m**2", "useful_floor_area": "100 m**2"},
        "declared_unit": "1 m**2",
        "figures": [{"stage": "A1-A3", "value": "-11.000 kg CO2e"}, {"stage": "C", "value": "10.990 kg CO2e"}],
        "biogenic_carbon": {"product": "3.000 kg", "packaging": "0.000 kg"},
    }
    for mode in ("curated", "all"):
        result = cw.translate(declared, to="eu/levels-1.2-2021", assumptions=mode)
        assert result.shared.bounds[2] is None
        assert "carbonation-is-declared" not in {use.id for use in result.assumptions}
    declared["figures"][1]["value"] = "11.000 kg CO2e"
    assert cw.translate(declared, to="eu/levels-1.2-2021", assumptions="all").shared.bounds[2] == 0


def test_a_question_may_name_a_range_of_stages() -> None:
    declared = {
        "standard": "eu/levels-1.2-2021",
        "subject": {
            "gross_floor_area": "1200 m**2",
            "useful_floor_area": "1050 m**2",
            "reference_area": "gross_floor_area",
            "service_life": "50 a",
        },
        "figures": [{"stage": "B", "value": {"low": "0.01 kg CO2e", "high": "0.02 kg CO2e"}}],
        "biogenic_carbon": {"product": "0 kg", "packaging": "0 kg"},
    }
    gaps = cw.translate(declared, to="eu/en-15978-2011").gaps
    assert any("B2-B5" in gap.question.en for gap in gaps)


def test_a_figure_open_at_both_ends_is_not_called_incomparable() -> None:
    """The published status stays `not-comparable`; people read what is meant."""
    data = {
        "standard": "eu/rfnbo-2023-1185",
        "subject": {"fuel": "hydrogen"},
        "declared_unit": "1 MJ",
        "figures": [
            {"stage": "e_i+e_p", "value": "20 g CO2e"},
            {"stage": "e_td", "value": "2 g CO2e"},
            {"stage": "e_u", "value": "0 g CO2e"},
        ],
    }
    result = cw.translate(data, to="eu/lcf-2025-2359")
    assert result.as_dict()["total"] == {"low": None, "best": None, "high": None, "unit": "g CO2e/MJ", "status": "not-comparable"}
    assert "open at both ends" in markdown.render(translation_report(result, "en"))
    assert "两端未定" in markdown.render(translation_report(result, "zh"))
    assert "not comparable" not in markdown.render(translation_report(result, "en"))


def test_land_has_names_though_it_is_no_source_of_its_own() -> None:
    inventory = {
        "standard": "cn/national-inventory-2008",
        "characterisation": "sar-100",
        "figures": [{"stage": "lulucf", "source": "land.release", "value": "0 kg CO2e"}],
    }
    found = cw.translate(inventory, to="eu/climate-neutral-cities-2021", assumptions="all")
    assert any("land" in gap.message["en"].lower() for gap in found.gaps)
