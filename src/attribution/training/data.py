"""Annotated articles as rows of tokens and targets.

The form of a training file is JSON lines, one article each: ``id``, ``text``, optional ``title``, ``sentences``
(``start_char``, ``end_char``, ``attributions`` or null where the types are not annotated), optional ``relations``
(lists of ``source``, ``cue`` and ``content`` spans without types), and ``roles``, which says how far the spans are
annotated: ``"complete"``, ``"partial"`` (sources and cues, the default) or ``"none"``. Gold and authored articles
have attributions, PolNeAR has relations; both give one list of anchors. Spans are ``[start, end]`` or lists of them.
"""

import gzip
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from attribution.encoding import Window, make_windows
from attribution.errors import InputError
from attribution.labels import ROLES, AttributionType, SourceKind
from attribution.schema import Document, Sentence
from attribution.tagging.decoding import word_starts

__all__ = ["IGNORED", "UNTAGGED", "article_document", "article_rows", "as_spans", "read_articles"]

IGNORED = -100
"""A target that no loss reads."""
UNTAGGED = -1
"""A token that is neither source nor cue, but may be content: gold has no content spans."""

_TYPES = {str(name): i for i, name in enumerate(AttributionType)}
_KINDS = {str(name): i for i, name in enumerate(SourceKind)}


