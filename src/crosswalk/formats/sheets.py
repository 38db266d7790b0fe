"""Cells of workbooks that openpyxl writes: texts stay texts, whatever they begin with, and none is cut."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crosswalk.errors import DocumentError, Finding

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell

LONGEST = 32_767  # characters that a cell holds


def text_cell(sheet: Any, text: str) -> Cell:
    """A cell of a text: no formula, even if it begins like one; control characters, which no workbook holds, are shown as `\\ufffd`.

    Raises:
        DocumentError: the text is longer than a cell can hold.
    """
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, WriteOnlyCell

    if len(text) > LONGEST:
        raise DocumentError(
            Finding(
                f"a text of {len(text):,} characters does not fit into a cell of {LONGEST:,}: {text[:40]!r}…; write another format",
                f"文本有 {len(text):,} 个字符，超过单元格上限 {LONGEST:,}：{text[:40]!r}…；请输出其他格式",
            )
        )
    cell: Cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("\ufffd", text))
    cell.data_type = "s"
    return cell
