"""Whom a description stands for: "the minister", "the ministry", "the officials", "the statement"."""

from collections.abc import Sequence
from itertools import pairwise

from attribution.sources.entities import Entity, clean_name, gender_of, same_people, walks_of_life
from attribution.sources.lexicon import (
    AUTHORITIES,
    COMMON,
    CROWDS,
    KIN,
    PARTIES,
    PEOPLE,
    POSSESSIVES,
    VOICES,
    word_set,
)
from attribution.sources.mentions import Mention
from attribution.sources.naming import Namer
from attribution.sources.papers import Papers
from attribution.sources.phrases import Phrase, noun_phrases
from attribution.sources.reading import Reading
from attribution.sources.words import Word, is_org, is_org_word, singular

__all__ = ["Describer"]

_CONTINUING = ("add", "continu", "went on", "also")
_TOO_BROAD = word_set("company firm group organisation business body operator maker")
_PRIVATE = word_set("private sport kin arts")
_OFTEN_BARE = word_set("head private sport")
_UNINTRODUCED = word_set("law police military")
_PARENTS = word_set("father mother grandfather grandmother")


class Describer(Namer):
    """Resolves the descriptions of one article as it is read."""

    def __init__(self, reading: Reading) -> None:
        super().__init__(reading)
        self.papers = Papers(self)

    def resolve(self, mention: Mention) -> Entity | None:
        """Return the entity of a mention without a name: one mentioned before, a new one, or None if unclear."""
        phrase = mention.phrase
        if not phrase.head or phrase.head in ("percent", "%"):
            return None
        if phrase.kind == "person":
            return self._office(mention)
        if phrase.kind == "org":
            return self._body(mention)
        if phrase.kind == "people":
            return self._crowd(mention)
        if phrase.kind == "document":
            if mention.source_of:
                return self.papers.resolve(mention)
            self.papers.note_author(mention)
            return None
        return self._unknown(mention) if mention.source_of else None

    # people by their office

    def _office(self, mention: Mention) -> Entity | None:
        """Resolve "the minister", "her lawyer", "a spokesman for the ministry"."""
        phrase = mention.phrase
        owner, owned = self.owner(phrase)
        if "spokesperson" in phrase.roles and phrase.determiner != "the":
            return self._spokesperson(mention, owner)
        if owner is not None and owner.kind == "org" and phrase.head in VOICES:
            found, _ = self._officeholder(phrase, mention)
            return found or self._voice(owner, phrase)
        if owner is not None and phrase.head in owner.kin:
            return owner.kin[phrase.head]
        if phrase.definite or not phrase.determiner:
            found, tied = self._officeholder(phrase, mention, owner)
            if found is None and owner is not None:
                found = self._partner(owner, phrase)
            if found is not None or tied or (phrase.determiner == "the" and self._may_be_known(phrase)):
                return found
        if owned:
            return self.new_owned(mention, owner)
        return self.shown_name(mention) or self.new(mention, "person")

    def _officeholder(
        self, phrase: Phrase, mention: Mention, owner: Entity | None = None
    ) -> tuple[Entity | None, bool]:
        """Return who holds the office, and whether the search ended between several."""
        if "-year-old" in phrase.head or (phrase.head in _PARENTS and phrase.determiner == "the"):
            found = self._aged(phrase)
            return found, found is None
        wanted = phrase.modifiers | self._after(mention)
        head = phrase.head
        candidates, _ = self.reading.known(
            lambda e: 0 if e is owner or _other_gender(e, phrase) else e.fits_role(head, wanted)
        )
        if candidates:
            return self.reading.pick(candidates, continuing=_continues(mention) or phrase.head in PARTIES), True
        if phrase.owner or phrase.determiner in POSSESSIVES:
            return None, False
        return self._only_person(phrase), False

    def _partner(self, owner: Entity, phrase: Phrase) -> Entity | None:
        """Return the other of two named side by side, for "her rival", "his co-pilot", "his brother"."""
        pair = self.reading.last_pair(phrase.start, ("person",))
        if pair is None or owner not in pair.members or not walks_of_life(phrase.head) & {"kin"}:
            return None
        other = pair.members[pair.members[0] is owner]
        return None if _other_gender(other, phrase) else other

    def _may_be_known(self, phrase: Phrase) -> bool:
        """Tell whether "the Florida senator" may be somebody whose name was given without an office."""
        walks = walks_of_life(phrase.head)
        if walks & _UNINTRODUCED:
            return False
        active = [e for e in self._people(phrase) if e.last >= self.reading.at - 3]
        return any(not e.roles or e.walks_of_life() & walks for e in active)

    def _people(self, phrase: Phrase) -> list[Entity]:
        """Return the named people so far whom the phrase's gender fits."""
        named = [e for e in self.reading.directory.entities if e.kind == "person" and e.named and e.first >= 0]
        return [e for e in named if not _other_gender(e, phrase)]

    def _only_person(self, phrase: Phrase) -> Entity | None:
        """Return the last speaker for an occupation not mentioned yet, if nobody else could be meant."""
        walks, people = walks_of_life(phrase.head), self._people(phrase)
        if (walks & AUTHORITIES or phrase.modifiers) and not (len(people) == 1 and walks & _OFTEN_BARE):
            return None
        fitting = [e for e in people if not e.roles or e.walks_of_life() & walks]
        one = len(fitting) == 1 and fitting[0].last >= self.reading.at - 2 and phrase.head not in KIN
        return fitting[0] if one else None

    def _aged(self, phrase: Phrase) -> Entity | None:
        """Return who "the 61-year-old" is: the last private person mentioned."""
        people = [e for e in self._people(phrase) if not e.roles or e.walks_of_life() & _PRIVATE]
        return self.reading.pick(people) if people else None

    def _spokesperson(self, mention: Mention, owner: Entity | None) -> Entity | None:
        """Return the voice of whoever an unnamed spokesperson speaks for."""
        phrase = mention.phrase
        named = self._named_after(mention)
        if named is not None:
            return named
        body = owner or self._spoken_for(mention) or self.body_in_front(phrase)
        if body is None and (phrase.owner or phrase.modifiers):
            return self.new(mention, "person")
        if body is None and mention.source_of:
            body = self._bridge()
        return self._voice(body, phrase) if body is not None else None

    def _voice(self, body: Entity, phrase: Phrase) -> Entity:
        voice = self.reading.directory.add("person", body.name)
        voice.speaks_for, voice.gender, voice.roles = body, phrase.gender, set(phrase.roles)
        return voice

    def _named_after(self, mention: Mention) -> Entity | None:
        """Return Rupert Hale in the source "a spokesman for the ministry, Rupert Hale"."""
        source, scene = mention.source, self.reading.scene
        for left, right in pairwise(scene.mentions):
            entity = right.entity
            if source is None or entity is None or not mention.start < right.start < source.end_char:
                continue
            if entity.kind in ("person", "") and scene.between(left, right) == ",":
                entity.describe(mention.phrase)
                return entity
        return None

    def _spoken_for(self, mention: Mention) -> Entity | None:
        """Return the body in "a spokesman for the ministry"."""
        after, words = self.reading.scene.next_mention(mention)
        if after is None or words not in (["for"], ["of"], ["at"], ["with"], ["from"]):
            return None
        after.entity = after.entity or self.resolve(after)
        return after.entity

    def body_in_front(self, phrase: Phrase) -> Entity | None:
        """Return the body in "an army spokesman", "a Pentagon spokeswoman"."""
        words = [w for w in phrase.before if w.lower in phrase.modifiers and w.text.lower() not in ("news", "press")]
        words = [w for w in words if not w.lower.startswith("spokes")]
        if not words or not (words[-1].capital or words[-1].lower == "military" or is_org_word(words[-1])):
            return None
        inner = noun_phrases(words, upper=not words[-1].capital and words[-1].text.isupper())
        label, directory = " ".join(w.text for w in words), self.reading.directory
        if not inner:
            return directory.described("org", label, phrase)
        inner[-1].determiner = "the"
        if inner[-1].kind in ("org", "people") and not words[-1].capital:
            return self.resolve(Mention(inner[-1])) or directory.described("org", inner[-1].text, inner[-1])
        found = directory.matches(inner[-1])
        return found[0] if len(found) == 1 else directory.described("org", label, inner[-1])

    def _after(self, mention: Mention) -> set[str]:
        """Return the words of a source span that narrow a description down: "website for the tribunal"."""
        end = mention.source.end_char if mention.source else 0
        words = [w for w in self.reading.scene.words if mention.phrase.end <= w.start < end]
        if not words or words[0].lower not in ("of", "for", "in", "at", "from"):
            return set()
        return {w.lower for w in words if w.lower not in COMMON and w.text[0].isalnum()}

    def _bridge(self) -> Entity | None:
        """Return the organisation that has just spoken, for a bare "a spokesman", if no other is near."""
        last = self.reading.previous_speaker()
        orgs = [e for e in self.reading.directory.entities if e.kind == "org" and e.first >= 0]
        return last if [e for e in orgs if e.last >= self.reading.at - 2] == [last] else None

    def owner(self, phrase: Phrase) -> tuple[Entity | None, bool]:
        """Return who "its", "his" or "Okafor's" stands for, and whether there is such a word."""
        if phrase.owner:
            inner = noun_phrases(_bare(phrase.owner), upper=False)
            found = self.reading.directory.matches(inner[-1]) if inner and inner[-1].name else []
            if not found and inner and not inner[-1].words[-1].capital:
                inner[-1].determiner = "the"
                held = self.resolve(Mention(inner[-1]))
                found = [held] if held is not None else []
            return (found[0] if len(found) == 1 else None), True
        pronoun = POSSESSIVES.get(phrase.determiner)
        return (self.reading.pronoun(pronoun, phrase.start) if pronoun else None), pronoun is not None

    # organisations

    def _body(self, mention: Mention) -> Entity | None:
        """Resolve "the ministry", "the group", "Kral's office"."""
        phrase = mention.phrase
        same = self._same_name(phrase)
        if same is not None:
            return same
        owner, owned = self.owner(phrase)
        if owned:
            return self.new_owned(mention, owner) if mention.source_of or phrase.owner else None
        if any(w.lower == "other" for w in phrase.words) and phrase.determiner == "the":
            return self._other_one(phrase)
        bare = not phrase.determiner and not mention.source_of and phrase.head not in PEOPLE
        if phrase.determiner not in ("the", "this", "that", "") or bare:
            return self.new(mention, "org") if mention.source_of else None
        words = {w for w in phrase.modifiers if w != phrase.head}
        if self._after(mention):
            return self.new(mention, "org")
        candidates, level = self.reading.known(lambda e: e.fits_sort(phrase.head, words))
        if level > 1 or (level == 1 and len(candidates) == 1 and candidates[0].last >= self.reading.at - 3):
            return self.reading.pick(candidates, continuing=_continues(mention))
        alike = self._alike(phrase.head) if words and level == 0 else None
        if alike is not None:
            return alike
        return None if level == 1 or (phrase.head in _TOO_BROAD and not words) else self.new(mention, "org")

    def _alike(self, head: str) -> Entity | None:
        """Return the one named organisation in sight that "the rights group" fits but for its modifiers."""
        active = [e for e in self.reading.directory.entities if e.first >= 0 and e.last >= self.reading.at - 3]
        alike = [e for e in active if e.named and e.fits_sort(head, ()) == 2]
        return alike[0] if len(alike) == 1 else None

    def _other_one(self, phrase: Phrase) -> Entity | None:
        """Return the one of two named side by side who did not speak last."""
        pair, last = self.reading.last_pair(phrase.start, ("org", "person")), self.reading.previous_speaker()
        rest = [e for e in pair.members if e is not last] if pair is not None and last in pair.members else []
        return rest[0] if len(rest) == 1 else None

    def _same_name(self, phrase: Phrase) -> Entity | None:
        """Return the "Lagoon Herald" for "the Lagoon Herald newspaper"."""
        named = tuple(w.lower for w in phrase.words if w.capital and w.lower in phrase.modifiers)
        orgs = [e for e in self.reading.directory.entities if e.named and e.kind == "org"]
        same = [e for e in orgs if named and e.tokens == named]
        return same[0] if len(same) == 1 else None

    # several people

    def _crowd(self, mention: Mention) -> Entity | None:
        """Resolve "the officials", "two witnesses", "the two companies"."""
        phrase = mention.phrase
        owner, owned = self.owner(phrase)
        if owned:
            return self.new_owned(mention, owner) if mention.source_of else None
        counted = any(w.lower in ("two", "both") for w in phrase.words)
        if phrase.determiner in ("other", "another"):
            return self.new(mention, "people")
        if phrase.definite or counted:
            kinds = ("org",) if is_org(singular(phrase.head)) else ("person",)
            pair = self.reading.last_pair(phrase.start, kinds) if counted else None
            candidates, _ = self.reading.known(lambda e: int(same_people(phrase, e)))
            if pair is not None and not candidates:
                return pair
            if phrase.definite and phrase.head in CROWDS and not any(e.quoted for e in candidates):
                candidates = self._bodies_of(phrase) or candidates
            if phrase.definite and candidates:
                return self.reading.pick(candidates, continuing=_continues(mention))
        return self.new(mention, "people")

    def _bodies_of(self, phrase: Phrase) -> list[Entity]:
        """Return the armed groups that "the rebels" may be."""
        head, sort = phrase.head, CROWDS[phrase.head]

        def fits(entity: Entity) -> int:
            alike = sort in entity.classes or head in entity.modifiers
            return int(entity.named and alike and phrase.modifiers <= set(entity.tokens))

        return self.reading.known(fits)[0]

    def _unknown(self, mention: Mention) -> Entity | None:
        """Resolve a source whose words say nothing of its sort: "both", "the two", "the pair", "a taxi"."""
        phrase = mention.phrase
        if phrase.determiner in POSSESSIVES:
            owner, _ = self.owner(phrase)
            return self._partner(owner, phrase) if owner is not None else None
        words = {w.lower for w in phrase.words}
        if words <= {"the", "two", "both", "pair", "couple", "men", "women"}:
            return self.reading.last_pair(phrase.start, ("person", "org"))
        last = (phrase.head,)
        named, _ = self.reading.known(lambda e: int(e.kind == "org" and phrase.definite and e.tokens[-1:] == last))
        return self.reading.pick(named) if named else self.new(mention, "")


def _bare(owner: Sequence[Word]) -> list[Word]:
    """Return the words before "'s" without it."""
    return [w._replace(text=clean_name([w.text]), possessive=False) if w.possessive else w for w in owner]


def _continues(mention: Mention) -> bool:
    cue = mention.source_of.cue if mention.source_of else None
    return cue is not None and any(word in cue.text.lower() for word in _CONTINUING)


def _other_gender(entity: Entity, phrase: Phrase) -> bool:
    gender = gender_of(entity)
    return phrase.gender is not None and gender is not None and gender != phrase.gender
