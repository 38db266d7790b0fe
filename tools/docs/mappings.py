"""A page for each mapping: how two standards stand to each other, computed, and what is curated about them."""

from __future__ import annotations

from dataclasses import replace

from crosswalk.api import compare, compare_rules
from crosswalk.errors import NotComparableError
from crosswalk.library.library import Library
from crosswalk.model.mapping import Mapping
from crosswalk.report.catalogue import shown
from crosswalk.report.comparison import comparison_report
from crosswalk.report.markdown import render
from crosswalk.report.materials import rules_report
from crosswalk.report.tables import Report, Table
from crosswalk.report.words import word
from tools.docs.markdown import Pages, link, picture, sections, table, trail, under_heading
from tools.docs.standards import page_of
from tools.docs.words import say

INDEX = "reference/mappings"
TITLE = {"en": "Mappings", "zh": "映射"}


def mapping_pages(library: Library, lang: str, pictures: bool) -> Pages:
    """The table of mappings, and their pages, with pictures of what each figure counts of each figure of the other standard."""
    lead = {
        "en": "What is curated about two standards beside their definitions, together with what the definitions themselves say about each other. "
        "Two standards of one frame can be compared and translated without a mapping too.",
        "zh": "除定义本身以外，两项标准之间经人工整理的内容，以及由定义计算得出的相互关系。同一框架的标准没有映射也可比较和换算。",
    }[lang]
    columns = ("1", "2", *(word(key, lang) for key in ("correspondences", "count of assumptions", "comparisons")))
    rows = []
    for key in library.mapping.ids():
        mapping = library.mapping(key)
        numbers = [str(library.record(side)["number"]) for side in mapping.between or ()] or [key, say("every pair", lang)]
        counts = (len(mapping.correspondences), len(mapping.assumptions), len(mapping.comparisons))
        rows.append((link(numbers[0], f"{INDEX}/{key}", INDEX), link(numbers[1], f"{INDEX}/{key}", INDEX), *map(str, counts)))
    index = f"# {TITLE[lang]}\n\n{trail(INDEX, lang)}\n\n{lead}\n\n{table(columns, rows)}"
    return {INDEX: index, **{f"{INDEX}/{key}": _page(library, library.mapping(key), lang, pictures) for key in library.mapping.ids()}}


def _page(library: Library, mapping: Mapping, lang: str, pictures: bool) -> str:
    page = f"{INDEX}/{mapping.id}"
    report = shown(mapping.id, None, lang)[1]
    drawn: list[str] = []
    try:
        own = _compared(library, mapping, lang)
    except NotComparableError as error:
        report = replace(report, notes=(error.render(lang), word("legal", lang)))
    else:
        if own is not None:
            report = replace(report, title=own.title, tables=(*_computed(own), *report.tables), notes=own.notes[-1:])
            drawn = [picture(entry) for entry in own.pictures()] if pictures else []
    sides = [(str(library.record(side)["number"]), page_of(side)) for side in mapping.between or ()]
    first, *rest = sections(under_heading(render(report), trail(page, lang, [(TITLE[lang], INDEX), *sides])))
    return "\n".join([first, *drawn, *rest])


def _compared(library: Library, mapping: Mapping, lang: str) -> Report | None:
    """What the definitions of the two say about each other; nothing for a mapping of a whole frame.

    Raises:
        NotComparableError: they rule on different things.
    """
    if mapping.between is None:
        return None
    first, second = mapping.between
    if library.is_material(first):
        return rules_report(compare_rules(first, second), lang)
    return comparison_report(compare(first, second), lang)


def _computed(report: Report) -> tuple[Table, ...]:
    """The tables of a comparison that the mapping does not hold itself."""
    return tuple(entry for entry in report.tables if entry.title not in (word("notes", "en"), word("notes", "zh")))
