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
CONFIRMED = "The army confirmed that the bridge at Orven was closed."
DENIED = "The party denied that the bridge at Orven was closed."


@pytest.fixture(scope="module")
def browser() -> Iterator[sync_api.Browser]:
    with sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    first = article(CONFIRMED, "It rained.", id="one", title="Closed", date="2024-05-01")
    second = article(DENIED, "<img src=//x.example/a>", id="two", date="2024-05-03")
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


def test_a_claim_can_be_chosen_beside_the_articles_as_well(page: sync_api.Page) -> None:
    beside = page.locator(".picks button")
    beside.click()
    assert page.locator(".pick").get_attribute("aria-pressed") == "true"
    assert page.locator("#lit-text").inner_text() == "2 sentences lit in 2 articles: 1 for, 1 against"
    page.get_by_role("button", name="Clear").click()
    assert beside.evaluate("e => e === document.activeElement && e.getAttribute('aria-pressed') === 'false'")


def test_next_goes_to_the_evidence(page: sync_api.Page) -> None:
    page.locator(".pick").click()
    for side in ("supports", "refutes", "supports"):
        page.get_by_role("button", name="Next").click()
        assert page.locator(f".lit-{side}:focus").count() == 1


def test_the_source_filter_leaves_that_source(page: sync_api.Page) -> None:
    page.locator("[name=source]").select_option(label="party")
    assert page.locator("#shown").inner_text() == "1 of 2 attributions shown"
    assert page.locator(".person:visible").count() == 1
    page.get_by_role("button", name="Show all").click()
    page.wait_for_function("document.getElementById('shown').textContent.startsWith('2 of 2')")


def test_only_uncertain_leaves_what_is_below_the_mark(page: sync_api.Page) -> None:
    page.get_by_label("Only uncertain").check()
    assert page.locator("#shown").inner_text() == "0 of 2 attributions shown"


def test_the_type_filter_takes_the_mark_away(page: sync_api.Page) -> None:
    page.locator("[value=denial]").uncheck()
    assert page.locator("#shown").inner_text() == "1 of 2 attributions shown"
    assert page.locator(".story button.chip:visible").count() == 1


def test_the_probability_is_shown_on_keyboard_focus(page: sync_api.Page) -> None:
    assert not page.locator(".note").first.is_visible()
    page.locator("button.chip").first.focus()
    assert page.locator(".note").first.is_visible()


def test_the_probability_is_shown_on_hover(page: sync_api.Page) -> None:
    page.locator(".story .cue").first.hover()
    assert page.locator(".note").first.is_visible()
    assert "with probability 95 %" in page.locator(".note").first.inner_text()


@pytest.mark.parametrize("width", [320, 390, 768, 1440])
def test_nothing_is_wider_than_the_window(page: sync_api.Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_print_opens_what_is_folded_and_drops_what_is_for_the_hand(page: sync_api.Page) -> None:
    page.emulate_media(media="print")
    assert page.locator(".person li").first.is_visible()
    assert not page.locator("[name=source]").is_visible()
    assert not page.locator("nav").is_visible()


def test_it_reads_without_script(browser: sync_api.Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    opened = context.new_page()
    opened.goto(address)
    assert opened.locator(".story button.chip:visible").count() == 2
    assert opened.locator("select:visible, input:visible, .picks:visible, .lit-bar:visible").count() == 0
    context.close()


def test_the_notebook_frame_works_inside_its_sandbox(browser: sync_api.Browser) -> None:
    said: list[str] = []
    opened = browser.new_page()
    opened.on("console", lambda message: said.append(message.text))
    made = analyze([article(CONFIRMED)], [CLAIM], tagger=FakeTagger())
    opened.set_content(made._repr_html_())
    inside = opened.frame_locator("iframe")
    inside.locator(".pick").click()
    assert inside.locator(".story .lit").count() == 1
    opened.close()
    assert said == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_axe_finds_nothing(browser: sync_api.Browser, address: str, scheme: str, width: int) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs: axe-playwright-python")
    context = browser.new_context(  # axe is injected
        bypass_csp=True, color_scheme=scheme, viewport={"width": width, "height": 900}
    )
    opened = context.new_page()
    opened.goto(address)
    opened.locator(".pick").click()
    opened.evaluate("document.querySelectorAll('details').forEach(folded => { folded.open = true; })")
    results = axe.Axe().run(opened)
    context.close()
    assert results.violations_count == 0, results.generate_report()
