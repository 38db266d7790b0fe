"""The command line. Data goes to standard output, everything else to standard error.

Exit status: 0 done; 1 internal error; 2 wrong usage; 3 input invalid; 4 the result does not reach `--require`, or the schemes are not comparable.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from crosswalk.errors import CrosswalkError, Finding, InputError, NotComparableError

if TYPE_CHECKING:
    from crosswalk.model.claim import Claim
    from crosswalk.model.footprint import Footprint
    from crosswalk.report.tables import Report

F = TypeVar("F", bound=Callable[..., Any])

FIELDS = ("buildings", "energy", "transport", "circular", "finance", "trade", "common")
REQUIREMENTS = ("exact", "best", "bounded")
_WORDS = "crosswalk.words"


class _Group(click.Group):
    """Runs a command and turns errors into messages and exit status."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        ctx.meta[_WORDS] = tuple(args)
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except CrosswalkError as error:
            _tell(error.render(_lang(ctx)))
            ctx.exit(error.exit_status)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(0)


def _lang(ctx: click.Context) -> str:
    """The language asked for, also when the command failed: `--lang` as typed."""
    words = ctx.meta[_WORDS]
    if "--lang=zh" in words or any(first == "--lang" and second == "zh" for first, second in pairwise(words)):
        return "zh"
    return "en"


def _tell(message: str) -> None:
    """Print a message of one or more lines to standard error; what files say cannot move the cursor."""
    from crosswalk.report.text import visible

    for line in message.splitlines():
        click.echo(visible(line), err=True)


def _day(_ctx: click.Context, _param: click.Parameter, value: datetime | None) -> date | None:
    return None if value is None else value.date()


def _lang_option(function: F) -> F:
    return click.option("--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True, help="Language of what people read.")(
        function
    )


def _as_of_option(function: F) -> F:
    option = click.option(
        "--as-of",
        type=click.DateTime(["%Y-%m-%d"]),
        callback=_day,
        help="Day whose editions and factors hold (YYYY-MM-DD); today if left out.",
    )
    return option(function)


def _assumptions_option(function: F) -> F:
    option = click.option(
        "--assumptions",
        type=click.Choice(["curated", "all", "none"]),
        default="curated",
        show_default=True,
        help="Which assumptions may narrow the result.",
    )
    return option(function)


def _nearest_year_option(function: F) -> F:
    return click.option(
        "--nearest-year", is_flag=True, help="A year outside a series of factors takes the nearest one of it; the result says so."
    )(function)


def _format_option(function: F) -> F:
    option = click.option(
        "--format",
        "form",
        type=click.Choice(["table", "json", "markdown"]),
        default="table",
        show_default=True,
        help="Output format.",
    )
    return option(function)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="carbon-crosswalk", prog_name="crosswalk")
def main() -> None:
    """Translate carbon footprints between Chinese and European standards, with bounds and gaps.

    \b
    Examples:
      crosswalk translate office.yaml --to "EN 15978"
      crosswalk compare "GB/T 51366" "EN 15978" --lang zh
      crosswalk factors electricity --region CN-ZJ --year 2023
      crosswalk check office.yaml
    """


# -- output ------------------------------------------------------------------------------------------------------------------------


def _emit(form: str, data: Callable[[], Any], report: Callable[[], Report], output: Path | None = None) -> None:
    """Print a result, or write it to a file whole or not at all."""
    if form == "json":
        content = _json(data())
    elif form == "markdown":
        from crosswalk.report.markdown import render

        content = render(report())
    elif output is None:
        from crosswalk.report.terminal import show

        show(report())
        return
    else:
        import io

        from crosswalk.report.terminal import show

        buffer = io.StringIO()
        show(report(), buffer)
        content = buffer.getvalue()
    _deliver(content, output)


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _deliver(content: str, output: Path | None) -> None:
    if output is None:
        click.echo(content, nl=False)
        return
    try:
        _write(output, content)
    except OSError as error:
        raise InputError(Finding(f"cannot write: {error.strerror}", f"无法写入：{error.strerror}", file=str(output))) from None


