"""Goods of the EU border adjustment: published obligations, default values and benchmarks.

TRADE-6 and TRADE-7 follow from the tables of (EU) 2025/2621 (China) and (EU) 2025/2620; the price of the second quarter of 2026 is an input.
TRADE-8: README of opencbam 0.1.0 (https://pypi.org/project/opencbam/0.1.0/), which gives the value printed for Türkiye. TRADE-9: value printed
for India, a Korean government seminar (ferro-manganese) and the guide of Studio Ponchio (hot-rolled coil). TRADE-10: scope rules of
(EU) 2023/956 and (EU) 2025/2547.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest

from crosswalk.library.defaults import default_value
from crosswalk.library.goods import goods_table
from crosswalk.model.goods import Column
from crosswalk.trade import (
    Import,
    Precursor,
    benchmark,
    certificates,
    de_minimis,
    see_default,
    sefa_actual,
    sefa_default,
)

TABLE = goods_table()


def to_three_decimals(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.001"), ROUND_HALF_UP)


def test_trade_6_hot_rolled_coil_from_china() -> None:
    default = default_value(TABLE, "7208 39 00", "CN", 2026)
    sefa = sefa_default(TABLE, default)
    due = certificates(100, see_default(default), sefa)
    assert default.value == Decimal("3.5057")
    assert sefa.value == Decimal("1.33575")
    assert default.value - sefa.value == Decimal("2.16995")
    assert due.certificates == Decimal("216.995")
    assert due.cost("75.28").quantize(Decimal("0.01"), ROUND_HALF_UP) == Decimal("16335.38")
    assert due.route == "default"


@pytest.mark.parametrize(
    ("code", "value", "sefa", "net"),
    [
        ("2523 10 00 90", "1.529", "0.64935", "0.87965"),
        ("7601 10 10", "3.3", "1.387425", "1.912575"),
        ("3102 10 19", "2.8785", "0.87945", "1.99905"),
        ("2804 10 00", "29.304", "4.961775", "24.342225"),
    ],
)
def test_trade_7_further_goods_from_china(code: str, value: str, sefa: str, net: str) -> None:
    default = default_value(TABLE, code, "CN", 2026)
    free = sefa_default(TABLE, default)
    assert (default.value, free.value) == (Decimal(value), Decimal(sefa))
    assert certificates(1, see_default(default), free).certificates == Decimal(net)


def test_trade_8_billet_from_turkiye() -> None:
    default = default_value(TABLE, "72071111", "TR", 2026, printed="2.310", route="C")
    due = certificates(100, see_default(default), sefa_default(TABLE, default))
    assert (due.embedded, due.adjustment, due.certificates) == (Decimal("254.100"), Decimal("132.990"), Decimal("121.110"))
    assert due.cost(80) == Decimal("9688.80")


def test_trade_9_published_values() -> None:
    india = default_value(TABLE, "7208 39 00", "IN", 2026, printed="4.28", route="C")
    assert india.value == Decimal("4.708")
    assert sefa_default(TABLE, india).value == Decimal("1.33575")
    manganese = default_value(TABLE, "7202 11 80", "CN", 2026)
    assert sefa_default(TABLE, manganese).value == Decimal("1.326975")


def test_trade_10_scope() -> None:
    assert TABLE.resolve("2601 12 00").indirect is True
    assert TABLE.resolve("7208").indirect is False
    # as precursors of steel: what counts is whether the precursor itself is listed in Annex II
    assert TABLE.resolve("7202 11").indirect is False
    assert TABLE.resolve("2601 12").indirect is True
    slab = Precursor("7207 12 10", Decimal("1.1"), 2026, "DE")
    assert default_value(TABLE, slab.code, slab.origin, 2026).value == 0
    with_slab = sefa_actual(TABLE, "7208 39 00", 2026, precursors=[slab])
    assert with_slab.value == sefa_actual(TABLE, "7208 39 00", 2026).value
    assert with_slab.parts[0].basis == "exempt"
    steel, hydrogen = Import("7208 39 00", Decimal(49), "CN"), Import("2804 10 00", Decimal(1), "CN")
    found = de_minimis(TABLE, [steel, hydrogen])
    assert found.within
    assert found.due == (hydrogen,)


@pytest.mark.parametrize(
    ("code", "total", "marked_up", "route"),
    [
        ("2523 10 00 90", "1.390", "1.529", "A"),
        ("2523 10 00 10", "1.300", "1.430", "B"),
        ("2523 29 00", "1.420", "1.562", None),
        ("2814 10 00", "4.360", "4.404", None),
        ("2808", "3.080", "3.111", None),
        ("3102 10 19", "2.850", "2.879", None),
        ("7601", "3.000", "3.300", "K"),
        ("7604", "4.881", "5.369", "K"),
        ("7606", "4.120", "4.532", "K"),
        ("2804 10 00", "26.640", "29.304", None),
        ("2601 12 00", "0.260", "0.286", None),
        ("7201", "1.660", "1.826", None),
        ("7206", "1.740", "1.914", "C"),
        ("7207 11 14", "3.169", "3.486", "C"),
        ("7207 11 90", "3.314", "3.645", "C"),
        ("7208", "3.187", "3.506", "C"),
        ("7209", "3.205", "3.526", "C"),
        ("7210", "3.205", "3.526", "C"),
        ("7213", "3.169", "3.486", "C"),
        ("7214 20", "3.169", "3.486", "C"),
        ("7219 11", "5.580", "6.138", None),
        ("7225 30", "6.110", "6.721", "F"),
        ("7308", "6.035", "6.639", "C"),
        ("7318 15", "6.375", "7.013", "C"),
    ],
)
def test_default_values_of_china(code: str, total: str, marked_up: str, route: str | None) -> None:
    found = default_value(TABLE, code, "CN", 2026)
    assert found.total == Decimal(total)
    assert to_three_decimals(found.value) == Decimal(marked_up)
    assert found.route == route


@pytest.mark.parametrize(
    ("code", "column", "route", "year", "value"),
    [
        ("2523 10 00", "A", "A", 2026, "0.666"),
        ("2523 10 00", "A", "B", 2026, "0.859"),
        ("2523 10 00", "B", "A", 2026, "0.666"),
        ("2523 10 00", "B", "B", 2026, "0.859"),
        ("2523 29 00", "A", None, 2026, "0.000"),
        ("2523 29 00", "B", None, 2026, "0.666"),
        ("2601 12 00", "A", None, 2026, "0.086"),
        ("2601 12 00", "B", None, 2026, "0.086"),
        ("7201", "A", None, 2026, "1.089"),
        ("7201", "B", None, 2026, "1.210"),
        ("7203", "A", None, 2026, "0.295"),
        ("7203", "B", None, 2026, "0.397"),
        ("7206", "A", "C", 2026, "0.150"),
        ("7206", "A", "D", 2026, "0.027"),
        ("7206", "A", "E", 2026, "0.027"),
        ("7206", "B", "C", 2026, "1.288"),
        ("7206", "B", "D", 2026, "0.424"),
        ("7206", "B", "E", 2026, "0.027"),
        ("7207 11 14", "A", "C", 2026, "0.188"),
        ("7207 11 14", "A", "D", 2026, "0.065"),
        ("7207 11 14", "B", "C", 2026, "1.364"),
        ("7207 11 14", "B", "D", 2026, "0.475"),
        ("7207 11 14", "B", "E", 2026, "0.066"),
        ("7208 39 00", "A", None, 2026, "0.044"),
        ("7208 39 00", "B", "C", 2026, "1.370"),
        ("7208 39 00", "B", "D", 2026, "0.481"),
        ("7208 39 00", "B", "E", 2026, "0.072"),
        ("7214 20 00", "A", None, 2026, "0.038"),
        ("7214 20 00", "B", "C", 2026, "1.364"),
        ("7601", "A", "K", 2026, "1.423"),
        ("7601", "B", "L", 2026, "0.091"),
        ("2804 10 00", "A", None, 2026, "5.089"),
        ("2814 10 00", "B", None, 2026, "1.522"),
        ("2808", "A", None, 2026, "0.151"),
        ("2808", "B", None, 2026, "0.582"),
        ("3102 10 19", "A", None, 2026, "0.053"),
        ("3102 10 19", "B", None, 2026, "0.902"),
        ("7318 15 52", "A", None, 2026, "0.038"),
        ("7318 15 52", "B", None, 2027, "1.154"),
        ("7318 15 52", "B", None, 2028, "1.116"),
        ("7607", "A", None, 2026, "0.166"),
        ("7607", "B", "K", 2026, "1.599"),
        ("7607", "B", "L", 2026, "0.258"),
        ("7611", "B", "K", 2026, "1.594"),
        ("7613", "B", "L", 2026, "0.258"),
    ],
)
def test_benchmarks(code: str, column: Column, route: str | None, year: int, value: str) -> None:
    assert benchmark(TABLE, code, column, year, route).value == Decimal(value)


def test_free_allocation_of_cement_comes_from_its_clinker() -> None:
    """Cement of 95 % clinker: the own process of cement has no benchmark in column A, so that all comes from the clinker."""
    clinker = Precursor("2523 10 00 90", Decimal("0.95"), 2026, "CN")
    cement = sefa_actual(TABLE, "2523 29 00", 2026, precursors=[clinker])
    assert cement.process == 0
    assert cement.value == Decimal("0.95") * Decimal("0.64935")
