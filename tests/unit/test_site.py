"""The pages of the documentation site: one for everything in the library, in both languages, and links that lead somewhere."""

from __future__ import annotations

import posixpath
import re
from functools import cache
from pathlib import Path

import pytest

from crosswalk.library.library import Library
from crosswalk.model.schemas import PUBLISHED
from tools.docs.assemble import all_pages
from tools.docs.links import faults
from tools.docs.markdown import FENCE, LANGS, Pages, slug
from tools.docs.navigation import SECTIONS

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
