"""Golden files: reports of the examples as they are, so that a change of wording, number or order is seen. `make golden` writes them again.

The Markdown reports stand in `examples/reports`, where people read them; the JSON ones beside this file. What changes with every edit of the
data or with the version is put aside in `stable`; the day is fixed by `--as-of`.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from crosswalk.cli import main

ROOT = Path(__file__).resolve().parents[2]
REPORTS = ROOT / "examples" / "reports"
JSON = Path(__file__).parent / "golden"

EXAMPLES: dict[str, list[str]] = {
    "office": ["translate", "examples/office-gbt51366.yaml", "--to", "eu/en-15978-2011", "--as-of", "2026-01-31"],
    "hydrogen": ["translate", "examples/hydrogen-tcab.yaml", "--to", "eu/rfnbo-2023-1185", "--as-of", "2026-11-01"],
    "ev-battery": ["translate", "examples/ev-battery-miit551.yaml", "--to", "eu/battery-ev-draft-2024", "--as-of", "2026-11-01"],
    "pet-bottle": ["translate", "examples/claim-pet-bottle.yaml", "--to", "PPWR", "--as-of", "2026-11-01"],
    "loan-book": ["translate", "examples/loan-book-pboc.yaml", "--to", "PCAF", "--as-of", "2026-11-01"],
    "steel-coil": ["translate", "examples/steel-coil/coil.yaml", "--to", "eu/cbam-2023-956", "--as-of", "2026-11-01"],
}
"""One a field: buildings, energy, transport, circular, finance, trade."""

FURTHER: dict[str, list[str]] = {
    "cement-plant": ["translate", "examples/cement-plant-gbt32151.yaml", "--to", "eu/cbam-2023-956", "--as-of", "2026-11-01"],
    "aluminium-profile-recycling": [
        *("translate", "examples/epd-aluminium-profile-recycling.yaml", "--to", "PEF"),
        *("--assumptions", "all", "--as-of", "2026-11-01"),
    ],
    "recycled-plastic-cn": ["translate", "examples/claim-recycled-plastic-cn.yaml", "--to", "PPWR", "--as-of", "2026-11-01"],
    "county": ["region", "examples/county/county.yaml", "--to", "GPC", "--as-of", "2026-11-01"],
    "tyre-recognition": ["dossier", "examples/tyre-recognition.yaml", "--to", "eu/pef-2021-2279", "--as-of", "2026-11-27"],
    "neutral-watch": ["neutrality", "examples/neutral-watch.yaml", "--as-of", "2026-11-27"],
}
"""Other kinds of reports, as Markdown only."""


def printed(words: list[str], *more: str) -> str:
    done = CliRunner().invoke(main, [*words, *more])
    assert done.exit_code == 0, done.stderr
    return done.stdout


def golden(path: Path, content: str) -> str:
    """The text of a golden file; UPDATE_GOLDEN=1 writes it first."""
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(content, "utf-8")
    assert path.is_file(), f"{path.name} is not there: make golden"
    return path.read_text("utf-8")


def stable(data: dict[str, Any]) -> dict[str, Any]:
    """A result without what changes with every edit of the data: version and content hashes."""

    def without(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: without(entry) for key, entry in value.items()}
        if isinstance(value, list):
            return [without(entry) for entry in value]
        return "sha256:" if isinstance(value, str) and value.startswith("sha256:") else value

    return {**without(data), "manifest": {**without(data["manifest"]), "version": "", "data_version": ""}}


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", [*EXAMPLES, *FURTHER])
def test_markdown(name: str, lang: str) -> None:
    words = {**EXAMPLES, **FURTHER}[name]
    trace = ("--trace",) if name in EXAMPLES else ()
    content = printed(words, *trace, "--format", "markdown", "--lang", lang)
    assert content.splitlines() == golden(REPORTS / f"{name}.{lang}.md", content).splitlines(), (
        f"{name}.{lang}.md: if that is meant, make golden"
    )


@pytest.mark.parametrize("name", EXAMPLES)
def test_json(name: str) -> None:
    content = json.dumps(stable(json.loads(printed(EXAMPLES[name], "--format", "json"))), ensure_ascii=False, indent=2) + "\n"
    assert json.loads(content) == json.loads(golden(JSON / f"{name}.json", content)), f"{name}.json: if that is meant, make golden"


def test_no_golden_file_is_left_over() -> None:
    assert {path.name for path in REPORTS.iterdir()} == {f"{name}.{lang}.md" for name in (*EXAMPLES, *FURTHER) for lang in ("en", "zh")}
    assert {path.name for path in JSON.iterdir()} == {f"{name}.json" for name in EXAMPLES}
