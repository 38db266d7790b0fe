"""The index: every data file parsed once, so that a start needs no YAML.

An entry is used only while the SHA-256 of the file it was made from still matches; the YAML stays the source of truth. An installed copy brings
its index; a checkout keeps one in `.cache/`, made and renewed on the fly.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from crosswalk.library.document import parse

FORMAT = 1
Entry = dict[str, Any]


def digest(content: bytes) -> str:
    """The SHA-256 of a file's content."""
    return hashlib.sha256(content).hexdigest()


def data_files(root: Path) -> list[Path]:
    """The YAML files below a folder, in a fixed order."""
    return sorted(path for path in root.rglob("*.yaml") if path.is_file())


def build(roots: Mapping[str, Path], known: Mapping[str, Entry] | None = None) -> tuple[dict[str, Entry], bool]:
    """Entries for every data file, taken from `known` where the content is unchanged, and whether anything was parsed anew.

    A file that cannot be parsed has an entry without `data`; `crosswalk check` reports it, and using it raises its error.
    """
    known = known or {}
    entries: dict[str, Entry] = {}
    changed = False
    for label, root in roots.items():
        for path in data_files(root):
            key = f"{label}/{path.relative_to(root).as_posix()}"
            content = path.read_bytes()
            sha = digest(content)
            entry = known.get(key)
            if entry is None or entry["sha256"] != sha:
                entry = {"sha256": sha, "data": plain(parse(content, str(path)).data)}
                changed = True
            entries[key] = entry
    return entries, changed or len(entries) != len(known)


def read_index(path: Path) -> dict[str, Entry]:
    """The entries of an index file; none when it is missing, of another format or damaged."""
    try:
        stored = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    if not isinstance(stored, dict) or stored.get("format") != FORMAT:
        return {}
    entries = stored.get("entries")
    return entries if isinstance(entries, dict) else {}


def store_index(entries: Mapping[str, Entry], path: Path) -> None:
    """Write an index whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            json.dump({"format": FORMAT, "entries": entries}, stream, ensure_ascii=False, separators=(",", ":"))
        os.replace(name, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise


def write_index(roots: Mapping[str, Path], path: Path) -> None:
    """Build the index of the shipped data and write it."""
    entries, _ = build(roots)
    store_index(entries, path)


def plain(value: Any) -> Any:
    """The document with decimals as texts and every key a text, as JSON can hold it."""
    if isinstance(value, dict):
        return {str(key): plain(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [plain(entry) for entry in value]
    return str(value) if isinstance(value, Decimal) else value
