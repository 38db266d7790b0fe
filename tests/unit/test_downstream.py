"""A project of somebody else that tests itself with `crosswalk.testing`, run as it would run there."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "downstream"
PROJECT = "[tool.pytest.ini_options]\naddopts = '-q -p no:cacheprovider'\n"
FAILING = """
def test_fails(crosswalk_translate):
    office = {"standard": "GB/T 51366", "figures": [{"stage": "production", "value": "386.2 kg CO2e"}]}
    assert crosswalk_translate(office, to="eu/en-15978-2011").total.status == "exact"
"""
OWN = """
import pytest
import crosswalk as cw

@pytest.fixture(scope="session")
def crosswalk_library():
    return cw.Library(["toy"])

def test_translates(crosswalk_translate):
    shed = {"standard": "int/toy-2026", "figures": [{"stage": "supply", "value": "80 kg CO2e"}]}
    assert crosswalk_translate(shed, to="int/toy-2026").figure("supply").status == "exact"
"""
LIGHT = """
import sys

def test_nothing_is_loaded():
    assert not {"pydantic", "pint", "yaml", "crosswalk.api"} & set(sys.modules)
"""


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=300)


def project(folder: Path, content: str, settings: str = "") -> Path:
    (folder / "pyproject.toml").write_text(PROJECT + settings, "utf-8")
    (folder / "test_it.py").write_text(content, "utf-8")
    return folder


def test_the_example_passes_and_its_wrong_converter_is_caught(tmp_path: Path) -> None:
    folder = tmp_path / "downstream"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("__pycache__", ".hypothesis", ".pytest_cache"))
    done = run(folder)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "6 passed, 1 xfailed" in done.stdout
    caught = run(folder, "--runxfail", "-k", "naive")
    assert caught.returncode == 1
    assert "B6: it says 1749.44 kg CO2e/m**2" in caught.stdout
    assert "deciding gap" in caught.stdout


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", ["Shared part, like for like: 386.2 kg CO2e (exact)", "not declared, A4: ", "is not declared, which is not zero"]),
        ("zh", ["可比部分：386.2 kg CO2e (精确)", "未声明，A4：", "未声明不等于零"]),
    ],
)
def test_a_failed_test_shows_what_it_translated(tmp_path: Path, lang: str, words: list[str]) -> None:
    done = run(project(tmp_path, FAILING), "--crosswalk-lang", lang)
    assert done.returncode == 1
    assert "cn/gbt-51366-2019 -> eu/en-15978-2011" in done.stdout
    assert [entry for entry in words if entry not in done.stdout] == [], done.stdout


def test_a_project_with_standards_of_its_own_overrides_the_library(tmp_path: Path) -> None:
    shutil.copytree(EXAMPLE.parents[1] / "docs" / "toy", tmp_path / "toy")
    done = run(project(tmp_path, OWN))
    assert done.returncode == 0, done.stdout
    assert "1 passed" in done.stdout


def test_an_unknown_language_is_refused(tmp_path: Path) -> None:
    done = run(project(tmp_path, LIGHT, "crosswalk_lang = 'fr'\n"))
    assert done.returncode == 4
    assert "expected en or zh, not 'fr'" in done.stderr


def test_a_project_without_such_tests_loads_nothing(tmp_path: Path) -> None:
    done = run(project(tmp_path, LIGHT), "-p", "no:hypothesispytest")
    assert done.returncode == 0, done.stdout
