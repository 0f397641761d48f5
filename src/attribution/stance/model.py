"""From features and words to calibrated probabilities of four stances: whether related, and if so, which side."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
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
from attribution.stance.joint import Joint, side_logs

__all__ = ["STANCES", "StanceModel"]

Floats = npt.NDArray[np.float64]
Limits = list[tuple[float | None, float | None]]
STANCES = (Stance.SUPPORTS, Stance.REFUTES, Stance.NEUTRAL, Stance.UNRELATED)
_FREE = (0, 1, 3)
"""All but neutral, which is held at 0."""
_GATE = 3
NETWORK = ("network_supports", "network_refutes", "network_neutral")
"""Features of headlines beside `FEATURES`: the stance network's log-probabilities of the sides, less their mean."""
_OF_HEADLINES = FEATURES + NETWORK
_SIDES_OF_NETWORK = np.array([[1.0, 0.0, -1.0], [0.0, 1.0, -1.0], [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]])
_OWN_SHARE, _NETWORK_SHARE = 0.3, 0.5
"""What the weights of headlines are pulled to: so much of those without the network, and of its own word."""
_PENALTY, _HEADLINE_PENALTY = 1.0, 3.0  # half of it times the squared distance from what weights are pulled to
_WORD_PENALTY = 6.0  # half of it times the squared weights of words
_LEAST_CLAIMS = 6
"""Claims that a word needs for a weight: fewer, and it tells of their matter."""


