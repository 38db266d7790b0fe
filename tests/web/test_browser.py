"""The page in a real browser: what a person drops, types, reads and takes along, with a mouse and with the keyboard alone.

Needs Chromium as a system package (`apt install chromium fonts-noto-cjk`). Screenshots are kept in build/screenshots.
"""

from __future__ import annotations

import json
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Error, Page, Request, expect, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"
SHOTS = ROOT / "build" / "screenshots"
CHROMIUM = next((found for name in ("chromium", "chromium-browser", "google-chrome", "chrome") if (found := shutil.which(name))), None)
FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"]  # fmt: skip
EPD = EXAMPLES / "formats" / "panel-soda4lca.json"
PACT = EXAMPLES / "formats" / "polypropylene-pact.json"
BAD = "standard: GB/T 51366\nfigures:\n  - {stage: production, valeu: 3 kg CO2e}\n"
expect.set_options(timeout=20_000)  # a loaded machine is slow, and no failure
SIZES = {"wide": (1280, 900), "narrow": (375, 800)}
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine (Debian: apt install chromium)"),
    pytest.mark.xdist_group("browser"),
]


@pytest.fixture(scope="module")
def home() -> Iterator[str]:
    """The address of a page that `crosswalk web` serves as a process of its own."""
    command = [sys.executable, "-m", "crosswalk.cli", "web", "--port", "0", "--no-open"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=ROOT) as server:
        assert server.stderr is not None
        address = server.stderr.readline().split()[0]
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", address)
        yield address
        server.send_signal(signal.SIGINT)
        assert server.wait(20) == 0
        assert server.stderr.read() == ""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield found
        found.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    found = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB", accept_downloads=True)
    yield found
    found.close()


@pytest.fixture
def page(context: BrowserContext, home: str) -> Iterator[Page]:
    """A page that fails the test for an error on its console, a dialog, or a word to another machine."""
    found = context.new_page()
    wrong: list[str] = []

    def said(message: ConsoleMessage) -> None:
        if message.type == "error" and "status of 4" not in message.text:  # a bad file is answered with such a status
            wrong.append(message.text)

    def asked(dialog: Dialog) -> None:
        wrong.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def sent(request: Request) -> None:
        if not request.url.startswith((home, "data:")):
            wrong.append(request.url)

    found.on("console", said)
    found.on("pageerror", lambda error: wrong.append(str(error)))
    found.on("dialog", asked)
    found.on("request", sent)
    found.goto(home)
    yield found
    assert not wrong


