"""Worked cases of end-of-life allocation, recycled content and waste: CIRC-1 to CIRC-12, at the precision that they are printed with.

Published numbers are marked so; the others follow from the published inputs by the formulas of section 0 of the project's collection of facts.
"""

from __future__ import annotations

from decimal import Decimal

import pytest

import crosswalk as cw
from crosswalk.engine.rules.circular.bounds import Known, Range, between, difference, exactly, formula_from_unsplit_module_d
from crosswalk.engine.rules.circular.components import Components
from crosswalk.engine.rules.circular.content import closed_loop_share
from crosswalk.engine.rules.circular.end_of_life import (
    circular_footprint_formula,
    cut_off,
    end_of_life_recycling,
    formula_from_modules,
    module_d,
    modules_a_to_c,
    net_flow,
    recycling_from_modules,
)
from crosswalk.engine.rules.circular.rates import cycles
from crosswalk.engine.rules.circular.treatment import incineration


def loop(**known: str) -> Components:
    return Components.symmetric(**{name: Decimal(value) for name, value in known.items()})


# -- CIRC-1: closed loop of the eToolLCD documentation -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("allocation", "formula"), [("0", "2.8"), ("0.2", "3.6"), ("0.5", "4.8"), ("0.8", "6.0"), ("1", "6.8")])
def test_circ_1(allocation: str, formula: str) -> None:
    item = loop(R1="0.4", R2="0.9", Ev="10", Er="2", A=allocation)
    assert cut_off(item) == modules_a_to_c(item) == Decimal("6.8")  # published: A1-A3
    assert module_d(item) == module_d(item)._replace(material=Decimal("-4.0"), energy=Decimal(0))
    assert end_of_life_recycling(item) == Decimal("2.8")
    assert circular_footprint_formula(item) == Decimal(formula)


def test_circ_2() -> None:
    assert net_flow(Components(R1=Decimal("0.4"), R2=Decimal("0.9"))) == Decimal("0.5")  # published: 50 %


# -- CIRC-3: anodised aluminium profile, EPD 10997 ----------------------------------------------------------------------------------------

PROFILE = Decimal("10.68") + Decimal("0.002322")
PROFILE_D = Decimal("-5.507")


@pytest.mark.parametrize(("allocation", "formula"), [("0.2", "6.276722"), ("0.5", "7.928822")])
def test_circ_3(allocation: str, formula: str) -> None:
    rates = Components(R1=Decimal("0.24"), R2=Decimal("0.96"), A=Decimal(allocation))
    split = module_d(rates)._replace(material=PROFILE_D)
    assert net_flow(rates) == Decimal("0.72")
    assert round(PROFILE_D / net_flow(rates), 6) == Decimal("-7.648611")
    assert recycling_from_modules(PROFILE, split, rates) == Decimal("5.175322")
    assert formula_from_modules(PROFILE, split, rates) == Decimal(formula)
    assert formula_from_unsplit_module_d(PROFILE, PROFILE_D, Decimal(allocation)) == (Decimal("5.175322"), Decimal(formula))


# -- CIRC-4: cotton and polyester of Ecobalyse --------------------------------------------------------------------------------------------


def test_circ_4() -> None:
    cotton = {"R1": "0.4", "A": "0.8", "qi": "0.5"}
    polyester = {"R1": "1", "A": "0.5", "qi": "0.7"}

    def coefficients(known: dict[str, str]) -> tuple[Decimal, Decimal]:
        virgin = circular_footprint_formula(loop(**known, Ev="1", Er="0"))
        recycled = circular_footprint_formula(loop(**known, Ev="0", Er="1"))
        return virgin, recycled

    assert coefficients(cotton) == (Decimal("0.64"), Decimal("0.32"))
    assert coefficients(polyester) == (Decimal("0.35"), Decimal("0.5"))


# -- CIRC-6: default packaging ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("virgin", "recycling", "disposal", "content", "rate", "expected"),
    [
        ("11.89", "0.60", "0.023", "0.55", "0.745", ("5.686365", "3.925125", "3.484815")),
        ("2.89", "0.51", "0.025", "0.58", "0.8046", ("1.514485", "1.086847", "0.979937")),
        ("0.86", "0.54", "0.008", "0.52", "0.657", ("0.696344", "0.661272", None)),
    ],
)
def test_circ_6(virgin: str, recycling: str, disposal: str, content: str, rate: str, expected: tuple[str, str, str | None]) -> None:
    item = loop(R1=content, R2=rate, A="0.2", Ev=virgin, Er=recycling, ED=disposal)
    assert round(cut_off(item), 6) == Decimal(expected[0])
    assert round(circular_footprint_formula(item), 6) == Decimal(expected[1])
    if expected[2] is not None:
        assert round(end_of_life_recycling(item), 6) == Decimal(expected[2])


# -- CIRC-7: the sign of recycling at the end of life ------------------------------------------------------------------------------------


