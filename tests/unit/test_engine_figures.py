"""The figures of a result as people and programs read them: status, numbers, quantities; and the formulas of the trace."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from seven_atoms import FOSSIL, LIBRARY, METHANE, NITROUS, OTHER, UPTAKE, assumption, declared, line, outcome, plan_for

from crosswalk.engine.figures import AssumptionUse, FigureResult, number, status_of
from crosswalk.engine.lines import Declaration
from crosswalk.engine.run import Outcome
from crosswalk.engine.trace import Step, cite, cited, trace_steps
from crosswalk.model.base import Document, Source, Text

Ends = tuple[str | None, str | None, str | None]


def figure(*bounds: str | None, status: Any = "bounded") -> FigureResult:
    low, best, high = (None if end is None else Decimal(end) for end in bounds)
    return FigureResult("A1", "GWP", Text(en="one", zh="一"), (low, best, high), "kg CO2e/m**2", status)


@pytest.mark.parametrize(
    ("low", "high", "covered", "missing", "status"),
    [
        ("1", "1", True, False, "exact"),
        ("1", "2", True, False, "bounded"),
        ("1", None, True, True, "lower-bound"),
        (None, "1", True, True, "upper-bound"),
        (None, None, True, True, "not-comparable"),
        ("0", None, False, True, "missing"),
        (None, None, False, True, "missing"),
        ("0", "0", False, False, "exact"),
        (None, "0", False, False, "upper-bound"),
    ],
)
def test_status(low: str | None, high: str | None, covered: bool, missing: bool, status: str) -> None:
    least, greatest = (None if end is None else Decimal(end) for end in (low, high))
    assert status_of(least, greatest, covered, missing) == status


@pytest.mark.parametrize(
    ("value", "expected", "kind"),
    [
        ("5", 5, int),
        ("5.00", 5, int),
        ("-5.5", -5.5, float),
        ("999999999999999", 999999999999999, int),
        ("1000000000000000", 1e15, float),
        ("-1000000000000000", -1e15, float),
        ("0.1", 0.1, float),
        ("0", 0, int),
    ],
)
def test_numbers_of_json(value: str, expected: float, kind: type) -> None:
    found = number(Decimal(value))
    assert found == expected
    assert type(found) is kind
    assert number(None) is None


def test_a_figure_as_it_is_read() -> None:
    found = figure("1.5", None, "2")
    assert found.as_dict() == {"low": 1.5, "best": None, "high": 2, "unit": "kg CO2e/m**2", "status": "bounded"}
    assert repr(found) == "<A1 GWP: 1.5 .. ? .. 2 kg CO2e/m**2, bounded>"
    assert found.low is not None
    assert found.high is not None
    assert (found.low.m_as("kg*CO2e/m**2"), found.high.m_as("t*CO2e/m**2")) == (Decimal("1.5"), Decimal("0.002"))
    assert found.best is None
    best = figure("0", "1", "2").best
    assert best is not None
    assert best.m_as("kg*CO2e/m**2") == 1
    assert figure(None, None, "2").low is None
    assert figure("1", None, None).high is None


@pytest.mark.parametrize(
    ("value", "shown"),
    [("1234.5678", "1234.57"), ("0", "0"), ("0E-9", "0"), ("0.0000005", "5E-7"), ("0E-6", "0.000000"), ("0E-7", "0")],
)
def test_a_figure_is_shown_with_six_digits(value: str, shown: str) -> None:
    assert repr(figure(value, None, None)).startswith(f"<A1 GWP: {f'{Decimal(value):.6g}' if shown[0] != '0' else shown} ..")


def test_an_assumption_that_mattered() -> None:
    use = AssumptionUse(assumption("one", "derived"), Decimal("2.5"))
    assert use.id == "one"
    assert use.statement.zh == "假设 one"
    assert use.as_dict("kg CO2e") == {
        "id": "one",
        "statement": {"en": "one", "zh": "假设 one"},
        "basis": "derived",
        "narrowed": 2.5,
        "unit": "kg CO2e",
        "sources": ["none [secondary]"],
    }


# -- the trace -----------------------------------------------------------------------------------------------------------------

SOURCE, TARGET = LIBRARY.standard("eu/en-15804-a2-2019"), LIBRARY.standard("cn/gbt-24067-2024")


def steps(result: Outcome) -> list[Step]:
    return list(trace_steps(LIBRARY, SOURCE, TARGET, result))


def traced(declaration: Declaration, figures: list[int], uniform: str = "1", **more: Any) -> list[Step]:
    return steps(outcome(plan_for(declaration, figures, **more), declaration, uniform))


def kind(found: list[Step], name: str) -> list[tuple[str, str, str]]:
    return [(step.formula, step.input.en, step.output.en) for step in found if step.step == name]


def test_the_steps_of_a_sum() -> None:
    declaration = declared((line("fuel", FOSSIL), "100.50"), (line("gas", METHANE), "10"), (line("rest", OTHER | NITROUS), "8"))
    found = traced(declaration, [FOSSIL | METHANE | NITROUS])
    assert [step.step for step in found] == ["declared"] * 3 + ["characterise"] + ["count"] * 3 + ["sum"]
    assert [step.rule.en for step in found[:3]] == ["figures[0]", "figures[1]", "figures[2]"]
    assert kind(found, "declared") == [
        ("v = 100.5", "fuel", "100.50 kg CO2e"),
        ("v = 10", "gas", "10 kg CO2e"),
        ("v = 8", "rest", "8 kg CO2e"),
    ]
    assert kind(found, "characterise") == [("v × GWP₂(gas) / GWP₁(gas)", "ar4-100", "ar5-100")]
    assert kind(found, "count") == [
        ("100.5 × 1", "fuel", "total: 100.50 kg CO2e"),
        ("10 × 1.2", "gas", "total: 12.0 kg CO2e"),
        ("[8 × 0, 8 × 0.9]", "rest", "total: 0 .. 7.2 kg CO2e"),
    ]
    assert kind(found, "sum") == [("[100.5 + 12 + 0, 100.5 + 12 + 7.2]", "shared", "112.50 .. 119.70 kg CO2e")]
    assert {step.source.en for step in found if step.step == "declared"} == {SOURCE.number}
    assert {step.source.en for step in found if step.step in ("count", "sum")} == {TARGET.number}
    assert found[-1].input.zh == "可比部分"
    assert found[-1].rule.en == "disjoint lines add"
    assert found[-2].output.zh == "总量：0 .. 7.2 kg CO2e"


def test_steps_of_open_ends_ranges_and_wholes() -> None:
    declaration = declared(
        (line("net", FOSSIL | UPTAKE), "-5"),
        (line("whole", NITROUS | OTHER), "40..50"),
        (line("part", OTHER), "-0..10"),
        (line("gas", METHANE, mass=True, gas="ch4"), "2"),
    )
    found = traced(declaration, [FOSSIL | METHANE | OTHER], "2")
    assert kind(found, "declared") == [
        ("v = -5", "net", "-5 kg CO2e"),
        ("v = [40, 50]", "whole", "40 .. 50 kg CO2e"),
        ("v = [-0, 10]", "part", "-0 .. 10 kg CO2e"),
        ("v = 2", "gas", "2 kg ch4"),
    ]
    assert kind(found, "unit")[0][0] == "v × 2"
    assert kind(found, "residual") == [("r = v − Σ vᵢ", "whole", "60 .. 100 kg CO2e")]
    assert kind(found, "count")[0] == ("[-10 × 0, +∞]", "net", "total: 0 .. unbounded kg CO2e")
    assert kind(found, "count")[-1] == ("4 × 30", "gas", "total: 120 kg CO2e")
    (total,) = (step for step in found if step.step == "sum")
    assert total.formula == "Σ"
    assert "unbounded" in total.output.en
    assert "无界" in total.output.zh


def test_infinite_ends_have_their_signs() -> None:
    declaration = declared((line("net", FOSSIL | UPTAKE), "-Infinity..5"), (line("open", METHANE), "3..Infinity"))
    found = traced(declaration, [FOSSIL | UPTAKE | METHANE])
    assert [entry[0] for entry in kind(found, "declared")] == ["v = [−∞, 5]", "v = [3, ∞]"]
    assert [entry[2] for entry in kind(found, "declared")] == ["unbounded .. 5 kg CO2e", "3 .. unbounded kg CO2e"]
    assert kind(found, "count")[1] == ("[3 × 1.2, +∞]", "open", "total: 3.6 .. unbounded kg CO2e")
    assert kind(found, "count")[0] == ("[−∞, 5 × 1]", "net", "total: unbounded .. 5 kg CO2e")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("123456789", "123456789"),
        ("1234567890", "1234567890"),
        ("123456789012345", "123456789012345"),
        ("1234567890123456", "1.23456789e+15"),
        ("0.123456789012", "0.123456789"),
        ("0.0000001", "0.0000001"),
        ("0.00000000001", "1e-11"),
        ("100.000", "100"),
        ("1000", "1000"),
        ("1E+3", "1000"),
        ("0", "0"),
    ],
)
def test_numbers_of_formulas(value: str, shown: str) -> None:
    found = traced(declared((line("fuel", FOSSIL), value)), [FOSSIL])
    assert kind(found, "declared")[0][0] == f"v = {shown}"


def test_a_sum_of_many_terms_is_not_written_out() -> None:
    few = declared(*((line(f"l{position}", 1 << position), "1") for position in range(4)))
    assert kind(traced(few, [FOSSIL | OTHER]), "sum")[0][0] == "1 + 1"
    # another cut tells more than the sum of the lines
    more = declared((line("net", FOSSIL | UPTAKE), "60"), (line("GHG", FOSSIL, view=True), "100"))
    assert kind(traced(more, [FOSSIL | UPTAKE]), "sum")[0][0] == "60"
    # one cut bounds the figure below, the other one above
    more = declared((line("net", FOSSIL | UPTAKE), "60"), (line("across", FOSSIL | NITROUS, view=True), "100"))
    assert kind(traced(more, [FOSSIL]), "sum")[0] == ("Σ", "shared", "60 .. 100 kg CO2e")
    assert kind(traced(declared((line("fuel", FOSSIL), "1")), [METHANE]), "sum")[0] == ("0", "shared", "0 kg CO2e")


def test_the_kept_set_needs_no_characterisation() -> None:
    declaration = declared((line("fuel", FOSSIL), "1"))
    found = traced(declaration, [FOSSIL], target_set=None)
    assert [step.step for step in found] == ["declared", "count", "sum"]


def test_a_source_in_one_line() -> None:
    source = Source(document="book", clause="4.2", confirmed="primary")
    assert cite(source) == "book, 4.2 [primary]"
    assert cite(Source(document="book", confirmed="secondary")) == "book [secondary]"
    told = cited(source, {"book": Document(title=Text(en="The book", zh="书"))})
    assert told.en.startswith("The book, 4.2 [")
    assert told.zh.startswith("书，4.2 [")
    assert cited(source, {"book": Document(title="One title")}).zh.startswith("One title，4.2 [")
    assert cited(Source(document="other", confirmed="primary"), {}).en.startswith("other [")
