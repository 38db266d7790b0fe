"""The table of `docs/performance.md`, written from the results of a run."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from bench.measure import Measurement

START, END = "<!-- written by make bench -->", "<!-- end of what make bench writes -->"
PACKAGES = ("narwhals", "polars", "pydantic", "pint", "openscm-units")


def _cpu() -> str:
    """The processor as the system names it."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return f"{names[0]} ({len(names)} cores)" if names else platform.processor() or platform.machine()


def _versions() -> str:
    found = [f"Python {platform.python_version()}"]
    for name in PACKAGES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            found.append(f"{name} not installed")
    return ", ".join(found)


def table(results: Sequence[Measurement], day: date) -> str:
    """What was measured: first what has a target."""
    load = f"{os.getloadavg()[0]:.1f} processes at work at the end" if hasattr(os, "getloadavg") else "load unknown"
    lines = [f"Measured on {day.isoformat()}: {_cpu()}, {platform.system()}, {load}. {_versions()}.", ""]
    lines += ["| Measurement | Median | Target | | Runs | Detail |", "| --- | ---: | ---: | --- | ---: | --- |"]
    for entry in sorted(results, key=lambda entry: entry.target is None):
        goal = "" if entry.target is None else f"{'at least' if entry.at_least else 'at most'} {entry.target:g}"
        verdict = "" if entry.ok is None else "met" if entry.ok else "**missed**"
        lines.append(f"| `{entry.name}` | {entry.value:g} {entry.unit} | {goal} | {verdict} | {entry.runs} | {entry.detail} |")
    return "\n".join(lines)


def write(page: Path, results: Sequence[Measurement]) -> None:
    """Put the table between its two marks, the rest of the page as it is."""
    before, rest = page.read_text(encoding="utf-8").split(START, 1)
    _, after = rest.split(END, 1)
    page.write_text(f"{before}{START}\n\n{table(results, date.today())}\n\n{END}{after}", encoding="utf-8")
