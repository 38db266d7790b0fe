"""The command line: exit status, what goes to which stream, formats, languages, files written whole or not at all."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

import crosswalk as cw
from crosswalk.cli import main

ROOT = Path(__file__).resolve().parents[2]
OFFICE = str(ROOT / "examples" / "office-gbt51366.yaml")
HYDROGEN = str(ROOT / "examples" / "hydrogen-tcab.yaml")
EN = "eu/en-15978-2011"
CHINESE = re.compile(r"[\u4e00-\u9fff]")
SMALL = "standard: cn/gbt-51366-2019\nfigures:\n  - {stage: production, value: 386.2 kg CO2e}\n"

# One working call of every command; a command that is added without one fails the test below.
CALLS: dict[str, list[str]] = {
    "translate": ["translate", OFFICE, "--to", EN],
    "compare": ["compare", "GB/T 51366", EN],
    "equivalent": ["equivalent", "cn/tcab-0078-2020#low-carbon", "cn/tcab-0078-2020#clean"],
    "neutrality": ["neutrality", "examples/neutral-watch.yaml"],
    "dossier": ["dossier", "examples/tyre-recognition.yaml", "--to", "eu/pef-2021-2279"],
    "labels": ["labels", HYDROGEN],
    "list": ["list"],
    "show": ["show", "cn/gbt-51366-2019"],
    "find": ["find", "carbon footprint"],
    "factors": ["factors", "electricity", "--region", "CN", "--year", "2023"],
    "region": ["region", "examples/county/county.yaml", "--to", "GPC"],
    "correspond": ["correspond", "2523 10 00", "--origin", "CN", "--year", "2026"],
    "check": ["check", OFFICE],
    "audit": ["audit"],
    "read": ["read", OFFICE],
    "export": ["export", "GB/T 51366", EN],
}


def run(*words: str, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(main, list(words), input=stdin)


def real(*words: str, stdin: bytes | None = None, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """The command line as its own process."""
    return subprocess.run(
        [sys.executable, "-m", "crosswalk.cli", *words],
        input=stdin,
        capture_output=True,
        timeout=60,
        check=False,
        env={**os.environ, **environment},
    )


def document(text: str) -> Any:
    """The one JSON document that a text is; anything before or after it is an error, NaN and Infinity too."""
    return json.loads(text, parse_constant=lambda name: pytest.fail(f"{name} in the output"))


def commands() -> dict[str, click.Command]:
    context = click.Context(main)
    found = {name: main.get_command(context, name) for name in main.list_commands(context)}
    return {name: command for name, command in found.items() if command is not None}


def takes(command: str, option: str) -> bool:
    return any(option in parameter.opts for parameter in commands()[command].params)


def forms(command: str) -> tuple[str, ...]:
    """What `--format` takes."""
    types = [parameter.type for parameter in commands()[command].params if "--format" in parameter.opts]
    return tuple(types[0].choices) if types and isinstance(types[0], click.Choice) else ()


def test_every_command_is_called_here() -> None:
    # these write files, or serve: tests/unit/test_finance.py, tests/unit/test_batch_files.py, tests/web/test_command.py
    assert set(CALLS) | {"import", "batch", "web"} == set(commands())


@pytest.mark.parametrize("words", CALLS.values(), ids=CALLS)
def test_every_command_works_and_keeps_stderr_clean(words: list[str]) -> None:
    done = run(*words)
    assert done.exit_code == 0, done.stderr
    if words[0] == "check":
        assert done.stdout == ""
        assert done.stderr == "1 files checked, 0 findings\n"
    else:
        assert done.stdout
        assert done.stderr == ""


# `read` prints data, which has no language; that its messages do is tested in test_read.py
@pytest.mark.parametrize(
    "words", [words for name, words in CALLS.items() if takes(name, "--lang") and name != "read"], ids=lambda words: words[0]
)
def test_every_command_speaks_chinese(words: list[str]) -> None:
    english, chinese = run(*words), run(*words, "--lang", "zh")
    assert chinese.exit_code == 0
    assert CHINESE.search(chinese.output)
    assert chinese.output != english.output


@pytest.mark.parametrize("words", [words for name, words in CALLS.items() if takes(name, "--format")], ids=lambda words: words[0])
def test_json_is_one_document_and_nothing_else(words: list[str]) -> None:
    for lang in ("en", "zh"):
        done = run(*words, "--format", "json", "--lang", lang)
        assert done.exit_code == 0
        assert document(done.stdout)
        assert done.stderr == ""


@pytest.mark.parametrize("words", [words for name, words in CALLS.items() if "markdown" in forms(name)], ids=lambda words: words[0])
def test_markdown_tables_have_as_many_cells_as_columns(words: list[str]) -> None:
    done = run(*words, "--format", "markdown")
    assert done.exit_code == 0
    width = None
    tables = 0
    for line in done.stdout.splitlines():
        if not line.startswith("|"):
            width = None
            continue
        cells = len(re.findall(r"(?<!\\)\|", line))
        tables += width is None
        width = width or cells
        assert cells == width, line
    assert tables


@pytest.mark.parametrize("name", CALLS)
def test_help(name: str) -> None:
    done = run(name, "--help")
    assert done.exit_code == 0
    assert done.stdout.startswith(f"Usage: main {name}")


def test_help_and_version_of_the_program() -> None:
    library = cw.Library.shipped()
    assert run("--version").stdout == f"crosswalk, version {cw.__version__}, data {library.version}\n"
    listed = run("-h").stdout
    assert all(name in listed for name in CALLS)


# -- exit status ---------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (0, ["translate", OFFICE, "--to", EN]),
        (2, []),
        (2, ["translate"]),
        (2, ["translate", OFFICE]),
        (2, ["translate", OFFICE, "--to", EN, "--lang", "de"]),
        (2, ["translate", OFFICE, "--to", EN, "--as-of", "tomorrow"]),
        (2, ["translate", OFFICE, "--to", EN, "--require", "perfect"]),
        (2, ["factors", "electricity", "--year", "soon"]),
        (2, ["find", "carbon", "--limit", "0"]),
        (2, ["check"]),
        (2, ["transalte", OFFICE]),
        (3, ["translate", OFFICE, "--to", "EN 99999"]),
        (3, ["translate", OFFICE, "--to", EN, "--from", "GB/T 99999"]),
        (3, ["translate", "no-such-file.yaml", "--to", EN]),
        (3, ["compare", "GB/T 51366", "EN 99999"]),
        (3, ["show", "EN 99999"]),
        (3, ["factors", "unobtainium"]),
        (3, ["factors", "electricity", "--region", "CN", "--year", "1950"]),
        (3, ["check", "no-such-file.yaml"]),
        (4, ["translate", OFFICE, "--to", "EN 15804+A2"]),
        (4, ["translate", OFFICE, "--to", EN, "--require", "exact"]),
    ],
    ids=lambda entry: " ".join(entry).replace(OFFICE, "FILE") or "nothing" if isinstance(entry, list) else str(entry),
)
def test_exit_status(status: int, words: list[str]) -> None:
    done = run(*words)
    assert done.exit_code == status
    if status:
        assert done.stderr.strip()
        assert "Traceback" not in done.output


def test_exit_status_of_the_real_program() -> None:
    for status, words in (
        (0, ["list", "--format", "json"]),
        (2, ["translate"]),
        (3, ["translate", "no-such-file.yaml", "--to", EN]),
        (4, ["translate", OFFICE, "--to", "EN 15804+A2", "--format", "json"]),
    ):
        done = real(*words)
        assert done.returncode == status
        assert b"Traceback" not in done.stderr
        if "json" in words:
            assert document(done.stdout.decode())
        else:
            assert done.stdout == b""
        assert bool(done.stderr) == bool(status)


@pytest.mark.parametrize(
    ("need", "status"),
    [
        ("bounded", {"same": 0, "split": 0, "open": 4}),
        ("best", {"same": 0, "split": 4, "open": 4}),
        ("exact", {"same": 0, "split": 4, "open": 4}),
    ],
    ids=["bounded", "best", "exact"],
)
def test_require(need: str, status: dict[str, int]) -> None:
    # GB/T 51350 asks for operation only: another edition's total is met exactly, a range bounds it, and EN 15978 leaves it open
    ranged = SMALL.replace("386.2 kg CO2e", "{low: 380 kg CO2e, high: 390 kg CO2e}")
    cases = {"same": (SMALL, "cn/gbt-51366-2019"), "split": (ranged, "cn/gbt-51366-2019"), "open": (SMALL, EN)}
    for name, (content, target) in cases.items():
        done = run("translate", "-", "--to", target, "--require", need, "--format", "json", stdin=content)
        assert done.exit_code == status[name], name
        assert document(done.stdout)["comparable"] is True  # the result comes all the same
        assert (f"the total is not {need}" in done.stderr) == (status[name] == 4)


def test_not_comparable_says_so_in_json_too(tmp_path: Path) -> None:
    words = ["translate", OFFICE, "--to", "EN 15804+A2", "--format", "json"]
    done = run(*words)
    assert done.exit_code == 4
    said = document(done.stdout)
    assert said["comparable"] is False
    assert CHINESE.search(said["message"]["zh"])
    assert said["message"]["en"] == done.stderr.strip()
    output = tmp_path / "result.json"
    assert run(*words, "--output", str(output)).stdout == ""
    assert document(output.read_text("utf-8")) == said
    table = run(*words[:4])
    assert table.exit_code == 4
    assert table.stdout == ""


def test_errors_speak_the_language_asked_for() -> None:
    for words in (["--lang", "zh"], ["--lang=zh"]):
        done = run("translate", "no-such-file.yaml", "--to", EN, *words)
        assert done.stderr == "no-such-file.yaml: 文件不存在\n"
    assert run("translate", "no-such-file.yaml", "--to", EN).stderr == "no-such-file.yaml: no such file\n"
    assert run("translate", OFFICE, "--to", EN, "--require", "exact", "--lang", "zh").stderr.startswith("总量未达到 exact")


# -- input ---------------------------------------------------------------------------------------------------------------------------


def test_dash_reads_standard_input() -> None:
    content = Path(OFFICE).read_bytes()
    words = ["--to", EN, "--format", "json"]
    piped, named = run("translate", "-", *words, stdin=content), run("translate", OFFICE, *words)
    assert piped.exit_code == 0
    assert document(piped.stdout) == document(named.stdout)
    again = real("translate", "-", *words, stdin=content)
    assert document(again.stdout.decode()) == document(named.stdout)


def test_from_overrides_the_standard_of_the_file() -> None:
    content = SMALL.replace("cn/gbt-51366-2019", "whatever")
    assert run("translate", "-", "--to", EN, stdin=content).exit_code == 3
    done = run("translate", "-", "--to", EN, "--from", "GB/T 51366", "--format", "json", stdin=content)
    assert document(done.stdout)["source"] == "cn/gbt-51366-2019"


@pytest.mark.parametrize(("day", "edition"), [("2020-06-01", "eu/en-15978-2011"), ("2026-12-31", "eu/en-15978-2026")])
def test_as_of_picks_the_edition(day: str, edition: str) -> None:
    done = run("translate", OFFICE, "--to", "EN 15978", "--as-of", day, "--format", "json")
    result = document(done.stdout)
    assert result["target"] == edition
    assert result["manifest"]["as_of"] == day
    assert document(run("show", "EN 15978", "--as-of", day, "--format", "json").stdout)["id"] == edition
    assert document(run("compare", "GB/T 51366", "EN 15978", "--as-of", day, "--format", "json").stdout)["second"] == edition


def test_guessed_names_are_told_on_stderr() -> None:
    done = run("translate", "-", "--to", EN, "--format", "json", stdin=SMALL.replace("production", "produciton"))
    assert done.exit_code == 0
    assert done.stderr == "figures[0].stage: 'produciton' was read as 'production'\n"
    assert document(done.stdout)["warnings"][0]["en"] == done.stderr.strip()
    assert "被理解为" in run("translate", "-", "--to", EN, "--lang", "zh", stdin=SMALL.replace("production", "produciton")).stderr


def test_assumptions_option() -> None:
    used = document(run("translate", OFFICE, "--to", EN, "--format", "json").stdout)
    unused = document(run("translate", OFFICE, "--to", EN, "--format", "json", "--assumptions", "none").stdout)
    assert used["assumptions"]
    assert unused["assumptions"] == []
    assert unused["manifest"]["assumptions"] == "none"


# -- output --------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["table", "json", "markdown"])
def test_output_writes_what_would_be_printed(form: str, tmp_path: Path) -> None:
    output = tmp_path / "result"
    words = ["translate", OFFICE, "--to", EN, "--format", form]
    printed = run(*words).stdout
    done = run(*words, "--output", str(output))
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "")
    assert output.read_text("utf-8") == printed
    assert [entry.name for entry in tmp_path.iterdir()] == ["result"]


def test_output_has_the_usual_permissions(tmp_path: Path) -> None:
    output, other = tmp_path / "result.json", tmp_path / "other"
    other.write_text("")
    run("translate", OFFICE, "--to", EN, "--format", "json", "--output", str(output))
    assert output.stat().st_mode == other.stat().st_mode


def test_output_that_cannot_be_written(tmp_path: Path) -> None:
    done = run("translate", OFFICE, "--to", EN, "--output", str(tmp_path / "none" / "result.md"), "--format", "markdown")
    assert done.exit_code == 3
    assert "cannot write" in done.stderr
    assert list(tmp_path.iterdir()) == []
    assert run("translate", OFFICE, "--to", EN, "--output", str(tmp_path)).exit_code == 2


def test_output_is_whole_or_absent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    output = tmp_path / "result.json"
    output.write_text("old")

    def fails(_from: Any, _to: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fails)
    done = run("translate", OFFICE, "--to", EN, "--format", "json", "--output", str(output))
    assert done.exit_code == 3
    assert "No space left on device" in done.stderr
    assert output.read_text() == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["result.json"]


def test_output_to_a_device_never_replaces_it(tmp_path: Path) -> None:
    fifo = tmp_path / "pipe"
    os.mkfifo(fifo)
    with subprocess.Popen(["cat", str(fifo)], stdout=subprocess.PIPE) as reader:
        done = run("translate", OFFICE, "--to", EN, "--format", "json", "--output", str(fifo))
        assert done.exit_code == 0
        assert reader.stdout is not None
        assert document(reader.stdout.read().decode())["target"] == EN
    assert fifo.is_fifo()


def test_trace_is_shown_when_asked_for() -> None:
    words = ["translate", OFFICE, "--to", EN, "--format", "markdown"]
    assert "## Steps" not in run(*words).stdout
    assert "## Steps" in run(*words, "--trace").stdout


def test_no_colour_when_not_on_a_terminal() -> None:
    assert "\x1b" not in run("list").stdout
    # a terminal is forced on; NO_COLOR must still win
    done = real("list", FORCE_COLOR="1", NO_COLOR="1", TERM="xterm-256color")
    assert not re.search(rb"\x1b\[[0-9;]*3[0-7]m", done.stdout)


def test_closed_pipe_is_no_error() -> None:
    shell = f"set -o pipefail; {sys.executable} -m crosswalk.cli factors electricity --format json | head -n 1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", shell], capture_output=True, timeout=60, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"[\n", b"")


# -- hostile names -------------------------------------------------------------------------------------------------------------------

HOSTILE = "<script>alert(1)</script> | [click](http://x) `code` **bold** # head\\n# Total: 0\\n- item &lt; \\e[2J \\a [red]rich[/red]"


def hostile(form: str) -> Result:
    return run("translate", "-", "--to", EN, "--format", form, stdin=f'name: "{HOSTILE}"\n{SMALL}')


def test_hostile_name_in_markdown() -> None:
    done = hostile("markdown")
    first = done.stdout.splitlines()[0]
    for sign in "<>|[]`*&":
        assert not re.search(rf"(?<!\\)\{sign}", first), sign
    assert first.endswith("\\[red\\]rich\\[/red\\]")  # all of it on the one heading line
    assert sum(line.startswith("# ") for line in done.stdout.splitlines()) == 1
    assert "\x1b" not in done.stdout


def test_hostile_name_on_the_terminal() -> None:
    done = hostile("table")
    assert "\x1b" not in done.stdout
    assert "\a" not in done.stdout
    assert "[red]rich[/red]" in done.stdout
    assert not any(line.startswith(("# Total", "- item")) for line in done.stdout.splitlines())


def test_hostile_name_in_json() -> None:
    done = hostile("json")
    assert document(done.stdout)["name"]["en"].startswith("<script>")
    assert "\x1b" not in done.stdout


def test_hostile_words_in_errors() -> None:
    done = run("translate", "-", "--to", EN, stdin='"\\e[2Jkey": 1\n' + SMALL.replace("production", '"\\e[31mnone\\n\\n"'))
    assert done.exit_code == 3
    assert "\x1b" not in done.stderr
    assert all(line.startswith("<stdin>:") for line in done.stderr.splitlines())


# -- single commands -----------------------------------------------------------------------------------------------------------------


def test_compare() -> None:
    result = document(run("compare", "cn/gbt-51366-2019", EN, "--format", "json").stdout)
    pairs = {(entry["first"], entry["second"]): entry["relation"] for entry in result["figures"]}
    assert result["comparable"] is True
    assert pairs["production", "A1-A3"] == "narrower"
    assert pairs["transport", "A4"] == "narrower"


def test_list() -> None:
    rows = document(run("list", "--format", "json").stdout)
    assert {"id", "number", "name", "field", "status"} <= set(rows[0])
    fields = {row["field"] for row in rows}
    for field in fields:
        part = document(run("list", "--field", field, "--format", "json").stdout)
        assert {row["id"] for row in part} == {row["id"] for row in rows if row["field"] == field}
    for what in ("mappings", "factors", "characterisation"):
        assert "ar6-100" in run("list", what).stdout or what != "characterisation"
        assert document(run("list", what, "--format", "json").stdout)


@pytest.mark.parametrize("name", ["cn/gbt-51366-2019", "建筑碳排放计算标准", "ar5-100", "cn-electricity-co2", "cn-gbt-51366-materials"])
def test_show(name: str) -> None:
    assert run("show", name).exit_code == 0
    shown = document(run("show", name, "--format", "json").stdout)
    assert shown["id"] in (name, "cn/gbt-51366-2019")


def test_find_in_both_languages() -> None:
    for text in ("建筑碳排放", "建築碳排放", "building carbon emission calculation"):
        rows = document(run("find", text, "--format", "json").stdout)
        assert "cn/gbt-51366-2019" in {row["id"] for row in rows}
        assert [row["likeness"] for row in rows] == sorted((row["likeness"] for row in rows), reverse=True)
    assert len(document(run("find", "carbon", "--limit", "3", "--format", "json").stdout)) == 3


def test_find_gives_the_name_in_the_language_asked_for_and_what_matched() -> None:
    rows = document(run("find", "建筑碳排放计算标准", "--format", "json").stdout)
    assert rows[0]["name"] == {"en": "Standard for building carbon emission calculation", "zh": "建筑碳排放计算标准"}
    assert rows[0]["matched"] == "建筑碳排放计算标准"
    cells = [
        cell.strip()
        for cell in run("find", "建筑碳排放计算标准", "--limit", "1", "--format", "markdown").stdout.splitlines()[-1].split("|")
    ]
    assert cells[3:5] == ["Standard for building carbon emission calculation", "建筑碳排放计算标准"]


def test_factors() -> None:
    rows = document(run("factors", "electricity", "--region", "CN", "--year", "2023", "--format", "json").stdout)
    found = {row["set"]: row for row in rows}
    assert found["cn-electricity-co2"]["value"] == "0.5306"  # MEE and NBS, announcement No. 47 of 2025
    for row in rows:
        assert row["source"]["confirmed"] in ("primary", "secondary", "unconfirmed")
        assert row["source"]["document"]
    assert document(run("factors", "电力", "--region", "CN", "--year", "2023", "--format", "json").stdout) == rows
    concrete = document(run("factors", "C30混凝土", "--format", "json").stdout)
    assert [(row["key"], row["value"], row["unit"]) for row in concrete] == [("c30-concrete", "295", "kg CO2e/m**3")]
    assert "CN-ZJ" in run("factors", "electricity", "--region", "CN-ZK").stderr.split("nearest: ")[1]


def test_check_names_every_fault(tmp_path: Path) -> None:
    (tmp_path / "good.yaml").write_text(SMALL)
    (tmp_path / "bad.yaml").write_text(SMALL.replace("kg CO2e", "kWh"))
    (tmp_path / "worse.json").write_text('{"standard": "cn/gbt-51366-2019", "figures": []}')
    (tmp_path / "other.yaml").write_text("hello: world\n")
    (tmp_path / "note.txt").write_text("not looked at")
    done = run("check", str(tmp_path))
    assert done.exit_code == 3
    assert done.stderr == "4 files checked, 3 findings\n"
    assert [line.split(":")[0] for line in done.stdout.splitlines()] == [
        str(tmp_path / name) for name in ("bad.yaml", "other.yaml", "worse.json")
    ]
    assert f"{tmp_path / 'bad.yaml'}:3: figures[0].value: " in done.stdout
    assert "发现 3 处问题" in run("check", str(tmp_path), "--lang", "zh").stderr


def test_check_of_data_files(tmp_path: Path) -> None:
    content = (ROOT / "standards" / "buildings" / "cn-gbt-51366-2019.yaml").read_text("utf-8")
    broken = tmp_path / "broken.yaml"
    for old, new, field, says in (
        ("covers: [A1, A2, A3]", "covers: [A1, A2, A9]", "stages[0].covers[2]", "unknown stage 'A9'"),
        (
            "{document: announcement, confirmed: secondary}",
            "{document: announcment, confirmed: secondary}",
            "source.document",
            "no document 'announcment'",
        ),
        ("{document: announcement, confirmed: secondary}", "{document: announcement, confirmed: surely}", "source.confirmed", "not one of"),
        ("main: true", "main: false", "indicators", "exactly one indicator"),
        ("status: in-force", "status: valid", "status", "not one of"),
        ("number: GB/T 51366-2019", "nummer: GB/T 51366-2019", "nummer", "unknown field"),
    ):
        assert old in content
        broken.write_text(content.replace(old, new, 1), "utf-8")
        done = run("check", str(broken))
        assert done.exit_code == 3, new
        line = next(line for line in done.stdout.splitlines() if says in line)
        assert re.match(rf"{re.escape(str(broken))}:\d+: {re.escape(field)}: ", line), line


def test_commands_are_documented() -> None:
    for name, command in commands().items():
        assert isinstance(command, click.Command)
        assert command.help, name
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert parameter.help, (name, parameter.name)


# -- materials ------------------------------------------------------------------------------------------------------------------------

CLAIM = "examples/claim-recycled-plastic-cn.yaml"


def test_a_claim_is_held_against_a_standard_on_materials() -> None:
    done = run("translate", CLAIM, "--to", "PPWR", "--format", "json", "--as-of", "2026-11-01")
    result = document(done.stdout)
    assert [(entry["low"], entry["high"]) for entry in result["shares"]] == [(0, 50)]
    assert [entry["verdict"] for entry in result["verdicts"]] == ["possible", "excluded"]
    table = run("translate", CLAIM, "--to", "PPWR", "--lang", "zh", "--trace")
    assert "可能满足" in table.stdout
    assert "计算步骤" in table.stdout
    assert run("translate", CLAIM, "--to", "PPWR", "--require", "exact").exit_code == 4


def test_claims_and_footprints_do_not_mix() -> None:
    done = run("translate", CLAIM, "--to", "eu/en-15978-2011", "--format", "json")
    assert done.exit_code == 4
    assert document(done.stdout)["comparable"] is False
    assert run("translate", OFFICE, "--to", "PPWR").exit_code == 3  # it declares no recycled content
    assert run("compare", "PPWR", "PEF").exit_code == 4


def test_recycled_content_of_a_footprint() -> None:
    done = run("translate", "examples/epd-aluminium-profile-recycling.yaml", "--to", "EN 45557", "--format", "json")
    result = document(done.stdout)
    assert result["source"] == "eu/pef-r1-2021-2279"
    assert result["shares"][0]["label"]["en"] == "aluminium"


def test_rules_on_materials_are_compared_and_shown() -> None:
    result = document(run("compare", "ISO 14021", "PPWR", "--format", "json").stdout)
    assert {entry["id"]: entry["relation"] for entry in result["rules"]}["pre-consumer"] == "differs"
    assert "塑料部件质量" in run("compare", "ISO 14021", "PPWR", "--lang", "zh").stdout
    for name in ("PPWR", "eu/eow-333-2011", "GB/T 20862", "pef-annex-c-2.1", "ipcc-2006-waste"):
        for lang in ("en", "zh"):
            assert run("show", name, "--lang", lang).exit_code == 0, name
    listed = document(run("list", "--field", "circular", "--format", "json").stdout)
    assert {"eu/en-45557-2020", "eu/ppwr-2025-40", "cn/gbt-20862-2007"} <= {entry["id"] for entry in listed}
    assert document(run("list", "recycling", "--format", "json").stdout)[0]["id"] == "pef-annex-c-2.1"
    assert len(document(run("list", "waste", "--format", "json").stdout)) == 5
    assert document(run("find", "再生塑料含量", "--format", "json").stdout)[0]["id"] == "cn/pcr-plastics-2024"


def test_parameters_are_factors_with_their_region() -> None:
    everywhere = document(run("factors", "recycling", "--format", "json").stdout)
    china = document(run("factors", "recycling", "--region", "CN", "--format", "json").stdout)
    assert {entry["unit"] for entry in everywhere} == {"A", "R1", "R2", "qi", "qo"}
    assert {entry["unit"] for entry in china} == {"A", "qi", "qo"}  # rates of Europe are none of China
    burnt = document(run("factors", "焚烧", "--format", "json").stdout)
    open_ones = [(entry["set"], entry["low"], entry["high"]) for entry in burnt if entry["gap"]]
    assert open_ones == [("cn-provincial-2025-waste", "0.222933", "0.557333")]


def test_checks_know_claims() -> None:
    assert run("check", CLAIM).exit_code == 0
