"""Which sources of different articles are one: short names, acronyms, offices, a body and who speaks for it.

`resolve_sources` names the sources of one article; here the articles are laid side by side. Two sources are one when
their names are the same (`source_key`), when one is a short form that only the other fits ("Abara", "MEM", "the health
ministry"), or when one heads or speaks for the other: a ministry, its minister and its spokesman are one voice.
What fits two is left alone, so that nobody is taken for somebody else.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from attribution.schema import Attribution, Document
from attribution.sources.entities import FOR_THEIR_BODY, Entity, gender_of, walks_of_life
from attribution.sources.keys import source_key
from attribution.sources.lexicon import ABBREVIATIONS, ORG_CLASSES
from attribution.sources.mentions import Scene
from attribution.sources.resolution import read_sources

__all__ = ["PUBLISHER", "Place", "source_identities"]

Place = tuple[str, int, int]
"""Document id, sentence and attribution."""
PUBLISHER = "publisher:"
"""What the identity of a source begins with that has published one of the articles."""

_SEATS = {
    **{role: (role,) for role in ("president", "prime minister", "chancellor", "governor", "mayor")},
    "minister": ("ministry",),
    "secretary": ("department",),
}
"""Where who holds an office sits; a minister's portfolio comes before it."""
_ALSO_CALLED: dict[tuple[str, ...], tuple[str, ...]] = {("city", "hall"): ("mayor",)}
_JOINING = {"of", "the", "and", "for", "a", "an", "in", "&"}
_LEFT_OUT = {"company", "club", "party", "group", "charity"}
"""Sorts of words that a short name leaves out: "Orbis" is Orbis Rail, "Norvik" is not the Norvik police."""
_OFFICE = re.compile(r"(?<=['’]s) office$", re.IGNORECASE)
_HEADS = {"business", "head"}
_FADED = {"former", "ex", "deputy", "new", "acting", "interim", "then", "late"}


@dataclass(eq=False)
class _Source:
    """A source of one article, or a publisher; ``name`` are the words of its name in order.

    ``person`` is None where it may be a person or a body.
    """

    key: str
    name: tuple[str, ...]
    person: bool | None = False
    gender: str | None = None
    roles: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    aliases: frozenset[str] = frozenset()
    seats: tuple[tuple[str, ...], ...] = ()
    publisher: bool = False
    one: "_Source | None" = None

    @property
    def words(self) -> frozenset[str]:
        return frozenset(self.name)

    @property
    def root(self) -> "_Source":
        return self if self.one is None else self.one.root

    def join(self, other: "_Source") -> None:
        if self.root is not other.root:
            self.root.one = other.root


def source_identities(documents: Sequence[Document]) -> dict[Place, str | None]:
    """Return for each attribution who its source is across all documents, None where nobody can tell.

    Unnamed sources ("two officials") are nobody in particular. Somebody who has published one of the documents is
    ``"publisher:..."``. Of several who speak together the first in alphabetical order stands for all. The order of the
    documents changes nothing.
    """
    published = frozenset(source_key(d.publisher) for d in documents if d.publisher)
    sources = [_Source(key, _words(key), publisher=True) for key in sorted(published) if key]
    places: dict[Place, list[_Source]] = {}
    for document in sorted(documents, key=lambda d: d.id):
        if document.skipped is None and any(s.attributions for s in document.sentences):
            reader = _Reader(document, published)
            places |= reader.read()
            sources += reader.made
    _unite(sources)
    called = _called(sources)
    return {place: min((called[id(s.root)] for s in found), default=None) for place, found in places.items()}


