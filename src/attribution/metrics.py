"""Scores of labels, probabilities and spans with intervals over articles; NumPy only.

Label arrays are bool [sentences, 7] in the order of `LABELS`, or [sentences, 6] without ``none``, which is then the
sentences without a type. Spans of a document are tuples ``(role, start_char, end_char)``; equal ones count once.
Counts are int64 [..., 4] throughout: predicted ones that are right, predicted, gold ones that are found, gold.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from attribution.errors import InputError, nearest
from attribution.labels import LABELS, NONE, ROLES

__all__ = [
    "Bootstrap",
    "LabelScore",
    "bootstrap_interval",
    "brier",
    "confusion_matrix",
    "expected_calibration_error",
    "label_counts",
    "label_matrix",
    "macro_f1",
    "mean_f1",
    "micro_f1",
    "paired_bootstrap",
    "per_label_f1",
    "precision_recall_f1",
    "reliability_table",
    "span_counts",
    "span_f1",
]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
RoleOffsets = tuple[str, int, int]
Statistic = Callable[[Floats], Floats]

_LABELS: tuple[str, ...] = tuple(map(str, LABELS))
_MATCHES = ("exact", "begin", "overlap")
_CELLS = 4_000_000
"""How many resampled weights are held in memory at a time."""


# labels


@dataclass(frozen=True, slots=True)
class LabelScore:
    """Precision, recall and F1 in [0, 1] of one label, with how often it is in gold and how often predicted.

    All three are 0 where a label is predicted or in gold but never right, and NaN where it is in neither.
    """

    precision: float
    recall: float
    f1: float
    support: int
    predicted: int


def label_matrix(label_sets: Iterable[Collection[str]]) -> Bools:
    """Return label names as bool [sentences, 7].

    Raises
    ------
    InputError
        When a label is unknown, a sentence has none, or ``none`` stands beside a type; the index is named.

    Examples
    --------
    >>> label_matrix([("denial",), ("none",)]).astype(int).tolist()
    [[0, 0, 1, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0, 1]]
    """
    rows = []
    for index, names in enumerate(label_sets):
        for name in names:
            if name not in _LABELS:
                raise InputError(f"unknown label {name!r} at index {index}.{nearest(str(name), _LABELS)}")
        if not names or (NONE in names and len(names) > 1):
            raise InputError(f"labels must be types or 'none' alone, got {list(map(str, names))} at index {index}")
        rows.append([name in names for name in _LABELS])
    return np.array(rows, bool).reshape(-1, len(_LABELS))


def label_counts(gold: npt.ArrayLike, pred: npt.ArrayLike, groups: Sequence[Hashable] | None = None) -> Ints:
    """Return counts (int64 [groups, labels, 4]); groups in order of first appearance, or one.

    ``groups`` has one value a sentence, such as its article: what the bootstrap draws whole.
    """
    y, p = _with_none(gold), _with_none(pred)
    if y.shape != p.shape:
        raise InputError(f"gold and pred must have as many sentences, got {len(y)} and {len(p)}")
    rows = np.stack([y & p, p, y & p, y], axis=2).astype(np.int64)
    if groups is None:
        return np.asarray(rows.sum(axis=0, keepdims=True))
    numbers = {group: number for number, group in enumerate(dict.fromkeys(groups))}
    counts = np.zeros((len(numbers), *rows.shape[1:]), np.int64)
    np.add.at(counts, np.array([numbers[group] for group in groups], np.int64), rows)
    return counts


def _with_none(labels: npt.ArrayLike) -> Bools:
    values = np.asarray(labels, bool)
    if values.ndim != 2 or values.shape[1] not in (len(_LABELS), len(_LABELS) - 1):
        raise InputError(f"labels must be bool [sentences, 6] or [sentences, 7], got {list(values.shape)}")
    return values if values.shape[1] == len(_LABELS) else np.column_stack([values, ~values.any(axis=1)])


def precision_recall_f1(counts: npt.ArrayLike) -> Floats:
    """Return float64 [..., 3] of counts [..., 4]; 0 where nothing is right, NaN where neither gold nor predicted.

    Examples
    --------
    >>> precision_recall_f1([[1, 2, 1, 1], [0, 0, 0, 3]]).round(2).tolist()
    [[0.5, 1.0, 0.67], [0.0, 0.0, 0.0]]
    """
    right, predicted, found, gold = np.moveaxis(np.asarray(counts, np.float64), -1, 0)
    precision, recall = right / np.maximum(predicted, 1), found / np.maximum(gold, 1)
    f1 = 2 * precision * recall / np.where(precision + recall > 0, precision + recall, 1)
    seen = (predicted + gold > 0)[..., None]
    return np.where(seen, np.stack([precision, recall, f1], axis=-1), np.nan)


def mean_f1(counts: npt.ArrayLike) -> Floats:
    """Return the macro-F1 [...] of counts [..., labels, 4], over the labels that are in gold or predicted."""
    scores = precision_recall_f1(counts)[..., 2]
    present = ~np.isnan(scores)
    return np.asarray(np.where(present, scores, 0).sum(axis=-1) / np.maximum(present.sum(axis=-1), 1))


def micro_f1(counts: npt.ArrayLike) -> Floats:
    """Return the micro-F1 [...] of counts [..., labels or roles, 4]."""
    return np.asarray(precision_recall_f1(np.asarray(counts).sum(axis=-2))[..., 2])


def per_label_f1(gold: npt.ArrayLike, pred: npt.ArrayLike) -> dict[str, LabelScore]:
    """Return the scores of each of the seven labels, by name."""
    [counts] = label_counts(gold, pred)
    rows = zip(_LABELS, precision_recall_f1(counts).tolist(), counts.tolist(), strict=True)
    return {name: LabelScore(p, r, f1, n_gold, n_pred) for name, (p, r, f1), (_, n_pred, _, n_gold) in rows}


def macro_f1(gold: npt.ArrayLike, pred: npt.ArrayLike) -> float:
    """Return the mean F1 of the seven labels; a label neither in gold nor predicted is left out of the mean.

    Examples
    --------
    >>> gold = label_matrix([("denial",), ("none",), ("hint",)])
    >>> macro_f1(gold, label_matrix([("denial",), ("none",), ("none",)]))
    0.5555555555555555
    """
    return float(mean_f1(label_counts(gold, pred)[0]))


def confusion_matrix(gold: npt.ArrayLike, pred: npt.ArrayLike) -> Floats:
    """Return float64 [7, 7], gold label by predicted label, where a row sums to how often its label is in gold.

    A gold label that is predicted counts on the diagonal. One that is missed counts once in all, in equal parts for the
    labels predicted wrongly in its stead, or, where all predicted ones are right, for those. A predicted label too many
    beside right ones shows in precision only.
    """
    y, p = _with_none(gold).astype(np.float64), _with_none(pred).astype(np.float64)
    right, missed, wrong = y * p, y * (1 - p), p * (1 - y)
    instead = np.where(wrong.sum(axis=1, keepdims=True) > 0, wrong, p)
    instead = instead / np.maximum(instead.sum(axis=1, keepdims=True), 1)
    return np.asarray(np.diag(right.sum(axis=0)) + missed.T @ instead)


# intervals


@dataclass(frozen=True, slots=True)
class Bootstrap:
    """A value with its bootstrap interval, and for a difference the share of samples in which it is not above 0."""

    value: float
    low: float
    high: float
    share_not_above_0: float | None = None


def bootstrap_interval(
    counts: npt.ArrayLike,
    statistic: Statistic = mean_f1,
    *,
    samples: int = 2000,
    seed: int = 0,
    level: float = 0.95,
) -> Bootstrap:
    """Return a statistic of summed counts with its percentile interval, drawing whole articles with replacement.

    Parameters
    ----------
    counts
        [articles, ...]: what each article adds, such as `label_counts` by article, or `span_counts`.
    statistic
        Takes counts [samples, ...] and gives float [samples]; the default is macro-F1. Samples without a value (NaN)
        are left out.

    Examples
    --------
    >>> counts = label_counts([[1, 0, 0, 0, 0, 0]] * 4, [[1, 0, 0, 0, 0, 0]] * 4, groups=["a", "a", "b", "c"])
    >>> bootstrap_interval(counts)
    Bootstrap(value=1.0, low=1.0, high=1.0, share_not_above_0=None)
    """
    array = np.asarray(counts, np.float64)
    value = float(statistic(array.sum(axis=0, keepdims=True))[0])
    drawn = _resampled(array, statistic, samples=samples, seed=seed)
    low, high = _quantiles(drawn, level)
    return Bootstrap(value, low, high)


def paired_bootstrap(
    counts: npt.ArrayLike,
    other: npt.ArrayLike,
    statistic: Statistic = mean_f1,
    *,
    samples: int = 2000,
    seed: int = 0,
    level: float = 0.95,
) -> Bootstrap:
    """Return how much the statistic of ``counts`` exceeds that of ``other``, both drawn from the same articles."""
    pair = np.stack([np.asarray(counts, np.float64), np.asarray(other, np.float64)], axis=1)

    def difference(sums: Floats) -> Floats:
        return statistic(sums[:, 0]) - statistic(sums[:, 1])

    drawn = _resampled(pair, difference, samples=samples, seed=seed)
    low, high = _quantiles(drawn, level)
    value = float(difference(pair.sum(axis=0, keepdims=True))[0])
    return Bootstrap(value, low, high, share_not_above_0=float((drawn <= 0).mean()) if len(drawn) else None)


def _resampled(counts: Floats, statistic: Statistic, *, samples: int, seed: int) -> Floats:
    """Return the statistic of ``samples`` draws of as many rows of counts [articles, ...], NaN left out."""
    n = len(counts)
    if not n:
        return np.zeros(0)
    rng = np.random.default_rng(seed)
    flat = counts.reshape(n, -1)
    step = max(1, _CELLS // n)
    drawn = []
    for start in range(0, samples, step):
        weights = rng.multinomial(n, np.full(n, 1 / n), size=min(step, samples - start))
        drawn.append(statistic((weights @ flat).reshape(-1, *counts.shape[1:])))
    values = np.concatenate(drawn)
    return values[~np.isnan(values)]


def _quantiles(values: Floats, level: float) -> tuple[float, float]:
    if not len(values):
        return float("nan"), float("nan")
    low, high = np.quantile(values, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)


# probabilities


def brier(probs: npt.ArrayLike, outcomes: npt.ArrayLike) -> float:
    """Return the mean squared distance of probabilities from outcomes (0 or 1): 0 is perfect; NaN for none."""
    p, y = _probs_and_outcomes(probs, outcomes)
    return float(((p - y) ** 2).mean()) if len(p) else float("nan")


def expected_calibration_error(probs: npt.ArrayLike, outcomes: npt.ArrayLike, *, bins: int = 10) -> float:
    """Return the mean gap, weighted by size, between probability and outcome in bins of equal mass; NaN for none.

    Bins end at quantiles of the probabilities and equal probabilities share a bin, so that order plays no part; with
    many ties there are fewer and unequal bins.
    """
    table = reliability_table(probs, outcomes, bins=bins)
    n = table[:, 0]
    return float((n * np.abs(table[:, 1] - table[:, 2])).sum() / n.sum()) if len(table) else float("nan")


def reliability_table(probs: npt.ArrayLike, outcomes: npt.ArrayLike, *, bins: int = 10) -> Floats:
    """Return float64 [bins, 3], low probabilities first: how many, their mean probability, their share of outcomes."""
    p, y = _probs_and_outcomes(probs, outcomes)
    if not len(p):
        return np.zeros((0, 3))
    edges = np.quantile(p, np.linspace(0, 1, bins + 1)[1:-1])
    which = np.searchsorted(edges, p, side="right")
    sums = np.column_stack([np.bincount(which, w, minlength=bins) for w in (np.ones_like(p), p, y)]).astype(np.float64)
    filled = sums[sums[:, 0] > 0]
    return filled / np.column_stack([np.ones(len(filled)), filled[:, 0], filled[:, 0]])


def _probs_and_outcomes(probs: npt.ArrayLike, outcomes: npt.ArrayLike) -> tuple[Floats, Floats]:
    p, y = np.asarray(probs, np.float64).ravel(), np.asarray(outcomes, np.float64).ravel()
    if len(p) != len(y):
        raise InputError(f"probabilities and outcomes must be as many, got {len(p)} and {len(y)}")
    bad = np.flatnonzero(~((p >= 0) & (p <= 1)))
    if len(bad):
        raise InputError(f"`probs` must be probabilities in [0, 1], got {p[bad[0]]} at index {bad[0]}")
    return p, y


# spans


def span_counts(
    gold: Sequence[Iterable[RoleOffsets]], pred: Sequence[Iterable[RoleOffsets]], *, match: str = "exact"
) -> Ints:
    """Return counts (int64 [documents, roles, 4]) of spans that agree with one of the same role on the other side.

    ``match`` says when two spans agree: ``"exact"`` by both ends, ``"begin"`` by the first, ``"overlap"`` by sharing a
    character.
    """
    if match not in _MATCHES:
        raise InputError(f"match must be one of {', '.join(_MATCHES)}, got {match!r}.{nearest(match, _MATCHES)}")
    if len(gold) != len(pred):
        raise InputError(f"gold and pred must have as many documents, got {len(gold)} and {len(pred)}")
    counts = np.zeros((len(gold), len(ROLES), 4), np.int64)
    for row, spans in enumerate(zip(gold, pred, strict=True)):
        true, found = (set(some) for some in spans)
        for column, role in enumerate(ROLES):
            a, b = (np.array([s[1:] for s in some if s[0] == role], np.int64).reshape(-1, 2) for some in (found, true))
            agree = _agreement(a, b, match)
            counts[row, column] = agree.any(axis=1).sum(), len(a), agree.any(axis=0).sum(), len(b)
    return counts


def _agreement(a: Ints, b: Ints, match: str) -> Bools:
    """Return bool [len(a), len(b)]: which spans ([n, 2] offsets) agree."""
    starts, ends = a[:, None, 0], a[:, None, 1]
    if match == "overlap":
        return np.asarray((starts < b[:, 1]) & (b[:, 0] < ends))
    return np.asarray((starts == b[:, 0]) & ((ends == b[:, 1]) | (match == "begin")))


def span_f1(
    gold: Sequence[Iterable[RoleOffsets]], pred: Sequence[Iterable[RoleOffsets]], *, match: str = "exact"
) -> dict[str, float]:
    """Return micro-F1 by role, and of all roles as ``"micro"``; NaN where a role is neither in gold nor predicted.

    Examples
    --------
    >>> scores = span_f1([{("cue", 4, 8), ("source", 0, 3)}], [{("cue", 4, 8)}])
    >>> scores["cue"], scores["source"], round(scores["micro"], 2)
    (1.0, 0.0, 0.67)
    """
    counts = span_counts(gold, pred, match=match).sum(axis=0)
    scores = precision_recall_f1(counts)[:, 2].tolist()
    return {**dict(zip(ROLES, scores, strict=True)), "micro": float(micro_f1(counts))}
