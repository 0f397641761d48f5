"""What the stance model learns from: headlines annotated for a claim."""

import gzip
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from attribution.candidates import Reading, SentenceReading, read_article
from attribution.judging import unasked
from attribution.labels import Stance
from attribution.matching import ClaimTerms
from attribution.schema import Document
from attribution.stance import FEATURES, STANCES, StanceModel, stance_features, words_around
from attribution.wording import Wording, overlap

__all__ = ["StanceRows", "claim_rows", "fit_stance", "headline_rows", "prior_model", "soft_stances"]

Floats = npt.NDArray[np.float64]

PRIORS: Mapping[str, Mapping[str, float]] = {
    "supports": {
        "bias": -1.5, "related": 3.0, "coverage": 1.0, "beyond": -0.5, "negated": -2.0, "negated_elsewhere": -0.5,
        "negation_missing": -1.5, "debunked": -2.0, "reports_denial": -1.5, "hedged": -1.5, "question": -2.0,
        "number_conflict": -5.0, "names_missing": -0.5, "words_missing": -1.0, "both_missing": -2.0,
        "attributed": 0.8, "attributed_rejection": -3.5, "rebuttal_same": 0.0, "rebuttal_other": -3.0,
        "confirmed": 0.5, "allegation": 0.0, "hint": 0.0, "opening": 0.0, "article_debunks": -0.5,
        "article_hedges": -0.5,
    },
    "refutes": {
        "bias": -3.0, "related": 2.0, "coverage": 0.5, "beyond": 0.0, "negated": 3.0, "negated_elsewhere": 0.7,
        "negation_missing": 1.5, "debunked": 3.0, "reports_denial": 2.0, "hedged": -0.5, "question": -2.0,
        "number_conflict": 0.0, "names_missing": -0.5, "words_missing": -0.5, "both_missing": -0.5,
        "attributed": 0.0, "attributed_rejection": 4.0, "rebuttal_same": 0.0, "rebuttal_other": 3.0,
        "confirmed": 0.0, "allegation": 0.0, "hint": 0.0, "opening": 0.0, "article_debunks": 0.5,
        "article_hedges": 0.0,
    },
    "unrelated": {
        "bias": 2.0, "related": -6.0, "coverage": -2.0, "beyond": 0.0, "negated": 0.0, "negated_elsewhere": 0.0,
        "negation_missing": 0.0, "debunked": 0.0, "reports_denial": 0.0, "hedged": 0.0, "question": 0.0,
        "number_conflict": 0.5, "names_missing": 1.0, "words_missing": 1.0, "both_missing": 2.0, "attributed": 0.0,
        "attributed_rejection": 0.0, "rebuttal_same": 0.0, "rebuttal_other": 0.0, "confirmed": 0.0,
        "allegation": 0.0, "hint": 0.0, "opening": 0.0, "article_debunks": 0.0, "article_hedges": 0.0,
    },
}  # fmt: skip
BOUNDS: Mapping[Stance, Mapping[str, tuple[float | None, float | None]]] = {
    Stance.SUPPORTS: {
        "related": (1.0, None), "negated": (None, -2.5), "debunked": (None, -1.0), "hedged": (None, -0.5),
        "question": (None, -0.5), "number_conflict": (None, -5.0), "names_missing": (None, 0.0),
        "words_missing": (None, 0.0), "both_missing": (None, 0.0), "attributed_rejection": (None, -2.0),
        "rebuttal_other": (None, -2.0),
    },
    Stance.REFUTES: {
        "negated": (3.0, None), "debunked": (1.0, None), "attributed_rejection": (2.0, None),
        "rebuttal_other": (2.0, None),
    },
}  # fmt: skip
"""Headlines of a claim are all about it, however they word it; sentences of an article that are little related are not
about it. Neither a negated or hedged sentence nor one with another number supports."""
OTHER_WEIGHT = 0.2
"""Weight of a headline of another claim: a few of them do take a side."""
CLAIM_WEIGHT = 0.9
"""Weight of a claim as a text about itself."""
_LEAST = 0.3  # relatedness from which a headline of another claim is worth telling apart
_SIGNS = {"for": 1, "against": -1, "observing": 0, "agree": 1, "disagree": -1, "discuss": 0}


