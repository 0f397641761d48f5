"""The same network in torch and in ONNX Runtime."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from attribution.errors import InputError, ModelError
from attribution.evaluation import untagged
from attribution.schema import Document
from attribution.tagging.backends import INT8_FILE, SENTENCE_FIELDS, TOKEN_FIELDS, choose_backend
from attribution.tagging.export import export_onnx
from attribution.tagging.tagger import AttributionTagger
from tests.tiny import tiny_tagger

pytestmark = [pytest.mark.model, pytest.mark.filterwarnings("ignore")]  # exporters warn about themselves
LONG = "The army denied it. " * 12


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("models") / "tiny"
    tiny_tagger().save_pretrained(path)
    export_onnx(path, path / INT8_FILE)
    return path


def test_export_says_one_line_and_leaves_logging_as_it_was(folder: Path, tmp_path: Path) -> None:
    code = f"""
import logging
from attribution.cli import main
def settings():
    names = ("onnxruntime", "onnxscript", "onnx_ir", "torch.onnx", "fusion_skiplayernorm")
    return logging.getLogger().handlers, [logging.getLogger(name).level for name in (None, *names)]
before = settings()
main(["export", {str(folder)!r}, "--out", {str(tmp_path / "a.onnx")!r}])
assert settings() == before, settings()
"""
    made = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert made.stdout == ""
    [line] = made.stderr.splitlines()
    assert line.startswith(f"attribution: {tmp_path / 'a.onnx'}: ")


def documents(*texts: str) -> list[Document]:
    return untagged([Document(id=str(i), text=text) for i, text in enumerate(texts)])


def test_both_backends_say_nearly_the_same(folder: Path) -> None:
    [torch] = AttributionTagger.from_pretrained(folder, backend="torch", dtype="float32").logits(documents(LONG))
    [onnx] = AttributionTagger.from_pretrained(folder, backend="onnx").logits(documents(LONG))
    for name in (*TOKEN_FIELDS, *SENTENCE_FIELDS):
        np.testing.assert_allclose(getattr(onnx, name), getattr(torch, name), atol=0.05)


@pytest.mark.parametrize("backend", ["torch", "onnx"])
def test_what_else_is_in_the_batch_changes_nothing(folder: Path, backend: str) -> None:
    tagger = AttributionTagger.from_pretrained(folder, backend=backend)
    [alone] = tagger.logits(documents("It rained."))
    together = tagger.logits(documents("It rained.", LONG))[0]
    np.testing.assert_allclose(
        together.sentence_logits, alone.sentence_logits, atol=1e-5 if backend == "onnx" else 0.02
    )


def test_onnx_is_chosen_where_the_file_is_and_torch_where_it_is_not(folder: Path, tmp_path: Path) -> None:
    assert choose_backend(folder, "auto", device="cpu") == "onnx"
    assert choose_backend(folder, "auto", device="cpu", dtype="float32") == "torch"
    assert choose_backend(tmp_path, "auto", device="cpu") == "torch"


def test_the_onnx_backend_loads_no_torch(folder: Path) -> None:
    code = f"""
import sys
from attribution.tagging.tagger import AttributionTagger
from attribution.documents import document_from_text
AttributionTagger.from_pretrained({str(folder)!r}, backend="onnx").predict([document_from_text("It rained.")])
print([name for name in ("torch", "transformers") if name in sys.modules])
"""
    made = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert made.stdout.strip() == "[]"


def test_a_folder_without_the_file_says_how_to_make_it(folder: Path, tmp_path: Path) -> None:
    tiny_tagger().save_pretrained(tmp_path)
    with pytest.raises(ModelError, match="make it with `attribution export"):
        AttributionTagger.from_pretrained(tmp_path, backend="onnx")


def test_a_file_of_other_weights_is_refused(folder: Path, tmp_path: Path) -> None:
    tiny_tagger(pair_size=8).save_pretrained(tmp_path)
    (tmp_path / INT8_FILE).write_bytes((folder / INT8_FILE).read_bytes())
    with pytest.raises(ModelError, match="is of other weights"):
        AttributionTagger.from_pretrained(tmp_path, backend="onnx")


def test_an_unknown_backend_is_an_error(folder: Path) -> None:
    with pytest.raises(InputError, match="backend must be one of auto, torch, compiled, onnx"):
        AttributionTagger.from_pretrained(folder, backend="tpu")


def test_the_network_cannot_be_looked_into_in_onnx(folder: Path) -> None:
    with pytest.raises(InputError, match="backend='torch'"):
        AttributionTagger.from_pretrained(folder, backend="onnx").model  # noqa: B018


def test_the_settings_are_those_of_the_configuration(folder: Path) -> None:
    tagger = AttributionTagger.from_pretrained(folder, backend="onnx")
    assert (
        tagger.backend.settings.hidden_size
        == json.loads((folder / "config.json").read_text())["encoder"]["hidden_size"]
    )


def test_fused_kernels_say_nearly_the_same(folder: Path) -> None:
    plain, fused = (AttributionTagger.from_pretrained(folder, backend=b, device="cpu") for b in ("torch", "compiled"))
    [expected], [found] = plain.logits(documents(LONG)), fused.logits(documents(LONG))
    np.testing.assert_allclose(found.sentence_logits, expected.sentence_logits, atol=0.05)


def test_fused_kernels_need_a_compiler(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(InputError, match=r"needs a C\+\+ compiler"):
        AttributionTagger.from_pretrained(folder, backend="compiled")


def test_loading_shows_no_bar_and_leaves_that_of_others(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    from transformers.utils import logging

    logging.enable_progress_bar()
    AttributionTagger.from_pretrained(folder, backend="torch")
    assert "Loading weights" not in capfd.readouterr().err
    assert logging.is_progress_bar_enabled()
