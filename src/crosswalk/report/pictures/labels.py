"""All labels of a field against each other, as pictures: one for each group of labels that can be compared at all."""

from __future__ import annotations

from crosswalk.labels.matrix import Matrix
from crosswalk.report.pictures.look import drawn, grid
from crosswalk.report.tables import Picture
from crosswalk.report.words import word

LOOK: dict[str, tuple[str, str, str]] = {  # mark, shade, shade of the mark
    "implied": ("+", "#1f3a5f", "#fff"),
    "possible": ("?", "#b4c8de", "#000"),
    "excluded": ("×", "#fff", "#000"),
    "unknown": ("u", "#e3eaf2", "#000"),
}


def label_pictures(matrix: Matrix, lang: str) -> tuple[Picture, ...]:
    """The verdict of every label on every other, group by group; labels keep their numbers in the list, a label that stands alone has no picture.

    Raises:
        MissingPackageError: vl-convert is not installed (`pip install "carbon-crosswalk[report]"`).
    """
    return tuple(_picture(matrix, group, lang) for group in groups(matrix) if len(group) > 1)


def groups(matrix: Matrix) -> list[list[int]]:
    """The labels in groups: two are in one group where they, or others between them, are for the same products."""
    left = set(range(len(matrix.labels)))
    found = []
    while left:
        group, queue = set(), [min(left)]
        while queue:
            one = queue.pop()
            if one in left:
                left.discard(one)
                group.add(one)
                queue += [other for other in left if "not-comparable" not in (matrix.cells[one][other], matrix.cells[other][one])]
        found.append(sorted(group))
    return found


def _picture(matrix: Matrix, group: list[int], lang: str) -> Picture:
    names = {place: f"{place + 1}. {matrix.labels[place].label.name[lang]}" for place in group}
    cells = [
        (row, column, matrix.cells[first][second])
        for row, first in enumerate(group)
        for column, second in enumerate(group)
        if matrix.cells[first][second] in LOOK and first != second
    ]
    said = []
    for first in group:
        line = [
            f"{LOOK[verdict][0]} {', '.join(str(other + 1) for other in group if other != first and matrix.cells[first][other] == verdict)}"
            for verdict in LOOK
            if any(other != first and matrix.cells[first][other] == verdict for other in group)
        ]
        said.append(f"{names[first]}: {'; '.join(line)}")
    spec = grid(list(names.values()), [str(place + 1) for place in group], cells, LOOK)
    numbers = f"{group[0] + 1}-{group[-1] + 1}"
    return drawn(spec, f"{word('label matrix', lang)} ({numbers})", ". ".join(said), word("key of labels", lang))
