"""What the page refuses, and what a file cannot do to it: other sites, other machines, other files, scripts, sizes, time."""

from __future__ import annotations

import io
import json
import re
import time
import zipfile
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from crosswalk.web import app, translating
from crosswalk.web.app import create_app
from crosswalk.web.call import Call
from crosswalk.web.guard import LARGEST_BODY, download_name
from web.conftest import EXAMPLES, HOME, PORT, Page, text_of

NAMES = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "{{ 7*7 }}{% raw %}",
    "</title><svg onload=alert(1)>",
    "javascript:alert(1)",
]
OFFICE = "standard: cn/gbt-51366-2019\nname: {name}\ndeclared_unit: 1 m**2\nfigures:\n  - {{stage: production, value: 386.2 kg CO2e}}\n"
HEADERS = (
    "content-security-policy",
    "x-content-type-options",
    "referrer-policy",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
)


def footprint(name: str) -> bytes:
    return OFFICE.format(name=json.dumps({"en": name, "zh": name}, ensure_ascii=False)).encode()


# -- other sites and machines ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:8765", "127.0.0.1:9999", "127.0.0.1", "127.0.0.1.evil.example:8765", "localhost:80", "[::1]:8765", ""],
)
def test_another_host_name_is_refused(page: Page, host: str) -> None:
    response = page.get("/", headers={"host": host})
    assert response.status_code == 421
    assert "127.0.0.1" in response.text
    assert "本页面" in response.text
    for name in HEADERS:
        assert response.headers[name]


def test_localhost_is_this_machine_too(page: Page) -> None:
    assert page.get("/", headers={"host": f"localhost:{PORT}"}).status_code == 200


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://127.0.0.1:9999", "https://127.0.0.1:8765", f"http://localhost:{PORT}", ""]
)
def test_a_form_of_another_site_is_refused(page: Page, origin: str) -> None:
    for address in ("/example/office", "/file", "/declare?standard=CBAM"):
        assert page.post(address, headers={"origin": origin}).status_code == 403
    assert len(page.works) == 0


def test_a_form_without_an_origin_is_refused() -> None:
    with TestClient(create_app(PORT), base_url=HOME) as client:
        assert client.post("/example/office").status_code == 403


@pytest.mark.parametrize(("headers", "status"), [
    ({"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"}, 403),
    ({"sec-fetch-site": "same-site", "sec-fetch-mode": "cors"}, 403),
    ({"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}, 200),
    ({"sec-fetch-site": "same-origin", "sec-fetch-mode": "cors"}, 200),
    ({"sec-fetch-site": "none", "sec-fetch-mode": "navigate"}, 200),
])  # fmt: skip
def test_what_another_site_asks_for_behind_the_scenes_is_refused(page: Page, headers: dict[str, str], status: int) -> None:
    assert page.get("/", headers=headers).status_code == status
    if status == 403:
        assert page.post("/example/office", headers=headers).status_code == 403


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "TRACE", "PATCH"])
def test_other_methods_are_refused(page: Page, method: str) -> None:
    assert page.client.request(method, "/").status_code == 405
    assert page.get("/file").status_code == 405 or "no such page" in text_of(page.get("/file"))


def test_every_answer_forbids_scripts_frames_and_guesses(page: Page) -> None:
    address = page.example()
    for path in (
        "/",
        address,
        "/nothing",
        "/static/page.js",
        f"{address}/report.json",
        f"{address}/picture/0.svg",
        f"{address}/report.html",
    ):
        response = page.get(path)
        policy = response.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe-inline" not in policy.split("style-src")[0]
        assert "unsafe-eval" not in policy
        assert response.headers["x-content-type-options"] == "nosniff"
        assert response.headers["cache-control"] == "no-store"
        assert not re.search(r"(src|href|action)=\"(https?:)?//", response.text), path
    assert "script-src 'self'" in page.get("/").headers["content-security-policy"]
    assert "access-control-allow-origin" not in page.get("/").headers


