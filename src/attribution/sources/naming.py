"""New entities for descriptions that point to nobody mentioned before, and what they are called."""

import re
from collections.abc import Set
from dataclasses import dataclass
from itertools import pairwise

from attribution.sources.entities import Entity, clean_name
from attribution.sources.lexicon import word_set
from attribution.sources.mentions import Mention
from attribution.sources.phrases import Phrase
from attribution.sources.reading import Reading
from attribution.sources.words import Word

__all__ = ["Namer"]

_SHOWN_NAME = word_set("named called as by")
_RELATIVE = word_set("who whose which")
_DAY = re.compile(r"(?<=\w) (?:on )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day$")
_STOPS = ',;:(“"'


@dataclass
class Namer:
    """Names sources that an article only describes."""

    reading: Reading

    def new(self, mention: Mention, kind: str) -> Entity | None:
        """Return the entity of a description that points to nobody mentioned before."""
        return self.reading.directory.described(kind, self.label(mention), mention.phrase)

    def new_owned(self, mention: Mention, owner: Entity | None) -> Entity | None:
        """Return "Kral's office", "the bank's manager"; None for "his manager" of nobody knows whom."""
        phrase = mention.phrase
        if owner is not None:
            words = [w for w in phrase.words if w not in phrase.owner and w.lower not in (phrase.determiner, "the")]
            label = f"{owner.name}’s {' '.join(w.text for w in words)}"
        elif phrase.owner:
            label = phrase.text
        else:
            return None
        return self.reading.directory.described(phrase.kind, label, phrase)

    def label(self, mention: Mention) -> str:
        """Return the description as written, with what follows it in the source span, up to a comma or "who"."""
        source, phrase = mention.source, mention.phrase
        if source is None:
            return f"{phrase.text}{self._of_whom(phrase)}"
        if source.start_char > phrase.start:
            return phrase.text
        has_article = len(phrase.words) > 1 and phrase.words[0].lower in ("the", "a", "an")
        start = phrase.words[has_article].start
        after = [w for w in self.reading.scene.words if phrase.end <= w.start < source.end_char]
        others = {m.start for m in self.reading.scene.mentions if not m.merged}
        joined = {w.start for w, v in pairwise(after) if w.lower == "and" and _starts(v, others)}
        ends = (w.start for w in after if w.text in _STOPS or w.lower in _RELATIVE or w.start in joined)
        stop = next(ends, source.end_char)
        label = source.text[start - source.start_char : stop - source.start_char].strip()
        return _DAY.sub("", label)

    def _of_whom(self, phrase: Phrase) -> str:
        """Return " of Dravia" after "the embassy"."""
        words = [w for w in self.reading.scene.words if w.start >= phrase.end]
        if phrase.kind != "org" or len(words) < 2 or words[0].lower not in ("of", "for") or not words[1].capital:
            return ""
        n = next((i for i, w in enumerate(words) if i and not w.capital), len(words))
        return f" {words[0].text} {' '.join(w.text for w in words[1:n])}"

    def shown_name(self, mention: Mention) -> Entity | None:
        """Return the person in "a commander who gave his name as Abu Salim", "a team led by Dr Haddad"."""
        source, scene = mention.source, self.reading.scene
        end = source.end_char if source else scene.sentence.end_char
        for other in [m for m in scene.mentions if mention.start < m.start < end and m.phrase.name]:
            before = [w.lower for w in scene.words if mention.phrase.end <= w.start < other.start]
            if not before or before[-1] not in _SHOWN_NAME or len(before) > 6 or "," in before:
                continue
            if source is None and "named" not in before and "name" not in before and "called" not in before:
                continue
            if other.entity is None and other.phrase.kind in ("person", ""):
                name = clean_name(other.phrase.name)
                other.entity = self.reading.directory.add("person", name, other.phrase, named=True)
            entity = other.entity
            if entity is not None and entity.kind in ("person", ""):
                entity.kind = "person"
                entity.describe(mention.phrase)
                return entity
        return None


def _starts(word: Word, starts: Set[int]) -> bool:
    """Tell whether a mention starts at a word, or just after it where it is an article."""
    return bool(starts & ({word.start, word.end + 1} if word.lower in ("the", "a", "an") else {word.start}))
