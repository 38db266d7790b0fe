"""What commands print and write."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from crosswalk.errors import Finding, InputError, NotComparableError

if TYPE_CHECKING:
    from crosswalk.report.tables import Report


def tell(message: str) -> None:
    """Print a message of one or more lines to standard error; what files say cannot move the cursor."""
    from crosswalk.report.text import visible

    for line in message.splitlines():
        click.echo(visible(line), err=True)


def emit(form: str, data: Callable[[], Any], report: Callable[[], Report], output: Path | None = None) -> None:
    """Print a result, or write it to a file whole or not at all."""
    if form == "json":
        content = json_text(data())
    elif form == "markdown":
        from crosswalk.report.markdown import render

        content = render(report())
    elif output is None:
        from crosswalk.report.terminal import show

        show(report())
        return
    else:
        import io

        from crosswalk.report.terminal import show

        buffer = io.StringIO()
        show(report(), buffer)
        content = buffer.getvalue()
    deliver(content, output)


def json_text(data: Any) -> str:
    """Data as one JSON document."""
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def deliver(content: str | bytes, output: Path | None) -> None:
    """Print a text, or write it to a file; what is no text goes to a file or a pipe, never to a screen."""
    if output is None:
        if isinstance(content, bytes) and b"\0" in content and sys.stdout.isatty():
            raise click.UsageError("the format is not text: name a file with --output")
        click.echo(content, nl=False)
        return
    try:
        _write(output, content.encode() if isinstance(content, str) else content)
    except OSError as error:
        raise InputError(Finding(f"cannot write: {error.strerror}", f"无法写入：{error.strerror}", file=str(output))) from None


def _write(output: Path, content: bytes) -> None:
    """Write a file whole or not at all; a device or pipe is written to, never replaced."""
    if output.exists() and not output.is_file():
        output.write_bytes(content)
        return
    part = output.with_name(f".{output.name}.{os.getpid()}.part")
    try:
        part.write_bytes(content)
        os.replace(part, output)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def not_comparable(error: NotComparableError, form: str, output: Path | None) -> None:
    """Whoever reads JSON gets a document in this case too."""
    if form == "json":
        deliver(json_text({"comparable": False, "message": {"en": error.en, "zh": error.zh}}), output)
