"""The table of mappings: predicates in the right direction, one row a line, a head that is YAML.

The whole table was validated with the `sssom` package (0.4): no finding of its JSON schema or of its prefixes.
"""

from __future__ import annotations

import csv
import subprocess
import sys
from datetime import date

import yaml

import crosswalk as cw
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
