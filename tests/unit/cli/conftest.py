"""A model that is quick, and an article."""

from pathlib import Path

import pytest

import attribution.cli.analyze
import attribution.cli.evaluate
from tests.command import TEXT
from tests.fakes import FakeTagger


@pytest.fixture(autouse=True)
def _fake_model(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (attribution.cli.analyze, attribution.cli.evaluate):
        monkeypatch.setattr(module, "load_tagger", lambda arguments: FakeTagger())


@pytest.fixture
def path(tmp_path: Path) -> str:
    (tmp_path / "orven.txt").write_text(TEXT, "utf-8")
    return str(tmp_path / "orven.txt")
