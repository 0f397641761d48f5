"""What speaks for and against each alternative of a mention: the features of `attribution.sources.choosing`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from attribution.labels import SourceKind
from attribution.schema import Attribution
from attribution.sources.choosing import Alternative
from attribution.sources.entities import Entity, gender_of, leaning_of, walks_of_life
from attribution.sources.lexicon import COMMON, POSSESSIVES, PRONOUN_GENDER
from attribution.sources.mentions import Mention, Scene
from attribution.sources.phrases import Phrase
from attribution.sources.pointing import Pointer, continues, is_body
from attribution.sources.reading import distinct

__all__ = ["BROAD", "Question", "Weigher"]

_FAR = (0, 1, 2, 3, 6)  # bounds of the distances in sentences that are told apart
_SORTS = {
    SourceKind.OFFICIAL: frozenset({"state", "force", "court", "council", "ministry"}),
    SourceKind.ORGANISATION: frozenset(
        {"company", "club", "sport", "study", "school", "institution", "hospital", "arts", "charity", "bank", "church"}
    ),
    SourceKind.GROUP: frozenset({"group", "armed", "union", "party", "charity"}),
    SourceKind.MEDIA: frozenset({"media"}),
}
_WALKS = {
    SourceKind.OFFICIAL: frozenset({"state", "military", "police", "law", "speaks", "house", "lords"}),
    SourceKind.ORGANISATION: frozenset({"business", "head", "sport", "speaks", "medicine", "teaches", "arts"}),
    SourceKind.GROUP: frozenset({"head", "speaks", "military"}),
    SourceKind.EXPERT: frozenset({"science", "medicine"}),
    SourceKind.MEDIA: frozenset({"media"}),
    SourceKind.INDIVIDUAL: frozenset({"private", "kin", "sport", "arts", "medicine", "law"}),
}
BROAD = frozenset(
    {"company", "firm", "group", "organisation", "business", "body", "operator", "agency", "man", "woman"}
)
_FIRST_PERSON = frozenset({"i", "we", "my", "our", "me", "us", "i'm", "i've", "we're", "we've", "i'll", "we'll", "i'd"})
_QUOTES = frozenset({'"', "“", "'", "‘"})
_STEM = 5  # letters that two words share to be taken for relatives: brewer, brewery


@dataclass(slots=True)
class Question:
    """A mention whose source is asked for.

    ``form`` is he, it, they, continued or described; ``ruled`` is the answer of the rules.
    """

    attribution: Attribution
    form: str
    word: str
    start: int
    mention: Mention | None
    ruled: Entity | None
    label: str | None
    postposed: bool = False
    owner: Entity | None = None

    @property
    def sort(self) -> str:
        """The form, with descriptions told apart by what they describe."""
        if self.mention is None:
            return self.form
        phrase = self.mention.phrase
        if phrase.kind in ("people", "document"):
            return phrase.kind
        return "body" if is_body(phrase, self.kind) or (not phrase.kind and self.kind == "official") else "person"

    @property
    def kind(self) -> str:
        """The kind of source that speaks."""
        return str(self.attribution.source_kind)


@dataclass
class Weigher:
    """Lists the alternatives of each mention with their features."""

    pointer: Pointer
    stems: dict[int, frozenset[str]] = field(default_factory=dict)
    known: list[Entity] = field(default_factory=list)
    fitting: dict[int, bool] = field(default_factory=dict)
    nouns: dict[int, int] = field(default_factory=dict)
    speakers: list[Entity] = field(default_factory=list)
    pair: Entity | None = None
    owner: Entity | None = None
    introduced: list[Entity] = field(default_factory=list)

    def alternatives(self, question: Question) -> list[Alternative]:
        """Return nobody, the words themselves as a new source, and every entity so far."""
        reading = self.pointer.reading
        asked = question.ruled
        self.known = [e for e in reading.directory.entities if e.first >= 0]
        known = [e for e in self.known if not e.members or e is asked or question.form == "they"]
        if asked is not None and asked not in known:
            known.append(asked)
        self._prepare(question, known)
        rivals = sum(self.fitting[id(e)] for e in known if e.last >= reading.at - 2)
        listed = [
            Alternative(e.name, e, tuple(self._of_entity(question, e, rivals)), question.sort) for e in known if e.name
        ]
        listed.append(Alternative(None, None, tuple(self._of_nobody(question, rivals)), question.sort))
        if question.label and not (asked is not None and asked.first < 0):
            new = ("new", *self._of_new(question, rivals))
            listed.append(Alternative(question.label, None, new, question.sort))
        return listed

    def _prepare(self, question: Question, known: Sequence[Entity]) -> None:
        """Find out once what the features of several alternatives need."""
        reading, mention = self.pointer.reading, question.mention
        self.fitting = {id(e): self._compatible(question, e) for e in known}
        self.speakers = distinct(e for said in reversed(reading.said) for e, _ in reversed(said))[:4]
        self.pair = reading.last_pair(reading.scene.sentence.start_char, ("person", "org"))
        self.nouns, self.introduced, self.owner = {}, [], None
        if mention is not None:
            self.nouns = {id(e): _fit(e, mention.phrase) for e in known}
            self.introduced = self.pointer.introduced_by(mention.phrase)
            owned = mention.phrase.owner or mention.phrase.determiner in POSSESSIVES
            self.owner = question.owner if owned else None

    def _compatible(self, question: Question, entity: Entity) -> bool:
        gender = self._gender(question)
        if gender:
            return entity.kind in ("person", "") and gender_of(entity) in (None, gender) and not entity.members
        if question.form == "it":
            return entity.kind in ("org", "") and not entity.members
        if question.form == "they":
            return entity.plural or entity.kind == "org"
        if question.mention is not None:
            body = question.sort == "body"
            return entity.kind in (("org", "") if body else ("person", "")) and not entity.members
        return entity.last_attributed >= 0

    @staticmethod
    def _gender(question: Question) -> str | None:
        if question.form == "he":
            return PRONOUN_GENDER[question.word]
        return question.mention.phrase.gender if question.mention else None

    def _of_nobody(self, question: Question, rivals: int) -> Iterator[str]:
        reading = self.pointer.reading
        yield "nobody"
        yield f"nobody, {min(rivals, 3)} rivals"
        if question.ruled is None:
            yield "nobody by rule"
        before = reading.said[reading.at] or (reading.said[reading.at - 1] if reading.at else [])
        if before and before[-1][0] is None:
            yield "nobody before"
        if not before:
            yield "nobody spoke before"
        if question.mention is not None:
            yield from (f"nobody, {f}" for f in self._phrase(question, question.mention.phrase))
        subjects = reading.subjects(reading.at - 1) if reading.at else []
        if sum(self._compatible(question, m.entity) for m in subjects if m.entity is not None) > 1:
            yield "nobody, two subjects"
        if reading.scene.open_before:
            yield "nobody, open quotation"
        if question.form == "continued":
            yield from (f"nobody, {f}" for f in _manner(question, reading.scene))

    def _of_new(self, question: Question, rivals: int) -> Iterator[str]:
        yield f"new, {min(rivals, 2)} rivals"
        yield f"new, {'anonymous' if question.attribution.anonymous else 'known'}"
        if question.mention is not None:
            yield from (f"new, {f}" for f in self._phrase(question, question.mention.phrase))

    def _phrase(self, question: Question, phrase: Phrase) -> Iterator[str]:
        determiner = phrase.determiner or ("owner" if phrase.owner else "bare")
        yield (
            determiner
            if determiner in ("the", "a", "an", "bare", "owner", "one", "his", "her", "its", "their")
            else "other determiner"
        )
        yield f"{phrase.kind or 'unknown'} noun"
        yield f"speaks as {question.kind}"
        yield f"{determiner} speaks as {question.kind}"
        if phrase.modifiers:
            yield "described"
        yield from (f"noun of {sort}" for sort in walks_of_life(phrase.head) | phrase.classes)
        if phrase.head in BROAD or phrase.head.endswith("maker"):
            yield "broad noun"
        if question.mention is not None and self.pointer.narrowing(question.mention):
            yield "narrowed"
        if any(w.capital for w in phrase.words[1:]):
            yield "capital"

    def _of_entity(self, question: Question, entity: Entity, rivals: int) -> Iterator[str]:
        if entity is question.ruled:
            yield "rule"
            if entity.first < 0:
                yield "new"
                yield "rule new"
                yield from self._of_new(question, rivals)
                return
        yield from self._place(question, entity)
        yield from self._sort(question, entity)
        if question.mention is not None:
            yield from self._words(question, question.mention, entity)

    # where it stands

    def _place(self, question: Question, entity: Entity) -> Iterator[str]:
        reading = self.pointer.reading
        yield f"mentioned {_bucket(reading.at - entity.last)} back"
        yield (
            f"spoke {_bucket(reading.at - entity.last_attributed)} back"
            if entity.last_attributed >= 0
            else "never spoke"
        )
        rank = min(self.speakers.index(entity) + 1, 3) if entity in self.speakers else 0
        if rank:
            yield f"speaker {rank}"
            if rank == 1 and question.mention is not None and continues(question.mention):
                yield "goes on"
            if rank == 1 and question.postposed:
                yield "last speaker, postposed"
            if rank == 1 and reading.scene.open_before:
                yield "last speaker, open quotation"
            if rank == 1 and question.form == "continued":
                yield from (f"last speaker, {f}" for f in _manner(question, reading.scene))
                yield f"last speaker, run of {min(_run(reading.said[: reading.at], entity), 3)}"
        if reading.at:
            subjects = reading.subjects(reading.at - 1)
            if any(m.entity is entity for m in subjects):
                yield "subject before" if len(subjects) == 1 else "one of the subjects before"
        here = [m for m in reading.scene.mentions if m.entity is entity and m.start < question.start]
        if here:
            yield "in this quotation" if all(m.quoted for m in here) else "in this sentence"
            first = next((m for m in reading.scene.mentions if not m.in_place and not m.merged), None)
            if first is not None and first.entity is entity and not first.quoted:
                yield "opens this sentence"
        if entity.last >= 0 and self._break(entity.last):
            yield "other paragraph"
        if entity.first == 0 and entity in [m.entity for m in reading.scenes[0].mentions][:1]:
            yield "first of all"
        if question.form != "continued" and self.fitting[id(entity)]:
            near = [e for e in self.known if e.last >= entity.last and self.fitting.get(id(e))]
            yield f"{min(sum(e.name != entity.name for e in near), 3)} as near"
        if not entity.acts and not entity.quoted:
            yield "mere place"
        if entity.where:
            yield "a place at times"
        if self.pair is not None and entity in self.pair.members and not entity.spoken_as:
            yield "beside another"
        yield f"{min(entity.times, 4)} times"

    def _break(self, since: int) -> bool:
        scenes, at = self.pointer.reading.scenes, self.pointer.reading.at
        return any(scenes[k + 1].new_paragraph for k in range(since, at))

    # what it is

    def _sort(self, question: Question, entity: Entity) -> Iterator[str]:
        gender = self._gender(question)
        if gender:
            leaning = leaning_of(entity)
            yield "gender unknown" if leaning is None else "same gender" if gender == leaning else "other gender"
        if question.form == "they":
            yield "plural" if entity.plural else "singular"
        wanted = question.mention.phrase.kind or "unknown" if question.mention else question.kind
        kind = "voice" if entity.speaks_for else entity.kind or "unknown"
        yield f"{wanted} is {kind}"
        yield f"{question.kind} from {kind}"
        if entity.spoken_as:
            yield "spoke as this kind" if question.kind in entity.spoken_as else "spoke as another kind"
        sorts = (_SORTS if entity.kind == "org" else _WALKS).get(question.attribution.source_kind)
        mine = entity.classes if entity.kind == "org" else entity.walks_of_life()
        if sorts and mine:
            yield "sort fits kind" if sorts & mine else "sort against kind"
        anonymous = "anonymous" if question.attribution.anonymous else "known"
        yield f"{anonymous} is {'named' if entity.named else 'unnamed'}"

    # what the words of a description say

    def _words(self, question: Question, mention: Mention, entity: Entity) -> Iterator[str]:
        phrase = mention.phrase
        determiner = phrase.determiner or ("owner" if phrase.owner else "bare")
        yield f"{determiner if determiner in ('the', 'a', 'an') else 'owned' if phrase.definite else 'other'} old"
        wanted, mine = walks_of_life(phrase.head) | phrase.classes, entity.walks_of_life() | entity.classes
        fit = self.nouns[id(entity)]
        yield f"noun fits {fit}"
        alike = [e for e in self.known if self.nouns.get(id(e), 0) >= fit and self.fitting.get(id(e))]
        if fit and any(e.name != entity.name for e in alike):
            yield f"another fits {fit}"
        if entity is self.owner:
            yield "is the owner"
        if phrase.head in entity.called:
            yield "called so before"
        if wanted and mine and fit < 2:
            yield "sorts shared" if wanted & mine else "sorts apart"
        if not mine:
            yield "no sort known"
        extra = (phrase.modifiers | self.pointer.narrowing(mention)) - {phrase.head}
        known = {*entity.tokens, *entity.modifiers, *entity.roles, *entity.classes}
        if extra:
            yield "modifiers known" if extra <= known else "modifiers new"
        stems = {w[:_STEM] for w in (phrase.head, *phrase.modifiers) if len(w) >= _STEM}
        if stems & {w[:_STEM] for w in known}:
            yield "stem shared"
        elif entity.first >= 0 and stems & self._stems(entity.first):
            yield "stem in first sentence"
        if entity in self.introduced:
            yield "introduced so"

    def _stems(self, k: int) -> frozenset[str]:
        if k not in self.stems:
            words = self.pointer.reading.scenes[k].words
            self.stems[k] = frozenset(w.lower[:_STEM] for w in words if len(w.lower) >= _STEM and w.lower not in COMMON)
        return self.stems[k]


def _manner(question: Question, scene: Scene) -> Iterator[str]:
    """Say how a sentence without a source attributes: by a cue or none, as a quotation, in the first person."""
    cue = question.attribution.cue
    yield "no cue" if cue is None else "adverb" if cue.text.lower().endswith("ly") else "cue"
    words = [w.lower for w in scene.words]
    if scene.open_before or (words[:1] and words[0] in _QUOTES):
        yield "quotation"
    if not _FIRST_PERSON.isdisjoint(words):
        yield "first person"
    if scene.new_paragraph:
        yield "new paragraph"


def _run(said: Sequence[Sequence[tuple[Entity | None, str]]], entity: Entity) -> int:
    """Count the sentences up to here in which one and the same has spoken without a break."""
    found = 0
    for turn in reversed(said):
        if not turn or any(e is not entity for e, _ in turn):
            break
        found += 1
    return found


def _fit(entity: Entity, phrase: Phrase) -> int:
    return max(entity.fits_role(phrase.head, ()), entity.fits_sort(phrase.head, ()))


def _bucket(distance: int) -> str:
    return next((str(bound) for bound in _FAR if distance <= bound), "more")
