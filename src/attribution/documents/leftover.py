"""Furniture that no rule knows: a logistic regression over what a line looks like and what stands around it.

The weights are in ``leftover.json``, by the names of features, and are fitted by ``training/fit_furniture.py``.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import exp
from typing import NamedTuple

from attribution.documents.lines import ENDS_SENTENCE
from attribution.documents.voice import hints, quotes_or_reports, reports, speaks
from attribution.fitted import FittedModel

__all__ = ["Known", "LeftoverModel", "candidates", "line_features"]

_LONG = 1000  # characters of a paragraph that are looked at
_MANY = 4  # lines of furniture that make a text a page
_CROSSHEAD = 8  # words of the longest cross-head
_NEAR = 4  # lines above and below that are looked at
_SIZES = ((4, "up to 4"), (9, "5 to 9"), (16, "10 to 16"), (28, "17 to 28"), (10**6, "29 and more"))
_WORD = re.compile(r"[A-Za-z][\w'’-]*")
_FUNCTION_WORDS = """
    a an the of to in on at for from by with and or but that which who as was were is are be been had has have will
    would could not it its he she they his her their this there after before when while than into over about said
"""
_FUNCTION = frozenset(_FUNCTION_WORDS.split())
_PAST = re.compile(r"\b(?:was|were|had|did|went|took|made|came|found|left|told|gave|saw|held|\w{2,}ed)\b")
_VERB = re.compile(r"\b(?:is|are|has|have|will|would|can|could|may|must|should|do|does|don't|isn't)\b")
_READER = re.compile(r"\b(?:you|your|you're|you'll|yours)\b")
_SITE = re.compile(r"\b(?:we|our|us)\b")
_NUMBERS = re.compile(
    r"https?:|www\.|@\w|\w\.(?:com|org|net|example)\b|\b0\d[\d ]{6,}|\(\d{3}\) ?\d|\d{3}[- ]\d{3,4}[- ]?\d*"
    r"|\+\d{1,3} \d|\b\d{1,2}(?:[:.]\d\d)? ?[ap]m\b|\b\d{1,2}[:.]\d\d\b"
)
_MATTERS = re.compile(
    r"\b(?:newsletters?|e-?mails?|inbox|apps?|(?:web)?sites?|page|articles?|stories|story|subscri\w+|members?(?:hip)?"
    r"|log in|accounts?|cookies|privacy|polic(?:y|ies)|terms|copyright|rights|podcasts?|channel|adverts?|ads|comments?"
    r"|newsroom|journalism|readers?|editors?|press office|enquir(?:y|ies)|interviews|contact|information|updates?"
    r"|alerts?|deals?|discounts?|tickets|shop|store|donat\w+|gift|support|supporters|prints?|sponsor\w*|partners?"
    r"|join|available|download|register\w*|services?|listen|watch|live|video|inspired|personal data|movement"
    r"|online|digital|exclusive|delivered|daily|weekly|fortnight|tax-deductible|acknowledge|authors?|columnist"
    r"|writer|reporter|published|charity|non-?profit|ranked|founded|home to|proud\w*|access)\b"
)
_CALLS = re.compile(
    r"^(?:please )?(?:sign|subscribe|join|follow|get|download|donate|give|support|become|register|read|watch|listen"
    r"|click|tap|enjoy|help|share|send|discover|try|buy|start|stay|apply|visit|find|check|browse|access|call|write|tell"
    r"|meet|learn|explore|see|look|shop|book|order|save|win|vote|tag|ask|add|choose|keep|make|catch|take|want|need|got|looking"
    r"|are you|do you|did you|have you|made this|for (?:more|further|interviews|enquiries)|not a|already)\b"
)
_LABEL = re.compile(r"^[A-Z][\w' ’]{2,30}: ")
_CREDIT = re.compile(r"\((?:[A-Z][\w. ]+: ?[A-Z][^)]+|\w+ image|[A-Z][^)]+ ?/ ?[A-Z][^)]+)\)\.?$")
_PRICE = re.compile(r"[$£€]\d")
_TITLED = 0.6  # share of capitalised words in a line of names or a title
_SHOWING = re.compile(
    r"\b(?:pictured?|photo\w*|image|representational|file|illustration|seen (?:from|in|here)|left|right)\b", re.I
)


@dataclass(frozen=True)
class LeftoverModel(FittedModel):
    """Weights of the features of a line, and the least probability at which it is furniture."""

    file = ("attribution.documents", "leftover.json")

    def prob(self, features: Sequence[str]) -> float:
        """Return the probability that a line with these features is furniture.

        >>> round(LeftoverModel({"always": -1.0, "speaks to the reader": 3.0}, 0.5).prob(["always", "alone"]), 2)
        0.27
        """
        score = sum(self.weights.get(feature, 0.0) for feature in features)
        return 1 / (1 + exp(-max(-30.0, min(30.0, score))))


class Known(NamedTuple):
    """What the rules say about a page: by line its text, why it is out, whether it is running text; and its heading."""

    paragraphs: Sequence[str]
    reasons: Sequence[str | None]
    prose: Sequence[bool]
    heading: Collection[int] = ()
    authors: tuple[str, ...] = ()


def candidates(page: Known) -> list[int]:
    """Return the indices of lines that are not taken and may be.

    Short lines above running text may be cross-heads, what is in brackets a remark, and short lines of a page with
    hardly any furniture a list.

    >>> lines = ["Related", "Ferry late", "Roads shut", "Tags", "Depot hit", "The depot was hit on Monday.", "Ends"]
    >>> candidates(Known(lines, ["related"] * 4 + [None] * 3, [False] * 5 + [True, False]))
    [5, 6]
    """
    left = [i for i, reason in enumerate(page.reasons) if reason is None]
    prose = [i for i in left if page.prose[i]]
    if len(page.reasons) - len(left) < _MANY:
        return prose
    aside = {i - 1 for i in prose if len(page.paragraphs[i - 1].split()) <= _CROSSHEAD} - {*prose}
    return [i for i in left if i not in aside and not (page.paragraphs[i][0] == "(" and page.paragraphs[i][-1] == ")")]


def line_features(page: Known, at: Sequence[int]) -> list[list[str]]:
    """Return the features of the lines ``at`` some places of a page.

    >>> lines = ["The depot was hit on Monday night.", "Share this", "Never miss a story about the depot."]
    >>> line_features(Known(lines, [None, "share buttons", None], [True, False, True]), [2])[0][:4]
    ['always', 'words: 5 to 9', 'end: sentence', 'prose: no report']
    """
    paragraphs, reasons, prose, heading, authors = page
    running = [found and reason is None for found, reason in zip(prose, reasons, strict=True)]
    around = _Counts(reasons, running)
    vocabularies = [_vocabulary(line) for line in paragraphs]
    counts = Counter(word for i, words in enumerate(vocabularies) if running[i] for word in words)
    others = {word for i, reason in enumerate(reasons) if reason for word in vocabularies[i]} - counts.keys()
    found = []
    for i in at:
        line = paragraphs[i][:_LONG]
        own = vocabularies[i]
        seen = sum(counts[word] > running[i] for word in own) / max(1, len(own))
        features = ["always", *_looks(line, prose[i]), *_stands(reasons, prose, around, i)]
        features.append("words of the article: " + ("none" if not seen else "few" if seen < 0.2 else "some"))
        if i in heading:
            features.append("heading")
        if i and paragraphs[i - 1][-1] in ",;:":
            features.append("above goes on")
        shared = len(own & others)
        features.append("words of the furniture: " + ("none" if not shared else "one" if shared == 1 else "more"))
        if authors and line.startswith(authors):
            features.append("author first")
        found.append([*features, *_crossed(features)])
    return found


def _looks(line: str, running: bool) -> Iterator[str]:
    """Yield features of a line by itself."""
    words = _WORD.findall(line)
    plain = line.lower().replace("’", "'")
    yield "words: " + next(name for most, name in _SIZES if len(words) <= most)
    yield f"end: {_end(line)}"
    if running:
        yield "prose: report" if quotes_or_reports(line) or line[0] in "'‘" else "prose: no report"
    matters = len(set(_MATTERS.findall(plain)))
    if matters:
        yield f"matters of a page: {min(matters, 3)}"
    signs = speaks(line)
    if signs:
        yield f"signs of the page: {min(signs, 3)}"
    if words:
        titled = sum(word[0].isupper() for word in words) / len(words)
        function = sum(word.lower() in _FUNCTION for word in words) / len(words)
        yield "function words: " + ("none" if not function else "few" if function < 0.3 else "many")
        if titled >= _TITLED:
            yield "capitals"
    checks = {
        "past": _PAST.search(plain),
        "verb": _VERB.search(plain),
        "reader": _READER.search(plain),
        "site": _SITE.search(plain),
        "place or time": _NUMBERS.search(plain),
        "price": _PRICE.search(line),
        "calls": hints(line),
        "reports": reports(line),
        "quotation": re.search(r"[\"“‘]", line),
        "bracket": line[-1] == ")",
        "first word calls": _CALLS.search(plain),
        "label": _LABEL.search(line),
        "credit": _CREDIT.search(line),
        "shows": _SHOWING.search(line),
        "digits": any(c.isdigit() for c in line),
        "dash or bar": line.count(" - ") or "|" in line,
    }
    yield from (name for name, found in checks.items() if found)


def _end(line: str) -> str:
    if line[-1] in "?!":
        return "asks"
    if line[-1] in ",;:":
        return "goes on"
    return "sentence" if ENDS_SENTENCE.search(line) else "open"


class _Counts:
    """How many lines above each are furniture and running text, so that a long page is counted only once."""

    def __init__(self, reasons: Sequence[str | None], running: Sequence[bool]) -> None:
        self.furniture = [0, *accumulate(reason is not None for reason in reasons)]
        self.running = [0, *accumulate(running)]
        last = [0, *accumulate((i if found else 0 for i, found in enumerate(running)), max)]
        self.since = [self.furniture[i] - self.furniture[last[i]] for i in range(len(last))]


def _stands(reasons: Sequence[str | None], prose: Sequence[bool], counts: _Counts, i: int) -> Iterator[str]:
    """Yield features of the place where a line stands."""
    above, below = reasons[max(0, i - _NEAR) : i][::-1], reasons[i + 1 : i + 1 + _NEAR]
    for name, side in (("above", above), ("below", below)):
        near = next((n for n, reason in enumerate(side) if reason), _NEAR)
        yield f"furniture {name}: " + ("page ends" if not side else ("next", *["near"] * (_NEAR - 1), "far")[near])
    touching = bool(above and above[0]) + bool(not below or below[0])
    yield f"furniture beside: {touching}"
    earlier, later = counts.running[i], counts.running[-1] - counts.running[i + 1]
    yield "running text above: " + ("none", "one", "two", "more")[min(earlier, 3)]
    yield "running text below: " + ("none", "one", "two", "more")[min(later, 3)]
    if earlier >= 2:
        since = counts.since[i]
        yield "furniture since running text: " + ("none" if not since else "few" if since < 4 else "many")
    total, passed = counts.furniture[-1], counts.furniture[i]
    yield "page: " + ("hardly any furniture" if total < 4 else "some furniture" if total < 12 else "much furniture")
    if total - passed <= 2 and passed:
        yield "most furniture is above"
    yield f"short lines above: {sum(not running for running in prose[max(0, i - 3) : i])}"


def _crossed(features: Sequence[str]) -> Iterator[str]:
    """Yield pairs of features of which neither says much by itself."""
    held = {name.split(":")[0]: name for name in features}
    kind = held.get("prose", "no prose")
    for other in (
        "furniture beside",
        "running text below",
        "running text above",
        "words of the article",
        "furniture since running text",
    ):
        if other in held:
            yield f"{kind} & {held[other]}"
    yield f"{held['furniture beside']} & {held['words of the article']}"
    if "matters of a page" in held:
        yield f"{kind} & {held['matters of a page']}"
        yield f"{held['furniture beside']} & {held['matters of a page']}"


def _vocabulary(line: str) -> set[str]:
    return {word.lower()[:7] for word in _WORD.findall(line[:_LONG]) if len(word) >= 4} - _FUNCTION
