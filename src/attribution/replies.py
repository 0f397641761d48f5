"""What a statement says that answers others: "dismissed the report", "the story is a hoax"."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from attribution.labels import AttributionType
from attribution.lexicon import POINTING
from attribution.matching import RELATED
from attribution.stance import is_affirming, is_rejecting
from attribution.statements import Statement
from attribution.wording import stem

__all__ = ["Replies", "Said", "Stances", "takes_side"]

FloatArray = npt.NDArray[np.floating]
Stances = dict[int, tuple[float, float]]
"""Support and refutation by the index of the claim."""
_REACH = 5  # sentences back in which "the report" or "it" finds what it refers to
_HINT_REACH = 12  # and in which a hint finds the deed that it hints at
_MEANT = 0.2  # relatedness from which a refusal to comment in words of its own is about what was said
_REFUTES_OUTRIGHT = 0.9  # refutation of "the story is a hoax"
_CLOSE = 0.1  # claims this close to the most related one share a referent


@dataclass(frozen=True)
class Said:
    """What one statement said: its stances, and how related it is to each of these claims.

    ``related`` lacks claims that it is about only by reference.
    """

    sentence: int
    statement: Statement
    stances: Stances
    related: Mapping[int, float]
    origin: str | None = None

    def may_be_answered(self, index: int, reach: int) -> bool:
        """Tell whether sentence ``index`` may refer to this: what somebody said, or narration just before it."""
        return index - self.sentence <= (reach if self.statement.type is not None else 1)

    @property
    def takes_side(self) -> bool:
        """Whether it supports or refutes any claim."""
        return any(map(takes_side, self.stances.values()))

    def closest(self) -> Stances:
        """Return the stances to the claims that the statement is most about."""
        bar = max(self.related.values(), default=RELATED) - _CLOSE
        return {claim: p for claim, p in self.stances.items() if self.related.get(claim, RELATED) >= bar}

    def closest_claims(self) -> list[int]:
        """Return the claims that the statement is most about, whatever its stance."""
        bar = max(self.related.values()) - _CLOSE
        return [claim for claim, related in self.related.items() if related >= bar]

    def is_about_others_than(self, statement: Statement) -> bool:
        """Whether a statement names somebody whom this one neither names nor is by: "the Tribune's allegation"."""
        known = {stem(word) for word in (self.statement.speaker or "").split()} | self.statement.wording.terms.keys()
        return bool(statement.wording.names) and statement.wording.names.isdisjoint(known)


def takes_side(stance: tuple[float, float] | None) -> bool:
    """Tell whether the greater of support and refutation outweighs taking no side."""
    return stance is not None and max(stance) >= 1.0 - sum(stance)


@dataclass
class Replies:
    """What each statement of one document so far said about which claims, and what the next one says by that."""

    history: list[Said] = field(default_factory=list)

    def by_reference(self, index: int, statement: Statement, related: FloatArray, origin: str | None) -> Stances:
        """Return the stance of "dismissed the report", "confirmed it", "declined to comment" by what it answers.

        An answer to something else in its own sentence ("X accused Y of vanity; Y rejected that") answers no claim.
        """
        if self.history and self.history[-1].sentence == index and not self.history[-1].stances:
            return {}
        party, about = self._named_party(index, statement, origin)
        refers_back = statement.refers_back or (party and len(set(statement.own_words) - party) <= 1)
        if statement.type is None:
            return self._debunked(index, statement)
        reach = _HINT_REACH if statement.type == AttributionType.HINT else _REACH
        said = next((s for s in reversed(self.history) if s.takes_side and s.may_be_answered(index, reach)), None)
        if not about and (said is None or said.is_about_others_than(statement)):
            return {}
        speaker = None if about or said is None else said.statement.speaker
        about = about or (said.closest() if said else {})
        if statement.type == AttributionType.NO_COMMENT:
            brief = refers_back or len(statement.wording.terms) <= 2
            return {c: (0.0, 0.0) for c in about if brief or related[c] >= _MEANT}
        if not refers_back:
            return {}
        if statement.type == AttributionType.DENIAL or is_rejecting(statement.cue_and_content):
            if statement.speaker is not None and statement.speaker == speaker:
                return {c: p for c, p in about.items() if p[1] > p[0]}  # it goes on denying
            return {claim: (refutation, support) for claim, (support, refutation) in about.items()}
        agrees = statement.type == AttributionType.HINT or is_affirming(statement.cue_and_content)
        return about if agrees else {}

    def _named_party(self, index: int, statement: Statement, origin: str | None) -> tuple[set[str], Stances]:
        """Return the words by which a statement names somebody who spoke before, and the firmest sides that one took.

        "The ministry's version", "the accusation of the Movement": all that the ministry said near, however many
        statements of others, or of its own about something else, stand between.
        """
        words, party, about = set(statement.own_words), set[str](), Stances()
        for said in reversed(self.history):
            named = words & set((said.origin or "").split())
            if named and said.origin != origin and index - said.sentence <= _HINT_REACH:
                party |= named
                sides = said.closest() if said.takes_side else {}
                about |= {c: p for c, p in sides.items() if max(p) > max(about.get(c, (0.0, 0.0)))}
        return party, about

    def _debunked(self, index: int, statement: Statement) -> Stances:
        """Return what the article refutes by calling something said before untrue ("The story is a hoax")."""
        text = statement.wording
        if not (text.debunks and text.has(POINTING) and not text.negated):
            return {}
        near = [s for s in reversed(self.history) if s.related and index - s.sentence <= _REACH]
        return dict.fromkeys(near[0].closest_claims(), (0.0, _REFUTES_OUTRIGHT)) if near else {}