def test_circ_7() -> None:
    item = loop(R1="0.3", R2="0.41756", R3="0", A="0.5", Ev="3.40", Er="1.90", ED="0.179", qi="0.9")
    assert round(circular_footprint_formula(item), 6) == Decimal("2.986072")
    assert round(cut_off(item), 6) == Decimal("3.054257")
    wrong = circular_footprint_formula(item) - 2 * item.R2 * (1 - item.A) * (item.Ee - item.Es * item.qo)
    assert round(wrong, 6) == Decimal("3.470442")  # what the trap gives, and we do not


# -- CIRC-8: bounds from the cut-off figure ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ratio", "low", "high"), [(("0", "1"), "2.266667", "6.8"), (("0.1", "0.3"), "2.975", "4.155556"), (("0.2", "0.2"), "3.6", "3.6")]
)
def test_circ_8(ratio: tuple[str, str], low: str, high: str) -> None:
    known = Known(
        {
            "R1": exactly(Decimal("0.4")),
            "R2": exactly(Decimal("0.9")),
            "R3": exactly(Decimal(0)),
            "A": exactly(Decimal("0.2")),
            "B": exactly(Decimal(0)),
            "qi": exactly(Decimal(1)),
        },
        symmetric=True,
        ratio=Range(Decimal(ratio[0]), Decimal(ratio[1])),
        figure=exactly(Decimal("6.8")),
    )
    found = difference(known, between("cut-off", "circular-footprint-formula"))
    assert found.low is not None
    assert found.high is not None
    assert (round(found.low + Decimal("6.8"), 6), round(found.high + Decimal("6.8"), 6)) == (Decimal(low), Decimal(high))


# -- CIRC-9: how waste that is not recycled is treated -------------------------------------------------------------------------------------


def test_circ_9() -> None:
    treatment = {
        entry.id: entry.amount.to("t").magnitude for entry in cw.Library.shipped().recycling_parameters("pef-annex-c-2.1").treatment
    }
    total = sum(treatment.values())
    assert total == 136_195_000
    # published: 54.7 % and 45.3 %; the arithmetic gives 54.75 and 45.25
    assert round(treatment["landfill"] / total * 100, 2) == Decimal("54.75")
    assert round(treatment["incineration"] / total * 100, 2) == Decimal("45.25")


# -- CIRC-10: steel over many cycles -------------------------------------------------------------------------------------------------------


def test_circ_10() -> None:
    assert cycles(Decimal("0.8")) == 5  # published: 5 t
    masses = [Decimal("0.8") ** cycle for cycle in range(1, 5)]
    assert [str(mass.quantize(Decimal("0.01"))) for mass in masses] == ["0.80", "0.64", "0.51", "0.41"]
    assert sum((Decimal("0.8") ** cycle for cycle in range(200)), Decimal(0)) == pytest.approx(5)


# -- CIRC-11: plastics from end-of-life vehicles --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("whole", "part", "target"), [("0.15", "0.03", "closed-loop-first"), ("0.25", "0.05", "closed-loop-second")])
def test_circ_11(whole: str, part: str, target: str) -> None:
    assert closed_loop_share(Decimal(whole), Decimal("0.2")) == Decimal(part)  # published: 3 % and 5 %
    rule = cw.Library.shipped().material_standard("eu/elv-deal-2025").content
    assert rule is not None
    assert next(entry for entry in rule.targets if entry.id == target).share == Decimal(part)


# -- CIRC-12: class of black mass -----------------------------------------------------------------------------------------------------------

TERNARY = {"nickel-and-cobalt": "27 %", "lithium": "3.6 %", "phosphorus": "0.5 %", "soluble-fluorine": "0.3 %"}
IRON_PHOSPHATE = {"lithium": "2.1 %", "phosphorus": "11 %", "iron": "19 %", "soluble-fluorine": "0.2 %"}


@pytest.mark.parametrize(
    ("grade", "properties", "verdict", "reason"),
    [
        ("ternary", TERNARY, "implied", "no solid waste; free import"),
        (
            "ternary",
            {**TERNARY, "soluble-fluorine": "0.45 %"},
            "excluded",
            "solid waste; import prohibited; water-soluble fluorine 0.45 %, limit <= 0.4 %",
        ),
        ("LFP", IRON_PHOSPHATE, "excluded", "solid waste; import prohibited; water-soluble fluorine 0.2 %, limit <= 0.1 %"),
    ],
)
def test_circ_12(grade: str, properties: dict[str, str], verdict: str, reason: str) -> None:
    result = cw.assess({"standard": "GB/T 45203", "composition": {"grade": grade, "properties": properties}}, to="cn/announcement-14-2025")
    assert [(entry.verdict, entry.reason.en) for entry in result.verdicts] == [(verdict, reason)]


# -- CN-8: incineration of 10 000 t of municipal waste by the provincial guideline ------------------------------------------------------------


