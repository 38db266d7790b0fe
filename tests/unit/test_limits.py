"""The limits of docs/limits.md are those of the code, each is reached by a file just beyond it, and no such file takes long or much memory."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest

from crosswalk.batch.files import delimited
from crosswalk.errors import CrosswalkError
from crosswalk.formats import archive, workbook, xml
from crosswalk.formats.table import grid
from crosswalk.library import document, inputs
from crosswalk.model import footprint, quantity

ROOT = Path(__file__).resolve().parents[2]
ROW = re.compile(r"^\| ([^|]+) \| ([\d,]+) \| ([^|]+?) \| `([\w.]+)` \|$", re.MULTILINE)
TABLE = {found[4]: int(found[2].replace(",", "")) for found in ROW.finditer((ROOT / "docs" / "limits.md").read_text("utf-8"))}

DECLARED = "standard: GB/T 51366\n{more}figures:\n  - {{stage: production, value: {value}}}\n"
Made = Callable[[], bytes]


def declared(value: str = "1 kg CO2e", more: str = "") -> bytes:
    return DECLARED.format(value=value, more=more).encode()


def zipped(names: int, size: int) -> bytes:
    import io
    import zipfile

    chunk = b" " * size
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made:
        for number in range(names):
            made.writestr(f"processes/{number}.xml", chunk)
    return target.getvalue()


BEYOND: dict[str, tuple[Made, str]] = {
    "library.document.MAX_BYTES": (lambda: declared() + b"#" * document.MAX_BYTES, "8,000,000"),
    "library.document.MAX_DEPTH": (lambda: b"a: " + b"[" * (document.MAX_DEPTH + 1) + b"]" * (document.MAX_DEPTH + 1), "deeper than 32"),
    "library.document.MAX_NODES": (lambda: b"[" + b"1," * (document.MAX_NODES + 1) + b"1]", "more than 400,000 values"),
    "model.quantity._LONGEST_NUMBER": (lambda: declared("1" * (quantity._LONGEST_NUMBER + 1) + " kg CO2e"), "at most 60 characters"),
    "model.quantity._LARGEST_EXPONENT": (lambda: declared(f"1e{quantity._LARGEST_EXPONENT + 1} kg CO2e"), "40 powers of ten"),
    "model.quantity._LONGEST_UNIT": (lambda: declared("1 " + "kg*" * 30 + "CO2e"), "value"),
    "model.footprint._LONGEST_LIFE": (
        lambda: declared(more=f"subject: {{service_life: {footprint._LONGEST_LIFE + 1} a}}\n"),
        "service_life",
    ),
    "library.inputs.DEEPEST": (lambda: _nested(inputs.DEEPEST + 1), ""),
    "formats.xml.DEEPEST": (lambda: b"<a>" * (xml.DEEPEST + 1), "deeper than 64"),
    "formats.xml.MOST_ELEMENTS": (lambda: b"<a>" + b"<b/>" * (xml.MOST_ELEMENTS + 1) + b"</a>", "400,000"),
    "formats.archive.MOST_FILES": (lambda: zipped(archive.MOST_FILES + 1, 0), "5,000"),
    "formats.archive.LARGEST": (lambda: zipped(1, archive.LARGEST + 1), "64,000,000"),
    "formats.archive.LARGEST_IN_ALL": (lambda: zipped(4, archive.LARGEST_IN_ALL // 4 + 1), "200,000,000"),
    "formats.archive.HIGHEST_RATIO": (lambda: zipped(1, 2_000_000), "200 to 1"),
}
"""A file just beyond each limit of single files, and what the error says; tables have tests of their own below."""


def _nested(levels: int) -> bytes:
    good = "{standard: eu/cbam-2023-956, subject: {cn_code: 7207 12 10}, figures: [{stage: process, value: 1 t CO2e}], precursors: ["
    return (good + (("{amount: 1 t, footprint: " + good) * (levels - 1)) + "]}" + "}]}" * (levels - 1)).encode()


def test_the_page_names_the_limits_of_the_code() -> None:
    assert len(TABLE) == 20
    for name, value in TABLE.items():
        module, _, constant = name.rpartition(".")
        assert getattr(import_module(f"crosswalk.{module}"), constant) == value, name


def test_every_limit_has_a_file_beyond_it() -> None:
    of_tables = {
        "formats.workbook.MOST_CELLS",
        "formats.table.grid.MOST_ROWS",
        "formats.table.grid.MOST_COLUMNS",
        "formats.table.grid.MOST_CELLS",
    }
    of_frames = {"batch.files.delimited.LONGEST_LINE", "batch.files.delimited.MOST_COLUMNS"}
    assert set(TABLE) == set(BEYOND) | of_tables | of_frames


BOUNDED = """
import re, sys, time
from pathlib import Path
import crosswalk as cw
begin = time.process_time()
try:
    cw.read_all(sys.argv[1])
