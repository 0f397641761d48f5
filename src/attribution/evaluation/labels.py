"""Sentence labels and attributions against gold."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from attribution.errors import InputError
from attribution.evaluation.binary import risk_coverage
from attribution.evaluation.tables import aligned, corpus_of, number, score_row, with_interval
from attribution.labels import LABELS, NONE
from attribution.metrics import (
    bootstrap_interval,
    brier,
    confusion_matrix,
    expected_calibration_error,
    label_counts,
    label_matrix,
    mean_f1,
    precision_recall_f1,
    reliability_table,
)
from attribution.schema import Attribution, Document, Sentence

__all__ = ["evaluate_labels", "label_curves"]

_LABELS = tuple(map(str, LABELS))


class _Row(NamedTuple):
    """One annotated sentence: its article, and the same sentence in gold and as predicted."""

    document_id: str
    gold: Sentence
    pred: Sentence


def evaluate_labels(
    gold: Iterable[Document], pred: Iterable[Document], *, samples: int = 2000, seed: int = 0
) -> dict[str, Any]:
    """Return the scores of predicted sentence labels and attributions, ready for JSON.

    Only annotated gold sentences count, and each must be a sentence of the prediction, with the same offsets. A
    sentence of a skipped document counts as ``none``. Intervals are 95 % percentiles of a bootstrap over articles.

    An attribution is right when its type and its source agree with one in gold: the source spans share a character, or
    neither is in the sentence. Source kind and anonymity are scored on pairs whose sources agree, whatever their types.
    A number that does not exist, such as the F1 of a label that is nowhere, is None.

    Parameters
    ----------
    gold, pred
        Documents, matched by id; ``gold`` from `read_gold`, ``pred`` tagged.

    Raises
    ------
    InputError
        When a document or sentence has no prediction.
    """
    pairs = aligned(gold, pred)
    rows = [row for g, p in pairs for row in _rows(g, p)]
    if not rows:
        raise InputError("no gold sentence has labels; evaluate spans instead")
    y, p = label_matrix(r.gold.labels for r in rows), label_matrix(r.pred.labels for r in rows)
    counts = label_counts(y, p, [r.document_id for r in rows])
    interval = partial(bootstrap_interval, samples=samples, seed=seed)
    probabilities = _probability_scores(rows, y)
    return {
        "task": "labels",
        "n_documents": len(counts),
        "n_sentences": len(rows),
        "n_skipped": sum(found.skipped is not None for _, found in pairs),
        "macro_f1": with_interval(interval(counts)),
        "labels": {
            name: score_row(counts[:, i : i + 1], interval) | probabilities[name] for i, name in enumerate(_LABELS)
        },
        "ece": _mean(row["ece"] for row in probabilities.values()),
        "brier": _mean(row["brier"] for row in probabilities.values()),
        "confusion": {"labels": list(_LABELS), "matrix": confusion_matrix(y, p).round(4).tolist()},
        **_attribution_scores(rows, interval),
        "corpora": _corpora(rows, y, p, interval),
    }


def label_curves(gold: Iterable[Document], pred: Iterable[Document]) -> dict[str, Any]:
    """Return what plots of the probabilities show: ``reliability`` [bins, 3] of all labels, and ``risk_coverage``.

    A sentence is as uncertain as the least probable of its predicted labels, and judged wrongly when they are not those
    of gold. Sentences without probabilities are left out. Documents and errors are as in `evaluate_labels`.
    """
    rows = [row for g, p in aligned(gold, pred) for row in _rows(g, p) if row.pred.probs]
    probs = np.array([[row.pred.probs[name] for name in _LABELS] for row in rows]).reshape(-1, len(_LABELS))
    sure = np.array([min(row.pred.probs[name] for name in row.pred.labels) for row in rows])
    right = np.array([set(row.gold.labels) == set(row.pred.labels) for row in rows], bool)
    return {
        "reliability": reliability_table(probs, label_matrix(row.gold.labels for row in rows)),
        "risk_coverage": risk_coverage(1 - sure, np.ones(len(rows)), right),
    }


def _rows(gold: Document, pred: Document) -> list[_Row]:
    found = {(s.start_char, s.end_char): s for s in pred.sentences}
    rows = []
    for sentence in gold.sentences:
        if not sentence.labels:
            continue
        place = (sentence.start_char, sentence.end_char)
        other = replace(sentence, labels=(NONE,), attributions=()) if pred.skipped else found.get(place)
        if other is None:
            raise InputError(
                f"no prediction for characters {place[0]} to {place[1]} of {gold.id!r}: tag the gold sentences as given"
            )
        if not other.labels:
            raise InputError(f"the prediction for {gold.id!r} has no labels: tag it first")
        rows.append(_Row(gold.id, sentence, other))
    return rows


def _probability_scores(rows: Sequence[_Row], y: npt.NDArray[np.bool_]) -> dict[str, dict[str, float | None]]:
    """Return calibration by label, on the sentences that have probabilities."""
    known = np.array([bool(row.pred.probs) for row in rows])
    probs = np.array([[row.pred.probs.get(name, np.nan) for name in _LABELS] for row in rows if row.pred.probs])
    probs = probs.reshape(-1, len(_LABELS))
    return {
        name: {
            "ece": number(expected_calibration_error(probs[:, i], y[known, i])),
            "brier": number(brier(probs[:, i], y[known, i])),
        }
        for i, name in enumerate(_LABELS)
    }


def _mean(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return float(np.mean(known)) if known else None


def _corpora(
    rows: Sequence[_Row], y: npt.NDArray[np.bool_], p: npt.NDArray[np.bool_], interval: Any
) -> dict[str, dict[str, Any]]:
    corpora = np.array([corpus_of(row.document_id) for row in rows])
    tables = {}
    for corpus in sorted(set(corpora.tolist())):
        own = np.flatnonzero(corpora == corpus)
        counts = label_counts(y[own], p[own], [rows[i].document_id for i in own.tolist()])
        f1 = precision_recall_f1(counts.sum(axis=0))[:, 2]
        tables[corpus] = {
            "n_documents": len(counts),
            "n_sentences": len(own),
            "macro_f1": with_interval(interval(counts, mean_f1)),
            "f1": {name: number(value) for name, value in zip(_LABELS, f1, strict=True)},
        }
    return tables


# attributions


def _attribution_scores(rows: Sequence[_Row], interval: Any) -> dict[str, Any]:
    matched = [_pairs(row.gold.attributions, row.pred.attributions) for row in rows]
    pairs = [pair for some in matched for pair in some]
    counts: dict[str, npt.NDArray[np.int64]] = {}
    for row, some in zip(rows, matched, strict=True):
        right = sum(g.type == p.type for g, p in some)
        added = np.array([[right, len(row.pred.attributions), right, len(row.gold.attributions)]])
        counts[row.document_id] = counts.get(row.document_id, np.zeros((1, 4), np.int64)) + added
    return {
        "attributions": score_row(np.stack(list(counts.values())), interval),
        "source_kind": _accuracy([g.source_kind == p.source_kind for g, p in pairs]),
        "anonymous": _accuracy([g.anonymous == p.anonymous for g, p in pairs]),
    }


def _accuracy(right: Sequence[bool]) -> dict[str, Any]:
    return {"accuracy": float(np.mean(right)) if right else None, "n": len(right)}


def _pairs(gold: Sequence[Attribution], pred: Sequence[Attribution]) -> list[tuple[Attribution, Attribution]]:
    """Pair attributions of one sentence whose sources agree, each once, those of one type first."""
    pairs = []
    left_gold, left = list(gold), list(pred)
    for types_agree in (True, False):
        for g in tuple(left_gold):
            fitting = [p for p in left if _same_source(g, p) and (p.type == g.type or not types_agree)]
            if fitting:
                best = max(fitting, key=lambda p: _shares_cue(g, p))
                pairs.append((g, best))
                left.remove(best)
                left_gold.remove(g)
    return pairs


def _same_source(a: Attribution, b: Attribution) -> bool:
    if a.source is None or b.source is None:
        return a.source is b.source
    return a.source.start_char < b.source.end_char and b.source.start_char < a.source.end_char


def _shares_cue(a: Attribution, b: Attribution) -> bool:
    if a.cue is None or b.cue is None:
        return a.cue is b.cue
    return a.cue.start_char < b.cue.end_char and b.cue.start_char < a.cue.end_char
