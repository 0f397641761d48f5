"""Whatever holds articles into documents: text, files, folders, streams, rows."""

import io
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

from attribution.documents.decoding import decoded
from attribution.documents.html import article_from_html, looks_like_html
from attribution.documents.making import document_from_text
from attribution.errors import InputError
from attribution.schema import Document

__all__ = ["SUFFIXES", "from_bytes", "from_bytes_line", "from_file", "read_documents"]

SUFFIXES = (".txt", ".md", ".html", ".htm", ".jsonl")
_METADATA = ("title", "author", "publisher", "date", "url")
_LONGEST_PATH = 1024

Source = str | os.PathLike[str] | IO[str] | IO[bytes] | Document | Mapping[str, Any] | Iterable[Any]


def read_documents(source: Source, *, language: str = "en") -> Iterator[Document]:
    """Yield documents of whatever holds them, one by one as they are asked for.

    Parameters
    ----------
    source
        Text or an HTML page; a path, or a string that is one, of a file (text, HTML, JSONL) or of a folder (its
        ``*.txt *.md *.html *.htm *.jsonl`` at any depth, sorted); an open stream such as ``sys.stdin.buffer``; a row
        with ``text`` and, where known, ``id title author publisher date url sentences``; or any iterable of these, a
        ``datasets.Dataset`` included. Documents pass through.
    language
        As in `document_from_text`.

    Yields
    ------
    Document
        What cannot be analysed comes too, with ``skipped`` saying why (``"empty"``, ``"binary"``, ``"language: fr"``,
        ``"articles.jsonl:3: not JSON (...)"``), so that nothing is lost silently. Ids are those of the rows, else the
        file's name (within the folder), else made from the text; a repeated one gets ``#2``, ``#3`` and so on.

    Raises
    ------
    InputError
        When a path does not exist, a folder holds nothing to read, or the source is of no such kind.

    Notes
    -----
    Bytes are UTF-8 (UTF-16 with a byte order mark), else Windows-1252. Nothing is ever fetched.

    Examples
    --------
    >>> [d.id for d in read_documents([{"id": "a", "text": "The army denied it."}, {"id": "a", "text": "It said no."}])]
    ['a', 'a#2']
    >>> [d.skipped for d in read_documents(["   ", {"id": "b"}])]
    ['empty', 'row 2: no `text`; each must have a string']
    """
    return _distinct(_read(source, language))


def _distinct(documents: Iterator[Document]) -> Iterator[Document]:
    """Give repeated ids a number, so that evidence can name its document."""
    counts: dict[str, int] = {}
    for document in documents:
        counts[document.id] = counts.get(document.id, 0) + 1
        number = counts[document.id]
        yield document if number == 1 else replace(document, id=f"{document.id}#{number}")


def _read(source: Any, language: str) -> Iterator[Document]:
    if isinstance(source, Document):
        return iter([source])
    if isinstance(source, str):
        path = _existing_path(source)
        return _from_content(source, None, language) if path is None else _from_path(path, language)
    if isinstance(source, os.PathLike):
        return _from_path(Path(source), language)
    if isinstance(source, bytes | bytearray):
        return from_bytes(bytes(source), None, language)
    if isinstance(source, Mapping):
        return iter([_from_row(source, "row 1", language)])
    if hasattr(source, "read"):
        return _from_stream(source, language)
    if isinstance(source, Iterable):
        return _from_items(source, language)
    raise InputError(f"documents must be text, a path, a stream, rows or Documents, got {type(source).__name__}")


def _existing_path(source: str) -> Path | None:
    """Return the path that a string names; a one-word string with a file's suffix must name one."""
    if not source.strip() or len(source) >= _LONGEST_PATH or re.search(r"[\n\r\x00]", source):
        return None
    path = Path(source)
    try:
        if path.exists():
            return path
    except (OSError, ValueError):
        return None
    if source.lower().endswith(SUFFIXES) and not re.search(r"\s", source):
        raise InputError(f"{source} does not exist; check the path, or pass the text itself")
    return None


def _from_path(path: Path, language: str) -> Iterator[Document]:
    if path.is_dir():
        files = sorted(p for p in path.rglob("*") if p.suffix.lower() in SUFFIXES and p.is_file())
        if not files:
            raise InputError(f"{path} must hold at least one of {' '.join('*' + s for s in SUFFIXES)}, but holds none")
        return (d for file in files for d in from_file(file, file.relative_to(path).as_posix(), language))
    if not path.exists():
        raise InputError(f"{path} does not exist; check the path")
    return from_file(path, path.name, language)


