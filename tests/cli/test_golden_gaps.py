"""Golden files of gaps: every field of every gap of declarations that together meet all reasons for one. `make golden` writes them again.

A text stands once, in `texts.json`, under the first digits of its hash; the file of a declaration names it by them. Where a text changes, so do the
digits: read the difference of both files before you commit it.
"""

from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

import crosswalk as cw
from crosswalk.engine.translation import Translation

from .test_golden import ROOT, golden

GAPS = Path(__file__).parent / "gaps"
CASES: dict[str, dict[str, Any]] = yaml.safe_load((GAPS / "declarations.yaml").read_text("utf-8"))
DAY = date(2026, 11, 1)


def translated(name: str) -> Translation:
    case = CASES[name]
    declaration = ROOT / case["file"] if "file" in case else case["declaration"]
    return cw.translate(declaration, to=case["to"], assumptions=case.get("assumptions", "curated"), as_of=DAY)


def of_data(gap: dict[str, Any]) -> bool:
    """Whether a gap only says how two standards put one rule, or counts facts: texts that change with the data, which reports of examples show."""
    topic = (gap["kind"], gap["stage"], gap["severity"], gap["amount"]) == ("rule-differs", "total", "info", None)
    return topic or "unconfirmed (listed in the manifest)" in gap["message"]["en"]


def digest(gap: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps([gap["message"], gap["question"]], ensure_ascii=False).encode()).hexdigest()[:10]


def brief(value: Any) -> str:
    """A value without the marks of JSON that a reader does not need."""
    if isinstance(value, dict):
        return " ".join(f"{key}={brief(entry)}" for key, entry in value.items() if entry not in (None, []))
    if isinstance(value, list):
        return ", ".join(brief(entry) for entry in value)
    return "-" if value is None else str(value)


def lines_of(result: Translation) -> list[str]:
    data = result.as_dict()
    found = [f"{name}: {brief(data[name])}" for name in ("source", "target", "declared_unit", "functional_unit", "total", "shared")]
    found += [f"figure: {brief(figure)}" for figure in data["figures"]]
    found += [f"warning: {brief(entry)}" for entry in data["warnings"]]
    for gap in data["gaps"]:
        known = {key: value for key, value in gap.items() if key not in ("message", "question", "answers")}
        found.append("gap of the data" if of_data(gap) else f"gap {digest(gap)}: {brief(known)}")
        found += [f"    {brief(answer)}" for answer in gap["answers"]]
    return found


@pytest.mark.parametrize("name", CASES)
def test_gaps(name: str) -> None:
    content = "\n".join(lines_of(translated(name))) + "\n"
    assert content.splitlines() == golden(GAPS / f"{name}.txt", content).splitlines()


def test_texts() -> None:
    texts: dict[str, Any] = {}
    for name in CASES:
        for gap in (gap for gap in translated(name).as_dict()["gaps"] if not of_data(gap)):
            texts[digest(gap)] = [gap["message"]["en"], gap["message"]["zh"], gap["question"]["en"], gap["question"]["zh"]]
    content = json.dumps(dict(sorted(texts.items(), key=lambda entry: entry[1])), ensure_ascii=False, indent=1) + "\n"
    assert json.loads(content) == json.loads(golden(GAPS / "texts.json", content))
    assert len({tuple(text) for text in texts.values()}) == len(texts)


def test_no_file_is_left_over() -> None:
    assert {path.name for path in GAPS.iterdir()} == {f"{name}.txt" for name in CASES} | {"declarations.yaml", "texts.json"}
