"""The folder beside the output in which finished chunks wait. A run that was interrupted goes on from it, if nothing that matters has changed."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
from filelock import FileLock, Timeout

from crosswalk.errors import DocumentError, Finding
from crosswalk.library.library import Library

MANIFEST = "manifest.json"
KIND = "crosswalk batch"


def sha256_of(path: Path) -> str:
    """The digest of a file."""
    with path.open("rb") as stream:
        return f"sha256:{hashlib.file_digest(stream, 'sha256').hexdigest()}"


def data_digest(library: Library) -> str:
    """A digest of all data that a result can rest on."""
    lines = "\n".join(sorted(f"{entry.key} {entry.sha256}" for entry in library.entries.values()))
    return f"sha256:{hashlib.sha256(lines.encode()).hexdigest()}"


@contextmanager
def claimed(output: Path) -> Iterator[None]:
    """No other run writes the same output meanwhile.

    Raises:
        DocumentError: another run does.
    """
    lock = FileLock(output.with_name(f".{output.name}.lock"), timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise DocumentError(
            Finding("another run writes this output; wait for its end", "另一运行正在写入该输出；请等待其结束", file=str(output))
        ) from None
    except OSError as error:
        raise DocumentError(Finding(f"cannot write: {error.strerror}", f"无法写入：{error.strerror}", file=str(output))) from None
    try:
        yield
    finally:
        Path(lock.lock_file).unlink(missing_ok=True)
        lock.release()


class Work:
    """The finished chunks of one run.

    Attributes:
        changed: what differs from the run that was interrupted, so that it starts again; empty where it goes on or is new.
    """

    def __init__(self, output: Path, manifest: Mapping[str, Any], restart: bool):
        self.folder = output.with_name(f".{output.name}.batch")
        own = json.loads(json.dumps({"kind": KIND, **manifest}, default=str))
        before = self._manifest()
        self.changed: tuple[str, ...] = ()
        if before is not None and (before != own or restart):
            self.changed = tuple(key for key in own if before.get(key) != own[key])
        if self.folder.exists() and (before != own or restart):
            self.discard()
        if not self.folder.exists():
            try:
                self.folder.mkdir(parents=True)
                self._replace(self.folder / MANIFEST, json.dumps(own, indent=2, ensure_ascii=False).encode())
            except OSError as error:
                raise DocumentError(
                    Finding(f"cannot write: {error.strerror}", f"无法写入：{error.strerror}", file=str(self.folder))
                ) from None

    def _manifest(self) -> Any:
        path = self.folder / MANIFEST
        try:
            found = json.loads(path.read_text("utf-8"))
        except (OSError, ValueError):
            return None
        return found if isinstance(found, dict) else None

    @staticmethod
    def _replace(path: Path, content: bytes) -> None:
        part = path.with_suffix(".part")
        part.write_bytes(content)
        os.replace(part, path)

    def part(self, kind: str, number: int) -> Path:
        """The file of a chunk: its `rows`, its `rejected` or its `gaps`."""
        return self.folder / f"{kind}-{number:06}.arrow"

    def is_done(self, number: int) -> bool:
        """Whether a chunk is finished."""
        return self.part("rows", number).exists()

    def done(self) -> int:
        """How many chunks are finished."""
        return sum(1 for _ in self.folder.glob("rows-*.arrow"))

    def save(self, number: int, tables: Mapping[str, pa.Table]) -> None:
        """Keep the tables of a finished chunk by their kinds; its rows come last and make it one."""
        for kind in sorted(tables, key=lambda kind: kind == "rows"):
            path, table = self.part(kind, number), tables[kind]
            part = path.with_suffix(".part")
            try:
                with pa.OSFile(str(part), "wb") as sink, pa.ipc.new_file(sink, table.schema, options=_OPTIONS) as writer:
                    writer.write_table(table)
                os.replace(part, path)
            except OSError as error:  # a full disk
                reason = error.strerror or str(error)
                raise DocumentError(Finding(f"cannot write: {reason}", f"无法写入：{reason}", file=str(path))) from None

    def tables(self, kind: str, count: int) -> Iterator[pa.Table]:
        """The finished chunks in order."""
        for number in range(count):
            with pa.OSFile(str(self.part(kind, number)), "rb") as stream:
                yield pa.ipc.open_file(stream).read_all()

    def rows(self, kind: str, number: int) -> int:
        """How many rows a finished chunk has."""
        with pa.OSFile(str(self.part(kind, number)), "rb") as stream:
            reader = pa.ipc.open_file(stream)
            return sum(reader.get_batch(at).num_rows for at in range(reader.num_record_batches))

    def schema(self, kind: str, count: int) -> pa.Schema:
        """The columns of all chunks together."""
        schemas: dict[bytes, pa.Schema] = {}
        for number in range(count):
            with pa.OSFile(str(self.part(kind, number)), "rb") as stream:
                schema = pa.ipc.open_file(stream).schema
                schemas.setdefault(schema.serialize().to_pybytes(), schema)
        return pa.unify_schemas(list(schemas.values()), promote_options="permissive")

    def discard(self) -> None:
        """Remove the folder; one that holds anything else than a run leaves there is not touched."""
        strange = [path.name for path in self.folder.iterdir() if path.name != "ids" and path.suffix not in (".arrow", ".part", ".json")]
        if strange:
            raise DocumentError(
                Finding(
                    f"the folder of an interrupted run holds other files ({', '.join(sorted(strange)[:3])}); move them away",
                    f"中断运行的文件夹含有其他文件（{', '.join(sorted(strange)[:3])}）；请移走",
                    file=str(self.folder),
                )
            )
        shutil.rmtree(self.folder)


_OPTIONS = pa.ipc.IpcWriteOptions(compression="lz4")
