"""What a target makes of an activity that was declared under another standard: its proof of supply, its factors, and what stays open."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from crosswalk.engine.anew import Evaluation, replaced_atoms
from crosswalk.engine.lines import ActivityKey, Line
from crosswalk.engine.plan import Anew
from crosswalk.engine.rules.activity import FactorValue
from crosswalk.library.library import Library
from crosswalk.model.frame import Box
from crosswalk.model.standard import ActivityRule, Standard

LIBRARY = Library.shipped()
SPACE = LIBRARY.space("life-cycle")
BASE = LIBRARY.standard("eu/en-15804-a2-2019")
SOURCE = {"document": "none", "confirmed": "secondary"}
GRID = ActivityKey("electricity", "CN", 2023, None, "kWh")
COAL = ActivityKey("fuel", None, None, "natural-gas", "GJ")


def rule(carrier: str = "electricity", *factor_sets: str, **more: Any) -> ActivityRule:
    return ActivityRule.model_validate({"carrier": carrier, "factor_sets": factor_sets, "source": SOURCE, **more})


def rest(name: str, *factor_sets: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "name": {"en": name, "zh": name}, "factor_sets": factor_sets, "source": SOURCE, **more}


def standard(name: str, *rules: ActivityRule) -> Standard:
    return BASE.model_copy(update={"id": name, "activities": rules})


def evaluation(
    *target: ActivityRule, source: tuple[ActivityRule, ...] = (), as_of: date | None = None, nearest: bool = False
) -> Evaluation:
    return Evaluation(LIBRARY, standard("a", *source), standard("b", *target), as_of, nearest)


def values(found: tuple[FactorValue, ...]) -> list[tuple[str, str]]:
    return [(entry.factor_set.id, str(entry.value)) for entry in found]


# -- proof of supply -----------------------------------------------------------------------------------------------------------

EVIDENCE = {"own-generation": "accepted", "certificate": "refused"}


@pytest.mark.parametrize(
    ("activity", "more", "expected"),
    [
        ({}, {"evidence": EVIDENCE}, "none"),
        ({"supply": "own-generation"}, {"evidence": EVIDENCE}, "accepted"),
        ({"supply": "own-generation", "proven": "open"}, {"evidence": EVIDENCE}, "open"),
        ({"supply": "own-generation", "proven": "no"}, {"evidence": EVIDENCE}, "refused"),
        ({"supply": "certificate"}, {"evidence": EVIDENCE}, "refused"),
        ({"supply": "certificate", "proven": "open"}, {"evidence": EVIDENCE}, "refused"),
        ({"supply": "ppa"}, {"evidence": EVIDENCE}, "open"),  # the rule says nothing of contracts
        ({"supply": "ppa"}, {"evidence": EVIDENCE, "method": "market-based"}, "open"),
        ({"supply": "ppa"}, {"evidence": EVIDENCE, "method": "location-based"}, "refused"),  # the place decides
        ({"supply": "direct-line"}, {"evidence": EVIDENCE, "method": "location-based"}, "open"),  # no contract, but a line
        ({"supply": "certificate"}, {"evidence": {"certificate": "accepted"}, "method": "location-based"}, "accepted"),
    ],
)
def test_recognition_of_a_proof(activity: dict[str, Any], more: dict[str, Any], expected: str) -> None:
    assert evaluation(rule(**more)).recognition(replace(GRID, **activity)) == expected


def test_a_standard_without_a_rule_leaves_every_proof_open() -> None:
    assert evaluation().recognition(replace(GRID, supply="ppa")) == "open"
    assert evaluation(rule("heat")).recognition(replace(GRID, supply="ppa")) == "open"
    assert evaluation().recognition(replace(GRID, supply="ppa", proven="no")) == "refused"
    assert evaluation().recognition(GRID) == "none"
    assert not evaluation().by_place(replace(GRID, supply="ppa"))
    assert not evaluation(rule(method="location-based")).by_place(GRID)
    assert evaluation(rule(method="location-based")).by_place(replace(GRID, supply="ppa"))


@pytest.mark.parametrize(
    ("activity", "schemes", "doubt", "recognised"),
    [
        ({"supply": "certificate", "scheme": "eu-go", "region": "DE"}, ["eu-go"], None, "accepted"),
        ({"supply": "certificate", "scheme": "eu-go", "region": "CN"}, ["eu-go"], "other-country", "open"),
        ({"supply": "certificate", "scheme": "eu-go", "region": None}, ["eu-go"], None, "accepted"),
        ({"supply": "certificate", "scheme": "cn-gec", "region": "DE"}, ["eu-go"], "other-scheme", "open"),
        ({"supply": "certificate", "scheme": None, "region": "DE"}, ["eu-go"], "unnamed-scheme", "open"),
        ({"supply": "certificate", "scheme": None, "region": "DE"}, [], None, "accepted"),
        ({"supply": "certificate", "scheme": "unheard-of", "region": "DE"}, ["unheard-of"], None, "accepted"),
        ({"supply": "ppa", "scheme": None, "region": "DE"}, ["eu-go"], None, "accepted"),
    ],
)
def test_doubts_about_a_certificate(activity: dict[str, Any], schemes: list[str], doubt: str | None, recognised: str) -> None:
    under = evaluation(rule(evidence={"certificate": "accepted", "ppa": "accepted"}, schemes=schemes))
    assert under.doubt(replace(GRID, **activity)) == doubt
    assert under.recognition(replace(GRID, **activity)) == recognised
    assert evaluation().doubt(replace(GRID, **activity)) is None


# -- ways of valuing grid electricity --------------------------------------------------------------------------------------------

METHODS = [
    {"id": "average", "source": SOURCE},
    {"id": "marginal", "source": SOURCE},
    {"id": "full-load-hours", "value": "183 g CO2e/MJ", "source": SOURCE},
    {"id": "fully-renewable", "value": "0 g CO2e/MJ", "source": SOURCE},
]
OTHERS = [
    {"id": "full-load-hours", "value": "180 g CO2e/MJ", "source": SOURCE},
    {"id": "fully-renewable", "value": "0 g CO2e/MJ", "source": SOURCE},
]


@pytest.mark.parametrize(
    ("activity", "own", "target", "alike"),
    [
        ({"method": "marginal"}, METHODS, METHODS, True),
        ({"method": "marginal"}, METHODS, OTHERS, False),  # the target does not know it
        ({"method": "marginal"}, OTHERS, METHODS, False),
        ({"method": "marginal"}, OTHERS, OTHERS, False),  # neither does
        ({"method": "average"}, METHODS, METHODS, False),  # the average is each standard's own
        ({}, METHODS, METHODS, False),
        ({"method": "full-load-hours"}, METHODS, METHODS, True),
        ({"method": "full-load-hours"}, METHODS, OTHERS, False),  # with another value
        ({"fully_renewable": True}, METHODS, METHODS, True),
        ({"fully_renewable": True}, METHODS, OTHERS, True),  # zero in both
        ({"fully_renewable": True, "supply": "ppa"}, METHODS, METHODS, True),
        ({"fully_renewable": True, "method": "marginal"}, METHODS, OTHERS, True),
        ({"fully_renewable": True, "method": "full-load-hours"}, METHODS, OTHERS, False),
        ({"method": "marginal", "supply": "ppa"}, METHODS, METHODS, False),  # what is proven is not of the grid
        ({"method": "full-load-hours", "supply": "ppa"}, METHODS, METHODS, True),
    ],
)
def test_ways_of_valuing_that_both_know(activity: dict[str, Any], own: list[Any], target: list[Any], alike: bool) -> None:
    key = replace(GRID, **activity)
    under = evaluation(rule(methods=target), source=(rule(methods=own),))
    assert under.valued_alike(key) == alike
    if alike:
        assert under.recognition(key) == "accepted"
    assert not evaluation(rule(methods=target)).valued_alike(key)
    assert not evaluation(source=(rule(methods=own),)).valued_alike(key)


# -- factors -------------------------------------------------------------------------------------------------------------------


def test_the_targets_own_factor_of_the_place_and_year() -> None:
    under = evaluation(rule("electricity", "cn-electricity-co2", "dk-br18-electricity"))
    assert values(under.factors(GRID, None)) == [("cn-electricity-co2", "0.5306")]
    assert values(under.factors(replace(GRID, year=2021), None)) == [("cn-electricity-co2", "0.5568")]
    assert values(under.factors(replace(GRID, region="DK", year=2024), None)) == [("dk-br18-electricity", "0.16080")]
    assert under.factors(replace(GRID, region=None), None) == ()  # nobody knows where
    assert under.factors(replace(GRID, carrier="heat"), None) == ()
    assert under.way(GRID, None) == Anew(under.factors(GRID, None))
    heat = evaluation(rule("heat", "cn-heat-default"))
    assert values(heat.factors(ActivityKey("heat", None, None, None, "GJ"), None)) == [("cn-heat-default", "0.11")]


def test_a_year_after_the_series_says_what_was_asked_unless_nobody_asked() -> None:
    sets = rule("electricity", "cn-electricity-co2")
    (late,) = evaluation(sets).factors(replace(GRID, year=2025), None)
    assert (late.value, late.years, late.asked) == (Decimal("0.5306"), (2023,), 2025)
    (day,) = evaluation(sets, as_of=date(2025, 5, 1)).factors(replace(GRID, year=None), None)
    assert (day.value, day.years, day.asked) == (Decimal("0.5306"), (2023,), None)
    (earlier,) = evaluation(sets, as_of=date(2022, 5, 1)).factors(replace(GRID, year=None), None)
    assert (earlier.value, earlier.asked) == (Decimal("0.5366"), None)
    (newest,) = evaluation(sets).factors(replace(GRID, year=None), None)
    assert newest.value == Decimal("0.5306")
    assert evaluation(sets).factors(replace(GRID, year=2010), None) == ()
    (near,) = evaluation(sets, nearest=True).factors(replace(GRID, year=2010), None)
    assert (near.value, near.asked) == (Decimal("0.5568"), 2010)


def test_years_of_use_are_averaged_over_a_declining_series() -> None:
    under = evaluation(rule("electricity", "dk-br18-electricity"))
    key = replace(GRID, region="DK", year=2024)
    (first,) = under.factors(key, None)
    (life,) = under.factors(key, 50)
    assert life.value < first.value
    assert life.years == (2024, 2073)


def test_readings_of_what_no_proof_covers() -> None:
    sources = [
        rest("residual", "aib-residual-mix"),
        rest("excluding", "cn-electricity-co2-excluding-market", region="CN"),
        rest("average", "cn-electricity-co2", region="CN", beside_supply=True),
    ]
    under = evaluation(rule("electricity", "cn-electricity-footprint", rest=sources))
    beside = replace(GRID, beside=True)
    assert [entry.id for entry in under.readings(GRID)] == ["residual", "excluding"]
    assert [entry.id for entry in under.readings(beside)] == ["residual", "excluding", "average"]
    assert [entry.id for entry in under.readings(replace(GRID, rest="average"))] == ["average"]  # the declarer's choice
    assert [entry.id for entry in under.readings(replace(GRID, rest="unheard-of"))] == ["residual", "excluding"]
    assert under.readings(replace(GRID, carrier="heat")) == ()
    assert evaluation().readings(GRID) == ()
    assert values(under.factors(GRID, None)) == [("cn-electricity-co2-excluding-market", "0.6096")]
    assert values(under.factors(beside, None)) == [("cn-electricity-co2-excluding-market", "0.6096"), ("cn-electricity-co2", "0.5306")]
    assert [entry.id for entry, _ in under.known_readings(beside)] == ["excluding", "average"]
    # a national reading holds for every province, and for no other country
    province = replace(beside, region="CN-ZJ")
    assert values(under.factors(province, None)) == [("cn-electricity-co2-excluding-market", "0.6096"), ("cn-electricity-co2", "0.5306")]
    for entry in under.factors(province, None):
        assert (entry.region, entry.substituted) == ("CN", False)
    german = replace(beside, region="DE")
    assert [entry.id for entry, _ in under.known_readings(german)] == ["residual"]
    assert values(under.factors(german, None)) == [("aib-residual-mix", "719.9030875218637")]
    # where no reading has a factor, the general sets count
    (general,) = evaluation(rule("electricity", "cn-electricity-footprint", rest=sources[:1])).factors(GRID, None)
    assert general.factor_set.id == "cn-electricity-footprint"


def test_the_readings_of_a_year_of_use_take_no_life() -> None:
    under = evaluation(rule("electricity", rest=[rest("danish", "dk-br18-electricity")]))
    (found,) = under.factors(replace(GRID, region="DK", year=2024), 50)
    assert found.years == (2024,)


def test_why_a_published_value_is_no_factor() -> None:
    zero = next(
        (region, year)
        for region in ("SE", "NO", "IS", "FR", "DK", "AT", "CH", "NL", "LU", "SI")
        for year in (2022, 2023, 2024)
        if LIBRARY.factor_set("aib-residual-mix").refusal(region, year) is not None
    )
    key = replace(GRID, region=zero[0], year=zero[1])
    expected = LIBRARY.factor_set("aib-residual-mix").refusal(*zero)
    assert expected is not None
    other_year = replace(key, year=1990)
    assert evaluation(rule("electricity", "aib-residual-mix")).refusal(other_year) == LIBRARY.factor_set("aib-residual-mix").refusal(
        zero[0], 1990
    )
    assert evaluation(rule(rest=[rest("residual", "aib-residual-mix")])).refusal(key) == expected
    assert evaluation(rule("electricity", "aib-residual-mix")).refusal(key) == expected
    assert evaluation(rule("electricity", "cn-electricity-co2")).refusal(key) is None
    assert evaluation().refusal(key) is None
    assert evaluation(rule("electricity", "aib-residual-mix")).refusal(replace(key, item="x")) is None


def test_fuels_are_found_by_any_of_their_names() -> None:
    under = evaluation(rule("fuel", "cn-gbt-51366-fuels", "cn-fuels-ndrc"))
    assert values(under.factors(COAL, None)) == [("cn-gbt-51366-fuels", "55.54")]
    assert values(under.factors(replace(COAL, item="天然气"), None)) == [("cn-gbt-51366-fuels", "55.54")]
    assert under.lists(COAL)
    assert under.lists(replace(COAL, item="天然气"))
    assert not under.lists(replace(COAL, item="moonshine"))
    assert not under.lists(replace(COAL, item=None))
    assert not evaluation().lists(COAL)
    assert under.factors(replace(COAL, item="moonshine"), None) == ()
    assert under.factors(replace(COAL, unit="kWh"), None) != ()  # energy in another unit
    assert values(evaluation(rule("fuel", "cn-gbt-51366-fuels")).factors(replace(COAL, unit="km"), None)) == []
    assert under.nearest(replace(COAL, item="natural gaz"))[0] == "natural-gas"
    assert under.nearest(replace(COAL, item=None)) == ()
    assert evaluation().nearest(COAL) == ()


def test_a_value_stands_where_the_target_has_no_rule_or_the_declarers_own() -> None:
    sets = rule("electricity", "cn-electricity-co2")
    assert evaluation().stands(GRID)
    assert evaluation(sets, source=(sets,)).stands(GRID)
    assert not evaluation(sets).stands(GRID)
    assert not evaluation(sets, source=(rule("electricity", "cn-electricity-footprint"),)).stands(GRID)
    assert not evaluation(sets, source=(rule("electricity", "cn-electricity-co2", rest=[rest("r", "aib-residual-mix")]),)).stands(GRID)
    assert not evaluation(sets, source=(sets,)).stands(replace(GRID, supply="ppa"))  # a proof is judged by the target
    assert evaluation(sets, source=(sets,)).factors(GRID, None) == ()
    assert evaluation(sets, source=(sets,)).way(GRID, None) == Anew(keeps=True)
    assert evaluation().way(GRID, None) == Anew(keeps=True)


# -- ways ----------------------------------------------------------------------------------------------------------------------


def test_the_way_of_an_activity() -> None:
    sets = rule("electricity", "cn-electricity-co2", evidence={"ppa": "accepted", "certificate": "refused"})
    under = evaluation(sets)
    factors = under.factors(GRID, None)
    proven = replace(GRID, supply="ppa")
    assert under.way(proven, None) == Anew(keeps=True)
    assert under.way(replace(proven, proven="open"), None) == Anew(factors, keeps=True)
    assert under.way(replace(proven, proven="no"), None) == Anew(factors)
    assert under.way(replace(GRID, supply="certificate"), None) == Anew(factors)
    nowhere = replace(GRID, region="US")
    assert under.way(nowhere, None) == Anew(unknown="no-factor")
    assert under.way(replace(nowhere, supply="ppa"), None) == Anew(keeps=True)
    assert under.way(replace(nowhere, supply="ppa", proven="open"), None) == Anew(unknown="no-factor")


def test_a_value_that_a_rule_sets_is_no_emission_that_another_standard_takes_over() -> None:
    own = (rule("electricity", "cn-electricity-footprint", methods=METHODS),)
    target = rule("electricity", "cn-electricity-co2", evidence={"ppa": "accepted"})
    under = evaluation(target, source=own)
    zero = replace(GRID, fully_renewable=True, supply="ppa")
    assert under.way(zero, None) == Anew(unknown="by-rule")  # accepted as proof, but zero by another act
    assert under.way(replace(zero, proven="open"), None) == Anew(unknown="by-rule")
    assert under.way(replace(zero, proven="no"), None) == Anew(under.factors(GRID, None))
    assert under.way(replace(GRID, method="full-load-hours"), None) == Anew(under.factors(GRID, None))
    assert under.way(replace(GRID, method="full-load-hours", region="US"), None) == Anew(unknown="by-rule")
    assert evaluation(rule(methods=METHODS), source=own).way(zero, None) == Anew(keeps=True)  # by the same rule


def test_the_carbon_of_a_fuel_by_analysis() -> None:
    own = {"carbon_to_co2": "3.664", "source": SOURCE}
    fixed = evaluation(rule("fuel", "cn-gbt-51366-fuels", analysis={**own, "oxidation": {"natural-gas": "0.99"}, "other": "1"}))
    way = fixed.way(replace(COAL, carbon="alone"), None)
    assert way.analysis is not None
    assert (way.analysis.ratio, way.analysis.oxidation, way.factors) == (Decimal("3.664"), Decimal("0.99"), ())
    by_name = fixed.way(replace(COAL, item="天然气", carbon="alone"), None).analysis
    assert by_name is not None
    assert by_name.oxidation == Decimal("0.99")
    other = fixed.way(replace(COAL, item="moonshine", carbon="alone"), None).analysis
    assert other is not None
    assert other.oxidation == 1
    # the target has no oxidation of its own: the declared one, where there is one
    declared = evaluation(rule("fuel", "cn-gbt-51366-fuels", analysis=own))
    assert declared.way(replace(COAL, carbon="with-oxidation"), None).analysis is not None
    assert declared.way(replace(COAL, carbon="alone"), None) == Anew(declared.factors(COAL, None))
    assert fixed.way(COAL, None) == Anew(fixed.factors(COAL, None))  # not analysed
    plain = evaluation(rule("fuel", "cn-gbt-51366-fuels"))
    assert plain.way(replace(COAL, carbon="with-oxidation"), None) == Anew(plain.factors(COAL, None))
    assert evaluation().way(replace(COAL, carbon="with-oxidation"), None) == Anew(keeps=True)


# -- lines ---------------------------------------------------------------------------------------------------------------------


def line(*activities: ActivityKey, stages: tuple[str, ...] = ("A3",), sources: tuple[str, ...] = ("electricity",), **more: Any) -> Line:
    return Line("power", SPACE.box(stages, sources, None), items=activities, **more)


def test_the_lines_that_are_evaluated_anew() -> None:
    under = evaluation(rule("electricity", "cn-electricity-co2"))
    factors = under.factors(GRID, None)
    heat = ActivityKey("heat", None, None, None, "GJ")
    lines = [
        line(),
        line(heat),  # the target has no rule for it: it stands
        line(GRID, view=True),
        line(GRID, evaluated=True),
        line(heat, GRID),
        line(replace(GRID, region="US")),
    ]
    assert list(under.replacements(lines, SPACE, None)) == [
        (4, (Anew(keeps=True), Anew(factors))),
        (5, (Anew(unknown="no-factor"),)),
    ]
    life = evaluation(rule("electricity", "dk-br18-electricity"))
    ((_, (way,)),) = life.replacements([line(replace(GRID, region="DK", year=2024))], SPACE, 50)
    assert way.factors[0].years == (2024, 2073)


def test_the_atoms_of_an_activity_are_those_of_its_ways_at_its_stages() -> None:
    power = line(GRID)
    factor = evaluation(rule("electricity", "cn-electricity-co2")).factors(GRID, None)[0]
    counted = SPACE.box(("A3",), factor.counts.sources, factor.counts.gases)
    assert counted
    assert counted != power.atoms
    assert replaced_atoms(SPACE, power, [Anew((factor,))]) == (counted, counted)
    # one way counts less than another: sure is what both count
    wide = replace(factor, counts=Box(sources=("electricity",)))
    assert replaced_atoms(SPACE, power, [Anew((factor, wide))]) == (power.atoms, counted)
    for more in ({"keeps": True}, {"unknown": "no-factor"}):
        assert replaced_atoms(SPACE, power, [Anew((factor,), **more)]) == (power.atoms | counted, power.atoms & counted)
    assert replaced_atoms(SPACE, power, [Anew((factor,)), Anew(keeps=True)]) == (power.atoms, counted)
    burnt = replace(factor, counts=Box(sources=("combustion",), gases=("co2-fossil",)))
    both = SPACE.box(("A3",), ("combustion",), ("co2-fossil",))
    assert replaced_atoms(SPACE, power, [Anew((factor, burnt))]) == (counted | both, 0)


def test_what_only_the_targets_own_rule_values_is_open_without_a_quantity() -> None:
    prescribed = rule("electricity", "cn-electricity-co2", prescribed=("A3",))
    power = SPACE.box(("A3",), ("electricity",))
    whole = Line("whole", SPACE.box(("A1", "A3"), None))
    under = evaluation(prescribed)
    assert under.unsettled([whole], SPACE) == power
    assert under.unsettled([whole, line(GRID)], SPACE) == 0
    assert under.unsettled([whole, line(ActivityKey("heat", None, None, None, "GJ"))], SPACE) == power
    assert under.unsettled([whole, line(evaluated=True)], SPACE) == 0
    assert under.unsettled([Line("A1", SPACE.box(("A1",), None))], SPACE) == 0  # no line holds it
    assert under.unsettled([], SPACE) == 0
    assert evaluation(rule("electricity", "cn-electricity-co2")).unsettled([whole], SPACE) == 0
    assert evaluation(prescribed, source=(prescribed,)).unsettled([whole], SPACE) == 0  # by the same rule
    assert evaluation(prescribed, source=(rule("electricity", "cn-electricity-footprint"),)).unsettled([whole], SPACE) == power
    # every such rule counts
    heat = rule("heat", "cn-heat-default", prescribed=("A3",))
    assert evaluation(prescribed, heat).unsettled([whole], SPACE) == power | SPACE.box(("A3",), ("heat",))
    assert evaluation(rule("fuel"), heat).unsettled([whole], SPACE) == SPACE.box(("A3",), ("heat",))
