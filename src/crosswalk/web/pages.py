"""Pages from templates: escaped, in one language, with the words of the page."""

from __future__ import annotations

import re
from functools import lru_cache, partial
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from crosswalk.errors import Finding
from crosswalk.report.text import printed
from crosswalk.report.words import Lang
from crosswalk.web.words import say

_CODE = re.compile(r"`([^`]*)`")


def render(template: str, lang: Lang, path: str, **values: Any) -> str:
    """A page.

    Args:
        template: the name of its template.
        lang: the language.
        path: the address of the page, to which a change of language leads back.
        values: what the template shows.
    """
    shown = {"lang": lang, "code": "zh-Hans" if lang == "zh" else "en", "other": "en" if lang == "zh" else "zh", "path": path}
    return _environment().get_template(template).render(say=partial(_said, lang), **shown, **values)


def coded(text: str) -> Markup:
    """A sentence with the names of fields, which stand in back quotes, as code."""
    parts = _CODE.split(printed(text))
    return Markup("").join(Markup("<code>{}</code>").format(part) if position % 2 else escape(part) for position, part in enumerate(parts))


def message(finding: Finding, lang: Lang) -> str:
    """What a finding says, without its place."""
    return finding.zh if lang == "zh" else finding.en


def _said(lang: Lang, key: str, *values: object) -> str:
    return say(key, lang).format(*values) if values else say(key, lang)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("crosswalk.web"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters.update(printed=printed, coded=coded)
    environment.globals["message"] = message
    return environment
