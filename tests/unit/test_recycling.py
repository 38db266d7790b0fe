"""Footprints that declare how their materials are recycled, translated between end-of-life methods."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

import crosswalk as cw
from crosswalk.engine.figures import FigureResult
from crosswalk.errors import (
    DeclarationError,
    InconsistentDeclarationError,
    InputError,
    MissingPropertyError,
    UnknownNameError,
)

EPD, PEF, CHINA, STEEL = "eu/en-15804-a2-2019", "eu/pef-2021-2279", "cn/gbt-24067-2024", "int/worldsteel-2017"

# CIRC-1: primary 10, secondary 2, R1 0.4, R2 0.9
LOOP: dict[str, Any] = {
    "name": {"en": "metal", "zh": "金属"},
    "amount": "1 kg",
    "R1": 0.4,
    "R2": 0.9,
    "R3": 0,
    "A": 0.2,
    "Ev": "10 kg CO2e/kg",
    "Er": "2 kg CO2e/kg",
    "qi": 1,
    "c": "0 kg CO2e/kg",
    "symmetric": True,
}


def without(*names: str, **values: Any) -> dict[str, Any]:
    return {key: value for key, value in {**LOOP, **values}.items() if key not in names}


def epd(*materials: dict[str, Any], **more: Any) -> dict[str, Any]:
    found: dict[str, Any] = {
        "standard": EPD,
        "declared_unit": "1 kg",
        "characterisation": "ef-3.1",
        "biogenic_carbon": "0 kg",
        "figures": [{"stage": "A1-A3", "value": "6.8 kg CO2e"}, {"stage": "D", "value": "-4.0 kg CO2e"}],
        **more,
    }
    return {**found, "recycling": {"materials": list(materials), **more.get("recycling", {})}} if materials else found


def chinese(*materials: dict[str, Any], method: str | None = "cut-off", value: str = "6.8 kg CO2e", **more: Any) -> dict[str, Any]:
    return {
        "standard": CHINA,
        "declared_unit": "1 kg",
        "characterisation": "ef-3.1",
        "figures": [{"stage": "raw-material-acquisition", "value": value}],
        **({"recycling": {"materials": list(materials), **({"method": method} if method else {})}} if materials else {}),
        **more,
    }


NO_END = [{"source": source, "value": "0 kg CO2e"} for source in ("emissions", "carbonation")]


def pef(figures: list[dict[str, Any]]) -> dict[str, Any]:
    return {"standard": PEF, "declared_unit": "1 kg", "characterisation": "ef-3.1", "figures": figures, "recycling": {"materials": [LOOP]}}


def exactly(figure: FigureResult, value: str) -> bool:
    return figure.bounds[0] == figure.bounds[2] == Decimal(value)


def questions(result: cw.Translation) -> list[str]:
    return [gap.question["en"] for gap in result.gaps]


# -- from modules to the circular footprint formula ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("allocation", "value"), [(0.2, "3.6"), (0.5, "4.8"), (0.8, "6.0")])
def test_modules_become_the_formula(allocation: float, value: str) -> None:
    result = cw.translate(epd(without(A=allocation)), to=PEF)
    assert exactly(result.shared, value)
    assert result.shared.bounds[1] == Decimal(value)


def test_module_d_alone_is_enough_in_a_symmetric_loop() -> None:
    assert exactly(cw.translate(epd(without("Ev", "Er")), to=PEF).shared, "3.6")


def test_components_alone_are_enough_without_module_d() -> None:
    declaration = epd(LOOP)
    declaration["figures"] = declaration["figures"][:1]
    assert exactly(cw.translate(declaration, to=PEF).shared, "3.6")


def test_module_d_is_never_netted() -> None:
    result = cw.translate(epd(), to=PEF)
    assert exactly(result.shared, "6.8")
    assert result.total.bounds == (None, None, None)
    surplus = next(gap for gap in result.gaps if gap.kind == "surplus")
    assert surplus.amount == Decimal("-4.0")
    assert "never netted" in surplus.message["en"]
    assert any("Declare the materials under `recycling:`" in question for question in questions(result))


def test_the_change_stands_with_the_figures_that_hold_it() -> None:
    declaration = epd(LOOP)
    declaration["figures"] = [{"stage": stage, "value": f"{value} kg CO2e"} for stage, value in (("A1", "6.8"), ("A2", 0), ("A3", 0))]
    result = cw.translate(declaration, to=PEF)
    # input: 0.6·10 + 0.4·(0.2·2 + 0.8·10) = 9.36; end of life: 0.8·0.9·(2 - 10) = -5.76
    assert exactly(result.figure("raw-material-acquisition"), "9.36")
    assert exactly(result.figure("cradle-to-gate"), "6.8")  # an intermediate product has A = 1
    assert exactly(result.figure("manufacturing"), "0")


def test_materials_add_up() -> None:
    double = epd(without(amount="0.4 kg"), without(amount="600 g", name="same metal", A=0.8))
    # 0.4 kg at A = 0.2 and 0.6 kg at A = 0.8: 6.8 - 0.4·3.2 - 0.6·0.8
    assert exactly(cw.translate(double, to=PEF).shared, "5.04")


def test_another_declared_unit() -> None:
    declaration = epd(without(amount="1000 kg"), declared_unit="1 t")
    declaration["figures"] = [{"stage": "A1-A3", "value": "6.8 t CO2e"}, {"stage": "D", "value": "-4 t CO2e"}]
    assert exactly(cw.translate(declaration, to=PEF).shared, "3600")


# -- partly declared ------------------------------------------------------------------------------------------------------------------


def test_an_unknown_allocation_factor_is_one_of_the_list() -> None:
    result = cw.translate(epd(without("A")), to=PEF)
    assert result.shared.bounds == (Decimal("3.6"), None, Decimal("6.0"))
    gap = next(gap for gap in result.gaps if gap.width == Decimal("2.4"))
    assert gap.question["en"] == "Declare for metal: A, the allocation factor between supplier and user of recyclate."


def test_processing_before_the_end_of_waste_bounds_the_result() -> None:
    result = cw.translate(epd(without("Ev", "Er", c={"high": "0.5 kg CO2e/kg"})), to=PEF)
    assert result.shared.bounds == (Decimal("3.55"), None, Decimal("3.6"))  # A·(R1 - R2)·c


def test_unknown_burdens_leave_the_total_open_and_the_shared_part_as_declared() -> None:
    declaration = epd(without("Ev", "Er"))
    declaration["figures"] = declaration["figures"][:1]
    result = cw.translate(declaration, to=PEF)
    assert exactly(result.shared, "6.8")
    assert result.total.bounds == (None, None, None)
    assert any(question.startswith("Declare for metal: Ev") for question in questions(result))


def test_a_ratio_and_the_material_figure_bound_the_result() -> None:
    known = without("Ev", "Er", "c", figure="6.8 kg CO2e", ratio={"low": 0.1, "high": 0.3})
    result = cw.translate(chinese(known), to=PEF)
    low, best, high = result.shared.bounds
    assert low is not None
    assert high is not None
    assert (round(low, 6), best, round(high, 6)) == (Decimal("2.975"), None, Decimal("4.155556"))  # CIRC-8


def test_full_recycled_content_cannot_be_separated() -> None:
    known = without("Ev", "Er", "c", R1=1, figure="2 kg CO2e", ratio={"low": 0, "high": 1})
    result = cw.translate(chinese(known, value="2 kg CO2e"), to=PEF)
    assert exactly(result.shared, "2")
    assert result.total.bounds == (None, None, None)
    assert any("Ev, the burden of virgin material" in question for question in questions(result))


def test_the_rest_of_the_product_is_asked_for() -> None:
    result = cw.translate(epd(without(amount="0.7 kg"), subject={"mass": "1 kg"}), to=PEF)
    assert exactly(result.shared, "6.8")
    gap = next(gap for gap in result.gaps if gap.kind == "not-declared" and gap.stage == "total")
    assert gap.message["en"] == "0.3 kg of the declared unit is in no material of `recycling:`"
    rest = {"name": "wood", "amount": "0.3 kg", "R1": 0, "R2": 0, "R3": 0, "A": 0.8}
    assert cw.translate(epd(without(amount="0.7 kg"), rest, subject={"mass": "1 kg"}), to=PEF).shared.status == "exact"


def test_components_that_contradict_module_d_are_told() -> None:
    result = cw.translate(epd(without(Ev="11 kg CO2e/kg")), to=PEF)
    # module D gives 6.8 - 0.8·4.0 = 3.6, the components 6.8 + 0.8·(0.4 - 0.9)·(11 - 2) = 3.2
    assert result.shared.bounds == (Decimal("3.20"), None, Decimal("3.6"))
    assert any(gap.kind == "data-quality" and gap.width == Decimal("0.4") for gap in result.gaps)


# -- other directions ---------------------------------------------------------------------------------------------------------------------


def test_cut_off_becomes_the_formula() -> None:
    assert exactly(cw.translate(chinese(LOOP), to=PEF).shared, "3.6")


def test_an_open_method_is_the_hull_of_those_in_use() -> None:
    ended = [{"stage": "raw-material-acquisition", "value": "6.8 kg CO2e"}, *({"stage": "end-of-life", **entry} for entry in NO_END)]
    result = cw.translate(chinese(LOOP, method=None, figures=ended), to=PEF)
    # cut-off and modules: 3.6; end-of-life recycling: the declared 6.8 would be all of it, and the formula 6.8 + 0.8
    assert result.shared.bounds == (Decimal("3.6"), None, Decimal("7.6"))
    assert any("recycling.method" in question for question in questions(result))


def test_a_credit_that_nobody_declared_is_not_taken_for_zero() -> None:
    result = cw.translate(chinese(LOOP, method=None), to=PEF)
    # by end-of-life recycling the input alone is 6.8, so 6.8 + 9.36 - 10 under the formula, and its end of life 0.2·0 + 0.8·0.9·(2 - 10)
    assert result.shared.bounds == (Decimal("0.4"), None, Decimal("3.6"))
    declared = pef([{"stage": "raw-material-acquisition", "value": "9.36 kg CO2e"}])
    assert cw.translate(declared, to=STEEL).total.bounds == (Decimal("2.8"), None, None)  # 10 - 7.2, disposal not declared
    burdens = [{"stage": "end-of-life", "source": "emissions", "value": "1.44 kg CO2e"}]
    partly = cw.translate(pef([*declared["figures"], {"stage": "manufacturing", "value": "0 kg CO2e"}, *burdens]), to=STEEL)
    assert partly.total.bounds[0] is None
    assert any(gap.kind == "not-declared" and gap.stage == "D1" for gap in partly.gaps)
    credits = [{"stage": "end-of-life", "source": "avoided", "value": "-7.2 kg CO2e"}]
    whole = pef([*declared["figures"], {"stage": "manufacturing", "value": "0 kg CO2e"}, *burdens, *credits])
    assert exactly(cw.translate(whole, to=STEEL).total, "2.8")


def test_a_figure_of_an_intermediate_product_is_cut_off() -> None:
    declared = pef([{"stage": "cradle-to-gate", "value": "6.8 kg CO2e"}])
    assert cw.translate(declared, to=STEEL).total.bounds == (Decimal("2.8"), None, None)


@pytest.mark.parametrize(("method", "value"), [("cut-off", "3.0"), ("end-of-life-recycling", "7.0"), ("modules-a-c-and-d", "3.0")])
def test_a_stated_method_settles_what_the_target_credits(method: str, value: str) -> None:
    figures = [
        {"stage": "cradle-to-gate", "value": "6.8 kg CO2e"},
        {"stage": "end-of-life", "source": "emissions", "value": "0.2 kg CO2e"},
        {"stage": "end-of-life", "source": "carbonation", "value": "0 kg CO2e"},
    ]
    more: dict[str, Any] = {"figures": figures, "biogenic_carbon": "0 kg"}
    assert exactly(cw.translate(chinese(LOOP, method=method, **more), to=STEEL).total, value)
    unstated = cw.translate(chinese(LOOP, method=None, **more), to=STEEL)
    assert unstated.total.bounds == (Decimal("3.0"), None, Decimal("7.0"))
    apart = {**more, "supplement": [{"stage": "D1", "source": entry, "value": "0 kg CO2e"} for entry in ("avoided", "emissions")]}
    assert exactly(cw.translate(chinese(LOOP, method=method, **apart), to=STEEL).total, value)
    assert cw.translate(chinese(**more), to=STEEL).total.bounds == (None, None, None)


def test_a_credit_beside_the_standard_counts_under_the_method_that_gives_it() -> None:
    figures = [
        {"stage": "cradle-to-gate", "value": "10 kg CO2e"},
        {"stage": "end-of-life", "source": "emissions", "value": "0.2 kg CO2e"},
        {"stage": "end-of-life", "source": "carbonation", "value": "0 kg CO2e"},
    ]
    credit = [{"stage": "D1", "source": "avoided", "value": "-7.2 kg CO2e"}, {"stage": "D1", "source": "emissions", "value": "0 kg CO2e"}]
    more: dict[str, Any] = {"figures": figures, "biogenic_carbon": "0 kg", "supplement": credit}
    recycled = cw.translate(chinese(LOOP, method="end-of-life-recycling", **more), to=STEEL)
    assert exactly(recycled.total, "3.0")
    assert exactly(cw.translate(chinese(LOOP, method="cut-off", **more), to=STEEL).total, "6.2")
    assert cw.translate(chinese(LOOP, method=None, **more), to=PEF).total.bounds == (None, None, None)  # the credit counts under one only


def test_the_formula_becomes_modules_with_module_d_apart() -> None:
    declared = {
        "standard": PEF,
        "declared_unit": "1 kg",
        "figures": [
            {"stage": "raw-material-acquisition", "value": "9.36 kg CO2e"},
            {"stage": "manufacturing", "value": "0 kg CO2e"},
            {"stage": "end-of-life", "value": "-5.76 kg CO2e"},
        ],
        "recycling": {"materials": [LOOP]},
        "characterisation": "en15804-a2-ef3.1",
    }
    result = cw.translate(declared, to="eu/en-15804-a2-2019")
    low, _, high = result.shared.bounds
    assert low == high == Decimal("6.8")
    assert exactly(result.figure("D"), "-4.0")
    silent = {key: value for key, value in declared.items() if key != "recycling"}
    assert cw.translate(silent, to="eu/en-15804-a2-2019").total.bounds == (None, None, None)


def test_an_intermediate_product_states_its_method() -> None:
    declared = {
        "standard": PEF,
        "declared_unit": "1 kg",
        "characterisation": "ar6-100",
        "figures": [{"stage": "cradle-to-gate", "value": "6.8 kg CO2e"}],
        "recycling": {"method": "cut-off", "materials": [LOOP]},
    }
    assert exactly(cw.translate(declared, to=CHINA).figure("cradle-to-gate"), "6.8")


@pytest.mark.parametrize("target", [EPD, CHINA, "int/iso-14067-2018", "eu/en-15804-a1-2013"])
def test_nothing_changes_where_the_methods_agree_or_are_open(target: str) -> None:
    plain, told = cw.translate(epd(), to=target), cw.translate(epd(LOOP), to=target)
    assert plain.total.bounds == told.total.bounds
    assert plain.shared.bounds == told.shared.bounds
    assert [entry.bounds for entry in plain.figures] == [entry.bounds for entry in told.figures]


@pytest.mark.parametrize("target", ["int/iso-14067-2018", EPD])
def test_a_standard_that_says_nothing_of_recycling_is_left_alone(target: str) -> None:
    figures = [{"stage": "A1-A3", "value": "3 kg CO2e"}]
    silent = "cn/gbt-47064-2026"
    assert cw.Library.shipped().standard(silent).end_of_life is None
    result = cw.translate({"standard": silent, "declared_unit": "1 t", "figures": figures}, to=target)
    assert result.outcome.change is None
    assert cw.translate({"standard": silent, "declared_unit": "1 t", "figures": figures}, to=PEF).outcome.change is not None


def test_another_characterisation_widens_the_burdens() -> None:
    declaration = epd(LOOP, characterisation="ar5-100")
    declaration["figures"] = declaration["figures"][:1]
    result = cw.translate(declaration, to=PEF, assumptions="all")
    low, _, high = result.shared.bounds
    assert low is not None
    assert high is not None
    assert low < Decimal("3.6") < high


def test_trace_and_manifest_name_the_rule() -> None:
    result = cw.translate(epd(without(A="default", application="aluminium")), to=PEF)
    step = next(step for step in result.trace if step["step"] == "end-of-life")
    assert step["rule"] == "modules-a-c-and-d -> circular-footprint-formula"
    assert "pef-annex-c-2.1" in step["source"]
    assert set(result.manifest["recycling"]) == {"pef-annex-c-2.1"}
    assert "pef-annex-c-2.1: A of metals" in result.unconfirmed
    assert any(gap.kind == "data-quality" and "published defaults: A 0.2" in gap.message["en"] for gap in result.gaps)


def test_questions_are_bilingual() -> None:
    for gap in cw.translate(epd(without("A")), to=PEF).gaps:
        assert gap.message["zh"] != gap.message["en"] or not gap.message["en"]


# -- defaults -------------------------------------------------------------------------------------------------------------------------------

CAN: dict[str, Any] = {
    "name": "can body",
    "amount": "1 kg",
    "application": "aluminium beverage can",
    "R1": 0.55,
    "R2": "default",
    "R3": 0,
    "A": "default",
    "qi": "default",
    "Ev": "11.89 kg CO2e/kg",
    "Er": "0.60 kg CO2e/kg",
    "c": "0 kg CO2e/kg",
    "symmetric": True,
}


def test_defaults_are_used_where_they_hold() -> None:
    declaration = chinese(CAN, value="5.680500 kg CO2e")  # CIRC-6 without disposal (0.005865)
    declaration["recycling"]["waste_region"] = "DE"
    result = cw.translate(declaration, to=PEF)
    assert result.shared.bounds[0] == result.shared.bounds[2] == Decimal("3.919260")  # 3.925125 - 0.005865


def test_european_rates_are_never_used_for_waste_in_china() -> None:
    declaration = chinese(CAN)
    declaration["recycling"]["waste_region"] = "CN-GD"
    with pytest.raises(DeclarationError, match=r"recycling\.materials\[0\]\.R2: .*holds for EU .*not for CN-GD: what is"):
        cw.translate(declaration, to=PEF)
    with pytest.raises(MissingPropertyError, match=r"where does the product become waste\?"):
        cw.translate(chinese(CAN), to=PEF)
    made = chinese({**CAN, "R1": "default", "R2": 0.7}, subject={"location": "CN"})
    with pytest.raises(DeclarationError, match=r"R1: .*not for CN"):
        cw.translate(made, to=PEF)


# -- bad input ------------------------------------------------------------------------------------------------------------------------------

FAULTS: list[tuple[dict[str, Any], type[InputError], str]] = [
    (without(R1=40), DeclarationError, r"R1: R1, the recycled content of the input, is a number from 0 to 1, not 40; write 0\.4"),
    (without(R2="101 %"), DeclarationError, r"R2: R2, .* not 1\.01"),
    (without(R1=-0.1), DeclarationError, r"R1: .* not -0\.1"),
    (without(R2=0.8, R3=0.3), DeclarationError, r"R2: R2 \+ R3 = 1\.1: more is recycled"),
    (
        without(R2={"rate": 0.8, "at": "recycling-input", "recycling_yield": 1.1}),
        DeclarationError,
        r"recycling_yield: a yield is what comes out",
    ),
    (without(R2={"rate": 0.8, "at": "landfill"}), DeclarationError, r"R2\.at: .*collected"),
    (without(Ev="-10 kg CO2e/kg"), DeclarationError, r"Ev: Ev is a burden of zero or more"),
    (without(Ev="10 kg"), DeclarationError, r"Ev: 'kg' cannot be converted"),
    (without(Ev="10"), DeclarationError, r"Ev: a unit is missing"),
    (
        without(A=0.7),
        DeclarationError,
        r"A: A is one of 0\.2, 0\.5, 0\.8, and nobody may choose another, not 0\.7; the allocation factor of ISO 14067",
    ),
    (without(Es="10 kg CO2e/kg"), DeclarationError, r"Es: in a symmetric loop Es is Ev"),
    (without(c="3 kg CO2e/kg"), DeclarationError, r"c: processing before the end-of-waste point"),
    (without(amount="0 kg"), DeclarationError, r"amount: amount must be above zero"),
    (without(amount="1 m"), DeclarationError, r"amount: 'm' cannot be converted"),
    (without(A="default"), DeclarationError, r"A: `A: default` needs `application`"),
    (without(A="default", application="unobtainium ore"), UnknownNameError, r"application: unknown application"),
    (without(R2="default", application="metals"), DeclarationError, r"R2: PEF Annex C.* has no default of R2"),
    (without(R1={"low": 0.5, "high": 0.4}), DeclarationError, r"R1: `low` must not exceed `high`"),
    (without(R1={"least": 0.5}), DeclarationError, r"R1: R1 is a number, or a range"),
    (without(ratio=0.2), DeclarationError, r"ratio: state Er"),
    (without(figure="-1 kg CO2e"), DeclarationError, r"figure: figure cannot be negative"),
    (without(recycled_content=0.4), DeclarationError, r"recycled_content: unknown field"),
    (
        without(module_d={"material": "-3.0 kg CO2e", "energy": "0.0 kg CO2e"}),
        InconsistentDeclarationError,
        r"module D of the materials adds up to -3",
    ),
]


@pytest.mark.parametrize(("material", "kind", "message"), FAULTS)
def test_faults_name_their_field(material: dict[str, Any], kind: type[InputError], message: str) -> None:
    with pytest.raises(kind, match=message) as caught:
        cw.translate(epd(material), to=PEF)
    assert any("recycling.materials" in (finding.field or "") for finding in caught.value.findings)
    assert all(finding.zh and finding.zh != finding.en for finding in caught.value.findings)


def test_scenarios_of_module_d_are_alternatives() -> None:
    declaration = epd()
    declaration["figures"].append({"stage": "D", "value": "-2.718 kg CO2e"})
    with pytest.raises(InputError, match="alternatives are not added"):
        cw.translate(declaration, to=PEF)


def test_module_d_belongs_to_modules() -> None:
    with pytest.raises(DeclarationError, match=r"module_d: module D belongs to a declaration in modules"):
        cw.translate(chinese(without(module_d={"material": "-4 kg CO2e"})), to=PEF)


def test_a_method_that_the_standard_does_not_have() -> None:
    with pytest.raises(
        DeclarationError, match=r"recycling\.method: EN 15804.* has no end-of-life method 'cut-off'; nearest: modules-a-c-and-d"
    ):
        cw.translate(epd(LOOP, recycling={"materials": [LOOP], "method": "cut-off"}), to=PEF)


def test_materials_heavier_than_the_product() -> None:
    with pytest.raises(InconsistentDeclarationError, match=r"recycling\.materials: the materials weigh 1 kg, the declared unit 0\.5 kg"):
        cw.translate(epd(LOOP, subject={"mass": "0.5 kg"}), to=PEF)


def test_credits_that_nobody_declared_may_lie_below_zero() -> None:
    """A source that may share recycling as the target does says nothing of the credits that the target counts."""
    figures = [{"stage": "RM", "value": "5 kg CO2e"}]
    battery = {
        "standard": "eu/battery-2023-1542",
        "subject": {"reference_quantity": "item"},
        "characterisation": "ef-3.1",
        "figures": figures,
    }
    total = cw.translate(battery, to="int/worldsteel-2017", assumptions="none").total
    assert total.low is None


# -- batteries ------------------------------------------------------------------------------------------------------------------------------


def battery(*figures: dict[str, Any], **recycling: Any) -> dict[str, Any]:
    return {
        "standard": "cn/miit-battery-2025-551",
        "subject": {"kind": "battery", "mass": "0.0103 kg"},
        "declared_unit": "1 kWh",
        "characterisation": "ef-3.1",
        "figures": [
            {"stage": "RM", "value": "0.0912 kg CO2e"},
            {"stage": "MP", "value": "0.0578 kg CO2e"},
            {"stage": "DI", "value": "0.0026 kg CO2e"},
            {"stage": "EL", "source": "emissions", "value": "0.0102 kg CO2e"},
            *figures,
        ],
        **({"recycling": recycling} if recycling else {}),
    }


CREDIT = {"stage": "EL", "source": "avoided", "value": "-0.0044 kg CO2e"}
CELLS = without(name="cells and casing", amount="0.0103 kg", R1=0, R2=0.5, Ev="5 kg CO2e/kg", Er="1 kg CO2e/kg")


def test_a_chinese_battery_states_how_it_shared_recycling() -> None:
    def total(*figures: dict[str, Any], **recycling: Any) -> Any:
        return cw.translate(battery(*figures, **recycling), to="eu/battery-2023-1542").total.bounds

    assert total(CREDIT) == (None, None, None)  # the Chinese formula is unread: any method may be behind the figures
    assert total(CREDIT, materials=[CELLS]) == (None, None, None)
    formula = total(CREDIT, method="circular-footprint-formula", materials=[CELLS])
    assert formula[0] == formula[2] == Decimal("0.1574")  # 0.0912 + 0.0578 + 0.0026 + 0.0102 - 0.0044
    cut_off = total(method="cut-off", materials=[CELLS])
    # 0.1618 + 0.8 · 0.5 · (1 - 5) · 0.0103
    assert cut_off[0] == cut_off[2] == Decimal("0.1618") - Decimal("0.01648")


def test_the_law_on_batteries_names_no_formula() -> None:
    rule = cw.Library.shipped().standard("eu/battery-2023-1542").end_of_life
    assert rule is not None
    assert rule.method == "circular-footprint-formula"
    assert rule.source.confirmed == "unconfirmed"  # by reference to the PEF method
    assert not rule.allocation_factors
