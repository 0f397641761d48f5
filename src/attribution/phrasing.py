"""Attributed words as a claim that stands alone: "denied shelling Norvik" becomes "The army shelled Norvik"."""

import re

from attribution.lexicon import PAST_TENSES

__all__ = ["DATELINE", "as_claim", "has_verb"]

DATELINE = re.compile(r"^[A-Z][A-Z .'’-]+(?:, [^–—.]{2,24}\.?[^–—.]{0,12})?(?: \([^)]{2,40}\))? [–—-]+ ")
"""Where and when an article was written, at the start of its first sentence: "NORVIK, Oct. 3 (Agency) - "."""

_QUOTES = "\"'“”‘’«»`"
_OPENING = re.compile(
    r"^(?:(?:that|and|but|because|as|how|also|so|to say|saying|is that|was that|however|yet|there that)\b[\s,:]*)+",
    re.I,
)
_RELATIVE = re.compile(r"\b(?:that|which|who)\s+\w+")
_PRONOUN = re.compile(r"^(it|he|she|they)\b", re.I)
_UNRESOLVABLE = re.compile(
    r"^(?:i|we|you|this|these|those|his|her|its|their|our|my|him|them|who|which|there (?:is|was) no|what|if|when|to|of|"
    r"for|with|by|about|no one|someone|somebody|was|were|is|are|had|has|have|would|will)\b",
    re.I,
)
_FIRST_PERSON = re.compile(r"\b(?:I|we|us|our|ours|my|me|you|your)\b|\b(?:We|Our|My|You|Your)\b")
_HEADLINE_SOURCE = re.compile(
    r"(?:^[^:]{2,40}: )|"
    r"(?:, (?:[\w’'.-]+ ){1,5}(?:says?|said|admits?|confirms?|claims?|reports?|warns?|told|tells?|finds?)$)"
)
_EMPTY_IT = re.compile(r"^it(?:['’]s| is| was| w(?:ould|ill) (?:be|cost|take))\b", re.I)
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|did|does|do|been|[a-z]{2,}ed|struck|hit|shot|"
    r"fell|took|made|gave|lost|won|found|bought|sold|paid|sent|held|led|met|broke|flew|left|came|went|began|became|rose|"
    r"knew|saw|stole|hid|kept|put|cut|set|ran|built|fought|fled|caught|brought|thought|grew|drew)\b"
)
_NEGATED = (
    (re.compile(r"\b(did|had|has|have|was|were|is|are|would|could|will|does|do|can|should)(?: not|n['’]t)\b"), r"\1"),
    (re.compile(r"\bcannot\b|\bcan['’]t\b"), "can"),
    (re.compile(r"\bwon['’]t\b"), "will"),
    (re.compile(r"\b(?:never|not) "), ""),
    (re.compile(r"^(?:no|none of) ", re.I), ""),
    (re.compile(r"^nothing\b", re.I), "Something"),
)
_NO_DEED = (
    "during|including|according|concerning|regarding|following|depending|something|nothing|anything|everything|king"
)
_GERUND = re.compile(rf"^(having )?(?!(?:{_NO_DEED})\b)((?<=having )[a-z]+|[a-z]+ing)\b(.*)$", re.I | re.S)
_ACCUSED = re.compile(r"^(?P<who>.+?) of (?P<deed>[a-z]+ing\b.*)$", re.S)
_BLAMED = re.compile(r"^(?P<who>.+?) for (?P<deed>(?!not\b).+)$", re.S)


def has_verb(text: str) -> bool:
    """Tell whether a text has something like a finite verb."""
    return bool(_VERB.search(text))


def as_claim(content: str, *, cue: str, source: str | None, denied: bool) -> str | None:
    """Return an attributed content as a statement of its own, or None where it cannot stand alone.

    Parameters
    ----------
    content, cue
        The attributed words and the words that attribute them ("said", "accused").
    source
        The name of the source, for "it" and "he" in reported speech and for what the source denies doing.
    denied
        Whether the source rejects the content; a claim is what is denied, in positive form.

    Examples
    --------
    >>> as_claim("that it had bought the yard.", cue="said", source="Vesta Lines", denied=False)
    'Vesta Lines had bought the yard'
    >>> as_claim("shelling the market in Norvik", cue="denied", source="The army", denied=True)
    'The army shelled the market in Norvik'
    >>> as_claim("no jet had been lost over Norvik", cue="said", source="The army", denied=True)
    'Jet had been lost over Norvik'
    >>> as_claim("rebels of mining the road", cue="accused", source="The army", denied=False)
    'Rebels mined the road'
    >>> as_claim("They are all the same", cue="said", source=None, denied=False) is None
    True
    """
    quoted = content.lstrip()[:1] in _QUOTES and bool(content.strip())
    text = _bare(content)
    if denied:
        for pattern, positive in _NEGATED:
            text, changed = pattern.subn(positive, text, count=1)
            if changed:
                break
    text = _headline(text) if not cue else _who_did(text, cue)
    if denied or re.search(r"\b(?:admi|acknowl|confess)", cue, re.I):
        text = _deed_of(text, source)
    pronoun = _PRONOUN.match(text)
    if pronoun:
        if source is None or quoted or _EMPTY_IT.match(text):
            return None
        text = source + text[pronoun.end() :]
    if (
        not text
        or _UNRESOLVABLE.match(text)
        or _FIRST_PERSON.search(text)
        or (cue and not _VERB.search(_RELATIVE.sub("", text)))
    ):
        return None
    return text[0].upper() + text[1:]


def _bare(text: str) -> str:
    """Strip quotation marks, opening conjunctions and end punctuation; balance what quotes are left."""
    text = DATELINE.sub("", " ".join(text.split()).lstrip(_QUOTES)).strip(_QUOTES + " ,;:.-–—")
    text = _OPENING.sub("", text).strip(_QUOTES + " ,;:.-–—")
    return re.sub(r"[\"“”]", "", text)


def _headline(text: str) -> str:
    """Strip the source of a headline ("Depot hit, officials say"; "Ministry: no mine")."""
    return _HEADLINE_SOURCE.sub("", text)


def _who_did(text: str, cue: str) -> str:
    """Turn what an accusation takes ("rebels of mining the road", "rebels for the blast") into a statement."""
    accused, blamed = _ACCUSED.match(text), _BLAMED.match(text)
    if re.search(r"\baccus", cue, re.I) and accused:
        return f"{accused['who']} {_past(accused['deed'])}"
    if re.search(r"\bblam", cue, re.I) and blamed:
        return f"{blamed['who']} was behind {blamed['deed']}"
    return text


def _deed_of(text: str, source: str | None) -> str:
    """Give a bare gerund ("shelling the market") its doer."""
    gerund = _GERUND.match(text)
    if source is None or gerund is None or _VERB.match(gerund[3].strip()):
        return text
    return f"{source} {_past(text)}"


def _past(deed: str) -> str:
    """Return "mined the road" for "mining the road"."""
    gerund = _GERUND.match(deed)
    if gerund is None:
        return deed
    verb = gerund[2].lower()
    if gerund[1]:
        return f"had {gerund[2]}{gerund[3]}"
    if verb == "having":
        return f"had{gerund[3]}"
    root = verb.removesuffix("ing")
    regular = root[:-1] + "ied" if root.endswith("y") and root[-2:-1] not in "aeiou" else root + "ed"
    return PAST_TENSES.get(verb, regular) + gerund[3]
