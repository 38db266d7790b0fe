"""The core tests on every Python of this machine that the project allows, one interpreter a minor version."""

from __future__ import annotations

import re
import shutil
import tempfile
from pathlib import Path

from tools.suite import RUNNER, tests
from tools.venvs import ROOT, environment, run

LOWEST = (3, 11)


def interpreters() -> dict[tuple[int, int], Path]:
    """Pythons on the path, of pyenv and of the system, the newest patch of each minor version."""
    named = [Path(place) for minor in range(LOWEST[1], 30) if (place := shutil.which(f"python3.{minor}"))]
    places = [
        *Path.home().glob(".pyenv/versions/*/bin/python"),
        *Path("/usr/bin").glob("python3.*"),
        *Path("/usr/local/bin").glob("python3.*"),
    ]
    found: dict[tuple[int, int], tuple[int, Path]] = {}
    for path in [*named, *places]:
        if not re.fullmatch(r"python(3\.\d+)?", path.name):
            continue
        done = run(path, "-c", "import sys, venv, ssl, sqlite3; print(*sys.version_info[:3])")
        if done.returncode == 0:
            major, minor, patch = map(int, done.stdout.split())
            if (major, minor) >= LOWEST and patch >= found.get((major, minor), (-1, path))[0]:
                found[major, minor] = (patch, path)
    return {version: path for version, (_, path) in sorted(found.items())}


def main() -> None:
    """Try each one in a fresh environment."""
    for (major, minor), path in interpreters().items():
        with tempfile.TemporaryDirectory() as name:
            programs = environment(Path(name) / "venv", "--editable", ROOT, *RUNNER, python=path)
            print(f"Python {major}.{minor} ({path}): {tests(programs)}", flush=True)


if __name__ == "__main__":
    main()
