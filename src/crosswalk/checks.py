"""Checks files of any kind: footprints by their content, data files by their fields and by what they refer to."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from crosswalk.api import assess, attribute, neutrality, region
from crosswalk.engine.crosswalk import compile_crosswalk
from crosswalk.errors import DocumentError, Finding, InputError, UnknownNameError
from crosswalk.library.document import ZIP, Document, first_sign, parse, read_bytes
from crosswalk.library.kinds import KINDS
from crosswalk.library.library import Library
from crosswalk.library.references import reference_findings
from crosswalk.library.validation import check_document
from crosswalk.model.claim import FIELDS
from crosswalk.model.footprint import Footprint
from crosswalk.reading import read, read_region


def check_paths(paths: Sequence[Path], library: Library | None = None) -> tuple[int, list[InputError]]:
    """Check files, and every YAML and JSON file below folders: how many were read, and one error for each faulty file."""
    data = library or Library.shipped()
    files: list[Path] = []
    for path in paths:
        files += sorted(entry for entry in path.rglob("*") if entry.suffix in (".yaml", ".yml", ".json")) if path.is_dir() else [path]
    faults = []
    for file in files:
        try:
            content = read_bytes(file)
            footprints = _foreign(content, str(file))
            if footprints is None:
                _check(parse(content, str(file)), str(file), data)
            else:
                for footprint in footprints:
                    _check_footprint(footprint, data)
        except InputError as error:
            faults.append(error)
    return len(files), faults


def _check(document: Document, file: str, library: Library) -> None:
    kind = kind_of_content(document.data)
    if kind is None:
        raise DocumentError(
            Finding(
                "this is neither a footprint (`standard:`, `figures:`), nor a claim (`recycled_content:` …), nor a book (`positions:`), nor a region "
                f"(`inventory:`), nor a data file ({', '.join(entry.en for entry in KINDS.values())})",
                "既不是碳足迹（`standard:`、`figures:`），也不是声明（`recycled_content:` 等）、账册（`positions:`）、区域（`inventory:`）或数据文件"
                f"（{'、'.join(entry.zh for entry in KINDS.values())}）",
                file=file,
            )
        )
    if kind == "footprint":
        _check_footprint(read(file, library), library)
        return
    if kind == "book":
        attribute(file, library=library)
        return
    if kind == "claim":
        assess(file, library=library)
        return
    if kind == "region":
        inventory = read_region(file).inventory
        region(file, library.resolve(inventory.standard, field="inventory.standard").key, library=library)
        return
    fault = check_document(kind, document, file)
    if fault:
        raise fault
    found = reference_findings(kind, document.data, library)
    if found:
        raise UnknownNameError(*found).located(file, document.lines)


def kind_of_content(data: Any) -> str | None:
    """What a document defines, by its fields."""
    if not isinstance(data, dict):
        return None
    signs = {
        "footprint": {"figures"},
        "region": {"inventory"},
        "attribution-standard": {"classes", "gases_source"},
        "catalogue": {"levels", "table"},
        "ets-benchmarks": {"benchmarks"},
        "standard": {"boundary"},
        "label-scheme": {"mark"},
        "neutrality": {"reductions_first"},
        "credits": {"kinds"},
        "agreements": {"agreements"},
        "verification-words": {"words", "codes"},
        "glossary": {"terms"},
        "disclosure": {"of", "elements"},
        "disclosure-elements": {"elements"},
        "characterisation": {"metric"},
        "factors": {"carrier"},
        "certificates": {"validity"},
        "goods": {"mark_ups"},
        "recycling-parameters": {"vintage"},
        "material-standard": {"about"},
        "waste-treatment": {"edition"},
        "gases": {"gases", "name"},
        "marine-fuels": {"fuels", "documents"},
        "reference-quantities": {"quantities", "properties"},
        "frame": {"source_groups"},
        "mapping": {"assumptions"},
    }
    if "positions" in data:
        return "book"
    if "stages" in data and "sources" in data:
        return "frame"
    if "figures" not in data and any(name in data for name in FIELDS):
        return "claim"
    for kind, keys in signs.items():
        if keys <= set(data):
            return kind
    return (
        "mapping"
        if {"between", "correspondences"} & set(data)
        else "standard"
        if "number" in data
        else "footprint"
        if "standard" in data
        else None
    )


def _foreign(content: bytes, file: str) -> tuple[Footprint, ...] | None:
    """The footprints of a file of another format; `None` for a document of our own."""
    if not content.startswith(ZIP) and first_sign(content) not in (b"<", b"{", b"["):
        return None
    from crosswalk.formats.registry import read_foreign

    found = read_foreign(content, file)
    return None if found is None else found.footprints


def _check_footprint(footprint: Footprint, library: Library) -> None:
    try:
        own = library.resolve(footprint.standard, field="standard").key
    except InputError as error:
        raise error.located(footprint.file, footprint.lines) from None
    compile_crosswalk(library, own, own, "none", None).apply(footprint)
    if footprint.neutrality is not None:
        neutrality(footprint, library=library)
