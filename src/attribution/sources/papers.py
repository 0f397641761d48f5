"""Who stands behind a document that is quoted: "the statement", "a report by the ministry", "its letter"."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from attribution.sources.entities import Entity
from attribution.sources.lexicon import ISSUED, word_set
from attribution.sources.mentions import Mention, Scene
from attribution.sources.reading import distinct
from attribution.sources.words import singular

if TYPE_CHECKING:
    from attribution.sources.descriptions import Describer

__all__ = ["Papers"]

_OBTAINED = word_set("seen obtained reviewed read viewed examined leaked")
_ISSUING = word_set("in issued released published sent signed wrote posted read distributed")


@dataclass
class Papers:
    """The documents of one article and who issued them; ``by_noun`` remembers the last of each sort."""

    describer: "Describer"
    by_noun: dict[str, Entity] = field(default_factory=dict)

    def resolve(self, mention: Mention) -> Entity | None:
        """Return who issued "the statement"; a study or poll of nobody speaks for itself."""
        phrase = mention.phrase
        owner, owned = self.describer.owner(phrase)
        author = owner or self._author_after(mention)
        if author is None and phrase.modifiers and singular(phrase.head) in ISSUED:
            author = self.describer.body_in_front(phrase)
        if author is not None:
            self.by_noun[phrase.head] = author
        if author is not None or owned:
            return author
        if phrase.definite and phrase.head in self.by_noun:
            return self.by_noun[phrase.head]
        if phrase.definite:
            before = self.describer.reading.directory.entities
            same = [e for e in before if e.kind == "document" and e.first >= 0 and phrase.head in e.roles]
            issuer = None if same else self._issuer(phrase.head)
            same = same or [e for e in before if e.kind == "document" and e.first >= 0 and e.quoted]
            if issuer is not None or same:
                return issuer or self.describer.reading.pick(same)
        statement = singular(phrase.head) in ISSUED - {"report"}
        return None if statement else self.describer.new(mention, "document")

    def note_author(self, mention: Mention) -> None:
        """Remember whose letter is mentioned, for when it speaks later."""
        owner, _ = self.describer.owner(mention.phrase)
        author = owner or self._author_after(mention)
        if author is not None:
            self.by_noun[mention.phrase.head] = author

    def _author_after(self, mention: Mention) -> Entity | None:
        """Return the author in "a report by the ministry", "a statement from Okafor"."""
        after, words = self.describer.reading.scene.next_mention(mention)
        if after is None or not words or words[-1] not in ("by", "from") or len(words) > 3 or words[0] in _OBTAINED:
            return None
        after.entity = after.entity or self.describer.resolve(after)
        return after.entity

    def _issuer(self, noun: str) -> Entity | None:
        """Return the one source of the last sentence that had such a document in it."""
        for k in range(self.describer.reading.at - 1, -1, -1):
            scene = self.describer.reading.scenes[k]
            if _issues(scene, noun):
                sources = distinct(e for e, _ in self.describer.reading.said[k])
                subjects = distinct(m.entity for m in scene.mentions if m.phrase.kind != "document")
                standing = sources or subjects
                return standing[0] if len(standing) == 1 else None
        return None


def _issues(scene: Scene, noun: str) -> bool:
    """Tell whether somebody speaks in, or puts out, such a document: "said in a letter", "issued a statement"."""
    words = [w.lower for w in scene.words]
    at = [i for i, w in enumerate(words) if w == noun]
    return any(not _ISSUING.isdisjoint(words[max(0, i - 5) : i]) for i in at)
