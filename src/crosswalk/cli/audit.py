"""`crosswalk audit`: how far every number of the data was confirmed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from crosswalk.cli.options import format_option, lang_option
from crosswalk.cli.output import emit

if TYPE_CHECKING:
    from crosswalk.report.tables import Report


@click.command()
@lang_option
@format_option
def audit(lang: str, form: str) -> None:
    """Tell how far the data were confirmed: shares by field, what was read once only, editions out of force, documents cited differently.

    \b
    Examples:
      crosswalk audit
      crosswalk audit --format json | jq .all
    """
    from crosswalk.audit import audit as run
    from crosswalk.report.audit import audit_data

    found = run()

    def report() -> Report:
        from crosswalk.report.audit import audit_report

        return audit_report(found, lang)

    emit(form, lambda: audit_data(found), report)
