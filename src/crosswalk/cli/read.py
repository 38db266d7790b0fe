"""`crosswalk read`: what a file of any known format says, as our footprint, and what of it was not understood."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from crosswalk.cli.options import item_option, lang_option, scenario_option
from crosswalk.cli.output import deliver, json_text, tell

if TYPE_CHECKING:
    from crosswalk.formats.reading import Reading


@click.command()
@click.argument("file")
@click.option("--format", "form", type=click.Choice(["yaml", "json"]), default="yaml", show_default=True, help="Output format.")
@scenario_option
@item_option
@lang_option
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to a file instead of standard output.")
def read(file: str, form: str, scenario: tuple[str, ...], item: int | None, lang: str, output: Path | None) -> None:
    """Read FILE, recognised by its content: ILCD+EPD (XML, zip, JSON), openEPD, PACT, Catena-X, LCAx, the CBAM template, or our own YAML or JSON.

    YAML is a footprint that `crosswalk translate` takes; JSON holds everything: all values of all indicators, scenarios, details, and what was not
    understood. Remarks go to standard error.

    \b
    Examples:
      crosswalk read epd.xml > epd.yaml
      crosswalk read epd.json --scenario recycling
      crosswalk read communication.xlsx --item 2
      crosswalk read pcf.json --format json
    """
    from crosswalk.formats.reading import chosen
    from crosswalk.reading import read_all

    found = read_all(file, scenario=scenario)
    if item is not None:
        found.footprints = (chosen(found, item, file),)
    if form == "json":
        deliver(json_text(_everything(found)), output)
    else:
        deliver(_yaml(found), output)
    for remark in found.remarks:
        tell(remark[lang])
    if found.unread:
        count = len(found.unread)
        tell(
            {"en": f"{count} entries were not understood (--format json lists them)", "zh": f"{count} 项未被理解（见 --format json）"}[lang]
        )


def _everything(found: Reading) -> dict[str, Any]:
    from dataclasses import asdict

    from crosswalk.formats.footprint import plain

    return {
        "format": found.format,
        "footprints": [plain(entry) for entry in found.footprints],
        "values": [{key: value for key, value in entry._asdict().items() if value is not None} for entry in found.values],
        "scenarios": [{key: value for key, value in asdict(entry).items() if value is not None} for entry in found.scenarios],
        "details": found.details,
        "unread": found.unread,
        "remarks": [{"en": entry.en, "zh": entry.zh} for entry in found.remarks],
    }


def _yaml(found: Reading) -> str:
    """One footprint as a document, several as documents one after the other."""
    from crosswalk.formats.footprint import write_yaml

    return "---\n".join(write_yaml(entry) for entry in found.footprints)
