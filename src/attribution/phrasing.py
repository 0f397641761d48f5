"""Attributed words as a claim that stands alone: "denied shelling Norvik" becomes "The army shelled Norvik"."""

import re
from collections.abc import Collection

from attribution.lexicon import PAST_TENSES

__all__ = ["DATELINE", "NARRATES", "as_claim", "has_verb", "is_clause", "states", "undated"]

DATELINE = re.compile(
    r"^[A-Z][A-Z .'’-]+(?: \([^)]{2,40}\))?(?:, [^–—.]{2,24}\.?[^–—.]{0,12})?(?: \([^)]{2,40}\))? [–—-]+ "
)
"""Where and when an article was written, at the start of its first sentence: "NORVIK, Oct. 3 (Agency) - "."""

NARRATES = "narrates"
"""The cue of what an article says itself."""

_QUOTES = "\"'“”‘’«»`"
_TAGS = re.compile(r"^(?:[\[(][^\])]{0,40}[\])]\s*)+")
_OPENING = re.compile(
    r"^(?:(?:that|and|but|because|as|also|so(?! far| \w+ that)|how(?! \w+ (?:it|he|she|they|the)\b)|to say|saying|"
    r"is that|was that|however|yet|well|there that)\b(?!['’])[\s,:]*)+",
    re.I,
)
_POINTING = re.compile(
    r"^(?:and |but |so )?(?:that|this)"
    r"(?:['’]s| (?:is|was|may|might|would|will|could|has|had|does|did|means?|makes?)\b)",
    re.I,
)
_LEFT_OVER = re.compile(r"(?:,? (?:as|but|and|or|which|that|while|when|because|although))+$", re.I)
_CUT_OFF = re.compile(
    r" (?:the|an?|of|to|in|on|at|by|for|from|with|into|than|who|whom|whose|if|none|is|was|are|were|be|his|her|its|"
    r"their)$",
    re.I,
)
_OWN_TAIL = re.compile(r",? (?:and|but|so) (?:I|we)\b.*$")
_RELATIVE = re.compile(r"\b(?:that|which|who)\s+\w+", re.I)
_PRONOUN = re.compile(r"^(it|he|she|they|its|his|her|their)\b(?!['’])", re.I)
_OWNED_BY = {"its": "it", "his": "he", "her": "she", "their": "they"}
_PRONOUNS = frozenset({"he", "it", "she", "they"})
_SPEAKER = re.compile(r"^(I|We)(?:['’](m|ve|ll|re))? (?P<rest>.+)$", re.S)
_SAID_OF_OTHERS = {"am": "is", "are": "is", "have": "has", "were": "was", "do": "does"}
_SAID_OF_OTHERS |= {"m": "is", "re": "is", "ve": "has", "ll": "will"}
_SAME_FOR_ALL = frozenset({"can", "could", "did", "had", "may", "might", "must", "never", "was", "will", "would"})
_EVER = re.compile(r"\b(has|have|had) ever\b", re.I)
_UNRESOLVABLE = re.compile(
    r"^(?:i|we|you|that|it|he|she|they|this|these|those|our|my|him|them|who|which|there (?:is|was) no|what|if|when|"
    r"to|of|for|with|by|about|no one|someone|somebody|was|were|is|are|had|has|have|would|will|do|does|did|can|could|"
    r"should|might|must|may(?= be\b| have\b)|why|how|where|whether|whom|whose|let|let['’]s|please|yes|"
    r"no(?=,)|each other|considering)\b|"
    r"^(?:do|does|did|is|are|was|were|has|have|would|could|should)n['’]t\b|^[#@(\[]",
    re.I,
)
_FIRST_PERSON = re.compile(r"\b(?:I|we|us|our|ours|my|me|you|your)\b|\b(?:We|Our|My|You|Your)\b")
_FIRST_PERSON_UPPER = re.compile(r"\b(?:I|WE|US|OUR|OURS|MY|ME|YOU|YOUR)\b")
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
_OTHER_VERB = re.compile(
    r"\b(?:spent|said|told|felt|heard|stood|sat|lay|rode|drove|wrote|spoke|chose|froze|woke|wore|tore|threw|sank|swam|drank|"
    r"shook|slept|swept|wept|dealt|meant|sought|taught|bore|bit|blew|crept|dug|fed|forgot|got|hung|knelt|laid|lent|slid|"
    r"sprang|stuck|swore|swung|understood|withdrew|wound|bent|bled|clung|dreamt|fell|flung|forbade|forgave|ground|leapt|"
    r"shone|sped|spun|stank|strode|strove|undertook|upheld|wove|don['’]t|"
    r"[a-z]{2,}[^\W_us]s (?:an?|the|his|her|its|their|no|not|one|two|three|four|five|six|seven|eight|nine|ten|that|"
    r"\d+))\b"
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
_TOLD_OF = re.compile(
    r"^(?:[^,;]*\b)?(?:rumou?rs?|reports?|claims?|ideas?|facts?|possibility|assurances?|suggestions?|accusations?|theory|theories|"
    r"charges?|allegations?|belief|view|notion|assertions?|complaints?|statements?|contention) that (?P<what>.+)$",
    re.I | re.S,
)
_NAMED_AS = re.compile(r"^(?P<who>[^,;]+?) as (?P<what>(?!being\b|having\b).+)$", re.I | re.S)
_ASKED = re.compile(r"^[^,;]{1,80}? to [a-z]+", re.I)
_BLAMED = re.compile(r"^(?P<who>.+?) for (?P<deed>(?!not\b).+)$", re.S)


def undated(text: str) -> str:
    """Return a text less the dateline and the tags in brackets that it opens with.

    >>> undated("NORVIK (ILVANIA), 3 OCT 89 (AGENCY) -- [TEXT] THE PORT WAS SHUT")
    'THE PORT WAS SHUT'
    """
    return _TAGS.sub("", DATELINE.sub("", _TAGS.sub("", text)))


def has_verb(text: str) -> bool:
    """Tell whether a text has something like a finite verb; one with a capital may be a name ("Ahmed")."""
    return bool(_VERB.search(text.lower() if text.isupper() else text))


def is_clause(text: str) -> bool:
    """Tell whether a text has a finite verb, one of the rarer ones or in the present tense included.

    >>> is_clause("Anna Marsh draws two salaries"), is_clause("two salaries of Anna Marsh")
    (True, False)
    """
    return has_verb(text) or bool(_OTHER_VERB.search(text.lower() if text.isupper() else text))


def states(headline: str) -> bool:
    """Tell whether a headline says that something is so: it has a verb, or a word that may be one.

    >>> states("Depot hit at Norvik"), states("Mayor names new chief"), states("Port authority on a grey freighter")
    (True, True, False)
    """
    words = headline.split()
    return has_verb(headline.lower()) or any(re.fullmatch(r"[a-z]{2,}[^su]s|to", word.lower()) for word in words[1:-1])


def as_claim(
    content: str, *, cue: str, source: str | None, denied: bool, pronouns: Collection[str] = _PRONOUNS
) -> str | None:
    """Return an attributed content as a statement of its own, or None where it cannot stand alone.

    Parameters
    ----------
    content, cue
        The attributed words and the words that attribute them ("said", "accused"; "narrates" for an article's own).
    source
        The name of the source, for "it" and "he" in reported speech and for what the source denies doing.
    denied
        Whether the source rejects the content; a claim is what is denied, in positive form.
    pronouns
        Those that may stand for the source, lower-case; a content that opens with another has no claim.

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
    >>> as_claim("We have sold the yard", cue="said", source="Vesta Lines", denied=False, pronouns={"we"})
    'Vesta Lines has sold the yard'
    >>> as_claim("They are all the same", cue="said", source=None, denied=False) is None
    True
    """
    quoted = content.lstrip()[:1] in _QUOTES and bool(content.strip())
    text = _bare(content)
    if denied:
        text = _affirmed(text)
    text = _headline(text) if not cue else _who_did(text if cue == NARRATES else _told(text), cue)
    if denied or re.search(r"\b(?:admi|acknowl|confess)", cue, re.I):
        text = _deed_of(text, source)
    pronoun = _PRONOUN.match(text)
    if pronoun:
        word = pronoun[1].lower()
        known = source is not None and not quoted and _OWNED_BY.get(word, word) in pronouns
        if source is None or not known or _EMPTY_IT.match(text):
            return None
        text = _named(text, pronoun, source)
    elif source is not None:
        text = _of_the_speaker(text, source, pronouns)
    text = text.strip(" ,;:.-–—")
    if (
        not text
        or _UNRESOLVABLE.match(text)
        or _CUT_OFF.search(text)
        or _asks(text, cue)
        or (_FIRST_PERSON_UPPER if text.isupper() else _FIRST_PERSON).search(text)
        or (cue and not is_clause(_RELATIVE.sub("", text)))
    ):
        return None
    return text[0].upper() + text[1:]


def _affirmed(text: str) -> str:
    """Take the first negation out: "no jet has ever been lost" becomes "jet has been lost"."""
    for pattern, positive in _NEGATED:
        text, changed = pattern.subn(positive, text, count=1)
        if changed:
            text = _EVER.sub(r"\1", text, count=1)
            break
    return re.sub(r"^any (?:of )?", "", text, flags=re.I)


def _named(text: str, pronoun: re.Match[str], source: str) -> str:
    """Put the source's name for the pronoun that opens the text."""
    owner = f"{source}’{'' if source.endswith('s') else 's'}"
    return (owner if pronoun[1].lower() in _OWNED_BY else source) + text[pronoun.end() :]


def _of_the_speaker(text: str, source: str, pronouns: Collection[str]) -> str:
    """Put the source's name for "I" or "we" that opens its words, with the verb in the third person."""
    said = _SPEAKER.match(text)
    if said is None or said[1].lower() not in pronouns:
        return text
    first, _, rest = (f"{said[2]} {said['rest']}" if said[2] else said["rest"]).partition(" ")
    if first in _SAID_OF_OTHERS:
        return f"{source} {_SAID_OF_OTHERS[first]} {rest}"
    past = first in _SAME_FOR_ALL or (first.islower() and is_clause(first))
    return f"{source} {first} {rest}" if past else text


def _bare(text: str) -> str:
    """Strip quotation marks, opening conjunctions and end punctuation; balance what quotes are left."""
    text = undated(" ".join(text.split()).lstrip(_QUOTES)).strip(_QUOTES + " ,;:.-–—")
    if not _POINTING.match(text):
        text = _OPENING.sub("", text)
    text = _OWN_TAIL.sub("", re.sub(r"[\"“”]", "", re.sub(r"(?: ?,){2,}", ",", text)))
    return _LEFT_OVER.sub("", text.strip(_QUOTES + " ,;:.-–—")).strip(" ,;:.-–—")


def _headline(text: str) -> str:
    """Strip the source of a headline ("Depot hit, officials say"; "Ministry: no mine")."""
    return _HEADLINE_SOURCE.sub("", text)


def _who_did(text: str, cue: str) -> str:
    """Turn what an accusation takes ("rebels of mining the road", "rebels for the blast") into a statement."""
    accused, blamed, named = _ACCUSED.match(text), _BLAMED.match(text), _NAMED_AS.match(text)
    if re.search(r"\b(?:accus|blam)", cue, re.I) and accused:
        return f"{accused['who']} {_past(accused['deed'])}"
    if re.search(r"\bblam", cue, re.I) and blamed:
        return f"{blamed['who']} was behind {blamed['deed']}"
    if re.search(r"\b(?:describ|identif|character|portray)", cue, re.I) and named and not has_verb(named["who"]):
        return f"{named['who']} {'are' if named['who'].endswith('s') else 'is'} {named['what']}"
    return text


def _told(text: str) -> str:
    """Return what a word for speech introduces: "the rumour that the mine had flooded"."""
    told = _TOLD_OF.match(text)
    return text if told is None or has_verb(text[: told.start("what")]) else told["what"]


def _asks(text: str, cue: str) -> bool:
    """Tell whether somebody is only asked to do something: "urged the court to sit"."""
    asked = _ASKED.match(text)
    urging = re.search(r"\b(?:ask|urg|call|order|demand|want|need|press|invit|encourag|advis)", cue, re.I)
    return bool(urging and asked and not has_verb(asked[0]))


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
