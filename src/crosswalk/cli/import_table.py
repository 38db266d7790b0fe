"""`crosswalk import`: the official table of a catalogue of activities, read into a data folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from crosswalk.cli.options import lang_option


@click.command(name="import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--as", "catalogue", required=True, metavar="CATALOGUE", help="The catalogue that the table belongs to, such as int/cgt-2022."
)
@click.option(
    "--folder",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="Data folder to write; name it in CROSSWALK_PATH to use it.",
)
@click.option(
    "--confirmed",
    type=click.Choice(["primary", "secondary", "unconfirmed"]),
    default="secondary",
    show_default=True,
    help="How far you have checked the table.",
)
@lang_option
def import_(file: Path, catalogue: str, folder: Path, confirmed: Any, lang: str) -> None:
    """Read an official table of green activities (XLSX or CSV) and add it to the library as a data folder.

    \b
    Examples:
      crosswalk import cgt.xlsx --as int/cgt-2022 --folder my-data
      CROSSWALK_PATH=my-data crosswalk correspond D1.3
    """
    from crosswalk.finance.importer import import_table

    result = import_table(file, catalogue, folder, confirmed=confirmed)
    count, files = len(result.rows), ", ".join(str(path) for path in result.files)
    click.echo({"en": f"{count} rows written to {files}", "zh": f"已写入 {count} 行：{files}"}[lang], err=True)
    if result.unused:
        names = ", ".join(result.unused)
        click.echo({"en": f"columns that were not used: {names}", "zh": f"未使用的列：{names}"}[lang], err=True)