@dataclass(frozen=True)
class StanceRows:
    """Rows to fit on: see `StanceModel.fit`; ``groups`` names all stories that a row has a text of.

    ``judged`` are the stance network's probabilities, float [texts, 4], NaN where it was not asked.
    """

    features: Floats
    words: Sequence[Sequence[str]]
    targets: Floats
    counts: Floats
    groups: Sequence[tuple[str, ...]]
    judged: Floats

    @classmethod
    def of(cls, rows: Sequence[tuple[Any, Sequence[float] | Floats, float, tuple[str, ...], Floats]]) -> "StanceRows":
        """Collect rows of (features and words), target, weight, groups, and what the network says."""
        return cls(
            np.array([row[0] for row, *_ in rows], float).reshape(-1, len(FEATURES)),
            [row[1] for row, *_ in rows],
            np.array([target for _, target, *_ in rows], float).reshape(-1, len(STANCES)),
            np.array([weight for _, _, weight, *_ in rows], float),
            [groups for _, _, _, groups, _ in rows],
            np.array([judged for *_, judged in rows], float).reshape(-1, len(STANCES)),
        )

    def __add__(self, other: "StanceRows") -> "StanceRows":
        """Return the rows of both."""
        return StanceRows(
            np.vstack([self.features, other.features]),
            [*self.words, *other.words],
            np.vstack([self.targets, other.targets]),
            np.concatenate([self.counts, other.counts]),
            [*self.groups, *other.groups],
            np.vstack([self.judged, other.judged]),
        )

    def without(self, stories: set[str]) -> "StanceRows":
        """Return the rows that have no text of these stories."""
        kept = [i for i, groups in enumerate(self.groups) if stories.isdisjoint(groups)]
        return StanceRows(
            self.features[kept],
            [self.words[i] for i in kept],
            self.targets[kept],
            self.counts[kept],
            [self.groups[i] for i in kept],
            self.judged[kept],
        )


def prior_model() -> StanceModel:
    """Return the hand-set weights that a fit is pulled to."""
    return StanceModel.from_dict(PRIORS)


def fit_stance(rows: StanceRows) -> StanceModel:
    """Fit features near the hand-set weights and within the bounds, and words near 0; with the network and without."""
    return StanceModel.fit(
        rows.features,
        rows.words,
        targets=rows.targets,
        counts=rows.counts,
        groups=[groups[-1] for groups in rows.groups],
        prior=prior_model(),
        bounds=BOUNDS,
        judged=rows.judged,
    )


def headline_rows(
    claims: Sequence[str],
    headlines: Sequence[tuple[int, Document, str]],
    similarity: npt.NDArray[np.floating],
    stories: Sequence[str],
    *,
    judged: Sequence[npt.NDArray[np.floating] | None],
) -> StanceRows:
    """Return rows of headlines for their own claim, and for other claims that they resemble.

    Parameters
    ----------
    headlines
        The number of the claim, the tagged headline as a document of one sentence, and its stance.
    similarity
        Cosines of the embeddings, [claims, headlines].
    stories
        The story of each claim.
    judged
        What the stance network says of each headline and its own claim, [1, 4].
    """
    wordings = [Wording(claim) for claim in claims]
    terms = ClaimTerms(wordings)
    made: list[tuple[Any, Floats, float, tuple[str, ...], Floats]] = []
    for j, (own, document, stance) in enumerate(headlines):
        told = unasked(len(claims), 1)
        if judged[j] is not None:
            told[own] = judged[j]
        cosines = similarity[:, [j]]
        reading = read_article(document, wordings, terms, cosines, least=_LEAST, always=(own,), judged=told)
        for i in reading.sentences[0].about if reading.sentences else ():
            best = best_row(reading, reading.sentences[0], i)
            if best is None or (i != own and stories[i] == stories[own]):
                continue
            target = _target(stance) if i == own else np.eye(len(STANCES))[3]
            made.append((best[0], target, 1.0 if i == own else OTHER_WEIGHT, (stories[i], stories[own]), best[1]))
    return StanceRows.of(made)


def claim_rows(claims: Sequence[str], stories: Sequence[str]) -> StanceRows:
    """Return each claim as a text about itself: what says just that, supports it."""
    made: list[tuple[Any, Floats, float, tuple[str, ...], Floats]] = []
    for claim, story in zip(claims, stories, strict=True):
        wording = Wording(claim)
        row = (stance_features(wording, wording, 1.0), words_around(wording, wording))
        made.append((row, np.eye(len(STANCES))[0], CLAIM_WEIGHT, (story,), np.full(len(STANCES), np.nan)))
    return StanceRows.of(made)


def best_row(reading: Reading, sentence: SentenceReading, claim: int) -> tuple[Any, Floats] | None:
    """Return the row of the statement with most of the claim's words, and the network's stances of the sentence."""
    places = [place for place in sentence.about[claim] if (claim, place) in sentence.rows]
    if not places:
        return None
    wording = reading.wordings[claim]
    best = max(places, key=lambda p: overlap(wording, sentence.statements[p].wording))
    return sentence.rows[claim, best], np.asarray(sentence.judged[claim], float)


def soft_stances(links: Sequence[Mapping[str, str]]) -> Floats:
    """Return the share of each stance [4] of a body to a claim, over the claim's headlines above it.

    The stance of a body to a claim is that of the headline to the claim times that of the body to the headline.

    >>> soft_stances([{"headline_stance": "against", "body_vs_headline": "agree"}]).tolist()
    [0.0, 1.0, 0.0, 0.0]
    """
    signs = np.array([_SIGNS[link["headline_stance"]] * _SIGNS[link["body_vs_headline"]] for link in links])
    return np.array([np.mean(signs > 0), np.mean(signs < 0), np.mean(signs == 0), 0.0])


def _target(stance: str) -> Floats:
    target: Floats = np.eye(len(STANCES))[{1: 0, -1: 1, 0: 2}[_SIGNS[stance]]]
    return target


def read_rows(path: Path) -> list[dict[str, Any]]:
    """Return the objects of a JSON lines file, ``.gz`` or not."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]
