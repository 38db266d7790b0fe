"""What files say: footprints of every format, claims on materials, books of loans and investments, regions."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import ValidationError

from crosswalk.errors import DeclarationError, DocumentError, Finding, InputError, UnknownNameError
from crosswalk.library.document import MAX_BYTES, Document, parse, read_bytes
from crosswalk.library.inputs import Opened, with_files
from crosswalk.library.library import Library
from crosswalk.library.validation import findings_of
from crosswalk.model.base import Declared
from crosswalk.model.footprint import Footprint

if TYPE_CHECKING:
    from crosswalk.formats.reading import Reading
    from crosswalk.formats.table.mapping import TableMapping
    from crosswalk.formats.table.propose import Proposal
    from crosswalk.model.book import Book
    from crosswalk.model.claim import Claim
    from crosswalk.model.territory import Region

D = TypeVar("D", bound=Declared)
_YAML = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:---|#|%|- |[A-Za-z_]+:)")
"""How a document of our own begins."""


def read(
    source: str | Path | Mapping[str, Any],
    library: Library | None = None,
    *,
    scenario: str | Sequence[str] = (),
    item: int | None = None,
    mapping: str | Path | Mapping[str, Any] | TableMapping | None = None,
) -> Footprint:
    """Read a declared footprint from a YAML or JSON file, an interchange format, standard input (`-`), or plain data.

    The format is recognised by the content of the file; see `read_all`, which also gives what was not understood. A file of our own may name the
    footprints of its precursors by files beside it, or below its folder; nothing else is ever opened. A file that
    describes a region stands for its inventory.

    Args:
        source: a file, `-`, or plain data.
        library: other data than the shipped ones.
        scenario: which scenarios of a data set hold; its defaults when left out.
        item: which of several footprints of one file, counted from 1.
        mapping: what the columns of a table (CSV, XLSX) mean: a file, plain data, or `propose_mapping(...).confirmed()`.

    Raises:
        DocumentError: the file cannot be read, or holds several footprints and none was chosen.
        DeclarationError: a field is wrong, missing or unknown; every fault of the file is named.

    >>> read({"standard": "cn/gbt-51366-2019", "figures": [{"stage": "production", "value": "386.2 kg CO2e"}]}).figures[0].stage
    'production'
    """
    if isinstance(source, Mapping):
        return _record(Footprint, dict(source), None, {})
    content, file, opened = _content(source)
    found = _foreign(content, file, scenario, mapping, library)
    if found is not None:
        return _chosen(found, item, file)
    return _declared(parse(content, file), file, opened)


def read_all(
    source: str | Path,
    *,
    scenario: str | Sequence[str] = (),
    mapping: str | Path | Mapping[str, Any] | TableMapping | None = None,
) -> Reading:
    """Everything that a file says: its footprints, every value, the scenarios, what was not understood, and remarks.

    Args:
        source: a file, or `-` for standard input.
        scenario: which scenarios of a data set hold; its defaults when left out.
        mapping: what the columns of a table (CSV, XLSX) mean, as in `read`.

    Raises:
        InputError: the file cannot be read, or its numbers contradict each other in a way that leaves no reading.

    >>> read_all("examples/office-gbt51366.yaml").format
    'crosswalk footprint'
    """
    content, file, opened = _content(source)
    return _everything(content, file, scenario, mapping, opened)


def read_content(content: bytes, name: str, *, scenario: str | Sequence[str] = ()) -> Reading:
    """Everything that the content of a file says, as `read_all` gives it. No other file is opened: a precursor that names one is refused.

    Args:
        content: the bytes of the file.
        name: how messages call it; it is no path.
        scenario: which scenarios of a data set hold; its defaults when left out.

    Raises:
        InputError: as of `read_all`.
    """
    return _everything(content, name, scenario, None, None)


def _everything(
    content: bytes,
    file: str,
    scenario: str | Sequence[str],
    mapping: str | Path | Mapping[str, Any] | TableMapping | None,
    opened: Opened | None,
) -> Reading:
    from crosswalk.formats.reading import Reading

    return _foreign(content, file, scenario, mapping) or Reading("crosswalk footprint", (_declared(parse(content, file), file, opened),))


def propose_mapping(source: str | Path, standard: str, *, sheet: str | None = None) -> Proposal:
    """What the columns of a table may mean, told by their names in English and Chinese. Nothing is read until a person confirms it.

    Args:
        source: a CSV or XLSX file, or `-` for standard input.
        standard: the standard under which the footprints of the table are declared.
        sheet: the sheet of a workbook; its only filled one when left out.

    Raises:
        InputError: the file is no table, or the standard is unknown.
    """
    from crosswalk.formats.table.propose import propose

    content, file, _ = _content(source)
    return propose(content, file, standard, sheet)


def _foreign(
    content: bytes,
    file: str,
    scenario: str | Sequence[str],
    mapping: str | Path | Mapping[str, Any] | TableMapping | None = None,
    library: Library | None = None,
) -> Reading | None:
    """What a file of another format says; plain YAML costs one look at its first bytes."""
    names = (scenario,) if isinstance(scenario, str) else tuple(scenario)
    if mapping is not None:
        from crosswalk.formats.reading import Notes
        from crosswalk.formats.table.reader import read_table

        return read_table(content, _mapping(mapping), names, Notes(file), library)
    found = None
    if not _YAML.match(content):
        from crosswalk.formats.registry import read_foreign

        found = read_foreign(content, file, names)
    if names and (found is None or not found.scenarios):
        raise UnknownNameError(Finding("the file has no scenarios to choose from", "文件中没有可选择的情景", file=file, field="scenario"))
    return found


def _mapping(mapping: str | Path | Mapping[str, Any] | TableMapping) -> TableMapping:
    from crosswalk.formats.table.mapping import TableMapping, read_mapping

    if isinstance(mapping, TableMapping):
        return mapping
    if isinstance(mapping, Mapping):
        return read_mapping(mapping)
    found = parse(read_bytes(Path(mapping)), str(mapping))
    try:
        return read_mapping(found.data)
    except InputError as error:
        raise error.located(str(mapping), found.lines) from None


def _chosen(found: Reading, item: int | None, file: str) -> Footprint:
    """One footprint of a file."""
    from crosswalk.formats.reading import chosen

    return chosen(found, item, file)


def read_claim(source: str | Path | Mapping[str, Any]) -> Claim:
    """Read a claim on a material (recycled content, recycling rate, composition) from a file, standard input (`-`) or plain data.

    Raises:
        DocumentError: the file cannot be read as YAML or JSON.
        DeclarationError: a field is wrong, missing or unknown.

    >>> read_claim({"standard": "ISO 14021", "recycled_content": {"share": "40 %"}}).recycled_content[0].share.low
    Decimal('0.4')
    """
    from crosswalk.model.claim import Claim

    if isinstance(source, Mapping):
        return _record(Claim, dict(source), None, {})
    content, file, _ = _content(source)
    document = parse(content, file)
    if not isinstance(document.data, dict):
        raise DocumentError(
            Finding(
                "expected a claim: a mapping with `standard:` and `recycled_content:`, `recycling_rate:` or `composition:`",
                "应为声明：含 `standard:` 与 `recycled_content:`、`recycling_rate:` 或 `composition:` 的映射",
                file=file,
            )
        )
    return _record(Claim, document.data, file, document.lines)


def read_book(source: str | Path | Mapping[str, Any]) -> Book:
    """Read a book of loans and investments from a file, standard input (`-`) or plain data.

    Raises:
        DocumentError: the file cannot be read as YAML or JSON.
        DeclarationError: a field is wrong, missing or unknown.

    >>> book = {"standard": "PCAF", "currency": "EUR", "year": 2024, "positions": [
    ...     {"class": "business loans", "balance": "10 m EUR", "emissions": {"scope1": "1000 t CO2e"}}]}
    >>> read_book(book).positions[0].balance
    Money(10000000 EUR)
    """
    from crosswalk.model.book import Book

    if isinstance(source, Mapping):
        return _record(Book, dict(source), None, {})
    content, file, _ = _content(source)
    document = parse(content, file)
    if not isinstance(document.data, dict):
        raise DocumentError(
            Finding(
                "expected a book: a mapping with `standard:` and `positions:`", "应为账册：含 `standard:` 与 `positions:` 的映射", file=file
            )
        )
    return _record(Book, document.data, file, document.lines)


def read_region(source: str | Path | Mapping[str, Any]) -> Region:
    """Read the description of a region from a file, standard input (`-`) or plain data.

    Raises:
        DocumentError: the file cannot be read as YAML or JSON.
        DeclarationError: a field is wrong, missing or unknown.
    """
    from crosswalk.model.territory import Region

    data: Any = dict(source) if isinstance(source, Mapping) else None
    file, lines = None, dict[str, int]()
    if data is None:
        content, file, _ = _content(source)  # type: ignore[arg-type]
        found = parse(content, file)
        data, lines = found.data, found.lines
    if not isinstance(data, dict):
        raise DocumentError(Finding("expected a region: a mapping with `inventory:`", "应为区域：含 `inventory:` 的映射", file=file))
    return _record(Region, data, file, lines)


def document(
    source: str | Path,
    scenario: str | Sequence[str] = (),
    item: int | None = None,
    mapping: str | Path | Mapping[str, Any] | TableMapping | None = None,
) -> Footprint | Claim | Book:
    """What a file declares: a footprint, a claim on a material, or a book of loans and investments; `-` is standard input.

    `scenario`, `item` and `mapping` are those of `read`.

    Raises:
        DocumentError: the file cannot be read as YAML or JSON.
        DeclarationError: a field is wrong, missing or unknown.
    """
    content, file, beside = _content(source)
    found = _foreign(content, file, scenario, mapping)
    if found is not None:
        return _chosen(found, item, file)
    opened = (parse(content, file), file, beside)
    data = opened[0].data
    if isinstance(data, dict) and "figures" not in data:
        if "positions" in data:
            from crosswalk.model.book import Book

            return _record(Book, data, opened[1], opened[0].lines)
        from crosswalk.model.claim import FIELDS, Claim

        if any(name in data for name in FIELDS):
            return _record(Claim, data, opened[1], opened[0].lines)
    return _declared(*opened)


def _content(source: str | Path) -> tuple[bytes, str, Opened | None]:
    """The bytes of a file or standard input, its name, and which files beside it may be opened (`None`: none)."""
    if str(source) == "-":
        return sys.stdin.buffer.read(MAX_BYTES + 1), "<stdin>", None
    path = Path(source)
    return read_bytes(path), str(source), Opened(path.parent.resolve(), (path.resolve(),), {})


def _declared(document: Document, file: str, opened: Opened | None) -> Footprint:
    if not isinstance(document.data, dict):
        raise DocumentError(
            Finding(
                "expected a footprint: a mapping with `standard:` and `figures:`",
                "应为碳足迹：含 `standard:` 与 `figures:` 的映射",
                file=file,
            )
        )
    if "inventory" in document.data and "figures" not in document.data:  # a region stands for its inventory where a footprint is asked for
        return _inventory(document.data, file, document.lines)
    if opened is not None:
        try:
            return _record(Footprint, with_files(document.data, opened, _named), file, document.lines)
        except InputError as error:
            raise error.located(file, document.lines) from None
    return _record(Footprint, document.data, file, document.lines)


def _inventory(data: dict[str, Any], file: str, lines: dict[str, int]) -> Footprint:
    """The inventory of a region, with the lines where its fields stand."""
    from crosswalk.model.territory import Region

    inventory = _record(Region, data, file, lines).inventory
    start = "inventory."
    inventory.locate(file, {field.removeprefix(start): line for field, line in lines.items() if field.startswith(start)})
    return inventory


def _named(path: Path, opened: Opened) -> Footprint:
    return _declared(parse(read_bytes(path), str(path)), str(path), opened)


def _record(kind: type[D], data: dict[str, Any], file: str | None, lines: dict[str, int]) -> D:
    """A declaration of a kind, which knows where it stands."""
    try:
        record = kind.model_validate(data)
    except ValidationError as error:
        raise DeclarationError(*findings_of(error)).located(file, lines) from None
    record.locate(file, lines)
    return record
