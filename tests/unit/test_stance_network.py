from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from attribution.errors import InputError, ModelError
from attribution.judging import judge
from attribution.pipeline import score_claims
from attribution.schema import Claim
from attribution.stance.joint import Joint
from attribution.tagging.backends import INT8_FILE, STANCE_FILE, STANCE_INT8_FILE
from attribution.tagging.export import export_onnx
from attribution.tagging.models import file_digest
from attribution.tagging.stance_network import StanceNetwork, load_stance, save_stance
from attribution.tagging.tagger import AttributionTagger
from attribution.training.stances import (
    StanceExample,
    StanceRecipe,
    predict_examples,
    read_stories,
    stance_scores,
    train_stance,
)
from tests.fakes import FakeTagger, article, tagged
from tests.tiny import tiny_tagger, tiny_tokenizer

pytestmark = pytest.mark.model
QUICK = StanceRecipe(epochs=20, learning_rate=1e-2, head_learning_rate=1e-2, batch_tokens=256)
PAIRS = [("The depot was hit", ["The army denied it.", "Nothing was hit."]), ("Rain fell", ["It was dry."])]


def changed_network(encoder: torch.nn.Module) -> StanceNetwork:
    torch.manual_seed(1)
    network = StanceNetwork(encoder, rank=2, head_size=4)
    for name, weight in network.named_parameters():
        if name.endswith(".up"):
            torch.nn.init.normal_(weight, std=0.5)
    return network.eval()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    tagger = tiny_tagger()
    tagger.save_pretrained(tmp_path)
    digest = file_digest(tmp_path / "model.safetensors")
    save_stance(changed_network(tagger.model.encoder), tmp_path / STANCE_FILE, weights_digest=digest)
    return tmp_path


def inputs() -> dict[str, torch.Tensor]:
    ids = torch.tensor([[2, 5, 6, 3, 7, 8, 9, 3]])
    return {
        "input_ids": ids,
        "attention_mask": torch.ones_like(ids),
        "sentence_ids": torch.tensor([[-1, -1, -1, -1, 0, 0, 1, -1]]),
    }


def test_changes_begin_at_nothing_and_leave_the_tagger_alone() -> None:
    encoder = tiny_tagger().model.encoder.eval()
    network = StanceNetwork(encoder, rank=2, head_size=4).eval()
    given = {key: inputs()[key] for key in ("input_ids", "attention_mask")}
    before = encoder(**given).last_hidden_state
    torch.testing.assert_close(network.encoder(**given).last_hidden_state, before)
    changed_network(encoder)
    torch.testing.assert_close(encoder(**given).last_hidden_state, before)


def test_merged_changes_do_the_same() -> None:
    network = changed_network(tiny_tagger().model.encoder)
    before = network(**inputs())
    torch.testing.assert_close(network.merged()(**inputs()), before, atol=1e-5, rtol=1e-4)


def test_the_embeddings_are_shared_with_the_tagger() -> None:
    encoder = tiny_tagger().model.encoder
    assert changed_network(encoder).encoder.get_input_embeddings() is encoder.get_input_embeddings()


def test_stances_are_probabilities_of_each_sentence(folder: Path) -> None:
    first, second = AttributionTagger.from_pretrained(folder, device="cpu").predict_stance(PAIRS)
    assert first.shape == (2, 4)
    assert second.shape == (1, 4)
    np.testing.assert_allclose(first.sum(1), 1, atol=1e-5)


def test_long_articles_are_read_in_windows_and_each_sentence_once(folder: Path) -> None:
    tagger = AttributionTagger.from_pretrained(folder, device="cpu")
    [probs] = tagger.predict_stance([("The depot was hit", ["The army denied that it was hit."] * 12)])
    assert probs.shape == (12, 4)
    assert np.isfinite(probs).all()


def test_a_tagger_without_such_a_network_says_that_it_cannot() -> None:
    tagger = tiny_tagger()
    assert tagger.predict_stance(PAIRS) is None
    with pytest.raises(InputError, match="has not learned stances"):
        tagger.backend.stances([], batch_size=1)


def test_changes_to_other_weights_are_refused(folder: Path) -> None:
    save_stance(changed_network(tiny_tagger().model.encoder), folder / STANCE_FILE, weights_digest="of another model")
    with pytest.raises(ModelError, match="is of other weights"):
        AttributionTagger.from_pretrained(folder, device="cpu").predict_stance(PAIRS)


def test_what_is_saved_says_the_same_when_loaded(tmp_path: Path) -> None:
    encoder = tiny_tagger().model.encoder
    network = changed_network(encoder)
    save_stance(network, tmp_path / STANCE_FILE, weights_digest="a")
    loaded = load_stance(tmp_path / STANCE_FILE, encoder, weights_digest="a")
    torch.testing.assert_close(loaded(**inputs()), network(**inputs()), atol=0.05, rtol=0.05)


@pytest.mark.filterwarnings("ignore")  # exporters warn about themselves
def test_both_backends_say_nearly_the_same(folder: Path) -> None:
    export_onnx(folder, folder / INT8_FILE)
    assert (folder / STANCE_INT8_FILE).is_file()
    exported = AttributionTagger.from_pretrained(folder, backend="onnx").predict_stance(PAIRS)
    plain = AttributionTagger.from_pretrained(folder, backend="torch", dtype="float32").predict_stance(PAIRS)
    for one, other in zip(exported, plain, strict=True):
        np.testing.assert_allclose(one, other, atol=0.05)
    (folder / STANCE_INT8_FILE).unlink()
    with pytest.raises(ModelError, match=r"has no stance\.int8\.onnx"):
        AttributionTagger.from_pretrained(folder, backend="onnx").predict_stance(PAIRS)