def from_file(path: Path, name: str, language: str) -> Iterator[Document]:
    """Yield the documents of one file; ``name`` is the id of a file with one article."""
    try:
        content = path.read_bytes()
    except OSError as error:
        yield _skipped(name, f"unreadable: {error.strerror or error}")
        return
    yield from from_bytes(content, name, language)


def _from_stream(stream: IO[Any], language: str) -> Iterator[Document]:
    content = getattr(stream, "buffer", stream).read()  # the bytes of a text stream, where it has them
    read = _from_content if isinstance(content, str) else from_bytes
    yield from read(content, None, language)


def from_bytes(content: bytes, name: str | None, language: str) -> Iterator[Document]:
    """Yield the documents of a file's content; ``name`` tells its kind, and is the id of a file with one article."""
    text = decoded(content)
    if text is None:
        yield _skipped(name, "binary")
    else:
        yield from _from_content(text, name, language)


def _from_content(text: str, name: str | None, language: str) -> Iterator[Document]:
    suffix = Path(name).suffix.lower() if name else ""
    if suffix == ".jsonl" or (not suffix and _looks_like_rows(text)):
        return _from_lines(text, name, language)
    if suffix in (".html", ".htm") or looks_like_html(text):
        return iter([_from_html(text, name, language)])
    return iter([document_from_text(text, id=name, language=language)])


def _looks_like_rows(text: str) -> bool:
    first = text.lstrip().split("\n", 1)[0] if text.lstrip()[:1] == "{" else ""
    try:
        return bool(first) and "text" in json.loads(first)
    except ValueError:
        return False


def _from_html(page: str, name: str | None, language: str) -> Document:
    found = article_from_html(page)
    if found is None:
        return _skipped(name, "no article found in the HTML page" if page.strip() else "empty")
    text = found.pop("text") or ""
    return document_from_text(text, id=name, language=language, **found)


def _from_lines(text: str, name: str | None, language: str) -> Iterator[Document]:
    for number, line in enumerate(io.StringIO(text), 1):
        if line.strip():
            yield _from_line(line, f"{name or 'input'}:{number}", language)


def from_bytes_line(line: bytes, place: str, language: str) -> list[Document]:
    """Return the one document of a line of JSON; ``place`` is named where something is wrong with it."""
    text = decoded(line)
    return [_skipped(place, f"{place}: binary") if text is None else _from_line(text, place, language)]


def _from_line(line: str, place: str, language: str) -> Document:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        return _skipped(place, f"{place}: not JSON ({getattr(error, 'msg', error)})")
    return _from_row(row, place, language)


def _from_row(row: Any, place: str, language: str) -> Document:
    """Return the document of a row; what is wrong with it is said in ``skipped``."""
    if not isinstance(row, Mapping):
        return _skipped(place, f"{place}: must be an object with `text`, got {type(row).__name__}")
    given = row.get("id")
    id = str(given) if given not in (None, "") else place
    text = row.get("text")
    if not isinstance(text, str):
        given = "no `text`" if text is None else f"`text` is of type {type(text).__name__}"
        return _skipped(id, f"{place}: {given}; each must have a string")
    given_metadata = {name: row.get(name) for name in _METADATA}
    # pandas writes a missing value as NaN, which is not equal to itself
    metadata: dict[str, Any] = {name: str(v) for name, v in given_metadata.items() if v is not None and v == v}
    try:
        return document_from_text(
            text,
            id=str(given) if given not in (None, "") else None,
            sentences=row.get("sentences"),
            language=language,
            **metadata,
        )
    except InputError as error:
        return replace(document_from_text(text, id=id, sentences=(), **metadata), skipped=f"{place}: {error}")


def _from_items(items: Iterable[Any], language: str) -> Iterator[Document]:
    for number, item in enumerate(items, 1):
        if isinstance(item, Mapping):
            yield _from_row(item, f"row {number}", language)
        else:
            yield from _read(item, language)


def _skipped(id: str | None, reason: str) -> Document:
    return replace(document_from_text("", id=id), skipped=reason)
