"""English and Chinese are complete: every report of every kind, message and error is read in both, and what is left in the other one is a fault.

Ids, codes, units, standard numbers, the titles and clauses of cited documents and the words of a declaration are the same in every language.
"""

from __future__ import annotations

import ast
import csv
import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from crosswalk.batch.files import BatchResult
from crosswalk.cli import main
from crosswalk.cli.batch import CHANGED, _tell
from crosswalk.errors import InputError
from crosswalk.formats.reading import Notes
from crosswalk.formats.table.grid import read_grid
from crosswalk.formats.xml import parse_xml
from crosswalk.library.document import parse, parse_json
from crosswalk.library.library import Library
from crosswalk.model.base import Model
from crosswalk.model.evidence import Evidence
from crosswalk.model.figure import Activity, Figure
from crosswalk.model.footprint import Footprint, Period, Precursor, Subject
from crosswalk.model.neutrality import Neutrality
from crosswalk.model.recycling import RecycledMaterial, Recycling
from crosswalk.reading import read
from crosswalk.report.catalogue import shown
from crosswalk.report.tables import Report

CHINESE = re.compile(r"[\u3400-\u9fff]")
CALLS = """
translate|examples/office-gbt51366.yaml|--to|eu/en-15978-2011
translate|examples/building-materials-gbt51366.yaml|--to|EN 15978
translate|examples/lcabyg-house-energy.yaml|--to|cn/gbt-50378-2019
translate|examples/epd-aluminium-profile-recycling.yaml|--to|PEF|--assumptions|all
translate|examples/epd-concrete-c20-25.yaml|--to|GB/T 24067
translate|examples/epd-solid-wood-panel.yaml|--to|GB/T 24067
translate|examples/steel-coil/coil.yaml|--to|CBAM
translate|examples/cement-plant-gbt32151.yaml|--to|CBAM
translate|examples/ev-battery-miit551.yaml|--to|eu/battery-ev-draft-2024
translate|examples/hydrogen-tcab.yaml|--to|eu/rfnbo-2023-1185
translate|examples/plant-certificates.yaml|--to|ESRS E1
translate|examples/loan-book-pboc.yaml|--to|PCAF
translate|examples/claim-pet-bottle.yaml|--to|PPWR
translate|examples/claim-recycled-plastic-cn.yaml|--to|PPWR
compare|GB/T 51366|EN 15978
compare|int/gpc-2021|cn/provincial-2025
compare|cn/gbt-32150-2015|eu/esrs-e1-2023
compare|ISO 14021|PPWR
labels|examples/hydrogen-tcab.yaml
labels|examples/taxonomy-cement.yaml
dossier|examples/tyre-recognition.yaml|--to|PEF
equivalent|cn/tcab-0078-2020#low-carbon|eu/rfnbo-2023-1185#rfnbo
equivalent|cn/tcab-0078-2020#low-carbon|cn/tcab-0078-2020#clean
equivalent|--field|energy
equivalent|--field|buildings
neutrality|examples/neutral-watch.yaml
region|examples/county/county.yaml|--to|GPC
list|standards
list|mappings
list|labels
list|factors
list|characterisation
list|recycling
list|waste
list|schemes
list|neutrality
list|agreements
show|cn/gbt-51366-2019
show|eu/cbam-2023-956
show|eu/esrs-e1-2023
show|int/gpc-2021
show|eu/ppwr-2025-40
show|PCAF
show|ar6-100
show|cn-electricity-co2
show|GEC
show|pef-annex-c-2.1
show|ipcc-2006-waste
show|eu/ecolabel-66-2010
show|int/pas-2060-2014
factors|electricity|--region|CN
factors|fuel
factors|recycling
factors|waste
factors|transport
factors|material
correspond|72083900|--origin|CN|--year|2026
correspond|3.2.3.4|--to|eu
audit
find|电力
find|carbon footprint
find|CBAM|--limit|100
find|kg CO2e|--limit|100
find|recycled content|--limit|100
find|碳中和|--limit|100
"""
REPORTS = [line.split("|") for line in CALLS.strip().splitlines()]

