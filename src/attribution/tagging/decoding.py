"""Logits of an article to labels, spans and attributions; NumPy only, the same for every backend."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from attribution.calibration import LabelCalibration
from attribution.labels import NONE, ROLES, AttributionType, SourceKind
from attribution.schema import Attribution, Document, RoleSpan, Sentence, SentenceKind, Span

__all__ = ["DocumentLogits", "Segment", "decode_document", "decode_roles", "word_starts"]

FloatArray = npt.NDArray[np.float32]
_TYPES, _KINDS = tuple(AttributionType), tuple(SourceKind)
_ANONYMOUS = len(_TYPES) + len(_KINDS)
_CLEAR = 0.5
"""Log-odds above its threshold at which a type counts although the sentence has too few cues for it."""
_SOURCE_SHARE = 0.05
"""Least share of a cue's pairing probability that a source of its sentence needs."""


@dataclass(frozen=True, slots=True)
class DocumentLogits:
    """What the network says about one document, windows joined: one row a token, one row a sentence.

    ``offsets`` [tokens, 2] characters, ``sentence_ids`` [tokens], ``role_logits`` [tokens, 7], ``token_logits``
    [tokens, 15], ``pair_query`` [tokens, 2, pair_size], ``pair_key`` [tokens, pair_size], ``sentence_logits``
    [sentences, 15], ``embeddings`` [sentences, hidden]; all float32 but the first two (int64).
    """

    offsets: npt.NDArray[np.int64]
    sentence_ids: npt.NDArray[np.int64]
    role_logits: FloatArray
    token_logits: FloatArray
    pair_query: FloatArray
    pair_key: FloatArray
    sentence_logits: FloatArray
    embeddings: FloatArray


@dataclass(frozen=True, slots=True)
class Segment:
    """Tokens ``start`` to ``end`` (half-open) with one role."""

    role: str
    start: int
    end: int


def decode_document(
    document: Document,
    logits: DocumentLogits,
    calibration: LabelCalibration,
    transitions: Sequence[Sequence[Sequence[float]]] | None = None,
) -> Document:
    """Fill labels, probabilities, attributions and spans of a document's sentences."""
    probs = calibration.transform(logits.sentence_logits[:, : len(_TYPES)].astype(np.float64))
    segments = decode_roles(document.text, logits, transitions)
    sentences = [
        _decode_sentence(document, index, logits, segments, probs[index], calibration)
        if sentence.kind is SentenceKind.BODY
        else replace(sentence, labels=(NONE,), probs=_named(np.eye(len(_TYPES) + 1)[-1]))
        for index, sentence in enumerate(document.sentences)
    ]
    spans = tuple(RoleSpan(s.role, *_characters(document.text, logits, s.start, s.end)) for s in segments)
    return replace(document, sentences=tuple(sentences), spans=spans)


def _characters(text: str, logits: DocumentLogits, start: int, end: int) -> tuple[int, int, str]:
    first, last = int(logits.offsets[start, 0]), int(logits.offsets[end - 1, 1])
    return first, last, text[first:last]


def _named(probs: npt.NDArray[np.float64]) -> dict[str, float]:
    return {str(name): float(p) for name, p in zip((*_TYPES, NONE), probs, strict=True)}


# roles


