"""Outlets that pass on what others report: whose word it is in the end."""

from collections.abc import Sequence
from dataclasses import replace

from attribution.labels import AttributionType, SourceKind, Stance
from attribution.schema import Document, Evidence
from attribution.sources.identity import PUBLISHER
from attribution.sources.keys import source_key

__all__ = ["follow_outlets"]

_REPORTING = (SourceKind.MEDIA, SourceKind.DOCUMENT, SourceKind.UNKNOWN)


def follow_outlets(evidence: Sequence[Evidence], documents: Sequence[Document]) -> list[Evidence]:
    """Return the evidence with what "the Times reported" put down to whoever the Times has it from.

    Where an article of that outlet is at hand and takes the same side on the claim, its source stands for the outlet:
    its own voice, else whom it quotes, else nobody known; and so on, outlet after outlet. Outlets that quote each other
    are one. An outlet without such an article stands for itself.
    """
    published = {d.id: f"{PUBLISHER}{source_key(d.publisher)}" for d in documents if d.publisher}
    said: dict[tuple[str, str, Stance], list[Evidence]] = {}
    for item in evidence:
        if item.document_id in published and item.type != AttributionType.NO_COMMENT:
            said.setdefault((item.claim_id, published[item.document_id], item.stance), []).append(item)

    def passes_on(item: Evidence) -> bool:
        quotes = item.type is not None and item.source_kind in _REPORTING
        return quotes and (item.source_id or "").startswith(PUBLISHER)

    def origin(item: Evidence, path: tuple[str, ...] = ()) -> str | None:
        if not passes_on(item) or item.source_id is None:
            return item.source_id
        outlet = item.source_id
        if outlet in path:
            return min(path[path.index(outlet) :])
        own = said.get((item.claim_id, outlet, item.stance), [])
        if not own or published.get(item.document_id) == outlet:
            return outlet
        found: list[str | None] = [i.source_id for i in own if i.type is None]
        found = found or [origin(i, (*path, outlet)) for i in own]
        return min((name for name in found if name is not None), default=None)

    return [replace(item, source_id=origin(item)) if passes_on(item) else item for item in evidence]
