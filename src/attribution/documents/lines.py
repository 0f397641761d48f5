"""Lines and paragraphs of a text, as offsets into it; hard-wrapped lines are put back together."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

__all__ = ["ENDS_SENTENCE", "Line", "paragraph_breaks", "split_lines"]

ENDS_SENTENCE = re.compile(r"""[.!?…]["'”’»)\]*]*(?: ?[■♦●])?$""")
"""A line that ends as a sentence does, closing quotes, brackets and a magazine's last sign included."""

_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_STOP_INSIDE = re.compile(r"\w{3}[.?!][\"']?\s|\]$")
_BULLET = re.compile(r"(?:[-*•‣▪·–—]|\d{1,2}[.)])\s")
_WIDTHS = range(45, 111)  # typewriters, teleprinters and mail programs wrap in here; web paragraphs run longer
_FILLED = 0.7  # of the longest line: a wrapped line stops only because the next word would not fit


class Line(NamedTuple):
    """A line that is not blank, without the white space around it."""

    start_char: int
    end_char: int
    text: str
    follows_blank: bool
    indent: int


def split_lines(text: str) -> list[Line]:
    r"""Return the lines of ``text`` that are not blank.

    >>> [(line.start_char, line.text, line.follows_blank) for line in split_lines("One.\n\n  Two. \nThree.")]
    [(0, 'One.', False), (8, 'Two.', True), (14, 'Three.', False)]
    """
    lines: list[Line] = []
    for match in _LINE.finditer(text):
        piece = match[0]
        stripped = piece.strip()
        if not stripped:
            continue
        indent = len(piece) - len(piece.lstrip())
        start = match.start() + indent
        gap = text[lines[-1].end_char : start] if lines else ""
        follows_blank = gap.replace("\r\n", "\n").count("\n") + gap.replace("\r\n", "").count("\r") > 1
        lines.append(Line(start, start + len(stripped), stripped, follows_blank, indent))
    return lines


def paragraph_breaks(lines: Sequence[Line]) -> list[bool]:
    r"""Return for each line whether a paragraph starts there.

    Every line is its own paragraph, except in hard-wrapped text: neighbouring lines of much the same length whose
    sentences go on in the next line.

    >>> wire = "The general said on Monday that no shells had been\nfired across the river and that his men"
    >>> paragraph_breaks(split_lines(wire + " had been in\nbarracks since noon."))
    [True, False, False]
    """
    breaks = [True] * len(lines)
    for first, last in _runs(lines):
        if _is_wrapped(lines[first:last]):
            breaks[first + 1 : last] = [False] * (last - first - 1)
    return breaks


def _runs(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """Return stretches of two and more lines with no blank line, new indent, bullet or over-long line between."""
    limits = [0]
    for i, (before, line) in enumerate(pairwise(lines), 1):
        new = line.follows_blank or line.indent > before.indent + 1 or _BULLET.match(line.text)
        if new or len(line.text) >= _WIDTHS.stop or len(before.text) >= _WIDTHS.stop:
            limits.append(i)
    limits.append(len(lines))
    return [(first, last) for first, last in pairwise(limits) if last - first > 1]


def _is_wrapped(run: Sequence[Line]) -> bool:
    width = max(len(line.text) for line in run)
    if width not in _WIDTHS or any(len(line.text) < _FILLED * width for line in run[:-1]):
        return False
    open_ended = sum(not ENDS_SENTENCE.search(line.text) for line in run[:-1])
    if 2 * open_ended < len(run) - 1:
        return False
    if _upper_case(run):
        # Headlines in capitals hold no full stop, neither at the end nor inside.
        return bool(ENDS_SENTENCE.search(run[-1].text)) or any(_STOP_INSIDE.search(line.text) for line in run)
    going_on = sum(after.text[0].islower() for after in run[1:])
    return 4 * going_on >= len(run) - 1


def _upper_case(run: Sequence[Line]) -> bool:
    letters = [c for line in run for c in line.text if c.isalpha()]
    return sum(c.isupper() for c in letters) > 0.8 * len(letters)
