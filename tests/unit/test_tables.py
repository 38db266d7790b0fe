"""CSV and XLSX tables: a mapping proposed by names, confirmed by a person; nothing guessed, nothing lost. All numbers are invented."""

from __future__ import annotations

import contextlib
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from foreign import zipped
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import crosswalk as cw
from crosswalk.errors import DeclarationError, DocumentError, InputError
from crosswalk.formats.reading import Notes, Reading
from crosswalk.formats.registry import read_foreign
from crosswalk.formats.table import grid as grids
from crosswalk.formats.table.mapping import read_mapping
from crosswalk.formats.table.propose import Proposal, propose
from crosswalk.formats.table.reader import read_table

EPD = "eu/en-15804-a2-2019"
CFP = "cn/gbt-24067-2024"
WIDE = """Product,Declared unit,A1-A3 (kg CO2e),A4 [kg CO2e],GWP-fossil A1-A3 (kg CO2e),Remark
Brick,1 t,210.5,12.1,209.0,red
Tile,1 t,310,MND,300,"grey, flat"
"""
LONG = """产品名称;生命周期阶段;排放量（kgCO2e/t）;备注
钢卷;原材料获取阶段;1800,5;
钢卷;生产阶段;210,25;实测
螺钉;原材料获取;100,5;
"""


def proposed(text: str | bytes, standard: str = EPD) -> Proposal:
    return propose(text if isinstance(text, bytes) else text.encode(), "table", standard)


def taken(text: str | bytes, standard: str = EPD, scenarios: tuple[str, ...] = ()) -> Reading:
    content = text if isinstance(text, bytes) else text.encode()
    return read_table(content, proposed(content, standard).confirmed(), scenarios, Notes("table"))


def mapped(text: str, mapping: dict[str, Any], scenarios: tuple[str, ...] = ()) -> Reading:
    return read_table(text.encode(), read_mapping(mapping), scenarios, Notes("table"))


def workbook(*rows: list[Any], **sheets: list[list[Any]]) -> bytes:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    for name, lines in sheets.items():
        sheet = book.create_sheet(name)
        for row in lines:
            sheet.append(row)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def figures(footprint: cw.Footprint) -> list[tuple[str | None, str | None, str]]:
    return [(entry.stage, entry.indicator, str(entry.value)) for entry in footprint.figures]


def test_a_row_for_each_product() -> None:
    found = taken(WIDE)
    brick, tile = found.footprints
    assert brick.name is not None
    assert (brick.name.en, str(brick.declared_unit)) == ("Brick", "1 t")
    assert figures(brick) == [("A1-A3", None, "210.5 kg*CO2e"), ("A4", None, "12.1 kg*CO2e"), ("A1-A3", "GWP-fossil", "209.0 kg*CO2e")]
    assert [entry.stage for entry in tile.figures] == ["A1-A3", "A1-A3"]  # a module that is not declared is no zero
    assert any("MND" in remark.en for remark in found.remarks)
    assert found.unread == {"column 'Remark'": "red | grey, flat (2)"}
    assert len(found.values) == 5


def test_a_row_for_each_stage_in_chinese() -> None:
    found = taken(LONG, CFP)
    coil, screw = found.footprints
    assert str(coil.declared_unit) == "1 t"
    assert figures(coil) == [("原材料获取阶段", None, "1800.5 kg*CO2e"), ("生产阶段", None, "210.25 kg*CO2e")]
    assert figures(screw) == [("原材料获取", None, "100.5 kg*CO2e")]
    assert list(found.unread) == ["column '备注'"]
    assert cw.translate(coil, to="int/iso-14067-2018").shared.low is not None


def test_a_column_for_each_indicator() -> None:
    found = taken("Module,Unit,GWP-total,GWP-fossil\nA1-A3,kg CO2e,10.5,11\nA4,kg CO2e,2,2\n")
    assert figures(found.footprints[0]) == [
        ("A1-A3", "GWP-total", "10.5 kg*CO2e"),
        ("A1-A3", "GWP-fossil", "11 kg*CO2e"),
        ("A4", "GWP-total", "2 kg*CO2e"),
        ("A4", "GWP-fossil", "2 kg*CO2e"),
    ]


