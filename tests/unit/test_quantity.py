"""Numbers with units: read in many spellings, kept as printed, converted exactly."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosswalk.errors import DeclarationError, UnitMismatchError
from crosswalk.model.quantity import Quantity, decimal, factor, readable, spell

UNITS = ["kg CO2e", "t CO2e", "g CO2e", "kg CO2e/m**2", "kWh", "MJ", "GJ", "m**2", "万立方米", "t*km", "kg", "a", "kg CO2/kWh"]


@pytest.mark.parametrize(
    "text",
    ["kg CO2e", "kgCO2e", "kg CO2-eq", "kg CO2 eq.", "kg CO₂e", "kg CO2eq", "kg CO2 equiv", "kg CO2-Äq", "kg*CO2e", "千克CO2e", "kg二氧化碳当量", "kg CO_2e", "kg CO(2)e", "ｋｇ ＣＯ２ｅ"],
)  # fmt: skip
def test_spellings_of_co2_equivalent(text: str) -> None:
    assert Quantity.parse(f"1 {text}").to("kg*CO2e").magnitude == 1


@pytest.mark.parametrize(
    ("text", "target", "number"),
    [
        ("1 kgCO2e/m²", "kg*CO2e/m**2", "1"),
        ("1 kg CO2e/m2", "kg*CO2e/m**2", "1"),
        ("1 kg CO2e/(m2*a)", "kg*CO2e/m**2/a", "1"),
        ("1 kgCO2e/(m²·a)", "kg*CO2e/m**2/a", "1"),
        ("1 kgCO2/(m2·a)", "kg*CO2/m**2/a", "1"),
        ("1 ㎡", "m**2", "1"),
        ("2 kg*m2", "kg*m**2", "2"),
        ("386.2 kg CO2e", "t*CO2e", "0.3862"),
        ("3 万立方米", "m**3", "30000"),
        ("3 立方米", "m**3", "3"),
        ("5 吨", "kg", "5000"),
        ("5 公斤", "g", "5000"),
        ("2 平方米", "m**2", "2"),
        ("2 万平方米", "ha", "2"),
        ("1 度", "MJ", "3.6"),
        ("1 万千瓦时", "MWh", "10"),
        ("2 兆瓦时", "kWh", "2000"),
        ("7 吨公里", "kg*km", "7000"),
        ("3 公顷", "m**2", "30000"),
        ("2 萬噸", "t", "20000"),
        ("3 千瓦時", "kWh", "3"),
        ("1 噸二氧化碳當量", "kg*CO2e", "1000"),
        ("1.2 亿千瓦时", "MWh", "120000"),
        ("2 太焦", "GJ", "2000"),
        ("4 万吨公里", "t*km", "40000"),
        ("50 年", "a", "50"),
        ("1 GJ", "kWh", "277.7777777777777777777777778"),
    ],
)
def test_units_and_their_exact_conversion(text: str, target: str, number: str) -> None:
    assert Quantity.parse(text).to(target).magnitude == Decimal(number)


@pytest.mark.parametrize(
    ("mass", "target"), [("1 kg", "kg*CO2e"), ("1 kg CO2", "kg*CO2e"), ("1 kg C", "kg*CO2"), ("1 kWh", "kg"), ("1 a", "m")]
)
def test_gas_equivalent_and_carbon_are_never_mistaken_for_one_another(mass: str, target: str) -> None:
    with pytest.raises(UnitMismatchError, match="another dimension"):
        Quantity.parse(mass).to(target)


def test_printed_digits_are_kept() -> None:
    assert str(Quantity.parse("386.20 kg CO2e").magnitude) == "386.20"
    assert str(Quantity.parse("12345678901234567.890123456789 kg").magnitude) == "12345678901234567.890123456789"
    assert Quantity.parse(0.1, "kg").magnitude == Decimal("0.1")  # a binary float by its shortest form
    assert sum((Quantity.parse(f"{part} kg").magnitude for part in ("0.1", "0.2")), Decimal(0)) == Decimal("0.3")


@pytest.mark.parametrize(
    ("text", "half"),
    [("386.2 kg", "0.05"), ("386.20 kg", "0.005"), ("386 kg", "0.5"), ("3.86e2 kg", "0.5"), ("0 kg", "0.5"), ("-2.504E-05 kg", "5E-9")],
)
def test_half_of_the_last_digit(text: str, half: str) -> None:
    assert Quantity.parse(text).half_digit == Decimal(half)


@pytest.mark.parametrize("text", ["1", "-1.5", "+3", ".5", "1.", "1e-3", "１２.５"])
def test_numbers_that_are_read(text: str) -> None:
    assert Quantity.parse(f"{text} kg").magnitude == Decimal(text)


@pytest.mark.parametrize("value", [True, None, float("nan"), float("inf"), "", "kg", "1,5", "1e41", "--1", "0x10", [], {}, b"1"])
def test_what_is_no_number(value: object) -> None:
    with pytest.raises(DeclarationError, match="not a finite decimal number"):
        decimal(value)


@pytest.mark.parametrize("text", ["10² kg", "10³ kg", "10⁴ kg", "1 10⁶ kg"])
def test_powers_of_ten_are_not_read_as_digits(text: str) -> None:
    with pytest.raises(DeclarationError, match="not a finite decimal number"):
        Quantity.parse(text)


def test_unit_apart() -> None:
    assert Quantity.parse(5, "t") == Quantity.parse("5 t")
    with pytest.raises(UnitMismatchError, match="unit given twice"):
        Quantity.parse("5 t", "t")
    with pytest.raises(UnitMismatchError, match="a unit is missing after 5"):
        Quantity.parse("5")


@pytest.mark.parametrize(("text", "nearest"), [("1 kWhh", "kWh"), ("1 tonne CO2f", "CO2e"), ("1 平方英尺", "平方米"), ("1 kgg", "g")])
def test_unknown_unit_names_the_nearest(text: str, nearest: str) -> None:
    with pytest.raises(UnitMismatchError) as caught:
        Quantity.parse(text)
    assert nearest in caught.value.findings[0].nearest


def test_readable_is_how_people_write() -> None:
    assert readable("kg*CO2e/m**2") == "kg CO2e/m**2"
    assert readable("t*km") == "t*km"


@given(st.sampled_from(UNITS))
def test_spelling_is_stable(unit: str) -> None:
    assert spell(spell(unit)) == spell(unit)
    assert spell(readable(spell(unit))) == spell(unit)


@given(
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=6),
    st.sampled_from([("kWh", "MJ"), ("t", "kg"), ("ha", "m**2"), ("t*CO2e", "g*CO2e")]),
)
def test_there_and_back(number: Decimal, units: tuple[str, str]) -> None:
    first, second = units
    back = Quantity(number, first).to(second).to(first).magnitude
    assert abs(back - number) <= abs(number) * Decimal("1e-26")
    assert factor(first, second) > 0
