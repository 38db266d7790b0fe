"""The library: loading the index, compiling pairs of standards, the memory of one command."""

from __future__ import annotations

import random
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from itertools import product

from bench.measure import Measurement, machine
from crosswalk.engine.crosswalk import compile_crosswalk
from crosswalk.errors import NotComparableError
from crosswalk.library.library import Library

SEED = 20261127
PEAK = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def load(runs: int = 31) -> list[Measurement]:
    """A library of all shipped data from its index, in a process that has imported everything."""
    Library()  # the index is there from now on
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        Library()
        times.append((time.perf_counter() - start) * 1000)
    value = statistics.median(times)
    return [Measurement("library_load", round(value, 2), "ms", 30, value <= 30, runs, machine(), f"{len(Library().entries)} data files")]


def compiling(pairs: int = 200) -> list[Measurement]:
    """Crosswalks of pairs drawn from all standards on footprints, each compiled once; and the same pair again."""
    library = Library()
    drawn = random.Random(SEED).sample(list(product(library.standard_ids(), repeat=2)), pairs)
    times, apart = [], 0
    for source, target in drawn:
        for name in (source, target):
            library.standard(name)
        start = time.perf_counter()
        try:
            compile_crosswalk(library, source, target, "curated", None)
        except NotComparableError:
            apart += 1
            continue
        times.append((time.perf_counter() - start) * 1000)
    start = time.perf_counter()
    compile_crosswalk(library, "cn/gbt-51366-2019", "eu/en-15978-2011", "curated", None)
    first = time.perf_counter()
    compile_crosswalk(library, "cn/gbt-51366-2019", "eu/en-15978-2011", "curated", None)
    again, first = (time.perf_counter() - first) * 1e6, (first - start) * 1000
    value = statistics.median(times)
    detail = f"greatest {max(times):.1f} ms, {apart} pairs cannot be compared; once more {again:.1f} us"
    return [Measurement("compile_a_pair", round(value, 3), "ms", 5, value <= 5, len(times), machine(), detail)]


def memory(command: Sequence[str]) -> list[Measurement]:
    """The peak memory of one command, started by a small process, since a child counts what its parent held when it was forked."""
    started = [sys.executable, "-m", "crosswalk.cli", *command]
    found = subprocess.run([sys.executable, "-S", "-c", PEAK, *started], check=True, capture_output=True, text=True)
    value = int(found.stdout) / 1024
    return [Measurement("peak_memory_of_translate", round(value, 1), "MiB", 120, value <= 120, 1, machine())]
