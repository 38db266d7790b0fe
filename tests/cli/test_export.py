"""`crosswalk export` of footprints: exit status, what goes to which stream, whole files or none."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

PANEL = "examples/formats/panel-soda4lca.json"


def run(*words: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "crosswalk.cli", "export", *words], capture_output=True, check=False, timeout=120)


def test_the_file_goes_to_stdout_and_what_is_not_in_it_to_stderr() -> None:
    done = run(PANEL, "--format", "openepd", "--set", "method=CML 2012")
    assert done.returncode == 0
    assert json.loads(done.stdout)["doctype"] == "openEPD"
    assert "not in the file: subject.location, year, evidence.verification" in done.stderr.decode()


def test_a_refused_file_is_not_begun(tmp_path: Path) -> None:
    output = tmp_path / "out.json"
    output.write_text("before")
    done = run(PANEL, "--format", "openepd", "--output", str(output), "--lang", "zh")
    assert done.returncode == 3
    assert done.stdout == b""
    assert output.read_text() == "before"
    assert [path.name for path in tmp_path.iterdir()] == ["out.json"]
    assert "CML" in done.stderr.decode()


def test_a_written_archive_can_be_read(tmp_path: Path) -> None:
    output = tmp_path / "panel.zip"
    assert run(PANEL, "--format", "ilcd", "-o", str(output)).returncode == 0
    done = subprocess.run([sys.executable, "-m", "crosswalk.cli", "read", str(output)], capture_output=True, check=False, timeout=120)
    assert b"-261.09709844067464 kg CO2e" in done.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((PANEL,), "a footprint is written as"),
        ((PANEL, "--format", "opnepd"), "nearest: openepd"),
        (("--format", "pact"), "name its file"),
        (("GB/T 51366", "EN 15978", "--to", "EN 15978"), "belong to a footprint"),
        ((PANEL, "--format", "openepd", "--set", "method"), "NAME=VALUE"),
        (("a", "b", "c"), "name one file, or two standards"),
    ],
)
def test_wrong_usage(words: tuple[str, ...], said: str) -> None:
    done = run(*words)
    assert done.returncode == 2
    assert said in done.stderr.decode()


def test_a_translation_is_written_on_the_way() -> None:
    done = run(
        "examples/epd-ready-mix-35mpa.yaml", "--to", "EN 15804+A1", "--format", "openepd", "--set", "method=CML 2012", "--value", "low"
    )
    assert done.returncode == 0, done.stderr
    assert "translated from eu/en-15804-a2-2019 into eu/en-15804-a1-2013" in json.loads(done.stdout)["lca_discussion"]
