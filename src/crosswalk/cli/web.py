"""`crosswalk web`: the page on this machine."""

from __future__ import annotations

import os
import sys

import click

from crosswalk.cli.output import tell

PORT = 8765


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=PORT, show_default=True, help="Port on 127.0.0.1; 0 takes any free one.")
@click.option("--open/--no-open", "show", default=True, show_default=True, help="Open the page in the browser.")
@click.option("--lang", type=click.Choice(["en", "zh"]), help="Language of the first page; that of the browser if left out.")
def web(port: int, show: bool, lang: str | None) -> None:
    """Open a page in the browser: declare, translate, answer questions, take the report along.

    Nothing leaves this machine: the page answers on 127.0.0.1 only, keeps everything in memory and fetches nothing. Ctrl-C ends it.

    \b
    Examples:
      crosswalk web
      crosswalk web --port 9000 --lang zh --no-open
    """
    from crosswalk.web.server import serve

    def started(address: str) -> None:
        tell(f"{address}（Ctrl-C 结束）" if lang == "zh" else f"{address} (Ctrl-C ends it)")
        if show and (sys.platform in ("win32", "darwin") or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))):
            import webbrowser

            webbrowser.open(address)

    serve(port, lang, started)
