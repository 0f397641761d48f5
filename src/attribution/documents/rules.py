"""Whether one line is page furniture by the rules of `rule_table`, or by the way it speaks to the reader."""

import re
from functools import cache

from attribution.documents.lines import ENDS_SENTENCE
from attribution.documents.rule_table import NEEDED, OPENERS, STRONG, WEAK

__all__ = ["ENDINGS", "addresses_reader", "matched", "normalised", "promotes", "quotes_or_reports", "weakly_matched"]

_LONGEST = 320  # characters of the longest line that the rules look at
_INLINE = ("advertisement", "read more", "photo credit", "player", "commission")
ENDINGS = frozenset({*STRONG, *OPENERS, "promotion"} - {*_INLINE})
"""Reasons of furniture that stands around an article; the others also stand between its paragraphs."""

_SIGNED = frozenset({"photo credit", "credits", "share buttons"})  # captions and pull quotes may report
_PIECES = re.compile(r"\s*(?:\||»|›|•|·| / )\s*")
_AROUND = re.compile(r"^[\s•‣▪·|>»›←→↑↓▼▶►◀+*✕✖–—-]+(?=[\w(])|[\s|>»›←→↑↓▼▶►◀✕✖]+$|(?<=\w):$")
_ARROW = re.compile(r"^[←→]|[←→]$")
_QUOTES = re.compile(r"""["“”]""")
_REPORTS = re.compile(r"\b(?:said|says|told|according|denied|accused|added|asked|warned|announced|confirmed)\b")
_SITE_VOICE = re.compile(r"\b(?:we|our|us|you|your|this (?:site|website)|by continuing|click)\b")
_SITE_MATTERS = re.compile(
    r"\b(?:newsletters?|inbox|e-?mail address|subscri\w+|sign(?:ing)? up|cookies|similar technologies|paywall"
    r"|unlimited access|privacy (?:policy|notice)|notifications|logged in|log in|free trial|promo code|reader-funded"
    r"|follow us|as little as|our (?:app|podcast|channel|journalism|website|readers|reporters|newsroom|rules))\b"
)
_SITE_TOPICS = re.compile(
    r"\b(?:terms (?:of|and)|donat\w+|support|contributions?|tickets|save up to|book (?:now|by)|personal data|stories"
    r"|journalism|this article)\b"
)
_READER = re.compile(r"\b(?:you|your|click|sign up|subscribe)\b")


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
        for reason, needed, pattern in _rules():
            if needed.search(plain) and pattern.fullmatch(plain):
                return None if _is_sentence(line, reason) else reason
        if _ARROW.search(line) or _is_menu(plain):
            return "navigation"
    return promotes(line)


def weakly_matched(line: str) -> bool:
    """Tell whether a line is furniture when other furniture is next to it: a button, a count, a dated headline."""
    return len(line) <= _LONGEST and bool(_weak_rules().fullmatch(normalised(line)))


def promotes(line: str) -> str | None:
    """Return "promotion" or "cookie notice" for prose in which the site speaks to its reader about itself.

    A line that quotes or reports somebody is the article's.

    >>> promotes("We use cookies to improve your visit. You can change your preferences at any time.")
    'cookie notice'
    >>> promotes("“We use cookies as an excuse,” said the regulator, who wants your browser to decide.") is None
    True
    """
    if len(line) > 2 * _LONGEST or quotes_or_reports(line):
        return None
    plain = line.lower().replace("’", "'")
    matters = {match[0] for match in _SITE_MATTERS.finditer(plain)}
    if not matters or not (_READER.search(plain) or len(matters) > 1):
        return None
    signs = len(matters) + len(_SITE_TOPICS.findall(plain)) + len(_SITE_VOICE.findall(plain))
    if signs < 3:
        return None
    return "cookie notice" if matters & {"cookies", "similar technologies"} else "promotion"


def quotes_or_reports(line: str) -> bool:
    """Tell whether a line has double quotation marks or a reporting verb, as hardly any furniture has."""
    return bool(_QUOTES.search(line) or _REPORTS.search(line.lower()))


def addresses_reader(line: str) -> bool:
    """Tell whether a line speaks as the site, or to its reader."""
    return bool(_SITE_VOICE.search(line.lower()))


def _is_sentence(line: str, reason: str) -> bool:
    """Tell whether a line is a sentence of the article, whatever words it begins with: it reports, or is no heading."""
    if not ENDS_SENTENCE.search(line) or reason in _SIGNED:
        return False
    headed = reason == "related" and line.endswith(".") and "more" not in line.lower()
    return headed or bool(_REPORTS.search(line.lower()))


def _is_menu(plain: str) -> bool:
    """Tell whether a line is three and more short items in a row: "news | opinion | sport"."""
    items = [item for item in _PIECES.split(plain) if item]
    return len(items) >= 3 and all(len(item.split()) <= 4 for item in items)


@cache  # compiling takes a good tenth of a second, which importing must not
def _rules() -> list[tuple[str, re.Pattern[str], re.Pattern[str]]]:
    """Return reason, what a line must have somewhere, and what it must match, for each kind of furniture."""
    rules = [(reason, patterns) for table in (OPENERS, STRONG) for reason, patterns in table.items()]
    return [(reason, re.compile(NEEDED.get(reason, "")), re.compile("|".join(patterns))) for reason, patterns in rules]


@cache
def _weak_rules() -> re.Pattern[str]:
    return re.compile("|".join(WEAK))