UNITS = (
    r"(?:kg|g|t|Mt|Gt|m|mm|km|MJ|GJ|TJ|kJ|kWh|MWh|GWh|PJ|MW|kW|Wh|tce|CO2e?|co2e?|CH4|N2O|C|a|h|d|month|item|cycle|person|piece|pcs|vehicle|"
    r"EUR|CNY|USD|tkm|pkm|dwt|kt|nmi|L|hL|Nm|bar|MPa|kPa|degC|ha|capita|Mpx)"
)
COLUMNS = ("编号", "描述（CN英文原文）", "使用者", "替代版本", "网址", "相符之处", "Found by", "英文", "Chinese")
"""Columns of ids that people type, of addresses, of texts that are official in one language, of what a search matched, in whichever it was asked, and
of the other language where that is what a list is for."""
FIELD = r"(?<![\w-])(?:figures|precursors)(?![\w-])|(?:figures|supplement|precursors|recycling|positions|recycled_content|recycling_rate|composition|series)\[\d+\](?:\.\w+)*|biogenic_carbon"
SIGNS = re.compile(rf"`[^`]*`|sha256:\w+|https?://\S+|{FIELD}|--[a-z-]+|GWP-[a-z]+|\b{UNITS}\b(?:\*\*\d)?")
NAMES = """
crosswalk Markdown openEPD GPC LCAx PACT ESRS CityCatalyst Catena-X ecoinvent Eurostat Ecolabel Covenant of Mayors Basic General Building Green Star
"""


class Page(HTMLParser):
    """The texts of a page by the part that they stand in, and of each table what its columns are called."""

    def __init__(self, content: str):
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self.row: list[str] = []
        self.heads: list[str] = []
        self.text: str | None = None
        self.feed(content)

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("td", "th", "h1", "h2", "dt", "dd", "p", "figcaption", "title", "desc", "a"):
            self.text = ""
        if tag == "tr":
            self.row = []
        if tag == "thead":
            self.heads = []

    def handle_data(self, data: str) -> None:
        if self.text is not None:
            self.text += data

    def handle_endtag(self, tag: str) -> None:
        if self.text is None or tag in ("tr", "thead", "tbody", "table"):
            return
        if tag == "th":
            self.heads.append(self.text)
        if tag == "td":
            self.found.append((self.heads[len(self.row)], self.text))
            self.row.append(self.text)
        elif tag in ("h1", "h2", "dt", "dd", "p", "figcaption", "title", "desc", "a", "th"):
            self.found.append((tag, self.text))
        else:
            return
        self.text = None


def run(*words: str) -> Result:
    return CliRunner().invoke(main, list(words))


