"""A file of declarations under another standard: looked through once, translated chunk by chunk, put together at the end."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
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
from crosswalk.batch.files.work import Work, claimed, data_digest, sha256_of
from crosswalk.batch.frame import GAPS, REJECTED
from crosswalk.batch.layout import infer_layout, read_layout
from crosswalk.batch.long import KEY
from crosswalk.engine.crosswalk import Crosswalk
from crosswalk.errors import DeclarationError, DocumentError, Finding, InputError
from crosswalk.model.layout import Layout

CHUNK = 262_144  # rows
NO_GAPS = pa.schema([(ROW, pa.int64()), *((name, pa.float64() if name == "width" else pa.string()) for name in GAPS)])
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
        gaps: the gaps of all rows are worked out too.
    """

    layout: Mapping[str, Any] | None = None
    decimals: int | None = None
    indicators: Literal["main", "all"] = "main"
    limit: int = 1000
    dialect: Dialect = field(default_factory=Dialect)
    decimal_comma: bool = False
    chunk: int = CHUNK
    gaps: bool = False


@dataclass(frozen=True)
class BatchResult:
    """What became of a file: rows read, translated and rejected, the files, and whether an interrupted run was continued.

    Attributes:
        read: rows of the input.
        translated: rows of `output`.
        rejected: rows of `rejections`.
        output: the translated rows.
        rejections: the rejected rows with their numbers and reasons.
        gaps: why rows are not exact, if that was asked for, and how many gaps these are.
        continued: chunks that an interrupted run had finished.
        changed: what had changed since an interrupted run, so that it was started again.
    """

    read: int
    translated: int
    rejected: int
    output: Path
    rejections: Path
    gaps: tuple[Path, int] | None
    continued: int
    changed: tuple[str, ...]


