"""`python -m tools.docs`: builds the site into `build/docs/site`."""

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
CONF = Path(__file__).parent / "site"
LOCALES = {"en": "en", "zh": "zh_CN"}
START = """<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>crosswalk</title>
<body style="font: 1.2rem system-ui, sans-serif; margin: 15vh auto; max-width: 30rem">
<h1>crosswalk</h1>
<p><a href="en/index.html">Documentation in English</a></p>
<p lang="zh-CN"><a href="zh/index.html">中文文档</a></p>
</body></html>
"""


def main() -> int:
    """Assemble, build both languages side by side, check; the exit status of the first that fails."""
    shutil.rmtree(BUILD, ignore_errors=True)
    site = BUILD / "site"
    for lang in LANGS:
        for page, text in all_pages(lang).items():
            path = BUILD / "source" / lang / f"{page}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    runs = [subprocess.Popen(_sphinx(lang, site / lang), cwd=ROOT) for lang in LANGS]
    status = max(run.wait() for run in runs)
    if status:
        return status
    shutil.copytree(DOCS / "schemas", site / "schemas")
    shutil.copytree(ROOT / "examples", site / "examples", ignore=shutil.ignore_patterns("reports"))
    (site / "index.html").write_text(START, encoding="utf-8")
    found = faults(site)
    print("\n".join(found) or f"{site.relative_to(ROOT)}/index.html: every link leads somewhere")
    return int(bool(found))


def _sphinx(lang: str, target: Path) -> list[str]:
    """Sphinx on one language; a warning is an error."""
    own = ["-D", f"language={LOCALES[lang]}", "-d", str(BUILD / "cache" / lang)]
    return [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-c", str(CONF), *own, str(BUILD / "source" / lang), str(target)]


if __name__ == "__main__":
    sys.exit(main())
