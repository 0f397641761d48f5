"""Whom a description stands for: "the minister", "the ministry", "the officials", "the statement"."""

from collections.abc import Sequence
from itertools import pairwise

from attribution.labels import SourceKind
from attribution.sources.entities import FOR_THEIR_BODY, Entity, clean_name, same_people, walks_of_life
from attribution.sources.lexicon import CROWDS, PEOPLE, POSSESSIVES, PRONOUN_GENDER, VOICES, word_set
from attribution.sources.mentions import Mention
from attribution.sources.papers import Papers
from attribution.sources.phrases import Phrase, noun_phrases
from attribution.sources.pointing import Pointer, continues, other_gender, speaks
from attribution.sources.reading import Reading
from attribution.sources.words import Word, is_org, is_org_word, singular

__all__ = ["Describer"]

_TOO_BROAD = word_set("company firm group organisation business body operator maker")
_PRIVATE = word_set("private sport kin arts")
_NOBODY = word_set("no one any each every")
_PARENTS = word_set("father mother grandfather grandmother")
_OF_PLACES = word_set("mayor governor president king queen prince ambassador envoy senator resident native")
_OF_TOWNS = _OF_PLACES - {"president"}
_OFFICES, _RANKS, _FORCES = word_set("business head speaks"), word_set("military police"), word_set("force armed")
_ELSEWHERE = word_set("state law house lords")
"""Walks of life whose offices are no body's that has just been heard."""


