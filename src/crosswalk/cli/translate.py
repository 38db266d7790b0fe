"""`crosswalk translate`: a footprint under another standard, or a claim on a material under the rules of another."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from crosswalk.cli.completion import files, standards
from crosswalk.cli.options import (
    as_of_option,
    assumptions_option,
    format_option,
    item_option,
    lang_option,
    mapping_option,
    nearest_year_option,
    scenario_option,
)
from crosswalk.cli.output import WHOLE, emit, not_comparable, tell
from crosswalk.errors import NotComparableError

if TYPE_CHECKING:
    from crosswalk.model.base import Text
    from crosswalk.model.book import Book
    from crosswalk.model.claim import Claim
    from crosswalk.model.footprint import Footprint
    from crosswalk.report.tables import Report

Detail = Literal["short", "steps", "whole"]  # what a report tells beside the result

REQUIREMENTS = ("exact", "best", "bounded")


@click.command()
@click.argument("file", shell_complete=files)
@click.option("--to", "target", required=True, metavar="STANDARD", shell_complete=standards, help="Target standard: id, number or alias.")
@click.option(
    "--from",
    "source",
    metavar="STANDARD",
    shell_complete=standards,
    help="Standard of the declaration, if not the one that the file names.",
)
@as_of_option
@assumptions_option
@nearest_year_option
@scenario_option
@item_option
@mapping_option
@lang_option
@format_option
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to a file instead of standard output.")
@click.option(
    "--require",
    type=click.Choice(REQUIREMENTS),
    help="Exit with 4 unless the total is exact, has a best estimate, or is bounded.",
)
@click.option("--trace", is_flag=True, help="Show every step of the calculation (table and markdown; the other formats always do).")
def translate(
    file: str,
    target: str,
    source: str | None,
    as_of: date | None,
    assumptions: Any,
    nearest_year: bool,
    scenario: tuple[str, ...],
    item: int | None,
    mapping: str | None,
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
      crosswalk translate register.xlsx --mapping mapping.yaml --item 3 --to PEF
      crosswalk translate bottle-claim.yaml --to PPWR
      crosswalk translate loan-book.yaml --to PCAF
    """
    from crosswalk.reading import document

    declared = document(file, scenario, item, mapping)
    detail: Detail = "whole" if form in WHOLE else "steps" if trace else "short"
    try:
        found = _found(declared, target, source, as_of, assumptions, nearest_year, lang, detail)
    except NotComparableError as error:
        not_comparable(error, form, output)
        raise
    emit(form, found.data, found.report, output)
    for en, zh in found.warnings:
        tell(zh if lang == "zh" else en)
    short = found.short_of(require) if require else None
    if short is not None:
        click.echo(short[lang], err=True)
        sys.exit(4)


@dataclass(frozen=True)
class _Found:
    """A result: as data, as a report, its warnings in both languages, and what of it does not reach a requirement."""

    data: Callable[[], Any]
    report: Callable[[], Report]
    warnings: Sequence[tuple[str, str]]
    short_of: Callable[[str], Text | None]


def _found(
    declared: Footprint | Claim | Book,
    target: str,
    source: str | None,
    as_of: date | None,
    assumptions: Any,
    nearest_year: bool,
    lang: str,
    detail: Detail,
) -> _Found:
    """What the file declares under the target: a book's financed emissions, a claim against rules on materials, else a translation."""
    from crosswalk.model.footprint import Footprint

    if not isinstance(declared, Footprint):
        from crosswalk.model.book import Book

        if isinstance(declared, Book):
            return _attributed(declared, target, source, as_of, lang, detail)
    if not isinstance(declared, Footprint) or _on_materials(target, as_of):
        return _assessed(declared, target, source, as_of, lang, detail)

    from crosswalk.api import translate as run

    result = run(declared, target, source=source, as_of=as_of, assumptions=assumptions, nearest_year=nearest_year)

    def report() -> Report:
        from crosswalk.report.evidence import names_for, trace_table
        from crosswalk.report.translation import translation_report, whole_report

        if detail == "whole":
            return whole_report(result, lang)
        made = translation_report(result, lang)
        return replace(made, tables=(*made.tables, trace_table(result.steps, lang, names_for(result)))) if detail == "steps" else made

    warnings = [*_both(result.warnings), *result.outcome.notes]
    return _Found(result.as_dict, report, warnings, partial(_short_of, result.total))


def _on_materials(target: str, as_of: date | None) -> bool:
    from crosswalk.library.library import Library

    library = Library.shipped()
    return library.is_material(library.resolve(target, as_of, "to").key)


def _attributed(declared: Book, target: str, source: str | None, as_of: date | None, lang: str, detail: Detail) -> _Found:
    """The financed emissions of a book under another standard."""
    from crosswalk.api import attribute

    result = attribute(declared, target, source=source, as_of=as_of)

    def report() -> Report:
        from crosswalk.report.finance import book_report

        return book_report(result, lang, detail == "steps", detail == "whole")

    return _Found(result.as_dict, report, _both(result.warnings), partial(_short_of, result.total))


def _assessed(declared: Footprint | Claim, target: str, source: str | None, as_of: date | None, lang: str, detail: Detail) -> _Found:
    """A claim on a material, or the recycled content of a footprint, against a standard on materials."""
    from crosswalk.api import assess

    result = assess(declared, target, source=source, as_of=as_of)

    def report() -> Report:
        from crosswalk.report.materials import assessment_report

        return assessment_report(result, lang, detail == "steps", detail == "whole")

    def short_of(require: str) -> Text | None:
        from crosswalk.model.base import text

        names = ", ".join(entry.label[lang] for entry in result.shares if require in ("exact", "best") and not entry.share.exact)
        return text(f"not {require}: {names}", f"未达到 {require}：{names}") if names else None

    return _Found(result.as_dict, report, _both(result.warnings), short_of)


def _both(warnings: Sequence[Text]) -> list[tuple[str, str]]:
    return [(entry.en, entry.zh) for entry in warnings]


def _short_of(total: Any, require: str) -> Text | None:
    """What to say where the total does not reach a requirement."""
    from crosswalk.model.base import text

    low, best, high = total.bounds
    if require == "exact":
        reached = low is not None and low == high
    else:
        reached = best is not None if require == "best" else low is not None and high is not None
    return None if reached else text(f"the total is not {require}: {total!r}", f"总量未达到 {require}：{total!r}")