@dataclass
class _Reader:
    """Makes the sources of one article; ``published`` are the keys of those who have published one."""

    document: Document
    published: frozenset[str] = frozenset()
    made: list[_Source] = field(default_factory=list)
    of_entity: dict[int, _Source] = field(default_factory=dict)

    def read(self) -> dict[Place, list[_Source]]:
        """Return the sources of every attribution."""
        scenes, found = read_sources(self.document)
        said = [
            ((self.document.id, k, i), scene, attribution, found[k][i])
            for k, scene in enumerate(scenes)
            for i, attribution in enumerate(scene.sentence.attributions)
        ]
        hidden = {
            id(e)
            for _, scene, a, e in said
            if a.anonymous and e is not None and not e.named and not _in_office(scene, a, e)
        }
        return {place: [] if id(e) in hidden else self._sources(scene, a, e) for place, scene, a, e in said}

    def _sources(self, scene: Scene, attribution: Attribution, entity: Entity | None) -> list[_Source]:
        name = attribution.source_name
        given = name is not None and (entity is None or source_key(name) != source_key(entity.name))
        if attribution.anonymous and (entity is None or given):
            return []
        if name is not None and given:  # by a person, or by another resolver
            return self._new(name)
        if attribution.source and source_key(attribution.source.text) in self.published:
            return self._new(attribution.source.text)  # "The People's Daily" is no Daily of the people's
        if entity is not None and not entity.name:
            body = entity.body if attribution.source_kind in FOR_THEIR_BODY else None
            return [self._of(body)] if body is not None else []
        if entity is not None:
            return [self._of(e) for e in (entity.members or (entity,))]
        mention = scene.main_mention(attribution.source) if attribution.source else None
        if mention is None or mention.phrase.kind != "org" or not (mention.phrase.modifiers or mention.phrase.owner):
            return []
        return self._new(mention.phrase.text)  # "the health ministry" says who it is even where it is new

    def _new(self, name: str) -> list[_Source]:
        source = _Source(source_key(name), _words(name))
        self.made += [source] if source.key else []
        return [source] if source.key else []

    def _of(self, entity: Entity) -> _Source:
        entity = entity.speaks_for or entity
        if id(entity) not in self.of_entity:
            private = bool(entity.spoken_as & {"individual", "expert"}) or (None if entity.named else False)
            source = _Source(
                source_key(entity.name),
                _words(entity.name),
                person=entity.kind == "person" if entity.kind else private,
                gender=gender_of(entity),
                roles=frozenset(entity.roles),
                kinds=frozenset(entity.spoken_as),
                aliases=frozenset(entity.aliases),
            )
            self.of_entity[id(entity)] = source
            self.made.append(source)
            if source.person and (not entity.spoken_as or entity.spoken_as & FOR_THEIR_BODY):
                if entity.body is not None and entity.body is not entity:
                    source.join(self._of(entity.body))
                else:
                    source.seats = tuple(_seats(entity))
        return self.of_entity[id(entity)]


def _in_office(scene: Scene, attribution: Attribution, entity: Entity) -> bool:
    """Tell whether an unnamed source heads a body, of which there is one: "the yard's personnel director"."""
    mention = scene.main_mention(attribution.source) if attribution.source else None
    if mention is None or entity.body is None or attribution.source_kind not in FOR_THEIR_BODY:
        return False
    return mention.phrase.definite and bool(walks_of_life(mention.phrase.head) & _HEADS)


def _seats(entity: Entity) -> Iterator[tuple[str, ...]]:
    for role in sorted(entity.roles & _SEATS.keys()):
        fields = sorted(entity.modifiers - _FADED) if role in ("minister", "secretary") else []
        if fields or role not in ("minister", "secretary"):
            yield (*fields, *_SEATS[role])


def _words(name: str) -> tuple[str, ...]:
    words = source_key(_OFFICE.sub("", name)).split()
    kept = tuple(ABBREVIATIONS.get(w, w) for w in words if w not in _JOINING)
    return _ALSO_CALLED.get(kept, kept)


