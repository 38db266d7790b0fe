"""Serves the page on 127.0.0.1."""

from __future__ import annotations

import errno
import socket
from collections.abc import Callable
from contextlib import suppress

from crosswalk.errors import Finding, InputError, MissingPackageError

ADDRESS = "127.0.0.1"


def bound(port: int) -> socket.socket:
    """A socket on a port of this machine that no other machine reaches; 0 takes any free port.

    Raises:
        InputError: the port is in use, or not allowed.
    """
    found = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind((ADDRESS, port))
        found.listen(128)
    except OSError as error:
        found.close()
        if error.errno in (errno.EADDRINUSE, errno.EACCES):
            busy = error.errno == errno.EADDRINUSE
            en, zh = ("is in use", "已被占用") if busy else ("is not open to this user", "不允许当前用户使用")
            raise InputError(
                Finding(
                    f"port {port} {en}; name another one with --port, or 0 for any that is free",
                    f"端口 {port} {zh}；请用 --port 指定其他端口，或用 0 选用任一空闲端口",
                    field="--port",
                )
            ) from None
        raise
    return found


def serve(port: int, lang: str | None, started: Callable[[str], None]) -> None:
    """Serve until Ctrl-C.

    Args:
        port: the port; 0 takes any free one.
        lang: the language of the first page; that of the browser when left out.
        started: told the address of the page once it answers.

    Raises:
        InputError: the port is in use.
        MissingPackageError: the packages of the page are not installed.
    """
    try:
        import uvicorn

        from crosswalk.web.app import create_app
    except ImportError as error:
        if (error.name or "").split(".")[0] == "crosswalk":
            raise
        raise MissingPackageError(
            f'the page needs {error.name}: pip install "carbon-crosswalk[web]"',
            f'网页需要 {error.name}：pip install "carbon-crosswalk[web]"',
        ) from error
    with bound(port) as found:
        taken: int = found.getsockname()[1]

        class Server(uvicorn.Server):
            async def startup(self, sockets: list[socket.socket] | None = None) -> None:
                await super().startup(sockets)
                started(f"http://{ADDRESS}:{taken}/")

        config = uvicorn.Config(
            create_app(taken, lang),
            log_level="error",
            access_log=False,
            server_header=False,
            date_header=False,
            proxy_headers=False,
            lifespan="off",
            ws="none",
            timeout_keep_alive=30,
            timeout_graceful_shutdown=3,
            limit_concurrency=64,
        )
        with suppress(KeyboardInterrupt):
            Server(config).run(sockets=[found])
