"""The committed JSON Schemas are those of the models, and every shipped file validates against them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from crosswalk.library.document import parse
from crosswalk.library.index import plain
from crosswalk.library.kinds import kind_of
from crosswalk.library.library import Library
from crosswalk.model.schemas import PUBLISHED, schema, schema_text

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("name", sorted(PUBLISHED))
@pytest.mark.parametrize("folder", ["src/crosswalk/schemas", "docs/schemas"])
def test_committed_schema_is_that_of_the_models(name: str, folder: str) -> None:
    committed = (ROOT / folder / f"{name}.schema.json").read_text("utf-8")
    assert committed == schema_text(name), "the models changed: run `make schemas`"


def test_every_data_file_validates() -> None:
    validators = {name: Draft202012Validator(schema(name)) for name in PUBLISHED}
    faults = []
    for key, entry in Library.shipped().entries.items():
        faults += [f"{key}: {fault.message}" for fault in validators[kind_of(key)].iter_errors(entry.data)]
    assert not faults


@pytest.mark.parametrize("path", sorted((ROOT / "examples").glob("*.yaml")), ids=lambda path: path.stem)
def test_every_example_validates(path: Path) -> None:
    data = plain(parse(path.read_bytes(), str(path)).data)
    kind = "footprint" if "figures" in data else "book" if "positions" in data else "claim"
    assert not [fault.message for fault in Draft202012Validator(schema(kind)).iter_errors(data)]


def test_a_result_validates() -> None:
    from crosswalk import translate

    result = translate(ROOT / "examples" / "office-gbt51366.yaml", to="eu/en-15978-2011")
    assert not [fault.message for fault in Draft202012Validator(schema("result")).iter_errors(json.loads(result.to_json()))]
