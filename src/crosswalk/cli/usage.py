"""Wrong usage, told in the language asked for: our own faults and those that click finds."""

from __future__ import annotations

from difflib import get_close_matches

import click


class Usage(click.UsageError):
    """Wrong usage, in both languages."""

    def __init__(self, en: str, zh: str):
        super().__init__(en)
        self.zh = zh


def no_such_command(name: str, known: list[str]) -> Usage:
    """A command that is none, with those that are like it."""
    near = ", ".join(get_close_matches(name, known, 3))
    return Usage(
        f"No such command {name!r}." + (f" Did you mean: {near}?" if near else ""),
        f"没有命令 {name!r}。" + (f"是否为：{near}？" if near else ""),
    )


def show_in_chinese(error: click.UsageError) -> None:
    """Print what click prints for wrong usage, in Chinese."""
    if error.ctx is not None:
        command = error.ctx.command_path
        click.echo(error.ctx.get_usage().replace("Usage:", "用法：", 1).replace("[OPTIONS]", "[选项]"), err=True)
        click.echo(f"查看帮助：{command} --help\n", err=True)
    click.echo(f"错误：{in_chinese(error)}", err=True)


def in_chinese(error: click.UsageError) -> str:
    """What is wrong, by the kind of fault; what click tells by its text alone is told without its detail."""
    if isinstance(error, Usage):
        return error.zh
    if isinstance(error, click.NoSuchOption):
        near = f"；是否为：{'、'.join(sorted(error.possibilities))}？" if error.possibilities else ""
        return f"没有选项 {error.option_name}{near}"
    if isinstance(error, click.MissingParameter):
        return f"缺少{_named(error.param).rstrip()}"
    if isinstance(error, click.BadParameter):
        return f"{_named(error.param)}的值无效{_expected(error.param)}"
    if isinstance(error, click.BadOptionUsage):
        return f"选项 {error.option_name} 的用法有误：请核对是否缺少值"
    return "多余的参数" if "unexpected" in error.message else "用法有误"


def _named(param: click.Parameter | None) -> str:
    if param is None:
        return "参数"
    if isinstance(param, click.Option):
        return f"选项 {param.opts[-1]} "
    return f"参数 {param.human_readable_name} "


def _expected(param: click.Parameter | None) -> str:
    kind = None if param is None else param.type
    if isinstance(kind, click.Choice):
        return f"：须为 {'、'.join(map(str, kind.choices))} 之一"
    if isinstance(kind, click.IntRange):
        ends = [f"不小于 {kind.min}" if kind.min is not None else "", f"不大于 {kind.max}" if kind.max is not None else ""]
        return f"：须为整数，{'，'.join(end for end in ends if end)}"
    if isinstance(kind, click.DateTime):
        return "：日期须写作 YYYY-MM-DD"
    if isinstance(kind, click.Path):
        return "：须为文件，且可以访问" if not kind.dir_okay else "：须为存在的文件或文件夹"
    return "：须为整数" if kind is click.INT else ""
