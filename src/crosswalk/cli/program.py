"""The program: its commands, each loaded when it is used, and what becomes of an error."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from itertools import pairwise
from typing import Any

import click

from crosswalk.cli.output import tell
from crosswalk.cli.usage import no_such_command, show_in_chinese
from crosswalk.errors import CrosswalkError

COMMANDS = {
    "translate": "translate",
    "batch": "batch",
    "read": "read",
    "compare": "compare",
    "labels": "labels",
    "equivalent": "equivalent",
    "neutrality": "neutrality",
    "dossier": "dossier",
    "region": "region",
    "correspond": "correspond",
    "import": "import_table",
    "factors": "catalogue",
    "list": "catalogue",
    "show": "catalogue",
    "find": "catalogue",
    "check": "check",
    "audit": "audit",
    "export": "export",
    "web": "web",
}
"""The commands, and the module of this folder that holds each as a function named after it (`list_` for `list`)."""

_WORDS = "crosswalk.words"


class _Program(click.Group):
    """Loads and runs a command, and turns errors into messages and exit status."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module = import_module(f"crosswalk.cli.{COMMANDS[name]}")
        command: click.Command = getattr(module, name, None) or getattr(module, f"{name}_")
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            raise no_such_command(args[0], list(COMMANDS))
        return super().resolve_command(ctx, args)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        ctx.meta[_WORDS] = tuple(args)
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except CrosswalkError as error:
            tell(error.render(_lang(ctx)))
            ctx.exit(error.exit_status)
        except click.UsageError as error:
            if _lang(ctx) == "en":
                raise
            show_in_chinese(error)
            ctx.exit(error.exit_code)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(0)


def _lang(ctx: click.Context) -> str:
    """The language asked for, also when the command failed: `--lang` as typed."""
    words = ctx.meta[_WORDS]
    if "--lang=zh" in words or any(first == "--lang" and second == "zh" for first, second in pairwise(words)):
        return "zh"
    return "en"


def _version(ctx: click.Context, _option: click.Parameter, asked: bool) -> None:
    if asked:
        from crosswalk import __version__
        from crosswalk.library.library import data_version

        click.echo(f"crosswalk, version {__version__}, data {data_version()}")
        ctx.exit()


@click.group(cls=_Program, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_version,
    help="Show the versions of the program and of its data.",
)
def main() -> None:
    """Translate carbon footprints between Chinese and European standards, with bounds and gaps.

    \b
    Examples:
      crosswalk translate office.yaml --to "EN 15978"
      crosswalk compare "GB/T 51366" "EN 15978" --lang zh
      crosswalk factors electricity --region CN-ZJ --year 2023
      crosswalk check office.yaml
    """
