"""Days that an article names by how far they are from its own: "on Thursday", "yesterday", "last night"."""

import re
from datetime import date, timedelta

__all__ = ["days_of", "with_days", "without_days"]

_WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NEAR = {"yesterday": -1, "last night": -1, "today": 0, "tonight": 0, "tomorrow": 1}
_NEAR |= {f"this {part}": 0 for part in ("morning", "afternoon", "evening")}
_DAY = re.compile(
    rf"\b(?:(?P<near>{'|'.join(_NEAR)})|(?P<which>(?:last|next) )?(?P<weekday>{'|'.join(_WEEK)}))"
    r"(?: (?:night|morning|afternoon|evening))?\b(?!['’]s?)(?!-)(?!,? \(?(?:the )?\d)",
    re.I,
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b"
_DATED = re.compile(rf",? (?:{_MONTH}|\d)", re.I)
_FUTURE = re.compile(r"\b(?:will|shall|would|to be|going to|plans? to|planned|due|scheduled|next)\b", re.I)
_PAST = re.compile(
    r"\b(?:was|were|had|has|have|did|said|told|hit|shot|fell|took|made|gave|lost|won|found|sold|held|left|came|went|began|"
    r"rose|met|broke|(?!planned|scheduled|expected|supposed)[a-z]{2,}ed)\b",
    re.I,
)
_BEFORE_A_DAY = re.compile(
    r"on|by|since|until|till|from|last|next|this|early|late|before|after|for|and|or|than|that|but", re.I
)
_RESOLVED = re.compile(
    r" \((\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November|December) \d{4})\)"
)


def with_days(text: str, published: str | None) -> str:
    """Return a text with the day after each word that names one, by the day on which its article was published.

    News calls a day within a week by its name: the one before publication, or that of publication, or, where
    the text speaks of what is to come, the one after. Where the text speaks of both, nothing is said, nor where a
    weekday is part of a name or has its date.

    Parameters
    ----------
    published
        ISO 8601, or None where it is not known: then the text is as it was.

    Examples
    --------
    >>> with_days("The bridge fell on Tuesday night", "2025-03-06")
    'The bridge fell on Tuesday night (4 March 2025)'
    >>> with_days("The bridge will open next Tuesday", "2025-03-06T09:00:00Z")
    'The bridge will open next Tuesday (11 March 2025)'
    >>> with_days("The Sunday Times was wrong", "2025-03-06")
    'The Sunday Times was wrong'
    """
    if published is None:
        return text
    try:
        day = date.fromisoformat(published[:10])
    except ValueError:
        return text

    if not 1 < day.year < 9999:
        return text

    def dated(found: re.Match[str]) -> str:
        meant = None if _is_named(text, found) else _meant(text, found, day)
        return found[0] if meant is None else f"{found[0]} ({meant.day} {meant:%B} {meant.year})"

    return _DAY.sub(dated, text)


def without_days(text: str) -> str:
    """Return the text as it was before `with_days`."""
    return _RESOLVED.sub("", text)


def days_of(text: str) -> frozenset[str]:
    """Return the days that `with_days` found.

    >>> sorted(days_of("The bridge fell on Tuesday (4 March 2025)"))
    ['4 March 2025']
    """
    return frozenset(_RESOLVED.findall(text))


def _is_named(text: str, found: re.Match[str]) -> bool:
    """Tell whether a weekday belongs to a name ("Bloody Sunday", "the Sunday Times") or is followed by its date."""
    if _DATED.match(text, found.end()):
        return True
    if found["weekday"] is None or text.isupper():
        return False
    before, after = text[: found.start()].split()[-1:], text[found.end() :].split()[:1]
    named_before = bool(before) and before[0][0].isupper() and not _BEFORE_A_DAY.fullmatch(before[0])
    named_after = bool(after) and after[0][0].isupper() and text[found.end()] == " "
    repeated = bool(before) and before[0].lower() in {"each", "every"}
    return not found["weekday"][0].isupper() or named_before or named_after or repeated


def _meant(text: str, found: re.Match[str], published: date) -> date | None:
    if found["near"]:
        return published + timedelta(_NEAR[found["near"].lower()])
    ahead = (_WEEK.index(found["weekday"].lower()) - published.weekday()) % 7
    which = (found["which"] or "").strip().lower()
    future, past = bool(_FUTURE.search(text)), bool(_PAST.search(text))
    if which == "next" or (future and not past and not which):
        return published + timedelta(ahead or 7) if which or ahead else None
    if future and not which:
        return None
    return published - timedelta((-ahead) % 7 or (7 if which else 0))
