"""The core tests and what each extra is for, with the lowest versions that pyproject.toml allows, and with the newest that the index has."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tools.extras import TRIES, prepare
from tools.suite import RUNNER, lowest, requirements, tests
from tools.venvs import ROOT, environment, must


def main() -> None:
    """One environment for each end, or for the ends named on the command line."""
    wanted = requirements(*TRIES)
    ends = {"lowest": [lowest(entry) for entry in wanted], "newest": ["--upgrade", *wanted]}
    for end in sys.argv[1:] or ends:
        with tempfile.TemporaryDirectory() as name:
            place = Path(name)
            programs = environment(place / "venv", *ends[end], *RUNNER, "--editable", ROOT)
            print(f"{end}: {must(programs / 'python', '-m', 'pip', 'freeze', '--exclude-editable').split()}", flush=True)
            prepare(place)
            for words in TRIES.values():
                must(programs / str(words[0]), *words[1:], cwd=place)
            print(f"{end}: {tests(programs)}", flush=True)


if __name__ == "__main__":
    main()
