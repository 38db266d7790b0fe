"""The table of mappings: predicates in the right direction, one row a line, a head that is YAML.

`sssom-pydantic`, an implementation of the SSSOM model, takes every row in the tests. The package `sssom` (0.4.21) has no finding either; it brings
a hundred packages, so it is not one of the tests.
"""

from __future__ import annotations

import csv
import io
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import sssom_pydantic
import yaml

import crosswalk as cw
from crosswalk.formats.relations import parquet, sqlite
from crosswalk.formats.sssom import COLUMNS, PREDICATES, rows, write


def parts(table: str) -> tuple[dict[str, object], list[dict[str, str]]]:
    lines = table.splitlines()
    head = yaml.safe_load("\n".join(line.removeprefix("#") for line in lines if line.startswith("#")))
    return head, list(csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE))


def test_predicates_point_from_the_subject_to_the_object() -> None:
    """`production` of GB/T 51366 counts less than A1-A3, so A1-A3 is its broader match; the other way round it is the narrower one."""
    there = {
        (row["subject_id"], row["object_id"]): row["predicate_id"] for row in rows(cw.compare("cn/gbt-51366-2019", "eu/en-15978-2011"))
    }
    back = {(row["subject_id"], row["object_id"]): row["predicate_id"] for row in rows(cw.compare("eu/en-15978-2011", "cn/gbt-51366-2019"))}
    production, product = "crosswalk:cn/gbt-51366-2019#production", "crosswalk:eu/en-15978-2011#A1-A3"
    assert there[production, product] == "skos:broadMatch"
    assert back[product, production] == "skos:narrowMatch"
    turned = {"skos:broadMatch": "skos:narrowMatch", "skos:narrowMatch": "skos:broadMatch"}
    for (first, second), predicate in there.items():
        if second != "sssom:NoTermFound":
            assert back[second, first] == turned.get(predicate, predicate)


def test_the_table_has_a_head_and_whole_rows() -> None:
    comparison = cw.compare("cn/gbt-51366-2019", "eu/en-15978-2011")
    head, table = parts(write([comparison], date(2026, 1, 31)))
    assert head["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert head["mapping_set_id"]
    assert len(table) == len(comparison.relations)
    known = {*PREDICATES.values()}
    prefixes = set(head["curie_map"])  # type: ignore[call-overload]
    for row in table:
        assert tuple(row) == COLUMNS
        assert None not in row.values()
        assert row["predicate_id"] in known
        assert {row[name].partition(":")[0] for name in ("subject_id", "object_id", "predicate_id")} <= prefixes


def test_the_command_writes_every_pair_that_has_a_mapping() -> None:
    done = subprocess.run([sys.executable, "-m", "crosswalk.cli", "export"], capture_output=True, text=True, check=True, timeout=120)
    _, table = parts(done.stdout)
    pairs = {(row["subject_source"], row["object_source"]) for row in table}
    assert ("crosswalk:cn/gbt-51366-2019", "crosswalk:eu/en-15978-2011") in pairs
    assert len(pairs) > 20


def taken(path: Path) -> tuple[list[sssom_pydantic.SemanticMapping], sssom_pydantic.MappingSet]:
    mappings, _, about = sssom_pydantic.read(path)
    return mappings, about


def test_another_implementation_of_sssom_takes_every_row(tmp_path: Path) -> None:
    """Rows that are not of the model are left out by it, as the spoiled table shows."""
    comparison = cw.compare("cn/gbt-51366-2019", "eu/en-15978-2011")
    table = write([comparison], date(2026, 1, 31))
    path = tmp_path / "figures.sssom.tsv"
    path.write_text(table, "utf-8")
    mappings, about = taken(path)
    assert len(mappings) == len(list(rows(comparison)))
    assert str(about.license) == "https://creativecommons.org/licenses/by/4.0/"
    broader = {(entry.subject.identifier, entry.object.identifier) for entry in mappings if entry.predicate.curie == "skos:broadMatch"}
    assert ("cn/gbt-51366-2019#production", "eu/en-15978-2011#A1-A3") in broader
    path.write_text(table.replace("skos:broadMatch", "broad"), "utf-8")
    assert len(taken(path)[0]) == len(mappings) - len(broader)


def test_tables_hold_what_the_comparison_says(tmp_path: Path) -> None:
    comparison = cw.compare("cn/gbt-51366-2019", "eu/en-15978-2011")
    path = tmp_path / "crosswalk.db"
    path.write_bytes(sqlite([comparison]))
    with closing(sqlite3.connect(path)) as base:
        relations = base.execute("SELECT first_figure, second_figure, relation FROM figures").fetchall()
        assert [name for (name,) in base.execute("SELECT number FROM standards ORDER BY id")] == ["GB/T 51366-2019", "EN 15978:2011"]
        topics = base.execute("SELECT topic, relation, second_zh FROM rules").fetchall()
    assert relations == [(entry.first or None, entry.second, entry.relation) for entry in comparison.relations]
    assert ("production", "A1-A3", "narrower") in relations
    assert topics == [(entry.topic, entry.relation, entry.second.zh if entry.second else None) for entry in comparison.rules]
    table = pq.read_table(io.BytesIO(parquet([comparison])))
    assert table.select(["first_figure", "second_figure", "relation"]).to_pylist() == [
        {"first_figure": first, "second_figure": second, "relation": relation} for first, second, relation in relations
    ]
    assert pq.read_table(io.BytesIO(parquet([]))).num_rows == 0


def test_the_command_writes_a_database(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "crosswalk.cli", "export", "GB/T 51366", "EN 15978", "--format"]
    for form, head in (("sqlite", b"SQLite format 3"), ("parquet", b"PAR1")):
        path = tmp_path / form
        subprocess.run([*words, form, "--output", str(path)], check=True, timeout=120)
        assert path.read_bytes().startswith(head)
