"""What the library says about pairs and claims of a corpus, ready to be scored."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from attribution.corroboration import CorroborationModel, score_evidence
from attribution.evaluation.rumours import Components, Rumour, StancePair, folds_of
from attribution.judging import judge, read_together
from attribution.linking import link_evidence, read_articles
from attribution.schema import Claim, ClaimScore, Document
from attribution.sources import resolve_sources
from attribution.stance.documents import DocumentStanceModel, pooled_features
from attribution.stance.fitting import best_row
from attribution.stance.model import StanceModel

__all__ = ["pair_stances", "rumour_folds", "rumour_scores"]

Floats = npt.NDArray[np.float64]
Vectors = npt.NDArray[np.floating]
Tracked = Callable[[Sequence[Any]], Iterable[Sequence[Any]]]


def _whole(items: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return [items]


def tag_and_embed(
    documents: Sequence[Document], tagger: Any, *, tracked: Tracked = _whole
) -> dict[str, tuple[Document, Vectors]]:
    """Return by id every document, tagged and with resolved sources, and an embedding of each sentence read alone."""
    made = {}
    for part in tracked(documents):
        tagged = [resolve_sources(document) for document in tagger.predict(part)]
        vectors = tagger.embed([s.text for document in tagged if not document.skipped for s in document.sentences])
        start = 0
        for document in tagged:
            end = start + (0 if document.skipped else len(document.sentences))
            made[document.id] = (document, vectors[start:end])
            start = end
    return made


def judge_pairs(
    asked: Mapping[str, Iterable[str]],
    documents: Mapping[str, tuple[Document, Vectors]],
    claims: Mapping[str, Vectors],
    tagger: Any,
    *,
    tracked: Tracked = _whole,
) -> dict[tuple[str, str], Vectors]:
    """Return what the stance network says of documents about the claims asked of each, by claim and document."""
    made = {}
    for part in tracked(list(asked)):
        for id in part:
            texts, (document, vectors) = list(asked[id]), documents[id]
            found = judge(
                tagger, [Claim("", t) for t in texts], np.stack([claims[t] for t in texts]), [document], [vectors]
            )
            made.update({(text, id): rows for text, rows in zip(texts, found[0] if found else (), strict=False)})
    return made


def pair_stances(
    pairs: Sequence[StancePair],
    tagger: Any,
    *,
    model: StanceModel | None = None,
    document_model: DocumentStanceModel | None = None,
    tracked: Tracked = _whole,
) -> tuple[Floats, npt.NDArray[np.int64]]:
    """Return the probabilities [pairs, 4] of supports, refutes, neutral and unrelated, and what is decided [pairs].

    A text of one sentence is read as that sentence. A longer one that may be about the claim is read as a whole by the
    stance network, where the model has learned that; any other by its related sentences, pooled. -1 leaves the decision
    to the probabilities.
    """
    chosen, pooling = model or StanceModel.default(), document_model or DocumentStanceModel.default()
    documents = tag_and_embed(list({p.document.id: p.document for p in pairs}.values()), tagger, tracked=tracked)
    claims = list(dict.fromkeys(pair.claim for pair in pairs))
    vectors = dict(zip(claims, tagger.embed(claims), strict=True))
    by_document: dict[str, list[int]] = {}
    for i, pair in enumerate(pairs):
        by_document.setdefault(pair.document.id, []).append(i)
    probs, decided = np.tile([0.0, 0.0, 0.0, 1.0], (len(pairs), 1)), np.full(len(pairs), 3)
    for part in tracked(list(by_document)):
        for id in part:
            (document, embeddings), places = documents[id], by_document[id]
            texts = [pairs[i].claim for i in places]
            of_claims = np.stack([vectors[text] for text in texts])
            if len(document.sentences) == 1:
                probs[places] = sentence_stances(document, embeddings, texts, of_claims, chosen, tagger)
                decided[places] = -1
                continue
            given = [Claim(str(i), text) for i, text in zip(places, texts, strict=True)]
            for reading in read_articles(given, of_claims, [document], [embeddings]):
                features = pooled_features(reading, chosen)
                probs[places] = pooling.predict(features)
                decided[places] = pooling.decide(probs[places])
                if tagger.documents is None:
                    continue
                near = read_together(tagger, texts, of_claims, document, embeddings)
                at = [places[i] for i in near]
                probs[at] = tagger.documents.predict(list(near.values()), features[list(near)])
                decided[at] = -1
    return probs, decided


def sentence_stances(
    document: Document, embeddings: Vectors, claims: Sequence[str], vectors: Vectors, model: StanceModel, tagger: Any
) -> Floats:
    """Return the probabilities [claims, 4] of a document of one sentence, whether it is related or not."""
    made = np.tile([0.0, 0.0, 1.0, 0.0], (len(claims), 1))
    judged = tagger.predict_stance([(claim, [document.text]) for claim in claims])
    for i, claim in enumerate(claims):
        given = None if judged is None else [judged[i][None]]
        [reading] = read_articles([Claim("", claim)], vectors[[i]], [document], [embeddings], judged=given, least=-1.0)
        best = best_row(reading, reading.sentences[0], 0) if reading.sentences else None
        if best is not None:
            row, network = best
            made[i] = model.predict([row[0]], [row[1]], network[None], alone=True)[0]
    return made


def rumour_scores(
    rumours: Sequence[Rumour],
    bodies: Mapping[str, Document],
    tagger: Any,
    *,
    prior: float | None = None,
    tracked: Tracked = _whole,
) -> list[ClaimScore]:
    """Score every claim on its own bodies with the shipped weights; ``prior`` None is the base rate of those."""
    ids = dict.fromkeys(id for rumour in rumours for id in rumour.document_ids)
    documents = tag_and_embed([bodies[id] for id in ids], tagger, tracked=tracked)
    vectors = tagger.embed([rumour.claim.text for rumour in rumours])
    model, scores = CorroborationModel.default(), []
    for rumour, vector in zip(rumours, vectors, strict=True):
        read, embeddings = zip(*(documents[id] for id in rumour.document_ids), strict=True)
        judged = judge(tagger, [rumour.claim], vector[None], read, embeddings)
        evidence = link_evidence([rumour.claim], vector[None], read, embeddings, judged=judged)
        scores += score_evidence([rumour.claim], evidence, model=model, prior=prior or model.base_rate)
    return scores


def rumour_folds(rumours: Sequence[Rumour], n: int, *, seed: int = 0) -> list[int]:
    """Return the fold of each claim; claims that share a document share a fold."""
    links = Components()
    for rumour in rumours:
        for id in rumour.document_ids:
            links.join(f"claim {rumour.claim.id}", f"body {id}")
    return folds_of([links.root(f"claim {rumour.claim.id}") for rumour in rumours], n, seed=seed)
