"""The identity of a source across documents."""

import re
import unicodedata

from attribution.sources.lexicon import ABBREVIATIONS, TITLES

__all__ = ["source_key"]

_ARTICLES = frozenset({"the", "a", "an"})
_LEADING = (
    _ARTICLES
    | (TITLES - {"st", "don", "dame"})
    | {short for short in ABBREVIATIONS if len(short) <= 4 and short not in ("pm", "ceo")}
)
_POSSESSIVE = re.compile(r"(?<=\w)['’‘`´](?:s\b|(?!\w))", re.IGNORECASE)
_NOT_WORD = re.compile(r"[^\w&+]+|_")
_INITIALS = re.compile(r"\b(?:[^\W\d_]\.){2,}")


def source_key(name: str) -> str:
    """Return what is the same for all spellings of a source's name; "" when nothing is left.

    Case, accents, punctuation, "'s", a leading article and forms of address ("Mr", "Gen.") do not count; offices
    written out ("President") do, for they may be part of a name.

    Examples
    --------
    >>> source_key("The Ministry of Defence"), source_key("MINISTRY OF DEFENCE")
    ('ministry of defence', 'ministry of defence')
    >>> source_key("Gen. Amina Okafor's"), source_key("Dr Amina Okafor"), source_key("U.N.") == source_key("UN")
    ('amina okafor', 'amina okafor', True)
    """
    plain = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    plain = _INITIALS.sub(lambda match: match[0].replace(".", "") + " ", _POSSESSIVE.sub("", plain))
    words = [word for word in _NOT_WORD.sub(" ", plain).split() if word]
    while len(words) > 1 and words[0] in _LEADING:
        words.pop(0)
    return " ".join(words)
