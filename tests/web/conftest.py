"""The page without a browser: a client that behaves as one, on this page's own address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from crosswalk.web.app import create_app
from crosswalk.web.works import Works

PORT = 8765
HOME = f"http://127.0.0.1:{PORT}"
EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


@dataclass
class Page:
    """A client, and the works of its server."""

    client: TestClient
    works: Works

    def get(self, path: str, **more: object) -> Response:
        return self.client.get(path, **more)  # type: ignore[arg-type]

    def post(self, path: str, **more: object) -> Response:
        return self.client.post(path, **more)  # type: ignore[arg-type]

    def example(self, name: str = "office") -> str:
        """The address of a work that began with an example."""
        return self.post(f"/example/{name}").url.path

    def drop(self, name: str, content: bytes) -> Response:
        return self.post("/file", files={"file": (name, content)})


@pytest.fixture
def page() -> Iterator[Page]:
    works = Works()
    with TestClient(create_app(PORT, works=works), base_url=HOME, headers={"origin": HOME, "accept-language": "en"}) as client:
        yield Page(client, works)


def text_of(response: Response) -> str:
    """What a person reads."""
    body = re.sub(r"<(script|style)\b.*?</\1>", " ", response.text, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", body)).split())
