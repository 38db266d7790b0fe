"""Pages of factor sets, characterisation sets and further parameters, and of labels, frames and terms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from crosswalk.library.library import Library
from crosswalk.model.frame import EmissionSource, Stage
from crosswalk.report.catalogue import shown
from crosswalk.report.markdown import inline, render
from crosswalk.report.verdicts import label_listing
from crosswalk.report.words import word
from tools.docs.markdown import Pages, link, sections, styled, table, trail, under_heading
from tools.docs.standards import FIELDS, page_of
from tools.docs.words import say

FACTORS, CHARACTERISATION = "reference/factors", "reference/characterisation"
TITLES = {
    FACTORS: {"en": "Factor tables", "zh": "因子表"},
    CHARACTERISATION: {"en": "Characterisation sets", "zh": "特征化因子集"},
    "reference/labels": {"en": "Labels", "zh": "标签"},
    "reference/frames": {"en": "Frames", "zh": "框架"},
}
LEADS = {
    FACTORS: {
        "en": "Emission factors by carrier, each set with what its numbers count, and parameters of recycling, waste treatment and certificates. "
        "`crosswalk factors` searches them.",
        "zh": "按载体列出的排放因子集（含其数值的计入范围），以及回收、废物处理和证书参数。`crosswalk factors` 可检索。",
    },
    CHARACTERISATION: {
        "en": "Kilograms of CO2e for a kilogram of gas. Values that disagree are sets of their own.",
        "zh": "每千克气体的二氧化碳当量（千克）。数值不一致时分为不同的因子集。",
    },
    "reference/labels": {
        "en": "What a figure can earn, by field: the limits and the ids of the conditions. `crosswalk labels` tells which of them a footprint earns.",
        "zh": "按领域列出的标签：限值与条件编号。`crosswalk labels` 判定足迹可取得哪些标签。",
    },
    "reference/frames": {
        "en": "The axes along which figures are cut. A declaration may use their names; so does the data of every standard.",
        "zh": "划分数值的各个轴。声明和各标准数据均使用这些名称。",
    },
}
MAIN = ("co2-fossil", "ch4-fossil", "ch4-biogenic", "n2o", "sf6", "nf3")
"""The gases of the table of all sets."""


def set_pages(library: Library, lang: str) -> Pages:
    """Factor tables, characterisation sets, labels, frames and terms."""
    return {
        **_factors(library, lang),
        **_characterisation(library, lang),
        **_labels(library, lang),
        **_frames(library, lang),
        **_terms(lang),
    }


def _head(page: str, lang: str) -> str:
    return f"# {TITLES[page][lang]}\n\n{trail(page, lang)}\n\n{LEADS[page][lang]}\n"


def _shown(page: str, key: str, lang: str, up: str) -> str:
    return under_heading(render(shown(key, None, lang)[1]), trail(page, lang, [(TITLES[up][lang], up)]))


def _factors(library: Library, lang: str) -> Pages:
    parts, pages = [_head(FACTORS, lang)], {}
    sets = {key: library.factor_set(key) for key in library.factor_set.ids()}
    for carrier in ("electricity", "heat", "fuel", "material", "transport"):
        rows = [
            (
                link(key, f"{FACTORS}/{key}", FACTORS),
                inline(item.name[lang]),
                inline(", ".join(item.counts.sources or ("*",))),
                inline(", ".join(item.counts.gases or ("*",))),
                str(sum(len(series.values) for series in item.series) + len(item.items)),
            )
            for key, item in sets.items()
            if item.carrier == carrier
        ]
        if rows:
            own = (word("id", lang), word("name", lang), *(say(key, lang) for key in ("counted sources", "counted gases", "values")))
            parts.append(f"## {say(carrier, lang)}\n\n{table(own, rows)}")
    more = (library.recycling_parameters, library.waste_treatment, library.certificate_scheme)
    others = [(key, str(home.entries[key].head["name"][lang])) for home in more for key in home.ids()]
    further = [(link(key, f"{FACTORS}/{key}", FACTORS), inline(name)) for key, name in others]
    heading = {"en": "Recycling, waste, certificates", "zh": "回收、废物、证书"}[lang]
    parts.append(f"## {heading}\n\n{table((word('id', lang), word('name', lang)), further)}")
    for key in (*sets, *(key for key, _ in others)):
        pages[f"{FACTORS}/{key}"] = _shown(f"{FACTORS}/{key}", key, lang, FACTORS)
    return {FACTORS: "\n".join(parts), **pages}


def _characterisation(library: Library, lang: str) -> Pages:
    sets = {key: library.characterisation(key) for key in library.characterisation.ids()}
    rows = [
        (
            link(key, f"{CHARACTERISATION}/{key}", CHARACTERISATION),
            inline(item.name[lang]),
            *(str(item.factors[gas].value) if gas in item.factors else "-" for gas in MAIN),
        )
        for key, item in sets.items()
    ]
    columns = (word("id", lang), word("name", lang), *MAIN)
    pages = {f"{CHARACTERISATION}/{key}": _shown(f"{CHARACTERISATION}/{key}", key, lang, CHARACTERISATION) for key in sets}
    return {CHARACTERISATION: f"{_head(CHARACTERISATION, lang)}\n{table(columns, rows)}", **pages}


def _labels(library: Library, lang: str) -> Pages:
    page = "reference/labels"
    parts = [_head(page, lang)]
    columns = tuple(word(key, lang) for key in ("label", "name", "limit", "conditions"))
    for field in FIELDS:
        rows = []
        for label, name, limit, conditions in label_listing(field, lang)[1].tables[0].rows:
            standard = label.partition("#")[0]
            rows.append((link(label, page_of(standard), page), inline(name), inline(limit), inline(conditions)))
        if rows:
            parts.append(f"## {word(f'field {field}', lang).capitalize()}\n\n{table(columns, rows)}")
    return {page: "\n".join(parts)}


def _frames(library: Library, lang: str) -> Pages:
    page = "reference/frames"
    parts = [_head(page, lang)]
    for key in library.frame.ids():
        frame = library.frame(key)
        parts.append(f"## {inline(frame.name[lang])}\n")
        columns = (word("id", lang), word("name", lang))
        for title, nodes in ((word("stage", lang), frame.stages), (word("source", lang), frame.sources)):
            parts.append(f"### {title} ({key})\n\n{table(columns, _tree(nodes, lang))}")
    space = library.space("life-cycle")
    rows = [(f"`{gas.id}`", inline(gas.formula), inline(gas.name[lang])) for gas in space.gases]
    parts.append(f"## {word('gas', lang)}\n\n{table((word('id', lang), say('formula', lang), word('name', lang)), rows)}")
    return {page: "\n".join(parts)}


def _tree(nodes: Sequence[Stage | EmissionSource], lang: str, depth: int = 0) -> list[tuple[str, str]]:
    """The entries of an axis, parts below their whole."""
    rows = []
    for node in nodes:
        rows.append(("&emsp;" * depth + f"`{node.id}`", inline(node.name[lang])))
        rows += _tree(node.parts, lang, depth + 1)
    return rows


def _terms(lang: str) -> Pages:
    page = "reference/glossary"
    report = shown("terms", None, lang)[1]
    terms, documents = report.tables
    rows = [tuple(inline(cell) for cell in row) for row in terms.rows]
    rest = render(replace(report, tables=(documents,)))
    head, sources = sections(under_heading(rest, trail(page, lang)))
    return {page: f"{head}\n{styled('filter', table(terms.columns, rows))}\n{sources}"}
