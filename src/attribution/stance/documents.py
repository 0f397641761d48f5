"""Where a whole article stands towards a claim: its sentences' stances pooled by a second logistic regression."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Self

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.special import softmax

from attribution.candidates import Reading
from attribution.lexicon import HEDGING
from attribution.stance.features import is_rejecting
from attribution.stance.model import STANCES, StanceModel
from attribution.wording import Wording

__all__ = ["POOLED", "DocumentStanceModel", "pooled_features", "row_stances"]

Floats = npt.NDArray[np.float64]
POOLED = (
    "bias",
    "related",
    "related_third",
    "coverage",
    "n_items",
    "supports_most",
    "refutes_most",
    "supports_any",
    "refutes_any",
    "supports_mean",
    "refutes_mean",
    "neutral_mean",
    "supports_opening",
    "refutes_opening",
    "neutral_opening",
    "supports_closest",
    "refutes_closest",
    "neutral_closest",
    "debunks",
    "hedges",
    "denials",
    "claim_debunks",
    "claim_hedges",
    "claim_asks",
    "both_debunk",
    "both_hedge",
)
"""In the order of the weights, about one article and one claim.

related, related_third: relatedness of the most and the third most related sentence. coverage: share of the claim's
words anywhere in the body. n_items: related sentences, ten being 1. *_most, *_any, *_mean: the greatest probability of
a sentence, that of at least one if all were independent, and the mean weighted by relatedness squared. *_opening,
*_closest: of the first related sentence and of the most related one. debunks, hedges: as in the sentences' features.
denials: share of the related sentences that hold a denial. claim_debunks, claim_hedges, claim_asks: the claim itself
debunks or denies, hedges, is a question. both_debunk, both_hedge: products of these with debunks and hedges.
"""


def row_stances(reading: Reading, model: StanceModel, *, quoted: bool) -> list[dict[tuple[int, int], Floats]]:
    """Return for each sentence of a reading the probabilities [4] of each claim and statement that it has a row for.

    ``quoted`` takes what sources say, taken alone; else what the article makes of it. What the stance network says of a
    sentence is joined to the only statement of it that may be about the claim; of several, words and types tell.
    """
    rows = [s.source_rows if quoted else s.rows for s in reading.sentences]
    keys = [(at, *key) for at, by_key in enumerate(rows) for key in by_key]
    features, words = zip(*[row for by_key in rows for row in by_key.values()], strict=True) if keys else ((), ())
    judged = np.full((len(keys), len(STANCES)), np.nan)
    for i, (at, claim, _) in enumerate(keys):
        if len(reading.sentences[at].about[claim]) == 1:
            judged[i] = reading.sentences[at].judged[claim]
    made: list[dict[tuple[int, int], Floats]] = [{} for _ in rows]
    for (at, *key), probs in zip(keys, model.predict(features, words, judged), strict=True):
        made[at][key[0], key[1]] = probs
    return made


def pooled_features(reading: Reading, model: StanceModel) -> Floats:
    """Return `POOLED` of an article for each claim, float64 [claims, features]."""
    items: dict[int, list[tuple[int, Floats]]] = {}
    for at, stances in enumerate(row_stances(reading, model, quoted=False)):
        for (claim, _), p in stances.items():
            items.setdefault(claim, []).append((at, p))
    made = np.zeros((len(reading.wordings), len(POOLED)))
    ranked = np.sort(reading.related, axis=0)[::-1]
    for claim in range(len(made)):
        made[claim, :4] = (
            1.0,
            ranked[0, claim] if len(ranked) else 0.0,
            ranked[2, claim] if len(ranked) > 2 else 0.0,
            reading.coverage[claim],
        )
        if claim in items:
            pooled = _pool(reading, claim, items[claim])
            made[claim, 4:] = [*pooled, *_of_claim(reading.wordings[claim], debunks=pooled[-3], hedges=pooled[-2])]
    return made


def _of_claim(claim: Wording, *, debunks: float, hedges: float) -> list[float]:
    own, hedged = float(is_rejecting(claim)), float(claim.has(HEDGING))
    return [own, hedged, float(claim.text.rstrip().endswith("?")), own * debunks, hedged * hedges]


def _pool(reading: Reading, claim: int, items: Sequence[tuple[int, Floats]]) -> list[float]:
    places = np.array([at for at, _ in items])
    p = np.array([probs for _, probs in items])[:, :3]
    related = reading.related[places, claim]
    mean = (p * related[:, None] ** 2).sum(0) / max((related**2).sum(), 1e-9)
    closest = p[int(related.argmax())]
    sentences = [reading.sentences[at] for at in dict.fromkeys(places.tolist())]
    context = next(iter(sentences[0].rows.values()))[0][-2:]
    denials = np.mean(["denial" in s.sentence.labels for s in sentences])
    return [
        min(len(items) / 10, 1.0),
        *p.max(0)[:2],
        *(1 - np.prod(1 - p[:, :2], axis=0)),
        *mean,
        *p[0],
        *closest,
        *context,
        float(denials),
    ]


@dataclass(frozen=True)
class DocumentStanceModel:
    """Multinomial logistic regression; ``weights`` are those of `POOLED`, float64 [4 stances, features].

    ``leanings`` (float64 [4]) are added to log-probabilities to decide: the most probable stance is nearly never a rare
    one, and macro-F1 wants those found as well. They leave the probabilities alone.
    """

    weights: Floats
    leanings: Floats

    @classmethod
    @cache
    def default(cls) -> "DocumentStanceModel":
        """Return the shipped weights."""
        return cls.from_dict(json.loads(files("attribution").joinpath("document_stance.json").read_text("utf-8")))

    @classmethod
    def from_dict(cls, data: Mapping[str, Mapping[str, float]]) -> Self:
        """Build from weights by stance and feature, with each stance's ``leaning``."""
        weights = np.array([[data[stance.value][name] for name in POOLED] for stance in STANCES])
        return cls(weights, np.array([data[stance.value]["leaning"] for stance in STANCES]))

    def to_dict(self) -> dict[str, dict[str, float]]:
        """Return what `from_dict` reads."""
        rows = np.round(np.column_stack([self.weights, self.leanings]), 4).tolist()
        names = (*POOLED, "leaning")
        return {stance.value: dict(zip(names, row, strict=True)) for stance, row in zip(STANCES, rows, strict=True)}

    def predict(self, features: Floats) -> Floats:
        """Return probabilities [pairs, 4] in the order of ``STANCES``."""
        return np.asarray(softmax(np.asarray(features, float) @ self.weights.T, axis=1))

    def decide(self, probs: Floats) -> npt.NDArray[np.int64]:
        """Return the place in ``STANCES`` [pairs] that each pair is decided for."""
        return np.asarray((np.log(np.maximum(probs, 1e-12)) + self.leanings).argmax(1), np.int64)

    @classmethod
    def fit(cls, features: Floats, stances: npt.NDArray[np.int64], *, penalty: float = 1.0) -> Self:
        """Maximise the log-likelihood less a penalty on squared weights of standardised features; then the leanings.

        ``stances`` are places in ``STANCES``.
        """
        mean, scale = features.mean(0), np.maximum(features.std(0), 1e-6)
        mean[0], scale[0] = 0.0, 1.0
        rows, targets = (features - mean) / scale, np.eye(len(STANCES))[stances]

        def loss(flat: Floats) -> tuple[float, Floats]:
            weights = flat.reshape(len(STANCES), -1)
            probs = softmax(rows @ weights.T, axis=1)
            value = -np.log(np.maximum(probs[np.arange(len(rows)), stances], 1e-12)).sum()
            gradient = (probs - targets).T @ rows + penalty * weights
            return float(value + penalty / 2 * (weights**2).sum()), gradient.ravel()

        start = np.zeros(len(STANCES) * features.shape[1])
        best = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 150}).x
        weights = best.reshape(len(STANCES), -1) / scale
        weights[:, 0] -= weights[:, 1:] @ mean[1:]
        return cls(weights, _leanings(softmax(features @ weights.T, axis=1), stances))


def _leanings(probs: Floats, stances: npt.NDArray[np.int64]) -> Floats:
    """Return what to add to log-probabilities [4] for the best macro-F1; coordinates in turn, neutral stays at 0."""
    logs, leanings = np.log(np.maximum(probs, 1e-12)), np.zeros(len(STANCES))
    gold = np.bincount(stances, minlength=len(STANCES))

    def macro_f1(tried: Floats) -> float:
        guess = (logs + tried).argmax(1)
        hits = np.bincount(stances[guess == stances], minlength=len(STANCES))
        return float(np.mean(2 * hits / np.maximum(gold + np.bincount(guess, minlength=len(STANCES)), 1)))

    for _ in range(2):
        for place in (1, 0, 3):
            steps = [leanings + np.eye(len(STANCES))[place] * step for step in np.arange(-1.0, 2.6, 0.25)]
            leanings = max(steps, key=macro_f1)
    return leanings
