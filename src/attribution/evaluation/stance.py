"""Stances that a model gives, against annotated ones."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from attribution.errors import InputError
from attribution.evaluation.binary import auc
from attribution.evaluation.tables import number, with_interval
from attribution.labels import Stance
from attribution.metrics import bootstrap_interval, expected_calibration_error, mean_f1, precision_recall_f1

__all__ = ["evaluate_stance"]

Floats = npt.NDArray[np.float64]
_STANCES = tuple(Stance)


def evaluate_stance(
    gold: Sequence[Stance],
    probs: npt.ArrayLike,
    groups: Sequence[str],
    *,
    decided: npt.ArrayLike | None = None,
    samples: int = 2000,
) -> dict[str, Any]:
    """Return accuracy, macro-F1, Brier score and ECE with intervals, and the scores of each stance.

    Parameters
    ----------
    probs
        Float [pairs, 4] over supports, refutes, neutral, unrelated. Where gold has no ``unrelated``, its probability is
        left out and the others scaled to sum to 1: such pairs are known to be related.
    groups
        What the bootstrap draws whole: the claim, or the component of a pair.
    decided
        The place [pairs] in that order of the stance that each pair is decided for; None, or
        -1, takes the most probable.

    Raises
    ------
    InputError
        When the lengths differ or there is nothing to score.
    """
    p, rows = np.asarray(probs, float), np.array([_STANCES.index(stance) for stance in gold], np.int64)
    if p.shape != (len(rows), len(_STANCES)) or len(groups) != len(rows) or not len(rows):
        raise InputError(f"probs must be [pairs, {len(_STANCES)}] with one gold stance and group each, got {p.shape}")
    names = _STANCES if Stance.UNRELATED in gold else _STANCES[:3]
    p = p[:, : len(names)] / np.maximum(p[:, : len(names)].sum(1, keepdims=True), 1e-12)
    given = np.full(len(p), -1) if decided is None else np.asarray(decided)
    choice = np.where(given < 0, p.argmax(1), given)
    y, guess = np.eye(len(names), dtype=bool)[rows], np.eye(len(names), dtype=bool)[choice]
    numbers = {group: i for i, group in enumerate(dict.fromkeys(groups))}
    group = np.array([numbers[name] for name in groups])
    counts = np.zeros((len(numbers), len(names), 4), np.int64)
    np.add.at(counts, group, np.stack([y & guess, guess, y & guess, y], 2).astype(np.int64))
    squares = np.zeros((len(numbers), 2))
    np.add.at(squares, group, np.column_stack([((p - y) ** 2).sum(1), np.ones(len(p))]))
    total = counts.sum(0)
    return {
        "n_pairs": len(rows),
        "n_groups": len(numbers),
        "accuracy": with_interval(bootstrap_interval(counts, _accuracy, samples=samples)),
        "majority_accuracy": float(y.mean(0).max()),
        "macro_f1": with_interval(bootstrap_interval(counts, mean_f1, samples=samples)),
        "brier": with_interval(bootstrap_interval(squares, _mean, samples=samples)),
        "ece": float(np.mean([expected_calibration_error(p[:, k], y[:, k]) for k in range(len(names))])),
        "stances": {
            stance.value: {
                **dict(zip(("precision", "recall", "f1"), map(number, scores), strict=True)),
                "auc": number(auc(p[:, k], y[:, k])),
                "ece": expected_calibration_error(p[:, k], y[:, k]),
                "support": int(total[k, 3]),
                "predicted": int(total[k, 1]),
            }
            for k, (stance, scores) in enumerate(zip(names, precision_recall_f1(total).tolist(), strict=False))
        },
        "confusion": (y.T.astype(int) @ guess.astype(int)).tolist(),
    }


def _accuracy(counts: Floats) -> Floats:
    return np.asarray(counts[..., 0].sum(-1) / np.maximum(counts[..., 3].sum(-1), 1))


def _mean(sums: Floats) -> Floats:
    return np.asarray(sums[..., 0] / np.maximum(sums[..., 1], 1))
