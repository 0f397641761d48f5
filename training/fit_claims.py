"""Fit what a possible claim is worth: the weights in ``src/attribution/claims/worth.json``.

    PYTHONPATH=. python training/fit_claims.py --data-dir data [--cache tagged.pickle]

``data`` has the articles of gold, as ``training/prepare_gold.py`` makes them; readers' judgements of what the tagger's
candidates in them are worth are in ``training/annotations/claims.jsonl.gz``, by digests of their words, so those that
a change of code words anew have none. Articles of gold dev are left out. Prints what ten folds over articles give by
threshold: how many candidates are left, and how they were judged.
"""

import argparse
import json
import pickle
from collections import Counter
from pathlib import Path

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold

from attribution.claims.discovery import rated
from attribution.claims.worth import features
from attribution.tagging.tagger import AttributionTagger
from benchmarks.discovery import digest, embedded_articles, read_judged

WORTH = Path("src/attribution/claims/worth.json")
LETTERS = "gcofw"
NEEDS_ARTICLE = 0.5  # what a claim is worth that one must have read the article to understand
PENALTY = 5.0
LEAST = 8  # candidates that a feature must be so of
THRESHOLD = 0.45


def main() -> None:
    """Tag, cross-validate, fit on everything, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data-dir", type=Path, required=True)
    parser.add_argument("--cache", type=Path, help="keep what the tagger says there")
    parser.add_argument("--out", type=Path, default=WORTH)
    options = parser.parse_args()
    judged = read_judged("train")
    if options.cache and options.cache.exists():
        articles = pickle.loads(options.cache.read_bytes())
    else:
        tagger = AttributionTagger.from_pretrained(None)
        articles = list(embedded_articles(options.data_dir, set(judged), tagger))
        if options.cache:
            options.cache.write_bytes(pickle.dumps(articles))
    found = [
        (document.id, features(candidate, discussed), letter)
        for document, vectors in articles
        for candidate, discussed in rated([document], [vectors])
        if (letter := judged[document.id].get(digest(candidate.wording.text)))
    ]
    counted = Counter(name for _, row, _ in found for name in row)
    found = [(id, {name: row[name] for name in row if counted[name] >= LEAST}, letter) for id, row, letter in found]
    letters = np.array([letter for *_, letter in found])
    print(len(found), dict(Counter(letters.tolist())))
    vectorizer = DictVectorizer()
    rows = vectorizer.fit_transform([row for _, row, _ in found])
    groups = [id for id, *_ in found]
    worth = np.zeros(len(found))
    for train, test in GroupKFold(10).split(rows, letters, groups):
        worth[test] = fit(rows[train], letters[train]).predict_proba(rows[test])[:, 1]
    print(f"AUC of good ones {roc_auc_score(letters == 'g', worth):.3f}")
    for threshold in (0.0, 0.3, 0.4, 0.45, 0.5, 0.6):
        left = letters[worth >= threshold]
        shares = ", ".join(f"{letter} {np.mean(left == letter):.3f}" for letter in LETTERS)
        print(f"{threshold}: {len(left)} left, {shares}")
    model = fit(rows, letters)
    named = zip(vectorizer.get_feature_names_out(), model.coef_[0], strict=True)
    weights = {"": float(model.intercept_[0])} | {name: round(float(weight), 4) for name, weight in named}
    options.out.write_text(json.dumps({"threshold": THRESHOLD, "weights": weights}, indent=1) + "\n")


def fit(rows: np.ndarray, letters: np.ndarray) -> LogisticRegression:
    """Fit a penalised regression; what needs its article counts as good and as not, each by half."""
    half = np.flatnonzero(letters == "c")
    chosen = np.concatenate([np.arange(len(letters)), half])
    good = np.concatenate([letters == "g", np.ones(len(half), bool)])
    weights = np.where(letters[chosen] == "c", NEEDS_ARTICLE, 1.0)
    return LogisticRegression(C=1 / PENALTY, max_iter=3000).fit(rows[chosen], good, sample_weight=weights)


if __name__ == "__main__":
    main()
