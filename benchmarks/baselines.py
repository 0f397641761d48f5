"""What the tagger must beat: cue lexicon, TF-IDF with logistic regression, and the frozen encoder with a linear head.

Each takes training articles and dev articles and returns the dev articles with labels and probabilities.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier

from attribution.labels import LABELS, NONE, AttributionType
from attribution.schema import Document

__all__ = ["frozen_encoder", "lexicon", "tfidf"]

CUES: dict[AttributionType, str] = {
    AttributionType.NO_COMMENT: r"declin\w+ (?:to|comment)|refus\w+ to (?:comment|say|discuss)|no comment|not (?:immediately )?(?:respond|be reached|comment)|neither confirm\w*|could not confirm|claimed responsibility yet",
    AttributionType.DENIAL: r"den(?:y|ies|ied|ying|ial)|dismiss\w+|reject\w+|refut\w+|disput\w+|contradict\w+|baseless|unfounded|untrue|false",
    AttributionType.HINT: r"hint\w*|suggest\w*|impl(?:y|ies|ied)|signal+ed|may have|might have|could be|appears? to|believe[sd]?|suspect\w*|not rule\w* out|investigating whether",
    AttributionType.GROUP_ALLEGATION: r"accus\w+|blam\w+|alleg\w+|claim(?:s|ed) responsibility|denounc\w+",
    AttributionType.OFFICIAL_CONFIRMATION: r"confirm\w*|admit\w*|acknowledg\w+|announc\w+|(?:official|police|minister|ministry|army|military|government|president|spokes\w+)[^.]{0,40}\bsa(?:id|ys)",
    AttributionType.STATEMENT: r"sa(?:id|ys?)|told|according to|add(?:ed|s)|report(?:ed|s)|stat(?:ed|es)|explain\w*|warn\w*|tweet\w*|wrote|ask\w*|urg\w+",
}


def lexicon(train: Sequence[Document], dev: Sequence[Document]) -> list[Document]:
    """Label a sentence by the first type in the order of the guideline's questions whose cues it has."""
    patterns = [(name, re.compile(rf"\b(?:{cues})\b", re.I)) for name, cues in CUES.items()]

    def label(text: str) -> str:
        return next((str(name) for name, pattern in patterns if pattern.search(text)), NONE)

    def row(text: str) -> np.ndarray:
        found = label(text)
        return np.array([float(name == found) for name in LABELS])

    return _with_probs(dev, [row(s.text) for d in dev for s in d.sentences], np.full(len(AttributionType), 0.5))


def tfidf(train: Sequence[Document], dev: Sequence[Document]) -> list[Document]:
    """Word and word-pair TF-IDF of the sentence and of the one before, one logistic regression a type."""
    vectorizer = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True, strip_accents="unicode")
    before = TfidfVectorizer(ngram_range=(1, 1), min_df=3, sublinear_tf=True, strip_accents="unicode")
    from scipy.sparse import hstack

    def features(documents: Sequence[Document], learn: bool) -> Any:
        texts = [s.text for d in documents for s in d.sentences]
        previous = [text for d in documents for text in ["", *(s.text for s in d.sentences)][: len(d.sentences)]]
        if learn:
            return hstack([vectorizer.fit_transform(texts), 0.5 * before.fit_transform(previous)]).tocsr()
        return hstack([vectorizer.transform(texts), 0.5 * before.transform(previous)]).tocsr()

    return _fit_predict(train, dev, features, strength=10.0)


def frozen_encoder(
    embed: Callable[[Sequence[str]], np.ndarray],
) -> Callable[[Sequence[Document], Sequence[Document]], list[Document]]:
    """Return a baseline: embeddings of the sentence and of the one before, one logistic regression a type."""

    def features(documents: Sequence[Document], learn: bool) -> np.ndarray:
        own = embed([s.text for d in documents for s in d.sentences])
        first = np.concatenate([[0], np.cumsum([len(d.sentences) for d in documents])[:-1]]).astype(int)
        previous = np.roll(own, 1, axis=0)
        previous[first[first < len(own)]] = 0
        return np.hstack([own, previous])

    def run(train: Sequence[Document], dev: Sequence[Document]) -> list[Document]:
        return _fit_predict(train, dev, features, strength=30.0)

    return run


def _fit_predict(
    train: Sequence[Document], dev: Sequence[Document], features: Callable[..., Any], strength: float
) -> list[Document]:
    gold = np.array([[name in s.labels for name in AttributionType] for d in train for s in d.sentences])
    model = OneVsRestClassifier(LogisticRegression(C=strength, class_weight="balanced", max_iter=2000))
    model.fit(features(train, True), gold.astype(int))
    probs = model.predict_proba(features(dev, False))
    rows = [np.append(p, np.prod(1 - p)) for p in probs]
    return _with_probs(dev, rows, np.full(len(AttributionType), 0.5))


def _with_probs(documents: Sequence[Document], rows: list[np.ndarray], thresholds: np.ndarray) -> list[Document]:
    result, position = [], 0
    for document in documents:
        sentences = []
        for sentence in document.sentences:
            probs = rows[position]
            position += 1
            fired = tuple(str(name) for name, p, t in zip(AttributionType, probs, thresholds, strict=False) if p > t)
            named = {str(name): float(p) for name, p in zip(LABELS, probs, strict=True)}
            sentences.append(replace(sentence, labels=fired or (NONE,), probs=named, attributions=()))
        result.append(replace(document, sentences=tuple(sentences)))
    return result
