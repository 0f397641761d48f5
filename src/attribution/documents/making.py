"""One text into one document: offsets, sentences, furniture, language, digest."""

import hashlib
from collections.abc import Iterable, Mapping
from numbers import Integral
from typing import Any

from attribution.documents.dates import iso_date
from attribution.documents.decoding import encodable
from attribution.documents.furniture import furniture_reasons
from attribution.documents.kinds import line_kinds
from attribution.documents.language import detect_language
from attribution.documents.lines import paragraph_breaks, split_lines
from attribution.documents.splitting import split_sentences
from attribution.errors import InputError
from attribution.schema import Document, Furniture, Sentence, SentenceKind

__all__ = ["document_from_text"]


def document_from_text(
    text: str,
    *,
    id: str | None = None,
    sentences: Iterable[Mapping[str, Any]] | None = None,
    language: str = "en",
    **metadata: str | None,
) -> Document:
    r"""Return a document of ``text``: sentences with offsets, page furniture left out, language and digest set.

    The text is kept as given, character for character, so that offsets hold in the caller's string too; only NUL and
    lone surrogates, which cannot be written as UTF-8 or JSON everywhere, become U+FFFD, one for one. What is not
    furniture, sentence or white space does not exist: together they cover the text. Bylines and cross-heads are
    sentences with a ``kind`` of their own.

    Parameters
    ----------
    text
        One article, or what was pasted of its page. HTML is read by `read_documents`.
    id
        None makes one from the text: ``text-`` and 12 hex digits of its SHA-256.
    sentences
        Mappings with ``start_char`` and ``end_char`` (other keys are ignored), in order and not overlapping. They are
        taken as they are: nothing is split, nothing is furniture, all are body.
    language
        ISO 639-1 code of the language wanted. A document in another one has ``skipped="language: xx"``.
    **metadata
        ``title``, ``author``, ``publisher``, ``date`` and ``url``, each a string or None. A date that is not ISO 8601
        is rewritten where it is clear and dropped where it is not.

    Returns
    -------
    Document
        Never without ``id`` and ``sha256``; ``skipped="empty"`` when the text is only white space.

    Raises
    ------
    InputError
        When ``text`` is not a string, a keyword is unknown, or an offset is out of range or order.

    Examples
    --------
    >>> document = document_from_text("By Jane Roe\nThe army denied it. “We were not there,” it said.\nShare this")
    >>> [(sentence.kind.value, sentence.text) for sentence in document.sentences]
    [('byline', 'By Jane Roe'), ('body', 'The army denied it.'), ('body', '“We were not there,” it said.')]
    >>> [(item.text, item.reason) for item in document.furniture]
    [('Share this', 'share buttons')]
    """
    if not isinstance(text, str):
        raise InputError(f"`text` must be a string, got {type(text).__name__}; read_documents takes bytes and files")
    text = encodable(text)
    digest = hashlib.sha256(text.encode()).hexdigest()
    made, furniture = _split(text) if sentences is None else (_given(text, sentences), ())
    found = detect_language(" ".join(s.text for s in made[:60] if s.kind is SentenceKind.BODY) or text)
    skipped = None if text.strip() else "empty"
    if skipped is None and found != language:
        skipped = f"language: {found}"
    return Document(
        id=id if id is not None else f"text-{digest[:12]}",
        text=text,
        sentences=made,
        language=found if text.strip() else None,
        furniture=furniture,
        skipped=skipped,
        sha256=digest,
        **_checked(metadata),
    )


def _split(text: str) -> tuple[tuple[Sentence, ...], tuple[Furniture, ...]]:
    lines = split_lines(text)
    ranges: list[tuple[int, int]] = []
    for starts, line in zip(paragraph_breaks(lines), lines, strict=True):
        ranges.append((line.start_char if starts else ranges.pop()[0], line.end_char))
    reasons = furniture_reasons([text[start:end] for start, end in ranges])
    furniture = tuple(
        Furniture(start, end, text[start:end], reason)
        for (start, end), reason in zip(ranges, reasons, strict=True)
        if reason is not None
    )
    kept = [place for place, reason in zip(ranges, reasons, strict=True) if reason is None]
    kinds = line_kinds([text[start:end] for start, end in kept])
    sentences = tuple(
        Sentence(start, end, text[start:end], kind)
        for place, kind in zip(kept, kinds, strict=True)
        for start, end in (split_sentences(text, *place) if kind is SentenceKind.BODY else [place])
    )
    return sentences, furniture


def _given(text: str, sentences: Iterable[Mapping[str, Any]]) -> tuple[Sentence, ...]:
    if isinstance(sentences, str | Mapping) or not isinstance(sentences, Iterable):
        raise InputError(f"`sentences` must be a list of objects, got {type(sentences).__name__}")
    made: list[Sentence] = []
    for i, item in enumerate(sentences):
        given = [item.get(name) if isinstance(item, Mapping) else None for name in ("start_char", "end_char")]
        offsets = [int(offset) for offset in given if isinstance(offset, Integral)]
        if len(offsets) < 2:
            raise InputError(f"a sentence must have whole start_char and end_char, got {item!r:.50} at index {i}")
        (start, end), least = offsets, made[-1].end_char if made else 0
        if not least <= start < end <= len(text):
            raise InputError(
                f"sentences must lie in order within the text, {least} <= start_char < end_char <= {len(text)}, "
                f"got {start} and {end} at index {i}; count characters of `text`, not bytes"
            )
        made.append(Sentence(start, end, text[start:end]))
    return tuple(made)


def _checked(metadata: Mapping[str, str | None]) -> dict[str, Any]:
    known = ("title", "author", "publisher", "date", "url")
    for name in metadata:
        if name not in known:
            raise InputError(f"document_from_text takes {', '.join(known)}, got {name!r}")
    given = {name: str(value) for name, value in metadata.items() if value is not None}
    texts = {name: encodable(value).strip() or None for name, value in given.items()}
    return texts | {"date": iso_date(texts.get("date") or "")}
