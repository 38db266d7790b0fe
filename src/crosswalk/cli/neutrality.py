"""`crosswalk neutrality`: what becomes of a claim of carbon neutrality."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from crosswalk.cli.completion import files
from crosswalk.cli.options import as_of_option, format_option, lang_option
from crosswalk.cli.output import WHOLE, emit

if TYPE_CHECKING:
    from crosswalk.report.tables import Report


@click.command()
@click.argument("file", shell_complete=files)
@as_of_option
@lang_option
@format_option
def neutrality(file: str, as_of: date | None, lang: str, form: str) -> None:
    """Hold the claim of carbon neutrality in FILE against standards and laws: the footprint before offsets, and verdicts with reasons.

    \b
    Examples:
      crosswalk neutrality examples/neutral-watch.yaml --as-of 2026-09-27
    """
    from crosswalk.api import neutrality as run

    result = run(file, as_of=as_of)

    def report() -> Report:
        from crosswalk.report.neutrality import neutrality_claim_report

        return neutrality_claim_report(result, lang, form in WHOLE)

    emit(form, result.as_dict, report)
