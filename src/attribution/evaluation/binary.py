"""Scores of probabilities against outcomes that are true or false, with bootstrap intervals over whole cases."""

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from attribution.metrics import Bootstrap, brier, expected_calibration_error

__all__ = ["auc", "auc_interval", "ece_if_calibrated", "interval_of", "paired_auc", "risk_coverage"]

Floats = npt.NDArray[np.float64]


def auc(scores: npt.ArrayLike, outcomes: npt.ArrayLike) -> float:
    """Return the probability that a true case scores above a false one, ties counted half; NaN without both.

    >>> auc([0.9, 0.4, 0.4, 0.1], [1, 1, 0, 0])
    0.875
    """
    x, y = np.asarray(scores, float), np.asarray(outcomes, bool)
    n_true, n_false = int(y.sum()), int((~y).sum())
    if not n_true or not n_false:
        return float("nan")
    _, rank, counts = np.unique(x, return_inverse=True, return_counts=True)
    middle = np.cumsum(counts) - (counts - 1) / 2
    return float((middle[rank][y].sum() - n_true * (n_true + 1) / 2) / (n_true * n_false))


def auc_interval(scores: npt.ArrayLike, outcomes: npt.ArrayLike, *, samples: int = 2000, seed: int = 0) -> Bootstrap:
    """Return `auc` with its 95 % percentile interval, drawing cases with replacement."""
    drawn = _drawn_auc([scores], outcomes, samples=samples, seed=seed)[0]
    return Bootstrap(auc(scores, outcomes), *_quantiles(drawn))


def paired_auc(
    scores: npt.ArrayLike, other: npt.ArrayLike, outcomes: npt.ArrayLike, *, samples: int = 2000, seed: int = 0
) -> Bootstrap:
    """Return how much the AUC of ``scores`` exceeds that of ``other`` on the same cases."""
    one, two = _drawn_auc([scores, other], outcomes, samples=samples, seed=seed)
    difference = (one - two)[~np.isnan(one)]
    share = float((difference <= 0).mean()) if len(difference) else None
    return Bootstrap(auc(scores, outcomes) - auc(other, outcomes), *_quantiles(difference), share)


def _drawn_auc(systems: list[npt.ArrayLike], outcomes: npt.ArrayLike, *, samples: int, seed: int) -> list[Floats]:
    """Return for each system the AUC [samples] of the same draws."""
    y = np.asarray(outcomes, bool)
    n = len(y)
    rng = np.random.default_rng(seed)
    times = rng.multinomial(n, np.full(n, 1 / n), size=samples).astype(float) if n else np.zeros((samples, 0))
    wins = []
    for scores in systems:
        x = np.asarray(scores, float)
        ahead = (x[y][:, None] > x[~y]) + 0.5 * (x[y][:, None] == x[~y])
        pairs = times[:, y].sum(1) * times[:, ~y].sum(1)
        won = ((times[:, y] @ ahead) * times[:, ~y]).sum(1)
        wins.append(np.divide(won, pairs, out=np.full(samples, np.nan), where=pairs > 0))
    return wins


def interval_of(
    statistic: Callable[[Floats, Floats], float],
    probs: npt.ArrayLike,
    outcomes: npt.ArrayLike,
    *,
    samples: int = 500,
    seed: int = 0,
) -> Bootstrap:
    """Return any statistic of probabilities and outcomes with its 95 % percentile interval over cases."""
    p, y = np.asarray(probs, float), np.asarray(outcomes, float)
    rng = np.random.default_rng(seed)
    draws = rng.integers(len(p), size=(samples, len(p))) if len(p) else np.zeros((0, 0), int)
    return Bootstrap(statistic(p, y), *_quantiles(np.array([statistic(p[d], y[d]) for d in draws])))


def calibration_scores(probs: npt.ArrayLike, outcomes: npt.ArrayLike, *, samples: int = 500) -> dict[str, Any]:
    """Return Brier score and expected calibration error with their intervals, and `ece_if_calibrated`, for JSON."""
    from attribution.evaluation.tables import with_interval

    return {
        "brier": with_interval(interval_of(brier, probs, outcomes, samples=samples)),
        "ece": with_interval(interval_of(expected_calibration_error, probs, outcomes, samples=samples)),
        "ece_if_calibrated": ece_if_calibrated(probs, samples=samples),
    }


def ece_if_calibrated(probs: npt.ArrayLike, *, samples: int = 500, seed: int = 0) -> float:
    """Return the mean calibration error of outcomes drawn with these very probabilities: that of few cases alone.

    No score can be expected to do better on as many cases (Bröcker and Smith 2007, "consistency resampling").

    >>> round(ece_if_calibrated([i / 100 for i in range(100)]), 1)
    0.1
    """
    p = np.asarray(probs, float)
    drawn = np.random.default_rng(seed).random((samples, len(p))) < p
    return float(np.mean([expected_calibration_error(p, y) for y in drawn]))


def risk_coverage(uncertainty: npt.ArrayLike, probs: npt.ArrayLike, outcomes: npt.ArrayLike) -> list[dict[str, float]]:
    """Return, from the least uncertain case on, the share of cases judged and the share of those judged wrongly.

    A case is judged wrongly when its probability lies on the other side of 0.5 than its outcome.

    >>> risk_coverage([0.1, 0.9], [0.8, 0.6], [1, 0])[-1]
    {'coverage': 1.0, 'risk': 0.5, 'uncertainty': 0.9}
    """
    u, p, y = np.asarray(uncertainty, float), np.asarray(probs, float), np.asarray(outcomes, bool)
    order = np.argsort(u, kind="stable")
    risk = np.cumsum((p > 0.5)[order] != y[order]) / np.arange(1, len(u) + 1)
    last = np.append(u[order][1:] != u[order][:-1], True) if len(u) else np.zeros(0, bool)
    return [
        {"coverage": (i + 1) / len(u), "risk": float(risk[i]), "uncertainty": float(u[order][i])}
        for i in np.flatnonzero(last).tolist()
    ]


def _quantiles(values: Floats) -> tuple[float, float]:
    kept = values[~np.isnan(values)]
    if not len(kept):
        return float("nan"), float("nan")
    low, high = np.quantile(kept, [0.025, 0.975])
    return float(low), float(high)
