"""Annotated articles in the three forms that they come in, as documents."""

import gzip
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from attribution.documents.splitting import split_sentences
from attribution.errors import InputError, nearest
from attribution.labels import LABELS, NONE, ROLES, AttributionType, SourceKind
from attribution.schema import Attribution, Document, RoleSpan, Sentence, Span

__all__ = ["read_gold", "untagged"]

_Name = TypeVar("_Name", bound=StrEnum)


def read_gold(path: str | Path) -> list[Document]:
    """Return annotated articles, one document a line of a JSON lines file (``.gz`` or not), in the order of the file.

    The form is told by the keys of a line:

    - ``sentences``: this project's. ``id``, ``text``, and sentences with ``start_char``, ``end_char`` and
      ``attributions``, each with ``type``, ``source_kind``, ``anonymous`` and ``source``, ``cue``, ``content`` as
      ``[start, end]``, a list of those, or null. ``attributions`` null is a sentence that is not annotated: it gets no
      labels. Text after the last sentence is not annotated. Spans come from ``relations`` where a line has them.
    - ``tokens`` and ``labels``: CofeNet's. BIO over source, cue, content; tokens are joined by spaces, the id is the
      name of the file and the line. Spans only.
    - ``attributions``: PolNeAR's. ``id``, ``text`` and lists of ``[start, end]`` for source, cue and content; an
      article annotated by several people has several lines. Spans only.

    Forms with spans only have no sentences: `untagged` splits them.

    Raises
    ------
    InputError
        When the file is missing or a line is in none of these forms; file and line are named.
    """
    file = Path(path)
    if not file.is_file():
        raise InputError(f"gold file {file} does not exist")
    documents = []
    for number, line in _lines(file):
        try:
            documents.append(_document(json.loads(line), f"{file.name.split('.')[0]}:{number}"))
        except (AttributeError, IndexError, KeyError, TypeError, ValueError, InputError) as error:
            reason = f"no {error}" if isinstance(error, KeyError) else str(error)
            raise InputError(f"{file}:{number}: must be an annotated article: {reason}") from error
    if not documents:
        raise InputError(f"gold file {file} holds no articles")
    return documents


def untagged(gold: Iterable[Document]) -> list[Document]:
    """Return gold's articles as a tagger wants them: each id once, sentences without annotation, split where missing.

    Nothing is marked as furniture and no language is detected, so that every gold sentence is tagged.
    """
    documents = {document.id: document for document in gold}
    return [
        Document(
            id=d.id,
            text=d.text,
            title=d.title,
            sentences=tuple(_bare(d.sentences) or _split(d.text)),
            publisher=d.publisher,
            date=d.date,
            sha256=d.sha256,
        )
        for d in documents.values()
    ]


def _bare(sentences: Iterable[Sentence]) -> list[Sentence]:
    return [Sentence(s.start_char, s.end_char, s.text, kind=s.kind) for s in sentences]


def _split(text: str) -> Iterator[Sentence]:
    start = 0
    for line in text.splitlines(keepends=True):
        for first, last in split_sentences(text, start, start + len(line)):
            yield Sentence(first, last, text[first:last])
        start += len(line)


def _lines(file: Path) -> Iterator[tuple[int, str]]:
    with gzip.open(file, "rt", encoding="utf-8") if file.suffix == ".gz" else file.open(encoding="utf-8") as lines:
        try:
            yield from ((number, line) for number, line in enumerate(lines, 1) if line.strip())
        except (OSError, UnicodeDecodeError, EOFError) as error:
            raise InputError(f"{file} must be UTF-8 JSON lines, gzipped when it ends in .gz: {error}") from error


def _document(row: Any, place: str) -> Document:
    if not isinstance(row, Mapping):
        raise InputError(f"a line must be a JSON object, got {type(row).__name__}")
    if "tokens" in row and "labels" in row:
        return _tokens_document(row, place)
    document = Document(
        id=str(row["id"]),
        text=row["text"],
        title=row.get("title"),
        publisher=row.get("publisher"),
        date=row.get("date"),
        sha256=row.get("sha256", ""),
    )
    if "sentences" not in row:
        return replace(document, spans=tuple(_role_spans(row["text"], row["attributions"])))
    sentences = tuple(_sentence(row["text"], values) for values in row["sentences"])
    relations = row.get("relations") or [a for s in row["sentences"] for a in s["attributions"] or ()]
    return replace(document, sentences=sentences, spans=tuple(_role_spans(row["text"], relations)))


def _sentence(text: str, values: Mapping[str, Any]) -> Sentence:
    span = _span(text, (values["start_char"], values["end_char"]))
    sentence = Sentence(span.start_char, span.end_char, span.text)
    if values["attributions"] is None:
        return sentence
    attributions = tuple(_attribution(text, a) for a in values["attributions"])
    types = {a.type for a in attributions}
    labels = tuple(str(label) for label in LABELS if label in types) or (NONE,)
    return replace(sentence, labels=labels, attributions=attributions)


def _attribution(text: str, values: Mapping[str, Any]) -> Attribution:
    source, cue = (next(iter(_pieces(text, values.get(role))), None) for role in ("source", "cue"))
    return Attribution(
        type=_member(AttributionType, values["type"]),
        source=source,
        cue=cue,
        content=tuple(_pieces(text, values.get("content"))),
        source_kind=_member(SourceKind, values["source_kind"]),
        anonymous=bool(values["anonymous"]),
    )


def _member(kind: type[_Name], name: str) -> _Name:
    try:
        return kind(name)
    except ValueError as error:
        raise InputError(f"unknown name {name!r}.{nearest(str(name), list(kind))}") from error


def _pieces(text: str, value: Any) -> list[Span]:
    """Read null, ``[start, end]`` or a list of those."""
    if not value:
        return []
    pairs = [value] if isinstance(value[0], int) else value
    return [_span(text, pair) for pair in pairs]


def _span(text: str, pair: Sequence[int]) -> Span:
    start, end = pair
    if not 0 <= start < end <= len(text):
        raise InputError(f"offsets must be 0 <= start < end <= {len(text)}, got {start} and {end}")
    return Span(start, end, text[start:end])


def _role_spans(text: str, relations: Iterable[Mapping[str, Any]]) -> list[RoleSpan]:
    """Return every contiguous piece once, in text order."""
    found = {(s.start_char, s.end_char, role) for a in relations for role in ROLES for s in _pieces(text, a.get(role))}
    return [RoleSpan(role, start, end, text[start:end]) for start, end, role in sorted(found)]


def _tokens_document(row: Mapping[str, Any], place: str) -> Document:
    tokens, tags = row["tokens"], row["labels"]
    if len(tokens) != len(tags):
        raise InputError(f"tokens and labels must be as many, got {len(tokens)} and {len(tags)}")
    text = " ".join(tokens)
    spans: list[RoleSpan] = []
    start, before = 0, "O"
    for token, tag in zip(tokens, tags, strict=True):
        end = start + len(token)
        if tag != "O":
            prefix, _, role = tag.partition("-")
            if prefix not in ("B", "I") or role not in ROLES:
                raise InputError(f"unknown tag {tag!r}.{nearest(tag, [f'{p}-{r}' for p in 'BI' for r in ROLES])}")
            if prefix == "I" and before.endswith(f"-{role}"):
                spans[-1] = RoleSpan(role, spans[-1].start_char, end, text[spans[-1].start_char : end])
            else:
                spans.append(RoleSpan(role, start, end, token))
        start, before = end + 1, tag
    return Document(id=place, text=text, spans=tuple(spans))
