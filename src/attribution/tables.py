"""Labelled sentences as Parquet, for pandas, Polars, DuckDB and Spark; ``docs/corpora.md`` describes the columns."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from attribution.documents.decoding import encodable
from attribution.errors import MissingDependencyError
from attribution.labels import LABELS
from attribution.schema import Attribution, Document, Sentence, Span

__all__ = ["concatenate_parquet", "sentence_rows", "sentence_schema", "write_sentences"]


def sentence_rows(documents: Sequence[Document]) -> list[dict[str, Any]]:
    """Return a row a sentence, its attributions within it; what Parquet, ``datasets`` and Ray are given.

    Examples
    --------
    >>> [row] = sentence_rows([Document("a", "It rained.", (Sentence(0, 10, "It rained.", labels=("none",)),))])
    >>> row["document_id"], row["sentence_index"], row["labels"], row["attributions"]
    ('a', 0, ['none'], [])
    """
    return [
        {
            "document_id": document.id,
            **{name: getattr(document, name) for name in ("title", "publisher", "date", "url")},
            "sentence_index": index,
            **_sentence(sentence),
        }
        for document in documents
        for index, sentence in enumerate(document.sentences)
    ]


def _sentence(sentence: Sentence) -> dict[str, Any]:
    return {
        "start_char": sentence.start_char,
        "end_char": sentence.end_char,
        "text": sentence.text,
        "kind": sentence.kind.value,
        "labels": list(sentence.labels),
        **{f"prob_{name}": sentence.probs.get(name) for name in LABELS},
        "attributions": [_attribution(a) for a in sentence.attributions],
    }


def _attribution(made: Attribution) -> dict[str, Any]:
    return {
        "type": made.type.value,
        "prob": made.prob,
        "source": _span(made.source),
        "cue": _span(made.cue),
        "content": [_span(span) for span in made.content],
        "source_kind": made.source_kind.value,
        "anonymous": made.anonymous,
        "source_name": made.source_name,
    }


def _span(span: Span | None) -> dict[str, Any] | None:
    return {"start_char": span.start_char, "end_char": span.end_char, "text": span.text} if span else None


def sentence_schema() -> Any:
    """Return the ``pyarrow.Schema`` of `sentence_rows`.

    Raises
    ------
    MissingDependencyError
        When pyarrow is not installed.
    """
    pa = _pyarrow()
    text = pa.string()
    span = pa.struct([("start_char", pa.int32()), ("end_char", pa.int32()), ("text", text)])
    attribution = [("type", text), ("prob", pa.float32()), ("source", span), ("cue", span), ("content", pa.list_(span))]
    attribution += [("source_kind", text), ("anonymous", pa.bool_()), ("source_name", text)]
    fields = [(name, text) for name in ("document_id", "title", "publisher", "date", "url")]
    fields += [(name, pa.int32()) for name in ("sentence_index", "start_char", "end_char")]
    fields += [("text", text), ("kind", text), ("labels", pa.list_(text))]
    fields += [(f"prob_{name}", pa.float32()) for name in LABELS]
    return pa.schema([*fields, ("attributions", pa.list_(pa.struct(attribution)))])


def write_sentences(documents: Sequence[Document], path: Path) -> None:
    """Write one Parquet file (zstd) of the documents' sentences; none give a file without rows."""
    pa = _pyarrow()
    from pyarrow import parquet

    table = pa.Table.from_pylist(_encodable(sentence_rows(documents)), schema=sentence_schema())
    parquet.write_table(table, path, compression="zstd")


def concatenate_parquet(pieces: Sequence[Path], path: Path) -> None:
    """Join files of one schema, a piece in memory at a time, each a row group."""
    _pyarrow()
    from pyarrow import parquet

    with parquet.ParquetWriter(path, sentence_schema(), compression="zstd") as writer:
        for piece in pieces:
            writer.write_table(parquet.read_table(piece))


def _encodable(value: Any) -> Any:
    """Apply `encodable` to all texts of nested rows."""
    if isinstance(value, str):
        return encodable(value)
    if isinstance(value, dict):
        return {name: _encodable(inner) for name, inner in value.items()}
    return [_encodable(inner) for inner in value] if isinstance(value, list) else value


def _pyarrow() -> Any:
    try:
        import pyarrow
    except ImportError as error:
        raise MissingDependencyError("pyarrow", "data") from error
    return pyarrow