class Certain(FakeTagger):
    """Says of every sentence that it supports, and counts what it was asked."""

    def __init__(self, support: float = 0.9) -> None:
        super().__init__()
        self.asked: list = []
        self.probs = np.array([support, 0.95 - support, 0.03, 0.02], np.float32)

    def predict_stance(self, pairs):
        self.asked += pairs
        return [np.tile(self.probs, (len(texts), 1)) for _, texts in pairs]


def judged(tagger: FakeTagger, claims: list[str], *documents):
    given = [Claim(str(i), text) for i, text in enumerate(claims)]
    return judge(
        tagger, given, tagger.embed(claims), documents, [tagger.embed([s.text for s in d.sentences]) for d in documents]
    )


def test_copies_are_read_once_and_articles_about_something_else_not_at_all() -> None:
    tagger, one = Certain(), article("The Norvik depot was hit.", "It burnt all night.")
    found = judged(tagger, ["The Norvik depot was hit"], one, replace(one, id="copy"), article("Prices rose in May."))
    assert len(tagger.asked) == 1
    np.testing.assert_array_equal(found[0], found[1])
    assert np.isnan(found[2]).all()


def test_a_sentence_that_an_article_repeats_is_read_once() -> None:
    tagger, document = Certain(), article("The Norvik depot was hit.", "It burnt.", "The Norvik depot was hit.")
    [found] = judged(tagger, ["The Norvik depot was hit"], document)
    assert tagger.asked == [("The Norvik depot was hit", ("The Norvik depot was hit.", "It burnt."))]
    assert found.shape == (1, 3, 4)
    assert np.isfinite(found).all()


def test_a_tagger_that_cannot_tell_judges_nothing() -> None:
    assert judged(FakeTagger(), ["The depot was hit"], article("The depot was hit.")) is None


def test_what_is_told_in_other_words_is_evidence_where_the_network_says_so() -> None:
    document = tagged(
        article("The army confirmed that the Norvik depot was hit.", "Rebels blamed a drone for the fire.")
    )
    claims, taggers = ["The Norvik depot was hit"], (FakeTagger(), Certain())
    without, beside = (score_claims(claims, [document], tagger=tagger)[0].evidence for tagger in taggers)
    assert [e.sentence_index for e in without] == [0]
    assert [(e.sentence_index, e.stance.value) for e in beside] == [(0, "supports"), (1, "supports")]


@pytest.mark.parametrize(("support", "stance"), [(0.9, "supports"), (0.3, "neutral")])
def test_what_an_article_says_itself_takes_a_side_only_where_that_is_sure(support: float, stance: str) -> None:
    document, claim = tagged(article("The Norvik arms depot was hit.")), ["The Norvik depot was hit"]
    [item] = score_claims(claim, [document], tagger=Certain(support))[0].evidence
    assert item.stance == stance


def test_the_joint_leaves_the_regression_where_the_network_was_not_asked() -> None:
    own = np.array([[0.6, 0.2, 0.1, 0.1]] * 2)
    network = np.array([[0.1, 0.7, 0.1, 0.1], [np.nan] * 4])
    joined = Joint(network=1.5).probs(own, network)
    np.testing.assert_allclose(joined.sum(1), 1)
    assert joined[0].argmax() == 1
    np.testing.assert_array_equal(joined[1], own[1])


def test_the_joint_is_read_as_it_was_written() -> None:
    assert Joint.from_dict(Joint(network=1.5).to_dict()) == Joint(network=1.5)
    assert Joint.from_dict({}) == Joint()


def examples() -> list[StanceExample]:
    yes, no = ("it was hit", "it burnt"), ("it was not so", "no, never")
    return [StanceExample(f"{i}", "hit", (a, b), (0, 1)) for i in range(8) for a in yes for b in no]


def test_training_learns_and_reports_its_steps() -> None:
    torch.manual_seed(0)
    network = StanceNetwork(tiny_tagger().model.encoder, rank=4, head_size=8)
    told: list[tuple[int, int, float]] = []
    train_stance(network, examples(), tiny_tokenizer(), QUICK, told=lambda *line: told.append(line))
    assert told[-1][0] == told[-1][1]
    assert stance_scores(examples(), predict_examples(network, examples(), tiny_tokenizer()))["accuracy"] > 0.9


def test_a_larger_networks_word_is_learned_where_nobody_judged() -> None:
    torch.manual_seed(0)
    network = StanceNetwork(tiny_tagger().model.encoder, rank=4, head_size=8)
    said = np.array([[0.05, 0.05, 0.05, 0.85]], np.float32)
    unjudged = [StanceExample("u", "hit", (text,), (-1,), said) for text in ("it was hit", "no") * 8]
    train_stance(network, unjudged, tiny_tokenizer(), QUICK)
    [probs] = predict_examples(network, unjudged[:1], tiny_tokenizer())
    assert probs[0, 3] == pytest.approx(0.85, abs=0.1)


def test_written_stories_give_headlines_alone_and_articles_whole() -> None:
    found = read_stories(Path("training/data/stances.jsonl"))
    assert sum(len(e.texts) for e in found) == 75_411
    assert all(len(e.texts) == len(e.stances) for e in found)