@pytest.mark.parametrize(
    ("edition", "kind", "low", "high"),
    [
        ("cn-provincial-2011-waste", "municipal", "0.2717", "0.2717"),
        ("cn-provincial-2025-waste", "municipal", "0.222933", "0.557333"),
        ("cn-provincial-2025-waste", "hazardous", "1.641750", "1.641750"),
    ],
)
def test_cn_8(edition: str, kind: str, low: str, high: str) -> None:
    entry = next(entry for entry in cw.Library.shipped().waste_treatment(edition).incineration if entry.id == kind)
    found = incineration(entry)
    assert found.low is not None
    assert found.high is not None
    assert (round(found.low, 6), round(found.high, 6)) == (Decimal(low), Decimal(high))
    tonnes = [round(end * 10_000, 2) for end in found if end is not None]
    if kind == "municipal":
        assert tonnes == ([2717, 2717] if "2011" in edition else [Decimal("2229.33"), Decimal("5573.33")])
        assert (entry.gap is not None) == ("2025" in edition)


# -- the digest: shares, rates and limits of the acts ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("standard", "targets"),
    [
        ("eu/ppwr-2025-40", {"contact-pet": (30, 50), "contact-other": (10, 25), "bottle": (30, 65), "other": (35, 65)}),
        ("eu/battery-materials-2023-1542", {"cobalt": (16, 26), "lead": (85, 85), "lithium": (6, 12), "nickel": (6, 15)}),
    ],
)
def test_targets_of_recycled_content(standard: str, targets: dict[str, tuple[int, int]]) -> None:
    rule = cw.Library.shipped().material_standard(standard).content
    assert rule is not None
    found: dict[str, list[Decimal]] = {}
    for entry in sorted(rule.targets, key=lambda entry: str(entry.valid_from)):
        found.setdefault(entry.id.rsplit("-", 1)[0], []).append(entry.share * 100)
    assert found == {name: [Decimal(value) for value in values] for name, values in targets.items()}


def test_recovery_of_battery_materials() -> None:
    rates = {rule.id: rule for rule in cw.Library.shipped().material_standard("eu/battery-materials-2023-1542").rates}
    found = {(entry.material, str(entry.valid_from)): entry.share for entry in rates["recovery"].targets}
    assert found["lithium", "2027-12-31"] == Decimal("0.50")
    assert found["lithium", "2031-12-31"] == Decimal("0.80")
    assert {found[metal, "2031-12-31"] for metal in ("cobalt", "copper", "lead", "nickel")} == {Decimal("0.95")}


# PEF Annex C v2.1 of May 2020, sheets A-R1-R2 and Qs/Qp, as quoted by an open-source packaging data file: A, R1, R2 and both quality ratios
ANNEX_C = {
    "steel-packaging": ("0.2", "0.58", "0.8046", "1.0"),
    "aluminium-beverage-can": ("0.2", "0.55", "0.745", "1.0"),
    "aluminium-food-can": ("0.2", "0", "0.60", "1.0"),
    "container-glass": ("0.2", "0.52", "0.657", "1.0"),
    "container-glass-flint": ("0.2", "0.40", "0.657", "1.0"),
    "container-glass-green": ("0.2", "0.80", "0.657", "1.0"),
    "container-glass-amber": ("0.2", "0.50", "0.657", "1.0"),
    "corrugated-board": ("0.2", "0.88", "0.74612", "0.85"),
    "paper-sack": ("0.2", "0", "0.74612", "0.85"),
    "pet-bottle": ("0.5", "0", "0.41756", "0.9"),
    "pet-bottle-ssp": ("0.5", "0", "0.41756", "1.0"),
    "hdpe-packaging": ("0.5", "0", "0.28835", "0.9"),
    "pp-packaging": ("0.5", "0", "0.28835", "0.9"),
    "ldpe-film": ("0.5", "0", "0.28835", "0.75"),
}


def test_annex_c_as_printed() -> None:
    items = {item.id: item.values for item in cw.Library.shipped().recycling_parameters("pef-annex-c-2.1").items}
    for name, printed in ANNEX_C.items():
        found = tuple(items[name][symbol].value for symbol in ("A", "R1", "R2", "qi"))
        assert found == tuple(map(Decimal, printed)), name
        assert items[name]["qo"].value == items[name]["qi"].value, name
    assert not any("pla" in name.split("-") for name in items)  # the annex has no entry for PLA
    fibres = {name: (values["A"].value, values["qi"].value) for name, values in items.items() if "fibre" in name}
    assert fibres == {  # draft PEFCR Apparel and Footwear v1.2, table 21
        "polyester-fibre": (Decimal("0.5"), Decimal(1)),
        "polyester-fibre-from-bottles": (Decimal("0.5"), Decimal("0.7")),
        "synthetic-fibre-from-textiles": (Decimal("0.8"), Decimal(1)),
        "natural-fibre-from-textiles": (Decimal("0.8"), Decimal("0.5")),
    }


def test_recycling_efficiency_of_batteries() -> None:
    # (EU) 2023/1542, Annex XII, Part B
    rates = {rule.id: rule for rule in cw.Library.shipped().material_standard("eu/battery-materials-2023-1542").rates}
    found = {(entry.material, str(entry.valid_from)[:4]): entry.share * 100 for entry in rates["efficiency"].targets}
    assert found == {
        ("lead-acid", "2025"): 75,
        ("lithium-based", "2025"): 65,
        ("nickel-cadmium", "2025"): 80,
        ("other", "2025"): 50,
        ("lead-acid", "2030"): 80,
        ("lithium-based", "2030"): 70,
    }
