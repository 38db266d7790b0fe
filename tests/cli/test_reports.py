"""Reports as files: HTML without scripts or network, workbooks whose numbers are numbers, and what a verifier needs in each."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from decimal import Decimal
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

import crosswalk as cw
from crosswalk.cli import main
from crosswalk.engine.waterfall import waterfall
from crosswalk.errors import InputError
from crosswalk.model.quantity import Quantity
from crosswalk.report.text import printed
from crosswalk.report.words import word

ROOT = Path(__file__).resolve().parents[2]
OFFICE = str(ROOT / "examples" / "office-gbt51366.yaml")
EPD = str(ROOT / "examples" / "epd-ready-mix-35mpa.yaml")
EN = "eu/en-15978-2011"
HOSTILE = """\
standard: cn/gbt-51366-2019
name: {en: '<script>alert(1)</script>', zh: '=1+1'}
figures:
  - {stage: production, value: 386.2 kg CO2e}
"""
VOID = {"meta", "br"}
CALLS = [
    ["translate", OFFICE, "--to", EN],
    ["translate", EPD, "--to", "cn/gbt-24067-2024"],
    ["translate", "examples/loan-book-pboc.yaml", "--to", "PCAF"],
    ["translate", "examples/claim-pet-bottle.yaml", "--to", "PPWR"],
    ["compare", "GB/T 51366", EN],
    ["labels", "examples/hydrogen-tcab.yaml"],
    ["dossier", "examples/tyre-recognition.yaml", "--to", "eu/pef-2021-2279"],
    ["equivalent", "cn/tcab-0078-2020#low-carbon", "cn/tcab-0078-2020#clean"],
    ["region", "examples/county/county.yaml", "--to", "GPC"],
    ["list"],
    ["show", "cn/gbt-51366-2019"],
    ["factors", "electricity", "--region", "CN"],
]
SECTIONS = ("declared lines", "figures", "gaps", "assumptions", "rule differences", "trace", "facts", "manifest")


def run(*words: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(main, list(words), input=stdin)


class Page(HTMLParser):
    """Reads a page, and fails where a tag is not closed in order or something is loaded."""

    def __init__(self, content: str):
        super().__init__()
        self.open: list[str] = []
        self.texts: list[str] = []
        self.titles: list[str] = []
        self.rows: list[list[str]] = []
        self.labels: list[str] = []
        self.lang: str | None = None
        self.levels: list[int] = []
        self.ids: list[str] = []
        self.meant: list[str] = []
        self.feed(content)
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        assert tag not in ("script", "iframe", "object", "link", "base", "form")
        assert not [name for name in given if name.startswith("on")]
        assert all(str(given.get(name, "#")).startswith(("#", "data:")) for name in ("href", "src", "xlink:href"))
        if tag == "html":
            self.lang = given.get("lang")
        if re.fullmatch(r"h[1-6]", tag):
            self.levels.append(int(tag[1]))
        if tag == "th":
            assert given.get("scope") in ("col", "row")
        self.ids += [str(given["id"])] if "id" in given else []
        self.meant += str(given.get("aria-labelledby") or "").split() + [
            name[1:] for name in [str(given.get("href", ""))] if name.startswith("#")
        ]
        if tag == "svg":
            assert given.get("role") == "img"
            assert given.get("aria-labelledby")
        if tag == "desc":
            self.labels.append("")
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" in self.open:
            return
        self.texts.append(data)
        if self.open and self.open[-1] == "desc":
            self.labels[-1] += data
        if self.open and self.open[-1] == "h2":
            self.titles.append(data)
        if self.open and self.open[-1] in ("td", "th"):
            self.rows[-1][-1] += data


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("words", [*CALLS, ["equivalent", "--field", "buildings"]], ids=lambda words: f"{words[0]} {Path(words[-1]).name}")
def test_html_is_one_closed_page(words: list[str], lang: str) -> None:
    done = run(*words, "--format", "html", "--lang", lang)
    assert done.exit_code == 0
    page = Page(done.stdout)
    assert page.lang == {"en": "en", "zh": "zh-Hans"}[lang]
    assert len(page.rows) > 1
    assert not re.search(r"url\((?!#)|@import", done.stdout)
    assert page.levels[0] == 1
    assert page.levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(page.levels))
    assert len(page.ids) == len(set(page.ids))
    assert set(page.meant) <= set(page.ids)
    assert all(label.strip() for label in page.labels)
    assert '<meta name="viewport"' in done.stdout
    assert "default-src 'none'" in done.stdout


@pytest.mark.parametrize("words", CALLS, ids=lambda words: f"{words[0]} {Path(words[-1]).name}")
def test_html_and_markdown_tell_the_same_rows(words: list[str], tmp_path: Path) -> None:
    html = Page(run(*words, "--format", "html").stdout)
    told = {tuple(row) for row in html.rows}
    for line in run(*words, "--format", "markdown").stdout.splitlines():
        if line.startswith("| ") and not line.startswith("| ---"):
            cells = tuple(re.sub(r"\\(.)", r"\1", cell.strip()) for cell in re.split(r"(?<!\\)\|", line)[1:-1])
            assert cells in told


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_whole_report_has_every_section(lang: str) -> None:
    done = run("translate", OFFICE, "--to", EN, "--format", "html", "--lang", lang)
    page = Page(done.stdout)
    titles = " ".join(page.titles)
    for section in SECTIONS:
        assert word(section, lang) in titles, section
    text = " ".join(page.texts)
    assert word("legal", lang) in text
    assert "sha256:" in text
    tags = [row[2] for row in page.rows if len(row) == 3 and row[2].endswith("]")]
    assert any(word("tag unconfirmed", lang) in tag for tag in tags)
    assert any(word("tag secondary", lang) in tag for tag in tags)


def test_waterfall_in_words() -> None:
    page = Page(run("translate", OFFICE, "--to", EN, "--format", "html").stdout)
    assert page.labels[0] == (
        "1. declared: 1957.3; 2. operation / electricity: evaluated with the target's factor: +264.752; "
        "3. shared part, like for like: 2222.05; 4. total, with what is not declared: 2222.05 … open"
    )


def test_waterfall_leaves_module_d_out_of_the_declared_sum() -> None:
    panel = {
        "standard": "eu/en-15804-a2-2019",
        "declared_unit": "1 m**3",
        "characterisation": "en15804-a2-ef3.1",
        "figures": [{"stage": "A1-A3", "value": "600 kg CO2e"}, {"stage": "D", "value": "-100 kg CO2e"}],
    }
    result = cw.translate(panel, to="eu/en-15804-a2-2019")
    declared, shared = waterfall(result.crosswalk, result.outcome)
    assert declared.running == shared.running == (Decimal(600), Decimal(600))


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_hostile_names_stay_texts(lang: str, tmp_path: Path) -> None:
    page = run("translate", "-", "--to", EN, "--format", "html", "--lang", lang, stdin=HOSTILE)
    Page(page.stdout)
    made = run("translate", "-", "--to", EN, "--format", "xlsx", "--lang", lang, "--output", str(tmp_path / "r.xlsx"), stdin=HOSTILE)
    assert made.exit_code == 0
    book = openpyxl.load_workbook(tmp_path / "r.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any("alert(1)" in str(cell.value) or "=1+1" in str(cell.value) for cell in cells)
    assert all(cell.data_type != "f" for cell in cells)


def test_formulas_in_cells_stay_texts() -> None:
    from crosswalk.report.tables import Report, Table
    from crosswalk.report.xlsx import render

    table = Table("=A1", ("=x", "+y"), (("=1+1", "@z"), ("-2", "=cmd|' /C calc'!A0")))
    book = openpyxl.load_workbook(io.BytesIO(render(Report("=T()", (), (table, table)), "en")))
    assert book.sheetnames == ["Summary", "=A1", "=A1 2"]
    for sheet in book:
        for row in sheet.iter_rows():
            assert all(cell.data_type in ("s", "n") for cell in row)
    assert book["=A1"]["A3"].value == "=1+1"


def test_a_text_that_no_cell_holds_is_refused_and_not_cut() -> None:
    from crosswalk.report.tables import Report, Table
    from crosswalk.report.xlsx import render

    with pytest.raises(InputError, match="does not fit into a cell"):
        render(Report("title", (), (Table("t", ("a",), (("x" * 32_768,),)),)), "en")
    book = openpyxl.load_workbook(io.BytesIO(render(Report("title", (), (Table("t", ("a",), (("x" * 32_767,),)),)), "en")))
    assert len(str(book["t"]["A3"].value)) == 32_767


def test_labels_of_a_picture_are_texts() -> None:
    from crosswalk.engine.waterfall import Step
    from crosswalk.model.base import text
    from crosswalk.report.pictures import waterfall_picture

    ends = (Decimal(1), Decimal(2))
    picture = waterfall_picture([Step(text("<script>alert(1)</script>", "<b>&"), "sum", ends, ends)], "kg", "en")
    assert "&lt;script&gt;" in picture.svg
    assert "<script" not in picture.svg


@pytest.mark.parametrize("words", CALLS, ids=lambda words: f"{words[0]} {Path(words[-1]).name}")
def test_workbooks_open(words: list[str], tmp_path: Path) -> None:
    file = tmp_path / "result.xlsx"
    done = CliRunner().invoke(main, [*words, "--format", "xlsx", "--lang", "zh"])
    assert done.exit_code == 0
    file.write_bytes(done.stdout_bytes)
    book = openpyxl.load_workbook(file)
    assert book.sheetnames[0] == "摘要"
    assert len(book.sheetnames) > 1
    assert all(len(name) <= 31 for name in book.sheetnames)


def test_numbers_of_a_workbook_are_numbers(tmp_path: Path) -> None:
    result = cw.translate(EPD, to="cn/gbt-24067-2024")
    result.report(tmp_path / "epd.xlsx")
    book = openpyxl.load_workbook(tmp_path / "epd.xlsx")
    sheet = next(book[name] for name in book.sheetnames if name.startswith("Figures"))
    rows = {row[0]: row for row in sheet.iter_rows(min_row=3, values_only=True)}
    for figure in result.figures:
        low, _, high = figure.bounds
        if figure.stage in rows and rows[figure.stage][1] == figure.indicator and low is not None and high is not None:
            assert rows[figure.stage][2] == pytest.approx(float(low), rel=1e-12)
            assert rows[figure.stage][4] == pytest.approx(float(high), rel=1e-12)
            break
    else:
        pytest.fail("no bounded figure in the sheet")


@pytest.mark.parametrize("ending", ["html", "xlsx", "md", "json", "HTML"])
def test_the_ending_tells_the_form(ending: str, tmp_path: Path) -> None:
    result = cw.translate(OFFICE, to=EN)
    result.report(tmp_path / f"office.{ending}", lang="zh")
    starts = {"html": b"<!DOCTYPE html>", "xlsx": b"PK", "md": "# 换算结果".encode(), "json": b"{"}
    assert (tmp_path / f"office.{ending}").read_bytes().startswith(starts[ending.lower()])
    assert [entry.name for entry in tmp_path.iterdir()] == [f"office.{ending}"]


def test_what_cannot_be_written_is_told(tmp_path: Path) -> None:
    result = cw.translate(OFFICE, to=EN)
    with pytest.raises(InputError, match=r"\.html, \.htm, \.xlsx"):
        result.report(tmp_path / "office.docx")
    with pytest.raises(InputError, match="cannot write"):
        result.report(tmp_path / "none" / "office.html")
    with pytest.raises(InputError, match="unknown language"):
        result.report(tmp_path / "office.html", lang="fr")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("form", "package", "extra"), [("html", "jinja2", "report"), ("html", "vl_convert", "report"), ("xlsx", "openpyxl", "xlsx")]
)
def test_a_missing_package_is_named(form: str, package: str, extra: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from crosswalk.report import html

    html._template.cache_clear()
    monkeypatch.setitem(sys.modules, package, None)
    done = run("translate", OFFICE, "--to", EN, "--format", form)
    html._template.cache_clear()
    assert done.exit_code == 2
    assert f"carbon-crosswalk[{extra}]" in done.stderr
    assert done.stdout == ""


@pytest.mark.skipif(os.name == "nt", reason="no pseudo-terminals")
def test_a_workbook_does_not_flood_a_terminal() -> None:
    master, slave = os.openpty()
    words = [sys.executable, "-m", "crosswalk.cli", "list", "--format", "xlsx"]
    done = subprocess.run(words, stdout=slave, stderr=subprocess.PIPE, timeout=60, check=False)
    os.close(slave)
    os.close(master)
    assert done.returncode == 2
    assert b"--output" in done.stderr


WHOLE = {
    "translation": ["translate", OFFICE, "--to", EN],
    "comparison": ["compare", "GB/T 51366", EN],
    "labels": ["labels", "examples/hydrogen-tcab.yaml"],
    "equivalence": ["equivalent", "cn/tcab-0078-2020#low-carbon", "eu/rfnbo-2023-1185#rfnbo"],
    "matrix": ["equivalent", "--field", "energy"],
    "dossier": ["dossier", "examples/tyre-recognition.yaml", "--to", "eu/pef-2021-2279"],
    "region": ["region", "examples/county/county.yaml", "--to", "GPC"],
    "book": ["translate", "examples/loan-book-pboc.yaml", "--to", "PCAF"],
    "claim": ["translate", "examples/claim-pet-bottle.yaml", "--to", "PPWR"],
    "neutrality": ["neutrality", "examples/neutral-watch.yaml"],
}
TRACED = ("translation", "labels", "dossier", "region", "book", "claim")
PICTURED = ("translation", "comparison", "matrix", "dossier", "region")


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", WHOLE)
def test_each_kind_of_report_is_whole(name: str, lang: str) -> None:
    done = run(*WHOLE[name], "--format", "html", "--lang", lang)
    assert done.exit_code == 0, done.stderr
    page = Page(done.stdout)
    titles, text = " ".join(page.titles), " ".join(page.texts)
    assert word("legal", lang) in text
    assert word("manifest", lang) in titles
    assert "sha256:" in text
    tags = {word(f"tag {key}", lang) for key in ("primary", "secondary", "unconfirmed")}
    if name != "neutrality":  # its points bear their sources one by one
        assert word("facts", lang) in titles
        head = next(row for row in page.rows if row == [word(key, lang) for key in ("fact", "document", "confirmed")])
        facts = [row for row in page.rows[page.rows.index(head) + 1 :] if len(row) == 3]
        assert len(facts) > 3
        assert all(row[2].rsplit("[", 1)[1].rstrip("]") in tags for row in facts)
    assert any(f"[{tag}]" in text for tag in tags)
    assert (word("trace", lang) in titles) == (name in TRACED)
    if name in TRACED:
        steps = [row for row in page.rows if len(row) == 6 and row[0] == word("step", lang)]
        assert steps
        assert all(row[2] == word("formula", lang) and row[5] == word("source", lang) for row in steps)
    assert bool(page.labels) == (name in PICTURED)


def test_formulas_of_a_trace_are_those_that_were_computed() -> None:
    result = cw.translate(OFFICE, to=EN)
    counted = [step.formula for step in result.steps if step.step == "count"]
    assert {"386.2 × 1", "1826.752 × 1", "9.1 × 1"} <= set(counted)
    products = [Decimal(one) * Decimal(other) for one, other in (formula.split(" × ") for formula in counted)]
    assert sum(products) == result.shared.bounds[0]
    terms = [Decimal(term) for term in result.steps[-1].formula.split(" + ")]
    assert sorted(terms) == sorted(products)


def test_formulas_of_methods_are_those_that_are_computed() -> None:
    from crosswalk.engine.rules.circular.end_of_life import FORMULAS, parts_of

    values = {
        key: Decimal(number) / 7
        for number, key in enumerate(("R1", "R2", "R3", "A", "B", "Ev", "Er", "Ee", "Es", "EER", "ED", "S", "qi", "qo", "c"), 1)
    }
    for method, formula in FORMULAS.items():
        text = formula.replace("·", "*").replace("−", "-")
        assert eval(text, {}, dict(values)) == pytest.approx(parts_of(method, values).total, rel=Decimal("1e-20")), method


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_units_have_the_signs_of_print_where_people_read(lang: str) -> None:
    words = ["translate", OFFICE, "--to", EN, "--lang", lang]
    shown = {form: run(*words, "--format", form).stdout for form in ("table", "markdown", "html")}
    book = openpyxl.load_workbook(io.BytesIO(run(*words, "--format", "xlsx").stdout_bytes))
    shown["xlsx"] = "\n".join(str(value) for sheet in book for row in sheet.iter_rows(values_only=True) for value in row)
    for form, text in shown.items():
        assert "kg CO2e/m²" in text, form
        assert not re.search(r"m\\?\*\\?\*[23]", re.sub(r"\\?`.*?\\?`", "", text)), form


def test_units_of_data_stay_as_they_are_typed() -> None:
    data = run("translate", OFFICE, "--to", EN, "--format", "json").stdout
    assert '"unit": "kg CO2e/m**2"' in data
    assert "m²" not in data


@pytest.mark.parametrize("unit", ["kg CO2e/m**2", "kg CO2e/(m**2*a)", "kg CO2e/m**3", "t CO2e/(t*km)", "kg CO2e/(person*km)", "m**2*a"])
def test_a_printed_unit_can_be_typed(unit: str) -> None:
    assert "*" not in printed(unit)
    assert Quantity.parse(f"1 {printed(unit)}") == Quantity.parse(f"1 {unit}")
