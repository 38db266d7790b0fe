"""What a release promises: a figure that moves is named, versions agree, every lower bound can be read, the checks find what is wrong."""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from typing import Any

import pytest
import yaml

import crosswalk as cw
from tools import write_figures
from tools.pythons import LOWEST
from tools.suite import CORE, lowest, requirements
from tools.venvs import ROOT

PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
CITATION: dict[str, Any] = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
VERSION = re.compile(r"\d+\.\d+\.\d+")


def test_a_change_of_data_that_moves_a_figure_is_named() -> None:
    written = write_figures.table()["figures"]
    now = dict(write_figures.figures())
    moved = write_figures.moved(written, now)
    assert not moved, f"these figures moved: {moved}; run `make figures BECAUSE='what changed' MOVES='who sees other numbers'`"
    assert set(now) == set(written), "examples came in or went: run `make figures`"
    assert len(now) >= 70


def test_what_moved_stands_in_the_changelog() -> None:
    page = write_figures.CHANGELOG.read_text("utf-8").splitlines()
    missing = [change["row"] for change in write_figures.table()["moved"] if change["row"] not in page]
    assert not missing


def test_a_moved_figure_is_seen_and_a_last_digit_is_not() -> None:
    last: dict[str, dict[str, list[str | None]]]
    before: dict[str, dict[str, list[str | None]]] = {"a": {"total": ["1", None, None]}, "b": {"total": ["2", "2", "2"]}}
    last = {"a": {"total": ["1.0000000001", None, None]}, "b": {"total": ["2", "2", "2"]}, "c": {"total": ["3", None, None]}}
    assert write_figures.moved(before, last) == []
    assert write_figures.moved(before, {**last, "a": {"total": ["1.001", None, None]}}) == ["a"]
    assert write_figures.moved(before, {**last, "a": {"total": ["1", None, "4"]}}) == ["a"]
    assert write_figures.moved(before, {**last, "a": {"refused": ["InputError"]}}) == ["a"]
    assert write_figures.moved(before, {"a": last["a"]}) == ["b"]


def test_a_figure_moves_only_with_a_reason(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    page, table = tmp_path / "changelog.md", tmp_path / "figures.json"
    page.write_text("| Since | What | Moves |\n", "utf-8")
    table.write_text('{"moved": [], "figures": {"a": {"total": ["1"]}}}', "utf-8")
    monkeypatch.setattr(write_figures, "TABLE", table)
    monkeypatch.setattr(write_figures, "CHANGELOG", page)
    monkeypatch.setattr(write_figures, "figures", lambda: iter([("a", {"total": ["2"]})]))
    monkeypatch.setattr("sys.argv", ["write_figures.py", "", ""])
    with pytest.raises(SystemExit, match="these moved"):
        write_figures.main()
    assert write_figures.table()["figures"] == {"a": {"total": ["1"]}}
    monkeypatch.setattr("sys.argv", ["write_figures.py", "a factor was corrected", "declarations of a"])
    write_figures.main()
    assert write_figures.table()["figures"] == {"a": {"total": ["2"]}}
    assert page.read_text("utf-8").splitlines()[-1].endswith("| a factor was corrected | declarations of a |")


def test_versions_are_semantic_and_agree() -> None:
    assert VERSION.fullmatch(cw.__version__)
    assert VERSION.fullmatch(cw.Library.shipped().version)
    assert CITATION["version"] == cw.__version__
    changelog = (ROOT / "docs" / "changelog.md").read_text("utf-8")
    assert re.search(rf"^## .*\b{re.escape(cw.__version__)}\b", changelog, re.MULTILINE)


def test_the_citation_has_what_the_format_asks() -> None:
    assert {"cff-version", "message", "title", "authors"} <= CITATION.keys()
    assert " AND ".join(CITATION["license"]) == "Apache-2.0 AND CC-BY-4.0"
    assert PROJECT["license"] == "Apache-2.0 AND CC-BY-4.0"


@pytest.mark.parametrize("name", ["LICENSE", "LICENSE-DATA", "CITATION.cff", "CONTRIBUTING.md", "SECURITY.md"])
def test_a_file_of_the_project_exists_and_its_links_lead_somewhere(name: str) -> None:
    content = (ROOT / name).read_text("utf-8")
    assert len(content) > 400
    for target in re.findall(r"\]\(([^)#\s]+)", content) if name.endswith(".md") else []:
        assert (ROOT / target).exists(), target


def test_commands_that_contributors_are_told_exist() -> None:
    make = (ROOT / "Makefile").read_text("utf-8")
    told = set(re.findall(r"^make ([a-z ]+?)(?=\s{2,}|$)", (ROOT / "CONTRIBUTING.md").read_text("utf-8"), re.MULTILINE))
    names = {name for words in told for name in words.split()}
    assert {"dist", "extras", "ranges", "pythons"} <= names
    for name in names:
        assert re.search(rf"^{name}:", make, re.MULTILINE), name


def test_every_range_has_a_lower_end_and_every_python_is_named() -> None:
    for requirement in requirements("batch", "files", "parquet", "report", "xlsx"):
        assert "==" in lowest(requirement)
    assert PROJECT["requires-python"] == f">={LOWEST[0]}.{LOWEST[1]}"
    named = {Decimal(entry.rsplit(" ", 1)[1]) for entry in PROJECT["classifiers"] if re.search(r"Python :: 3\.\d+$", entry)}
    assert min(named) == Decimal("3.11")


def test_the_core_tests_exist() -> None:
    assert [path for path in CORE if not (ROOT / path).exists()] == []
