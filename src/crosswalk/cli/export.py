"""`crosswalk export`: a footprint in a format that other tools read, or how the figures of standards stand to each other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from crosswalk.cli.completion import standards, standards_or_files
from crosswalk.cli.options import as_of_option, assumptions_option, item_option, lang_option, nearest_year_option, scenario_option
from crosswalk.cli.output import deliver, json_text, tell
from crosswalk.cli.usage import Usage

if TYPE_CHECKING:
    from crosswalk.engine.translation import Translation
    from crosswalk.errors import InputError
    from crosswalk.model.base import Text
    from crosswalk.model.footprint import Footprint

OF_STANDARDS = ("sssom", "json", "parquet", "sqlite")
OF_FOOTPRINTS = ("yaml", "json", "pact", "openepd", "ilcd", "cbam-xlsx", "cbam-csv", "cbam-json", "esrs")


class _Format(click.Choice[str]):
    """A choice whose error names the nearest formats."""

    def __init__(self) -> None:
        super().__init__(tuple(dict.fromkeys((*OF_STANDARDS, *OF_FOOTPRINTS))))

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if value not in self.choices:
            from crosswalk.writing import unknown

            self.fail(_one_line(unknown(str(value), dict.fromkeys(self.choices)), "en"), param, ctx)
        return super().convert(value, param, ctx)


def _one_line(error: InputError, lang: str) -> str:
    return error.render(lang).removeprefix("format: ")


@click.command()
@click.argument("names", nargs=-1, metavar="[FILE | STANDARD STANDARD]", shell_complete=standards_or_files)
@click.option("--format", "form", type=_Format(), default="sssom", show_default=True, help="Output format.")
@click.option("--to", "target", metavar="STANDARD", shell_complete=standards, help="Translate the footprint into this standard on the way.")
@click.option(
    "--value",
    type=click.Choice(["low", "best", "high"]),
    help="Which number of an interval is written, where the format holds one number only; the file says so.",
)
@click.option(
    "--set",
    "given",
    multiple=True,
    metavar="NAME=VALUE",
    help="A field that the format asks for and a footprint does not hold (repeatable).",
)
@as_of_option
@assumptions_option
@nearest_year_option
@scenario_option
@item_option
@lang_option
@click.option("--output", "-o", type=click.Path(path_type=Path, dir_okay=False), help="Write to a file instead of standard output.")
def export(
    names: tuple[str, ...],
    form: str,
    target: str | None,
    value: Any,
    given: tuple[str, ...],
    as_of: date | None,
    assumptions: Any,
    nearest_year: bool,
    scenario: tuple[str, ...],
    item: int | None,
    lang: str,
    output: Path | None,
) -> None:
    """Export the footprint in FILE, or how the figures of two STANDARDS stand to each other (of every pair that has a mapping without them).

    A footprint is written as yaml, json, pact, openepd, ilcd (zip of XML), cbam-xlsx, cbam-csv, cbam-json or esrs; standards as sssom, json, sqlite, or parquet. What the format
    cannot carry is refused or listed on standard error.

    \b
    Examples:
      crosswalk export > crosswalk.sssom.tsv
      crosswalk export "GB/T 51366" "EN 15978" --format json
      crosswalk export --format sqlite --output crosswalk.db
      crosswalk export epd.xml --format openepd --output epd.json
      crosswalk export office-panel.yaml --to "EN 15804+A2" --format ilcd --value high -o panel.zip
      crosswalk export pcf.yaml --format pact --set companyName="Works" --set companyIds=urn:lei:5299 …
    """
    if len(names) == 1:
        if form not in OF_FOOTPRINTS:
            raise Usage(
                f"a footprint is written as {', '.join(OF_FOOTPRINTS)}, not as {form}",
                f"碳足迹可写为 {'、'.join(OF_FOOTPRINTS)}，不能写为 {form}",
            )
        from crosswalk.api import translate
        from crosswalk.reading import read

        what: Any = read(names[0], scenario=scenario, item=item)
        remarks = what.remarks
        if target is not None:
            what = translate(what, target, as_of=as_of, assumptions=assumptions, nearest_year=nearest_year)
            remarks = what.warnings
        _footprint(what, form, value, _details(given), remarks, lang, output)
        return
    if len(names) not in (0, 2):
        raise Usage("name one file, or two standards, or none for all pairs", "请给出一个文件或两项标准；都不给则导出全部标准对")
    if form not in OF_STANDARDS:
        raise Usage(f"{form} is a format of a footprint: name its file", f"{form} 是碳足迹的格式：请给出文件")
    if target or value or given or scenario or item:
        raise Usage(
            "--to, --value, --set, --scenario and --item belong to a footprint: name its file",
            "--to、--value、--set、--scenario、--item 只用于碳足迹：请给出文件",
        )
    from crosswalk.api import compare, mapped

    comparisons = [compare(*names, as_of=as_of)] if names else list(mapped())
    if form == "json":
        deliver(json_text([entry.as_dict() for entry in comparisons]), output)
        return
    if form in ("parquet", "sqlite"):
        from crosswalk.formats import relations

        deliver(relations.parquet(comparisons) if form == "parquet" else relations.sqlite(comparisons), output)
        return
    from crosswalk.formats.sssom import write

    deliver(write(comparisons, date.today(), lang), output)


def _footprint(
    what: Footprint | Translation, form: str, value: Any, details: dict[str, Any], remarks: Sequence[Text], lang: str, output: Path | None
) -> None:
    """Write a footprint or a translation, and tell what a reader should know of it."""
    from crosswalk.api import write

    written = write(what, form, value=value, details=details)
    deliver(written.content, output)
    for remark in (*remarks, *written.remarks):
        tell(remark[lang])
    if written.unwritten:
        paths = ", ".join(written.unwritten)
        tell({"en": f"not in the file: {paths}", "zh": f"未写入文件：{paths}"}[lang])


def _details(given: tuple[str, ...]) -> dict[str, Any]:
    """`NAME=VALUE` of the command line; a name given twice holds a list."""
    found: dict[str, Any] = {}
    for entry in given:
        name, sign, content = entry.partition("=")
        if not sign or not name:
            raise Usage(f"--set takes NAME=VALUE, not {entry!r}", f"--set 须写作 NAME=VALUE，而非 {entry!r}")
        if name in found:
            before = found[name]
            found[name] = [*before, content] if isinstance(before, list) else [before, content]
        else:
            found[name] = content
    return found
