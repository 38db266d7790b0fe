"""Claims on materials held against the rules of other standards."""

from __future__ import annotations

import itertools
import json
from decimal import Decimal
from typing import Any, get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from scipy.optimize import linprog

import crosswalk as cw
from crosswalk.engine.rules.circular.bounds import Range
from crosswalk.engine.rules.circular.content import EVERY, Class, Counted, Line, on_another_base, share_under
from crosswalk.engine.rules.circular.rates import converted_rate, steel_scrap_value
from crosswalk.engine.rules.classify import within, word_of
from crosswalk.errors import DeclarationError, InputError, MissingPropertyError, NotComparableError, UnknownNameError
from crosswalk.model.materials import Chain, Origin, Place
from crosswalk.model.recycling import MeasuredRate
from crosswalk.model.schemas import schema

ONE, ZERO = Decimal(1), Decimal(0)
SAME = {"product": "28 g", "plastic-part": "28 g"}


def content(standard: str, to: str, category: str | None = "single-use beverage bottle", **claim: Any) -> cw.Assessment:
    subject = {"category": category, "placed_on_market": "2031-06-01"} if category else {}
    return cw.assess({"standard": standard, "subject": subject, "recycled_content": claim}, to=to)


def share(result: cw.Assessment) -> tuple[str, str]:
    low, high = result.shares[0].share
    assert low is not None
    assert high is not None
    return f"{low.normalize():f}", f"{high.normalize():f}"


# -- the algebra --------------------------------------------------------------------------------------------------------------------------

ORDER = sorted(EVERY)


@st.composite
def situations(draw: st.DrawFn) -> tuple[list[Line], Counted]:
    """Disjoint lines that add up to at most 1, and a target with certain and possible classes."""
    owner = {entry: draw(st.integers(0, 3)) for entry in ORDER}  # 3: no line
    truth = {entry: draw(st.integers(0, 9)) for entry in ORDER}
    truth[ORDER[0]] += 1
    total = sum(truth.values())
    lines = []
    for number in range(3):
        classes = frozenset(entry for entry in ORDER if owner[entry] == number)
        if not classes:
            continue
        value = Decimal(sum(truth[entry] for entry in classes)) / total
        spread = Decimal(draw(st.integers(0, 20))) / 100
        lines.append(Line(classes, Range(max(ZERO, value - spread), min(ONE, value + spread))))
    possible = frozenset(entry for entry in ORDER if draw(st.booleans()))
    certain = frozenset(entry for entry in possible if draw(st.booleans()))
    return lines, Counted(certain, possible)


@given(situations())
def test_the_share_is_that_of_the_linear_programme(situation: tuple[list[Line], Counted]) -> None:
    lines, target = situation
    found = share_under(lines, target)
    rows, limits = [], []
    for line in lines:
        row = np.array([1.0 if entry in line.classes else 0.0 for entry in ORDER])
        rows += [row, -row]
        limits += [float(line.share.high or 0), -float(line.share.low or 0)]
    for classes, sign, end in ((target.certain, 1.0, found.low), (target.possible, -1.0, found.high)):
        cost = np.array([sign if entry in classes else 0.0 for entry in ORDER])
        result = linprog(
            cost,
            A_ub=np.array(rows) if rows else None,
            b_ub=limits or None,
            A_eq=np.ones((1, len(ORDER))),
            b_eq=[1.0],
            bounds=(0, None),
            method="highs",
        )
        assert result.status == 0
        assert end is not None
        assert abs(float(end) - sign * float(result.fun or 0.0)) < 1e-7


def test_there_are_as_many_classes_as_combinations() -> None:
    assert len(EVERY) == len(list(itertools.product(get_args(Origin), get_args(Chain), get_args(Place))))
    assert Class("post-consumer", "physical", "eu") in EVERY


@pytest.mark.parametrize(
    ("own", "goal", "masses", "expected"),
    [
        ("product", "product", {}, ("0.2", "0.2")),
        ("product", "plastic-part", {"product": 40, "plastic-part": 20}, ("0", "0.4")),
        (
            "product",
            "plastic-part",
            {"product": 40, "plastic-part": 38},
            ("0.1578947368421052631578947368", "0.2105263157894736842105263158"),
        ),
        ("plastic-part", "product", {"product": 40, "plastic-part": 20}, ("0.1", "0.6")),
        ("plastic-part", "product", {}, ("0", "1")),
        ("battery-lead", "product", {"product": 40, "battery-lead": 20}, ("0", "1")),
    ],
)
def test_another_denominator(own: Any, goal: Any, masses: dict[Any, int], expected: tuple[str, str]) -> None:
    found = on_another_base(Range(Decimal("0.2"), Decimal("0.2")), own, goal, {name: Decimal(value) for name, value in masses.items()})
    assert found == (Decimal(expected[0]), Decimal(expected[1]))