def walked(data: Any, home: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a data file with the key that it stands under; that of a list for its entries."""
    if isinstance(data, dict):
        for key, value in data.items():
            if isinstance(value, str):
                yield f"{home}.{key}", value
            else:
                yield from walked(value, str(key) if not isinstance(key, int) else home)
    elif isinstance(data, list):
        for value in data:
            if isinstance(value, str):
                yield home, value
            else:
                yield from walked(value, home)


MEANT = ("stages", "indicators", "parts", "sources")  # ids of these are words of a report, not references


@lru_cache(maxsize=1)
def same_everywhere() -> tuple[str, ...]:
    """What is the same in every language: ids, numbers of standards, titles and clauses of documents, longest first."""
    library = Library.shipped()
    found: set[str] = set()
    for entry in library._entries.values():
        found.add(entry.id)
        for key, value in walked(entry.data):
            home, _, name = key.rpartition(".")
            if name in ("title", "clause", "number", "document", "publisher") or (name == "id" and home not in MEANT):
                found.add(value)
        found |= set(entry.data.get("documents") or {})
        found |= {key for key in entry.data.get("factors") or {} if isinstance(key, str)}
        found |= {series["region"] for series in entry.data.get("series") or () if isinstance(series, dict) and "region" in series}
        found |= {str(agreement["name"]["en"]) for agreement in entry.data.get("agreements") or ()}
        titles = [document.get("title") for document in (entry.data.get("documents") or {}).values()]
        found |= {title[lang] for title in titles if isinstance(title, dict) for lang in title}
        for block in ("labels", "conditions"):
            found |= {f"{entry.id}#{part['id']}" for part in entry.data.get(block) or ()}
    found |= set(NAMES.split())
    return tuple(sorted((value for value in found if len(value) > 2), key=len, reverse=True))


@lru_cache(maxsize=1)
def _finder() -> re.Pattern[str]:
    return re.compile("|".join(rf"(?<![\w]){re.escape(value)}(?![\w])" for value in same_everywhere()))


@lru_cache(maxsize=4096)
def without_same(text: str) -> str:
    """A text without what is the same in every language."""
    return SIGNS.sub(" ", _finder().sub(" ", text))


def declared_words(words: list[str]) -> set[str]:
    """The words of the file of a call, which reports quote."""
    import yaml

    found: set[str] = set()
    for word in words:
        if word.startswith("examples/"):
            with open(word, encoding="utf-8") as stream:
                data = yaml.safe_load(stream)
            for _, value in walked(data):
                found |= {value, *value.split(" / ")}
    return {value for value in found if value}


def page(words: list[str], lang: str) -> Page:
    done = run(*words, "--format", "html", "--lang", lang)
    assert done.exit_code == 0, done.stderr
    return Page(done.stdout)


def left_in_english(found: Iterable[tuple[str, str]], quoted: set[str]) -> list[str]:
    """What of a Chinese report is English, but for what was quoted."""
    longest = sorted((re.escape(value) for value in quoted), key=len, reverse=True)
    own = re.compile("|".join(rf"(?<!\w){value}(?!\w)" for value in longest) or r"(?!x)x")
    left = []
    for where, text in found:
        if where in COLUMNS:
            continue
        wanted = r"[A-Za-z]*[a-z]{3,}" if not CHINESE.search(text) else r"(?:[A-Za-z]{2,}[ ,]+)+[a-z]{3,}"
        if not re.search(wanted, SIGNS.sub(" ", text)):
            continue
        rest = own.sub(" ", without_same(text))
        if re.search(wanted, rest):
            left.append(f"{where}: {text[:160]} [{' '.join(rest.split())[:80]}]")
    return list(dict.fromkeys(left))


def left_in_chinese(found: Iterable[tuple[str, str]], quoted: set[str]) -> list[str]:
    """What of an English report is Chinese, but for what was quoted."""
    left = []
    for where, text in found:
        if where in COLUMNS or not CHINESE.search(text):
            continue
        rest = without_same(re.sub(r"《[^》]*》", " ", text))
        for value in quoted:
            rest = rest.replace(value, " ")
        if CHINESE.search(rest):
            left.append(f"{where}: {text[:200]}")
    return list(dict.fromkeys(left))


@pytest.mark.parametrize("words", REPORTS, ids=" ".join)
def test_chinese_reports_are_chinese(words: list[str]) -> None:
    left = left_in_english(page(words, "zh").found, declared_words(words))
    assert not left, "\n".join(left)


@pytest.mark.parametrize("words", REPORTS, ids=" ".join)
def test_english_reports_are_english(words: list[str]) -> None:
    left = left_in_chinese(page(words, "en").found, declared_words(words))
    assert not left, "\n".join(left)


SHOWN = ("mapping", "characterisation", "factor_set", "recycling_parameters", "waste_treatment", "certificate_scheme", "glossary")
RECORDS = sorted([*Library.shipped().scheme_ids(), *(name for kind in SHOWN for name in getattr(Library.shipped(), kind).ids())])


def texts(report: Report) -> Iterator[tuple[str, str]]:
    """Every text of a report with the name that it stands under."""
    yield "title", report.title
    for name, value in report.facts:
        yield "name", name
        yield name, value
    for table in report.tables:
        yield "title", table.title
        yield from (("column", column) for column in table.columns)
        yield from ((column, cell) for row in table.rows for column, cell in zip(table.columns, row, strict=True))
    yield from (("note", note) for note in report.notes)


@pytest.mark.parametrize("name", RECORDS)
def test_every_record_is_shown_in_the_language_asked_for(name: str) -> None:
    left = left_in_english(texts(shown(name, None, "zh")[1]), set()) + left_in_chinese(texts(shown(name, None, "en")[1]), set())
    assert not left, "\n".join(left)


@pytest.mark.parametrize(
    ("words", "english", "chinese"),
    [
        (["examples/loan-book-pboc.yaml", "--to", "PCAF"], "rule of project-finance", "项目融资的规则"),
        (["examples/claim-pet-bottle.yaml", "--to", "PPWR"], "recycled content", "再生料含量"),
    ],
)
def test_unconfirmed_facts_are_named_in_the_language_asked_for(words: list[str], english: str, chinese: str) -> None:
    notes = []
    for lang, head in (("en", "Unconfirmed facts"), ("zh", "未核实的事实")):
        lines = run("translate", *words, "--lang", lang, "--format", "markdown").stdout.splitlines()
        notes.append(next(line for line in lines if line.startswith(f"> {head}")))
    assert english in notes[0]
    assert chinese in notes[1]
    assert english not in notes[1]


def bilingual(data: Any, place: str) -> Iterator[tuple[str, str, str]]:
    """Every text of a data file in both languages, with its place."""
    if isinstance(data, dict):
        if set(data) == {"en", "zh"}:
            yield place, str(data["en"]), str(data["zh"])
            return
        for key, value in data.items():
            yield from bilingual(value, f"{place}.{key}")
    elif isinstance(data, list):
        for position, value in enumerate(data):
            yield from bilingual(value, f"{place}[{position}]")


def test_data_is_in_both_languages() -> None:
    left, count = [], 0
    for entry in Library.shipped()._entries.values():
        for place, en, zh in bilingual(entry.data, entry.id):
            count += 1
            if ".documents." not in place and CHINESE.search(re.sub(r"《[^》]*》", "", en)):
                left.append(f"{place}: {en}")
            if not CHINESE.search(zh) and re.search(r"[a-z]{3,}", SIGNS.sub(" ", zh)):
                left.append(f"{place}: {zh}")
    assert count > 5000
    assert not left, "\n".join(left)


# -- the package's own words -----------------------------------------------------------------------------------------------------------

PAIRS = {"text", "Text", "Finding", "NotComparableError", "MissingPackageError", "Usage", "_wrong"}
"""What is called with a text in English and the same in Chinese."""


def said(node: ast.expr) -> str | None:
    """The words of a literal or f-string; `None` for anything else."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)  # type: ignore[misc]
    if isinstance(node, ast.IfExp):
        return said(node.body)
    return None


def pairs_of(tree: ast.AST) -> Iterator[tuple[int, str, str]]:
    """Every pair of texts in a module: of calls, of tuples in tables of words, of dictionaries by language."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr if isinstance(node.func, ast.Attribute) else ""
            named = {word.arg: word.value for word in node.keywords}
            found = node.args[:2] if len(node.args) > 1 else [named[key] for key in ("en", "zh") if key in named]
            if name in PAIRS and len(found) == 2:
                en, zh = map(said, found)
                if en is not None and zh is not None:
                    yield node.lineno, en, zh
        if isinstance(node, ast.Dict):
            keyed = {said(key): value for key, value in zip(node.keys, node.values, strict=True) if key is not None}
            if set(keyed) == {"en", "zh"}:
                en, zh = (said(keyed[key]) for key in ("en", "zh"))
                if en is not None and zh is not None:
                    yield node.lineno, en, zh
            for value in node.values:
                if isinstance(value, ast.Tuple) and len(value.elts) == 2:
                    en, zh = map(said, value.elts)
                    if en is not None and zh is not None and CHINESE.search(zh) and re.match(r"[A-Za-z{]", en):
                        yield value.lineno, en, zh


SOURCES = sorted(Path("src/crosswalk").rglob("*.py"))


def test_words_of_the_package_are_in_both_languages() -> None:
    left, count = [], 0
    for file in SOURCES:
        for line, en, zh in pairs_of(ast.parse(file.read_text("utf-8"))):
            count += 1
            plain = re.sub(r"`[^`]*`|\{\}", "", en)
            if CHINESE.search(plain) or (not CHINESE.search(zh) and zh != en and re.search(r"[a-z]{3,}", plain)):
                left.append(f"{file}:{line}: {en!r} / {zh!r}")
            if zh == en and re.search(r"[a-z]{3,} [a-z]{2,} ", plain):
                left.append(f"{file}:{line}: {en!r} is said in English in both languages")
    assert count > 900
    assert not left, "\n".join(left)


def test_words_of_reports_are_in_both_languages() -> None:
    from crosswalk.report.words import KINDS, WORDS

    for key, (en, zh) in {**WORDS, **KINDS}.items():
        assert CHINESE.search(zh), key
        assert not CHINESE.search(en), key


def test_nothing_is_refused_in_english_only() -> None:
    for file in SOURCES:
        content = file.read_text("utf-8")
        assert not re.search(r"raise click\.\w+(Error|Parameter|Usage)\(", content), f"{file}: raise Usage(en, zh)"
        if "model" in file.parts:
            assert "raise ValueError(" not in content, f"{file}: raise DeclarationError(Finding(en, zh))"


# -- usage and errors ------------------------------------------------------------------------------------------------------------------

OFFICE = "examples/office-gbt51366.yaml"
WRONG = [
    ["transalte", OFFICE],
    ["translate"],
    ["translate", OFFICE, "--to"],
    ["translate", OFFICE, "--to", "EN 15978", "--bogus"],
    ["translate", OFFICE, "--to", "EN 15978", "--as-of", "soon"],
    ["translate", OFFICE, "--to", "EN 15978", "--require", "perfect"],
    ["translate", OFFICE, OFFICE, "--to", "EN 15978"],
    ["translate", OFFICE, "--to", "EN 15978", "--output", "docs"],
    ["find", "carbon", "--limit", "0"],
    ["list", "standards", "--field", "nothing"],
    ["correspond", "72083900", "--origin", "CN"],
    ["correspond", "72083900", "--to", "eu"],
    ["equivalent", "cn/tcab-0078-2020#clean"],
    ["read", "docs", "--item", "1"],
    ["read", OFFICE, "--propose"],
    ["export", "--to", "PEF"],
    ["export", OFFICE, "--format", "sssom"],
    ["batch", OFFICE, "--to", "PEF", "-o", "x.csv", "--delimiter", "ab"],
    ["translate", OFFICE, "--to", "EN 99999"],
    ["translate", OFFICE, "--to", "EN 15804+A2"],
    ["translate", OFFICE, "--to", "EN 15978", "--require", "exact"],
    ["translate", "no-such-file.yaml", "--to", "EN 15978"],
    ["translate", "examples/claim-pet-bottle.yaml", "--to", "EN 15978"],
    ["compare", "PPWR", "PEF"],
    ["show", "EN 99999"],
    ["factors", "unobtainium"],
    ["factors", "electricity", "--region", "CN", "--year", "1950"],
    ["labels", "examples/claim-pet-bottle.yaml"],
    ["dossier", OFFICE, "--to", "CBAM"],
    ["equivalent", "cn/tcab-0078-2020#clean", "cn/tcab-0078-2020#nothing"],
    ["equivalent", "cn/tcab-0078-2020#clean", "cn/gbt-50378-2019#basic"],
    ["neutrality", OFFICE],
    ["region", OFFICE, "--to", "GPC"],
    ["check", "no-such-file.yaml"],
    ["correspond", "0000", "--origin", "CN", "--year", "2026"],
]


@pytest.mark.parametrize("words", WRONG, ids=" ".join)
def test_faults_are_told_in_the_language_asked_for(words: list[str]) -> None:
    english, chinese = run(*words), run(*words, "--lang", "zh")
    assert english.exit_code == chinese.exit_code
    assert english.exit_code in (2, 3, 4)
    told = english.stderr or english.stdout
    assert told.strip()
    assert not CHINESE.search(told)
    lines = [line for line in (chinese.stderr or chinese.stdout).splitlines() if line.strip()]
    assert CHINESE.search(lines[-1]), lines
    for line in lines:
        if not CHINESE.search(line) and "--help" not in line:
            assert not re.search(r"[a-z]{3,} [a-z]{3,} ", without_same(line)), line


BROKEN_YAML = [
    "a: [1, 2",
    "a: {b: 1",
    "a: b: c",
    'a: "b',
    "a:\n\t- b",
    "- a\nb: c",
    "a: &",
    "a: @b",
    'a: "\\q"',
    "a\nb: c",
    "%x\n---\na: 1",
]
BROKEN_JSON = ['{"a" 1}', '{"a": 1 "b": 2}', '{"a": }', '{"a": 1} 2', '{"a": "b', r'{"a": "\q"}', r'{"a": "\u00"}', '{"a": "\t"}', "{a: 1}"]


BROKEN_XML = [
    "<a>",
    "<a></b>",
    "<a b='1' b='2'/>",
    "<a/><b/>",
    "<a>&x;</a>",
    "<a>&#0;</a>",
    "<a",
    "<a>1 < 2</a>",
    "<x:a/>",
    "text",
    "",
    "<a><![CDATA[b</a>",
]
BROKEN_CSV = ['a,b\n"1,2\n', 'a,b\n"1"2,3\n', "a,b\n1," + "2" * 200_000]


@pytest.mark.parametrize(
    ("parser", "content"),
    [(parse, text) for text in BROKEN_YAML]
    + [(parse_json, text) for text in BROKEN_JSON]
    + [(parse_xml, text) for text in BROKEN_XML]
    + [(lambda content, file: read_grid(content, Notes(file)), text) for text in BROKEN_CSV],
)
def test_malformed_text_is_told_in_the_language_asked_for(parser: Callable[[bytes, str], Any], content: str) -> None:
    with pytest.raises(InputError) as caught:
        parser(content.encode(), "x")
    (finding,) = caught.value.findings
    assert not CHINESE.search(finding.en)
    assert not re.search(r"[a-z]{3,}", re.sub("Unicode|CDATA", "", finding.zh)), finding.zh


ODD = [None, "", [], {}, "x", -1, True, "2026-13-45", 3.7, 10**30, ["a"], [[1]], {"a": 1}, [{"a": 1}], {"low": "x"}]
FOOTPRINT = {"standard": "cn/gbt-51366-2019", "figures": [{"stage": "production", "value": "3 kg CO2e"}]}
PARTS: dict[str, tuple[type[Model], Callable[[dict[str, Any]], dict[str, Any]]]] = {
    "footprint": (Footprint, lambda odd: {**FOOTPRINT, **odd}),
    "figure": (Figure, lambda odd: {**FOOTPRINT, "figures": [{"stage": "production", "value": "3 kg CO2e", **odd}]}),
    "activity": (Activity, lambda odd: {**FOOTPRINT, "figures": [{"stage": "production", "activity": {"electricity": "3 kWh", **odd}}]}),
    "subject": (Subject, lambda odd: {**FOOTPRINT, "subject": odd}),
    "period": (Period, lambda odd: {**FOOTPRINT, "period": {"start": "2023-01-01", "end": "2023-12-31", **odd}}),
    "precursor": (Precursor, lambda odd: {**FOOTPRINT, "precursors": [{"cn_code": "7213 91 20", "amount": "3 t", **odd}]}),
    "evidence": (Evidence, lambda odd: {**FOOTPRINT, "evidence": odd}),
    "neutrality": (Neutrality, lambda odd: {**FOOTPRINT, "neutrality": odd}),
    "recycling": (Recycling, lambda odd: {**FOOTPRINT, "recycling": odd}),
    "material": (RecycledMaterial, lambda odd: {**FOOTPRINT, "recycling": {"materials": [{"name": "steel", "amount": "1 kg", **odd}]}}),
}


@pytest.mark.parametrize("part", PARTS)
def test_odd_values_of_every_field_are_told_in_the_language_asked_for(part: str) -> None:
    model, footprint = PARTS[part]
    told = 0
    for name in model.model_fields:
        for value in ODD:
            try:
                read(footprint({name: value}))
            except InputError as error:
                told += len(error.findings)
                for finding in error.findings:
                    assert CHINESE.search(finding.zh), (name, value, finding.zh)
                    assert not CHINESE.search(finding.en), (name, value, finding.en)
    assert told > 3 * len(model.model_fields)


ROWS = """id,production [t CO2e],demolition [t CO2e]
1,4634.4,1
2,none,1
3,"4,6",1
4,5 t,1
5,-5,1
,1,1
7,1,1
7,2,2
9,=1+1,1
"""


def test_a_batch_is_told_in_the_language_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("1.csv").write_text(ROWS, "utf-8")
    words = ["batch", "1.csv", "--from", "GB/T 51366", "--to", "EN 15978", "-o", "2.csv", "--gaps", "3.csv"]
    english, chinese = run(*words), run(*words, "--lang", "zh")
    assert (english.exit_code, chinese.exit_code) == (0, 0), english.stderr
    assert re.fullmatch(r"9 rows read: 1 translated to 2\.csv, 8 rejected to 2\.rejected\.csv; \d+ gaps in 3\.csv\n", english.stdout)
    assert CHINESE.search(chinese.stdout)
    assert not re.search(r"[a-z]{3,}", chinese.stdout.replace("rejected", "").replace("csv", "")), chinese.stdout
    with open("2.rejected.csv", encoding="utf-8", newline="") as stream:
        rejected = list(csv.DictReader(stream))
    assert len({row["reason_en"] for row in rejected}) >= 6
    quoted = {"none", "production", "[t CO2e]"}
    assert left_in_chinese([("reason", row["reason_en"]) for row in rejected], quoted) == []
    assert left_in_english([("reason", row["reason_zh"]) for row in rejected], quoted) == []
    assert all(CHINESE.search(row["reason_zh"]) for row in rejected)


def test_what_is_told_of_an_interrupted_batch_is_in_the_language_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    result = BatchResult(9, 8, 1, Path("2.csv"), Path("3.csv"), None, 4, tuple(CHANGED))
    _tell(result, "en")
    english = capsys.readouterr().err
    _tell(result, "zh")
    chinese = capsys.readouterr().err
    assert len(english.splitlines()) == len(chinese.splitlines()) == 2
    assert not CHINESE.search(english)
    assert all(CHINESE.search(line) for line in chinese.splitlines())
    assert not re.search(r"[a-z]{3,}", chinese), chinese


# -- failures of the testing kit -------------------------------------------------------------------------------------------------------

HYDROGEN = "examples/hydrogen-tcab.yaml"
OPEN_EPD = {
    "standard": "eu/en-15804-a2-2019",
    "declared_unit": "1 m**3",
    "figures": [{"stage": "A1-A3", "value": "146.64 kg CO2e"}, {"stage": "C3", "source": "electricity", "gas": "ch4", "mass": "2 kg"}],
}
METERED = {
    "standard": "cn/gbt-51366-2019",
    "declared_unit": "1 m**2",
    "figures": [{"stage": "operation", "source": "electricity", "activity": {"electricity": "80 kWh", "region": "CN", "year": 2023}}],
}
FAILING: dict[str, Any] = {
    "figures": lambda kit: kit.assert_translates(OFFICE, "EN 15978", total=1, shared=(2, None), figures={"B6": 3}),
    "status": lambda kit: kit.assert_translates(OFFICE, "EN 15978", status={"total": "exact", "shared": "missing", "A1-A3": "bounded"}),
    "stages in words": lambda kit: kit.assert_translates(HYDROGEN, "cn/tcab-0078-2020", figures={"up-to-production": 1}),
    "shared": lambda kit: kit.assert_sound(lambda _: 3000, OFFICE, "eu/en-15978-2011"),
    "total": lambda kit: kit.assert_sound(lambda _: 3000, OFFICE, "eu/en-15978-2011", figure="total"),
    "gases": lambda kit: kit.assert_sound(lambda _: 1, OPEN_EPD, "cn/gbt-24067-2024"),
    "activities": lambda kit: kit.assert_sound(lambda _: 1, METERED, "eu/en-15978-2011", figure="B6"),
    "implied": lambda kit: kit.assert_equivalent("T/CAB 0078#clean", "T/CAB 0078#low-carbon", both=True),
    "not implied": lambda kit: kit.assert_not_equivalent("T/CAB 0078#clean", "T/CAB 0078#low-carbon"),
    "answers": lambda kit: kit.assert_equivalent("T/CAB 0078#clean", "eu/rfnbo-2023-1185#rfnbo"),
}


@pytest.mark.parametrize("name", FAILING)
def test_failures_of_the_testing_kit_are_told_in_the_language_asked_for(name: str) -> None:
    import crosswalk.testing as kit

    with pytest.raises(kit.ClaimError) as raised:
        FAILING[name](kit)
    english, chinese = raised.value.render("en"), raised.value.render("zh")
    assert len(english.splitlines()) == len(chinese.splitlines())
    for line in english.splitlines():
        assert not CHINESE.search(without_same(line)), line
    assert "co2-fossil" not in chinese
    quoted = declared_words([OFFICE])
    for line in chinese.splitlines():
        rest = without_same(SIGNS.sub(" ", re.sub(r"\b[A-Z]\d\.[a-z-]+", " ", line)))  # modules of a frame are codes
        for value in quoted:
            rest = rest.replace(value, " ")
        assert not re.search(r"[A-Za-z]*[a-z]{3,}", rest), line
