"""Evidence as NumPy columns, with its claims, origins and dates as numbers."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

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
_DIRECTIONS = {Stance.SUPPORTS: 1, Stance.REFUTES: -1}
_DAY = 86_400_000_000


@dataclass(frozen=True, slots=True)
class EvidenceTable:
    """Evidence as columns; one row an item, and one row an origin for ``origin_claim`` and ``origin_resolved``.

    ``claim``, ``origin``, ``type``, ``kind`` are int64 [items] indices, ``anonymous`` and ``self_interest`` bool
    [items], ``type_prob``, ``support`` and ``refutation`` float64 [items] in [0, 1], ``direction`` int64 [items] (1
    supports, -1 refutes, 0 neither). ``earliest`` and ``latest`` (int64 [items], microseconds) are the first and last
    moment that a date may mean: a day without time is the whole day, UTC. An undated item is earliest before and latest
    after everything, so that it is never strictly later or earlier than another.
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
    origin_ids: tuple[str, ...]
    n_claims: int

    @classmethod
    def from_evidence(cls, claims: Sequence[Claim], evidence: Sequence[Evidence]) -> Self:
        """Read evidence into columns and find its origins.

        An ``origin_id`` that is set stands; else the ``source_id`` is the origin, and `UNRESOLVED` where there is none.

        Raises
        ------
        InputError
            When a probability is not in [0, 1], a date is not ISO 8601 or a claim is unknown; the index is named.
        """
        claim_rows = _claim_rows(claims)
        types, kinds = {t: i for i, t in enumerate(TYPES)}, {k: i for i, k in enumerate(KINDS)}
        claim = [_row_of_claim(claim_rows, e.claim_id, i) for i, e in enumerate(evidence)]
        keys = [(c, _origin_id(e)) for c, e in zip(claim, evidence, strict=True)]
        origins = {key: row for row, key in enumerate(dict.fromkeys(keys))}
        dates = [moments(e.date, f"`date` of evidence {i}") for i, e in enumerate(evidence)]
        return cls(
            claim=np.array(claim, np.int64),
            origin=np.array([origins[key] for key in keys], np.int64),
            type=np.array([types[e.type or NARRATION] for e in evidence], np.int64),
            kind=np.array([kinds[e.source_kind] for e in evidence], np.int64),
            anonymous=np.array([e.anonymous for e in evidence], bool),
            self_interest=np.array([e.self_interest for e in evidence], bool),
            type_prob=_probabilities("type_prob", (e.type_prob for e in evidence)),
            support=_probabilities("support", (e.support for e in evidence)),
            refutation=_probabilities("refutation", (e.refutation for e in evidence)),
            direction=np.array([_DIRECTIONS.get(e.stance, 0) for e in evidence], np.int64),
            earliest=np.array([first for first, _ in dates], np.int64),
            latest=np.array([last for _, last in dates], np.int64),
            origin_claim=np.array([c for c, _ in origins], np.int64),
            origin_resolved=np.array([name != UNRESOLVED for _, name in origins], bool),
            origin_ids=tuple(name for _, name in origins),
            n_claims=len(claims),
        )


def _claim_rows(claims: Sequence[Claim]) -> dict[str, int]:
    rows = {claim.id: row for row, claim in enumerate(claims)}
    if len(rows) < len(claims):
        twice = next(name for name, n in Counter(c.id for c in claims).items() if n > 1)
        raise InputError(f"claim ids must differ, got {twice!r} more than once")
    return rows


def _row_of_claim(rows: Mapping[str, int], claim_id: str, index: int) -> int:
    if claim_id not in rows:
        raise InputError(f"evidence {index} is about unknown claim {claim_id!r}.{nearest(claim_id, rows)}")
    return rows[claim_id]


def _origin_id(evidence: Evidence) -> str:
    return evidence.origin_id or evidence.source_id or UNRESOLVED


def _probabilities(name: str, values: Iterable[float]) -> Floats:
    column = np.fromiter(values, np.float64)
    bad = np.flatnonzero(~((column >= 0) & (column <= 1)))
    if len(bad):
        raise InputError(
            f"`{name}` must be probabilities in [0, 1], got {column[bad[0]]} at index {bad[0]}. "
            "Pass calibrated probabilities, not logits."
        )
    return column


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
