"""Damage sound files at random, for a bounded time, and read them: every fault must be a typed error, in time and within memory.

    python -m tools.fuzz [SECONDS] [SEED]      # seconds for each reader; a minute when left out

An input that breaks a reader is written to `tests/corpus/files/`, where it stays as a test.
"""

from __future__ import annotations

import hashlib
import io
import random
import signal
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from types import FrameType

import crosswalk as cw
from crosswalk.library.document import parse
from crosswalk.library.index import plain
from crosswalk.library.validation import check_document
from crosswalk.model.quantity import Quantity
from crosswalk.reading import propose_mapping, read_content

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "tests" / "corpus" / "files"
SECONDS = 10
"""How long one file may take; sound ones take milliseconds."""
MEMORY = 3_000_000_000
DAY = date(2026, 11, 27)
WORDS = (b"NaN", b"1e999", b"-1", b"0", b"null", b"[]", b"{}", b"&a", b"*a", b"<<: *a", b"!!python/object", b"\0", b"\xff\xfe", b"A1-A3", b"kg CO2e", b": ", b"- ", b"\n", b"\t", b"<!DOCTYPE", b"&x;", b"]]>", b"'", b'"', "\u202e".encode(), b"9" * 70)  # fmt: skip


def footprint(content: bytes) -> None:
    """A footprint of any format, and its translation into its own standard."""
    for found in read_content(content, "fuzz").footprints:
        cw.translate(found, to=found.standard, as_of=DAY)


def loader(content: bytes) -> None:
    """The YAML and JSON loader, and the check of what it gives as a standard, a mapping, a set."""
    document = parse(content, "fuzz")
    for kind in ("standard", "mapping", "factors", "characterisation"):
        check_document(kind, document, "fuzz")


def declared(content: bytes) -> None:
    """Claims, books and regions."""
    data = plain(parse(content, "fuzz").data)
    if isinstance(data, dict):
        for read in (cw.read_claim, cw.read_book, cw.read_region):
            try:
                read(data)
            except cw.CrosswalkError:
                continue


def table(content: bytes) -> None:
    """CSV and XLSX tables, as far as the proposal of a mapping."""
    path = ROOT / "build" / "fuzz-table"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    propose_mapping(path, "eu/en-15804-a2-2019")


def quantity(content: bytes) -> None:
    """Numbers with units."""
    Quantity.parse(content.decode("utf-8", "replace"))


TARGETS: dict[str, Callable[[bytes], None]] = {
    "footprint": footprint,
    "loader": loader,
    "declared": declared,
    "table": table,
    "quantity": quantity,
}


def seeds(target: str) -> list[bytes]:
    """Sound files for a reader."""
    if target == "quantity":
        return [b"386.2 kg CO2e", b"1.5e3 MJ HHV/kg", "10 万立方米".encode(), b"12 %", b"1 t CO2e/(m**2*a)"]
    if target == "table":
        header = "name,GWP A1-A3 [kg CO2e],unit\nslab,12.5,1 t\n"
        return [
            header.encode(),
            header.replace(",", ";").encode("utf-8-sig"),
            *(path.read_bytes() for path in ROOT.glob("examples/**/*.xlsx")),
        ]
    if target == "loader":
        return [path.read_bytes() for path in sorted(ROOT.glob("docs/toy/**/*.yaml"))]
    pattern = "*.yaml" if target == "declared" else "**/*.*"
    return [
        path.read_bytes()
        for path in sorted((ROOT / "examples").glob(pattern))
        if path.suffix in (".yaml", ".json", ".xml", ".zip", ".xlsx")
    ]


def damage(content: bytes, chance: random.Random, others: list[bytes]) -> bytes:
    """A file with a few bytes, words or pieces changed; inside an archive, one of its parts."""
    if content[:2] == b"PK" and chance.random() < 0.8:
        return _inside(content, chance, others)
    changed = bytearray(content)
    for _ in range(chance.randint(1, 6)):
        at, length = chance.randrange(len(changed) + 1), chance.choice((0, 1, 2, 8, 64))
        act = chance.randrange(5)
        if act == 0:
            changed[at : at + length] = chance.randbytes(chance.randint(0, 8))
        elif act == 1:
            changed[at : at + length] = chance.choice(WORDS)
        elif act == 2:
            changed[at:at] = changed[max(0, at - 200) : at] * chance.randint(1, 20)
        elif act == 3:
            other = chance.choice(others)
            start = chance.randrange(len(other))
            changed[at : at + length] = other[start : start + chance.randint(1, 400)]
        else:
            del changed[at : at + chance.randint(1, 400)]
    return bytes(changed)


def _inside(content: bytes, chance: random.Random, others: list[bytes]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}
    name = chance.choice(sorted(parts))
    parts[name] = damage(parts[name], chance, [entry for entry in others if entry[:2] != b"PK"] or [b"x"])
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for key, value in parts.items():
            archive.writestr(key, value)
    return target.getvalue()


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Ends what takes longer, where the system has timers."""

    def over(_signal: int, _frame: FrameType | None) -> None:
        raise TimeoutError(f"longer than {seconds} s")

    if not hasattr(signal, "setitimer"):
        yield
        return
    before = signal.signal(signal.SIGALRM, over)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def broken(target: str, content: bytes) -> str | None:
    """What breaks while a file is read; nothing where it is read or refused by a typed error."""
    try:
        with within(SECONDS):
            TARGETS[target](content)
    except cw.CrosswalkError:
        return None
    except Exception as fault:  # whatever it is, it is the finding
        return f"{type(fault).__name__}: {fault}"[:300]
    return None


def main() -> None:
    """Each reader for a while."""
    seconds, seed = float((sys.argv[1:] or ["60"])[0]), int((sys.argv[2:] or ["0"])[0])
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    except ImportError:
        print("no limit of memory on this system")
    faults: dict[str, str] = {}
    for target in TARGETS:
        chance, sound, count, until = random.Random(f"{target} {seed}"), seeds(target), 0, time.monotonic() + seconds
        while time.monotonic() < until:
            content = damage(chance.choice(sound), chance, sound)
            count += 1
            fault = broken(target, content)
            if fault is not None and fault not in faults:
                CORPUS.mkdir(parents=True, exist_ok=True)
                faults[fault] = f"{target}--{hashlib.sha256(content).hexdigest()[:12]}"
                (CORPUS / faults[fault]).write_bytes(content)
                print(f"{faults[fault]}: {fault}", flush=True)
        print(f"{target}: {count} files in {seconds:g} s", flush=True)
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
