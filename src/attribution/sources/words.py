"""Sentences into words, and what a word says where it stands: role, organisation, people, first name."""

import re
from functools import lru_cache
from typing import NamedTuple

from attribution.sources.lexicon import (
    ABBREVIATIONS,
    COMPOUNDS,
    DOCUMENTS,
    GENERIC_ORGS,
    GENERIC_ROLES,
    NAME_ONLY,
    ORG_CLASSES,
    PEOPLE,
    ROLE_CLASSES,
    SURNAMES,
    word_set,
)
from attribution.sources.names import FEMALE_NAMES, MALE_NAMES

__all__ = [
    "FIRST_NAMES",
    "Word",
    "first_name_gender",
    "is_noun",
    "is_org",
    "is_org_word",
    "is_people",
    "is_role",
    "is_role_word",
    "is_upper",
    "is_upper_case",
    "likely_gender",
    "singular",
    "words_of",
]

FIRST_NAMES = FEMALE_NAMES | MALE_NAMES
_SHORT = "|".join([*(w for w in ABBREVIATIONS if len(w) <= 4), "mr", "mrs", "ms", "hon", "st", "jr"])
_WORD = re.compile(
    rf"""\b(?:chief\ of\ staff|secretary\ of\ state)\b
    | (?<!\w)(?:[^\W\d_]\.)+                    # initials: "J.", "U.S."
    | \b(?:{_SHORT})\.                          # "Gen."
    | [^\W_]+s['’](?=\s[^\W\d_])                # "Sanders’ campaign"
    | [^\W_]+(?:[-&'’.@/][^\W_]+)*              # "al-Momani", "Okafor's"
    | [^\w\s]                                   # a mark""",
    re.IGNORECASE | re.VERBOSE,
)
_AGE = re.compile(r"\d+-year-olds?")
_OCCUPATION = re.compile(r"(?:ologist|keeper|worker|driver|owner|grapher|woman|person|player|writer|teacher)$")
_MEN_IN_A = word_set("joshua luca nikita mustafa musa issa isa yahya abdulla garba bola moussa")
_EITHER_IN_A = word_set("nicola sasha andrea costa")
_ARABIC = ("al-", "el-", "ul-", "as-", "ash-")


class Word(NamedTuple):
    """A word or punctuation mark; ``lower`` is without "'s" and in its full, British form."""

    text: str
    lower: str
    start: int
    end: int
    possessive: bool
    capital: bool


def is_upper(text: str) -> bool:
    """Tell whether capitals mean nothing in a sentence: all letters, or the first of all longer words, are capitals."""
    capitals, small = _cases(text)
    if _in_capitals(capitals, small):
        return True
    words = [w for w in text.split() if len(w) > 3] if 8 * capitals > small else []
    return len(words) > 4 and sum(w[0].islower() for w in words) < 0.1 * len(words)


def is_upper_case(text: str) -> bool:
    """Tell whether nearly all letters of a sentence are capitals."""
    return _in_capitals(*_cases(text))


def _cases(text: str) -> tuple[int, int]:
    return sum(map(str.isupper, text)), sum(map(str.islower, text))


def _in_capitals(capitals: int, small: int) -> bool:
    return capitals + small > 8 and capitals > 4 * small


def words_of(text: str, offset: int = 0, *, upper: bool = False) -> list[Word]:
    """Split a sentence into words and punctuation; offsets count from the document's start."""
    return [_word(match[0], match.start() + offset, upper) for match in _WORD.finditer(text)]


def _word(text: str, start: int, upper: bool) -> Word:
    text, lower, possessive, capital = _form(text, upper)
    return Word(text, lower, start, start + len(text), possessive, capital)