@pytest.mark.parametrize(("low", "high", "word"), [("0.3", "0.4", "implied"), ("0.1", "0.3", "possible"), ("0.1", "0.29", "excluded")])
def test_verdicts(low: str, high: str, word: str) -> None:
    assert word_of(within(Decimal(low), Decimal(high), ">=", Decimal("0.3"))) == word


# -- recycled content ------------------------------------------------------------------------------------------------------------------------


def test_a_share_never_grows_on_the_way_to_post_consumer() -> None:
    result = content("ISO 14021", "PPWR", share="40 %", masses=SAME)
    assert share(result) == ("0", "0.4")
    assert {gap.question.en[:25] for gap in result.gaps if gap.width} == {"Declare `post_consumer` a", "Declare `collected_in` an"}


def test_a_split_claim_with_its_places_is_exact() -> None:
    told: dict[str, Any] = {
        "share": "40 %",
        "post_consumer": "33 %",
        "pre_consumer": "7 %",
        "collected_in": "DE",
        "recycled_in": "CZ",
        "masses": SAME,
    }
    result = content("ISO 14021", "PPWR", **told)
    assert share(result) == ("0.33", "0.33")
    assert [(entry.id, entry.verdict) for entry in result.verdicts] == [("bottle-2030", "implied"), ("bottle-2040", "excluded")]
    assert [(gap.kind, gap.amount) for gap in result.gaps if gap.amount] == [("surplus", Decimal(7))]


def test_the_way_back_is_a_lower_bound() -> None:
    assert share(content("PPWR", "ISO 14021", share="30 %", masses=SAME)) == ("0.3", "1")
    assert share(content("ISO 14021", "EN 45557", category=None, share="40 %")) == ("0.4", "0.4")


@pytest.mark.parametrize(
    ("equivalent", "word", "bounds"),
    [(None, "possible", ("0", "0.35")), (True, "implied", ("0.35", "0.35")), (False, "excluded", ("0", "0"))],
)
def test_chinese_recycled_plastics_under_ppwr(equivalent: bool | None, word: str, bounds: tuple[str, str]) -> None:
    told: dict[str, Any] = {
        "share": "35 %",
        "collected_in": "CN",
        "recycled_in": "CN-GD",
        "masses": SAME,
        **({} if equivalent is None else {"equivalent": equivalent}),
    }
    result = content("再生塑料含量", "PPWR", **told)
    assert share(result) == bounds
    assert result.verdicts[0].verdict == word
    if equivalent is None:
        assert result.gaps[0].question.en.startswith("Is the waste in CN-GD collected under rules equivalent to those of the EU")


def test_mass_balance_is_open_under_ppwr_and_counts_under_the_bottle_rules() -> None:
    told: dict[str, Any] = {
        "share": "35 %",
        "chain": "mass-balance",
        "collected_in": "DE",
        "recycled_in": "DE",
        "masses": {**SAME, "bottle-plastic": "28 g"},
    }
    assert share(content("SUPD", "PPWR", **told)) == ("0", "0.35")
    assert share(content("SUPD", "SUPD", **told)) == ("0.35", "0.35")


def test_dates_of_targets() -> None:
    result = content("PPWR", "PPWR", share="70 %")
    assert [(entry.verdict, entry.in_force, str(entry.valid_from)) for entry in result.verdicts] == [
        ("implied", None, "2030-01-01"),  # may move with the act on calculation
        ("implied", False, "2040-01-01"),
    ]
    assert result.verdicts[0].later is not None


def test_elements_of_batteries() -> None:
    result = content("battery recycled content", "battery recycled content", "EV battery", share="7 %", material="Lithium")
    assert [(entry.id, entry.verdict) for entry in result.verdicts] == [("lithium-2031", "implied"), ("lithium-2036", "excluded")]
    silent = content("battery recycled content", "battery recycled content", "EV battery", share="7 %")
    assert any("Declare `material`" in gap.question.en for gap in silent.gaps)


