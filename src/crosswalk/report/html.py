"""Reports as one HTML page: no script, nothing from the network, prints to A4."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from crosswalk.errors import MissingPackageError
from crosswalk.report.tables import Report
from crosswalk.report.text import printed
from crosswalk.report.words import word

if TYPE_CHECKING:
    from jinja2 import Template


def render(report: Report, lang: str) -> str:
    """A report as an HTML page.

    Raises:
        MissingPackageError: Jinja2 is not installed (`pip install "carbon-crosswalk[report]"`).
    """
    tables = [table for table in report.tables if table.rows]
    return _template().render(
        report=report,
        pictures=report.pictures(),
        tables=tables,
        lang="zh-Hans" if lang == "zh" else "en",
        contents=word("contents", lang),
    )


@lru_cache(maxsize=1)
def _template() -> Template:
    try:
        from jinja2 import Environment, PackageLoader, StrictUndefined
    except ImportError as error:
        raise MissingPackageError(
            'HTML reports need Jinja2: pip install "carbon-crosswalk[report]"',
            'HTML 报告需要 Jinja2：pip install "carbon-crosswalk[report]"',
        ) from error
    environment = Environment(
        loader=PackageLoader("crosswalk.report"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["printed"] = printed  # what files say is escaped by Jinja, and cannot hide or turn text around
    return environment.get_template("report.html")