@lru_cache(maxsize=1 << 15)
def _form(text: str, upper: bool) -> tuple[str, str, bool, bool]:
    """Return a word's text, lower-case form, whether it owns what follows, and whether its capital means something."""
    if text[-1] in "'’" and len(text) > 1 and not text[0].isupper():
        text = text[:-1]
    lower = text.lower().replace("’", "'")
    possessive = lower.endswith(("'s", "s'"))
    lower = lower.removesuffix("'s").removesuffix("'")
    bare = lower.rstrip(".") if len(lower) > 1 else lower
    initial = text[0].isupper() or (text[0].isdigit() and text[-1].isalpha()) or lower.startswith(_ARABIC)
    return text, ABBREVIATIONS.get(bare, bare), possessive, initial and not upper


@lru_cache(maxsize=8192)
def singular(noun: str) -> str:
    """Return a plural noun of people or organisations in its singular; other words unchanged."""
    if noun.endswith("men"):
        return noun[:-2] + "an"
    for ending, to in (("ies", "y"), ("s", "")):
        if noun.endswith(ending) and len(noun) > 4 and not noun.endswith("ss"):
            return noun.removesuffix(ending) + to
    return noun


@lru_cache(maxsize=8192)
def first_name_gender(name: str) -> str | None:
    """Return m or f for a first name that is known to be one or the other.

    >>> first_name_gender("Amina"), first_name_gender("Tomas"), first_name_gender("Robin")
    ('f', 'm', None)
    """
    first = name.lower() if name.lower() in FIRST_NAMES else name.lower().split("-")[0]
    return "f" if first in FEMALE_NAMES else "m" if first in MALE_NAMES else None


@lru_cache(maxsize=8192)
def likely_gender(name: str) -> str | None:
    """Return m or f for a first name that is known or looks like one or the other.

    >>> likely_gender("Ortila"), likely_gender("Tomas"), likely_gender("Robin")
    ('f', 'm', None)
    """
    first = name.lower().split("-")[0]
    if (known := first_name_gender(name)) is not None:
        return known
    if len(first) < 4 or first in _EITHER_IN_A:
        return None
    if first.endswith("a"):
        return "m" if first in _MEN_IN_A else "f"
    return "m" if first.endswith("o") and not first.endswith(("ko", "elo", "rio")) else None


@lru_cache(maxsize=8192)
def is_role(word: str) -> bool:
    """Tell whether a singular noun says what a person is."""
    return (
        word in ROLE_CLASSES
        or word in GENERIC_ROLES
        or bool(_AGE.fullmatch(word) or _OCCUPATION.search(word))
        or word.replace(" ", "-") in COMPOUNDS
    )


@lru_cache(maxsize=8192)
def is_org(word: str) -> bool:
    """Tell whether a noun is what an organisation is called."""
    return word in ORG_CLASSES or word in GENERIC_ORGS or (word.endswith("maker") and word != "maker")


def is_org_word(word: Word) -> bool:
    """Tell whether a word of a sentence names an organisation where it stands."""
    return is_org(word.lower) and (word.capital or word.lower not in NAME_ONLY)


@lru_cache(maxsize=8192)
def is_people(word: str) -> bool:
    """Tell whether a noun stands for several people."""
    return word in PEOPLE or (word.endswith(("s", "men")) and singular(word) != word and is_role(singular(word)))


def is_role_word(word: Word) -> bool:
    """Tell whether a word of a sentence says what a person is where it stands."""
    return is_role(word.lower) and not (word.capital and word.lower in SURNAMES)


def is_noun(word: Word) -> bool:
    """Tell whether a word of a sentence says what somebody is where it stands, one or several."""
    return _is_noun(word.lower, word.capital)


@lru_cache(maxsize=1 << 15)
def _is_noun(lower: str, capital: bool) -> bool:
    one = singular(lower)
    role = is_role(lower) and not (capital and lower in SURNAMES)
    org = is_org(lower) and (capital or lower not in NAME_ONLY)
    orgs = one in ORG_CLASSES and one not in NAME_ONLY and lower not in NAME_ONLY
    return role or org or orgs or is_people(lower) or one in DOCUMENTS
