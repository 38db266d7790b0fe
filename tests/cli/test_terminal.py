"""The terminal: tables that fit 80 columns, no colour where none is wanted, help with examples, and what the shell completes."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest
from click.shell_completion import BashComplete
from click.testing import CliRunner
from rich.cells import cell_len

from cli.test_cli import CALLS, commands, takes
from crosswalk.cli import main

TABLES = {name: words for name, words in CALLS.items() if takes(name, "--format") and name not in ("read", "export")}
TABLES |= {
    "steps": [*CALLS["translate"], "--trace"],
    "matrix": ["equivalent", "--field", "buildings"],
    "book": ["translate", "examples/loan-book-pboc.yaml", "--to", "PCAF", "--trace"],
    "claim": ["translate", "examples/claim-pet-bottle.yaml", "--to", "PPWR", "--trace"],
    "goods": ["translate", "examples/steel-coil/coil.yaml", "--to", "CBAM", "--trace"],
    "activities": ["correspond", "3.2.3.4", "--to", "eu"],
    "labels of all": ["list", "labels"],
    "recycling": ["factors", "recycling"],
    "parameters": ["show", "pef-annex-c-2.1"],
    "organisation": ["compare", "cn/gbt-32150-2015", "eu/esrs-e1-2023"],
}


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("width", [80, 100])
@pytest.mark.parametrize("name", TABLES)
def test_tables_fit_the_width(name: str, width: int, lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    done = CliRunner().invoke(main, [*TABLES[name], "--lang", lang])
    assert done.exit_code == 0, done.stderr
    lines = done.stdout.splitlines()
    assert any("│" in line for line in lines)
    assert [line for line in lines if cell_len(line) > width] == []
    borders = [cell_len(line) for line in lines if line.startswith("┏")]
    assert max(borders) <= width


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_nothing_is_lost_in_a_narrow_terminal(lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def signs(width: int) -> list[str]:
        monkeypatch.setenv("COLUMNS", str(width))
        done = CliRunner().invoke(main, [*TABLES["matrix"], "--lang", lang])
        rows = [line for line in done.stdout.split("[", 1)[-1].splitlines() if line.startswith("│")]
        return sorted(
            "".join(re.findall(r"[+?xu]", "".join(cell.strip() for line in rows for cell in line.split("│")[2:] if len(cell.strip()) == 1)))
        )

    assert signs(80) == signs(300)


def test_a_block_repeats_its_first_column() -> None:
    from crosswalk.report.tables import Table
    from crosswalk.report.terminal import blocks

    wide = Table("title", ("#", *map(str, range(1, 41))), tuple((str(row), *"x" * 40) for row in range(3)), frozenset({40}))
    parts = blocks(wide, 80)
    assert [part.columns[0] for part in parts] == ["#"] * len(parts)
    assert [column for part in parts for column in part.columns[1:]] == list(wide.columns[1:])
    assert parts[0].title == "title"
    assert not any(part.title for part in parts[1:])
    assert parts[-1].numeric == frozenset({len(parts[-1].columns) - 1})


@pytest.mark.parametrize("name", sorted(commands()))
def test_help_has_an_example(name: str) -> None:
    shown = CliRunner().invoke(main, [name, "--help"])
    assert shown.exit_code == 0
    examples = shown.stdout.split("Examples:", 1)[1]
    assert re.search(rf"^ +crosswalk {name}\b", examples, flags=re.MULTILINE)


def run_with(*words: str, **environment: str) -> bytes:
    kept = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "FORCE_COLOR", "COLUMNS")}
    done = subprocess.run(
        [sys.executable, "-m", "crosswalk.cli", *words], capture_output=True, timeout=60, check=True, env={**kept, **environment}
    )
    return done.stdout


def test_colours_are_off_in_pipes_and_with_no_color() -> None:
    assert b"\x1b" not in run_with(*CALLS["translate"])
    assert b"\x1b[" in run_with(*CALLS["translate"], FORCE_COLOR="1", TERM="xterm-256color")
    assert not re.search(rb"\x1b\[[0-9;]*3[0-7]m", run_with(*CALLS["translate"], FORCE_COLOR="1", NO_COLOR="1", TERM="xterm-256color"))


def completed(*words: str) -> list[str]:
    complete = BashComplete(main, {}, "crosswalk", "_CROSSWALK_COMPLETE")
    return [item.value for item in complete.get_completions(list(words[:-1]), words[-1])]


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (("tran",), "translate"),
        (("translate", "a.yaml", "--to", "eu/en-159"), "eu/en-15978-2011"),
        (("translate", "a.yaml", "--from", "cn/gbt-51"), "cn/gbt-51366-2019"),
        (("translate", "a.yaml", "--lang", ""), "zh"),
        (("translate", "a.yaml", "--assum"), "--assumptions"),
        (("compare", "int/gp"), "int/gpc-2021"),
        (("compare", "int/gpc-2021", "cn/prov"), "cn/provincial-2025"),
        (("dossier", "a.yaml", "--to", "eu/pef"), "eu/pef-2021-2279"),
        (("region", "a.yaml", "--to", "int/gp"), "int/gpc-2021"),
        (("batch", "a.csv", "--to", "eu/pef"), "eu/pef-2021-2279"),
        (("export", "cn/gbt-51366"), "cn/gbt-51366-2019"),
        (("equivalent", "cn/tcab-0078-2020#"), "cn/tcab-0078-2020#clean"),
        (("equivalent", "cn/tcab-0078-2020#clean", "eu/rfnbo-2023-1185#"), "eu/rfnbo-2023-1185#rfnbo"),
        (("factors", "elec"), "electricity"),
        (("factors", "c30"), "c30-concrete"),
        (("show", "ar6-1"), "ar6-100"),
        (("show", "cn-electricity-c"), "cn-electricity-co2"),
        (("list", "lab"), "labels"),
    ],
    ids=lambda entry: " ".join(entry) if isinstance(entry, tuple) else entry,
)
def test_the_shell_completes(words: tuple[str, ...], offered: str) -> None:
    found = completed(*words)
    assert offered in found
    assert len(found) == len(set(found))
    assert all(value.startswith(words[-1]) for value in found)


def test_every_standard_and_label_that_is_offered_is_known() -> None:
    from crosswalk.library.library import Library

    library = Library.shipped()
    offered = completed("compare", "")
    assert len(offered) > 100
    assert all(library.resolve(key).key == key for key in offered)
    labels = completed("equivalent", "")
    assert all(key.split("#")[1] in {label.id for label in library.sets_labels(key.split("#")[0]).labels} for key in labels[:40])


def test_files_are_left_to_the_shell() -> None:
    complete = BashComplete(main, {}, "crosswalk", "_CROSSWALK_COMPLETE")
    assert [item.type for item in complete.get_completions(["translate"], "off")] == ["file"]
