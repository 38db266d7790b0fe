"""The pages of the documentation site: one for everything in the library, in both languages, and links that lead somewhere."""

from __future__ import annotations

import json
import posixpath
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest

from crosswalk.library.library import Library
from crosswalk.model.schemas import PUBLISHED
from tools.docs.assemble import all_pages
from tools.docs.links import faults
from tools.docs.markdown import FENCE, LANGS, Pages, slug
from tools.docs.navigation import SECTIONS
from tools.docs.search import BilingualSearch

ROOT = Path(__file__).resolve().parents[2]
LIBRARY = Library.shipped()
MENU = [name for _, names in SECTIONS for name in names]


@cache
def pages(lang: str) -> Pages:
    return all_pages(lang, pictures=False)


@pytest.mark.parametrize("lang", LANGS)
def test_everything_of_the_library_has_a_page(lang: str) -> None:
    wanted = {f"standards/{slug(key)}" for key in LIBRARY.scheme_ids()}
    wanted |= {f"mappings/{key}" for key in LIBRARY.mapping.ids()}
    wanted |= {f"characterisation/{key}" for key in LIBRARY.characterisation.ids()}
    homes = (LIBRARY.factor_set, LIBRARY.waste_treatment, LIBRARY.recycling_parameters, LIBRARY.certificate_scheme)
    wanted |= {f"factors/{key}" for home in homes for key in home.ids()}
    wanted |= {f"schemas/{name}" for name in PUBLISHED} if lang == "en" else set()
    found = {page.removeprefix("reference/") for page in pages(lang) if page.count("/") == 2}
    assert found == wanted


def test_every_written_page_is_in_the_menu_once() -> None:
    written = {path.name.split(".")[0] for path in (ROOT / "docs").glob("*.md")} - {"index"}
    assert sorted(name for name in MENU if "/" not in name and name != "examples") == sorted(written)


@pytest.mark.parametrize("lang", LANGS)
def test_a_page_of_a_standard_says_what_the_data_says(lang: str) -> None:
    for key in LIBRARY.standard_ids():
        standard, page = LIBRARY.standard(key), pages(lang)[f"reference/standards/{slug(key)}"].replace("\\", "")
        assert standard.name[lang] in page
        for document in standard.documents.values():
            assert document.url is None or document.url in page, key
        for rule in standard.rules:
            assert " ".join(rule.text[lang].split()) in page, key
        for label in standard.labels:
            assert f"{key}#{label.id}" in page, key


@pytest.mark.parametrize("lang", LANGS)
def test_a_page_of_a_mapping_says_what_the_data_says(lang: str) -> None:
    for key in LIBRARY.mapping.ids():
        mapping, page = LIBRARY.mapping(key), pages(lang)[f"reference/mappings/{key}"].replace("\\", "")
        for block in (mapping.correspondences, mapping.assumptions, mapping.differences, mapping.comparisons, mapping.links):
            for entry in block:
                said = getattr(entry, "transformation", None) or getattr(entry, "statement", None) or getattr(entry, "text", None)
                assert said is not None
                assert " ".join(said[lang].split()) in page, key


@pytest.mark.parametrize("lang", LANGS)
def test_links_of_all_pages_lead_somewhere(lang: str) -> None:
    """Links between pages of one language by their Markdown, those out of it by the addresses of the site; Sphinx checks the places within pages."""
    outside = {f"{other}/{page}.html" for other in LANGS for page in pages(other)}
    for page, text in pages(lang).items():
        folder = posixpath.dirname(page)
        prose = FENCE.sub("", text)
        for target in re.findall(r"(?<!\\)\]\(([^()\s]+)\)", prose):
            if not re.match(r"[a-z]+:|#", target):
                path = posixpath.normpath(posixpath.join(folder, target.partition("#")[0]))
                assert path.removesuffix(".md") in pages(lang), f"{page}: {target}"
        for target in re.findall(r'<a href="([^"]+)">', prose):
            path = posixpath.normpath(posixpath.join(lang, folder, target.partition("#")[0]))
            assert path in outside or (ROOT / path).is_file() or (ROOT / "docs" / path).is_file(), f"{page}: {target}"


def test_search_splits_both_scripts_and_keeps_numbers() -> None:
    search = BilingualSearch({})
    assert search.split("GB/T 51366-2019 碳足迹, B6.1 氢") == [
        "GB",
        "T",
        "n51366",
        "n2019",
        "碳足",
        "足迹",
        "碳",
        "足",
        "迹",
        "B6",
        "n1",
        "氢",
        "氢",
    ]
    assert all(search.word_filter(search.stem(word)) for word in ("n51366", "碳足", "氢"))
    assert search.language_name.isidentifier()  # Sphinx writes it into the script as a name


@pytest.mark.skipif(shutil.which("node") is None, reason="JavaScript is run where Node.js is")
def test_a_query_is_split_as_the_index_is() -> None:
    texts = ["GB/T 51366-2019", "全球变暖潜势", "CO2e排放 B6.1", "EN 15804+A2: 声明", "氢", "_x 3a a3"]
    script = f"{BilingualSearch.js_splitter_code}; console.log(JSON.stringify({json.dumps(texts)}.map(splitQuery)))"
    done = subprocess.run(["node", "-e", script], capture_output=True, text=True, check=True)
    for text, query in zip(texts, json.loads(done.stdout), strict=True):
        assert query
        assert set(query) <= set(BilingualSearch({}).split(text)), text


def test_the_check_of_built_pages_finds_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "good.html").write_text('<h1 id="top">A</h1><a href="#top">a</a><a href="https://example.org/x">b</a>', "utf-8")
    assert faults(tmp_path) == []
    (tmp_path / "bad.html").write_text(
        '<a href="gone.html">a</a><a href="good.html#gone">b</a><script src="https://cdn.example.org/x.js"></script><img src="//x.org/y.png">',
        "utf-8",
    )
    (tmp_path / "bad.css").write_text("@import '//fonts.example.org/a.css'; p { background: url(data:image/png;base64,aa) }", "utf-8")
    assert faults(tmp_path) == [
        "bad.html: loads https://cdn.example.org/x.js",
        "bad.html: loads //x.org/y.png",
        "bad.html: no file gone.html",
        "bad.html: no place good.html#gone",
        "bad.css: loads from elsewhere",
    ]
