"""Claims with verdicts, stances to them, and article bodies, from JSON lines (``.gz`` or not)."""

import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from attribution.documents import document_from_text
from attribution.errors import InputError, nearest
from attribution.labels import Stance
from attribution.schema import Claim, Document, Sentence

__all__ = ["Components", "Rumour", "StancePair", "folds_of", "read_bodies", "read_pairs", "read_rumours"]

STANCE_NAMES: Mapping[str, Stance] = {
    **{stance.value: stance for stance in Stance},
    "for": Stance.SUPPORTS,
    "agree": Stance.SUPPORTS,
    "against": Stance.REFUTES,
    "disagree": Stance.REFUTES,
    "observing": Stance.NEUTRAL,
    "discuss": Stance.NEUTRAL,
}
TRUTHS = ("true", "false", "unknown")


@dataclass(frozen=True, slots=True)
class StancePair:
    """A claim, a document, and where the document stands; pairs of one ``group`` share claims or documents."""

    claim: str
    document: Document
    stance: Stance
    group: str


@dataclass(frozen=True, slots=True)
class Rumour:
    """A claim with its verdict (``true``, ``false`` or ``unknown``) and the ids of the documents about it."""

    claim: Claim
    truth: str
    document_ids: tuple[str, ...]


def read_bodies(path: str | Path) -> dict[str, Document]:
    """Return documents by ``body_id``: lines have ``body_id`` and ``text``, and may have ``publisher`` and ``date``."""
    bodies = {}
    for where, row in _rows(Path(path)):
        id, text = _text(row, "body_id", where), _text(row, "text", where)
        document = document_from_text(text, id=id)
        bodies[id] = replace(document, publisher=row.get("publisher"), date=row.get("date"))
    return bodies


def read_pairs(path: str | Path, bodies: Mapping[str, Document] | None = None) -> list[StancePair]:
    """Return pairs of a claim and a text about it, told by the keys of a line.

    - ``claim`` and ``headlines`` (each ``headline`` and ``stance``): every headline is read as a text of one sentence;
      the group is the claim.
    - ``headline``, ``body_id`` and ``stance``: the headline is the claim and the body the text. Groups are connected
      components of the pairs that are not ``unrelated``: a random split would put one story on both sides.

    Raises
    ------
    InputError
        When a line is in neither form, a stance is unknown or a body is missing; file and line are named.
    """
    pairs, links = [], Components()
    for where, row in _rows(Path(path)):
        if "headlines" in row:
            claim = _text(row, "claim", where)
            for headline in row["headlines"]:
                text = _text(headline, "headline", where)
                pairs.append(StancePair(claim, _one_sentence(text), _stance(headline, where), claim))
            continue
        claim, id, stance = _text(row, "headline", where), _text(row, "body_id", where), _stance(row, where)
        if id not in (bodies or {}):
            reason = nearest(id, bodies) if bodies else " Give the file of bodies with --bodies."
            raise InputError(f"{where}: no body {id!r}.{reason}")
        if stance is not Stance.UNRELATED:
            links.join(f"claim {claim}", f"body {id}")
        pairs.append(StancePair(claim, (bodies or {})[id], stance, ""))
    if not pairs:
        raise InputError(f"{path} holds no pairs")
    return [pair if pair.group else replace(pair, group=links.root(f"claim {pair.claim}")) for pair in pairs]


def read_rumours(path: str | Path, bodies: Mapping[str, Document]) -> list[Rumour]:
    """Return claims with verdicts: ``claim``, ``truth`` and ``bodies`` (each with ``body_id``), and maybe ``claim_id``.

    Raises
    ------
    InputError
        When a line lacks one of these, a truth is none of true, false, unknown, or a body is missing.
    """
    rumours = []
    for number, (where, row) in enumerate(_rows(Path(path)), start=1):
        truth = row.get("truth")
        if truth not in TRUTHS:
            raise InputError(f"{where}: `truth` must be one of {', '.join(TRUTHS)}, got {truth!r}")
        ids = tuple(dict.fromkeys(_text(body, "body_id", where) for body in row.get("bodies", ())))
        for id in ids:
            if id not in bodies:
                raise InputError(f"{where}: no body {id!r}.{nearest(id, bodies)}")
        claim = Claim(str(row.get("claim_id", f"claim-{number}")), _text(row, "claim", where))
        rumours.append(Rumour(claim, truth, ids))
    if len({rumour.claim.id for rumour in rumours}) < len(rumours):
        raise InputError(f"{path}: `claim_id` must differ from line to line")
    return rumours


class Components:
    """Connected components: union by name."""

    def __init__(self) -> None:
        self.parent: dict[str, str] = {}

    def root(self, name: str) -> str:
        """Return what all names joined with this one share."""
        while (above := self.parent.setdefault(name, name)) != name:
            self.parent[name] = self.parent.setdefault(above, above)
            name = above
        return name

    def join(self, one: str, other: str) -> None:
        """Put two names, and all that is joined with them, together."""
        self.parent[self.root(one)] = self.root(other)


def _one_sentence(text: str) -> Document:
    return Document(id=text, text=text, sentences=(Sentence(0, len(text), text),), language="en")


def _stance(row: Mapping[str, Any], where: str) -> Stance:
    name = row.get("stance")
    if not isinstance(name, str) or name not in STANCE_NAMES:
        raise InputError(f"{where}: `stance` must be one of {', '.join(STANCE_NAMES)}, got {name!r}")
    return STANCE_NAMES[name]


def _text(row: Mapping[str, Any], key: str, where: str) -> str:
    value = row.get(key) if isinstance(row, Mapping) else None
    if not isinstance(value, str) or not value:
        raise InputError(f"{where}: must have `{key}`, a text, got {value!r}")
    return value


def _rows(file: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield file and line number, and the object, of every line that is not blank."""
    if not file.is_file():
        raise InputError(f"{file} does not exist")
    with gzip.open(file, "rt", encoding="utf-8") if file.suffix == ".gz" else file.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            where = f"{file}:{number}"
            try:
                row = json.loads(line)
            except ValueError as error:
                raise InputError(f"{where}: must be a JSON object: {error}") from error
            if not isinstance(row, dict):
                raise InputError(f"{where}: must be a JSON object, got {type(row).__name__}")
            yield where, row


def folds_of(groups: Sequence[str], n: int, *, seed: int = 0) -> list[int]:
    """Return the fold of each item: whole groups, the largest first, each to the fold with the fewest items so far.

    >>> folds_of(["a", "b", "a", "c"], 2)[0] == folds_of(["a", "b", "a", "c"], 2)[2]
    True
    """
    names, sizes = np.unique(np.array(groups), return_counts=True)
    order = np.random.default_rng(seed).permutation(len(names))
    order = order[np.argsort(-sizes[order], kind="stable")]
    filled, fold_of = np.zeros(n, int), {}
    for group in order:
        fold_of[str(names[group])] = fold = int(filled.argmin())
        filled[fold] += sizes[group]
    return [fold_of[group] for group in groups]
