"""`crosswalk translate`: a footprint under another standard, or a claim on a material under the rules of another."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from crosswalk.cli.options import (
    as_of_option,
    assumptions_option,
    format_option,
    item_option,
    lang_option,
    nearest_year_option,
    scenario_option,
)
from crosswalk.cli.output import emit, not_comparable, tell
from crosswalk.errors import NotComparableError

if TYPE_CHECKING:
    from crosswalk.model.book import Book
    from crosswalk.model.claim import Claim
    from crosswalk.model.footprint import Footprint
    from crosswalk.report.tables import Report

REQUIREMENTS = ("exact", "best", "bounded")


@click.command()
@click.argument("file")
@click.option("--to", "target", required=True, metavar="STANDARD", help="Target standard: id, number or alias.")
@click.option("--from", "source", metavar="STANDARD", help="Standard of the declaration, if not the one that the file names.")
@as_of_option
@assumptions_option
@nearest_year_option
@scenario_option
@item_option
@lang_option
@format_option
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to a file instead of standard output.")
@click.option(
    "--require",
    type=click.Choice(REQUIREMENTS),
    help="Exit with 4 unless the total is exact, has a best estimate, or is bounded.",
)
@click.option("--trace", is_flag=True, help="Show every step of the calculation (table and markdown; JSON always has it).")
def translate(
    file: str,
    target: str,
    source: str | None,
    as_of: date | None,
    assumptions: Any,
    nearest_year: bool,
    scenario: tuple[str, ...],
    item: int | None,
    lang: str,
    form: str,
    output: Path | None,
    require: str | None,
    trace: bool,
) -> None:
    """Translate the footprint in FILE (- for standard input) into another standard.

    FILE is YAML or JSON of our own, or an interchange format, recognised by its content (see `crosswalk read`).

    A claim on a material (recycled content, recycling rate, composition) is held against the rules and targets of a standard on materials. A book of
    loans and investments gives its financed emissions under another standard.

    \b
    Examples:
      crosswalk translate office.yaml --to eu/en-15978-2011
      crosswalk translate epd.yaml --to "GB/T 24067" --format json --output result.json
      crosswalk translate office.yaml --to "EN 15978" --assumptions none --require bounded
      crosswalk translate bottle-claim.yaml --to PPWR
      crosswalk translate loan-book.yaml --to PCAF
    """
    from crosswalk.api import translate as run
    from crosswalk.library.library import Library
    from crosswalk.model.book import Book
    from crosswalk.model.footprint import Footprint
    from crosswalk.reading import document

    declared = document(file, scenario, item)
    try:
        if isinstance(declared, Book):
            _attribute(declared, target, source, as_of, lang, form, output, require, trace)
            return
        if not isinstance(declared, Footprint) or Library.shipped().is_material(Library.shipped().resolve(target, as_of, "to").key):
            _assess(declared, target, source, as_of, lang, form, output, require, trace)
            return
        result = run(declared, target, source=source, as_of=as_of, assumptions=assumptions, nearest_year=nearest_year)
    except NotComparableError as error:
        not_comparable(error, form, output)
        raise

    def report() -> Report:
        from dataclasses import replace

        from crosswalk.report.tables import trace_table, translation_report

        made = translation_report(result, lang)
        return replace(made, tables=(*made.tables, trace_table(result, lang))) if trace else made

    emit(form, result.as_dict, report, output)
    for warning in result.warnings:
        tell(warning[lang])
    for en, zh in result.outcome.notes:
        tell(zh if lang == "zh" else en)
    if require and not _reaches(require, result.total.bounds):
        click.echo(
            {"en": f"the total is not {require}: {result.total!r}", "zh": f"总量未达到 {require}：{result.total!r}"}[lang],
            err=True,
        )
        sys.exit(4)


def _attribute(
    declared: Book,
    target: str,
    source: str | None,
    as_of: date | None,
    lang: str,
    form: str,
    output: Path | None,
    require: str | None,
    trace: bool,
) -> None:
    """The financed emissions of a book under another standard."""
    from crosswalk.api import attribute

    result = attribute(declared, target, source=source, as_of=as_of)

    def report() -> Report:
        from crosswalk.report.finance import book_report

        return book_report(result, lang, trace)

    emit(form, result.as_dict, report, output)
    for warning in result.warnings:
        tell(warning[lang])
    if require and not _reaches(require, result.total.bounds):
        click.echo({"en": f"the total is not {require}: {result.total!r}", "zh": f"总量未达到 {require}：{result.total!r}"}[lang], err=True)
        sys.exit(4)


def _assess(
    declared: Footprint | Claim,
    target: str,
    source: str | None,
    as_of: date | None,
    lang: str,
    form: str,
    output: Path | None,
    require: str | None,
    trace: bool,
) -> None:
    """Hold a claim on a material, or the recycled content of a footprint, against a standard on materials."""
    from crosswalk.api import assess

    result = assess(declared, target, source=source, as_of=as_of)

    def report() -> Report:
        from dataclasses import replace

        from crosswalk.report.materials import assessment_report, steps_table

        made = assessment_report(result, lang)
        return replace(made, tables=(*made.tables, steps_table(result, lang))) if trace else made

    emit(form, result.as_dict, report, output)
    for warning in result.warnings:
        tell(warning[lang])
    short = [entry for entry in result.shares if require in ("exact", "best") and not entry.share.exact]
    if short:
        names = ", ".join(entry.label[lang] for entry in short)
        click.echo({"en": f"not {require}: {names}", "zh": f"未达到 {require}：{names}"}[lang], err=True)
        sys.exit(4)


def _reaches(require: str, bounds: tuple[Any, Any, Any]) -> bool:
    low, best, high = bounds
    if require == "exact":
        return low is not None and low == high
    return best is not None if require == "best" else low is not None and high is not None
