"""Sentences to claims: which attributions and sentences are about a claim, and with what stance.

``matching.py`` says when a sentence is about a claim, ``stance/`` where it stands; here both become evidence with a
source, so that scoring can group it by origin.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from attribution.candidates import CONTESTED, UNRELATED, Reading, SentenceReading, read_article
from attribution.errors import InputError
from attribution.labels import NONE, AttributionType, SourceKind, Stance
from attribution.lexicon import ROLES, RUMOURED
from attribution.matching import RELATED, ClaimTerms
from attribution.replies import Replies, Said, takes_side
from attribution.schema import Claim, Document, Evidence
from attribution.sources import Place, copy_groups, follow_outlets, source_identities, source_key
from attribution.stance import STANCES, StanceModel, is_rejecting
from attribution.stance.documents import row_stances
from attribution.statements import Statement
from attribution.wording import Wording

__all__ = ["link_evidence", "link_readings", "publisher_origins", "read_articles"]

FloatArray = npt.NDArray[np.floating]
_TALK = re.compile(r"\btalk (?:on \w+ )?that\b", re.IGNORECASE)
_HANDED_ON = 0.9  # share of a stance that a bare "dismissed the report" takes over
_DENIES = 0.4  # probability of refutation from which the network alone is believed of a denial
_OWN_VOICE = 0.55  # least surety of a side that an article takes itself: most of its sentences are background
_VERBATIM = 0.95  # how sure it is that who says the claim word for word supports it
_PLAINLY = 0.15  # how much surer the reading of a plain confirmation is than that of a denial

_REJECTED, _ALLEGED = 0.9, 0.55
"""What it takes for an outright rejection, and for an accusation, to be unrelated where the article has spoken of the
claim. Other denials there are mostly of something else."""


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
    reported" belongs to whom the Times has it from, where its article is among the documents. What an article says
    itself right after a source on the same side, or right before one, belongs to that source. "Dismissed the report"
    takes the opposite of the stance of what it answers, up to five sentences back.

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
    beside = _beside_sources(evidence)
    return _given(follow_outlets(_given(evidence, beside), documents), beside)


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
    """Links one document; ``raised`` are the claims that it has spoken of so far."""

    claims: Sequence[Claim]
    wordings: Sequence[Wording]
    document: Document
    publishers: Mapping[str, str]
    identities: Mapping[Place, str | None]
    replies: Replies = field(default_factory=Replies)
    raised: set[int] = field(default_factory=set)

    def link(self, reading: Reading, model: StanceModel) -> Iterator[Evidence]:
        """Yield the evidence of the document's body sentences."""
        stances = row_stances(reading, model, quoted=True)
        made = [e for s, own in zip(reading.sentences, stances, strict=True) for e in self._sentence(s, own)]
        yield from _consistent(made)

    def _sentence(self, read: SentenceReading, stances: Mapping[tuple[int, int], FloatArray]) -> Iterator[Evidence]:
        related = read.related
        for place, statement in enumerate(read.statements):
            origin = self._origin(read.index, statement)
            answered = self.replies.by_reference(read.index, statement, related, origin)
            contested = _contested(statement) if not answered else None  # what it answers is known then
            bars = dict.fromkeys(self.raised, contested) if contested else {}
            near = [c for c, places in read.about.items() if place in places]
            about = [c for c in near if related[c] >= (CONTESTED if c in bars else RELATED)]
            about += [c for c in read.carried if place in read.about[c] and c not in about]
            direct = {c: self._direct(stances.get((c, place)), c, place, read, bars.get(c)) for c in near}
            if statement.type == AttributionType.DENIAL and not answered:
                direct |= {c: _denied(read, c) for c in near if direct[c] is None}
            told = [c for c in near if c not in about and read.is_about(c) and takes_side(direct[c])]
            about += told  # what the network alone finds is evidence only where it takes a side
            direct = {c: direct[c] for c in about}
            said = {c: p for c, p in direct.items() if p is not None}
            said = said or ({} if about else answered)
            self.raised.update(about)
            self.replies.history.append(
                Said(read.index, statement, said, {c: float(related[c]) for c in about}, origin)
            )
            for claim, (support, refutation) in said.items():
                yield self._evidence(claim, read, statement, (support, refutation), direct=claim in about)

    def _direct(
        self, probs: FloatArray | None, claim: int, place: int, read: SentenceReading, bar: float | None
    ) -> tuple[float, float] | None:
        """Return (support, refutation) of a statement that is about a claim; None where it is unrelated after all.

        That is where unrelated is likeliest, or where there is a ``bar``, as likely as that. It takes no side where
        that is likelier than either. Who gives another number refutes; who denies another number takes no side.
        """
        statement = read.statements[place]
        if probs is None or self._is_rumour(read.index, statement):  # and no comment
            return 0.0, 0.0
        if self._says(statement, claim) and probs[0] >= probs[1]:
            return _VERBATIM, 0.0
        unrelated = float(probs[UNRELATED])
        if STANCES[int(probs.argmax())] is Stance.UNRELATED if bar is None else unrelated >= bar:
            return None
        if STANCES[int(probs[:UNRELATED].argmax())] is Stance.NEUTRAL:
            return 0.0, 0.0
        sure = 1 - unrelated if bar == _REJECTED else 1.0  # whatever is rejected there, it is this
        support, refutation = float(probs[0]) / sure, float(probs[1]) / sure
        if (claim, place) in read.rivals:
            return 0.0, 0.0 if _takes_back(statement) else max(support, refutation)
        return support, refutation

    def _says(self, statement: Statement, claim: int) -> bool:
        """Tell whether a statement is the claim word for word, and no cue takes it back."""
        return not _takes_back(statement) and statement.wording.repeats(self.wordings[claim])

    def _is_rumour(self, index: int, statement: Statement) -> bool:
        """Tell whether nobody stands behind it: "in the tea houses it is whispered that"."""
        words = statement.cue_and_content
        told = words.has(RUMOURED) or bool(_TALK.search(words.text))
        return told and not words.debunks and self._origin(index, statement) is None

    def _origin(self, index: int, statement: Statement) -> str | None:
        """Return who makes a statement, across documents; None for the article itself and where nobody can tell."""
        return None if statement.index is None else self.identities[self.document.id, index, statement.index]

    def _evidence(
        self, claim: int, read: SentenceReading, statement: Statement, stances: tuple[float, float], *, direct: bool
    ) -> Evidence:
        if statement.attribution is None and max(stances) < _OWN_VOICE:
            stances = (0.0, 0.0)
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
            source_id=self._origin(read.index, statement),
            source_kind=attribution.source_kind,
            anonymous=attribution.anonymous,
            self_interest=denies and name is not None and _names(self.wordings[claim], name),
        )


