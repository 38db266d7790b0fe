"""The walk of a newcomer passes, from a fresh clone in an empty environment."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="the walk starts with a clone of the repository")
def test_a_newcomer_adds_a_standard_by_the_page_alone(tmp_path: Path) -> None:
    script = Path(__file__).with_name("newcomer.py")
    done = subprocess.run([sys.executable, str(script), str(tmp_path)], capture_output=True, text=True, check=False, timeout=1800)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "commands of the page that print what it shows: 1" in done.stdout  # ten or more
    assert "vectors, 402 conform" in done.stdout
