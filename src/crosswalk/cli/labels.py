"""`crosswalk labels`: what a declared figure earns."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from crosswalk.cli.completion import files
from crosswalk.cli.options import as_of_option, assumptions_option, format_option, lang_option, nearest_year_option
from crosswalk.cli.output import WHOLE, emit

if TYPE_CHECKING:
    from crosswalk.report.tables import Report


@click.command()
@click.argument("file", shell_complete=files)
@as_of_option
@assumptions_option
@nearest_year_option
@lang_option
@format_option
def labels(file: str, as_of: date | None, assumptions: Any, nearest_year: bool, lang: str, form: str) -> None:
    """Show which classes and labels the footprint in FILE earns, may earn, or cannot earn, on both sides.

    \b
    Examples:
      crosswalk labels hydrogen.yaml
      crosswalk labels hydrogen.yaml --lang zh --as-of 2030-01-01
    """
    from crosswalk.api import verdicts as run

    result = run(file, as_of=as_of, assumptions=assumptions, nearest_year=nearest_year)

    def report() -> Report:
        from crosswalk.report.verdicts import labels_report

        return labels_report(result, lang, form in WHOLE)

    emit(form, result.as_dict, report)
