"""From attributions to named sources, reading the article from its start."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from attribution.labels import AttributionType, SourceKind
from attribution.schema import Attribution, Document, Sentence, Span
from attribution.sources.choosing import Alternative, ChoiceModel
from attribution.sources.descriptions import Describer
from attribution.sources.entities import Directory, Entity, gender_of
from attribution.sources.evidence import BROAD, Question, Weigher
from attribution.sources.lexicon import POSSESSIVES, PRONOUN_GENDER, word_set
from attribution.sources.mentions import Mention, Scene, read_scenes
from attribution.sources.phrases import Phrase
from attribution.sources.reading import Reading, distinct
from attribution.sources.words import Word

__all__ = ["read_sources", "resolve_sources", "resolve_with"]

Decision = tuple[Attribution, list[Alternative]]

_PRONOUNS = {**{word: word for word in ("he", "she", "it", "they")}, "him": "he", "her": "she", "them": "they"}
_SPEAKER = word_set("i we you us me")
_PAIR = frozenset({"both", "the two", "neither", "the pair", "the couple", "the two sides", "both sides"})
_VAGUE = re.compile(
    r"""(?:(?:one|the\ other)\ (?:side|party)|one|some|many|most|several|both|none|all|another|two|three|few|others?
        |a\ (?:third|second|few|number)|each)
    (?:\ of\ (?:them|these|those|the|his|her|its|their|us)\b.*)?$
    |those\b|it\ is\b""",
    re.IGNORECASE | re.VERBOSE,
)
_PAST = word_set("former ex retired late onetime one-time")
_BREAK = re.compile(r"[;:.]|\b(?:but|while|and|whereas|although)\b", re.IGNORECASE)


def resolve_sources(document: Document) -> Document:
    """Return the document with ``source_name`` filled: the fullest name of each source in the article.

    Names, offices ("the minister"), organisations ("the group"), pronouns and continued quotations are traced to
    whoever they stand for. ``source_name`` stays None where two would fit equally well: a wrong name is worse than
    none. Sources that are never named keep their fullest description without article ("two senior officials").
    Names set by a person stand. Works on upper-case text; takes a few milliseconds an article.

    Parameters
    ----------
    document
        A tagged document; without attributions it is returned as it is.

    Examples
    --------
    >>> from attribution.labels import AttributionType, SourceKind
    >>> from attribution.schema import Attribution, Document, Sentence, Span
    >>> text = "Mayor Ilse Brandt closed the bridge. She said it was unsafe."
    >>> she, cue = Span(37, 40, "She"), Span(41, 45, "said")
    >>> said = Attribution(AttributionType.STATEMENT, she, cue, (), SourceKind.OFFICIAL, False)
    >>> sentences = (Sentence(0, 36, text[:36]), Sentence(37, 60, text[37:], attributions=(said,)))
    >>> resolve_sources(Document("1", text, sentences)).sentences[1].attributions[0].source_name
    'Ilse Brandt'
    """
    if not any(sentence.attributions for sentence in document.sentences):
        return document
    return resolve_with(document, ChoiceModel.shipped())[0]


def read_sources(document: Document) -> tuple[Sequence[Scene], list[list[Entity | None]]]:
    """Return the sentences as read, and who each attribution's source is, sentence by sentence."""
    article = _reader(document, ChoiceModel.shipped())
    found = article.read()
    return article.reading.scenes, found


def _reader(document: Document, model: ChoiceModel) -> "_Article":
    directory = Directory()
    return _Article(Reading(read_scenes(document, directory), directory), model)


def resolve_with(document: Document, model: ChoiceModel) -> tuple[Document, list[Decision]]:
    """Return the document with source names by a model, and every choice that it had."""
    article = _reader(document, model)
    found = article.read()
    sentences = []
    for sentence, entities in zip(document.sentences, found, strict=True):
        named = tuple(_with_name(a, e) for a, e in zip(sentence.attributions, entities, strict=True))
        sentences.append(replace(sentence, attributions=named) if named else sentence)
    return replace(document, sentences=tuple(sentences)), article.decisions


def _with_name(attribution: Attribution, entity: Entity | None) -> Attribution:
    if "source_name" in attribution.set_by_human:
        return attribution
    return replace(attribution, source_name=(entity.name or None) if entity else None)


