"""Whom "the drug maker", "the widow", "that watchdog" points back to: by the kind of source, not by the noun."""

import re
from collections.abc import Sequence

from attribution.labels import SourceKind
from attribution.sources.entities import Entity, gender_of, walks_of_life
from attribution.sources.lexicon import COMMON, NATIONAL, word_set
from attribution.sources.mentions import Mention, Scene
from attribution.sources.naming import Namer
from attribution.sources.phrases import Phrase
from attribution.sources.reading import distinct

__all__ = ["Pointer", "continues", "is_body", "other_gender", "speaks"]

_CONTINUING = ("add", "continu", "went on", "also")
_PERSONS = word_set("individual expert")
_BODIES = word_set("organisation group media")
_UNOFFICIAL = _PERSONS | _BODIES
_LOOSE = word_set("kin head")
_APPOSED = re.compile(r", (?:an?|the) ((?:\w+ ?){1,5})")
_NEAR = 4  # sentences back in which a description of a new sort finds whom it points to


class Pointer(Namer):
    """Finds whom a definite description may stand for among those mentioned so far."""

    def narrowing(self, mention: Mention) -> set[str]:
        """Return the words of a source span that narrow a description down: "website for the tribunal"."""
        end = mention.source.end_char if mention.source else 0
        words = [w for w in self.reading.scene.words if mention.phrase.end <= w.start < end]
        if not words or words[0].lower not in ("of", "for", "in", "at", "from"):
            return set()
        return {w.lower for w in words if w.lower not in COMMON and w.text[0].isalnum()}

    def pointed_at(self, mention: Mention) -> tuple[Entity | None, bool]:
        """Return whom "the drug maker", "that watchdog" points back to, and whether anybody near fits at all.

        Nouns are endless, so the kind of source decides: somebody who has spoken as that kind, or done something and
        not spoken yet; a body rather than a person unless the words say so, a name rather than a description.
        """
        phrase, attribution = mention.phrase, mention.source_of
        kind = str(attribution.source_kind) if attribution else ""
        if not self._bare_definite(mention):
            return None, False
        person = kind in _PERSONS or (phrase.kind == "person" and not is_body(phrase, kind))
        introduced = self.introduced_by(phrase)

        def fits(entity: Entity) -> int:
            near = entity.last >= self.reading.at - _NEAR
            if not (near or kind in entity.spoken_as) or not _may_be(entity, phrase, kind):
                return 0
            alike = (entity.kind == "person") == person or not entity.kind
            return 1 + 32 * (entity in introduced) + 16 * near + 8 * alike + 4 * entity.named + 2 * entity.acts

        found, level = self.reading.known(fits)
        fresh = self.fresh(mention)
        chosen = fresh if fresh in found else self.reading.pick(found, continuing=continues(mention))
        chosen = chosen or self._foremost(found)
        if chosen is not None and chosen not in introduced:
            unclear = self.reading.mate(chosen) in found or not self._evident(chosen, phrase, kind)
            chosen = None if unclear else chosen
        return chosen, level > 0

    def _evident(self, entity: Entity, phrase: Phrase, kind: str) -> bool:
        """Tell whether more than lack of contradiction speaks for somebody: nearness, noun, or kind of source."""
        shared = (walks_of_life(phrase.head) | phrase.classes) & (entity.walks_of_life() | entity.classes)
        alone = [e for e in self.reading.directory.entities if e.named and kind in e.spoken_as] == [entity]
        return entity.last >= self.reading.at - 1 or phrase.head in entity.tokens or bool(shared) or alone

    def _bare_definite(self, mention: Mention) -> bool:
        phrase = mention.phrase
        return phrase.determiner in ("the", "this", "that") and not phrase.owner and not self.narrowing(mention)

    def fresh(self, mention: Mention) -> Entity | None:
        """Return whom the sentence before has just brought in, by name only, as its subject."""
        phrase, attribution = mention.phrase, mention.source_of
        before = self.reading.subjects(self.reading.at - 1) if self.reading.at else []
        one = before[0].entity if len(before) == 1 else None
        if one is None or attribution is None or not self._bare_definite(mention):
            return None
        new = one.named and one.first == self.reading.at - 1 and not (one.spoken_as or one.roles or one.classes)
        fits = new and _may_be(one, phrase, str(attribution.source_kind))
        return one if fits else None

    def points_back(self, mention: Mention) -> bool:
        """Tell whether a description must mean somebody told of before: no office, name or explanation in it."""
        phrase, attribution = mention.phrase, mention.source_of
        if attribution is None or not self._bare_definite(mention):
            return False
        named = any(w.capital for w in phrase.words[1:])
        return self.reading.at > 0 and attribution.source_kind in _UNOFFICIAL and not named

    def _foremost(self, found: Sequence[Entity]) -> Entity | None:
        """Return the one of several who has no office yet and opened the nearest sentence that has any of them."""
        for k in range(self.reading.at - 1, max(-1, self.reading.at - _NEAR), -1):
            spoke = distinct(e for e, _ in self.reading.said[k] if e in found)
            subjects = distinct(m.entity for m in self.reading.subjects(k))
            opening = [e for e in subjects if e in found and not e.roles]
            if spoke or opening or any(m.entity in found for m in self.reading.scenes[k].mentions):
                return (spoke or opening)[0] if len(spoke or opening) == 1 else None
        return None

    def introduced_by(self, phrase: Phrase) -> list[Entity]:
        """Return those next to whose first mention the noun stood: "Kelder, a brewer in Lenz, has closed"."""
        near = []
        age = f", {phrase.head.removesuffix('-year-old')} ,"
        for scene in self.reading.scenes[: self.reading.at]:
            if phrase.head.endswith("-year-old") or any(w.lower == phrase.head for w in scene.words):
                near += [
                    m.entity for m in scene.mentions if m.entity is not None and _introduces(scene, m, phrase, age)
                ]
        return near


