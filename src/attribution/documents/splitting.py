"""Sentences as offsets: sentencex in each paragraph, then a few repairs that news copy needs."""

import re
from collections.abc import Iterator

__all__ = ["split_sentences"]

_PIECE = 10_000  # sentencex takes quadratic time in unclosed quotes; hardly a paragraph of prose is as long as this
_BREAK = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")

# Where sentencex stops although the sentence goes on; each needs the next piece to look like a continuation.
_TITLE = re.compile(r"\b(?:Cllr|Ald|Atty|Insp|Supt|Cmdr|Capt|Gens?|Cols?|Lts?|Sgts?|Maj|Adm|Govs?|Sens|Ft)\.$", re.I)
_NUMBERED = re.compile(r"\b(?:Nos?|Vol|Figs?|Ch|Art|Sec|pp?)\.$", re.I)
_MONTH = re.compile(r"\b(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.$", re.I)
_LONE_QUOTE = re.compile(r"""\s["“”‘’]$""")
_ONLY_MARKS = re.compile(r"""[\s"'“”‘’.…!?)\]»-]+$""")


def split_sentences(text: str, start_char: int, end_char: int) -> list[tuple[int, int]]:
    """Return the sentences of the paragraph ``text[start_char:end_char]`` as half-open offsets into ``text``.

    No sentence begins or ends with white space; together they cover everything else in the paragraph. Quotations of
    several sentences stay together while they are inside one sentence's quotes.

    >>> text = "Gen. Roe left. “We saw it. It burned,” he said."
    >>> [text[start:end] for start, end in split_sentences(text, 0, len(text))]
    ['Gen. Roe left.', '“We saw it. It burned,” he said.']
    """
    pieces: list[tuple[int, int]] = []
    for first, last in _bounded(text, start_char, end_char):
        pieces.extend(_segmented(text, first, last))
    return _repaired(text, pieces)


def _bounded(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield ranges of at most _PIECE characters, cut after a full stop or a space where there is one."""
    while end - start > _PIECE:
        stop = start + _PIECE
        cut = max(text.rfind(". ", start, stop), text.rfind(".” ", start, stop), text.rfind('." ', start, stop)) + 2
        if cut < start + 2:
            cut = text.rfind(" ", start, stop) + 1
        cut = cut if cut > start else stop
        yield start, cut
        start = cut
    yield start, end


def _segmented(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    from sentencex import segment

    paragraph = text[start:end]
    # A line break inside a wrapped paragraph is a space; sentencex takes two of them as the end of a paragraph.
    for sentence in segment("en", _BREAK.sub(" ", paragraph)):
        left = start + len(sentence) - len(sentence.lstrip())
        right = start + len(sentence.rstrip())
        start += len(sentence)
        if left < right:
            yield left, right


def _repaired(text: str, pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
    sentences: list[tuple[int, int]] = []
    for start, end in pieces:
        if sentences and _LONE_QUOTE.search(text, sentences[-1][1] - 2, sentences[-1][1]):
            before = sentences[-1]  # an opening quote was left behind
            sentences[-1] = (before[0], len(text[: before[1] - 1].rstrip()))
            start = before[1] - 1
        if sentences and _continues(text, sentences[-1], (start, end)):
            sentences[-1] = (sentences[-1][0], end)
        else:
            sentences.append((start, end))
    return sentences


def _continues(text: str, before: tuple[int, int], after: tuple[int, int]) -> bool:
    if _ONLY_MARKS.match(text, *after):
        return True
    tail = text[max(before[0], before[1] - 8) : before[1]]
    following = text[after[0]]
    if _TITLE.search(tail):
        return following.isupper()
    return following.isdigit() and bool(_NUMBERED.search(tail) or _MONTH.search(tail))
