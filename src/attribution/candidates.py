"""Articles read against claims: which statements may be about which claim, and the features of where they stand.

This is the part of linking that no fitted weight plays a part in, so that it is done once and weights can be refitted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from attribution.labels import AttributionType
from attribution.matching import ClaimTerms
from attribution.schema import Document, Sentence
from attribution.stance import FEATURES, Context, contexts, stance_features, words_around
from attribution.statements import Statement, statements
from attribution.wording import Wording, overlap

__all__ = ["CONTESTED", "Reading", "SentenceReading", "chosen_statements", "read_article", "statement_row"]

FloatArray = npt.NDArray[np.floating]
Row = tuple[list[float], list[str]]
"""Features and words around the claim's own."""

_ARTICLES_VIEW = ("attributed", "allegation", "hint", "confirmed")
"""Features of how an article passes on what a source says."""
CONTESTED = 0.4
"""What suffices for a denial or accusation where the article has spoken of the claim before."""


@dataclass(frozen=True)
class SentenceReading:
    """One body sentence: what is stated in it, and how related it is (float [claims]) to each claim.

    ``about`` has for each claim that it may be about the places in ``statements`` that are. ``rows`` are the features
    of such a claim and place as the article has it: what it quotes, it need not share. ``source_rows`` are those of
    what is said, taken alone, where somebody is quoted: a source stands behind its words whatever the article makes of
    them.
    """

    index: int
    sentence: Sentence
    statements: Sequence[Statement]
    related: FloatArray
    about: Mapping[int, Sequence[int]]
    rows: Mapping[tuple[int, int], Row]
    source_rows: Mapping[tuple[int, int], Row]


@dataclass(frozen=True)
class Reading:
    """One article against some claims; ``wordings`` are those of the claims."""

    document: Document
    wordings: Sequence[Wording]
    sentences: Sequence[SentenceReading]

    @cached_property
    def related(self) -> FloatArray:
        """How related each body sentence is to each claim, float [sentences, claims]."""
        rows = [sentence.related for sentence in self.sentences]
        return np.array(rows) if rows else np.zeros((0, len(self.wordings)))

    @cached_property
    def coverage(self) -> FloatArray:
        """The share of each claim's words that stand anywhere in the body, float [claims]."""
        everything = Wording(" ".join(reading.sentence.text for reading in self.sentences))
        return np.array([overlap(claim, everything) for claim in self.wordings])


def read_article(
    document: Document,
    wordings: Sequence[Wording],
    terms: ClaimTerms,
    similarity: FloatArray,
    *,
    least: float,
    always: Sequence[int] = (),
) -> Reading:
    """Read a tagged document against claims.

    Parameters
    ----------
    wordings, terms
        The claims.
    similarity
        Cosines of the embeddings, [claims, sentences].
    least
        Relatedness from which a sentence may be about a claim.
    always
        Claims that every sentence is taken to be about.
    """
    words = [Wording(sentence.text) for sentence in document.sentences]
    related = terms.relatedness(words, similarity)
    places = [i for i, sentence in enumerate(document.sentences) if sentence.kind == "body"]
    around = dict(zip(places, contexts([words[i] for i in places]), strict=True))
    read = []
    for i in places:
        made = statements(document.sentences[i])
        near = {*np.flatnonzero(related[:, i] >= least).tolist(), *always}
        about = {claim: chosen_statements(wordings[claim], made) for claim in sorted(near)}
        rows = {
            (claim, place): statement_row(
                wordings[claim], made[place], words[i], float(similarity[claim, i]), around[i], alone=len(made) == 1
            )
            for claim, chosen in about.items()
            for place in chosen
            if made[place].type != AttributionType.NO_COMMENT
        }
        source_rows = {
            (claim, place): row
            if made[place].type is None
            else source_row(wordings[claim], made[place], float(similarity[claim, i]), around[i])
            for (claim, place), row in rows.items()
        }
        read.append(SentenceReading(i, document.sentences[i], made, related[:, i], about, rows, source_rows))
    return Reading(document, wordings, read)


def statement_row(
    claim: Wording, statement: Statement, sentence: Wording, similarity: float, context: Context, *, alone: bool
) -> Row:
    """Return the features of one statement about a claim; ``alone`` tells that its sentence states nothing else."""
    features = stance_features(
        claim, statement.wording, similarity, cue=statement.cue, kind=statement.type, context=context
    )
    return features, words_around(claim, sentence if alone else statement.cue_and_content)


def source_row(claim: Wording, statement: Statement, similarity: float, context: Context) -> Row:
    """Return the features of what a source says about a claim.

    An article that debunks or doubts makes what it quotes less certain, but does not turn it round.
    """
    doubts = Context(hedges=max(context.debunks, context.hedges))
    features = stance_features(
        claim, statement.wording, similarity, cue=statement.cue, kind=statement.type, context=doubts
    )
    for name in _ARTICLES_VIEW:
        features[FEATURES.index(name)] = 0.0
    return features, words_around(claim, statement.wording)


def chosen_statements(claim: Wording, made: Sequence[Statement]) -> list[int]:
    """Choose which statements of a sentence are about the claim: those with most of its words.

    The author's words around a quotation count only where the quotation has clearly fewer of the claim's words.
    """
    shares = [overlap(claim, statement.wording) for statement in made]
    quoted = max((s for s, m in zip(shares, made, strict=True) if m.type is not None), default=-1.0)
    own = max((s for s, m in zip(shares, made, strict=True) if m.type is None), default=-1.0)
    if quoted < 0 or own > max(1.5 * quoted, quoted + 0.2):
        return [i for i, m in enumerate(made) if m.type is None]
    return [i for i, (s, m) in enumerate(zip(shares, made, strict=True)) if m.type is not None and s >= 0.75 * quoted]
