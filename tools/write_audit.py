"""Write the shares of confirmed numbers into `docs/data.md`; a share that falls is refused unless it is accepted. A test compares the page with the data."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from crosswalk.audit import TAGS, Audit, Shares, audit

PAGE = Path(__file__).resolve().parent.parent / "docs" / "data.md"
START, END = "<!-- written by make audit -->", "<!-- end of what make audit writes -->"
Counts = dict[str, tuple[int, ...]]
"""By field, how many numbers and then how many cited facts bear each tag."""


def counts(found: Audit) -> Counts:
    """What the data hold now."""

    def row(shares: Shares) -> tuple[int, ...]:
        return tuple(each[tag] for each in (shares.numbers, shares.facts) for tag in TAGS)

    return {**{name: row(shares) for name, shares in found.fields.items()}, "all": row(found.whole)}


def recorded(page: str) -> Counts:
    """What the page says."""
    rows = re.findall(r"^\| ([a-z]+) \| (\d[\d |]*) \|$", page, re.MULTILINE)
    return {name: tuple(int(cell) for cell in cells.split("|")) for name, cells in rows}


def fallen(before: Counts, now: Counts) -> list[str]:
    """The fields of which a share is smaller than it was."""
    found = []
    for name, own in now.items():
        old = before.get(name)
        if old is None:
            continue
        for what, start in (("numbers", 0), ("cited facts", len(TAGS))):
            for tags in (1, 2):  # primary; primary and secondary
                was, has = (each[start : start + len(TAGS)] for each in (old, own))
                if sum(was) and sum(has) and sum(has[:tags]) * sum(was) < sum(was[:tags]) * sum(has):
                    found.append(
                        f"{name}: {' and '.join(TAGS[:tags])} {what}, {sum(was[:tags])} of {sum(was)}, now {sum(has[:tags])} of {sum(has)}"
                    )
    return found


def table(now: Mapping[str, tuple[int, ...]]) -> str:
    """The table of the page."""
    heads = [f"{what}, {tag}" for what in ("numbers", "facts") for tag in TAGS]
    lines = [f"| Field | {' | '.join(heads)} |", "| --- |" + " ---: |" * len(heads)]
    lines += [f"| {name} | {' | '.join(str(count) for count in row)} |" for name, row in now.items()]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--accept-fall", action="store_true", help="write shares that are smaller than before")
    options: Any = parser.parse_args()
    page = PAGE.read_text(encoding="utf-8")
    now = counts(audit())
    down = fallen(recorded(page), now)
    if down and not options.accept_fall:
        sys.exit("shares fall (--accept-fall writes them all the same):\n" + "\n".join(down))
    before, rest = page.split(START, 1)
    _, after = rest.split(END, 1)
    PAGE.write_text(f"{before}{START}\n\n{table(now)}\n\n{END}{after}", encoding="utf-8")
    print(json.dumps({"fallen": down}))


if __name__ == "__main__":
    main()
