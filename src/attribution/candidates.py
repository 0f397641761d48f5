"""Articles read against claims: which statements may be about which claim, and the features of where they stand.

This is the part of linking that no fitted weight plays a part in, so that it is done once and weights can be refitted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from attribution.judging import unasked
from attribution.labels import AttributionType, Stance
from attribution.lexicon import NEGATIONS
from attribution.matching import RELATED, ClaimTerms, mismatch
from attribution.schema import Document, Sentence
from attribution.stance import FEATURES, STANCES, Context, contexts, stance_features, words_around
from attribution.statements import Statement, statements
from attribution.wording import Wording, overlap

__all__ = [
    "ABOUT",
    "CONTESTED",
    "Reading",
    "SentenceReading",
    "carried_wording",
    "chosen_statements",
    "read_article",
    "statement_row",
    "with_number",
]

FloatArray = npt.NDArray[np.floating]
Row = tuple[list[float], list[str]]
"""Features and words around the claim's own."""

_ARTICLES_VIEW = ("attributed", "allegation", "hint", "confirmed")
"""Features of how an article passes on what a source says."""
CONTESTED = 0.4
"""What suffices for a denial or accusation where the article has spoken of the claim before."""
ABOUT = 0.5
"""Probability of being about a claim at all from which the stance network's word suffices."""
UNRELATED = STANCES.index(Stance.UNRELATED)
_CONTEXT = 2  # sentences back from which a sentence may take what it leaves out
_SHARED = 2  # words of the deed that it must have itself
_OTHER_DEED = 0.12  # mismatch above which it tells of another deed
_NOTHING_ELSE = 0.03  # mismatch up to which only the number is another: "hurt 80" is no other number of the killed
_AS_ALIKE = 0.7  # similarity of a sentence whose names are carried over


