"""The audit of the data: what is counted, what is found, and that no share of confirmed numbers falls."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from crosswalk.audit import audit
from crosswalk.cli import main
from crosswalk.errors import DeclarationError
from crosswalk.library.library import Library
from tools.write_audit import PAGE, counts, fallen, recorded

ROOT = Path(__file__).resolve().parents[2]
SET = {
    "id": "toy-set",
    "name": {"en": "toy", "zh": "玩具"},
    "metric": "GWP",
    "horizon": 100,
    "documents": {"a": {"title": "A", "url": "https://example.org/a"}, "b": {"title": "B"}},
    "source": {"document": "a", "confirmed": "secondary"},
    "factors": {
        "co2-fossil": 1,
        "ch4-fossil": {"value": 30, "source": {"document": "a", "confirmed": "primary", "also": ["b"]}},
        "n2o": {"value": 270, "source": {"document": "b", "confirmed": "unconfirmed"}},
    },
}


def with_file(tmp_path: Path, *files: tuple[str, dict[str, object]]) -> Library:
    for name, data in files:
        path = tmp_path / "standards" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.safe_dump(data, allow_unicode=True), "utf-8")
    return Library([tmp_path])


def test_numbers_take_the_nearest_source(tmp_path: Path) -> None:
    before, after = audit(), audit(with_file(tmp_path, ("characterisation/toy.yaml", SET)))
    was, now = before.fields["characterisation"], after.fields["characterisation"]
    assert {tag: now.numbers[tag] - was.numbers[tag] for tag in now.numbers} == {"primary": 1, "secondary": 1, "unconfirmed": 1}
    assert {tag: now.facts[tag] - was.facts[tag] for tag in now.facts} == {"primary": 1, "secondary": 1, "unconfirmed": 1}
    assert now.read_twice - was.read_twice == 1
    assert next(entry for entry in after.read_once if entry.item == "toy-set")[1:] == (2, "unconfirmed")


def test_documents_that_are_cited_differently(tmp_path: Path) -> None:
    other = {**SET, "id": "toy-other", "documents": {**SET["documents"], "a": {"title": "A, reprinted", "url": "http://example.org/a/"}}}  # type: ignore[dict-item]
    library = with_file(tmp_path, ("characterisation/toy.yaml", SET), ("characterisation/other.yaml", other))
    found = next(entry for entry in audit(library).conflicts if entry.url == "example.org/a")
    assert [(each.item, each.title) for each in found.citations] == [("toy-other", "A, reprinted"), ("toy-set", "A")]


def test_editions_out_of_force(tmp_path: Path) -> None:
    found = {entry.edition: entry for entry in audit().superseded}
    assert found["eu/en-16258-2012"].replaced_by == ("int/iso-14083-2023",)
    assert "eu/en-15978-2011" not in found, "the name of the family means the edition of 2026"
    earlier = {entry.edition: entry for entry in audit(today=date(2024, 1, 1)).superseded}
    assert "eu/en-15978" in earlier["eu/en-15978-2011"].used_by, "which it did not mean then"


def test_tables_beside_files_count(tmp_path: Path) -> None:
    rows = (ROOT / "standards" / "trade" / "goods" / "eu-cbam-benchmarks.csv").read_text("utf-8").splitlines()[1:]
    assert sum(audit().fields["trade"].numbers.values()) > len(rows)


def test_every_number_has_a_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from crosswalk import audit as module

    with pytest.raises(DeclarationError, match="no source"):
        list(module._cited({"a": Decimal(1)}, None, "toy"))


def test_no_share_falls_and_the_page_says_what_is_true() -> None:
    now, page = counts(audit()), recorded(PAGE.read_text("utf-8"))
    assert not fallen(page, now), "make audit ACCEPT=--accept-fall"
    assert page == now, "make audit"


@pytest.mark.parametrize(
    ("row", "falls"), [((5, 3, 2, 0, 0, 0), 0), ((4, 4, 2, 0, 0, 0), 1), ((5, 2, 3, 0, 0, 0), 1), ((50, 30, 21, 0, 0, 0), 2)]
)
def test_a_fall_is_seen(row: tuple[int, ...], falls: int) -> None:
    assert len(fallen({"trade": (5, 3, 2, 0, 0, 0)}, {"trade": row, "new": row})) == falls


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_command(lang: str) -> None:
    shown = CliRunner().invoke(main, ["audit", "--lang", lang])
    assert shown.exit_code == 0
    assert {"en": "Read twice", "zh": "两处读到"}[lang] in shown.stdout
    told = json.loads(CliRunner().invoke(main, ["audit", "--format", "json"]).stdout)
    assert told["all"]["numbers"] == {tag: sum(each["numbers"][tag] for each in told["fields"].values()) for tag in told["all"]["numbers"]}
