"""What every request must be before a page sees it: for this machine by name, from this page, and small enough."""

from __future__ import annotations

import json

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST_BODY = 8_500_000  # bytes; a file may have 8,000,000, as on the command line
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
REPORT_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'"
"""Of a report that is looked at in the browser: it has its style inside and runs nothing."""
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # nothing leaves; with `no-referrer` browsers would hide the origin of our own forms from us
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}
REFUSALS: dict[int, tuple[str, str]] = {
    400: ("The request is not one of this page.", "该请求不属于本页面。"),
    403: ("The request came from another site and was refused.", "该请求来自其他网站，已拒绝。"),
    405: ("This address does not take such a request.", "该地址不接受此类请求。"),
    413: ("The upload is too large: at most 8 MB.", "上传内容过大：最多 8 MB。"),
    421: ("The page answers to 127.0.0.1 and localhost only.", "本页面只响应 127.0.0.1 与 localhost。"),
}


class TooLargeError(Exception):
    """A body beyond the limit."""


class Guard:
    """Refuses what is not from this page on this machine, limits bodies, and adds the headers of safety.

    A page of another site cannot reach the server by its own name (`Host`), cannot post a form to it (`Origin`, `Sec-Fetch-Site`), and cannot show it
    in a frame or as a picture.
    """

    def __init__(self, app: ASGIApp, port: int):
        self.app = app
        self.hosts = {f"{name}:{port}" for name in ("127.0.0.1", "localhost")} | ({"127.0.0.1", "localhost"} if port == 80 else set())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return
        refused = self._refusal(scope)
        if refused is not None:
            await refusal(refused)(scope, receive, send)
            return
        size = 0

        async def limited() -> Message:
            nonlocal size
            message = await receive()
            if message["type"] == "http.request":
                size += len(message.get("body", b""))
                if size > LARGEST_BODY:
                    raise TooLargeError
            return message

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, limited, with_headers)

    def _refusal(self, scope: Scope) -> int | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "").casefold()
        if host not in self.hosts:
            return 421
        if scope["method"] not in ("GET", "HEAD", "POST"):
            return 405
        site, mode = headers.get("sec-fetch-site"), headers.get("sec-fetch-mode")
        if site in ("cross-site", "same-site") and not (scope["method"] == "GET" and mode == "navigate"):
            return 403
        if scope["method"] == "POST":
            if headers.get("origin") != f"http://{host}":
                return 403
            length = headers.get("content-length", "")
            if length and not length.isdecimal():
                return 400
            if length and int(length) > LARGEST_BODY:
                return 413
        return None


def refusal(status: int) -> Response:
    """What is told, in both languages, to a request that no page sees."""
    return PlainTextResponse("\n".join(REFUSALS[status]) + "\n", status, {**HEADERS, "Connection": "close"})


def download_name(name: str, ending: str) -> str:
    """The header under which a file is saved: no sign of a name that came from a file can end it or name another folder.

    >>> download_name('a"\\r\\n/../b', "md")
    'attachment; filename="a-b.md"'
    """
    plain = "-".join("".join(sign if sign.isascii() and sign.isalnum() else " " for sign in name).split())[:60] or "crosswalk"
    return f"attachment; filename={json.dumps(f'{plain}.{ending}')}"
