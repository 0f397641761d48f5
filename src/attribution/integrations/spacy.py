"""A spaCy component: ``nlp.add_pipe("attribution")`` after ``pip install 'news-attribution[spacy]'``.

spaCy finds it by its entry point; `register` does the same from a source tree. Nothing of spaCy is imported before.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from attribution.documents import document_from_text
from attribution.errors import MissingDependencyError
from attribution.labels import LABELS, NONE
from attribution.schema import Document
from attribution.sources import resolve_sources
from attribution.tables import sentence_rows

if TYPE_CHECKING:
    from attribution.pipeline import Tagger

__all__ = ["SPANS_KEY", "AttributionComponent", "DocAttribution", "register", "to_displacy"]

SPANS_KEY = "attribution"
"""``doc.spans[SPANS_KEY]`` holds sources, cues and contents; ``displacy.render(doc, style="span")`` shows it."""

_STATE = "attribution"  # in doc.user_data: plain rows, so that a Doc can be saved and sent to other processes


@dataclass(frozen=True)
class DocAttribution:
    """An attribution with its parts as spaCy spans; a span is widened to whole tokens."""

    type: str
    prob: float
    sentence: Any
    source: Any | None
    cue: Any | None
    content: tuple[Any, ...]
    source_kind: str
    anonymous: bool
    source_name: str | None


class AttributionComponent:
    """Fills ``Doc._.attributions``, ``Span._.attribution_types`` and ``doc.spans["attribution"]``.

    Sentence boundaries that the pipeline has set are used as they are. Without any, the library's own are set; page
    furniture is then left out.
    """

    def __init__(self, tagger: "Tagger", *, batch_size: int = 16) -> None:
        self.tagger = tagger
        self.batch_size = batch_size

    def __call__(self, doc: Any) -> Any:
        """Label one Doc."""
        [labelled] = self._label([doc])
        return labelled

    def pipe(self, stream: Iterable[Any], *, batch_size: int = 64) -> Iterator[Any]:
        """Label many, ``batch_size`` at a time."""
        remaining = iter(stream)
        while docs := list(islice(remaining, batch_size)):
            yield from self._label(docs)

    def _label(self, docs: list[Any]) -> list[Any]:
        documents = [_document(doc) for doc in docs]
        tagged, _ = self.tagger.predict_embedded(documents, batch_size=self.batch_size)
        for doc, document in zip(docs, tagged, strict=True):
            _annotate(doc, resolve_sources(document))
        return docs


def register() -> Any:
    """Register the factory ``attribution`` and the extensions, and return the factory; twice does no harm.

    Raises
    ------
    MissingDependencyError
        When spaCy is not installed.
    """
    try:
        from spacy.language import Language
        from spacy.tokens import Doc, Span
    except ImportError as error:
        raise MissingDependencyError("spaCy", "spacy") from error
    Doc.set_extension("attributions", getter=_attributions, force=True)
    Doc.set_extension("attribution_skipped", getter=lambda doc: _state(doc)["skipped"], force=True)
    Span.set_extension("attribution_types", getter=_types, force=True)
    settings = {"model": None, "backend": "auto", "device": "auto", "batch_size": 16}
    assigns = ["doc._.attributions", "doc.spans"]
    return Language.factory("attribution", default_config=settings, assigns=assigns, func=_make)


def __getattr__(name: str) -> Any:
    if name == "factory":  # the entry point: registration happens when spaCy asks for it, never on import
        return register()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def _make(nlp: Any, name: str, model: str | None, backend: str, device: str, batch_size: int) -> AttributionComponent:
    from attribution.tagging.tagger import AttributionTagger

    tagger = AttributionTagger.from_pretrained(model, backend=backend, device=device)
    return AttributionComponent(tagger, batch_size=batch_size)


def _document(doc: Any) -> Document:
    if not doc.has_annotation("SENT_START"):
        return document_from_text(doc.text)
    texts = [(sentence.start_char, sentence.text) for sentence in doc.sents if sentence.text.strip()]
    places = [(start + len(text) - len(text.lstrip()), start + len(text.rstrip())) for start, text in texts]
    return document_from_text(doc.text, sentences=[{"start_char": s, "end_char": e} for s, e in places])


def _annotate(doc: Any, document: Document) -> None:
    rows = sentence_rows([document])
    doc.user_data[_STATE] = {"skipped": document.skipped, "rows": rows}
    if not doc.has_annotation("SENT_START"):
        starts = [row["start_char"] for row in rows] + [item.start_char for item in document.furniture]
        first = {_span(doc, start, start + 1).start for start in starts}
        for token in doc:
            token.is_sent_start = token.i in first or token.i == 0
    made = [a for row in rows for a in row["attributions"]]
    parts = [(role, a[role]) for a in made for role in ("source", "cue")] + [
        ("content", span) for a in made for span in a["content"]
    ]
    found = dict.fromkeys((role.upper(), span["start_char"], span["end_char"]) for role, span in parts if span)
    doc.spans[SPANS_KEY] = [_span(doc, start, end, role) for role, start, end in found]


def _span(doc: Any, start: int, end: int, label: str = "") -> Any:
    return doc.char_span(start, end, label=label, alignment_mode="expand")


def _state(doc: Any) -> dict[str, Any]:
    return doc.user_data.get(_STATE) or {"skipped": None, "rows": []}


def _attributions(doc: Any) -> list[DocAttribution]:
    return [_attribution(doc, row, made) for row in _state(doc)["rows"] for made in row["attributions"]]


def _attribution(doc: Any, row: dict[str, Any], made: dict[str, Any]) -> DocAttribution:
    return DocAttribution(
        sentence=_span(doc, row["start_char"], row["end_char"]),
        source=_part(doc, made["source"]),
        cue=_part(doc, made["cue"]),
        content=tuple(_part(doc, span) for span in made["content"]),
        **{name: made[name] for name in ("type", "prob", "source_kind", "anonymous", "source_name")},
    )


def _part(doc: Any, span: dict[str, Any] | None) -> Any:
    return _span(doc, span["start_char"], span["end_char"]) if span else None


def _types(span: Any) -> list[str]:
    """Return the types of the sentences that a span touches, in the order of labels."""
    rows = [
        row
        for row in _state(span.doc)["rows"]
        if row["start_char"] < span.end_char and span.start_char < row["end_char"]
    ]
    return [str(label) for label in LABELS if label != NONE and any(label in row["labels"] for row in rows)]


def to_displacy(doc: Any) -> dict[str, Any]:
    """Return what ``displacy.render(..., style="span", manual=True)`` takes: parts and types of attributions.

    Sentences are marked with their types, and within them sources, cues and contents.
    """
    sentences = {(a.sentence.start, a.sentence.end, a.type.upper()) for a in _attributions(doc)}
    parts = {(span.start, span.end, span.label_) for span in doc.spans.get(SPANS_KEY, [])}
    spans = sorted(sentences | parts, key=lambda span: (span[0], -span[1], span[2]))
    return {
        "text": doc.text,
        "tokens": [token.text for token in doc],
        "spans": [{"start_token": start, "end_token": end, "label": label} for start, end, label in spans],
    }
