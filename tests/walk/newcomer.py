"""The walk of a newcomer: a fresh clone, an empty environment, README and docs/add-a-standard.md, and nothing else.

The files of the toy are taken out of the clone and written again from the page; then every command of the page runs, and must print what the page shows.

    python tests/walk/newcomer.py [FOLDER]
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TOYS = {"standard": "standards/buildings/int-toy-2026.yaml", "mapping": "mappings/buildings/int-toy-2026--cn-gbt-51366-2019.yaml"}


class Walk:
    """A clone and what a newcomer types there."""

    def __init__(self, place: Path):
        self.clone = place / "crosswalk"
        kept = {
            key: os.environ[key]
            for key in ("PATH", "LANG", "LC_ALL", "PIP_INDEX_URL", "PIP_CONFIG_FILE", "SYSTEMROOT")
            if key in os.environ
        }
        home = place / "home"
        home.mkdir()
        pip = Path.home() / ".config" / "pip"  # where packages come from is the machine's affair
        self.env = {**kept, "HOME": str(home), "PYTHONUTF8": "1", "CROSSWALK_PATH": ""}
        if (pip / "pip.conf").is_file():
            self.env.setdefault("PIP_CONFIG_FILE", str(pip / "pip.conf"))

    def type(self, command: str, *, may_fail: bool = False) -> str:
        """What a command prints."""
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=self.clone,
            env=self.env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=900,
        )
        if done.returncode != 0 and not may_fail:
            sys.exit(f"$ {command}\n{done.stdout}")
        return "\n".join(line.rstrip() for line in done.stdout.rstrip("\n").split("\n"))

    def blocks(self, page: str, language: str) -> list[str]:
        """The blocks of a page in one language."""
        return re.findall(rf"^```{language}\n(.*?)^```$", (self.clone / page).read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)


def commands(block: str) -> list[tuple[str, str]]:
    """Each `$ command` of a console block, with what the page shows."""
    found = []
    for part in re.split(r"^\$ ", block.rstrip("\n"), flags=re.MULTILINE)[1:]:
        command, _, shown = part.partition("\n")
        found.append((command, shown.rstrip("\n")))
    return found


def main(place: Path) -> None:
    """Walk, and say at each step what was done."""
    subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", str(ROOT), str(place / "crosswalk")], check=True)
    walk = Walk(place)
    for folder in ("standards", "mappings"):
        shutil.rmtree(walk.clone / "docs" / "toy" / folder)

    (install,) = [block for block in walk.blocks("README.md", "text") if "pip install --editable ." in block]
    walk.type(install)
    walk.env["PATH"] = f"{walk.clone / 'venv' / 'bin'}{os.pathsep}{walk.env['PATH']}"
    print(f"installed: {walk.type('crosswalk --version')}", flush=True)

    page = "docs/add-a-standard.md"
    for kind, sign in (("standard", "boundary:"), ("mapping", "between:")):
        (content,) = [block for block in walk.blocks(page, "yaml") if re.search(rf"^{sign}", block, re.MULTILINE)]
        path = walk.clone / "docs" / "toy" / TOYS[kind]
        path.parent.mkdir(parents=True)
        path.write_text(content, "utf-8")
    print(f"written from the page: {', '.join(TOYS.values())}", flush=True)

    count = 0
    for block in walk.blocks(page, "console"):
        for command, shown in commands(block):
            printed = walk.type(command, may_fail=True)
            if printed != shown:
                sys.exit(f"{page}: $ {command}\nthe page shows:\n{shown}\nit prints:\n{printed}")
            count += 1
    print(f"commands of the page that print what it shows: {count}", flush=True)

    (given,) = [block for block in walk.blocks(page, "text") if "cp docs/toy" in block]
    for command in given.strip().split("\n"):
        printed = walk.type(command)
    print(f"given to everybody: {printed}", flush=True)
    if "TOY 1-2026" not in walk.type('crosswalk translate examples/office-gbt51366.yaml --to "shed standard"'):
        sys.exit("the new standard is not known without CROSSWALK_PATH")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as name:
            main(Path(name))