def test_units_in_a_column_say_what_the_figure_is_per() -> None:
    found = taken("stage,value,unit\nA1-A3,0.21,t CO2e/m3\nA4,0.01,t CO2e/m3\n")
    assert (str(found.footprints[0].declared_unit), str(found.footprints[0].figures[0].value)) == ("1 m**3", "0.21 t*CO2e")
    with pytest.raises(DeclarationError, match="the unit of the figure is per kg"):
        taken("stage,value,unit\nA1-A3,0.21,t CO2e/m3\nA4,0.01,t CO2e/kg\n")


def test_a_declared_unit_of_a_thousand_kilograms() -> None:
    mapping = {
        "standard": EPD,
        "id": "name",
        "declared_unit": {"amount": "$qty", "unit": "$unit"},
        "figures": [{"stage": "A1-A3", "value": "$gwp kg CO2e"}],
    }
    found = mapped("name,qty,unit,gwp\nBrick,1000,kg,210\n", mapping)
    assert str(found.footprints[0].declared_unit) == "1000 kg"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("product,A1-A3 [kg CO2e],A4 [kg CO2e/kg]\nBrick,1,2\n", "table:2: the figure does not say what it is per, and others are per kg"),
        (
            "product,A1-A3 [kg CO2e/t],A4 [kg CO2e/kg]\nBrick,1,2\n",
            "table:2: the unit of the figure is per kg, and the footprint is declared per 1 t",
        ),
        (
            "product,A1-A3 [kg CO2e/t],declared unit\nBrick,1,1 kg\n",
            "table:2: the unit of the figure is per t, and the footprint is declared per 1 kg",
        ),
        ("stage,low [kg CO2e/t],high [kg CO2e/kg]\nA1-A3,1,2\nA4,1,2\n", "table:2: the unit of the figure is per"),
    ],
)
def test_figures_per_different_units_are_never_mixed(text: str, message: str) -> None:
    with pytest.raises(DeclarationError, match=message):
        taken(text)


def test_an_unedited_proposal_with_doubts_reads_nothing() -> None:
    for text, message in (
        ("product,A1-A3\nBrick,1\n", "a unit is missing"),
        ('product,A1-A3 [kg CO2e]\nBrick,"1,234"\n', "not a finite decimal"),
    ):
        with pytest.raises(InputError, match=f"table:2: column 'A1-A3.*{message}"):
            mapped(text, proposed(text).data)


def test_a_total_among_the_rows() -> None:
    found = taken("阶段,数值,单位\n原材料获取,10,kg CO2e\n生产,5,kg CO2e\n合计,15,kg CO2e\n", CFP)
    assert (str(found.footprints[0].total), len(found.footprints[0].figures)) == ("15 kg*CO2e", 2)


def test_scenarios_are_alternatives() -> None:
    text = "stage,scenario,value,unit\nA1-A3,,10,kg CO2e\nC4,landfill,3,kg CO2e\nC4,incineration,8,kg CO2e\n"
    value: Any = taken(text).footprints[0].figures[1].value
    assert (str(value.low), str(value.high)) == ("3 kg*CO2e", "8 kg*CO2e")
    assert figures(taken(text, scenarios=("incineration",)).footprints[0])[1] == ("C4", None, "8 kg*CO2e")
    assert len(taken(text).values) == 3
    with pytest.raises(InputError, match="no scenario 'reuse'"):
        taken(text, scenarios=("reuse",))


def test_low_and_high() -> None:
    found = taken("stage,low [kg CO2e],high [kg CO2e]\nA1-A3,9,12\n")
    t = cw.translate(found.footprints[0], to=EPD)
    assert t.figure("A1-A3").bounds == (Decimal(9), None, Decimal(12))


