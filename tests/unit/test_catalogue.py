"""What `crosswalk show` tells of standards and mappings."""

from __future__ import annotations

import pytest

from crosswalk.engine.selector import selector
from crosswalk.library.library import Library
from crosswalk.report.catalogue import shown
from crosswalk.report.coverage import coverage
from crosswalk.report.markdown import render

LIBRARY = Library.shipped()


def test_coverage_of_a_building() -> None:
    found = {entry.stage: entry.extents for entry in coverage(LIBRARY, LIBRARY.standard("cn/gbt-51366-2019"))}
    assert found["production"]["combustion"] == "whole"  # cradle to gate, all gases
    assert found["production"]["biogenic"] == "part"  # its CO2 is left out, its methane is not
    assert found["construction"]["combustion"] == "part"  # CO2 of energy only
    assert found["construction"]["process"] == "nothing"
    assert "vegetation" not in found["production"]  # grows on the site only


@pytest.mark.parametrize("name", LIBRARY.standard_ids())
def test_coverage_says_what_the_boundary_says(name: str) -> None:
    standard = LIBRARY.standard(name)
    space, chosen = LIBRARY.space(standard.frame), selector(LIBRARY, name)
    for entry in coverage(LIBRARY, standard):
        counted = chosen.boundary & chosen.stage_atoms(entry.stage)
        assert {branch for branch, extent in entry.extents.items() if extent != "nothing"} == {
            branch.id for branch in space.frame.sources if counted & space.box(None, (branch.id,), None)
        }
        for branch, extent in entry.extents.items():
            if extent == "whole":
                leaves = [
                    leaf.id for leaf in space.sources_of(space.box(None, (branch,), None) & space.at_stages(space.stages_of(counted)))
                ]
                assert all(counted & space.box(None, (leaf,), None) for leaf in leaves)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", LIBRARY.mapping.ids())
def test_every_mapping_is_shown(name: str, lang: str) -> None:
    data, report = shown(name, None, lang)
    mapping = LIBRARY.mapping(name)
    assert data["id"] == name
    rows = sum(len(table.rows) for table in report.tables)
    blocks = (mapping.correspondences, mapping.assumptions, mapping.differences, mapping.comparisons, mapping.links, mapping.documents)
    assert rows == sum(map(len, blocks))


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(
    "name", ["cn/gbt-51366-2019", "eu/ppwr-2025-40", "cn/cnca-cfp-00-2025", "int/pas-2060-2014", "cn-electricity-co2", "ar6-100"]
)
def test_documents_and_confirmations_are_told(name: str, lang: str) -> None:
    data, report = shown(name, None, lang)
    page = render(report)
    assert all(f"| {document} |" in page.replace("\\", "") for document in data["documents"])
    assert {"en": "how far they were checked", "zh": "按核实程度"}[lang] in page


def test_published_comparisons_have_numbers_and_sources() -> None:
    page = render(shown("cn-gbt-51366-2019--eu-en-15978-2011", None, "en")[1])
    comparisons = LIBRARY.mapping("cn-gbt-51366-2019--eu-en-15978-2011").comparisons
    assert comparisons
    assert all(str(entry.value) in page for entry in comparisons if entry.value is not None)
