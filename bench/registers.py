"""`crosswalk batch` on files of growing size: peak memory, and how time grows with rows.

Parquet with half a million, five and fifty million rows, CSV and XLSX with fewer. The largest needs about 15 GB of disk in the folder for temporary files
(`TMPDIR`) and is left out, with a word, where these are not free. `python -m bench.registers` measures this alone.
"""

from __future__ import annotations

import argparse
import json
import math
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pyarrow as pa
import pyarrow.parquet as pq

from bench.frames import SOURCE, TARGET, declarations
from bench.measure import Measurement, machine
from crosswalk.batch.files.source import open_sink

Kind = Literal["parquet", "csv", "xlsx"]
RESULTS = Path(__file__).resolve().parent / "results" / "registers.json"
SIZES = (500_000, 5_000_000)
LARGE = 50_000_000
LARGE_NEEDS = 15_000_000_000  # bytes: the register, its chunks and the output
OTHERS: tuple[tuple[Kind, tuple[int, ...]], ...] = (("csv", (500_000, 5_000_000)), ("xlsx", (20_000, 200_000)))
GROUP = 500_000
MOST_MEMORY = 2048  # MiB
EXPONENT = (0.95, 1.05)
PEAK = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime, used.ru_maxrss)
"""


def written(path: Path, rows: int) -> None:
    """A register of buildings with ids and twelve figures each, group by group."""
    table = declarations(GROUP).to_arrow()
    schema = pa.schema([("id", pa.string()), *table.schema])
    sink = open_sink(path, path)
    sink.open(schema)
    for start in range(0, rows, GROUP):
        group = table.slice(0, min(GROUP, rows - start))
        ids = pa.array([f"CN-{number:09}" for number in range(start, start + group.num_rows)], pa.string())
        sink.write(group.add_column(0, "id", ids).cast(schema))
    sink.close()


@dataclass(frozen=True)
class Run:
    """Seconds on the wall, seconds of processor, and peak memory (MiB) of one command in a process of its own."""

    wall: float
    cpu: float
    peak: float


def run(rows: int, folder: Path, kind: Kind = "parquet") -> Run:
    file, output = folder / f"in.{kind}", folder / "out.parquet"
    written(file, rows)
    command = [sys.executable, "-m", "crosswalk.cli", "batch", str(file), "--from", SOURCE, "--to", TARGET, "-o", str(output)]
    start = time.perf_counter()
    found = subprocess.run([sys.executable, "-S", "-c", PEAK, *command], check=True, capture_output=True, text=True)
    seconds = time.perf_counter() - start
    if pq.ParquetFile(output).metadata.num_rows != rows:
        raise AssertionError("rows were lost")
    for path in folder.iterdir():
        path.unlink()
    cpu, peak = found.stdout.split()
    return Run(seconds, float(cpu), int(peak) / 1024)


def exponent(sizes: Sequence[int], seconds: Sequence[float]) -> float:
    """The slope of the logarithm of time over that of rows, by least squares.

    >>> round(exponent([1, 10, 100], [3.0, 30.0, 300.0]), 6)
    1.0
    """
    xs, ys = [math.log(size) for size in sizes], [math.log(value) for value in seconds]
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True)) / sum((a - x) ** 2 for a in xs)


def parquet(sizes: Sequence[int], runs: int) -> list[Measurement]:
    """Time, memory and exponent. Of several runs of a size the fastest counts, since others on the machine only add time."""
    found, best = [], []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        start = min((run(1, folder) for _ in range(3)), key=lambda each: each.cpu)  # what one row takes: starting and compiling
        for rows in sizes:
            each = [run(rows, folder) for _ in range(runs if rows < LARGE else 1)]
            fastest = min(each, key=lambda one: one.cpu)
            best.append(fastest)
            found += _measured("parquet", rows, each, f"; {start.cpu:.1f} s for one row")
    if len(sizes) > 1:
        value = exponent(sizes, [one.cpu - start.cpu for one in best])
        ok = EXPONENT[0] <= value <= EXPONENT[1]
        wall = exponent(sizes, [one.wall - start.wall for one in best])
        detail = f"processor time less that of one row; {wall:.3f} on the wall; {' / '.join(f'{size:,}' for size in sizes)} rows"
        found.append(Measurement("batch_parquet_time_exponent", round(value, 3), "", EXPONENT[1], ok, runs, machine(), detail))
    return found


def others() -> list[Measurement]:
    """Memory that does not grow with the file, of texts and workbooks."""
    found = []
    with tempfile.TemporaryDirectory() as name:
        for kind, sizes in OTHERS:
            for rows in sizes:
                found += _measured(kind, rows, [run(rows, Path(name), kind)], "")
    return found


def _measured(kind: Kind, rows: int, each: Sequence[Run], more: str) -> list[Measurement]:
    fastest, peak = min(each, key=lambda one: one.cpu), max(one.peak for one in each)
    detail = f"{fastest.cpu:.1f} s of processor, {rows / fastest.wall:,.0f} rows/s on the wall{more}"
    return [
        Measurement(f"batch_{kind}_{rows}", round(fastest.wall, 2), "s", None, None, len(each), machine(), detail),
        Measurement(f"batch_{kind}_{rows}_memory", round(peak), "MiB", MOST_MEMORY, peak < MOST_MEMORY, len(each), machine()),
    ]


def registers(runs: int = 3) -> list[Measurement]:
    """Everything of this page; fifty million rows where the disk has room."""
    free = shutil.disk_usage(tempfile.gettempdir()).free
    if free < LARGE_NEEDS:
        print(f"{LARGE:,} rows are left out: {LARGE_NEEDS:,} bytes needed, {free:,} free in {tempfile.gettempdir()}", file=sys.stderr)
    return [*parquet([*SIZES, *([LARGE] if free >= LARGE_NEEDS else [])], runs), *others()]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", help="Parquet files of other sizes only")
    parser.add_argument("--runs", type=int, default=3, help="runs of each size below the largest")
    options = parser.parse_args()
    results = parquet(options.rows, options.runs) if options.rows else registers(options.runs)
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps([entry.row() for entry in results], indent=2) + "\n", encoding="utf-8")
    for entry in results:
        print(f"{entry.name:45} {entry.value:>9} {entry.unit} {entry.detail}")


if __name__ == "__main__":
    main()
