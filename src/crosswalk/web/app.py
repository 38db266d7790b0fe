"""The application: its addresses, and what every request passes through."""

from __future__ import annotations

import traceback
from typing import Any, Literal

import anyio
from anyio.to_thread import run_sync
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from crosswalk.errors import CrosswalkError, InputError, NotComparableError
from crosswalk.library.library import Library
from crosswalk.report.words import Lang
from crosswalk.web import browsing, declaring, starting, translating
from crosswalk.web.call import COOKIE, Call, GoneError, View, language, received
from crosswalk.web.guard import Guard, TooLargeError, refusal
from crosswalk.web.works import Works

SECONDS = 45.0  # for one computation

ADDRESSES: tuple[tuple[str, str, View], ...] = (
    ("GET", "/", starting.start),
    ("POST", "/file", starting.file),
    ("POST", "/example/{name}", starting.example),
    ("GET", "/declare", declaring.choose),
    ("POST", "/declare", declaring.begin),
    ("GET", "/work/{token}/form", declaring.form),
    ("POST", "/work/{token}/form", declaring.fill),
    ("GET", "/work/{token}/text", declaring.text),
    ("POST", "/work/{token}/text", declaring.change),
    ("GET", "/work/{token}", translating.show),
    ("POST", "/work/{token}/item", translating.choose),
    ("POST", "/work/{token}/scenario", translating.scenario),
    ("POST", "/work/{token}/target", translating.target),
    ("POST", "/work/{token}/answers", translating.answer),
    ("POST", "/work/{token}/back", translating.back),
    ("GET", "/work/{token}/picture/{number:int}.svg", translating.picture),
    ("GET", "/work/{token}/report.{form}", translating.report),
    ("GET", "/work/{token}/footprint.yaml", translating.footprint),
    ("GET", "/standards", browsing.standards),
    ("GET", "/standards/{name:path}", browsing.standard),
    ("GET", "/compare", browsing.compare),
    ("GET", "/compare/picture/{number:int}.svg", browsing.picture),
)


def create_app(
    port: int, lang: str | None = None, library: Library | None = None, works: Works | None = None, seconds: float = SECONDS
) -> ASGIApp:
    """The page as an ASGI application that answers on one port of this machine.

    Args:
        port: the port, which requests must name.
        lang: the language of people who have not chosen one; that of their browser when left out.
        library: other data than the shipped ones.
        works: where work is held.
        seconds: how long one computation may take.
    """
    default: Lang | None = "zh" if lang == "zh" else "en" if lang == "en" else None
    held = Works() if works is None else works

    def route(method: str, path: str, view: View) -> Route:
        async def endpoint(request: Request) -> Response:
            return await _answer(request, view, default, library, held, seconds)

        return Route(path, endpoint, methods=[method], name=f"{method} {path}")

    async def missing(request: Request, _error: Exception) -> Response:
        return await _answer(request, _missing, default, library, held, seconds)

    async def too_large(_request: Request, _error: Exception) -> Response:
        return refusal(413)

    routes: list[Any] = [route(*address) for address in ADDRESSES]
    routes.append(Mount("/static", StaticFiles(packages=[("crosswalk.web", "static")])))
    return Guard(Starlette(routes=routes, exception_handlers={404: missing, 405: missing, TooLargeError: too_large}), port)


async def _answer(request: Request, view: View, default: Lang | None, library: Library | None, works: Works, seconds: float) -> Response:
    """Answer one request: read it, compute in a thread within the time allowed, and tell every error as a page."""
    lang = language(request, default)
    method: Literal["GET", "POST"] = "POST" if request.method == "POST" else "GET"
    call = Call(
        Library.shipped() if library is None else library,
        works,
        lang,
        method,
        request.url.path,
        dict(request.query_params),
        dict(request.path_params),
    )
    chosen: str | None = request.query_params.get("lang")
    try:
        if method == "POST" and view is not _missing:
            call.typed, call.upload = await received(request)
            chosen = call.typed.pop("lang", None) or chosen
        with anyio.fail_after(seconds):
            response = await run_sync(_told, view, call, abandon_on_cancel=True)
    except TimeoutError:
        response = call.page("message.html", 503, title="too long title", text="too long", values=(f"{seconds:g}",))
    except InputError as error:
        response = call.faults(error)
    if chosen in ("en", "zh"):
        response.set_cookie(COOKIE, chosen, max_age=31_536_000, httponly=True, samesite="strict")
    return response


def _told(view: View, call: Call) -> Response:
    try:
        return view(call)
    except GoneError:
        return call.page("message.html", 404, title="gone title", text="gone", values=())
    except InputError as error:
        return call.faults(error)
    except NotComparableError as error:
        return call.page("refused.html", 409, text=error.render(call.lang))
    except CrosswalkError as error:
        return call.page("refused.html", 500, text=error.render(call.lang))
    except Exception:
        traceback.print_exc()
        return call.page("message.html", 500, title="bug title", text="bug", values=())


def _missing(call: Call) -> Response:
    return call.page("message.html", 404, title="not found title", text="not found", values=())
