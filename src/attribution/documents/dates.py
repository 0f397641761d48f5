"""Dates of publication as ISO 8601."""

import re
from contextlib import suppress
from datetime import datetime

__all__ = ["iso_date"]

_FORMATS = ("%d %B %Y", "%d %b %Y", "%B %d %Y", "%b %d %Y", "%Y/%m/%d", "%Y.%m.%d", "%d.%m.%Y", "%Y%m%d")
_NOISE = re.compile(
    r"(?<=\d)(?:st|nd|rd|th)\b|[,.](?=\s)|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:mon|tue|wed|thu|fri|sat|sun)\b",
    re.I,
)


def iso_date(text: str) -> str | None:
    """Return a date as ``YYYY-MM-DD`` (or longer, when ISO 8601 with a time was given), or None if it is not clear.

    Slashed dates with the year last are not: 3/4/2024 is March in one country and April in another.

    >>> iso_date("2024-03-12T17:42:00Z"), iso_date("Tue 12 Mar 2024"), iso_date("3/4/2024")
    ('2024-03-12T17:42:00Z', '2024-03-12', None)
    """
    text = text.strip()
    with suppress(ValueError):
        moment = datetime.fromisoformat(text)
        # Week dates, compact forms and a space before the time are valid too, but not everyone reads them.
        common = re.match(r"\d{4}-\d\d-\d\d(?!\s)", text)
        return text if common else moment.isoformat()[: 10 if len(text) <= 10 else None]
    plain = " ".join(_NOISE.sub(" ", text).split())
    for form in _FORMATS:
        with suppress(ValueError):
            return datetime.strptime(plain, form).date().isoformat()
    from email.utils import parsedate_to_datetime  # seldom needed, slow to import

    with suppress(ValueError, TypeError):
        return parsedate_to_datetime(text).isoformat()
    return None
