"""`crosswalk batch`: every row of a table under another standard."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from crosswalk.cli.completion import standards
from crosswalk.cli.options import as_of_option, assumptions_option, lang_option, nearest_year_option
from crosswalk.cli.output import json_text, tell
from crosswalk.cli.usage import Usage
from crosswalk.errors import DeclarationError, Finding, InputError

if TYPE_CHECKING:
    from crosswalk.batch.files import BatchResult
    from crosswalk.library.document import Document

INTERRUPTED = 130
PHASES = {
    "reading": {"en": "reading", "zh": "读取"},
    "translating": {"en": "translating", "zh": "换算"},
    "writing": {"en": "writing", "zh": "写入"},
}
CHANGED = {
    "input": {"en": "the input", "zh": "输入文件"},
    "layout": {"en": "the layout", "zh": "版式"},
    "options": {"en": "the options", "zh": "选项"},
    "data": {"en": "the data of the library", "zh": "数据"},
    "version": {"en": "the version", "zh": "版本"},
}


@click.command()
@click.argument("file", metavar="INPUT", type=click.Path(path_type=Path))
@click.option("--to", "target", required=True, metavar="STANDARD", shell_complete=standards, help="Target standard: id, number or alias.")
@click.option(
    "--from", "source", metavar="STANDARD", shell_complete=standards, help="Standard of the declarations, if the layout names none."
)
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="The translated rows: .csv, .tsv, .parquet or .xlsx.")
@click.option("--rejected", type=click.Path(path_type=Path), help="The rejected rows with their reasons; OUTPUT.rejected.* if left out.")
@click.option("--gaps", type=click.Path(path_type=Path), help="Why rows are not exact: number of the row, kind, stage and width.")
@click.option("--layout", type=click.Path(path_type=Path), help="A footprint (YAML) in which `$column` stands for the value of a column.")
@as_of_option
@assumptions_option
@nearest_year_option
@click.option("--decimals", type=click.IntRange(0, 30), help="Printed digits after the point of the values; exact if left out.")
@click.option("--indicators", type=click.Choice(["main", "all"]), default="main", show_default=True, help="Figures of which indicators.")
@click.option(
    "--limit", type=click.IntRange(min=1), default=1000, show_default=True, help="Most combinations of what is no amount, in a chunk."
)
@click.option("--sheet", metavar="NAME", help="Sheet of a workbook.")
@click.option("--encoding", default="utf-8", show_default=True, help="Encoding of a text file, such as gb18030.")
@click.option("--delimiter", metavar="SIGN", help="Delimiter of a text file; the most frequent one of the header if left out.")
@click.option("--decimal-comma", is_flag=True, help="Numbers in texts have a comma.")
@click.option("--chunk", type=click.IntRange(1, 1_000_000), metavar="ROWS", help="Rows that are kept at once when a run is interrupted.")
@click.option("--restart", is_flag=True, help="Do not continue an interrupted run.")
@lang_option
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True, help="Form of the count.")
def batch(
    file: Path,
    target: str,
    source: str | None,
    output: Path,
    rejected: Path | None,
    gaps: Path | None,
    layout: Path | None,
    as_of: date | None,
    assumptions: Any,
    nearest_year: bool,
    decimals: int | None,
    indicators: Any,
    limit: int,
    sheet: str | None,
    encoding: str,
    delimiter: str | None,
    decimal_comma: bool,
    chunk: int | None,
    restart: bool,
    lang: str,
    form: str,
) -> None:
    """Translate each row of INPUT (CSV, Parquet or XLSX), of any size.

    Columns are named by the stages of the source standard, or a layout says what they hold. Rejected rows go to a file of their own. A run that was
    interrupted goes on where it stopped when the same command is given again.

    \b
    Examples:
      crosswalk batch register.csv --from "GB/T 51366" --to "EN 15978" -o register-en.csv
      crosswalk batch book.parquet --layout layout.yaml --to "EN 15978" -o book-en.parquet --gaps gaps.parquet
      crosswalk batch 台账.csv --encoding gb18030 --from "GB/T 51366" --to "EN 15978" -o 结果.xlsx --lang zh
    """
    from crosswalk.api import crosswalk
    from crosswalk.batch.files import Settings, translate_file
    from crosswalk.batch.files.job import CHUNK
    from crosswalk.batch.files.source import Dialect

    if delimiter is not None and len(delimiter.replace("\\t", "\t")) != 1:
        raise Usage("--delimiter takes one sign", "--delimiter 只取一个字符")
    dialect = Dialect(encoding, None if delimiter is None else delimiter.replace("\\t", "\t"), sheet)
    read = _layout(layout) if layout is not None else None
    template = read.data if read is not None else None
    own = source or (template or {}).get("standard")
    if own is None:
        raise Usage(
            "name the standard of the declarations: --from STANDARD, or `standard:` in the layout",
            "请指明声明所依据的标准：--from STANDARD，或在布局中写 `standard:`",
        )
    operator = crosswalk(str(own), target, as_of=as_of, assumptions=assumptions, nearest_year=nearest_year)
    settings = Settings(template, decimals, indicators, limit, dialect, decimal_comma, chunk or CHUNK)
    try:
        with _progress(lang) as progress:
            result = translate_file(operator, file, output, settings, rejections=rejected, gaps=gaps, restart=restart, progress=progress)
    except KeyboardInterrupt:
        tell({"en": "interrupted; the same command continues where it stopped", "zh": "已中断；再次运行同一命令可从中断处继续"}[lang])
        sys.exit(INTERRUPTED)
    except InputError as error:  # what names no file is about the layout
        raise error if read is None else error.located(str(layout), read.lines) from None
    _tell(result, lang)
    click.echo(json_text(_counted(result)) if form == "json" else _sentence(result, lang), nl=form != "json")


def _layout(path: Path) -> Document:
    """The layout in a file, and the lines of its fields."""
    from crosswalk.library.document import parse, read_bytes

    found = parse(read_bytes(path), str(path))
    if not isinstance(found.data, dict):
        raise DeclarationError(Finding("a layout is a mapping, like a footprint", "版式应为映射，形同碳足迹", file=str(path)))
    return found


def _tell(result: BatchResult, lang: str) -> None:
    if result.changed:
        names = {"en": ", ", "zh": "、"}[lang].join(CHANGED[key][lang] for key in result.changed)
        tell({"en": f"an interrupted run was started again: changed since are {names}", "zh": f"中断的运行已重新开始：{names}已改变"}[lang])
    if result.continued:
        en = f"an interrupted run was continued: {result.continued} chunks were finished already"
        tell({"en": en, "zh": f"已继续中断的运行：先前完成 {result.continued} 个分块"}[lang])


def _sentence(result: BatchResult, lang: str) -> str:
    made = {
        "en": f"{result.read:,} rows read: {result.translated:,} translated to {result.output}, {result.rejected:,} rejected to {result.rejections}",
        "zh": f"读取 {result.read:,} 行：换算 {result.translated:,} 行，写入 {result.output}；拒绝 {result.rejected:,} 行，写入 {result.rejections}",
    }
    if result.gaps is None:
        return made[lang]
    path, count = result.gaps
    return made[lang] + {"en": f"; {count:,} gaps in {path}", "zh": f"；{count:,} 项差距写入 {path}"}[lang]


def _counted(result: BatchResult) -> dict[str, Any]:
    return {
        "read": result.read,
        "translated": result.translated,
        "rejected": result.rejected,
        "output": str(result.output),
        "rejections": str(result.rejections),
        "gaps": None if result.gaps is None else {"file": str(result.gaps[0]), "count": result.gaps[1]},
        "continued_chunks": result.continued,
    }


@contextmanager
def _progress(lang: str) -> Iterator[Callable[[str, int, int | None], None]]:
    """A bar with rate and time left on a terminal; nothing elsewhere."""
    if not sys.stderr.isatty():
        yield lambda _phase, _done, _total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
    from rich.text import Text

    unit = {"en": "rows/s", "zh": "行/秒"}[lang]

    class Rate(ProgressColumn):
        def render(self, task: Task) -> Text:
            speed = task.finished_speed or task.speed
            return Text("" if speed is None else f"{speed:,.0f} {unit}")

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), Rate(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, Any] = {}

        def told(phase: str, done: int, total: int | None) -> None:
            if phase not in tasks:
                tasks[phase] = bar.add_task(PHASES[phase][lang], total=total)
            bar.update(tasks[phase], completed=done, total=total)

        yield told
