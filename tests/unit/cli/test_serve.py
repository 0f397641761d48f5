"""``attribution serve`` as a command: its address, its warnings and what it refuses before the model is loaded."""

import re
import signal
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.command import Run
from tests.fakes import FakeTagger


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    """Servers that would have run, with their sockets; signals are put back."""
    servers: list[Any] = []
    monkeypatch.setattr("attribution.cli.serve.load_tagger", lambda arguments: FakeTagger())
    monkeypatch.setattr("uvicorn.Server.run", lambda self, sockets: servers.append(self))
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield servers
    for number, handler in handlers.items():
        signal.signal(number, handler)


def test_serve_says_its_address_and_answers_only_to_names_of_this_machine(
    ran: list[Any], capsys: pytest.CaptureFixture[str]
) -> None:
    run = Run(capsys, "serve", "--port", "0", "--max-mb", "1")
    assert (run.code, run.out) == (0, "")
    assert re.fullmatch(r"attribution: fake is served at http://127\.0\.0\.1:\d+/ until Ctrl-C\n", run.err)
    assert TestClient(ran[0].config.app).get("/health").status_code == 400  # the client's host is another


def test_serve_warns_of_an_address_that_others_reach(ran: list[Any], capsys: pytest.CaptureFixture[str]) -> None:
    run = Run(capsys, "serve", "--port", "0", "--host", "0.0.0.0")
    assert "there is no password and no encryption" in run.err
    assert TestClient(ran[0].config.app).get("/health").status_code == 200


def test_a_port_that_is_taken_is_one_line_before_the_model_is_loaded(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("attribution.cli.serve.load_tagger", lambda arguments: pytest.fail("loaded"))
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        error = Run(capsys, "serve", "--port", port).error
    assert error.startswith(f"--host 127.0.0.1 --port {port} cannot be used (")
    assert error.endswith("name another, or --port 0 for a free one")


def test_serve_without_its_packages_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("attribution.cli.serve.find_spec", lambda package: None)
    assert "pip install 'news-attribution[serve]'" in Run(capsys, "serve").error
