"""Fit ``src/attribution/stance.json`` on headlines that are for, against or observing a claim (the Emergent corpus).

Get the corpus from https://github.com/thanhan/fc-aaai18 and bring it to JSON lines: one object per claim with
``claim`` and ``headlines`` (``headline``, ``stance``). Then::

    python training/fit_stance.py claims.jsonl.gz --out src/attribution/stance.json

Headlines of other claims that pass the linking threshold are added as neutral, so that the fit learns what merely
resembles a claim. Features that headlines cannot show keep their hand-set weights, because the penalty pulls to those
and not to zero. Prints the accuracy of claim-grouped cross-validation on the annotated headlines beside that of the
most frequent stance.
"""

import argparse
import gzip
import json
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from attribution.matching import RELATED, relatedness
from attribution.stance import FEATURES, STANCES, StanceModel, stance_features
from attribution.wording import Wording

PRIORS = {
    "supports": {
        "bias": -2.0, "related": 4.0, "negated": -2.0, "negated_elsewhere": -0.5, "debunked": -2.0,
        "reports_denial": -1.5, "hedged": -1.0, "question": -2.0, "number_conflict": -1.5, "names_missing": -1.0,
        "words_missing": -1.5,
        "attributed": 0.8, "attributed_rejection": -3.5, "rebuttal_same": 0.0, "rebuttal_other": -3.0,
    },
    "refutes": {
        "bias": -3.0, "related": 2.5, "negated": 3.0, "negated_elsewhere": 0.7, "debunked": 3.0,
        "reports_denial": 2.0, "hedged": -0.5, "question": -2.0, "number_conflict": 0.5, "names_missing": -0.5,
        "words_missing": -1.0,
        "attributed": 0.0, "attributed_rejection": 4.0, "rebuttal_same": 0.0, "rebuttal_other": 3.0,
    },
}  # fmt: skip
STANCE_OF = {"for": 0, "against": 1, "observing": 2}
PENALTY = 1.0
BOUNDS: dict[str, dict[str, tuple[float | None, float | None]]] = {
    "supports": {
        "related": (4.0, None), "negated": (None, -1.5),
        "hedged": (None, -3.5), "number_conflict": (None, -2.5), "names_missing": (None, 0.0),
        "words_missing": (None, -1.5),
    },
    "refutes": {"related": (4.0, None), "names_missing": (None, 0.0), "words_missing": (None, -0.5)},
}  # fmt: skip
"""Headlines of a claim are all about it, however they word it; sentences of an article that are little related are not
about it. Neither a negated or hedged sentence nor one with another number supports."""
OTHER_WEIGHT = 0.3
"""Weight of a headline of another claim: a few of them do take a side."""


def main() -> None:
    """Read the corpus, report cross-validation, write the weights of all claims."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("claims", type=Path)
    parser.add_argument("--out", type=Path, default=Path("src/attribution/stance.json"))
    parser.add_argument("--folds", type=int, default=10)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    features, stances, groups, weights = read_rows(options.claims)
    prior = StanceModel.from_dict(PRIORS).weights
    folds = np.random.default_rng(options.seed).integers(options.folds, size=groups.max() + 1)[groups]
    guesses, at_prior = np.zeros_like(stances), StanceModel(prior).predict(features).argmax(1)
    for fold in range(options.folds):
        train, test = folds != fold, folds == fold
        model = StanceModel(fit(features[train], stances[train], weights[train], prior))
        guesses[test] = model.predict(features[test]).argmax(1)
    for name, chosen in (("annotated", weights == 1), ("of other claims, neutral", weights < 1)):
        gold = stances[chosen]
        print(f"{chosen.sum()} headlines {name}; {groups.max() + 1} claims, {options.folds} folds by claim")
        print(f"  majority: accuracy {np.bincount(gold).max() / len(gold):.3f}")
        for kind, guess in (("hand-set", at_prior[chosen]), ("fitted", guesses[chosen])):
            print(f"  {kind}: accuracy {np.mean(guess == gold):.3f}, macro-F1 {macro_f1(gold, guess):.3f}")
    model = StanceModel(fit(features, stances, weights, prior))
    options.out.write_text(json.dumps(model.to_dict(), indent=2) + "\n", "utf-8")


def read_rows(path: Path) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return features [rows, features], and stance index, claim index and weight of each row."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        claims = [json.loads(line) for line in lines]
    headlines = [
        (i, h["headline"], STANCE_OF[h["stance"]]) for i, claim in enumerate(claims) for h in claim["headlines"]
    ]
    claim_words = [Wording(claim["claim"]) for claim in claims]
    words = [Wording(text) for _, text, _ in headlines]
    vectors = embed([w.text for w in (*claim_words, *words)])
    similarity = vectors[: len(claims)] @ vectors[len(claims) :].T
    related = relatedness(claim_words, words, similarity) >= RELATED
    own = np.arange(len(claims))[:, None] == np.array([i for i, _, _ in headlines])
    print(f"related: {related[own].mean():.1%} of a claim's headlines, {related[~own].mean():.1%} of those of others")
    pairs = [(int(i), int(j)) for i, j in np.argwhere(related | own)]
    rows = [stance_features(claim_words[i], words[j], float(similarity[i, j])) for i, j in pairs]
    stances = [headlines[j][2] if own[i, j] else STANCE_OF["observing"] for i, j in pairs]
    weights = [1.0 if own[i, j] else OTHER_WEIGHT for i, j in pairs]
    return np.array(rows), np.array(stances), np.array([i for i, _ in pairs]), np.array(weights)


def embed(texts: list[str]) -> np.ndarray:
    """Embed with the tagger, as linking does."""
    from attribution.tagging.tagger import AttributionTagger

    return AttributionTagger.from_pretrained().embed(texts)


def fit(features: np.ndarray, stances: np.ndarray, counts: np.ndarray, prior: np.ndarray) -> np.ndarray:
    """Return the weights that maximise weighted log-likelihood less a penalty on the distance from the prior."""
    target = np.eye(len(STANCES))[stances]

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        weights = np.vstack([flat.reshape(2, -1), np.zeros(features.shape[1])])
        probs = StanceModel(weights).predict(features)
        away = weights - prior
        value = -(counts * np.log(probs[np.arange(len(stances)), stances])).sum() + PENALTY / 2 * (away**2).sum()
        gradient = ((probs - target).T @ (features * counts[:, None]))[:2] + PENALTY * away[:2]
        return float(value), gradient.ravel()

    bounds = [BOUNDS[stance].get(feature, (None, None)) for stance in STANCES[:2] for feature in FEATURES]
    best = minimize(loss, prior[:2].ravel(), jac=True, method="L-BFGS-B", bounds=bounds)
    return np.vstack([best.x.reshape(2, -1), np.zeros(len(FEATURES))])


def macro_f1(gold: np.ndarray, guess: np.ndarray) -> float:
    """Mean over the three stances of F1."""
    both = [
        (2 * ((gold == k) & (guess == k)).sum(), (gold == k).sum() + (guess == k).sum()) for k in range(len(STANCES))
    ]
    return float(np.mean([hits / max(total, 1) for hits, total in both]))


if __name__ == "__main__":
    main()
