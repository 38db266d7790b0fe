"""Checks of the site: every link leads to a page, a file and a place in it, and no page loads anything from elsewhere."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

LOADS = {("script", "src"), ("img", "src"), ("iframe", "src"), ("source", "src"), ("object", "data"), ("embed", "src"), ("link", "href")}
ELSEWHERE = ("http:", "https:", "//")
IMPORT = re.compile(rb"(?:url\(\s*['\"]?|@import\s+['\"])(?:https?:)?//", re.IGNORECASE)


@dataclass
class _Built(HTMLParser):
    """The places of a built page, where it links to, and what it loads."""

    places: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)
    loads: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        for name in ("id", "name"):
            if given.get(name):
                self.places.add(str(given[name]))
        if tag == "a" and given.get("href"):
            self.links.append(str(given["href"]))
        self.loads += [str(given[name]) for kind, name in LOADS if kind == tag and given.get(name)]


def faults(site: Path) -> list[str]:
    """Every link of the built pages that leads nowhere, and everything that they load from elsewhere."""
    pages = {path: _read(path) for path in sorted(site.rglob("*.html"))}
    found = []
    for path, page in pages.items():
        name = path.relative_to(site)
        found += [f"{name}: loads {address}" for address in page.loads if address.startswith(ELSEWHERE)]
        for address in (*page.links, *page.loads):
            if re.match(r"[a-z][a-z0-9+.-]*:", address) or address.startswith("//"):
                continue
            target, _, place = address.partition("#")
            target = unquote(target.partition("?")[0])
            home = (path.parent / target).resolve() if target else path
            if home.is_dir():
                home /= "index.html"
            if not home.is_file():
                found.append(f"{name}: no file {address}")
            elif place and home in pages and unquote(place) not in pages[home].places:
                found.append(f"{name}: no place {address}")
    for style in sorted(site.rglob("*.css")):
        if IMPORT.search(style.read_bytes()):
            found.append(f"{style.relative_to(site)}: loads from elsewhere")
    return found


def _read(path: Path) -> _Built:
    page = _Built()
    page.feed(path.read_text("utf-8"))
    return page
