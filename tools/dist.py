"""Wheel and source archive, each built twice in folders of their own; both must agree byte for byte, and `twine check` must find nothing.

The time in the archives is that of the last commit (SOURCE_DATE_EPOCH), and what is built is the commit, not what lies about.
"""

from __future__ import annotations

import hashlib
import shutil
import sys
import tempfile
from pathlib import Path

from tools.venvs import ROOT, must


def build(source: Path, target: Path, *, epoch: str) -> dict[str, str]:
    """The archives that a copy of the sources gives: SHA-256 by file name."""
    must(sys.executable, "-m", "build", "--outdir", target, source, SOURCE_DATE_EPOCH=epoch)
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(target.iterdir())}


def main() -> None:
    """Build twice, compare, check, and leave the archives in `dist/`."""
    epoch = must("git", "log", "-1", "--format=%ct").strip()
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        found = []
        for turn in ("first", "a-second-folder"):
            must("git", "clone", "--quiet", "--no-hardlinks", ROOT, place / turn)
            found.append(build(place / turn, place / f"{turn}-dist", epoch=epoch))
        if found[0] != found[1]:
            sys.exit(f"not reproducible:\n{found[0]}\n{found[1]}")
        target = ROOT / "dist"
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(place / "first-dist", target)
    archives = sorted(target.iterdir())
    must(sys.executable, "-m", "twine", "check", "--strict", *archives)
    for archive in archives:
        print(f"{found[0][archive.name]}  {archive.name}")


if __name__ == "__main__":
    main()
