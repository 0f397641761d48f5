"""New entities for descriptions that point to nobody mentioned before, and what they are called."""

from dataclasses import dataclass

from attribution.sources.entities import Entity
from attribution.sources.lexicon import word_set
from attribution.sources.mentions import Mention
from attribution.sources.reading import Reading

__all__ = ["Namer"]

_SHOWN_NAME = word_set("named called as by")
_RELATIVE = word_set("who whose which")
_STOPS = ',;:(“"'


@dataclass
class Namer:
    """Names sources that an article only describes."""

    reading: Reading

    def new(self, mention: Mention, kind: str) -> Entity | None:
        """Return the entity of a description that points to nobody mentioned before."""
        return self.reading.directory.described(kind, self._label(mention), mention.phrase)

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

    def _label(self, mention: Mention) -> str:
        """Return the description as written, with what follows it in the source span, up to a comma or "who"."""
        source, phrase = mention.source, mention.phrase
        if source is None or source.start_char > phrase.start:
            return phrase.text
        has_article = len(phrase.words) > 1 and phrase.words[0].lower in ("the", "a", "an")
        start = phrase.words[has_article].start
        after = [w for w in self.reading.scene.words if phrase.end <= w.start < source.end_char]
        stop = next((w.start for w in after if w.text in _STOPS or w.lower in _RELATIVE), source.end_char)
        return source.text[start - source.start_char : stop - source.start_char].strip()

    def shown_name(self, mention: Mention) -> Entity | None:
        """Return the person in "a commander who gave his name as Abu Salim", "a team led by Dr Haddad"."""
        source, scene = mention.source, self.reading.scene
        for other in scene.mentions if source is not None else ():
            entity = other.entity
            if source is None or entity is None or not mention.start < other.start < source.end_char:
                continue
            before = [w.lower for w in scene.words if mention.phrase.end <= w.start < other.start]
            if other.phrase.name and entity.kind in ("person", "") and before and before[-1] in _SHOWN_NAME:
                entity.describe(mention.phrase)
                return entity
        return None
