"""Examples that tell two labels apart, or that earn both: the declarations themselves, by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from labelled import condition, limit, set_by

import crosswalk as cw
from crosswalk.labels.counterexample import Example, common_example, counter_example
from crosswalk.labels.equivalence import LabelOf

LIBRARY = cw.Library.shipped()
TCAB, LCF, DANISH = "cn/tcab-0078-2020", "eu/lcf-2025-2359", "eu/dk-br18-2025"
DAY = date(2026, 6, 1)

CONDITIONS = [  # ids that shipped labels ask for, so that a declaration may answer them
    *(condition(name) for name in ("direct-line", "no-aid", "same-zone")),
    condition("zone-intensity", operator="<", value="18 g CO2e/MJ"),
    condition("zone-renewable-share", operator=">", value="0.9 dimensionless"),
    condition("zone-hours-kept", valid_until="2020-12-31"),
    condition("low-price-hours", operator="<", value="0.4 dimensionless"),
    condition("same-hour", operator=">=", value="2 tce"),
]
LIMITS = [
    limit("five"),
    limit("three", value="3 kg CO2e/kg"),
    limit("stage", value="2 kg CO2e/kg", stage="up-to-production"),
    limit("least", ">=", "2 kg CO2e/kg"),
    limit("rounded", value="4.0 kg CO2e/kg", decimals=1),
    limit("unread", sign_open=True),
    limit("below", "<", "5 kg CO2e/kg"),
    limit("grams", value="3000 g CO2e/kg"),
    limit("energy", value="30 g CO2e/MJ"),
]


def asks(*names: str) -> list[dict[str, str]]:
    return [{"condition": name} for name in names]


LABELS = {
    entry.label.id: entry
    for entry in set_by(
        TCAB,
        *({"id": entry["id"], "thresholds": [entry["id"]]} for entry in LIMITS),
        {"id": "line", "requires": asks("direct-line")},
        {"id": "aid", "requires": asks("no-aid", "same-zone")},
        {"id": "zone", "requires": asks("zone-intensity", "zone-renewable-share")},
        {"id": "either", "requires": [{"any": asks("direct-line", "no-aid")}]},
        {"id": "late", "requires": asks("zone-hours-kept")},
        {"id": "little", "requires": asks("low-price-hours")},
        {"id": "much", "requires": asks("same-hour")},
        {"id": "any-aid", "requires": [{"any": asks("no-aid", "same-zone")}]},
        {"id": "declared", "declared_under": [TCAB]},
        {"id": "five-aid", "thresholds": ["five"], "requires": asks("no-aid")},
        thresholds=LIMITS,
        conditions=CONDITIONS,
    )
}


def examples(first: LabelOf, second: LabelOf) -> tuple[Example | None, Example | None]:
    pair = (first.setter, first.label), (second.setter, second.label)
    return counter_example(LIBRARY, *pair, DAY, None, "curated"), common_example(LIBRARY, *pair, DAY, None, "curated")


def hydrogen(amount: str, **more: Any) -> dict[str, Any]:
    """All of it fossil CO2 of combustion at the place with the shortest name, nothing elsewhere."""
    value = f"{amount} kg CO2e"
    figures = [
        {"stage": "up-to-production", "value": value},
        {"stage": "on-site-storage-and-transport", "value": "0 kg CO2e"},
        {"stage": "A2", "source": "combustion", "gas": "co2-fossil", "value": value},
    ]
    body = {"standard": TCAB, "subject": {"fuel": "hydrogen"}, "declared_unit": "1 kg", "characterisation": "ar5-100"}
    return {**body, "figures": figures, "conditions": {}, **more}


# -- without a figure ---------------------------------------------------------------------------------------------------------------------

YES, NO = True, False


@pytest.mark.parametrize(
    ("first", "second", "counter", "common"),
    [
        (
            "line",
            "aid",  # one failing answer tells more than two
            {"direct-line": YES, "no-aid": NO, "same-zone": YES},
            {"direct-line": YES, "no-aid": YES, "same-zone": YES},
        ),
        (  # twice and half of 18 g/MJ; 95 % is half way from 90 to 100 %
            "line",
            "zone",
            {"direct-line": YES, "zone-intensity": "36 g CO2e/MJ", "zone-renewable-share": "95.00 %"},
            {"direct-line": YES, "zone-intensity": "9 g CO2e/MJ", "zone-renewable-share": "95.00 %"},
        ),
        (
            "zone",
            "line",
            {"zone-intensity": "9 g CO2e/MJ", "zone-renewable-share": "95.00 %", "direct-line": NO},
            {"zone-intensity": "9 g CO2e/MJ", "zone-renewable-share": "95.00 %", "direct-line": YES},
        ),
        ("either", "line", {"no-aid": YES, "direct-line": NO}, {"direct-line": YES}),
        ("line", "either", None, {"direct-line": YES, "no-aid": YES}),
        ("line", "late", {"direct-line": YES, "zone-hours-kept": YES}, None),  # no answer helps after its day
        ("late", "line", None, None),  # nothing can earn it
        (  # half of 40 %, and half way from 40 to 100 %
            "line",
            "little",
            {"direct-line": YES, "low-price-hours": "70.0 %"},
            {"direct-line": YES, "low-price-hours": "20.0 %"},
        ),
        ("line", "much", {"direct-line": YES, "same-hour": "1 tce"}, {"direct-line": YES, "same-hour": "4 tce"}),
        (  # only if both answers fail
            "line",
            "any-aid",
            {"direct-line": YES, "no-aid": NO, "same-zone": NO},
            {"direct-line": YES, "no-aid": YES, "same-zone": YES},
        ),
    ],
)
def test_answers_alone(first: str, second: str, counter: dict[str, Any] | None, common: dict[str, Any] | None) -> None:
    for found, conditions, word in zip(examples(LABELS[first], LABELS[second]), (counter, common), ("excluded", "implied"), strict=True):
        assert (None if found is None else found.conditions) == conditions
        if found is not None:
            assert found.declaration is None
            assert (found.first.verdict, found.second.verdict) == ("implied", word)


# -- with a figure ------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second", "counter", "common"),
    [
        ("five", "three", "5", "0.3"),  # the limit itself; a tenth of the lower one
        ("below", "three", "4", "0.3"),  # 5 itself does not pass, half way between does
        ("unread", "three", "4", "0.3"),
        ("unread", "below", None, "0.5"),  # nobody knows whether 5 passes, and all below it does
        ("rounded", "three", "3.525", "0.3"),  # 4.05 is rounded to 4.1; half way between it and 3
        ("five", "rounded", "5", "0.4"),
        ("five", "grams", "5", "0.3"),
        ("grams", "five", None, "0.3"),
        ("five", "stage", "5", "0.2"),
        ("stage", "three", None, "0.2"),
        ("five", "energy", "5", "0.5"),  # 41.7 g/MJ
        ("five", "least", "0", "4.95"),
        ("least", "three", "6", None),  # twice the limit
        ("declared", "five", "10", "0.5"),
        ("declared", "least", "0", "4"),
    ],
)
def test_figures_that_tell_apart_or_earn_both(first: str, second: str, counter: str | None, common: str | None) -> None:
    for found, amount in zip(examples(LABELS[first], LABELS[second]), (counter, common), strict=True):
        expected = None if amount is None else hydrogen(amount)
        if expected is not None and amount == "0":
            del expected["figures"][2]
        assert (None if found is None else found.declaration) == expected


@pytest.mark.parametrize(
    ("first", "second", "counter", "common"),
    [
        ("line", "three", ("6", {"direct-line": YES}), ("0.3", {"direct-line": YES})),
        ("five", "line", ("5", {"direct-line": NO}), ("0.5", {"direct-line": YES})),
        ("five-aid", "three", ("5", {"no-aid": YES}), ("0.3", {"no-aid": YES})),
        ("three", "five-aid", ("3", {"no-aid": NO}), ("0.3", {"no-aid": YES})),
        ("declared", "five-aid", ("10", {"no-aid": YES}), ("0.5", {"no-aid": YES})),  # a figure that fails tells more than an answer
    ],
)
def test_figures_and_answers(first: str, second: str, counter: tuple[str, dict[str, bool]], common: tuple[str, dict[str, bool]]) -> None:
    for found, (amount, answers) in zip(examples(LABELS[first], LABELS[second]), (counter, common), strict=True):
        assert found is not None
        assert found.declaration == hydrogen(amount, conditions=answers)
        assert found.conditions == answers


def test_an_example_as_plain_data() -> None:
    counter, common = examples(LABELS["five"], LABELS["three"])
    assert counter is not None
    assert common is not None
    measured = {"operator": "<=", "low": 5, "high": 5, "unit": "kg CO2e/kg", "saving": None}
    assert counter.as_dict() == {
        "declaration": hydrogen("5"),
        "conditions": {},
        "first": {"verdict": "implied", "measured": [{"threshold": "five", "limit": 5, **measured, "state": "met", "by_number": "met"}]},
        "second": {
            "verdict": "excluded",
            "measured": [{"threshold": "three", "limit": 3, **measured, "state": "failed", "by_number": "failed"}],
            "reason": {
                "en": "three (<= 3 kg CO2e/kg): the figure is 5 kg CO2e/kg; none of it passes",
                "zh": "three（中）（<= 3 kg CO2e/kg）：数值为 5 kg CO2e/kg；全部不满足",
            },
        },
    }
    assert common.as_dict()["second"]["reason"] is None
    assert common.reason.en == "three (<= 3 kg CO2e/kg): the figure is 0.3 kg CO2e/kg; all of it passes"


# -- from one standard to another -----------------------------------------------------------------------------------------------------------

ABSENT = ["electricity", "co-products", "cut-off", "carbon-storage", "offsets"]


def zero(stage: str, emission: str) -> dict[str, str]:
    return {"stage": stage, "source": emission, "value": "0 kg CO2e"}


def no_power(stage: str) -> dict[str, Any]:
    return {"stage": stage, "source": "electricity", "value": "0 kg CO2e", "activity": {"electricity": "0 kWh"}}


def test_an_example_under_another_standard_leaves_its_rules_nothing_to_act_on() -> None:
    """What only the fuel act deducts (capture, avoided) or counts besides is declared to be zero."""
    (two,) = set_by(LCF, {"id": "two", "thresholds": ["two"]}, thresholds=[limit("two", value="2 kg CO2e/kg")])
    counter, common = examples(LABELS["five"], two)
    deducted = [zero("A3", "capture"), zero("A1", "avoided")]
    assert counter is not None
    assert counter.declaration == hydrogen("5", without=ABSENT, supplement=deducted)
    assert common is not None
    expected = hydrogen("0.2", without=ABSENT)
    expected["figures"] += [no_power("up-to-production"), no_power("on-site-storage-and-transport")]
    expected["supplement"] = [zero("B1.materials", "combustion"), zero("B1.materials", "biogenic.release"), *deducted]
    assert common.declaration == expected


def test_what_only_the_second_counts_tells_the_labels_apart() -> None:
    """T/CAB 0078 counts the transport of hydrogen; nothing of a limit of the fuel act says how much that is."""
    (first,) = set_by(LCF, {"id": "first", "thresholds": ["two"]}, thresholds=[limit("two", value="2 kg CO2e/kg")])
    found, _ = examples(first, LABELS["five"])
    assert found is not None
    assert found.declaration == {
        "standard": LCF,
        "subject": {"fuel": "hydrogen"},
        "declared_unit": "1 kg",
        "without": ABSENT,
        "figures": [{"stage": name, "value": "0 kg CO2e"} for name in ("e_i+e_p", "e_td", "e_u")],
        "supplement": [{"stage": "A4.products", "source": "process", "gas": "co2-fossil", "value": "1000 kg CO2e"}],
        "conditions": {},
    }
    (vast,) = set_by(TCAB, {"id": "vast", "thresholds": ["vast"]}, thresholds=[limit("vast", value="5000 kg CO2e/kg")])
    more, _ = examples(first, vast)
    assert more is not None
    assert more.declaration is not None
    assert more.declaration["supplement"][0]["value"] == "1000000 kg CO2e"  # the least of a few amounts that is enough


def test_the_standard_of_a_figure_is_the_one_whose_label_limits_it() -> None:
    """Of a label without limits and one with, the example is declared under the standard of the one with."""
    (free,) = set_by(LCF, {"id": "free", "requires": asks("direct-line")}, conditions=CONDITIONS)
    for pair in ((free, LABELS["five"]), (LABELS["five"], free)):
        common = examples(*pair)[1]
        assert common is not None
        assert common.declaration is not None
        assert common.declaration["standard"] == TCAB


def test_a_label_for_declarations_elsewhere_is_shown_there() -> None:
    own, other = set_by(TCAB, {"id": "own", "declared_under": [LCF]}, {"id": "five", "thresholds": ["five"]}, thresholds=LIMITS)
    found, _ = examples(own, other)
    assert found is not None
    assert found.declaration is not None
    assert found.declaration["standard"] == LCF


def test_a_house() -> None:
    labels = (
        {"id": "eight", "of": ["house"], "thresholds": ["eight"]},
        {"id": "six", "thresholds": ["six"]},
        {"id": "offices", "of": ["office", "house"], "thresholds": ["six"]},
    )
    thresholds = [limit("eight", value="8 kg CO2e/(m**2*a)"), limit("six", value="6.0 kg CO2e/(m**2*a)", decimals=1)]
    eight, six, offices = set_by(DANISH, *labels, thresholds=thresholds)
    counter, common = examples(eight, six)
    area = "5000 m**2"
    body = {
        "standard": DANISH,
        "subject": {
            "kind": "house",
            "gross_floor_area": area,
            "heated_floor_area": area,
            "useful_floor_area": area,
            "reference_area": "gross_floor_area",
            "service_life": "50 a",
        },
        "declared_unit": "1 m**2*a",
        "characterisation": "en15804-a2-ef3.0",
        "conditions": {},
    }
    for found, amount in ((counter, "8"), (common, "0.6")):
        value = f"{amount} kg CO2e"
        assert found is not None
        assert found.declaration == {
            **body,
            "figures": [
                {"stage": "without-construction-process", "value": value},
                {"stage": "A4-A5", "value": "0 kg CO2e"},
                {"stage": "A2", "source": "combustion", "gas": "co2-fossil", "value": value},
            ],
        }
    kinds = []
    for pair in ((eight, offices), (offices, eight), (six, offices), (offices, six), (six, six)):
        found = examples(*pair)[1]
        assert found is not None
        assert found.declaration is not None
        kinds.append(found.declaration["subject"]["kind"])
    assert kinds == ["house", "house", "office", "office", "building"]


@pytest.mark.parametrize(
    ("first", "second", "subject"),
    [
        (["fuel", "hydrogen"], ["hydrogen"], {"fuel": "hydrogen"}),
        (["hydrogen"], ["hydrogen", "fuel"], {"fuel": "hydrogen"}),
        (["methane"], [], {"kind": "methane"}),
        ([], ["methane", "ethane"], {"kind": "methane"}),
        (["ethane", "methane"], ["methane"], {"kind": "methane"}),
        ([], [], {}),
    ],
)
def test_the_product_is_one_of_both(first: list[str], second: list[str], subject: dict[str, str]) -> None:
    """Under a standard that is for products of every kind."""
    limits = [limit("five"), limit("three", value="3 kg CO2e/kg")]
    own = {"id": "own", "of": first, "thresholds": ["five"]}, {"id": "other", "of": second, "thresholds": ["three"]}
    found = examples(*set_by("int/iso-14067-2018", *own, thresholds=limits))[1]
    assert found is not None
    assert found.declaration is not None
    assert found.declaration["subject"] == subject
    assert "characterisation" not in found.declaration  # the standard names its own
