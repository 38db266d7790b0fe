"""`crosswalk read`: YAML that `translate` takes, JSON that holds everything."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import yaml

EPD = {
    "formatVersion": "3.2.0",
    "name": "Concrete",
    "declaredUnit": "m3",
    "standard": "en15804a1",
    "impacts": {"gwp": {"a1a3": 146.75360187405067, "a4": 3.27}},
    "novel": {"key": 1},
}


def run(*words: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "crosswalk.cli", *words], input=stdin, capture_output=True, check=False, timeout=120)


def test_yaml_can_be_translated(tmp_path: Path) -> None:
    file = tmp_path / "epd"
    file.write_text(json.dumps(EPD))
    done = run("read", str(file), "--output", str(tmp_path / "epd.yaml"))
    assert done.returncode == 0
    assert b"1 entries were not understood" in done.stderr
    direct, through = (
        run("translate", str(path), "--to", "cn/gbt-24067-2024", "--format", "json") for path in (file, tmp_path / "epd.yaml")
    )
    assert direct.returncode == 0, direct.stderr
    assert json.loads(direct.stdout)["figures"] == json.loads(through.stdout)["figures"]


def test_json_holds_everything() -> None:
    done = run("read", "-", "--format", "json", stdin=json.dumps(EPD).encode())
    found = json.loads(done.stdout)
    assert found["format"] == "LCAx 3.2.0"
    assert found["footprints"][0]["figures"][0] == {"stage": "A1-A3", "indicator": "GWP", "value": "146.75360187405067 kg CO2e"}
    assert found["unread"] == {"novel.key": "1"}


def test_own_footprints_are_read_too() -> None:
    done = run("read", "examples/office-gbt51366.yaml")
    written = yaml.safe_load(Path("examples/office-gbt51366.yaml").read_text("utf-8"))
    assert yaml.safe_load(done.stdout)["figures"][0]["stage"] == written["figures"][0]["stage"]


def test_faults_have_exit_status_3() -> None:
    done = run("read", "-", "--lang", "zh", stdin=b"<html/>")
    assert (done.returncode, done.stdout) == (3, b"")
    assert "没有读取器识别根元素" in done.stderr.decode()


TABLE = "Product,A1-A3 (kg CO2e/t),Remark\nBrick,210.5,red\n"


def test_a_table_is_proposed_confirmed_and_kept(tmp_path: Path) -> None:
    table, mapping = tmp_path / "register.csv", tmp_path / "mapping.yaml"
    table.write_text(TABLE)
    asked = run("read", str(table), "--from", "EN 15804+A2")
    assert (asked.returncode, asked.stdout) == (3, b"")
    assert b"A1-A3 (kg CO2e/t)" in asked.stderr
    assert b"not confirmed" in asked.stderr
    assert run("read", str(table), "--from", "EN 15804+A2", "--propose", "--output", str(mapping)).returncode == 0
    assert "# not read: column 'Remark'" in mapping.read_text()
    kept, confirmed = run("read", str(table), "--mapping", str(mapping)), run("read", str(table), "--from", "EN 15804+A2", "--confirm")
    assert kept.returncode == 0, kept.stderr
    assert kept.stdout == confirmed.stdout
    assert b"1 entries were not understood" in kept.stderr
    done = run("translate", str(table), "--mapping", str(mapping), "--to", "GB/T 24067", "--format", "json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["declared_unit"] == "1 t"


def test_a_doubtful_column_is_not_confirmed(tmp_path: Path) -> None:
    table = tmp_path / "register.csv"
    table.write_text("Product,A1-A3\nBrick,210.5\n")
    done = run("read", str(table), "--from", "EN 15804+A2", "--confirm", "--lang", "zh")
    assert (done.returncode, done.stdout) == (3, b"")
    assert "没有单位" in done.stderr.decode()


def test_options_of_tables_go_together() -> None:
    for words in (("--propose",), ("--mapping", "m", "--from", "EN 15978"), ("--from", "EN 15978", "--propose", "--confirm")):
        assert run("read", "x.csv", *words).returncode == 2


def a_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "epds"
    (folder / "more").mkdir(parents=True)
    (folder / "a.json").write_text(json.dumps(EPD))
    (folder / "b.json").write_text('{"pcf": {}}')
    (folder / "more" / "c.json").write_text(json.dumps(EPD | {"name": "Brick"}))
    (folder / ".hidden").write_text("x")
    return folder


def test_a_folder_with_one_bad_file(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    done = run("read", str(folder))
    assert done.returncode == 3
    assert [entry["name"]["en"] for entry in yaml.safe_load_all(done.stdout)] == ["Concrete", "Brick"]
    assert b"b.json: pcf.pCfExcludingBiogenic" in done.stderr
    assert b"1 of 3 files could not be read" in done.stderr
    assert b"\x1b" not in done.stderr  # no progress bar in a pipe
    found = json.loads(run("read", str(folder), "--format", "json").stdout)
    assert [Path(entry["file"]).name for entry in found["files"]] == ["a.json", "c.json"]
    assert "b.json" in found["errors"][0]["message"]["zh"]
    (folder / "b.json").unlink()
    assert run("read", str(folder)).returncode == 0
    assert run("read", str(folder), "--item", "1").returncode == 2


def test_names_of_files_that_are_no_text(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    with open(os.fsencode(folder) + b"/\xff\n# x: y.json", "wb") as stream:
        stream.write(json.dumps(EPD).encode())
    os.mkfifo(folder / "pipe")
    for form in ("yaml", "json"):
        done = run("read", str(folder), "--format", form)
        assert done.returncode == 3, done.stderr
        assert b"Traceback" not in done.stderr
        assert b"2 of 5 files could not be read" in done.stderr
        assert done.stdout.decode("utf-8")


def test_a_terminal_shows_progress(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    main, side = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "crosswalk.cli", "read", str(folder)],
        stdout=subprocess.DEVNULL,
        stderr=side,
        env=os.environ | {"TERM": "xterm"},
    ) as process:
        assert process.wait(timeout=120) == 3
    os.close(side)
    shown = os.read(main, 1_000_000)
    os.close(main)
    assert b"Reading" in shown
