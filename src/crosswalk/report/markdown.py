"""Reports as Markdown."""

from __future__ import annotations

from crosswalk.report.tables import Report, Table
from crosswalk.report.text import printed


def render(report: Report) -> str:
    """A report as Markdown, with a final newline."""
    parts = [f"# {inline(report.title)}"] if report.title else []
    if report.facts:
        parts.append("\n".join(f"- **{inline(name)}**: {inline(value)}" for name, value in report.facts))
    for table in report.tables:
        if table.rows:
            parts.append((f"## {inline(table.title)}\n\n" if table.title else "") + _table(table))
    if report.notes:
        parts.append("\n".join(f"> {inline(note)}\n>" for note in report.notes).removesuffix("\n>"))
    return "\n\n".join(parts) + "\n"


def _table(table: Table) -> str:
    rule = ["---:" if column in table.numeric else "---" for column in range(len(table.columns))]
    lines = [table.columns, rule, *table.rows]
    return "\n".join("| " + " | ".join(inline(cell) for cell in line) + " |" for line in lines)


def inline(text: str) -> str:
    """Text from a file cannot start a heading, a link or HTML."""
    text = printed(text)
    for sign in "\\`*_[]<>#|&~":
        text = text.replace(sign, "\\" + sign)
    return text
