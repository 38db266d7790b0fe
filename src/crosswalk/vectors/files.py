"""Find and read the files of vectors."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from pydantic import ValidationError

import crosswalk
from crosswalk.errors import DeclarationError, DocumentError, Finding
from crosswalk.library.validation import findings_of
from crosswalk.model.vectors import Vector, VectorFile


def shipped_folder() -> Path:
    """The folder of the shipped vectors: inside the installed package, or in the checkout."""
    package = Path(crosswalk.__file__).parent
    inside = package / "data" / "vectors"
    return inside if inside.is_dir() else package.parent.parent / "vectors"


def read_file(path: Path) -> VectorFile:
    """The vectors of one file.

    Raises:
        DocumentError: the file cannot be read, or is no JSON.
        DeclarationError: the file is no file of vectors.
    """
    try:
        data = json.loads(path.read_text("utf-8"))
    except OSError as fault:
        raise DocumentError(Finding(f"cannot be read: {fault.strerror}", f"无法读取：{fault.strerror}", str(path))) from None
    except ValueError as fault:
        raise DocumentError(Finding(f"no JSON: {fault}", f"不是 JSON：{fault}", str(path))) from None
    try:
        found = VectorFile.model_validate(data)
    except ValidationError as fault:
        raise DeclarationError(*findings_of(fault)).located(str(path), {}) from None
    unknown = {vector.source.document for vector in found.vectors} - found.documents.keys()
    if unknown:
        names = ", ".join(sorted(unknown))
        raise DeclarationError(
            Finding(f"unknown document {names}", f"未知文件 {names}", str(path), field="documents", nearest=tuple(found.documents))
        )
    return found


def files(paths: Iterable[Path] = ()) -> list[Path]:
    """The files of vectors among some files and folders; the shipped ones where none is named."""
    found: list[Path] = []
    for path in list(paths) or [shipped_folder()]:
        found += sorted(path.glob("*.json")) if path.is_dir() else [path]
    return found


def shipped() -> Iterator[Vector]:
    """The shipped vectors.

    >>> next(vector.ask for vector in shipped() if vector.id == "bld-1-own-standard")
    'translate'
    """
    for path in files():
        yield from read_file(path).vectors
