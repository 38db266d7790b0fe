"""`crosswalk region`: a region under another standard, with its series, lifestyle and parks."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from crosswalk.cli.completion import files, standards
from crosswalk.cli.options import as_of_option, assumptions_option, format_option, lang_option
from crosswalk.cli.output import WHOLE, emit, not_comparable
from crosswalk.errors import NotComparableError

if TYPE_CHECKING:
    from crosswalk.report.tables import Report


@click.command()
@click.argument("file", shell_complete=files)
@click.option(
    "--to", "target", required=True, metavar="STANDARD", shell_complete=standards, help="Standard for the inventory: id, number or alias."
)
@as_of_option
@assumptions_option
@lang_option
@format_option
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to a file instead of standard output.")
def region(file: str, target: str, as_of: date | None, assumptions: Any, lang: str, form: str, output: Path | None) -> None:
    """Evaluate the region in FILE: its inventory under another standard, peak and neutrality, lifestyle gap, parks.

    \b
    Examples:
      crosswalk region county.yaml --to GPC
      crosswalk region county.yaml --to "Covenant of Mayors" --lang zh --format markdown
    """
    from crosswalk.api import region as run

    try:
        result = run(file, target, as_of=as_of, assumptions=assumptions)
    except NotComparableError as error:
        not_comparable(error, form, output)
        raise

    def report() -> Report:
        from crosswalk.report.regions import region_report

        return region_report(result, lang, form in WHOLE)

    emit(form, result.as_dict, report, output)
