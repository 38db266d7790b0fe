"""Footprints that name the footprints of their precursors by file: only files beside them, or below their folder, are opened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from crosswalk.errors import DeclarationError, Finding
from crosswalk.model.footprint import Footprint

DEEPEST = 40  # levels of precursors; the longest chains of real goods have about six
SUFFIXES = (".yaml", ".yml", ".json")


@dataclass(frozen=True, slots=True)
class Opened:
    """The files open on the way to a precursor.

    Attributes:
        folder: the folder of the first file; nothing outside it is opened.
        chain: the files from the first one down to the present one.
        known: footprints read before, so that a precursor that several goods share is read once.
    """

    folder: Path
    chain: tuple[Path, ...]
    known: dict[Path, Footprint]


def with_files(data: dict[str, Any], opened: Opened, read: Callable[[Path, Opened], Footprint]) -> dict[str, Any]:
    """The data of a footprint with the named files of its precursors read.

    Raises:
        DeclarationError: a file lies outside the folder, or the files form a cycle, which is named.
    """
    precursors = data.get("precursors")
    if not isinstance(precursors, list):
        return data
    found = []
    for position, entry in enumerate(precursors):
        named = entry.get("footprint") if isinstance(entry, dict) else None
        if isinstance(named, str):
            entry = {**entry, "footprint": _open(named, f"precursors[{position}].footprint", opened, read)}
        elif isinstance(named, dict):
            entry = {**entry, "footprint": with_files(named, opened, read)}
        found.append(entry)
    return {**data, "precursors": found}


def _open(name: str, field: str, opened: Opened, read: Callable[[Path, Opened], Footprint]) -> Footprint:
    path = (opened.chain[-1].parent / name).resolve()
    if not path.is_relative_to(opened.folder) or path.suffix.lower() not in SUFFIXES:
        raise DeclarationError(
            Finding(
                f"{name!r} is no footprint file beside this one or below its folder",
                f"{name!r} 不是与本文件同目录或其下级目录中的碳足迹文件",
                field=field,
            )
        )
    if path in opened.chain:
        cycle = " -> ".join(file.name for file in (*opened.chain[opened.chain.index(path) :], path))
        raise DeclarationError(Finding(f"precursors form a cycle: {cycle}", f"前体形成循环：{cycle}", field=field))
    if len(opened.chain) > DEEPEST:
        raise DeclarationError(Finding(f"more than {DEEPEST} levels of precursors", f"前体层级超过 {DEEPEST} 层", field=field))
    if path not in opened.known:
        opened.known[path] = read(path, replace(opened, chain=(*opened.chain, path)))
    return opened.known[path]