except cw.CrosswalkError as error:
    print(str(error)[:2000])
else:
    print('read')
peak = re.search(r"VmHWM:\\s*(\\d+)", Path("/proc/self/status").read_text())  # unlike ru_maxrss, not that of the process that started this one
print(time.process_time() - begin, peak[1])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="memory is measured as Linux counts it")
@pytest.mark.parametrize("name", BEYOND)
def test_a_file_beyond_a_limit_is_refused_in_time_and_memory(name: str, tmp_path: Path) -> None:
    made, says = BEYOND[name]
    file = tmp_path / "file.dat"
    file.write_bytes(made())
    done = subprocess.run([sys.executable, "-c", BOUNDED, str(file)], capture_output=True, text=True, timeout=120, check=True)
    *message, measured = done.stdout.strip().split("\n")
    seconds, kilobytes = map(float, measured.split())
    assert message != ["read"]
    assert says in "\n".join(message)
    assert seconds < 10
    assert kilobytes < 1_000_000


@pytest.mark.parametrize(
    ("constant", "rows", "says"),
    [("MOST_ROWS", "a,b\n" + "1,2\n" * 12, "10 rows"), ("MOST_COLUMNS", ",".join("abcdefghijkl") + "\n", "10 columns"), ("MOST_CELLS", "a,b\n" + "1,2\n" * 8, "10")],
)  # fmt: skip
def test_tables_end_at_their_limits(constant: str, rows: str, says: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import crosswalk as cw

    (tmp_path / "table.csv").write_text(rows, "utf-8")
    monkeypatch.setattr(grid, constant, 10)
    with pytest.raises(CrosswalkError, match=says):
        cw.propose_mapping(tmp_path / "table.csv", "eu/en-15804-a2-2019")


def test_workbooks_end_at_their_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    from foreign import SCREWS, cbam_workbook

    from crosswalk.formats.registry import read_foreign

    monkeypatch.setattr(workbook, "MOST_CELLS", 10)
    with pytest.raises(CrosswalkError, match="10"):
        read_foreign(cbam_workbook([SCREWS]), "file")


def test_text_files_of_batch_end_at_their_limits(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from click.testing import CliRunner

    from crosswalk.cli import main

    file = tmp_path / "rows.csv"
    for constant, content in (
        ("LONGEST_LINE", "production [t CO2e]\n" + "1" * 200 + "\n"),
        ("MOST_COLUMNS", ",".join(f"c{n}" for n in range(60)) + "\n"),
    ):
        monkeypatch.setattr(delimited, constant, 50)
        file.write_text(content, "utf-8")
        done = CliRunner().invoke(main, ["batch", str(file), "--from", "GB/T 51366", "--to", "EN 15978", "-o", str(tmp_path / "out.csv")])
        assert done.exit_code == 3, (constant, done.output)
        assert "50" in done.output
        monkeypatch.undo()
