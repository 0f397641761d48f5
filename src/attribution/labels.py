"""The one owner of label names and their order; ``docs/labels.md`` says what each one means."""

from enum import StrEnum

__all__ = ["GRADES", "LABELS", "NONE", "ROLES", "AttributionType", "SourceKind", "Stance"]


class AttributionType(StrEnum):
    """How a source stands behind what it is quoted for."""

    OFFICIAL_CONFIRMATION = "official_confirmation"
    HINT = "hint"
    DENIAL = "denial"
    GROUP_ALLEGATION = "group_allegation"
    NO_COMMENT = "no_comment"
    STATEMENT = "statement"


class SourceKind(StrEnum):
    """What sort of source speaks."""

    OFFICIAL = "official"
    ORGANISATION = "organisation"
    GROUP = "group"
    MEDIA = "media"
    EXPERT = "expert"
    INDIVIDUAL = "individual"
    DOCUMENT = "document"
    UNKNOWN = "unknown"


class Stance(StrEnum):
    """Where an attribution or sentence stands towards a claim."""

    SUPPORTS = "supports"
    REFUTES = "refutes"
    NEUTRAL = "neutral"
    UNRELATED = "unrelated"


NONE = "none"
"""The seventh label: the sentence has no attribution."""

LABELS: tuple[str, ...] = (*AttributionType, NONE)
"""The seven sentence labels in their fixed order."""

ROLES: tuple[str, ...] = ("source", "cue", "content")
"""The parts of an attribution that are spans of text."""

GRADES = {
    1: "confirmed by other sources",
    2: "probably true",
    3: "possibly true",
    4: "doubtful",
    5: "improbable",
    6: "truth cannot be judged",
}
"""The Admiralty (STANAG 2511) words for the credibility of information."""
