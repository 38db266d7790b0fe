"""Goods of the border adjustment from declaration to specific embedded emissions, through the engine (not the bare rules)."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

import crosswalk as cw
from crosswalk.engine.rules.cbam.goods import Precursor, Produced, embedded_emissions
from crosswalk.engine.translation import Translation

CBAM = "eu/cbam-2023-956"
Data = dict[str, Any]
ACCREDITED = {"verification": "accredited"}


def exact(result: Translation, indicator: str | None = None) -> Decimal:
    """An exact figure of the whole good, in t CO2e per t."""
    figure = result.total if indicator is None else result.figure("total", indicator)
    low, _, high = figure.bounds
    assert low is not None
    assert low == high, figure
    return low


def printed(value: Decimal, text: str) -> bool:
    """Whether a value equals a printed one to its last digit; the workbook prints binary doubles, which are good for 2**-52."""
    last = Decimal(1).scaleb(int(Decimal(text).as_tuple().exponent)) / 2
    return abs(value - Decimal(text)) <= max(last, abs(value) / 2**52)


# -- TRADE-4: Commission communication template v2.1.1, example 4, screws of carbon steel -------------------------------------------


@pytest.fixture
def screws() -> Data:
    return {
        "standard": CBAM,
        "name": {"en": "screws", "zh": "螺钉"},
        "subject": {"kind": "good", "cn_code": "7318 15 42", "origin": "CN", "production_year": 2026},
        "declared_unit": "1 t",
        "activity_level": "17000 t",
        "figures": [
            {"stage": "process", "source": "combustion", "value": "3337.95 t CO2e"},
            {"stage": "process", "source": "electricity", "activity": {"electricity": "3400 MWh", "factor": "0.833 t CO2e/MWh"}},
        ],
        "precursors": [
            {
                "name": "wire rod",
                "cn_code": "7213 91 20",
                "origin": "CN",
                "amount": "20000 t",
                "direct": "1.539 t CO2e/t",
                "indirect": "0.204 t CO2e/t",
                "evidence": ACCREDITED,
            }
        ],
    }


def test_screws_count_direct_emissions_only(screws: Data) -> None:
    result = cw.translate(screws, to=CBAM)
    assert printed(exact(result, "direct"), "2.0069382352941174")
    assert exact(result) == exact(result, "direct")  # listed in Annex II
    assert result.total.unit == "t CO2e/t"
    assert printed(exact(result, "indirect"), "0.4066")


def test_screws_in_the_transitional_period_count_both(screws: Data) -> None:
    screws["subject"]["production_year"] = 2025
    screws["standard"] = "eu/cbam-2023-1773"
    result = cw.translate(screws, to="eu/cbam-2023-1773")
    assert printed(exact(result), "2.4135382352941175")
    assert not any("do not count" in gap.message.en for gap in result.gaps)


def test_indirect_emissions_that_do_not_count_are_told(screws: Data) -> None:
    gaps = [gap for gap in cw.translate(screws, to=CBAM).gaps if gap.stage == "A1.precursors"]
    assert any("wire rod" in gap.message.en and gap.severity == "info" for gap in gaps)


# -- TRADE-1 and TRADE-2: example 1, cement; per tonne of cement, and of clinker contained ------------------------------------------


@pytest.fixture
def cement() -> Data:
    return {
        "standard": CBAM,
        "subject": {"kind": "good", "cn_code": "2523 29 00", "origin": "CN", "production_year": 2026, "clinker_content": "0.95 t/t"},
        "declared_unit": "1 t",
        "activity_level": "1321052.6315789474 t",
        "figures": [
            {"stage": "process", "source": "process", "value": "658875 t CO2e"},
            {"stage": "process", "source": "combustion", "value": "378435 t CO2e"},
            {
                "stage": "process",
                "source": "electricity",
                "activity": {"electricity": "193864.47368421053 MWh", "factor": "0.833 t CO2e/MWh"},
            },
        ],
        "precursors": [],
    }


def test_cement_counts_indirect_emissions(cement: Data) -> None:
    result = cw.translate(cement, to=CBAM)
    assert printed(exact(result, "direct"), "0.78521474103586")
    assert printed(exact(result, "indirect"), "0.12224275")
    assert printed(exact(result), "0.90745749103586")


def test_a_precursor_is_told_with_its_indirect_emissions_where_they_count(cement: Data) -> None:
    """0.9 t of clinker in a tonne of cement, at 800 kg CO2e/t direct and 50 indirect: 765 kg."""
    cement |= {"activity_level": "1000 t", "figures": [{"stage": "process", "source": "process", "value": "1 t CO2e"}]}
    clinker = {
        "cn_code": "2523 10 00",
        "production_year": 2026,
        "origin": "CN",
        "amount": "900 t",
        "evidence": {"verification": "accredited"},
    }
    cement["precursors"] = [{**clinker, "direct": "800 kg CO2e/t", "indirect": "50 kg CO2e/t"}]
    (told,) = cw.translate(cement, to=CBAM).as_dict()["precursors"]
    assert (told["route"], told["low"], told["high"], told["unit"]) == ("actual", 0.765, 0.765, "t CO2e/t")


def test_cement_per_tonne_of_clinker(cement: Data) -> None:
    unit = cw.translate(cement, to=CBAM).functional_unit
    assert unit is not None
    assert unit.unit == "t CO2e/t clinker"
    low, _, high = unit.bounds
    assert low is not None
    assert low == high
    assert printed(low, "0.9552184")  # 0.8265418 direct and 0.1286766 indirect


def test_without_the_clinker_content_it_is_asked_for(cement: Data) -> None:
    del cement["subject"]["clinker_content"]
    result = cw.translate(cement, to=CBAM)
    assert result.functional_unit is None
    assert any("clinker_content" in gap.question.en for gap in result.gaps)


# -- precursors: through their own footprints, by default values, by their own listing ----------------------------------------------


def footprint(code: str, **more: Any) -> Data:
    return {
        "standard": CBAM,
        "subject": {"kind": "good", "cn_code": code, "origin": "CN", "production_year": 2026},
        "declared_unit": "1 t",
        "activity_level": "100 t",
        "figures": [
            {"stage": "process", "source": "combustion", "value": "100 t CO2e"},
            {"stage": "process", "source": "electricity", "value": "40 t CO2e"},
        ],
        "precursors": [],
        **more,
    }


def test_indirect_emissions_of_sinter_count_in_pig_iron_and_pass_on_to_steel() -> None:
    # (EU) 2025/2547 Annex I 3.1: sinter is not listed in Annex II to (EU) 2023/956, pig iron and steel are
    pig_iron = footprint("7201 10 11", precursors=[{"footprint": footprint("2601 12 00"), "amount": "150 t"}])
    assert exact(cw.translate(pig_iron, to=CBAM)) == 1 + Decimal("1.5") * Decimal("1.4")
    steel = footprint("7207 11 14", precursors=[{"footprint": pig_iron, "amount": "110 t"}])
    result = cw.translate(steel, to=CBAM)
    assert exact(result) == 1 + Decimal("1.1") * (1 + Decimal("1.5") * Decimal("1.4"))
    # what does not count is still told apart: 0.4 own and 0.4 of pig iron
    assert exact(result, "indirect") == Decimal("0.4") + Decimal("1.1") * (Decimal("0.4") + Decimal("1.5") * Decimal("0.4"))


def test_a_precursor_without_figures_takes_its_default_value_and_says_so() -> None:
    steel = footprint("7208 39 00", precursors=[{"cn_code": "7207 12 10", "origin": "CN", "amount": "105 t"}])
    result = cw.translate(steel, to=CBAM)
    # 3.169 t CO2e/t with 10 % mark-up in 2026: (EU) 2025/2621 Annex I, China
    assert exact(result) == 1 + Decimal("1.05") * Decimal("3.169") * Decimal("1.1")
    (found,) = result.as_dict()["precursors"]
    assert found["route"] == "default"
    assert any(gap.kind == "data-quality" and "default" in gap.message.en for gap in result.gaps)


def test_precursors_not_declared_are_no_zeros() -> None:
    data = footprint("7208 39 00")
    del data["precursors"]
    result = cw.translate(data, to=CBAM)
    assert result.total.bounds[0] == 1
    assert result.total.bounds[2] is None
    assert any("precursors: []" in gap.question.en for gap in result.gaps)


def test_the_order_of_precursors_does_not_matter() -> None:
    inputs = [
        {"footprint": footprint("7207 12 10"), "amount": "50 t"},
        {"cn_code": "7202 11 20", "origin": "CN", "amount": "2 t"},
        {"cn_code": "7201 10 11", "origin": "CN", "amount": "60 t", "direct": "1.6 t CO2e/t", "evidence": ACCREDITED},
    ]
    first = cw.translate(footprint("7208 39 00", precursors=inputs), to=CBAM)
    second = cw.translate(footprint("7208 39 00", precursors=inputs[::-1]), to=CBAM)
    assert exact(first) == exact(second)


# -- Equation 55: more exported than emitted ----------------------------------------------------------------------------------------


def test_negative_attributed_emissions_count_as_zero_with_a_warning() -> None:
    data = footprint("7207 11 14")
    data["figures"].append({"stage": "process", "source": "exports.waste-gas", "value": "-130 t CO2e"})
    result = cw.translate(data, to=CBAM)
    assert exact(result) == 0
    assert any("count as zero" in note["en"] for note in result.as_dict()["warnings"])


# -- what is refused ----------------------------------------------------------------------------------------------------------------


def refused(data: Data, text: str, field: str | None = None) -> None:
    with pytest.raises(cw.InputError, match=text) as caught:
        cw.translate(data, to=CBAM)
    if field is not None:
        assert caught.value.findings[0].field == field


def test_a_good_outside_annex_i_is_refused() -> None:
    refused(footprint("7204 10 00"), "7204", "subject.cn_code")


def test_a_good_without_code_is_refused(screws: Data) -> None:
    del screws["subject"]["cn_code"]
    refused(screws, "cn_code", "subject.cn_code")


def test_an_area_is_no_functional_unit(screws: Data) -> None:
    screws["declared_unit"] = "1 m**2"
    del screws["activity_level"]
    refused(screws, "per t of the good", "declared_unit")


def test_a_year_before_the_regime_is_refused(screws: Data) -> None:
    screws["subject"]["production_year"] = 2025
    refused(screws, "2026", "subject.production_year")


def test_actual_values_without_verification_are_refused(screws: Data) -> None:
    del screws["precursors"][0]["evidence"]
    refused(screws, "accredited verifier", "precursors[0].evidence")


def test_a_default_value_without_origin_is_refused(screws: Data) -> None:
    screws["precursors"] = [{"cn_code": "7213 91 20", "amount": "20000 t"}]
    refused(screws, "country of origin", "precursors[0].origin")


def test_a_precursor_whose_indirect_emissions_count_needs_them(cement: Data) -> None:
    cement["precursors"] = [{"cn_code": "2523 10 00", "origin": "CN", "amount": "1 t", "direct": "0.8 t CO2e/t", "evidence": ACCREDITED}]
    refused(cement, "indirect", "precursors[0].indirect")


def test_files_that_name_each_other_are_a_cycle(tmp_path: Path) -> None:
    for name, other in (("a", "b"), ("b", "c"), ("c", "a")):
        text = (
            f"standard: {CBAM}\nsubject: {{kind: good, cn_code: 7208 39 00, production_year: 2026}}\nactivity_level: 1 t\n"
            f"figures:\n  - {{stage: process, value: 1 t CO2e}}\nprecursors:\n  - {{footprint: {other}.yaml, amount: 1 t}}\n"
        )
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(cw.InputError, match=r"a\.yaml -> b\.yaml -> c\.yaml -> a\.yaml"):
        cw.read(tmp_path / "a.yaml")


@pytest.mark.parametrize("name", ["../outside.yaml", "/etc/passwd", "notes.txt", "sub/../../outside.yaml"])
def test_only_files_below_the_folder_are_opened(tmp_path: Path, name: str) -> None:
    (tmp_path / "outside.yaml").write_text("{}", encoding="utf-8")
    folder = tmp_path / "inside"
    folder.mkdir()
    data = (
        f"standard: {CBAM}\nsubject: {{cn_code: 7208 39 00}}\nfigures:\n  - {{stage: process, value: 1 t CO2e}}\n"
        f"precursors:\n  - {{footprint: {name}, amount: 1 t}}\n"
    )
    (folder / "good.yaml").write_text(data, encoding="utf-8")
    with pytest.raises(cw.InputError, match="below its folder"):
        cw.read(folder / "good.yaml")


def test_a_shared_precursor_is_read_once_and_counts_each_time(tmp_path: Path) -> None:
    part = footprint("7207 12 10")
    (tmp_path / "slab.yaml").write_text(yaml.safe_dump(part), encoding="utf-8")
    whole = footprint("7208 39 00", precursors=[{"footprint": "slab.yaml", "amount": "50 t"}, {"footprint": "slab.yaml", "amount": "60 t"}])
    (tmp_path / "coil.yaml").write_text(yaml.safe_dump(whole), encoding="utf-8")
    result = cw.translate(cw.read(tmp_path / "coil.yaml"), to=CBAM)
    assert exact(result) == 1 + Decimal("1.1")


def test_a_precursor_that_many_share_is_translated_once(tmp_path: Path) -> None:
    # thirty levels, each used twice by the next: 2**30 ways to the lowest one
    for level in range(30):
        inputs = [{"footprint": f"{level - 1}.yaml", "amount": "10 t"} for _ in range(2 if level else 0)]
        (tmp_path / f"{level}.yaml").write_text(yaml.safe_dump(footprint("7207 12 10", precursors=inputs)), encoding="utf-8")
    result = cw.translate(tmp_path / "29.yaml", to=CBAM)
    expected = sum((Decimal("0.2") ** level for level in range(30)), Decimal(0))
    assert abs(exact(result) - expected) < Decimal("1e-20")


# -- the engine and the bare rules agree --------------------------------------------------------------------------------------------


def test_the_engine_gives_what_the_equations_give() -> None:
    sinter, pig_iron = footprint("2601 12 00"), footprint("7201 10 11")
    pig_iron["precursors"] = [{"footprint": sinter, "amount": "150 t"}]
    steel = footprint("7207 11 14", precursors=[{"footprint": pig_iron, "amount": "110 t"}, {"footprint": sinter, "amount": "7 t"}])
    own = (Decimal(100), Decimal(40), Decimal(100))  # direct, indirect, activity level
    goods = [
        Produced("sinter", *own, counts_indirect=True),
        Produced("pig iron", *own, counts_indirect=False, precursors=(Precursor("sinter", Decimal(150)),)),
        Produced("steel", *own, counts_indirect=False, precursors=(Precursor("pig iron", Decimal(110)), Precursor("sinter", Decimal(7)))),
    ]
    assert exact(cw.translate(steel, to=CBAM)) == embedded_emissions(goods, "steel").total


# -- from Chinese declarations ------------------------------------------------------------------------------------------------------


def plant(standard: str, code: str, figures: list[Data], **more: Any) -> Data:
    return {
        "standard": standard,
        "subject": {"kind": "installation", "cn_code": code, "origin": "CN", "production_year": 2026, "location": "CN"},
        "declared_unit": "1 t",
        "activity_level": "1000 t",
        "figures": figures,
        "precursors": [],
        **more,
    }


def process(**words: Any) -> Data:
    return {"stage": "A3.process", **words}


def shared(result: Translation) -> Decimal:
    low, _, high = result.shared.bounds
    assert low is not None
    assert low == high
    return low


def test_bituminous_coal_is_evaluated_with_the_european_factor() -> None:
    # CN-6: 1000 t without analysis. Chinese set of GB/T 32151: 23.204 GJ/t x 26.18 t C/TJ x 0.93 x 44/12 = 2071.51 t;
    # (EU) 2025/2547 Annex II G Table 1: 25.8 GJ/t x 94.6 t CO2/TJ = 2440.68 t
    coal = [process(source="combustion", activity={"fuel": "烟煤", "amount": "1000 t"})]
    assert printed(shared(cw.translate(plant("cn/gbt-32151.5-2015", "7208 39 00", coal), to=CBAM)) * 1000, "2440.68")
    own = cw.translate(plant("cn/gbt-32151.5-2015", "7208 39 00", coal), to="cn/gbt-32151.5-2015").total.bounds[0]
    assert own is not None
    assert abs(own - Decimal("2071.51")) < Decimal("0.01")


def test_a_fuel_known_by_volume_needs_its_calorific_value() -> None:
    gas = {"fuel": "天然气", "amount": "10 万立方米"}
    result = cw.translate(plant("cn/gbt-32151.5-2015", "7208 39 00", [process(source="combustion", activity=gas)]), to=CBAM)
    assert any("`ncv:`" in gap.question.en and "natural-gas" in gap.message.en for gap in result.gaps)
    with_value = cw.translate(
        plant("cn/gbt-32151.5-2015", "7208 39 00", [process(source="combustion", activity={**gas, "ncv": "360 GJ/万立方米"})]), to=CBAM
    )
    assert shared(with_value) * 1000 == 3600 * Decimal("0.0561")


def test_several_fuels_are_evaluated_one_by_one() -> None:
    fuels = [
        process(source="combustion", activity={"fuel": "烟煤", "amount": "1000 t"}),
        process(source="combustion", activity={"fuel": "焦炭", "amount": "10 t"}),
        process(source="combustion", activity={"fuel": "柴油", "amount": "1 t"}),
    ]
    result = cw.translate(plant("cn/gbt-32151.5-2015", "7208 39 00", fuels), to=CBAM)
    expected = Decimal("2440.68") + 10 * Decimal("28.2") * Decimal("0.107") + Decimal("43.0") * Decimal("0.0741")
    assert abs(shared(result) * 1000 - expected) < Decimal("1e-12")
    assert len([gap for gap in result.gaps if gap.kind == "rule-differs" and "evaluated with" in gap.message.en]) == 3


def test_an_enterprise_without_meters_is_an_interval_that_says_what_to_meter() -> None:
    result = cw.translate(
        plant("cn/gbt-32151.5-2015", "7208 39 00", [{"stage": "enterprise", "source": "combustion", "value": "2000 t CO2e"}]), to=CBAM
    )
    assert result.total.bounds[0] == 0
    assert result.shared.bounds[2] == 2
    assert any("A3.process Production process of the good" in gap.question.en for gap in result.gaps if gap.kind == "inseparable")


def test_an_installation_without_activity_level_is_no_product() -> None:
    data = plant("cn/gbt-32151.5-2015", "7208 39 00", [process(source="combustion", value="1 t CO2e")])
    del data["activity_level"]
    refused(data, "activity_level", "activity_level")


def test_a_product_footprint_bounds_the_good_from_above() -> None:
    data = {
        "standard": "cn/gbt-24067-2024",
        "subject": {"kind": "product", "cn_code": "7208 39 00", "origin": "CN", "production_year": 2026},
        "declared_unit": "1 t",
        "figures": [{"stage": "cradle-to-gate", "value": "2200 kg CO2e"}],
    }
    for standard in ("cn/gbt-24067-2024", "cn/gbt-47064-2026"):
        result = cw.translate({**data, "standard": standard}, to=CBAM)
        assert result.total.bounds[0] == 0
        assert result.total.bounds[2] == Decimal("2.2")
        assert any(gap.kind == "inseparable" for gap in result.gaps)


def test_a_good_says_what_a_product_footprint_asks_for_besides(screws: Data) -> None:
    result = cw.translate(screws, to="cn/gbt-24067-2024")
    low, _, high = result.shared.bounds
    assert low is not None
    # the good comes from China, so that its 3400 MWh have the Chinese factor of the newest year, 2024, for the declared one
    assert low == high
    assert printed(low / 1000 + Decimal("0.2") * (Decimal("0.833") - Decimal("0.5777")), "2.4135382352941175")  # direct and indirect
    missing = {gap.stage for gap in result.gaps if gap.kind == "missing"}
    assert {"A1", "A2", "A3", "A4"} <= missing


def test_a_code_of_the_chinese_tariff_shares_six_digits() -> None:
    data = plant("cn/cets-ag-04.01-2024", "7601 10 00", [process(source="process", gas="CO2", value="1470 t CO2")])
    refused(data, "Chinese tariff", "subject.cn_code")
    data["subject"]["code_system"] = "cn"
    assert shared(cw.translate(data, to=CBAM)) == Decimal("1.47")


def test_a_fault_of_an_inner_footprint_is_named_where_it_stands() -> None:
    inner = footprint("7207 12 10")
    inner["figures"][1]["stage"] = "smelting"
    refused(
        footprint("7208 39 00", precursors=[{"footprint": inner, "amount": "1 t"}]), "smelting", "precursors[0].footprint.figures[1].stage"
    )


def test_an_ambiguous_code_names_its_candidates() -> None:
    refused(footprint("7202"), "7202 11 20", "subject.cn_code")
