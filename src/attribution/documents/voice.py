"""Prose that is no article: the site speaks to its reader about itself, or somebody introduces author or publisher.

Signs are counted. Three make a line furniture wherever it stands, two do beside other furniture, and a line that quotes
or reports somebody is always the article's.
"""

import re

__all__ = ["promotes", "quotes_or_reports", "reports", "speaks"]

_LONGEST = 640  # characters of the longest line that is looked at
_QUOTES = re.compile(r"""["“”]""")
_REPORTS = re.compile(r"\b(?:said|says|told|according|denied|accused|added|asked|warned|announced|confirmed)\b")
_WE = re.compile(r"\b(?:we|our|us|this (?:site|website|page|newsletter|publication)|by continuing)\b")
_YOU = re.compile(r"\b(?:you|your|click|sign up|subscribe)\b")
_IMPERATIVE = re.compile(
    r"(?:^|[.!?] )(?:please )?(?:sign (?:up|our)|subscribe|join|follow|get|download|donate|give|support|become|register"
    r"|read|watch|listen|click|tap|enjoy|help|share|e-?mail|contact|send|discover|try|buy|start|never miss|don't miss"
    r"|apply|visit|find out|check out|browse|access|like us|call|write to|stay)\b"
)
_MATTERS = re.compile(
    r"\b(?:newsletters?|inbox|e-?mail address|subscri\w+|sign(?:ing)? up|cookies|similar technologies|paywall"
    r"|unlimited access|privacy (?:policy|notice)|notifications|logged in|log in|free trial|promo code|reader-funded"
    r"|follow us|as little as|our (?:\w+ )?(?:app|podcast|channel|journalism|website|readers|reporters|newsroom|rules"
    r"|work|coverage|reporting|team|community|members|supporters)|(?:reader|listener|viewer)s?-supported|make a gift"
    r"|chip in|donate)\b"
)
_TOPICS = re.compile(
    r"\b(?:terms (?:of|and)|donat\w+|support|contributions?|tickets|save up to|book (?:now|by)|personal data|stories"
    r"|journalism|this (?:article|page|story)|gift|alerts|every (?:day|week|month|morning)|a month|a year|free"
    r"|whatsapp|advertis\w+|guestbook)\b"
)
_AUTHOR = re.compile(
    r"\b(?:is|was|has been|works as)\b.{0,60}\b(?:reporter|correspondent|editor|writer|columnist|journalist|producer"
    r"|freelance\w*|photographer|contributor)\b"
    r"|\b(?:covers|writes (?:about|for|on)|reports (?:on|for)|has (?:been writing|written|covered|reported)|joined the"
    r"|lives in|is based in|previously (?:worked|covered|wrote)|is the author of|graduated)\b"
)
_PUBLISHER = re.compile(
    r"^(?:printed|published|produced|designed|developed|hosted|operated|maintained)(?: and \w+)? by\b"
    r"|\bofficial (?:web)?site\b|\bcontent (?:is )?(?:owned|provided) by\b|\bsite (?:is )?(?:designed|developed|hosted)"
    r"|\bbest viewed\b|\bvisitor number\b|\bwebmaster\b|\bpart of (?:the )?.{0,40}\b(?:media|group)\b"
    r"|\bis (?:a|an|the) .{0,50}\b(?:publication|media (?:group|company|outlet|organi[sz]ation)|publisher"
    r"|news (?:agency|division|website|site|outlet|service|platform|organi[sz]ation))\b"
    r"|\bnews and media division\b|\bquotes (?:are )?delayed\b|\breaches (?:millions|over|more than)\b"
    r"|\bnon-?profit (?:newsroom|news)\b|\bregulated by\b"
)


def promotes(line: str) -> str | None:
    """Return "promotion" or "cookie notice" for prose in which the site speaks to its reader about itself.

    A line that quotes or reports somebody is the article's.

    >>> promotes("We use cookies to improve your visit. You can change your preferences at any time.")
    'cookie notice'
    >>> promotes("“We use cookies as an excuse,” said the regulator, who wants your browser to decide.") is None
    True
    """
    if len(line) > _LONGEST or quotes_or_reports(line):
        return None
    plain = _plain(line)
    matters = {match[0] for match in _MATTERS.finditer(plain)}
    calls = len(_IMPERATIVE.findall(plain))
    if not matters or not (calls or _YOU.search(plain) or len(matters) > 1):
        return None
    voices = len(_WE.findall(plain)) + len(_YOU.findall(plain))
    if len(matters) + len(_TOPICS.findall(plain)) + voices + calls < 3:
        return None
    return "cookie notice" if matters & {"cookies", "similar technologies"} else "promotion"


def speaks(line: str) -> int:
    """Return how many signs a line shows of being about the page, its author or its publisher; 0 if it reports.

    >>> speaks("Jane Roe is a reporter at the Post."), speaks("Fires burned for two days.")
    (2, 0)
    """
    if len(line) > _LONGEST or quotes_or_reports(line):
        return 0
    plain = _plain(line)
    heavy = bool(_AUTHOR.search(plain)) + bool(_PUBLISHER.search(plain))
    light = (bool(rule.search(plain)) for rule in (_WE, _YOU, _IMPERATIVE, _MATTERS, _TOPICS))
    return 2 * heavy + sum(light)


def quotes_or_reports(line: str) -> bool:
    """Tell whether a line has double quotation marks or a reporting verb, as hardly any furniture has."""
    return bool(_QUOTES.search(line)) or reports(line)


def reports(line: str) -> bool:
    """Tell whether a line has a reporting verb."""
    return bool(_REPORTS.search(line.lower()))


def _plain(line: str) -> str:
    return line.lower().replace("’", "'")
