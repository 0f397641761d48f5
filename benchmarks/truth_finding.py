"""Baselines that weigh sources without verdicts: Dawid-Skene's EM and TruthFinder, for true or false claims."""

from collections.abc import Sequence

import numpy as np

__all__ = ["Vote", "dawid_skene", "truth_finder"]

Vote = tuple[int, str, bool]
"""Claim, source, and whether the source supports the claim."""


def dawid_skene(votes: Sequence[Vote], n_claims: int, *, rounds: int = 50, smoothing: float = 2.0) -> np.ndarray:
    """Return the probability [claims] that each claim is true (Dawid and Skene 1979, two classes).

    A source has a rate of supporting true and false claims; both are smoothed towards the rates of all sources, since
    most sources speak once. Claims without votes get the estimated share of true claims.

    >>> dawid_skene([(0, "a", True), (0, "b", True), (1, "a", False), (1, "b", False)], 2).round(1).tolist()
    [1.0, 0.0]
    """
    claim, source, supports = _columns(votes)
    n_sources = int(source.max(initial=-1)) + 1
    for_, total = np.bincount(claim, supports, n_claims), np.bincount(claim, minlength=n_claims)
    truth = (for_ + 1) / (total + 2)
    for _ in range(rounds):
        share = truth.mean()
        log_odds = np.full(n_claims, np.log(share / (1 - share)))
        rates = []
        for weight in (truth[claim], 1 - truth[claim]):
            everyone = (weight @ supports + 1) / (weight.sum() + 2)
            yes = np.bincount(source, weight * supports, n_sources) + smoothing * everyone
            rates.append(yes / (np.bincount(source, weight, n_sources) + smoothing))
        p, q = (np.clip(rate[source], 1e-6, 1 - 1e-6) for rate in rates)
        np.add.at(log_odds, claim, np.where(supports, np.log(p / q), np.log((1 - p) / (1 - q))))
        truth = np.clip(1 / (1 + np.exp(-log_odds)), 1e-6, 1 - 1e-6)
    return truth


def truth_finder(
    votes: Sequence[Vote],
    n_claims: int,
    *,
    rounds: int = 30,
    start: float = 0.9,
    damping: float = 0.3,
    against: float = 0.5,
) -> np.ndarray:
    """Return the confidence [claims] that each claim is true (Yin, Han and Yu 2008, *Truth Discovery*).

    Each claim has two facts, that it is true and that it is false; ``against`` is how far the score of one counts
    against the other. A source is as trustworthy as its facts on average.

    >>> scores = truth_finder([(0, "a", True), (0, "b", True), (1, "a", False)], 2)
    >>> bool(scores[0] > 0.5 > scores[1])
    True
    """
    claim, source, supports = _columns(votes)
    n_sources = int(source.max(initial=-1)) + 1
    fact = claim * 2 + supports
    trust = np.full(n_sources, start)
    spoken = np.maximum(np.bincount(source, minlength=n_sources), 1)
    confidence = np.full(2 * n_claims, 0.5)
    for _ in range(rounds):
        score = np.bincount(fact, -np.log(np.clip(1 - trust, 1e-9, 1))[source], 2 * n_claims).reshape(-1, 2)
        adjusted = score - against * score[:, ::-1]
        confidence = (1 / (1 + np.exp(-damping * adjusted))).ravel()
        trust = np.bincount(source, confidence[fact], n_sources) / spoken
    true, false = confidence.reshape(-1, 2)[:, 1], confidence.reshape(-1, 2)[:, 0]
    return true / (true + false)


def _columns(votes: Sequence[Vote]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    numbers = {name: i for i, name in enumerate(dict.fromkeys(source for _, source, _ in votes))}
    claim = np.array([c for c, _, _ in votes], np.int64)
    source = np.array([numbers[name] for _, name, _ in votes], np.int64)
    return claim, source, np.array([supports for _, _, supports in votes], bool)