class _Article:
    """One pass over the sentences of an article."""

    def __init__(self, reading: Reading, model: ChoiceModel) -> None:
        self.reading = reading
        self.model = model
        self.describer = Describer(reading)
        self.weigher = Weigher(self.describer)
        self.decisions: list[Decision] = []
        self.doubtful = False

    def read(self) -> list[list[Entity | None]]:
        """Return the entity of every attribution of every sentence."""
        found = []
        for at, scene in enumerate(self.reading.scenes):
            self.reading.at = at
            self.reading.said.append([])
            found.append(self._sentence(scene))
        self._quoted_before_named(found)
        return found

    def _sentence(self, scene: Scene) -> list[Entity | None]:
        attributions = scene.sentence.attributions
        found: list[Entity | None] = [None] * len(attributions)
        events: list[tuple[int, int, Mention | Word | int]] = [
            (m.start, 0, m) for m in (*scene.mentions, *scene.owners)
        ]
        events += [(_position(a, scene), 1, i) for i, a in enumerate(attributions)]
        events += [(w.start, 0, w) for w in self._told_pronouns(scene)]
        for _, _, event in sorted(events, key=lambda e: e[:2]):
            if isinstance(event, Word):
                self._narrated(scene, event)
            elif isinstance(event, Mention):
                self._mention(event)
            else:
                found[event] = self._attribution(scene, attributions[event])
        return found

    def _told_pronouns(self, scene: Scene) -> list[Word]:
        """Return "he" and "she" in the author's own voice that are no source."""
        sources = [a.source for a in scene.sentence.attributions if a.source]
        if scene.open_before or any(w.text in '"“‘' for w in scene.words):
            return []
        return [
            w for w in scene.words
            if w.lower in ("he", "she") and not any(s.start_char <= w.start < s.end_char for s in sources)
        ]  # fmt: skip

    def _narrated(self, scene: Scene, word: Word) -> None:
        entity = self.reading.pronoun(word.lower, word.start)
        if entity is not None:
            # "Margit Sole wept as he spoke": a man who has just spoken, not a name that may be a woman's.
            gender, said = PRONOUN_GENDER[word.lower], self.reading.said[max(0, self.reading.at - 3) :]
            if gender_of(entity) is None and any(e and gender_of(e) == gender for turn in said for e, _ in turn):
                return
            self._bind(entity, word.lower)
            scene.mentions.append(Mention(Phrase(word.start, word.end, (word,)), entity))
            self.reading.note(entity)

    def _mention(self, mention: Mention) -> None:
        """Find out whom a mention in the text stands for, and whom that one speaks for."""
        self._identify(mention)
        person = mention.entity
        if person is not None and person.kind == "person" and person.body is None:
            body = self.describer.body_of(mention)
            person.body = body if body is not person and not _PAST & mention.phrase.modifiers else None
            if body is not None and not body.kind:
                body.kind = "org"

    def _identify(self, mention: Mention) -> None:
        described = not mention.phrase.name or mention.phrase.kind == "org"
        if mention.entity is None and described and not mention.quoted:
            mention.entity = self.describer.resolve(mention)
        bare = mention.phrase.determiner == "the" and mention.phrase.kind in ("person", "org")
        fresh = mention.entity is None or (mention.entity.first < 0 and not mention.linked)
        if described and bare and fresh and not mention.source_of and not mention.quoted and not mention.phrase.name:
            self._narrated_description(mention)
        if mention.entity is not None and not (mention.source_of and described):
            self._told(mention, mention.entity)

    def _narrated_description(self, mention: Mention) -> None:
        """Ask the model whom "the boatman" means that the author speaks of."""
        kind = SourceKind.INDIVIDUAL if mention.phrase.kind == "person" else SourceKind.ORGANISATION
        told = Attribution(AttributionType.STATEMENT, None, None, (), kind, False)
        question = Question(
            told, "described", "", mention.start, mention, mention.entity, self.describer.label(mention)
        )
        entity = self._chosen(question)
        if entity is not None and not self.doubtful:
            mention.entity = entity

    def _told(self, mention: Mention, entity: Entity) -> None:
        """Remember that somebody is mentioned, and whose relative or lawyer that is."""
        self.reading.note(entity)
        entity.acts |= not mention.in_place
        self._relate(mention.phrase, entity)

    def _relate(self, phrase: Phrase, entity: Entity) -> None:
        """Note whose sister, guest or lawyer somebody is."""
        owned = phrase.owner or phrase.determiner in POSSESSIVES
        if entity.kind != "person" or not entity.named or not owned or not phrase.head:
            return
        owner, _ = self.describer.owner(phrase)
        if owner is not None and owner is not entity and phrase.head not in owner.kin:
            self.reading.directory.relate(entity, phrase.head, owner)

    def _attribution(self, scene: Scene, attribution: Attribution) -> Entity | None:
        """Return who speaks; None where that is in doubt, though the article is read on as if it were the likeliest."""
        source = attribution.source
        self.doubtful = False
        text = source.text.strip("\"“”‘’' ,.").lower() if source else ""
        if source is None or text in _SPEAKER:
            entity = self._continued(scene, attribution)
            entity = self._chosen(
                Question(attribution, "continued", "", _position(attribution, scene), None, entity, None)
            )
        elif text in _PRONOUNS or text.endswith((" he", " she")):
            entity = self._pronoun(scene, attribution, source, _PRONOUNS[text.split()[-1]])
        elif text in ("who", "which", "whom", "that"):
            found = [m for m in scene.mentions if m.start < source.start_char and m.entity is not None]
            before = [m.entity for m in found if not m.in_place] or [m.entity for m in found]
            entity = before[-1] if before else None
        else:
            entity = self._described(scene, attribution, source, text)
        self.reading.said[-1].append((entity, str(attribution.source_kind)))
        if entity is not None:
            if entity.body is None and not _PAST & entity.modifiers:
                entity.body = self.describer.body_just_heard(entity, attribution.source_kind)
            self.reading.note(entity, spoken_as=str(attribution.source_kind))
        return None if self.doubtful else entity

    def _pronoun(self, scene: Scene, attribution: Attribution, source: Span, word: str) -> Entity | None:
        before = scene.sentence.text[: source.start_char - scene.sentence.start_char].rstrip()
        cue = attribution.cue.text if attribution.cue else ""
        postposed = before[-1:] in tuple(",”\"'’?!") or (bool(cue) and before.endswith(cue))
        generic = word == "they" and cue.lower() == "say"
        kind = str(attribution.source_kind)
        entity = self.reading.pronoun(word, source.start_char, kind, postposed=postposed, generic=generic)
        form = "he" if word in PRONOUN_GENDER else word
        entity = self._chosen(Question(attribution, form, word, source.start_char, None, entity, None, postposed))
        if entity is not None:
            self._bind(entity, word)
        return entity

    @staticmethod
    def _bind(entity: Entity, word: str) -> None:
        """Remember what a pronoun says of the entity it stands for."""
        if word in PRONOUN_GENDER:
            entity.gender = entity.gender or PRONOUN_GENDER[word]
            entity.kind = entity.kind or "person"
        if word == "it":
            entity.kind = entity.kind or "org"

    def _described(self, scene: Scene, attribution: Attribution, source: Span, text: str) -> Entity | None:
        if _VAGUE.match(text) and text not in _PAIR:
            return None
        if text in _PAIR or text in ("the former", "the latter"):
            pair = self.reading.last_pair(source.start_char, ("person", "org"))
            near = pair is not None and max(e.last for e in pair.members) >= self.reading.at - 1
            pair = pair if near else self.reading.two_apart() or pair
            return pair if pair is None or text in _PAIR else pair.members[text == "the latter"]
        mention = scene.main_mention(source)
        if mention is None:
            return None
        listed = scene.listed(mention, source)
        if len(listed) > 1:
            return self.reading.coordination(distinct(m.entity for m in listed))
        called = scene.called(source)
        person = mention.entity is not None and mention.entity.kind == "person"
        if called is not None and not (mention.phrase.name and person):
            return called.entity
        if mention.phrase.name and mention.phrase.kind != "org":
            return mention.entity
        if mention.linked or mention.phrase.kind == "document":
            return mention.entity
        owned = mention.phrase.owner or mention.phrase.determiner in POSSESSIVES
        label = None if owned else self.describer.label(mention)
        owner = self.describer.owner(mention.phrase)[0] if owned else None
        question = Question(
            attribution, "described", "", source.start_char, mention, mention.entity, label, owner=owner
        )
        entity = self._chosen(question)
        ruled = question.ruled
        if entity is None and ruled is not None and ruled.first < 0 and not mention.phrase.definite:
            entity = ruled  # "two officials" are nobody told of before
        fresh = entity is None or (self.doubtful and entity.first < 0)
        if fresh and label is not None and self._without_rival(mention):
            entity, self.doubtful = entity or self.describer.new(mention, "org"), False
        if entity is not None:
            self._learn(mention, entity)
        mention.entity = entity
        return entity if entity is not None else self._somebody_of(mention)

    def _without_rival(self, mention: Mention) -> bool:
        """Tell whether "the party" can mean no body told of before, so that it brings in one of its own."""
        phrase = mention.phrase
        bodies = [e for e in self.reading.directory.entities if e.first >= 0 and e.kind in ("org", "")]
        rivals = [e for e in bodies if (e.acts or e.quoted) and (not e.classes or e.classes & phrase.classes)]
        described = phrase.kind == "org" and phrase.determiner == "the" and phrase.head not in BROAD
        return described and not rivals

    def _somebody_of(self, mention: Mention) -> Entity | None:
        """Return an entity without a name for "the director of the Inspectorate", who may be somebody named before."""
        if mention.phrase.kind != "person" or not (mention.phrase.definite or not mention.phrase.determiner):
            return None
        body = self.describer.body_of(mention)
        return Entity("person", "", body=body) if body is not None else None

    def _chosen(self, question: Question) -> Entity | None:
        """Return the likeliest entity, a new one where the words stand for themselves; note whether it is in doubt."""
        if question.attribution.source_kind is SourceKind.UNKNOWN:
            return question.ruled  # the weights rest on the kind of source
        alternatives = self.weigher.alternatives(question)
        self.decisions.append((question.attribution, alternatives))
        chosen, sure = self.model.choose(alternatives)
        self.doubtful = not sure
        if chosen is None:
            return None
        if chosen.entity is None and question.mention is not None:
            return self.describer.new(question.mention, question.mention.phrase.kind)
        return chosen.entity

    def _learn(self, mention: Mention, entity: Entity) -> None:
        """Note the office that a source was given: who is called the barrister now is not the defendant next."""
        self._told(mention, entity)
        entity.called.add(mention.phrase.head)
        if entity.named and mention.phrase.kind in ("person", "org") and entity.kind in (mention.phrase.kind, ""):
            entity.kind = mention.phrase.kind
            entity.roles |= mention.phrase.roles

    def _continued(self, scene: Scene, attribution: Attribution) -> Entity | None:
        """Return who spoke last, in this sentence or the one before, or in the quotation that is still open."""
        at = self.reading.at
        if self.reading.said[at]:
            return self._last_of(at, attribution)
        for k in range(at - 1, -1, -1):
            if self.reading.said[k]:
                return self._last_of(k, attribution)
            if self.reading.scenes[k].mentions and not self.reading.scenes[k + 1].open_before:
                return None
        return None

    def _last_of(self, k: int, attribution: Attribution) -> Entity | None:
        """Return the speaker of a sentence who goes on; None where two may, or who spoke is of another kind."""
        said = self.reading.said[k]
        if k < self.reading.at and len({e for e, _ in said}) > 1 and not self.reading.scene.open_before:
            return None
        alike = distinct(e for e, _ in said if e is not None and e.may_speak_as(attribution.source_kind))
        if len(alike) > 1 and k == self.reading.at and not _nested(self.reading.scenes[k].sentence):
            return said[-1][0]
        return alike[0] if len(alike) == 1 else None

    def _quoted_before_named(self, found: list[list[Entity | None]]) -> None:
        """Give the first sentence of a quotation the speaker who is named only at its end."""
        for at in range(len(found) - 1, -1, -1):
            scene = self.reading.scenes[at]
            for i, attribution in enumerate(scene.sentence.attributions):
                if attribution.source is None and found[at][i] is None:
                    found[at][i] = next((e for e in found[at] if e is not None), None)
                if attribution.source is None and scene.opened >= 0 and i == 0:
                    speaker = self._speaker_after(at, found)
                    found[at][i] = speaker if speaker is not None else found[at][i]

    def _speaker_after(self, at: int, found: Sequence[Sequence[Entity | None]]) -> Entity | None:
        opened = self.reading.scenes[at].opened
        for k in range(at + 1, len(found)):
            scene = self.reading.scenes[k]
            if not scene.open_before:
                return None
            sourced = [e for a, e in zip(scene.sentence.attributions, found[k], strict=True) if a.source is not None]
            if sourced:
                return sourced[0]
            if scene.opened != opened:
                return None
        return None


def _position(attribution: Attribution, scene: Scene) -> int:
    spans = [attribution.source, attribution.cue, *attribution.content]
    return next((s.start_char for s in spans if s is not None), scene.sentence.start_char)


def _nested(sentence: Sentence) -> bool:
    """Tell whether one attribution of a sentence stands inside another ("radio said the army had denied")."""
    spans = [(a.source, a.cue) for a in sentence.attributions]
    for (_, outer), (inner, _) in pairwise(spans):
        if outer is not None and inner is not None:
            between = sentence.text[outer.end_char - sentence.start_char : inner.start_char - sentence.start_char]
            if not _BREAK.search(between):
                return True
    return False
