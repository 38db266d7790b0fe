"""All pages of one language, as Sphinx reads them."""

from __future__ import annotations

from crosswalk.library.library import Library
from tools.docs.interfaces import interface_pages
from tools.docs.mappings import mapping_pages
from tools.docs.markdown import Pages, link, table, trail
from tools.docs.navigation import menu
from tools.docs.sets import set_pages
from tools.docs.standards import standard_pages
from tools.docs.words import say
from tools.docs.written import written_pages

HIDDEN = "---\norphan: true\n---\n\n"  # a page that no menu lists: those of single items, which their tables list


def all_pages(lang: str, pictures: bool = True) -> Pages:
    """The written and the generated pages of one language, the menu on the first of them; without pictures they are made faster."""
    library = Library.shipped()
    pages = written_pages(lang)
    pages |= {"examples": _examples(pages, lang)}
    pages |= {
        **standard_pages(library, lang),
        **mapping_pages(library, lang, pictures),
        **set_pages(library, lang),
        **interface_pages(lang),
    }
    listed = menu(lang, set(pages))
    shown = {"index", *listed.split("\n")}
    return {
        page: f"{text}\n{listed}" if page == "index" else text if page in shown else HIDDEN + text for page, text in sorted(pages.items())
    }


def _examples(pages: Pages, lang: str) -> str:
    names = [page for page in pages if page.startswith("examples/")]
    rows = [(link(pages[page].split("\n", 1)[0].removeprefix("# ").replace("\\", ""), page, "examples"),) for page in names]
    return (
        f"# {say('examples', lang)}\n\n{trail('examples', lang)}\n\n{say('examples lead', lang)}\n\n{table((say('report', lang),), rows)}"
    )
