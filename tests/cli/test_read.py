"""`crosswalk read`: YAML that `translate` takes, JSON that holds everything."""

from __future__ import annotations

import json
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
