"""Logits of an article to labels, spans and attributions; NumPy only, the same for every backend."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from attribution.calibration import LabelCalibration
from attribution.labels import NONE, ROLES, AttributionType, SourceKind
from attribution.schema import Attribution, Document, RoleSpan, Sentence, SentenceKind, Span

__all__ = ["DocumentLogits", "Segment", "decode_documents", "decode_roles", "word_starts"]

FloatArray = npt.NDArray[np.float32]
_TYPES, _KINDS = tuple(AttributionType), tuple(SourceKind)
_NAMES = (*map(str, _TYPES), NONE)
_N_TAGS = 1 + 2 * len(ROLES)
_TOGETHER = 64
"""Documents whose paths are sought in step; more bring little, and their scores are padded to the longest."""
_ANONYMOUS = len(_TYPES) + len(_KINDS)
_CLEAR = 0.5
"""Log-odds above its threshold at which a type counts although the sentence has too few cues for it."""
_ALIKE_SHARE = 0.6
"""Share that all attributions with a like source have in what kind of source each of them has."""
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


def decode_documents(
    documents: Sequence[Document],
    logits: Sequence[DocumentLogits],
    calibration: LabelCalibration,
    transitions: Sequence[Sequence[Sequence[float]]] | None = None,
) -> list[Document]:
    """Fill labels, probabilities, attributions and spans of the sentences of documents; skipped ones stay as they are.

    What is said of a document does not depend on the others: they are only decoded side by side.
    """
    roles = decode_roles([document.text for document in documents], logits, transitions)
    return [
        document if document.skipped else _decode_document(document, own, segments, calibration)
        for document, own, segments in zip(documents, logits, roles, strict=True)
    ]


def _decode_document(
    document: Document, logits: DocumentLogits, segments: Sequence[Segment], calibration: LabelCalibration
) -> Document:
    probs = calibration.transform(logits.sentence_logits[:, : len(_TYPES)].astype(np.float64))
    fired = calibration.decide(probs)
    places = np.searchsorted(logits.sentence_ids, np.arange(len(document.sentences) + 1)).tolist()
    sentences, kinds = [], []
    for index, sentence in enumerate(document.sentences):
        if sentence.kind is not SentenceKind.BODY:
            sentences.append(replace(sentence, labels=(NONE,), probs=_named(np.eye(len(_TYPES) + 1)[-1])))
        elif not fired[index].any():
            sentences.append(replace(sentence, labels=(NONE,), probs=_named(probs[index])))
        else:
            low, high = places[index], places[index + 1]
            inside = [s for s in segments if low < high and s.start < high and s.end > low]
            local = [Segment(s.role, max(s.start, low), min(s.end, high)) for s in inside]
            types = _chosen_types(probs[index], calibration, fired[index], sum(s.role == "cue" for s in local))
            made, own = _decode_sentence(document, index, logits, local, types, probs[index])
            sentences.append(made)
            kinds += own
    spans = tuple(RoleSpan(s.role, *_characters(document.text, logits, s.start, s.end)) for s in segments)
    return replace(document, sentences=tuple(_with_settled_kinds(sentences, kinds)), spans=spans)


def _with_settled_kinds(sentences: Sequence[Sentence], kinds: Sequence[FloatArray]) -> Iterator[Sentence]:
    """Yield sentences whose attributions are of the kind that they and all with a like source have together.

    ``kinds`` are the log-probabilities [kinds] of each attribution in order. Sources are alike that end in one word.
    """
    words = [_last_word(a.source) for sentence in sentences for a in sentence.attributions]
    of_word: dict[str, list[FloatArray]] = {}
    for word, own in zip(words, kinds, strict=True):
        of_word.setdefault(word, []).append(own)
    mean = {word: np.mean(rows, axis=0) for word, rows in of_word.items()}
    settled = iter(
        own if not word else (1 - _ALIKE_SHARE) * own + _ALIKE_SHARE * mean[word]
        for word, own in zip(words, kinds, strict=True)
    )
    for sentence in sentences:
        made = tuple(replace(a, source_kind=_KINDS[int(next(settled).argmax())]) for a in sentence.attributions)
        yield replace(sentence, attributions=made) if made else sentence


def _last_word(source: Span | None) -> str:
    """Return what a source ends in, in lower case: "Mr. Trump" and "Donald Trump's" are alike; "" for none."""
    words = re.findall(r"\w+", re.sub(r"['’]s\b", "", source.text.lower())) if source else ()
    return words[-1] if words else ""


def _characters(text: str, logits: DocumentLogits, start: int, end: int) -> tuple[int, int, str]:
    first, last = int(logits.offsets[start, 0]), int(logits.offsets[end - 1, 1])
    return first, last, text[first:last]


def _named(probs: npt.NDArray[np.float64]) -> dict[str, float]:
    return dict(zip(_NAMES, probs.tolist(), strict=True))


# roles


def decode_roles(
    texts: Sequence[str],
    logits: Sequence[DocumentLogits],
    transitions: Sequence[Sequence[Sequence[float]]] | None = None,
) -> list[list[Segment]]:
    """Best BIO path of each document over whole words (Viterbi), as segments in text order.

    The score of a path is the sum of the words' log-probabilities (means over their tokens) and of ``transitions``
    [2, 7, 7] (within or across sentences, tag before, tag), if given.
    """
    table = np.zeros((2, _N_TAGS, _N_TAGS)) if transitions is None else np.asarray(transitions)
    starts = [word_starts(text, own.offsets) for text, own in zip(texts, logits, strict=True)]
    scores = [_word_scores(own.role_logits, first) for own, first in zip(logits, starts, strict=True)]
    across = [np.diff(own.sentence_ids[first], prepend=-1) != 0 for own, first in zip(logits, starts, strict=True)]
    longest_first = sorted(range(len(texts)), key=lambda i: -len(starts[i]))
    paths: dict[int, npt.NDArray[np.int64]] = {}
    for at in range(0, len(texts), _TOGETHER):
        group = longest_first[at : at + _TOGETHER]
        paths |= zip(group, _viterbi([scores[i] for i in group], table, [across[i] for i in group]), strict=True)
    return [_segments(paths[i], starts[i], len(own.offsets)) for i, own in enumerate(logits)]


def word_starts(text: str, offsets: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Indices of tokens that begin a word: all but those that go on from letter or digit to letter or digit."""
    first = np.ones(len(offsets), bool)
    joined = 1 + np.flatnonzero(offsets[1:, 0] == offsets[:-1, 1])
    places = offsets[joined, 0].tolist()
    first[joined] = [not (text[place - 1].isalnum() and text[place].isalnum()) for place in places]
    return np.flatnonzero(first)