@dataclass(frozen=True)
class SentenceReading:
    """One body sentence: what is stated in it, and how related it is (float [claims]) to each claim.

    ``about`` has for each claim that it may be about the places in ``statements`` that are. ``rows`` are the features
    of such a claim and place as the article has it: what it quotes, it need not share. ``source_rows`` are those of
    what is said, taken alone, where somebody is quoted: a source stands behind its words whatever the article makes of
    them. ``carried`` are claims that it is about only together with the sentences before it; ``rivals`` are claims and
    places where the same is told with another number, and the features those of the claim's own number. ``judged`` are
    the stance network's probabilities [claims, 4], NaN where it was not asked.
    """

    index: int
    sentence: Sentence
    statements: Sequence[Statement]
    related: FloatArray
    about: Mapping[int, Sequence[int]]
    rows: Mapping[tuple[int, int], Row]
    source_rows: Mapping[tuple[int, int], Row]
    carried: frozenset[int]
    rivals: frozenset[tuple[int, int]]
    judged: FloatArray

    def is_about(self, claim: int) -> bool:
        """Whether the stance network says that the sentence is about a claim."""
        return bool(self.judged[claim, UNRELATED] < 1 - ABOUT)


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
    judged: FloatArray | None = None,
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
    judged
        What the stance network says of the sentences: probabilities [claims, sentences, 4], NaN where it was not asked.
    """
    judged = unasked(len(wordings), len(document.sentences)) if judged is None else judged
    words = [Wording(sentence.text) for sentence in document.sentences]
    related = terms.relatedness(words, similarity)
    places = [i for i, sentence in enumerate(document.sentences) if sentence.kind == "body"]
    around = dict(zip(places, contexts([words[i] for i in places]), strict=True))
    read = []
    carried = terms.relatedness(*_with_context(words, similarity))
    for i in places:
        made = statements(document.sentences[i])
        told = judged[:, i, UNRELATED] < 1 - ABOUT
        near = {*np.flatnonzero((related[:, i] >= least) | told).tolist(), *always}
        about = {claim: chosen_statements(wordings[claim], made) for claim in sorted(near)}
        extended: dict[tuple[int, int], Wording] = {}
        for claim in np.flatnonzero((carried[:, i] >= RELATED) & (related[:, i] < RELATED)).tolist():
            before = Wording(" ".join(w.text for w in words[max(0, i - _CONTEXT) : i]))
            for place in chosen_statements(wordings[claim], made):
                whole = carried_wording(wordings[claim], made[place].wording, before)
                if whole is not None:
                    extended[claim, place] = whole
                    about.setdefault(claim, [place])
        rows = {
            (claim, place): statement_row(
                wordings[claim], made[place], words[i], float(similarity[claim, i]), around[i], alone=len(made) == 1
            )
            for claim, chosen in about.items()
            for place in chosen
            if made[place].type != AttributionType.NO_COMMENT
        }
        source_rows, rivals = dict(rows), set()
        for claim, place in [(c, p) for c, chosen in about.items() for p in chosen]:
            statement = made[place]
            text = extended.get((claim, place), statement.wording)
            likeness = max(float(similarity[claim, i]), _AS_ALIKE if (claim, place) in extended else -np.inf)
            if (own := with_number(wordings[claim], text)) is not None:
                rivals.add((claim, place))
                text = own
            if statement.type != AttributionType.NO_COMMENT and (statement.type or text is not statement.wording):
                statement = replace(statement, wording=text)
                source_rows[claim, place] = source_row(wordings[claim], statement, likeness, around[i])
        read.append(
            SentenceReading(
                i,
                document.sentences[i],
                made,
                related[:, i],
                about,
                rows,
                source_rows,
                frozenset(c for c, _ in extended),
                frozenset(rivals),
                judged[:, i],
            )
        )
    return Reading(document, wordings, read)


def _with_context(words: Sequence[Wording], similarity: FloatArray) -> tuple[list[Wording], FloatArray]:
    """Return each sentence with those just before it, and the greatest of their similarities."""
    texts = [Wording(" ".join(w.text for w in words[max(0, i - _CONTEXT) : i + 1])) for i in range(len(words))]
    greatest = similarity.copy()
    for back in range(1, _CONTEXT + 1):
        greatest[:, back:] = np.maximum(greatest[:, back:], similarity[:, :-back])
    return texts, greatest


def carried_wording(claim: Wording, text: Wording, before: Wording) -> Wording | None:
    """Return a text with the claim's words that it leaves to the sentences before it; None for another deed.

    "It suspended him for the season", "she denied that 80 had been killed": the names are carried over, what happened
    must be in the text itself.

    >>> before = Wording("The League said Dario Venn had taken a stimulant.")
    >>> claim = Wording("The League suspended Dario Venn for a season")
    >>> carried_wording(claim, Wording("It suspended him for a season"), before).text
    'It suspended him for a season; dario leagu venn'
    >>> carried_wording(claim, Wording("He plays the violin"), before) is None
    True
    """
    shared = (text.terms.keys() & claim.terms.keys()) - claim.names
    if len(shared) < _SHARED or mismatch(claim, text) > _OTHER_DEED:
        return None
    missing = sorted((claim.terms.keys() & before.terms.keys()) - text.terms.keys() - {f"{n:g}" for n in claim.numbers})
    return Wording(f"{text.text}; {' '.join(missing)}")


def with_number(claim: Wording, text: Wording) -> Wording | None:
    """Return a text that tells the claim's deed with another number, with the claim's number; else None.

    >>> with_number(Wording("The blast killed 8 people"), Wording("80 people were killed by the blast")).text
    '8 people were killed by the blast'
    >>> with_number(Wording("The blast killed 8 people"), Wording("The blast hurt 80 people")) is None
    True
    """
    ours, theirs = claim.numbers, [n for n in text.numbers if not 1900 <= n < 2100]
    if len(ours) != 1 or len(theirs) != 1 or theirs[0] in ours:
        return None
    [number] = ours
    same = text.with_number(theirs[0], number)
    deed = claim.terms.keys() - claim.names - {f"{number:g}"}
    told = len(deed & same.terms.keys()) >= max(_SHARED, len(deed) / 2) and mismatch(claim, same) <= _NOTHING_ELSE
    return same if told else None


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
    words = words_around(claim, statement.wording)
    if statement.wording.negates(claim.terms):
        words = list(dict.fromkeys("not" if word in NEGATIONS else word for word in words))
    return features, words


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
