"""Measure what a part of the recipe adds, out of fold: every article of gold train is told by a tagger without it.

    python training/ablations.py --data-dir data --out runs/ablations

For each variant and each of five folds of the articles, a tagger is trained from the encoder on the other four, with
thresholds from gold dev, and labels the fold. Macro-F1 is that of all folds together; what ``whole`` is ahead by is
drawn from the same articles. Runs that are there already are not done again, so that a stopped command goes on: with
the recipe of short runs on two cores, some seven minutes a run and five runs a variant (``--measured`` does fewer).
"""

import argparse
import json
from pathlib import Path
from typing import Any

from attribution.evaluation import evaluate_labels, read_gold, untagged
from attribution.evaluation.rumours import folds_of
from attribution.labels import LABELS
from attribution.metrics import label_counts, label_matrix, paired_bootstrap
from attribution.schema import Document
from attribution.tagging.tagger import AttributionTagger
from attribution.training.data import read_articles
from short_runs import ENCODER, short_run

GOLD, DEV = "gold-train.jsonl", "gold-dev.jsonl"
OWN_TEXTS = [Path(__file__).parent / "data" / f"{name}.jsonl" for name in ("authored", "authored_b")]
WHOLE = "whole"
VARIANTS: dict[str, dict[str, str]] = {
    WHOLE: {},
    "without our own texts": {},
    "without weights for rare types": {"train": "positive_power = 0.0"},
    "without sentences before the window": {"model": "context_tokens = 0"},
}
EPOCHS = 2


def main() -> None:
    """Train, label, compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data-dir", type=Path, default=Path("data"), help="where prepare_gold.py wrote its files")
    parser.add_argument("--out", type=Path, default=Path("runs/ablations"))
    parser.add_argument("--variants", nargs="+", default=list(VARIANTS), choices=VARIANTS, metavar="NAME")
    parser.add_argument("--encoder", default=ENCODER)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--measured", type=int, metavar="N", help="only the first N folds (default: all)")
    parser.add_argument("--seed", type=int, default=13)
    options = parser.parse_args()
    gold = read_gold(options.data_dir / GOLD)
    fold = folds_of([document.id for document in gold], options.folds)
    measured = range(options.measured or options.folds)
    told_of = [document for document, own in zip(gold, fold, strict=True) if own in measured]
    pooled: dict[str, list[Document]] = {}
    for variant in options.variants:
        told = [_told(variant, k, gold, fold, options) for k in measured]
        by_id = {document.id: document for part in told for document in part}
        pooled[variant] = [by_id[document.id] for document in told_of]
        row = {"variant": variant, **_scores(told_of, pooled[variant]), **_ahead(told_of, pooled, variant)}
        print(json.dumps(row), flush=True)


def _told(variant: str, k: int, gold: list[Document], fold: list[int], options: argparse.Namespace) -> list[Document]:
    """Return the articles of one fold as the tagger labels them that has not read them."""
    held = {document.id for document, own in zip(gold, fold, strict=True) if own == k}
    articles = [a for a in read_articles(options.data_dir / GOLD) if a["id"] not in held]
    articles += [a for path in OWN_TEXTS for a in read_articles(path) if variant != "without our own texts"]
    folder = options.out / variant.replace(" ", "-") / str(k)
    dev, kept = options.data_dir / DEV, {"encoder": options.encoder, "epochs": EPOCHS, "seed": options.seed}
    short_run(folder, articles, dev=dev, settings=VARIANTS[variant], **kept)
    tagger = AttributionTagger.from_pretrained(folder, backend="torch")
    return tagger.predict(untagged([document for document in gold if document.id in held]))


def _scores(gold: list[Document], pred: list[Document]) -> dict[str, Any]:
    score = evaluate_labels(gold, pred)
    return {"macro_f1": score["macro_f1"], "f1": {label: score["labels"][label]["f1"] for label in LABELS}}


def _ahead(gold: list[Document], pooled: dict[str, list[Document]], variant: str) -> dict[str, Any]:
    """Return by how much ``whole`` is ahead, 95 % over articles."""
    if variant == WHOLE or WHOLE not in pooled:
        return {}
    annotated = [(d.id, i) for d in gold for i, sentence in enumerate(d.sentences) if sentence.labels]
    sentences = {name: {d.id: d.sentences for d in documents} for name, documents in (pooled | {"gold": gold}).items()}
    y, ours, theirs = (
        label_matrix(sentences[name][id][i].labels for id, i in annotated) for name in ("gold", WHOLE, variant)
    )
    articles = [id for id, _ in annotated]
    found = paired_bootstrap(label_counts(y, ours, articles), label_counts(y, theirs, articles))
    return {"whole_ahead": {"value": found.value, "low": found.low, "high": found.high}}


if __name__ == "__main__":
    main()