def shot(page: Page, name: str) -> None:
    """Keep a picture of the page in both widths, and see that nothing runs over the edge."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    for size, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert over <= 0, (name, size, over)
        page.screenshot(path=SHOTS / f"{name}-{size}.png", full_page=True)
    page.set_viewport_size({"width": 1280, "height": 900})


def accessible(page: Page, name: str, *sizes: str) -> None:
    """Hold the page against the rules of axe-core, in both widths."""
    for size in sizes or SIZES:
        width, height = SIZES[size]
        page.set_viewport_size({"width": width, "height": height})
        found = Axe().run(page)
        told = [
            f"{entry['id']}: {entry['help']}: {[node['target'] for node in entry['nodes'][:3]]}" for entry in found.response["violations"]
        ]
        assert not told, (name, size, told)
    page.set_viewport_size({"width": 1280, "height": 900})


def drop(page: Page, path: Path) -> None:
    """Drop a file on the page, as a person does from a folder."""
    zone = page.locator("form[data-drop].ready")  # the page listens
    zone.wait_for()
    content = json.dumps(path.read_text("utf-8"))
    transfer = page.evaluate_handle(
        f"() => {{ const data = new DataTransfer(); data.items.add(new File([{content}], {json.dumps(path.name)})); return data; }}"
    )
    for event in ("dragenter", "dragover", "drop"):
        zone.dispatch_event(event, {"dataTransfer": transfer})


def choose(page: Page, target: str) -> None:
    page.get_by_label("Target standard").fill(target)
    page.get_by_role("button", name="Translate", exact=True).click()
    expect(page.get_by_role("heading", name="Result", exact=True)).to_be_visible()


def test_the_first_page_says_what_to_do(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Translate a carbon footprint into another standard")
    expect(page.get_by_text("Drop a file here")).to_be_in_viewport()
    expect(page.get_by_role("button", name="Open the form")).to_be_in_viewport()
    expect(page.get_by_role("button", name="Office building, GB/T 51366")).to_be_in_viewport()
    shot(page, "start-en")
    page.get_by_role("link", name="中文").click()
    expect(page.get_by_text("将文件拖到此处")).to_be_visible()
    shot(page, "start-zh")


def test_an_epd_is_dropped_and_translated(page: Page) -> None:
    drop(page, EPD)
    expect(page.get_by_role("heading", name="Choose the target standard")).to_be_visible()
    expect(page.get_by_text("the default of the data set, was taken").first).to_be_visible()
    shot(page, "target-en")
    page.get_by_role("button", name="GB/T 24067-2024").first.click()
    expect(page.get_by_role("heading", name="Result", exact=True)).to_be_visible()
    expect(page.locator("figure.picture img")).to_be_visible()
    page.locator("figure.picture img").scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")
    assert page.locator("figure.picture img").evaluate("picture => picture.naturalWidth") > 100
    shot(page, "epd-en")


def test_an_answer_shrinks_the_interval_in_place(page: Page, tmp_path: Path) -> None:
    """The comparable part of a brick has two ends once its biogenic carbon is known."""
    path = tmp_path / "brick.yaml"
    path.write_text(
        "standard: eu/en-15804-a2-2019\nname: {en: Brick, zh: 砖}\ndeclared_unit: 1 m**3\ncharacterisation: en15804-a2-ef3.0\n"
        "figures:\n  - {stage: A1-A3, value: 146.64 kg CO2e}\n",
        "utf-8",
    )
    drop(page, path)
    choose(page, "cn/gbt-24067-2024")
    shared = page.locator(".figure .words").first
    expect(shared).to_have_text("at least 0 kg CO2e/m³")
    page.evaluate("window.kept = true")  # the page is not left
    page.get_by_label("Biogenic carbon content per declared unit").first.fill("0")
    page.get_by_role("button", name="Apply the answers").first.click()
    expect(page.get_by_role("heading", name="Your answers changed the result")).to_be_visible()
    expect(shared).to_have_text("between 0 and 170.76 kg CO2e/m³")
    assert page.evaluate("window.kept")
    expect(page.locator("#changed")).to_be_focused()
    expect(page.locator(".change .ticks")).to_contain_text("holds emissions and uptake at once")
    expect(page.locator("svg.interval").first).to_have_attribute("aria-label", re.compile("before at least 0 .* now between 0 and 170.76"))
    shot(page, "answered-en")
    page.reload()
    expect(shared).to_have_text("between 0 and 170.76 kg CO2e/m³")
    page.get_by_role("button", name="Take the last answers back").click()
    expect(shared).to_have_text("at least 0 kg CO2e/m³")


def test_the_language_changes_and_what_was_typed_stays(page: Page) -> None:
    page.get_by_role("button", name="Office building, GB/T 51366").click()
    page.get_by_label("Building material transport", exact=True).fill("9.4")
    page.get_by_role("button", name="中文").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    expect(page.get_by_role("heading", name="结果", exact=True)).to_be_visible()
    expect(page.get_by_label("建材运输", exact=True)).to_have_value("9.4")
    shot(page, "work-zh")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_label("Building material transport", exact=True)).to_have_value("9.4")
    shot(page, "work-en")


@pytest.mark.parametrize(("form", "start"), [("html", b"<!DOCTYPE html>"), ("xlsx", b"PK"), ("md", b"# "), ("json", b"{")])
def test_the_report_is_saved(page: Page, form: str, start: bytes, tmp_path: Path) -> None:
    page.get_by_role("button", name="Hydrogen, T/CAB 0078").click()
    with page.expect_download() as waiting:
        page.locator(f"a[href*='report.{form}'][download]").click()
    saved = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(saved)
    assert saved.suffix == f".{form}"
    assert saved.read_bytes().startswith(start)


def test_a_downloaded_footprint_is_dropped_in_again(page: Page, tmp_path: Path) -> None:
    drop(page, PACT)
    choose(page, "GB/T 24067")
    with page.expect_download() as waiting:
        page.get_by_role("link", name=re.compile("footprint with your answers")).click()
    saved = tmp_path / "again.yaml"
    waiting.value.save_as(saved)
    page.get_by_role("link", name="Translate", exact=True).click()
    drop(page, saved)
    choose(page, "GB/T 24067")
    expect(page.locator(".figure .words").first).to_have_text("exactly 4.2 kg CO2e/kg")


def test_the_report_is_read_in_the_browser(page: Page, context: BrowserContext) -> None:
    page.get_by_role("button", name="Office building, GB/T 51366").click()
    with context.expect_page() as waiting:
        page.get_by_role("link", name="Read the whole report here").click()
    report = waiting.value
    expect(report.get_by_role("heading", level=1)).to_be_visible()
    assert report.evaluate("getComputedStyle(document.querySelector('h1')).fontWeight") == "700"


def test_a_bad_file_names_its_fault(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(BAD, "utf-8")
    drop(page, path)
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("unknown field")
    expect(alert).to_contain_text("bad.yaml")
    expect(alert).to_contain_text("Line 3")
    expect(alert).to_contain_text("value, values")
    expect(page.locator("#faults")).to_be_focused()
    shot(page, "fault-en")
    accessible(page, "fault")


def test_the_keyboard_alone_is_enough(page: Page) -> None:
    """From the start to an answered question with Tab, typing and Enter; the focus is always visible."""

    def reach(selector: str, most: int = 80) -> None:
        for _ in range(most):
            page.keyboard.press("Tab")
            if page.evaluate("selector => document.activeElement.matches(selector)", selector):
                outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
                assert outline != "none", selector
                return
        pytest.fail(f"the keyboard does not reach {selector}")

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    reach("form[action='/example/office'] button")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Result", exact=True)).to_be_visible()
    reach("input[name='a:figures|refrigerants|||']")
    page.keyboard.type("0")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Your answers changed the result")).to_be_visible()


def test_a_form_is_filled(page: Page) -> None:
    page.get_by_label("Standard of the declaration").select_option("cn/gbt-51366-2019")
    page.get_by_role("button", name="Open the form").click()
    row = page.locator("[data-entry]").filter(has=page.get_by_label("Building material production", exact=True)).first
    expect(row.locator(".state")).to_have_text("not declared")
    row.locator("input").first.fill("0")
    expect(row.locator(".state")).to_have_text("declared zero")
    row.locator("input").first.fill("386.2")
    expect(row.locator(".state")).to_have_text("declared")
    page.get_by_label("Name", exact=True).fill("Office")
    page.get_by_label("Figures are per", exact=True).fill("1")
    page.get_by_role("button", name="中文").click()
    expect(page.get_by_label("名称", exact=True)).to_have_value("Office")
    shot(page, "form-zh")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_label("Name", exact=True)).to_have_value("Office")
    shot(page, "form-en")
    page.get_by_role("button", name="Go on").click()
    choose(page, "EN 15978:2011")
    expect(page.locator(".figure .words").first).to_have_text("exactly 386.2 kg CO2e/m²")


HOSTILE = "<script>document.title='owned'</script><img src=x onerror=\"alert(1)\"><svg onload=alert(2)>"


def test_a_hostile_name_is_text(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "<img src=x onerror=alert(1)>.yaml"
    name = json.dumps({"en": HOSTILE, "zh": HOSTILE})
    path.write_text(f"standard: cn/gbt-51366-2019\nname: {name}\nfigures:\n  - {{stage: production, value: 1 kg CO2e}}\n", "utf-8")
    drop(page, path)
    choose(page, "EN 15978:2011")
    expect(page.get_by_role("heading", level=1)).to_have_text(HOSTILE)
    assert page.title() != "owned"
    assert page.locator("main script, main img[src='x'], main svg[onload]").count() == 0
    page.get_by_role("link", name="Change the declaration as text").click()
    page.get_by_role("textbox").fill("standard: <img src=x onerror=alert(1)>\nfigures: [{stage: production, value: 1 kg CO2e}]")
    page.get_by_role("button", name="Take over").click()
    expect(page.get_by_role("alert")).to_contain_text("<img src=x onerror=alert(1)>")
    assert page.locator("main img").count() == 0


def test_another_origin_cannot_post_or_look_in(context: BrowserContext, home: str) -> None:
    """A page of another site, shown by the same browser: its form, its fetch and its frame get nothing."""
    other = context.new_page()
    other.goto("data:text/html,<h1>elsewhere</h1>")
    with pytest.raises(Error):
        other.evaluate("home => fetch(home + 'example/office', {method: 'POST'}).then(answer => answer.text())", home)
    other.set_content(f"<iframe src='{home}'></iframe>")
    other.wait_for_timeout(500)
    assert all("Translate a carbon" not in frame.content() for frame in other.frames if frame != other.main_frame)
    other.set_content(f"<form method='post' action='{home}example/office'><button>go</button></form>")
    other.get_by_role("button").click()
    expect(other.locator("body")).to_contain_text("refused")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_kind_of_page_is_accessible(page: Page, home: str, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    sizes = ("wide",) if scheme == "dark" else ()  # colours do not depend on the width
    for name, address in (
        ("start", ""),
        ("standards", "standards"),
        ("standard", "standards/cn/gbt-51366-2019"),
        ("compare", "compare?first=cn/gbt-51366-2019&second=eu/en-15978-2011"),
        ("form", "declare?standard=cn/gbt-51366-2019"),
    ):
        page.goto(home + address)
        accessible(page, f"{name}-{scheme}", *sizes)
        if scheme == "light":
            shot(page, f"{name}-page")
    page.goto(home)
    page.get_by_role("button", name="EPD of concrete, EN 15804+A2").click()
    for entry in page.locator("details").all():
        entry.evaluate("entry => entry.open = true")
    accessible(page, f"work-{scheme}", *sizes)
    shot(page, f"work-{scheme}")
    page.get_by_role("link", name="Change the declaration as text").click()
    accessible(page, f"text-{scheme}", *sizes)


def test_it_works_without_scripts(browser: Browser, home: str) -> None:
    plain = browser.new_context(java_script_enabled=False, viewport={"width": 375, "height": 800}, locale="en-GB")
    page = plain.new_page()
    page.goto(home)
    page.get_by_label("Drop a file here").set_input_files(PACT)
    page.get_by_role("button", name="Read the file").click()
    choose(page, "GB/T 24067")
    page.get_by_label("Distribution", exact=False).first.fill("0.2")
    page.get_by_role("button", name="Apply the answers").first.click()
    expect(page.locator(".figure .words").first).to_have_text("exactly 4.4 kg CO2e/kg")
    plain.close()


def test_it_prints_without_its_controls(page: Page) -> None:
    page.get_by_role("button", name="Office building, GB/T 51366").click()
    expect(page.get_by_role("heading", name="Result", exact=True)).to_be_visible()
    page.emulate_media(media="print", color_scheme="dark")
    expect(page.locator("button:visible, .button:visible, nav:visible")).to_have_count(0)
    expect(page.locator(".figure .words").first).to_be_visible()
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.pdf(path=SHOTS / "work.pdf")
