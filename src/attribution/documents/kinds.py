"""Which lines of an article are bylines and cross-heads: kept, but never evidence."""

import re
from collections.abc import Sequence

from attribution.documents.lines import ENDS_SENTENCE
from attribution.schema import SentenceKind

__all__ = ["is_byline", "is_prose", "line_kinds"]

_NAME = r"[A-Z][\w'’.-]+(?: (?:[A-Z][\w'’.-]*|de|van|von|al|bin|el|la|der|di|da|du|and|&|in|for|of|the|at)){0,11}"
_ROLE = r"(?:correspondent|reporters?|writer|editor|staff|columnist|bureau|agenc(?:y|ies)|contributor|journalist)"
_BYLINE = re.compile(
    rf"(?i:by|words by|written by|posted by|published by|story by|report by|from):? {_NAME}"
    rf"(?:,? (?i:[\w /&-]*{_ROLE}))?(?:,? \S+@\S+)?"
    rf"|(?:{_NAME},? )?(?i:[\w /&'’-]{{0,40}}\b{_ROLE})(?:,? in {_NAME}|, {_NAME})?"
    rf"|(?=[^|]*\w \w){_NAME} ?(?:\| ?{_NAME})+"
    r"|(?:Reuters|AP|AFP|EFE|DPA|Bloomberg|(?:The )?Associated Press|Agence France-Presse|PA Media)"
    r"|(?:Reporting|Dispatches|Writing) (?:from|in) [A-Z][\w ,.-]{2,50}"
)
_POSTED = re.compile(
    r"(?:first )?(?:posted|published|updated|reported|last updated|last modified|modified|created)\b.{0,90}", re.I
)
_DATELINE = re.compile(
    r"[A-Z][A-Z .'’-]{2,30},? .{0,30}(?:\((?:Reuters|Xinhua|[A-Z]{2,7})\)|\d{1,4}) ?(?:[-–—]+|\[TEXT\])?"
)
_DATE_WORD = re.compile(
    r"\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)(?:uary|ruary|ch|il|ust|tember|ober|ember)?\b\.?"
    r"|\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?"
    r"|\b(?:first|posted|published|updated|last|modified|on|at|a|an|days?|hours?|minutes?|mins?|weeks?|months?|ago)\b"
    r"|\b(?:yesterday|today|read|min|date|time|created)\b|\d+(?:st|nd|rd|th)\b"
    r"|\b(?:[ap]\.?m\.?|gmt|utc|bst|est|edt|et|pst|pdt|pt|ist|cet|cest|eat|hrs|local time)\b\.?",
    re.I,
)
_FINAL = re.compile(r"""[.!?…:;,"'”’»)\]-]$""")
_QUOTED = re.compile(r"""‘[^’]*\w(?:’\w+)*’|“[^”]*\w”|'[^']*\w'|"[^"]*\w\"""")
_NAMED = re.compile(r"[A-Z][\w'’.-]+(?: [A-Z][\w'’.-]*){1,2}")


def is_prose(line: str) -> bool:
    """Tell whether a line reads like running text: it ends as sentences do, introduces one, or goes on for long.

    >>> is_prose("The room stood up."), is_prose("Ferry passengers stranded overnight after engine fire")
    (True, False)
    """
    words = len(line[:1000].split())
    if words >= 22 or (line[-1] == ":" and words >= 8):
        return True
    return bool(ENDS_SENTENCE.search(line[-40:])) and (words >= 3 or line[0] in "\"'“‘")


def is_byline(line: str) -> bool:
    """Tell whether a line only names who wrote the article, where and when.

    >>> is_byline("By Jane Roe in Kyiv"), is_byline("Updated 3 Mar 2024 14:05"), is_byline("By nightfall it was gone.")
    (True, True, False)
    """
    if len(line) > 120 or not any(c.isalnum() for c in line):
        return False
    if _BYLINE.fullmatch(line) or (_POSTED.fullmatch(line) and re.search(r"\d|by ", line) and len(line.split()) <= 12):
        return True
    if len(line) <= 70 and _DATELINE.fullmatch(line):
        return True
    rest = _DATE_WORD.sub("", line)  # a date has digits, or is "yesterday" or "an hour ago"
    return rest != line and not any(c.isalpha() for c in rest) and bool(re.search(r"\d|ago\b|day\b", line))


def line_kinds(lines: Sequence[str]) -> list[SentenceKind]:
    """Return the kind of each line of an article from which furniture has been taken out.

    A cross-head is a short line without a full stop that stands above running text; so is the headline. A text of one
    line, or without running text, is all body.

    >>> lines = ["Depot hit", "By Jane Roe", "The depot was hit on Monday.", "No answer", "The ministry did not reply."]
    >>> [kind.value for kind in line_kinds(lines)]
    ['crosshead', 'byline', 'body', 'crosshead', 'body']
    """
    prose = [is_prose(line) for line in lines]
    if not any(prose):
        return [SentenceKind.BODY] * len(lines)
    first, last = prose.index(True), len(lines) - 1 - prose[::-1].index(True)
    kinds = []
    for i, line in enumerate(lines):
        heading = i < last and not prose[i] and _heads(line) and not _listed(lines, i)
        if is_byline(line) or (i < first and _names_author(lines, i)):
            kinds.append(SentenceKind.BYLINE)
        elif heading and len(line.split()) <= (20 if i < first else 10):
            kinds.append(SentenceKind.CROSSHEAD)
        else:
            kinds.append(SentenceKind.BODY)
    return kinds


def _heads(line: str) -> bool:
    """Tell whether a line ends as headings do; one that is all quotation may be: ‘Opened the door’."""
    return not _FINAL.search(line) or bool(_QUOTED.fullmatch(line) and len(line.split()) <= 8)


def _names_author(lines: Sequence[str], i: int) -> bool:
    """Tell whether a line is two or three capitalised words next to a byline or a date."""
    beside = [lines[j] for j in (i - 1, i + 1) if 0 <= j < len(lines)]
    return bool(_NAMED.fullmatch(lines[i])) and i > 0 and any(is_byline(line) for line in beside)


def _listed(lines: Sequence[str], i: int) -> bool:
    """Tell whether a line is an item of a list that a colon opens, not a heading."""
    while i > 0:
        i -= 1
        if lines[i].endswith(":"):
            return True
        if is_prose(lines[i]):
            return False
    return False
