"""How roles follow one another in annotated articles, as scores that the decoder adds to the network's."""

import re
from collections.abc import Iterable
from typing import Any

import numpy as np

from attribution.labels import ROLES
from attribution.training.data import as_spans

__all__ = ["role_transitions"]

_STRENGTH = 0.3
"""How much of the log-probabilities counts; the network knows most of it already. Chosen on half of PolNeAR dev."""


def role_transitions(articles: Iterable[dict[str, Any]]) -> list[list[list[float]]] | None:
    """Return scores [2, 7, 7] of a word's BIO tag after that of the word before, or None without complete spans.

    The first table holds within a sentence, the second where a sentence begins: quotations often end there.
    A score is 0.3 · (log P(tag | tag before) - log P(tag)), from counts smoothed by a half.
    """
    n_tags = 1 + 2 * len(ROLES)
    counts = np.full((2, n_tags, n_tags), 0.5)
    seen = False
    for article in articles:
        if "relations" not in article:
            continue
        seen = True
        words = np.array([match.span() for match in re.finditer(r"\w+|[^\w\s]", article["text"])])
        tags = np.zeros(len(words), int)
        for index, role in enumerate(ROLES):
            for start, end in (span for relation in article["relations"] for span in as_spans(relation[role])):
                inside = np.flatnonzero((words[:, 0] < end) & (words[:, 1] > start))
                tags[inside], tags[inside[:1]] = 2 + 2 * index, 1 + 2 * index
        starts = [s["start_char"] for s in article["sentences"]]
        sentence = np.searchsorted(starts, words[:, 0], side="right")
        np.add.at(counts, ((np.diff(sentence) > 0).astype(int), tags[:-1], tags[1:]), 1)
    given = np.log(counts / counts.sum(2, keepdims=True))
    alone = np.log(counts.sum((0, 1)) / counts.sum())
    return (_STRENGTH * (given - alone)).round(4).tolist() if seen else None
