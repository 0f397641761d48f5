"""Who an article is about: people, organisations, groups of people and documents, gathered from its mentions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Self

from attribution.labels import SourceKind
from attribution.sources.lexicon import GENERIC_ORGS, GENERIC_ROLES, KIN, ROLE_CLASSES, TITLES
from attribution.sources.phrases import Phrase
from attribution.sources.words import first_name_gender, likely_gender, singular

__all__ = [
    "FOR_THEIR_BODY",
    "Directory",
    "Entity",
    "clean_name",
    "gender_of",
    "leaning_of",
    "name_tokens",
    "same_people",
    "walks_of_life",
]

FOR_THEIR_BODY = frozenset({SourceKind.OFFICIAL, SourceKind.ORGANISATION, SourceKind.GROUP})
"""Kinds of source that speak for their body; an expert or a private person speaks for nobody else."""
_JOINING = frozenset({"of", "the", "for", "and", "&", "de", "la", "del", "in"})
_SUFFIXES = frozenset({"jr", "jr.", "sr", "ii", "iii", "inc", "ltd", "corp", "plc", "co"})


@dataclass(slots=True, eq=False)
class Entity:
    """Somebody or something that is mentioned; grows while the article is read.

    ``kind`` is person, org, people, document or place, "" while unknown. ``tokens`` are the lower-case words of the
    longest name. ``leaning`` is a gender that is only likely. ``speaks_for`` is the body of an unnamed spokesperson and
    ``members`` are those of "A and B". ``acts`` says that it is no mere place, ``where`` that something happens in it
    anywhere in the article, ``spoken_as`` are the kinds of source it has spoken as so far. ``born`` is the position of
    the first full mention; ``first``, ``last`` and ``last_attributed`` are the sentences read so far that have it,
    ``times`` how often it was noted. ``called`` are the nouns of descriptions that stood for it. ``body`` is what the
    person is introduced as heading or speaking for.
    """

    kind: str
    label: str
    tokens: tuple[str, ...] = ()
    roles: set[str] = field(default_factory=set)
    modifiers: set[str] = field(default_factory=set)
    classes: set[str] = field(default_factory=set)
    aliases: set[str] = field(default_factory=set)
    gender: str | None = None
    leaning: str | None = None
    named: bool = False
    speaks_for: Self | None = None
    members: tuple[Self, ...] = ()
    kin: dict[str, Self] = field(default_factory=dict)
    quoted: bool = False
    acts: bool = False
    where: bool = False
    spoken_as: set[str] = field(default_factory=set)
    born: int = 0
    first: int = -1
    last: int = -1
    last_attributed: int = -1
    times: int = 0
    called: set[str] = field(default_factory=set)
    body: Self | None = None

    @property
    def name(self) -> str:
        """The fullest name so far."""
        if self.members:
            names = [member.name for member in self.members]
            return f"{', '.join(names[:-1])} and {names[-1]}"
        return self.speaks_for.name if self.speaks_for else self.label

    @property
    def plural(self) -> bool:
        """Whether "they" fits."""
        return self.kind == "people" or bool(self.members) or "police" in self.tokens

    def may_speak_as(self, kind: str) -> bool:
        """Tell whether nothing so far speaks against its being quoted as that kind of source, "" for any."""
        return kind in ("", "unknown", *self.spoken_as) or not self.spoken_as

    def learn(self, phrase: Phrase) -> None:
        """Take over what a phrase says of the entity: roles, sort, gender, a longer name."""
        self.kind = self.kind or phrase.kind
        self.roles |= phrase.roles
        if phrase.kind == "org":
            self.classes |= phrase.classes
            self.modifiers |= {phrase.head, *phrase.modifiers}
        if phrase.roles:
            self.modifiers |= phrase.modifiers
        self.gender = self.gender or phrase.gender
        tokens = name_tokens(phrase.name)
        if self.named and len(tokens) > len(self.tokens) and not (phrase.upper and not phrase.kind):
            self.tokens, self.label = tokens, clean_name(phrase.name)

    def describe(self, phrase: Phrase) -> None:
        """Take over what an apposition ("the army's spokesman", "a charity") says of the entity."""
        self.roles |= phrase.roles
        self.modifiers |= phrase.modifiers | {w.lower for w in phrase.owner}
        self.gender = self.gender or phrase.gender
        if phrase.kind in ("person", "org"):
            self.kind = self.kind or phrase.kind
        if phrase.kind == "org":
            self.classes |= phrase.classes
            self.modifiers.add(phrase.head)

    def walks_of_life(self) -> frozenset[str]:
        """The classes of the entity's roles."""
        return frozenset().union(*map(walks_of_life, self.roles))

    def fits_role(self, head: str, modifiers: Iterable[str]) -> int:
        """Say how well "the minister" fits a person: 3 same role, 2 broader word, 0 not at all."""
        wanted = set(modifiers)
        if wanted and not self.named and not wanted <= self.modifiers | self.roles:
            return 0
        if self.kind == "org":
            return 3 if head in self.roles else 0
        if self.kind != "person" or (wanted and self.modifiers and not wanted <= self.modifiers | self.roles):
            return 0
        if head in self.roles:
            return 3
        if head.startswith("spokes") and "spokesperson" in self.roles:
            return 3
        return 2 if GENERIC_ROLES.get(head, frozenset()) & self.walks_of_life() else 0

    def fits_sort(self, head: str, modifiers: Iterable[str]) -> int:
        """Say how well "the ministry" fits an organisation: 3 same word, 2 same sort, 1 sort unknown, 0 not at all."""
        own = {*self.tokens, *self.modifiers}
        if self.kind not in ("org", "") or not set(modifiers) <= own:
            return 0
        if head in own or head in self.roles:
            return 3
        sorts = frozenset({"company"}) if head.endswith("maker") else GENERIC_ORGS.get(head, frozenset())
        if sorts & self.classes:
            return 2
        return 1 if sorts and not self.classes and self.named and (self.quoted or self.kind == "org") else 0


