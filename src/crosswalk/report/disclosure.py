"""What a report holds under two standards, element by element."""

from __future__ import annotations

from collections.abc import Sequence

from crosswalk.engine.disclosure import Declared, Item
from crosswalk.model.disclosure import ASKS
from crosswalk.report.tables import Table
from crosswalk.report.words import word

DECLARED: dict[Declared | None, tuple[str, str]] = {
    "declared": ("declared", "已声明"),
    "partly": ("in part", "部分声明"),
    "not-declared": ("not declared", "未声明"),
    None: ("-", "-"),
}


def checklist_table(items: Sequence[Item], lang: str) -> list[Table]:
    """The elements of a report under two standards, those first that one has to add."""
    if not items:
        return []
    rows = [
        (
            entry.element.name[lang],
            ASKS[entry.source][lang],
            ASKS[entry.target][lang] + (f" ({entry.detail[lang]})" if entry.detail else ""),
            DECLARED[entry.declared][lang == "zh"],
            entry.question[lang] if entry.question else "-",
        )
        for entry in sorted(items, key=lambda entry: entry.question is None)
    ]
    columns = tuple(word(key, lang) for key in ("element", "from", "to", "declaration", "question"))
    return [Table(word("disclosure", lang), columns, tuple(rows))]
