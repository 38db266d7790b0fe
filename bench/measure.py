"""Timing: whole processes in turn with their reference, and calls in one process."""

from __future__ import annotations

import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Measurement:
    name: str
    value: float
    unit: str
    target: float | None
    ok: bool | None
    runs: int
    machine: str
    detail: str = ""
    at_least: bool = False  # the target is a least value

    def row(self) -> dict[str, object]:
        return asdict(self)


def machine() -> str:
    return f"{platform.machine()}, {platform.system()}, Python {platform.python_version()}"


def process_seconds(command: Sequence[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def process_ratio(name: str, command: Sequence[str], reference: Sequence[str], target: float, runs: int = 21) -> Measurement:
    """The median of the pairwise ratios of two commands that are run in turn, A B A B …, after one warm-up each."""
    process_seconds(command)
    process_seconds(reference)
    pairs = [(process_seconds(command), process_seconds(reference)) for _ in range(runs)]
    ratio = statistics.median(own / other for own, other in pairs)
    own, other = (statistics.median(column) for column in zip(*pairs, strict=True))
    detail = f"{own * 1000:.0f} ms against {other * 1000:.0f} ms"
    return Measurement(name, round(ratio, 3), "ratio", target, ratio <= target, runs, machine(), detail)


def call_microseconds(name: str, call: Callable[[int], object], target: float | None, runs: int = 31, each: int = 200) -> Measurement:
    """The median over runs of the mean time of a call; the call gets a running number."""
    for number in range(each):
        call(number)
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        for number in range(each):
            call(number)
        times.append((time.perf_counter() - start) / each * 1e6)
    value = statistics.median(times)
    return Measurement(
        name,
        round(value, 2),
        "us",
        target,
        None if target is None else value <= target,
        runs,
        machine(),
        f"min {min(times):.1f} us",
    )


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]