def read_articles(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the articles of a ``.jsonl`` or ``.jsonl.gz`` file.

    Raises
    ------
    InputError
        When the file is missing or a line is not an article; file and line are named.
    """
    if not path.is_file():
        raise InputError(f"training data {path} does not exist; training/README.md says how to prepare it")
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            try:
                article = json.loads(line)
                article["sentences"], article["text"]
            except (ValueError, KeyError, TypeError) as error:
                raise InputError(f"{path}:{number}: must be an article with text and sentences: {error}") from error
            yield article


def article_rows(
    articles: Iterable[dict[str, Any]], tokenizer: Tokenizer, *, max_tokens: int = 512, context_tokens: int = 128
) -> Iterator[dict[str, Any]]:
    """Yield one row a window: itself, its tokens, targets, and anchors as lists of token indices."""
    for article in articles:
        document = article_document(article)
        anchors = list(_anchors(article))
        for window in make_windows(document, 0, tokenizer, max_tokens=max_tokens, context_tokens=context_tokens):
            yield _row(article, window, anchors)


def article_document(article: dict[str, Any]) -> Document:
    """Return the article's text, title and sentences, without its annotation."""
    text = article["text"]
    sentences = tuple(
        Sentence(s["start_char"], s["end_char"], text[s["start_char"] : s["end_char"]]) for s in article["sentences"]
    )
    return Document(id=article["id"], text=text, title=article.get("title"), sentences=sentences)


def as_spans(value: Any) -> list[tuple[int, int]]:
    """Read null, ``[start, end]`` or a list of those."""
    if not value:
        return []
    return [tuple(value)] if isinstance(value[0], int) else [tuple(v) for v in value]


def _anchors(article: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for index, sentence in enumerate(article["sentences"]):
        for a in sentence["attributions"] or ():
            spans = {role: as_spans(a.get(role)) for role in ROLES}
            known = {"type": _TYPES[a["type"]], "kind": _KINDS[a["source_kind"]], "anonymous": int(a["anonymous"])}
            yield {**spans, **known, "sentence": index}
    for relation in article.get("relations", ()):
        spans = {role: as_spans(relation.get(role)) for role in ROLES}
        yield {**spans, "type": IGNORED, "kind": IGNORED, "anonymous": IGNORED, "sentence": None}


def _tokens(window: Window, spans: list[tuple[int, int]]) -> list[int]:
    """Indices of the tokens that overlap the spans."""
    inside = np.zeros(len(window.offsets), bool)
    for start, end in spans:
        inside |= (window.offsets[:, 0] < end) & (window.offsets[:, 1] > start) & (window.sentence_ids >= 0)
    return [int(i) for i in np.flatnonzero(inside)]


def _row(article: dict[str, Any], window: Window, anchors: list[dict[str, Any]]) -> dict[str, Any]:
    row: dict[str, Any] = {"input_ids": window.input_ids.tolist(), "sentence_ids": window.sentence_ids.tolist()}
    row["window"] = window
    row["type_targets"] = [_types(article, i, local < window.n_context) for local, i in enumerate(window.sentences)]
    targets = _role_targets(article, window, anchors)
    row["role_targets"] = targets.tolist()
    row |= _words(article, window, targets)
    row |= {name: [] for name in ("anchor", "source", "content", "type", "kind", "anonymous", "whole")}
    first, last = window.sentences[window.n_context], window.sentences[-1]
    for anchor in anchors:
        tokens = _tokens(window, anchor["cue"]) or _tokens(window, anchor["source"])
        whole = not tokens
        if whole:  # a continued quotation: the whole sentence is the anchor
            if anchor["sentence"] is None or not first <= anchor["sentence"] <= last:
                continue
            tokens = np.flatnonzero(window.sentence_ids == window.sentences.index(anchor["sentence"])).tolist()
        if not tokens or window.sentence_ids[tokens[0]] < window.n_context:
            continue
        row["anchor"].append(tokens)
        row["whole"].append(int(whole))
        row["source"].append(_tokens(window, anchor["source"]))
        row["content"].append(_tokens(window, anchor["content"]))
        for name in ("type", "kind", "anonymous"):
            row[name].append(anchor[name])
    return row


def _types(article: dict[str, Any], sentence: int, is_context: bool) -> list[int]:
    attributions = article["sentences"][sentence]["attributions"]
    if is_context or attributions is None:
        return [IGNORED] * len(_TYPES)
    present = {a["type"] for a in attributions}
    return [int(name in present) for name in _TYPES]


def _words(article: dict[str, Any], window: Window, targets: np.ndarray) -> dict[str, list[int]]:
    """Word of each token (-1 for none), tag of each word and whether a sentence begins there; none if not complete."""
    words = np.full(len(targets), -1)
    own = np.flatnonzero(window.sentence_ids >= window.n_context)
    if article.get("roles") != "complete" or not len(own):
        return {"words": words.tolist(), "word_tags": [], "word_across": []}
    starts = word_starts(article["text"], window.offsets[own])
    words[own] = np.searchsorted(starts, np.arange(len(own)), side="right") - 1
    tags = targets[own][starts]
    for i in range(1, len(tags)):  # where roles overlap, the rest of a content begins anew
        if tags[i] and tags[i] % 2 == 0 and tags[i - 1] not in (tags[i] - 1, tags[i]):
            tags[i] -= 1
    across = np.diff(window.sentence_ids[own][starts], prepend=-1) != 0
    return {"words": words.tolist(), "word_tags": tags.tolist(), "word_across": across.astype(int).tolist()}


def _role_targets(article: dict[str, Any], window: Window, anchors: list[dict[str, Any]]) -> np.ndarray:
    """BIO targets [tokens]; without annotated contents, what is not source or cue is UNTAGGED."""
    background = {"complete": 0, "partial": UNTAGGED, "none": IGNORED}[article.get("roles", "partial")]
    targets = np.full(len(window.input_ids), background, np.int64)
    targets[window.sentence_ids < window.n_context] = IGNORED
    for role_index, role in reversed(list(enumerate(ROLES))):  # where roles overlap, cue and source win over content
        for start, end in sorted({span for anchor in anchors for span in anchor[role]}):
            tokens = [t for t in _tokens(window, [(start, end)]) if targets[t] != IGNORED]
            targets[tokens] = 2 + 2 * role_index
            if tokens and window.offsets[tokens[0], 0] <= start:
                targets[tokens[0]] = 1 + 2 * role_index
    return targets
