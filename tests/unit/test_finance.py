"""Books, correspondence, importer and market units: bad input, both ways, and what must never happen."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import crosswalk as cw
from crosswalk.cli import main
from crosswalk.engine.rules.classify import State
from crosswalk.errors import DeclarationError, InconsistentDeclarationError, InputError, UnitMismatchError, UnknownNameError
from crosswalk.finance.activities import editions_for
from crosswalk.finance.correspond import correspond
from crosswalk.finance.criteria import Allocation, flexibility_pocket, judge_item
from crosswalk.finance.importer import import_table
from crosswalk.finance.units import MarketUnits, Price
from crosswalk.library.library import Library
from crosswalk.model.money import Money

D = Decimal
openpyxl: Any = import_module("openpyxl")


def ends(*numbers: int | None) -> tuple[Decimal | None, ...]:
    return tuple(None if number is None else D(number) for number in numbers)


def book(*positions: dict[str, Any], standard: str = "PCAF", **more: Any) -> dict[str, Any]:
    return {"standard": standard, "currency": "CNY", "year": 2024, "positions": list(positions), **more}


def loan(**more: Any) -> dict[str, Any]:
    emissions = {"scope1": {"co2e": "1000 t CO2e", "co2": "900 t CO2"}, "scope2": {"co2e": "200 t CO2e", "co2": "190 t CO2"}}
    known = {
        "monthly_average": "15 m CNY",
        "equity": "60 m CNY",
        "debt": "40 m CNY",
        "revenue": "50 m CNY",
        "emissions": emissions,
        "data": "1b",
    }
    return {"class": "business loans", "balance": "10 m CNY", **known, **more}


# -- books -------------------------------------------------------------------------------------------------------------------------


def test_one_loan_gives_two_figures_because_the_rules_differ() -> None:
    assert cw.attribute(book(loan()), "PCAF").total.bounds == ends(120, 120, 120)  # 10 / 100 x 1200 t CO2e
    assert cw.attribute(book(loan()), "PBoC guide").total.bounds == ends(327, 327, 327)  # 15 / 50 x 1090 t CO2


def test_a_declared_figure_is_translated_by_the_ratio_of_the_shares() -> None:
    declared = {**loan(), "financed": {"scope1_2": "327 t CO2"}}
    del declared["emissions"]
    result = cw.attribute(book(declared, standard="PBoC guide"), "PCAF")
    assert result.total.bounds[0] == 109  # 327 x (10 / 15) x (50 / 100): the CO2 of it
    assert result.total.bounds[2] is None
    assert result.shared.bounds == ends(109, 109, 109)
    assert [gap.kind for gap in result.gaps if gap.severity == "major"] == ["missing"]


def test_what_both_rules_divide_by_need_not_be_known() -> None:
    held = {"class": "bonds", "listed": True, "quarters": ["8 m CNY", "8 m CNY", "8 m CNY", "8 m CNY"]}
    held |= {"financed": {"scope1": "80 t CO2e", "scope2": "8 t CO2e", "scope3": "800 t CO2e"}}
    result = cw.attribute(book(held), "SFDR")
    assert result.total.bounds == ends(888, 888, 888)
    assert not [gap for gap in result.gaps if gap.severity in ("critical", "major")]


def test_missing_enterprise_value_bounds_by_the_whole() -> None:
    result = cw.attribute(book(loan(listed=True)), "PCAF")
    assert result.total.bounds == ends(0, None, 300)  # the debt of 40 m is a part of the value: 10 / 40 at most
    gap = next(gap for gap in result.gaps if gap.kind == "not-declared")
    assert gap.width == 300
    assert "`evic`" in gap.question.en
    assert "`evic`" in gap.question.zh


def test_negative_equity_counts_as_zero_and_says_so() -> None:
    result = cw.attribute(book(loan(equity="-5 m CNY")))
    assert result.total.bounds == ends(300, 300, 300)
    assert any("equity below zero" in gap.message.en for gap in result.gaps)


def test_a_share_above_one_is_allowed_under_the_guide_and_explained() -> None:
    result = cw.attribute(book(loan(monthly_average="75 m CNY")), "PBoC guide")
    assert result.positions[0].share == (D("1.5"), D("1.5"))
    assert result.total.bounds[0] == D("1635.0")
    assert any("share is 1.5" in gap.message.en for gap in result.gaps)
    with pytest.raises(InconsistentDeclarationError, match="exceeds total equity and debt"):
        cw.attribute(book(loan(balance="120 m CNY")), "PCAF")


def test_currencies_are_never_mixed_without_a_rate() -> None:
    with pytest.raises(DeclarationError, match="without a rate") as caught:
        cw.read_book(book(loan(balance="10 m EUR")))
    assert caught.value.findings[0].field == "positions[0].balance"
    result = cw.attribute(book(loan(balance="1 m EUR"), rates={"EUR": "8"}))
    assert result.total.bounds == ends(96, 96, 96)


def test_removals_credits_and_avoided_emissions_are_never_netted() -> None:
    apart = {"removals": "500 t CO2e", "avoided": "900 t CO2e", "credits_retired": "1200 t CO2e"}
    result = cw.attribute(book(loan(apart=apart)))
    assert result.total.bounds == cw.attribute(book(loan())).total.bounds
    assert {name: bounds.low for name, (bounds, _) in result.apart.items()} == {"removals": 50, "avoided": 90, "credits_retired": 120}
    with pytest.raises(DeclarationError, match="never netted"):
        cw.read_book(book(loan(emissions={"scope1": "-5 t CO2e"})))


def test_sovereign_debt_with_and_without_land_use() -> None:
    country = {"class": "sovereign debt", "balance": "1 m USD", "ppp_gdp": "100 m USD", "emissions": {"scope1": "1000 t CO2e"}}
    result = cw.attribute({**book({**country, "apart": {"land_use": "-200 t CO2e"}}), "currency": "USD"})
    assert result.figure("scope1").bounds[1] == 10
    assert result.apart["land_use"][0] == (D(-2), D(-2))


def test_vehicles_without_value_are_attributed_in_full_and_guarantees_not_at_all() -> None:
    car = {"class": "motor vehicle loans", "balance": "100000 CNY", "emissions": {"scope1": "2 t CO2e", "scope2": "0 t CO2e"}, "data": "3a"}
    assert cw.attribute(book(car)).total.bounds == ends(2, 2, 2)
    assert cw.attribute(book(loan(uncalled_guarantee=True))).total.bounds == ends(0, 0, 0)


def test_a_class_without_a_rule_is_left_out_and_named() -> None:
    house = {"class": "mortgages", "balance": "1 m CNY", "value_at_origination": "2 m CNY", "emissions": {"scope1_2": "4 t CO2e"}}
    result = cw.attribute(book(loan(), house), "PBoC guide")
    assert len(result.positions) == 1
    assert [gap.kind for gap in result.gaps if gap.stage == "positions[1]"] == ["surplus"]
    with pytest.raises(cw.NotComparableError, match="no rule for any position"):
        cw.attribute(book(house), "SFDR")


def test_the_last_quarter_end_alone_bounds_the_average_from_below() -> None:
    held = {"class": "bonds", "listed": True, "balance": "8 m CNY", "evic": "80 m CNY"}
    held |= {"emissions": {"scope1": "100 t CO2e", "scope2": "100 t CO2e", "scope3": "200 t CO2e"}}
    result = cw.attribute(book(held), "SFDR")
    assert result.total.bounds == ends(10, None, None)  # 8 m x 1/4 over 80 m of 400 t
    assert any("`quarters`" in gap.question.en for gap in result.gaps)


def test_scope_3_by_the_phase_in_of_sectors() -> None:
    def scopes(year: int, sector: str) -> set[str]:
        emissions = {"scope1": "1 t CO2e", "scope2": "1 t CO2e", "scope3": "1 t CO2e"}
        return {entry.stage for entry in cw.attribute({**book(loan(emissions=emissions, sector=sector)), "year": year}).figures}

    assert "scope3" in scopes(2022, "06.10")
    assert "scope3" not in scopes(2022, "24.10")
    assert "scope3" in scopes(2023, "24.10")
    assert "scope3" not in scopes(2023, "62")
    assert "scope3" in scopes(2025, "62")


@pytest.mark.parametrize(
    ("change", "field", "message"),
    [
        ({"balance": "10"}, "positions[0].balance", "no amount of money"),
        ({"balance": "10 m XX"}, "positions[0].balance", "no currency"),
        ({"balance": "-10 m CNY"}, "positions[0].balance", "above zero"),
        ({"evic": "0 CNY"}, "positions[0].evic", "above zero"),
        ({"class": "shipping"}, "positions[0].class", "unknown asset class"),
        ({"emissions": {"scope1": "5 kWh"}}, "positions[0].emissions.scope1", "mass"),
        ({"emissions": {"scope1": {"co2e": "5 t CO2e", "co2": "6 t CO2"}}}, "positions[0].emissions.scope1", "exceeds"),
        ({"quarters": ["1 CNY"]}, "positions[0].quarters", "four quarter ends"),
        ({"data": "9z"}, "positions[0].data", "unknown option"),
        ({"revenu": "5 CNY"}, "positions[0].revenu", "unknown field"),
    ],
)
def test_bad_books_name_the_field(change: dict[str, Any], field: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        cw.attribute(book(loan(**change)))
    found = caught.value.findings[0]
    assert message in found.en
    assert (found.field or "").startswith(field)
    assert found.zh


@pytest.mark.parametrize(
    ("written", "counted"), [("C24.10", True), ("24.10", True), ("c 24", True), (24, True), ("62.01", False), ("J62", False), (62, False)]
)
def test_sectors_as_people_write_them(written: Any, counted: bool) -> None:
    """A letter of the section, or a number, is no reason to leave scope 3 out of the phase-in of 2023."""
    emissions = {"scope1": "1 t CO2e", "scope2": "1 t CO2e", "scope3": "1 t CO2e"}
    result = cw.attribute({**book(loan(emissions=emissions, sector=written)), "year": 2023})
    assert ("scope3" in {entry.stage for entry in result.figures}) is counted


def test_a_division_below_ten_as_a_number() -> None:
    emissions = {"scope1": "1 t CO2e", "scope2": "1 t CO2e", "scope3": "1 t CO2e"}
    result = cw.attribute({**book(loan(emissions=emissions, sector=D("6.1"))), "year": 2022})
    assert "scope3" in {entry.stage for entry in result.figures}
    with pytest.raises(DeclarationError, match="no division") as caught:
        cw.read_book(book(loan(sector="steel")))
    assert caught.value.findings[0].field == "positions[0].sector"


def test_all_investments_hold_at_least_the_positions() -> None:
    held = loan(quarters=["10 m CNY"] * 4)
    with pytest.raises(InputError, match="less than the positions") as caught:
        cw.attribute({**book(held), "all_investments": "9 m CNY"}, "SFDR")
    assert caught.value.findings[0].field == "all_investments"
    assert cw.attribute({**book(held), "all_investments": "10 m CNY"}, "SFDR").total.bounds[0] == 120


def test_what_is_declared_twice_is_told() -> None:
    result = cw.attribute(book(loan(financed={"scope1_2": "999 t CO2e"}, quarters=["1 m CNY"] * 4)))
    assert result.total.bounds == ends(120, 120, 120)
    told = [gap.message.en for gap in result.gaps if gap.kind == "data-quality"]
    assert any("not used" in entry for entry in told)
    assert any("is not the value at the last quarter end" in entry for entry in told)


def test_a_rate_of_the_own_currency_is_one() -> None:
    with pytest.raises(DeclarationError, match="its rate is 1"):
        cw.read_book(book(loan(), rates={"CNY": "2"}))
    assert cw.attribute(book(loan(), rates={"CNY": "1"})).total.bounds == ends(120, 120, 120)


def test_a_share_above_one_is_allowed_by_the_guide_alone() -> None:
    guide = cw.attribute(book(loan(monthly_average="100 m CNY", revenue="50 m CNY")), "PBoC guide")
    house = {"class": "mortgages", "balance": "3 m CNY", "value_at_origination": "2 m CNY", "emissions": {"scope1_2": "4 t CO2e"}}
    told = [
        next(gap.message.en for gap in result.gaps if "the share is" in gap.message.en) for result in (guide, cw.attribute(book(house)))
    ]
    assert "the rule allows" in told[0]
    assert "the rule allows" not in told[1]
    assert "one of them is wrong" in told[1]


amounts = st.decimals(min_value=1, max_value=1000, places=2)


@given(balance=amounts, average=amounts, equity=amounts, more=amounts, revenue=amounts, co2=amounts, other=amounts)
def test_translating_there_and_back_contains_the_declared_figure(
    balance: Decimal, average: Decimal, equity: Decimal, more: Decimal, revenue: Decimal, co2: Decimal, other: Decimal
) -> None:
    """What PCAF would say of the borrower lies inside what a figure of the guide becomes, and the other way round."""
    facts = {
        "balance": f"{balance} CNY",
        "monthly_average": f"{average} CNY",
        "equity": f"{equity} CNY",
        "debt": f"{balance + more} CNY",
        "revenue": f"{revenue} CNY",
    }
    truth = {"class": "business loans", **facts, "emissions": {"scope1_2": {"co2e": f"{co2 + other} t CO2e", "co2": f"{co2} t CO2"}}}
    exact = {name: cw.attribute(book(truth), name).total.bounds[0] or D(0) for name in ("int/pcaf-a-2022", "cn/pboc-carbon-2021")}
    tiny = D("1e-18")
    for source, target, unit in (("int/pcaf-a-2022", "cn/pboc-carbon-2021", "t CO2e"), ("cn/pboc-carbon-2021", "int/pcaf-a-2022", "t CO2")):
        declared = {"class": "business loans", **facts, "financed": {"scope1_2": f"{exact[source]:.25f} {unit}"}}
        low, _, high = cw.attribute(book(declared, standard=source), target).total.bounds
        assert low is not None
        assert low <= exact[target] * (1 + tiny) + tiny
        assert high is None or exact[target] <= high * (1 + tiny) + tiny
        open_ended = {name: value for name, value in declared.items() if name not in ("equity", "debt", "revenue")}
        wide_low, _, wide_high = cw.attribute(book(open_ended, standard=source), target).total.bounds
        assert wide_low is not None
        assert wide_low <= low
        assert wide_high is None or (high is not None and high <= wide_high)  # knowing more never widens


@pytest.mark.parametrize("form", ["table", "markdown", "json"])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_command_translates_a_book(tmp_path: Path, form: str, lang: str) -> None:
    file = tmp_path / "book.json"
    file.write_text(json.dumps(book(loan(), standard="PBoC guide")), "utf-8")
    result = CliRunner().invoke(
        main,
        ["translate", str(file), "--to", "PCAF", "--format", form, "--lang", lang, "--trace"]
        if form != "json"
        else ["translate", str(file), "--to", "PCAF", "--format", form],
    )
    assert result.exit_code == 0, result.output
    if form == "json":
        data = json.loads(result.stdout)
        assert data["total"] == {"low": 120, "best": 120, "high": 120, "unit": "t CO2e", "status": "exact"}
        assert data["manifest"]["unconfirmed"]
    checked = CliRunner().invoke(main, ["check", str(file)])
    assert checked.exit_code == 0


# -- correspondence ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ("D1.3", "D1.3"),
        ("d1.3", "D1.3"),
        ("风力发电", "D1.3"),
        ("風力發電", "D1.3"),
        ("Manufacture of cement", "3.7"),
        ("太阳能利用设施建设和运营", "3.2.2.2"),
        ("d 1.3", "D1.3"),
        ("§ 4.30", "4.30"),
        ("第3.2.3.4项", "3.2.3.4"),
        ("section 3.7", "3.7"),
    ],
)
def test_codes_and_titles_in_either_language(asked: str, code: str) -> None:
    assert code in [found.activity.code for found in correspond(asked) if found.likeness == 100]


def test_links_work_both_ways_with_the_relation_reversed() -> None:
    (link,) = correspond("4.30", "cn")[0].links
    assert (link.code, link.relation) == ("3.2.3.4", "narrower")
    assert correspond("4.30", "cgt")[0].links == ()


def test_only_confirmed_rows_are_shipped() -> None:
    library = Library.shipped()
    from crosswalk.finance.activities import activities

    assert {entry.row.confirmed for entry in activities(library)} == {"primary", "secondary"}
    assert sorted(entry.code for entry in activities(library) if entry.catalogue.id == "int/cgt-2022") == ["D1.3", "D1.5", "H1.1"]
    assert sum(entry.code.count(".") == 3 for entry in activities(library) if entry.catalogue.id == "cn/green-bond-catalogue-2021") == 203
    assert all(not entry.code for entry in activities(library) if entry.catalogue.id == "cn/green-finance-catalogue-2025")


OLD, NEW = "cn/green-bond-catalogue-2021", "cn/green-finance-catalogue-2025"


@pytest.mark.parametrize(
    ("instrument", "approved", "filed", "expected"),
    [
        ("bond", date(2021, 7, 1), None, [OLD]),
        ("bond", date(2025, 7, 13), None, [OLD]),
        ("bond", date(2025, 9, 30), None, [OLD]),
        ("bond", date(2025, 10, 1), None, [NEW]),
        ("bond", date(2025, 11, 1), date(2025, 7, 1), [OLD, NEW]),
        ("bond", date(2025, 11, 1), date(2025, 7, 14), [NEW]),
        ("loan", date(2025, 10, 1), date(2025, 7, 1), [NEW]),
    ],
)
def test_the_day_decides_the_edition(instrument: Any, approved: date, filed: date | None, expected: list[str]) -> None:
    assert [entry.id for entry in editions_for(Library.shipped(), instrument, approved, filed)] == expected


def test_an_approval_before_the_filing_is_refused() -> None:
    with pytest.raises(DeclarationError, match="after the approval"):
        editions_for(Library.shipped(), "bond", date(2025, 7, 14), date(2025, 7, 20))


def test_the_nearest_codes_begin_alike() -> None:
    with pytest.raises(UnknownNameError) as caught:
        correspond("3.2.2.99")
    assert caught.value.findings[0].nearest[0] == "3.2.2.9"


def test_unknown_editions_and_catalogues() -> None:
    with pytest.raises(UnknownNameError, match="no edition"):
        editions_for(Library.shipped(), "bond", date(2016, 1, 1))
    with pytest.raises(UnknownNameError, match="no edition"):
        editions_for(Library.shipped(), "loan", date(2025, 9, 1))
    with pytest.raises(UnknownNameError):
        correspond("3.2.3.4", "cn/green-bond-catalogue-2019")
    with pytest.raises(UnknownNameError, match="no criterion"):
        judge_item(OLD, "3.2.2.2", {"cell": "0.2"})


@pytest.mark.parametrize(
    "arguments",
    [
        ["3.2.3.4", "--to", "eu"],
        ["4.30"],
        ["风电", "--lang", "zh"],
        ["3.2.2.2", "--instrument", "bond", "--as-of", "2024-01-01"],
        ["7208390000", "--system", "cn"],
    ],
)
@pytest.mark.parametrize("form", ["table", "markdown", "json"])
def test_the_command_corresponds(arguments: list[str], form: str) -> None:
    result = CliRunner().invoke(main, ["correspond", *arguments, "--format", form])
    assert result.exit_code == 0, result.output
    if form == "json":
        json.loads(result.stdout)


def test_a_customs_code_takes_no_catalogue() -> None:
    assert CliRunner().invoke(main, ["correspond", "72083900", "--to", "cgt"]).exit_code == 2
    assert CliRunner().invoke(main, ["correspond", "zzz-nothing-like-it-zzz"]).exit_code == 3


# -- importer ------------------------------------------------------------------------------------------------------------------------

INVENTED: list[list[Any]] = [  # invented rows, in the form of the official workbook
    ["情景", "EU activity", "活动代码", "title", "名称", "中国目录编号", "ISIC", "remark"],
    [2, "4.3", "D1.3", "Wind", "风力发电", "3.2.2.1", "3510", "x"],
    ["Scenario 3", "4.1; 4.2", "D1.1", "Solar", "太阳能发电", "3.2.2.2", "3510", ""],
    ["情景四", "4.5", "D1.5", "Hydro", "水力发电", "3.2.2.4", "3510", ""],
    [1, "4.6", "D1.6", "Geothermal", "地热发电", "3.2.2.6", "3510", ""],
]


def workbook(path: Path, rows: list[list[Any]]) -> Path:
    made = openpyxl.Workbook()
    made.active.title = "About"
    made.active.append(["Invented workbook"])
    sheet = made.create_sheet("CGT")
    sheet.append(["Common Ground Taxonomy"])
    for row in rows:
        sheet.append(row)
    made.save(path)
    return path


def test_the_importer_reads_a_workbook_and_adds_it_to_the_library(tmp_path: Path) -> None:
    result = import_table(workbook(tmp_path / "cgt.xlsx", INVENTED), "CGT", tmp_path / "data")
    assert result.unused == ("remark",)
    library = Library([tmp_path / "data"])
    wind = {(link.system, link.code): link for link in correspond("D1.3", library=library)[0].links}
    assert wind["eu/taxonomy-activities-2021-2139", "4.3"].relation == "equal"
    assert wind[OLD, "3.2.2.1"].relation == "narrower"
    assert wind[OLD, "3.2.2.1"].stricter == "eu"
    (back,) = [link for link in correspond("3.2.2.2", "eu", library=library)[0].links if link.code == "4.2"]
    assert (back.relation, back.stricter, back.via) == ("narrower", "cn", "D1.1")
    (both,) = correspond("3.2.2.4", "eu", library=library)[0].links
    assert (both.relation, both.stricter) == ("overlap", "both")
    assert correspond("4.6", "cn", library=library)[0].links[0].relation == "equal"
    assert correspond("D1.3")[0].links == ()  # the shipped library is as it was


def test_the_importer_reads_csv_in_any_order(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("名称,代码\n风电装备制造,1.1.1\n光伏装备制造,1.1.2\n", "utf-8-sig")
    result = import_table(file, "cn/green-finance-catalogue-2025", tmp_path / "data", confirmed="primary")
    assert [row.code for row in result.rows] == ["1.1.1", "1.1.2"]
    (found,) = correspond("1.1.2", library=Library([tmp_path / "data"]))[-1:]
    assert found.activity.row.confirmed == "primary"


@pytest.mark.parametrize(
    ("row", "column", "message"),
    [
        ([7, "4.3", "D1.3", "a", "b", "3.2.2.1", "", ""], "情景", "no scenario"),
        ([5, "4.3", "D1.3", "a", "b", "3.2.2.1", "", ""], "情景", "outside the table"),
        ([1, "4.3", "wind", "a", "b", "3.2.2.1", "", ""], "活动代码", "no code of"),
        ([1, "4,3x", "D1.3", "a", "b", "3.2.2.1", "", ""], "EU activity", "no code of"),
        ([1, "4.3", "D1.3", "a", "b", "3.2.2.99", "", ""], "中国目录编号", "no code of"),
    ],
)
def test_the_importer_names_row_and_column(tmp_path: Path, row: list[Any], column: str, message: str) -> None:
    with pytest.raises(DeclarationError) as caught:
        import_table(workbook(tmp_path / "bad.xlsx", [INVENTED[0], INVENTED[2], row]), "CGT", tmp_path / "data")
    finding = caught.value.findings[0]
    assert message in finding.en
    assert (finding.line, finding.field) == (4, column)
    assert "bad.xlsx[CGT]" in (finding.file or "")
    assert not (tmp_path / "data").exists()  # nothing is written


@pytest.mark.parametrize("word", ["12", "2 or 3", "1.5", "7", "0", "一二", "情景"])
def test_a_scenario_is_one_number(tmp_path: Path, word: str) -> None:
    with pytest.raises(DeclarationError, match="no scenario"):
        import_table(
            workbook(tmp_path / "bad.xlsx", [INVENTED[0], [word, "4.3", "D1.3", "a", "b", "3.2.2.1", "", ""]]), "CGT", tmp_path / "data"
        )


@pytest.mark.parametrize("word", ["2", 2, "Scenario 2", "情景二", "scenario 2", "２"])
def test_scenarios_as_people_write_them(tmp_path: Path, word: Any) -> None:
    rows = [INVENTED[0], [word, "4.3", "D1.3", "a", "b", "3.2.2.1", "", ""]]
    assert import_table(workbook(tmp_path / "good.xlsx", rows), "CGT", tmp_path / "data").rows[0].scenario == 2


def test_a_code_stored_as_a_number_may_have_lost_its_zero(tmp_path: Path) -> None:
    """4.10 in a cell of numbers is 4.1, another activity."""
    rows = [INVENTED[0], [1, 4.10, "D1.10", "a", "b", "3.2.2.1", "", ""]]
    with pytest.raises(DeclarationError, match=r"may have been 4\.10") as caught:
        import_table(workbook(tmp_path / "bad.xlsx", rows), "CGT", tmp_path / "data")
    assert caught.value.findings[0].field == "EU activity"
    rows[1][1] = 4.25  # no other code reads so
    assert import_table(workbook(tmp_path / "good.xlsx", rows), "CGT", tmp_path / "data").rows[0].eu == "4.25"


def test_two_columns_of_one_meaning_are_refused(tmp_path: Path) -> None:
    rows = [[*INVENTED[0], "欧盟编号"], [1, "4.3", "D1.3", "a", "b", "3.2.2.1", "", "", "4.4"]]
    with pytest.raises(DeclarationError, match="2 columns are read as `eu`"):
        import_table(workbook(tmp_path / "bad.xlsx", rows), "CGT", tmp_path / "data")


@pytest.mark.parametrize(("encoding", "delimiter"), [("gb18030", ","), ("utf-8", ";"), ("utf-8-sig", "\t"), ("gb18030", ";")])
def test_csv_as_chinese_spreadsheets_write_it(tmp_path: Path, encoding: str, delimiter: str) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes(f"代码{delimiter}名称\n1.1.1{delimiter}风电装备制造\n".encode(encoding))
    result = import_table(file, "cn/green-finance-catalogue-2025", tmp_path / "data")
    assert [(row.code, row.title_zh) for row in result.rows] == [("1.1.1", "风电装备制造")]


def test_full_width_codes_are_codes(tmp_path: Path) -> None:
    rows = [INVENTED[0], [1, "４.3", "Ｄ1.3", "a", "b", "3.2.2.1", "", ""]]
    row = import_table(workbook(tmp_path / "wide.xlsx", rows), "CGT", tmp_path / "data").rows[0]
    assert (row.code, row.eu) == ("D1.3", "4.3")


def test_the_importer_refuses_what_is_no_table(tmp_path: Path) -> None:
    (tmp_path / "broken.xlsx").write_bytes(b"no workbook")
    (tmp_path / "text.csv").write_text("a,b\n1,2\n", "utf-8")
    for name in ("broken.xlsx", "text.csv", "missing.csv"):
        with pytest.raises(InputError):
            import_table(tmp_path / name, "CGT", tmp_path / "data")
    result = CliRunner().invoke(main, ["import", str(tmp_path / "text.csv"), "--as", "CGT", "--folder", str(tmp_path / "data")])
    assert result.exit_code == 3


# -- units and criteria ----------------------------------------------------------------------------------------------------------------


def test_units_are_equal_in_tonnes_and_never_interchangeable() -> None:
    cea, eua, ccer = (MarketUnits.parse(f"100 {kind}") for kind in ("CEA", "EUA", "CCER"))
    assert cea.tonnes == eua.tonnes == ccer.tonnes
    assert ccer.relation("EUA") == ("equal", "none")
    for act in (
        lambda: cea + eua,
        lambda: eua - ccer,
        lambda: cea.surrendered("eu-ets"),
        lambda: ccer.surrendered("eu-ets"),
        lambda: eua.surrendered("cn-ets"),
    ):
        with pytest.raises(UnitMismatchError):
            act()
    assert (cea + cea).count == 200
    assert ccer.surrendered("cn-ets") == ccer.tonnes
    with pytest.raises(DeclarationError):
        MarketUnits.parse("100 VER")


def test_a_ratio_of_prices_never_becomes_a_ratio_of_tonnes() -> None:
    china, europe = Price(D("12.6"), "EUR", "CEA"), Price(D("76.9"), "EUR", "EUA")
    assert round(europe.ratio(china), 2) == D("6.10")
    with pytest.raises(UnitMismatchError, match="no ratio of tonnes"):
        china.convert(MarketUnits(D(100), "CEA"), "EUA")
    with pytest.raises(UnitMismatchError):
        china.value(MarketUnits(D(1), "EUA"))
    with pytest.raises(UnitMismatchError, match="rate"):
        europe.ratio(Price(D(60), "CNY", "CEA"))
    assert europe.value(MarketUnits(D(2), "EUA")) == Money(D("153.8"), "EUR")


def test_the_pocket_of_european_green_bonds() -> None:
    def pocket(*entries: Allocation) -> State:
        return flexibility_pocket(entries).state

    aligned = Allocation(D(85), True)
    assert pocket(aligned, Allocation(D(15), False, "no-criteria-in-application", True)) is State.MET
    assert pocket(aligned, Allocation(D("15.01"), False, "no-criteria-in-application", True)) is State.FAILED
    assert pocket(aligned, Allocation(D(15), False, None, True)) is State.FAILED
    assert pocket(aligned, Allocation(D(15), False, "international-support", None)) is State.OPEN
    assert pocket(aligned, Allocation(D(15), False, "international-support", False)) is State.FAILED
