"""Sentences to claims: which attributions and sentences are about a claim, and with what stance.

``matching.py`` says when a sentence is about a claim, ``stance.py`` where it stands; here both become evidence with a
source, so that scoring can group it by origin.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from attribution.errors import InputError
from attribution.labels import NONE, AttributionType, SourceKind, Stance
from attribution.lexicon import ROLES
from attribution.matching import RELATED, ClaimTerms
from attribution.schema import Claim, Document, Evidence, Sentence
from attribution.sources import copy_groups, source_key
from attribution.stance import STANCES, StanceModel, is_affirming, is_rejecting, stance_features
from attribution.statements import Statement, statements
from attribution.wording import Wording, overlap

__all__ = ["link_evidence", "publisher_origins"]

FloatArray = npt.NDArray[np.floating]
Stances = dict[int, tuple[float, float]]
"""Support and refutation by the index of the claim."""
_CONTESTED = 0.4  # what suffices for a denial or accusation where the article has spoken of the claim before
_REACH = 5  # sentences back in which "the report" or "it" finds what it refers to
_HANDED_ON = 0.9  # share of a stance that a bare "dismissed the report" takes over
_CONTINUES = 0.2  # relatedness from which a source's next sentence still speaks of the claim
_RECALLS = 0.3  # and for a denial of something further back
_CLOSE = 0.1  # claims this close to the most related one share a referent


_CONTESTING = (AttributionType.DENIAL, AttributionType.GROUP_ALLEGATION)
_LASTING = (AttributionType.DENIAL, AttributionType.HINT)  # types that a source keeps up without naming the claim again


def link_evidence(
    claims: Sequence[Claim],
    claim_embeddings: FloatArray,
    documents: Sequence[Document],
    embeddings: Sequence[FloatArray],
    *,
    model: StanceModel | None = None,
) -> list[Evidence]:
    """Return one item for each attribution or unattributed sentence that is about a claim.

    Unnamed sources get ``source_id`` None even where a description is resolved ("two senior officials"): nobody can
    tell whether two such descriptions are two people, and an unknown origin must not add independence. The article's
    own voice belongs to its publisher, or to the earliest copy's publisher where a text is shared. "Dismissed the
    report" takes the opposite of the stance of what it answers, up to three sentences back.

    Parameters
    ----------
    claim_embeddings
        float32 [claims, hidden], unit length.
    documents, embeddings
        Tagged documents with resolved sources, and for each float32 [sentences, hidden], unit length.

    Raises
    ------
    InputError
        When the embeddings do not fit the claims or documents.
    """
    _check(claims, claim_embeddings, documents, embeddings)
    if not claims:
        return []
    publishers = publisher_origins(documents)
    wordings = [Wording(claim.text) for claim in claims]
    terms, chosen = ClaimTerms(wordings), model or StanceModel.default()
    evidence: list[Evidence] = []
    for document, vectors in zip(documents, embeddings, strict=True):
        if document.skipped is None and document.sentences:
            linker = _Linker(claims, wordings, document, publishers, chosen)
            evidence += linker.link(terms, claim_embeddings @ np.asarray(vectors).T)
    return evidence


def _check(
    claims: Sequence[Claim],
    claim_embeddings: FloatArray,
    documents: Sequence[Document],
    embeddings: Sequence[FloatArray],
) -> None:
    if len(claims) != len(claim_embeddings):
        raise InputError(
            f"claim_embeddings must have one row a claim, got {len(claim_embeddings)} for {len(claims)} claims"
        )
    if len(documents) != len(embeddings):
        raise InputError(
            f"embeddings must have one array a document, got {len(embeddings)} for {len(documents)} documents"
        )
    for document, vectors in zip(documents, embeddings, strict=True):
        if document.skipped is None and len(vectors) != len(document.sentences):
            raise InputError(
                f"embeddings of document {document.id!r} must have one row a sentence, got {len(vectors)} for "
                f"{len(document.sentences)}. Pass the arrays that predict_embedded returned with these documents."
            )


def publisher_origins(documents: Sequence[Document]) -> dict[str, str]:
    """Return for each document id whose voice the article's own sentences are: ``"publisher:..."``.

    Documents with near-identical text share the origin of the earliest of them; a document without a publisher is its
    own.
    """
    groups = copy_groups(documents)
    first: dict[str, Document] = {}
    for document in sorted(documents, key=lambda d: (d.date or "9999", d.publisher is None, d.publisher or "", d.id)):
        first.setdefault(groups[document.id], document)
    return {document.id: _publisher(first[groups[document.id]]) for document in documents}


def _publisher(document: Document) -> str:
    return f"publisher:{source_key(document.publisher) if document.publisher else document.id}"


@dataclass
class _Linker:
    """Links one document; ``history`` holds what each statement so far said about which claims."""

    claims: Sequence[Claim]
    wordings: Sequence[Wording]
    document: Document
    publishers: Mapping[str, str]
    model: StanceModel
    history: list["_Said"] = field(default_factory=list)
    raised: set[int] = field(default_factory=set)

    def link(self, terms: ClaimTerms, similarity: FloatArray) -> Iterator[Evidence]:
        """Yield the evidence of the document's body sentences; ``similarity`` is [claims, sentences]."""
        related = terms.relatedness([Wording(sentence.text) for sentence in self.document.sentences], similarity)
        for index, sentence in enumerate(self.document.sentences):
            if sentence.kind == "body":
                yield from self._sentence(index, sentence, similarity[:, index], related[:, index])

    def _sentence(
        self, index: int, sentence: Sentence, similarity: FloatArray, related: FloatArray
    ) -> Iterator[Evidence]:
        made = statements(sentence)
        picked = {claim: _pick(self.wordings[claim], made) for claim in np.flatnonzero(related >= _CONTESTED).tolist()}
        for statement in made:
            bar = _CONTESTED if statement.type in _CONTESTING else RELATED
            about = [c for c, m in picked.items() if statement in m and (related[c] >= RELATED or c in self.raised)]
            about = [c for c in about if related[c] >= bar]
            said = (
                self._direct(about, statement, similarity) if about else self._by_reference(index, statement, related)
            )
            said = self._continued(index, statement, related) | said
            self.raised.update(about)
            self.history.append(_Said(index, statement, said, {c: float(related[c]) for c in about}))
            for claim, stances in said.items():
                support, refutation = (p if claim in about else _HANDED_ON * p for p in stances)
                yield self._evidence(claim, index, sentence, statement, support, refutation)

    def _direct(self, about: list[int], statement: Statement, similarity: FloatArray) -> Stances:
        """Return (support, refutation) for each claim that a statement itself is about."""
        if statement.type == AttributionType.NO_COMMENT:
            return dict.fromkeys(about, (0.0, 0.0))
        rows = [
            stance_features(
                self.wordings[c], statement.wording, float(similarity[c]), cue=statement.cue, kind=statement.type
            )
            for c in about
        ]
        return {claim: (float(p[0]), float(p[1])) for claim, p in zip(about, self.model.predict(rows), strict=True)}

    def _by_reference(self, index: int, statement: Statement, related: FloatArray) -> Stances:
        """Return the stance of "dismissed the report", "confirmed it", "declined to comment" by what it answers."""
        if statement.type == AttributionType.DENIAL and not statement.refers_back:
            return self._rebutted(index, related)
        said = next((s for s in reversed(self.history) if s.takes_side and s.may_be_answered(index)), None)
        if said is None or statement.type is None:
            return {}
        about = said.closest()
        if statement.type == AttributionType.NO_COMMENT:
            brief = statement.refers_back or len(statement.wording.terms) <= 2
            return {c: (0.0, 0.0) for c in about if brief or related[c] >= _CONTINUES}
        if not statement.refers_back:
            return {}
        if statement.type == AttributionType.DENIAL or is_rejecting(statement.cue_and_content):
            if statement.speaker is not None and statement.speaker == said.statement.speaker:
                return {c: p for c, p in about.items() if p[1] > p[0]}  # it goes on denying
            return {claim: (refutation, support) for claim, (support, refutation) in about.items()}
        agrees = statement.type == AttributionType.HINT or is_affirming(statement.cue_and_content)
        return about if agrees else {}

    def _rebutted(self, index: int, related: FloatArray) -> Stances:
        """Return the stance of a denial in words of its own ("Not one aircraft crossed our border").

        It refutes what is contested in the article and nearest to it in meaning.
        """
        latest = {claim: said.sentence for said in self.history if said.takes_side for claim in said.stances}
        near = [c for c, s in latest.items() if related[c] >= (_CONTINUES if index - s <= _REACH else _RECALLS)]
        bar = max((related[c] for c in near), default=0.0) - _CLOSE / 2
        firmest = {c: max((said.stances.get(c, (0.0, 0.0)) for said in self.history), key=max) for c in near}
        return {c: (min(p), max(p)) for c, p in firmest.items() if related[c] >= bar}

    def _continued(self, index: int, statement: Statement, related: FloatArray) -> Stances:
        """Return the stance of a source that goes on speaking, from its sentences just before.

        An equal or weaker item of one origin moves no score: this shows a reader what belongs together.
        """
        about: Stances = {}
        for said in self.history:
            gap = index - said.sentence
            if not 1 <= gap <= 2 or not said.goes_on(statement):
                continue
            alike = (
                gap == 1 and statement.type == said.statement.type and (statement.runs_on or statement.type in _LASTING)
            )
            about |= {c: p for c, p in said.closest().items() if max(p) >= 0.5 and (alike or related[c] >= _CONTINUES)}
        return about

    def _evidence(
        self, claim: int, index: int, sentence: Sentence, statement: Statement, support: float, refutation: float
    ) -> Evidence:
        stance = _stance(support, refutation)
        if stance is Stance.NEUTRAL:  # what takes no side counts on neither, however close the call
            support = refutation = 0.0
        own = Evidence(
            claim_id=self.claims[claim].id,
            document_id=self.document.id,
            sentence_index=index,
            attribution_index=statement.index,
            text=sentence.text,
            type=None,
            type_prob=sentence.probs.get(NONE, 1.0),
            stance=stance,
            support=support,
            refutation=refutation,
            source=self.document.publisher,
            source_id=self.publishers[self.document.id],
            source_kind=SourceKind.MEDIA,
            anonymous=False,
            date=self.document.date,
        )
        attribution = statement.attribution
        if attribution is None:
            return own
        name, denies = attribution.source_name, attribution.type == AttributionType.DENIAL
        return replace(
            own,
            type=attribution.type,
            type_prob=attribution.prob,
            source=name,
            source_id=None if attribution.anonymous or name is None else self._source_id(name),
            source_kind=attribution.source_kind,
            anonymous=attribution.anonymous,
            self_interest=denies and name is not None and _names(self.wordings[claim], name),
        )

    def _source_id(self, name: str) -> str | None:
        """Return the source's identity; an outlet that is quoted is the publisher of its own articles."""
        key = source_key(name)
        publisher = f"publisher:{key}"
        return publisher if publisher in self.publishers.values() else key or None


