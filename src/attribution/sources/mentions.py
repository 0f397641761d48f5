"""First reading of an article: its noun phrases, the names among them, and what appositions say of each."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from attribution.labels import SourceKind
from attribution.phrasing import DATELINE
from attribution.schema import Attribution, Document, Sentence, SentenceKind, Span
from attribution.sources.entities import Directory, Entity, clean_name, name_tokens
from attribution.sources.lexicon import NAME_ONLY, ORG_CLASSES, POSSESSIVES, PRONOUN_GENDER, word_set
from attribution.sources.phrases import Phrase, noun_phrases
from attribution.sources.quotations import quotations
from attribution.sources.words import Word, is_people, is_upper, is_upper_case, likely_gender, words_of

__all__ = ["Mention", "Scene", "read_scenes"]

_OF = word_set("of for at in to from")
_EITHER = word_set(
    "builder miner developer owner operator contractor brewer publisher supplier organiser insurer caterer"
)
_COMMA = re.compile(r",(?:\d+,)?(?:who(?:has|had)?(?:serve[sd]|work(?:s|ed))as)?")
_CALLED = re.compile(
    r"(?:,?who|,|is|was)?(?:(?:better|only)?knownas|goesby(?:thenameof)?|calls(?:him|her)self|calling(?:him|her)self"
    r"|iscalled|called|whosenomdeguerreis|usesthename|gave(?:his|her)nameonlyas|identifiedonlyas)[\"“‘']?"
)
_WHERE = word_set("in at near outside around across into through")
_PLACE = _WHERE | word_set("off from to of on over")
_PEOPLES = ("ian", "ean", "ese", "ish")
_NO_PHRASE = word_set("he she they it we i you who which")
_DATE = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?|January|February|March|April|May|June|July|August|September|October|November|December"
)
_SORTS = {SourceKind.MEDIA: "media", SourceKind.GROUP: "group", SourceKind.OFFICIAL: "state"}


@dataclass(slots=True, eq=False)
class Mention:
    """One noun phrase in its sentence and, once known, who it is."""

    phrase: Phrase
    entity: Entity | None = None
    quoted: bool = False
    in_place: bool = False
    where: bool = False
    merged: bool = False
    linked: bool = False
    joined: bool = False
    source_of: Attribution | None = None

    @property
    def source(self) -> Span | None:
        """The source span that the mention heads."""
        return self.source_of.source if self.source_of else None

    @property
    def start(self) -> int:
        """Where the mention starts in the document."""
        return self.phrase.start


@dataclass(slots=True, eq=False)
class Scene:
    """One sentence: words, mentions in order, and whether a quotation is open at its start and end.

    ``owners`` are the names that own another mention: Boone in "Senator Boone's aide".
    ``opened`` is where the quotation that is open at the end began, -1 if none is.
    """

    sentence: Sentence
    words: list[Word]
    mentions: list[Mention] = field(default_factory=list)
    owners: list[Mention] = field(default_factory=list)
    open_before: bool = False
    opened: int = -1
    new_paragraph: bool = False

    def main_mention(self, span: Span) -> Mention | None:
        """Return the mention that heads a source span."""
        inside = [m for m in self.mentions if m.phrase.end > span.start_char and m.phrase.start < span.end_char]
        return next((m for m in inside if not m.merged), inside[0] if inside else None)

    def between(self, left: Mention, right: Mention) -> str:
        """Return the words and marks between two mentions, lower-case, without spaces."""
        start = self.sentence.start_char
        return "".join(self.sentence.text[left.phrase.end - start : right.phrase.start - start].split()).lower()

    def next_mention(self, mention: Mention) -> tuple[Mention | None, list[str]]:
        """Return the mention after the given one, and the lower-case words between the two."""
        after = next((m for m in self.mentions if m.start > mention.start), None)
        end = after.start if after is not None else 0
        return after, [w.lower for w in self.words if mention.phrase.end <= w.start < end]

    def called(self, span: Span) -> Mention | None:
        """Return the name at the end of a source span: "the office's head of testing, Roger Amis"."""
        inside = [m for m in self.mentions if span.start_char <= m.start < span.end_char]
        last, start = inside[-1] if len(inside) > 1 else None, self.sentence.start_char
        if last is None or last.entity is None or last.entity.kind not in ("person", "") or not last.phrase.name:
            return None
        before = self.sentence.text[: last.start - start].rstrip()
        after = self.sentence.text[last.phrase.end - start : span.end_char - start].strip(" ,")
        full = len(last.entity.tokens) > 1 or last.entity.kind == "person"
        return last if full and before.endswith(",") and not after else None

    def listed(self, first: Mention, span: Span) -> list[Mention]:
        """Return the names in a span that reads "A, B and C"; only the first where it does not."""
        free = [m for m in self.mentions if first.start <= m.start < span.end_char and not m.merged]
        joints = [self.between(a, b) for a, b in pairwise(free)]
        whole = joints and joints[-1] in ("and", ",and") and all(j == "," for j in joints[:-1])
        return free if whole and all(m.entity is not None for m in free) else [first]


def read_scenes(document: Document, directory: Directory) -> list[Scene]:
    """Read all sentences and link every name to an entity in ``directory``."""
    quotes = list(quotations(document.text[: document.sentences[-1].end_char]))
    scenes = [_scene(sentence, quotes) for sentence in document.sentences]
    for before, scene in pairwise(scenes):
        gap = document.text[before.sentence.end_char : scene.sentence.start_char]
        scene.new_paragraph = "\n" in gap
    for scene in scenes:
        _mark_sources(scene)
        _share_surname(scene)
    long, short = _named_mentions(scenes)
    for mention in long:
        _link(directory, mention)
    bare = [name_tokens(m.phrase.name)[-1] for m in short if not m.phrase.upper]
    places = {name_tokens(m.phrase.name)[-1] for m in short if m.in_place}
    opening = {scene.sentence.start_char for scene in scenes}
    called: dict[str, list[Entity]] = {}
    for mention in short:
        token = name_tokens(mention.phrase.name)[-1]
        shown = mention.start not in opening and not mention.phrase.upper  # a capital that means something
        again = (bare.count(token) > 1 and token not in places) or shown
        _link(directory, mention, called.setdefault(token, []), again=again and not mention.quoted)
    for scene in scenes:
        _link_appositions(scene, directory)
    for scene in scenes:
        _learn_from_pronouns(scene)
        for mention in scene.mentions:
            if mention.entity is not None:
                mention.linked = True
                mention.entity.where |= mention.where
    return scenes


def _scene(sentence: Sentence, quotes: Sequence[tuple[int, int]]) -> Scene:
    """Find the mentions of one sentence; by-lines, cross-heads and datelines have none."""
    upper = is_upper(sentence.text)
    words = words_of(sentence.text, sentence.start_char, upper=upper)
    scene = Scene(sentence, words)
    if sentence.kind is not SentenceKind.BODY:
        return scene
    near = [q for q in quotes if q[0] < sentence.end_char and q[1] > sentence.start_char]
    scene.open_before = any(a < sentence.start_char for a, _ in near)
    scene.opened = next((a for a, b in near if b > sentence.end_char), -1)
    at = {word.start: i for i, word in enumerate(words)}
    spans = [(a.source.start_char, a.source.end_char) for a in sentence.attributions if a.source]
    dateline = DATELINE.match(sentence.text)
    begin = sentence.start_char + (dateline.end() if dateline else 0)
    headline = upper and not is_upper_case(sentence.text)
    for phrase in noun_phrases([w for w in words if w.start >= begin], upper=upper, spans=spans):
        if headline and not any(a <= phrase.start < b for a, b in spans):
            continue  # where every word has a capital, nobody can tell where a name ends
        i = at[phrase.start]
        before = words[i - 1].lower if i else ""
        if before == "who" and phrase.kind == "people" and not phrase.determiner:
            continue  # "who heads the clinic"
        quoted = any(a <= phrase.start < b for a, b in near)
        scene.mentions.append(Mention(phrase, quoted=quoted, in_place=before in _PLACE, where=before in _WHERE))
        owner = () if upper else phrase.owner
        scene.owners += [Mention(p, quoted=quoted, in_place=True) for p in noun_phrases(owner, upper=upper)]
    return scene


def _mark_sources(scene: Scene) -> None:
    """Make sure that every source span has a mention of its own."""
    for attribution in scene.sentence.attributions:
        span = attribution.source
        if span is None or span.text.lower() in _NO_PHRASE:
            continue
        mention = scene.main_mention(span)
        if mention is None:
            mention = Mention(_whole(scene, span))
            scene.mentions.append(mention)
            scene.mentions.sort(key=lambda m: m.start)
        mention.source_of = mention.source_of or attribution
        mention.quoted = False


def _share_surname(scene: Scene) -> None:
    """Read "Rupert and Celia Gaunt" as two full names."""
    for left, right in pairwise(scene.mentions):
        first, full = left.phrase, right.phrase
        if len(first.name) == 1 and len(full.name) > 1 and scene.between(left, right) == "and":
            given = bool(likely_gender(first.name[0]) and likely_gender(full.name[0]))
            given = given or any(is_people(w.lower) for w in first.before)
            if given and full.kind in ("person", ""):
                first.name, first.kind = (*first.name, full.name[-1]), "person"


def _whole(scene: Scene, span: Span) -> Phrase:
    """Read a source span that no rule knows as one phrase; its last word before a comma or preposition is the head."""
    words = [w for w in scene.words if span.start_char <= w.start < span.end_char and w.text[0].isalnum()]
    words = words or [Word(span.text, span.text.lower(), span.start_char, span.end_char, False, False)]
    n = next((i for i, w in enumerate(words) if i and w.lower in (*_PLACE, "for", "with", "who", "by")), len(words))
    head = words[n - 1].lower
    name = tuple(w.text for w in words[:n]) if words[0].capital and words[n - 1].capital else ()
    phrase = Phrase(words[0].start, words[-1].end, tuple(words), name=name, head=head)
    phrase.determiner = words[0].lower if words[0].lower in {"the", "a", "an", *POSSESSIVES} else ""
    phrase.modifiers = frozenset(w.lower for w in words[: n - 1] if w.lower != phrase.determiner)
    return phrase


def _named_mentions(scenes: Sequence[Scene]) -> tuple[list[Mention], list[Mention]]:
    """Split the mentions with a name into full names and single words; drop capitals that only open a sentence."""
    long: list[Mention] = []
    short: list[Mention] = []
    for mention in (m for scene in scenes for m in (*scene.mentions, *scene.owners)):
        phrase = mention.phrase
        if len(phrase.name) == 1 and _DATE.fullmatch(phrase.name[0]):
            continue
        counts = bool(phrase.name) and phrase.name[0].lower() in ("one", "another", "both")
        if not phrase.name or counts or (phrase.kind == "org" and not _is_named_org(phrase)):
            continue
        (long if len(phrase.name) > 1 else short).append(mention)
    return long, short


def _is_named_org(phrase: Phrase) -> bool:
    """Tell "Norrland Savings Bank", a name, from "the interior ministry" and "The Hospital", which only describe."""
    if phrase.upper or not all(w[0].isupper() or w in ("of", "for", "the", "and", "&") for w in phrase.name):
        return False
    apart = phrase.head not in {w.lower() for w in phrase.name}
    newspaper = phrase.head in NAME_ONLY and phrase.words[-1].capital
    return len(phrase.name) > 1 or phrase.head not in ORG_CLASSES or apart or newspaper


def _link(directory: Directory, mention: Mention, called: list[Entity] | None = None, *, again: bool = False) -> None:
    """Give a name its entity: the one it matches, a new one, or none where two match; ``again`` if it stands twice.

    Those named before the mention come first; of several, the one ``called`` by that bare name before.
    """
    phrase, attribution = mention.phrase, mention.source_of
    if phrase.kind == "place" and attribution is not None:
        phrase.kind = ""
    if len(phrase.name) == 1 and phrase.determiner == "the" and not phrase.kind and not phrase.name[0].islower():
        phrase.kind = "org"
    found = directory.matches(phrase)
    someone = attribution is not None and attribution.source_kind in (SourceKind.INDIVIDUAL, SourceKind.EXPERT)
    if not found and someone and phrase.kind == "org" and len(phrase.name) == 1 and phrase.determiner == "the":
        return  # "the Finn" is somebody from Finland
    if called is not None and len(found) > 1:
        found = [e for e in found if e.born <= mention.start] or found
        found = [e for e in found if e in called] or found
    if called is not None and len(found) == 1 and found[0] not in called:
        called.append(found[0])
    full = len(phrase.name) > 1
    if len(found) == 1:
        directory.learn(found[0], phrase)
        mention.entity = found[0]
    elif not found and not full and not attribution and phrase.name[0].lower().endswith(_PEOPLES):
        return  # "two Kordian jets"
    elif not found and (attribution or phrase.kind == "person" or phrase.before or again or full > phrase.upper):
        mention.entity = directory.add(phrase.kind, clean_name(phrase.name), phrase, named=True)
    if mention.entity is not None:
        _note_use(mention.entity, mention, single=not full)


def _note_use(entity: Entity, mention: Mention, *, single: bool) -> None:
    """Draw on how a name is used: a surname alone or a speaking individual is a person."""
    attribution = mention.source_of
    if attribution is not None:
        entity.quoted = True
        if not entity.kind and attribution.source_kind in (SourceKind.INDIVIDUAL, SourceKind.EXPERT):
            entity.kind = "person"
        if not entity.kind and attribution.source_kind is SourceKind.MEDIA:
            entity.kind = "org"
        if entity.kind != "person" and not entity.classes and attribution.source_kind in _SORTS:
            entity.classes.add(_SORTS[attribution.source_kind])
    last = len(entity.tokens) > 1 and name_tokens(mention.phrase.name)[-1] == entity.tokens[-1]
    if not entity.kind and single and last and not mention.in_place:
        entity.kind = "person"


def _link_appositions(scene: Scene, directory: Directory) -> None:
    """Join "Her lawyer, Colm Feeney," and "Amina Okafor, the paper's editor," and note "X (XYZ)" and "X and Y"."""
    for left, right, between in _neighbours(scene):
        short = right.phrase.words[0].text
        if between == "and":
            left.joined = right.joined = True
            if right.entity is not None and left.phrase.name and is_people(f"{left.phrase.head}s"):
                many = any(w.lower == f"{left.phrase.head}s" for w in left.phrase.before)
                right.entity.roles |= left.phrase.roles | {left.phrase.head} if many else set()
        elif between == "(" and left.entity is not None and short.isupper() and len(short) > 1:
            directory.alias(left.entity, short)
            right.entity, right.merged = left.entity, True
        elif _COMMA.fullmatch(between) or (_CALLED.fullmatch(between) and right.phrase.kind in ("person", "")):
            _join(left, right, directory)


def _neighbours(scene: Scene) -> Iterator[tuple[Mention, Mention, str]]:
    """Give mentions in pairs with what is between; in "the envoy of Sark, Ugo Bell" envoy and Bell are a pair too."""
    done = set()
    for left, middle, right in zip(scene.mentions, scene.mentions[1:], scene.mentions[2:], strict=False):
        if scene.between(left, middle) in _OF and (_introduces(left) or _introduces_body(left)) and right.phrase.name:
            done.add(id(middle))
            yield left, right, scene.between(middle, right)
    for left, right in pairwise(scene.mentions):
        if id(left) not in done:
            yield left, right, scene.between(left, right)


def _join(left: Mention, right: Mention, directory: Directory) -> None:
    """Make one entity of a name and the description before or after it."""
    body = _introduces_body(left) and right.phrase.kind in ("org", "")
    if right.phrase.name and (body or (_introduces(left) and right.phrase.kind == "org")):
        if right.entity is None:
            _link(directory, right)
        if right.entity is not None and right.entity.kind != "person":
            right.entity.describe(left.phrase)
            left.entity, right.merged = right.entity, True
        return
    introduced = _introduces(left) and right.phrase.kind in ("person", "")
    source, name = left.source_of or right.source_of, right.phrase.name
    firm = source is not None and source.source_kind is SourceKind.ORGANISATION and left.phrase.head in _EITHER
    if introduced and firm and name and not right.phrase.kind and not likely_gender(name[0]):
        right.phrase.kind = "org"
        if right.entity is None:
            _link(directory, right)
        if right.entity is not None:
            right.entity.kind = "org"
            right.entity.modifiers.add(left.phrase.head)
            left.entity, right.merged = right.entity, True
        return
    if introduced and right.entity is None and right.phrase.name:
        right.phrase.kind = "person"
        _link(directory, right)
    if introduced and right.entity is not None and right.entity.kind != "org":
        right.entity.kind = "person"
        right.entity.describe(left.phrase)
        left.entity, right.merged = right.entity, True
    elif left.entity is not None and _describes(left, left.entity, right):
        left.entity.describe(right.phrase)
        right.entity, right.merged = left.entity, True


def _introduces(mention: Mention) -> bool:
    phrase = mention.phrase
    opens = phrase.definite or phrase.determiner in ("a", "an", "")
    return phrase.kind == "person" and not phrase.name and mention.entity is None and opens


def _introduces_body(mention: Mention) -> bool:
    phrase = mention.phrase
    owned = bool(phrase.owner) or phrase.definite
    return phrase.kind == "org" and owned and mention.entity is None


def _describes(named: Mention, entity: Entity, other: Mention) -> bool:
    phrase = other.phrase
    if other.entity is not None or other.source_of is not None:
        return False
    if phrase.kind == "person":
        known = bool(entity.kind) or not named.in_place
        return not phrase.name and entity.kind in ("person", "") and known
    indefinite = phrase.kind == "org" and phrase.determiner in ("a", "an")
    return indefinite and entity.kind in ("org", "") and len(entity.tokens) > 0


def _learn_from_pronouns(scene: Scene) -> None:
    """Learn that Mbeki is a woman from "Mbeki said her crews", and a person from "Mbeki, who"."""
    follows = {w.start: after for w, after in zip(scene.words, scene.words[2:], strict=False)} if scene.mentions else {}
    for mention in scene.mentions:
        entity, attribution = mention.entity, mention.source_of
        if entity is None or not mention.phrase.name:
            continue
        after = follows.get(mention.phrase.words[-1].start)
        if after is not None and not entity.kind:
            entity.kind = {"who": "person", "which": "org"}.get(after.lower, "")
        if attribution is None or attribution.cue is None or attribution.cue.start_char < mention.start:
            continue
        _learn_from_clause(scene, entity, attribution.cue)


def _learn_from_clause(scene: Scene, entity: Entity, cue: Span) -> None:
    """Take the first pronoun after a cue for its speaker's, if no other person is named before it."""
    others = [m.start for m in scene.mentions if m.start > cue.end_char and m.phrase.kind == "person"]
    stop = min(others, default=scene.sentence.end_char)
    for word in [w for w in scene.words if cue.end_char <= w.start < stop][:8]:
        if word.text in "\"“‘'":
            return
        pronoun = POSSESSIVES.get(word.lower, word.lower)
        if pronoun in PRONOUN_GENDER and entity.kind != "org":
            entity.kind = entity.kind or "person"
            entity.leaning = entity.leaning or PRONOUN_GENDER[pronoun]
            return
        if pronoun == "it" and not entity.kind:
            entity.kind = "org"
            return
