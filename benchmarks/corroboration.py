"""Corroboration on rumours with verdicts (Emergent), from raw bodies: ours beside what is simpler and gold stance.

    python -m benchmarks.corroboration [--corpora DIR] [--cache FILE] [--json OUT] [--per-claim OUT.csv]

Cross-validation by story: stance model, weights and every fitted baseline are fitted without the claims, headlines and
bodies that they are tried on. Baselines see the stances that our score sees, but those named "gold" or "text". Brier
score and ECE of a baseline are those of a logistic regression on its score, fitted on the other folds; ours are of the
score itself.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize

from attribution.evaluation.binary import auc_interval, calibration_scores, paired_auc
from attribution.evaluation.corpus import StanceCorpus, tag_corpus
from attribution.evaluation.corroboration import evaluate_corroboration, write_per_claim
from attribution.evaluation.crossfit import crossvalidated_scores
from attribution.evaluation.rumours import folds_of
from attribution.evaluation.tables import with_interval
from attribution.labels import Stance
from attribution.schema import ClaimScore
from attribution.stance.fitting import soft_stances
from benchmarks.corpora import add_corpora_option, corpus_file, digest
from benchmarks.truth_finding import Vote, dawid_skene, truth_finder

FILES = ("emergent/claims.jsonl.gz", "fnc1/train_bodies.jsonl.gz", "fnc1/train_stances.jsonl.gz")
OURS = "attribution"


def counts_of(score: ClaimScore) -> tuple[int, int, int]:
    """Return how many documents support, refute, and speak of a claim; a document goes with its stronger side."""
    sides: dict[str, float] = {}
    for item in score.evidence:
        side = {Stance.SUPPORTS: item.support, Stance.REFUTES: -item.refutation}.get(item.stance, 0.0)
        sides[item.document_id] = sides.get(item.document_id, 0.0) + side
    values = np.array(list(sides.values()))
    return int((values > 0).sum()), int((values < 0).sum()), len(values)


def votes_of(scores: Sequence[ClaimScore]) -> list[Vote]:
    """Return one vote an item that takes a side; unresolved sources are told apart by type only."""
    return [
        (claim, item.source_id or f"unresolved {item.type}", item.stance is Stance.SUPPORTS)
        for claim, score in enumerate(scores)
        for item in score.evidence
        if item.stance in (Stance.SUPPORTS, Stance.REFUTES)
    ]


def unfitted(scores: Sequence[ClaimScore]) -> dict[str, np.ndarray]:
    """Return the baselines that need no verdicts, one value a claim."""
    n_for, n_against, n = np.array([counts_of(score) for score in scores], float).reshape(-1, 3).T
    votes = votes_of(scores)
    return {
        "number of documents": np.array([len({e.document_id for e in s.evidence}) for s in scores], float),
        "share of supporting documents": n_for / np.maximum(n, 1),
        "support minus refute counts": n_for - n_against,
        "majority vote": np.sign(n_for - n_against),
        "Dawid-Skene": dawid_skene(votes, len(scores)),
        "TruthFinder": truth_finder(votes, len(scores)),
    }


def count_features(scores: Sequence[ClaimScore]) -> np.ndarray:
    """Return log counts [claims, features] of documents by side and of items by side and type."""
    types = sorted({str(item.type) for score in scores for item in score.evidence})
    rows = []
    for score in scores:
        by_type = [
            sum(str(item.type) == name and item.stance is side for item in score.evidence)
            for name in types
            for side in (Stance.SUPPORTS, Stance.REFUTES)
        ]
        rows.append([*counts_of(score), *by_type])
    return np.log1p(np.array(rows, float))


def text_features(texts: Sequence[str], train: np.ndarray) -> np.ndarray:
    """Return TF-IDF [claims, words], unit length, with words that two training claims have."""
    words = [[w for w in text.lower().split() if w.isalpha()] for text in texts]
    seen: dict[str, int] = {}
    for i in train:
        for word in set(words[i]):
            seen[word] = seen.get(word, 0) + 1
    known = {word: j for j, word in enumerate(sorted(w for w, n in seen.items() if n >= 2))}
    rows = np.zeros((len(texts), len(known)))
    for i, some in enumerate(words):
        for word in some:
            if word in known:
                rows[i, known[word]] += 1
    idf = np.log(len(train) / np.array([seen[word] for word in known]))
    rows = np.log1p(rows) * idf
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


def logistic(x: np.ndarray, y: np.ndarray, test: np.ndarray, *, penalty: float = 1.0) -> np.ndarray:
    """Return the probabilities of a ridge logistic regression on standardised features."""
    mean, scale = x.mean(0), np.maximum(x.std(0), 1e-9)
    rows, tried = (np.column_stack([np.ones(len(part)), (part - mean) / scale]) for part in (x, test))

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        z = rows @ w
        shrunk = np.append(0.0, w[1:])
        value = np.logaddexp(0, np.where(y, -z, z)).sum() + penalty / 2 * (shrunk**2).sum()
        return float(value), rows.T @ (1 / (1 + np.exp(-z)) - y) + penalty * shrunk

    best = minimize(loss, np.zeros(rows.shape[1]), jac=True, method="L-BFGS-B").x
    return 1 / (1 + np.exp(-np.clip(tried @ best, -30, 30)))


def cross_fitted(features: Any, y: np.ndarray, folds: np.ndarray, *, penalty: float = 1.0) -> np.ndarray:
    """Return out-of-fold probabilities; ``features`` is [claims, features], or makes it from the training claims."""
    made = np.zeros(len(y))
    for fold in np.unique(folds):
        train, test = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        x = features(train) if callable(features) else features
        made[test] = logistic(x[train], y[train], x[test], penalty=penalty)
    return made


def measure(corpus: StanceCorpus, n_folds: int) -> tuple[dict[str, Any], list[ClaimScore], list[int]]:
    """Return the scores of every system, and ours claim by claim with its fold."""
    folds = folds_of(corpus.stories, n_folds)
    ours, models = crossvalidated_scores(corpus, folds)
    truths = [claim["truth"] for claim in corpus.claims]
    known = [i for i, truth in enumerate(truths) if truth != "unknown"]
    y, fold = np.array([truths[i] == "true" for i in known]), np.array([folds[i] for i in known])
    scores = [ours[i] for i in known]
    raw = unfitted(scores) | _gold([corpus.claims[i] for i in known])
    systems = {name: (value, cross_fitted(value[:, None], y, fold)) for name, value in raw.items()}
    texts = [" ".join([corpus.claims[i]["claim"], *(d.text for d in corpus.documents[i])]) for i in known]
    for name, made in {
        "logistic regression on counts": cross_fitted(count_features(scores), y, fold),
        "TF-IDF of the text": cross_fitted(lambda train: text_features(texts, train), y, fold, penalty=100.0),
    }.items():
        systems[name] = (made, made)
    mine = np.array([score.corroboration for score in scores])
    rows = {OURS: {"auc": with_interval(auc_interval(mine, y)), **calibration_scores(mine, y)}}
    for name, (value, probs) in systems.items():
        ahead = paired_auc(mine, value, y)
        rows[name] = {"auc": with_interval(auc_interval(value, y)), **calibration_scores(probs, y)}
        rows[name]["ours_ahead"] = {**with_interval(ahead), "share_not_above_0": ahead.share_not_above_0}
    result = {"systems": rows, "ours": evaluate_corroboration(ours, truths), "folds": n_folds}
    result["weights"] = [{"types": dict(m.types), "kinds": dict(m.kinds), "base_rate": m.base_rate} for m in models]
    return result, ours, folds


def _gold(claims: Sequence[Any]) -> dict[str, np.ndarray]:
    """Return gold stances of distinct bodies, support less refutation, averaged and summed."""
    sides = []
    for claim in claims:
        links: dict[str, list[Any]] = {}
        for link in claim["bodies"]:
            links.setdefault(link["body_id"], []).append(link)
        stances = np.array([soft_stances(some) for some in links.values()])
        sides.append(stances[:, 0] - stances[:, 1])
    return {
        "gold stance, mean": np.array([s.mean() for s in sides]),
        "gold stance, sum": np.array([s.sum() for s in sides]),
    }


def table(result: dict[str, Any]) -> str:
    """Render a Markdown table, one row a system."""
    lines = [
        "| system | AUC (95 %) | Brier | ECE (as many calibrated) | ours ahead by (95 %) |",
        "| --- | --- | --- | --- | --- |",
    ]
    for name, row in result["systems"].items():
        auc, ahead = row["auc"], row.get("ours_ahead")
        gap = f"{ahead['value']:+.3f} ({ahead['low']:+.3f} to {ahead['high']:+.3f})" if ahead else ""
        lines.append(
            f"| {name} | {auc['value']:.3f} ({auc['low']:.3f} to {auc['high']:.3f}) | {row['brier']['value']:.3f} | "
            f"{row['ece']['value']:.3f} ({row['ece_if_calibrated']:.3f}) | {gap} |"
        )
    return "\n".join(lines)


def main(argv: Sequence[str] | None = None) -> int:
    """Parse arguments, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_corpora_option(parser)
    parser.add_argument("--model", help="the tagger (default: the shipped one)")
    parser.add_argument("--cache", type=Path, help="keep what the tagger says there")
    parser.add_argument("--folds", type=int, default=10)
    parser.add_argument("--json", type=Path, metavar="OUT")
    parser.add_argument("--per-claim", type=Path, metavar="OUT.csv")
    args = parser.parse_args(argv)
    from attribution.tagging.tagger import AttributionTagger

    claims, bodies, pairs = (corpus_file(args.corpora, name) for name in FILES)
    texts = tag_corpus(claims, bodies, pairs, AttributionTagger.from_pretrained(args.model), cache=args.cache)
    corpus = StanceCorpus.read(claims, texts)
    result, scores, folds = measure(corpus, args.folds)
    print(f"emergent/claims {digest(claims)}, {args.folds} folds by story\n\n{table(result)}\n")
    print(json.dumps(result["ours"]["by_truth"], indent=1))
    if args.json:
        args.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    if args.per_claim:
        with args.per_claim.open("w", encoding="utf-8") as stream:
            write_per_claim(stream, scores, [claim["truth"] for claim in corpus.claims], folds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
