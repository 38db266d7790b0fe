"""`crosswalk equivalent`: whether whatever earns one label earns another."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from crosswalk.cli.completion import labels
from crosswalk.cli.options import FIELDS, as_of_option, assumptions_option, format_option, lang_option
from crosswalk.cli.output import WHOLE, emit
from crosswalk.cli.usage import Usage

if TYPE_CHECKING:
    from crosswalk.report.tables import Report


@click.command()
@click.argument("first", required=False, shell_complete=labels)
@click.argument("second", required=False, shell_complete=labels)
@click.option("--field", type=click.Choice(FIELDS), help="All labels of a field against each other, in the place of two labels.")
@click.option("--product", metavar="WORD", help="Only the labels for a product such as hydrogen.")
@as_of_option
@assumptions_option
@lang_option
@format_option
def equivalent(
    first: str | None,
    second: str | None,
    field: str | None,
    product: str | None,
    as_of: date | None,
    assumptions: Any,
    lang: str,
    form: str,
) -> None:
    """Show whether whatever earns the label FIRST earns the label SECOND, both written standard#label, with a counter-example.

    \b
    Examples:
      crosswalk equivalent cn/tcab-0078-2020#clean eu/rfnbo-2023-1185#rfnbo
      crosswalk equivalent --field energy --product hydrogen
    """
    if (field or product) and first is None:
        from crosswalk.api import label_matrix

        matrix = label_matrix(field, product=product, as_of=as_of, assumptions=assumptions)

        def square() -> Report:
            from crosswalk.report.equivalence import matrix_report

            return matrix_report(matrix, lang, form in WHOLE)

        emit(form, matrix.as_dict, square)
        return
    if first is None or second is None or field or product:
        raise Usage(
            "give two labels as standard#label, or --field or --product", "请以 标准#标签 给出两个标签，或给出 --field 或 --product"
        )
    from crosswalk.api import equivalent as run

    result = run(first, second, as_of=as_of, assumptions=assumptions)

    def report() -> Report:
        from crosswalk.report.equivalence import equivalence_report

        return equivalence_report(result, lang, form in WHOLE)

    emit(form, result.as_dict, report)