def test_what_belongs_to_the_whole_agrees_in_all_rows() -> None:
    text = "product,declared unit,stage,value,unit\nBrick,1 t,A1-A3,10,kg CO2e\nBrick,1 kg,A4,10,kg CO2e\n"
    with pytest.raises(DeclarationError, match=r"table:3: column 'declared unit': '1 kg', but an earlier row of this footprint says '1 t'"):
        taken(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "product,A1-A3 [kg CO2e],A4 [kg CO2e]\nBrick,1,oops\nTile,2,\n",
            "table:2: column 'A4 \\[kg CO2e\\]': 'oops' is not a finite decimal",
        ),
        ("product,A1-A3 [kg CO2e],A4 [kg CO2e]\nBrick,1,2\nBrick,2,3\n", "table:3: column 'product': 'Brick' stands in two rows"),
        ("product,A1-A3 [kg CO2e],A4 [kg CO2e]\nBrick,1,2\n,2,3\n", "table:3: column 'product': the cell is empty"),
        ("product,A1-A3 [kg CO2e],A4 [kg CO2e]\nBrick,1,2\nTile,,\n", "table:3: the row declares no figure"),
        ("product,A1-A3 [kg CO2e],A4 [kg CO2e]\nBrick,1e999,2\n", "is not a finite decimal number"),
        ("product,A1-A3 [kg CO2e],A4 [kg CO2e]\nBrick,NaN,2\n", "is not a finite decimal number"),
        ("product,A1-A3 [kg CO2e],A4 [kg CO2e]\nBrick,1,2,3\n", "table:2: the row has 4 cells"),
    ],
)
def test_faults_name_row_and_column(text: str, message: str) -> None:
    mapping = {
        "standard": EPD,
        "id": "product",
        "figures": [{"stage": "A1-A3", "value": "${A1-A3 [kg CO2e]} kg CO2e"}, {"stage": "A4", "value": "${A4 [kg CO2e]} kg CO2e"}],
    }
    with pytest.raises(InputError, match=message):
        mapped(text, mapping)


def test_all_faulty_rows_are_told_at_once() -> None:
    mapping = {"standard": EPD, "id": "p", "figures": [{"stage": "A1-A3", "value": "$x kg CO2e"}]}
    with pytest.raises(DeclarationError) as caught:
        mapped("p,x\na,one\nb,2\nc,three\n", mapping)
    assert [finding.line for finding in caught.value.findings] == [2, 4]


def test_a_stage_that_nobody_knows() -> None:
    mapping = {"standard": EPD, "row": "figure", "figures": [{"stage": "$stage", "value": "$v kg CO2e"}]}
    with pytest.raises(DeclarationError, match=r"table:3: column 'stage': unknown stage of EN 15804.* 'B9'"):
        mapped("stage,v\nA1-A3,1\nB9,2\n", mapping)


def test_a_wrong_unit_in_a_cell() -> None:
    mapping = {"standard": EPD, "row": "figure", "figures": [{"stage": "$stage", "value": "$v", "unit": "$u"}]}
    with pytest.raises(InputError, match=r"table:3: column 'v'"):
        mapped("stage,v,u\nA1-A3,1,kg CO2e\nA4,2,kg\n", mapping)


# -- proposals -------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "column", "message"),
    [
        ("product,A1-A3 [kg CO2e],Disposl [kg CO2e]\nBrick,1,2\n", "Disposl [kg CO2e]", "only like 'Disposal'"),
        ("product,A1-A3\nBrick,1\n", "A1-A3", "no unit"),
        ("product,A1-A3 [kg CO2e],Product stage [kg CO2e]\nBrick,1,2\n", "Product stage [kg CO2e]", "means the same"),
        ('product,A1-A3 [kg CO2e]\nBrick,"1,234"\n', "A1-A3 [kg CO2e]", "a decimal or a thousand"),
        ("product,A1-A3 [kg CO2e],unit\nBrick,1,m3\n", "unit", "unit of the values, or what they are per"),
        ("product,stage,value,unit\nBrick,A1-A3,1,kg CO2e\nBrick,A99,1,kg CO2e\n", "stage", "'A99' is no stage"),
        ("product,value [kg CO2e],A4 [kg CO2e]\nBrick,1,2\n", "value [kg CO2e]", "no column of stages"),
    ],
)
def test_what_is_doubtful_is_never_taken(text: str, column: str, message: str) -> None:
    found = proposed(text)
    assert any(doubt.column == column and message in doubt.en for doubt in found.doubts), found.doubts
    with pytest.raises(InputError):
        found.confirmed()


def test_a_name_of_a_stage_over_words_is_no_figure() -> None:
    """`Use` is a stage of EN 15804, and what a product is used for is not."""
    found = proposed("product,A1-A3 [kg CO2e],Use\nBrick,1,walls\n")
    assert [figure["stage"] for figure in found.data["figures"]] == ["A1-A3"]
    assert list(found.unread) == ["column 'Use'"]


