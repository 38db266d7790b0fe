"""The fields that a gap names answer its question: what is put there is accepted, and the gap closes."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

import crosswalk as cw
from crosswalk.answering import Said, answered, placed
from crosswalk.engine.gap import Answer, Gap
from crosswalk.engine.gap_groups import told
from crosswalk.engine.translation import Translation
from crosswalk.errors import DeclarationError, InconsistentDeclarationError, InputError
from crosswalk.formats.footprint import plain

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
PAIRS = [
    ("office-gbt51366.yaml", "eu/en-15978-2011"),
    ("office-gbt51366.yaml", "eu/levels-1.2-2021"),
    ("epd-concrete-c20-25.yaml", "cn/gbt-24067-2024"),
    ("epd-argeton-brick.yaml", "cn/gbt-24067-2024"),
    ("epd-solid-wood-panel.yaml", "eu/pef-2021-2279"),
    ("hydrogen-tcab.yaml", "eu/rfnbo-2023-1185"),
    ("lcabyg-house.yaml", "cn/gbt-51366-2019"),
    ("cement-plant-gbt32151.yaml", "eu/cbam-2023-956"),
    ("ev-battery-miit551.yaml", "eu/battery-2023-1542"),
    ("formats/polypropylene-pact.json", "cn/gbt-24067-2024"),
    ("county/county.yaml", "int/gpc-2021"),
    ("plant-certificates.yaml", "int/ghgp-corporate-2004"),
]


def said(answer: Answer) -> Said:
    """A value that fits an answer: nothing of it, where a number is asked for."""
    if answer.stage is not None and answer.unit == "kWh":
        return {"electricity": "0 kWh", "region": "CN", "year": "2023", "factor": "0.5 kg CO2e/kWh"}
    if answer.choices:
        return answer.choices[0]
    if answer.unit is not None:
        return f"{0 if answer.stage is not None or answer.unit in ('kg C', 'kWh', 'GJ') else 50} {answer.unit}"
    return {"year": "2023", "region": "CN", "expires": "2030-01-01"}[answer.field.rsplit(".", 1)[-1]]


def key(gap: Gap) -> tuple[str, str, str]:
    return gap.kind, gap.stage, gap.message.en


@pytest.fixture(scope="module")
def results() -> dict[tuple[str, str], Translation]:
    return {pair: cw.translate(EXAMPLES / pair[0], to=pair[1]) for pair in PAIRS}


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{Path(pair[0]).stem}-{pair[1]}")
def test_what_is_not_covered_closes_when_its_fields_say_that_there_is_none(
    pair: tuple[str, str], results: dict[tuple[str, str], Translation]
) -> None:
    result = results[pair]
    closed = 0
    for gap in result.gaps:
        if gap.kind not in ("missing", "not-declared") or not gap.answers or any(answer.holds for answer in gap.answers):
            continue
        after = cw.translate(answered(result.footprint, [(answer, said(answer)) for answer in gap.answers]), to=pair[1])
        same = [other for other in after.gaps if key(other) == key(gap)]
        assert not same, (gap.message.en, [answer.as_dict() for answer in gap.answers])
        closed += 1
    assert closed or not any(gap.kind in ("missing", "not-declared") for gap in result.gaps)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{Path(pair[0]).stem}-{pair[1]}")
def test_every_answer_is_accepted_or_refused_by_name(pair: tuple[str, str], results: dict[tuple[str, str], Translation]) -> None:
    result = results[pair]
    for gap in result.gaps:
        for answer in gap.answers:
            fields = (
                [entry for entry in gap.answers if entry.field.startswith("figures[")] if answer.field.startswith("figures[") else [answer]
            )
            # a whole below its parts, a part of a line whose rest is declared: the declaration contradicts the answer, not its form
            accepted = (InputError,) if answer.holds else (InconsistentDeclarationError,)
            with suppress(*accepted):
                cw.translate(answered(result.footprint, [(entry, said(entry)) for entry in fields]), to=pair[1])


def test_a_whole_says_what_it_holds(results: dict[tuple[str, str], Translation]) -> None:
    result = results[PAIRS[0]]
    (answer,) = next(gap for gap in result.gaps if gap.kind == "missing" and gap.stage == "C1").answers
    assert (answer.field, answer.stage, answer.holds) == ("supplement", "C1", ("demolition",))
    with pytest.raises(InconsistentDeclarationError, match="exceed"):
        cw.translate(answered(result.footprint, [(answer, "0 kg CO2e")]), to=result.target)
    after = cw.translate(answered(result.footprint, [(answer, "12 kg CO2e")]), to=result.target)
    assert after.figure("C1").bounds[0] == after.figure("C1").bounds[2] == 12


def test_a_stage_of_the_standard_is_asked_for_by_its_own_name(results: dict[tuple[str, str], Translation]) -> None:
    gap = next(gap for gap in results[PAIRS[0]].gaps if gap.kind == "not-declared" and gap.stage == "A4")
    assert [(answer.field, answer.stage) for answer in gap.answers] == [("figures", "transport")]
    declared: dict[str, Any] = {
        "standard": "GB/T 51366",
        "declared_unit": "1 m**2",
        "figures": [{"stage": "demolition", "value": "1 kg CO2e"}],
    }
    stages = {gap.stage: gap.answers for gap in cw.translate(declared, to="EN 15978:2011").gaps if gap.kind == "not-declared"}
    assert stages["A1"] == stages["A2"] == stages["A3"] == (Answer("figures", "kg CO2e", "production"),)


def test_electricity_that_is_valued_otherwise_is_asked_for_in_kilowatt_hours() -> None:
    declared = {
        "standard": "GB/T 51366",
        "declared_unit": "1 m**2",
        "figures": [{"stage": "operational-energy", "source": "electricity", "value": "1562 kg CO2e"}],
    }
    result = cw.translate(declared, to="EN 15978:2011")
    gap = next(gap for gap in result.gaps if gap.stage == "B6.1, B6.2.lifts")
    assert [answer.field for answer in gap.answers] == [f"figures[0].activity.{name}" for name in ("electricity", "region", "year")]
    after = cw.translate(answered(result.footprint, list(zip(gap.answers, ("2944 kWh", "CN", "2023"), strict=True))), to=result.target)
    assert [round(end, 3) for end in after.shared.bounds if end is not None] == [
        round(end, 3) for end in (after.shared.bounds[0],) * 3 if end
    ]
    assert any("0.6205" in gap.message.en for gap in after.gaps)


def test_answering_the_docs_example_closes_the_total(results: dict[tuple[str, str], Translation]) -> None:
    """Round by round, each open question answered once, until the total has both ends."""
    footprint = results[PAIRS[0]].footprint.model_copy(update={"total": None})
    for _ in range(4):
        result = cw.translate(footprint, to="EN 15978:2011")
        asked = dict.fromkeys(answer for gap in result.gaps if gap.kind == "not-declared" for answer in gap.answers) or dict.fromkeys(
            answer for gap in result.gaps if gap.kind == "missing" for answer in gap.answers
        )
        if not asked:
            break
        footprint = answered(footprint, [(answer, "20 kg CO2e") for answer in asked])
    assert result.total.bounds[1] is not None or result.total.status in ("exact", "bounded")
    assert not [gap for gap in result.gaps if gap.kind in ("missing", "not-declared")]


def test_groups_ask_each_field_once(results: dict[tuple[str, str], Translation]) -> None:
    for result in results.values():
        for gap in told(result.gaps):
            assert len(gap.answers) == len(set(gap.answers))


def test_what_was_declared_stays(results: dict[tuple[str, str], Translation]) -> None:
    for result in results.values():
        before = plain(result.footprint)
        answers = [(answer, said(answer)) for gap in result.gaps for answer in gap.answers if answer.stage is not None]
        after, fields = placed(before, answers)
        assert len(fields) == len(answers)
        for name in ("figures", "supplement"):
            assert after.get(name, [])[: len(before.get(name, []))] == before.get(name, [])


def test_a_wrong_answer_is_named() -> None:
    office = cw.read(EXAMPLES / "office-gbt51366.yaml")
    with pytest.raises(DeclarationError, match=r"supplement\[0\].value"):
        answered(office, [(Answer("supplement", "kg CO2e", "B4"), "much")])
    with pytest.raises(InputError, match="biogenic_carbon"):
        answered(office, [(Answer("biogenic_carbon", "kg C"), "-1 kg C")])
