"""The regression and the stance network joined into one probability."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Self

import numpy as np
import numpy.typing as npt
from scipy.special import expit, logit, softmax

__all__ = ["Joint", "side_logs"]

Floats = npt.NDArray[np.float64]
_LEAST, _SURE = 1e-3, 0.02
"""Smallest probability of a side, and of being related or not, that counts: neither model is surer than that."""
_UNRELATED = 3


@dataclass(frozen=True, slots=True)
class Joint:
    """How both are joined: weights of logarithms.

    The log-probabilities of the sides are added with the weights ``own`` (the regression) and ``network``, and
    ``supports`` and ``refutes`` to theirs; the log-odds of being unrelated with ``unrelated_own`` and
    ``unrelated_network``. The sides' are what is likeliest, rounded, on annotated headlines of Emergent, whose wording
    the regression has learned, and with a weight of a quarter on written stories that neither has seen.
    """

    own: float = 0.45
    network: float = 0.36
    supports: float = -0.5
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

    def probs(self, own: Floats, network: Floats, sides: Floats | None = None) -> Floats:
        """Return the joint probabilities [texts, 4] in the order of `Stance`.

        ``network`` is NaN where the network was not asked; there ``own`` is left as it is. ``sides`` are logits
        [texts, 3] of the sides that somebody else found with the network's word; None joins both here.

        >>> own, network = np.array([[0.6, 0.2, 0.1, 0.1]] * 2), np.array([[0.1, 0.7, 0.1, 0.1], [np.nan] * 4])
        >>> Joint().probs(own, network).round(1).tolist()
        [[0.2, 0.5, 0.2, 0.1], [0.6, 0.2, 0.1, 0.1]]
        """
        gate = self.unrelated_own * _log_odds(own) + self.unrelated_network * _log_odds(network)
        unrelated = expit(gate)[:, None]
        if sides is None:
            weighted = self.own * side_logs(own) + self.network * side_logs(network)
            sides = weighted + np.array([self.supports, self.refutes, 0.0])
        related = softmax(sides, axis=1) * (1 - unrelated)
        return np.asarray(np.where(np.isnan(network), own, np.hstack([related, unrelated])))


def side_logs(probs: Floats) -> Floats:
    """Return the log-probabilities [texts, 3] of the sides of related texts; alike where nobody was asked."""
    sides = np.nan_to_num(probs[:, :_UNRELATED], nan=0.25)
    return np.asarray(np.log(np.maximum(sides / np.maximum(sides.sum(1, keepdims=True), 1e-12), _LEAST)))


def _log_odds(probs: Floats) -> Floats:
    return np.asarray(logit(np.clip(np.nan_to_num(probs[:, _UNRELATED], nan=0.5), _SURE, 1 - _SURE)))
