"""The arithmetic: a table of evidence into scores, and scores into what a reader sees."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
import numpy.typing as npt
from scipy.special import betaincinv, expit, logit

from attribution.corroboration.model import CorroborationModel
from attribution.corroboration.table import NEVER, UNRESOLVED, EvidenceTable, moments
from attribution.errors import InputError, nearest
from attribution.schema import Claim, ClaimScore, Evidence, Interval, Opinion, Origin

__all__ = ["Scores", "add_evidence", "combine", "score_evidence", "superseded"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

_LIKELIHOODS = (
    "almost no chance",
    "very unlikely",
    "unlikely",
    "roughly even chance",
    "likely",
    "very likely",
    "almost certain",
)
_LIKELIHOOD_BOUNDS = (0.05, 0.20, 0.45, 0.55, 0.80, 0.95)
_GRADE_BOUNDS = (0.2, 0.4, 0.6, 0.8)
_CANNOT_BE_JUDGED = 6
_MOST_UNCERTAINTY = 0.6
_TAIL = 0.05
_LEAST_PRIOR = 1e-9  # nearer to 0 or 1, the interval is not a number
_COUNTED = 0.05
"""An origin counts for a side when it leans there by this many log-odds, about one point at 50 %."""


@dataclass(frozen=True, slots=True)
class Scores:
    """The numbers of `combine`: float64, one row an item, an origin or a claim, unless said otherwise.

    Items: ``kept`` (bool: the time rule does not drop it), ``weight`` (w, 0 where dropped), ``contribution``
    (log-odds). Origins: ``origin_contribution`` (log-odds), ``leave_one_out`` (how the score would change without it:
    below 0 for a supporter), ``grade_without`` (int64). Claims: ``score``, ``low``, ``high``, ``belief``,
    ``disbelief``, ``uncertainty``, ``grade``, ``n_for`` and ``n_against`` (int64).
    """

    kept: Bools
    weight: Floats
    contribution: Floats
    origin_contribution: Floats
    leave_one_out: Floats
    grade_without: Ints
    score: Floats
    low: Floats
    high: Floats
    belief: Floats
    disbelief: Floats
    uncertainty: Floats
    grade: Ints
    n_for: Ints
    n_against: Ints


def score_evidence(
    claims: Sequence[Claim],
    evidence: Sequence[Evidence],
    *,
    model: CorroborationModel | None = None,
    prior: float = 0.5,
    as_of: str | None = None,
) -> list[ClaimScore]:
    """Return what the sourcing of each claim adds up to, in the order of ``claims``.

    The score says who stands behind the claim and how firmly, never whether it is true. Evidence comes back in the
    order given with ``origin_id``, ``weight`` and ``contribution`` filled; what the time rule drops stays, with weight
    0. Contributions sum to the log-odds of the score minus those of the prior. A claim without evidence has the prior
    as its score and grade 6.

    Parameters
    ----------
    model
        Weights; None takes those that ship.
    prior
        Probability in (0, 1) of a claim that nobody has spoken about.
    as_of
        ISO 8601 date: later evidence does not count. A day without a time is the whole day.

    Raises
    ------
    InputError
        When a probability, a date, a claim id, ``prior`` or ``as_of`` is not what it must be.

    Examples
    --------
    >>> from attribution.labels import AttributionType, SourceKind, Stance
    >>> item = Evidence(
    ...     "c1", "article", 0, 0, "The port authority confirmed the closure.",
    ...     AttributionType.OFFICIAL_CONFIRMATION, 0.95, Stance.SUPPORTS, 0.95, 0.02,
    ...     "port authority", "port authority", SourceKind.OFFICIAL, anonymous=False,
    ... )
    >>> [score] = score_evidence([Claim("c1", "The port is closed.")], [item])
    >>> round(score.corroboration, 2), score.grade, score.likelihood, score.n_origins_for
    (0.76, 2, 'likely', 1)
    """
    table = EvidenceTable.from_evidence(claims, evidence)
    scores = combine(table, model or CorroborationModel.default(), prior=prior, as_of=as_of)
    rows: list[list[int]] = [[] for _ in claims]
    for row, claim in enumerate(table.claim.tolist()):
        rows[claim].append(row)
    scored = [
        replace(item, origin_id=str(table.origin_ids[origin]), weight=float(weight), contribution=float(contribution))
        for item, origin, weight, contribution in zip(
            evidence, table.origin, scores.weight, scores.contribution, strict=True
        )
    ]
    return [
        _claim_score(claim, i, scores, prior, _origins(rows[i], scored, table, scores), [scored[r] for r in rows[i]])
        for i, claim in enumerate(claims)
    ]


def add_evidence(
    scored: Sequence[ClaimScore],
    evidence: Sequence[Evidence],
    *,
    model: CorroborationModel | None = None,
    as_of: str | None = None,
) -> list[ClaimScore]:
    """Return the scores with more evidence, a new document's for example; claims it is not about stay as they are.

    Each claim keeps its own prior. The work grows with the evidence of the claims that change, not with the rest.

    Parameters
    ----------
    scored
        Scores by the same ``model`` and ``as_of``.
    evidence
        About claims in ``scored``. A copy of a text that is there already must carry that text's ``origin_id``.

    Raises
    ------
    InputError
        As `score_evidence`.

    Examples
    --------
    >>> from attribution.labels import AttributionType, SourceKind, Stance
    >>> [first, second] = score_evidence([Claim("c1", "The port is closed."), Claim("c2", "A ship sank.")], [])
    >>> item = Evidence(
    ...     "c2", "article", 0, 0, "A ship sank, the coast guard said.",
    ...     AttributionType.OFFICIAL_CONFIRMATION, 0.95, Stance.SUPPORTS, 0.95, 0.02,
    ...     "coast guard", "coast guard", SourceKind.OFFICIAL, anonymous=False,
    ... )
    >>> after = add_evidence([first, second], [item])
    >>> after[0] is first, round(after[1].corroboration, 2)
    (True, 0.76)
    """
    rows = {claim.id: row for row, claim in enumerate(scored)}
    new: dict[str, list[Evidence]] = {}
    for index, item in enumerate(evidence):
        if item.claim_id not in rows:
            raise InputError(
                f"evidence {index} is about unknown claim {item.claim_id!r}.{nearest(item.claim_id, rows)}"
            )
        new.setdefault(item.claim_id, []).append(item)
    made = list(scored)
    for claim_id, items in new.items():
        old = scored[rows[claim_id]]
        claim = Claim(old.id, old.text, old.discovered, old.context)
        [made[rows[claim_id]]] = score_evidence(
            [claim], [*old.evidence, *items], model=model, prior=old.prior, as_of=as_of
        )
    return made


def combine(table: EvidenceTable, model: CorroborationModel, *, prior: float = 0.5, as_of: str | None = None) -> Scores:
    """Return the score of every claim and the share of every item and origin in it.

    An origin counts in ``n_for`` when r − q is at least 0.05 and in ``n_against`` when it is at most -0.05. Both are
    least numbers: the unresolved sources of a claim may be its named ones, so they count, as one, only where nobody
    else does. A claim has the same numbers, to rounding, whichever others are in the table.
    """
    if not _LEAST_PRIOR <= prior <= 1 - _LEAST_PRIOR:
        raise InputError(
            f"`prior` must be a probability above 0 and below 1, by {_LEAST_PRIOR:g} at least, got {prior}"
        )
    weight = model.weights(table)
    kept = table.earliest <= moments(as_of, "`as_of`")[1]
    kept &= ~superseded(table, kept & (weight > 0))
    weight = np.where(kept, weight, 0.0)
    r = _Side.of(table, weight * table.type_prob * table.support, model.saturation)
    q = _Side.of(table, weight * table.type_prob * table.refutation, model.saturation)
    score, belief, disbelief, uncertainty = _opinion(r.total, q.total, prior)
    without, _, _, uncertainty_without = _opinion(r.total_without, q.total_without, prior)
    low, high = (betaincinv(2 * score / uncertainty, 2 * (1 - score) / uncertainty, t) for t in (_TAIL, 1 - _TAIL))
    n_for, n_for_without = _count(table, r.strongest - q.strongest >= _COUNTED)
    n_against, _ = _count(table, q.strongest - r.strongest >= _COUNTED)
    return Scores(
        kept=kept,
        weight=weight,
        contribution=r.item_share - q.item_share,
        origin_contribution=r.origin_share - q.origin_share,
        leave_one_out=without - score[table.origin_claim],
        grade_without=_grade(without, uncertainty_without, n_for_without),
        score=score,
        low=low,
        high=high,
        belief=belief,
        disbelief=disbelief,
        uncertainty=uncertainty,
        grade=_grade(score, uncertainty, n_for),
        n_for=n_for,
        n_against=n_against,
    )


def superseded(table: EvidenceTable, speaks: Bools) -> Bools:
    """Return which items [items] their own origin took back: a strictly later one of the opposite stance is there.

    Only items with probability of their stance and a weight speak, so that a refusal to comment takes nothing back.
    """
    speaks = speaks & (table.type_prob * np.where(table.direction > 0, table.support, table.refutation) > 0)
    superseded = np.zeros(len(speaks), bool)
    for direction in (1, -1):
        newest = np.full(len(table.origin_ids), NEVER)
        opposite = speaks & (table.direction == -direction)
        np.maximum.at(newest, table.origin[opposite], table.earliest[opposite])
        superseded |= (table.direction == direction) & (table.latest < newest[table.origin])
    return superseded


@dataclass(frozen=True, slots=True)
class _Side:
    """Support, or refutation, of every claim.

    ``strongest``, ``origin_share`` and ``total_without`` are float64 [origins], ``total`` [claims], ``item_share``
    [items]; shares and totals are log-odds.
    """

    strongest: Floats
    total: Floats
    total_without: Floats
    origin_share: Floats
    item_share: Floats

    @classmethod
    def of(cls, table: EvidenceTable, strength: Floats, saturation: float) -> Self:
        """Take each origin at its strongest item, sum, and saturate."""
        strongest = np.zeros(len(table.origin_ids))
        np.maximum.at(strongest, table.origin, strength)
        raw = np.bincount(table.origin_claim, strongest, minlength=table.n_claims).astype(np.float64)
        total = _saturate(raw, saturation)
        rate = np.divide(total, raw, out=np.zeros_like(raw), where=raw > 0)
        origin_share = strongest * rate[table.origin_claim]
        reaches = (strength == strongest[table.origin]) & (strength > 0)
        ties = np.bincount(table.origin, reaches, minlength=len(strongest))
        return cls(
            strongest=strongest,
            total=total,
            total_without=_saturate(np.maximum(raw[table.origin_claim] - strongest, 0), saturation),
            origin_share=origin_share,
            item_share=np.where(reaches, (origin_share / np.maximum(ties, 1))[table.origin], 0.0),
        )


def _saturate(raw: Floats, saturation: float) -> Floats:
    return -saturation * np.expm1(-raw / saturation)


def _opinion(support: Floats, refutation: Floats, prior: float) -> tuple[Floats, Floats, Floats, Floats]:
    """Return score, belief, disbelief and uncertainty from saturated sums; rounding below 0 is taken away."""
    score = expit(logit(prior) + support - refutation)
    uncertainty = 1 / ((1 + prior * np.expm1(support)) * (1 + (1 - prior) * np.expm1(refutation)))
    belief = np.maximum(score - prior * uncertainty, 0)
    return score, belief, np.maximum(1 - belief - uncertainty, 0), uncertainty


def _count(table: EvidenceTable, stands: Bools) -> tuple[Ints, Ints]:
    """Return how many origins [claims] at least stand on one side, and how many without each one [origins]."""
    both = [stands & (table.origin_resolved == resolved) for resolved in (True, False)]
    named, unresolved = (np.bincount(table.origin_claim[some], minlength=table.n_claims) for some in both)
    without = (n[table.origin_claim] - some for n, some in zip((named, unresolved), both, strict=True))
    return np.maximum(named, unresolved), np.maximum(*without)


def _grade(score: Floats, uncertainty: Floats, n_for: Ints) -> Ints:
    grade = 5 - np.searchsorted(_GRADE_BOUNDS, score, side="right")
    grade = np.where((grade == 1) & (n_for < 2), 2, grade)
    return np.where(uncertainty > _MOST_UNCERTAINTY, _CANNOT_BE_JUDGED, grade)


def _likelihood(score: float) -> str:
    return _LIKELIHOODS[int(np.searchsorted(_LIKELIHOOD_BOUNDS, score, side="right"))]


def _origins(rows: Sequence[int], evidence: Sequence[Evidence], table: EvidenceTable, scores: Scores) -> list[Origin]:
    """Return the origins of a claim from its kept rows, the largest contribution first."""
    items: dict[int, list[Evidence]] = {}
    for row in rows:
        if scores.kept[row]:
            items.setdefault(int(table.origin[row]), []).append(evidence[row])
    origins = [
        Origin(
            id=members[0].origin_id,
            name=_name(members[0].origin_id, members),
            contribution=float(scores.origin_contribution[origin]),
            leave_one_out=float(scores.leave_one_out[origin]),
            document_ids=tuple(sorted({item.document_id for item in members})),
        )
        for origin, members in items.items()
    ]
    return sorted(origins, key=lambda origin: (-abs(origin.contribution), origin.id))


def _name(origin_id: str, items: Sequence[Evidence]) -> str:
    """Return the name most often given to an origin, whatever the order of its items."""
    if origin_id == UNRESOLVED:
        return "unresolved sources"
    names = Counter(item.source for item in items if item.source)
    return min(names, key=lambda name: (-names[name], name)) if names else origin_id.removeprefix("publisher:")


def _claim_score(
    claim: Claim, row: int, scores: Scores, prior: float, origins: list[Origin], evidence: list[Evidence]
) -> ClaimScore:
    grade, score = int(scores.grade[row]), float(scores.score[row])
    return ClaimScore(
        id=claim.id,
        text=claim.text,
        discovered=claim.discovered,
        corroboration=score,
        prior=prior,
        interval=Interval(float(scores.low[row]), float(scores.high[row])),
        opinion=Opinion(float(scores.belief[row]), float(scores.disbelief[row]), float(scores.uncertainty[row])),
        grade=grade,
        likelihood=None if grade == _CANNOT_BE_JUDGED else _likelihood(score),
        n_origins_for=int(scores.n_for[row]),
        n_origins_against=int(scores.n_against[row]),
        origins=tuple(origins),
        evidence=tuple(evidence),
        context=claim.context,
    )
