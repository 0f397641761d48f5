"""Noun phrases, and what their words say of whoever they mention."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from attribution.sources.chunks import Chunker
from attribution.sources.lexicon import (
    COMMON,
    COMPOUNDS,
    CRAFT,
    DETERMINERS,
    DOCUMENTS,
    FEASTS,
    GENDERED,
    GENERIC_ORGS,
    NAME_ONLY,
    NATIONAL,
    ORG_CLASSES,
    PARTICLES,
    PLACE_BEGINS,
    PLACE_ENDS,
    POSSESSIVES,
    SURNAMES,
    TITLES,
    word_set,
)
from attribution.sources.words import (
    FIRST_NAMES,
    Word,
    first_name_gender,
    is_noun,
    is_org,
    is_org_word,
    is_people,
    is_role,
    is_role_word,
    singular,
)

__all__ = ["Phrase", "noun_phrases"]

# "St Bride's Hospital", "People's Party": the first word belongs to the name of the organisation.
_NAMING = re.compile(r"(?:people|women|children|workers|farmers|king|queen|soldiers|students|fishermen)['’]s?$")
_QUANTIFIERS = word_set("some several many other two three four five six few most all certain various numerous")
_GENERAL = word_set("state local national public private official foreign domestic regional government")
_POINTING = frozenset({"the", "this", "that", "these", "those"})


@dataclass(slots=True)
class Phrase:
    """A noun phrase: a person's name, an organisation, people, a document, or an office without a name.

    ``name`` holds the words of a name as written, ``head`` the noun that says what it is, ``roles`` all such nouns,
    ``modifiers`` the words that describe them, ``determiner`` what opens the phrase (a possessive pronoun included),
    ``owner`` the words before "'s". ``kind`` is person, org, people, document, place (a ship, too), or "" where the
    words don't tell.
    """

    start: int
    end: int
    words: tuple[Word, ...]
    kind: str = ""
    name: tuple[str, ...] = ()
    head: str = ""
    roles: frozenset[str] = frozenset()
    modifiers: frozenset[str] = frozenset()
    determiner: str = ""
    owner: tuple[Word, ...] = ()
    before: tuple[Word, ...] = ()
    gender: str | None = None
    classes: frozenset[str] = frozenset()

    @property
    def definite(self) -> bool:
        """Whether the phrase points back: "the", "its", "Okafor's", "that"."""
        return bool(self.owner) or self.determiner in POSSESSIVES or self.determiner in _POINTING

    @property
    def upper(self) -> bool:
        """Whether the phrase stands in a sentence where capitals mean nothing."""
        return not any(w.capital for w in self.words) and self.words[-1].text.isupper()

    @property
    def text(self) -> str:
        """The phrase as written, without its article."""
        words = self.words[1:] if self.words[0].lower in {"the", "a", "an"} and len(self.words) > 1 else self.words
        spaces = ["" if right.start == left.end else " " for left, right in pairwise(words)]
        return "".join(word.text + space for word, space in zip(words, [*spaces, ""], strict=True))


def noun_phrases(words: Sequence[Word], *, upper: bool, spans: Sequence[tuple[int, int]] = ()) -> list[Phrase]:
    """Return the phrases of a sentence that mention a person, an organisation, people or a document, in order.

    ``spans`` are [start, end) of what is known to be a source: no phrase crosses the edge of one.

    >>> from attribution.sources.words import words_of
    >>> [(p.kind, p.name, p.head) for p in noun_phrases(words_of("The mayor met engineer Tomas Kroll."), upper=False)]
    [('person', (), 'mayor'), ('person', ('Tomas', 'Kroll'), 'engineer')]
    """
    edges: set[int] = set()
    inside: set[int] = set()
    for start, end in spans:
        covered = [i for i, w in enumerate(words) if start <= w.start < end]
        edges.update((covered[0], covered[-1] + 1) if covered else ())
        inside.update(covered[1:])
    chunker = Chunker(words, upper, edges, inside)
    return [_read(words[lo:hi], [chunker.namely(i) for i in range(lo, hi)]) for lo, hi in chunker.phrases()]


def _read(words: Sequence[Word], namely: Sequence[bool]) -> Phrase:
    """Say what a noun phrase is about."""
    phrase = Phrase(words[0].start, words[-1].end, tuple(words))
    lo = 0
    while lo < len(words) - 1 and words[lo].lower in DETERMINERS and not words[lo].possessive:
        phrase.determiner = phrase.determiner or words[lo].lower
        lo += 1
    for i in range(len(words) - 2, lo - 1, -1):
        if words[i].possessive and (words[i + 1].lower in FIRST_NAMES or not _naming(words[: i + 1], words[-1])):
            phrase.owner, lo = tuple(words[lo : i + 1]), i + 1
            break
    rest, may = words[lo:], namely[lo:]
    split = _name_start(rest, may)
    _describe(phrase, rest, split)
    last = words[-1].lower
    if not phrase.kind and phrase.determiner in _QUANTIFIERS and last.endswith("s") and not words[-1].capital:
        phrase.kind, phrase.head, phrase.name, phrase.roles = "people", singular(last), (), frozenset({singular(last)})
    return phrase


def _naming(owner: Sequence[Word], last: Word) -> bool:
    """Tell whether "X's" opens the name of an organisation rather than owning it."""
    if owner[-1].text.lower().endswith(("s'", "s’")) and owner[-1].capital:
        return last.capital
    opens = owner[0].lower == "st" or bool(_NAMING.search(owner[-1].text.lower()))
    return opens and last.capital and is_org(last.lower)


def _is_trade(word: str) -> bool:
    """Tell whether a word that no table has may be what somebody does: "Broker Lionel Askey"."""
    return word not in FIRST_NAMES and word.endswith(("er", "or", "ist", "ian", "man", "eur", "ant"))


def _is_title(word: Word) -> bool:
    return word.lower in TITLES or is_role_word(word) or is_people(word.lower)


def _name_start(words: Sequence[Word], namely: Sequence[bool]) -> int:
    """Return where the name at the end of a phrase starts; its length when it ends in a common noun."""
    n = len(words)
    lowers = [w.lower for w in words]
    org = is_org_word(words[-1]) and not is_role(lowers[-1])
    someone = words[-1].text.islower() and (is_role_word(words[-1]) or is_people(lowers[-1])) and not org
    ends_org = org or (any(w in ("of", "for") for w in lowers) and not someone)  # "Ministry of Defence spokesman"
    surname = n > 1 and words[-1].capital and not words[-1].text.isupper() and lowers[-2] in FIRST_NAMES
    workers = n > 2 and is_people(lowers[-1]) and all(w.capital for w in words[-3:]) and not words[-1].text.isupper()
    ends_org = ends_org or workers
    if not ends_org and (not namely[-1] or (is_noun(words[-1]) and not surname)):
        return n
    i = n - 1
    while i > 0 and (namely[i - 1] or lowers[i - 1] in PARTICLES or lowers[i - 1] in ("of", "for", "the", "and")):
        named = ends_org or words[i - 1].possessive or lowers[i] in COMMON or (i > 1 and lowers[i - 2] in FIRST_NAMES)
        if _is_title(words[i - 1]) and not named:
            break
        i -= 1
    if i and ends_org and not any(namely[i:]):
        return 0
    if i and lowers[i] in ("of", "for", "the", "and"):
        return n  # "the foreign ministry of Ardovia" describes
    if i == 0 and n > 2 and (lowers[0] in SURNAMES or (_is_trade(lowers[0]) and lowers[1] in FIRST_NAMES)):
        return 1
    if ends_org:
        return i
    if any(w.capital for w in words):
        return _after_a_job(lowers, i)
    first = (k for k in range(n - 2, i, -1) if lowers[k] in FIRST_NAMES and lowers[k - 1] not in FIRST_NAMES)
    return next(first, i)


def _after_a_job(words: Sequence[str], start: int) -> int:
    """Return where a name starts behind two capitalised words or more: "Norvik Retail SVP Anna Marsh"."""
    for k in range(start + 2, len(words) - 1):
        before = {*words[start:k]}
        if words[k] in FIRST_NAMES and before.isdisjoint(FIRST_NAMES) and before.isdisjoint(PARTICLES):
            return k
    return start


def _describe(phrase: Phrase, rest: Sequence[Word], split: int) -> None:
    """Fill kind, name, roles, modifiers and gender from the words before and in the name."""
    before, name = rest[:split], rest[split:]
    if name and before and before[0].lower in SURNAMES:
        before = [before[0]._replace(capital=False), *before[1:]]
    lowers = [w.lower for w in before]
    nouns = _nouns(before)
    roles = [n for n in nouns if is_role(n)]
    phrase.before = tuple(before)
    phrase.name = tuple(w.text for w in name)
    phrase.head = "spokesperson" if nouns[-1:] == ["press secretary"] else (nouns[-1] if nouns else "")
    phrase.roles = frozenset(roles) | ({"spokesperson"} if any(r.startswith("spokes") for r in roles) else set())
    said = {*phrase.roles, phrase.head, *" ".join([phrase.head, *roles]).split()}
    new = [w for w in lowers if w not in said and singular(w) not in said]
    phrase.modifiers = frozenset(w for w in new if w not in TITLES and w not in COMMON)
    phrase.kind = _kind_of_name(phrase, lowers, name) if name else _kind_of_noun(lowers[-1] if lowers else "")
    titles = [w for w in lowers if w in GENDERED]
    phrase.gender = next((GENDERED[w] for w in reversed([*titles, *roles]) if w in GENDERED), None)
    if phrase.kind == "person" and len(name) > 1:
        phrase.gender = phrase.gender or first_name_gender(name[0].text)
    if phrase.kind == "org":
        _describe_org(phrase, rest, name)


def _nouns(words: Sequence[Word]) -> list[str]:
    """Return the nouns that say what somebody is, in the singular, two-word roles ("prime minister") as one."""
    nouns = [w.lower if is_role(w.lower) or is_org(w.lower) else singular(w.lower) for w in words if is_noun(w)]
    for first, second in pairwise(w.lower for w in words):
        if f"{first}-{second}" in COMPOUNDS:
            nouns = [*(n for n in nouns if n not in (first, second)), f"{first} {second}"]
    return nouns


def _kind_of_noun(noun: str) -> str:
    if is_people(noun) or (is_org(singular(noun)) and not is_org(noun)):
        return "people"
    if noun in DOCUMENTS or singular(noun) in DOCUMENTS:
        return "document"
    return "person" if is_role(noun) else "org" if is_org(noun) else ""


def _kind_of_name(phrase: Phrase, before: Sequence[str], name: Sequence[Word]) -> str:
    last = before[-1] if before else ""
    lowers = [w.lower for w in name]
    first = len(name) > 1 and lowers[0] in FIRST_NAMES
    if len(name) > 1 and is_people(lowers[-1]) and name[-1].capital and not first:
        return "org"  # "United Cannery Workers"
    noun = lowers[-1] in ORG_CLASSES or not name[-1].capital
    ends_org = is_org_word(name[-1]) and noun and not (first and lowers[-1] in NAME_ONLY)
    if ends_org or {"of", "for"} & set(lowers):
        return "org"
    if set(lowers) & TITLES or (phrase.roles and not is_org(last)) or last in TITLES or is_people(last):
        return "person"
    if is_org(last) or is_org_word(name[0]):
        return "org"
    place = len(name) > 1 and (lowers[0] in PLACE_BEGINS or (lowers[-1] in PLACE_ENDS and not first))
    if place or last in CRAFT or (lowers[0] in FEASTS and len(name) == 1):
        return "place"
    return "person" if first else ""


def _describe_org(phrase: Phrase, rest: Sequence[Word], name: Sequence[Word]) -> None:
    """Fill head, classes and name of an organisation."""
    words = [w.lower for w in (name or rest)]
    nouns = [w for w in words if is_org(w)]
    phrase.head = nouns[0] if {"of", "for"} & set(words) and nouns else nouns[-1] if nouns else phrase.head
    used = {*words, *(w.lower for w in rest)}
    classes = ORG_CLASSES.get(phrase.head) or GENERIC_ORGS.get(phrase.head, frozenset())
    if "company" in classes:
        classes = classes.union(*(ORG_CLASSES.get(w, frozenset()) for w in words))
    phrase.classes = frozenset({"company"}) if phrase.head.endswith("maker") else classes
    phrase.modifiers = frozenset(w for w in used if w not in COMMON and w != phrase.head)
    kept = list(name or rest)
    if not name[-1:] or not name[-1].capital:
        kept = _called(kept) or kept
    phrase.name = tuple(w.text for w in kept)


def _called(words: Sequence[Word]) -> list[Word]:
    """Return "Sunday Times" of "London-based Sunday Times newspaper"; nothing where no name stands before the noun."""
    run: list[Word] = []
    for word in reversed(words):
        if word.capital and "-" not in word.text and not word.lower.endswith(NATIONAL):
            run.insert(0, word)
        elif run or not is_org_word(word) or "media" not in ORG_CLASSES.get(word.lower, ()):
            break
    return [] if len(run) == 1 and run[0].lower in _GENERAL else run