@pytest.mark.parametrize(
    ("category", "targets"),
    [  # (EU) 2023/1542, Article 8(2) and (3): light means of transport from 2036 only
        ("EV battery", ["cobalt-2031", "cobalt-2036"]),
        ("SLI battery", ["cobalt-2031", "cobalt-2036"]),
        ("industrial battery", ["cobalt-2031", "cobalt-2036"]),
        ("LMT battery", ["cobalt-2036"]),
    ],
)
def test_targets_of_batteries_by_category(category: str, targets: list[str]) -> None:
    result = content("battery recycled content", "battery recycled content", category, share="27 %", material="cobalt")
    assert [entry.id for entry in result.verdicts] == targets
    with pytest.raises(UnknownNameError, match="portable battery"):
        content("battery recycled content", "battery recycled content", "portable battery", share="27 %", material="cobalt")


def test_the_category_is_asked_for() -> None:
    result = content("ISO 14021", "PPWR", None, share="40 %", masses=SAME)
    assert len(result.verdicts) == 8
    assert any("Declare `subject.category`" in gap.question.en for gap in result.gaps)


def test_r1_of_a_footprint() -> None:
    footprint = cw.read(
        {
            "standard": "eu/pef-2021-2279",
            "figures": [{"stage": "use", "value": "1 kg CO2e"}],
            "recycling": {"materials": [{"name": "aluminium", "amount": "1 kg", "R1": 0.4}]},
        }
    )
    result = cw.assess(footprint, to="EN 45557")
    assert share(result) == ("0", "1")  # R1 is of the input, and leaves pre-consumer scrap open
    assert any("input-material" in gap.question.en for gap in result.gaps)
    bare = cw.read({"standard": "eu/pef-2021-2279", "figures": [{"stage": "use", "value": "1 kg CO2e"}]})
    with pytest.raises(MissingPropertyError, match="declares no recycled content"):
        cw.assess(bare, to="EN 45557")


def test_the_result_validates_and_is_bilingual() -> None:
    result = content(
        "再生塑料含量", "PPWR", share={"low": "30 %", "high": "35 %"}, collected_in="CN", recycled_in="CN", masses=SAME
    ).as_dict()
    assert not [fault.message for fault in Draft202012Validator(schema("assessment")).iter_errors(json.loads(json.dumps(result)))]
    assert result["manifest"]["unconfirmed"] == ["cn/pcr-plastics-2024: recycled content"]
    for gap in result["gaps"]:
        assert gap["message"]["zh"] != gap["message"]["en"]


# -- recycling rates --------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rate", "to", "low", "high"),
    [
        ({"rate": "0.8", "at": "recycling-input", "recycling_yield": "0.9"}, "recycling-output", "0.72", "0.72"),
        ({"rate": "0.8", "at": "recycling-input"}, "recycling-output", "0", "0.8"),
        ({"rate": "0.9", "at": "collected", "sorting_yield": "0.8", "recycling_yield": "0.5"}, "recycling-output", "0.36", "0.36"),
        ({"rate": "0.9", "at": "collected", "sorting_yield": "0.8"}, "recycling-output", "0", "0.72"),
        ({"rate": "0.36", "at": "recycling-output", "sorting_yield": "0.8", "recycling_yield": "0.5"}, "collected", "0.9", "0.9"),
        ({"rate": "0.36", "at": "recycling-output", "recycling_yield": "0.5"}, "collected", "0.72", "1"),
        ({"rate": "0.36", "at": "collected"}, "collected", "0.36", "0.36"),
    ],
)
def test_rates_move_by_their_yields(rate: dict[str, Any], to: Any, low: str, high: str) -> None:
    assert converted_rate(MeasuredRate.model_validate(rate), to) == (Decimal(low), Decimal(high))


def rated(standard: str, to: str, **claim: Any) -> cw.Assessment:
    return cw.assess({"standard": standard, "recycling_rate": claim}, to=to)


def test_a_design_potential_is_no_rate_of_waste() -> None:
    with pytest.raises(NotComparableError, match="is a potential by design; it says nothing of"):
        rated("GB/T 20862", "WFD recycling rate", rate="95 %", of="recyclability")
    assert share(rated("GB/T 20862", "EN 45555", rate="95 %", of="recyclability")) == ("0.95", "0.95")
    with pytest.raises(DeclarationError, match="several rates: declare which one"):
        rated("GB/T 20862", "EN 45555", rate="95 %")


