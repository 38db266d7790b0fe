"""Every address of the page, in both languages: what people see, type and take along."""

from __future__ import annotations

import io
import json
import re
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

import crosswalk as cw
from crosswalk.library.library import Library
from crosswalk.web import words
from crosswalk.web.app import ADDRESSES
from crosswalk.web.call import plain_name
from crosswalk.web.catalogue import comparable
from crosswalk.web.form import form_of
from crosswalk.web.questions import with_unit
from crosswalk.web.works import IDLE, MOST, Works
from web.conftest import EXAMPLES, Page, text_of

TEMPLATES = Path(words.__file__).parent / "templates"
CHINESE = re.compile(r"[\u4e00-\u9fff]")
STATIC = ["/", "/standards", "/standards?q=concrete", "/standards?field=trade", "/standards/cn/gbt-51366-2019", "/standards/cn-electricity-co2",
    "/compare", "/compare?first=cn/gbt-51366-2019&second=eu/en-15978-2011", "/compare?first=eu/en-45557-2020&second=eu/ppwr-2025-40",
    "/declare", "/declare?standard=GB/T 51366", "/declare?standard=EN 15804%2BA2", "/declare?standard=CBAM"]  # fmt: skip


class Structure(HTMLParser):
    """Labels, headings, ids and inputs of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.headings: list[int] = []
        self.ids: list[str] = []
        self.labelled: set[str] = set()
        self.inputs: list[dict[str, str | None]] = []
        self.inline: list[str] = []
        self.depth = 0
        self.feed_label = 0
        self.wrapped: list[dict[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if found.get("id"):
            self.ids.append(str(found["id"]))
        if tag == "label":
            self.feed_label += 1
            if found.get("for"):
                self.labelled.add(str(found["for"]))
        if tag in ("input", "select", "textarea"):
            (self.wrapped if self.feed_label else self.inputs).append(found)
        self.inline += [f"{tag} {name}" for name in found if name.startswith("on") or name == "style"]
        if tag in ("script", "style") and "src" not in found:
            self.inline.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag == "label":
            self.feed_label -= 1


def structure(text: str) -> Structure:
    found = Structure()
    found.feed(text)
    return found


def check(text: str, address: str) -> None:
    """What every page keeps: one heading of the first level, none skipped, unique ids, a label for every input, nothing inline."""
    found = structure(text)
    assert found.headings.count(1) == 1, address
    assert all(after - before <= 1 for before, after in zip(found.headings, found.headings[1:], strict=False)), (address, found.headings)
    assert len(found.ids) == len(set(found.ids)), (address, [name for name in found.ids if found.ids.count(name) > 1])
    for entry in found.inputs:
        if entry.get("type") not in ("hidden", "submit"):
            assert entry.get("aria-label") or entry.get("id") in found.labelled, (address, entry)
    assert not found.inline, (address, found.inline)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("address", STATIC)
def test_pages_of_the_library(page: Page, address: str, lang: str) -> None:
    response = page.get(f"{address}{'&' if '?' in address else '?'}lang={lang}")
    assert response.status_code == 200
    assert f'<html lang="{"zh-Hans" if lang == "zh" else "en"}">' in response.text
    check(response.text, address)
    assert words.say("legal", "zh" if lang == "zh" else "en") in text_of(response)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", ["office", "epd", "hydrogen"])
def test_examples_give_a_result_with_questions(page: Page, name: str, lang: str) -> None:
    address = page.example(name)
    response = page.get(f"{address}?lang={lang}")
    assert response.status_code == 200
    check(response.text, address)
    shown = text_of(response)
    for key in ("shared", "total", "questions", "downloads", "apply"):
        assert words.say(key, "zh" if lang == "zh" else "en") in shown
    work = page.works.get(address.rsplit("/", 1)[1])
    assert work is not None
    result = work.result()
    assert result is not None
    assert result.gaps[0].message[lang] in shown.replace(" ,", ",")


def test_addresses_are_all_called_here() -> None:
    """A page that is added without a test is found."""
    called = Path(__file__).read_text("utf-8") + (Path(__file__).parent / "conftest.py").read_text("utf-8")
    for _, path, _ in ADDRESSES:
        last = re.sub(r"\{[^}]*\}", "", path).rstrip("/").rsplit("/", 1)[-1].split(".")[0]
        assert last in called, path


def test_a_file_becomes_a_declaration_and_then_a_result(page: Page) -> None:
    response = page.drop("polypropylene-pact.json", (EXAMPLES / "formats" / "polypropylene-pact.json").read_bytes())
    assert response.status_code == 200
    assert "Choose the target standard" in text_of(response)
    assert "GB/T 24067-2024" in text_of(response)
    address = response.url.path
    result = page.post(f"{address}/target", data={"to": "GB/T 24067", "assumptions": "curated"})
    assert "exactly 4.2 kg CO2e/kg" in text_of(result)
    check(result.text, address)


def test_an_answer_shrinks_the_interval_and_says_what_closed(page: Page) -> None:
    address = page.example("epd")
    before = page.get(address)
    assert "open at both ends" in text_of(before)
    after = page.post(f"{address}/answers", data={"a:biogenic_carbon||||": "0", "u:a:biogenic_carbon||||": "kg C", "apply": "1"})
    shown = text_of(after)
    assert "Your answers changed the result" in shown
    assert "A1-A3 / GWP-biogenic holds emissions and uptake at once" in shown.split("Closed")[1].split("Take the last answers back")[0]
    work = page.works.get(address.rsplit("/", 1)[1])
    assert work is not None
    assert work.footprint is not None
    assert work.footprint.biogenic_carbon is not None
    back = page.post(f"{address}/back")
    assert "Your answers changed" not in text_of(back)
    assert work.footprint.biogenic_carbon is None


def test_fields_left_empty_are_zero_only_where_that_is_said(page: Page) -> None:
    address = page.example("epd")
    stages = ["B2", "B3", "B4", "B5", "B6", "B7"]
    token = address.rsplit("/", 1)[1]
    key = "a:figures|B2|||"
    page.post(f"{address}/answers", data={key: "1.5", f"u:{key}": "kg CO2e", "apply": "1"})
    work = page.works.get(token)
    assert work is not None
    assert work.footprint is not None
    assert [figure.stage for figure in work.footprint.figures][-1] == "B2"
    key = "a:figures|B3|||"
    page.post(f"{address}/answers", data={key: "2", f"u:{key}": "kg CO2e", f"z:{key}": "1", "apply": "1"})
    added = {figure.stage: figure.range for figure in work.footprint.figures if figure.stage in stages}
    assert set(added) == set(stages)
    assert added["B3"] == (Decimal(2), Decimal(2))
    assert added["B6"] == (Decimal(0), Decimal(0))


def test_a_declared_total_that_no_longer_holds_is_told_and_can_be_left_out(page: Page) -> None:
    address = page.example("office")
    data = {"a:figures|transport|||": "9.4", "u:a:figures|transport|||": "kg CO2e", "apply": "1"}
    refused = page.post(f"{address}/answers", data=data)
    assert "more than the total of 1957.3 kg CO2e" in text_of(refused)
    assert 'value="9.4"' in refused.text
    taken = page.post(f"{address}/answers", data={**data, "leave-total": "1"})
    assert "2231.45" in text_of(taken)


def test_a_wrong_answer_keeps_what_was_typed_and_is_marked(page: Page) -> None:
    address = page.example("epd")
    key = "a:figures|B2|||"
    response = page.post(f"{address}/answers", data={key: "much", "apply": "1"})
    assert 'value="much"' in response.text
    assert 'aria-invalid="true"' in response.text
    check(response.text, address)
    assert "is not a finite decimal number" in text_of(response)
    chinese = page.post(f"{address}/answers", data={key: "much", "lang": "zh"})
    assert 'value="much"' in chinese.text
    assert CHINESE.search(text_of(chinese))


def test_electricity_is_answered_with_its_region_and_year(page: Page) -> None:
    declared = (
        "standard: GB/T 51366\ndeclared_unit: 1 m**2\nfigures:\n  - {stage: operational-energy, source: electricity, value: 1562 kg CO2e}\n"
    )
    address = page.drop("office.yaml", declared.encode()).url.path
    page.post(f"{address}/target", data={"to": "eu/en-15978-2011"})
    names = [f"a:figures[0].activity.{name}||||" for name in ("electricity", "region", "year")]
    response = page.post(
        f"{address}/answers", data={**dict(zip(names, ("2944", "CN", "2023"), strict=True)), f"u:{names[0]}": "kWh", "apply": "1"}
    )
    assert "exactly 1826.75 kg CO2e/m²" in text_of(response)


def test_the_language_changes_without_losing_what_was_typed(page: Page) -> None:
    address = page.example("office")
    response = page.post(f"{address}/answers", data={"a:figures|transport|||": "9.4", "lang": "zh"})
    assert 'lang="zh-Hans"' in response.text
    assert 'value="9.4"' in response.text
    assert "Your answers changed" not in response.text
    assert 'lang="zh-Hans"' in page.get("/").text  # it is kept
    form = page.post("/declare?standard=cn/gbt-51366-2019", data={"v:production": "386.2", "name": "Haus", "lang": "en"})
    assert 'value="386.2"' in form.text
    assert 'value="Haus"' in form.text
    assert '<html lang="en">' in form.text
    text = page.post(f"{address}/text", data={"text": "standard: x", "lang": "zh"})
    assert "standard: x" in text.text
    assert 'lang="zh-Hans"' in text.text


def test_the_language_of_the_browser_is_taken_first(page: Page) -> None:
    assert 'lang="zh-Hans"' in page.get("/", headers={"accept-language": "zh-CN,zh;q=0.9"}).text


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_report_is_taken_along_in_every_form(page: Page, lang: str) -> None:
    address = page.example("office")
    html = page.get(f"{address}/report.html?lang={lang}")
    assert html.headers["content-disposition"] == 'attachment; filename="Office-building-A-EN-15978-2011.html"'
    assert "sandbox" in html.headers["content-security-policy"]
    assert "<h1>" in html.text
    assert "content-disposition" not in page.get(f"{address}/report.html?view=1").headers
    found = json.loads(page.get(f"{address}/report.json").text)
    assert found["source"] == "cn/gbt-51366-2019"
    assert any(gap["answers"] for gap in found["gaps"])
    assert page.get(f"{address}/report.md?lang={lang}").text.startswith("# ")
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(page.get(f"{address}/report.xlsx?lang={lang}").content))
    assert len(book.sheetnames) > 4
    picture = page.get(f"{address}/picture/0.svg")
    assert picture.headers["content-type"] == "image/svg+xml"
    assert "<svg" in picture.text
    assert page.get(f"{address}/picture/9.svg").status_code == 404
    assert page.get(f"{address}/report.exe").status_code == 404


def test_the_footprint_goes_on_at_the_command_line(page: Page, tmp_path: Path) -> None:
    address = page.example("epd")
    page.post(f"{address}/answers", data={"a:biogenic_carbon||||": "0", "u:a:biogenic_carbon||||": "kg C", "apply": "1"})
    path = tmp_path / "footprint.yaml"
    path.write_bytes(page.get(f"{address}/footprint.yaml").content)
    work = page.works.get(address.rsplit("/", 1)[1])
    assert work is not None
    result = work.result()
    assert result is not None
    assert cw.translate(path, to="cn/gbt-24067-2024").shared.bounds == result.shared.bounds


def test_a_form_becomes_a_declaration(page: Page) -> None:
    typed = {
        "name": "办公楼 A", "per": "1", "u:per": "m**2", "year": "2023", "p:gross_floor_area": "12000", "u:p:gross_floor_area": "m**2",
        "p:location": "CN-BJ", "set": "ar6-100", "v:production": "0.3862", "u:v:production": "t CO2e", "v:refrigerants": "0",
        "q:v:operational-energy|s:electricity": "2944", "region:v:operational-energy|s:electricity": "CN", "verification": "third-party", "apply": "1",
    }  # fmt: skip
    response = page.post("/declare?standard=cn/gbt-51366-2019", data=typed)
    assert "Choose the target standard" in text_of(response)
    work = page.works.get(response.url.path.rsplit("/", 1)[1])
    assert work is not None
    footprint = work.footprint
    assert footprint is not None
    assert footprint.name is not None
    assert footprint.name.en == "办公楼 A"
    assert [(figure.stage, figure.source) for figure in footprint.figures] == [
        ("production", None),
        ("operational-energy", "electricity"),
        ("refrigerants", None),
    ]
    assert footprint.figures[0].range == (Decimal("386.2"), Decimal("386.2"))
    assert footprint.figures[1].activity is not None
    assert footprint.figures[1].activity.region == "CN"
    result = page.post(f"{response.url.path}/target", data={"to": "EN 15978:2011"})
    assert "exactly 2212.95 kg CO2e/m²" in text_of(result)  # 386.2 + 2944 x 0.6205 + 0
    again = page.get(f"{response.url.path}/form")
    assert 'value="0.3862"' in again.text


def test_faults_of_a_form_stand_at_their_inputs(page: Page) -> None:
    response = page.post(
        "/declare?standard=cn/gbt-51366-2019", data={"v:production": "3,5", "p:service_life": "-1", "expires": "soon", "apply": "1"}
    )
    shown = text_of(response)
    assert "'3,5 kg CO2e' is not a finite decimal number" in shown
    assert response.text.count('aria-invalid="true"') >= 2
    check(response.text, "form")
    empty = page.post("/declare?standard=cn/gbt-51366-2019", data={"apply": "1"})
    assert "figures" in text_of(empty)
    negative = page.post("/declare?standard=cn/gbt-51366-2019", data={"v:production": "-3", "apply": "1"})
    assert "holds emissions only" in text_of(negative)
    assert 'id="f-v:production"' in negative.text


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_standard_has_a_form_whose_inputs_are_accepted(lang: Any) -> None:
    """Each row of each form, filled with a zero, is a figure of its standard."""
    from crosswalk.web.form import filled

    library = Library.shipped()
    for key in library.standard_ids():
        form = form_of(library, key, lang)
        rows = [part for row in form.rows for part in (row, *row.parts)]
        assert rows, key
        keys = [row.key for row in rows]
        assert len(keys) == len(set(keys)), key
        if lang == "zh":
            continue
        for row in rows:
            data, places = filled(form, {row.key: "0", "per": ""})
            assert list(places.values()) == [row.key], (key, row)
            figure = cw.read(data).figures[0]
            from crosswalk.engine.selector import selector

            assert selector(library, key).select(figure.stage, figure.source, figure.gas, figure.indicator, "figures[0]", False)[0], (
                key,
                row,
            )


def test_the_declaration_is_changed_as_text(page: Page) -> None:
    address = page.example("office")
    text = page.get(f"{address}/text").text
    assert "stage: production" in text
    wrong = page.post(
        f"{address}/text", data={"text": "standard: cn/gbt-51366-2019\nfigures:\n  - {stage: nowhere, value: 1 kg CO2e}\n", "apply": "1"}
    )
    assert "Line 3" in text_of(wrong)
    assert "nowhere" in wrong.text
    done = page.post(
        f"{address}/text",
        data={"text": "standard: cn/gbt-51366-2019\r\nfigures:\r\n  - {stage: production, value: 1 kg CO2e}\r\n", "apply": "1"},
    )
    assert "exactly 1 kg CO2e" in text_of(done)


def test_one_of_several_footprints_is_chosen(page: Page) -> None:
    pact = json.loads((EXAMPLES / "formats" / "polypropylene-pact.json").read_text("utf-8"))
    response = page.drop("list.json", json.dumps({"data": [pact, {**pact, "id": "4d1d6b0d-5d8c-4e5b-9d3b-0e5b9d3b0e5b"}]}).encode())
    assert "The file holds several footprints" in text_of(response)
    check(response.text, "several")
    address = response.url.path
    assert page.post(f"{address}/item", data={"item": "7"}).status_code == 404
    assert "Choose the target standard" in text_of(page.post(f"{address}/item", data={"item": "2"}))


def test_another_scenario_of_a_data_set_is_chosen(page: Page) -> None:
    response = page.drop("panel.json", (EXAMPLES / "formats" / "panel-soda4lca.json").read_bytes())
    assert "Scenarios of the data set" in text_of(response)
    assert "was taken" in text_of(response)
    address = response.url.path
    work = page.works.get(address.rsplit("/", 1)[1])
    assert work is not None
    assert work.footprint is not None
    first = work.footprint.figures[-1].range
    page.post(f"{address}/scenario", data={"scenario1": "stofflich"})
    assert work.footprint.figures[-1].range != first
    check(page.get(address).text, address)


def test_an_unknown_target_names_the_nearest_ones(page: Page) -> None:
    address = page.example("office")
    response = page.post(f"{address}/target", data={"to": "EN 15979"})
    assert response.status_code == 422
    assert "eu/en-15978-2011" in text_of(response)
    other = page.post(f"{address}/target", data={"to": "GB/T 24067"})
    assert "declares a building" in text_of(other)
    assert "Choose the target standard" in text_of(other)


def test_targets_that_are_offered_can_be_compared() -> None:
    library = Library.shipped()
    for key in ("cn/gbt-51366-2019", "eu/en-15804-a2-2019", "cn/gbt-32151.5-2015", "cn/provincial-2011", "int/ghgp-corporate-2004"):
        offered = [entry.id for _, members in comparable(library, key, "en") for entry in members]
        assert offered
        for other in offered:
            cw.crosswalk(key, other)
    first = [entry for _, members in comparable(library, "cn/gbt-51366-2019", "en") for entry in members]
    assert "eu/en-15978-2011" in [entry.id for entry in first if entry.curated]


def test_search_finds_in_both_languages(page: Page) -> None:
    assert "GB/T 51366-2019" in text_of(page.get("/standards?q=建筑碳排放"))
    assert "EN 15978" in text_of(page.get("/standards?q=15978"))
    assert "Nothing is like this" in text_of(page.get("/standards?q=@@@@"))


def test_what_search_finds_has_a_page_and_a_name_in_the_language_of_the_page(page: Page) -> None:
    found = page.get("/standards?q=特征化因子&lang=en")
    assert "characterisation factor 特征化因子" in text_of(found)  # a term: both languages at once
    assert "China, carbon footprint factor of electricity, national average (全国电力平均碳足迹因子)" in text_of(found)
    links = set(re.findall(r'<li><a href="(/standards/[^"]+)"', found.text))
    assert "/standards/terms" in links
    assert len(links) > 10
    for link in links:
        assert page.get(link).status_code == 200, link


def test_what_is_not_there(page: Page) -> None:
    for address in ("/nothing", "/work/nothing", "/work/nothing/report.html", "/static/nothing.js", "/standards/xx/none-1"):
        response = page.get(address)
        assert response.status_code in (404, 422), address
    assert "no longer held" in text_of(page.get("/work/nothing"))
    assert page.post("/example/nothing").status_code == 404
    assert "different frames" in text_of(page.get("/compare?first=cn/gbt-51366-2019&second=int/gpc-2021"))


def test_works_are_bounded_in_number_and_time() -> None:
    now = 0.0
    works = Works(lambda: now)
    first = works.new()
    for _ in range(MOST):
        now += 1
        works.new()
    assert len(works) == MOST
    assert works.get(first.token) is None
    last = works.new()
    assert works.get(last.token) is last
    now += IDLE + 1
    assert works.get(last.token) is None
    assert len(works) == 0
    assert len({works.new().token for _ in range(20)}) == 20


def test_every_word_is_there_in_both_languages_and_used() -> None:
    used = "".join(path.read_text("utf-8") for path in [*TEMPLATES.glob("*.html"), *Path(words.__file__).parent.glob("*.py")])
    for table in (words.WORDS, words.FIELDS, words.STATES, words.SUBJECT, words.CARRIERS, words.ABSENT, words.ANSWERS):
        for key, (en, zh) in table.items():
            assert en, key
            assert CHINESE.search(zh) or en == zh or key in ("other language", "bar"), (key, zh)
            assert not CHINESE.search(en) or key == "other language", (key, en)
    built = ("nav ", "step ", "example ", "download ", "assumptions ", "shared", "total")
    for key in words.WORDS:
        assert f'"{key}"' in used or key.startswith(built), f"nobody says {key!r}"


@pytest.mark.parametrize("path", sorted(TEMPLATES.glob("*.html")), ids=lambda path: path.name)
def test_templates_hold_no_words_of_their_own(path: Path) -> None:
    text = re.sub(r"\{[{%#].*?[}%#]\}", " ", path.read_text("utf-8"), flags=re.DOTALL)
    left = re.sub(r"<[^>]*>", " ", text)
    assert not re.search(r"[A-Za-z\u4e00-\u9fff]{3,}", left.replace("crosswalk", "")), left.split()


def test_units_and_names_that_are_typed() -> None:
    assert with_unit("3.5", "kg CO2e") == "3.5 kg CO2e"
    assert with_unit("3.5 t CO2e", "kg CO2e") == "3.5 t CO2e"
    assert with_unit("3 吨二氧化碳当量", "kg CO2e") == "3 吨二氧化碳当量"
    assert with_unit("3,5", "kg CO2e") == "3,5 kg CO2e"
    assert plain_name("C:\\a\\b.yaml") == "b.yaml"
