"""The order of the pages: what stands in the menu of each language."""

from __future__ import annotations

SECTIONS: tuple[tuple[tuple[str, str], tuple[str, ...]], ...] = (
    (("Tutorial", "入门"), ("tutorial",)),
    (
        ("How-to guides", "操作指南"),
        (
            "declare",
            "gaps",
            "energy",
            "labels",
            "trade",
            "trade-goods",
            "transport",
            "circular",
            "organisations",
            "finance",
            "formats",
            "web",
            "reports",
            "batch",
            "testing",
            "add-a-standard",
        ),
    ),
    (("Explanation", "原理"), ("idea", "bounds", "refused", "limits", "data", "architecture")),
    (
        ("Reference", "参考"),
        (
            "reference/standards",
            "reference/mappings",
            "reference/labels",
            "reference/factors",
            "reference/characterisation",
            "reference/frames",
            "reference/glossary",
            "reference/cli",
            "reference/api",
            "reference/schemas",
            "examples",
        ),
    ),
    (("Project", "项目"), ("vectors", "performance", "mutation", "release", "changelog")),
)


def menu(lang: str, pages: set[str]) -> str:
    """The menu, as hidden lists at the end of the first page; a page without a version in the language is left out."""
    parts = []
    for (english, chinese), names in SECTIONS:
        shown = [name for name in names if name in pages]
        caption = chinese if lang == "zh" else english
        parts.append("```{toctree}\n:hidden:\n:caption: " + caption + "\n\n" + "\n".join(shown) + "\n```\n")
    return "\n".join(parts)
