"""Lines as trees: what is inside what, what crosses, and the forests of further cuts."""

from __future__ import annotations

import pytest

from crosswalk.engine.forest import Forest, forests
from crosswalk.engine.lines import Line, sum_atoms
from crosswalk.errors import InconsistentDeclarationError
from crosswalk.library.library import Library

SPACE = Library.shipped().space("life-cycle")
# five kinds of emission of A1 to A3, as sets of their own
A, B, C, D, E = (SPACE.box((stage,), ("combustion",)) for stage in ("A1", "A2", "A4", "B2", "C2"))


def line(atoms: int, label: str = "x", **more: object) -> Line:
    return Line(label, atoms, **more)  # type: ignore[arg-type]


def grown(*lines: Line, counted: list[int] | None = None) -> tuple[Forest, ...]:
    fields = [f"figures[{position}]" for position in range(len(lines))]
    return forests(SPACE, lines, fields, counted if counted is not None else [entry.atoms for entry in lines])


def tree(forest: Forest) -> list[object]:
    """Positions, nested as the lines are."""

    def shape(nodes: object) -> list[object]:
        return [(node.line, shape(node.children)) if node.children else node.line for node in nodes]  # type: ignore[attr-defined]

    return shape(forest.roots)


def test_lines_nest_whatever_their_order() -> None:
    (forest,) = grown(line(A), line(A | B | C), line(A | B), line(D))
    assert tree(forest) == [(1, [(2, [0])]), 3]
    assert forest.covered == A | B | C | D
    assert [(node.line, node.residual) for node in forest.nodes()] == [(1, C), (3, D), (2, B), (0, A)]
    (forest,) = grown(line(A), line(A | B), line(A | B | C))
    assert tree(forest) == [(2, [(1, [0])])]
    (forest,) = grown(line(A | B | C), line(A), line(B))
    assert tree(forest) == [(0, [1, 2])]
    assert forest.roots[0].residual == C
    (none,) = grown()
    assert (none.roots, none.covered) == ((), 0)


def test_a_line_of_which_nothing_counts_is_no_line_of_the_forest() -> None:
    (forest,) = grown(line(A), line(B), line(C, evaluated=True), counted=[A, 0, C])
    assert tree(forest) == [0]
    assert forest.covered == A


def test_what_is_declared_decides_what_is_inside_what_and_else_what_counts() -> None:
    # the set leaves B out: both lines count the same, and the declared atoms tell part and whole
    (forest,) = grown(line(A | B), line(A), counted=[A, A])
    assert tree(forest) == [(0, [1])]
    assert forest.roots[0].residual == 0
    (forest,) = grown(line(A), line(A | B), counted=[A, A])
    assert tree(forest) == [(1, [0])]
    # they cross as they are declared, but not in what counts
    (forest,) = grown(line(A | B), line(A | C | D), counted=[A, A | C])
    assert tree(forest) == [(1, [0])]


def test_the_same_declared_twice_is_refused() -> None:
    for counted in (None, [D, A, A]):
        lines = [line(D, "other"), line(A, "first"), line(A, "second")]
        with pytest.raises(InconsistentDeclarationError) as caught:
            grown(*lines, counted=counted)
        (finding,) = caught.value.findings
        assert finding.en == "second is declared twice (figures[1] and figures[2]); alternatives are not added, keep one"
        assert finding.zh == "second 重复声明（figures[1] 与 figures[2]）；备选值不相加，请只保留一个"
        assert finding.field == "figures[2]"


def test_crossing_lines_are_refused_with_their_common_part() -> None:
    stages = SPACE.box(("A1", "A2", "B4"), ("combustion", "process"))
    across = SPACE.box(("A2", "A4", "B4"), ("combustion", "process", "waste"))
    with pytest.raises(InconsistentDeclarationError) as caught:
        grown(line(SPACE.box(("C1",), ("combustion",))), line(stages, "one"), line(across, "other"))
    (finding,) = caught.value.findings
    both = SPACE.describe_sources(stages & across)
    assert both == ["combustion", "process"]
    assert finding.en == (
        "one and other overlap without one holding the other; declare their common part (stages A2, B4; sources combustion, process) "
        "as a figure of its own and the rest apart"
    )
    assert finding.zh == "one 与 other 交叉；请将其共同部分（阶段 A2, B4；来源 combustion, process）单独声明，其余分开声明"
    assert finding.field == "figures[2]"


def test_a_further_cut_makes_a_forest_with_the_lines_that_fit() -> None:
    found = grown(line(A), line(B | C), line(A | B, view=True), line(D))
    assert [tree(forest) for forest in found] == [[0, 1, 3], [(2, [0]), 3]]
    assert found[1].covered == A | B | D


def test_each_further_cut_has_a_forest_of_its_own() -> None:
    found = grown(
        line(A | B), line(A, group="biogenic"), line(B, view=True), line(C, view=True, group="biogenic"), line(B, group="biogenic")
    )
    assert [tree(forest) for forest in found] == [[0], [(0, [1, 4])], [(0, [2]), 3]]
    # what comes evaluated is in none but its own cut
    assert [tree(forest) for forest in grown(line(A, evaluated=True), line(B))] == [[1]]


def test_lines_of_one_further_cut_that_cross_are_put_apart_whatever_their_order() -> None:
    wide, narrow, inside = line(A | B | C, view=True), line(C | D, view=True), line(A, view=True)
    for order in ([wide, narrow, inside], [inside, narrow, wide], [narrow, inside, wide]):
        found = grown(*order)
        place = {id(entry): position for position, entry in enumerate(order)}
        kept = [{node.line for node in forest.nodes()} for forest in found]
        assert kept == [set(), {place[id(wide)], place[id(inside)]}, {place[id(narrow)]}]
    # equally wide ones stand in the order of their atoms
    first, second = sorted((line(A | B, view=True), line(B | C, view=True)), key=lambda entry: entry.atoms)
    if first.atoms.bit_count() == second.atoms.bit_count():
        for order in ([first, second], [second, first]):
            found = grown(*order)
            assert [order[forest.roots[0].line] for forest in found[1:]] == [first, second]


def test_the_union_of_sets() -> None:
    assert sum_atoms([A, B, A | C]) == A | B | C
    assert sum_atoms([]) == 0
