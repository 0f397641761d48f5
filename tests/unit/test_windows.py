import numpy as np
import pytest

from attribution.documents import document_from_text
from attribution.encoding import batch_windows, load_tokenizer, make_windows
from attribution.errors import ModelError
from attribution.schema import Document, Sentence
from tests.tiny import tiny_tokenizer

TEXT = "The army denied it. “Nothing was hit,” it said. A witness saw smoke. Rebels blamed the army. Nobody came."


def article(text: str = TEXT) -> Document:
    return document_from_text(text, id="a")


def test_every_token_of_the_article_is_owned_by_exactly_one_window() -> None:
    document = article()
    windows = list(make_windows(document, 0, tiny_tokenizer(), max_tokens=40, context_tokens=20))
    own = np.concatenate([w.offsets[w.sentence_ids >= w.n_context] for w in windows])
    whole = next(make_windows(document, 0, tiny_tokenizer(), max_tokens=4000))
    assert len(windows) > 1
    assert own.tolist() == whole.offsets[whole.sentence_ids >= 0].tolist()


def test_offsets_slice_the_text_of_their_sentence() -> None:
    document = article()
    for window in make_windows(document, 0, tiny_tokenizer(), max_tokens=40, context_tokens=20):
        for (start, end), local in zip(window.offsets, window.sentence_ids, strict=True):
            if local >= 0:
                sentence = document.sentences[window.sentences[local]]
                assert sentence.start_char <= start < end <= sentence.end_char


def test_no_window_is_longer_than_allowed() -> None:
    windows = make_windows(article(), 0, tiny_tokenizer(), max_tokens=40, context_tokens=20)
    assert all(len(w.input_ids) <= 40 for w in windows)


def test_later_windows_begin_with_sentences_of_the_window_before() -> None:
    first, second, *_ = make_windows(article(), 0, tiny_tokenizer(), max_tokens=64, context_tokens=40)
    assert second.n_context > 0
    assert second.sentences[0] in first.sentences


def test_a_sentence_longer_than_a_window_is_cut_and_counted() -> None:
    text = "a" * 100
    document = Document(id="a", text=text, sentences=(Sentence(0, 100, text),))
    [window] = make_windows(document, 0, tiny_tokenizer(), max_tokens=40)
    assert len(window.input_ids) == 40
    assert window.n_truncated == 100 - 38


def test_a_document_without_sentences_has_no_windows() -> None:
    assert list(make_windows(Document(id="a", text=""), 0, tiny_tokenizer())) == []


def test_the_title_belongs_to_no_sentence() -> None:
    document = document_from_text("It denied it.", id="a", title="Army denies")
    [window] = make_windows(document, 0, tiny_tokenizer(), max_tokens=100)
    n_title = len("armydenies") + 2
    assert window.sentence_ids[:n_title].tolist() == [-1] * n_title
    assert (window.offsets[window.sentence_ids < 0] == -1).all()


def test_batches_hold_every_window_once_and_no_more_tokens_than_the_budget() -> None:
    windows = list(make_windows(article(TEXT * 5), 0, tiny_tokenizer(), max_tokens=40, context_tokens=0))
    batches = list(batch_windows(windows, batch_size=3))
    assert sorted(w.sentences for b in batches for w in b.windows) == sorted(w.sentences for w in windows)
    assert all(b.input_ids.size <= 3 * 40 for b in batches)
    assert all((b.sentence_ids[b.attention_mask == 0] == -1).all() for b in batches)


def test_a_lone_surrogate_is_read_as_one_character() -> None:
    text = "It \ud800 said"
    document = Document(id="a", text=text, sentences=(Sentence(0, len(text), text),))
    [window] = make_windows(document, 0, tiny_tokenizer(), max_tokens=40)
    assert window.offsets.max() == len(text)


def test_a_folder_without_tokenizer_is_refused(tmp_path) -> None:
    with pytest.raises(ModelError, match=r"tokenizer\.json is missing"):
        load_tokenizer(tmp_path)


def test_a_broken_tokenizer_is_refused(tmp_path) -> None:
    (tmp_path / "tokenizer.json").write_text("{")
    with pytest.raises(ModelError, match="is not a tokenizer"):
        load_tokenizer(tmp_path)
