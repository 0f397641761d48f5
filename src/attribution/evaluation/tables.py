"""Gold and predicted documents side by side, and rows of scores."""

import math
from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

from attribution.errors import InputError, nearest
from attribution.metrics import Bootstrap, micro_f1, precision_recall_f1
from attribution.schema import Document

__all__ = ["aligned", "corpus_of", "number", "score_row", "with_interval"]


def aligned(gold: Iterable[Document], pred: Iterable[Document]) -> list[tuple[Document, Document]]:
    """Return every gold document with the prediction of its id; further predictions are left aside.

    Raises
    ------
    InputError
        When there is no gold, a prediction is missing, or it is of another text.
    """
    predictions = {document.id: document for document in pred}
    pairs = []
    for document in gold:
        found = predictions.get(document.id)
        if found is None:
            raise InputError(f"no prediction for gold document {document.id!r}.{nearest(document.id, predictions)}")
        if found.text and found.text != document.text:
            raise InputError(f"the prediction for {document.id!r} is of another text; tag the gold text as it is")
        pairs.append((document, found))
    if not pairs:
        raise InputError("there is no gold document to evaluate on")
    return pairs


def corpus_of(document_id: str) -> str:
    """Return what an id has before its first colon, or ``""``.

    >>> corpus_of("polnear-train:a1"), corpus_of("a1")
    ('polnear-train', '')
    """
    head, colon, _ = document_id.partition(":")
    return head if colon else ""


def number(value: Any) -> float | None:
    """Return a number for JSON, None for NaN."""
    return None if value is None or math.isnan(value) else float(value)


def with_interval(result: Bootstrap) -> dict[str, float | None]:
    """Return a value with its interval for JSON."""
    return {"value": number(result.value), "low": number(result.low), "high": number(result.high)}


def score_row(counts: npt.NDArray[np.int64], interval: Any) -> dict[str, Any]:
    """Return micro precision, recall, F1 with its interval, and numbers, of counts [articles, labels or roles, 4]."""
    total = counts.sum(axis=(0, 1))
    precision, recall, f1 = map(number, precision_recall_f1(total))
    _, predicted, _, support = total.tolist()
    spread = interval(counts, micro_f1)
    low, high = number(spread.low), number(spread.high)
    scores = {"precision": precision, "recall": recall, "f1": f1, "low": low, "high": high}
    return {**scores, "support": support, "predicted": predicted}
