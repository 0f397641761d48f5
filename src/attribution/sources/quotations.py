"""Where quotations begin and end."""

import re
from collections.abc import Iterator

__all__ = ["quotations"]

_QUOTE = re.compile(r"(?<!\w)[\"“‘'](?=[\w(\[.…$£€])|[\"”’'](?!\w)|(?<=\w)[\"“”]")
_CLOSES = {'"': '"', "“": "”", "‘": "’", "'": "'"}


def quotations(text: str) -> Iterator[tuple[int, int]]:
    """Give [start, end) of every quotation; a mark that reopens one at a new paragraph continues it."""
    start, closing = -1, ""
    for match in _QUOTE.finditer(text):
        mark, at = match[0], match.start()
        if start < 0:
            if mark in _CLOSES and (at == 0 or not text[at - 1].isalnum()):
                start, closing = at, _CLOSES[mark]
        elif mark == closing and not (at and text[at - 1] in "\n " and text[at + 1 : at + 2].isalnum()):
            yield start, match.end()
            start = -1
        elif at - start > 3000:
            start = -1
    if start >= 0:
        yield start, len(text)
