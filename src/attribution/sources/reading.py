"""What has been read so far, and whom a pronoun or a coordination picks out of it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from attribution.sources.entities import Directory, Entity, gender_of, leaning_of
from attribution.sources.lexicon import PRONOUN_GENDER, RECIPROCAL
from attribution.sources.mentions import Mention, Scene

__all__ = ["Reading", "distinct"]

_REACH = 3  # sentences back in which a pronoun finds whom it stands for
_ACTIVE = 3  # sentences after which somebody is no longer in the reader's mind


def distinct(entities: Iterable[Entity | None]) -> list[Entity]:
    """Return the entities once each, in order, without None."""
    return list({id(e): e for e in entities if e is not None}.values())


@dataclass
class Reading:
    """The article up to sentence ``at``; ``said`` holds the sources of each sentence so far, in order."""

    scenes: Sequence[Scene]
    directory: Directory
    at: int = 0
    said: list[list[tuple[Entity | None, str]]] = field(default_factory=list)
    pairs: dict[tuple[int, ...], Entity] = field(default_factory=dict)

    @property
    def scene(self) -> Scene:
        """The sentence being read."""
        return self.scenes[self.at]

    def note(self, entity: Entity, *, spoken_as: str = "") -> None:
        """Remember that an entity is mentioned, or speaks as that kind of source, in this sentence."""
        entity.first = self.at if entity.first < 0 else entity.first
        entity.last = self.at
        entity.times += not spoken_as
        if spoken_as:
            entity.last_attributed = self.at
            entity.quoted = entity.acts = True
            entity.spoken_as.add(spoken_as)
        for member in entity.members:
            self.note(member)

    def known(self, fits: Callable[[Entity], int]) -> tuple[list[Entity], int]:
        """Return the entities mentioned so far that fit best, and how well (0: none)."""
        scores = [(fits(e), e) for e in self.directory.entities if e.first >= 0 and not e.members]
        best = max((score for score, _ in scores), default=0)
        return ([e for score, e in scores if score == best] if best else []), best

    def pick(self, candidates: Sequence[Entity], *, continuing: bool = False) -> Entity | None:
        """Return the one candidate that stands out, None where two do.

        One spoke within two sentences and no other did within three; or the cue says that the last speaker goes on.
        """
        named = [c for c in candidates if c.named]
        candidates = [c for c in candidates if c.named or not any(set(c.tokens) <= set(n.tokens) for n in named)]
        if len(candidates) == 1:
            return candidates[0]
        active = [c for c in candidates if c.last >= self.at - _ACTIVE]
        last = self.previous_speaker()
        if continuing and last in active:
            return last
        spoke = [c for c in active if c.last_attributed >= max(0, self.at - _ACTIVE)]
        return spoke[0] if len(spoke) == 1 and spoke[0].last_attributed >= self.at - 2 else None

    def previous_speaker(self) -> Entity | None:
        """Return the last source before here in this or the sentence before."""
        for said in (self.said[self.at], self.said[self.at - 1] if self.at else []):
            if said:
                return said[-1][0]
        return None

    def pronoun(
        self, word: str, start: int, kind: str = "", *, postposed: bool = False, generic: bool = False
    ) -> Entity | None:
        """Return whom "he", "she", "it" or "they" at a position stands for; None where it is not clear.

        ``kind`` is the kind of source that the pronoun speaks as, "" where it does not speak.
        """
        gender = PRONOUN_GENDER.get(word)
        if gender or word == "it":

            def fits(entity: Entity) -> bool:
                return entity.may_speak_as(kind) and (_is_person(entity, gender) if gender else _is_thing(entity))

            return self._singular(start, fits, postposed, gender)
        return self._plural(start, generic) if word == "they" else None

    def _singular(
        self, start: int, fits: Callable[[Entity], bool], postposed: bool, gender: str | None = None
    ) -> Entity | None:
        if postposed and self.at and self.said[self.at - 1]:
            spoke = [e for e in distinct(e for e, _ in self.said[self.at - 1]) if fits(e)]
            here = distinct(m.entity for m in self._mentions(self.at, start))
            spoke = spoke if len(spoke) < 2 else [e for e in spoke if e not in here]
            if len(spoke) == 1:
                return spoke[0]
        tiers = [
            [e for e in tier if fits(e)]
            for back in range(min(_REACH, self.at) + 1)
            for tier in self._tiers(self.at - back, start, others=back < 3)
        ]
        likely = [[e for e in tier if not gender or leaning_of(e) in (None, gender)] for tier in tiers]
        found = next(filter(None, likely), None) or next(filter(None, tiers), [])
        return found[0] if len(found) == 1 else None

    def _mentions(self, k: int, before: int) -> list[Mention]:
        return [m for m in self.scenes[k].mentions if m.entity is not None and not m.quoted and m.start < before]

    def _tiers(self, k: int, before: int, *, others: bool) -> Iterator[list[Entity]]:
        """Give the entities of one sentence by how much they stand out: sources, subject, the rest."""
        yield distinct(e for e, _ in self.said[k])
        mentions = self._mentions(k, before)
        subjects = self._subjects(k, mentions)
        yield distinct(m.entity for m in subjects)
        if others:
            owners = [m for m in self.scenes[k].owners if not m.quoted and m.start < before]
            yield distinct(m.entity for m in (*mentions, *owners) if m not in subjects)

    def subjects(self, k: int) -> list[Mention]:
        """Return the mention that opens a sentence already read, with those beside it on equal terms."""
        return self._subjects(k, self._mentions(k, self.scenes[k].sentence.end_char))

    def _subjects(self, k: int, mentions: Sequence[Mention]) -> list[Mention]:
        """Return the mention that opens a sentence, with those that stand beside it on equal terms."""
        free = [m for m in mentions if not m.in_place and not m.merged]
        if not free:
            return []
        if any(w.lower in RECIPROCAL for w in self.scenes[k].words):
            return free
        n = 1
        while free[0].joined and n < len(free) and free[n].joined:
            n += 1
        return free[:n]

    def _plural(self, start: int, generic: bool) -> Entity | None:
        for back in range(0 if not generic else 1, 3 if not generic else 2):
            if back > self.at:
                break
            k = self.at - back
            found = [e for e in distinct(e for e, _ in self.said[k]) if e.plural]
            if not found and not generic:
                subjects = self._subjects(k, self._mentions(k, start))
                found = [e for e in distinct(m.entity for m in subjects) if e.plural] or self._together(subjects)
            if found:
                return found[0] if len(found) == 1 else None
        last = self.previous_speaker()
        return last if last is not None and last.kind == "org" and not generic else None

    def _together(self, subjects: Sequence[Mention]) -> list[Entity]:
        entities = distinct(m.entity for m in subjects if m.joined)
        return [self.coordination(entities)] if len(entities) > 1 else []

    def coordination(self, members: Sequence[Entity]) -> Entity:
        """Return the entity that is all the given ones together."""
        key = tuple(id(m) for m in members)
        if key not in self.pairs:
            self.pairs[key] = self.directory.add(members[0].kind, "")
            self.pairs[key].members = tuple(members)
        return self.pairs[key]

    def mate(self, entity: Entity) -> Entity | None:
        """Return who was named side by side with somebody, while neither has been mentioned alone."""
        pair = self.last_pair(self.scene.sentence.start_char, ("person", "org"))
        if pair is None or entity not in pair.members or len({e.last for e in pair.members}) > 1 or entity.spoken_as:
            return None
        return pair.members[pair.members[0] is entity]

    def two_apart(self) -> Entity | None:
        """Return the only two with names who have spoken or opened a sentence in the last three."""
        found = []
        for k in range(max(0, self.at - 3), self.at):
            found += [m.entity for m in self.subjects(k)] + [e for e, _ in self.said[k]]
        named = distinct(
            e for e in found if e is not None and e.name and e.kind in ("person", "org", "") and not e.members
        )
        return self.coordination(named) if len(named) == 2 else None

    def last_pair(self, start: int, kinds: Sequence[str]) -> Entity | None:
        """Return the two who were last named side by side ("A and B"), for "both" or "the two companies"."""
        for k in range(self.at, -1, -1):
            joined = [m for m in self._mentions(k, start) if m.joined and m.entity is not None]
            entities = distinct(m.entity for m in joined)
            if len(entities) == 2 and all(e.kind in (*kinds, "") for e in entities):
                return self.coordination(entities)
        return None


def _is_person(entity: Entity, gender: str) -> bool:
    if entity.members or gender_of(entity) not in (None, gender):
        return False
    full = entity.quoted or (entity.acts and len(entity.tokens) > 1)
    return entity.kind == "person" or (not entity.kind and entity.named and full)


def _is_thing(entity: Entity) -> bool:
    if entity.members:
        return False
    if entity.kind == "org":
        return entity.acts or entity.quoted
    return entity.kind in ("", "document") and entity.quoted
