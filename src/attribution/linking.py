"""Sentences to claims: which attributions and sentences are about a claim, and with what stance.

``matching.py`` says when a sentence is about a claim, ``stance/`` where it stands; here both become evidence with a
source, so that scoring can group it by origin.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from attribution.candidates import CONTESTED, Reading, SentenceReading, read_article
from attribution.errors import InputError
from attribution.labels import NONE, AttributionType, SourceKind, Stance
from attribution.lexicon import DEBUNKING, POINTING, ROLES
from attribution.matching import RELATED, ClaimTerms, mismatch, other_deed
from attribution.schema import Claim, Document, Evidence
from attribution.sources import Place, copy_groups, follow_outlets, source_identities, source_key
from attribution.stance import STANCES, StanceModel, is_affirming, is_rejecting
from attribution.stance.documents import row_stances
from attribution.statements import Statement
from attribution.wording import Wording

__all__ = ["link_evidence", "link_readings", "publisher_origins", "read_articles"]

FloatArray = npt.NDArray[np.floating]
Stances = dict[int, tuple[float, float]]
"""Support and refutation by the index of the claim."""
_REACH = 5  # sentences back in which "the report" or "it" finds what it refers to
_HINT_REACH = 12  # and in which a hint finds the deed that it hints at
_HANDED_ON = 0.9  # share of a stance that a bare "dismissed the report" takes over
_CONTINUES = 0.2  # relatedness from which a source's next sentence still speaks of the claim
_RECALLS = 0.3  # and for a denial of something further back
_REFUTES_OUTRIGHT = 0.9  # refutation of "the story is a hoax"
_CLOSE = 0.1  # claims this close to the most related one share a referent


_CERTAINLY = {AttributionType.DENIAL: 0.9, AttributionType.GROUP_ALLEGATION: 0.8}
"""What it takes for a denial or accusation to be unrelated where the article has spoken of the claim."""
_LASTING = (AttributionType.DENIAL, AttributionType.HINT)  # types that a source keeps up without naming the claim again


def link_evidence(
    claims: Sequence[Claim],
    claim_embeddings: FloatArray,
    documents: Sequence[Document],
    embeddings: Sequence[FloatArray],
    *,
    judged: Sequence[FloatArray] | None = None,
    model: StanceModel | None = None,
) -> list[Evidence]:
    """Return one item for each attribution or unattributed sentence that is about a claim.

    Unnamed sources get ``source_id`` None even where a description is resolved ("two senior officials"): nobody can
    tell whether two such descriptions are two people, and an unknown origin must not add independence. The article's
    own voice belongs to its publisher, or to the earliest copy's publisher where a text is shared. What "the Times
    reported" belongs to whom the Times has it from, where its article is among the documents. "Dismissed the
    report" takes the opposite of the stance of what it answers, up to five sentences back.

    Parameters
    ----------
    claim_embeddings
        float32 [claims, hidden], unit length.
    documents, embeddings
        Tagged documents with resolved sources, and for each float32 [sentences, hidden], unit length.
    judged
        What `judging.judge` says of each document; None goes by words and embeddings alone.

    Raises
    ------
    InputError
        When the embeddings do not fit the claims or documents.
    """
    readings = read_articles(claims, claim_embeddings, documents, embeddings, judged=judged)
    return link_readings(claims, documents, readings, model=model)


def read_articles(
    claims: Sequence[Claim],
    claim_embeddings: FloatArray,
    documents: Sequence[Document],
    embeddings: Sequence[FloatArray],
    *,
    judged: Sequence[FloatArray] | None = None,
    least: float = CONTESTED,
) -> list[Reading]:
    """Return the reading of every document that is not skipped; the first half of `link_evidence`.

    ``least`` is the relatedness from which a sentence may be about a claim.
    """
    _check(claims, claim_embeddings, documents, embeddings)
    if not claims:
        return []
    wordings = [Wording(claim.text) for claim in claims]
    terms = ClaimTerms(wordings)
    return [
        read_article(document, wordings, terms, claim_embeddings @ np.asarray(vectors).T, least=least, judged=stances)
        for document, vectors, stances in zip(
            documents, embeddings, [None] * len(documents) if judged is None else judged, strict=True
        )
        if document.skipped is None and document.sentences
    ]


def link_readings(
    claims: Sequence[Claim],
    documents: Sequence[Document],
    readings: Sequence[Reading],
    *,
    model: StanceModel | None = None,
    identities: Mapping[Place, str | None] | None = None,
) -> list[Evidence]:
    """Return the evidence of readings; the second half of `link_evidence`, for those who try several models.

    ``documents`` are all documents at hand: whose voice an article is depends on its copies. ``identities`` are their
    `source_identities` where these are known already.
    """
    publishers, chosen = publisher_origins(documents), model or StanceModel.default()
    identities = source_identities(documents) if identities is None else identities
    evidence: list[Evidence] = []
    for reading in readings:
        evidence += _Linker(claims, reading.wordings, reading.document, publishers, identities).link(reading, chosen)
    return follow_outlets(evidence, documents, publishers)


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
    identities: Mapping[Place, str | None]
    history: list["_Said"] = field(default_factory=list)
    raised: set[int] = field(default_factory=set)

    def link(self, reading: Reading, model: StanceModel) -> Iterator[Evidence]:
        """Yield the evidence of the document's body sentences."""
        stances = row_stances(reading, model, quoted=True)
        for sentence, own in zip(reading.sentences, stances, strict=True):
            yield from self._sentence(sentence, own)

    def _sentence(self, read: SentenceReading, stances: Mapping[tuple[int, int], FloatArray]) -> Iterator[Evidence]:
        related = read.related
        for place, statement in enumerate(read.statements):
            bar = CONTESTED if statement.type in _CERTAINLY else RELATED
            near = [c for c, places in read.about.items() if place in places]
            about = [c for c in near if related[c] >= bar and (related[c] >= RELATED or c in self.raised)]
            about += [c for c in read.carried if place in read.about[c] and c not in about]
            direct = {c: self._direct(stances.get((c, place)), c, place, read) for c in near}
            told = [c for c in near if c not in about and read.is_about(c) and _takes_side(direct[c])]
            about += told  # what the network alone finds is evidence only where it takes a side
            direct = {c: direct[c] for c in about}
            said = {c: p for c, p in direct.items() if p is not None and self._believable(read, statement, c, p)}
            said = said or ({} if about else self._by_reference(read.index, statement, related))
            said = self._continued(read.index, statement, related) | said
            self.raised.update(about)
            self.history.append(_Said(read.index, statement, said, {c: float(related[c]) for c in about}))
            for claim, (support, refutation) in said.items():
                yield self._evidence(claim, read, statement, (support, refutation), direct=claim in about)

    def _believable(self, read: SentenceReading, statement: Statement, claim: int, stance: tuple[float, float]) -> bool:
        """Tell whether to believe a stance: a denial seldom supports.

        It does when it tells of the claim's own deed, in words that reject nothing, or a negation, or what somebody
        else has rejected before.
        """
        if statement.type != AttributionType.DENIAL or stance[0] <= stance[1]:
            return True
        if other_deed(mismatch(self.wordings[claim], statement.wording), float(read.similarity[claim])):
            return False
        if statement.wording.negated or not is_rejecting(statement.cue_and_content):
            return True
        before = [
            s.stances[claim] for s in self.history if claim in s.stances and s.statement.speaker != statement.speaker
        ]
        return any(support < refutation for support, refutation in before)

    def _direct(
        self, probs: FloatArray | None, claim: int, place: int, read: SentenceReading
    ) -> tuple[float, float] | None:
        """Return (support, refutation) of a statement that is about a claim; None where it is unrelated after all.

        Who gives another number refutes; who denies another number takes no side.
        """
        if probs is None:  # no comment
            return 0.0, 0.0
        statement = read.statements[place]
        bar = _CERTAINLY.get(statement.type) if statement.type and claim in self.raised else None
        unrelated = float(probs[STANCES.index(Stance.UNRELATED)])
        if STANCES[int(probs.argmax())] is Stance.UNRELATED if bar is None else unrelated >= bar:
            return None
        support, refutation = (float(p) / (1 - unrelated * (bar is not None)) for p in probs[:2])
        return (
            (0.0, support if support > refutation else 0.0) if (claim, place) in read.rivals else (support, refutation)
        )

    def _by_reference(self, index: int, statement: Statement, related: FloatArray) -> Stances:
        """Return the stance of "dismissed the report", "confirmed it", "declined to comment" by what it answers.

        An answer to something else in its own sentence ("X accused Y of vanity; Y rejected that") answers no claim.
        """
        if self.history and self.history[-1].sentence == index and not self.history[-1].stances:
            return {}
        if statement.type == AttributionType.DENIAL and not statement.refers_back:
            return self._rebutted(index, related)
        if statement.type is None:
            return self._debunked(index, statement)
        reach = _HINT_REACH if statement.type == AttributionType.HINT else _REACH
        said = next((s for s in reversed(self.history) if s.takes_side and s.may_be_answered(index, reach)), None)
        if said is None:
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

    def _debunked(self, index: int, statement: Statement) -> Stances:
        """Return what the article refutes by calling something said before untrue ("The story is a hoax")."""
        text = statement.wording
        if not (text.has(DEBUNKING) and text.has(POINTING) and not text.negated):
            return {}
        near = [s for s in reversed(self.history) if s.related and index - s.sentence <= _REACH]
        return dict.fromkeys(near[0].closest_claims(), (0.0, _REFUTES_OUTRIGHT)) if near else {}

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
        self, claim: int, read: SentenceReading, statement: Statement, stances: tuple[float, float], *, direct: bool
    ) -> Evidence:
        stance = _stance(*stances)
        share = 0.0 if stance is Stance.NEUTRAL else 1.0 if direct else _HANDED_ON
        support, refutation = (
            share * p for p in stances
        )  # what takes no side counts on neither, however close the call
        own = Evidence(
            claim_id=self.claims[claim].id,
            document_id=self.document.id,
            sentence_index=read.index,
            attribution_index=statement.index,
            text=read.sentence.text,
            type=None,
            type_prob=read.sentence.probs.get(NONE, 1.0),
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
            source_id=self.identities[self.document.id, read.index, statement.index or 0],
            source_kind=attribution.source_kind,
            anonymous=attribution.anonymous,
            self_interest=denies and name is not None and _names(self.wordings[claim], name),
        )


