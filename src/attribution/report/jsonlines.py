"""JSON lines, for streams and for tools that read one record at a time; ``docs/output.md`` describes them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from attribution.corroboration.explaining import explain_shipped
from attribution.jsonform import SCHEMA_VERSION, to_plain, write_json
from attribution.schema import ClaimScore, Document

__all__ = ["claim_record", "document_line", "result_lines"]


def document_line(document: Document, run: Mapping[str, Any]) -> str:
    """Return one tagged document with its run as one line of JSON, without the line's end.

    >>> document_line(Document("a.txt", ""), {"version": "0"})[:44]
    '{"id": "a.txt", "text": "", "sentences": [],'
    """
    return write_json({**to_plain(document), "schema_version": SCHEMA_VERSION, "run": to_plain(run)})


def claim_record(claim: ClaimScore) -> dict[str, Any]:
    """Return a claim with its ``explanation``, None where other weights than the shipped ones scored it."""
    return {**to_plain(claim), "explanation": to_plain(explain_shipped(claim))}


def result_lines(documents: Sequence[Document], claims: Sequence[ClaimScore], run: Mapping[str, Any]) -> Iterator[str]:
    """Yield an analysis as lines: the run, each document, each claim; ``record`` says which one it is."""
    yield write_json({"record": "run", "schema_version": SCHEMA_VERSION, **to_plain(run)})
    for document in documents:
        yield write_json({"record": "document", **to_plain(document)})
    for claim in claims:
        yield write_json({"record": "claim", **claim_record(claim)})
