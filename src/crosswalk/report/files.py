"""Reports as files, in the form that the ending of the name tells."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from crosswalk.errors import Finding, InputError

if TYPE_CHECKING:
    from crosswalk.engine.translation import Translation
    from crosswalk.report.tables import Report

ENDINGS = {".md": "markdown", ".html": "html", ".htm": "html", ".xlsx": "xlsx", ".json": "json"}


def content(report: Report, form: str, lang: str) -> bytes:
    """The bytes of a report as `markdown`, `html` or `xlsx`.

    Raises:
        MissingPackageError: the form needs a package that is not installed.
    """
    if form == "xlsx":
        from crosswalk.report.xlsx import render as workbook

        return workbook(report, lang)
    if form == "html":
        from crosswalk.report.html import render as page

        return page(report, lang).encode()
    from crosswalk.report.markdown import render

    return render(report).encode()


def write_translation(result: Translation, path: Path, lang: str) -> None:
    """Write the whole report of a translation, in the form that the ending of the file tells.

    Raises:
        InputError: no form has that ending, the language is unknown, or the file cannot be written.
        MissingPackageError: the form needs a package that is not installed.
    """
    if lang not in ("en", "zh"):
        raise InputError(Finding(f"unknown language {lang!r}", f"未知语言 {lang!r}", field="lang", nearest=("en", "zh")))
    form = ENDINGS.get(path.suffix.casefold())
    if form is None:
        known = ", ".join(ENDINGS)
        raise InputError(
            Finding(
                f"no form of a report ends with {path.suffix!r}; known: {known}",
                f"报告没有 {path.suffix!r} 格式；可用：{known}",
                file=str(path),
            )
        )
    from crosswalk.report.translation import whole_report

    write(result.to_json().encode() + b"\n" if form == "json" else content(whole_report(result, lang), form, lang), path)


def write(content: bytes, path: Path) -> None:
    """Write a file whole or not at all; a device or pipe is written to, never replaced.

    Raises:
        InputError: it cannot be written.
    """
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(content)
            return
        part = path.with_name(f".{path.name}.{os.getpid()}.part")
        try:
            part.write_bytes(content)
            os.replace(part, path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise InputError(Finding(f"cannot write: {error.strerror}", f"无法写入：{error.strerror}", file=str(path))) from None
