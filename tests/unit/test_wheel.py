"""The wheel, built from a copy of the sources and installed far from the checkout, carries all data and needs nothing else."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from crosswalk.library.index import read_index
from crosswalk.library.kinds import kind_of
from crosswalk.web.starting import EXAMPLES

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ["src", "standards", "mappings", "vectors", "examples", "tools", "pyproject.toml", "README.md", "LICENSE", "LICENSE-DATA"]
FOOTPRINT = "standard: GB/T 51366\nfigures:\n  - {stage: production, value: 386.2 kg CO2e}\n"


def run(*words: str | Path, cwd: Path) -> str:
    """Run a program as on a machine that knows nothing of the checkout."""
    kept = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "VIRTUAL_ENV", "CROSSWALK_PATH")}
    done = subprocess.run(
        [str(word) for word in words], cwd=cwd, env={**kept, "PYTHONUTF8": "1"}, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_wheel_works_without_the_checkout(tmp_path: Path) -> None:
    copy = tmp_path / "sources"
    copy.mkdir()
    for name in SOURCES:
        path = ROOT / name
        if path.is_dir():
            shutil.copytree(path, copy / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
        else:
            shutil.copy(path, copy / name)
    # an index of other content beside the sources must not get into the wheel
    (copy / ".cache").mkdir()
    (copy / ".cache" / "library.index").write_bytes(b"an index of other content")
    run(sys.executable, "-m", "build", "--wheel", "--outdir", tmp_path / "dist", copy, cwd=tmp_path)
    (wheel,) = (tmp_path / "dist").glob("*.whl")

    data = {path.relative_to(ROOT).as_posix() for folder in ("standards", "mappings") for path in (ROOT / folder).rglob("*.yaml")}
    tables = {path.relative_to(ROOT).as_posix() for path in (ROOT / "standards").rglob("*.csv")}
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        archive.extract("crosswalk/data/library.index", tmp_path)
    assert tables
    assert {f"crosswalk/data/{name}" for name in data | tables} <= names
    assert {f"crosswalk/data/vectors/{path.name}" for path in (ROOT / "vectors").glob("*.json")} <= names
    assert {"crosswalk/py.typed", "crosswalk/model/units.txt", "crosswalk/web/static/page.js", "crosswalk/web/templates/base.html"} <= names
    assert {f"crosswalk/data/examples/{name}" for name, _ in EXAMPLES.values()} <= names
    assert set(read_index(tmp_path / "crosswalk" / "data" / "library.index")) == data
    shutil.rmtree(copy)

    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    run(sys.executable, "-m", "venv", tmp_path / "venv", cwd=elsewhere)
    binaries = tmp_path / "venv" / ("Scripts" if os.name == "nt" else "bin")
    run(binaries / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", wheel, cwd=elsewhere)
    where = Path(run(binaries / "python", "-c", "import crosswalk; print(crosswalk.__file__)", cwd=elsewhere).strip()).parent
    assert where.is_relative_to(tmp_path / "venv")
    before = {path: path.stat().st_mtime_ns for path in (where / "data").rglob("*")}

    listed = json.loads(run(binaries / "crosswalk", "list", "--format", "json", cwd=elsewhere))
    assert len(listed) == sum(kind_of(name) in ("standard", "material-standard", "attribution-standard") for name in data)
    correspondence = json.loads(run(binaries / "crosswalk", "correspond", "72083900", "--format", "json", cwd=elsewhere))
    assert correspondence["goods"][0]["category"]["id"] == "iron-or-steel-products"
    (elsewhere / "office.yaml").write_text(FOOTPRINT, "utf-8")
    result = json.loads(
        run(binaries / "crosswalk", "translate", "office.yaml", "--to", "eu/en-15978-2011", "--format", "json", cwd=elsewhere)
    )
    figure = next(entry for entry in result["figures"] if entry["stage"] == "A1-A3")
    assert (figure["low"], figure["high"]) == (386.2, 386.2)
    assert run(binaries / "crosswalk", "--version", cwd=elsewhere).endswith(f"data {(ROOT / 'standards' / 'VERSION').read_text('ascii')}")
    assert run(binaries / "python", "-m", "crosswalk.vectors", "--only", "bld-1-", cwd=elsewhere).endswith("vectors, 6 conform\n")
    # the index that came along was used: nothing was parsed anew and nothing written
    assert {path: path.stat().st_mtime_ns for path in (where / "data").rglob("*")} == before
    assert [path.name for path in elsewhere.iterdir()] == ["office.yaml"]
