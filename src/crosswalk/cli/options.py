"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])

FIELDS = ("buildings", "energy", "transport", "circular", "finance", "trade", "common")


def day(_ctx: click.Context, _param: click.Parameter, value: datetime | None) -> date | None:
    """The day of an option."""
    return None if value is None else value.date()


def lang_option(function: F) -> F:
    """The language of what people read."""
    return click.option("--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True, help="Language of what people read.")(
        function
    )


def as_of_option(function: F) -> F:
    """The day whose editions and factors hold."""
    option = click.option(
        "--as-of",
        type=click.DateTime(["%Y-%m-%d"]),
        callback=day,
        help="Day whose editions and factors hold (YYYY-MM-DD); today if left out.",
    )
    return option(function)


def assumptions_option(function: F) -> F:
    """Which assumptions may narrow a result."""
    option = click.option(
        "--assumptions",
        type=click.Choice(["curated", "all", "none"]),
        default="curated",
        show_default=True,
        help="Which assumptions may narrow the result.",
    )
    return option(function)


def nearest_year_option(function: F) -> F:
    """Whether the nearest year of a series may stand in."""
    return click.option(
        "--nearest-year", is_flag=True, help="A year outside a series of factors takes the nearest one of it; the result says so."
    )(function)


def format_option(function: F) -> F:
    """The form of the output."""
    option = click.option(
        "--format",
        "form",
        type=click.Choice(["table", "json", "markdown", "html", "xlsx"]),
        default="table",
        show_default=True,
        help="Output format.",
    )
    return option(function)


def scenario_option(function: F) -> F:
    """Which scenarios of a data set hold."""
    return click.option(
        "--scenario", multiple=True, metavar="NAME", help="A scenario of the data set that holds (repeatable); its defaults if left out."
    )(function)


def item_option(function: F) -> F:
    """Which of several footprints of one file."""
    return click.option("--item", type=click.IntRange(min=1), help="Which of several footprints of one file, counted from 1.")(function)


def mapping_option(function: F) -> F:
    """What the columns of a table mean."""
    return click.option(
        "--mapping",
        type=click.Path(dir_okay=False),
        help="File that says what the columns of a table (CSV, XLSX) mean; `crosswalk read --propose` writes one.",
    )(function)
