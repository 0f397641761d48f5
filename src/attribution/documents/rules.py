"""Whether one line is page furniture by the rules of `rule_table`, or by the way it speaks to the reader (`voice`)."""

import re
from functools import cache

from attribution.documents.lines import ENDS_SENTENCE
from attribution.documents.rule_table import NEEDED, OPENERS, STRONG, WEAK
from attribution.documents.voice import promotes, reports

__all__ = ["CLOSINGS", "ENDINGS", "matched", "normalised", "weakly_matched"]

_LONGEST = 320  # characters of the longest line that the rules look at
_INLINE = ("advertisement", "read more", "photo credit", "player", "commission")
ENDINGS = frozenset({*STRONG, *OPENERS, "promotion"} - {*_INLINE})
"""Reasons of furniture that stands around an article; the others also stand between its paragraphs."""
CLOSINGS = frozenset({"comments", "comment form", "tags", "legal", "feedback", "credits", "copyright", "continued"})
"""Reasons of furniture below which no article goes on, if most of it is above."""

_SIGNED = frozenset({"photo credit", "credits", "share buttons"})  # captions and pull quotes may report
_PIECES = re.compile(r"\s*(?:\||»|›|•|·| / )\s*")
_AROUND = re.compile(r"^[\s•‣▪·∙●■◆♦|<>»›←→↑↓▼▶►◀+*✕✖–—-]+(?=[\w(])|[\s|>»›←→↑↓▼▶►◀✕✖]+$|(?<=\w):$")
_ARROW = re.compile(r"^[←→]|[←→]$")


def normalised(line: str) -> str:
    """Return the form of a line that rules are written for.

    >>> normalised("» Editor’s  Picks →")
    "editor's picks"
    """
    plain = " ".join(line.replace("’", "'").replace("‘", "'").lower().split())
    return _AROUND.sub("", plain) if len(plain) <= _LONGEST else plain


def matched(line: str) -> str | None:
    """Return the name of the rule that makes a line furniture by itself, or None.

    >>> matched("Click to share on Facebook (Opens in new window)"), matched("Most read in News")
    ('share buttons', 'related')
    >>> matched("Members were asked to share the photograph on Facebook.") is None
    True
    """
    if len(line) <= _LONGEST:
        plain = normalised(line)
        if reason := _named(plain):
            return None if _is_sentence(line, reason) else reason
        if _ARROW.search(line) or _is_menu(plain):
            return "navigation"
        if joined := _joined(plain):
            return joined
    return promotes(line)


def weakly_matched(line: str) -> bool:
    """Tell whether a line is furniture when other furniture is next to it: a button, a count, a dated headline."""
    return len(line) <= _LONGEST and bool(_weak_rules().fullmatch(normalised(line)))


def _is_sentence(line: str, reason: str) -> bool:
    """Tell whether a line is a sentence of the article, whatever words it begins with: it reports, or is no heading."""
    if not ENDS_SENTENCE.search(line) or reason in _SIGNED:
        return False
    headed = reason == "related" and line.endswith(".") and "more" not in line.lower()
    return headed or reports(line)


def _is_menu(plain: str) -> bool:
    """Tell whether a line is three and more short items in a row: "news | opinion | sport"."""
    items = [item for item in _PIECES.split(plain) if item]
    return len(items) >= 3 and all(len(item.split()) <= 4 for item in items)


def _joined(plain: str) -> str | None:
    """Return the reason of a line of two and more pieces that are all furniture: "Listen • 3:52"."""
    items = [item for item in _PIECES.split(plain) if item]
    if not 2 <= len(items) <= 6:
        return None
    reasons = [_named(item) for item in items]
    known = all(reason or _weak_rules().fullmatch(item) for item, reason in zip(items, reasons, strict=True))
    return next((reason for reason in reasons if reason), None) if known else None


def _named(plain: str) -> str | None:
    """Return the name of the first rule that a normalised line matches."""
    return next((name for name, needed, rule in _rules() if needed.search(plain) and rule.fullmatch(plain)), None)


@cache  # compiling takes a good tenth of a second, which importing must not
def _rules() -> list[tuple[str, re.Pattern[str], re.Pattern[str]]]:
    """Return reason, what a line must have somewhere, and what it must match, for each kind of furniture."""
    rules = [(reason, patterns) for table in (OPENERS, STRONG) for reason, patterns in table.items()]
    return [(reason, re.compile(NEEDED.get(reason, "")), re.compile("|".join(patterns))) for reason, patterns in rules]


@cache
def _weak_rules() -> re.Pattern[str]:
    return re.compile("|".join(WEAK))
