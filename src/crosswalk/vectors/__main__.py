"""`python -m crosswalk.vectors`: hold an implementation against the vectors."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import click

from crosswalk.errors import CrosswalkError
from crosswalk.vectors.ask import program, this_library
from crosswalk.vectors.files import files, read_file
from crosswalk.vectors.judge import faults


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--command",
    metavar="COMMAND",
    help="Ask a program in the place of this library; it gets the words of `crosswalk`, and the declaration on standard input.",
)
@click.option("--only", metavar="TEXT", help="Only the vectors whose id holds this text.")
@click.option("--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True)
def main(paths: tuple[Path, ...], command: str | None, only: str | None, lang: str) -> None:
    """Hold an implementation against the conformance vectors in PATHS (files or folders; the shipped ones when left out).

    Exit status: 0 all conform, 3 a file of vectors is not valid, 4 at least one vector is answered otherwise.

    \b
    Examples:
      python -m crosswalk.vectors
      python -m crosswalk.vectors --command "crosswalk" --only bld-
      python -m crosswalk.vectors vectors/buildings.json --command "node my-translator.js"
    """
    ask = program(shlex.split(command)) if command else this_library
    try:
        chosen = [vector for path in files(paths) for vector in read_file(path).vectors if not only or only in vector.id]
    except CrosswalkError as error:
        click.echo(error.render(lang), err=True)
        sys.exit(error.exit_status)
    failed = 0
    for vector in chosen:
        found = faults(vector, ask(vector))
        failed += bool(found)
        for fault in found:
            click.echo(f"{vector.id}: {fault[lang]}")
    kept = len(chosen) - failed
    click.echo(f"{len(chosen)} 个向量，{kept} 个符合" if lang == "zh" else f"{len(chosen)} vectors, {kept} conform")
    sys.exit(4 if failed else 0)


if __name__ == "__main__":
    main()
