"""One label against another, on labels of a few lines under shipped standards: every field of the result, by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from labelled import both, condition, limit, scheme, set_by, source

import crosswalk as cw
from crosswalk.engine.provenance import Fact
from crosswalk.engine.rules.classify import State
from crosswalk.labels import wording
from crosswalk.labels.counterexample import Example
from crosswalk.labels.equivalence import Equivalence, LabelOf, equivalent_labels
from crosswalk.labels.matrix import Matrix, matrix_of
from crosswalk.model.base import Text, text
from crosswalk.model.mapping import Link

LIBRARY = cw.Library.shipped()
TCAB, RFNBO, LCF, CBAM = "cn/tcab-0078-2020", "eu/rfnbo-2023-1185", "eu/lcf-2025-2359", "eu/cbam-2023-956"
DAY = date(2026, 6, 1)
NUMBER = "T/CAB 0078-2020"


def held(first: LabelOf, second: LabelOf, day: date = DAY, *, example: bool = False) -> Equivalence:
    return equivalent_labels(LIBRARY, first, second, day, with_example=example)


def english(texts: tuple[Text, ...]) -> list[str]:
    return [entry.en for entry in texts]


THREE, FIVE = limit("three", value="3 kg CO2e/kg"), limit("five", value="5 kg CO2e/kg")


def test_a_comparison_as_plain_data() -> None:
    conditions = [condition("own"), condition("asked")]
    labels = (
        {"id": "strict", "thresholds": ["three"], "requires": [{"condition": "own"}]},
        {"id": "lax", "thresholds": ["five"], "requires": [{"condition": "own"}, {"condition": "asked"}]},
    )
    strict, lax = set_by(TCAB, *labels, thresholds=[THREE, FIVE], conditions=conditions)
    found = held(strict, lax)
    assert found.as_dict() == {
        "first": f"{TCAB}#strict",
        "second": f"{TCAB}#lax",
        "as_of": "2026-06-01",
        "verdict": "possible",
        "settled": False,
        "measured": [
            {
                "threshold": "five",
                "operator": "<=",
                "limit": 5,
                "low": 0,
                "high": 3,
                "unit": "kg CO2e/kg",
                "saving": None,
                "state": "met",
                "by_number": "met",
            }
        ],
        "reasons": [
            {"en": "asked is so: is not answered", "zh": "asked is so（中）：尚未答复"},
            {
                "en": "five (<= 5 kg CO2e/kg): guaranteed is 0 … 3 kg CO2e/kg; all of it passes",
                "zh": "five（中）（<= 5 kg CO2e/kg）：可保证的数值为 0 … 3 kg CO2e/kg；全部满足",
            },
            {"en": "own is so: holds", "zh": "own is so（中）：满足"},
        ],
        "questions": [{"en": "Is asked so? (`conditions.asked`)", "zh": "Is asked so?（中）（`conditions.asked`）"}],
        "counter_example": None,
        "common_example": None,
        "sources": [
            f"{NUMBER}: label strict",
            f"{NUMBER}: limit three",
            f"{NUMBER}: condition own",
            f"{NUMBER}: label lax",
            f"{NUMBER}: limit five",
            f"{NUMBER}: condition asked",
        ],
        "unconfirmed": False,
    }
    three, five = strict.setter.thresholds
    own, asked = strict.setter.conditions
    told = [
        ("strict: strict", "strict：strict（中）", strict.label.source),
        ("strict: limit <= 3 kg CO2e/kg", "strict：限值 <= 3 kg CO2e/kg", three.source),
        ("strict: own is so", "strict：own is so（中）", own.source),
        ("lax: lax", "lax：lax（中）", lax.label.source),
        ("lax: limit <= 5 kg CO2e/kg", "lax：限值 <= 5 kg CO2e/kg", five.source),
        ("lax: own is so", "lax：own is so（中）", own.source),
        ("lax: asked is so", "lax：asked is so（中）", asked.source),
    ]
    assert found.facts == tuple(Fact(text(f"{TCAB}#{en}", f"{TCAB}#{zh}"), where, TCAB) for en, zh, where in told)


def test_sources_without_a_clause_and_sources_that_nobody_read() -> None:
    unread = limit("cap", source=source(None, "unconfirmed"))
    strict, lax = set_by(TCAB, {"id": "a", "thresholds": ["cap"]}, {"id": "b", "thresholds": ["five"]}, thresholds=[unread, FIVE])
    found = held(strict, lax)
    assert found.sources == (f"{NUMBER}: label a", f"{NUMBER}: act", f"{NUMBER}: label b", f"{NUMBER}: limit five")
    assert found.unconfirmed
    assert held(lax, strict).unconfirmed
    assert not held(lax, lax).unconfirmed


@pytest.mark.parametrize(
    ("first", "second", "verdict", "state"),
    [
        (limit("a", "<", "5 kg CO2e/kg"), limit("b", "<=", "5 kg CO2e/kg"), "implied", State.MET),
        (limit("a", "<=", "5 kg CO2e/kg"), limit("b", "<", "5 kg CO2e/kg"), "possible", State.OPEN),
        (limit("a", "<", "5 kg CO2e/kg"), limit("b", "<", "5000 g CO2e/kg"), "implied", State.MET),
        (limit("a", "<=", "5 kg CO2e/kg"), limit("b", "<=", "5 kg CO2e/kg", sign_open=True), "possible", State.OPEN),
        (limit("a", "<=", "6 kg CO2e/kg"), limit("b", "<=", "5 kg CO2e/kg"), "possible", State.OPEN),
        (limit("a", ">", "6 kg CO2e/kg"), limit("b", "<=", "5 kg CO2e/kg"), "excluded", State.FAILED),
        (limit("a", "<=", "5.0 kg CO2e/kg", decimals=1), limit("b", "<=", "5.05 kg CO2e/kg"), "implied", State.MET),
        (limit("a", "<=", "5.0 kg CO2e/kg", decimals=1), limit("b", "<", "5.05 kg CO2e/kg"), "implied", State.MET),
    ],
)
def test_what_one_limit_guarantees_of_another(first: dict[str, Any], second: dict[str, Any], verdict: str, state: State) -> None:
    one, two = set_by(TCAB, {"id": "one", "thresholds": ["a"]}, {"id": "two", "thresholds": ["b"]}, thresholds=[first, second])
    found = held(one, two)
    assert (found.verdict, [entry.state for entry in found.measured]) == (verdict, [state])


def test_the_very_same_limit_is_kept_whatever_its_sign() -> None:
    same = limit("cap", sign_open=True)
    one, two = set_by(TCAB, {"id": "one", "thresholds": ["cap"]}, {"id": "two", "thresholds": ["cap"]}, thresholds=[same])
    assert held(one, two).verdict == "implied"
    (other,) = set_by(LCF, {"id": "two", "thresholds": ["cap"]}, thresholds=[same])
    assert held(one, other).verdict == "possible"  # the same id under another standard is another limit


def test_a_sign_that_nobody_read_is_told() -> None:
    one, two = set_by(
        TCAB,
        {"id": "one", "thresholds": ["a"]},
        {"id": "two", "thresholds": ["b"]},
        thresholds=[limit("a"), limit("b", sign_open=True)],
    )
    assert held(one, two).reasons == (
        text(
            "b (<= 5 kg CO2e/kg): guaranteed is 0 … 5 kg CO2e/kg; all below it passes, whether the limit itself does was not read",
            "b（中）（<= 5 kg CO2e/kg）：可保证的数值为 0 … 5 kg CO2e/kg；低于限值的均满足，等于限值是否满足未核读",
        ),
    )


def test_labels_out_of_their_time_earn_nothing() -> None:
    late = {"id": "late", "thresholds": ["three"], "valid_from": "2026-06-02"}
    gone = {"id": "gone", "thresholds": ["five"], "valid_until": "2026-05-31"}
    first, second = set_by(TCAB, late, gone, thresholds=[THREE, FIVE])
    found = held(first, second)
    assert (found.verdict, found.measured, found.questions) == ("excluded", (), ())
    assert english(found.reasons) == ["late can be earned from 2026-06-02 on", "gone could be earned until 2026-05-31"]
    assert held(first, first, date(2026, 6, 2)).verdict == "implied"
    assert held(first, second, date(2026, 6, 2)).reasons[0].zh == "gone（中）仅在 2026-05-31 及以前可取得"


def test_limits_out_of_force_and_labels_without_limits() -> None:
    labels = (
        {"id": "limited", "thresholds": ["three"]},
        {"id": "late", "thresholds": ["new"]},
        {"id": "free", "requires": [{"condition": "own"}]},
    )
    thresholds = [THREE, limit("new", valid_from="2026-06-02")]
    limited, late, free = set_by(TCAB, *labels, thresholds=thresholds, conditions=[condition("own")])
    found = held(limited, late)
    assert (found.verdict, english(found.reasons)) == ("excluded", ["no threshold of late is in force on 2026-06-01"])
    found = held(free, limited)
    assert found.verdict == "possible"
    assert found.reasons == (text("free guarantees no figure that could be held against the limit", "free（中）不保证可与限值比较的数值"),)
    assert english(held(late, limited).reasons) == ["late guarantees no figure that could be held against the limit"]
    found = held(limited, free)
    assert (found.verdict, found.measured, english(found.reasons)) == ("possible", (), ["own is so: is not answered"])


def test_a_scheme_without_a_figure_guarantees_none() -> None:
    more, second = scheme({"thresholds": ["three"]}, [THREE, FIVE])
    first = LabelOf(more, second)
    last = LabelOf(more, second.model_copy(update={"id": "other", "thresholds": ("five",)}))
    found = held(first, last)
    assert (found.verdict, english(found.reasons)) == ("possible", ["Good guarantees no figure that could be held against the limit"])
    taken = more.model_copy(update={"figure_of": TCAB})
    assert held(LabelOf(taken, second), LabelOf(taken, last.label)).verdict == "implied"
    houses = LabelOf(more.model_copy(update={"figure_of": "eu/en-15978-2011"}), last.label)
    found = held(LabelOf(taken, second), houses)  # the figure of a whole building is none of a product
    assert (found.verdict, english(found.reasons)) == ("possible", ["Good guarantees no figure that could be held against the limit"])


def test_a_limit_per_something_else_leads_to_no_figure() -> None:
    thresholds = [THREE, limit("area", value="5 kg CO2e/m**2")]
    one, two = set_by(TCAB, {"id": "one", "thresholds": ["three"]}, {"id": "two", "thresholds": ["area"]}, thresholds=thresholds)
    found = held(one, two)
    assert (found.verdict, found.measured) == ("possible", ())
    (reason,) = found.reasons
    assert reason.en.startswith("no figure under this standard: ")
    assert reason.zh.startswith("无法得到该标准下的数值：")
    assert "m**2" in reason.en


UNDECIDED = both("no act yet")


def test_a_class_without_a_number_is_unknown_unless_it_is_excluded() -> None:
    labels = (
        {"id": "known", "thresholds": ["three"]},
        {"id": "unknown", "undetermined": UNDECIDED},
        {"id": "gone", "undetermined": UNDECIDED, "valid_until": "2020-12-31"},
    )
    known, unknown, gone = set_by(TCAB, *labels, thresholds=[THREE])
    for pair in ((known, unknown), (unknown, known)):
        found = held(*pair)
        assert (found.verdict, found.settled, found.questions) == ("unknown", False, ())
        assert found.reasons[0].en == "no act yet"
    assert held(unknown, unknown).verdict == "implied"  # whatever earns it earns it
    excluded = held(known, gone)
    assert (excluded.verdict, excluded.settled, english(excluded.reasons)) == ("excluded", True, ["gone could be earned until 2020-12-31"])


def test_declarations_under_a_standard() -> None:
    labels = (
        {"id": "one", "declared_under": [TCAB]},
        {"id": "two", "declared_under": [TCAB, RFNBO]},
        {"id": "any", "requires": [{"condition": "own"}]},
        {"id": "more", "declared_under": [TCAB], "requires": [{"condition": "own"}]},
    )
    one, two, anything, more = set_by(TCAB, *labels, conditions=[condition("own")])
    assert held(more, one).verdict == "implied"
    assert english(held(anything, more).reasons) == [  # what is open before what holds
        f"declared under {TCAB}: not yet, and a translated figure is none that was declared there",
        "own is so: holds",
    ]
    assert english(held(one, more).reasons) == ["own is so: is not answered", f"declared under {TCAB}: holds"]
    assert (held(one, two).verdict, english(held(one, two).reasons)) == ("implied", [f"declared under {TCAB}, {RFNBO}: holds"])
    for first in (two, anything):
        found = held(first, one)
        assert found.verdict == "possible"
        assert found.reasons[-1].en == f"declared under {TCAB}: not yet, and a translated figure is none that was declared there"


# -- limits by the start of operation ------------------------------------------------------------------------------------------------------

OLD, NEW = {"started_until": "2020-12-31"}, {"started_from": "2021-01-01"}


@pytest.mark.parametrize(
    ("first", "second", "verdict", "measured"),
    [
        # both of the second must be kept by whatever the first guarantees an installation of that start
        ([limit("a")], [limit("b", value="6 kg CO2e/kg", **OLD), limit("c", value="7 kg CO2e/kg", **NEW)], "implied", ["met", "met"]),
        ([limit("a")], [limit("b", value="6 kg CO2e/kg", **OLD), limit("c", value="3 kg CO2e/kg", **NEW)], "possible", ["met", "open"]),
        (
            [limit("a", ">")],
            [limit("b", "<", "4 kg CO2e/kg", **OLD), limit("c", "<", "3 kg CO2e/kg", **NEW)],
            "excluded",
            ["failed", "failed"],
        ),
        ([limit("a", **OLD), limit("d", value="2 kg CO2e/kg", **NEW)], [limit("b", value="3 kg CO2e/kg", **NEW)], "implied", ["met"]),
        ([limit("a", **OLD), limit("d", value="2 kg CO2e/kg", **NEW)], [limit("b", value="3 kg CO2e/kg")], "possible", ["open"]),
        ([limit("a", **OLD), limit("d", value="2 kg CO2e/kg", **NEW)], [limit("b", value="5 kg CO2e/kg")], "implied", ["met"]),
        (
            [limit("a")],
            [limit("b", value="6 kg CO2e/kg"), limit("c", value="3 kg CO2e/kg", **NEW)],
            "possible",
            ["met", "open"],
        ),
        (
            [limit("a", ">")],
            [limit("b", "<", "4 kg CO2e/kg"), limit("c", value="6 kg CO2e/kg", **NEW)],
            "excluded",
            ["failed", "open"],
        ),
    ],
)
def test_limits_by_the_start_of_operation(first: list[Any], second: list[Any], verdict: str, measured: list[str]) -> None:
    ids = [[entry["id"] for entry in entries] for entries in (first, second)]
    one, two = set_by(TCAB, {"id": "one", "thresholds": ids[0]}, {"id": "two", "thresholds": ids[1]}, thresholds=[*first, *second])
    found = held(one, two)
    assert (found.verdict, [entry.state.value for entry in found.measured]) == (verdict, measured)


# -- conditions --------------------------------------------------------------------------------------------------------------------------------

EITHER = {"any": [{"condition": "a"}, {"condition": "b"}]}


@pytest.mark.parametrize(
    ("first", "second", "verdict", "reasons"),
    [
        ([{"condition": "a"}], [EITHER], "implied", ["a is so: holds"]),
        ([EITHER], [{"condition": "a"}], "possible", ["a is so: is not answered"]),  # it may have been earned by b
        ([EITHER], [EITHER], "implied", ["a is so: holds"]),
        ([{"condition": "a"}], [{"condition": "b"}, {"condition": "a"}], "possible", ["b is so: is not answered", "a is so: holds"]),
        ([{"condition": "small"}], [{"condition": "large"}], "excluded", ["large is so: does not hold"]),
        (
            [{"any": [{"condition": "small"}, {"condition": "a"}]}],
            [{"condition": "large"}],
            "possible",  # earned by a, it may well be large
            ["large is so: is not answered"],
        ),
        ([{"condition": "large"}], [{"condition": "medium"}], "implied", ["medium is so: holds"]),
        (
            [{"any": [{"condition": "small"}, {"condition": "large"}]}],
            [{"condition": "medium"}],
            "possible",  # by the one way never, by the other always
            ["medium is so: does not hold"],
        ),
        (
            [{"any": [{"condition": "large"}, {"condition": "small"}]}],
            [{"condition": "medium"}],
            "possible",
            ["medium is so: does not hold"],
        ),
        (
            [{"condition": "small"}],
            [{"condition": "large"}, {"condition": "a"}],
            "excluded",
            ["large is so: does not hold", "a is so: is not answered"],
        ),
    ],
)
def test_conditions_that_the_first_label_guarantees(first: list[Any], second: list[Any], verdict: str, reasons: list[str]) -> None:
    by = {"answered_by": "energy_consumption"}
    sizes = {"small": ("<", "1 t"), "medium": (">=", "2 t"), "large": (">=", "3 t")}
    conditions = [condition("a"), condition("b")]
    conditions += [condition(name, operator=sign, value=f"{value}ce", **by) for name, (sign, value) in sizes.items()]
    one, two = set_by(TCAB, {"id": "one", "requires": first}, {"id": "two", "requires": second}, conditions=conditions)
    found = held(one, two)
    assert found.verdict == verdict
    assert english(found.reasons) == reasons
    open_ones = [reason.partition(" ")[0] for reason in reasons if reason.endswith("is not answered")]
    assert [question.en.split()[1] for question in found.questions] == (open_ones if verdict == "possible" else [])


def test_conditions_with_dates_are_read_on_the_day() -> None:
    early = condition("early", valid_until="2026-05-31")
    one, two = set_by(
        TCAB,
        {"id": "one", "requires": [{"condition": "a"}]},
        {"id": "two", "requires": [{"condition": "early"}]},
        conditions=[condition("a"), early],
    )
    assert english(held(one, two).reasons) == ["early is so: cannot be used on this day"]


def test_a_limit_among_alternatives() -> None:
    either = {"any": [{"threshold": "three"}, {"condition": "a"}]}
    labels = (
        {"id": "limit", "requires": [{"threshold": "three"}]},
        {"id": "answer", "requires": [{"condition": "a"}]},
        {"id": "either", "requires": [either]},
        {"id": "tight", "requires": [{"threshold": "two"}]},
    )
    thresholds = [THREE, limit("two", value="2 kg CO2e/kg")]
    one, answer, any_of, tight = set_by(TCAB, *labels, thresholds=thresholds, conditions=[condition("a")])
    found = held(one, any_of)
    assert (found.verdict, found.reasons) == (
        "implied",
        (text("three (<= 3 kg CO2e/kg): the same limit on both sides", "three（中）（<= 3 kg CO2e/kg）：双方限值相同"),),
    )
    assert held(answer, any_of).verdict == held(any_of, any_of).verdict == "implied"
    open_one = held(tight, any_of)
    assert open_one.verdict == "possible"
    assert open_one.reasons == (
        text(
            "three (<= 3 kg CO2e/kg): the other label does not guarantee it / a is so: is not answered",
            "three（中）（<= 3 kg CO2e/kg）：另一标签不予保证 / a is so（中）：尚未答复",
        ),
    )
    assert english(open_one.questions) == ["Is a so? (`conditions.a`)"]
    (abroad,) = set_by(LCF, {"id": "limit", "requires": [{"threshold": "three"}]}, thresholds=[THREE])
    assert held(one, abroad).verdict == "possible"  # the limit of that name is another one there


# -- from one standard to another ----------------------------------------------------------------------------------------------------------------


def test_a_number_that_rules_keep_from_crossing() -> None:
    (one,) = set_by(TCAB, {"id": "one", "thresholds": ["three"]}, thresholds=[THREE])
    (two,) = set_by(RFNBO, {"id": "two", "thresholds": ["mega"]}, thresholds=[limit("mega", ">=", "0 g CO2e/MJ")])
    found = held(one, two)
    assert [(entry.state, entry.by_number) for entry in found.measured] == [(State.OPEN, State.OPEN)]
    assert english(found.reasons) == [
        "mega (>= 0 g CO2e/MJ): the other label guarantees no bound of this figure",
        "the rules of the two standards differ, or were not read, on: electricity, allocation, cut-off, carbon storage, offsets; "
        "a figure of one bounds none of the other",
    ]
    (free,) = set_by(RFNBO, {"id": "two", "thresholds": ["mega"]}, thresholds=[limit("mega", ">=", "0 g CO2e/MJ", figure_of=[TCAB])])
    assert english(held(one, free).reasons) == ["mega (>= 0 g CO2e/MJ): the other label guarantees no bound of this figure"]


@pytest.mark.parametrize(("figure_of", "verdict", "state"), [([], "possible", State.OPEN), ([TCAB], "implied", State.MET)])
def test_a_number_that_would_pass_waits_for_the_rules_unless_the_act_takes_it(figure_of: list[str], verdict: str, state: State) -> None:
    (one,) = set_by(TCAB, {"id": "one", "thresholds": ["three"]}, thresholds=[THREE])
    (two,) = set_by(CBAM, {"id": "two", "thresholds": ["five"]}, thresholds=[{**FIVE, "figure_of": figure_of}])
    found = held(one, two)
    (measured,) = found.measured
    assert (found.verdict, measured.state, measured.by_number, str(measured.interval)) == (verdict, state, State.MET, "0 … 3 kg CO2e/kg")
    assert len(found.reasons) == (1 if figure_of else 2)


def test_a_limit_on_a_stage_guarantees_no_total() -> None:
    part = limit("part", value="3 kg CO2e/kg", stage="up-to-production")
    one, two = set_by(TCAB, {"id": "one", "thresholds": ["part"]}, {"id": "two", "thresholds": ["five"]}, thresholds=[part, FIVE])
    found = held(one, two)
    assert (found.verdict, str(found.measured[0].interval)) == ("possible", "0 … ? kg CO2e/kg")


def test_mass_and_energy_of_a_fuel() -> None:
    """3 kg a kilogram of hydrogen are 25 g/MJ at 120 MJ/kg."""
    mega = limit("mega", value="30 g CO2e/MJ")
    one, two = set_by(TCAB, {"id": "one", "thresholds": ["three"]}, {"id": "two", "thresholds": ["mega"]}, thresholds=[THREE, mega])
    found = held(one, two)
    assert (found.verdict, str(found.measured[0].interval)) == ("implied", "0 … 25 g CO2e/MJ")


@pytest.mark.parametrize(
    ("first", "second", "interval"),
    [
        (["hydrogen", "fuel"], ["fuel", "hydrogen"], "? … 3.384 kg CO2e/kg"),
        (["methane", "hydrogen"], ["hydrogen", "fuel"], "? … 3.384 kg CO2e/kg"),
        (["hydrogen"], ["H2", "fuel", "Hydrogen"], "? … 3.384 kg CO2e/kg"),
        (["hydrogen"], ["hydrogen"], None),  # neither says that it is a fuel
    ],
)
def test_labels_of_fuels_name_the_fuel(first: list[str], second: list[str], interval: str | None) -> None:
    """28.2 g/MJ are 3.384 kg a kilogram of hydrogen."""
    mega, four = limit("mega", value="28.2 g CO2e/MJ"), limit("four", value="4 kg CO2e/kg")
    one, two = set_by(
        RFNBO,
        {"id": "one", "of": first, "thresholds": ["mega"]},
        {"id": "two", "of": second, "thresholds": ["four"]},
        thresholds=[mega, four],
    )
    assert [str(entry.interval) for entry in held(one, two).measured] == ([interval] if interval else [])


def test_a_shipped_link_is_told_with_the_mapping_that_holds_it() -> None:
    found = cw.equivalent(f"{TCAB}#renewable", f"{LCF}#low-carbon-fuel", as_of=DAY)
    assert found.verdict == "excluded"
    assert found.facts[-1].home == "cn-tcab-0078-2020--eu-lcf-2025-2359"
    assert found.facts[-1].what.en == found.reasons[1].en


def test_products_that_cannot_have_both() -> None:
    hydrogen, fuel, anything = set_by(
        TCAB,
        {"id": "h", "of": ["hydrogen", "H2"], "thresholds": ["three"]},
        {"id": "f", "of": ["methanol"], "thresholds": ["five"]},
        {"id": "x", "thresholds": ["five"]},
        thresholds=[THREE, FIVE],
    )
    with pytest.raises(cw.NotComparableError) as caught:
        held(hydrogen, fuel)
    assert caught.value.en == f"{TCAB}#h and {TCAB}#f are for different products: no product can have both"
    assert caught.value.zh == f"{TCAB}#h 与 {TCAB}#f 适用于不同产品，没有产品可同时取得"
    assert held(hydrogen, anything).verdict == "implied"
    assert held(anything, hydrogen).verdict == "possible"
    written = set_by(TCAB, {"id": "h", "of": ["Hydrogen"], "thresholds": ["three"]}, thresholds=[THREE])[0]
    assert held(hydrogen, written).verdict == "implied"
    (house,) = set_by("eu/dk-br18-2025", {"id": "b", "thresholds": ["three"]}, thresholds=[THREE])
    with pytest.raises(cw.NotComparableError):
        held(anything, house)


def linked(monkeypatch: pytest.MonkeyPatch, *links: tuple[str, str, str], between: bool = True) -> None:
    """Curated links beside those that are shipped."""
    shipped = cw.Library.mappings
    made = tuple(
        Link.model_validate({"given": given, "relation": relation, "then": then, "text": both(f"{relation} it"), "source": source("link")})
        for given, relation, then in links
    )

    def mappings(self: cw.Library, first: str, second: str) -> Any:
        base = next(entry for entry in shipped(self, TCAB, LCF) if entry.between)
        extra = base.model_copy(update={"id": "curated", "links": made, **({} if between else {"between": None})})
        return [*(entry.model_copy(update={"links": ()}) for entry in shipped(self, first, second)), extra]

    monkeypatch.setattr(cw.Library, "mappings", mappings)


def pair_of_conditions() -> tuple[LabelOf, LabelOf]:
    own, conditions = [{"any": [{"condition": "a"}, {"condition": "b"}]}, {"condition": "c"}], [condition(name) for name in "abc"]
    (one,) = set_by(TCAB, {"id": "one", "requires": own}, conditions=conditions)
    (two,) = set_by(LCF, {"id": "two", "requires": [{"condition": "x"}]}, conditions=[condition("x")])
    return one, two


@pytest.mark.parametrize(
    ("given", "relation", "then", "verdict", "reasons"),
    [
        ("one", "implies", "x", "implied", ["x is so: holds", "implies it"]),
        ("c", "implies", "x", "implied", ["x is so: holds", "implies it"]),
        ("a", "implies", "x", "possible", ["x is so: is not answered"]),  # it may have been earned by b
        ("one", "excludes", "x", "excluded", ["x is so: does not hold", "excludes it"]),
        ("c", "excludes", "x", "excluded", ["x is so: does not hold", "excludes it"]),
        ("a", "excludes", "x", "possible", ["x is so: is not answered"]),
        ("one", "excludes", "two", "excluded", ["excludes it"]),
        ("c", "excludes", "two", "excluded", ["excludes it"]),
        ("a", "excludes", "two", "possible", ["x is so: is not answered"]),
        ("other", "implies", "x", "possible", ["x is so: is not answered"]),
    ],
)
def test_curated_links(monkeypatch: pytest.MonkeyPatch, given: str, relation: str, then: str, verdict: str, reasons: list[str]) -> None:
    linked(monkeypatch, (f"{TCAB}#{given}", relation, f"{LCF}#{then}"))
    one, two = pair_of_conditions()
    found = held(one, two)
    assert (found.verdict, english(found.reasons)) == (verdict, reasons)
    assert found.sources[-1] == f"{LCF}#{then}: link"
    assert found.facts[-1] == Fact(text(f"{relation} it", f"{relation} it（中）"), found.facts[-1].source, "curated")
    assert found.facts[-1].source.clause == "link"


def test_a_link_that_excludes_is_told_before_what_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    linked(monkeypatch, (f"{TCAB}#c", "excludes", f"{LCF}#x"), (f"{TCAB}#c", "implies", f"{LCF}#y"))
    one, _ = pair_of_conditions()
    requires = [{"condition": "y"}, {"condition": "x"}]
    (two,) = set_by(LCF, {"id": "two", "requires": requires}, conditions=[condition("x"), condition("y")])
    assert english(held(one, two).reasons) == ["x is so: does not hold", "excludes it", "y is so: holds", "implies it"]


def test_a_link_holds_in_its_direction_and_for_its_pair_only(monkeypatch: pytest.MonkeyPatch) -> None:
    linked(
        monkeypatch, (f"{LCF}#x", "implies", f"{TCAB}#c"), (f"{RFNBO}#one", "implies", f"{LCF}#x"), (f"{TCAB}#c", "implies", f"{RFNBO}#x")
    )
    found = held(*pair_of_conditions())
    assert (found.verdict, len(found.facts)) == ("possible", 6)
    assert not any("link" in where for where in found.sources)


def test_links_stand_in_mappings_of_two_standards(monkeypatch: pytest.MonkeyPatch) -> None:
    linked(monkeypatch, (f"{TCAB}#one", "implies", f"{LCF}#x"), between=False)
    assert held(*pair_of_conditions()).verdict == "possible"


# -- examples -------------------------------------------------------------------------------------------------------------------------------------


def test_a_verdict_with_examples_is_the_last_word() -> None:
    """The limits are 14 and 5: 9.5, half way between them, tells the labels apart; a tenth of the lower one earns both."""
    fourteen = limit("fourteen", "<", "14 kg CO2e/kg")
    one, two = set_by(TCAB, {"id": "one", "thresholds": ["fourteen"]}, {"id": "two", "thresholds": ["five"]}, thresholds=[fourteen, FIVE])
    found = held(one, two, example=True)
    assert (found.verdict, found.settled) == ("possible", True)
    amounts = []
    for example in (found.example, found.common):
        assert isinstance(example, Example)
        assert example.conditions == {}
        amounts.append([entry.interval.low for entry in (*example.first.measured, *example.second.measured)])
    assert amounts == [[Decimal("9.5")] * 2, [Decimal("0.5")] * 2]
    plain = found.as_dict()
    assert (plain["settled"], plain["counter_example"]["second"]["verdict"], plain["common_example"]["second"]["verdict"]) == (
        True,
        "excluded",
        "implied",
    )
    assert held(two, one, example=True).example is None  # it is implied
    assert held(two, one).settled
    quick = held(one, two)
    assert (quick.example, quick.common, quick.settled) == (None, None, False)
    assert equivalent_labels(LIBRARY, one, two, DAY).example is not None  # they are searched unless told otherwise


# -- matrix ---------------------------------------------------------------------------------------------------------------------------------------


def test_relations_of_a_matrix() -> None:
    names = "abcdef"
    labels = tuple(set_by(TCAB, *({"id": name, "thresholds": ["five"]} for name in names), thresholds=[FIVE]))
    i, p, e, n, u = "implied", "possible", "excluded", "not-comparable", "unknown"
    cells: Any = (
        (i, i, i, e, n, p),
        (i, i, p, p, p, u),
        (p, i, i, p, i, p),
        (p, p, e, i, e, p),
        (i, p, p, e, i, n),
        (p, p, p, p, p, i),
    )
    matrix = Matrix(labels, cells, DAY)
    ids = {name: f"{TCAB}#{name}" for name in names}
    assert matrix.cell(ids["a"], ids["d"]) == "excluded"
    assert matrix.cell(ids["d"], ids["a"]) == "possible"
    expected = {"ab": "equal", "ac": "narrower", "ca": "broader", "ad": "excluded", "da": "excluded", "ae": "not-comparable", "bd": "open"}
    expected |= {"ea": "not-comparable", "bf": "open", "cb": "narrower", "bc": "broader", "ef": "not-comparable", "de": "excluded"}
    assert {pair: matrix.relation(ids[pair[0]], ids[pair[1]]) for pair in expected} == expected
    plain = matrix.as_dict()
    assert plain["as_of"] == "2026-06-01"
    assert plain["labels"][0] == {"id": ids["a"], "name": both("a")}
    assert len(plain["cells"]) == 30
    assert plain["cells"][1] == {"first": ids["a"], "second": ids["c"], "verdict": "implied", "relation": "narrower"}
    with pytest.raises(ValueError, match="not in list"):
        matrix.cell("x", ids["a"])


def test_the_labels_of_a_product_against_each_other() -> None:
    matrix = matrix_of(LIBRARY, DAY, "energy", "HYDROGEN")
    ids = [entry.id for entry in matrix.labels]
    assert {f"{TCAB}#clean", f"{TCAB}#low-carbon", f"{RFNBO}#rfnbo", f"{LCF}#low-carbon-fuel"} <= set(ids)
    assert "eu/red-2018-2001#transport-biofuel" not in ids
    assert "eu/red-2018-2001#transport-biofuel" in [entry.id for entry in matrix_of(LIBRARY, DAY, "energy").labels]
    assert matrix.day == DAY
    assert {entry.setter.field for entry in matrix.labels} == {"energy"}
    assert matrix.cell(f"{TCAB}#clean", f"{TCAB}#low-carbon") == "implied"
    assert matrix.cell(f"{LCF}#low-carbon-fuel", f"{RFNBO}#rfnbo") == "excluded"


def test_wording_of_a_guarantee_without_bounds() -> None:
    assert wording.guarantees_no_number(text("x", "某")).zh == "某不保证可与限值比较的数值"
