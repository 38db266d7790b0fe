"""`crosswalk correspond`: codes on both sides."""

from __future__ import annotations

from typing import Any

import click

from crosswalk.cli.options import format_option, lang_option
from crosswalk.cli.output import emit


@click.command()
@click.argument("code")
@click.option(
    "--system",
    type=click.Choice(["eu", "cn"]),
    default="eu",
    show_default=True,
    help="Nomenclature of CODE; of a Chinese one, six digits count.",
)
@click.option("--origin", metavar="CC", help="ISO 3166 code of the country of origin such as CN, or unknown; shows default values.")
@click.option("--year", type=click.IntRange(1900, 2200), help="Year of production; shows benchmarks.")
@click.option("--route", metavar="LETTER", help="Only the benchmarks of this production route.")
@click.option("--unlisted", is_flag=True, help="Annex I has no value for this country and good: use the table of other countries.")
@lang_option
@format_option
def correspond(
    code: str, system: Any, origin: str | None, year: int | None, route: str | None, unlisted: bool, lang: str, form: str
) -> None:
    """Show which goods of the EU border adjustment (CBAM) a customs CODE stands for.

    \b
    Examples:
      crosswalk correspond 7208390000 --system cn
      crosswalk correspond "7208 39 00" --origin CN --year 2026
    """
    if origin is not None and year is None:
        raise click.UsageError("--origin needs --year")
    from crosswalk.report.goods import correspondence

    data, report = correspondence(code, system, origin, year, route, unlisted, lang)
    emit(form, lambda: data, lambda: report)
