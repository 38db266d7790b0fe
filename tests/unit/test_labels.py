"""Labels as conditions: intervals against thresholds, conditions with three values, verdicts on hydrogen and fuels."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import crosswalk as cw
from crosswalk.cli import main
from crosswalk.engine.rules.classify import State, all_of, any_of, verdict, within
from crosswalk.labels import rules
from crosswalk.labels.measured import Interval
from crosswalk.labels.rules import guard_of
from crosswalk.labels.verdict import Situation, judge
from crosswalk.model.base import Text
from crosswalk.model.label import Label, Operator

TCAB, RFNBO, LCF, RED = "cn/tcab-0078-2020", "eu/rfnbo-2023-1185", "eu/lcf-2025-2359", "eu/red-2018-2001"
LIBRARY = cw.Library.shipped()
ENDS = st.one_of(st.none(), st.decimals("-100", "100", places=2))
OPERATORS: tuple[Operator, ...] = ("<", "<=", ">", ">=")


def chinese(per_kg: str, **more: Any) -> dict[str, Any]:
    """Hydrogen declared under T/CAB 0078, all four stages."""
    figures = [
        {"stage": "up-to-production", "value": f"{per_kg} kg CO2e"},
        {"stage": "on-site-storage-and-transport", "value": "0 kg CO2e"},
    ]
    return {"standard": TCAB, "declared_unit": "1 kg", "year": 2026, "figures": figures, **more}


def european(value: str, unit: str = "1 kg", standard: str = RFNBO, **more: Any) -> dict[str, Any]:
    """Hydrogen declared under one of the European acts, all terms."""
    terms = {"e_i+e_p": value, "e_td": "0 kg CO2e", "e_u": "0 kg CO2e"}
    figures = [{"stage": stage, "value": amount} for stage, amount in terms.items()]
    return {"standard": standard, "subject": {"fuel": "hydrogen"}, "declared_unit": unit, "year": 2026, "figures": figures, **more}


def words(data: dict[str, Any], **more: Any) -> dict[str, str]:
    return {entry.label: entry.verdict for entry in cw.verdicts(data, **more).verdicts}


METHOD = {"one-electricity-method": True, "co-products-by-act": True}
LOW_CARBON = {
    "energy-not-renewable": True,
    "one-of-four-electricity-methods": True,
    "co-products-by-act": True,
    "methane-of-inputs-reported": True,
}
TAXONOMY = {"savings-verified": True, "captured-co2-stored-by-criteria": True}
LINE = {"direct-line": True, "plant-at-most-36-months-older": True, "no-grid-electricity": True}
AGREEMENT = {"own-plant-or-agreement": True, "fuel-plant-before-2028": True, "same-zone": True}


# -- ENERGY-8: classes of hydrogen ----------------------------------------------------------------------------------------------------


def test_energy_8_four_kilograms_are_clean_in_china() -> None:
    found = words(chinese("4.0"))
    assert found[f"{TCAB}#clean"] == found[f"{TCAB}#low-carbon"] == "implied"
    assert found[f"{TCAB}#renewable"] == "possible"  # nobody says where the energy came from
    report = cw.verdicts(chinese("4.0"))
    told = " ".join(reason.en for reason in report.of(f"{RFNBO}#rfnbo").reasons)
    assert "33.3333 g CO2e/MJ (saving 64.5 %), beyond the limit" in told


@pytest.mark.parametrize("label", [f"{RFNBO}#rfnbo", f"{RFNBO}#taxonomy-hydrogen", f"{LCF}#low-carbon-fuel"])
def test_energy_8_four_kilograms_by_the_method_of_the_act_are_neither(label: str) -> None:
    standard = label.split("#")[0]
    report = cw.verdicts(european("4.0 kg CO2e", standard=standard, conditions={**METHOD, **LINE}))
    found = report.of(label)
    assert found.verdict == "excluded"
    (measured,) = found.measured
    assert measured.saving is not None
    assert round(measured.saving[0] * 1000 if measured.saving[0] else 0) == 645


@pytest.mark.parametrize(
    ("per_kg", "expected"),
    [
        ("14.51", ("possible", "excluded")),  # equal to the limit, and whether that passes was not read
        ("14.50", ("implied", "excluded")),
        ("14.52", ("excluded", "excluded")),
        ("4.9", ("implied", "possible")),
        ("4.89", ("implied", "implied")),
    ],
)
def test_limits_of_the_chinese_classes(per_kg: str, expected: tuple[str, str]) -> None:
    found = words(chinese(per_kg))
    assert (found[f"{TCAB}#low-carbon"], found[f"{TCAB}#clean"]) == expected


@pytest.mark.parametrize(
    ("per_kg", "rfnbo", "taxonomy"),
    [("3.384", "implied", "excluded"), ("3.385", "excluded", "excluded"), ("3", "implied", "excluded"), ("2.99", "implied", "implied")],
)
def test_energy_1_limits_of_the_european_acts(per_kg: str, rfnbo: str, taxonomy: str) -> None:
    found = words(european(f"{per_kg} kg CO2e", conditions={**METHOD, **LINE, **TAXONOMY}))
    assert (found[f"{RFNBO}#rfnbo"], found[f"{RFNBO}#taxonomy-hydrogen"]) == (rfnbo, taxonomy)


def test_per_megajoule_and_per_kilogram_are_judged_alike() -> None:
    answered = {**METHOD, **LINE}
    assert words(european("28.2 g CO2e", "1 MJ", conditions=answered)) == words(european("3.384 kg CO2e", conditions=answered))
    assert words(european("2820 g CO2e", "100 MJ", conditions=answered)) == words(european("33.84 kg CO2e", "10 kg", conditions=answered))


def test_a_number_just_above_a_limit_is_not_printed_as_the_limit() -> None:
    report = cw.verdicts(european("28.20000001 g CO2e", "1 MJ", conditions={**METHOD, **LINE})).of(f"{RFNBO}#rfnbo")
    assert report.verdict == "excluded"
    assert "the figure is 28.20000001 g CO2e/MJ" in report.reasons[0].en
    span = cw.verdicts(european({"low": "20 g CO2e", "high": "30 g CO2e"}, "1 MJ"))  # type: ignore[arg-type]
    assert str(span.of(f"{RFNBO}#rfnbo").measured[0].interval) == "20 … 30 g CO2e/MJ"


def test_a_lot_is_judged_by_its_mass() -> None:
    lot = {**chinese("4900"), "subject": {"mass": "1001 kg"}}
    del lot["declared_unit"]
    assert words(lot)[f"{TCAB}#clean"] == "implied"  # 4.895 kg a kilogram
    assert words({**lot, "subject": {"mass": "999 kg"}})[f"{TCAB}#clean"] == "excluded"
    unknown = cw.verdicts({**lot, "subject": {}}).of(f"{TCAB}#clean")
    assert unknown.verdict == "possible"
    assert "no property of the subject leads" in unknown.reasons[0].en


# -- electricity of renewable fuels ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "year", "expected"),
    [
        ({}, 2026, "possible"),
        (LINE, 2026, "implied"),
        ({**LINE, "no-grid-electricity": False}, 2026, "possible"),  # other routes stay open
        ({**AGREEMENT, "same-month": True}, 2029, "implied"),
        ({**AGREEMENT, "same-month": True}, 2030, "possible"),  # hourly from 2030 on
        ({**AGREEMENT, "same-hour": True}, 2030, "implied"),
        ({**AGREEMENT, "low-price-hours": True}, 2030, "implied"),
        ({**AGREEMENT, "same-hour": True}, 2038, "possible"),  # the transition ends with 2037
        ({**AGREEMENT, "same-hour": True, "plant-at-most-36-months-older": True, "no-aid": True}, 2038, "implied"),
        ({"routes-combined": True}, 2026, "implied"),  # half by a direct line, half under agreements
        ({**dict.fromkeys(LINE, False), "redispatch": False, "zone-hours-kept": False, "own-plant-or-agreement": False}, 2026, "possible"),
        ({"zone-renewable-share": "90 %", "zone-hours-kept": True}, 2026, "possible"),  # more than 90 % is asked
        ({"zone-renewable-share": "90.1 %", "zone-hours-kept": True}, 2026, "implied"),
        ({"zone-intensity": "17.9 g CO2e/MJ", "power-purchase-agreement": True, "same-month": True, "same-zone": True}, 2026, "implied"),
        ({"zone-intensity": "64.8 g CO2e/kWh", "power-purchase-agreement": True, "same-month": True, "same-zone": True}, 2026, "possible"),
    ],
)
def test_routes_to_fully_renewable_electricity(answers: dict[str, Any], year: int, expected: str) -> None:
    data = european("1 kg CO2e", conditions={**METHOD, **answers})
    assert words({**data, "year": year})[f"{RFNBO}#rfnbo"] == expected


def test_no_route_excludes() -> None:
    conditions = {entry.id: False for entry in LIBRARY.standard(RFNBO).conditions if entry.value is None}
    conditions |= {"zone-renewable-share": "50 %", "zone-intensity": "100 g CO2e/MJ", **METHOD}  # type: ignore[dict-item]
    assert words(european("1 kg CO2e", conditions=conditions))[f"{RFNBO}#rfnbo"] == "excluded"


@pytest.mark.parametrize(
    "label", [f"{TCAB}#renewable", f"{RFNBO}#rfnbo", f"{RFNBO}#taxonomy-hydrogen", f"{LCF}#low-carbon-fuel", f"{RED}#transport-biofuel"]
)
def test_never_implied_while_a_condition_is_unanswered(label: str) -> None:
    standard = LIBRARY.standard(label.split("#")[0])
    entry = next(entry for entry in standard.labels if entry.id == label.split("#")[1])
    unit = standard.thresholds[0].value.unit
    zero = Interval(Decimal(0), Decimal(0), unit)
    today = Situation(date(2026, 6, 1), date(2026, 6, 1), date(2022, 1, 1), {})
    assert judge(standard, entry, lambda limit: zero.into(limit.value.unit), today).verdict == "possible"


@pytest.mark.parametrize(
    "missing", ["energy-not-renewable", "one-of-four-electricity-methods", "co-products-by-act", "methane-of-inputs-reported"]
)
def test_an_answer_for_one_act_is_none_for_the_other(missing: str) -> None:
    answers = {name: answer for name, answer in LOW_CARBON.items() if name != missing} | LINE
    renewable = european("1 kg CO2e", conditions={**answers, "one-electricity-method": True})
    assert words(renewable)[f"{LCF}#low-carbon-fuel"] == "possible"


def test_hydrogen_from_renewable_energy_is_no_low_carbon_hydrogen() -> None:
    data = european("1 kg CO2e", standard=LCF, conditions={**LOW_CARBON, "energy-not-renewable": False})
    assert words(data)[f"{LCF}#low-carbon-fuel"] == "excluded"


@pytest.mark.parametrize("missing", list(TAXONOMY))
def test_the_savings_of_the_taxonomy_are_verified_ones(missing: str) -> None:
    answers = {name: answer for name, answer in TAXONOMY.items() if name != missing}
    assert words(european("1 kg CO2e", conditions=answers))[f"{RFNBO}#taxonomy-hydrogen"] == "possible"


def test_one_condition_means_the_same_wherever_it_is_asked() -> None:
    asked: dict[str, set[str]] = {}
    for standard_id in LIBRARY.standard_ids():
        for entry in LIBRARY.record(standard_id).get("conditions") or ():
            asked.setdefault(entry["id"], set()).add(f"{entry['question']['en']} {entry['question']['zh']}")
    assert {name: texts for name, texts in asked.items() if len(texts) > 1} == {}


def test_an_answer_to_no_condition_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(cw.InputError, match="nearest: direct-line"):
        cw.verdicts(european("1 kg CO2e", conditions={"direct-lnie": True}))


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ({"zone-renewable-share": "110 %"}, "between 0 and 100 %"),
        ({"zone-renewable-share": True}, "answered with a quantity"),
        ({"direct-line": "5 MJ"}, "answered with yes or no"),
        ({"zone-renewable-share": 0.95}, "such as 95 %"),
        ({"zone-renewable-share": "95"}, "such as 95 %"),
        ({"zone-intensity": "17 kWh"}, "another dimension"),
    ],
)
def test_answers_that_cannot_be(answers: dict[str, Any], message: str) -> None:
    with pytest.raises(cw.InputError, match=message):
        cw.verdicts(european("1 kg CO2e", conditions=answers))


# -- what is not declared ---------------------------------------------------------------------------------------------------------------


def test_a_class_is_earned_by_the_whole_and_not_by_a_part() -> None:
    part = {**chinese("4.0"), "figures": [{"stage": "up-to-production", "value": "4.0 kg CO2e"}]}
    report = cw.verdicts(part)
    assert report.of(f"{TCAB}#clean").verdict == "possible"
    assert report.of(f"{TCAB}#clean").questions
    above = {**part, "figures": [{"stage": "up-to-production", "value": "5.0 kg CO2e"}]}
    assert cw.verdicts(above).of(f"{TCAB}#clean").verdict == "excluded"  # what is missing cannot make it less


def test_a_product_that_is_not_named_is_not_tested() -> None:
    data = {"standard": "cn/gbt-24067-2024", "declared_unit": "1 kg", "figures": [{"stage": "A1-A3", "value": "4 kg CO2e"}]}
    report = cw.verdicts(data)
    assert not any(entry.measured for entry in report.verdicts)  # only labels for products of any kind, which no number decides
    assert f"{TCAB}#clean" in report.untested
    assert report.of("cn/cnca-cfp-00-2025#footprint-label").verdict == "possible"
    named = cw.verdicts({**data, "subject": {"fuel": "hydrogen"}})
    assert {entry.standard for entry in named.verdicts} >= {"T/CAB 0078-2020", "Delegated Regulation (EU) 2023/1185"}
    assert not named.untested


def test_a_label_before_its_day_earns_nothing() -> None:
    data = european("1 kg CO2e", standard=LCF, conditions=LOW_CARBON)
    assert words(data)[f"{LCF}#low-carbon-fuel"] == "implied"
    assert words(data, as_of=date(2025, 12, 10))[f"{LCF}#low-carbon-fuel"] == "excluded"


def test_a_class_whose_act_fixes_no_number_is_unknown() -> None:
    standard = LIBRARY.standard(TCAB)
    label = Label(id="x", name=Text(en="x", zh="x"), undetermined=Text(en="no act yet", zh="尚无"), source=standard.labels[0].source)
    day = Situation(date(2026, 6, 1), date(2026, 6, 1), None, {})
    found = judge(standard, label, None, day)
    assert found.verdict == "unknown"
    assert found.reasons[0].en == "no act yet"


# -- fuels by start of operation ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "fuel", "expected"),
    [
        ("2015-10-05", "biodiesel-rape-seed", "excluded"),  # 46.7 % < 50 %
        ("2015-10-05", "ethanol-sugar-beet-no-slop-biogas-ng-boiler", "implied"),  # 59.4 %
        ("2015-10-06", "ethanol-sugar-beet-no-slop-biogas-ng-boiler", "excluded"),  # 60 % is asked
        ("2021-01-01", "ethanol-sugar-cane", "implied"),
        (None, "ethanol-sugar-beet-no-slop-biogas-ng-boiler", "possible"),
        (None, "biodiesel-waste-cooking-oil", "implied"),
    ],
)
def test_the_start_of_operation_chooses_the_saving(start: str | None, fuel: str, expected: str) -> None:
    data = {
        "standard": RED,
        "subject": {"kind": "biofuel", **({"operation_start": start} if start else {})},
        "declared_unit": "1 MJ",
        "figures": [
            {"stage": "pathway", "indicator": "gross", "activity": {"fuel": fuel, "amount": "1 MJ"}},
            {"stage": "raw-material", "indicator": "e_l", "value": "0 kg CO2e"},
        ],
        "conditions": {"sustainability-criteria": True},
    }
    report = cw.verdicts(data)
    assert report.of(f"{RED}#transport-biofuel").verdict == expected
    if start is None and expected == "possible":
        assert any("operation_start" in question.en for question in report.of(f"{RED}#transport-biofuel").questions)


@given(
    st.lists(st.decimals("0", "20", places=3), min_size=4, max_size=4),
    st.sampled_from([{}, METHOD, {**METHOD, **LINE}, {**METHOD, **LINE, **TAXONOMY}, LOW_CARBON]),
    st.sampled_from([TCAB, RFNBO, LCF]),
)
def test_a_tighter_declaration_never_turns_a_verdict(ends: list[Decimal], answers: dict[str, Any], standard: str) -> None:
    low, inner_low, inner_high, high = sorted(ends)

    def declared(least: Decimal, most: Decimal) -> dict[str, str]:
        value: Any = {"low": f"{least} kg CO2e", "high": f"{most} kg CO2e"}
        if standard == TCAB:
            data = chinese("0", conditions=answers)
            return words({**data, "figures": [{"stage": "up-to-production", "value": value}, data["figures"][1]]})
        return words(european(value, standard=standard, conditions=answers))

    wide, tight = declared(low, high), declared(inner_low, inner_high)
    for label, word in wide.items():
        if word in ("implied", "excluded"):
            assert tight[label] == word


# -- labels of buildings and of products of any kind ---------------------------------------------------------------------------------


def test_bld_8_the_example_house_against_the_danish_limits() -> None:
    house = cw.read("examples/lcabyg-house.yaml")
    then = cw.verdicts(house, as_of=date(2024, 1, 1))
    limit = then.of("eu/dk-br18-2023#within-limit")
    assert [str(entry.interval) for entry in limit.measured] == ["8.3 kg CO2e/(m**2*a)"]  # 8.2936, one decimal as the guidance says
    assert limit.measured[0].state is State.MET
    assert limit.verdict == "excluded"  # 184 m2: the limit is for more than 1000 m2
    assert then.of("eu/dk-br18-2023#low-emission-class").verdict == "excluded"
    named = house.model_copy(update={"subject": house.subject.model_copy(update={"kind": "house"})})
    now = cw.verdicts(named, as_of=date(2026, 1, 1)).of("eu/dk-br18-2025#within-limit-houses")
    assert now.verdict == "excluded"
    whole, process = now.measured
    assert str(whole.interval) == "8.3 kg CO2e/(m**2*a)"
    assert process.interval.high is None  # A4 and A5 are not declared


def test_the_limit_by_type_leaves_the_construction_process_out() -> None:
    data = {
        "standard": "eu/dk-br18-2025",
        "subject": {"kind": "office", "gross_floor_area": "1000 m**2", "heated_floor_area": "1000 m**2"},
        "declared_unit": "1 m**2",
        "figures": [
            {"stage": stage, "value": value} for stage, value in {"A1-A3": "250 kg CO2e", "A4": "20 kg CO2e", "A5": "50 kg CO2e"}.items()
        ]
        + [
            {"stage": stage, "value": value}
            for stage, value in {"B4": "50 kg CO2e", "B6": "55 kg CO2e", "C3": "10 kg CO2e", "C4": "10 kg CO2e"}.items()
        ],
    }
    found = cw.verdicts(data, as_of=date(2026, 1, 1)).of("eu/dk-br18-2025#within-limit-offices")
    assert [str(entry.interval) for entry in found.measured] == ["7.5 kg CO2e/(m**2*a)", "1.4 kg CO2e/(m**2*a)"]
    assert found.verdict == "implied"


FOOTPRINT_LABEL = "cn/cnca-cfp-00-2025#footprint-label"
CERTIFIED = dict.fromkeys(("cfp-product-in-pilot", "cfp-pilot-area", "cfp-certified", "cfp-management-system", "cfp-own-reductions"), True)


def tyre(standard: str = "cn/gbt-24067-2024", **more: Any) -> dict[str, Any]:
    figures = [{"stage": "A1-A3", "value": "20 kg CO2e"}]
    return {"standard": standard, "subject": {"kind": "tyre"}, "declared_unit": "1 item", "figures": figures, **more}


def test_the_chinese_footprint_label_asks_for_a_declaration_there_and_a_valid_certificate() -> None:
    day = date(2026, 6, 1)
    valid: dict[str, Any] = {"conditions": CERTIFIED, "evidence": {"expires": "2027-01-01"}}
    assert cw.verdicts(tyre(**valid), as_of=day).of(FOOTPRINT_LABEL).verdict == "implied"
    assert cw.verdicts(tyre("int/iso-14067-2018", **valid), as_of=day).of(FOOTPRINT_LABEL).verdict == "possible"
    assert cw.verdicts(tyre(conditions=CERTIFIED), as_of=day).of(FOOTPRINT_LABEL).verdict == "possible"
    assert cw.verdicts(tyre(**valid), as_of=date(2025, 3, 16)).of(FOOTPRINT_LABEL).verdict == "excluded"


@given(st.dates(date(2025, 4, 1), date(2030, 1, 1)), st.booleans())
def test_an_expired_label_earns_nothing(day: date, said: bool) -> None:
    evidence = {"expires": "2027-01-01"}
    answers = {**CERTIFIED, **({"cfp-certificate-valid": True} if said else {})}
    found = cw.verdicts(tyre(conditions=answers, evidence=evidence), as_of=day).of(FOOTPRINT_LABEL).verdict
    assert found == ("implied" if day <= date(2027, 1, 1) else "excluded")


# -- logic ------------------------------------------------------------------------------------------------------------------------------


@given(ENDS, ENDS, st.sampled_from(OPERATORS), st.decimals("-100", "100", places=2), st.decimals("-100", "100", places=2))
def test_the_state_agrees_with_every_value_inside(
    low: Decimal | None, high: Decimal | None, operator: Operator, limit: Decimal, value: Decimal
) -> None:
    if low is not None and high is not None and low > high:
        low, high = high, low
    inside = (low is None or low <= value) and (high is None or value <= high)
    passes = {"<": value < limit, "<=": value <= limit, ">": value > limit, ">=": value >= limit}[operator]
    state = within(low, high, operator, limit)
    if inside:
        assert state is not State.MET or passes
        assert state is not State.FAILED or not passes


@given(ENDS, ENDS, st.decimals("0", "10", places=2), st.sampled_from(OPERATORS), st.decimals("-100", "100", places=2))
def test_a_narrower_interval_never_turns_a_verdict_round(
    low: Decimal | None, high: Decimal | None, cut: Decimal, operator: Operator, limit: Decimal
) -> None:
    if low is not None and high is not None and low > high:
        low, high = high, low
    wide = within(low, high, operator, limit)
    inner_high = None if high is None else high - cut
    if low is not None and inner_high is not None and inner_high < low:
        return
    narrow = within(low, inner_high, operator, limit)
    assert wide is State.OPEN or narrow is wide


def test_three_valued_logic_is_that_of_its_completions() -> None:
    for states in product(State, repeat=3):
        completions = list(product(*((State.MET, State.FAILED) if state is State.OPEN else (state,) for state in states)))
        for combine, whole in ((all_of, all), (any_of, any)):
            results = {whole(each is State.MET for each in completion) for completion in completions}
            expected = State.OPEN if len(results) == 2 else State.MET if results == {True} else State.FAILED
            assert combine(states) is expected
    assert [verdict([state]) for state in (State.MET, State.OPEN, State.FAILED)] == ["implied", "possible", "excluded"]


# -- command line -------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("lang", "said"), [("en", "implied: every completion earns it"), ("zh", "必然满足")])
def test_command(tmp_path: Any, lang: str, said: str) -> None:
    path = tmp_path / "hydrogen.json"
    path.write_text(__import__("json").dumps(chinese("4.0")), encoding="utf-8")
    done = CliRunner().invoke(main, ["labels", str(path), "--lang", lang])
    assert done.exit_code == 0
    assert said in done.stdout.replace("│\n│", "").replace("\n", " ") or said.split(":")[0] in done.stdout
    listed = CliRunner().invoke(main, ["list", "labels", "--format", "json"])
    assert f'"{RFNBO}#rfnbo"' in listed.stdout


# -- the guard on numbers that cross --------------------------------------------------------------------------------------------------

TAXONOMY_HYDROGEN = "eu/taxonomy-2021-2139#3.10-hydrogen"
NONE_OF_IT = ["electricity", "co-products", "cut-off", "carbon-storage", "offsets"]


def test_no_verdict_rests_on_a_number_that_rules_keep_from_crossing() -> None:
    """4.0 kg are above 3 t/t, but nobody has read how T/CAB 0078 values electricity: the number tells, and does not decide."""
    found = cw.verdicts(chinese("4.0")).of(TAXONOMY_HYDROGEN)
    (measured,) = found.measured
    assert (found.verdict, measured.state, measured.by_number) == ("possible", State.OPEN, State.FAILED)
    assert any("rules of the two standards differ" in reason.en for reason in found.reasons)
    assert any("without: [electricity, co-products, cut-off, carbon-storage, offsets]" in question.en for question in found.questions)
    assert any("without: [electricity" in question.zh for question in found.questions)


def test_rules_with_nothing_to_act_on_keep_no_number() -> None:
    assert cw.verdicts(chinese("4.0", without=NONE_OF_IT)).of(TAXONOMY_HYDROGEN).verdict == "excluded"
    for missing in NONE_OF_IT:
        rest = [word for word in NONE_OF_IT if word != missing]
        assert cw.verdicts(chinese("4.0", without=rest)).of(TAXONOMY_HYDROGEN).verdict == "possible", missing


def test_equivalence_and_labels_have_one_guard() -> None:
    pair = cw.equivalent(f"{TCAB}#clean", TAXONOMY_HYDROGEN, as_of=date(2026, 11, 27))
    told = next(reason for reason in pair.reasons if "rules of the two standards differ" in reason.en)
    assert told in cw.verdicts(chinese("4.0")).of(TAXONOMY_HYDROGEN).reasons


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"figures": [{"stage": "up-to-production", "source": "electricity", "value": "1 kg CO2e"}]}, "there is no electricity"),
        ({"co_products": {"process": "x", "products": []}}, "co"),
        ({"without": ["sunshine"]}, "electricity"),
    ],
)
def test_what_is_said_to_be_absent_is_declared_nowhere(data: dict[str, Any], message: str) -> None:
    with pytest.raises(cw.InputError, match=message):
        cw.read({**chinese("1", without=["electricity", "co-products"]), **data})
    zero = {"stage": "up-to-production", "source": "electricity", "value": "0 kg CO2e"}
    assert cw.read({**chinese("1", without=["electricity"]), "figures": [zero]}).without == ("electricity",)


def test_what_there_is_none_of_leaves_no_gap_and_moves_no_bound() -> None:
    before, after = (cw.translate(chinese("2", without=said), to=RFNBO) for said in ([], NONE_OF_IT))
    assert before.total.bounds == after.total.bounds
    topics = {gap.message.en.split(":")[0] for gap in before.gaps if gap.kind == "rule-differs"} - {
        gap.message.en.split(":")[0] for gap in after.gaps
    }
    assert topics == {"electricity", "allocation", "cut-off", "carbon storage", "offsets"}


def test_an_act_that_takes_the_figure_of_a_standard_lets_its_number_cross() -> None:
    """(EU) 2021/2139, 3.10: savings by ISO 14067 or by the method of the fuel acts; T/CAB 0078 is neither."""
    body = {
        "declared_unit": "1 t",
        "year": 2026,
        "subject": {"kind": "hydrogen"},
        "conditions": {"life-cycle-verified": True},
        "characterisation": "ar6-100",
    }
    zero = {"stage": "A3", "source": "capture", "value": "0 kg CO2e"}
    figures = [{"stage": "A1-C4", "value": "2.9 t CO2e"}]
    found = cw.verdicts({**body, "standard": "int/iso-14067-2018", "figures": figures, "supplement": [zero]}).of(TAXONOMY_HYDROGEN)
    (measured,) = found.measured
    assert measured.state is measured.by_number
    assert not any("rules of the two standards differ" in reason.en for reason in found.reasons)


def test_what_the_target_calculates_by_its_own_rules_is_no_number_that_crosses() -> None:
    ship = {
        "standard": "cn/msa-ships-2022",
        "subject": {"kind": "ship", "mass": "1000 t", "net_calorific_value": "40.5 MJ/kg"},
        "figures": [{"stage": "TtW", "activity": {"fuel": "HFO", "amount": "1000 t", "factor": "3 t CO2/t"}}],
    }
    found = cw.verdicts(ship, as_of=date(2026, 11, 1)).of("eu/fueleu-2023-1805#within-limit")
    assert found.verdict == "excluded"
    assert not any("rules of the two standards differ" in reason.en for reason in found.reasons)


def test_activities_are_valued_anew_and_their_amounts_are_still_allocated_by_the_source(monkeypatch: pytest.MonkeyPatch) -> None:
    """Were all of it calculated by the target, how T/CAB 0078 values electricity would play no part; how it shares and cuts off would."""
    translation = cw.translate(chinese("4.0"), to=RFNBO)
    assert guard_of(translation).topics == ("electricity", "allocation", "cut-off", "carbon-storage", "offsets")
    monkeypatch.setattr(rules, "calculated", lambda _: True)
    assert guard_of(translation).topics == ("allocation", "cut-off")
