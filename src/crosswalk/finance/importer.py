"""Reads the official tables of catalogues that a user has, as XLSX or CSV, checks them, and writes them as a data folder of the library.

Columns are found by their headings in English or Chinese, in any order and on any sheet.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from crosswalk.errors import DeclarationError, DocumentError, Finding, nearest_text
from crosswalk.finance.activities import row_faults, table_of
from crosswalk.formats.archive import Archive
from crosswalk.formats.workbook import NumberText, Workbook
from crosswalk.library.document import parse, read_bytes
from crosswalk.library.library import Library
from crosswalk.model.base import Confirmation
from crosswalk.model.catalogue import ActivityRow, Catalogue
from crosswalk.names import normalise

HEADINGS: dict[str, tuple[str, ...]] = {
    "code": ("code", "CGT code", "activity code", "CGT activity code", "item code", "no.", "编号", "代码", "编码", "活动代码", "活动编号", "项目代码", "共同分类目录编号"),
    "title_en": ("title", "activity", "title (EN)", "title_en", "activity name", "name", "English name", "CGT activity", "英文名称", "活动英文名称"),
    "title_zh": ("名称", "中文名称", "活动名称", "项目名称", "活动", "title (ZH)", "title_zh", "Chinese name", "三级目录", "四级目录"),
    "isic": ("ISIC", "ISIC code", "ISIC Rev.4", "国际标准行业分类", "ISIC代码"),
    "nace": ("NACE", "NACE code", "NACE代码"),
    "gbt4754": ("GB/T 4754", "GB/T 4754-2017", "国民经济行业分类", "国民经济行业代码"),
    "eu": ("EU", "EU taxonomy", "EU activity", "EU code", "EU section", "EU Climate Delegated Act", "eu_activity_no", "欧盟", "欧盟分类法", "欧盟活动编号", "欧盟编号"),
    "cn": ("CN", "China", "China catalogue", "catalogue code", "China code", "cn_catalogue_2021_code", "中国", "中国目录", "中国目录编号", "绿色债券支持项目目录", "绿色债券支持项目目录编号"),
    "scenario": ("scenario", "情景", "情形", "场景"),
    "standards": ("standards", "standards cited", "引用标准", "标准编号"),
    "criteria": ("criteria", "criteria used", "技术标准", "标准", "要求"),
}  # fmt: skip
MOST_LINES_BEFORE_HEADINGS = 30
_SCENARIOS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6}
_OUTSIDE = (5, 6)
COLUMNS = (
    "code",
    "title_en",
    "title_zh",
    "title_origin",
    "standards",
    "criteria",
    "isic",
    "nace",
    "gbt4754",
    "eu",
    "cn",
    "scenario",
    "confirmed",
    "source",
)
CODE_COLUMNS = ("code", "eu", "cn")
DOCUMENT = "imported"
DELIMITERS = (",", ";", "\t")
ENCODINGS = ("utf-8-sig", "gb18030")


@dataclass(frozen=True, slots=True)
class Imported:
    """What was read: the rows, the headings that stand for nothing here, and the files written."""

    catalogue: Catalogue
    rows: tuple[ActivityRow, ...]
    unused: tuple[str, ...]
    files: tuple[Path, ...]


def import_table(
    source: str | Path, catalogue: str, folder: str | Path, *, confirmed: Confirmation = "secondary", library: Library | None = None
) -> Imported:
    """Read an official table and write it as a data folder, which `Library([folder])` or `CROSSWALK_PATH` adds to the shipped data.

    Args:
        source: an XLSX workbook or a CSV file (UTF-8 or GB 18030; comma, semicolon or tab).
        catalogue: the catalogue that the table belongs to, by id or alias.
        folder: where `standards/finance/catalogues/` is written.
        confirmed: how far whoever imports it has checked the table.
        library: other data than the shipped ones.

    Raises:
        DocumentError: the file cannot be read, or has no row of headings.
        DeclarationError: rows are not valid; every fault is named with its row and column.
    """
    data = library or Library.shipped()
    target = data.catalogue(catalogue)
    path = Path(source)
    sheet, headings, lines = _table(path)
    _no_column_twice(headings, f"{path}[{sheet}]" if sheet else str(path))
    unused = tuple(name for position, name in enumerate(headings) if name and _column(name) is None)
    faults: list[Finding] = []
    rows: list[ActivityRow] = []
    seen: set[str] = set()
    for line, cells in lines:
        values = {column: cell for name, cell in zip(headings, cells, strict=False) if (column := _column(name)) is not None and cell}
        if not values:
            continue
        file = f"{path}[{sheet}]" if sheet else str(path)
        found = list(_row(data, target, values, confirmed, seen, rows))
        faults += [replace(finding, file=file, line=line, field=_heading(finding.field, headings)) for finding in found]
    if faults:
        raise DeclarationError(*faults)
    if not rows:
        raise DocumentError(Finding("the table has no rows below its headings", "表头之下没有数据行", file=str(path)))
    return Imported(target, tuple(rows), unused, _write(data, target, tuple(rows), path, Path(folder), confirmed))


def _no_column_twice(headings: list[str], file: str) -> None:
    """Two columns of one meaning cannot both be read.

    Raises:
        DeclarationError: a heading stands twice, or two headings mean the same.
    """
    named: dict[str, list[str]] = {}
    for heading in headings:
        column = _column(heading)
        if column is not None:
            named.setdefault(column, []).append(heading)
    faults = [
        Finding(
            f"{len(names)} columns are read as `{column}`: {', '.join(names)}; keep one, or rename the others",
            f"{len(names)} 列均被读作 `{column}`：{'、'.join(names)}；请保留一列或改名",
            file=file,
            field=names[1],
        )
        for column, names in named.items()
        if len(names) > 1
    ]
    if faults:
        raise DeclarationError(*faults)


def _row(
    library: Library, target: Catalogue, values: dict[str, str], confirmed: Confirmation, seen: set[str], rows: list[ActivityRow]
) -> Iterator[Finding]:
    for column in CODE_COLUMNS:
        written = values.get(column, "")
        if isinstance(written, NumberText) and re.fullmatch(r"\d+\.\d", written):
            yield Finding(
                f"the cell holds the number {written}, which may have been {written}0: store codes as text",
                f"单元格为数值 {written}，原值可能为 {written}0：代码须存为文本",
                field=column,
            )
    values = {name: unicodedata.normalize("NFKC", cell) if name in (*CODE_COLUMNS, "scenario") else cell for name, cell in values.items()}
    scenario = values.get("scenario")
    number = None if scenario is None else _scenario(scenario)
    if scenario is not None and number is None:
        yield Finding(f"{scenario!r} is no scenario from 1 to 6", f"{scenario!r} 不是1至6的情景", field="scenario")
    if number in _OUTSIDE:
        yield Finding(
            f"scenario {number} is outside the table: nothing corresponds", f"情景 {number} 不属于目录：无对应关系", field="scenario"
        )
    codes = {name: ";".join(part for part in re.split(r"[;,；，、\n]+", values.get(name, "")) if part.strip()) for name in ("eu", "cn")}
    yield from _other_codes(library, codes)
    row = ActivityRow(
        code=values.get("code", "").strip(),
        title_en=values.get("title_en", ""),
        title_zh=values.get("title_zh", ""),
        standards=values.get("standards", ""),
        criteria=values.get("criteria", ""),
        isic=values.get("isic", ""),
        nace=values.get("nace", ""),
        gbt4754=values.get("gbt4754", ""),
        eu=codes["eu"],
        cn=codes["cn"],
        scenario=number if number not in _OUTSIDE else None,
        confirmed=confirmed,
        source=DOCUMENT,
    )
    documents = {**target.documents, DOCUMENT: next(iter(target.documents.values()))}
    yield from row_faults(row, target.model_copy(update={"documents": documents}), seen)
    seen.add(row.code)
    rows.append(row)


def _other_codes(library: Library, codes: dict[str, str]) -> Iterator[Finding]:
    """Codes of the two sides: their form, and whether the shipped catalogue of 2021 has them."""
    for side, listed in codes.items():
        catalogue = next(
            entry
            for key in library.catalogue.ids()
            if (entry := library.catalogue(key)).side == side and (entry.edition is None or entry.edition.year == 2021)
        )
        known = {row.code for row in table_of(library, catalogue)} if side == "cn" else set()
        for code in (part.strip() for part in listed.split(";") if part.strip()):
            heading = side == "cn" and code.count(".") == 1  # the headings of level 2 are not all in the shipped table
            if not re.fullmatch(catalogue.pattern, code) or (known and code not in known and not heading):
                yield Finding(
                    f"{code!r} is no code of {catalogue.number}",
                    f"{code!r} 不是 {catalogue.number} 的代码",
                    field=side,
                    nearest=nearest_text(
                        sorted((name for name in known if name), key=lambda name: (-len(_common_start(name, code)), name))[:3]
                    ),
                )


def _common_start(first: str, second: str) -> str:
    length = next((place for place, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), min(len(first), len(second)))
    return first[:length]


def _scenario(word: str) -> int | None:
    found = re.fullmatch(r"(?:scenario|情景|情形|場景|场景)?\s*([1-6一二三四五六])(?:\.0)?", word.strip(), re.IGNORECASE)
    return None if found is None else _SCENARIOS.get(found[1]) or int(found[1])


def _column(heading: str) -> str | None:
    """The field that a heading stands for."""
    spelled = normalise(heading)
    return next((field for field, names in HEADINGS.items() if spelled in {normalise(name) for name in (field, *names)}), None)


def _heading(field: str | None, headings: list[str]) -> str | None:
    """The heading of a field, as it stands in the file."""
    return next((name for name in headings if _column(name) == field), field)


def _table(path: Path) -> tuple[str, list[str], list[tuple[int, list[str]]]]:
    """The sheet, the headings and the rows below them, with their numbers."""
    for sheet, rows in _sheets(path):
        for place, cells in enumerate(rows[:MOST_LINES_BEFORE_HEADINGS]):
            fields = [_column(cell) for cell in cells]
            if ("code" in fields or "title_zh" in fields or "title_en" in fields) and len({field for field in fields if field}) >= 2:
                return sheet, cells, [(place + 2 + index, row) for index, row in enumerate(rows[place + 1 :])]
    raise DocumentError(
        Finding(
            "no row of headings: at least a code and a title are needed, such as `code` and `title`",
            "未找到表头：至少须有代码与名称两列，例如 `代码`、`名称`",
            file=str(path),
        )
    )


def _sheets(path: Path) -> Iterator[tuple[str, list[list[str]]]]:
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        yield from _workbook(path)
        return
    content = _decoded(read_bytes(path), str(path))
    for delimiter in DELIMITERS:
        yield "", [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(content, newline=""), delimiter=delimiter)]


def _decoded(content: bytes, file: str) -> str:
    """The text of a CSV file in UTF-8, or in the encoding that Chinese spreadsheets write.

    Raises:
        DocumentError: it is in neither.
    """
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise DocumentError(Finding("the file is neither UTF-8 nor GB 18030", "文件编码既非UTF-8也非GB 18030", file=file))


def _workbook(path: Path) -> Iterator[tuple[str, list[list[str]]]]:
    book = Workbook(Archive(read_bytes(path), str(path)))
    for name in book.names:
        yield name, book.rows(name)


def _write(
    library: Library, target: Catalogue, rows: tuple[ActivityRow, ...], path: Path, folder: Path, confirmed: Confirmation
) -> tuple[Path, ...]:
    """The catalogue with its new table, as a data folder."""
    place = folder / "standards" / "finance" / "catalogues"
    place.mkdir(parents=True, exist_ok=True)
    slug = target.id.replace("/", "-")
    shipped = library.path(target.id)
    data: dict[str, Any] = _plain(parse(read_bytes(shipped), str(shipped)).data)
    data["documents"][DOCUMENT] = {"title": f"Table imported from {path.name}"}
    data["table"] = {"file": f"{slug}.csv", "source": {"document": DOCUMENT, "confirmed": confirmed}}
    if target.side == "cn":  # rows of the shipped edition have the shipped sources, those imported their own
        data["table"]["source"]["clause"] = "all rows"
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: "" if (value := getattr(row, name)) is None else value for name in COLUMNS})
    files = (place / f"{slug}.yaml", place / f"{slug}.csv")
    files[1].write_text(text.getvalue(), encoding="utf-8", newline="")
    files[0].write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return files


def _plain(value: Any) -> Any:
    """Data that YAML writes by itself: numbers and dates as text where they are not plain."""
    if isinstance(value, dict):
        return {key: _plain(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [_plain(entry) for entry in value]
    return value if isinstance(value, str | int | bool) or value is None else str(value)
