"""Reports in the terminal. Colours appear on a terminal only, and never with NO_COLOR."""

from __future__ import annotations

import os
import re
import sys
from typing import TextIO

from rich.cells import cell_len
from rich.console import Console
from rich.markup import escape
from rich.table import Table as RichTable

from crosswalk.report.tables import Report, Table
from crosswalk.report.text import printed

PIPE_WIDTH = 120
UNBROKEN = 12  # columns of a word


def show(report: Report, stream: TextIO | None = None) -> None:
    """Print a report."""
    out = stream or sys.stdout
    console = Console(file=out, width=None if out.isatty() or "COLUMNS" in os.environ else PIPE_WIDTH, highlight=False, emoji=False)
    if report.title:
        console.print(f"[bold]{_safe(report.title)}[/bold]")
    for name, value in report.facts:
        console.print(f"  {_safe(name)}: {_safe(value)}")
    for table in report.tables:
        if table.rows:
            if report.title:
                console.print()
            for block in blocks(table, console.width):
                console.print(_table(block))
    if report.notes:
        console.print()
    for note in report.notes:
        console.print(_safe(note), style="dim")


def blocks(table: Table, width: int) -> list[Table]:
    """A table in as many blocks of columns as the width asks for; each block begins with the first column.

    >>> wide = Table("t", tuple("abcd"), (("row", "one", "two", "three"),))
    >>> [block.columns for block in blocks(wide, 20)]
    [('a', 'b', 'c'), ('a', 'd')]
    """
    needs = [3 + max(_longest(row[place]) for row in (table.columns, *table.rows)) for place in range(len(table.columns))]
    parts: list[list[int]] = [[0]]
    for place in range(1, len(needs)):
        if len(parts[-1]) > 1 and sum(needs[one] for one in (*parts[-1], place)) + 1 > width:
            parts.append([0])
        parts[-1].append(place)
    if len(parts) == 1:
        return [table]
    return [
        Table(
            table.title if number == 0 else "",
            tuple(table.columns[place] for place in part),
            tuple(tuple(row[place] for place in part) for row in table.rows),
            frozenset(position for position, place in enumerate(part) if place in table.numeric),
        )
        for number, part in enumerate(parts)
    ]


def _longest(text: str) -> int:
    """The columns of the longest word of a text that should not be broken; longer ones are."""
    return min(UNBROKEN, max((cell_len(word) for word in re.findall(r"[\u2e80-\uffef]|[^\s\u2e80-\uffef]+", text)), default=1))


def _safe(text: str) -> str:
    """Text that is neither markup nor a control sequence."""
    return escape(printed(text))


def _table(table: Table) -> RichTable:
    shown = RichTable(
        title=_safe(table.title) or None,
        title_justify="left",
        title_style="bold",
        expand=False,
        pad_edge=False,
        show_lines=False,
    )
    for position, column in enumerate(table.columns):
        shown.add_column(_safe(column), justify="right" if position in table.numeric else "left", overflow="fold")
    for row in table.rows:
        shown.add_row(*(_safe(cell) for cell in row))
    return shown
