"""An analysis as a STIX 2.1 bundle, for the platforms of analysts; ``docs/formats.md`` says what becomes what.

Only objects and properties of the standard are used. References run one way, from notes and opinions to the claim's
report and from there to identities, because importers resolve them in that order.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from uuid import UUID, uuid5

from attribution.labels import GRADES, SourceKind
from attribution.report.table import CAVEAT
from attribution.schema import ClaimScore, Document, Evidence

if TYPE_CHECKING:
    from attribution.analysis import Analysis

__all__ = ["to_stix"]

Object = dict[str, Any]

_PROJECT = UUID("7b0c4c5e-3b0f-4d0e-9a51-0e7f4f6d2a18")
_UNDATED = "1970-01-01T00:00:00.000Z"
_CONFIDENCE = {1: 90, 2: 70, 3: 50, 4: 30, 5: 10}
"""STIX 2.1, appendix A, Admiralty credibility; grade 6 has no confidence, not a low one."""
_OPINION = {1: "strongly-agree", 2: "agree", 3: "neutral", 4: "disagree", 5: "strongly-disagree", 6: "neutral"}
_CLASS = {
    SourceKind.OFFICIAL: "organization",
    SourceKind.ORGANISATION: "organization",
    SourceKind.MEDIA: "organization",
    SourceKind.GROUP: "group",
    SourceKind.EXPERT: "individual",
    SourceKind.INDIVIDUAL: "individual",
}


def to_stix(analysis: "Analysis") -> Object:
    """Return a bundle: report, assessment and opinion of each claim, a note an item, an identity a source or publisher.

    Ids are made from the whole analysis (UUID version 5): the same analysis gives the same bundle, another one never
    gives another version of these objects. ``created`` is the latest date of the documents, 1970 where none has one.

    Examples
    --------
    >>> from attribution.analysis import Analysis
    >>> bundle = to_stix(Analysis((Document("a.txt", "", publisher="Orven Gazette"),), (), {}))
    >>> [(made["type"], made["name"]) for made in bundle["objects"]]
    [('identity', 'news-attribution'), ('identity', 'Orven Gazette')]
    """
    made = _Bundle(analysis)
    return {"type": "bundle", "id": made.id("bundle"), "objects": list(made.objects())}


@dataclass(frozen=True)
class _Bundle:
    analysis: "Analysis"

    @cached_property
    def _namespace(self) -> UUID:
        return uuid5(_PROJECT, self.analysis.to_json())

    @cached_property
    def _created(self) -> str:
        dates = [date for d in self.analysis.documents if (date := _timestamp(d.date))]
        return max(dates, default=_UNDATED)

    @cached_property
    def _documents(self) -> dict[str, Document]:
        return {document.id: document for document in self.analysis.documents}

    @cached_property
    def _sources(self) -> dict[str, Evidence]:
        """The first item of each resolved source."""
        items = [item for claim in self.analysis.claims for item in claim.evidence if item.source_id and item.source]
        return {str(item.source_id): item for item in reversed(items)}

    @cached_property
    def _publishers(self) -> list[str]:
        return sorted({d.publisher for d in self.analysis.documents if d.publisher})

    def id(self, kind: str, *key: object) -> str:
        """Return the id of an object; its key need only differ from that of others of its kind."""
        return f"{kind}--{uuid5(self._namespace, repr(key))}"

    def objects(self) -> Iterator[Object]:
        yield _PRODUCER
        for name in self._publishers:
            yield self._object("identity", "publisher", name) | {"name": name, "identity_class": "organization"}
        for source_id, item in sorted(self._sources.items()):
            made = self._object("identity", "source", source_id)
            made |= {"name": item.source, "identity_class": _CLASS.get(item.source_kind, "unknown")}
            yield made | ({} if item.source_kind is SourceKind.UNKNOWN else {"roles": [item.source_kind.value]})
        for claim in self.analysis.claims:
            yield from self._claim(claim)

    def _claim(self, claim: ClaimScore) -> Iterator[Object]:
        confidence = {"confidence": _CONFIDENCE[claim.grade]} if claim.grade in _CONFIDENCE else {}
        judged = {"labels": list(_tags(claim)), **confidence}
        report = self._object("report", claim.id)
        who = [*self._who(claim), _PRODUCER["id"]]
        yield (
            report
            | judged
            | {
                "name": claim.text,
                "description": f"A claim {'found in' if claim.discovered else 'put to'} these documents. {CAVEAT}",
                "published": self._created,
                "object_refs": list(dict.fromkeys(who[:-1] or who)),
            }
        )
        about = {"object_refs": [report["id"]]}
        yield self._object("note", claim.id) | judged | about | {"abstract": CAVEAT, "content": _assessment(claim)}
        # No confidence here: that would be how sure one is of the opinion, not of the claim.
        opinion = {"opinion": _OPINION[claim.grade], "explanation": f"{_assessment(claim)} {CAVEAT}"}
        yield self._object("opinion", claim.id) | {"labels": judged["labels"]} | about | opinion
        for index in range(len(claim.evidence)):
            yield self._item(claim, index, report["id"])

    def _who(self, claim: ClaimScore) -> Iterator[str]:
        for item in claim.evidence:
            if item.source_id in self._sources:
                yield self.id("identity", "source", item.source_id)
            document = self._documents.get(item.document_id)
            if document and document.publisher:
                yield self.id("identity", "publisher", document.publisher)

    def _item(self, claim: ClaimScore, index: int, report: str) -> Object:
        item = claim.evidence[index]
        document = self._documents.get(item.document_id)
        source = [self.id("identity", "source", item.source_id)] if item.source_id in self._sources else []
        kind = item.type.value if item.type else "article"
        author = item.source or (document.publisher if document and not item.type else None)
        return self._object("note", claim.id, index) | {
            "abstract": f"{author or 'Source unclear'}: {kind.replace('_', ' ')}, {item.stance.value} the claim",
            "content": item.text,
            "labels": [f'attribution:type="{kind}"', f'attribution:stance="{item.stance.value}"'],
            "object_refs": [report, *source],
            "external_references": [_reference(item.document_id, document)],
            **({"authors": [author]} if author else {}),
        }

    def _object(self, kind: str, *key: object) -> Object:
        return {
            "type": kind,
            "spec_version": "2.1",
            "id": self.id(kind, *key),
            "created_by_ref": _PRODUCER["id"],
            "created": self._created,
            "modified": self._created,
        }


_PRODUCER: Object = {
    "type": "identity",
    "spec_version": "2.1",
    "id": f"identity--{uuid5(_PROJECT, 'producer')}",
    "created": _UNDATED,
    "modified": _UNDATED,
    "name": "news-attribution",
    "description": "Software that reads who says what in news, and measures the sourcing of claims.",
    "identity_class": "system",
}


def _tags(claim: ClaimScore) -> Iterator[str]:
    """Yield the grade and the likelihood as tags of MISP's taxonomies."""
    yield f'admiralty-scale:information-credibility="{claim.grade}"'
    if claim.likelihood:
        yield f'estimative-language:likelihood-probability="{claim.likelihood.replace(" ", "-")}"'


