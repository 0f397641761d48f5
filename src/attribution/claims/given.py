"""Claims that a user gives, in a list or a file."""

import json
from collections.abc import Iterable
from pathlib import Path

from attribution.errors import InputError
from attribution.schema import Claim

__all__ = ["claims_from_texts", "read_claims"]


def claims_from_texts(texts: Iterable[str | Claim]) -> list[Claim]:
    """Turn texts into claims with the ids ``claim-1``, ``claim-2``, …; claims pass through.

    Raises
    ------
    InputError
        When a claim is empty or an id occurs twice.

    Examples
    --------
    >>> [(c.id, c.text) for c in claims_from_texts(["Norvik was shelled", " The bridge is closed. "])]
    [('claim-1', 'Norvik was shelled'), ('claim-2', 'The bridge is closed.')]
    """
    claims: list[Claim] = []
    for number, item in enumerate(texts, start=1):
        if not isinstance(item, str | Claim):
            raise InputError(f"claim {number} must be a string or a Claim, got {type(item).__name__}")
        claim = item if isinstance(item, Claim) else Claim(f"claim-{number}", " ".join(item.split()))
        if not any(character.isalnum() for character in claim.text):
            given = repr(claim.text) if claim.text.strip() else "empty text"
            raise InputError(f"claim {number} must be a statement in words, got {given}; remove it or write one")
        claims.append(claim)
    return _with_unique_ids(claims)


def read_claims(path: str | Path) -> list[Claim]:
    """Read claims from a file: one text a line, or JSON lines with ``text`` and optionally ``id``.

    Blank lines are passed over; a line that begins with ``{`` makes the file JSON lines.

    Raises
    ------
    InputError
        When the file cannot be read, holds no claim, or a line is not a claim; file and line are named.
    """
    path = Path(path)
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} must be a readable UTF-8 file of claims: {error}") from error
    lines = [(number, line.strip()) for number, line in enumerate(text.split("\n"), start=1) if line.strip()]
    if not lines:
        raise InputError(f"{path} must hold at least one claim, one a line, but it is empty")
    if lines[0][1].startswith("{"):
        return _with_unique_ids(
            [_claim_of_line(line, f"{path}, line {number}", i) for i, (number, line) in enumerate(lines, 1)]
        )
    return claims_from_texts(line for _, line in lines)


def _claim_of_line(line: str, where: str, number: int) -> Claim:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise InputError(f"{where} must be JSON like the lines before it: {error}") from error
    text = row.get("text") if isinstance(row, dict) else None
    if not isinstance(text, str) or not text.strip():
        raise InputError(f'{where} must be an object with a claim as "text", got {line[:60]}')
    identity = row.get("id", f"claim-{number}")
    if not isinstance(identity, str | int):
        raise InputError(f'{where}: "id" must be a string, got {type(identity).__name__}')
    return Claim(str(identity), " ".join(text.split()))


def _with_unique_ids(claims: list[Claim]) -> list[Claim]:
    seen: set[str] = set()
    for claim in claims:
        if claim.id in seen:
            raise InputError(f"claim ids must be unique, but {claim.id!r} occurs twice; rename one of them")
        seen.add(claim.id)
    return claims