@dataclass(frozen=True)
class StanceModel:
    """A logistic regression of unrelated, and for the rest a multinomial one of supports, refutes, neutral.

    ``weights`` are those of `FEATURES`, float64 [4 stances, features], with neutral held at 0; ``word_weights`` float64
    [4, words] those of single words, which play no part in whether a text is related. ``joint`` says how the stance
    network joins in. Towards headlines its word is three features more (`NETWORK`) of a regression of their own:
    ``headline`` [4, features + 3] and ``headline_words`` [4, words]; None makes these from the others. What is
    annotated are headlines, and sentences of articles are worded otherwise: on those, it did worse.

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
    headline: Floats | None = None
    headline_words: Floats | None = None

    @classmethod
    @cache
    def default(cls) -> "StanceModel":
        """Return the shipped weights."""
        return cls.from_dict(json.loads(files("attribution").joinpath("stance.json").read_text("utf-8")))

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Build from what `to_dict` gives.

        Feature weights of ``supports``, ``refutes`` and ``unrelated``; those of the first two for ``headline``;
        ``joint``; and ``words``, which maps a word to its weights for both sides, in general and in headlines.

        Raises
        ------
        InputError
            When a feature is missing or unknown.
        """
        words, joint = data.get("words", {}), Joint.from_dict(data.get("joint", {}))
        weights = _weights_of({STANCES[row]: data.get(STANCES[row].value, {}) for row in _FREE}, FEATURES)
        width = 4 if "headline" in data else 2
        table = np.array(list(words.values()), float).reshape(len(words), width).T
        made = cls(weights, {word: i for i, word in enumerate(words)}, _of_words(table[:2]), joint)
        if "headline" not in data:
            return made
        given = {STANCES[row]: data["headline"].get(STANCES[row].value, {}) for row in range(2)}
        return replace(made, headline=_weights_of(given, _OF_HEADLINES), headline_words=_of_words(table[2:]))

    def to_dict(self) -> dict[str, Any]:
        """Return the weights by stance and feature, as `from_dict` reads them."""
        made: dict[str, Any] = {STANCES[row].value: _named(self.weights[row], FEATURES) for row in _FREE}
        headline, headline_words = self._of_headlines()
        made["headline"] = {STANCES[row].value: _named(headline[row], _OF_HEADLINES) for row in range(2)}
        made["joint"] = self.joint.to_dict()
        by_word = np.round(np.vstack([self.word_weights[:2], headline_words[:2]]).T, 2).tolist()
        made["words"] = {word: by_word[i] for word, i in self.words.items() if any(by_word[i])}
        return made

    def to_json(self, path: str | Path) -> None:
        """Write the weights, one feature or word a line."""
        text = json.dumps(self.to_dict(), indent=1, ensure_ascii=False)
        Path(path).write_text(_one_line_lists(text) + "\n", "utf-8")

    def predict(
        self,
        features: Sequence[Sequence[float]] | Floats,
        words: Sequence[Sequence[str]] | None = None,
        judged: Floats | None = None,
        *,
        alone: bool = False,
    ) -> Floats:
        """Return probabilities [texts, 4] in the order of `STANCES`.

        Parameters
        ----------
        words
            For each text, its `words_around`; None leaves them out.
        judged
            What the stance network says, [texts, 4]; NaN where it was not asked.
        alone
            Whether each text is a headline, read without its article.
        """
        rows = np.asarray(features, float).reshape(-1, len(FEATURES))
        around = _matrix(words or [()] * len(rows), self.words)
        logits = rows @ self.weights.T + around @ self.word_weights.T
        unrelated = expit(logits[:, [_GATE]])
        own = np.hstack([_softmax(logits[:, :_GATE]) * (1 - unrelated), unrelated])
        if judged is None:
            return own
        network = np.asarray(judged, float)
        if not alone:
            return self.joint.probs(own, network)
        headline, headline_words = self._of_headlines()
        sides = _with_network(rows, network) @ headline.T + around @ headline_words.T
        return self.joint.probs(own, network, sides[:, :_GATE])

    def _of_headlines(self) -> tuple[Floats, Floats]:
        if self.headline is None or self.headline_words is None:
            return _pulled(self.weights), _OWN_SHARE * self.word_weights
        return self.headline, self.headline_words

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
        judged: Floats | None = None,
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
        judged
            What the stance network says, [texts, 4], NaN where it was not asked: the weights of headlines are fitted to
            the others. None leaves those weights to be made from the rest.
        """
        x, y, c = np.asarray(features, float), np.asarray(targets, float), np.asarray(counts, float)
        limits = [(bounds or {}).get(stance, {}) for stance in STANCES]
        weights = np.zeros((len(STANCES), x.shape[1]))
        gate = np.column_stack([y[:, _GATE], 1 - y[:, _GATE]])
        gate_limits = _limits([limits[_GATE]], FEATURES)
        weights[[_GATE]], _ = _fit(x, None, targets=gate, counts=c, goal=prior.weights[[_GATE]], bounds=gate_limits)
        kept = np.flatnonzero(y[:, _GATE] < 1).tolist()
        vocabulary = counted([words[i] for i in kept], [groups[i] for i in kept], _LEAST_CLAIMS)
        by_word = np.zeros((len(STANCES), len(vocabulary)))
        around, sides = _matrix([words[i] for i in kept], vocabulary), y[kept, :_GATE]
        weights[:2], by_word[:2] = _fit(
            x[kept], around, targets=sides, counts=c[kept], goal=prior.weights[:2], bounds=_limits(limits[:2], FEATURES)
        )
        if judged is None:
            return cls(weights, vocabulary, by_word)
        network = np.asarray(judged, float)[kept]
        asked = ~np.isnan(network[:, 0])
        headline, headline_words = _pulled(prior.weights), np.zeros_like(by_word)
        headline[:2], headline_words[:2] = _fit(
            _with_network(x[kept], network)[asked],
            around[asked],
            targets=sides[asked],
            counts=c[kept][asked],
            goal=headline[:2],
            bounds=_limits(limits[:2], _OF_HEADLINES, _OWN_SHARE),
            penalty=_HEADLINE_PENALTY,
        )
        return cls(weights, vocabulary, by_word, prior.joint, headline, headline_words)


def _pulled(weights: Floats) -> Floats:
    """Return the weights [4, features + 3] that those of headlines are pulled to."""
    return np.hstack([_OWN_SHARE * weights, _NETWORK_SHARE * _SIDES_OF_NETWORK])


def _with_network(features: Floats, network: Floats) -> Floats:
    logs = side_logs(network)
    return np.hstack([features, logs - logs.mean(1, keepdims=True)])


def _weights_of(given: Mapping[Stance, Mapping[str, float]], names: Sequence[str]) -> Floats:
    weights = np.zeros((len(STANCES), len(names)))
    for stance, by_name in given.items():
        if set(by_name) != set(names):
            odd = ", ".join(sorted(set(by_name) ^ set(names)))
            raise InputError(f"{stance} must have one weight for each stance feature; missing or unknown: {odd}")
        weights[STANCES.index(stance)] = [by_name[name] for name in names]
    return weights


def _of_words(table: Floats) -> Floats:
    """Return weights [4, words] of which the first two rows are given."""
    return np.vstack([table, np.zeros((len(STANCES) - len(table), table.shape[1]))])


def _named(row: Floats, names: Sequence[str]) -> dict[str, float]:
    return dict(zip(names, np.round(row, 3).tolist(), strict=True))


def _limits(
    bounds: Sequence[Mapping[str, tuple[float | None, float | None]]], names: Sequence[str], share: float = 1.0
) -> Limits:
    """Return the bounds of every weight, times ``share``."""
    found = [row.get(name, (None, None)) for row in bounds for name in names]
    return [tuple(None if bound is None else share * bound for bound in pair) for pair in found]  # type: ignore[misc]


def _fit(
    x: Floats,
    w: csr_array | None,
    *,
    targets: Floats,
    counts: Floats,
    goal: Floats,
    bounds: Limits,
    penalty: float = _PENALTY,
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
        value += penalty / 2 * (away**2).sum() + _WORD_PENALTY / 2 * (sparse**2).sum()
        error = ((probs * targets.sum(1, keepdims=True) - targets) * counts[:, None])[:, :k]
        by_word = (w.T @ error).T + _WORD_PENALTY * sparse if w is not None else sparse
        return float(value), np.concatenate([(error.T @ x + penalty * away).ravel(), np.asarray(by_word).ravel()])

    start = np.concatenate([goal.ravel(), np.zeros(k * m)])
    free: Limits = [(None, None)] * (k * m)
    best = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds + free, options={"maxiter": 200}).x
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
