"""Goods of the border adjustment: the shipped tables as a whole, look-up of codes, default values, malformed tables and bad input."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import crosswalk as cw
from crosswalk.checks import check_paths
from crosswalk.cli import main
from crosswalk.errors import (
    AmbiguousCodeError,
    DeclarationError,
    DocumentError,
    InconsistentDeclarationError,
    InputError,
    MissingPropertyError,
    UnknownNameError,
)
from crosswalk.library.defaults import DefaultValue, default_value
from crosswalk.library.goods import GoodsTable, goods_table, spaced
from crosswalk.library.library import Library
from crosswalk.library.tables import letters
from crosswalk.model.goods import Column
from crosswalk.trade import (
    CarbonPriceReduction,
    EmbeddedEmissions,
    Import,
    Precursor,
    benchmark,
    benchmarks,
    certificates,
    de_minimis,
    see_actual,
    see_default,
    sefa_actual,
    sefa_default,
)

FOLDER = Path(__file__).resolve().parents[2] / "standards" / "trade" / "goods"
PRINTED = Path(__file__).parent / "goods_printed.csv"  # marked-up values as printed in (EU) 2025/2621, Annexes I (China) and IV
TABLE = goods_table()
GOODS = TABLE.goods
COLUMNS: tuple[Column, ...] = ("A", "B")


def default(code: str, origin: str | None = "CN", year: int = 2026) -> DefaultValue:
    return default_value(TABLE, code, origin, year)


# -- the shipped tables ----------------------------------------------------------------------------------------------------------------


def test_counts() -> None:
    assert len(TABLE.rows.lines) == 572
    assert {key: len(rows) for key, rows in TABLE.rows.defaults.items()} == {"CN": 259, "other": 260, "unknown": 260}
    assert len(TABLE.rows.benchmarks) == 2465
    assert len({row.code for row in TABLE.rows.benchmarks}) == 570
    assert len({row.code for row in TABLE.rows.benchmarks if row.source == "2025-2620"}) == 179  # compared with the text
    assert len(GOODS.categories.items) == 20
    assert len(TABLE.lines) == 572 + 2  # clinker and other hydraulic cement are two goods each


def test_categories_are_used_and_gases_are_known() -> None:
    used = {row.category for row in TABLE.rows.lines}
    assert used == {entry.id for entry in GOODS.categories.items}
    space = Library.shipped().space("life-cycle")
    for entry in GOODS.categories.items:
        for gas in (*entry.gases, *(entry.gases_regulation or ())):
            assert space.gas_members(gas)
    assert {entry.id for entry in GOODS.categories.items if entry.gases_regulation} == {"urea"}
    assert {entry.id for entry in GOODS.categories.items if not entry.de_minimis} == {"electricity", "hydrogen"}
    indirect = {entry.id for entry in GOODS.categories.items if entry.indirect}
    fertilisers = {"ammonia", "nitric-acid", "urea", "mixed-fertilisers"}
    assert indirect == {"calcined-clay", "cement-clinker", "cement", "aluminous-cement", "sintered-ore"} | fertilisers


def test_every_good_has_a_default_value_and_benchmarks_save_those_known_not_to() -> None:
    for line in TABLE.lines:
        rows = {key: TABLE.default_row(line, key) for key in GOODS.tables.defaults}
        none = line.code in ("27160000", "31021010")  # electricity; an older code
        assert (rows["other"] is None) == none
        assert (rows["unknown"] is None) == none
        assert (rows["CN"] is None) == (none or line.code.startswith("7203"))
        for column in COLUMNS:
            for year in range(2026, 2031):
                found = benchmarks(TABLE, line, column, year)
                assert bool(found) != none
                assert len({entry.route for entry in found}) == len(found)


@pytest.mark.parametrize("key", ["CN", "other", "unknown"])
def test_every_default_row_is_of_a_good(key: str) -> None:
    for row in TABLE.rows.defaults[key]:
        assert all(line.code.startswith(row.code) or row.code.startswith(line.cn8) for line in TABLE.candidates(row.code))
        if row.direct is not None and row.indirect is not None:
            assert abs(row.direct + row.indirect - row.total) <= Decimal("0.010")
    served = {TABLE.default_row(line, key) for line in TABLE.lines} - {None}
    idle = {row.code for row in TABLE.rows.defaults[key] if row not in served}
    assert idle == {"761090"}  # a subheading, both codes of which have rows of their own


def test_every_selected_route_has_a_benchmark() -> None:
    """The route printed for a good selects a benchmark of column B, or the benchmark depends on no route; the exceptions are known."""
    odd = set()
    for line in TABLE.lines:
        row = TABLE.default_row(line, "CN") or TABLE.default_row(line, "other")
        options = {entry.route for entry in benchmarks(TABLE, line, "B", 2026)}
        if options and options != {None} and not options & set(letters(row.route if row else None)):
            odd.add(line.code)
    assert odd == {"72251990", "72261980"}


def test_printed_mark_ups() -> None:
    """Total x (1 + mark-up) is what the act printed; where it is not, unrounded values stood behind the print, and the last digit differs."""
    differing: dict[str, int] = {"CN": 0, "unknown": 0}
    with PRINTED.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            line = TABLE.candidates(row["code"])[0]
            found = next(entry for entry in TABLE.rows.defaults[row["table"]] if entry.code == row["code"])
            gaps = []
            for year in (2026, 2027, 2028):
                mark_up = GOODS.mark_up(line.category.sector, year)
                assert mark_up is not None
                made = (found.total * (1 + mark_up)).quantize(Decimal("0.001"), ROUND_HALF_UP)
                gaps.append(abs(made - Decimal(row[str(year)])))
            assert max(gaps) <= Decimal("0.001"), row
            differing[row["table"]] += any(gaps)
    assert differing == {"CN": 39, "unknown": 7}


def test_csv_files_are_clean() -> None:
    for path in sorted(FOLDER.glob("*.csv")):
        text = path.read_bytes().decode("ascii")  # the names of the nomenclature are in English
        assert "\r" not in text
        assert "|" not in text
        assert "  " not in text
        assert text.endswith("\n")


def test_annex_iv_is_the_highest_value_save_two_doubtful_rows() -> None:
    lower = set()
    for line in TABLE.lines:
        china, unknown = TABLE.default_row(line, "CN"), TABLE.default_row(line, "unknown")
        if china and unknown and unknown.total < china.total:
            lower.add(line.code)
            assert unknown.confirmed == "unconfirmed"
            assert "below that of China" in default(line.code, None).notes[0].en
    assert lower == {"76169910", "76169990"}


# -- look-up ---------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("7208 39 00", ["72083900"]),
        ("7208.39.00", ["72083900"]),
        ("72083900", ["72083900"]),
        ("7208 39", ["72083900"]),
        ("7208390010", ["72083900"]),
        ("７２０８ ３９ ００", ["72083900"]),
        ("2523 10 00", ["2523100010", "2523100090"]),
        ("2523 10 00 90", ["2523100090"]),
        ("2507 00 80", ["2507008080"]),
        ("7203", ["72031000", "72039000"]),
    ],
)
def test_candidates(code: str, found: list[str]) -> None:
    assert [line.code for line in TABLE.candidates(code)] == found


def test_a_chinese_code_shares_six_digits() -> None:
    for code in ("7208390000", "72083999", "7208 39"):
        assert [line.code for line in TABLE.candidates(code, system="cn")] == ["72083900"]
    urea = TABLE.resolve("3102100090", system="cn")
    assert urea.category is not None
    assert urea.category.id == "urea"
    assert urea.gases == ("co2",)
    assert urea.functional_unit == "kg N"
    assert "system cn" in str(fault(lambda: TABLE.resolve("72083999")))


def test_resolve_answers_what_all_share() -> None:
    heading = TABLE.resolve("3102", attributes=("sector", "indirect"))
    assert (heading.sector, heading.indirect, heading.category, heading.gases) == ("fertilisers", True, None, None)
    with pytest.raises(AmbiguousCodeError, match="differ in category, gases"):
        TABLE.resolve("3102")
    clinker = TABLE.resolve("2523 10 00")
    assert clinker.functional_unit == "t clinker"
    assert len(clinker.lines) == 2
    assert TABLE.resolve("2834 21 00").functional_unit is None
    assert "supplementary unit" in TABLE.resolve("2834 21 00").remarks[0].en
    assert "Only calcined clay" in TABLE.resolve("2507 00 80").remarks[0].en


def fault(call: Callable[[], object]) -> InputError:
    with pytest.raises(InputError) as caught:
        call()
    error = caught.value
    assert isinstance(error, InputError)
    assert error.render("zh") != error.render("en")
    return error


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("7602 00 19", "7602 (aluminium waste and scrap) is left out"),
        ("7615 10", "7615 (household articles of aluminium) is left out"),
        ("7204", "7204 (ferrous waste and scrap) is left out"),
        ("3105 60 00", "3105 60 (fertilisers of phosphorus and potassium) is left out"),
        ("7202 21 00", "7202 2 (ferro-silicon) is left out"),
        ("7202 93 00", "7202 93 (ferro-niobium) is left out"),
        ("7312 10 20", "7312 10 20 is not listed"),  # a proposal would add it; it is not law
        ("2523 10 00 20", "2523 10 00 20 is not listed"),
        ("2507 00 80 10", "2507 00 80 10 is not listed"),
        ("9999", "9999 is not listed"),
    ],
)
def test_outside_the_list(code: str, says: str) -> None:
    error = fault(lambda: TABLE.candidates(code))
    assert isinstance(error, UnknownNameError)
    assert says in str(error)
    assert len(error.findings[0].nearest) == 5


def test_nearest_codes() -> None:
    assert "2507 00 80 80" in fault(lambda: TABLE.candidates("2507 00 80 10")).findings[0].nearest
    assert "2523 10 00 10" in fault(lambda: TABLE.candidates("2523 10 00 20")).findings[0].nearest


@pytest.mark.parametrize("code", ["", "72", "72083", "7208a900", "7208-39", "1" * 12, "clinker", "七二零八"])
def test_no_code(code: str) -> None:
    assert isinstance(fault(lambda: TABLE.candidates(code)), DeclarationError)


@pytest.mark.parametrize(
    ("code", "system"), [("2507", "eu"), ("250700", "eu"), ("2507001000", "cn"), ("7202", "eu"), ("2804", "eu"), ("3105", "eu")]
)
def test_a_code_that_is_listed_in_part_is_not_answered(code: str, system: str) -> None:
    # kaolin has the first six digits of calcined clay, and no obligation
    assert TABLE.candidates(code, system="cn" if system == "cn" else "eu")
    error = fault(lambda: TABLE.resolve(code, system="cn" if system == "cn" else "eu"))
    assert isinstance(error, AmbiguousCodeError)
    assert "only a part" in str(error)


def test_table_is_read_once_for_a_library() -> None:
    assert goods_table() is TABLE
    assert spaced("7202") == "7202"


# -- default values --------------------------------------------------------------------------------------------------------------------


def test_white_or_grey_has_to_be_said() -> None:
    error = fault(lambda: default("2523 10 00"))
    assert isinstance(error, AmbiguousCodeError)
    assert "2523 10 00 10 White clinker, 2523 10 00 90 Other clinker, grey included" in str(error)
    assert error.findings[0].nearest == ("2523 10 00 10", "2523 10 00 90")


def test_years() -> None:
    assert [str(default("7208", year=year).mark_up) for year in (2026, 2027, 2028, 2040)] == ["0.10", "0.20", "0.30", "0.30"]
    assert {str(default("2808", year=year).mark_up) for year in (2026, 2027, 2028, 2040)} == {"0.01"}
    assert "before 2026" in str(fault(lambda: default("7208", year=2025)))
    assert isinstance(fault(lambda: benchmark(TABLE, "7208", "A", 2025)), DeclarationError)
    assert "up to 2030" in str(fault(lambda: benchmark(TABLE, "7208", "A", 2031)))


def test_tables_of_origins() -> None:
    assert default("7203").table == "other"  # China has no value
    assert default("7203").total == Decimal("1.325")
    assert "has no value for this good" in default("7203").notes[0].en
    assert default("7203", None).table == "unknown"
    assert default("7208", None).total == Decimal("8.230")
    for origin in ("NO", "ch", "EU", "DE", "el", "Büsingen", "利维尼奥"):
        found = default("7208", origin)
        assert (found.table, found.value, found.mark_up) == ("exempt", Decimal(0), Decimal(0))
    assert default("7208", "CH").notes[0].en.startswith("Switzerland is outside")  # not China


def test_the_table_of_other_countries_is_used_on_request_only() -> None:
    # most countries have a table of their own, which is not shipped: taking the fallback for them would be a wrong number
    error = fault(lambda: default("7208", "IN"))
    assert isinstance(error, UnknownNameError)
    assert "not shipped" in str(error)
    found = default_value(TABLE, "7208 39 00", "XY", 2026, unlisted=True)
    assert (found.table, found.origin) == ("other", "XY")
    given = default_value(TABLE, "7208 39 00", "IN", 2026, printed="4.28", route="C")
    assert (given.table, given.value, given.route, given.confirmed) == ("given", Decimal("4.708"), "C", "unconfirmed")


def test_three_decimals_and_ties() -> None:
    found = default_value(TABLE, "7601 10 10", "XY", 2026, unlisted=True)
    assert found.total == Decimal("2.203")  # 2.202644 in the workbook
    tie = default_value(TABLE, "7209 15 00", "XY", 2026, unlisted=True)
    assert tie.total == Decimal("4.101")  # 4.1005
    assert tie.confirmed == "unconfirmed"
    assert "may be one less" in tie.notes[-1].en


def test_confirmation_is_that_of_the_weakest_fact() -> None:
    china = default("7208 39 00")
    assert china.source.confirmed == "primary"  # as printed in 2025
    assert china.confirmed == "secondary"  # that the correction of 2026 left it alone
    assert default("7203").confirmed == "unconfirmed"
    assert default("7208", None).confirmed == "unconfirmed"
    assert default("7205 21 00").route_confirmed == "secondary"


@pytest.mark.parametrize(
    ("code", "origin", "kind", "says"),
    [
        ("7208", "CHN", DeclarationError, "no country code"),
        ("7208", "", DeclarationError, "no country code"),
        ("7208", "C1", DeclarationError, "no country code"),
        ("2716 00 00", "CN", UnknownNameError, "electricity"),
        ("3102 10 10", "CN", UnknownNameError, "its newer codes have"),
        ("3102 10", "CN", AmbiguousCodeError, "default value"),
        ("7602", "CN", UnknownNameError, "left out"),
    ],
)
def test_bad_default(code: str, origin: str, kind: type[InputError], says: str) -> None:
    error = fault(lambda: default(code, origin))
    assert isinstance(error, kind)
    assert says in str(error)


@pytest.mark.parametrize(
    ("printed", "route", "says"),
    [
        ("-1", None, "negative"),
        ("much", None, "finite"),
        ("NaN", None, "finite"),
        ("1", "Z", "unknown route"),
        (None, "C", "printed total only"),
    ],
)
def test_bad_printed_total(printed: str | None, route: str | None, says: str) -> None:
    assert says in str(fault(lambda: default_value(TABLE, "7208", "IN" if printed else "CN", 2026, printed=printed, route=route)))


# -- benchmarks and certificates -------------------------------------------------------------------------------------------------------


def test_routes() -> None:
    assert benchmark(TABLE, "7208 39 00", "A", 2026).route is None
    assert benchmark(TABLE, "7208 39 00", "A", 2026, "C").value == Decimal("0.044")
    error = fault(lambda: benchmark(TABLE, "7208 39 00", "B", 2026))
    assert isinstance(error, MissingPropertyError)
    assert "C 1.370, D 0.481, E 0.072" in str(error)
    for route in ("Z", "K", "c"):
        assert isinstance(fault(lambda letter=route: benchmark(TABLE, "7208 39 00", "B", 2026, letter)), UnknownNameError)  # type: ignore[misc]
    assert isinstance(fault(lambda: benchmark(TABLE, "2716", "B", 2026)), UnknownNameError)
    assert isinstance(fault(lambda: benchmark(TABLE, "2523 10 00", "A", 2026)), AmbiguousCodeError)
    assert benchmark(TABLE, "2523 10 00", "A", 2026, "B").value == Decimal("0.859")
    assert isinstance(fault(lambda: benchmark(TABLE, "2523 10 00 10", "A", 2026, "A")), UnknownNameError)


def test_default_route_that_selects_nothing() -> None:
    found = default("7225 19 90")  # printed F, while the benchmarks are those of carbon steel
    assert isinstance(fault(lambda: sefa_default(TABLE, found)), MissingPropertyError)
    assert sefa_default(TABLE, found, route="C").value == Decimal("0.975") * Decimal("1.488")
    steel = default("7208 39 00")
    assert "prints C" in str(fault(lambda: sefa_default(TABLE, steel, route="E")))
    stainless = default("7318 15 52")  # printed C, while the benchmark depends on no route
    assert sefa_default(TABLE, stainless).value == Decimal("0.975") * Decimal("1.154")
    assert sefa_default(TABLE, default("7205 21 00")).benchmark == benchmark(TABLE, "7205 21 00", "B", 2026, "F")  # printed C/F


def test_correction_factor_of_later_years_has_to_be_given() -> None:
    found = default("7208 39 00", year=2027)
    assert isinstance(fault(lambda: sefa_default(TABLE, found)), MissingPropertyError)
    assert sefa_default(TABLE, found, cscf={2027: Decimal("0.9")}).value == Decimal("0.95") * Decimal("0.9") * Decimal("1.370")
    assert sefa_default(TABLE, default("7208 39 00", year=2034)).value == 0
    assert isinstance(fault(lambda: sefa_default(TABLE, default("7208 39 00", year=2035))), MissingPropertyError)


SLAB = Precursor("7207 12 10", Decimal("1.05"), 2026, "CN")


def test_precursors() -> None:
    own = Decimal("0.975") * Decimal("0.044")
    slab = Decimal("0.975") * Decimal("1.364")
    steel = sefa_actual(TABLE, "7208 39 00", 2026, precursors=[SLAB])
    assert steel.value == own + Decimal("1.05") * slab
    assert [part.basis for part in steel.parts] == ["column-b"]
    bare = sefa_actual(TABLE, "7208 39 00", 2026, precursors=[SLAB], factors_on_column_b=False)
    assert bare.value == own + Decimal("1.05") * Decimal("1.364")
    verified = Precursor("7207 12 10", Decimal("1.05"), 2026, "IN", sefa=Decimal("1.1"), evidence="report 7")
    assert sefa_actual(TABLE, "7208 39 00", 2026, precursors=[verified]).value == own + Decimal("1.155")
    iron = Precursor("7201 10 11", Decimal("0.9"), 2026, None)
    made = Precursor("7207 12 10", Decimal("1.05"), 2026, "CN", route="C", actual=True, precursors=(iron,), evidence="report 8")
    inner = Decimal("0.975") * (benchmark(TABLE, "7207 12 10", "A", 2026, "C").value + Decimal("0.9") * Decimal("1.210"))
    assert sefa_actual(TABLE, "7208 39 00", 2026, precursors=[made]).value == own + Decimal("1.05") * inner
    exempt = Precursor("7207 12 10", Decimal("1.05"), 2026, "DE")
    assert sefa_actual(TABLE, "7208 39 00", 2026, precursors=[exempt]).value == own


def test_a_precursor_has_its_own_year() -> None:
    steel = sefa_actual(TABLE, "7208 39 00", 2027, precursors=[SLAB], cscf={2027: Decimal(1)})
    assert steel.value == Decimal("0.95") * Decimal("0.044") + Decimal("1.05") * Decimal("0.975") * Decimal("1.364")
    clay = Precursor("2523 30 00", Decimal(1), 2028, "CN")  # year marker (2)
    found = sefa_actual(TABLE, "2523 29 00", 2026, precursors=[clay], cscf={2028: Decimal(1)})
    assert found.value == Decimal("0.90") * Decimal("0.686")


@pytest.mark.parametrize(
    ("precursor", "says"),
    [
        (Precursor("7207 12 10", Decimal(-1), 2026, "CN"), "negative"),
        (Precursor("7207 12 10", Decimal("NaN"), 2026, "CN"), "finite"),
        (Precursor("7207 12 10", Decimal(1), 2025, "CN"), "before 2026"),
        (Precursor("7207 12 10", Decimal(1), 2026, "IN"), "give the route"),
        (Precursor("7207 12 10", Decimal(1), 2026, "CN", route="E"), "prints C"),
        (Precursor("7207 12 10", Decimal(1), 2026, "CN", sefa=Decimal(1)), "verification report"),
        (Precursor("7207 12 10", Decimal(1), 2026, "CN", route="C", actual=True, evidence=" "), "verification report"),
        (Precursor("7207 12 10", Decimal(1), 2026, "CN", sefa=Decimal(1), actual=True, evidence="x"), "exclude one another"),
        (Precursor("7207 12 10", Decimal(1), 2026, "CN", precursors=(SLAB,)), "exclude one another"),
        (Precursor("2701 12 10", Decimal(1), 2026, "CN"), "not listed"),
    ],
)
def test_bad_precursor(precursor: Precursor, says: str) -> None:
    assert says in str(fault(lambda: sefa_actual(TABLE, "7208 39 00", 2026, precursors=[precursor])))


def test_default_and_actual_do_not_mix() -> None:
    found = default("7208 39 00")
    actual = see_actual(TABLE, "7208 39 00", 2026, "2.1", "verification report 1")
    own = sefa_actual(TABLE, "7208 39 00", 2026, precursors=[SLAB])
    assert certificates(10, actual, own).route == "actual"
    assert certificates(10, see_default(found), sefa_default(TABLE, found)).route == "default"
    for see, sefa in ((actual, sefa_default(TABLE, found)), (see_default(found), own)):
        with pytest.raises(InconsistentDeclarationError, match="both by default, or both actual"):
            certificates(10, see, sefa)
    with pytest.raises(InconsistentDeclarationError, match="free allocation of 7201 10 11"):
        certificates(10, actual, sefa_actual(TABLE, "7201 10 11", 2026))


def test_certificates_are_never_below_zero() -> None:
    low = see_actual(TABLE, "7208 39 00", 2026, "0.01", "report")
    assert certificates(10, low, sefa_actual(TABLE, "7208 39 00", 2026, precursors=[SLAB])).certificates == 0


def test_carbon_price_needs_evidence_and_the_right_kind() -> None:
    actual, own = see_actual(TABLE, "7208 39 00", 2026, "2", "report"), sefa_actual(TABLE, "7208 39 00", 2026)
    paid = CarbonPriceReduction(Decimal(3), "certified payment")
    assert certificates(10, actual, own, paid).certificates == 20 - 10 * own.value - 3
    assert "what proves" in str(fault(lambda: certificates(10, actual, own, CarbonPriceReduction(Decimal(3), "  "))))
    assert "negative" in str(fault(lambda: certificates(10, actual, own, CarbonPriceReduction(Decimal(-3), "x"))))
    found = default("7208 39 00")
    with pytest.raises(DeclarationError, match="default carbon price"):
        certificates(10, see_default(found), sefa_default(TABLE, found), paid)
    fixed = CarbonPriceReduction(Decimal(3), "published default price", "default")
    assert certificates(10, see_default(found), sefa_default(TABLE, found), fixed).reduction == 3


@pytest.mark.parametrize("mass", ["-1", "Infinity", "ten"])
def test_bad_mass(mass: str) -> None:
    see = EmbeddedEmissions("72083900", 2026, Decimal(2), "actual", "report")
    assert isinstance(fault(lambda: certificates(mass, see, sefa_actual(TABLE, "7208 39 00", 2026))), DeclarationError)


def test_see_needs_evidence() -> None:
    assert "what proves" in str(fault(lambda: see_actual(TABLE, "7208", 2026, "1", "")))
    assert "before" in str(fault(lambda: see_actual(TABLE, "7208", 2024, "1", "report")))


def test_electricity_has_no_adjustment() -> None:
    found = sefa_actual(TABLE, "2716 00 00", 2026)
    see = see_actual(TABLE, "2716 00 00", 2026, "0.5", "report")
    assert certificates(1000, see, found).certificates == 500


def test_de_minimis_adds_up_all_codes() -> None:
    steel, aluminium = Import("7208 39 00", Decimal(30), "CN"), Import("7601 10 10", Decimal(20), "IN")
    swiss = Import("7208 39 00", Decimal(100), "CH")
    found = de_minimis(TABLE, [steel, aluminium, swiss])
    assert (found.mass, found.within, found.due) == (Decimal(50), True, ())  # up to 50 t, not less
    more = de_minimis(TABLE, [steel, aluminium, Import("7201 10 11", Decimal("0.001"), "CN")])
    assert not more.within
    assert len(more.due) == 3


# -- malformed tables ------------------------------------------------------------------------------------------------------------------


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    folder = tmp_path / "standards" / "trade" / "goods"
    shutil.copytree(FOLDER, folder)
    return folder


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "field", "says"),
    [
        ("eu-cbam-goods.csv", "25232100,cement,", "2523210,cement,", 4, "code", "no code"),
        ("eu-cbam-goods.csv", "25232100,cement,", "25232100,glue,", 4, "category", "'glue' is not defined"),
        ("eu-cbam-goods.csv", "25232100,cement,", "25231000,cement,", 4, "code", "stands twice"),
        ("eu-cbam-goods.csv", "code,category", "cn,category", 1, None, "the columns must be"),
        ("eu-cbam-defaults-cn.csv", "1.390,A,2025-2621", "lots,A,2025-2621", 4, "total", "finite decimal"),
        ("eu-cbam-defaults-cn.csv", "1.390,A,2025-2621", ",A,2025-2621", 4, "total", "required"),
        ("eu-cbam-defaults-cn.csv", "1.390,A,2025-2621", "-1,A,2025-2621", 4, "total", "at least 0"),
        ("eu-cbam-defaults-cn.csv", "1.390,A,2025-2621", "1.390,C/Z,2025-2621", 4, "route", "'Z' is not defined"),
        ("eu-cbam-defaults-cn.csv", "1.390,A,2025-2621", "1.390,A,hearsay", 4, "source", "'hearsay' is not defined"),
        ("eu-cbam-defaults-cn.csv", "1.390,A,2025-2621,primary", "1.390,A,2025-2621,sure", 4, "confirmed", "'sure' is not one of"),
        ("eu-cbam-defaults-cn.csv", "2523100090,1.350", "9999100090,1.350", 4, "code", "'9999100090' is not defined"),
        ("eu-cbam-defaults-other.csv", "2523100090,1.37,0.05", "2523100090,1.37", 4, None, "7 cells, 8 are needed"),
        ("eu-cbam-benchmarks.csv", "25231000,A,A,,0.666", "25231000,C,A,,0.666", 4, "column", "'C' is not one of"),
        ("eu-cbam-benchmarks.csv", "25231000,A,A,,0.666", "25231000,A,A,9,0.666", 4, "marker", "9 is not defined"),
        ("eu-cbam-benchmarks.csv", "25231000,A,A,,0.666", '25231000,A,A,,"0.666"x', 4, None, "malformed CSV"),
    ],
)
def test_malformed_rows_name_file_line_and_field(
    copy: Path, file: str, old: str, new: str, line: int, field: str | None, says: str
) -> None:
    path = copy / file
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), "utf-8")
    library = Library([copy.parents[2]])
    with pytest.raises(DeclarationError) as caught:
        goods_table(library)
    first = next(finding for finding in caught.value.findings if finding.line == line)
    assert first.file == str(path)
    assert first.field == field
    assert says in first.en
    assert first.zh != first.en
    assert [str(entry) for entry in library.check(["standards/trade/goods/eu-cbam.yaml"])] == [str(caught.value)]
    assert len(check_paths([copy])[1]) == 1


def test_missing_and_misplaced_tables(copy: Path) -> None:
    (copy / "eu-cbam-goods.csv").unlink()
    with pytest.raises(DocumentError, match="no such file"):
        goods_table(Library([copy.parents[2]]))
    (copy / "eu-cbam-goods.csv").write_bytes("code,描述\n".encode("gb18030"))
    with pytest.raises(DocumentError, match="not UTF-8"):
        goods_table(Library([copy.parents[2]]))
    path = copy / "eu-cbam.yaml"
    path.write_text(path.read_text("utf-8").replace("file: eu-cbam-goods.csv", "file: ../../secret.csv"), "utf-8")
    with pytest.raises(DeclarationError, match=r"tables\.lines\.file: .* is not the name"):
        goods_table(Library([copy.parents[2]]))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("name: {en: Ammonia, zh: 氨}, sector: fertilisers", "name: {en: Ammonia, zh: 氨}, sector: food", "'food' is not defined"),
        ('zh: "白水泥熟料"}, route: B', 'zh: "白水泥熟料"}, route: X', "'X' is not defined"),
        ("    unknown:\n", "    nowhere:\n", "the table 'unknown' is needed"),
        ("    hydrogen: {2026", "    oxygen: {2026", "'oxygen' is not defined"),
        ("functional_unit: kWh", "functional_unit: MWh", "'MWh' is not one of"),
        ("de_minimis: {mass: 50,", "de_minimis: {mas: 50,", "unknown field"),
    ],
)
def test_malformed_list(copy: Path, old: str, new: str, says: str) -> None:
    path = copy / "eu-cbam.yaml"
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), "utf-8")
    _, faults = check_paths([path])
    assert says in str(faults[0])
    assert faults[0].findings[0].line


def test_a_library_of_ones_own_replaces_the_list(copy: Path) -> None:
    path = copy / "eu-cbam-defaults-cn.csv"
    path.write_text(path.read_text("utf-8").replace("2523100090,1.350,0.040,1.390", "2523100090,1.350,0.040,1.400"), "utf-8")
    table: GoodsTable = goods_table(Library([copy.parents[2]]))
    assert default_value(table, "2523 10 00 90", "CN", 2026).total == Decimal("1.400")
    assert default("2523 10 00 90").total == Decimal("1.390")


def test_unknown_names() -> None:
    assert isinstance(fault(lambda: Library.shipped().goods("us-cbam")), UnknownNameError)
    assert isinstance(fault(lambda: GOODS.category("glue")), UnknownNameError)
    assert Library.shipped().goods.ids() == ["eu-cbam"]
    assert len(Library.shipped().sha256("eu-cbam")) == 64


# -- the command -----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (0, ["2523 10 00"]),
        (0, ["2523", "--origin", "CN", "--year", "2026"]),
        (0, ["2507001000", "--system", "cn"]),
        (0, ["7208", "--origin", "IN", "--year", "2026"]),
        (0, ["7208", "--origin", "XY", "--year", "2026", "--unlisted"]),
        (2, ["7208", "--origin", "CN"]),
        (2, ["7208", "--system", "us"]),
        (3, ["7602"]),
        (3, ["qqqq"]),
        (3, ["7208", "--year", "2025"]),
        (3, ["7208", "--origin", "CHN", "--year", "2026"]),
        (3, ["7208", "--year", "2026", "--route", "Z"]),
    ],
    ids=lambda entry: " ".join(entry) if isinstance(entry, list) else str(entry),
)
def test_command(status: int, words: list[str]) -> None:
    done = CliRunner().invoke(main, ["correspond", *words])
    assert done.exit_code == status, done.output
    assert bool(done.stderr) == bool(status)


def test_command_shows_values() -> None:
    words = ["correspond", "7208 39 00", "--origin", "CN", "--year", "2026", "--format", "markdown"]
    shown = CliRunner().invoke(main, words).stdout
    assert "| 7208 39 00 | 3.187 | 0.10 | 3.5057 | CN | C | secondary |" in shown
    assert "| 7208 39 00 | 0.044 | 1.370 (C), 0.481 (D), 0.072 (E) |" in shown
    assert "| 7208 39 00 | 0.044 | 1.370 (C) |" in CliRunner().invoke(main, [*words, "--route", "C"]).stdout
    assert "Only a part" in CliRunner().invoke(main, ["correspond", "2507", "--format", "markdown"]).stdout
    assert "原产地不明" in CliRunner().invoke(main, ["correspond", "7208", "--origin", "unknown", "--year", "2026", "--lang", "zh"]).stdout


def test_what_deductions_may_leave_is_no_more_than_all_parts_together() -> None:
    """Exports between 0 and 9 kg: direct emissions between 3 - 9, which counts as zero, and 3 kg; with 4 kg of electricity, the good has 4 to 7 kg."""
    values: dict[str, Any] = dict.fromkeys(("process", "fugitive", "heat", "retained", "capture"), "0 kg CO2e")
    values |= {"combustion": "3 kg CO2e", "electricity": "4 kg CO2e", "exports": {"low": "-9 kg CO2e", "high": "0 kg CO2e"}}
    ore = {"kind": "installation", "cn_code": "2601 12 00", "origin": "CN", "production_year": 2026}
    declared = {
        "standard": "cn/gbt-32151.5-2015",
        "subject": ore,
        "declared_unit": "1 t",
        "activity_level": "1 t",
        "figures": [
            {"stage": "A3.process", "source": source, "value": value}
            for source, value in values.items()
            if source not in ("fugitive", "capture")
        ],
        "supplement": [{"stage": "A3.process", "source": "capture", "value": "0 t CO2e"}],
        "precursors": [],
    }
    translation = cw.translate(declared, to="eu/cbam-2023-956", assumptions="none")
    assert translation.total.bounds[::2] == (Decimal("0.004"), Decimal("0.007"))
    assert translation.figure("process", "direct").bounds[::2] == (Decimal(0), Decimal("0.003"))