@dataclass(frozen=True)
class _Said:
    """What one statement said: its stances, and how related it is to each of these claims.

    ``related`` lacks claims that it is about only by reference or as a continuation.
    """

    sentence: int
    statement: Statement
    stances: Stances
    related: Mapping[int, float]

    def may_be_answered(self, index: int, reach: int) -> bool:
        """Tell whether sentence ``index`` may refer to this: what somebody said, or narration just before it."""
        return index - self.sentence <= (reach if self.statement.type is not None else 1)

    @property
    def takes_side(self) -> bool:
        return any(map(_takes_side, self.stances.values()))

    def closest(self) -> Stances:
        """Return the stances to the claims that the statement is most about."""
        bar = max(self.related.values(), default=RELATED) - _CLOSE
        return {claim: p for claim, p in self.stances.items() if self.related.get(claim, RELATED) >= bar}

    def closest_claims(self) -> list[int]:
        """Return the claims that the statement is most about, whatever its stance."""
        bar = max(self.related.values()) - _CLOSE
        return [claim for claim, related in self.related.items() if related >= bar]

    def goes_on(self, statement: Statement) -> bool:
        """Whether a statement of the next sentence is by the same source."""
        if statement.attribution is None or self.statement.attribution is None:
            return False
        same = statement.speaker == self.statement.speaker
        return same and (statement.speaker is not None or statement.runs_on)


def _takes_side(stance: tuple[float, float] | None) -> bool:
    return stance is not None and max(stance) >= 1.0 - sum(stance)


def _stance(support: float, refutation: float) -> Stance:
    return STANCES[int(np.argmax([support, refutation, 1.0 - support - refutation]))]


def _names(claim: Wording, source: str) -> bool:
    """Whether the claim names the source, or its people ("Norvik", "Norvikian army"), not only its role."""
    own = Wording(" ".join(word for word in Wording(source).tokens if word.lower() not in ROLES)).terms
    return any(a == b or (min(len(a), len(b)) >= 5 and a[:5] == b[:5]) for a in own for b in claim.terms)
