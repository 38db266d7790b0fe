"""A page for each standard, label scheme and law of the library, and the table of them all."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from crosswalk.library.library import Library
from crosswalk.report.catalogue import shown
from crosswalk.report.coverage import coverage
from crosswalk.report.markdown import inline, render
from crosswalk.report.words import kind, word
from tools.docs.markdown import Pages, link, sections, slug, styled, table, trail, under_heading
from tools.docs.words import say

INDEX = "reference/standards"
TITLE = {"en": "Standards", "zh": "标准"}
FIELDS = ("common", "buildings", "energy", "transport", "trade", "circular", "finance")
SIGNS = {"whole": "●", "part": "◐", "nothing": "–"}


def standard_pages(library: Library, lang: str) -> Pages:
    """The table of standards, and their pages."""
    records = {key: library.record(key) for key in library.scheme_ids()}
    pages = {page_of(key): _page(library, key, records[key], lang) for key in records}
    lead = {
        "en": "Whatever the library cites by number: standards and laws on footprints, materials, financed emissions and claims, and label schemes. "
        "Each page tells what is encoded, from which source, and how far each fact was checked.",
        "zh": "本库以编号引用的全部文件：碳足迹、材料、融资排放与声明方面的标准和法规，以及标签制度。每页列出已录入的内容、来源和每项事实的核实程度。",
    }
    parts = [f"# {TITLE[lang]}\n\n{trail(INDEX, lang)}\n\n{lead[lang]}\n"]
    for field in FIELDS:
        own = sorted((key for key, record in records.items() if record["field"] == field), key=lambda key: str(records[key]["number"]))
        columns = (say("standard", lang), word("name", lang), word("status", lang), word("id", lang))
        rows = [
            (
                link(str(records[key]["number"]), page_of(key), INDEX),
                inline(str(records[key]["name"][lang])),
                inline(kind(str(records[key]["status"]), lang)),
                f"`{key}`",
            )
            for key in own
        ]
        parts.append(f"## {word(f'field {field}', lang).capitalize()}\n\n{table(columns, rows)}")
    return {INDEX: "\n".join(parts), **pages}


def page_of(key: str) -> str:
    """The page of a standard."""
    return f"{INDEX}/{slug(key)}"


def _page(library: Library, key: str, record: dict[str, Any], lang: str) -> str:
    page = page_of(key)
    report = shown(key, None, lang)[1]
    report = replace(
        report, tables=tuple(entry for entry in report.tables if entry.title != word("stages count", lang))
    )  # the matrix says it
    first, *rest = sections(under_heading(render(report), trail(page, lang, [(TITLE[lang], INDEX)])))
    return "\n".join([first, *rest[:1], *_matrix(library, key, lang), *rest[1:], *_related(library, key, record, page, lang)])


def _matrix(library: Library, key: str, lang: str) -> list[str]:
    """The boundary as a picture of signs: stages down, branches of emission sources across."""
    if key not in library.standard_ids():
        return []
    standard = library.standard(key)
    found = coverage(library, standard)
    names = library.space(standard.frame).source_records
    branches = [branch for branch in names if any(entry.extents.get(branch, "nothing") != "nothing" for entry in found)]
    stages = {stage.id: stage.name[lang] for stage in standard.stages}
    heading = {"en": "Boundary matrix", "zh": "边界矩阵"}[lang]
    legend = {
        "en": "● counts in whole · ◐ counts in part (some of the sources or gases of the branch) · – does not count · empty: cannot occur there. "
        "Branches that no stage counts are left out.",
        "zh": "● 全部计入 · ◐ 部分计入（该类的部分来源或气体） · – 不计入 · 空白：不会发生。任何阶段均不计入的类别已省略。",
    }[lang]
    rows = [
        (inline(stages[entry.stage]), *(SIGNS[entry.extents[branch]] if branch in entry.extents else " " for branch in branches))
        for entry in found
    ]
    columns = (word("stage", lang), *(inline(names[branch][lang]) for branch in branches))
    return [f"## {heading}\n\n{legend}\n", styled("matrix", table(columns, rows))]


def _related(library: Library, key: str, record: dict[str, Any], page: str, lang: str) -> list[str]:
    """Where the standard is set against others, and the sets that it uses."""
    mappings = [
        link(" / ".join(str(library.record(other)["number"]) for other in between), f"reference/mappings/{name}", page)
        for name, entry in sorted(library.mapping.entries.items())
        if key in (between := entry.head.get("between") or ())
    ]
    gases = [link(name, f"reference/characterisation/{name}", page) for name in (record.get("characterisation") or {}).get("sets") or ()]
    rules = record.get("activities") or ()
    used = dict.fromkeys(name for rule in rules for source in (rule, *(rule.get("rest") or ())) for name in source.get("factor_sets") or ())
    factors = [link(name, f"reference/factors/{name}", page) for name in used]
    editions = [
        link(str(library.record(other)["number"]), page_of(other), page)
        for other in library.scheme_ids()
        if other != key and library.record(other)["family"] == record["family"]
    ]
    titles = {
        "en": ("Other editions", "Mappings", "Characterisation sets", "Factor sets"),
        "zh": ("其他版本", "映射", "特征化因子集", "因子集"),
    }[lang]
    heading = {"en": "See also", "zh": "另见"}[lang]
    lines = [f"- {title}: {', '.join(links)}" for title, links in zip(titles, (editions, mappings, gases, factors), strict=True) if links]
    return [f"## {heading}\n\n" + "\n".join(lines) + "\n"] if lines else []