# -- names ----------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_text_wherever_it_stands(page: Page, name: str, lang: str) -> None:
    response = page.drop(f"{name}.yaml", footprint(name))
    address = response.url.path
    shown = [response, page.post(f"{address}/target", data={"to": "EN 15978:2011"})]
    shown += [
        page.get(f"{address}?lang={lang}"),
        page.get(f"{address}/text"),
        page.post(f"{address}/answers", data={"a:figures|transport|||": name, "apply": "1"}),
    ]
    shown += [page.get(f"{address}/report.html?lang={lang}"), page.get(f"/standards?q={name}"), page.drop(f"{name}.yaml", name.encode())]
    for answer in shown:
        markup = re.sub(r"<!--.*?-->", "", answer.text, flags=re.DOTALL)
        assert "<script>alert" not in markup
        assert not re.search(r"<(img|svg)[^>]*\bon\w+\s*=", markup)
        assert "49" not in re.findall(r"<h1>(.*?)</h1>", markup)
        for tag in re.findall(r"<[a-z][^>]*>", markup):
            assert not re.search(r"\son[a-z]+\s*=(?![^\"]*\"[^\"]*$)", re.sub(r"\"[^\"]*\"", '""', tag)), tag
    assert name in unescape(shown[2].text)


def test_signs_that_hide_or_turn_text_are_made_visible(page: Page) -> None:
    """YAML with such signs is refused; JSON of other software may hold them, and names of files too."""
    refused = page.drop("a.yaml", footprint("Office \u202ecod.exe"))
    assert refused.status_code == 422
    assert "U+202E" in text_of(refused)
    response = page.drop("a\u202efdp.yaml", footprint("Office"))
    assert "\u202e" not in response.text
    assert "\ufffd" in response.text
    control = page.drop(
        "a.json",
        json.dumps(
            {"standard": "cn/gbt-51366-2019", "name": "A\x07\x1b[2J", "figures": [{"stage": "production", "value": "1 kg CO2e"}]}
        ).encode(),
    )
    assert "\x1b" not in control.text
    assert "\x07" not in control.text


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "..\\..\\x.yaml", "/etc/passwd", "C:\\a.yaml", "a\x00b.yaml", "x" * 5000, "", "file.yaml\r\nX-A: b"]
)
def test_the_name_of_a_file_is_no_path(page: Page, name: str) -> None:
    response = page.drop(name or "x", footprint("Office"))
    assert response.status_code in (200, 422)
    assert "x-a" not in response.headers
    assert "root:" not in response.text


def test_download_names_end_no_header() -> None:
    for name in (*NAMES, 'a"b', "a\r\nSet-Cookie: x=1", "../../etc", "办公楼", "\x00"):
        found = download_name(name, "html")
        assert re.fullmatch(r'attachment; filename="[A-Za-z0-9-]+\.html"', found)


# -- other files ----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "other",
    [
        "slab.yaml",
        "/etc/passwd",
        "../../../../etc/passwd",
        str(EXAMPLES / "steel-coil" / "slab.yaml"),
        "file:///etc/passwd",
        "http://127.0.0.1/",
    ],
)
def test_a_file_that_names_another_file_reads_nothing(page: Page, other: str, monkeypatch: pytest.MonkeyPatch) -> None:
    page.get("/")  # everything of our own is loaded
    coil = (EXAMPLES / "steel-coil" / "coil.yaml").read_text("utf-8").replace("footprint: slab.yaml", f"footprint: {json.dumps(other)}")
    monkeypatch.chdir(EXAMPLES / "steel-coil")
    opened: list[str] = []
    real = Path.read_bytes

    def watched(self: Path) -> bytes:
        opened.append(str(self))
        return real(self)

    monkeypatch.setattr(Path, "read_bytes", watched)
    response = page.drop("coil.yaml", coil.encode())
    assert response.status_code == 422
    assert "precursors[0].footprint" in text_of(response)
    assert not opened
    assert "root:" not in response.text
    text = page.post(f"{page.example()}/text", data={"text": coil, "apply": "1"})
    assert "precursors[0].footprint" in text_of(text)


def test_xml_opens_nothing_and_expands_nothing(page: Page) -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><processDataSet>&x;</processDataSet>'
    response = page.drop("a.xml", bomb)
    assert response.status_code == 422
    assert "root:" not in response.text


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/..%2fapp.py",
        "/static/....//app.py",
        "/standards/../../etc/passwd",
        "/standards/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
    ],
)
def test_no_address_leads_out_of_its_folder(page: Page, path: str) -> None:
    response = page.get(path)
    assert response.status_code in (404, 422)
    assert "create_app" not in response.text
    assert "root:" not in response.text


