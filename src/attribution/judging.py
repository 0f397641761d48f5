"""Which articles are read together with which claim, by the network that says where sentences stand."""

from collections.abc import Sequence
from typing import Any, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from attribution.labels import LABELS, Stance
from attribution.schema import Claim, Document

__all__ = ["DocumentReading", "Judge", "judge", "read_together", "unasked"]

FloatArray = npt.NDArray[np.floating]
_SAME_MATTER = 0.25
"""Cosine of an article's nearest sentence from which the article may be about a claim: in written stories 99 % of those
that are have it, and half of those about something else."""

_SAME_STORY = 0.4
"""The same for a whole article that is to take a stance: 99 % of the articles of FNC-1 that are related to a headline
have it, and 15 % of the others."""


class DocumentReading(NamedTuple):
    """The body sentences of an article, each once, read together with a claim.

    ``logits`` [sentences, 4] and ``states`` [sentences, size] are the stance network's; ``about`` [sentences, 8] are
    the cosine with the claim and the probabilities of the seven labels.
    """

    logits: FloatArray
    states: FloatArray
    about: FloatArray


class Judge(Protocol):
    """What is asked of a tagger here."""

    def predict_stance(self, pairs: Sequence[tuple[str, Sequence[str]]]) -> list[npt.NDArray[np.float32]] | None:
        """Return probabilities [sentences, 4] for each claim and sentences; None where it cannot."""
        ...


def judge(
    tagger: Judge,
    claims: Sequence[Claim],
    claim_embeddings: FloatArray,
    documents: Sequence[Document],
    embeddings: Sequence[FloatArray],
) -> list[FloatArray] | None:
    """Return for each document the probabilities float32 [claims, sentences, 4] of the stances; NaN where not read.

    An article is read together with a claim where its nearest body sentence is near enough. The same claim and
    sentences are read once, and a sentence that an article repeats too, so that copies and repetitions get the same
    numbers. None where the tagger cannot tell.
    """
    wanted: dict[tuple[str, tuple[str, ...]], list[tuple[int, int]]] = {}
    places = [[i for i, s in enumerate(document.sentences) if s.kind == "body"] for document in documents]
    made = [unasked(len(claims), len(document.sentences)) for document in documents]
    for at, (document, vectors) in enumerate(zip(documents, embeddings, strict=True)):
        if document.skipped is None and places[at]:
            texts = tuple(dict.fromkeys(document.sentences[i].text for i in places[at]))
            nearest = (claim_embeddings @ np.asarray(vectors)[places[at]].T).max(1)
            for claim in np.flatnonzero(nearest >= _SAME_MATTER).tolist():
                wanted.setdefault((claims[claim].text, texts), []).append((at, claim))
    found = tagger.predict_stance(list(wanted))
    if found is None:
        return None
    for (stated, texts), probs in zip(wanted, found, strict=True):
        row = {text: i for i, text in enumerate(texts)}
        for at, claim in wanted[stated, texts]:
            made[at][claim, places[at]] = probs[[row[documents[at].sentences[i].text] for i in places[at]]]
    return made


def read_together(
    tagger: Any, claims: Sequence[str], claim_embeddings: FloatArray, document: Document, embeddings: FloatArray
) -> dict[int, DocumentReading]:
    """Return by the place of a claim what is read in the body of a tagged document that is near enough to it."""
    body = {s.text: i for i, s in reversed(list(enumerate(document.sentences))) if s.kind == "body"}
    places = sorted(body.values())
    if document.skipped is not None or not places:
        return {}
    cosine = claim_embeddings @ np.asarray(embeddings)[places].T
    near = np.flatnonzero(cosine.max(1) >= _SAME_STORY).tolist()
    texts = [document.sentences[i].text for i in places]
    labels = np.array([[document.sentences[i].probs[label] for label in LABELS] for i in places])
    found = tagger.read_stance([(claims[i], texts) for i in near]) or ()
    return {
        at: DocumentReading(reading.logits, reading.states, np.column_stack([cosine[at], labels]))
        for at, reading in zip(near, found, strict=False)
    }


def unasked(n_claims: int, n_sentences: int) -> FloatArray:
    """Return what is known before the network was asked: NaN, float32 [claims, sentences, 4]."""
    return np.full((n_claims, n_sentences, len(Stance)), np.nan, np.float32)
