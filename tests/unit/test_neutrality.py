"""Claims of carbon neutrality: the footprint before offsets, verdicts under standards, admissibility by date, CROSS-8, laws."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import crosswalk as cw
from crosswalk.cli import main
from crosswalk.engine.rules.classify import State
from crosswalk.errors import DeclarationError, UnknownNameError
from crosswalk.labels.check import counts
from crosswalk.labels.neutrality import NeutralityReport

LIBRARY = cw.Library.shipped()
ISO, PAS, EVENT, LAW = "int/iso-14068-1-2023", "int/pas-2060-2014", "cn/mee-event-neutrality-2019", "eu/2024-825"
DAY = date(2026, 11, 27)
KINDS = [kind.id for kind in LIBRARY.credit_kinds("credit-kinds").kinds]
CONDITIONS = [entry.id for entry in LIBRARY.neutrality_standard(ISO).conditions]


def watch(**more: Any) -> dict[str, Any]:
    claim = {
        "standard": ISO,
        "audience": "consumers",
        "market": "EU",
        "baseline": "36.7 kg CO2e",
        "reductions": [{"name": "clean electricity", "amount": "28.6 kg CO2e", "by": "electricity-instruments"}],
        "credits": [{"kind": "VCS", "amount": "8.1 kg CO2e", "retired": True}],
        **more.pop("claim", {}),
    }
    return {
        "standard": "int/iso-14067-2018",
        "declared_unit": "1 item",
        "figures": [{"stage": "A1-C4", "value": "8.1 kg CO2e"}],
        "neutrality": claim,
        **more,
    }


def test_cross_8_a_watch_sold_as_neutral() -> None:
    """36.7 kg become 8.1 kg (78 % less), credits for the rest (22 % of the baseline)."""
    report = cw.neutrality(watch(), as_of=DAY)
    assert (report.before.low, report.before.high) == (Decimal("8.1"), Decimal("8.1"))  # credits are removed, nothing else
    assert report.derivable.state is State.OPEN  # only if the instruments meet the electricity rule
    assert report.derivable.question is not None
    iso = report.of(ISO)
    points = {check.topic: check for check in iso.checks}
    assert points["reductions"].state is State.MET
    assert "78 %" in points["reductions"].statement.en
    assert points["balance"].state is State.MET
    assert iso.verdict == "possible"
    assert report.of(LAW).verdict == "excluded"
    answered = watch(conditions=dict.fromkeys(CONDITIONS, True))
    assert cw.neutrality(answered, as_of=DAY).of(ISO).verdict == "implied"
    refused = cw.neutrality(watch(conditions={"electricity-instruments-accepted": False}), as_of=DAY)
    assert refused.derivable.state is State.FAILED
    assert "cannot be derived" in refused.derivable.statement.en


@pytest.mark.parametrize(
    ("day", "claim", "expected"),
    [
        (date(2026, 9, 26), {}, "implied"),
        (date(2026, 9, 27), {}, "excluded"),
        (DAY, {"audience": "business"}, "implied"),
        (DAY, {"audience": None}, "possible"),
        (DAY, {"market": "CN"}, "implied"),
        (DAY, {"market": "DE"}, "excluded"),
        (DAY, {"market": None}, "possible"),
        (DAY, {"subject": "organisation"}, "implied"),
        (DAY, {"credits": []}, "implied"),  # nothing rests on offsetting
    ],
)
def test_admissibility_of_a_claim_by_date_audience_market_and_subject(day: date, claim: dict[str, Any], expected: str) -> None:
    assert cw.neutrality(watch(claim=claim), as_of=day).of(LAW).verdict == expected


def test_a_withdrawn_standard_carries_no_claim() -> None:
    made = watch(claim={"standard": PAS}, conditions={"neutrality-inventory": True})
    assert cw.neutrality(made, as_of=date(2025, 11, 29)).of(PAS).verdict == "implied"
    assert cw.neutrality(made, as_of=date(2025, 11, 30)).of(PAS).verdict == "excluded"


@pytest.mark.parametrize(
    ("kind", "event", "iso"), [("碳配额", State.MET, State.OPEN), ("PHCER", State.MET, State.OPEN), ("CCER", State.MET, State.MET)]
)
def test_which_units_close_the_balance(kind: str, event: State, iso: State) -> None:
    made = watch(claim={"subject": "event", "credits": [{"kind": kind, "amount": "8.1 kg CO2e", "retired": True}]})
    report = cw.neutrality(made, as_of=DAY)
    assert [check.state for check in report.of(EVENT).checks if check.topic == "balance"] == [event]
    assert [check.state for check in report.of(ISO).checks if check.topic == "balance"] == [iso]


def test_units_that_are_too_few_or_not_retired() -> None:
    def balance(*credits: dict[str, Any]) -> State:
        report = cw.neutrality(watch(claim={"credits": list(credits)}), as_of=DAY)
        return next(check.state for check in report.of(ISO).checks if check.topic == "balance")

    assert balance({"kind": "CCER", "amount": "8.0 kg CO2e", "retired": True}) is State.FAILED
    assert balance({"kind": "CCER", "amount": "8.1 kg CO2e"}) is State.OPEN
    assert balance({"kind": "CCER", "amount": "8.1 kg CO2e", "retired": False}) is State.FAILED
    assert (
        balance({"kind": "CCER", "amount": "4.1 kg CO2e", "retired": True}, {"kind": "CER", "amount": "4.0 kg CO2e", "retired": True})
        is State.MET
    )


@pytest.mark.parametrize(
    ("made", "error", "message"),
    [
        (watch(claim={"credits": [{"kind": "CEER", "amount": "1 kg CO2e"}]}), UnknownNameError, "unknown kind of unit"),
        (watch(claim={"credits": [{"kind": "CCER", "amount": "-1 kg CO2e"}]}), DeclarationError, "not below zero"),
        (watch(claim={"standard": "ISO 14067"}), UnknownNameError, "ISO 14067"),
        ({**watch(), "neutrality": None}, DeclarationError, "makes no claim"),
    ],
)
def test_claims_that_cannot_be(made: dict[str, Any], error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        cw.neutrality(made, as_of=DAY)


AMOUNTS = st.decimals("0", "1000", places=2)
UNITS = st.lists(st.tuples(st.sampled_from(KINDS), AMOUNTS, st.sampled_from([True, False, None])), max_size=4)


REMOVALS = [kind.id for kind in LIBRARY.credit_kinds("credit-kinds").kinds if "removal" in kind.nature or kind.id == "other"]
REMOVED = st.lists(st.tuples(st.sampled_from(REMOVALS), AMOUNTS, st.sampled_from([True, False, None])), max_size=4)


@given(UNITS, REMOVED, st.sampled_from(["int/iso-14067-2018", "eu/pef-2021-2279", "cn/gbt-24067-2024"]))
def test_offsets_never_lower_a_figure(credits: list[Any], removals: list[Any], target: str) -> None:
    def listed(units: list[Any]) -> list[dict[str, Any]]:
        return [{"kind": kind, "amount": f"{amount} kg CO2e", "retired": retired} for kind, amount, retired in units]

    made = watch(claim={"credits": listed(credits), "removals": listed(removals)})
    bare = {key: value for key, value in made.items() if key != "neutrality"}
    one, two = (cw.translate(data, to=target) for data in (made, bare))
    assert one.total.bounds == two.total.bounds
    assert one.shared.bounds == two.shared.bounds
    report = cw.neutrality(made, as_of=DAY)
    assert report.before.low == report.before.high == Decimal("8.1")
    for claim in report.claims:
        assert sum(counts(claim.checks).values()) == len(claim.checks)


@given(UNITS, st.tuples(st.sampled_from(KINDS), AMOUNTS))
def test_a_further_retired_unit_never_unmakes_a_balance(units: list[Any], more: tuple[str, Decimal]) -> None:
    order = [State.FAILED, State.OPEN, State.MET]

    def balance(entries: list[Any]) -> int:
        listed = [{"kind": kind, "amount": f"{amount} kg CO2e", "retired": retired} for kind, amount, retired in entries]
        report = cw.neutrality(watch(claim={"credits": listed}), as_of=DAY)
        return order.index(next(check.state for check in report.of(ISO).checks if check.topic == "balance"))

    assert balance([*units, (*more, True)]) >= balance(units)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_command(lang: str) -> None:
    done = CliRunner().invoke(
        main, ["neutrality", "examples/neutral-watch.yaml", "--as-of", "2026-11-27", "--lang", lang, "--format", "markdown"]
    )
    assert done.exit_code == 0
    assert {"en": "does not stand", "zh": "不成立"}[lang] in done.stdout
    data = json.loads(CliRunner().invoke(main, ["neutrality", "examples/neutral-watch.yaml", "--format", "json"]).stdout)
    assert data["before_offsets"] == {"low": 8.1, "high": 8.1, "unit": "kg CO2e"}
    assert CliRunner().invoke(main, ["show", "ISO 14068", "--lang", lang]).exit_code == 0
    assert CliRunner().invoke(main, ["neutrality", "examples/office-gbt51366.yaml"]).exit_code == 3


# -- attempts to get round a rule ------------------------------------------------------------------------------------------------------

PAID = [{"kind": "VCS", "amount": "8.1 kg CO2e", "retired": True}]


def asked(day: date = DAY, **claim: Any) -> NeutralityReport:
    return cw.neutrality({**watch(), "neutrality": {"standard": ISO, "audience": "consumers", "market": "EU", **claim}}, as_of=day)


@pytest.mark.parametrize("kind", ["VCS", "CEA", "CCER", "PHCER", "soil emission reduction unit"])
def test_a_credit_is_no_removal(kind: str) -> None:
    """Else credits declared as removals would escape the ban on claims by offsetting."""
    with pytest.raises(cw.InputError, match="no removal inside the boundary"):
        asked(removals=[{"kind": kind, "amount": "8.1 kg CO2e", "retired": True}])


def test_a_removal_that_nobody_can_name_leaves_the_ban_open() -> None:
    other = asked(removals=[{"kind": "other", "amount": "8.1 kg CO2e", "retired": True}]).of("eu/2024-825")
    assert other.verdict == "possible"
    own = asked(removals=[{"kind": "permanent carbon removal unit", "amount": "8.1 kg CO2e", "retired": True}])
    assert own.of("eu/2024-825").verdict == "implied"


@pytest.mark.parametrize(("day", "expected"), [(date(2023, 11, 29), "excluded"), (date(2023, 11, 30), "possible")])
def test_a_standard_carries_no_claim_before_it_begins(day: date, expected: str) -> None:
    found = asked(day, credits=PAID).of(ISO)
    assert found.verdict == expected
    assert [check.state.value for check in found.checks if check.topic == "in-force"] == ["failed" if expected == "excluded" else "met"]


@pytest.mark.parametrize(
    ("baseline", "reduction", "agrees"), [("36.7", "28.6", True), ("36.65", "28.6", True), ("36.7", "10", False), ("5", "1", False)]
)
def test_baseline_and_reductions_lead_to_the_footprint(baseline: str, reduction: str, agrees: bool) -> None:
    found = asked(baseline=f"{baseline} kg CO2e", reductions=[{"name": "x", "amount": f"{reduction} kg CO2e"}], credits=PAID)
    (check,) = (entry for entry in found.of(ISO).checks if entry.topic == "reductions")
    assert (check.state.value == "met") is agrees
    assert ("the baseline less the declared reductions" in check.statement.en) is not agrees