def walks_of_life(role: str) -> frozenset[str]:
    """Return the classes of a role; who ends in "-ologist" is a scientist, a "co-winner" somebody's companion."""
    if role.startswith("co-") or role in ROLE_CLASSES:
        return ROLE_CLASSES.get(role) or frozenset({"kin"})
    return frozenset({"science"} if role.endswith("ologist") else ())


@lru_cache(maxsize=8192)
def name_tokens(name: tuple[str, ...]) -> tuple[str, ...]:
    """Return the lower-case words of a name without titles, suffixes and "'s"."""
    words = [w.lower().replace("’", "'") for w in name]
    words[-1:] = [w.removesuffix("'s").removesuffix("'") for w in words[-1:]]
    kept = tuple(w for w in words if w.rstrip(".") not in TITLES | _SUFFIXES or w == "st")
    return kept or tuple(words)


def clean_name(name: Sequence[str]) -> str:
    """Return a name as written, without titles before it and a last "'s"."""
    words = list(name)
    while len(words) > 1 and words[0].lower().rstrip(".") in TITLES - {"st"}:
        words.pop(0)
    for ending in ("'s", "’s", "'S", "’S", "'", "’"):
        words[-1] = words[-1].removesuffix(ending)
    return " ".join(words)


class Directory:
    """All entities of one article, found again by name."""

    def __init__(self) -> None:
        self.entities: list[Entity] = []
        self._by_token: dict[str, list[Entity]] = {}
        self._by_initials: dict[str, list[Entity]] = {}
        self._by_label: dict[tuple[str, str], Entity] = {}

    def add(self, kind: str, label: str, phrase: Phrase | None = None, *, named: bool = False) -> Entity:
        """Make a new entity."""
        entity = Entity(kind, label, named=named)
        if phrase is not None:
            entity.tokens = name_tokens(phrase.name) if phrase.name else ()
            entity.born = phrase.start
            entity.learn(phrase)
            if not named:
                entity.modifiers |= phrase.modifiers
                entity.roles.add(phrase.head)
        self.entities.append(entity)
        self._index(entity)
        return entity

    def _index(self, entity: Entity) -> None:
        initials = _initials(entity)
        if initials and entity not in self._by_initials.setdefault(initials, []):
            self._by_initials[initials].append(entity)
        for token in {*entity.tokens, *entity.aliases}:
            known = self._by_token.setdefault(token, [])
            if entity not in known:
                known.append(entity)

    def described(self, kind: str, label: str, phrase: Phrase) -> Entity:
        """Return the unnamed entity with just this description, new if there is none."""
        key = (kind, label.casefold())
        if key not in self._by_label:
            self._by_label[key] = self.add(kind, label, phrase)
        return self._by_label[key]

    def learn(self, entity: Entity, phrase: Phrase) -> None:
        """Let an entity grow by a phrase and be found under its new words."""
        entity.learn(phrase)
        self._index(entity)

    def alias(self, entity: Entity, short: str) -> None:
        """Let an entity be found by a short form."""
        entity.aliases.add(short.lower())
        self._index(entity)

    def relate(self, person: Entity, noun: str, owner: Entity) -> None:
        """Note that ``person`` is the ``noun`` ("sister") of ``owner``; relatives may share a surname."""
        owner.kin[noun] = person
        for back in KIN.get(noun, ()):
            person.kin[back] = owner
        if noun in KIN and len(person.tokens) == 1 and len(owner.tokens) > 1:
            self.alias(person, owner.tokens[-1])

    def matches(self, phrase: Phrase) -> list[Entity]:
        """Return the entities that a name may stand for, best kind of match only."""
        tokens = name_tokens(phrase.name)
        if not tokens:
            return []
        found = [e for e in self._by_token.get(tokens[-1], ()) if e.named and _compatible(e, phrase, tokens)]
        if not found and len(tokens) > 1:
            found = [e for e in self._by_token.get(tokens[0], ()) if e.named and _compatible(e, phrase, tokens)]
        if not found and len(tokens) == 1 and len(tokens[0]) > 1:
            found = [e for e in self._by_initials.get(tokens[0], ()) if e.kind != "person"]
        ranks = [_closeness(e, phrase, tokens) for e in found]
        return [e for e, rank in zip(found, ranks, strict=True) if rank == max(ranks)]


