"""Articles with their sources marked in the text, for tests of who says what."""

import re
from collections.abc import Sequence

from attribution.labels import AttributionType, SourceKind
from attribution.schema import Attribution, Document, Sentence, Span
from attribution.sources import resolve_sources

_CUE = re.compile(
    r"\b(?:said|says?|told|denied|added|accused|warned|insisted|asked|claimed|wrote|blamed|declined|called)\b", re.I
)


def article(*sentences: str, kind: SourceKind = SourceKind.UNKNOWN) -> Document:
    """Build a tagged document: ``{...}`` marks a source, ``~`` before a sentence means that it has none of its own."""
    text, found = "", []
    for marked in sentences:
        start = len(text)
        goes_on, marked = marked.startswith("~"), marked.removeprefix("~")
        spans = []
        for part in re.split(r"(\{[^}]*\})", marked):
            if part.startswith("{"):
                spans.append((len(text), len(text) + len(part) - 2))
            text += part.strip("{}")
        attributions = [_attribution(text, span, kind) for span in spans]
        if goes_on:
            attributions.append(Attribution(AttributionType.STATEMENT, None, None, (), kind, False))
        found.append(Sentence(start, len(text), text[start:], attributions=tuple(attributions)))
        text += " "
    return Document("d", text, tuple(found))


def _attribution(text: str, span: tuple[int, int], kind: SourceKind) -> Attribution:
    cue = _CUE.search(text, span[1])
    cue_span = Span(cue.start(), cue.end(), cue[0]) if cue else None
    return Attribution(AttributionType.STATEMENT, Span(*span, text[slice(*span)]), cue_span, (), kind, False)


def names(*sentences: str, kind: SourceKind = SourceKind.UNKNOWN) -> list[str | None]:
    """Return the resolved names of all attributions in order."""
    return names_of(resolve_sources(article(*sentences, kind=kind)))


def names_of(document: Document) -> list[str | None]:
    """Return the source names that a document has, in order."""
    attributions: Sequence[Attribution] = [a for s in document.sentences for a in s.attributions]
    return [a.source_name for a in attributions]
