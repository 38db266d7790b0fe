"""`crosswalk dossier`: the points that a body of mutual recognition would have to look at."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from crosswalk.cli.completion import files, standards
from crosswalk.cli.options import as_of_option, assumptions_option, format_option, lang_option, nearest_year_option
from crosswalk.cli.output import WHOLE, emit, not_comparable
from crosswalk.errors import NotComparableError

if TYPE_CHECKING:
    from crosswalk.report.tables import Report


@click.command()
@click.argument("file", shell_complete=files)
@click.option("--to", "target", required=True, metavar="STANDARD", shell_complete=standards, help="Target standard: id, number or alias.")
@as_of_option
@assumptions_option
@nearest_year_option
@lang_option
@format_option
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to a file instead of standard output.")
def dossier(
    file: str,
    target: str,
    as_of: date | None,
    assumptions: Any,
    nearest_year: bool,
    lang: str,
    form: str,
    output: Path | None,
) -> None:
    """Draw up the recognition dossier of the footprint in FILE: rules, data, conformity and claims, each met, not met or open.

    A technical comparison without legal effect.

    \b
    Examples:
      crosswalk dossier examples/ev-battery-miit551.yaml --to eu/battery-2023-1542 --format markdown
    """
    from crosswalk.api import dossier as run

    try:
        result = run(file, target, as_of=as_of, assumptions=assumptions, nearest_year=nearest_year)
    except NotComparableError as error:
        not_comparable(error, form, output)
        raise

    def report() -> Report:
        from crosswalk.report.dossier import dossier_report

        return dossier_report(result, lang, form in WHOLE)

    emit(form, result.as_dict, report, output)
