"""From features and words to calibrated probabilities of four stances: whether related, and if so, which side."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.sparse import csr_array
from scipy.special import expit

from attribution.errors import InputError
from attribution.labels import Stance
from attribution.stance.features import FEATURES, counted
from attribution.stance.joint import Joint

__all__ = ["STANCES", "StanceModel"]

Floats = npt.NDArray[np.float64]
STANCES = (Stance.SUPPORTS, Stance.REFUTES, Stance.NEUTRAL, Stance.UNRELATED)
_FREE = (0, 1, 3)
"""All but neutral, which is held at 0."""
_GATE = 3
_PENALTY, _WORD_PENALTY = 1.0, 6.0  # half of it times the squared distance from the prior, and of words from 0
_LEAST_CLAIMS = 6
"""Claims that a word needs for a weight: fewer, and it tells of their matter."""


@dataclass(frozen=True)
class StanceModel:
    """A logistic regression of unrelated, and for the rest a multinomial one of supports, refutes, neutral.

    ``weights`` are those of `FEATURES`, float64 [4 stances, features], with neutral held at 0; ``word_weights`` float64
    [4, words] those of single words, which play no part in whether a text is related. ``joint`` says how the stance
    network joins in.

    >>> from attribution.stance import stance_features
    >>> from attribution.wording import Wording
    >>> model = StanceModel.default()
    >>> claim = Wording("Norvik airfield was hit")
    >>> texts = Wording("Norvik airfield was hit"), Wording("The airfield was not hit")
    >>> rows = [stance_features(claim, text, 0.9) for text in texts]
    >>> [STANCES[i].value for i in model.predict(rows).argmax(1)]
    ['supports', 'refutes']
    """

    weights: Floats
    words: Mapping[str, int] = field(default_factory=dict)
    word_weights: Floats = field(default_factory=lambda: np.zeros((len(STANCES), 0)))
    joint: Joint = field(default_factory=Joint)

    @classmethod
    @cache
    def default(cls) -> "StanceModel":
        """Return the shipped weights."""
        return cls.from_dict(json.loads(files("attribution").joinpath("stance.json").read_text("utf-8")))

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Build from feature weights of ``supports``, ``refutes`` and ``unrelated``, ``words`` and ``joint``.

        ``words`` maps a word to its weights for the first two.

        Raises
        ------
        InputError
            When a feature is missing or unknown.
        """
        weights, words = np.zeros((len(STANCES), len(FEATURES))), data.get("words", {})
        for row in _FREE:
            given = data.get(STANCES[row].value, {})
            if set(given) != set(FEATURES):
                odd = ", ".join(sorted(set(given) ^ set(FEATURES)))
                raise InputError(
                    f"{STANCES[row]} must have one weight for each stance feature; missing or unknown: {odd}"
                )
            weights[row] = [given[feature] for feature in FEATURES]
        by_word = np.zeros((len(STANCES), len(words)))
        by_word[:2] = np.array(list(words.values()), float).reshape(-1, 2).T
        joint = Joint.from_dict(data.get("joint", {}))
        return cls(weights, {word: i for i, word in enumerate(words)}, by_word, joint)

    def to_dict(self) -> dict[str, Any]:
        """Return the weights by stance and feature, as `from_dict` reads them."""
        made: dict[str, Any] = {
            STANCES[row].value: dict(zip(FEATURES, np.round(self.weights[row], 3).tolist(), strict=True))
            for row in _FREE
        }
        made["joint"] = self.joint.to_dict()
        by_word = np.round(self.word_weights[:2].T, 2).tolist()
        made["words"] = {word: by_word[i] for word, i in self.words.items() if any(by_word[i])}
        return made

    def to_json(self, path: str | Path) -> None:
        """Write the weights, one feature or word a line."""
        text = json.dumps(self.to_dict(), indent=1, ensure_ascii=False)
        Path(path).write_text(_one_line_lists(text) + "\n", "utf-8")

    def predict(
        self, features: Sequence[Sequence[float]] | Floats, words: Sequence[Sequence[str]] | None = None
    ) -> Floats:
        """Return probabilities [texts, 4] in the order of `STANCES`.

        Parameters
        ----------
        words
            For each text, its `words_around`; None leaves them out.
        """
        rows = np.asarray(features, float).reshape(-1, len(FEATURES))
        logits = rows @ self.weights.T
        if words is not None:
            logits += _matrix(words, self.words) @ self.word_weights.T
        unrelated = expit(logits[:, [_GATE]])
        return np.hstack([_softmax(logits[:, :_GATE]) * (1 - unrelated), unrelated])

    def joined(self, probs: Floats, judged: Floats) -> Floats:
        """Return probabilities [texts, 4] that go by the stance network too, where it was asked: see `Joint`."""
        return self.joint.probs(np.asarray(probs, float), np.asarray(judged, float))

    @classmethod
    def fit(
        cls,
        features: Floats,
        words: Sequence[Sequence[str]],
        *,
        targets: Floats,
        counts: Floats,
        groups: Sequence[object],
        prior: Self,
        bounds: Mapping[Stance, Mapping[str, tuple[float | None, float | None]]] | None = None,
    ) -> Self:
        """Maximise the weighted log-likelihood less a penalty on the distance from the prior.

        Parameters
        ----------
        features, words
            `stance_features` [texts, features] and `words_around` of each text.
        targets
            Probabilities [texts, 4] of the stances: one 1 in a row where the stance is certain.
        counts, groups
            The weight of each text; the claim of each: a word needs six claims to get a weight.
        prior
            Weights that features are pulled to. Those of words are pulled to 0.
        bounds
            By stance and feature.
        """
        x, y, c = np.asarray(features, float), np.asarray(targets, float), np.asarray(counts, float)
        limits = [(bounds or {}).get(stance, {}) for stance in STANCES]
        weights = np.zeros((len(STANCES), x.shape[1]))
        gate = np.column_stack([y[:, _GATE], 1 - y[:, _GATE]])
        weights[[_GATE]], _ = _fit(x, None, targets=gate, counts=c, goal=prior.weights[[_GATE]], bounds=[limits[_GATE]])
        kept = np.flatnonzero(y[:, _GATE] < 1).tolist()
        vocabulary = counted([words[i] for i in kept], [groups[i] for i in kept], _LEAST_CLAIMS)
        w = _matrix([words[i] for i in kept], vocabulary)
        by_word = np.zeros((len(STANCES), len(vocabulary)))
        weights[:2], by_word[:2] = _fit(
            x[kept], w, targets=y[kept, :_GATE], counts=c[kept], goal=prior.weights[:2], bounds=limits[:2]
        )
        return cls(weights, vocabulary, by_word)


