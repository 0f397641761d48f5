"""``attribution doctor``: versions, backends, a check of the model, a timing."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

import attribution.cli.doctor
from attribution.schema import Document
from tests.command import Run
from tests.fakes import FakeTagger


class WithBackend(FakeTagger):
    backend = SimpleNamespace(name="torch")


class Wrong(WithBackend):
    def predict(self, documents: object, *, batch_size: int = 16) -> list[Document]:
        return list(documents)  # type: ignore[call-overload,no-any-return]


@pytest.fixture(autouse=True)
def _few_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attribution.cli.doctor, "_ROUNDS", 1)


@pytest.fixture
def doctor(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[[FakeTagger], Run]:
    def run(tagger: FakeTagger) -> Run:
        monkeypatch.setattr(attribution.cli.doctor, "load_tagger", lambda arguments: tagger)
        return Run(capsys, "doctor")

    return run


def test_it_prints_versions_backends_the_check_and_a_time(doctor: Callable[[FakeTagger], Run]) -> None:
    run = doctor(WithBackend())
    assert run.code == 0
    assert "torch is used" in run.out
    assert "labelled as they should be" in run.out
    assert "ms for two sentences" in run.out
    rows = {words[0] for line in run.out.splitlines() if (words := line.split())}
    assert {"attribution", "python", "torch", "transformers", "optional", "compiled", "onnx", "model"} <= rows


def test_a_model_that_labels_wrongly_is_told_by_the_exit_code(doctor: Callable[[FakeTagger], Run]) -> None:
    run = doctor(Wrong())
    assert run.code == 2
    assert "labelled WRONGLY: reinstall the library" in run.out


def test_a_backend_that_cannot_run_says_what_it_lacks(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("attribution.tagging.backends.which", lambda name: None)
    monkeypatch.setattr(attribution.cli.doctor, "_version", lambda name: "1.0")
    states = attribution.cli.doctor._backends(tmp_path)
    assert states["compiled"] == "lacks a C++ compiler"
    assert states["onnx"] == f"lacks its file: attribution export {tmp_path}"
    monkeypatch.setattr(attribution.cli.doctor, "_version", lambda name: "not installed")
    assert "pip install 'news-attribution[onnx]'" in attribution.cli.doctor._backends(tmp_path)["onnx"]
