"""Logits of the six types to calibrated probabilities and decisions; NumPy only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from attribution.errors import InputError, nearest
from attribution.labels import NONE, AttributionType

__all__ = ["LabelCalibration"]

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

_TYPES: tuple[str, ...] = tuple(map(str, AttributionType))
_N = len(_TYPES)
_LARGEST_LOGIT = 50.0
_PENALTY = 1.0


@dataclass(frozen=True, eq=False)
class LabelCalibration:
    """Platt scaling and a threshold for each type, and Platt scaling of the probability that none fires.

    ``slope`` and ``intercept`` are float64 [7], the seventh for ``none``; ``thresholds`` float64 [6] in (0, 1). Without
    arguments, logits are taken as they are and 0.5 decides.

    A probability is ``sigmoid(slope · logit + intercept)``. That of ``none`` scales the log-odds that no type fires if
    the six were independent, ``q / (1 - q)`` with ``q = Π(1 - p)``; fitting it corrects for their not being so.

    Examples
    --------
    >>> calibration = LabelCalibration()
    >>> probs = calibration.transform(np.array([[0.0, -9.0, -9.0, -9.0, -9.0, -9.0]]))
    >>> probs.round(2).tolist()
    [[0.5, 0.0, 0.0, 0.0, 0.0, 0.0, 0.5]]
    >>> calibration.decide(probs).tolist()
    [[True, False, False, False, False, False]]
    """

    slope: Floats = field(default_factory=lambda: np.ones(_N + 1))
    intercept: Floats = field(default_factory=lambda: np.zeros(_N + 1))
    thresholds: Floats = field(default_factory=lambda: np.full(_N, 0.5))

    @classmethod
    def fit(cls, logits: npt.ArrayLike, gold: npt.ArrayLike) -> Self:
        """Fit scaling and thresholds on sentences whose types are known.

        Scaling maximises the likelihood of targets smoothed as Platt does (1999, *Probabilistic Outputs for Support
        Vector Machines*), less ½(ln² slope + intercept²), so that slopes stay positive and few sentences change little.
        A threshold maximises the F1 to be expected of the calibrated probabilities: it is half of that F1 (Lipton et
        al. 2014, *Optimal Thresholding of Classifiers to Maximize F1 Measure*). The F1 counted on the fitting sentences
        is not used: on few sentences its maximum is mostly luck, and does worse on others.

        Parameters
        ----------
        logits
            Float [sentences, 6].
        gold
            Bool [sentences, 6]: which types a sentence has; none at all is ``none``.

        Raises
        ------
        InputError
            When the shapes differ or a logit is not finite.
        """
        x, y = _checked(logits), np.asarray(gold, bool)
        if x.shape != y.shape or not len(x):
            raise InputError(
                f"logits and gold must both be [sentences, {_N}] with sentences, got {x.shape} and {y.shape}"
            )
        scales = np.array([_fit_platt(x[:, i], y[:, i]) for i in range(_N)])
        probs = _sigmoid(x * scales[:, 0] + scales[:, 1])
        none = _fit_platt(_none_log_odds(probs), np.asarray(~y.any(axis=1)))
        thresholds = np.array([_best_threshold(probs[:, i]) for i in range(_N)])
        slope, intercept = np.vstack([scales, none]).T
        return cls(slope.copy(), intercept.copy(), thresholds)

    def transform(self, logits: npt.ArrayLike) -> Floats:
        """Return probabilities (float64 [sentences, 7], the seventh ``none``) of logits (float [sentences, 6]).

        The types are not exclusive; the seventh is the probability that none of them fires.
        """
        types = _sigmoid(_checked(logits) * self.slope[:_N] + self.intercept[:_N])
        none = _sigmoid(_none_log_odds(types) * self.slope[_N] + self.intercept[_N])
        return np.column_stack([types, none])

    def decide(self, probs: npt.ArrayLike) -> Bools:
        """Return which types fire (bool [sentences, 6]) at probabilities from `transform`."""
        return np.asarray(np.asarray(probs)[:, :_N] >= self.thresholds)

    def to_dict(self) -> dict[str, dict[str, float]]:
        """Return slope, intercept and threshold by label, ready for JSON."""
        rows = zip((*_TYPES, NONE), self.slope, self.intercept, strict=True)
        values = {name: {"slope": float(slope), "intercept": float(shift)} for name, slope, shift in rows}
        for name, threshold in zip(_TYPES, self.thresholds, strict=True):
            values[name]["threshold"] = float(threshold)
        return values

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Self:
        """Build a calibration from what `to_dict` gave.

        Raises
        ------
        InputError
            When a label is unknown or a number is missing or impossible.
        """
        labels = (*_TYPES, NONE)
        for name in values:
            if name not in labels:
                raise InputError(f"calibration has no label {name!r}.{nearest(name, labels)}")
        try:
            slope, intercept = (np.array([float(values[n][key]) for n in labels]) for key in ("slope", "intercept"))
            thresholds = np.array([float(values[name]["threshold"]) for name in _TYPES])
        except (KeyError, TypeError, ValueError) as error:
            raise InputError(
                f"calibration must give slope, intercept and threshold of every label: {error!r}"
            ) from error
        if not (
            np.isfinite([slope, intercept]).all() and (slope > 0).all() and ((thresholds > 0) & (thresholds < 1)).all()
        ):
            raise InputError("calibration must have finite numbers, slopes above 0 and thresholds in (0, 1)")
        return cls(slope, intercept, thresholds)


def _checked(logits: npt.ArrayLike) -> Floats:
    values = np.asarray(logits, np.float64)
    if values.ndim != 2 or values.shape[1] != _N:
        raise InputError(f"logits must be [sentences, {_N}], got {list(values.shape)}")
    if not np.isfinite(values).all():
        raise InputError(
            f"logits must be finite, got {values[~np.isfinite(values)][0]}; the model is damaged or diverged"
        )
    return values


def _sigmoid(logits: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.clip(logits, -_LARGEST_LOGIT, _LARGEST_LOGIT))))


def _none_log_odds(types: Floats) -> Floats:
    """Return the log-odds [sentences] that no type fires if types [sentences, 6] were independent."""
    log_none = np.log1p(-np.minimum(types, 1 - 1e-15)).sum(axis=1)
    return np.asarray(log_none - np.log(-np.expm1(np.minimum(log_none, -1e-22))))


def _fit_platt(x: Floats, y: Bools, *, steps: int = 100) -> tuple[float, float]:
    """Return slope and intercept by Fisher scoring with step halving, over ln slope and intercept."""
    n_true = int(y.sum())
    target = np.where(y, (n_true + 1) / (n_true + 2), 1 / (len(y) - n_true + 2))

    def loss(at: Floats) -> float:
        z = np.exp(at[0]) * x + at[1]
        return float((np.logaddexp(0, z) - target * z).sum() + _PENALTY / 2 * at @ at)

    at, best = np.zeros(2), loss(np.zeros(2))
    for _ in range(steps):
        scaled = np.exp(at[0]) * x
        p = _sigmoid(scaled + at[1])
        slopes = np.stack([scaled, np.ones_like(x)])
        gradient = slopes @ (p - target) + _PENALTY * at
        step = np.linalg.solve((slopes * (p * (1 - p))) @ slopes.T + _PENALTY * np.eye(2), gradient)
        step *= min(1.0, 2.0 / float(np.abs(step).max() or 1.0))
        while (value := loss(at - step)) > best and np.abs(step).max() > 1e-10:
            step /= 2
        if best - value < 1e-10:
            break
        at, best = at - step, value
    return float(np.exp(at[0])), float(at[1])


def _best_threshold(probs: Floats) -> float:
    """Return half of the best expected F1, the threshold that reaches it when ``probs`` [sentences] are calibrated."""
    ranked = np.sort(probs)[::-1]
    expected = 2 * np.cumsum(ranked) / (np.arange(1, len(ranked) + 1) + ranked.sum())
    return float(expected.max() / 2)
