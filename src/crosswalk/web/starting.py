"""The first page: a file, an example, or a form."""

from __future__ import annotations

from pathlib import Path

from starlette.responses import Response

import crosswalk
from crosswalk.errors import DocumentError, Finding
from crosswalk.formats.reading import Reading
from crosswalk.reading import read_content
from crosswalk.web.call import Call, GoneError, see
from crosswalk.web.catalogue import declarable
from crosswalk.web.form import check
from crosswalk.web.words import say
from crosswalk.web.works import Work

EXAMPLES = {
    "office": ("office-gbt51366.yaml", "eu/en-15978-2011"),
    "epd": ("epd-concrete-c20-25.yaml", "cn/gbt-24067-2024"),
    "hydrogen": ("hydrogen-tcab.yaml", "eu/rfnbo-2023-1185"),
}
"""The examples of the first page, each with the target that shows it best."""


def example_file(name: str) -> Path:
    """The file of an example: inside the installed package, or the checkout's own."""
    package = Path(crosswalk.__file__).parent
    data = package / "data" / "examples"
    return (data if data.is_dir() else package.parent.parent / "examples") / name


def start(call: Call) -> Response:
    """Choose how to begin."""
    return call.page("start.html", groups=declarable(call.library, call.lang), examples=list(EXAMPLES))


def file(call: Call) -> Response:
    """Read a file that was dropped; its name is for messages only, and no other file is opened."""
    if call.upload is None:
        raise DocumentError(Finding(say("no file", "en"), say("no file", "zh")))
    found = read_content(call.upload.content, call.upload.name)
    work = begun(call, found, call.upload.name)
    work.content = call.upload.content
    return see(f"/work/{work.token}")


def begun(call: Call, found: Reading, name: str) -> Work:
    """Work on what a file said; of several footprints one is chosen first.

    Raises:
        InputError: its only footprint does not hold against its own standard.
    """
    if len(found.footprints) == 1:
        check(call.library, found.footprints[0])
    work = call.works.new()
    work.origin, work.reading = name, found
    if len(found.footprints) == 1:
        work.take(found.footprints[0])
    return work


def example(call: Call) -> Response:
    """Begin with an example."""
    known = EXAMPLES.get(call.parts["name"])
    if known is None:
        raise GoneError
    path = example_file(known[0])
    work = begun(call, read_content(path.read_bytes(), path.name), path.name)
    work.target = known[1]
    return see(f"/work/{work.token}")
