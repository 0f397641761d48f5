"""Every error that the library raises on purpose."""

import difflib
from collections.abc import Iterable

__all__ = ["AttributionError", "InputError", "MissingDependencyError", "ModelError", "RecipeError", "nearest"]


class AttributionError(Exception):
    """Base of all errors of this library; its message is one line that says what to do."""


class InputError(AttributionError):
    """A document, claim, override or option does not have the form it must have."""


class ModelError(AttributionError):
    """A model folder is missing, incomplete or damaged."""


class RecipeError(AttributionError):
    """A training recipe has an unknown key or an impossible value."""


class MissingDependencyError(AttributionError):
    """An optional package is needed for what was asked."""

    def __init__(self, package: str, extra: str) -> None:
        super().__init__(f"{package} is needed for this: pip install 'news-attribution[{extra}]'")


def nearest(name: str, known: Iterable[str]) -> str:
    """Return ``" Did you mean 'x'?"`` for the closest known name, or ``""``.

    >>> nearest("denail", ["denial", "hint"])
    " Did you mean 'denial'?"
    """
    close = difflib.get_close_matches(name, list(known), n=1)
    return f" Did you mean {close[0]!r}?" if close else ""