# -- sizes and time -------------------------------------------------------------------------------------------------------------------


def test_a_file_beyond_the_limit_is_refused_in_both_languages(page: Page) -> None:
    response = page.drop("a.yaml", b"#" * 8_000_001)
    assert response.status_code == 422
    assert "8,000,001 bytes" in text_of(response)
    assert "字节" in text_of(page.client.post("/file?lang=zh", files={"file": ("a.yaml", b"#" * 8_000_001)}))
    larger = page.drop("a.yaml", b"#" * (LARGEST_BODY + 1))
    assert larger.status_code == 413
    assert "8 MB" in larger.text


def test_a_body_that_lies_about_its_length_is_cut_off(page: Page) -> None:
    def body() -> Any:
        for _ in range(90):
            yield b"a" * 100_000

    response = page.client.post("/file", content=body(), headers={"content-type": "multipart/form-data; boundary=x"})
    assert response.status_code == 413


def test_too_many_fields_or_files_are_refused(page: Page) -> None:
    many = "&".join(f"f{number}=1" for number in range(5000))
    head = {"content-type": "application/x-www-form-urlencoded"}
    assert page.client.post("/file", content=many, headers=head).status_code == 422
    two = [("file", ("a.yaml", b"x")), ("file", ("b.yaml", b"y"))]
    assert page.client.post("/file", files=two).status_code == 422
    assert page.client.post("/file", content=b"{}", headers={"content-type": "application/json"}).status_code == 422
    assert page.client.post("/file", content=b"--x\r\n", headers={"content-type": "multipart/form-data"}).status_code == 422
    assert page.post("/file").status_code == 422


def test_an_archive_that_expands_too_far_is_refused(page: Page) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("processes/a.xml", b"0" * 70_000_000)
    response = page.drop("a.zip", stream.getvalue())
    assert response.status_code == 422


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\x01",
        b"\xff\xfe\x00",
        b"%PDF-1.7",
        b"{" * 5000,
        b"a: &x [1]\nb: *x",
        b"- " * 100,
        "标准: 无".encode("gb18030"),
        b"a,b\n1,2\n",
        b"standard: GB/T 51366\nfigures: 3",
    ],
)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_bad_file_is_told_as_on_the_command_line(page: Page, content: bytes, lang: str) -> None:
    response = page.client.post(f"/file?lang={lang}", files={"file": ("bad.yaml", content)})
    assert response.status_code == 422
    assert "bad.yaml" in response.text
    assert re.search(
        "[\u4e00-\u9fff]{2}" if lang == "zh" else "[a-z]{4}", re.sub("<h.*?</h.>", "", response.text.split('id="faults"')[1])[:400]
    )


def test_a_fault_names_line_field_and_nearest_names(page: Page) -> None:
    shown = text_of(page.drop("a.yaml", b"standard: GB/T 51366\nfigures:\n  - {stage: production, valeu: 3 kg CO2e}\n"))
    assert "Line 3" in shown
    assert "figures[0].valeu" in shown
    assert "Nearest: value" in shown


def test_a_computation_that_takes_too_long_is_given_up(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(_call: Call) -> Any:
        time.sleep(1)

    monkeypatch.setattr(app, "ADDRESSES", (("GET", "/slow", slow),))
    with TestClient(create_app(PORT, seconds=0.1), base_url=HOME) as client:
        response = client.get("/slow")
    assert response.status_code == 503
    assert "takes too long" in response.text


def test_an_error_of_the_program_shows_no_details(page: Page, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def broken(*_: object) -> Any:
        raise RuntimeError("secret of the machine")

    address = page.example()
    monkeypatch.setattr(translating, "write_yaml", broken)
    response = page.get(f"{address}/footprint.yaml")
    assert response.status_code == 500
    assert "secret" not in response.text
    assert "secret" in capsys.readouterr().err


def test_many_figures_answer_in_time(page: Page) -> None:
    """The largest declaration that the limits let through a form in one stage each: bounded, and told if it is wrong."""
    figures = "".join(
        f"  - {{stage: production, activity: {{material: C30 concrete, amount: {number + 1} m**3}}}}\n" for number in range(2000)
    )
    started = time.monotonic()
    response = page.drop("many.yaml", f"standard: GB/T 51366\nfigures:\n{figures}".encode())
    assert response.status_code in (200, 422)
    assert time.monotonic() - started < 30
