"""A tagger without a network: cue words for attributions, hashed words for embeddings. For tests only."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from attribution.labels import LABELS, NONE, AttributionType, SourceKind
from attribution.schema import Attribution, Document, RoleSpan, Sentence, Span
from attribution.wording import Wording

__all__ = ["FakeTagger", "article", "tagged"]

_CUES = {
    AttributionType.NO_COMMENT: r"declined to comment|refused to comment|did not respond|would not say",
    AttributionType.DENIAL: r"denied|dismissed|rejected|disputed|called (?=the \w+ (?:baseless|false))",
    AttributionType.HINT: r"hinted|suggested|did not rule out|appeared to suggest",
    AttributionType.GROUP_ALLEGATION: r"accused|blamed|alleged|claimed responsibility",
    AttributionType.OFFICIAL_CONFIRMATION: r"confirmed|admitted|acknowledged|announced",
    AttributionType.STATEMENT: r"said|told reporters|reported|according to",
}
_CUE = re.compile("|".join(f"(?P<{kind.value}>\\b(?:{words})\\b)" for kind, words in _CUES.items()))
_OFFICIAL = re.compile(r"\b(?:minist|army|police|official|navy|government|coalition|president|spokes)", re.I)
_GROUP = re.compile(r"\b(?:rebel|militia|front|party|movement)", re.I)
_NAMELESS = re.compile(r"^(?:(?:two|three|several|some|a|an) .*|officials|witnesses|sources|residents)$", re.I)


def article(*sentences: str, id: str = "a", **fields: Any) -> Document:
    """Return a document of the given sentences, one space apart."""
    text, made = " ".join(sentences), []
    start = 0
    for sentence in sentences:
        made.append(Sentence(start, start + len(sentence), sentence))
        start += len(sentence) + 1
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Document(id=id, text=text, sentences=tuple(made), language="en", sha256=digest, **fields)


def tagged(document: Document) -> Document:
    """Tag with the fake, and name each source that is not anonymous or a pronoun by its words."""
    [found] = FakeTagger().predict([document])
    sentences = tuple(
        replace(sentence, attributions=tuple(_with_name(a) for a in sentence.attributions))
        for sentence in found.sentences
    )
    return replace(found, sentences=sentences)


def _with_name(attribution: Attribution) -> Attribution:
    words = attribution.source.text if attribution.source else ""
    known = words and not attribution.anonymous and words.lower() not in {"he", "she", "it", "they"}
    return replace(attribution, source_name=words if known else None)


class FakeTagger:
    """Same interface as ``AttributionTagger``; every clause with a cue word is one attribution.

    The words before the cue are the source and those behind it the content, except after a quotation
    (``"...", said the army``), where they change places.
    """

    name = "fake"
    digest = hashlib.sha256(b"fake").hexdigest()
    stance_digest = ""
    documents = None

    def __init__(self, size: int = 256) -> None:
        self.size = size

    def embed(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Return [texts, size]: the sum of one fixed random direction a content word, unit length."""
        rows = np.zeros((len(texts), self.size), np.float32)
        for row, text in zip(rows, texts, strict=True):
            for term, weight in Wording(text).terms.items():
                seed = int.from_bytes(hashlib.sha256(term.encode()).digest()[:8], "big")
                row += weight * np.random.default_rng(seed).standard_normal(self.size).astype(np.float32)
        return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9))

    def predict(self, documents: Sequence[Document], *, batch_size: int = 16) -> list[Document]:
        """Fill labels, probs, attributions and spans; skipped documents pass through."""
        return [document if document.skipped else self._tagged(document) for document in documents]

    def predict_embedded(
        self, documents: Sequence[Document], *, batch_size: int = 16
    ) -> tuple[list[Document], list[npt.NDArray[np.float32]]]:
        """Return tagged documents and [sentences, size] for each."""
        return self.predict(documents), [self.embed([s.text for s in document.sentences]) for document in documents]

    def predict_stance(self, pairs: Sequence[tuple[str, Sequence[str]]]) -> None:
        """Cannot tell stances."""

    def _tagged(self, document: Document) -> Document:
        sentences = tuple(_tag(sentence) for sentence in document.sentences)
        spans = tuple(
            RoleSpan(role, span.start_char, span.end_char, span.text)
            for sentence in sentences
            for attribution in sentence.attributions
            for role, span in _roles(attribution)
        )
        return replace(document, sentences=sentences, spans=spans)


def _tag(sentence: Sentence) -> Sentence:
    attributions = tuple(_attributions(sentence))
    labels = tuple(dict.fromkeys(a.type.value for a in attributions)) or (NONE,)
    probs = {label: 0.95 if label in labels else 0.02 for label in LABELS}
    return replace(sentence, labels=labels, probs=probs, attributions=attributions)


def _attributions(sentence: Sentence) -> Iterator[Attribution]:
    for clause in re.finditer(r"[^;]+", sentence.text):
        cue = _CUE.search(clause[0])
        if cue is not None:
            opening = re.search('(?<=["”]) ', clause[0][: cue.start()])  # '"Nothing was hit," the army said'
            quoted = opening.end() if opening else 0
            before, after = (quoted, cue.start()), (cue.end(), len(clause[0]))
            if opening and clause[0][quoted : cue.start()].strip():
                after = (0, quoted)
            source, content = (after, before) if _follows_quotation(clause[0], cue) else (before, after)
            offset = sentence.start_char + clause.start()
            yield _attribution(clause[0], offset, AttributionType(cue.lastgroup or ""), source, cue.span(), content)


def _follows_quotation(clause: str, cue: re.Match[str]) -> bool:
    return cue[0] == "according to" or clause[: cue.start()].rstrip().endswith(('"', "”", ","))


def _attribution(
    clause: str,
    offset: int,
    kind: AttributionType,
    source: tuple[int, int],
    cue: tuple[int, int],
    content: tuple[int, int],
) -> Attribution:
    named = _span(clause, offset, source)
    said = _span(clause, offset, content)
    name = named.text if named else None
    return Attribution(
        type=kind,
        source=named,
        cue=_span(clause, offset, cue),
        content=(said,) if said else (),
        source_kind=_kind(name or ""),
        anonymous=name is None or bool(_NAMELESS.match(name)),
        source_name=None,
        prob=0.95,
    )


def _span(clause: str, offset: int, place: tuple[int, int]) -> Span | None:
    text = clause[place[0] : place[1]]
    start = place[0] + len(text) - len(text.lstrip(' ,"“”'))
    end = place[0] + len(text.rstrip(' ,."“”'))
    return Span(offset + start, offset + end, clause[start:end]) if start < end else None


def _kind(name: str) -> SourceKind:
    if _OFFICIAL.search(name):
        return SourceKind.OFFICIAL
    return SourceKind.GROUP if _GROUP.search(name) else SourceKind.UNKNOWN


def _roles(attribution: Attribution) -> Iterator[tuple[str, Span]]:
    if attribution.source is not None:
        yield "source", attribution.source
    if attribution.cue is not None:
        yield "cue", attribution.cue
    for span in attribution.content:
        yield "content", span
