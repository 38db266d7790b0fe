"""Which reader a file is for, told by its content. Readers are loaded when a file is theirs."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from crosswalk.errors import DocumentError, Finding
from crosswalk.formats.reading import Notes, Reading, merged
from crosswalk.library.document import ZIP, first_sign, parse_json

JSON = ("ilcd_json", "openepd", "pact", "catenax", "lcax")
"""The modules of this folder that read JSON, in the order in which they are asked; each has `matches` and `read`."""
OWN = ("figures", "precursors", "recycled_content", "recycling_rate", "composition")
"""Fields that only documents of our own have."""


def read_foreign(content: bytes, file: str, scenarios: tuple[str, ...] = ()) -> Reading | None:
    """What a file of another format says; `None` for a document of our own, which its own reader takes.

    Raises:
        InputError: the format is known and the content is wrong, or no reader knows an archive or an XML document.
    """
    notes = Notes(file)
    if content.startswith(ZIP):
        return _archive(content, scenarios, notes)
    if first_sign(content) == b"<":
        from crosswalk.formats import ilcd_xml
        from crosswalk.formats.xml import parse_xml

        root = parse_xml(content, file)
        if ilcd_xml.matches(root):
            return ilcd_xml.read(root, scenarios, notes)
        raise DocumentError(
            Finding(
                f"no reader knows XML whose root is {root.name[:60]!r} ({root.space[:100] or 'no namespace'}); known: processDataSet of ILCD+EPD",
                f"没有读取器识别根元素为 {root.name[:60]!r}（{root.space[:100] or '无命名空间'}）的 XML；已知：ILCD+EPD 的 processDataSet",
                file=file,
            )
        )
    if first_sign(content) not in (b"{", b"["):
        from crosswalk.formats.table.grid import is_table

        if is_table(content):
            raise needs_mapping(file, "a CSV file", "CSV 文件")
        return None
    try:
        data = parse_json(content, file)
    except DocumentError:
        return None  # it may be YAML that begins with a brace, and its own reader tells faults with their lines
    if isinstance(data, dict) and "standard" in data and any(name in data for name in OWN):
        return None
    for name in JSON:
        module = import_module(f"crosswalk.formats.{name}")
        if module.matches(data):
            read: Callable[[Any, tuple[str, ...], Notes], Reading] = module.read
            return read(data, scenarios, notes)
    return None


def needs_mapping(file: str | None, en: str, zh: str) -> DocumentError:
    """A table whose columns nobody has confirmed."""
    return DocumentError(
        Finding(
            f"{en} is read as a table, and what its columns mean needs a confirmed mapping: `crosswalk read FILE --from STANDARD --propose` "
            "writes one to check, `--mapping FILE` uses it",
            f"{zh}按表格读取，其各列含义须经确认：`crosswalk read FILE --from STANDARD --propose` 给出待核对的映射，`--mapping FILE` 使用映射",
            file=file,
        )
    )


def _archive(content: bytes, scenarios: tuple[str, ...], notes: Notes) -> Reading:
    from crosswalk.formats import ilcd_xml
    from crosswalk.formats.archive import Archive

    archive = Archive(content, notes.file)
    if "xl/workbook.xml" in archive.names:
        from crosswalk.formats import cbam
        from crosswalk.formats.workbook import Workbook

        if cbam.SHEET not in Workbook(archive).names:
            raise needs_mapping(
                notes.file,
                f"a workbook without the sheet {cbam.SHEET!r} of the CBAM template",
                f"没有 CBAM 模板工作表 {cbam.SHEET!r} 的工作簿",
            )
        return cbam.read(archive, notes)
    roots = [root for root in ilcd_xml.processes(archive, notes.file) if ilcd_xml.matches(root)]
    if not roots:
        raise DocumentError(
            Finding(
                "the archive holds no ILCD+EPD process (processes/*.xml) and no workbook",
                "压缩包中没有 ILCD+EPD 过程（processes/*.xml），也不是工作簿",
                file=notes.file,
            )
        )
    if len(roots) == 1:
        return ilcd_xml.read(roots[0], scenarios, notes, archive)
    return merged([ilcd_xml.read(root, scenarios, Notes(notes.file), archive) for root in roots])