def _assessment(claim: ClaimScore) -> str:
    likelihood = f"; {claim.likelihood}" if claim.likelihood else ""
    return (
        f"Corroboration {claim.corroboration:.2f} (90 %: {claim.interval.low:.2f} to {claim.interval.high:.2f}; "
        f"{claim.prior:.2f} without evidence), credibility {claim.grade} ({GRADES[claim.grade]}){likelihood}. "
        f"Independent origins: {claim.n_origins_for} for, {claim.n_origins_against} against."
    )


def _reference(document_id: str, document: Document | None) -> Object:
    made = {"source_name": (document and document.publisher) or "article", "external_id": document_id}
    if document and document.title:
        made["description"] = document.title
    if document and document.url and document.url.startswith(("http://", "https://")):
        made["url"] = _uri(document.url)
    return made


def _uri(url: str) -> str:
    """Return an address as it stands in a page with what RFC 3986 does not allow percent-encoded.

    >>> _uri("https://a.example/ü b?q=%41%zz")
    'https://a.example/%C3%BC%20b?q=%41%25zz'
    """
    return quote(re.sub("%(?![0-9A-Fa-f]{2})", "%25", url), safe="%:/?#@!$&'()*+,;=", errors="replace")


def _timestamp(date: str | None) -> str | None:
    """Return an ISO 8601 date as STIX writes it, in UTC; None where it is none."""
    try:
        moment = datetime.fromisoformat(date or "")
        aware = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
    return aware.isoformat(timespec="milliseconds").replace("+00:00", "Z")
