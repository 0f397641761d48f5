"""Learning where whole articles stand towards a headline: small networks over what the stance network reads."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import torch
from torch.nn import functional as F

from attribution.judging import DocumentReading
from attribution.tagging.document_network import DocumentNetwork, DocumentNetworks, padded

__all__ = ["train_documents"]

_BATCH, _LEARNING_RATE, _DECAY, _SMOOTHING = 64, 2e-3, 0.3, 0.05
_AVERAGE = 0.995  # what a step leaves of the moving average of the weights, over the second half
_UNREAD = 0.25  # share of an article's sentences that a step does not see
_LEAST_RATE = 0.15  # share of the learning rate that is never fallen below, so that there is something to average


def train_documents(
    readings: Sequence[DocumentReading],
    features: npt.NDArray[np.floating],
    stances: npt.NDArray[np.int64],
    articles: Sequence[str],
    *,
    epochs: int = 7,
    members: int = 3,
    seed: int = 0,
) -> DocumentNetworks:
    """Train some networks on pairs of a headline and an article, each in some ten seconds for ten thousand.

    Each step leaves out a quarter of the sentences, and each network is the moving average of its weights over the
    second half of its steps (Polyak and Juditsky 1992).

    A pair weighs less the more headlines its article has, by the square root of their number, and rare stances more,
    by that of how rare they are.

    Parameters
    ----------
    readings
        What is read in each article, sentence by sentence.
    features
        `pooled_features` [pairs, features].
    stances, articles
        The place in `Stance` of each pair, and the id of its article.
    """
    weights = _weights(stances, articles)
    return DocumentNetworks(
        [_train_one(readings, features, stances, weights, epochs, seed + member) for member in range(members)]
    ).eval()


def _train_one(
    readings: Sequence[DocumentReading],
    features: npt.NDArray[np.floating],
    stances: npt.NDArray[np.int64],
    weights: npt.NDArray[np.float64],
    epochs: int,
    seed: int,
) -> DocumentNetwork:
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    network = DocumentNetwork(readings[0].states.shape[1], features.shape[1])
    network.mean.copy_(torch.from_numpy(features.mean(0)))
    network.scale.copy_(torch.from_numpy(np.maximum(features.std(0), 1e-6)))
    targets, whole = torch.from_numpy(stances), torch.from_numpy(features.astype(np.float32))
    shares = torch.from_numpy(weights.astype(np.float32))
    optimiser = torch.optim.AdamW(network.parameters(), lr=_LEARNING_RATE, weight_decay=_DECAY)
    steps = epochs * -(-len(stances) // _BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: max(_LEAST_RATE, 1 - step / steps))
    mean = torch.optim.swa_utils.AveragedModel(
        network, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(_AVERAGE)
    )
    taken = 0
    for _ in range(epochs):
        for some in np.array_split(rng.permutation(len(stances)), steps // epochs):
            read, states, about, member = padded([readings[i] for i in some])
            logits = network(read, states, about, _thinned(member), whole[some])
            loss = F.cross_entropy(logits, targets[some], reduction="none", label_smoothing=_SMOOTHING)
            optimiser.zero_grad()
            (loss * shares[some]).mean().backward()
            optimiser.step()
            schedule.step()
            taken += 1
            if taken > steps // 2:
                mean.update_parameters(network)
    network.load_state_dict(mean.module.state_dict())
    return network


def _thinned(member: torch.Tensor) -> torch.Tensor:
    """Leave sentences out at random, never the first one."""
    kept = torch.rand(member.shape) >= _UNREAD
    kept[:, 0] = True
    return member & kept


def _weights(stances: npt.NDArray[np.int64], articles: Sequence[str]) -> npt.NDArray[np.float64]:
    _, place, count = np.unique(np.array(articles), return_inverse=True, return_counts=True)
    weights = 1 / np.sqrt(count[place])
    by_stance = np.bincount(stances, weights=weights, minlength=int(stances.max()) + 1)
    weights *= np.sqrt(weights.sum() / np.maximum(by_stance, 1e-9))[stances]
    return np.asarray(weights / weights.mean())
