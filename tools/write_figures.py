"""Write the totals of the shipped examples; where one moved, the reason into the changelog."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

import crosswalk as cw

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "tests" / "release" / "figures.json"
CHANGELOG = ROOT / "docs" / "changelog.md"
DAY = date(2026, 11, 27)
"""A fixed day, so that a figure moves by a change and not by itself."""
DIGITS = 12
CLOSE = Decimal("1e-9")

Ends = list[str | None]


def _printed(bounds: tuple[Decimal | None, ...]) -> Ends:
    return [None if end is None else f"{end:.{DIGITS}g}" for end in bounds]


def targets(standard: str, library: cw.Library) -> list[str]:
    """The standard itself, and every one that a mapping sets against it."""
    found = {standard}
    for key in library.mapping.entries:
        between = library.mapping.of(key).between or ()
        if standard in between:
            found |= set(between)
    return sorted(key for key in found if key in library.standard_ids() and not library.is_material(key))


def figures() -> Iterator[tuple[str, dict[str, Ends]]]:
    """Total and shared part of every example under its own standard and each that is mapped to it."""
    library = cw.Library.shipped()
    for path in sorted((ROOT / "examples").rglob("*.yaml")):
        data: Any = yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)
        name = path.relative_to(ROOT / "examples").as_posix()
        if isinstance(data, dict) and "positions" in data:
            book = cw.attribute(path, as_of=DAY)
            yield name, {"total": _printed(book.total.bounds)}
        elif isinstance(data, dict) and "figures" in data and "standard" in data:
            own = library.resolve(str(data["standard"]), DAY).key
            for target in targets(own, library):
                try:
                    result = cw.translate(path, to=target, as_of=DAY)
                except cw.CrosswalkError as error:
                    yield f"{name} -> {target}", {"refused": [type(error).__name__]}
                else:
                    yield f"{name} -> {target}", {"total": _printed(result.total.bounds), "shared": _printed(result.shared.bounds)}


def same(first: Ends, second: Ends) -> bool:
    """Whether two rows agree, but for the last digits.

    >>> same(["1.00000000001", None], ["1", None]), same(["1.001", None], ["1", None]), same(["1", None], ["1", "2"])
    (True, False, False)
    """
    if len(first) != len(second):
        return False
    for one, other in zip(first, second, strict=True):
        if one == other:
            continue
        try:
            a, b = Decimal(one or "x"), Decimal(other or "x")
        except ArithmeticError:
            return False
        if abs(a - b) > CLOSE * max(abs(a), abs(b)):
            return False
    return True


def moved(before: dict[str, dict[str, Ends]], now: dict[str, dict[str, Ends]]) -> list[str]:
    """The examples whose figures moved; those that came in are none."""
    return sorted(
        name
        for name in before
        if name not in now
        or now[name].keys() != before[name].keys()
        or not all(same(now[name][key], before[name][key]) for key in before[name])
    )


def table() -> dict[str, Any]:
    """What was written last."""
    found: dict[str, Any] = json.loads(TABLE.read_text("utf-8")) if TABLE.exists() else {"moved": [], "figures": {}}
    return found


def main() -> None:
    """Write the table; a figure that moved needs a reason, which goes into the changelog."""
    because, moves = ([*sys.argv[1:], "", ""])[:2]
    old, now = table(), dict(figures())
    names = moved(old["figures"], now)
    if names:
        if not (because and moves):
            sys.exit(
                "these moved:\n  " + "\n  ".join(names) + "\nsay why: make figures BECAUSE='what changed' MOVES='who sees other numbers'"
            )
        row = f"| {date.today().isoformat()} | {because} | {moves} |"
        CHANGELOG.write_text(CHANGELOG.read_text("utf-8").rstrip("\n") + f"\n{row}\n", "utf-8")
        old["moved"].append({"row": row, "figures": names})
    TABLE.parent.mkdir(parents=True, exist_ok=True)
    rows = ",\n".join(f"  {json.dumps(name)}: {json.dumps(row)}" for name, row in sorted(now.items()))
    changes = json.dumps(old["moved"], ensure_ascii=False)
    TABLE.write_text(f'{{\n "moved": {changes},\n "figures": {{\n{rows}\n }}\n}}\n', "utf-8")


if __name__ == "__main__":
    main()
