"""What figures are per, rule by rule: bases, floor areas stage by stage, reference quantities with all that a step rests on, and the questions asked."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

import crosswalk as cw
from crosswalk.engine.rules.reference import Restatement, catalogue, meant, per_other, restate, unusual
from crosswalk.engine.rules.unit import (
    Basis,
    Scale,
    area_of,
    area_scales,
    declared_basis,
    require_years,
    restated_bases,
    target_basis,
    years,
)
from crosswalk.errors import InputError, MissingPropertyError, NotComparableError, UnitMismatchError
from crosswalk.library.library import Library
from crosswalk.model.footprint import Footprint
from crosswalk.model.standard import AreaException, Standard

D = Decimal
LIBRARY = Library.shipped()
EN, EPBD, LEVELS, BR18, CHINESE = map(
    LIBRARY.standard, ("eu/en-15978-2011", "eu/epbd-2024-1275", "eu/levels-1.2-2021", "eu/dk-br18-2023", "cn/gbt-51366-2019")
)
PCF, BATTERY, DRAFT, HYDROGEN, RFNBO = map(
    LIBRARY.standard, ("cn/gbt-24067-2024", "eu/battery-2023-1542", "eu/battery-ev-draft-2024", "cn/tcab-0078-2020", "eu/rfnbo-2023-1185")
)
HEATED = (AreaException(stages=("B6",), area="heated_floor_area"),)
AREAS = {"gross_floor_area": "200 m**2", "useful_floor_area": "160 m**2", "heated_floor_area": "100 m**2"}
PACK: dict[str, Any] = {"capacity": "62 kWh", "usable_capacity": "60 kWh", "full_cycles": 60, "service_life": "8 a"}
SPACE = LIBRARY.space("life-cycle")


def building(declared: str | None = None, standard: str = "eu/en-15978-2011", **subject: Any) -> Footprint:
    stage = {"eu/en-15978-2011": "A1-A3", "eu/dk-br18-2023": "A1-A3", "cn/gbt-51366-2019": "production"}[standard]
    more = {"declared_unit": declared} if declared else {}
    return cw.read({"standard": standard, "subject": subject, "figures": [{"stage": stage, "value": "1000 kg CO2e"}], **more})


def product(declared: str | None = "1 kg", value: str = "1 kg CO2e", **subject: Any) -> Footprint:
    more = {"declared_unit": declared} if declared else {}
    return cw.read({"standard": "GB/T 24067", "subject": subject, "figures": [{"stage": "production", "value": value}], **more})


def refused(call: Callable[[], object], kind: type[InputError]) -> list[tuple[str, str, str | None]]:
    with pytest.raises(kind) as caught:
        call()
    return [(found.en, found.zh, found.field) for found in caught.value.findings]


# -- bases ---------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("declared", "subject", "standard", "basis"),
    [
        (None, {}, EN, Basis("", None, False, D(1))),
        ("1 m**2", {}, EN, Basis("m**2", None, False, D(1))),
        ("3 m**2", {"reference_area": "useful_floor_area"}, EN, Basis("m**2", "useful_floor_area", False, D(3))),
        ("2 a", {"reference_area": "useful_floor_area"}, EN, Basis("", None, True, D(2))),
        ("5 m**2*a", {}, BR18, Basis("m**2", "gross_floor_area", True, D(5), HEATED)),
        ("1 m**2", {"reference_area": "useful_floor_area"}, BR18, Basis("m**2", "gross_floor_area", False, D(1), HEATED)),
        ("1 a", {}, BR18, Basis("", None, True, D(1))),
    ],
)
def test_what_a_building_is_declared_per(declared: str | None, subject: dict[str, str], standard: Standard, basis: Basis) -> None:
    assert declared_basis(building(declared, **subject), standard) == basis


def test_another_unit_of_a_building_is_refused_in_both_languages() -> None:
    assert refused(lambda: declared_basis(building("1 kWh"), EN), UnitMismatchError) == [
        (
            "a building figure is per m**2, per m**2*a, per a or per building, not per 1 kWh",
            "建筑数据的单位应为每平方米、每平方米年、每年或整栋，而不是 1 kWh",
            "declared_unit",
        )
    ]


LOT = Basis("t", None, False, D(7))


@pytest.mark.parametrize(
    ("declared", "target", "basis"),
    [
        (Basis("m**2", "gross_floor_area", False, D(3)), EN, Basis("m**2", "gross_floor_area", False, D(3))),
        (Basis("m**2", "gross_floor_area", True, D(3)), EN, Basis("m**2", "gross_floor_area", True, D(3))),
        (Basis("", None, False, D(1)), EPBD, Basis("m**2", "useful_floor_area", False, D(1))),
        (Basis("m**2", "gross_floor_area", True, D(3)), EPBD, Basis("m**2", "useful_floor_area", False, D(1))),
        (Basis("m**2", "gross_floor_area", False, D(3)), BR18, Basis("m**2", "gross_floor_area", True, D(1), HEATED)),
        (Basis("", None, False, D(1)), LIBRARY.standard("cn/gbt-51350-2019"), Basis("", None, True, D(1))),
        (LOT, PCF, LOT),
        (LOT, RFNBO, Basis("t", None, False, D(7), co2e="g")),
        (LOT, LIBRARY.standard("cn/cets-ag-02.01-2024"), Basis("", None, False, D(1), co2e="t")),
    ],
)
def test_what_the_target_is_per(declared: Basis, target: Standard, basis: Basis) -> None:
    assert target_basis(building(), declared, target) == basis


def test_figures_of_an_activity_level_become_figures_per_declared_unit() -> None:
    data = {"standard": "eu/cbam-2023-956", "activity_level": "2000 t", "figures": [{"stage": "process", "value": "900 t CO2e"}]}
    cbam = LIBRARY.standard("eu/cbam-2023-956")
    subject = {"cn_code": "7207 12 10"}
    for unit, count, wanted in ((None, "2000", "1"), ("1 kg", "2000000", "1"), ("5 t", "2000", "5")):
        more = {"declared_unit": unit} if unit else {}
        footprint = cw.read({**data, "subject": subject, **more})
        own = declared_basis(footprint, cbam)
        assert own == Basis("kg" if unit == "1 kg" else "t", None, False, D(count))
        assert target_basis(footprint, own, cbam) == Basis(own.per, None, False, D(wanted), co2e="t")
    found = refused(lambda: declared_basis(cw.read({**data, "subject": subject, "declared_unit": "1 MWh"}), cbam), UnitMismatchError)
    assert [field for _, _, field in found] == ["activity_level"]


@pytest.mark.parametrize(
    ("basis", "unit", "full"),
    [
        (Basis("", None, False, D(1)), "kg CO2e", "whole subject"),
        (Basis("", None, True, D(1)), "kg CO2e/a", "whole subject"),
        (Basis("t", None, False, D(1), co2e="g", reference="mass"), "g CO2e/t", "1 t (mass)"),
        (Basis("m**2", "gross_floor_area", True, D("1.00")), "kg CO2e/(m**2*a)", "1 m**2 (gross_floor_area)"),
        (Basis("m**2", "gross_floor_area", False, D(100)), "kg CO2e", "100 m**2 (gross_floor_area)"),
        (Basis("m**2", None, False, D(1)), "kg CO2e/m**2", "1 m**2"),
        (Basis("kWh/a", None, False, D(1)), "kg CO2e/(kWh/a)", "1 kWh/a"),
    ],
)
def test_how_a_basis_is_written(basis: Basis, unit: str, full: str) -> None:
    assert (basis.unit(), basis.describe()) == (unit, full)


# -- areas and years -----------------------------------------------------------------------------------------------------------------


def scales(
    declared: Basis, wanted: Basis, *stages: str, source: Standard = EN, target: Standard = EN, areas: dict[str, str] = AREAS
) -> dict[str, Decimal]:
    """The factor of each stage that is used."""
    used = 0
    for stage in stages:
        used |= SPACE.stage_mask(stage)
    found = area_scales(SPACE, building(**areas), source, declared, target, wanted, used)
    assert sum(scale.stages for scale in found) == used  # each stage has one factor, none is left out
    return {stage: next(scale.factor for scale in found if scale.stages & SPACE.stage_mask(stage)) for stage in stages}


WHOLE = Basis("", None, False, D(1))
GROSS = Basis("m**2", "gross_floor_area", False, D(1))
USEFUL = Basis("m**2", "useful_floor_area", False, D(1))
DANISH = Basis("m**2", "gross_floor_area", True, D(1), HEATED)


@pytest.mark.parametrize(
    ("declared", "wanted", "source", "target", "a1", "b6"),
    [
        (WHOLE, WHOLE, EN, EN, "1", "1"),
        (GROSS, USEFUL, EN, EPBD, "1.25", "1.25"),  # 200 m2 over 160 m2
        (USEFUL, GROSS, EN, CHINESE, "0.8", "0.8"),
        (WHOLE, USEFUL, EN, EPBD, "0.00625", "0.00625"),
        (GROSS, WHOLE, EN, EN, "200", "200"),
        (WHOLE, DANISH, EN, BR18, "0.005", "0.01"),  # operation is set against 100 m2 of heated area
        (GROSS, DANISH, EN, BR18, "1", "2"),
        (DANISH, GROSS, BR18, CHINESE, "1", "0.5"),
        (DANISH, DANISH, BR18, BR18, "1", "1"),
        (Basis("m**2", "gross_floor_area", False, D(4)), USEFUL, EN, EPBD, "0.3125", "0.3125"),
        (Basis("m**2", "gross_floor_area", False, D(4)), Basis("m**2", "useful_floor_area", False, D(4)), EN, EPBD, "1.25", "1.25"),
        (Basis("", None, True, D(2)), USEFUL, EN, EPBD, "0.003125", "0.003125"),
    ],
)
def test_areas_stage_by_stage(declared: Basis, wanted: Basis, source: Standard, target: Standard, a1: str, b6: str) -> None:
    assert scales(declared, wanted, "A1", "B6", source=source, target=target) == {"A1": D(a1), "B6": D(b6)}


def test_only_the_areas_of_what_is_declared_are_needed() -> None:
    known = {"gross_floor_area": "200 m**2"}
    assert scales(WHOLE, DANISH, "A1", target=BR18, areas=known) == {"A1": D("0.005")}
    assert area_scales(SPACE, building(), EN, WHOLE, BR18, DANISH, 0) == ()
    assert area_scales(SPACE, building(**known), EN, WHOLE, BR18, DANISH, 0b1) == (Scale(1, D("0.005")),)
    assert refused(lambda: scales(WHOLE, DANISH, "B6", target=BR18, areas=known), MissingPropertyError) == [
        (
            "the conversion needs the heated floor area: declare subject.heated_floor_area, for example `heated_floor_area: 10300 m**2`; "
            "no ratio is assumed",
            "换算需要供暖面积：请声明 subject.heated_floor_area，例如 `heated_floor_area: 10300 m**2`；不会假定面积比",
            "subject",
        )
    ]


def test_a_square_metre_of_no_area_is_asked_for() -> None:
    assert refused(lambda: scales(Basis("m**2", None, False, D(1)), GROSS, "A1", target=CHINESE), MissingPropertyError) == [
        (
            "which floor area the declared unit means is open: declare subject.reference_area "
            "(gross_floor_area, useful_floor_area or heated_floor_area)",
            "声明单位所指的面积不明：请声明 subject.reference_area（gross_floor_area、useful_floor_area 或 heated_floor_area）",
            "declared_unit",
        )
    ]


def test_an_area_is_read_in_square_metres() -> None:
    assert area_of(building(gross_floor_area="2 ha"), "gross_floor_area") == 20000


def test_years_of_use_come_from_the_subject_then_the_period_then_the_usual_life() -> None:
    assert round(years(building(service_life="438300 h"), EN) or D(0), 20) == 50
    assert [years(building(), standard) for standard in (EPBD, CHINESE, EN)] == [50, 50, None]
    assert years(building(service_life="70 a"), EPBD) == require_years(building(service_life="70 a"), EPBD) == 70
    assert refused(lambda: require_years(building(), EN), MissingPropertyError) == [
        (
            "the conversion between total and yearly figures needs the service life: declare subject.service_life, for example `50 a`",
            "总量与年值的换算需要设计使用年限：请声明 subject.service_life，例如 `50 a`",
            "subject",
        )
    ]


# -- reference quantities ------------------------------------------------------------------------------------------------------------


def ids(found: tuple[Any, ...]) -> list[str]:
    return [entry.id for entry in found]


def test_what_a_declared_unit_can_mean() -> None:
    electric = ["fuel-energy", "battery-capacity", "usable-battery-capacity", "energy-delivered"]
    assert ids(meant(LIBRARY, product("1 kWh"), PCF)) == electric
    assert ids(meant(LIBRARY, product("1 kWh"), BATTERY)) == ["energy-delivered"]  # what the standard is per goes first
    assert ids(meant(LIBRARY, product("1 kWh", reference_quantity="rated capacity"), BATTERY)) == ["battery-capacity"]
    assert ids(meant(LIBRARY, product(None), PCF)) == ["item"]
    assert ids(meant(LIBRARY, product(None, reference_quantity="LHV"), PCF)) == ["fuel-energy"]
    assert ids(meant(LIBRARY, product("1 m**2"), PCF)) == []
    assert ids(catalogue(LIBRARY).of_dimension("g")) == ["mass"]


def test_a_unit_that_does_not_measure_the_named_quantity() -> None:
    assert refused(lambda: meant(LIBRARY, product("3 kg", reference_quantity="capacity"), PCF), UnitMismatchError) == [
        (
            "3 kg is no amount of rated energy capacity of the battery, which is measured in kWh",
            "3 kg 不是电池额定能量的数量，其单位为 kWh",
            "declared_unit",
        )
    ]
    ((_, zh, field),) = refused(lambda: meant(LIBRARY, product("3 kg", reference_quantity="colour"), PCF), InputError)
    assert (zh, field) == ("未知基准量 'colour'", "subject.reference_quantity")


def step(declared: str, wanted: str, count: str, factor: Decimal, stated: tuple[str, ...] = (), published: tuple[str, ...] = ()) -> Any:
    return declared, wanted, D(count), factor, stated, published


def told(found: Restatement | None) -> Any:
    assert found is not None
    published = tuple(f"{entry.property} {entry.value}" for entry in found.published)
    return found.declared.id, found.wanted.id, found.count, found.factor, found.stated, published


@pytest.mark.parametrize(
    ("footprint", "source", "target", "expected"),
    [
        # 62 kWh of capacity deliver 60 x 60 x 8 kWh
        (
            product("2 kWh", reference_quantity="capacity", **PACK),
            PCF,
            BATTERY,
            step(
                "battery-capacity",
                "energy-delivered",
                "2",
                D(62) / D(28800),
                ("capacity", "usable_capacity", "full_cycles", "service_life"),
            ),
        ),
        (
            product("1 kg", mass="400 kg", delivered_energy="20 MWh"),
            *(PCF, BATTERY, step("mass", "energy-delivered", "1", D("0.02"), ("mass", "delivered_energy"))),
        ),
        (product("3 kWh"), BATTERY, BATTERY, step("energy-delivered", "energy-delivered", "3", D(1))),
        # the draft prescribes 60 cycles a year for cars, whatever is declared
        (
            product(None, vehicle_category="M1", **{**PACK, "full_cycles": 90}),
            PCF,
            DRAFT,
            step("item", "energy-delivered", "1", 1 / D(28800), ("usable_capacity", "service_life"), ("full_cycles 60 cycle/a",)),
        ),
        (
            product("2 MWh", vehicle_category="L", **{**PACK, "full_cycles": 40}),
            BATTERY,
            DRAFT,
            step("energy-delivered", "energy-delivered", "2000", D(2), ("full_cycles",), ("full_cycles 20 cycle/a",)),
        ),
        (product("1 t", fuel="氢"), PCF, RFNBO, step("mass", "fuel-energy", "1000", 1 / D(120), (), ("net_calorific_value 120 MJ/kg",))),
        (
            product("1 L", density="0.8 kg/L", net_calorific_value="43 MJ/kg"),
            *(PCF, RFNBO, step("volume", "fuel-energy", "0.001", 1 / D(34400), ("density", "net_calorific_value"))),
        ),
        (product("5 GJ"), RFNBO, HYDROGEN, step("fuel-energy", "mass", "5000", D(120), (), ("net_calorific_value 120 MJ/kg",))),
    ],
)
def test_a_step_and_all_that_it_rests_on(footprint: Footprint, source: Standard, target: Standard, expected: Any) -> None:
    found = told(restate(LIBRARY, footprint, source, target))
    assert (*found[:3], round(found[3], 20), *found[4:]) == (*expected[:3], round(expected[3], 20), *expected[4:])


def test_what_both_sides_may_leave_open_stays_as_declared() -> None:
    both = RFNBO.model_copy(update={"unit": RFNBO.unit.model_copy(update={"reference": ("battery-capacity", "energy-delivered")})})
    either = PCF.model_copy(update={"unit": PCF.unit.model_copy(update={"reference": ("energy-delivered", "battery-capacity")})})
    assert restate(LIBRARY, product("1 kWh"), either, both) is None
    with pytest.raises(MissingPropertyError, match="one of energy-delivered, battery-capacity; none is assumed"):
        restate(LIBRARY, product("1 kWh"), either, BATTERY)


MEANINGS = "fuel-energy", "battery-capacity", "usable-battery-capacity", "energy-delivered"
CAPACITY = (
    "from rated energy capacity of the battery (GB/T 24067-2024) to energy delivered over the service life (Regulation (EU) 2023/1542)"
)
容量 = "由电池额定能量（GB/T 24067-2024）换算为全寿命周期提供的总能量（Regulation (EU) 2023/1542）需要"

VOLUME = "from volume (GB/T 24067-2024) to energy content of the fuel (lower heating value) (Delegated Regulation (EU) 2023/1185)"
体积 = "由体积（GB/T 24067-2024）换算为燃料能量（低位发热量）（Delegated Regulation (EU) 2023/1185）需要"


@pytest.mark.parametrize(
    ("footprint", "target", "kind", "findings"),
    [
        (
            product("1 kWh"),
            BATTERY,
            MissingPropertyError,
            [
                (
                    f"1 kWh can mean several quantities: declare subject.reference_quantity, one of {', '.join(MEANINGS)}; none is assumed",
                    f"1 kWh 可指多种基准量：请声明 subject.reference_quantity，取 {'、'.join(MEANINGS)} 之一；不作假定",
                    "subject",
                )
            ],
        ),
        (
            product("1 m**2"),
            LIBRARY.standard("int/iso-14083-2023"),
            UnitMismatchError,
            [
                (
                    "figures per 1 m**2 cannot be restated per transport-activity-shortest, transport-activity-great-circle, as ISO 14083:2023 has them",
                    "以 1 m**2 为单位的数值无法换算为 ISO 14083:2023 的基准量（transport-activity-shortest、transport-activity-great-circle）",
                    "declared_unit",
                )
            ],
        ),
        (
            product("1 kWh", reference_quantity="capacity"),
            BATTERY,
            MissingPropertyError,
            [
                (
                    f"{CAPACITY} the conversion needs the rated energy capacity: declare subject.capacity, for example `capacity: 62.4 kWh`; "
                    "none is assumed",
                    f"{容量}额定能量：请声明 subject.capacity，例如 `capacity: 62.4 kWh`；不作假定",
                    "subject",
                ),
                (
                    f"{CAPACITY} the conversion needs the energy delivered over the service life: declare subject.delivered_energy, "
                    "for example `delivered_energy: 28900 kWh`; none is assumed",
                    f"{容量}全寿命周期提供的总能量：请声明 subject.delivered_energy，例如 `delivered_energy: 28900 kWh`；不作假定",
                    "subject",
                ),
            ],
        ),
        (
            product("1 kWh", reference_quantity="energy-delivered", **PACK),
            DRAFT,
            MissingPropertyError,
            [
                (
                    "from energy delivered over the service life (GB/T 24067-2024) to energy delivered over the service life "
                    "(Draft delegated act Ares(2024)3131389) the conversion needs the vehicle category: declare subject.vehicle_category, "
                    "for example `vehicle_category: M1`; none is assumed",
                    "由全寿命周期提供的总能量（GB/T 24067-2024）换算为全寿命周期提供的总能量（Draft delegated act Ares(2024)3131389）"
                    "需要车辆类别：请声明 subject.vehicle_category，例如 `vehicle_category: M1`；不作假定",
                    "subject",
                )
            ],
        ),
        (
            product("1 m**3"),
            RFNBO,
            MissingPropertyError,
            [
                (
                    f"{VOLUME} the conversion needs the energy content (lower heating value): declare subject.fuel_energy, for example "
                    "`fuel_energy: 40500000 MJ` (or instead: density + net_calorific_value); none is assumed",
                    f"{体积}能量（低位发热量）：请声明 subject.fuel_energy，例如 `fuel_energy: 40500000 MJ`（或改为声明：density + net_calorific_value）；不作假定",
                    "subject",
                ),
                (
                    f"{VOLUME} the conversion needs the volume: declare subject.volume, for example `volume: 2.5 m**3`; none is assumed",
                    f"{体积}体积：请声明 subject.volume，例如 `volume: 2.5 m**3`；不作假定",
                    "subject",
                ),
            ],
        ),
    ],
)
def test_questions_in_both_languages(
    footprint: Footprint, target: Standard, kind: type[InputError], findings: list[tuple[str, str, str | None]]
) -> None:
    assert refused(lambda: restate(LIBRARY, footprint, PCF, target), kind) == findings


def test_test_cycles_lead_nowhere_and_say_why() -> None:
    cycle = LIBRARY.standard("cn/gb-36980.1-2025"), LIBRARY.standard("cn/gb-19578-2021")
    with pytest.raises(NotComparableError) as caught:
        restate(LIBRARY, product("1 km", reference_quantity="CLTC"), *cycle)
    en, zh = caught.value.render("en"), caught.value.render("zh")
    assert (
        "figures per distance on the CLTC test cycle (GB 36980.1-2025) cannot be restated per distance on the WLTP (WLTC) test cycle" in en
    )
    assert "(GB 19578-2021): consumption and emissions over a test cycle depend on its speeds and loads" in en
    assert "（GB 19578-2021）：试验循环下的能耗与排放取决于该循环的速度和负荷" in zh
    with pytest.raises(NotComparableError) as caught:
        restate(LIBRARY, product("1 km", reference_quantity="CLTC"), PCF, RFNBO)
    assert caught.value.render("en").endswith(
        "(Delegated Regulation (EU) 2023/1185)"
    )  # between a distance and an energy it is no question of cycles


def test_bases_of_a_step() -> None:
    found = restate(LIBRARY, product("2 t", fuel="hydrogen"), PCF, RFNBO)
    assert found is not None
    wanted = Basis("MJ", None, False, D(1), co2e="g", reference="fuel-energy")
    assert restated_bases(found, RFNBO) == (Basis("kg", None, False, D(2000), reference="mass"), wanted)
    grams = RFNBO.model_copy(update={"unit": RFNBO.unit.model_copy(update={"per": "GJ"})})
    assert restated_bases(found, grams)[1].per == "GJ"  # the unit in which the target itself writes its quantity
    other = RFNBO.model_copy(update={"unit": RFNBO.unit.model_copy(update={"per": "t", "reference": ("mass", "fuel-energy")})})
    assert restated_bases(found, other)[1].per == "MJ"
    pack = restate(LIBRARY, product(None, delivered_energy="20 MWh"), PCF, BATTERY)
    assert pack is not None
    assert restated_bases(pack, BATTERY)[0] == Basis("", None, False, D(1), reference="item")
    whole = Restatement(pack.wanted, pack.declared, D(1), D(1))
    assert restated_bases(whole, BATTERY)[1] == Basis("", None, False, D(1), reference="item")


def test_a_figure_per_another_quantity() -> None:
    hydrogen = product("1 kg", fuel="hydrogen").subject
    assert per_other(LIBRARY, hydrogen, (PCF, RFNBO), "mass", "kg*CO2e/MJ") == 1 / D(120)
    assert per_other(LIBRARY, hydrogen, (PCF, RFNBO), "mass", "g*CO2e/t") == 1
    assert per_other(LIBRARY, product().subject, (PCF, RFNBO), "mass", "kg*CO2e/MJ") is None
    assert per_other(LIBRARY, product(mass="2 kg").subject, (PCF, RFNBO), "mass", "kg*CO2e/pcs") is None  # an item is no unit of measure
    assert per_other(LIBRARY, product().subject, (PCF, HYDROGEN), "mass", "kg*CO2e/MJ") == 1 / D(120)


# -- what is probably another quantity -----------------------------------------------------------------------------------------------


def note(declared: str, quantity: str, value: str) -> tuple[str, str] | None:
    return unusual(LIBRARY, product(declared, value, reference_quantity=quantity), PCF)


def test_a_quantity_that_was_probably_mistaken_is_told_with_its_number() -> None:
    assert note("2 kWh", "energy-delivered", "160 kg CO2e") == (
        "80 kg CO2e/kWh of energy delivered over the service life is unusual: perhaps it is per energy capacity; then say so with "
        "subject.reference_quantity",
        "全寿命周期提供的总能量每单位 80 kg CO2e/kWh 不合常理：或许是以电池能量（容量）为基准，若是请用 subject.reference_quantity 说明",
    )
    assert note("4 kWh", "battery-capacity", "1 kg CO2e") == (
        "0.25 kg CO2e/kWh of rated energy capacity of the battery is unusual: perhaps it is per energy delivered over the service life; "
        "then say so with subject.reference_quantity",
        "电池额定能量每单位 0.25 kg CO2e/kWh 不合常理：或许是以全寿命周期提供的总能量为基准，若是请用 subject.reference_quantity 说明",
    )


@pytest.mark.parametrize(
    ("quantity", "value", "is_told"),
    [
        ("energy-delivered", "5 kg CO2e", False),  # the bounds themselves are usual
        ("energy-delivered", "5.01 kg CO2e", True),
        ("energy-delivered", "0.0001 kg CO2e", False),
        ("battery-capacity", "5 kg CO2e", False),
        ("battery-capacity", "4.99 kg CO2e", True),
        ("battery-capacity", "0.5 kg CO2e", True),
        ("battery-capacity", "5000 kg CO2e", False),
        ("battery-capacity", "0 kg CO2e", False),
        ("fuel-energy", "5000 kg CO2e", False),  # nobody says what is usual
    ],
)
def test_what_is_usual(quantity: str, value: str, is_told: bool) -> None:
    assert (note("1 kWh", quantity, value) is not None) == is_told


def test_nothing_is_told_where_the_unit_is_open() -> None:
    assert unusual(LIBRARY, product(None, "5000 kg CO2e"), PCF) is None
    assert unusual(LIBRARY, product("1 kWh", "0.001 kg CO2e"), PCF) is None
    either = PCF.model_copy(update={"unit": PCF.unit.model_copy(update={"reference": ("energy-delivered", "battery-capacity")})})
    assert unusual(LIBRARY, product("1 kWh", "5000 kg CO2e"), either) is None