def _takes_back(statement: Statement) -> bool:
    """Tell whether a statement is a denial, or its cue one."""
    rejected = statement.cue is not None and (statement.cue.negated or is_rejecting(statement.cue))
    return statement.type == AttributionType.DENIAL or rejected


def _contested(statement: Statement) -> float | None:
    """Return from which probability on an answer to what the article has spoken of is unrelated; None for others."""
    if statement.type == AttributionType.DENIAL:
        return _REJECTED if is_rejecting(statement.cue_and_content) else None
    return _ALLEGED if statement.type == AttributionType.GROUP_ALLEGATION else None


def _denied(read: SentenceReading, claim: int) -> tuple[float, float] | None:
    """Return (support, refutation) of a denial in words of its own, of which the network alone can tell."""
    support, refutation = float(read.judged[claim, 0]), float(read.judged[claim, 1])
    return (support, refutation) if refutation >= _DENIES else None


def _consistent(items: Sequence[Evidence]) -> Iterator[Evidence]:
    """Leave each source of one article on one side of a claim, that of which the reading is surest.

    A source that is quoted on both sides in one article has mostly been misread, in a denial rather than in a plain
    confirmation; the article's own voice may well tell first one side and then the other.
    """
    surest: dict[tuple[str, str], Evidence] = {}
    for item in items:
        if item.source_id is not None and item.type is not None and item.stance is not Stance.NEUTRAL:
            key = item.claim_id, item.source_id
            surest[key] = max(surest.get(key, item), item, key=_sureness)
    for item in items:
        best = surest.get((item.claim_id, item.source_id or ""), item)
        other = item.type is not None and item.stance not in (best.stance, Stance.NEUTRAL)
        yield replace(item, stance=Stance.NEUTRAL, support=0.0, refutation=0.0) if other else item


def _beside_sources(items: Sequence[Evidence]) -> dict[int, int]:
    """Return by its place what an article itself says beside a source of the same side, with the place of that source.

    "She put it out with a wet towel" goes on with what she has told the paper, and "The ministry stood by its account"
    leads up to what its spokesman says: neither is an origin of its own. Sentence after sentence; what stands between
    two sources goes on with the first.
    """
    found: dict[int, int] = {}
    for step in (1, -1):
        last: dict[tuple[str, str, Stance], int] = {}
        for place in range(len(items))[::step]:
            item = items[place]
            side = item.document_id, item.claim_id, item.stance
            near = last.get(side)
            if item.type is not None:
                if item.source_id is not None and item.stance is not Stance.NEUTRAL:
                    last[side] = place
            elif near is not None and item.sentence_index == items[near].sentence_index + step:
                found.setdefault(place, found.get(near, near))
                last[side] = place
    return found


def _given(items: Sequence[Evidence], beside: Mapping[int, int]) -> list[Evidence]:
    """Return the items with the sources of those that they stand beside."""
    made = list(items)
    for place, source in beside.items():
        own = items[source]
        made[place] = replace(
            items[place],
            source=own.source,
            source_id=own.source_id,
            source_kind=own.source_kind,
            anonymous=own.anonymous,
        )
    return made


def _sureness(item: Evidence) -> float:
    plain = item.type == AttributionType.OFFICIAL_CONFIRMATION and item.stance is Stance.SUPPORTS
    return max(item.support, item.refutation) + _PLAINLY * plain


def _stance(support: float, refutation: float) -> Stance:
    if support == refutation:
        return Stance.NEUTRAL
    return Stance.SUPPORTS if support > refutation else Stance.REFUTES


def _names(claim: Wording, source: str) -> bool:
    """Whether the claim names the source, or its people ("Norvik", "Norvikian army"), not only its role."""
    own = Wording(" ".join(word for word in Wording(source).tokens if word.lower() not in ROLES)).terms
    return any(a == b or (min(len(a), len(b)) >= 5 and a[:5] == b[:5]) for a in own for b in claim.terms)