def _fit(
    x: Floats,
    w: csr_array | None,
    *,
    targets: Floats,
    counts: Floats,
    goal: Floats,
    bounds: Sequence[Mapping[str, tuple[float | None, float | None]]],
) -> tuple[Floats, Floats]:
    """Return weights of features and of words, [classes - 1, ...]; the last class is held at 0."""
    k, n = goal.shape
    m = w.shape[1] if w is not None else 0

    def loss(flat: Floats) -> tuple[float, Floats]:
        dense, sparse = flat[: k * n].reshape(k, n), flat[k * n :].reshape(k, m)
        logits = np.zeros((len(x), k + 1))
        logits[:, :k] = x @ dense.T + (w @ sparse.T if w is not None else 0.0)
        probs = _softmax(logits)
        away = dense - goal
        value = -(counts[:, None] * targets * np.log(np.maximum(probs, 1e-12))).sum()
        value += _PENALTY / 2 * (away**2).sum() + _WORD_PENALTY / 2 * (sparse**2).sum()
        error = ((probs * targets.sum(1, keepdims=True) - targets) * counts[:, None])[:, :k]
        by_word = (w.T @ error).T + _WORD_PENALTY * sparse if w is not None else sparse
        return float(value), np.concatenate([(error.T @ x + _PENALTY * away).ravel(), np.asarray(by_word).ravel()])

    limits = [row.get(name, (None, None)) for row in bounds for name in FEATURES] + [(None, None)] * (k * m)
    start = np.concatenate([goal.ravel(), np.zeros(k * m)])
    best = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=limits, options={"maxiter": 200}).x
    return best[: k * n].reshape(k, n), best[k * n :].reshape(k, m)


def _one_line_lists(text: str) -> str:
    return re.sub(r"\[\s+([^\[\]]*?)\s+\]", lambda m: "[" + " ".join(m[1].split()) + "]", text)


def _matrix(rows: Sequence[Sequence[str]], vocabulary: Mapping[str, int]) -> csr_array:
    pairs = [(i, vocabulary[word]) for i, words in enumerate(rows) for word in words if word in vocabulary]
    places = np.array(pairs, np.int64).reshape(-1, 2).T
    return csr_array((np.ones(len(pairs)), (places[0], places[1])), (len(rows), len(vocabulary)))


def _softmax(logits: Floats) -> Floats:
    odds = np.exp(logits - logits.max(1, keepdims=True, initial=0.0))
    return np.asarray(odds / odds.sum(1, keepdims=True))
