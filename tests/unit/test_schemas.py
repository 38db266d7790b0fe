"""The committed JSON Schemas are those of the models, and every shipped file validates against them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from crosswalk.cli import main
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


EXAMPLES = ROOT / "examples"


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("labels-result", ["labels", str(EXAMPLES / "hydrogen-tcab.yaml")]),
        ("labels-result", ["labels", str(EXAMPLES / "lcabyg-house.yaml")]),
        ("equivalence-result", ["equivalent", "cn/tcab-0078-2020#clean", "eu/rfnbo-2023-1185#rfnbo"]),
        ("equivalence-result", ["equivalent", "cn/gbt-50378-2019#three-star", "eu/zeb-2024-1275#zero-emission"]),
        ("equivalence-result", ["equivalent", "eu/battery-2023-1542#performance-class", "eu/battery-2023-1542#maximum-threshold"]),
        ("matrix-result", ["equivalent", "--field", "energy", "--product", "hydrogen"]),
        ("neutrality-result", ["neutrality", str(EXAMPLES / "neutral-watch.yaml")]),
        ("dossier-result", ["dossier", str(EXAMPLES / "tyre-recognition.yaml"), "--to", "eu/pef-2021-2279"]),
        ("region-result", ["region", str(EXAMPLES / "county" / "county.yaml"), "--to", "GPC"]),
    ],
)
def test_what_a_command_prints_validates(name: str, args: list[str]) -> None:
    done = CliRunner().invoke(main, [*args, "--format", "json"])
    assert done.exit_code == 0
    printed = json.loads(done.stdout)
    validator = Draft202012Validator(schema(name))
    assert not [fault.message for fault in validator.iter_errors(printed)]
    assert list(validator.iter_errors({**printed, "more": 1}))  # nothing is printed that the schema does not know
    for key in printed:
        if printed[key] is not None:
            assert list(validator.iter_errors({other: value for other, value in printed.items() if other != key})), key


def test_the_least_region_validates() -> None:
    from crosswalk import region

    figures = [{"stage": "industry-and-construction", "gas": "co2", "value": "900 t CO2e"}]
    data = {
        "inventory": {"standard": "cn/provincial-2011", "figures": figures},
        "parks": [{"standard": "cn/zero-carbon-park-2025", "figures": [{"stage": "direct", "value": "1 t CO2e"}]}],
        "lifestyle": {
            "standard": "int/lifestyles-1.5-2019",
            "declared_unit": "1 person",
            "figures": [{"stage": "housing", "value": "1 t CO2e"}],
        },
        "series": [{"year": 2020, "emissions": "1 t CO2e"}],
    }
    printed = json.loads(json.dumps(region(data, to="GPC").as_dict()))
    assert not [fault.message for fault in Draft202012Validator(schema("region-result")).iter_errors(printed)]