@dataclass(frozen=True)
class _Said:
    """What one statement said: its stances, and how related it is to each of these claims.

    ``related`` lacks claims that it is about only by reference or as a continuation.
    """

    sentence: int
    statement: Statement
    stances: Stances
    related: Mapping[int, float]

    def may_be_answered(self, index: int) -> bool:
        """Tell whether sentence ``index`` may refer to this: what somebody said, or narration just before it."""
        return index - self.sentence <= (_REACH if self.statement.type is not None else 1)

    @property
    def takes_side(self) -> bool:
        return any(max(p) >= 0.5 for p in self.stances.values())

    def closest(self) -> Stances:
        """Return the stances to the claims that the statement is most about."""
        bar = max(self.related.values(), default=RELATED) - _CLOSE
        return {claim: p for claim, p in self.stances.items() if self.related.get(claim, RELATED) >= bar}

    def goes_on(self, statement: Statement) -> bool:
        """Whether a statement of the next sentence is by the same source."""
        if statement.attribution is None or self.statement.attribution is None:
            return False
        same = statement.speaker == self.statement.speaker
        return same and (statement.speaker is not None or statement.runs_on)


def _pick(claim: Wording, made: Sequence[Statement]) -> list[Statement]:
    """Choose which statements of a sentence are about the claim: those with most of its words.

    The author's words around a quotation count only where the quotation has clearly fewer of the claim's words.
    """
    shares = [overlap(claim, statement.wording) for statement in made]
    quoted = max((s for s, m in zip(shares, made, strict=True) if m.type is not None), default=-1.0)
    own = max((s for s, m in zip(shares, made, strict=True) if m.type is None), default=-1.0)
    if quoted < 0 or own > max(1.5 * quoted, quoted + 0.2):
        return [m for m in made if m.type is None]
    return [m for s, m in zip(shares, made, strict=True) if m.type is not None and s >= 0.75 * quoted]


def _stance(support: float, refutation: float) -> Stance:
    return STANCES[int(np.argmax([support, refutation, 1.0 - support - refutation]))]


def _names(claim: Wording, source: str) -> bool:
    """Whether the claim names the source, or its people ("Norvik", "Norvikian army"), not only its role."""
    own = Wording(" ".join(word for word in Wording(source).tokens if word.lower() not in ROLES)).terms
    return any(a == b or (min(len(a), len(b)) >= 5 and a[:5] == b[:5]) for a in own for b in claim.terms)
