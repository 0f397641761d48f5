"""Results as columns for NumPy, pandas and ``datasets``: one table each for five kinds of row."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from attribution.errors import InputError, nearest
from attribution.labels import LABELS
from attribution.schema import Attribution, ClaimScore, Document, Span

__all__ = ["LEVELS", "LISTS", "Columns", "columns"]

Columns = dict[str, "list[Any] | npt.NDArray[Any]"]

LISTS = frozenset({"labels", "content", "set_by_human"})
"""Columns whose every cell is a list of strings."""


def columns(documents: Sequence[Document], claims: Sequence[ClaimScore], *, level: str) -> Columns:
    """Return one table of a result as columns of equal length.

    Numbers and truth values are NumPy arrays, texts are lists with None where there is none. An index that is -1 means
    that there is none (the article's own voice has no attribution, a continued quotation no source span).

    Parameters
    ----------
    level
        ``"documents"``, ``"sentences"``, ``"attributions"``, ``"claims"`` or ``"evidence"``: what a row is.

    Raises
    ------
    InputError
        When the level is unknown.

    Examples
    --------
    >>> table = columns([Document("a", "", title="Norvik")], [], level="documents")
    >>> table["id"], table["title"], table["n_sentences"].tolist()
    (['a'], ['Norvik'], [0])
    """
    if level not in LEVELS:
        raise InputError(f"`level` must be one of {', '.join(LEVELS)}, got {level!r}.{nearest(str(level), LEVELS)}")
    return LEVELS[level](documents, claims)


def _documents(documents: Sequence[Document], _: Sequence[ClaimScore]) -> Columns:
    names = ("id", "title", "author", "publisher", "date", "url", "language", "skipped", "sha256")
    return {name: [getattr(d, name) for d in documents] for name in names} | {
        "n_sentences": _ints(len(d.sentences) for d in documents),
        "n_attributions": _ints(sum(len(s.attributions) for s in d.sentences) for d in documents),
        "n_furniture": _ints(len(d.furniture) for d in documents),
    }


def _sentences(documents: Sequence[Document], _: Sequence[ClaimScore]) -> Columns:
    sentences = [s for d in documents for s in d.sentences]
    return {
        "document_id": [d.id for d in documents for _ in d.sentences],
        "sentence_index": _ints(i for d in documents for i in range(len(d.sentences))),
        "start_char": _ints(s.start_char for s in sentences),
        "end_char": _ints(s.end_char for s in sentences),
        "text": [s.text for s in sentences],
        "kind": [s.kind.value for s in sentences],
        "labels": [list(s.labels) for s in sentences],
        **{f"prob_{name}": _floats(s.probs.get(name, np.nan) for s in sentences) for name in LABELS},
        "n_attributions": _ints(len(s.attributions) for s in sentences),
        "set_by_human": [list(s.set_by_human) for s in sentences],
    }


def _attributions(documents: Sequence[Document], _: Sequence[ClaimScore]) -> Columns:
    places = [(d.id, i, k) for d in documents for i, s in enumerate(d.sentences) for k in range(len(s.attributions))]
    made = [a for d in documents for s in d.sentences for a in s.attributions]
    return {
        "document_id": [place[0] for place in places],
        "sentence_index": _ints(place[1] for place in places),
        "attribution_index": _ints(place[2] for place in places),
        "type": [a.type.value for a in made],
        "prob": _floats(a.prob for a in made),
        **_span_columns("source", [a.source for a in made]),
        **_span_columns("cue", [a.cue for a in made]),
        "content": [[span.text for span in a.content] for a in made],
        **_source_columns(made),
        "set_by_human": [list(a.set_by_human) for a in made],
    }


def _source_columns(made: Sequence[Attribution]) -> Columns:
    return {
        "source_kind": [a.source_kind.value for a in made],
        "anonymous": np.array([a.anonymous for a in made], bool),
        "source_name": [a.source_name for a in made],
    }


def _span_columns(role: str, spans: Sequence[Span | None]) -> Columns:
    return {
        role: [span.text if span else None for span in spans],
        f"{role}_start_char": _ints(span.start_char if span else -1 for span in spans),
        f"{role}_end_char": _ints(span.end_char if span else -1 for span in spans),
    }


def _claims(_: Sequence[Document], claims: Sequence[ClaimScore]) -> Columns:
    return {
        "id": [c.id for c in claims],
        "text": [c.text for c in claims],
        "discovered": np.array([c.discovered for c in claims], bool),
        "context": [c.context for c in claims],
        "corroboration": _floats(c.corroboration for c in claims),
        "low": _floats(c.interval.low for c in claims),
        "high": _floats(c.interval.high for c in claims),
        "prior": _floats(c.prior for c in claims),
        **{name: _floats(getattr(c.opinion, name) for c in claims) for name in ("belief", "disbelief", "uncertainty")},
        "grade": _ints(c.grade for c in claims),
        "likelihood": [c.likelihood for c in claims],
        "n_origins_for": _ints(c.n_origins_for for c in claims),
        "n_origins_against": _ints(c.n_origins_against for c in claims),
        "n_evidence": _ints(len(c.evidence) for c in claims),
    }


def _evidence(_: Sequence[Document], claims: Sequence[ClaimScore]) -> Columns:
    items = [e for c in claims for e in c.evidence]
    texts = ("source", "source_id", "origin_id", "date")
    numbers = ("type_prob", "support", "refutation", "weight", "contribution")
    return {
        "claim_id": [e.claim_id for e in items],
        "document_id": [e.document_id for e in items],
        "sentence_index": _ints(e.sentence_index for e in items),
        "attribution_index": _ints(-1 if e.attribution_index is None else e.attribution_index for e in items),
        "text": [e.text for e in items],
        "type": [e.type.value if e.type else None for e in items],
        "stance": [e.stance.value for e in items],
        "source_kind": [e.source_kind.value for e in items],
        **{name: [getattr(e, name) for e in items] for name in texts},
        **{name: _floats(getattr(e, name) for e in items) for name in numbers},
        **{name: np.array([getattr(e, name) for e in items], bool) for name in ("anonymous", "self_interest")},
        "set_by_human": [list(e.set_by_human) for e in items],
    }


def _ints(values: Iterable[int]) -> npt.NDArray[np.int64]:
    return np.fromiter(values, np.int64)


def _floats(values: Iterable[float]) -> npt.NDArray[np.float64]:
    return np.fromiter(values, np.float64)


LEVELS: dict[str, Callable[[Sequence[Document], Sequence[ClaimScore]], Columns]] = {
    "documents": _documents,
    "sentences": _sentences,
    "attributions": _attributions,
    "claims": _claims,
    "evidence": _evidence,
}
"""What a row can be, and how its columns are made."""
