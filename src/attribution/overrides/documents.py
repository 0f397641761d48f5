"""Corrections of documents: labels and attributions as a person set them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from attribution.errors import InputError, nearest
from attribution.labels import LABELS, NONE, AttributionType, SourceKind
from attribution.overrides.reading import Override
from attribution.schema import Attribution, Document, Sentence, Span
from attribution.sources import source_key

__all__ = ["apply_to_documents", "check_overrides", "marked"]


def check_overrides(documents: Sequence[Document], overrides: Sequence[Override]) -> None:
    """Make sure that every document and sentence that is named exists; costs nothing, so do it before tagging.

    Raises
    ------
    InputError
        When one does not; the nearest document is named.
    """
    by_id = {document.id: document for document in documents}
    for override in overrides:
        if override.merge_sources:
            continue
        if override.document not in by_id:
            raise InputError(
                f"{override.where}: there is no document {override.document!r}.{nearest(override.document, by_id)}"
            )
        n_sentences = len(by_id[override.document].sentences)
        if override.sentence >= n_sentences:
            raise InputError(
                f"{override.where}: there is no sentence {override.sentence}; {override.document!r} has {n_sentences}, "
                "counted from 0"
            )


def apply_to_documents(documents: Sequence[Document], overrides: Sequence[Override]) -> list[Document]:
    """Return tagged documents with labels and attributions as a person set them, named in ``set_by_human``.

    Labels rule the attributions of their sentence: one whose type is not among them takes a label that none has yet,
    else the likeliest label, and a label without an attribution gets one with the whole sentence as its content.
    The type of an attribution rules the labels likewise. What is set has probability 1, and a label that goes 0.
    Corrections of evidence are checked and left to `apply_to_evidence`; they are applied in the order given.

    Raises
    ------
    InputError
        When a document, sentence, attribution or source that is named does not exist.
    """
    check_overrides(documents, overrides)
    made = {document.id: list(document.sentences) for document in documents}
    for override in overrides:
        if override.merge_sources:
            _check_sources(override, documents)
            continue
        sentences = made[override.document]
        sentence = sentences[override.sentence]
        _check_attribution(override, sentence)
        if "labels" in override.values:
            sentences[override.sentence] = _relabelled(sentence, override.values["labels"])
        elif override.claim is None and override.attribution is not None:
            sentences[override.sentence] = _corrected(sentence, override.attribution, override.values)
    changed = {override.document for override in overrides}
    return [replace(d, sentences=tuple(made[d.id])) if d.id in changed else d for d in documents]


def _check_attribution(override: Override, sentence: Sentence) -> None:
    found = len(sentence.attributions)
    if override.attribution is not None and override.attribution >= found:
        raise InputError(
            f"{override.where}: there is no attribution {override.attribution}; sentence {override.sentence} of "
            f"{override.document!r} has {found}, counted from 0"
        )


def _check_sources(override: Override, documents: Sequence[Document]) -> None:
    attributions = [a for d in documents for s in d.sentences for a in s.attributions]
    names = {a.source_name for a in attributions} | {a.source.text for a in attributions if a.source}
    known = {name for name in names | {d.publisher for d in documents} if name}
    keys = {source_key(name) for name in known}
    for name in override.merge_sources:
        if source_key(name) not in keys:
            raise InputError(f"{override.where}: no source is named {name!r}.{nearest(name, known)}")


def _relabelled(sentence: Sentence, labels: tuple[str, ...]) -> Sentence:
    types = tuple(AttributionType(name) for name in labels if name != NONE)
    free = [t for t in types if all(a.type != t for a in sentence.attributions)]
    made = []
    for attribution in sentence.attributions if types else ():
        if attribution.type not in types:
            likeliest = max(types, key=lambda t: sentence.probs.get(t, 0.0))
            attribution = replace(attribution, type=free.pop(0) if free else likeliest)
        made.append(replace(attribution, prob=1.0, set_by_human=marked(attribution.set_by_human, "type")))
    whole = Span(sentence.start_char, sentence.end_char, sentence.text)
    for kind in free:
        made.append(Attribution(kind, None, None, (whole,), SourceKind.UNKNOWN, True, set_by_human=("type",)))
    probs = {str(name): float(name in labels) for name in LABELS}
    marks = marked(sentence.set_by_human, "labels")
    return replace(sentence, labels=labels, probs=probs, attributions=tuple(made), set_by_human=marks)


def _corrected(sentence: Sentence, index: int, values: Mapping[str, Any]) -> Sentence:
    made = list(sentence.attributions)
    certain: dict[str, Any] = {"prob": 1.0} if "type" in values else {}
    marks = marked(made[index].set_by_human, *values)
    made[index] = replace(made[index], **values, **certain, set_by_human=marks)
    if "type" not in values:
        return replace(sentence, attributions=tuple(made))
    types = {attribution.type.value for attribution in made}
    labels = tuple(str(name) for name in LABELS if name in types)
    gone = {str(name): 0.0 for name in (*sentence.labels, NONE) if name not in types}
    probs = sentence.probs | gone | {str(values["type"]): 1.0}
    marks = marked(sentence.set_by_human, "labels")
    return replace(sentence, labels=labels, probs=probs, attributions=tuple(made), set_by_human=marks)


def marked(marks: tuple[str, ...], *names: str) -> tuple[str, ...]:
    """Add names to those of the fields that a person set."""
    return tuple(dict.fromkeys((*marks, *names)))
