"""The documentation tells the truth: a page runs from top to bottom and prints what it shows, and every link leads somewhere."""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from crosswalk.checks import kind_of_content
from crosswalk.errors import InputError
from crosswalk.library.document import parse
from crosswalk.model.figure import Figure
from crosswalk.model.footprint import Footprint
from crosswalk.reading import read, read_claim

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
FENCES = {"python", "console", "sh", "yaml", "mermaid", "text"}
"""What a page may hold: blocks that run (`python`, `console` with what it prints, `sh` without), `yaml` that is checked, drawings, and `text`
for what needs a network, another machine or a person."""


class Block(NamedTuple):
    language: str
    line: int
    content: str


def blocks(page: Path) -> Iterator[Block]:
    text = page.read_text("utf-8")
    for found in re.finditer(r"^```(\S*)\n(.*?)^```$", text, flags=re.DOTALL | re.MULTILINE):
        yield Block(found[1], text[: found.start()].count("\n") + 1, found[2])


@pytest.fixture(autouse=True)
def at_the_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.delenv("CROSSWALK_PATH", raising=False)
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_block_is_of_a_kind(page: Path) -> None:
    assert [block for block in blocks(page) if block.language not in FENCES] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_blocks_run_from_top_to_bottom(page: Path) -> None:
    names: dict[str, Any] = {"__name__": "__main__"}
    for block in blocks(page):
        if block.language == "python":
            run_python(page, block, names)
        elif block.language == "console":
            for command, shown in commands(block.content):
                assert printed(command) == shown.rstrip("\n"), f"{page.name}: $ {command}"
        elif block.language == "sh":
            for command in block.content.strip().split("\n"):
                done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
                assert done.returncode in (0, 4), f"{page.name}: {command}\n{done.stderr}"  # 4: a verdict that a script may ask for


def run_python(page: Path, block: Block, names: dict[str, Any]) -> None:
    test = doctest.DocTestParser().get_doctest(block.content, names, page.name, str(page), block.line)
    report: list[str] = []
    assert test.examples, f"{page.name}:{block.line}: a python block without `>>>`"
    assert doctest.DocTestRunner(verbose=False).run(test, out=report.append, clear_globs=False).failed == 0, "".join(report)
    names.update(test.globs)


def commands(content: str) -> Iterator[tuple[str, str]]:
    """Each `$ command` of a console block, with the output that the page shows."""
    for part in re.split(r"^\$ ", content.rstrip("\n"), flags=re.MULTILINE)[1:]:
        lines = part.split("\n")
        more = next((position for position, line in enumerate(lines[1:], 1) if not line.startswith("> ")), len(lines))
        yield "\n".join([lines[0], *(line[2:] for line in lines[1:more])]), "\n".join(lines[more:])


def printed(command: str) -> str:
    # the environment as Python sees it: readline, which pytest loads, sets a width for those who inherit
    done = subprocess.run(
        ["bash", "-c", command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, env=dict(os.environ)
    )
    return "\n".join(line.rstrip() for line in done.stdout.rstrip("\n").split("\n"))


@pytest.mark.parametrize(
    "page", [page for page in PAGES if any(block.language == "yaml" for block in blocks(page))], ids=lambda page: page.name
)
def test_yaml_blocks_are_valid(page: Path, tmp_path: Path) -> None:
    """A whole document passes as it is; a part of a footprint does as soon as it stands in one."""
    for block in blocks(page):
        if block.language != "yaml":
            continue
        data = parse(block.content.encode(), page.name).data
        file = tmp_path / "block.yaml"
        file.write_text(block.content, "utf-8")
        kind = kind_of_content(data)
        if kind == "footprint":
            read(file)
        elif kind == "claim":
            read_claim(file)
        elif kind in ("standard", "mapping"):
            assert any(block.content in toy.read_text("utf-8") for toy in (ROOT / "docs" / "toy" / f"{kind}s").rglob("*.yaml"))
        elif set(data) == {"activity"}:
            Figure.model_validate({"stage": "A3", **data})
        else:
            Footprint.model_validate({"standard": "eu/en-15804-a2-2019", "figures": [{"stage": "A1-A3", "value": "1 kg CO2e"}], **data})


def test_a_wrong_yaml_block_is_found(tmp_path: Path) -> None:
    file = tmp_path / "block.yaml"
    file.write_text("standard: cn/gbt-51366-2019\nfigures:\n  - {stage: production, valeu: 1 kg CO2e}\n", "utf-8")
    with pytest.raises(InputError, match="unknown field"):
        read(file)


def places(page: Path) -> set[str]:
    """The anchors of the headings, as viewers of Markdown and the site make them."""
    text = re.sub(r"^```.*?^```$", "", page.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)
    headings = re.findall(r"^#+ (.*)$", text, flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"^```.*?^```$", "", page.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)
    for target, place in re.findall(r"\]\(([^)#\s]*)(?:#([^)\s]*))?\)", text):
        if target.startswith(("http://", "https://", "mailto:")):
            continue
        home = page.parent / target if target else page
        assert home.exists(), f"{page.name}: {target}"
        assert not place or place in places(home), f"{page.name}: {target}#{place}"


ONE_LANGUAGE = {"performance", "changelog"}
"""Pages that programs write, in English only."""


def test_every_page_has_its_chinese_twin_and_each_leads_to_the_other() -> None:
    docs = ROOT / "docs"
    english = {page.stem for page in docs.glob("*.md") if not page.name.endswith(".zh.md")}
    assert {page.name.removesuffix(".zh.md") for page in docs.glob("*.zh.md")} == english - ONE_LANGUAGE
    for name in sorted(english - ONE_LANGUAGE):
        assert f"]({name}.zh.md)" in (docs / f"{name}.md").read_text("utf-8"), f"{name}.md does not lead to its twin"
        assert f"]({name}.md" in (docs / f"{name}.zh.md").read_text("utf-8"), f"{name}.zh.md does not lead to its twin"


@pytest.mark.parametrize("page", [page for page in PAGES if page.name.endswith(".zh.md")], ids=lambda page: page.name)
def test_chinese_pages_lead_to_chinese_pages(page: Path) -> None:
    """A link to an English page is one to its own twin, or to a page that has none."""
    own = page.name.removesuffix(".zh.md")
    left = []
    for target in re.findall(r"\]\(([^)#\s:/]+)\.md", page.read_text("utf-8")):
        if not target.endswith(".zh") and target not in {own, *ONE_LANGUAGE}:
            left.append(target)
    assert not left