def translate_file(
    crosswalk: Crosswalk,
    file: Path,
    output: Path,
    settings: Settings | None = None,
    *,
    rejections: Path | None = None,
    gaps: Path | None = None,
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
        gaps: why rows are not exact, kind by kind and stage by stage; not worked out when left out.
        restart: do not continue an interrupted run.
        progress: is told how far it is.

    Raises:
        InputError: the file or the layout cannot be read, or no row could be translated.
    """
    chosen = replace(settings or Settings(), gaps=gaps is not None)
    rejections = rejections or output.with_name(f"{output.stem}.rejected{output.suffix}")
    _check_paths(file, output, rejections, gaps)
    source = open_source(file, chosen.dialect)
    layout = _layout(crosswalk, chosen, source, file)
    if chosen.gaps and layout.id in GAPS:
        raise DeclarationError(
            Finding(
                f"the ids have the name of a column of gaps ({', '.join(GAPS)}); rename it",
                f"编号列与差距表的列（{'、'.join(GAPS)}）同名；请改名",
                file=str(file),
                field=layout.id,
            )
        )
    with claimed(output):
        work = Work(output, _manifest(crosswalk, file, source, chosen), restart)
        continued = work.done()
        run = _Run(crosswalk, source, layout, chosen, work, progress, file)
        try:
            rows = run.look_through(output)
            chunks, count = run.translate(rows)
        except InputError:
            if not work.done():
                work.discard()
            raise
        wanted = {"rows": output, "gaps": gaps, "rejected": rejections}
        if not count["rows"]:
            wanted = {"rejected": rejections}
        for kind, path in wanted.items():
            if path is not None:
                _put_together(work, kind, chunks, path, count[kind], progress)
        work.discard()
    if not count["rows"]:
        raise DeclarationError(
            Finding(
                f"none of {rows:,} rows could be translated; the reasons are in {rejections}",
                f"{rows:,} 行均无法换算；原因见 {rejections}",
                file=str(file),
            )
        )
    told = None if gaps is None else (gaps, count["gaps"])
    return BatchResult(rows, count["rows"], count["rejected"], output, rejections, told, continued, work.changed)


def _check_paths(file: Path, output: Path, rejections: Path, gaps: Path | None) -> None:
    paths = [path for path in (output, rejections, gaps) if path is not None]
    for path in paths:
        kind_of(path)
        if path.resolve() == file.resolve():
            raise DocumentError(Finding("the output would replace the input", "输出会覆盖输入", file=str(path)))
        if path.exists() and not path.is_file():
            raise DocumentError(Finding("not a file that can be replaced", "不是可替换的文件", file=str(path)))
        if not path.parent.is_dir():
            raise DocumentError(Finding("no such folder", "文件夹不存在", file=str(path.parent)))
    if len({path.resolve() for path in paths}) < len(paths):
        raise DocumentError(
            Finding("rejected rows and gaps need files of their own", "被拒绝的行和差距须各写入单独的文件", file=str(output))
        )


def _layout(crosswalk: Crosswalk, settings: Settings, source: Source, file: Path) -> Layout:
    """The layout; errors of one that was given are about the layout, not the file."""
    if settings.layout is None:
        with _told_of(file):
            return infer_layout(crosswalk, source.columns)
    if settings.layout.get(KEY, "footprint") != "footprint":
        raise DeclarationError(
            Finding(
                "each row of a file is a footprint; bring rows that are figures side by side first, or translate them as a frame",
                "文件的每一行为一个碳足迹；每行为一项数据的文件请先转为宽表，或作为数据框换算",
                field=KEY,
            )
        )
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
        "data": data_digest(crosswalk.library),
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
        self.template = {**layout.template, "id": ROW}  # ids are compared over the whole file, not within a chunk
        self.kinds = ("rows", "rejected", *(["gaps"] if settings.gaps else []))
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
        _check_fits(output, rows)
        return rows

    def translate(self, rows: int) -> tuple[int, Counter[str]]:
        """Every chunk that is not finished yet; how many chunks there are, and how many rows of each kind."""
        done = chunks = 0
        count: Counter[str] = Counter()
        for number, chunk in enumerate(gathered(self.source.pieces(), self.settings.chunk)):
            if not self.work.is_done(number):
                with _told_of(self.file):
                    made = self.chunk(chunk)
                self.work.save(number, made)
            count.update({kind: self.work.rows(kind, number) for kind in self.kinds})
            chunks += 1
            done += chunk.table.num_rows + _apart(chunk)
            self.progress("translating", done, rows)
        return chunks, count

    def chunk(self, chunk: Chunk) -> dict[str, pa.Table]:
        """The translated rows, the rejected ones and, where they are asked for, the gaps."""
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
            return self._made(table, _rejections(own, list(found.values())), None)
        result = self.crosswalk.apply_frame(
            table, self.template, decimals=self.settings.decimals, indicators=self.settings.indicators, limit=self.settings.limit
        )
        refused = result.rejected.select([ROW, *REJECTED]).to_pylist()
        faults = [*found.values(), *(Fault(entry[ROW], entry["field"], entry["reason_en"], entry["reason_zh"]) for entry in refused)]
        rejected = _rejections(own, sorted(faults, key=lambda fault: fault.row))
        return self._made(result.rows, rejected, _gaps(result.gaps, table, self.layout.id) if self.settings.gaps else None)

    def _made(self, rows: pa.Table, rejected: pa.Table, gaps: pa.Table | None) -> dict[str, pa.Table]:
        made = {"rows": rows, "rejected": rejected}
        if self.settings.gaps:
            made["gaps"] = NO_GAPS.empty_table() if gaps is None else gaps
        return made


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


def _gaps(gaps: pa.Table, table: pa.Table, column: str | None) -> pa.Table:
    """The gaps by the number of the row, and its id where it has one."""
    if column is None:
        return gaps
    places = pc.index_in(gaps[ROW], value_set=table[ROW].combine_chunks())
    return gaps.add_column(1, column, table[column].take(places))


def _check_fits(path: Path, rows: int) -> None:
    most = open_sink(path, path).most_rows()
    if most is not None and rows > most:
        raise DocumentError(
            Finding(
                f"{rows:,} rows do not fit into a sheet of {most:,}; write CSV or Parquet",
                f"{rows:,} 行超过工作表上限 {most:,} 行；请输出 CSV 或 Parquet",
                file=str(path),
            )
        )


def _put_together(work: Work, kind: str, chunks: int, path: Path, rows: int, progress: Progress) -> None:
    """All finished chunks as one file, which appears under its name when it is complete."""
    _check_fits(path, rows)
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
