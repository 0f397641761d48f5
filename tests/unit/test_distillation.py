from pathlib import Path

import numpy as np
import pytest
import torch

from attribution.encoding import make_windows
from attribution.errors import RecipeError
from attribution.schema import Document
from attribution.tagging.network import N_TYPES, TaggerOutput
from attribution.training.data import article_document, article_rows
from attribution.training.distillation import soft_attribute_loss, soft_role_loss, soft_targets, soft_type_loss
from attribution.training.trainer import Collator
from tests.tiny import tiny_tagger, tiny_tokenizer

ARTICLE = {
    "id": "a",
    "text": "The army denied it. Nothing was hit.",
    "roles": "none",
    "sentences": [
        {"start_char": 0, "end_char": 19, "attributions": None},
        {"start_char": 20, "end_char": 36, "attributions": None},
    ],
}


def windows_of(document: Document) -> list:  # type: ignore[type-arg]
    return list(make_windows(document, 0, tiny_tokenizer()))


def test_soft_targets_are_the_teachers_logits_in_order_and_are_kept(tmp_path: Path) -> None:
    teacher = tiny_tagger()
    document = article_document(ARTICLE)
    windows = windows_of(document) * 2
    found = soft_targets(windows, tiny_tokenizer(), teacher, tmp_path / "soft.npz")
    assert found.roles.shape == (2 * len(windows[0].input_ids), 7)
    assert found.sentences.shape == (4, 15)
    [logits] = teacher.logits([document])
    np.testing.assert_allclose(found.sentences[:2], logits.sentence_logits, atol=0.01)
    teacher.backend = None  # type: ignore[assignment]
    again = soft_targets(windows, tiny_tokenizer(), teacher, tmp_path / "soft.npz")
    np.testing.assert_array_equal(again.tokens, found.tokens)


def test_a_teacher_that_reads_other_tokens_is_refused(tmp_path: Path) -> None:
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel

    teacher = tiny_tagger()
    teacher.tokenizer = Tokenizer(WordLevel({"[UNK]": 0, "army": 1}, unk_token="[UNK]"))
    with pytest.raises(RecipeError, match=r"teacher\.model must cut text into the student's tokens"):
        soft_targets(windows_of(article_document(ARTICLE)), tiny_tokenizer(), teacher, tmp_path / "soft.npz")


def test_the_soft_losses_are_least_where_the_student_says_what_the_teacher_says(tmp_path: Path) -> None:
    student = tiny_tagger()
    rows = list(article_rows([ARTICLE], student.tokenizer))
    for row in rows:
        row |= {"first_sentence": 0, "first_token": 0}
    soft = soft_targets([row["window"] for row in rows], student.tokenizer, student, tmp_path / "soft.npz")
    batch = Collator(soft=soft)(rows)
    output = student.model(batch["input_ids"], batch["attention_mask"], batch["sentence_ids"], 2)

    def losses(output: TaggerOutput) -> torch.Tensor:
        types = soft_type_loss(output.sentence_logits, batch["soft_sentences"], batch["soft_known"])
        roles = soft_role_loss(output.role_logits, batch["soft_roles"], batch["sentence_ids"] >= 0)
        return torch.stack([types, roles, soft_attribute_loss(output, batch)])

    noisy = output._replace(
        role_logits=output.role_logits + torch.randn_like(output.role_logits),
        token_logits=output.token_logits + torch.randn_like(output.token_logits),
        sentence_logits=output.sentence_logits + torch.randn_like(output.sentence_logits),
    )
    assert (losses(output) < losses(noisy)).all()
    assert batch["soft_sentences"].shape[-1] > N_TYPES