class Describer(Pointer):
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
        if phrase.determiner in _NOBODY and not mention.source_of:
            return None
        owner, owned = self.owner(phrase)
        if phrase.determiner != "the" and self._speaks_for_a_body(mention):
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
            if found is not None or tied:
                return found
            found, fits = self.pointed_at(mention)
            if fits or self.points_back(mention):
                return found
        if owned:
            return self.new_owned(mention, owner)
        return self.shown_name(mention) or self.new(mention, "person")

    @staticmethod
    def _speaks_for_a_body(mention: Mention) -> bool:
        """Tell a spokesman, and a representative who is not one of parliament."""
        said = mention.source_of
        delegate = said is not None and said.source_kind is SourceKind.ORGANISATION
        return "spokesperson" in mention.phrase.roles or (delegate and mention.phrase.head == "representative")

    def _officeholder(
        self, phrase: Phrase, mention: Mention, owner: Entity | None = None
    ) -> tuple[Entity | None, bool]:
        """Return who holds the office, and whether the search ended between several."""
        if "-year-old" in phrase.head or (phrase.head in _PARENTS and phrase.determiner == "the"):
            found = self._aged(phrase)
            return found, found is None
        wanted = phrase.modifiers | self.narrowing(mention)

        def fits(entity: Entity) -> int:
            barred = entity is owner or other_gender(entity, phrase) or not speaks(mention, entity)
            return 0 if barred else entity.fits_role(phrase.head, wanted)

        candidates, _ = self.reading.known(fits)
        if candidates:
            return self.reading.pick(candidates, continuing=continues(mention)), True
        return None, False

    def _partner(self, owner: Entity, phrase: Phrase) -> Entity | None:
        """Return the other of two named side by side, for "her rival", "his co-pilot", "his brother"."""
        pair = self.reading.last_pair(phrase.start, ("person",))
        if pair is None or owner not in pair.members or not walks_of_life(phrase.head) & {"kin"}:
            return None
        other = pair.members[pair.members[0] is owner]
        return None if other_gender(other, phrase) else other

    def _people(self, phrase: Phrase) -> list[Entity]:
        """Return the named people so far whom the phrase's gender fits."""
        named = [e for e in self.reading.directory.entities if e.kind == "person" and e.named and e.first >= 0]
        return [e for e in named if not other_gender(e, phrase)]

    def _aged(self, phrase: Phrase) -> Entity | None:
        """Return who "the 61-year-old" is: the last private person mentioned."""
        people = [e for e in self._people(phrase) if not e.roles or e.walks_of_life() & _PRIVATE]
        found = self.reading.pick(people) if people else None
        return None if found is None or self.reading.mate(found) else found

    def _spokesperson(self, mention: Mention, owner: Entity | None) -> Entity | None:
        """Return the voice of whoever an unnamed spokesperson speaks for."""
        phrase = mention.phrase
        named = self._named_after(mention)
        if named is not None:
            return named
        body = owner or self._spoken_for(mention) or self.body_in_front(phrase)
        if body is None and (phrase.owner or phrase.modifiers - _TOO_BROAD):
            familiar = any(phrase.modifiers & set(e.tokens) for e in self.reading.directory.entities)
            return None if familiar else self.new(mention, "person")
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
        after.entity = after.entity or self.resolve(Mention(after.phrase, source_of=mention.source_of))
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
            known = self.resolve(Mention(inner[-1]))
            vague = inner[-1].head in _TOO_BROAD
            return known or (None if vague else directory.described("org", inner[-1].text, inner[-1]))
        found = directory.matches(inner[-1])
        if not found and phrase.roles & {"minister", "secretary"}:
            return None  # "Defence Minister" names a portfolio, not a body called Defence
        return found[0] if len(found) == 1 else directory.described("org", label, inner[-1])

    def _bridge(self) -> Entity | None:
        """Return the organisation that has just spoken, for a bare "a spokesman", if no other is near."""
        last = self.reading.previous_speaker()
        orgs = [e for e in self.reading.directory.entities if e.kind == "org" and e.first >= 0]
        if last is not None and self.reading.mate(last) is not None:
            return None
        return last if [e for e in orgs if e.last >= self.reading.at - 2] == [last] else None

    def body_just_heard(self, entity: Entity, kind: SourceKind) -> Entity | None:
        """Return the body that alone spoke in the sentence before, for whoever is brought in next as of its kind.

        "The mill rejected the findings. The managing director, Viktor Sand, said that ...": an office without a body of
        its own is one of the body that has just been heard. A rank is so only of a force, a profession never.
        """
        at = self.reading.at
        before = [e for e, _ in self.reading.said[at - 1]] if at else []
        speaker = before[0] if before and len({id(e) for e in before}) == 1 else None
        new = entity.kind == "person" and entity.named and entity.first in (-1, at) and not entity.spoken_as
        if speaker is None or speaker.members or not new or kind not in FOR_THEIR_BODY & speaker.spoken_as:
            return None
        body = speaker.speaks_for or speaker
        walks = entity.walks_of_life()
        of_force, of_body = bool(walks & _RANKS and body.classes & _FORCES), bool(walks & _OFFICES) or not walks
        fits = of_force or (of_body and not walks & _ELSEWHERE)
        heard = body.kind in ("org", "") or (body.kind == "people" and body.named)
        return body if fits and heard and body.name else None

    def body_of(self, mention: Mention) -> Entity | None:
        """Return whom somebody is introduced as speaking for: "its spokesman", "Lt. Orton of the Police Department"."""
        phrase = mention.phrase
        owner, owned = self.owner(phrase)
        if not owned:
            after, words = self.reading.scene.next_mention(mention)
            joined = after is not None and words in (["for"], ["of"], ["at"], ["with"])
            owner = after.entity or self.resolve(Mention(after.phrase)) if after is not None and joined else None
            owner = owner or self.body_in_front(phrase)
        bodies = ("org", "") if phrase.roles - _OF_PLACES else ("org",)
        if not owned and phrase.roles and phrase.roles <= _OF_TOWNS and after is not None and not after.phrase.classes:
            return None  # "the mayor of Pell" is of the town, whatever else bears its name
        voice = "spokesperson" in phrase.roles and owner is not None and owner.kind == "person"
        return owner if owner is not None and (owner.kind in bodies or voice) else None

    def owner(self, phrase: Phrase) -> tuple[Entity | None, bool]:
        """Return who "its", "his" or "Okafor's" stands for, and whether there is such a word."""
        if phrase.owner:
            inner = noun_phrases(_bare(phrase.owner), upper=False)
            found = self.reading.directory.matches(inner[-1]) if inner and inner[-1].name else []
            found = found or [
                m.entity for m in self.reading.scene.owners if m.start == phrase.owner[0].start and m.entity
            ]
            if not found and inner and not inner[-1].words[-1].capital:
                inner[-1].determiner = "the"
                held = self.resolve(Mention(inner[-1]))
                found = [held] if held is not None else []
            return (found[0] if len(found) == 1 else None), True
        pronoun = POSSESSIVES.get(phrase.determiner)
        owner = self.reading.pronoun(pronoun, phrase.start) if pronoun else None
        if owner is not None and pronoun in PRONOUN_GENDER:
            owner.kind = owner.kind or "person"
        return owner, pronoun is not None

    # organisations

    def _body(self, mention: Mention) -> Entity | None:
        """Resolve "the ministry", "the group", "Kral's office"."""
        phrase = mention.phrase
        owner, owned = self.owner(phrase)
        if owned:
            return self.new_owned(mention, owner) if mention.source_of or phrase.owner else None
        if any(w.lower == "other" for w in phrase.words) and phrase.determiner == "the":
            return self._other_one(phrase)
        bare = not phrase.determiner and not mention.source_of and phrase.head not in PEOPLE
        if phrase.determiner not in ("the", "this", "that", "") or bare:
            return self.new(mention, "org") if mention.source_of else None
        words = {w for w in phrase.modifiers if w != phrase.head}
        if self.narrowing(mention):
            return self.new(mention, "org")
        candidates, level = self.reading.known(lambda e: e.fits_sort(phrase.head, words) if speaks(mention, e) else 0)
        if level > 1:
            chosen = self.reading.pick(candidates, continuing=continues(mention))
            return None if chosen is not None and level < 3 and self.reading.mate(chosen) is not None else chosen
        found, fits = self.pointed_at(mention)
        silent = fits or level == 1 or self.points_back(mention) or (phrase.head in _TOO_BROAD and not words)
        return found if silent else self.new(mention, "org")

    def _other_one(self, phrase: Phrase) -> Entity | None:
        """Return the one of two named side by side who did not speak last."""
        pair, last = self.reading.last_pair(phrase.start, ("org", "person")), self.reading.previous_speaker()
        rest = [e for e in pair.members if e is not last] if pair is not None and last in pair.members else []
        return rest[0] if len(rest) == 1 else None

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
                return self.reading.pick(candidates, continuing=continues(mention))
            if self.points_back(mention) and not phrase.modifiers:
                return None
        return self.new(mention, "people")

    def _bodies_of(self, phrase: Phrase) -> list[Entity]:
        """Return the armed groups that "the rebels" may be."""

        def fits(entity: Entity) -> int:
            alike = CROWDS[phrase.head] in entity.classes or phrase.head in entity.modifiers
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
        found, fits = self.pointed_at(mention)
        return found if fits or self.points_back(mention) else self.new(mention, "")


def _bare(owner: Sequence[Word]) -> list[Word]:
    """Return the words before "'s" without it."""
    return [w._replace(text=clean_name([w.text]), possessive=False) if w.possessive else w for w in owner]
