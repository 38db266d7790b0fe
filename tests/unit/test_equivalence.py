"""Labels against labels: what one guarantees, classified in the other; counter-examples; matrices; laws."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import crosswalk as cw
from crosswalk.cli import main
from crosswalk.engine.rules.classify import State
from crosswalk.errors import UnknownNameError
from crosswalk.labels.assess import labels_of
from crosswalk.labels.equivalence import Equivalence, LabelOf, equivalent_labels
from crosswalk.labels.guarantee import Limit, known_state, limit_of, state_within, ways
from crosswalk.labels.measured import Interval
from crosswalk.labels.rules import differing_rules
from crosswalk.model.label import Condition, Operator, Requirement, Threshold

LIBRARY = cw.Library.shipped()
DAY = date(2026, 11, 27)
TCAB, RFNBO, LCF, RED = "cn/tcab-0078-2020", "eu/rfnbo-2023-1185", "eu/lcf-2025-2359", "eu/red-2018-2001"
HOUSES = "eu/dk-br18-2025"
LABELS = [LabelOf(setter, label) for setter, label in labels_of(LIBRARY)]
IDS = [entry.id for entry in LABELS]


@lru_cache(maxsize=4096)
def verdict(first: int, second: int, day: date = DAY, *, example: bool = False) -> Equivalence | None:
    try:
        return equivalent_labels(LIBRARY, LABELS[first], LABELS[second], day, with_example=example)
    except cw.NotComparableError:
        return None


# -- hydrogen and buildings -----------------------------------------------------------------------------------------------------------


def test_the_danish_class_kept_the_limit_while_both_were_in_force() -> None:
    found = cw.equivalent("eu/dk-br18-2023#low-emission-class", "eu/dk-br18-2023#within-limit", as_of=date(2024, 1, 1))
    assert found.verdict == "possible"  # 8.0 is below 12.0, but the size of the building is not known
    assert [entry.state for entry in found.measured] == [State.MET]
    assert "br18-over-1000-m2" in found.questions[0].en


def test_what_is_guaranteed_is_shown_in_the_unit_of_the_other() -> None:
    found = cw.equivalent(f"{RFNBO}#rfnbo", f"{RFNBO}#taxonomy-hydrogen", as_of=DAY)
    assert found.measured[0].interval.high == Decimal("3.384")  # 28.2 g/MJ at 120 MJ/kg
    assert found.example is not None
    assert "3.384" in found.example.reason.en


def test_clean_hydrogen_of_the_chinese_class_may_lie_above_the_european_limit() -> None:
    """4.9 kg/kg is 40.8 g/MJ; the limit is 28.2 g/MJ, whatever is answered on electricity."""
    example = cw.equivalent(f"{TCAB}#clean", f"{RFNBO}#rfnbo", as_of=DAY).example
    assert example is not None
    (measured,) = example.second.measured
    assert measured.state is State.FAILED
    assert measured.interval.low is not None
    assert Decimal(28) < measured.interval.low < Decimal("40.9")
    assert all(answer is not False for answer in example.conditions.values())


def test_rules_that_were_not_read_let_no_number_across() -> None:
    assert "electricity" in differing_rules(LIBRARY.standard(TCAB), LIBRARY.standard(RFNBO))
    found = cw.equivalent(f"{TCAB}#clean", f"{RFNBO}#taxonomy-hydrogen", as_of=DAY)
    assert any("rules of the two standards differ" in reason.en for reason in found.reasons)


def test_labels_for_different_products_are_not_compared() -> None:
    with pytest.raises(cw.NotComparableError):
        cw.equivalent(f"{HOUSES}#within-limit-houses", f"{HOUSES}#within-limit-offices")
    with pytest.raises(cw.NotComparableError):
        cw.equivalent(f"{TCAB}#clean", "eu/zeb-2024-1275#zero-emission")


@pytest.mark.parametrize(("name", "near"), [(f"{TCAB}#cleen", "#clean"), (TCAB, "#clean"), ("cn/gbt-24067-2024#x", "nearest")])
def test_a_label_is_never_guessed(name: str, near: str) -> None:
    with pytest.raises(UnknownNameError, match=near):
        cw.equivalent(name, f"{RFNBO}#rfnbo")


# -- laws over all labels -------------------------------------------------------------------------------------------------------------

INDEX = st.integers(0, len(LABELS) - 1)


@pytest.mark.parametrize("position", range(len(LABELS)), ids=IDS)
def test_whatever_can_be_earned_implies_itself(position: int) -> None:
    entry = LABELS[position]
    found = verdict(position, position)
    assert found is not None
    earnable = (entry.label.valid_until is None or entry.label.valid_until >= DAY) and (entry.label.valid_from or DAY) <= DAY
    assert found.verdict == ("implied" if earnable else "excluded")


def test_implied_is_transitive() -> None:
    count = range(len(LABELS))
    implied = {(first, second) for first in count for second in count if (v := verdict(first, second)) and v.verdict == "implied"}
    chains = 0
    for first, middle in implied:
        for other, last in implied:
            if other == middle:
                assert (first, last) in implied, (IDS[first], IDS[middle], IDS[last])
                chains += len({first, middle, last}) == 3
    assert chains >= 20  # of three labels that differ
    assert any(LABELS[first].setter.id != LABELS[second].setter.id for first, second in implied)


def test_never_implied_while_a_condition_of_the_second_is_open() -> None:
    for first, entry in enumerate(LABELS):
        for second, asked in enumerate(LABELS):
            found = verdict(first, second)
            if found is None or found.verdict != "implied" or entry.id == asked.id:
                continue
            own = {name for way in ways(entry.label.requires) for name in way}
            properties = {known.answered_by for known in entry.setter.conditions if known.id in own} - {None, "expiry"}
            others = {known.id for known in asked.setter.conditions if known.answered_by in properties}  # see the law on one property below
            for way in ways(asked.label.requires):
                assert way <= own | others, (entry.id, asked.id)


PAIRS = [
    (first, second)
    for first in range(len(LABELS))
    for second in range(len(LABELS))
    if (found := verdict(first, second)) is not None and found.verdict == "possible"
]


@pytest.mark.parametrize("pair", PAIRS[::5], ids=lambda pair: f"{IDS[pair[0]]}-{IDS[pair[1]]}")
def test_a_counter_example_that_is_shown_earns_the_first_and_fails_the_second(pair: tuple[int, int]) -> None:
    found = verdict(*pair, example=True)
    assert found is not None
    for example, second in ((found.example, "excluded"), (found.common, "implied")):
        if example is None:
            continue
        assert (example.first.verdict, example.second.verdict) == ("implied", second)
        if example.declaration is not None:  # anybody can ask again
            report = cw.verdicts(example.declaration, as_of=DAY)
            assert (report.of(found.first.id).verdict, report.of(found.second.id).verdict) == ("implied", second)


def on_an_indicator(place: int) -> bool:
    """Whether a limit of a label is on an indicator beside the main one; counter-examples are built from main figures only."""
    entry = LABELS[place]
    names = {*entry.label.thresholds, *(name for part in entry.label.requires for name in part.thresholds())}
    return any(limit.indicator is not None for limit in entry.setter.thresholds if limit.id in names)


def test_most_open_pairs_have_a_counter_example() -> None:
    shown = [verdict(*pair, example=True) for pair in PAIRS[::7] if not any(on_an_indicator(place) for place in pair)]
    assert sum(entry is not None and entry.example is not None for entry in shown) >= len(shown) * 0.95
    assert sum(entry is not None and entry.settled for entry in shown) >= len(shown) * 0.8


@given(INDEX, INDEX, st.dates(date(2010, 1, 1), date(2049, 1, 1)))
def test_an_expired_label_earns_nothing(first: int, second: int, day: date) -> None:
    found = verdict(first, second, day)
    if found is None:
        return
    for entry in (LABELS[first].label, LABELS[second].label):
        if (entry.valid_until is not None and day > entry.valid_until) or (entry.valid_from is not None and day < entry.valid_from):
            assert found.verdict == "excluded"


ENDS = st.decimals("-20", "20", places=2)
OPERATORS: tuple[Operator, ...] = ("<", "<=", ">", ">=")


def threshold(operator: Operator, value: Decimal, **more: Any) -> Threshold:
    source = LABELS[0].label.source
    name = LABELS[0].label.name
    return Threshold.model_validate(
        {
            "id": "x",
            "kind": "limit",
            "name": name,
            "operator": operator,
            "value": f"{value} kg CO2e/kg",
            "applies_to": name,
            "source": source,
            **more,
        }
    )


@given(ENDS, ENDS, ENDS, ENDS, st.sampled_from(OPERATORS), ENDS, st.sampled_from([None, 0, 1]))
def test_a_tighter_interval_never_turns_a_verdict(
    one: Decimal, two: Decimal, three: Decimal, four: Decimal, operator: Operator, limit: Decimal, decimals: int | None
) -> None:
    low, inner_low, inner_high, high = sorted((one, two, three, four))
    asked = threshold(operator, limit if decimals is None else limit.quantize(Decimal(1).scaleb(-decimals)), decimals=decimals)
    wide = state_within(Interval(low, high, "kg*CO2e/kg"), asked, False)
    tight = state_within(Interval(inner_low, inner_high, "kg*CO2e/kg"), asked, False)
    if wide is not State.OPEN:
        assert tight is wide


@given(st.sampled_from(OPERATORS), st.decimals("-20", "20", places=1), st.decimals("-20", "20", places=3))
def test_a_limit_after_rounding_is_the_range_of_what_is_rounded_into_it(operator: Operator, limit: Decimal, value: Decimal) -> None:
    asked = threshold(operator, limit, decimals=1)
    rounded = Interval(value, value, "kg*CO2e/kg").rounded(1).high
    assert rounded is not None
    passes = {"<": rounded < limit, "<=": rounded <= limit, ">": rounded > limit, ">=": rounded >= limit}[operator]
    assert (state_within(Interval(value, value, "kg*CO2e/kg"), asked, False) is State.MET) is passes


def test_ends_of_limits() -> None:
    assert limit_of(threshold("<=", Decimal("12.0"), decimals=1)) == Limit(Decimal("12.05"), False, True)
    assert limit_of(threshold("<", Decimal(3))) == Limit(Decimal(3), False, True)
    assert limit_of(threshold("<=", Decimal("4.9"), sign_open=True)).strict is None
    assert state_within(Interval(None, Decimal(3), "kg*CO2e/kg"), threshold("<", Decimal(3)), True) is State.MET
    assert state_within(Interval(None, Decimal(3), "kg*CO2e/kg"), threshold("<", Decimal(3)), False) is State.OPEN


def test_ways_are_least() -> None:
    one, two, three = (Requirement(condition=name) for name in "abc")
    assert ways((Requirement(any=(one, Requirement(all=(one, two)), three)),)) == [frozenset("a"), frozenset("c")]
    assert ways((one, Requirement(any=(two, three)))) == [frozenset("ab"), frozenset("ac")]
    assert ways(()) == [frozenset()]


# -- matrix and command line ----------------------------------------------------------------------------------------------------------


def test_the_matrix_of_a_field_is_symmetric_in_its_relations() -> None:
    matrix = cw.label_matrix("energy", as_of=DAY)
    ids = [entry.id for entry in matrix.labels]
    converse = {"narrower": "broader", "broader": "narrower"}
    for first in ids:
        for second in ids:
            there = matrix.relation(first, second)
            assert matrix.relation(second, first) == converse.get(there, there)
    assert matrix.relation(f"{TCAB}#clean", f"{TCAB}#low-carbon") == "narrower"
    assert matrix.relation(f"{RFNBO}#rfnbo", f"{LCF}#low-carbon-fuel") == "excluded"
    assert matrix.relation(f"{RED}#transport-biofuel", f"{TCAB}#clean") == "not-comparable"


@pytest.mark.parametrize(("lang", "said"), [("en", "Counter-example"), ("zh", "反例")])
def test_command(lang: str, said: str) -> None:
    done = CliRunner().invoke(main, ["equivalent", f"{TCAB}#low-carbon", f"{TCAB}#clean", "--lang", lang, "--format", "markdown"])
    assert done.exit_code == 0
    assert said in done.stdout
    data = json.loads(CliRunner().invoke(main, ["equivalent", f"{TCAB}#low-carbon", f"{TCAB}#clean", "--format", "json"]).stdout)
    assert data["verdict"] == "possible"
    assert data["counter_example"]["second"]["verdict"] == "excluded"
    square = CliRunner().invoke(main, ["equivalent", "--field", "energy", "--lang", lang])
    assert square.exit_code == 0
    assert f"{RFNBO}#rfnbo" in square.stdout
    cells = json.loads(CliRunner().invoke(main, ["equivalent", "--product", "hydrogen", "--field", "energy", "--format", "json"]).stdout)
    assert len(cells["labels"]) == 6
    assert len(cells["cells"]) == 30
    assert CliRunner().invoke(main, ["equivalent", f"{TCAB}#clean"]).exit_code == 2


# -- which open verdicts are the last word ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (f"{TCAB}#low-carbon", f"{RFNBO}#rfnbo"),
        (f"{TCAB}#clean", f"{RFNBO}#rfnbo"),
        (f"{TCAB}#clean", "eu/taxonomy-2021-2139#3.10-hydrogen"),
        (f"{TCAB}#renewable", f"{RFNBO}#rfnbo"),
        (f"{TCAB}#clean", f"{LCF}#low-carbon-fuel"),
    ],
)
def test_chinese_classes_meet_european_ones_in_part_for_good(first: str, second: str) -> None:
    """Not for want of reading: one hydrogen earns both, another only the Chinese class, by its figure, with nothing that unread rules could act on."""
    found = cw.equivalent(first, second, as_of=DAY)
    assert (found.verdict, found.settled) == ("possible", True)
    assert found.example is not None
    assert found.common is not None
    assert any(entry.state is State.FAILED for entry in found.example.second.measured)
    for example, verdicts in ((found.example, ("implied", "excluded")), (found.common, ("implied", "implied"))):
        assert example.declaration is not None
        report = cw.verdicts(example.declaration, as_of=DAY)  # asked anew through the engine
        assert (report.of(first).verdict, report.of(second).verdict) == verdicts


@pytest.mark.parametrize("second", [f"{TCAB}#low-carbon", f"{TCAB}#clean"])
def test_a_limit_net_of_captured_co2_guarantees_nothing_of_the_figure_before(second: str) -> None:
    """Below 3 t/t after capture is below 4.9 and 14.51, but the Chinese class may count what was captured: open, and not the last word."""
    found = cw.equivalent("eu/taxonomy-2021-2139#3.10-hydrogen", second, as_of=DAY)
    (measured,) = found.measured
    assert (found.verdict, found.settled, measured.state, measured.by_number) == ("possible", False, State.OPEN, State.OPEN)
    assert found.example is None


# -- conditions on one property of the subject -----------------------------------------------------------------------------------------

PARK, HUNAN = "cn/zero-carbon-park-2025", "cn/zero-carbon-park-hunan-2026"


def test_size_bands_exclude_each_other_and_a_narrower_one_lies_in_a_wider() -> None:
    assert cw.equivalent(f"{PARK}#core-below-1-mtce", f"{PARK}#core-from-1-mtce", as_of=DAY).verdict == "excluded"
    assert cw.equivalent(f"{PARK}#core-from-1-mtce", f"{HUNAN}#core-2027-below-1-mtce", as_of=DAY).verdict == "excluded"
    found = cw.equivalent(f"{PARK}#core-below-1-mtce", f"{HUNAN}#core-2027-below-1-mtce", as_of=DAY)
    assert any("at least 0.02 Mtce: holds" in reason.en for reason in found.reasons)  # 0.2 Mtce is more


@given(st.sampled_from(OPERATORS), st.integers(1, 4), st.sampled_from(OPERATORS), st.integers(1, 4))
def test_what_one_condition_on_a_property_says_of_another(one: Operator, least: int, other: Operator, limit: int) -> None:
    """Against all values: met where every value of the first is one of the second, failed where none is."""
    known, asked = (condition(name, operator, value) for name, operator, value in (("a", one, least), ("b", other, limit)))
    passes = {"<": lambda x, y: x < y, "<=": lambda x, y: x <= y, ">": lambda x, y: x > y, ">=": lambda x, y: x >= y}
    inside = [passes[other](value, limit * 2) for value in range(-2, 14) if passes[one](value, least * 2)]
    expected = State.MET if all(inside) else State.OPEN if any(inside) else State.FAILED
    assert known_state(asked, "x", {"a": known}, ()) is expected


def condition(name: str, operator: Operator, value: int) -> Condition:
    word = {"en": name, "zh": name}
    source = LABELS[0].label.source
    return Condition.model_validate(
        {
            "id": name,
            "text": word,
            "question": word,
            "operator": operator,
            "value": f"{value * 2} tce",
            "answered_by": "energy_consumption",
            "source": source,
        }
    )
