"""Evidence as NumPy columns, with its claims, origins and dates as numbers."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from attribution.errors import InputError, nearest
from attribution.labels import AttributionType, SourceKind, Stance
from attribution.schema import Claim, Evidence

__all__ = ["EVER", "KINDS", "NARRATION", "NEVER", "TYPES", "UNRESOLVED", "EvidenceTable", "moments"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

UNRESOLVED = "unresolved"
"""The one origin of a claim that all its unresolved sources share."""

NARRATION = "narration"
"""The type of what the article says in its own voice."""

TYPES: tuple[str, ...] = (*map(str, AttributionType), NARRATION)
KINDS: tuple[str, ...] = tuple(map(str, SourceKind))
NEVER, EVER = int(np.iinfo(np.int64).min), int(np.iinfo(np.int64).max)
_DAY = 86_400_000_000
_EPOCH = date(1970, 1, 1).toordinal() * _DAY
_DIRECTIONS = np.array([{Stance.SUPPORTS: 1, Stance.REFUTES: -1}.get(stance, 0) for stance in Stance])
_PROBABILITIES = ("type_prob", "support", "refutation")
_DEFAULTS: dict[str, Any] = {
    "type_prob": 1.0,
    "stance": str(Stance.NEUTRAL),
    "date": "",
    "anonymous": False,
    "self_interest": False,
}
_NAMED = ("claim_id", "origin_id", "type", "source_kind", "stance", "date")
_FIELDS = ("claim_id", "origin_id", "type", "source_kind", "support", "refutation", *_DEFAULTS)


@dataclass(frozen=True, slots=True)
class EvidenceTable:
    """Evidence as columns; one row an item, and one row an origin for what begins with ``origin_``.

    ``claim``, ``origin``, ``type``, ``kind`` are int64 [items] indices, ``anonymous`` and ``self_interest`` bool
    [items], ``type_prob``, ``support`` and ``refutation`` float64 [items] in [0, 1], ``direction`` int64 [items] (1
    supports, -1 refutes, 0 neither). ``earliest`` and ``latest`` (int64 [items], microseconds) are the first and last
    moment that a date may mean: a day without time is the whole day, UTC. An undated item is earliest before and latest
    after everything, so that it is never strictly later or earlier than another. ``origin_claim`` (int64),
    ``origin_resolved`` (bool) and ``origin_ids`` (as they were given) are [origins], by claim and then by id.
    """

    claim: Ints
    origin: Ints
    type: Ints
    kind: Ints
    anonymous: Bools
    self_interest: Bools
    type_prob: Floats
    support: Floats
    refutation: Floats
    direction: Ints
    earliest: Ints
    latest: Ints
    origin_claim: Ints
    origin_resolved: Bools
    origin_ids: npt.NDArray[Any]
    n_claims: int

    @classmethod
    def from_evidence(cls, claims: Sequence[Claim], evidence: Sequence[Evidence]) -> Self:
        """Read evidence into columns and find its origins.

        An ``origin_id`` that is set stands; else the ``source_id`` is the origin, and `UNRESOLVED` where there is none.

        Raises
        ------
        InputError
            When a probability is not in [0, 1], a date is not ISO 8601 or a claim is unknown; the item is named.
        """
        columns: dict[str, Any] = {name: [getattr(e, name) for e in evidence] for name in _FIELDS}
        for name in _PROBABILITIES:
            _probabilities(name, columns[name], lambda i: f" ({_place(evidence[i])})")
        columns["origin_id"] = [e.origin_id or e.source_id or UNRESOLVED for e in evidence]
        return cls.from_columns([claim.id for claim in claims], columns)

    @classmethod
    def from_columns(cls, claim_ids: Sequence[str], columns: Mapping[str, npt.ArrayLike]) -> Self:
        """Read evidence that is in columns already: a million items take a second or two, without a loop over them.

        Parameters
        ----------
        claim_ids
            The claims; results keep their order.
        columns
            Equally long [items], with the names and meanings of the fields of ``Evidence``. ``claim_id``,
            ``origin_id``, ``type``, ``source_kind``, ``support`` and ``refutation`` must be there; ``type_prob`` (1),
            ``stance`` (neutral: such an item counts, but replaces nothing), ``date`` (None), ``anonymous`` and
            ``self_interest`` (False) may be. ``claim_id``, ``type``, ``source_kind`` and ``stance`` are names, or whole
            numbers that count from 0 in ``claim_ids``, `TYPES`, `KINDS` and ``Stance``; a type of None is the article's
            own voice. ``origin_id`` is any name or whole number; `UNRESOLVED`, None, "" and negative numbers are
            sources that nobody knows. ``date`` is ISO 8601 text or datetime64: days are whole days, NaT is undated.

        Raises
        ------
        InputError
            When a column is missing, unknown or of another length, or a value is not what it must be; the column and
            the first index are named.

        Examples
        --------
        >>> table = EvidenceTable.from_columns(["c1", "c2"], {
        ...     "claim_id": ["c2", "c2"], "origin_id": ["ministry", None], "type": ["denial", "hint"],
        ...     "source_kind": ["official", "unknown"], "support": [0.0, 0.7], "refutation": [0.9, 0.1],
        ... })
        >>> table.claim.tolist(), table.origin_ids.tolist(), table.origin_resolved.tolist()
        ([1, 1], ['ministry', 'unresolved'], [True, False])
        """
        given = _complete(columns)
        claim = _codes("claim_id", given["claim_id"], _claim_rows(claim_ids))
        origin, origin_claim, origin_ids = _origins(claim, given["origin_id"])
        earliest, latest = _moments_of(given["date"])
        numbers = {name: _probabilities(name, given[name]) for name in _PROBABILITIES}
        return cls(
            claim=claim,
            origin=origin,
            type=_codes("type", _filled(given["type"], NARRATION), _row_of(TYPES)),
            kind=_codes("source_kind", given["source_kind"], _row_of(KINDS)),
            anonymous=_flags("anonymous", given["anonymous"]),
            self_interest=_flags("self_interest", given["self_interest"]),
            **numbers,
            direction=_DIRECTIONS[_codes("stance", given["stance"], _row_of(tuple(Stance)))],
            earliest=earliest,
            latest=latest,
            origin_claim=origin_claim,
            origin_resolved=origin_ids >= 0 if origin_ids.dtype.kind == "i" else origin_ids != UNRESOLVED,
            origin_ids=origin_ids,
            n_claims=len(claim_ids),
        )


def _complete(columns: Mapping[str, npt.ArrayLike]) -> dict[str, Any]:
    """Return all columns as equally long arrays."""
    for name in columns:
        if name not in _FIELDS:
            raise InputError(f"evidence has no column {name!r}.{nearest(name, _FIELDS)} Known: {', '.join(_FIELDS)}")
    if missing := [name for name in _FIELDS if name not in columns and name not in _DEFAULTS]:
        raise InputError(f"evidence must also have the columns {', '.join(missing)}")
    given = {name: _names(values) if name in _NAMED else np.asarray(values) for name, values in columns.items()}
    n_items = len(given["claim_id"])
    for name, values in given.items():
        if values.shape != (n_items,):
            raise InputError(f"column {name!r} must have {n_items} items like claim_id, got shape {values.shape}")
    return {**{name: np.full(n_items, value) for name, value in _DEFAULTS.items()}, **given}


def _names(values: npt.ArrayLike) -> npt.NDArray[Any]:
    """Return whole numbers, dates and arrays of text as they are, other texts as Python's own, "" for None."""
    array = np.asarray(values)
    if array.dtype.kind in "iuM" or (array.dtype.kind == "U" and isinstance(values, np.ndarray)):
        return array
    texts = np.asarray(values, object)
    return np.where(np.equal(texts, None), "", texts)  # type: ignore[call-overload]


