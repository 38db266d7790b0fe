"""`crosswalk compare`: two standards set against each other."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from crosswalk.cli.completion import standards
from crosswalk.cli.options import as_of_option, format_option, lang_option
from crosswalk.cli.output import WHOLE, emit, not_comparable
from crosswalk.errors import NotComparableError

if TYPE_CHECKING:
    from crosswalk.report.tables import Report


@click.command()
@click.argument("first", shell_complete=standards)
@click.argument("second", shell_complete=standards)
@as_of_option
@lang_option
@format_option
def compare(first: str, second: str, as_of: date | None, lang: str, form: str) -> None:
    """Compare two standards: set relations figure by figure, differences rule by rule.

    \b
    Examples:
      crosswalk compare "GB/T 51366" "EN 15978"
      crosswalk compare cn/gbt-24067-2024 eu/cbam-2023-956 --lang zh --format html > compared.html
    """
    from crosswalk.api import compare as run
    from crosswalk.api import compare_rules
    from crosswalk.library.library import Library

    library = Library.shipped()
    try:
        if library.is_material(library.resolve(first, as_of).key) and library.is_material(library.resolve(second, as_of).key):
            from crosswalk.report.materials import rules_report

            rules = compare_rules(first, second, as_of=as_of)
            emit(form, rules.as_dict, lambda: rules_report(rules, lang))
            return
        result = run(first, second, as_of=as_of)
    except NotComparableError as error:
        not_comparable(error, form, None)
        raise

    def report() -> Report:
        from crosswalk.report.comparison import comparison_report

        return comparison_report(result, lang, form in WHOLE)

    emit(form, result.as_dict, report)
