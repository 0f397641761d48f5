"""The JSON form of results, version 1, as ``docs/output.md`` describes it: objects to dictionaries and back."""

import json
import re
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar

from cattrs import BaseValidationError, transform_error
from cattrs.preconf.json import JsonConverter, make_converter

from attribution.errors import InputError
from attribution.schema import Interval

__all__ = ["SCHEMA_VERSION", "from_plain", "read_json", "to_plain", "write_json"]

T = TypeVar("T")

SCHEMA_VERSION = "1"
"""Rises when a field goes or changes its meaning; a field that is added does not raise it."""

_SURROGATE = re.compile("[\ud800-\udfff]")


@cache
def _converter() -> JsonConverter:
    converter = make_converter()
    for kind in (str, int, float, bool):
        converter.register_structure_hook(kind, _checked)
    converter.register_unstructure_hook(str, str)  # names of labels are enum members that are strings
    converter.register_unstructure_hook(float, float)  # NumPy's numbers are not JSON's
    converter.register_unstructure_hook(Interval, lambda interval: [float(interval.low), float(interval.high)])
    converter.register_structure_hook(Interval, _interval)
    return converter


def _checked(value: Any, kind: type) -> Any:
    """Take a plain value as it is; what is not of its kind is an error and never converted in silence."""
    if issubclass(kind, StrEnum):
        return kind(value)
    if kind is float and type(value) is int:
        return float(value)
    if type(value) is not kind:
        raise TypeError(f"must be {kind.__name__}, got {type(value).__name__}")
    return value


def _interval(value: Any, _: type) -> Interval:
    if not isinstance(value, list) or len(value) != 2:
        raise TypeError(f"must be [low, high], got {value!r}")
    return Interval(_checked(value[0], float), _checked(value[1], float))


def to_plain(value: Any) -> Any:
    """Return dataclasses as dictionaries, tuples as lists and names as strings; nothing is rounded.

    >>> to_plain(Interval(0.25, 0.75))
    [0.25, 0.75]
    """
    return _converter().unstructure(value)


def from_plain(value: Any, kind: type[T], what: str) -> T:
    """Return what `to_plain` was given; fields that are unknown are passed over.

    Raises
    ------
    InputError
        When a field is missing or of the wrong kind; ``what`` and the first such field are named.
    """
    try:
        return _converter().structure(value, kind)
    except BaseValidationError as error:
        reasons = transform_error(error)
        raise InputError(f"{what} is not of schema version {SCHEMA_VERSION}: {reasons[0]}") from error
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise InputError(f"{what} is not of schema version {SCHEMA_VERSION}: {error}") from error


def write_json(value: Any, *, indent: int | None = None) -> str:
    """Return strict JSON that is always encodable as UTF-8.

    A lone surrogate becomes U+FFFD, which is one character as well, so that offsets still hold.

    Raises
    ------
    InputError
        When a number is infinite or not a number: JSON has none.

    >>> write_json({"text": "“quoted” " + chr(0xD83D)})
    '{"text": "“quoted” �"}'
    """
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=indent)
    except ValueError as error:
        raise InputError(f"results must hold finite numbers to be written as JSON: {error}") from error
    return _SURROGATE.sub("\ufffd", text)


def read_json(text: str | bytes, what: str) -> Mapping[str, Any]:
    """Return the JSON object in a text.

    Raises
    ------
    InputError
        When it is not strict JSON, or not an object.
    """
    try:
        value = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{what} must be JSON: {error}") from error
    if not isinstance(value, dict):
        raise InputError(f"{what} must be a JSON object, got {type(value).__name__}")
    return value


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is not JSON")
