"""Pictures: what they show is what was computed, without colour, and in words."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise

import pytest

import crosswalk as cw
from crosswalk.api import label_matrix
from crosswalk.engine.by_stage import by_stage
from crosswalk.engine.selector import selector
from crosswalk.library.library import Library
from crosswalk.report.pictures import coverage, coverage_picture, label_pictures, labels, stages_picture
from crosswalk.report.pictures.look import columns_of, short

PAIRS = [
    ("cn/gbt-51366-2019", "eu/en-15978-2011"),
    ("cn/gbt-24067-2024", "eu/en-15804-a2-2019"),
    ("int/gpc-2021", "cn/provincial-2025"),
    ("cn/gbt-32150-2015", "eu/esrs-e1-2023"),
    ("cn/tcab-0078-2020", "eu/rfnbo-2023-1185"),
]
SVG = re.compile(r"<svg[^>]* role=\"img\" aria-labelledby=\"(\S+) (\S+)\">")


def texts(svg: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg)


def luminance(shade: str) -> float:
    """Relative luminance of a shade such as #1f3a5f (WCAG 2.2)."""
    digits = shade[1:] if len(shade) == 7 else "".join(sign * 2 for sign in shade[1:])
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_the_matrix_holds_every_relation(first: str, second: str) -> None:
    result = cw.compare(first, second)
    found = result.coverage
    library = Library.shipped()
    for standard, shown, alone in ((result.first, found.first, found.alone_first), (result.second, found.second, found.alone_second)):
        chosen = selector(library, standard.id)
        main = chosen.indicator_atoms(standard.main_indicator.id)
        known = {stage.id for stage in standard.stages if chosen.boundary & chosen.stage_atoms(stage.id) & main}
        assert {key for key, _ in (*shown, *alone)} == {"total", *known}
    for (row, _), line in zip(found.first, found.cells, strict=True):
        for (column, _), cell in zip(found.second, line, strict=True):
            assert cell == result.relation(row, column)
    assert all(any(cell != "none" for cell in line) for line in found.cells)
    assert all(any(line[place] != "none" for line in found.cells) for place in range(len(found.second)))


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_the_picture_of_a_comparison_shows_each_cell(first: str, second: str, lang: str) -> None:
    result = cw.compare(first, second)
    picture = coverage_picture(result, lang)
    assert picture is not None
    marks = [text for text in texts(picture.svg) if text in "=⊃⊂∩" and text]
    wanted = [coverage.LOOK[cell][0] for line in result.coverage.cells for cell in line if cell != "none"]
    assert sorted(marks) == sorted(wanted)
    assert SVG.match(picture.svg)
    for key, name in result.coverage.first:
        assert coverage.named(key, name, lang) in picture.words


def test_a_standard_and_itself_are_equal_on_the_diagonal() -> None:
    found = cw.compare("cn/gbt-51366-2019", "cn/gbt-51366-2019").coverage
    assert [line[place] for place, line in enumerate(found.cells)] == ["equal"] * len(found.cells)
    assert found.alone_first == found.alone_second == ()


@pytest.mark.parametrize("look", [coverage.LOOK, labels.LOOK], ids=["coverage", "labels"])
def test_marks_and_lightness_tell_without_colour(look: dict[str, tuple[str, str, str]]) -> None:
    assert len({mark for mark, _, _ in look.values()}) == len(look)
    shades = sorted(luminance(shade) for _, shade, _ in look.values())
    assert all(later - earlier > 0.08 for earlier, later in pairwise(shades))
    for mark, shade, ink in look.values():
        assert not mark or contrast(shade, ink) >= 4.5  # WCAG 2.2, 1.4.3


def test_stages_stand_beside_what_was_declared_there() -> None:
    result = cw.translate("examples/office-gbt51366.yaml", to="eu/en-15978-2011")
    rows = {row.stage: row for row in by_stage(result.crosswalk, result.outcome)}
    assert rows["A1-A3"].declared == (Decimal("386.2"), Decimal("386.2"))
    assert rows["A1"].declared is None  # the line may lie in A1, A2 or A3
    assert rows["B6"].declared == (Decimal(1562), Decimal(1562))
    for row in rows.values():
        assert row.bounds == result.figure(row.stage).bounds
    picture = stages_picture(list(rows.values()), result.unit, "zh")
    assert picture is not None
    assert "B6" in picture.words
    assert "声明值 1562" in picture.words


def test_a_part_declared_elsewhere_leaves_no_sum() -> None:
    footprint = {
        "standard": "eu/en-15804-a2-2019",
        "declared_unit": "1 m**3",
        "characterisation": "en15804-a2-ef3.1",
        "figures": [
            {"stage": "A1-A3", "value": "100 kg CO2e"},
            {"stage": "A1", "value": "60 kg CO2e"},
            {"stage": "A4", "value": "5 kg CO2e"},
        ],
    }
    result = cw.translate(footprint, to="eu/en-15804-a1-2013")
    rows = {row.stage: row.declared for row in by_stage(result.crosswalk, result.outcome)}
    assert rows["A1-A3"] == (Decimal(100), Decimal(100))
    assert rows["A1"] == (Decimal(60), Decimal(60))
    assert rows["A3"] is None


def test_labels_are_drawn_in_groups_that_can_be_compared() -> None:
    matrix = label_matrix("buildings")
    found = labels.groups(matrix)
    assert sorted(place for group in found for place in group) == list(range(len(matrix.labels)))
    home = {place: number for number, group in enumerate(found) for place in group}
    for row, line in enumerate(matrix.cells):
        for column, cell in enumerate(line):
            assert cell == "not-comparable" or home[row] == home[column]
    pictures = label_pictures(matrix, "en")
    assert len(pictures) == sum(len(group) > 1 for group in found)
    for picture, group in zip(pictures, (group for group in found if len(group) > 1), strict=True):
        marks = [text for text in texts(picture.svg) if text in ("+", "?", "×", "u")]
        cells = [matrix.cells[row][column] for row in group for column in group if row != column]
        assert len(marks) == sum(cell in labels.LOOK for cell in cells)


def test_labels_of_axes_stay_texts() -> None:
    from crosswalk.report.pictures.look import drawn, grid

    spec = grid(["<b>'\\'];alert(1)//", "<script>x</script>"], ["a"], [(0, 0, "equal"), (1, 0, "none")], coverage.LOOK)
    picture = drawn(spec, "<script>", "<img src=x>")
    assert "<script" not in picture.svg
    assert "<img" not in picture.svg
    assert "&lt;b&gt;'\\'];alert(1)//" in picture.svg


def test_short_labels_count_columns() -> None:
    assert short("abc", 3) == "abc"
    assert columns_of(short("建筑材料生产" * 9, 20)) <= 20
