"""Laws of label equivalence over three standards whose translations are exact: the verdict is that of the numbers, and `implied` is transitive.

The shipped standards differ in rules that no atom expresses, so that no number of theirs crosses; the law is tested where numbers do cross.
"""

from __future__ import annotations

import operator as operators
from datetime import date
from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest

from crosswalk.labels.equivalence import Equivalence, LabelOf, equivalent_labels
from crosswalk.library.library import Library

DAY = date(2026, 11, 27)
Key = tuple[str, str, int]
UNITS = {"one": ("kg CO2e/kg", 1), "two": ("t CO2e/t", 1), "three": ("g CO2e/kg", 1000)}
LIMITS = [(operator, value) for operator in ("<", "<=", ">", ">=") for value in (1, 2, 3)]
NAMES = {"<": "below", "<=": "at-most", ">": "above", ">=": "at-least"}
STANDARD = """
id: int/law-{name}-2026
number: LAW {name}
family: int/law-{name}
name: {{en: "Invented standard {name}", zh: 虚构标准{name}}}
aliases: []
kind: standard
nature: {{en: invented, zh: 虚构}}
field: common
jurisdiction: INT
issuer: {{en: nobody, zh: 无}}
status: in-force
dates: {{issued: 2026-01-31, in_force: 2026-03-01}}
documents:
  page: {{title: The test that invents it}}
source: {{document: page, confirmed: primary}}
subject: product
frame: life-cycle
unit: {{source: {{document: page, confirmed: primary}}}}
characterisation:
  sets: [ar6-100]
  source: {{document: page, confirmed: primary}}
stages:
  - {{id: {stage}, name: {{en: All, zh: 全部}}, covers: [A1, A2, A3]}}
indicators:
  - {{id: GWP, name: {{en: Global warming potential, zh: 全球变暖潜势}}, main: true}}
boundary:
  - {{stages: [{stage}], sources: [emissions], source: {{document: page, confirmed: primary}}}}
rules:
  - {{topic: cut-off, value: none, text: {{en: nothing may be left out, zh: 不得取舍}}, source: {{document: page, confirmed: primary}}}}
thresholds:
{thresholds}
labels:
{labels}
"""
THRESHOLD = (
    "  - {{id: {id}, kind: limit, name: {{en: {id}, zh: {id}}}, operator: '{operator}', value: {value} {unit}, "
    "applies_to: {{en: all, zh: 全部}}, source: {{document: page, confirmed: primary}}}}"
)
LABEL = "  - {{id: {id}, name: {{en: {id}, zh: {id}}}, thresholds: [{id}], source: {{document: page, confirmed: primary}}}}"


@pytest.fixture(scope="module")
def labels(tmp_path_factory: pytest.TempPathFactory) -> tuple[Library, dict[tuple[str, str, int], LabelOf]]:
    folder: Path = tmp_path_factory.mktemp("laws")
    place = folder / "standards" / "common"
    place.mkdir(parents=True)
    for name, (unit, scale) in UNITS.items():
        ids = [(f"{NAMES[operator]}-{value}", operator, value) for operator, value in LIMITS]
        thresholds = "\n".join(THRESHOLD.format(id=key, operator=operator, value=value * scale, unit=unit) for key, operator, value in ids)
        content = STANDARD.format(
            name=name, stage=f"{name}-all", thresholds=thresholds, labels="\n".join(LABEL.format(id=key) for key, *_ in ids)
        )
        (place / f"int-law-{name}-2026.yaml").write_text(content, "utf-8")
    library = Library([folder])
    found = {}
    for name in UNITS:
        standard = library.standard(f"int/law-{name}-2026")
        for label, (operator, value) in zip(standard.labels, LIMITS, strict=True):
            found[name, operator, value] = LabelOf(standard, label)
    return library, found


def values(operator: str, limit: int) -> set[Fraction]:
    """The figures that keep a limit, on a grid that holds the limits and points between them; beyond its ends all figures are alike."""
    grid = [Fraction(step, 2) for step in range(9)]
    passes = {"<": operators.lt, "<=": operators.le, ">": operators.gt, ">=": operators.ge}[operator]
    return {value for value in grid if passes(value, limit)}


def test_the_verdict_is_that_of_the_numbers_and_implied_is_transitive(labels: tuple[Library, dict[tuple[str, str, int], LabelOf]]) -> None:
    library, known = labels
    verdicts: dict[tuple[Key, Key], str] = {}
    for one, two in product(known, repeat=2):
        found: Equivalence = equivalent_labels(library, known[one], known[two], DAY, with_example=False)
        held, asked = values(*one[1:]), values(*two[1:])
        exact = "implied" if held <= asked else "possible" if held & asked else "excluded"
        verdicts[one, two] = found.verdict
        assert found.verdict == exact, (one, two, exact, found.verdict)
    across = [(one, two) for (one, two), word in verdicts.items() if word == "implied" and one[0] != two[0]]
    assert len(across) > 100
    chains = 0
    for one, two in across:
        for other, three in across:
            if other == two and three[0] not in (one[0], two[0]):
                assert verdicts[one, three] == "implied", (one, two, three)
                chains += 1
    assert chains > 300
