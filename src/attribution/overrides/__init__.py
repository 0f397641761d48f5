"""The analyst's hand: corrections from a file, applied between the stages, marked wherever they show.

Each line of the file is one JSON object (``docs/output.md`` has them all)::

    {"document": "a.txt", "sentence": 3, "labels": ["denial"]}
    {"document": "a.txt", "sentence": 3, "attribution": 0, "source_name": "Nadia Rahel"}
    {"claim": "claim-1", "document": "a.txt", "sentence": 3, "stance": "refutes"}
    {"claim": "claim-1", "document": "a.txt", "sentence": 3, "origin": "reuters"}
    {"merge_sources": ["Nadia Rahel", "the ministry"]}
"""

from attribution.overrides.documents import apply_to_documents, check_overrides
from attribution.overrides.evidence import apply_to_evidence
from attribution.overrides.reading import Override, read_overrides

__all__ = ["Override", "apply_to_documents", "apply_to_evidence", "check_overrides", "read_overrides"]