def test_a_plant_yield_is_an_upper_bound_of_the_chain() -> None:
    result = rated("cn/battery-recycling-2024", "eu/battery-materials-2023-1542", rate="92 %", of="recovery", material="lithium")
    assert share(result) == ("0", "0.92")
    assert [(entry.id, entry.verdict) for entry in result.verdicts] == [("lithium-2027", "possible"), ("lithium-2031", "possible")]
    nickel = rated("cn/battery-recycling-2024", "eu/battery-materials-2023-1542", rate="80 %", of="recovery", material="nickel")
    assert {entry.verdict for entry in nickel.verdicts} == {"excluded"}


def test_an_unknown_measuring_point_is_asked_for() -> None:
    result = rated("cn/ndrc-circular-2017", "eu/waste-rates-2019-1004", rate="60 %")
    assert share(result) == ("0", "1")
    told = rated("cn/ndrc-circular-2017", "eu/waste-rates-2019-1004", rate="60 %", point="collected", sorting_yield="0.9")
    assert share(told) == ("0.54", "0.54")


def test_yields_upside_down_are_caught() -> None:
    with pytest.raises(DeclarationError, match=r"a yield is what comes out over what goes in.*1\.1 kg in per kg out is a yield of 0\.9091"):
        steel_scrap_value(Decimal("2.0"), Decimal("0.5"), Decimal("1.1"))
    with pytest.raises(DeclarationError, match=r"recycling_rate\[0\]\.recycling_yield: a yield"):
        rated("WFD recycling rate", "WFD recycling rate", rate="60 %", recycling_yield="1.1")
    with pytest.raises(DeclarationError, match=r"more than all; check that each yield"):
        converted_rate(MeasuredRate(rate=Decimal("0.9"), at="recycling-output", recycling_yield=Decimal("0.5")), "recycling-input")


# -- waste status ---------------------------------------------------------------------------------------------------------------------------


def test_alternatives_of_a_limit() -> None:
    def judged(**properties: str) -> str:
        claim = {"standard": "cn/gbt-38472-2023", "composition": {"grade": "aluminium", "properties": properties}}
        return cw.assess(claim, to="eu/eow-333-2011").verdicts[0].verdict

    assert judged(**{"foreign-materials": "4 %"}) == "implied"
    assert judged(**{"foreign-materials": "6 %"}) == "possible"  # the metal yield may settle it
    assert judged(**{"foreign-materials": "6 %", "metal-yield": "91 %"}) == "implied"
    assert judged(**{"foreign-materials": "6 %", "metal-yield": "89 %"}) == "excluded"


def test_the_copper_limit_is_strict() -> None:
    claim: dict[str, Any] = {"standard": "cn/gbt-38471-2023", "composition": {"properties": {"foreign-materials": "2 %"}}}
    assert cw.assess(claim, to="eu/eow-715-2013").verdicts[0].verdict == "excluded"
    claim["composition"]["properties"]["foreign-materials"] = {"low": "1 %", "high": "2 %"}
    assert cw.assess(claim, to="eu/eow-715-2013").verdicts[0].verdict == "possible"


@pytest.mark.parametrize(
    ("grade", "changed", "verdict"),
    [  # Regulation (EU) No 1179/2012, Annex I, 1.2: at most 50, 60 and 2000 ppm, and less than 100 or 1500 ppm of inorganics
        ("above-1-mm", {}, "implied"),
        (
            "above-1-mm",
            {"ferrous-metals": "50 ppm", "non-ferrous-metals": "60 ppm", "organics": "2000 ppm", "inorganics": "99.9 ppm"},
            "implied",
        ),
        ("above-1-mm", {"ferrous-metals": "50.1 ppm"}, "excluded"),
        ("above-1-mm", {"non-ferrous-metals": "60.1 ppm"}, "excluded"),
        ("above-1-mm", {"organics": "0.21 %"}, "excluded"),
        ("above-1-mm", {"inorganics": "100 ppm"}, "excluded"),
        ("up-to-1-mm", {"inorganics": "100 ppm"}, "implied"),
        ("up-to-1-mm", {"inorganics": "1500 ppm"}, "excluded"),
        ("up-to-1-mm", {"inorganics": {"low": "1400 ppm", "high": "1500 ppm"}}, "possible"),
    ],
)
def test_glass_cullet_ceases_to_be_waste(grade: str, changed: dict[str, Any], verdict: str) -> None:
    properties = {"ferrous-metals": "20 ppm", "non-ferrous-metals": "30 ppm", "inorganics": "50 ppm", "organics": "500 ppm", **changed}
    claim = {"standard": "int/iso-14021-2016", "composition": {"grade": grade, "properties": properties}}
    result = cw.assess(claim, to="1179/2012")
    assert result.verdicts[0].verdict == verdict


