"""Words of short texts: content words, numbers, names, negation, doubt; what linking and discovery compare.

Word weights are fixed and not counted from the documents at hand: an added article or a copy must not change how
two other texts compare.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from attribution.lexicon import BOUNDARIES, DEBUNKING, FUNCTION_WORDS, HAPPENING, IRREGULAR, NEGATIONS, NUMBERS, SCALES

__all__ = ["Wording", "overlap", "stem"]

_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+(?:[.,]\d+)*|[,;:.!?()\"“”]")
_IDLE_NEGATION = re.compile(
    r"\b(?:not (?:only|just|least)|no (?:doubt|comment|longer than|later than|one knows)|or not)\b", re.I
)
_LIES_THERE = re.compile(
    r"""\blies?\ (?=(?:about|above|across|along|among|at|behind|below|beneath|beside|between|beyond|close|deep|down|east
        |far|half|in|inland|inside|just|near|north|off|on|opposite|outside|over|some|south|to|under|west|within)\b)""",
    re.IGNORECASE | re.VERBOSE,
)
_NUMBER = r"(?:\d[\d,.]*|" + "|".join(NUMBERS) + r")\b"
_NOT_THAT_NUMBER = re.compile(rf",?\s+(?:and |but )?not {_NUMBER}", re.I)
_IDLE = frozenset({"a", "an", "that", "the"})
_LEAST_REPEATED = 3  # words of a text that another repeats
_SCOPE = 7  # words that a negation reaches
_TITLE_CASE = 0.8  # share of capitalised words above which capitals say nothing
_NUMBER_WEIGHT, _NAME_WEIGHT = 1.5, 1.5


def stem(word: str) -> str:
    """Return a word without its common endings, lower-cased; irregular forms and names of peoples are mapped.

    >>> [stem(w) for w in ("strikes", "struck", "Bombing", "bombed", "agencies", "Israeli's")]
    ['strik', 'strik', 'bomb', 'bomb', 'agency', 'israel']
    """
    word = re.sub(r"['’]s?$", "", word.lower())
    word = IRREGULAR.get(word, word)
    if word.endswith(("ian", "ican")) and len(word) > 5:
        return word[:-1]
    if word.endswith("i") and len(word) > 4:
        return word[:-1]
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word.removesuffix(ending)
            if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsz":
                word = word[:-1]
            return word.removesuffix("e")
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("s") and len(word) > 3 and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    return word.removesuffix("e") if len(word) > 3 else word


@dataclass(frozen=True)
class Wording:
    """A text as words; everything is worked out when first asked for.

    >>> w = Wording("Two jets hit 19 million depots near Norvik, the army said.")
    >>> sorted(w.numbers), sorted(w.names)
    ([2.0, 19000000.0], ['norvik'])
    >>> Wording("Norvik was not hit").negates({"hit": 1.0}), Wording("Norvik was hit").negates({"hit": 1.0})
    (True, False)
    """

    text: str

    @cached_property
    def tokens(self) -> tuple[str, ...]:
        """Words, numbers and clause punctuation in order, as written."""
        return tuple(_TOKEN.findall(self.text))

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Lower-cased tokens with n't written as "not"."""
        return tuple(re.sub(r"(?:.*n['’]t|cannot)$", "not", token.lower()) for token in self.tokens)

    @cached_property
    def terms(self) -> Mapping[str, float]:
        """Stemmed content words and numbers with their weight; names and numbers weigh more."""
        terms = {
            stem(token): _NAME_WEIGHT if stem(token) in self.names else 1.0
            for token in self.tokens
            if token[0].isalpha()
            and len(token) > 1
            and token.lower() not in FUNCTION_WORDS
            and token.lower() not in NUMBERS
        }
        return terms | {f"{number:g}": _NUMBER_WEIGHT for number in self.numbers}

    @cached_property
    def weight(self) -> float:
        """The sum of the weights of `terms`."""
        return sum(self.terms.values())

    @cached_property
    def numbers(self) -> frozenset[float]:
        """Quantities: digits or words, scaled ("19 million", "19M"); "one" counts only before a scale.

        What is ruled out ("eighty and not eight") does not count.
        """
        found, words = set(), [m.lower() for m in _TOKEN.findall(_NOT_THAT_NUMBER.sub("", self.text))]
        for i, word in enumerate(words):
            value = _number(word)
            if value is None:
                continue
            scale = SCALES.get(words[i + 1]) if i + 1 < len(words) else None
            if scale or word != "one":
                found.add(value * (scale or 1.0))
        return frozenset(found)

    def with_number(self, old: float, new: float) -> "Wording":
        """Return the text with one of its numbers changed."""
        text = _NOT_THAT_NUMBER.sub("", self.text)
        tokens = [(m[0], m.start(), m.end()) for m in _TOKEN.finditer(text)]
        for (word, start, end), after in zip(tokens, [*tokens[1:], ("", 0, 0)], strict=True):
            value, scale = _number(word.lower()), SCALES.get(after[0].lower())
            if value is not None and value * (scale or 1.0) == old:
                return Wording(f"{text[:start]}{new:.12g}{text[after[2] if scale else end :]}")
        return self

    @cached_property
    def names(self) -> frozenset[str]:
        """Stems of capitalised words; empty where capitals say nothing (all upper case, title case).

        The first word counts only when a capitalised word follows it.
        """
        words = [t for t in self.tokens if t[0].isalpha() and t.lower() not in FUNCTION_WORDS]
        capital = [w[0].isupper() for w in words]
        if len(words) > 3 and sum(capital) > _TITLE_CASE * len(words):
            return frozenset()
        first = self.tokens[0] if self.tokens else ""
        return frozenset(
            stem(word)
            for i, word in enumerate(words)
            if capital[i] and (i > 0 or word != first or (len(words) > 1 and capital[1]))
        )

    @cached_property
    def negated(self) -> bool:
        """Whether a negation stands anywhere in the text."""
        return any(word in NEGATIONS for word in self._without_idle)

    @cached_property
    def _without_idle(self) -> tuple[str, ...]:
        return Wording(_IDLE_NEGATION.sub(" ", self.text)).words if _IDLE_NEGATION.search(self.text) else self.words

    def negates(self, terms: Mapping[str, float]) -> bool:
        """Whether a negation reaches one of the given terms, or says that something did not happen.

        A negation reaches 7 words to the right, up to the end of its clause; before a number ("eighty and not eight")
        only that.
        """
        words = self._without_idle
        for i, word in enumerate(words):
            if word not in NEGATIONS:
                continue
            counted = i + 1 < len(words) and _number(words[i + 1]) is not None
            for reached in words[i + 1 : i + 2 if counted else i + 1 + _SCOPE]:
                if reached in BOUNDARIES:
                    break
                if reached in HAPPENING or stem(reached) in terms or _number_term(reached) in terms:
                    return True
        return False

    @cached_property
    def debunks(self) -> bool:
        """Whether a word calls something untrue.

        >>> Wording("The tales are lies").debunks, Wording("It lies beside the railway").debunks
        (True, False)
        """
        return self.has(DEBUNKING) and (
            not _LIES_THERE.search(self.text) or Wording(_LIES_THERE.sub(" ", self.text)).has(DEBUNKING)
        )

    def repeats(self, other: "Wording") -> bool:
        """Whether it is another text word for word, whatever its articles and marks.

        >>> Wording("that the bridge at Norvik was shut.").repeats(Wording("Bridge at Norvik was shut"))
        True
        """
        mine, others = ([w for w in text.words if w[0].isalnum() and w not in _IDLE] for text in (self, other))
        return mine == others and len(mine) >= _LEAST_REPEATED

    def has(self, words: Iterable[str]) -> bool:
        """Whether one of the lower-cased words stands in the text."""
        return not set(words).isdisjoint(self.words)


def _number_term(word: str) -> str:
    value = _number(word)
    return "" if value is None else f"{value:g}"


def _number(word: str) -> float | None:
    return float(word.replace(",", "")) if re.fullmatch(r"\d[\d,]*(?:\.\d+)?", word) else NUMBERS.get(word)


def overlap(part: Wording, whole: Wording) -> float:
    """Share in [0, 1] of the first text's weighted terms that the second has; 0 when it has none.

    >>> overlap(Wording("The army shelled Norvik"), Wording("Norvik was shelled by rebels")) > 0.5
    True
    """
    if not part.weight:
        return 0.0
    return sum(weight for term, weight in part.terms.items() if term in whole.terms) / part.weight
