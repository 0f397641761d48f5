"""Source, cue and content spans against gold."""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from attribution.errors import InputError
from attribution.evaluation.tables import aligned, corpus_of, number, score_row
from attribution.labels import ROLES
from attribution.metrics import bootstrap_interval, micro_f1, precision_recall_f1, span_counts
from attribution.schema import Document, RoleSpan

__all__ = ["evaluate_spans"]


def evaluate_spans(
    gold: Iterable[Document], pred: Iterable[Document], *, samples: int = 2000, seed: int = 0
) -> dict[str, Any]:
    """Return micro precision, recall and F1 of ``Document.spans`` by role, ready for JSON.

    Each contiguous segment is one span and counts once, after white space at its ends is cut off; punctuation counts.
    Spans agree exactly, at their beginning, or by overlapping (``exact``, ``begin``, ``overlap``). Several gold
    documents of one id, by several annotators, are all scored against the same prediction. A role that gold never has
    is not scored, and where gold has sentences, nothing after the last one. Intervals are 95 % percentiles of a
    bootstrap over articles.

    Parameters
    ----------
    gold, pred
        Documents, matched by id; ``gold`` from `read_gold`, ``pred`` tagged.

    Raises
    ------
    InputError
        When a document has no prediction or gold has no spans.
    """
    pairs = aligned(gold, pred)
    true = [_trimmed(g.spans, g.text) for g, _ in pairs]
    found = [_trimmed(p.spans, g.text[: g.sentences[-1].end_char] if g.sentences else g.text) for g, p in pairs]
    roles = [role for role in ROLES if any(role in {s[0] for s in some} for some in true)]
    if not roles:
        raise InputError("gold has no spans to evaluate on")
    ids = [g.id for g, _ in pairs]
    interval = partial(bootstrap_interval, samples=samples, seed=seed)
    columns = [ROLES.index(role) for role in roles]
    counts = {match: span_counts(true, found, match=match)[:, columns] for match in ("exact", "begin", "overlap")}
    return {
        "task": "spans",
        "n_documents": len(set(ids)),
        "n_rows": len(ids),
        "n_skipped": len({p.id for _, p in pairs if p.skipped is not None}),
        **{match: _table(own, roles, ids, interval) for match, own in counts.items()},
        "corpora": _corpora(counts["exact"], roles, ids),
    }


def _trimmed(spans: Iterable[RoleSpan], text: str) -> set[tuple[str, int, int]]:
    """Return (role, start, end) without white space at either end; spans that begin after the text are left out."""
    trimmed = set()
    for span in spans:
        piece = text[span.start_char : span.end_char]
        start = span.start_char + len(piece) - len(piece.lstrip())
        if piece.strip():
            trimmed.add((span.role, start, start + len(piece.strip())))
    return trimmed


def _table(
    counts: npt.NDArray[np.int64], roles: Sequence[str], ids: Sequence[str], interval: Any
) -> dict[str, dict[str, Any]]:
    """Return one row a role, and ``micro`` for all, of counts [documents, roles, 4]."""
    rows = np.unique(ids, return_inverse=True)[1]
    articles = np.zeros((rows.max() + 1, *counts.shape[1:]), np.int64)
    np.add.at(articles, rows, counts)
    columns = {role: articles[:, i : i + 1] for i, role in enumerate(roles)} | {"micro": articles}
    return {name: score_row(own, interval) for name, own in columns.items()}


def _corpora(counts: npt.NDArray[np.int64], roles: Sequence[str], ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Return exact F1 by corpus."""
    corpora = np.array([corpus_of(name) for name in ids])
    tables = {}
    for corpus in sorted(set(corpora.tolist())):
        own = counts[corpora == corpus].sum(axis=0)
        scores = [*precision_recall_f1(own)[:, 2], micro_f1(own)]
        f1 = {name: number(score) for name, score in zip([*roles, "micro"], scores, strict=True)}
        tables[corpus] = {"n_rows": int((corpora == corpus).sum()), "f1": f1}
    return tables
