"""Claims: given by the user, or discovered in what several attributions are about."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from attribution.errors import InputError
from attribution.labels import AttributionType
from attribution.matching import RELATED, mismatch, other_deed, relatedness
from attribution.phrasing import as_claim
from attribution.schema import Attribution, Claim, Document, Sentence
from attribution.stance import is_rejecting
from attribution.statements import content_text, relayed, sentence_text
from attribution.wording import Wording, overlap

__all__ = ["claims_from_texts", "discover_claims", "read_claims"]

FloatArray = npt.NDArray[np.floating]
_SAME = 0.6  # mean of cosine and word overlap from which two candidates are one claim
_LEAST_TERMS, _MOST_WORDS = 3, 32
_TITLE_TERMS = 4
_LEAD = 2  # sentences of an article that state what it is about, attributed or not
_DISCUSSED = 1.0  # and how much must be said of what nobody is quoted for
_WORDED = 0.4  # share of a title's words that one sentence must have
_HELD = 0.75  # share of a claim's words that a fuller wording of it must have


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


@dataclass(frozen=True, eq=False)
class _Candidate:
    """A possible claim: its words, its sentence's embedding and place."""

    wording: Wording
    vector: FloatArray
    sentence_index: int
    quoted: bool = True

    @property
    def order(self) -> tuple[int, str]:
        return self.sentence_index, self.wording.text


def discover_claims(documents: Sequence[Document], embeddings: Sequence[FloatArray], *, limit: int = 10) -> list[Claim]:
    """Find the statements that most sentences and attributions are about.

    Candidates are contents of attributions, what a denial denies (in positive form), what the first sentences of an
    article state, and titles that a sentence bears out; fragments, opinions without content, and contents that open
    with a pronoun nobody can resolve are left out. Near-duplicates become one, in their fullest wording, unless
    numbers, names, negation or what happened differ. Repeated sentences count once, so copies of an article change
    nothing.

    Parameters
    ----------
    documents, embeddings
        Tagged documents, and for each float32 [sentences, hidden], unit length: each sentence read alone, as
        ``tagger.embed`` gives it.
    limit
        At most so many claims, most discussed first.

    Raises
    ------
    InputError
        When ``limit`` is negative.
    """
    if limit < 0:
        raise InputError(f"limit must be 0 or more, got {limit}")
    unique: dict[str, tuple[int, Sentence, Document, FloatArray]] = {}
    for document, vectors in zip(documents, embeddings, strict=True):
        if document.skipped is None:
            for index, sentence in enumerate(document.sentences):
                if sentence.kind == "body":
                    found = (index, sentence, document, vectors[index])
                    unique[sentence.text] = min(unique.get(sentence.text, found), found, key=lambda f: (f[0], f[2].id))
    rows = sorted(unique.values(), key=lambda row: (row[0], row[1].text))
    candidates = [c for index, sentence, _, vector in rows for c in _candidates(index, sentence, vector)]
    candidates += _titles(documents, rows)
    texts = [Wording(sentence.text) for _, sentence, _, _ in rows]
    weights = np.array([1.0 if sentence.attributions else 0.5 for _, sentence, _, _ in rows])
    if not candidates:
        return []
    cosine = np.array([c.vector for c in candidates]) @ np.array([vector for *_, vector in rows]).T
    related = relatedness([c.wording for c in candidates], texts, cosine)
    discussed = ((related >= RELATED) * related) @ weights
    ranked = sorted(
        zip(discussed.tolist(), candidates, strict=True), key=lambda pair: (-round(pair[0], 6), pair[1].order)
    )
    kept: list[list[_Candidate]] = []
    for discussion, candidate in ranked:
        if not candidate.quoted and discussion < _DISCUSSED:
            continue
        group = next((group for group in kept if _same(candidate, group[0])), None)
        if group is not None:
            group.append(candidate)
        elif len(kept) < limit:
            kept.append([candidate])
    texts_kept = [_fullest(group) for group in kept]
    return [Claim(f"claim-{number}", text, discovered=True) for number, text in enumerate(texts_kept, start=1)]


def _fullest(group: Sequence[_Candidate]) -> str:
    """Return the wording that says most of what the first one says: with the names and numbers that it leaves out."""
    first = group[0].wording
    whole = [c.wording for c in group if overlap(first, c.wording) >= _HELD]
    return max([first, *whole], key=lambda w: sum(w.terms[t] for t in w.terms if w.terms[t] > 1.0)).text


def _candidates(index: int, sentence: Sentence, vector: FloatArray) -> list[_Candidate]:
    """Return the usable contents of a sentence's attributions."""
    made = []
    outer = relayed(sentence.attributions)
    for i, attribution in enumerate(sentence.attributions):
        if i in outer or attribution.type == AttributionType.NO_COMMENT:
            continue
        text = _claim_text(sentence, attribution)
        if text is not None and _usable(Wording(text)):
            made.append(_Candidate(Wording(text), vector, index))
    if not sentence.attributions and index < _LEAD:
        text = as_claim(sentence.text, cue="narrates", source=None, denied=False)
        made += (
            [_Candidate(Wording(text), vector, index, quoted=False)]
            if text is not None and _usable(Wording(text))
            else []
        )
    return made


def _claim_text(sentence: Sentence, attribution: Attribution) -> str | None:
    """Return the content as a claim; where it cannot stand alone, the sentence less the only source and cue."""
    cue = attribution.cue.text if attribution.cue else ""
    name = None if attribution.anonymous else attribution.source_name
    denied = attribution.type == AttributionType.DENIAL
    text = as_claim(content_text(sentence, attribution), cue=cue, source=name, denied=denied)
    if text is None and attribution.content and len(sentence.attributions) == 1 and not denied:
        return as_claim(sentence_text(sentence), cue=cue, source=name, denied=denied)
    return text


def _usable(text: Wording) -> bool:
    short = len(text.words) <= _MOST_WORDS and not text.text.endswith("?")
    return short and len(text.terms) >= _LEAST_TERMS and not is_rejecting(text)


def _titles(
    documents: Sequence[Document], rows: Sequence[tuple[int, Sentence, Document, FloatArray]]
) -> list[_Candidate]:
    """Return titles that state something; a title has the embedding of the sentence closest to it in words."""
    made: dict[str, _Candidate] = {}
    words = [Wording(sentence.text) for _, sentence, _, _ in rows]
    for document in documents:
        text = as_claim(document.title or "", cue="", source=None, denied=False)
        if document.skipped is None and text is not None and text not in made and _usable(Wording(text)):
            title = Wording(text)
            closest = max(range(len(rows)), key=lambda j: overlap(title, words[j]), default=None)
            enough = len(title.terms) >= _TITLE_TERMS
            if enough and closest is not None and overlap(title, words[closest]) >= _WORDED:
                made[text] = _Candidate(title, rows[closest][3], -1)
    return list(made.values())


def _same(one: _Candidate, other: _Candidate) -> bool:
    """Whether two candidates are one claim: alike in meaning and words, and no number, name, negation or deed apart."""
    a, b = one.wording, other.wording
    names_apart = bool(a.names - b.terms.keys() and b.names - a.terms.keys())
    if a.negated != b.negated or names_apart or bool(a.numbers - b.numbers and b.numbers - a.numbers):
        return False
    cosine, shared = float(one.vector @ other.vector), max(overlap(a, b), overlap(b, a))
    return (cosine + shared) / 2 >= _SAME and not other_deed(max(mismatch(a, b), mismatch(b, a)), cosine)
