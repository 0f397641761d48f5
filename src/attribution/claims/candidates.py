"""Possible claims: what sources say, what an article opens with, and titles, in words that stand alone."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from textwrap import shorten

import numpy as np
import numpy.typing as npt

from attribution.days import with_days
from attribution.labels import AttributionType, SourceKind
from attribution.phrasing import NARRATES, as_claim, states, undated
from attribution.schema import Attribution, Document, Sentence
from attribution.sources.phrases import noun_phrases
from attribution.sources.words import words_of
from attribution.stance import is_rejecting
from attribution.statements import cut_out, relayed, sentence_text
from attribution.wording import Wording, overlap

__all__ = ["Candidate", "Row", "candidates"]

FloatArray = npt.NDArray[np.floating]
_LEAST_TERMS, _MOST_WORDS = 3, 32
_TITLE_TERMS = 4
_LONGEST = 200  # characters of a context
_SAYS_AS_MUCH = 0.8  # share of its words that a claim has itself which then needs none
_LEAD = 3  # sentences of an article that state what it is about, attributed or not
_WORDED = 0.4  # share of a title's words that one sentence must have
_AND_THAT = re.compile(r",? (?:and|but|or) that |, that (?=(?:it|he|she|they|the|an?)\b)", re.I)
_OF_A_DEED = re.compile(r"accus|blam|charg|suspect", re.I)  # cues that take whom and of what
_SACKED = re.compile(r"\b(?:been|was|were|is|are|be|being) dismissed\b(?! as)")
_HE, _IT, _THEY = frozenset({"he", "she"}), frozenset({"it"}), frozenset({"they"})
_PERSONS = frozenset({SourceKind.INDIVIDUAL, SourceKind.EXPERT})


@dataclass(frozen=True, eq=False)
class Row:
    """A sentence with its place in its document, and its embedding float32 [hidden]."""

    index: int
    sentence: Sentence
    document: Document
    vector: FloatArray


@dataclass(frozen=True, eq=False)
class Candidate:
    """A possible claim: its words, and the sentence and attribution that it is from.

    ``attribution`` is None for what the article says itself, ``index`` -1 for a title, whose sentence is the
    closest one.
    """

    wording: Wording
    row: Row
    index: int
    attribution: Attribution | None = None

    @cached_property
    def text(self) -> str:
        """Its words, with the days that they name."""
        return with_days(self.wording.text, self.row.document.date)

    @property
    def context(self) -> str | None:
        """What its article is about: the title, else what it opens with; None where the claim says as much."""
        if self.index < 0:
            return None  # a title; the sentence that bears it out may be of another article
        document = self.row.document
        text = document.title or undated(next(s.text for s in document.sentences if s.kind == "body"))
        says_as_much = overlap(Wording(text), self.wording) >= _SAYS_AS_MUCH
        return None if says_as_much else shorten(text, _LONGEST, placeholder="…")

    @property
    def order(self) -> tuple[int, str]:
        """Where it stands."""
        return self.index, self.wording.text


def candidates(documents: Sequence[Document], rows: Sequence[Row]) -> list[Candidate]:
    """Return the possible claims of all sentences, and titles that a sentence bears out."""
    made = [candidate for row in rows for candidate in _of_sentence(row)]
    return made + _titles(documents, rows)


def _of_sentence(row: Row) -> Iterator[Candidate]:
    sentence = row.sentence
    outer = relayed(sentence.attributions)
    for i, attribution in enumerate(sentence.attributions):
        if i not in outer and attribution.type != AttributionType.NO_COMMENT:
            for text in _texts(sentence, attribution):
                yield from _usable(text, row, row.index, attribution)
    if not sentence.attributions and row.index < _LEAD:
        yield from _usable(as_claim(sentence.text, cue=NARRATES, source=None, denied=False), row, row.index)


def _usable(text: str | None, row: Row, index: int, attribution: Attribution | None = None) -> Iterator[Candidate]:
    if text is None:
        return
    wording = Wording(text)
    short = len(wording.words) <= _MOST_WORDS and not text.endswith(("?", "!"))
    rejecting = is_rejecting(Wording(_SACKED.sub("", text)))
    if short and len(wording.terms) >= _LEAST_TERMS and not rejecting:
        yield Candidate(wording, row, index, attribution)


def _texts(sentence: Sentence, attribution: Attribution) -> Iterator[str | None]:
    """Yield what a source says, each thing that it says as a claim of its own."""
    cue = attribution.cue.text if attribution.cue else ""
    denied = attribution.type == AttributionType.DENIAL
    name, pronouns = _speaker(attribution)
    for said in _contents(sentence, attribution):
        for part in _AND_THAT.split(said):
            yield as_claim(part, cue=cue, source=name, denied=denied, pronouns=pronouns)


def _contents(sentence: Sentence, attribution: Attribution) -> list[str]:
    """Return the attributed words, in pieces where more than the source and its cue is between them.

    Without a content, the whole sentence less its sources and cues, if that is all that it says.
    """
    if attribution.content:
        pieces = [attribution.content[0].text]
        marks = [span for span in (attribution.source, attribution.cue) if span is not None]
        of_a_deed = attribution.cue is not None and _OF_A_DEED.search(attribution.cue.text)
        for left, right in zip(attribution.content, attribution.content[1:], strict=False):
            between = sentence.text[left.end_char - sentence.start_char : right.start_char - sentence.start_char]
            apart = re.search(r"\w", cut_out(between, left.end_char, marks)) or right.text[:1].isupper()
            if apart and (not of_a_deed or _OF_A_DEED.search(between)):
                pieces.append(right.text)
            else:
                pieces[-1] += f" {right.text}"
        return pieces
    alone = not any(a.content for a in sentence.attributions)
    return [sentence_text(sentence)] if alone else []


def _speaker(attribution: Attribution) -> tuple[str | None, frozenset[str]]:
    """Return the name to put for a pronoun, and which pronouns may mean the source; in its own words "I" or "we"."""
    source, name = attribution.source, None if attribution.anonymous else attribution.source_name
    if name is None:
        return None, frozenset()
    spoken = source.text.lower() if source else ""
    if source is None or spoken in _HE | _IT | _THEY:
        if not any(c.isupper() for c in name):
            return None, frozenset()
        others = frozenset({spoken}) if source else frozenset()
        return name, others | _own(_pronouns(name, attribution.source_kind, name))
    if not any(c.isupper() for c in name):
        name = source.text
    others = _pronouns(source.text, attribution.source_kind, name)
    return name, others | _own(others)


def _pronouns(text: str, kind: SourceKind, name: str) -> frozenset[str]:
    words = (words_of(one) for one in (text, name))
    kinds = {phrase.kind for own in words for phrase in noun_phrases(own, upper=text.isupper())}
    if "person" in kinds:
        return _HE
    if "people" in kinds:
        return _THEY
    return _IT if "org" in kinds or kind not in _PERSONS else _HE


def _own(others: frozenset[str]) -> frozenset[str]:
    return frozenset({"i"}) if others == _HE else frozenset({"we"})


def _titles(documents: Sequence[Document], rows: Sequence[Row]) -> list[Candidate]:
    """Return titles that state something; a title has the embedding of the sentence closest to it in words."""
    made: dict[str, Candidate] = {}
    words = [Wording(row.sentence.text) for row in rows]
    for document in documents:
        text = as_claim(document.title or "", cue="", source=None, denied=False)
        if document.skipped is not None or text is None or text in made or not states(text):
            continue
        title = Wording(text)
        closest = max(range(len(rows)), key=lambda j: overlap(title, words[j]), default=None)
        if closest is not None and overlap(title, words[closest]) >= _WORDED and len(title.terms) >= _TITLE_TERMS:
            made.update((text, candidate) for candidate in _usable(text, rows[closest], -1))
    return list(made.values())