def _write(output: Path, content: str) -> None:
    """Write a file whole or not at all; a device or pipe is written to, never replaced."""
    if output.exists() and not output.is_file():
        output.write_text(content, encoding="utf-8")
        return
    part = output.with_name(f".{output.name}.{os.getpid()}.part")
    try:
        part.write_text(content, encoding="utf-8")
        os.replace(part, output)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


# -- commands ----------------------------------------------------------------------------------------------------------------------


@main.command()
@click.argument("file")
@click.option("--to", "target", required=True, metavar="STANDARD", help="Target standard: id, number or alias.")
@click.option("--from", "source", metavar="STANDARD", help="Standard of the declaration, if not the one that the file names.")
@_as_of_option
@_assumptions_option
@_nearest_year_option
@_lang_option
@_format_option
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
    lang: str,
    form: str,
    output: Path | None,
    require: str | None,
    trace: bool,
) -> None:
    """Translate the footprint in FILE (YAML or JSON; - for standard input) into another standard.

    A claim on a material (recycled content, recycling rate, composition) is held against the rules and targets of a standard on materials.

    \b
    Examples:
      crosswalk translate office.yaml --to eu/en-15978-2011
      crosswalk translate epd.yaml --to "GB/T 24067" --format json --output result.json
      crosswalk translate office.yaml --to "EN 15978" --assumptions none --require bounded
      crosswalk translate bottle-claim.yaml --to PPWR
    """
    from crosswalk.api import document
    from crosswalk.api import translate as run
    from crosswalk.library.library import Library
    from crosswalk.model.footprint import Footprint

    declared = document(file)
    try:
        if not isinstance(declared, Footprint) or Library.shipped().is_material(Library.shipped().resolve(target, as_of, "to").key):
            _assess(declared, target, source, as_of, lang, form, output, require, trace)
            return
        result = run(declared, target, source=source, as_of=as_of, assumptions=assumptions, nearest_year=nearest_year)
    except NotComparableError as error:
        _not_comparable(error, form, output)
        raise

    def report() -> Report:
        from dataclasses import replace

        from crosswalk.report.tables import trace_table, translation_report

        made = translation_report(result, lang)
        return replace(made, tables=(*made.tables, trace_table(result, lang))) if trace else made

    _emit(form, result.as_dict, report, output)
    for warning in result.warnings:
        _tell(warning[lang])
    for en, zh in result.outcome.notes:
        _tell(zh if lang == "zh" else en)
    if require and not _reaches(require, result.total.bounds):
        click.echo(
            {"en": f"the total is not {require}: {result.total!r}", "zh": f"总量未达到 {require}：{result.total!r}"}[lang],
            err=True,
        )
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

    _emit(form, result.as_dict, report, output)
    for warning in result.warnings:
        _tell(warning[lang])
    short = [entry for entry in result.shares if require in ("exact", "best") and not entry.share.exact]
    if short:
        names = ", ".join(entry.label[lang] for entry in short)
        click.echo({"en": f"not {require}: {names}", "zh": f"未达到 {require}：{names}"}[lang], err=True)
        sys.exit(4)


def _not_comparable(error: NotComparableError, form: str, output: Path | None) -> None:
    """Whoever reads JSON gets a document in this case too."""
    if form == "json":
        _deliver(_json({"comparable": False, "message": {"en": error.en, "zh": error.zh}}), output)


def _reaches(require: str, bounds: tuple[Any, Any, Any]) -> bool:
    low, best, high = bounds
    if require == "exact":
        return low is not None and low == high
    return best is not None if require == "best" else low is not None and high is not None


