"""Claims that are discovered: what most sentences and attributions are about."""

from collections.abc import Sequence

import numpy as np

from attribution.claims.candidates import Candidate, FloatArray, Row, candidates
from attribution.claims.worth import WorthModel
from attribution.days import days_of
from attribution.errors import InputError
from attribution.matching import RELATED, mismatch, other_deed, relatedness
from attribution.schema import Claim, Document
from attribution.wording import Wording, overlap

__all__ = ["discover_claims", "rated"]

_SAME = 0.6  # mean of cosine and word overlap from which two candidates are one claim
_FEW = 2  # clear claims from which on no others are wanted
_HELD = 0.75  # share of a claim's words that a fuller wording of it must have


def discover_claims(documents: Sequence[Document], embeddings: Sequence[FloatArray], *, limit: int = 10) -> list[Claim]:
    """Find the statements that most sentences and attributions are about.

    Candidates are contents of attributions, what a denial denies (in positive form), what the first sentences of an
    article state, and titles that a sentence bears out. A small model, fitted to candidates that readers judged, leaves
    out fragments, opinions and what nobody could check, and ranks the others with how much is said of them.
    Near-duplicates become one, in their fullest wording, unless numbers, names, negation or what happened differ.
    Repeated sentences count once, so copies of an article change nothing. Many can't be understood without their
    article ("the deal"), so each has a ``context``.

    Parameters
    ----------
    documents, embeddings
        Tagged documents, and for each float32 [sentences, hidden], unit length: each sentence read alone, as
        ``tagger.embed`` gives it.
    limit
        At most so many claims, the most discussed and clearest first.

    Raises
    ------
    InputError
        When ``limit`` is negative.
    """
    if limit < 0:
        raise InputError(f"limit must be 0 or more, got {limit}")
    ranked = _ranked(rated(documents, embeddings), WorthModel.shipped())
    kept: list[list[Candidate]] = []
    for candidate in ranked:
        group = next((group for group in kept if _same(candidate, group[0])), None)
        if group is not None:
            group.append(candidate)
        elif len(kept) < limit:
            kept.append([candidate])
    chosen = [_fullest(group) for group in kept]
    return [Claim(f"claim-{number}", c.text, True, c.context) for number, c in enumerate(chosen, start=1)]


def rated(documents: Sequence[Document], embeddings: Sequence[FloatArray]) -> list[tuple[Candidate, float]]:
    """Return all possible claims, each with how much is said of it.

    That is the sum of its relatedness to the sentences that are related to it, those without attributions at half.
    """
    rows = _unique_rows(documents, embeddings)
    found = candidates(documents, rows)
    if not found:
        return []
    weights = np.array([1.0 if row.sentence.attributions else 0.5 for row in rows])
    cosine = np.array([c.row.vector for c in found]) @ np.array([row.vector for row in rows]).T
    related = relatedness([c.wording for c in found], [Wording(row.sentence.text) for row in rows], cosine)
    return list(zip(found, (((related >= RELATED) * related) @ weights).tolist(), strict=True))


def _unique_rows(documents: Sequence[Document], embeddings: Sequence[FloatArray]) -> list[Row]:
    """Return the body sentences of all documents, each text once, in an order that that of documents doesn't change."""
    unique: dict[str, Row] = {}
    for document, vectors in zip(documents, embeddings, strict=True):
        if document.skipped is None:
            for index, sentence in enumerate(document.sentences):
                if sentence.kind == "body":
                    row = Row(index, sentence, document, vectors[index])
                    kept = unique.get(sentence.text, row)
                    unique[sentence.text] = min(kept, row, key=_standing)
    return sorted(unique.values(), key=lambda row: (row.index, row.sentence.text))


def _standing(row: Row) -> tuple[int, str, str]:
    """How early a sentence stands, and of copies in which article: the oldest, as its days are counted from there."""
    return row.index, row.document.date or "~", row.document.id


def _ranked(found: Sequence[tuple[Candidate, float]], model: WorthModel) -> list[Candidate]:
    """Return the candidates that are worth it, those first of which much is said, that are clear and stand early.

    Where few are, the next best follow: of a short text somebody wants to see what it claims.
    """
    ranked = []
    for candidate, discussed in found:
        worth = model.worth(candidate, discussed)
        early = 1 + 1 / (1 + max(candidate.index, 0))  # news says first what it is about
        ranked.append((-round(discussed * worth * early, 6), candidate.order, worth, candidate))
    ranked.sort(key=lambda one: one[:2])
    clear = [candidate for *_, worth, candidate in ranked if worth >= model.threshold]
    others = [candidate for *_, worth, candidate in ranked if model.threshold > worth >= model.threshold / 2]
    return clear + others[: max(0, _FEW - len(clear))]


def _fullest(group: Sequence[Candidate]) -> Candidate:
    """Return the one that says most of what the first one says: with the names and numbers that it leaves out."""
    first = group[0]
    whole = [c for c in group if overlap(first.wording, c.wording) >= _HELD]
    return max([first, *whole], key=lambda c: sum(weight for weight in c.wording.terms.values() if weight > 1.0))


def _same(one: Candidate, other: Candidate) -> bool:
    """Whether two candidates are one claim: alike, and no number, name, day, negation or deed apart."""
    a, b = one.wording, other.wording
    days, other_days = days_of(one.text), days_of(other.text)
    if days and other_days and days.isdisjoint(other_days):
        return False
    names_apart = bool(a.names - b.terms.keys() and b.names - a.terms.keys())
    if a.negated != b.negated or names_apart or bool(a.numbers - b.numbers and b.numbers - a.numbers):
        return False
    cosine, shared = float(one.row.vector @ other.row.vector), max(overlap(a, b), overlap(b, a))
    return (cosine + shared) / 2 >= _SAME and not other_deed(max(mismatch(a, b), mismatch(b, a)), cosine)