def test_the_proposal_is_a_mapping_that_can_be_kept(tmp_path: Path) -> None:
    for name, text, standard in (("wide", WIDE, EPD), ("long", LONG, CFP)):
        table, mapping = tmp_path / f"{name}.csv", tmp_path / f"{name}.yaml"
        table.write_text(text, encoding="utf-8")
        mapping.write_text(cw.propose_mapping(table, standard).to_yaml(), encoding="utf-8")
        found = cw.read_all(table, mapping=mapping)
        assert [entry.model_dump() for entry in found.footprints] == [entry.model_dump() for entry in taken(text, standard).footprints]
        assert cw.read(table, mapping=mapping, item=1).figures == found.footprints[0].figures


def test_cells_cannot_leave_the_comment_of_a_proposal() -> None:
    text = 'product,A1-A3 [kg CO2e],"Note\nstandard: x"\nBrick,1,"red\nfigures: []\u2028x: 1"\n'
    lines = proposed(text).to_yaml().splitlines()
    assert sum(line.startswith(("standard:", "figures:")) for line in lines) == 2


@pytest.mark.parametrize(
    ("mapping", "message"),
    [
        ([], "expected a mapping"),
        ({"figures": [{"stage": "A1", "value": "$x kg CO2e"}]}, "names no standard"),
        ({"standard": EPD, "figures": [{"stage": "A1", "value": "1 kg CO2e"}]}, "no figure takes its amount"),
        ({"standard": EPD, "figures": {"stage": "A1"}}, "expected a list of figures"),
        ({"standard": EPD, "row": "line", "figures": [{"value": "$x kg CO2e"}]}, "a row is a footprint or a figure"),
        ({"standard": EPD, "decimal": ";", "figures": [{"value": "$x kg CO2e"}]}, "decimal sign"),
        ({"standard": EPD, "header": 0, "figures": [{"value": "$x kg CO2e"}]}, "counted from 1"),
        ({"standard": EPD, "figures": [{"stage": "A1", "value": "$ kg"}]}, "names no column"),
        ({"standard": EPD, "figures": [{"stage": "A1-A3", "value": "$y kg CO2e"}]}, "no column 'y'"),
        ({"standard": "EN 15805", "figures": [{"stage": "A1-A3", "value": "$x kg CO2e"}]}, "unknown standard"),
        ({"standard": EPD, "figures": [{"stage": "A1-A3", "valeu": "$x kg CO2e"}]}, "unknown field"),
        (
            {
                "standard": EPD,
                "precursors": [{"amount": "1 t", "footprint": "/etc/passwd"}],
                "figures": [{"stage": "A1-A3", "value": "$x kg CO2e"}],
            },
            "precursors",
        ),
        ({"standard": EPD, "sheet": "S", "figures": [{"stage": "A1-A3", "value": "$x kg CO2e"}]}, "has no sheet"),
    ],
)
def test_faults_of_a_mapping(mapping: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        mapped("p,x\na,1\nb,2\n", mapping)


# -- cells -----------------------------------------------------------------------------------------------------------------------------


def test_a_table_is_recognised_and_not_read_without_a_mapping(tmp_path: Path) -> None:
    for content in (WIDE.encode(), LONG.encode("gb18030"), WIDE.encode("utf-16"), workbook(["product", "A1"], ["x", 1])):
        file = tmp_path / "table"
        file.write_bytes(content)
        with pytest.raises(DocumentError, match="needs a confirmed mapping"):
            cw.read(file)


def test_chinese_spreadsheets_write_gb_18030() -> None:
    found = taken(LONG.encode("gb18030"), CFP)
    assert found.footprints[0].name is not None
    assert found.footprints[0].name.zh == "钢卷"
    assert any("GB 18030" in remark.en for remark in found.remarks)


def test_workbook() -> None:
    content = workbook(
        ["Register of 2026", None, None],
        ["Product", "A1-A3 (kg CO2e)", "Valid until"],
        ["Brick", 210.4, 47483],
    )
    found = taken(content)
    assert str(found.footprints[0].figures[0].value) == "210.4 kg*CO2e"
    assert str(found.footprints[0].evidence.expires) == "2029-12-31"
    assert found.details == {"row 1": "Register of 2026"}


def test_workbook_with_several_sheets() -> None:
    content = workbook(["Product", "A1-A3 (kg CO2e)"], ["Brick", 1], more=[["a", "b"], [1, 2]])
    with pytest.raises(DocumentError, match="2 filled sheets"):
        proposed(content)
    found = propose(content, "table", EPD, "Sheet")
    read = read_table(content, found.confirmed(), (), Notes("table"))
    assert read.unread == {"sheet 'more'": "not read"}
    with pytest.raises(InputError, match="no sheet 'Shet'"):
        propose(content, "table", EPD, "Shet")


def test_workbook_formulas_without_results_and_errors() -> None:
    for cell in ("=1+1", "=1/0"):
        content = workbook(["Product", "A1-A3 (kg CO2e)"], ["Brick", cell])
        with pytest.raises(InputError, match=r"Sheet!B2: the cell holds an error, or a formula without a saved result"):
            proposed(content)


def test_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grids, "MOST_ROWS", 3)
    with pytest.raises(DocumentError, match="more than 3 rows"):
        proposed("a,b\n" + "1,2\n" * 5)
    monkeypatch.setattr(grids, "MOST_COLUMNS", 3)
    with pytest.raises(DocumentError, match="3 columns"):
        proposed("a,b,c,d\n1,2,3,4\n")
    with pytest.raises(DocumentError, match="more than the limits of"):
        proposed(zipped({"xl/workbook.xml": b"<" + b" " * 50_000_000}))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a,a\n1,2\n", "two columns are called 'a'"),
        ("a,b\n", "no table|no rows"),
        ("", "no table"),
        ("hello", "no table"),
        ('a,b\n"1,2\n', "malformed CSV"),
        ("a,b\n\0,2\n", "null characters"),
        ("a,b\n1,2\n" + '"' + "x" * 200_000 + '",2\n', "malformed CSV"),
    ],
)
def test_files_that_are_no_tables(text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        mapped(text, {"standard": EPD, "figures": [{"stage": "A1-A3", "value": "$a kg CO2e"}]})


FUZZ = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
SEEDS = {"wide": WIDE.encode(), "long": LONG.encode(), "xlsx": workbook(["Product", "A1-A3 (kg CO2e)", "A4 (kg CO2e)"], ["Brick", 1.5, 2])}


@pytest.mark.parametrize("seed", SEEDS)
def test_damaged_tables_give_a_typed_error(seed: str) -> None:
    content, standard = SEEDS[seed], CFP if seed == "long" else EPD
    mapping = proposed(content, standard).confirmed()

    @FUZZ
    @given(st.data())
    def damage(data: Any) -> None:
        changed = bytearray(content)
        for _ in range(data.draw(st.integers(1, 6))):
            at = data.draw(st.integers(0, len(changed) - 1))
            changed[at : at + data.draw(st.integers(0, 8))] = data.draw(st.binary(max_size=8))
            if not changed:
                return
        with contextlib.suppress(InputError):
            read_table(bytes(changed), mapping, (), Notes("table"))
        with contextlib.suppress(InputError):
            taken(bytes(changed), standard)
        with contextlib.suppress(InputError):
            read_foreign(bytes(changed), "table")

    damage()


CELL = st.sampled_from(
    [
        "A1-A3",
        "A1-A3 (kg CO2e)",
        "合计",
        "阶段",
        "value",
        "unit",
        "单位",
        "1,5",
        "1.5",
        "-",
        "MND",
        "kg CO2e/m3",
        "=1",
        "$x",
        "${a}",
        "低",
        "",
    ]
) | st.text(max_size=6)


@FUZZ
@given(st.lists(st.lists(CELL, min_size=1, max_size=5), min_size=1, max_size=5))
def test_any_cells_give_a_typed_error(rows: list[list[str]]) -> None:
    import csv
    import io

    stream = io.StringIO()
    csv.writer(stream).writerows(rows)
    content = stream.getvalue().encode("utf-8", "surrogatepass")
    with contextlib.suppress(InputError):
        found = proposed(content)
        found.to_yaml()
        read_table(content, found.confirmed(), (), Notes("table"))
