"""Corrections as they are written, checked as far as that goes without the documents."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from attribution.errors import InputError, nearest
from attribution.labels import LABELS, NONE, AttributionType, SourceKind, Stance

__all__ = ["Override", "read_overrides"]

_LABELS = tuple(map(str, LABELS))
_ATTRIBUTION_FIELDS = ("type", "source_kind", "anonymous", "source_name")
_EVIDENCE_FIELDS = ("stance", "origin")
_PLACE = ("document", "sentence", "attribution", "claim")
_KEYS = ("labels", *_ATTRIBUTION_FIELDS, *_EVIDENCE_FIELDS, "merge_sources", *_PLACE)


@dataclass(frozen=True, slots=True)
class Override:
    """One correction, checked as far as it can be without the documents; make it with `Override.from_dict`.

    ``attribution`` is an index, None for the article's own voice, or absent: ``names_attribution`` tells the last two
    apart. ``values`` maps the corrected fields to what they shall be. ``where`` is named in errors.
    """

    where: str
    document: str = ""
    sentence: int = -1
    attribution: int | None = None
    names_attribution: bool = False
    claim: str | None = None
    values: dict[str, Any] = field(default_factory=dict)
    merge_sources: tuple[str, ...] = ()

    @classmethod
    def from_dict(cls, row: Mapping[str, Any], where: str = "override") -> "Override":
        """Check one correction.

        Raises
        ------
        InputError
            For an unknown key, label or value (the nearest one is named), or keys that do not go together.

        Examples
        --------
        >>> Override.from_dict({"document": "a", "sentence": 0, "labels": ["denial"]}).values
        {'labels': ('denial',)}
        >>> Override.from_dict({"document": "a", "sentence": 0, "labels": ["denail"]})
        Traceback (most recent call last):
        attribution.errors.InputError: override: unknown label 'denail'. Did you mean 'denial'?
        """
        for key in row:
            if key not in _KEYS:
                raise InputError(f"{where}: unknown key {key!r}.{nearest(key, _KEYS)}")
        if "merge_sources" in row:
            return cls(where, merge_sources=_merged(row, where))
        values = {key: _READERS[key](row[key], where) for key in row if key in _READERS}
        _check_together(row, values, where)
        return cls(
            where,
            document=_string(row["document"], "document", where),
            sentence=_index(row["sentence"], "sentence", where),
            attribution=None if row.get("attribution") is None else _index(row["attribution"], "attribution", where),
            names_attribution="attribution" in row,
            claim=_string(row["claim"], "claim", where) if "claim" in row else None,
            values=values,
        )


def read_overrides(source: str | Path | Iterable[Mapping[str, Any]]) -> list[Override]:
    """Read corrections from a JSON-lines file, or take them as dictionaries; blank lines are passed over.

    Raises
    ------
    InputError
        When the file cannot be read or a line is not a correction; file, line and the nearest valid name are given.

    Examples
    --------
    >>> [override] = read_overrides([{"document": "a.txt", "sentence": 3, "labels": ["denial"]}])
    >>> override.document, override.sentence
    ('a.txt', 3)
    """
    if not isinstance(source, str | Path):
        return [Override.from_dict(row, f"override {number}") for number, row in enumerate(source, start=1)]
    try:
        lines = Path(source).read_text("utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise InputError(f"overrides {source} cannot be read: {reason}") from error
    found = []
    for number, line in enumerate(lines, start=1):
        if line.strip():
            where = f"{source}, line {number}"
            try:
                row = json.loads(line)
            except (ValueError, RecursionError) as error:
                raise InputError(f"{where} must be one JSON object: {error}") from error
            if not isinstance(row, dict):
                raise InputError(f"{where} must be one JSON object, got {type(row).__name__}")
            found.append(Override.from_dict(row, where))
    return found


# reading values


def _string(value: Any, key: str, where: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise InputError(f"{where}: {key!r} must be a text that is not empty, got {value!r}")
    return value


def _optional(key: str) -> Callable[[Any, str], str | None]:
    return lambda value, where: None if value is None else _string(value, key, where)


def _index(value: Any, key: str, where: str) -> int:
    if type(value) is not int or value < 0:
        raise InputError(f"{where}: {key!r} must be an index counted from 0, got {value!r}")
    return value


def _one_of(kind: type[StrEnum], key: str) -> Callable[[Any, str], StrEnum]:
    def read(value: Any, where: str) -> StrEnum:
        names = [str(name) for name in kind]
        if value not in names:
            raise InputError(
                f"{where}: unknown {key} {value!r}.{nearest(str(value), names) or ' Use ' + ', '.join(names)}"
            )
        return kind(value)

    return read


def _labels(value: Any, where: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not value:
        raise InputError(f"{where}: 'labels' must be a list of labels, [\"none\"] for none of them, got {value!r}")
    for name in value:
        if name not in _LABELS:
            raise InputError(
                f"{where}: unknown label {name!r}.{nearest(str(name), _LABELS) or ' Use ' + ', '.join(_LABELS)}"
            )
    if NONE in value and len(set(value)) > 1:
        raise InputError(f"{where}: 'labels' must be types or [\"none\"], got both in {value}")
    return tuple(name for name in _LABELS if name in value)


def _truth(value: Any, where: str) -> bool:
    if not isinstance(value, bool):
        raise InputError(f"{where}: 'anonymous' must be true or false, got {value!r}")
    return value


_READERS: dict[str, Callable[[Any, str], Any]] = {
    "labels": _labels,
    "type": _one_of(AttributionType, "type"),
    "source_kind": _one_of(SourceKind, "source_kind"),
    "anonymous": _truth,
    "source_name": _optional("source_name"),
    "stance": _one_of(Stance, "stance"),
    "origin": _optional("origin"),
}


def _merged(row: Mapping[str, Any], where: str) -> tuple[str, ...]:
    names = row["merge_sources"]
    if (
        len(row) > 1
        or not isinstance(names, list)
        or len(names) < 2
        or not all(isinstance(n, str) and n.strip() for n in names)
    ):
        raise InputError(
            f"{where}: 'merge_sources' must stand alone and list at least two source names, got {json.dumps(row)[:80]}"
        )
    return tuple(names)


def _check_together(row: Mapping[str, Any], values: Mapping[str, Any], where: str) -> None:
    if not values:
        raise InputError(f"{where} must set something: {', '.join((*_READERS, 'merge_sources'))}")
    missing = [key for key in ("document", "sentence") if key not in row]
    about_evidence = any(key in _EVIDENCE_FIELDS for key in values)
    if about_evidence and "claim" not in row:
        missing.append("claim")
    if any(key in _ATTRIBUTION_FIELDS for key in values) and row.get("attribution") is None:
        missing.append("attribution")
    if missing:
        raise InputError(f"{where} sets {', '.join(values)} and must say of which {' and '.join(missing)}")
    if about_evidence and any(key not in _EVIDENCE_FIELDS for key in values):
        raise InputError(f"{where} must set either stance and origin, or {', '.join(values)}; write two lines")
    if "labels" in values and len(values) > 1:
        raise InputError(f"{where} sets the labels of a sentence and fields of an attribution; write two lines")
    if not about_evidence and "claim" in row:
        raise InputError(f"{where} sets {', '.join(values)}, which no claim changes; leave 'claim' out")
