"""The page is complete in English and Chinese: what each address shows is read in both, and what is left in the other one is a fault."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from httpx2 import Response

from cli.test_languages import left_in_chinese, left_in_english, walked
from web.conftest import EXAMPLES, Page

SAID = ("aria-label", "alt", "title", "placeholder")
QUOTED = ("script", "style", "code", "textarea")
"""What is no text of the page: programs, and what people type or typed."""
ADDRESSES = [
    "/",
    "/declare",
    "/declare?standard=GB/T 51366",
    "/declare?standard=EN 15804%2BA2",
    "/declare?standard=CBAM",
    "/declare?standard=T/CAB 0078",
    "/standards",
    "/standards?field=finance",
    "/standards?q=@@@@",
    "/standards/ar6-100",
    "/standards/xx/none-1",
    "/compare",
    "/compare?first=cn/gbt-51366-2019&second=eu/en-15978-2011",
    "/compare?first=eu/en-45557-2020&second=eu/ppwr-2025-40",
    "/compare?first=cn/gbt-51366-2019&second=PPWR",
    "/nothing",
    "/work/nothing",
]
BAD = {
    "not-yaml.yaml": b"standard: [",
    "unknown-field.yaml": b"standard: cn/gbt-51366-2019\nfigures:\n  - {stage: production, valeu: 3 kg CO2e}\n",
    "unknown-standard.yaml": b"standard: GB/T 51365\nfigures:\n  - {stage: A1, value: 3 kg CO2e}\n",
    "unknown-kind.yaml": b"standard: cn/gbt-51366-2019\nfigures:\n  - {stage: production, value: 3 kg CO2e, activity: {electricity: 3 kWh, supply: {kind: sun}}}\n",
    "picture.png": b"\x89PNG\r\n\x1a\n",
    "empty.json": b"",
}


class Shown(HTMLParser):
    """What a page says, each text with the element that it stands in."""

    def __init__(self, content: str):
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self.open: list[tuple[str, bool]] = []
        self.feed(content)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        apart = tag in QUOTED or (tag != "html" and "lang" in given)
        if not apart and not self.apart:
            self.found += [(f"{tag}[{name}]", said) for name in SAID if (said := given.get(name))]
        if tag not in ("input", "meta", "link", "img", "br", "hr"):
            self.open.append((tag, apart))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if data.strip() and not self.apart:
            self.found.append((self.open[-1][0] if self.open else "", " ".join(data.split())))

    @property
    def apart(self) -> bool:
        return any(apart for _, apart in self.open)


def faults(english: Response, chinese: Response, quoted: set[str]) -> list[str]:
    shown = [[(where, text) for where, text in Shown(page.text).found if text not in quoted] for page in (english, chinese)]
    assert min(map(len, shown)) > 10
    return left_in_chinese(shown[0], quoted) + left_in_english(shown[1], quoted)


def both(page: Page, address: str) -> tuple[Response, Response]:
    ask = f"{address}{'&' if '?' in address else '?'}lang="
    return page.get(f"{ask}en"), page.get(f"{ask}zh")


@pytest.mark.parametrize("address", ADDRESSES)
def test_pages_are_in_the_language_asked_for(page: Page, address: str) -> None:
    left = faults(*both(page, address), {"@@@@", "none-1", "xx/none-1"})
    assert not left, "\n".join(left)


@pytest.mark.parametrize("name", ["office", "epd", "hydrogen"])
def test_a_work_is_in_the_language_asked_for(page: Page, name: str) -> None:
    address = page.example(name)
    work = page.works.get(address.rsplit("/", 1)[1])
    assert work is not None
    assert work.footprint is not None
    quoted = {word for _, value in walked(work.footprint.model_dump(mode="json")) for word in (value, *value.split(" / "))}
    for part in ("", "/form", "/text"):
        left = faults(*both(page, f"{address}{part}"), {*quoted, str(work.origin)})
        assert not left, "\n".join(left)


@pytest.mark.parametrize("file", ["formats/polypropylene-pact.json", "lcabyg-house-energy.yaml", "plant-certificates.yaml"])
def test_targets_are_offered_in_the_language_asked_for(page: Page, file: str) -> None:
    address = page.drop("1", (EXAMPLES / file).read_bytes()).url.path
    work = page.works.get(address.rsplit("/", 1)[1])
    assert work is not None
    assert work.footprint is not None
    quoted = {word for _, value in walked(work.footprint.model_dump(mode="json")) for word in (value, *value.split(" / "))}
    left = faults(*both(page, address), quoted)
    assert not left, "\n".join(left)


@pytest.mark.parametrize("name", BAD)
def test_faults_of_files_are_told_in_the_language_asked_for(page: Page, name: str) -> None:
    told = []
    for lang in ("en", "zh"):
        page.get(f"/?lang={lang}")
        told.append(page.drop(name, BAD[name]))
    left = faults(told[0], told[1], {name, name.split(".")[0], "production", "valeu"})
    assert not left, "\n".join(left)
