"""Parquet: row groups are read page by page, so that one large group does not fill the memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from crosswalk.batch.files.chunk import PIECE, ROW, Chunk
from crosswalk.batch.files.sink import is_text
from crosswalk.batch.files.source import Dialect
from crosswalk.errors import DocumentError, Finding

BUFFER = 1 << 20  # bytes of a column chunk that are read at once


class Reader:
    """Rows of a Parquet file."""

    textual = False

    def __init__(self, path: Path, _dialect: Dialect):
        self.path = path
        self.columns = tuple(self._open().schema_arrow.names)

    def _open(self) -> pq.ParquetFile:
        try:
            return pq.ParquetFile(self.path, buffer_size=BUFFER, pre_buffer=False)
        except (pa.ArrowException, OSError) as error:
            raise self._broken(error) from None

    def _broken(self, error: Exception) -> DocumentError:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        return DocumentError(Finding(f"no sound Parquet file: {reason}", f"Parquet 文件无法读取：{reason}", file=str(self.path)))

    def count(self) -> int | None:
        """The number of rows, as the file states it."""
        return int(self._open().metadata.num_rows)

    def pieces(self, columns: Sequence[str] | None = None) -> Iterator[Chunk]:
        """The rows in order; only some columns if asked."""
        number = 1
        file = self._open()
        try:
            for batch in file.iter_batches(batch_size=PIECE, columns=None if columns is None else list(columns), use_threads=True):
                numbers = pa.array(range(number, number + batch.num_rows), pa.int64())
                yield Chunk(pa.Table.from_batches([batch]).add_column(0, ROW, numbers))
                number += batch.num_rows
        except (pa.ArrowException, OSError) as error:
            raise self._broken(error) from None


class Writer:
    """A Parquet file; each table is a row group."""

    def __init__(self, path: Path, _final: Path):
        self.path = path

    def open(self, schema: pa.Schema) -> None:
        """Begin the file."""
        texts = [field.name for field in schema if is_text(field.type)]  # measured values hardly repeat: a dictionary would only cost time
        self._writer = pq.ParquetWriter(self.path, schema, compression="zstd", compression_level=1, use_dictionary=texts)

    def write(self, table: pa.Table) -> None:
        """Add a row group."""
        self._writer.write_table(table)

    def close(self) -> None:
        """Write the footer."""
        self._writer.close()

    def most_rows(self) -> int | None:
        """Any number."""
        return None