@main.command()
@click.argument("first")
@click.argument("second")
@_as_of_option
@_lang_option
@_format_option
def compare(first: str, second: str, as_of: date | None, lang: str, form: str) -> None:
    """Compare two standards: set relations figure by figure, differences rule by rule."""
    from crosswalk.api import compare as run
    from crosswalk.api import compare_rules
    from crosswalk.library.library import Library

    library = Library.shipped()
    try:
        if library.is_material(library.resolve(first, as_of).key) and library.is_material(library.resolve(second, as_of).key):
            from crosswalk.report.materials import rules_report

            rules = compare_rules(first, second, as_of=as_of)
            _emit(form, rules.as_dict, lambda: rules_report(rules, lang))
            return
        result = run(first, second, as_of=as_of)
    except NotComparableError as error:
        _not_comparable(error, form, None)
        raise

    def report() -> Report:
        from crosswalk.report.tables import comparison_report

        return comparison_report(result, lang)

    _emit(form, result.as_dict, report)


@main.command()
@click.argument("file")
@_as_of_option
@_assumptions_option
@_nearest_year_option
@_lang_option
@_format_option
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

        return labels_report(result, lang)

    _emit(form, result.as_dict, report)


@main.command(name="list")
@click.argument(
    "what",
    type=click.Choice(["standards", "mappings", "labels", "factors", "characterisation", "recycling", "waste"]),
    default="standards",
)
@click.option("--field", type=click.Choice(FIELDS), help="Only the standards of one field.")
@_lang_option
@_format_option
def list_(what: str, field: str | None, lang: str, form: str) -> None:
    """List standards, mappings, labels, factor sets, characterisation sets, recycling or waste-treatment parameters."""
    if what == "labels":
        from crosswalk.report.verdicts import label_listing as listed

        rows, report = listed(field, lang)
    else:
        from crosswalk.report.catalogue import listing

        rows, report = listing(what, field, lang)
    _emit(form, lambda: rows, lambda: report)


@main.command()
@click.argument("name")
@_as_of_option
@_lang_option
@_format_option
def show(name: str, as_of: date | None, lang: str, form: str) -> None:
    """Show one standard, characterisation set, factor set or set of recycling parameters by id or name."""
    from crosswalk.report.catalogue import shown

    data, report = shown(name, as_of, lang)
    _emit(form, lambda: data, lambda: report)


@main.command()
@click.argument("text")
@click.option("--limit", type=click.IntRange(1, 100), default=10, show_default=True, help="How many results at most.")
@_lang_option
@_format_option
def find(text: str, limit: int, lang: str, form: str) -> None:
    """Search everything by likeness, in English or Chinese."""
    from crosswalk.report.catalogue import found

    rows, report = found(text, limit, lang)
    _emit(form, lambda: rows, lambda: report)


@main.command()
@click.argument("key")
@click.option("--region", metavar="CODE", help="ISO 3166 code such as CN, CN-ZJ, DK.")
@click.option("--year", type=click.IntRange(1900, 2200), help="Year of use.")
@_nearest_year_option
@_lang_option
@_format_option
def factors(key: str, region: str | None, year: int | None, nearest_year: bool, lang: str, form: str) -> None:
    """Show emission factors with their sources: a carrier (electricity, fuel, material …), recycling, waste, a set, or an item.

    \b
    Examples:
      crosswalk factors electricity --region CN-ZJ --year 2023
      crosswalk factors 钢筋
    """
    from crosswalk.report.catalogue import factor_rows

    rows, report = factor_rows(key, region, year, lang, nearest_year)
    _emit(form, lambda: rows, lambda: report)


@main.command()
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
@_lang_option
@_format_option
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
    _emit(form, lambda: data, lambda: report)


@main.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@_lang_option
def check(paths: tuple[Path, ...], lang: str) -> None:
    """Check footprints, standards, mappings and factor sets; every finding with file and line."""
    from crosswalk.checks import check_paths

    count, faults = check_paths(paths)
    for fault in faults:
        click.echo(fault.render(lang))
    findings = sum(len(fault.findings) for fault in faults)
    click.echo(
        {"en": f"{count} files checked, {findings} findings", "zh": f"已检查 {count} 个文件，发现 {findings} 处问题"}[lang],
        err=True,
    )
    if faults:
        sys.exit(3)


if __name__ == "__main__":
    main()
