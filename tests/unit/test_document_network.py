"""Where whole articles stand towards a headline."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from attribution.errors import ModelError
from attribution.evaluation.predictions import pair_stances
from attribution.evaluation.rumours import StancePair
from attribution.judging import DocumentReading, read_together
from attribution.labels import LABELS, Stance
from attribution.stance.documents import POOLED
from attribution.tagging.backends import DOCUMENT_FILE, STANCE_FILE, StanceReading
from attribution.tagging.document_network import DocumentNetwork, DocumentNetworks, load_documents, save_documents
from attribution.tagging.models import file_digest
from attribution.tagging.stance_network import save_stance
from attribution.tagging.tagger import AttributionTagger
from attribution.training.documents import train_documents
from tests.fakes import FakeTagger, article, tagged
from tests.tiny import tiny_tagger
from tests.unit.test_stance_network import changed_network

pytestmark = pytest.mark.model
CLAIM = "The Norvik depot was hit"


def readings(n: int, seed: int = 0) -> tuple[list[DocumentReading], np.ndarray, np.ndarray]:
    """Articles whose stance the greatest state of their second sentence tells."""
    draw = np.random.default_rng(seed)
    made, stances = [], draw.integers(0, 4, n)
    for stance in stances:
        rows = int(draw.integers(2, 40))
        states = draw.normal(size=(rows, 6)) / 4
        states[1, stance] = 3.0
        made.append(DocumentReading(draw.normal(size=(rows, 4)), states, np.full((rows, 8), 0.1)))
    return made, draw.normal(size=(n, 3)), stances


def test_training_finds_the_sentence_that_tells() -> None:
    read, features, stances = readings(400)
    network = train_documents(read, features, stances, [str(i // 2) for i in range(400)], epochs=20, members=2)
    others, of_others, expected = readings(80, seed=1)
    probs = network.predict(others, of_others)
    np.testing.assert_allclose(probs.sum(1), 1, rtol=1e-5)
    assert (probs.argmax(1) == expected).mean() > 0.9


def test_an_article_is_read_the_same_among_others() -> None:
    read, features, _ = readings(5)
    torch.manual_seed(0)
    network = DocumentNetworks([DocumentNetwork(6, 3), DocumentNetwork(6, 3)]).eval()
    together = network.predict(read, features)
    alone = np.concatenate([network.predict([r], features[[i]]) for i, r in enumerate(read)])
    np.testing.assert_allclose(together, alone, atol=1e-6)
    assert network.predict([], features[:0]).shape == (0, len(Stance))


def test_it_is_read_as_it_was_written_and_only_beside_its_stance_network(tmp_path: Path) -> None:
    read, features, _ = readings(5)
    members = [DocumentNetwork(6, 3, size=8, queries=2) for _ in range(2)]
    network = DocumentNetworks(members).to(torch.bfloat16).float().eval()
    save_documents(network, tmp_path / "file", stance_digest="a")
    again = load_documents(tmp_path / "file", stance_digest="a")
    assert again is not None
    np.testing.assert_allclose(again.predict(read, features), network.predict(read, features), atol=1e-6)
    assert load_documents(tmp_path / "file", stance_digest="b") is None
    assert load_documents(tmp_path / "missing", stance_digest="a") is None


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"no weights")
    with pytest.raises(ModelError, match="file must hold networks"):
        load_documents(tmp_path / "file", stance_digest="a")


class Reader(FakeTagger):
    """Reads every sentence that it is asked about the same."""

    def read_stance(self, pairs):
        return [StanceReading(np.ones((len(texts), 4)), np.ones((len(texts), 6))) for _, texts in pairs]


def test_only_articles_near_enough_are_read_and_each_sentence_once() -> None:
    document = tagged(article("The army said the Norvik depot was hit.", "Rain fell.", "Rain fell."))
    tagger, claims = Reader(), [CLAIM, "Prices rose in May"]
    vectors = tagger.embed([s.text for s in document.sentences])
    [(at, reading)] = read_together(tagger, claims, tagger.embed(claims), document, vectors).items()
    assert (at, reading.logits.shape, reading.about.shape) == (0, (2, 4), (2, 1 + len(LABELS)))
    skipped = replace(document, skipped="empty")
    assert read_together(tagger, claims, tagger.embed(claims), skipped, vectors) == {}


def test_pairs_are_decided_by_the_network_of_documents_where_the_model_has_one(tmp_path: Path) -> None:
    tiny = tiny_tagger()
    tiny.save_pretrained(tmp_path)
    digest = file_digest(tmp_path / "model.safetensors")
    save_stance(changed_network(tiny.model.encoder), tmp_path / STANCE_FILE, weights_digest=digest)
    pair = StancePair(CLAIM, article(f"{CLAIM}.", "It was not."), Stance.SUPPORTS, "")
    without, decided = pair_stances([pair], AttributionTagger.from_pretrained(tmp_path))
    assert decided.tolist() != [-1]
    torch.manual_seed(2)
    save_documents(
        DocumentNetworks([DocumentNetwork(4, len(POOLED))]),
        tmp_path / DOCUMENT_FILE,
        stance_digest=file_digest(tmp_path / STANCE_FILE),
    )
    probs, decided = pair_stances([pair], AttributionTagger.from_pretrained(tmp_path))
    assert decided.tolist() == [-1]
    assert not np.allclose(probs, without)