def decode_roles(
    text: str, logits: DocumentLogits, transitions: Sequence[Sequence[Sequence[float]]] | None = None
) -> list[Segment]:
    """Best BIO path over whole words (Viterbi), as segments in text order.

    The score of a path is the sum of the words' log-probabilities (means over their tokens) and of ``transitions``
    [2, 7, 7] (within or across sentences, tag before, tag), if given.
    """
    if not len(logits.offsets):
        return []
    starts = word_starts(text, logits.offsets)
    counts = np.diff([*starts, len(logits.offsets)])[:, None]
    scores = np.add.reduceat(logits.role_logits, starts, axis=0) / counts
    scores -= np.log(np.exp(scores - scores.max(1, keepdims=True)).sum(1, keepdims=True)) + scores.max(1, keepdims=True)
    table = np.zeros((2, *(scores.shape[1],) * 2)) if transitions is None else np.asarray(transitions)
    across = np.diff(logits.sentence_ids[starts], prepend=-1) != 0
    tags = _viterbi(scores, table, across)
    ends = [*starts[1:], len(logits.offsets)]
    segments: list[Segment] = []
    previous = 0
    for word, tag in enumerate(tags):
        if tag:
            role = ROLES[(tag - 1) // 2]
            if tag % 2 == 0 and previous in (tag, tag - 1):
                segments[-1] = replace(segments[-1], end=int(ends[word]))
            else:
                segments.append(Segment(role, int(starts[word]), int(ends[word])))
        previous = int(tag)
    return segments


def word_starts(text: str, offsets: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Indices of tokens that begin a word: all but those that go on from letter or digit to letter or digit."""
    joined = offsets[1:, 0] == offsets[:-1, 1]
    inside = [
        bool(j) and text[a - 1].isalnum() and text[a].isalnum() for j, a in zip(joined, offsets[1:, 0], strict=True)
    ]
    return np.flatnonzero(np.concatenate([[True], ~np.array(inside, bool)]))


def _viterbi(
    scores: npt.NDArray[np.floating[Any]], transitions: npt.NDArray[np.float64], across: npt.NDArray[np.bool_]
) -> list[int]:
    """Highest-scoring tag path [words] where I only follows B or I of the same role."""
    n = scores.shape[1]
    allowed = transitions.copy()
    for tag in range(2, n, 2):
        others = [t for t in range(n) if t not in (tag - 1, tag)]
        allowed[:, others, tag] = -np.inf
    best = scores[0] + np.where(np.isfinite(allowed[0, 0]), 0, -np.inf)
    back = np.zeros(scores.shape, np.int64)
    for t, table in enumerate(across.astype(int).tolist()):
        if t == 0:
            continue
        through = best[:, None] + allowed[table]
        back[t] = through.argmax(0)
        best = through.max(0) + scores[t]
    path = [int(best.argmax())]
    for t in range(len(scores) - 1, 0, -1):
        path.append(int(back[t, path[-1]]))
    return path[::-1]


# attributions


def _decode_sentence(
    document: Document,
    index: int,
    logits: DocumentLogits,
    segments: Sequence[Segment],
    probs: npt.NDArray[np.float64],
    calibration: LabelCalibration,
) -> Sentence:
    sentence = document.sentences[index]
    fired = calibration.decide(probs[None])[0]
    if not fired.any():
        return replace(sentence, labels=(NONE,), probs=_named(probs))
    tokens = np.flatnonzero(logits.sentence_ids == index)
    low, high = (int(tokens[0]), int(tokens[-1]) + 1) if len(tokens) else (0, 0)
    local = [Segment(s.role, max(s.start, low), min(s.end, high)) for s in segments if s.start < high and s.end > low]
    parts = {role: [s for s in local if s.role == role] for role in ROLES}
    types = _chosen_types(probs, calibration, fired, len(parts["cue"]))
    anchors = _assign_types(parts["cue"], types, logits)
    contents = _assign_contents(anchors, parts["content"], logits)
    free = parts["source"]
    attributions = []
    for (cue, type_index), content in zip(anchors, contents, strict=True):
        source = _source_of(cue, parts["source"], logits) if cue else (free[0] if free and len(anchors) == 1 else None)
        attributions.append(
            _attribution(document, index, logits, (cue, source, content), type_index, float(probs[type_index]))
        )
    attributions.sort(key=lambda a: a.cue.start_char if a.cue else sentence.start_char)
    return replace(
        sentence, labels=tuple(str(_TYPES[i]) for i in types), probs=_named(probs), attributions=tuple(attributions)
    )


def _chosen_types(
    probs: npt.NDArray[np.float64], calibration: LabelCalibration, fired: npt.NDArray[np.bool_], n_cues: int
) -> list[int]:
    """Return the types of a sentence: those that fire, the clearest first, and no more than it has cues.

    A further one must clear its threshold by half a unit of log-odds.
    """
    p = np.clip(probs[: len(_TYPES)], 1e-9, 1 - 1e-9)
    margin = np.log(p / (1 - p)) - np.log(calibration.thresholds / (1 - calibration.thresholds))
    ranked = sorted(np.flatnonzero(fired).tolist(), key=lambda i: -margin[i])
    return sorted(i for rank, i in enumerate(ranked) if rank < max(1, n_cues) or margin[i] >= _CLEAR)


def _assign_types(cues: list[Segment], types: list[int], logits: DocumentLogits) -> list[tuple[Segment | None, int]]:
    """Give every cue one of the sentence's types and every type at least one attribution."""
    if not cues:
        return [(None, t) for t in types]
    scores = np.array([logits.token_logits[c.start : c.end, types].mean(0) for c in cues])
    chosen = scores.argmax(1)
    for k in range(len(types)):
        if (chosen == k).any():
            continue
        movable = [c for c in range(len(cues)) if (chosen == chosen[c]).sum() > 1]
        if movable:
            chosen[max(movable, key=lambda c: scores[c, k] - scores[c, chosen[c]])] = k
    anchors: list[tuple[Segment | None, int]] = [(cue, types[k]) for cue, k in zip(cues, chosen, strict=True)]
    return anchors + [(None, t) for k, t in enumerate(types) if not (chosen == k).any()]


def _pair_scores(cue: Segment, side: int, logits: DocumentLogits) -> FloatArray:
    """Probability [tokens] that a cue's source (side 0) or content (side 1) is there."""
    query = logits.pair_query[cue.start : cue.end, side].mean(0)
    scores = logits.pair_key @ query / np.sqrt(len(query))
    exp = np.exp(scores - scores.max())
    return np.asarray(exp / exp.sum(), np.float32)


def _source_of(cue: Segment, sources: list[Segment], logits: DocumentLogits) -> Segment | None:
    if not sources:
        return None
    probs = _pair_scores(cue, 0, logits)
    shares = [float(probs[s.start : s.end].sum()) for s in sources]
    best = int(np.argmax(shares))
    return sources[best] if shares[best] >= _SOURCE_SHARE or len(sources) == 1 else None


def _assign_contents(
    anchors: list[tuple[Segment | None, int]], contents: list[Segment], logits: DocumentLogits
) -> list[list[Segment]]:
    """Give each content segment to the anchor that points at it most; to a lone anchor, everything."""
    result: list[list[Segment]] = [[] for _ in anchors]
    points = [_pair_scores(cue, 1, logits) if cue else None for cue, _ in anchors]
    for segment in contents:
        shares = [1e-3 if p is None else float(p[segment.start : segment.end].sum()) for p in points]
        result[int(np.argmax(shares))].append(segment)
    return result


def _attribution(
    document: Document,
    index: int,
    logits: DocumentLogits,
    parts: tuple[Segment | None, Segment | None, list[Segment]],
    type_index: int,
    prob: float,
) -> Attribution:
    cue, source, content = parts
    anchor = cue or source
    row = logits.token_logits[anchor.start : anchor.end].mean(0) if anchor else logits.sentence_logits[index]

    def span(segment: Segment) -> Span:
        return Span(*_characters(document.text, logits, segment.start, segment.end))

    return Attribution(
        type=_TYPES[type_index],
        source=span(source) if source else None,
        cue=span(cue) if cue else None,
        content=tuple(span(c) for c in content),
        source_kind=_KINDS[int(row[len(_TYPES) : _ANONYMOUS].argmax())],
        anonymous=bool(row[_ANONYMOUS] > 0),
        prob=prob,
    )
