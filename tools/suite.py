"""The tests that need the bare package and a test runner only; what a Python or a range of dependencies is tried with."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from tools.venvs import ROOT, must

RUNNER = ("pytest", "hypothesis", "jsonschema")
CORE = (
    "tests/cases",
    "tests/cli/test_cli.py",
    "tests/unit/test_bad_input.py",
    "tests/unit/test_compare.py",
    "tests/unit/test_labels.py",
    "tests/unit/test_library.py",
    "tests/unit/test_names.py",
    "tests/unit/test_quantity.py",
    "tests/unit/test_schemas.py",
    "tests/unit/test_translation.py",
)


def requirements(*extras: str) -> list[str]:
    """The direct dependencies, those of some extras with them, as they stand in pyproject.toml."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    found = list(project["dependencies"])
    for extra in extras:
        found += [entry for entry in project["optional-dependencies"][extra] if not entry.startswith("carbon-crosswalk")]
    return list(dict.fromkeys(found))


def lowest(requirement: str) -> str:
    """The lowest version that a requirement allows, exactly.

    >>> lowest("pydantic>=2.11"), lowest("dask[dataframe]>=2024.8")
    ('pydantic==2.11', 'dask[dataframe]==2024.8')
    """
    name, version = re.fullmatch(r"([\w.\-\[\]]+)>=([\w.]+)", requirement).groups()  # type: ignore[union-attr]
    return f"{name}=={version}"


def tests(programs: Path, *paths: str) -> str:
    """Run some tests; the line that counts them."""
    printed = must(programs / "python", "-m", "pytest", "-q", "-p", "no:cacheprovider", *(paths or CORE))
    return printed.strip().splitlines()[-1].strip("= ")
