"""A footprint as plain data or YAML, and read again, is the same footprint."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given

import crosswalk as cw
from crosswalk.formats.footprint import plain, write_yaml
from crosswalk.library.document import parse
from crosswalk.model.footprint import Footprint
from crosswalk.testing.cases import Case, cases

EXAMPLES = [path for path in sorted(Path("examples").rglob("*.yaml")) if not path.stem.startswith(("claim-", "plant-", "loan-"))]


def assert_kept(footprint: Footprint) -> None:
    data = footprint.model_dump()
    assert cw.read(plain(footprint)).model_dump() == data
    assert cw.read(parse(write_yaml(footprint).encode()).data).model_dump() == data


@given(cases())
def test_declared_footprints_survive(case: Case) -> None:
    assert_kept(cw.read(case.data))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_examples_survive(path: Path) -> None:
    assert_kept(cw.read(path))
