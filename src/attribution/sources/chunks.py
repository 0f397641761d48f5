"""Which stretches of a sentence mention somebody."""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from attribution.sources.lexicon import (
    COMMON,
    DETERMINERS,
    NAMING_WORDS,
    NATIONAL,
    ORG_CLASSES,
    PARTICLES,
    TITLES,
    word_set,
)
from attribution.sources.words import FIRST_NAMES, Word, is_noun, is_org_word, is_people, is_role_word

__all__ = ["Chunker"]

_BEFORE_NAME = FIRST_NAMES | TITLES | {"of"}
_MONTHS = word_set("january february march april may june july august september october november december")
_OFTEN_OF = frozenset({"ministry", "department", "bank", "university", "court"})


def _ends_clause(word: Word) -> bool:
    """Tell whether a lower-case word is rather a verb than an adjective before a noun."""
    return word.lower.endswith(("ed", "ing", "s")) and not word.lower.endswith(("based", "ss", "us", "leading"))


@dataclass(frozen=True)
class Chunker:
    """Finds the noun phrases of one sentence; ``upper`` says that capitals mean nothing.

    ``edges`` are the words at which a source span begins or has just ended, ``inside`` those that go on with one.
    """

    words: Sequence[Word]
    upper: bool
    edges: Set[int]
    inside: Set[int]

    def phrases(self) -> Iterator[tuple[int, int]]:
        """Give [lo, hi) of each stretch of words that mentions somebody."""
        lo = i = 0
        while i < len(self.words):
            if self._ends(lo, i):
                yield from self._mentioned(lo, i)
                lo = i + (not self._begins(i))
            i += 1
        yield from self._mentioned(lo, i)

    def namely(self, i: int) -> bool:
        """Tell whether the word may be part of a name."""
        return self._namely[i]

    @cached_property
    def _namely(self) -> list[bool]:
        return [self._may_name(i) for i in range(len(self.words))]

    def _may_name(self, i: int) -> bool:
        word = self.words[i]
        if not self.upper and not word.capital and word.text != "&":
            return False
        if word.text == "&":
            return 0 < i < len(self.words) - 1
        if not word.text[0].isalnum() or word.text.isnumeric():
            return False
        if self._naming_word(i):
            return True
        if self.upper:
            verb = word.lower.endswith(("ing", "ed", "ly")) and word.lower not in FIRST_NAMES
            return word.lower not in COMMON and not verb
        opens = i == 0 or (word.lower in DETERMINERS and not word.text.isupper())
        return not (opens and word.lower in COMMON)

    def _ends(self, lo: int, i: int) -> bool:
        """Tell whether the stretch that began at word lo is over before word i."""
        word = self.words[i]
        if self._ampersand(lo, i):
            return i in self.edges
        if not word.text[0].isalnum() or i in self.edges:
            return True
        if word.text == "All" and i - 1 > lo and self._continues(lo, i - 1):
            return False
        if word.lower in DETERMINERS:
            return i > lo and not (word.lower.isdigit() or self._opening(lo, i))
        if word.lower in PARTICLES and lo < i < len(self.words) - 1 and self.namely(i - 1) and self.namely(i + 1):
            return False
        if word.lower in ("of", "for", "and") and self._continues(lo, i):
            return False
        if i == lo + 1 and i in self.inside and self.words[lo].lower == "the" and word.lower.endswith("ed"):
            return not (i + 1 < len(self.words) and i + 1 in self.inside and is_noun(self.words[i + 1]))
        if word.lower in COMMON:
            surname = word.capital and lo < i and self.words[i - 1].lower in _BEFORE_NAME
            return not self._naming_word(i) and not surname and not self._in_title_case(lo, i)
        if i == lo or self.words[i - 1].possessive or self._namely[i] or is_noun(word):
            return False
        if (self.upper or not self._namely[i - 1]) and not is_noun(self.words[i - 1]):
            return False
        opens_source = i == 1 and i in self.inside and not self.upper and not word.capital
        return not (opens_source or self._goes_on(i) or self._leads(lo, i))

    def _ampersand(self, lo: int, i: int) -> bool:
        """Tell whether the word is "&" between two words of a name, or the one after it."""
        at = i if self.words[i].text == "&" else i - 1
        inside = lo < at < len(self.words) - 1 and self.words[at].text == "&"
        return inside and self.words[at - 1].capital and self.words[at + 1].capital

    def _in_title_case(self, lo: int, i: int) -> bool:
        """Tell whether a common word with a capital goes on with a name: "Polar Hold", "Doctors Across Waters"."""
        word = self.words[i]
        dated = word.lower.endswith("day") or word.lower in _MONTHS
        named = (
            lo < i and self._namely[i - 1] and self.words[i - 1].text[0].isupper() and not self.words[i - 1].possessive
        )
        return named and word.text[0].isupper() and not self.upper and not dated and len(word.text) > 1

    def _leads(self, lo: int, i: int) -> bool:
        """Tell whether "the Danish foreign ministry" goes on to its noun."""
        after = self.words[i + 1 : i + 2]
        before = self.words[i - 1]
        adjective = self.words[lo].lower in ("the", "a", "an") or before.lower.endswith(NATIONAL)
        leads = adjective and not is_noun(before) and not _ends_clause(self.words[i])
        return leads and bool(after) and is_noun(after[0])

    def _naming_word(self, i: int) -> bool:
        """Tell whether a common word is part of a name here: "the Sunday Times", "New York"."""
        word, after = self.words[i], self.words[i + 1] if i + 1 < len(self.words) else None
        if not word.capital:
            return False
        if word.lower in FIRST_NAMES and word.lower in COMMON and after is not None and after.capital:
            return not is_noun(after)
        if word.lower in NAMING_WORDS:
            return (i > 0 and self.words[i - 1].text not in "\"“‘'") or (after is not None and after.capital)
        return word.lower.endswith("day") and after is not None and after.capital and is_org_word(after)

    def _goes_on(self, i: int) -> bool:
        """Tell whether a source span still has its noun or name ahead: "Republican presidential candidate"."""
        for k in range(i, min(i + 5, len(self.words))):
            if k not in self.inside or not self.words[k].text[0].isalnum() or self.words[k].lower in COMMON:
                return False
            if is_noun(self.words[k]) or self.namely(k):
                return True
        return False

    def _opening(self, lo: int, i: int) -> bool:
        """Tell whether there are only determiners so far, which stay together: "the two"."""
        return all(w.lower in DETERMINERS for w in self.words[lo:i])

    def _continues(self, lo: int, i: int) -> bool:
        """Tell whether the preposition is part of a name: "Ministry of Defence", "Observatory for Human Rights"."""
        if i <= lo or i + 1 >= len(self.words) or self.words[i - 1].possessive:
            return False
        before, after = self.words[i - 1], self.words[i + 1]
        of_justice = after.lower == "justice" and before.lower in ORG_CLASSES
        if is_role_word(after) and not is_people(before.lower) and not of_justice:
            return False
        if self.words[i].lower == "and" and before.lower.endswith(NATIONAL) and not is_noun(before):
            return after.lower.endswith(NATIONAL) and i + 2 < len(self.words) and self.words[i + 2].lower not in COMMON
        if self.words[i].lower == "for" and after.capital and before.capital and not self.upper and i - 1 == lo:
            return not is_noun(before) or before.lower in ORG_CLASSES
        if self.words[i].lower == "and":
            return self._two_fields(lo, i)
        if before.lower not in ORG_CLASSES or is_people(before.lower):
            return False
        if not self.upper and before.capital:
            return after.capital or (after.lower == "the" and i + 2 < len(self.words) and self.words[i + 2].capital)
        return before.lower in _OFTEN_OF and self.words[i].lower == "of" and after.lower not in COMMON

    def _two_fields(self, lo: int, i: int) -> bool:
        """Tell "Ministry of Energy and Mines" from two bodies: what follows "and" is no body of its own."""
        fields = [w.lower for w in self.words[lo:i]]
        of = any(a in _OFTEN_OF and b == "of" for a, b in pairwise(fields))
        return of and self.words[i + 1].capital and not any(is_org_word(w) for w in self.words[i + 1 : i + 4])

    def _begins(self, i: int) -> bool:
        word = self.words[i]
        return word.text[0].isalnum() and (word.lower in DETERMINERS or word.lower not in COMMON)

    def _mentioned(self, lo: int, hi: int) -> Iterator[tuple[int, int]]:
        """Give a stretch that mentions somebody, or its owner: "Donald Karsk's" of "Donald Karsk's standing"."""
        owned = next((k + 1 for k in range(hi - 2, lo - 1, -1) if self.words[k].possessive), lo)
        end = next((end for end in (hi, owned) if self._mentions(lo, end)), None)
        if end is not None:
            yield lo, end

    def _mentions(self, lo: int, hi: int) -> bool:
        if hi <= lo or all(w.lower in DETERMINERS for w in self.words[lo:hi]):
            return False
        last = self.words[hi - 1]
        return self.namely(hi - 1) or is_noun(last)
