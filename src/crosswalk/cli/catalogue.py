"""`crosswalk list`, `show`, `find` and `factors`: what the library holds."""

from __future__ import annotations

from datetime import date

import click

from crosswalk.cli.completion import factors as factors_of
from crosswalk.cli.completion import records
from crosswalk.cli.options import FIELDS, as_of_option, format_option, lang_option, nearest_year_option
from crosswalk.cli.output import emit


@click.command(name="list")
@click.argument(
    "what",
    type=click.Choice(
        ["standards", "mappings", "labels", "factors", "characterisation", "recycling", "waste", "schemes", "neutrality", "agreements"]
    ),
    default="standards",
)
@click.option("--field", type=click.Choice(FIELDS), help="Only the standards of one field.")
@lang_option
@format_option
def list_(what: str, field: str | None, lang: str, form: str) -> None:
    """List standards, mappings, labels, factor sets, characterisation sets, recycling or waste-treatment parameters, schemes, agreements.

    \b
    Examples:
      crosswalk list --field energy
      crosswalk list labels --lang zh
    """
    if what == "labels":
        from crosswalk.report.verdicts import label_listing as listed

        rows, report = listed(field, lang)
    elif what in ("schemes", "neutrality", "agreements"):
        from crosswalk.report.schemes import listing as schemes

        rows, report = schemes(what, field, lang)
    else:
        from crosswalk.report.catalogue import listing

        rows, report = listing(what, field, lang)
    emit(form, lambda: rows, lambda: report)


@click.command()
@click.argument("name", shell_complete=records)
@as_of_option
@lang_option
@format_option
def show(name: str, as_of: date | None, lang: str, form: str) -> None:
    """Show one standard, mapping, characterisation set, factor set or set of recycling parameters by id or name.

    \b
    Examples:
      crosswalk show "EN 15978"
      crosswalk show ar6-100 --format markdown
    """
    from crosswalk.report.catalogue import shown

    data, report = shown(name, as_of, lang)
    emit(form, lambda: data, lambda: report)


@click.command()
@click.argument("text")
@click.option("--limit", type=click.IntRange(1, 100), default=10, show_default=True, help="How many results at most.")
@lang_option
@format_option
def find(text: str, limit: int, lang: str, form: str) -> None:
    """Search everything by likeness, in English or Chinese.

    \b
    Examples:
      crosswalk find "recycled content"
      crosswalk find 建筑碳排放
    """
    from crosswalk.report.catalogue import found

    rows, report = found(text, limit, lang)
    emit(form, lambda: rows, lambda: report)


@click.command()
@click.argument("key", shell_complete=factors_of)
@click.option("--region", metavar="CODE", help="ISO 3166 code such as CN, CN-ZJ, DK.")
@click.option("--year", type=click.IntRange(1900, 2200), help="Year of use.")
@nearest_year_option
@lang_option
@format_option
def factors(key: str, region: str | None, year: int | None, nearest_year: bool, lang: str, form: str) -> None:
    """Show emission factors with their sources: a carrier (electricity, fuel, material …), recycling, waste, a set, or an item.

    \b
    Examples:
      crosswalk factors electricity --region CN-ZJ --year 2023
      crosswalk factors 钢筋
    """
    from crosswalk.report.factors import factor_rows

    rows, report = factor_rows(key, region, year, lang, nearest_year)
    emit(form, lambda: rows, lambda: report)
