"""Fresh virtual environments for the checks of a release."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def clean() -> dict[str, str]:
    """The environment of a user who knows nothing of this checkout."""
    hidden = ("PYTHONPATH", "VIRTUAL_ENV", "CROSSWALK_PATH", "PYTHONHOME")
    return {**{key: value for key, value in os.environ.items() if key not in hidden}, "PYTHONUTF8": "1"}


def run(*words: str | Path, cwd: Path = ROOT, seconds: int = 3600, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a program, its output kept; it steps back for others as much as whoever started the check (`nice make extras`)."""
    return subprocess.run(
        [str(word) for word in words], cwd=cwd, env={**clean(), **more}, capture_output=True, text=True, timeout=seconds, check=False
    )


def must(*words: str | Path, cwd: Path = ROOT, seconds: int = 3600, **more: str) -> str:
    """What a program prints; the whole check ends where it fails."""
    done = run(*words, cwd=cwd, seconds=seconds, **more)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, words))}\n{done.stdout}{done.stderr}")
    return done.stdout


def environment(folder: Path, *packages: str | Path, python: str | Path = sys.executable) -> Path:
    """A fresh environment with some packages; the folder of its programs."""
    must(python, "-m", "venv", folder)
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    if packages:
        must(programs / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *packages)
    return programs
