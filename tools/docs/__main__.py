"""`python -m tools.docs`: builds the site into `build/docs/site`; with a language after it, the pages of that language only."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from tools.docs.assemble import all_pages
from tools.docs.links import faults
from tools.docs.markdown import LANGS
from tools.docs.written import DOCS, ROOT

BUILD = ROOT / "build" / "docs"
SITE = BUILD / "site"
CONF = Path(__file__).parent / "site"
LOCALES = {"en": "en", "zh": "zh_CN"}
START = """<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>crosswalk</title>
<body style="font: 1.2rem system-ui, sans-serif; margin: 15vh auto; max-width: 30rem; padding: 0 1rem">
<h1>crosswalk</h1>
<p><a href="en/index.html">Documentation in English</a></p>
<p lang="zh-CN"><a href="zh/index.html">中文文档</a></p>
</body></html>
"""


def main() -> int:
    """Build both languages side by side, then check what came out; the exit status of the first that fails."""
    shutil.rmtree(BUILD, ignore_errors=True)
    runs = [subprocess.Popen([sys.executable, "-m", "tools.docs", lang], cwd=ROOT) for lang in LANGS]
    status = max([run.wait() for run in runs])
    if status:
        return status
    shutil.copytree(DOCS / "schemas", SITE / "schemas")
    shutil.copytree(ROOT / "examples", SITE / "examples", ignore=shutil.ignore_patterns("reports"))
    for path in (*ROOT.glob("*.md"), *ROOT.glob("LICENSE*")):
        shutil.copy(path, SITE)  # what pages link to beside the documents
    (SITE / "index.html").write_text(START, encoding="utf-8")
    found = faults(SITE)
    print("\n".join(found) or f"{SITE.relative_to(ROOT)}/index.html: every link leads somewhere")
    return int(bool(found))


def build(lang: str) -> int:
    """Write the sources of one language and let Sphinx build them; a warning is an error."""
    from sphinx.cmd.build import main as sphinx

    source = BUILD / "source" / lang
    for page, text in all_pages(lang).items():
        path = source / f"{page}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    own = ["-D", f"language={LOCALES[lang]}", "-d", str(BUILD / "cache" / lang)]
    return sphinx(["-q", "-W", "--keep-going", "-c", str(CONF), *own, str(source), str(SITE / lang)])


if __name__ == "__main__":
    sys.exit(build(sys.argv[1]) if sys.argv[1:] else main())
