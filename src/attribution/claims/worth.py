"""What a possible claim is worth to somebody who has not read the article: whole, clear, faithful, checkable or not.

A logistic regression over features with names, whose weights are in ``worth.json``; ``training/fit_claims.py`` fits
them to candidates from real news that readers judged. One that is all of this is worth 1, one that can't be
understood without its article 0.5, others nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import exp, log

from attribution.claims.candidates import Candidate
from attribution.fitted import FittedModel
from attribution.lexicon import FUNCTION_WORDS
from attribution.phrasing import has_verb, is_clause
from attribution.sources.lexicon import word_set
from attribution.wording import Wording

__all__ = ["WorthModel", "features"]

_LEAST_DISCUSSED, _HALF = 0.3, 0.5
_SHORT = 5  # letters of a function word that has a shape of its own
_LENGTHS = ((6, "to 6"), (9, "to 9"), (15, "to 15"), (22, "to 22"))
_PLACES = ((-1, "title"), (0, "first"), (1, "second"), (4, "to fifth"), (9, "to tenth"))
_OPENINGS = {
    "the": "the",
    "a an one some several many most all both any each every no": "a",
    "there": "there",
    "in on at after before during since under from by over about despite according": "preposition",
    "if while although though when unless whether even as once until whenever because": "subordinate",
    "his her its their": "possessive",
    "and but or so then also yet however therefore thus now maybe perhaps": "connective",
}
_OPENING = {word: name for words, name in _OPENINGS.items() for word in words.split()}
_MARKED = {
    "pronoun": "he she him they them it himself herself themselves itself",
    "possessive": "his her hers its their theirs",
    "pointing": "this these those such here there then other another same both former latter",
    "duty": "should must need needs ought let",
    "modal": "would could may might can will cannot",
    "copula": "is are",
    "past": "was were had did",
    "perfect": "has have",
    "if": "if unless whether",
    "that": "that",
    "who": "who which whom whose where",
    "judged": "good bad great best worst better worse right wrong important clear welcome terrible wonderful sad happy "
    "proud serious difficult easy strong weak real true very really too quite simply just only most more least less",
    "thing": "thing things something everything nothing anything everyone everybody people way idea need fact problem",
}  # fmt: skip
_MARKS = {word: name for name, words in _MARKED.items() for word in words.split()}
_AUXILIARY = word_set("is are was were has have had will would could can may might must should did does do")
_EARLY = 8  # words before its verb that a plain statement has at most
_DAY = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day|\b(?:19|20)\d\d\b|\byear|\bmonth|\bweek", re.I)


@dataclass(frozen=True)
class WorthModel(FittedModel):
    """Weights of features, and the least worth of a claim that is discovered."""

    file = ("attribution.claims", "worth.json")

    def worth(self, candidate: Candidate, discussed: float) -> float:
        """Return how likely the claim is good in [0, 1], half of that it needs its article included.

        ``discussed`` is how much is said of it: its relatedness to sentences, summed.
        """
        found = features(candidate, discussed)
        logit = self.weights.get("", 0.0) + sum(self.weights.get(name, 0.0) * found[name] for name in found)
        return 1 / (1 + exp(-logit))


def features(candidate: Candidate, discussed: float) -> dict[str, float]:
    """Return the features by name: 1.0 for what is so of the candidate, and the logarithm of how much is said of it.

    The shapes of its words count half, so that each of so many is pulled harder to nothing.
    """
    said = {"discussed": log(max(discussed, _LEAST_DISCUSSED))}
    return dict.fromkeys(_shapes(candidate.wording), _HALF) | dict.fromkeys(_names(candidate), 1.0) | said


def _shapes(text: Wording) -> Iterator[str]:
    """Yield the first three and last two words and all pairs, by shape: short function words, endings, capitals."""
    words = [token.lower() if text.text.isupper() else token for token in text.tokens]
    shapes = [_shape(word) for word in words]
    yield from (f"word {place} {shape}" for place, shape in enumerate(shapes[:3]))
    yield from (f"last {place} {shape}" for place, shape in enumerate(shapes[-2:]))
    yield from (f"pair {first} {second}" for first, second in pairwise(shapes))


def _shape(word: str) -> str:
    lower = word.lower()
    if (lower in FUNCTION_WORDS and len(lower) <= _SHORT) or not word[0].isalnum():
        return lower
    if not word[0].isalpha():
        return "9"
    if word[0].isupper():
        return "X"
    return next((f"-{ending}" for ending in ("ing", "ed", "ly", "s") if lower.endswith(ending)), "x")


def _names(candidate: Candidate) -> Iterator[str]:
    """Yield the names of what is so of a candidate; some may come twice."""
    text, words = candidate.wording, candidate.wording.words
    yield "words " + next((name for most, name in _LENGTHS if len(words) <= most), "more")
    yield "place " + next((name for last, name in _PLACES if candidate.index <= last), "later")
    yield from _of_opening(text)
    for word in words:
        if word in _MARKS:
            yield _MARKS[word]
        elif not word[0].isalnum():
            yield f"mark {word}"
    definite = sum(a == "the" and not b[0].isupper() for a, b in zip(words, text.tokens[1:], strict=False))
    yield f"definite {min(definite, 3)}"
    yield "upper" if text.text.isupper() else f"names {min(len(text.names), 3)}"
    if text.numbers:
        yield "numbers"
    if _DAY.search(text.text):
        yield "day"
    if text.negated:
        yield "negated"
    yield from _of_verb(text)
    yield from _of_attribution(candidate)


def _of_verb(text: Wording) -> Iterator[str]:
    """Yield what speaks for a finite verb: "filed by", "linked with" may be a participle of a bare noun phrase."""
    lower = text.text.lower()
    finite = next((i for i, word in enumerate(text.words) if word in _AUXILIARY), None)
    if finite is not None:
        yield "auxiliary early" if finite < _EARLY else "auxiliary late"
        before = text.words[:finite]
        if not {"that", "who", "which", "where", "whom"}.isdisjoint(before):
            yield "auxiliary in a relative clause"
    else:
        plain = has_verb(re.sub(r"\b[a-z]{2,}ed\b", "", lower))
        other = "other verb" if is_clause(text.text) else "no verb"
        yield "plain past" if plain else "participle or past" if has_verb(lower) else other
    if re.search(r"^(?:the|an?) (?:[\w’'-]+ ){1,3}of\b", lower):
        yield "opens with one thing of another"
    if re.search(r"\b\w+ed (?:by|with|as|to|of)\b", lower):
        yield "participle"


def _of_opening(text: Wording) -> Iterator[str]:
    """Yield what the first words are, and whether anything with a name comes before the verb."""
    first = text.words[0]
    other = "name" if text.tokens[0].isupper() or any(first.startswith(n[:4]) for n in text.names) else "word"
    ending = next((end for end in ("ing", "ed", "ly") if first.endswith(end)), other)
    yield "opens with " + (_OPENING.get(first) or ("number" if first[0].isdigit() else ending))
    before = re.split(r"\b(?:is|are|was|were|has|have|had|will|would|could|may|might|can|[a-z]{2,}ed)\b", text.text)[0]
    if not text.text.isupper() and not Wording(before + " x").names & text.names:
        yield "no name before the verb"


def _of_attribution(candidate: Candidate) -> Iterator[str]:
    said, sentence = candidate.attribution, candidate.row.sentence
    if said is None:
        yield "the article's own"
        return
    yield f"type {said.type.value}"
    yield f"kind {said.source_kind.value}"
    if said.anonymous:
        yield "anonymous"
    yield "no source" if said.source is None else "source"
    if said.cue is None:
        yield "no cue"
    else:
        yield "cue " + said.cue.text.lower().split()[-1]
    if not said.content:
        yield "no content"
        return
    opening = said.content[0].text.lstrip("\"'“”‘’ ")
    yield "content with that" if opening.lower().startswith("that ") else "content without that"
    if opening[:1].islower():
        yield "content in lower case"
    yield f"contents {min(len(said.content), 2)}"
    yield f"attributions {min(len(sentence.attributions), 3)}"
    if not candidate.wording.text[1:].startswith(opening[1:12]) and not opening.lower().startswith("that "):
        yield "reworded"
    if len(candidate.wording.text) < 0.6 * sum(len(span.text) for span in said.content):
        yield "part"
    if sentence.text.rstrip().endswith(("?", '?"', "?”")):
        yield "question"
