"""Markdown of generated pages: links, tables, and addresses between pages of the two languages."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from html import escape

from crosswalk.report.markdown import inline
from crosswalk.report.tables import Picture

LANGS = ("en", "zh")
OTHER = {"en": ("zh", "中文"), "zh": ("en", "English")}
"""For each language the other one, and the word that leads there."""

Pages = dict[str, str]
"""Pages of one language: Markdown by path, with `/` and without an ending."""

FENCE = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)


def slug(item_id: str) -> str:
    """The name of the page of an item.

    >>> slug("cn/gbt-51366-2019")
    'cn-gbt-51366-2019'
    """
    return item_id.replace("/", "-")


def link(text: str, target: str, page: str) -> str:
    """A link from a page to another one of the same language.

    >>> link("EN 15978", "reference/standards/eu-en-15978-2011", "reference/mappings")
    '[EN 15978](standards/eu-en-15978-2011.md)'
    """
    return f"[{inline(text)}]({relative(f'{target}.md', page)})"


def relative(target: str, page: str) -> str:
    """A path as it is written on a page."""
    return os.path.relpath(target, os.path.dirname(page) or ".").replace(os.sep, "/")


def outward(text: str, target: str, page: str) -> str:
    """A link to what Sphinx does not know: a page of the other language, or a file beside the pages. `target` counts from the root of the site.

    >>> outward("中文", "zh/idea.html", "idea")
    '<a href="../zh/idea.html">中文</a>'
    """
    up = "../" * (page.count("/") + 1)
    words = re.sub(r"`([^`]*)`", r"<code>\1</code>", escape(text, quote=False))
    return f'<a href="{up}{target}">{words}</a>'


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table whose cells are Markdown already."""
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def sections(text: str) -> list[str]:
    """A page in parts: its head, then each section."""
    return re.split(r"\n(?=## )", text)


def picture(drawing: Picture) -> str:
    """A drawing inside a page, with its words for those who do not see it."""
    key = f'<p class="key">{escape(drawing.key)}</p>' if drawing.key else ""
    svg = re.sub(r"\s*\n\s*", " ", drawing.svg)  # an empty line would end the drawing
    return f'## {inline(drawing.title)}\n\n<div class="diagram">{svg}</div>{key}\n'


def styled(name: str, content: str) -> str:
    """A table with a class of the style sheet: `matrix` for columns of signs, `filter` for one that the reader may search."""
    return f"```{{table}}\n:class: {name}\n\n{content}```\n"


def under_heading(text: str, line: str) -> str:
    """A page with a line below its first heading."""
    heading, _, rest = text.partition("\n")
    return f"{heading}\n\n{line}\n{rest}"


def trail(page: str, lang: str, up: Sequence[tuple[str, str]] = ()) -> str:
    """The line below the heading of a generated page: where it belongs, and the same page in the other language."""
    other, word = OTHER[lang]
    return " · ".join([*(link(text, target, page) for text, target in up), outward(word, f"{other}/{page}.html", page)])
