"""What a declared footprint says of the labels that it can be held against: days, answers, products, figures in the unit of a limit."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

import crosswalk as cw
from crosswalk.errors import UnitMismatchError, UnknownNameError
from crosswalk.labels.assess import answers, interval_in, labels_of, produced, products, situation_of
from crosswalk.labels.measured import Interval
from crosswalk.model.footprint import Footprint
from crosswalk.model.quantity import Quantity

LIBRARY = cw.Library.shipped()
TCAB, RFNBO = "cn/tcab-0078-2020", "eu/rfnbo-2023-1185"
DAY = date(2026, 6, 1)


def hydrogen(amount: str = "4.0 kg CO2e", **more: Any) -> dict[str, Any]:
    figures = [{"stage": "up-to-production", "value": amount}, {"stage": "on-site-storage-and-transport", "value": "0 kg CO2e"}]
    return {"standard": TCAB, "declared_unit": "1 kg", "figures": figures, **more}


def test_a_report_as_plain_data() -> None:
    report = cw.verdicts(hydrogen(name="h"), as_of=DAY)
    plain = report.as_dict()
    labels = plain.pop("labels")
    assert plain == {"standard": TCAB, "name": {"en": "h", "zh": "h"}, "as_of": "2026-06-01", "untested": []}
    assert labels == [entry.as_dict() for entry in report.verdicts]
    assert [entry["label"] for entry in labels][:3] == [f"{TCAB}#low-carbon", f"{TCAB}#clean", f"{TCAB}#renewable"]  # its own first
    others = [entry["label"].partition("#")[0] for entry in labels][3:]
    assert others == sorted(others, key=lambda key: (key in LIBRARY.label_scheme, key))  # then other standards, then schemes
    assert cw.verdicts(hydrogen(), as_of=DAY).as_dict()["name"] is None
    with pytest.raises(StopIteration):
        report.of("none")


def test_what_is_asked_is_what_keeps_the_figure_open() -> None:
    part = hydrogen()
    part["figures"] = part["figures"][:1]
    report = cw.verdicts(part, as_of=DAY)
    missing = "Declare A4 Transport to the site or customer under T/CAB 0078-2020, or 0 kg CO2e if there is none."
    assert [question.en for question in report.of(f"{TCAB}#clean").questions] == [missing]
    assert [question.en for question in report.of(f"{TCAB}#renewable").questions] == [
        missing,
        "Is all energy of the hydrogen production renewable? (`conditions.renewable-energy`)",
    ]
    abroad = report.of(f"{RFNBO}#rfnbo").questions
    assert abroad[2].en == missing  # at most three of the figure, the widest first
    assert "without: [electricity" in abroad[3].en
    own = report.of(f"{TCAB}#clean").translation
    assert own is not None
    assert own.target == TCAB
    assert report.of("cn/green-product-label#green-product").translation is None  # no number decides there


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, DAY),
        ({"year": 2025}, date(2025, 12, 31)),
        ({"period": {"start": "2025-01-01", "end": "2025-06-30"}}, date(2025, 6, 30)),
    ],
)
def test_the_last_day_of_production(more: dict[str, Any], expected: date) -> None:
    assert produced(Footprint.model_validate(hydrogen(**more)), DAY) == expected


def test_what_verdicts_depend_on() -> None:
    body = hydrogen(
        year=2025,
        subject={"operation_start": "2020-01-01", "gross_floor_area": "10 m**2"},
        conditions={"renewable-energy": True},
        evidence={"expires": "2027-01-01"},
    )
    found = situation_of(LIBRARY, Footprint.model_validate(body), LIBRARY.standard(TCAB), DAY)
    assert (found.day, found.produced, found.started) == (DAY, date(2025, 12, 31), date(2020, 1, 1))
    assert (found.answers, found.declared_under, found.expires) == ({"renewable-energy": True}, TCAB, date(2027, 1, 1))
    assert found.properties == {"gross_floor_area": Quantity.parse("10 m**2")}
    assert not found.guard
    assert found.held is None


def test_an_answer_that_no_label_asks_for() -> None:
    with pytest.raises(UnknownNameError) as caught:
        answers(LIBRARY, Footprint.model_validate(hydrogen(conditions={"renewable-enrgy": True})))
    (finding,) = caught.value.findings
    assert (finding.en, finding.zh, finding.field) == (
        "no label asks for the condition 'renewable-enrgy'",
        "没有标签询问条件 'renewable-enrgy'",
        "conditions.renewable-enrgy",
    )
    assert "renewable-energy" in str(finding.nearest)
    assert answers(LIBRARY, Footprint.model_validate(hydrogen())) == {}


@pytest.mark.parametrize(
    ("standard", "subject", "expected"),
    [
        (TCAB, {}, {"hydrogen", "fuel"}),  # the standard is on hydrogen
        (RFNBO, {"fuel": "Methanol"}, {"methanol", "fuel"}),
        ("int/iso-14067-2018", {"kind": "Tyre"}, {"tyre"}),
        ("int/iso-14067-2018", {}, set()),
    ],
)
def test_words_for_the_product(standard: str, subject: dict[str, str], expected: set[str]) -> None:
    body = {"standard": standard, "subject": subject, "declared_unit": "1 kg", "figures": [{"stage": "x", "value": "0 kg CO2e"}]}
    assert products(Footprint.model_validate(body), LIBRARY.standard(standard)) == expected


def test_a_figure_in_the_unit_of_a_limit() -> None:
    """4 kg a kilogram of hydrogen are 33.3 g/MJ at 120 MJ/kg; ten kilograms are declared together."""
    lot = cw.translate(hydrogen("40 kg CO2e", declared_unit="10 kg"), to=TCAB)
    assert interval_in(lot, "kg*CO2e/kg") == Interval(Decimal(4), Decimal(4), "kg*CO2e/kg")
    assert interval_in(lot, "g*CO2e/kg") == Interval(Decimal(4000), Decimal(4000), "g*CO2e/kg")
    assert str(interval_in(lot, "g*CO2e/MJ")) == "33.3333 g CO2e/MJ"
    assert interval_in(lot, "kg*CO2e/kg", "on-site-storage-and-transport").high == 0
    assert interval_in(lot, "kg*CO2e/kg", "up-to-production", "GHG").low == 4
    with pytest.raises(UnitMismatchError):
        interval_in(lot, "kg*CO2e/m**2")


def test_labels_of_a_field() -> None:
    ids = [f"{setter.id}#{label.id}" for setter, label in labels_of(LIBRARY, "energy")]
    assert f"{TCAB}#clean" in ids
    assert {setter.field for setter, _ in labels_of(LIBRARY, "energy")} == {"energy"}
    every = [f"{setter.id}#{label.id}" for setter, label in labels_of(LIBRARY)]
    assert set(ids) < set(every)
    assert "cn/cnca-cfp-00-2025#footprint-label" in every


def test_which_labels_are_tested() -> None:
    tested = {entry.label for entry in cw.verdicts(hydrogen(), as_of=DAY).verdicts}
    assert f"{RFNBO}#rfnbo" in tested
    assert "eu/red-2018-2001#transport-biofuel" not in tested  # for another product
    body = {"standard": "int/iso-14067-2018", "declared_unit": "1 kg", "figures": [{"stage": "A1-C4", "value": "4 kg CO2e"}]}
    untested = cw.verdicts(body, as_of=DAY).untested
    assert {f"{TCAB}#clean", f"{RFNBO}#rfnbo", "eu/red-2018-2001#transport-biofuel"} <= set(untested)  # nobody says of what it is


def test_the_declared_number_is_told_beside_an_open_verdict_of_another_standard() -> None:
    spread = cw.verdicts(hydrogen({"low": "2 kg CO2e", "high": "9 kg CO2e"}), as_of=DAY)  # type: ignore[arg-type]
    told = "by its unit alone the declared figure is 2 … 9 "
    own, other = (spread.of(label).reasons for label in (f"{TCAB}#clean", "eu/taxonomy-2021-2139#3.10-hydrogen"))
    assert not [reason for reason in own if told in reason.en]  # its own limit says it already
    assert len([reason for reason in other if told in reason.en]) == 1


def test_why_there_is_no_figure_under_another_standard() -> None:
    piece = {**hydrogen(), "standard": "int/iso-14067-2018", "declared_unit": "1 item", "subject": {"kind": "hydrogen"}}
    piece["figures"] = [{"stage": "A1-C4", "value": "4 kg CO2e"}]
    found = cw.verdicts(piece, as_of=DAY).of(f"{TCAB}#clean")
    assert found.verdict == "possible"
    assert found.reasons[0].en.startswith("no figure under this standard: ")