def _word_scores(role_logits: FloatArray, starts: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """Log-probabilities [words, 7] of the tags of words: of the means over their tokens."""
    if not len(starts):
        return np.zeros((0, _N_TAGS))
    counts = np.diff([*starts, len(role_logits)])[:, None]
    scores = np.add.reduceat(role_logits, starts, axis=0) / counts
    scores -= np.log(np.exp(scores - scores.max(1, keepdims=True)).sum(1, keepdims=True)) + scores.max(1, keepdims=True)
    return scores


def _viterbi(
    scores: Sequence[npt.NDArray[np.float64]],
    transitions: npt.NDArray[np.float64],
    across: Sequence[npt.NDArray[np.bool_]],
) -> list[npt.NDArray[np.int64]]:
    """Highest-scoring tag path [words] of each document, longest first, where I only follows B or I of the same role.

    All documents take a step at once; those that have ended are a tail of each array.
    """
    allowed = transitions.copy()
    for tag in range(2, _N_TAGS, 2):
        others = [t for t in range(_N_TAGS) if t not in (tag - 1, tag)]
        allowed[:, others, tag] = -np.inf
    lengths = [len(rows) for rows in scores]
    shape = (lengths[0], len(lengths))
    padded, table = np.zeros((*shape, _N_TAGS)), np.zeros(shape, np.int64)
    for column, (rows, flags) in enumerate(zip(scores, across, strict=True)):
        padded[: len(rows), column], table[: len(rows), column] = rows, flags
    going = (np.array(lengths) > np.arange(shape[0])[:, None]).sum(1).tolist()  # documents with a word at each step
    best = np.zeros((shape[1], _N_TAGS)) + np.where(np.isfinite(allowed[0, 0]), 0, -np.inf)
    back = np.zeros(padded.shape, np.int64)
    for t, n in enumerate(going):
        if t:
            through = best[:n, :, None] + allowed[table[t, :n]]
            back[t, :n], best[:n] = through.argmax(1), through.max(1)
        best[:n] += padded[t, :n]
    paths, tags = np.zeros(shape, np.int64), best.argmax(1)
    for t in range(shape[0] - 1, -1, -1):
        n = going[t]
        paths[t, :n] = tags[:n]
        tags[:n] = back[t, np.arange(n), tags[:n]]
    return [paths[:length, column] for column, length in enumerate(lengths)]


def _segments(tags: npt.NDArray[np.int64], starts: npt.NDArray[np.int64], n_tokens: int) -> list[Segment]:
    """Runs of one role in a path [words], as ranges of tokens; a B opens one, and so does an I after another role."""
    before, ends = np.concatenate([[0], tags[:-1]]), np.concatenate([starts[1:], [n_tokens]])
    goes_on = (tags > 0) & (tags % 2 == 0) & ((before == tags) | (before == tags - 1))
    opens = (tags > 0) & ~goes_on
    closes = (tags > 0) & ~np.concatenate([goes_on[1:], [False]])[: len(tags)]
    first, last = np.flatnonzero(opens), np.flatnonzero(closes)
    rows = zip(((tags[first] - 1) // 2).tolist(), starts[first].tolist(), ends[last].tolist(), strict=True)
    return [Segment(ROLES[role], start, end) for role, start, end in rows]


# attributions


def _decode_sentence(
    document: Document,
    index: int,
    logits: DocumentLogits,
    segments: Sequence[Segment],
    types: list[int],
    probs: npt.NDArray[np.float64],
) -> tuple[Sentence, list[FloatArray]]:
    """Attribute a sentence that has types; ``segments`` are those in it.

    Return it with the log-probabilities [kinds] of the source kind of each attribution. What a source says in one way
    is one attribution, however many cues it takes: annotators make no two of one source and type in a sentence. A type
    that no cue is left for is by the source whose cue speaks most for it.
    """
    sentence = document.sentences[index]
    parts = {role: [s for s in segments if s.role == role] for role in ROLES}
    anchors, cueless = _assign_types(parts["cue"], types, logits)
    contents = _assign_contents(anchors, parts["content"], logits) + [[] for _ in cueless]
    free = parts["source"]
    grouped: dict[tuple[int, Segment | None], tuple[list[Segment], list[Segment]]] = {}
    for (cue, type_index), content in zip(anchors + cueless, contents, strict=True):
        source = _source_of(cue, parts["source"], logits) if cue else (free[0] if free and len(anchors) == 1 else None)
        cues, said = grouped.setdefault((type_index, source), ([], []))
        cues += [cue] if cue else []
        said += content
    made = [
        _attribution(document, index, logits, (source, cues, said), type_index, float(probs[type_index]))
        for (type_index, source), (cues, said) in grouped.items()
    ]
    without_cue = [_TYPES[type_index] for _, type_index in cueless]
    made = [(replace(a, cue=None) if a.type in without_cue else a, kinds) for a, kinds in made]
    made.sort(key=lambda pair: pair[0].cue.start_char if pair[0].cue else sentence.start_char)
    labels, attributions = tuple(str(_TYPES[i]) for i in types), tuple(attribution for attribution, _ in made)
    return replace(sentence, labels=labels, probs=_named(probs), attributions=attributions), [k for _, k in made]


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


def _assign_types(
    cues: list[Segment], types: list[int], logits: DocumentLogits
) -> tuple[list[tuple[Segment | None, int]], list[tuple[Segment | None, int]]]:
    """Give every cue one of the sentence's types; return also the types that none is left for, with their best cue."""
    if not cues:
        return [(None, t) for t in types], []
    scores = np.array([logits.token_logits[c.start : c.end, types].mean(0) for c in cues])
    chosen = scores.argmax(1)
    for k in range(len(types)):
        if (chosen == k).any():
            continue
        movable = [c for c in range(len(cues)) if (chosen == chosen[c]).sum() > 1]
        if movable:
            chosen[max(movable, key=lambda c: scores[c, k] - scores[c, chosen[c]])] = k
    left: list[tuple[Segment | None, int]] = [
        (cues[scores[:, k].argmax()], t) for k, t in enumerate(types) if not (chosen == k).any()
    ]
    return [(cue, types[k]) for cue, k in zip(cues, chosen, strict=True)], left


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
    parts: tuple[Segment | None, Sequence[Segment], Sequence[Segment]],
    type_index: int,
    prob: float,
) -> tuple[Attribution, FloatArray]:
    """Return an attribution and the log-probabilities [kinds] of its source kind."""
    source, cues, content = parts
    anchors = cues or ([source] if source else [])
    rows = [logits.token_logits[a.start : a.end].mean(0) for a in anchors] or [logits.sentence_logits[index]]
    row = np.mean(rows, axis=0)

    def span(segment: Segment) -> Span:
        return Span(*_characters(document.text, logits, segment.start, segment.end))

    kinds = row[len(_TYPES) : _ANONYMOUS] - np.logaddexp.reduce(row[len(_TYPES) : _ANONYMOUS])
    attribution = Attribution(
        type=_TYPES[type_index],
        source=span(source) if source else None,
        cue=span(cues[0]) if cues else None,
        content=tuple(span(c) for c in sorted(content, key=lambda c: c.start)),
        source_kind=_KINDS[int(kinds.argmax())],
        anonymous=bool(row[_ANONYMOUS] > 0),
        prob=prob,
    )
    return attribution, kinds
