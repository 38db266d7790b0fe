"""`crosswalk check`: every finding in files, with file and line."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from crosswalk.cli.options import lang_option


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@lang_option
def check(paths: tuple[Path, ...], lang: str) -> None:
    """Check footprints, standards, mappings and factor sets; every finding with file and line.

    \b
    Examples:
      crosswalk check office.yaml
      crosswalk check declarations/ --lang zh
    """
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
