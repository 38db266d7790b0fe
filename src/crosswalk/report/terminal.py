"""Reports in the terminal. Colours appear on a terminal only, and never with NO_COLOR."""

from __future__ import annotations

import sys
from typing import TextIO

from rich.console import Console
from rich.markup import escape
from rich.table import Table as RichTable

from crosswalk.report.tables import Report, Table
from crosswalk.report.text import visible

PIPE_WIDTH = 120


def show(report: Report, stream: TextIO | None = None) -> None:
    """Print a report."""
    out = stream or sys.stdout
    console = Console(file=out, width=None if out.isatty() else PIPE_WIDTH, highlight=False, emoji=False)
    if report.title:
        console.print(f"[bold]{_safe(report.title)}[/bold]")
    for name, value in report.facts:
        console.print(f"  {_safe(name)}: {_safe(value)}")
    for table in report.tables:
        if table.rows:
            if report.title:
                console.print()
            console.print(_table(table))
    if report.notes:
        console.print()
    for note in report.notes:
        console.print(_safe(note), style="dim")


def _safe(text: str) -> str:
    """Text that is neither markup nor a control sequence."""
    return escape(visible(text))


def _table(table: Table) -> RichTable:
    shown = RichTable(
        title=escape(table.title) or None,
        title_justify="left",
        title_style="bold",
        expand=False,
        pad_edge=False,
        show_lines=False,
    )
    for position, column in enumerate(table.columns):
        shown.add_column(escape(column), justify="right" if position in table.numeric else "left", overflow="fold")
    for row in table.rows:
        shown.add_row(*(_safe(cell) for cell in row))
    return shown
