"""`crosswalk correspond`: codes on both sides."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from crosswalk.cli.options import as_of_option, day, format_option, lang_option
from crosswalk.cli.output import emit
from crosswalk.cli.usage import Usage


@click.command()
@click.argument("code")
@click.option("--to", "target", metavar="SYSTEM", help="Only links to this catalogue of activities: id, alias, eu, cn or cgt.")
@click.option(
    "--limit", type=click.IntRange(1, 50), default=5, show_default=True, help="How many activities at most, where a title is only alike."
)
@click.option("--instrument", type=click.Choice(["bond", "loan"]), help="Show which edition of the Chinese catalogue holds on --as-of.")
@click.option("--filed", type=click.DateTime(["%Y-%m-%d"]), callback=day, help="Day on which the bond was filed, if approved later.")
@as_of_option
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
    code: str,
    target: str | None,
    limit: int,
    instrument: Any,
    filed: date | None,
    as_of: date | None,
    system: Any,
    origin: str | None,
    year: int | None,
    route: str | None,
    unlisted: bool,
    lang: str,
    form: str,
) -> None:
    """Show what a CODE corresponds to.

    A code or title of an activity (EU taxonomy, Common Ground Taxonomy, Chinese catalogues) gives activities of the other side; a customs code the
    goods of the EU border adjustment (CBAM) that it stands for.

    \b
    Examples:
      crosswalk correspond 3.2.3.4 --to eu
      crosswalk correspond 风力发电
      crosswalk correspond 3.2.2.2 --instrument bond --as-of 2025-08-01
      crosswalk correspond 7208390000 --system cn
      crosswalk correspond "7208 39 00" --origin CN --year 2026
    """
    from crosswalk.finance.correspond import is_activity_code
    from crosswalk.library.library import Library

    if is_activity_code(Library.shipped(), code):
        from crosswalk.report.activities import correspondence as of_activity

        found, made = of_activity(code, target, limit, instrument, as_of, filed, lang)
        emit(form, lambda: found, lambda: made)
        return
    if target is not None or instrument is not None:
        raise Usage(
            f"{code} is a customs code: --to and --instrument are for activities such as 3.2.3.4 or D1.3",
            f"{code} 是海关编码：--to 和 --instrument 用于 3.2.3.4、D1.3 等活动",
        )
    if origin is not None and year is None:
        raise Usage("--origin needs --year", "--origin 须同时给出 --year")
    from crosswalk.report.goods import correspondence

    data, report = correspondence(code, system, origin, year, route, unlisted, lang)
    emit(form, lambda: data, lambda: report)
