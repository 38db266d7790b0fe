"""The bare package, and each extra alone, from the built wheel in a fresh environment: it installs, and does what it is for.

Beside what an extra adds, nothing else of it may be there: the command of each extra must ask for its package where that is missing.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tools.venvs import ROOT, environment, must, run

OFFICE = "examples/office-gbt51366.yaml"
TRANSLATE = ("crosswalk", "translate", OFFICE, "--to", "eu/en-15978-2011")
FRAME = "import narwhals, crosswalk; from crosswalk.batch import frame"
TRIES: dict[str, tuple[str | Path, ...]] = {
    "batch": ("python", "-c", FRAME),
    "files": ("crosswalk", "batch", "in.csv", "--from", "cn/gbt-51366-2019", "--to", "eu/en-15978-2011", "-o", "out.parquet"),
    "parquet": ("crosswalk", "export", "--format", "parquet", "--output", "relations.parquet"),
    "report": (*TRANSLATE, "--format", "html", "--output", "office.html"),
    "xlsx": (*TRANSLATE, "--format", "xlsx", "--output", "office.xlsx"),
}
"""What each extra is for, as a command."""


def prepare(place: Path) -> None:
    """What the commands read, in a folder far from the checkout."""
    (place / "examples").mkdir()
    (place / OFFICE).write_text((ROOT / OFFICE).read_text("utf-8"), "utf-8")
    (place / "in.csv").write_text("production [t CO2e]\n386.2\n", "utf-8")


def main() -> None:
    """Build the wheel, then one environment after another."""
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        prepare(place)
        must(sys.executable, "-m", "build", "--wheel", "--outdir", place, ROOT)
        (wheel,) = place.glob("*.whl")
        bare = environment(place / "bare", wheel)
        must(bare / "crosswalk", *TRANSLATE[1:], cwd=place)
        vectors = must(bare / "python", "-m", "crosswalk.vectors", cwd=place).strip()
        print(f"bare: {vectors}", flush=True)
        for extra, words in TRIES.items():
            missing = run(bare / str(words[0]), *words[1:], cwd=place)
            if missing.returncode == 0:
                sys.exit(f"{extra}: not needed for {' '.join(map(str, words))}")
            programs = environment(place / extra, f"{wheel}[{extra}]")
            must(programs / str(words[0]), *words[1:], cwd=place)
            print(f"{extra}: works alone; without it: {missing.stderr.strip().splitlines()[-1]}", flush=True)


if __name__ == "__main__":
    main()