def _unique(name: str, values: npt.NDArray[Any]) -> tuple[npt.NDArray[Any], Ints, Ints]:
    """Return the different values, where each is first, and the place of every item's value among them."""
    try:
        return np.unique(values, return_index=True, return_inverse=True)
    except TypeError as error:
        raise InputError(f"column {name!r} must hold names only, or whole numbers only: {error}") from error


def _codes(name: str, values: npt.NDArray[Any], known: Mapping[str, int]) -> Ints:
    """Return the row (int64 [items]) of each name; whole numbers are rows already."""
    if values.dtype.kind in "iu":
        if len(bad := np.flatnonzero((values < 0) | (values >= len(known)))):
            raise InputError(
                f"`{name}` of evidence {bad[0]} must be a number from 0 to {len(known) - 1}, got {values[bad[0]]}"
            )
        return values.astype(np.int64)
    names, first, place = _unique(name, values)
    rows = np.array([known.get(text, -1) for text in names.tolist()], np.int64)
    if (rows < 0).any():
        index = int(first[rows < 0].min())
        bad_name = str(values[index])
        if name == "claim_id":
            raise InputError(f"evidence {index} is about unknown claim {bad_name!r}.{nearest(bad_name, known)}")
        raise InputError(
            f"`{name}` of evidence {index} must be one of {', '.join(known)}, got {bad_name!r}."
            + nearest(bad_name, known)
        )
    return rows[place]