def _introduces(scene: Scene, mention: Mention, phrase: Phrase, age: str) -> bool:
    """Tell whether a noun stands just before a name, or in the description after it; or the age does."""
    before = [w.lower for w in scene.words if w.start < mention.start and w.text != ","][-1:]
    after = " ".join(w.lower for w in scene.words if w.start >= mention.phrase.end)
    apposed = _APPOSED.match(after)
    aged = bool(mention.phrase.name) and after.startswith(age)
    return aged or phrase.head in [*before, *(apposed[1].split() if apposed else ())]


def continues(mention: Mention) -> bool:
    """Tell whether the cue says that the last speaker goes on."""
    cue = mention.source_of.cue if mention.source_of else None
    return cue is not None and any(word in cue.text.lower() for word in _CONTINUING)


def speaks(mention: Mention, entity: Entity) -> bool:
    """Tell whether a source may be an entity by its kind; where something is, or an expert works, says nothing."""
    said, stands = mention.source_of, entity.acts or mention.phrase.head in entity.tokens
    return said is None or (entity.may_speak_as(said.source_kind) and stands)


def _may_be(entity: Entity, phrase: Phrase, kind: str) -> bool:
    """Tell whether nothing speaks against a description of somebody who speaks as a kind of source."""
    stands = entity.kind == "org" or entity.acts if entity.named else kind in entity.spoken_as
    if entity.plural or not stands or other_gender(entity, phrase) or not entity.may_speak_as(kind):
        return False
    body = is_body(phrase, kind)
    if entity.kind == "document" or (body and entity.kind == "person"):
        return False
    if phrase.kind == "person" and not body and entity.kind == "org":
        return False
    named = {w.lower for w in phrase.words[1:] if w.capital and not w.lower.endswith(NATIONAL)}
    if not named <= {*entity.tokens, *entity.modifiers}:
        return False
    if phrase.kind == "" and kind not in _PERSONS and entity.kind == "person" and kind not in entity.spoken_as:
        return False
    sorts = (walks_of_life(phrase.head) | phrase.classes) - _LOOSE
    own = (entity.walks_of_life() | entity.classes) - _LOOSE
    loose = body and kind not in ("", SourceKind.OFFICIAL, SourceKind.UNKNOWN)
    return loose or bool(sorts & own) if sorts and own else kind not in ("", SourceKind.UNKNOWN)


def is_body(phrase: Phrase, kind: str) -> bool:
    """Tell whether a noun stands for a body: "the firm", and "the miner" that speaks as an organisation."""
    return phrase.kind == "org" or (kind in _BODIES and walks_of_life(phrase.head) <= {"private"})


def other_gender(entity: Entity, phrase: Phrase) -> bool:
    """Tell whether a phrase says that it is a woman where the entity is a man, or the other way round."""
    gender = gender_of(entity)
    return phrase.gender is not None and gender is not None and gender != phrase.gender
