"""What commands print and write."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from crosswalk.cli.usage import Usage
from crosswalk.errors import NotComparableError

if TYPE_CHECKING:
    from crosswalk.report.tables import Report


WHOLE = ("html", "xlsx")
"""The formats that hold all that a verifier checks; tables for reading on the way are shorter."""


def tell(message: str) -> None:
    """Print a message of one or more lines to standard error; what files say cannot move the cursor."""
    from crosswalk.report.text import visible

    for line in message.splitlines():
        click.echo(visible(line), err=True)


def emit(form: str, data: Callable[[], Any], report: Callable[[], Report], output: Path | None = None) -> None:
    """Print a result, or write it to a file whole or not at all."""
    if form == "json":
        deliver(json_text(data()), output)
    elif form == "table":
        from crosswalk.report.terminal import show

        if output is None:
            show(report())
            return
        buffer = io.StringIO()
        show(report(), buffer)
        deliver(buffer.getvalue(), output)
    else:
        from crosswalk.report.files import content

        deliver(content(report(), form, str(click.get_current_context().params.get("lang", "en"))), output)


def json_text(data: Any) -> str:
    """Data as one JSON document."""
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def deliver(content: str | bytes, output: Path | None) -> None:
    """Print a text, or write it to a file; what is no text goes to a file or a pipe, never to a screen."""
    if output is None:
        if isinstance(content, bytes) and b"\0" in content and sys.stdout.isatty():
            raise Usage("the format is not text: name a file with --output", "该格式不是文本：请用 --output 指定文件")
        click.echo(content, nl=False)
        return
    from crosswalk.report.files import write

    write(content.encode() if isinstance(content, str) else content, output)


def not_comparable(error: NotComparableError, form: str, output: Path | None) -> None:
    """Whoever reads JSON gets a document in this case too."""
    if form == "json":
        deliver(json_text({"comparable": False, "message": {"en": error.en, "zh": error.zh}}), output)
