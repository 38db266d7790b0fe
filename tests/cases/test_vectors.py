"""The conformance vectors: this library gives every published answer, and the runner sees every wrong one.

The cases themselves are data, in `vectors/`; tests beside this file hold what a vector cannot say: formulas, texts, tables of factors.
"""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator
from published import EXAMPLES, example

from crosswalk import errors
from crosswalk.model.schemas import schema
from crosswalk.model.vectors import Vector
from crosswalk.vectors.__main__ import main
from crosswalk.vectors.ask import Answer, program, this_library
from crosswalk.vectors.files import files, read_file, shipped
from crosswalk.vectors.judge import faults

VECTORS = {vector.id: vector for vector in shipped()}
CLI = [sys.executable, "-c", "from crosswalk.cli import main; main()"]


@pytest.mark.parametrize("name", VECTORS)
def test_this_library_conforms(name: str) -> None:
    found = faults(VECTORS[name], this_library(VECTORS[name]))
    assert not found, "\n".join(fault.en for fault in found)


def test_every_file_validates_and_all_are_of_one_version() -> None:
    validator = Draft202012Validator(schema("vectors"))
    read = [json.loads(path.read_text("utf-8")) for path in files()]
    assert not [fault.message for data in read for fault in validator.iter_errors(data)]
    assert len({data["version"] for data in read}) == 1
    assert sum(len(data["vectors"]) for data in read) == len(VECTORS), "an id is used twice"
    for data in read:
        assert {vector["source"]["document"] for vector in data["vectors"]} == set(data["documents"]), data["name"]


def test_a_vector_asks_what_it_can_and_expects_something() -> None:
    for vector in VECTORS.values():
        expected = vector.expect
        assert (vector.labels is not None) == (vector.ask == "equivalent"), vector.id
        assert (vector.input is None) == (vector.ask == "equivalent"), vector.id
        assert (vector.to is not None) == (vector.ask in ("translate", "assess", "attribute")), vector.id
        said = (*expected.values, *expected.gaps, *expected.verdicts, *([expected.verdict] if expected.verdict else []))
        assert bool(said) == (expected.status == 0), vector.id
        if expected.error is not None:
            assert getattr(errors, expected.error).exit_status == expected.status, vector.id
        for value in expected.values:
            assert value.model_fields_set & {"low", "best", "high", "holds", "status"}, vector.id
            assert (value.of is None) != (value.stage is None), vector.id


def test_examples_inside_vectors_are_the_examples() -> None:
    """A vector is whole in itself; where it declares an example, it declares the example's own figures."""
    known = {
        data["name"]["en"]: data for data in (example(path.stem) for path in EXAMPLES.glob("*.yaml")) if isinstance(data.get("name"), dict)
    }
    seen = set()
    for vector in VECTORS.values():
        name = (vector.input or {}).get("name")
        if isinstance(name, dict) and name["en"] in known:
            seen.add(name["en"])
            figures = known[name["en"]]["figures"]
            strange = [figure for figure in (vector.input or {})["figures"] if figure not in figures]
            assert len(strange) <= 1, vector.id  # a vector may vary one figure
    assert len(seen) >= 8


@pytest.mark.parametrize("name", ["bld-1-per-year", "circ-12-black-mass-2", "finance-1-three-companies", "finance-7-fifty-grams", "tcab-0078-2020-clean--tcab-0078-2020-low-carbon", "bld-1-wrong-total", "bld-4-product-is-no-building"])  # fmt: skip
def test_the_command_line_conforms_too(name: str) -> None:
    assert not faults(VECTORS[name], program(CLI)(VECTORS[name]))


# -- the runner sees what is wrong ------------------------------------------------------------------------------------------------------


def wrong(name: str, **changed: Any) -> list[str]:
    """What is said of an answer that differs from the right one."""
    answer = this_library(VECTORS[name])
    result = json.loads(json.dumps(answer.result))
    for path, value in changed.items():
        *way, last = path.split("__")
        place = result
        for part in way:
            place = place[part]
        place[last] = value
    return [fault.en for fault in faults(VECTORS[name], replace(answer, result=result))]


