"""A bounded slice of `make soundness`, and that its yardstick can fail."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from itertools import product
from random import Random
from typing import Any

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

import crosswalk as cw
from crosswalk.testing.cases import Case, cases, crosswalk_of
from crosswalk.testing.cases import reach as reach_of_case
from crosswalk.testing.completion import DIGITS, Completer, Completion, IncompletableError, complete, reach
from crosswalk.testing.shipped import PROPERTIES, goods_pairs, space_of
from crosswalk.testing.truth import ONE, ZERO, factor_at, line_value, stage_factors
from crosswalk.testing.words import PLAIN, SOUND
from laws.soundness import PREFIX, main, run, table
from laws.test_laws import slow_draws

EPD = {
    "standard": "eu/en-15804-a2-2019",
    "declared_unit": "1 m**3",
    "characterisation": "en15804-a2-ef3.0",
    "figures": [{"stage": "A1-A3", "indicator": "GWP-fossil", "value": "146.64 kg CO2e"}],
}


def test_a_slice_of_all_pairs_is_sound() -> None:
    result = run(completions=60_000, declarations=4, number=20261127, processes=1, part=(1, 40))
    assert result["violations"] == result["tight_failed"] == 0, table(result)
    assert result["completions"] > 1500
    assert result["tight_checked"] > 30
    assert result["ends_reached"] > 0.8 * result["ends"]  # a yardstick far from the bounds would prove little


def test_a_run_is_written_as_json_and_repeats_itself(tmp_path: object, capsys: pytest.CaptureFixture[str]) -> None:
    path = f"{tmp_path}/soundness.json"
    arguments = ["--completions", "4000", "--declarations", "2", "--processes", "1", "--part", "3/500", "--output", path]
    results = []
    for _ in range(2):
        assert main(arguments) == 0
        with open(path, encoding="utf-8") as file:
            results.append(json.load(file))
    same = [{key: value for key, value in result.items() if "second" not in key} for result in results]
    assert same[0] == same[1]
    assert same[0]["pairs"] == 3
    assert "violations" in capsys.readouterr().out


def test_a_bound_that_an_assumption_narrows_too_far_is_seen() -> None:
    strict, narrowed = (cw.translate(EPD, to="cn/gbt-24067-2024", assumptions=mode) for mode in ("none", "all"))
    assert strict.shared.bounds != narrowed.shared.bounds
    rng = Random(1)
    completer = Completer(narrowed)
    wrong = [completion for completion in (completer.draw(rng) for _ in range(50)) if completion.violations()]
    assert wrong
    assert all("kg" in completion.describe() for completion in wrong)
    completer = Completer(strict)
    assert not [completion for completion in (completer.draw(rng) for _ in range(200)) if completion.violations()]


@slow_draws
@given(cases(style=SOUND), st.booleans(), st.randoms(use_true_random=False))
def test_a_completion_holds_what_was_declared(case: Case, known: bool, rng: Random) -> None:
    translation = crosswalk_of(case.source, case.target).apply(case.footprint)
    assert reach(translation, case.used_set) == reach_of_case(translation, case)
    try:
        completion = Completer(translation, case.masses if known else None, case.used_set).draw(rng)
    except IncompletableError:
        event("not completed")
        return
    assert not completion.violations()
    declaration = translation.outcome.declaration
    replaced = translation.outcome.plan.replacements
    negative = space_of(case.source).negative
    assert all((mass <= 0) if negative >> bit & 1 else (mass >= 0) for bit, mass in completion.masses.items())
    sizes = (abs(mass) * max(ONE, factor_at(case.source, completion.used_set, bit)) for bit, mass in completion.masses.items())
    room = sum(
        declaration.half_digits, sum(sizes, ONE) * DIGITS
    )  # in kg, as lines are; the slack of a completion is in the unit of the target
    for line, (low, high) in zip(declaration.lines, declaration.values, strict=True):
        if any(entry.atoms & line.atoms for entry in replaced) or completion.left_out & line.atoms:
            continue  # evaluated anew
        value = line_value(case.source, line, completion.masses, completion.used_set)
        assert low - room <= value <= high + room, (line, value)


def test_a_declared_zero_beside_ranges_is_no_rounded_number() -> None:
    """The range of CO2 ends above the zero that holds it, and the zero of biogenic carbon is printed without a digit: neither makes room."""
    figures = [
        {"stage": "energy", "value": {"low": "0 kg CO2e", "high": "0 kg CO2e"}},
        {"stage": "energy", "indicator": "co2", "value": {"low": "0 kg CO2e", "high": "0.51 kg CO2e"}},
        {"stage": "energy", "source": "biogenic", "value": "0 kg CO2e"},
    ]
    translation = cw.translate({"standard": "eu/governance-2018-1999", "figures": figures}, to="cn/btr1-2024", assumptions="none")
    completer = Completer(translation, None, "eu-2020-1044")
    energy = translation.outcome.declaration.lines[0]
    for number in range(60):
        completion = completer.draw(Random(number))
        assert line_value(translation.source, energy, completion.masses, completion.used_set) == 0


def test_declared_figures_alone_are_enough() -> None:
    """No truth needs to be known beforehand: nested residuals, masses, ranges, a declared zero."""
    figures = [
        {"stage": "A1-A3", "value": "120 kg CO2e"},
        {"stage": "A1", "value": {"low": "60 kg CO2e", "high": "90 kg CO2e"}},
        {"stage": "A1", "gas": "CH4", "mass": "0.2 kg"},
        {"stage": "B4", "value": "0 kg CO2e"},
        {"stage": "C3", "value": "70 kg CO2e"},
    ]
    data = {"standard": "eu/en-15804-a2-2019", "declared_unit": "1 kg", "figures": figures}
    translation = cw.translate(data, to="cn/gbt-24067-2024", assumptions="none")
    rng = Random(7)
    seen = set()
    for _ in range(100):
        completion = complete(translation, rng)
        assert not completion.violations()
        assert not any(space_of(translation.source).box(("B4",), None, ("co2-fossil",)) >> bit & 1 for bit in completion.masses)
        seen.add(completion.value("total"))
    assert len(seen) > 50
    assert ZERO not in seen


def test_a_carbon_content_is_taken_up_and_given_off() -> None:
    figures = [{"stage": "A1-A3", "value": "-5 kg CO2e"}, {"stage": "C3", "value": "70 kg CO2e"}]
    data = {"standard": "eu/en-15804-a2-2019", "declared_unit": "1 kg", "figures": figures, "biogenic_carbon": "3 kg"}
    translation = cw.translate(data, to="cn/gbt-24067-2024", assumptions="none")
    biogenic = space_of(translation.source).box(("A1-A3",), ("biogenic",), ("co2-biogenic",))
    rng = Random(7)
    for _ in range(100):
        completion = complete(translation, rng)
        assert not completion.violations()
        assert sum(mass for bit, mass in completion.masses.items() if biogenic >> bit & 1) == -11


def test_an_epd_by_modules_is_completed_with_its_carbon_content_and_further_indicator() -> None:
    values = {"A1": "-9", "A2": "1.2", "A3": "0.8", "C3": "9", "C4": "5", "D": "-2"}
    figures = [{"stage": stage, "value": f"{value} kg CO2e"} for stage, value in values.items()]
    figures += [{"stage": stage, "indicator": "GWP-GHG", "value": "3 kg CO2e"} for stage in ("A1", "C3")]
    data = {"standard": "eu/en-15804-a2-2019", "declared_unit": "1 kg", "figures": figures, "biogenic_carbon": "3 kg"}
    translation = cw.translate(data, to="cn/gbt-24067-2024", assumptions="none")
    space = space_of(translation.source)
    held = [space.box(stages, ("biogenic",), ("co2-biogenic",)) for stages in (("A1-A3",), ("C3", "C4"))]
    rng = Random(7)
    seen = set()
    for _ in range(200):
        completion = complete(translation, rng)
        assert not completion.violations()
        masses = [sum(mass for bit, mass in completion.masses.items() if atoms >> bit & 1) for atoms in held]
        assert masses == [pytest.approx(-11), pytest.approx(11)]
        seen.add(tuple(completion.masses))
    assert len(seen) > 50


def test_what_an_unsaid_set_counts_is_covered() -> None:
    """AR4 and AR5 have a factor for HFC-152, AR6 has none. Where nobody says which was used, a value may still be all HFC-152."""
    figures = [{"stage": "product-use", "source": "process", "indicator": "emissions", "value": "53 kg CO2e"}]
    data = {"standard": "eu/climate-neutral-cities-2021", "figures": figures}
    translation = cw.translate(data, to="eu/governance-2018-1999", assumptions="none")
    completer = Completer(translation)
    assert set(completer.sets) == {"ar4-100", "ar5-100", "ar6-100"}
    low = translation.shared.bounds[0]
    assert low is not None
    rng = Random(3)
    shared = [completer.draw(rng) for _ in range(2000)]
    assert not any(completion.violations() for completion in shared)
    assert min(completion.value("shared") for completion in shared) == pytest.approx(low)


def test_a_good_is_completed_with_its_precursors() -> None:
    translation = cw.translate("examples/steel-coil/coil.yaml", to="eu/cbam-2023-956", assumptions="none")
    completer, rng = Completer(translation), Random(1)
    for _ in range(100):
        completion = completer.draw(rng)
        assert not completion.violations()
        assert completion.value("precursors") == pytest.approx(translation.figure("precursors").bounds[0])


CBAM = ("eu/cbam-2023-956", "eu/cbam-2023-1773")


@slow_draws
@given(st.one_of([cases(pairs=pairs, style=replace(PLAIN, ranges=True)) for pairs in (goods_pairs(), list(product(CBAM, CBAM)))]))
def test_what_a_good_truly_holds_lies_inside_the_bounds(case: Case) -> None:
    """The truth was drawn before the declaration, which counts own direct emissions below zero as zero where its standard does."""
    translation = crosswalk_of(case.source, case.target).apply(case.footprint)
    completer = Completer(translation, None, case.used_set)
    factors = tuple(low / PREFIX.get(translation.unit.split(" ")[0], ONE) for low, _ in stage_factors(case.data, case.source, case.target))
    counted = completer.counted[case.used_set]
    truth = Completion(
        translation, case.masses, {}, case.used_set, case.result_set, factors, counted, never_negative=completer.never_negative
    )
    assert not truth.violations()


def test_the_yardstick_of_goods_sees_a_wrong_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """Combustion of 3 t, exports of 5 t, no more: under CBAM zero direct emissions, yet 3 t under a standard that leaves exports out."""
    subject = {"kind": "product", "cn_code": "7208 39 00", "origin": "CN", "production_year": 2026}
    case = {"standard": "eu/cbam-2023-956", "subject": subject, "declared_unit": "1 t", "precursors": []}
    figures = [
        {"stage": "process", "source": "exports", "value": "-5 t CO2e"},
        {"stage": "process", "indicator": "direct", "value": "0 t CO2e"},
    ]
    truth = {"combustion": Decimal(3000), "exports.heat": Decimal(-5000)}
    space = space_of("eu/cbam-2023-956")
    masses = {space.box(("A3.process",), (source,), ("co2-fossil",)).bit_length() - 1: mass for source, mass in truth.items()}

    def violations() -> list[Any]:
        translation = cw.translate({**case, "figures": figures}, to="cn/t-cisa-469-2024", assumptions="none")
        completer = Completer(translation)
        whole, *_ = completer.sets
        return Completion(translation, masses, {}, whole, whole, [ONE] * len(space.stages), completer.counted[whole]).violations()

    assert not violations()
    monkeypatch.setattr("crosswalk.engine.attributed.with_negative_emissions", lambda declaration, chosen: declaration)
    assert violations()


def test_a_declared_mass_of_zero_leaves_nothing_to_its_parts() -> None:
    figures = [
        {"stage": "A4", "source": "electricity.fuel-supply", "gas": "ch4", "value": {"low": "-4.71 kg CO2e", "high": "119.62 kg CO2e"}},
        {"stage": "A4", "source": "emissions", "gas": "ch4", "mass": "0 kg"},
    ]
    subject = {**PROPERTIES, "reference_quantity": "energy-delivered"}
    declared = {"standard": "eu/rfnbo-2023-1185", "characterisation": "red-annex-v-c4", "declared_unit": "1000 kWh", "subject": subject}
    translation = crosswalk_of("eu/rfnbo-2023-1185", "eu/lcf-2025-2359").apply(cw.read({**declared, "figures": figures}))
    completer = Completer(translation, None, "red-annex-v-c4")
    for number in range(60):
        assert not completer.draw(Random(number)).violations()


def test_what_parts_leave_of_a_whole_may_balance_uptake_and_emissions_while_a_declared_zero_holds_nothing() -> None:
    """A1-A3, A1 and the total are all 100 kg: A2 and A3 hold nothing in sum, yet uptake and release of the same size may stand there."""
    data: dict[str, Any] = {"standard": "eu/en-15804-a2-2019", "declared_unit": "1 kg", "characterisation": "en15804-a2-ef3.0"}
    whole = [{"stage": stage, "value": "100 kg CO2e"} for stage in ("A1-A3", "A1")]
    zero = [{"stage": stage, "value": "0 kg CO2e"} for stage in ("A2", "A3")]
    space = space_of(data["standard"])
    left, used = space.box(("A2", "A3"), None, None), data["characterisation"]
    for figures, balanced in ((whole, True), (whole + zero, False)):
        declared = {**data, "total": "100 kg CO2e", "figures": figures}
        translation = cw.translate(declared, to="cn/gbt-24067-2024", assumptions="none")
        completer, rng = Completer(translation), Random(5)
        production = translation.figure("production", "biogenic")
        assert production.bounds == ((None, None, None) if balanced else (Decimal(0), Decimal(0), Decimal(0)))
        assert translation.shared.bounds[0] == 0  # uptake of biogenic carbon is no part of the footprint, and what is counts upwards
        held, seen = 0, set()
        for _ in range(300):
            completion = completer.draw(rng)
            assert not completion.violations(), completion
            values = [
                mass * factor_at(translation.source, used, bit)
                for bit, mass in completion.masses.items()
                if left >> bit & 1 and factor_at(translation.source, used, bit)
            ]
            assert abs(sum(values, ZERO)) <= completion.slack
            held += bool(values)
            seen.add(completion.value(production).compare(ZERO))
        assert held > 50 if balanced else not held
        assert seen >= {-1, 0} if balanced else seen == {0}
