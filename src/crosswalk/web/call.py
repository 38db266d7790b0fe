"""One request as a page sees it: its language, what was typed, the file that was dropped; and what pages answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from typing import Any, Literal
from urllib.parse import quote, urlencode

from starlette.formparsers import FormParser, MultiPartException, MultiPartParser
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from crosswalk.errors import DocumentError, Finding, InputError
from crosswalk.library.document import MAX_BYTES
from crosswalk.library.library import Library
from crosswalk.report.words import Lang
from crosswalk.web.pages import render
from crosswalk.web.works import Work, Works

COOKIE = "crosswalk-language"
MOST_FIELDS = 4000
LONGEST_FIELD = MAX_BYTES  # of a declaration that is changed as text


class _InMemory(MultiPartParser):
    """What is uploaded stays in memory; the usual parser would put it on the disk for a while."""

    spool_max_size = MAX_BYTES + 1_000_000


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was dropped: its content, and its name, which is never a path."""

    name: str
    content: bytes


@dataclass(slots=True)
class Call:
    """One request.

    Attributes:
        library: the definitions of the standards.
        works: what people are working on.
        lang: the language of the answer.
        method: GET or POST.
        path: the address.
        query: what the address asks for.
        parts: the variable parts of the address.
        typed: what was typed into the form.
        upload: the file that was sent along.
    """

    library: Library
    works: Works
    lang: Lang
    method: Literal["GET", "POST"]
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[str, str] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)
    upload: Upload | None = None

    def page(self, template: str, status: int = 200, **values: Any) -> Response:
        """A page of this request."""
        other = "en" if self.lang == "zh" else "zh"
        switch = f"{quote(self.path)}?{urlencode({**self.query, 'lang': other})}" if self.method == "GET" else f"/?lang={other}"
        return HTMLResponse(render(template, self.lang, self.path, switch=switch, **values), status)

    def work(self) -> Work:
        """The work that the address names.

        Raises:
            GoneError: it is no longer held, or never was.
        """
        found = self.works.get(self.parts["token"])
        if found is None:
            raise GoneError
        return found

    def faults(self, error: InputError, status: int = 422) -> Response:
        """The page that tells what is wrong with an input."""
        return self.page("faults.html", status, faults=error.findings)


View = Callable[[Call], Response]


class GoneError(Exception):
    """A work that is no longer held."""


def see(path: str) -> Response:
    """Go on at another address."""
    return RedirectResponse(path, 303)


def language(request: Request, default: Lang | None) -> Lang:
    """The language of a request: asked for, kept, of the program, or of the browser."""
    kept = SimpleCookie()
    try:
        kept.load(request.headers.get("cookie", ""))
    except CookieError:
        kept = SimpleCookie()
    for asked in (request.query_params.get("lang"), kept[COOKIE].value if COOKIE in kept else None, default):
        if asked in ("en", "zh"):
            return "zh" if asked == "zh" else "en"
    return "zh" if request.headers.get("accept-language", "").strip().casefold().startswith("zh") else "en"


async def received(request: Request) -> tuple[dict[str, str], Upload | None]:
    """What was typed, and the file that was sent along; one of each name.

    Raises:
        DocumentError: the body is no form, or beyond the limits.
    """
    kind = request.headers.get("content-type", "").split(";")[0].strip().casefold()
    try:
        if kind == "multipart/form-data":
            parser = _InMemory(request.headers, request.stream(), max_files=1, max_fields=MOST_FIELDS, max_part_size=LONGEST_FIELD)
            form = await parser.parse()
        elif kind == "application/x-www-form-urlencoded":
            form = await FormParser(request.headers, request.stream()).parse()
        elif not kind and not await request.body():
            return {}, None
        else:
            raise DocumentError(Finding("the request is no form", "请求不是表单"))
    except MultiPartException as error:
        raise DocumentError(Finding(f"the upload cannot be read: {error.message}", f"无法读取上传内容：{error.message}")) from None
    if len(form) > MOST_FIELDS:
        raise DocumentError(Finding(f"more than {MOST_FIELDS} fields", f"字段超过 {MOST_FIELDS} 个"))
    typed: dict[str, str] = {}
    upload = None
    try:
        for name, value in form.multi_items():
            if isinstance(value, str):
                typed[name] = value
            elif value.filename or value.size:
                upload = Upload(plain_name(value.filename or ""), await value.read())
    finally:
        await form.close()
    if upload is not None and len(upload.content) > MAX_BYTES:
        size = len(upload.content)
        finding = Finding(
            f"the file has {size:,} bytes, the limit is {MAX_BYTES:,}", f"文件为 {size:,} 字节，上限 {MAX_BYTES:,}", upload.name
        )
        raise DocumentError(finding)
    return typed, upload


def plain_name(name: str) -> str:
    """The last part of a file's name, for messages.

    >>> plain_name("..\\\\..\\\\etc/epd.xml")
    'epd.xml'
    """
    return name.replace("\\", "/").rsplit("/", 1)[-1].strip()[:120] or "file"
