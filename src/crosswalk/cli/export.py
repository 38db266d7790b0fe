"""`crosswalk export`: how the figures of standards stand to each other, in a form that other tools read."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from crosswalk.cli.options import lang_option
from crosswalk.cli.output import deliver, json_text


@click.command()
@click.argument("standards", nargs=-1, metavar="[STANDARD STANDARD]")
@click.option("--format", "form", type=click.Choice(["sssom", "json"]), default="sssom", show_default=True, help="Output format.")
@lang_option
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to a file instead of standard output.")
def export(standards: tuple[str, ...], form: str, lang: str, output: Path | None) -> None:
    """Export how the figures of two STANDARDS stand to each other; without them, of every pair that has a mapping.

    \b
    Examples:
      crosswalk export > crosswalk.sssom.tsv
      crosswalk export "GB/T 51366" "EN 15978" --format json
    """
    from crosswalk.api import compare, mapped

    if len(standards) not in (0, 2):
        raise click.UsageError("name two standards, or none for all pairs")
    comparisons = [compare(*standards)] if standards else list(mapped())
    if form == "json":
        deliver(json_text([entry.as_dict() for entry in comparisons]), output)
        return
    from crosswalk.formats.sssom import write

    deliver(write(comparisons, date.today(), lang), output)
