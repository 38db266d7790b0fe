"""Two standards against each other, figure by figure, as a picture."""

from __future__ import annotations

from collections.abc import Iterable

from crosswalk.engine.compare import Comparison, Relation
from crosswalk.model.base import Text
from crosswalk.report.naming import is_code
from crosswalk.report.pictures.look import drawn, grid
from crosswalk.report.tables import Picture
from crosswalk.report.words import kind, word

LOOK: dict[str, tuple[str, str, str]] = {  # mark, shade, shade of the mark
    "equal": ("=", "#1f3a5f", "#fff"),
    "broader": ("⊃", "#7d9cc0", "#000"),
    "narrower": ("⊂", "#b4c8de", "#000"),
    "overlap": ("∩", "#e3eaf2", "#000"),
    "none": ("", "#fff", "#000"),
}
SAID: tuple[Relation, ...] = ("equal", "narrower", "broader", "overlap")


def coverage_picture(result: Comparison, lang: str) -> Picture | None:
    """What each figure of the first standard counts of each figure of the second; nothing where no figure meets another.

    Raises:
        MissingPackageError: vl-convert is not installed (`pip install "carbon-crosswalk[report]"`).
    """
    found = result.coverage
    if not found.first:
        return None
    rows, columns = ([named(*entry, lang) for entry in side] for side in (found.first, found.second))
    cells = [(row, column, cell) for row, line in enumerate(found.cells) for column, cell in enumerate(line)]
    said = []
    for name, line in zip(rows, found.cells, strict=True):
        parts = [(relation, [columns[place] for place, cell in enumerate(line) if cell == relation]) for relation in SAID]
        said.append(f"{name}: " + ", ".join(f"{kind(relation, lang)}: {', '.join(names)}" for relation, names in parts if names))
    numbers = {"first": result.first.number, "second": result.second.number}
    words = "; ".join([*said, *alone(result, lang)])
    title = f"{word('coverage', lang)}: {numbers['first']} / {numbers['second']}"
    return drawn(grid(rows, columns, cells, LOOK), title, words, word("key of coverage", lang).format(**numbers))


def alone(result: Comparison, lang: str) -> list[str]:
    """In words, the figures that have nothing in common with any of the other standard."""
    found, first, second = result.coverage, result.first.number, result.second.number
    sides: Iterable[tuple[str, str, tuple[tuple[str, Text], ...]]] = (
        (first, second, found.alone_first),
        (second, first, found.alone_second),
    )
    return [
        f"{word('alone', lang).format(mine, other)}: {', '.join(named(*entry, lang) for entry in names)}"
        for mine, other, names in sides
        if names
    ]


def named(key: str, name: Text, lang: str) -> str:
    """A figure by its code and name; by its name where its id is no code that people use."""
    return f"{key} {name[lang]}" if is_code(key) else name[lang]