def _unite(sources: list[_Source]) -> None:
    """Join all that are one."""
    people = [s for s in sources if s.person is not False]
    full = [s for s in people if len(s.name) > 1]
    short = [s for s in people if len(s.name) == 1]
    bodies = [s for s in sources if s.person is not True]
    _join_equal([s for s in sources if not (s.person and len(s.name) == 1)], lambda s: s.key)
    _join_equal([s for s in full if s.person], lambda s: (s.name[0], s.name[-1]))
    by_surname = _index(full, lambda s: s.name[-1:])
    for source in short:
        _join_only(source, _namesakes(source, by_surname[source.name[0]]))
    _join_equal([s for s in short if s.person and s.one is None], lambda s: s.key)
    bodies += _taken_seats([*full, *short])
    _join_equal(bodies, lambda s: frozenset(s.name) or s.key)
    by_acronym = _index(bodies, lambda s: {*s.aliases, *([_initials(s)] if len(s.name) > 1 else [])})
    for source in bodies:
        if len(source.name) == 1:
            _join_only(source, by_acronym[source.name[0]])
    names = {(s.name, "media" in s.kinds): s for s in bodies if s.name}
    by_word = _index(list(names.values()), lambda s: s.words)
    for source in sorted(names.values(), key=lambda s: (-len(s.words), s.key, sorted(s.kinds))):
        longer = min((by_word[word] for word in source.name), key=len)
        _join_only(source, [b for b in longer if b.root is not source.root and _is_short(source, b)])


def _taken_seats(people: Sequence[_Source]) -> list[_Source]:
    """Return the seat of every office that one person holds, joined with that person."""
    holders: dict[tuple[str, ...], list[_Source]] = {}
    for person in people:
        for seat in person.seats:
            holders.setdefault(seat, []).append(person)
    taken = []
    for seat, held in sorted(holders.items(), key=lambda item: item[0]):
        if len({id(p.root) for p in held if p.words.isdisjoint(p.roles)}) <= 1:
            taken.append(_Source(" ".join(seat), seat))
            for person in held:
                person.join(taken[-1])
    return taken


def _join_equal(sources: Sequence[_Source], of: Callable[[_Source], object]) -> None:
    first: dict[object, _Source] = {}
    for source in sources:
        source.join(first.setdefault(of(source), source))


def _join_only(source: _Source, others: Sequence[_Source]) -> None:
    """Join a source with the one that it may be; not where it may be two."""
    if len({id(other.root) for other in others}) == 1:
        source.join(others[0])


def _namesakes(source: _Source, full: Sequence[_Source]) -> list[_Source]:
    """Return those with its surname whom it may be; of several those of its gender, office, or kind of source."""
    found = [s for s in full if s.gender == source.gender or None in (s.gender, source.gender)]
    tests: tuple[Callable[[_Source], bool], ...] = (
        lambda s: s.gender == source.gender,
        lambda s: bool(s.roles & source.roles),
        lambda s: bool(s.kinds & source.kinds),
    )
    for alike in tests:
        if len({id(s.root) for s in found}) > 1:
            found = [s for s in found if alike(s)] or found
    return found


def _index(sources: Sequence[_Source], of: Callable[[_Source], Iterable[str]]) -> Mapping[str, list[_Source]]:
    found: defaultdict[str, list[_Source]] = defaultdict(list)
    for source in sources:
        for word in of(source):
            found[word].append(source)
    return found


def _initials(source: _Source) -> str:
    return "".join(word[0] for word in source.name)


def _is_short(short: _Source, long: _Source) -> bool:
    """Tell whether a name may stand for a longer one: "the ministry", "Orbis", "the Times"."""
    if not short.words or not short.words < long.words:
        return False
    if any(word in ORG_CLASSES for word in short.words):
        return True
    rest = long.words - short.words
    outlet = short.name[-1] == long.name[-1] and "media" in short.kinds
    return outlet or (short.name[0] == long.name[0] and any(ORG_CLASSES.get(w, frozenset()) & _LEFT_OUT for w in rest))


def _called(sources: Sequence[_Source]) -> dict[int, str]:
    """Return what each group is called: by its publisher, its longest name of a body, or else of a person."""
    groups: dict[int, list[_Source]] = {}
    for source in sources:
        groups.setdefault(id(source.root), []).append(source)
    best = {
        root: min(group, key=lambda s: (not s.publisher, s.person is True, -len(s.name), s.key))
        for root, group in groups.items()
    }
    return {root: f"{PUBLISHER}{s.key}" if s.publisher else s.key for root, s in best.items()}
