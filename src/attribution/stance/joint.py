"""The regression and the stance network joined into one probability."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Self

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.special import expit, logit, softmax

__all__ = ["Joint"]

Floats = npt.NDArray[np.float64]
_LEAST, _SURE = 1e-3, 0.02
"""Smallest probability of a side, and of being related or not, that counts: neither model is surer than that."""
_UNRELATED = 3


@dataclass(frozen=True, slots=True)
class Joint:
    """How both are joined: weights of logarithms.

    The log-probabilities of the sides are added with the weights ``own`` (the regression) and ``network``, and
    ``supports`` and ``refutes`` to theirs; the log-odds of being unrelated with ``unrelated_own`` and
    ``unrelated_network``.
    """

    own: float = 0.7
    network: float = 0.4
    supports: float = 0.0
    refutes: float = 0.0
    unrelated_own: float = 0.35
    unrelated_network: float = 0.5

    @classmethod
    def from_dict(cls, data: Mapping[str, float]) -> Self:
        """Read what `to_dict` gives; what is missing keeps its default."""
        return cls(**{field.name: float(data[field.name]) for field in fields(cls) if field.name in data})

    def to_dict(self) -> dict[str, float]:
        """Return the weights by name."""
        return {name: round(value, 3) for name, value in asdict(self).items()}

    def probs(self, own: Floats, network: Floats) -> Floats:
        """Return the joint probabilities [texts, 4] in the order of `Stance`.

        ``network`` is NaN where the network was not asked; there ``own`` is left as it is.

        >>> own, network = np.array([[0.6, 0.2, 0.1, 0.1]] * 2), np.array([[0.1, 0.7, 0.1, 0.1], [np.nan] * 4])
        >>> Joint().probs(own, network).round(1).tolist()
        [[0.4, 0.4, 0.1, 0.1], [0.6, 0.2, 0.1, 0.1]]
        """
        gate = self.unrelated_own * _log_odds(own) + self.unrelated_network * _log_odds(network)
        unrelated = expit(gate)[:, None]
        sides = _side_probs(_sides(own, network), self._of_sides())
        return np.asarray(np.where(np.isnan(network), own, np.hstack([sides * (1 - unrelated), unrelated])))

    def fitted(self, own: Floats, network: Floats, targets: Floats) -> "Joint":
        """Return weights of the sides that maximise the likelihood of related texts; those of unrelated stay.

        ``targets`` are probabilities [texts, 4]; texts that the network was not asked about are passed over.
        """
        asked = ~np.isnan(network[:, 0]) & (targets[:, _UNRELATED] < 1)
        if not asked.any():
            return self
        rows, y = _sides(own[asked], network[asked]), targets[asked, :_UNRELATED]
        start = self._of_sides()

        def loss(values: Floats) -> float:
            likelihood = (y * np.log(np.maximum(_side_probs(rows, values), 1e-12))).sum()
            return float(((values - start) ** 2).sum() - likelihood)

        best = minimize(loss, start, method="L-BFGS-B", bounds=[(0, None)] * 2 + [(None, None)] * 2).x.tolist()
        return replace(self, **dict(zip(("own", "network", "supports", "refutes"), best, strict=True)))

    def _of_sides(self) -> Floats:
        return np.array([self.own, self.network, self.supports, self.refutes])


def _sides(own: Floats, network: Floats) -> Floats:
    """Return the log-probabilities of the sides of related texts, [texts, 3, 2]."""
    both = np.stack([own, np.nan_to_num(network, nan=0.25)], 2)[:, :_UNRELATED]
    return np.asarray(np.log(np.maximum(both / np.maximum(both.sum(1, keepdims=True), 1e-12), _LEAST)))


def _side_probs(rows: Floats, values: Floats) -> Floats:
    """Return the probabilities of the sides [texts, 3] by the two weights and two shifts in ``values``."""
    return np.asarray(softmax(rows @ values[:2] + np.append(values[2:], 0.0), axis=1))


def _log_odds(probs: Floats) -> Floats:
    return np.asarray(logit(np.clip(np.nan_to_num(probs[:, _UNRELATED], nan=0.5), _SURE, 1 - _SURE)))
