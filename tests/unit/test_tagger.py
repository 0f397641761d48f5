from pathlib import Path

import numpy as np
import pytest
import torch

from attribution.documents import document_from_text
from attribution.errors import InputError, ModelError
from attribution.schema import Document
from attribution.tagging.models import model_folder
from attribution.tagging.tagger import AttributionTagger
from tests.tiny import tiny_tagger

pytestmark = pytest.mark.model
ARTICLE = document_from_text("The army denied it. Nothing was hit. A witness saw smoke over the depot at dawn.", id="a")
OTHER = document_from_text("It is so. " * 30, id="b")


def test_every_sentence_gets_labels_and_seven_probabilities() -> None:
    [document] = tiny_tagger().predict([ARTICLE])
    assert all(s.labels and len(s.probs) == 7 for s in document.sentences)


def test_labels_do_not_depend_on_what_else_is_in_the_batch() -> None:
    tagger = tiny_tagger()
    alone, together = tagger.logits([ARTICLE])[0], tagger.logits([OTHER, ARTICLE, OTHER])[1]
    np.testing.assert_allclose(alone.sentence_logits, together.sentence_logits, atol=1e-5)


def test_documents_come_back_in_order_and_skipped_ones_as_they_are() -> None:
    skipped = Document(id="s", text="Bonjour.", skipped="language: fr")
    found = tiny_tagger().predict([OTHER, skipped, ARTICLE])
    assert [d.id for d in found] == ["b", "s", "a"]
    assert found[1] is skipped


def test_embeddings_have_unit_length_and_one_row_a_sentence() -> None:
    _, [rows] = tiny_tagger().predict_embedded([ARTICLE])
    assert rows.shape == (3, 8)
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)


def test_no_texts_give_no_embeddings() -> None:
    assert tiny_tagger().embed([]).shape == (0, 8)


def test_a_saved_tagger_says_the_same_when_loaded(tmp_path: Path) -> None:
    tagger = tiny_tagger()
    tagger.model.to(torch.bfloat16).to(torch.float32)
    tagger.save_pretrained(tmp_path)
    loaded = AttributionTagger.from_pretrained(tmp_path, device="cpu", dtype="float32")
    before, after = tagger.logits([ARTICLE])[0], loaded.logits([ARTICLE])[0]
    np.testing.assert_allclose(before.sentence_logits, after.sentence_logits, atol=1e-4)
    assert len(loaded.digest) == 64


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="there is no model folder"):
        AttributionTagger.from_pretrained(tmp_path / "none")


def test_a_folder_without_weights_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"must hold config\.json and model\.safetensors"):
        AttributionTagger.from_pretrained(tmp_path)


def test_corrupt_weights_are_refused_in_one_line(tmp_path: Path) -> None:
    tiny_tagger().save_pretrained(tmp_path)
    (tmp_path / "model.safetensors").write_bytes(b"not weights")
    with pytest.raises(ModelError, match="must hold a whole model") as caught:
        AttributionTagger.from_pretrained(tmp_path)
    assert "\n" not in str(caught.value)


def test_an_unknown_number_format_is_refused(tmp_path: Path) -> None:
    tiny_tagger().save_pretrained(tmp_path)
    with pytest.raises(InputError, match="dtype must be auto"):
        AttributionTagger.from_pretrained(tmp_path, dtype="int3")


def test_a_name_near_a_shipped_one_is_suggested() -> None:
    with pytest.raises(ModelError, match="Did you mean 'news-minilm'"):
        model_folder("news-minilmm")


def test_an_exact_copy_gets_exactly_the_same_logits() -> None:
    tagger = tiny_tagger()
    texts = ("The army denied it. Nothing was hit.", "It rained.", "The army denied it. Nothing was hit.")
    first, _, copy = tagger.logits([document_from_text(text, id=str(i)) for i, text in enumerate(texts)])
    assert (first.sentence_logits == copy.sentence_logits).all()
    assert (first.role_logits == copy.role_logits).all()
