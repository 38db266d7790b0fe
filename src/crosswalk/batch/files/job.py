"""A file of declarations under another standard: looked through once, translated chunk by chunk, put together at the end."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal

import pyarrow as pa
import pyarrow.compute as pc

from crosswalk import __version__
from crosswalk.batch.files.chunk import ROW, Chunk, Fault, gathered
from crosswalk.batch.files.ids import MOST_REPEATED, id_faults, repeated_ids
from crosswalk.batch.files.numbers import with_numbers
from crosswalk.batch.files.source import Dialect, Source, kind_of, open_sink, open_source
from crosswalk.batch.files.work import Work, data_version, sha256_of
from crosswalk.batch.frame import REJECTED
from crosswalk.batch.layout import infer_layout, read_layout
from crosswalk.engine.crosswalk import Crosswalk
from crosswalk.errors import DeclarationError, DocumentError, Finding, InputError
from crosswalk.model.layout import Layout

CHUNK = 262_144  # rows
Progress = Callable[[str, int, int | None], None]
"""Told the phase (`reading`, `translating`, `writing`), the rows that are done, and the rows in all where they are known."""


@dataclass(frozen=True)
class Settings:
    """How a file is translated.

    Attributes:
        layout: as for `Crosswalk.apply_frame`; without it, columns are read by their names.
        decimals: as for `apply_frame`.
        indicators: as for `apply_frame`.
        limit: as for `apply_frame`, for each chunk.
        dialect: how the input is written.
        decimal_comma: numbers in texts have a comma.
        chunk: rows that are translated at once and kept when a run is interrupted.
    """

    layout: Mapping[str, Any] | None = None
    decimals: int | None = None
    indicators: Literal["main", "all"] = "main"
    limit: int = 1000
    dialect: Dialect = field(default_factory=Dialect)
    decimal_comma: bool = False
    chunk: int = CHUNK


@dataclass(frozen=True)
class BatchResult:
    """What became of a file: rows read, translated and rejected, the two files, and whether an interrupted run was continued.

    Attributes:
        read: rows of the input.
        translated: rows of `output`.
        rejected: rows of `rejections`.
        output: the translated rows.
        rejections: the rejected rows with their numbers and reasons.
        continued: chunks that an interrupted run had finished.
        changed: what had changed since an interrupted run, so that it was started again.
    """

    read: int
    translated: int
    rejected: int
    output: Path
    rejections: Path
    continued: int
    changed: tuple[str, ...]


def translate_file(
    crosswalk: Crosswalk,
    file: Path,
    output: Path,
    settings: Settings | None = None,
    *,
    rejections: Path | None = None,
    restart: bool = False,
    progress: Progress = lambda _phase, _done, _total: None,
) -> BatchResult:
    """Translate each row of a file.

    Args:
        crosswalk: the compiled crosswalk.
        file: the declarations: `.csv`, `.tsv`, `.parquet` or `.xlsx`.
        output: the translated rows, in one of the same formats.
        settings: layout, dialect and the rest.
        rejections: the rejected rows; beside the output when left out.
        restart: do not continue an interrupted run.
        progress: is told how far it is.

    Raises:
        InputError: the file or the layout cannot be read, or no row could be translated.
    """
    chosen = settings or Settings()
    rejections = rejections or output.with_name(f"{output.stem}.rejected{output.suffix}")
    _check_paths(file, output, rejections)
    source = open_source(file, chosen.dialect)
    layout = _layout(crosswalk, chosen, source, file)
    work = Work(output, _manifest(crosswalk, file, source, chosen), restart)
    continued = work.done()
    run = _Run(crosswalk, source, layout, chosen, work, progress, file)
    try:
        rows = run.look_through(output)
        chunks, rejected = run.translate(rows)
    except InputError:
        if not work.done():
            work.discard()
        raise
    if rejected < rows:
        _put_together(work, "rows", chunks, output, rows - rejected, progress)
    _put_together(work, "rejected", chunks, rejections, rejected, progress)
    work.discard()
    if rejected == rows:
        raise DeclarationError(
            Finding(
                f"none of {rows:,} rows could be translated; the reasons are in {rejections}",
                f"{rows:,} 行均无法换算；原因见 {rejections}",
                file=str(file),
            )
        )
    return BatchResult(rows, rows - rejected, rejected, output, rejections, continued, work.changed)


def _check_paths(file: Path, output: Path, rejections: Path) -> None:
    for path in (output, rejections):
        kind_of(path)
        if path.resolve() == file.resolve():
            raise DocumentError(Finding("the output would replace the input", "输出会覆盖输入", file=str(path)))
        if path.exists() and not path.is_file():
            raise DocumentError(Finding("not a file that can be replaced", "不是可替换的文件", file=str(path)))
        if not path.parent.is_dir():
            raise DocumentError(Finding("no such folder", "文件夹不存在", file=str(path.parent)))
    if output.resolve() == rejections.resolve():
        raise DocumentError(Finding("rejected rows need a file of their own", "被拒绝的行须写入单独的文件", file=str(output)))


def _layout(crosswalk: Crosswalk, settings: Settings, source: Source, file: Path) -> Layout:
    """The layout; errors of one that was given are about the layout, not the file."""
    if settings.layout is None:
        with _told_of(file):
            return infer_layout(crosswalk, source.columns)
    return read_layout(crosswalk, settings.layout, source.columns)


@contextmanager
def _told_of(file: Path) -> Iterator[None]:
    """Errors name the file."""
    try:
        yield
    except InputError as error:
        raise error.located(str(file), {}) from None


def _manifest(crosswalk: Crosswalk, file: Path, source: Source, settings: Settings) -> dict[str, Any]:
    """Everything that the rows of the result depend on."""
    as_of = crosswalk.as_of or date.today()
    options = {
        "from": crosswalk.source.id,
        "to": crosswalk.target.id,
        "as_of": as_of.isoformat(),
        "assumptions": crosswalk.mode,
        "nearest_year": crosswalk.nearest_year,
        **{key: value for key, value in asdict(settings).items() if key != "layout"},
    }
    return {
        "input": {"sha256": sha256_of(file), "columns": list(source.columns)},
        "layout": settings.layout,
        "options": options,
        "data": data_version(crosswalk.library),
        "version": __version__,
    }


class _Run:
    def __init__(
        self, crosswalk: Crosswalk, source: Source, layout: Layout, settings: Settings, work: Work, progress: Progress, file: Path
    ):
        self.crosswalk, self.source, self.settings, self.work = crosswalk, source, settings, work
        self.layout, self.progress, self.file = layout, progress, file
        self.amounts = tuple(dict.fromkeys(entry.column for entry in layout.references if entry.amount or entry.basis))
        self.read = {*layout.columns, *([layout.id] if layout.id else [])}
        self.template = {**layout.template, **({"id": layout.id} if layout.id else {})}
        self.repeated: dict[Any, tuple[int, int]] = {}

    def look_through(self, output: Path) -> int:
        """How many rows there are, those that cannot be read included, and which ids are repeated."""
        total = self.source.count()
        rows = 0
        if self.layout.id is None and total is not None:
            rows = total
        else:

            def told() -> Any:
                nonlocal rows
                for piece in self.source.pieces([self.layout.id] if self.layout.id else None):
                    rows += piece.table.num_rows + _apart(piece)
                    self.progress("reading", rows, total)
                    yield piece

            if self.layout.id is None:
                for _ in told():
                    pass
            else:
                self.repeated = repeated_ids(told(), self.layout.id, self.work.folder)
        if not rows:
            raise DocumentError(Finding("the file holds no rows", "文件没有数据行", file=str(self.file)))
        if len(self.repeated) > MOST_REPEATED:
            raise DeclarationError(
                Finding(
                    f"more than {MOST_REPEATED:,} ids are repeated: the column does not tell rows apart",
                    f"超过 {MOST_REPEATED:,} 个编号重复：该列不能区分各行",
                    file=str(self.file),
                    field=self.layout.id,
                )
            )
        most = open_sink(output, output).most_rows()
        if most is not None and rows > most:
            raise DocumentError(
                Finding(
                    f"{rows:,} rows do not fit into a sheet of {most:,}; write CSV or Parquet",
                    f"{rows:,} 行超过工作表上限 {most:,} 行；请输出 CSV 或 Parquet",
                    file=str(output),
                )
            )
        return rows

    def translate(self, rows: int) -> tuple[int, int]:
        """Every chunk that is not finished yet; how many chunks there are, and how many rows were rejected."""
        done = chunks = rejected = 0
        for number, chunk in enumerate(gathered(self.source.pieces(), self.settings.chunk)):
            if self.work.is_done(number):
                refused = _rows_of(self.work, "rejected", number)
            else:
                with _told_of(self.file):
                    translated, refusals = self.chunk(chunk)
                self.work.save(number, translated, refusals)
                refused = refusals.num_rows
            rejected += refused
            chunks += 1
            done += chunk.table.num_rows + _apart(chunk)
            self.progress("translating", done, rows)
        return chunks, rejected

    def chunk(self, chunk: Chunk) -> tuple[pa.Table, pa.Table]:
        """The translated rows and the rejected ones."""
        table, faults = chunk.table, [fault for fault in chunk.faults if not fault.field or fault.field in self.read]
        own = table
        if self.source.textual:
            table, wrong = with_numbers(table, self.amounts, self.settings.decimal_comma)
            faults += wrong
        if self.layout.id is not None:
            faults += id_faults(own, self.layout.id, self.repeated)
        words = [name for name in self.layout.columns if name not in self.amounts]
        if self.source.textual:
            table = _without_blanks(table, words)
        found: dict[int, Fault] = {}
        for fault in sorted(faults, key=lambda fault: fault.row):
            found.setdefault(fault.row, fault)  # the first reason of a row
        if found:
            table = table.filter(pc.invert(pc.is_in(table[ROW], pa.array(list(found), pa.int64()))))
        if not table.num_rows:
            return table, _rejections(own, list(found.values()))
        result = self.crosswalk.apply_frame(
            table, self.template, decimals=self.settings.decimals, indicators=self.settings.indicators, limit=self.settings.limit
        )
        refused = result.rejected.select([ROW, *REJECTED]).to_pylist()
        faults = [*found.values(), *(Fault(entry[ROW], entry["field"], entry["reason_en"], entry["reason_zh"]) for entry in refused)]
        return result.rows, _rejections(own, sorted(faults, key=lambda fault: fault.row))


def _apart(chunk: Chunk) -> int:
    """How many rows have a fault because of which they are not in the table."""
    if not chunk.faults:
        return 0
    numbers = set(chunk.table[ROW].to_pylist())
    return len({fault.row for fault in chunk.faults} - numbers)


def _without_blanks(table: pa.Table, columns: list[str]) -> pa.Table:
    """Empty texts of words are nulls: not declared."""
    for name in columns:
        column = table[name]
        if pa.types.is_string(column.type):
            trimmed = pc.utf8_trim_whitespace(column)
            table = table.set_column(
                table.column_names.index(name), name, pc.if_else(pc.equal(trimmed, ""), pa.scalar(None, pa.string()), trimmed)
            )
    return table


def _rejections(own: pa.Table, faults: list[Fault]) -> pa.Table:
    """The rejected rows as they stand in the file, and why; a row that does not fit the header has its number only."""
    numbers = pa.array([fault.row for fault in faults], pa.int64())
    places = pc.index_in(numbers, value_set=own[ROW].combine_chunks())
    kept = own.take(places)  # a null place gives nulls
    kept = kept.set_column(0, ROW, numbers)
    for name, values in zip(REJECTED, ([f.field for f in faults], [f.en for f in faults], [f.zh for f in faults]), strict=True):
        if name in own.column_names:
            kept = kept.drop_columns([name])
        kept = kept.append_column(name, pa.array(values, pa.string()))
    return kept


def _rows_of(work: Work, kind: str, number: int) -> int:
    with pa.OSFile(str(work.part(kind, number)), "rb") as stream:
        reader = pa.ipc.open_file(stream)
        return sum(reader.get_batch(at).num_rows for at in range(reader.num_record_batches))


def _put_together(work: Work, kind: str, chunks: int, path: Path, rows: int, progress: Progress) -> None:
    """All finished chunks as one file, which appears under its name when it is complete."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    schema = work.schema(kind, chunks)
    try:
        sink = open_sink(part, path)
        with _told_of(path):
            sink.open(schema)
            done = 0
            for table in work.tables(kind, chunks):
                if table.num_rows:
                    sink.write(_as(table, schema))
                done += table.num_rows
                progress("writing", done, rows)
            sink.close()
        os.replace(part, path)
    except OSError as error:
        raise DocumentError(
            Finding(f"cannot write: {error.strerror or error}", f"无法写入：{error.strerror or error}", file=str(path))
        ) from None
    finally:
        part.unlink(missing_ok=True)


def _as(table: pa.Table, schema: pa.Schema) -> pa.Table:
    """The table with the columns of a schema; what it lacks is null."""
    if table.schema.equals(schema):
        return table
    names = set(table.column_names)
    return pa.table(
        [table[entry.name].cast(entry.type) if entry.name in names else pa.nulls(table.num_rows, entry.type) for entry in schema],
        schema=schema,
    )
