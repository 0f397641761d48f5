"""The article of an HTML page, by trafilatura; nothing is ever fetched."""

import re
from typing import Any

from attribution.documents.decoding import encodable

__all__ = ["article_from_html", "looks_like_html"]

_START = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)


def looks_like_html(text: str) -> bool:
    """Tell whether a text begins as an HTML page does.

    >>> looks_like_html("<!DOCTYPE html><p>Hello"), looks_like_html("The <b> tag is bold.")
    (True, False)
    """
    return bool(_START.match(text[:2000]))


def article_from_html(page: str) -> dict[str, Any] | None:
    """Return ``text``, ``title``, ``author``, ``publisher``, ``date`` and ``url`` of a page's article, or None.

    Paragraphs of the text are separated by single line breaks. Comments are left out.
    """
    from trafilatura import bare_extraction

    found: Any = bare_extraction(encodable(page), with_metadata=True, include_comments=False)
    if found is None or not (found.text or "").strip():
        return None
    return {
        "text": found.text,
        "title": found.title,
        "author": found.author,
        "publisher": found.sitename,
        "date": found.date,
        "url": found.url,
    }
