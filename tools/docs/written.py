"""The written pages: files of `docs/` with their links, and the printed reports of `examples/`, as pages of one language."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

from tools.docs.markdown import Pages, outward

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
REPORTS = ROOT / "examples" / "reports"
TOKEN = re.compile(
    r"(?P<fence>^```.*?^```$)|\[(?P<text>(?:`[^`]*`|[^\[\]`])*)\]\((?P<target>[^()\s]+)\)|(?P<code>`[^`\n]+`)", re.DOTALL | re.MULTILINE
)
"""What a link may stand beside: code is left as it is, and may be the text of a link."""
MERMAID = re.compile(r"^```mermaid\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def written_pages(lang: str) -> Pages:
    """The pages of `docs/` in one language, and the reports of the examples."""
    found = {page: localised(path.read_text("utf-8"), page, lang) for page, path in sources(lang).items()}
    ending = f".{lang}.md"
    for path in sorted(REPORTS.glob(f"*{ending}")):
        found[f"examples/{path.name.removesuffix(ending)}"] = path.read_text("utf-8")
    return found


def sources(lang: str) -> dict[str, Path]:
    """The files of `docs/` in one language, by page."""
    files = sorted(DOCS.glob("*.md"))
    if lang == "zh":
        return {path.name.removesuffix(".zh.md"): path for path in files if path.name.endswith(".zh.md")}
    return {path.stem: path for path in files if not path.name.endswith(".zh.md")}


def localised(text: str, page: str, lang: str) -> str:
    """A written page with its links as the site has them, and its diagrams drawn."""
    linked = TOKEN.sub(lambda found: _led(found, page, lang) if found["target"] else found[0], text)
    return MERMAID.sub(lambda found: _drawn(found[1]), linked)


def _led(found: re.Match[str], page: str, lang: str) -> str:
    text, target = found["text"], found["target"]
    if target.startswith(("https:", "http:", "mailto:", "#")):
        return found[0]
    path, _, anchor = target.partition("#")
    suffix = f"#{anchor}" if anchor else ""
    if path == "schemas/":
        return f"[{text}](reference/schemas.md)"
    home, name = _home(path)
    if home == lang:
        return f"[{text}]({name}.md{suffix})"
    if home is not None:
        return outward(text, f"{home}/{name}.html{suffix}", page)
    return outward(text, path.removeprefix("../"), page)


def _home(path: str) -> tuple[str | None, str]:
    """Which language a linked file is of, and the name of its page; none for what is no page."""
    if path.startswith("../") and not path.startswith("../examples/reports/"):
        return None, path
    for ending, lang in ((".zh.md", "zh"), (".en.md", "en"), (".md", "en")):
        if path.endswith(ending):
            name = path.removesuffix(ending)
            return lang, name.replace("../examples/reports/", "examples/")
    return None, path


def _drawn(diagram: str) -> str:
    """A diagram as a vector drawing inside the page; its words are the alternative for those who do not see it."""
    import mmdr

    words = "; ".join(line.strip() for line in diagram.strip().split("\n")[1:])
    svg = re.sub(r"\n\s*", " ", mmdr.render(diagram).svg())
    return f'<div class="diagram" role="img" aria-label="{escape(words)}">{svg}</div>'
