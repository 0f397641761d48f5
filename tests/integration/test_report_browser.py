"""The report in headless Chromium: claims, filters, keyboard, accessibility, no console message, no request."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from attribution.pipeline import analyze
from tests.fakes import FakeTagger, article

sync_api = pytest.importorskip("playwright.sync_api", reason="needs: pip install playwright")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="no chromium on the PATH")]
CLAIM = "The bridge at Orven was closed"


@pytest.fixture(scope="module")
def browser() -> Iterator[sync_api.Browser]:
    with sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    first = article("The army confirmed that the bridge at Orven was closed.", "It rained.", id="one", title="Closed")
    second = article("The party denied that the bridge at Orven was closed.", "<img src=//x.example/a>", id="two")
    path: Path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(analyze([first, second], [CLAIM], tagger=FakeTagger()).to_html(), "utf-8")
    return path.as_uri()


@pytest.fixture
def page(browser: sync_api.Browser, address: str) -> Iterator[sync_api.Page]:
    context = browser.new_context(bypass_csp=False)
    opened = context.new_page()
    opened.set_default_timeout(15_000)
    said: list[str] = []
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.on("request", lambda request: said.append(request.url) if request.url != address else None)
    opened.goto(address)
    yield opened
    assert said == []  # no console message, no error, no request but for the file itself
    context.close()


def test_enter_on_a_claim_lights_its_evidence_and_escape_puts_it_out(page: sync_api.Page) -> None:
    page.locator(".pick").focus()
    page.keyboard.press("Enter")
    assert page.locator(".story .lit").count() == 2
    assert page.locator(".lit-supports").inner_text().startswith("The army")
    assert page.locator(".lit-refutes").inner_text().startswith("The party")
    page.keyboard.press("Escape")
    assert page.locator(".lit").count() == 0


def test_the_type_filter_takes_the_mark_away(page: sync_api.Page) -> None:
    page.locator("[value=denial]").uncheck()
    assert page.locator("#shown").inner_text() == "1 of 2 attributions shown"
    assert page.locator(".story button.chip:visible").count() == 1


def test_the_probability_is_shown_on_keyboard_focus(page: sync_api.Page) -> None:
    assert not page.locator(".note").first.is_visible()
    page.locator("button.chip").first.focus()
    assert page.locator(".note").first.is_visible()


def test_axe_finds_nothing(browser: sync_api.Browser, address: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs: axe-playwright-python")
    context = browser.new_context(bypass_csp=True)  # axe is injected
    opened = context.new_page()
    opened.goto(address)
    results = axe.Axe().run(opened)
    context.close()
    assert results.violations_count == 0, results.generate_report()