def test_a_missing_property_is_asked_for() -> None:
    claim = {"standard": "GB/T 45203", "composition": {"grade": "LFP", "properties": {"lithium": "2.5 %"}}}
    result = cw.assess(claim, to="公告2025年第14号")
    assert result.verdicts[0].verdict == "possible"
    assert any("composition.properties.soluble-fluorine" in gap.question.en for gap in result.gaps)


# -- comparing rules ----------------------------------------------------------------------------------------------------------------------------


def test_rules_are_compared_point_by_point() -> None:
    found = cw.compare_rules("ISO 14021", "PPWR")
    assert found.row("pre-consumer").relation == "differs"
    assert found.row("post-consumer").relation == "equal"
    assert found.row("mass-balance").relation == "open"
    assert found.row("denominator").second.en == "mass of the plastic part"
    assert found.row("targets").relation == "only-second"
    assert cw.compare_rules("WFD recycling rate", "GB/T 20862").row("measuring-point").relation == "differs"
    with pytest.raises(NotComparableError, match="rule on different things"):
        cw.compare_rules("ISO 14021", "GB/T 20862")
    with pytest.raises(KeyError):
        found.row("nothing")


# -- bad input ------------------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("claim", "kind", "message"),
    [
        ({"recycled_content": {"share": 40}}, DeclarationError, r"share: a share, a share, is a number from 0 to 1, not 40; write 0\.4"),
        ({"recycled_content": {"share": "140 %"}}, DeclarationError, r"share: .* not 1\.4"),
        ({"recycled_content": {}}, DeclarationError, r"needs a `share`"),
        (
            {"recycled_content": {"share": "30 %", "post_consumer": "20 %", "pre_consumer": "20 %"}},
            DeclarationError,
            r"the parts add up to 0\.4",
        ),
        (
            {"recycled_content": {"share": "30 %", "masses": {"product": "0 kg"}}},
            DeclarationError,
            r"masses\.product: a mass must be above zero",
        ),
        ({"recycled_content": {"share": "30 %", "masses": {"box": "1 kg"}}}, DeclarationError, r"masses\.box"),
        ({"recycled_content": {"share": "30 %", "kind": "x"}}, DeclarationError, r"kind: unknown field"),
        ({"recycling_rate": {"rate": "1.2"}}, DeclarationError, r"recycling_rate\[0\]\.rate: .* not 1\.2"),
        ({}, DeclarationError, r"a claim needs"),
        (
            {"recycled_content": {"share": "30 %"}, "subject": {"category": "spaceship"}},
            UnknownNameError,
            r"subject\.category: unknown category 'spaceship'",
        ),
        ({"recycled_content": {"share": "30 %"}, "standard": "EN 45558"}, UnknownNameError, r"standard: unknown standard 'EN 45558'"),
        ({"composition": {"properties": {"gold": "1 %"}}}, NotComparableError, r"says nothing of the waste status"),
        ({"recycling_rate": {"rate": "50 %"}}, NotComparableError, r"says nothing of recycling rates"),
    ],
)
def test_faults_name_their_field(claim: dict[str, Any], kind: type[Exception], message: str) -> None:
    with pytest.raises(kind, match=message) as caught:
        cw.assess({"standard": "PPWR", **claim}, to="PPWR")
    if isinstance(caught.value, InputError):
        assert all(finding.zh and finding.zh != finding.en for finding in caught.value.findings)


def test_a_part_that_its_own_standard_does_not_count() -> None:
    with pytest.raises(
        DeclarationError, match=r"recycled_content\[0\]\.pre_consumer: Regulation \(EU\) 2025/40 does not count pre-consumer"
    ):
        content("PPWR", "ISO 14021", pre_consumer="10 %")


def test_footprint_standards_have_no_rules_on_materials() -> None:
    with pytest.raises(NotComparableError, match="is a standard on footprints"):
        cw.assess({"standard": "ISO 14021", "recycled_content": {"share": "40 %"}}, to="eu/en-15804-a2-2019")
    with pytest.raises(NotComparableError, match="is a standard on materials"):
        cw.translate({"standard": "eu/en-15804-a2-2019", "figures": [{"stage": "A1", "value": "1 kg CO2e"}]}, to="PPWR")