def _origins(claim: Ints, values: npt.NDArray[Any]) -> tuple[Ints, Ints, npt.NDArray[Any]]:
    """Return the origin of each item [items], and the claim and the id of each origin [origins]."""
    values = np.maximum(values.astype(np.int64), -1) if values.dtype.kind in "iu" else _filled(values, UNRESOLVED)
    names, _, place = _unique("origin_id", values)
    keys, origin = np.unique(claim * max(len(names), 1) + place, return_inverse=True)
    origin_claim, number = np.divmod(keys, max(len(names), 1))
    return origin, origin_claim, names[number]


def _filled(values: npt.NDArray[Any], name: str) -> npt.NDArray[Any]:
    return values if values.dtype.kind in "iu" else np.where(values == "", name, values)


def _moments_of(values: npt.NDArray[Any]) -> tuple[Ints, Ints]:
    """Return the first and the last moment (int64 [items], microseconds) that each date may mean."""
    if values.dtype.kind != "M":
        texts, first, place = _unique("date", values)
        both = [moments(t, f"`date` of evidence {i}") for t, i in zip(texts.tolist(), first.tolist(), strict=True)]
        spans = np.array(both, np.int64).reshape(-1, 2)[place]
        return spans[:, 0], spans[:, 1]
    start = values.astype("M8[us]").astype(np.int64) + _EPOCH
    end = start
    if np.datetime_data(values.dtype)[0] in ("Y", "M", "W", "D"):
        end = (values + 1).astype("M8[us]").astype(np.int64) + _EPOCH - 1
    undated = np.isnat(values)
    return np.where(undated, NEVER, start), np.where(undated, EVER, end)


def _flags(name: str, values: npt.NDArray[Any]) -> Bools:
    if values.dtype.kind not in "biu" and len(values):
        raise InputError(f"column {name!r} must be true or false, got {values.dtype}")
    return values.astype(bool)


def _row_of(names: Sequence[str]) -> dict[str, int]:
    return {name: row for row, name in enumerate(names)}


def _claim_rows(claim_ids: Sequence[str]) -> dict[str, int]:
    rows = _row_of(claim_ids)
    if len(rows) < len(claim_ids):
        twice = next(name for name, n in Counter(claim_ids).items() if n > 1)
        raise InputError(f"claim ids must differ, got {twice!r} more than once")
    return rows


def _probabilities(name: str, values: Any, where: Callable[[int], str] = lambda index: "") -> Floats:
    try:
        column = np.asarray(values, np.float64)
    except (TypeError, ValueError) as error:
        raise InputError(f"`{name}` must be probabilities in [0, 1]: {error}") from error
    bad = np.flatnonzero(~((column >= 0) & (column <= 1)))
    if len(bad):
        raise InputError(
            f"`{name}` must be probabilities in [0, 1], got {column[bad[0]]} at index {bad[0]}{where(bad[0])}. "
            "Pass calibrated probabilities, not logits."
        )
    return column


def _place(item: Evidence) -> str:
    return f"claim {item.claim_id!r}, document {item.document_id!r}, sentence {item.sentence_index}"


def moments(text: str | None, what: str) -> tuple[int, int]:
    """Return the first and the last moment that a date may mean, in microseconds."""
    if not text:
        return NEVER, EVER
    try:
        if len(text) <= len("YYYY-MM-DD"):
            start = date.fromisoformat(text).toordinal() * _DAY
            return start, start + _DAY - 1
        moment = datetime.fromisoformat(text)
    except (ValueError, TypeError) as error:
        raise InputError(f"{what} must be ISO 8601 (YYYY-MM-DD or longer), got {text!r}") from error
    time = ((moment.hour * 60 + moment.minute) * 60 + moment.second) * 1_000_000 + moment.microsecond
    offset = moment.utcoffset()
    start = moment.toordinal() * _DAY + time - (round(offset.total_seconds() * 1_000_000) if offset else 0)
    return start, start
