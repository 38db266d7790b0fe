"""`crosswalk read`: what files of any known format say, as our footprints, and what of them was not understood."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from crosswalk.cli.completion import files, standards
from crosswalk.cli.options import item_option, lang_option, mapping_option, scenario_option
from crosswalk.cli.output import deliver, json_text, tell
from crosswalk.cli.usage import Usage
from crosswalk.errors import DocumentError, Finding, InputError

if TYPE_CHECKING:
    from crosswalk.formats.reading import Reading
    from crosswalk.formats.table.mapping import TableMapping


@click.command()
@click.argument("file", shell_complete=files)
@click.option("--format", "form", type=click.Choice(["yaml", "json"]), default="yaml", show_default=True, help="Output format.")
@scenario_option
@item_option
@mapping_option
@click.option(
    "--from",
    "standard",
    metavar="STANDARD",
    shell_complete=standards,
    help="Standard of the footprints of a table, to propose a mapping of its columns.",
)
@click.option("--sheet", metavar="NAME", help="Sheet of a workbook, to propose a mapping; the only filled one if left out.")
@click.option("--propose", is_flag=True, help="Write the proposed mapping of a table, to check and to pass to --mapping; nothing is read.")
@click.option("--confirm", is_flag=True, help="Take the proposed mapping as it is; refused where a column is doubtful.")
@lang_option
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to a file instead of standard output.")
def read(
    file: str,
    form: str,
    scenario: tuple[str, ...],
    item: int | None,
    mapping: str | None,
    standard: str | None,
    sheet: str | None,
    propose: bool,
    confirm: bool,
    lang: str,
    output: Path | None,
) -> None:
    """Read FILE, recognised by its content: ILCD+EPD (XML, zip, JSON), openEPD, PACT, Catena-X, LCAx, the CBAM template, a table (CSV, XLSX) with a
    mapping of its columns, or our own YAML or JSON. Of a folder, every file below it is read; one that cannot be read does not stop the others.

    YAML is a footprint that `crosswalk translate` takes; JSON holds everything: all values of all indicators, scenarios, details, and what was not
    understood. Remarks go to standard error.

    \b
    Examples:
      crosswalk read epd.xml > epd.yaml
      crosswalk read epd.json --scenario recycling
      crosswalk read communication.xlsx --item 2
      crosswalk read pcf.json --format json
      crosswalk read register.csv --from "EN 15804+A2" --propose > mapping.yaml
      crosswalk read register.csv --mapping mapping.yaml
      crosswalk read folder --format json --output all.json
    """
    from crosswalk.formats.reading import chosen
    from crosswalk.reading import read_all

    _check_usage(mapping, standard, sheet, propose, confirm)
    if os.path.isdir(file):
        if propose or confirm or item is not None:
            raise Usage("--propose, --confirm and --item are for one file", "--propose、--confirm、--item 只用于单个文件")
        _folder(Path(file), form, scenario, mapping, lang, output)
        return
    confirmed: str | TableMapping | None = mapping
    if standard is not None:
        confirmed = _proposed(file, standard, sheet, propose, confirm, lang, output)
        if confirmed is None:
            return
    found = read_all(file, scenario=scenario, mapping=confirmed)
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


def _check_usage(mapping: str | None, standard: str | None, sheet: str | None, propose: bool, confirm: bool) -> None:
    if (propose or confirm or sheet is not None) and standard is None:
        raise Usage("--propose, --confirm and --sheet need --from STANDARD", "--propose、--confirm、--sheet 须同时给出 --from STANDARD")
    if mapping is not None and standard is not None:
        raise Usage("--mapping names the standard itself; leave out --from", "--mapping 已指明标准，请去掉 --from")
    if propose and confirm:
        raise Usage(
            "--propose writes the mapping to check, --confirm takes it: choose one",
            "--propose 写出待核对的映射，--confirm 直接采用：请二选一",
        )


def _proposed(
    file: str, standard: str, sheet: str | None, propose: bool, confirm: bool, lang: str, output: Path | None
) -> TableMapping | None:
    """The proposed mapping where it is confirmed; `None` where it was asked for and written."""
    from crosswalk.reading import propose_mapping

    if file == "-" and not propose:
        raise Usage(
            "a table on standard input needs --mapping; --propose writes one", "标准输入中的表格须给出 --mapping；可用 --propose 写出"
        )
    proposal = propose_mapping(file, standard, sheet=sheet)
    text = proposal.to_yaml(lang)
    if propose:
        deliver(text, output)
        return None
    click.echo(text, nl=False, err=True)  # its texts were made printable, and its indents matter
    if not confirm:
        raise DocumentError(
            Finding(
                "this mapping of the columns is proposed by their names and not confirmed: check it, then pass --confirm, or write it with --propose, "
                "change it and pass --mapping",
                "以上列映射仅按列名提出，尚未确认：请核对后加 --confirm；或用 --propose 写出、修改后以 --mapping 给出",
                file=file,
            )
        )
    return proposal.confirmed()


def _folder(folder: Path, form: str, scenario: tuple[str, ...], mapping: str | None, lang: str, output: Path | None) -> None:
    """Every file below a folder: what each says, and an error for each that cannot be read."""
    from rich.console import Console
    from rich.progress import track

    from crosswalk.reading import read_all

    below = sorted(Path(where, name).relative_to(folder) for where, _, names in os.walk(folder) for name in names)
    files = [folder / path for path in below if not any(part.startswith(".") for part in path.parts)]
    if not files:
        raise DocumentError(Finding("the folder holds no file", "文件夹中没有文件", file=str(folder)))
    console = Console(stderr=True)
    found: list[tuple[Path, Reading]] = []
    faults: list[tuple[Path, InputError]] = []
    shown = {"en": "Reading", "zh": "读取"}[lang]
    for path in track(files, shown, console=console, transient=True, disable=not console.is_terminal):
        try:
            found.append((path, read_all(path, scenario=scenario, mapping=mapping)))
        except InputError as error:
            faults.append((path, error))
    if form == "json":
        read_files = [{"file": _text(path), **_everything(reading)} for path, reading in found]
        errors = [
            {"file": _text(path), "message": {"en": _text(fault.render("en")), "zh": _text(fault.render("zh"))}} for path, fault in faults
        ]
        deliver(json_text({"files": read_files, "errors": errors}), output)
    else:
        deliver("---\n".join(f"# {_one_line(path)}\n{_yaml(reading)}" for path, reading in found), output)
    for path, reading in found:
        for remark in reading.remarks:
            tell(f"{_text(path)}: {remark[lang]}")
        if reading.unread:
            count = len(reading.unread)
            tell(f"{_text(path)}: " + {"en": f"{count} entries were not understood", "zh": f"{count} 项未被理解"}[lang])
    for _, fault in faults:
        tell(_text(fault.render(lang)))
    if faults:
        tell(
            {"en": f"{len(faults)} of {len(files)} files could not be read", "zh": f"{len(files)} 个文件中有 {len(faults)} 个无法读取"}[
                lang
            ]
        )
        sys.exit(InputError.exit_status)


def _text(path: object) -> str:
    """A text with the name of a file in it; bytes of the name that are no text are escaped."""
    return str(path).encode("utf-8", "backslashreplace").decode("utf-8")


def _one_line(path: Path) -> str:
    """The name of a file in a comment of YAML, whatever signs it holds."""
    return "".join(sign if sign.isprintable() else "�" for sign in _text(path))


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