@pytest.mark.parametrize(
    ("name", "changed", "said"),
    [
        ("bld-1-per-year", {"shared__low": 8.2935578}, "shared: low is 8.2935578, expected 8.29355782571511"),
        ("bld-1-per-year", {"shared__low": None}, "shared: low is None"),
        ("bld-1-per-year", {"shared__unit": "kg CO2e/m**2"}, "shared: unit is kg CO2e/m**2"),
        ("bld-1-per-year", {"figures": []}, "D: not in the result"),
        ("bld-2-shared-boundary", {"shared__high": 234.6}, "does not hold 43173.58436609715"),
        ("bld-2-shared-boundary", {"gaps": []}, "no such gap: surplus B4.production 4717.349346101772"),
        ("bld-13-not-declared", {"figures": [{"stage": "B6", "high": 0, "status": "exact"}]}, "B6: high is 0, expected None"),
        ("taxonomy-hydrogen-at-the-limit", {"labels": []}, "eu/rfnbo-2023-1185#taxonomy-hydrogen: None, expected excluded"),
        ("tcab-0078-2020-clean--rfnbo-2023-1185-rfnbo", {"verdict": "implied"}, "the verdict is implied, expected possible"),
    ],
)
def test_a_wrong_answer_is_seen(name: str, changed: dict[str, Any], said: str) -> None:
    assert not wrong(name)
    assert any(said in fault for fault in wrong(name, **changed))


def test_a_wrong_status_error_or_field_is_seen() -> None:
    refused = VECTORS["bld-1-wrong-total"]
    assert [fault.en for fault in faults(refused, Answer(0, {}))] == ["exit status 0, expected 3"]
    assert "the error is UnitMismatchError" in faults(refused, Answer(3, {}, "UnitMismatchError", "total"))[0].en
    assert "figures[0]" in faults(refused, Answer(3, {}, "InconsistentDeclarationError", "figures[0]"))[0].zh
    assert not faults(refused, Answer(3, {}))  # a program does not tell the names of its errors


def test_no_printed_number_is_so_coarse_that_zero_would_do() -> None:
    for vector in VECTORS.values():
        for value in vector.expect.values:
            for number in (value.low, value.best, value.high):
                if number is not None and number != 0:
                    exponent = number.as_tuple().exponent
                    assert isinstance(exponent, int)
                    assert Decimal(5).scaleb(exponent - 1) <= abs(number) / 20 or value.tolerance is not None, vector.id


def test_the_page_counts_what_is_no_vector() -> None:
    others = [path for path in sorted(Path(__file__).parent.glob("test_*.py")) if path != Path(__file__)]
    count = sum(path.read_text("utf-8").count("\ndef test_") for path in others)
    assert f"{count} test functions there" in (EXAMPLES.parent / "docs" / "vectors.md").read_text("utf-8")


# -- the runner as a program ------------------------------------------------------------------------------------------------------------


def run(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, list(words))
    return done.exit_code, done.output


def test_the_runner_counts_and_exits(tmp_path: Path) -> None:
    assert run("--only", "bld-1-") == (0, "6 vectors, 6 conform\n")
    assert run("--only", "bld-1-per-year", "--lang", "zh") == (0, "1 个向量，1 个符合\n")
    data = json.loads(files()[0].read_text("utf-8"))
    data["vectors"] = [{**data["vectors"][0], "expect": {"values": [{"of": "total", "low": "1"}]}}]
    (tmp_path / "one.json").write_text(json.dumps(data), "utf-8")
    status, printed = run(str(tmp_path))
    assert status == 4
    assert "total: low is" in printed
    assert printed.endswith("1 vectors, 0 conform\n")


@pytest.mark.parametrize(
    ("content", "said"),
    [("{", "no JSON"), ('{"version": "1.0"}', "version"), ('{"version": "1.0.0", "name": {"en": "a", "zh": "a"}, "documents": {}, "vectors": [{"idd": 1}]}', "vectors[0].id")],
)  # fmt: skip
def test_a_file_that_holds_no_vectors_is_told(tmp_path: Path, content: str, said: str) -> None:
    (tmp_path / "bad.json").write_text(content, "utf-8")
    status, printed = run(str(tmp_path / "bad.json"))
    assert status == 3
    assert "bad.json" in printed
    assert said in printed
    assert run(str(tmp_path / "absent.json"))[0] == 3


def test_a_document_must_be_listed(tmp_path: Path) -> None:
    data = json.loads(files()[0].read_text("utf-8"))
    data["documents"] = {"other": {"title": "another"}}
    (tmp_path / "one.json").write_text(json.dumps(data), "utf-8")
    with pytest.raises(errors.DeclarationError, match="unknown document"):
        read_file(tmp_path / "one.json")


@pytest.mark.parametrize(
    ("script", "said"),
    [("print('no json')", "no JSON"), ("raise SystemExit(3)", "exit status 3, expected 0"), ("import sys; sys.stdin.read(); print('[]')", "not in the result")],
)  # fmt: skip
def test_a_program_that_answers_nonsense_does_not_conform(script: str, said: str) -> None:
    vector: Vector = VECTORS["bld-1-per-year"]
    answer = program([sys.executable, "-c", script])(vector)
    assert any(said in part for part in [answer.message, *(fault.en for fault in faults(vector, answer))])
    assert faults(vector, answer)
