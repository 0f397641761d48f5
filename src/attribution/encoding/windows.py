"""Articles as windows of consecutive sentences, each token knowing its characters and its sentence.

A window is ``[CLS] title [SEP] sentences [SEP]``. Windows after an article's first begin with the last sentences
of the window before as context: they are encoded again so that "he" can be read, and read off only once.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tokenizers import Encoding, Tokenizer

from attribution.errors import ModelError
from attribution.schema import Document

__all__ = [
    "Batch",
    "Window",
    "batch_windows",
    "first_token_id",
    "last_token_id",
    "load_tokenizer",
    "make_windows",
    "pad_windows",
    "tokenise",
]

_MOST_PADDING = 128
IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Window:
    """Consecutive sentences of one document as tokens.

    ``input_ids`` and ``sentence_ids`` have shape [tokens]; ``sentence_ids`` counts from 0 within the window and is
    -1 for special and title tokens. ``offsets`` has shape [tokens, 2], characters of the document, (-1, -1) where
    ``sentence_ids`` is -1. ``sentences`` are the document's sentence indices; the first ``n_context`` of them belong
    to the window before and are only context here.
    """

    document: int
    sentences: tuple[int, ...]
    n_context: int
    input_ids: IntArray
    sentence_ids: IntArray
    offsets: IntArray
    n_truncated: int


@dataclass(frozen=True, slots=True)
class Batch:
    """Padded windows: int64 arrays of shape [windows, tokens] and the windows themselves."""

    windows: tuple[Window, ...]
    input_ids: IntArray
    attention_mask: IntArray
    sentence_ids: IntArray


def load_tokenizer(folder: Path) -> Tokenizer:
    """Read ``tokenizer.json`` with padding and truncation off: windows do both.

    Raises
    ------
    ModelError
        When the file is missing or is not a tokenizer.
    """
    path = folder / "tokenizer.json"
    if not path.is_file():
        raise ModelError(f"{folder} must hold a model, but tokenizer.json is missing; train one or name another folder")
    try:
        tokenizer: Tokenizer = Tokenizer.from_file(str(path))
    except Exception as error:  # the Rust binding raises bare Exception
        raise ModelError(f"{path} is not a tokenizer: {error}") from error
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def tokenise(texts: Sequence[str], tokenizer: Tokenizer) -> list[Encoding]:
    """Encode texts without special tokens; a lone surrogate is read as U+FFFD, which has the same length."""
    clean = [text.encode("utf-16", "surrogatepass").decode("utf-16", "replace") for text in texts]
    return list(tokenizer.encode_batch(clean, add_special_tokens=False))


def make_windows(
    document: Document, index: int, tokenizer: Tokenizer, *, max_tokens: int = 512, context_tokens: int = 128
) -> Iterator[Window]:
    """Yield the windows of one document; none for a document without sentences.

    A sentence that alone exceeds a window is cut, and ``n_truncated`` counts the tokens that were left out.
    """
    if not document.sentences:
        return
    title, *encoded = tokenise([document.title or "", *(s.text for s in document.sentences)], tokenizer)
    prefix = [first_token_id(tokenizer)]
    separator = last_token_id(tokenizer)
    if title.ids:
        prefix += [*title.ids[: max_tokens // 8], separator]
    room = max_tokens - len(prefix) - 1
    lengths = [min(len(e.ids), room) for e in encoded]
    for context, first, last in _ranges(lengths, room, context_tokens):
        chosen = range(context, last)
        n_truncated = sum(len(encoded[i].ids) - lengths[i] for i in range(first, last))
        yield _window(document, index, encoded, chosen, first - context, prefix, separator, room, n_truncated)


def _ranges(lengths: list[int], room: int, context_tokens: int) -> Iterator[tuple[int, int, int]]:
    """Yield (first context sentence, first own sentence, one past the last sentence)."""
    first = 0
    while first < len(lengths):
        context, used = first, 0
        while context > 0 and used + lengths[context - 1] <= min(context_tokens, room - lengths[first]):
            context -= 1
            used += lengths[context]
        last = first
        while last < len(lengths) and used + lengths[last] <= room:
            used += lengths[last]
            last += 1
        yield context, first, last
        first = last


def _window(
    document: Document,
    index: int,
    encoded: list[Encoding],
    chosen: range,
    n_context: int,
    prefix: list[int],
    separator: int,
    room: int,
    n_truncated: int,
) -> Window:
    ids, sentence_ids = list(prefix), [-1] * len(prefix)
    offsets = [(-1, -1)] * len(prefix)
    for local, i in enumerate(chosen):
        start = document.sentences[i].start_char
        piece = encoded[i].ids[:room]
        ids += piece
        sentence_ids += [local] * len(piece)
        offsets += [(start + a, start + b) for a, b in encoded[i].offsets[:room]]
    return Window(
        document=index,
        sentences=tuple(chosen),
        n_context=n_context,
        input_ids=np.array([*ids, separator], np.int64),
        sentence_ids=np.array([*sentence_ids, -1], np.int64),
        offsets=np.array([*offsets, (-1, -1)], np.int64),
        n_truncated=n_truncated,
    )


def first_token_id(tokenizer: Tokenizer) -> int:
    """Id of the token that opens a text."""
    return _token_id(tokenizer, "[CLS]", "<s>")


def last_token_id(tokenizer: Tokenizer) -> int:
    """Id of the token that closes a text."""
    return _token_id(tokenizer, "[SEP]", "</s>")


def _token_id(tokenizer: Tokenizer, *names: str) -> int:
    for name in names:
        token = tokenizer.token_to_id(name)
        if token is not None:
            return int(token)
    raise ModelError(f"the tokenizer must know one of {', '.join(names)}; use a BERT- or RoBERTa-like encoder")


def batch_windows(windows: Sequence[Window], *, batch_size: int = 16, pad_id: int = 0) -> Iterator[Batch]:
    """Group windows of like length; ``batch_size`` full windows set the number of padded tokens in a batch.

    Longest first, so that a run that does not fit in memory fails at once. A window that would need more than
    128 tokens of padding begins a new batch: one more pass costs less.
    """
    budget = batch_size * max((len(w.input_ids) for w in windows), default=0)
    group: list[Window] = []
    for window in sorted(windows, key=lambda w: -len(w.input_ids)):
        longest = len(group[0].input_ids) if group else 0
        if group and ((len(group) + 1) * longest > budget or longest - len(window.input_ids) > _MOST_PADDING):
            yield pad_windows(group, pad_id)
            group = []
        group.append(window)
    if group:
        yield pad_windows(group, pad_id)


def pad_windows(windows: Sequence[Window], pad_id: int = 0) -> Batch:
    """Stack windows, padded on the right to the longest."""
    shape = (len(windows), max(len(w.input_ids) for w in windows))
    input_ids = np.full(shape, pad_id, np.int64)
    sentence_ids = np.full(shape, -1, np.int64)
    mask = np.zeros(shape, np.int64)
    for row, window in enumerate(windows):
        n = len(window.input_ids)
        input_ids[row, :n], sentence_ids[row, :n], mask[row, :n] = window.input_ids, window.sentence_ids, 1
    return Batch(tuple(windows), input_ids, mask, sentence_ids)
