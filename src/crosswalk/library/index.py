"""The index: every data file parsed once, so that a start needs no YAML.

An entry is used only while the SHA-256 of the file it was made from still matches; the YAML stays the source of truth. An installed copy brings
its index; a checkout keeps one in `.cache/`, made and renewed on the fly. A start decodes the head of every entry, which lists and names need,
and the whole document of those few that it uses.
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
from zlib import crc32

from crosswalk.library.document import parse

FORMAT = b"crosswalk index 2"
HEAD = ("id", "number", "name", "aliases", "family", "status", "dates", "field", "frame", "between", "of", "carrier")
"""The fields of a document that lists and names need."""


class Entry:
    """A data file as it was parsed: its key, its digest, and what stands in it before validation.

    A file that is no mapping of fields has an empty document; `crosswalk check` reports it, and using it raises its error.
    """

    __slots__ = ("_data", "_text", "head", "key", "sha256")

    def __init__(self, key: str, sha256: str, head: dict[str, Any], text: bytes):
        self.key = key
        self.sha256 = sha256
        self.head = head
        self._text = text
        self._data: dict[str, Any] | None = None

    @classmethod
    def parsed(cls, key: str, sha256: str, content: bytes, file: str) -> Entry:
        """The entry of the content of a YAML file."""
        found = plain(parse(content, file).data)
        data = found if isinstance(found, dict) else {}
        return cls(key, sha256, {name: data[name] for name in HEAD if name in data}, _compact(data))

    @classmethod
    def stored(cls, line: bytes) -> Entry:
        """The entry of a line of an index file."""
        key, sha256, head, text = line.split(b"\t")
        return cls(key.decode(), sha256.decode(), json.loads(head), text)

    @property
    def line(self) -> bytes:
        """The entry as a line of an index file; JSON text holds no tab and no line end."""
        return b"\t".join((self.key.encode(), self.sha256.encode(), _compact(self.head), self._text))

    @property
    def id(self) -> str:
        """The id of what the file defines; the key of the file where it says none."""
        return str(self.head.get("id", self.key))

    @property
    def data(self) -> dict[str, Any]:
        """The whole document."""
        if self._data is None:
            self._data = json.loads(self._text)
        return self._data


def digest(content: bytes) -> str:
    """The SHA-256 of a file's content."""
    return hashlib.sha256(content).hexdigest()


def data_files(root: Path) -> list[Path]:
    """The YAML files below a folder, in a fixed order."""
    return sorted(Path(folder, name) for folder, _, names in os.walk(root) for name in names if name.endswith(".yaml"))


def build(roots: Mapping[str, Path], known: Mapping[str, Entry] | None = None) -> tuple[dict[str, Entry], bool]:
    """Entries for every data file, taken from `known` where the content is unchanged, and whether anything was parsed anew."""
    known = known or {}
    entries: dict[str, Entry] = {}
    changed = False
    for label, root in roots.items():
        for path in data_files(root):
            key = f"{label}/{path.relative_to(root).as_posix()}"
            content = path.read_bytes()
            sha256 = digest(content)
            entry = known.get(key)
            if entry is None or entry.sha256 != sha256:
                entry = Entry.parsed(key, sha256, content, str(path))
                changed = True
            entries[key] = entry
    return entries, changed or len(entries) != len(known)


def read_index(path: Path) -> dict[str, Entry]:
    """The entries of an index file; none when it is missing, of another format or damaged."""
    try:
        form, checksum, lines = path.read_bytes().split(b"\n", 2)
        if form != FORMAT or int(checksum) != crc32(lines):
            return {}
        return {entry.key: entry for entry in map(Entry.stored, lines.split(b"\n"))}
    except (OSError, ValueError):
        return {}


def store_index(entries: Mapping[str, Entry], path: Path) -> None:
    """Write an index whole or not at all."""
    lines = b"\n".join(entry.line for entry in entries.values())
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(b"\n".join((FORMAT, str(crc32(lines)).encode(), lines)))
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


def _compact(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
