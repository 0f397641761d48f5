"""Scores of claims against the verdicts of people who looked into them."""

import csv
from collections.abc import Sequence
from typing import Any, TextIO

import numpy as np

from attribution.corroboration import CorroborationModel, score_evidence
from attribution.errors import InputError
from attribution.evaluation.binary import auc_interval, calibration_scores, risk_coverage
from attribution.evaluation.tables import number, with_interval
from attribution.metrics import reliability_table
from attribution.schema import Claim, ClaimScore

__all__ = ["evaluate_corroboration", "refitted_scores", "write_per_claim"]

_CANNOT_BE_JUDGED = 6


def evaluate_corroboration(
    scores: Sequence[ClaimScore], truths: Sequence[str], *, samples: int = 2000
) -> dict[str, Any]:
    """Return how well scores separate true from false claims and how far they can be taken at their word.

    Claims whose verdict is unknown enter only ``by_truth``: how wide their intervals are and how many get grade 6.

    Raises
    ------
    InputError
        When there are not as many verdicts as scores, or not both true and false claims.
    """
    if len(scores) != len(truths):
        raise InputError(f"there must be one verdict a claim, got {len(truths)} for {len(scores)} claims")
    known = [(s, t == "true") for s, t in zip(scores, truths, strict=True) if t != "unknown"]
    if len({outcome for _, outcome in known}) < 2:
        raise InputError("there must be both true and false claims to tell them apart")
    p, y = np.array([s.corroboration for s, _ in known]), np.array([o for _, o in known])
    u = np.array([s.opinion.uncertainty for s, _ in known])
    return {
        "n_true": int(y.sum()),
        "n_false": int((~y).sum()),
        "n_unknown": len(scores) - len(known),
        "auc": with_interval(auc_interval(p, y, samples=samples)),
        **calibration_scores(p, y),
        "brier_of_base_rate": float(y.mean() * (1 - y.mean())),
        "accuracy": float(((p > 0.5) == y).mean()),
        "reliability": [
            {"n": int(n), "score": float(score), "share_true": float(share)}
            for n, score, share in reliability_table(p, y).tolist()
        ],
        "risk_coverage": risk_coverage(u, p, y),
        "by_truth": {
            truth: _of_truth([s for s, t in zip(scores, truths, strict=True) if t == truth])
            for truth in dict.fromkeys(truths)
        },
    }


def _of_truth(scores: Sequence[ClaimScore]) -> dict[str, float | None]:
    return {
        "n": len(scores),
        "mean_score": number(np.mean([s.corroboration for s in scores])),
        "mean_interval_width": number(np.mean([s.interval.high - s.interval.low for s in scores])),
        "share_grade_6": number(np.mean([s.grade == _CANNOT_BE_JUDGED for s in scores])),
    }


def write_per_claim(
    stream: TextIO, scores: Sequence[ClaimScore], truths: Sequence[str], folds: Sequence[int] | None = None
) -> None:
    """Write one CSV row a claim; ``fold`` is empty where nothing was refitted."""
    columns = ["claim_id", "claim", "truth", "fold", "corroboration", "low", "high", "belief", "disbelief"]
    columns += ["uncertainty", "grade", "likelihood", "origins_for", "origins_against", "documents", "items"]
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(columns)
    for i, (score, truth) in enumerate(zip(scores, truths, strict=True)):
        opinion, interval = score.opinion, score.interval
        numbers = [score.corroboration, interval.low, interval.high]
        numbers += [opinion.belief, opinion.disbelief, opinion.uncertainty]
        writer.writerow(
            [score.id, score.text, truth, "" if folds is None else folds[i]]
            + [f"{value:.6f}" for value in numbers]
            + [score.grade, score.likelihood or "", score.n_origins_for, score.n_origins_against]
            + [len({item.document_id for item in score.evidence}), len(score.evidence)]
        )


def refitted_scores(
    scores: Sequence[ClaimScore], truths: Sequence[str], folds: Sequence[int], *, penalty: float = 1.0
) -> list[ClaimScore]:
    """Score each claim's evidence again with weights and prior fitted on the true and false claims of other folds."""
    made = list(scores)
    for fold in sorted(set(folds)):
        train = [i for i, f in enumerate(folds) if f != fold and truths[i] != "unknown"]
        model = CorroborationModel.fit(
            [scores[i] for i in train], [truths[i] == "true" for i in train], penalty=penalty
        )
        for i in (i for i, f in enumerate(folds) if f == fold):
            claim = Claim(scores[i].id, scores[i].text)
            [made[i]] = score_evidence([claim], scores[i].evidence, model=model, prior=model.base_rate)
    return made
