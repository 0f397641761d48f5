import gzip
import json
import sys
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest
import torch

from attribution.errors import InputError
from attribution.training.answers import answer_about, answers_by, read_answers, write_answers
from attribution.training.data import article_document, article_rows
from attribution.training.loss import LossWeights, soft_type_loss, tagging_loss
from attribution.training.trainer import Collator
from tests.tiny import tiny_tagger

ARTICLE = {
    "id": "a",
    "text": "The army denied it. Nothing was hit.",
    "roles": "none",
    "sentences": [
        {"start_char": 0, "end_char": 19, "attributions": None},
        {"start_char": 20, "end_char": 36, "attributions": None},
    ],
}


def test_answers_come_back_from_their_file_to_a_sixteenth(tmp_path: Path) -> None:
    teacher = tiny_tagger()
    write_answers(tmp_path / "answers.jsonl.gz", answers_by(teacher, [ARTICLE]))
    found = answer_about(ARTICLE, read_answers(tmp_path / "answers.jsonl.gz"))
    [logits] = teacher.logits([article_document(ARTICLE)])
    np.testing.assert_allclose(found, logits.sentence_logits[:, :6], atol=1 / 16)


def test_nothing_was_said_about_an_article_that_is_cut_otherwise() -> None:
    said = answers_by(tiny_tagger(), [ARTICLE])
    other = {**ARTICLE, "sentences": [{"start_char": 0, "end_char": 36, "attributions": None}]}
    assert np.isnan(answer_about(other, said)).all()
    assert answer_about(other, said).shape == (1, 6)


@pytest.mark.parametrize("line", [{"sha256": "0"}, {"sha256": "0", "type_logits": [[1, 2]]}, 3])
def test_a_line_that_is_no_answer_is_named(tmp_path: Path, line: object) -> None:
    path = tmp_path / "answers.jsonl.gz"
    path.write_bytes(gzip.compress(json.dumps(line).encode()))
    with pytest.raises(InputError, match=r"answers\.jsonl\.gz:1: must be an answer with sha256 and type_logits"):
        read_answers(path)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"cannot be read from \S+none\.jsonl\.gz"):
        read_answers(tmp_path / "none.jsonl.gz")


def test_a_file_that_was_cut_off_is_named(tmp_path: Path) -> None:
    path = tmp_path / "answers.jsonl.gz"
    path.write_bytes(gzip.compress(b"{}" * 100)[:-9])
    with pytest.raises(InputError, match=r"cannot be read from \S+answers\.jsonl\.gz"):
        read_answers(path)


def test_only_sentences_that_were_answered_about_teach() -> None:
    tagger = tiny_tagger()
    rows = [dict(row, first_sentence=0) for row in article_rows([ARTICLE], tagger.tokenizer)]

    def taught(answers: list[list[float]]) -> float:
        rows[0]["soft_types"] = answers
        batch = Collator()(rows)
        output = tagger.model(batch["input_ids"], batch["attention_mask"], batch["sentence_ids"], 2)
        weights, rarity = LossWeights(embedding=0.0), torch.ones(6)
        return float(tagging_loss(output, batch, weights, rarity, transitions=tagger.model.role_transitions).detach())

    unknown = [float("nan")] * 6
    assert taught([unknown, unknown]) == 0.0  # nothing else is annotated
    [logits] = tagger.logits([article_document(ARTICLE)])
    own = logits.sentence_logits[0, :6].tolist()
    assert 0.0 < taught([own, unknown]) < taught([[-x for x in own], unknown])


def test_the_loss_is_least_where_the_student_says_what_the_teacher_says() -> None:
    teacher, known = 3 * torch.randn(2, 5, 6), torch.ones(2, 5, dtype=torch.bool)
    same, other = (soft_type_loss(own, teacher, known) for own in (teacher, teacher + torch.randn_like(teacher)))
    assert same < other


def test_of_several_taggers_the_mean_is_written_and_what_is_there_is_not_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    teach = import_module("training.teach")
    monkeypatch.setattr(teach, "OWN_TEXTS", [])
    (tmp_path / "articles.jsonl").write_text(json.dumps(ARTICLE) + "\n")
    first, second = tiny_tagger(), tiny_tagger()
    with torch.no_grad():
        list(second.model.sentence_head.parameters())[-1].add_(2)
    for name, tagger in (("first", first), ("second", second)):
        tagger.save_pretrained(tmp_path / name)
    out = tmp_path / "answers.jsonl.gz"

    def asked(*options: str) -> np.ndarray:
        argv = ["teach.py", "--data-dir", str(tmp_path), "--files", "articles", "--out", str(out), *options]
        monkeypatch.setattr(sys, "argv", argv)
        assert teach.main() == 0
        return answer_about(ARTICLE, read_answers(out))

    alone = asked("--teacher", str(tmp_path / "first"))
    np.testing.assert_allclose(
        asked("--teacher", str(tmp_path / "first"), str(tmp_path / "second")), alone + 1, atol=0.2
    )
    kept = asked("--teacher", str(tmp_path / "first"), "--resume")
    np.testing.assert_allclose(kept, alone + 1, atol=0.2)