def _compatible(entity: Entity, phrase: Phrase, tokens: tuple[str, ...]) -> bool:
    """Tell whether a name may belong to an entity that shares a word with it."""
    gender = gender_of(entity)
    if phrase.gender and gender and phrase.gender != gender:
        return False
    mine, theirs = set(tokens) - _JOINING, set(entity.tokens) - _JOINING
    if entity.kind == "org" or (phrase.kind == "org" and (entity.kind != "person" or len(tokens) > 1)):
        if "person" in (phrase.kind, entity.kind):
            return False
        acronym = len(phrase.name) == 1 and phrase.name[0].isupper() and not phrase.upper
        opening = mine < theirs and tokens[0] == entity.tokens[0] and not acronym
        closing = phrase.determiner == "the" and len(tokens) == 1 and tokens[0] == entity.tokens[-1]
        return tokens[0] in entity.aliases or mine == theirs or opening or closing
    if len(tokens) > 1:
        return mine <= theirs or (theirs <= mine and entity.tokens[-1] == tokens[-1])
    if entity.kind == "person":
        return tokens[0] in (*entity.tokens, *entity.aliases)
    linked = len(entity.tokens) > 2 and entity.tokens[-2] in _JOINING
    return tokens[0] in (entity.tokens[0], *entity.aliases, *([] if linked else entity.tokens[-1:]))


def _closeness(entity: Entity, phrase: Phrase, tokens: tuple[str, ...]) -> int:
    """Say how likely an entity is that shares words with a name: a surname before a first name before other words."""
    if len(tokens) > 1:
        return int(entity.tokens == tokens)
    if entity.tokens == tokens and not (entity.kind != "person" and phrase.kind == "person"):
        return 3
    if entity.kind == "person" or (not entity.kind and phrase.kind != "person"):
        return 3 if tokens[0] in (entity.tokens[-1], *entity.aliases) else 2
    return 3 if tokens[0] in entity.aliases else 1


def _initials(entity: Entity) -> str:
    words = [t for t in entity.tokens if t not in _JOINING]
    return "".join(w[0] for w in words) if len(words) > 1 else ""


def gender_of(entity: Entity) -> str | None:
    """Return the gender from the first name where nothing else says it."""
    named = entity.kind in ("person", "") and len(entity.tokens) > 1
    return entity.gender or (first_name_gender(entity.tokens[0]) if named else None)


def leaning_of(entity: Entity) -> str | None:
    """Return the gender that is at least likely."""
    named = entity.kind in ("person", "") and len(entity.tokens) > 1
    return gender_of(entity) or entity.leaning or (likely_gender(entity.tokens[0]) if named else None)


def same_people(phrase: Phrase, entity: Entity) -> bool:
    """Tell whether "the officials" may be those people."""
    head = singular(phrase.head)
    if head in ("people", "man", "woman", "men", "women") and not entity.quoted:
        return False
    nouns = {singular(role) for role in entity.roles}
    return entity.kind == "people" and head in nouns and phrase.modifiers <= entity.modifiers
