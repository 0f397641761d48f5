"""The service as a whole: against its own OpenAPI schema, as a process of its own, and in headless Chromium."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
from hypothesis import HealthCheck, settings

from tests.command import CLAIM, ROOT, TEXT
from tests.fakes import FakeTagger

service = pytest.importorskip("attribution.service", reason="needs: pip install 'news-attribution[serve]'")
schemathesis = pytest.importorskip("schemathesis", reason="needs: pip install schemathesis")
sync_api = pytest.importorskip("playwright.sync_api", reason="needs: pip install playwright")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
SERVER = """
import sys, time
import attribution.cli.serve
from attribution.cli import main
from tests.fakes import FakeTagger

class Slow(FakeTagger):
    def predict_embedded(self, documents, **options):
        if any("slowly" in document.text for document in documents):
            print("begun", flush=True)
            time.sleep(1.5)
        return super().predict_embedded(documents, **options)

attribution.cli.serve.load_tagger = lambda arguments: Slow()
sys.exit(main(["serve", *sys.argv[1:]]))
"""

# the schema

api = schemathesis.openapi.from_asgi("/api/v1/openapi.json", service.make_app(FakeTagger()))


@api.parametrize()
@settings(max_examples=30, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
def test_answers_are_as_the_schema_says(case: Any) -> None:
    case.call_and_validate(timeout=120)


# a process


class Server:
    """A running ``attribution serve``."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process
        assert process.stderr
        self.said = process.stderr.readline()
        found = re.search(r"http://\S+:\d+/", self.said)
        assert found, self.said + process.stderr.read()
        self.address = found[0]

    def label(self, text: str) -> int:
        """Return the status of the answer."""
        body = json.dumps({"documents": [{"text": text}]}).encode()
        asked = Request(f"{self.address}api/v1/label", body, {"content-type": "application/json"})
        with urlopen(asked, timeout=60) as answer:
            json.load(answer)
            return int(answer.status)


@contextmanager
def running(*words: str) -> Iterator[Server]:
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    command = [sys.executable, "-c", SERVER, "--port", "0", *words]
    pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, env=environment, cwd=ROOT, **pipes) as process:
        try:
            yield Server(process)
        finally:
            process.kill()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_request_that_runs_is_finished_when_the_service_is_stopped(number: signal.Signals) -> None:
    with running() as server:
        answers: list[int] = []
        asking = threading.Thread(target=lambda: answers.append(server.label("The army slowly confirmed it.")))
        asking.start()
        assert server.process.stdout
        assert server.process.stdout.readline() == "begun\n"
        server.process.send_signal(number)
        asking.join(30)
        assert answers == [200]
        assert server.process.wait(30) == 0
        assert server.process.stderr
        assert server.process.stderr.read() == ""


# a browser


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with running() as server:
        yield server.address


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(params=["desktop", "phone"])
def page(browser: Any, address: str, request: pytest.FixtureRequest) -> Iterator[Any]:
    size = {"width": 1280, "height": 900} if request.param == "desktop" else {"width": 360, "height": 740}
    context = browser.new_context(viewport=size, is_mobile=request.param == "phone")
    opened = context.new_page()
    opened.set_default_timeout(30_000)
    said: list[str] = []
    # Chromium itself writes a line for every answer that is an error
    opened.on("console", lambda m: said.append(m.text) if "responded with a status of 422" not in m.text else None)
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.on("request", lambda asked: said.append(asked.url) if asked.url != address else None)
    opened.goto(address)
    yield opened
    wide = opened.evaluate("document.documentElement.scrollWidth - innerWidth")
    context.close()
    assert said == []  # no console message, no error, no request but for the page itself
    assert wide <= 0  # nothing to scroll to at the side


def in_browser(test: Any) -> Any:
    """Mark a test that needs Chromium."""
    return pytest.mark.browser(pytest.mark.skipif(CHROMIUM is None, reason="no chromium on the PATH")(test))


@in_browser
def test_the_keyboard_alone_gets_from_the_form_to_the_report(page: Any) -> None:
    page.keyboard.press("Tab")
    page.keyboard.type(TEXT)
    while page.evaluate("document.activeElement.id") != "add":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.type("The mayor denied that the bridge at Orven was closed.")
    while page.evaluate("document.activeElement.name") != "claims":
        page.keyboard.press("Tab")
    page.keyboard.type(CLAIM)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator(".claim .pick").first.wait_for()
    assert "1 claim read against 2 articles." in page.locator(".lede").inner_text()
    page.locator(".claim .pick").click()  # the report's own script runs under the header's policy
    assert page.locator(".story .lit").count() == 3


@in_browser
def test_whoever_goes_back_finds_everything_as_it_was(page: Any) -> None:
    page.locator("[name=text]").first.fill(TEXT)
    page.get_by_role("button", name="Add an article").click()
    page.locator("[name=text]").nth(1).fill("It rained.")
    page.locator("[name=claims]").fill(CLAIM)
    page.get_by_role("button", name="Show the report").click()
    page.locator(".claim .pick").first.wait_for()
    page.go_back()
    page.locator("[name=text]").nth(1).wait_for(state="visible")
    assert page.locator("[name=text]").nth(1).input_value() == "It rained."
    assert page.locator("[name=text]:visible").count() == 2
    assert page.locator("[name=claims]").input_value() == CLAIM


@in_browser
def test_a_file_is_read(page: Any, tmp_path: Path) -> None:
    (tmp_path / "orven.txt").write_text(TEXT, "utf-8")
    page.get_by_label("Or files").set_input_files(tmp_path / "orven.txt")
    page.get_by_role("button", name="Show the report").click()
    page.locator("h3", has_text="orven.txt").wait_for()


@in_browser
def test_a_problem_is_shown_with_the_focus_on_it(page: Any) -> None:
    page.locator("[name=claims]").fill("<img src=//x.example/a>")
    page.get_by_role("button", name="Show the report").click()
    page.get_by_role("alert").wait_for()
    assert page.evaluate("document.activeElement.getAttribute('role')") == "alert"
    assert page.locator("[name=claims]").input_value() == "<img src=//x.example/a>"


@in_browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("state", ["empty", "problem"])
def test_axe_finds_nothing(browser: Any, address: str, scheme: str, state: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs: axe-playwright-python")
    context = browser.new_context(bypass_csp=True, color_scheme=scheme)  # axe is injected
    opened = context.new_page()
    opened.goto(address)
    if state == "problem":
        opened.get_by_role("button", name="Show the report").click()
        opened.get_by_role("alert").wait_for()
    results = axe.Axe().run(opened)
    context.close()
    assert results.violations_count == 0, results.generate_report()


@in_browser
def test_without_scripts_the_form_works(browser: Any, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    opened = context.new_page()
    opened.goto(address)
    assert opened.locator("[name=text]:visible").count() == 3
    opened.locator("[name=text]").nth(2).fill(TEXT)
    opened.get_by_role("button", name="Show the report").click()
    opened.locator("h3", has_text="article-3").wait_for()
    context.close()
