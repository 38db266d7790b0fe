"""Zip archives: read within bounds (how many files, how large, how far they may expand), and packed. Nothing is ever written to disk."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from crosswalk.errors import DocumentError, Finding

MOST_FILES = 5_000
LARGEST = 64_000_000  # bytes of one file, unpacked
LARGEST_IN_ALL = 200_000_000  # bytes of all files, unpacked
HIGHEST_RATIO = 200  # unpacked to packed, of a file above 1 MB; real workbooks stay below 60
_SMALL = 1_000_000


class Archive:
    """The files of a zip archive, by name.

    Raises:
        DocumentError: no zip archive, encrypted, or beyond the bounds.
    """

    def __init__(self, content: bytes, file: str | None = None):
        self.file = file
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError, OSError, struct.error) as error:
            raise self._wrong(f"not a sound zip archive: {error}", f"zip 压缩文件已损坏：{error}") from None
        infos = self._zip.infolist()
        if len(infos) > MOST_FILES:
            raise self._wrong(f"more than {MOST_FILES:,} files in the archive", f"压缩包内文件超过 {MOST_FILES:,} 个")
        if sum(info.file_size for info in infos) > LARGEST_IN_ALL:
            raise self._wrong(f"the archive unpacks to more than {LARGEST_IN_ALL:,} bytes", f"解压后超过 {LARGEST_IN_ALL:,} 字节")
        for info in infos:
            if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise self._wrong(
                    f"{info.filename!r} is compressed by method {info.compress_type}; stored and deflated files are read",
                    f"{info.filename!r} 采用压缩方法 {info.compress_type}；仅支持存储与 deflate",
                )
            if info.file_size > LARGEST or (info.file_size > _SMALL and info.file_size > HIGHEST_RATIO * max(1, info.compress_size)):
                raise self._wrong(
                    f"{info.filename!r} unpacks to {info.file_size:,} bytes from {info.compress_size:,}: more than the limits of "
                    f"{LARGEST:,} bytes and {HIGHEST_RATIO} to 1",
                    f"{info.filename!r} 由 {info.compress_size:,} 字节解压为 {info.file_size:,} 字节，超过上限（{LARGEST:,} 字节，{HIGHEST_RATIO} 比 1）",
                )
        self.names = [info.filename for info in infos if info.filename and not info.filename.endswith("/")]

    def _wrong(self, en: str, zh: str) -> DocumentError:
        return DocumentError(Finding(en, zh, file=self.file))

    def read(self, name: str) -> bytes:
        """The content of one file of the archive, never more than it announced."""
        try:
            info = self._zip.getinfo(name)
            with self._zip.open(info) as stream:
                content = stream.read(info.file_size + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            RuntimeError,
            NotImplementedError,
            EOFError,
            OSError,
            ValueError,
            KeyError,
            struct.error,
        ) as error:
            raise self._wrong(f"{name!r} cannot be unpacked: {error}", f"{name!r} 无法解压：{error}") from None
        if len(content) > info.file_size:
            raise self._wrong(f"{name!r} is larger than it announces", f"{name!r} 大于其声明的大小")
        return content


def packed(files: dict[str, str]) -> bytes:
    """A zip archive without the time of its making, so that equal input gives equal bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as found:
        for name, content in files.items():
            found.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content.encode(), zipfile.ZIP_DEFLATED)
    return stream.getvalue()
